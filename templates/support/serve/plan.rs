//! What is served, and where: known before anything is bound.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::error::{Error, Wish};
use super::kind::Surface;
use super::options::{Place, Serve};
use crate::support::operation::Capability;

/// One address, and the capabilities whose surfaces are served there.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) address: SocketAddr,
    pub(super) rest: Vec<&'static Capability>,
    pub(super) mcp: Vec<&'static Capability>,
    /// Whether it is there for health and metrics alone.
    pub(super) admin_only: bool,
}

impl Listener {
    fn new(address: SocketAddr) -> Self {
        Self { address, rest: Vec::new(), mcp: Vec::new(), admin_only: false }
    }

    /// The capabilities that are served as this.
    pub(super) fn of(&self, surface: Surface) -> &[&'static Capability] {
        match surface {
            Surface::Rest => &self.rest,
            Surface::Mcp => &self.mcp,
        }
    }

    /// Who wants the address.
    pub(super) fn wishes(&self) -> Vec<Wish> {
        if self.admin_only {
            return vec![Wish { what: "health and metrics".to_owned(), option: "--admin-port" }];
        }
        let wish = |surface: Surface| {
            let names: Vec<&str> = self.of(surface).iter().map(|it| it.name).collect();
            let what = format!("{surface} of {}", names.join(", "));
            (!names.is_empty()).then_some(Wish { what, option: surface.option() })
        };
        Surface::ALL.into_iter().filter_map(wish).collect()
    }
}

/// Who listens where.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) capabilities: Vec<&'static Capability>,
    pub(super) listeners: Vec<Listener>,
}

impl Plan {
    /// Puts surfaces of one kind that declare the same address and port on one listener, and with
    /// `--port` all of them.
    pub(super) fn new(
        capabilities: &[&'static Capability],
        options: &Serve,
    ) -> Result<Self, Error> {
        let mut plan = Self { capabilities: capabilities.to_vec(), listeners: Vec::new() };
        if options.place.stdio {
            return plan.unless_empty(capabilities.iter().any(|it| it.mcp.is_some()));
        }
        for &capability in capabilities {
            for surface in Surface::ALL.into_iter().filter(|it| it.is_wanted(&options.place)) {
                plan.add(surface, capability, &options.place);
            }
        }
        let exposed = !plan.listeners.is_empty();
        let mut plan = plan.unless_empty(exposed)?;
        plan.add_admin(&options.place);
        plan.check_ports()?;
        plan.check_openness(options)?;
        Ok(plan)
    }

    fn unless_empty(self, exposed: bool) -> Result<Self, Error> {
        if exposed {
            return Ok(self);
        }
        Err(Error::NotExposed { names: self.capabilities.iter().map(|it| it.name).collect() })
    }

    fn add(&mut self, surface: Surface, capability: &'static Capability, place: &Place) {
        let Some((declared, declared_port)) = surface.declared(capability) else {
            return;
        };
        // Other machines are let in by the command line, never by a document.
        let ip = place.listen.unwrap_or_else(|| loopback(declared));
        let port = surface.chosen_port(place).unwrap_or(declared_port);
        let address = SocketAddr::new(ip, port);
        let shares = |it: &Listener| place.port.is_some() || !it.of(surface).is_empty();
        let found = self.listeners.iter().position(|it| it.address == address && shares(it));
        let index = found.unwrap_or_else(|| {
            self.listeners.push(Listener::new(address));
            self.listeners.len() - 1
        });
        let Some(listener) = self.listeners.get_mut(index) else {
            return;
        };
        match surface {
            Surface::Rest => listener.rest.push(capability),
            Surface::Mcp => listener.mcp.push(capability),
        }
    }

    fn add_admin(&mut self, place: &Place) {
        if let Some(port) = place.admin_port {
            let ip = place.listen.unwrap_or(Ipv4Addr::LOCALHOST.into());
            let address = SocketAddr::new(ip, port);
            self.listeners.push(Listener { admin_only: true, ..Listener::new(address) });
        }
    }

    fn check_ports(&self) -> Result<(), Error> {
        for (index, one) in self.listeners.iter().enumerate() {
            let mut later = self.listeners.iter().skip(index + 1);
            let clash = later.find(|it| it.address == one.address && one.address.port() != 0);
            if let Some(other) = clash {
                let wishes = one.wishes().into_iter().chain(other.wishes()).collect();
                return Err(Error::SharedPort { port: one.address.port(), wishes });
            }
        }
        Ok(())
    }

    fn check_openness(&self, options: &Serve) -> Result<(), Error> {
        if options.access.allow_unauthenticated || options.access.auth_token_env.is_some() {
            return Ok(());
        }
        match self.listeners.iter().find(|it| !it.address.ip().is_loopback()) {
            Some(listener) => Err(Error::Open { address: listener.address }),
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

/// The declared address where it is a loopback one, else `127.0.0.1`.
fn loopback(declared: &str) -> IpAddr {
    let declared = declared.parse().ok().filter(IpAddr::is_loopback);
    declared.unwrap_or(Ipv4Addr::LOCALHOST.into())
}
