//! The order of hits: by score, newest or oldest; quotes of one article about the topic together; copies folded.

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher};

use super::collect::Found;
use super::numbers::{NumberMap, NumberSet};
use super::schema::column;
use crate::query::tree::Order;

/// A found quote with what its place depends on.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub segment: u32,
    pub doc: DocId,
    pub score: f32,
    /// `None` where the article has no date.
    day: Option<i64>,
    article: u64,
    same_words: u64,
}

/// Below so many hits all are put in order with their articles; of more, only the best of them, which are many pages.
const ORDERED_WHOLE: usize = 4_000;

/// Somebody's own words go before a report of them, and a sure speaker before an unsure one. Measured on the
/// development questions: with less, reports crowd out the words.
const DIRECT_WORTH: f32 = 2.0;
const PARTIAL_WORTH: f32 = 1.9;
const CONFIDENCE_WORTH: f32 = 0.1;

/// A quote stays with the best one of its article while it is worth at least this share of it.
const KEPT_TOGETHER: f32 = 0.45;

/// The hits in order; at least the first `wanted` of them, folded or not.
pub(super) fn in_order(
    searcher: &Searcher,
    found: &[Found],
    order: Order,
    wanted: usize,
) -> tantivy::Result<Vec<Ranked>> {
    let total: usize = found.iter().map(|segment| segment.docs.len()).sum();
    let keep = if total <= ORDERED_WHOLE { total } else { wanted.saturating_mul(4).max(ORDERED_WHOLE) };
    let mut ranked = Vec::with_capacity(total.min(keep));
    for segment in best(searcher, found, order, keep)? {
        read_columns(searcher, &segment, &mut ranked)?;
    }
    match order {
        Order::Relevance => order_by_relevance(&mut ranked),
        Order::Newest => order_by_day(&mut ranked, |day| -day),
        Order::Oldest => order_by_day(&mut ranked, |day| day),
    }
    Ok(ranked)
}

/// The `keep` documents that can come first.
fn best(searcher: &Searcher, found: &[Found], order: Order, keep: usize) -> tantivy::Result<Vec<Found>> {
    let total: usize = found.iter().map(|segment| segment.docs.len()).sum();
    if keep >= total {
        return Ok(found.to_vec());
    }
    // Key, then place: the smallest come first.
    let mut keys: Vec<(f64, u32, DocId, f32)> = Vec::with_capacity(total);
    for segment in found {
        let days = searcher.segment_reader(segment.segment).fast_fields().i64(column::DAY)?;
        for (doc, score) in segment.docs.iter().zip(&segment.scores) {
            let key = match order {
                Order::Relevance => -f64::from(*score),
                Order::Newest => days.first(*doc).map_or(f64::MAX, |day| -(day as f64)),
                Order::Oldest => days.first(*doc).map_or(f64::MAX, |day| day as f64),
            };
            keys.push((key, segment.segment, *doc, *score));
        }
    }
    let by_key = |a: &(f64, u32, DocId, f32), b: &(f64, u32, DocId, f32)| {
        a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2)))
    };
    keys.select_nth_unstable_by(keep.saturating_sub(1), by_key);
    keys.truncate(keep);
    keys.sort_unstable_by_key(|(_, segment, doc, _)| (*segment, *doc));
    let mut kept: Vec<Found> = Vec::new();
    for (_, segment, doc, score) in keys {
        if kept.last().is_none_or(|last| last.segment != segment) {
            kept.push(Found { segment, ..Found::default() });
        }
        if let Some(last) = kept.last_mut() {
            last.docs.push(doc);
            last.scores.push(score);
        }
    }
    Ok(kept)
}

fn read_columns(searcher: &Searcher, found: &Found, ranked: &mut Vec<Ranked>) -> tantivy::Result<()> {
    let columns = searcher.segment_reader(found.segment).fast_fields();
    let number = |column: &Column<u64>, doc: DocId| column.first(doc).unwrap_or(0);
    let days = columns.i64(column::DAY)?;
    let articles = columns.u64(column::ARTICLE_NUMBER)?;
    let same_words = columns.u64(column::SAME_WORDS)?;
    let kinds = columns.u64(column::KIND)?;
    let confidences = columns.u64(column::CONFIDENCE)?;
    for (doc, score) in found.docs.iter().zip(&found.scores) {
        let kind = match kinds.first(*doc) {
            Some(0) => DIRECT_WORTH,
            Some(1) => PARTIAL_WORTH,
            _ => 0.0,
        };
        let confidence = number(&confidences, *doc) as f32 / 1000.0;
        ranked.push(Ranked {
            segment: found.segment,
            doc: *doc,
            // Without topic words there is no score, and the small worths decide alone.
            score: score * (1.0 + kind + CONFIDENCE_WORTH * confidence) + kind + CONFIDENCE_WORTH * confidence,
            day: days.first(*doc),
            article: number(&articles, *doc),
            same_words: number(&same_words, *doc),
        });
    }
    Ok(())
}

/// The best article first, with all its quotes that are about the topic too, the strongest first; then the next.
fn order_by_relevance(ranked: &mut [Ranked]) {
    let mut best: NumberMap<f32> = NumberMap::default();
    for hit in ranked.iter() {
        let score = best.entry(hit.article).or_insert(hit.score);
        *score = score.max(hit.score);
    }
    let place = |hit: &Ranked| {
        let best = best.get(&hit.article).copied().unwrap_or(hit.score);
        if hit.score >= best * KEPT_TOGETHER { best } else { hit.score }
    };
    ranked.sort_by(|a, b| {
        place(b)
            .total_cmp(&place(a))
            .then_with(|| b.day.cmp(&a.day))
            .then_with(|| a.article.cmp(&b.article))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
    });
}

/// By day, undated ones last; within a day the strongest first.
fn order_by_day(ranked: &mut [Ranked], key: impl Fn(i64) -> i64) {
    ranked.sort_by(|a, b| {
        let day = |hit: &Ranked| hit.day.map_or(i64::MAX, &key);
        day(a)
            .cmp(&day(b))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| a.article.cmp(&b.article))
            .then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
    });
}

/// Each hit with the later ones that carry the same words.
pub(super) fn fold(ranked: Vec<Ranked>) -> Vec<(Ranked, Vec<Ranked>)> {
    let mut places: NumberMap<usize> = NumberMap::default();
    let mut folded: Vec<(Ranked, Vec<Ranked>)> = Vec::new();
    for hit in ranked {
        match places.get(&hit.same_words) {
            Some(place) => folded[*place].1.push(hit),
            None => {
                places.insert(hit.same_words, folded.len());
                folded.push((hit, Vec::new()));
            }
        }
    }
    folded
}

/// How many different quotes there are.
pub(super) fn count_distinct(searcher: &Searcher, found: &[Found]) -> tantivy::Result<u64> {
    let mut seen = NumberSet::default();
    for segment in found {
        let same_words = searcher.segment_reader(segment.segment).fast_fields().u64(column::SAME_WORDS)?;
        seen.extend(segment.docs.iter().filter_map(|doc| same_words.first(*doc)));
    }
    Ok(seen.len() as u64)
}
