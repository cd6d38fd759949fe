//! The requests of the protocol, answered from the catalog.

use http::request::Parts;
use rmcp::ErrorData;
use rmcp::ServerHandler;
use rmcp::model::{
    ArgumentInfo, CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestMethod,
    CompleteRequestParams, CompleteResult, ConstString, CustomRequest, CustomResult,
    GetPromptRequestMethod, GetPromptRequestParams, GetPromptResponse, GetSkillRequestMethod,
    GetSkillRequestParams, GetSkillResult, ListPromptsRequestMethod, ListPromptsResult,
    ListResourceTemplatesRequestMethod, ListResourceTemplatesResult, ListResourcesRequestMethod,
    ListResourcesResult, ListSkillsRequestMethod, ListSkillsResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceDirectoryRequestMethod, ReadResourceDirectoryRequestParams,
    ReadResourceDirectoryResult, ReadResourceRequestMethod, ReadResourceRequestParams,
    ReadResourceResponse, Resource, ResourceTemplate, ServerConfig, Tool as Definition,
};
use rmcp::service::{RequestContext, RoleServer};

use super::catalog::Entry;
use super::confirm::Given;
use super::discover::Meant;
use super::keeping::Keeping;
use super::resources::Offer;
use super::skills::Skills;
use super::{McpServer, call, complete, era, malformed, progress, prompts, resources};
use crate::support::called::Called;
use crate::support::operation::{Capability, Operation};
use crate::support::service::{BoxFuture, Context};

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
        (list.ttl_ms, list.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(list)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        // In a box: what answers a request is copied several times on its way to a task, as large as the
        // largest of these functions makes it.
        Box::pin(self.called(request, context)).await
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(malformed::request(&request))
    }

    // What is not declared is unknown; the defaults would answer with empty lists.

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let catalog = &self.shared.catalog;
        if !catalog.completes() {
            return Err(ErrorData::method_not_found::<CompleteRequestMethod>());
        }
        let ArgumentInfo { name, value, .. } = &request.argument;
        Ok(CompleteResult::new(complete::complete(catalog, &request.r#ref, name, value)?))
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        self.prompting::<ListPromptsRequestMethod>()?;
        only_page(request)?;
        let all = self.shared.catalog.prompts().map(prompts::listed).collect();
        let mut list = ListPromptsResult::with_all_items(all);
        (list.ttl_ms, list.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(list)
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        self.prompting::<GetPromptRequestMethod>()?;
        let Some(prompt) = self.shared.catalog.prompt(&request.name) else {
            let message = format!("unknown prompt `{}`; `prompts/list` names all", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        Ok(prompts::get(prompt, &request.arguments.unwrap_or_default())?.into())
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
        (list.ttl_ms, list.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(list)
    }

    async fn get_skill(
        &self,
        request: GetSkillRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetSkillResult, ErrorData> {
        let skills = self.skills::<GetSkillRequestMethod>()?;
        let mut result = GetSkillResult::new(skills.entry(&request.uri)?);
        (result.ttl_ms, result.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(result)
    }

    // What is read: the resources of the capabilities, and the files of their skills.

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        self.readable::<ListResourcesRequestMethod>()?;
        only_page(request)?;
        let catalog = &self.shared.catalog;
        let mut all: Vec<Resource> = catalog.resources().iter().filter_map(Offer::listed).collect();
        all.extend(catalog.skills().map(Skills::resources).unwrap_or_default());
        let mut list = ListResourcesResult::with_all_items(all);
        (list.ttl_ms, list.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(list)
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        self.readable::<ListResourceTemplatesRequestMethod>()?;
        only_page(request)?;
        let catalog = &self.shared.catalog;
        let mut all: Vec<ResourceTemplate> =
            catalog.resources().iter().filter_map(Offer::template).collect();
        all.extend(catalog.skills().map(|_| Skills::templates()).unwrap_or_default());
        let mut list = ListResourceTemplatesResult::with_all_items(all);
        (list.ttl_ms, list.cache_scope) = self.kept(&context, Keeping::of_lists);
        Ok(list)
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.readable::<ReadResourceRequestMethod>()?;
        let catalog = &self.shared.catalog;
        let uri = &request.uri;
        let Some((offer, inputs)) = resources::find(catalog.resources(), uri) else {
            let found = catalog.skills().and_then(|it| it.read(uri));
            let mut result = found.ok_or_else(|| resources::unknown(uri))?;
            (result.ttl_ms, result.cache_scope) = self.kept(&context, Keeping::of_lists);
            return Ok(result.into());
        };
        let caller = caller(&context, offer.capability, offer.resource.call.operation);
        let read = Box::pin(resources::read(offer, uri, inputs, &self.shared.limits, &caller));
        // Dropping the call drops its upstream request with it.
        let Some(result) = context.ct.run_until_cancelled(read).await else {
            return Err(ErrorData::internal_error("the call was cancelled", None));
        };
        let mut result = result?;
        (result.ttl_ms, result.cache_scope) = self.kept(&context, Keeping::of_answers);
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
    /// How long an answer may be kept, and by whom; earlier revisions do not say.
    fn kept(
        &self,
        context: &RequestContext<RoleServer>,
        of: fn(&Keeping) -> (u64, CacheScope),
    ) -> (Option<u64>, Option<CacheScope>) {
        let (ttl_ms, scope) = of(self.shared.catalog.keeping());
        let tells = era::is_stateless(context);
        (tells.then_some(ttl_ms), tells.then_some(scope))
    }

    /// Demands that there is something to read, or that the method is unknown.
    fn readable<M: ConstString>(&self) -> Result<(), ErrorData> {
        let catalog = &self.shared.catalog;
        let readable = catalog.skills().is_some() || !catalog.resources().is_empty();
        if readable { Ok(()) } else { Err(ErrorData::method_not_found::<M>()) }
    }

    /// Demands that there are prompts, or that the method is unknown.
    fn prompting<M: ConstString>(&self) -> Result<(), ErrorData> {
        let any = self.shared.catalog.prompts().next().is_some();
        if any { Ok(()) } else { Err(ErrorData::method_not_found::<M>()) }
    }

    /// What a tool that is called answers.
    async fn called(
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
        let caller = caller(&context, entry.capability, entry.tool.call.operation);
        let given = Given {
            context: &context,
            responses: request.input_responses,
            state: request.request_state,
        };
        // Boxed while it is new: what wraps it next moves it.
        let mut called: BoxFuture<'_, _> =
            Box::pin(call::call(&self.shared, entry, arguments, given, caller));
        if let Some(token) = context.meta.get_progress_token() {
            called = Box::pin(progress::told(called, token, &context.peer));
        }
        // Dropping the call drops its upstream request with it.
        match context.ct.run_until_cancelled(called).await {
            Some(response) => response,
            None => Err(ErrorData::internal_error("the call was cancelled", None)),
        }
    }

    /// The skills, by a method that is unknown where there are none.
    fn skills<M: ConstString>(&self) -> Result<&Skills, ErrorData> {
        self.shared.catalog.skills().ok_or_else(ErrorData::method_not_found::<M>)
    }
}

/// Whose request it is; what it calls is noted for whoever watches.
fn caller(
    context: &RequestContext<RoleServer>,
    capability: &'static Capability,
    operation: &'static Operation,
) -> Context {
    let Some(parts) = context.extensions.get::<Parts>() else { return Context::default() };
    Called::note(&parts.extensions, capability, operation);
    Context { headers: parts.headers.clone() }
}

/// Every list has one page.
fn only_page(request: Option<PaginatedRequestParams>) -> Result<(), ErrorData> {
    if request.is_some_and(|page| page.cursor.is_some()) { Err(unknown_cursor()) } else { Ok(()) }
}

fn unknown_cursor() -> ErrorData {
    ErrorData::invalid_params("unknown cursor: the list has one page", None)
}
