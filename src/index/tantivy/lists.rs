//! The engine's posting lists, walked together: which articles can meet a condition, and where a word stands in the
//! article at hand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::condition::{Compiled, Condition, WordForms};
use super::decoded::{Cursor, DecodedList};
use super::relatives::PartRelatives;
use super::schema::{self, Fields};

/// With more lists of one word than these they are kept in a heap: looking at each would take longer.
const FEW: usize = 8;

/// The articles that hold any of a word's forms.
pub(super) struct Union {
    lists: Vec<SegmentPostings>,
    /// The lists by where they stand, where there are many.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    doc: DocId,
}

impl Union {
    fn new(lists: Vec<SegmentPostings>) -> Union {
        let mut union = Union { heap: BinaryHeap::new(), doc: 0, lists };
        if union.lists.len() > FEW {
            union.heap = union.lists.iter().enumerate().map(|(at, list)| Reverse((list.doc(), at))).collect();
        }
        union.settle();
        union
    }

    pub fn open(segment: &SegmentReader, terms: &[Term], record: IndexRecordOption) -> tantivy::Result<Union> {
        let mut lists = Vec::with_capacity(terms.len());
        for term in terms {
            lists.extend(segment.inverted_index(term.field())?.read_postings(term, record)?);
        }
        Ok(Union::new(lists))
    }

    /// The articles of a word in a segment, which has a number among the index's.
    pub fn of_word(
        segment: &SegmentReader,
        number: usize,
        field: Field,
        word: &WordForms,
        record: IndexRecordOption,
    ) -> tantivy::Result<Union> {
        let infos = word.infos.get(number).map(Vec::as_slice).unwrap_or_default();
        let mut lists = Vec::with_capacity(infos.len());
        if !infos.is_empty() {
            let inverted = segment.inverted_index(field)?;
            for info in infos {
                lists.push(inverted.read_postings_from_terminfo(info, record)?);
            }
        }
        Ok(Union::new(lists))
    }

    /// How many entries its lists have together.
    pub fn entries(&self) -> usize {
        self.lists.iter().map(|list| list.size_hint() as usize).sum()
    }

    fn settle(&mut self) {
        self.doc = if self.lists.len() > FEW {
            self.heap.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc)
        } else {
            self.lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
        };
    }

    /// The first article at `target` or behind it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if self.lists.len() > FEW {
            while let Some(Reverse((doc, at))) = self.heap.peek().copied() {
                if doc >= target {
                    break;
                }
                self.heap.pop();
                let doc = self.lists[at].seek(target);
                if doc != TERMINATED {
                    self.heap.push(Reverse((doc, at)));
                }
            }
            self.settle();
        } else {
            self.doc = TERMINATED;
            for list in &mut self.lists {
                // Mostly it is the next one.
                let mut doc = list.doc();
                if doc < target {
                    doc = list.advance();
                }
                if doc < target {
                    doc = list.seek(target);
                }
                self.doc = self.doc.min(doc);
            }
        }
        self.doc
    }

    /// Adds where the word stands in the article at which the union stands, rising.
    pub fn places(&mut self, places: &mut Vec<u32>) {
        let first = places.len();
        let doc = self.doc;
        if self.lists.len() > FEW {
            let mut here = Vec::new();
            while let Some(Reverse((at_doc, at))) = self.heap.peek().copied()
                && at_doc == doc
            {
                self.heap.pop();
                self.lists[at].append_positions_with_offset(0, places);
                here.push(Reverse((at_doc, at)));
            }
            self.heap.extend(here);
            places[first..].sort_unstable();
            return;
        }
        let mut held = 0;
        for list in self.lists.iter_mut().filter(|list| list.doc() == doc) {
            list.append_positions_with_offset(0, places);
            held += 1;
        }
        if held > 1 {
            places[first..].sort_unstable();
        }
    }
}

/// A segment as a query is asked of it.
pub(super) struct AtSegment<'a> {
    pub segment: &'a SegmentReader,
    /// Its number among the index's segments.
    pub number: usize,
    /// For each of the query's words its list, where it is decoded.
    pub decoded: Vec<Option<Arc<DecodedList>>>,
}

/// Articles that are looked at together.
pub(super) const AHEAD: usize = 64;

/// The places of a query's words in the articles that are looked at together; each is read once, and only where it is
/// asked for. An article is named by its place among these.
pub(super) struct WordPlaces {
    lists: Vec<WordList>,
}

struct WordList {
    source: PlacesSource,
    /// The articles that were read, as bits.
    read: u64,
    /// From where to where the places of each stand among those that were read.
    ranges: [(u32, u32); AHEAD],
    /// How many articles were read of the engine's lists.
    read_of_engine: u64,
}

/// Where a word's articles and places come from.
enum PlacesSource {
    Engine { union: Union, places: Vec<u32> },
    Decoded(Cursor),
}

impl WordPlaces {
    /// Opens the lists of words in a segment.
    pub fn open(at: &AtSegment, fields: &Fields, words: &[WordForms]) -> tantivy::Result<WordPlaces> {
        let mut lists = Vec::with_capacity(words.len());
        for (word, decoded) in words.iter().zip(&at.decoded) {
            let source = match decoded {
                Some(decoded) => PlacesSource::Decoded(Cursor::new(Arc::clone(decoded))),
                None => {
                    let record = IndexRecordOption::WithFreqsAndPositions;
                    let union = Union::of_word(at.segment, at.number, fields.words, word, record)?;
                    PlacesSource::Engine { union, places: Vec::new() }
                }
            };
            lists.push(WordList { source, read: 0, ranges: [(0, 0); AHEAD], read_of_engine: 0 });
        }
        Ok(WordPlaces { lists })
    }

    /// Before the next articles are looked at.
    pub fn go_on(&mut self) {
        for list in &mut self.lists {
            list.read = 0;
            if let PlacesSource::Engine { places, .. } = &mut list.source {
                places.clear();
            }
        }
    }

    /// Reads the places of a word in an article, rising. Articles that were not read before are asked for in rising
    /// order.
    #[inline]
    pub fn read(&mut self, list: usize, article: usize, doc: DocId) -> &[u32] {
        let list = &mut self.lists[list];
        if list.read >> article & 1 == 0 {
            list.read |= 1 << article;
            list.ranges[article] = match &mut list.source {
                PlacesSource::Engine { union, places } => {
                    list.read_of_engine += 1;
                    let first = places.len() as u32;
                    if union.seek(doc) == doc {
                        union.places(places);
                    }
                    (first, places.len() as u32)
                }
                PlacesSource::Decoded(cursor) => cursor.places_in(doc),
            };
        }
        list.places(article)
    }

    /// The places of a word that were read of an article.
    #[inline]
    pub fn of(&self, list: usize, article: usize) -> &[u32] {
        self.lists[list].places(article)
    }

    /// For each word, in how many articles its positions were read from the engine's posting lists.
    pub fn read_of_engine(&self) -> impl Iterator<Item = u64> + '_ {
        self.lists.iter().map(|list| list.read_of_engine)
    }
}

impl WordList {
    #[inline]
    fn places(&self, article: usize) -> &[u32] {
        let (first, end) = self.ranges[article];
        let places = match &self.source {
            PlacesSource::Engine { places, .. } => places,
            PlacesSource::Decoded(cursor) => cursor.places(),
        };
        &places[first as usize..end as usize]
    }
}

/// The articles that can meet a condition: all that do, and some that do not.
pub(super) enum Candidates {
    None,
    Lists(Union),
    Word(Cursor),
    Docs { docs: Vec<DocId>, at: usize },
    All(Vec<Candidates>),
    Any(Vec<Candidates>),
}

impl Candidates {
    /// The candidates for a whole query; every article where no condition narrows them.
    pub fn open(at: &AtSegment, fields: &Fields, compiled: &Compiled) -> tantivy::Result<Candidates> {
        let opening = CandidatesOf { at, fields, compiled };
        match opening.of(&compiled.root)? {
            Some(candidates) => Ok(candidates),
            None => opening.terms(&[Term::from_field_text(fields.doc, schema::ARTICLE)]),
        }
    }

    /// The candidates for any of these conditions.
    fn any(parts: Vec<Candidates>) -> Candidates {
        // Lists that stand beside each other are looked at in one pass, as long as they are few.
        let (mut lists, mut others) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Candidates::None => {}
                Candidates::Lists(union) if lists.len() + union.lists.len() <= FEW => lists.extend(union.lists),
                other => others.push(other),
            }
        }
        if !lists.is_empty() {
            others.push(Candidates::Lists(Union::new(lists)));
        }
        match others.len() {
            0 => Candidates::None,
            1 => others.remove(0),
            _ => Candidates::Any(others),
        }
    }

    /// The first candidate at `target` or behind it; [`TERMINATED`] where there is none.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Candidates::None => TERMINATED,
            Candidates::Lists(union) => union.seek(target),
            Candidates::Word(cursor) => cursor.seek(target),
            Candidates::Docs { docs, at } => {
                *at += docs[*at..].partition_point(|doc| *doc < target);
                docs.get(*at).copied().unwrap_or(TERMINATED)
            }
            Candidates::All(parts) => {
                let mut target = target;
                'again: loop {
                    for part in parts.iter_mut() {
                        let doc = part.seek(target);
                        if doc > target {
                            target = doc;
                            if target == TERMINATED {
                                return TERMINATED;
                            }
                            continue 'again;
                        }
                    }
                    return target;
                }
            }
            Candidates::Any(parts) => parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED),
        }
    }
}

struct CandidatesOf<'a> {
    at: &'a AtSegment<'a>,
    fields: &'a Fields,
    compiled: &'a Compiled,
}

impl CandidatesOf<'_> {
    /// The candidates for a condition; `None` where it narrows nothing.
    fn of(&self, condition: &Condition) -> tantivy::Result<Option<Candidates>> {
        Ok(match condition {
            Condition::All(parts) => {
                let mut narrowing = Vec::new();
                for part in parts {
                    narrowing.extend(self.of(part)?);
                }
                match narrowing.len() {
                    0 => None,
                    1 => narrowing.pop(),
                    _ => Some(Candidates::All(narrowing)),
                }
            }
            Condition::Any(parts) => {
                let mut any = Vec::new();
                for part in parts {
                    match self.of(part)? {
                        Some(candidates) => any.push(candidates),
                        None => return Ok(None),
                    }
                }
                Some(Candidates::any(any))
            }
            Condition::Words { words, at_least } => {
                let mut parts = Vec::new();
                for word in words {
                    parts.push(self.word(*word)?);
                }
                Some(match parts.len() {
                    1 => parts.remove(0),
                    all if *at_least == all => Candidates::All(parts),
                    _ => Candidates::any(parts),
                })
            }
            Condition::Speaker(numbers) => Some(self.numbers(self.fields.speaker, numbers)?),
            Condition::Party(0) => None,
            Condition::Party(number) => Some(self.numbers(self.fields.party, &[*number])?),
            Condition::Office(numbers) => Some(self.numbers(self.fields.office, numbers)?),
            Condition::Outlet(numbers) if numbers.contains(&0) => None,
            Condition::Outlet(numbers) => Some(self.numbers(self.fields.outlet, numbers)?),
            Condition::Path(path) => Some(self.path(&self.compiled.paths[*path])?),
            Condition::Earlier => Some(self.docs(|part| &part.earlier)),
            Condition::Changed(_) => Some(self.docs(|part| &part.versions)),
            Condition::Not(_)
            | Condition::NoOffice
            | Condition::Kind(_)
            | Condition::Days(..)
            | Condition::Undated
            | Condition::Standing
            | Condition::Confidence(_) => None,
        })
    }

    fn word(&self, word: usize) -> tantivy::Result<Candidates> {
        let mut any = Vec::new();
        for wording in &self.compiled.topics[word].wordings {
            let mut all = Vec::new();
            for list in &wording.lists {
                all.push(self.list(*list)?);
            }
            any.push(if all.len() == 1 { all.remove(0) } else { Candidates::All(all) });
        }
        Ok(Candidates::any(any))
    }

    fn list(&self, list: usize) -> tantivy::Result<Candidates> {
        if let Some(decoded) = &self.at.decoded[list] {
            return Ok(Candidates::Word(Cursor::new(Arc::clone(decoded))));
        }
        let word = &self.compiled.lists[list];
        if word.infos.get(self.at.number).is_none_or(Vec::is_empty) {
            return Ok(Candidates::None);
        }
        let AtSegment { segment, number, .. } = self.at;
        Union::of_word(segment, *number, self.fields.words, word, IndexRecordOption::Basic).map(Candidates::Lists)
    }

    fn numbers(&self, field: Field, numbers: &[u32]) -> tantivy::Result<Candidates> {
        let terms: Vec<Term> = numbers.iter().map(|number| Term::from_field_u64(field, u64::from(*number))).collect();
        self.terms(&terms)
    }

    fn terms(&self, terms: &[Term]) -> tantivy::Result<Candidates> {
        Ok(match terms {
            [] => Candidates::None,
            terms => Candidates::Lists(Union::open(self.at.segment, terms, IndexRecordOption::Basic)?),
        })
    }

    /// Articles that relatives tell of this segment, rising.
    fn docs(&self, of: impl Fn(&PartRelatives) -> &Vec<DocId>) -> Candidates {
        let docs = self.compiled.relatives.parts.get(self.at.number).map(of);
        docs.map_or(Candidates::None, |docs| Candidates::Docs { docs: docs.clone(), at: 0 })
    }

    fn path(&self, part: &str) -> tantivy::Result<Candidates> {
        let docs = docs_with_path(self.at.segment, self.fields, part)?;
        Ok(if docs.is_empty() { Candidates::None } else { Candidates::Docs { docs, at: 0 } })
    }
}

/// The articles whose path or member holds a text, rising.
pub(super) fn docs_with_path(segment: &SegmentReader, fields: &Fields, part: &str) -> tantivy::Result<Vec<DocId>> {
    let inverted = segment.inverted_index(fields.path)?;
    let finder = memchr::memmem::Finder::new(part.as_bytes());
    let mut docs = Vec::new();
    let mut terms = inverted.terms().stream()?;
    while let Some((path, info)) = terms.next() {
        if finder.find(path).is_some() {
            let mut list = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            while list.doc() != TERMINATED {
                docs.push(list.doc());
                list.advance();
            }
        }
    }
    docs.sort_unstable();
    docs.dedup();
    Ok(docs)
}
