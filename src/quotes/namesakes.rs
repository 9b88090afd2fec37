//! An article's entities by the words of their names: the last, the first, and the initials; so that a short form finds
//! its full form without a look at every entity.

use super::entities::Entity;
use crate::people::fold_name;
use rustc_hash::FxHashMap;

/// Ids of entities by parts of their names, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    by_last: FxHashMap<String, Vec<u32>>,
    /// By the folded first word of names of two and more.
    by_first: FxHashMap<String, Vec<u32>>,
    /// By a hash of the initials, with and without the small words.
    by_initials: FxHashMap<u64, Vec<u32>>,
}

impl NameIndex {
    /// Adds an entity under its name's folded words.
    pub fn add(&mut self, id: u32, words: &[String]) {
        if let Some(last) = words.last() {
            push(&mut self.by_last, last, id);
        }
        self.add_forms(id, words);
    }

    /// Adds a fuller form of the name, which ends with the same word.
    pub fn add_forms(&mut self, id: u32, words: &[String]) {
        let [first, _, ..] = words else { return };
        push(&mut self.by_first, &fold_name(first), id);
        let all = hash(initials(words));
        let main = hash(main_initials(words));
        self.by_initials.entry(all).or_default().push(id);
        if main != all {
            self.by_initials.entry(main).or_default().push(id);
        }
    }

    /// Entities whose name ends with the word.
    pub fn ending_with(&self, word: &str) -> &[u32] {
        self.by_last.get(word).map_or(&[], Vec::as_slice)
    }

    /// Entities that had a name of two and more words with this first one, accents and hyphens folded.
    pub fn beginning_with(&self, folded: &str) -> &[u32] {
        self.by_first.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The first entity that is called by the initials of its name ("nea", National Education Association).
    pub fn shortened_to(&self, word: &str, list: &[Entity], is: impl Fn(&u32) -> bool) -> Option<u32> {
        if word.len() < 2 {
            return None;
        }
        let ids = self.by_initials.get(&hash(word.chars()))?;
        ids.iter()
            .copied()
            .filter(|id| {
                let words = &list[*id as usize].words;
                is(id) && (initials(words).eq(word.chars()) || main_initials(words).eq(word.chars()))
            })
            .min()
    }
}

fn push(map: &mut FxHashMap<String, Vec<u32>>, key: &str, id: u32) {
    match map.get_mut(key) {
        Some(ids) => ids.push(id),
        None => {
            map.insert(key.to_owned(), vec![id]);
        }
    }
}

fn initials(words: &[String]) -> impl Iterator<Item = char> {
    words.iter().filter_map(|word| word.chars().next())
}

/// The initials that acronyms are made of: small words left out.
fn main_initials(words: &[String]) -> impl Iterator<Item = char> {
    words
        .iter()
        .filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for"))
        .filter_map(|word| word.chars().next())
}

/// FNV-1a; equal hashes are told apart by the words.
fn hash(initials: impl Iterator<Item = char>) -> u64 {
    initials.fold(0xcbf2_9ce4_8422_2325, |hash, char| (hash ^ u64::from(char)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn short_forms_lead_to_full_ones() {
        let mut index = NameIndex::default();
        index.add(0, &words("ann example"));
        index.add(1, &words("testby"));
        index.add(2, &words("harold testby"));
        index.add_forms(0, &words("mary ann example"));
        assert_eq!(index.ending_with("testby"), [1, 2]);
        assert_eq!(index.beginning_with("mary"), [0]);
        assert_eq!(index.beginning_with("testby"), [0; 0]);
    }
}
