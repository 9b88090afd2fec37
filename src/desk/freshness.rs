//! Whether an index, or a table that decides how it is asked, was written since: for whoever keeps an index open and answers
//! from it for long.

use std::path::Path;
use std::time::UNIX_EPOCH;

use super::{Library, Result, Settings, asked, nobody};
use crate::index::Store;

/// What an index and the user's tables were at one moment; two are equal where nothing was written between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness(String);

impl Freshness {
    /// Of the index in a folder, as it is now.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn of(dir: &Path, settings: &Settings) -> Result<Freshness> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(Store::state_now(dir)?.as_bytes());
        for table in asked::tables_of(settings, nobody().as_ref()) {
            let facts = table.metadata().ok().map(|facts| {
                let written = facts.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                (facts.len(), written.map(|time| time.as_nanos()))
            });
            hasher.update(format!("{}\0{facts:?}\0", table.display()).as_bytes());
        }
        Ok(Freshness(hasher.finalize().to_hex().as_str().chars().take(DIGITS).collect()))
    }

    /// Letters and digits that stand for it.
    pub fn digest(&self) -> &str {
        &self.0
    }
}

const DIGITS: usize = 24;

impl Library {
    /// What its index and tables are now.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn freshness(&self) -> Result<Freshness> {
        Freshness::of(self.dir(), self.settings())
    }
}
