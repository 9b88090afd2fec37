//! Runs an engine query and keeps the documents found, by segment: what lists, facets and timelines are then counted
//! from.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

/// The documents of one segment that a query found, in rising order.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub segment: SegmentOrdinal,
    pub docs: Vec<DocId>,
    /// One for each document, once [`super::score`] has given them; empty before.
    pub scores: Vec<Score>,
}

/// Finds all documents.
pub(super) fn find(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<Found>> {
    searcher.search(query, &Everything)
}

pub(super) fn total(found: &[Found]) -> u64 {
    found.iter().map(|segment| segment.docs.len() as u64).sum()
}

struct Everything;

impl Collector for Everything {
    type Fruit = Vec<Found>;
    type Child = FoundSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<FoundSegment> {
        Ok(FoundSegment(Found { segment, ..Found::default() }))
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

struct FoundSegment(Found);

impl SegmentCollector for FoundSegment {
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
