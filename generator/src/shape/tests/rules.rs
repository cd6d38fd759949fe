//! What becomes of each form of schema.

use expect_test::{Expect, expect};

use super::show::show;
use super::{document, shaped};

#[track_caller]
fn check(schemas: &str, expected: Expect) {
    let (_, shapes) = shaped(document(schemas));
    expected.assert_eq(&show(&shapes));
}

#[test]
fn a_choice_beside_properties_is_a_union_of_wholes() {
    check(
        "
It:
  type: object
  required: [name]
  properties: {name: {type: string}}
  oneOf:
  - {required: [left], properties: {left: {type: integer}}}
  - {required: [right], properties: {right: {type: integer}}}
",
        expect![[r#"
            answer: It
            It = union by schema left: It.left | right: It.right
            It.left = struct {name: String, left: I64}
            It.right = struct {name: String, right: I64}
        "#]],
    );
}

#[test]
fn alternatives_that_only_demand_properties_are_no_union() {
    check(
        "
It:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  anyOf: [{required: [a]}, {required: [b]}]
",
        expect![[r#"
            answer: It
            It = struct {a?: String, b?: String}
        "#]],
    );
}

#[test]
fn several_choices_are_unions_of_unions() {
    check(
        "
It:
  allOf:
  - oneOf:
    - {title: A, type: object, required: [a], properties: {a: {type: string}}}
    - {title: B, type: object, required: [b], properties: {b: {type: string}}}
  - oneOf:
    - {title: X, type: object, required: [x], properties: {x: {type: string}}}
    - {title: Y, type: object, required: [y], properties: {y: {type: string}}}
",
        expect![[r#"
            answer: It
            It = union by schema A: It.A | B: It.B
            It.A = union by schema X: It.A.X | Y: It.A.Y
            It.A.X = struct {a: String, x: String}
            It.A.Y = struct {a: String, y: String}
            It.B = union by schema X: It.B.X | Y: It.B.Y
            It.B.X = struct {b: String, x: String}
            It.B.Y = struct {b: String, y: String}
        "#]],
    );
}

#[test]
fn constants_that_all_alternatives_demand_are_tags() {
    check(
        "
It:
  anyOf:
  - {type: object, required: [type, text], properties: {type: {const: text}, text: {type: string}}}
  - {type: object, required: [type], properties: {type: {enum: [image, photo]}, url: {type: string}}}
",
        expect![[r#"
            answer: It
            It = union by `type` text: It.text | image: It.image
            It.text = struct {type: It.text.type, text: String}
            It.text.type = enum "text"
            It.image = struct {type: It.image.type, url?: String}
            It.image.type = enum "image" | "photo"
        "#]],
    );
}

#[test]
fn equal_alternatives_are_one_variant() {
    check(
        "
It:
  type: object
  properties:
    either: {anyOf: [{type: string, format: ipv4}, {type: integer}, {type: string, format: ipv6}]}
    open: {anyOf: [{type: string, enum: [a]}, {type: string}]}
    same: {oneOf: [{type: number, minimum: 1}, {type: number, maximum: -1}]}
    formats: {type: string, oneOf: [{format: ipv4}, {format: ipv6}]}
    lists: {oneOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}]}
    nullable: {anyOf: [{type: [string, 'null']}, {type: integer}]}
    kinds: {type: [string, object, 'null'], properties: {a: {type: integer}}}
",
        expect![[r#"
            answer: It
            It = struct {either?: It.either, open?: It.open, same?: F64, formats?: String, lists?: It.lists, nullable?: It.nullable | null, kinds?: It.kinds | null}
            It.either = union by schema string: String | integer: I64
            It.open = enum "a"
            It.lists = union by schema array: [String] | array: [I64]
            It.nullable = union by schema string: String | integer: I64
            It.kinds = union by kind string: String | object: It.kinds.object
            It.kinds.object = struct {a?: I64}
        "#]],
    );
}

#[test]
fn parts_that_narrow_a_property_decide_together() {
    check(
        "
It:
  allOf:
  - $ref: '#/components/schemas/Base'
  - type: object
    required: [kind]
    properties: {kind: {const: it}, extra: {properties: {b: {type: integer}}}}
Base:
  type: object
  properties:
    kind: {type: string}
    extra: {type: object, properties: {a: {type: integer}}}
",
        expect![[r#"
            answer: It
            It = struct {kind: It.kind, extra?: It.extra}
            It.kind = enum "it"
            It.extra = struct {a?: I64, b?: I64}
        "#]],
    );
}

#[test]
fn maps_and_lists_that_contain_themselves_have_names() {
    check(
        "
It: {type: object, properties: {map: {$ref: '#/components/schemas/Map'}, list: {$ref: '#/components/schemas/List'}}}
Map: {type: object, additionalProperties: {$ref: '#/components/schemas/Map'}}
List: {type: [array, 'null'], items: {$ref: '#/components/schemas/List'}}
",
        expect![[r#"
            answer: It
            It = struct {map?: Map, list?: List}
            Map = wrapper {Map}
            List = wrapper [List] | null
        "#]],
    );
}

#[test]
fn properties_by_pattern() {
    check(
        "
It:
  type: object
  properties:
    one: {type: object, patternProperties: {^a: {type: string}}, additionalProperties: false}
    two: {type: object, patternProperties: {^a: {type: string}, ^b: {type: integer}}, additionalProperties: false}
    open: {type: object, patternProperties: {^a: {type: string}}}
    closed: {type: object, additionalProperties: false}
",
        expect![[r#"
            answer: It
            It = struct {one?: {String}, two?: {It.two[]}, open?: {Value(Unsaid)}, closed?: It.closed}
            It.two[] = union by schema string: String | integer: I64
            It.closed = struct {}
        "#]],
    );
}

#[test]
fn tuples() {
    check(
        "
It:
  type: object
  properties:
    point: {type: array, prefixItems: [{type: number}, {type: number}], minItems: 2, maxItems: 2}
    open: {type: array, prefixItems: [{type: string}], items: {type: integer}}
    vague: {type: array, prefixItems: [{type: string}]}
    bare: {type: array}
",
        expect![[r#"
            answer: It
            It = struct {point?: It.point, open?: It.open, vague?: It.vague, bare?: [Value(Unsaid)]}
            It.point = tuple (0: F64, 1: F64)
            It.open = tuple (0?: String, ..I64)
            It.vague = tuple (0?: String, ..Value(Unsaid))
        "#]],
    );
}

#[test]
fn numbers_and_listed_values() {
    check(
        "
It:
  type: object
  properties:
    least: {type: integer, minimum: -9223372036854776000, maximum: 9223372036854776000}
    natural: {type: integer, exclusiveMinimum: -1}
    unsigned: {type: integer, minimum: 0, maximum: 18446744073709552000}
    wide: {type: integer, maximum: 18446744073709551615}
    huge: {type: integer, minimum: -1e300}
    narrow: {type: integer, format: int32}
    ratio: {type: number, format: int64}
    codes: {enum: [1, 2]}
    mixed: {enum: [auto, 1, true, null]}
    ratios: {enum: [0.5, 1]}
    flag: {const: true}
    fixed: {const: {a: 1}}
    untyped: {minLength: 1}
    never: false
",
        expect![[r#"
            answer: It
            It = struct {least?: I64, natural?: U64, unsigned?: U64, wide?: I128, huge?: F64, narrow?: I64, ratio?: F64, codes?: It.codes, mixed?: It.mixed | null, ratios?: F64, flag?: Bool, fixed?: Value(Constants), untyped?: Value(Untyped), never?: Value(Never)}
            It.codes = enum 1 | 2
            It.mixed = enum "auto" | 1 | true
        "#]],
    );
}

#[test]
fn identifiers() {
    check(
        "
It:
  type: object
  properties:
    userId: {type: string}
    parent: {type: object, properties: {user_id: {type: [string, 'null']}, userIds: {type: array, items: {type: string}}}}
    user: {$ref: '#/components/schemas/User'}
    account: {$ref: '#/components/schemas/Account'}
    onceId: {type: string}
    plainId: {type: string, x-newtype: false}
    nodes: {type: array, items: {type: object, properties: {plainId: {type: string, x-newtype: false}, changing_id: {type: integer}}}}
    changingId: {type: string}
    clientId: {type: string}
    other: {type: object, properties: {clientId: {type: string}, code: {$ref: '#/components/schemas/Code'}, short: {$ref: '#/components/schemas/Code', maxLength: 2}}}
    paid: {type: string}
    client: {$ref: '#/components/schemas/ClientId'}
User: {type: object, properties: {id: {type: string}, accountId: {type: string}}}
Account: {type: object, properties: {id: {type: string}, accountId: {type: string}}}
ClientId: {type: object, properties: {a: {type: string}}}
Code: {type: string}
",
        expect![[r#"
            answer: It
            It = struct {userId?: userId, parent?: It.parent, user?: User, account?: Account, onceId?: String, plainId?: String, nodes?: [It.nodes[]], changingId?: String, clientId?: String, other?: It.other, paid?: String, client?: ClientId}
            It.parent = struct {user_id?: userId | null, userIds?: [userId]}
            User = struct {id?: userId, accountId?: accountId}
            Account = struct {id?: String, accountId?: accountId}
            It.nodes[] = struct {plainId?: String, changing_id?: I64}
            It.other = struct {clientId?: String, code?: Code, short?: Code}
            Code = newtype String
            ClientId = struct {a?: String}
            accountId = newtype String
            userId = newtype String
        "#]],
    );
}
