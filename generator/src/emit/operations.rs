//! `operations.rs`: the constant tables of a capability.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::ir::{
    Call, Encoding, Location, Mapping, Operation, OperationId, PageStyle, Pagination, Parameter,
    RequestBody, Response, SchemeKind, SecurityScheme, Source, StatusPattern, Style, Target,
};

use super::Subject;
use super::docs::{blank_line, doc, headline, module_doc, request_line};
use super::errors;
use super::schema::SchemaTokens;

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let about =
        module_doc(&format!("The operations of the `{}` capability, as tables.", capability.name));
    let operations: TokenStream =
        (0..capability.operations.len()).map(|at| operation(subject, OperationId(at))).collect();
    let uses_statics = operations.to_string().contains("schemas ::");
    let schemas = if uses_statics {
        quote! { use super::schemas; }
    } else {
        TokenStream::new()
    };
    let vocabulary = operations.to_string().contains("schema ::");
    let schema = if vocabulary {
        quote! { use crate::support::schema; }
    } else {
        TokenStream::new()
    };
    let table = table(subject);
    let gap = blank_line();
    quote! {
        #about
        #gap
        use http::Method;
        #gap
        #schemas
        use super::tools;
        use crate::support::operation::*;
        #schema
        #table
        #operations
    }
}

fn table(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let (name, title, description) = (&capability.name, &capability.title, &capability.description);
    let base_url = &capability.base_url;
    let schemes = capability.schemes.iter().map(scheme);
    let operations = (0..capability.operations.len())
        .map(|at| &subject.names.operation(OperationId(at)).constant);
    let (rest, mcp) = (rest(subject), mcp(subject));
    let errors = errors::shape(&capability.errors, |it| status_pattern(it.status));
    let gap = blank_line();
    quote! {
        #gap
        #[doc = " The capability."]
        pub static CAPABILITY: Capability = Capability {
            name: #name,
            title: #title,
            description: #description,
            base_url: #base_url,
            schemes: &[#(#schemes),*],
            operations: &[#(&#operations),*],
            rest: #rest,
            mcp: #mcp,
            errors: #errors,
            skill: Some(&super::skill::SKILL),
        };
    }
}

fn scheme(scheme: &SecurityScheme) -> TokenStream {
    let (name, source) = (&scheme.name, &scheme.source);
    let kind = match &scheme.kind {
        SchemeKind::HeaderKey(key) => quote! { HeaderKey(#key) },
        SchemeKind::QueryKey(key) => quote! { QueryKey(#key) },
        SchemeKind::CookieKey(key) => quote! { CookieKey(#key) },
        SchemeKind::Basic => quote! { Basic },
        SchemeKind::Bearer => quote! { Bearer },
        SchemeKind::ClientCredentials { token_url, scopes } => {
            quote! { ClientCredentials { token_url: #token_url, scopes: &[#(#scopes),*] } }
        }
    };
    quote! { SecurityScheme { name: #name, kind: SchemeKind::#kind, source: &[#(#source),*] } }
}

fn rest(subject: Subject<'_>) -> TokenStream {
    let Some(rest) = &subject.capability.rest else { return quote! { None } };
    let (address, port) = (rest.address.to_string(), Literal::u16_unsuffixed(rest.port));
    let routes = rest.routes.iter().map(|route| {
        let (method, path) = (method(&route.method), &route.path);
        let call = call(subject, &route.call);
        quote! { Route { method: #method, path: #path, call: #call } }
    });
    quote! {
        Some(Rest {
            address: #address,
            port: #port,
            routes: &[#(#routes),*],
            #[cfg(feature = "server")]
            openapi: super::server::OPENAPI,
        })
    }
}

fn mcp(subject: Subject<'_>) -> TokenStream {
    let Some(mcp) = &subject.capability.mcp else { return quote! { None } };
    let (address, port) = (mcp.address.to_string(), Literal::u16_unsuffixed(mcp.port));
    let (name, instructions) = (&mcp.namespace, &mcp.instructions);
    let ttl_ms = mcp.ttl_ms.map(Literal::u64_unsuffixed);
    let (ttl_ms, shared) = (optional(ttl_ms), optional(mcp.shared));
    let table = |is_empty: bool, name: TokenStream| {
        if is_empty {
            quote! { &[] }
        } else {
            name
        }
    };
    let resources = table(mcp.resources.is_empty(), quote! { tools::RESOURCES });
    let prompts = table(mcp.prompts.is_empty(), quote! { tools::PROMPTS });
    quote! {
        Some(Mcp {
            name: #name,
            instructions: #instructions,
            address: #address,
            port: #port,
            tools: tools::TOOLS,
            definitions: tools::DEFINITIONS,
            ttl_ms: #ttl_ms,
            shared: #shared,
            resources: #resources,
            prompts: #prompts,
        })
    }
}

/// An `Option`.
pub fn optional(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or(quote! { None }, |it| quote! { Some(#it) })
}

/// How a route or a tool calls its operation, for a module that sees the operations' constants.
pub fn call(subject: Subject<'_>, call: &Call) -> TokenStream {
    let constant = &subject.names.operation(call.operation).constant;
    let with = (!call.with.is_empty()).then(|| {
        let with = call.with.iter().map(|(to, from)| {
            let (to, from) = (target(to), source(from));
            quote! { (#to, #from) }
        });
        quote! { .with(&[#(#with),*]) }
    });
    let mapping = call.mapping.as_ref().map(|it| {
        let mapping = mapping(it);
        quote! { .mapping(#mapping) }
    });
    quote! { Call::to(&#constant) #with #mapping }
}

/// What an argument fills.
pub fn target(target: &Target) -> TokenStream {
    match target {
        Target::Parameter(name) => quote! { Target::Parameter(#name) },
        Target::BodyField(name) => quote! { Target::BodyField(#name) },
        Target::Body => quote! { Target::Body },
    }
}

fn source(of: &Source) -> TokenStream {
    match of {
        Source::Body => quote! { Source::Body },
        Source::Input(name) => quote! { Source::Input(#name) },
        Source::Constant(value) => {
            let text = value.to_string();
            quote! { Source::Constant(#text) }
        }
        Source::Template(text) => quote! { Source::Template(#text) },
        Source::Object(members) => {
            let members = members.iter().map(|(name, it)| {
                let it = source(it);
                quote! { (#name, #it) }
            });
            quote! { Source::Object(&[#(#members),*]) }
        }
        Source::List(items) => {
            let items = items.iter().map(source);
            quote! { Source::List(&[#(#items),*]) }
        }
    }
}

fn mapping(of: &Mapping) -> TokenStream {
    match of {
        Mapping::Path(path) => quote! { Mapping::Path(#path) },
        Mapping::Constant(value) => {
            let json = value.to_string();
            quote! { Mapping::Constant(#json) }
        }
        Mapping::Object(members) => {
            let members = members.iter().map(|(name, it)| {
                let it = mapping(it);
                quote! { (#name, #it) }
            });
            quote! { Mapping::Object(&[#(#members),*]) }
        }
        Mapping::Items(item) => {
            let item = mapping(item);
            quote! { Mapping::Items(&#item) }
        }
        Mapping::Then(first, second) => {
            let (first, second) = (mapping(first), mapping(second));
            quote! { Mapping::Then(&#first, &#second) }
        }
    }
}

fn operation(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let operation = subject.capability.operation(id);
    let tokens =
        SchemaTokens { subject, prefix: &quote! { schemas:: }, vocabulary: &quote! { schema:: } };
    let constant = &subject.names.operation(id).constant;
    let about = doc(&about(operation));
    let (name, method, path) = (&operation.name, method(&operation.method), &operation.path);
    let parameters = operation.parameters.iter().map(|it| parameter(it, tokens));
    let body = operation.body.as_ref().map_or(quote! { None }, |it| body(it, tokens));
    let responses = operation.responses.iter().map(|it| response(it, tokens));
    let security = operation.security.iter().map(|names| quote! { &[#(#names),*] });
    let (empty_json_body, idempotent) = (operation.empty_json_body, operation.idempotent);
    let server = optional(operation.server.as_ref());
    let pagination = operation.pagination.as_ref().map_or(quote! { None }, pagination);
    let gap = blank_line();
    quote! {
        #gap
        #about
        pub static #constant: Operation = Operation {
            name: #name,
            method: #method,
            path: #path,
            server: #server,
            idempotent: #idempotent,
            parameters: &[#(#parameters),*],
            body: #body,
            empty_json_body: #empty_json_body,
            responses: &[#(#responses),*],
            security: &[#(#security),*],
            pagination: #pagination,
        };
    }
}

fn pagination(pagination: &Pagination) -> TokenStream {
    let items = &pagination.items;
    let style = match &pagination.style {
        PageStyle::Offset { offset, total } => {
            let total = optional(total.as_ref());
            quote! { Offset { offset: #offset, total: #total } }
        }
        PageStyle::Page { page, first, total } => {
            let (first, total) = (Literal::u64_unsuffixed(*first), optional(total.as_ref()));
            quote! { Page { page: #page, first: #first, total: #total } }
        }
        PageStyle::Cursor { cursor, next } => {
            quote! { Cursor { cursor: #cursor, next: #next } }
        }
        PageStyle::Link => quote! { Link },
    };
    quote! { Some(Pagination { items: #items, style: PageStyle::#style }) }
}

fn about(operation: &Operation) -> String {
    match operation.summary {
        Some(_) => format!("{}\n\n{}", headline(operation), request_line(operation)),
        None => headline(operation),
    }
}

/// An HTTP method as an expression.
fn method(method: &http::Method) -> TokenStream {
    let name = quote::format_ident!("{}", method.as_str());
    quote! { Method::#name }
}

fn parameter(parameter: &Parameter, tokens: SchemaTokens<'_>) -> TokenStream {
    let (name, schema) = (&parameter.name, tokens.reference(parameter.schema));
    let (place, usual_style) = match parameter.location {
        Location::Path => (quote! { path }, Style::Simple),
        Location::Query => (quote! { query }, Style::Form),
        Location::Header => (quote! { header }, Style::Simple),
        Location::Cookie => (quote! { cookie }, Style::Form),
    };
    let mut out = quote! { Parameter::#place(#name, #schema) };
    if parameter.required && parameter.location != Location::Path {
        out.extend(quote! { .required() });
    }
    if parameter.argument != parameter.name {
        let argument = &parameter.argument;
        out.extend(quote! { .argument(#argument) });
    }
    if parameter.style != usual_style {
        let style = style(parameter.style);
        out.extend(quote! { .style(#style) });
    }
    if parameter.explode != (usual_style == Style::Form) {
        let explode = parameter.explode;
        out.extend(quote! { .explode(#explode) });
    }
    if parameter.allow_reserved {
        out.extend(quote! { .allow_reserved() });
    }
    out
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote! { Style::Simple },
        Style::Label => quote! { Style::Label },
        Style::Matrix => quote! { Style::Matrix },
        Style::Form => quote! { Style::Form },
        Style::SpaceDelimited => quote! { Style::SpaceDelimited },
        Style::PipeDelimited => quote! { Style::PipeDelimited },
        Style::DeepObject => quote! { Style::DeepObject },
        Style::Json => quote! { Style::Json },
    }
}

fn body(body: &RequestBody, tokens: SchemaTokens<'_>) -> TokenStream {
    let (required, media_type) = (body.required, &body.media_type);
    let (encoding, schema) = (encoding(body.encoding), tokens.reference(body.schema));
    quote! {
        Some(RequestBody { required: #required, media_type: #media_type, encoding: #encoding, schema: #schema })
    }
}

fn encoding(encoding: Encoding) -> TokenStream {
    match encoding {
        Encoding::Json => quote! { Encoding::Json },
        Encoding::Form => quote! { Encoding::Form },
        Encoding::Multipart => quote! { Encoding::Multipart },
        Encoding::Text => quote! { Encoding::Text },
        Encoding::Binary => quote! { Encoding::Binary },
    }
}

fn response(response: &Response, tokens: SchemaTokens<'_>) -> TokenStream {
    let status = status_pattern(response.status);
    match (response.encoding, response.schema) {
        (Some(encoding), Some(schema)) => {
            let (encoding, schema) = (self::encoding(encoding), tokens.reference(schema));
            quote! { Response::new(#status, #encoding, #schema) }
        }
        _ => quote! { Response::empty(#status) },
    }
}

fn status_pattern(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote! { StatusPattern::Code(#code) }
        }
        StatusPattern::Class(class) => {
            let class = Literal::u16_unsuffixed(class);
            quote! { StatusPattern::Class(#class) }
        }
        StatusPattern::Default => quote! { StatusPattern::Default },
    }
}
