//! MCP over stdin and stdout, for a client that starts the server as its child.

use std::io;

use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::stdio_pipes;

use super::McpServer;

/// Serves MCP on stdin and stdout until the client closes stdin. Nothing else may write to stdout.
///
/// # Errors
/// Says what went wrong before the first request was answered, or that the server broke.
pub async fn stdio(server: McpServer) -> io::Result<()> {
    let running = match server.serve(stdio_pipes()).await {
        Ok(running) => running,
        // A client that leaves without a word has done nothing wrong.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(io::Error::other(error)),
    };
    running.waiting().await.map(|_| ()).map_err(io::Error::other)
}
