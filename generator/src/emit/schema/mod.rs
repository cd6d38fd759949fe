//! A schema as a constant expression over the vocabulary of the support code.

mod rules;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use crate::ir::{NumberRules, Schema, SchemaId, Type};

use super::Subject;

/// Writes schemas for one module, which knows the statics and the vocabulary by these prefixes.
#[derive(Clone, Copy)]
pub struct SchemaTokens<'a> {
    /// What is emitted.
    pub subject: Subject<'a>,
    /// Before the name of a static: nothing, or `schemas::`.
    pub prefix: &'a TokenStream,
    /// Before a word of the vocabulary: nothing, or `schema::`.
    pub vocabulary: &'a TokenStream,
}

impl SchemaTokens<'_> {
    /// A reference to a schema: to its static, or to an expression.
    pub fn reference(&self, id: SchemaId) -> TokenStream {
        let schemas = &self.subject.capability.schemas;
        let id = schemas.resolve(id);
        if let Some(name) = self.subject.names.schema(id) {
            let prefix = self.prefix;
            return quote! { &#prefix #name };
        }
        let expression = self.expression(schemas.get(id));
        quote! { &#expression }
    }

    /// A schema as an expression.
    pub fn expression(&self, schema: &Schema) -> TokenStream {
        let vocabulary = self.vocabulary;
        if schema.is_any() {
            return quote! { #vocabulary ANY };
        }
        if schema.boolean == Some(false) || schema.values.as_ref().is_some_and(Vec::is_empty) {
            return quote! { #vocabulary NEVER };
        }
        let base = self.base(schema);
        let rules = [
            self.scalars(schema),
            self.array(schema)
                .filter(|_| schema.types != [Type::Array])
                .map(|it| quote! { .array(#it) })
                .unwrap_or_default(),
            self.object(schema)
                .filter(|_| schema.types != [Type::Object])
                .map(|it| quote! { .object(#it) })
                .unwrap_or_default(),
            self.combinations(schema),
        ];
        quote! { #base #(#rules)* }
    }

    fn base(&self, schema: &Schema) -> TokenStream {
        let vocabulary = self.vocabulary;
        match schema.types.as_slice() {
            [] => quote! { #vocabulary ANY },
            [Type::Null] => quote! { #vocabulary NULL },
            [Type::Boolean] => quote! { #vocabulary BOOLEAN },
            [Type::Integer] => quote! { #vocabulary INTEGER },
            [Type::Number] => quote! { #vocabulary NUMBER },
            [Type::String] => quote! { #vocabulary STRING },
            [Type::Array] => match self.array(schema) {
                Some(rules) => quote! { #vocabulary array(#rules) },
                None => quote! { #vocabulary ARRAY },
            },
            [Type::Object] => match self.object(schema) {
                Some(rules) => quote! { #vocabulary object(#rules) },
                None => quote! { #vocabulary OBJECT },
            },
            several => {
                let types = several.iter().map(|it| self.type_word(*it));
                quote! { #vocabulary typed(&[#(#types),*]) }
            }
        }
    }

    fn type_word(&self, ty: Type) -> TokenStream {
        let vocabulary = self.vocabulary;
        match ty {
            Type::Null => quote! { #vocabulary Type::Null },
            Type::Boolean => quote! { #vocabulary Type::Boolean },
            Type::Integer => quote! { #vocabulary Type::Integer },
            Type::Number => quote! { #vocabulary Type::Number },
            Type::String => quote! { #vocabulary Type::String },
            Type::Array => quote! { #vocabulary Type::Array },
            Type::Object => quote! { #vocabulary Type::Object },
        }
    }

    fn scalars(&self, schema: &Schema) -> TokenStream {
        let (string, number) = (&schema.string, &schema.number);
        let mut out = TokenStream::new();
        if let Some(values) = &schema.values {
            let values = values.iter().map(|it| self.literal(it));
            out.extend(quote! { .values(&[#(#values),*]) });
        }
        let counts = [
            (string.min_length, quote! { min_length }),
            (string.max_length, quote! { max_length }),
        ];
        for (count, rule) in counts {
            if let Some(count) = count.map(Literal::u64_unsuffixed) {
                out.extend(quote! { .#rule(#count) });
            }
        }
        for (text, rule) in
            [(&string.pattern, quote! { pattern }), (&string.format, quote! { format })]
        {
            if let Some(text) = text {
                out.extend(quote! { .#rule(#text) });
            }
        }
        out.extend(self.bounds(number));
        match number.multiple_of.as_ref().map(|it| (rounded(it), it)) {
            Some((Some(divisor), _)) => {
                let divisor = signed(divisor);
                out.extend(quote! { .multiple_of_integer(#divisor) });
            }
            Some((None, divisor)) => {
                let divisor = float(divisor);
                out.extend(quote! { .multiple_of(#divisor) });
            }
            None => {}
        }
        if schema.secret {
            out.extend(quote! { .secret() });
        }
        if schema.shown {
            out.extend(quote! { .shown() });
        }
        out
    }

    fn bounds(&self, rules: &NumberRules) -> TokenStream {
        let bounds = [
            (&rules.minimum, quote! { minimum }),
            (&rules.exclusive_minimum, quote! { exclusive_minimum }),
            (&rules.maximum, quote! { maximum }),
            (&rules.exclusive_maximum, quote! { exclusive_maximum }),
        ];
        let bounds = bounds.iter().filter_map(|(bound, rule)| Some((bound.as_ref()?, rule)));
        if bounds.clone().all(|(bound, _)| rounded(bound).is_none()) {
            let rules = bounds.map(|(bound, rule)| {
                let bound = float(bound);
                quote! { .#rule(#bound) }
            });
            return rules.collect();
        }
        let vocabulary = self.vocabulary;
        let unbounded = (bounds.clone().count() < 4).then(|| quote! { ..#vocabulary UNBOUNDED });
        let members = bounds.map(|(number, rule)| {
            let bound = match rounded(number) {
                Some(integer) => {
                    let integer = signed(integer);
                    quote! { Integer(#integer) }
                }
                None => {
                    let number = float(number);
                    quote! { Number(#number) }
                }
            };
            quote! { #rule: Some(#vocabulary Bound::#bound), }
        });
        quote! { .range(#vocabulary Range { #(#members)* #unbounded }) }
    }

    fn literal(&self, value: &Value) -> TokenStream {
        let vocabulary = self.vocabulary;
        let literal = match value {
            Value::Null => quote! { Null },
            Value::Bool(value) => quote! { Bool(#value) },
            Value::Number(number) => match number.as_i128() {
                Some(integer) => {
                    let integer = signed(integer);
                    quote! { Integer(#integer) }
                }
                None => {
                    let number = float(number);
                    quote! { Number(#number) }
                }
            },
            Value::String(text) => quote! { String(#text) },
            Value::Array(_) | Value::Object(_) => {
                let text = value.to_string();
                quote! { Json(#text) }
            }
        };
        quote! { #vocabulary Literal::#literal }
    }

    fn combinations(&self, schema: &Schema) -> TokenStream {
        let mut out = TokenStream::new();
        // A reference with siblings is one more part.
        let all_of: Vec<SchemaId> =
            schema.reference.iter().chain(&schema.all_of).copied().collect();
        let lists = [
            (&all_of, quote! { all_of }),
            (&schema.any_of, quote! { any_of }),
            (&schema.one_of, quote! { one_of }),
        ];
        for (list, rule) in lists {
            if !list.is_empty() {
                let list = list.iter().map(|it| self.reference(*it));
                out.extend(quote! { .#rule(&[#(#list),*]) });
            }
        }
        if let Some(not) = schema.not {
            let not = self.reference(not);
            out.extend(quote! { .not(#not) });
        }
        out.extend(self.extra(schema));
        out
    }
}

fn float(number: &Number) -> TokenStream {
    let value = number.as_f64().unwrap_or_default();
    let literal = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() && value != 0.0 {
        quote! { -#literal }
    } else {
        quote! { #literal }
    }
}

/// The integer that a float would round.
fn rounded(number: &Number) -> Option<i128> {
    number.as_i128().filter(|it| (*it as f64) as i128 != *it)
}

fn signed(integer: i128) -> TokenStream {
    let literal = Literal::u128_unsuffixed(integer.unsigned_abs());
    if integer < 0 {
        quote! { -#literal }
    } else {
        quote! { #literal }
    }
}
