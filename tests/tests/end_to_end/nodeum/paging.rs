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
    let mut names = Vec::new();
    loop {
        let offset = u64::try_from(names.len()).expect("a few");
        let options = ListOptions { limit: Some(2), offset: Some(offset) };
        let page = client.list(&options).await.expect("a page");
        assert_eq!(page.count, 5);
        if page.users.is_empty() {
            break;
        }
        names.extend(page.users.into_iter().map(|it| it.username));
    }
    assert_eq!(names, ["admin", "eve", "ann", "bob", "cy"]);
    let queries = fake.take_journal().into_iter().map(|it| it.query);
    let wanted = ["limit=2&offset=0", "limit=2&offset=2", "limit=2&offset=4", "limit=2&offset=5"];
    assert_eq!(queries.collect::<Vec<_>>(), wanted);
}
