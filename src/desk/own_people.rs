//! The table of a user's own people on disk: found, read, imported into, and the register with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::error::refuse;
use super::listen::Listener;
use super::tables::{change, find_beside, read_text, tell_left_out};
use super::{Result, Settings};
use crate::people::{OwnRow, Register, parse_own, parse_popolo, render_own};

/// The table's name in a project's folder.
const FILE: &str = "onrecord-people.tsv";

/// What stands before each line of the table where an index keeps it: to the corrections beside it a comment.
const KEPT: &str = "#people\t";

fn find_table(settings: &Settings, ear: &dyn Listener) -> Result<PathBuf> {
    find_beside(settings.people.as_deref(), FILE, "people.tsv", "--people FILE", ear)
}

/// The rows of the user's table; lines that cannot be read are told and left out.
///
/// # Errors
/// Where the table is there and cannot be read.
pub fn load(settings: &Settings, ear: &dyn Listener) -> Result<Vec<OwnRow>> {
    let path = find_table(settings, ear)?;
    let (rows, bad) = parse_own(&read_text(&path)?);
    tell_left_out(&path, bad.into_iter().map(|line| (line.line, line.what)), ear);
    Ok(rows)
}

/// The register of people: the program's own, with the user's people in it where there are any.
///
/// # Errors
/// Where a table cannot be read.
pub fn register(settings: &Settings, ear: &dyn Listener) -> Result<Register> {
    let own = load(settings, ear)?;
    let register = embedded_register()?;
    if own.is_empty() {
        return Ok(register);
    }
    match register.with_own(&own) {
        Ok(register) => Ok(register),
        Err(error) => refuse!("your own people cannot be read: {error}"),
    }
}

/// The register of people that the program carries.
///
/// # Errors
/// Where its tables are damaged; a test keeps them sound.
pub fn embedded_register() -> Result<Register> {
    match Register::embedded() {
        Ok(register) => Ok(register),
        Err(error) => refuse!("the program's own register of people cannot be read: {error}"),
    }
}

/// What an import came to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportedPeople {
    /// The table.
    pub table: PathBuf,
    /// People of the files who were not in the table.
    pub added: usize,
    /// People of the files whose rows in the table were replaced.
    pub replaced: usize,
    /// Those of them who take the place of somebody whom the program knows.
    pub instead: usize,
}

/// Takes the people of files into the user's table: Popolo JSON, or a table of the same form. All of them or nothing.
///
/// # Errors
/// Where a file cannot be read or understood, which says the line and the reason; the table is then as it was.
pub fn import_people(files: &[PathBuf], settings: &Settings, ear: &dyn Listener) -> Result<ImportedPeople> {
    let mut rows = Vec::new();
    for file in files {
        rows.extend(read_people(file)?);
    }
    let table = find_table(settings, ear)?;
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.person.as_str()).collect();
    let known = embedded_register()?;
    let instead = ids.iter().filter(|id| known.find_slug(id).is_some()).count();
    let mut replaced = 0;
    change(&table, ear, |before| {
        let (mut kept, bad) = parse_own(before);
        if let Some(bad) = bad.first() {
            refuse!("{} line {}: {}; nothing was imported", table.display(), bad.line, bad.what);
        }
        let there: BTreeSet<String> = kept.iter().map(|row| row.person.clone()).collect();
        replaced = ids.iter().filter(|id| there.contains(**id)).count();
        kept.retain(|row| !ids.contains(row.person.as_str()));
        kept.extend(rows.iter().cloned());
        Ok(Some(render_own(&kept)))
    })?;
    Ok(ImportedPeople { table, added: ids.len() - replaced, replaced, instead })
}

fn read_people(file: &Path) -> Result<Vec<OwnRow>> {
    if !file.exists() {
        refuse!("{} is not there; name a file of people", file.display());
    }
    let text = read_text(file)?;
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return match parse_popolo(&text) {
            Ok(rows) => Ok(rows),
            Err(error) => refuse!("{}: {error}; nothing was imported", file.display()),
        };
    }
    let (rows, bad) = parse_own(&text);
    match bad.first() {
        Some(bad) => refuse!("{} line {}: {}; nothing was imported", file.display(), bad.line, bad.what),
        None if rows.is_empty() => refuse!("{} holds nobody; nothing was imported", file.display()),
        None => Ok(rows),
    }
}

/// The rows as an index keeps them beside the corrections, so that it notices when they change.
pub(super) fn kept_lines(rows: &[OwnRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    render_own(rows).lines().fold(String::from("\n"), |text, line| text + KEPT + line + "\n")
}

/// The rows that an index kept so.
fn kept_rows(kept: &str) -> Vec<OwnRow> {
    let lines: Vec<&str> = kept.lines().filter_map(|line| line.strip_prefix(KEPT)).collect();
    parse_own(&lines.join("\n")).0
}

/// What articles can say of those whose rows differ between two kept texts, in small letters: names, offices, parties.
pub(super) fn words_of_changed(before: &str, now: &str, register: &Register) -> Vec<String> {
    let group = |text: &str| {
        let mut by_person: BTreeMap<String, BTreeSet<OwnRow>> = BTreeMap::new();
        kept_rows(text).into_iter().for_each(|row| {
            by_person.entry(row.person.clone()).or_default().insert(row);
        });
        by_person
    };
    let (before, now) = (group(before), group(now));
    let mut words = BTreeSet::new();
    let changed: BTreeSet<&String> =
        before.keys().chain(now.keys()).filter(|id| before.get(*id) != now.get(*id)).collect();
    for id in changed {
        for row in before.get(id).into_iter().chain(now.get(id)).flatten() {
            let last = row.name.rsplit(' ').next().unwrap_or("");
            let cells = [row.name.as_str(), last, &row.office, &row.party, &row.body];
            words.extend(cells.into_iter().chain(row.other_names.iter().map(String::as_str)).map(str::to_lowercase));
        }
        if let Some(person) = register.find_slug(id).map(|id| register.person(id)) {
            words.insert(person.surname().to_lowercase());
            words.extend(person.aliases().map(str::to_lowercase));
        }
    }
    words.into_iter().filter(|word| word.chars().count() > 1).collect()
}
