//! Every scene on every surface, with the same expectations.

use std::fmt::Debug;

use http::Method;
use reqwest::Url;
use serde_json::{Map, Value, json};

use crate::cases::{Case, Outcome, Scene, scenes};
use crate::fake::{Exchange, Fake};
use crate::fixtures::CANARY;
use crate::surface::client::Typed;
use crate::surface::mcp::{Http, Stdio};
use crate::surface::rest::{Adapter, Program};
use crate::surface::{Seen, Surface, floats, split};

#[tokio::test]
async fn through_the_client() {
    play::<Typed>().await;
}

#[tokio::test]
async fn through_the_rest_server() {
    play::<Program>().await;
}

#[tokio::test]
async fn through_a_router_made_of_a_client() {
    play::<Adapter>().await;
}

#[tokio::test]
async fn through_mcp_over_http() {
    play::<Http>().await;
}

#[tokio::test]
async fn through_mcp_over_stdio() {
    play::<Stdio>().await;
}

async fn play<S: Surface>() {
    let mut problems = Vec::new();
    for scene in scenes() {
        let fake = Fake::start(scene.edition).await;
        let mut surface = S::start(&fake, scene.caller).await;
        for case in &scene.cases {
            let seen = surface.call(case.operation, &case.arguments).await;
            let what = format!("{} {} as {:?}", case.operation.name, case.arguments, scene.caller);
            if let Err(problem) = check::<S>(&scene, case, seen, &fake.take_journal()) {
                problems.push(format!("{what}: {problem}"));
            }
        }
        let shown = surface.stop().await;
        if shown.contains(CANARY) {
            problems.push(format!("{:?}: a secret is shown: {shown}", scene.caller));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn check<S: Surface>(
    scene: &Scene,
    case: &Case,
    seen: Option<Seen>,
    journal: &[Exchange],
) -> Result<(), String> {
    let is_refused = matches!(case.outcome, Outcome::Refused(_));
    same(journal.len(), usize::from(!is_refused), "requests to the provider")?;
    let Some(seen) = seen else {
        // Only what is wrong can be so wrong that the types do not allow it.
        return same(is_refused, true, "whether the arguments are refused");
    };
    if S::TELLS_EMPTY {
        same(seen.outcome, case.outcome.clone(), "outcome")?;
    } else {
        same(blurred(seen.outcome), blurred(case.outcome.clone()), "outcome")?;
    }
    let Some(exchange) = journal.first() else {
        return Ok(());
    };
    if let Some(answer) = seen.answer {
        same(answer, (exchange.status, exchange.answer.to_vec()), "answer on the wire")?;
    }
    check_request(scene, case, exchange)
}

fn same<T: PartialEq + Debug>(seen: T, wanted: T, what: &str) -> Result<(), String> {
    if seen == wanted {
        return Ok(());
    }
    Err(format!("{what}:\n    seen {seen:?}\n  wanted {wanted:?}"))
}

/// Without the difference between an empty body and `null`, which a type does not make.
fn blurred(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Value(Value::Null) => Outcome::Empty,
        other => other,
    }
}

/// What was sent is what the provider wants.
fn check_request(scene: &Scene, case: &Case, sent: &Exchange) -> Result<(), String> {
    let operation = case.operation;
    let path = format!("/api{}", operation.path);
    same((&sent.method, &sent.path), (&operation.method, &path), "request")?;
    let header = |name: &str| sent.headers.get(name).and_then(|it| it.to_str().ok());
    same(header("x-api-key"), Some(scene.caller.key()), "key")?;
    let (parameters, body) = split(operation, &case.arguments);
    let url =
        Url::parse(&format!("http://provider/?{}", sent.query)).map_err(|it| it.to_string())?;
    let query: Map<_, _> = url.query_pairs().map(|it| (it.0.into(), it.1.into())).collect();
    same(query, parameters, "query")?;
    if operation.method == Method::POST {
        same(header("content-type"), Some("application/json"), "media type")?;
        let given = serde_json::from_slice(&sent.request).map_err(|error| error.to_string())?;
        same(floats(given), floats(body), "body")
    } else {
        same(header("content-type"), None, "media type")?;
        same((&*sent.request, body), (&b""[..], json!({})), "body")
    }
}
