//! Setting up a client.

use std::collections::BTreeMap;

use fixture::support::client::{BuildError, Builder, Core, Credential};
use fixture::support::operation::{Operation, SchemeKind, SecurityScheme};

use crate::tables::{builder, capability, get, keep, refusal};

static KEY: &[SecurityScheme] = &[SecurityScheme {
    name: "apiKey",
    kind: SchemeKind::HeaderKey("x-api-key"),
    source: &["{{THINGS_KEY}}"],
}];

fn guarded() -> &'static Operation {
    keep(Operation { security: &[&["apiKey"]], ..get() })
}

fn with(variables: &[(&str, &str)]) -> Result<Core, BuildError> {
    let variables: BTreeMap<String, String> =
        variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Builder::new(capability(KEY, guarded()))
        .environment(move |name| variables.get(name).cloned())
        .build()
}

#[test]
fn everything_missing_is_told_at_once() {
    let both = "the base URL is missing: \
        set the environment variable `THINGS_URL` or call `Builder::base_url`; \
        the credential for scheme `apiKey` is missing: \
        set the environment variable `THINGS_KEY` or call `Builder::api_key`";
    assert_eq!(refusal(with(&[])), both);
    assert_eq!(refusal(with(&[("THINGS_URL", ""), ("THINGS_KEY", " ")])), both);
    assert!(with(&[("THINGS_URL", "https://a.example/"), ("THINGS_KEY", "k")]).is_ok());
}

#[test]
fn base_urls_that_are_refused() {
    let absolute = "is not an absolute URL such as `https://api.example.com/v1`";
    for (url, reason) in [
        ("a.example", absolute),
        ("/api", absolute),
        ("localhost:8080", absolute),
        ("ftp://a.example", absolute),
        ("file:///etc", absolute),
        ("https://", absolute),
        ("https://me:hunter2@a.example", "must not hold a user name or a password"),
        ("https://a.example?key=hunter2", "must not hold a query or a fragment"),
        ("https://a.example/#x", "must not hold a query or a fragment"),
    ] {
        let built = builder(&[], keep(get())).base_url(url).build();
        let remedy = "check what `Builder::base_url` was given";
        assert_eq!(refusal(built), format!("the base URL {reason}: {remedy}"), "{url}");
    }
    assert_eq!(
        refusal(with(&[("THINGS_URL", "a.example"), ("THINGS_KEY", "k")])),
        format!(
            "the base URL {absolute}: \
             set the environment variable `THINGS_URL` or call `Builder::base_url`"
        )
    );
}

#[test]
fn credentials_that_are_refused() {
    let builder = |schemes| builder(schemes, guarded()).base_url("https://a.example");
    assert_eq!(
        refusal(builder(KEY).bearer("t").build()),
        "security scheme `apiKey`: wants what `Builder::api_key` takes"
    );
    assert_eq!(
        refusal(builder(KEY).credential_for("key", Credential::ApiKey("k".into())).build()),
        "security scheme `key`: is not declared; declared are: apiKey"
    );
    assert_eq!(
        refusal(builder(KEY).api_key("secret\n").build()),
        "security scheme `apiKey`: \
         its credential holds a line break, a control or a non-ASCII character"
    );
    assert_eq!(
        refusal(builder(&[]).api_key("k").build()),
        "no declared security scheme takes such a credential"
    );
    static TWO: &[SecurityScheme] = &[
        SecurityScheme { name: "a", kind: SchemeKind::HeaderKey("x-a"), source: &[] },
        SecurityScheme { name: "b", kind: SchemeKind::QueryKey("b"), source: &[] },
    ];
    assert_eq!(
        refusal(builder(TWO).api_key("k").build()),
        "several schemes take it, call `Builder::credential_for`: a, b"
    );
    assert_eq!(
        refusal(builder(KEY).api_key("k").user_agent("a\nb").build()),
        "the user agent must be visible ASCII characters"
    );
}

#[test]
fn nothing_secret_is_shown() {
    let builder = builder(KEY, guarded()).base_url("https://a.example/hunter2").api_key("hunter2");
    assert_eq!(format!("{builder:?}"), "Builder { capability: \"things\", .. }");
    let core = builder.build().unwrap();
    assert_eq!(
        format!("{core:?}"),
        "Core { capability: \"things\", host: Some(\"a.example\"), .. }"
    );
    let basic = Credential::Basic { user: "hunter2".into(), password: "hunter2".into() };
    assert_eq!(format!("{basic:?}"), "Basic { user: [redacted], password: [redacted] }");
}
