//! The two kinds of surface that a capability can be served as.

use std::fmt;

use super::options::Place;
use crate::support::operation::Capability;

/// A kind of surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    Rest,
    Mcp,
}

impl Surface {
    /// Both, in the order in which they are told.
    pub(super) const ALL: [Self; 2] = [Self::Rest, Self::Mcp];

    /// The option that chooses its port.
    pub(super) fn option(self) -> &'static str {
        match self {
            Self::Rest => "--rest-port",
            Self::Mcp => "--mcp-port",
        }
    }

    /// The declared address and port.
    pub(super) fn declared(self, capability: &Capability) -> Option<(&'static str, u16)> {
        match self {
            Self::Rest => capability.rest.as_ref().map(|it| (it.address, it.port)),
            Self::Mcp => capability.mcp.as_ref().map(|it| (it.address, it.port)),
        }
    }

    /// Whether it is to be served at all.
    pub(super) fn is_wanted(self, place: &Place) -> bool {
        match self {
            Self::Rest => !place.no_rest,
            Self::Mcp => !place.no_mcp,
        }
    }

    /// The port that the command line chooses.
    pub(super) fn chosen_port(self, place: &Place) -> Option<u16> {
        place.port.or(match self {
            Self::Rest => place.rest_port,
            Self::Mcp => place.mcp_port,
        })
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rest => "REST",
            Self::Mcp => "MCP",
        })
    }
}
