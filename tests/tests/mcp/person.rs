//! A client with a person behind it, who answers questions.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use fixture::support::mcp::McpServer;
use rmcp::model::{
    ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationCapability, Implementation,
};
use rmcp::service::{
    ClientLifecycleMode, ClientServiceExt, RequestContext, RoleClient, RunningService,
};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::{ClientHandler, ErrorData, ServiceExt};
use serde_json::{Value, json};

/// Gives the same answer to every question, and keeps the questions.
#[derive(Clone)]
pub struct Person {
    answer: ElicitResult,
    pub asked: Arc<Mutex<Vec<String>>>,
}

pub type Client = RunningService<RoleClient, Person>;

impl Person {
    pub fn new(action: ElicitationAction, content: Option<Value>) -> Self {
        let answer = ElicitResult::new(action);
        let answer = match content {
            Some(content) => answer.with_content(content),
            None => answer,
        };
        Self { answer, asked: Arc::default() }
    }

    /// One who confirms everything.
    pub fn willing() -> Self {
        Self::new(ElicitationAction::Accept, Some(json!({ "confirm": true })))
    }

    pub fn questions(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    pub async fn connect(&self, address: SocketAddr, era: ClientLifecycleMode) -> Client {
        let transport = StreamableHttpClientTransport::from_uri(format!("http://{address}/mcp"));
        self.clone().serve_with_lifecycle(transport, era).await.unwrap()
    }

    /// Without HTTP.
    pub async fn connect_directly(&self, server: McpServer, era: ClientLifecycleMode) -> Client {
        let (near, far) = tokio::io::duplex(1 << 20);
        tokio::spawn(async move { server.serve(near).await.unwrap().waiting().await });
        self.clone().serve_with_lifecycle(far, era).await.unwrap()
    }
}

impl ClientHandler for Person {
    fn get_info(&self) -> ClientConfig {
        let mut capabilities = ClientCapabilities::default();
        capabilities.elicitation = Some(ElicitationCapability::default());
        ClientConfig::new(capabilities, Implementation::new("person", "1"))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        if let ElicitRequestParams::FormElicitationParams { message, requested_schema, .. } =
            request
        {
            let schema = serde_json::to_value(requested_schema).unwrap();
            assert_eq!(schema["properties"]["confirm"]["type"], "boolean");
            assert_eq!(schema["required"], json!(["confirm"]));
            self.asked.lock().unwrap().push(message);
        }
        Ok(self.answer.clone())
    }
}
