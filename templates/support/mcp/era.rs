//! The two eras of the protocol.

use rmcp::model::ProtocolVersion;
use rmcp::service::{RequestContext, RoleServer};

/// Whether a request is of 2026-07-28 or later: it tells all there is to know of its client, and the
/// server never sends requests.
pub(super) fn is_stateless(context: &RequestContext<RoleServer>) -> bool {
    let first = ProtocolVersion::V_2026_07_28;
    context.protocol_version().is_some_and(|it| it.as_str() >= first.as_str())
}
