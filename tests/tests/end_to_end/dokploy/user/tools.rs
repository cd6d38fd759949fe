//! What the MCP server publishes of its tools.

use expect_test::expect;

use super::User;
use crate::dokploy::fake::{self, Edition};
use crate::dokploy::fixtures::Caller;
use crate::harness::surface::Surface;
use crate::harness::surface::mcp::{Http, Stdio, line};

#[tokio::test]
async fn the_tools_are_those_of_the_capability_on_both_transports() {
    let fake = fake::start(Edition::SelfHosted).await;
    let http = <Http as Surface<User>>::start(&fake, Caller::Owner).await;
    let stdio = <Stdio as Surface<User>>::start(&fake, Caller::Owner).await;
    let table: String = http.session().tools.iter().map(line).collect();
    expect![[r#"
        r-i- user-all: List the members of the organization
        r-i- user-one: Get one member of the organization
        r-i- user-session: Tell who the key belongs to
        r-i- user-get: Get the caller's own membership and account
        r-i- user-getPermissions: Get the caller's effective permissions
        r-i- user-haveRootAccess: Tell whether the caller is the root of Dokploy Cloud
        r-i- user-getBackups: Get the caller's backup jobs, with secrets
        r-i- user-getServerMetrics: Get the caller's account for the monitoring page
        --i- user-update: Change the caller's own account
        r-i- user-getUserByToken: Look up an invitation by its token
        r-i- user-getMetricsToken: Get address and token of the monitoring agent
        -di- user-remove: Delete a user of the organization
        --i- user-assignPermissions: Replace the permissions of a member
        r-i- user-getInvitations: List the invitations waiting for the caller
        r-io user-getContainerMetrics: Read container metrics from a monitoring agent
        ---- user-generateToken: Placeholder without effect
        -di- user-deleteApiKey: Delete one of the caller's API keys
        ---- user-createApiKey: Create an API key for the caller
        r-i- user-checkUserOrganizations: Count the organizations of a user
        ---- user-createUserWithCredentials: Create a user with a password
        ---o user-sendInvitation: Send an invitation by email
        r-i- user-getBookmarkedTemplates: List the caller's bookmarked templates
        ---- user-toggleTemplateBookmark: Set or clear the bookmark of a template
    "#]]
    .assert_eq(&table);
    assert!(http.session().tools.iter().all(|it| it.output_schema.is_some()));
    assert_eq!(http.session().tools, stdio.session().tools);
    assert_eq!(fake.take_journal().len(), 0);
    Surface::<User>::stop(http).await;
    Surface::<User>::stop(stdio).await;
}
