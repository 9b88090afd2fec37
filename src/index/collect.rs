//! Runs an engine query and keeps the documents with their scores, by segment: what lists, facets and timelines are
//! then counted from.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

/// The documents of one segment that a query found, in rising order.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub segment: SegmentOrdinal,
    pub docs: Vec<DocId>,
    /// One for each document, or none where no score was asked for.
    pub scores: Vec<Score>,
}

/// Finds all documents with their scores.
pub(super) fn find_scored(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<Found>> {
    searcher.search(query, &Scored)
}

/// Finds all documents.
pub(super) fn find_unscored(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<Found>> {
    searcher.search(query, &Unscored)
}

pub(super) fn total(found: &[Found]) -> u64 {
    found.iter().map(|segment| segment.docs.len() as u64).sum()
}

struct Scored;
struct Unscored;

impl Collector for Scored {
    type Fruit = Vec<Found>;
    type Child = ScoredSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<ScoredSegment> {
        Ok(ScoredSegment(Found { segment, ..Found::default() }))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Vec<Found>> {
        Ok(in_order(fruits))
    }
}

impl Collector for Unscored {
    type Fruit = Vec<Found>;
    type Child = UnscoredSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<UnscoredSegment> {
        Ok(UnscoredSegment(Found { segment, ..Found::default() }))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Vec<Found>> {
        Ok(in_order(fruits))
    }
}

fn in_order(mut fruits: Vec<Found>) -> Vec<Found> {
    fruits.retain(|found| !found.docs.is_empty());
    fruits.sort_by_key(|found| found.segment);
    fruits
}

struct ScoredSegment(Found);
struct UnscoredSegment(Found);

impl SegmentCollector for ScoredSegment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.0.docs.push(doc);
        self.0.scores.push(score);
    }

    fn harvest(self) -> Found {
        self.0
    }
}

impl SegmentCollector for UnscoredSegment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.0.docs.push(doc);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.0.docs.extend_from_slice(docs);
    }

    fn harvest(self) -> Found {
        self.0
    }
}
