//! What one side alone sends is demanded of no other.

use fixture::sides::schemas::{ACCOUNT, ACCOUNT_REQUEST, PASSWORD, TEAM, TEAM_REQUEST};
use fixture::sides::types::{Account, AccountRequest, MemberRequest};
use fixture::support::json::{Json, from_value};
use fixture::support::schema::Schema;
use fixture::support::validate::value;
use serde_json::{Value, json};

fn problems(schema: &Schema, found: &Value) -> Vec<String> {
    value(schema, found).iter().map(|it| format!("{} {}", it.pointer, it.message)).collect()
}

#[test]
fn a_request_need_not_say_what_the_api_decides() {
    let request = json!({ "name": "Ada", "password": "p" });
    assert_eq!(problems(&ACCOUNT_REQUEST, &request), [""; 0]);
    assert_eq!(problems(&ACCOUNT, &request), ["/id is required"]);
    assert_eq!(problems(&PASSWORD, &json!({ "text": "p" })), [""; 0]);
}

#[test]
fn an_answer_need_not_repeat_what_the_caller_sent() {
    let answer = json!({ "id": 1, "name": "Ada" });
    assert_eq!(problems(&ACCOUNT, &answer), [""; 0]);
    assert_eq!(problems(&ACCOUNT_REQUEST, &answer), ["/password is required"]);
    let account: Account = from_value(answer).expect("an account");
    assert_eq!((account.id, account.password), (1, None));
}

#[test]
fn both_hold_behind_lists_alternatives_and_parts() {
    let team = json!({ "members": [{ "kind": "Person", "email": "a@b.example" }] });
    assert_eq!(problems(&TEAM_REQUEST, &team), [""; 0]);
    assert_eq!(problems(&TEAM, &team).len(), 1, "no alternative fits");
}

/// A twin is told by the name that the document gives its schema.
#[test]
fn a_variant_keeps_its_tag() {
    let member: MemberRequest =
        from_value(json!({ "kind": "Person", "email": "a@b.example" })).expect("a member");
    assert!(matches!(member, MemberRequest::PersonRequest(_)), "{member:?}");
}

#[test]
fn a_type_sends_what_it_is_given() {
    let request = AccountRequest { id: Some(7), name: "Ada".to_owned(), password: "p".into() };
    assert_eq!(request.write(), json!({ "id": 7, "name": "Ada", "password": "p" }));
}
