//! A time of a question, and the days that it comes to.

use super::anchor::{Anchor, Limits};
use super::calendar::{self, Ends, Unit};
use super::choice::{PeriodChoice, Relation};
use super::periods::NamedPeriod;
use crate::article;
use crate::query::tree::DateRange;
use chrono::NaiveDate;
use std::sync::Arc;

/// A time as it stands in the question; the days of a named period are chosen later.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Time {
    One(Relation, Anchor),
    /// From the begin of the first to the end of the second.
    Between(Anchor, Anchor),
    /// Any of them.
    Any(Vec<Time>),
    /// All days but these.
    Not(Box<Time>),
}

/// The days of a time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TimeDays {
    /// Any of these, in order and with a gap between each and the next. The ends of a single one may be the wrong way
    /// round, which the caller refuses.
    pub ranges: Vec<DateRange>,
    /// All days but these are meant.
    pub left_out: bool,
    /// The named period, where one was chosen.
    pub period: Option<Arc<NamedPeriod>>,
}

impl Time {
    /// The days, no earlier and no later than dates are read.
    pub(crate) fn resolve(&self, choice: PeriodChoice) -> TimeDays {
        let mut days = self.resolve_unbounded(choice);
        if let (Some((first, _)), Some((_, last))) =
            (calendar::year(article::FIRST_YEAR), calendar::year(article::LAST_YEAR))
        {
            let bounded = |day: Option<NaiveDate>| day.map(|day| day.clamp(first, last));
            for range in &mut days.ranges {
                *range = DateRange { from: bounded(range.from), to: bounded(range.to) };
            }
        }
        days
    }

    fn resolve_unbounded(&self, choice: PeriodChoice) -> TimeDays {
        let one = |range, period| TimeDays { ranges: vec![range], left_out: false, period };
        match self {
            Time::One(relation, anchor) => {
                let is_over =
                    matches!(relation, Relation::Since | Relation::After | Relation::Beside { before: false, .. });
                let choice = if is_over { PeriodChoice { ahead: choice.last, ..choice } } else { choice };
                let limits = anchor.limits(choice, *relation);
                one(range_of(*relation, &limits), limits.period)
            }
            Time::Between(first, second) => {
                let second = second.limits(choice, Relation::Within);
                let first = match first.limits(choice, Relation::Within) {
                    // Of several of one name the one before the other end.
                    late if late.period.is_some() && late.begin > second.end => {
                        first.limits(PeriodChoice { ahead: second.begin, ..choice }, Relation::Within)
                    }
                    first => first,
                };
                let turn = |limits: &Limits| limits.period.as_ref().and_then(|period| period.turn);
                let from = turn(&first).unwrap_or(first.days.0);
                let to = turn(&second).unwrap_or(second.days.1);
                one(DateRange { from: Some(from), to: Some(to) }, first.period.or(second.period))
            }
            Time::Any(times) => {
                let days: Vec<TimeDays> = times.iter().map(|time| time.resolve_unbounded(choice)).collect();
                let period = days.iter().find_map(|days| days.period.clone());
                let ranges = joined(days.into_iter().flat_map(|days| days.ranges).collect());
                TimeDays { ranges, left_out: false, period }
            }
            Time::Not(inner) => {
                let inner = inner.resolve_unbounded(choice);
                // What leaves out one side of a day is the other side.
                match inner.ranges.as_slice() {
                    [DateRange { from: Some(from), to: None }] => {
                        one(DateRange { from: None, to: from.pred_opt() }, inner.period)
                    }
                    [DateRange { from: None, to: Some(to) }] => {
                        one(DateRange { from: to.succ_opt(), to: None }, inner.period)
                    }
                    _ => TimeDays { left_out: !inner.left_out, ..inner },
                }
            }
        }
    }
}

fn range_of(relation: Relation, limits: &Limits) -> DateRange {
    let Limits { days, begin, end, at_dawn, .. } = *limits;
    let next = if at_dawn { Some(end) } else { end.succ_opt() };
    let within = |(from, to): Ends| DateRange { from: Some(from), to: Some(to) };
    match relation {
        Relation::Within => within(days),
        Relation::Since => DateRange { from: Some(begin), to: None },
        Relation::Until => DateRange { from: None, to: Some(end) },
        Relation::Before => DateRange { from: None, to: begin.pred_opt() },
        Relation::After => DateRange { from: next, to: None },
        Relation::Around => within(around(limits)),
        Relation::RunUp if calendar::later(days.0, 7) <= begin => within((days.0, begin)),
        Relation::RunUp => within((Unit::Month.before(begin, 1), begin)),
        Relation::Eve => {
            let eve = calendar::earlier(begin, 1);
            within((eve, eve))
        }
        Relation::Beside { before, unit: Unit::Weekend, number: 1, exactly: false } => {
            let day = if before { calendar::earlier(begin, 1) } else { calendar::later(end, 7) };
            within(calendar::weekend_before(day))
        }
        Relation::Beside { before, number, unit, exactly } => {
            let day = if before { unit.before(begin, number) } else { unit.after(end, number) };
            match (exactly, before) {
                (true, _) => within(near(day, unit)),
                (false, true) => DateRange { from: Some(day), to: begin.pred_opt() },
                (false, false) => DateRange { from: next, to: Some(day) },
            }
        }
    }
}

/// As much on each side as a time is long: a week for a day, two for a short event, a month for a month or a long event, a
/// year for a year.
fn around(limits: &Limits) -> Ends {
    let (from, to) = if limits.period.is_some() { (limits.begin, limits.end) } else { limits.days };
    let length = (to - from).num_days() + 1;
    let unit = match (limits.period.is_some(), length) {
        (false, ..8) => Unit::Week,
        (true, ..8) if limits.days.1 - limits.days.0 < chrono::TimeDelta::days(8) => Unit::Fortnight,
        (_, ..300) => Unit::Month,
        _ => Unit::Year,
    };
    // The end of a month goes to the end of the next.
    (unit.before(from, 1), calendar::earlier(unit.after(calendar::later(to, 1), 1), 1))
}

/// The days near one that is so many units away from another.
fn near(day: NaiveDate, unit: Unit) -> Ends {
    let each_side = match unit {
        Unit::Hour | Unit::Day => 0,
        Unit::Week | Unit::Weekend | Unit::Fortnight => 3,
        Unit::Month | Unit::Quarter => 15,
        Unit::Year | Unit::Decade | Unit::Century => 30,
    };
    (calendar::earlier(day, each_side), calendar::later(day, i64::from(each_side)))
}

/// The ranges in order, those that overlap or follow each other as one.
pub(crate) fn joined(mut ranges: Vec<DateRange>) -> Vec<DateRange> {
    ranges.sort_by_key(|range| (range.from, range.to));
    let mut joined: Vec<DateRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        if let Some(last) = joined.last_mut() {
            let reaches = match (last.to, range.from) {
                (Some(to), Some(from)) => to.succ_opt().is_none_or(|next| from <= next),
                _ => true,
            };
            if reaches {
                last.to = match (last.to, range.to) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                continue;
            }
        }
        joined.push(range);
    }
    joined
}
