//! What the keywords of one schema say together: files, secrets, `null`.

use serde_json::Value;

use crate::document::openapi::Dialect;
use crate::ir::{Encoding, Schema, Type};
use crate::source::Node;

use super::Keywords;

impl Keywords<'_, '_> {
    /// What several keywords say together.
    pub fn finish(&mut self, schema: &mut Schema, node: &Node) {
        let told = schema.extensions.get("x-secret").and_then(Value::as_bool);
        if is_file(schema) {
            schema.types = vec![Type::String];
            schema.string.format = Some("binary".to_owned());
        }
        schema.secret = told == Some(true)
            || (told.is_none() && schema.string.format.as_deref() == Some("password"));
        schema.shown = told == Some(false);
        let nullable = node.get("nullable").filter(|_| self.dialect() == Dialect::OpenApi30);
        // Beside a reference, 3.0 has no other keyword.
        if let Some(node) = nullable.filter(|_| schema.reference.is_none())
            && self.truth(node, "nullable")
        {
            self.allow_null(schema);
        }
    }

    /// `nullable: true` of OpenAPI 3.0, as 2020-12 says it.
    fn allow_null(&mut self, schema: &mut Schema) {
        if !schema.types.is_empty() && !schema.types.contains(&Type::Null) {
            schema.types.push(Type::Null);
        }
        if let Some(values) = schema.values.as_mut().filter(|it| !it.contains(&Value::Null)) {
            values.push(Value::Null);
        }
        let combines =
            !(schema.all_of.is_empty() && schema.any_of.is_empty() && schema.one_of.is_empty());
        if !schema.types.is_empty() || !combines {
            return;
        }
        // `nullable` beside `allOf: [$ref]` is how 3.0 says "this or null".
        let origin = schema.origin;
        let described = Schema { description: schema.description.clone(), ..Schema::any(origin) };
        let inner = std::mem::replace(schema, described);
        let inner = self.cx.schemas.push(inner);
        let null = self.cx.schemas.push(Schema { types: vec![Type::Null], ..Schema::any(origin) });
        schema.any_of = vec![inner, null];
    }
}

/// OpenAPI 3.1 writes a file, which 3.0 knows as `format: binary`, as content of a type that is no text.
fn is_file(schema: &Schema) -> bool {
    let string = &schema.string;
    let Some(media_type) = &string.content_media_type else { return false };
    matches!(schema.types.as_slice(), [] | [Type::String])
        && string.content_encoding.is_none()
        && string.format.is_none()
        && Encoding::of(media_type) == Encoding::Binary
}
