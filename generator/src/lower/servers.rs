//! Where an operation is sent that has a server of its own: the nearest of operation, path and document counts
//! (OpenAPI, "Operation Object", `servers`).
//!
//! Input: the base URL, and the server that the operations share. Output: for each operation nothing, where it is
//! sent to the base URL, or its own server: a path at the origin of the base URL, which follows wherever that is
//! moved, or an absolute URL of another origin, which is reported.

use http::Uri;

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::{Found, Server};

/// What the servers of operations are compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Servers {
    /// The URL of the server that the base URL stands for.
    shared: String,
    /// The origin of the base URL, where it is known before the code starts.
    origin: Option<Origin>,
}

/// Scheme, host and port (RFC 6454).
type Origin = (String, String, u16);

impl Servers {
    /// The servers of a document whose API is found at a base URL.
    pub fn new(shared: Option<&Server>, base_url: Option<&str>) -> Self {
        // A document without servers has one with the URL `/`.
        let shared = shared.map_or("/", |it| &it.url).to_owned();
        Self { shared, origin: base_url.and_then(absolute).and_then(|it| origin(&it)) }
    }

    /// The server of an operation's own, which is called `name` in messages.
    pub fn own(&self, cx: &mut Context<'_>, found: Found<'_>, name: &str) -> Option<String> {
        let own = cx.openapi.own_server(found)?;
        if plain(&own.url) == plain(&self.shared) {
            return None;
        }
        if is_path(&own.url) {
            return Some(own.url);
        }
        let Some(uri) = absolute(&own.url) else {
            report_unusable(cx, &own, name);
            return None;
        };
        if self.origin.is_some() && origin(&uri) == self.origin {
            return Some(uri.path().to_owned());
        }
        report_foreign(cx, &own, &uri, name);
        Some(own.url)
    }
}

/// The server of the document, or else the one that every operation declares for itself.
pub(super) fn shared<'a>(
    cx: &Context<'_>,
    operations: impl Iterator<Item = Found<'a>>,
) -> Option<Server> {
    cx.openapi.server().or_else(|| {
        let mut servers = operations.map(|it| cx.openapi.own_server(it));
        let first = servers.next()??;
        servers.all(|it| it.is_some_and(|it| it.url == first.url)).then_some(first)
    })
}

/// A URL that can be a base: with a host, and with nothing but a path after it.
pub(super) fn absolute(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    let has_host = uri.host().is_some_and(|it| !it.is_empty());
    let is_plain = uri.query().is_none() && !url.contains(['{', '}', '@', '#', '$', '\\']);
    (is_web && has_host && is_plain).then_some(uri)
}

/// Whether a URL is relative, has no host and ends with its path.
fn is_path(url: &str) -> bool {
    let has_scheme = url.split('/').next().is_some_and(|it| it.contains(':'));
    let is_plain = !url.contains(['{', '}', '@', '#', '$', '?', '\\']);
    let path = format!("/{}", url.trim_start_matches('/'));
    !has_scheme && is_plain && !url.starts_with("//") && path.parse::<Uri>().is_ok()
}

fn origin(uri: &Uri) -> Option<Origin> {
    let scheme = uri.scheme_str()?.to_owned();
    let usual = if scheme == "http" { 80 } else { 443 };
    Some((scheme, uri.host()?.to_ascii_lowercase(), uri.port_u16().unwrap_or(usual)))
}

/// A slash at the end means nothing: paths begin with one.
fn plain(url: &str) -> &str {
    url.trim_end_matches('/')
}

fn report_unusable(cx: &mut Context<'_>, own: &Server, name: &str) {
    let message = format!("`{name}` has a server of its own that is no plain URL: `{}`", own.url);
    cx.report(
        Diagnostic::error(Code::UnsupportedConstruct, own.span, message)
            .label("where the operation is sent is not known")
            .help(
                "give each variable a default, leave query and fragment out, or remove the server in an \
                 overlay to take the base URL",
            ),
    );
}

fn report_foreign(cx: &mut Context<'_>, own: &Server, uri: &Uri, name: &str) {
    let host = uri.authority().map_or(own.url.as_str(), http::uri::Authority::as_str);
    let message = format!("`{name}` is sent to `{host}`, not to the base URL");
    cx.report(
        Diagnostic::warning(Code::ForeignServer, own.span, message)
            .label("with every credential that it demands")
            .help("remove the server in an overlay where the base URL is meant"),
    );
}

#[cfg(test)]
mod tests {
    use super::{absolute, is_path, origin};

    #[test]
    fn what_is_a_path_and_what_is_absolute() {
        let cases = [
            ("/v2", "path"),
            ("v2/", "path"),
            ("../v2", "path"),
            ("/", "path"),
            ("", "path"),
            ("https://a.test", "absolute"),
            ("http://a.test:8080/v1/", "absolute"),
            ("https://[::1]:8443/v1", "absolute"),
            ("//a.test/v1", "neither"),
            ("ws://a.test", "neither"),
            ("mailto:a", "neither"),
            ("https://{tenant}.test", "neither"),
            ("https://user@a.test", "neither"),
            ("https://a.test/v1?a=b", "neither"),
            ("/v1?a=b", "neither"),
            ("/v1#a", "neither"),
            ("/\\a.test", "neither"),
            ("/a b", "neither"),
        ];
        for (url, expected) in cases {
            let found = match (is_path(url), absolute(url).is_some()) {
                (true, false) => "path",
                (false, true) => "absolute",
                (false, false) => "neither",
                (true, true) => "both",
            };
            assert_eq!(found, expected, "{url}");
        }
    }

    #[test]
    fn origins_are_equal_however_they_are_written() {
        let of = |url: &str| origin(&absolute(url).unwrap());
        assert_eq!(of("https://A.test/v1"), of("https://a.test:443"));
        assert_eq!(of("HTTP://a.test"), of("http://a.test:80/x"));
        assert_ne!(of("https://a.test"), of("http://a.test"));
        assert_ne!(of("https://a.test"), of("https://a.test:8443"));
    }
}
