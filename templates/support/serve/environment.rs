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
