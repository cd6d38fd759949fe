//! Paths and queries that cannot be read.

use super::Served;

#[tokio::test]
async fn paths() {
    let served = Served::new().await;
    for (path, wanted) in [
        ("/show/%FF", "400 Input validation failed"),
        ("/show/%2e%2e", "200"),
        ("/show/a%2Fb", "200"),
        ("/show/%zz", "200"),
        ("/show/%", "200"),
        ("/show/", "404 There is no operation at this path"),
        ("/show//a", "404 There is no operation at this path"),
        ("//show/a", "404 There is no operation at this path"),
        ("/show/a/", "404 There is no operation at this path"),
        ("/list/", "404 There is no operation at this path"),
        ("/LIST", "404 There is no operation at this path"),
        ("/../list", "404 There is no operation at this path"),
        ("*", "404 There is no operation at this path"),
    ] {
        let told = served.ask(&format!("GET {path}"), &[], "").await;
        let seen = if told.status == 200 { "200".to_owned() } else { told.detail() };
        assert_eq!(seen, wanted, "{path}");
    }
    let told = served.ask("GET /show/%FF", &[], "").await;
    assert_eq!(told.errors(), ["#/path/id must be percent-encoded UTF-8"]);
}

#[tokio::test]
async fn queries() {
    let served = Served::new().await;
    let errors =
        async |query: &str| served.ask(&format!("GET /list?{query}"), &[], "").await.errors();
    let limit = |what: &str| vec![format!("#/query/limit {what}")];
    assert_eq!(errors("limit=%FF").await, limit("must be percent-encoded UTF-8"));
    assert_eq!(errors("limit=1&limit=2").await, limit("must be given once, not 2 times"));
    assert_eq!(errors("limit=").await, limit("must be an integer, not a string"));
    assert_eq!(errors("limit").await, limit("must be an integer, not a string"));
    assert_eq!(errors("limit=1e400").await, limit("must be an integer, not a string"));
    for query in
        ["&&&", "=", "%FF=1", "other=%FF", "limit=1&&tags=%41", "tags=a&tags=b", "?", "a[=1"]
    {
        let told = served.ask(&format!("GET /list?{query}"), &[], "").await;
        assert_eq!(told.status, 200, "{query}: {told:?}");
    }
    // As many pairs as a line can hold.
    let many = "tags=a&".repeat(5_000);
    assert_eq!(served.ask(&format!("GET /list?{many}"), &[], "").await.status, 200);
}

#[tokio::test]
async fn methods() {
    let served = Served::new().await;
    for method in ["PUT", "TRACE", "PROPFIND", "X"] {
        let told = served.ask(&format!("{method} /list"), &[], "").await;
        assert_eq!(
            told.detail(),
            format!("405 {method} is not allowed at this path; allowed are GET, HEAD, OPTIONS")
        );
        assert!(told.head.contains("allow: get, head, options"), "{told:?}");
    }
    let told = served.ask("OPTIONS /list", &[], "").await;
    assert!(told.status == 204 && told.head.contains("allow: get, head, options"), "{told:?}");
    assert!(!told.head.contains("content-length"), "{told:?}");
    // The same headers as `GET`, without the body.
    let (head, get) =
        (served.ask("HEAD /list", &[], "").await, served.ask("GET /list", &[], "").await);
    let lines = |text: &str| {
        let lines = text.lines().filter(|it| !it.starts_with("date:"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!((lines(&head.head), &*head.body), (lines(&get.head), ""));
    assert!(!get.body.is_empty());
    let told = served.ask("HEAD /none", &[], "").await;
    assert!(told.status == 404 && told.body.is_empty(), "{told:?}");
    assert!(served.is_well().await);
}

#[tokio::test]
async fn headers() {
    let served = Served::new().await;
    let told = served.ask("GET /list", &["x-trace: 123456789"], "").await;
    assert_eq!(told.errors(), ["#/header/X-Trace must have at most 8 characters"]);
    // What is no UTF-8 is told by its place, not repeated.
    let line =
        b"GET /list HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-trace: \xff\xfe123456789\r\n\r\n";
    let told = super::Told::read(&served.say(line).await);
    assert_eq!(told.status, 400, "{told:?}");
    let told = served.ask("GET /list", &["accept: image/png", "accept-encoding: *;q=0"], "").await;
    assert_eq!(told.status, 200);
}
