//! `capability list`

use std::io::Write;

use super::environment;
use super::error::Error;
use crate::support::operation::Capability;

/// Prints one paragraph for each capability.
pub(super) fn print(capabilities: &[&'static Capability]) -> Result<(), Error> {
    let text: String = capabilities.iter().map(|capability| paragraph(capability)).collect();
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

fn paragraph(capability: &Capability) -> String {
    let mut text = format!("{}: {}\n", capability.name, capability.title);
    text.push_str(&format!("  operations: {}\n", capability.operations.len()));
    if let Some(rest) = &capability.rest {
        text.push_str(&format!("  REST: port {}, {} routes\n", rest.port, rest.routes.len()));
    }
    if let Some(mcp) = &capability.mcp {
        text.push_str(&format!("  MCP: port {}, {} tools\n", mcp.port, mcp.tools.len()));
    }
    let variables = environment::variables(capability);
    if !variables.is_empty() {
        text.push_str(&format!("  variables: {}\n", variables.join(", ")));
    }
    text
}
