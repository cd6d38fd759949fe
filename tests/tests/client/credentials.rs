//! Which credentials a request carries.

use fixture::support::client::{Builder, Core, Credential, Error};
use fixture::support::operation::{Operation, SchemeKind, SecurityScheme};
use fixture::support::service::Inputs;

use crate::tables::{builder, get, keep, refusal};
use crate::upstream::Upstream;

static SCHEMES: &[SecurityScheme] = &[
    SecurityScheme { name: "key", kind: SchemeKind::HeaderKey("X-Key"), source: &["${A_KEY}"] },
    SecurityScheme { name: "query", kind: SchemeKind::QueryKey("api key"), source: &[] },
    SecurityScheme { name: "cookie", kind: SchemeKind::CookieKey("session"), source: &[] },
    SecurityScheme {
        name: "basic",
        kind: SchemeKind::Basic,
        source: &["${A_USER}", "${A_PASSWORD}"],
    },
    SecurityScheme { name: "bearer", kind: SchemeKind::Bearer, source: &["${A_TOKEN}"] },
];

type Security = &'static [&'static [&'static str]];

async fn sent(security: Security, set: impl FnOnce(Builder<Core>) -> Builder<Core>) -> String {
    let upstream = Upstream::json("null");
    let operation = keep(Operation { security, ..get() });
    let core = set(builder(SCHEMES, operation).base_url(&upstream.url).user_agent("me"));
    match core.anonymous().build().unwrap().send(operation, Inputs::new()).await {
        Ok(_) => {
            let request = upstream.request().replace(" HTTP/1.1\naccept: */*", "");
            request.trim_end().replace("\nuser-agent: me", "")
        }
        Err(error) => error.to_string(),
    }
}

fn api_key(key: &str) -> Credential {
    Credential::ApiKey(key.into())
}

#[tokio::test]
async fn every_scheme() {
    let key = sent(&[&["key"]], |it| it.credential_for("key", api_key("k /"))).await;
    assert_eq!(key, "GET /things\nx-key: k /");
    let query = sent(&[&["query"]], |it| it.credential_for("query", api_key("k&/"))).await;
    assert_eq!(query, "GET /things?api%20key=k%26%2F");
    let cookie = sent(&[&["cookie"]], |it| it.credential_for("cookie", api_key("a;b"))).await;
    assert_eq!(cookie, "GET /things\ncookie: session=a%3Bb");
    let basic = sent(&[&["basic"]], |it| it.basic("Aladdin", "open sesame")).await;
    assert_eq!(basic, "GET /things\nauthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    let bearer = sent(&[&["bearer"]], |it| it.bearer("t")).await;
    assert_eq!(bearer, "GET /things\nauthorization: Bearer t");
}

#[tokio::test]
async fn one_alternative_suffices_and_needs_every_scheme() {
    const SECURITY: Security = &[&["key", "bearer"], &["query"]];
    let key = |it: Builder<Core>| it.credential_for("key", api_key("k"));
    let query = |it: Builder<Core>| it.credential_for("query", api_key("q"));
    assert_eq!(
        sent(SECURITY, |it| query(key(it.bearer("t")))).await,
        "GET /things\nx-key: k\nauthorization: Bearer t"
    );
    assert_eq!(sent(SECURITY, |it| query(key(it))).await, "GET /things?api%20key=q");
    assert_eq!(
        sent(SECURITY, key).await,
        "thing-get: no credential for scheme `bearer`: \
         set the environment variable `A_TOKEN` or call `Builder::bearer`"
    );
    assert_eq!(
        sent(&[&["basic"]], |it| it).await,
        "thing-get: no credential for scheme `basic`: \
         set the environment variables `A_USER`, `A_PASSWORD` or call `Builder::basic`"
    );
    assert_eq!(
        sent(&[&["oauth"]], |it| it).await,
        "thing-get: no credential for scheme `oauth`: call `Builder::credential_for`"
    );
}

#[tokio::test]
async fn anonymous_access() {
    assert_eq!(sent(&[], |it| it.bearer("t")).await, "GET /things");
    assert_eq!(sent(&[&[], &["bearer"]], |it| it).await, "GET /things");
    let used = sent(&[&[], &["bearer"]], |it| it.bearer("t")).await;
    assert_eq!(used, "GET /things\nauthorization: Bearer t");
}

#[tokio::test]
async fn credentials_from_the_environment() {
    let upstream = Upstream::json("null");
    let operation = keep(Operation { security: &[&["basic"]], ..get() });
    let core = builder(SCHEMES, operation)
        .base_url(&upstream.url)
        .environment(|name| matches!(name, "A_USER" | "A_PASSWORD").then(|| "x".to_owned()))
        .build()
        .unwrap();
    core.send(operation, Inputs::new()).await.unwrap();
    assert!(upstream.request().contains("\nauthorization: Basic eDp4\n"));
}

#[test]
fn half_of_a_credential_is_told_by_the_variable_that_is_missing() {
    let with = |security, variable: &'static str| {
        let operation = keep(Operation { security, ..get() });
        let builder = builder(SCHEMES, operation).base_url("https://a.example");
        let set = move |name: &str| (name == variable).then(|| "x".to_owned());
        builder.environment(set)
    };
    const EITHER: Security = &[&["bearer"], &["basic"]];
    const OPTIONAL: Security = &[&["basic"], &[]];
    for security in [EITHER, OPTIONAL] {
        let missing = |it| {
            format!(
                "the credential for scheme `basic` is missing: \
                 set the environment variable `{it}` or call `Builder::basic`"
            )
        };
        let refused = |variable| refusal(with(security, variable).build());
        assert_eq!(refused("A_USER"), missing("A_PASSWORD"));
        assert_eq!(refused("A_PASSWORD"), missing("A_USER"));
    }
    // Another credential is there, but suffices for nothing.
    let builder = with(&[&["cookie", "bearer"], &["basic"]], "A_USER");
    assert_eq!(
        refusal(builder.bearer("t").build()),
        "the credential for scheme `basic` is missing: \
         set the environment variable `A_PASSWORD` or call `Builder::basic`"
    );
}

#[tokio::test]
async fn nothing_secret_is_shown() {
    let operation = keep(Operation { security: &[&["query"]], ..get() });
    // Nobody listens on the port of a listener that is gone.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let core = builder(SCHEMES, operation)
        .base_url(format!("http://{gone}"))
        .credential_for("query", api_key("hunter2"))
        .build()
        .unwrap();
    let error = core.send(operation, Inputs::new()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }));
    let shown = format!("{error} {error:?} {core:?}");
    assert!(shown.starts_with("thing-get: the API could not be reached: "), "{shown}");
    assert!(shown.contains("refused") && !shown.contains("hunter2"), "{shown}");
}
