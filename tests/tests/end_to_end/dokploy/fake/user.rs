//! The 23 operations on users.

use std::collections::BTreeMap;

use generated::dokploy_user::server::DokployUser;
use generated::dokploy_user::types::*;
use generated::support::json::Json;
use generated::support::secret::Secret;
use generated::support::server::Reply;
use generated::support::service::Context;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Answered, Call, nothing, typed};
use super::state::{Key, State};
use super::{Edition, Shared};
use crate::dokploy::fixtures::{self, CURRENT_USER, KEY_SUMMARY, ORGANIZATION, only};
use crate::harness::with;

/// Answers the operations from the state.
pub struct Api(pub Shared);

impl DokployUser for Api {
    async fn all(&self, context: &Context) -> Answered<Vec<MemberWithUser>> {
        let mut call = Call::new(&self.0, context, "user.all");
        call.demand_permission()?;
        let state = &mut *call.state;
        let ids = state.members().filter_map(|it| it["userId"].as_str());
        let members = ids.filter_map(|id| state.member_with_user(id)).map(typed);
        Ok(members.collect::<Vec<_>>().into())
    }

    async fn one(&self, context: &Context, user_id: UserId) -> Answered<MemberWithUser> {
        let call = Call::new(&self.0, context, "user.one");
        call.demand_text(&[("userId", &user_id)])?;
        let Some(member) = call.state.member_with_user(&user_id) else {
            return Err(call.fail(StatusCode::NOT_FOUND, "User not found in this organization"));
        };
        if user_id != call.caller() && !call.administers() {
            return Err(call.fail(StatusCode::UNAUTHORIZED, "You are not allowed to see this user"));
        }
        Ok(typed::<MemberWithUser>(member).into())
    }

    async fn session(&self, context: &Context) -> Answered<Option<Session>> {
        let call = Call::new(&self.0, context, "user.session");
        let session = json!({
            "user": { "id": call.caller() },
            "session": { "activeOrganizationId": ORGANIZATION },
        });
        Ok(call.key.has_session.then(|| typed(session)).into())
    }

    async fn get(&self, context: &Context) -> Answered<Option<CurrentMember>> {
        let call = Call::new(&self.0, context, "user.get");
        let caller = call.caller();
        let Some(mut member) = call.state.member_with_user(&caller) else {
            return Ok(nothing());
        };
        let keys = call.state.keys_of(&caller);
        let keys: Vec<Value> = keys.iter().map(|it| only(it, &KEY_SUMMARY)).collect();
        member["user"] = with(only(&member["user"], &CURRENT_USER), json!({ "apiKeys": keys }));
        Ok(Some(typed(member)).into())
    }

    async fn get_permissions(
        &self,
        context: &Context,
    ) -> Answered<BTreeMap<String, BTreeMap<String, bool>>> {
        let call = Call::new(&self.0, context, "user.getPermissions");
        let Some(role) = call.role() else {
            return Err(call.fail(StatusCode::UNAUTHORIZED, "Invalid role"));
        };
        Ok(Reply::ok(typed(State::permissions(role))))
    }

    async fn have_root_access(&self, context: &Context) -> Answered<bool> {
        let call = Call::new(&self.0, context, "user.haveRootAccess");
        let is_owner = call.role() == Some("owner");
        Ok((is_owner && call.state.edition == Edition::Cloud).into())
    }

    async fn get_backups(&self, context: &Context) -> Answered<Option<UserBackups>> {
        let call = Call::new(&self.0, context, "user.getBackups");
        call.demand_permission()?;
        let caller = call.caller();
        if call.role().is_none() {
            return Ok(nothing());
        }
        let keys = call.state.keys_of(&caller);
        let stored = keys.into_iter().map(|it| with(it, json!({ "key": "canary-hash" })));
        let more =
            json!({ "backups": [fixtures::backup()], "apiKeys": stored.collect::<Vec<_>>() });
        let user = call.state.user(&caller).cloned().unwrap_or_default();
        Ok(Some(typed(with(user, more))).into())
    }

    async fn get_server_metrics(&self, context: &Context) -> Answered<Option<User>> {
        let call = Call::new(&self.0, context, "user.getServerMetrics");
        call.demand_permission()?;
        if call.role().is_none() {
            return Ok(nothing());
        }
        let caller = call.caller();
        Ok(call.state.user(&caller).cloned().map(typed::<User>).into())
    }

    async fn update(&self, context: &Context, body: UpdateRequest) -> Answered<User> {
        let mut call = Call::new(&self.0, context, "user.update");
        if body.password.is_some() && body.current_password.is_none() {
            return Err(call.fail(StatusCode::BAD_REQUEST, "Current password is incorrect"));
        }
        if body.current_password.is_some() && body.password.is_none() {
            return Err(call.fail(StatusCode::BAD_REQUEST, "New password is required"));
        }
        let body = UpdateRequest { id: None, password: None, current_password: None, ..body };
        let changes = body.write();
        if changes == json!({}) {
            return Err(call.fail(StatusCode::BAD_REQUEST, "No values to set"));
        }
        let caller = call.caller();
        let user = call.state.user_mut(&caller).expect("every key belongs to a user");
        *user = with(user.take(), changes);
        Ok(typed::<User>(user.clone()).into())
    }

    async fn get_user_by_token(
        &self,
        context: &Context,
        token: Secret,
    ) -> Answered<InvitationByToken> {
        let mut call = Call::new(&self.0, context, "user.getUserByToken");
        let state = &mut *call.state;
        let Some(invitation) = state.invitations.iter().find(|it| it["id"] == token.expose())
        else {
            return Err(call.fail(StatusCode::NOT_FOUND, "Invitation not found"));
        };
        let known = state.users.iter().any(|it| it["email"] == invitation["email"]);
        let told = only(invitation, &["id", "email", "status", "role", "inviterId"]);
        let more = json!({ "isExpired": false, "userAlreadyExists": known });
        Ok(typed::<InvitationByToken>(with(told, more)).into())
    }

    async fn get_metrics_token(&self, context: &Context) -> Answered<MetricsToken> {
        let call = Call::new(&self.0, context, "user.getMetricsToken");
        call.demand_permission()?;
        Ok(typed::<MetricsToken>(fixtures::metrics_token()).into())
    }

    async fn remove(&self, context: &Context, body: RemoveRequest) -> Answered<Option<bool>> {
        let mut call = Call::new(&self.0, context, "user.remove");
        if call.state.edition == Edition::Cloud {
            return Ok(Some(true).into());
        }
        if !call.administers() {
            let message = "Only owners and admins may remove users";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        match call.state.role(&body.user_id) {
            None => {
                return Err(call.fail(StatusCode::NOT_FOUND, "Target user is not a member"));
            }
            Some("owner") => {
                return Err(call.fail(StatusCode::FORBIDDEN, "The owner cannot be removed"));
            }
            Some(_) => {}
        }
        let state = &mut *call.state;
        state.members.retain(|it| it["userId"] != *body.user_id);
        state.users.retain(|it| it["id"] != *body.user_id);
        Ok(nothing())
    }

    async fn assign_permissions(
        &self,
        context: &Context,
        body: AssignPermissionsRequest,
    ) -> Answered<()> {
        let mut call = Call::new(&self.0, context, "user.assignPermissions");
        call.demand_permission()?;
        let mut grants = body.write();
        grants.as_object_mut().expect("an object").shift_remove("id");
        let Some(member) = call.state.member_mut(&body.id) else {
            return Err(call.fail(StatusCode::UNAUTHORIZED, "You are not allowed to do this"));
        };
        *member = with(member.take(), grants);
        Ok(nothing())
    }

    async fn get_invitations(
        &self,
        context: &Context,
    ) -> Answered<Vec<InvitationWithOrganization>> {
        let call = Call::new(&self.0, context, "user.getInvitations");
        let caller = call.caller();
        let email = call.state.user(&caller).map(|it| it["email"].clone());
        let invitations =
            call.state.invitations.iter().filter(|it| Some(&it["email"]) == email.as_ref());
        let more = json!({ "organization": fixtures::organization() });
        let found: Vec<_> = invitations.map(|it| typed(with(it.clone(), more.clone()))).collect();
        Ok(found.into())
    }

    async fn get_container_metrics(
        &self,
        context: &Context,
        url: String,
        token: Secret,
        app_name: String,
        data_points: String,
    ) -> Answered<Vec<ContainerMetrics>> {
        let call = Call::new(&self.0, context, "user.getContainerMetrics");
        call.demand_permission()?;
        let token = token.expose();
        let given = [("url", &*url), ("token", token), ("appName", &app_name)];
        call.demand_text(&given)?;
        call.demand_text(&[("dataPoints", &data_points)])?;
        if app_name != "shop-web" {
            let message = "Failed to fetch container metrics:\n- no data for the container";
            return Err(call.fail(StatusCode::INTERNAL_SERVER_ERROR, message));
        }
        Ok(vec![typed(fixtures::container())].into())
    }

    async fn generate_token(&self, context: &Context) -> Answered<String> {
        let _ = Call::new(&self.0, context, "user.generateToken");
        Ok("token".to_owned().into())
    }

    async fn delete_api_key(&self, context: &Context, body: DeleteApiKeyRequest) -> Answered<bool> {
        let mut call = Call::new(&self.0, context, "user.deleteApiKey");
        let caller = call.caller();
        let Some(index) = call.state.keys.iter().position(|it| body.api_key_id == it.id) else {
            return Err(call.fail(StatusCode::NOT_FOUND, "API key not found"));
        };
        if call.state.keys[index].user != caller {
            let message = "You are not authorized to delete this API key";
            return Err(call.fail(StatusCode::UNAUTHORIZED, message));
        }
        call.state.keys.remove(index);
        Ok(true.into())
    }

    async fn create_api_key(
        &self,
        context: &Context,
        body: CreateApiKeyRequest,
    ) -> Answered<ApiKey> {
        let mut call = Call::new(&self.0, context, "user.createApiKey");
        if body.metadata.organization_id != ORGANIZATION || call.role().is_none() {
            let message = "You are not a member of this organization";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        if body.refill_amount.is_some() != body.refill_interval.is_some() {
            // Not the API's own refusal but that of a library, which it does not expect.
            let message = "refillAmount is required when refillInterval is provided";
            return Err(call.fail(StatusCode::INTERNAL_SERVER_ERROR, message));
        }
        let caller = call.caller();
        let id = call.state.new_id("key");
        let prefix = body.prefix.clone().unwrap_or_default();
        let key = format!("{prefix}{id}-canary");
        let mut columns = fixtures::api_key(&id, &body.name, &caller, &key);
        columns["prefix"] = body.prefix.write();
        if let Some(enabled) = body.rate_limit_enabled {
            columns["rateLimitEnabled"] = enabled.into();
        }
        call.state.keys.push(Key::new(columns.clone()));
        Ok(typed::<ApiKey>(columns).into())
    }

    async fn check_user_organizations(&self, context: &Context, user_id: UserId) -> Answered<i64> {
        let call = Call::new(&self.0, context, "user.checkUserOrganizations");
        call.demand_text(&[("userId", &user_id)])?;
        if user_id != call.caller() && !call.administers() {
            let message = "You can only check your own organizations";
            return Err(call.fail(StatusCode::FORBIDDEN, message));
        }
        let count = call.state.members.iter().filter(|it| it["userId"] == *user_id).count();
        Ok(i64::try_from(count).expect("a few").into())
    }

    async fn create_user_with_credentials(
        &self,
        context: &Context,
        body: CreateUserWithCredentialsRequest,
    ) -> Answered<CreatedUser> {
        let mut call = Call::new(&self.0, context, "user.createUserWithCredentials");
        call.demand_permission()?;
        if body.role == "owner" {
            return Err(call.fail(StatusCode::FORBIDDEN, "The owner role cannot be assigned"));
        }
        if call.state.users.iter().any(|it| it["email"] == body.email) {
            let message = "User with this email already exists";
            return Err(call.fail(StatusCode::BAD_REQUEST, message));
        }
        let state = &mut *call.state;
        let id = state.new_id("u-new");
        let email = json!({ "email": body.email });
        state.users.push(with(fixtures::user(&id, "New"), email));
        state.members.push(fixtures::member(&id, &body.role));
        Ok(CreatedUser { user_id: id.into(), email: body.email, role: body.role }.into())
    }

    async fn send_invitation(
        &self,
        context: &Context,
        body: SendInvitationRequest,
    ) -> Answered<Option<Secret>> {
        let call = Call::new(&self.0, context, "user.sendInvitation");
        call.demand_permission()?;
        if call.state.edition == Edition::Cloud {
            return Ok(nothing());
        }
        if body.notification_id != "mail-1" {
            return Err(call.fail(StatusCode::NOT_FOUND, "Email provider not found"));
        }
        let link = format!("https://dokploy.example.com/invitation?token={}", body.invitation_id);
        Ok(Some(Secret::from(link)).into())
    }

    async fn get_bookmarked_templates(&self, context: &Context) -> Answered<Vec<String>> {
        let call = Call::new(&self.0, context, "user.getBookmarkedTemplates");
        let caller = call.caller();
        let user = call.state.user(&caller).expect("every key belongs to a user");
        Ok(typed::<Vec<String>>(user["bookmarkedTemplates"].clone()).into())
    }

    async fn toggle_template_bookmark(
        &self,
        context: &Context,
        body: ToggleTemplateBookmarkRequest,
    ) -> Answered<BookmarkState> {
        let mut call = Call::new(&self.0, context, "user.toggleTemplateBookmark");
        let caller = call.caller();
        let user = call.state.user_mut(&caller).expect("every key belongs to a user");
        let bookmarks = user["bookmarkedTemplates"].as_array_mut().expect("an array");
        let template = Value::from(body.template_id);
        let count = bookmarks.len();
        bookmarks.retain(|it| *it != template);
        let is_bookmarked = bookmarks.len() == count;
        if is_bookmarked {
            bookmarks.push(template);
        }
        Ok(BookmarkState { is_bookmarked }.into())
    }
}
