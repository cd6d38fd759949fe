//! Tools that may destroy ask a person first, in both eras of the protocol.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::common::{
    Fake, call, connect, connect_directly, discover, initialize, request, shown, start,
};
use crate::person::{Client, Person};
use crate::secrets::KEYRING;
use fixture::support::mcp::{McpServer, Options};
use rmcp::ServiceError;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ElicitationAction, InputRequiredResult, InputResponses,
};
use serde_json::{Value, json};

fn server(fake: &Arc<Fake>, options: Options) -> McpServer {
    McpServer::with_options(vec![(&KEYRING, fake.clone())], options).unwrap()
}

async fn served(fake: &Arc<Fake>) -> SocketAddr {
    start(server(fake, Options::new()), &[]).await
}

async fn result(client: &Client, tool: &'static str, arguments: Value) -> String {
    shown(&client.call_tool(request(tool, arguments)).await.unwrap())
}

const QUESTION: &str = "Remove a key\n\nThe tool `keys-remove` calls `DELETE /keys/{id}`, which may delete or \
    overwrite data.\n\nArguments:\n- id: \"k1\"\n- password: \"[redacted]\"";

#[tokio::test]
async fn what_is_confirmed_is_done() {
    for era in [initialize(), discover()] {
        let fake = Fake::json("7");
        let arguments = json!({"id": "k1", "password": "hunter2"});
        let person = Person::willing();
        let client = person.connect(served(&fake).await, era.clone()).await;
        assert_eq!(result(&client, "keys-remove", arguments.clone()).await, "ok: 7");
        assert_eq!(
            result(&client, "keys-read", json!({"id": "k1"})).await.split(':').next(),
            Some("error")
        );
        assert_eq!(person.questions(), [QUESTION]);
        let direct = person.connect_directly(server(&fake, Options::new()), era).await;
        assert_eq!(result(&direct, "keys-remove", arguments).await, "ok: 7");
        // Said to be neither read-only nor harmless.
        assert_eq!(result(&direct, "keys-reset", json!({"id": "k1"})).await, "ok: 7");
        assert_eq!(person.questions().len(), 3);
        assert_eq!(fake.inputs().len(), 4);
    }
}

#[tokio::test]
async fn what_is_not_confirmed_is_not_done() {
    let ticked = Some(json!({"confirm": true}));
    for (action, content, reason) in [
        (
            ElicitationAction::Decline,
            None,
            "the user declined. Do not call it again unless asked to",
        ),
        (
            ElicitationAction::Decline,
            ticked.clone(),
            "the user declined. Do not call it again unless asked to",
        ),
        (ElicitationAction::Cancel, ticked, "the user closed the question without an answer"),
        (
            ElicitationAction::Accept,
            Some(json!({"confirm": false})),
            "the user sent the form without confirming it",
        ),
        (
            ElicitationAction::Accept,
            Some(json!({"confirm": "true"})),
            "the user sent the form without confirming it",
        ),
        (ElicitationAction::Accept, None, "the user sent the form without confirming it"),
    ] {
        for era in [initialize(), discover()] {
            let fake = Fake::json("7");
            let person = Person::new(action.clone(), content.clone());
            let client = person.connect(served(&fake).await, era).await;
            let told = result(&client, "keys-remove", json!({"id": "k1"})).await;
            let want =
                format!("error: Nothing was done: `keys-remove` was not called, because {reason}.");
            assert_eq!(told, want);
            assert_eq!(fake.inputs().len(), 0);
        }
    }
}

#[tokio::test]
async fn arguments_are_checked_before_a_person_is_asked() {
    let (fake, person) = (Fake::json("7"), Person::willing());
    let client = person.connect(served(&fake).await, discover()).await;
    let told = result(&client, "keys-remove", json!({"id": 1})).await;
    assert!(
        told.starts_with("error: Nothing was done: the arguments of `keys-remove` do not fit"),
        "{told}"
    );
    assert_eq!(person.questions().len(), 0);
}

#[tokio::test]
async fn a_client_that_cannot_ask_is_refused_unless_told_otherwise() {
    let refused = "error: Nothing was done: `keys-remove` was not called, because it may delete or overwrite \
        data, so the user has to confirm it, and this client cannot ask (it has declared no elicitation of \
        forms, or is served without a session). The user can do it with a client that asks; whoever runs the \
        server can let it act without asking (--yes-destructive).";
    let fake = Fake::json("7");
    for era in [initialize(), discover()] {
        let client = connect(served(&fake).await, era.clone()).await;
        assert_eq!(shown(&call(&client, "keys-remove", json!({"id": "k1"})).await), refused);
        let address = start(server(&fake, Options::new().yes_destructive(true)), &[]).await;
        let client = connect(address, era).await;
        assert_eq!(shown(&call(&client, "keys-remove", json!({"id": "k1"})).await), "ok: 7");
    }
    let client = connect_directly(server(&fake, Options::new())).await;
    assert_eq!(shown(&call(&client, "keys-remove", json!({"id": "k1"})).await), refused);
    // Of the old era, nobody is asked without a session; of the new one, everybody can be.
    let person = Person::willing();
    let address = start(server(&fake, Options::new().sessions(false)), &[]).await;
    let client = person.connect(address, initialize()).await;
    assert_eq!(result(&client, "keys-remove", json!({"id": "k1"})).await, refused);
    let client = person.connect(address, discover()).await;
    assert_eq!(result(&client, "keys-remove", json!({"id": "k1"})).await, "ok: 7");
    assert_eq!(fake.inputs().len(), 3);
}

/// Asks by hand: what the server answers to a call without a confirmation.
async fn asked(client: &Client, call: &CallToolRequestParams) -> InputRequiredResult {
    match client.call_tool_once(call.clone()).await.unwrap() {
        CallToolResponse::InputRequired(asked) => asked,
        other => panic!("{other:?}"),
    }
}

fn yes() -> InputResponses {
    [("confirm".to_owned(), json!({"action": "accept", "content": {"confirm": true}}))].into()
}

/// The answer to a call with a confirmation; `asked` where it is the question again.
async fn confirmed(client: &Client, call: &CallToolRequestParams, state: Option<&str>) -> String {
    let mut call = call.clone().with_input_responses(yes());
    call.request_state = state.map(str::to_owned);
    match client.call_tool_once(call).await {
        Ok(CallToolResponse::Complete(result)) => shown(&result),
        Ok(CallToolResponse::InputRequired(_)) => "asked".to_owned(),
        Err(ServiceError::McpError(error)) => format!("{}: {}", error.code.0, error.message),
        other => panic!("{other:?}"),
    }
}

const FOREIGN: &str = "-32602: Nothing was done: this confirmation is none of this server, or was given for another \
    tool, for other arguments or to another caller. Call without a confirmation, so that the user is asked";

#[tokio::test]
async fn a_confirmation_is_worth_one_call_of_what_was_asked() {
    let fake = Fake::json("7");
    let client = Person::willing().connect(served(&fake).await, discover()).await;
    let call = request("keys-remove", json!({"id": "k1", "filter": {"a": 1, "b": 2}}));
    let asked = asked(&client, &call).await;
    let state = asked.request_state.unwrap();
    // Neither an answer that no question was asked for counts, nor one in the arguments.
    assert_eq!(confirmed(&client, &call, None).await, "asked");
    let other = request("keys-remove", json!({"id": "k2", "filter": {"a": 1, "b": 2}}));
    assert_eq!(confirmed(&client, &other, Some(&state)).await, FOREIGN);
    let other = request("keys-reset", json!({"id": "k1", "filter": {"a": 1, "b": 2}}));
    assert_eq!(confirmed(&client, &other, Some(&state)).await, FOREIGN);
    let middle = state.len() / 2;
    let mut tampered = state.clone();
    tampered
        .replace_range(middle..=middle, if state.as_bytes()[middle] == b'A' { "B" } else { "A" });
    for state in [&tampered, "", "rs1.e30.e30"] {
        assert_eq!(confirmed(&client, &call, Some(state)).await, FOREIGN, "{state}");
    }
    assert_eq!(fake.inputs().len(), 0);
    let same = request("keys-remove", json!({"filter": {"b": 2, "a": 1}, "id": "k1"}));
    assert_eq!(confirmed(&client, &same, Some(&state)).await, "ok: 7");
    assert_eq!(
        confirmed(&client, &same, Some(&state)).await,
        "error: Nothing was done: `keys-remove` was not called, because its confirmation was used before, and is \
         worth one call. Look first whether that call did what is wanted; if not, call it without a confirmation, \
         so that the user is asked."
    );
    assert_eq!(fake.inputs().len(), 1);
}

#[tokio::test]
async fn processes_with_the_same_key_know_each_others_confirmations() {
    let fake = Fake::json("7");
    let key = "0123456789abcdef0123456789abcdef";
    let call = request("keys-remove", json!({"id": "k1"}));
    for (options, want) in [(Options::new().confirm_key(key), "ok: 7"), (Options::new(), FOREIGN)] {
        let mut clients = Vec::new();
        for _ in 0..2 {
            let address = start(server(&fake, options.clone()), &[]).await;
            clients.push(Person::willing().connect(address, discover()).await);
        }
        let state = asked(&clients[0], &call).await.request_state;
        assert_eq!(confirmed(&clients[1], &call, state.as_deref()).await, want);
    }
    let short =
        McpServer::with_options(vec![(&KEYRING, fake)], Options::new().confirm_key("short"));
    assert_eq!(
        short.unwrap_err().to_string(),
        "the key that signs confirmations must have at least 32 bytes"
    );
}

/// Posts one message of the old era.
async fn post(address: SocketAddr, headers: &[(&str, &str)], body: &str) -> reqwest::Response {
    let mut request = reqwest::Client::new()
        .post(format!("http://{address}/mcp"))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn introduction(capabilities: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{"protocolVersion":"2025-06-18","capabilities":{capabilities},"clientInfo":{{"name":"t","version":"1"}}}}}}"#
    )
}

#[tokio::test]
async fn only_who_can_be_asked_has_a_session_and_only_for_itself() {
    let address = served(&Fake::json("7")).await;
    let list = r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#;
    for capabilities in ["{}", r#"{"sampling":{}}"#, r#"{"elicitation":{"url":{}}}"#] {
        let answer = post(address, &[], &introduction(capabilities)).await;
        assert_eq!((answer.status().as_u16(), answer.headers().get("mcp-session-id")), (200, None));
    }
    assert_eq!(post(address, &[], list).await.status(), 200);
    let introduction = introduction(r#"{"elicitation":{}}"#);
    let one = [("authorization", "Bearer one")];
    let answer = post(address, &one, &introduction).await;
    let session = answer.headers()["mcp-session-id"].to_str().unwrap().to_owned();
    let named = ("mcp-session-id", session.as_str());
    assert_eq!(post(address, &[one[0], named], list).await.status(), 200);
    for headers in [&[named][..], &[named, ("authorization", "Bearer two")]] {
        assert_eq!(post(address, headers, list).await.status(), 404);
    }
    assert_eq!(post(address, &[one[0], ("mcp-session-id", "made-up")], list).await.status(), 404);
}
