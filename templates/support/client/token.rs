//! Access tokens by the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).
//!
//! In: a client's id and secret, and where tokens are issued. Out: an `Authorization` header. A token is
//! kept until shortly before it expires; whoever needs one while it is fetched waits for that one.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode, Uri};
use reqwest::Url;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::credential::sensitive;
use super::retry;
use super::style;
use super::transport::{Body, Request, Response, Transport};
use crate::support::secret::Secret;

/// A client that is known to an authorization server, for a scheme of type `oauth2`.
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    id: Secret,
    secret: Secret,
    in_body: bool,
    token_url: Option<String>,
    scopes: Option<Vec<String>>,
}

impl ClientCredentials {
    /// A client's id and secret, sent to the token URL by HTTP Basic.
    pub fn new(id: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        let (id, secret) = (id.into(), secret.into());
        Self { id, secret, in_body: false, token_url: None, scopes: None }
    }

    /// Sends id and secret in the body, for authorization servers that do not take HTTP Basic.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Sets where tokens are issued, in place of the URL that the document declares.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the scopes asked for, in place of those that the operations demand.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}

impl ClientCredentials {
    /// The client's secret.
    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenError {
    /// The status that the authorization server answered, if it did.
    pub status: Option<StatusCode>,
    /// Its code for the error, such as `invalid_client` (RFC 6749, section 5.2).
    pub code: Option<String>,
    /// What went wrong.
    pub message: String,
    /// Whether another try may succeed.
    pub retryable: bool,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.map(|it| it.to_string());
        let parts = [status.as_ref(), self.code.as_ref(), Some(&self.message)];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        f.write_str(&parts.join(": "))
    }
}

impl std::error::Error for TokenError {}

/// Where the tokens of one scheme come from.
pub(super) struct TokenSource {
    client: ClientCredentials,
    url: Url,
    scope: String,
    /// Held while a token is fetched, so that there is one request for all who wait.
    token: Mutex<Option<Token>>,
}

struct Token {
    header: HeaderValue,
    expires: Option<Instant>,
}

/// The largest answer taken for a token.
const LIMIT: usize = 64 << 10;

impl TokenSource {
    /// A source that has no token yet; `None` where the URL is none. A relative one is joined to the base
    /// URL of the API.
    pub(super) fn new(
        client: &ClientCredentials,
        base: &Url,
        declared: &str,
        scopes: &[&str],
    ) -> Option<Self> {
        let mut base = base.clone();
        base.set_path(&format!("{}/", base.path().trim_end_matches('/')));
        let url = base.join(client.token_url.as_deref().unwrap_or(declared)).ok()?;
        let scope = match &client.scopes {
            Some(scopes) => scopes.join(" "),
            None => scopes.join(" "),
        };
        let is_http = matches!(url.scheme(), "http" | "https") && url.has_host();
        let client = client.clone();
        is_http.then(|| Self { client, url, scope, token: Mutex::default() })
    }

    /// The header with a token that is still good.
    pub(super) async fn header(
        &self,
        transport: &dyn Transport,
    ) -> Result<HeaderValue, TokenError> {
        let mut token = self.token.lock().await;
        if let Some(token) = &*token
            && token.expires.is_none_or(|it| Instant::now() < it)
        {
            return Ok(token.header.clone());
        }
        let fetched = self.fetch(transport).await?;
        Ok(token.insert(fetched).header.clone())
    }

    /// Forgets a token that the API has refused, unless there is another one by now.
    pub(super) async fn forget(&self, refused: &HeaderValue) {
        let mut token = self.token.lock().await;
        token.take_if(|it| it.header == *refused);
    }

    async fn fetch(&self, transport: &dyn Transport) -> Result<Token, TokenError> {
        let request = self.request()?;
        let mut response = transport.send(request).await.map_err(|error| TokenError {
            status: None,
            code: None,
            message: error.to_string(),
            retryable: error.is_retryable(),
        })?;
        let status = response.status();
        let body = receive(&mut response).await?;
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() { read(status, &body) } else { Err(self.refusal(status, &body)) }
    }

    fn request(&self) -> Result<Request, TokenError> {
        let mut form = "grant_type=client_credentials".to_owned();
        let mut add = |name: &str, value: &str| {
            form.push_str(&format!("&{name}={}", encoded(value)));
        };
        if !self.scope.is_empty() {
            add("scope", &self.scope);
        }
        let (id, secret) = (self.client.id.expose(), self.client.secret.expose());
        if self.client.in_body {
            add("client_id", id);
            add("client_secret", secret);
        }
        let mut request = Request::new(Body::from(Bytes::from(form)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::try_from(self.url.as_str())
            .map_err(|_| failure(None, "the token URL is too long"))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        if !self.client.in_body {
            // RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
            let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
            let basic = sensitive(&format!("Basic {pair}"));
            headers.insert(
                AUTHORIZATION,
                basic.ok_or_else(|| failure(None, "the client's secret cannot be sent"))?,
            );
        }
        Ok(request)
    }

    /// What the authorization server says, without what it may repeat of the secret.
    fn refusal(&self, status: StatusCode, body: &Value) -> TokenError {
        let secret = self.client.secret.expose();
        let text = |name: &str| {
            let text = body.get(name)?.as_str()?;
            let text = text.split(char::is_control).collect::<Vec<_>>().join(" ");
            Some(if secret.is_empty() { text } else { text.replace(secret, "[redacted]") })
        };
        let message = text("error_description")
            .unwrap_or_else(|| "the authorization server issued no token".to_owned());
        let retryable = retry::is_retryable(status);
        TokenError { status: Some(status), code: text("error"), message, retryable }
    }
}

async fn receive(response: &mut Response) -> Result<Bytes, TokenError> {
    let status = response.status();
    match response.body_mut().collect(LIMIT).await {
        Ok(Some(body)) => Ok(body),
        Ok(None) => Err(failure(Some(status), "the answer is too large for a token")),
        Err(error) => Err(failure(Some(status), &error.to_string())),
    }
}

/// Reads a token (RFC 6749, section 5.1).
fn read(status: StatusCode, body: &Value) -> Result<Token, TokenError> {
    let kind = body.get("token_type").and_then(Value::as_str).unwrap_or("bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(failure(Some(status), "the token is of a type other than Bearer"));
    }
    let token = body.get("access_token").and_then(Value::as_str).filter(|it| !it.is_empty());
    let Some(header) = token.and_then(|it| sensitive(&format!("Bearer {it}"))) else {
        return Err(failure(Some(status), "the answer holds no token"));
    };
    let seconds = match body.get("expires_in") {
        Some(Value::String(text)) => text.trim().parse().ok(),
        other => other.and_then(Value::as_u64),
    };
    Ok(Token { header, expires: seconds.and_then(expiry) })
}

/// A tenth of a token's life is left over, at most a minute: a token must not expire on its way.
fn expiry(seconds: u64) -> Option<Instant> {
    let life = Duration::from_secs(seconds);
    Instant::now().checked_add(life - (life / 10).min(Duration::from_secs(60)))
}

/// A value in a form.
fn encoded(value: &str) -> String {
    style::percent(value).replace("%20", "+")
}

fn failure(status: Option<StatusCode>, message: &str) -> TokenError {
    TokenError { status, code: None, message: message.to_owned(), retryable: false }
}
