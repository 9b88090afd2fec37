//! A stretch of days as words name it, without `since` and `before`, and what it comes to: first and last day, and the
//! days that `before` and `after` mean.

use super::calendar::{self, Ends, PartOfTime, Season, Unit};
use super::choice::{PeriodChoice, Relation};
use super::holidays::Holiday;
use super::periods::{self, NamedPeriod};
use chrono::{Datelike, NaiveDate, Weekday};
use std::sync::Arc;

/// What words name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Anchor {
    /// First and last day.
    Days(NaiveDate, NaiveDate),
    /// The year is missing.
    Yearly(Yearly),
    /// The week is missing.
    Weekday(Weekday),
    /// The month is missing.
    DayOfMonth(u32),
    /// One of these, chosen later.
    Named(Vec<Arc<NamedPeriod>>),
    /// Of a period, the day on which it turned: `election day`.
    Turn(Box<Anchor>),
    /// `the end of 2016`, `the first week of June`.
    Part(Box<Anchor>, PartOfTime),
    /// The week, month or year that holds it.
    Holding(Box<Anchor>, Unit),
}

/// What comes back every year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Yearly {
    Day(u32, u32),
    Month(u32),
    Season(Season),
    Quarter(u32),
    Half(u32),
    Holiday(Holiday),
}

/// Why words that look like a time are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    Unreadable,
    /// 31 February; the last day of that month, where the month and its year are told.
    Impossible(Option<NaiveDate>),
}

/// What an anchor comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limits {
    /// First and last day.
    pub days: Ends,
    /// What `since` and `before` mean, and what `until` and `after` do.
    pub begin: NaiveDate,
    pub end: NaiveDate,
    /// The last day itself is after it.
    pub at_dawn: bool,
    pub period: Option<Arc<NamedPeriod>>,
}

impl Limits {
    fn of(days: Ends) -> Limits {
        Limits { days, begin: days.0, end: days.1, at_dawn: false, period: None }
    }
}

impl Yearly {
    fn in_year(self, year: i32) -> Option<Ends> {
        match self {
            Yearly::Day(month, day) => calendar::one_day(year, month, day),
            Yearly::Month(month) => calendar::month(year, month),
            Yearly::Season(season) => calendar::season(year, season),
            Yearly::Quarter(number) => calendar::quarter(year, number),
            Yearly::Half(number) => calendar::part(calendar::year(year)?, PartOfTime::Half(number)),
            Yearly::Holiday(holiday) => holiday.in_year(year),
        }
    }

    /// Whether it is a single day of every year.
    pub(super) fn is_one_day(self) -> bool {
        self.in_year(2000).is_some_and(|(from, to)| from == to)
    }

    /// Its days in a year, as an anchor that knows what `before` means.
    pub(super) fn of_year(self, year: i32) -> Option<Anchor> {
        let (from, to) = self.in_year(year)?;
        let Yearly::Holiday(holiday) = self else { return Some(Anchor::Days(from, to)) };
        let period = NamedPeriod {
            title: format!("{} {year}", holiday.title).into(),
            country: crate::people::Country::Other,
            days: (from, to),
            turn: holiday.turn_in_year(year),
            at_dawn: false,
        };
        Some(Anchor::Named(vec![Arc::new(period)]))
    }
}

impl Anchor {
    /// Whether it comes back every year and the year is not told.
    fn yearly(&self) -> Option<Yearly> {
        match self {
            Anchor::Yearly(yearly) => Some(*yearly),
            Anchor::Part(inner, _) | Anchor::Holding(inner, _) => inner.yearly(),
            _ => None,
        }
    }

    /// Whether a part of it is missing that the other end of a range, or the calendar, tells.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Anchor::Weekday(_) | Anchor::DayOfMonth(_)) || self.yearly().is_some()
    }

    /// The same of a year, where only that is missing.
    fn with_year(&self, year: i32) -> Option<Anchor> {
        match self {
            Anchor::Yearly(yearly) => yearly.of_year(year),
            Anchor::Part(inner, part) => {
                let anchor = Anchor::Part(Box::new(inner.with_year(year)?), *part);
                anchor.fixed_days().map(|_| anchor)
            }
            Anchor::Holding(inner, unit) => Some(Anchor::Holding(Box::new(inner.with_year(year)?), *unit)),
            _ => None,
        }
    }

    /// First and last day of what needs no choice.
    fn fixed_days(&self) -> Option<Ends> {
        match self {
            Anchor::Days(from, to) => Some((*from, *to)),
            Anchor::Named(rows) => match rows.as_slice() {
                [only] => Some(only.days),
                _ => None,
            },
            Anchor::Part(inner, part) => calendar::part(inner.fixed_days()?, *part),
            Anchor::Holding(inner, unit) => unit.holding(inner.fixed_days()?.0),
            Anchor::Turn(inner) => inner.fixed_days(),
            Anchor::Yearly(_) | Anchor::Weekday(_) | Anchor::DayOfMonth(_) => None,
        }
    }

    /// The year that is missing is that of the latest such time that has begun; 29 February looks back for a leap year.
    pub(super) fn complete(self, today: NaiveDate) -> Anchor {
        match &self {
            Anchor::Weekday(weekday) => {
                let day = calendar::latest_weekday(today, *weekday);
                return Anchor::Days(day, day);
            }
            Anchor::DayOfMonth(day) => return latest_day_of_month(*day, today).unwrap_or(self),
            _ if self.yearly().is_none() => return self,
            _ => {}
        }
        let begun = |anchor: &Anchor| anchor.fixed_days().is_some_and(|ends| ends.0 <= today);
        // The new year begins in the old one.
        (-1..9).filter_map(|back| self.with_year(today.year() - back)).find(begun).unwrap_or(self)
    }

    /// Of a day that lacks its year or its month, the latest that is of this weekday: `Thursday the 15th`.
    pub(super) fn on_weekday(self, weekday: Weekday, today: NaiveDate) -> Anchor {
        let is_it = |day: &NaiveDate| day.weekday() == weekday && *day <= today;
        let found = match self {
            Anchor::Yearly(Yearly::Day(month, day)) => {
                (0..12).filter_map(|back| calendar::day(today.year() - back, month, day)).find(is_it)
            }
            Anchor::DayOfMonth(day) => (0..24)
                .map(|back| {
                    Unit::Month.before(calendar::month(today.year(), today.month()).map_or(today, |ends| ends.0), back)
                })
                .filter_map(|month| calendar::day(month.year(), month.month(), day))
                .find(is_it),
            _ => None,
        };
        found.map_or(self, |day| Anchor::Days(day, day))
    }

    /// The latest such time that is over: `last summer`.
    pub(super) fn complete_over(self, today: NaiveDate) -> Anchor {
        let is_over = |anchor: &Anchor| anchor.fixed_days().is_some_and(|ends| ends.1 < today);
        let over = (0..9).filter_map(|back| self.with_year(today.year() - back)).find(is_over);
        over.unwrap_or_else(|| self.complete(today))
    }

    /// The first end of a range takes what it lacks from the second; `None` where a day stays without a month.
    pub(super) fn complete_first(self, second: &Anchor, today: NaiveDate) -> Option<Anchor> {
        if !self.is_open() {
            return Some(self);
        }
        let Some(ends) = second.fixed_days() else {
            return (!matches!(self, Anchor::DayOfMonth(_))).then(|| self.complete(today));
        };
        match self {
            // `10 to 2016`: the second end must name a day for the first to be one.
            Anchor::DayOfMonth(_) if ends.0 != ends.1 => None,
            Anchor::DayOfMonth(day) => {
                let of_month = |date: NaiveDate| calendar::one_day(date.year(), date.month(), day);
                let found = of_month(ends.0).filter(|own| own.0 <= ends.0);
                let found = found.or_else(|| of_month(Unit::Month.before(ends.0, 1)))?;
                Some(Anchor::Days(found.0, found.1))
            }
            Anchor::Weekday(weekday) => {
                let day = calendar::latest_weekday(ends.1, weekday);
                Some(Anchor::Days(day, day))
            }
            _ => {
                let year = ends.0.year();
                let fits = |anchor: &Anchor| anchor.fixed_days().is_some_and(|own| own.0 <= ends.1);
                let found = self.with_year(year).filter(fits).or_else(|| self.with_year(year - 1));
                Some(found.unwrap_or_else(|| self.complete(today)))
            }
        }
    }

    /// `from 1 March 2016 to June`: the year of the first end, or the next.
    pub(super) fn complete_second(self, first: &Anchor, today: NaiveDate) -> Anchor {
        let Some((from, _)) = first.fixed_days().filter(|_| self.is_open()) else { return self.complete(today) };
        if let Anchor::DayOfMonth(day) = self {
            let of_month = |date: NaiveDate| calendar::one_day(date.year(), date.month(), day);
            let found = of_month(from).filter(|own| own.0 >= from).or_else(|| of_month(Unit::Month.after(from, 1)));
            return found.map_or(self, |(from, to)| Anchor::Days(from, to));
        }
        let fits = |anchor: &Anchor| anchor.fixed_days().is_some_and(|own| own.1 >= from);
        let found = self.with_year(from.year()).filter(fits).or_else(|| self.with_year(from.year() + 1));
        found.unwrap_or_else(|| self.complete(today))
    }

    /// The days, once the choice among periods of one name is made.
    pub(super) fn limits(&self, choice: PeriodChoice, relation: Relation) -> Limits {
        let today = (choice.ahead, choice.ahead);
        match self {
            Anchor::Days(from, to) => Limits::of((*from, *to)),
            Anchor::Yearly(_) | Anchor::Weekday(_) | Anchor::DayOfMonth(_) => match self.clone().complete(choice.ahead)
            {
                Anchor::Yearly(_) | Anchor::Weekday(_) | Anchor::DayOfMonth(_) => Limits::of(today),
                complete => complete.limits(choice, relation),
            },
            Anchor::Named(rows) => match periods::choose(rows, choice, relation) {
                Some(period) => Limits {
                    days: period.days,
                    begin: period.turn.unwrap_or(period.days.0),
                    end: period.turn.unwrap_or(period.days.1),
                    at_dawn: period.at_dawn,
                    period: Some(period),
                },
                None => Limits::of(today),
            },
            Anchor::Turn(inner) => {
                let inner = inner.limits(choice, relation);
                let days = (inner.begin, inner.begin.max(inner.end));
                Limits { days, begin: days.0, end: days.1, ..inner }
            }
            Anchor::Part(inner, part) => {
                let inner = inner.limits(choice, relation);
                let days = calendar::part(inner.days, *part).unwrap_or(inner.days);
                let (begin, end) = match part {
                    PartOfTime::Start => (inner.days.0, inner.days.0),
                    PartOfTime::End => (inner.days.1, inner.days.1),
                    _ => days,
                };
                Limits { days, begin, end, at_dawn: false, period: inner.period }
            }
            Anchor::Holding(inner, unit) => {
                let inner = inner.limits(choice, relation);
                let day = if *unit == Unit::Weekend { calendar::week(inner.begin).1 } else { inner.begin };
                let days = unit.holding(day).unwrap_or(inner.days);
                Limits { period: inner.period, ..Limits::of(days) }
            }
        }
    }
}

fn latest_day_of_month(day: u32, today: NaiveDate) -> Option<Anchor> {
    let this_month = calendar::month(today.year(), today.month())?.0;
    let months = (0..3).map(|back| Unit::Month.before(this_month, back));
    let mut days = months.filter_map(|month| calendar::one_day(month.year(), month.month(), day));
    days.find(|ends| ends.0 <= today).map(|(from, to)| Anchor::Days(from, to))
}
