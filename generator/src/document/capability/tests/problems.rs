//! What is refused.

use expect_test::{Expect, expect};

use super::{file, read_text};

/// Expects a refusal.
fn check(text: &str, expected: &Expect) {
    let (capability, findings) = read_text(text);
    assert!(capability.is_none(), "not refused:\n{findings}");
    expected.assert_eq(&findings);
}

#[test]
fn what_is_no_capability() {
    check(
        "[]",
        &expect![[r#"
        error[wrong-type]: the capability file must be an object, not an array
          1:1 `[]` expected an object
    "#]],
    );
    check(
        "a: 1",
        &expect![[r#"
        error[missing-field]: the capability file has no `naftiko`
          1:1 `a`
        warning[schema-violation]: the capability file has no `info`
          1:1 `a`
        error[missing-field]: the capability file has no `capability`
          1:1 `a`
        warning[unknown-field]: the capability file has an unknown field `a`
          1:1 `a` ignored
    "#]],
    );
    check(
        "{naftiko: 0.5, info: {label: L}, capability: {}}",
        &expect![[r#"
        error[unsupported-version]: unsupported version `0.5` of the capability format
          1:11 `0.5`
          help: supported are 1.0.0-alpha1, 1.0.0-alpha2, 1.0.0-alpha3, 1.0.0-beta1, 1.0.0-beta2, 1.0.0-beta3, 1.0.0-beta4, 1.0.0-beta5, 1.0.0-beta6, 1.0.0-beta7
        warning[schema-violation]: `info` has no `description`
          1:23 `label`
        warning[schema-violation]: `info` has no `tags`
          1:23 `label`
    "#]],
    );
    check(
        "{ikanos: 1.0.0-beta7, info: 5, capability: [], consumes: []}",
        &expect![[r#"
        error[wrong-type]: `info` must be an object, not a number
          1:29 `5` expected an object
        error[wrong-type]: `capability` must be an object, not an array
          1:44 `[]` expected an object
        error[unsupported-construct]: unsupported construct `consumes` in the capability file
          1:48 `consumes` known to the format, but not to this compiler
    "#]],
    );
}

#[test]
fn constructs_that_are_not_supported_are_named() {
    check(
        &file(
            "
  aggregates: []
  consumes:
  - {import: shared, location: ./shared.yaml, as: s}
  - {type: mcp, namespace: m}
  - type: http
    namespace: a
    baseUri: https://a.test
    description: D
    authentication: {type: oauth2, tokenUri: x}
    resources:
    - {name: r, path: /r, operations: [{name: o, method: GET, description: D, outputSchema: x}]}
  exposes:
  - {type: skill, namespace: s, skills: []}
  - {type: control, port: 1}
  - type: rest
    namespace: r
    port: 1
    authentication: {type: bearer}
    resources:
    - {path: /x, description: D, forward: {targetNamespace: a}}
    - {path: /y, description: D, operations: [{method: GET, description: D, steps: [], mappings: []}]}
  - type: mcp
    namespace: m
    port: 2
    tools:
    - {name: t, description: D, ref: f.g}
    - {name: u, description: D, outputParameters: [{name: x, type: string, value: mock}]}
    resources:
    - {name: files, uri: 'docs://files', description: D, location: 'file:///docs'}
    - {name: both, uri: 'docs://both', description: D, steps: [], mappings: []}
    prompts:
    - {name: long, description: D, location: 'file:///long.md'}
",
        ),
        &expect![[r#"
            error[unsupported-construct]: unsupported construct `import` in the consumed API
              6:6 `import` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `location` in the consumed API
              6:22 `location` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `as` in the consumed API
              6:47 `as` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `mcp` in `type` of the consumed API
              7:12 `mcp` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `oauth2` in `authentication`
              12:28 `oauth2` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `outputSchema` in the consumed operation
              14:79 `outputSchema` known to the format, but not to this compiler
            warning[unsupported-construct]: unsupported construct `skill` in `exposes`
              16:12 `skill` left out; a SKILL.md is generated from the tools instead
            error[unsupported-construct]: unsupported construct `control` in `type` of the exposed adapter
              17:12 `control` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `forward` in the exposed resource
              23:34 `forward` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `steps` in the exposed operation
              24:77 `steps` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `mappings` in the exposed operation
              24:88 `mappings` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `authentication` in the exposed adapter
              21:5 `authentication` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `ref` in the tool
              29:33 `ref` known to the format, but not to this compiler
            error[missing-field]: the tool has no `call`
              30:8 `name`
            error[unsupported-construct]: unsupported construct `location` in the MCP resource
              32:58 `location` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `steps` in the MCP resource
              33:56 `steps` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `mappings` in the MCP resource
              33:67 `mappings` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `location` in the prompt
              35:36 `location` known to the format, but not to this compiler
            error[unsupported-construct]: unsupported construct `aggregates` in `capability`
              4:3 `aggregates` known to the format, but not to this compiler
        "#]],
    );
}

#[test]
fn fields_that_are_missing_or_of_the_wrong_type() {
    check(
        &file(
            "
  binds: [{keys: [A]}, {namespace: n, keys: {A: {}, b-c: d, e: f}}, 7]
  consumes:
  - {type: http}
  - type: http
    namespace: a
    baseUri: https://a.test
    description: [D]
    authentication: {type: apikey, placement: body}
    resources:
    - operations: [{method: FETCH, description: D}, 5]
    - {name: r, path: /r}
    - {name: s, path: /s, operations: {x: {method: GET, description: D, inputParameters: 5}}}
  exposes:
  - {port: 1}
  - {type: rest, namespace: r, port: 70000, resources: [{operations: []}]}
  - {type: mcp, port: '1', transport: sse}
  - type: mcp
    namespace: m
    port: 0
    tools:
    - {description: D, call: a.b, with: x}
    - {name: t, description: D, call: a.b, hints: {readOnly: 'yes', dangerous: true}}
    - {name: u, description: D, call: a.b, inputParameters: [{in: shoe, type: string, description: D}], outputParameters: [{mapping: $}]}
",
        ),
        &expect![[r#"
            error[missing-field]: the bind has no `namespace`
              4:12 `keys`
            error[wrong-type]: `keys` of the bind must be an object, not an array
              4:18 `[A]` expected an object
            error[wrong-type]: the source of a variable must be a string, not an object
              4:49 `{}` expected a string
            warning[schema-violation]: the schema wants the variable `b-c` in capitals
              4:53 `b-c`
            warning[schema-violation]: the schema wants the variable `e` in capitals
              4:61 `e`
            error[wrong-type]: the bind must be an object, not a number
              4:69 `7` expected an object
            error[missing-field]: the consumed API has no `namespace`
              6:6 `type`
            error[missing-field]: the consumed API has no `baseUri`
              6:6 `type`
            error[wrong-type]: `description` of the consumed API must be a string, not an array
              10:18 `[D]` expected a string
            error[missing-field]: `authentication` has no `key`
              11:22 `type`
            error[missing-field]: `authentication` has no `value`
              11:22 `type`
            error[invalid-value]: an API key cannot be placed in `body`
              11:47 `body`
              help: use `header`, `query` or `cookie`
            warning[schema-violation]: the consumed resource has no `name`
              13:7 `operations`
            error[missing-field]: the consumed operation has no `name`
              13:21 `method`
            error[invalid-value]: `FETCH` is no HTTP method
              13:29 `FETCH`
            error[missing-field]: neither the operation nor its resource has a `path`
              13:21 `method`
            error[wrong-type]: the consumed operation must be an object, not a number
              13:53 `5` expected an object
            error[missing-field]: the consumed resource has no `operations`
              14:8 `name`
            error[wrong-type]: `inputParameters` of the consumed operation must be an array or an object, not a number
              15:90 `5` expected an array or an object
            error[missing-field]: the exposed adapter has no `type`
              17:6 `port`
            error[invalid-value]: `70000` is no port
              18:38 `70000`
              help: a port is a number from 1 to 65535
            error[missing-field]: the exposed resource has no `path`
              18:58 `operations`
            warning[schema-violation]: the exposed resource has no `description`
              18:58 `operations`
            error[missing-field]: the exposed adapter has no `namespace`
              19:6 `type`
            error[invalid-value]: the transport of an MCP adapter is `http` or `stdio`
              19:39 `sse`
            error[wrong-type]: `port` must be a number, not a string
              19:23 `'1'` expected a number
            error[missing-field]: the exposed adapter has no `tools`
              19:6 `type`
            error[invalid-value]: `0` is no port
              22:11 `0`
              help: a port is a number from 1 to 65535
            error[missing-field]: the tool has no `name`
              24:8 `description`
            error[wrong-type]: `with` must be an object, not a string
              24:41 `x` expected an object
            error[wrong-type]: `readOnly` of `hints` of the tool must be a boolean, not a string
              25:62 `'yes'` expected a boolean
            warning[unknown-field]: `hints` of the tool has an unknown field `dangerous`
              25:69 `dangerous` ignored
            error[missing-field]: the input parameter has no `name`
              26:63 `in`
            error[invalid-value]: a parameter cannot be in `shoe`
              26:67 `shoe`
              help: use `query`, `header`, `path`, `cookie`, `body` or `environment`
            error[missing-field]: the output parameter has no `type`
              26:125 `mapping`
            warning[schema-violation]: the API `a` has no `description`
              8:16 `a`
        "#]],
    );
}

#[test]
fn names_that_must_be_unique_or_plain() {
    check(
        &file(
            "
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    description: D
    resources:
    - {name: r, path: /r, operations: [{name: o, method: GET, description: D}, {name: o, method: POST, description: D}]}
  - {type: http, namespace: a, baseUri: https://b.test, description: D}
  exposes:
  - type: rest
    namespace: a
    port: 1
    resources:
    - {path: '/x/{{a}}', description: D, operations: [{method: GET, description: D, call: a.o}, {method: POST, description: D, call: a.o}]}
    - {path: '/x/{b}', description: D, operations: [{method: get, description: D, call: a.o}]}
  - type: mcp
    namespace: m
    port: 2
    tools:
    - {name: t, description: D, call: a.o}
    - {name: t, description: D, call: a.o}
    - {name: 'a tool', description: D, call: a.o}
    - {name: '', description: D, call: a.o}
    - {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, description: D, call: a.o}
  - {type: mcp, namespace: m, port: 3, tools: []}
",
        ),
        &expect![[r#"
            error[invalid-name]: `a tool` cannot name a tool
              25:14 `'a tool'`
              help: a tool's name is 1 to 64 letters, digits, `_`, `-` and `.`
            error[invalid-name]: `` cannot name a tool
              26:14 `''`
              help: a tool's name is 1 to 64 letters, digits, `_`, `-` and `.`
            error[invalid-name]: `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` cannot name a tool
              27:14 `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`
              help: a tool's name is 1 to 64 letters, digits, `_`, `-` and `.`
            error[duplicate-namespace]: the namespace `a` is declared twice
              11:29 `a`
              6:16 `a` first declared here
            error[duplicate-namespace]: the namespace `m` is declared twice
              28:28 `m`
              20:16 `m` first declared here
            warning[duplicate-namespace]: `a` names both an API and a surface
              14:16 `a`
              6:16 `a` the API
              help: give the surface a name of its own, such as one ending in `-rest` or `-mcp`
            error[duplicate-operation]: the API `a` has two operations `o`
              10:87 `o`
              10:47 `o` the first one
            error[duplicate-route]: `GET /x/{}` is offered twice
              18:62 `get`
              17:64 `GET` offered here first
            error[duplicate-tool]: two tools are named `t`
              24:14 `t`
              23:14 `t` the first one
            warning[schema-violation]: the schema wants letters, digits and `-` in `a tool`
              25:14 `'a tool'`
            warning[schema-violation]: the schema wants letters, digits and `-` in ``
              26:14 `''`
        "#]],
    );
}
