//! The quotes of the archive that a quotation can be: those that have its words, then those that have most of them.

use std::collections::HashSet;

use super::align::{Alignment, align};
use super::verdict::{OwnWords, Printings};
use super::wording::{QuotedParts, WordAt, find_parts, words_of};
use crate::desk::Result;
use crate::index::{NearArticle, SaidAs, SaidQuotes, Store};
use crate::record::QuoteRecord;

/// Quotes with the same words that are looked at.
const MOST_SAME: usize = 40;
/// Articles with near words that are looked at.
const MOST_NEAR: usize = 16;
/// Words of a quotation that are looked for; what is longer is a text of its own.
const LONGEST: usize = 1_000;

/// A quote laid beside a quotation.
#[derive(Clone, Debug)]
pub struct Laid {
    /// The quote.
    pub record: QuoteRecord,
    /// Word by word.
    pub alignment: Alignment,
    /// Words at the beginning of the quotation that stand together in the quote, and behind the last of them there.
    pub beginning: (usize, usize),
    /// Words at its end that stand together in the quote, and where the first of them stands there.
    pub ending: (usize, usize),
}

/// The quotes that have all words as they stand.
#[derive(Clone, Debug, Default)]
pub struct SameWords {
    /// The oldest of them.
    pub records: Vec<QuoteRecord>,
    /// How often they were printed.
    pub printings: Printings,
}

/// Looks for the words as they stand; of one speaker, where an id is given.
pub fn same_words(store: &Store, quoted: &QuotedParts, said: SaidAs, speaker: Option<&str>) -> Result<SameWords> {
    if quoted.words.len() > LONGEST {
        return Ok(SameWords::default());
    }
    let found = store.quotes_with(&quoted.longest_part(), said, speaker, MOST_SAME)?;
    let SaidQuotes { total, days, outlets, quotes } = found;
    let looked_at = quotes.len() as u64;
    let records: Vec<QuoteRecord> = quotes.into_iter().filter(|record| has_words(quoted, record)).collect();
    let whole = records.len() as u64;
    // Where some have the words as the index folds them and not as they stand, only those that were looked at count.
    let printings = match whole == looked_at {
        true => Printings { total, first: days.map(|it| it.0), last: days.map(|it| it.1), outlets },
        false => printings_of(&records),
    };
    Ok(SameWords { records, printings })
}

/// Whether a quote has the words as they stand.
pub fn has_words(quoted: &QuotedParts, record: &QuoteRecord) -> bool {
    let words: Vec<String> = words_of(&record.quote).into_iter().map(|word| word.folded).collect();
    find_parts(quoted, &words).is_some()
}

/// How often some quotes were printed, as far as they tell.
pub fn printings_of(records: &[QuoteRecord]) -> Printings {
    let mut days: Vec<chrono::NaiveDate> =
        records.iter().filter_map(|it| it.article.date.as_deref()?.parse().ok()).collect();
    days.sort_unstable();
    let mut outlets: Vec<(String, u64)> = Vec::new();
    for name in records.iter().filter_map(|it| it.article.outlet.as_ref()) {
        match outlets.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += 1,
            None => outlets.push((name.clone(), 1)),
        }
    }
    outlets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Printings { total: records.len() as u64, first: days.first().copied(), last: days.last().copied(), outlets }
}

/// What is near a quotation.
#[derive(Clone, Debug, Default)]
pub struct Near {
    /// Quotes, the nearest first.
    pub laid: Vec<Laid>,
    /// An article that has the words as its own.
    pub own: Option<OwnWords>,
}

/// Looks for quotes that have most of the words.
pub fn near(store: &Store, quoted: &QuotedParts) -> Result<Near> {
    if quoted.words.len() > LONGEST {
        return Ok(Near::default());
    }
    let mut near = Near::default();
    let mut seen = HashSet::new();
    let articles = store.near_articles(&quoted.written.join(" "), MOST_NEAR)?;
    take(quoted, &articles, &mut near, &mut seen);
    // What one quote has only the beginning or the end of may go on in another one.
    let count = quoted.words.len();
    let beginning = near.laid.iter().map(|it| it.beginning.0).max().unwrap_or(0);
    let ending = near.laid.iter().map(|it| it.ending.0).max().unwrap_or(0);
    let rest = match beginning >= ending {
        true => &quoted.written[beginning.min(count)..],
        false => &quoted.written[..count - ending.min(count)],
    };
    if rest.len() >= SPLICED && rest.len() < count && near.laid.iter().all(|it| it.alignment.same < count) {
        let articles = store.near_articles(&rest.join(" "), MOST_NEAR)?;
        let own = near.own.take();
        take(quoted, &articles, &mut near, &mut seen);
        near.own = own.or(near.own);
    }
    near.laid.sort_by(|a, b| {
        let rank = |it: &Laid| (it.alignment.same, u8::from(it.record.kind != "indirect"));
        rank(b).cmp(&rank(a)).then_with(|| b.alignment.nearness().total_cmp(&a.alignment.nearness())).then_with(|| {
            // Of those that are as near, the first printed.
            let day = |it: &Laid| (it.record.article.date.is_none(), it.record.article.date.clone());
            day(a).cmp(&day(b)).then_with(|| a.record.id.cmp(&b.record.id))
        })
    });
    Ok(near)
}

/// Words of a statement that tell which one it is.
pub const SPLICED: usize = 3;

fn take(quoted: &QuotedParts, articles: &[NearArticle], near: &mut Near, seen: &mut HashSet<(String, String)>) {
    for NearArticle { article, quotes } in articles {
        for record in quotes {
            if seen.insert((record.id.clone(), record.article.id.clone())) {
                near.laid.push(lay(quoted, record));
            }
        }
        if near.own.is_none() && quoted.words.len() > SPLICED {
            let words: Vec<String> = words_of(&article.text).into_iter().map(|word| word.folded).collect();
            near.own = find_parts(quoted, &words).map(|_| OwnWords {
                article: article.record.id.clone(),
                title: article.record.title.clone(),
                date: article.record.date.clone(),
                outlet: article.record.outlet.clone(),
            });
        }
    }
}

fn lay(quoted: &QuotedParts, record: &QuoteRecord) -> Laid {
    let source = words_of(&record.quote);
    Laid {
        alignment: align(quoted, &source, &record.quote),
        beginning: beginning_in(&quoted.words, &source),
        ending: ending_in(&quoted.words, &source),
        record: record.clone(),
    }
}

/// How many words at the beginning stand together in a source, and where the last of them ends.
fn beginning_in(words: &[String], source: &[WordAt]) -> (usize, usize) {
    let shared = |at: usize| words.iter().zip(&source[at..]).take_while(|(a, b)| **a == b.folded).count();
    let longest = (0..source.len()).map(|at| (shared(at), at)).max_by_key(|(shared, at)| (*shared, source.len() - at));
    longest.map_or((0, 0), |(shared, at)| (shared, at + shared))
}

/// How many words at the end stand together in a source, and where the first of them begins.
fn ending_in(words: &[String], source: &[WordAt]) -> (usize, usize) {
    let shared =
        |end: usize| words.iter().rev().zip(source[..end].iter().rev()).take_while(|(a, b)| **a == b.folded).count();
    let longest = (1..=source.len()).map(|end| (shared(end), end)).max_by_key(|(shared, end)| (*shared, *end));
    longest.map_or((0, 0), |(shared, end)| (shared, end - shared))
}
