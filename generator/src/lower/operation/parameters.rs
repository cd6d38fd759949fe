//! The parameters of an operation.

use openapiv3::{ParameterData, ParameterSchemaOrContent};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::Found;
use crate::document::template;
use crate::ir::{Encoding, Location, Origin, Parameter, Schema, SchemaId, Style};
use crate::source::push_token;

use super::super::Context;
use super::{operation_span, resolve, schema_at};

/// The parameters of the path item, then those of the operation, which replace their namesakes.
pub fn lower_parameters<'a>(cx: &mut Context<'a>, found: Found<'a>) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for parameter in found.item.parameters.iter().chain(&found.operation.parameters) {
        let Some(parameter) = resolve(cx, parameter, |it| &it.parameters) else { continue };
        let Some(parameter) = lower_parameter(cx, parameter) else { continue };
        let same = |it: &&mut Parameter| {
            it.location == parameter.location && it.is_called(&parameter.name)
        };
        match parameters.iter_mut().find(same) {
            Some(namesake) => *namesake = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
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
        description: data.description.clone().filter(|it| !it.trim().is_empty()),
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
            let pointer = push_token(&format!("{pointer}/content"), media_type);
            let style =
                if Encoding::of(media_type) == Encoding::Json { Style::Json } else { style };
            (schema_at(cx, &format!("{pointer}/schema")), style)
        }
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
pub fn name_arguments(parameters: &mut [Parameter]) {
    for at in 1..parameters.len() {
        let (before, rest) = parameters.split_at_mut(at);
        let parameter = &mut rest[0];
        let is_taken = |name: &str| before.iter().any(|it| it.argument == name);
        if is_taken(&parameter.argument) {
            let mut name = format!("{}_{}", parameter.location.as_str(), parameter.name);
            while is_taken(&name) {
                name.push('_');
            }
            parameter.argument = name;
        }
    }
}

/// Every name in the path template is a parameter; one that the document forgets is a required string. A
/// parameter that the template has no place for cannot be sent.
pub fn check_path(cx: &mut Context<'_>, found: Found<'_>, parameters: &mut Vec<Parameter>) {
    parameters.retain(|it| {
        let has_place = it.location != Location::Path
            || template::names(found.path).any(|name| name == it.name);
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
    for name in template::names(found.path) {
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
