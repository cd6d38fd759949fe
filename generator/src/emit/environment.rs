//! Says in a sentence which environment variables set a client up.
//!
//! In: a capability. Out: its variables, and where an API takes one of several credentials, which belong together.

use crate::ir::{Capability, Variable};

/// All variables: `A`, `B` (else `b`), and of credentials that stand for each other `C` with `D` or `E`.
pub fn all(capability: &Capability) -> Vec<String> {
    let described = |it: &Variable| match &it.default {
        Some(default) => format!("`{}` (else `{default}`)", it.name),
        None => format!("`{}`", it.name),
    };
    described_by(capability, described, |_| true)
}

/// The variables that a client cannot do without, in a sentence; `None` where it needs none.
pub fn needed(capability: &Capability) -> Option<String> {
    let named = |it: &Variable| format!("`{}`", it.name);
    listed(&described_by(capability, named, |it| it.default.is_none()))
}

fn described_by(
    capability: &Capability,
    described: impl Fn(&Variable) -> String,
    is_meant: impl Fn(&Variable) -> bool,
) -> Vec<String> {
    let credentials = alternatives(capability);
    let is_credential = |it: &&Variable| credentials.iter().flatten().any(|name| *name == it.name);
    let plain = capability.variables.iter().filter(|it| is_meant(it) && !is_credential(it));
    let mut parts: Vec<String> = plain.map(described).collect();
    if !credentials.is_empty() {
        let each: Vec<String> = credentials.iter().map(|it| together(it)).collect();
        parts.push(format!("either {}", each.join(" or ")));
    }
    parts
}

/// The variables of each credential, where every operation that demands one takes the same alternatives.
fn alternatives(capability: &Capability) -> Vec<Vec<&str>> {
    let mut demanding = capability.operations.iter().filter(|it| !it.security.is_empty());
    let Some(first) = demanding.next() else { return Vec::new() };
    if first.security.len() < 2 || demanding.any(|it| it.security != first.security) {
        return Vec::new();
    }
    let of_scheme = |name: &String| {
        let scheme = capability.schemes.iter().find(|it| it.name == *name);
        scheme.into_iter().flat_map(|it| it.source.iter()).flat_map(|it| names(it))
    };
    let all: Vec<Vec<&str>> =
        first.security.iter().map(|it| it.iter().flat_map(of_scheme).collect()).collect();
    // Anonymous access, or a credential that is written out, needs no variable at all.
    if all.iter().any(Vec::is_empty) { Vec::new() } else { all }
}

/// The variables in a template, which the IR writes as `${NAME}`.
fn names(template: &str) -> impl Iterator<Item = &str> {
    template.split("${").skip(1).filter_map(|it| it.split_once('}')).map(|it| it.0)
}

fn together(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    names.join(" with ")
}

/// Things in a sentence: `A`, `A and B`, `A, B and C`.
fn listed(things: &[String]) -> Option<String> {
    let (last, rest) = things.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}
