//! One call of a tool, from its arguments to its result.

use rmcp::model::{CallToolResult, JsonObject};

use super::catalog::Entry;
use super::{arguments, error, result};
use crate::support::service::Context;

/// Calls the operation of a tool. Whatever goes wrong is told in the result.
pub(super) async fn call(entry: &Entry, given: JsonObject, context: Context) -> CallToolResult {
    let inputs = match arguments::read(entry.tool, given) {
        Ok(inputs) => inputs,
        Err(violations) => return error::arguments(entry.tool, &violations),
    };
    match entry.service.call(entry.tool.call.operation, inputs, &context).await {
        Ok(answer) if answer.status.is_success() => result::success(entry, answer),
        Ok(answer) => error::answer(answer),
        Err(failure) => error::failure(failure),
    }
}
