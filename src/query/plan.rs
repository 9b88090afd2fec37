//! What the grammar of plain questions gives: stretches of the words, and what is asked for.

use super::who::Certainty;
use std::ops::Range;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Quotes,
    Count,
    When,
    Who,
}

/// Stretches of the pieces, ends excluded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SentencePlan {
    pub asks: Asks,
    pub speaker: Option<(Range<usize>, Certainty)>,
    /// Each is a speaker; they stand side by side.
    pub versus: Vec<Range<usize>>,
    pub topics: Vec<Range<usize>>,
    /// Words that raise a quote's rank without being needed: verbs that say more than `said`.
    pub preferred: Vec<Range<usize>>,
    /// In `who called X a fraud`: the words behind the verb, of which X is the beginning.
    pub judged: Option<Range<usize>>,
    /// `how many times did X say W`: the words themselves are counted.
    pub says_words: bool,
    /// The words fit no form: all of them are meant.
    pub is_bare: bool,
}

impl SentencePlan {
    pub(super) fn new(asks: Asks) -> SentencePlan {
        SentencePlan {
            asks,
            speaker: None,
            versus: Vec::new(),
            topics: Vec::new(),
            preferred: Vec::new(),
            judged: None,
            says_words: false,
            is_bare: false,
        }
    }
}
