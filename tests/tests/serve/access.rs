//! Who may call, and what is told apart.

use serde_json::{Value, json};

use crate::process::run;
use crate::program::Program;
use crate::upstream::Upstream;
use crate::wire::{exchange, status};

const TOKEN: &str = "canary-t0k3n-of-a-caller";
const TOKENS: (&str, &str) = ("CALLERS", "canary-t0k3n-of-another,\ncanary-t0k3n-of-a-caller\n");

#[tokio::test]
async fn without_a_token_nothing_but_health_is_served() {
    let upstream = Upstream::start().await;
    let arguments = ["--auth-token-env", "CALLERS"];
    let program = Program::start_with(&upstream, &arguments, &[TOKENS]).await;
    let wrong = format!("Bearer {TOKEN}x");
    let right = format!("Bearer {TOKEN}");
    for path in ["/v1/pets", "/mcp", "/metrics", "/elsewhere"] {
        for (header, challenge, message) in [
            (None, "Bearer", "A bearer token is needed: send it as Authorization"),
            (Some(&wrong), "Bearer error=\"invalid_token\"", "The bearer token is not valid"),
        ] {
            let request = program.client().get(format!("{}{path}", program.url));
            let request = header
                .map_or(request.try_clone().unwrap(), |it| request.header("authorization", it));
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 401, "{path}");
            assert_eq!(answer.headers()["www-authenticate"], challenge, "{path}");
            let told: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            assert_eq!(told, json!({"code": "UNAUTHORIZED", "message": message}), "{path}");
        }
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(program.get(path).await.status(), 200, "{path}");
    }
    for path in ["/v1/pets", "/metrics"] {
        let request = program.client().get(format!("{}{path}", program.url));
        let answer = request.header("authorization", &right).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
    let seen = upstream.seen(1).await;
    assert_eq!(seen.len(), 1);
    // The token is for us: the upstream is shown our credential only.
    assert!(!seen[0].contains_key("authorization"));
    let shown = program.stop().await.join("\n");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn tokens_that_cannot_be_meant_are_refused() {
    let refused = async |value: Option<&str>, message: &str| {
        let arguments = ["serve", "pets", "--auth-token-env", "PETS_TOKENS"];
        let mut command = crate::process::command("pets", &arguments, Some("http://127.0.0.1:1"));
        if let Some(value) = value {
            command.env("PETS_TOKENS", value);
        }
        let output = command.output().await.unwrap();
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            stderr,
            format!(
                "error: `PETS_TOKENS`, which --auth-token-env names, must hold bearer tokens, parted by \
                 commas or lines; {message}\n"
            )
        );
    };
    refused(None, "it is not set").await;
    refused(Some("\n"), "holds no token").await;
    refused(Some("short"), "token 1 of it has fewer than 16 characters").await;
}

#[tokio::test]
async fn other_addresses_are_open_with_tokens_only() {
    let upstream = Upstream::start().await;
    let closed = ["serve", "pets", "--port", "0", "--listen", "0.0.0.0"];
    let output = run("pets", &closed, Some(&upstream.url), "").await;
    assert_eq!(output.code, Some(2), "{output:?}");
    let open = ["--listen", "0.0.0.0", "--auth-token-env", "CALLERS"];
    let program = Program::start_with(&upstream, &open, &[TOKENS]).await;
    let url = format!("http://127.0.0.1:{}/v1/pets", program.address.port());
    let request = program.client().get(&url).header("authorization", format!("Bearer {TOKEN}"));
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(program.client().get(&url).send().await.unwrap().status(), 401);
    // A document does not open an address, and a token is needed in addition to nothing else.
    let output =
        run("pets", &["serve", "pets", "--auth-token-env", "X", "--stdio"], None, "").await;
    assert_eq!(output.code, Some(2), "{output:?}");
}

#[tokio::test]
async fn a_host_that_is_not_meant_is_refused() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--allow-host", "api.example"]).await;
    for path in ["/v1/pets", "/mcp"] {
        let text =
            format!("GET {path} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
        assert_eq!(status(&exchange(&program, &text).await), "HTTP/1.1 403 Forbidden", "{path}");
    }
    let text = "GET /v1/pets HTTP/1.1\r\nhost: api.example\r\nconnection: close\r\n\r\n";
    assert_eq!(status(&exchange(&program, text).await), "HTTP/1.1 200 OK");
    // Whoever asks for the health of a server knows it by its address only.
    let text = "GET /healthz HTTP/1.1\r\nhost: 10.1.2.3:8080\r\nconnection: close\r\n\r\n";
    assert_eq!(status(&exchange(&program, text).await), "HTTP/1.1 200 OK");
}

/// A call of a tool.
const CALL: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pets-list","arguments":{}}}"#;

/// By default no header of a caller goes along, whether it calls REST or MCP; a request id is of this server's making.
#[tokio::test]
async fn headers_that_are_named_go_along() {
    let upstream = Upstream::start().await;
    let named = ["--forward-header", "X-Tenant", "--forward-header", "x-api-key"];
    for (arguments, tenant, key) in
        [(&[][..], None, crate::program::KEY), (&named[..], Some("t1"), "callers-own")]
    {
        let program = Program::start(&upstream, arguments).await;
        let rest = program.client().get(format!("{}/v1/pets", program.url));
        let tools = program.client().post(format!("{}/mcp", program.url)).body(CALL);
        let tools = tools.header("content-type", "application/json");
        let tools = tools.header("accept", "application/json, text/event-stream");
        for request in [rest, tools] {
            let before = upstream.seen(0).await.len();
            let request = request.header("x-tenant", "t1").header("x-api-key", "callers-own");
            let request = request.header("x-other", "o").header("authorization", "Bearer b");
            assert_eq!(request.send().await.unwrap().status(), 200);
            let seen = &upstream.seen(before + 1).await[before];
            assert_eq!(seen.get("x-tenant").map(|it| it.to_str().unwrap()), tenant);
            assert_eq!(seen["x-api-key"], key);
            assert!(
                !seen.contains_key("x-other") && !seen.contains_key("authorization"),
                "{seen:?}"
            );
        }
        program.stop().await;
    }
}

#[tokio::test]
async fn headers_that_cannot_be_named() {
    let upstream = Upstream::start().await;
    for (arguments, wanted) in [
        (
            &["--forward-header", "host"][..],
            "error: pets: the header `host` cannot be forwarded: it is set by the request or the connection itself\n",
        ),
        (
            &["--forward-header", "Authorization", "--auth-token-env", "CALLERS"],
            "error: `Authorization` holds the token of --auth-token-env, which is for this server alone: \
             it cannot be passed on with --forward-header\n",
        ),
    ] {
        let all: Vec<&str> =
            ["serve", "pets", "--port", "0"].iter().chain(arguments).copied().collect();
        let output = run("pets", &all, Some(&upstream.url), "").await;
        assert_eq!((output.code, output.stderr.as_str()), (Some(2), wanted));
    }
}
