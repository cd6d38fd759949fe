//! Dokploy's capability `user`.

mod cases;
mod keys;
mod provider;
mod standalone;
mod tools;

use axum::Router;
use generated::dokploy_user::client::Client;
use generated::dokploy_user::{CAPABILITY, server};
use generated::support::operation::{Capability, Operation};
use generated::support::secret::Secret;

use super::environment;
use super::fake::{self, Edition};
use super::fixtures::Caller;
use crate::harness::fake::Fake;
use crate::harness::inputs::Inputs;
use crate::harness::play::on_every_surface;
use crate::harness::surface::client::{seen, typed};
use crate::harness::{Outcome, Scene, Subject};

/// The capability.
pub struct User;

on_every_surface!(User);

impl Subject for User {
    const CAPABILITY: &'static Capability = &CAPABILITY;
    const BASE: &'static str = "/api";
    type Setup = Edition;
    type Caller = Caller;
    type Client = Client;

    fn scenes() -> Vec<Scene<Self>> {
        cases::scenes()
    }

    async fn fake(edition: Edition) -> Fake {
        fake::start(edition).await
    }

    fn environment(fake: &Fake, caller: Caller) -> Vec<(&'static str, String)> {
        environment(fake, caller)
    }

    fn client(fake: &Fake, caller: Caller) -> Client {
        let base = format!("{}/api", fake.url());
        let builder = Client::builder().base_url(base).api_key(caller.key());
        builder.validate(true).build().expect("a client")
    }

    fn router(client: Client) -> Router {
        server::router(client)
    }

    async fn call(
        client: &Client,
        operation: &Operation,
        inputs: Inputs,
        shown: &mut String,
    ) -> Option<Outcome> {
        let secret = |name: &str| inputs.text(name).map(Secret::from);
        Some(match operation.name {
            "user-all" => seen(client.all().await, shown),
            "user-one" => seen(client.one(inputs.text("userId")?).await, shown),
            "user-session" => seen(client.session().await, shown),
            "user-get" => seen(client.get().await, shown),
            "user-getPermissions" => seen(client.get_permissions().await, shown),
            "user-haveRootAccess" => seen(client.have_root_access().await, shown),
            "user-getBackups" => seen(client.get_backups().await, shown),
            "user-getServerMetrics" => seen(client.get_server_metrics().await, shown),
            "user-update" => seen(client.update(&typed(inputs.body())?).await, shown),
            "user-getUserByToken" => seen(client.get_user_by_token(&secret("token")?).await, shown),
            "user-getMetricsToken" => seen(client.get_metrics_token().await, shown),
            "user-remove" => seen(client.remove(&typed(inputs.body())?).await, shown),
            "user-assignPermissions" => {
                seen(client.assign_permissions(&typed(inputs.body())?).await, shown)
            }
            "user-getInvitations" => seen(client.get_invitations().await, shown),
            "user-getContainerMetrics" => {
                let (url, token) = (inputs.text("url")?, secret("token")?);
                let (name, points) = (inputs.text("appName")?, inputs.text("dataPoints")?);
                seen(client.get_container_metrics(url, &token, name, points).await, shown)
            }
            "user-generateToken" => seen(client.generate_token().await, shown),
            "user-deleteApiKey" => seen(client.delete_api_key(&typed(inputs.body())?).await, shown),
            "user-createApiKey" => seen(client.create_api_key(&typed(inputs.body())?).await, shown),
            "user-checkUserOrganizations" => {
                seen(client.check_user_organizations(inputs.text("userId")?).await, shown)
            }
            "user-createUserWithCredentials" => {
                seen(client.create_user_with_credentials(&typed(inputs.body())?).await, shown)
            }
            "user-sendInvitation" => {
                seen(client.send_invitation(&typed(inputs.body())?).await, shown)
            }
            "user-getBookmarkedTemplates" => seen(client.get_bookmarked_templates().await, shown),
            "user-toggleTemplateBookmark" => {
                seen(client.toggle_template_bookmark(&typed(inputs.body())?).await, shown)
            }
            other => panic!("the client has no method for {other}"),
        })
    }

    fn credential(caller: Caller) -> (&'static str, String) {
        ("x-api-key", caller.key().to_owned())
    }
}
