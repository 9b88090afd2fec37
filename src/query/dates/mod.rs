//! Times as people write them: `18 August 2016`, `since March`, `in the last week`, `before the referendum`.
//!
//! Takes folded words (lower case) or the value of a filter, with a given today and the events that have names; gives
//! [`Time`]s, which [`Time::resolve`] makes into days, both ends included. Relations read as in plain English: `since`
//! and `until` hold for the day, month or year that they name, `before` and `after` do not. Numbers are day first unless
//! [`DayOrder::MonthFirst`] is asked for. Reads no clock.
//!
//! Cannot do: hours, and a bare year inside a name (`the 2012 Olympics`) is left as words on purpose.

mod anchor;
mod calendar;
mod choice;
mod finder;
mod holidays;
pub(super) mod lexicon;
mod periods;
mod reader;
mod relative;
mod time;

use anchor::Anchor;
pub(super) use anchor::Mistake;
pub(super) use calendar::{Unit, find_number};
pub(super) use choice::{PeriodChoice, Relation};
use finder::TimeFinder;
pub(super) use finder::{FoundTime, NameSide};
pub use periods::Events;
use reader::AnchorReader;
pub(super) use time::{Time, TimeDays, joined};

use crate::article::{self, DateError, DayOrder};
use calendar::{find_month, month};
use chrono::NaiveDate;
use lexicon::TimeWord;

/// What times are read with.
#[derive(Clone, Copy)]
pub(super) struct Reckoning<'a> {
    pub today: NaiveDate,
    pub order: DayOrder,
    pub events: &'a Events,
}

/// Reads the value of a filter; all of it must be a time.
///
/// # Errors
/// [`Mistake::Unreadable`] where it is none, [`Mistake::Impossible`] where there is no such day.
pub(super) fn parse_value(value: &str, relation: Relation, reckoning: Reckoning) -> Result<Time, Mistake> {
    let Reckoning { today, order, events } = reckoning;
    match article::parse_date(value, order) {
        Ok(day) => return Ok(Time::One(relation, Anchor::Days(day, day))),
        Err(DateError::NoSuchDay { month: name, year, .. }) => {
            let ends = find_month(name).and_then(|number| month(year, number));
            return Err(Mistake::Impossible(ends.map(|ends| ends.1)));
        }
        Err(DateError::NoSuchMonth { .. }) => return Err(Mistake::Impossible(None)),
        Err(DateError::Unreadable { .. } | DateError::NoYear { .. } | DateError::YearOutOfRange { .. }) => {}
    }
    for spelled in [value.to_lowercase(), value.to_lowercase().replace(['-', '_'], " ")] {
        let words: Vec<&str> = spelled.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let expanded = Expanded::new(&words, &[]);
        let reader = AnchorReader { words: &expanded.words, today, order, events, in_month: false };
        match reader.read(0) {
            Some(Ok(read)) if read.end == expanded.words.len() => {
                return Ok(Time::One(relation, read.anchor.complete(today)));
            }
            Some(Err(mistake)) => return Err(mistake),
            _ => {}
        }
    }
    Err(Mistake::Unreadable)
}

/// Finds the times among the words of a question; `apart` tells before which of them a comma stands, and may be shorter;
/// `is_beside_name` whether a speaker's name ends before a word or begins at it.
/// A bare year is a date only at the end of a question or of one of its parts, or beside a speaker's name; elsewhere it
/// belongs to another name.
pub(super) fn find_times(
    words: &[&str],
    apart: &[bool],
    reckoning: Reckoning,
    is_beside_name: &dyn Fn(usize, NameSide) -> bool,
) -> Vec<FoundTime> {
    let Reckoning { today, order, events } = reckoning;
    let expanded = Expanded::new(words, apart);
    let reader = AnchorReader { words: &expanded.words, today, order, events, in_month: false };
    let of_whole = |at: usize, side| is_beside_name(expanded.origins.get(at).copied().unwrap_or(words.len()), side);
    let finder = TimeFinder { reader, apart: &expanded.apart, is_beside_name: &of_whole };
    let mut found = Vec::new();
    let mut at = 0;
    while at < expanded.words.len() {
        let time = finder.find_at(at).and_then(|time| expanded.back(time));
        match time {
            Some((time, end)) => {
                at = end;
                match found.last_mut() {
                    Some(before) if joins(before, &time, words) => join(before, time),
                    _ => found.push(time),
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Whether one of two times is enough: `before 2015 or after 2019`.
fn joins(before: &FoundTime, time: &FoundTime, words: &[&str]) -> bool {
    let is_plain = |time: &FoundTime| matches!(time.time, Ok(Time::One(..) | Time::Between(..) | Time::Any(_)));
    before.end + 1 == time.first && words[before.end] == "or" && is_plain(before) && is_plain(time)
}

fn join(before: &mut FoundTime, time: FoundTime) {
    before.end = time.end;
    before.taken_for = before.taken_for.or(time.taken_for);
    if let (Ok(first), Ok(second)) = (&mut before.time, time.time) {
        let one = std::mem::replace(first, Time::Any(Vec::new()));
        *first = Time::Any(vec![one, second]);
    }
}

/// Whether the words begin with the name of an event.
pub(super) fn names_event(words: &[&str], events: &Events) -> bool {
    events.find(words).is_some()
}

/// Words with those taken apart that join times: `Aug-Oct`, `August/September`, `mid-March`, `post-Brexit`.
struct Expanded<'a> {
    words: Vec<&'a str>,
    apart: Vec<bool>,
    /// For each, the word that it is of.
    origins: Vec<usize>,
}

impl<'a> Expanded<'a> {
    fn new(words: &[&'a str], apart: &[bool]) -> Expanded<'a> {
        let mut expanded = Expanded { words: Vec::with_capacity(words.len()), apart: Vec::new(), origins: Vec::new() };
        for (origin, word) in words.iter().enumerate() {
            let is_apart = apart.get(origin).copied().unwrap_or(false);
            let is_month =
                |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|it| find_month(it).is_some());
            let (before, behind) = (is_month(origin.checked_sub(1)), is_month(Some(origin + 1)));
            for (number, part) in parts_of(word, before, behind).into_iter().enumerate() {
                expanded.words.push(part);
                expanded.apart.push(is_apart && number == 0);
                expanded.origins.push(origin);
            }
        }
        expanded
    }

    /// The time with the places of the whole words, and the end of it among these; `None` where it has but a part of a
    /// word.
    fn back(&self, time: FoundTime) -> Option<(FoundTime, usize)> {
        let (first, end) = (time.first, time.end);
        let begins = first == 0 || self.origins[first - 1] != self.origins[first];
        let ends = end == self.origins.len() || self.origins[end - 1] != self.origins[end];
        let whole = begins && ends && first < end;
        whole.then(|| (FoundTime { first: self.origins[first], end: self.origins[end - 1] + 1, ..time }, end))
    }
}

/// The parts of a word that are read as words of their own. `before` and `behind` tell whether a month stands there.
fn parts_of(word: &str, before: bool, behind: bool) -> Vec<&str> {
    const DASHES: [char; 5] = ['-', '–', '−', '‐', '‑'];
    if let Some(parts) = two_dates(word, DASHES) {
        return parts;
    }
    let Some(at) = word.find(|char| char == '/' || DASHES.contains(&char)) else { return vec![word] };
    let Some(sign) = word[at..].chars().next() else { return vec![word] };
    let (first, rest) = (&word[..at], &word[at + sign.len_utf8()..]);
    let sign = if sign == '/' { "/" } else { "-" };
    let is_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |text: &str| is_digits(text, 1) || is_digits(text, 2);
    let is_month = |text: &str| find_month(text).is_some();
    let is_time = |text: &str| {
        is_month(text)
            || calendar::find_weekday(text).is_some()
            || calendar::find_season(text).is_some()
            || lexicon::is(text, TimeWord::ShortQuarter)
    };
    if lexicon::is(first, TimeWord::Splits) {
        let rest_is_time = is_time(rest) || rest.starts_with(|first: char| first.is_ascii_digit() || first == '\'');
        let is_limit = matches!(lexicon::meaning(first, TimeWord::Relation), Some("before" | "after"));
        return if is_limit || rest_is_time { vec![first, rest] } else { vec![word] };
    }
    // `Aug-Oct 2016`, `Aug 2016-Mar 2017`, `2016-present`, `August 18-September 2`
    let joins_times = is_time(first) && is_time(rest)
        || is_digits(first, 4) && (is_month(rest) || lexicon::is(rest, TimeWord::Now))
        || is_day(first) && is_month(rest) && before;
    // `15th-18th August`
    let are_days = [first, rest].iter().all(|text| calendar::find_day_number(text).is_some());
    if joins_times || are_days && (before || behind) {
        return vec![first, sign, rest];
    }
    // `Aug-16` of a spreadsheet.
    if is_month(first) && is_day(rest) { vec![first, rest] } else { vec![word] }
}

/// `1/8/2016-31/8/2016`
fn two_dates(word: &str, dashes: [char; 5]) -> Option<Vec<&str>> {
    let (first, rest) = word.split_once(dashes)?;
    let is_date =
        |text: &str| text.split(['/', '.']).count() > 1 && text.starts_with(|first: char| first.is_ascii_digit());
    (is_date(first) && is_date(rest)).then(|| vec![first, "-", rest])
}

#[cfg(test)]
mod tests;
