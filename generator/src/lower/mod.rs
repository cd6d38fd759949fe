//! Documents become IR: the capability and the OpenAPI description are joined on method and path.
//!
//! Input: a [`Capability`](document::Capability) and an [`OpenApi`]. Output: an [`ir::Capability`], fully resolved,
//! defaults explicit. The capability decides which operations exist and how they are exposed; everything about
//! their inputs, bodies, answers and security comes from the OpenAPI document. Where there is no capability, `whole`
//! takes all operations of the document, and exposes them as it describes them.

mod binds;
mod call;
mod constants;
mod cycle;
mod direction;
mod errors;
mod exposure;
mod hints;
mod mapping;
mod mirror;
mod operation;
mod pagination;
mod prompts;
mod provider;
mod resources;
mod schema;
mod security;
mod servers;
mod source;
mod whole;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::document::Spanned;
use crate::document::capability::{self as document, Consumes};
use crate::document::openapi::{Key, OpenApi, Wanted};
use crate::ir::{self, OperationId, Schemas};

use binds::Variables;
use schema::SchemaQueue;

pub use schema::keywords;
pub use whole::lower_document;

/// What every part of this stage works on.
pub(crate) struct Context<'a> {
    openapi: &'a OpenApi,
    diagnostics: &'a mut Diagnostics,
    schemas: Schemas,
    queue: SchemaQueue,
    /// The lowered operations by name; the first of those that share one.
    by_name: BTreeMap<String, OperationId>,
    /// Whether what is wrong with a schema costs no more than that schema.
    tolerant: bool,
}

impl<'a> Context<'a> {
    fn new(openapi: &'a OpenApi, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            openapi,
            diagnostics,
            schemas: Schemas::default(),
            queue: SchemaQueue::default(),
            by_name: BTreeMap::new(),
            tolerant: false,
        }
    }

    /// Does a part of the work; where this is tolerant, what is found wrong is no error, but has the consequence
    /// that is given.
    fn tolerating<T>(&mut self, consequence: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let (found, errors) = (self.diagnostics.as_slice().len(), self.diagnostics.errors());
        let done = work(self);
        if self.tolerant {
            self.diagnostics.tolerate(found, errors, consequence);
        }
        done
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::error(code, span, message));
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// The operations that a capability takes from its OpenAPI document.
pub fn wanted(capability: &document::Capability) -> Wanted {
    let operations = capability.consumes.iter().flat_map(|it| &it.operations);
    Wanted::Only(operations.map(|it| Key::new(it.method.value, &it.path)).collect())
}

/// Lowers one capability.
///
/// # Errors
/// Returns [`Failed`] where the two documents do not fit, after reporting every place.
pub fn lower(
    name: &str,
    capability: &document::Capability,
    openapi: &OpenApi,
    diagnostics: &mut Diagnostics,
) -> Result<ir::Capability, Failed> {
    let errors_before = diagnostics.errors();
    let mut cx = Context::new(openapi, diagnostics);
    let lowered = lower_capability(&mut cx, name, capability);
    if diagnostics.errors() > errors_before { Err(Failed) } else { lowered.ok_or(Failed) }
}

fn lower_capability(
    cx: &mut Context<'_>,
    name: &str,
    capability: &document::Capability,
) -> Option<ir::Capability> {
    let consumes = only_consumes(cx, capability)?;
    let mut variables = Variables::new(cx, capability);
    let base_url = variables.template(cx, &consumes.base_uri);
    let mut operations = operation::lower_operations(cx, consumes);
    for (at, operation) in operations.iter().enumerate() {
        cx.by_name.entry(operation.name.clone()).or_insert(OperationId(at));
    }
    let schemes = security::lower_schemes(cx, consumes, &mut operations, &mut variables);
    settle_schemas(cx, &mut operations);
    pagination::lower_pagination(cx, &mut operations);
    let rest = exposure::lower_rest(cx, capability, consumes, &operations);
    let mcp = exposure::lower_mcp(cx, capability, consumes, &operations);
    mark_idempotent(&mut operations, mcp.as_ref());
    let errors = errors::error_shape(&cx.schemas, &operations);
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|it| it.value.clone());
    Some(ir::Capability {
        name: name.to_owned(),
        title: text(&capability.label).unwrap_or_else(|| name.to_owned()),
        description: text(&capability.description).unwrap_or_default(),
        provider: provider::lower_provider(cx),
        base_url,
        variables: variables.used(),
        schemes,
        operations,
        schemas: std::mem::take(&mut cx.schemas),
        rest,
        mcp,
        errors,
    })
}

/// Lowers what the operations refer to, and brings all schemas into the form that later stages rely on.
fn settle_schemas(cx: &mut Context<'_>, operations: &mut [ir::Operation]) {
    schema::finish(cx);
    cycle::break_rings(cx);
    cycle::shorten_chains(cx);
    direction::free_sides(cx, operations);
}

/// The one API that the capability consumes.
fn only_consumes<'c>(
    cx: &mut Context<'_>,
    capability: &'c document::Capability,
) -> Option<&'c Consumes> {
    match capability.consumes.as_slice() {
        [] => {
            cx.error(Code::MissingField, capability.version.span, "the capability consumes no API");
            None
        }
        [only] => Some(only),
        [_, second, ..] => {
            cx.report(
                Diagnostic::error(
                    Code::UnsupportedConstruct,
                    second.namespace.span,
                    "a capability that consumes several APIs is not supported",
                )
                .help("write one capability per consumed API and list each in the catalog"),
            );
            None
        }
    }
}

/// A tool that is said to be idempotent, or to change nothing, says so of the operation that it calls.
fn mark_idempotent(operations: &mut [ir::Operation], mcp: Option<&ir::McpSurface>) {
    for tool in mcp.iter().flat_map(|it| &it.tools) {
        let repeatable = tool.hints.idempotent || tool.hints.read_only;
        operations[tool.call.operation.0].idempotent |= repeatable;
    }
}
