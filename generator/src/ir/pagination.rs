//! How the items of a list come in pages.

use serde::Serialize;

/// How the items of a list come in pages, as `x-pagination` of the operation declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    /// Where the items are in an answer: a JSON pointer to an array, empty for the answer itself.
    pub items: String,
    /// How the next page is asked for.
    pub style: PageStyle,
}

/// How the next page is asked for. Parameters are named by their arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageStyle {
    /// By the number of items before it.
    Offset {
        /// The parameter.
        offset: String,
        /// Where an answer tells how many items there are.
        total: Option<String>,
    },
    /// By its number.
    Page {
        /// The parameter.
        page: String,
        /// The number of the first page.
        first: u64,
        /// Where an answer tells how many items there are.
        total: Option<String>,
    },
    /// By a token of the page before.
    Cursor {
        /// The parameter.
        cursor: String,
        /// Where an answer tells the token.
        next: String,
    },
    /// By the `Link` header of the page before (RFC 8288).
    Link,
}
