//! What is said of keywords that do not mean what their author may expect.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::openapi::Dialect;
use crate::source::{Member, Node};

use super::super::Context;
use super::Keywords;

/// The dialects that mean what this compiler reads: JSON Schema 2020-12, and OpenAPI 3.1's own.
const DIALECTS: &[&str] = &[
    "https://json-schema.org/draft/2020-12/schema",
    "https://spec.openapis.org/oas/3.1/dialect/base",
    "https://spec.openapis.org/oas/3.1/dialect/2024-10-25",
    "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
];

/// The vocabularies whose keywords this compiler knows.
const VOCABULARIES: &[&str] = &[
    "https://json-schema.org/draft/2020-12/vocab/core",
    "https://json-schema.org/draft/2020-12/vocab/applicator",
    "https://json-schema.org/draft/2020-12/vocab/unevaluated",
    "https://json-schema.org/draft/2020-12/vocab/validation",
    "https://json-schema.org/draft/2020-12/vocab/meta-data",
    "https://json-schema.org/draft/2020-12/vocab/format-annotation",
    "https://json-schema.org/draft/2020-12/vocab/format-assertion",
    "https://json-schema.org/draft/2020-12/vocab/content",
    "https://spec.openapis.org/oas/3.1/vocab/base",
];

/// Reports a dialect that a whole document declares and that is not read.
pub fn declared_dialect(cx: &mut Context<'_>) {
    let declared = cx.openapi.root.get("jsonSchemaDialect");
    let Some((node, name)) = declared.and_then(|it| Some((it, it.as_str()?))) else { return };
    if !is_known_dialect(name) {
        let message = format!("the dialect `{name}` is not supported");
        cx.report(
            Diagnostic::warning(Code::UnsupportedKeyword, node.span, message)
                .label("schemas are read as JSON Schema 2020-12"),
        );
    }
}

fn is_known_dialect(name: &str) -> bool {
    DIALECTS.contains(&name.trim_end_matches('#'))
}

impl Keywords<'_, '_> {
    fn standard(&self) -> &'static str {
        match self.dialect() {
            Dialect::OpenApi30 => "OpenAPI 3.0",
            Dialect::JsonSchema202012 => "JSON Schema 2020-12",
        }
    }

    pub fn borrowed(&mut self, keyword: &str, key: Span) {
        let message = format!("{} does not define the schema keyword `{keyword}`", self.standard());
        let meaning = match keyword {
            "additionalItems" | "dependencies" => "read as older drafts have it",
            _ => "read as JSON Schema 2020-12 has it",
        };
        self.cx.report(Diagnostic::warning(Code::ForeignKeyword, key, message).label(meaning));
    }

    /// `items: [..]`
    pub fn list_of_items(&mut self, node: &Node) {
        let message = format!("{} does not define a list of schemas in `items`", self.standard());
        self.cx.report(
            Diagnostic::warning(Code::ForeignKeyword, node.span, message)
                .label("read as `prefixItems`"),
        );
    }

    /// `exclusiveMinimum: true`
    pub fn switch(&mut self, keyword: &str, span: Span) {
        if self.dialect() == Dialect::JsonSchema202012 {
            let message = format!("{} does not define a boolean `{keyword}`", self.standard());
            self.cx.report(
                Diagnostic::warning(Code::ForeignKeyword, span, message)
                    .label("read as OpenAPI 3.0 has it"),
            );
        }
    }

    pub fn meaningless(&mut self, keyword: &str, key: Span) {
        let message =
            format!("the schema keyword `{keyword}` has no meaning in {}", self.standard());
        let help = match keyword {
            "nullable" => "write `type: [string, 'null']`, or an `anyOf` with `type: 'null'`",
            _ => "correct the name, or begin it with `x-` where it is an extension",
        };
        self.cx.report(
            Diagnostic::warning(Code::UnknownKeyword, key, message)
                .label("taken as a remark")
                .help(help),
        );
    }

    pub fn unsupported(&mut self, keyword: &str, member: &Member) {
        let message = format!("the schema keyword `{keyword}` is not supported");
        let (label, help) = match keyword {
            "$dynamicRef" | "$recursiveRef" => ("values are not checked against it", "use `$ref`"),
            _ => ("nothing can refer to it", "use `$anchor`, or refer to it by its JSON pointer"),
        };
        self.cx.report(
            Diagnostic::warning(Code::UnsupportedKeyword, member.value.span, message)
                .label(label)
                .help(help),
        );
    }

    pub fn ignored_sibling(&mut self, keyword: &str, key: Span) {
        let message = format!("OpenAPI 3.0 ignores `{keyword}` beside `$ref`");
        self.cx.report(
            Diagnostic::warning(Code::IgnoredSibling, key, message)
                .label("left out")
                .help("write `allOf: [{$ref: ...}]` and put the keyword beside `allOf`"),
        );
    }

    /// Keywords that declare how the rest is to be read, where that is not how it is read.
    pub fn declaration(&mut self, keyword: &str, value: &Node, whole: &Node) {
        match keyword {
            "$schema" => {
                let name = value.as_str().unwrap_or_default();
                if !is_known_dialect(name) {
                    self.unread(value, format!("the dialect `{name}` is not supported"));
                }
            }
            "$vocabulary" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let is_known = VOCABULARIES.contains(&name.as_str());
                    if !is_known && member.value.as_bool() != Some(false) {
                        self.unread_at(member.key, format!("the vocabulary `{name}` is not known"));
                    }
                }
            }
            "$id" if has_references(whole) => self.unread(
                value,
                "`$id` changes what the references inside it refer to, which is not followed"
                    .to_owned(),
            ),
            _ => {}
        }
    }

    fn unread(&mut self, node: &Node, message: String) {
        self.unread_at(node.span, message);
    }

    fn unread_at(&mut self, span: Span, message: String) {
        let label = "read as any schema of this document";
        self.cx.report(Diagnostic::warning(Code::UnsupportedKeyword, span, message).label(label));
    }

    /// A value of the wrong kind, without which the rest is understood.
    pub fn left_out(&mut self, node: &Node, message: &str) {
        self.cx.report(Diagnostic::warning(Code::WrongType, node.span, message).label("left out"));
    }
}

/// Whether something in a schema refers to something.
fn has_references(node: &Node) -> bool {
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        if let Some(members) = node.as_object() {
            if members.get("$ref").is_some_and(|it| it.value.as_str().is_some()) {
                return true;
            }
            waiting.extend(members.values().map(|it| &it.value));
        }
        waiting.extend(node.as_array().into_iter().flatten());
    }
    false
}
