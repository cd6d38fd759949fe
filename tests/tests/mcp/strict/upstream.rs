//! A fake of the API behind a capability: it answers each operation as its tool promises.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::sample::fitting;
use super::servers::{Declared, Server, Tool};

/// A method, a path template, and the answer: status, media type and body.
type Answers = Vec<(String, &'static str, (u16, &'static str, String))>;

/// Starts the fake and returns its URL.
pub async fn start(server: &Server) -> String {
    let callable = server.tools.iter().filter(|it| it.is_callable);
    let answers: Answers = callable.map(|it| (it.method.clone(), it.path, answer(it))).collect();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let api = Router::new().fallback(respond).with_state(Arc::new(answers));
    tokio::spawn(async move { axum::serve(listener, api).await });
    url
}

fn answer(tool: &Tool) -> (u16, &'static str, String) {
    let (media_type, body) = body(tool);
    (tool.status, media_type, body)
}

/// The media type and the body; no media type stands for no body.
fn body(tool: &Tool) -> (&'static str, String) {
    match (tool.definition.get("outputSchema"), tool.answer) {
        (_, Declared::Nothing) => ("", String::new()),
        (_, Declared::Text) => ("text/plain", "text".to_owned()),
        (_, Declared::Bytes) => ("application/octet-stream", "bytes".to_owned()),
        (None, Declared::Json) => ("application/json", r#"[{"any": "thing"}, null]"#.to_owned()),
        (Some(schema), Declared::Json) => {
            let mut value = fitting(schema);
            if tool.wraps_result {
                value = value["result"].take();
            }
            ("application/json", value.to_string())
        }
    }
}

async fn respond(State(answers): State<Arc<Answers>>, request: Request) -> Response {
    let path = request.uri().path();
    let fits =
        |method: &str, template: &str| request.method().as_str() == method && is_of(path, template);
    // Of several templates that fit, the one with the fewest variables is meant.
    let found = answers.iter().filter(|it| fits(&it.0, it.1));
    match found.min_by_key(|it| it.1.matches('{').count()) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some((_, _, (status, media_type, body))) => {
            let status = StatusCode::from_u16(*status).unwrap();
            let mut response = (status, body.clone()).into_response();
            response.headers_mut().remove(header::CONTENT_TYPE);
            if let Ok(value) = media_type.parse()
                && !media_type.is_empty()
            {
                response.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            response
        }
    }
}

/// Whether a path ends in what a template means.
fn is_of(path: &str, template: &str) -> bool {
    let template = template.split('?').next().unwrap_or_default();
    let (path, template) = (path.rsplit('/'), template.trim_start_matches('/').rsplit('/'));
    let mut parts = path.zip(template.clone());
    let has_all = parts.clone().count() == template.count();
    has_all && parts.all(|(given, wanted)| wanted.contains('{') || given == wanted)
}
