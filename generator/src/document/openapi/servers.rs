//! The servers of a document: of the whole, of a path, of an operation.
//!
//! Input: the document. Output: the first server of a list, which is the one meant where nobody chooses, its
//! variables filled in by their defaults (OpenAPI, "Server Variable Object").

use crate::diagnostic::Span;
use crate::source::Node;

use super::{Found, OpenApi};

/// A server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where its URL stands.
    pub span: Span,
    /// The URL, which may be relative; a variable without a default is still `{name}`.
    pub url: String,
}

impl OpenApi {
    /// The server of the document.
    pub fn server(&self) -> Option<Server> {
        first(&self.root)
    }

    /// The server of an operation, or of its path, where one is declared there.
    pub fn own_server(&self, found: Found<'_>) -> Option<Server> {
        let (operation, pointer) = self.origin(&found.operation.extensions);
        let item = pointer.rsplit_once('/').and_then(|(item, _)| self.node(item));
        first(operation).or_else(|| first(item?))
    }
}

fn first(holder: &Node) -> Option<Server> {
    let server = holder.get("servers")?.as_array()?.first()?;
    let url = server.get("url")?;
    Some(Server { span: url.span, url: filled(url.as_str()?, server.get("variables")) })
}

fn filled(url: &str, variables: Option<&Node>) -> String {
    let mut out = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, it)| Some((before, it.split_once('}')?)))
    {
        out.push_str(before);
        match default(variables, name) {
            Some(default) => out.push_str(&default),
            None => out.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    out + rest
}

/// The default is a string, which YAML at times reads as a number, as in `default: 8443`.
fn default(variables: Option<&Node>, name: &str) -> Option<String> {
    let default = variables?.get(name)?.get("default")?;
    match (default.as_str(), default.to_value()) {
        (Some(text), _) => Some(text.to_owned()),
        (None, number @ serde_json::Value::Number(_)) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::testing::Fixture;

    #[test]
    fn variables_take_their_defaults() {
        let cases = [
            ("{url: https://a.test/v1}", Some("https://a.test/v1")),
            (
                "{url: '{s}://{h}:{p}/x', variables: {s: {default: https}, h: {default: a.test}, p: {default: 8443}}}",
                Some("https://a.test:8443/x"),
            ),
            (
                "{url: 'https://{tenant}.test', variables: {tenant: {}}}",
                Some("https://{tenant}.test"),
            ),
            ("{url: 'https://{open'}", Some("https://{open")),
            ("{url: /v1}", Some("/v1")),
            ("{url: 5}", None),
            ("{}", None),
        ];
        for (server, expected) in cases {
            let fixture = Fixture::new(&format!("servers: [{server}]\n"));
            let url = super::first(&fixture.node).map(|it| it.url);
            assert_eq!(url.as_deref(), expected, "{server}");
        }
    }
}
