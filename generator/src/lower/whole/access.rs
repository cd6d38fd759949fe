//! Where the API of a document is, and what it wants to see: base URL and credentials.
//!
//! Input: the document, and which operations of it are taken. Output: templates that name environment variables,
//! which are called after the document: `PETSTORE_URL`, `PETSTORE_API_KEY`. All modules of a document share them.

use heck::ToShoutySnakeCase;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::openapi::Server;
use crate::ir::{Operation, Origin, SecurityScheme, Variable};

use super::{Context, Member, head};
use crate::lower::binds::Variables;
use crate::lower::security::{self, parts, scheme_kind, scheme_span, stated_source};
use crate::lower::servers::{self, Servers};

/// What every module of a document has in common.
pub struct Access {
    /// The server that all operations share.
    server: Option<Server>,
    /// The variable of the base URL.
    variable: String,
    /// The default of that variable.
    default: Option<String>,
    /// The schemes demanded, each with the variables that its credential names.
    schemes: Vec<(SecurityScheme, Vec<String>)>,
}

impl Access {
    /// Finds the base URL.
    pub fn new(cx: &mut Context<'_>, name: &str, members: &[Member<'_>]) -> Self {
        let server = servers::shared(cx, members.iter().map(|it| it.found));
        let variable = format!("{name} url").to_shouty_snake_case();
        let default =
            server.as_ref().map(|it| it.url.clone()).filter(|it| servers::absolute(it).is_some());
        if default.is_none() {
            report_no_server(cx, server.as_ref(), &variable);
        }
        Self { server, variable, default, schemes: Vec::new() }
    }

    /// What the servers of operations are compared with.
    pub fn servers(&self) -> Servers {
        Servers::new(self.server.as_ref(), self.default.as_deref())
    }

    /// Names the variables of every scheme that an operation demands.
    pub fn find_credentials(&mut self, cx: &mut Context<'_>, name: &str, members: &[Member<'_>]) {
        let mut variables = Variables::default();
        variables.add(self.variable.clone());
        for scheme in members.iter().flat_map(|it| it.security.iter().flatten()) {
            if self.schemes.iter().any(|(it, _)| it.name == *scheme) {
                continue;
            }
            // Operations with requirements of any other kind were left out.
            let Some(kind) = scheme_kind(cx, scheme) else { continue };
            let mut own = Variables::default();
            let stated = stated_source(cx, scheme, parts(&kind), &mut own);
            let source = stated.unwrap_or_else(|| {
                let names = variables.free_names(name, scheme, parts(&kind));
                names.into_iter().map(|it| own.add(it)).collect()
            });
            let names: Vec<String> = own.used().into_iter().map(|it| it.name).collect();
            names.iter().for_each(|it| drop(variables.add(it.clone())));
            let origin = Origin(scheme_span(cx, scheme));
            self.schemes
                .push((SecurityScheme { origin, name: scheme.clone(), kind, source }, names));
        }
    }

    /// The base URL, the schemes that some operations demand, and the variables that both name.
    pub fn of(&self, operations: &[Operation]) -> (String, Vec<SecurityScheme>, Vec<Variable>) {
        let mut variables = Variables::default();
        let base_url = match &self.default {
            Some(default) => variables.add_with_default(self.variable.clone(), default.clone()),
            None => variables.add(self.variable.clone()),
        };
        let is_demanded = |name: &String| {
            operations.iter().flat_map(|it| it.security.iter().flatten()).any(|it| it == name)
        };
        let demanded = self.schemes.iter().filter(|(it, _)| is_demanded(&it.name));
        let schemes = demanded.map(|(scheme, names)| {
            names.iter().for_each(|it| drop(variables.add(it.clone())));
            scheme.clone()
        });
        let schemes = schemes.collect();
        (base_url, schemes, variables.used())
    }
}

/// The requirements of an operation that can be met; an error where there are some and none can.
pub fn requirements(cx: &mut Context<'_>, member: &Member<'_>) -> Vec<Vec<String>> {
    let all = security::requirements(cx, Some(member.found.operation));
    let is_met = |names: &Vec<String>| names.iter().all(|it| scheme_kind(cx, it).is_some());
    let (met, unmet): (Vec<_>, Vec<_>) = all.into_iter().partition(is_met);
    let unknown = unmet.iter().flatten().find(|it| scheme_kind(cx, it).is_none());
    if let Some(name) = unknown {
        let span = scheme_span(cx, name);
        let message = format!("the security scheme `{name}` is of a type that is not supported");
        cx.report(if met.is_empty() {
            Diagnostic::error(Code::UnsupportedSecurityScheme, span, message)
        } else {
            Diagnostic::warning(Code::UnsupportedSecurityScheme, span, message)
                .label("the other alternatives are taken")
        });
    }
    met
}

fn report_no_server(cx: &mut Context<'_>, server: Option<&Server>, variable: &str) {
    let help = format!("set `{variable}` to the base URL, or declare the server in an overlay");
    cx.report(
        match server {
            Some(server) => {
                let message = format!("the server `{}` is no absolute URL", server.url);
                Diagnostic::warning(Code::NoServerUrl, server.span, message)
            }
            None => {
                let at = head(&cx.openapi.root);
                Diagnostic::warning(Code::NoServerUrl, at, "the document declares no server")
            }
        }
        .label(format!("the environment variable `{variable}` must say where the API is"))
        .help(help),
    );
}
