//! An act with a content, described for the model that weighs whether somebody is reported to have said so.

use super::super::acts::Act;
use super::super::candidates::{Scene, variables};
use super::super::lexicon::*;
use super::super::mentions::MentionKind;
use super::super::model::{Form, Variable};
use super::super::tokens::Kind;
use super::extents::{Extent, words};

variables! { REPORT_FORM, REPORT_VARIABLES: {
    BOND = "bond" [
        "subject", "over-preposition", "over-apposition", "relative", "coordinated", "participle", "infinitive",
        "inverted", "passive", "agent", "according", "colon", "dash", "addressee",
    ];
    CLASS = "class" ["say", "tell", "call", "vow", "think", "weak", "according", "layout"];
    FORM = "form" ["base", "third", "past", "participle", "ing", "none"];
    KIND = "kind" ["person", "name", "body", "place", "role", "unnamed", "people", "he-she", "they", "it"];
    CASE = "case" ["free", "governed", "agent", "owner", "modifier", "object"];
    ORDER = "order" ["after", "before", "around"];
    OPENS = "opens" [
        "that", "to", "question", "pronoun", "determiner", "name", "preposition", "ing", "noun", "adjective", "other",
    ];
    LENGTH = "length" ["1-2", "3-5", "6-12", "13-25", "26+"];
    VERB = "verb-inside" ["no", "yes"];
    MOOD = "mood" ["plain", "negated", "modal", "subordinate", "question"];
    DISTANCE = "distance" ["0", "1-3", "4+"];
    LEMMA = "lemma" [
        "other", "say", "tell", "add", "claim", "argue", "warn", "insist", "announce", "suggest", "accuse", "call",
        "urge", "promise", "deny", "admit", "state", "note", "explain", "report", "write", "tweet", "vow", "pledge",
        "predict", "demand", "describe", "dismiss", "criticize", "ask", "stress", "propose", "mention", "reveal",
        "praise", "blame", "condemn", "indicate", "cite", "speak", "talk", "agree", "conclude", "threaten", "point",
        "acknowledge", "declare", "recall", "believe", "think", "want", "show", "find", "see", "know", "quote",
        "attack", "defend", "question", "refer", "discuss", "support", "oppose", "read", "respond", "reject",
    ];
    START = "start" ["cue", "object", "preposition", "that", "front"];
    STOP = "stop" [
        "sentence", "relative", "participle", "conjunction", "subordinate", "determiner", "preposition", "comma", "dash",
        "semicolon", "tag",
    ];
    REST = "rest" ["0", "1-3", "4-10", "11+"];
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
    }
}

/// The values of an act with this content.
pub(super) fn values(scene: &Scene, lexicon: &Lexicon, act: &Act, extent: &Extent) -> [u8; REPORT_VARIABLES] {
    let content = &extent.content;
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
    values[ORDER] = extent.order as u8;
    values[START] = extent.start as u8;
    values[STOP] = extent.stop as u8;
    values[REST] = match extent.rest {
        0 => 0,
        1..=3 => 1,
        4..=10 => 2,
        _ => 3,
    };
    let first = &tokens[content[content.len() - 1].start];
    values[OPENS] = if first.is(THAT) {
        0
    } else if scene.prose.str(content[content.len() - 1].start) == "to" {
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
    } else if scene.prose.str(content[content.len() - 1].start).ends_with("ing") {
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
    values[VERB] = u8::from(content.iter().any(|range| tokens[range.clone()].iter().any(|token| token.is(AUXILIARY))));
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
        values[LEMMA] = REPORT_FORM.variables[LEMMA].values.iter().position(|known| *known == lemma).unwrap_or(0) as u8;
    }
    values
}
