//! Which of two credentials is used, and what is said where there is none.

use generated::nodeum_users::client::Client;
use http::header::AUTHORIZATION;

use super::Users;
use super::fixtures::{Caller, Proof};
use crate::harness::{CANARY, Subject, process};

#[tokio::test]
async fn the_first_alternative_of_which_everything_is_there_is_used() {
    let fake = Users::fake(()).await;
    let (Proof::Basic(user, password), Proof::Bearer(token)) =
        (Caller::Admin.proof(), Caller::Key.proof())
    else {
        panic!("the one by a password, the other by a key");
    };
    let base = || Client::builder().base_url(format!("{}/api/v2", fake.url()));
    let both = base().bearer(token).basic(user, password).build().expect("a client");
    let one = base().bearer(token).build().expect("a client");
    for (client, caller) in [(both, Caller::Admin), (one, Caller::Key)] {
        assert_eq!(client.me().await.expect("an account").username, "admin");
        let [exchange] = fake.take_journal().try_into().expect("one request");
        assert_eq!(exchange.headers[AUTHORIZATION], *caller.proof().header());
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_apart_and_not_shown() {
    let fake = Users::fake(()).await;
    let error = Users::client(&fake, Caller::WrongPassword).me().await.expect_err("401");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(401));
    assert_eq!(error.code(), Some("unauthorized"));
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(CANARY), "{shown}");
}

#[tokio::test]
async fn half_a_credential_is_told_by_its_other_half() {
    let fake = Users::fake(()).await;
    let name = Users::CAPABILITY.name;
    let arguments = ["serve", name, "--rest-port", "0", "--mcp-port", "0"];
    let mut command = process::command::<Users>(&fake, Caller::Admin, &arguments);
    let output = command.env_remove("NODEUM_PASSWORD").output().await.expect("an end");
    let stderr = String::from_utf8(output.stderr).expect("text");
    let start = "error: set these environment variables and start again:\n";
    assert_eq!(stderr, format!("{start}  {name}: NODEUM_PASSWORD\n"));
    assert_eq!(output.status.code(), Some(2));
}
