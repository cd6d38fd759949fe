//! What the MCP server publishes of its tools.

use expect_test::expect;

use super::Users;
use super::fixtures::Caller;
use crate::harness::Subject;
use crate::harness::surface::Surface;
use crate::harness::surface::mcp::{Stdio, line};

#[tokio::test]
async fn the_tools_are_those_of_the_capability() {
    let fake = Users::fake(()).await;
    let stdio = <Stdio as Surface<Users>>::start(&fake, Caller::Key).await;
    let table: String = stdio.session().tools.iter().map(line).collect();
    expect![[r#"
        ---- users-sign-in: Check a username and password
        r-i- users-list-configurations: List the caller's configurations
        ---- users-create-configuration: Add a configuration for the caller
        r-i- users-get-configuration: Get one configuration of the caller
        --i- users-update-configuration: Change one configuration of the caller
        -di- users-delete-configuration: Delete one configuration of the caller
        r-i- users-list-api-keys: List the caller's API keys
        ---- users-create-api-key: Create an API key for the caller
        r-i- users-get-api-key: Get one API key of the caller
        --i- users-update-api-key: Change one API key of the caller
        -di- users-delete-api-key: Delete one API key of the caller
        r-i- users-me: Get the caller's account
        r-i- users-list: List the accounts
        ---- users-create: Create an account
        r-i- users-get: Get one account
        --i- users-update: Change one account
        -di- users-delete: Delete one account
        r-i- users-list-system-users: List the users of the operating system
        r-i- users-list-system-groups: List the groups of the operating system
    "#]]
    .assert_eq(&table);
    assert_eq!(fake.take_journal().len(), 0);
    Surface::<Users>::stop(stdio).await;
}
