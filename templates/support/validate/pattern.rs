//! ECMA-262 patterns, each compiled once in the life of the process.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use regress::{Flags, Regex};

type Compiled = Option<Arc<Regex>>;

static PATTERNS: RwLock<BTreeMap<String, Compiled>> = RwLock::new(BTreeMap::new());

/// Whether the pattern matches somewhere in the text. A pattern that is none accepts everything: it
/// is the document that is wrong, not the caller.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.find(text).is_some())
}

fn compiled(pattern: &str) -> Compiled {
    let known = PATTERNS.read().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
    known.unwrap_or_else(|| {
        let compiled = compile(pattern);
        let mut patterns = PATTERNS.write().unwrap_or_else(PoisonError::into_inner);
        patterns.insert(pattern.to_owned(), compiled.clone());
        compiled
    })
}

/// JSON Schema wants the `u` flag. Patterns that only hold without it, such as `\_`, are in use too.
fn compile(pattern: &str) -> Compiled {
    let unicode = Flags { unicode: true, ..Flags::default() };
    let regex = Regex::with_flags(pattern, unicode).or_else(|_| Regex::new(pattern));
    regex.ok().map(Arc::new)
}
