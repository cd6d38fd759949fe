//! The `jsonschema` crate as the judge of what a published schema means.

use jsonschema::{Draft, Validator, options};
use serde_json::{Value, json};

use crate::differences::{DIFFERENCES, Difference, Verdict};

/// A validator that asserts formats, as the standards have them.
pub fn oracle(schema: &Value) -> Validator {
    let mut options = options().with_draft(Draft::Draft202012).should_validate_formats(true);
    for difference in DIFFERENCES {
        let crates_own = plain(&json!({ "format": difference.format }));
        options = options.with_format(difference.format, move |text: &str| {
            let of_format = DIFFERENCES.iter().filter(|it| it.format == difference.format);
            match of_format.into_iter().find(|it| (it.concerns)(text)) {
                Some(Difference { verdict: Verdict::Refused, .. }) => false,
                Some(Difference { verdict: Verdict::Like(other), .. }) => {
                    crates_own.is_valid(&Value::from(other(text)))
                }
                None => crates_own.is_valid(&Value::from(text)),
            }
        });
    }
    options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}

/// A validator as the crate has it.
pub fn plain(schema: &Value) -> Validator {
    options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}
