//! No keyword of a schema is lost: the table of keywords is what users read, and what goes into the IR comes
//! out of it.

mod counted;
mod docs;
mod documents;
mod raw;
