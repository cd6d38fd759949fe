//! What of a caller goes along to the upstream API.

use clap::Args;

/// What of a caller goes along to the upstream API.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Upstream")]
pub(in crate::support::serve) struct Forward {
    /// A header of callers that is passed on to the upstream API; may be repeated. That of a credential
    /// makes the credential the caller's: the server's own is then never sent
    #[arg(long, value_name = "NAME")]
    pub(in crate::support::serve) forward_header: Vec<String>,
}

impl Forward {
    /// Whether the header that proves callers to this server would go on to the upstream.
    pub(in crate::support::serve) fn leaks_token(&self) -> bool {
        self.forward_header.iter().any(|it| it.eq_ignore_ascii_case("authorization"))
    }
}
