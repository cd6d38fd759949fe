//! Arguments and answers that fit their schemas.

use jsonschema::{Draft, Validator, options};
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

use crate::instance::Maker;

/// How often a value is made anew that does not fit, from each depth.
const TRIES: usize = 200;

/// A value that fits a published schema, of the same every time.
pub fn fitting(schema: &Value) -> Value {
    let validator = validator(schema);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut maker = Maker { root: schema, rng: &mut rng };
    // Values become small where the maker believes that it is deep already, so that is tried first.
    let depths = (0..=5).rev().flat_map(|depth| std::iter::repeat_n(depth, TRIES));
    let mut made = depths.filter_map(|depth| maker.make(&[schema], depth));
    made.find(|it| validator.is_valid(it)).unwrap_or_else(|| panic!("nothing fits {schema:#}"))
}

/// The `jsonschema` crate, with formats.
pub fn validator(schema: &Value) -> Validator {
    let options = options().with_draft(Draft::Draft202012).should_validate_formats(true);
    options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}
