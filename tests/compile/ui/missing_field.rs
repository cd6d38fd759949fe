use generated::dokploy_user::types::{CreateApiKeyRequest, CreateUserWithCredentialsRequest};

fn without_what_is_required() {
    let _ = CreateUserWithCredentialsRequest { email: "a@example.com".to_owned() };
    let _ = CreateApiKeyRequest::new("ci");
}

fn main() {}
