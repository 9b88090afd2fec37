//! A name in lower case, for comparing.

use crate::words::List;

/// The words of a name, in lower case, titles and dots left out, in one text: names are read far more often than they are
/// kept, and one buffer does for all that are only looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FoldedName {
    /// Joined by single spaces.
    text: String,
    count: usize,
}

impl FoldedName {
    /// Adds a word.
    pub fn push(&mut self, word: &str) {
        if self.count > 0 {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.count += 1;
    }

    /// Empties it, for the next name.
    pub fn clear(&mut self) {
        self.text.clear();
        self.count = 0;
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ')
    }

    /// Whether one of its words is such a one.
    pub fn any(&self, is: impl Fn(&[u8]) -> bool) -> bool {
        self.text.as_bytes().split(|byte| *byte == b' ').any(is)
    }

    /// Empty where there are no words.
    pub fn first(&self) -> &str {
        self.text.split(' ').next().unwrap_or("")
    }

    /// Empty where there are no words.
    pub fn last(&self) -> &str {
        self.text.rsplit(' ').next().unwrap_or("")
    }

    /// Whether its last words are all of the other's.
    pub fn ends_with(&self, other: &FoldedName) -> bool {
        self.text
            .strip_suffix(&other.text)
            .is_some_and(|before| other.count > 0 && (before.is_empty() || before.ends_with(' ')))
    }

    /// Whether the word stands inside it, neither first nor last.
    pub fn has_inside(&self, word: &str) -> bool {
        self.count > 2 && self.words().skip(1).take(self.count - 2).any(|own| own == word)
    }

    /// The first letter of each word.
    pub fn initials(&self) -> impl Iterator<Item = char> {
        self.words().filter_map(|word| word.chars().next())
    }

    /// The initials that acronyms are made of: small words left out.
    pub fn main_initials(&self) -> impl Iterator<Item = char> {
        self.words().filter(|word| !List::BetweenNames.has(word)).filter_map(|word| word.chars().next())
    }
}

impl<'w> FromIterator<&'w str> for FoldedName {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> FoldedName {
        let mut name = FoldedName::default();
        words.into_iter().for_each(|word| name.push(word));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: &str) -> FoldedName {
        words.split(' ').collect()
    }

    #[test]
    fn names_are_compared_by_their_words() {
        let long = name("mary ann example");
        assert!(long.ends_with(&name("ann example")) && long.ends_with(&long) && !long.ends_with(&name("n example")));
        assert!(long.has_inside("ann") && !long.has_inside("mary") && !long.has_inside("example"));
        assert_eq!((long.first(), long.last(), long.len()), ("mary", "example", 3));
        assert!(!long.ends_with(&FoldedName::default()));
    }
}
