//! What may stand for a placeholder in the URI of a resource: the values that the schema of its input lists.
//!
//! Arguments of prompts are free text, so nothing is proposed for them.

use rmcp::ErrorData;
use rmcp::model::{CompletionInfo, Reference};

use super::catalog::Catalog;
use crate::support::operation::{Call, Source, Target};
use crate::support::schema::{Literal, Schema, Type};

/// A schema may refer to itself; its values are looked for within so many steps.
const DEPTH: u8 = 8;

/// `completion/complete`: the values that begin with what was typed, in any case, in declared order.
///
/// # Errors
/// There is no such prompt, template or argument of it (-32602).
pub(super) fn complete(
    catalog: &Catalog,
    reference: &Reference,
    argument: &str,
    typed: &str,
) -> Result<CompletionInfo, ErrorData> {
    let choices = match reference {
        Reference::Prompt(prompt) => {
            let found = catalog.prompt(&prompt.name);
            let known = found.is_some_and(|it| it.arguments.iter().any(|it| it.name == argument));
            known.then(Vec::new)
        }
        Reference::Resource(template) => {
            let mut offers = catalog.resources().iter();
            let offer = offers.find(|it| it.resource.uri == template.uri);
            offer.filter(|it| it.has(argument)).map(|it| it.choices(argument))
        }
        _ => None,
    };
    let Some(mut choices) = choices else {
        let message = format!("nothing of that name has an argument `{argument}`");
        return Err(ErrorData::invalid_params(message, None));
    };
    let typed = typed.to_lowercase();
    choices.retain(|it| it.to_lowercase().starts_with(&typed));
    let all = choices.len();
    choices.truncate(CompletionInfo::MAX_VALUES);
    let has_more = choices.len() < all;
    let total = u32::try_from(all).ok();
    // There are no more than it may hold.
    Ok(CompletionInfo::with_pagination(choices, total, has_more).unwrap_or_default())
}

/// The values that an input of a call may have, where its schema lists them.
pub(super) fn choices(call: &Call, name: &str) -> Vec<String> {
    let fills = |argument: &'static str| {
        let mut set = call.with.iter().filter(|(it, _)| *it == Target::Parameter(argument));
        match set.next() {
            Some((_, source)) => matches!(source, Source::Input(input) if *input == name),
            None => argument == name,
        }
    };
    let parameter = call.operation.parameters.iter().find(|it| fills(it.argument));
    parameter.map(|it| values(it.schema, DEPTH)).unwrap_or_default()
}

fn values(schema: &Schema, depth: u8) -> Vec<String> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    if !schema.values.is_empty() {
        return schema.values.iter().filter_map(written).collect();
    }
    if schema.types == [Type::Boolean] {
        return vec!["true".to_owned(), "false".to_owned()];
    }
    let parts = [schema.all_of, schema.any_of, schema.one_of].into_iter().flatten();
    parts.flat_map(|it| values(it, depth)).collect()
}

fn written(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Number(value) => Some(value.to_string()),
        Literal::Integer(value) => Some(value.to_string()),
        Literal::String(value) => Some((*value).to_owned()),
        Literal::Null | Literal::Json(_) => None,
    }
}
