//! The clients whose configuration is known, and how they write it.
//!
//! Checked against their documentation in November 2026: docs/mcp-clients.md names the pages.

use clap::ValueEnum;
use serde_json::{Map, Value, json};

/// A kind of MCP client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Client {
    ClaudeCode,
    ClaudeDesktop,
    Cursor,
    GeminiCli,
    Vscode,
}

impl Client {
    /// How a value of the environment, or what the person types in, is written.
    pub(super) fn value(self, variable: &str) -> String {
        match self {
            Self::ClaudeCode | Self::GeminiCli => format!("${{{variable}}}"),
            // It knows no variables: the person writes the value there.
            Self::ClaudeDesktop => format!("<{variable}>"),
            Self::Cursor => format!("${{env:{variable}}}"),
            Self::Vscode => format!("${{input:{variable}}}"),
        }
    }

    /// What it calls the URL of a server.
    pub(super) fn url_key(self) -> &'static str {
        if self == Self::GeminiCli { "httpUrl" } else { "url" }
    }

    /// The whole file, with one server.
    pub(super) fn file(
        self,
        name: &str,
        transport: &str,
        server: Value,
        variables: &[&str],
    ) -> Value {
        let typed = matches!(self, Self::ClaudeCode | Self::Vscode);
        let mut members = Map::new();
        if typed {
            members.insert("type".to_owned(), transport.into());
        }
        members
            .extend(server.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())));
        let servers = json!({ name: members });
        if self != Self::Vscode {
            return json!({ "mcpServers": servers });
        }
        let inputs = variables.iter().map(
            |it| json!({ "type": "promptString", "id": it, "description": it, "password": true }),
        );
        let inputs: Vec<Value> = inputs.collect();
        if inputs.is_empty() {
            return json!({ "servers": servers });
        }
        json!({ "inputs": inputs, "servers": servers })
    }

    /// Where it belongs, and what else there is to do.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::ClaudeCode => {
                "for .mcp.json in the folder of the project; the values come from the environment"
            }
            Self::ClaudeDesktop => {
                "for claude_desktop_config.json (Settings, Developer, Edit Config); write each value in place of <...>"
            }
            Self::Cursor => {
                "for ~/.cursor/mcp.json or .cursor/mcp.json; the values come from the environment"
            }
            Self::GeminiCli => {
                "for ~/.gemini/settings.json or .gemini/settings.json; the values come from the environment"
            }
            Self::Vscode => {
                "for .vscode/mcp.json or the user's mcp.json; VS Code asks for the values and keeps them safe"
            }
        }
    }
}
