//! The environment variables that a capability names.

use crate::support::operation::Capability;

/// Every variable a capability names, each once.
pub(super) fn variables(capability: &Capability) -> Vec<&'static str> {
    let sources = capability.schemes.iter().flat_map(|scheme| scheme.source.iter().copied());
    let mut named = Vec::new();
    for template in std::iter::once(capability.base_url).chain(sources) {
        add(&mut named, names(template));
    }
    named
}

/// The variables without which a capability cannot be served, each once: of credentials that stand for each
/// other, those of the first.
pub(super) fn needed(capability: &Capability) -> Vec<&'static str> {
    let mut named = Vec::new();
    add(&mut named, required(capability.base_url));
    let requirements = capability.operations.iter().filter_map(|it| it.security.first().copied());
    for name in requirements.flatten() {
        let scheme = capability.schemes.iter().find(|it| it.name == *name);
        for template in scheme.into_iter().flat_map(|it| it.source) {
            add(&mut named, required(template));
        }
    }
    named
}

/// The names that have no default.
fn required(template: &'static str) -> Vec<&'static str> {
    let inner = template.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    inner.filter(|it| !it.contains(":-")).collect()
}

/// The names in `${NAME}` and in `${NAME:-text}`.
fn names(template: &'static str) -> Vec<&'static str> {
    let inner = template.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    inner.map(|it| it.split_once(":-").map_or(it, |(name, _)| name)).collect()
}

fn add(to: &mut Vec<&'static str>, names: Vec<&'static str>) {
    for name in names {
        if !to.contains(&name) {
            to.push(name);
        }
    }
}
