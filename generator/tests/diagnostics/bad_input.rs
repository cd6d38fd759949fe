//! Each kind of bad input has one clear finding.

use expect_test::expect;

use super::folder::folder;

#[test]
fn a_file_that_is_not_there() {
    folder().change("catalog.yaml", "openapi.yaml", "absent.yaml").fails(&expect![[r#"
        error[file-not-found]: there is no file `specs/absent.yaml`
         --> specs/catalog.yaml:4:12
          |
        4 |   openapi: absent.yaml
          |            ^^^^^^^^^^^ named here

    "#]]);
}

#[test]
fn a_capability_that_is_not_there() {
    folder().change("catalog.yaml", "pets.yaml", "absent.yaml").fails(&expect![[r#"
        error[file-not-found]: there is no file `specs/absent.yaml`
         --> specs/catalog.yaml:3:15
          |
        3 | - capability: absent.yaml
          |               ^^^^^^^^^^^ named here

    "#]]);
}

#[test]
fn invalid_yaml() {
    folder().file("openapi.yaml", "openapi: 3.1.0\npaths: [\n").fails(&expect![[r#"
        error[invalid-yaml]: not well-formed YAML: while parsing a node, did not find expected node content
         --> specs/openapi.yaml:3:1
          |
        3 |
          | ^

    "#]]);
}

#[test]
fn an_operation_that_is_not_in_the_document() {
    folder().capability("      path: /pets\n", "      path: /cats\n").fails(&expect![[r#"
        error[operation-not-in-openapi]: `GET /cats` is not in the OpenAPI document
          --> specs/pets.yaml:19:13
           |
        19 |       path: /cats
           |             ^^^^^ called by `list-pets`
           |
           = help: check the path, or whether the provider removed the operation

        error[operation-not-in-openapi]: `POST /cats` is not in the OpenAPI document
          --> specs/pets.yaml:19:13
           |
        19 |       path: /cats
           |             ^^^^^ called by `add-pet`
           |
           = help: check the path, or whether the provider removed the operation

    "#]]);
}

#[test]
fn a_method_that_is_not_in_the_document() {
    folder().capability("method: POST\n", "method: PUT\n").fails(&expect![[r#"
        error[operation-not-in-openapi]: `PUT /pets` is not in the OpenAPI document
          --> specs/pets.yaml:19:13
           |
        19 |       path: /pets
           |             ^^^^^ called by `add-pet`
           |
          ::: specs/openapi.yaml:6:3
           |
         6 |   /pets:
           |   ----- the path is there, with other methods

    "#]]);
}

#[test]
fn a_call_that_resolves_to_nothing() {
    folder()
        .capability(
            "{name: add-pet, description: Adds a pet., call: pets.add-pet}",
            "{name: add-pet, description: Adds a pet., call: pets.addPet}",
        )
        .capability(
            "name: add-pet, description: Adds a pet., call: pets.add-pet}\n  - type",
            "name: add-pet, description: Adds a pet., call: cats.add-pet}\n  - type",
        )
        .fails(&expect![[r#"
            error[unresolved-call]: `cats.add-pet` calls nothing
              --> specs/pets.yaml:37:71
               |
            37 |       - {method: POST, name: add-pet, description: Adds a pet., call: cats.add-pet}
               |                                                                       ^^^^^^^^^^^^ the consumed namespace is `pets`

            error[unresolved-call]: `pets.addPet` calls nothing
              --> specs/pets.yaml:45:55
               |
            45 |     - {name: add-pet, description: Adds a pet., call: pets.addPet}
               |                                                       ^^^^^^^^^^^ `pets` has no operation `addPet`

        "#]]);
}

#[test]
fn two_operations_that_would_share_a_rust_name() {
    let both = "      - {name: user-getAll, method: GET, description: All.}\n      - {name: user-get_all, method: POST, description: All.}\n";
    folder()
        .capability("      - name: list-pets\n        method: GET\n        description: Lists the pets.\n      - name: add-pet\n        method: POST\n        description: Adds a pet.\n", both)
        .capability("  exposes:\n", "  exposes: []\nunused:\n")
        .fails(&expect![[r#"
            warning[unknown-field]: the capability file has an unknown field `unused`
              --> specs/pets.yaml:24:1
               |
            24 | unused:
               | ^^^^^^ ignored

            warning[schema-violation]: the schema wants letters, digits and `-` in `user-get_all`
              --> specs/pets.yaml:22:16
               |
            22 |       - {name: user-get_all, method: POST, description: All.}
               |                ^^^^^^^^^^^^

            error[ident-collision]: `user-getAll` and `user-get_all` would both be called `get_all` in Rust
              --> specs/pets.yaml:22:16
               |
            21 |       - {name: user-getAll, method: GET, description: All.}
               |                ----------- first one
            22 |       - {name: user-get_all, method: POST, description: All.}
               |                ^^^^^^^^^^^^ second operation of this name
               |
               = help: rename one of the two operations in the capability, or in an overlay for it

        "#]]);
}

#[test]
fn an_unknown_construct() {
    folder()
        .capability("{name: list-pets, description: Lists the pets., call: pets.list-pets}\n    -", "{name: list-pets, description: Lists the pets., steps: [{call: pets.list-pets}]}\n    -")
        .fails(&expect![[r#"
            error[unsupported-construct]: unsupported construct `steps` in the tool
              --> specs/pets.yaml:44:55
               |
            44 |     - {name: list-pets, description: Lists the pets., steps: [{call: pets.list-pets}]}
               |                                                       ^^^^^ known to the format, but not to this compiler

        "#]]);
}

#[test]
fn an_invalid_structure() {
    folder()
        .openapi(
            "requestBody:\n        content:\n",
            "parameters: {limit: 5}\n      requestBody:\n        content:\n",
        )
        .fails(&expect![[r#"
            error[invalid-openapi]: not a valid OpenAPI description
              --> specs/openapi.yaml:17:20
               |
            17 |       parameters: {limit: 5}
               |                    ^^^^^ invalid type: map, expected a sequence

        "#]]);
}

#[test]
fn every_operation_of_an_invalid_structure() {
    folder()
        .openapi("operationId: listPets", "operationId: [listPets]")
        .openapi("operationId: addPet", "operationId: 5")
        .openapi(
            "  securitySchemes:\n    key: {type: apiKey, in: header, name: x-api-key}",
            "  securitySchemes:\n    key: {type: apiKey, in: body, name: x-api-key}",
        )
        .fails(&expect![[r#"
            error[invalid-openapi]: not a valid OpenAPI description
             --> specs/openapi.yaml:8:20
              |
            8 |       operationId: [listPets]
              |                    ^^^^^^^^^^ invalid type: sequence, expected a string

            error[invalid-openapi]: not a valid OpenAPI description
              --> specs/openapi.yaml:16:20
               |
            16 |       operationId: 5
               |                    ^ invalid type: integer `5`, expected a string

            error[invalid-openapi]: not a valid OpenAPI description
              --> specs/openapi.yaml:25:17
               |
            25 |     key: {type: apiKey, in: body, name: x-api-key}
               |                 ^^^^^^ unknown variant `body`, expected one of `query`, `header`, `cookie`

        "#]]);
}

#[test]
fn swagger_2() {
    folder().openapi("openapi: 3.1.0", "swagger: '2.0'").fails(&expect![[r#"
        error[unsupported-version]: Swagger 2.0 is not supported
         --> specs/openapi.yaml:1:10
          |
        1 | swagger: '2.0'
          |          ^^^^^
          |
          = help: convert the document to OpenAPI 3 first

    "#]]);
}

#[test]
fn openapi_4() {
    folder().openapi("openapi: 3.1.0", "openapi: 4.0.0").fails(&expect![[r#"
        error[unsupported-version]: unsupported version of OpenAPI
         --> specs/openapi.yaml:1:10
          |
        1 | openapi: 4.0.0
          |          ^^^^^
          |
          = help: supported are 3.0 and 3.1, written as a string: `openapi: 3.1.0`

    "#]]);
}

#[test]
fn no_openapi() {
    folder().openapi("openapi: 3.1.0", "asyncapi: 3.1.0").fails(&expect![[r#"
        error[invalid-openapi]: not an OpenAPI description: no `openapi` member
         --> specs/openapi.yaml:1:1
          |
        1 | asyncapi: 3.1.0
          | ^^^^^^^^

    "#]]);
}

#[test]
fn an_unresolved_reference() {
    folder()
        .openapi(
            "items: {$ref: '#/components/schemas/Pet'}",
            "items: {$ref: '#/components/schemas/Cat'}",
        )
        .fails(&expect![[r#"
            error[unresolved-reference]: `#/components/schemas/Cat` refers to nothing
              --> specs/openapi.yaml:14:51
               |
            14 |               schema: {type: array, items: {$ref: '#/components/schemas/Cat'}}
               |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]]);
}

#[test]
fn an_unresolved_reference_to_a_parameter() {
    folder()
        .openapi("operationId: listPets", "parameters: [{$ref: '#/components/parameters/limit'}]")
        .fails(&expect![[r#"
            error[unresolved-reference]: `#/components/parameters/limit` refers to nothing
             --> specs/openapi.yaml:8:27
              |
            8 |       parameters: [{$ref: '#/components/parameters/limit'}]
              |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]]);
}

#[test]
fn a_response_that_is_itself() {
    folder()
        .openapi("'201': {description: Added.}", "'201': {$ref: '#/components/responses/a'}")
        .openapi("  schemas:\n", "  responses:\n    a: {$ref: '#/components/responses/b'}\n    b: {$ref: '#/components/responses/a'}\n  schemas:\n")
        .fails(&expect![[r#"
            error[reference-cycle]: `#/components/responses/b` leads back to itself
              --> specs/openapi.yaml:27:15
               |
            27 |     a: {$ref: '#/components/responses/b'}
               |               ^^^^^^^^^^^^^^^^^^^^^^^^^^

        "#]]);
}

#[test]
fn what_a_schema_cannot_say() {
    folder()
        .openapi(
            "name: {type: string}",
            "name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}",
        )
        .fails(&expect![[r#"
            error[invalid-openapi]: not a type of JSON Schema
              --> specs/openapi.yaml:30:22
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                      ^^^^

            error[invalid-openapi]: must be an integer of at least 0
              --> specs/openapi.yaml:30:39
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                                       ^^

            error[invalid-openapi]: `enum` must be an array
              --> specs/openapi.yaml:30:49
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                                                 ^

            warning[wrong-type]: `required` must be an array of property names
              --> specs/openapi.yaml:30:62
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                                                              ^^^^ left out

            error[invalid-openapi]: `anyOf` must be an array of schemas
              --> specs/openapi.yaml:30:75
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                                                                           ^^

            error[invalid-openapi]: must be a number
              --> specs/openapi.yaml:30:88
               |
            30 |         name: {type: text, minLength: -1, enum: a, required: true, anyOf: {}, minimum: '1'}
               |                                                                                        ^^^

        "#]]);
}

#[test]
fn an_invalid_json_path() {
    folder()
        .capability(
            "call: pets.add-pet}\n  - type",
            "call: pets.add-pet, outputParameters: [{type: string, mapping: 'a.b'}]}\n  - type",
        )
        .fails(&expect![[r#"
            error[invalid-jsonpath]: `a.b` is not a JSONPath (RFC 9535)
              --> specs/pets.yaml:37:128
               |
            37 |       - {method: POST, name: add-pet, description: Adds a pet., call: pets.add-pet, outputParameters: [{type: string, mapping: 'a.b'}]}
               |                                                                                                                                ^^^^^ at position 0, parser error

        "#]]);
}

#[test]
fn an_unknown_input() {
    folder()
        .capability("call: pets.add-pet}\n  - type", "call: pets.add-pet, with: {age: rest.age}}\n  - type")
        .capability("{name: add-pet, description: Adds a pet., call: pets.add-pet}", "{name: add-pet, description: Adds a pet., call: pets.add-pet, with: {name: 'my {{word}}'}}")
        .fails(&expect![[r#"
            error[unknown-input]: `add-pet` has no input `age`
              --> specs/pets.yaml:37:92
               |
            37 |       - {method: POST, name: add-pet, description: Adds a pet., call: pets.add-pet, with: {age: rest.age}}
               |                                                                                            ^^^
               |
               = help: its inputs are: name, body

            error[unknown-input]: `{{word}}` names no argument of the tool
              --> specs/pets.yaml:45:14
               |
            45 |     - {name: add-pet, description: Adds a pet., call: pets.add-pet, with: {name: 'my {{word}}'}}
               |              ^^^^^^^
               |
               = help: its arguments are: none

        "#]]);
}

#[test]
fn an_address_that_is_none() {
    folder().capability("port: 8080", "port: 8080\n    address: example.com").fails(&expect![[
        r#"
        error[invalid-value]: the address must be an IP address or `localhost`
          --> specs/pets.yaml:31:14
           |
        31 |     address: example.com
           |              ^^^^^^^^^^^
           |
           = help: leave it out to listen on 127.0.0.1

    "#
    ]]);
}

#[test]
fn a_template_that_names_nothing() {
    folder().template("crate/x.txt.j2", "{{ pakage }}\n").fails(&expect![[r#"
        error[invalid-template]: `templates/crate/x.txt.j2` cannot be rendered: undefined value (in <string>:1)

    "#]]);
}

#[test]
fn a_template_that_is_missing() {
    folder().without_templates().fails(&expect![[r#"
        error[invalid-template]: there is no template `templates/capability/mod.rs.j2`
         |
         = help: every capability needs it: restore the file

        error[invalid-template]: there is no template `templates/skill/SKILL.md.j2`
         |
         = help: every capability needs it: restore the file

        error[invalid-template]: there is no template `templates/skill/page.md.j2`
         |
         = help: every capability needs it: restore the file

    "#]]);
}
