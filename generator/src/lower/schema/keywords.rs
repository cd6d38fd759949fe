//! Every keyword of a schema, and what becomes of it.
//!
//! The one table from which `lower` decides what it reads, keeps or reports; `docs/schemas.md` shows the same
//! table to users. A keyword that is not listed has no meaning in either dialect.

use crate::document::openapi::Dialect;

/// A keyword of OpenAPI 3.0, of JSON Schema 2020-12 or of an older draft.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// As documents write it.
    pub name: &'static str,
    /// What becomes of it in OpenAPI 3.0.
    pub openapi30: Standing,
    /// What becomes of it in OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
    pub openapi31: Standing,
    /// Where its meaning shows.
    pub effect: Effect,
    /// What a reader of the table should know besides.
    pub note: &'static str,
}

/// What a dialect makes of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It means what the standard says.
    Read,
    /// The dialect does not define it. It is read as the other one has it, or as an older draft has, and
    /// reported.
    Borrowed,
    /// It says nothing about values. It is kept in the IR for other readers.
    Kept,
    /// The dialect gives it no meaning. It is kept in the IR for other readers, and reported.
    Meaningless,
    /// It means something that is not translated. It is kept in the IR, and reported.
    Unsupported,
}

/// Where the meaning of a keyword shows in what is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// In Rust types or their documentation.
    pub types: bool,
    /// In the checks of values.
    pub checks: bool,
    /// In published JSON Schemas.
    pub published: bool,
}

impl Keyword {
    /// A keyword by its name.
    pub fn find(name: &str) -> Option<&'static Self> {
        KEYWORDS.iter().find(|it| it.name == name)
    }

    /// What a dialect makes of it.
    pub fn standing(&self, dialect: Dialect) -> Standing {
        match dialect {
            Dialect::OpenApi30 => self.openapi30,
            Dialect::JsonSchema202012 => self.openapi31,
        }
    }
}

const NOWHERE: Effect = Effect { types: false, checks: false, published: false };
const PUBLISHED: Effect = Effect { published: true, ..NOWHERE };
const TYPES: Effect = Effect { types: true, ..NOWHERE };
const CHECKS: Effect = Effect { checks: true, ..PUBLISHED };
const DOCUMENTS: Effect = Effect { types: true, ..PUBLISHED };
const ALL: Effect = Effect { types: true, checks: true, published: true };

const fn keyword(
    name: &'static str,
    [openapi30, openapi31]: [Standing; 2],
    effect: Effect,
    note: &'static str,
) -> Keyword {
    Keyword { name, openapi30, openapi31, effect, note }
}

const BOTH: [Standing; 2] = [Standing::Read, Standing::Read];
const NEW: [Standing; 2] = [Standing::Borrowed, Standing::Read];
const OLD: [Standing; 2] = [Standing::Borrowed, Standing::Borrowed];
const KEPT: [Standing; 2] = [Standing::Kept, Standing::Kept];
const REFUSED: [Standing; 2] = [Standing::Unsupported, Standing::Unsupported];

/// The table, in the order in which people look for keywords.
#[rustfmt::skip]
pub const KEYWORDS: &[Keyword] = &[
    // What any value must be.
    keyword("type", BOTH, ALL, "3.0 knows one word, 3.1 also a list"),
    keyword("enum", BOTH, ALL, "strings become an enum that keeps unknown values; published as `const` where it lists one value"),
    keyword("const", NEW, ALL, "an `enum` of one value"),
    keyword("nullable", [Standing::Read, Standing::Meaningless], ALL, "becomes the type `null`; 3.1 writes `type: [string, 'null']`"),
    // Combinations.
    keyword("$ref", BOTH, ALL, "in 3.0, rules beside it are left out and reported; in 3.1 they count"),
    keyword("allOf", BOTH, ALL, "the parts are merged into one type"),
    keyword("anyOf", BOTH, ALL, "a union, read as the first alternative that fits"),
    keyword("oneOf", BOTH, ALL, "a union; exactly one must fit"),
    keyword("not", BOTH, CHECKS, ""),
    keyword("if", NEW, CHECKS, ""),
    keyword("then", NEW, CHECKS, "says nothing without `if`"),
    keyword("else", NEW, CHECKS, "says nothing without `if`"),
    keyword("discriminator", BOTH, TYPES, "picks the variant when reading; never changes whether a value is valid"),
    // Strings.
    keyword("minLength", BOTH, CHECKS, "in code points; of `format: binary`, in bytes"),
    keyword("maxLength", BOTH, CHECKS, "in code points; of `format: binary`, in bytes"),
    keyword("pattern", BOTH, CHECKS, "ECMA-262, anywhere in the text"),
    keyword("format", BOTH, ALL, "see the table of formats"),
    keyword("contentEncoding", NEW, DOCUMENTS, "an annotation: nothing is checked"),
    keyword("contentMediaType", NEW, DOCUMENTS, "an annotation, but tells a file from text"),
    keyword("contentSchema", NEW, PUBLISHED, "an annotation: nothing is checked"),
    // Numbers.
    keyword("minimum", BOTH, ALL, "exact, also beyond 64 bits"),
    keyword("maximum", BOTH, ALL, "exact, also beyond 64 bits"),
    keyword("exclusiveMinimum", BOTH, ALL, "3.0 writes a boolean beside `minimum`, 3.1 a number"),
    keyword("exclusiveMaximum", BOTH, ALL, "3.0 writes a boolean beside `maximum`, 3.1 a number"),
    keyword("multipleOf", BOTH, CHECKS, "exact for decimals: 19.99 is a multiple of 0.01"),
    // Arrays.
    keyword("items", BOTH, ALL, "a list of schemas, as older drafts have it, is read as `prefixItems` and reported"),
    keyword("prefixItems", NEW, ALL, ""),
    keyword("additionalItems", OLD, CHECKS, "of older drafts: what follows a list in `items`"),
    keyword("contains", NEW, CHECKS, ""),
    keyword("minContains", NEW, CHECKS, "says nothing without `contains`"),
    keyword("maxContains", NEW, CHECKS, "says nothing without `contains`"),
    keyword("unevaluatedItems", NEW, CHECKS, ""),
    keyword("minItems", BOTH, CHECKS, ""),
    keyword("maxItems", BOTH, CHECKS, ""),
    keyword("uniqueItems", BOTH, CHECKS, "1 and 1.0 are equal, the order of members does not matter"),
    // Objects.
    keyword("properties", BOTH, ALL, ""),
    keyword("required", BOTH, ALL, "see the section on `readOnly`"),
    keyword("additionalProperties", BOTH, ALL, ""),
    keyword("patternProperties", NEW, ALL, ""),
    keyword("propertyNames", NEW, CHECKS, ""),
    keyword("unevaluatedProperties", NEW, CHECKS, ""),
    keyword("minProperties", BOTH, CHECKS, ""),
    keyword("maxProperties", BOTH, CHECKS, ""),
    keyword("dependentRequired", NEW, CHECKS, ""),
    keyword("dependentSchemas", NEW, CHECKS, ""),
    keyword("dependencies", OLD, CHECKS, "of older drafts: `dependentRequired` and `dependentSchemas` in one"),
    // What people are told.
    keyword("title", BOTH, DOCUMENTS, ""),
    keyword("description", BOTH, DOCUMENTS, ""),
    keyword("default", BOTH, DOCUMENTS, "documented, never sent unasked"),
    keyword("example", BOTH, PUBLISHED, "published as `examples`"),
    keyword("examples", NEW, PUBLISHED, ""),
    keyword("deprecated", BOTH, DOCUMENTS, ""),
    keyword("readOnly", BOTH, DOCUMENTS, "see the section on `readOnly`"),
    keyword("writeOnly", BOTH, DOCUMENTS, "see the section on `readOnly`"),
    keyword("externalDocs", KEPT, NOWHERE, ""),
    keyword("xml", KEPT, NOWHERE, "bodies in XML are not supported"),
    keyword("$comment", KEPT, NOWHERE, ""),
    // How schemas are found.
    keyword("$defs", [Standing::Kept, Standing::Kept], ALL, "read as far as something refers to it"),
    keyword("definitions", [Standing::Kept, Standing::Kept], ALL, "read as far as something refers to it"),
    keyword("$anchor", KEPT, NOWHERE, "a name to refer to"),
    keyword("$id", KEPT, NOWHERE, "reported where it would change what the references inside it mean"),
    keyword("$schema", KEPT, NOWHERE, "reported unless it names 2020-12 or the dialect of OpenAPI 3.1"),
    keyword("$vocabulary", KEPT, NOWHERE, "reported where it requires a vocabulary that is not known"),
    keyword("$dynamicRef", REFUSED, NOWHERE, "values are not checked against it; use `$ref`"),
    keyword("$dynamicAnchor", REFUSED, NOWHERE, "use `$anchor`"),
    keyword("$recursiveRef", REFUSED, NOWHERE, "values are not checked against it; use `$ref`"),
    keyword("$recursiveAnchor", REFUSED, NOWHERE, "use `$anchor`"),
];
