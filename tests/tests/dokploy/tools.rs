//! What the MCP server publishes of its tools.

use expect_test::expect;
use rmcp::model::Tool;

use crate::fake::{Edition, Fake};
use crate::fixtures::Caller;
use crate::surface::Surface;
use crate::surface::mcp::{Http, Stdio, annotations};

#[tokio::test]
async fn the_tools_are_those_of_the_capability_on_both_transports() {
    let fake = Fake::start(Edition::SelfHosted).await;
    let http = Http::start(&fake, Caller::Owner).await;
    let stdio = Stdio::start(&fake, Caller::Owner).await;
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
    assert_eq!(http.session().tools, stdio.session().tools);
    assert_eq!(fake.take_journal().len(), 0);
    http.stop().await;
    stdio.stop().await;
}

fn line(tool: &Tool) -> String {
    let hints = annotations(tool);
    let names = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
    let letters = ["r", "d", "i", "o"];
    let hint = |(name, letter): (&str, &'static str)| match hints[name].as_bool() {
        Some(true) => letter,
        Some(false) => "-",
        None => "?",
    };
    let hints: String = names.into_iter().zip(letters).map(hint).collect();
    let title = tool.title.as_deref().unwrap_or_default();
    let description = tool.description.as_deref().unwrap_or_default();
    assert!(description.len() > 60 && !description.contains(&*tool.name), "{description}");
    assert!(tool.output_schema.is_some(), "{}", tool.name);
    format!("{hints} {}: {title}\n", tool.name)
}
