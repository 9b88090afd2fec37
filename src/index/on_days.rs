//! A query narrowed to days: what the query within finds, each document's day looked at once.
//!
//! The engine's own range and predicate queries are lists to intersect, asked for their next document: over a short span
//! of days they read on through documents that meet nothing else. Measured over a million quotes with speaker, topic and
//! dates, in units of the bare query's median: 0.5 to 0.9 with this, 1.0 to 1.3 with the range query.

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::schema::column;

#[derive(Debug)]
pub(super) struct OnDays {
    pub inner: Box<dyn Query>,
    /// First and last day, as their column holds them.
    pub days: (i64, i64),
}

impl Clone for OnDays {
    fn clone(&self) -> OnDays {
        OnDays { inner: self.inner.box_clone(), days: self.days }
    }
}

impl Query for OnDays {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(OnDaysWeight { inner: self.inner.weight(scoring)?, days: self.days }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.inner.query_terms(visitor);
    }
}

struct OnDaysWeight {
    inner: Box<dyn Weight>,
    days: (i64, i64),
}

impl Weight for OnDaysWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let column = reader.fast_fields().i64(column::DAY)?;
        let mut scorer = OnDaysScorer { inner: self.inner.scorer(reader, boost)?, column, days: self.days };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

struct OnDaysScorer {
    inner: Box<dyn Scorer>,
    column: Column<i64>,
    days: (i64, i64),
}

impl OnDaysScorer {
    /// Goes on to the next document of these days, if it does not stand at one.
    fn settle(&mut self) -> DocId {
        let (from, to) = self.days;
        loop {
            let doc = self.inner.doc();
            if doc == TERMINATED || self.column.first(doc).is_some_and(|day| from <= day && day <= to) {
                return doc;
            }
            self.inner.advance();
        }
    }
}

/// Only the plain steps are here: everything else is built on them by the trait.
impl DocSet for OnDaysScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }
}

impl Scorer for OnDaysScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
