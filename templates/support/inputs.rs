//! The inputs of a call, filled step by step.

use serde_json::{Map, Value};

use super::json::Json;

/// The inputs of one call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// The parameters given, by argument name.
    pub parameters: Map<String, Value>,
    /// The body given.
    pub body: Option<Value>,
}

impl Inputs {
    /// No inputs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter, by its argument name.
    #[must_use]
    pub fn parameter(mut self, argument: &str, value: &impl Json) -> Self {
        self.parameters.insert(argument.to_owned(), value.write());
        self
    }

    /// Adds a parameter that is text, by its argument name.
    #[must_use]
    pub fn text(mut self, argument: &str, value: &str) -> Self {
        self.parameters.insert(argument.to_owned(), value.into());
        self
    }

    /// Adds a parameter, by its argument name, unless it is left out.
    #[must_use]
    pub fn optional(self, argument: &str, value: &Option<impl Json>) -> Self {
        match value {
            Some(value) => self.parameter(argument, value),
            None => self,
        }
    }

    /// Adds a parameter that is a list, by its argument name.
    #[must_use]
    pub fn list(mut self, argument: &str, items: &[impl Json]) -> Self {
        self.parameters.insert(argument.to_owned(), array(items));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, value: &impl Json) -> Self {
        self.body = Some(value.write());
        self
    }

    /// Sets a body that is text.
    #[must_use]
    pub fn text_body(mut self, text: &str) -> Self {
        self.body = Some(text.into());
        self
    }

    /// Sets a body that is a list.
    #[must_use]
    pub fn list_body(mut self, items: &[impl Json]) -> Self {
        self.body = Some(array(items));
        self
    }

    /// Sets the body unless it is left out.
    #[must_use]
    pub fn optional_body(self, value: Option<&impl Json>) -> Self {
        match value {
            Some(value) => self.body(value),
            None => self,
        }
    }

    /// Sets a body that is text unless it is left out.
    #[must_use]
    pub fn optional_text_body(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text_body(text),
            None => self,
        }
    }

    /// Sets a body that is a list unless it is left out.
    #[must_use]
    pub fn optional_list_body(self, items: Option<&[impl Json]>) -> Self {
        match items {
            Some(items) => self.list_body(items),
            None => self,
        }
    }
}

fn array(items: &[impl Json]) -> Value {
    items.iter().map(Json::write).collect()
}
