//! Outlets in the words of a plain question: `in the Guardian`, `according to the BBC`, `not in The Sun`.
//!
//! Takes the sentence, gives the stretch that names the outlet. Whom somebody told something (`told the BBC`) is no outlet:
//! others print it, too. Cannot do: outlets whose names have none of the words of papers and stations.

use super::lexemes::Sentence;
use super::token::QueryWord;
use super::topics::Piece;
use super::vocabulary::Kinds;
use super::who::Certainty;
use crate::words::List;
use std::ops::Range;

/// An outlet and the pieces that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedOutlet {
    pub stretch: Range<usize>,
    /// The words of its name.
    pub name: String,
    pub is_left_out: bool,
}

/// The longest name, in lexemes.
const LONGEST_NAME: usize = 5;

/// The first outlet that the sentence names.
pub(super) fn find_outlet(sentence: &Sentence) -> Option<NamedOutlet> {
    (0..sentence.lexemes.len()).filter(|&at| sentence.is(at, Kinds::PUBLISHED)).find_map(|at| outlet_at(sentence, at))
}

fn outlet_at(sentence: &Sentence, at: usize) -> Option<NamedOutlet> {
    let all = sentence.lexemes.len();
    let has_article = List::Determiner.has(sentence.text(at + 1));
    let start = at + 1 + usize::from(has_article);
    let end = (start + 1..=all.min(start + LONGEST_NAME)).rev().find(|&end| {
        let pieces = &sentence.pieces[sentence.pieces_of(start..end)];
        is_outlet(pieces, has_article) && ends_part(sentence, at, end)
    })?;
    let name = &sentence.pieces[sentence.pieces_of(start..end)];
    let name = name.iter().filter_map(Piece::word).map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let is_left_out = at > 0 && sentence.is(at - 1, Kinds::EXCEPT);
    let stretch = sentence.pieces_of(at - usize::from(is_left_out)..end);
    Some(NamedOutlet { stretch, name, is_left_out })
}

/// Whether a part of the question ends there: `in the Guardian Council` is no paper. Behind words that can only tell where
/// something stood a speaker may follow at once.
fn ends_part(sentence: &Sentence, preposition: usize, end: usize) -> bool {
    let all = sentence.lexemes.len();
    if end >= all {
        return true;
    }
    let is_next_part = [Kinds::ABOUT, Kinds::BY, Kinds::EXCEPT, Kinds::VERB, Kinds::QUESTION, Kinds::PUBLISHED];
    let speaker_follows = || (end + 1..=all.min(end + 3)).any(|to| sentence.is_speaker(end..to, Certainty::Leading));
    sentence.is_apart(end)
        || sentence.word(end).is_some_and(QueryWord::is_dash)
        || is_next_part.iter().any(|kinds| sentence.is(end, *kinds))
        || sentence.text(preposition).contains(' ') && speaker_follows()
}

/// Whether the words, an article before them aside, are the name of an outlet.
pub(super) fn is_name(words: &[&QueryWord]) -> bool {
    match words {
        [first, rest @ ..] if List::Determiner.has(&first.folded) => is_outlet_name(rest, true),
        words => is_outlet_name(words, true),
    }
}

fn is_outlet(pieces: &[Piece], has_article: bool) -> bool {
    let words: Option<Vec<&QueryWord>> = pieces.iter().map(Piece::word).collect();
    let is_one = !pieces.iter().skip(1).any(|piece| piece.apart);
    words.is_some_and(|words| is_one && is_outlet_name(&words, has_article))
}

/// Whether the words are the name of an outlet: with capitals and words of papers, or words that mean nothing else.
fn is_outlet_name(words: &[&QueryWord], has_article: bool) -> bool {
    if words.iter().any(|word| word.prefix || word.is_dash()) {
        return false;
    }
    let is_alone =
        |word: &QueryWord| List::OutletAlone.has(&word.folded) && (word.capital() || !List::Person.has(&word.folded));
    let in_name = |word: &&QueryWord| List::Outlet.has(&word.folded) || List::OutletFirst.has(&word.folded);
    match words {
        [] => false,
        [word] => is_alone(word) || has_article && word.capital() && List::Outlet.has(&word.folded),
        [first, .., last] => {
            let with_capitals = words.iter().all(|word| word.capital());
            let ends = List::Outlet.has(&last.folded) || is_alone(last);
            let is_of_place =
                |word: &&QueryWord| List::Place.has(&word.folded) || List::PartOfCountry.has(&word.folded);
            let goes_on = words[1..].iter().all(|word| in_name(word) || is_of_place(word));
            with_capitals && (ends || is_alone(first) && goes_on) || has_article && ends && words.iter().all(in_name)
        }
    }
}
