//! The rules of arrays and objects, and those that few schemas have.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Schema, SchemaId};

use super::SchemaTokens;

impl SchemaTokens<'_> {
    pub(super) fn array(&self, schema: &Schema) -> Option<TokenStream> {
        let rules = &schema.array;
        let vocabulary = self.vocabulary;
        let prefix = (!rules.prefix.is_empty()).then(|| {
            let prefix = rules.prefix.iter().map(|it| self.reference(*it));
            quote! { prefix: &[#(#prefix),*], }
        });
        let items = rules.items.map(|it| {
            let items = self.reference(it);
            quote! { items: Some(#items), }
        });
        let min = rules.min_items.map(Literal::u64_unsuffixed).map(|it| quote! { min_items: #it, });
        let max =
            rules.max_items.map(Literal::u64_unsuffixed).map(|it| quote! { max_items: Some(#it), });
        let unique = rules.unique.then(|| quote! { unique: true, });
        let members = quote! { #prefix #items #min #max #unique };
        if members.is_empty() {
            return None;
        }
        Some(quote! { &#vocabulary Array { #members ..#vocabulary ANY_ARRAY } })
    }

    pub(super) fn object(&self, schema: &Schema) -> Option<TokenStream> {
        let rules = &schema.object;
        let properties = self.properties(schema);
        let undeclared: Vec<&String> =
            rules.required.iter().filter(|it| !rules.properties.contains_key(*it)).collect();
        let required = (!undeclared.is_empty()).then(|| quote! { required: &[#(#undeclared),*], });
        let patterns = (!rules.patterns.is_empty()).then(|| {
            let patterns = rules.patterns.iter().map(|(pattern, id)| {
                let schema = self.reference(*id);
                quote! { (#pattern, #schema) }
            });
            quote! { patterns: &[#(#patterns),*], }
        });
        let schemas = &self.subject.capability.schemas;
        let speaks = |it: &SchemaId| schemas.has_unevaluated() || !schemas.get(*it).is_any();
        let additional = rules.additional.filter(speaks).map(|it| {
            let schema = self.reference(it);
            quote! { additional: Some(#schema), }
        });
        let names = rules.names.map(|it| {
            let schema = self.reference(it);
            quote! { names: Some(#schema), }
        });
        let min = rules
            .min_properties
            .map(Literal::u64_unsuffixed)
            .map(|it| quote! { min_properties: #it, });
        let max = rules
            .max_properties
            .map(Literal::u64_unsuffixed)
            .map(|it| quote! { max_properties: Some(#it), });
        let members = quote! { #properties #required #patterns #additional #names #min #max };
        if members.is_empty() {
            return None;
        }
        let vocabulary = self.vocabulary;
        Some(quote! { &#vocabulary Object { #members ..#vocabulary ANY_OBJECT } })
    }

    fn properties(&self, schema: &Schema) -> Option<TokenStream> {
        let rules = &schema.object;
        if rules.properties.is_empty() {
            return None;
        }
        let vocabulary = self.vocabulary;
        let properties = rules.properties.iter().map(|(name, id)| {
            let schema = self.reference(*id);
            let word = if rules.required.contains(name) {
                quote! { required }
            } else {
                quote! { optional }
            };
            quote! { #vocabulary #word(#name, #schema) }
        });
        Some(quote! { properties: &[#(#properties),*], })
    }

    /// `.extra(..)`, where there is anything in it.
    pub(super) fn extra(&self, schema: &Schema) -> TokenStream {
        let vocabulary = self.vocabulary;
        let members = [
            self.contains(schema),
            self.condition(schema),
            self.dependent(schema),
            self.unevaluated("unevaluated_properties", schema.object.unevaluated),
            self.unevaluated("unevaluated_items", schema.array.unevaluated),
        ];
        if members.iter().all(TokenStream::is_empty) {
            return TokenStream::new();
        }
        quote! { .extra(&#vocabulary Extra { #(#members)* ..#vocabulary NO_EXTRA }) }
    }

    fn contains(&self, schema: &Schema) -> TokenStream {
        let rules = &schema.array;
        let Some(wanted) = rules.contains.map(|it| self.reference(it)) else {
            return TokenStream::new();
        };
        let vocabulary = self.vocabulary;
        let min = Literal::u64_unsuffixed(rules.min_contains.unwrap_or(1));
        let max = match rules.max_contains.map(Literal::u64_unsuffixed) {
            Some(max) => quote! { Some(#max) },
            None => quote! { None },
        };
        quote! { contains: Some(#vocabulary Contains { schema: #wanted, min: #min, max: #max }), }
    }

    fn condition(&self, schema: &Schema) -> TokenStream {
        let condition = &schema.condition;
        let vocabulary = self.vocabulary;
        let Some(test) = condition.test.map(|it| self.reference(it)) else {
            return TokenStream::new();
        };
        let branch = |id: Option<SchemaId>| match id {
            Some(id) => self.reference(id),
            None => quote! { &#vocabulary ANY },
        };
        let (then, otherwise) = (branch(condition.then), branch(condition.otherwise));
        quote! {
            condition: Some(#vocabulary Condition {
                test: #test, then: #then, otherwise: #otherwise,
            }),
        }
    }

    fn dependent(&self, schema: &Schema) -> TokenStream {
        let mut out = TokenStream::new();
        let (required, schemas) =
            (&schema.object.dependent_required, &schema.object.dependent_schemas);
        if !required.is_empty() {
            let members = required.iter().map(|(name, wanted)| quote! { (#name, &[#(#wanted),*]) });
            out.extend(quote! { dependent_required: &[#(#members),*], });
        }
        if !schemas.is_empty() {
            let members = schemas.iter().map(|(name, id)| {
                let schema = self.reference(*id);
                quote! { (#name, #schema) }
            });
            out.extend(quote! { dependent_schemas: &[#(#members),*], });
        }
        out
    }

    fn unevaluated(&self, member: &str, id: Option<SchemaId>) -> TokenStream {
        let Some(schema) = id.map(|it| self.reference(it)) else { return TokenStream::new() };
        let member = quote::format_ident!("{member}");
        quote! { #member: Some(#schema), }
    }
}
