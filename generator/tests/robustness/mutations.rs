//! Real documents with something wrong in them.
//!
//! The seeds are fixed, so a failure comes back; `FUZZ_ROUNDS=10000` looks further than a test should.

use fastrand::Rng as Random;
use serde_json::{Map, Value, json};

use crate::harness::{Folder, exposing_all, run, workspace};

const ROUNDS: u64 = 60;

/// Tells the round that panics.
struct Round(u64);

impl Drop for Round {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("round {}", self.0);
        }
    }
}

fn rounds() -> u64 {
    std::env::var("FUZZ_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(ROUNDS)
}

fn spec(path: &str) -> Vec<u8> {
    std::fs::read(workspace().join("specs").join(path)).expect("a file of the specs")
}

fn parsed(path: &str) -> Value {
    serde_yaml::from_slice(&spec(path)).expect("YAML")
}

/// The project's capability, its document and its overlays, cut down to what is quick to compile.
fn folder() -> Folder {
    let mut capability = parsed("dokploy/capabilities/dokploy-user.yaml");
    let kept = 5;
    let keep = |list: &mut Value| list.as_array_mut().expect("a list").truncate(kept);
    let body = &mut capability["capability"];
    keep(&mut body["consumes"][0]["resources"]);
    keep(&mut body["exposes"][0]["resources"]);
    keep(&mut body["exposes"][1]["tools"]);
    let catalog = "catalog: 1\ncapabilities:\n- name: user\n  capability: capability.yaml\n  \
                   openapi: openapi.yaml\n  overlays: [common.yaml, overlay.yaml]\n";
    let yaml = |it: &Value| serde_yaml::to_string(it).expect("YAML").into_bytes();
    [
        ("catalog.yaml", catalog.as_bytes().to_vec()),
        ("capability.yaml", yaml(&capability)),
        ("openapi.yaml", yaml(&cut(&capability, parsed("dokploy/openapi.yaml")))),
        ("common.yaml", yaml(&parsed("dokploy/overlays/common.yaml"))),
        ("overlay.yaml", yaml(&parsed("dokploy/overlays/user.yaml"))),
    ]
    .map(|(path, bytes)| (path.to_owned(), bytes))
    .into()
}

/// The paths that the capability consumes.
fn cut(capability: &Value, mut openapi: Value) -> Value {
    let resources = capability["capability"]["consumes"][0]["resources"].as_array();
    let wanted: Vec<&str> =
        resources.expect("resources").iter().filter_map(|it| it["path"].as_str()).collect();
    let paths = openapi["paths"].as_object_mut().expect("paths");
    paths.retain(|path, _| wanted.contains(&path.as_str()));
    openapi
}

#[test]
fn the_folder_compiles_as_it_is() {
    run(&folder()).unwrap_or_else(|findings| panic!("refused:\n{findings}"));
}

#[test]
fn bytes() {
    let whole = folder();
    let paths: Vec<&String> = whole.keys().collect();
    for round in 0..rounds() {
        let _guard = Round(round);
        let mut random = Random::with_seed(round);
        let mut folder = whole.clone();
        let path = paths[random.usize(..paths.len())];
        let bytes = folder.get_mut(path).expect("a file");
        for _ in 0..=random.usize(..4) {
            mutate_bytes(bytes, &mut random);
        }
        let _ = run(&folder);
    }
}

fn mutate_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    const PIECES: &[&[u8]] = &[
        b"\n", b"  ", b": ", b"- ", b"{", b"}", b"[", b"]", b"'", b"\"", b"*a", b"&a ", b"null",
        b"\xFF", b"#", b"9",
    ];
    if bytes.is_empty() {
        return;
    }
    let at = random.usize(..bytes.len());
    match random.usize(..5) {
        0 => bytes.truncate(at),
        1 => {
            bytes.remove(at);
        }
        2 => bytes[at] = PIECES[random.usize(..PIECES.len())][0],
        3 => {
            let piece = PIECES[random.usize(..PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
        _ => {
            let end = (at + random.usize(..60)).min(bytes.len());
            let copy = bytes[at..end].to_vec();
            let to = random.usize(..bytes.len());
            bytes.splice(to..to, copy);
        }
    }
}

#[test]
fn values() {
    let whole = folder();
    let documents =
        ["capability.yaml", "openapi.yaml", "openapi.yaml", "common.yaml", "overlay.yaml"];
    for round in 0..rounds() {
        let _guard = Round(round);
        let mut random = Random::with_seed(round ^ 0x5EED);
        let path = documents[random.usize(..documents.len())];
        let mut document: Value = serde_yaml::from_slice(&whole[path]).expect("YAML");
        for _ in 0..=random.usize(..6) {
            mutate_value(&mut document, &mut random);
        }
        let mut folder = whole.clone();
        folder.insert(path.to_owned(), document.to_string().into_bytes());
        let _ = run(&folder);
    }
}

/// Here nothing of the structure is touched, so that most of what comes out compiles.
#[test]
fn schemas() {
    let mut sound = 0;
    for round in 0..rounds() {
        let _guard = Round(round);
        let mut random = Random::with_seed(round ^ 0xC0FFEE);
        let names = ["A", "B", "C", "D"];
        let components: Map<String, Value> =
            names.iter().map(|it| ((*it).to_owned(), schema(&mut random, 4))).collect();
        let mut openapi = crate::harness::document(schema(&mut random, 3), components.into());
        let parameters: Vec<Value> = (0..random.usize(..4))
            .map(|at| {
                json!({ "name": name(&mut random), "in": place(at),
                "required": at % 2 == 0, "schema": schema(&mut random, 2) })
            })
            .collect();
        openapi["paths"]["/a"]["post"]["parameters"] = parameters.into();
        openapi["openapi"] = ["3.0.3", "3.1.0"][random.usize(..2)].into();
        sound += usize::from(run(&exposing_all(&openapi)).is_ok());
    }
    assert!(sound > 0, "no round compiled");
}

fn place(at: usize) -> &'static str {
    ["query", "header", "cookie"][at % 3]
}

fn name(random: &mut Random) -> String {
    let names =
        ["a", "b", "A", "id", "type", "self", "x-y", "", "é", "body", "1", "additionalProperties"];
    names[random.usize(..names.len())].to_owned()
}

/// A random schema, most of which are sound.
fn schema(random: &mut Random, depth: usize) -> Value {
    let types = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let reference = format!("#/components/schemas/{}", ["A", "B", "C", "D"][random.usize(..4)]);
    if depth == 0 || random.usize(..4) == 0 {
        return match random.usize(..6) {
            0 => json!(random.usize(..2) == 0),
            1 | 2 => json!({ "$ref": reference }),
            _ => json!({ "type": types[random.usize(..types.len())] }),
        };
    }
    let mut out = Map::new();
    for _ in 0..=random.usize(..3) {
        let (keyword, value) = keyword(random, depth - 1, &types, &reference);
        out.insert(keyword.to_owned(), value);
    }
    Value::Object(out)
}

fn keyword(
    random: &mut Random,
    depth: usize,
    types: &[&str],
    reference: &str,
) -> (&'static str, Value) {
    match random.usize(..20) {
        0 => ("type", types[random.usize(..types.len())].into()),
        1 => ("type", json!([types[random.usize(..types.len())], "null"])),
        2 => ("$ref", reference.into()),
        3 => ("enum", json!([name(random), name(random), random.usize(..3), null])),
        4 => ("enum", json!([name(random), name(random)])),
        5 => ("const", name(random).into()),
        6..=8 => {
            let members: Map<String, Value> =
                (0..random.usize(..4)).map(|_| (name(random), schema(random, depth))).collect();
            ("properties", members.into())
        }
        9 => ("required", json!([name(random), "id"])),
        10 => ("additionalProperties", schema(random, depth)),
        11 => ("items", schema(random, depth)),
        12 => ("allOf", json!([schema(random, depth), schema(random, depth)])),
        13 => ("anyOf", json!([schema(random, depth), schema(random, depth)])),
        14 => {
            ("oneOf", json!([schema(random, depth), schema(random, depth), schema(random, depth)]))
        }
        15 => ("discriminator", json!({ "propertyName": name(random) })),
        16 => ("nullable", true.into()),
        17 => ("format", ["binary", "password", "uint64", "date"][random.usize(..4)].into()),
        18 => ("patternProperties", json!({ "^x": schema(random, depth) })),
        _ => ("title", name(random).into()),
    }
}

fn mutate_value(document: &mut Value, random: &mut Random) {
    let total = count(document);
    let at = random.usize(..total);
    let donor = random.usize(..total);
    let copy = nth(document, donor).map(|it| it.clone()).unwrap_or_default();
    let Some(node) = nth(document, at) else { return };
    match random.usize(..7) {
        0 => *node = odd(random),
        // A copy of the whole would double the document in each step.
        1 if count(&copy) < 200 => *node = copy,
        2 => drop_member(node, random),
        3 => rename_member(node, random),
        4 => {
            let targets = ["#", "#/", "#/components/schemas/A", "#/paths", "x.yaml#/a"];
            let target = targets[random.usize(..targets.len())];
            *node = json!({ "$ref": target });
        }
        5 => {
            for _ in 0..random.usize(..130) {
                *node = json!([node.take()]);
            }
        }
        _ => *node = json!({ "allOf": [node.take()], "x": odd(random) }),
    }
}

fn odd(random: &mut Random) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(18446744073709551615u64),
        json!(0.5),
        json!(""),
        json!("😀"),
        json!("#"),
        json!("a\nb"),
        json!("{{x}}"),
        json!("${"),
        json!("$."),
        json!([]),
        json!({}),
        json!([[]]),
        json!({ "": {} }),
        json!("GET"),
        json!("string"),
        json!("x".repeat(300)),
    ];
    odd[random.usize(..odd.len())].clone()
}

fn drop_member(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(members) if !members.is_empty() => {
            take_member(members, random);
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(random.usize(..items.len()));
        }
        _ => {}
    }
}

fn rename_member(node: &mut Value, random: &mut Random) {
    if let Value::Object(members) = node
        && let Some(value) = take_member(members, random)
    {
        members.insert(name(random), value);
    }
}

fn take_member(members: &mut Map<String, Value>, random: &mut Random) -> Option<Value> {
    let name = random.choice(members.keys())?.clone();
    members.shift_remove(&name)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// The value at a place in document order.
fn nth(value: &mut Value, at: usize) -> Option<&mut Value> {
    fn find<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
        if *at == 0 {
            return Some(value);
        }
        *at -= 1;
        match value {
            Value::Array(items) => items.iter_mut().find_map(|it| find(it, at)),
            Value::Object(members) => members.values_mut().find_map(|it| find(it, at)),
            _ => None,
        }
    }
    find(value, &mut { at })
}
