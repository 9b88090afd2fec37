//! What stands in a stretch of a sentence, counted without reading it again: sums over the sentence's tokens up to each
//! of them, made once for all acts and contents of the sentence.

use super::super::lexicon::*;
use super::super::scene::Scene;
use super::super::tokens::Kind;
use super::Content;
use std::ops::Range;

/// Counts of some tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TokenCounts {
    pub words: u32,
    pub commas: u32,
    /// Auxiliary and modal verbs.
    pub helpers: u32,
    /// Finite verbs by their form, words of saying among them.
    pub verb_forms: u32,
    /// Finite words of saying.
    pub says: u32,
    /// Words in quotation marks.
    pub quoted: u32,
}

/// The sums of one sentence.
#[derive(Debug, Default)]
pub(super) struct Sums {
    tokens: Range<usize>,
    /// One more than the sentence has tokens: what stands before each, and before its end.
    before: Vec<TokenCounts>,
}

impl Sums {
    /// Reads the sentence, unless it is the one that was read last.
    pub fn read(&mut self, scene: &Scene, sentence: Range<usize>) {
        if self.tokens == sentence && !self.before.is_empty() {
            return;
        }
        self.before.clear();
        self.before.reserve(sentence.len() + 1);
        let first = scene.quoted.partition_point(|quoted| quoted.outer.end <= sentence.start);
        let mut marks = scene.quoted[first..].iter().filter(|quoted| quoted.parent.is_none()).peekable();
        let mut sum = TokenCounts::default();
        for at in sentence.clone() {
            self.before.push(sum);
            while marks.next_if(|quoted| quoted.outer.end <= at).is_some() {}
            let token = &scene.prose.tokens[at];
            // A short "is" is a token of its own.
            sum.helpers += u32::from(token.is(AUXILIARY));
            match token.kind {
                Kind::Word => {
                    sum.verb_forms += u32::from(scene.prose.tokens[at].verb_form);
                    sum.says += u32::from(token.says());
                }
                Kind::Comma => sum.commas += 1,
                _ => {}
            }
            if matches!(token.kind, Kind::Word | Kind::Number) {
                sum.words += 1;
                sum.quoted += u32::from(marks.peek().is_some_and(|quoted| quoted.outer.start <= at));
            }
        }
        self.before.push(sum);
        self.tokens = sentence;
    }

    /// What stands in these tokens of the sentence; those outside it are not counted.
    pub fn of(&self, tokens: &Range<usize>) -> TokenCounts {
        let place = |at: usize| at.clamp(self.tokens.start, self.tokens.end) - self.tokens.start;
        let (Some(from), Some(to)) = (self.before.get(place(tokens.start)), self.before.get(place(tokens.end))) else {
            return TokenCounts::default();
        };
        if tokens.start >= tokens.end {
            return TokenCounts::default();
        }
        TokenCounts {
            words: to.words - from.words,
            commas: to.commas - from.commas,
            helpers: to.helpers - from.helpers,
            verb_forms: to.verb_forms - from.verb_forms,
            says: to.says - from.says,
            quoted: to.quoted - from.quoted,
        }
    }

    /// Of several stretches together.
    pub fn of_all(&self, content: &Content) -> TokenCounts {
        content.stretches().map(|tokens| self.of(&tokens)).fold(TokenCounts::default(), |one, other| TokenCounts {
            words: one.words + other.words,
            commas: one.commas + other.commas,
            helpers: one.helpers + other.helpers,
            verb_forms: one.verb_forms + other.verb_forms,
            says: one.says + other.says,
            quoted: one.quoted + other.quoted,
        })
    }
}
