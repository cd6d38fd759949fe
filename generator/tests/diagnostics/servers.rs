//! Operations with a server of their own.

use expect_test::{Expect, expect};
use generator::compile::Compilation;

use crate::folder::{folder, only};

/// Where each operation is sent that is not sent to the base URL.
fn places(compilation: &Compilation) -> Vec<Option<&str>> {
    only(compilation).operations.iter().map(|it| it.server.as_deref()).collect()
}

/// What is said where `listPets` has this server, and where it is sent.
fn declared(server: &str, expected: &Expect) -> Option<String> {
    let operation = format!("operationId: listPets\n      servers: [{server}]");
    let compilation = folder().openapi("operationId: listPets", &operation).warns(expected);
    let [own, None] = places(&compilation)[..] else { panic!("one server") };
    own.map(str::to_owned)
}

#[test]
fn at_the_host_of_the_base_url() {
    let silent = expect![[""]];
    assert_eq!(declared("{url: /v2}", &silent).as_deref(), Some("/v2"));
    assert_eq!(declared("{url: ../v2/}", &silent).as_deref(), Some("../v2/"));
    assert_eq!(declared("{url: 'https://PETS.example:443/v2'}", &silent).as_deref(), Some("/v2"));
    // A document without servers has one with the URL `/`.
    assert_eq!(declared("{url: /}", &silent), None);
}

#[test]
fn at_another_host() {
    let sent = declared(
        "{url: 'https://{name}.test:{port}/x', variables: {name: {default: files}, port: {default: 8443}}}",
        &expect![[r#"
            warning[foreign-server]: `list-pets` is sent to `files.test:8443`, not to the base URL
             --> specs/openapi.yaml:9:23
              |
            9 |       servers: [{url: 'https://{name}.test:{port}/x', variables: {name: {default: files}, port: {default: 8443}}}]
              |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ with every credential that it demands
              |
              = help: remove the server in an overlay where the base URL is meant

        "#]],
    );
    assert_eq!(sent.as_deref(), Some("https://files.test:8443/x"));
}

#[test]
fn at_a_host_that_is_known_when_the_code_starts() {
    let compilation = folder()
        .capability("https://pets.example/api", "https://${PETS_KEY}/api")
        .openapi(
            "operationId: addPet",
            "operationId: addPet\n      servers: [{url: 'https://pets.example'}]",
        )
        .warns(&expect![[r#"
            warning[foreign-server]: `add-pet` is sent to `pets.example`, not to the base URL
              --> specs/openapi.yaml:17:23
               |
            17 |       servers: [{url: 'https://pets.example'}]
               |                       ^^^^^^^^^^^^^^^^^^^^^^ with every credential that it demands
               |
               = help: remove the server in an overlay where the base URL is meant

        "#]]);
    assert_eq!(places(&compilation), [None, Some("https://pets.example")]);
}

#[test]
fn where_it_is_declared() {
    let compilation = folder()
        .openapi("security:\n- key: []\n", "security:\n- key: []\nservers: [{url: /v1}]\n")
        .openapi("  /pets:\n", "  /pets:\n    servers: [{url: /v2}]\n")
        .openapi("operationId: addPet", "operationId: addPet\n      servers: [{url: /v1/}]")
        .warns(&expect![[""]]);
    assert_eq!(places(&compilation), [Some("/v2"), None]);
}

#[test]
fn one_that_all_operations_declare_is_that_of_the_base_url() {
    let compilation = folder()
        .openapi("  /pets:\n", "  /pets:\n    servers: [{url: 'https://public.test'}]\n")
        .warns(&expect![[""]]);
    assert_eq!(places(&compilation), [None, None]);
}

#[test]
fn that_cannot_be_called() {
    for (server, expected) in [
        (
            "{url: 'https://{tenant}.test', variables: {tenant: {}}}",
            expect![[r#"
            error[unsupported-construct]: `list-pets` has a server of its own that is no plain URL: `https://{tenant}.test`
             --> specs/openapi.yaml:9:23
              |
            9 |       servers: [{url: 'https://{tenant}.test', variables: {tenant: {}}}]
              |                       ^^^^^^^^^^^^^^^^^^^^^^^ where the operation is sent is not known
              |
              = help: give each variable a default, leave query and fragment out, or remove the server in an overlay to take the base URL

        "#]],
        ),
        (
            "{url: //files.test/x}",
            expect![[r#"
            error[unsupported-construct]: `list-pets` has a server of its own that is no plain URL: `//files.test/x`
             --> specs/openapi.yaml:9:23
              |
            9 |       servers: [{url: //files.test/x}]
              |                       ^^^^^^^^^^^^^^ where the operation is sent is not known
              |
              = help: give each variable a default, leave query and fragment out, or remove the server in an overlay to take the base URL

        "#]],
        ),
    ] {
        let operation = format!("operationId: listPets\n      servers: [{server}]");
        folder().openapi("operationId: listPets", &operation).fails(&expected);
    }
}
