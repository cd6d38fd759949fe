//! The 11 operations on organizations.

use generated::dokploy_organization::server::DokployOrganization;
use generated::dokploy_organization::types::*;
use generated::support::failure::Failure;
use generated::support::json::Json;
use generated::support::service::Context;
use http::StatusCode;
use serde_json::{Value, json};

use super::Shared;
use super::call::{Answered, Call, nothing, typed};
use crate::dokploy::fixtures::{ORGANIZATION, invitation, member_of, organization_of};
use crate::harness::with;

/// Answers the operations from the state.
pub struct Api(pub Shared);

impl Call<'_> {
    /// The organization of an id, if the caller owns it.
    fn owned(&self, id: &str) -> Result<Value, Failure> {
        let Some(found) = self.state.organizations.iter().find(|it| it["id"] == id) else {
            return Err(self.fail(StatusCode::NOT_FOUND, "Organization not found"));
        };
        if found["ownerId"] != self.caller() {
            let message = "Only the organization owner can do this";
            return Err(self.fail(StatusCode::FORBIDDEN, message));
        }
        Ok(found.clone())
    }

    fn demand_role(&self, role: &str) -> Result<(), Failure> {
        match role {
            "owner" => Err(self.fail(StatusCode::FORBIDDEN, "The owner role cannot be assigned")),
            "admin" | "member" => Ok(()),
            _ => Err(self.fail(StatusCode::NOT_FOUND, "Role not found")),
        }
    }
}

impl DokployOrganization for Api {
    async fn create(&self, context: &Context, body: CreateRequest) -> Answered<Organization> {
        let mut call = Call::new(&self.0, context, "organization.create");
        if !call.administers() {
            let message = "Only owners and admins may create organizations";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        let (caller, id) = (call.caller(), call.state.new_id("org-new"));
        let created = organization_of(&caller, &id, &body.name);
        let created = with(created, json!({ "logo": body.logo }));
        call.state.organizations.push(created.clone());
        call.state.members.push(member_of(&id, &caller, "owner"));
        Ok(typed::<Organization>(created).into())
    }

    async fn all(&self, context: &Context) -> Answered<Vec<OrganizationWithMembers>> {
        let call = Call::new(&self.0, context, "organization.all");
        let caller = call.caller();
        let with_membership = |it: &Value| {
            let own = call.state.membership(it["id"].as_str()?, &caller)?;
            Some(typed(with(it.clone(), json!({ "members": [own] }))))
        };
        let found: Vec<_> = call.state.organizations.iter().filter_map(with_membership).collect();
        Ok(found.into())
    }

    async fn one(
        &self,
        context: &Context,
        organization_id: OrganizationId,
    ) -> Answered<Organization> {
        let call = Call::new(&self.0, context, "organization.one");
        call.demand_text(&[("organizationId", &organization_id)])?;
        if call.state.membership(&organization_id, &call.caller()).is_none() {
            let message = "You are not a member of this organization";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        let mut all = call.state.organizations.iter();
        let found = all.find(|it| it["id"] == *organization_id).cloned();
        Ok(typed::<Organization>(found.expect("every membership has an organization")).into())
    }

    async fn update(&self, context: &Context, body: UpdateRequest) -> Answered<Organization> {
        let mut call = Call::new(&self.0, context, "organization.update");
        let found = call.owned(&body.organization_id)?;
        let mut changes = body.write();
        changes.as_object_mut().expect("an object").shift_remove("organizationId");
        let changed = with(found, changes);
        let mut all = call.state.organizations.iter_mut();
        *all.find(|it| it["id"] == *body.organization_id).expect("it was found") = changed.clone();
        Ok(typed::<Organization>(changed).into())
    }

    async fn delete(&self, context: &Context, body: DeleteRequest) -> Answered<Vec<Value>> {
        let mut call = Call::new(&self.0, context, "organization.delete");
        let id = Value::from(body.organization_id.as_str());
        call.owned(&body.organization_id)?;
        let caller = call.caller();
        if call.state.organizations.iter().filter(|it| it["ownerId"] == caller).count() == 1 {
            let message = "You must own at least one organization";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        call.state.organizations.retain(|it| it["id"] != id);
        call.state.members.retain(|it| it["organizationId"] != id);
        Ok(Vec::new().into())
    }

    async fn invite_member(
        &self,
        context: &Context,
        body: InviteMemberRequest,
    ) -> Answered<Invitation> {
        let mut call = Call::new(&self.0, context, "organization.inviteMember");
        call.demand_permission()?;
        call.demand_role(&body.role)?;
        let has_address = |it: &&Value| it["email"] == body.email;
        let mut known = call.state.users.iter().filter(has_address);
        if known.any(|it| call.state.member(it["id"].as_str().unwrap_or_default()).is_some()) {
            let message = "User is already a member of this organization";
            return Err(call.fail(StatusCode::CONFLICT, message));
        }
        if call.state.invitations.iter().any(|it| it["email"] == body.email) {
            return Err(call.fail(StatusCode::CONFLICT, "There is a pending invitation"));
        }
        let id = call.state.new_id("canary-invitation-new");
        let created = with(invitation(&id, &body.email), json!({ "role": body.role }));
        call.state.invitations.push(created.clone());
        Ok(typed::<Invitation>(created).into())
    }

    async fn all_invitations(&self, context: &Context) -> Answered<Vec<Invitation>> {
        let call = Call::new(&self.0, context, "organization.allInvitations");
        call.demand_permission()?;
        let here = call.state.invitations.iter().filter(|it| it["organizationId"] == ORGANIZATION);
        Ok(here.cloned().map(typed).collect::<Vec<_>>().into())
    }

    async fn remove_invitation(
        &self,
        context: &Context,
        body: RemoveInvitationRequest,
    ) -> Answered<Vec<Value>> {
        let mut call = Call::new(&self.0, context, "organization.removeInvitation");
        call.demand_permission()?;
        let mut all = call.state.invitations.iter();
        match all.find(|it| it["id"] == *body.invitation_id) {
            None => return Err(call.fail(StatusCode::NOT_FOUND, "Invitation not found")),
            Some(it) if it["organizationId"] != ORGANIZATION => {
                let message = "The invitation belongs to another organization";
                return Err(call.fail(StatusCode::FORBIDDEN, message));
            }
            Some(_) => {}
        }
        call.state.invitations.retain(|it| it["id"] != *body.invitation_id);
        Ok(Vec::new().into())
    }

    async fn update_member_role(
        &self,
        context: &Context,
        body: UpdateMemberRoleRequest,
    ) -> Answered<bool> {
        let mut call = Call::new(&self.0, context, "organization.updateMemberRole");
        call.demand_permission()?;
        call.demand_role(&body.role)?;
        let Some(found) = call.state.members().find(|it| it["id"] == *body.member_id) else {
            return Err(call.fail(StatusCode::NOT_FOUND, "Member not found"));
        };
        if found["role"] == "owner" {
            let message = "The role of the owner cannot be changed";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        let mut all = call.state.members.iter_mut();
        all.find(|it| it["id"] == *body.member_id).expect("it was found")["role"] =
            body.role.into();
        Ok(true.into())
    }

    async fn set_default(
        &self,
        context: &Context,
        body: SetDefaultRequest,
    ) -> Answered<DefaultChanged> {
        let mut call = Call::new(&self.0, context, "organization.setDefault");
        let caller = call.caller();
        if call.state.membership(&body.organization_id, &caller).is_none() {
            let message = "You are not a member of this organization";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        for member in call.state.members.iter_mut().filter(|it| it["userId"] == caller) {
            member["isDefault"] = (member["organizationId"] == *body.organization_id).into();
        }
        Ok(DefaultChanged { success: true }.into())
    }

    async fn active(&self, context: &Context) -> Answered<Option<Organization>> {
        let call = Call::new(&self.0, context, "organization.active");
        if !call.key.has_session {
            return Ok(None.into());
        }
        if call.role().is_none() {
            return Ok(nothing());
        }
        let mut all = call.state.organizations.iter();
        let active = all.find(|it| it["id"] == ORGANIZATION).cloned();
        Ok(active.map(typed::<Organization>).into())
    }
}
