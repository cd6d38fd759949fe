//! Security: which schemes the operations demand, and where each credential comes from.
//!
//! A requirement that names an undeclared scheme cannot be met; the document's own requirement is taken instead.

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Spanned;
use crate::document::capability::{Authentication, AuthenticationScheme, Consumes, Placement};
use crate::document::openapi::Key;
use crate::ir::{Operation, Origin, SchemeKind, SecurityScheme};
use crate::source::{Node, push_token};

use super::Context;
use super::binds::Variables;

/// The name of a scheme that the capability declares and the OpenAPI document does not.
const OWN_SCHEME: &str = "authentication";

/// Gives every operation its requirements, and returns the schemes that they name.
pub(super) fn lower_schemes(
    cx: &mut Context<'_>,
    consumes: &Consumes,
    operations: &mut [Operation],
    variables: &mut Variables,
) -> Vec<SecurityScheme> {
    for (operation, declared) in joined(operations, consumes) {
        let key = Key::new(declared.method.value, &declared.path);
        let found = cx.openapi.operation(&key);
        operation.security = requirements(cx, found.map(|it| it.operation));
    }
    let mut schemes = Vec::new();
    for name in operations.iter().flat_map(|it| it.security.iter().flatten()) {
        if !schemes.iter().any(|it: &SecurityScheme| it.name == *name)
            && let Some(scheme) = declared_scheme(cx, name)
        {
            schemes.push(scheme);
        }
    }
    if let Some(authentication) = &consumes.authentication {
        apply_authentication(cx, authentication, operations, &mut schemes, variables);
    }
    find_sources(cx, consumes, &mut schemes, variables);
    variables.report_unused(cx);
    schemes
}

/// Operations that could be lowered, each with its declaration in the capability.
fn joined<'o, 'c>(
    operations: &'o mut [Operation],
    consumes: &'c Consumes,
) -> impl Iterator<Item = (&'o mut Operation, &'c crate::document::capability::ConsumedOperation)> {
    // They were lowered in the order of their declarations.
    let mut declared = consumes.operations.iter();
    operations.iter_mut().filter_map(move |operation| {
        let declared = declared.find(|it| it.name.value == operation.name)?;
        Some((operation, declared))
    })
}

/// The requirements of an operation: any one suffices. `own` is what the operation itself demands.
pub(super) fn requirements(
    cx: &mut Context<'_>,
    operation: Option<&openapiv3::Operation>,
) -> Vec<Vec<String>> {
    let global = || cx.openapi.api.security.clone().unwrap_or_default();
    let own = operation.and_then(|it| Some((it, it.security.as_ref()?)));
    let Some((operation, own)) = own else { return usable(cx, &global()) };
    let missing: Vec<&String> =
        own.iter().flat_map(|it| it.keys()).filter(|name| !is_declared(cx, name)).collect();
    let Some(name) = missing.first() else { return usable(cx, own) };
    let (node, _) = cx.openapi.origin(&operation.extensions);
    let span = node.get("security").unwrap_or(node).span;
    let fallback = usable(cx, &global());
    let declared = usable(cx, own);
    let label = if declared.is_empty() {
        let taken = fallback.iter().flatten().next();
        let taken = taken.map_or("nothing".to_owned(), |it| format!("`{it}`"));
        format!("the document-level requirement is taken instead: {taken}")
    } else {
        "the other alternatives are taken".to_owned()
    };
    let message = format!("the security scheme `{name}` is not declared");
    cx.report(
        Diagnostic::warning(Code::UndeclaredSecurityScheme, span, message).label(label).help(
            "declare it in `components.securitySchemes`, or correct the requirement in an overlay",
        ),
    );
    if declared.is_empty() { fallback } else { declared }
}

/// The alternatives all of whose schemes are declared.
fn usable(cx: &Context<'_>, requirements: &[SecurityRequirement]) -> Vec<Vec<String>> {
    let alternatives = requirements.iter().map(|it| it.keys().cloned().collect::<Vec<_>>());
    alternatives.filter(|names| names.iter().all(|name| is_declared(cx, name))).collect()
}

fn is_declared(cx: &Context<'_>, name: &str) -> bool {
    cx.openapi.root.pointer(&push_token("/components/securitySchemes", name)).is_some()
}

/// What the credential of a declared scheme is; `None` for a type that is not supported.
pub(super) fn scheme_kind(cx: &Context<'_>, name: &str) -> Option<SchemeKind> {
    match cx.openapi.api.components.as_ref()?.security_schemes.get(name)? {
        ReferenceOr::Item(scheme) => kind(scheme, || scopes(cx, name)),
        ReferenceOr::Reference { .. } => None,
    }
}

/// Where a declared scheme stands.
pub(super) fn scheme_span(cx: &Context<'_>, name: &str) -> Span {
    let pointer = push_token("/components/securitySchemes", name);
    let target = cx.openapi.follow(&pointer).unwrap_or(pointer);
    cx.openapi.node(&target).map_or(cx.openapi.root.span, head)
}

fn declared_scheme(cx: &mut Context<'_>, name: &str) -> Option<SecurityScheme> {
    let pointer = push_token("/components/securitySchemes", name);
    if let Err(broken) = cx.openapi.follow(&pointer) {
        broken.into_iter().for_each(|it| cx.report(it));
        return None;
    }
    let span = scheme_span(cx, name);
    let Some(kind) = scheme_kind(cx, name) else {
        cx.report(
            Diagnostic::warning(
                Code::UnsupportedSecurityScheme,
                span,
                format!("the security scheme `{name}` is of a type that is not supported"),
            )
            .label("a bearer token is sent in its place"),
        );
        return Some(SecurityScheme {
            origin: Origin(span),
            name: name.to_owned(),
            kind: SchemeKind::Bearer,
            source: Vec::new(),
        });
    };
    Some(SecurityScheme { origin: Origin(span), name: name.to_owned(), kind, source: Vec::new() })
}

fn head(node: &Node) -> Span {
    node.as_object().and_then(|it| it.values().next()).map_or(node.span, |first| first.key)
}

/// The scopes of a scheme that the operations demand, each once.
fn scopes(cx: &Context<'_>, name: &str) -> Vec<String> {
    let global = cx.openapi.api.security.as_deref().unwrap_or_default();
    let mut scopes: Vec<String> = Vec::new();
    for (_, found) in cx.openapi.operations() {
        let demanded = found.operation.security.as_deref().unwrap_or(global);
        for scope in demanded.iter().filter_map(|it| it.get(name)).flatten() {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
    }
    scopes
}

fn kind(
    scheme: &openapiv3::SecurityScheme,
    scopes: impl FnOnce() -> Vec<String>,
) -> Option<SchemeKind> {
    use openapiv3::SecurityScheme as S;
    Some(match scheme {
        S::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SchemeKind::HeaderKey(name.clone()),
            APIKeyLocation::Query => SchemeKind::QueryKey(name.clone()),
            APIKeyLocation::Cookie => SchemeKind::CookieKey(name.clone()),
        },
        S::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => SchemeKind::Basic,
            "bearer" => SchemeKind::Bearer,
            _ => return None,
        },
        S::OAuth2 { flows: OAuth2Flows { client_credentials: Some(flow), .. }, .. } => {
            SchemeKind::ClientCredentials { token_url: flow.token_url.clone(), scopes: scopes() }
        }
        // The other flows need a person. Whoever has a token sends it as one (RFC 6750).
        S::OAuth2 { .. } | S::OpenIDConnect { .. } => SchemeKind::Bearer,
    })
}

/// What the capability says of its credential holds, whether or not the OpenAPI document knows the scheme.
fn apply_authentication(
    cx: &mut Context<'_>,
    authentication: &Authentication,
    operations: &mut [Operation],
    schemes: &mut Vec<SecurityScheme>,
    variables: &mut Variables,
) {
    let Some((kind, source)) = own_scheme(cx, authentication, variables) else { return };
    // Whoever declares a token has one, and fetches none.
    let fetches = |it: &SecurityScheme| {
        kind == SchemeKind::Bearer && matches!(it.kind, SchemeKind::ClientCredentials { .. })
    };
    let same = schemes.iter().position(|it| it.kind == kind);
    if let Some(at) = same.or_else(|| schemes.iter().position(fetches)) {
        let scheme = &mut schemes[at];
        (scheme.kind, scheme.source) = (kind, source);
        return;
    }
    for operation in operations {
        operation.security = vec![vec![OWN_SCHEME.to_owned()]];
    }
    let origin = Origin(authentication.span);
    *schemes = vec![SecurityScheme { origin, name: OWN_SCHEME.to_owned(), kind, source }];
}

fn own_scheme(
    cx: &mut Context<'_>,
    authentication: &Authentication,
    variables: &mut Variables,
) -> Option<(SchemeKind, Vec<String>)> {
    use AuthenticationScheme as A;
    Some(match &authentication.scheme {
        A::Basic { username, password } => (
            SchemeKind::Basic,
            vec![variables.template(cx, username), variables.template(cx, password)],
        ),
        A::Bearer { token } => (SchemeKind::Bearer, vec![variables.template(cx, token)]),
        A::ApiKey { name, placement, value } => {
            let kind = match placement.value {
                Placement::Header => SchemeKind::HeaderKey(name.value.clone()),
                Placement::Query => SchemeKind::QueryKey(name.value.clone()),
                Placement::Cookie => SchemeKind::CookieKey(name.value.clone()),
            };
            (kind, vec![variables.template(cx, value)])
        }
        A::Digest { .. } => {
            cx.error(
                Code::UnsupportedConstruct,
                authentication.span,
                "digest authentication is not supported",
            );
            return None;
        }
    })
}

/// What a security scheme says of its own credential in `x-credential`: a template, or two, for the user name
/// and the password or for the id and the secret of a client. A capability declares one `authentication` only, a document none; an API may have several
/// schemes.
pub(super) fn stated_source(
    cx: &mut Context<'_>,
    scheme: &str,
    parts: &[&str],
    variables: &mut Variables,
) -> Option<Vec<String>> {
    let pointer = push_token("/components/securitySchemes", scheme);
    let stated = cx.openapi.root.pointer(&format!("{pointer}/x-credential"))?;
    let items = stated.as_array().unwrap_or(std::slice::from_ref(stated));
    let text = |it: &Node| Some(Spanned::new(it.as_str()?.to_owned(), it.span));
    let texts: Option<Vec<_>> = items.iter().map(text).collect();
    let Some(texts) = texts.filter(|it| it.len() == parts.len()) else {
        let message = format!("the credential of the security scheme `{scheme}` cannot be read");
        let help = match parts {
            [_] => "write one text, such as `${API_KEY}`",
            ["CLIENT_ID", _] => {
                "write a list of the client's id and its secret, such as `[${CLIENT_ID}, ${CLIENT_SECRET}]`"
            }
            _ => {
                "write a list of the user name and the password, such as `[${USERNAME}, ${PASSWORD}]`"
            }
        };
        cx.report(Diagnostic::error(Code::InvalidValue, stated.span, message).help(help));
        return None;
    };
    Some(texts.iter().map(|it| variables.template(cx, it)).collect())
}

/// What a credential is made of, as the ends of variables' names.
pub(super) fn parts(kind: &SchemeKind) -> &'static [&'static str] {
    match kind {
        SchemeKind::Basic => &["USERNAME", "PASSWORD"],
        SchemeKind::Bearer => &["TOKEN"],
        SchemeKind::ClientCredentials { .. } => &["CLIENT_ID", "CLIENT_SECRET"],
        _ => &["API_KEY"],
    }
}

/// Credentials that no `authentication` declares come from the scheme itself, from binds that nothing uses, or from
/// a variable named after the scheme.
fn find_sources(
    cx: &mut Context<'_>,
    consumes: &Consumes,
    schemes: &mut [SecurityScheme],
    variables: &mut Variables,
) {
    for scheme in schemes.iter_mut().filter(|it| it.source.is_empty()) {
        let parts = parts(&scheme.kind);
        let stated = stated_source(cx, &scheme.name, parts, variables);
        if let Some(source) = stated.or_else(|| variables.guess_credential(cx, &scheme.name, parts))
        {
            scheme.source = source;
            continue;
        }
        let names = variables.free_names(consumes.namespace.value.as_str(), &scheme.name, parts);
        cx.report(
            Diagnostic::warning(
                Code::MissingCredential,
                scheme.origin.0,
                format!(
                    "the capability binds no credential for the security scheme `{}`",
                    scheme.name
                ),
            )
            .label(format!("taken from the environment as {}", names.join(" and ")))
            .help("bind it, and name it in an `authentication` block of `consumes`"),
        );
        scheme.source = names.into_iter().map(|name| variables.add(name)).collect();
    }
}
