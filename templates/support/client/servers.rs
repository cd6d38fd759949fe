//! Where operations are sent: the base URL, but for those with a server of their own.
//!
//! In: the base URL, and what the builder puts in the place of declared servers. Out: the URL below which
//! the path of an operation stands.

use std::borrow::Cow;

use reqwest::Url;

use super::refused::Refused;
use crate::support::operation::Operation;

/// The base URL, and what stands in the place of declared servers.
pub(super) struct Servers {
    base: Url,
    /// Whether servers at other hosts are passed over, so that nothing leaves the base URL.
    stays: bool,
    replaced: Vec<(String, Url)>,
}

impl Servers {
    pub(super) fn new(base: Url, stays: bool) -> Self {
        Self { base, stays, replaced: Vec::new() }
    }

    /// Puts a URL in the place of a declared server; what was said last counts.
    pub(super) fn replace(&mut self, declared: &str, url: Url) {
        self.replaced.retain(|(it, _)| it != declared);
        self.replaced.push((declared.to_owned(), url));
    }

    /// The host of the base URL.
    pub(super) fn host(&self) -> Option<&str> {
        self.base.host_str()
    }

    /// Whether any of those that are set is reached by TLS.
    pub(super) fn any_is_https(&self) -> bool {
        let replaced = self.replaced.iter().map(|(_, url)| url);
        replaced.chain([&self.base]).any(|it| it.scheme() == "https")
    }

    /// Where an operation is sent.
    pub(super) fn of(&self, operation: &Operation) -> Result<Cow<'_, Url>, Refused> {
        let Some(own) = operation.server else { return Ok(Cow::Borrowed(&self.base)) };
        if let Some((_, url)) = self.replaced.iter().find(|(declared, _)| declared == own) {
            return Ok(Cow::Borrowed(url));
        }
        if !own.contains("://") {
            // Only the path is replaced: no text leads to another host.
            let mut url = self.base.clone();
            set_path(&mut url, own);
            return Ok(Cow::Owned(url));
        }
        if self.stays {
            return Ok(Cow::Borrowed(&self.base));
        }
        parse(own).map(Cow::Owned).map_err(|message| Refused::new("the server", message))
    }
}

/// Reads a base URL. Its path ends without a slash, however it was written.
pub(super) fn parse(text: &str) -> Result<Url, &'static str> {
    const RELATIVE: &str = "is not an absolute URL such as `https://api.example.com/v1`";
    let mut url = Url::parse(text.trim()).map_err(|_| RELATIVE)?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(RELATIVE);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a query or a fragment");
    }
    let path = url.path().to_owned();
    set_path(&mut url, &path);
    Ok(url)
}

/// `${BASE}/api` with a slash at the end of `BASE` has two in a row.
fn set_path(url: &mut Url, path: &str) {
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    url.set_path(&segments.join("/"));
}
