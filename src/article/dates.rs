//! Dates as papers write them: a text to a day.
//!
//! Takes the words behind a label ("Thursday 18th August 2016, 10:30am"), a field of a record, a URL, a file's name, a
//! flag, or words of a question; gives the day written there, in its own time zone. A day that does not exist is an error
//! with a reason, never another day. Every whole date, wherever it comes from, is read here; what a question can leave
//! out or say in other words (`last May`, `since the election`) is added in `src/query/dates`.

use crate::words::fold::in_small_letters;
use crate::words::{self, List, Month};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Which number comes first where a date is all digits (`18/08/2016`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum DayOrder {
    /// As in Britain and most of the world: `18/08/2016`.
    #[default]
    DayFirst,
    /// As in the United States: `08/18/2016`.
    MonthFirst,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum DateError {
    #[error("“{text}” is not a date that can be read; write it like 18 August 2016, 18/08/2016 or 2016-08-18")]
    Unreadable { text: String },
    #[error("“{text}” has a day and a month but no year; write it like 18 August 2016")]
    NoYear { text: String },
    #[error("{day} {month} {year} is no date; {month} {year} has {days} days")]
    NoSuchDay { day: u32, month: &'static str, year: i32, days: u32 },
    #[error("{text} is no date; there is no month {month}{}", swapped_hint(*.order, *.swappable))]
    NoSuchMonth { text: String, month: u32, order: Option<DayOrder>, swappable: Swappable },
    #[error("the year {year} is out of range; years from {FIRST_YEAR} to {LAST_YEAR} are read")]
    YearOutOfRange { year: u32 },
}

/// Whether an all-digit date would be one with day and month the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swappable {
    /// The numbers the other way round are a day and a month.
    Yes,
    /// They are none either way.
    No,
}

/// Newspapers before and after are not what this program reads; a year outside is a misprint or another number.
pub(crate) const FIRST_YEAR: i32 = 1700;
pub(crate) const LAST_YEAR: i32 = 2100;
/// Years in URLs and names of files are trusted in this range only, for numbers there are mostly not dates.
const NAME_YEARS: std::ops::RangeInclusive<u32> = 1950..=2100;
/// Two-digit years up to this one are of the 2000s, as POSIX has it.
const LAST_SHORT_YEAR_OF_2000S: u32 = 68;
/// A date with weekday, time and zone has fewer tokens than this; what follows is not looked at.
const MOST_TOKENS: usize = 32;

fn swapped_hint(order: Option<DayOrder>, swappable: Swappable) -> &'static str {
    match (order, swappable) {
        (Some(DayOrder::DayFirst), Swappable::Yes) => {
            " (the day is read first; if the month comes first in this archive, use --month-first)"
        }
        (Some(DayOrder::MonthFirst), Swappable::Yes) => {
            " (the month is read first because of --month-first; without it the day is)"
        }
        _ => "",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateWord {
    Month(u32),
    Weekday,
    Ordinal,
    Filler,
    Time,
}

static WORDS: LazyLock<FxHashMap<&'static str, DateWord>> = LazyLock::new(|| {
    let month = |month: &'static Month| month.forms.iter().map(|form| (*form, DateWord::Month(month.number)));
    let listed = |(list, meaning): (List, DateWord)| list.words().iter().map(move |word| (word, meaning));
    [
        (List::DayOfWeek, DateWord::Weekday),
        (List::Ordinal, DateWord::Ordinal),
        (List::InDate, DateWord::Filler),
        (List::Clock, DateWord::Time),
    ]
    .into_iter()
    .flat_map(listed)
    .chain(words::months().iter().flat_map(month))
    .collect()
});

fn find_meaning(word: &str) -> Option<DateWord> {
    in_small_letters(word, word.len(), |small| WORDS.get(small).copied()).flatten()
}

/// Reads a text that is a date, perhaps with a weekday, a time of day and a zone around it.
///
/// # Errors
/// The text holds no date, or other words besides; the day does not exist; the year is missing or absurd.
pub fn parse_date(text: &str, order: DayOrder) -> Result<NaiveDate, DateError> {
    let tokens = tokenize(text);
    let (date, next) = read_date(text, &tokens, skip_before_date(text, &tokens), order, YearDigits::TwoOrFour)?;
    let rest = tokens.get(next..).unwrap_or_default();
    let only_time = rest.iter().all(|token| match token.kind {
        DateTokenKind::Number { .. } | DateTokenKind::Mark(_) => true,
        DateTokenKind::Word => {
            matches!(find_meaning(token.of(text)), Some(DateWord::Time | DateWord::Weekday | DateWord::Filler))
        }
    });
    if only_time && tokens.len() < MOST_TOKENS { Ok(date) } else { Err(unreadable(text)) }
}

/// Reads the date with which a text begins; what follows it may be anything ("18 August 2016 | UK news").
///
/// Gives the day and the byte behind it. The errors are those of [`parse_date`].
pub fn parse_leading_date(text: &str, order: DayOrder) -> Result<(NaiveDate, usize), DateError> {
    let tokens = tokenize(text);
    let (date, next) = read_date(text, &tokens, skip_before_date(text, &tokens), order, YearDigits::TwoOrFour)?;
    let end = next.checked_sub(1).and_then(|last| tokens.get(last)).map_or(text.len(), |token| token.end);
    Ok((date, end))
}

/// Reads a day as the value of a flag, day first: `2016-07-14`, `14 July 2016`, `14/7/2016`.
///
/// # Errors
/// Those of [`parse_date`].
pub fn parse_day(text: &str) -> Result<NaiveDate, DateError> {
    parse_date(text, DayOrder::DayFirst)
}

/// Reads the whole date, with its year, with which the words of a sentence begin; gives the day and the number of words.
///
/// Stricter than [`parse_date`], since other words follow: a year of two digits counts only within one word (`18/8/16`,
/// but `10 May 20 people`), and so does a year that comes first. `None` where the words begin with no whole date.
///
/// # Errors
/// The words are a date, and there is no such day.
pub fn parse_date_in_words(words: &[&str], order: DayOrder) -> Option<Result<(NaiveDate, usize), DateError>> {
    // `the`, `of` and marks may stand between the day, the month and the year.
    const MOST_WORDS: usize = 5;
    let (first, others) = words.split_first()?;
    if !begins_like_date(first) {
        return None;
    }
    // A time of day behind a day, `2016-08-18t10:30`, is not looked at.
    let day = first.split_once(['t', 'T']).filter(|(_, time)| time.contains(':')).map_or(*first, |(day, _)| day);
    let mut ends = Vec::with_capacity(MOST_WORDS);
    let mut text = String::new();
    for word in std::iter::once(&day).chain(others.iter().take_while(|word| **word != "-")).take(MOST_WORDS) {
        text.push_str(word);
        ends.push(text.len());
        text.push(' ');
    }
    let tokens = tokenize(&text);
    let (in_first, _) = tokens.split_at(tokens.iter().take_while(|token| token.end <= day.len()).count());
    let is_year_first = matches!(tokens.first()?.kind, DateTokenKind::Number { digits, .. } if digits > 2);
    let read = match read_date(&text, in_first, 0, order, YearDigits::TwoOrFour) {
        Err(DateError::Unreadable { .. } | DateError::NoYear { .. }) if !is_year_first => {
            read_date(&text, &tokens, 0, order, YearDigits::Four)
        }
        read => read,
    };
    match read {
        Ok((date, next)) => {
            let end = tokens.get(next.checked_sub(1)?)?.end;
            ends.iter().position(|word_end| *word_end == end).map(|last| Ok((date, last + 1)))
        }
        Err(error @ (DateError::NoSuchDay { .. } | DateError::NoSuchMonth { .. })) => Some(Err(error)),
        Err(_) => None,
    }
}

/// The number of the month that a word names, in full or cut short, without regard to case: 1 is January.
pub fn find_month(word: &str) -> Option<u32> {
    match find_meaning(word) {
        Some(DateWord::Month(month)) => Some(month),
        _ => None,
    }
}

/// Whether a number is a year that dates are read in: from 1700 to 2100.
pub fn is_year(number: u32) -> bool {
    i32::try_from(number).is_ok_and(|year| (FIRST_YEAR..=LAST_YEAR).contains(&year))
}

/// The year that two digits mean: from 1969 to 2068, as POSIX has it.
pub(super) fn year_of_two_digits(number: u32) -> u32 {
    let century = if number <= LAST_SHORT_YEAR_OF_2000S { 2000 } else { 1900 };
    century + number
}

/// Whether a line could be nothing but a date: it begins with a number, a weekday or a month.
pub fn begins_like_date(line: &str) -> bool {
    let first = line.as_bytes().first().copied().unwrap_or(b' ');
    if first.is_ascii_digit() {
        return true;
    }
    let word_end = line.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(line.len());
    matches!(line.get(..word_end).and_then(find_meaning), Some(DateWord::Month(_) | DateWord::Weekday))
}

#[derive(Clone, Copy, Debug)]
struct DateToken {
    kind: DateTokenKind,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateTokenKind {
    Number { value: u32, digits: usize },
    Word,
    Mark(char),
}

impl DateToken {
    fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// Numbers, words of ASCII letters, and any other character by itself; white space (no-break space too) only parts
/// them. Stops after [`MOST_TOKENS`], so that a long line costs no more than a short one.
fn tokenize(text: &str) -> Vec<DateToken> {
    let mut tokens = Vec::with_capacity(8);
    let bytes = text.as_bytes();
    let run = |start: usize, of_kind: fn(&u8) -> bool| {
        bytes.get(start..).unwrap_or_default().iter().position(|byte| !of_kind(byte)).map_or(bytes.len(), |n| start + n)
    };
    let mut at = 0;
    while tokens.len() < MOST_TOKENS {
        let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let (kind, end) = if next.is_ascii_digit() {
            let end = run(at, u8::is_ascii_digit);
            // Ids longer than any number here are no part of a date.
            let value = text.get(at..end).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX);
            (Some(DateTokenKind::Number { value, digits: end - at }), end)
        } else if next.is_ascii_alphabetic() {
            (Some(DateTokenKind::Word), run(at, u8::is_ascii_alphabetic))
        } else {
            let end = at + next.len_utf8();
            ((!next.is_whitespace()).then_some(DateTokenKind::Mark(next)), end)
        };
        if let Some(kind) = kind {
            tokens.push(DateToken { kind, start: at, end });
        }
        at = end;
    }
    tokens
}

/// Which years are read behind a day and a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum YearDigits {
    TwoOrFour,
    Four,
}

/// The date that begins at a token and the token behind it.
fn read_date(
    text: &str,
    tokens: &[DateToken],
    mut at: usize,
    order: DayOrder,
    years: YearDigits,
) -> Result<(NaiveDate, usize), DateError> {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let month = |at: usize| {
        tokens.get(at).filter(|token| token.kind == DateTokenKind::Word).and_then(|token| {
            match find_meaning(token.of(text)) {
                Some(DateWord::Month(month)) => Some(month),
                _ => None,
            }
        })
    };
    let is = |at: usize, meaning: DateWord| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == DateTokenKind::Word && find_meaning(token.of(text)) == Some(meaning))
    };
    let separator = |at: usize| match kind(at) {
        Some(DateTokenKind::Mark(mark @ ('-' | '/' | '.' | '_' | '–' | '‑'))) => Some(mark),
        _ => None,
    };
    let skip_marks = |mut at: usize| {
        while matches!(kind(at), Some(DateTokenKind::Mark('-' | '/' | '.' | ',' | '_' | '–' | '‑' | '\'' | '’')))
        {
            at += 1;
        }
        at
    };

    if let Some(name) = month(at) {
        // August 18th, 2016
        at = skip_marks(at + 1);
        if is(at, DateWord::Filler) {
            at += 1;
        }
        let Some(DateTokenKind::Number { value: day, digits: 1..=2 }) = kind(at) else { return Err(unreadable(text)) };
        at += 1;
        // 10:30 is a time, not a day.
        if kind(at) == Some(DateTokenKind::Mark(':')) {
            return Err(unreadable(text));
        }
        if is(at, DateWord::Ordinal) {
            at += 1;
        }
        at = skip_marks(at);
        let (year, next) = read_year(text, tokens, at, years)?;
        return Ok((date_of(year, name, day)?, next));
    }

    let Some(DateTokenKind::Number { value: first, digits }) = kind(at) else { return Err(unreadable(text)) };
    at += 1;
    match digits {
        8 | 14 => {
            // 20160818, with or without a time.
            let date = tokens.get(at - 1).and_then(|token| text.get(token.start..token.start + 8));
            let date: u32 = date.and_then(|digits| digits.parse().ok()).ok_or_else(|| unreadable(text))?;
            Ok((date_of(full_year(date / 10_000)?, date / 100 % 100, date % 100)?, at))
        }
        4 => {
            at = skip_marks(at);
            let named = month(at);
            let middle = match (named, kind(at)) {
                (Some(month), _) => month,
                (None, Some(DateTokenKind::Number { value, digits: 1..=2 })) if separator(at - 1).is_some() => value,
                // 2016 08 18
                (None, Some(DateTokenKind::Number { value, digits: 2 }))
                    if matches!(kind(at + 1), Some(DateTokenKind::Number { digits: 2, .. }))
                        && kind(at + 2) != Some(DateTokenKind::Mark(':')) =>
                {
                    value
                }
                _ => return Err(unreadable(text)),
            };
            at = skip_marks(at + 1);
            let Some(DateTokenKind::Number { value: day, digits: 1..=2 }) = kind(at) else {
                return Err(unreadable(text));
            };
            Ok((date_of(full_year(first)?, middle, day)?, at + 1))
        }
        1 | 2 => {
            if is(at, DateWord::Ordinal) {
                at += 1;
            }
            let mark = separator(at);
            at = skip_marks(at);
            if is(at, DateWord::Filler) {
                at += 1;
            }
            if let Some(name) = month(at) {
                // 18th of August 2016
                at = skip_marks(at + 1);
                let (year, next) = read_year(text, tokens, at, years)?;
                return Ok((date_of(year, name, first)?, next));
            }
            let (Some(mark), Some(DateTokenKind::Number { value: second, digits: 1..=2 })) = (mark, kind(at)) else {
                return Err(unreadable(text));
            };
            at += 1;
            if separator(at) != Some(mark) {
                return Err(unreadable(text));
            }
            let (year, next) = read_year(text, tokens, at + 1, years)?;
            let (day, month) = match order {
                DayOrder::DayFirst => (first, second),
                DayOrder::MonthFirst => (second, first),
            };
            if !(1..=12).contains(&month) {
                let swappable = if (1..=12).contains(&day) { Swappable::Yes } else { Swappable::No };
                return Err(DateError::NoSuchMonth { text: clip(text), month, order: Some(order), swappable });
            }
            Ok((date_of(year, month, day)?, next))
        }
        _ => Err(unreadable(text)),
    }
}

/// Steps over a weekday, a time of day and small words that may stand before a date.
fn skip_before_date(text: &str, tokens: &[DateToken]) -> usize {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let meaning = if token.kind == DateTokenKind::Word { find_meaning(token.of(text)) } else { None };
        let next = tokens.get(at + 1).map(|token| token.kind);
        at += match (token.kind, meaning) {
            (DateTokenKind::Word, Some(DateWord::Weekday | DateWord::Filler | DateWord::Time)) => 1,
            (DateTokenKind::Mark(',' | ':' | '.' | '|' | '-' | '–' | '—' | '(' | '[' | ')' | ']'), _) => 1,
            // 1030 GMT
            (DateTokenKind::Number { digits: 4, .. }, _) if begins_clock_time(text, tokens, at + 1) => 1,
            // 10:30, 10.30am, 5pm
            (DateTokenKind::Number { digits: 1..=2, .. }, _) if next == Some(DateTokenKind::Mark(':')) => 3,
            (DateTokenKind::Number { digits: 1..=2, .. }, _) if begins_clock_time(text, tokens, at + 1) => 1,
            (DateTokenKind::Number { digits: 1..=2, .. }, _)
                if next == Some(DateTokenKind::Mark('.')) && begins_clock_time(text, tokens, at + 3) =>
            {
                3
            }
            _ => break,
        };
    }
    at
}

fn begins_clock_time(text: &str, tokens: &[DateToken], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        token.kind == DateTokenKind::Word
            && matches!(find_meaning(token.of(text)), Some(DateWord::Time))
            && !token.of(text).eq_ignore_ascii_case("t")
    })
}

/// A year of four or two digits; behind the day and the month it must be there.
fn read_year(text: &str, tokens: &[DateToken], at: usize, years: YearDigits) -> Result<(i32, usize), DateError> {
    match tokens.get(at).map(|token| token.kind) {
        Some(DateTokenKind::Number { value, digits: 4 }) => Ok((full_year(value)?, at + 1)),
        // A number of two digits before a colon is the hour.
        Some(DateTokenKind::Number { value, digits: 2 })
            if years == YearDigits::TwoOrFour
                && tokens.get(at + 1).is_none_or(|token| token.kind != DateTokenKind::Mark(':')) =>
        {
            Ok((full_year(year_of_two_digits(value))?, at + 1))
        }
        _ => Err(DateError::NoYear { text: clip(text) }),
    }
}

fn full_year(year: u32) -> Result<i32, DateError> {
    i32::try_from(year)
        .ok()
        .filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))
        .ok_or(DateError::YearOutOfRange { year })
}

fn date_of(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    let name = words::months().iter().find(|known| known.number == month).map(|month| month.name).ok_or_else(|| {
        DateError::NoSuchMonth {
            text: format!("{year}-{month:02}-{day:02}"),
            month,
            order: None,
            swappable: Swappable::No,
        }
    })?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| DateError::NoSuchDay {
        day,
        month: name,
        year,
        days: (28..=31).rev().find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some()).unwrap_or(28),
    })
}

fn unreadable(text: &str) -> DateError {
    DateError::Unreadable { text: clip(text) }
}

/// The text as an error message shows it: one line, not too long.
fn clip(text: &str) -> String {
    let mut shown: String = text.split_whitespace().flat_map(|word| [" ", word]).skip(1).take(24).collect();
    if shown.chars().count() > 60 {
        shown = shown.chars().take(59).chain(['…']).collect();
    }
    shown
}

/// The day that a URL holds: `/2016/08/18/`, `/2016/aug/18/`, `2016-08-18`, `20160818`. Numbers that only look like
/// a date (years outside 1950 to 2100, months and days that do not exist) are passed over.
pub fn find_date_in_url(url: &str) -> Option<NaiveDate> {
    // A query string holds search terms and tracking, not the day of the article; the host holds no date either.
    let path = url.split(['?', '#']).next().unwrap_or(url);
    find_date_in_parts(path, None)
}

/// The day that a file's name or a record's id holds: `2016-08-18-title`, `nyt_2016-09-08_obama`, `18-aug-2016`,
/// `20160818`; for all-digit dates that end in the year, `order` decides.
pub fn find_date_in_name(name: &str, order: DayOrder) -> Option<NaiveDate> {
    find_date_in_parts(name, Some(order))
}

/// `order` is `None` where dates that end in the year are not looked for.
fn find_date_in_parts(text: &str, order: Option<DayOrder>) -> Option<NaiveDate> {
    // (the part, the mark behind it)
    let mut parts: Vec<(&str, Option<char>)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let mark = rest.get(end..).and_then(|behind| behind.chars().next());
        parts.push((rest.get(..end)?, mark));
        rest = rest.get(end + mark.map_or(0, char::len_utf8)..)?;
    }
    let year_first = parts.windows(3).find_map(|window| {
        let [(year, first), (month, second), (day, _)] = window else { return None };
        first.filter(|mark| first == second && is_date_mark(*mark))?;
        // 2016-08-18T10:30
        let day = day.split(['T', 't']).next().filter(|day| !day.is_empty()).unwrap_or(day);
        day_of_name(year, month, day)
    });
    let whole = || {
        parts.iter().find_map(|(part, _)| {
            (matches!(part.len(), 8 | 14) && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| day_of_name(part.get(..4)?, part.get(4..6)?, part.get(6..8)?))
                .flatten()
        })
    };
    let year_last = || {
        let order = order?;
        parts.windows(3).find_map(|window| {
            let [(first, mark), (second, next_mark), (year, _)] = window else { return None };
            mark.filter(|m| mark == next_mark && is_date_mark(*m))?;
            let named = second.bytes().all(|byte| byte.is_ascii_alphabetic());
            match order {
                DayOrder::MonthFirst if !named => day_of_name(year, first, second),
                _ => day_of_name(year, second, first),
            }
        })
    };
    year_first.or_else(whole).or_else(year_last)
}

fn is_date_mark(mark: char) -> bool {
    matches!(mark, '/' | '-' | '_' | '.' | ' ')
}

fn day_of_name(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let number = |text: &str, longest: usize| {
        (!text.is_empty() && text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let year = number(year, 4).filter(|year| NAME_YEARS.contains(year))?;
    let month = number(month, 2).or_else(|| match find_meaning(month) {
        Some(DateWord::Month(month)) => Some(month),
        _ => None,
    })?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, number(day, 2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn words_of_a_sentence_begin_with_a_whole_date() {
        let read = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            parse_date_in_words(&words, DayOrder::DayFirst).map(|read| read.map_err(|error| error.to_string()))
        };
        let on = |words| Some(Ok((day(2016, 8, 18), words)));
        for (text, words) in [
            ("18 august 2016", 3),
            ("18th of august 2016 about nato", 4),
            ("august 18 2016 nato", 3),
            ("august the 18th 2016", 4),
            ("18-august-2016 nato", 1),
            ("18/8/16 20 people", 1),
            ("2016-08-18t10:30:00z nato", 1),
            ("20160818", 1),
        ] {
            assert_eq!(read(text), on(words), "{text}");
        }
        for text in [
            "18 august",
            "18 august 20 people",
            "2016 august 18",
            "2016-08",
            "10-15 september 2016",
            "5 - may 2016",
            "nato",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(matches!(read("31 june 2016"), Some(Err(message)) if message.contains("June 2016 has 30 days")));
    }

    #[test]
    fn every_usual_form_is_the_same_day() {
        for text in [
            "18th August 2016",
            "18\u{a0}August\u{a0}2016",
            "18 Aug 2016",
            "18 Aug. 2016",
            "Thursday 18 August 2016, 10:30am",
            "Thursday, 18 August 2016",
            "Thu 18 Aug 2016 10.30 BST",
            "10:30am, Thursday 18 August 2016",
            "10.30am BST, 18 August 2016",
            "August 18, 2016",
            "August 18th, 2016",
            "Aug. 18, 2016",
            "AUGUST 18 2016 AT 5:30 P.M. EDT",
            "August 18, 2016, 5:30 p.m. ET",
            "18 of August, 2016",
            "18-Aug-2016",
            "18-08-2016",
            "18/08/2016",
            "18/8/16",
            "18.08.2016",
            "2016-08-18",
            "2016/08/18",
            "2016-08-18T23:30:00-04:00",
            "2016-08-18T10:30:00.000Z",
            "2016-08-18 10:30:00 +0100",
            "2016 August 18",
            "2016 08 18",
            "1030 GMT (1830 HKT) August 18, 2016",
            "20160818",
            "20160818103000",
            "Thu, 18 Aug 2016 09:30:00 GMT",
            "on Thursday the 18th of August 2016",
        ] {
            assert_eq!(parse_date(text, DayOrder::DayFirst), Ok(day(2016, 8, 18)), "{text}");
        }
        assert_eq!(parse_date("08/18/2016", DayOrder::MonthFirst), Ok(day(2016, 8, 18)));
        assert_eq!(parse_date("01/02/99", DayOrder::MonthFirst), Ok(day(1999, 1, 2)));
        assert_eq!(parse_date("1 March 2068", DayOrder::DayFirst), Ok(day(2068, 3, 1)));
    }

    #[test]
    fn what_is_no_date_says_why() {
        let message = |text: &str| parse_date(text, DayOrder::DayFirst).unwrap_err().to_string();
        assert_eq!(message("31 February 2016"), "31 February 2016 is no date; February 2016 has 29 days");
        assert_eq!(message("2015-02-29"), "29 February 2015 is no date; February 2015 has 28 days");
        assert_eq!(
            message("08/18/2016"),
            "08/18/2016 is no date; there is no month 18 (the day is read first; if the month comes first in this \
             archive, use --month-first)"
        );
        assert_eq!(message("2016-13-01"), "2016-13-01 is no date; there is no month 13");
        assert_eq!(message("18 August"), "“18 August” has a day and a month but no year; write it like 18 August 2016");
        assert!(matches!(parse_date("18 August 10:30", DayOrder::DayFirst), Err(DateError::NoYear { .. })));
        assert_eq!(message("1 May 9999"), "the year 9999 is out of range; years from 1700 to 2100 are read");
        for text in ["", "yesterday", "3 hours ago", "18 August 2016 was a bad day", "2016", "May", "99", "12:30"] {
            assert!(matches!(parse_date(text, DayOrder::DayFirst), Err(DateError::Unreadable { .. })), "{text}");
        }
    }

    #[test]
    fn a_leading_date_ends_where_other_words_begin() {
        let text = "18 August 2016 | UK news";
        assert_eq!(parse_leading_date(text, DayOrder::DayFirst), Ok((day(2016, 8, 18), 14)));
        assert!(parse_leading_date("UK news | 18 August 2016", DayOrder::DayFirst).is_err());
    }

    #[test]
    fn urls_and_names_hold_dates() {
        for url in [
            "https://www.example.org/politics/2016/aug/18/a-story",
            "https://example.org/2016/08/18/a-story/?d=2011-01-01",
            "https://example.org/news/a-story-20160818",
            "https://example.org/news/2016-08-18-a-story",
        ] {
            assert_eq!(find_date_in_url(url), Some(day(2016, 8, 18)), "{url}");
        }
        for url in ["https://example.org/news/uk-politics-37123456", "https://example.org/2016/08/", "", "//x//"] {
            assert_eq!(find_date_in_url(url), None, "{url}");
        }
        for name in ["2016-08-18-title", "nyt_2016-08-18_obama-sees", "18-08-2016", "title 18 aug 2016", "x.2016.08.18"]
        {
            assert_eq!(find_date_in_name(name, DayOrder::DayFirst), Some(day(2016, 8, 18)), "{name}");
        }
        assert_eq!(find_date_in_name("000_7576b873b3033e19", DayOrder::DayFirst), None);
        assert_eq!(find_date_in_name("31-02-2016", DayOrder::DayFirst), None);
        assert_eq!(find_date_in_name("08-18-2016", DayOrder::MonthFirst), Some(day(2016, 8, 18)));
    }

    #[test]
    fn every_word_of_a_date_has_one_meaning() {
        let lists = [List::DayOfWeek, List::Ordinal, List::InDate, List::Clock];
        let listed: usize = lists.iter().map(|list| list.words().iter().count()).sum();
        let months: usize = words::months().iter().map(|month| month.forms.len()).sum();
        assert_eq!(WORDS.len(), listed + months);
        assert!(WORDS.keys().all(|word| find_meaning(word).is_some()));
    }
}
