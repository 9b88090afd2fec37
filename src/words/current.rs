//! The language that is read: its tables taken in once, and what rooms ask of them.

use std::sync::LazyLock;

use super::language::Language;
use super::{MeaningTable, Meanings, Month, Verb, en};

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::read(&en::TABLES).0);

pub(super) fn language() -> &'static Language {
    &LANGUAGE
}

/// The months, from January on.
pub(crate) fn months() -> &'static [Month] {
    language().months()
}

/// The number that a word in small letters says: `three` is 3.
pub(crate) fn number(word: &str) -> Option<u32> {
    language().number(word)
}

/// The verbs of saying, each spelling by itself.
pub(crate) fn verbs() -> &'static [Verb] {
    language().verbs()
}

/// What words can mean.
pub(crate) fn meanings(meaning: MeaningTable) -> &'static Meanings {
    language().meanings(meaning)
}

/// The table of what is written in messages around their words.
pub(crate) fn mail_phrases() -> &'static str {
    en::TABLES.mail.1
}

/// The table of the labels with which lines of an article begin.
pub(crate) fn labels() -> &'static str {
    en::TABLES.labels.1
}
