//! The index on disk: made, opened, checked; its fields and its reader.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use tantivy::directory::{DirectoryLock, MmapDirectory};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexBuilder, IndexReader, IndexSettings, ReloadPolicy, Searcher};

use super::columns::Warmth;
use super::error::of_engine;
use super::folder::{self, FORMAT};
use super::labels::Names;
use super::schema::{self, Fields, Lines};
use super::snapshot::Moment;
use super::unmapped::Unmapped;
use crate::index::analyze::fold_words;
use crate::index::answer;
use crate::index::ask::{Answer, Asking};
use crate::index::engine::Snapshot;
use crate::index::error::IndexError;
use crate::index::facets::FacetValue;
use crate::index::prepared::LabelOf;
use crate::query::tree::{ResolvedQuery, SpeakerRef};
use crate::record::QuoteRecord;

/// Articles are compressed together in blocks of so many bytes: of larger ones a hit takes longer to be read.
const STORE_BLOCK: usize = 16 << 10;
const STORE_LEVEL: i32 = 3;

/// An index on disk, open for asking.
pub struct Store {
    pub(super) dir: PathBuf,
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) names: Names,
    pub(super) warmth: Warmth,
    reader: IndexReader,
}

impl Store {
    /// Opens an index that is there.
    ///
    /// # Errors
    /// Where there is none, where it is of another format or damaged, or where it cannot be read.
    pub fn open(dir: &Path) -> Result<Store, IndexError> {
        folder::check(dir)?;
        let directory = MmapDirectory::open(dir).map_err(|error| of_engine(dir, tantivy::TantivyError::from(error)))?;
        let index = Index::open(directory).map_err(|error| match error {
            tantivy::TantivyError::OpenReadError(tantivy::directory::error::OpenReadError::FileDoesNotExist(_)) => {
                IndexError::Missing { dir: dir.to_path_buf() }
            }
            other => of_engine(dir, other),
        })?;
        Store::with_index(dir, index)
    }

    /// Opens an index, or makes one in a new or empty folder.
    ///
    /// # Errors
    /// As [`Store::open`], and where the folder holds other things or cannot be written.
    pub fn open_or_create(dir: &Path) -> Result<Store, IndexError> {
        match folder::check(dir) {
            Ok(()) => {}
            Err(IndexError::Missing { .. }) => folder::make(dir)?,
            Err(other) => return Err(other),
        }
        let directory = MmapDirectory::open(dir).map_err(|error| of_engine(dir, tantivy::TantivyError::from(error)))?;
        // Of several that find none only one makes it: the others would empty what was stored meanwhile.
        let held = match Index::exists(&directory) {
            Ok(true) => None,
            _ => Some(lock_patiently(dir)?),
        };
        let (schema, _) = schema::build();
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(STORE_LEVEL) }),
            docstore_blocksize: STORE_BLOCK,
            // Where a commit is made often, a thread for each segment costs more than it gives.
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let index = IndexBuilder::new().schema(schema).settings(settings).open_or_create(directory).map_err(
            |error| match error {
                tantivy::TantivyError::SchemaError(_) => IndexError::OtherVersion {
                    dir: dir.to_path_buf(),
                    found: "with other fields".to_string(),
                    expected: FORMAT,
                },
                other => of_engine(dir, other),
            },
        )?;
        drop(held);
        Store::with_index(dir, index)
    }

    /// Whether a folder holds an index, of whatever version.
    pub fn is_at(dir: &Path) -> bool {
        folder::is_index(dir)
    }

    /// Takes an index away with all that it holds; other folders, and what else lies in it, are left as they are.
    ///
    /// # Errors
    /// Where the folder is no index, or not only one, where it is being written, or where it cannot be removed.
    pub fn remove(dir: &Path) -> Result<(), IndexError> {
        folder::remove(dir)
    }

    /// The same index to write into.
    pub(super) fn to_write(&self) -> Result<Index, IndexError> {
        let directory = Unmapped::open(&self.dir).map_err(|error| self.failed(error.into()))?;
        let index = Index::open(directory).map_err(|error| self.failed(error))?;
        register_analyzers(&index);
        Ok(index)
    }

    fn with_index(dir: &Path, index: Index) -> Result<Store, IndexError> {
        register_analyzers(&index);
        let (expected, fields) = schema::build();
        if index.schema() != expected {
            return Err(IndexError::OtherVersion {
                dir: dir.to_path_buf(),
                found: "with other fields".to_string(),
                expected: FORMAT,
            });
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| of_engine(dir, error))?;
        Ok(Store { dir: dir.to_path_buf(), index, fields, names: Names::default(), warmth: Warmth::default(), reader })
    }

    /// The index as it is now.
    pub(in crate::index) fn moment(&self) -> Moment<'_> {
        Moment::new(self, self.searcher())
    }

    /// Answers a query.
    ///
    /// # Errors
    /// Where the index cannot be read, or where the query would cost too much.
    pub fn ask(&self, query: &ResolvedQuery, asking: &Asking) -> Result<Answer, IndexError> {
        answer::ask(&self.moment(), query, asking)
    }

    /// Hands on every quote that meets a query, in the query's order, copies each by itself; gives how many there
    /// were. Only their places are held in memory. The inner result is the first failure of `each`, which ends it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn for_each_quote<E>(
        &self,
        query: &ResolvedQuery,
        each: impl FnMut(QuoteRecord) -> Result<(), E>,
    ) -> Result<Result<u64, E>, IndexError> {
        answer::for_each_quote(&self.moment(), query, each)
    }

    /// Speakers whose names hold all the words of `name`, folded; the most quoted first, at most `most`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers_named(&self, name: &str, most: usize) -> Result<Vec<FacetValue>, IndexError> {
        answer::speakers(&self.moment(), SpeakerRef::Named(name.to_string()), most)
    }

    /// The speaker with this id, where the index has quotes of one.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speaker_with_id(&self, id: &str) -> Result<Option<FacetValue>, IndexError> {
        Ok(answer::speakers(&self.moment(), SpeakerRef::Id(id.to_string()), 1)?.pop())
    }

    /// Words of speakers' names that are spelled nearly so, the nearest and most frequent first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speaker_words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError> {
        match fold_words(word).as_slice() {
            [folded] => self.moment().speaker_words_near(folded, most),
            _ => Ok(Vec::new()),
        }
    }

    /// What a party with exactly this id is called, where the index has met it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn party_name(&self, id: &str) -> Result<Option<String>, IndexError> {
        Ok(self.moment().label(LabelOf::Party, id)?.map(|label| label.name))
    }

    /// What an office with exactly this id is called, where the index has met it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn office_name(&self, id: &str) -> Result<Option<String>, IndexError> {
        Ok(self.moment().label(LabelOf::Office, id)?.map(|label| label.name))
    }

    /// The first and last day of all its articles, as far as the columns' bounds tell: days of articles that were
    /// taken out since may still count.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, IndexError> {
        self.moment().days()
    }

    pub(super) fn damaged(&self, what: &str) -> IndexError {
        IndexError::Damaged { dir: self.dir.clone(), what: what.to_string() }
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Sees what was committed since it was opened.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.reader.reload().map_err(|error| self.failed(error))
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(super) fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        of_engine(&self.dir, error)
    }

    /// Bytes that the index takes on disk.
    ///
    /// # Errors
    /// Where its folder cannot be read.
    pub fn bytes_on_disk(&self) -> Result<u64, IndexError> {
        let failed = |error: std::io::Error| IndexError::io(&self.dir, &error);
        let mut bytes = 0;
        for entry in std::fs::read_dir(&self.dir).map_err(failed)? {
            bytes += entry.and_then(|entry| entry.metadata()).map_err(failed)?.len();
        }
        Ok(bytes)
    }

    /// Reads every file of the index and compares it with its checksum; gives the damaged ones.
    ///
    /// # Errors
    /// Where the files cannot be listed.
    pub fn verify(&self) -> Result<Vec<PathBuf>, IndexError> {
        let damaged = self.index.validate_checksum().map_err(|error| self.failed(error))?;
        let mut damaged: Vec<PathBuf> = damaged.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }
}

fn register_analyzers(index: &Index) {
    index.tokenizers().register(schema::LINES, TextAnalyzer::from(Lines::default()));
}

/// Takes the lock of an index that is being made; whoever else makes it needs a moment.
fn lock_patiently(dir: &Path) -> Result<DirectoryLock, IndexError> {
    const TRIES: u32 = 100;
    for _ in 1..TRIES {
        match folder::lock(dir) {
            Err(IndexError::Locked { .. }) => std::thread::sleep(Duration::from_millis(20)),
            other => return other,
        }
    }
    folder::lock(dir)
}
