//! The engine's lists of articles, walked together: which articles can meet a condition, and where a word stands in the
//! article at hand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::condition::{Compiled, Condition, WordForms};
use super::schema::{self, Fields};

/// Beyond so many lists of one word they are kept in a heap: looking at each would take longer.
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
        } else if let [only] = self.lists.as_mut_slice() {
            self.doc = only.seek(target);
            return self.doc;
        } else {
            for list in &mut self.lists {
                if list.doc() < target {
                    list.seek(target);
                }
            }
        }
        self.settle();
        self.doc
    }

    /// Where the word stands in the article at which the union stands, rising.
    fn places(&mut self, places: &mut Vec<u32>) {
        places.clear();
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
            places.sort_unstable();
            return;
        }
        let mut held = 0;
        for list in self.lists.iter_mut().filter(|list| list.doc() == doc) {
            list.append_positions_with_offset(0, places);
            held += 1;
        }
        if held > 1 {
            places.sort_unstable();
        }
    }
}

/// The places of a query's words in the article at hand; each is read once, and only where it is asked for.
pub(super) struct WordPlaces {
    lists: Vec<(Union, Vec<u32>, DocId)>,
}

impl WordPlaces {
    pub fn open(segment: &SegmentReader, forms: &[WordForms]) -> tantivy::Result<WordPlaces> {
        let mut lists = Vec::with_capacity(forms.len());
        for word in forms {
            let union = Union::open(segment, &word.terms, IndexRecordOption::WithFreqsAndPositions)?;
            lists.push((union, Vec::new(), TERMINATED));
        }
        Ok(WordPlaces { lists })
    }

    /// Reads the places of a word in an article; articles are asked for in rising order.
    pub fn read(&mut self, list: usize, doc: DocId) {
        let (union, places, read) = &mut self.lists[list];
        if *read != doc {
            *read = doc;
            if union.seek(doc) == doc {
                union.places(places);
            } else {
                places.clear();
            }
        }
    }

    /// What was read last of a word.
    pub fn of(&self, list: usize) -> &[u32] {
        &self.lists[list].1
    }
}

/// The articles that can meet a condition: all that do, and some that do not.
pub(super) enum Candidates {
    None,
    Lists(Union),
    Docs { docs: Vec<DocId>, at: usize },
    All(Vec<Candidates>),
    Any(Vec<Candidates>),
}

impl Candidates {
    /// The candidates for a whole query; every article where no condition narrows them.
    pub fn open(segment: &SegmentReader, fields: &Fields, compiled: &Compiled) -> tantivy::Result<Candidates> {
        let opening = Opening { segment, fields, compiled };
        match opening.of(&compiled.root)? {
            Some(candidates) => Ok(candidates),
            None => opening.terms(&[Term::from_field_text(fields.doc, schema::ARTICLE)]),
        }
    }

    /// The first candidate at `target` or behind it; [`TERMINATED`] where there is none.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Candidates::None => TERMINATED,
            Candidates::Lists(union) => union.seek(target),
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

struct Opening<'a> {
    segment: &'a SegmentReader,
    fields: &'a Fields,
    compiled: &'a Compiled,
}

impl Opening<'_> {
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
                Some(if any.is_empty() { Candidates::None } else { Candidates::Any(any) })
            }
            Condition::Words { words, at_least } => {
                let mut parts = Vec::new();
                for word in words {
                    parts.push(self.word(*word)?);
                }
                Some(match parts.len() {
                    1 => parts.remove(0),
                    all if *at_least == all => Candidates::All(parts),
                    _ => Candidates::Any(parts),
                })
            }
            Condition::Speaker(numbers) => Some(self.numbers(self.fields.speaker, numbers)?),
            Condition::Party(0) => None,
            Condition::Party(number) => Some(self.numbers(self.fields.party, &[*number])?),
            Condition::Office(numbers) => Some(self.numbers(self.fields.office, numbers)?),
            Condition::Outlet(numbers) if numbers.contains(&0) => None,
            Condition::Outlet(numbers) => Some(self.numbers(self.fields.outlet, numbers)?),
            Condition::Path(path) => Some(self.path(&self.compiled.paths[*path])?),
            Condition::Not(_)
            | Condition::NoOffice
            | Condition::Kind(_)
            | Condition::Days(..)
            | Condition::Undated
            | Condition::Confidence(_) => None,
        })
    }

    fn word(&self, word: usize) -> tantivy::Result<Candidates> {
        let mut any = Vec::new();
        for wording in &self.compiled.topics[word].wordings {
            let mut all = Vec::new();
            for list in &wording.lists {
                all.push(self.terms(&self.compiled.lists[*list].terms)?);
            }
            any.push(if all.len() == 1 { all.remove(0) } else { Candidates::All(all) });
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Candidates::Any(any) })
    }

    fn numbers(&self, field: Field, numbers: &[u32]) -> tantivy::Result<Candidates> {
        let terms: Vec<Term> = numbers.iter().map(|number| Term::from_field_u64(field, u64::from(*number))).collect();
        self.terms(&terms)
    }

    fn terms(&self, terms: &[Term]) -> tantivy::Result<Candidates> {
        Ok(match terms {
            [] => Candidates::None,
            terms => Candidates::Lists(Union::open(self.segment, terms, IndexRecordOption::Basic)?),
        })
    }

    fn path(&self, part: &str) -> tantivy::Result<Candidates> {
        let docs = docs_with_path(self.segment, self.fields, part)?;
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
