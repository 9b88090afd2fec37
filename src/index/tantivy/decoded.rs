//! Posting lists with their positions, kept decoded where they are read again and again: somebody who looks into a
//! topic asks for it with one speaker after the other, and each such question causes others ("what else is there").
//! The engine keeps its lists compressed and decodes the positions of one article at a time. A whole list is decoded
//! once as many positions were read singly as it holds: from then on decoding it pays. Neither a word that is asked for
//! once nor one that is asked for often costs more than about twice the least that it could (the ski rental problem:
//! Karlin, Manasse, Rudolph and Sleator, "Competitive snoopy caching", 1988).

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::condition::WordForms;
use super::lists::Union;

/// The articles that hold a word in any of its forms, and where it stands in each.
#[derive(Debug, Default)]
pub(super) struct DecodedList {
    /// Rising.
    docs: Vec<DocId>,
    /// Where the places of each begin in `places`, and at the end how many there are.
    starts: Vec<u32>,
    /// Of one article rising.
    places: Vec<u32>,
}

impl DecodedList {
    fn read(mut union: Union) -> DecodedList {
        let entries = union.entries();
        let room = || Vec::with_capacity(entries);
        let mut decoded = DecodedList { docs: room(), starts: room(), places: Vec::with_capacity(2 * entries) };
        let mut doc = union.seek(0);
        while doc != TERMINATED {
            decoded.docs.push(doc);
            decoded.starts.push(decoded.places.len() as u32);
            union.places(&mut decoded.places);
            doc = union.seek(doc + 1);
        }
        decoded.starts.push(decoded.places.len() as u32);
        decoded.places.shrink_to_fit();
        decoded
    }

    /// How many numbers it holds.
    fn numbers(&self) -> usize {
        self.docs.len() + self.starts.len() + self.places.len()
    }
}

/// A place in a decoded list, which goes forward.
#[derive(Debug)]
pub(super) struct Cursor {
    decoded: Arc<DecodedList>,
    at: usize,
}

impl Cursor {
    pub fn new(decoded: Arc<DecodedList>) -> Cursor {
        Cursor { decoded, at: 0 }
    }

    /// The first article at `target` or behind it; [`TERMINATED`] where there is none.
    #[inline]
    pub fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.decoded.docs.as_slice();
        let is_before = |at: usize| docs.get(at).is_some_and(|doc| *doc < target);
        // Mostly it is the next one; from there on in steps that double, then between the last two.
        let mut step = 1;
        while is_before(self.at + step) {
            step *= 2;
        }
        if step > 1 {
            let from = self.at + step / 2;
            let to = (self.at + step).min(docs.len());
            self.at = from + docs[from..to].partition_point(|doc| *doc < target);
        } else if is_before(self.at) {
            self.at += 1;
        }
        docs.get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Goes to an article; gives from where to where its places stand among [`Cursor::places`].
    #[inline]
    pub fn places_in(&mut self, doc: DocId) -> (u32, u32) {
        if self.seek(doc) != doc || doc == TERMINATED {
            return (0, 0);
        }
        (self.decoded.starts[self.at], self.decoded.starts[self.at + 1])
    }

    /// The places of all articles.
    #[inline]
    pub fn places(&self) -> &[u32] {
        &self.decoded.places
    }
}

/// Decoded lists of an index's segments, and how much of those that are not was read.
#[derive(Debug, Default)]
pub(super) struct DecodedWords {
    words: FxHashMap<SegmentId, FxHashMap<Vec<Term>, DecodedWord>>,
    /// Numbers in all decoded lists.
    held: usize,
    /// Counts the questions.
    now: u64,
    /// How many entries may still be decoded for the question at hand.
    left: u64,
}

#[derive(Debug, Default)]
struct DecodedWord {
    /// In how many articles positions were read since the word was first counted.
    read: u64,
    decoded: Option<Arc<DecodedList>>,
    used: u64,
}

impl DecodedWords {
    /// Numbers of 32 bits that are kept: 64 MB.
    const MOST: usize = 16 << 20;
    /// Words of a segment that are counted: beyond that they are counted anew.
    const MOST_COUNTED: usize = 1 << 12;
    /// A word of more forms than these is not counted: a prefix may stand for thousands.
    const MOST_FORMS: usize = 64;
    /// Entries that are decoded for one question, which waits for it: some tens of milliseconds.
    const MOST_AT_ONCE: u64 = 400_000;

    /// Before the next question.
    pub fn begin(&mut self) {
        self.now += 1;
        self.left = DecodedWords::MOST_AT_ONCE;
    }

    /// The decoded posting list of a word in a segment, where it was read so often that decoding pays. `number` is the
    /// segment's place in the index, `field` the field of the words.
    pub fn get(
        &mut self,
        segment: &SegmentReader,
        number: usize,
        field: Field,
        word: &WordForms,
    ) -> tantivy::Result<Option<Arc<DecodedList>>> {
        let known = self.words.get_mut(&segment.segment_id()).and_then(|words| words.get_mut(&word.terms));
        let Some(known) = known else { return Ok(None) };
        known.used = self.now;
        if let Some(decoded) = &known.decoded {
            return Ok(Some(Arc::clone(decoded)));
        }
        let entries: u64 = word.infos.get(number).into_iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        // The first list of a question may be longer: otherwise a very long list would never be decoded.
        if known.read < entries || entries > self.left && self.left < DecodedWords::MOST_AT_ONCE {
            return Ok(None);
        }
        self.left = self.left.saturating_sub(entries);
        let union = Union::of_word(segment, number, field, word, IndexRecordOption::WithFreqsAndPositions)?;
        let decoded = Arc::new(DecodedList::read(union));
        known.decoded = Some(Arc::clone(&decoded));
        self.held += decoded.numbers();
        self.make_room();
        Ok(Some(decoded))
    }

    /// Notes that the places of a word were read in so many articles.
    pub fn note_read(&mut self, segment: SegmentId, terms: &[Term], articles: u64) {
        if terms.len() > DecodedWords::MOST_FORMS {
            return;
        }
        let words = self.words.entry(segment).or_default();
        if let Some(word) = words.get_mut(terms) {
            word.read += articles;
            return;
        }
        if words.len() >= DecodedWords::MOST_COUNTED {
            words.retain(|_, word| word.decoded.is_some());
        }
        words.insert(terms.to_vec(), DecodedWord { read: articles, decoded: None, used: self.now });
    }

    /// Forgets all segments but these.
    pub fn keep(&mut self, is_kept: impl Fn(SegmentId) -> bool) {
        self.words.retain(|segment, _| is_kept(*segment));
        let words = self.words.values().flat_map(FxHashMap::values);
        self.held = words.filter_map(|word| word.decoded.as_ref()).map(|decoded| decoded.numbers()).sum();
    }

    /// Lets those go that were used longest ago.
    fn make_room(&mut self) {
        while self.held > DecodedWords::MOST {
            let held = self.words.values_mut().flat_map(FxHashMap::values_mut).filter(|word| word.decoded.is_some());
            let Some(oldest) = held.min_by_key(|word| word.used) else { return };
            oldest.read = 0;
            if let Some(decoded) = oldest.decoded.take() {
                self.held -= decoded.numbers();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_cursor_stands_where_a_search_would(
            docs in prop::collection::btree_set(0u32..300, 0..60),
            targets in prop::collection::btree_set(0u32..320, 0..40),
        ) {
            let docs: BTreeSet<u32> = docs;
            let decoded = DecodedList {
                starts: (0..=docs.len() as u32).collect(),
                places: docs.iter().map(|doc| doc * 2).collect(),
                docs: docs.iter().copied().collect(),
            };
            let mut cursor = Cursor::new(Arc::new(decoded));
            for target in targets {
                let expected = docs.range(target..).next().copied();
                prop_assert_eq!(cursor.seek(target), expected.unwrap_or(TERMINATED));
                let (first, end) = cursor.places_in(target);
                let places: Vec<u32> = docs.get(&target).map(|doc| doc * 2).into_iter().collect();
                prop_assert_eq!(&cursor.places()[first as usize..end as usize], places);
            }
        }
    }
}
