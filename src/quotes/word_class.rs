//! What kind of word stands somewhere in a sentence, as the models see it.

use super::lexicon::*;
use super::model::values_by_name;
use super::tokens::{Kind, Prose};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

macro_rules! word_classes {
    ($($(#[$meta:meta])* $class:ident = $name:literal),* $(,)?) => {
        /// The kind of a word or sign.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) enum WordClass { $($(#[$meta])* $class),* }
        /// The names of the classes; a class's number is its place here.
        pub(super) const WORD_CLASSES: [&str; [$($name),*].len()] = [$($name),*];
    };
}

word_classes! {
    None = "none",
    Comma = "comma",
    Pronoun = "pronoun",
    Name = "name",
    Helper = "helper",
    Adverb = "adverb",
    To = "to",
    Relative = "relative",
    Conjunction = "conjunction",
    Determiner = "determiner",
    Genitive = "genitive",
    Preposition = "preposition",
    Noun = "noun",
    Adjective = "adjective",
    Ing = "ing",
    Number = "number",
    #[default]
    Other = "other",
    That = "that",
    Time = "time",
    Sign = "sign",
    Subordinate = "subordinate",
    Cue = "cue",
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

/// The class of the token there, a place in [`WORD_CLASSES`]; outside these tokens there is nothing.
pub(super) fn word_class_in(prose: &Prose, at: Option<usize>, tokens: &Range<usize>) -> u8 {
    let class = at.filter(|at| tokens.contains(at)).map_or(WordClass::None, |at| prose.tokens[at].class);
    class as u8
}

/// The values of [`opening_word`]: the words that often open a clause or a phrase, and classes of the others.
pub(super) const OPENING_WORDS: [&str; 93] = [
    "none",
    "and",
    "but",
    "or",
    "that",
    "to",
    "whether",
    "if",
    "what",
    "how",
    "why",
    "who",
    "which",
    "where",
    "when",
    "as",
    "because",
    "while",
    "although",
    "though",
    "since",
    "until",
    "so",
    "after",
    "before",
    "once",
    "unless",
    "in",
    "on",
    "at",
    "of",
    "for",
    "from",
    "by",
    "with",
    "without",
    "about",
    "against",
    "over",
    "into",
    "during",
    "under",
    "toward",
    "towards",
    "between",
    "among",
    "out",
    "up",
    "including",
    "according",
    "not",
    "even",
    "he",
    "she",
    "they",
    "it",
    "we",
    "i",
    "you",
    "his",
    "her",
    "their",
    "its",
    "our",
    "my",
    "this",
    "these",
    "those",
    "a",
    "an",
    "the",
    "there",
    "no",
    "all",
    "any",
    "some",
    "more",
    "being",
    "having",
    "new",
    "<cue>",
    "<cue-ing>",
    "<ing>",
    "<name>",
    "<number>",
    "<time>",
    "<helper>",
    "<preposition>",
    "<possessive>",
    "<adverb>",
    "<noun>",
    "<adjective>",
    "<other>",
];

static OPENING_VALUES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| values_by_name(&OPENING_WORDS));

/// The word there, or its class where it is none of the listed ones; a place in [`OPENING_WORDS`].
pub(super) fn opening_word(prose: &Prose, at: usize) -> u8 {
    let token = &prose.tokens[at];
    let word = prose.str(at);
    let listed = |name: &str| OPENING_VALUES.get(name).copied();
    let capital = token.capital && !token.is(CLOSED_WORD);
    let class = if token.kind == Kind::Number {
        "<number>"
    } else if token.is(TIME) && !token.is(PREPOSITION) {
        "<time>"
    } else if capital {
        "<name>"
    } else if let Some(value) = if token.capital { listed(&word.to_lowercase()) } else { listed(word) } {
        return value;
    } else if let Some(cue) = token.word.cue {
        if cue.form == VerbForm::Ing { "<cue-ing>" } else { "<cue>" }
    } else if token.is(AUXILIARY) {
        "<helper>"
    } else if word.ends_with("ing") {
        "<ing>"
    } else if token.is(POSSESSIVE) {
        "<possessive>"
    } else if token.is(PREPOSITION) {
        "<preposition>"
    } else if token.is(ADVERB) || word.ends_with("ly") {
        "<adverb>"
    } else if token.is(SOURCE_NOUN) {
        "<noun>"
    } else if token.is(ADJECTIVE) {
        "<adjective>"
    } else {
        "<other>"
    };
    listed(class).unwrap_or(0)
}

/// Words for persons, in the first to the third person.
const PERSONAL: Classes = HE | SHE | THEY | IT | FIRST | SECOND;

/// Words whose capital is only that of a sentence's beginning.
const CLOSED_WORD: Classes = PERSONAL
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
