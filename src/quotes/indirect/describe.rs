//! An act with a content, described for the model that weighs whether somebody is reported to have said so.

use super::super::acts::Act;
use super::super::candidates::variables;
use super::super::lexicon::*;
use super::super::mentions::{Case, MentionKind};
use super::super::model::{Form, NO_VALUES, Values, Variable, values_by_name};
use super::super::scene::Scene;
use super::super::tokens::{Kind, Token};
use super::super::word_class::{OPENING_WORDS, WORD_CLASSES, opening_word, word_class_in};
use super::extents::Extent;
use super::sums::Sums;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

variables! { REPORT_FORM: {
    BOND = "bond" [
        "subject", "over-preposition", "over-apposition", "relative", "coordinated", "participle", "infinitive",
        "inverted", "passive", "agent", "according", "colon", "dash", "addressee", "owner",
    ];
    CLASS = "class" ["say", "tell", "call", "vow", "think", "weak", "according", "layout"];
    FORM = "form" ["base", "third", "past", "participle", "ing", "none"];
    KIND = "kind" ["person", "name", "body", "place", "role", "unnamed", "people", "he-she", "they", "it"];
    ORDER = "order" ["after", "before", "around"];
    OPENS = "opens" [
        "that", "to", "question", "pronoun", "determiner", "name", "preposition", "ing", "noun", "adjective", "other",
        "to-noun", "time", "there", "object",
    ];
    LENGTH = "length" ["1-2", "3-5", "6-12", "13-25", "26+"];
    VERB = "verb-inside" ["no", "helper", "form"];
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
    NEXT = "next" OPENING_WORDS;
    THEN = "then" WORD_CLASSES;
    RESTVERB = "verb-behind" ["no", "yes"];
    COMMAS = "commas" ["0", "1", "2", "3+"];
    BETWEEN = "between" ["0", "1", "2", "3+"];
    QUOTED = "quoted" ["none", "inside", "behind"];
    LEAD = "lead" ["none", "words", "subordinate", "comma"];
    BEFORE = "before-source" WORD_CLASSES;
    PREV = "before-cue" WORD_CLASSES;
    FOLLOW = "behind-cue" WORD_CLASSES;
    OUTER = "verb-of-saying-before" ["none", "near", "far"];
    INNER = "verbs-of-saying-inside" ["0", "1", "2+"];
    SECOND_WORD = "second-word" WORD_CLASSES;
    OPENING = "first-word" OPENING_WORDS;
    CASE = "case" ["free", "governed", "agent", "owner", "modifier", "object"];
    THIRD_WORD = "third-word" WORD_CLASSES;
    BEHIND = "behind-source" WORD_CLASSES;
    SECOND_BEFORE = "second-before-source" WORD_CLASSES;
    SECOND_PREV = "second-before-cue" WORD_CLASSES;
    SECOND_FOLLOW = "second-behind-cue" WORD_CLASSES;
    PREV_WORD = "word-before-cue" OPENING_WORDS;
    }
    templates {
    [LEMMA, OPENS];
    [LEMMA, FORM];
    [BOND, DISTANCE];
    [CLASS, LENGTH];
    [STOP, REST, LENGTH];
    [START, LEMMA];
    [START, OPENS, CLASS];
    [START, BOND];
    [NEXT, LENGTH];
    [NEXT, FORM];
    [STOP, LEAD, RESTVERB];
    [STOP, BOND];
    [STOP, COMMAS];
    [STOP, THEN, RESTVERB];
    [LEMMA, STOP];
    [LEMMA, VERB];
    [QUOTED, OPENS];
    [BETWEEN, BOND, KIND];
    [NEXT, THEN, RESTVERB];
    [START, COMMAS, QUOTED];
    [BEFORE, BOND];
    [BEFORE, LEAD];
    [PREV, OUTER, ORDER];
    [PREV, INNER, FORM];
    [PREV, FORM, LEAD];
    [OUTER, BETWEEN];
    [FOLLOW, LEMMA];
    [SECOND_WORD, START, INNER];
    [THIRD_WORD, START];
    [OPENING, VERB];
    [CASE, FORM, KIND];
    [BEFORE, SECOND_BEFORE];
    [PREV, SECOND_PREV];
    [BEHIND, BOND];
    [FOLLOW, SECOND_FOLLOW];
    [PREV_WORD, BOND];
    }
    late [
        ORDER, OPENS, LENGTH, VERB, START, STOP, REST, NEXT, THEN, RESTVERB, COMMAS, QUOTED, INNER, SECOND_WORD, OPENING,
        THIRD_WORD,
    ]
}

/// Tokens looked at beside a content or a source: a sentence without end must not cost its square.
const NEAR: usize = 80;

/// The values of the longest list by their names.
static LEMMA_VALUES: LazyLock<FxHashMap<&str, u8>> =
    LazyLock::new(|| values_by_name(REPORT_FORM.variables[LEMMA].values));

/// What is known of an act, whatever its content; the other values are left at their first.
pub(super) fn act_values(scene: &Scene, lexicon: &Lexicon, act: &Act) -> Values {
    let tokens = &scene.prose.tokens;
    let mention = &scene.mentions[act.mention];
    let cue = tokens[act.cue].word.cue;
    let mut values = NO_VALUES;
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
    let between = scene.mentions[act.mention + 1..]
        .iter()
        .take(NEAR)
        .take_while(|other| other.tokens.start < act.cue)
        .filter(|other| other.case == Case::Free && other.kind != MentionKind::Place)
        .count();
    values[BETWEEN] = between.min(3) as u8;
    values[LEAD] = lead_value(scene, act);
    let start = mention.tokens.start;
    let sentence = scene.prose.sentences[tokens[act.cue].sentence as usize].clone();
    let own = &scene.prose.sentences[tokens[start].sentence as usize];
    let class_in = |at: Option<usize>, tokens: &Range<usize>| word_class_in(scene.prose, at, tokens);
    values[BEFORE] = class_in(start.checked_sub(1), own);
    values[SECOND_BEFORE] = class_in(start.checked_sub(2), own);
    values[BEHIND] = class_in(Some(mention.tokens.end), own);
    values[PREV] = class_in(act.cue.checked_sub(1), &sentence);
    values[SECOND_PREV] = class_in(act.cue.checked_sub(2), &sentence);
    values[PREV_WORD] = if act.cue > sentence.start { opening_word(scene.prose, act.cue - 1) } else { 0 };
    values[FOLLOW] = class_in(Some(act.cue + 1), &sentence);
    values[SECOND_FOLLOW] = class_in(Some(act.cue + 2), &sentence);
    values[OUTER] = match (sentence.start..start.min(act.cue)).rev().take(NEAR).position(|at| tokens[at].says()) {
        None => 0,
        Some(0..=6) => 1,
        Some(_) => 2,
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
pub(super) fn add_content(scene: &Scene, sums: &Sums, extent: &Extent, values: &mut Values) {
    let tokens = &scene.prose.tokens;
    let rest = extent.rest.start..extent.rest.end.min(extent.rest.start + NEAR);
    values[ORDER] = extent.order as u8;
    values[START] = extent.start as u8;
    values[STOP] = extent.stop as u8;
    values[REST] = match sums.of(&rest).words {
        0 => 0,
        1..=3 => 1,
        4..=10 => 2,
        _ => 3,
    };
    let opening = extent.content.last();
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
    values[OPENING] = opening_word(scene.prose, opening.start);
    values[THIRD_WORD] = word_class_in(scene.prose, Some(opening.start + 2), &opening);
    let inside = sums.of_all(&extent.content);
    values[LENGTH] = match inside.words {
        0..=2 => 0,
        3..=5 => 1,
        6..=12 => 2,
        13..=25 => 3,
        _ => 4,
    };
    values[VERB] = if inside.helpers > 0 { 1 } else { 2 * u8::from(inside.verb_forms > 0) };
    values[INNER] = inside.says.min(2) as u8;
    values[COMMAS] = inside.commas.min(3) as u8;
    values[SECOND_WORD] = word_class_in(scene.prose, Some(opening.start + 1), &opening);
    let next = rest.clone().find(|at| matches!(tokens[*at].kind, Kind::Word | Kind::Number));
    values[NEXT] = next.map_or(0, |at| opening_word(scene.prose, at));
    let then = next.map(|at| at + 1).filter(|at| *at < rest.end);
    values[THEN] = word_class_in(scene.prose, then, &rest);
    let clause = rest.start.saturating_add(1)..rest.end;
    let clause = clause.start..clause.clone().find(|at| tokens[*at].kind == Kind::Comma).unwrap_or(clause.end);
    let behind = sums.of(&clause);
    values[RESTVERB] = u8::from(behind.helpers + behind.verb_forms > 0);
    values[QUOTED] = if inside.quoted > 0 { 1 } else { 2 * u8::from(sums.of(&rest).quoted > 0) };
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
