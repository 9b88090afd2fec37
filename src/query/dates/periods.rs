//! Times that political readers know by name, from `data/periods.tsv`.

use super::calendar::Ends;
use super::choice::{PeriodChoice, Relation};
use crate::people::Country;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/periods.tsv");

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedPeriod {
    /// The name to show.
    pub title: &'static str,
    pub country: Country,
    pub days: Ends,
    /// The day that `before` and `after` mean, where that is not the whole stretch: an election's polling day.
    pub turn: Option<NaiveDate>,
}

pub(super) struct Periods {
    rows: Vec<NamedPeriod>,
    /// From names in lower case to rows.
    names: HashMap<&'static str, Vec<usize>>,
    longest: usize,
}

static EMBEDDED: LazyLock<Periods> = LazyLock::new(|| Periods::read_table(TABLE).0);

pub(super) fn embedded() -> &'static Periods {
    &EMBEDDED
}

impl Periods {
    /// The table, and the rows that cannot be read; a test keeps the embedded one free of them.
    fn read_table(table: &'static str) -> (Periods, Vec<&'static str>) {
        let mut periods = Periods { rows: Vec::new(), names: HashMap::new(), longest: 0 };
        let mut refused = Vec::new();
        for row in table.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
            let Some((period, names)) = read_row(row) else {
                refused.push(row);
                continue;
            };
            for name in names.split(';').map(str::trim) {
                periods.names.entry(name).or_default().push(periods.rows.len());
                periods.longest = periods.longest.max(name.split(' ').count());
            }
            periods.rows.push(period);
        }
        (periods, refused)
    }

    /// The periods of the longest name at the start of `words`, and that name's number of words.
    pub(super) fn find(&'static self, words: &[&str]) -> Option<(Vec<&'static NamedPeriod>, usize)> {
        (1..=self.longest.min(words.len())).rev().find_map(|length| {
            let rows = self.names.get(words[..length].join(" ").as_str())?;
            Some((rows.iter().map(|&row| &self.rows[row]).collect(), length))
        })
    }
}

fn read_row(row: &'static str) -> Option<(NamedPeriod, &'static str)> {
    let mut cells = row.split('\t');
    let mut cell = || cells.next();
    let (title, country, from, to, turn, names) = (cell()?, cell()?, cell()?, cell()?, cell()?, cell()?);
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let country = match country {
        "UK" => Country::Uk,
        "US" => Country::Us,
        "other" => Country::Other,
        _ => return None,
    };
    let turn = if turn.is_empty() { None } else { Some(date(turn)?) };
    let days = (date(from)?, date(to)?);
    (days.0 <= days.1).then_some((NamedPeriod { title, country, days, turn }, names))
}

/// The period that is meant: one of the country that the question is about, else a British one, else any; of these
/// the last that has begun, for `the election` is the latest that the reader can look back on.
pub(super) fn choose(
    periods: &[&'static NamedPeriod],
    choice: PeriodChoice,
    relation: Relation,
) -> Option<&'static NamedPeriod> {
    let country = choice.country.unwrap_or(Country::Uk);
    let own: Vec<&'static NamedPeriod> = periods.iter().copied().filter(|period| period.country == country).collect();
    let candidates = if own.is_empty() { periods.to_vec() } else { own };
    let begun = candidates.iter().copied().filter(|period| {
        // Since an election means since one that was held.
        let is_over = matches!(relation, Relation::Since | Relation::After);
        let begin = period.turn.filter(|_| is_over).unwrap_or(period.days.0);
        begin <= choice.ahead
    });
    begun
        .max_by_key(|period| period.turn.unwrap_or(period.days.0))
        .or_else(|| candidates.into_iter().min_by_key(|period| period.turn.unwrap_or(period.days.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound_and_sorted() {
        let (periods, refused) = Periods::read_table(TABLE);
        assert_eq!(refused, Vec::<&str>::new());
        assert!(periods.names.keys().all(|name| *name == name.to_lowercase() && !name.is_empty()));
        let starts: Vec<(NaiveDate, &str)> = periods.rows.iter().map(|row| (row.days.0, row.title)).collect();
        assert!(starts.is_sorted(), "rows go by their first day, then by title");
        for row in &periods.rows {
            assert!(row.turn.is_none_or(|turn| row.days.0 <= turn && turn <= row.days.1), "{}", row.title);
        }
    }
}
