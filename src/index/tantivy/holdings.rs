//! What the index holds of each file, and files taken out of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use tantivy::Searcher;

use super::columns::Columns;
use super::schema::column;
use super::store::Store;
use super::writer::Writer;
use crate::index::engine::{Writable, Writing};
use crate::index::error::IndexError;
use crate::index::facets::Times;
use crate::index::file_update::file_number;
use crate::index::files::{HeldFile, key_path};

/// What an index holds of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileHolding {
    /// Articles.
    pub articles: u64,
    /// Quotes in them.
    pub quotes: u64,
    /// Articles without a date.
    pub undated: u64,
    /// The days of the others, first and last.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl FileHolding {
    /// Both together.
    #[must_use]
    pub fn and(self, other: FileHolding) -> FileHolding {
        let days = match (self.days, other.days) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, another) => one.or(another),
        };
        FileHolding {
            articles: self.articles + other.articles,
            quotes: self.quotes + other.quotes,
            undated: self.undated + other.undated,
            days,
        }
    }
}

impl Store {
    /// The files of which it holds articles, each with what it holds of it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn holdings(&self) -> Result<Vec<(HeldFile, FileHolding)>, IndexError> {
        let by_number = count(&self.searcher()).map_err(|error| self.failed(error))?;
        let held = self.files_held()?.into_iter();
        let with = held.map(|file| {
            let holding = by_number.get(&file_number(&file.key)).copied().unwrap_or_default();
            (file, holding)
        });
        Ok(with.filter(|(_, holding)| holding.articles > 0).collect())
    }

    /// How many articles it holds of each day, quoted or not, earlier versions included.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn article_days(&self) -> Result<Times, IndexError> {
        count_days(&self.searcher()).map_err(|error| self.failed(error))
    }

    /// Takes out all that it holds of the files that `choose` says, and of those that stay with them, in one commit; gives the
    /// files and what was held of each. `choose_root` says which of the files and folders that were named as the archive are
    /// no longer part of it; where nothing is held of the files, these stay too.
    ///
    /// # Errors
    /// Where the index cannot be read or written, or somebody else writes it; it then holds what it held.
    pub fn forget_files(
        &self,
        choose: impl Fn(&HeldFile) -> bool,
        choose_root: impl Fn(&str) -> bool,
    ) -> Result<Vec<(HeldFile, FileHolding)>, IndexError> {
        let mut writer = Writer::open(self)?;
        let states = Writable::files(self)?;
        let holdings = count(&self.searcher()).map_err(|error| self.failed(error))?;
        let held: Vec<HeldFile> = states.iter().map(|(path, state)| HeldFile::new(path.clone(), state)).collect();
        let chosen: HashSet<&str> = held.iter().filter(|file| choose(file)).map(|file| file.key.as_str()).collect();
        let stays = |file: &HeldFile| file.stays_with.as_deref().is_some_and(|with| chosen.contains(with));
        let forgotten: Vec<&HeldFile> =
            held.iter().filter(|file| chosen.contains(file.key.as_str()) || stays(file)).collect();
        if forgotten.is_empty() {
            return Ok(Vec::new());
        }
        let found = forgotten
            .iter()
            .map(|file| {
                let holding = holdings.get(&file_number(&file.key)).copied().unwrap_or_default();
                ((*file).clone(), holding)
            })
            .collect();
        for file in &forgotten {
            writer.forget(&file.key)?;
        }
        // Before the lock is let go, and before the articles: what is killed between is done by asking again.
        self.forget_roots(choose_root)?;
        Box::new(writer).finish()?;
        Ok(found)
    }
}

/// What is held of each file, by the number that stands for its path.
fn count(searcher: &Searcher) -> tantivy::Result<HashMap<u64, FileHolding>> {
    let mut held: HashMap<u64, FileHolding> = HashMap::new();
    for segment in searcher.segment_readers() {
        let columns = Columns::open(segment)?;
        let (keys, files) = (segment.fast_fields().u64(column::KEY)?, segment.fast_fields().u64(column::FILE)?);
        for doc in segment.doc_ids_alive() {
            // Only documents of articles have a key.
            let (Some(_), Some(file)) = (keys.first(doc), files.first(doc)) else { continue };
            let day = columns.head(doc).day().and_then(NaiveDate::from_num_days_from_ce_opt);
            let one = FileHolding {
                articles: 1,
                quotes: columns.rows(doc).len() as u64,
                undated: u64::from(day.is_none()),
                days: day.map(|day| (day, day)),
            };
            let so_far = held.entry(file).or_default();
            *so_far = so_far.and(one);
        }
    }
    Ok(held)
}

/// How many articles are of each day.
fn count_days(searcher: &Searcher) -> tantivy::Result<Times> {
    let (mut days, mut undated) = (BTreeMap::new(), 0);
    for segment in searcher.segment_readers() {
        let columns = Columns::open(segment)?;
        let keys = segment.fast_fields().u64(column::KEY)?;
        // Only documents of articles have a key.
        for doc in segment.doc_ids_alive().filter(|doc| keys.first(*doc).is_some()) {
            match columns.head(doc).day().and_then(NaiveDate::from_num_days_from_ce_opt) {
                Some(day) => *days.entry(day).or_default() += 1,
                None => undated += 1,
            }
        }
    }
    Ok(Times { days: days.into_iter().collect(), undated })
}

/// Whether a file's own path or a place where it was found is this one or lies in it.
pub fn lies_in(file: &HeldFile, folder: &std::path::Path) -> bool {
    key_path(&file.key).starts_with(folder) || file.places.iter().any(|place| place.starts_with(folder))
}
