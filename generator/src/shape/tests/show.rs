//! Shapes as text, one type a line.

use crate::shape::{Field, Kind, Owner, Shapes, Told, TypeUse};

/// Every type, and what the first operation answers.
pub fn show(shapes: &Shapes) -> String {
    let mut out = format!("answer: {}\n", usage(shapes, &shapes.operations[0].answer));
    for definition in &shapes.types {
        let name = owner(shapes, &definition.owner);
        out += &format!("{name} = {}\n", kind(shapes, &definition.kind));
    }
    out
}

fn kind(shapes: &Shapes, kind: &Kind) -> String {
    let fields = |fields: &[Field], rest: &Option<TypeUse>| {
        let mut all: Vec<String> = fields.iter().map(|it| field(shapes, it)).collect();
        all.extend(rest.iter().map(|it| format!("..{}", usage(shapes, it))));
        all.join(", ")
    };
    match kind {
        Kind::Struct { fields: list, rest } => format!("struct {{{}}}", fields(list, rest)),
        Kind::Tuple { items, rest } => format!("tuple ({})", fields(items, rest)),
        Kind::Enum(constants) => {
            let values: Vec<String> = constants.iter().map(|it| it.value.to_string()).collect();
            format!("enum {}", values.join(" | "))
        }
        Kind::Union { told, variants } => {
            let told = match told {
                Told::Tag(tag) => format!("by `{tag}`"),
                Told::Schema(_) => "by schema".to_owned(),
                Told::Kind => "by kind".to_owned(),
            };
            let variants: Vec<String> = variants
                .iter()
                .map(|it| format!("{}: {}", it.label, usage(shapes, &it.ty)))
                .collect();
            format!("union {told} {}", variants.join(" | "))
        }
        Kind::Wrapper(ty) => format!("wrapper {}", usage(shapes, ty)),
        Kind::Newtype(ty) => format!("newtype {}", usage(shapes, ty)),
        Kind::Alias(ty) => format!("alias {}", usage(shapes, ty)),
    }
}

fn field(shapes: &Shapes, field: &Field) -> String {
    let optional = if field.required { "" } else { "?" };
    format!("{}{optional}: {}", field.name, usage(shapes, &field.ty))
}

fn usage(shapes: &Shapes, ty: &TypeUse) -> String {
    match ty {
        TypeUse::Value(why) => format!("Value({why:?})"),
        TypeUse::List(inner) => format!("[{}]", usage(shapes, inner)),
        TypeUse::Map(inner) => format!("{{{}}}", usage(shapes, inner)),
        TypeUse::Option(inner) => format!("{} | null", usage(shapes, inner)),
        TypeUse::Boxed(inner) => format!("box {}", usage(shapes, inner)),
        TypeUse::Named(id) => owner(shapes, &shapes.get(*id).owner),
        other => format!("{other:?}"),
    }
}

fn owner(shapes: &Shapes, it: &Owner) -> String {
    match it {
        Owner::Component(name) | Owner::Identifier(name) => name.clone(),
        Owner::Part(whole, part) => format!("{}.{part}", owner(shapes, &shapes.get(*whole).owner)),
        Owner::Item(list) => format!("{}[]", owner(shapes, list)),
        Owner::Request(_) => "request".to_owned(),
        Owner::Answer(_) => "answer".to_owned(),
        Owner::Error(_, status) => format!("error {status:?}"),
        Owner::Parameter(_, name) => format!("parameter {name}"),
    }
}
