//! `docs/schemas.md` shows the table from which the compiler decides.

use generator::lower::keywords::{KEYWORDS, Keyword, Standing};

const DOCS: &str = include_str!("../../../docs/schemas.md");

#[test]
fn the_documented_table_is_the_one_in_use() {
    let (_, rest) = DOCS.split_once("keywords.rs -->\n").expect("where the table begins");
    let (table, _) = rest.split_once("<!-- end of keywords").expect("where the table ends");
    let rows: String = KEYWORDS.iter().map(row).collect();
    let wanted = format!(
        "\n| keyword | 3.0 | 3.1 | type | check | published | remark |\n|---|---|---|---|---|---|---|\n{rows}\n"
    );
    assert!(table == wanted, "docs/schemas.md should have this table:\n{wanted}");
}

#[test]
fn no_keyword_is_listed_twice() {
    for (at, keyword) in KEYWORDS.iter().enumerate() {
        assert!(KEYWORDS[..at].iter().all(|it| it.name != keyword.name), "{}", keyword.name);
    }
}

fn row(keyword: &Keyword) -> String {
    let yes = |it: bool| if it { "yes" } else { "" };
    let effect = keyword.effect;
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} |\n",
        keyword.name,
        word(keyword.openapi30),
        word(keyword.openapi31),
        yes(effect.types),
        yes(effect.checks),
        yes(effect.published),
        keyword.note,
    )
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Read => "read",
        Standing::Borrowed => "borrowed",
        Standing::Kept => "kept",
        Standing::Meaningless => "remark",
        Standing::Unsupported => "not supported",
    }
}
