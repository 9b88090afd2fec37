//! What a plain question says besides who speaks about what: the order of the answer, and what the speaker was at the time.
//!
//! Takes the sentence, gives the stretches that say so.

use super::lexemes::Sentence;
use super::tree::{Node, Order};
use super::vocabulary::Kinds;
use super::who::Certainty;
use crate::words::List;
use std::ops::Range;

/// What the speaker was at the time, in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeldThen {
    /// All the words that say so.
    pub stretch: Range<usize>,
    /// The party or office.
    pub name: Range<usize>,
    /// With what it is read.
    pub certainty: Certainty,
}

/// The party or office of `when he was a Tory`, `while she was home secretary`.
pub(super) fn find_held(sentence: &Sentence) -> Option<HeldThen> {
    let all = sentence.lexemes.len();
    for at in 1..all {
        let opens = matches!(sentence.text(at), "when" | "while")
            && [List::He, List::She, List::They].iter().any(|list| list.has(sentence.text(at + 1)))
            && matches!(sentence.text(at + 2), "was" | "were");
        if !opens {
            continue;
        }
        let little = |at: &usize| sentence.is(*at, Kinds::GLUE) || sentence.is(*at, Kinds::AUX);
        let first = (at + 3..all).find(|at| !little(at))?;
        let end = sentence.next_of(first, Kinds::ABOUT).unwrap_or(all);
        let name = sentence.pieces_of(first..end);
        let is_held = |certainty| {
            let who = sentence.speaker(name.clone(), certainty);
            who.is_some_and(|who| certainty == Certainty::Before || !matches!(who.node, Node::Speaker(_)))
        };
        // `when he was chancellor`: a lone common word is an office here, and nobody's name.
        let certainty = [Certainty::Before, Certainty::Place].into_iter().find(|certainty| is_held(*certainty));
        if let Some(certainty) = certainty {
            return Some(HeldThen { stretch: sentence.lexemes[at].first..name.end, name, certainty });
        }
    }
    None
}

/// The order that words such as `first` and `latest` ask for, and the pieces that say so.
pub(super) fn find_order(sentence: &Sentence) -> Option<(Order, Range<usize>)> {
    let asks_when = sentence.text(0) == "when";
    for at in 0..sentence.lexemes.len() {
        let order = if sentence.is(at, Kinds::FIRST) {
            Order::Oldest
        } else if sentence.is(at, Kinds::LAST) {
            Order::Newest
        } else {
            continue;
        };
        let text = sentence.text(at);
        let is_phrase = text.contains(' ');
        let next = (at + 1..sentence.lexemes.len()).find(|&next| !matches!(sentence.text(next), "ever" | "publicly"));
        let before_saying = next.is_some_and(|next| sentence.is(next, Kinds::VERB) || sentence.is(next, Kinds::NOUN));
        let is_adverb = text.ends_with("ly") || text == "of late";
        let before_topic = sentence.is(at, Kinds::LAST)
            && !is_adverb
            && text != "last"
            && next.is_some_and(|next| sentence.is(next, Kinds::ABOUT) || sentence.is(next, Kinds::BY));
        let behind_saying = is_adverb;
        // `who said that first`
        let is_last = at > 0 && at + 1 == sentence.lexemes.len() && !is_phrase;
        let ends_saying = is_last && (1..at).any(|at| sentence.is(at, Kinds::SAY)) && sentence.is(0, Kinds::QUESTION);
        if before_saying
            || ends_saying
            || before_topic
            || behind_saying
            || is_phrase && text.ends_with("time")
            || asks_when && is_phrase
        {
            let lexeme = sentence.lexemes[at];
            return Some((order, lexeme.first..lexeme.end));
        }
    }
    None
}
