//! Times that political readers know by name: events and periods, from `data/periods.tsv` and the user's own table.

use super::super::token::words_of;
use super::calendar::Ends;
use super::choice::{PeriodChoice, Relation};
use crate::article::{self, DayOrder};
use crate::people::Country;
use crate::words::table::{BadLine, Row, list, rows};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

const TABLE: &str = include_str!("../data/periods.tsv");

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedPeriod {
    /// The name to show.
    pub title: Cow<'static, str>,
    pub country: Country,
    pub days: Ends,
    /// The day that `before` and `after` mean, where that is not the whole stretch: an election's polling day.
    pub turn: Option<NaiveDate>,
    /// It happened as that day began, which is after it already: a fire in the night.
    pub at_dawn: bool,
}

impl NamedPeriod {
    /// Whether it is called by this year: it turned, began or ended in it.
    fn is_of(&self, year: i32) -> bool {
        self.turn.is_some_and(|turn| turn.year() == year) || self.days.0.year() == year || self.days.1.year() == year
    }
}

/// Periods and the names that they are found by.
#[derive(Clone, Debug, Default)]
struct Periods {
    rows: Vec<Arc<NamedPeriod>>,
    /// From names, folded as the words of questions are, to rows.
    names: HashMap<Cow<'static, str>, Vec<usize>>,
    /// First words of names, with the number of words of the longest.
    longest: HashMap<Box<str>, usize>,
}

static EMBEDDED: LazyLock<Periods> = LazyLock::new(|| Periods::read_embedded(TABLE).0);

/// The events that questions can name: the project's own, and the user's.
#[derive(Clone, Debug, Default)]
pub struct Events {
    own: Periods,
}

/// Names of one event that are read at most.
const MOST_NAMES: usize = 100;
/// Words of the longest name.
const MOST_WORDS: usize = 16;

impl Events {
    /// The project's own events.
    pub fn embedded() -> Events {
        Events::default()
    }

    /// The project's own events and the user's: rows of title, first day, last day and names with `; ` between them,
    /// parted by tabs; the last day may be empty, and the title is a name too. Blank lines and lines that begin with
    /// `#` do not count. A name that both tables have means the user's event.
    ///
    /// # Errors
    /// Where a row cannot be read: its line and the reason.
    pub fn with_user_table(table: &str) -> Result<Events, BadLine> {
        let mut own = Periods::default();
        for row in rows(table) {
            own.add_user_row(&row)?;
        }
        Ok(Events { own })
    }

    /// The periods of the longest name at the start of `words`, and that name's number of words.
    pub(super) fn find(&self, words: &[&str]) -> Option<(Vec<Arc<NamedPeriod>>, usize)> {
        let (own, embedded) = (self.own.find(words), EMBEDDED.find(words));
        match (own, embedded) {
            (Some(own), Some(embedded)) if embedded.1 > own.1 => Some(embedded),
            (own, embedded) => own.or(embedded),
        }
    }
}

/// Those of the periods that are called by this year: those that turned in it, else those that began or ended in it.
pub(super) fn of_year(periods: &[Arc<NamedPeriod>], year: i32) -> Vec<Arc<NamedPeriod>> {
    let turned = |period: &&Arc<NamedPeriod>| period.turn.unwrap_or(period.days.0).year() == year;
    let found: Vec<Arc<NamedPeriod>> = periods.iter().filter(turned).cloned().collect();
    if found.is_empty() { periods.iter().filter(|period| period.is_of(year)).cloned().collect() } else { found }
}

impl Periods {
    /// The embedded table, and the rows that cannot be read; a test keeps it free of them.
    fn read_embedded(table: &'static str) -> (Periods, Vec<BadLine>) {
        let mut periods = Periods::default();
        let bad = rows(table).filter_map(|row| periods.add_embedded_row(&row).err()).collect();
        (periods, bad)
    }

    fn add_embedded_row(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [title, country, from, to, turn, names] = row.exactly()?;
        let date = |text: &str| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| row.bad(format_args!("`{text}` is no day")))
        };
        let country = match country {
            "UK" => Country::Uk,
            "US" => Country::Us,
            "other" => Country::Other,
            _ => return Err(row.bad(format_args!("`{country}` is no country"))),
        };
        let days = (date(from)?, date(to)?);
        let at_dawn = turn == "dawn";
        let turn = match turn {
            "" => None,
            "dawn" => Some(days.0),
            day => Some(date(day)?),
        };
        if days.0 > days.1 || turn.is_some_and(|turn| turn < days.0 || days.1 < turn) {
            return Err(row.bad("the days are not in order"));
        }
        let period = NamedPeriod { title: Cow::Borrowed(title), country, days, turn, at_dawn };
        self.add(period, list(names).map(Cow::Borrowed));
        Ok(())
    }

    fn add_user_row(&mut self, row: &Row<'_>) -> Result<(), BadLine> {
        let [title, from, to, names] = row.exactly()?;
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = read_day(from).map_err(|why| row.bad(why))?;
        let last = if to.trim().is_empty() { first } else { read_day(to).map_err(|why| row.bad(why))? };
        if first > last {
            return Err(
                row.bad(format_args!("it ends on {last} before it begins on {first}: put the earlier day first"))
            );
        }
        let mut folded: Vec<Cow<'static, str>> = Vec::new();
        for name in std::iter::once(title.as_str()).chain(list(names)) {
            let words: Vec<String> = words_of(name).into_iter().map(|word| word.folded).collect();
            if words.len() > MOST_WORDS {
                return Err(row.bad(format_args!("a name has more than {MOST_WORDS} words: write a shorter one")));
            }
            let name = Cow::Owned(words.join(" "));
            if !words.is_empty() && !folded.contains(&name) {
                folded.push(name);
            }
        }
        if folded.is_empty() {
            return Err(row.bad("nothing names this event: write a title"));
        }
        if folded.len() > MOST_NAMES {
            return Err(row.bad(format_args!("it has more than {MOST_NAMES} names: take some away")));
        }
        let period = NamedPeriod {
            title: Cow::Owned(title),
            country: Country::Other,
            days: (first, last),
            turn: None,
            at_dawn: false,
        };
        self.add(period, folded.into_iter());
        Ok(())
    }

    fn add(&mut self, period: NamedPeriod, names: impl Iterator<Item = Cow<'static, str>>) {
        for name in names {
            let first = name.split(' ').next().unwrap_or_default();
            let words = name.split(' ').count();
            match self.longest.get_mut(first) {
                Some(longest) => *longest = words.max(*longest),
                None => {
                    self.longest.insert(first.into(), words);
                }
            }
            self.names.entry(name).or_default().push(self.rows.len());
        }
        self.rows.push(Arc::new(period));
    }

    fn find(&self, words: &[&str]) -> Option<(Vec<Arc<NamedPeriod>>, usize)> {
        let longest = self.longest.get(*words.first()?)?;
        (1..=(*longest).min(words.len())).rev().find_map(|length| {
            let rows = self.names.get(words[..length].join(" ").as_str())?;
            Some((rows.iter().map(|&row| Arc::clone(&self.rows[row])).collect(), length))
        })
    }
}

/// A day as users write it, or what is wrong with it.
fn read_day(text: &str) -> Result<NaiveDate, String> {
    article::parse_date(text.trim(), DayOrder::DayFirst).map_err(|error| error.to_string())
}

/// The period that is meant: one of the country that the question is about, else a British one, else any; of these
/// the last that has begun, for `the election` is the latest that the reader can look back on.
pub(super) fn choose(
    periods: &[Arc<NamedPeriod>],
    choice: PeriodChoice,
    relation: Relation,
) -> Option<Arc<NamedPeriod>> {
    let country = choice.country.unwrap_or(Country::Uk);
    let own: Vec<&Arc<NamedPeriod>> = periods.iter().filter(|period| period.country == country).collect();
    let candidates = if own.is_empty() { periods.iter().collect() } else { own };
    let day = |period: &&Arc<NamedPeriod>| period.turn.unwrap_or(period.days.0);
    let begun = candidates.iter().copied().filter(|period| {
        // Since an election means since one that was held.
        let is_over = matches!(relation, Relation::Since | Relation::After | Relation::Beside { before: false, .. });
        let begin = period.turn.filter(|_| is_over).unwrap_or(period.days.0);
        begin <= choice.ahead
    });
    begun.max_by_key(day).or_else(|| candidates.iter().copied().min_by_key(day)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_sorted() {
        let (periods, bad) = Periods::read_embedded(TABLE);
        assert_eq!(bad, []);
        for name in periods.names.keys() {
            let folded: Vec<String> = words_of(name).into_iter().map(|word| word.folded).collect();
            assert_eq!(**name, folded.join(" "), "names stand as the words of questions are folded");
        }
        let starts: Vec<(NaiveDate, &str)> = periods.rows.iter().map(|row| (row.days.0, &*row.title)).collect();
        assert!(starts.is_sorted(), "rows go by their first day, then by title");
    }

    #[test]
    fn users_add_events_and_are_told_what_is_wrong() {
        let events = Events::with_user_table(
            "# ours\nQuarry inquiry\t2017-03-01\t4 May 2018\tquarry hearings; the Quarry's closing\n\
             Harbour fire\t2019-02-03\t\t\n",
        )
        .unwrap();
        let found = |name: &str| events.find(&name.split(' ').collect::<Vec<_>>()).map(|(rows, _)| rows[0].days);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(found("quarry hearings"), Some((day("2017-03-01"), day("2018-05-04"))));
        assert_eq!(found("the quarry closing"), Some((day("2017-03-01"), day("2018-05-04"))));
        assert_eq!(found("harbour fire"), Some((day("2019-02-03"), day("2019-02-03"))));
        let told = |row: &str| Events::with_user_table(row).unwrap_err().to_string();
        assert_eq!(
            told("\nx\t2017\t2018\t"),
            "line 2: “2017” is not a date that can be read; write it like 18 August 2016, 18/08/2016 or 2016-08-18"
        );
        assert_eq!(
            told("x\t2017-01-02\t2017-01-01\t"),
            "line 1: it ends on 2017-01-01 before it begins on 2017-01-02: put the earlier day first"
        );
        assert_eq!(told("x 2017-01-02"), "line 1: 1 cells where 4 belong; separate them with single tabs");
        assert_eq!(told("…\t2017-01-02\t\t"), "line 1: nothing names this event: write a title");
    }
}
