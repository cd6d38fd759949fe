//! Variables: which environment variables a surface names.
//!
//! A capability binds them and names them in templates, written `${X}`, `{{X}}` and `{{namespace.X}}`; the IR knows
//! `${X}` only, where `X` is the name in the environment, and `${X:-default}`. What no bind declares is named after
//! the API and the security scheme.

use heck::ToShoutySnakeCase;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::Capability;
use crate::ir;

use super::Context;

/// The variables of one surface.
#[derive(Default)]
pub(super) struct Variables {
    /// Whether there are binds at all, so that a variable without one is doubtful.
    binds: bool,
    bound: Vec<Variable>,
    used: Vec<ir::Variable>,
}

struct Variable {
    namespace: String,
    name: String,
    /// The name in the environment.
    source: String,
    span: Span,
}

impl Variables {
    /// The variables that the capability binds.
    pub fn new(cx: &mut Context<'_>, capability: &Capability) -> Self {
        let mut bound = Vec::new();
        for bind in &capability.binds {
            if let Some(location) = &bind.location {
                cx.report(
                    Diagnostic::error(
                        Code::UnsupportedConstruct,
                        location.span,
                        "binds from a location are not supported",
                    )
                    .help("leave `location` out: the variables then come from the environment"),
                );
            }
            bound.extend(bind.keys.iter().map(|key| Variable {
                namespace: bind.namespace.value.clone(),
                name: key.variable.value.clone(),
                source: key.source.value.clone(),
                span: key.variable.span,
            }));
        }
        Self { binds: true, bound, used: Vec::new() }
    }

    /// Brings a template into the form of the IR.
    pub fn template(&mut self, cx: &mut Context<'_>, text: &Spanned<String>) -> String {
        let mut out = String::new();
        let mut rest = text.value.as_str();
        while let Some((before, name, after)) = next_variable(rest) {
            out.push_str(before);
            out.push_str(&self.variable(cx, name.trim(), text.span));
            rest = after;
        }
        out.push_str(rest);
        let plain = out.replace("${", "");
        if plain.contains('{') {
            cx.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    text.span,
                    format!("`{}` holds a placeholder that is no variable", text.value),
                )
                .help("write variables as `${NAME}` or `{{NAME}}`"),
            );
        }
        out
    }

    fn variable(&mut self, cx: &mut Context<'_>, name: &str, span: Span) -> String {
        let (namespace, bare) =
            name.split_once('.').map_or((None, name), |(space, bare)| (Some(space), bare));
        let is_meant =
            |it: &&Variable| it.name == bare && namespace.is_none_or(|space| it.namespace == space);
        let source = match self.bound.iter().find(is_meant) {
            Some(variable) => variable.source.clone(),
            None if !self.binds => name.to_owned(),
            None => {
                cx.report(
                    Diagnostic::warning(
                        Code::UnboundVariable,
                        span,
                        format!("the variable `{name}` is not bound"),
                    )
                    .label(format!("taken from the environment as `{bare}`")),
                );
                bare.to_owned()
            }
        };
        self.take(&source);
        format!("${{{source}}}")
    }

    /// Takes variables that nothing has used, as templates; each is reported as a guess at a credential.
    ///
    /// A variable whose name says what a part is goes before those that merely stand earlier.
    pub fn guess_credential(
        &mut self,
        cx: &mut Context<'_>,
        scheme: &str,
        parts: &[&str],
    ) -> Option<Vec<String>> {
        let mut spare = self.spare();
        if spare.len() < parts.len() {
            return None;
        }
        let named = |part: &str| {
            let words = words_for(part);
            move |(source, _): &(String, Span)| {
                words.iter().any(|it| source.to_shouty_snake_case().contains(it))
            }
        };
        // All that are named are taken before any that are not, so that one part does not take another's.
        let mut chosen: Vec<Option<(String, Span)>> = parts
            .iter()
            .map(|part| spare.iter().position(named(part)).map(|at| spare.remove(at)))
            .collect();
        let mut rest = spare.into_iter();
        chosen.iter_mut().filter(|it| it.is_none()).for_each(|it| *it = rest.next());
        let mut sources = Vec::new();
        for (source, span) in chosen.into_iter().flatten() {
            cx.report(
                Diagnostic::warning(
                    Code::GuessedCredential,
                    span,
                    format!("the capability binds `{source}` and never uses it"),
                )
                .label(format!("taken as the credential of the security scheme `{scheme}`"))
                .help("an `authentication` block in `consumes` says so explicitly"),
            );
            self.take(&source);
            sources.push(format!("${{{source}}}"));
        }
        Some(sources)
    }

    /// Reports the variables that nothing uses.
    pub fn report_unused(&self, cx: &mut Context<'_>) {
        for (source, span) in self.spare() {
            cx.report(Diagnostic::warning(
                Code::UnusedBind,
                span,
                format!("`{source}` is bound and never used"),
            ));
        }
    }

    /// Names for variables that no bind declares: after the namespace, and after the scheme too where another
    /// scheme has taken those.
    pub fn free_names(&self, namespace: &str, scheme: &str, parts: &[&str]) -> Vec<String> {
        let named = |owner: &str| -> Vec<String> {
            parts.iter().map(|part| format!("{owner} {part}").to_shouty_snake_case()).collect()
        };
        let names = named(namespace);
        if !names.iter().any(|it| self.uses(it)) {
            return names;
        }
        let names = named(&format!("{namespace} {scheme}"));
        // Schemes whose names differ in more than an identifier shows.
        let mut free = names.clone();
        let mut number = 2;
        while free.iter().any(|it| self.uses(it)) {
            free = names.iter().map(|it| format!("{it}_{number}")).collect();
            number += 1;
        }
        free
    }

    /// Adds a variable that no bind declares.
    pub fn add(&mut self, source: String) -> String {
        self.take(&source);
        format!("${{{source}}}")
    }

    /// Adds a variable that need not be set.
    pub fn add_with_default(&mut self, name: String, default: String) -> String {
        let template = format!("${{{name}:-{default}}}");
        self.used.push(ir::Variable { name, default: Some(default) });
        template
    }

    /// The environment variables used, in order of appearance.
    pub fn used(self) -> Vec<ir::Variable> {
        self.used
    }

    fn uses(&self, source: &str) -> bool {
        self.used.iter().any(|it| it.name == source)
    }

    fn take(&mut self, source: &str) {
        if !self.uses(source) {
            self.used.push(ir::Variable::required(source));
        }
    }

    fn spare(&self) -> Vec<(String, Span)> {
        let spare = self.bound.iter().filter(|it| !self.uses(&it.source));
        spare.map(|it| (it.source.clone(), it.span)).collect()
    }
}

/// What the name of a variable holds when it is this part of a credential.
fn words_for(part: &str) -> &'static [&'static str] {
    match part {
        "USERNAME" => &["USER", "LOGIN", "EMAIL", "ACCOUNT"],
        "PASSWORD" => &["PASS"],
        "TOKEN" => &["TOKEN", "BEARER"],
        _ => &["KEY"],
    }
}

/// The text before the next variable, its name, and the text after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let forms = [("${", "}"), ("{{", "}}")];
    let found = forms.iter().filter_map(|(open, close)| Some((text.find(open)?, open, close)));
    let (at, open, close) = found.min_by_key(|it| it.0)?;
    let (name, after) = text[at + open.len()..].split_once(close)?;
    Some((&text[..at], name, after))
}
