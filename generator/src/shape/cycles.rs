//! Types that would contain themselves.

use super::{Kind, TypeDef, TypeId, TypeUse};

/// Puts on the heap whatever would make a type contain itself.
///
/// A property that must be there and leads back to its own type without a way out has no finite value; it
/// becomes one that may be missing, so that reading an answer that lacks it ends.
pub fn box_cycles(types: &mut [TypeDef]) {
    let mut held: Vec<Vec<TypeId>> = types.iter().map(|it| held_by(&it.kind)).collect();
    let mut needed: Vec<Vec<TypeId>> = types.iter().map(|it| needed_by(&it.kind)).collect();
    for at in 0..types.len() {
        let leads_back = |edges: &[Vec<TypeId>], ty: &TypeUse| {
            ty.held().is_some_and(|it| reaches(edges, it, TypeId(at)))
        };
        match &mut types[at].kind {
            Kind::Struct { fields, .. } => {
                for field in fields.iter_mut().filter(|it| leads_back(&held, &it.ty)) {
                    let endless = field.required
                        && matches!(field.ty, TypeUse::Named(_))
                        && leads_back(&needed, &field.ty);
                    field.ty = boxed(field.ty.clone());
                    if endless {
                        field.ty = field.ty.clone().or_null();
                    }
                }
            }
            Kind::Union { variants, .. } => {
                for variant in variants.iter_mut().filter(|it| leads_back(&held, &it.ty)) {
                    variant.ty = boxed(variant.ty.clone());
                }
            }
            Kind::Enum(_) | Kind::Alias(_) => {}
        }
        // A box here may have broken the ring of a type that follows.
        held[at] = held_by(&types[at].kind);
        needed[at] = needed_by(&types[at].kind);
    }
}

fn boxed(ty: TypeUse) -> TypeUse {
    match ty {
        TypeUse::Option(inner) => TypeUse::Option(Box::new(boxed(*inner))),
        TypeUse::Boxed(_) => ty,
        other => TypeUse::Boxed(Box::new(other)),
    }
}

/// The types without whose value there is no value of this one.
fn needed_by(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Struct { fields, .. } => {
            fields.iter().filter(|it| it.required).filter_map(|it| it.ty.needed()).collect()
        }
        Kind::Alias(TypeUse::Named(id)) => vec![*id],
        Kind::Alias(_) | Kind::Enum(_) | Kind::Union { .. } => Vec::new(),
    }
}

fn held_by(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Struct { fields, .. } => fields.iter().filter_map(|it| it.ty.held()).collect(),
        Kind::Union { variants, .. } => variants.iter().filter_map(|it| it.ty.held()).collect(),
        Kind::Alias(ty) => ty.held().into_iter().collect(),
        Kind::Enum(_) => Vec::new(),
    }
}

fn reaches(held: &[Vec<TypeId>], from: TypeId, wanted: TypeId) -> bool {
    let mut met = vec![false; held.len()];
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        if at == wanted {
            return true;
        }
        if !std::mem::replace(&mut met[at.0], true) {
            waiting.extend(&held[at.0]);
        }
    }
    false
}
