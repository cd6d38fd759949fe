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

    pub fn strings(&mut self, node: &Node) -> Vec<String> {
        let Some(items) = node.as_array() else {
            // OpenAPI 2 and confused documents write `required: true` on a property.
            self.invalid(node, "`required` must be an array of property names");
            return Vec::new();
        };
        items.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
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
            Data::Bool(_) if keyword == switch => {}
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
        let pattern = node.as_str()?;
        self.is_pattern(pattern, node.span).then(|| pattern.to_owned())
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
