//! Quote or not: whether words in quotation marks are reported as somebody's, or are scare quotes, a title, a
//! nickname, a term of art.

use super::acts::ActClass;
use super::candidates::tagged;
use super::lexicon::*;
use super::marks::Quoted;
use super::model::{NO_VALUES, Values, form, value_words, values};
use super::scene::Scene;
use super::tokens::{Kind, MarkStyle, Token};
use super::values::{QuotedShape, Sides};
use crate::words::List;

values! {
    /// The strongest word of saying in the sentence, the weakest first.
    pub(crate) enum Said {
        None = "none",
        Think = "think",
        Weak = "weak",
        Vow = "vow",
        Call = "call",
        Say = "say",
        Tell = "tell",
    }
}

values! {
    /// What stands before the words.
    pub(crate) enum WordBefore {
        Start = "start",
        Colon = "colon",
        Comma = "comma",
        Cue = "cue",
        Determiner = "determiner",
        Possessive = "possessive",
        Preposition = "preposition",
        Verb = "verb",
        That = "that",
        Conjunction = "conjunction",
        Name = "name",
        Naming = "naming",
        Noun = "noun",
        Other = "other",
    }
}

values! {
    /// What stands behind the words.
    pub(crate) enum WordBehind {
        End = "end",
        Comma = "comma",
        Stop = "stop",
        Cue = "cue",
        Preposition = "preposition",
        Noun = "noun",
        Name = "name",
        Verb = "verb",
        Conjunction = "conjunction",
        Other = "other",
    }
}

values! {
    /// Which of the words begin with a capital.
    pub(crate) enum Capitals {
        Lower = "lower",
        Mixed = "mixed",
        Title = "title",
        AllCaps = "all-caps",
        NoWords = "number",
    }
}

values! {
    /// What the words end with.
    pub(crate) enum LastSign {
        Word = "word",
        Comma = "comma",
        Stop = "stop",
        Mark = "mark",
    }
}

value_words! { MarkStyle {
    Double = "double",
    Single = "single",
    Guillemet = "guillemet",
}}

form! {
    QUOTE_FORM = "quotes";
    /// What is known of words in quotation marks.
    early QuoteValues {
        shape: QuotedShape = "shape",
        tagged: Sides = "tagged",
        said: Said = "cue-in-sentence",
        before: WordBefore = "before",
        after: WordBehind = "after",
        capitals: Capitals = "case",
        verb: bool = "verb-inside",
        first_person: bool = "first-person-inside",
        style: MarkStyle = "style",
        neighbour: bool = "other-quotes-in-paragraph",
        ending: LastSign = "ends-with",
    }
    => templates {
        [shape, tagged],
        [shape, said],
        [shape, before],
        [shape, after],
        [shape, capitals],
        [before, said],
        [before, capitals],
        [before, after],
        [after, said],
        [shape, verb],
        [shape, first_person],
        [shape, neighbour],
        [shape, style],
        [ending, shape],
        [ending, capitals],
    }
}

impl QuoteValues {
    /// The values of [`QUOTE_FORM`]'s variables.
    pub fn values(&self) -> Values {
        let mut values = NO_VALUES;
        self.write(&mut values);
        values
    }
}

/// Describes a quoted span for the model.
pub(crate) fn describe(scene: &Scene, quote: usize) -> QuoteValues {
    let quoted = &scene.quoted[quote];
    let tokens = &scene.prose.tokens;
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let inside = |classes: Classes| tokens[quoted.inner.clone()].iter().any(|token| token.is(classes));
    let beside = |other: Option<&Quoted>| {
        other.is_some_and(|other| other.paragraph == quoted.paragraph && other.parent.is_none())
    };
    QuoteValues {
        shape: QuotedShape::of(scene.prose, quoted),
        tagged: tagged(scene, quote),
        said: strongest_cue(scene, quoted),
        before: match quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start) {
            None => WordBefore::Start,
            Some(at) => before(scene, at),
        },
        after: match Some(quoted.outer.end).filter(|at| *at < paragraph.end) {
            None => WordBehind::End,
            Some(at) => after(&tokens[at], tokens[at].sentence != tokens[quoted.inner.start].sentence),
        },
        capitals: capitals(&tokens[quoted.inner.clone()]),
        verb: inside(AUXILIARY | HE | SHE | THEY | FIRST_PERSON | SECOND),
        first_person: inside(FIRST_PERSON),
        style: quoted.style,
        neighbour: beside(scene.quoted.get(quote + 1)) || quote > 0 && beside(scene.quoted.get(quote - 1)),
        ending: match tokens[quoted.inner.end - 1].kind {
            Kind::Comma => LastSign::Comma,
            Kind::Stop => LastSign::Stop,
            Kind::Mark(_) => LastSign::Mark,
            _ => LastSign::Word,
        },
    }
}

const FIRST_PERSON: Classes = super::lexicon::FIRST;

fn strongest_cue(scene: &Scene, quoted: &Quoted) -> Said {
    let from = scene.sentence_of(quoted.outer.start).start;
    let to = scene.sentence_of(quoted.outer.end - 1).end;
    let said = scene.acts_between(from, to).map(|act| match act.class {
        ActClass::Think => Said::Think,
        ActClass::Weak => Said::Weak,
        ActClass::Vow => Said::Vow,
        ActClass::Call => Said::Call,
        ActClass::Tell => Said::Tell,
        ActClass::Say | ActClass::According | ActClass::Layout => Said::Say,
    });
    said.max().unwrap_or(Said::None)
}

fn before(scene: &Scene, at: usize) -> WordBefore {
    let token = &scene.prose.tokens[at];
    match token.kind {
        Kind::Colon => WordBefore::Colon,
        Kind::Comma => WordBefore::Comma,
        Kind::Word => {
            let text = scene.prose.str(at);
            let naming = List::NamesThing.has(text) || text == "as" && at > 0 && scene.prose.str(at - 1) == "known";
            if naming {
                WordBefore::Naming
            } else if token.is(THAT) {
                WordBefore::That
            } else if token.word.cue.is_some() {
                WordBefore::Cue
            } else if token.is(POSSESSIVE) {
                WordBefore::Possessive
            } else if token.is(DETERMINER) {
                WordBefore::Determiner
            } else if token.is(PREPOSITION) {
                WordBefore::Preposition
            } else if token.is(AUXILIARY | NEGATION) {
                WordBefore::Verb
            } else if token.is(CONJUNCTION) {
                WordBefore::Conjunction
            } else if token.capital {
                WordBefore::Name
            } else if token.is(SOURCE_NOUN) {
                WordBefore::Noun
            } else {
                WordBefore::Other
            }
        }
        Kind::Genitive => WordBefore::Possessive,
        _ => WordBefore::Other,
    }
}

fn after(token: &Token, next_sentence: bool) -> WordBehind {
    match token.kind {
        _ if next_sentence => WordBehind::End,
        Kind::Comma => WordBehind::Comma,
        Kind::Stop => WordBehind::Stop,
        Kind::Word if token.word.cue.is_some() => WordBehind::Cue,
        Kind::Word if token.is(CONJUNCTION) => WordBehind::Conjunction,
        Kind::Word if token.is(PREPOSITION | SUBORDINATE) => WordBehind::Preposition,
        Kind::Word if token.is(AUXILIARY) => WordBehind::Verb,
        Kind::Word if token.capital => WordBehind::Name,
        Kind::Word if token.is(SOURCE_NOUN) => WordBehind::Noun,
        _ => WordBehind::Other,
    }
}

fn capitals(tokens: &[Token]) -> Capitals {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.kind == Kind::Word).collect();
    if words.is_empty() {
        return Capitals::NoWords;
    }
    if words.iter().all(|token| token.all_caps) {
        return Capitals::AllCaps;
    }
    let content = words.iter().filter(|token| !token.is(PREPOSITION | CONJUNCTION | DETERMINER)).count();
    let with_capital =
        words.iter().filter(|token| token.capital && !token.is(PREPOSITION | CONJUNCTION | DETERMINER)).count();
    if content > 0 && with_capital == content {
        Capitals::Title
    } else if with_capital == 0 {
        Capitals::Lower
    } else {
        Capitals::Mixed
    }
}
