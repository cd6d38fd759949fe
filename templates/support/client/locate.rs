//! What an upstream's answer refers to, in the terms of the capability's document.
//!
//! In: the headers of an answer, and the call that it answers. Out: the same headers, in which a reference to an
//! operation of the capability is its path below the base URL (`/pets/7`), one to anything else of the upstream is
//! gone, and one to other hosts is as it was. Where callers reach the operation is known to the surface.

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::Core;
use crate::support::operation::{Operation, SchemeKind};
use crate::support::references;
use crate::support::service::Inputs;
use crate::support::template::Template;

impl Core {
    pub(super) fn locate(
        &self,
        operation: &'static Operation,
        inputs: &Inputs,
        headers: &mut HeaderMap,
    ) {
        references::rewrite(headers, |target| {
            self.located(&self.address(operation, inputs).ok()?, target)
        });
    }

    fn located(&self, asked: &Url, target: &str) -> Option<String> {
        let url = asked.join(target).ok()?;
        let operations = self.inner.capability.operations;
        let is_upstream = |it: &&Operation| {
            self.inner.servers.of(it).is_ok_and(|base| base.origin() == url.origin())
        };
        let is_own = asked.origin() == url.origin() || operations.iter().any(is_upstream);
        if !is_own {
            return Some(url.into());
        }
        let found = operations.iter().find_map(|it| self.path_of(it, &url))?;
        Some(found + &self.rest(&url))
    }

    /// The path of an operation, where the URL is one of its.
    fn path_of(&self, operation: &Operation, url: &Url) -> Option<String> {
        let base = self.inner.servers.of(operation).ok()?;
        let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
        let is_below = base.origin() == url.origin() && path.starts_with('/');
        let template = operation.path.split('?').next().unwrap_or_default();
        (is_below && Template::new(template).matches(path).is_some()).then(|| path.to_owned())
    }

    /// Query and fragment, without what proves this client.
    fn rest(&self, url: &Url) -> String {
        let keys = self.inner.capability.schemes.iter().filter_map(|it| match it.kind {
            SchemeKind::QueryKey(name) => Some(name),
            _ => None,
        });
        let keys: Vec<&str> = keys.collect();
        let pairs = url.query().unwrap_or_default().split('&').filter(|it| !it.is_empty());
        let is_key = |pair: &str| {
            let name = pair.split('=').next().unwrap_or_default().replace('+', " ");
            keys.iter().any(|it| percent_decode_str(&name).eq(it.bytes()))
        };
        let pairs: Vec<&str> = pairs.filter(|it| !is_key(it)).collect();
        let mut rest = String::new();
        if !pairs.is_empty() {
            rest = format!("?{}", pairs.join("&"));
        }
        if let Some(fragment) = url.fragment() {
            rest = format!("{rest}#{fragment}");
        }
        rest
    }
}
