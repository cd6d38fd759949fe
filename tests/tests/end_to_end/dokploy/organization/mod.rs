//! Dokploy's capability `organization`.

mod cases;
mod tools;

use axum::Router;
use generated::dokploy_organization::client::Client;
use generated::dokploy_organization::{CAPABILITY, server};
use generated::support::operation::{Capability, Operation};

use super::environment;
use super::fake::{self, Edition};
use super::fixtures::Caller;
use crate::harness::fake::Fake;
use crate::harness::inputs::Inputs;
use crate::harness::play::on_every_surface;
use crate::harness::surface::client::{seen, typed};
use crate::harness::{Outcome, Scene, Subject};

/// The capability.
pub struct Organization;

on_every_surface!(Organization);

impl Subject for Organization {
    const CAPABILITY: &'static Capability = &CAPABILITY;
    const BASE: &'static str = "/api";
    type Setup = ();
    type Caller = Caller;
    type Client = Client;

    fn scenes() -> Vec<Scene<Self>> {
        cases::scenes()
    }

    async fn fake((): ()) -> Fake {
        fake::start(Edition::SelfHosted).await
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
        let body = inputs.body();
        Some(match operation.name {
            "organization-create" => seen(client.create(&typed(body)?).await, shown),
            "organization-all" => seen(client.all().await, shown),
            "organization-one" => seen(client.one(inputs.text("organizationId")?).await, shown),
            "organization-update" => seen(client.update(&typed(body)?).await, shown),
            "organization-delete" => seen(client.delete(&typed(body)?).await, shown),
            "organization-inviteMember" => seen(client.invite_member(&typed(body)?).await, shown),
            "organization-allInvitations" => seen(client.all_invitations().await, shown),
            "organization-removeInvitation" => {
                seen(client.remove_invitation(&typed(body)?).await, shown)
            }
            "organization-updateMemberRole" => {
                seen(client.update_member_role(&typed(body)?).await, shown)
            }
            "organization-setDefault" => seen(client.set_default(&typed(body)?).await, shown),
            "organization-active" => seen(client.active().await, shown),
            other => panic!("the client has no method for {other}"),
        })
    }

    fn credential(caller: Caller) -> (&'static str, String) {
        ("x-api-key", caller.key().to_owned())
    }
}
