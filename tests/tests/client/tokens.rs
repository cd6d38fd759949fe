//! Tokens that the client fetches: the client credentials grant of OAuth 2.0.

use std::time::Duration;

use fixture::security::{client::Client, operations};
use fixture::support::client::transport::{Body, Request, Response, TransportError};
use fixture::support::client::{Builder, ClientCredentials, Credential, Error, Transport};
use fixture::support::operation::SchemeKind;
use fixture::support::service::BoxFuture;
use std::sync::{Arc, Mutex};

use crate::transport::reply;

/// An API and its authorization server: the n-th token is `t<n>`, and those in `revoked` are refused.
#[derive(Clone, Default)]
struct Server {
    log: Arc<Mutex<Vec<String>>>,
    issued: Arc<Mutex<usize>>,
    revoked: Arc<Mutex<Vec<String>>>,
    refusal: Option<(u16, &'static str)>,
    expires_in: Option<&'static str>,
}

impl Transport for Server {
    fn send(&self, mut request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let body = request.body_mut().collect(1 << 20).await?.unwrap();
            let proof = request.headers().get("authorization");
            let proof = proof.map_or("", |it| it.to_str().unwrap()).to_owned();
            let (method, url) = (request.method(), request.uri());
            let text = format!("{method} {url} [{proof}] {}", String::from_utf8_lossy(&body));
            self.log.lock().unwrap().push(text.trim_end().to_owned());
            // Whoever waits for a token waits here.
            tokio::time::sleep(Duration::from_millis(10)).await;
            if !url.path().ends_with("/token") {
                let is_revoked = self.revoked.lock().unwrap().iter().any(|it| proof.ends_with(it));
                return reply(if is_revoked { 401 } else { 204 }, &[], "");
            }
            if let Some((status, body)) = self.refusal {
                return reply(status, &[], body);
            }
            let mut issued = self.issued.lock().unwrap();
            *issued += 1;
            let expires = self.expires_in.map(|it| format!(",\"expires_in\":{it}"));
            let expires = expires.unwrap_or_default();
            let token =
                format!("{{\"access_token\":\"t{issued}\",\"token_type\":\"bearer\"{expires}}}");
            reply(200, &[], Body::from(token))
        })
    }
}

impl Server {
    fn builder(&self) -> Builder<Client> {
        let builder = Client::builder().environment(|_| None).anonymous();
        builder.base_url("https://a.example/api").transport(self.clone())
    }

    fn client(&self) -> Client {
        self.builder().client_credentials("me:1", "hunter2 &").build().unwrap()
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }
}

const FETCH: &str = "POST https://a.example/oauth/token [Basic bWUlM0ExOmh1bnRlcjIrJTI2] \
    grant_type=client_credentials&scope=read+write";

#[test]
fn what_the_compiler_says_of_the_scheme() {
    let schemes = fixture::security::CAPABILITY.schemes;
    let scheme = schemes.iter().find(|it| it.name == "service").unwrap();
    let kind =
        SchemeKind::ClientCredentials { token_url: "/oauth/token", scopes: &["read", "write"] };
    assert_eq!(scheme.kind, kind);
    assert_eq!(scheme.source, ["${SECURITY_CLIENT_ID}", "${SECURITY_CLIENT_SECRET}"]);
    assert_eq!(operations::CLIENT.security, [["service"]]);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_fetched_once_and_kept() {
    let server = Server::default();
    let client = server.client();
    client.client().await.unwrap();
    client.client().await.unwrap();
    let call = "GET https://a.example/api/client [Bearer t1]";
    assert_eq!(server.log(), [FETCH, call, call]);
    // Operations of other schemes need none.
    client.none().await.unwrap();
    assert_eq!(server.log(), ["GET https://a.example/api/none []"]);
}

#[tokio::test(start_paused = true)]
async fn those_who_come_together_wait_for_one_token() {
    let server = Server::default();
    let client = server.client();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.client().await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(*server.issued.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_expires() {
    for (expires_in, good_for) in [("100", 89), ("\"100\"", 89), ("3600", 3539)] {
        let server = Server { expires_in: Some(expires_in), ..Server::default() };
        let client = server.client();
        client.client().await.unwrap();
        tokio::time::sleep(Duration::from_secs(good_for)).await;
        client.client().await.unwrap();
        assert_eq!(*server.issued.lock().unwrap(), 1, "{expires_in}");
        tokio::time::sleep(Duration::from_secs(2)).await;
        client.client().await.unwrap();
        assert_eq!(*server.issued.lock().unwrap(), 2, "{expires_in}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once() {
    let server = Server::default();
    let client = server.client();
    client.client().await.unwrap();
    server.revoked.lock().unwrap().push("t1".to_owned());
    client.client().await.unwrap();
    assert_eq!(*server.issued.lock().unwrap(), 2);
    server.revoked.lock().unwrap().extend(["t2".to_owned(), "t3".to_owned(), "t4".to_owned()]);
    let error = client.client().await.unwrap_err();
    assert_eq!(error.to_string(), "security-client: 401 Unauthorized");
    assert_eq!(*server.issued.lock().unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_client_may_say_more() {
    let server = Server::default();
    let own = ClientCredentials::new("me", "hunter2")
        .in_body()
        .token_url("https://b.example/token")
        .scopes(["all"]);
    let client = server.builder().credential(Credential::Client(own)).build().unwrap();
    client.client().await.unwrap();
    let fetch = "POST https://b.example/token [] \
        grant_type=client_credentials&scope=all&client_id=me&client_secret=hunter2";
    assert_eq!(server.log()[0], fetch);
    // Whoever has a token needs none.
    let token = Credential::Bearer("mine".into());
    let client = server.builder().credential_for("service", token).build().unwrap();
    client.client().await.unwrap();
    assert_eq!(server.log(), ["GET https://a.example/api/client [Bearer mine]"]);
    let variables = |name: &str| match name {
        "SECURITY_CLIENT_ID" => Some("me:1".to_owned()),
        "SECURITY_CLIENT_SECRET" => Some("hunter2 &".to_owned()),
        _ => None,
    };
    let builder = Client::builder().environment(variables).base_url("https://a.example/api");
    builder.transport(server.clone()).build().unwrap().client().await.unwrap();
    assert_eq!(server.log()[0], FETCH);
}

#[tokio::test(start_paused = true)]
async fn what_the_authorization_server_refuses() {
    let no = "security-client: no token for scheme `service`: ";
    for (status, body, text, retryable, tries) in [
        (
            401,
            r#"{"error":"invalid_client","error_description":"wrong secret hunter2 &\n"}"#,
            "401 Unauthorized: invalid_client: wrong secret [redacted] ",
            false,
            1,
        ),
        (
            503,
            "<h1>hunter2</h1>",
            "503 Service Unavailable: the authorization server issued no token",
            true,
            3,
        ),
        (302, "", "302 Found: the authorization server issued no token", false, 1),
        (200, "{}", "200 OK: the answer holds no token", false, 1),
        (200, r#"{"access_token":"a\nb"}"#, "200 OK: the answer holds no token", false, 1),
        (
            200,
            r#"{"access_token":"a","token_type":"mac"}"#,
            "200 OK: the token is of a type other than Bearer",
            false,
            1,
        ),
    ] {
        let server = Server { refusal: Some((status, body)), ..Server::default() };
        let error = server.client().client().await.unwrap_err();
        assert_eq!(error.to_string(), format!("{no}{text}"));
        assert_eq!((error.is_retryable(), server.log().len()), (retryable, tries), "{text}");
        assert!(matches!(&error, Error::Credential(it) if it.token.is_some()));
        assert!(!format!("{error:?}").contains("hunter2"));
    }
    let client = Server::default().client();
    assert!(!format!("{client:?}").contains("hunter2"));
    let error = Server::default().builder().build().unwrap().client().await.unwrap_err();
    let missing = "security-client: no credential for scheme `service`: set the environment \
        variables `SECURITY_CLIENT_ID`, `SECURITY_CLIENT_SECRET` or call `Builder::client_credentials`";
    assert_eq!(error.to_string(), missing);
}
