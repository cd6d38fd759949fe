//! What the fake Nodeum holds, as the provider's reference shows it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The time at which everything happens.
pub const NOW: &str = "2025-11-05T15:50:35.879Z";

/// Whose credential is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The administrator, by username and password.
    Admin,
    /// The administrator, by an API key.
    Key,
    /// The administrator with a wrong password.
    WrongPassword,
    /// Nobody: the API key is not known.
    WrongKey,
}

/// What proves who calls.
pub enum Proof {
    /// Username and password.
    Basic(&'static str, &'static str),
    /// An API key.
    Bearer(&'static str),
}

impl Caller {
    /// The caller's credential.
    pub fn proof(self) -> Proof {
        match self {
            Self::Admin => Proof::Basic("admin", "canary:pässword"),
            Self::Key => Proof::Bearer("canary-key-Iwgo"),
            Self::WrongPassword => Proof::Basic("admin", "canary-guess"),
            Self::WrongKey => Proof::Bearer("canary-key-of-nobody"),
        }
    }
}

impl Proof {
    /// The header that is sent.
    pub fn header(&self) -> String {
        match self {
            Self::Basic(user, password) => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
            Self::Bearer(token) => format!("Bearer {token}"),
        }
    }
}

/// An account.
pub fn user(id: i64, username: &str, email: &str) -> Value {
    json!({
        "id": id,
        "user_id": 1000,
        "group_id": 1000,
        "username": username,
        "email": email,
        "is_admin": id == 1,
        "created_at": NOW,
        "updated_at": NOW,
        "expired_at": null,
        "source_type": "web_app",
    })
}

/// A setting.
pub fn configuration(id: i64, key: &str, value: &str) -> Value {
    json!({ "id": id, "key": key, "value": value })
}

/// An API key with one scope.
pub fn api_key(id: i64, name: &str) -> Value {
    json!({
        "id": id,
        "key": "******************Iwgo",
        "name": name,
        "api_key_scopes": [{ "controller": "configurations", "action": "index" }],
    })
}

/// The users of the operating system.
pub fn system_users() -> Value {
    let root = json!({ "name": "root", "uid": 0, "gid": 0, "info": "root" });
    let worker = json!({ "name": "worker", "uid": 1000, "gid": 1000, "info": null });
    json!({ "count": 2, "users": [root, worker] })
}

/// The groups of the operating system.
pub fn system_groups() -> Value {
    let root = json!({ "name": "root", "gid": 0, "users": [] });
    let workers = json!({ "name": "workers", "gid": 1000, "users": ["worker", "root"] });
    json!({ "count": 2, "groups": [root, workers] })
}
