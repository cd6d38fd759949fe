use generated::dokploy_user::client::Client;
use generated::dokploy_user::types::RemoveRequest;
use generated::support::client::Error;

async fn with_a_number(client: &Client) -> Result<(), Error> {
    client.one(42).await?;
    client.remove(&RemoveRequest { user_id: 42 }).await?;
    Ok(())
}

fn main() {}
