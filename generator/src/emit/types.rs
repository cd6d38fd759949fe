//! `types.rs`: the types of a capability, and how each is read from JSON and written to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{OperationId, Parameter, Schema, SchemaId};
use crate::names::TypeNames;
use crate::shape::{Field, Kind, Owner, TypeDef, TypeId, TypeUse, Variant};

use super::Subject;
use super::docs::{blank_line, doc, module_doc, request_line};
use super::schema::SchemaTokens;
use super::type_use::{Imports, converted, owned};

/// More arguments than this are better given by name, in a struct literal.
const MOST_ARGUMENTS: usize = 7;

/// Emits the module.
pub fn emit(subject: Subject<'_>) -> TokenStream {
    let capability = subject.capability;
    let about = module_doc(&format!("The types of the `{}` capability.", capability.name));
    let types = (0..subject.shapes.types.len()).map(|at| definition(subject, TypeId(at)));
    let types: TokenStream = types.collect();
    let options: TokenStream =
        (0..capability.operations.len()).map(|at| options(subject, OperationId(at))).collect();
    let imports = imports(subject);
    let bridge = bridge(subject);
    quote! { #about #imports #types #options #bridge }
}

fn imports(subject: Subject<'_>) -> TokenStream {
    let mut needs = Imports::default();
    let mut any = false;
    for definition in &subject.shapes.types {
        match &definition.kind {
            Kind::Struct { fields, rest } => {
                fields.iter().for_each(|it| needs.note(&it.ty));
                if let Some(rest) = rest {
                    needs.note(&TypeUse::Map(Box::new(rest.clone())));
                }
            }
            Kind::Union { variants, .. } => variants.iter().for_each(|it| needs.note(&it.ty)),
            Kind::Alias(ty) => needs.note(ty),
            Kind::Enum(_) => {}
        }
        any |= !matches!(definition.kind, Kind::Alias(_));
    }
    for (operation, shape) in subject.capability.operations.iter().zip(&subject.shapes.operations) {
        let optional =
            operation.parameters.iter().zip(&shape.parameters).filter(|(it, _)| !it.required);
        optional.for_each(|(_, ty)| needs.note(ty));
    }
    if any {
        needs.value();
    }
    let defines =
        |wanted: fn(&Kind) -> bool| subject.shapes.types.iter().any(|it| wanted(&it.kind));
    let writer = defines(|it| matches!(it, Kind::Struct { .. })).then(|| quote! { , Writer });
    let json =
        any.then(|| quote! { use crate::support::json::{Json, Reader #writer, serde_bridge}; });
    // A union without a tag is told by the schemas of its variants.
    let untagged = defines(|it| matches!(it, Kind::Union { tag: None, .. }));
    let schemas =
        untagged.then(|| quote! { use super::schemas; use crate::support::{schema, validate}; });
    needs.emit(quote! { #schemas #json })
}

/// serde's traits, for every type at once.
fn bridge(subject: Subject<'_>) -> TokenStream {
    let types = subject.shapes.types.iter().enumerate();
    let idents = types
        .filter(|(_, it)| !matches!(it.kind, Kind::Alias(_)))
        .map(|(at, _)| &subject.names.ty(TypeId(at)).ident);
    let idents: Vec<_> = idents.collect();
    if idents.is_empty() {
        return TokenStream::new();
    }
    let gap = blank_line();
    quote! { #gap serde_bridge! { #(#idents),* } }
}

fn definition(subject: Subject<'_>, id: TypeId) -> TokenStream {
    let definition = subject.shapes.get(id);
    let names = subject.names.ty(id);
    let about = doc(&type_doc(subject, definition));
    let gap = blank_line();
    let code = match &definition.kind {
        Kind::Struct { fields, rest } => {
            Struct { subject, names, fields, rest: rest.as_ref() }.emit(&about)
        }
        Kind::Enum(values) => string_enum(names, values, &about),
        Kind::Union { tag, variants } => union(subject, names, tag.as_deref(), variants, &about),
        Kind::Alias(ty) => {
            let (ident, ty) = (&names.ident, owned(subject.names, ty));
            quote! { #about pub type #ident = #ty; }
        }
    };
    quote! { #gap #code }
}

/// The schema's own words; else where the type stands.
fn type_doc(subject: Subject<'_>, definition: &TypeDef) -> String {
    let schema = subject.capability.schemas.get(definition.schema);
    let own = schema.description.clone().or_else(|| schema.title.clone());
    let owner = match &definition.owner {
        Owner::Request(id) => {
            format!("The body of {}.", request_line(subject.capability.operation(*id)))
        }
        Owner::Answer(id) => {
            format!("The answer of {}.", request_line(subject.capability.operation(*id)))
        }
        _ => String::new(),
    };
    match own {
        Some(own) if owner.is_empty() => own,
        Some(own) => format!("{own}\n\n{owner}"),
        None if owner.is_empty() => place(subject, &definition.owner),
        None => owner,
    }
}

fn place(subject: Subject<'_>, owner: &Owner) -> String {
    match owner {
        Owner::Component(name) => format!("The schema `{name}`."),
        Owner::Parameter(id, name) => {
            format!(
                "The parameter `{name}` of {}.",
                request_line(subject.capability.operation(*id))
            )
        }
        Owner::Part(whole, part) => format!("`{part}` of [`{}`].", subject.names.ty(*whole).ident),
        Owner::Item(list) => match list.as_ref() {
            Owner::Request(id) => format!(
                "An item of the body of {}.",
                request_line(subject.capability.operation(*id))
            ),
            Owner::Answer(id) => format!(
                "An item of the answer of {}.",
                request_line(subject.capability.operation(*id))
            ),
            other => format!("An item of {}", lowered(&place(subject, other))),
        },
        Owner::Request(_) | Owner::Answer(_) => String::new(),
    }
}

/// A sentence as part of another.
fn lowered(sentence: &str) -> String {
    match sentence.strip_prefix("The ").or_else(|| sentence.strip_prefix("An ")) {
        Some(rest) if sentence.starts_with("The") => format!("the {rest}"),
        Some(rest) => format!("an {rest}"),
        None => sentence.to_owned(),
    }
}

/// A struct with its fields.
struct Struct<'a> {
    subject: Subject<'a>,
    names: &'a TypeNames,
    fields: &'a [Field],
    rest: Option<&'a TypeUse>,
}

impl Struct<'_> {
    fn emit(&self, about: &TokenStream) -> TokenStream {
        let ident = &self.names.ident;
        let all_optional = self.fields.iter().all(|it| !it.required);
        let default = if all_optional {
            quote! { , Default }
        } else {
            TokenStream::new()
        };
        let fields = self.fields.iter().zip(&self.names.members).map(|(field, name)| {
            let about = doc(&self.field_doc(field, name));
            let ty = field_type(self.subject, field);
            quote! { #about pub #name: #ty }
        });
        let rest = self.rest.map(|ty| {
            let (name, ty) = (&self.names.rest, owned(self.subject.names, ty));
            quote! { #[doc = " All other properties."] pub #name: BTreeMap<String, #ty> }
        });
        let fields = fields.chain(rest);
        let (new, json) = (self.constructor(), self.json());
        quote! {
            #about
            #[derive(Clone, Debug #default, PartialEq)]
            pub struct #ident { #(#fields),* }
            #new
            #json
        }
    }

    fn field_doc(&self, field: &Field, name: &proc_macro2::Ident) -> String {
        let schema = field.schema.map(|it| self.subject.capability.schemas.get(it));
        let mut parts: Vec<String> = Vec::new();
        parts.extend(schema.and_then(|it| it.description.clone().or_else(|| it.title.clone())));
        let wire = name.to_string().trim_start_matches("r#") != field.name;
        if field.name.is_empty() {
            parts.push("The member whose name is empty.".to_owned());
        } else if parts.is_empty() || (wire && !is_case_variant(&field.name, name)) {
            parts.push(format!("`{}`", field.name));
        }
        parts.extend(field.schema.and_then(|it| default_doc(self.subject, it)));
        if let (false, TypeUse::Option(_)) = (field.required, &field.ty) {
            parts.push(
                "Left out, `null` and a value differ: `None`, `Some(None)`, `Some(Some(_))`."
                    .to_owned(),
            );
        }
        if schema.is_some_and(|it| it.deprecated) {
            parts.push("Deprecated by the provider.".to_owned());
        }
        parts.join("\n\n")
    }

    /// `new`, where some fields are required and some are not.
    fn constructor(&self) -> TokenStream {
        let required = self.fields.iter().filter(|it| it.required).count();
        let optional = self.fields.len() - required + usize::from(self.rest.is_some());
        if required == 0 || optional == 0 || required > MOST_ARGUMENTS {
            return TokenStream::new();
        }
        let members = || self.fields.iter().zip(&self.names.members);
        let arguments = members().filter(|(it, _)| it.required).map(|(field, name)| {
            let (ty, _) = converted(self.subject.names, &field.ty);
            quote! { #name: #ty }
        });
        let values = members().map(|(field, name)| {
            match (field.required, converted(self.subject.names, &field.ty)) {
                (true, (_, true)) => quote! { #name: #name.into() },
                (true, (_, false)) => quote! { #name },
                (false, _) => quote! { #name: None },
            }
        });
        let rest = self.rest.map(|_| {
            let name = &self.names.rest;
            quote! { #name: BTreeMap::new() }
        });
        let values = values.chain(rest);
        let (ident, gap) = (&self.names.ident, blank_line());
        quote! {
            #gap
            impl #ident {
                #[doc = " With what is required; everything else is left out."]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
            }
        }
    }

    fn json(&self) -> TokenStream {
        let ident = &self.names.ident;
        let members = || self.fields.iter().zip(&self.names.members);
        let reads = members().map(|(field, name)| {
            let (wire, method) = (&field.name, self.reader(field));
            quote! { #name: fields.#method(#wire) }
        });
        let writes = members().map(|(field, name)| {
            let wire = &field.name;
            if field.required {
                quote! { .required(#wire, &self.#name) }
            } else {
                quote! { .optional(#wire, &self.#name) }
            }
        });
        let rest = self.rest.map(|_| &self.names.rest);
        let reads = reads.chain(rest.map(|name| quote! { #name: fields.rest() }));
        let writes = writes.chain(rest.map(|name| quote! { .rest(&self.#name) }));
        let gap = blank_line();
        quote! {
            #gap
            impl Json for #ident {
                fn read(value: Value, reader: &mut Reader) -> Self {
                    let mut fields = reader.object(value);
                    Self { #(#reads),* }
                }
                #gap
                fn write(&self) -> Value {
                    Writer::new() #(#writes)* .finish()
                }
            }
        }
    }

    fn reader(&self, field: &Field) -> TokenStream {
        match (field.required, &field.ty) {
            (true, _) => quote! { required },
            (false, TypeUse::Option(_) | TypeUse::Value | TypeUse::Unit) => quote! { nullable },
            (false, _) => quote! { optional },
        }
    }
}

/// Whether the identifier is the wire name in another case, so that to repeat it would say nothing.
fn is_case_variant(wire: &str, name: &proc_macro2::Ident) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    bare(wire) == bare(name.to_string().trim_start_matches("r#"))
}

fn field_type(subject: Subject<'_>, field: &Field) -> TokenStream {
    let ty = owned(subject.names, &field.ty);
    if field.required {
        ty
    } else {
        quote! { Option<#ty> }
    }
}

fn string_enum(names: &TypeNames, values: &[String], about: &TokenStream) -> TokenStream {
    let (ident, unknown, variants, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let docs = values.iter().map(|it| doc(&value_doc(it)));
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum #ident {
            #(#docs #variants,)*
            #[doc = " A value that the document does not declare."]
            #unknown(String),
        }
        #gap
        impl #ident {
            #[doc = " The value on the wire."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }
        #gap
        impl From<String> for #ident {
            fn from(value: String) -> Self {
                match value.as_str() {
                    #(#values => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }
        #gap
        impl Json for #ident {
            fn read(value: Value, reader: &mut Reader) -> Self {
                String::read(value, reader).into()
            }
            #gap
            fn write(&self) -> Value {
                self.as_str().into()
            }
        }
    }
}

fn value_doc(value: &str) -> String {
    if value.is_empty() { "The empty string.".to_owned() } else { format!("`{value}`") }
}

/// The variant is the first in document order whose schema the value fits, or the one that the tag tells.
fn union(
    subject: Subject<'_>,
    names: &TypeNames,
    tag: Option<&str>,
    variants: &[Variant],
    about: &TokenStream,
) -> TokenStream {
    let (ident, unknown, members, gap) = (&names.ident, &names.rest, &names.members, blank_line());
    let docs = variants.iter().map(|it| doc(&variant_doc(subject, it)));
    let types: Vec<_> = variants.iter().map(|it| owned(subject.names, &it.ty)).collect();
    let index = (0..variants.len()).map(proc_macro2::Literal::usize_unsuffixed);
    let (variants_table, choose) = match tag {
        Some(tag) => {
            let tags = variants.iter().map(|it| {
                let tags = &it.tags;
                quote! { &[#(#tags),*] }
            });
            (None, quote! { reader.tagged(&value, #tag, &[#(#tags),*]) })
        }
        None => {
            let (prefix, vocabulary) = (quote! { schemas:: }, quote! { schema:: });
            let tokens = SchemaTokens { subject, prefix: &prefix, vocabulary: &vocabulary };
            let schemas = variants.iter().map(|it| tokens.reference(it.schema));
            let table = quote! { static VARIANTS: &[&schema::Schema] = &[#(#schemas),*]; };
            (Some(table), quote! { validate::fitting(&value, VARIANTS) })
        }
    };
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        pub enum #ident {
            #(#docs #members(#types),)*
            #[doc = " A value that fits none of the variants."]
            #unknown(Value),
        }
        #gap
        impl Json for #ident {
            fn read(value: Value, reader: &mut Reader) -> Self {
                #variants_table
                match #choose {
                    #(Some(#index) => Self::#members(Json::read(value, reader)),)*
                    _ => Self::#unknown(value),
                }
            }
            #gap
            fn write(&self) -> Value {
                match self {
                    #(Self::#members(value) => value.write(),)*
                    Self::#unknown(value) => value.clone(),
                }
            }
        }
    }
}

fn variant_doc(subject: Subject<'_>, variant: &Variant) -> String {
    let schemas = &subject.capability.schemas;
    let own = |schema: &Schema| schema.description.clone().or_else(|| schema.title.clone());
    let target = schemas.get(schemas.resolve(variant.schema));
    own(schemas.get(variant.schema))
        .or_else(|| own(target))
        .or_else(|| target.component.as_ref().map(|it| format!("The schema `{it}`.")))
        .or_else(|| target.types.first().map(|it| format!("`{}`", it.as_str())))
        .unwrap_or_else(|| "One of the alternatives.".to_owned())
}

/// What the provider takes where a value is left out.
fn default_doc(subject: Subject<'_>, schema: SchemaId) -> Option<String> {
    let schemas = &subject.capability.schemas;
    let own = schemas.get(schema).default.as_ref();
    let default = own.or_else(|| schemas.get(schemas.resolve(schema)).default.as_ref())?;
    Some(format!("Default: `{default}`"))
}

fn option_doc(subject: Subject<'_>, parameter: &Parameter) -> String {
    let text = parameter.description.clone().unwrap_or_else(|| format!("`{}`", parameter.name));
    let deprecated = parameter.deprecated.then(|| "Deprecated by the provider.".to_owned());
    let parts = [Some(text), default_doc(subject, parameter.schema), deprecated];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The optional parameters of an operation.
fn options(subject: Subject<'_>, id: OperationId) -> TokenStream {
    let (operation, names) = (subject.capability.operation(id), subject.names.operation(id));
    let shape = &subject.shapes.operations[id.0];
    let parameters = operation.parameters.iter().zip(&shape.parameters).zip(&names.parameters);
    let optional: Vec<_> = parameters.filter(|((it, _), _)| !it.required).collect();
    if optional.is_empty() {
        return TokenStream::new();
    }
    let about = doc(&format!("The optional parameters of {}.", request_line(operation)));
    let fields = optional.into_iter().map(|((parameter, ty), name)| {
        let (about, ty) = (doc(&option_doc(subject, parameter)), owned(subject.names, ty));
        quote! { #about pub #name: Option<#ty> }
    });
    let (ident, gap) = (&names.options, blank_line());
    quote! {
        #gap
        #about
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #ident { #(#fields),* }
    }
}
