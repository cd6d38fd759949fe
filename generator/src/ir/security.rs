//! Security schemes and where their credentials come from.

use serde::Serialize;

use super::Origin;

/// A declared security scheme.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityScheme {
    /// Where the document declares it.
    pub origin: Origin,
    /// The name in the document.
    pub name: String,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// What the credential is made of: templates in which `${NAME}` stands for an environment variable.
    pub source: Vec<String>,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SchemeKind {
    /// An API key in this header.
    HeaderKey(String),
    /// An API key in this query parameter.
    QueryKey(String),
    /// An API key in this cookie.
    CookieKey(String),
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// A bearer token by the client credentials grant (RFC 6749, section 4.4).
    ClientCredentials {
        /// Where tokens are issued.
        token_url: String,
        /// The scopes that the operations demand, in order of appearance.
        scopes: Vec<String>,
    },
}
