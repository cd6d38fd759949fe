//! The catalog: what is generated from which documents.
//!
//! Input: the [`Node`] of `specs/catalog.yaml`. Output: a [`Catalog`] with every name checked and
//! no two alike. The paths are relative to the catalog's directory; whether there is such a file is
//! for `source` to say.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::source::{Node, SourceMap};

use super::module_name;
use super::reader::{Fields, Reader, Spanned};

/// The version of the catalog's own format.
const VERSION: &str = "1";

/// What is to be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The capabilities, in document order.
    pub entries: Vec<Entry>,
}

/// One capability, or one OpenAPI description of which no capability speaks, and the documents it is
/// generated from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name: a cargo feature and, with `_` for `-`, a module. Where the catalog gives none, the
    /// file stem of the capability.
    pub name: Named,
    /// The path of the capability; without one, everything follows from the OpenAPI description.
    pub capability: Option<Named>,
    /// The paths of the overlays for the capability, in the order they are applied.
    pub capability_overlays: Vec<Named>,
    /// The path of the OpenAPI description.
    pub openapi: Named,
    /// The paths of the overlays for the OpenAPI description, in the order they are applied.
    pub overlays: Vec<Named>,
    /// What becomes one module, where there is no capability.
    pub group_by: GroupBy,
}

/// What becomes one module of an OpenAPI description of which no capability speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// The whole document.
    #[default]
    Document,
    /// The operations of each tag.
    Tag,
}

/// A name or a path, and the place in a file where it is given; none for one of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The text.
    pub value: String,
    /// The place.
    pub span: Option<Span>,
}

impl Named {
    /// What no file names.
    pub fn unplaced(value: impl Into<String>) -> Self {
        Self { value: value.into(), span: None }
    }
}

impl From<Spanned<String>> for Named {
    fn from(from: Spanned<String>) -> Self {
        Self { value: from.value, span: Some(from.span) }
    }
}

impl std::ops::Deref for Named {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

impl Entry {
    /// The name as a Rust module.
    pub fn module(&self) -> String {
        module_name::module(&self.name)
    }
}

/// Reads a catalog.
///
/// # Errors
/// Returns [`Failed`] where the catalog has errors, after reporting them all.
pub fn read(
    node: &Node,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Catalog, Failed> {
    let mut cx = Reader::new(sources, diagnostics);
    let catalog = read_catalog(&mut cx, node);
    if cx.failed() { Err(Failed) } else { catalog.ok_or(Failed) }
}

fn read_catalog(cx: &mut Reader<'_>, node: &Node) -> Option<Catalog> {
    let mut fields = Fields::new(cx, node, "the catalog")?;
    if let Some(version) = fields.required_str(cx, "catalog").filter(|it| it.value != VERSION) {
        let message = format!("unsupported catalog version `{}`", version.value);
        cx.report(
            Diagnostic::error(Code::UnsupportedVersion, version.span, message)
                .help(format!("write `catalog: {VERSION}`")),
        );
    }
    if !fields.has("capabilities") {
        fields.missing(cx, "capabilities");
    }
    let nodes = fields.list(cx, "capabilities");
    let entries: Vec<Entry> = nodes.iter().filter_map(|node| read_entry(cx, node)).collect();
    fields.finish(cx, &[]);
    check_unique(cx, &entries);
    Some(Catalog { entries })
}

fn read_entry(cx: &mut Reader<'_>, node: &Node) -> Option<Entry> {
    let mut fields = Fields::new(cx, node, "the catalog entry")?;
    let capability = fields.optional_str(cx, "capability");
    let name = if fields.has("name") {
        fields.optional_str(cx, "name")
    } else if let Some(capability) = &capability {
        Some(file_stem(capability))
    } else {
        fields.required_str(cx, "name")
    };
    if let Some(name) = &name {
        check_name(cx, name);
    }
    let capability_overlays = fields.strings(cx, "capabilityOverlays");
    if capability.is_none() && !capability_overlays.is_empty() {
        let message = "`capabilityOverlays` needs a `capability`";
        cx.report(Diagnostic::error(Code::InvalidCatalog, capability_overlays[0].span, message));
    }
    let openapi = fields.required_str(cx, "openapi");
    let overlays = fields.strings(cx, "overlays");
    let group_by = fields.optional_str(cx, "groupBy");
    let group_by =
        group_by.map_or_else(GroupBy::default, |it| read_group_by(cx, &it, capability.is_some()));
    fields.finish(cx, &[]);
    let named = |list: Vec<Spanned<String>>| list.into_iter().map(Named::from).collect();
    Some(Entry {
        name: name?.into(),
        capability: capability.map(Named::from),
        capability_overlays: named(capability_overlays),
        openapi: openapi?.into(),
        overlays: named(overlays),
        group_by,
    })
}

fn read_group_by(cx: &mut Reader<'_>, text: &Spanned<String>, has_capability: bool) -> GroupBy {
    if has_capability {
        let message = "`groupBy` is for entries without a `capability`";
        cx.report(
            Diagnostic::error(Code::InvalidCatalog, text.span, message)
                .label("the capability says which operations make up the module"),
        );
    }
    match text.as_str() {
        "document" => return GroupBy::Document,
        "tag" => return GroupBy::Tag,
        _ => {}
    }
    let message = format!("`{}` is nothing to group by", text.value);
    cx.report(
        Diagnostic::error(Code::InvalidValue, text.span, message).help("write `document` or `tag`"),
    );
    GroupBy::Document
}

fn file_stem(path: &Spanned<String>) -> Spanned<String> {
    path.clone().map(|path| {
        let file = path.rsplit('/').next().unwrap_or_default();
        file.split_once('.').map_or(file, |(stem, _)| stem).to_owned()
    })
}

fn check_name(cx: &mut Reader<'_>, name: &Spanned<String>) {
    let Some(problem) = module_name::problem(name) else { return };
    let message = format!("`{}` cannot name a capability", name.value);
    cx.report(
        Diagnostic::error(Code::InvalidName, name.span, message)
            .label(problem)
            .help("give the entry a `name` such as `dokploy-user`"),
    );
}

/// Names are compared as modules, where `a-b` and `a_b` would be one.
fn check_unique(cx: &mut Reader<'_>, entries: &[Entry]) {
    let mut seen: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in entries {
        if let Some(first) = seen.get(&entry.module()) {
            let message = format!("the capability `{}` is listed twice", entry.name.value);
            // Every name of a catalog has a place.
            let (Some(at), Some(before)) = (entry.name.span, first.name.span) else { continue };
            cx.report(
                Diagnostic::error(Code::DuplicateCapability, at, message)
                    .also(before, "first listed here")
                    .help("give one of the entries another `name`"),
            );
        } else {
            seen.insert(entry.module(), entry);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::diagnostic::Diagnostics;
    use crate::document::testing::Fixture;

    fn check(text: &str, expected: &Expect) {
        let fixture = Fixture::new(text);
        let mut diagnostics = Diagnostics::default();
        let mut out = String::new();
        if let Ok(catalog) = super::read(&fixture.node, &fixture.sources, &mut diagnostics) {
            for it in &catalog.entries {
                let capability = it.capability.as_ref().map_or("-", |it| &it.value);
                let list = |paths: &[super::Named]| {
                    paths.iter().map(|it| it.value.as_str()).collect::<Vec<_>>().join(",")
                };
                let by_tag = if it.group_by == super::GroupBy::Tag { " by tag" } else { "" };
                out += &format!(
                    "{} = {}: {capability} [{}] + {} [{}]{by_tag}\n",
                    it.name.value,
                    it.module(),
                    list(&it.capability_overlays),
                    it.openapi.value,
                    list(&it.overlays),
                );
            }
        }
        expected.assert_eq(&(out + &fixture.render(&diagnostics)));
    }

    #[test]
    fn names_default_to_the_file_stem() {
        check(
            "
catalog: 1
capabilities:
- capability: dokploy/capabilities/dokploy-user.yaml
  capabilityOverlays: [dokploy/overlays/dokploy-user.yaml]
  openapi: dokploy/openapi.yaml
  overlays: [a.yaml, b.yaml]
- name: petstore
  openapi: petstore.json
- name: shop
  openapi: shop.json
  groupBy: tag
",
            &expect![[r#"
                dokploy-user = dokploy_user: dokploy/capabilities/dokploy-user.yaml [dokploy/overlays/dokploy-user.yaml] + dokploy/openapi.yaml [a.yaml,b.yaml]
                petstore = petstore: - [] + petstore.json []
                shop = shop: - [] + shop.json [] by tag
            "#]],
        );
    }

    #[test]
    fn every_problem_is_reported() {
        check(
            "
catalog: 2
capability: x
capabilities:
- capability: Dokploy_User.yaml
  openapi: a.yaml
- name: default
  openapi: a.yaml
- name: match
  openapi: a.yaml
- name: gen
  openapi: a.yaml
- name: a-b
  openapi: a.yaml
- name: a-b
  openapi: a.yaml
  colour: red
- capabilityOverlays: [x.yaml]
- 5
- name: [x]
  openapi: {}
- capability: x.yaml
  openapi: a.yaml
  groupBy: tag
- name: y
  openapi: a.yaml
  groupBy: path
",
            &expect![[r#"
                error[unsupported-version]: unsupported catalog version `2`
                  2:10 `2`
                  help: write `catalog: 1`
                error[invalid-name]: `Dokploy_User` cannot name a capability
                  5:15 `Dokploy_User.yaml` a name is lower-case letters, digits and `-`, and starts with a letter
                  help: give the entry a `name` such as `dokploy-user`
                error[invalid-name]: `default` cannot name a capability
                  7:9 `default` the generated crate needs this name for itself
                  help: give the entry a `name` such as `dokploy-user`
                error[invalid-name]: `match` cannot name a capability
                  9:9 `match` this is a keyword of Rust, so it cannot name a module
                  help: give the entry a `name` such as `dokploy-user`
                error[invalid-name]: `gen` cannot name a capability
                  11:9 `gen` this is a keyword of Rust, so it cannot name a module
                  help: give the entry a `name` such as `dokploy-user`
                warning[unknown-field]: the catalog entry has an unknown field `colour`
                  17:3 `colour` ignored
                error[missing-field]: the catalog entry has no `name`
                  18:3 `capabilityOverlays`
                error[invalid-catalog]: `capabilityOverlays` needs a `capability`
                  18:24 `x.yaml`
                error[missing-field]: the catalog entry has no `openapi`
                  18:3 `capabilityOverlays`
                error[wrong-type]: the catalog entry must be an object, not a number
                  19:3 `5` expected an object
                error[wrong-type]: `name` of the catalog entry must be a string, not an array
                  20:9 `[x]` expected a string
                error[wrong-type]: `openapi` of the catalog entry must be a string, not an object
                  21:12 `{}` expected a string
                error[invalid-catalog]: `groupBy` is for entries without a `capability`
                  24:12 `tag` the capability says which operations make up the module
                error[invalid-value]: `path` is nothing to group by
                  27:12 `path`
                  help: write `document` or `tag`
                warning[unknown-field]: the catalog has an unknown field `capability`
                  3:1 `capability` ignored
                error[duplicate-capability]: the capability `a-b` is listed twice
                  15:9 `a-b`
                  13:9 `a-b` first listed here
                  help: give one of the entries another `name`
            "#]],
        );
    }

    #[test]
    fn a_catalog_is_an_object_with_a_version_and_capabilities() {
        check(
            "[]",
            &expect![[r#"
            error[wrong-type]: the catalog must be an object, not an array
              1:1 `[]` expected an object
        "#]],
        );
        check(
            "a: 1",
            &expect![[r#"
            error[missing-field]: the catalog has no `catalog`
              1:1 `a`
            error[missing-field]: the catalog has no `capabilities`
              1:1 `a`
            warning[unknown-field]: the catalog has an unknown field `a`
              1:1 `a` ignored
        "#]],
        );
    }
}
