//! What several rooms know of a language, and how tables are read.
//!
//! Articles, persons, quotes and questions ask here which words are months, titles or verbs of saying; which language that
//! is, only `en.rs` and the tables in `data/en` know. Knows nothing of any other room.

mod en;
pub(crate) mod fold;
mod language;
mod lists;
mod set;
pub(crate) mod table;
mod verbs;

pub(crate) use language::{MeaningTable, Month};
pub(crate) use lists::List;
pub(crate) use set::{Meanings, WordSet};
pub use table::BadLine;
pub(crate) use verbs::{CueClass, Verb, VerbForm};

use language::Language;
use std::sync::LazyLock;

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::read(&en::TABLES).0);

fn language() -> &'static Language {
    &LANGUAGE
}

/// The months, from January on.
pub(crate) fn months() -> &'static [Month] {
    language().months()
}

/// The verbs of saying, each spelling by itself.
pub(crate) fn verbs() -> &'static [Verb] {
    language().verbs()
}

/// What words can mean.
pub(crate) fn meanings(meaning: MeaningTable) -> &'static Meanings {
    language().meanings(meaning)
}

/// The table of the labels with which lines of an article begin.
pub(crate) fn labels() -> &'static str {
    en::TABLES.labels.1
}
