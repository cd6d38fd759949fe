//! What is said of several capabilities together.

use expect_test::expect;

use super::folder::folder;

#[test]
fn two_capabilities_that_fit_on_one_port_are_no_clash() {
    folder()
        .second("cats")
        .change("cats.yaml", "/v1/pets", "/v1/cats")
        .change("cats.yaml", "{name: list-pets,", "{name: list-cats,")
        .change("cats.yaml", "{name: add-pet,", "{name: add-cat,")
        .warns(&expect![[""]]);
}

#[test]
fn two_routes_on_one_port() {
    folder().second("cats").change("cats.yaml", "port: 9090", "port: 9091").warns(&expect![[r#"
        warning[port-clash]: `pets` and `cats` both expose `GET /v1/pets` on port 8080
          --> specs/cats.yaml:32:13
           |
        32 |     - path: /v1/pets
           |             ^^^^^^^^
           |
          ::: specs/pets.yaml:32:13
           |
        32 |     - path: /v1/pets
           |             -------- the first one
           |
           = note: and 1 more like it in this file, at line 32
           = help: give one of the surfaces another `port`; as they are, one process cannot serve both

    "#]]);
}

#[test]
fn two_tools_on_one_port() {
    folder().second("cats").change("cats.yaml", "port: 8080", "port: 8081").warns(&expect![[r#"
        warning[port-clash]: `pets` and `cats` both expose the tool `list-pets` on port 9090
          --> specs/cats.yaml:44:14
           |
        44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets}
           |              ^^^^^^^^^
           |
          ::: specs/pets.yaml:44:14
           |
        44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets}
           |              --------- the first one
           |
           = note: and 1 more like it in this file, at line 45
           = help: give one of the surfaces another `port`; as they are, one process cannot serve both

    "#]]);
}

#[test]
fn routes_that_differ_in_the_name_of_a_parameter_only() {
    folder()
        .second("cats")
        .capability("path: /v1/pets", "path: /v1/{pet}")
        .change("cats.yaml", "path: /v1/pets", "path: /v1/{cat}")
        .change("cats.yaml", "port: 9090", "port: 9091")
        .warns(&expect![[r#"
            warning[port-clash]: `pets` and `cats` both expose `GET /v1/{}` on port 8080
              --> specs/cats.yaml:32:13
               |
            32 |     - path: /v1/{cat}
               |             ^^^^^^^^^
               |
              ::: specs/pets.yaml:32:13
               |
            32 |     - path: /v1/{pet}
               |             --------- the first one
               |
               = note: and 1 more like it in this file, at line 32
               = help: give one of the surfaces another `port`; as they are, one process cannot serve both

        "#]]);
}

#[test]
fn rest_and_mcp_on_one_port() {
    folder().capability("port: 9090", "port: 8080").warns(&expect![[r#"
        warning[port-clash]: the REST surface of `pets` and the MCP surface of `pets` both ask for port 8080
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
fn stdio_needs_no_port() {
    folder()
        .capability("port: 9090\n    transport: http", "transport: stdio")
        .second("cats")
        .change("cats.yaml", "port: 9090\n    transport: http", "transport: stdio")
        .change("cats.yaml", "port: 8080", "port: 8081")
        .warns(&expect![[""]]);
}
