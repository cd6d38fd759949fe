//! Keys, from the day they are made to the day they are deleted; and what is said where there is none.

use generated::dokploy_user::client::Client;
use generated::dokploy_user::types::DeleteApiKeyRequest;
use generated::dokploy_user::types::{CreateApiKeyRequest, CreateApiKeyRequestMetadata};
use generated::support::client::Error;
use tokio::process::Command;

use super::User;
use crate::dokploy::fake::{self, Edition};
use crate::dokploy::fixtures::{Caller, ORGANIZATION};
use crate::harness::{CANARY, Subject, process};

fn status(result: Result<impl Sized, Error>) -> Option<(u16, Option<String>)> {
    let error = result.err()?;
    Some((error.status()?.as_u16(), error.code().map(str::to_owned)))
}

#[tokio::test]
async fn a_new_key_works_until_its_limit_and_not_beyond() {
    let fake = fake::start(Edition::SelfHosted).await;
    let owner = User::client(&fake, Caller::Owner);
    let metadata = CreateApiKeyRequestMetadata { organization_id: ORGANIZATION.into() };
    let made =
        owner.create_api_key(&CreateApiKeyRequest::new("ci", metadata)).await.expect("a key");
    let base = format!("{}/api", fake.url());
    let with_new_key =
        Client::builder().base_url(base).api_key(made.key.clone()).build().expect("a client");
    // Each call takes two of the ten requests a day that a key has where nothing else is said.
    for _ in 0..5 {
        assert_eq!(with_new_key.have_root_access().await.ok(), Some(false));
    }
    assert_eq!(status(with_new_key.have_root_access().await), Some((401, None)));

    let listed = owner.get().await.expect("an answer").expect("a member").user.api_keys;
    assert!(listed.iter().any(|it| made.id == it.id));
    let delete = DeleteApiKeyRequest { api_key_id: made.id };
    assert_eq!(owner.delete_api_key(&delete).await.ok(), Some(true));
    let gone = Some((404, Some("NOT_FOUND".to_owned())));
    assert_eq!(status(owner.delete_api_key(&delete).await), gone);
}

#[tokio::test]
async fn an_api_that_is_not_there_is_reported_without_any_secret() {
    let fake = fake::start(Edition::SelfHosted).await;
    let client = User::client(&fake, Caller::Owner);
    let address = fake.url();
    drop(fake);
    let token = "canary-agent-token".into();
    let error = client.get_container_metrics("http://x", &token, "a", "1").await.err();
    let error = error.expect("nobody listens");
    assert!(matches!(error, Error::Transport { .. }));
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(CANARY) && !shown.contains(&address), "{shown}");
}

#[tokio::test]
async fn without_a_variable_the_program_names_it_and_ends() {
    let fake = fake::start(Edition::SelfHosted).await;
    let said = |mut command: Command| async move {
        let output = command.output().await.expect("an end");
        let stderr = String::from_utf8(output.stderr).expect("text");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"), stderr)
    };
    let arguments = ["serve", "dokploy-user", "--rest-port", "0", "--mcp-port", "0"];
    let mut nothing = process::command::<User>(&fake, Caller::Owner, &arguments);
    nothing.env_clear();
    let mut without_key = process::command::<User>(&fake, Caller::Owner, &arguments);
    without_key.env_remove("DOKPLOY_API_KEY");
    let mut without_url = process::command::<User>(&fake, Caller::Owner, &arguments);
    without_url.env_remove("DOKPLOY_URL");
    let expected = |names: &str| {
        let start = "error: set these environment variables and start again:\n  dokploy-user: ";
        (Some(2), String::new(), format!("{start}{names}\n"))
    };
    assert_eq!(said(nothing).await, expected("DOKPLOY_URL, DOKPLOY_API_KEY"));
    assert_eq!(said(without_key).await, expected("DOKPLOY_API_KEY"));
    assert_eq!(said(without_url).await, expected("DOKPLOY_URL"));
}
