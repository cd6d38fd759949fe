//! Lists that come in pages.

use fixture::pages::client::Client;
use fixture::pages::types::{OffsetOptions, PageOptions};
use fixture::support::client::Error;
use fixture::support::client::transport::{Response, TransportError};
use serde_json::{Value, json};

use crate::transport::{Fake, reply};

fn client(fake: &Fake) -> Client {
    let builder = Client::builder().environment(|_| None).base_url("https://a.example/api");
    builder.transport(fake.clone()).build().unwrap()
}

type Page = Result<Response, TransportError>;

/// A fake that answers its n-th request by the n-th of these.
fn pages(pages: Vec<(Vec<(&'static str, &'static str)>, Value)>) -> Fake {
    let count = std::sync::atomic::AtomicUsize::new(0);
    Fake::new(move |_| -> Page {
        let at = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        match pages.get(at.min(pages.len() - 1)) {
            Some((headers, body)) => reply(200, headers, body.to_string()),
            None => reply(404, &[], ""),
        }
    })
}

fn bodies(all: Vec<Value>) -> Fake {
    pages(all.into_iter().map(|it| (Vec::new(), it)).collect())
}

/// What was asked for, without the base URL.
fn asked(fake: &Fake) -> Vec<String> {
    let sent = fake.sent.lock().unwrap();
    let target = |it: &String| it.lines().next().unwrap().replace("GET https://a.example/api", "");
    sent.iter().map(target).collect()
}

fn things(ids: std::ops::Range<i64>) -> Value {
    ids.map(|id| json!({ "id": id })).collect()
}

#[tokio::test]
async fn by_offset() {
    let page = |ids| json!({"data": {"things": things(ids), "count": 5}});
    let fake = bodies(vec![page(0..2), page(2..4), page(4..5)]);
    let options = OffsetOptions { limit: Some(2), ..Default::default() };
    let all = client(&fake).offset_all("a&b", &options).collect().await.unwrap();
    assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    let expected = [
        "/offset?kind=a%26b&limit=2",
        "/offset?kind=a%26b&offset=2&limit=2",
        "/offset?kind=a%26b&offset=4&limit=2",
    ];
    assert_eq!(asked(&fake), expected);
    // From where the caller says; without a total, up to an empty page.
    let page = |ids| json!({"data": {"things": things(ids)}});
    let fake = bodies(vec![page(7..9), page(0..0)]);
    let options = OffsetOptions { offset: Some(7), ..Default::default() };
    let all = client(&fake).offset_all("x", &options).collect().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(asked(&fake), ["/offset?kind=x&offset=7", "/offset?kind=x&offset=9"]);
}

#[tokio::test]
async fn by_page() {
    let fake =
        bodies(vec![json!({"things": things(0..2)}), json!({"things": things(2..3)}), json!({})]);
    let all = client(&fake).page_all(&PageOptions::default()).collect().await.unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(asked(&fake), ["/page", "/page?page=1", "/page?page=2"]);
}

#[tokio::test]
async fn by_cursor() {
    let page = |ids, next: Value| json!({"things": things(ids), "next": next});
    // An empty page in the middle is not the last one.
    let fake =
        bodies(vec![page(0..1, json!("a/b")), page(0..0, json!("c")), page(1..3, Value::Null)]);
    let all = client(&fake).cursor_all(&Default::default()).collect().await.unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(asked(&fake), ["/cursor", "/cursor?after=a%2Fb", "/cursor?after=c"]);
}

#[tokio::test]
async fn by_link() {
    let next = r#"<https://a.example/api/link?p=0>; rel="prev", <?p=2>; title="a, \"b\""; rel="last next""#;
    let fake = pages(vec![
        (vec![("link", next)], things(0..2)),
        (vec![("link", "</api/link?p=3>; REL=next")], things(2..3)),
        (vec![("link", "</api/link?p=9>; rel=prev")], things(3..4)),
    ]);
    let all = client(&fake).link_all().collect().await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(asked(&fake), ["/link", "/link?p=2", "/link?p=3"]);
}

#[tokio::test]
async fn a_page_is_fetched_when_it_is_needed() {
    let page = |ids| json!({"data": {"things": things(ids), "count": 9}});
    let fake = bodies(vec![page(0..1), page(1..2)]);
    let mut all = client(&fake).offset_all("x", &OffsetOptions::default());
    assert_eq!(fake.requests(), 0);
    assert_eq!(all.next().await.unwrap().unwrap().id, 0);
    assert_eq!(fake.requests(), 1);
    assert_eq!(all.next().await.unwrap().unwrap().id, 1);
    assert_eq!(fake.requests(), 2);
}

/// The last error of a walk, and how many items and requests came before.
async fn failed(
    fake: &Fake,
    mut all: fixture::support::client::Pages<fixture::pages::types::Thing>,
) -> (String, usize, usize) {
    let mut items = 0;
    loop {
        match all.next().await {
            Some(Ok(_)) => items += 1,
            Some(Err(error)) => {
                assert!(all.next().await.is_none());
                return (error.to_string(), items, fake.requests());
            }
            None => return ("the end".to_owned(), items, fake.requests()),
        }
    }
}

#[tokio::test]
async fn walks_that_would_never_end() {
    let same = bodies(vec![json!({"data": {"things": things(0..2)}})]);
    let all = client(&same).offset_all("x", &OffsetOptions::default());
    let text =
        "pages-offset: 200 OK: the answer does not fit: the page is the same as the one before";
    assert_eq!(failed(&same, all).await, (text.to_owned(), 2, 2));

    let cursor = |id, next: &str| json!({"things": things(id..id + 1), "next": next});
    let round = bodies(vec![cursor(0, "a"), cursor(1, "b"), cursor(2, "a")]);
    let all = client(&round).cursor_all(&Default::default());
    let text =
        "pages-cursor: 200 OK: the answer does not fit: /next: the cursor has been there before";
    assert_eq!(failed(&round, all).await, (text.to_owned(), 2, 3));

    let link = |target, id| (vec![("link", target)], things(id..id + 1));
    let round = pages(vec![link("<?p=2>; rel=next", 0), link("</api/link>; rel=next", 1)]);
    let text = "pages-link: 200 OK: the answer does not fit: the next page has been there before";
    assert_eq!(failed(&round, client(&round).link_all()).await, (text.to_owned(), 1, 2));

    let fake = Fake::new(|_| reply(200, &[], "null"));
    let count = std::sync::atomic::AtomicI64::new(0);
    let endless = Fake::new(move |_| {
        let at = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        reply(200, &[], json!({"things": things(at..at + 1)}).to_string())
    });
    let all = client(&endless).page_all(&PageOptions::default()).max_pages(5);
    let text = "pages-page: 200 OK: the answer does not fit: there are more than 5 pages: \
        raise the limit with `Pages::max_pages`";
    assert_eq!(failed(&endless, all).await, (text.to_owned(), 4, 5));
    // Nothing at all is an empty list.
    let all = client(&fake).cursor_all(&Default::default());
    assert_eq!(failed(&fake, all).await, ("the end".to_owned(), 0, 1));
}

#[tokio::test]
async fn links_to_another_origin_are_not_followed() {
    for target in [
        "<https://b.example/link>; rel=next",
        "<http://a.example/api/link>; rel=next",
        "<https://a.example:444/link>; rel=next",
        "<//b.example/link>; rel=next",
        "<https://a.example@b.example/link>; rel=next",
        "<https://me:pw@a.example/link>; rel=next",
    ] {
        let fake = pages(vec![(vec![("link", target)], things(0..1))]);
        let text =
            "pages-link: 200 OK: the answer does not fit: the next page is of another origin";
        assert_eq!(
            failed(&fake, client(&fake).link_all()).await,
            (text.to_owned(), 0, 1),
            "{target}"
        );
    }
}

#[tokio::test]
async fn an_item_that_does_not_fit() {
    let page = json!({"data": {"things": [{"id": 1}, {"id": "x"}, {"id": 3}], "count": 9}});
    let fake = bodies(vec![page]);
    let mut all = client(&fake).offset_all("x", &OffsetOptions::default());
    assert_eq!(all.next().await.unwrap().unwrap().id, 1);
    let error = all.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("/data/things/1/id: expected "), "{error}");
    assert!(matches!(&error, Error::Decode(it) if it.body.starts_with(b"{\"data\"")));
    assert!(all.next().await.is_none());
    let down = Fake::new(|_| reply(500, &[], "broken"));
    let all = client(&down).page_all(&PageOptions::default());
    let text = "pages-page: 500 Internal Server Error: broken";
    assert_eq!(failed(&down, all).await, (text.to_owned(), 0, 1));
}
