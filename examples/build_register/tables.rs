//! The register's tables as rows that can be changed.
//!
//! Takes the folder of the tables and gives their rows; writes them back sorted, so that the same rows give the same
//! bytes.

use anyhow::{Context, Result, bail};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A row of `persons.tsv`, its id aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub surname: String,
    pub aliases: Vec<String>,
    pub gender: String,
    pub country: String,
    pub prominence: u8,
}

/// First and last day; `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Days {
    pub fn start(self) -> NaiveDate {
        self.from.unwrap_or(NaiveDate::MIN)
    }

    pub fn end(self) -> NaiveDate {
        self.to.unwrap_or(NaiveDate::MAX)
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.start() <= day && day <= self.end()
    }

    pub fn overlaps(self, other: Days) -> bool {
        self.start() <= other.end() && other.start() <= self.end()
    }
}

/// A row of `memberships.tsv`, its person aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub party: String,
    pub body: String,
    pub seat: String,
    pub days: Days,
}

/// A row of `offices.tsv`, its person aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub office: String,
    pub days: Days,
}

/// A row of `names.tsv`, its person aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedName {
    pub name: String,
    pub days: Days,
}

/// What the command reads and writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    pub persons: BTreeMap<String, Person>,
    pub names: BTreeMap<String, Vec<DatedName>>,
    pub seats: BTreeMap<String, Vec<Seat>>,
    pub posts: BTreeMap<String, Vec<Post>>,
}

/// The rows of a table below its header.
pub fn rows<const N: usize>(text: &str, table: &str) -> Result<Vec<[String; N]>> {
    let mut rows = Vec::new();
    for (at, line) in (1..).zip(text.lines()).skip(1).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let found = cells.len();
        match <[String; N]>::try_from(cells) {
            Ok(cells) => rows.push(cells),
            Err(_) => bail!("{table} line {at}: {found} cells where {N} belong; separate them with single tabs"),
        }
    }
    Ok(rows)
}

pub fn parse_day(cell: &str) -> Result<Option<NaiveDate>> {
    match cell {
        "" => Ok(None),
        _ => NaiveDate::parse_from_str(cell, "%F").map(Some).with_context(|| format!("`{cell}` is not a date")),
    }
}

fn days(from: &str, to: &str) -> Result<Days> {
    Ok(Days { from: parse_day(from)?, to: parse_day(to)? })
}

pub fn list(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

impl Tables {
    pub fn read(folder: &Path) -> Result<Tables> {
        let text = |table: &str| {
            let path = folder.join(table);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut tables = Tables::default();
        for [id, name, surname, aliases, gender, country, prominence] in rows(&text("persons.tsv")?, "persons.tsv")? {
            let prominence = prominence.parse().with_context(|| format!("persons.tsv: prominence of {id}"))?;
            let person = Person { name, surname, aliases: list(&aliases), gender, country, prominence };
            tables.persons.insert(id, person);
        }
        for [id, name, from, to] in rows(&text("names.tsv")?, "names.tsv")? {
            tables.names.entry(id).or_default().push(DatedName { name, days: days(&from, &to)? });
        }
        for [id, party, body, seat, from, to] in rows(&text("memberships.tsv")?, "memberships.tsv")? {
            let days = days(&from, &to).with_context(|| format!("memberships.tsv: {id}"))?;
            tables.seats.entry(id).or_default().push(Seat { party, body, seat, days });
        }
        for [id, office, from, to] in rows(&text("offices.tsv")?, "offices.tsv")? {
            let days = days(&from, &to).with_context(|| format!("offices.tsv: {id}"))?;
            tables.posts.entry(id).or_default().push(Post { office, days });
        }
        Ok(tables)
    }

    /// Writes the tables; in each, a person's rows by first day.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let mut text = String::from("id\tname\tsurname\taliases\tgender\tcountry\tprominence\n");
        for (id, it) in &self.persons {
            let Person { name, surname, aliases, gender, country, prominence } = it;
            writeln!(text, "{id}\t{name}\t{surname}\t{}\t{gender}\t{country}\t{prominence}", aliases.join("; "))?;
        }
        fs::write(folder.join("persons.tsv"), &text)?;
        text = String::from("person\tname\tfrom\tto\n");
        for (id, names) in &self.names {
            for it in sorted(names, |it| (it.days.start(), it.name.clone())) {
                writeln!(text, "{id}\t{}\t{}\t{}", it.name, day(it.days.from), day(it.days.to))?;
            }
        }
        fs::write(folder.join("names.tsv"), &text)?;
        text = String::from("person\tparty\tbody\tseat\tfrom\tto\n");
        for (id, seats) in &self.seats {
            for it in sorted(seats, |it| (it.days.start(), it.body.clone(), it.days.end())) {
                let (from, to) = (day(it.days.from), day(it.days.to));
                writeln!(text, "{id}\t{}\t{}\t{}\t{from}\t{to}", it.party, it.body, it.seat)?;
            }
        }
        fs::write(folder.join("memberships.tsv"), &text)?;
        text = String::from("person\toffice\tfrom\tto\n");
        for (id, posts) in &self.posts {
            for it in sorted(posts, |it| (it.days.start(), it.office.clone())) {
                writeln!(text, "{id}\t{}\t{}\t{}", it.office, day(it.days.from), day(it.days.to))?;
            }
        }
        fs::write(folder.join("offices.tsv"), &text)?;
        Ok(())
    }
}

fn sorted<T, K: Ord>(rows: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let mut rows: Vec<&T> = rows.iter().collect();
    rows.sort_by_key(|row| key(row));
    rows
}

/// The day before.
pub fn eve(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

/// Some days later.
pub fn later(day: NaiveDate, days: u64) -> NaiveDate {
    if day.year() > 200_000 { day } else { day.checked_add_days(chrono::Days::new(days)).unwrap_or(NaiveDate::MAX) }
}
