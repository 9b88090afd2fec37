//! Saved questions: kept by name in a plain table; asked again for what is new since the last time.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{Days, Local};

use super::error::refuse;
use super::listen::Ear;
use super::request::{Request, Sort};
use super::tables::{add_to_kept, change, find_beside, read_kept, read_text, tell_left_out};
use super::{Asked, DeskError, Library, Result};
use crate::record::QuoteRecord;

/// The table's name in a project's folder.
const FILE: &str = "onrecord-questions.tsv";

const HEADER: &str = "\
# Saved questions of onrecord: a name, a tab, the question; one a line. `onrecord run NAME` asks it.
";

/// A question under its name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SavedQuestion {
    /// One word.
    pub name: String,
    /// As it was typed.
    pub question: String,
}

/// The table of saved questions.
pub struct Questions {
    path: PathBuf,
    ear: Ear,
}

/// What is new of a saved question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSince {
    /// Quotes that were handed on.
    pub shown: u64,
    /// New ones that were not, because they were too many.
    pub left: u64,
    ids: String,
    seen_path: PathBuf,
}

/// What a question finds at the time when it is saved: whether it is worth being asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoFar {
    /// Quotes that it finds now.
    pub total: u64,
    /// Of the last seven days, today among them.
    pub last_week: u64,
    /// The day of the latest dated one, `2016-08-18`.
    pub last: Option<String>,
}

impl Library {
    /// What a question finds so far, and how it was read.
    ///
    /// # Errors
    /// Where the question or the index cannot be read.
    pub fn so_far(&self, request: &Request) -> Result<(Asked, SoFar)> {
        const WEEK: Days = Days::new(6);
        let newest = Request { sort: Some(Sort::Newest), limit: 1, facets: false, ..request.clone() };
        let now = self.ask(&newest)?;
        let last = now.answer.hits.first().and_then(|hit| hit.record.article.date.clone());
        let today = request.today.unwrap_or_else(|| Local::now().date_naive());
        let mut of_week = Request { limit: 0, ..newest };
        of_week.filters.from = today.checked_sub_days(WEEK).map(|day| day.to_string());
        of_week.filters.to = Some(today.to_string());
        let last_week = self.ask(&of_week)?.answer.total;
        Ok((now.asked, SoFar { total: now.answer.total, last_week, last }))
    }
}

impl Questions {
    /// The table that is named, or the usual one.
    ///
    /// # Errors
    /// Where its place cannot be told.
    pub fn find(named: Option<&Path>, ear: Ear) -> Result<Questions> {
        let path = find_beside(named, FILE, "questions.tsv", "--questions FILE", ear.as_ref())?;
        Ok(Questions { path, ear })
    }

    /// Where the table lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a question under a name; gives the one that it takes the place of.
    ///
    /// # Errors
    /// Where the name is none, or the table cannot be written.
    pub fn save(&self, name: &str, question: &str) -> Result<Option<String>> {
        let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_no_name = |letter: char| letter.is_whitespace() || letter.is_control();
        if name.is_empty() || name.starts_with('#') || name.contains(is_no_name) {
            refuse!("`{name}` is no name for a question: use one word");
        }
        let mut before = None;
        change(&self.path, self.ear.as_ref(), |text| {
            before = self.parse(text).into_iter().find(|saved| saved.name == name).map(|saved| saved.question);
            let mut table = if text.trim().is_empty() { HEADER.to_string() } else { without(text, name) };
            if !table.ends_with('\n') {
                table.push('\n');
            }
            table.push_str(&format!("{name}\t{question}\n"));
            Ok(Some(table))
        })?;
        Ok(before.filter(|before| *before != question))
    }

    /// All of them in order; lines that are none are told.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn list(&self) -> Result<Vec<SavedQuestion>> {
        Ok(self.parse(&read_text(&self.path)?))
    }

    /// The question of this name.
    ///
    /// # Errors
    /// Where there is none, which says which there are, or the table cannot be read.
    pub fn get(&self, name: &str) -> Result<SavedQuestion> {
        let saved = self.list()?;
        if let Some(found) = saved.iter().rev().find(|saved| saved.name == name) {
            return Ok(found.clone());
        }
        const NAMED: usize = 20;
        let names: Vec<&str> = saved.iter().take(NAMED).map(|saved| saved.name.as_str()).collect();
        let known = match saved.len() - names.len() {
            _ if names.is_empty() => "none is".to_string(),
            0 => format!("saved are: {}", names.join(", ")),
            more => format!("saved are: {} and {more} more, which `onrecord saved` shows", names.join(", ")),
        };
        refuse!("no question is saved as {name} in {}; {known}", self.path.display())
    }

    /// Takes a question away, and what is known of what it has shown.
    ///
    /// # Errors
    /// Where there is none of the name, or the table cannot be written.
    pub fn forget(&self, name: &str) -> Result<()> {
        change(&self.path, self.ear.as_ref(), |text| {
            let kept = without(text, name);
            if kept == text {
                refuse!("no question is saved as {name} in {}; `onrecord saved` shows them all", self.path.display());
            }
            Ok(Some(kept))
        })?;
        let seen = self.seen_file(name)?;
        match std::fs::remove_file(&seen) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(DeskError::file(format!("{} cannot be removed", seen.display()), error))
            }
            _ => Ok(()),
        }
    }

    /// Hands on the quotes of a saved question that it has not shown before, at most so many.
    ///
    /// # Errors
    /// Where the index, or what was shown, cannot be read; what `each` gives ends it, and comes back inside.
    pub fn new_since<E>(
        &self,
        name: &str,
        library: &Library,
        asked: &Asked,
        most: u64,
        mut each: impl FnMut(&QuoteRecord) -> std::result::Result<(), E>,
    ) -> Result<std::result::Result<NewSince, E>> {
        let seen_path = self.seen_file(name)?;
        let mut seen: HashSet<String> = read_kept(&seen_path)?.lines().map(str::to_string).collect();
        let mut new = NewSince { shown: 0, left: 0, ids: String::new(), seen_path };
        let written = library.for_each_quote(asked, |record| -> std::result::Result<(), E> {
            if seen.contains(&record.id) {
                return Ok(());
            }
            if new.shown == most {
                new.left += 1;
                return Ok(());
            }
            each(&record)?;
            new.shown += 1;
            new.ids.push_str(&record.id);
            new.ids.push('\n');
            seen.insert(record.id);
            Ok(())
        })?;
        Ok(written.map(|_| new))
    }

    /// Remembers quotes as shown. Until then, as where the program is killed before, they are new the next time, too.
    ///
    /// # Errors
    /// Where that cannot be written.
    pub fn remember(&self, new: &NewSince) -> Result<()> {
        add_to_kept(&new.seen_path, self.ear.as_ref(), &new.ids)
    }

    /// The request that asks a saved question.
    ///
    /// # Errors
    /// Where there is none of the name, or the table cannot be read.
    pub fn request(&self, name: &str) -> Result<Request> {
        Ok(Request::of(self.get(name)?.question))
    }

    fn parse(&self, text: &str) -> Vec<SavedQuestion> {
        const LONGEST_LINE: usize = 100_000;
        let mut saved: Vec<SavedQuestion> = Vec::new();
        let mut left_out = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            match line.split_once('\t').map(|(name, question)| (name.trim(), question.trim())) {
                _ if line.len() > LONGEST_LINE => {
                    left_out.push((at + 1, "longer than any question that can be asked".to_string()));
                }
                Some((name, question)) if !name.is_empty() && !question.is_empty() => {
                    saved.push(SavedQuestion { name: name.to_string(), question: question.to_string() });
                }
                _ => left_out.push((at + 1, "no saved question: part the name and the question by a tab".to_string())),
            }
        }
        tell_left_out(&self.path, left_out, self.ear.as_ref());
        saved
    }

    /// Where the ids of the quotes are kept that a question has shown: outside the index, which may be made anew.
    fn seen_file(&self, name: &str) -> Result<PathBuf> {
        let Some(data) = dirs::data_dir() else {
            refuse!("no home folder to remember in what was shown: set HOME or XDG_DATA_HOME");
        };
        let table = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        let mut hasher = blake3::Hasher::new();
        hasher.update(table.as_os_str().as_encoded_bytes());
        hasher.update(b"\0");
        hasher.update(name.as_bytes());
        Ok(data.join("onrecord").join("seen").join(&hasher.finalize().to_hex()[..24]))
    }
}

fn without(text: &str, name: &str) -> String {
    let is_named = |line: &&str| line.split_once('\t').is_some_and(|(known, _)| known.trim() == name);
    text.split_inclusive('\n').filter(|line| line.trim_start().starts_with('#') || !is_named(line)).collect()
}
