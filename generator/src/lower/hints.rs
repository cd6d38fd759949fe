//! What clients may assume of a tool, where nobody says: all four annotations of MCP, made explicit.
//!
//! | hint | default |
//! |---|---|
//! | read-only | the method is safe (RFC 9110, section 9.2.1) |
//! | destructive | never of what is read-only, else of DELETE, and where the tool's name says so: remove, reset, ... |
//! | idempotent | read-only, or the method is idempotent (section 9.2.2) |
//! | open world | yes, as MCP itself assumes: what the API reaches is not described anywhere |

use http::Method;

use crate::document::Spanned;
use crate::document::capability::{self as document, destructive_verb};
use crate::ir::Hints;

/// The hints of a tool that calls an operation of this method.
pub(super) fn hints(declared: Option<&document::Hints>, tool: &str, method: &Method) -> Hints {
    let told = |of: fn(&document::Hints) -> Option<Spanned<bool>>| {
        declared.and_then(of).map(|it| it.value)
    };
    let read_only = told(|it| it.read_only).unwrap_or(method.is_safe());
    let destroys = || *method == Method::DELETE || destructive_verb(tool).is_some();
    Hints {
        read_only,
        destructive: told(|it| it.destructive).unwrap_or_else(|| !read_only && destroys()),
        idempotent: told(|it| it.idempotent).unwrap_or(read_only || method.is_idempotent()),
        open_world: told(|it| it.open_world).unwrap_or(true),
    }
}
