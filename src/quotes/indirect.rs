//! Reported speech without quotation marks: *Mr Smith said the plan would fail*; source, cue and content.
//!
//! Each act outside quotation marks gets one guess at its content, by the order of source, cue and commas in the
//! sentence; a model weighs whether such an act with such a content reports speech. Errs to silence. It cannot do: a
//! content that runs over several sentences, or whose source stands in another one.

use super::acts::{Act, ActClass, Bond};
use super::candidates::{Scene, variables};
use super::lexicon::*;
use super::mentions::MentionKind;
use super::model::{Form, Variable};
use super::tokens::Kind;
use crate::span::Span;
use std::ops::Range;

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
    }
}

/// An act with the content that it would report.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// Index of the act.
    pub act: usize,
    /// One or two stretches of tokens.
    pub content: Vec<Range<usize>>,
    pub values: [u8; REPORT_VARIABLES],
}

impl Report {
    pub fn spans(&self, scene: &Scene) -> Vec<Span> {
        self.content.iter().map(|tokens| scene.prose.span(tokens.clone())).collect()
    }
}

/// The reports that the acts could be, in order of their cues; several of one cue stand side by side.
pub(crate) fn find_reports(scene: &Scene, lexicon: &Lexicon) -> Vec<Report> {
    let mut reports = Vec::new();
    for (index, act) in scene.acts.iter().enumerate() {
        // What somebody thinks, sees or wants is not said.
        if matches!(act.class, ActClass::Layout | ActClass::Think) || matches!(act.bond, Bond::Addressee) {
            continue;
        }
        let Some((content, order)) = content_of(scene, act) else { continue };
        let held = content.iter().any(|tokens| holds_quote(scene, tokens));
        if held {
            continue;
        }
        let values = describe(scene, lexicon, act, &content, order);
        reports.push(Report { act: index, content, values });
    }
    reports
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    After,
    Before,
    Around,
}

fn holds_quote(scene: &Scene, tokens: &Range<usize>) -> bool {
    let first = scene.quoted.partition_point(|quoted| quoted.outer.end <= tokens.start);
    scene.quoted.get(first).is_some_and(|quoted| quoted.outer.start < tokens.end)
}

/// The content of an act, by the order of the sentence.
fn content_of(scene: &Scene, act: &Act) -> Option<(Vec<Range<usize>>, Order)> {
    let tokens = &scene.prose.tokens;
    let sentence = scene.prose.sentences.get(tokens[act.cue].sentence as usize)?.clone();
    let end = trim_end(scene, sentence.start, sentence.end);
    let mention = &scene.mentions[act.mention];
    let same = tokens[mention.tokens.start].sentence == tokens[act.cue].sentence;
    let tag_end = match act.bond {
        Bond::According | Bond::Inverted | Bond::Agent => mention_end(scene, mention.tokens.end, end),
        _ => addressee_end(scene, act).unwrap_or(act.cue + 1),
    };
    // "Asked whether she would stay, Smith said: “…”": what she said stands in marks.
    let tags_quote = tokens[tag_end.min(end)..end.min(tag_end + 8)]
        .iter()
        .take_while(|token| !matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Semicolon) && !token.is(THAT))
        .any(|token| matches!(token.kind, Kind::Colon | Kind::Mark(_)));
    if tags_quote {
        return None;
    }
    let tag_start = if same && mention.tokens.start < act.cue { mention.tokens.start } else { act.cue };
    let beside = matches!(
        act.bond,
        Bond::Subject | Bond::OverPreposition | Bond::OverApposition | Bond::Inverted | Bond::According
    );
    let comma_before = tag_start > sentence.start + 1 && tokens[tag_start - 1].kind == Kind::Comma;
    let front = trim_start(scene, sentence.start, tag_start.saturating_sub(1));
    if beside && comma_before && words(scene, &front) >= 3 {
        // "The plan would fail, Smith said (on Tuesday)." or "The plan, Smith said, would fail."
        let comma_after = (tag_end..end.min(tag_end + 7)).find(|at| tokens[*at].kind == Kind::Comma);
        let rest = words(scene, &(tag_end..end));
        let next_free = tokens.get(tag_end).is_none_or(|token| {
            token.kind != Kind::Word || token.is(PREPOSITION | TIME | ADVERB | SUBORDINATE) && !token.is(THAT)
        });
        if tag_end >= end || rest <= 8 && next_free && comma_after.is_none() {
            return Some((vec![front], Order::Before));
        }
        if let Some(comma) = comma_after.filter(|_| next_free) {
            let back = comma + 1..end;
            if words(scene, &back) >= 3 {
                return Some((vec![front, back], Order::Around));
            }
            return Some((vec![front], Order::Before));
        }
    }
    if matches!(act.bond, Bond::According) {
        // "According to Smith, the plan would fail", "The plan would fail according to Smith".
        if let Some(comma) =
            (tag_end..end).find(|at| tokens[*at].kind == Kind::Comma).filter(|_| act.cue <= sentence.start + 1)
        {
            return Some((one(comma + 1..end), Order::After));
        }
        let front = trim_start(scene, sentence.start, tag_start.min(act.cue));
        return (words(scene, &front) >= 3).then_some((vec![front], Order::Before));
    }
    if matches!(act.bond, Bond::Inverted | Bond::Agent) {
        return None;
    }
    let start = content_start(scene, act, end)?;
    let end = content_end(scene, start, end);
    (start < end).then(|| (one(start..end), Order::After))
}

/// A content in one piece.
fn one(tokens: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(tokens).collect()
}

/// Where what is said begins behind the cue: behind the one spoken to, and behind when and where it was said.
fn content_start(scene: &Scene, act: &Act, end: usize) -> Option<usize> {
    let tokens = &scene.prose.tokens;
    let mut at = act.cue + 1;
    if at >= end {
        return None;
    }
    if let Some(behind) = addressee_end(scene, act) {
        let goes_on =
            behind < end && tokens.get(behind).is_some_and(|token| token.kind == Kind::Word && !token.is(AUXILIARY));
        if goes_on && behind > at {
            at = behind;
        }
    }
    // "called for", "complained about", "accused her of": what is said stands behind the preposition.
    if tokens[at].is(PREPOSITION)
        && matches!(scene.prose.str(at), "for" | "about" | "of" | "on" | "against")
        && act.class != ActClass::Tell
    {
        let text = scene.prose.str(at);
        if !(text == "on" && tokens.get(at + 1).is_some_and(|token| token.is(TIME))) {
            at += 1;
        }
    } else if act.class == ActClass::Call
        && let Some(of) = (at..end.min(at + 6)).find(|index| matches!(scene.prose.str(*index), "of" | "for"))
        && tokens[act.cue].is(CHARGING)
    {
        at = of + 1;
    }
    // "said on Tuesday that …", "said in an interview with a paper that …": the "that" within reach.
    const REACH: usize = 14;
    if tokens[at].is(PREPOSITION | TIME | ADVERB) && !tokens[at].is(THAT) {
        let that = (at..end.min(at + REACH))
            .take_while(|index| matches!(tokens[*index].kind, Kind::Word | Kind::Number | Kind::Genitive))
            .find(|index| tokens[*index].is(THAT));
        if let Some(that) = that {
            return Some(that);
        }
        if tokens[at].is(TIME | ADVERB) {
            at += 1;
        }
    }
    (at < end && matches!(tokens[at].kind, Kind::Word | Kind::Number)).then_some(at)
}

/// What is said ends with the sentence, or before a second act that hangs on it, a new clause of the writer's.
fn content_end(scene: &Scene, start: usize, end: usize) -> usize {
    let tokens = &scene.prose.tokens;
    for at in start + 2..end {
        match tokens[at].kind {
            Kind::Semicolon | Kind::Dash if at > start + 3 && tokens[at].kind == Kind::Semicolon => return at,
            Kind::Comma => {
                let Some(next) = tokens.get(at + 1).filter(|_| at + 1 < end) else { continue };
                let text = scene.prose.str(at + 1);
                let participle = next.word.cue.is_some_and(|cue| cue.form == VerbForm::Ing);
                if participle || text == "according" || text == "but" || text == "while" || text == "although" {
                    return at;
                }
                if next.is(CONJUNCTION)
                    && tokens.get(at + 2).is_some_and(|token| token.word.cue.is_some() && token.kind == Kind::Word)
                {
                    return at;
                }
            }
            Kind::Word
                if tokens[at].is(CONJUNCTION)
                // "said he would stay and added that …"
                && tokens.get(at + 1).and_then(|token| token.word.cue).is_some_and(|cue| {
                    matches!(cue.form, VerbForm::Past | VerbForm::Third) && cue.class == CueClass::Say
                }) =>
            {
                return at;
            }
            _ => {}
        }
    }
    end
}

/// The token behind the one spoken to: "told MPs", "assured the House".
fn addressee_end(scene: &Scene, act: &Act) -> Option<usize> {
    let speaks_to = matches!(act.class, ActClass::Tell) || scene.prose.tokens[act.cue].is(ADDRESSING);
    let addressee =
        scene.acts_between(act.cue, act.cue + 1).find(|other| other.bond == Bond::Addressee).filter(|_| speaks_to)?;
    Some(scene.mentions[addressee.mention].tokens.end)
}

fn mention_end(scene: &Scene, end: usize, limit: usize) -> usize {
    // "according to a poll by Smith": the prepositional phrase belongs to the source.
    let tokens = &scene.prose.tokens;
    let mut at = end;
    while at < limit && tokens[at].kind == Kind::Word && tokens[at].is(PREPOSITION) {
        let mut next = at + 1;
        while next < limit
            && matches!(tokens[next].kind, Kind::Word | Kind::Number | Kind::Genitive)
            && !tokens[next].is(PREPOSITION)
        {
            next += 1;
        }
        at = next;
    }
    at
}

fn trim_end(scene: &Scene, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && matches!(scene.prose.tokens[end - 1].kind, Kind::Stop | Kind::Comma | Kind::Mark(_) | Kind::CloseBracket)
    {
        end -= 1;
    }
    end
}

fn trim_start(scene: &Scene, start: usize, end: usize) -> Range<usize> {
    let mut start = start;
    while start < end
        && (!matches!(scene.prose.tokens[start].kind, Kind::Word | Kind::Number)
            || scene.prose.tokens[start].is(CONJUNCTION))
    {
        start += 1;
    }
    start..end
}

fn words(scene: &Scene, tokens: &Range<usize>) -> usize {
    if tokens.start >= tokens.end {
        return 0;
    }
    scene.prose.tokens[tokens.clone()].iter().filter(|token| matches!(token.kind, Kind::Word | Kind::Number)).count()
}

fn describe(
    scene: &Scene,
    lexicon: &Lexicon,
    act: &Act,
    content: &[Range<usize>],
    order: Order,
) -> [u8; REPORT_VARIABLES] {
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
    values[ORDER] = order as u8;
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
