//! Every scene on a surface, and what must be true of each call.

use std::fmt::Debug;

use generated::support::operation::{Location, Operation};
use http::Method;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use serde_json::{Map, Value, json};
use tests::canary;

use super::fake::Exchange;
use super::inputs::{Inputs, floats};
use super::surface::{Seen, Surface};
use super::{CANARY, Case, Outcome, Subject, operation};

/// Tests that play the scenes of a capability, one for each surface.
macro_rules! on_every_surface {
    ($subject:ty) => {
        use $crate::harness::play::play;
        use $crate::harness::surface::client::Typed;
        use $crate::harness::surface::mcp::{Http, Stdio};
        use $crate::harness::surface::rest::{Adapter, Program};

        #[tokio::test]
        async fn through_the_client() {
            play::<$subject, Typed<$subject>>().await;
        }

        #[tokio::test]
        async fn through_the_rest_server() {
            play::<$subject, Program>().await;
        }

        #[tokio::test]
        async fn through_a_router_made_of_a_client() {
            play::<$subject, Adapter>().await;
        }

        #[tokio::test]
        async fn through_mcp_over_http() {
            play::<$subject, Http>().await;
        }

        #[tokio::test]
        async fn through_mcp_over_stdio() {
            play::<$subject, Stdio>().await;
        }

        #[test]
        fn every_operation_is_called_with_success() {
            $crate::harness::play::check_completeness::<$subject>();
        }
    };
}
pub(crate) use on_every_surface;

/// Plays all scenes, and lists what is wrong.
pub async fn play<S: Subject, F: Surface<S>>() {
    canary::start();
    let mut problems = Vec::new();
    for scene in S::scenes() {
        // Neither logs nor answers hold the credential of a call, whatever else is secret in them.
        let credential = S::credential(scene.caller).1;
        let credential = credential.split(' ').next_back().unwrap_or_default().to_owned();
        canary::add(&credential);
        let fake = S::fake(scene.setup).await;
        let mut surface = F::start(&fake, scene.caller).await;
        for case in &scene.cases {
            let operation = operation::<S>(case.operation);
            let seen = surface.call(operation, &case.arguments).await;
            canary::check("");
            if seen.as_ref().is_some_and(|it| it.shows(&credential)) {
                problems.push(format!("{}: the credential is answered", case.operation));
            }
            let journal = fake.take_journal();
            if let Err(problem) = check::<S, F>(operation, scene.caller, case, seen, &journal) {
                let what = format!("{} {} as {:?}", case.operation, case.arguments, scene.caller);
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

/// Every operation of the capability is called with success somewhere.
pub fn check_completeness<S: Subject>() {
    let scenes = S::scenes();
    let succeeds = |name: &str| {
        let mut cases = scenes.iter().flat_map(|it| &it.cases).filter(|it| it.operation == name);
        cases.any(|it| matches!(it.outcome, Outcome::Value(_) | Outcome::Empty))
    };
    let names = S::CAPABILITY.operations.iter().map(|it| it.name);
    let missing: Vec<&str> = names.filter(|name| !succeeds(name)).collect();
    assert_eq!(missing, [""; 0]);
}

fn check<S: Subject, F: Surface<S>>(
    operation: &Operation,
    caller: S::Caller,
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
    if F::TELLS_EMPTY {
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
    check_request::<S>(operation, caller, &case.arguments, exchange)
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
fn check_request<S: Subject>(
    operation: &Operation,
    caller: S::Caller,
    arguments: &Value,
    sent: &Exchange,
) -> Result<(), String> {
    let inputs = Inputs::new::<S>(operation, arguments);
    same(&sent.method, &operation.method, "method")?;
    same(segments(&sent.path), wanted_segments::<S>(operation, &inputs), "path")?;
    let header = |name: &str| sent.headers.get(name).and_then(|it| it.to_str().ok());
    let (name, value) = S::credential(caller);
    let wanted = (!operation.security.is_empty()).then_some(&*value);
    same(header(name), wanted, "credential")?;
    let url =
        Url::parse(&format!("http://provider/?{}", sent.query)).map_err(|it| it.to_string())?;
    let query: Map<_, _> = url.query_pairs().map(|it| (it.0.into(), it.1.into())).collect();
    same(query, inputs.at(operation, Location::Query), "query")?;
    if operation.method == Method::POST || operation.body.is_some() {
        same(header("content-type"), Some("application/json"), "media type")?;
        let given = serde_json::from_slice(&sent.request).map_err(|error| error.to_string())?;
        same(floats(given), floats(inputs.body()), "body")
    } else {
        same(header("content-type"), None, "media type")?;
        same((&*sent.request, inputs.body()), (&b""[..], json!({})), "body")
    }
}

/// The segments of a path, decoded one by one: a slash within a value must not part it.
fn segments(path: &str) -> Vec<String> {
    let decoded = |it: &str| percent_decode_str(it).decode_utf8_lossy().into_owned();
    path.split('/').map(decoded).collect()
}

fn wanted_segments<S: Subject>(operation: &Operation, inputs: &Inputs) -> Vec<String> {
    let values = inputs.at(operation, Location::Path);
    let value = |segment: &str| {
        let name = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let value = name.map(|name| values[name].as_str().expect("text"));
        value.unwrap_or(segment).to_owned()
    };
    let path = format!("{}{}", S::BASE, operation.path);
    path.split('/').map(value).collect()
}
