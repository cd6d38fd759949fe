//! Doc comments, and the blank lines that a token stream cannot hold.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{Operation, StatusPattern};

/// The text of a doc comment that the renderer turns into a blank line.
pub const BLANK_LINE: &str = "@blank-line@";

/// A blank line before an item.
pub fn blank_line() -> TokenStream {
    quote! { #[doc = #BLANK_LINE] }
}

/// A doc comment, line by line; none for an empty text.
pub fn doc(text: &str) -> TokenStream {
    lines(text, |line| quote! { #[doc = #line] })
}

/// The doc comment of a module, line by line.
pub fn module_doc(text: &str) -> TokenStream {
    lines(text, |line| quote! { #![doc = #line] })
}

fn lines(text: &str, attribute: fn(String) -> TokenStream) -> TokenStream {
    let text = text.trim();
    if text.is_empty() {
        return TokenStream::new();
    }
    let line = |line: &str| if line.is_empty() { String::new() } else { format!(" {line}") };
    text.lines().map(|it| attribute(line(&wrapped_indent(&comment_line(it))))).collect()
}

/// A line without what a comment of Rust must not hold: control characters, and characters that change the
/// direction of the text or end a line, which the compiler refuses since they hide what is written.
pub fn comment_line(line: &str) -> String {
    let is_refused = |it: char| {
        (it.is_control() && it != '\t')
            || matches!(it, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    line.chars().map(|it| if is_refused(it) { ' ' } else { it }).collect()
}

/// Four spaces would make a code block, which a description seldom means.
fn wrapped_indent(line: &str) -> String {
    let trimmed = line.trim_end();
    let indent = trimmed.len() - trimmed.trim_start().len();
    if indent >= 4 { format!("   {}", trimmed.trim_start()) } else { trimmed.to_owned() }
}

/// What an operation does, in one line.
pub fn headline(operation: &Operation) -> String {
    match &operation.summary {
        Some(summary) => summary.trim().to_owned(),
        None => request_line(operation),
    }
}

/// The method and the path of an operation.
pub fn request_line(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}

/// What whoever implements an operation should know of it.
pub fn operation_doc(operation: &Operation) -> String {
    let mut parts = vec![headline(operation)];
    if let Some(description) = &operation.description
        && Some(description) != operation.summary.as_ref()
    {
        parts.push(description.trim().to_owned());
    }
    let mut request = String::new();
    if operation.summary.is_some() {
        request.push_str(&request_line(operation));
    }
    if let Some(schemes) = schemes(operation) {
        let separator = if request.is_empty() { "Authenticated" } else { ", authenticated" };
        request.push_str(&format!("{separator} by {schemes}"));
    }
    if !request.is_empty() {
        parts.push(format!("{request}."));
    }
    let inputs = inputs(operation);
    if !inputs.is_empty() {
        parts.push(inputs);
    }
    parts.join("\n\n")
}

/// What whoever calls an operation should know of it: its errors too, and the enum that tells them apart.
pub fn caller_doc(operation: &Operation, typed: Option<&Ident>) -> String {
    let errors = errors(operation);
    let mut about = operation_doc(operation);
    if let Some(server) = &operation.server {
        about.push_str(&format!("\n\n{}", elsewhere(server)));
    }
    if errors.is_empty() {
        return about;
    }
    about.push_str(&format!("\n\n# Errors\n{errors}"));
    if let Some(name) = typed {
        about.push_str(&format!(
            "\n\n[`{name}::of`](super::errors::{name}::of) tells them apart and reads their bodies."
        ));
    }
    about
}

/// Where an operation is sent that is not sent to the base URL.
fn elsewhere(server: &str) -> String {
    let place = if server.contains("://") {
        format!("Called below `{server}`, not below the base URL")
    } else {
        format!("Called below `{server}` at the host of the base URL")
    };
    format!("{place}; `Builder::server` replaces that.")
}

fn schemes(operation: &Operation) -> Option<String> {
    let alternatives = operation.security.iter().filter(|it| !it.is_empty());
    let alternatives: Vec<String> = alternatives
        .map(|names| names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and "))
        .collect();
    let optional = operation.security.iter().any(Vec::is_empty);
    let or_not = if optional { ", or not at all" } else { "" };
    (!alternatives.is_empty()).then(|| format!("{}{or_not}", alternatives.join(" or ")))
}

/// The required parameters, which are arguments and so have no doc comments of their own.
fn inputs(operation: &Operation) -> String {
    let described = operation.parameters.iter().filter(|it| it.required);
    let lines = described.filter_map(|it| {
        let description = it.description.as_ref()?.trim().replace('\n', " ");
        Some(format!("* `{}`: {description}", it.argument))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn errors(operation: &Operation) -> String {
    let declared = operation.responses.iter().filter(|it| it.status.is_error()).map(|it| {
        let status = status_text(it.status);
        let description = it.description.trim().replace('\n', " ");
        match description.as_str() {
            "" => format!("* {status}"),
            description => format!("* {status}: {description}"),
        }
    });
    declared.collect::<Vec<_>>().join("\n")
}

/// A status as people write it: `404`, `5xx`.
pub fn status_text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Class(class) => format!("{class}xx"),
        StatusPattern::Default => "any other status".to_owned(),
    }
}
