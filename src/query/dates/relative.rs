//! Times reckoned from today: `yesterday`, `last week`, `the past three months`, `two days ago`, `w/c 15 August 2016`.

use super::anchor::{Anchor, Mistake, Yearly};
use super::calendar::{self, Ends, Unit};
use super::lexicon::{self, TimeWord};
use super::reader::{AnchorReader, FoundAnchor, Read, Shape, days, found};
use chrono::{Datelike, NaiveDate};

fn one(day: NaiveDate, end: usize) -> Read {
    days(Some((day, day)), end, Shape::Plain)
}

fn taken_for(ends: Ends, end: usize, what: &'static str) -> Read {
    let anchor = Anchor::Days(ends.0, ends.1);
    Some(Ok(FoundAnchor { anchor, end, shape: Shape::Plain, taken_for: Some(what) }))
}

impl AnchorReader<'_> {
    pub(super) fn read_relative(&self, at: usize) -> Read {
        // `so far this year`, `earlier this week`
        if let Some(so_far) = lexicon::phrase(self.rest(at), TimeWord::SoFar)
            && self.is(at + so_far.length, TimeWord::This)
        {
            return self.read_last(at + so_far.length, false);
        }
        let start = at + self.article(at);
        self.read_near_day(at)
            .or_else(|| self.read_ago(start))
            .or_else(|| self.read_week_of_day(start))
            .or_else(|| self.read_before_last(start))
            .or_else(|| self.read_vague(start))
            .or_else(|| self.read_last(start, start > at))
    }

    /// `today`, `this morning`, `yesterday evening`, `last night`.
    fn read_near_day(&self, at: usize) -> Read {
        let yesterday = calendar::earlier(self.today, 1);
        let with_part = |end: usize| end + usize::from(self.is(end, TimeWord::DayPart));
        if self.is(at, TimeWord::Today) {
            return days(Some((self.today, self.today)), at + 1, Shape::Today);
        }
        if self.is(at, TimeWord::Yesterday) {
            return one(yesterday, with_part(at + 1));
        }
        match (self.word(at), self.is(at + 1, TimeWord::DayPart)) {
            ("this", true) => one(self.today, at + 2),
            ("last", true) => one(yesterday, at + 2),
            _ => None,
        }
    }

    /// `three weeks ago`, `a couple of months ago`, `a year and a half ago`.
    fn read_ago(&self, at: usize) -> Read {
        if let ["half", "a" | "an", unit, ago, ..] = self.rest(at)
            && lexicon::is(ago, TimeWord::Ago)
        {
            let months = match Unit::find(unit)? {
                Unit::Year => 6,
                Unit::Decade => 60,
                _ => return None,
            };
            return days(Unit::Month.holding(Unit::Month.before(self.today, months)), at + 4, Shape::Plain);
        }
        let (number, length) = calendar::find_number(self.rest(at))?;
        let unit = Unit::find(self.word(at + length))?;
        let end = at + length + 1;
        let has_half = ["and", "a", "half"].iter().enumerate().all(|(index, word)| self.word(end + index) == *word);
        let ago = end + if has_half { 3 } else { 0 };
        if !self.is(ago, TimeWord::Ago) {
            return None;
        }
        if has_half {
            let months = number.saturating_mul(12) + 6;
            let then = Unit::Month.before(self.today, months);
            return days(Unit::Month.holding(then).filter(|_| unit == Unit::Year), ago + 1, Shape::Plain);
        }
        let then = unit.before(self.today, number);
        // `a year ago today`, `a year ago this week`
        if self.is(ago + 1, TimeWord::Today) {
            return one(then, ago + 2);
        }
        if self.is(ago + 1, TimeWord::This)
            && let Some(within) = Unit::find(self.word(ago + 2))
        {
            return days(within.holding(then), ago + 3, Shape::Plain);
        }
        // Nobody who says `a year ago` means January to December.
        if unit == Unit::Year && number == 1 {
            let months =
                (Unit::Month.holding(Unit::Month.before(then, 1)), Unit::Month.holding(Unit::Month.after(then, 1)));
            let (Some((from, _)), Some((_, to))) = months else { return None };
            return taken_for((from, to), ago + 1, "the month a year ago, the one before and the one behind it");
        }
        let ends = match unit {
            Unit::Hour | Unit::Day | Unit::Week | Unit::Fortnight => Some((then, then)),
            Unit::Decade => Unit::Year.holding(then),
            unit => unit.holding(then),
        };
        days(ends, ago + 1, Shape::Plain)
    }

    /// `week commencing 15 August 2016`, `w/e 21 August`, `the week of 15 August 2016`, `fortnight ending …`.
    fn read_week_of_day(&self, at: usize) -> Read {
        let short = lexicon::meaning(self.word(at), TimeWord::WeekBeginsShort)
            .or_else(|| lexicon::meaning(self.word(at), TimeWord::WeekEndsShort));
        let (unit, ends_there, start) = match (short, Unit::find(self.word(at))) {
            (Some(means), _) => (Unit::Week, means == "ends", at + 1),
            (None, Some(unit @ (Unit::Week | Unit::Fortnight | Unit::Month))) => {
                if self.is(at + 1, TimeWord::WeekBegins) {
                    (unit, false, at + 2)
                } else if self.is(at + 1, TimeWord::WeekEnds) {
                    (unit, true, at + 2)
                } else {
                    return None;
                }
            }
            _ => return None,
        };
        let read = match self.read(start)? {
            Ok(read) => read,
            Err(mistake) => return Some(Err(mistake)),
        };
        let Anchor::Days(from, to) = read.anchor.complete(self.today) else { return None };
        if from != to {
            return None;
        }
        let ends = if ends_there {
            (calendar::later(unit.before(from, 1), 1), from)
        } else {
            (from, calendar::earlier(unit.after(from, 1), 1))
        };
        days(Some(ends), read.end, Shape::Plain)
    }

    /// `the week before last`, `the year before last`, `the Monday before last`.
    fn read_before_last(&self, at: usize) -> Read {
        if (self.word(at + 1), self.word(at + 2)) != ("before", "last") {
            return None;
        }
        if let Some(unit) = Unit::find(self.word(at)) {
            let ends = match unit {
                Unit::Weekend => {
                    self.last_weekend().map(|(from, to)| (calendar::earlier(from, 7), calendar::earlier(to, 7)))
                }
                unit => unit.holding(unit.before(self.today, 2)),
            };
            return days(ends, at + 3, Shape::Plain);
        }
        let weekday = calendar::find_weekday(self.word(at))?;
        let last = calendar::latest_weekday(calendar::earlier(self.today, 1), weekday);
        one(calendar::earlier(last, 7), at + 3)
    }

    /// The last weekend that is over.
    fn last_weekend(&self) -> Option<Ends> {
        let this = calendar::weekend_before(self.today);
        let is_over = this.1 < self.today;
        Some(if is_over { this } else { calendar::weekend_before(calendar::earlier(this.0, 1)) })
    }

    /// `recent weeks`, `the other day`, `the weekend`.
    fn read_vague(&self, at: usize) -> Read {
        if self.is(at, TimeWord::Recent) {
            let unit = Unit::find(self.word(at + 1))?;
            let (ends, what) = match unit {
                Unit::Day => ((calendar::earlier(self.today, 7), self.today), "the last seven days"),
                Unit::Week => ((unit.before(self.today, unit.some()), self.today), "the last six weeks"),
                Unit::Month => ((unit.before(self.today, unit.some()), self.today), "the last six months"),
                Unit::Year => ((unit.before(self.today, unit.some()), self.today), "the last five years"),
                _ => return None,
            };
            return taken_for(ends, at + 2, what);
        }
        match (self.word(at), self.word(at + 1)) {
            ("other", "day") => {
                taken_for((calendar::earlier(self.today, 7), self.today), at + 2, "the last seven days")
            }
            ("other", "week") => {
                taken_for((calendar::earlier(self.today, 21), self.today), at + 2, "the last three weeks")
            }
            ("weekend", next)
                if at > 0 && self.word(at - 1) == "the" && next != "of" && !self.is(at + 1, TimeWord::Side) =>
            {
                let (from, to) = calendar::weekend_before(self.today);
                found(Anchor::Days(from, to), at + 1, Shape::Weekday)
            }
            _ => None,
        }
    }

    /// `last week`, `this year`, `the past three months`, `last Monday`, `last summer`, `last Christmas`, `the last
    /// election`.
    fn read_last(&self, at: usize, has_article: bool) -> Read {
        let last = lexicon::phrase(self.rest(at), TimeWord::Last);
        let this = lexicon::phrase(self.rest(at), TimeWord::This);
        let which = self.word(at);
        let (is_this, mut next) = match (last, this) {
            (Some(phrase), _) => (false, at + phrase.length),
            (None, Some(phrase)) => (true, at + phrase.length),
            (None, None) => return None,
        };
        let today = self.today;
        let reaches_back = next > at + 1 || which == "past" || has_article && which == "last";
        if !is_this
            && let Some((number, length)) = calendar::find_number(self.rest(next))
            && let Some(unit) = Unit::find(self.word(next + length))
        {
            return days(Some((unit.before(today, number), today)), next + length + 1, Shape::Plain);
        }
        if self.word(next) == "calendar" {
            next += 1;
        }
        let word = self.word(next);
        let mut end = next + 1;
        if let Some(unit) = Unit::find(word) {
            if is_this && matches!(unit, Unit::Fortnight | Unit::Hour | Unit::Century) {
                return None;
            }
            // `the last week` reaches back from today, `last week` is the one before this; a quarter is one of the year.
            let is_rolling = !is_this && (reaches_back && unit != Unit::Quarter && unit != Unit::Weekend);
            let is_rolling = is_rolling || matches!(unit, Unit::Decade | Unit::Fortnight | Unit::Hour) && !is_this;
            let ends = match unit {
                _ if is_rolling => Some((unit.before(today, 1), today)),
                Unit::Weekend if !is_this => self.last_weekend(),
                unit if is_this => unit.holding(today),
                unit => unit.holding(unit.before(today, 1)),
            };
            // `last month 12th`
            if unit == Unit::Month
                && !is_rolling
                && let Some(ends) = ends
                && let Some(day) = calendar::find_day_number(self.word(end))
                    .filter(|_| !self.word(end).ends_with(|last: char| last.is_ascii_digit()))
            {
                return days(calendar::one_day(ends.0.year(), ends.0.month(), day), end + 1, Shape::Plain);
            }
            // `on this day in 2016`
            if is_this
                && unit == Unit::Day
                && let Some((year, end)) = self.read_year_behind(end, false)
            {
                return days(calendar::one_day(year, today.month(), today.day()), end, Shape::Plain);
            }
            end += lexicon::phrase(self.rest(end), TimeWord::SoFar).map_or(0, |phrase| phrase.length);
            return days(ends, end, Shape::Plain);
        }
        if let Some(weekday) = calendar::find_weekday(word) {
            let before = if is_this { today } else { calendar::earlier(today, 1) };
            return one(calendar::latest_weekday(before, weekday), end + usize::from(self.is(end, TimeWord::DayPart)));
        }
        let yearly =
            calendar::find_month(word).map(Yearly::Month).or_else(|| calendar::find_season(word).map(Yearly::Season));
        if let Some(yearly) = yearly {
            let anchor = if is_this {
                yearly.of_year(today.year())?
            } else {
                // The last one is over.
                Anchor::Yearly(yearly).complete_over(today)
            };
            return found(anchor, end, Shape::Plain);
        }
        // Of what has a name, `last` takes the latest that was.
        let named = self.read_named(next)?.ok()?;
        let anchor = match named.anchor {
            yearly @ Anchor::Yearly(_) if is_this => yearly.complete(today),
            yearly @ Anchor::Yearly(_) => yearly.complete_over(today),
            other => other,
        };
        let shape = match named.shape {
            Shape::Holiday { .. } => Shape::Holiday { told: true },
            _ => Shape::Event { words: named.end - at, told: true },
        };
        (!matches!(which, "coming")).then_some(Ok::<FoundAnchor, Mistake>(FoundAnchor { anchor, shape, ..named }))
    }
}
