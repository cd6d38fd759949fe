use generated::dokploy_user::client::Client;
use generated::support::client::Error;

async fn without_the_id(client: &Client) -> Result<(), Error> {
    client.one().await?;
    Ok(())
}

fn main() {}
