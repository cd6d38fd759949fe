//! What a server offers: the compiler's tables of tools joined with their published definitions, once, and what is
//! offered beside them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rmcp::model::{
    Implementation, JsonObject, PromptsCapability, ServerCapabilities, ServerConfig,
    Tool as Definition,
};

use super::keeping::Keeping;
use super::policy::Policy;
use super::resources::Offer;
use super::skills::{Skills, Tools};
use super::{Options, redact};
use crate::support::operation::{Capability, Mcp, Prompt, Tool};
use crate::support::service::Service;

/// Why a server cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupError {
    /// The capability exposes no tools.
    NotExposed {
        /// Its name.
        capability: &'static str,
    },
    /// The published definitions and the table of tools do not belong together.
    Definitions {
        /// The capability's name.
        capability: &'static str,
        /// What does not fit.
        message: String,
    },
    /// Two tools, two resources or two prompts share a name.
    Clash {
        /// What they are, such as `tool`.
        kind: &'static str,
        /// The name shared; of resources, the URI.
        name: &'static str,
        /// The capabilities that declare it.
        capabilities: [&'static str; 2],
    },
    /// A pattern of the [`Options`] matches no tool.
    Pattern {
        /// The pattern.
        pattern: String,
        /// Names like it.
        near: Vec<String>,
    },
    /// The key that signs confirmations is too short.
    ShortKey {
        /// The fewest bytes.
        least: usize,
    },
    /// The system has no random numbers for the key that signs confirmations.
    Random,
    /// The [`Options`] leave no tool.
    NothingLeft {
        /// The capabilities to be served.
        capabilities: Vec<&'static str>,
    },
}

impl SetupError {
    /// Whether other [`Options`] would do.
    pub fn is_by_options(&self) -> bool {
        matches!(self, Self::Pattern { .. } | Self::NothingLeft { .. } | Self::ShortKey { .. })
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotExposed { capability } => {
                write!(f, "capability `{capability}` exposes no MCP tools")
            }
            Self::Definitions { capability, message } => write!(
                f,
                "the tool definitions of capability `{capability}` do not fit: {message}; \
                 generate the crate again"
            ),
            Self::Clash { kind, name, capabilities: [first, second] } => write!(
                f,
                "{kind} `{name}` is declared by `{first}` and by `{second}`; \
                 serve them in two processes"
            ),
            Self::Pattern { pattern, near } if near.is_empty() => {
                write!(f, "the pattern `{pattern}` matches no tool")
            }
            Self::Pattern { pattern, near } => write!(
                f,
                "the pattern `{pattern}` matches no tool; did you mean `{}`?",
                near.join("`, `")
            ),
            Self::ShortKey { least } => {
                write!(f, "the key that signs confirmations must have at least {least} bytes")
            }
            Self::Random => f.write_str("the system has no random numbers for a key"),
            Self::NothingLeft { capabilities } => write!(
                f,
                "no tool of `{}` is left by what is allowed and denied",
                capabilities.join("`, `")
            ),
        }
    }
}

impl std::error::Error for SetupError {}

/// A tool, how it is published, and what answers it.
pub(super) struct Entry {
    pub(super) capability: &'static Capability,
    pub(super) tool: &'static Tool,
    pub(super) definition: Definition,
    pub(super) service: Arc<dyn Service>,
}

/// All tools of a server, in declared order.
pub(super) struct Catalog {
    info: ServerConfig,
    skills: Skills,
    entries: Vec<Entry>,
    index: BTreeMap<&'static str, usize>,
    resources: Vec<Offer>,
    prompts: Vec<(&'static Capability, &'static Prompt)>,
    keeping: Keeping,
}

impl Catalog {
    /// Joins tables and definitions.
    pub(super) fn new(
        capabilities: Vec<(&'static Capability, Arc<dyn Service>)>,
        options: &Options,
    ) -> Result<Self, SetupError> {
        let policy = Policy::new(options);
        let names: Vec<&'static Capability> = capabilities.iter().map(|(it, _)| *it).collect();
        if !options.checked {
            policy.check(&names)?;
        }
        let mut surfaces = Vec::new();
        let mut catalog = Self {
            info: ServerConfig::default(),
            skills: Skills::new(Vec::new()),
            entries: Vec::new(),
            index: BTreeMap::new(),
            resources: Vec::new(),
            prompts: Vec::new(),
            keeping: Keeping::default(),
        };
        for (capability, service) in capabilities {
            let mcp = capability
                .mcp
                .as_ref()
                .ok_or(SetupError::NotExposed { capability: capability.name })?;
            surfaces.push(mcp);
            catalog.add(capability, mcp, &service, &policy, !options.show_secrets)?;
            catalog.add_beside(capability, mcp, &service, &policy)?;
            catalog.keeping.add(mcp);
        }
        if catalog.entries.is_empty() {
            let capabilities = names.iter().map(|it| it.name).collect();
            return Err(SetupError::NothingLeft { capabilities });
        }
        let skills = names.iter().filter_map(|it| Some((it.skill?, catalog.tools_of(it))));
        catalog.skills = Skills::new(skills.collect());
        catalog.info = info(&names, &surfaces, catalog.offered());
        Ok(catalog)
    }

    /// The tools, in declared order.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the server says of itself.
    pub(super) fn info(&self) -> &ServerConfig {
        &self.info
    }

    /// The skills of the capabilities; `None` where there are none.
    pub(super) fn skills(&self) -> Option<&Skills> {
        Some(&self.skills).filter(|it| !it.is_empty())
    }

    /// The tool of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.get(*self.index.get(name)?)
    }

    /// What may be read, in declared order.
    pub(super) fn resources(&self) -> &[Offer] {
        &self.resources
    }

    /// The prompts, in declared order.
    pub(super) fn prompts(&self) -> impl Iterator<Item = &'static Prompt> {
        self.prompts.iter().map(|it| it.1)
    }

    /// The prompt of a name.
    pub(super) fn prompt(&self, name: &str) -> Option<&'static Prompt> {
        self.prompts().find(|it| it.name == name)
    }

    /// How long clients may keep what they are told.
    pub(super) fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// Which tools of a capability are hidden, and which are shown.
    fn tools_of(&self, capability: &'static Capability) -> Tools<'_> {
        let all = capability.mcp.iter().flat_map(|it| it.tools).map(|it| it.name);
        let own = self.entries.iter().filter(|it| std::ptr::eq(it.capability, capability));
        Tools {
            hidden: all.filter(|it| self.find(it).is_none()).collect(),
            shown: own.map(|it| &it.definition).collect(),
        }
    }

    /// What of the protocol the server offers.
    fn offered(&self) -> ServerCapabilities {
        let mut offered = ServerCapabilities::builder().enable_tools().build();
        let skills = !self.skills.is_empty();
        if skills {
            offered = ServerCapabilities::builder()
                .enable_tools()
                .enable_resources()
                .enable_skills_with_directory_read()
                .build();
        }
        if !self.resources.is_empty() {
            offered.resources.get_or_insert_default();
        }
        if !self.prompts.is_empty() {
            offered.prompts = Some(PromptsCapability::default());
        }
        if self.completes() {
            offered.completions = Some(JsonObject::new());
        }
        offered
    }

    /// Whether there is something that a client may ask to be completed.
    pub(super) fn completes(&self) -> bool {
        self.resources.iter().any(|it| it.template().is_some())
            || self.prompts().any(|it| !it.arguments.is_empty())
    }

    /// The definitions, in declared order.
    pub(super) fn definitions(&self) -> Vec<Definition> {
        self.entries.iter().map(|entry| entry.definition.clone()).collect()
    }

    /// The names, in declared order.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.entries.iter().map(|entry| entry.tool.name).collect()
    }

    fn add(
        &mut self,
        capability: &'static Capability,
        mcp: &'static Mcp,
        service: &Arc<dyn Service>,
        policy: &Policy,
        hides: bool,
    ) -> Result<(), SetupError> {
        let definitions = definitions(mcp)
            .map_err(|message| SetupError::Definitions { capability: capability.name, message })?;
        let all = mcp.tools.iter().zip(definitions);
        for (tool, mut definition) in all.filter(|(tool, it)| policy.shows(tool, it)) {
            if hides && let Some(schema) = &definition.output_schema {
                definition.output_schema = Some(Arc::new(redact::relaxed(schema)));
            }
            if let Some(first) = self.find(tool.name) {
                let capabilities = [first.capability.name, capability.name];
                return Err(SetupError::Clash { kind: "tool", name: tool.name, capabilities });
            }
            self.index.insert(tool.name, self.entries.len());
            self.entries.push(Entry { capability, tool, definition, service: service.clone() });
        }
        Ok(())
    }

    /// Adds what a surface offers beside tools.
    fn add_beside(
        &mut self,
        capability: &'static Capability,
        mcp: &'static Mcp,
        service: &Arc<dyn Service>,
        policy: &Policy,
    ) -> Result<(), SetupError> {
        for resource in mcp.resources.iter().filter(|it| policy.shows_resource(it, mcp)) {
            if let Some(first) = self.resources.iter().find(|it| it.resource.uri == resource.uri) {
                let capabilities = [first.capability.name, capability.name];
                return Err(SetupError::Clash {
                    kind: "resource",
                    name: resource.uri,
                    capabilities,
                });
            }
            self.resources.push(Offer::new(capability, resource, service.clone()));
        }
        for prompt in mcp.prompts {
            if let Some((first, _)) = self.prompts.iter().find(|it| it.1.name == prompt.name) {
                let capabilities = [first.name, capability.name];
                return Err(SetupError::Clash { kind: "prompt", name: prompt.name, capabilities });
            }
            self.prompts.push((capability, prompt));
        }
        Ok(())
    }
}

/// Reads the definitions, which must name the tools of the table in their order.
fn definitions(mcp: &Mcp) -> Result<Vec<Definition>, String> {
    let definitions: Vec<Definition> =
        serde_json::from_str(mcp.definitions).map_err(|error| error.to_string())?;
    if definitions.len() != mcp.tools.len() {
        return Err(format!("{} definitions for {} tools", definitions.len(), mcp.tools.len()));
    }
    let mut pairs = mcp.tools.iter().zip(&definitions);
    match pairs.find(|(tool, definition)| tool.name != definition.name) {
        Some((tool, definition)) => {
            Err(format!("`{}` stands where `{}` must", definition.name, tool.name))
        }
        None => Ok(definitions),
    }
}

/// A single capability speaks for itself; several speak in the name of the crate.
fn info(
    capabilities: &[&Capability],
    surfaces: &[&Mcp],
    offered: ServerCapabilities,
) -> ServerConfig {
    let (name, instructions) = match surfaces {
        [only] => (only.name, only.instructions.to_owned()),
        several => (env!("CARGO_PKG_NAME"), joined_instructions(several)),
    };
    let title = match capabilities {
        [only] => Some(only.title.to_owned()),
        _ => None,
    };
    let mut told = Implementation::new(name, env!("CARGO_PKG_VERSION"));
    told.title = title;
    let info = ServerConfig::new(offered).with_server_info(told);
    if instructions.is_empty() { info } else { info.with_instructions(instructions) }
}

fn joined_instructions(surfaces: &[&Mcp]) -> String {
    let told = surfaces.iter().filter(|surface| !surface.instructions.is_empty());
    let lines: Vec<String> =
        told.map(|surface| format!("{}: {}", surface.name, surface.instructions)).collect();
    lines.join("\n")
}
