//! The program that serves capabilities: `capability serve`, `capability list`, `capability mcp-config`.
//!
//! Enters: the capabilities compiled in, the command line and the environment. Leaves: a REST server and
//! an MCP server, or MCP on stdin and stdout. `plan` decides who listens where, `surface` builds clients
//! and servers, `listen` runs them, `front` is what every request passes. Nothing is bound before all of
//! it is known to fit together. TLS is absent on purpose: it is the matter of a proxy in front.

mod command;
mod config;
mod connection;
mod environment;
mod error;
mod front;
mod guard;
mod kind;
mod link;
mod list;
mod listen;
mod logs;
mod metrics;
mod options;
mod plan;
mod stage;
mod surface;
mod tokens;
mod upstream;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tokio::sync::{Semaphore, watch};

use self::command::{Arguments, Command};
use self::error::Error;
use self::front::Common;
use self::metrics::Metrics;
use self::options::Serve;
use self::stage::{Signals, Stage};
use self::tokens::Tokens;
use super::mcp;
use super::operation::Capability;

/// Runs the command line.
pub fn main(capabilities: &[&'static Capability]) -> ExitCode {
    let done = match Arguments::parse().command {
        Command::List => list::print(capabilities),
        Command::McpConfig(config) => config::print(capabilities, &config),
        Command::Serve(options) => serve(capabilities, &options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            error.exit_code()
        }
    }
}

fn serve(capabilities: &[&'static Capability], options: &Serve) -> Result<(), Error> {
    let chosen = plan::choose(capabilities, options)?;
    let plan = plan::Plan::new(&chosen, options)?;
    let tools = options.tools.options(&chosen)?;
    let tokens = tokens(options)?;
    if options.stop.drain >= options.stop.grace {
        return Err(Error::Times);
    }
    logs::start(&options.logs);
    let metrics = Metrics::new()?;
    let services = surface::services(&chosen, &metrics, options)?;
    let mut runtime = match options.place.stdio {
        // One client has few calls under way: to wake another thread for each costs more than it gains.
        true => tokio::runtime::Builder::new_current_thread(),
        false => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = runtime.enable_all().build()?;
    let done = runtime.block_on(async {
        if options.place.stdio {
            return stdio(surface::tools(&chosen, &services, &tools)?).await;
        }
        let (stage, watched) = watch::channel(Stage::Serving);
        let common = Common {
            limits: options.limits.clone(),
            tokens,
            metrics,
            places: Arc::new(Semaphore::new(options.limits.max_requests)),
            stage: watched,
        };
        let fronts = surface::fronts(&plan, &services, common, options, &tools)?;
        listen::run(&plan, fronts, stage, options).await
    });
    // A read of stdin cannot be interrupted, so waiting for it would wait for the next line.
    runtime.shutdown_background();
    done
}

async fn stdio(server: mcp::McpServer) -> Result<(), Error> {
    let mut signals = Signals::new()?;
    tokio::select! {
        done = mcp::stdio(server) => Ok(done?),
        _ = signals.next() => Ok(()),
    }
}

/// The tokens that callers must show, where there are any.
fn tokens(options: &Serve) -> Result<Option<Tokens>, Error> {
    let Some(variable) = &options.access.auth_token_env else {
        return Ok(None);
    };
    if options.forward.leaks_token() {
        return Err(Error::ForwardedToken);
    }
    let refuse = |problem| Error::AuthTokens { variable: variable.clone(), problem };
    let text = std::env::var(variable).map_err(|_| refuse("it is not set".to_owned()))?;
    Tokens::read(&text).map(Some).map_err(refuse)
}
