//! One keyword becomes its place in the IR.

use crate::ir::Schema;
use crate::source::{Data, Member, Node};

use super::Keywords;
use super::keywords::{Keyword, Standing};

impl Keywords<'_, '_> {
    /// Reads a keyword of the schema `whole`.
    pub fn keyword(&mut self, schema: &mut Schema, keyword: &str, member: &Member, whole: &Node) {
        let value = &member.value;
        if keyword.starts_with("x-") {
            schema.extensions.insert(keyword.to_owned(), value.to_value());
            return;
        }
        let standing = match Keyword::find(keyword) {
            Some(known) => known.standing(self.dialect()),
            None => Standing::Meaningless,
        };
        match standing {
            Standing::Read => self.read_keyword(schema, keyword, value, whole),
            Standing::Borrowed => {
                self.borrowed(keyword, member.key);
                self.read_keyword(schema, keyword, value, whole);
            }
            Standing::Kept => {
                self.declaration(keyword, value, whole);
                // Definitions are schemas of their own, as far as something refers to them.
                if !matches!(keyword, "$defs" | "definitions") {
                    schema.annotations.insert(keyword.to_owned(), value.to_value());
                }
            }
            Standing::Meaningless => {
                self.meaningless(keyword, member.key);
                schema.annotations.insert(keyword.to_owned(), value.to_value());
            }
            Standing::Unsupported => {
                self.unsupported(keyword, member);
                schema.annotations.insert(keyword.to_owned(), value.to_value());
            }
        }
    }

    fn read_keyword(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        match keyword {
            "$ref" => schema.reference = self.reference(value),
            "type" => schema.types = self.types(value),
            "enum" => {
                let values = self.values(value);
                self.allow_only(schema, values);
            }
            "const" => self.allow_only(schema, vec![value.to_value()]),
            "allOf" => schema.all_of = self.schemas(value, keyword),
            "anyOf" => schema.any_of = self.schemas(value, keyword),
            "oneOf" => schema.one_of = self.schemas(value, keyword),
            "not" => schema.not = Some(self.schema(value, keyword)),
            "if" => schema.condition.test = Some(self.schema(value, keyword)),
            "then" => schema.condition.then = Some(self.schema(value, keyword)),
            "else" => schema.condition.otherwise = Some(self.schema(value, keyword)),
            "discriminator" => schema.discriminator = self.discriminator(value),
            // Read in `finish`, with the types it changes.
            "nullable" => {}
            _ => self.text_rule(schema, keyword, value, whole),
        }
    }

    fn text_rule(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        let string = &mut schema.string;
        match keyword {
            "minLength" => string.min_length = self.count(value),
            "maxLength" => string.max_length = self.count(value),
            "pattern" => string.pattern = self.pattern(value),
            "format" => string.format = self.text(value, keyword),
            "contentEncoding" => string.content_encoding = self.text(value, keyword),
            "contentMediaType" => string.content_media_type = self.text(value, keyword),
            "contentSchema" => string.content_schema = Some(self.schema(value, keyword)),
            _ => self.number_rule(schema, keyword, value, whole),
        }
    }

    fn number_rule(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        let number = &mut schema.number;
        match keyword {
            "minimum" | "exclusiveMinimum" => {
                let slots = [&mut number.minimum, &mut number.exclusive_minimum];
                self.bound(value, whole, "minimum", keyword, slots);
            }
            "maximum" | "exclusiveMaximum" => {
                let slots = [&mut number.maximum, &mut number.exclusive_maximum];
                self.bound(value, whole, "maximum", keyword, slots);
            }
            "multipleOf" => number.multiple_of = self.divisor(value),
            _ => self.array_rule(schema, keyword, value, whole),
        }
    }

    fn array_rule(&mut self, schema: &mut Schema, keyword: &str, value: &Node, whole: &Node) {
        let array = &mut schema.array;
        match keyword {
            "items" if value.as_array().is_some() => {
                self.list_of_items(value);
                array.prefix = self.schemas(value, keyword);
            }
            "items" => array.items = Some(self.schema(value, keyword)),
            "additionalItems" => {
                // It speaks of what follows a list; where there is none, nothing does.
                if matches!(whole.get("items").map(|it| &it.data), Some(Data::Array(_))) {
                    array.items = Some(self.schema(value, keyword));
                } else {
                    schema.annotations.insert(keyword.to_owned(), value.to_value());
                }
            }
            "prefixItems" => array.prefix = self.schemas(value, keyword),
            "contains" => array.contains = Some(self.schema(value, keyword)),
            "minContains" => array.min_contains = self.count(value),
            "maxContains" => array.max_contains = self.count(value),
            "unevaluatedItems" => array.unevaluated = Some(self.schema(value, keyword)),
            "minItems" => array.min_items = self.count(value),
            "maxItems" => array.max_items = self.count(value),
            "uniqueItems" => array.unique = self.truth(value, keyword),
            _ => self.object_rule(schema, keyword, value),
        }
    }

    fn object_rule(&mut self, schema: &mut Schema, keyword: &str, value: &Node) {
        let object = &mut schema.object;
        match keyword {
            "properties" => object.properties = self.named(value, keyword),
            "patternProperties" => self.patterns(object, value),
            "required" => object.required = self.strings(value, keyword),
            "additionalProperties" => object.additional = Some(self.schema(value, keyword)),
            "propertyNames" => object.names = Some(self.schema(value, keyword)),
            "unevaluatedProperties" => object.unevaluated = Some(self.schema(value, keyword)),
            "minProperties" => object.min_properties = self.count(value),
            "maxProperties" => object.max_properties = self.count(value),
            "dependentRequired" => self.dependent_required(object, value),
            "dependentSchemas" => object.dependent_schemas.extend(self.named(value, keyword)),
            "dependencies" => self.dependencies(object, value),
            _ => self.annotation(schema, keyword, value),
        }
    }

    fn annotation(&mut self, schema: &mut Schema, keyword: &str, value: &Node) {
        match keyword {
            "title" => schema.title = self.text(value, keyword),
            "description" => schema.description = self.text(value, keyword),
            "deprecated" => schema.deprecated = self.truth(value, keyword),
            "readOnly" => schema.read_only = self.truth(value, keyword),
            "writeOnly" => schema.write_only = self.truth(value, keyword),
            "default" => schema.default = Some(value.to_value()),
            "example" => schema.examples.push(value.to_value()),
            "examples" => schema.examples.extend(self.examples(value)),
            // The table says that a keyword is read which none of these functions reads.
            _ => self.cx.error(
                crate::diagnostic::Code::UnsupportedKeyword,
                value.span,
                format!("the schema keyword `{keyword}` is not read"),
            ),
        }
    }
}
