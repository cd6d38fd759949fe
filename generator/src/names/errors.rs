//! The names of declared errors.

use http::StatusCode;
use proc_macro2::Ident;

use crate::ir::StatusPattern;

use super::ident::{Scope, ident, type_name};
use super::operations::type_stem;
use super::{OperationNames, TypeNames};

/// An enum for the errors of each operation. It gives way to the types of the document.
pub fn assign(operations: &[OperationNames], types: &[TypeNames]) -> Vec<Ident> {
    let mut scope = Scope::reserving(&["Error"]);
    for name in types.iter().map(|it| &it.ident).chain(operations.iter().map(|it| &it.options)) {
        scope.take(name.to_string(), "");
    }
    let names =
        operations.iter().map(|it| scope.take(type_name(&format!("{}Error", type_stem(it))), ""));
    names.map(|it| ident(&it)).collect()
}

/// What an error is called by its status: `NotFound` for 404.
pub fn variant(status: StatusPattern) -> Ident {
    ident(&status_name(status))
}

/// The words for a status.
pub fn status_name(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => {
            let reason = StatusCode::from_u16(code).ok().and_then(|it| it.canonical_reason());
            reason.map_or_else(|| format!("Status{code}"), type_name)
        }
        StatusPattern::Class(3) => "Redirection".to_owned(),
        StatusPattern::Class(4) => "ClientError".to_owned(),
        StatusPattern::Class(5) => "ServerError".to_owned(),
        StatusPattern::Class(class) => format!("Status{class}xx"),
        StatusPattern::Default => "Other".to_owned(),
    }
}
