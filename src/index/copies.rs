//! Copies of a statement behind the one that is shown: all of them counted, and which of them stands for the others.
//!
//! Takes hits with the copies that were found beside them; gives them with all their copies. The earliest dated stands for
//! the others, whichever meets the question best: it is where the words were first. Pure, but for what it asks of the
//! engine.

use super::engine::{FoundQuotes, Search, Snapshot};
use super::error::IndexError;
use super::numbers::NumberMap;
use super::rank::{self, Ranked};
use crate::query::tree::Order;

/// A hit and its copies.
pub(super) type Statement = (Ranked, Vec<Ranked>);

/// Of so many copies of one day it is looked at outlet and path, which must be read.
const MOST_TIES: usize = 100;

/// How many of the found quotes carry the words of each hit of a page, itself included.
pub(super) fn counted(page: &[Statement], found: &FoundQuotes) -> NumberMap<usize> {
    let mut copies_of: NumberMap<usize> = NumberMap::default();
    for (ranked, _) in page {
        copies_of.insert(ranked.same_words, 0);
    }
    // Most of the found quotes are no copies of a hit on this page; a look at the six lowest bits of their numbers
    // rules nearly all of them out.
    let bit = |words: u64| 1u64 << (words % 64);
    let bits = copies_of.keys().fold(0, |bits, words| bits | bit(*words));
    for words in found.same_words.iter().filter(|words| bits & bit(**words) != 0) {
        if let Some(count) = copies_of.get_mut(words) {
            *count += 1;
        }
    }
    copies_of
}

/// The search for so many of the first quotes, of those with these numbers if there are any, and for no counts.
pub(super) fn ranked_of<'a>(search: &Search<'a>, hits: usize, only: &'a [u64]) -> Search<'a> {
    Search { hits, only, facets: &[], distinct: false, ..*search }
}

/// Finds the copies of a page's hits that were not found beside them, and puts the one first that stands for them.
pub(super) fn complete(
    snapshot: &dyn Snapshot,
    search: &Search,
    copies_of: &NumberMap<usize>,
    page: &mut [Statement],
) -> Result<(), IndexError> {
    let lacks =
        |(first, copies): &&Statement| copies_of.get(&first.same_words).is_some_and(|all| *all > copies.len() + 1);
    let mut lacking: Vec<u64> = page.iter().filter(lacks).map(|(first, _)| first.same_words).collect();
    lacking.sort_unstable();
    if !lacking.is_empty() {
        let mut all: NumberMap<Vec<Ranked>> = NumberMap::default();
        for copy in snapshot.search(&ranked_of(search, usize::MAX, &lacking))?.ranked {
            all.entry(copy.same_words).or_default().push(copy);
        }
        for (first, copies) in page.iter_mut() {
            if let Some(all) = all.remove(&first.same_words) {
                *copies = all.into_iter().filter(|copy| copy.place != first.place).collect();
            }
        }
    }
    page.iter_mut().try_for_each(|statement| represent(snapshot, statement))
}

/// All different statements of quotes in the order of days, each at the day of the one that stands for it, at most as many as
/// are wanted.
pub(super) fn by_day(search: &Search, ranked: &[Ranked]) -> Vec<Statement> {
    let mut statements = rank::fold(ranked, usize::MAX);
    for (first, copies) in &mut statements {
        // Which one of a day it is makes no difference to the order.
        let earliest = copies.iter().filter(|copy| copy.matched == first.matched).min_by_key(|copy| day_of(copy));
        if let Some(earliest) = earliest.filter(|earliest| day_of(earliest) < day_of(first)).map(|it| it.place)
            && let Some(at) = copies.iter().position(|copy| copy.place == earliest)
        {
            std::mem::swap(first, &mut copies[at]);
        }
    }
    if search.order == Order::Newest {
        let order = |(first, _): &Statement| (first.matched, first.day.is_none(), std::cmp::Reverse(first.day));
        statements.sort_by_key(order);
    }
    statements.truncate(search.hits);
    statements
}

/// Undated ones last.
fn day_of(ranked: &Ranked) -> (bool, Option<i32>) {
    (ranked.day.is_none(), ranked.day)
}

/// Puts the one first that stands for all: of those that meet as much of the question as any of them the earliest dated; of
/// one day the first by outlet and place. The others follow in the order of their days.
fn represent(snapshot: &dyn Snapshot, (first, copies): &mut Statement) -> Result<(), IndexError> {
    if copies.is_empty() {
        return Ok(());
    }
    copies.push(*first);
    copies.sort_by_key(|copy| (copy.matched, day_of(copy), copy.article, copy.place.quote));
    let (matched, day) = (copies[0].matched, copies[0].day);
    let tied = copies.iter().take_while(|copy| copy.matched == matched && copy.day == day).count();
    let mut chosen = 0;
    if tied > 1 {
        let mut least = None;
        for (at, copy) in copies[..tied.min(MOST_TIES)].iter().enumerate() {
            let Some(article) = snapshot.article(copy.place)? else { continue };
            let record = &article.record;
            let outlet = (record.outlet.is_none(), record.outlet.clone());
            let place = (outlet, record.path.clone(), record.member.clone(), copy.place.quote);
            if least.as_ref().is_none_or(|least| place < *least) {
                (least, chosen) = (Some(place), at);
            }
        }
    }
    *first = copies.remove(chosen);
    copies.sort_by_key(|copy| (day_of(copy), copy.article, copy.place.quote));
    Ok(())
}
