//! The MCP server, by rmcp's own client: over HTTP and over stdio.

use std::collections::BTreeMap;

use generated::support::operation::{Operation, Target, Tool as Entry};
use jsonschema::Validator;
use rmcp::model::{CallToolRequestParams, CallToolResult, Tool};
use rmcp::service::RunningService;
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use rmcp::{RoleClient, ServiceExt};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::{Seen, Surface};
use crate::harness::fake::Fake;
use crate::harness::inputs::tool;
use crate::harness::process::{self, Process};
use crate::harness::{Outcome, Subject};

/// MCP over streamable HTTP.
pub struct Http {
    process: Process,
    session: Session,
}

impl<S: Subject> Surface<S> for Http {
    async fn start(fake: &Fake, caller: S::Caller) -> Self {
        let process = Process::start::<S>(fake, caller).await;
        let transport = StreamableHttpClientTransport::from_uri(process.mcp.clone());
        let service = ().serve(transport).await.expect("a session");
        Self { process, session: Session::new(service).await }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        Some(self.session.call::<S>(operation, arguments).await.into())
    }

    async fn stop(self) -> String {
        self.session.service.cancel().await.expect("a session that ends");
        self.process.stop().await
    }
}

/// MCP over the standard streams of a child.
pub struct Stdio {
    session: Session,
    stderr: JoinHandle<String>,
}

impl<S: Subject> Surface<S> for Stdio {
    async fn start(fake: &Fake, caller: S::Caller) -> Self {
        let arguments =
            ["serve", S::CAPABILITY.name, "--stdio", "--yes-destructive", "--show-secrets"];
        let command = process::command::<S>(fake, caller, &arguments);
        let builder = TokioChildProcess::builder(command).stderr(std::process::Stdio::piped());
        let (transport, stderr) = builder.spawn().expect("a child");
        let stderr = tokio::spawn(process::read_to_end(stderr.expect("a pipe")));
        let service = ().serve(transport).await.expect("a session");
        Self { session: Session::new(service).await, stderr }
    }

    async fn call(&mut self, operation: &'static Operation, arguments: &Value) -> Option<Seen> {
        Some(self.session.call::<S>(operation, arguments).await.into())
    }

    async fn stop(self) -> String {
        self.session.service.cancel().await.expect("a session that ends");
        self.stderr.await.expect("a task that ends")
    }
}

/// What a client knows of a server.
pub struct Session {
    /// The tools listed.
    pub tools: Vec<Tool>,
    service: RunningService<RoleClient, ()>,
    schemas: BTreeMap<String, Validator>,
}

impl Http {
    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl Stdio {
    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl Session {
    async fn new(service: RunningService<RoleClient, ()>) -> Self {
        let tools = service.list_all_tools().await.expect("tools");
        let validator = |it: &Tool| {
            let schema = Value::Object(it.output_schema.as_deref()?.clone());
            let validator = jsonschema::options().should_validate_formats(true).build(&schema);
            Some((it.name.to_string(), validator.expect("a schema that is valid itself")))
        };
        let schemas = tools.iter().filter_map(validator).collect();
        Self { tools, service, schemas }
    }

    async fn call<S: Subject>(&self, operation: &Operation, arguments: &Value) -> Outcome {
        let entry = tool::<S>(operation);
        let given = arguments.as_object().expect("arguments are an object").clone();
        let request = CallToolRequestParams::new(entry.name).with_arguments(given);
        let result = self.service.call_tool(request).await.expect("a result");
        let [content] = result.content.as_slice() else {
            panic!("one block of content is wanted: {result:?}");
        };
        let text = content.as_text().expect("text").text.clone();
        match result.is_error {
            Some(true) => {
                assert_eq!(result.structured_content, None);
                refusal(operation, entry, &text).unwrap_or_else(|| error(&text))
            }
            _ => self.success(entry, &result, &text),
        }
    }

    fn success(&self, entry: &Entry, result: &CallToolResult, text: &str) -> Outcome {
        // What never answers with a body promises none.
        if !self.schemas.contains_key(entry.name) {
            assert_eq!((text, &result.structured_content), ("(empty response)", &None));
            return Outcome::Empty;
        }
        let structured = result.structured_content.clone().expect("structured content");
        let schema = self.schemas.get(entry.name).expect("a tool with an output schema");
        let errors: Vec<String> =
            schema.iter_errors(&structured).map(|it| it.to_string()).collect();
        assert_eq!(errors, [""; 0], "{}: {structured}", entry.name);
        let value = if entry.wraps_result { structured["result"].clone() } else { structured };
        if text == "(empty response)" {
            assert_eq!(value, Value::Null);
            return Outcome::Empty;
        }
        assert_eq!(serde_json::from_str::<Value>(text).expect("JSON"), value);
        Outcome::Value(value)
    }
}

/// What the upstream API says is wrong; `body` has what `code` and `message` do not tell.
fn error(text: &str) -> Outcome {
    let told: Value = serde_json::from_str(text).expect("an error is JSON");
    let status = told["status"].as_u64().expect("a status").try_into().expect("a status");
    let body = told["body"].as_str().map(|it| serde_json::from_str(it).expect("JSON"));
    let own: Option<Value> = body.filter(|it: &Value| it["messages"].is_array());
    Outcome::of_error(status, &own.unwrap_or(told))
}

/// What the server itself says is wrong with the arguments, at the places where the operation has them.
fn refusal(operation: &Operation, entry: &Entry, text: &str) -> Option<Outcome> {
    let start = format!(
        "Nothing was done: the arguments of `{}` do not fit. Correct them and call again:",
        entry.name
    );
    let lines = text.strip_prefix(&start)?.lines().skip(1);
    let reason = |line: &str| {
        let (pointer, message) = line.strip_prefix("- ")?.split_once(": ")?;
        let (name, rest) =
            pointer[1..].split_at(pointer[1..].find('/').unwrap_or(pointer.len() - 1));
        let target = entry.arguments.iter().find(|it| it.name == name)?.target;
        let place = match target {
            Target::Parameter(name) => {
                let parameter = operation.parameters.iter().find(|it| it.argument == name)?;
                format!("{}/{name}", format!("{:?}", parameter.location).to_lowercase())
            }
            Target::BodyField(name) => format!("body/{name}"),
            Target::Body => "body".to_owned(),
        };
        Some((format!("/{place}{rest}"), message.to_owned()))
    };
    Some(Outcome::Refused(lines.map(|it| reason(it).expect("a reason")).collect()))
}

/// A tool in a line: its hints, its name and its title. Its description is worth reading.
pub fn line(tool: &Tool) -> String {
    let hints = serde_json::to_value(&tool.annotations).expect("annotations");
    let names = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"];
    let letters = ["r", "d", "i", "o"];
    let hint = |(name, letter): (&str, &'static str)| match hints[name].as_bool() {
        Some(true) => letter,
        Some(false) => "-",
        None => "?",
    };
    let hints: String = names.into_iter().zip(letters).map(hint).collect();
    let title = tool.title.as_deref().unwrap_or_default();
    let description = tool.description.as_deref().unwrap_or_default();
    assert!(description.len() > 60 && !description.contains(&*tool.name), "{description}");
    format!("{hints} {}: {title}\n", tool.name)
}
