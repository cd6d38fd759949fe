//! What `types.rs` imports: only what it uses.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::shape::{Constant, Kind, Told, TypeDef, TypeUse};

use super::super::Subject;
use super::super::type_use::Imports;

/// The imports of the module.
pub fn imports(subject: Subject<'_>) -> TokenStream {
    let types = &subject.shapes.types;
    let mut needs = Imports::default();
    types.iter().for_each(|it| note(it, &mut needs));
    for (operation, shape) in subject.capability.operations.iter().zip(&subject.shapes.operations) {
        let optional =
            operation.parameters.iter().zip(&shape.parameters).filter(|(it, _)| !it.required);
        optional.for_each(|(_, ty)| needs.note(ty));
    }
    let json = json_words(types);
    let json = (!json.is_empty()).then(|| {
        let words = json.iter().map(|it| format_ident!("{it}"));
        quote! { use crate::support::json::{#(#words),*}; }
    });
    // A union without a tag is told by the schemas of its variants.
    let by_schema = |it: &TypeDef| matches!(it.kind, Kind::Union { told: Told::Schema(_), .. });
    let schemas =
        types.iter().any(by_schema).then(|| quote! { use crate::support::{schema, validate}; });
    needs.emit(quote! { #schemas #json })
}

fn note(definition: &TypeDef, needs: &mut Imports) {
    let map = |ty: &TypeUse| TypeUse::Map(Box::new(ty.clone()));
    match &definition.kind {
        Kind::Struct { fields, rest } => {
            fields.iter().for_each(|it| needs.note(&it.ty));
            rest.iter().for_each(|it| needs.note(&map(it)));
            needs.value();
        }
        Kind::Union { variants, .. } => {
            variants.iter().for_each(|it| needs.note(&it.ty));
            needs.value();
        }
        Kind::Tuple { items, rest } => {
            items.iter().for_each(|it| needs.note(&it.ty));
            rest.iter().for_each(|it| needs.note(it));
            needs.value();
        }
        Kind::Alias(ty) | Kind::Wrapper(ty) => needs.note(ty),
        Kind::Newtype(_) => {}
        Kind::Enum(constants) => {
            if is_mixed(constants) {
                needs.value();
            }
        }
    }
}

/// The words of `support::json`, in the order in which rustfmt has them.
fn json_words(types: &[TypeDef]) -> Vec<&'static str> {
    let any = |is: fn(&Kind) -> bool| types.iter().any(|it| is(&it.kind));
    let words = [
        ("ItemWriter", any(|it| matches!(it, Kind::Tuple { .. }))),
        ("Json", any(is_written_out)),
        ("Parsed", any(is_written_out)),
        ("Reader", any(is_written_out)),
        ("Writer", any(|it| matches!(it, Kind::Struct { .. }))),
        ("integer_enum", any(|it| matches!(it, Kind::Enum(values) if is_integer(values)))),
        ("integer_newtype", any(|it| matches!(it, Kind::Newtype(ty) if *ty != TypeUse::String))),
        ("serde_bridge", types.iter().any(TypeDef::is_own)),
        ("string_enum", any(|it| matches!(it, Kind::Enum(values) if is_text(values)))),
        ("string_newtype", any(|it| matches!(it, Kind::Newtype(TypeUse::String)))),
        ("wrapper", any(|it| matches!(it, Kind::Wrapper(_)))),
    ];
    words.into_iter().filter(|it| it.1).map(|it| it.0).collect()
}

/// Whether reading and writing are written out, not left to a macro.
fn is_written_out(kind: &Kind) -> bool {
    match kind {
        Kind::Struct { .. } | Kind::Union { .. } | Kind::Tuple { .. } => true,
        Kind::Enum(values) => is_mixed(values),
        Kind::Wrapper(_) | Kind::Newtype(_) | Kind::Alias(_) => false,
    }
}

fn is_text(values: &[Constant]) -> bool {
    values.iter().all(|it| it.value.is_string())
}

fn is_integer(values: &[Constant]) -> bool {
    !is_text(values)
        && values.iter().all(|it| it.value.as_number().is_some_and(|it| it.as_i128().is_some()))
}

fn is_mixed(values: &[Constant]) -> bool {
    !is_text(values) && !is_integer(values)
}
