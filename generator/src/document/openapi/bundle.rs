//! A document with the files that it refers to, and where each reference in them leads.
//!
//! A reference is relative to the file it stands in, which its node knows; one that an overlay wrote is
//! relative to the document. Nothing outside the root of the files is read, and nothing over a network.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, FileId};
use crate::source::{Node, normalise_path, push_token};

use super::address;

/// What is wrong with a reference: one finding, or those in the file that it leads to.
pub type Broken = Vec<Diagnostic>;

/// A document with the files that it refers to.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The document, overlays applied.
    pub(super) root: Arc<Node>,
    /// The path of its file.
    pub(super) path: String,
    /// The other files by path; for one that cannot be used, why.
    pub(super) files: BTreeMap<String, Result<Arc<Node>, Broken>>,
    /// The paths of the other files.
    pub(super) paths: BTreeMap<FileId, String>,
    /// For each file that a reference by anchor leads to, where its anchors stand.
    pub(super) anchors: BTreeMap<String, BTreeMap<String, String>>,
}

/// A reference taken apart.
pub(super) struct Target {
    /// The path of the file; empty for the document itself.
    pub file: String,
    /// What stands behind `#`, decoded.
    pub fragment: String,
}

impl Bundle {
    /// The node at an address.
    pub fn node(&self, address: &str) -> Option<&Node> {
        if address.is_empty() || address.starts_with('/') {
            return self.root.pointer(address);
        }
        let (file, pointer) = address::split(address);
        self.file(&file)?.pointer(pointer)
    }

    /// The address that a `$ref` leads to.
    ///
    /// # Errors
    /// Returns what is to be said where it leads nowhere.
    pub fn target(&self, reference: &Node) -> Result<String, Broken> {
        let target = self.parse(reference).map_err(|it| vec![it])?;
        if let Some(Err(broken)) = self.files.get(&target.file) {
            // What was said of the file for another capability is not repeated; that it is of no use is.
            let path = &target.file;
            let message = format!("`{path}` cannot be used");
            let finding = Diagnostic::error(Code::UnresolvedReference, reference.span, message)
                .label("referred to here");
            return Err(if broken.is_empty() { vec![finding] } else { broken.clone() });
        }
        self.address(&target).filter(|it| self.node(it).is_some()).ok_or_else(|| {
            let text = reference.as_str().unwrap_or_default();
            let message = format!("`{text}` refers to nothing");
            vec![Diagnostic::error(Code::UnresolvedReference, reference.span, message)]
        })
    }

    /// The address that a value of a discriminator's mapping leads to: the name of a schema of the same file or
    /// of the document, else a reference.
    ///
    /// # Errors
    /// Returns what is to be said where it leads nowhere.
    pub fn mapped(&self, value: &Node) -> Result<String, Broken> {
        match self.named(value) {
            Some(address) => Ok(address),
            None => self.target(value),
        }
    }

    /// The schema that a value of a mapping names without being a reference.
    pub(super) fn named(&self, value: &Node) -> Option<String> {
        let name = push_token("/components/schemas", value.as_str()?);
        let files = [self.base(value), ""];
        let mut addresses = files.into_iter().map(|file| address::join(file, &name));
        addresses.find(|it| self.node(it).is_some())
    }

    /// Follows references from an address until something else stands there.
    ///
    /// # Errors
    /// Returns what is to be said where they lead nowhere, or back.
    pub fn follow(&self, address: &str) -> Result<String, Broken> {
        let mut met = BTreeSet::new();
        let mut at = address.to_owned();
        while let Some(reference) = self.node(&at).and_then(|it| it.get("$ref")) {
            let next = self.target(reference)?;
            if !met.insert(at) {
                let text = reference.as_str().unwrap_or_default();
                let message = format!("`{text}` leads back to itself");
                return Err(vec![Diagnostic::error(Code::ReferenceCycle, reference.span, message)]);
            }
            at = next;
        }
        Ok(at)
    }

    /// The path of the file that a node stands in; empty for the document itself.
    fn base(&self, node: &Node) -> &str {
        self.paths.get(&node.span.file).map_or("", String::as_str)
    }

    fn file(&self, path: &str) -> Option<&Node> {
        if path.is_empty() {
            return Some(&self.root);
        }
        self.files.get(path)?.as_deref().ok()
    }

    fn address(&self, target: &Target) -> Option<String> {
        let Target { file, fragment } = target;
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some(address::join(file, fragment));
        }
        let pointer = self.anchors.get(file)?.get(fragment)?;
        Some(address::join(file, pointer))
    }

    /// Takes a reference apart, or says why it may not be followed.
    pub(super) fn parse(&self, reference: &Node) -> Result<Target, Diagnostic> {
        let Some(text) = reference.as_str() else {
            let message = "a reference must be a string";
            return Err(Diagnostic::error(Code::InvalidOpenapi, reference.span, message));
        };
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let fragment = decoded(fragment);
        let base = self.base(reference);
        if path.is_empty() {
            return Ok(Target { file: base.to_owned(), fragment });
        }
        if is_remote(path) {
            let message = format!("`{text}` is not a file of the specs folder");
            return Err(Diagnostic::error(Code::ExternalReference, reference.span, message)
                .label("nothing is fetched")
                .help("copy it into the specs folder and refer to it relatively: `./common.yaml#/...`"));
        }
        let base = if base.is_empty() { &self.path } else { base };
        let Some(file) = normalise_path(base, &decoded(path)) else {
            let message = format!("`{text}` leads out of the specs folder");
            return Err(Diagnostic::error(Code::PathOutsideRoot, reference.span, message)
                .help("copy the file into the specs folder; a reference is relative to the file it stands in"));
        };
        let file = if file == self.path { String::new() } else { file };
        Ok(Target { file, fragment })
    }
}

/// Whether a reference names a scheme or a host (RFC 3986, sections 3.1 and 4.2).
fn is_remote(path: &str) -> bool {
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|it: char| it.is_ascii_alphabetic())
            && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
    });
    has_scheme || path.starts_with("//")
}

/// A reference is a URI, so its parts are percent-encoded.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
