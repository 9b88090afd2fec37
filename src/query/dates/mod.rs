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
pub(super) use choice::{PeriodChoice, Relation};
pub(super) use finder::FoundTime;
use finder::TimeFinder;
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
        let reader = AnchorReader { words: &expanded.words, today, order, events, in_month: true };
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

/// Finds the times among the words of a question; `apart` tells before which of them a comma stands, and may be shorter.
/// A bare year is a date only at the end of a question or of one of its parts; in the middle it belongs to a name.
pub(super) fn find_times(words: &[&str], apart: &[bool], reckoning: Reckoning) -> Vec<FoundTime> {
    let Reckoning { today, order, events } = reckoning;
    let expanded = Expanded::new(words, apart);
    let reader = AnchorReader { words: &expanded.words, today, order, events, in_month: false };
    let finder = TimeFinder { reader, apart: &expanded.apart };
    let mut found = Vec::new();
    let mut at = 0;
    while at < expanded.words.len() {
        let time = finder.find_at(at).and_then(|time| expanded.back(time));
        match time {
            Some((time, end)) => {
                at = end;
                found.push(time);
            }
            None => at += 1,
        }
    }
    found
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
            let by_month = is_month(Some(origin + 1)) || is_month(origin.checked_sub(1));
            for (number, part) in parts_of(word, by_month).into_iter().enumerate() {
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

/// The parts of a word that are read as words of their own.
fn parts_of(word: &str, is_by_month: bool) -> Vec<&str> {
    let Some(at) = word.find(['-', '/', '–', '−', '‐', '‑']) else { return vec![word] };
    let Some(sign) = word[at..].chars().next() else { return vec![word] };
    let (first, rest) = (&word[..at], &word[at + sign.len_utf8()..]);
    let sign = if sign == '/' { "/" } else { "-" };
    let is_day = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = |text: &str| {
        find_month(text).is_some() || calendar::find_weekday(text).is_some() || calendar::find_season(text).is_some()
    };
    if lexicon::is(first, TimeWord::Splits) {
        let rest_is_time = is_time(rest) || rest.starts_with(|first: char| first.is_ascii_digit() || first == '\'');
        let is_limit = matches!(lexicon::meaning(first, TimeWord::Relation), Some("before" | "after"));
        return if is_limit || rest_is_time { vec![first, rest] } else { vec![word] };
    }
    if is_time(first) && is_time(rest) {
        return vec![first, sign, rest];
    }
    // `Aug-16` of a spreadsheet.
    if find_month(first).is_some() && is_day(rest) {
        return vec![first, rest];
    }
    let days: Vec<&str> = [first, rest].into_iter().filter(|text| calendar::find_day_number(text).is_some()).collect();
    if days.len() == 2 && is_by_month { vec![first, sign, rest] } else { vec![word] }
}

#[cfg(test)]
mod tests;
