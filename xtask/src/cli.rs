//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// What the user asked for.
#[derive(Debug, Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "Compiles Naftiko capabilities and OpenAPI documents into the crate `generated`",
    after_help = EXIT_CODES,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  the inputs are wrong, or `codegen --check` found drift
  2  the command could not do its work, or was called wrongly";

const CODEGEN_NOTES: &str = "\
Either all files are written or none. Files that do not change keep their modification time, and
files that an earlier run generated and this one does not are removed: the output folder belongs to
the generator, except `target/`, `Cargo.lock` and hidden files.

Exit codes:
  0  the files are written, or `--check` found them as they should be
  1  the inputs are wrong and nothing was written, or `--check` found drift
  2  the files could not be written, or `--check` could not check (bad inputs among the reasons)";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the crate from the specs and the templates, or check that it is up to date
    #[command(after_help = CODEGEN_NOTES)]
    Codegen(CodegenArgs),
    /// List the capabilities of the catalog
    List(ListArgs),
    /// Show the intermediate representation of one capability
    Ir(IrArgs),
    /// Explain the code of an error or a warning
    Explain(ExplainArgs),
    /// Measure what the compiler costs in time and memory
    Bench(BenchArgs),
}

/// The specs folder, which most commands read.
#[derive(Clone, Debug, Args)]
pub struct SpecsArgs {
    /// Folder with `catalog.yaml` [default: `specs` of the workspace]
    #[arg(long, value_name = "DIR")]
    pub specs: Option<PathBuf>,
}

/// OpenAPI documents of which no capability speaks, in place of those of the catalog.
#[derive(Clone, Debug, Args)]
pub struct OpenapiArgs {
    /// Compile all of this OpenAPI document, in place of what the catalog lists; may be repeated.
    /// Its references lead into its own folder only
    #[arg(long = "openapi", value_name = "FILE", conflicts_with = "specs")]
    pub files: Vec<PathBuf>,
    /// Name of the document's module [default: made of the file's name]
    #[arg(long = "name", value_name = "NAME", requires = "files")]
    pub module: Option<String>,
    /// What becomes one module [default: document]
    #[arg(long, value_enum, value_name = "GROUPING", requires = "files")]
    pub group_by: Option<Grouping>,
    /// Apply this overlay to the document; may be repeated
    #[arg(long = "overlay", value_name = "FILE", requires = "files")]
    pub overlays: Vec<PathBuf>,
}

/// What becomes one module of an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Grouping {
    /// The whole document
    Document,
    /// The operations of each tag; one with several stands under its first
    Tag,
}

/// `cargo xtask codegen`.
#[derive(Clone, Debug, Args)]
pub struct CodegenArgs {
    /// Write nothing; fail where a file is missing, stale or orphaned
    #[arg(long)]
    pub check: bool,
    /// Generate only this capability, leaving the others' files alone; may be repeated
    #[arg(long = "capability", value_name = "NAME", conflicts_with = "files")]
    pub capabilities: Vec<String>,
    /// The specs folder.
    #[command(flatten)]
    pub specs: SpecsArgs,
    /// The documents without a capability.
    #[command(flatten)]
    pub openapi: OpenapiArgs,
    /// Folder of the generated crate [default: `generated` of the workspace, `target/openapi/NAME`
    /// with `--openapi`]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Name of the generated package
    #[arg(long, value_name = "NAME", default_value = "generated", value_parser = package_name)]
    pub package: String,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// Form of errors and warnings
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub message_format: MessageFormat,
    /// Show no warnings; they are counted all the same
    #[arg(short, long)]
    pub quiet: bool,
    /// Name every file that is written or removed
    #[arg(short, long)]
    pub verbose: bool,
}

/// `cargo xtask list`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// The specs folder.
    #[command(flatten)]
    pub specs: SpecsArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `cargo xtask ir`.
#[derive(Clone, Debug, Args)]
pub struct IrArgs {
    /// Name of the capability, as `cargo xtask list` shows it
    #[arg(value_name = "NAME", required_unless_present = "files", conflicts_with = "files")]
    pub capability: Option<String>,
    /// The specs folder.
    #[command(flatten)]
    pub specs: SpecsArgs,
    /// The documents without a capability.
    #[command(flatten)]
    pub openapi: OpenapiArgs,
    /// Print all of it, schemas included, as JSON
    #[arg(long)]
    pub json: bool,
}

/// `cargo xtask explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A code such as `file-not-found`
    #[arg(value_name = "CODE", required_unless_present = "list")]
    pub code: Option<String>,
    /// List all codes
    #[arg(long, conflicts_with = "code")]
    pub list: bool,
}

/// `cargo xtask bench`.
#[derive(Clone, Debug, Args)]
pub struct BenchArgs {
    /// What is measured.
    #[command(subcommand)]
    pub command: BenchCommand,
}

/// What is measured.
#[derive(Clone, Debug, Subcommand)]
pub enum BenchCommand {
    /// Compile a large OpenAPI document, in YAML and in JSON; each stage in a process of its own
    Document(BenchDocumentArgs),
    /// Compile crates with many of one construct, and tell what each construct costs the Rust compiler
    Compile(BenchCompileArgs),
    /// Compare a call of a generated client with the same call of bare `reqwest`, optimised
    Client,
    /// Compare a request that `capability serve` passes on with the same one through a proxy written by hand, optimised
    Server,
    /// Compare the MCP server with a proxy written by hand over the same SDK, optimised
    Mcp,
    /// One stage over a folder that `bench document` wrote
    #[command(hide = true)]
    Stage(BenchStageArgs),
}

/// `cargo xtask bench document`.
#[derive(Clone, Debug, Args)]
pub struct BenchDocumentArgs {
    /// Size of the document
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub megabytes: usize,
}

/// `cargo xtask bench compile`.
#[derive(Clone, Debug, Args)]
pub struct BenchCompileArgs {
    /// How many of each construct; a second crate has twice as many
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub count: usize,
    /// How often each crate is compiled; the least CPU time counts
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub runs: usize,
    /// Build optimised rather than check
    #[arg(long)]
    pub release: bool,
}

/// `cargo xtask bench stage`.
#[derive(Clone, Debug, Args)]
pub struct BenchStageArgs {
    /// The stage.
    #[arg(value_enum)]
    pub stage: Stage,
    /// The folder with `catalog.yaml`.
    pub folder: PathBuf,
    /// The extension of the document's file.
    pub extension: String,
}

/// How far a document is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// The OpenAPI document is read.
    Read,
    /// All inputs become IR.
    Ir,
    /// All inputs become files, which are not written.
    Codegen,
}

impl Stage {
    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ir => "ir",
            Self::Codegen => "codegen",
        }
    }
}

/// The form of errors and warnings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on standard error
    #[default]
    Human,
    /// One JSON object a line, on standard output
    Json,
    /// Commands that GitHub Actions turns into annotations, on standard output
    Github,
}

/// A package is also a crate, whose name is the package's with `_` for `-`: an identifier, as it stands in `use`.
fn package_name(text: &str) -> Result<String, String> {
    let starts = text.starts_with(|it: char| it.is_ascii_lowercase());
    let rest = text.chars().all(|it| matches!(it, 'a'..='z' | '0'..='9' | '_' | '-'));
    if starts && rest {
        Ok(text.to_owned())
    } else {
        Err("use lower-case letters, digits, `_` and `-`, a letter first".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, package_name};

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_package_is_named_as_cargo_allows() {
        assert!(["api", "my-api", "my_api2"].iter().all(|it| package_name(it).is_ok()));
        assert!(
            ["", "2api", "-api", "Api", "my api", "api/x"]
                .iter()
                .all(|it| package_name(it).is_err())
        );
    }
}
