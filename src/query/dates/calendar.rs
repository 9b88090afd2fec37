//! Days of the calendar: months, seasons, weeks, parts of longer times. All ends are included.

use super::lexicon::{self, TimeWord};
use crate::article;
use crate::words;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// First and last day.
pub(crate) type Ends = (NaiveDate, NaiveDate);

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

pub(super) fn one_day(year: i32, month: u32, day: u32) -> Option<Ends> {
    NaiveDate::from_ymd_opt(year, month, day).map(|day| (day, day))
}

pub(super) fn month(year: i32, month: u32) -> Option<Ends> {
    let first = day(year, month, 1)?;
    Some((first, last_of_month(first)))
}

fn last_of_month(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
}

pub(super) fn year(year: i32) -> Option<Ends> {
    years(year, year)
}

pub(super) fn years(first: i32, last: i32) -> Option<Ends> {
    Some((day(first, 1, 1)?, day(last, 12, 31)?))
}

/// The week from Monday to Sunday that holds the day.
pub(super) fn week(day: NaiveDate) -> Ends {
    let week = day.week(Weekday::Mon);
    (week.checked_first_day().unwrap_or(day), week.checked_last_day().unwrap_or(day))
}

/// Saturday and Sunday: those that hold the day, else the last ones before it.
pub(super) fn weekend_before(day: NaiveDate) -> Ends {
    let saturday = latest_weekday(day, Weekday::Sat);
    (saturday, later(saturday, 1))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// The season; winter is named after the year in which it begins.
pub(super) fn season(year: i32, season: Season) -> Option<Ends> {
    let (first, last) = match season {
        Season::Spring => ((year, 3), (year, 5)),
        Season::Summer => ((year, 6), (year, 8)),
        Season::Autumn => ((year, 9), (year, 11)),
        Season::Winter => ((year, 12), (year + 1, 2)),
    };
    Some((month(first.0, first.1)?.0, month(last.0, last.1)?.1))
}

/// What times are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub(crate) fn find(word: &str) -> Option<Unit> {
        Unit::of_meaning(lexicon::meaning(word, TimeWord::Unit)?)
    }

    fn of_meaning(means: &str) -> Option<Unit> {
        Some(match means {
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "fortnight" => Unit::Fortnight,
            "weekend" => Unit::Weekend,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            _ => return None,
        })
    }

    /// So many of them as days or as months.
    fn count(self, number: u32) -> Result<u32, u32> {
        let days = |each: u32| Ok(number.saturating_mul(each));
        let months = |each: u32| Err(number.saturating_mul(each));
        match self {
            Unit::Hour => Ok(number.div_ceil(24)),
            Unit::Day => days(1),
            Unit::Week | Unit::Weekend => days(7),
            Unit::Fortnight => days(14),
            Unit::Month => months(1),
            Unit::Quarter => months(3),
            Unit::Year => months(12),
            Unit::Decade => months(120),
            Unit::Century => months(1200),
        }
    }

    /// The day so many of them before.
    pub(crate) fn before(self, day: NaiveDate, number: u32) -> NaiveDate {
        match self.count(number) {
            Ok(days) => earlier(day, days),
            Err(months) => day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN),
        }
    }

    /// The day so many of them after.
    pub(crate) fn after(self, day: NaiveDate, number: u32) -> NaiveDate {
        match self.count(number) {
            Ok(days) => later(day, i64::from(days)),
            Err(months) => day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX),
        }
    }

    /// The one of the calendar that holds the day; a fortnight is no unit of the calendar and ends with it.
    pub(super) fn holding(self, day: NaiveDate) -> Option<Ends> {
        match self {
            Unit::Hour | Unit::Day => Some((day, day)),
            Unit::Week => Some(week(day)),
            Unit::Fortnight => Some((earlier(day, 14), day)),
            Unit::Weekend => Some(weekend_before(day)),
            Unit::Month => month(day.year(), day.month()),
            Unit::Quarter => quarter(day.year(), day.month0() / 3 + 1),
            Unit::Year => year(day.year()),
            Unit::Decade => years(day.year() - day.year().rem_euclid(10), day.year() - day.year().rem_euclid(10) + 9),
            Unit::Century => {
                let first = day.year() - (day.year() - 1).rem_euclid(100);
                years(first, first + 99)
            }
        }
    }

    /// How many of them words such as `recent weeks` and `the months after` mean.
    pub(super) fn some(self) -> u32 {
        match self {
            Unit::Hour => 24,
            Unit::Day => 7,
            Unit::Week | Unit::Weekend | Unit::Month => 6,
            Unit::Fortnight | Unit::Quarter => 3,
            Unit::Year => 5,
            Unit::Decade | Unit::Century => 2,
        }
    }
}

/// A quarter of a year, from 1 to 4.
pub(super) fn quarter(year: i32, number: u32) -> Option<Ends> {
    let last = number.checked_mul(3).filter(|month| (3..=12).contains(month))?;
    Some((month(year, last - 2)?.0, month(year, last)?.1))
}

/// A part of a longer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartOfTime {
    Early,
    Mid,
    Late,
    /// As a stretch an early part, as a limit the first day.
    Start,
    /// As a stretch a late part, as a limit the last day.
    End,
    /// The first or second half.
    Half(u32),
    /// The first, second, third … of the units that it is made of, the last one where the number is `None`.
    Nth(Option<u32>, Unit),
    /// So many units at its beginning.
    First(u32, Unit),
    /// So many units at its end.
    Last(u32, Unit),
    /// The first, second … such day of the week in it, or the last.
    NthWeekday(Option<u32>, Weekday),
}

/// The part of a stretch of days; months are cut into tens of days, anything longer into thirds. `None` where there is no
/// such part.
pub(super) fn part(ends: Ends, part: PartOfTime) -> Option<Ends> {
    let (from, to) = ends;
    let length = (to - from).num_days() + 1;
    let cut = |numerator: i64, denominator: i64| -> i64 {
        if (300..400).contains(&length) {
            // A year is cut at months.
            let months = (12 * numerator / denominator) as u32;
            from.checked_add_months(Months::new(months)).map_or(length, |cut| (cut - from).num_days())
        } else if length > 7 && length <= 31 && denominator == 3 && numerator < 3 {
            numerator * 10
        } else if (3650..3655).contains(&length) {
            // A decade is cut at years: the early ones are four, the others three each.
            let years = (10 * numerator + denominator - 1) / denominator;
            from.checked_add_months(Months::new(12 * years as u32)).map_or(length, |cut| (cut - from).num_days())
        } else {
            length * numerator / denominator
        }
    };
    let stretch = |first: i64, end: i64| Some((later(from, first), later(from, (end - 1).max(first))));
    let within = |(first, last): Ends| {
        let ends = (first.max(from), last.min(to));
        (ends.0 <= ends.1).then_some(ends)
    };
    match part {
        PartOfTime::Early | PartOfTime::Start => stretch(0, cut(1, 3)),
        PartOfTime::Mid => stretch(cut(1, 3), cut(2, 3)),
        PartOfTime::Late | PartOfTime::End => stretch(cut(2, 3), length),
        PartOfTime::Half(1) => stretch(0, cut(1, 2)),
        PartOfTime::Half(_) => stretch(cut(1, 2), length),
        PartOfTime::Nth(Some(number), Unit::Weekend) => {
            let saturday = latest_weekday(later(from, 6), Weekday::Sat);
            let saturday = Unit::Week.after(saturday, number.saturating_sub(1));
            within((saturday, saturday)).map(|_| (saturday, later(saturday, 1)))
        }
        PartOfTime::Nth(None, Unit::Weekend) => {
            let weekend = weekend_before(to);
            within(weekend).map(|_| weekend)
        }
        PartOfTime::Nth(Some(number), unit) => {
            let first = unit.after(from, number.checked_sub(1)?);
            within((first, earlier(unit.after(from, number), 1)))
        }
        PartOfTime::Nth(None, unit) => within((unit.before(later(to, 1), 1), to)),
        PartOfTime::First(number, unit) => within((from, earlier(unit.after(from, number), 1))),
        PartOfTime::Last(number, unit) => within((unit.before(later(to, 1), number), to)),
        PartOfTime::NthWeekday(Some(number), weekday) => {
            let first = latest_weekday(later(from, 6), weekday);
            let day = Unit::Week.after(first, number.checked_sub(1)?);
            within((day, day))
        }
        PartOfTime::NthWeekday(None, weekday) => {
            let day = latest_weekday(to, weekday);
            within((day, day))
        }
    }
}

pub(super) fn later(from: NaiveDate, days: i64) -> NaiveDate {
    from.checked_add_days(Days::new(days.max(0) as u64)).unwrap_or(NaiveDate::MAX)
}

pub(super) fn earlier(from: NaiveDate, days: u32) -> NaiveDate {
    from.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

/// The latest day of this weekday that is not after `today`.
pub(super) fn latest_weekday(today: NaiveDate, weekday: Weekday) -> NaiveDate {
    let back = (today.weekday().num_days_from_monday() + 7 - weekday.num_days_from_monday()) % 7;
    earlier(today, back)
}

/// Easter Sunday of the Gregorian calendar, as Meeus, Jones and Butcher reckon it.
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    day(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31).ok()? + 1)
}

pub(super) fn find_month(word: &str) -> Option<u32> {
    article::find_month(word.strip_suffix('.').unwrap_or(word))
}

pub(super) fn find_season(word: &str) -> Option<Season> {
    Some(match lexicon::meaning(word, TimeWord::Season)? {
        "spring" => Season::Spring,
        "summer" => Season::Summer,
        "autumn" => Season::Autumn,
        _ => Season::Winter,
    })
}

fn weekday_of(number: u32) -> Option<Weekday> {
    u8::try_from(number.checked_sub(1)?).ok().and_then(|number| Weekday::try_from(number).ok())
}

pub(super) fn find_weekday(word: &str) -> Option<Weekday> {
    weekday_of(lexicon::number(word, TimeWord::Weekday)?)
}

/// Short forms, good only before a date: `sun` is also a newspaper.
pub(super) fn find_short_weekday(word: &str) -> Option<Weekday> {
    weekday_of(lexicon::number(word, TimeWord::ShortWeekday)?)
}

/// `three`, `3`, `a`, `a couple of`: the number and its words.
pub(crate) fn find_number(words: &[&str]) -> Option<(u32, usize)> {
    if let Some(phrase) = lexicon::phrase(words, TimeWord::Number) {
        return Some((phrase.means.parse().ok()?, phrase.length));
    }
    let word = *words.first()?;
    let is_digits = !word.is_empty() && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_digits { word.parse().ok() } else { words::number(word) };
    number.filter(|number| *number > 0).map(|number| (number, 1))
}

/// `18`, `18th`; from 1 to 31 or beyond, so that the 32nd of a month can be refused.
pub(super) fn find_day_number(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = word[digits..].is_empty() || words::List::Ordinal.has(&word[digits..]);
    if digits == 0 || digits > 2 || !ending {
        return None;
    }
    word[..digits].parse().ok()
}

/// `18th`, `first`, `twenty-third`: the number and its words.
pub(super) fn find_ordinal(words: &[&str]) -> Option<(u32, usize)> {
    if let Some(phrase) = lexicon::phrase(words, TimeWord::Ordinal) {
        return Some((phrase.means.parse().ok()?, phrase.length));
    }
    let word = *words.first()?;
    let is_plain = word.bytes().all(|byte| byte.is_ascii_digit());
    find_day_number(word).filter(|_| !is_plain).map(|number| (number, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_almanacs_have_it() {
        for (year, month, date) in
            [(1997, 3, 30), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2016, 3, 27), (2024, 3, 31)]
        {
            assert_eq!(easter(year), day(year, month, date), "{year}");
        }
    }
}
