//! What makes generated files Rust, as far as it can be told without a compiler.

use std::collections::BTreeMap;

use generator::compile::Files;
use syn::{Fields, FnArg, ImplItem, Item, Pat, TraitItem, UseTree};

/// Checks the files of the capabilities; the support code, which is copied, has tests of its own.
pub fn check_files(files: &Files) {
    for (path, text) in files {
        if !path.ends_with(".rs") || path.starts_with("src/support/") {
            continue;
        }
        assert!(!text.contains("compile_error!"), "{path} holds a message:\n{text}");
        let file = syn::parse_file(text).unwrap_or_else(|it| panic!("{path}: {it}\n{text}"));
        Scopes { path, text }.check(&file.items);
    }
}

#[derive(Clone, Copy)]
struct Scopes<'t> {
    path: &'t str,
    text: &'t str,
}

impl Scopes<'_> {
    fn check(self, items: &[Item]) {
        let (mut types, mut values) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::Struct(it) => {
                    types.push(it.ident.to_string());
                    self.fields(&it.fields);
                }
                Item::Enum(it) => {
                    types.push(it.ident.to_string());
                    let variants = it.variants.iter().map(|it| it.ident.to_string());
                    self.unique("the variants", variants.collect());
                }
                Item::Trait(it) => {
                    types.push(it.ident.to_string());
                    self.methods(it.items.iter().filter_map(|it| match it {
                        TraitItem::Fn(it) => Some(&it.sig),
                        _ => None,
                    }));
                }
                Item::Type(it) => types.push(it.ident.to_string()),
                Item::Mod(it) => types.push(it.ident.to_string()),
                Item::Static(it) => values.push(it.ident.to_string()),
                Item::Const(it) => values.push(it.ident.to_string()),
                Item::Fn(it) => values.push(it.sig.ident.to_string()),
                Item::Impl(it) => self.methods(it.items.iter().filter_map(|it| match it {
                    ImplItem::Fn(it) => Some(&it.sig),
                    _ => None,
                })),
                Item::Use(it) => imported(&it.tree, &mut types),
                _ => {}
            }
        }
        self.unique("the types", types);
        self.unique("the values", values);
        self.inherent(items);
    }

    fn fields(self, fields: &Fields) {
        let names = fields.iter().filter_map(|it| Some(it.ident.as_ref()?.to_string()));
        self.unique("the fields", names.collect());
    }

    fn methods<'s>(self, signatures: impl Iterator<Item = &'s syn::Signature>) {
        let mut names = Vec::new();
        for signature in signatures {
            names.push(signature.ident.to_string());
            let arguments = signature.inputs.iter().filter_map(|it| match it {
                FnArg::Receiver(_) => Some("self".to_owned()),
                FnArg::Typed(it) => match it.pat.as_ref() {
                    Pat::Ident(it) => Some(it.ident.to_string()),
                    _ => None,
                },
            });
            self.unique("the arguments", arguments.collect());
        }
        self.unique("the methods", names);
    }

    /// The methods of all inherent implementations of one type.
    fn inherent(self, items: &[Item]) {
        let mut methods: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for item in items {
            let Item::Impl(it) = item else { continue };
            let syn::Type::Path(ty) = it.self_ty.as_ref() else { continue };
            let (None, Some(ident)) = (&it.trait_, ty.path.get_ident()) else { continue };
            let own = it.items.iter().filter_map(|it| match it {
                ImplItem::Fn(it) => Some(it.sig.ident.to_string()),
                _ => None,
            });
            methods.entry(ident.to_string()).or_default().extend(own);
        }
        methods.into_values().for_each(|names| self.unique("the methods of a type", names));
    }

    fn unique(self, what: &str, names: Vec<String>) {
        let mut sorted: Vec<&str> = names.iter().map(|it| it.trim_start_matches("r#")).collect();
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|it| it[0] == it[1]) {
            panic!("{}: {what} hold `{}` twice\n{}", self.path, pair[0], self.text);
        }
    }
}

/// The names that a `use` brings in, apart from those of a glob.
fn imported(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(it) => imported(&it.tree, names),
        UseTree::Name(it) => names.push(it.ident.to_string()),
        UseTree::Rename(it) => names.push(it.rename.to_string()),
        UseTree::Group(it) => it.items.iter().for_each(|it| imported(it, names)),
        UseTree::Glob(_) => {}
    }
}
