//! Tokens become laid-out Rust.

use proc_macro2::TokenStream;

use crate::emit::BLANK_LINE;

/// Lays out a file.
///
/// Blank lines, which tokens cannot hold, were emitted as doc comments of a fixed text.
pub fn layout(tokens: TokenStream) -> String {
    let text = match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // Tokens that are no Rust are a fault of an emitter. They are written all the same, so that the
        // compiler's message about the generated crate shows them.
        Err(error) => format!("compile_error!({:?});\n{tokens}\n", error.to_string()),
    };
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().strip_prefix("///") == Some(BLANK_LINE) {
            out.push('\n');
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
