//! What is said of an answer in words, whichever face says it: how much was found, which hits meet less of the question,
//! where a hit matched, who else carries its words, days and periods.

use std::collections::{BTreeSet, HashSet};
use std::ops::Bound;

use chrono::{Datelike, NaiveDate};

use super::counted;
use crate::corrections::RULE;
use crate::index::{Answer, Elsewhere, Facet, Hit, Match, TimeStep, Times};
use crate::record::{ArticleRecord, QuoteRecord};

/// `12 quotes (11 different), 2016-08-18 to 2017-02-01`.
pub fn totals(answer: &Answer) -> String {
    if answer.total == 0 {
        return "Nothing found.".to_string();
    }
    let looser = answer.total - answer.with_all;
    let mut text = match answer.with_all {
        _ if looser == 0 => counted(answer.total, "quote"),
        0 => format!("No quote with all the words, {looser} with some"),
        all => format!("{} with all the words, {looser} more with some", counted(all, "quote")),
    };
    if answer.distinct < answer.total {
        text.push_str(&format!(" ({} different)", answer.distinct));
    }
    let span = span_in_words(&answer.times);
    if !span.is_empty() {
        text.push_str(&format!(", {span}"));
    }
    text.push('.');
    text
}

/// How many spoke: `3 speakers.`, `More than 10 speakers, and quotes without a known one.`
pub fn speakers_in_words(answer: &Answer) -> Option<String> {
    let (_, counts) = answer.facets.iter().find(|(facet, _)| *facet == Facet::Speaker)?;
    let listed = counts.values.len() as u64;
    let is_all = counts.others == 0;
    let unknown = if counts.without > 0 { ", and quotes without a known one" } else { "" };
    (listed > 0).then(|| format!("{}{}{unknown}.", if is_all { "" } else { "More than " }, counted(listed, "speaker")))
}

/// What is said above the first hit that meets less of the question than those before it.
pub fn tier_in_words(matched: Match) -> &'static str {
    match matched {
        Match::All => "with all of the words",
        Match::Some => "with some of the words",
        Match::SameArticle => "from the same articles, on other things",
    }
}

/// Where a hit matched, as it is told beside it.
pub fn place_name(found: &Elsewhere) -> &'static str {
    match found.place {
        "lead-in" => "before it",
        "paragraph" => "in its paragraph",
        "headline" => "in the headline",
        _ => "nearby",
    }
}

/// `also in 2 other articles: The Times, The Sun`.
pub fn copies_in_words(hit: &Hit) -> Option<String> {
    let own =
        |copy: &&QuoteRecord| copy.article.id == hit.record.article.id && copy.article.path == hit.record.article.path;
    let others: Vec<&QuoteRecord> = hit.copies.iter().filter(|copy| !own(copy)).collect();
    let unlisted = hit.copies_total.saturating_sub(hit.copies.len());
    let articles: HashSet<(&str, &str, Option<&str>)> = others
        .iter()
        .map(|copy| &copy.article)
        .map(|article| (article.id.as_str(), article.path.as_str(), article.member.as_deref()))
        .collect();
    let count = articles.len() + unlisted;
    if count == 0 {
        return None;
    }
    let mut outlets: Vec<String> = others.iter().filter_map(|copy| copy.article.outlet.clone()).collect();
    outlets.sort();
    outlets.dedup();
    let named = if outlets.is_empty() { String::new() } else { format!(": {}", outlets.join(", ")) };
    let noun = if count == 1 { "article" } else { "articles" };
    Some(format!("also in {count} other {noun}{named}"))
}

/// `18 August 2016`, or `undated`.
pub fn date_in_words(article: &ArticleRecord) -> String {
    let day = article.date.as_deref().and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    day.map_or_else(|| "undated".to_string(), |day| format!("{} {} {}", day.day(), day.format("%B"), day.year()))
}

/// `18 Aug 2016`, or `undated`.
pub fn short_date(article: &ArticleRecord) -> String {
    let day = article.date.as_deref().and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    day.map_or_else(|| "undated".to_string(), |day| format!("{} {} {}", day.day(), day.format("%b"), day.year()))
}

/// The day of an article, and that of its last change: "2016-08-18, updated 2016-08-19".
pub fn days_line(article: &ArticleRecord) -> String {
    let day = article.date.as_deref().unwrap_or("undated");
    article.updated.as_ref().map_or_else(|| day.to_string(), |updated| format!("{day}, updated {updated}"))
}

/// A speaker who is less sure than this is told to be unsure: of those above, six in seven and more are right, of those below
/// little more than half (README.md, "How good it is").
const SURE: f32 = 0.7;

/// That the speaker is not sure, and how likely: `uncertain (62 %)`; nothing where it is sure enough, nobody is named, or
/// somebody said so.
pub fn unsure_in_words(record: &QuoteRecord) -> Option<String> {
    (record.speaker.is_some() && record.confidence < SURE && record.rule != RULE)
        .then(|| format!("uncertain ({:.0} %)", record.confidence * 100.0))
}

/// Whether somebody said who said it.
pub fn is_corrected(record: &QuoteRecord) -> bool {
    record.rule == RULE
}

/// What a facet's counts are called together.
pub fn plural(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "Speakers",
        Facet::Party => "Parties",
        Facet::Office => "Offices",
        Facet::Outlet => "Outlets",
        Facet::Kind => "Kinds",
        Facet::Time => "Years",
    }
}

/// What is said of quotes without a value.
pub fn nobody(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker | Facet::Outlet => "unknown",
        Facet::Time => "undated",
        Facet::Party | Facet::Office | Facet::Kind => "none",
    }
}

/// The periods of a timeline with those in which nothing was said: many of them together are one row.
pub fn with_empty_periods(rows: Vec<(String, u64)>, step: TimeStep) -> Vec<(String, u64)> {
    const MOST_EMPTY: usize = 24;
    let mut whole: Vec<(String, u64)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut empty = Vec::new();
        if let Some((last, _)) = whole.last() {
            let mut next = period_behind(last, step).filter(|_| row.0.starts_with(|sign: char| sign.is_ascii_digit()));
            while let Some(period) = next.filter(|period| *period < row.0) {
                next = period_behind(&period, step);
                empty.push(period);
            }
        }
        match (empty.first(), empty.last()) {
            (Some(first), Some(last)) if empty.len() > MOST_EMPTY => whole.push((format!("{first} to {last}"), 0)),
            _ => whole.extend(empty.into_iter().map(|period| (period, 0))),
        }
        whole.push(row);
    }
    whole
}

/// Whether any of these periods is one, or in a row of several as [`with_empty_periods`] makes them.
pub fn holds_any(periods: &BTreeSet<String>, row: &str) -> bool {
    let (first, last) = row.split_once(" to ").unwrap_or((row, row));
    first <= last && periods.range::<str, _>((Bound::Included(first), Bound::Included(last))).next().is_some()
}

/// The periods from one to another, both included; of very many only the last `most`.
pub fn periods_between(first: &str, last: &str, step: TimeStep, most: usize) -> Vec<String> {
    let mut periods = std::collections::VecDeque::from([first.to_string()]);
    let mut next = period_behind(first, step);
    while let Some(period) = next.filter(|period| period.as_str() <= last) {
        next = period_behind(&period, step);
        periods.push_back(period);
        if periods.len() > most {
            periods.pop_front();
        }
    }
    periods.into()
}

/// `2017` behind `2016`, `2017-01` behind `2016-12`, the next day behind a day.
fn period_behind(period: &str, step: TimeStep) -> Option<String> {
    let mut numbers = period.split('-').map(|number| number.parse::<i32>().ok());
    let year = numbers.next()??;
    match step {
        TimeStep::Year => Some(format!("{:04}", year + 1)),
        TimeStep::Month => match numbers.next()?? {
            12 => Some(format!("{:04}-01", year + 1)),
            month => Some(format!("{year:04}-{:02}", month + 1)),
        },
        TimeStep::Day => period.parse::<NaiveDate>().ok()?.succ_opt().map(|day| day.to_string()),
    }
}

/// `2016-08-18 to 2017-02-01`, or nothing where no quote is dated.
pub fn span_in_words(times: &Times) -> String {
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_several_periods_holds_each_of_them() {
        let held = BTreeSet::from(["2009-12".to_string(), "2016-03".to_string()]);
        for (row, expected) in [
            ("2016-03", true),
            ("2016-02", false),
            ("2001-02 to 2009-12", true),
            ("2010-01 to 2016-02", false),
            ("undated", false),
        ] {
            assert_eq!(holds_any(&held, row), expected, "{row}");
        }
    }

    #[test]
    fn empty_periods_are_seen() {
        let rows = |periods: &[&str]| periods.iter().map(|period| (period.to_string(), 1)).collect::<Vec<_>>();
        let filled = |periods: &[&str], step| {
            let whole = with_empty_periods(rows(periods), step);
            whole.into_iter().map(|(period, count)| format!("{period} {count}")).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(filled(&["2016", "2018"], TimeStep::Year), "2016 1, 2017 0, 2018 1");
        assert_eq!(filled(&["2016-11", "2017-02"], TimeStep::Month), "2016-11 1, 2016-12 0, 2017-01 0, 2017-02 1");
        assert_eq!(filled(&["2016-02-28", "2016-03-01"], TimeStep::Day), "2016-02-28 1, 2016-02-29 0, 2016-03-01 1");
        assert_eq!(filled(&["2001-01", "2016-03"], TimeStep::Month), "2001-01 1, 2001-02 to 2016-02 0, 2016-03 1");
        assert_eq!(filled(&[], TimeStep::Day), "");
    }
}
