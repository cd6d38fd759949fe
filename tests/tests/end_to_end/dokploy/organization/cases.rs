//! What is called, in order, and what must come of it on every surface.

use generated::dokploy_organization::CAPABILITY;
use serde_json::{Value, json};

use super::Organization;
use crate::dokploy::fixtures::*;
use crate::dokploy::{fails, fails_for_the_key};
use crate::harness::{Case, Scene, answers, is_empty, refuses, with};

/// Every scene.
pub fn scenes() -> Vec<Scene<Organization>> {
    let scene = |caller, cases| Scene { setup: (), caller, cases };
    vec![
        scene(Caller::Owner, reading()),
        scene(Caller::Owner, writing()),
        scene(Caller::Owner, inviting()),
        scene(Caller::Owner, refused()),
        scene(Caller::Owner, failing()),
        scene(Caller::Member, as_member()),
        scene(Caller::Stranger, as_stranger()),
        scene(Caller::Sessionless, vec![answers("organization-active", json!({}), Value::Null)]),
        scene(Caller::Unknown, as_nobody()),
    ]
}

fn reading() -> Vec<Case> {
    let elsewhere = organization_of("u-anna", "org-2", "Elsewhere");
    let own = |organization: &Value, member: Value| {
        with(organization.clone(), json!({ "members": [member] }))
    };
    let all = json!([
        own(&organization(), member("u-olga", "owner")),
        own(&elsewhere, member_of("org-2", "u-olga", "admin")),
    ]);
    let waiting = json!([
        invitation("canary-invitation-1", "olga@example.com"),
        invitation("canary-invitation-2", "new@example.com"),
    ]);
    vec![
        answers("organization-active", json!({}), organization()),
        answers("organization-all", json!({}), all),
        answers("organization-one", json!({ "organizationId": "org-2" }), elsewhere),
        answers("organization-allInvitations", json!({}), waiting),
    ]
}

fn writing() -> Vec<Case> {
    let logo = "data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E";
    let created = organization_of("u-olga", "org-new-1", "Zweite Würfel & Söhne");
    let created = with(created, json!({ "logo": logo }));
    let this = || json!({ "organizationId": "org-new-1" });
    let renamed = with(created.clone(), json!({ "name": "Другая", "defaultRole": "member" }));
    let reset = with(renamed.clone(), json!({ "defaultRole": null }));
    let changes = |more| with(this(), with(json!({ "name": "Другая" }), more));
    vec![
        answers(
            "organization-create",
            json!({ "name": "Zweite Würfel & Söhne", "logo": logo }),
            created.clone(),
        ),
        answers("organization-one", this(), created),
        answers(
            "organization-update",
            changes(json!({ "defaultRole": "member" })),
            renamed.clone(),
        ),
        answers("organization-update", changes(json!({})), renamed),
        answers("organization-update", changes(json!({ "defaultRole": null })), reset),
        answers("organization-setDefault", this(), json!({ "success": true })),
        answers("organization-delete", this(), json!([])),
        fails("organization-delete", this(), 404, "Organization not found"),
        answers(
            "organization-updateMemberRole",
            json!({ "memberId": "member-of-u-max-in-org-1", "role": "admin" }),
            json!(true),
        ),
    ]
}

fn inviting() -> Vec<Case> {
    let invited = with(
        invitation("canary-invitation-new-1", "tea+biscuits@example.com"),
        json!({ "role": "admin" }),
    );
    let invite = || json!({ "email": "tea+biscuits@example.com", "role": "admin" });
    let this = || json!({ "invitationId": "canary-invitation-new-1" });
    vec![
        answers("organization-inviteMember", invite(), invited),
        fails("organization-inviteMember", invite(), 409, "There is a pending invitation"),
        answers("organization-removeInvitation", this(), json!([])),
        fails("organization-removeInvitation", this(), 404, "Invitation not found"),
    ]
}

/// What is not sent, because it cannot be right.
fn refused() -> Vec<Case> {
    let empty = "must have at least 1 character";
    let pattern = r"must match the pattern ^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";
    let address = "must be an email address such as name@example.com";
    let id = ("/body/organizationId", "is required");
    vec![
        refuses("organization-create", json!({}), &[("/body/name", "is required")]),
        refuses("organization-one", json!({}), &[("/query/organizationId", "is required")]),
        refuses("organization-update", json!({}), &[id, ("/body/name", "is required")]),
        refuses("organization-delete", json!({}), &[id]),
        refuses(
            "organization-inviteMember",
            json!({ "email": "nobody", "role": "" }),
            &[("/body/email", pattern), ("/body/email", address), ("/body/role", empty)],
        ),
        refuses(
            "organization-removeInvitation",
            json!({ "invitationId": 7 }),
            &[("/body/invitationId", "must be a string, not a number")],
        ),
        refuses(
            "organization-updateMemberRole",
            json!({ "role": "" }),
            &[("/body/memberId", "is required"), ("/body/role", empty)],
        ),
        refuses(
            "organization-setDefault",
            json!({ "organizationId": "" }),
            &[("/body/organizationId", empty)],
        ),
    ]
}

/// What is sent, and refused by the provider.
fn failing() -> Vec<Case> {
    let this = |id: &str| json!({ "organizationId": id });
    let named = |id: &str| json!({ "organizationId": id, "name": "Mine" });
    let role = |id: &str, role: &str| json!({ "memberId": id, "role": role });
    let invite = |email: &str, role: &str| json!({ "email": email, "role": role });
    let not_owner = "Only the organization owner can do this";
    let no_member = "You are not a member of this organization";
    let max = "member-of-u-max-in-org-1";
    let olga = "member-of-u-olga-in-org-1";
    let last = "You must own at least one organization";
    let member = "User is already a member of this organization";
    let foreign = json!({ "invitationId": "canary-invitation-3" });
    vec![
        fails("organization-one", this("org-3"), 403, no_member),
        fails("organization-one", this(""), 400, "Input validation failed"),
        fails("organization-update", named("org-2"), 403, not_owner),
        fails("organization-update", named("org-3"), 404, "Organization not found"),
        fails("organization-delete", this("org-2"), 403, not_owner),
        fails("organization-delete", this(ORGANIZATION), 403, last),
        fails("organization-inviteMember", invite("max@example.com", "member"), 409, member),
        fails(
            "organization-inviteMember",
            invite("a@example.com", "owner"),
            403,
            "The owner role cannot be assigned",
        ),
        fails("organization-inviteMember", invite("a@example.com", "cook"), 404, "Role not found"),
        fails(
            "organization-removeInvitation",
            foreign,
            403,
            "The invitation belongs to another organization",
        ),
        fails("organization-updateMemberRole", role("nobody", "admin"), 404, "Member not found"),
        fails("organization-updateMemberRole", role(max, "cook"), 404, "Role not found"),
        fails(
            "organization-updateMemberRole",
            role(olga, "member"),
            403,
            "The role of the owner cannot be changed",
        ),
        fails("organization-setDefault", this("org-3"), 403, no_member),
    ]
}

/// Somebody who lacks permissions: 401 with a code, or 403 where the role is looked at by hand.
fn as_member() -> Vec<Case> {
    let denied = |name| fails(name, fitting(name), 401, "Permission denied");
    let create = "organization-create";
    let message = "Only owners and admins may create organizations";
    vec![
        denied("organization-inviteMember"),
        denied("organization-allInvitations"),
        denied("organization-removeInvitation"),
        denied("organization-updateMemberRole"),
        fails(create, fitting(create), 403, message),
        answers("organization-one", fitting("organization-one"), organization()),
    ]
}

/// Somebody who is in no organization.
fn as_stranger() -> Vec<Case> {
    vec![
        is_empty("organization-active", json!({})),
        answers("organization-all", json!({}), json!([])),
    ]
}

fn as_nobody() -> Vec<Case> {
    let names = CAPABILITY.operations.iter().map(|it| it.name);
    names.map(|name| fails_for_the_key(name, fitting(name))).collect()
}

/// Arguments that an operation takes.
fn fitting(operation: &str) -> Value {
    match operation {
        "organization-create" => json!({ "name": "Second" }),
        "organization-update" => json!({ "organizationId": ORGANIZATION, "name": "First" }),
        "organization-one" | "organization-delete" | "organization-setDefault" => {
            json!({ "organizationId": ORGANIZATION })
        }
        "organization-inviteMember" => json!({ "email": "a@example.com", "role": "member" }),
        "organization-removeInvitation" => json!({ "invitationId": "canary-invitation-1" }),
        "organization-updateMemberRole" => {
            json!({ "memberId": "member-of-u-max-in-org-1", "role": "admin" })
        }
        _ => json!({}),
    }
}
