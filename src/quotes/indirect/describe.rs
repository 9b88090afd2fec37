//! An act with a content, described for the model that weighs whether somebody is reported to have said so.

use super::super::acts::Act;
use super::super::candidates::{Scene, variables};
use super::super::lexicon::*;
use super::super::mentions::{Case, MentionKind};
use super::super::model::{Form, Variable};
use super::super::tokens::{Kind, Token};
use super::extents::{Extent, is_verb_form, words};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

variables! { REPORT_FORM, REPORT_VARIABLES: {
    BOND = "bond" [
        "subject", "over-preposition", "over-apposition", "relative", "coordinated", "participle", "infinitive",
        "inverted", "passive", "agent", "according", "colon", "dash", "addressee", "owner",
    ];
    CLASS = "class" ["say", "tell", "call", "vow", "think", "weak", "according", "layout"];
    FORM = "form" ["base", "third", "past", "participle", "ing", "none"];
    KIND = "kind" ["person", "name", "body", "place", "role", "unnamed", "people", "he-she", "they", "it"];
    CASE = "case" ["free", "governed", "agent", "owner", "modifier", "object"];
    ORDER = "order" ["after", "before", "around"];
    OPENS = "opens" [
        "that", "to", "question", "pronoun", "determiner", "name", "preposition", "ing", "noun", "adjective", "other",
        "to-noun", "time", "there", "object",
    ];
    LENGTH = "length" ["1-2", "3-5", "6-12", "13-25", "26+"];
    VERB = "verb-inside" ["no", "helper", "form"];
    MOOD = "mood" ["plain", "negated", "modal", "subordinate", "question"];
    DISTANCE = "distance" ["0", "1-3", "4+"];
    LEMMA = "lemma" [
        "other", "say", "tell", "add", "claim", "argue", "warn", "insist", "announce", "suggest", "accuse", "call",
        "urge", "promise", "deny", "admit", "state", "note", "explain", "report", "write", "tweet", "vow", "pledge",
        "predict", "demand", "describe", "dismiss", "criticize", "ask", "stress", "propose", "mention", "reveal",
        "praise", "blame", "condemn", "indicate", "cite", "speak", "talk", "agree", "conclude", "threaten", "point",
        "acknowledge", "declare", "recall", "believe", "think", "want", "show", "find", "see", "know", "quote",
        "attack", "defend", "question", "refer", "discuss", "support", "oppose", "read", "respond", "reject", "answer",
        "apologize", "appeal", "assert", "assure", "caution", "challenge", "charge", "comment", "complain", "concede",
        "confirm", "contend", "continue", "counter", "decline", "denounce", "emphasize", "encourage", "endorse", "express",
        "hint", "imply", "inform", "joke", "maintain", "observe", "offer", "order", "outline", "pronounce", "protest",
        "recommend", "refuse", "reiterate", "remark", "remember", "remind", "repeat", "reply", "request",
        "signal", "slam", "swear", "testify", "thank", "tout", "worry", "favor", "push", "compare", "mock", "rule",
        "begin", "provide", "advise", "advocate", "celebrate", "demonstrate", "dispute", "expect", "feel", "hope",
        "intend", "label", "list", "name", "plead", "portray", "rail", "welcome", "wonder",
    ];
    START = "start" ["cue", "object", "preposition", "that", "front", "colon"];
    STOP = "stop" [
        "sentence", "relative", "participle", "conjunction", "subordinate", "determiner", "preposition", "comma", "dash",
        "semicolon", "tag",
    ];
    REST = "rest" ["0", "1-3", "4-10", "11+"];
    NEXT = "next" [
        "none", "and", "but", "or", "while", "when", "after", "before", "because", "if", "as", "although", "though",
        "since", "until", "so", "where", "whether", "which", "who", "that", "with", "without", "in", "on", "at", "to",
        "from", "by", "for", "including", "according", "not", "even", "a", "an", "the", "<cue>", "<cue-ing>", "<ing>",
        "<possessive>", "<pronoun>", "<name>", "<preposition>", "<number>", "<helper>", "<other>",
    ];
    THEN = "then" [
        "none", "cue", "pronoun", "name", "determiner", "that", "ing", "number", "preposition", "helper", "other",
    ];
    RESTVERB = "verb-behind" ["no", "yes"];
    COMMAS = "commas" ["0", "1", "2", "3+"];
    BETWEEN = "between" ["0", "1", "2", "3+"];
    QUOTED = "quoted" ["none", "inside", "behind"];
    LEAD = "lead" ["none", "words", "subordinate", "comma"];
    }
    templates {
    [LEMMA, ORDER];
    [LEMMA, OPENS];
    [LEMMA, FORM];
    [BOND, CLASS];
    [BOND, FORM];
    [BOND, ORDER];
    [BOND, DISTANCE];
    [CLASS, OPENS, VERB];
    [CLASS, LENGTH];
    [CLASS, MOOD];
    [KIND, BOND];
    [KIND, ORDER];
    [CASE, BOND];
    [OPENS, LENGTH];
    [ORDER, LENGTH];
    [ORDER, VERB];
    [MOOD, FORM];
    [STOP, REST, LENGTH];
    [STOP, OPENS];
    [STOP, CLASS];
    [STOP, VERB];
    [START, LEMMA];
    [START, OPENS, CLASS];
    [START, BOND];
    [NEXT, CLASS];
    [NEXT, VERB];
    [NEXT, LENGTH];
    [NEXT, FORM];
    [STOP, LEAD, RESTVERB];
    [STOP, BOND];
    [STOP, MOOD];
    [STOP, COMMAS];
    [STOP, THEN, RESTVERB];
    [LEMMA, STOP];
    [LEMMA, VERB];
    [QUOTED, STOP, CLASS];
    [QUOTED, OPENS];
    [LEAD, CLASS];
    [BETWEEN, BOND, KIND];
    [NEXT, THEN, RESTVERB];
    }
}

/// Tokens looked at beside a content or a source: a sentence without end must not cost its square.
const NEAR: usize = 80;

/// The values of the longest lists by their names.
static LEMMA_VALUES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| values_by_name(LEMMA));
static NEXT_VALUES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| values_by_name(NEXT));

fn values_by_name(variable: usize) -> FxHashMap<&'static str, u8> {
    REPORT_FORM.variables[variable].values.iter().enumerate().map(|(value, name)| (*name, value as u8)).collect()
}

/// What is known of an act, whatever its content; the other values are left at their first.
pub(super) fn act_values(scene: &Scene, lexicon: &Lexicon, act: &Act) -> [u8; REPORT_VARIABLES] {
    let tokens = &scene.prose.tokens;
    let mention = &scene.mentions[act.mention];
    let cue = tokens[act.cue].word.cue;
    let mut values = [0; REPORT_VARIABLES];
    values[BOND] = act.bond as u8;
    values[CLASS] = act.class as u8;
    values[FORM] = cue.map_or(5, |cue| cue.form as u8);
    values[KIND] = match mention.kind {
        MentionKind::Person => 0,
        MentionKind::Name => 1,
        MentionKind::Body => 2,
        MentionKind::Place => 3,
        MentionKind::Role => 4,
        MentionKind::Unnamed => 5 + u8::from(mention.plural),
        MentionKind::Pronoun => {
            let token = &tokens[mention.tokens.start];
            if token.is(THEY) {
                8
            } else if token.is(IT) {
                9
            } else {
                7
            }
        }
    };
    values[CASE] = mention.case as u8;
    let between = scene.mentions[act.mention + 1..]
        .iter()
        .take(NEAR)
        .take_while(|other| other.tokens.start < act.cue)
        .filter(|other| other.case == Case::Free && other.kind != MentionKind::Place)
        .count();
    values[BETWEEN] = between.min(3) as u8;
    values[LEAD] = lead_value(scene, act);
    let before = |back: usize| {
        act.cue.checked_sub(back).map(|at| &tokens[at]).filter(|token| token.sentence == tokens[act.cue].sentence)
    };
    let close = || (1..=3).filter_map(before);
    values[MOOD] = if close().any(|token| {
        token.is(NEGATION)
            || token.span.len() < 8
                && matches!(
                    token.span.of(scene.prose.text),
                    "didn't" | "didn’t" | "don't" | "don’t" | "doesn't" | "won't"
                )
    }) {
        1
    } else if close().any(|token| token.is(MODAL)) {
        2
    } else if scene
        .prose
        .tokens
        .get(mention.tokens.start.wrapping_sub(1))
        .is_some_and(|token| token.is(SUBORDINATE) && token.sentence == tokens[act.cue].sentence)
    {
        3
    } else if tokens
        .get(scene.prose.sentences[tokens[act.cue].sentence as usize].end - 1)
        .is_some_and(|token| token.kind == Kind::Stop && token.span.of(scene.prose.text).starts_with('?'))
    {
        4
    } else {
        0
    };
    let (low, high) = if mention.tokens.start > act.cue {
        (act.cue + 1, mention.tokens.start)
    } else {
        (mention.tokens.end, act.cue)
    };
    values[DISTANCE] = match high.saturating_sub(low) {
        0 => 0,
        1..=3 => 1,
        _ => 2,
    };
    if let Some(cue) = cue {
        let lemma = lexicon.lemma(cue);
        values[LEMMA] = LEMMA_VALUES.get(lemma).copied().unwrap_or(0);
    }
    values
}

/// Adds what is known of this content to the values of its act.
pub(super) fn add_content(scene: &Scene, extent: &Extent, values: &mut [u8; REPORT_VARIABLES]) {
    let tokens = &scene.prose.tokens;
    let content = &extent.content;
    let rest = extent.rest.start..extent.rest.end.min(extent.rest.start + NEAR);
    values[ORDER] = extent.order as u8;
    values[START] = extent.start as u8;
    values[STOP] = extent.stop as u8;
    values[REST] = match words(scene, &rest) {
        0 => 0,
        1..=3 => 1,
        4..=10 => 2,
        _ => 3,
    };
    let Some(opening) = content.last() else { return };
    let first = &tokens[opening.start];
    let word = scene.prose.str(opening.start);
    let only_time =
        |token: &Token| token.is(TIME | ADVERB | DETERMINER | PREPOSITION | SUBORDINATE) || token.kind != Kind::Word;
    values[OPENS] = if tokens[opening.clone()].iter().all(only_time) {
        12
    } else if first.is(THAT) {
        0
    } else if word == "to"
        && tokens
            .get(opening.start + 1)
            .is_some_and(|next| next.capital || next.is(DETERMINER | POSSESSIVE | OBJECT_FORM))
    {
        11
    } else if word == "there" {
        13
    } else if first.is(OBJECT_FORM) && !first.is(POSSESSIVE) {
        14
    } else if word == "to" {
        1
    } else if first.is(SUBORDINATE | RELATIVE) {
        2
    } else if first.is(HE | SHE | THEY | IT | FIRST | SECOND) && !first.is(POSSESSIVE) {
        3
    } else if first.is(DETERMINER | POSSESSIVE) {
        4
    } else if first.capital {
        5
    } else if first.is(PREPOSITION) {
        6
    } else if word.ends_with("ing") {
        7
    } else if first.is(SOURCE_NOUN) {
        8
    } else if first.is(ADJECTIVE) {
        9
    } else {
        10
    };
    values[LENGTH] = match content.iter().map(|tokens| words(scene, tokens)).sum::<usize>() {
        0..=2 => 0,
        3..=5 => 1,
        6..=12 => 2,
        13..=25 => 3,
        _ => 4,
    };
    values[VERB] = if content.iter().any(|range| tokens[range.clone()].iter().any(|token| token.is(AUXILIARY))) {
        1
    } else if content.iter().any(|range| range.clone().any(|at| is_verb_form(scene, at))) {
        2
    } else {
        0
    };
    let commas = |range: &Range<usize>| tokens[range.clone()].iter().filter(|token| token.kind == Kind::Comma).count();
    values[COMMAS] = content.iter().map(commas).sum::<usize>().min(3) as u8;
    let next = rest.clone().find(|at| matches!(tokens[*at].kind, Kind::Word | Kind::Number));
    values[NEXT] = next.map_or(0, |at| next_value(scene, at));
    let then = next.map(|at| at + 1).filter(|at| *at < rest.end);
    values[THEN] = then.map_or(0, |at| then_value(scene, at));
    let clause = rest.clone().skip(1).take_while(|at| tokens[*at].kind != Kind::Comma);
    values[RESTVERB] = u8::from(clause.into_iter().any(|at| tokens[at].is(AUXILIARY) || is_verb_form(scene, at)));
    values[QUOTED] = if content.iter().any(|tokens| super::quoted_words(scene, tokens) > 0) {
        1
    } else {
        2 * u8::from(super::quoted_words(scene, &rest) > 0)
    };
}

/// The word behind a content.
fn next_value(scene: &Scene, at: usize) -> u8 {
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

/// The word behind that one.
fn then_value(scene: &Scene, at: usize) -> u8 {
    let token = &scene.prose.tokens[at];
    if token.kind == Kind::Number {
        7
    } else if token.kind != Kind::Word {
        0
    } else if token.word.cue.is_some_and(|cue| cue.form.is_finite()) {
        1
    } else if token.is(AUXILIARY) {
        9
    } else if token.is(HE | SHE | THEY | IT | FIRST | SECOND) && !token.is(POSSESSIVE) {
        2
    } else if token.capital {
        3
    } else if token.is(THAT) {
        5
    } else if token.is(DETERMINER | POSSESSIVE) {
        4
    } else if token.is(PREPOSITION) {
        8
    } else if scene.prose.str(at).ends_with("ing") {
        6
    } else {
        10
    }
}

/// What stands before the source in its clause.
fn lead_value(scene: &Scene, act: &Act) -> u8 {
    let tokens = &scene.prose.tokens;
    let start = scene.mentions[act.mention].tokens.start.min(act.cue);
    let sentence = tokens[start].sentence;
    let mut words = 0;
    for at in (0..start).rev().take(NEAR) {
        let token = &tokens[at];
        if token.sentence != sentence {
            break;
        }
        match token.kind {
            Kind::Comma | Kind::Semicolon | Kind::Dash if words == 0 => return 3,
            Kind::Comma | Kind::Semicolon | Kind::Dash => return 1,
            Kind::Word if token.is(SUBORDINATE | RELATIVE) => return 2,
            _ => words += 1,
        }
    }
    u8::from(words > 0)
}
