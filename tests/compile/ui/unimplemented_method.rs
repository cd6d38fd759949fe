use std::collections::BTreeMap;

use generated::dokploy_user::server::DokployUser;
use generated::dokploy_user::types::*;
use generated::support::failure::Failure;
use generated::support::secret::Secret;
use generated::support::server::Reply;
use generated::support::service::Context;

/// Passes every call on to another implementation.
struct Passing<T>(T);

impl<T: DokployUser> DokployUser for Passing<T> {
    async fn all(&self, context: &Context) -> Result<Reply<Vec<MemberWithUser>>, Failure> {
        self.0.all(context).await
    }

    async fn one(
        &self,
        context: &Context,
        user_id: UserId,
    ) -> Result<Reply<MemberWithUser>, Failure> {
        self.0.one(context, user_id).await
    }

    async fn session(&self, context: &Context) -> Result<Reply<Option<Session>>, Failure> {
        self.0.session(context).await
    }

    async fn get(&self, context: &Context) -> Result<Reply<Option<CurrentMember>>, Failure> {
        self.0.get(context).await
    }

    async fn get_permissions(
        &self,
        context: &Context,
    ) -> Result<Reply<BTreeMap<String, BTreeMap<String, bool>>>, Failure> {
        self.0.get_permissions(context).await
    }

    async fn have_root_access(&self, context: &Context) -> Result<Reply<bool>, Failure> {
        self.0.have_root_access(context).await
    }

    async fn get_server_metrics(&self, context: &Context) -> Result<Reply<Option<User>>, Failure> {
        self.0.get_server_metrics(context).await
    }

    async fn update(&self, context: &Context, body: UpdateRequest) -> Result<Reply<User>, Failure> {
        self.0.update(context, body).await
    }

    async fn get_user_by_token(
        &self,
        context: &Context,
        token: Secret,
    ) -> Result<Reply<InvitationByToken>, Failure> {
        self.0.get_user_by_token(context, token).await
    }

    async fn get_metrics_token(&self, context: &Context) -> Result<Reply<MetricsToken>, Failure> {
        self.0.get_metrics_token(context).await
    }

    async fn assign_permissions(
        &self,
        context: &Context,
        body: AssignPermissionsRequest,
    ) -> Result<Reply<()>, Failure> {
        self.0.assign_permissions(context, body).await
    }

    async fn get_invitations(
        &self,
        context: &Context,
    ) -> Result<Reply<Vec<InvitationWithOrganization>>, Failure> {
        self.0.get_invitations(context).await
    }

    async fn get_container_metrics(
        &self,
        context: &Context,
        url: String,
        token: Secret,
        app_name: String,
        data_points: String,
    ) -> Result<Reply<Vec<ContainerMetrics>>, Failure> {
        self.0.get_container_metrics(context, url, token, app_name, data_points).await
    }

    async fn generate_token(&self, context: &Context) -> Result<Reply<String>, Failure> {
        self.0.generate_token(context).await
    }

    async fn delete_api_key(
        &self,
        context: &Context,
        body: DeleteApiKeyRequest,
    ) -> Result<Reply<bool>, Failure> {
        self.0.delete_api_key(context, body).await
    }

    async fn create_api_key(
        &self,
        context: &Context,
        body: CreateApiKeyRequest,
    ) -> Result<Reply<ApiKey>, Failure> {
        self.0.create_api_key(context, body).await
    }

    async fn check_user_organizations(
        &self,
        context: &Context,
        user_id: UserId,
    ) -> Result<Reply<i64>, Failure> {
        self.0.check_user_organizations(context, user_id).await
    }

    async fn create_user_with_credentials(
        &self,
        context: &Context,
        body: CreateUserWithCredentialsRequest,
    ) -> Result<Reply<CreatedUser>, Failure> {
        self.0.create_user_with_credentials(context, body).await
    }

    async fn send_invitation(
        &self,
        context: &Context,
        body: SendInvitationRequest,
    ) -> Result<Reply<Option<Secret>>, Failure> {
        self.0.send_invitation(context, body).await
    }

    async fn get_bookmarked_templates(
        &self,
        context: &Context,
    ) -> Result<Reply<Vec<String>>, Failure> {
        self.0.get_bookmarked_templates(context).await
    }

    async fn toggle_template_bookmark(
        &self,
        context: &Context,
        body: ToggleTemplateBookmarkRequest,
    ) -> Result<Reply<BookmarkState>, Failure> {
        self.0.toggle_template_bookmark(context, body).await
    }
}

fn main() {}
