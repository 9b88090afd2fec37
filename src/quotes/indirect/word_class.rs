//! What kind of word stands somewhere in a sentence, as the model of reported speech sees it.

use super::super::candidates::Scene;
use super::super::lexicon::*;
use super::super::model::values_by_name;
use super::super::tokens::Kind;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The values of [`word_class`].
pub(super) const WORD_CLASSES: [&str; 22] = [
    "none",
    "comma",
    "pronoun",
    "name",
    "helper",
    "adverb",
    "to",
    "relative",
    "conjunction",
    "determiner",
    "genitive",
    "preposition",
    "noun",
    "adjective",
    "ing",
    "number",
    "other",
    "that",
    "time",
    "sign",
    "subordinate",
    "cue",
];

/// The values of [`next_word`]: the words that often open what follows a content, and classes of the others.
pub(super) const NEXT_WORDS: [&str; 47] = [
    "none",
    "and",
    "but",
    "or",
    "while",
    "when",
    "after",
    "before",
    "because",
    "if",
    "as",
    "although",
    "though",
    "since",
    "until",
    "so",
    "where",
    "whether",
    "which",
    "who",
    "that",
    "with",
    "without",
    "in",
    "on",
    "at",
    "to",
    "from",
    "by",
    "for",
    "including",
    "according",
    "not",
    "even",
    "a",
    "an",
    "the",
    "<cue>",
    "<cue-ing>",
    "<ing>",
    "<possessive>",
    "<pronoun>",
    "<name>",
    "<preposition>",
    "<number>",
    "<helper>",
    "<other>",
];

static NEXT_VALUES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| values_by_name(&NEXT_WORDS));

/// The class of the token there, an index into [`WORD_CLASSES`].
pub(super) fn word_class(scene: &Scene, at: usize) -> u8 {
    let token = &scene.prose.tokens[at];
    let is_pronoun = token.is(HE | SHE | THEY | IT | FIRST | SECOND) && !token.is(POSSESSIVE);
    match token.kind {
        Kind::Comma | Kind::Dash => 1,
        Kind::Genitive => 10,
        Kind::Number => 15,
        Kind::Word if token.is(TIME) => 18,
        Kind::Word if token.is(THAT) => 17,
        Kind::Word if scene.prose.str(at) == "to" => 6,
        Kind::Word if token.is(RELATIVE) => 7,
        Kind::Word if is_pronoun => 2,
        Kind::Word if token.is(AUXILIARY) => 4,
        Kind::Word if token.is(CONJUNCTION) => 8,
        Kind::Word if token.is(DETERMINER | POSSESSIVE) => 9,
        Kind::Word if token.is(PREPOSITION) => 11,
        Kind::Word if token.is(SUBORDINATE) => 20,
        Kind::Word if token.capital => 3,
        Kind::Word if token.word.cue.is_some() => 21,
        Kind::Word if token.is(ADVERB) || scene.prose.str(at).ends_with("ly") => 5,
        Kind::Word if token.is(SOURCE_NOUN) => 12,
        Kind::Word if token.is(ADJECTIVE) => 13,
        Kind::Word if scene.prose.str(at).ends_with("ing") => 14,
        Kind::Word => 16,
        _ => 19,
    }
}

/// The word behind a content, an index into [`NEXT_WORDS`].
pub(super) fn next_word(scene: &Scene, at: usize) -> u8 {
    let token = &scene.prose.tokens[at];
    let word = scene.prose.str(at);
    let named = |name: &str| NEXT_VALUES.get(name).copied();
    let class = if token.kind == Kind::Number {
        "<number>"
    } else if token.capital && !token.is(TIME) {
        "<name>"
    } else if let Some(value) = named(word).filter(|value| *value > 0) {
        return value;
    } else if let Some(cue) = token.word.cue {
        if cue.form == VerbForm::Ing { "<cue-ing>" } else { "<cue>" }
    } else if token.is(AUXILIARY) {
        "<helper>"
    } else if word.ends_with("ing") {
        "<ing>"
    } else if token.is(POSSESSIVE) {
        "<possessive>"
    } else if token.is(HE | SHE | THEY | IT | FIRST | SECOND) {
        "<pronoun>"
    } else if token.is(PREPOSITION) {
        "<preposition>"
    } else {
        "<other>"
    };
    named(class).unwrap_or(0)
}
