//! A Naftiko capability: which operations of an API are used, and how they are offered as REST and
//! as MCP tools.
//!
//! Input: the [`Node`] of a capability file, in the list form of `naftiko: 1.0.0-alpha2` or in the
//! later form that keys its items by name. Output: a [`Capability`]. What the format knows and this
//! compiler does not is refused by name; what the format's own JSON Schema forbids but can be
//! understood is tolerated with a `schema-violation`. To resolve `call` and `with` is left to
//! `lower`.

mod authentication;
mod consumes;
mod exposes;
mod lint;
mod mcp;
mod metadata;
mod model;
mod parameters;
mod prompts;
mod resources;
mod template;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failed, Span};
use crate::source::{Node, SourceMap};

use super::reader::{Fields, Reader, Spanned};
pub(crate) use lint::destructive_verb;
pub use model::*;

/// The versions understood: the list form and its successor, which keys by name.
const VERSIONS: &[&str] = &[
    "1.0.0-alpha1",
    "1.0.0-alpha2",
    "1.0.0-alpha3",
    "1.0.0-beta1",
    "1.0.0-beta2",
    "1.0.0-beta3",
    "1.0.0-beta4",
    "1.0.0-beta5",
    "1.0.0-beta6",
    "1.0.0-beta7",
];

/// Constructs of the format that change what a capability does, and so must not be ignored.
const UNSUPPORTED: &[&str] = &[
    "aggregates",
    "as",
    "authentication",
    "cacheScope",
    "consumes",
    "control",
    "exposes",
    "flows",
    "forward",
    "from",
    "functions",
    "import",
    "imports",
    "location",
    "lookups",
    "mappings",
    "maxBinarySize",
    "mocks",
    "observability",
    "outputMediaType",
    "outputSchema",
    "prompts",
    "ref",
    "resources",
    "responses",
    "scripts",
    "semantics",
    "skills",
    "steps",
    "ttlMs",
    "tunnel",
];

/// Reads a capability.
///
/// # Errors
/// Returns [`Failed`] where the capability has errors, after reporting them all.
pub fn read(
    node: &Node,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Capability, Failed> {
    let mut cx = Reader::new(sources, diagnostics);
    let capability = read_capability(&mut cx, node);
    if let Some(capability) = &capability {
        lint::check(&mut cx, capability);
    }
    if cx.failed() { Err(Failed) } else { capability.ok_or(Failed) }
}

fn read_capability(cx: &mut Reader<'_>, node: &Node) -> Option<Capability> {
    let mut fields = Fields::new(cx, node, "the capability file")?;
    let version = read_version(cx, &mut fields);
    let info = metadata::read_info(cx, &mut fields);
    let mut binds = metadata::read_binds(cx, &mut fields);
    let body = fields.required(cx, "capability");
    let body = body.and_then(|it| Fields::new(cx, it, "`capability`"));
    fields.finish(cx, UNSUPPORTED);
    let mut body = body?;
    binds.extend(metadata::read_binds(cx, &mut body));
    let consumes = consumes::read(cx, &mut body);
    let exposed = exposes::read(cx, &mut body);
    body.finish(cx, UNSUPPORTED);
    Some(Capability {
        span: node.span,
        version: version?,
        label: info.label,
        description: info.description,
        tags: info.tags,
        binds,
        consumes,
        rest: exposed.rest,
        mcp: exposed.mcp,
    })
}

fn read_version(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    // The format was renamed after alpha2.
    let key = if fields.has("ikanos") { "ikanos" } else { "naftiko" };
    let version = fields.required_str(cx, key)?;
    if !VERSIONS.contains(&version.as_str()) {
        let message = format!("unsupported version `{}` of the capability format", version.value);
        cx.report(
            Diagnostic::error(Code::UnsupportedVersion, version.span, message)
                .help(format!("supported are {}", VERSIONS.join(", "))),
        );
    }
    Some(version)
}

/// Tolerates what the format's JSON Schema forbids.
fn schema_violation(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(Code::SchemaViolation, span, message)
}
