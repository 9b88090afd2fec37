//! An article's names, folded, and its entities by the words of them: the last, the first, and the initials; so that a
//! short form finds its full form without a look at every entity.

use super::entities::Entity;
use crate::people::fold_name;
use crate::words::List;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

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

    fn initials(&self) -> impl Iterator<Item = char> {
        self.words().filter_map(|word| word.chars().next())
    }

    /// The initials that acronyms are made of: small words left out.
    fn main_initials(&self) -> impl Iterator<Item = char> {
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

/// Ids of entities by parts of their names, in the order in which they were added. Parts are known by their hashes;
/// whoever asks holds what is found to its words.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    by_last: Chains,
    /// By the folded first word of names of two and more.
    by_first: Chains,
    /// By the initials, with and without the small words.
    by_initials: Chains,
}

impl NameIndex {
    /// Adds an entity under its name.
    pub fn add(&mut self, id: u32, name: &FoldedName) {
        if name.len() > 0 {
            self.by_last.push(hash(name.last().bytes()), id);
        }
        self.add_forms(id, name);
    }

    /// Adds a fuller form of the name, which ends with the same word.
    pub fn add_forms(&mut self, id: u32, name: &FoldedName) {
        if name.len() < 2 {
            return;
        }
        self.by_first.push(hash(fold_name(name.first()).bytes()), id);
        let all = hash(name.initials());
        let main = hash(name.main_initials());
        self.by_initials.push(all, id);
        if main != all {
            self.by_initials.push(main, id);
        }
    }

    /// Entities whose name ends with the word.
    pub fn ending_with<'i>(&'i self, word: &'i str, list: &'i [Entity]) -> impl Iterator<Item = u32> + 'i {
        self.by_last.of(hash(word.bytes())).filter(move |id| list[*id as usize].name.last() == word)
    }

    /// Entities that had a name of two and more words with this first one, accents and hyphens folded.
    pub fn beginning_with(&self, folded: &str) -> impl Iterator<Item = u32> + '_ {
        self.by_first.of(hash(folded.bytes()))
    }

    /// The first entity that is called by the initials of its name ("nea", National Education Association).
    pub fn shortened_to(&self, word: &str, list: &[Entity], is: impl Fn(&u32) -> bool) -> Option<u32> {
        if word.len() < 2 {
            return None;
        }
        self.by_initials
            .of(hash(word.chars()))
            .filter(|id| {
                let name = &list[*id as usize].name;
                is(id) && (name.initials().eq(word.chars()) || name.main_initials().eq(word.chars()))
            })
            .min()
    }
}

/// Lists of ids by a key, all in one vector.
#[derive(Debug, Default)]
struct Chains {
    /// First and last link of each key's list.
    ends: FxHashMap<u64, (u32, u32)>,
    /// Ids, each with the next link of its list; a list's last link leads to itself.
    links: Vec<(u32, u32)>,
}

impl Chains {
    fn push(&mut self, key: u64, id: u32) {
        let link = self.links.len() as u32;
        self.links.push((id, link));
        self.ends
            .entry(key)
            .and_modify(|(_, last)| {
                self.links[*last as usize].1 = link;
                *last = link;
            })
            .or_insert((link, link));
    }

    fn of(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.ends.get(&key).map(|(first, _)| *first);
        std::iter::from_fn(move || {
            let at = next?;
            let (id, behind) = self.links[at as usize];
            next = (behind != at).then_some(behind);
            Some(id)
        })
    }
}

fn hash<T: Hash>(parts: impl Iterator<Item = T>) -> u64 {
    let mut hasher = FxHasher::default();
    parts.for_each(|part| part.hash(&mut hasher));
    hasher.finish()
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

    #[test]
    fn lists_keep_the_order_in_which_ids_came() {
        let mut chains = Chains::default();
        for (key, id) in [(7, 1), (8, 2), (7, 3), (7, 1)] {
            chains.push(key, id);
        }
        assert_eq!(chains.of(7).collect::<Vec<_>>(), [1, 3, 1]);
        assert_eq!(chains.of(9).count(), 0);
    }

    #[test]
    fn fuller_forms_are_found_by_their_first_word() {
        let mut index = NameIndex::default();
        index.add(0, &name("ann example"));
        index.add(1, &name("testby"));
        index.add_forms(0, &name("mary ann example"));
        assert_eq!(index.beginning_with("mary").collect::<Vec<_>>(), [0]);
        assert_eq!(index.beginning_with("testby").count(), 0);
    }
}
