//! Pagination: what `x-pagination` of an operation declares, checked against its parameters and its answer.
//!
//! OpenAPI says nothing of pages; an overlay adds the extension where the provider's text does.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{Location, Operation, PageStyle, Pagination, SchemaId, Schemas};
use crate::source::Node;

use super::Context;

/// The members of each style.
const STYLES: &[(&str, &[&str])] = &[
    ("offset", &["style", "offset", "limit", "items", "total"]),
    ("page", &["style", "page", "limit", "first", "items", "total"]),
    ("cursor", &["style", "cursor", "limit", "next", "items"]),
    ("link", &["style", "limit", "items"]),
];

/// Gives the operations their pagination. Every schema has been lowered.
pub(super) fn lower_pagination(cx: &mut Context<'_>, operations: &mut [Operation]) {
    let openapi = cx.openapi;
    for (method, found) in openapi.operations() {
        let (node, _) = openapi.origin(&found.operation.extensions);
        let Some(node) = node.get("x-pagination") else { continue };
        let is_meant = |it: &&mut Operation| it.method.as_str() == method && it.path == found.path;
        let Some(operation) = operations.iter_mut().find(is_meant) else { continue };
        let reader = Reader { operation, node };
        match reader.read(&cx.schemas) {
            Ok(pagination) => operation.pagination = Some(pagination),
            Err(problem) => report(cx, &operation.name, problem),
        }
    }
}

/// What is wrong, where, and what to do.
struct Problem {
    span: Span,
    label: String,
    help: &'static str,
}

fn report(cx: &mut Context<'_>, name: &str, problem: Problem) {
    // Whoever wrote the document may have meant something else by the same word.
    let message = format!("the pagination of `{name}` cannot be followed and is left out");
    let diagnostic = Diagnostic::warning(Code::InvalidPagination, problem.span, message);
    cx.report(diagnostic.label(problem.label).help(problem.help));
}

fn problem<T>(node: &Node, label: impl Into<String>, help: &'static str) -> Result<T, Problem> {
    Err(Problem { span: node.span, label: label.into(), help })
}

/// Reads one declaration.
struct Reader<'a> {
    operation: &'a Operation,
    node: &'a Node,
}

impl Reader<'_> {
    fn read(&self, schemas: &Schemas) -> Result<Pagination, Problem> {
        let style = self.style()?;
        let items = match self.node.get("items") {
            Some(node) => self.pointer(node)?,
            None => String::new(),
        };
        let at = self.node.get("items").unwrap_or(self.node);
        self.lists(schemas, at, &items)?;
        if let Some(node) = self.node.get("limit") {
            self.argument(node)?;
        }
        let total = self.node.get("total").map(|it| self.pointer(it)).transpose()?;
        let style = match style {
            "offset" => PageStyle::Offset { offset: self.parameter("offset")?, total },
            "page" => {
                PageStyle::Page { page: self.parameter("page")?, first: self.first()?, total }
            }
            "cursor" => PageStyle::Cursor {
                cursor: self.parameter("cursor")?,
                next: self.pointer(self.member("next")?)?,
            },
            _ => PageStyle::Link,
        };
        Ok(Pagination { items, style })
    }

    /// The style, once no member is unknown to it.
    fn style(&self) -> Result<&'static str, Problem> {
        const HELP: &str = "the styles are `offset`, `page`, `cursor` and `link`";
        let Some(members) = self.node.as_object() else {
            return problem(self.node, "expected an object", HELP);
        };
        let node = self.member("style")?;
        let known = STYLES.iter().find(|(name, _)| node.as_str() == Some(name));
        let Some((style, allowed)) = known else { return problem(node, "unknown style", HELP) };
        for (name, member) in members {
            if !allowed.contains(&name.as_str()) {
                return Err(Problem {
                    span: member.key,
                    label: format!("not a member of the style `{style}`"),
                    help: "`items`, `total` and `next` are JSON pointers into the answer; the other members name parameters",
                });
            }
        }
        Ok(style)
    }

    fn member(&self, name: &str) -> Result<&Node, Problem> {
        match self.node.get(name) {
            Some(node) => Ok(node),
            None => problem(self.node, format!("`{name}` is missing"), "add the member"),
        }
    }

    fn parameter(&self, name: &str) -> Result<String, Problem> {
        self.argument(self.member(name)?)
    }

    /// The argument of the parameter that a member names.
    fn argument(&self, node: &Node) -> Result<String, Problem> {
        let is_meant = |it: &&crate::ir::Parameter| {
            it.location != Location::Path && node.as_str() == Some(it.name.as_str())
        };
        match self.operation.parameters.iter().find(is_meant) {
            Some(parameter) => Ok(parameter.argument.clone()),
            None => problem(
                node,
                "the operation has no such parameter",
                "name a parameter of the query, a header or a cookie",
            ),
        }
    }

    fn pointer(&self, node: &Node) -> Result<String, Problem> {
        match node.as_str() {
            Some(text) if text.is_empty() || text.starts_with('/') => Ok(text.to_owned()),
            _ => problem(
                node,
                "not a JSON pointer",
                "write it as in `/data/items`; empty stands for the whole answer",
            ),
        }
    }

    /// The number of the first page, 1 where it is not declared.
    fn first(&self) -> Result<u64, Problem> {
        let Some(node) = self.node.get("first") else { return Ok(1) };
        match node.to_value().as_u64() {
            Some(first) => Ok(first),
            None => problem(node, "not a number of a page", "write 0 or 1"),
        }
    }

    /// Refuses a pointer that leads to something else than an array, as far as the document tells.
    fn lists(&self, schemas: &Schemas, at: &Node, pointer: &str) -> Result<(), Problem> {
        const HELP: &str = "point at the array of items, as in `/data/items`";
        let Some(mut schema) = self.operation.success().and_then(|it| it.schema) else {
            return problem(at, "the operation answers no list", HELP);
        };
        for token in pointer.split('/').skip(1) {
            let name = token.replace("~1", "/").replace("~0", "~");
            match property(schemas, schema, &name) {
                Ok(Some(next)) => schema = next,
                Ok(None) => return Ok(()),
                Err(()) => return problem(at, format!("the answer has no `{name}`"), HELP),
            }
        }
        let types: Vec<_> =
            schemas.parts(schema).iter().flat_map(|it| schemas.get(*it).types.clone()).collect();
        if types.is_empty() || types.contains(&crate::ir::Type::Array) {
            return Ok(());
        }
        problem(at, "this is no array", HELP)
    }
}

/// The schema of a property; `None` where the document does not tell, an error where it declares others only.
fn property(schemas: &Schemas, of: SchemaId, name: &str) -> Result<Option<SchemaId>, ()> {
    let parts: Vec<_> = schemas.parts(of).into_iter().map(|it| schemas.get(it)).collect();
    if let Some(property) = parts.iter().find_map(|it| it.object.properties.get(name)) {
        return Ok(Some(*property));
    }
    let is_choice = parts.iter().any(|it| !it.any_of.is_empty() || !it.one_of.is_empty());
    let declares = parts.iter().any(|it| !it.object.properties.is_empty());
    if declares && !is_choice { Err(()) } else { Ok(None) }
}
