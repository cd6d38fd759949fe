//! What the fake holds.

use serde_json::{Value, json};

use super::Edition;
use crate::dokploy::fixtures::*;
use crate::harness::with;

/// Accounts, organizations, memberships, invitations and keys.
pub struct State {
    pub edition: Edition,
    pub organizations: Vec<Value>,
    pub users: Vec<Value>,
    pub members: Vec<Value>,
    pub invitations: Vec<Value>,
    pub keys: Vec<Key>,
    created: usize,
}

/// An API key.
#[derive(Clone)]
pub struct Key {
    pub id: String,
    pub user: String,
    pub has_session: bool,
    /// As `user.createApiKey` answers it.
    pub columns: Value,
    checks: u64,
}

impl Key {
    /// A key as it is created.
    pub fn new(columns: Value) -> Self {
        let text = |name: &str| columns[name].as_str().unwrap_or_default().to_owned();
        let (id, user) = (text("id"), text("referenceId"));
        Self { id, user, has_session: true, columns, checks: 0 }
    }

    fn unlimited(caller: Caller, id: &str, user: &str) -> Self {
        let mut key = Self::new(api_key(id, id, user, caller.key()));
        key.columns["rateLimitEnabled"] = false.into();
        key.has_session = caller != Caller::Sessionless;
        key
    }
}

impl State {
    /// What is there at the start.
    pub fn new(edition: Edition) -> Self {
        let users = [("u-olga", "Olga"), ("u-anna", "Anna"), ("u-max", "Max"), ("u-sid", "Sid")];
        let members = [("u-olga", "owner"), ("u-anna", "admin"), ("u-max", "member")];
        let elsewhere = [("u-anna", "owner"), ("u-olga", "admin")];
        let members = members.iter().map(|(id, role)| member(id, role));
        let elsewhere = elsewhere.iter().map(|(id, role)| member_of("org-2", id, role));
        Self {
            edition,
            organizations: vec![organization(), organization_of("u-anna", "org-2", "Elsewhere")],
            users: users.iter().map(|(id, name)| user(id, name)).collect(),
            members: members.chain(elsewhere).collect(),
            invitations: vec![
                invitation("canary-invitation-1", "olga@example.com"),
                invitation("canary-invitation-2", "new@example.com"),
                with(
                    invitation("canary-invitation-3", "far@example.com"),
                    json!({ "organizationId": "org-2" }),
                ),
            ],
            keys: vec![
                Key::unlimited(Caller::Owner, "key-olga", "u-olga"),
                Key::unlimited(Caller::Sessionless, "key-olga-2", "u-olga"),
                Key::unlimited(Caller::Member, "key-max", "u-max"),
                Key::unlimited(Caller::Stranger, "key-sid", "u-sid"),
            ],
            created: 0,
        }
    }

    /// Whether a key may be used once more. A key that is used up looks like one that is wrong.
    pub fn check_key(&mut self, key: &str) -> bool {
        let Some(key) = self.keys.iter_mut().find(|it| it.columns["key"] == key) else {
            return false;
        };
        key.checks += 1;
        let is_limited = key.columns["rateLimitEnabled"] == true;
        let most = key.columns["rateLimitMax"].as_u64().unwrap_or(u64::MAX);
        !is_limited || key.checks <= most
    }

    /// The key that a caller shows.
    pub fn key(&self, shown: &str) -> Option<Key> {
        self.keys.iter().find(|it| it.columns["key"] == shown).cloned()
    }

    /// An account.
    pub fn user(&self, id: &str) -> Option<&Value> {
        self.users.iter().find(|it| it["id"] == id)
    }

    /// An account, to be changed.
    pub fn user_mut(&mut self, id: &str) -> Option<&mut Value> {
        self.users.iter_mut().find(|it| it["id"] == id)
    }

    /// The members of the active organization.
    pub fn members(&self) -> impl Iterator<Item = &Value> {
        self.members.iter().filter(|it| it["organizationId"] == ORGANIZATION)
    }

    /// A membership in the active organization.
    pub fn member(&self, user: &str) -> Option<&Value> {
        self.membership(ORGANIZATION, user)
    }

    /// A membership in the active organization, to be changed.
    pub fn member_mut(&mut self, user: &str) -> Option<&mut Value> {
        let mut members = self.members.iter_mut();
        members.find(|it| it["organizationId"] == ORGANIZATION && it["userId"] == user)
    }

    /// A membership in any organization.
    pub fn membership(&self, organization: &str, user: &str) -> Option<&Value> {
        let mut members = self.members.iter();
        members.find(|it| it["organizationId"] == organization && it["userId"] == user)
    }

    /// A membership with the account behind it.
    pub fn member_with_user(&self, id: &str) -> Option<Value> {
        let mut member = self.member(id)?.clone();
        member["user"] = self.user(id)?.clone();
        Some(member)
    }

    /// The role of a user in the organization.
    pub fn role(&self, user: &str) -> Option<&str> {
        self.member(user)?["role"].as_str()
    }

    /// The keys of a user.
    pub fn keys_of(&self, user: &str) -> Vec<Value> {
        self.keys.iter().filter(|it| it.user == user).map(|it| it.columns.clone()).collect()
    }

    /// An id that nothing has yet.
    pub fn new_id(&mut self, kind: &str) -> String {
        self.created += 1;
        format!("{kind}-{}", self.created)
    }

    /// The permissions of a role.
    pub fn permissions(role: &str) -> Value {
        let rights = matches!(role, "owner" | "admin");
        json!({
            "organization": { "update": role == "owner", "delete": role == "owner" },
            "member": { "read": rights, "create": rights, "update": rights, "delete": rights },
            "monitoring": { "read": rights },
        })
    }
}
