//! The program that serves capabilities: `capability serve`, `capability list`, `capability mcp-config`.
//!
//! Enters: the capabilities compiled in, the command line and the environment. Leaves: a REST server and
//! an MCP server, or MCP on stdin and stdout. `plan` decides who listens where, `surface` builds clients
//! and servers, `listen` runs them. Nothing is bound before all of it is known to fit together.

mod command;
mod config;
mod environment;
mod error;
mod guard;
mod kind;
mod list;
mod listen;
mod options;
mod plan;
mod surface;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use self::command::{Arguments, Command};
use self::error::Error;
use self::options::Serve;
use super::mcp;
use super::operation::Capability;

/// How long calls in progress may take once the program is told to stop.
const GRACE: Duration = Duration::from_secs(10);

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
    let services = surface::services(&chosen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        if options.place.stdio {
            return stdio(surface::tools(&chosen, &services, &tools)?).await;
        }
        listen::run(&plan, surface::routers(&plan, &services, options, &tools)?).await
    });
    // A read of stdin cannot be interrupted, so waiting for it would wait for the next line.
    runtime.shutdown_background();
    done
}

async fn stdio(server: mcp::McpServer) -> Result<(), Error> {
    let stop_signal = listen::stop_signal()?;
    tokio::select! {
        done = mcp::stdio(server) => Ok(done?),
        () = stop_signal => Ok(()),
    }
}
