//! What is called, in order, and what must come of it on every surface.

use generated::dokploy_user::CAPABILITY;
use serde_json::{Value, json};

use super::User;
use crate::dokploy::fake::Edition;
use crate::dokploy::fixtures::*;
use crate::dokploy::{fails, fails_for_the_key};
use crate::harness::{Case, Outcome, Scene, answers, is_empty, refuses, with};

/// Every scene.
pub fn scenes() -> Vec<Scene<User>> {
    let scene = |caller, cases| Scene { setup: Edition::SelfHosted, caller, cases };
    vec![
        scene(Caller::Owner, reading()),
        scene(Caller::Owner, writing()),
        scene(Caller::Owner, refused()),
        scene(Caller::Owner, failing()),
        scene(Caller::Member, as_member()),
        scene(Caller::Stranger, as_stranger()),
        scene(Caller::Sessionless, vec![answers("user-session", json!({}), Value::Null)]),
        scene(Caller::Unknown, as_nobody()),
        Scene { setup: Edition::Cloud, caller: Caller::Owner, cases: in_the_cloud() },
    ]
}

fn reading() -> Vec<Case> {
    let olga = member_with_user("u-olga", "Olga", "owner");
    let anna = member_with_user("u-anna", "Anna", "admin");
    let max = member_with_user("u-max", "Max", "member");
    let session = json!({
        "user": { "id": "u-olga" },
        "session": { "activeOrganizationId": ORGANIZATION },
    });
    let permissions = json!({
        "organization": { "update": true, "delete": true },
        "member": { "read": true, "create": true, "update": true, "delete": true },
        "monitoring": { "read": true },
    });
    let keys = [("key-olga", Caller::Owner), ("key-olga-2", Caller::Sessionless)];
    let unlimited = json!({ "rateLimitEnabled": false });
    let keys = keys.map(|(id, it)| with(api_key(id, id, "u-olga", it.key()), unlimited.clone()));
    let summaries: Vec<Value> = keys.iter().map(|it| only(it, &KEY_SUMMARY)).collect();
    let hash = json!({ "key": "canary-hash" });
    let stored: Vec<Value> = keys.iter().map(|it| with(it.clone(), hash.clone())).collect();
    let current = with(only(&olga["user"], &CURRENT_USER), json!({ "apiKeys": summaries }));
    let backups = json!({ "backups": [backup()], "apiKeys": stored });
    let invited = json!({
        "id": "canary-invitation-2",
        "email": "new@example.com",
        "status": "pending",
        "role": "member",
        "inviterId": "u-olga",
        "isExpired": false,
        "userAlreadyExists": false,
    });
    let waiting = with(
        invitation("canary-invitation-1", "olga@example.com"),
        json!({ "organization": organization() }),
    );
    vec![
        answers("user-session", json!({}), session),
        answers("user-all", json!({}), json!([olga, anna, max])),
        answers("user-one", json!({ "userId": "u-anna" }), anna),
        answers("user-get", json!({}), with(olga.clone(), json!({ "user": current }))),
        answers("user-getPermissions", json!({}), permissions),
        answers("user-haveRootAccess", json!({}), json!(false)),
        answers("user-getBackups", json!({}), with(olga["user"].clone(), backups)),
        answers("user-getServerMetrics", json!({}), olga["user"].clone()),
        answers("user-getUserByToken", json!({ "token": "canary-invitation-2" }), invited),
        answers("user-getMetricsToken", json!({}), metrics_token()),
        answers("user-getInvitations", json!({}), json!([waiting])),
        answers("user-getContainerMetrics", metrics_of("shop-web"), json!([container()])),
        answers("user-checkUserOrganizations", json!({ "userId": "u-max" }), json!(1)),
        answers("user-checkUserOrganizations", json!({ "userId": "u-sid" }), json!(0)),
        answers("user-getBookmarkedTemplates", json!({}), json!([])),
    ]
}

fn writing() -> Vec<Case> {
    let changes = json!({ "firstName": "Ольга", "image": null, "serversQuantity": 3 });
    let olga = with(user("u-olga", "Olga"), changes.clone());
    let grants = grants();
    let max = with(member("u-max", "member"), grants.clone());
    let max = with(max, json!({ "user": user("u-max", "Max") }));
    let created = json!({ "userId": "u-new-2", "email": "new@example.com", "role": "member" });
    let link = "https://dokploy.example.com/invitation?token=canary-invitation-1";
    let bookmark = || json!({ "templateId": "plausible" });
    let invite = json!({ "invitationId": "canary-invitation-1", "notificationId": "mail-1" });
    let new_key = json!({
        "name": "ci",
        "prefix": "ci_",
        "expiresIn": 86_400,
        "metadata": { "organizationId": ORGANIZATION },
        "rateLimitEnabled": false,
    });
    let key = with(
        api_key("key-1", "ci", "u-olga", "ci_key-1-canary"),
        json!({ "prefix": "ci_", "rateLimitEnabled": false }),
    );
    vec![
        answers("user-update", changes, olga.clone()),
        answers("user-getServerMetrics", json!({}), olga),
        is_empty("user-assignPermissions", with(grants, json!({ "id": "u-max" }))),
        answers("user-one", json!({ "userId": "u-max" }), max),
        answers("user-generateToken", json!({}), json!("token")),
        answers("user-createApiKey", new_key, key),
        answers("user-deleteApiKey", json!({ "apiKeyId": "key-1" }), json!(true)),
        fails("user-deleteApiKey", json!({ "apiKeyId": "key-1" }), 404, "API key not found"),
        answers("user-createUserWithCredentials", new_user("new@example.com", "member"), created),
        is_empty("user-remove", json!({ "userId": "u-new-2" })),
        fails("user-remove", json!({ "userId": "u-new-2" }), 404, "Target user is not a member"),
        answers("user-sendInvitation", invite, json!(link)),
        answers("user-toggleTemplateBookmark", bookmark(), json!({ "isBookmarked": true })),
        answers("user-getBookmarkedTemplates", json!({}), json!(["plausible"])),
        answers("user-toggleTemplateBookmark", bookmark(), json!({ "isBookmarked": false })),
        answers("user-getBookmarkedTemplates", json!({}), json!([])),
    ]
}

/// What is not sent, because it cannot be right.
fn refused() -> Vec<Case> {
    let key = |more| with(json!({ "name": "ci", "metadata": { "organizationId": "o" } }), more);
    let unfit = json!({ "name": "", "prefix": "no spaces", "metadata": {}, "expiresIn": "soon" });
    let new_user = json!({ "email": "new@example.com", "password": "canary", "role": "" });
    let empty = "must have at least 1 character";
    let pattern = r"must match the pattern ^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";
    let address = "must be an email address such as name@example.com";
    vec![
        refuses("user-one", json!({}), &[("/query/userId", "is required")]),
        refuses("user-getUserByToken", json!({ "token": "" }), &[("/query/token", empty)]),
        refuses(
            "user-getContainerMetrics",
            json!({ "url": "http://10.0.0.7" }),
            &[
                ("/query/token", "is required"),
                ("/query/appName", "is required"),
                ("/query/dataPoints", "is required"),
            ],
        ),
        refuses(
            "user-update",
            json!({ "email": "nobody" }),
            &[("/body/email", pattern), ("/body/email", address)],
        ),
        refuses(
            "user-update",
            json!({ "firstName": null }),
            &[("/body/firstName", "must be a string, not null")],
        ),
        refuses("user-remove", json!({}), &[("/body/userId", "is required")]),
        refuses_half_of_the_grants(),
        refuses("user-deleteApiKey", json!({}), &[("/body/apiKeyId", "is required")]),
        refuses(
            "user-createApiKey",
            unfit,
            &[
                ("/body/name", empty),
                ("/body/prefix", "must match the pattern ^[A-Za-z0-9_-]+$"),
                ("/body/metadata/organizationId", "is required"),
                ("/body/expiresIn", "must be a number, not a string"),
            ],
        ),
        refuses(
            "user-createApiKey",
            key(json!({ "expiresIn": 60 })),
            &[("/body/expiresIn", "must be at least 86400")],
        ),
        refuses(
            "user-createUserWithCredentials",
            new_user,
            &[("/body/password", "must have at least 8 characters"), ("/body/role", empty)],
        ),
        refuses(
            "user-sendInvitation",
            json!({ "invitationId": "", "notificationId": 1 }),
            &[
                ("/body/invitationId", empty),
                ("/body/notificationId", "must be a string, not a number"),
            ],
        ),
        refuses(
            "user-toggleTemplateBookmark",
            json!({ "templateId": "" }),
            &[("/body/templateId", empty)],
        ),
    ]
}

/// The body that an older documentation of the API shows lacks most of what is required.
fn refuses_half_of_the_grants() -> Case {
    let arguments = json!({ "id": "u-max", "accessedProjects": "all", "canCreateProjects": true });
    let given = ["accessedProjects", "canCreateProjects"];
    let grants = grants();
    let missing = grants.as_object().into_iter().flatten().map(|it| it.0.as_str());
    let missing = missing.filter(|it| !given.contains(it)).map(|it| format!("/body/{it}"));
    let mut reasons: Vec<_> = missing.map(|it| (it, "is required".to_owned())).collect();
    let unfit = ("/body/accessedProjects", "must be an array, not a string");
    reasons.push((unfit.0.to_owned(), unfit.1.to_owned()));
    let operation = "user-assignPermissions";
    Case { operation, arguments, outcome: Outcome::Refused(reasons) }
}

/// What is sent, and refused by the provider.
fn failing() -> Vec<Case> {
    let key =
        |more| with(json!({ "name": "ci", "metadata": { "organizationId": ORGANIZATION } }), more);
    let elsewhere = json!({ "metadata": { "organizationId": "org-2" } });
    let invite = json!({ "invitationId": "canary-invitation-1", "notificationId": "nobody" });
    let refill = "refillAmount is required when refillInterval is provided";
    let no_data = "Failed to fetch container metrics:\n- no data for the container";
    vec![
        fails(
            "user-one",
            json!({ "userId": "nobody" }),
            404,
            "User not found in this organization",
        ),
        fails("user-one", json!({ "userId": "" }), 400, "Input validation failed"),
        fails("user-update", json!({}), 400, "No values to set"),
        fails(
            "user-update",
            json!({ "password": "canary-new" }),
            400,
            "Current password is incorrect",
        ),
        fails(
            "user-update",
            json!({ "currentPassword": "canary" }),
            400,
            "New password is required",
        ),
        fails("user-getUserByToken", json!({ "token": "nothing" }), 404, "Invitation not found"),
        fails("user-remove", json!({ "userId": "u-olga" }), 403, "The owner cannot be removed"),
        fails("user-getContainerMetrics", metrics_of("nothing"), 500, no_data),
        fails(
            "user-deleteApiKey",
            json!({ "apiKeyId": "key-max" }),
            401,
            "You are not authorized to delete this API key",
        ),
        fails(
            "user-createApiKey",
            key(elsewhere),
            403,
            "You are not a member of this organization",
        ),
        fails("user-createApiKey", key(json!({ "refillInterval": 1000 })), 500, refill),
        fails(
            "user-createUserWithCredentials",
            new_user("max@example.com", "member"),
            400,
            "User with this email already exists",
        ),
        fails(
            "user-createUserWithCredentials",
            new_user("new@example.com", "owner"),
            403,
            "The owner role cannot be assigned",
        ),
        fails("user-sendInvitation", invite, 404, "Email provider not found"),
    ]
}

/// Somebody who lacks permissions: 401 with a code.
fn as_member() -> Vec<Case> {
    let denied = |name, arguments| fails(name, arguments, 401, "Permission denied");
    vec![
        denied("user-all", json!({})),
        denied("user-getBackups", json!({})),
        denied("user-getServerMetrics", json!({})),
        denied("user-getMetricsToken", json!({})),
        denied("user-assignPermissions", with(grants(), json!({ "id": "u-max" }))),
        answers(
            "user-one",
            json!({ "userId": "u-max" }),
            member_with_user("u-max", "Max", "member"),
        ),
        fails(
            "user-one",
            json!({ "userId": "u-olga" }),
            401,
            "You are not allowed to see this user",
        ),
        fails(
            "user-remove",
            json!({ "userId": "u-anna" }),
            403,
            "Only owners and admins may remove users",
        ),
        fails(
            "user-checkUserOrganizations",
            json!({ "userId": "u-olga" }),
            403,
            "You can only check your own organizations",
        ),
    ]
}

/// Somebody who is not in the organization: empty bodies.
fn as_stranger() -> Vec<Case> {
    vec![
        is_empty("user-get", json!({})),
        is_empty("user-getBackups", json!({})),
        is_empty("user-getServerMetrics", json!({})),
        fails("user-getPermissions", json!({}), 401, "Invalid role"),
    ]
}

/// A key that is no good: 401 without a code, whatever is asked.
fn as_nobody() -> Vec<Case> {
    let names = CAPABILITY.operations.iter().map(|it| it.name);
    names.map(|name| fails_for_the_key(name, fitting(name))).collect()
}

fn in_the_cloud() -> Vec<Case> {
    let invite = json!({ "invitationId": "canary-invitation-1", "notificationId": "mail-1" });
    vec![
        answers("user-haveRootAccess", json!({}), json!(true)),
        answers("user-remove", json!({ "userId": "u-max" }), json!(true)),
        is_empty("user-sendInvitation", invite),
    ]
}

/// Arguments that an operation takes.
fn fitting(operation: &str) -> Value {
    match operation {
        "user-one" | "user-remove" | "user-checkUserOrganizations" => json!({ "userId": "u-max" }),
        "user-getUserByToken" => json!({ "token": "canary-invitation-1" }),
        "user-getContainerMetrics" => metrics_of("shop-web"),
        "user-assignPermissions" => with(grants(), json!({ "id": "u-max" })),
        "user-deleteApiKey" => json!({ "apiKeyId": "key-max" }),
        "user-createApiKey" => {
            json!({ "name": "ci", "metadata": { "organizationId": ORGANIZATION } })
        }
        "user-createUserWithCredentials" => new_user("new@example.com", "member"),
        "user-sendInvitation" => {
            json!({ "invitationId": "canary-invitation-1", "notificationId": "mail-1" })
        }
        "user-toggleTemplateBookmark" => json!({ "templateId": "plausible" }),
        _ => json!({}),
    }
}

fn grants() -> Value {
    json!({
        "accessedProjects": ["p-1", "p-2"],
        "accessedEnvironments": [],
        "accessedServices": ["s-1"],
        "accessedGitProviders": [],
        "accessedServers": [],
        "canCreateProjects": true,
        "canCreateServices": true,
        "canDeleteProjects": false,
        "canDeleteServices": false,
        "canAccessToDocker": true,
        "canAccessToTraefikFiles": false,
        "canAccessToAPI": true,
        "canAccessToSSHKeys": false,
        "canAccessToGitProviders": false,
        "canDeleteEnvironments": false,
        "canCreateEnvironments": true,
    })
}

fn metrics_of(container: &str) -> Value {
    json!({
        "url": "http://10.0.0.7:4500/metrics?a=b&c=d",
        "token": "canary agent/token+",
        "appName": container,
        "dataPoints": "50",
    })
}

fn new_user(email: &str, role: &str) -> Value {
    json!({ "email": email, "password": "canary-password", "role": role })
}
