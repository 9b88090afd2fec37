//! A stretch of days as words name it, without `since` and `before`: `18 August 2016`, `early March`, `last week`.

use super::calendar::{self, Ends, PartOfTime, Season};
use super::choice::{PeriodChoice, Relation};
use super::periods::{self, NamedPeriod};
use crate::article::{self, DayOrder};
use chrono::{Datelike, NaiveDate, Weekday};

/// What words name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Anchor {
    /// First and last day.
    Days(NaiveDate, NaiveDate),
    /// The year is missing.
    Partial(Partial),
    /// One of these, chosen later.
    Named(Vec<&'static NamedPeriod>),
}

/// A time without its year; at least one of the fields is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partial {
    day: Option<u32>,
    month: Option<u32>,
    part: PartOfTime,
    season: Option<Season>,
    weekday: Option<Weekday>,
}

/// Why words that look like a time are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    Unreadable,
    /// 31 February.
    Impossible,
}

impl Partial {
    const NOTHING: Partial = Partial { day: None, month: None, part: PartOfTime::Whole, season: None, weekday: None };

    pub(super) fn is_day_only(self) -> bool {
        self.day.is_some() && self.month.is_none()
    }

    pub(super) fn is_month_only(self) -> bool {
        self.month.is_some() && self.day.is_none()
    }

    pub(super) fn is_season_only(self) -> bool {
        self.season.is_some()
    }

    pub(super) fn is_weekday_only(self) -> bool {
        self.weekday.is_some()
    }

    /// The days in this year.
    fn in_year(self, year: i32) -> Option<Ends> {
        match (self.season, self.month, self.day) {
            (Some(season), _, _) => calendar::season(year, season).map(|ends| calendar::part(ends, self.part)),
            (_, Some(month), Some(day)) => calendar::day(year, month, day).map(|day| (day, day)),
            (_, Some(month), None) => calendar::month(year, month).map(|ends| calendar::part(ends, self.part)),
            _ => None,
        }
    }

    /// The latest such days that have begun; 29 February looks back for a leap year.
    fn latest(self, today: NaiveDate) -> Ends {
        if let Some(weekday) = self.weekday {
            let day = calendar::latest_weekday(today, weekday);
            return (day, day);
        }
        (0..9)
            .filter_map(|back| self.in_year(today.year() - back))
            .find(|ends| ends.0 <= today)
            .unwrap_or((today, today))
    }
}

impl Anchor {
    /// First and last day, the day that `before` and `after` mean where that is another, and the named period.
    pub(super) fn days(
        &self,
        choice: PeriodChoice,
        relation: Relation,
    ) -> (Ends, Option<NaiveDate>, Option<&'static NamedPeriod>) {
        match self {
            Anchor::Days(from, to) => ((*from, *to), None, None),
            Anchor::Partial(partial) => (partial.latest(choice.ahead), None, None),
            Anchor::Named(rows) => match periods::choose(rows, choice, relation) {
                Some(period) => (period.days, period.turn, Some(period)),
                None => ((choice.ahead, choice.ahead), None, None),
            },
        }
    }
}

type Read = Option<Result<(Anchor, usize), Mistake>>;

/// Reads anchors among words; positions are indexes of words, ends excluded.
#[derive(Clone, Copy)]
pub(super) struct AnchorReader<'a> {
    pub words: &'a [&'a str],
    pub today: NaiveDate,
    pub order: DayOrder,
}

fn days(ends: Option<Ends>, end: usize) -> Read {
    Some(ends.map(|(from, to)| (Anchor::Days(from, to), end)).ok_or(Mistake::Impossible))
}

impl AnchorReader<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).copied().unwrap_or("")
    }

    /// The anchor that begins at this word.
    pub(super) fn read(&self, at: usize) -> Read {
        if at >= self.words.len() {
            return None;
        }
        let is_article = matches!(self.word(at), "the" | "a" | "an");
        let start = at + usize::from(is_article && at + 1 < self.words.len());
        self.read_whole_day(start)
            .or_else(|| self.read_numeric(at))
            .or_else(|| self.read_relative(at))
            .or_else(|| self.read_named(start))
            .or_else(|| self.read_weekday(start))
            .or_else(|| self.read_day_and_month(start))
            .or_else(|| self.read_part(start))
            .or_else(|| self.read_month_or_season(start, PartOfTime::Whole))
            .or_else(|| self.read_years(start, PartOfTime::Whole))
    }

    /// A day's number alone: good only where a month follows later (`between 10 and 15 September`).
    pub(super) fn read_day(&self, at: usize) -> Option<(Anchor, usize)> {
        let start = at + usize::from(self.word(at) == "the");
        let day = calendar::find_day_number(self.word(start)).filter(|day| (1..=31).contains(day))?;
        Some((Anchor::Partial(Partial { day: Some(day), ..Partial::NOTHING }), start + 1))
    }

    /// The year that is missing is that of the latest such time.
    pub(super) fn complete(&self, anchor: Anchor) -> Anchor {
        match anchor {
            Anchor::Partial(partial) => {
                let (from, to) = partial.latest(self.today);
                Anchor::Days(from, to)
            }
            other => other,
        }
    }

    /// The first end of a range takes what it lacks from the second; `None` where a day stays without a month.
    pub(super) fn complete_first(&self, first: Anchor, second: &Anchor) -> Option<Anchor> {
        let Anchor::Partial(mut partial) = first else { return Some(first) };
        let (second_days, second_month) = match second {
            Anchor::Days(from, to) => ((*from, *to), Some(from.month())),
            Anchor::Partial(second) => (second.latest(self.today), second.month),
            Anchor::Named(_) => return (!partial.is_day_only()).then(|| self.complete(first)),
        };
        if partial.is_day_only() {
            // `10 to 2016`: the second end must name a day for the first to be one.
            if second_days.0 != second_days.1 {
                return None;
            }
            partial.month = second_month;
        }
        let year = second_days.0.year();
        let ends = partial.in_year(year).filter(|ends| ends.0 <= second_days.1);
        let (from, to) = ends.or_else(|| partial.in_year(year - 1)).unwrap_or_else(|| partial.latest(self.today));
        Some(Anchor::Days(from, to))
    }

    /// `from 1 March 2016 to June`: the year of the first end, or the next.
    pub(super) fn complete_second(&self, second: Anchor, first: usize, first_end: usize) -> Anchor {
        let Anchor::Partial(partial) = second else { return second };
        let Some(Ok((Anchor::Days(from, _), end))) = self.read(first) else { return self.complete(second) };
        if end != first_end {
            return self.complete(second);
        }
        let ends = partial.in_year(from.year()).filter(|ends| ends.1 >= from);
        match ends.or_else(|| partial.in_year(from.year() + 1)) {
            Some((from, to)) => Anchor::Days(from, to),
            None => self.complete(second),
        }
    }

    /// A day with its month and year, as [`article::parse_date_in_words`] reads it: `18 August 2016`, `18/8/16`.
    fn read_whole_day(&self, at: usize) -> Read {
        let read = article::parse_date_in_words(self.words.get(at..)?, self.order)?;
        Some(read.map(|(day, words)| (Anchor::Days(day, day), at + words)).map_err(|_| Mistake::Impossible))
    }

    /// Digits with a part of a date or several: `2016-08`, `08/2016`, `2015-2017`, `2016-17`.
    fn read_numeric(&self, at: usize) -> Read {
        let word = self.word(at);
        if !word.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let parts: Vec<&str> = word.split(['-', '/', '.', '–']).collect();
        if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        let end = at + 1;
        match (numbers.as_slice(), lengths.as_slice()) {
            (&[first, second], [4, 4]) if first < second => days(calendar::years(first as i32, second as i32), end),
            (&[year, month], [4, 1..=2]) if article::is_year(year) => {
                if month == (year + 1) % 100 && month > 12 {
                    return days(calendar::years(year as i32, year as i32 + 1), end);
                }
                days(calendar::month(year as i32, month), end)
            }
            (&[month, year], [1..=2, 4]) if article::is_year(year) => days(calendar::month(year as i32, month), end),
            // `10-15 September 2016`
            (&[first, last], [1..=2, 1..=2]) if word.contains(['-', '–']) && first < last => {
                let month = calendar::find_month(self.word(at + 1))?;
                let year = self.read_year(at + 2)?;
                let ends = calendar::day(year, month, first).zip(calendar::day(year, month, last));
                days(ends, at + 3)
            }
            _ => None,
        }
    }

    /// The year at this word, `of` before it allowed by the caller.
    fn read_year(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        let year: u32 = (word.len() == 4).then(|| word.parse().ok()).flatten()?;
        article::is_year(year).then_some(year as i32)
    }

    /// A year behind a month or season, `of` or a comma's gap between: the year and the end.
    fn read_year_behind(&self, at: usize) -> Option<(i32, usize)> {
        let start = at + usize::from(matches!(self.word(at), "of" | "in"));
        if let Some(year) = self.read_year(start) {
            return Some((year, start + 1));
        }
        match (self.word(at), self.word(at + 1)) {
            ("this", "year") => Some((self.today.year(), at + 2)),
            ("last", "year") => Some((self.today.year() - 1, at + 2)),
            _ => None,
        }
    }

    /// A day and its month, the year left out or told otherwise: `18th of August`, `August 18 last year`.
    fn read_day_and_month(&self, at: usize) -> Read {
        let (day, month, end) = if let Some(day) = calendar::find_day_number(self.word(at)) {
            let of = usize::from(self.word(at + 1) == "of");
            (day, calendar::find_month(self.word(at + 1 + of))?, at + 2 + of)
        } else {
            let month = calendar::find_month(self.word(at))?;
            let the = usize::from(self.word(at + 1) == "the");
            (calendar::find_day_number(self.word(at + 1 + the))?, month, at + 2 + the)
        };
        if let Some((year, end)) = self.read_year_behind(end) {
            let day = calendar::day(year, month, day);
            return days(day.map(|day| (day, day)), end);
        }
        // A leap year has every day that any year has.
        if calendar::day(2000, month, day).is_none() {
            return Some(Err(Mistake::Impossible));
        }
        Some(Ok((Anchor::Partial(Partial { day: Some(day), month: Some(month), ..Partial::NOTHING }), end)))
    }

    /// `early March`, `mid-2016`, `the end of 2016`, `the first half of 2016`, `Q1 2016`.
    fn read_part(&self, at: usize) -> Read {
        let word = self.word(at);
        if let Some((prefix, rest)) = word.split_once('-')
            && let Some(part) = find_part(prefix)
        {
            let mut words = self.words.to_vec();
            words[at] = rest;
            let reader = AnchorReader { words: &words, ..*self };
            return reader.read_month_or_season(at, part).or_else(|| reader.read_years(at, part));
        }
        let (part, start) = match (word, self.word(at + 1)) {
            ("first", "half") => (PartOfTime::FirstHalf, at + 2),
            ("second", "half") => (PartOfTime::SecondHalf, at + 2),
            ("first", "quarter") | ("q1", _) => (PartOfTime::Quarter(1), at + if word == "q1" { 1 } else { 2 }),
            ("second", "quarter") | ("q2", _) => (PartOfTime::Quarter(2), at + if word == "q2" { 1 } else { 2 }),
            ("third", "quarter") | ("q3", _) => (PartOfTime::Quarter(3), at + if word == "q3" { 1 } else { 2 }),
            ("fourth" | "last" | "final", "quarter") | ("q4", _) => {
                (PartOfTime::Quarter(4), at + if word == "q4" { 1 } else { 2 })
            }
            _ => (find_part(word)?, at + 1),
        };
        let of = usize::from(matches!(self.word(start), "of" | "in"));
        let the = usize::from(self.word(start + of) == "the");
        let start = start + of + the;
        self.read_month_or_season(start, part).or_else(|| self.read_years(start, part))
    }

    /// `March`, `March 2016`, `summer of 2016`, `this summer`.
    fn read_month_or_season(&self, at: usize, part: PartOfTime) -> Read {
        let word = self.word(at);
        let month = calendar::find_month(word);
        let season = calendar::find_season(word);
        if month.is_none() && season.is_none() {
            return None;
        }
        let partial = Partial { month, season, part, ..Partial::NOTHING };
        match self.read_year_behind(at + 1) {
            Some((year, end)) => days(partial.in_year(year), end),
            // `after the fall of Kabul`
            None if word == "fall" => None,
            None => match self.word(at + 1).split_once(['-', '/', '–']).filter(|_| season.is_some()) {
                // `winter 2010-11`
                Some((first, second)) if second.len() == 2 => {
                    let year = first.parse().ok().filter(|&year| article::is_year(year))?;
                    days(partial.in_year(year as i32), at + 2)
                }
                _ => Some(Ok((Anchor::Partial(partial), at + 1))),
            },
        }
    }

    /// `2016`, `the year 2016`, `1990s`, `the nineties`.
    fn read_years(&self, at: usize, part: PartOfTime) -> Read {
        let at = at + usize::from(self.word(at) == "year" && self.read_year(at + 1).is_some());
        if let Some(year) = self.read_year(at) {
            return days(calendar::year(year).map(|ends| calendar::part(ends, part)), at + 1);
        }
        if part != PartOfTime::Whole && self.word(at) == "year" {
            return days(calendar::year(self.today.year()).map(|ends| calendar::part(ends, part)), at + 1);
        }
        let decade = find_decade(self.word(at), self.today)?;
        let (first, last) = match part {
            PartOfTime::Early => (0, 3),
            PartOfTime::Mid => (4, 6),
            PartOfTime::Late => (7, 9),
            PartOfTime::FirstHalf => (0, 4),
            PartOfTime::SecondHalf => (5, 9),
            PartOfTime::Whole | PartOfTime::Quarter(_) => (0, 9),
        };
        days(calendar::years(decade + first, decade + last), at + 1)
    }

    fn read_weekday(&self, at: usize) -> Read {
        let full = calendar::find_weekday(self.word(at));
        let weekday = full.or_else(|| calendar::find_short_weekday(self.word(at)))?;
        // The date behind a weekday says more than it.
        let the = usize::from(self.word(at + 1) == "the");
        if let Some(read) = self.read_whole_day(at + 1 + the).or_else(|| self.read_day_and_month(at + 1 + the)) {
            return Some(read);
        }
        full?;
        Some(Ok((Anchor::Partial(Partial { weekday: Some(weekday), ..Partial::NOTHING }), at + 1)))
    }

    fn read_named(&self, at: usize) -> Read {
        let (rows, length) = periods::embedded().find(self.words.get(at..)?)?;
        Some(Ok((Anchor::Named(rows), at + length)))
    }

    /// `yesterday`, `last week`, `the past three months`, `two days ago`, `this year`, `last Monday`, `last summer`.
    fn read_relative(&self, at: usize) -> Read {
        let today = self.today;
        let one = |day: NaiveDate, end: usize| days(Some((day, day)), end);
        match self.word(at) {
            "today" | "tonight" => return one(today, at + 1),
            "yesterday" => return one(calendar::earlier(today, 1), at + 1),
            _ => {}
        }
        let article = self.word(at) == "the";
        let start = at + usize::from(article);
        // `three weeks ago`
        let of = usize::from(matches!(self.word(start + 1), "of"));
        if let Some(number) = calendar::find_number(self.word(start))
            && let Some(unit) = find_unit(self.word(start + 1 + of))
            && self.word(start + 2 + of) == "ago"
        {
            let then = unit.before(today, number);
            let ends = match unit {
                Unit::Day | Unit::Week => Some((then, then)),
                Unit::Month => calendar::month(then.year(), then.month()),
                Unit::Year => calendar::year(then.year()),
            };
            return days(ends, start + 3 + of);
        }
        if matches!(self.word(start), "week")
            && matches!(self.word(start + 1), "of" | "beginning" | "starting" | "commencing")
        {
            let Some(Ok((Anchor::Days(from, to), end))) = self.read(start + 2) else { return None };
            return (from == to).then(|| (from, calendar::later(from, 6))).and_then(|ends| days(Some(ends), end));
        }
        let which = self.word(start);
        if !matches!(which, "last" | "past" | "previous" | "this" | "current" | "coming") {
            return None;
        }
        let mut next = start + 1;
        let couple = usize::from(self.word(next) == "couple" && self.word(next + 1) == "of");
        if let Some(number) = calendar::find_number(self.word(next))
            && let Some(unit) = find_unit(self.word(next + 1 + couple))
        {
            return days(Some((unit.before(today, number), today)), next + 2 + couple);
        }
        if self.word(next) == "calendar" {
            next += 1;
        }
        let word = self.word(next);
        let end = next + 1;
        let this = matches!(which, "this" | "current" | "coming");
        if let Some(unit) = find_unit(word) {
            // `the last week` reaches back from today, `last week` is the one before this.
            let rolling = !this && (which == "past" || article && which == "last");
            let ends = if rolling { Some((unit.before(today, 1), today)) } else { unit.calendar(today, !this) };
            return days(ends, end);
        }
        if word == "decade" {
            return days(Some((calendar::months_earlier(today, 120), today)), end);
        }
        if word == "weekend" {
            let saturday = calendar::latest_weekday(today, Weekday::Sat);
            return days(Some((saturday, calendar::later(saturday, 1))), end);
        }
        if let Some(weekday) = calendar::find_weekday(word) {
            let before = if this { today } else { calendar::earlier(today, 1) };
            return one(calendar::latest_weekday(before, weekday), end);
        }
        let partial =
            Partial { month: calendar::find_month(word), season: calendar::find_season(word), ..Partial::NOTHING };
        if partial.month.is_none() && partial.season.is_none() {
            return None;
        }
        if this {
            return days(partial.in_year(today.year()), end);
        }
        // The last one is over.
        let ends = (0..3).filter_map(|back| partial.in_year(today.year() - back)).find(|ends| ends.1 < today);
        days(ends, end)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    fn before(self, today: NaiveDate, number: u32) -> NaiveDate {
        match self {
            Unit::Day => calendar::earlier(today, number),
            Unit::Week => calendar::earlier(today, number.saturating_mul(7)),
            Unit::Month => calendar::months_earlier(today, number),
            Unit::Year => calendar::months_earlier(today, number.saturating_mul(12)),
        }
    }

    /// The unit of the calendar that holds today, or the one before it.
    fn calendar(self, today: NaiveDate, previous: bool) -> Option<Ends> {
        let day = if previous { self.before(today, 1) } else { today };
        match self {
            Unit::Day => Some((day, day)),
            Unit::Week => Some(calendar::week(day)),
            Unit::Month => calendar::month(day.year(), day.month()),
            Unit::Year => calendar::year(day.year()),
        }
    }
}

fn find_unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" => Some(Unit::Week),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" => Some(Unit::Year),
        _ => None,
    }
}

fn find_part(word: &str) -> Option<PartOfTime> {
    match word {
        "early" | "beginning" | "start" => Some(PartOfTime::Early),
        "mid" | "middle" => Some(PartOfTime::Mid),
        "late" | "end" => Some(PartOfTime::Late),
        _ => None,
    }
}

/// The first year of a decade; of two digits the latest that has begun: `the 60s` are no future.
fn find_decade(word: &str, today: NaiveDate) -> Option<i32> {
    const NAMES: [(&str, i32); 7] = [
        ("noughties", 2000),
        ("nineties", 1990),
        ("eighties", 1980),
        ("seventies", 1970),
        ("sixties", 1960),
        ("fifties", 1950),
        ("forties", 1940),
    ];
    if let Some((_, decade)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some(*decade);
    }
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))?;
    let number: u32 = digits.parse().ok().filter(|number| number % 10 == 0)?;
    match digits.len() {
        4 if article::is_year(number) => Some(number as i32),
        2 => {
            let century = if 2000 + number as i32 <= today.year() { 2000 } else { 1900 };
            Some(century + number as i32)
        }
        _ => None,
    }
}
