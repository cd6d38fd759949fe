//! The canary: a secret that every client of the tests has, and a search for it in everything that is logged or
//! traced, of every crate and at every level, written by a program or shown otherwise.

use std::fmt::Write;
use std::sync::{Mutex, Once};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The key of every client that needs none in particular.
pub const CANARY: &str = "c4n4ry-k3y-0f-th3-t3sts";

/// Fails where a text holds a secret, or something has been logged or traced that does.
pub fn check(text: &str) {
    assert!(!is_secret(text), "a secret is shown: {text}");
    assert_eq!(*FOUND.lock().unwrap(), [""; 0], "a secret is logged or traced");
}

/// Looks for a further secret from now on, such as a credential of a test's own.
pub fn add(secret: &str) {
    let mut secrets = SECRETS.lock().unwrap();
    for form in forms(secret) {
        if !secrets.contains(&form) {
            secrets.push(form);
        }
    }
}

/// A secret as it stands, and in Base64.
fn forms(secret: &str) -> [String; 2] {
    [secret.to_owned(), STANDARD.encode(secret).trim_end_matches('=').to_owned()]
}

fn is_secret(text: &str) -> bool {
    let has = |forms: &[String]| forms.iter().any(|it| text.contains(it));
    has(&forms(CANARY)) || has(&SECRETS.lock().unwrap())
}

/// Further secrets, texts that held one, and the spans of this project's own.
static SECRETS: Mutex<Vec<String>> = Mutex::new(Vec::new());
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

/// Keeps a text for the next [`check`], such as a line that a program wrote.
pub fn note(text: String) {
    if is_secret(&text) {
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
