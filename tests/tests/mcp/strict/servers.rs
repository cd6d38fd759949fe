//! The capabilities whose tools are called: those of `specs` and those of the fixture.

use serde_json::Value;

/// A program that serves one capability.
pub struct Server {
    /// The capability's name.
    pub name: &'static str,
    /// The program.
    pub program: &'static str,
    /// The environment variables that it names.
    pub variables: Vec<String>,
    /// Its tools.
    pub tools: Vec<Tool>,
}

/// A tool, and what its API answers.
pub struct Tool {
    /// The definition, as MCP publishes it.
    pub definition: Value,
    /// The method of its operation.
    pub method: String,
    /// The path template of its operation.
    pub path: &'static str,
    /// What its operation declares of a success.
    pub answer: Declared,
    /// The status of a success.
    pub status: u16,
    /// Whether structured content is `{"result": ...}`.
    pub wraps_result: bool,
    /// Whether its requests go to the base URL, where the fake is, and there is an answer that fits.
    pub is_callable: bool,
}

/// What an operation declares of a success.
#[derive(Clone, Copy, PartialEq)]
pub enum Declared {
    Nothing,
    Json,
    Text,
    Bytes,
}

/// Tools that are not called: by its schema the answer of the one never ends, and the other asks a fixed URL for a token.
const UNCALLED: [&str; 2] = ["schemas-trees", "security-client"];

macro_rules! servers {
    ($krate:ident, $program:literal) => {{
        use $krate::support::operation::{Capability, Encoding, StatusPattern};
        fn server(capability: &'static Capability) -> Option<Server> {
            let mcp = capability.mcp.as_ref()?;
            let definitions: Vec<Value> = serde_json::from_str(mcp.definitions).unwrap();
            let sources = capability.schemes.iter().flat_map(|it| it.source.iter().copied());
            let tools = mcp.tools.iter().zip(definitions).map(|(tool, definition)| {
                let operation = tool.call.operation;
                let success = operation.responses.iter().find(|it| {
                    matches!(it.status, StatusPattern::Code(200..=299))
                        || !matches!(it.status, StatusPattern::Code(_))
                });
                Tool {
                    definition,
                    method: operation.method.to_string(),
                    path: operation.path,
                    answer: match success.and_then(|it| it.encoding) {
                        None => Declared::Nothing,
                        Some(Encoding::Text) => Declared::Text,
                        Some(Encoding::Binary) => Declared::Bytes,
                        Some(_) => Declared::Json,
                    },
                    status: match success.map(|it| it.status) {
                        Some(StatusPattern::Code(code)) => code,
                        _ => 200,
                    },
                    wraps_result: tool.wraps_result,
                    is_callable: operation.server.is_none() && !UNCALLED.contains(&tool.name),
                }
            });
            Some(Server {
                name: capability.name,
                program: env!(concat!("CARGO_BIN_EXE_", $program)),
                variables: sources.chain([capability.base_url]).flat_map(variables).collect(),
                tools: tools.collect(),
            })
        }
        $krate::CAPABILITIES.iter().filter_map(|it| server(it))
    }};
}

/// All of them.
pub fn all() -> Vec<Server> {
    let generated = servers!(generated, "generated_capability");
    generated.chain(servers!(fixture, "fixture_capability")).collect()
}

/// The names in `${NAME}` and `${NAME:-text}`.
fn variables(template: &'static str) -> impl Iterator<Item = String> {
    let inner = template.split("${").skip(1).filter_map(|it| it.split_once('}'));
    inner.map(|(it, _)| it.split(":-").next().unwrap_or_default().to_owned())
}
