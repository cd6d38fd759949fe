//! The page at `/docs`, in a browser.

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::devtools::Page;
use crate::running;

/// Waits until the page shows so many operations, and tells their methods and paths.
fn listed(count: usize) -> String {
    format!(
        "(async () => {{
            const all = () => [...document.querySelectorAll('.opblock-summary')];
            for (let tries = 0; all().length < {count} && tries < 600; tries++) {{
                await new Promise(then => setTimeout(then, 50));
            }}
            const text = (it, of) => it.querySelector(of).textContent;
            const path = it => it.querySelector('[data-path]').dataset.path;
            return all().map(it => text(it, '.opblock-summary-method') + ' ' + path(it));
        }})()"
    )
}

/// Opens an operation, executes it as it stands, and tells status and body of the answer.
fn tried(method: &str, path: &str) -> String {
    format!(
        "(async () => {{
            const until = async (get) => {{
                for (let tries = 0; tries < 400; tries++) {{
                    const found = get();
                    if (found) return found;
                    await new Promise(then => setTimeout(then, 50));
                }}
                return null;
            }};
            const block = [...document.querySelectorAll('.opblock-{method}')]
                .find(it => it.querySelector('[data-path]').dataset.path === {path});
            block.querySelector('.opblock-summary-control').click();
            (await until(() => block.querySelector('.execute'))).click();
            const row = await until(() => block.querySelector('.live-responses-table .response'));
            const text = of => row?.querySelector(of)?.textContent.trim();
            return [text('.response-col_status'), text('.highlight-code')];
        }})()",
        path = json!(path),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_lists_every_operation_and_tries_them() {
    let Some(mut page) = Page::open().await else { return };
    let server = running::generated().await;
    let document = description(&server).await;
    let wanted = operations(&document);
    page.navigate(&format!("{server}/docs")).await;
    let shown = page.evaluate(&listed(wanted.len())).await;
    let shown: BTreeSet<String> = serde_json::from_value(shown).expect("names");
    assert_eq!(shown, wanted);

    for (method, path) in [("get", "/v1/user.all"), ("post", "/v1/organization.create")] {
        let outcome = page.evaluate(&tried(method, path)).await;
        assert_eq!(outcome[0], "200", "{method} {path}: {outcome}");
        let example = &document["paths"][path][method]["responses"]["200"]["content"]["application/json"]
            ["example"];
        let body = outcome[1].as_str().expect("a body");
        let body: Value = serde_json::from_str(body.trim_start_matches("Download").trim())
            .unwrap_or_else(|error| panic!("{error}: {body}"));
        assert_eq!(body, *example, "{method} {path}");
    }
    keep(&page.screenshot().await);

    let elsewhere: Vec<&String> = page
        .requests
        .iter()
        .filter(|it| !it.starts_with(&server) && !it.starts_with("data:") && *it != "about:blank")
        .collect();
    assert_eq!((elsewhere, &page.complaints), (Vec::new(), &Vec::new()));
}

async fn description(server: &str) -> Value {
    let answer = reqwest::get(format!("{server}/openapi.json")).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON")
}

fn operations(document: &Value) -> BTreeSet<String> {
    let items = document["paths"].as_object().expect("paths").iter();
    let of = |(path, item): (&String, &Value)| {
        let methods: Vec<String> = item.as_object().expect("an item").keys().cloned().collect();
        methods.into_iter().map(|it| format!("{} {path}", it.to_uppercase())).collect::<Vec<_>>()
    };
    items.flat_map(of).collect()
}

/// For whoever wants to look at the page.
fn keep(picture: &str) {
    let bytes = STANDARD.decode(picture).expect("base64");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs.png"), bytes).expect("a file");
}
