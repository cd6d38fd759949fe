//! What the fake Dokploy holds, as its real counterpart writes it.
//!
//! Every value that must stay secret contains the canary, so that a test can look for it where nothing secret may be
//! shown.

use serde_json::{Map, Value, json};

use crate::harness::with;

/// The one organization.
pub const ORGANIZATION: &str = "org-1";

/// The time at which everything happens.
pub const NOW: &str = "2026-08-21T10:00:00.000Z";

/// Whose API key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Olga owns the organization.
    Owner,
    /// Max is a member without further rights.
    Member,
    /// Sid has an account, and a key bound to an organization that he has left.
    Stranger,
    /// Olga with a key for which there is no session.
    Sessionless,
    /// Nobody: the key is not known.
    Unknown,
}

impl Caller {
    /// The caller's API key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Owner => "key-of-the-owner-canary",
            Self::Member => "key-of-a-member-canary",
            Self::Stranger => "key-of-a-stranger-canary",
            Self::Sessionless => "key-without-a-session-canary",
            Self::Unknown => "key-of-nobody-canary",
        }
    }
}

/// An account, with all columns.
pub fn user(id: &str, first_name: &str) -> Value {
    json!({
        "id": id,
        "firstName": first_name,
        "lastName": "Doe",
        "isRegistered": true,
        "expirationDate": NOW,
        "createdAt2": NOW,
        "createdAt": NOW,
        "twoFactorEnabled": null,
        "email": format!("{}@example.com", first_name.to_lowercase()),
        "emailVerified": true,
        "image": null,
        "banned": null,
        "banReason": null,
        "banExpires": null,
        "updatedAt": NOW,
        "role": "user",
        "enablePaidFeatures": false,
        "allowImpersonation": false,
        "enableEnterpriseFeatures": false,
        "licenseKey": format!("canary-license-of-{id}"),
        "isValidEnterpriseLicense": false,
        "stripeCustomerId": null,
        "stripeSubscriptionId": null,
        "serversQuantity": 0,
        "sendInvoiceNotifications": false,
        "isEnterpriseCloud": false,
        "trustedOrigins": null,
        "bookmarkedTemplates": [],
    })
}

/// A membership in the organization, without the account behind it.
pub fn member(user: &str, role: &str) -> Value {
    member_of(ORGANIZATION, user, role)
}

/// A membership without the account behind it.
pub fn member_of(organization: &str, user: &str, role: &str) -> Value {
    let rights = role == "owner";
    json!({
        "id": format!("member-of-{user}-in-{organization}"),
        "organizationId": organization,
        "userId": user,
        "role": role,
        "createdAt": NOW,
        "teamId": null,
        "isDefault": true,
        "canCreateProjects": rights,
        "canAccessToSSHKeys": rights,
        "canCreateServices": rights,
        "canDeleteProjects": rights,
        "canDeleteServices": rights,
        "canAccessToDocker": rights,
        "canAccessToAPI": rights,
        "canAccessToGitProviders": rights,
        "canAccessToTraefikFiles": rights,
        "canDeleteEnvironments": rights,
        "canCreateEnvironments": rights,
        "accessedProjects": [],
        "accessedEnvironments": [],
        "accessedServices": [],
        "accessedGitProviders": [],
        "accessedServers": [],
    })
}

/// A membership with the account behind it.
pub fn member_with_user(id: &str, first_name: &str, role: &str) -> Value {
    with(member(id, role), json!({ "user": user(id, first_name) }))
}

/// The members of an object that have these names.
pub fn only(object: &Value, names: &[&str]) -> Value {
    let members = names.iter().map(|name| ((*name).to_owned(), object[*name].clone()));
    Value::Object(members.collect::<Map<_, _>>())
}

/// The columns of an account that `user.get` answers.
pub const CURRENT_USER: [&str; 12] = [
    "id",
    "firstName",
    "lastName",
    "email",
    "image",
    "allowImpersonation",
    "twoFactorEnabled",
    "stripeCustomerId",
    "stripeSubscriptionId",
    "serversQuantity",
    "isEnterpriseCloud",
    "sendInvoiceNotifications",
];

/// The organization.
pub fn organization() -> Value {
    organization_of("u-olga", ORGANIZATION, "Example")
}

/// An organization of somebody.
pub fn organization_of(owner: &str, id: &str, name: &str) -> Value {
    json!({
        "id": id,
        "name": name,
        "slug": null,
        "logo": null,
        "createdAt": NOW,
        "metadata": null,
        "defaultRole": null,
        "ownerId": owner,
    })
}

/// An invitation of somebody.
pub fn invitation(id: &str, email: &str) -> Value {
    json!({
        "id": id,
        "organizationId": ORGANIZATION,
        "email": email,
        "role": "member",
        "status": "pending",
        "expiresAt": "2026-08-23T10:00:00.000Z",
        "inviterId": "u-olga",
        "teamId": null,
        "createdAt": NOW,
    })
}

/// What `user.createApiKey` answers of a key that is bound to nothing but its organization.
pub fn api_key(id: &str, name: &str, user: &str, key: &str) -> Value {
    json!({
        "id": id,
        "configId": "default",
        "name": name,
        "prefix": null,
        "start": key.chars().take(6).collect::<String>(),
        "key": key,
        "referenceId": user,
        "enabled": true,
        "expiresAt": null,
        "createdAt": NOW,
        "updatedAt": NOW,
        "lastRefillAt": null,
        "lastRequest": null,
        "rateLimitEnabled": true,
        "rateLimitTimeWindow": 86_400_000,
        "rateLimitMax": 10,
        "remaining": null,
        "refillAmount": null,
        "refillInterval": null,
        "requestCount": 0,
        "permissions": null,
        "metadata": null,
    })
}

/// The columns of a key that are listed.
pub const KEY_SUMMARY: [&str; 6] = ["id", "name", "prefix", "enabled", "expiresAt", "createdAt"];

/// A backup job with everything secret that it holds.
pub fn backup() -> Value {
    json!({
        "backupId": "backup-1",
        "appName": "backup-nightly",
        "schedule": "0 3 * * *",
        "enabled": true,
        "database": "shop",
        "prefix": "/nightly",
        "serviceName": null,
        "destinationId": "destination-1",
        "keepLatestCount": 7,
        "backupType": "compose",
        "databaseType": "postgres",
        "composeId": "compose-1",
        "postgresId": null,
        "mariadbId": null,
        "mysqlId": null,
        "mongoId": null,
        "userId": null,
        "metadata": { "mariadb": { "databaseUser": "shop", "databasePassword": "canary-password" } },
        "destination": {
            "destinationId": "destination-1",
            "name": "Offsite",
            "provider": "Other",
            "accessKey": "canary-access-key",
            "secretAccessKey": "canary-secret-access-key",
            "bucket": "backups",
            "region": "eu",
            "endpoint": "https://storage.example.com",
            "additionalFlags": null,
            "organizationId": ORGANIZATION,
            "createdAt": NOW,
        },
        "deployments": [{ "deploymentId": "deployment-1", "status": "done" }],
    })
}

/// What is needed to ask the monitoring agent.
pub fn metrics_token() -> Value {
    json!({
        "serverIp": null,
        "enabledFeatures": true,
        "metricsConfig": {
            "server": {
                "type": "Dokploy",
                "refreshRate": 60,
                "port": 4500,
                "token": "canary-agent-token",
                "urlCallback": "",
                "retentionDays": 2,
                "cronJob": "",
                "thresholds": { "cpu": 0, "memory": 0 },
            },
            "containers": {
                "refreshRate": 60,
                "services": { "include": [], "exclude": [] },
            },
        },
    })
}

/// What the monitoring agent says of one container.
pub fn container() -> Value {
    json!({
        "containerId": "c0ffee",
        "containerName": "shop-web",
        "containerImage": "shop:1",
        "containerLabels": "",
        "containerCommand": "serve",
        "containerCreated": NOW,
        "cpu": 1.5,
    })
}
