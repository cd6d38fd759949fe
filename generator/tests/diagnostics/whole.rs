//! OpenAPI documents of which no capability speaks: what is made of them, and what is said of them.

use expect_test::{Expect, expect};
use generator::compile::Compilation;
use generator::ir::{Capability, SchemeKind};

use super::folder::{Folder, folder, only};

/// A folder with this document alone.
fn document(text: &str) -> Folder {
    by(text, "")
}

fn by_tag(text: &str) -> Folder {
    by(text, ", groupBy: tag")
}

fn by(text: &str, more: &str) -> Folder {
    let entry =
        format!("catalog: 1\ncapabilities:\n- {{name: shop, openapi: openapi.yaml{more}}}\n");
    folder().file("catalog.yaml", entry).file("openapi.yaml", text)
}

/// The head of a document without a flaw, to which paths are added.
const HEAD: &str = "\
openapi: 3.0.3
info: {title: A shop, version: '1', description: Sells things.}
servers: [{url: 'https://shop.test/v1'}]
";

fn paths(text: &str) -> String {
    format!("{HEAD}paths:\n{text}")
}

/// What is decided of a surface, in lines.
fn show(capability: &Capability) -> String {
    let mut out = format!("{}: {} <{}>\n", capability.name, capability.title, capability.base_url);
    for scheme in &capability.schemes {
        out += &format!("  {} from {}\n", scheme.name, scheme.source.join(" and "));
    }
    for it in &capability.operations {
        out += &format!("  {} = {} {} {:?}\n", it.name, it.method, it.path, it.security);
    }
    for it in capability.rest.iter().flat_map(|it| &it.routes) {
        out += &format!("  route {} {}\n", it.method, it.path);
    }
    for it in capability.mcp.iter().flat_map(|it| &it.tools) {
        let hints = [
            (" readOnly", it.hints.read_only),
            (" destructive", it.hints.destructive),
            (" idempotent", it.hints.idempotent),
        ];
        let hints: String = hints.iter().filter(|it| it.1).map(|it| it.0).collect();
        let arguments: Vec<&str> = it.arguments.iter().map(|it| it.name.as_str()).collect();
        out +=
            &format!("  tool {}({}){hints}: {}\n", it.name, arguments.join(", "), it.description);
    }
    out
}

fn shows(compilation: &Compilation, expected: &Expect) {
    expected.assert_eq(&compilation.capabilities.iter().map(show).collect::<String>());
}

#[test]
fn a_document_exposes_what_it_describes() {
    let text = paths(
        "  /pets/{petId}:
    parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
    get: {operationId: getPet, summary: Reads a pet, responses: {'200': {description: It.}}}
    put:
      operationId: replacePet
      description: Replaces a pet.
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'204': {description: Done.}}
    delete: {responses: {'204': {description: Done.}}}
  /pets: {post: {responses: {'201': {description: Done.}}}}
  /: {get: {responses: {'200': {description: It.}}}}
",
    );
    let compilation = document(&text).warns(&expect![[""]]);
    shows(
        &compilation,
        &expect![[r#"
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              getPet = GET /pets/{petId} []
              replacePet = PUT /pets/{petId} []
              deletePetsByPetId = DELETE /pets/{petId} []
              postPets = POST /pets []
              getRoot = GET / []
              route GET /pets/{petId}
              route PUT /pets/{petId}
              route DELETE /pets/{petId}
              route POST /pets
              route GET /
              tool getPet(petId) readOnly idempotent: Reads a pet
              tool replacePet(petId, name) idempotent: Replaces a pet.
              tool deletePetsByPetId(petId) destructive idempotent: DELETE /pets/{petId}
              tool postPets(): POST /pets
              tool getRoot() readOnly idempotent: GET /
        "#]],
    );
}

#[test]
fn operations_of_one_name_are_told_apart() {
    let text = paths(
        "  /a:
    get: {operationId: things, responses: {'200': {description: It.}}}
    post: {operationId: Things, responses: {'200': {description: It.}}}
  /b:
    get: {operationId: th.ings, responses: {'200': {description: It.}}}
    post: {operationId: th ings / all, responses: {'200': {description: It.}}}
  /c:
    get: {operationId: th_ings, responses: {'200': {description: It.}}}
    put: {operationId: '用户', responses: {'200': {description: It.}}}
    post: {operationId: '///', responses: {'200': {description: It.}}}
  /d: {get: {operationId: th-ings, responses: {'200': {description: It.}}}}
",
    );
    let compilation = document(&text).warns(&expect![[r#"
        warning[repeated-operation-id]: another operation is called `Things` too
         --> specs/openapi.yaml:7:12
          |
        7 |     post: {operationId: Things, responses: {'200': {description: It.}}}
          |            ^^^^^^^^^^^ called `Things-post`
          |
          = note: and 2 more like it in this file, at lines 12, 15

    "#]]);
    shows(
        &compilation,
        &expect![[r#"
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              things = GET /a []
              Things-post = POST /a []
              th.ings = GET /b []
              th-ings-all = POST /b []
              th_ings-get = GET /c []
              用户 = PUT /c []
              postC = POST /c []
              th-ings-2 = GET /d []
              route GET /a
              route POST /a
              route GET /b
              route POST /b
              route GET /c
              route PUT /c
              route POST /c
              route GET /d
              tool things() readOnly idempotent: GET /a
              tool Things-post(): POST /a
              tool th-ings() readOnly idempotent: GET /b
              tool th-ings-all(): POST /b
              tool th_ings-get() readOnly idempotent: GET /c
              tool putC() idempotent: PUT /c
              tool postC(): POST /c
              tool th-ings-2() readOnly idempotent: GET /d
        "#]],
    );
}

#[test]
fn one_bad_operation_does_not_cost_the_rest() {
    let text = paths(
        "  /good: {get: {operationId: good, responses: {'200': {description: It.}}}}
  /nowhere: {get: {operationId: nowhere, parameters: [{$ref: '#/components/parameters/none'}], responses: {}}}
  /shapeless: {get: {operationId: shapeless, parameters: [{in: query}], responses: {}}}
  /body: {post: {operationId: body, requestBody: {$ref: '#/components/requestBodies/bad'}, responses: {}}}
  /elsewhere: {servers: [{url: 'https://files.test'}], get: {operationId: elsewhere, responses: {}}}
  /x#y: {get: {operationId: fragment, responses: {}}}
  /digest: {get: {operationId: digest, security: [{digest: []}], responses: {}}}
  /either: {get: {operationId: either, security: [{digest: []}, {key: []}], responses: {}}}
  /shared:
    parameters: 5
    get: {operationId: shared, responses: {}}
components:
  requestBodies: {bad: {content: 5}}
  securitySchemes:
    key: {type: apiKey, in: header, name: x-key}
    digest: {type: http, scheme: digest}
",
    );
    let compilation = document(&text).warns(&expect![[r#"
        warning[invalid-openapi]: `GET /shapeless` is not valid, and is left out
         --> specs/openapi.yaml:7:64
          |
        7 |   /shapeless: {get: {operationId: shapeless, parameters: [{in: query}], responses: {}}}
          |                                                                ^^^^^ missing field `name`
          |
          = note: and 4 more like it in this file, at lines 8, 10, 14, 17
          = help: correct it in an overlay where the document is not yours

        warning[unresolved-reference]: `#/components/parameters/none` refers to nothing
         --> specs/openapi.yaml:6:62
          |
        6 |   /nowhere: {get: {operationId: nowhere, parameters: [{$ref: '#/components/parameters/none'}], responses: {}}}
          |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: `GET /nowhere` is left out

        warning[foreign-server]: `GET /elsewhere` is sent to `files.test`, not to the base URL
         --> specs/openapi.yaml:9:32
          |
        9 |   /elsewhere: {servers: [{url: 'https://files.test'}], get: {operationId: elsewhere, responses: {}}}
          |                                ^^^^^^^^^^^^^^^^^^^^ with every credential that it demands
          |
          = help: remove the server in an overlay where the base URL is meant

        warning[unsupported-security-scheme]: the security scheme `digest` is of a type that is not supported
          --> specs/openapi.yaml:20:14
           |
        20 |     digest: {type: http, scheme: digest}
           |              ^^^^
           |
           = help: `GET /digest` is left out

        warning[operation-left-out]: 6 of 9 operations are left out
         --> specs/openapi.yaml:4:1
          |
        4 | paths:
          | ^^^^^
          |
          = help: these are left out: `GET /shapeless`, `GET /shared`, `GET /nowhere`, `POST /body`, `GET /x#y`, `GET /digest`

    "#]]);
    shows(
        &compilation,
        &expect![[r#"
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              key from ${SHOP_API_KEY}
              good = GET /good []
              elsewhere = GET /elsewhere []
              either = GET /either [["key"]]
              route GET /good
              route GET /elsewhere
              route GET /either
              tool good() readOnly idempotent: GET /good
              tool elsewhere() readOnly idempotent: GET /elsewhere
              tool either() readOnly idempotent: GET /either
        "#]],
    );
    document(&text).strict().fails(&expect![[r#"
        error[invalid-openapi]: `GET /shapeless` is not valid, and is left out
         --> specs/openapi.yaml:7:64
          |
        7 |   /shapeless: {get: {operationId: shapeless, parameters: [{in: query}], responses: {}}}
          |                                                                ^^^^^ missing field `name`
          |
          = help: correct it in an overlay where the document is not yours

        error[invalid-openapi]: `/shared` is not valid, and is left out
          --> specs/openapi.yaml:14:17
           |
        14 |     parameters: 5
           |                 ^ invalid type: integer `5`, expected a sequence
           |
           = help: correct it in an overlay where the document is not yours

        error[invalid-openapi]: `/components/requestBodies/bad` is not valid, and is left out
          --> specs/openapi.yaml:17:34
           |
        17 |   requestBodies: {bad: {content: 5}}
           |                                  ^ invalid type: integer `5`, expected a map
           |
           = help: correct it in an overlay where the document is not yours

        error[unresolved-reference]: `#/components/parameters/none` refers to nothing
         --> specs/openapi.yaml:6:62
          |
        6 |   /nowhere: {get: {operationId: nowhere, parameters: [{$ref: '#/components/parameters/none'}], responses: {}}}
          |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: `GET /nowhere` is left out

        error[invalid-openapi]: what is referred to here is not valid
         --> specs/openapi.yaml:8:50
          |
        8 |   /body: {post: {operationId: body, requestBody: {$ref: '#/components/requestBodies/bad'}, responses: {}}}
          |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = help: `POST /body` is left out

        error[foreign-server]: `GET /elsewhere` is sent to `files.test`, not to the base URL
         --> specs/openapi.yaml:9:32
          |
        9 |   /elsewhere: {servers: [{url: 'https://files.test'}], get: {operationId: elsewhere, responses: {}}}
          |                                ^^^^^^^^^^^^^^^^^^^^ with every credential that it demands
          |
          = help: remove the server in an overlay where the base URL is meant

        error[invalid-openapi]: the path `/x#y` holds a fragment
          --> specs/openapi.yaml:10:16
           |
        10 |   /x#y: {get: {operationId: fragment, responses: {}}}
           |                ^^^^^^^^^^^ a fragment is never sent, so this operation is another one's request
           |
           = help: `GET /x#y` is left out

        error[unsupported-security-scheme]: the security scheme `digest` is of a type that is not supported
          --> specs/openapi.yaml:20:14
           |
        20 |     digest: {type: http, scheme: digest}
           |              ^^^^
           |
           = help: `GET /digest` is left out

        error[operation-left-out]: 6 of 9 operations are left out
         --> specs/openapi.yaml:4:1
          |
        4 | paths:
          | ^^^^^
          |
          = help: these are left out: `GET /shapeless`, `GET /shared`, `GET /nowhere`, `POST /body`, `GET /x#y`, `GET /digest`

    "#]]);
}

#[test]
fn a_schema_that_is_wrong_costs_itself_only() {
    let text = paths(
        "  /a:
    get:
      operationId: a
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    A: {type: object, properties: {lost: {$ref: '#/components/schemas/None'}, kept: {type: string}}}
",
    );
    document(&text).warns(&expect![[r#"
        warning[unresolved-reference]: `#/components/schemas/None` refers to nothing
          --> specs/openapi.yaml:11:49
           |
        11 |     A: {type: object, properties: {lost: {$ref: '#/components/schemas/None'}, kept: {type: string}}}
           |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = help: values are not checked against it, and are typed without it

    "#]]);
}

#[test]
fn a_document_without_operations() {
    document(&format!("{HEAD}paths: {{}}\n")).fails(&expect![[r#"
        error[no-operations]: the document has no operation
         --> specs/openapi.yaml:4:1
          |
        4 | paths: {}
          | ^^^^^

    "#]]);
}

#[test]
fn a_document_of_webhooks_only() {
    document(&format!("{HEAD}webhooks: {{sold: {{post: {{responses: {{}}}}}}}}\n")).fails(
        &expect![[r#"
            warning[unsupported-construct]: `webhooks` are not generated
             --> specs/openapi.yaml:4:1
              |
            4 | webhooks: {sold: {post: {responses: {}}}}
              | ^^^^^^^^ what the provider calls is not part of the output

            error[no-operations]: the document has no operation
             --> specs/openapi.yaml:1:1
              |
            1 | openapi: 3.0.3
              | ^^^^^^^

        "#]],
    );
}

#[test]
fn a_document_of_which_nothing_is_left() {
    document(&paths("  /a: {get: {parameters: [{in: query}], responses: {}}}\n")).fails(&expect![
        [r#"
            warning[invalid-openapi]: `GET /a` is not valid, and is left out
             --> specs/openapi.yaml:5:32
              |
            5 |   /a: {get: {parameters: [{in: query}], responses: {}}}
              |                                ^^^^^ missing field `name`
              |
              = help: correct it in an overlay where the document is not yours

            error[no-operations]: no operation of the document can be generated
             --> specs/openapi.yaml:4:1
              |
            4 | paths:
              | ^^^^^

        "#]
    ]);
}

#[test]
fn what_the_provider_calls_is_not_generated() {
    let text = paths(
        "  /a:
    post:
      operationId: a
      responses: {'200': {description: It.}}
      callbacks: {done: {'{$request.body#/url}': {post: {responses: {'200': {description: It.}}}}}}
webhooks: {sold: {post: {responses: {'200': {description: It.}}}}}
",
    );
    document(&text).warns(&expect![[r#"
        warning[unsupported-construct]: `webhooks` are not generated
          --> specs/openapi.yaml:10:1
           |
        10 | webhooks: {sold: {post: {responses: {'200': {description: It.}}}}}
           | ^^^^^^^^ what the provider calls is not part of the output
           |
           = note: and 1 more like it in this file, at line 9

    "#]]);
}

#[test]
fn credentials_are_named_after_the_document() {
    let text = format!(
        "{HEAD}security: [{{key: []}}]
paths:
  /a: {{get: {{operationId: a, tags: [one], responses: {{'200': {{description: It.}}}}}}}}
  /b: {{get: {{operationId: b, tags: [two], security: [{{}}, {{user: [], otherKey: []}}], responses: {{'200': {{description: It.}}}}}}}}
  /c: {{get: {{operationId: c, security: [], responses: {{'200': {{description: It.}}}}}}}}
  /d: {{get: {{operationId: d, tags: [two], security: [{{login: [read]}}, {{open: []}}], responses: {{'200': {{description: It.}}}}}}}}
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: x-key}}
    otherKey: {{type: apiKey, in: query, name: key}}
    user: {{type: http, scheme: basic}}
    login: {{type: oauth2, flows: {{}}}}
    open: {{type: openIdConnect, openIdConnectUrl: 'https://shop.test/.well-known', x-credential: '${{MY_TOKEN}}'}}
"
    );
    let compilation = document(&text).warns(&expect![[""]]);
    shows(
        &compilation,
        &expect![[r#"
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              key from ${SHOP_API_KEY}
              user from ${SHOP_USERNAME} and ${SHOP_PASSWORD}
              otherKey from ${SHOP_OTHER_KEY_API_KEY}
              login from ${SHOP_TOKEN}
              open from ${MY_TOKEN}
              a = GET /a [["key"]]
              b = GET /b [[], ["user", "otherKey"]]
              c = GET /c []
              d = GET /d [["login"], ["open"]]
              route GET /a
              route GET /b
              route GET /c
              route GET /d
              tool a() readOnly idempotent: GET /a
              tool b() readOnly idempotent: GET /b
              tool c() readOnly idempotent: GET /c
              tool d() readOnly idempotent: GET /d
        "#]],
    );
    assert_eq!(only(&compilation).schemes[2].kind, SchemeKind::QueryKey("key".to_owned()));
    let variables: Vec<&str> =
        only(&compilation).variables.iter().map(|it| it.name.as_str()).collect();
    let expected = "SHOP_URL SHOP_API_KEY SHOP_USERNAME SHOP_PASSWORD SHOP_OTHER_KEY_API_KEY SHOP_TOKEN MY_TOKEN";
    assert_eq!(variables.join(" "), expected);
    // A scheme has one variable, whichever modules demand it.
    shows(
        &by_tag(&text).warns(&expect![[""]]),
        &expect![[r#"
            shop-one: A shop: one <${SHOP_URL:-https://shop.test/v1}>
              key from ${SHOP_API_KEY}
              a = GET /a [["key"]]
              route GET /a
              tool a() readOnly idempotent: GET /a
            shop-two: A shop: two <${SHOP_URL:-https://shop.test/v1}>
              user from ${SHOP_USERNAME} and ${SHOP_PASSWORD}
              otherKey from ${SHOP_OTHER_KEY_API_KEY}
              login from ${SHOP_TOKEN}
              open from ${MY_TOKEN}
              b = GET /b [[], ["user", "otherKey"]]
              d = GET /d [["login"], ["open"]]
              route GET /b
              route GET /d
              tool b() readOnly idempotent: GET /b
              tool d() readOnly idempotent: GET /d
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              c = GET /c []
              route GET /c
              tool c() readOnly idempotent: GET /c
        "#]],
    );
}

#[test]
fn modules_by_tag() {
    let text = format!(
        "{HEAD}tags: [{{name: Pets & Co, description: Everything about pets.}}]
paths:
  /a: {{get: {{operationId: a, tags: [Pets & Co, other], responses: {{'200': {{description: It.}}}}}}}}
  /b: {{get: {{operationId: b, responses: {{'200': {{description: It.}}}}}}}}
  /c: {{get: {{operationId: c, tags: [pets/co], responses: {{'200': {{description: It.}}}}}}}}
  /d: {{get: {{operationId: d, tags: ['用户'], responses: {{'200': {{description: It.}}}}}}}}
  /e: {{get: {{operationId: e, tags: ['', Pets & Co], responses: {{'200': {{description: It.}}}}}}}}
"
    );
    let compilation = by_tag(&text).warns(&expect![[""]]);
    assert_eq!(compilation.catalog, ["shop-pets-co", "shop", "shop-pets-co-2", "shop-tag"]);
    shows(
        &compilation,
        &expect![[r#"
            shop-pets-co: A shop: Pets & Co <${SHOP_URL:-https://shop.test/v1}>
              a = GET /a []
              e = GET /e []
              route GET /a
              route GET /e
              tool a() readOnly idempotent: GET /a
              tool e() readOnly idempotent: GET /e
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              b = GET /b []
              route GET /b
              tool b() readOnly idempotent: GET /b
            shop-pets-co-2: A shop: pets/co <${SHOP_URL:-https://shop.test/v1}>
              c = GET /c []
              route GET /c
              tool c() readOnly idempotent: GET /c
            shop-tag: A shop: 用户 <${SHOP_URL:-https://shop.test/v1}>
              d = GET /d []
              route GET /d
              tool d() readOnly idempotent: GET /d
        "#]],
    );
    let described = &compilation.capabilities[0];
    assert_eq!(described.description, "Everything about pets.");
}

#[test]
fn where_the_api_is() {
    let at = |servers: &str| {
        let head = HEAD.replace("servers: [{url: 'https://shop.test/v1'}]\n", servers);
        document(&format!("{head}paths: {{/a: {{get: {{responses: {{}}}}}}}}\n"))
    };
    let url = |compilation: Compilation| only(&compilation).base_url.clone();
    let variables = "servers: [{url: '{scheme}://{host}/v1', variables: {scheme: {default: https}, host: {default: shop.test}}}]\n";
    assert_eq!(url(at(variables).warns(&expect![[""]])), "${SHOP_URL:-https://shop.test/v1}");
    let none = at("").warns(&expect![[r#"
        warning[no-server-url]: the document declares no server
         --> specs/openapi.yaml:1:1
          |
        1 | openapi: 3.0.3
          | ^^^^^^^ the environment variable `SHOP_URL` must say where the API is
          |
          = help: set `SHOP_URL` to the base URL, or declare the server in an overlay

    "#]]);
    assert_eq!(url(none), "${SHOP_URL}");
    let relative = at("servers: [{url: /v1}]\n").warns(&expect![[r#"
        warning[no-server-url]: the server `/v1` is no absolute URL
         --> specs/openapi.yaml:3:17
          |
        3 | servers: [{url: /v1}]
          |                 ^^^ the environment variable `SHOP_URL` must say where the API is
          |
          = help: set `SHOP_URL` to the base URL, or declare the server in an overlay

    "#]]);
    assert_eq!(url(relative), "${SHOP_URL}");
    let open = at("servers: [{url: 'https://{tenant}.shop.test'}]\n").warns(&expect![[r#"
        warning[no-server-url]: the server `https://{tenant}.shop.test` is no absolute URL
         --> specs/openapi.yaml:3:17
          |
        3 | servers: [{url: 'https://{tenant}.shop.test'}]
          |                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the environment variable `SHOP_URL` must say where the API is
          |
          = help: set `SHOP_URL` to the base URL, or declare the server in an overlay

    "#]]);
    assert_eq!(url(open), "${SHOP_URL}");
}

#[test]
fn routes_that_requests_cannot_tell_apart() {
    let text = paths(
        "  /a/{x}: {get: {operationId: one, parameters: [{name: x, in: path, required: true, schema: {}}], responses: {}}}
  /a/{y}: {get: {operationId: two, parameters: [{name: y, in: path, required: true, schema: {}}], responses: {}}}
  /q?action=list: {get: {operationId: listed, responses: {}}}
  /q?action=drop: {get: {operationId: dropped, responses: {}}}
",
    );
    let compilation = document(&text).warns(&expect![[r#"
        warning[duplicate-route]: `GET /a/{y}` takes the same requests as an operation before it
         --> specs/openapi.yaml:6:18
          |
        6 |   /a/{y}: {get: {operationId: two, parameters: [{name: y, in: path, required: true, schema: {}}], responses: {}}}
          |                  ^^^^^^^^^^^ no route leads to it; the client and the tools have it
          |
          = note: and 1 more like it in this file, at line 8

    "#]]);
    shows(
        &compilation,
        &expect![[r#"
            shop: A shop <${SHOP_URL:-https://shop.test/v1}>
              one = GET /a/{x} []
              two = GET /a/{y} []
              listed = GET /q?action=list []
              dropped = GET /q?action=drop []
              route GET /a/{x}
              route GET /q
              tool one(x) readOnly idempotent: GET /a/{x}
              tool two(y) readOnly idempotent: GET /a/{y}
              tool listed() readOnly idempotent: GET /q?action=list
              tool dropped() readOnly idempotent: GET /q?action=drop
        "#]],
    );
}

#[test]
fn one_entry_of_several_is_compiled() {
    let text = paths(
        "  /a: {get: {operationId: a, tags: [one], responses: {}}}\n  /b: {get: {operationId: b, tags: [two], responses: {}}}\n",
    );
    let names = |folder: Folder| -> (Vec<String>, Vec<String>) {
        let compilation = folder.compiles();
        let compiled = compilation.capabilities.iter().map(|it| it.name.clone()).collect();
        (compiled, compilation.catalog)
    };
    let all = || vec!["shop-one".to_owned(), "shop-two".to_owned()];
    assert_eq!(names(by_tag(&text)), (all(), all()));
    assert_eq!(names(by_tag(&text).only("shop-two")), (vec!["shop-two".to_owned()], all()));
    assert_eq!(names(by_tag(&text).only("shop")), (all(), all()));
    by_tag(&text).only("shop-three").fails(&expect![[r#"
        error[unknown-capability]: the catalog has no capability `shop-three`
         |
         = help: it has: shop, shop-one, shop-two

    "#]]);
}
