//! Lists that come in pages.

use generated::nodeum_users::types::{ListOptions, NewUser};

use super::Users;
use super::fixtures::Caller;
use crate::harness::Subject;

#[tokio::test]
async fn limit_and_offset_reach_every_item_once() {
    let fake = Users::fake(()).await;
    let client = Users::client(&fake, Caller::Key);
    for name in ["ann", "bob", "cy"] {
        let new =
            NewUser { email: Some(Some(format!("{name}@example.com"))), ..NewUser::new(name) };
        client.create(&new).await.expect("an account");
    }
    fake.take_journal();
    let options = ListOptions { limit: Some(2), ..ListOptions::default() };
    let all = client.list_all(&options).collect().await.expect("all pages");
    let names: Vec<String> = all.into_iter().map(|it| it.username).collect();
    assert_eq!(names, ["admin", "eve", "ann", "bob", "cy"]);
    let queries = fake.take_journal().into_iter().map(|it| it.query);
    let wanted = ["limit=2", "limit=2&offset=2", "limit=2&offset=4"];
    assert_eq!(queries.collect::<Vec<_>>(), wanted);
}
