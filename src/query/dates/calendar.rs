//! Days of the calendar: months, seasons, weeks, first and last days. All ends are included.

use crate::article;
use crate::words;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

pub(super) type Ends = (NaiveDate, NaiveDate);

pub(super) fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

pub(super) fn month(year: i32, month: u32) -> Option<Ends> {
    let first = day(year, month, 1)?;
    Some((first, last_of_month(first)))
}

pub(super) fn last_of_month(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
}

pub(super) fn year(year: i32) -> Option<Ends> {
    Some((day(year, 1, 1)?, day(year, 12, 31)?))
}

pub(super) fn years(first: i32, last: i32) -> Option<Ends> {
    Some((day(first, 1, 1)?, day(last, 12, 31)?))
}

/// The week from Monday to Sunday that holds the day.
pub(super) fn week(day: NaiveDate) -> Ends {
    let week = day.week(Weekday::Mon);
    (week.checked_first_day().unwrap_or(day), week.checked_last_day().unwrap_or(day))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
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

/// A part of a longer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartOfTime {
    Whole,
    Early,
    Mid,
    Late,
    FirstHalf,
    SecondHalf,
    Quarter(u32),
}

/// The part of a stretch of days; months are cut into tens of days, anything longer into thirds.
pub(super) fn part(ends: Ends, part: PartOfTime) -> Ends {
    let (from, to) = ends;
    let length = (to - from).num_days() + 1;
    if part == PartOfTime::Whole {
        return ends;
    }
    let cut = |numerator: i64, denominator: i64| -> i64 {
        if (300..400).contains(&length) {
            // A year is cut at months.
            let months = (12 * numerator / denominator) as u32;
            from.checked_add_months(Months::new(months)).map_or(length, |cut| (cut - from).num_days())
        } else if length <= 31 && denominator == 3 && numerator < 3 {
            numerator * 10
        } else {
            length * numerator / denominator
        }
    };
    let (first, end) = match part {
        PartOfTime::Whole => (0, length),
        PartOfTime::Early => (0, cut(1, 3)),
        PartOfTime::Mid => (cut(1, 3), cut(2, 3)),
        PartOfTime::Late => (cut(2, 3), length),
        PartOfTime::FirstHalf => (0, cut(1, 2)),
        PartOfTime::SecondHalf => (cut(1, 2), length),
        PartOfTime::Quarter(quarter) => (cut(i64::from(quarter) - 1, 4), cut(i64::from(quarter), 4)),
    };
    (later(from, first), later(from, end - 1))
}

pub(super) fn later(from: NaiveDate, days: i64) -> NaiveDate {
    from.checked_add_days(Days::new(days.max(0) as u64)).unwrap_or(NaiveDate::MAX)
}

pub(super) fn earlier(from: NaiveDate, days: u32) -> NaiveDate {
    from.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

pub(super) fn months_earlier(from: NaiveDate, months: u32) -> NaiveDate {
    from.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// The latest day of this weekday that is not after `today`.
pub(super) fn latest_weekday(today: NaiveDate, weekday: Weekday) -> NaiveDate {
    let back = (today.weekday().num_days_from_monday() + 7 - weekday.num_days_from_monday()) % 7;
    earlier(today, back)
}

pub(super) fn find_month(word: &str) -> Option<u32> {
    article::find_month(word.strip_suffix('.').unwrap_or(word))
}

pub(super) fn find_season(word: &str) -> Option<Season> {
    match word {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

pub(super) fn find_weekday(word: &str) -> Option<Weekday> {
    match word {
        "monday" => Some(Weekday::Mon),
        "tuesday" => Some(Weekday::Tue),
        "wednesday" => Some(Weekday::Wed),
        "thursday" => Some(Weekday::Thu),
        "friday" => Some(Weekday::Fri),
        "saturday" => Some(Weekday::Sat),
        "sunday" => Some(Weekday::Sun),
        _ => None,
    }
}

/// Short forms, good only before a date: `sun` is also a newspaper.
pub(super) fn find_short_weekday(word: &str) -> Option<Weekday> {
    match word {
        "mon" => Some(Weekday::Mon),
        "tue" | "tues" => Some(Weekday::Tue),
        "wed" => Some(Weekday::Wed),
        "thu" | "thur" | "thurs" => Some(Weekday::Thu),
        "fri" => Some(Weekday::Fri),
        "sat" => Some(Weekday::Sat),
        "sun" => Some(Weekday::Sun),
        _ => None,
    }
}

/// `three`, `3`, `a`, `couple`.
pub(super) fn find_number(word: &str) -> Option<u32> {
    match word {
        "a" | "an" => Some(1),
        "couple" => Some(2),
        "few" => Some(3),
        _ if !word.is_empty() && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) => word.parse().ok(),
        _ => words::number(word),
    }
}

/// `18`, `18th`; from 1 to 31 or beyond, so that the 32nd of a month can be refused.
pub(super) fn find_day_number(word: &str) -> Option<u32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let ending = matches!(&word[digits..], "" | "st" | "nd" | "rd" | "th");
    if digits == 0 || digits > 2 || !ending {
        return None;
    }
    word[..digits].parse().ok()
}
