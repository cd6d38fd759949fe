//! The requests of the protocol, answered from the catalog.

use http::request::Parts;
use rmcp::ErrorData;
use rmcp::ServerHandler;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestMethod,
    CompleteRequestParams, CompleteResult, ConstString, GetSkillRequestMethod,
    GetSkillRequestParams, GetSkillResult, ListPromptsRequestMethod, ListPromptsResult,
    ListResourceTemplatesRequestMethod, ListResourceTemplatesResult, ListResourcesRequestMethod,
    ListResourcesResult, ListSkillsRequestMethod, ListSkillsResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceDirectoryRequestMethod, ReadResourceDirectoryRequestParams,
    ReadResourceDirectoryResult, ReadResourceRequestMethod, ReadResourceRequestParams,
    ReadResourceResponse, ServerConfig, Tool as Definition,
};
use rmcp::service::{RequestContext, RoleServer};

use super::catalog::Entry;
use super::confirm::Given;
use super::discover::Meant;
use super::skills::Skills;
use super::{McpServer, call, era, progress};
use crate::support::called::Called;
use crate::support::service::Context;

/// How long a client may keep a list. It changes only with a new build of the server.
const LIST_TTL_MS: u64 = 300_000;

impl McpServer {
    fn tool(&self, name: &str) -> Result<&Entry, ErrorData> {
        self.shared.catalog.find(name).ok_or_else(|| {
            let message = format!("unknown tool `{name}`; `tools/list` names all");
            ErrorData::invalid_params(message, None)
        })
    }
}

impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        let info = self.shared.catalog.info().clone();
        let Some(finder) = &self.shared.finder else { return info };
        let found = finder.instructions(&self.shared.catalog);
        let own = info.instructions.as_deref().map(|it| format!("{it}\n\n")).unwrap_or_default();
        info.with_instructions(format!("{own}{found}"))
    }

    fn get_tool(&self, name: &str) -> Option<Definition> {
        let offered = self.shared.finder.iter().flat_map(|it| it.definitions());
        let offered = offered.into_iter().find(|it| it.name == name);
        offered.or(self.shared.catalog.find(name).map(|it| &it.definition)).cloned()
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        only_page(request)?;
        let mut list = ListToolsResult::with_all_items(match &self.shared.finder {
            Some(finder) => finder.definitions().to_vec(),
            None => self.shared.catalog.definitions(),
        });
        (list.ttl_ms, list.cache_scope) = keeping(&context);
        Ok(list)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let finder = self.shared.finder.as_ref();
        let meant =
            finder.and_then(|it| it.meaning(&self.shared.catalog, &request.name, &arguments));
        let (entry, arguments) = match meant {
            Some(Meant::Done(result)) => return Ok(result.into()),
            Some(Meant::Call(entry, arguments)) => (entry, arguments),
            None => (self.tool(&request.name)?, arguments),
        };
        let parts = context.extensions.get::<Parts>();
        if let Some(parts) = parts {
            Called::note(&parts.extensions, entry.capability, entry.tool.call.operation);
        }
        let headers = parts.map(|parts| parts.headers.clone()).unwrap_or_default();
        let given = Given {
            context: &context,
            responses: request.input_responses,
            state: request.request_state,
        };
        let called = call::call(&self.shared, entry, arguments, given, Context { headers });
        let called = progress::told(called, context.meta.get_progress_token(), &context.peer);
        // Dropping the call drops its upstream request with it.
        match context.ct.run_until_cancelled(called).await {
            Some(response) => response,
            None => Err(ErrorData::internal_error("the call was cancelled", None)),
        }
    }

    // The defaults answer these with empty lists, which claims capabilities that are not declared.

    async fn complete(
        &self,
        _: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        Err(ErrorData::method_not_found::<CompleteRequestMethod>())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListPromptsRequestMethod>())
    }

    // Skills, where there are any.

    async fn list_skills(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListSkillsResult, ErrorData> {
        let skills = self.skills::<ListSkillsRequestMethod>()?;
        only_page(request)?;
        let mut list = ListSkillsResult::with_all_items(skills.entries().to_vec());
        (list.ttl_ms, list.cache_scope) = keeping(&context);
        Ok(list)
    }

    async fn get_skill(
        &self,
        request: GetSkillRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetSkillResult, ErrorData> {
        let skills = self.skills::<GetSkillRequestMethod>()?;
        let mut result = GetSkillResult::new(skills.entry(&request.uri)?);
        (result.ttl_ms, result.cache_scope) = keeping(&context);
        Ok(result)
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let skills = self.skills::<ListResourcesRequestMethod>()?;
        only_page(request)?;
        let mut list = ListResourcesResult::with_all_items(skills.resources());
        (list.ttl_ms, list.cache_scope) = keeping(&context);
        Ok(list)
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        self.skills::<ListResourceTemplatesRequestMethod>()?;
        only_page(request)?;
        let mut list = ListResourceTemplatesResult::with_all_items(Skills::templates());
        (list.ttl_ms, list.cache_scope) = keeping(&context);
        Ok(list)
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let skills = self.skills::<ReadResourceRequestMethod>()?;
        let Some(mut result) = skills.read(&request.uri) else {
            let message = format!("there is no resource {}", request.uri);
            return Err(ErrorData::resource_not_found(message, None));
        };
        (result.ttl_ms, result.cache_scope) = keeping(&context);
        Ok(result.into())
    }

    async fn read_resource_directory(
        &self,
        request: ReadResourceDirectoryRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceDirectoryResult, ErrorData> {
        let skills = self.skills::<ReadResourceDirectoryRequestMethod>()?;
        if request.cursor.is_some() {
            return Err(unknown_cursor());
        }
        Ok(ReadResourceDirectoryResult::with_all_items(skills.folder(&request.uri)?))
    }
}

impl McpServer {
    /// The skills, by a method that is unknown where there are none.
    fn skills<M: ConstString>(&self) -> Result<&Skills, ErrorData> {
        self.shared.catalog.skills().ok_or_else(ErrorData::method_not_found::<M>)
    }
}

/// Every list has one page.
fn only_page(request: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    if request.is_some_and(|page| page.cursor.is_some()) { Err(unknown_cursor()) } else { Ok(()) }
}

fn unknown_cursor() -> ErrorData {
    ErrorData::invalid_params("unknown cursor: the list has one page", None)
}

/// How long an answer that is the same for everyone may be kept, and by whom; earlier revisions do not say.
fn keeping(context: &RequestContext<RoleServer>) -> (Option<u64>, Option<CacheScope>) {
    let tells = era::is_stateless(context);
    (tells.then_some(LIST_TTL_MS), tells.then_some(CacheScope::Public))
}
