//! Ranges of days: what two of them share, and how one is written as syntax.

use super::tree::DateRange;
use chrono::{Datelike, NaiveDate};

/// The days that both have.
pub(super) fn intersection(a: DateRange, b: DateRange) -> DateRange {
    let from = a.from.max(b.from);
    let to = match (a.to, b.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    DateRange { from, to }
}

/// Days as syntax, without the field: `2016`, `2016-08..2016-10`, `2016-08-18..`.
pub(super) fn render_range(range: DateRange) -> String {
    // A stretch that ends within a year begins with a month, too.
    let is_open = range.from.is_none() || range.to.is_none();
    let ends_year = range.to.is_some_and(|day| (day.month(), day.day()) == (12, 31));
    let begins_year = range.from.is_some_and(|day| (day.month(), day.day()) == (1, 1));
    let in_years = is_open || begins_year && ends_year;
    let first = |day: NaiveDate| match (day.month(), day.day()) {
        (1, 1) if in_years => format!("{:04}", day.year()),
        (_, 1) => format!("{:04}-{:02}", day.year(), day.month()),
        _ => day.to_string(),
    };
    let last = |day: NaiveDate| match (day.month(), day.day()) {
        (12, 31) if in_years => format!("{:04}", day.year()),
        _ if day.succ_opt().is_some_and(|next| next.day() == 1) => format!("{:04}-{:02}", day.year(), day.month()),
        _ => day.to_string(),
    };
    let is_whole =
        |from: NaiveDate, to: NaiveDate| from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
    match (range.from, range.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) if !is_whole(from, to) => format!("{from}..{to}"),
        (Some(from), Some(to)) => {
            let (from, to) = (first(from), last(to));
            if from == to { from } else { format!("{from}..{to}") }
        }
        (from, to) => format!("{}..{}", from.map(first).unwrap_or_default(), to.map(last).unwrap_or_default()),
    }
}
