//! Who said some words: the quotes that have them as they stand, and those of the articles that have most of them. For
//! whoever checks a statement: words are never mended, and reports do not stand for the pieces that they hold.

use std::rc::Rc;

use chrono::NaiveDate;

use super::analyze::{fold_words, terms};
use super::engine::{Search, Snapshot};
use super::error::IndexError;
use super::facets::Facet;
use super::gathering::Gathering;
use super::rank::QuotePlace;
use super::stored::StoredArticle;
use crate::query::tree::{Matching, Node, Order, SpeakerRef, TopicField, TopicWord, VersionChoice, WordGroup, Wording};
use crate::quotes::QuoteKind;
use crate::record::QuoteRecord;

/// Quotes that have some words side by side, as far as folded words tell.
#[derive(Clone, Debug, Default)]
pub struct SaidQuotes {
    /// How many there are.
    pub total: u64,
    /// The days of the first and the last one that is dated.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Names of outlets with how often each has them, the most first.
    pub outlets: Vec<(String, u64)>,
    /// The oldest of them.
    pub quotes: Vec<QuoteRecord>,
}

/// Which quotes are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidAs {
    /// Words in quotation marks.
    Quoted,
    /// Words reported without.
    Reported,
}

/// An article that holds most of some words close together.
#[derive(Clone, Debug)]
pub struct NearArticle {
    /// The article.
    pub article: Rc<StoredArticle>,
    /// Those of its quotes that share enough of the words, in the order of its text.
    pub quotes: Vec<QuoteRecord>,
}

/// Outlets that are named.
const MOST_OUTLETS: usize = 20;
/// A quote shares at least so many of the words that are looked for, in hundredths.
const SHARED: usize = 25;
/// Of one article no more quotes are given.
const MOST_QUOTES: usize = 12;

/// The quotes that have these words, in all versions of articles.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn quotes_with(
    snapshot: &dyn Snapshot,
    words: &str,
    said: SaidAs,
    speaker: Option<&str>,
    most: usize,
) -> Result<SaidQuotes, IndexError> {
    let wording = Wording { words: fold_words(words), matching: Matching::Exact { slop: 0 }, weight: 1.0 };
    if wording.words.is_empty() {
        return Ok(SaidQuotes::default());
    }
    let topic = TopicWord { wordings: vec![wording], field: TopicField::Quote };
    let reported = Node::Kind(QuoteKind::Indirect);
    let kind = if said == SaidAs::Reported { reported } else { Node::Not(Box::new(reported)) };
    let mut all =
        vec![Node::Words(WordGroup { words: vec![topic], at_least: 1 }), kind, Node::Version(VersionChoice::All)];
    all.extend(speaker.map(|id| Node::Speaker(vec![SpeakerRef::Id(id.to_string())])));
    let root = Node::All(all);
    let facets = [Facet::Outlet, Facet::Time];
    let search = Search {
        order: Order::Oldest,
        hits: most,
        apart: true,
        facets: &facets,
        facet_values: MOST_OUTLETS,
        ..Search::count(&root)
    };
    let found = snapshot.search(&search)?;
    let mut quotes = Vec::new();
    for ranked in found.ranked.iter().take(most) {
        quotes.extend(snapshot.record(ranked.place)?);
    }
    let outlets = found.facets.into_iter().filter(|(facet, _)| *facet == Facet::Outlet);
    let outlets = outlets.flat_map(|(_, counts)| counts.values).map(|value| (value.name, value.count));
    Ok(SaidQuotes {
        total: found.total,
        days: found.times.first().zip(found.times.last()),
        outlets: outlets.collect(),
        quotes,
    })
}

/// The articles that have most of these words close together, with their quotes that share some.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn near_articles(snapshot: &dyn Snapshot, words: &str, most: usize) -> Result<Vec<NearArticle>, IndexError> {
    let mut asked = fold_words(words);
    // Cuts and what is added make a text longer.
    let reach = (asked.len() * 2 + 8) as u32;
    asked.sort_unstable();
    asked.dedup();
    let mut near = Vec::new();
    for found in snapshot.gather(&Gathering { words: &asked, reach, most })? {
        let Some(article) = snapshot.article(found.article)? else { continue };
        let quotes = sharing(snapshot, &article, found.article, &asked)?;
        near.push(NearArticle { article, quotes });
    }
    Ok(near)
}

/// The quotes of an article that share enough of some words, which are sorted; those with the most, where they are many.
fn sharing(
    snapshot: &dyn Snapshot,
    article: &StoredArticle,
    place: QuotePlace,
    asked: &[String],
) -> Result<Vec<QuoteRecord>, IndexError> {
    let shared = |at: usize| {
        let words = article.words_of(at).map_or("", |span| span.of(&article.text));
        let mut shared: Vec<usize> = terms(words).iter().filter_map(|it| asked.binary_search(&it.text).ok()).collect();
        shared.sort_unstable();
        shared.dedup();
        shared.len()
    };
    let mut all: Vec<(usize, usize)> = (0..article.quote_count()).map(|at| (shared(at), at)).collect();
    all.retain(|(shared, _)| *shared > 0 && shared * 100 >= asked.len() * SHARED);
    all.sort_by_key(|(shared, at)| (std::cmp::Reverse(*shared), *at));
    all.truncate(MOST_QUOTES);
    all.sort_by_key(|(_, at)| *at);
    let mut quotes = Vec::new();
    for (_, at) in all {
        quotes.extend(snapshot.record(QuotePlace { quote: at as u32, ..place })?);
    }
    Ok(quotes)
}
