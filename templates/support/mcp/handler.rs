//! The requests of the protocol, answered from the catalog.

use http::request::Parts;
use rmcp::ErrorData;
use rmcp::ServerHandler;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CompleteRequestMethod,
    CompleteRequestParams, CompleteResult, ListPromptsRequestMethod, ListPromptsResult,
    ListResourceTemplatesRequestMethod, ListResourceTemplatesResult, ListResourcesRequestMethod,
    ListResourcesResult, ListToolsResult, PaginatedRequestParams, ProtocolVersion, ServerConfig,
    Tool as Definition,
};
use rmcp::service::{RequestContext, RoleServer};

use super::{McpServer, call};
use crate::support::called::Called;
use crate::support::service::Context;

/// How long a client may keep the list of tools. It changes only with a new build of the server.
const LIST_TTL_MS: u64 = 300_000;

impl ServerHandler for McpServer {
    fn get_info(&self) -> ServerConfig {
        self.catalog.info().clone()
    }

    fn get_tool(&self, name: &str) -> Option<Definition> {
        self.catalog.find(name).map(|entry| entry.definition.clone())
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        if request.is_some_and(|page| page.cursor.is_some()) {
            return Err(ErrorData::invalid_params("unknown cursor: the list has one page", None));
        }
        let list = ListToolsResult::with_all_items(self.catalog.definitions());
        let caches = context
            .protocol_version()
            .is_some_and(|it| it.as_str() >= ProtocolVersion::V_2026_07_28.as_str());
        // Everyone is shown the same list, so it may be shared.
        let hints = caches.then_some((LIST_TTL_MS, CacheScope::Public));
        Ok(match hints {
            Some((ttl, scope)) => list.with_ttl_ms(ttl).with_cache_scope(scope),
            None => list,
        })
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(entry) = self.catalog.find(&request.name) else {
            let message = format!("unknown tool `{}`; `tools/list` names all", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        let parts = context.extensions.get::<Parts>();
        if let Some(parts) = parts {
            Called::note(&parts.extensions, entry.capability, entry.tool.call.operation);
        }
        let headers = parts.map(|parts| parts.headers.clone()).unwrap_or_default();
        let arguments = request.arguments.unwrap_or_default();
        let called = call::call(entry, arguments, Context { headers });
        // Dropping the call drops its upstream request with it.
        match context.ct.run_until_cancelled(called).await {
            Some(result) => Ok(result.into()),
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

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListResourcesRequestMethod>())
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListResourceTemplatesRequestMethod>())
    }
}
