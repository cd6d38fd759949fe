//! Parameters, bodies and answers have types; a body with many options has a short form.

use generated::dokploy_user::client::Client;
use generated::dokploy_user::types::{
    CreateApiKeyRequest, CreateApiKeyRequestMetadata, RemoveRequest, UpdateRequest,
};
use generated::support::client::Error;
use generated::support::secret::Secret;

async fn calls(client: &Client) -> Result<(), Error> {
    let member = client.one("u-1").await?;
    let _email: String = member.user.email;
    let _is_empty: bool = client.get().await?.is_none();
    let _count: i64 = client.check_user_organizations(&member.user_id).await?;
    let _invitation = client.get_user_by_token(&Secret::from("token")).await?;

    let metadata = CreateApiKeyRequestMetadata { organization_id: "o-1".into() };
    let request = CreateApiKeyRequest {
        rate_limit_enabled: Some(false),
        ..CreateApiKeyRequest::new("ci", metadata)
    };
    let _key: Secret = client.create_api_key(&request).await?.key;

    // Left out, `null` and a value differ.
    let changes = UpdateRequest { image: Some(None), ..UpdateRequest::default() };
    client.update(&changes).await?;
    let _removed: Option<bool> = client.remove(&RemoveRequest { user_id: member.user_id }).await?;
    Ok(())
}

#[test]
fn a_client_is_called() {
    let client = Client::builder().base_url("http://127.0.0.1:9").api_key("key").build();
    let client = client.expect("a client");
    let _not_run = calls(&client);
}
