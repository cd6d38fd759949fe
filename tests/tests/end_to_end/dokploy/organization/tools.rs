//! What the MCP server publishes of its tools.

use expect_test::expect;

use super::Organization;
use crate::dokploy::fixtures::Caller;
use crate::harness::Subject;
use crate::harness::surface::Surface;
use crate::harness::surface::mcp::{Stdio, line};

#[tokio::test]
async fn the_tools_are_those_of_the_capability() {
    let fake = Organization::fake(()).await;
    let stdio = <Stdio as Surface<Organization>>::start(&fake, Caller::Owner).await;
    let tools = &stdio.session().tools;
    let table: String = tools.iter().map(line).collect();
    expect![[r#"
        ---- organization-create: Create an organization
        r-i- organization-all: List the caller's organizations
        r-i- organization-one: Get one organization
        --i- organization-update: Change an organization
        -di- organization-delete: Delete an organization
        ---- organization-inviteMember: Invite somebody by email address
        r-i- organization-allInvitations: List the invitations of the organization
        -di- organization-removeInvitation: Withdraw an invitation
        --i- organization-updateMemberRole: Set the role of a member
        --i- organization-setDefault: Set the caller's default organization
        r-i- organization-active: Get the active organization
    "#]]
    .assert_eq(&table);
    assert!(tools.iter().all(|it| it.output_schema.is_some()));
    assert_eq!(fake.take_journal().len(), 0);
    Surface::<Organization>::stop(stdio).await;
}
