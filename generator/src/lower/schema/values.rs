//! The values of keywords that are not schemas: names, numbers, lists, patterns.

use serde_json::{Number, Value};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::Type;
use crate::source::{Data, Node};

use super::Keywords;

impl Keywords<'_, '_> {
    pub fn types(&mut self, node: &Node) -> Vec<Type> {
        let words: Vec<&Node> = match &node.data {
            Data::Array(items) => items.iter().collect(),
            _ => vec![node],
        };
        let mut types = Vec::new();
        for word in words {
            match word.as_str().and_then(Type::parse) {
                Some(it) if !types.contains(&it) => types.push(it),
                Some(_) => {}
                // `type: null` without quotes is a common slip; the value null means the type.
                None if word.data == Data::Null => types.push(Type::Null),
                None => self.invalid(word, "not a type of JSON Schema"),
            }
        }
        if node.as_array().is_some_and(<[Node]>::is_empty) {
            self.left_out(node, "`type` must name at least one type");
        }
        types
    }

    pub fn values(&mut self, node: &Node) -> Vec<Value> {
        match node.as_array() {
            Some(items) => items.iter().map(Node::to_value).collect(),
            None => {
                self.invalid(node, "`enum` must be an array");
                Vec::new()
            }
        }
    }

    /// Names of properties, each once.
    pub fn strings(&mut self, node: &Node, keyword: &str) -> Vec<String> {
        let Some(items) = node.as_array() else {
            // Older drafts and confused documents write `required: true` on the property itself.
            self.left_out(node, &format!("`{keyword}` must be an array of property names"));
            return Vec::new();
        };
        let mut names = Vec::new();
        for item in items {
            match item.as_str() {
                Some(name) if names.iter().any(|it| it == name) => {}
                Some(name) => names.push(name.to_owned()),
                None => self.left_out(item, "must be the name of a property"),
            }
        }
        names
    }

    /// `examples`, which are an array in a schema, though an object elsewhere in OpenAPI.
    pub fn examples(&mut self, node: &Node) -> Vec<Value> {
        match node.as_array() {
            Some(items) => items.iter().map(Node::to_value).collect(),
            None => {
                self.left_out(node, "`examples` of a schema must be an array");
                Vec::new()
            }
        }
    }

    /// Text; whatever else stands there is left out and reported.
    pub fn text(&mut self, node: &Node, keyword: &str) -> Option<String> {
        if node.as_str().is_none() {
            self.left_out(node, &format!("`{keyword}` must be a string"));
        }
        node.as_str().map(str::to_owned)
    }

    /// A truth value; whatever else stands there is taken as `false` and reported.
    pub fn truth(&mut self, node: &Node, keyword: &str) -> bool {
        if node.as_bool().is_none() {
            self.left_out(node, &format!("`{keyword}` must be `true` or `false`"));
        }
        node.as_bool().unwrap_or_default()
    }

    /// `multipleOf`
    pub fn divisor(&mut self, node: &Node) -> Option<Number> {
        let divisor = self.number(node)?;
        if divisor.as_f64().is_some_and(|it| it > 0.0) {
            return Some(divisor);
        }
        self.invalid(node, "`multipleOf` must be greater than 0");
        None
    }

    /// A bound, which is a number of its own in 2020-12 and a switch on its sibling in OpenAPI 3.0.
    pub fn bound(
        &mut self,
        value: &Node,
        whole: &Node,
        base: &str,
        keyword: &str,
        slots: [&mut Option<Number>; 2],
    ) {
        let [inclusive, exclusive] = slots;
        let switch = if base == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
        let is_exclusive = whole.get(switch).and_then(Node::as_bool) == Some(true);
        match value.data {
            Data::Bool(_) if keyword == switch => self.switch(keyword, value.span),
            _ if keyword == switch || is_exclusive => *exclusive = self.number(value),
            _ => *inclusive = self.number(value),
        }
    }

    pub fn number(&mut self, node: &Node) -> Option<Number> {
        match &node.data {
            Data::Number(number) => Some(number.clone()),
            _ => {
                self.invalid(node, "must be a number");
                None
            }
        }
    }

    pub fn count(&mut self, node: &Node) -> Option<u64> {
        let count = match &node.data {
            Data::Number(number) => number.as_u64().or_else(|| {
                let float = number.as_f64().filter(|it| it.fract() == 0.0 && *it >= 0.0)?;
                Some(float as u64)
            }),
            _ => None,
        };
        if count.is_none() {
            self.invalid(node, "must be an integer of at least 0");
        }
        count
    }

    pub fn pattern(&mut self, node: &Node) -> Option<String> {
        let pattern = self.text(node, "pattern")?;
        self.is_pattern(&pattern, node.span).then_some(pattern)
    }

    /// JSON Schema wants patterns to hold with the `u` flag; many in use hold without it only.
    pub fn is_pattern(&mut self, pattern: &str, span: Span) -> bool {
        let Err(error) = regress::Regex::with_flags(pattern, "u") else { return true };
        if regress::Regex::new(pattern).is_ok() {
            return true;
        }
        let message = format!("not a pattern of ECMA-262: {}", error.text);
        self.cx.report(
            Diagnostic::warning(Code::NonEcmaPattern, span, message)
                .label("values are not checked against it"),
        );
        false
    }

    pub fn invalid(&mut self, node: &Node, message: &str) {
        self.cx.error(Code::InvalidOpenapi, node.span, message);
    }
}
