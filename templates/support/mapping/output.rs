//! What a capability makes of an answer.

use http::HeaderValue;
use http::header::CONTENT_LENGTH;
use serde_json::Value;

use super::{is_json, path};
use crate::support::answer::Answer;
use crate::support::operation::{Call, Mapping};

/// The answer for the caller: of a JSON answer that is a success, what the mapping makes of it.
///
/// Everything that is not mapped is passed on untouched.
pub fn answer(call: &Call, answer: Answer) -> Answer {
    let Some(mapping) = call.mapping else { return answer };
    if !answer.status.is_success() || !is_json(&answer.headers) {
        return answer;
    }
    match serde_json::from_slice(&answer.body) {
        Ok(whole) => with_body(answer, &made(mapping, &whole)),
        Err(_) => answer,
    }
}

/// What is made of a value. What is not there is `null`, as is what is made of it.
fn made(mapping: Mapping, of: &Value) -> Value {
    match mapping {
        Mapping::Path(text) => path::select(text, of),
        // The compiler has read the text.
        Mapping::Constant(json) => serde_json::from_str(json).unwrap_or_default(),
        Mapping::Object(members) => {
            let member = |(name, it): &(&str, Mapping)| ((*name).to_owned(), made(*it, of));
            Value::Object(members.iter().map(member).collect())
        }
        Mapping::Items(item) => match of {
            Value::Array(items) => items.iter().map(|it| made(*item, it)).collect(),
            _ => Value::Null,
        },
        Mapping::Then(first, second) => match made(*first, of) {
            Value::Null => Value::Null,
            part => made(*second, &part),
        },
    }
}

fn with_body(mut answer: Answer, body: &Value) -> Answer {
    answer.body = body.to_string().into();
    answer.headers.insert(CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    answer
}
