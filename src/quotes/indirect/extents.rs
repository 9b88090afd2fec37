//! Where what an act reports can begin and end: the order of source, cue and commas gives a few candidates for each act,
//! among which the model chooses.

use super::super::acts::{Act, ActClass, Bond};
use super::super::lexicon::*;
use super::super::scene::Scene;
use super::super::tokens::Kind;
use super::Content;
use super::sums::Sums;
use crate::words::List;
use std::ops::Range;

/// A content that an act can have, and how it was come by.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    pub content: Content,
    pub order: ContentOrder,
    pub start: Start,
    pub stop: Stop,
    /// What of the sentence is left out behind the content.
    pub rest: Range<usize>,
}

/// Where the content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentOrder {
    After,
    Before,
    Around,
}

/// What the content begins behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Cue,
    /// The one spoken to or spoken of.
    Object,
    Preposition,
    /// A "that" some words behind the cue.
    That,
    /// The sentence's beginning, or a comma behind the tag.
    Front,
    /// A colon behind the tag.
    Colon,
}

/// What the content ends before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Sentence,
    /// ", which", ", who"
    Relative,
    /// ", adding"
    Participle,
    /// ", and", ", but", or a bare "and" before a word of saying
    Conjunction,
    /// ", while", ", after"
    Subordinate,
    /// ", a reference to"
    Determiner,
    /// ", with", ", according to"
    Preposition,
    Comma,
    Dash,
    Semicolon,
    Tag,
}

/// Ends looked at for one beginning, besides the sentence's.
const MOST_STOPS: usize = 4;

/// The contents that the act can have, the longest first for each beginning.
pub(super) fn find(scene: &Scene, sums: &mut Sums, act: &Act, extents: &mut Vec<Extent>) {
    let tokens = &scene.prose.tokens;
    let Some(sentence) = scene.prose.sentences.get(tokens[act.cue].sentence as usize).cloned() else { return };
    sums.read(scene, sentence.clone());
    let sums = &*sums;
    let end = trim_end(scene, sentence.start, sentence.end);
    let mention = &scene.mentions[act.mention];
    let same = tokens[mention.tokens.start].sentence == tokens[act.cue].sentence;
    let tag_end = match act.bond {
        Bond::According | Bond::Inverted | Bond::Agent => mention_end(scene, mention.tokens.end, end),
        _ => addressee_end(scene, act).unwrap_or(act.cue + 1),
    };
    // "Smith said in a statement: …": what is said stands behind the colon, if not in marks.
    let colon = (tag_end..end.min(tag_end + 8))
        .take_while(|at| !matches!(tokens[*at].kind, Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Mark(_)))
        .find(|at| tokens[*at].kind == Kind::Colon);
    if let Some(colon) = colon {
        push_stops(scene, colon + 1, end, ContentOrder::After, Start::Colon, extents);
        return;
    }
    let tag_start = tag_start(scene, act, same, sentence.start);
    let beside = matches!(
        act.bond,
        Bond::Subject | Bond::OverPreposition | Bond::OverApposition | Bond::Inverted | Bond::According
    );
    let comma_before = tag_start > sentence.start && matches!(tokens[tag_start - 1].kind, Kind::Comma | Kind::Dash);
    let front = trim_start(scene, sentence.start, tag_start.saturating_sub(1));
    if beside
        && comma_before
        && sums.of(&front).words >= 1
        && interrupts(scene, sums, act, &front, tag_end, end, extents)
    {
        return;
    }
    if matches!(act.bond, Bond::According) {
        // "According to Smith, the plan would fail", "The plan would fail according to Smith".
        let comma = (tag_end..end).find(|at| tokens[*at].kind == Kind::Comma);
        if let Some(comma) = comma.filter(|_| act.cue <= sentence.start + 1) {
            push_stops(scene, comma + 1, end, ContentOrder::After, Start::Front, extents);
            return;
        }
        let front = trim_start(scene, sentence.start, tag_start.min(act.cue));
        push_front(scene, sums, front, end, extents);
        return;
    }
    if act.bond == Bond::Agent {
        // "As reported by the paper, the plan would fail", "The plan was first reported by the paper".
        match tokens.get(tag_end).filter(|_| tag_end < end).map(|token| token.kind) {
            Some(Kind::Comma) => push_stops(scene, tag_end + 1, end, ContentOrder::After, Start::Front, extents),
            _ => {
                let helps = |at: &usize| tokens[*at - 1].is(AUXILIARY | ADVERB);
                let verb = (sentence.start + 1..=act.cue).rev().take_while(helps).last().map_or(act.cue, |at| at - 1);
                push_front(scene, sums, trim_start(scene, sentence.start, verb), end, extents);
            }
        }
        return;
    }
    if act.bond == Bond::Inverted {
        return;
    }
    for (start, begins) in starts(scene, act, end) {
        // "An architect who said he was unpaid has left": the second verb is the sentence's.
        let hangs = matches!(act.bond, Bond::Relative | Bond::Owner);
        let end = hangs.then(|| outer_verb(scene, start, end)).flatten().unwrap_or(end);
        push_stops(scene, start, end, ContentOrder::After, begins, extents);
    }
}

/// Where the tag begins: its source or its cue, some unknown words before them included ("law enforcement officials
/// say").
fn tag_start(scene: &Scene, act: &Act, same: bool, sentence: usize) -> usize {
    const MOST_WORDS: usize = 3;
    let tokens = &scene.prose.tokens;
    let mention = &scene.mentions[act.mention];
    let start = if same && mention.tokens.start < act.cue { mention.tokens.start } else { act.cue };
    let is_comma = |at: usize| at > sentence && matches!(tokens[at - 1].kind, Kind::Comma | Kind::Dash);
    (0..=MOST_WORDS)
        .map_while(|back| start.checked_sub(back).filter(|at| *at > sentence))
        .take_while(|at| *at == start || tokens[*at].kind == Kind::Word && !tokens[*at].is(AUXILIARY | CONJUNCTION))
        .find(|at| is_comma(*at))
        .unwrap_or(start)
}

/// A tag behind what is said, or in its midst: "The plan would fail, Smith said (on Tuesday).", "The plan, Smith said,
/// would fail."
fn interrupts(
    scene: &Scene,
    sums: &Sums,
    act: &Act,
    front: &Range<usize>,
    tag_end: usize,
    end: usize,
    extents: &mut Vec<Extent>,
) -> bool {
    const LEAST: u32 = 3;
    let tokens = &scene.prose.tokens;
    let comma_after = (tag_end..end.min(tag_end + 7)).find(|at| tokens[*at].kind == Kind::Comma);
    let rest = sums.of(&(tag_end..end)).words;
    let long = sums.of(front).words >= LEAST;
    let next_free = tokens.get(tag_end).is_none_or(|token| {
        token.kind != Kind::Word || token.is(PREPOSITION | TIME | ADVERB | SUBORDINATE) && !token.is(THAT)
    });
    let ends = tag_end >= end || matches!(tokens[tag_end].kind, Kind::Semicolon | Kind::Dash);
    if long && (ends || rest <= 8 && next_free && comma_after.is_none()) {
        push_front(scene, sums, front.clone(), end, extents);
        return true;
    }
    let Some(comma) = comma_after.filter(|_| next_free) else { return false };
    let back = comma + 1..end;
    if sums.of(&back).words < LEAST {
        if long {
            push_front(scene, sums, front.clone(), end, extents);
        }
        return long;
    }
    if long || act.bond != Bond::According {
        extents.push(Extent {
            content: Content::new(front.clone(), Some(back)),
            order: ContentOrder::Around,
            start: Start::Front,
            stop: Stop::Sentence,
            rest: end..end,
        });
    }
    if long {
        push_front(scene, sums, front.clone(), end, extents);
    } else {
        // "After all, she argued, the plan would fail."
        push_stops(scene, comma + 1, end, ContentOrder::After, Start::Front, extents);
    }
    true
}

/// A content before its tag, whole or from its last comma that begins a clause; none where no word stands there.
fn push_front(scene: &Scene, sums: &Sums, front: Range<usize>, end: usize, extents: &mut Vec<Extent>) {
    if sums.of(&front).words == 0 {
        return;
    }
    let tokens = &scene.prose.tokens;
    let rest = front.end..end;
    let whole = Extent {
        content: Content::new(front.clone(), None),
        order: ContentOrder::Before,
        start: Start::Front,
        stop: Stop::Tag,
        rest: rest.clone(),
    };
    extents.push(whole);
    // "Police came late, and the plan would fail, Smith said": perhaps only the second clause.
    let clause = (front.start + 2..front.end.saturating_sub(3)).rev().find(|at| {
        matches!(tokens[*at].kind, Kind::Comma | Kind::Semicolon | Kind::Dash)
            && tokens[*at + 1].is(CONJUNCTION | SUBORDINATE)
            || tokens[*at].kind == Kind::Semicolon
    });
    if let Some(clause) = clause {
        let part = trim_start(scene, clause + 1, front.end);
        if sums.of(&part).words >= 3 {
            extents.push(Extent {
                content: Content::new(part, None),
                order: ContentOrder::Before,
                start: Start::Preposition,
                stop: Stop::Tag,
                rest,
            });
        }
    }
}

/// The contents from here: to the sentence's end, and to each sign before it that can end them.
fn push_stops(scene: &Scene, start: usize, end: usize, order: ContentOrder, begins: Start, extents: &mut Vec<Extent>) {
    let tokens = &scene.prose.tokens;
    if start >= end || !matches!(tokens[start].kind, Kind::Word | Kind::Number) {
        return;
    }
    let mut push = |to: usize, stop: Stop| {
        extents.push(Extent { content: Content::new(start..to, None), order, start: begins, stop, rest: to..end });
    };
    push(end, Stop::Sentence);
    let mut found = 0;
    for at in start + 2..end {
        let Some(stop) = stop_at(scene, at, end) else { continue };
        push(at, stop);
        found += 1;
        if found == MOST_STOPS {
            break;
        }
    }
}

/// The verb of the sentence that the act hangs in, behind a content that starts here: one behind a first verb, with no
/// subject of its own right before it.
fn outer_verb(scene: &Scene, start: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let tokens = &scene.prose.tokens;
    let helps = |at: usize| tokens[at].kind == Kind::Word && tokens[at].is(AUXILIARY);
    let subject = |at: usize| tokens[at].is(HE | SHE | THEY | IT | FIRST | SECOND | RELATIVE | THAT | CONJUNCTION);
    let first = (start..end.min(start + LONGEST)).find(|at| helps(*at) || scene.prose.tokens[*at].verb_form)?;
    (first + 2..end.min(start + LONGEST)).find(|at| {
        helps(*at) && !helps(at - 1) && matches!(tokens[at - 1].kind, Kind::Word | Kind::Number) && !subject(at - 1)
    })
}

/// Whether a content can end before this token.
fn stop_at(scene: &Scene, at: usize, end: usize) -> Option<Stop> {
    let tokens = &scene.prose.tokens;
    match tokens[at].kind {
        Kind::Semicolon => Some(Stop::Semicolon),
        Kind::Dash => Some(Stop::Dash),
        Kind::Comma => {
            let next = tokens.get(at + 1).filter(|_| at + 1 < end)?;
            Some(match next.kind {
                Kind::Word if next.is(RELATIVE) => Stop::Relative,
                Kind::Word if next.is(CONJUNCTION) => Stop::Conjunction,
                Kind::Word if scene.prose.str(at + 1).ends_with("ing") => Stop::Participle,
                Kind::Word if next.is(SUBORDINATE) => Stop::Subordinate,
                Kind::Word if next.is(DETERMINER | POSSESSIVE) => Stop::Determiner,
                Kind::Word if next.is(PREPOSITION) || scene.prose.str(at + 1) == "according" => Stop::Preposition,
                _ => Stop::Comma,
            })
        }
        // "said he would stay and added that …"
        Kind::Word if tokens[at].is(CONJUNCTION) => tokens
            .get(at + 1)
            .and_then(|next| next.word.cue)
            .filter(|cue| cue.form.is_finite())
            .map(|_| Stop::Conjunction),
        Kind::Word if tokens[at].is(SUBORDINATE) => Some(Stop::Subordinate),
        // "said he would go in an interview with a paper"
        Kind::Word
            if tokens[at].is(PREPOSITION)
                && tokens[at..end].get(1).is_some_and(|next| next.is(DETERMINER | POSSESSIVE))
                && (at + 2..end.min(at + 5)).any(|noun| tokens[noun].is(WORDS_SAID)) =>
        {
            Some(Stop::Subordinate)
        }
        _ => None,
    }
}

/// Where what is said can begin behind the cue: right there, behind the one spoken to, behind a preposition, at a
/// "that" further on.
fn starts(scene: &Scene, act: &Act, end: usize) -> Vec<(usize, Start)> {
    /// Tokens behind the cue within which a "that" is looked for.
    const REACH: usize = 14;
    let tokens = &scene.prose.tokens;
    let mut found: Vec<(usize, Start)> = Vec::with_capacity(3);
    let mut at = act.cue + 1;
    // "ruled out a tax", "played down the risk": the particle belongs to the verb.
    at += usize::from(at < end && List::VerbParticle.has(scene.prose.str(at)));
    if at >= end {
        return found;
    }
    let goes_on = |behind: &usize| {
        *behind < end && tokens.get(*behind).is_some_and(|token| token.kind == Kind::Word && !token.is(AUXILIARY))
    };
    if let Some(behind) = addressee_end(scene, act).filter(goes_on).filter(|behind| *behind > at) {
        at = behind;
        // "told her again what they wanted"
        let is_adverb = tokens[at].is(ADVERB) && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word);
        found.push((at + usize::from(is_adverb), Start::Object));
    }
    // "As Smith noted, the plan would fail."
    if tokens[at].kind == Kind::Comma {
        found.push((at + 1, Start::Front));
    }
    // "said on Tuesday that …", "said, in an interview with a paper, that …": the "that" within reach.
    if !tokens[at].is(THAT) {
        let that = (at..end.min(at + REACH))
            .take_while(|index| match tokens[*index].kind {
                Kind::Word => tokens[*index].word.cue.is_none(),
                Kind::Comma | Kind::Dash | Kind::Number | Kind::Genitive => true,
                _ => false,
            })
            .find(|index| tokens[*index].is(THAT));
        // "told them in Exampleton what the council would do"
        let asks = |index: &usize| List::Asks.has(scene.prose.str(*index));
        let question = || {
            (at + 1..end.min(at + REACH))
                .take_while(|index| tokens[*index].kind == Kind::Word && tokens[*index].word.cue.is_none())
                .find(asks)
        };
        found.extend(that.or_else(question).map(|that| (that, Start::That)));
    }
    // "called for", "complained about": what is said stands behind the preposition.
    let preposition = tokens[at].is(PREPOSITION)
        && List::OpensContent.has(scene.prose.str(at))
        && !tokens.get(at + 1).is_some_and(|token| token.is(TIME));
    if preposition {
        found.push((at + 1, Start::Preposition));
    }
    if act.class == ActClass::Call
        && let Some(of) = (at..end.min(at + 6)).find(|index| List::NamesCharge.has(scene.prose.str(*index)))
        && tokens[act.cue].is(CHARGING)
    {
        // "accused her of lying": with or without whom.
        found.push((of + 1, Start::Preposition));
    }
    let owns = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Genitive);
    // "said there would be": the clause begins there.
    let is_subject = scene.prose.str(at) == "there" && tokens.get(at + 1).is_some_and(|next| next.is(AUXILIARY));
    let next = if tokens[at].is(TIME | ADVERB) && !preposition && !owns && !is_subject { at + 1 } else { at };
    if !preposition && !found.iter().any(|(start, _)| *start == next) {
        found.push((next, Start::Cue));
    }
    found.retain(|(start, _)| *start < end && matches!(tokens[*start].kind, Kind::Word | Kind::Number));
    found
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
