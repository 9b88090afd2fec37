//! Names: slugs, given names with their short forms, and an index from folded text to ids.

use super::Gender;
use super::tables::{RegisterError, list, rows};
use crate::words::List;
use crate::words::fold::{fold_name, name_onto};

/// An id made of a name, for speakers outside the register too: `Jeremy Corbyn` gives `jeremy-corbyn`. Empty only
/// where the name has neither letters nor digits.
pub fn slug(name: &str) -> String {
    fold_name(name).split(' ').fold(String::with_capacity(name.len()), |mut slug, word| {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
        slug
    })
}

/// From folded text to ids; the ids of one key stay in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub(super) struct NameLookup<Id> {
    /// Sorted by hash.
    keys: Vec<Key>,
    /// The first key of each bucket; the first bits of a hash are its bucket. One more than there are buckets.
    buckets: Vec<u32>,
    ids: Vec<Id>,
    texts: String,
}

#[derive(Clone, Copy, Debug)]
struct Key {
    hash: u64,
    /// Bytes of `texts`, end excluded.
    text: (u32, u32),
    /// Indexes into `ids`, end excluded.
    ids: (u32, u32),
}

impl<Id: Copy + PartialEq> NameLookup<Id> {
    /// The folded texts, in no order that means anything.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| &self.texts[key.text.0 as usize..key.text.1 as usize])
    }

    /// The ids under this folded text.
    pub(super) fn get(&self, folded: &str) -> &[Id] {
        let hash = hash(folded);
        let bucket = bucket(hash, self.buckets.len());
        let Some(&[first, end]) = self.buckets.get(bucket..).and_then(<[u32]>::first_chunk) else { return &[] };
        self.keys[first as usize..end as usize]
            .iter()
            .find(|key| key.hash == hash && &self.texts[key.text.0 as usize..key.text.1 as usize] == folded)
            .map_or(&[], |key| &self.ids[key.ids.0 as usize..key.ids.1 as usize])
    }
}

/// Collects names, then sorts them once.
#[derive(Debug, Default)]
pub(super) struct NameLookupBuilder<Id> {
    entries: Vec<(u64, (u32, u32), Id)>,
    texts: String,
}

impl<Id: Copy + PartialEq> NameLookupBuilder<Id> {
    pub(super) fn with_capacity(names: usize) -> NameLookupBuilder<Id> {
        NameLookupBuilder { entries: Vec::with_capacity(names), texts: String::with_capacity(names * 14) }
    }

    /// Adds a name as it is printed; folds it.
    pub(super) fn add(&mut self, name: &str, id: Id) {
        let start = self.texts.len();
        name_onto(name, &mut self.texts);
        if self.texts.len() > start {
            let span = (start as u32, self.texts.len() as u32);
            self.entries.push((hash(&self.texts[start..]), span, id));
        }
    }

    /// The index; under each key the ids in the order of `rank`, each once.
    pub(super) fn build<R: Ord>(mut self, rank: impl Fn(Id) -> R) -> NameLookup<Id> {
        let texts = self.texts;
        let text = |(start, end): (u32, u32)| &texts[start as usize..end as usize];
        self.entries.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1))).then_with(|| rank(a.2).cmp(&rank(b.2)))
        });
        let mut keys: Vec<Key> = Vec::with_capacity(self.entries.len());
        let mut ids: Vec<Id> = Vec::with_capacity(self.entries.len());
        for &(hash, span, id) in &self.entries {
            match keys.last_mut() {
                Some(key) if key.hash == hash && text(key.text) == text(span) => {
                    if ids.last() != Some(&id) {
                        ids.push(id);
                        key.ids.1 += 1;
                    }
                }
                _ => {
                    keys.push(Key { hash, text: span, ids: (ids.len() as u32, ids.len() as u32 + 1) });
                    ids.push(id);
                }
            }
        }
        let mut buckets = vec![0; keys.len() + 1];
        for key in &keys {
            buckets[bucket(key.hash, keys.len() + 1) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        NameLookup { keys, buckets, ids, texts }
    }
}

/// The bucket of a hash among one fewer than `ends`: rising with the hash.
fn bucket(hash: u64, ends: usize) -> usize {
    ((u128::from(hash) * ends.saturating_sub(1) as u128) >> 64) as usize
}

/// FNV-1a: short keys, no need to withstand an attacker (equal hashes are told apart by their text).
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The name's folded words without `mr`, `sir` in front and `jr` behind; at least one word stays.
pub(super) fn without_courtesies<'w, 'n>(mut words: &'w [&'n str]) -> &'w [&'n str] {
    while let [first, rest @ ..] = words
        && !rest.is_empty()
        && List::Courtesy.has(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && List::NameSuffix.has(last)
    {
        words = rest;
    }
    words
}

/// The surname in a name as printed: the last word with the particles before it, a suffix left out.
pub(super) fn surname_in(name: &'static str) -> &'static str {
    let mut end = name.len();
    let mut start = name.rfind(' ').map_or(0, |space| space + 1);
    if start > 0 && List::NameSuffix.has(&fold_name(&name[start..])) {
        end = name[..start].trim_end().trim_end_matches(',').len();
        start = name[..end].rfind(' ').map_or(0, |space| space + 1);
    }
    while let Some(before) = name[..start].strip_suffix(' ') {
        let word = before.rfind(' ').map_or(0, |space| space + 1);
        // The first word is the given name even where it looks like a particle.
        if word == 0 || !List::SurnameParticle.has(&fold_name(&before[word..])) {
            break;
        }
        start = word;
    }
    &name[start..end]
}

/// Given names with the gender of those who bear them, and their short forms.
#[derive(Clone, Debug)]
pub(super) struct GivenNames {
    /// Folded, sorted.
    genders: Vec<(&'static str, Gender)>,
    /// Short form and the names it stands for, folded, sorted by short form.
    short_forms: Vec<(&'static str, &'static str)>,
    /// A name and one of its short forms, folded, sorted.
    shortened: Vec<(&'static str, &'static str)>,
}

impl GivenNames {
    pub(super) fn parse_tables(given: &'static str, nicknames: &'static str) -> Result<GivenNames, RegisterError> {
        let mut genders: Vec<(&'static str, Gender)> = Vec::new();
        for row in rows("given_names.tsv", given) {
            let (place, [name, gender]) = row?;
            place.check_order(genders.last().map(|&(before, _)| before), name)?;
            genders.push((name, place.parse_gender(gender)?));
        }
        let mut short_forms: Vec<(&'static str, &'static str)> = Vec::new();
        for row in rows("nicknames.tsv", nicknames) {
            let (place, [short, formal]) = row?;
            place.check_order(short_forms.last().map(|&(before, _)| before), short)?;
            short_forms.push((short, formal));
        }
        let mut shortened: Vec<_> =
            short_forms.iter().flat_map(|&(short, formal)| list(formal).map(move |formal| (formal, short))).collect();
        shortened.sort_unstable();
        Ok(GivenNames { genders, short_forms, shortened })
    }

    /// Whether the folded word is a given name of the table or a short form of one.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.gender_at(folded).is_some() || !self.formal_names(folded).is_empty()
    }

    /// The gender of a folded given name; of a double one (`jean marc`), that of its first part where the whole is
    /// not in the table.
    pub(super) fn gender(&self, folded: &str) -> Gender {
        let first = folded.split(' ').next().unwrap_or("");
        self.gender_at(folded).or_else(|| self.gender_at(first)).unwrap_or(Gender::Unknown)
    }

    /// All given names and short forms, folded.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static str> {
        self.genders.iter().map(|&(name, _)| name).chain(self.short_forms.iter().map(|&(short, _)| short))
    }

    fn gender_at(&self, folded: &str) -> Option<Gender> {
        self.genders.binary_search_by_key(&folded, |&(name, _)| name).ok().map(|at| self.genders[at].1)
    }

    pub(super) fn formal_names(&self, folded: &str) -> &'static str {
        self.short_forms.binary_search_by_key(&folded, |&(short, _)| short).map_or("", |at| self.short_forms[at].1)
    }

    /// The names that the folded one is short for, and its own short forms.
    pub(super) fn forms<'n>(&'n self, folded: &'n str) -> impl Iterator<Item = &'static str> + 'n {
        let first = self.shortened.partition_point(|&(formal, _)| formal < folded);
        let shorts = self.shortened[first..].iter().take_while(move |it| it.0 == folded).map(|it| it.1);
        list(self.formal_names(folded)).chain(shorts)
    }

    /// Whether the two folded given names can be the same person's: equal, one the short form of the other, or one
    /// the initial of the other. Two short forms of one name are not (`Ed` is not `Ted`).
    pub(super) fn same(&self, a: &str, b: &str) -> bool {
        same_given((a, self.formal_names(a)), (b, self.formal_names(b)))
    }
}

/// As [`GivenNames::same`], each name with what [`GivenNames::formal_names`] says it is short for.
pub(super) fn same_given((a, formal_a): (&str, &'static str), (b, formal_b): (&str, &'static str)) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    let stands_for = |formal: &'static str, long: &str| list(formal).any(|formal| formal == long);
    a == b || initial(a, b) || initial(b, a) || stands_for(formal_a, b) || stands_for(formal_b, a)
}

#[cfg(test)]
mod tests {
    use super::{NameLookupBuilder, slug};

    #[test]
    fn a_slug_is_the_folded_name_with_hyphens() {
        assert_eq!(slug("Liz Saville-Roberts"), "liz-saville-roberts");
        assert_eq!(slug("!"), "");
    }

    #[test]
    fn an_index_keeps_each_id_once_and_in_order_of_rank() {
        let mut builder = NameLookupBuilder::with_capacity(4);
        for (name, id) in [("Ann", 3), ("ann", 1), ("Ánn", 3), ("Bea", 2)] {
            builder.add(name, id);
        }
        let index = builder.build(|id| id);
        assert_eq!(index.get("ann"), [1, 3]);
        assert_eq!(index.get("bea"), [2]);
        assert!(index.get("cat").is_empty());
    }
}
