//! The values that variables of several models share, and the words of the tables for them.

use super::acts::{ActClass, Bond};
use super::lexicon::{IT, THEY, VerbForm};
use super::marks::{End, Quoted};
use super::mentions::{Mention, MentionKind};
use super::model::{value_words, values};
use super::tokens::{Kind, Prose};
use super::word_class::WordClass;
use std::ops::Range;

value_words! { Bond {
    Subject = "subject",
    OverPreposition = "over-preposition",
    OverApposition = "over-apposition",
    Relative = "relative",
    Coordinated = "coordinated",
    Participle = "participle",
    Infinitive = "infinitive",
    Inverted = "inverted",
    Passive = "passive",
    Agent = "agent",
    According = "according",
    Colon = "colon",
    Dash = "dash",
    Addressee = "addressee",
    Owner = "owner",
}}

value_words! { ActClass {
    Say = "say",
    Tell = "tell",
    Call = "call",
    Vow = "vow",
    Think = "think",
    Weak = "weak",
    According = "according",
    Layout = "layout",
}}

value_words! { VerbForm {
    Base = "base",
    Third = "third",
    Past = "past",
    Participle = "participle",
    Ing = "ing",
}}

value_words! { WordClass {
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
    Other = "other",
    That = "that",
    Time = "time",
    Sign = "sign",
    Subordinate = "subordinate",
    Cue = "cue",
}}

values! {
    /// The form of the words that name a source.
    pub(crate) enum SourceKind {
        Person = "person",
        Name = "name",
        Body = "body",
        Place = "place",
        Role = "role",
        Unnamed = "unnamed",
        People = "people",
        HeShe = "he-she",
        They = "they",
        It = "it",
    }
}

impl SourceKind {
    pub fn of(prose: &Prose, mention: &Mention) -> SourceKind {
        let token = &prose.tokens[mention.tokens.start];
        match mention.kind {
            MentionKind::Person => SourceKind::Person,
            MentionKind::Name => SourceKind::Name,
            MentionKind::Body => SourceKind::Body,
            MentionKind::Place => SourceKind::Place,
            MentionKind::Role => SourceKind::Role,
            MentionKind::Unnamed if mention.plural => SourceKind::People,
            MentionKind::Unnamed => SourceKind::Unnamed,
            MentionKind::Pronoun if token.is(THEY) => SourceKind::They,
            MentionKind::Pronoun if token.is(IT) => SourceKind::It,
            MentionKind::Pronoun => SourceKind::HeShe,
        }
    }
}

values! {
    /// A count that matters up to two.
    pub(crate) enum UpToTwo {
        None = "0",
        One = "1",
        More = "2+",
    }
}

impl From<u32> for UpToTwo {
    fn from(count: u32) -> UpToTwo {
        match count {
            0 => UpToTwo::None,
            1 => UpToTwo::One,
            _ => UpToTwo::More,
        }
    }
}

values! {
    /// A count that matters up to three.
    pub(crate) enum UpToThree {
        None = "0",
        One = "1",
        Two = "2",
        More = "3+",
    }
}

impl From<usize> for UpToThree {
    fn from(count: usize) -> UpToThree {
        match count {
            0 => UpToThree::None,
            1 => UpToThree::One,
            2 => UpToThree::Two,
            _ => UpToThree::More,
        }
    }
}

values! {
    /// On which sides of the words something stands.
    pub(crate) enum Sides {
        No = "no",
        After = "after",
        Before = "before",
        Both = "both",
    }
}

impl Sides {
    pub fn new(before: bool, after: bool) -> Sides {
        match (before, after) {
            (false, false) => Sides::No,
            (false, true) => Sides::After,
            (true, false) => Sides::Before,
            (true, true) => Sides::Both,
        }
    }
}

values! {
    /// The length and form of quoted words: some words, or sentences.
    pub(crate) enum QuotedShape {
        One = "1",
        Few = "2-3",
        Some = "4-8",
        Many = "9+",
        ShortSentence = "sentence-short",
        Sentence = "sentence",
        /// It begins as a sentence and does not end as one.
        OpenSentence = "open-sentence",
    }
}

impl QuotedShape {
    pub fn of(prose: &Prose, quoted: &Quoted) -> QuotedShape {
        let tokens = &prose.tokens[quoted.inner.clone()];
        let words = tokens.iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Number)).count();
        let capital = tokens.first().is_some_and(|token| token.capital || token.kind == Kind::Number);
        let ended = tokens.last().is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Comma | Kind::Dash))
            || quoted.end != End::Closed;
        match (words, capital && words > 1, ended) {
            (0..=5, true, true) => QuotedShape::ShortSentence,
            (6.., true, true) => QuotedShape::Sentence,
            (6.., true, false) => QuotedShape::OpenSentence,
            (0..=1, ..) => QuotedShape::One,
            (2..=3, ..) => QuotedShape::Few,
            (4..=8, ..) => QuotedShape::Some,
            _ => QuotedShape::Many,
        }
    }

    /// Whole sentences, with their end.
    pub fn is_whole(self) -> bool {
        matches!(self, QuotedShape::ShortSentence | QuotedShape::Sentence)
    }
}

/// The class of the token there; outside these tokens there is nothing.
pub(crate) fn word_class_in(prose: &Prose, at: Option<usize>, tokens: &Range<usize>) -> WordClass {
    at.filter(|at| tokens.contains(at)).map_or(WordClass::None, |at| prose.tokens[at].class)
}
