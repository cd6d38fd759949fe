//! What is said of YAML that JSON cannot express.

use crate::diagnostic::{Code, Diagnostic, Span};

/// A second document begins.
pub(super) fn second_document(span: Span) -> Diagnostic {
    let message = "the file holds more than one YAML document";
    Diagnostic::error(Code::SeveralDocuments, span, message)
        .label("a second document begins here")
        .help("keep one document in each file")
}

/// An alias names a value that has not ended.
pub(super) fn endless_alias(span: Span) -> Diagnostic {
    let message = "an alias stands inside the value it stands for";
    Diagnostic::error(Code::InvalidYaml, span, message)
        .label("the value would never end")
        .help("use `$ref` for a schema that holds itself")
}

/// A tag is not one of a kind that JSON has.
pub(super) fn tag(span: Span, tag: &str) -> Diagnostic {
    let message = format!("the YAML tag `{tag}` is not supported");
    Diagnostic::error(Code::UnsupportedTag, span, message)
        .help("write the value itself, without a tag")
}

/// An anchor of the same name came before.
pub(super) fn anchor(span: Span, name: &str) -> Diagnostic {
    let message = format!("the anchor `{name}` is defined twice");
    Diagnostic::error(Code::DuplicateAnchor, span, message)
        .label("defined again here")
        .help("give each anchor its own name")
}

/// A plain `<<` is a key.
pub(super) fn merge_key(span: Span) -> Diagnostic {
    let message = "the merge key `<<` is not supported";
    Diagnostic::error(Code::UnsupportedKey, span, message)
        .label("YAML 1.2 has no merge keys, so parsers differ")
        .help("write the merged members out, or use `$ref` or `allOf` in a schema")
        .help("quote it, as `\"<<\"`, where a member of that name is meant")
}

/// A key is no scalar.
pub(super) fn key(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(Code::UnsupportedKey, span, format!("a key that is {what}"))
        .label("JSON has only strings as keys")
        .help("write a plain key, and put a value that begins with `{`, `[` or `*` in quotes")
}
