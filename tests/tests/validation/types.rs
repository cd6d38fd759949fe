//! Types that check themselves.

use fixture::pets::types::CreateRequest;
use fixture::support::json::from_value;
use fixture::support::validate::Violation;
use serde_json::json;

#[test]
fn a_value_names_every_rule_that_it_breaks() {
    let named = |name: &str| -> CreateRequest {
        from_value(json!({ "name": name })).expect("a request, whatever its rules")
    };
    assert_eq!(named("rex").validate(), Ok(()));
    let found = named(&"x".repeat(33)).validate();
    assert_eq!(found, Err(vec![Violation::new("/name", "must have at most 32 characters")]));
}
