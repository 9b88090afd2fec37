//! Dates as programs and editors write them into pages, to days.
//!
//! Takes the value of an attribute or a line, gives the day as it was printed at the site's home.

use crate::article::dates::{DayOrder, is_year, parse_date_in_words, parse_leading_date};
use crate::article::zone::{Home, parse_utc, utc_of_seconds};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};

/// A day with what is known of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateStamp {
    /// A day, or an instant with the zone that it was written in.
    Local(NaiveDate),
    /// An instant in UTC, or in none that is told.
    Utc(NaiveDateTime),
}

impl DateStamp {
    /// Reads a value as programs write it.
    pub fn read(text: &str, order: DayOrder) -> Option<DateStamp> {
        let text = text.trim();
        if text.len() < 8 {
            return None;
        }
        if let Some(moment) = read_seconds(text) {
            return Some(DateStamp::Utc(moment));
        }
        let (date, end) =
            parse_leading_date(text, order).ok().filter(|(date, _)| u32::try_from(date.year()).is_ok_and(is_year))?;
        let rest = text.get(end..).unwrap_or("");
        // The offset of UTC itself is what programs write that know no zone.
        let mended =
            rest.trim_end().strip_suffix("+00:00").or_else(|| rest.trim_end().strip_suffix("+0000")).map(|time| {
                let day = text.get(..end).unwrap_or("");
                format!("{day}{}Z", time.trim_end())
            });
        Some(match parse_utc(mended.as_deref().unwrap_or(text)) {
            Some(moment) => DateStamp::Utc(moment),
            None => DateStamp::Local(date),
        })
    }

    /// The day at a site's home; an instant in UTC is of the day there.
    pub fn day(self, home: Home, offset: Option<FixedOffset>) -> NaiveDate {
        match (self, offset) {
            (DateStamp::Local(date), _) => date,
            (DateStamp::Utc(moment), Some(offset)) => moment.and_utc().with_timezone(&offset).date_naive(),
            (DateStamp::Utc(moment), None) => home.day_of(moment),
        }
    }
}

/// The offset with which an instant is written, where that is not that of UTC.
pub(super) fn offset_of(text: &str) -> Option<FixedOffset> {
    let moment = DateTime::parse_from_rfc3339(text.trim())
        .or_else(|_| DateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M:%S%z"))
        .ok()?;
    let offset = *moment.offset();
    (offset.local_minus_utc() != 0).then_some(offset)
}

/// Seconds or milliseconds since 1970.
fn read_seconds(text: &str) -> Option<NaiveDateTime> {
    let digits = text.split('.').next()?;
    if !matches!(digits.len(), 10 | 13) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    utc_of_seconds(if digits.len() == 13 { number / 1000 } else { number })
}

/// Words of one line that are looked at for a date.
const MOST_WORDS: usize = 40;

/// A date in a line that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShownDate {
    pub date: NaiveDate,
    /// The number of the word that begins it.
    pub at: usize,
    /// Words of the line that are no part of it.
    pub others: usize,
    /// It may mean another day where the month comes first.
    pub is_all_digits: bool,
}

/// The whole dates, with their years, in a line.
pub(super) fn dates_in(line: &str, order: DayOrder) -> Vec<ShownDate> {
    // What is printed without a space between, "Published18 August 2016", are two columns.
    let spaced = spaced(line);
    let words: Vec<&str> = spaced
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        match parse_date_in_words(rest, order) {
            Some(Ok((date, length))) if u32::try_from(date.year()).is_ok_and(is_year) => {
                let own = rest.get(..length).unwrap_or_default();
                let is_all_digits = own.iter().all(|word| !word.contains(char::is_alphabetic));
                found.push(ShownDate { date, at, others: words.len().saturating_sub(length), is_all_digits });
                at += length.max(1);
            }
            _ => at += 1,
        }
    }
    found
}

/// The line with a space where letters meet the digits of a date, and with marks that part columns taken off.
fn spaced(line: &str) -> String {
    let mut spaced = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for c in line.chars() {
        if c.is_ascii_digit() && before.is_alphabetic() && before != 'T' && before != 't' {
            spaced.push(' ');
        }
        if c.is_uppercase() && c != 'T' && c != 'Z' && before.is_ascii_digit() {
            spaced.push(' ');
        }
        if matches!(c, '|' | '•' | '·' | '(' | ')' | '[' | ']' | ',' | ';') {
            spaced.push(' ');
        } else {
            spaced.push(c);
        }
        before = c;
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, home: Home) -> Option<String> {
        DateStamp::read(text, DayOrder::DayFirst).map(|instant| instant.day(home, None).to_string())
    }

    #[test]
    fn instants_are_days_at_home() {
        for text in [
            "2016-08-18T23:30:00Z",
            "2016-08-18T23:30:00+00:00",
            "2016-08-18T23:30:00.000+0000",
            "1471563000",
            "1471563000000",
        ] {
            assert_eq!(day(text, Home::Britain).as_deref(), Some("2016-08-19"), "{text}");
            assert_eq!(day(text, Home::Unknown).as_deref(), Some("2016-08-18"), "{text}");
        }
        for text in [
            "2016-08-18T23:30:00+01:00",
            "2016-08-18 23:30",
            "18 August 2016 11:30pm",
            "20160818",
            "2016-08-18T23:30:00",
        ] {
            assert_eq!(day(text, Home::Britain).as_deref(), Some("2016-08-18"), "{text}");
        }
        for text in ["", "99999-99-99T99:99", "yesterday", "2016-02-30", "16-8-18"] {
            assert_eq!(day(text, Home::Britain), None, "{text}");
        }
        assert_eq!(offset_of("2016-08-18T23:30:00-04:00").map(|offset| offset.local_minus_utc()), Some(-4 * 3600));
        assert_eq!(offset_of("2016-08-18T23:30:00Z"), None);
    }

    #[test]
    fn dates_are_found_in_lines() {
        let found = |line: &str| {
            dates_in(line, DayOrder::DayFirst).iter().map(|shown| shown.date.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found("Published: 18 August 2016, 10:30 | Updated: 19 August 2016"), ["2016-08-18", "2016-08-19"]);
        assert_eq!(found("By Ann Example (August 18, 2016)"), ["2016-08-18"]);
        assert_eq!(found("Posted18 August 2016"), ["2016-08-18"]);
        assert_eq!(found("By Ann Example 8 January 2020, 3:51 pm 2"), ["2020-01-08"]);
        assert_eq!(found("Published on August 19, 2019August 19, 2019 • 319 likes"), ["2019-08-19", "2019-08-19"]);
        assert_eq!(found("Nothing was said in 2016"), Vec::<String>::new());
    }
}
