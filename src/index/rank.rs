//! The order of hits: by score, newest or oldest; quotes of one article about the topic together; copies folded. Pure.

use std::cmp::Ordering;

use super::numbers::NumberMap;
use super::related::ArticlePlace;
use crate::query::tree::Order;

impl Match {
    /// The word for it that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Match::All => "all",
            Match::Some => "some",
            Match::SameArticle => "same-article",
        }
    }
}

/// How many values [`Match`] has.
const MATCHES: usize = 3;

/// Where an engine finds a quote again, for as long as the answer is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct QuotePlace {
    pub part: u32,
    pub article: u32,
    /// The quote's place in the article.
    pub quote: u32,
}

impl QuotePlace {
    /// Where its article lies.
    pub fn article_place(self) -> ArticlePlace {
        ArticlePlace { part: self.part, article: self.article }
    }
}

/// How much of a question a quote meets: what meets more of it goes first, whatever its score and day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// All the words that were asked for.
    #[default]
    All,
    /// Fewer of them, as many as the question asks for at least.
    Some,
    /// None, but the asked speaker said it in an article in which another quote of theirs meets the question.
    SameArticle,
}

/// A found quote with what its place in the order depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked {
    pub place: QuotePlace,
    pub matched: Match,
    pub score: f32,
    /// `None` where the article has no date.
    pub day: Option<i32>,
    /// A number of the article that is the same in every index.
    pub article: u64,
    /// Equal where several papers carry the same words of the same speaker.
    pub same_words: u64,
}

/// This many of the best hits, which are many pages, are ordered together with their articles; hits behind them only by
/// their scores. The number does not depend on the page that is asked for: otherwise a hit could be on two pages and
/// another on none.
pub(super) const ORDERED_WHOLE: usize = 2_000;

/// Collects found quotes as they come and keeps only those that can still be among the first.
#[derive(Debug)]
pub(super) struct Best {
    order: Order,
    /// How many are kept.
    keep: usize,
    kept: Vec<Ranked>,
    /// Nothing that meets less of the question, or as much with a lower score, comes first any more.
    least: (Match, f32),
    /// See [`RankWeights::kept_together`](super::score::RankWeights::kept_together).
    kept_together: f32,
}

impl Best {
    /// At least the first `wanted` of them are given at the end, folded or not.
    pub fn new(order: Order, wanted: usize, kept_together: f32) -> Best {
        let keep = wanted.max(ORDERED_WHOLE);
        Best { order, keep, kept: Vec::new(), least: (Match::SameArticle, f32::NEG_INFINITY), kept_together }
    }

    /// Whether a quote of this score can still come first, so that it need be looked at.
    #[inline]
    pub fn takes(&self, matched: Match, score: f32) -> bool {
        let (most, least) = self.least;
        self.order != Order::Relevance || matched < most || matched == most && score >= least
    }

    pub fn push(&mut self, ranked: Ranked) {
        self.kept.push(ranked);
        if self.kept.len() >= self.keep.saturating_mul(2) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() <= self.keep {
            return;
        }
        match self.order {
            Order::Relevance => {
                keep_first(&mut self.kept, self.keep, by_score);
                let last = self.kept.iter().max_by(|a, b| by_score(a, b));
                self.least = last.map_or(self.least, |hit| (hit.matched, hit.score));
            }
            Order::Newest => keep_first(&mut self.kept, self.keep, |a, b| by_day(a, b, |day| -day)),
            Order::Oldest => keep_first(&mut self.kept, self.keep, |a, b| by_day(a, b, |day| day)),
        }
    }

    /// The hits in order.
    pub fn in_order(mut self) -> Vec<Ranked> {
        self.cut();
        match self.order {
            Order::Relevance => {
                if self.kept.len() > ORDERED_WHOLE {
                    self.kept.select_nth_unstable_by(ORDERED_WHOLE - 1, by_score);
                }
                let first = self.kept.len().min(ORDERED_WHOLE);
                let (first, others) = self.kept.split_at_mut(first);
                order_by_relevance(first, self.kept_together);
                sort_by_key(others, |hit| [descending(ordered(hit.score)), 0], by_article);
            }
            Order::Newest => order_by_day(&mut self.kept, |day| -day),
            Order::Oldest => order_by_day(&mut self.kept, |day| day),
        }
        self.kept
    }
}

/// Keeps the hits that come first in an order. Ties are broken by score and then by article, so that what is kept does
/// not depend on the order in which hits came.
fn keep_first(ranked: &mut Vec<Ranked>, keep: usize, order: impl Fn(&Ranked, &Ranked) -> Ordering) {
    ranked.select_nth_unstable_by(keep - 1, |a, b| order(a, b).then_with(|| by_score(a, b)));
    ranked.truncate(keep);
}

/// What meets more of the question first, of these the strongest, and of equals those of the first articles.
fn by_score(a: &Ranked, b: &Ranked) -> Ordering {
    a.matched.cmp(&b.matched).then_with(|| b.score.total_cmp(&a.score)).then_with(|| by_article(a, b))
}

fn by_article(a: &Ranked, b: &Ranked) -> Ordering {
    a.article.cmp(&b.article).then_with(|| a.place.quote.cmp(&b.place.quote))
}

/// Undated ones last.
fn by_day(a: &Ranked, b: &Ranked, key: impl Fn(i32) -> i32) -> Ordering {
    let day = |hit: &Ranked| hit.day.map_or(i32::MAX, &key);
    a.matched.cmp(&b.matched).then_with(|| day(a).cmp(&day(b)))
}

/// The best article first, with all its quotes that are about the topic too, the strongest first; then the next.
fn order_by_relevance(ranked: &mut [Ranked], kept_together: f32) {
    // Of each article's quotes that meet as much of the question.
    let mut best: [NumberMap<f32>; MATCHES] = Default::default();
    for hit in ranked.iter() {
        let score = best[hit.matched as usize].entry(hit.article).or_insert(hit.score);
        *score = score.max(hit.score);
    }
    let place = |hit: &Ranked| {
        let best = best[hit.matched as usize].get(&hit.article).copied().unwrap_or(hit.score);
        if hit.score >= best * kept_together { best } else { hit.score }
    };
    sort_by_key(
        ranked,
        |hit| [descending(ordered(place(hit))), descending(day_number(hit.day))],
        |a, b| a.article.cmp(&b.article).then_with(|| b.score.total_cmp(&a.score)).then_with(|| by_article(a, b)),
    );
}

/// By day, undated ones last; within a day the strongest first.
fn order_by_day(ranked: &mut [Ranked], key: impl Fn(i32) -> i32) {
    let day = |hit: &Ranked| ordered_day(hit.day.map_or(i32::MAX, &key));
    sort_by_key(ranked, |hit| [day(hit), descending(ordered(hit.score))], by_article);
}

/// Sorts by how much of the question is met, by two numbers, and where these are equal by an order that takes longer to
/// tell.
fn sort_by_key(ranked: &mut [Ranked], key: impl Fn(&Ranked) -> [u32; 2], then: impl Fn(&Ranked, &Ranked) -> Ordering) {
    // Bare numbers are sorted several times as fast as what has to be looked up.
    let mut keys: Vec<u128> = (0u128..)
        .zip(ranked.iter())
        .map(|(at, hit)| {
            let [high, low] = key(hit);
            (hit.matched as u128) << 112 | u128::from(high) << 80 | u128::from(low) << 48 | at
        })
        .collect();
    keys.sort_unstable();
    let at = |key: &u128| *key as u32 as usize;
    for equal in keys.chunk_by_mut(|a, b| a >> 48 == b >> 48).filter(|equal| equal.len() > 1) {
        equal.sort_unstable_by(|a, b| then(&ranked[at(a)], &ranked[at(b)]));
    }
    let sorted: Vec<Ranked> = keys.iter().map(|key| ranked[at(key)]).collect();
    ranked.copy_from_slice(&sorted);
}

/// A number that is greater where the score is, in the order of [`f32::total_cmp`].
fn ordered(score: f32) -> u32 {
    let bits = score.to_bits();
    if bits >> 31 == 0 { bits | 1 << 31 } else { !bits }
}

/// A number that is greater where the day is.
fn ordered_day(day: i32) -> u32 {
    day as u32 ^ 1 << 31
}

/// The same of a day that may be none, which is before all others.
fn day_number(day: Option<i32>) -> u32 {
    day.map_or(0, |day| ordered_day(day.max(i32::MIN + 1)))
}

/// A number that is less where the given one is greater.
fn descending(number: u32) -> u32 {
    u32::MAX - number
}

/// The first hits of different words, at most `most`, each with the later ones that carry the same words.
pub(super) fn fold(ranked: &[Ranked], most: usize) -> Vec<(Ranked, Vec<Ranked>)> {
    let mut places: NumberMap<usize> = NumberMap::default();
    let mut folded: Vec<(Ranked, Vec<Ranked>)> = Vec::new();
    for hit in ranked {
        match places.get(&hit.same_words) {
            Some(place) => folded[*place].1.push(*hit),
            None if folded.len() < most => {
                places.insert(hit.same_words, folded.len());
                folded.push((*hit, Vec::new()));
            }
            None => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A share that keeps quotes of an article together.
    const TOGETHER: f32 = 0.45;

    /// Quotes of many articles in an order that says nothing; days and scores are met several times.
    fn many() -> Vec<Ranked> {
        (0..9_000u64)
            .map(|number| {
                let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
                Ranked {
                    place: QuotePlace { part: 0, article: number as u32 / 3, quote: number as u32 % 3 },
                    matched: if mixed % 7 < 3 { Match::All } else { Match::Some },
                    score: (mixed % 1_000) as f32,
                    day: (mixed % 11 > 0).then_some((mixed % 500) as i32),
                    article: number / 3,
                    same_words: mixed,
                }
            })
            .collect()
    }

    fn first(order: Order, hits: Vec<Ranked>) -> Vec<QuotePlace> {
        let mut best = Best::new(order, 10, TOGETHER);
        for hit in hits {
            if best.takes(hit.matched, hit.score) {
                best.push(hit);
            }
        }
        best.in_order().iter().take(10).map(|hit| hit.place).collect()
    }

    #[test]
    fn a_page_is_the_same_however_many_are_asked_for() {
        for order in [Order::Relevance, Order::Newest, Order::Oldest] {
            let places = |wanted: usize| -> Vec<QuotePlace> {
                let mut best = Best::new(order, wanted, TOGETHER);
                many().into_iter().filter(|hit| hit.score >= 0.0).for_each(|hit| best.push(hit));
                best.in_order().iter().map(|hit| hit.place).collect()
            };
            let all = places(usize::MAX);
            assert_eq!(all.len(), many().len());
            for wanted in [1, 500, 1_999, 2_000, 2_001, 5_000, 8_999] {
                let some = places(wanted);
                assert!(some.len() >= wanted);
                assert_eq!(some, all[..some.len()], "{order:?}, {wanted}");
            }
        }
    }

    #[test]
    fn the_first_ones_are_the_same_in_whatever_order_they_come() {
        for order in [Order::Relevance, Order::Newest, Order::Oldest] {
            let mut backwards = many();
            backwards.reverse();
            assert_eq!(first(order, many()), first(order, backwards), "{order:?}");
        }
    }

    #[test]
    fn days_come_in_their_order_and_undated_quotes_last() {
        let mut all = many();
        order_by_day(&mut all, |day| -day);
        let expected: Vec<QuotePlace> = all.iter().take(10).map(|hit| hit.place).collect();
        assert_eq!(first(Order::Newest, many()), expected);
        let undated_behind = |matched| {
            let mut days = all.iter().filter(|hit| hit.matched == matched).map(|hit| hit.day);
            days.next_back() == Some(None)
        };
        assert!(undated_behind(Match::All) && undated_behind(Match::Some));
    }

    /// A hit by its number: article, day, score.
    fn hit(quote: u32, article: u64, day: Option<i32>, score: f32) -> Ranked {
        let place = QuotePlace { part: 0, article: article as u32, quote };
        Ranked { place, matched: Match::All, score, day, article, same_words: u64::from(quote) }
    }

    fn order_of(order: Order, hits: &[Ranked]) -> Vec<u32> {
        let mut best = Best::new(order, 10, TOGETHER);
        hits.iter().for_each(|hit| best.push(*hit));
        best.in_order().iter().map(|hit| hit.place.quote).collect()
    }

    #[test]
    fn each_order_looks_at_its_own_number_first() {
        let hits = [
            hit(0, 10, Some(100), 1.0),
            hit(1, 11, Some(200), 3.0),
            hit(2, 12, Some(300), 2.0),
            hit(3, 13, Some(300), 4.0),
            hit(4, 14, None, 9.0),
        ];
        assert_eq!(order_of(Order::Relevance, &hits), [4, 3, 1, 2, 0]);
        assert_eq!(order_of(Order::Newest, &hits), [3, 2, 1, 0, 4], "within a day the strongest first");
        assert_eq!(order_of(Order::Oldest, &hits), [0, 1, 3, 2, 4], "undated ones last here too");
    }

    #[test]
    fn of_equally_strong_hits_the_newer_goes_first() {
        let hits = [hit(0, 10, None, 2.0), hit(1, 11, Some(100), 2.0), hit(2, 12, Some(300), 2.0)];
        assert_eq!(order_of(Order::Relevance, &hits), [2, 1, 0]);
    }

    #[test]
    fn what_meets_more_of_the_question_goes_first_in_every_order() {
        let some = |hit: Ranked| Ranked { matched: Match::Some, ..hit };
        let hits = [some(hit(0, 10, Some(300), 9.0)), hit(1, 10, Some(200), 1.0), some(hit(2, 11, Some(100), 5.0))];
        for order in [Order::Relevance, Order::Newest, Order::Oldest] {
            assert_eq!(order_of(order, &hits)[0], 1, "{order:?}");
        }
    }

    #[test]
    fn an_article_keeps_together_what_is_about_the_topic() {
        let share = |part: f32| 10.0 * TOGETHER * part;
        let hits =
            [hit(0, 10, None, 10.0), hit(1, 11, None, 9.0), hit(2, 10, None, share(1.1)), hit(3, 10, None, share(0.9))];
        assert_eq!(order_of(Order::Relevance, &hits), [0, 2, 1, 3]);
    }

    #[test]
    fn copies_stand_with_the_first_of_them() {
        let copy = |quote, words| Ranked { same_words: words, ..hit(quote, u64::from(quote), None, 1.0) };
        let hits = [copy(0, 7), copy(1, 8), copy(2, 7), copy(3, 9), copy(4, 9)];
        let folded: Vec<(u32, Vec<u32>)> = fold(&hits, 2)
            .iter()
            .map(|(first, copies)| (first.place.quote, copies.iter().map(|copy| copy.place.quote).collect()))
            .collect();
        assert_eq!(folded, [(0, vec![2]), (1, vec![])], "copies of what is not shown are not shown either");
    }
}
