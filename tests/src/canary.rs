//! Everything that is logged or traced, of every crate and at every level, in search of the canary.

use std::fmt::Write;
use std::sync::{Mutex, Once};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::CANARY;

/// Fails where a text holds the canary.
pub fn check(text: &str) {
    let encoded = STANDARD.encode(CANARY);
    assert!(!text.contains(CANARY) && !text.contains(encoded.trim_end_matches('=')), "{text}");
}

/// Texts that held the canary, and the spans of this project's own.
static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());
static SPANS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Watches from now on.
pub fn start() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Watch).unwrap();
        log::set_logger(&Watch).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    assert_eq!(*FOUND.lock().unwrap(), [""; 0]);
}

/// The attempts that were traced, each with its fields.
pub fn attempts() -> Vec<String> {
    SPANS.lock().unwrap().clone()
}

struct Watch;

#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

fn note(text: String) {
    if text.contains(CANARY) {
        FOUND.lock().unwrap().push(text);
    }
}

impl Subscriber for Watch {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        if span.metadata().target().starts_with("fixture::") {
            let mut spans = SPANS.lock().unwrap();
            spans.push(fields.0.clone());
            note(fields.0);
            return Id::from_u64(spans.len() as u64);
        }
        note(fields.0);
        Id::from_u64(u64::MAX)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        if let Some(span) = SPANS.lock().unwrap().get_mut(span.into_u64() as usize - 1) {
            span.push_str(&fields.0);
        }
        note(fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        note(fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Watch {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(record.args().to_string());
    }

    fn flush(&self) {}
}
