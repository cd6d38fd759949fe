//! What is left out of a schema that is too large for a tool.

use crate::ir::Schema;

/// Of so many schemas one of a tool consists at most: it is read by a model, which pays for each.
const TOOL_BUDGET: usize = 256;

/// Of so many schemas those of all tools together consist, where that leaves each [`TOOL_LEAST`].
const TOOLS_BUDGET: usize = 128_000;

/// What is left to a tool in any case.
const TOOL_LEAST: usize = 32;

/// Of how many schemas one of a tool may consist, where there are so many tools.
pub fn tool_budget(tools: usize) -> usize {
    let mut budget = TOOL_BUDGET;
    // Halved, so that one tool more seldom changes the others.
    while budget > TOOL_LEAST && budget * tools > TOOLS_BUDGET {
        budget /= 2;
    }
    budget
}

/// Only the type of a schema.
pub(super) fn abridged(schema: &Schema) -> Schema {
    let types = if schema.opaque { Vec::new() } else { schema.types.clone() };
    Schema { types, ..Schema::any(schema.origin) }
}

/// A schema around abridged ones, without that by which it forbids more where a part of it allows more.
pub(super) fn loosened(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.not = None;
    schema.condition = Default::default();
    schema.array.max_contains = None;
    schema.array.unevaluated = None;
    schema.object.unevaluated = None;
    let one_of = std::mem::take(&mut schema.one_of);
    if schema.any_of.is_empty() {
        schema.any_of = one_of;
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::tool_budget;

    #[test]
    fn many_tools_share_what_there_is() {
        let budgets = [0, 1, 500, 501, 1000, 1001, 100_000].map(tool_budget);
        assert_eq!(budgets, [256, 256, 256, 128, 128, 64, 32]);
    }
}
