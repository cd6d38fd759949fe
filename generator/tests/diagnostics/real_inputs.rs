//! What is wrong with the real documents: one test for each row of the table of facts, with what the
//! compiler makes of it.

use expect_test::expect;
use generator::ir::{SchemeKind, Type, Variable};

use super::folder::{folder, only, operation, text};

#[test]
fn get_operations_declare_no_inputs() {
    let compilation = folder()
        .openapi("operationId: listPets", "parameters:\n      - {name: owner, in: query, required: true, schema: {type: string}}\n      - {name: limit, in: query, schema: {type: integer}}")
        .warns(&expect![[r#"
            warning[inputs-from-openapi]: `list-pets` declares no input `owner`, `limit`
              --> specs/pets.yaml:21:15
               |
            21 |       - name: list-pets
               |               ^^^^^^^^^ taken from the OpenAPI document

        "#]]);
    let parameters: Vec<(&str, bool)> = operation(&compilation, "list-pets")
        .parameters
        .iter()
        .map(|it| (it.name.as_str(), it.required))
        .collect();
    assert_eq!(parameters, [("owner", true), ("limit", false)]);
}

#[test]
fn bodies_are_bare_objects() {
    let compilation = folder()
        .capability("name: add-pet\n        method", "name: add-pet\n        inputParameters: [{name: body, in: body, type: object}]\n        method")
        .warns(&expect![[r#"
            warning[schema-violation]: the schema knows no `type` of the parameter `body`
              --> specs/pets.yaml:25:34
               |
            25 |         inputParameters: [{name: body, in: body, type: object}]
               |                                  ^^^^

            warning[untyped-body]: the body is declared as a bare object
              --> specs/pets.yaml:25:34
               |
            25 |         inputParameters: [{name: body, in: body, type: object}]
               |                                  ^^^^ its type is taken from the OpenAPI document

        "#]]);
    let body = operation(&compilation, "add-pet").body.as_ref().expect("a body");
    let schemas = &only(&compilation).schemas;
    assert_eq!(schemas.get(schemas.resolve(body.schema)).component.as_deref(), Some("Pet"));
}

#[test]
fn the_credential_is_bound_and_never_used() {
    let compilation = folder()
        .capability("    authentication: {type: apikey, name: x-api-key, value: '${PETS_KEY}', placement: header}\n", "")
        .warns(&expect![[r#"
            warning[guessed-credential]: the capability binds `PETS_KEY` and never uses it
             --> specs/pets.yaml:9:5
              |
            9 |     PETS_KEY: PETS_KEY
              |     ^^^^^^^^ taken as the credential of the security scheme `key`
              |
              = help: an `authentication` block in `consumes` says so explicitly

        "#]]);
    let [scheme] = only(&compilation).schemes.as_slice() else { panic!("one scheme") };
    assert_eq!(scheme.kind, SchemeKind::HeaderKey("x-api-key".to_owned()));
    assert_eq!(scheme.source, ["${PETS_KEY}"]);
}

#[test]
fn variables_have_two_forms() {
    for form in ["${PETS_URL}/api", "{{PETS_URL}}/api", "{{ env.PETS_URL }}/api"] {
        let compilation = folder()
            .capability(
                "    PETS_KEY: PETS_KEY\n",
                "    PETS_KEY: PETS_KEY\n    PETS_URL: THE_URL\n",
            )
            .capability("https://pets.example/api", &format!("'{form}'"));
        let compilation = compilation.compiles();
        assert_eq!(only(&compilation).base_url, "${THE_URL}/api", "{form}");
        assert_eq!(
            only(&compilation).variables,
            ["THE_URL", "PETS_KEY"].map(Variable::required),
            "{form}"
        );
    }
}

#[test]
fn a_variable_in_the_base_uri() {
    folder()
        .capability("    PETS_KEY: PETS_KEY\n", "    PETS_KEY: PETS_KEY\n    PETS_URL: PETS_URL\n")
        .capability("https://pets.example/api", "${PETS_URL}/api")
        .warns(&expect![[r#"
            warning[schema-violation]: the schema wants a `baseUri` that is `http(s)://`, a host and a plain path
              --> specs/pets.yaml:15:14
               |
            15 |     baseUri: ${PETS_URL}/api
               |              ^^^^^^^^^^^^^^^ its variables are filled in when the generated code starts

        "#]]);
}

#[test]
fn tools_that_destroy_say_they_do_not() {
    let compilation = folder()
        .capability("{name: add-pet, description: Adds a pet., call", "{name: pet-delete, hints: {readOnly: false, destructive: false}, description: Deletes a pet., call")
        .warns(&expect![[r#"
            warning[doubtful-destructive-hint]: the tool `pet-delete` says it destroys nothing, but its name says `delete`
              --> specs/pets.yaml:45:64
               |
            45 |     - {name: pet-delete, hints: {readOnly: false, destructive: false}, description: Deletes a pet., call: pets.add-pet}
               |              ---------- the tool                               ^^^^^
               |
               = help: if it does destroy something, set `destructive: true` in an overlay

        "#]]);
    let tool = &only(&compilation).mcp.as_ref().expect("tools").tools[1];
    assert!(!tool.hints.destructive, "never guessed");
}

#[test]
fn only_an_overlay_corrects_a_hint() {
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n- target: $.capability.exposes[1].tools[1].hints\n  update: {destructive: true}\n";
    let compilation = folder()
        .capability("{name: add-pet, description: Adds a pet., call", "{name: pet-delete, hints: {readOnly: false, destructive: false}, description: Deletes a pet., call")
        .change("catalog.yaml", "capability: pets.yaml\n", "capability: pets.yaml\n  capabilityOverlays: [hints.yaml]\n")
        .file("hints.yaml", overlay)
        .warns(&expect![[""]]);
    let tool = &only(&compilation).mcp.as_ref().expect("tools").tools[1];
    assert!(tool.hints.destructive);
}

#[test]
fn a_tool_that_reads_says_it_writes() {
    folder()
        .capability("{name: list-pets, description: Lists the pets., call: pets.list-pets}", "{name: list-pets, hints: {readOnly: false}, description: Lists the pets., call: pets.list-pets}")
        .warns(&expect![[r#"
            warning[doubtful-read-only-hint]: the tool `list-pets` says it changes something, but it calls a GET
              --> specs/pets.yaml:44:43
               |
            22 |         method: GET
               |                 --- the GET
            ...
            44 |     - {name: list-pets, hints: {readOnly: false}, description: Lists the pets., call: pets.list-pets}
               |                                           ^^^^^
               |
               = help: if the method is right, set `readOnly: true` in an overlay

        "#]]);
}

#[test]
fn descriptions_repeat_the_name() {
    let compilation = folder()
        .capability(
            "{name: add-pet, description: Adds a pet., call",
            "{name: add-pet, description: add-pet, call",
        )
        .openapi("operationId: addPet", "summary: Adds a pet to the shop.")
        .warns(&expect![[r#"
            warning[uninformative-description]: the description of the tool `add-pet` is only its name
              --> specs/pets.yaml:45:36
               |
            45 |     - {name: add-pet, description: add-pet, call: pets.add-pet}
               |                                    ^^^^^^^
               |
               = help: say what it does, in the capability or in an overlay for it

        "#]]);
    let tool = &only(&compilation).mcp.as_ref().expect("tools").tools[1];
    assert_eq!(tool.description, "Adds a pet to the shop.");
}

#[test]
fn the_identity_is_written_as_no_json_path() {
    let compilation = folder()
        .capability("{name: list-pets, description: Lists the pets., call: pets.list-pets}", "{name: list-pets, description: Lists the pets., call: pets.list-pets, outputParameters: [{type: object, mapping: $.}]}")
        .warns(&expect![[r#"
            warning[schema-violation]: the schema wants `properties` of an output of type `object`
              --> specs/pets.yaml:44:103
               |
            44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets, outputParameters: [{type: object, mapping: $.}]}
               |                                                                                                       ^^^^^^ taken as any JSON value

            warning[identity-mapping-form]: `$.` is no JSONPath
              --> specs/pets.yaml:44:120
               |
            44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets, outputParameters: [{type: object, mapping: $.}]}
               |                                                                                                                        ^^ taken as `$`, the whole answer
               |
               = help: write `$`

        "#]]);
    assert_eq!(only(&compilation).mcp.as_ref().expect("tools").tools[0].call.mapping, None);
}

#[test]
fn other_mappings_are_compiled() {
    let compilation = folder()
        .capability("{name: list-pets, description: Lists the pets., call: pets.list-pets}", "{name: list-pets, description: Lists the pets., call: pets.list-pets, outputParameters: [{type: array, mapping: '$[*].name'}]}")
        .warns(&expect![[r#"
            warning[schema-violation]: the schema wants `items` of an output of type `array`
              --> specs/pets.yaml:44:103
               |
            44 |     - {name: list-pets, description: Lists the pets., call: pets.list-pets, outputParameters: [{type: array, mapping: '$[*].name'}]}
               |                                                                                                       ^^^^^ taken as any JSON value

        "#]]);
    let mapping = &only(&compilation).mcp.as_ref().expect("tools").tools[0].call.mapping;
    assert_eq!(mapping.as_ref().map(ToString::to_string).as_deref(), Some("$[*].name"));
}

#[test]
fn capabilities_violate_their_own_schema() {
    folder().capability("        description: Lists the pets.\n", "        path: /pets\n").warns(
        &expect![[r#"
            warning[schema-violation]: the schema knows no `path` of a consumed operation
              --> specs/pets.yaml:23:15
               |
            23 |         path: /pets
               |               ^^^^^ the whole path is taken as `/pets`
               |
               = note: and 1 more like it in this file, at line 21

        "#]],
    );
}

#[test]
fn strict_refuses_violations_of_the_schema() {
    folder().strict().capability("        description: Lists the pets.\n", "").fails(&expect![[
        r#"
            error[schema-violation]: the operation `list-pets` has no `description`
              --> specs/pets.yaml:21:15
               |
            21 |       - name: list-pets
               |               ^^^^^^^^^

        "#
    ]]);
}

#[test]
fn every_operation_requires_a_scheme_that_is_not_declared() {
    let compilation = folder()
        .openapi("operationId: listPets", "security: [{Authorization: []}]")
        .openapi("operationId: addPet", "security: [{Authorization: []}]")
        .warns(&expect![[r#"
            warning[undeclared-security-scheme]: the security scheme `Authorization` is not declared
             --> specs/openapi.yaml:8:17
              |
            8 |       security: [{Authorization: []}]
              |                 ^^^^^^^^^^^^^^^^^^^^^ the document-level requirement is taken instead: `key`
              |
              = note: and 1 more like it in this file, at line 16
              = help: declare it in `components.securitySchemes`, or correct the requirement in an overlay

        "#]]);
    for name in ["list-pets", "add-pet"] {
        assert_eq!(operation(&compilation, name).security, [["key"]]);
    }
}

#[test]
fn every_answer_is_a_closed_object_without_members() {
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
    let client = text(&compilation, "src/pets/client.rs");
    assert!(client.contains("pub async fn list_pets(&self) -> Result<Value, Error>"), "{client}");
}

#[test]
fn openapi_3_1_says_what_3_0_cannot() {
    let compilation = folder()
        .openapi("name: {type: string}", "name: {anyOf: [{type: string}, {type: 'null'}]}\n        age: {type: [integer, 'null'], exclusiveMinimum: 0}\n        kind: {const: pet}\n        tags: {type: object, propertyNames: {maxLength: 3}, additionalProperties: {type: string}}")
        .warns(&expect![[""]]);
    let schemas = &only(&compilation).schemas;
    let (_, pet) =
        schemas.iter().find(|(_, it)| it.component.as_deref() == Some("Pet")).expect("Pet");
    let property = |name: &str| schemas.get(pet.object.properties[name]);
    assert_eq!(property("name").any_of.len(), 2);
    assert_eq!(property("age").types, [Type::Integer, Type::Null]);
    assert_eq!(property("age").number.exclusive_minimum, Some(0.into()));
    assert_eq!(property("kind").values, Some(vec!["pet".into()]));
    let names = property("tags").object.names.expect("a schema of names");
    assert_eq!(schemas.get(names).string.max_length, Some(3));
}

#[test]
fn patterns_look_ahead() {
    let pattern = r"^(?=.*\d).+$";
    let compilation = folder()
        .openapi("name: {type: string}", &format!("name: {{type: string, pattern: '{pattern}'}}"))
        .warns(&expect![[""]]);
    let schemas = text(&compilation, "src/pets/schemas.rs");
    assert!(schemas.contains(r#".pattern("^(?=.*\\d).+$")"#), "{schemas}");
}

#[test]
fn errors_are_declared_in_the_common_envelope() {
    let compilation = folder()
        .openapi("'201': {description: Added.}", "'201': {description: Added.}\n        '400': {description: No., content: {application/json: {schema: {type: object, required: [message, code], properties: {message: {type: string}, code: {type: string}, issues: {type: array}}}}}}")
        .warns(&expect![[""]]);
    let generator::ir::ErrorShape::Declared(envelopes) = &only(&compilation).errors else {
        panic!("the provider's own shape is used");
    };
    let generator::ir::Slot::Object(members) = &envelopes[0].body else { panic!("an object") };
    let names: Vec<&str> = members.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((envelopes.len(), names), (1, vec!["message", "code", "issues"]));
}

#[test]
fn posts_without_a_body_are_sent_one() {
    let compilation = folder()
        .openapi("      requestBody:\n        content:\n          application/json:\n            schema: {$ref: '#/components/schemas/Pet'}\n", "")
        .openapi("'201': {description: Added.}", "'201': {description: Added., content: {application/json: {schema: {type: boolean}}}}")
        .warns(&expect![[""]]);
    assert!(operation(&compilation, "add-pet").empty_json_body);
    assert!(!operation(&compilation, "list-pets").empty_json_body);
}
