//! A whole OpenAPI document becomes IR, where no capability speaks of it.
//!
//! Input: an [`OpenApi`] with all its operations. Output: one [`ir::Capability`] of the document, or one a tag. It
//! exposes what the document describes: its own methods and paths as routes, and one tool an operation. One bad
//! operation does not cost the rest: what is wrong with it is a warning, and it is left out.

mod access;
mod group;
mod names;
mod surface;

use http::Method;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::document::catalog::GroupBy;
use crate::document::module_name::Taken;
use crate::document::openapi::{Found, OpenApi};
use crate::ir::{self, Origin};
use crate::source::Node;

use super::errors::error_shape;
use super::operation::{Naming, lower_found, operation_span};
use super::{Context, pagination, provider, settle_schemas};
use access::Access;
use group::Group;

/// An operation of the document, and what is decided of it before anything is lowered.
struct Member<'a> {
    found: Found<'a>,
    method: Method,
    at: Span,
    /// Unlike that of any other operation of the document.
    name: String,
    /// The name of its tool, likewise.
    tool: String,
    security: Vec<Vec<String>>,
    /// Its own server, where it is not sent to the base URL.
    server: Option<String>,
}

impl Member<'_> {
    /// How the operation is called in messages.
    fn request_line(&self) -> String {
        format!("{} {}", self.method, self.found.path)
    }
}

/// Lowers a document that is called `name`. The names of its modules are taken from those that are free.
///
/// # Errors
/// Returns [`Failed`] where nothing of the document can be lowered, after saying why.
pub fn lower_document(
    name: &str,
    group_by: GroupBy,
    modules: &mut Taken,
    openapi: &OpenApi,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ir::Capability>, Failed> {
    let mut cx = Context::new(openapi, diagnostics);
    cx.tolerant = true;
    note_what_is_not_generated(&mut cx);
    let members = names::members(&mut cx);
    let mut access = Access::new(&mut cx, name, &members);
    let members = vetted(&mut cx, &access, members)?;
    access.find_credentials(&mut cx, name, &members);
    let groups = group::groups(&cx, name, group_by, modules, members);
    Ok(groups.iter().map(|group| lower_group(&mut cx, group, &access)).collect())
}

/// What the document says that no generated code does.
fn note_what_is_not_generated(cx: &mut Context<'_>) {
    let root = cx.openapi.root.as_object();
    let webhooks = root.and_then(|it| it.get("webhooks"));
    let mut places: Vec<(&str, Span)> =
        webhooks.map(|it| ("webhooks", it.key)).into_iter().collect();
    for (_, found) in cx.openapi.operations() {
        let operation = cx.openapi.origin(&found.operation.extensions).0.as_object();
        places.extend(operation.and_then(|it| it.get("callbacks")).map(|it| ("callbacks", it.key)));
    }
    for (what, span) in places {
        let message = format!("`{what}` are not generated");
        cx.report(
            Diagnostic::warning(Code::UnsupportedConstruct, span, message)
                .label("what the provider calls is not part of the output"),
        );
    }
}

/// The operations of which everything is understood; of the others it is said that they are left out.
fn vetted<'a>(
    cx: &mut Context<'a>,
    access: &Access,
    members: Vec<Member<'a>>,
) -> Result<Vec<Member<'a>>, Failed> {
    let mut left_out = cx.openapi.left_out.clone();
    let all = members.len() + left_out.len();
    let mut sound = Vec::new();
    for mut member in members {
        if is_sound(cx, access, &mut member) {
            sound.push(member);
        } else {
            left_out.push(member.request_line());
        }
    }
    let root = &cx.openapi.root;
    let at = root.as_object().and_then(|it| it.get("paths")).map_or(head(root), |it| it.key);
    if sound.is_empty() {
        let message = match all {
            0 => "the document has no operation",
            _ => "no operation of the document can be generated",
        };
        cx.report(Diagnostic::error(Code::NoOperations, at, message));
        return Err(Failed);
    }
    if !left_out.is_empty() {
        let message = format!("{} of {all} operations are left out", left_out.len());
        let names: Vec<String> = left_out.iter().map(|it| format!("`{it}`")).collect();
        cx.report(
            Diagnostic::warning(Code::OperationLeftOut, at, message)
                .help(format!("these are left out: {}", names.join(", "))),
        );
    }
    Ok(sound)
}

/// Whether everything of an operation is understood; where not, it is said why.
fn is_sound<'a>(cx: &mut Context<'a>, access: &Access, member: &mut Member<'a>) -> bool {
    let mut scratch = Context::new(cx.openapi, &mut *cx.diagnostics);
    scratch.tolerant = true;
    let consequence = format!("`{}` is left out", member.request_line());
    scratch.tolerating(&consequence, |cx| {
        let errors_before = cx.diagnostics.errors();
        names::check_path(cx, member);
        member.server = access.servers().own(cx, member.found, &member.request_line());
        member.security = access::requirements(cx, member);
        lower_found(cx, member.found, naming(member));
        cx.diagnostics.errors() == errors_before
    })
}

fn naming<'n>(member: &'n Member<'_>) -> Naming<'n> {
    let method = member.method.clone();
    Naming { origin: Origin(member.at), name: &member.name, method, declared: None }
}

fn lower_group<'a>(cx: &mut Context<'a>, group: &Group<'a>, access: &Access) -> ir::Capability {
    (cx.schemas, cx.queue) = Default::default();
    let operation = |member: &Member<'a>| ir::Operation {
        security: member.security.clone(),
        server: member.server.clone(),
        ..lower_found(cx, member.found, naming(member))
    };
    let mut operations: Vec<ir::Operation> = group.members.iter().map(operation).collect();
    let (base_url, schemes, variables) = access.of(&operations);
    settle_schemas(cx, &mut operations);
    pagination::lower_pagination(cx, &mut operations);
    let rest = surface::rest(cx, group, &operations);
    let mcp = surface::mcp(cx, group, &operations);
    let errors = error_shape(&cx.schemas, &operations);
    ir::Capability {
        name: group.name.clone(),
        title: group.title.clone(),
        description: group.description.clone(),
        provider: provider::lower_provider(cx),
        base_url,
        variables,
        schemes,
        operations,
        schemas: std::mem::take(&mut cx.schemas),
        rest: Some(rest),
        mcp: Some(mcp),
        errors,
    }
}

/// The operations of the document, in its order.
fn found<'a>(cx: &Context<'a>) -> Vec<(Method, Found<'a>, Span)> {
    let openapi = cx.openapi;
    let operations = openapi.operations().filter_map(|(method, found)| {
        let method = Method::from_bytes(method.as_bytes()).ok()?;
        Some((method, found, operation_span(cx, found)))
    });
    operations.collect()
}

/// A place to point at for a whole object: its first key, since the object itself may be long.
fn head(node: &Node) -> Span {
    node.as_object().and_then(|it| it.values().next()).map_or(node.span, |first| first.key)
}
