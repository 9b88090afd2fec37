//! What stands around a question and is no part of it: words that ask for an answer (`could you show me`), courtesy
//! (`please`, `thanks`), the marks of a pasted headline (`BREAKING:`, `| The Example Courier`), and the preamble of a
//! long question (`I'm writing a piece on … and need anything that X has said about Y`).
//!
//! Takes the sentence, takes these stretches out of it, and gives their places, so that they can be told.

use super::lexemes::Sentence;
use super::token::{BAR, QueryWord};
use super::vocabulary::Kinds;
use super::who::Certainty;
use crate::span::Span;
use crate::words::List;
use std::ops::Range;

/// What was taken out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    /// Words that ask and words of courtesy.
    pub asking: Vec<Span>,
    /// What belongs to a headline, or led up to the question: it is not searched, and the user is told.
    pub set_aside: Vec<Span>,
}

/// Takes what is no part of the question out of the sentence.
pub(super) fn take_frame(sentence: &mut Sentence) -> Frame {
    let mut frame = Frame::default();
    let mut take = |sentence: &mut Sentence, stretch: Option<Range<usize>>, told: bool| {
        let Some(stretch) = stretch.filter(|stretch| !stretch.is_empty()) else { return };
        let is_whole = stretch.len() >= sentence.pieces.len();
        let spans = sentence.pieces[stretch.clone()].iter().map(|piece| piece.span);
        let Some(span) = spans.reduce(Span::hull).filter(|_| !is_whole) else { return };
        if told {
            frame.set_aside.push(span)
        } else {
            frame.asking.push(span)
        }
        sentence.remove(stretch);
    };
    let source = source_of_headline(sentence);
    take(sentence, source, true);
    let mark = mark_behind(sentence);
    take(sentence, mark, true);
    let mark = mark_before(sentence);
    take(sentence, mark, true);
    let courtesy = courtesy_behind(sentence);
    take(sentence, courtesy, false);
    let request = request(sentence);
    take(sentence, request, false);
    let preamble = preamble(sentence);
    take(sentence, preamble, true);
    frame
}

/// `| The Example Courier` at the end, or behind a dash the name of a paper.
fn source_of_headline(sentence: &Sentence) -> Option<Range<usize>> {
    let pieces = &sentence.pieces;
    let at = pieces.iter().rposition(|piece| piece.word().is_some_and(|word| word.is_dash()))?;
    let is_bar = pieces[at].word().is_some_and(|word| word.folded == BAR);
    let behind = &pieces[at + 1..];
    let is_name = !behind.is_empty() && behind.iter().all(|piece| piece.word().is_some());
    let is_paper = |word: &QueryWord| List::Outlet.has(&word.folded);
    let words: Vec<&QueryWord> = behind.iter().filter_map(|piece| piece.word()).collect();
    let telling = words.iter().filter(|word| !word.is_little()).count();
    let names_paper = words.iter().any(|word| is_paper(word))
        || is_bar && telling > 1 && words.iter().any(|word| List::BodyName.has(&word.folded));
    // Behind a whole headline a bar parts nothing but the outlet: `| The Economist`.
    const SHORTEST_HEADLINE: usize = 5;
    let has_article = words.first().is_some_and(|first| first.capital() && List::Determiner.has(&first.folded));
    let names_paper = names_paper
        || is_bar
            && at >= SHORTEST_HEADLINE
            && (2 - usize::from(has_article)..=4).contains(&telling)
            && words.iter().all(|word| word.is_little() || word.capital())
            && sentence.speaker(at + 1..pieces.len(), Certainty::Leading).is_none();
    let is_headline = at > 1 + usize::from(!is_bar) && is_name && names_paper && (is_bar || behind.len() <= 4);
    is_headline.then_some(at..pieces.len())
}

/// `BREAKING:`, `Exclusive –`
fn mark_before(sentence: &Sentence) -> Option<Range<usize>> {
    let first = *sentence.lexemes.first()?;
    let next = sentence.pieces.get(first.end)?;
    let is_apart = next.apart || next.word().is_some_and(|word| word.is_dash());
    let end = first.end + usize::from(next.word().is_some_and(|word| word.is_dash()));
    // `fact check Ann Example on …`
    let speaker_follows =
        || sentence.text(0).contains([' ', '-']) && (2..=4).any(|end| sentence.is_speaker(1..end, Certainty::Leading));
    (first.kinds.has(Kinds::MARK) && (is_apart || speaker_follows())).then_some(0..end)
}

/// `- LIVE updates`
fn mark_behind(sentence: &Sentence) -> Option<Range<usize>> {
    let at = sentence.pieces.iter().rposition(|piece| piece.word().is_some_and(|word| word.is_dash()))?;
    let first = sentence.lexemes.iter().position(|lexeme| lexeme.first > at)?;
    let marks = (first..sentence.lexemes.len()).all(|lexeme| sentence.is(lexeme, Kinds::MARK));
    marks.then_some(at..sentence.pieces.len())
}

fn courtesy_behind(sentence: &Sentence) -> Option<Range<usize>> {
    let all = sentence.lexemes.len();
    let kept = (0..all).rposition(|at| !sentence.is(at, Kinds::COURTESY))?;
    (kept + 1 < all).then(|| sentence.pieces_of(kept + 1..all))
}

/// `could you show me`, `I am looking for`: nothing but words of a request, one of which asks. A verb that does other
/// things as well (`get`, `need`) asks only where somebody is named who does or who gets (`I need`, `get me`).
fn request(sentence: &Sentence) -> Option<Range<usize>> {
    let all = sentence.lexemes.len();
    let is_request = |at: &usize| {
        let word = sentence.word(*at);
        (sentence.is(*at, Kinds::REQUEST) || sentence.is(*at, Kinds::ASK) || sentence.is(*at, Kinds::COURTESY))
            && !sentence.is(*at, Kinds::NOUN)
            && !word.is_some_and(|word| word.capital_may())
    };
    let mut end = (0..all).take_while(is_request).count();
    // `of all the`, `any of the` belong to what follows.
    let is_open = |word: &str| [List::Preposition, List::Determiner, List::Do].iter().any(|list| list.has(word));
    while end > 0 && end < all && is_open(sentence.text(end - 1)) && !sentence.is(end - 1, Kinds::ASK) {
        end -= 1;
    }
    let asks = |at: usize| sentence.is(at, Kinds::ASK);
    let is_named = |at: usize| is_asker(sentence.text(at)) || List::Second.has(sentence.text(at));
    let asks_at_all = (0..end).any(asks);
    let alone = (0..end).any(|at| asks(at) && sentence.is(at, Kinds::OPENER));
    let with_somebody = (0..end).any(is_named);
    (end > 0 && end < all && asks_at_all && (alone || with_somebody)).then(|| sentence.pieces_of(0..end))
}

/// Whether the word means the one who asks: `I`, `us`.
fn is_asker(word: &str) -> bool {
    List::First.has(word)
}

/// Words of a long question before the clause that asks; they speak of the one who asks (`I'm writing …`).
fn preamble(sentence: &Sentence) -> Option<Range<usize>> {
    /// Shorter questions have none.
    const FEWEST: usize = 12;
    let all = sentence.lexemes.len();
    if all < FEWEST {
        return None;
    }
    let speaks_of_asker = |end: usize| (0..end).any(|at| is_asker(sentence.text(at)));
    let opens = |at: usize| {
        let lists = [List::That, List::Relative, List::Subordinate];
        sentence.is(at, Kinds::QUESTION) || lists.iter().any(|list| list.has(sentence.text(at)))
    };
    (3..all)
        .find(|&at| {
            opens(at) && speaks_of_asker(at) && {
                let verb = sentence.next_of(at + 1, Kinds::VERB).unwrap_or(all);
                let subject = sentence.trimmed(at + 1..verb);
                verb < all && !subject.is_empty() && sentence.is_speaker(subject, Certainty::Before)
            }
        })
        .map(|at| {
            let end = if sentence.is(at, Kinds::QUESTION) { at } else { at + 1 };
            sentence.pieces_of(0..end)
        })
}
