//! Words to a time without `since` and `before`: `18 August 2016`, `early March`, `Aug '16`, `the first week of June`.

use super::anchor::{Anchor, Mistake, Yearly};
use super::calendar::{self, Ends, PartOfTime, Unit};
use super::holidays;
use super::lexicon::{self, TimeWord};
use super::periods::{self, Events};
use crate::article::{self, DateError, DayOrder};
use chrono::{Datelike, NaiveDate};

/// How plainly words are a time: what is no whole date can be meant as something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A time wherever it stands.
    Plain,
    Year,
    /// `'16`
    ShortYear,
    Decade,
    Month,
    Season,
    Weekday,
    /// `the 25th`
    DayOfMonth,
    /// A period known by name, the number of words of the name, and whether its year is told.
    Event {
        words: usize,
        told: bool,
    },
    Holiday {
        /// Whether its year is told.
        told: bool,
    },
    /// `today`
    Today,
}

/// A time that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundAnchor {
    pub anchor: Anchor,
    /// Index behind its last word.
    pub end: usize,
    pub shape: Shape,
    /// What it was taken for, where the words do not tell exactly.
    pub taken_for: Option<&'static str>,
}

pub(super) type Read = Option<Result<FoundAnchor, Mistake>>;

/// Reads anchors among words; positions are indexes of words, ends excluded.
#[derive(Clone, Copy)]
pub(super) struct AnchorReader<'a> {
    pub words: &'a [&'a str],
    pub today: NaiveDate,
    pub order: DayOrder,
    pub events: &'a Events,
    /// Whether `in` or the like stands before it, so that in `Sep 16` no day is meant.
    pub in_month: bool,
}

pub(super) fn found(anchor: Anchor, end: usize, shape: Shape) -> Read {
    Some(Ok(FoundAnchor { anchor, end, shape, taken_for: None }))
}

pub(super) fn days(ends: Option<Ends>, end: usize, shape: Shape) -> Read {
    match ends {
        Some((from, to)) => found(Anchor::Days(from, to), end, shape),
        None => Some(Err(Mistake::Impossible(None))),
    }
}

impl<'a> AnchorReader<'a> {
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.words.get(at).copied().unwrap_or("")
    }

    pub(super) fn is(&self, at: usize, kind: TimeWord) -> bool {
        lexicon::is(self.word(at), kind)
    }

    pub(super) fn rest(&self, at: usize) -> &'a [&'a str] {
        self.words.get(at..).unwrap_or(&[])
    }

    /// The number of articles at this word: 0 or 1.
    pub(super) fn article(&self, at: usize) -> usize {
        usize::from(self.word(at) == "the")
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
            .or_else(|| self.read_last_part(start))
            .or_else(|| self.read_named_of_near_year(start))
            .or_else(|| self.read_relative(at))
            .or_else(|| self.read_named(start))
            .or_else(|| self.read_weekday(start))
            .or_else(|| self.read_day_and_month(start))
            .or_else(|| self.read_holding(start))
            .or_else(|| self.read_part(start))
            .or_else(|| self.read_month_or_season(start))
            .or_else(|| self.read_quarter(start))
            .or_else(|| self.read_years(start))
            .or_else(|| self.read_day_of_month(at))
    }

    /// A day's number alone: good only where a month follows later (`between 10 and 15 September`).
    pub(super) fn read_day(&self, at: usize) -> Option<FoundAnchor> {
        let start = at + self.article(at);
        let (day, end) = self.day_number(start)?;
        let anchor = Anchor::DayOfMonth(day);
        (1..=31).contains(&day).then_some(FoundAnchor { anchor, end, shape: Shape::DayOfMonth, taken_for: None })
    }

    /// `18`, `18th`, `the first`: the number and the end of its words.
    fn day_number(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(day) = calendar::find_day_number(self.word(at)) {
            return Some((day, at + 1));
        }
        calendar::find_ordinal(self.rest(at)).map(|(day, length)| (day, at + length))
    }

    /// A day with its month and year, as [`article::parse_date_in_words`] reads it: `18 August 2016`, `18/8/16`.
    fn read_whole_day(&self, at: usize) -> Read {
        // `2010 09 25`
        if let Some(year) = self.read_year(at)
            && let [month, day, ..] = self.rest(at + 1)
            && [month, day].iter().all(|word| matches!(word.len(), 1 | 2) && word.bytes().all(|it| it.is_ascii_digit()))
            && let (Ok(month), Ok(day)) = (month.parse(), day.parse())
            && let Some(ends) = calendar::one_day(year, month, day)
        {
            return days(Some(ends), at + 3, Shape::Plain);
        }
        let words = self.rest(at);
        match article::parse_date_in_words(words, self.order)? {
            Ok((day, length)) => {
                let anchor = Anchor::Days(day, day);
                let taken_for = if is_either_way(self.word(at), day) { Some(self.first_number()) } else { None };
                Some(Ok(FoundAnchor { anchor, end: at + length, shape: Shape::Plain, taken_for }))
            }
            Err(DateError::NoSuchDay { month, year, .. }) => {
                let month = calendar::find_month(month).and_then(|number| calendar::month(year, number));
                Some(Err(Mistake::Impossible(month.map(|ends| ends.1))))
            }
            Err(_) => Some(Err(Mistake::Impossible(None))),
        }
    }

    fn first_number(&self) -> &'static str {
        match self.order {
            DayOrder::DayFirst => "the day is read first",
            DayOrder::MonthFirst => "the month is read first",
        }
    }

    /// Digits with a part of a date or several: `2016-08`, `08/2016`, `2015-2017`, `2016-18`.
    fn read_numeric(&self, at: usize) -> Read {
        let word = self.word(at);
        if !word.starts_with(|first: char| first.is_ascii_digit()) {
            return None;
        }
        let parts: Vec<&str> = word.split(['-', '/', '.', '–', '−', '‐', '‑']).collect();
        if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        let end = at + 1;
        match (numbers.as_slice(), lengths.as_slice()) {
            (&[first, second], [4, 4]) if first < second && article::is_year(first) && article::is_year(second) => {
                days(calendar::years(first as i32, second as i32), end, Shape::Plain)
            }
            (&[year, other], [4, 1..=2]) if article::is_year(year) => {
                // What is no month is the year that a stretch of years ends with.
                if other > 12 && other > year % 100 {
                    let last = year - year % 100 + other;
                    return days(calendar::years(year as i32, last as i32), end, Shape::Plain);
                }
                days(calendar::month(year as i32, other), end, Shape::Plain)
            }
            (&[month, year], [1..=2, 4]) if article::is_year(year) => {
                days(calendar::month(year as i32, month), end, Shape::Plain)
            }
            _ => None,
        }
    }

    /// The year at this word.
    pub(super) fn read_year(&self, at: usize) -> Option<i32> {
        let word = self.word(at);
        let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let year: u32 = if is_year { word.parse().ok()? } else { return None };
        article::is_year(year).then_some(year as i32)
    }

    /// The year that two digits mean, with an apostrophe before them or where they can be no day: `'16`, `98`. With
    /// `can_be_year` any two digits are one. A year that is still to come is none.
    fn read_short_year(&self, at: usize, can_be_year: bool) -> Option<i32> {
        let word = self.word(at);
        let (digits, is_cut) = word.strip_prefix('\'').map_or((word, false), |digits| (digits, true));
        if digits.len() != 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let century = if 2000 + number <= self.today.year() { 2000 } else { 1900 };
        let is_meant = is_cut || number > 31 || can_be_year && century == 2000;
        is_meant.then_some(century + number)
    }

    /// A year behind a month or season, `of` or a comma's gap between: the year and the end.
    pub(super) fn read_year_behind(&self, at: usize, can_be_short: bool) -> Option<(i32, usize)> {
        let start = at + usize::from(matches!(self.word(at), "of" | "in"));
        if let Some(year) = self.read_year(start) {
            return Some((year, start + 1));
        }
        if let Some(year) = self.read_short_year(start, can_be_short && start == at) {
            return Some((year, start + 1));
        }
        let the = self.article(start);
        match (self.word(start), self.word(start + 1)) {
            ("this", "year") => Some((self.today.year(), start + 2)),
            ("last", "year") => Some((self.today.year() - 1, start + 2)),
            _ if the == 1 && self.word(start + 1) == "year" => self.read_year(start + 2).map(|year| (year, start + 3)),
            _ => None,
        }
    }

    /// A day and its month, the year left out or told otherwise: `18th of August`, `August 18 last year`, `16 May 17`,
    /// `the first day of March 2019`.
    fn read_day_and_month(&self, at: usize) -> Read {
        let (day, month, end) = match self.day_number(at) {
            Some((day, end)) => {
                let end = end + usize::from(self.word(end) == "day" && self.word(end + 1) == "of");
                let end = end + usize::from(self.word(end) == "of");
                match calendar::find_month(self.word(end)) {
                    Some(month) => (day, month, end + 1),
                    None => return self.read_day_of_told_month(day, end),
                }
            }
            None => {
                let month = calendar::find_month(self.word(at))?;
                // `Aug '16`, `in Sep 16`
                if self.read_short_year(at + 1, self.in_month).is_some() {
                    return None;
                }
                let (day, end) = self.day_number(at + 1 + self.article(at + 1))?;
                (day, month, end)
            }
        };
        let behind = end + 1;
        let ends_there = behind >= self.words.len()
            || self.is(behind, TimeWord::EndsTopic)
            || lexicon::phrase(self.rest(behind), TimeWord::Onwards).is_some();
        if let Some((year, end)) = self.read_year_behind(end, ends_there) {
            return match calendar::one_day(year, month, day) {
                Some(ends) => days(Some(ends), end, Shape::Plain),
                None => Some(Err(Mistake::Impossible(calendar::month(year, month).map(|ends| ends.1)))),
            };
        }
        // A leap year has every day that any year has.
        if calendar::day(2000, month, day).is_none() {
            return Some(Err(Mistake::Impossible(None)));
        }
        found(Anchor::Yearly(Yearly::Day(month, day)), end, Shape::Plain)
    }

    /// `the 12th of last month`, `the first of this month`.
    fn read_day_of_told_month(&self, day: u32, at: usize) -> Read {
        if self.word(at.checked_sub(1)?) != "of" {
            return None;
        }
        let read = self.read_relative(at)?.ok()?;
        let Anchor::Days(from, to) = read.anchor else { return None };
        let is_month = Unit::Month.holding(from) == Some((from, to));
        let ends = calendar::one_day(from.year(), from.month(), day).filter(|_| is_month)?;
        days(Some(ends), read.end, Shape::Plain)
    }

    /// `the 25th`, its month being the latest that had such a day.
    fn read_day_of_month(&self, at: usize) -> Read {
        let start = at + self.article(at);
        let day = calendar::find_day_number(self.word(start))?;
        let has_ending = !self.word(start).bytes().all(|byte| byte.is_ascii_digit());
        ((1..=31).contains(&day) && has_ending && start > at).then(|| {
            Ok(FoundAnchor {
                anchor: Anchor::DayOfMonth(day),
                end: start + 1,
                shape: Shape::DayOfMonth,
                taken_for: None,
            })
        })
    }

    /// `March`, `March 2016`, `summer of 2016`, `winter 2010-11`.
    fn read_month_or_season(&self, at: usize) -> Read {
        let word = self.word(at);
        let (yearly, shape) = match (calendar::find_month(word), calendar::find_season(word)) {
            (Some(month), _) => (Yearly::Month(month), Shape::Month),
            (None, Some(season)) => (Yearly::Season(season), Shape::Season),
            (None, None) => return None,
        };
        if let Some((year, end)) = self.read_year_behind(at + 1, self.in_month) {
            return found(yearly.of_year(year)?, end, Shape::Plain);
        }
        // `after the fall of Kabul`
        if word == "fall" {
            return None;
        }
        if let Some((first, second)) = self.word(at + 1).split_once(['-', '/', '–']).filter(|_| shape == Shape::Season)
            && second.len() == 2
        {
            let year = first.parse().ok().filter(|&year| article::is_year(year))?;
            return found(yearly.of_year(year as i32)?, at + 2, Shape::Plain);
        }
        found(Anchor::Yearly(yearly), at + 1, shape)
    }

    /// `Q1 2016`, `2016 Q1`, `H1 2016`, `the third quarter of 2016`, `the second half of 2016`.
    fn read_quarter(&self, at: usize) -> Read {
        let short = |at: usize| {
            let quarter = lexicon::number(self.word(at), TimeWord::ShortQuarter).map(Yearly::Quarter);
            quarter.or_else(|| lexicon::number(self.word(at), TimeWord::ShortPeriod).map(Yearly::Half))
        };
        if let Some(year) = self.read_year(at)
            && let Some(yearly) = short(at + 1)
        {
            return found(yearly.of_year(year)?, at + 2, Shape::Plain);
        }
        let (yearly, end) = match short(at) {
            Some(yearly) => (yearly, at + 1),
            None => {
                let (number, length) = self.which(at)?;
                let unit = self.word(at + length);
                let yearly = match (Unit::find(unit), number) {
                    (Some(Unit::Quarter), number) => Yearly::Quarter(number.unwrap_or(4)),
                    _ if lexicon::is(unit, TimeWord::Half) => Yearly::Half(number.unwrap_or(2)),
                    _ => return None,
                };
                (yearly, at + length + 1)
            }
        };
        // A half that nothing is said of is no half of a year.
        match self.read_year_behind(end, self.in_month) {
            Some((year, end)) => found(yearly.of_year(year)?, end, Shape::Plain),
            None if matches!(yearly, Yearly::Quarter(_)) => found(Anchor::Yearly(yearly), end, Shape::Season),
            None => None,
        }
    }

    /// `first`, `third`, `last`: the number, none for the last, and its words.
    fn which(&self, at: usize) -> Option<(Option<u32>, usize)> {
        if self.is(at, TimeWord::Final) {
            return Some((None, 1));
        }
        calendar::find_ordinal(self.rest(at)).map(|(number, length)| (Some(number), length))
    }

    /// `early March`, `the end of 2016`, `the first half of 2016`, `the last week of July`, `the first three months of
    /// 2016`, `the first Monday in May 2016`.
    fn read_part(&self, at: usize) -> Read {
        let (part, end) = self.part_at(at)?;
        let of = usize::from(matches!(self.word(end), "of" | "in"));
        let start = end + of + self.article(end + of);
        // `the start of the war` needs its `of`.
        let needs_of = !matches!(part, PartOfTime::Early | PartOfTime::Mid | PartOfTime::Late);
        if needs_of && of == 0 {
            return None;
        }
        let whole = self
            .read_relative(start)
            .or_else(|| self.read_named(start))
            .or_else(|| self.read_month_or_season(start))
            .or_else(|| self.read_quarter(start))
            .or_else(|| self.read_years(start))
            .or_else(|| self.read_numeric(start).filter(|_| self.read_year(start).is_none()))
            .or_else(|| self.this_year(start))?;
        let whole = match whole {
            Ok(whole) => whole,
            Err(mistake) => return Some(Err(mistake)),
        };
        if let Anchor::Days(from, to) = whole.anchor
            && (from == to || calendar::part((from, to), part).is_none())
        {
            return None;
        }
        let shape = match whole.shape {
            Shape::Event { told, .. } => Shape::Event { words: 2, told },
            Shape::Month | Shape::Season if needs_of => Shape::Season,
            Shape::Month | Shape::Season => Shape::Plain,
            Shape::Year | Shape::ShortYear => Shape::Plain,
            other => other,
        };
        found(Anchor::Part(Box::new(whole.anchor), part), whole.end, shape)
    }

    /// `at the end of the year`.
    fn this_year(&self, at: usize) -> Read {
        (self.word(at) == "year").then(|| {
            let ends = calendar::year(self.today.year()).ok_or(Mistake::Unreadable)?;
            Ok(FoundAnchor { anchor: Anchor::Days(ends.0, ends.1), end: at + 1, shape: Shape::Plain, taken_for: None })
        })
    }

    /// `the last week of July`, which is not last week.
    fn read_last_part(&self, at: usize) -> Read {
        if self.is(at, TimeWord::Final) { self.read_part(at) } else { None }
    }

    /// `last year's budget`, which is not last year.
    fn read_named_of_near_year(&self, at: usize) -> Read {
        let is_near = self.word(at + 1) == "year" && matches!(self.word(at), "last" | "this");
        if is_near { self.read_named(at) } else { None }
    }

    fn part_at(&self, at: usize) -> Option<(PartOfTime, usize)> {
        if let Some(phrase) = lexicon::phrase(self.rest(at), TimeWord::Part) {
            let part = match phrase.means {
                "early" => PartOfTime::Early,
                "mid" => PartOfTime::Mid,
                "late" => PartOfTime::Late,
                "start" => PartOfTime::Start,
                _ => PartOfTime::End,
            };
            // `mid-March` comes in three words.
            let dash = usize::from(self.word(at + phrase.length) == "-");
            return Some((part, at + phrase.length + dash));
        }
        let (which, length) = self.which(at)?;
        let next = at + length;
        if lexicon::is(self.word(next), TimeWord::Half) {
            return Some((PartOfTime::Half(which.unwrap_or(2)), next + 1));
        }
        if let Some(weekday) = calendar::find_weekday(self.word(next)) {
            return Some((PartOfTime::NthWeekday(which, weekday), next + 1));
        }
        if let Some(unit) = Unit::find(self.word(next)) {
            return Some((PartOfTime::Nth(which, unit), next + 1));
        }
        let (number, length) = calendar::find_number(self.rest(next))?;
        let unit = Unit::find(self.word(next + length))?;
        let end = next + length + 1;
        match which {
            Some(1) => Some((PartOfTime::First(number, unit), end)),
            None => Some((PartOfTime::Last(number, unit), end)),
            Some(_) => None,
        }
    }

    /// `the week of the referendum`, `the day of the 2017 election`, `the month of August 2016`, `the year of 2016`.
    fn read_holding(&self, at: usize) -> Read {
        let unit = Unit::find(self.word(at)).or_else(|| self.is(at, TimeWord::DayPart).then_some(Unit::Day))?;
        if self.word(at + 1) != "of" {
            return None;
        }
        let inner = match self.read(at + 2)? {
            Ok(inner) => inner,
            Err(mistake) => return Some(Err(mistake)),
        };
        let anchor = match unit {
            Unit::Day => Anchor::Turn(Box::new(inner.anchor)),
            unit => Anchor::Holding(Box::new(inner.anchor), unit),
        };
        let shape = match inner.shape {
            Shape::Event { told: false, .. } => Shape::Event { words: 2, told: false },
            _ => Shape::Plain,
        };
        found(anchor, inner.end, shape)
    }

    /// `2016`, `the year 2016`, `'16`, `1990s`, `the nineties`, `the 20th century`.
    fn read_years(&self, at: usize) -> Read {
        let at = at + usize::from(self.word(at) == "year" && self.read_year(at + 1).is_some());
        if let Some(year) = self.read_year(at) {
            return days(calendar::year(year), at + 1, Shape::Year);
        }
        if self.word(at).starts_with('\'')
            && let Some(year) = self.read_short_year(at, false)
        {
            return days(calendar::year(year), at + 1, Shape::ShortYear);
        }
        if let Some((Some(number), length)) = self.which(at)
            && Unit::find(self.word(at + length)) == Some(Unit::Century)
            && number <= 21
        {
            let first = 100 * (number as i32 - 1) + 1;
            return days(calendar::years(first, first + 99), at + length + 1, Shape::Decade);
        }
        let decade = find_decade(self.word(at), self.today)?;
        days(calendar::years(decade, decade + 9), at + 1, Shape::Decade)
    }

    fn read_weekday(&self, at: usize) -> Read {
        let full = calendar::find_weekday(self.word(at));
        let weekday = full.or_else(|| calendar::find_short_weekday(self.word(at)))?;
        // The date behind a weekday says more than it.
        let the = self.article(at + 1);
        let dated = self.read_whole_day(at + 1 + the).or_else(|| self.read_day_and_month(at + 1 + the));
        if let Some(read) = dated.or_else(|| self.read_day_of_month(at + 1)) {
            let on_weekday =
                |read: FoundAnchor| FoundAnchor { anchor: read.anchor.on_weekday(weekday, self.today), ..read };
            return Some(read.map(on_weekday));
        }
        full?;
        let end = at + 1 + usize::from(self.is(at + 1, TimeWord::DayPart));
        found(Anchor::Weekday(weekday), end, Shape::Weekday)
    }

    /// A period or a holiday: `the referendum`, `the 2016 referendum`, `election day 2017`, `Christmas`, `last Easter`.
    pub(super) fn read_named(&self, at: usize) -> Read {
        if let Some((holiday, length)) = holidays::find(self.rest(at)) {
            let yearly = Yearly::Holiday(holiday);
            return match self.read_year_behind(at + length, self.in_month) {
                Some((year, end)) => found(yearly.of_year(year)?, end, Shape::Holiday { told: true }),
                None => found(Anchor::Yearly(yearly), at + length, Shape::Holiday { told: false }),
            };
        }
        let named = self.events.find(self.rest(at)).map(|(rows, length)| (rows, at + length));
        let of_told_year = || {
            // `the March 2016 budget`
            let month = calendar::find_month(self.word(at)).filter(|_| self.read_year(at + 1).is_some());
            let from = at + usize::from(month.is_some());
            let told = self.read_year(from).or_else(|| self.read_short_year(from, false));
            let (year, start) = match (told, self.word(at), self.word(at + 1)) {
                (Some(year), _, _) => (year, from + 1),
                (None, "this", "year") => (self.today.year(), at + 2),
                (None, "last", "year") => (self.today.year() - 1, at + 2),
                _ => return None,
            };
            let (rows, length) = self.events.find(self.rest(start))?;
            let mut rows = periods::of_year(&rows, year);
            rows.retain(|row| month.is_none_or(|month| row.turn.unwrap_or(row.days.0).month() == month));
            (!rows.is_empty()).then_some((rows, start + length))
        };
        let of_year = of_told_year().filter(|(_, end)| named.as_ref().is_none_or(|(_, before)| end > before));
        let mut told = of_year.is_some();
        let (mut rows, mut end) = of_year.or(named)?;
        let last = self.word(end - 1);
        let is_day = end > at + 1
            && (Unit::find(last) == Some(Unit::Day)
                || self.is(end - 1, TimeWord::DayPart)
                || calendar::find_weekday(last).is_some());
        if let Some((year, behind)) = self.read_year_behind(end, false) {
            let of_year = periods::of_year(&rows, year);
            if !of_year.is_empty() {
                (rows, end, told) = (of_year, behind, true);
            }
        }
        let named = Anchor::Named(rows);
        let anchor = if is_day { Anchor::Turn(Box::new(named)) } else { named };
        // A name with its year or another digit in it says which is meant.
        told |= self.words[at..end].iter().any(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        found(anchor, end, Shape::Event { words: end - at, told })
    }
}

/// Whether the numbers of a day could be month and day as well: `3/4/2016`.
fn is_either_way(word: &str, day: NaiveDate) -> bool {
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Vec<&str> = word.split(['/', '.', '-']).collect();
    let [first, second, _] = numbers[..] else { return false };
    is_number(first) && is_number(second) && day.day() <= 12 && day.day() != day.month()
}

/// The first year of a decade; of two digits the latest that has begun: `the 60s` are no future.
fn find_decade(word: &str, today: NaiveDate) -> Option<i32> {
    if let Some(decade) = lexicon::number(word, TimeWord::Decade) {
        return Some(decade as i32);
    }
    let word = word.strip_prefix('\'').unwrap_or(word);
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
