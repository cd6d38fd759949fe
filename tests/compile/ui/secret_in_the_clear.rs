use generated::dokploy_user::client::Client;
use generated::support::client::Error;

async fn with_plain_text(client: &Client) -> Result<(), Error> {
    client.get_user_by_token("token").await?;
    Ok(())
}

fn main() {}
