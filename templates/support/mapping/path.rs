//! JSONPaths (RFC 9535), each parsed once in the life of a program.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;
use serde_json_path::JsonPath;

/// What a path selects: the value at the one place that it names, or `null`; else an array.
pub(super) fn select(text: &'static str, of: &Value) -> Value {
    let Some(path) = parsed(text) else { return Value::Null };
    let nodes = path.path.query(of).all();
    if path.names_one_place {
        return nodes.first().map_or(Value::Null, |it| (*it).clone());
    }
    nodes.into_iter().cloned().collect()
}

struct Parsed {
    path: JsonPath,
    names_one_place: bool,
}

/// The paths of the constant tables, so that there are never more than those.
static PARSED: RwLock<BTreeMap<&str, Arc<Parsed>>> = RwLock::new(BTreeMap::new());

/// The compiler has parsed the path before; were it broken, nothing would be selected.
fn parsed(text: &'static str) -> Option<Arc<Parsed>> {
    if let Some(known) = PARSED.read().unwrap_or_else(PoisonError::into_inner).get(text) {
        return Some(known.clone());
    }
    let path = JsonPath::parse(text).ok()?;
    let parsed = Arc::new(Parsed { path, names_one_place: names_one_place(text) });
    PARSED.write().unwrap_or_else(PoisonError::into_inner).insert(text, parsed.clone());
    Some(parsed)
}

/// Whether a path is a singular query (RFC 9535, section 2.3.5.1): of names and indices only, so
/// that it depends on the path, not on the data, whether an array is answered.
fn names_one_place(path: &str) -> bool {
    let mut quote = None;
    let mut characters = path.chars();
    let mut last = '$';
    while let Some(it) = characters.next() {
        match (quote, it) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if it == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(it),
            (None, '*' | '?' | ':' | ',') => return false,
            (None, '.') if last == '.' => return false,
            (None, _) => {}
        }
        last = it;
    }
    true
}
