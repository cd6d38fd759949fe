//! The join: operations of the capability, with everything the OpenAPI document says of them.

use http::Method;
use openapiv3::{Content, ParameterData, ParameterSchemaOrContent, ReferenceOr};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::{
    ConsumedOperation, Consumes, Method as DocumentMethod, ParameterLocation,
};
use crate::document::openapi::{Found, Key};
use crate::ir::{
    Encoding, Location, Operation, Origin, Parameter, RequestBody, Response, Schema, SchemaId,
    StatusPattern, Style,
};

use super::{Context, schema};

/// Lowers the operations of a consumed API, in the capability's order.
pub(super) fn lower_operations(cx: &mut Context<'_>, consumes: &Consumes) -> Vec<Operation> {
    consumes.operations.iter().filter_map(|it| lower_operation(cx, it)).collect()
}

fn lower_operation(cx: &mut Context<'_>, declared: &ConsumedOperation) -> Option<Operation> {
    let key = Key::new(declared.method.value, &declared.path);
    let openapi = cx.openapi;
    let Some(found) = openapi.operation(&key) else {
        absent(cx, declared);
        return None;
    };
    let mut parameters = lower_parameters(cx, found);
    name_arguments(&mut parameters);
    check_path(cx, found, &mut parameters);
    let body = lower_body(cx, found);
    check_inputs(cx, declared, &parameters, body.as_ref());
    let responses = lower_responses(cx, found);
    let operation = found.operation;
    let method = method(declared.method.value);
    let is_json = body.is_none() && responses.iter().any(|it| it.encoding == Some(Encoding::Json));
    Some(Operation {
        origin: Origin(declared.name.span),
        name: declared.name.value.clone(),
        operation_id: operation.operation_id.clone(),
        path: found.path.to_owned(),
        summary: operation.summary.clone().filter(|it| !it.trim().is_empty()),
        description: operation.description.clone().filter(|it| !it.trim().is_empty()),
        deprecated: operation.deprecated,
        tags: operation.tags.clone(),
        parameters,
        body,
        empty_json_body: is_json && [Method::POST, Method::PUT, Method::PATCH].contains(&method),
        responses,
        security: Vec::new(),
        method,
    })
}

fn absent(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    let Spanned { value: path, span } = &declared.path;
    let method = declared.method.as_str();
    let mut diagnostic = Diagnostic::error(
        Code::OperationNotInOpenapi,
        *span,
        format!("`{method} {path}` is not in the OpenAPI document"),
    )
    .label(format!("called by `{}`", declared.name.value));
    let paths = cx.openapi.root.get("paths").and_then(crate::source::Node::as_object);
    let same_path = paths.and_then(|it| it.get(path.as_str()));
    diagnostic = match (same_path, paths.and_then(|it| closest(path, it.keys()))) {
        (Some(item), _) => diagnostic.also(item.key, "the path is there, with other methods"),
        (None, Some(close)) => diagnostic.help(format!("there is a similar path: `{close}`")),
        (None, None) => {
            diagnostic.help("check the path, or whether the provider removed the operation")
        }
    };
    cx.report(diagnostic);
}

/// The path that differs least, where one is close.
fn closest<'p>(path: &str, paths: impl Iterator<Item = &'p String>) -> Option<&'p str> {
    let folded = path.to_ascii_lowercase();
    let mut paths = paths.map(String::as_str);
    let common = |other: &str| {
        let other = other.to_ascii_lowercase();
        let prefix = folded.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        prefix * 2 + 4 >= folded.len() + other.len()
    };
    paths.find(|it| common(it))
}

fn method(method: DocumentMethod) -> Method {
    match method {
        DocumentMethod::Get => Method::GET,
        DocumentMethod::Head => Method::HEAD,
        DocumentMethod::Post => Method::POST,
        DocumentMethod::Put => Method::PUT,
        DocumentMethod::Patch => Method::PATCH,
        DocumentMethod::Delete => Method::DELETE,
        DocumentMethod::Options => Method::OPTIONS,
        DocumentMethod::Trace => Method::TRACE,
    }
}

/// Finds what a reference into the components means.
macro_rules! resolve {
    ($cx:expr, $reference:expr, $section:literal, $components:ident, $at:expr) => {{
        let openapi = $cx.openapi;
        let components = openapi.api.components.as_ref();
        let mut it = $reference;
        // Longer than any honest chain; a cycle of references means nothing.
        let mut steps = 16;
        loop {
            match it {
                ReferenceOr::Item(item) => break Some(item),
                ReferenceOr::Reference { reference } => {
                    let name = reference.strip_prefix(concat!("#/components/", $section, "/"));
                    let name = name.map(|it| it.replace("~1", "/").replace("~0", "~"));
                    let next = name.and_then(|name| components?.$components.get(&name));
                    steps -= 1;
                    match next {
                        Some(next) if steps > 0 => it = next,
                        other => {
                            unresolved($cx, $at, reference, other.is_some());
                            break None;
                        }
                    }
                }
            }
        }
    }};
}

fn unresolved(cx: &mut Context<'_>, at: Span, reference: &str, is_endless: bool) {
    if is_endless {
        cx.error(Code::ReferenceCycle, at, format!("`{reference}` leads back to itself"));
    } else {
        cx.error(Code::UnresolvedReference, at, format!("`{reference}` refers to nothing"));
    }
}

/// The parameters of the path item, then those of the operation, which replace their namesakes.
fn lower_parameters(cx: &mut Context<'_>, found: Found<'_>) -> Vec<Parameter> {
    let at = operation_span(cx, found);
    let mut parameters: Vec<Parameter> = Vec::new();
    for parameter in found.item.parameters.iter().chain(&found.operation.parameters) {
        let Some(parameter) = resolve!(cx, parameter, "parameters", parameters, at) else {
            continue;
        };
        let Some(parameter) = lower_parameter(cx, parameter) else { continue };
        let same =
            |it: &&mut Parameter| it.name == parameter.name && it.location == parameter.location;
        match parameters.iter_mut().find(same) {
            Some(namesake) => *namesake = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}

fn operation_span(cx: &Context<'_>, found: Found<'_>) -> Span {
    let (node, _) = cx.openapi.origin(&found.operation.extensions);
    node.as_object().and_then(|it| it.values().next()).map_or(node.span, |first| first.key)
}

fn lower_parameter(cx: &mut Context<'_>, parameter: &openapiv3::Parameter) -> Option<Parameter> {
    use openapiv3::Parameter as P;
    let (location, style, allow_reserved) = match parameter {
        P::Query { style, allow_reserved, .. } => {
            (Location::Query, query_style(style), *allow_reserved)
        }
        P::Header { .. } => (Location::Header, Style::Simple, false),
        P::Path { style, .. } => (Location::Path, path_style(style), false),
        P::Cookie { .. } => (Location::Cookie, Style::Form, false),
    };
    let data = parameter.parameter_data_ref();
    // OpenAPI: these headers are described elsewhere, and a parameter of this name is to be ignored.
    let elsewhere = ["accept", "content-type", "authorization"];
    if location == Location::Header && elsewhere.contains(&data.name.to_ascii_lowercase().as_str())
    {
        return None;
    }
    let (node, pointer) = cx.openapi.origin(&data.extensions);
    let origin = Origin(node.get("name").map_or(node.span, |it| it.span));
    let (schema, style) = parameter_schema(cx, data, style, &pointer);
    Some(Parameter {
        origin,
        name: data.name.clone(),
        argument: data.name.clone(),
        location,
        required: data.required || location == Location::Path,
        description: data.description.clone(),
        deprecated: data.deprecated.unwrap_or_default(),
        style,
        explode: data.explode.unwrap_or(style == Style::Form),
        allow_reserved,
        schema,
    })
}

fn parameter_schema(
    cx: &mut Context<'_>,
    data: &ParameterData,
    style: Style,
    pointer: &str,
) -> (SchemaId, Style) {
    match &data.format {
        ParameterSchemaOrContent::Schema(_) => (schema_at(cx, &format!("{pointer}/schema")), style),
        ParameterSchemaOrContent::Content(content) => {
            let media_type = content.keys().next().map(String::as_str).unwrap_or_default();
            let pointer = crate::source::push_token(&format!("{pointer}/content"), media_type);
            let style =
                if Encoding::of(media_type) == Encoding::Json { Style::Json } else { style };
            (schema_at(cx, &format!("{pointer}/schema")), style)
        }
    }
}

/// The schema at a pointer; one that is not there allows everything.
fn schema_at(cx: &mut Context<'_>, pointer: &str) -> SchemaId {
    let openapi = cx.openapi;
    match openapi.root.pointer(pointer) {
        Some(node) => schema::lower_schema(cx, node, pointer),
        None => cx.schemas.push(Schema::any(Origin(openapi.root.span))),
    }
}

fn query_style(style: &openapiv3::QueryStyle) -> Style {
    match style {
        openapiv3::QueryStyle::Form => Style::Form,
        openapiv3::QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        openapiv3::QueryStyle::PipeDelimited => Style::PipeDelimited,
        openapiv3::QueryStyle::DeepObject => Style::DeepObject,
    }
}

fn path_style(style: &openapiv3::PathStyle) -> Style {
    match style {
        openapiv3::PathStyle::Simple => Style::Simple,
        openapiv3::PathStyle::Label => Style::Label,
        openapiv3::PathStyle::Matrix => Style::Matrix,
    }
}

/// Parameters of one name in several places: the first keeps it, the others are named by their place too.
fn name_arguments(parameters: &mut [Parameter]) {
    for at in 1..parameters.len() {
        let (before, rest) = parameters.split_at_mut(at);
        let parameter = &mut rest[0];
        if before.iter().any(|it| it.argument == parameter.argument) {
            parameter.argument = format!("{}_{}", parameter.location.as_str(), parameter.name);
        }
    }
}

/// Every name in the path template is a parameter; one that the document forgets is a required string. A
/// parameter that the template has no place for cannot be sent.
fn check_path(cx: &mut Context<'_>, found: Found<'_>, parameters: &mut Vec<Parameter>) {
    parameters.retain(|it| {
        let has_place =
            it.location != Location::Path || template_names(found.path).any(|name| name == it.name);
        if !has_place {
            cx.report(
                Diagnostic::warning(
                    Code::UndeclaredPathParameter,
                    it.origin.0,
                    format!("the path `{}` has no place for `{}`", found.path, it.name),
                )
                .label("left out"),
            );
        }
        has_place
    });
    for name in template_names(found.path) {
        if parameters.iter().any(|it| it.location == Location::Path && it.name == name) {
            continue;
        }
        let at = operation_span(cx, found);
        cx.report(
            Diagnostic::warning(
                Code::UndeclaredPathParameter,
                at,
                format!("`{{{name}}}` in `{}` is not declared as a parameter", found.path),
            )
            .label("taken as a required string"),
        );
        let schema = Schema { types: vec![crate::ir::Type::String], ..Schema::any(Origin(at)) };
        parameters.push(Parameter {
            origin: Origin(at),
            name: name.to_owned(),
            argument: name.to_owned(),
            location: Location::Path,
            required: true,
            description: None,
            deprecated: false,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            schema: cx.schemas.push(schema),
        });
    }
}

/// The names in a path template.
pub(super) fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|(name, _)| name)
}

fn lower_body(cx: &mut Context<'_>, found: Found<'_>) -> Option<RequestBody> {
    let at = operation_span(cx, found);
    let body = found.operation.request_body.as_ref()?;
    let body = resolve!(cx, body, "requestBodies", request_bodies, at)?;
    let (node, pointer) = cx.openapi.origin(&body.extensions);
    let origin = Origin(node.span);
    let (declared, encoding) = choose_media_type(cx, &body.content, &pointer)?;
    let schema = media_schema(cx, &pointer, &declared);
    Some(RequestBody {
        origin,
        description: body.description.clone(),
        required: body.required,
        media_type: sent_as(declared, encoding),
        encoding,
        schema,
    })
}

/// A range of media types cannot be sent: the plainest one of it is.
fn sent_as(declared: String, encoding: Encoding) -> String {
    let sent = match encoding {
        _ if !declared.contains('*') => return declared,
        Encoding::Json => "application/json",
        Encoding::Text => "text/plain",
        _ => "application/octet-stream",
    };
    sent.to_owned()
}

fn media_schema(cx: &mut Context<'_>, pointer: &str, media_type: &str) -> SchemaId {
    let pointer = crate::source::push_token(&format!("{pointer}/content"), media_type);
    schema_at(cx, &format!("{pointer}/schema"))
}

/// JSON where it is offered, else whatever carries most structure; the others are reported.
fn choose_media_type(
    cx: &mut Context<'_>,
    content: &Content,
    pointer: &str,
) -> Option<(String, Encoding)> {
    let rank = |encoding| match encoding {
        Encoding::Json => 0,
        Encoding::Multipart => 1,
        Encoding::Form => 2,
        Encoding::Text => 3,
        Encoding::Binary => 4,
    };
    let (chosen, encoding) = content
        .keys()
        .map(|it| (it, Encoding::of(it)))
        .min_by_key(|(_, encoding)| rank(*encoding))?;
    let node = cx.openapi.root.pointer(&format!("{pointer}/content"));
    for (other, member) in node.and_then(crate::source::Node::as_object).into_iter().flatten() {
        if other != chosen {
            cx.report(
                Diagnostic::warning(
                    Code::IgnoredMediaType,
                    member.key,
                    format!("the media type `{other}` is not used"),
                )
                .label(format!("`{chosen}` is used instead")),
            );
        }
    }
    Some((chosen.clone(), encoding))
}

fn lower_responses(cx: &mut Context<'_>, found: Found<'_>) -> Vec<Response> {
    let at = operation_span(cx, found);
    let declared = &found.operation.responses;
    let mut responses: Vec<Response> = Vec::new();
    for (status, response) in &declared.responses {
        let status = match status {
            openapiv3::StatusCode::Code(code) => StatusPattern::Code(*code),
            openapiv3::StatusCode::Range(class) => StatusPattern::Class(*class),
        };
        let Some(response) = resolve!(cx, response, "responses", responses, at) else { continue };
        responses.push(lower_response(cx, status, response));
    }
    if let Some(response) = &declared.default
        && let Some(response) = resolve!(cx, response, "responses", responses, at)
    {
        responses.push(lower_response(cx, StatusPattern::Default, response));
    }
    responses.sort_by_key(|it| it.status);
    responses
}

fn lower_response(
    cx: &mut Context<'_>,
    status: StatusPattern,
    response: &openapiv3::Response,
) -> Response {
    let (node, pointer) = cx.openapi.origin(&response.extensions);
    let origin = Origin(node.span);
    let chosen = choose_media_type(cx, &response.content, &pointer);
    let is_success = matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Class(2));
    let schema = chosen.as_ref().map(|(media_type, _)| {
        let id = media_schema(cx, &pointer, media_type);
        if is_success {
            mark_opaque(cx, id);
        }
        id
    });
    Response {
        origin,
        status,
        description: response.description.clone(),
        encoding: chosen.as_ref().map(|it| it.1),
        media_type: chosen.map(|it| it.0),
        schema,
    }
}

/// An object that is declared closed and empty says nothing of what a successful call answers.
fn mark_opaque(cx: &mut Context<'_>, id: SchemaId) {
    let schema = cx.schemas.get(id);
    let object = &schema.object;
    let closed = object.additional.is_some_and(|it| cx.schemas.get(it).boolean == Some(false));
    if !closed
        || !object.properties.is_empty()
        || !object.patterns.is_empty()
        || !object.required.is_empty()
    {
        return;
    }
    let mut opaque = schema.clone();
    opaque.opaque = true;
    let span = opaque.origin.0;
    cx.schemas.set(id, opaque);
    cx.report(
        Diagnostic::warning(
            Code::ShapelessResponse,
            span,
            "the answer is declared as an object without members",
        )
        .label("taken as any JSON")
        .help("give the true shape in an overlay"),
    );
}

/// Says where the capability is silent about inputs that the OpenAPI document declares.
fn check_inputs(
    cx: &mut Context<'_>,
    declared: &ConsumedOperation,
    parameters: &[Parameter],
    body: Option<&RequestBody>,
) {
    let named = |name: &str| declared.inputs.iter().any(|it| it.name.value == name);
    let missing: Vec<&str> =
        parameters.iter().filter(|it| !named(&it.name)).map(|it| it.name.as_str()).collect();
    if !missing.is_empty() {
        let names = missing.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` declares no input {names}", declared.name.value);
        cx.report(
            Diagnostic::warning(Code::InputsFromOpenapi, declared.name.span, message)
                .label("taken from the OpenAPI document"),
        );
    }
    let is_body = |location: &Option<Spanned<ParameterLocation>>| {
        location.as_ref().is_some_and(|it| it.value == ParameterLocation::Body)
    };
    for input in declared.inputs.iter().filter(|it| is_body(&it.location)) {
        let bare = input.kind.as_ref().is_none_or(|it| it.value == "object");
        if body.is_some() && bare {
            cx.report(
                Diagnostic::warning(
                    Code::UntypedBody,
                    input.name.span,
                    "the body is declared as a bare object",
                )
                .label("its type is taken from the OpenAPI document"),
            );
        }
    }
    check_constants(cx, declared);
}

/// A constant input would have to be sent with every call; it must not be dropped in silence.
fn check_constants(cx: &mut Context<'_>, declared: &ConsumedOperation) {
    for input in &declared.inputs {
        if let Some(value) = &input.value {
            cx.report(
                Diagnostic::error(
                    Code::UnsupportedConstruct,
                    value.span,
                    format!("a constant value for the input `{}` of a consumed operation is not supported", input.name.value),
                )
                .help("set it in `with` of the exposed operation"),
            );
        }
    }
    if let Some(body) = &declared.body {
        cx.report(
            Diagnostic::error(
                Code::UnsupportedConstruct,
                body.span,
                "a `body` template is not supported",
            )
            .help("map the inputs in `with` of the exposed operation"),
        );
    }
}
