//! The generated client.

use std::fmt::Debug;

use generated::dokploy_user::client::Client;
use generated::support::client::Error;
use generated::support::json::{Json, from_value};
use generated::support::operation::Operation;
use generated::support::secret::Secret;
use serde_json::Value;

use super::{Seen, Surface, floats, split};
use crate::cases::Outcome;
use crate::fake::Fake;
use crate::fixtures::Caller;

/// A client, set up by its builder, that checks what it sends.
pub struct Typed {
    client: Client,
    shown: String,
}

/// Makes a client of a fake.
pub fn client(fake: &Fake, caller: Caller) -> Client {
    let builder = Client::builder().base_url(format!("{}/api", fake.url())).api_key(caller.key());
    builder.validate(true).build().expect("a client")
}

impl Surface for Typed {
    const TELLS_EMPTY: bool = false;

    async fn start(fake: &Fake, caller: Caller) -> Self {
        let client = client(fake, caller);
        Self { shown: format!("{client:?}"), client }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        let (parameters, body) = split(operation, arguments);
        let text = |name: &str| parameters.get(name)?.as_str();
        let secret = |name: &str| text(name).map(Secret::from);
        let Self { client, shown } = self;
        let outcome = match operation.name {
            "user-all" => seen(client.all().await, shown),
            "user-one" => seen(client.one(text("userId")?).await, shown),
            "user-session" => seen(client.session().await, shown),
            "user-get" => seen(client.get().await, shown),
            "user-getPermissions" => seen(client.get_permissions().await, shown),
            "user-haveRootAccess" => seen(client.have_root_access().await, shown),
            "user-getBackups" => seen(client.get_backups().await, shown),
            "user-getServerMetrics" => seen(client.get_server_metrics().await, shown),
            "user-update" => seen(client.update(&typed(body)?).await, shown),
            "user-getUserByToken" => seen(client.get_user_by_token(&secret("token")?).await, shown),
            "user-getMetricsToken" => seen(client.get_metrics_token().await, shown),
            "user-remove" => seen(client.remove(&typed(body)?).await, shown),
            "user-assignPermissions" => seen(client.assign_permissions(&typed(body)?).await, shown),
            "user-getInvitations" => seen(client.get_invitations().await, shown),
            "user-getContainerMetrics" => {
                let (url, token) = (text("url")?, secret("token")?);
                let (name, points) = (text("appName")?, text("dataPoints")?);
                seen(client.get_container_metrics(url, &token, name, points).await, shown)
            }
            "user-generateToken" => seen(client.generate_token().await, shown),
            "user-deleteApiKey" => seen(client.delete_api_key(&typed(body)?).await, shown),
            "user-createApiKey" => seen(client.create_api_key(&typed(body)?).await, shown),
            "user-checkUserOrganizations" => {
                seen(client.check_user_organizations(text("userId")?).await, shown)
            }
            "user-createUserWithCredentials" => {
                seen(client.create_user_with_credentials(&typed(body)?).await, shown)
            }
            "user-sendInvitation" => seen(client.send_invitation(&typed(body)?).await, shown),
            "user-getBookmarkedTemplates" => seen(client.get_bookmarked_templates().await, shown),
            "user-toggleTemplateBookmark" => {
                seen(client.toggle_template_bookmark(&typed(body)?).await, shown)
            }
            other => panic!("the client has no method for {other}"),
        };
        Some(outcome.into())
    }

    async fn stop(self) -> String {
        self.shown
    }
}

/// The value as a type, unless the type cannot hold it.
fn typed<T: Json>(value: Value) -> Option<T> {
    let read: T = from_value(value.clone()).ok()?;
    (floats(read.write()) == floats(value)).then_some(read)
}

fn seen<T: Json + Debug>(result: Result<T, Error>, shown: &mut String) -> Outcome {
    if !is_public(&result) {
        shown.push_str(&format!("{result:?}\n"));
    }
    match result {
        Ok(value) => Outcome::Value(value.write()),
        Err(Error::Invalid { violations, .. }) => {
            Outcome::Refused(violations.into_iter().map(|it| (it.pointer, it.message)).collect())
        }
        Err(error) => {
            shown.push_str(&format!("{error}\n"));
            let status = error.status().expect("the provider has answered").as_u16();
            let message = error.message().expect("every error has a message").to_owned();
            Outcome::Error(status, error.code().map(str::to_owned), message)
        }
    }
}

/// Whether a value is shown although it holds the id of an invitation, which is its token: ids are shown.
fn is_public<T: Debug>(result: &Result<T, Error>) -> bool {
    let name = std::any::type_name::<T>();
    result.is_ok() && name.contains("Invitation")
}
