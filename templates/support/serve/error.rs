//! Why nothing is served.

use std::fmt;
use std::net::SocketAddr;
use std::process::ExitCode;

use crate::support::client::{BuildError, Missing};
use crate::support::mcp::{PATH, SetupError};

#[derive(Debug)]
pub(super) enum Error {
    /// The crate was built without any capability.
    Empty,
    /// No such capability is compiled in.
    Unknown { names: Vec<String>, known: Vec<&'static str> },
    /// It is not said what to serve.
    Unnamed { known: Vec<&'static str> },
    /// None of the capabilities exposes what is to be served.
    NotExposed { names: Vec<&'static str> },
    /// Other machines would reach callers' rights without showing any.
    Open { address: SocketAddr },
    /// REST and MCP want the same port, and nobody said that they share it.
    SharedPort { port: u16, wishes: Vec<Wish> },
    /// Something is not in the environment, by capability.
    Environment { missing: Vec<(&'static str, Vec<Missing>)> },
    /// A client cannot be built.
    Client { capability: &'static str, error: BuildError },
    /// Two capabilities want the same route.
    Routes { route: String, capabilities: [&'static str; 2] },
    /// A capability's own route is where MCP is to be served.
    McpRoute { capability: &'static str },
    /// The client cannot reach a server that is running.
    NoHttp,
    /// An environment variable that an option names is not set.
    Unset { name: String },
    /// The tools cannot be served.
    Tools(SetupError),
    /// A port cannot be listened on.
    Bind { address: SocketAddr, wishes: Vec<Wish>, error: std::io::Error },
    /// The tokens of callers cannot be read from their variable.
    AuthTokens { variable: String, problem: String },
    /// The tokens of callers would be passed on.
    ForwardedToken,
    /// Requests would be taken for longer than they may take.
    Times,
    /// Told a second time to stop, with calls in progress.
    Forced,
    /// Anything else the system refuses.
    System(std::io::Error),
}

/// Who wants an address.
#[derive(Debug)]
pub(super) struct Wish {
    /// Such as a surface of some capabilities.
    pub(super) what: String,
    /// The option that chooses another port.
    pub(super) option: &'static str,
}

impl Error {
    /// 2 where the call or the environment must be corrected, else 1.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Tools(error) if error.is_by_options() => ExitCode::from(2),
            Self::Client { error: BuildError::ForwardedHeader { .. }, .. } => ExitCode::from(2),
            Self::Client { .. } | Self::Routes { .. } | Self::Tools(_) => ExitCode::FAILURE,
            Self::Bind { .. } | Self::Forced | Self::System(_) => ExitCode::FAILURE,
            _ => ExitCode::from(2),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("no capability is compiled in; build with the cargo feature of one")
            }
            Self::Unknown { names, known } => {
                write!(f, "no capability {}; known are {}", quoted(names), quoted(known))
            }
            Self::Unnamed { known } => {
                write!(f, "name a capability, or serve all with --all; known are {}", quoted(known))
            }
            Self::NotExposed { names } => {
                write!(f, "nothing to serve: {} exposes nothing of what is asked", quoted(names))
            }
            Self::Open { address } => write!(
                f,
                "whoever reaches {address} could act with the credentials of this server, since \
                 callers are not authenticated; listen on a loopback address (--listen 127.0.0.1), \
                 or pass --allow-unauthenticated where something else keeps strangers out"
            ),
            Self::SharedPort { port, wishes } => shared_port(f, *port, wishes),
            Self::Environment { missing } => environment(f, missing),
            Self::ForwardedToken => f.write_str(
                "`Authorization` holds the token of --auth-token-env, which is for this server alone: \
                 it cannot be passed on with --forward-header",
            ),
            Self::Client { capability, error } => write!(f, "{capability}: {error}"),
            Self::Routes { route, capabilities: [first, second] } => write!(
                f,
                "`{route}` is exposed by `{first}` and by `{second}`; serve them in two processes"
            ),
            Self::McpRoute { capability } => write!(
                f,
                "`{PATH}` is exposed by `{capability}` and is where MCP is served; give MCP a port of \
                 its own with --mcp-port"
            ),
            Self::NoHttp => f.write_str(
                "Claude Desktop's file is for servers that it starts itself; leave out --http, or add \
                 the URL as a custom connector in its settings",
            ),
            Self::Unset { name } => write!(f, "the environment variable `{name}` is not set"),
            Self::Tools(error) => error.fmt(f),
            Self::Bind { address, wishes, error } => bind(f, *address, wishes, error),
            Self::AuthTokens { variable, problem } => write!(
                f,
                "`{variable}`, which --auth-token-env names, must hold bearer tokens, parted by commas \
                 or lines; {problem}"
            ),
            Self::Times => f.write_str("--drain must be shorter than --grace"),
            Self::Forced => f.write_str("stopped at once, with calls in progress"),
            Self::System(error) => error.fmt(f),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::System(error)
    }
}

impl From<SetupError> for Error {
    fn from(error: SetupError) -> Self {
        Self::Tools(error)
    }
}

fn environment(
    f: &mut fmt::Formatter<'_>,
    missing: &[(&'static str, Vec<Missing>)],
) -> fmt::Result {
    f.write_str("set these environment variables and start again:")?;
    for (capability, things) in missing {
        let names: Vec<String> = things.iter().map(variables).collect();
        write!(f, "\n  {capability}: {}", names.join(", "))?;
    }
    Ok(())
}

fn variables(missing: &Missing) -> String {
    if missing.variables.is_empty() {
        return format!("(the capability binds no variable to {})", missing.what);
    }
    missing.variables.join(", ")
}

fn bind(
    f: &mut fmt::Formatter<'_>,
    address: SocketAddr,
    wishes: &[Wish],
    error: &std::io::Error,
) -> fmt::Result {
    let wanting = all(wishes);
    if error.kind() == std::io::ErrorKind::AddrInUse {
        let wants = if wishes.len() == 1 { "wants" } else { "want" };
        write!(f, "port {} is in use, which {wanting} {wants}", address.port())?;
    } else {
        write!(f, "cannot listen on {address} for {wanting}: {error}")?;
    }
    let option = match wishes {
        [wish] => wish.option,
        _ => "--port",
    };
    write!(f, "; choose another with {option} PORT (0 takes any free one)")
}

fn shared_port(f: &mut fmt::Formatter<'_>, port: u16, wishes: &[Wish]) -> fmt::Result {
    write!(f, "{} both want port {port}; ", all(wishes))?;
    let admin = wishes.iter().find(|it| it.option == "--admin-port");
    match admin {
        Some(admin) => write!(f, "leave out {} to have them share it", admin.option)?,
        None => write!(f, "let them share it with --port {port}")?,
    }
    let options: Vec<&str> = wishes.iter().map(|it| it.option).collect();
    write!(f, ", or choose others with {}", options.join(" and "))
}

fn all(wishes: &[Wish]) -> String {
    let wishes: Vec<&str> = wishes.iter().map(|it| &*it.what).collect();
    wishes.join(" and ")
}

fn quoted(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}
