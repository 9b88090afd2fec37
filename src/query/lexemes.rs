//! A question's words with what each can be: the ground on which the grammar of questions stands.
//!
//! Takes pieces, gives lexemes: words and phrases of the vocabulary, and pieces that are not in it.

use super::context::Context;
use super::near::{is_common, is_unknown};
use super::speakers;
use super::token::QueryWord;
use super::topics::Piece;
use super::vocabulary::{self, Kinds};
use super::who::{Certainty, Who};
use crate::words::List;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A word or phrase of the vocabulary, or a piece that is not in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kinds: Kinds,
}

/// The plain words of a question, split into lexemes once, and whom its stretches were found to name.
pub(super) struct Sentence<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) lexemes: Vec<Lexeme>,
    texts: Vec<String>,
    context: &'a Context<'a>,
    /// The forms of questions ask again and again whether the same words name somebody.
    named: RefCell<Named>,
}

/// Tells stretches apart, also after others were taken out of the sentence: where the first piece begins and the last
/// ends, in bytes of the question, and the number of pieces.
type StretchKey = (usize, usize, usize);

type Named = HashMap<(StretchKey, Certainty), Option<Rc<Who>>>;

impl<'a> Sentence<'a> {
    pub(super) fn new(pieces: Vec<Piece<'a>>, context: &'a Context<'a>) -> Sentence<'a> {
        let vocabulary = vocabulary::embedded();
        let (lexemes, texts) = (Vec::with_capacity(pieces.len()), Vec::with_capacity(pieces.len()));
        let mut sentence = Sentence { pieces, lexemes, texts, context, named: RefCell::default() };
        let mut at = 0;
        while at < sentence.pieces.len() {
            let pieces = &sentence.pieces;
            let Some(word) = pieces[at].word() else {
                sentence.push(at, at + 1, String::new(), Kinds::default());
                at += 1;
                continue;
            };
            let longest = vocabulary.longest_phrase(&word.folded).min(pieces.len() - at);
            let phrase = (2..=longest).rev().find_map(|length| {
                let words: Option<Vec<&str>> = pieces[at..at + length]
                    .iter()
                    .enumerate()
                    .map(|(index, piece)| {
                        piece.word().filter(|_| index == 0 || !piece.apart).map(|word| word.folded.as_str())
                    })
                    .collect();
                let text = words?.join(" ");
                let kinds = vocabulary.kinds(&text);
                (!kinds.is_empty()).then_some((length, text, kinds))
            });
            let (length, text, kinds) =
                phrase.unwrap_or_else(|| (1, word.folded.clone(), vocabulary.kinds(&word.folded)));
            sentence.push(at, at + length, text, kinds);
            at += length;
        }
        sentence
    }

    fn push(&mut self, first: usize, end: usize, text: String, kinds: Kinds) {
        self.lexemes.push(Lexeme { first, end, kinds });
        self.texts.push(text);
    }

    pub(super) fn is(&self, at: usize, kinds: Kinds) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.kinds.has(kinds))
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", String::as_str)
    }

    pub(super) fn word(&self, at: usize) -> Option<&QueryWord> {
        self.pieces.get(self.lexemes.get(at)?.first)?.word()
    }

    pub(super) fn is_possessive(&self, at: usize) -> bool {
        let last = self.lexemes.get(at).and_then(|lexeme| self.pieces.get(lexeme.end - 1));
        last.and_then(Piece::word).is_some_and(|word| word.possessive)
    }

    /// Whether a comma, a colon or a bracket parts it from what stands before.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        self.lexemes.get(at).and_then(|lexeme| self.pieces.get(lexeme.first)).is_some_and(|piece| piece.apart)
    }

    pub(super) fn next_of(&self, from: usize, kinds: Kinds) -> Option<usize> {
        (from..self.lexemes.len()).find(|&at| self.is(at, kinds))
    }

    /// The pieces of a stretch of lexemes.
    pub(super) fn pieces_of(&self, lexemes: Range<usize>) -> Range<usize> {
        if lexemes.is_empty() || lexemes.start >= self.lexemes.len() {
            return 0..0;
        }
        self.lexemes[lexemes.start].first..self.lexemes[lexemes.end.min(self.lexemes.len()) - 1].end
    }

    /// Whether the lexemes name a speaker.
    pub(super) fn is_speaker(&self, lexemes: Range<usize>, certainty: Certainty) -> bool {
        self.speaker(self.pieces_of(lexemes), certainty).is_some()
    }

    /// The speaker or speakers whom a stretch of the pieces names; each stretch is resolved once.
    pub(super) fn speaker(&self, pieces: Range<usize>, certainty: Certainty) -> Option<Rc<Who>> {
        let pieces = &self.pieces[pieces];
        let (first, last) = (pieces.first()?, pieces.last()?);
        let key = ((first.span.start(), last.span.end(), pieces.len()), certainty);
        if let Some(known) = self.named.borrow().get(&key) {
            return known.clone();
        }
        let who = speakers::resolve_pieces(pieces, certainty, self.context).map(Rc::new);
        self.named.borrow_mut().insert(key, who.clone());
        who
    }

    /// Takes a stretch of pieces out of the sentence; it begins and ends with a lexeme.
    pub(super) fn remove(&mut self, pieces: Range<usize>) {
        let is_inside = |lexeme: &Lexeme| pieces.start <= lexeme.first && lexeme.end <= pieces.end;
        let first = self.lexemes.iter().position(is_inside).unwrap_or(self.lexemes.len());
        let end = self.lexemes[first..].iter().position(|lexeme| !is_inside(lexeme));
        let end = end.map_or(self.lexemes.len(), |count| first + count);
        self.lexemes.drain(first..end);
        self.texts.drain(first..end);
        for lexeme in &mut self.lexemes[first..] {
            lexeme.first -= pieces.len();
            lexeme.end -= pieces.len();
        }
        self.pieces.drain(pieces);
    }

    /// The number of words of the longest term with other wordings that begins with a lexeme; 0 where none does.
    pub(super) fn term_length(&self, at: usize) -> usize {
        const LONGEST: usize = 8;
        let Some(lexeme) = self.lexemes.get(at) else { return 0 };
        let rest = self.pieces[lexeme.first..].iter().take(LONGEST).enumerate();
        let words = rest.take_while(|(index, piece)| *index == 0 || !piece.apart).map_while(|(_, piece)| piece.word());
        let folded: Vec<&str> = words.map(|word| word.folded.as_str()).collect();
        self.context.synonyms.find_term(&folded).unwrap_or(0)
    }

    /// Whether the word is no name, no place, no word of questions and none that has other wordings.
    pub(super) fn knows_nothing_of(&self, word: &QueryWord) -> bool {
        is_unknown(word, self.context)
    }

    /// Whether the word is a given name or a title, with which a name begins.
    pub(super) fn begins_name(&self, word: &QueryWord) -> bool {
        let is_title = vocabulary::embedded().kinds(&word.folded).has(Kinds::TITLE);
        is_title || self.context.register.is_given_name(&word.folded)
    }

    /// Whether somebody bears the surname whom everybody knows.
    pub(super) fn is_famous(&self, word: &QueryWord) -> bool {
        speakers::is_famous(word, self.context)
    }

    /// Whether all that is known of the word is that somebody bears it as a surname.
    pub(super) fn is_bare_surname(&self, word: &QueryWord) -> bool {
        let register = self.context.register;
        !is_common(word, self.context) && register.is_surname(&word.folded) && !register.is_given_name(&word.folded)
    }

    /// Whether what stands at a lexeme are people or bodies of the one before it: `Corbyn's spokesman`, `Sanders supporters`.
    pub(super) fn is_somebodys(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        let singular = word.folded.strip_suffix('s').unwrap_or(&word.folded);
        let is_in = |lists: &[List]| lists.iter().any(|list| list.has(&word.folded) || list.has(singular));
        let is_owned = at > 0 && self.is_possessive(at - 1);
        // `X's running mate`, `X's press secretary`
        let next = self.word(at + 1).map_or("", |next| next.folded.as_str());
        let is_post = [List::Person, List::Man, List::Woman].iter().any(|list| list.has(next));
        let owned = [List::Person, List::Man, List::Woman, List::People, List::Body];
        is_owned && (is_post || is_in(&owned)) || is_in(&[List::Follower])
    }

    pub(super) fn is_opener(&self, at: usize) -> bool {
        // `is Corbyn …` asks; `is there anything …` opens.
        self.is(at, Kinds::OPENER) && !self.is(at, Kinds::QUESTION) && self.lexemes.len() > 1
    }

    /// Little words at both ends of a name taken off: `has`, `ever`, `been`.
    pub(super) fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let is_little = |at: usize| {
            self.is(at, Kinds::AUX)
                || matches!(
                    self.text(at),
                    "ever"
                        | "also"
                        | "just"
                        | "actually"
                        | "really"
                        | "not"
                        | "always"
                        | "never"
                        | "already"
                        | "then"
                        | "exactly"
                        | "publicly"
                        | "once"
                        | "still"
                        | "even"
                        | "finally"
                        | "now"
                        | "again"
                )
        };
        // `may` may be the one who speaks.
        let is_may = |range: &Range<usize>| range.len() == 1 && self.text(range.start) == "may";
        let is_capital_may = |at: usize| self.word(at).is_some_and(QueryWord::capital_may);
        while !range.is_empty() && is_little(range.start) && !is_may(&range) && !is_capital_may(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && is_little(range.end - 1) && !is_may(&range) && !is_capital_may(range.end - 1) {
            range.end -= 1;
        }
        range
    }
}

/// Whether it is a noun that only says that somebody said something; the others (`attack`, `promise`) have content.
pub(super) fn is_plain_noun(text: &str) -> bool {
    vocabulary::embedded().kinds(text).has(Kinds::PLAIN)
}

impl QueryWord {
    /// `May`, where it is the name and not the auxiliary.
    pub(super) fn capital_may(&self) -> bool {
        self.folded == "may" && self.capital()
    }
}
