//! What each operation takes and gives.

use crate::ir::{Encoding, Operation, OperationId, Parameter, SchemaId, StatusPattern};

use super::build::Builder;
use super::{DeclaredError, Kind, OperationShape, Owner, TypeUse, Why};

impl Builder<'_> {
    pub fn operation(&mut self, id: OperationId, operation: &Operation) -> OperationShape {
        let parameters = operation.parameters.iter().map(|it| self.parameter(id, it)).collect();
        let body = operation.body.as_ref().map(|body| match body.encoding {
            Encoding::Binary => TypeUse::File,
            Encoding::Text => TypeUse::String,
            _ => self.body(id, body.schema),
        });
        let (answer, errors) = (self.answer(id, operation), self.errors(id, operation));
        OperationShape { parameters, body, answer, errors }
    }

    fn errors(&mut self, id: OperationId, operation: &Operation) -> Vec<DeclaredError> {
        let declared = operation.responses.iter().filter(|it| it.status.is_error());
        let errors = declared.map(|response| {
            let status = response.status;
            let schema = response.schema.filter(|_| response.encoding == Some(Encoding::Json));
            let body = schema.map(|it| self.use_of(it, Owner::Error(id, status)));
            let body = body.filter(|it| !matches!(it, TypeUse::Value(_) | TypeUse::Unit));
            DeclaredError { status, body }
        });
        let errors: Vec<DeclaredError> = errors.collect();
        if errors.iter().any(|it| it.body.is_some()) { errors } else { Vec::new() }
    }

    /// No parameter is sent as `null`: it has a value or is left out.
    fn parameter(&mut self, id: OperationId, parameter: &Parameter) -> TypeUse {
        let owner = Owner::Parameter(id, parameter.argument.clone());
        match self.use_of(parameter.schema, owner) {
            TypeUse::Option(inner) => *inner,
            ty => ty,
        }
    }

    /// The body of an operation keeps a name of its own even where its structure equals an earlier one.
    fn body(&mut self, id: OperationId, schema: SchemaId) -> TypeUse {
        let owner = Owner::Request(id);
        let ty = self.use_of(schema, owner.clone());
        let TypeUse::Named(named) = ty else { return ty };
        let definition = &self.types[named.0];
        if definition.owner == owner || matches!(definition.owner, Owner::Component(_)) {
            return ty;
        }
        TypeUse::Named(self.push(Some(schema), owner, Kind::Alias(ty)))
    }

    fn answer(&mut self, id: OperationId, operation: &Operation) -> TypeUse {
        let is_success =
            |status| matches!(status, StatusPattern::Code(200..=299) | StatusPattern::Class(2));
        let mut declared: Vec<_> =
            operation.responses.iter().filter(|it| is_success(it.status)).collect();
        if declared.is_empty() {
            declared.extend(operation.success());
        }
        let mut uses: Vec<TypeUse> = Vec::new();
        let mut schemas: Vec<SchemaId> = Vec::new();
        for response in declared {
            let ty = match (response.encoding, response.schema) {
                (Some(Encoding::Binary), _) => TypeUse::File,
                (Some(Encoding::Text), _) => TypeUse::String,
                (Some(_), Some(schema)) => {
                    schemas.push(schema);
                    continue;
                }
                _ => TypeUse::Unit,
            };
            if !uses.contains(&ty) {
                uses.push(ty);
            }
        }
        if !schemas.is_empty() {
            uses.push(self.any_of(&schemas, Owner::Answer(id)));
        }
        let empty = uses.iter().position(|it| *it == TypeUse::Unit);
        match (uses.len(), empty) {
            (0, _) => TypeUse::Value(Why::Unsaid),
            (1, _) => uses.remove(0),
            (2, Some(at)) => uses.remove(1 - at).or_null(),
            _ => TypeUse::Value(Why::MediaTypes),
        }
    }
}
