//! What becomes of the arguments of a tool: the parameters of its operation, and the members of the body.

use generated::support::operation::{Location, Operation, Target, Tool};
use serde_json::{Map, Value, json};

use super::Subject;

/// The inputs of an operation.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The parameters, by their names.
    pub parameters: Map<String, Value>,
    /// The members of the body.
    pub body: Map<String, Value>,
}

impl Inputs {
    /// Sorts the arguments of the operation's tool. What no argument is called is a member of the body.
    pub fn new<S: Subject>(operation: &Operation, arguments: &Value) -> Self {
        let tool = tool::<S>(operation);
        let mut inputs = Self::default();
        for (name, value) in arguments.as_object().expect("arguments are an object").clone() {
            let argument = tool.arguments.iter().find(|it| it.name == name);
            match argument.map(|it| it.target) {
                Some(Target::Parameter(parameter)) => {
                    inputs.parameters.insert(parameter.to_owned(), value);
                }
                Some(Target::BodyField(field)) => {
                    inputs.body.insert(field.to_owned(), value);
                }
                _ => {
                    inputs.body.insert(name, value);
                }
            }
        }
        inputs
    }

    /// The body.
    pub fn body(&self) -> Value {
        Value::Object(self.body.clone())
    }

    /// A parameter that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)?.as_str()
    }

    /// A parameter that is a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.parameters.get(name)?.as_i64()
    }

    /// The parameters of a place, as text.
    pub fn at(&self, operation: &Operation, location: Location) -> Map<String, Value> {
        let here = |name: &str| {
            operation.parameters.iter().any(|it| it.name == name && it.location == location)
        };
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let given = self.parameters.iter().filter(|(name, _)| here(name));
        given.map(|(name, value)| (name.clone(), text(value).into())).collect()
    }
}

/// The tool that calls an operation.
pub fn tool<S: Subject>(operation: &Operation) -> &'static Tool {
    let tools = S::CAPABILITY.mcp.as_ref().expect("an MCP surface").tools;
    let tool = tools.iter().find(|it| it.call.operation.name == operation.name);
    tool.expect("every operation is a tool")
}

/// To JSON, `3` and `3.0` are one number.
pub fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Object(members) => members.into_iter().map(|(k, v)| (k, floats(v))).collect(),
        other => other,
    }
}
