//! What kind of word stands somewhere in a sentence, as the models see it.

use super::lexicon::*;
use super::tokens::Kind;

/// The kind of a word or sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WordClass {
    None,
    Comma,
    Pronoun,
    Name,
    Helper,
    Adverb,
    To,
    Relative,
    Conjunction,
    Determiner,
    Genitive,
    Preposition,
    Noun,
    Adjective,
    Ing,
    Number,
    #[default]
    Other,
    That,
    Time,
    Sign,
    Subordinate,
    Cue,
}

impl WordClass {
    /// The class of a word in lower case with what the lists say of it.
    pub fn of(word: Word, lower: &str) -> WordClass {
        match () {
            () if word.is(TIME) => WordClass::Time,
            () if word.is(THAT) => WordClass::That,
            () if lower == "to" => WordClass::To,
            () if word.is(RELATIVE) => WordClass::Relative,
            () if word.is(PERSONAL) && !word.is(POSSESSIVE) => WordClass::Pronoun,
            () if word.is(AUXILIARY) => WordClass::Helper,
            () if word.is(CONJUNCTION) => WordClass::Conjunction,
            () if word.is(DETERMINER | POSSESSIVE) => WordClass::Determiner,
            () if word.is(PREPOSITION) => WordClass::Preposition,
            () if word.is(SUBORDINATE) => WordClass::Subordinate,
            () if word.cue.is_some() => WordClass::Cue,
            () if word.is(ADVERB) || lower.ends_with("ly") => WordClass::Adverb,
            () if word.is(SOURCE_NOUN) => WordClass::Noun,
            () if word.is(ADJECTIVE) => WordClass::Adjective,
            () if lower.ends_with("ing") => WordClass::Ing,
            () => WordClass::Other,
        }
    }

    /// The class of a word in lower case that no list knows: what its ending tells.
    pub fn of_unlisted(lower: &[u8]) -> WordClass {
        if lower.ends_with(b"ly") {
            WordClass::Adverb
        } else if lower.ends_with(b"ing") {
            WordClass::Ing
        } else {
            WordClass::Other
        }
    }

    /// The class of the same word with a capital: a name, unless it is one of the small words, whose capital is only that
    /// of a sentence's beginning.
    pub fn capitalised(self) -> WordClass {
        match self {
            WordClass::Cue
            | WordClass::Adverb
            | WordClass::Noun
            | WordClass::Adjective
            | WordClass::Ing
            | WordClass::Other => WordClass::Name,
            WordClass::To => WordClass::Preposition,
            small => small,
        }
    }

    /// The class of a token that is no word.
    pub fn of_sign(kind: Kind) -> WordClass {
        match kind {
            Kind::Comma | Kind::Dash => WordClass::Comma,
            Kind::Genitive => WordClass::Genitive,
            Kind::Number => WordClass::Number,
            _ => WordClass::Sign,
        }
    }
}

/// Words for persons, in the first to the third person.
const PERSONAL: Classes = HE | SHE | THEY | IT | FIRST | SECOND;
