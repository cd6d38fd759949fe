//! Several capabilities in one process.

use crate::common::connect_url;
use crate::process::{run, serve, upstream};

/// `cats` shares its ports with `pets`, `dogs` clashes with both.
const THREE: &str = "pets,cats,dogs";

async fn refused(arguments: &[&str], code: i32, message: &str) {
    let output = run(THREE, arguments, Some("http://127.0.0.1:1"), "").await;
    assert_eq!((output.code, &*output.stderr), (Some(code), message), "{output:?}");
}

#[tokio::test]
async fn capabilities_share_listeners() {
    let url = upstream().await;
    let arguments = ["serve", "pets", "cats", "--rest-port", "0", "--mcp-port", "0"];
    let mut served = serve(THREE, &arguments, &url).await;
    let second = served.stderr.next_line().await.unwrap().unwrap();
    assert_eq!(served.line.strip_prefix("pets: "), second.strip_prefix("cats: "));
    let client = connect_url(served.url("MCP on ")).await;
    let info = client.peer_info().unwrap();
    assert_eq!(info.server_info.clone().unwrap().name, "fixture");
    assert_eq!(info.instructions.as_deref(), Some("pets-mcp: Pets of a shop.\ncats: About cats."));
    assert_eq!(client.list_all_tools().await.unwrap().len(), 5);
    let answer = reqwest::get(format!("{}/v1/pets/p1", served.url("REST on "))).await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn clashes_and_omissions_are_named() {
    refused(
        &["serve", "pets", "dogs"],
        1,
        "error: `GET /v1/pets/{name}` is exposed by `pets` and by `dogs`; serve them in two processes\n",
    )
    .await;
    refused(
        &["serve", "cats", "dogs", "--stdio"],
        1,
        "error: tool `cats-list` is declared by `cats` and by `dogs`; serve them in two processes\n",
    )
    .await;
    refused(
        &["serve"],
        2,
        "error: name a capability, or serve all with --all; known are `pets`, `cats`, `dogs`\n",
    )
    .await;
    let output = run(THREE, &["serve", "--all"], None, "").await;
    assert_eq!(
        output.stderr,
        "error: set these environment variables and start again:\n  pets: PETS_URL, PETS_API_KEY\n  \
         cats: CATS_URL, PETS_API_KEY\n  dogs: CATS_URL, PETS_API_KEY\n"
    );
}
