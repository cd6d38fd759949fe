//! `skill.rs`: the files of the skill, for the program that serves them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Subject;
use crate::emit::docs::{blank_line, module_doc};

use super::Skill;

/// Emits the module.
pub fn emit(subject: Subject<'_>, skill: &Skill) -> TokenStream {
    let about =
        module_doc(&format!("The Agent Skill of the `{}` capability.", subject.capability.name));
    let Skill { name, description, summary, .. } = skill;
    let main = [("SKILL.md", &[][..])];
    let pages = skill.pages.iter().map(|it| (it.path.as_str(), it.tools.as_slice()));
    let files = main.into_iter().chain(pages).map(|(path, tools)| {
        let place = format!("../../skills/{name}/{path}");
        quote! { File { path: #path, text: include_str!(#place), tools: &[#(#tools),*] } }
    });
    let gap = blank_line();
    quote! {
        #about
        #gap
        use crate::support::skill::*;
        #gap
        #[doc = " The skill, as it stands in the folder `skills`."]
        pub static SKILL: Skill = Skill {
            name: #name,
            description: #description,
            summary: #summary,
            files: &[#(#files),*],
        };
    }
}
