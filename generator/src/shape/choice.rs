//! `anyOf` and `oneOf`: a choice of strings, a union, or the one alternative that is not `null`.
//!
//! Beside properties, each alternative is a whole of its own: the properties and what the alternative adds.

use serde_json::Value;

use crate::ir::{SchemaId, Type};

use super::build::{Builder, kinds};
use super::joint::Joint;
use super::merge::{Choice, Merged, merge, merge_all};
use super::union::Alternative;
use super::{Owner, TypeUse, Why};

/// More types than this for one schema are more than anyone would write.
const MOST_COMBINATIONS: usize = 64;

impl Builder<'_> {
    /// Decides a choice; further ones are decided within each alternative.
    pub fn choice(&mut self, joint: &Joint, owner: Owner, merged: &Merged) -> TypeUse {
        let choice = &merged.choices[0];
        let nullable = merged.types.is_empty() && self.allows_null(&choice.alternatives);
        let rest: Vec<SchemaId> =
            choice.alternatives.iter().copied().filter(|it| !self.is_null(*it)).collect();
        let joints: Vec<Joint> =
            rest.iter().map(|it| self.alternative(joint, merged, choice, *it)).collect();
        let ty = match joints.as_slice() {
            [] => TypeUse::Unit,
            [only] => self.use_of_joint(only.clone(), owner),
            _ if rest.iter().any(|it| self.is_any(*it)) => TypeUse::Value(Why::AnyAlternative),
            _ if joints.iter().all(|it| self.is_text(it)) => self.texts(joint, owner, &joints),
            _ => {
                let list: Vec<Alternative> = rest.into_iter().zip(joints).collect();
                let discriminator = merged.discriminator.as_ref();
                self.define(Some(joint), owner, |it, at| it.union(at, &list, discriminator))
            }
        };
        if nullable { ty.or_null() } else { ty }
    }

    /// The type of a value that fits any of these schemas, which stand in no `anyOf`.
    pub fn any_of(&mut self, ids: &[SchemaId], owner: Owner) -> TypeUse {
        let mut list: Vec<Alternative> = Vec::new();
        for id in ids.iter().copied().filter(|it| !self.is_null(*it)) {
            let joint = Joint::of(self.schemas, id);
            if !list.iter().any(|it| it.1 == joint) {
                list.push((id, joint));
            }
        }
        let ty = match list.as_slice() {
            [] => TypeUse::Unit,
            [(only, _)] => self.use_of(*only, owner),
            _ if list.iter().any(|it| self.is_any(it.0)) => TypeUse::Value(Why::AnyAlternative),
            _ => self.define(None, owner, |it, at| it.union(at, &list, None)),
        };
        if self.allows_null(ids) { ty.or_null() } else { ty }
    }

    /// Whether a choice says anything of types: alternatives often only demand different properties.
    pub fn tells_types(&self, merged: &Merged, choice: &Choice) -> bool {
        let has_base = merged.has_structure() || !merged.types.is_empty();
        if has_base && choice.alternatives.iter().any(|it| self.is_any(*it)) {
            return false;
        }
        !has_base || choice.alternatives.iter().any(|it| self.says_more(*it, merged))
    }

    fn says_more(&self, id: SchemaId, base: &Merged) -> bool {
        let own = merge(self.schemas, id);
        let narrows = !own.types.is_empty() && kinds(&own.types) != kinds(&base.types);
        narrows || own.has_structure() || !own.choices.is_empty()
    }

    /// Whether the combinations of all alternatives are few enough.
    pub fn is_writable(&self, merged: &Merged) -> bool {
        let counts = merged.choices.iter().map(|it| it.alternatives.len());
        merged.choices.len() == 1 || counts.fold(1, usize::saturating_mul) <= MOST_COMBINATIONS
    }

    /// One alternative: alone where nothing beside the choice adds to it, so that it keeps its name.
    fn alternative(&self, joint: &Joint, merged: &Merged, choice: &Choice, id: SchemaId) -> Joint {
        let own = merge(self.schemas, id);
        let is_whole = !own.types.is_empty() || own.has_structure() || merged.types.is_empty();
        let is_alone = merged.choices.len() == 1
            && !merged.has_structure()
            && !merged.secret
            && merged.required.iter().all(|it| own.required.contains(it));
        if is_whole && is_alone {
            Joint::of(self.schemas, id)
        } else {
            joint.with(self.schemas, choice.id, id)
        }
    }

    fn is_null(&self, id: SchemaId) -> bool {
        self.schemas.get(self.schemas.resolve(id)).is_null()
    }

    fn is_any(&self, id: SchemaId) -> bool {
        self.schemas.get(self.schemas.resolve(id)).is_any()
    }

    fn allows_null(&self, ids: &[SchemaId]) -> bool {
        ids.iter().any(|it| {
            let merged = merge(self.schemas, *it);
            let valued = merged.values.as_ref().is_none_or(|it| it.contains(&Value::Null));
            let listed = merged.types.is_empty() && merged.values.is_some();
            valued && (listed || merged.types.contains(&Type::Null))
        })
    }

    /// Whether schemas allow nothing but strings.
    fn is_text(&self, joint: &Joint) -> bool {
        let merged = merge_all(self.schemas, joint);
        let typed = merged.types == [Type::String];
        let valued = merged.values.as_ref().is_some_and(|it| it.iter().all(Value::is_string));
        (typed || valued)
            && merged.choices.is_empty()
            && !merged.secret
            && !merged.formats.iter().any(|it| it == "binary")
    }

    /// Alternatives that are all strings: one choice of all values listed, which keeps any other string too.
    fn texts(&mut self, joint: &Joint, owner: Owner, alternatives: &[Joint]) -> TypeUse {
        let mut constants = Vec::new();
        for alternative in alternatives {
            let values = merge_all(self.schemas, alternative).values.unwrap_or_default();
            for constant in self.constants(alternative, &values) {
                if !constants.iter().any(|it: &super::Constant| it.value == constant.value) {
                    constants.push(constant);
                }
            }
        }
        if constants.is_empty() {
            return TypeUse::String;
        }
        self.define(Some(joint), owner, |_, _| super::Kind::Enum(constants))
    }
}
