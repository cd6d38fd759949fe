//! What is doubted, and read all the same.

use expect_test::{Expect, expect};

use super::{file, read_text};

/// Expects warnings, and nothing worse.
fn check(text: &str, expected: &Expect) {
    let (capability, findings) = read_text(text);
    assert!(capability.is_some(), "refused:\n{findings}");
    expected.assert_eq(&findings);
}

#[test]
fn metadata_that_is_absent() {
    check(
        "{naftiko: 1.0.0-alpha2, capability: {}}",
        &expect![[r#"
        warning[schema-violation]: the capability file has no `info`
          1:2 `naftiko`
    "#]],
    );
    check(
        "{naftiko: 1.0.0-alpha2, info: {title: T, x-y: 1}, capability: {}, color: red}",
        &expect![[r#"
            warning[schema-violation]: `info` has no `label`
              1:32 `title`
            warning[schema-violation]: `info` has no `description`
              1:32 `title`
            warning[schema-violation]: `info` has no `tags`
              1:32 `title`
            warning[unknown-field]: `info` has an unknown field `title`
              1:32 `title` ignored
            warning[unknown-field]: the capability file has an unknown field `color`
              1:67 `color` ignored
        "#]],
    );
}

#[test]
fn texts_and_paths() {
    check(
        &file(
            "
  consumes:
  - type: http
    namespace: a
    baseUri: ${URL}/api/
    resources:
    - {name: r, path: '/r?x=1', operations: [{name: o, method: GET, description: ' o '}, {name: p, method: HEAD}]}
  exposes:
  - type: rest
    namespace: r
    description: Not in the schema.
    resources:
    - {path: /x/?y=1, operations: [{description: D, call: a.o}, {method: PUT, name: n, description: n, call: a.o}]}
    - {path: /z/, description: D, operations: [{method: GET, call: a.o}]}
    - {path: /, description: D, operations: [{method: GET, description: D, call: a.o}]}
  - {type: mcp, namespace: m, tools: [{name: t, description: t, call: a.o}, {name: u, call: a.o}]}
  - {type: mcp, namespace: n, transport: stdio, port: 5, tools: []}
",
        ),
        &expect![[r#"
            warning[schema-violation]: the schema does not list the method `HEAD`
              9:108 `HEAD`
            warning[schema-violation]: the REST adapter has no `port`
              11:5 `type`
            warning[schema-violation]: the schema knows no `description` of a REST adapter
              13:18 `Not in the schema.`
            warning[schema-violation]: the exposed resource has no `description`
              15:8 `path`
            warning[schema-violation]: the operation has no `method`
              15:37 `description` taken as `GET`
            warning[schema-violation]: the MCP adapter has no `port`
              18:6 `type`
            warning[schema-violation]: an MCP adapter on stdio has no port
              19:55 `5`
            warning[schema-violation]: the schema wants a `baseUri` that is `http(s)://`, a host and a plain path
              7:14 `${URL}/api/` its variables are filled in when the generated code starts
            warning[base-uri-trailing-slash]: `baseUri` ends in a slash, and so would double that of every path
              7:14 `${URL}/api/`
              help: remove the slash
            warning[schema-violation]: the API `a` has no `description`
              6:16 `a`
            warning[query-in-path]: the path `/r?x=1` holds a query
              9:23 `'/r?x=1'`
              help: declare its parts as input parameters with `in: query`
            warning[uninformative-description]: the description of the operation `o` is only its name
              9:82 `' o '`
              help: say what it does, in the capability or in an overlay for it
            warning[schema-violation]: the operation `p` has no `description`
              9:97 `p`
            warning[query-in-path]: the path `/x/?y=1` holds a query
              15:14 `/x/?y=1`
              help: declare its parts as input parameters with `in: query`
            warning[trailing-slash-path]: the exposed path `/z/` ends in a slash
              16:14 `/z/`
              help: remove it: clients ask for the path without it
            warning[uninformative-description]: the description of the exposed operation `n` is only its name
              15:101 `n`
              help: say what it does, in the capability or in an overlay for it
            warning[schema-violation]: the exposed operation `a.o` has no `description`
              16:68 `a.o`
            warning[uninformative-description]: the description of the tool `t` is only its name
              18:62 `t`
              help: say what it does, in the capability or in an overlay for it
            warning[schema-violation]: the tool `u` has no `description`
              18:84 `u`
        "#]],
    );
}

#[test]
fn parameters_that_the_schema_forbids() {
    check(
        &file(
            "
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    description: D
    resources:
    - name: r
      path: /r
      operations:
      - name: o
        method: POST
        description: D
        inputParameters: [{name: body, in: body, type: object, description: D, required: true}, {name: x}]
        outputParameters: [{name: x, type: object, value: $.}, {name: y, type: string}, {name: z, type: array, mapping: $}]
  exposes:
  - type: rest
    namespace: r
    port: 1
    resources:
    - path: /x
      description: D
      operations:
      - method: POST
        description: D
        call: a.o
        inputParameters: [{name: id, in: query, required: true}]
        outputParameters: [{type: object, mapping: $.}, {type: array, value: $.x}, {type: string, value: s}]
",
        ),
        &expect![[r#"
            warning[schema-violation]: the schema knows no `type`, `description`, `required` of the parameter `body`
              16:34 `body`
            warning[schema-violation]: the schema wants `in` of the parameter `x`
              16:104 `x`
            warning[schema-violation]: the schema wants `value` of an output of type `string`
              17:80 `string` taken as any JSON value
            warning[schema-violation]: the schema knows no `required` of the parameter `id`
              29:34 `id`
            warning[schema-violation]: the schema wants `type`, `description` of the parameter `id`
              29:34 `id`
            warning[schema-violation]: the schema wants `properties` of an output of type `object`
              30:35 `object` taken as any JSON value
            warning[schema-violation]: the schema wants `items` of an output of type `array`
              30:64 `array` taken as any JSON value
            warning[identity-mapping-form]: `$.` is no JSONPath
              17:59 `$.` taken as `$`, the whole answer
              help: write `$`
            warning[identity-mapping-form]: `$.` is no JSONPath
              30:52 `$.` taken as `$`, the whole answer
              help: write `$`
        "#]],
    );
}

#[test]
fn hints_that_contradict_the_name_or_the_method() {
    let tool = |name: &str, call: &str, hints: &str| {
        format!("    - {{name: {name}, description: D, call: a.{call}, hints: {{{hints}}}}}\n")
    };
    let tools = [
        ("user-deleteApiKey", "write", "destructive: false"),
        ("deleteUser", "write", "destructive: true"),
        ("undeleted", "write", "destructive: false"),
        ("docker-cleanAll", "write", "readOnly: false, destructive: false"),
        ("a", "write", "readOnly: true"),
        ("b", "read", "readOnly: true"),
        ("c", "read", "readOnly: false"),
        ("d", "nowhere", "readOnly: true"),
    ];
    let tools: String = tools.iter().map(|(name, call, hints)| tool(name, call, hints)).collect();
    check(
        &file(&format!(
            "
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    description: D
    resources:
    - {{name: r, path: /r, operations: [{{name: read, method: GET, description: D}}, {{name: write, method: POST, description: D}}]}}
  exposes:
  - type: mcp
    namespace: m
    port: 1
    tools:
{tools}"
        )),
        &expect![[r#"
            warning[doubtful-destructive-hint]: the tool `user-deleteApiKey` says it destroys nothing, but its name says `delete`
              16:85 `false`
              16:14 `user-deleteApiKey` the tool
              help: if it does destroy something, set `destructive: true` in an overlay
            warning[doubtful-destructive-hint]: the tool `docker-cleanAll` says it destroys nothing, but its name says `clean`
              19:100 `false`
              19:14 `docker-cleanAll` the tool
              help: if it does destroy something, set `destructive: true` in an overlay
            warning[doubtful-read-only-hint]: the tool `a` says it changes nothing, but it calls a POST
              20:66 `true`
              10:105 `POST` the POST
              help: if the method is right, set `readOnly: false` in an overlay
            warning[doubtful-read-only-hint]: the tool `c` says it changes something, but it calls a GET
              22:65 `false`
              10:61 `GET` the GET
              help: if the method is right, set `readOnly: true` in an overlay
        "#]],
    );
}

#[test]
fn names_types_and_arguments_that_the_schema_forbids() {
    check(
        &file(
            "
  consumes:
  - type: http
    namespace: a.b
    baseUri: https://a.test
    description: D
    inputParameters: [{name: 'x y', in: header}]
    resources:
    - {name: r, path: /r, operations: [{name: get_it, method: GET, description: D}]}
  exposes:
  - type: mcp
    namespace: m
    port: 1
    tools:
    - name: get.it
      description: D
      call: a.b.get_it
      with: {a: true, b: 1, c: [x], d: s}
      inputParameters: [{name: d, type: date, description: D}]
      outputParameters: [{type: integer, mapping: $.n}]
",
        ),
        &expect![[r#"
            warning[schema-violation]: the schema wants a string or a number for `a`
              20:17 `true`
            warning[schema-violation]: the schema wants a string or a number for `c`
              20:32 `[x]`
            warning[schema-violation]: the schema knows no type `date` here
              21:41 `date`
            warning[schema-violation]: the schema knows no type `integer` here
              22:33 `integer`
            warning[schema-violation]: the schema wants letters, digits and `-` in `a.b`
              6:16 `a.b`
            warning[schema-violation]: the schema wants letters, digits and `-` in `get_it`
              11:47 `get_it`
            warning[schema-violation]: the schema wants letters, digits and `-` in `get.it`
              17:13 `get.it`
            warning[schema-violation]: the schema wants letters, digits, `-`, `_` and `*` in `x y`
              9:30 `'x y'`
        "#]],
    );
}
