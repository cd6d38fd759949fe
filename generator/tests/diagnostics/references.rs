//! References into other files: where they lead, and what is said of those that lead nowhere.

use expect_test::{Expect, expect};
use generator::compile::Compilation;
use generator::ir::{Capability, Schema};

use crate::folder::{Folder, folder, only, operation};

/// The document, in which the items of the first answer are what this reference means.
fn referring(to: &str) -> Folder {
    folder()
        .openapi("items: {$ref: '#/components/schemas/Pet'}", &format!("items: {{$ref: '{to}'}}"))
}

/// The schema that the items of the first answer are.
fn items(compilation: &Compilation) -> &Schema {
    let schemas = &only(compilation).schemas;
    let answer = operation(compilation, "list-pets").responses[0].schema.expect("a schema");
    let items = schemas.get(schemas.resolve(answer)).array.items.expect("items");
    schemas.get(schemas.resolve(items))
}

/// Checks that the reference means a schema that describes itself so.
fn means(folder: Folder, expected: &str) {
    let compilation = folder.warns(&expect![[""]]);
    assert_eq!(items(&compilation).description.as_deref(), Some(expected));
}

fn refused(to: &str, expected: &Expect) {
    referring(to).file("b.json", r#"{"B": {"description": "b"}}"#).fails(expected);
}

#[test]
fn the_forms_of_a_reference() {
    for to in [
        "b.yaml#/B",
        "./b.yaml#/B",
        "x/../b.yaml#/B",
        "%62.yaml#/%42",
        "b.yaml#anchor",
        "whole.json",
        "./whole.json#",
        "a folder/with%23marks/b 1.yaml#/a~1b",
        "a%20folder/with%23marks/b%201.yaml#/a~1b",
    ] {
        let folder = referring(to)
            .file("b.yaml", "B: {description: b, $anchor: anchor}\n")
            .file("whole.json", r#"{"description": "b"}"#)
            .file("a folder/with#marks/b 1.yaml", "a/b: {description: b}\n");
        means(folder, "b");
    }
}

#[test]
fn a_reference_is_relative_to_the_file_it_stands_in() {
    let folder = referring("one/a.yaml#/A")
        .file("one/a.yaml", "A: {$ref: two/b.yaml#/B}\nC: {$ref: '#/D'}\nD: {$ref: ../e.yaml}\n")
        .file("one/two/b.yaml", "B: {$ref: ../a.yaml#/C}\n")
        .file("e.yaml", "$ref: openapi.yaml#/components/schemas/E\n")
        .openapi("  schemas:\n", "  schemas:\n    E: {description: e}\n");
    means(folder, "e");
}

#[test]
fn what_an_overlay_writes_is_relative_to_the_document() {
    let overlay = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n\
        - target: $.paths['/pets'].get.responses['200'].content['application/json'].schema\n  \
          update: {items: {$ref: common/b.yaml#/B}}\n";
    let folder = folder()
        .openapi("items: {$ref: '#/components/schemas/Pet'}", "items: {}")
        .change(
            "catalog.yaml",
            "openapi: openapi.yaml\n",
            "openapi: openapi.yaml\n  overlays: [overlays/o.yaml]\n",
        )
        .file("overlays/o.yaml", overlay)
        .file("common/b.yaml", "B: {description: b}\n");
    means(folder, "b");
}

#[test]
fn only_what_is_reached_is_loaded() {
    let folder = referring("b.yaml#/B")
        .file("b.yaml", "B: {description: b}\nC: {$ref: absent.yaml}\n")
        .openapi("  schemas:\n", "  schemas:\n    Unused: {$ref: absent.yaml}\n")
        .openapi("paths:\n", "paths:\n  /unused:\n    $ref: absent.yaml\n")
        .openapi(
            "operationId: listPets\n",
            "operationId: listPets\n      x-more: {$ref: absent.yaml}\n",
        );
    means(folder, "b");
}

/// Examples and the like hold no references, whatever they look like.
#[test]
fn data_is_no_reference() {
    let folder = referring("b.yaml").file(
        "b.yaml",
        "description: b\ntype: object\ndefault: {$ref: absent.yaml}\nexample: {$ref: absent.yaml}\n\
         properties:\n  $ref: {type: string}\n  example: {$ref: '#/properties/$ref'}\n  \
         kind: {enum: [{$ref: absent.yaml}]}\n",
    );
    means(folder, "b");
}

#[test]
fn names_come_from_where_a_schema_stands() {
    let named = |to: &str| {
        let folder = referring(to)
            .file("user.yaml", "type: object\nproperties: {a: {type: object}}\n")
            .file(
                "defs.json",
                r#"{"$defs": {"Account": {"type": "object"}}, "Team": {"type": "object"}}"#,
            );
        items(&folder.warns(&expect![[""]])).component.clone()
    };
    assert_eq!(named("user.yaml").as_deref(), Some("user"));
    assert_eq!(named("user.yaml#/properties/a"), None);
    assert_eq!(named("defs.json#/$defs/Account").as_deref(), Some("Account"));
    assert_eq!(named("defs.json#/Team").as_deref(), Some("Team"));
}

/// All that is not a schema: a path item, its parameters, a body, an answer and a security scheme.
#[test]
fn whatever_may_be_a_reference_may_stand_in_another_file() {
    let parts = "\
list:
  parameters: [{$ref: '#/limit'}]
  get:
    parameters: [{$ref: parts/after.yaml}]
    responses:
      '200': {$ref: '#/pets'}
limit: {name: limit, in: query, schema: {type: integer, maximum: 9}}
pets:
  description: The pets.
  headers: {x-total: {$ref: '#/total'}}
  content: {application/json: {schema: {type: array, items: {$ref: openapi.yaml#/components/schemas/Pet}}}}
total: {schema: {type: integer}}
pet:
  required: true
  content: {application/json: {schema: {$ref: openapi.yaml#/components/schemas/Pet}}}
key: {type: apiKey, in: header, name: x-api-key}
";
    let document = "\
openapi: 3.0.3
security:
- key: []
paths:
  /pets:
    $ref: parts.yaml#/list
    post:
      requestBody: {$ref: parts.yaml#/pet}
      responses: {'201': {description: Added.}}
components:
  securitySchemes: {key: {$ref: parts.yaml#/key}}
  schemas: {Pet: {type: object, properties: {name: {type: string, nullable: true}}}}
";
    let compilation = folder()
        .file("openapi.yaml", document)
        .file("parts.yaml", parts)
        .file("parts/after.yaml", "{name: after, in: query, schema: {type: string}}\n")
        .warns(&expect![[r#"
            warning[inputs-from-openapi]: `list-pets` declares no input `limit`, `after`
              --> specs/pets.yaml:21:15
               |
            21 |       - name: list-pets
               |               ^^^^^^^^^ taken from the OpenAPI document
               |
               = note: and 1 more like it in this file, at line 24

        "#]]);
    expect![[r#"
        list-pets ["limit", "after"] body None answers [Some("Pet")] security [["key"]]
        add-pet ["limit"] body Some("Pet") answers [] security [["key"]]
    "#]]
    .assert_eq(&shown(only(&compilation)));
}

/// Each operation with what it takes and gives.
fn shown(capability: &Capability) -> String {
    let mut out = String::new();
    for operation in &capability.operations {
        let names: Vec<&str> = operation.parameters.iter().map(|it| it.name.as_str()).collect();
        let schemas = &capability.schemas;
        let body = operation.body.as_ref().map(|it| schemas.resolve(it.schema));
        let body = body.and_then(|it| schemas.get(it).component.as_deref());
        let items = operation.responses.iter().filter_map(|it| schemas.get(it.schema?).array.items);
        let items: Vec<_> =
            items.map(|it| schemas.get(schemas.resolve(it)).component.as_deref()).collect();
        out += &format!(
            "{} {names:?} body {body:?} answers {items:?} security {:?}\n",
            operation.name, operation.security
        );
    }
    out
}

#[test]
fn a_mapping_of_a_discriminator_names_files() {
    let cats = "\
Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
Pet:
  description: either
  oneOf: [{$ref: '#/Cat'}, {$ref: dogs.yaml}]
  discriminator: {propertyName: kind, mapping: {cat: 'cats.yaml#/Cat', dog: ./dogs.yaml, pet: Pet}}
";
    let folder = referring("cats.yaml#/Pet")
        .file("cats.yaml", cats)
        .file("dogs.yaml", "{type: object, properties: {kind: {const: dog}}}\n");
    let compilation = folder.warns(&expect![[""]]);
    let schemas = &only(&compilation).schemas;
    let mapping = &items(&compilation).discriminator.as_ref().expect("a discriminator").mapping;
    let mapped: Vec<_> = mapping
        .iter()
        .map(|(value, id)| format!("{value}: {:?}", schemas.get(schemas.resolve(*id)).component))
        .collect();
    expect![[r#"
        cat: Some("Cat")
        dog: Some("dogs")
        pet: Some("Pet")"#]]
    .assert_eq(&mapped.join("\n"));
}

#[test]
fn a_cycle_across_files_is_a_type_that_contains_itself() {
    let folder = referring("a.yaml")
        .file("a.yaml", "{description: a, type: object, properties: {b: {$ref: b.yaml}}}\n")
        .file("b.yaml", "{type: object, properties: {a: {$ref: a.yaml}}}\n");
    means(folder, "a");
}

#[test]
fn a_cycle_of_bare_references_across_files() {
    let compilation = referring("a.yaml")
        .file("a.yaml", "$ref: b.yaml\n")
        .file("b.yaml", "$ref: a.yaml\n")
        .warns(&expect![[r#"
            warning[reference-cycle]: the reference leads back to itself, and so says nothing
             --> specs/b.yaml:1:1
              |
            1 | $ref: a.yaml
              | ^^^^^^^^^^^^ taken as any value
              |
              = help: write out one of the schemas that refer to each other

        "#]]);
    assert!(items(&compilation).is_any());
}

#[test]
fn nothing_is_fetched() {
    for to in [
        "http://a.example/b.json#/B",
        "https:b.json",
        "//a.example/b.json",
        "file:///b.json",
        "C:/b.json",
    ] {
        let (text, _) = referring(to).compile();
        assert!(text.starts_with("error[external-reference]"), "{text}");
    }
    refused(
        "https://a.example/b.json#/B",
        &expect![[r#"
        error[external-reference]: `https://a.example/b.json#/B` is not a file of the specs folder
          --> specs/openapi.yaml:14:51
           |
        14 |               schema: {type: array, items: {$ref: 'https://a.example/b.json#/B'}}
           |                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing is fetched
           |
           = help: copy it into the specs folder and refer to it relatively: `./common.yaml#/...`

    "#]],
    );
}

#[test]
fn a_reference_that_leads_out_of_the_folder() {
    for to in
        ["../../b.json", "/b.json", "..%2Fb.json", "x\\\\b.json", "%2e%2e/b.json", "x%00.json"]
    {
        let (text, _) = referring(to).compile();
        assert!(text.starts_with("error[path-outside-root]"), "{to}: {text}");
    }
    refused(
        "../b.json#/B",
        &expect![[r#"
        error[path-outside-root]: `../b.json#/B` leads out of the specs folder
          --> specs/openapi.yaml:14:51
           |
        14 |               schema: {type: array, items: {$ref: '../b.json#/B'}}
           |                                                   ^^^^^^^^^^^^^^
           |
           = help: copy the file into the specs folder; a reference is relative to the file it stands in

    "#]],
    );
}

#[test]
fn a_file_that_is_not_there() {
    refused(
        "pet.json",
        &expect![[r#"
        error[file-not-found]: there is no file `specs/pet.json`
          --> specs/openapi.yaml:14:51
           |
        14 |               schema: {type: array, items: {$ref: 'pet.json'}}
           |                                                   ^^^^^^^^^^ named here

    "#]],
    );
}

#[test]
fn a_pointer_that_leads_nowhere() {
    refused(
        "b.json#/C",
        &expect![[r#"
        error[unresolved-reference]: `b.json#/C` refers to nothing
          --> specs/openapi.yaml:14:51
           |
        14 |               schema: {type: array, items: {$ref: 'b.json#/C'}}
           |                                                   ^^^^^^^^^^^

    "#]],
    );
    refused(
        "b.json#C",
        &expect![[r#"
        error[unresolved-reference]: `b.json#C` refers to nothing
          --> specs/openapi.yaml:14:51
           |
        14 |               schema: {type: array, items: {$ref: 'b.json#C'}}
           |                                                   ^^^^^^^^^^

    "#]],
    );
    referring("c.yaml").file("c.yaml", "items:\n  $ref: '#/D'\n").fails(&expect![[r#"
        error[unresolved-reference]: `#/D` refers to nothing
         --> specs/c.yaml:2:9
          |
        2 |   $ref: '#/D'
          |         ^^^^^

    "#]]);
}

#[test]
fn a_file_that_is_broken() {
    referring("c.yaml").file("c.yaml", "a: [\n").fails(&expect![[r#"
        error[invalid-yaml]: not well-formed YAML: while parsing a node, did not find expected node content
         --> specs/c.yaml:2:1
          |
        2 |
          | ^

    "#]]);
}

/// The second capability is told so too, though the file is read once.
#[test]
fn a_broken_file_that_two_capabilities_refer_to() {
    referring("c.yaml")
        .file("c.yaml", "a: [\n")
        .second("cats")
        .change("cats.yaml", "port: 8080", "port: 8081")
        .change("cats.yaml", "port: 9090", "port: 9091")
        .fails(&expect![[r#"
            error[invalid-yaml]: not well-formed YAML: while parsing a node, did not find expected node content
             --> specs/c.yaml:2:1
              |
            2 |
              | ^

            error[unresolved-reference]: `c.yaml` cannot be used
              --> specs/openapi.yaml:14:51
               |
            14 |               schema: {type: array, items: {$ref: 'c.yaml'}}
               |                                                   ^^^^^^^^ referred to here

        "#]]);
}

#[test]
fn a_reference_that_is_no_text() {
    folder().openapi("items: {$ref: '#/components/schemas/Pet'}", "items: {$ref: 5}").fails(
        &expect![[r#"
            error[invalid-openapi]: a reference must be a string
              --> specs/openapi.yaml:14:51
               |
            14 |               schema: {type: array, items: {$ref: 5}}
               |                                                   ^

        "#]],
    );
}

#[test]
fn a_reference_where_none_may_stand() {
    folder()
        .openapi(
            "application/json:\n              schema: {type",
            "application/json:\n              $ref: b.yaml\n              schema: {type",
        )
        .warns(&expect![[r#"
            warning[invalid-openapi]: a `$ref` has no meaning at this place
              --> specs/openapi.yaml:14:15
               |
            14 |               $ref: b.yaml
               |               ^^^^ not followed
               |
               = help: refer to a schema, a parameter, a body, an answer, a header or a path item as a whole

        "#]]);
}

#[test]
fn what_is_wrong_in_another_file_is_shown_there() {
    folder()
        .openapi("operationId: listPets", "parameters: [{$ref: 'b.yaml#/limit'}]")
        .file("b.yaml", "limit:\n  name: limit\n  in: nowhere\n")
        .fails(&expect![[r#"
            error[invalid-openapi]: not a valid OpenAPI description
             --> specs/b.yaml:3:7
              |
            3 |   in: nowhere
              |       ^^^^^^^ unknown variant `nowhere`, expected one of `query`, `header`, `path`, `cookie`

        "#]]);
}
