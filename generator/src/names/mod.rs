//! Assigns every Rust identifier, once.
//!
//! Input: the IR and its shapes. Output: [`Names`], free of collisions. Never reads a document. Emitters look
//! names up; none of them builds one.

mod distinct;
mod errors;
mod ident;
mod operations;
mod types;

use proc_macro2::Ident;

use crate::diagnostic::Diagnostics;
use crate::ir::{Capability, OperationId, SchemaId};
use crate::shape::{Shapes, TypeId};

pub use errors::variant;
pub use ident::{module_name, skill_name};

/// Every identifier of one capability's module.
#[derive(Clone, Debug)]
pub struct Names {
    /// The module, such as `dokploy_user`.
    pub module: Ident,
    /// The trait of the server, such as `DokployUser`.
    pub api: Ident,
    operations: Vec<OperationNames>,
    errors: Vec<Ident>,
    types: Vec<TypeNames>,
    schemas: types::SchemaNames,
}

/// The identifiers of one operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method of the client and of the server trait, such as `create_api_key`.
    pub method: Ident,
    /// The constant of the operation, such as `CREATE_API_KEY`.
    pub constant: Ident,
    /// The struct of the optional parameters, where there are any.
    pub options: Ident,
    /// The parameters, in order: arguments or fields of the options.
    pub parameters: Vec<Ident>,
    /// The client's further methods for the same operation.
    pub further: FurtherMethods,
}

/// The client's further methods for an operation, where there are any.
#[derive(Clone, Debug, Default)]
pub struct FurtherMethods {
    /// For the items of all pages, such as `list_all`.
    pub all: Option<Ident>,
    /// For an answer that is read as it comes in, such as `logo_download`.
    pub download: Option<Ident>,
    /// For a body that is sent as it stands or as a form of streams, such as `set_logo_upload`.
    pub upload: Option<Ident>,
}

/// The identifiers of one defined type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type.
    pub ident: Ident,
    /// Its fields or variants, in order.
    pub members: Vec<Ident>,
    /// The field of further properties, or the variant of undeclared values.
    pub rest: Ident,
}

impl Names {
    /// Names everything in a capability; two operations that would share a name are reported.
    pub fn assign(capability: &Capability, shapes: &Shapes, diagnostics: &mut Diagnostics) -> Self {
        let operations = operations::assign(capability, diagnostics);
        let api = ident::type_name(&capability.name);
        let api = types::unreserved(api.clone(), || format!("{api}Api"));
        let types = types::assign(capability, shapes, &operations, &api);
        let schemas = types::schema_names(capability, shapes, &types);
        let errors = errors::assign(&operations, &types);
        Self {
            module: ident::ident(&module_name(&capability.name)),
            api: ident::ident(&api),
            operations,
            errors,
            types,
            schemas,
        }
    }

    /// The identifiers of an operation.
    pub fn operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.0]
    }

    /// The enum of the declared errors of an operation, where they have shapes.
    pub fn error(&self, id: OperationId) -> &Ident {
        &self.errors[id.0]
    }

    /// The identifiers of a type.
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }

    /// The static of a schema, where it has one of its own.
    pub fn schema(&self, id: SchemaId) -> Option<&Ident> {
        self.schemas.get(&id)
    }

    /// The schemas that have statics of their own, in order.
    pub fn schemas(&self) -> impl Iterator<Item = (SchemaId, &Ident)> {
        self.schemas.iter().map(|(id, ident)| (*id, ident))
    }
}
