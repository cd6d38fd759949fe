//! Arbitrary bytes never panic, and what is said of them can be rendered.

use fastrand::Rng as Random;

use super::read;
use crate::source::Limits;

fn pick(random: &mut Random, from: &'static [&'static [u8]]) -> &'static [u8] {
    random.choice(from).copied().unwrap_or_default()
}

const SEEDS: &[&[u8]] = &[
    b"a: b\nc:\n- 1\n- x: &a {y: [1, 'z']}\n  w: *a\nd: |\n  text\n  more\ne: >-\n  folded\n",
    b"&r !!map\n? k\n: !!str 200\n\"q\\u00e9\": 'it''s'\n# note\n\xC3\xA9: ~\n...\n",
    b"{\"a\": [1, -2.5e3, true, null, \"\\ud83d\\ude00\\n\"], \"b\": {\"\": {}}}",
    b"openapi: 3.1.0\r\ninfo: {title: x}\r\npaths:\r\n  /a/{b}:\r\n    get: &g\r\n      200: ok\r\n",
    b"x: &x [1]\ny: &y [*x, *x]\nz: &z [*y, *y]\nw: [*z, *z]\n",
];

const PIECES: &[&[u8]] = &[
    b"&a ",
    b"*a",
    b"!!str ",
    b"!t ",
    b"---\n",
    b"...\n",
    b"\n",
    b"\r\n",
    b"\t",
    b": ",
    b"- ",
    b"? ",
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"|\n",
    b">2-\n",
    b"#",
    b" #",
    b"<<: ",
    b"%YAML 1.2\n",
    b"%TAG ! x\n",
    b"\xEF\xBB\xBF",
    b"\xFF",
    b"\xC3\xA9",
    b"\xE2\x80\xA8",
    b"\xC2\x85",
    b"\0",
    b"0x",
    b".inf",
    b"1e999",
    b"  ",
    b"`",
    b"@",
    b"\xF0\x9F\x98\x80",
    b"!<",
    b">",
];

fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    let at = random.usize(..bytes.len() + 1);
    let end = (at + random.usize(..8)).min(bytes.len());
    match random.usize(..5) {
        0 => drop(bytes.drain(at..end)),
        1 => drop(bytes.splice(at..at, pick(random, PIECES).iter().copied())),
        2 => drop(bytes.splice(at..end, pick(random, PIECES).iter().copied())),
        3 => {
            let copy = bytes[at..end].to_vec();
            let to = random.usize(..bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        _ => {
            let byte = random.u8(..);
            bytes.splice(at..end.min(at + 1), [byte]);
        }
    }
}

#[test]
fn mutated_documents_never_panic() {
    let mut random = Random::with_seed(7);
    let rounds = std::env::var("FUZZ_ROUNDS").ok().and_then(|it| it.parse().ok());
    for round in 0..rounds.unwrap_or(6_000_usize) {
        let mut bytes = pick(&mut random, SEEDS).to_vec();
        for _ in 0..=random.usize(..6) {
            mutate(&mut random, &mut bytes);
        }
        let path = if round % 3 == 0 { "a.json" } else { "a.yaml" };
        let _ = read(path, &bytes, Limits::default());
    }
}
