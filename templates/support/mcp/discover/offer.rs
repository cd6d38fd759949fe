//! The definitions of the three tools that find, describe and call others.

use rmcp::model::{JsonObject, Tool as Definition, ToolAnnotations};
use serde_json::{Value, json};

use crate::support::mcp::catalog::{Catalog, Entry};
use crate::support::mcp::{confirm, policy};

/// What the three tools are called.
pub(super) struct Names {
    pub(super) search: String,
    pub(super) describe: String,
    pub(super) call: String,
}

impl Names {
    /// Names that no tool of the catalog has: `search_tools`, else `catalog_search_tools` and so on.
    pub(super) fn beside(catalog: &Catalog) -> Self {
        let mut prefix = String::new();
        loop {
            let name = |it: &str| format!("{prefix}{it}");
            let (search, describe, call) =
                (name("search_tools"), name("describe_tool"), name("call_tool"));
            if [&search, &describe, &call].iter().all(|it| catalog.find(it).is_none()) {
                return Self { search, describe, call };
            }
            prefix.insert_str(0, "catalog_");
        }
    }
}

pub(super) fn definitions(names: &Names, entries: &[Entry]) -> Vec<Definition> {
    let Names { search, describe, call } = names;
    let reads = |title: &str| annotations(title, true, false, false);
    let any = |test: fn(&Definition) -> bool| entries.iter().any(|it| test(&it.definition));
    let reaches =
        any(|it| it.annotations.as_ref().is_none_or(|it| it.open_world_hint != Some(false)));
    let acts = annotations(
        "Call a tool",
        !any(|it| !policy::is_read_only(it)),
        any(confirm::asks),
        reaches,
    );
    vec![
        definition(
            search,
            &format!(
                "Finds tools by words of their names, descriptions and arguments, the best first. \
                 Without a query it goes through all of them. Next: `{describe}`, then `{call}`."
            ),
            json!({
                "query": { "type": "string", "description": "What is to be done, in a few words." },
                "limit": { "type": "integer", "minimum": 1, "maximum": super::MAX_PAGE, "default": super::PAGE },
                "cursor": { "type": "string", "description": "The `nextCursor` of an earlier search." },
            }),
            &[],
            reads("Find tools"),
        ),
        definition(
            describe,
            &format!("Tells what a tool does and takes: its input schema, for `{call}`."),
            json!({ "name": { "type": "string", "description": format!("The name, as `{search}` tells it.") } }),
            &["name"],
            reads("Describe a tool"),
        ),
        definition(
            call,
            &format!(
                "Calls a tool that `{search}` found, with the arguments that `{describe}` tells. \
                 What it changes depends on the tool: see its annotations."
            ),
            json!({
                "name": { "type": "string", "description": "The name of the tool." },
                "arguments": { "type": "object", "description": "The arguments of the tool." },
            }),
            &["name"],
            acts,
        ),
    ]
}

fn definition(
    name: &str,
    description: &str,
    properties: Value,
    required: &[&str],
    annotations: ToolAnnotations,
) -> Definition {
    let mut schema = JsonObject::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties);
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    let mut definition = Definition::new(name.to_owned(), description.to_owned(), schema);
    definition.title = annotations.title.clone();
    definition.annotations = Some(annotations);
    definition
}

fn annotations(title: &str, reads: bool, destroys: bool, reaches: bool) -> ToolAnnotations {
    ToolAnnotations::with_title(title)
        .read_only(reads)
        .destructive(destroys)
        .idempotent(reads)
        .open_world(reaches)
}
