//! What is found in one place does not hide what is found in another.

use expect_test::expect;

use super::folder::folder;

#[test]
fn every_capability_and_every_document_is_looked_at() {
    folder()
        .second("cats")
        .change("pets.yaml", "type: http\n    namespace: pets", "type: ftp\n    namespace: pets")
        .change("cats.yaml", "method: POST\n", "method: PUT\n")
        .openapi("openapi: 3.1.0", "openapi: 3.1.0\nx: &x 1\ny: &x 2")
        .fails(&expect![[r#"
            error[unsupported-construct]: unsupported construct `ftp` in `type` of the consumed API
              --> specs/pets.yaml:12:11
               |
            12 |   - type: ftp
               |           ^^^ known to the format, but not to this compiler

            error[duplicate-anchor]: the anchor `x` is defined twice
             --> specs/openapi.yaml:3:5
              |
            3 | y: &x 2
              |     ^ defined again here
              |
              = help: give each anchor its own name

        "#]]);
}

#[test]
fn errors_in_one_capability_do_not_hide_those_of_names_in_another() {
    folder()
        .second("cats")
        .change("pets.yaml", "method: POST\n", "method: PUT\n")
        .change("cats.yaml", "name: list-pets\n        method", "name: add_pet\n        method")
        .change(
            "cats.yaml",
            "{method: GET, name: list-pets, description: Lists the pets., call: pets.list-pets}",
            "{method: GET, name: list-pets, description: Lists the pets., call: pets.add_pet}",
        )
        .change(
            "cats.yaml",
            "{name: list-pets, description: Lists the pets., call: pets.list-pets}",
            "{name: list-pets, description: Lists the pets., call: pets.add_pet}",
        )
        .change("cats.yaml", "port: 8080", "port: 8081")
        .change("cats.yaml", "port: 9090", "port: 9091")
        .fails(&expect![[r#"
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

            warning[schema-violation]: the schema wants letters, digits and `-` in `add_pet`
              --> specs/cats.yaml:21:15
               |
            21 |       - name: add_pet
               |               ^^^^^^^

            error[ident-collision]: `add_pet` and `add-pet` would both be called `pet` in Rust
              --> specs/cats.yaml:24:15
               |
            21 |       - name: add_pet
               |               ------- first one
            ...
            24 |       - name: add-pet
               |               ^^^^^^^ second operation of this name
               |
               = help: rename one of the two operations in the capability, or in an overlay for it

        "#]]);
}

#[test]
fn errors_in_a_capability_do_not_hide_those_of_its_document() {
    folder()
        .capability("method: POST\n", "method: FETCH\n")
        .openapi("openapi: 3.1.0", "openapi: 2.1.0")
        .fails(&expect![[r#"
            error[invalid-value]: `FETCH` is no HTTP method
              --> specs/pets.yaml:25:17
               |
            25 |         method: FETCH
               |                 ^^^^^

            error[unsupported-version]: unsupported version of OpenAPI
             --> specs/openapi.yaml:1:10
              |
            1 | openapi: 2.1.0
              |          ^^^^^
              |
              = help: supported are 3.0 and 3.1, written as a string: `openapi: 3.1.0`

        "#]]);
}

#[test]
fn what_two_capabilities_find_in_a_shared_document_is_said_once() {
    folder()
        .second("cats")
        .change("cats.yaml", "/v1/pets", "/v1/cats")
        .change("cats.yaml", "port: 9090", "port: 9091")
        .openapi("name: {type: string}", "name: {type: string, $dynamicRef: '#it'}")
        .warns(&expect![[r#"
            warning[unsupported-keyword]: the schema keyword `$dynamicRef` is not supported
              --> specs/openapi.yaml:30:43
               |
            30 |         name: {type: string, $dynamicRef: '#it'}
               |                                           ^^^^^ values are not checked against it
               |
               = help: use `$ref`

        "#]]);
}

#[test]
fn an_overlay_that_is_none_does_not_hide_the_next() {
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n";
    folder()
        .change(
            "catalog.yaml",
            "openapi: openapi.yaml\n",
            "openapi: openapi.yaml\n  overlays: [a.yaml, b.yaml, c.yaml]\n",
        )
        .file("a.yaml", format!("{overlay}- {{target: 'paths', remove: true}}\n"))
        .file("b.yaml", format!("{overlay}- {{target: '$..[', remove: true}}\n"))
        .fails(&expect![[r#"
            error[invalid-jsonpath]: `paths` is no RFC 9535 JSONPath
             --> specs/a.yaml:4:12
              |
            4 | - {target: 'paths', remove: true}
              |            ^^^^^^^ at position 0, parser error
              |
              = help: a name with other characters than letters, digits and `_` is written `['name']`

            error[invalid-jsonpath]: `$..[` is no RFC 9535 JSONPath
             --> specs/b.yaml:4:12
              |
            4 | - {target: '$..[', remove: true}
              |            ^^^^^^ at position 3, must start with lowercase alpha or '_'
              |
              = help: a name with other characters than letters, digits and `_` is written `['name']`

            error[file-not-found]: there is no file `specs/c.yaml`
             --> specs/catalog.yaml:5:30
              |
            5 |   overlays: [a.yaml, b.yaml, c.yaml]
              |                              ^^^^^^ named here

        "#]]);
}

#[test]
fn strict_refuses_warnings_of_every_stage() {
    folder().strict().capability("port: 9090", "port: 8080").fails(&expect![[r#"
        error[port-clash]: the REST surface of `pets` and the MCP surface of `pets` both ask for port 8080
          --> specs/pets.yaml:39:16
           |
        29 |     namespace: pets-rest
           |                --------- the REST surface
        ...
        39 |     namespace: pets-mcp
           |                ^^^^^^^^
           |
           = help: give one of them another `port`, or choose one with `--rest-port` or `--mcp-port`

    "#]]);
}

#[test]
fn strict_has_nothing_against_a_folder_without_a_flaw() {
    folder().strict().warns(&expect![[""]]);
}
