//! Brings an index up to date with files: adds, replaces and takes away articles, each with all its quotes or not at
//! all.
//!
//! The order of work is the caller's: it asks [`Update::plan`] for each file whether it must be read, gives the
//! articles of those that must to a [`FileUpdate`], and calls [`Update::finish`]. What a file held is kept in the same
//! index, so that one commit moves the articles and the memory of them together; a program killed at any moment leaves
//! the last commit, and the next update does the rest again without duplicates.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tantivy::indexer::UserOperation;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, Searcher, TERMINATED, TantivyDocument, Term};

use super::document::{ArticleEntry, build_documents, first_number};
use super::error::IndexError;
use super::schema::{self, Fields, column};
use super::store::Store;
use crate::article::Article;
use crate::record::ArticleRecord;

/// Memory that the engine may fill before it writes a segment, in bytes.
const WRITER_MEMORY: usize = 120_000_000;
const WRITER_THREADS: usize = 2;

/// So many segments of like size become one. A question is asked of each segment by itself, so fewer are faster;
/// the engine's own number, 8, left twelve segments of a million quotes.
const SEGMENTS_TO_MERGE: usize = 4;

/// A commit is made after so much text or time, so that a killed program loses little.
const COMMIT_TEXT: usize = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(30);

/// A file changed so shortly before it was read may have been changed again within the clock's step: its content is
/// compared, not its time.
const CLOCK_STEP_NANOS: i64 = 2_000_000_000;

/// What the disk says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The canonical path: the file's identity, however the user names it.
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub modified: Option<SystemTime>,
}

/// Whether a file must be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// It is in the index as it is.
    Unchanged { articles: u64 },
    /// New, changed, or read last with other settings.
    Read,
    /// This update has met it before: the paths that the user gave overlap.
    Repeated,
}

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub removed: u64,
}

#[derive(Clone, Copy, Debug)]
struct FileState {
    size: u64,
    modified: i64,
    hash: u64,
    settings: u64,
    /// When it was read, nanoseconds since 1970.
    seen: i64,
    articles: u64,
}

/// How the reading of a file ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it was read.
    Whole,
    /// All of it was seen, and something in it could not be read: it is read, and told of, again the next time.
    Flawed,
    /// The disk failed on the way: what the index holds of the rest stays until the file can be read again.
    Interrupted,
}

/// What an update remembers of a file.
enum FileMemory {
    /// All its articles are stored.
    Whole { hash: u64, articles: u64 },
    /// Some are: the next update must read it again.
    Part,
}

/// An update that is under way; it holds the index's lock.
pub struct Update<'a> {
    store: &'a Store,
    writer: IndexWriter,
    /// The index as it was when the update began.
    before: Searcher,
    known: HashMap<String, FileState>,
    met: HashSet<String>,
    /// Files that this update wrote a memory of before they were read to the end.
    remembered: HashSet<String>,
    settings: u64,
    started: i64,
    counts: Counts,
    text_since_commit: usize,
    last_commit: Instant,
}

/// The articles of one file, as far as they are stored.
pub struct FileUpdate {
    facts: FileFacts,
    hash: u64,
    /// Key and state of the articles that the file held before and that were not met yet.
    before: HashMap<String, u64>,
    /// How often each member name came.
    members: HashMap<String, u32>,
    articles: u64,
}

/// An article's place in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    key: String,
    state: u64,
    /// Whether the index holds the article as it is, so that it need not be given.
    pub unchanged: bool,
}

/// The documents of one article, made ready on any thread.
pub struct Prepared {
    documents: Vec<TantivyDocument>,
    text_bytes: usize,
}

/// Takes the index's lock.
pub(super) fn writer(store: &Store) -> Result<IndexWriter, IndexError> {
    let writer = store
        .index
        .writer_with_num_threads(WRITER_THREADS, WRITER_MEMORY)
        .map_err(|error| IndexError::engine(&store.dir, error))?;
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS_TO_MERGE);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

impl<'a> Update<'a> {
    /// Begins an update. `settings` names everything besides the files that decides what is stored (the program's
    /// version, the date order, ...): files that were read with others are read again.
    ///
    /// # Errors
    /// Where another process is writing, or where the index cannot be read or written.
    pub fn begin(store: &'a Store, settings: &str) -> Result<Update<'a>, IndexError> {
        let writer = writer(store)?;
        // Only under the lock is it sure that nothing is committed between reading and writing.
        store.reload()?;
        let before = store.searcher();
        let known = known_files(&before).map_err(|error| store.failed(error))?;
        Ok(Update {
            store,
            writer,
            before,
            known,
            met: HashSet::new(),
            remembered: HashSet::new(),
            settings: first_number(&blake3::hash(settings.as_bytes())),
            started: nanos(SystemTime::now()),
            counts: Counts::default(),
            text_since_commit: 0,
            last_commit: Instant::now(),
        })
    }

    /// Whether the file must be read; `hash` gives the hash of its content, or `None` where it cannot be read, and is
    /// asked only where size and time do not tell.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn plan(&mut self, file: &FileFacts, hash: impl FnOnce() -> Option<u64>) -> Result<Plan, IndexError> {
        if !self.met.insert(file.path.clone()) {
            return Ok(Plan::Repeated);
        }
        let Some(state) = self.known.get(&file.path).copied() else { return Ok(Plan::Read) };
        if state.settings != self.settings || state.size != file.size {
            return Ok(Plan::Read);
        }
        let modified = file.modified.map_or(0, nanos);
        let settled = modified != 0 && modified == state.modified && modified + CLOCK_STEP_NANOS < state.seen;
        if !settled {
            if hash() != Some(state.hash) {
                return Ok(Plan::Read);
            }
            self.write_file(file, FileMemory::Whole { hash: state.hash, articles: state.articles })?;
        }
        self.counts.unchanged += state.articles;
        Ok(Plan::Unchanged { articles: state.articles })
    }

    /// Begins to replace what the index holds of a file; `hash` is that of its content.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn begin_file(&mut self, file: FileFacts, hash: u64) -> Result<FileUpdate, IndexError> {
        let before = if self.before.num_docs() == 0 {
            HashMap::new()
        } else {
            articles_of(&self.before, &self.store.fields, &file.path).map_err(|error| self.store.failed(error))?
        };
        Ok(FileUpdate { facts: file, hash, before, members: HashMap::new(), articles: 0 })
    }

    /// Finds the article's place. The caller goes on with [`Update::put`], unless the slot says that it is unchanged.
    pub fn slot(&mut self, file: &mut FileUpdate, article: &Article) -> Slot {
        let member = article.origin.member.clone().unwrap_or_default();
        let occurrence = file.members.entry(member.clone()).and_modify(|count| *count += 1).or_insert(0);
        let key = hash_text(&[&file.facts.path, &member, &occurrence.to_string()]).to_hex()[..32].to_string();
        let record = ArticleRecord::new(article);
        let state = first_number(&hash_text(&[
            &record.id,
            record.outlet.as_deref().unwrap_or(""),
            record.byline.as_deref().unwrap_or(""),
            record.date_from.as_deref().unwrap_or(""),
            &record.path,
            &self.settings.to_string(),
        ]));
        file.articles += 1;
        let unchanged = match file.before.remove(&key) {
            Some(old) if old == state => {
                self.counts.unchanged += 1;
                true
            }
            Some(_) => {
                self.counts.changed += 1;
                self.writer.delete_term(Term::from_field_text(self.store.fields.key, &key));
                false
            }
            None => {
                self.counts.added += 1;
                false
            }
        };
        Slot { key, state, unchanged }
    }

    /// Stores an article with its quotes in its slot.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(&mut self, file: &FileUpdate, slot: Slot, prepared: Prepared) -> Result<(), IndexError> {
        let fields = &self.store.fields;
        self.text_since_commit += prepared.text_bytes;
        let operations = placed(fields, prepared.documents, &slot.key, &file.facts.path, slot.state);
        self.writer.run(operations).map_err(|error| self.store.failed(error))?;
        if self.text_since_commit > COMMIT_TEXT || self.last_commit.elapsed() > COMMIT_TIME {
            self.commit_within(file)?;
        }
        Ok(())
    }

    fn commit_within(&mut self, file: &FileUpdate) -> Result<(), IndexError> {
        // Without a memory of the file nobody would take its articles away if the program were killed now and the
        // file gone afterwards.
        self.write_file(&file.facts, FileMemory::Part)?;
        self.commit()
    }

    #[cfg(test)]
    pub(super) fn put_and_commit(
        &mut self,
        file: &FileUpdate,
        slot: Slot,
        prepared: Prepared,
    ) -> Result<(), IndexError> {
        self.put(file, slot, prepared)?;
        self.commit_within(file)
    }

    /// Ends a file: articles that it no longer holds go, and what was read is remembered.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn end_file(&mut self, file: FileUpdate, ending: Ending) -> Result<(), IndexError> {
        if ending != Ending::Interrupted {
            for key in file.before.keys() {
                self.writer.delete_term(Term::from_field_text(self.store.fields.key, key));
                self.counts.removed += 1;
            }
        }
        let memory = match ending {
            Ending::Whole => FileMemory::Whole { hash: file.hash, articles: file.articles },
            Ending::Flawed | Ending::Interrupted => FileMemory::Part,
        };
        self.write_file(&file.facts, memory)
    }

    fn write_file(&mut self, file: &FileFacts, memory: FileMemory) -> Result<(), IndexError> {
        let fields = &self.store.fields;
        let clauses: Vec<Box<dyn Query>> = vec![
            Box::new(TermQuery::new(Term::from_field_text(fields.file, &file.path), IndexRecordOption::Basic)),
            Box::new(TermQuery::new(Term::from_field_text(fields.doc, schema::FILE), IndexRecordOption::Basic)),
        ];
        if self.remembered.contains(&file.path) || self.known.contains_key(&file.path) {
            self.writer
                .delete_query(Box::new(BooleanQuery::intersection(clauses)))
                .map_err(|error| self.store.failed(error))?;
        }
        let (hash, articles, settings) = match memory {
            FileMemory::Whole { hash, articles } => (hash, articles, self.settings),
            FileMemory::Part => {
                self.remembered.insert(file.path.clone());
                (0, 0, !self.settings)
            }
        };
        let mut document = TantivyDocument::default();
        document.add_text(fields.doc, schema::FILE);
        document.add_text(fields.file, &file.path);
        document.add_u64(fields.size, file.size);
        document.add_i64(fields.modified, file.modified.map_or(0, nanos));
        document.add_u64(fields.hash, hash);
        document.add_u64(fields.settings, settings);
        document.add_i64(fields.seen, self.started);
        document.add_u64(fields.articles, articles);
        self.writer.add_document(document).map_err(|error| self.store.failed(error))?;
        Ok(())
    }

    /// Takes away the files that `gone` picks among those that the index holds and that this update did not meet.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn remove_files(&mut self, gone: impl Fn(&str) -> bool) -> Result<(), IndexError> {
        let files: Vec<String> =
            self.known.keys().filter(|path| !self.met.contains(*path) && gone(path)).cloned().collect();
        for path in files {
            let held =
                articles_of(&self.before, &self.store.fields, &path).map_err(|error| self.store.failed(error))?;
            self.writer.delete_term(Term::from_field_text(self.store.fields.file, &path));
            self.counts.removed += held.len() as u64;
        }
        Ok(())
    }

    /// Commits what was done so far: from here on it is safe.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.writer.commit().map_err(|error| self.store.failed(error))?;
        self.text_since_commit = 0;
        self.last_commit = Instant::now();
        Ok(())
    }

    /// Commits and lets go of the lock.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn finish(mut self) -> Result<Counts, IndexError> {
        self.commit()?;
        let (store, counts) = (self.store, self.counts);
        self.writer.wait_merging_threads().map_err(|error| store.failed(error))?;
        store.reload()?;
        Ok(counts)
    }
}

/// The documents of an article with its place in the index, ready to be added.
pub(super) fn placed<'a>(
    fields: &'a Fields,
    documents: Vec<TantivyDocument>,
    key: &'a str,
    file: &'a str,
    state: u64,
) -> impl ExactSizeIterator<Item = UserOperation<TantivyDocument>> + use<'a> {
    let number = first_number(&blake3::hash(key.as_bytes()));
    documents.into_iter().enumerate().map(move |(place, mut document)| {
        document.add_text(fields.key, key);
        document.add_text(fields.file, file);
        if place == 0 {
            document.add_u64(fields.state, state);
        } else {
            document.add_u64(fields.article_number, number);
        }
        UserOperation::Add(document)
    })
}

impl Prepared {
    /// Makes an article's documents.
    ///
    /// # Errors
    /// Where a record cannot be written as JSON.
    pub fn new(store: &Store, entry: &ArticleEntry) -> Result<Prepared, IndexError> {
        let documents = build_documents(&store.fields, entry)
            .map_err(|error| IndexError::Engine { dir: store.dir.clone(), what: error.to_string() })?;
        Ok(Prepared { documents, text_bytes: entry.article.text.len() })
    }
}

fn hash_text(parts: &[&str]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize()
}

fn nanos(time: SystemTime) -> i64 {
    let since = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => since(after),
        Err(before) => -since(before.duration()),
    }
}

/// What the index knows of all files, from columns alone.
fn known_files(searcher: &Searcher) -> tantivy::Result<HashMap<String, FileState>> {
    let mut known = HashMap::new();
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let Some(paths) = columns.str(column::FILE)? else { continue };
        let Some(sizes) = columns.column_opt::<u64>(column::SIZE)? else { continue };
        let numbers = |name: &str| columns.u64(name);
        let (hashes, settings, articles) =
            (numbers(column::HASH)?, numbers(column::SETTINGS)?, numbers(column::ARTICLES)?);
        let (modified, seen) = (columns.i64(column::MODIFIED)?, columns.i64(column::SEEN)?);
        let mut path = String::new();
        for doc in segment.doc_ids_alive() {
            // Only documents of files have a size.
            let (Some(size), Some(ordinal)) = (sizes.first(doc), paths.ords().first(doc)) else { continue };
            path.clear();
            if !paths.ord_to_str(ordinal, &mut path)? {
                continue;
            }
            let state = FileState {
                size,
                modified: modified.first(doc).unwrap_or(0),
                hash: hashes.first(doc).unwrap_or(0),
                settings: settings.first(doc).unwrap_or(0),
                seen: seen.first(doc).unwrap_or(0),
                articles: articles.first(doc).unwrap_or(0),
            };
            known.insert(path.clone(), state);
        }
    }
    Ok(known)
}

/// Key and state of the articles that the index holds of a file.
fn articles_of(searcher: &Searcher, fields: &Fields, path: &str) -> tantivy::Result<HashMap<String, u64>> {
    let mut articles = HashMap::new();
    let term = Term::from_field_text(fields.file, path);
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (Some(keys), Some(states)) = (columns.str(column::KEY)?, columns.column_opt::<u64>(column::STATE)?) else {
            continue;
        };
        let inverted = segment.inverted_index(fields.file)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let mut key = String::new();
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            postings.advance();
            if segment.is_deleted(doc) {
                continue;
            }
            // Only documents of articles have a state.
            let (Some(state), Some(ordinal)) = (states.first(doc), keys.ords().first(doc)) else { continue };
            key.clear();
            if keys.ord_to_str(ordinal, &mut key)? {
                articles.insert(key.clone(), state);
            }
        }
    }
    Ok(articles)
}
