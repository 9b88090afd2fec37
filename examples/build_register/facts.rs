//! Plain fact files to stints in a body, posts, titles and changes of party, all in the ids of the tables.
//!
//! A file is known by its header: which columns it has says what its rows are. Takes the text of a file, gives
//! [`Facts`]; a row that cannot be read is an error with its line, an office or party without an id is told.

use super::tables::{Days, later, list, rows};
use anyhow::{Context, Result, bail};
use chrono::{Datelike, NaiveDate};
use onrecord::people::Register;
use std::collections::{BTreeSet, HashMap};

/// Where a fact stands.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub file: String,
    pub line: usize,
}

/// Somebody's time in a body, in one party.
#[derive(Clone, Debug)]
pub struct Stint {
    pub name: String,
    pub other_names: Vec<String>,
    pub country: &'static str,
    pub body: &'static str,
    /// Empty: none.
    pub party: String,
    pub seat: String,
    pub days: Days,
    pub gender: String,
    /// The number or id that the source knows the person by.
    pub key: String,
    pub source: Source,
}

/// Somebody's time in an office.
#[derive(Clone, Debug)]
pub struct Held {
    pub name: String,
    pub office: String,
    pub country: String,
    pub days: Days,
    pub party: String,
    pub source: Source,
}

/// A peer or bishop.
#[derive(Clone, Debug)]
pub struct Peer {
    pub title: String,
    pub name: String,
    pub gender: String,
    pub days: Days,
    pub died: bool,
    /// Party and days.
    pub parties: Vec<(String, Days)>,
    pub key: String,
    pub source: Source,
}

/// A change of party on a day; without a party the seat was left.
#[derive(Clone, Debug)]
pub struct Change {
    pub name: String,
    pub day: NaiveDate,
    pub party: Option<String>,
    pub source: Source,
}

/// All that the files say.
#[derive(Debug, Default)]
pub struct Facts {
    pub stints: Vec<Stint>,
    pub held: Vec<Held>,
    pub peers: Vec<Peer>,
    pub changes: Vec<Change>,
    /// Words for parties and offices that have no id.
    pub unknown: BTreeSet<String>,
}

/// From the words of fact files to ids of the tables.
pub struct Words<'r> {
    pub register: &'r Register,
    pub parties: HashMap<String, String>,
    pub offices: HashMap<String, String>,
}

impl Words<'_> {
    fn party(&self, words: &str, unknown: &mut BTreeSet<String>) -> String {
        if let Some(id) = self.parties.get(words) {
            return id.clone();
        }
        match self.register.find_party(words) {
            Some(id) => self.register.party(id).id().to_owned(),
            None => {
                unknown.insert(format!("party `{words}`"));
                String::new()
            }
        }
    }

    fn office(&self, words: &str, unknown: &mut BTreeSet<String>) -> Option<String> {
        match self.offices.get(words) {
            Some(id) if id.is_empty() => None,
            Some(id) => Some(id.clone()),
            None => {
                unknown.insert(format!("office `{words}`"));
                None
            }
        }
    }
}

/// A day where only month, year or a span is known: the earliest or the latest of it.
#[derive(Clone, Copy, PartialEq)]
enum End {
    First,
    Last,
}

fn fuzzy_day(cell: &str, end: End) -> Result<Option<NaiveDate>> {
    let cell = match (cell.split_once(".."), end) {
        (Some((_, late)), End::First) if !late.is_empty() => late,
        (Some((early, _)), _) => early,
        (None, _) => cell,
    };
    if cell.is_empty() {
        return Ok(None);
    }
    let parts: Vec<u32> = cell.split('-').map(str::parse).collect::<Result<_, _>>().context("not a date")?;
    let day = match (parts.as_slice(), end) {
        ([year, month, day], _) => NaiveDate::from_ymd_opt(*year as i32, *month, *day),
        ([year, month], End::First) => NaiveDate::from_ymd_opt(*year as i32, *month, 1),
        ([year, month], End::Last) => NaiveDate::from_ymd_opt(*year as i32, *month, 1)
            .and_then(|day| day.checked_add_months(chrono::Months::new(1)))
            .and_then(|day| day.pred_opt()),
        ([year], End::First) => NaiveDate::from_ymd_opt(*year as i32, 1, 1),
        ([year], End::Last) => NaiveDate::from_ymd_opt(*year as i32, 12, 31),
        _ => None,
    };
    day.map(Some).with_context(|| format!("`{cell}` is not a date"))
}

fn fuzzy_days(from: &str, to: &str) -> Result<Days> {
    Ok(Days { from: fuzzy_day(from, End::First)?, to: fuzzy_day(to, End::Last)? })
}

/// The last days of parliaments, between which the elections' files give the first days of terms.
const DISSOLVED: [(i32, u32, u32); 4] = [(2015, 3, 30), (2017, 5, 3), (2019, 11, 6), (2024, 5, 30)];

/// The days of the lists of the Lords: all; with a party in 2018; sitting in 2020.
const LISTED_LORDS: [(i32, u32, u32); 3] = [(2015, 3, 26), (2018, 6, 21), (2020, 5, 1)];

impl Facts {
    /// Adds what a file says; which kind it is, its header tells.
    pub fn read(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        let header = text.lines().next().unwrap_or("");
        let read = match header.split('\t').collect::<Vec<_>>().as_slice() {
            ["name", "other_names", "country", "chamber", "party", ..] => self.read_legislators(file, text, words),
            ["name", "other_name", "party_at_election", ..] => self.read_elections(file, text, words),
            ["date", "name", "seat", "from_party", "to_party", ..] => self.read_changes(file, text, words),
            ["name", "seat_or_region" | "seat" | "region", "party", "from", "to", ..] => {
                let body = match file {
                    _ if file.contains("scottish") => "Scottish Parliament",
                    _ if file.contains("senedd") || file.contains("welsh-assembly") => "Senedd",
                    _ if file.contains("ni-assembly") => "Northern Ireland Assembly",
                    _ if file.contains("meps") => "European Parliament",
                    _ => bail!("{file}: its name tells no body"),
                };
                self.read_seats(file, text, words, body)
            }
            ["office", "name", "from", "to", "party", ..] => self.read_offices(file, text, words),
            ["name", "office", "from", "to", ..] => self.read_ministers(file, text, words),
            ["title_as_printed", "common_name", ..] => self.read_peers(file, text, words),
            _ => bail!("{file}: no kind of facts has this header: {header}"),
        };
        read.with_context(|| file.to_owned())
    }

    fn read_legislators(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        for (at, line) in text.lines().enumerate().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[name, others, country, chamber, party, seat, from, to, key, gender, ..] = cells.as_slice() else {
                bail!("line {}: too few cells", at + 1);
            };
            let body = match chamber {
                "House of Commons" => "Commons",
                "House of Representatives" => "House",
                "Senate" => "Senate",
                "Scottish Parliament" => "Scottish Parliament",
                "Northern Ireland Assembly" => "Northern Ireland Assembly",
                "National Assembly for Wales" => "Senedd",
                _ => bail!("line {}: `{chamber}` is no chamber", at + 1),
            };
            self.stints.push(Stint {
                name: name.to_owned(),
                other_names: list(others),
                country: if country == "US" { "US" } else { "UK" },
                body,
                party: match (body, party) {
                    ("Scottish Parliament", "Green") => "scottish-green".to_owned(),
                    _ => words.party(party, &mut self.unknown),
                },
                seat: us_seat(seat),
                days: full_term(fuzzy_days(from, to).with_context(|| format!("line {}", at + 1))?, cells.get(10)),
                gender: gender.to_owned(),
                key: key.to_owned(),
                source: Source { file: file.to_owned(), line: at + 1 },
            });
        }
        Ok(())
    }

    fn read_elections(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        let all = rows::<9>(text, file)?;
        let mut by_elections: Vec<(&str, NaiveDate)> = Vec::new();
        for [_, _, _, seat, date, kind, ..] in &all {
            if kind == "by-election" {
                by_elections.push((seat, NaiveDate::parse_from_str(date, "%F")?));
            }
        }
        for (at, [name, other, party, seat, date, _, key, gender, _]) in all.iter().enumerate() {
            let from = NaiveDate::parse_from_str(date, "%F").with_context(|| format!("line {}", at + 2))?;
            let dissolved = DISSOLVED.iter().filter_map(|&(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
            let successor = by_elections.iter().filter(|it| it.0 == seat && from < it.1).map(|it| it.1.pred_opt());
            let to = dissolved.filter(|day| from < *day).chain(successor.flatten()).min();
            self.stints.push(Stint {
                name: name.clone(),
                other_names: list(other),
                country: "UK",
                body: "Commons",
                party: words.party(party, &mut self.unknown),
                seat: seat.clone(),
                days: Days { from: Some(from), to },
                gender: gender.clone(),
                key: format!("uk{key}"),
                source: Source { file: file.to_owned(), line: at + 2 },
            });
        }
        Ok(())
    }

    fn read_changes(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        for (at, [date, name, _, _, to, ..]) in rows::<8>(text, file)?.into_iter().enumerate() {
            let party = (to != "-").then(|| words.party(&to, &mut self.unknown));
            let Some(day) = fuzzy_day(&date, End::First)? else { bail!("line {}: no day", at + 2) };
            self.changes.push(Change { name, day, party, source: Source { file: file.to_owned(), line: at + 2 } });
        }
        Ok(())
    }

    fn read_seats(&mut self, file: &str, text: &str, words: &Words, body: &'static str) -> Result<()> {
        for (at, [name, seat, party, from, to, ..]) in rows::<8>(text, file)?.into_iter().enumerate() {
            let party = match (body, party.as_str()) {
                ("Scottish Parliament", "Green") => "scottish-green".to_owned(),
                _ => words.party(&party, &mut self.unknown),
            };
            self.stints.push(Stint {
                name,
                other_names: Vec::new(),
                country: "UK",
                body,
                party,
                seat,
                days: fuzzy_days(&from, &to).with_context(|| format!("line {}", at + 2))?,
                gender: String::new(),
                key: String::new(),
                source: Source { file: file.to_owned(), line: at + 2 },
            });
        }
        Ok(())
    }

    fn read_offices(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        for (at, [office, name, from, to, party, ..]) in rows::<7>(text, file)?.into_iter().enumerate() {
            let own = format!("{}: {office}", file.split('-').next().unwrap_or(""));
            let own = if words.offices.contains_key(&own) { own } else { office };
            let Some(office) = words.office(&own, &mut self.unknown) else { continue };
            let party = if party.is_empty() { party } else { words.party(&party, &mut self.unknown) };
            let country = words.register.find_office_id(&office).map(|id| words.register.office(id).country());
            self.held.push(Held {
                name,
                country: country.map_or("other", country_name).to_owned(),
                office,
                days: fuzzy_days(&from, &to).with_context(|| format!("line {}", at + 2))?,
                party,
                source: Source { file: file.to_owned(), line: at + 2 },
            });
        }
        Ok(())
    }

    /// Ministers of one government, or its departments: name first, the office in words.
    fn read_ministers(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        for (at, [name, office, from, to, _]) in rows::<5>(text, file)?.into_iter().enumerate() {
            let Some(office) = words.office(&format!("Scotland: {office}"), &mut self.unknown) else { continue };
            self.held.push(Held {
                name,
                office,
                country: "UK".to_owned(),
                days: fuzzy_days(&from, &to).with_context(|| format!("line {}", at + 2))?,
                party: String::new(),
                source: Source { file: file.to_owned(), line: at + 2 },
            });
        }
        Ok(())
    }

    fn read_peers(&mut self, file: &str, text: &str, words: &Words) -> Result<()> {
        for (at, cells) in rows::<16>(text, file)?.into_iter().enumerate() {
            let [title, name, _, _, gender, _, entered, announced, left, why, history, in_2018, in_2020, key, ..] =
                cells;
            let place = || format!("line {}", at + 2);
            let is_day = |cell: &str| cell.len() == 10 && !cell.contains("..");
            let from = if !is_day(&entered) && is_day(&announced) { announced } else { entered };
            // Of a year alone its last day is sure, but for those who were there before this century.
            let end = if from.as_str() < "1997" { End::First } else { End::Last };
            let mut days = Days {
                from: fuzzy_day(&from, end).with_context(place)?,
                to: fuzzy_day(&left, End::Last).with_context(place)?,
            };
            // Who is in no later list had left by then; on which day is not known, only when they were last seen.
            let until = match (in_2018.as_str(), in_2020.as_str()) {
                ("", "") => LISTED_LORDS[0],
                (_, "") => LISTED_LORDS[1],
                _ => LISTED_LORDS[2],
            };
            let seen = NaiveDate::from_ymd_opt(until.0, until.1, until.2);
            if days.to.is_none() && in_2020.is_empty() && days.from < seen {
                days.to = seen;
            }
            let mut parties = Vec::new();
            for part in history.split(';').map(str::trim).filter(|part| !part.is_empty()) {
                let (party, span) = match part.rsplit_once(' ') {
                    Some((party, span)) if span.contains("..") => (party, span.split_once("..").unwrap_or(("", ""))),
                    Some(_) if part.contains("(seen ") => {
                        let (party, seen) = part.split_once(" (seen ").unwrap_or((part, ""));
                        (party, (seen.trim_end_matches(')'), ""))
                    }
                    _ => (part, ("", "")),
                };
                let span = fuzzy_days(span.0, span.1).with_context(place)?;
                if party.contains("left the Lords") {
                    continue;
                }
                parties.push((words.party(party.trim_end_matches(" .."), &mut self.unknown), span));
            }
            self.peers.push(Peer {
                title: title.trim_start_matches("The Lord ").trim_start_matches("The ").to_owned(),
                name,
                gender,
                died: why == "died",
                days,
                parties,
                key: if key.is_empty() { key } else { format!("uk{key}") },
                source: Source { file: file.to_owned(), line: at + 2 },
            });
        }
        Ok(())
    }
}

/// A term of Congress whose end is only known from a list that changed within the weeks before a new Congress goes on to
/// that day.
fn full_term(days: Days, to_is: Option<&&str>) -> Days {
    let about = to_is.is_some_and(|to_is| to_is.starts_with("about"));
    let begins = days.to.and_then(|to| NaiveDate::from_ymd_opt(to.year() + 1, 1, 3));
    match (days.to, begins) {
        (Some(to), Some(begins)) if about && begins.year() % 2 == 1 && later(to, 20) >= begins => {
            Days { to: Some(begins), ..days }
        }
        _ => days,
    }
}

fn country_name(country: onrecord::people::Country) -> &'static str {
    match country {
        onrecord::people::Country::Uk => "UK",
        onrecord::people::Country::Us => "US",
        onrecord::people::Country::Other => "other",
    }
}

/// `VA-4` and `Virginia's 4th congressional district` as the tables have it: `Virginia's 4th district`.
fn us_seat(seat: &str) -> String {
    let seat = seat.replace(" congressional district", " district");
    let Some((state, number)) = seat.split_once('-') else { return state_name(&seat).unwrap_or(&seat).to_owned() };
    match (state_name(state), number.parse::<u32>()) {
        (Some(state), Ok(0)) => state.to_owned(),
        (Some(state), Ok(number)) => format!("{state}'s {} district", ordinal(number)),
        _ => seat,
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The names of the states by the letters that the post gave them.
const STATES: &str = include_str!("us_states.tsv");

fn state_name(letters: &str) -> Option<&'static str> {
    STATES.lines().filter_map(|line| line.split_once('\t')).find(|it| it.0 == letters).map(|it| it.1)
}
