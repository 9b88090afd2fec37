//! A question's words with what each can be: the ground on which the grammar of questions stands.
//!
//! Takes pieces, gives lexemes: words and phrases of the vocabulary, and pieces that are not in it.

use super::Context;
use super::speakers::{self, Certainty};
use super::token::Word;
use super::topics::Piece;
use super::vocabulary::{self, Kinds};
use std::ops::Range;

/// A word or phrase of the vocabulary, or a piece that is not in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kinds: Kinds,
}

pub(super) struct Sentence<'a> {
    pub(super) pieces: &'a [Piece<'a>],
    pub(super) lexemes: Vec<Lexeme>,
    texts: Vec<String>,
    pub(super) context: &'a Context<'a>,
}

impl<'a> Sentence<'a> {
    pub(super) fn new(pieces: &'a [Piece<'a>], context: &'a Context<'a>) -> Sentence<'a> {
        let vocabulary = vocabulary::embedded();
        let mut sentence = Sentence { pieces, lexemes: Vec::new(), texts: Vec::new(), context };
        let mut at = 0;
        while at < pieces.len() {
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

    pub(super) fn word(&self, at: usize) -> Option<&Word> {
        self.pieces.get(self.lexemes.get(at)?.first)?.word()
    }

    pub(super) fn is_possessive(&self, at: usize) -> bool {
        let last = self.lexemes.get(at).and_then(|lexeme| self.pieces.get(lexeme.end - 1));
        last.and_then(Piece::word).is_some_and(|word| word.possessive)
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
        speakers::resolve_pieces(&self.pieces[self.pieces_of(lexemes)], certainty, self.context).is_some()
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
                )
        };
        // `may` may be the one who speaks.
        let is_may = |range: &Range<usize>| range.len() == 1 && self.text(range.start) == "may";
        let is_capital_may = |at: usize| self.word(at).is_some_and(Word::capital_may);
        while !range.is_empty() && is_little(range.start) && !is_may(&range) && !is_capital_may(range.start) {
            range.start += 1;
        }
        while !range.is_empty() && is_little(range.end - 1) && !is_may(&range) && !is_capital_may(range.end - 1) {
            range.end -= 1;
        }
        range
    }
}

/// Nouns that only say that somebody said something; the others (`attack`, `promise`) have content.
pub(super) fn is_plain_noun(text: &str) -> bool {
    matches!(
        text,
        "quote"
            | "quotes"
            | "quotation"
            | "quotations"
            | "comment"
            | "comments"
            | "remark"
            | "remarks"
            | "statement"
            | "statements"
            | "words"
            | "view"
            | "views"
            | "opinion"
            | "opinions"
            | "position"
            | "positions"
            | "stance"
            | "stances"
            | "response"
            | "responses"
            | "reaction"
            | "reactions"
            | "thoughts"
            | "utterances"
            | "sayings"
            | "soundbites"
            | "pronouncements"
            | "take"
            | "line"
    )
}

impl Word {
    /// `May`, where it is the name and not the auxiliary.
    pub(super) fn capital_may(&self) -> bool {
        self.folded == "may" && self.capital()
    }
}
