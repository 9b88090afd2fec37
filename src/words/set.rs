//! Sets of words that are asked far more often than made, and what words mean.

use super::fold::in_small_letters;
use rustc_hash::{FxHashMap, FxHashSet};

/// A set of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSet {
    words: FxHashSet<&'static str>,
    /// A bit for each length in bytes, the last for all longer ones, and one for each first letter: most words that are
    /// asked for are told by these alone to be none of the set.
    lengths: u32,
    firsts: u32,
}

impl WordSet {
    pub(super) fn insert(&mut self, word: &'static str) -> bool {
        let (length, first) = bits(word);
        self.lengths |= length;
        self.firsts |= first;
        self.words.insert(word)
    }

    /// Whether the word is one of the set, as it is written here.
    pub fn has(&self, word: &str) -> bool {
        self.can_have(word) && self.words.contains(word)
    }

    /// Whether the word, its first letter a capital, is one of the set: `Lord` of `lord`, but not `LORD`.
    pub fn has_capitalised(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
            && self.can_have(word)
            && in_small_letters(word, 1, |small| self.words.contains(small)).unwrap_or(false)
    }

    /// Whether the word is one of the set whatever its capitals.
    pub fn has_any_case(&self, word: &str) -> bool {
        self.can_have(word) && in_small_letters(word, word.len(), |small| self.words.contains(small)).unwrap_or(false)
    }

    fn can_have(&self, word: &str) -> bool {
        let (length, first) = bits(word);
        self.lengths & length != 0 && self.firsts & first != 0
    }

    /// The words, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.words.iter().copied()
    }
}

/// The bits of a word's length and of its first letter, whatever its case.
fn bits(word: &str) -> (u32, u32) {
    (1 << word.len().min(31), 1 << (word.as_bytes().first().copied().unwrap_or(0) & 31))
}

/// Words and what each can mean: other words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meanings(FxHashMap<&'static str, Vec<&'static str>>);

impl Meanings {
    pub(super) fn add(&mut self, word: &'static str, meanings: impl Iterator<Item = &'static str>) {
        self.0.entry(word).or_default().extend(meanings);
    }

    /// What the word can mean.
    pub fn of(&self, word: &str) -> &[&'static str] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }

    /// What the word can mean whatever its capitals.
    pub fn of_any_case(&self, word: &str) -> &[&'static str] {
        in_small_letters(word, word.len(), |small| self.0.get(small)).flatten().map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_are_asked_for() {
        let mut set = WordSet::default();
        assert!(set.insert("lord") && set.insert("MP") && !set.insert("lord"));
        assert!(set.has("lord") && set.has("MP") && !set.has("Lord") && !set.has("mp") && !set.has(""));
        assert!(set.has_capitalised("Lord") && !set.has_capitalised("lord") && !set.has_capitalised("LORD"));
        assert!(set.has_any_case("LORD") && set.has_any_case("lord") && !set.has_any_case("löre"));
        assert!(!set.has_any_case(&"lord".repeat(20)) && !set.has_capitalised("É"));
        assert_eq!(set.iter().count(), 2);
    }

    #[test]
    fn a_word_means_what_its_rows_say() {
        let mut meanings = Meanings::default();
        meanings.add("sen", ["senator"].into_iter());
        meanings.add("sen", ["lawmaker"].into_iter());
        assert_eq!(meanings.of("sen"), ["senator", "lawmaker"]);
        assert_eq!(meanings.of_any_case("Sen"), ["senator", "lawmaker"]);
        assert!(meanings.of("Sen").is_empty() && meanings.of_any_case("").is_empty());
    }
}
