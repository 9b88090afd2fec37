//! Quote or not: whether words in quotation marks are reported as somebody's, or are scare quotes, a title, a
//! nickname, a term of art.

use super::candidates::{shape, tagged, variables};
use super::lexicon::*;
use super::marks::Quoted;
use super::model::{Form, NO_VALUES, Values, Variable};
use super::scene::Scene;
use super::tokens::{Kind, MarkStyle, Token};

variables! { QUOTE_FORM: {
    SHAPE = "shape" ["1", "2-3", "4-8", "9+", "sentence-short", "sentence", "open-sentence"];
    TAGGED = "tagged" ["no", "after", "before", "both"];
    CUE = "cue-in-sentence" ["none", "think", "weak", "vow", "call", "say", "tell"];
    BEFORE = "before" [
        "start", "colon", "comma", "cue", "determiner", "possessive", "preposition", "verb", "that", "conjunction",
        "name", "naming", "noun", "other",
    ];
    AFTER = "after" ["end", "comma", "stop", "cue", "preposition", "noun", "name", "verb", "conjunction", "other"];
    CASE = "case" ["lower", "mixed", "title", "all-caps", "number"];
    VERB = "verb-inside" ["no", "yes"];
    FIRST = "first-person-inside" ["no", "yes"];
    STYLE = "style" ["double", "single", "guillemet"];
    NEIGHBOUR = "other-quotes-in-paragraph" ["no", "yes"];
    END = "ends-with" ["word", "comma", "stop", "mark"];
    }
    templates {
    [SHAPE, TAGGED];
    [SHAPE, CUE];
    [SHAPE, BEFORE];
    [SHAPE, AFTER];
    [SHAPE, CASE];
    [BEFORE, CUE];
    [BEFORE, CASE];
    [BEFORE, AFTER];
    [AFTER, CUE];
    [SHAPE, VERB];
    [SHAPE, FIRST];
    [SHAPE, NEIGHBOUR];
    [SHAPE, STYLE];
    [END, SHAPE];
    [END, CASE];
    }
    late []
}

/// Describes a quoted span for the model.
pub(crate) fn describe(scene: &Scene, quote: usize) -> Values {
    let quoted = &scene.quoted[quote];
    let tokens = &scene.prose.tokens;
    let mut values = NO_VALUES;
    values[SHAPE] = shape(scene.prose, quoted);
    values[TAGGED] = tagged(scene, quote);
    values[CUE] = cue_in_sentence(scene, quoted);
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    values[BEFORE] = match quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start) {
        None => 0,
        Some(at) => before_value(scene, at),
    };
    values[AFTER] = match Some(quoted.outer.end).filter(|at| *at < paragraph.end) {
        None => 0,
        Some(at) => after_value(&tokens[at], tokens[at].sentence != tokens[quoted.inner.start].sentence),
    };
    values[CASE] = case_value(&tokens[quoted.inner.clone()]);
    let inside = |classes: Classes| tokens[quoted.inner.clone()].iter().any(|token| token.is(classes));
    values[VERB] = u8::from(inside(AUXILIARY | HE | SHE | THEY | FIRST_PERSON | SECOND));
    values[FIRST] = u8::from(inside(FIRST_PERSON));
    values[STYLE] = match quoted.style {
        MarkStyle::Double => 0,
        MarkStyle::Single => 1,
        MarkStyle::Guillemet => 2,
    };
    let beside = |other: Option<&Quoted>| {
        other.is_some_and(|other| other.paragraph == quoted.paragraph && other.parent.is_none())
    };
    values[NEIGHBOUR] =
        u8::from(beside(scene.quoted.get(quote + 1)) || quote > 0 && beside(scene.quoted.get(quote - 1)));
    values[END] = match tokens[quoted.inner.end - 1].kind {
        Kind::Comma => 1,
        Kind::Stop => 2,
        Kind::Mark(_) => 3,
        _ => 0,
    };
    values
}

const FIRST_PERSON: Classes = super::lexicon::FIRST;

fn cue_in_sentence(scene: &Scene, quoted: &Quoted) -> u8 {
    let first = scene.prose.tokens[quoted.outer.start].sentence as usize;
    let last = scene.prose.tokens[quoted.outer.end - 1].sentence as usize;
    let from = scene.prose.sentences[first].start;
    let to = scene.prose.sentences[last].end;
    scene
        .acts_between(from, to)
        .map(|act| match act.class {
            super::acts::ActClass::Think => 1,
            super::acts::ActClass::Weak => 2,
            super::acts::ActClass::Vow => 3,
            super::acts::ActClass::Call => 4,
            super::acts::ActClass::Tell => 6,
            _ => 5,
        })
        .max()
        .unwrap_or(0)
}

fn before_value(scene: &Scene, at: usize) -> u8 {
    let token = &scene.prose.tokens[at];
    match token.kind {
        Kind::Colon => 1,
        Kind::Comma => 2,
        Kind::Word => {
            let text = scene.prose.str(at);
            let naming = matches!(
                text,
                "titled"
                    | "entitled"
                    | "named"
                    | "nicknamed"
                    | "dubbed"
                    | "known"
                    | "called"
                    | "so-called"
                    | "word"
                    | "words"
                    | "phrase"
                    | "term"
                    | "slogan"
                    | "hashtag"
                    | "song"
                    | "film"
                    | "movie"
                    | "book"
                    | "show"
                    | "program"
                    | "programme"
                    | "headline"
                    | "headlined"
            ) || text == "as" && at > 0 && scene.prose.str(at - 1) == "known";
            if naming {
                11
            } else if token.is(THAT) {
                8
            } else if token.word.cue.is_some() {
                3
            } else if token.is(POSSESSIVE) {
                5
            } else if token.is(DETERMINER) {
                4
            } else if token.is(PREPOSITION) {
                6
            } else if token.is(AUXILIARY | NEGATION) {
                7
            } else if token.is(CONJUNCTION) {
                9
            } else if token.capital {
                10
            } else if token.is(SOURCE_NOUN) {
                12
            } else {
                13
            }
        }
        Kind::Genitive => 5,
        _ => 13,
    }
}

fn after_value(token: &Token, next_sentence: bool) -> u8 {
    match token.kind {
        _ if next_sentence => 0,
        Kind::Comma => 1,
        Kind::Stop => 2,
        Kind::Word if token.word.cue.is_some() => 3,
        Kind::Word if token.is(CONJUNCTION) => 8,
        Kind::Word if token.is(PREPOSITION | SUBORDINATE) => 4,
        Kind::Word if token.is(AUXILIARY) => 7,
        Kind::Word if token.capital => 6,
        Kind::Word if token.is(SOURCE_NOUN) => 5,
        _ => 9,
    }
}

fn case_value(tokens: &[Token]) -> u8 {
    let words: Vec<&Token> = tokens.iter().filter(|token| token.kind == Kind::Word).collect();
    if words.is_empty() {
        return 4;
    }
    if words.iter().all(|token| token.all_caps) {
        return 3;
    }
    let content = words.iter().filter(|token| !token.is(PREPOSITION | CONJUNCTION | DETERMINER)).count();
    let capitals =
        words.iter().filter(|token| token.capital && !token.is(PREPOSITION | CONJUNCTION | DETERMINER)).count();
    if content > 0 && capitals == content {
        2
    } else if capitals == 0 {
        0
    } else {
        1
    }
}
