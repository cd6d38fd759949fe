//! A model as text.

use crate::document::capability::{
    Authentication, AuthenticationScheme, Capability, InputParameter, OutputParameter,
};
use crate::document::reader::Spanned;
use crate::source::Node;

/// Everything of a capability but the places, one line for each thing.
pub(super) fn show(it: &Capability) -> String {
    let mut out =
        format!("{} {:?} {:?}\n", it.version.value, it.label.as_ref().map(|it| &it.value), it.tags);
    for bind in &it.binds {
        let keys: Vec<String> = bind
            .keys
            .iter()
            .map(|it| format!("{}={}", it.variable.value, it.source.value))
            .collect();
        let location = bind.location.as_ref().map_or("environment", |it| &it.value);
        out += &format!("bind {} from {location}: {}\n", bind.namespace.value, keys.join(" "));
    }
    for api in &it.consumes {
        out += &format!("api {} at {}", api.namespace.value, api.base_uri.value);
        out += &format!("{}{}\n", authentication(api.authentication.as_ref()), inputs(&api.inputs));
        for it in &api.operations {
            let method = it.method.value.as_str();
            out +=
                &format!("  {}: {method} {}{}", it.name.value, it.path.value, inputs(&it.inputs));
            let body = it
                .body
                .as_ref()
                .map_or(String::new(), |it| format!(" body={}", it.value.to_value()));
            out += &format!("{body}{}\n", outputs(&it.outputs));
        }
    }
    for adapter in &it.rest {
        let port = adapter.port.map(|it| it.value);
        out += &format!("rest {} {port:?}\n", adapter.namespace.value);
        for it in &adapter.routes {
            let (method, call) = (it.method.value.as_str(), it.call.as_ref().map(|it| &it.value));
            out += &format!("  {method} {} -> {call:?}", it.path.value);
            out += &format!("{}{}{}\n", with(&it.with), inputs(&it.inputs), outputs(&it.outputs));
        }
    }
    for adapter in &it.mcp {
        let (port, transport) = (adapter.port.map(|it| it.value), adapter.transport.value);
        out += &format!("mcp {} {transport:?} {port:?}\n", adapter.namespace.value);
        for it in &adapter.tools {
            let (title, call) =
                (it.title.as_ref().map(|it| &it.value), it.call.as_ref().map(|it| &it.value));
            let hints = [
                it.hints.read_only,
                it.hints.destructive,
                it.hints.idempotent,
                it.hints.open_world,
            ];
            let hints = hints.map(|it| it.map_or('-', |it| if it.value { 'y' } else { 'n' }));
            let hints: String = hints.iter().collect();
            out += &format!("  {} {title:?} {hints} -> {call:?}", it.name.value);
            out += &format!("{}{}{}\n", with(&it.with), inputs(&it.inputs), outputs(&it.outputs));
        }
    }
    out
}

fn authentication(it: Option<&Authentication>) -> String {
    match it.map(|it| &it.scheme) {
        None => String::new(),
        Some(AuthenticationScheme::Basic { username, password }) => {
            format!(" basic {}:{}", username.value, password.value)
        }
        Some(AuthenticationScheme::Digest { username, password }) => {
            format!(" digest {}:{}", username.value, password.value)
        }
        Some(AuthenticationScheme::Bearer { token }) => format!(" bearer {}", token.value),
        Some(AuthenticationScheme::ApiKey { name, placement, value }) => {
            format!(" {:?} {}={}", placement.value, name.value, value.value)
        }
    }
}

fn inputs(list: &[InputParameter]) -> String {
    let show = |it: &InputParameter| {
        let location = it.location.map(|it| format!("{:?}", it.value).to_lowercase());
        let kind = it.kind.as_ref().map(|it| it.value.clone());
        let value = it.value.as_ref().map(|it| it.to_value().to_string());
        let required = it.required.map(|it| format!("required={it}"));
        let more: Vec<String> = [location, kind, required, value].into_iter().flatten().collect();
        format!(" <{} {}>", it.name.value, more.join(" "))
    };
    list.iter().map(show).collect()
}

fn outputs(list: &[OutputParameter]) -> String {
    let show = |it: &OutputParameter| {
        let part = |it: &Option<Spanned<String>>| {
            it.as_ref().map_or("-".to_owned(), |it| it.value.clone())
        };
        let inner = outputs(&it.properties)
            + &outputs(it.items.as_deref().map_or(&[], std::slice::from_ref));
        let constant =
            it.constant.as_ref().map_or(String::new(), |it| format!("={}", it.to_value()));
        let identity = if it.is_identity() { "!" } else { "" };
        format!(
            " [{} {} {}{constant}{identity}{inner}]",
            part(&it.name),
            part(&it.kind),
            part(&it.mapping)
        )
    };
    list.iter().map(show).collect()
}

fn with(list: &[(Spanned<String>, Node)]) -> String {
    list.iter().map(|(name, it)| format!(" {}:={}", name.value, it.to_value())).collect()
}
