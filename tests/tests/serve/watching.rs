//! What whoever runs the program learns: health, metrics, logs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::process::serve;
use crate::program::{KEY, Program};
use crate::upstream::Upstream;

#[tokio::test]
async fn the_id_of_a_request_is_kept_told_and_passed_on() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &[]).await;
    let url = format!("{}/v1/pets", program.url);
    for (given, kept) in [("abc-123", true), ("two words", false), ("a\u{e9}", false)] {
        let request = program.client().get(&url).header("x-request-id", given.as_bytes());
        let answer = request.send().await.unwrap();
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(id == given, kept, "{id}");
        let seen = upstream.seen(1).await;
        assert_eq!(seen.last().unwrap()["x-request-id"], id);
    }
}

#[tokio::test]
async fn metrics_count_what_happened() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &[]).await;
    for (path, status) in [
        ("/v1/pets/p1", 200),
        ("/v1/pets/p1", 200),
        ("/v1/pets/broken", 500),
        ("/v1/pets?limit=many", 400),
        ("/nowhere", 404),
    ] {
        assert_eq!(program.get(path).await.status(), status, "{path}");
    }
    let arguments = json!({"petId": "p1"});
    let params = json!({"name": "pets-show", "arguments": arguments});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let request = program.client().post(format!("{}/mcp", program.url)).body(call.to_string());
    let request = request.header("content-type", "application/json");
    let request = request.header("mcp-protocol-version", "2025-06-18");
    let request = request.header("accept", "application/json, text/event-stream");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    let answer = program.get("/metrics").await;
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4");
    let text = answer.text().await.unwrap();
    check_format(&text);
    for line in [
        r#"capability_requests_total{capability="pets",operation="pets-show",status="2xx",surface="rest"} 2"#,
        r#"capability_requests_total{capability="pets",operation="pets-show",status="5xx",surface="rest"} 1"#,
        r#"capability_requests_total{capability="pets",operation="pets-list",status="4xx",surface="rest"} 1"#,
        r#"capability_requests_total{capability="",operation="",status="4xx",surface="rest"} 1"#,
        r#"capability_requests_total{capability="pets",operation="pets-show",status="2xx",surface="mcp"} 1"#,
        r#"capability_request_duration_seconds_count{capability="pets",operation="pets-show",surface="rest"} 3"#,
        r#"capability_upstream_errors_total{capability="pets",kind="status_5xx",operation="pets-show"} 1"#,
        r#"capability_requests_in_flight{surface="mcp"} 0"#,
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
}

/// The text format 0.0.4: every sample belongs to a family that was announced, and none comes twice.
fn check_format(text: &str) {
    let mut families = BTreeSet::new();
    let mut samples = BTreeSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(families.insert(name.to_owned()), "{line}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
        } else if !line.starts_with("# HELP ") {
            let (sample, value) = line.rsplit_once(' ').unwrap();
            value.parse::<f64>().unwrap();
            assert!(samples.insert(sample.to_owned()), "{line}");
            let name = sample.split('{').next().unwrap();
            let of = |suffix| name.strip_suffix(suffix).is_some_and(|it| families.contains(it));
            let known = families.contains(name) || ["_bucket", "_sum", "_count"].iter().any(of);
            assert!(known, "{line}");
        }
    }
}

#[tokio::test]
async fn logs_in_json_tell_each_request_once_and_nothing_secret() {
    let upstream = Upstream::start().await;
    let arguments = ["serve", "pets", "--port", "0", "--log-format", "json"];
    let mut served = serve("pets", &arguments, &upstream.url).await;
    let announced: Value = serde_json::from_str(&served.line).unwrap();
    let text = announced["message"].as_str().unwrap();
    let (_, rest) = text.split_once("REST on ").unwrap();
    let url = rest.split(',').next().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.get(format!("{url}/v1/pets/broken?limit=canary"));
    let request = request.header("x-request-id", "id-1").header("cookie", "a=canary");
    assert_eq!(request.send().await.unwrap().status(), 500);
    let line = served.stderr.next_line().await.unwrap().unwrap();
    let mut line: Value = serde_json::from_str(&line).unwrap();
    assert!(line["ms"].take().as_f64().unwrap() >= 0.0);
    assert!(line["timestamp"].take().is_string());
    assert_eq!(
        line,
        json!({
            "timestamp": null, "level": "INFO", "message": "request", "id": "id-1",
            "surface": "rest", "method": "GET", "capability": "pets", "operation": "pets-show",
            "status": 500, "ms": null, "aborted": false
        })
    );
    served.terminate().await;
    while let Some(line) = served.stderr.next_line().await.unwrap() {
        assert!(serde_json::from_str::<Value>(&line).unwrap().is_object(), "{line}");
        assert!(!line.contains("canary"), "{line}");
    }
}

#[tokio::test]
async fn no_level_of_logs_shows_what_passes_through() {
    let upstream = Upstream::start().await;
    let program = Program::start(&upstream, &["--log-level", "trace"]).await;
    for path in ["/v1/pets/broken?limit=canary", "/v1/pets/canary", "/canary", "/v1/pets/p1#canary"]
    {
        program.get(path).await;
    }
    let lines = program.stop().await.join("\n");
    assert!(lines.contains("pets-show"), "{lines}");
    assert!(!lines.contains("canary") && !lines.contains(KEY), "{lines}");
}

#[tokio::test]
async fn health_and_metrics_may_have_a_port_of_their_own() {
    let upstream = Upstream::start().await;
    let arguments = ["serve", "pets", "--port", "0", "--admin-port", "0"];
    let mut served = serve("pets", &arguments, &upstream.url).await;
    let line = served.stderr.next_line().await.unwrap().unwrap();
    let admin = line.strip_prefix("health and metrics on ").unwrap();
    let rest = served.url("REST on ");
    let status = async |url: &str, path: &str| {
        reqwest::get(format!("{url}{path}")).await.unwrap().status().as_u16()
    };
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!((status(admin, path).await, status(&rest, path).await), (200, 404), "{path}");
    }
    assert_eq!(status(admin, "/v1/pets").await, 404);
}
