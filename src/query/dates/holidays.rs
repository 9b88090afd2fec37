//! Days and seasons that come back every year: Christmas, Easter, the season of party conferences, from
//! `data/holidays.tsv`.

use super::calendar::{self, Ends, PartOfTime};
use crate::words::table::{BadLine, Row, list, rows};
use chrono::{Days, NaiveDate, Weekday};
use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/holidays.tsv");

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Holiday {
    /// The name to show.
    pub title: &'static str,
    first: YearDay,
    last: YearDay,
    turn: Option<YearDay>,
}

/// A rule that gives a day of each year.
#[derive(Clone, Copy, Debug, PartialEq)]
enum YearDay {
    /// Month and day.
    Fixed(u32, u32),
    /// The same, of the year before.
    Before(u32, u32),
    FirstOfMonth(u32),
    LastOfMonth(u32),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The first, second … such weekday of a month, or the last.
    Nth(Option<u32>, Weekday, u32),
}

struct Holidays {
    names: HashMap<&'static str, Holiday>,
    longest: usize,
}

static EMBEDDED: LazyLock<Holidays> = LazyLock::new(|| Holidays::read(TABLE).0);

/// The holiday of the longest name at the start of the words, and that name's number of words.
pub(super) fn find(words: &[&str]) -> Option<(Holiday, usize)> {
    let longest = EMBEDDED.longest.min(words.len());
    (1..=longest).rev().find_map(|length| Some((*EMBEDDED.names.get(words[..length].join(" ").as_str())?, length)))
}

impl Holiday {
    /// Its days in a year.
    pub(super) fn in_year(&self, year: i32) -> Option<Ends> {
        Some((self.first.in_year(year)?, self.last.in_year(year)?))
    }

    /// The day that before and after mean.
    pub(super) fn turn_in_year(&self, year: i32) -> Option<NaiveDate> {
        self.turn?.in_year(year)
    }
}

impl YearDay {
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            YearDay::Fixed(month, day) => calendar::day(year, month, day),
            YearDay::Before(month, day) => calendar::day(year - 1, month, day),
            YearDay::FirstOfMonth(month) => Some(calendar::month(year, month)?.0),
            YearDay::LastOfMonth(month) => Some(calendar::month(year, month)?.1),
            YearDay::Easter(days) => {
                let easter = calendar::easter(year)?;
                let by = Days::new(days.unsigned_abs());
                if days < 0 { easter.checked_sub_days(by) } else { easter.checked_add_days(by) }
            }
            YearDay::Nth(number, weekday, month) => {
                let month = calendar::month(year, month)?;
                calendar::part(month, PartOfTime::NthWeekday(number, weekday)).map(|ends| ends.0)
            }
        }
    }

    fn read(text: &str, is_last: bool) -> Option<YearDay> {
        if let Some(days) = text.strip_prefix("easter") {
            return Some(YearDay::Easter(if days.is_empty() { 0 } else { days.parse().ok()? }));
        }
        let words: Vec<&str> = text.split(' ').collect();
        if let [number, weekday, month] = words[..] {
            let number = if number == "last" { None } else { Some(number.parse().ok()?) };
            return Some(YearDay::Nth(number, calendar::find_weekday(weekday)?, month.parse().ok()?));
        }
        let (text, is_before) = text.strip_prefix('<').map_or((text, false), |text| (text, true));
        match text.split_once('-') {
            Some((month, day)) if is_before => Some(YearDay::Before(month.parse().ok()?, day.parse().ok()?)),
            Some((month, day)) => Some(YearDay::Fixed(month.parse().ok()?, day.parse().ok()?)),
            None if is_last => Some(YearDay::LastOfMonth(text.parse().ok()?)),
            None => Some(YearDay::FirstOfMonth(text.parse().ok()?)),
        }
    }
}

impl Holidays {
    /// The table, and the rows that cannot be read; a test keeps it free of them.
    fn read(table: &'static str) -> (Holidays, Vec<BadLine>) {
        let mut holidays = Holidays { names: HashMap::new(), longest: 0 };
        let bad = rows(table).filter_map(|row| holidays.take(&row).err()).collect();
        (holidays, bad)
    }

    fn take(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [title, days, turn, names] = row.exactly()?;
        let (first, last) = days.split_once("..").unwrap_or((days, days));
        let rule =
            |text, is_last| YearDay::read(text, is_last).ok_or_else(|| row.bad(format_args!("`{text}` is no rule")));
        let turn = if turn.is_empty() { None } else { Some(rule(turn, false)?) };
        let holiday = Holiday { title, first: rule(first, false)?, last: rule(last, true)?, turn };
        for name in list(names) {
            self.longest = self.longest.max(name.split(' ').count());
            if self.names.insert(name, holiday).is_some() {
                return Err(row.bad(format_args!("`{name}` stands here twice")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let (holidays, bad) = Holidays::read(TABLE);
        assert_eq!(bad, []);
        for year in [1997, 2016, 2024] {
            for (name, holiday) in &holidays.names {
                let (first, last) = holiday.in_year(year).unwrap();
                assert!(first <= last, "{name} {year}");
                assert!(holiday.turn_in_year(year).is_none_or(|turn| first <= turn && turn <= last), "{name} {year}");
            }
        }
    }
}
