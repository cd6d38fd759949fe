//! The credential that a capability declares for an API it calls.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::reader::{Fields, Reader, Spanned, unsupported_member};
use crate::source::Node;

use super::{Authentication, AuthenticationScheme, Placement, UNSUPPORTED};

pub(super) fn read(cx: &mut Reader<'_>, node: &Node) -> Option<Authentication> {
    let mut fields = Fields::new(cx, node, "`authentication`")?;
    let kind = fields.required_str(cx, "type")?;
    let scheme = match kind.to_ascii_lowercase().as_str() {
        "basic" => {
            let (username, password) = read_user(cx, &mut fields)?;
            AuthenticationScheme::Basic { username, password }
        }
        "digest" => {
            let (username, password) = read_user(cx, &mut fields)?;
            AuthenticationScheme::Digest { username, password }
        }
        "bearer" => AuthenticationScheme::Bearer { token: fields.required_str(cx, "token")? },
        "apikey" => read_api_key(cx, &mut fields)?,
        _ => {
            cx.report(unsupported_member(&kind, kind.span, "`authentication`"));
            return None;
        }
    };
    fields.finish(cx, UNSUPPORTED);
    Some(Authentication { span: node.span, scheme })
}

fn read_user(
    cx: &mut Reader<'_>,
    fields: &mut Fields<'_>,
) -> Option<(Spanned<String>, Spanned<String>)> {
    let username = fields.required_str(cx, "username");
    let password = fields.required_str(cx, "password");
    Some((username?, password?))
}

/// The name of the key is `key` in the schema of alpha2 and `name` in most files.
fn read_api_key(cx: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<AuthenticationScheme> {
    let name = match fields.optional_str(cx, "name") {
        Some(name) => Some(name),
        None => fields.required_str(cx, "key"),
    };
    let value = fields.required_str(cx, "value");
    let placement = match fields.optional_str(cx, "placement") {
        Some(text) => read_placement(cx, &text),
        None => Some(Spanned::new(Placement::Header, fields.span())),
    };
    Some(AuthenticationScheme::ApiKey { name: name?, placement: placement?, value: value? })
}

fn read_placement(cx: &mut Reader<'_>, text: &Spanned<String>) -> Option<Spanned<Placement>> {
    let placement = match text.to_ascii_lowercase().as_str() {
        "header" => Placement::Header,
        "query" => Placement::Query,
        "cookie" => Placement::Cookie,
        _ => {
            let message = format!("an API key cannot be placed in `{}`", text.value);
            cx.report(
                Diagnostic::error(Code::InvalidValue, text.span, message)
                    .help("use `header`, `query` or `cookie`"),
            );
            return None;
        }
    };
    Some(Spanned::new(placement, text.span))
}
