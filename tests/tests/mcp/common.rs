//! What the tests of MCP share: a sample capability, a fake service, servers and clients.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use fixture::support::failure::Failure;
use fixture::support::mcp::{McpServer, http_service};
use fixture::support::operation::Operation;
use fixture::support::service::{Answer, BoxFuture, Context, Inputs, Service};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rmcp::ServiceExt;
use rmcp::model::{CallToolRequestParams, CallToolResult, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RoleClient, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use serde_json::Value;
use tests::canary;

pub type Client = RunningService<RoleClient, ()>;
type Script = dyn Fn(&Inputs) -> Result<Answer, Failure> + Send + Sync;

/// Answers by a script and keeps what it was asked.
pub struct Fake {
    script: Box<Script>,
    pub calls: Mutex<Vec<(&'static str, Inputs, HeaderMap)>>,
}

impl Fake {
    pub fn new(
        script: impl Fn(&Inputs) -> Result<Answer, Failure> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { script: Box::new(script), calls: Mutex::default() })
    }

    pub fn json(body: &'static str) -> Arc<Self> {
        Self::new(move |_| Ok(answer(200, "application/json", body)))
    }

    pub fn inputs(&self) -> Vec<Inputs> {
        self.calls.lock().unwrap().iter().map(|(_, inputs, _)| inputs.clone()).collect()
    }
}

impl Service for Fake {
    fn call<'a>(
        &'a self,
        operation: &'static Operation,
        inputs: Inputs,
        context: &'a Context,
    ) -> BoxFuture<'a, Result<Answer, Failure>> {
        let result = (self.script)(&inputs);
        self.calls.lock().unwrap().push((operation.name, inputs, context.headers.clone()));
        Box::pin(async move { result })
    }
}

pub fn answer(status: u16, media_type: &str, body: impl Into<Bytes>) -> Answer {
    let mut headers = HeaderMap::new();
    if !media_type.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap());
    }
    Answer { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() }
}

/// Serves MCP over HTTP on a free port.
pub async fn start(server: McpServer, hosts: &[String]) -> SocketAddr {
    canary::start();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = http_service(server, hosts);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

pub fn initialize() -> ClientLifecycleMode {
    ClientLifecycleMode::Initialize
}

pub fn discover() -> ClientLifecycleMode {
    ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] }
}

pub async fn connect_url(url: String) -> Client {
    ().serve(StreamableHttpClientTransport::from_uri(url)).await.unwrap()
}

pub async fn connect(address: SocketAddr, era: ClientLifecycleMode) -> Client {
    let transport = StreamableHttpClientTransport::from_uri(format!("http://{address}/mcp"));
    ().serve_with_lifecycle(transport, era).await.unwrap()
}

/// A client in this process, without HTTP.
pub async fn connect_directly(server: McpServer) -> Client {
    let (near, far) = tokio::io::duplex(1 << 20);
    tokio::spawn(async move { server.serve(near).await.unwrap().waiting().await });
    ().serve(far).await.unwrap()
}

pub async fn call(client: &Client, tool: &'static str, arguments: Value) -> CallToolResult {
    client.call_tool(request(tool, arguments)).await.unwrap()
}

pub fn request(tool: &'static str, arguments: Value) -> CallToolRequestParams {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    CallToolRequestParams::new(tool).with_arguments(arguments)
}

/// The result as one line: `ok` or `error`, the content, and the structured content.
pub fn shown(result: &CallToolResult) -> String {
    let state = if result.is_error == Some(true) { "error" } else { "ok" };
    let content: Vec<String> = result
        .content
        .iter()
        .map(|block| match block.as_text() {
            Some(text) => text.text.clone(),
            None => serde_json::to_string(block).unwrap(),
        })
        .collect();
    let structured = match &result.structured_content {
        Some(value) => format!(" => {value}"),
        None => String::new(),
    };
    let shown = format!("{state}: {}{structured}", content.join(" || "));
    canary::check(&shown);
    shown
}
