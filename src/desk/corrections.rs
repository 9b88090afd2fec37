//! The table of corrections on disk: found, read, changed, and brought into an index.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use super::error::refuse;
use super::listen::{Ear, Listener, Notice, tell};
use super::own_people;
use super::tables::{change, find_beside, read_text, tell_left_out};
use super::{DeskError, Library, Result, Settings};
use crate::corrections::{self, Correction, Corrections, Verdict, Wordings};
use crate::index::{ArticleEntry, Held, IndexError, Store};
use crate::people::{PersonId, Register};
use crate::quotes::Extractor;
use crate::record::QuoteRecord;

/// The table's name in a project's folder.
const FILE: &str = "onrecord-corrections.tsv";

fn find_table(settings: &Settings, ear: &dyn Listener) -> Result<PathBuf> {
    find_beside(settings.corrections.as_deref(), FILE, "corrections.tsv", "--corrections FILE", ear)
}

/// The corrections that hold, and the text of the user's tables: that of the corrections, with the user's own people behind
/// it as comments; lines that cannot be read are told and left out.
///
/// # Errors
/// Where the table is there and cannot be read.
pub fn load(settings: &Settings, ear: &dyn Listener) -> Result<(Corrections, String)> {
    let path = find_table(settings, ear)?;
    if settings.corrections.is_some() && !path.exists() {
        tell(ear, Notice::NoCorrectionsYet(path.clone()));
    }
    let text = read_text(&path)?;
    let (lines, bad) = corrections::parse(&text);
    tell_left_out(&path, bad.into_iter().map(|line| (line.line, line.what)), ear);
    let people = own_people::kept_lines(&own_people::load(settings, ear)?);
    Ok((Corrections::new(lines), text + &people))
}

/// The table of corrections with its place, in its order; lines that cannot be read are told and left out.
///
/// # Errors
/// Where the table is there and cannot be read.
pub fn corrections_table(settings: &Settings, ear: &Ear) -> Result<(PathBuf, Vec<Correction>)> {
    let path = find_table(settings, ear.as_ref())?;
    let (lines, bad) = corrections::parse(&read_text(&path)?);
    tell_left_out(&path, bad.into_iter().map(|line| (line.line, line.what)), ear.as_ref());
    Ok((path, lines))
}

/// Whether this is the table that the index was last brought up to date with. While somebody writes the index nobody
/// else can change that.
pub fn is_applied(store: &Store, table: &str) -> bool {
    store.corrections_applied().is_ok_and(|applied| applied == table)
}

/// Brings an index that was made with another table up to date with this one: only the articles that the lines which
/// differ are about. Other articles are not touched, and no file is read.
///
/// # Errors
/// Where the index cannot be read or written, or is being written: it then counts as it was, and the next command brings
/// it up to date.
pub fn bring_in(library: &Library, table: &str, now: &Corrections) -> Result<()> {
    let store = library.store();
    if is_applied(store, table) {
        return Ok(());
    }
    let register = library.register()?;
    let extractor = OnceCell::new();
    let people = OnceCell::new();
    let brought: std::result::Result<(), IndexError> = store.refresh(
        // Only now is it sure that nobody else is at it.
        || {
            let before = store.corrections_applied()?;
            let mut held = concerned(store, &before, now)?;
            let words = own_people::words_of_changed(&before, table, register);
            if !words.is_empty() {
                let of_people = store.articles_with_text(|text| {
                    let text = text.to_lowercase();
                    words.iter().any(|word| text.contains(word))
                })?;
                people.get_or_init(|| of_people.len());
                held.extend(of_people);
            }
            Ok(held)
        },
        |article| {
            let quotes = extractor.get_or_init(|| Extractor::new(register)).extract(&article);
            ArticleEntry::new(article, quotes, now, register)
        },
        || store.keep_corrections_applied(table),
    );
    brought?;
    if let Some(articles) = people.get() {
        tell(library.ear().as_ref(), Notice::PeopleBroughtIn(*articles));
    }
    Ok(())
}

/// The articles that the lines are about in which a table differs from the one before.
fn concerned(store: &Store, before: &str, now: &Corrections) -> std::result::Result<Vec<Held>, IndexError> {
    let before = corrections::parse(before).0;
    let words = |lines: &[Correction], others: &[Correction], not_quotes: bool| -> BTreeSet<String> {
        let others: HashSet<&Correction> = others.iter().collect();
        lines
            .iter()
            .filter(|line| !others.contains(line) && (!not_quotes || line.verdict == Verdict::NotAQuote))
            .map(|line| line.words.clone())
            .collect()
    };
    let mut changed = words(&now.lines, &before, false);
    changed.extend(words(&before, &now.lines, false));
    let mut held = store.articles_quoting(changed.iter().map(String::as_str))?;
    // What was struck out stands in no quote of the index: the articles' own texts tell where it was.
    let restored = Wordings::new(words(&before, &now.lines, true));
    if !restored.is_empty() {
        held.extend(store.articles_with_text(|text| restored.any_in(text))?);
    }
    Ok(held)
}

/// What is to be written of a quote.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectRequest {
    /// This one said it: a name or an id of the register, or anybody's name; the party where the register does not know
    /// the speaker.
    Speaker {
        /// As typed.
        name: String,
        /// As typed.
        party: Option<String>,
    },
    /// Nobody can be told.
    Unknown,
    /// The words are nobody's.
    NotAQuote,
    /// The correction of this quote is taken back.
    TakeBack,
}

/// A correction that is written, and applied as far as the index could be written.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// The table.
    pub table: PathBuf,
    /// The quote as it is told from now on; empty where it is none any more.
    pub records: Vec<QuoteRecord>,
}

impl Library {
    /// Writes a correction of the quote with this id into the user's table and brings it into the index.
    ///
    /// # Errors
    /// Where there is no such quote or correction, a name can be several people's, or the table cannot be written.
    pub fn correct(&self, id: &str, what: &CorrectRequest) -> Result<Corrected> {
        let table = find_table(self.settings(), self.ear().as_ref())?;
        if *what == CorrectRequest::TakeBack {
            change(&table, self.ear().as_ref(), |text| {
                let without = corrections::without_id(text, id);
                if without == text {
                    refuse!("{} has no correction of {id}; `onrecord correct --list` shows them all", table.display());
                }
                Ok(Some(without))
            })?;
        } else {
            let records = self.store().quotes_with_id(id)?;
            let Some(record) = records.first() else {
                refuse!(
                    "no quote {id} in the index at {}: copy the id from the answer of `onrecord search`",
                    self.dir().display()
                );
            };
            let verdict = match what {
                CorrectRequest::Speaker { name, party } => {
                    Verdict::Speaker { name: self.speaker_to_write(name, record)?, party: party.clone() }
                }
                CorrectRequest::Unknown => Verdict::Unknown,
                CorrectRequest::NotAQuote | CorrectRequest::TakeBack => Verdict::NotAQuote,
            };
            let correction = Correction::new(record, verdict);
            change(&table, self.ear().as_ref(), |text| Ok(Some(corrections::with_line(text, &correction))))?;
        }
        self.bring_in_table()?;
        self.store().reload()?;
        Ok(Corrected { table, records: self.store().quotes_with_id(id)? })
    }

    /// Brings the user's table of corrections into the index, as it is now; that it cannot be is told.
    pub(super) fn bring_in_table(&self) -> Result<()> {
        let (known, table) = load(self.settings(), self.ear().as_ref())?;
        if let Err(error) = bring_in(self, &table, &known) {
            let why = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
            let mut why: Vec<String> = why.map(ToString::to_string).collect();
            why.dedup();
            tell(self.ear().as_ref(), Notice::CorrectionsNotIn(why.join(": ")));
        }
        Ok(())
    }

    /// The name as it is written to the table: the register's where it is plain whom it means, the id where several bear
    /// the name, and as typed where the register knows nobody.
    fn speaker_to_write(&self, typed: &str, record: &QuoteRecord) -> Result<String> {
        let register = self.register()?;
        let typed = typed.trim();
        if typed.is_empty() || typed.starts_with('(') {
            refuse!("`{typed}` is no name: give a name, or --unknown or --not-a-quote");
        }
        if register.find_slug(typed).is_some() {
            return Ok(typed.to_string());
        }
        let day = record.article.date.as_deref().and_then(|date| date.parse().ok());
        let found = corrections::find_person(typed, day, register);
        match found[..] {
            [] => {
                tell(self.ear().as_ref(), Notice::NobodyCalled(typed.to_string()));
                Ok(typed.to_string())
            }
            [person] => Ok(written_name(person, register)),
            [first, ..] if typed.contains(' ') && stands_out(&found, register) => Ok(written_name(first, register)),
            _ => {
                let listed = found.iter().take(12).map(|person| {
                    let known = register.person(*person);
                    let party = register.party_on(*person, day).map_or("", |party| register.party(party).name());
                    format!("  --speaker {}   {} {party}", known.slug(), known.name()).trim_end().to_string()
                });
                let asked = format!("{typed} can be several people; say which one:");
                Err(DeskError::Several(std::iter::once(asked).chain(listed).collect()))
            }
        }
    }
}

/// Whether the first of several bearers of a full name is far better known than the second.
fn stands_out(found: &[PersonId], register: &Register) -> bool {
    let of = |at: usize| found.get(at).map_or(0, |person| register.person(*person).prominence());
    of(0) >= of(1) + 3
}

/// The person's name, or the id where others bear the name.
fn written_name(person: PersonId, register: &Register) -> String {
    let known = register.person(person);
    match register.find_name(known.name())[..] {
        [only] if only == person => known.name().to_string(),
        _ => known.slug().to_string(),
    }
}
