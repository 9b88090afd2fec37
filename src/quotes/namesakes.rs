//! An article's entities by the words of their names: the last, the first, and the initials; so that a
//! short form finds its full form without a look at every entity.

use super::entities::entity::Entity;
use super::folded_name::FoldedName;
use crate::people::fold_name;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// Ids of entities by parts of their names, in the order in which they were added. Parts are known by their hashes;
/// whoever asks holds what is found to its words.
#[derive(Debug, Default)]
pub(crate) struct EntityNames {
    by_last: Chains,
    /// By the folded first word of names of two and more.
    by_first: Chains,
    /// By the initials, with and without the small words.
    by_initials: Chains,
}

impl EntityNames {
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
        let mut index = EntityNames::default();
        index.add(0, &name("ann example"));
        index.add(1, &name("testby"));
        index.add_forms(0, &name("mary ann example"));
        assert_eq!(index.beginning_with("mary").collect::<Vec<_>>(), [0]);
        assert_eq!(index.beginning_with("testby").count(), 0);
    }
}
