//! The index on disk: made, opened, checked; its fields and its reader.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexBuilder, IndexReader, IndexSettings, ReloadPolicy, Searcher};

use super::columns::Warmth;
use super::disk::{Access, Disk, FirstError};
use super::error::of_engine;
use super::folder::{self, FORMAT, WriteLock};
use super::labels::LabelNames;
use super::relatives::KnownRelatives;
use super::schema::{self, Fields, LineTokenizer};
use super::snapshot::Moment;
use super::writer;
use crate::faults;
use crate::index::analyze::fold_words;
use crate::index::answer;
use crate::index::ask::{Answer, Asking};
use crate::index::engine::{Snapshot, Writable};
use crate::index::error::IndexError;
use crate::index::facets::FacetValue;
use crate::index::files::HeldFile;
use crate::index::prepared::LabelOf;
use crate::index::said::{self, NearArticle, SaidAs, SaidQuotes};
use crate::index::stored::StoredArticle;
use crate::query::tree::{ResolvedQuery, SpeakerRef};
use crate::record::QuoteRecord;

/// Articles are compressed together in blocks of so many bytes: of larger ones a hit takes longer to be read.
const STORE_BLOCK: usize = 16 << 10;
const STORE_LEVEL: i32 = 3;

/// An index on disk, open for asking.
pub struct Store {
    pub(super) dir: PathBuf,
    /// Where the engine's files lie.
    pub(super) data: PathBuf,
    pub(super) fields: Fields,
    pub(super) names: LabelNames,
    pub(super) warmth: Warmth,
    pub(super) relatives: KnownRelatives,
    reader: IndexReader,
    /// Of an index that is made anew and seen by nobody yet: the lock.
    pub(super) unpublished: Option<WriteLock>,
}

impl Store {
    /// Opens an index that is there.
    ///
    /// # Errors
    /// Where there is none, where it is of another format or damaged, or where it cannot be read.
    pub fn open(dir: &Path) -> Result<Store, IndexError> {
        const TRIES: u32 = 5;
        const PAUSE: Duration = Duration::from_millis(2);
        for _ in 1..TRIES {
            // Another may take its place behind the reading of the marker.
            let data = match folder::data(dir) {
                Err(IndexError::Damaged { .. }) => {
                    std::thread::sleep(PAUSE);
                    continue;
                }
                other => other?,
            };
            match Store::open_data(dir, data.clone()) {
                Err(_) if folder::data(dir).is_ok_and(|now| now != data) => {}
                other => return other,
            }
        }
        Store::open_data(dir, folder::data(dir)?)
    }

    fn open_data(dir: &Path, data: PathBuf) -> Result<Store, IndexError> {
        let directory = open_disk(dir, &data, Access::Mapped)?;
        let index = guarded(dir, || Index::open(directory).map_err(|error| of_engine(dir, error)))?;
        let damaged = |what: &str| Err(IndexError::Damaged { dir: dir.to_path_buf(), what: what.to_string() });
        if folder::corrections_applied(&data).is_none() {
            return damaged("it cannot be told which corrections are in it");
        }
        if !folder::is_newest(&data) {
            return damaged("its list of segments is not the one that was written last");
        }
        Store::with_index(dir, data, index, None)
    }

    /// Refuses to write an index of which it cannot be told how it was written.
    fn for_writing(self) -> Result<Store, IndexError> {
        match folder::damaged_notes(&self.data).first() {
            None => Ok(self),
            Some((name, what)) => Err(self.damaged(&format!("{name}: {what}"))),
        }
    }

    /// Opens an index, or makes one in a new or empty folder.
    ///
    /// # Errors
    /// As [`Store::open`], and where the folder holds other things or cannot be written, or another process keeps it from
    /// being made.
    pub fn open_or_create(dir: &Path) -> Result<Store, IndexError> {
        const PAUSE: Duration = Duration::from_millis(15);
        // Making one takes a moment.
        const PATIENCE: Duration = Duration::from_secs(5);
        let begun = Instant::now();
        loop {
            match Store::open(dir) {
                Err(IndexError::Missing { .. }) => {}
                other => return other?.for_writing(),
            }
            std::fs::create_dir_all(dir).map_err(|error| IndexError::io(dir, &error))?;
            // Of several that find none only one makes it.
            let held = match folder::lock(dir) {
                Err(IndexError::Locked { .. }) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(PAUSE);
                    continue;
                }
                other => other?,
            };
            return match Store::open(dir) {
                Err(IndexError::Missing { .. }) => Store::make(dir, held)?.publish(),
                other => other,
            };
        }
    }

    /// Makes an index anew: empty, and in nobody's way before [`Store::publish`]. What is at the folder stays as it is until
    /// then, and nobody else writes it.
    ///
    /// # Errors
    /// Where the folder is neither an index, of whatever version, nor empty, where it is being written, or where it cannot
    /// be written.
    pub fn make_anew(dir: &Path) -> Result<Store, IndexError> {
        if !folder::is_index(dir) {
            match folder::data(dir) {
                Err(IndexError::Missing { .. } | IndexError::Damaged { .. }) | Ok(_) => {}
                Err(other) => return Err(other),
            }
        }
        std::fs::create_dir_all(dir).map_err(|error| IndexError::io(dir, &error))?;
        Store::make(dir, folder::lock(dir)?)
    }

    fn make(dir: &Path, held: WriteLock) -> Result<Store, IndexError> {
        let data = folder::begin(dir, &held)?;
        faults::point("behind a new data folder");
        let (schema, _) = schema::build();
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(STORE_LEVEL) }),
            docstore_blocksize: STORE_BLOCK,
            // Where a commit is made often, a thread for each segment costs more than it gives.
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        let directory = open_disk(dir, &data, Access::Mapped)?;
        let index = IndexBuilder::new()
            .schema(schema)
            .settings(settings)
            .open_or_create(directory)
            .map_err(|error| of_engine(dir, error))?;
        Store::with_index(dir, data, index, Some(held))
    }

    /// Puts an index that was made anew in the place of the one before, in one step, and lets go of the lock.
    ///
    /// # Errors
    /// Where it cannot be written; what was there before stays.
    pub fn publish(mut self) -> Result<Store, IndexError> {
        if let Some(held) = self.unpublished.take() {
            folder::publish(&self.dir, &held, &self.data)?;
        }
        Ok(self)
    }

    /// Takes an index that was made anew away again; what was there before stays.
    pub fn abandon(mut self) {
        if let Some(held) = self.unpublished.take() {
            folder::abandon(&self.dir, &held, &self.data);
        }
    }

    /// What it remembers of the archive's files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn files_held(&self) -> Result<Vec<HeldFile>, IndexError> {
        Ok(self.files()?.into_iter().map(|(path, state)| HeldFile::new(path, &state)).collect())
    }

    /// The keys of the articles that it holds of a file.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_of(&self, file: &str) -> Result<HashSet<u64>, IndexError> {
        let articles = writer::articles_of(&self.searcher(), &self.fields, file);
        Ok(articles.map_err(|error| self.failed(error))?.into_iter().map(|(key, _)| key).collect())
    }

    /// What tells whether the index of a folder was written meanwhile: equal where nothing was committed between two looks.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn state_now(dir: &Path) -> Result<String, IndexError> {
        let mut hasher = blake3::Hasher::new();
        for file in folder::state(dir, Some(&folder::data(dir)?)).iter().flatten() {
            hasher.update(file).update(b"\0");
        }
        Ok(hasher.finalize().to_hex().to_string())
    }

    /// Whether a folder holds an index, of whatever version.
    pub fn is_at(dir: &Path) -> bool {
        folder::is_index(dir)
    }

    /// The same index to write into, and what goes wrong first with its files.
    pub(super) fn to_write(&self) -> Result<(Index, FirstError), IndexError> {
        let directory = open_disk(&self.dir, &self.data, Access::Pieces)?;
        let first_error = directory.first_error();
        let index = guarded(&self.dir, || Index::open(directory).map_err(|error| self.failed(error)))?;
        register_analyzers(&index);
        Ok((index, first_error))
    }

    fn with_index(
        dir: &Path,
        data: PathBuf,
        index: Index,
        unpublished: Option<WriteLock>,
    ) -> Result<Store, IndexError> {
        register_analyzers(&index);
        let (expected, fields) = schema::build();
        if index.schema() != expected {
            return Err(IndexError::OtherVersion {
                dir: dir.to_path_buf(),
                found: "with other fields".to_string(),
                expected: FORMAT,
            });
        }
        let reader = guarded(dir, || {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            reader.map_err(|error| of_engine(dir, error))
        })?;
        let (names, warmth, relatives) = (LabelNames::default(), Warmth::default(), KnownRelatives::default());
        Ok(Store { dir: dir.to_path_buf(), data, fields, names, warmth, relatives, reader, unpublished })
    }

    /// The table of corrections that it was last brought up to date with, as it was then.
    ///
    /// # Errors
    /// Where that can no longer be told.
    pub fn corrections_applied(&self) -> Result<String, IndexError> {
        let applied = folder::corrections_applied(&self.data);
        applied.ok_or_else(|| self.damaged("it cannot be told which corrections are in it"))
    }

    /// The files and folders that were named as its archive so far, as keys of paths (see
    /// [`path_key`](crate::index::path_key)): each with how it was called last.
    pub fn roots(&self) -> Vec<(String, String)> {
        folder::roots(&self.data).unwrap_or_default()
    }

    /// Adds files and folders, as keys, each with how it was called, to those that were named as its archive. Only for
    /// whoever holds the index's lock.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn add_roots(&self, roots: &[(String, String)]) -> Result<(), IndexError> {
        folder::add_roots(&self.data, roots).map_err(|error| IndexError::io(&self.dir, &error))
    }

    /// Takes files and folders out of those that were named as its archive. Only for whoever holds the index's lock.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(super) fn forget_roots(&self, choose: impl Fn(&str) -> bool) -> Result<(), IndexError> {
        let before = self.roots();
        let kept: Vec<&(String, String)> = before.iter().filter(|(root, _)| !choose(root)).collect();
        if kept.len() == before.len() {
            return Ok(());
        }
        let kept = serde_json::to_vec(&kept).map_err(std::io::Error::from);
        let written = kept.and_then(|kept| folder::write_note(&self.data, folder::ROOTS, &kept));
        written.map_err(|error| IndexError::io(&self.dir, &error))
    }

    /// Adds ways in which files in it were read: the settings of updates, by the numbers that stand for them (see
    /// [`settings_number`](crate::index::settings_number)). Only for whoever holds the index's lock.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn add_ways(&self, ways: impl IntoIterator<Item = (u64, String)>) -> Result<(), IndexError> {
        folder::add_ways(&self.data, ways).map_err(|error| IndexError::io(&self.dir, &error))
    }

    /// Keeps the table of corrections that it was brought up to date with.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_corrections_applied(&self, table: &str) -> Result<(), IndexError> {
        folder::keep_corrections_applied(&self.data, table).map_err(|error| IndexError::io(&self.dir, &error))
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

    /// Hands on every article that holds a quote which the question finds, each once, in little memory; gives how many there
    /// were.
    ///
    /// # Errors
    /// Where the index cannot be read; what `each` gives ends it, and comes back inside.
    pub fn for_each_article_of<E>(
        &self,
        query: &ResolvedQuery,
        each: impl FnMut(&StoredArticle) -> Result<(), E>,
    ) -> Result<Result<u64, E>, IndexError> {
        answer::for_each_article(&self.moment(), query, each)
    }

    /// The quotes that have these words side by side, of one speaker or of anybody; at most so many of them.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quotes_with(
        &self,
        words: &str,
        said: SaidAs,
        speaker: Option<&str>,
        most: usize,
    ) -> Result<SaidQuotes, IndexError> {
        said::quotes_with(&self.moment(), words, said, speaker, most)
    }

    /// At most so many articles that have most of these words close together, with their quotes that share some.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn near_articles(&self, words: &str, most: usize) -> Result<Vec<NearArticle>, IndexError> {
        said::near_articles(&self.moment(), words, most)
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
        // What is taken away meanwhile, as others write, takes no room.
        let size = |file: std::io::Result<std::fs::Metadata>| match file {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
            other => other.map(|file| file.len()),
        };
        match std::fs::read_dir(&self.data) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            entries => {
                for entry in entries.map_err(failed)? {
                    bytes += size(entry.and_then(|entry| entry.metadata())).map_err(failed)?;
                }
            }
        }
        Ok(bytes)
    }
}

fn register_analyzers(index: &Index) {
    index.tokenizers().register(schema::LINES, TextAnalyzer::from(LineTokenizer::default()));
}

fn open_disk(dir: &Path, data: &Path, access: Access) -> Result<Disk, IndexError> {
    Disk::open(data, access).map_err(|error| of_engine(dir, error.into()))
}

/// The engine takes for granted that its lists are as it wrote them: what it stumbles over is damage.
fn guarded<T>(dir: &Path, open: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    let stumbled = |_| IndexError::Damaged { dir: dir.to_path_buf(), what: "it cannot be opened".to_string() };
    catch_unwind(AssertUnwindSafe(open)).map_err(stumbled)?
}
