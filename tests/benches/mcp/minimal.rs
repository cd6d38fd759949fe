//! The server written by hand: the same definitions, and a call that passes on what the API answers.

use std::process::ExitCode;
use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService, stdio_pipes};
use rmcp::{ErrorData, ServerHandler, ServiceExt};
use serde_json::Value;

#[derive(Clone)]
struct Minimal {
    tools: Arc<Vec<Tool>>,
    http: reqwest::Client,
    url: Arc<str>,
    key: Arc<str>,
}

impl ServerHandler for Minimal {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.to_vec()))
    }

    async fn call_tool(
        &self,
        _: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let failed = |error: reqwest::Error| ErrorData::internal_error(error.to_string(), None);
        let request = self.http.get(&*self.url).header("x-api-key", &*self.key);
        let answer = request.send().await.map_err(failed)?.bytes().await.map_err(failed)?;
        let value: Value = serde_json::from_slice(&answer)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        Ok(CallToolResult::structured(value).into())
    }
}

/// Serves until it is ended.
pub fn run(transport: &str) -> ExitCode {
    let variable = |name| std::env::var(name).expect("a variable");
    let server = Minimal {
        tools: Arc::new(
            serde_json::from_str(generated::dokploy_user::tools::DEFINITIONS).expect("definitions"),
        ),
        http: reqwest::Client::new(),
        url: format!("{}/api/user.getPermissions", variable("DOKPLOY_URL")).into(),
        key: variable("DOKPLOY_API_KEY").into(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        if transport == "stdio" {
            let running = server.serve(stdio_pipes()).await.expect("a client");
            let _ = running.waiting().await;
            return;
        }
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true);
        let sessions = Arc::new(NeverSessionManager::default());
        let service = StreamableHttpService::new(move || Ok(server.clone()), sessions, config);
        let router = axum::Router::new().route_service("/mcp", service);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        eprintln!("http://{}", listener.local_addr().expect("an address"));
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await.expect("serving");
    });
    ExitCode::SUCCESS
}
