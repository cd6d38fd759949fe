//! Sessions, for clients of 2025-11-25 and earlier that can be asked.
//!
//! There a server asks by a request of its own, and learns at the start only whether a client shows
//! questions: both take a session. All others are served without: clients that cannot be asked, those of
//! 2026-07-28, and everyone where no tool asks. So nothing is kept for them, and any instance can answer.
//!
//! A session is named by a sealed text that holds for its caller's `Authorization` only, ends after half an
//! hour without a request, and there are so many and no more: who comes later is served without one.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use rmcp::model::{ClientCapabilities, RequestStateCodec, SealOptions};
use rmcp::transport::streamable_http_server::SessionManager;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use serde::Deserialize;

use super::{McpServer, PATH, confirm, malformed};
use crate::support::service::BoxFuture;

/// So many sessions are kept; each holds about 54 KB.
const MAX_SESSIONS: usize = 256;

/// A session without a request ends after this.
const IDLE: Duration = Duration::from_secs(30 * 60);

static SESSION: HeaderName = HeaderName::from_static("mcp-session-id");

/// Serves MCP, with sessions for those who need one.
pub(super) fn router(server: McpServer, config: StreamableHttpServerConfig) -> Router {
    let stateless = {
        let server = server.clone();
        let sessions = Arc::new(NeverSessionManager::default());
        StreamableHttpService::new(move || Ok(server.clone()), sessions, config.clone())
    };
    // Without random numbers for a key nobody gets a session, and so nobody is asked.
    let Some(seals) = server.shared.sessions.then(Seals::new).flatten() else {
        let answer = move |request: Request| async move {
            let is_json = malformed::is_json(request.headers());
            malformed::answered(is_json, handled(&stateless, request).await).await
        };
        return Router::new().route(PATH, any(answer));
    };
    let mut sessions = LocalSessionManager::default();
    sessions.session_config.keep_alive = Some(IDLE);
    let sessions = Arc::new(sessions);
    let most = config.max_request_body_bytes;
    let config = config.with_legacy_session_mode(true);
    let stateful = StreamableHttpService::new(move || Ok(server.clone()), sessions.clone(), config);
    let choice = Arc::new(Choice { stateless, stateful, sessions, seals, most });
    Router::new().route(PATH, any(move |request| async move { choice.answer(request).await }))
}

/// In a box, since what is large is moved several times on its way to a task.
fn handled<M: SessionManager>(
    service: &StreamableHttpService<McpServer, M>,
    request: Request,
) -> BoxFuture<'_, Response> {
    Box::pin(async move { service.handle(request).await.into_response() })
}

struct Choice {
    stateless: StreamableHttpService<McpServer, NeverSessionManager>,
    stateful: StreamableHttpService<McpServer, LocalSessionManager>,
    sessions: Arc<LocalSessionManager>,
    seals: Seals,
    /// The largest body, in bytes.
    most: usize,
}

impl Choice {
    async fn answer(&self, request: Request) -> Response {
        let is_json = malformed::is_json(request.headers());
        malformed::answered(is_json, self.serve(request).await).await
    }

    async fn serve(&self, mut request: Request) -> Response {
        if let Some(given) = request.headers().get(&SESSION) {
            // Whoever names a session that is not theirs is told that there is none.
            let id = self.seals.open(given, request.headers());
            let id = id.unwrap_or_else(|| HeaderValue::from_static("none"));
            request.headers_mut().insert(&SESSION, id);
            return handled(&self.stateful, request).await;
        }
        if request.method() != Method::POST {
            return handled(&self.stateless, request).await;
        }
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, self.most).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let is_kept =
            starts_a_session(&body) && self.sessions.sessions.read().await.len() < MAX_SESSIONS;
        let headers = is_kept.then(|| parts.headers.clone());
        let request = Request::from_parts(parts, Body::from(body));
        let Some(headers) = headers else {
            return handled(&self.stateless, request).await;
        };
        let mut response = handled(&self.stateful, request).await;
        if let Some(id) = response.headers().get(&SESSION)
            && let Some(sealed) = self.seals.seal(id, &headers)
        {
            response.headers_mut().insert(&SESSION, sealed);
        }
        response
    }
}

/// What tells whether a request starts a session.
#[derive(Deserialize)]
struct Initialize {
    method: String,
    params: Params,
}

#[derive(Deserialize)]
struct Params {
    capabilities: ClientCapabilities,
}

/// Whether a client introduces itself that can be asked.
fn starts_a_session(body: &Bytes) -> bool {
    // Few requests do; the others are not read twice.
    let names = |word: &str| body.windows(word.len()).any(|it| it == word.as_bytes());
    if !names("elicitation") || !names("initialize") {
        return false;
    }
    let request: Result<Initialize, _> = serde_json::from_slice(body);
    request
        .is_ok_and(|it| it.method == "initialize" && confirm::can_ask(Some(it.params.capabilities)))
}

/// Binds the names of sessions to their callers.
struct Seals(RequestStateCodec);

impl Seals {
    fn new() -> Option<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).ok()?;
        RequestStateCodec::try_new(key).ok().map(Self)
    }

    fn seal(&self, id: &HeaderValue, headers: &HeaderMap) -> Option<HeaderValue> {
        let options = SealOptions::new().associated_data(caller(headers));
        HeaderValue::from_str(&self.0.seal_with(id.as_bytes(), &options)).ok()
    }

    fn open(&self, sealed: &HeaderValue, headers: &HeaderMap) -> Option<HeaderValue> {
        let id = self.0.open_with(sealed.to_str().ok()?, caller(headers)).ok()?;
        HeaderValue::from_bytes(&id).ok()
    }
}

fn caller(headers: &HeaderMap) -> &[u8] {
    headers.get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default()
}
