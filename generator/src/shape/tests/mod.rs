//! Shapes of small documents, and of the provider's own.

mod corpus;
mod reasons;
mod rules;
mod show;

use std::collections::BTreeMap;

use super::{Shapes, shapes};
use crate::compile::{Options, lower_all};
use crate::diagnostic::Diagnostics;
use crate::ir::Capability;
use crate::source::{Limits, SourceMap};

/// The IR and the shapes of every operation of an OpenAPI document.
fn shaped(openapi: Vec<u8>) -> (Capability, Shapes) {
    let catalog = "catalog: 1\ncapabilities:\n- {name: api, openapi: openapi.yaml}\n";
    let files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        ("catalog.yaml".to_owned(), catalog.into()),
        ("openapi.yaml".to_owned(), openapi),
    ]);
    let (mut sources, mut diagnostics) =
        (SourceMap::new(Limits::default()), Diagnostics::default());
    let lowered = lower_all(&files, &Options::default(), &mut sources, &mut diagnostics);
    let lowered = lowered.unwrap_or_else(|_| panic!("{:#?}", diagnostics.as_slice()));
    let capability = lowered.capabilities.into_iter().next().expect("a capability");
    let shapes = shapes(&capability);
    (capability, shapes)
}

/// A document of one operation, whose answer is the schema `It`.
fn document(schemas: &str) -> Vec<u8> {
    const HEAD: &str = "\
openapi: 3.1.0
info: {title: It, version: '1'}
servers: [{url: https://it.example}]
paths:
  /it:
    get:
      operationId: it
      responses:
        '200':
          description: It.
          content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}
components:
  schemas:
";
    let schemas = schemas.lines().map(|it| format!("    {it}\n"));
    let document: String = std::iter::once(HEAD.to_owned()).chain(schemas).collect();
    document.into_bytes()
}
