//! What is served, and where: known before anything is bound.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::command::Serve;
use super::error::Error;
use super::kind::Surface;
use crate::support::operation::Capability;

/// One address on which one kind of surface of some capabilities is served.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) surface: Surface,
    pub(super) address: SocketAddr,
    pub(super) capabilities: Vec<&'static Capability>,
}

/// Who listens where.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) capabilities: Vec<&'static Capability>,
    pub(super) listeners: Vec<Listener>,
}

impl Plan {
    /// Puts capabilities that declare the same address and port on one listener.
    pub(super) fn new(
        capabilities: &[&'static Capability],
        options: &Serve,
    ) -> Result<Self, Error> {
        let mut plan = Self { capabilities: capabilities.to_vec(), listeners: Vec::new() };
        if options.stdio {
            return plan.unless_empty(capabilities.iter().any(|it| it.mcp.is_some()));
        }
        for &capability in capabilities {
            if !options.no_rest {
                plan.add(Surface::Rest, capability, options)?;
            }
            if !options.no_mcp {
                plan.add(Surface::Mcp, capability, options)?;
            }
        }
        plan.check_ports()?;
        let exposed = !plan.listeners.is_empty();
        plan.unless_empty(exposed)
    }

    fn unless_empty(self, exposed: bool) -> Result<Self, Error> {
        if exposed {
            return Ok(self);
        }
        Err(Error::NotExposed { names: self.capabilities.iter().map(|it| it.name).collect() })
    }

    fn add(
        &mut self,
        surface: Surface,
        capability: &'static Capability,
        options: &Serve,
    ) -> Result<(), Error> {
        let Some((declared, declared_port)) = surface.declared(capability) else {
            return Ok(());
        };
        let chosen_port = match surface {
            Surface::Rest => options.rest_port,
            Surface::Mcp => options.mcp_port,
        };
        let ip = match options.listen {
            Some(ip) => ip,
            None => ip(declared)
                .ok_or(Error::Address { capability: capability.name, address: declared })?,
        };
        let address = SocketAddr::new(ip, chosen_port.unwrap_or(declared_port));
        if !ip.is_loopback() && !options.allow_unauthenticated {
            return Err(Error::Open { address });
        }
        let mut present = self.listeners.iter_mut();
        match present.find(|it| it.surface == surface && it.address == address) {
            Some(listener) => listener.capabilities.push(capability),
            None => {
                self.listeners.push(Listener { surface, address, capabilities: vec![capability] });
            }
        }
        Ok(())
    }

    fn check_ports(&self) -> Result<(), Error> {
        let of = |surface| self.listeners.iter().filter(move |it| it.surface == surface);
        let shared = of(Surface::Rest).map(|it| it.address).find(|address| {
            address.port() != 0 && of(Surface::Mcp).any(|it| it.address == *address)
        });
        match shared {
            Some(address) => Err(Error::SharedPort { port: address.port() }),
            None => Ok(()),
        }
    }
}

/// The capabilities to serve, in the order in which they were compiled in.
pub(super) fn choose(
    compiled: &[&'static Capability],
    options: &Serve,
) -> Result<Vec<&'static Capability>, Error> {
    if compiled.is_empty() {
        return Err(Error::Empty);
    }
    let known: Vec<&'static str> = compiled.iter().map(|it| it.name).collect();
    let unknown: Vec<String> =
        options.names.iter().filter(|name| !known.contains(&name.as_str())).cloned().collect();
    if !unknown.is_empty() {
        return Err(Error::Unknown { names: unknown, known });
    }
    if options.names.is_empty() && !options.all && compiled.len() != 1 {
        return Err(Error::Unnamed { known });
    }
    let all = options.names.is_empty();
    Ok(compiled
        .iter()
        .copied()
        .filter(|it| all || options.names.iter().any(|name| name == it.name))
        .collect())
}

/// `localhost` is the one name that needs no look-up.
fn ip(declared: &str) -> Option<IpAddr> {
    if declared == "localhost" {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    declared.parse().ok()
}
