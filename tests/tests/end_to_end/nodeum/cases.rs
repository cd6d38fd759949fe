//! What is called, in order, and what must come of it on every surface.

use generated::nodeum_users::CAPABILITY;
use serde_json::{Value, json};

use super::Users;
use super::fixtures::*;
use crate::harness::{Case, Outcome, Scene, answers, is_empty, refuses, with};

/// Every scene.
pub fn scenes() -> Vec<Scene<Users>> {
    let scene = |caller, cases| Scene { setup: (), caller, cases };
    vec![
        scene(Caller::Admin, reading()),
        scene(Caller::Key, reading()),
        scene(Caller::Admin, configurations()),
        scene(Caller::Admin, api_keys()),
        scene(Caller::Key, users()),
        scene(Caller::Admin, odd_names()),
        scene(Caller::Admin, refused()),
        scene(Caller::Admin, failing()),
        scene(Caller::WrongPassword, as_nobody()),
        scene(Caller::WrongKey, as_nobody()),
    ]
}

fn reading() -> Vec<Case> {
    let (admin, eve) = (user(1, "admin", "admin@example.com"), user(2, "eve", "eve@example.com"));
    let locale = configuration(5, "global.locale", "en");
    let listed = json!([listed(5, "dev-key"), listed(6, "ci")]);
    let page = |limit: i64, offset: i64| json!({ "limit": limit, "offset": offset });
    let right = json!({ "user": { "username": "admin", "password": "canary:pässword" } });
    vec![
        answers("users-me", json!({}), admin.clone()),
        answers("users-sign-in", right, admin.clone()),
        answers("users-list", json!({}), json!({ "users": [admin, eve], "count": 2 })),
        answers("users-list", page(1, 1), json!({ "users": [eve], "count": 2 })),
        answers("users-list", page(0, 0), json!({ "users": [], "count": 2 })),
        answers("users-list", json!({ "offset": 2 }), json!({ "users": [], "count": 2 })),
        answers(
            "users-list-configurations",
            page(1, 0),
            json!({ "configurations": [locale], "count": 2 }),
        ),
        answers("users-list-api-keys", json!({}), json!({ "api_keys": listed, "count": 2 })),
        answers("users-get-api-key", json!({ "api_key_id": 5 }), api_key(5, "dev-key")),
        // The static segment `-` is no user.
        answers("users-list-system-users", json!({}), system_users()),
        answers("users-list-system-groups", json!({}), system_groups()),
    ]
}

fn configurations() -> Vec<Case> {
    let named = |name: &str| json!({ "configuration_id": name });
    let locale = |value: &str| configuration(5, "global.locale", value);
    let made = configuration(101, "ui.theme", "");
    vec![
        answers("users-get-configuration", named("5"), locale("en")),
        answers("users-get-configuration", named("global.locale"), locale("en")),
        answers(
            "users-update-configuration",
            with(named("global.locale"), json!({ "value": "日本語" })),
            locale("日本語"),
        ),
        answers("users-update-configuration", named("5"), locale("日本語")),
        answers(
            "users-create-configuration",
            json!({ "key": "ui.theme", "value": "" }),
            made.clone(),
        ),
        answers("users-get-configuration", named("101"), made),
        is_empty("users-delete-configuration", named("ui.theme")),
        not_found("users-get-configuration", named("101")),
        not_found("users-delete-configuration", named("ui.theme")),
    ]
}

fn api_keys() -> Vec<Case> {
    let this = || json!({ "api_key_id": 101 });
    let scopes = || json!([{ "controller": "users", "action": "show" }]);
    let made = json!({
        "id": 101,
        "key": "canary-key-new",
        "name": "nightly",
        "api_key_scopes": scopes(),
    });
    let renamed = with(made.clone(), json!({ "name": "weekly" }));
    let narrowed = with(renamed.clone(), json!({ "api_key_scopes": [] }));
    vec![
        answers(
            "users-create-api-key",
            json!({ "name": "nightly", "api_key_scopes": scopes() }),
            made,
        ),
        answers("users-update-api-key", with(this(), json!({ "name": "weekly" })), renamed),
        answers("users-update-api-key", with(this(), json!({ "api_key_scopes": [] })), narrowed),
        is_empty("users-delete-api-key", this()),
        not_found("users-get-api-key", this()),
        not_found("users-update-api-key", with(this(), json!({ "name": "gone" }))),
        not_found("users-delete-api-key", this()),
    ]
}

fn users() -> Vec<Case> {
    let new = json!({
        "username": "ann",
        "password": "canary-of-ann",
        "email": "ann+tag@example.com",
        "user_id": 1001,
        "expired_at": "2027-01-01T00:00:00Z",
    });
    let made = with(
        user(101, "ann", "ann+tag@example.com"),
        json!({ "user_id": 1001, "group_id": null, "expired_at": "2027-01-01T00:00:00Z" }),
    );
    let moved = with(made.clone(), json!({ "user_id": 7, "expired_at": null }));
    // `user_id` is a member of the body here: the account is called `account`.
    let move_it = json!({ "account": "ann", "user_id": 7, "expired_at": null });
    let account = |name: &str| json!({ "account": name });
    vec![
        answers("users-create", new, made.clone()),
        answers("users-get", account("101"), made.clone()),
        answers("users-get", account("ann"), made.clone()),
        answers("users-get", account("ann+tag@example.com"), made),
        answers("users-update", move_it, moved.clone()),
        answers("users-update", with(account("101"), json!({ "password": "canary-again" })), moved),
        is_empty("users-delete", account("ann+tag@example.com")),
        not_found("users-get", account("ann")),
        not_found("users-delete", account("101")),
    ]
}

/// Names that a path must not fall apart at.
fn odd_names() -> Vec<Case> {
    let mut cases = Vec::new();
    let odd = [
        "a/b",
        "a%2Fb",
        "with space",
        "плюс+",
        "ünïcode",
        "q?x=1#y",
        "me/configurations",
        "..%2f..",
        "{user_id}",
        "semi;colon",
        "日本",
        "-",
        "%",
        "\\",
        "a:b@c",
        "'\"<>",
    ];
    for (id, name) in (101..).zip(odd) {
        let made =
            with(user(id, name, ""), json!({ "user_id": null, "group_id": null, "email": name }));
        let account = || json!({ "account": name });
        let key = || json!({ "configuration_id": name });
        cases.extend([
            answers("users-create", json!({ "username": name, "email": name }), made.clone()),
            answers("users-get", account(), made),
            is_empty("users-delete", account()),
            answers(
                "users-create-configuration",
                json!({ "key": name, "value": name }),
                configuration(id, name, name),
            ),
            answers("users-get-configuration", key(), configuration(id, name, name)),
            is_empty("users-delete-configuration", key()),
        ]);
    }
    cases
}

/// What is not sent, because it cannot be right.
fn refused() -> Vec<Case> {
    let number = "must be an integer or null, not a string";
    let empty = "must have at least 1 character";
    vec![
        refuses("users-sign-in", json!({}), &[("/body/user", "is required")]),
        refuses(
            "users-sign-in",
            json!({ "user": { "username": "" } }),
            &[("/body/user/password", "is required"), ("/body/user/username", empty)],
        ),
        refuses("users-list", json!({ "limit": -1 }), &[("/query/limit", "must be at least 0")]),
        refuses(
            "users-create-configuration",
            json!({ "value": 1 }),
            &[("/body/key", "is required"), ("/body/value", "must be a string, not a number")],
        ),
        refuses(
            "users-create-api-key",
            json!({ "name": "x", "api_key_scopes": [{ "controller": "users" }] }),
            &[("/body/api_key_scopes/0/action", "is required")],
        ),
        refuses(
            "users-update",
            json!({ "account": "eve", "user_id": "7" }),
            &[("/body/user_id", number)],
        ),
        refuses(
            "users-create",
            json!({ "email": 1 }),
            &[
                ("/body/username", "is required"),
                ("/body/email", "must be a string or null, not a number"),
            ],
        ),
    ]
}

/// What is sent, and refused by the provider.
fn failing() -> Vec<Case> {
    let wrong = json!({ "user": { "username": "admin", "password": "canary-guess" } });
    vec![
        unauthorized("users-sign-in", wrong),
        not_found("users-get", json!({ "account": "nobody" })),
        not_found("users-update", json!({ "account": "nobody", "is_admin": true })),
        not_found("users-update-configuration", json!({ "configuration_id": "no", "value": "x" })),
        taken("users-create", json!({ "username": "eve" }), "username"),
        taken("users-update", json!({ "account": "eve", "email": "admin@example.com" }), "email"),
        taken(
            "users-create-configuration",
            json!({ "key": "global.locale", "value": "fr" }),
            "key",
        ),
    ]
}

/// A credential that is no good: 401, whatever is asked; signing in asks for none.
fn as_nobody() -> Vec<Case> {
    let names = CAPABILITY.operations.iter().map(|it| it.name);
    names
        .filter(|name| *name != "users-sign-in")
        .map(|name| unauthorized(name, fitting(name)))
        .collect()
}

/// Arguments that an operation takes.
fn fitting(operation: &str) -> Value {
    match operation {
        "users-create-configuration" => json!({ "key": "a", "value": "b" }),
        "users-get-configuration" | "users-delete-configuration" => {
            json!({ "configuration_id": "5" })
        }
        "users-update-configuration" => json!({ "configuration_id": "5", "value": "c" }),
        "users-create-api-key" => json!({ "name": "x" }),
        "users-get-api-key" | "users-delete-api-key" => json!({ "api_key_id": 5 }),
        "users-update-api-key" => json!({ "api_key_id": 5, "name": "y" }),
        "users-create" => json!({ "username": "x" }),
        "users-get" | "users-delete" => json!({ "account": "eve" }),
        "users-update" => json!({ "account": "eve", "is_admin": true }),
        _ => json!({}),
    }
}

fn listed(id: i64, name: &str) -> Value {
    json!({ "id": id, "key": "******************Iwgo", "name": name })
}

fn fails(
    operation: &'static str,
    arguments: Value,
    status: u16,
    kind: &str,
    message: &str,
) -> Case {
    let outcome = Outcome::Error(status, Some(kind.to_owned()), message.to_owned());
    Case { operation, arguments, outcome }
}

fn not_found(operation: &'static str, arguments: Value) -> Case {
    fails(operation, arguments, 404, "not_found", "Couldn't find the resource")
}

fn taken(operation: &'static str, arguments: Value, attribute: &str) -> Case {
    let message = format!("{attribute} has already been taken");
    fails(operation, arguments, 422, "taken", &message)
}

fn unauthorized(operation: &'static str, arguments: Value) -> Case {
    fails(operation, arguments, 401, "unauthorized", "Wrong username or password")
}
