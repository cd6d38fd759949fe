//! `capability mcp-config`: what an MCP client is told to reach a capability.
//!
//! Enters: a capability and a kind of client. Leaves: JSON for the client's own file, and on stderr where that
//! is. Credentials are never in it: each client is shown where to take them from.

mod client;

use std::io::Write;

use clap::Args;
use serde_json::{Map, Value, json};

use self::client::Client;
use super::environment;
use super::error::Error;
use crate::support::mcp::PATH;
use crate::support::operation::{Capability, Mcp};

/// What to write, and for whom.
#[derive(Debug, Args)]
pub(super) struct Config {
    /// The capability; may be left out where only one is compiled in
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The client whose file it is for
    #[arg(long, value_enum, default_value_t = Client::ClaudeCode)]
    client: Client,
    /// Let the client start the program and talk to it over stdin and stdout; the default
    #[arg(long, conflicts_with_all = ["http", "auth_token_env"])]
    stdio: bool,
    /// Let the client reach a program that is running [default URL: where the capability declares it]
    #[arg(long, value_name = "URL", num_args = 0..=1, require_equals = true)]
    http: Option<Option<String>>,
    /// The client's environment variable with the token that the running program demands
    #[arg(long, value_name = "VAR", requires = "http")]
    auth_token_env: Option<String>,
    /// Further options of `capability serve`, after `--`
    #[arg(last = true, value_name = "OPTION", conflicts_with = "http")]
    options: Vec<String>,
}

/// Prints the configuration.
pub(super) fn print(capabilities: &[&'static Capability], config: &Config) -> Result<(), Error> {
    let capability = choose(capabilities, config.name.as_deref())?;
    let mcp = capability.mcp.as_ref().ok_or(Error::NotExposed { names: vec![capability.name] })?;
    let text = match &config.http {
        Some(url) => http(capability, mcp, config, url.clone())?,
        None => stdio(capability, config)?,
    };
    std::io::stdout().lock().write_all(format!("{text:#}\n").as_bytes())?;
    eprintln!("{}", config.client.place());
    Ok(())
}

fn choose(
    capabilities: &[&'static Capability],
    name: Option<&str>,
) -> Result<&'static Capability, Error> {
    let known = || capabilities.iter().map(|it| it.name).collect();
    match (name, capabilities) {
        (_, []) => Err(Error::Empty),
        (None, [only]) => Ok(only),
        (None, _) => Err(Error::Unnamed { known: known() }),
        (Some(name), _) => capabilities
            .iter()
            .copied()
            .find(|it| it.name == name)
            .ok_or_else(|| Error::Unknown { names: vec![name.to_owned()], known: known() }),
    }
}

/// A server that the client starts.
fn stdio(capability: &Capability, config: &Config) -> Result<Value, Error> {
    let program = std::env::current_exe()?;
    let mut arguments = vec!["serve".to_owned(), capability.name.to_owned(), "--stdio".to_owned()];
    arguments.extend(config.options.iter().cloned());
    let variables = environment::needed(capability);
    let values = variables.iter().map(|it| ((*it).to_owned(), config.client.value(it).into()));
    let server = json!({
        "command": program.to_string_lossy(),
        "args": arguments,
        "env": Value::Object(values.collect::<Map<String, Value>>()),
    });
    Ok(config.client.file(capability.name, "stdio", server, &variables))
}

/// A server that is running.
fn http(
    capability: &Capability,
    mcp: &Mcp,
    config: &Config,
    url: Option<String>,
) -> Result<Value, Error> {
    if config.client == Client::ClaudeDesktop {
        return Err(Error::NoHttp);
    }
    let host = if mcp.address.contains(':') {
        format!("[{}]", mcp.address)
    } else {
        mcp.address.to_owned()
    };
    let url = url.unwrap_or_else(|| format!("http://{host}:{}{PATH}", mcp.port));
    let mut server = json!({ config.client.url_key(): url });
    let variable = config.auth_token_env.as_deref();
    if let Some(variable) = variable {
        let token = format!("Bearer {}", config.client.value(variable));
        server["headers"] = json!({ "Authorization": token });
    }
    let variables: Vec<&str> = variable.into_iter().collect();
    Ok(config.client.file(capability.name, "http", server, &variables))
}
