//! What the seam asks of an engine (`src/index/engine.rs`), answered from the index as it was at one moment.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;
use tantivy::error::DataCorruption;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Searcher, TERMINATED, TantivyDocument, TantivyError};

use super::columns::Columns;
use super::condition::{self, Compiled, Compiler};
use super::gathering;
use super::labels;
use super::lists::{AtSegment, Candidates};
use super::relatives::{PartRelatives, Relatives, address_of};
use super::search::{Met, Searching};
use super::store::Store;
use super::tally::{LabelNaming, Tally, date_of};
use crate::index::ask::{HitVersions, QuoteChange};
use crate::index::engine::{FoundQuotes, Search, Snapshot};
use crate::index::entry::NamedId;
use crate::index::error::IndexError;
use crate::index::facets::Facet;
use crate::index::gathering::{Gathered, Gathering};
use crate::index::numbers::count_different;
use crate::index::prepared::LabelOf;
use crate::index::rank::{Best, Match, QuotePlace, Ranked};
use crate::index::score::{RankWeights, ScoreParts};
use crate::index::stored::{self, StoredArticle};
use crate::query::tree::Node;
use crate::record::QuoteRecord;

/// The index as it was when this was made.
pub(in crate::index) struct Moment<'a> {
    pub(super) store: &'a Store,
    pub(super) searcher: Searcher,
    /// The articles read last, the latest behind: quotes that are handed on come from few at a time.
    read: RefCell<Vec<(DocAddress, Rc<StoredArticle>)>>,
}

/// Articles that are kept while their quotes are handed on.
const KEPT: usize = 8;

impl<'a> Moment<'a> {
    pub(super) fn new(store: &'a Store, searcher: Searcher) -> Moment<'a> {
        Moment { store, searcher, read: RefCell::new(Vec::new()) }
    }

    /// The article that a document holds, read once for several of its quotes.
    fn kept_article(&self, at: DocAddress) -> Result<Rc<StoredArticle>, IndexError> {
        let mut read = self.read.borrow_mut();
        if let Some((_, article)) = read.iter().rev().find(|(known, _)| *known == at) {
            return Ok(Rc::clone(article));
        }
        let article = self.article(at).map_err(|error| self.failed(error))?;
        let article = Rc::new(article.ok_or_else(|| self.store.damaged("a stored article cannot be read"))?);
        if read.len() >= KEPT {
            read.remove(0);
        }
        read.push((at, Rc::clone(&article)));
        Ok(article)
    }

    /// Which articles are versions and copies of each other.
    pub(super) fn relatives(&self) -> tantivy::Result<Arc<Relatives>> {
        let columns = self.store.warmth.open(&self.searcher)?;
        self.store.relatives.of(&self.searcher, &columns)
    }

    fn compile(&self, root: &Node, scores: Option<RankWeights>) -> tantivy::Result<Result<Compiled, IndexError>> {
        self.compile_with(self.relatives()?, root, scores)
    }

    fn compile_with(
        &self,
        relatives: Arc<Relatives>,
        root: &Node,
        scores: Option<RankWeights>,
    ) -> tantivy::Result<Result<Compiled, IndexError>> {
        Compiler::new(&self.searcher, &self.store.fields, relatives, scores).compile(root)
    }

    fn find(&self, search: &Search, compiled: &Compiled) -> tantivy::Result<FoundQuotes> {
        let fields = &self.store.fields;
        let columns = self.store.warmth.ask(&self.searcher)?;
        let mut tally = Tally::new(search.facets, search.value_days, day_bounds(&columns));
        let mut best = Best::new(search.order, search.hits, compiled.weights.kept_together);
        let mut with_all = 0;
        let mut same_words = Vec::new();
        for ((part, segment), columns) in (0u32..).zip(self.searcher.segment_readers()).zip(columns) {
            let number = part as usize;
            let decoded = self.store.warmth.decoded(segment, number, fields.words, &compiled.lists)?;
            let at = AtSegment { segment, number, decoded };
            let mut candidates = Candidates::open(&at, fields, compiled)?;
            if candidates.seek(0) == TERMINATED {
                continue;
            }
            let mut searching = Searching::open(&at, columns, fields, compiled)?;
            let relatives = compiled.relatives.parts.get(number);
            searching.for_each(candidates, |searching, found, pieces| {
                tally.add(found, &searching.columns, &mut searching.offices);
                tally.add_pieces(pieces);
                with_all += found.iter().filter(|met| met.matched == Match::All).count() as u64;
                let statement = |met: &Met| statement(relatives, &searching.columns, met);
                if search.distinct {
                    same_words.extend(found.iter().map(statement));
                }
                if search.hits == 0 {
                    return;
                }
                for met in found {
                    let same_words = statement(met);
                    if !search.only.is_empty() && search.only.binary_search(&same_words).is_err() {
                        continue;
                    }
                    let score = compiled.weights.score(met.worth, met.standing());
                    if best.takes(met.matched, score) {
                        best.push(ranked(part, met, score, &searching.columns, same_words));
                    }
                }
            });
            if let Some(failed) = searching.failed.take() {
                return Err(failed);
            }
            let read = searching.words.read_of_engine();
            self.store.warmth.note_read(segment.segment_id(), &compiled.lists, read);
        }
        let naming = LabelNaming { searcher: &self.searcher, fields, names: &self.store.names };
        let mut facets = Vec::new();
        for facet in search.facets.iter().filter(|facet| **facet != Facet::Time) {
            if let Some(counts) = tally.facet(*facet, search.facet_values, &naming)? {
                facets.push((*facet, counts));
            }
        }
        Ok(FoundQuotes {
            total: tally.total,
            with_all,
            distinct: count_different(&same_words) as u64,
            same_words,
            facets,
            times: tally.times(),
            ranked: best.in_order(),
        })
    }

    /// The quotes of some articles that meet a condition.
    fn find_in(&self, compiled: &Compiled, articles: &[QuotePlace]) -> tantivy::Result<Vec<Ranked>> {
        let columns = self.store.warmth.ask(&self.searcher)?;
        let mut all = Vec::new();
        for ((part, segment), columns) in (0u32..).zip(self.searcher.segment_readers()).zip(columns) {
            let mut docs: Vec<u32> =
                articles.iter().filter(|place| place.part == part).map(|place| place.article).collect();
            if docs.is_empty() {
                continue;
            }
            docs.sort_unstable();
            docs.dedup();
            let decoded = vec![None; compiled.lists.len()];
            let at = AtSegment { segment, number: part as usize, decoded };
            let mut searching = Searching::open(&at, columns, &self.store.fields, compiled)?;
            let relatives = compiled.relatives.parts.get(part as usize);
            searching.for_each(Candidates::Docs { docs, at: 0 }, |searching, found, _| {
                let score = |met: &Met| compiled.weights.score(met.worth, met.standing());
                let columns = &searching.columns;
                all.extend(
                    found.iter().map(|met| ranked(part, met, score(met), columns, statement(relatives, columns, met))),
                );
            });
            if let Some(failed) = searching.failed.take() {
                return Err(failed);
            }
        }
        Ok(all)
    }

    /// The article that a document holds.
    pub fn article(&self, at: DocAddress) -> tantivy::Result<Option<StoredArticle>> {
        stored_at(&self.searcher, self.store.fields.stored, at)
    }

    /// A quote's record out of its article.
    pub fn record_in(
        &self,
        article: &StoredArticle,
        at: DocAddress,
        place: usize,
    ) -> tantivy::Result<Option<QuoteRecord>> {
        let columns = self.store.warmth.open(&self.searcher)?;
        let Some(columns) = columns.get(at.segment_ord as usize) else { return Ok(None) };
        let row = columns.rows(at.doc_id).start + place as u32;
        Ok(article.quote(place, columns.number(row)))
    }

    fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        self.store.failed(error)
    }
}

/// The article that a document holds; `None` where what is stored is none.
fn stored_at(searcher: &Searcher, field: Field, at: DocAddress) -> tantivy::Result<Option<StoredArticle>> {
    let document: TantivyDocument = searcher.doc(at)?;
    let text = document.get_first(field).and_then(|value| value.as_str());
    Ok(text.and_then(stored::read))
}

/// The same, where one must be there.
pub(super) fn read_article(searcher: &Searcher, field: Field, at: DocAddress) -> tantivy::Result<StoredArticle> {
    let damaged = || DataCorruption::comment_only("a stored article cannot be read");
    stored_at(searcher, field, at)?.ok_or_else(|| TantivyError::DataCorruption(damaged()))
}

/// The first and last day of all segments.
fn day_bounds(columns: &[Arc<Columns>]) -> Option<(i32, i32)> {
    let days = columns.iter().filter_map(|columns| columns.days());
    days.reduce(|(first, last), (a, b)| (first.min(a), last.max(b)))
}

/// The number that tells which statement a found quote is.
#[inline]
fn statement(relatives: Option<&PartRelatives>, columns: &Columns, met: &Met) -> u64 {
    let own = columns.same_words(met.at.row);
    relatives.map_or(own, |relatives| relatives.same_words(met.at.row, own))
}

/// A found quote as it is put in order.
fn ranked(part: u32, met: &Met, score: f32, columns: &Columns, same_words: u64) -> Ranked {
    Ranked {
        place: QuotePlace { part, article: met.at.doc, quote: met.at.place },
        matched: met.matched,
        score,
        day: met.head.day(),
        article: columns.key(met.at.doc),
        same_words,
    }
}

fn address(place: QuotePlace) -> DocAddress {
    DocAddress::new(place.part, place.article)
}

impl Snapshot for Moment<'_> {
    fn search(&self, search: &Search) -> Result<FoundQuotes, IndexError> {
        let scores = (search.hits > 0).then_some(search.weights);
        let relatives = if search.apart { Ok(Arc::default()) } else { self.relatives() };
        let compiled = relatives.and_then(|relatives| self.compile_with(relatives, search.root, scores));
        let mut compiled = compiled.map_err(|error| self.failed(error))??;
        if !search.tiers {
            compiled.with_all = None;
        }
        self.find(search, &compiled).map_err(|error| self.failed(error))
    }

    fn search_in(
        &self,
        root: &Node,
        articles: &[QuotePlace],
        weights: &RankWeights,
    ) -> Result<Vec<Ranked>, IndexError> {
        let compiled = self.compile(root, Some(*weights)).map_err(|error| self.failed(error))??;
        self.find_in(&compiled, articles).map_err(|error| self.failed(error))
    }

    fn record(&self, place: QuotePlace) -> Result<Option<QuoteRecord>, IndexError> {
        let at = address(place);
        let article = self.kept_article(at)?;
        match self.record_in(&article, at, place.quote as usize).map_err(|error| self.failed(error))? {
            Some(record) => Ok(Some(record)),
            None => Err(self.store.damaged("a quote is not in its article")),
        }
    }

    fn article(&self, place: QuotePlace) -> Result<Option<Rc<StoredArticle>>, IndexError> {
        self.kept_article(address(place)).map(Some)
    }

    fn versions(&self, place: QuotePlace) -> Result<HitVersions, IndexError> {
        let relatives = self.relatives().map_err(|error| self.failed(error))?;
        let (versions, own) = relatives.versions(place.article_place());
        let earlier = versions.len().saturating_sub(1);
        Ok(HitVersions { earlier, is_earlier: own < earlier })
    }

    fn changes(&self, place: QuotePlace) -> Result<Vec<QuoteChange>, IndexError> {
        let relatives = self.relatives().map_err(|error| self.failed(error))?;
        let read = |at| read_article(&self.searcher, self.store.fields.stored, at);
        let changes = relatives.changes(place.article_place(), read).map_err(|error| self.failed(error))?;
        let (versions, _) = relatives.versions(place.article_place());
        let mut told = Vec::new();
        for changed in changes.iter().filter(|changed| changed.quote == place.quote as usize) {
            let Some(other) = versions.get(changed.other).and_then(|version| version.first()) else { continue };
            let at = address_of(*other);
            let article = self.kept_article(at)?;
            let wording = match changed.wording {
                Some(place) => self.record_in(&article, at, place).map_err(|error| self.failed(error))?,
                None => None,
            };
            told.push(QuoteChange { kind: changed.kind, other: Arc::clone(&article.record), wording });
        }
        Ok(told)
    }

    fn explain(&self, root: &Node, place: QuotePlace, weights: &RankWeights) -> Result<ScoreParts, IndexError> {
        let compiled = self.compile(root, Some(*weights)).map_err(|error| self.failed(error))??;
        let segment = self.searcher.segment_reader(place.part);
        let explain = || -> tantivy::Result<ScoreParts> {
            let columns = Columns::open(segment)?;
            let decoded = vec![None; compiled.lists.len()];
            let at = AtSegment { segment, number: place.part as usize, decoded };
            let mut searching = Searching::open(&at, Arc::new(columns), &self.store.fields, &compiled)?;
            Ok(searching.explain(place.article, place.quote))
        };
        explain().map_err(|error| self.failed(error))
    }

    fn holds_stem(&self, stem: &str) -> Result<bool, IndexError> {
        condition::holds_stem(&self.searcher, &self.store.fields, stem).map_err(|error| self.failed(error))
    }

    fn gather(&self, wanted: &Gathering) -> Result<Vec<Gathered>, IndexError> {
        gathering::gather(&self.searcher, &self.store.fields, wanted).map_err(|error| self.failed(error))
    }

    fn words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let field = self.store.fields.words;
        condition::words_near(&self.searcher, field, word, most).map_err(|error| self.failed(error))
    }

    fn speaker_words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let field = self.store.fields.speaker_words;
        condition::words_near(&self.searcher, field, word, most).map_err(|error| self.failed(error))
    }

    fn label(&self, of: LabelOf, id: &str) -> Result<Option<NamedId>, IndexError> {
        let fields = &self.store.fields;
        let find = || -> tantivy::Result<Option<NamedId>> {
            match labels::number_of(&self.searcher, fields, of, id)? {
                Some(number) => self.store.names.label(&self.searcher, fields, of, number),
                None => Ok(None),
            }
        };
        find().map_err(|error| self.failed(error))
    }

    fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, IndexError> {
        let columns = self.store.warmth.open(&self.searcher).map_err(|error| self.failed(error))?;
        let bounds = day_bounds(&columns);
        Ok(bounds.and_then(|(first, last)| Some((date_of(first)?, date_of(last)?))))
    }
}
