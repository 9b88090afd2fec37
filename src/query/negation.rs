//! What a question leaves out: `not by X`, `without Y`, `excluding Z`, `other than …`.
//!
//! Takes the sentence, gives the stretches that say so, longest scope first; whether a name among them is a speaker or a
//! topic that is left out is decided when it is known whom the question asks about ([`super::plain`]).

use super::lexemes::Sentence;
use super::tree::Node;
use super::vocabulary::Kinds;
use super::who::Certainty;
use crate::words::List;
use std::ops::Range;

/// A stretch that is left out, in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exclusion {
    /// The words that say so and what they leave out.
    pub stretch: Range<usize>,
    /// What is left out.
    pub what: Range<usize>,
    /// Whether `by` or `from` stands before it: somebody's words are left out, whoever else is asked for.
    pub is_source: bool,
}

/// The first stretch that is left out.
pub(super) fn find_left_out(sentence: &Sentence) -> Option<Exclusion> {
    (0..sentence.lexemes.len()).find_map(|at| left_out_at(sentence, at))
}

fn left_out_at(sentence: &Sentence, at: usize) -> Option<Exclusion> {
    if !sentence.is(at, Kinds::EXCEPT) {
        return None;
    }
    let all = sentence.lexemes.len();
    let mut is_source = sentence.is(at, Kinds::BY) || ends_with_source(sentence.text(at));
    let mut first = at + 1;
    while first < all && is_preposition(sentence, first) {
        is_source |= sentence.is(first, Kinds::BY);
        first += 1;
    }
    let had_preposition = first > at + 1 || sentence.text(at).contains(' ');
    let end = (first..all).find(|&next| ends_scope(sentence, next, first)).unwrap_or(all);
    if first >= end {
        return None;
    }
    let is_name = sentence.is_speaker(first..end, Certainty::Before);
    // `not` and `without` also do other things: `why did X not vote`, `leaving without a deal`.
    let is_meant = match sentence.text(at) {
        // "promised not to raise taxes": what was said, and nothing to leave out.
        "not" if sentence.text(at + 1) == "to" => false,
        "not" => is_name || had_preposition || stands_apart(sentence, at),
        "without" => !List::Determiner.has(sentence.text(first)) || is_name,
        // `no deal` is a topic, `no Tories` are those who are left out.
        "no" => names_many(sentence, first..end),
        "neither" => is_name || stands_apart(sentence, at),
        _ => true,
    };
    let stretch = sentence.lexemes[at].first..sentence.lexemes[end - 1].end;
    is_meant.then(|| Exclusion { stretch, what: sentence.pieces_of(first..end), is_source })
}

/// Whether the lexemes name a party, an office or a group.
fn names_many(sentence: &Sentence, lexemes: Range<usize>) -> bool {
    let who = sentence.speaker(sentence.pieces_of(lexemes), Certainty::Before);
    who.is_some_and(|who| !matches!(who.node, Node::Speaker(_)))
}

/// `except by`, `not from`: phrases of the vocabulary that end so.
fn ends_with_source(phrase: &str) -> bool {
    phrase.rsplit(' ').next().is_some_and(|last| last == "by" || last == "from")
}

fn is_preposition(sentence: &Sentence, at: usize) -> bool {
    sentence.is(at, Kinds::BY) || sentence.is(at, Kinds::ABOUT) || List::Preposition.has(sentence.text(at))
}

/// What comes next is another part of the question.
fn ends_scope(sentence: &Sentence, next: usize, first: usize) -> bool {
    if next == first {
        return false;
    }
    let is_next = sentence.is(next, Kinds::ABOUT) || sentence.is(next, Kinds::EXCEPT) && sentence.text(next) != "no";
    let is_verb = sentence.is(next, Kinds::SAY) && sentence.is(next, Kinds::GLUE);
    sentence.is_apart(next) || is_next || is_verb
}

/// `Brexit, not immigration`, `immigration and not asylum`
fn stands_apart(sentence: &Sentence, at: usize) -> bool {
    at > 0 && (sentence.is_apart(at) || List::Conjunction.has(sentence.text(at - 1)))
}
