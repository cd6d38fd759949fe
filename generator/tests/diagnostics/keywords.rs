//! Keywords of schemas that do not mean what their author may expect.

use expect_test::expect;
use generator::ir::published;

use crate::folder::{folder, only};

const NAME: &str = "name: {type: string}";

#[test]
fn a_keyword_that_no_standard_defines() {
    folder().openapi(NAME, "name: {type: string, maxlength: 3}").warns(&expect![[r#"
        warning[unknown-keyword]: the schema keyword `maxlength` has no meaning in JSON Schema 2020-12
          --> specs/openapi.yaml:30:30
           |
        30 |         name: {type: string, maxlength: 3}
           |                              ^^^^^^^^^ taken as a remark
           |
           = help: correct the name, or begin it with `x-` where it is an extension

    "#]]);
}

#[test]
fn null_in_the_words_of_the_older_version() {
    folder().openapi(NAME, "name: {type: string, nullable: true}").warns(&expect![[r#"
        warning[unknown-keyword]: the schema keyword `nullable` has no meaning in JSON Schema 2020-12
          --> specs/openapi.yaml:30:30
           |
        30 |         name: {type: string, nullable: true}
           |                              ^^^^^^^^ taken as a remark
           |
           = help: write `type: [string, 'null']`, or an `anyOf` with `type: 'null'`

    "#]]);
}

#[test]
fn a_keyword_of_the_newer_version() {
    folder().openapi("openapi: 3.1.0", "openapi: 3.0.3").openapi(NAME, "name: {const: a}").warns(
        &expect![[r#"
            warning[foreign-keyword]: OpenAPI 3.0 does not define the schema keyword `const`
              --> specs/openapi.yaml:30:16
               |
            30 |         name: {const: a}
               |                ^^^^^ read as JSON Schema 2020-12 has it

        "#]],
    );
}

#[test]
fn forms_of_older_drafts() {
    folder()
        .openapi(NAME, "name: {items: [{type: string}], minimum: 1, exclusiveMinimum: true}")
        .warns(&expect![[r#"
            warning[foreign-keyword]: JSON Schema 2020-12 does not define a list of schemas in `items`
              --> specs/openapi.yaml:30:23
               |
            30 |         name: {items: [{type: string}], minimum: 1, exclusiveMinimum: true}
               |                       ^^^^^^^^^^^^^^^^ read as `prefixItems`

            warning[foreign-keyword]: JSON Schema 2020-12 does not define a boolean `exclusiveMinimum`
              --> specs/openapi.yaml:30:71
               |
            30 |         name: {items: [{type: string}], minimum: 1, exclusiveMinimum: true}
               |                                                                       ^^^^ read as OpenAPI 3.0 has it

        "#]]);
}

#[test]
fn rules_beside_a_reference_in_the_older_version() {
    let compilation = folder()
        .openapi("openapi: 3.1.0", "openapi: 3.0.3")
        .openapi(
            NAME,
            "name: {$ref: '#/components/schemas/Name', description: A name., nullable: true}\n    \
             Name: {type: string}",
        )
        .warns(&expect![[r#"
            warning[ignored-sibling]: OpenAPI 3.0 ignores `nullable` beside `$ref`
              --> specs/openapi.yaml:30:73
               |
            30 |         name: {$ref: '#/components/schemas/Name', description: A name., nullable: true}
               |                                                                         ^^^^^^^^ left out
               |
               = help: write `allOf: [{$ref: ...}]` and put the keyword beside `allOf`

        "#]]);
    let schemas = &only(&compilation).schemas;
    let (pet, _) = schemas
        .iter()
        .find(|(_, it)| it.component.as_deref() == Some("Pet"))
        .expect("the schema of a pet");
    expect![[r#"
        {
          "type": "object",
          "properties": {
            "name": {
              "type": "string",
              "description": "A name."
            }
          }
        }
    "#]]
    .assert_eq(&format!("{:#}\n", published(schemas, pet)));
}

#[test]
fn declarations_that_change_how_the_rest_is_read() {
    folder()
        .openapi(
            NAME,
            "name: {$schema: 'http://json-schema.org/draft-07/schema#', type: string}\n        \
             kind: {$id: 'https://example.com/kind', items: {$ref: '#/components/schemas/Pet'}}\n        \
             word: {$vocabulary: {'https://example.com/words': true}}\n        \
             plain: {$schema: 'https://json-schema.org/draft/2020-12/schema', $id: plain}",
        )
        .warns(&expect![[r#"
            warning[unsupported-keyword]: the dialect `http://json-schema.org/draft-07/schema#` is not supported
              --> specs/openapi.yaml:30:25
               |
            30 |         name: {$schema: 'http://json-schema.org/draft-07/schema#', type: string}
               |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ read as any schema of this document

            warning[unsupported-keyword]: `$id` changes what the references inside it refer to, which is not followed
              --> specs/openapi.yaml:31:21
               |
            31 |         kind: {$id: 'https://example.com/kind', items: {$ref: '#/components/schemas/Pet'}}
               |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ read as any schema of this document

            warning[unsupported-keyword]: the vocabulary `https://example.com/words` is not known
              --> specs/openapi.yaml:32:30
               |
            32 |         word: {$vocabulary: {'https://example.com/words': true}}
               |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ read as any schema of this document

        "#]]);
}

#[test]
fn values_of_another_kind() {
    folder()
        .openapi(
            NAME,
            "name: {type: string, title: 1, deprecated: maybe, examples: {a: b}, required: true}\n        \
             list: {required: [1, a]}",
        )
        .warns(&expect![[r#"
            warning[wrong-type]: `title` must be a string
              --> specs/openapi.yaml:30:37
               |
            30 |         name: {type: string, title: 1, deprecated: maybe, examples: {a: b}, required: true}
               |                                     ^ left out

            warning[wrong-type]: `deprecated` must be `true` or `false`
              --> specs/openapi.yaml:30:52
               |
            30 |         name: {type: string, title: 1, deprecated: maybe, examples: {a: b}, required: true}
               |                                                    ^^^^^ left out

            warning[wrong-type]: `examples` of a schema must be an array
              --> specs/openapi.yaml:30:69
               |
            30 |         name: {type: string, title: 1, deprecated: maybe, examples: {a: b}, required: true}
               |                                                                     ^^^^^^ left out

            warning[wrong-type]: `required` must be an array of property names
              --> specs/openapi.yaml:30:87
               |
            30 |         name: {type: string, title: 1, deprecated: maybe, examples: {a: b}, required: true}
               |                                                                                       ^^^^ left out

            warning[wrong-type]: must be the name of a property
              --> specs/openapi.yaml:31:27
               |
            31 |         list: {required: [1, a]}
               |                           ^ left out

        "#]]);
}

#[test]
fn numbers_that_are_none() {
    folder().openapi(NAME, "name: {multipleOf: 0, type: []}\n        big: {maximum: 1e400}").fails(
        &expect![[r#"
            error[invalid-openapi]: `multipleOf` must be greater than 0
              --> specs/openapi.yaml:30:28
               |
            30 |         name: {multipleOf: 0, type: []}
               |                            ^

            warning[wrong-type]: `type` must name at least one type
              --> specs/openapi.yaml:30:37
               |
            30 |         name: {multipleOf: 0, type: []}
               |                                     ^^ left out

            error[invalid-openapi]: must be a number
              --> specs/openapi.yaml:31:24
               |
            31 |         big: {maximum: 1e400}
               |                        ^^^^^

        "#]],
    );
}

#[test]
fn a_dialect_that_a_document_declares() {
    let base = "jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\nsecurity:";
    folder().openapi("security:", base).warns(&expect![[""]]);
    let other = "jsonSchemaDialect: http://json-schema.org/draft-07/schema#\nsecurity:";
    folder().openapi("security:", other).warns(&expect![[r#"
        warning[unsupported-keyword]: the dialect `http://json-schema.org/draft-07/schema#` is not supported
         --> specs/openapi.yaml:3:20
          |
        3 | jsonSchemaDialect: http://json-schema.org/draft-07/schema#
          |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ schemas are read as JSON Schema 2020-12

    "#]]);
}
