//! The two forms of the format, and what the model keeps of them.

use expect_test::expect;

use super::show::show;
use super::{file, read_text};
const LIST: &str = "
naftiko: 1.0.0-alpha2
info:
  label: Orders
  description: Everything about orders.
  tags: [a, b]
binds:
- namespace: env
  keys: {TOKEN: ORDERS_TOKEN, URL: ORDERS_URL}
capability:
  binds:
  - {namespace: file, location: 'file://secrets.yaml', keys: {KEY: key}}
  consumes:
  - type: http
    namespace: orders
    baseUri: https://orders.test/api
    description: The API.
    authentication: {type: apikey, key: X-Key, value: '{{TOKEN}}', placement: query}
    inputParameters:
    - {name: X-Version, in: header, value: '2'}
    resources:
    - name: order
      path: /orders/{{ orderId }}
      inputParameters:
      - {name: orderId, in: path}
      operations:
      - name: get-order
        method: GET
        description: One order.
        outputRawFormat: json
        outputParameters:
        - {name: total, type: number, value: $.total}
      - name: put-order
        method: PUT
        description: Replaces it.
        body: {type: json, data: {note: '{{note}}'}}
        inputParameters:
        - {name: note, in: body}
  exposes:
  - type: rest
    namespace: orders-rest
    port: 8080
    resources:
    - path: /v1/orders/{{id}}
      name: order
      description: One order.
      operations:
      - method: GET
        name: get-order
        description: Reads it.
        call: orders.get-order
        with: {orderId: rest.id, depth: 3}
        inputParameters:
        - {name: id, in: path, type: string, description: The id.}
        outputParameters:
        - type: object
          properties:
            total: {type: number, mapping: $.total}
            tags: {type: array, mapping: $.tags, items: {type: string, mapping: $.name}}
            source: {type: string, value: shop}
  - type: mcp
    namespace: orders-mcp
    transport: stdio
    description: The tools.
    tools:
    - name: get-order
      label: Get an order
      description: Reads one order.
      hints: {readOnly: true, openWorld: false}
      call: orders.get-order
      with: {orderId: tools.id}
      inputParameters:
      - {name: id, type: string, description: The id., required: true}
";

const MAP: &str = "
ikanos: 1.0.0-beta7
info:
  display: Orders
  description: Everything about orders.
  tags: [a, b]
  version: 2.0.0
binds:
- namespace: env
  keys: {TOKEN: ORDERS_TOKEN, URL: ORDERS_URL}
- {namespace: file, location: 'file://secrets.yaml', keys: {KEY: key}}
capability:
  consumes:
  - type: http
    namespace: orders
    baseUri: https://orders.test/api
    description: The API.
    authentication: {type: apikey, name: X-Key, value: '{{TOKEN}}', placement: query}
    inputParameters:
      X-Version: {in: header, value: '2'}
    resources:
      order:
        path: /orders/{{ orderId }}
        inputParameters:
          orderId: {in: path}
        operations:
          get-order:
            method: GET
            description: One order.
            outputRawFormat: json
            outputParameters:
              total: {type: number, value: $.total}
          put-order:
            method: PUT
            description: Replaces it.
            body: {type: json, data: {note: '{{note}}'}}
            inputParameters:
              note: {in: body}
  exposes:
  - type: rest
    namespace: orders-rest
    port: 8080
    resources:
      order:
        path: /v1/orders/{{id}}
        description: One order.
        operations:
          get-order:
            method: GET
            description: Reads it.
            call: orders.get-order
            with: {orderId: rest.id, depth: 3}
            inputParameters:
              id: {in: path, type: string, description: The id.}
            outputParameters:
            - type: object
              properties:
                total: {type: number, mapping: $.total}
                tags: {type: array, mapping: $.tags, items: {type: string, mapping: $.name}}
                source: {type: string, value: shop}
  - type: mcp
    namespace: orders-mcp
    transport: stdio
    description: The tools.
    tools:
      get-order:
        display: Get an order
        description: Reads one order.
        hints: {readOnly: true, openWorld: false}
        call: orders.get-order
        with: {orderId: tools.id}
        inputParameters:
          id: {type: string, description: The id., required: true}
";

#[test]
fn lists_and_maps_yield_the_same_model() {
    let (list, findings) = read_text(LIST);
    assert_eq!(findings, "");
    let list = show(&list.expect("a sound capability"));
    expect![[r#"
        1.0.0-alpha2 Some("Orders") ["a", "b"]
        bind env from environment: TOKEN=ORDERS_TOKEN URL=ORDERS_URL
        bind file from file://secrets.yaml: KEY=key
        api orders at https://orders.test/api Query X-Key={{TOKEN}} <X-Version header "2">
          get-order: GET /orders/{orderId} <orderId path> [total number $.total]
          put-order: PUT /orders/{orderId} <orderId path> <note body> body={"type":"json","data":{"note":"{{note}}"}}
        rest orders-rest Some(8080)
          GET /v1/orders/{id} -> Some("orders.get-order") orderId:="rest.id" depth:=3 <id path string> [- object - [total number $.total] [tags array $.tags [- string $.name]] [source string -="shop"]]
        mcp orders-mcp Stdio None
          get-order Some("Get an order") y--n -> Some("orders.get-order") orderId:="tools.id" <id string required=true>
    "#]].assert_eq(&list);
    let (map, findings) = read_text(MAP);
    assert_eq!(findings, "");
    let map = show(&map.expect("a sound capability"));
    assert_eq!(map.lines().skip(1).collect::<Vec<_>>(), list.lines().skip(1).collect::<Vec<_>>());
}

#[test]
fn names_that_yaml_takes_for_numbers_stay_as_written() {
    let (capability, findings) = read_text(&file(
        "
  consumes:
  - type: http
    namespace: 608e0851
    baseUri: https://a.test
    description: D
    resources:
    - {name: 007, path: /a, operations: [{name: 404, method: GET, description: 1.50}, {name: true, method: GET, description: D}]}
  exposes:
  - {type: mcp, namespace: m, port: 1, tools: [{name: 0x1F, description: D, call: 608e0851.404}, {name: 1e3, description: D, call: 1.10}]}
",
    ));
    let shown = capability.map_or(String::new(), |it| show(&it)) + &findings;
    expect![[r#"
        1.0.0-alpha2 Some("L") ["t"]
        api 608e0851 at https://a.test
          404: GET /a
          true: GET /a
        mcp m Http Some(1)
          0x1F None ---- -> Some("608e0851.404")
          1e3 None ---- -> Some("1.10")
    "#]]
    .assert_eq(&shown);
}

#[test]
fn every_way_to_authenticate_is_read() {
    let api = |at: usize, authentication: &str| {
        format!(
            "  - {{type: http, namespace: a{at}, baseUri: https://a.test, description: D, authentication: {authentication}}}\n"
        )
    };
    let blocks = [
        "{type: basic, username: U, password: P}",
        "{type: digest, username: U, password: 7}",
        "{type: bearer, token: '{{T}}'}",
        "{type: apiKey, name: X, value: V}",
        "{type: apikey, key: X, placement: cookie, value: V}",
    ];
    let text: String = blocks.iter().enumerate().map(|(at, it)| api(at, it)).collect();
    let (capability, findings) = read_text(&file(&format!("  consumes:\n{text}")));
    let shown = capability.map_or(String::new(), |it| show(&it)) + &findings;
    expect![[r#"
        1.0.0-alpha2 Some("L") ["t"]
        api a0 at https://a.test basic U:P
        api a1 at https://a.test digest U:7
        api a2 at https://a.test bearer {{T}}
        api a3 at https://a.test Header X=V
        api a4 at https://a.test Cookie X=V
    "#]]
    .assert_eq(&shown);
}

#[test]
fn paths_of_operations_complete_those_of_resources() {
    let paths = [
        ("/a", "/b"),
        ("/a/", "b"),
        ("/a", ""),
        ("/a", "/a/b"),
        ("/a", "/ab"),
        ("/", "/b"),
        ("", "/b/{{x}}"),
    ];
    let resource = |(at, (path, own)): (usize, &(&str, &str))| {
        format!(
            "    - {{name: r, path: '{path}', operations: [{{name: o{at}, method: GET, description: D, path: '{own}'}}]}}\n"
        )
    };
    let resources: String = paths.iter().enumerate().map(resource).collect();
    let (capability, findings) = read_text(&file(&format!(
        "
  consumes:
  - type: http
    namespace: a
    baseUri: https://a.test
    description: D
    resources:
{resources}"
    )));
    let shown = capability.map_or(String::new(), |it| show(&it)) + &findings;
    expect![[r#"
        1.0.0-alpha2 Some("L") ["t"]
        api a at https://a.test
          o0: GET /a/b
          o1: GET /a/b
          o2: GET /a
          o3: GET /a/b
          o4: GET /a/ab
          o5: GET /b
          o6: GET /b/{x}
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          10:88 `'/b'` the whole path is taken as `/a/b`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          11:89 `'b'` the whole path is taken as `/a/b`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          12:88 `''` the whole path is taken as `/a`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          13:88 `'/a/b'` the whole path is taken as `/a/b`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          14:88 `'/ab'` the whole path is taken as `/a/ab`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          15:87 `'/b'` the whole path is taken as `/b`
        warning[schema-violation]: the schema knows no `path` of a consumed operation
          16:86 `'/b/{{x}}'` the whole path is taken as `/b/{x}`
    "#]]
    .assert_eq(&shown);
}
