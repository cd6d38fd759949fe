//! The typed arguments of one call, read from its inputs.

use super::super::content::Content;
use super::super::file::File;
use super::super::json::{Json, from_value};
use super::super::service::Inputs;
use super::super::validate::Violation;
use super::Upload;
use serde_json::Value;

/// Takes the inputs of a call apart; what does not fit its type is collected, and [`reply`] answers
/// with all of it.
///
/// [`reply`]: super::reply()
#[derive(Debug)]
pub struct Arguments {
    inputs: Inputs,
    violations: Vec<Violation>,
}

impl Arguments {
    /// The arguments in these inputs.
    pub fn new(inputs: Inputs) -> Self {
        Self { inputs, violations: Vec::new() }
    }

    /// A parameter that must be given.
    pub fn required<T: Json>(&mut self, name: &str) -> T {
        let value = self.inputs.parameters.swap_remove(name);
        self.demand(name, value)
    }

    /// A parameter that may be left out; `null` counts as left out.
    pub fn optional<T: Json>(&mut self, name: &str) -> Option<T> {
        let value = self.inputs.parameters.swap_remove(name).filter(|it| !it.is_null())?;
        Some(self.read(name, value))
    }

    /// A parameter that may be left out, and for which `null` is a value: `Some(None)` is not `None`.
    pub fn nullable<T: Json>(&mut self, name: &str) -> Option<T> {
        let value = self.inputs.parameters.swap_remove(name)?;
        Some(self.read(name, value))
    }

    /// The body, which must be given.
    pub fn body<T: Json>(&mut self) -> T {
        let value = self.inputs.body.take();
        self.demand("body", value)
    }

    /// The body, which may be left out.
    pub fn optional_body<T: Json>(&mut self) -> Option<T> {
        let value = self.inputs.body.take()?;
        Some(self.read("body", value))
    }

    /// A body of bytes, which must be given: what is still coming in, or what is held of it.
    pub fn content(&mut self, upload: Option<Upload>) -> Content {
        match upload {
            Some(upload) => upload.content(),
            None => self.body::<File>().into(),
        }
    }

    /// A body of bytes, which may be left out.
    pub fn optional_content(&mut self, upload: Option<Upload>) -> Option<Content> {
        match upload {
            Some(upload) => Some(upload.content()),
            None => self.optional_body::<File>().map(Content::from),
        }
    }

    /// What did not fit, at `/<argument>` or `/body`.
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    fn demand<T: Json>(&mut self, name: &str, value: Option<Value>) -> T {
        match value {
            Some(value) => self.read(name, value),
            None => {
                self.report(name, Violation::new("", "is required"));
                T::blank()
            }
        }
    }

    fn read<T: Json>(&mut self, name: &str, value: Value) -> T {
        from_value(value).unwrap_or_else(|mismatches| {
            mismatches.into_iter().for_each(|it| self.report(name, it.into()));
            T::blank()
        })
    }

    fn report(&mut self, name: &str, violation: Violation) {
        let token = name.replace('~', "~0").replace('/', "~1");
        let pointer = format!("/{token}{}", violation.pointer);
        self.violations.push(Violation { pointer, ..violation });
    }
}
