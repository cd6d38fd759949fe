//! Types that would contain themselves.

use std::collections::BTreeSet;

use super::{Kind, TypeDef, TypeId, TypeUse};

/// In larger groups of types that hold each other, each of them goes on the heap.
const LARGEST_SEARCHED: usize = 2_000;

/// Puts on the heap whatever would make a type contain itself.
///
/// A property that must be there and leads back to its own type without a way out has no finite value; it
/// becomes one that may be missing, so that reading an answer that lacks it ends.
pub fn box_cycles(types: &mut [TypeDef]) {
    let mut held: Vec<Vec<TypeId>> = types.iter().map(|it| held_by(&it.kind)).collect();
    let rings = Rings::of(&held);
    let mut needed: Vec<Vec<TypeId>> = types.iter().map(|it| needed_by(&it.kind)).collect();
    for at in 0..types.len() {
        let leads_back = |edges: &[Vec<TypeId>], ty: &TypeUse| {
            ty.held().is_some_and(|it| rings.reaches(edges, it, TypeId(at)))
        };
        match &mut types[at].kind {
            Kind::Struct { fields, .. } | Kind::Tuple { items: fields, .. } => {
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
            Kind::Enum(_) | Kind::Alias(_) | Kind::Wrapper(_) | Kind::Newtype(_) => {}
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
        Kind::Struct { fields, .. } | Kind::Tuple { items: fields, .. } => {
            fields.iter().filter(|it| it.required).filter_map(|it| it.ty.needed()).collect()
        }
        Kind::Alias(TypeUse::Named(id)) => vec![*id],
        _ => Vec::new(),
    }
}

fn held_by(kind: &Kind) -> Vec<TypeId> {
    match kind {
        Kind::Struct { fields, .. } | Kind::Tuple { items: fields, .. } => {
            fields.iter().filter_map(|it| it.ty.held()).collect()
        }
        Kind::Union { variants, .. } => variants.iter().filter_map(|it| it.ty.held()).collect(),
        Kind::Alias(ty) | Kind::Wrapper(ty) => ty.held().into_iter().collect(),
        Kind::Enum(_) | Kind::Newtype(_) => Vec::new(),
    }
}

/// The groups of types that hold each other.
struct Rings {
    /// The group of each type, and how many there are in it.
    groups: Vec<(usize, usize)>,
}

impl Rings {
    fn of(edges: &[Vec<TypeId>]) -> Self {
        let groups = components(edges);
        let mut sizes = vec![0; edges.len()];
        groups.iter().for_each(|it| sizes[*it] += 1);
        Self { groups: groups.into_iter().map(|it| (it, sizes[it])).collect() }
    }

    /// Whether a type leads to another by edges that are some of those the groups were made of.
    fn reaches(&self, edges: &[Vec<TypeId>], from: TypeId, wanted: TypeId) -> bool {
        let (group, size) = self.groups[wanted.0];
        if self.groups[from.0].0 != group {
            return false;
        }
        // To look for a way out of so large a group takes too long for each of its types.
        if size > LARGEST_SEARCHED {
            return true;
        }
        let mut met = BTreeSet::new();
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            if at == wanted {
                return true;
            }
            if met.insert(at) {
                waiting.extend(edges[at.0].iter().filter(|it| self.groups[it.0].0 == group));
            }
        }
        false
    }
}

/// The strongly connected component of each node (Kosaraju), without recursion.
fn components(edges: &[Vec<TypeId>]) -> Vec<usize> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|to| reversed[to.0].push(TypeId(from)));
    }
    let mut component = vec![0; edges.len()];
    let mut met = vec![false; edges.len()];
    for (number, start) in by_finish(edges).into_iter().rev().enumerate() {
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut met[at.0], true) {
                component[at.0] = number;
                waiting.extend(&reversed[at.0]);
            }
        }
    }
    component
}

/// The nodes in the order in which a search in depth leaves them.
fn by_finish(edges: &[Vec<TypeId>]) -> Vec<TypeId> {
    let mut met = vec![false; edges.len()];
    let mut finished = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        let mut waiting = vec![(TypeId(start), false)];
        while let Some((at, is_left)) = waiting.pop() {
            if is_left {
                finished.push(at);
            } else if !std::mem::replace(&mut met[at.0], true) {
                waiting.push((at, true));
                waiting.extend(edges[at.0].iter().map(|it| (*it, false)));
            }
        }
    }
    finished
}
