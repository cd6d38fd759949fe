//! Three tools in place of many: one finds tools, one describes a tool, one calls it.
//!
//! A list of hundreds of tools fills the context of a model before it has begun. Where there are more
//! than [`THRESHOLD`], the list holds these three instead. A call through them is a call of the tool meant, with all
//! its checks: arguments, filters, confirmation and what is hidden.

mod index;
mod offer;

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool as Definition};
use serde_json::{Map, Value, json};

use self::index::Index;
use self::offer::Names;
use super::catalog::{Catalog, Entry};
use super::text::cut;

/// More tools than this are offered for search.
const THRESHOLD: usize = 100;

/// So many tools are found at a time, unless asked otherwise, and at most.
const PAGE: usize = 10;
const MAX_PAGE: usize = 50;

/// The most of a description that a search shows, in bytes.
const LINE: usize = 160;

/// Whether tools are offered for search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discover {
    /// Where there are more than 100.
    #[default]
    Many,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// Offers the tools of a catalog for search.
pub(super) struct Finder {
    names: Names,
    index: Index,
    definitions: Vec<Definition>,
}

/// What a call of one of the three tools is.
pub(super) enum Meant<'a> {
    /// A call of a tool with these arguments.
    Call(&'a Entry, JsonObject),
    /// Answered.
    Done(CallToolResult),
}

impl Finder {
    /// None where all tools are listed.
    pub(super) fn new(catalog: &Catalog, discover: Discover) -> Option<Self> {
        let entries = catalog.entries();
        let wanted = match discover {
            Discover::Many => entries.len() > THRESHOLD,
            Discover::Always => true,
            Discover::Never => false,
        };
        wanted.then(|| {
            let names = Names::beside(catalog);
            let index = Index::new(entries.iter().map(|it| (it.tool, &it.definition)));
            let definitions = offer::definitions(&names, entries);
            Self { names, index, definitions }
        })
    }

    /// The definitions of the three tools.
    pub(super) fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// What a model is told of them beside the capability's own instructions.
    pub(super) fn instructions(&self, catalog: &Catalog) -> String {
        let Names { search, describe, call } = &self.names;
        let count = catalog.entries().len();
        format!(
            "The {count} tools are not listed: find them with `{search}`, read how one is called with \
             `{describe}`, and call it with `{call}`."
        )
    }

    /// What a call means, if it is of one of the three tools.
    pub(super) fn meaning<'a>(
        &self,
        catalog: &'a Catalog,
        name: &str,
        arguments: &JsonObject,
    ) -> Option<Meant<'a>> {
        if name == self.names.search {
            return Some(Meant::Done(self.search(catalog, arguments)));
        }
        if name == self.names.describe {
            return Some(Meant::Done(match self.target(catalog, arguments) {
                Ok(entry) => text(&entry.definition),
                Err(unknown) => error(unknown),
            }));
        }
        (name == self.names.call).then(|| self.call(catalog, arguments))
    }

    fn call<'a>(&self, catalog: &'a Catalog, arguments: &JsonObject) -> Meant<'a> {
        let entry = match self.target(catalog, arguments) {
            Ok(entry) => entry,
            Err(unknown) => return Meant::Done(error(unknown)),
        };
        match arguments.get("arguments") {
            None | Some(Value::Null) => Meant::Call(entry, JsonObject::new()),
            Some(Value::Object(inner)) => Meant::Call(entry, inner.clone()),
            Some(_) => Meant::Done(error(format!(
                "Nothing was done: /arguments must be an object with the arguments of `{}`.",
                entry.tool.name
            ))),
        }
    }

    /// The tool that the argument `name` names, or why there is none.
    fn target<'a>(
        &self,
        catalog: &'a Catalog,
        arguments: &JsonObject,
    ) -> Result<&'a Entry, String> {
        let Some(name) = arguments.get("name").and_then(Value::as_str) else {
            return Err("Nothing was done: /name must name a tool.".to_owned());
        };
        catalog.find(name).ok_or_else(|| {
            let alike = self.index.search(name).into_iter().take(3);
            let alike: Vec<&str> =
                alike.filter_map(|at| catalog.entries().get(at)).map(|it| it.tool.name).collect();
            let mut text = format!("Nothing was done: there is no tool `{name}`.");
            if !alike.is_empty() {
                text.push_str(&format!(" Did you mean `{}`?", alike.join("`, `")));
            }
            text
        })
    }

    fn search(&self, catalog: &Catalog, arguments: &JsonObject) -> CallToolResult {
        let query = arguments.get("query").and_then(Value::as_str).unwrap_or_default();
        let limit = arguments.get("limit").and_then(Value::as_u64).unwrap_or(PAGE as u64);
        let limit = usize::try_from(limit).unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
        let start = match arguments
            .get("cursor")
            .map(|it| it.as_str().and_then(|it| it.parse().ok()))
        {
            None => 0,
            Some(Some(start)) => start,
            Some(None) => {
                return error("/cursor must be the `nextCursor` of an earlier search.".to_owned());
            }
        };
        let found: Vec<usize> = match query.trim() {
            "" => (0..catalog.entries().len()).collect(),
            query => self.index.search(query),
        };
        let page = found.iter().skip(start).take(limit).filter_map(|at| catalog.entries().get(*at));
        let mut told = Map::new();
        told.insert("tools".to_owned(), page.map(line).collect());
        told.insert("total".to_owned(), found.len().into());
        if start + limit < found.len() {
            told.insert("nextCursor".to_owned(), (start + limit).to_string().into());
        }
        if found.is_empty() {
            told.insert("hint".to_owned(), self.hint(query).into());
        }
        text(&told)
    }

    fn hint(&self, query: &str) -> String {
        let near = self.index.near(query);
        let other = "No tool has these words. Try fewer or other words, or none to see all tools";
        if near.is_empty() {
            return format!("{other}.");
        }
        format!("{other}. Words like these are: {}.", near.join(", "))
    }
}

/// A tool in few words.
fn line(entry: &Entry) -> Value {
    let definition = &entry.definition;
    let description = definition.description.as_deref().unwrap_or_default();
    let first = description.lines().next().unwrap_or_default();
    let mut line = cut(first, LINE).to_owned();
    if line.len() < first.len() {
        line.push('…');
    }
    let mut hints = serde_json::to_value(&definition.annotations).unwrap_or_default();
    if let Value::Object(hints) = &mut hints {
        hints.shift_remove("title");
    }
    json!({
        "name": definition.name,
        "title": definition.title,
        "description": line,
        "required": definition.input_schema.get("required").cloned().unwrap_or_else(|| json!([])),
        "annotations": hints,
    })
}

fn text(value: &impl serde::Serialize) -> CallToolResult {
    match serde_json::to_string(value) {
        Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
        Err(failed) => error(failed.to_string()),
    }
}

fn error(text: String) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(text)])
}
