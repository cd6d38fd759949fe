//! `cargo xtask list`: the capabilities of the catalog.
//!
//! Input: the specs folder. Output: a table, or JSON.

use generator::compile::{Lowered, Options};
use generator::document::catalog::{Entry, Named};
use generator::ir::{Capability, Transport};
use serde::Serialize;

use crate::cli::{ListArgs, MessageFormat};
use crate::exit::Verdict;
use crate::folder::{self, Folder};
use crate::problem::Problem;
use crate::session::Session;
use crate::terminal;

/// One line of the list.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    title: String,
    operations: usize,
    routes: usize,
    tools: usize,
    ports: Vec<Port>,
    documents: Documents,
}

/// Where a surface is reached; `port` is absent for one on standard input and output.
#[derive(Debug, Serialize)]
struct Port {
    surface: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
}

/// The documents of a capability, as the catalog names them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Documents {
    capability: Option<String>,
    capability_overlays: Vec<String>,
    openapi: String,
    overlays: Vec<String>,
}

/// Runs the command.
pub fn run(args: &ListArgs) -> Result<Verdict, Problem> {
    let specs = Folder::given_or(args.specs.specs.as_deref(), &folder::root(), "specs");
    let mut session = Session::open(&specs)?;
    let lowered = session.lower(&Options::default());
    session.report(MessageFormat::Human, false)?;
    let Ok(Lowered { catalog, capabilities, entries, .. }) = lowered else {
        return Ok(Verdict::Bad);
    };
    let entries = entries.iter().map(|at| &catalog.entries[*at]);
    let rows: Vec<Row> =
        entries.zip(&capabilities).map(|(entry, capability)| row(entry, capability)).collect();
    let text = if args.json { json(&rows)? } else { table(&rows) };
    terminal::print(&text)?;
    Ok(Verdict::Good)
}

fn row(entry: &Entry, capability: &Capability) -> Row {
    Row {
        name: capability.name.clone(),
        title: capability.title.clone(),
        operations: capability.operations.len(),
        routes: capability.rest.as_ref().map_or(0, |it| it.routes.len()),
        tools: capability.mcp.as_ref().map_or(0, |it| it.tools.len()),
        ports: ports(capability),
        documents: documents(entry),
    }
}

fn ports(capability: &Capability) -> Vec<Port> {
    let rest = capability.rest.as_ref().map(|it| Port { surface: "rest", port: Some(it.port) });
    let mcp = capability.mcp.as_ref().map(|it| Port {
        surface: "mcp",
        port: (it.transport == Transport::Http).then_some(it.port),
    });
    rest.into_iter().chain(mcp).collect()
}

fn documents(entry: &Entry) -> Documents {
    let text = |it: &Named| it.value.clone();
    Documents {
        capability: entry.capability.as_ref().map(text),
        capability_overlays: entry.capability_overlays.iter().map(text).collect(),
        openapi: text(&entry.openapi),
        overlays: entry.overlays.iter().map(text).collect(),
    }
}

fn json(rows: &[Row]) -> Result<String, Problem> {
    let text = serde_json::to_string_pretty(rows)
        .map_err(|it| Problem::new(format!("cannot write JSON: {it}")))?;
    Ok(text + "\n")
}

/// The columns, whether their cells are numbers, and how a cell is written.
type Column = (&'static str, bool, fn(&Row) -> String);

const COLUMNS: [Column; 7] = [
    ("NAME", false, |it| it.name.clone()),
    ("TITLE", false, |it| terminal::harmless(&it.title)),
    ("OPERATIONS", true, |it| it.operations.to_string()),
    ("ROUTES", true, |it| it.routes.to_string()),
    ("TOOLS", true, |it| it.tools.to_string()),
    ("PORTS", false, |it| it.ports.iter().map(port).collect::<Vec<_>>().join(", ")),
    ("DOCUMENTS", false, |it| paths(&it.documents)),
];

/// A table whose columns are as wide as their widest cells.
fn table(rows: &[Row]) -> String {
    let mut lines = vec![String::new(); rows.len() + 1];
    for (title, is_number, cell) in COLUMNS {
        let cells: Vec<String> =
            std::iter::once(title.to_owned()).chain(rows.iter().map(cell)).collect();
        let width = cells.iter().map(|it| it.chars().count()).max().unwrap_or(0);
        for (line, cell) in lines.iter_mut().zip(cells) {
            *line +=
                &if is_number { format!("{cell:>width$}  ") } else { format!("{cell:width$}  ") };
        }
    }
    lines.iter().map(|it| format!("{}\n", it.trim_end())).collect()
}

fn port(port: &Port) -> String {
    match port.port {
        Some(number) => format!("{} {number}", port.surface),
        None => format!("{} stdio", port.surface),
    }
}

/// The documents, each with what is laid over it.
fn paths(documents: &Documents) -> String {
    let overlaid = |path: &String, overlays: &[String]| {
        let parts: Vec<&str> = std::iter::once(path).chain(overlays).map(String::as_str).collect();
        terminal::harmless(&parts.join(" + "))
    };
    let capability =
        documents.capability.iter().map(|it| overlaid(it, &documents.capability_overlays));
    let openapi = overlaid(&documents.openapi, &documents.overlays);
    capability.chain([openapi]).collect::<Vec<_>>().join(", ")
}
