//! Each further rule about a capability and its document; the output is right all the same.

use expect_test::expect;
use generator::compile::Compilation;
use generator::ir::{Argument, Location, SchemeKind, Source, Target, Type, Variable};
use serde_json::Value;

use super::folder::{folder, only, operation, text};

#[test]
fn nothing_is_said_of_a_folder_without_a_flaw() {
    folder().warns(&expect![[""]]);
}

#[test]
fn an_undeclared_security_scheme() {
    let compilation = folder()
        .openapi("operationId: addPet", "operationId: addPet\n      security: [{token: []}]")
        .warns(&expect![[r#"
            warning[undeclared-security-scheme]: the security scheme `token` is not declared
              --> specs/openapi.yaml:17:17
               |
            17 |       security: [{token: []}]
               |                 ^^^^^^^^^^^^^ the document-level requirement is taken instead: `key`
               |
               = help: declare it in `components.securitySchemes`, or correct the requirement in an overlay

        "#]]);
    assert_eq!(operation(&compilation, "add-pet").security, [["key"]]);
}

#[test]
fn an_undeclared_security_scheme_beside_a_declared_one() {
    let compilation = folder()
        .openapi(
            "operationId: addPet",
            "operationId: addPet\n      security: [{token: []}, {key: []}, {}]",
        )
        .warns(&expect![[r#"
            warning[undeclared-security-scheme]: the security scheme `token` is not declared
              --> specs/openapi.yaml:17:17
               |
            17 |       security: [{token: []}, {key: []}, {}]
               |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the other alternatives are taken
               |
               = help: declare it in `components.securitySchemes`, or correct the requirement in an overlay

        "#]]);
    assert_eq!(operation(&compilation, "add-pet").security, [vec!["key".to_owned()], vec![]]);
}

#[test]
fn an_unsupported_security_scheme() {
    let compilation = folder()
        .openapi("key: {type: apiKey, in: header, name: x-api-key}", "key: {type: mutualTLS}")
        .capability("    authentication: {type: apikey, name: x-api-key, value: '${PETS_KEY}', placement: header}\n", "    authentication: {type: bearer, token: '${PETS_KEY}'}\n")
        .warns(&expect![[r#"
            warning[unsupported-security-scheme]: the security scheme `key` is of a type that is not supported
              --> specs/openapi.yaml:25:11
               |
            25 |     key: {type: mutualTLS}
               |           ^^^^ a bearer token is sent in its place

        "#]]);
    assert_eq!(only(&compilation).schemes[0].kind, SchemeKind::Bearer);
}

#[test]
fn an_undeclared_path_parameter_and_one_without_a_place() {
    let compilation = folder()
        .openapi("  /pets:\n    get:\n", "  /pets/{id}:\n    parameters: [{name: pet, in: path, required: true}]\n    get:\n")
        .openapi("    post:\n", "  /pets:\n    post:\n")
        .capability("      path: /pets\n      operations:\n      - name: list-pets\n", "      path: /pets/{id}\n      operations:\n      - name: list-pets\n        inputParameters: [{name: id, in: path}]\n")
        .capability("      - name: add-pet\n        method: POST\n", "    - name: pets-too\n      path: /pets\n      operations:\n      - name: add-pet\n        method: POST\n")
        .warns(&expect![[r#"
            warning[undeclared-path-parameter]: the path `/pets/{id}` has no place for `pet`
             --> specs/openapi.yaml:7:25
              |
            7 |     parameters: [{name: pet, in: path, required: true}]
              |                         ^^^ left out
              |
              = note: and 1 more like it in this file, at line 9

        "#]]);
    let [id] = operation(&compilation, "list-pets").parameters.as_slice() else {
        panic!("one parameter")
    };
    let types = &only(&compilation).schemas.get(id.schema).types;
    assert_eq!(
        (id.name.as_str(), id.location, types.as_slice()),
        ("id", Location::Path, &[Type::String][..])
    );
}

#[test]
fn an_unsupported_keyword() {
    folder().openapi("name: {type: string}", "name: {type: string, $dynamicRef: '#it'}").warns(
        &expect![[r#"
            warning[unsupported-keyword]: the schema keyword `$dynamicRef` is not supported
              --> specs/openapi.yaml:30:43
               |
            30 |         name: {type: string, $dynamicRef: '#it'}
               |                                           ^^^^^ values are not checked against it
               |
               = help: use `$ref`

        "#]],
    );
}

#[test]
fn a_pattern_that_is_none() {
    let compilation = folder()
        .openapi("name: {type: string}", "name: {type: string, pattern: '(?i)[a-z'}")
        .openapi("      properties:\n", "      patternProperties: {'a(': {type: string}}\n      additionalProperties: false\n      properties:\n")
        .warns(&expect![[r#"
            warning[non-ecma-pattern]: not a pattern of ECMA-262: Unbalanced parenthesis
              --> specs/openapi.yaml:29:27
               |
            29 |       patternProperties: {'a(': {type: string}}
               |                           ^^^^ values are not checked against it
               |
               = note: and 1 more like it in this file, at line 32

        "#]]);
    let tools = text(&compilation, "src/pets/tools.json");
    assert!(!tools.contains("pattern"), "{tools}");
}

#[test]
fn a_pattern_that_holds_without_the_unicode_flag() {
    folder()
        .openapi("name: {type: string}", r"name: {type: string, pattern: '^[\w\-]+\_$'}")
        .warns(&expect![[""]]);
}

#[test]
fn a_shapeless_response() {
    let compilation = folder()
        .openapi(
            "{type: array, items: {$ref: '#/components/schemas/Pet'}}",
            "{type: object, properties: {}, additionalProperties: false}",
        )
        .warns(&expect![[r#"
            warning[shapeless-response]: the answer is declared as an object without members
              --> specs/openapi.yaml:14:23
               |
            14 |               schema: {type: object, properties: {}, additionalProperties: false}
               |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ taken as any JSON
               |
               = help: give the true shape in an overlay

        "#]]);
    let schema = operation(&compilation, "list-pets").responses[0].schema.expect("a schema");
    assert!(only(&compilation).schemas.get(schema).is_any());
}

#[test]
fn an_ignored_media_type() {
    let compilation = folder()
        .openapi("requestBody:\n        content:\n", "requestBody:\n        content:\n          application/xml: {schema: {type: string}}\n          multipart/form-data: {schema: {type: object}}\n")
        .warns(&expect![[r#"
            warning[ignored-media-type]: the media type `application/xml` is not used
              --> specs/openapi.yaml:19:11
               |
            19 |           application/xml: {schema: {type: string}}
               |           ^^^^^^^^^^^^^^^ `application/json` is used instead
               |
               = note: and 1 more like it in this file, at line 20

        "#]]);
    let body = operation(&compilation, "add-pet").body.as_ref().expect("a body");
    assert_eq!(body.media_type, "application/json");
}

#[test]
fn a_style_that_is_not_defined_for_the_type() {
    folder()
        .openapi("operationId: listPets", "parameters:\n      - {name: filter, in: query, style: deepObject, schema: {type: string}}\n      - {name: sort, in: query, style: pipeDelimited, schema: {type: array}}")
        .capability("name: list-pets\n        method", "name: list-pets\n        inputParameters: [{name: filter, in: query}, {name: sort, in: query}]\n        method")
        .warns(&expect![[r#"
            warning[unsupported-parameter-style]: the style of `filter` is not defined for its type
             --> specs/openapi.yaml:9:16
              |
            9 |       - {name: filter, in: query, style: deepObject, schema: {type: string}}
              |                ^^^^^^ written in the nearest defined form
              |
              = help: it is defined for: object

        "#]]);
}

#[test]
fn a_schema_that_is_itself() {
    let compilation = folder()
        .openapi("  schemas:\n", "  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n    C: {anyOf: [{$ref: '#/components/schemas/C'}, {type: string}]}\n    D: {type: object, allOf: [{properties: {d: {$ref: '#/components/schemas/D'}}}, {$ref: '#/components/schemas/D'}]}\n")
        .openapi("name: {type: string}", "a: {$ref: '#/components/schemas/A'}\n        c: {$ref: '#/components/schemas/C'}\n        d: {$ref: '#/components/schemas/D'}")
        .warns(&expect![[r#"
            warning[reference-cycle]: the reference leads back to itself, and so says nothing
              --> specs/openapi.yaml:28:8
               |
            28 |     B: {$ref: '#/components/schemas/A'}
               |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ taken as any value
               |
               = note: and 2 more like it in this file, at lines 29, 30
               = help: write out one of the schemas that refer to each other

        "#]]);
    let types = text(&compilation, "src/pets/types.rs");
    for field in ["pub a: Option<Value>", "pub c: Option<Value>", "pub d: Option<Box<D>>"] {
        assert!(types.contains(field), "{types}");
    }
}

#[test]
fn an_operation_that_nothing_calls() {
    folder()
        .capability(
            "      - {method: POST, name: add-pet, description: Adds a pet., call: pets.add-pet}\n",
            "",
        )
        .capability("    - {name: add-pet, description: Adds a pet., call: pets.add-pet}\n", "")
        .warns(&expect![[r#"
            warning[unused-operation]: nothing that is exposed calls `add-pet`
              --> specs/pets.yaml:24:15
               |
            24 |       - name: add-pet
               |               ^^^^^^^ only the client has it

        "#]]);
}

#[test]
fn an_unbound_variable() {
    let compilation = folder()
        .capability("baseUri: https://pets.example/api", "baseUri: '{{env.PETS_URL}}/api'")
        .warns(&expect![[r#"
            warning[schema-violation]: the schema wants a `baseUri` that is `http(s)://`, a host and a plain path
              --> specs/pets.yaml:14:14
               |
            14 |     baseUri: '{{env.PETS_URL}}/api'
               |              ^^^^^^^^^^^^^^^^^^^^^^ its variables are filled in when the generated code starts

            warning[unbound-variable]: the variable `env.PETS_URL` is not bound
              --> specs/pets.yaml:14:14
               |
            14 |     baseUri: '{{env.PETS_URL}}/api'
               |              ^^^^^^^^^^^^^^^^^^^^^^ taken from the environment as `PETS_URL`

        "#]]);
    assert_eq!(only(&compilation).base_url, "${PETS_URL}/api");
    assert_eq!(only(&compilation).variables, ["PETS_URL", "PETS_KEY"].map(Variable::required));
}

#[test]
fn an_unused_bind() {
    let compilation = folder()
        .capability(
            "    PETS_KEY: PETS_KEY\n",
            "    PETS_KEY: PETS_KEY\n    PETS_COLOUR: PETS_COLOUR\n",
        )
        .warns(&expect![[r#"
            warning[unused-bind]: `PETS_COLOUR` is bound and never used
              --> specs/pets.yaml:10:5
               |
            10 |     PETS_COLOUR: PETS_COLOUR
               |     ^^^^^^^^^^^

        "#]]);
    assert_eq!(only(&compilation).variables, ["PETS_KEY"].map(Variable::required));
}

#[test]
fn a_missing_credential() {
    let compilation = folder()
        .capability("    authentication: {type: apikey, name: x-api-key, value: '${PETS_KEY}', placement: header}\n", "")
        .capability("binds:\n- namespace: env\n  keys:\n    PETS_KEY: PETS_KEY\n", "")
        .warns(&expect![[r#"
            warning[missing-credential]: the capability binds no credential for the security scheme `key`
              --> specs/openapi.yaml:25:11
               |
            25 |     key: {type: apiKey, in: header, name: x-api-key}
               |           ^^^^ taken from the environment as PETS_API_KEY
               |
               = help: bind it, and name it in an `authentication` block of `consumes`

        "#]]);
    assert_eq!(only(&compilation).schemes[0].source, ["${PETS_API_KEY}"]);
}

const KEY: &str = "    key: {type: apiKey, in: header, name: x-api-key}\n";
const AUTHENTICATION: &str = "    authentication: {type: apikey, name: x-api-key, value: '${PETS_KEY}', placement: header}\n";
const BIND: &str = "    PETS_KEY: PETS_KEY\n";

#[test]
fn a_scheme_says_where_its_credential_comes_from() {
    let compilation = folder()
        .openapi("security:\n- key: []\n", "security:\n- key: []\n- person: []\n- token: []\n")
        .openapi(
            KEY,
            &format!(
                "{KEY}    person: {{type: http, scheme: basic, x-credential: ['${{PETS_USER}}', '{{{{PETS_PASS}}}}']}}\n    \
                 token: {{type: http, scheme: bearer, x-credential: '${{PETS_TOKEN}}'}}\n"
            ),
        )
        .capability(BIND, &format!("{BIND}    PETS_PASS: P\n    PETS_TOKEN: T\n    PETS_USER: U\n"))
        .compiles();
    assert_eq!(sources(&compilation), [vec!["${PETS_KEY}"], vec!["${U}", "${P}"], vec!["${T}"]]);
    let example = text(&compilation, "examples/pets.rs");
    assert_eq!(
        example.lines().find(|it| it.starts_with("//! Set")),
        Some(
            "//! Set either `PETS_KEY` or `U` with `P` or `T` and run `cargo run --example pets`."
        ),
    );
}

#[test]
fn a_scheme_says_something_else_of_its_credential() {
    folder()
        .openapi(KEY, "    key: {type: http, scheme: basic, x-credential: '${PETS_KEY}'}\n")
        .capability(AUTHENTICATION, "")
        .fails(&expect![[r#"
            error[invalid-value]: the credential of the security scheme `key` cannot be read
              --> specs/openapi.yaml:25:52
               |
            25 |     key: {type: http, scheme: basic, x-credential: '${PETS_KEY}'}
               |                                                    ^^^^^^^^^^^^^
               |
               = help: write a list of the user name and the password, such as `[${USERNAME}, ${PASSWORD}]`

            warning[missing-credential]: the capability binds no credential for the security scheme `key`
              --> specs/openapi.yaml:25:11
               |
            25 |     key: {type: http, scheme: basic, x-credential: '${PETS_KEY}'}
               |           ^^^^ taken from the environment as PETS_USERNAME and PETS_PASSWORD
               |
               = help: bind it, and name it in an `authentication` block of `consumes`

            warning[unused-bind]: `PETS_KEY` is bound and never used
             --> specs/pets.yaml:9:5
              |
            9 |     PETS_KEY: PETS_KEY
              |     ^^^^^^^^

        "#]]);
}

#[test]
fn credentials_are_guessed_by_the_names_of_the_binds() {
    let compilation = folder()
        .openapi("security:\n- key: []\n", "security:\n- person: []\n- token: []\n")
        .openapi(
            KEY,
            "    person: {type: http, scheme: basic}\n    token: {type: http, scheme: bearer}\n",
        )
        .capability(AUTHENTICATION, "")
        .capability(BIND, "    A_TOKEN: A_TOKEN\n    B_PASSWORD: B_PASSWORD\n    C_USER: C_USER\n")
        .compiles();
    assert_eq!(sources(&compilation), [vec!["${C_USER}", "${B_PASSWORD}"], vec!["${A_TOKEN}"]]);
}

fn sources(compilation: &Compilation) -> Vec<Vec<&str>> {
    let schemes = only(compilation).schemes.iter();
    schemes.map(|it| it.source.iter().map(String::as_str).collect()).collect()
}

#[test]
fn two_inputs_of_one_name() {
    let compilation = folder()
        .openapi("operationId: addPet", "parameters: [{name: name, in: query}]")
        .capability(
            "name: add-pet\n        method",
            "name: add-pet\n        inputParameters: [{name: name, in: query}]\n        method",
        )
        .warns(&expect![[r#"
            warning[argument-clash]: two inputs of the tool are called `name`
              --> specs/pets.yaml:46:14
               |
            46 |     - {name: add-pet, description: Adds a pet., call: pets.add-pet}
               |              ^^^^^^^ the second is offered as `body_name`

        "#]]);
    let tools = &only(&compilation).mcp.as_ref().expect("tools").tools;
    assert_eq!(
        tools[1].arguments,
        [
            Argument::new("name", Target::Parameter("name".to_owned())),
            Argument::new("body_name", Target::BodyField("name".to_owned())),
        ]
    );
}

#[test]
fn hints_that_nobody_gives() {
    let compilation = folder()
        .capability("{name: add-pet, description: Adds a pet., call: pets.add-pet}\n", "{name: add-pet, description: Adds a pet., call: pets.add-pet}\n    - {name: clear-pets, description: Removes all pets., call: pets.add-pet}\n    - {name: check-pet, description: Checks a pet., call: pets.add-pet, hints: {readOnly: true, openWorld: false}}\n")
        .compiles();
    let tools = &only(&compilation).mcp.as_ref().expect("tools").tools;
    let shown = tools.iter().map(|it| {
        let hints = [
            ("read-only", it.hints.read_only),
            ("destructive", it.hints.destructive),
            ("idempotent", it.hints.idempotent),
            ("open", it.hints.open_world),
        ];
        let told = hints.into_iter().filter(|(_, hint)| *hint).map(|(name, _)| name);
        format!("{}: {}\n", it.name, told.collect::<Vec<_>>().join(", "))
    });
    expect![[r#"
        list-pets: read-only, idempotent, open
        add-pet: open
        clear-pets: destructive, open
        check-pet: read-only, idempotent
    "#]]
    .assert_eq(&shown.collect::<String>());
}

#[test]
fn headers_that_no_client_would_send() {
    let parameters = "parameters:
      - {name: region, in: query, schema: {type: string, x-mcp-header: Region}}
      - {name: again, in: query, schema: {type: string, x-mcp-header: REGION}}
      - {name: ratio, in: query, schema: {type: number, x-mcp-header: Ratio}}
      - {name: words, in: query, schema: {type: string, x-mcp-header: two words}}
      - {name: yes, in: query, schema: {type: boolean, x-mcp-header: true}}";
    let compilation = folder()
        .openapi("operationId: listPets", &format!("operationId: listPets\n      {parameters}"))
        .warns(&expect![[r#"
            warning[inputs-from-openapi]: `list-pets` declares no input `region`, `again`, `ratio`, `words`, `yes`
              --> specs/pets.yaml:21:15
               |
            21 |       - name: list-pets
               |               ^^^^^^^^^ taken from the OpenAPI document

            warning[invalid-mcp-header]: the argument `again` cannot be sent in a header too
              --> specs/openapi.yaml:11:42
               |
            11 |       - {name: again, in: query, schema: {type: string, x-mcp-header: REGION}}
               |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ another argument of the tool is sent in the same header
               |
               = note: and 3 more like it in this file, at lines 12, 13, 14
               = help: correct `x-mcp-header`, or remove it

        "#]]);
    let tools = &only(&compilation).mcp.as_ref().expect("tools").tools;
    let headers = tools[0].arguments.iter().filter_map(|it| it.header.as_deref());
    assert_eq!(headers.collect::<Vec<_>>(), ["Region"]);
}

#[test]
fn a_body_that_the_operation_does_not_take() {
    let compilation = folder()
        .capability("{name: list-pets, description: Lists the pets., call: pets.list-pets}", "{name: list-pets, description: Lists the pets., call: pets.list-pets, with: {body: tools.body}}")
        .warns(&expect![[r#"
            warning[unknown-input]: `list-pets` takes no body
              --> specs/pets.yaml:44:84
               |
            44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets, with: {body: tools.body}}
               |                                                                                    ^^^^ ignored

        "#]]);
    assert!(only(&compilation).mcp.as_ref().expect("tools").tools[0].call.with.is_empty());
}

#[test]
fn a_template_is_filled_from_arguments() {
    let compilation = folder()
        .openapi("name: {type: string}", "name: {type: string}\n        nick: {type: string}")
        .capability("{name: add-pet, description: Adds a pet., call: pets.add-pet}", "{name: add-pet, description: Adds a pet., call: pets.add-pet, with: {nick: 'my {{tools.name}}'}}")
        .warns(&expect![[""]]);
    let tool = &only(&compilation).mcp.as_ref().expect("tools").tools[1];
    assert_eq!(
        tool.call.with,
        [(Target::BodyField("nick".to_owned()), Source::Template("my {{name}}".to_owned()))]
    );
}

#[test]
fn an_output_that_is_mapped_where_it_is_consumed() {
    folder()
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        outputParameters:\n        - {name: first, type: string, value: '$[0].name'}\n",
        )
        .warns(&expect![[r#"
            warning[unsupported-construct]: an output of a consumed operation is not mapped
              --> specs/pets.yaml:25:11
               |
            25 |         - {name: first, type: string, value: '$[0].name'}
               |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the whole answer is passed on
               |
               = help: map it in `outputParameters` of the exposed operation

        "#]]);
}

#[test]
fn an_input_that_the_document_does_not_know() {
    folder()
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        inputParameters:\n        - {name: colour, in: query}\n",
        )
        .warns(&expect![[r#"
            warning[unknown-input]: the OpenAPI document knows no input `colour` of this operation
              --> specs/pets.yaml:25:18
               |
            25 |         - {name: colour, in: query}
               |                  ^^^^^^ never sent
               |
               = help: declare it in an overlay for the OpenAPI document

        "#]]);
}

#[test]
fn an_input_with_a_constant_value() {
    let compilation = folder()
        .openapi("      operationId: listPets\n", "      operationId: listPets\n      parameters:\n      - {name: X-Version, in: header, schema: {type: string}}\n")
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        inputParameters:\n        - {name: x-version, in: header, value: 2}\n",
        )
        .warns(&expect![[""]]);
    let call = &only(&compilation).mcp.as_ref().expect("tools").tools[0].call;
    assert_eq!(
        call.with,
        [(Target::Parameter("X-Version".to_owned()), Source::Constant("2".into()))]
    );
}

/// Only names of headers are the same in any case (RFC 9110, section 5.1).
#[test]
fn an_input_of_the_query_in_another_case() {
    folder()
        .openapi("      operationId: listPets\n", "      operationId: listPets\n      parameters:\n      - {name: Limit, in: query, schema: {type: string}}\n      - {name: X-Trace, in: header, schema: {type: string}}\n")
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        inputParameters:\n        - {name: limit, in: query}\n        - {name: x-trace, in: header}\n",
        )
        .warns(&expect![[r#"
            warning[inputs-from-openapi]: `list-pets` declares no input `Limit`
              --> specs/pets.yaml:21:15
               |
            21 |       - name: list-pets
               |               ^^^^^^^^^ taken from the OpenAPI document

            warning[unknown-input]: the OpenAPI document knows no input `limit` of this operation
              --> specs/pets.yaml:25:18
               |
            25 |         - {name: limit, in: query}
               |                  ^^^^^ never sent
               |
               = help: declare it in an overlay for the OpenAPI document

        "#]]);
}

#[test]
fn a_constant_value_that_cannot_be_sent() {
    folder()
        .capability(
            "        description: Lists the pets.\n",
            "        description: Lists the pets.\n        inputParameters:\n        - {name: x-version, in: header, value: '2'}\n",
        )
        .fails(&expect![[r#"
            error[unknown-input]: the OpenAPI document knows no input `x-version` to send the constant in
              --> specs/pets.yaml:25:48
               |
            25 |         - {name: x-version, in: header, value: '2'}
               |                                                ^^^
               |
               = help: declare the parameter in an overlay for the OpenAPI document

        "#]]);
}

/// What is left out must not forbid anything: `oneOf` over parts that allow more would, and so would `not`.
#[test]
fn a_schema_that_is_too_large_for_a_tool() {
    let members: String = (0..300)
        .map(|at| format!("\n        p{at}: {{oneOf: [{{$ref: '#/components/schemas/S{at}'}}, {{type: 'null'}}], not: {{type: string}}}}"))
        .collect();
    let schemas: String = (0..300)
        .map(|at| format!("    S{at}: {{type: object, properties: {{a: {{type: integer}}}}}}\n"))
        .collect();
    let compilation = folder()
        .openapi(
            "        name: {type: string}",
            &format!("        name: {{type: string}}{members}"),
        )
        .openapi("  schemas:\n", &format!("  schemas:\n{schemas}"))
        .warns(&expect![[r#"
            warning[abridged-schema]: the schemas of the tool `list-pets` are too large to publish whole
              --> specs/pets.yaml:44:14
               |
            44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets}
               |              ^^^^^^^^^ what is farthest from their top tells only its type
               |
               = note: and 1 more like it in this file, at line 45
               = help: arguments are checked against the whole schemas all the same

        "#]]);
    let tools: Vec<Value> =
        serde_json::from_str(text(&compilation, "src/pets/tools.json")).expect("JSON");
    let schema = &tools[1]["inputSchema"];
    expect![[r##"
        {"anyOf":[{"$ref":"#/$defs/S0"},{"type":"null"}]}
        {}"##]]
    .assert_eq(&format!("{}\n{}", schema["properties"]["p0"], schema["properties"]["p299"]));
}
