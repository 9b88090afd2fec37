//! What several rooms know of a language, and how tables are read.
//!
//! Knows nothing of any other room: articles, persons, quotes and questions ask here which words are months, titles or
//! verbs of saying, and how spellings are made equal.

pub(crate) mod fold;
pub(crate) mod table;

pub use table::BadLine;
