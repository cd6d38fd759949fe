use generated::dokploy_user::client::Client;
use generated::dokploy_user::types::{OrganizationId, RemoveRequest};
use generated::support::client::Error;

async fn with_a_number(client: &Client) -> Result<(), Error> {
    client.one(42).await?;
    client.remove(&RemoveRequest { user_id: 42 }).await?;
    Ok(())
}

async fn with_the_id_of_something_else(client: &Client, id: OrganizationId) -> Result<(), Error> {
    client.one(id).await?;
    Ok(())
}

fn main() {}
