//! Nodeum's capability `users`.

mod cases;
mod credentials;
mod fake;
mod fixtures;
mod paging;
mod tools;

use axum::Router;
use generated::nodeum_users::client::Client;
use generated::nodeum_users::types::*;
use generated::nodeum_users::{CAPABILITY, server};
use generated::support::operation::{Capability, Operation};

use self::fixtures::{Caller, Proof};
use crate::harness::fake::Fake;
use crate::harness::inputs::Inputs;
use crate::harness::play::on_every_surface;
use crate::harness::surface::client::{seen, typed};
use crate::harness::{Outcome, Scene, Subject};

/// The capability.
pub struct Users;

on_every_surface!(Users);

impl Subject for Users {
    const CAPABILITY: &'static Capability = &CAPABILITY;
    const BASE: &'static str = "/api/v2";
    type Setup = ();
    type Caller = Caller;
    type Client = Client;

    fn scenes() -> Vec<Scene<Self>> {
        cases::scenes()
    }

    async fn fake((): ()) -> Fake {
        fake::start().await
    }

    fn environment(fake: &Fake, caller: Caller) -> Vec<(&'static str, String)> {
        let mut variables = vec![("NODEUM_URL", fake.url())];
        variables.extend(match caller.proof() {
            Proof::Basic(user, password) => {
                vec![("NODEUM_USERNAME", user.to_owned()), ("NODEUM_PASSWORD", password.to_owned())]
            }
            Proof::Bearer(token) => vec![("NODEUM_TOKEN", token.to_owned())],
        });
        variables
    }

    fn client(fake: &Fake, caller: Caller) -> Client {
        let builder = Client::builder().base_url(format!("{}/api/v2", fake.url()));
        let builder = match caller.proof() {
            Proof::Basic(user, password) => builder.basic(user, password),
            Proof::Bearer(token) => builder.bearer(token),
        };
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
        let key = || inputs.number("api_key_id");
        let (user, configuration) = (inputs.text("user_id"), inputs.text("configuration_id"));
        let page = || Some((page(&inputs, "limit")?, page(&inputs, "offset")?));
        Some(match operation.name {
            "users-sign-in" => seen(client.sign_in(&typed(body)?).await, shown),
            "users-list-configurations" => {
                let (limit, offset) = page()?;
                let options = ListConfigurationsOptions { limit, offset };
                seen(client.list_configurations(&options).await, shown)
            }
            "users-create-configuration" => {
                seen(client.create_configuration(&typed(body)?).await, shown)
            }
            "users-get-configuration" => {
                seen(client.get_configuration(configuration?).await, shown)
            }
            "users-update-configuration" => {
                seen(client.update_configuration(configuration?, &typed(body)?).await, shown)
            }
            "users-delete-configuration" => {
                seen(client.delete_configuration(configuration?).await, shown)
            }
            "users-list-api-keys" => {
                let (limit, offset) = page()?;
                seen(client.list_api_keys(&ListApiKeysOptions { limit, offset }).await, shown)
            }
            "users-create-api-key" => seen(client.create_api_key(&typed(body)?).await, shown),
            "users-get-api-key" => seen(client.get_api_key(key()?).await, shown),
            "users-update-api-key" => {
                seen(client.update_api_key(key()?, &typed(body)?).await, shown)
            }
            "users-delete-api-key" => seen(client.delete_api_key(key()?).await, shown),
            "users-me" => seen(client.me().await, shown),
            "users-list" => {
                let (limit, offset) = page()?;
                seen(client.list(&ListOptions { limit, offset }).await, shown)
            }
            "users-create" => seen(client.create(&typed(body)?).await, shown),
            "users-get" => seen(client.get(user?).await, shown),
            "users-update" => seen(client.update(user?, &typed(body)?).await, shown),
            "users-delete" => seen(client.delete(user?).await, shown),
            "users-list-system-users" => seen(client.list_system_users().await, shown),
            "users-list-system-groups" => seen(client.list_system_groups().await, shown),
            other => panic!("the client has no method for {other}"),
        })
    }

    fn credential(caller: Caller) -> (&'static str, String) {
        ("authorization", caller.proof().header())
    }
}

/// A number that may be left out; `None` where what is given is none.
fn page(inputs: &Inputs, name: &str) -> Option<Option<u64>> {
    match inputs.parameters.get(name) {
        None => Some(None),
        Some(value) => value.as_u64().map(Some),
    }
}
