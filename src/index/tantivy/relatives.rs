//! Which articles of an index are earlier versions of others, and which are copies: the columns read, and what follows from
//! them for each segment. Made when an index is asked first, and again when something was committed.
//!
//! Of a million articles, two passes over five numbers each find the few that share one with another (`SharedNumbers` of
//! `src/index/related.rs`); these alone are compared. What was changed between versions is told from their texts, of those
//! that a question comes to.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use super::columns::Columns;
use super::schema::column;
use crate::index::address::AddressNumber;
use crate::index::changes::{Changed, changes_between};
use crate::index::related::{
    ArticlePlace, Related, Relative, SaidInCopy, SharedNumbers, VersionAge, shared_statements,
};
use crate::index::sketch::Sketch;
use crate::index::stored::StoredArticle;

/// So many of an address's versions are compared, the newest: all of them are in memory meanwhile.
const MOST_VERSIONS: usize = 50;

/// The relatives of all articles of an index at one moment.
#[derive(Debug, Default)]
pub(super) struct Relatives {
    pub parts: Vec<PartRelatives>,
    pub related: Related,
    /// For an article its places in these groups: of copies, and of versions with the version's own place there.
    copies_of: FxHashMap<ArticlePlace, usize>,
    versions_of: FxHashMap<ArticlePlace, (usize, usize)>,
    /// What was changed in sets of versions, as far as it was asked for.
    changes: Mutex<FxHashMap<usize, Arc<Vec<Changed>>>>,
}

/// What the relatives mean for one segment.
#[derive(Debug, Default)]
pub(super) struct PartRelatives {
    /// Articles that are earlier versions, and those of which there are several versions, both rising.
    pub earlier: Vec<DocId>,
    pub versions: Vec<DocId>,
    /// Rows of quotes whose words are the same statement as another number's.
    same_words: FxHashMap<u32, u64>,
}

impl PartRelatives {
    /// The number that tells which statement the quote of a row is; `own` is the one that is stored with it.
    #[inline]
    pub fn same_words(&self, row: u32, own: u64) -> u64 {
        if self.same_words.is_empty() { own } else { self.same_words.get(&row).copied().unwrap_or(own) }
    }
}

/// The relatives of the index as it was asked last.
#[derive(Default)]
pub(super) struct KnownRelatives(Mutex<Option<(u64, Arc<Relatives>)>>);

impl KnownRelatives {
    /// The relatives of an index at a moment; `columns` are those of its segments.
    pub fn of(&self, searcher: &Searcher, columns: &[Arc<Columns>]) -> tantivy::Result<Arc<Relatives>> {
        let generation = searcher.generation().generation_id();
        // A thread that panicked left at worst nothing.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, relatives)) = known.as_ref()
            && *of == generation
        {
            return Ok(Arc::clone(relatives));
        }
        let relatives = Arc::new(Relatives::read(searcher, columns)?);
        *known = Some((generation, Arc::clone(&relatives)));
        Ok(relatives)
    }
}

/// The columns that tell relatives, of one segment.
struct RelativeColumns<'s> {
    part: u32,
    segment: &'s SegmentReader,
    sketch: Column<u64>,
    address: Column<u64>,
    updated: Column<i64>,
    captured: Column<i64>,
    turn: Column<u64>,
}

impl<'s> RelativeColumns<'s> {
    fn open(part: u32, segment: &'s SegmentReader) -> tantivy::Result<RelativeColumns<'s>> {
        let columns = segment.fast_fields();
        Ok(RelativeColumns {
            part,
            segment,
            sketch: columns.u64(column::SKETCH)?,
            address: columns.u64(column::ADDRESS)?,
            updated: columns.i64(column::UPDATED)?,
            captured: columns.i64(column::CAPTURED)?,
            turn: columns.u64(column::TURN)?,
        })
    }

    /// The numbers that relatives share: the anchors of a sketch, which have 32 bits, and the address behind these.
    fn for_each_number(&self, doc: DocId, mut each: impl FnMut(u64)) {
        let first = self.sketch.index.value_row_ids(doc);
        for row in first.take(Sketch::OF_ANCHORS) {
            let pair = self.sketch.values.get_val(row);
            each(pair >> 32);
            each(pair & u64::from(u32::MAX));
        }
        if let Some(address) = self.address.first(doc) {
            each(AddressNumber(address).address() << 32 | 1);
        }
    }

    fn sketch(&self, doc: DocId) -> Option<Sketch> {
        let mut numbers = [0; Sketch::NUMBERS];
        let rows = self.sketch.index.value_row_ids(doc);
        let is_whole = rows.len() == numbers.len();
        numbers.iter_mut().zip(rows).for_each(|(number, row)| *number = self.sketch.values.get_val(row));
        is_whole.then_some(Sketch(numbers))
    }

    fn relative(&self, columns: &Columns, doc: DocId) -> Relative {
        let day = columns.head(doc).day();
        let updated = self.updated.first(doc).map(|day| day as i32);
        Relative {
            place: ArticlePlace { part: self.part, article: doc },
            key: columns.key(doc),
            address: AddressNumber(self.address.first(doc).unwrap_or(0)),
            sketch: self.sketch(doc),
            age: VersionAge {
                day: updated.or(day),
                captured: self.captured.first(doc),
                turn: self.turn.first(doc).unwrap_or(0),
            },
            day,
        }
    }
}

impl Relatives {
    fn read(searcher: &Searcher, columns: &[Arc<Columns>]) -> tantivy::Result<Relatives> {
        let mut segments = Vec::with_capacity(columns.len());
        for (part, segment) in (0u32..).zip(searcher.segment_readers()) {
            segments.push(RelativeColumns::open(part, segment)?);
        }
        let numbers = |of: &RelativeColumns| {
            let sketches = u64::from(of.sketch.values.num_vals()) / Sketch::NUMBERS as u64;
            sketches * 2 * Sketch::OF_ANCHORS as u64 + u64::from(of.address.values.num_vals())
        };
        let mut shared = SharedNumbers::for_numbers(segments.iter().map(numbers).sum());
        for of in &segments {
            of.segment.doc_ids_alive().for_each(|doc| of.for_each_number(doc, |number| shared.note(number)));
        }
        let mut relatives = Vec::new();
        for (of, columns) in segments.iter().zip(columns) {
            let shares = |doc: &DocId| {
                let mut shares = false;
                of.for_each_number(*doc, |number| shares |= shared.has(number));
                shares
            };
            relatives.extend(of.segment.doc_ids_alive().filter(shares).map(|doc| of.relative(columns, doc)));
        }
        Ok(Relatives::new(Related::of(relatives), columns))
    }

    fn new(related: Related, columns: &[Arc<Columns>]) -> Relatives {
        let mut parts: Vec<PartRelatives> = columns.iter().map(|_| PartRelatives::default()).collect();
        for ArticlePlace { part, article } in related.earlier() {
            parts[part as usize].earlier.push(article);
        }
        for place in related.versions.iter().flatten().flatten() {
            parts[place.part as usize].versions.push(place.article);
        }
        for part in &mut parts {
            part.earlier.sort_unstable();
            part.versions.sort_unstable();
        }
        for group in &related.copies {
            let rows_of = |place: &ArticlePlace| columns[place.part as usize].rows(place.article);
            let said = |place: &ArticlePlace| {
                let columns = &columns[place.part as usize];
                let said = |row| SaidInCopy {
                    speaker: u64::from(columns.traits(row).speaker()),
                    same_words: columns.same_words(row),
                };
                rows_of(place).map(said).collect()
            };
            let said: Vec<Vec<SaidInCopy>> = group.iter().map(said).collect();
            for (article, quote, number) in shared_statements(&said) {
                let place = &group[article];
                let row = rows_of(place).start + quote as u32;
                parts[place.part as usize].same_words.insert(row, number);
            }
        }
        let mut copies_of = FxHashMap::default();
        for (group, places) in related.copies.iter().enumerate() {
            copies_of.extend(places.iter().map(|place| (*place, group)));
        }
        let mut versions_of = FxHashMap::default();
        for (set, versions) in related.versions.iter().enumerate() {
            for (version, places) in versions.iter().enumerate() {
                versions_of.extend(places.iter().map(|place| (*place, (set, version))));
            }
        }
        Relatives { parts, related, copies_of, versions_of, changes: Mutex::default() }
    }

    /// Whether any article is an earlier version.
    pub fn has_versions(&self) -> bool {
        !self.related.versions.is_empty()
    }

    /// The copies of an article, itself among them; none where it has no others.
    pub fn copies(&self, place: ArticlePlace) -> &[ArticlePlace] {
        let group = self.copies_of.get(&place).and_then(|group| self.related.copies.get(*group));
        group.map_or(&[], Vec::as_slice)
    }

    /// The versions of an article's address, and which of them it is; none where there are no others.
    pub fn versions(&self, place: ArticlePlace) -> (&[Vec<ArticlePlace>], usize) {
        match self.versions_of.get(&place) {
            Some((set, version)) => (self.related.versions.get(*set).map_or(&[], Vec::as_slice), *version),
            None => (&[], 0),
        }
    }

    /// How the quotes of an article were changed, from the version before it and to the one behind it; `read` reads an
    /// article.
    pub fn changes(
        &self,
        place: ArticlePlace,
        read: impl Fn(DocAddress) -> tantivy::Result<StoredArticle>,
    ) -> tantivy::Result<Vec<Changed>> {
        let Some((set, version)) = self.versions_of.get(&place).copied() else { return Ok(Vec::new()) };
        let versions = self.related.versions.get(set).map_or(&[][..], Vec::as_slice);
        // Of several files with the same words one is compared.
        if versions.get(version).and_then(|same| same.first()) != Some(&place) {
            return Ok(Vec::new());
        }
        let known = self.changes.lock().unwrap_or_else(PoisonError::into_inner).get(&set).cloned();
        let changes = match known {
            Some(known) => known,
            None => {
                let skipped = versions.len().saturating_sub(MOST_VERSIONS);
                let mut articles = Vec::new();
                for first in versions[skipped..].iter().filter_map(|version| version.first()) {
                    articles.push(read(address_of(*first))?);
                }
                let mut changes = changes_between(&articles);
                changes.iter_mut().for_each(|it| (it.version, it.other) = (it.version + skipped, it.other + skipped));
                let changes = Arc::new(changes);
                self.changes.lock().unwrap_or_else(PoisonError::into_inner).insert(set, Arc::clone(&changes));
                changes
            }
        };
        Ok(changes.iter().filter(|changed| changed.version == version).copied().collect())
    }
}

/// The engine's own form of a place.
pub(super) fn address_of(place: ArticlePlace) -> DocAddress {
    DocAddress::new(place.part, place.article)
}
