//! Words that the model of reported speech weighs one by one: those that often open a clause, and lemmas of words of
//! saying. The lists are tables; what is on none of them is known by its class.

use super::super::lexicon::*;
use super::super::model::{FeatureValue, values};
use super::super::tokens::{Kind, Prose};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The rows of a table of words.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|row| !row.is_empty() && !row.starts_with('#'))
}

fn numbered(words: impl Iterator<Item = &'static str>) -> FxHashMap<&'static str, u8> {
    words.zip(0..=u8::MAX).collect()
}

/// Where a word stands in `data/weighed_words.tsv`.
static WORDS: LazyLock<FxHashMap<&str, u8>> =
    LazyLock::new(|| numbered(rows(include_str!("../data/weighed_words.tsv"))));

/// Where a lemma stands in `data/weighed_lemmas.tsv`.
static LEMMAS: LazyLock<FxHashMap<&str, u8>> =
    LazyLock::new(|| numbered(rows(include_str!("../data/weighed_lemmas.tsv"))));

/// The words of a numbered table, in their order.
fn in_order(numbers: &FxHashMap<&'static str, u8>) -> Vec<&'static str> {
    let mut words: Vec<_> = numbers.iter().map(|(word, number)| (*number, *word)).collect();
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect()
}

/// A lemma on the list, by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lemma(Option<u8>);

impl Lemma {
    /// That of no word of saying: a layout.
    pub const NONE: Lemma = Lemma(None);

    pub fn of(lemma: &str) -> Lemma {
        Lemma(LEMMAS.get(lemma).copied())
    }
}

impl FeatureValue for Lemma {
    fn words() -> Vec<&'static str> {
        std::iter::once("other").chain(in_order(&LEMMAS)).collect()
    }

    fn number(self) -> u8 {
        self.0.map_or(0, |place| place + 1)
    }
}

values! {
    /// The class of a word that is not on the list.
    pub(crate) enum UnlistedWord {
        Cue = "<cue>",
        CueIng = "<cue-ing>",
        Ing = "<ing>",
        Name = "<name>",
        Number = "<number>",
        Time = "<time>",
        Helper = "<helper>",
        Preposition = "<preposition>",
        Possessive = "<possessive>",
        Adverb = "<adverb>",
        Noun = "<noun>",
        Adjective = "<adjective>",
        Other = "<other>",
    }
}

/// A word on the list, by its place there, or the class of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpeningWord {
    Listed(u8),
    Unlisted(UnlistedWord),
}

impl FeatureValue for OpeningWord {
    /// "None" is a word of the list.
    const ABSENT: &'static str = "<nothing>";

    fn words() -> Vec<&'static str> {
        UnlistedWord::words().into_iter().chain(in_order(&WORDS)).collect()
    }

    fn number(self) -> u8 {
        match self {
            OpeningWord::Unlisted(class) => class.number(),
            OpeningWord::Listed(place) => UnlistedWord::Other.number() + 1 + place,
        }
    }
}

impl OpeningWord {
    /// The word of that token.
    pub fn at(prose: &Prose, at: usize) -> OpeningWord {
        let token = &prose.tokens[at];
        let word = prose.str(at);
        let capital = token.capital && !token.is(CLOSED_WORD);
        let listed = || match token.capital {
            true => WORDS.get(word.to_lowercase().as_str()).copied(),
            false => WORDS.get(word).copied(),
        };
        let class = if token.kind == Kind::Number {
            UnlistedWord::Number
        } else if token.is(TIME) && !token.is(PREPOSITION) {
            UnlistedWord::Time
        } else if capital {
            UnlistedWord::Name
        } else if let Some(place) = listed() {
            return OpeningWord::Listed(place);
        } else if let Some(cue) = token.word.cue {
            if cue.form == VerbForm::Ing { UnlistedWord::CueIng } else { UnlistedWord::Cue }
        } else if token.is(AUXILIARY) {
            UnlistedWord::Helper
        } else if word.ends_with("ing") {
            UnlistedWord::Ing
        } else if token.is(POSSESSIVE) {
            UnlistedWord::Possessive
        } else if token.is(PREPOSITION) {
            UnlistedWord::Preposition
        } else if token.is(ADVERB) || word.ends_with("ly") {
            UnlistedWord::Adverb
        } else if token.is(SOURCE_NOUN) {
            UnlistedWord::Noun
        } else if token.is(ADJECTIVE) {
            UnlistedWord::Adjective
        } else {
            UnlistedWord::Other
        };
        OpeningWord::Unlisted(class)
    }
}

/// Words whose capital is only that of a sentence's beginning.
const CLOSED_WORD: Classes = HE
    | SHE
    | THEY
    | IT
    | FIRST
    | SECOND
    | POSSESSIVE
    | DETERMINER
    | RELATIVE
    | THAT
    | PREPOSITION
    | CONJUNCTION
    | SUBORDINATE
    | AUXILIARY
    | NEGATION
    | ADVERB;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_whole_and_each_word_once() {
        for (table, numbers) in [
            (include_str!("../data/weighed_words.tsv"), &*WORDS),
            (include_str!("../data/weighed_lemmas.tsv"), &*LEMMAS),
        ] {
            assert_eq!(rows(table).count(), numbers.len());
            assert_eq!(rows(table).collect::<Vec<_>>(), in_order(numbers));
        }
    }

    #[test]
    fn every_weighed_lemma_is_a_word_of_saying() {
        for lemma in rows(include_str!("../data/weighed_lemmas.tsv")) {
            assert!(crate::words::verbs().iter().any(|verb| verb.lemma == lemma), "{lemma} is no word of saying");
        }
    }
}
