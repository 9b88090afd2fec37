//! Prepared articles to documents, files remembered, all of it in commits that are seen as a whole.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, IndexWriter, Searcher, SegmentReader, TERMINATED, TantivyDocument, TantivyError, Term};

use super::disk::FirstError;
use super::folder::{self, WriteLock};
use super::labels::Numbering;
use super::packed;
use super::schema::{self, Fields, column};
use super::store::Store;
use crate::index::analyze::Stems;
use crate::index::engine::{Writable, Writing};
use crate::index::error::IndexError;
use crate::index::file_update::file_number;
use crate::index::files::{FileState, Seen};
use crate::index::prepared::{LabelOf, Prepared, WORD_END};
use crate::index::update::{Update, settings_number};

/// Memory that each of the engine's threads may fill before it writes a segment, in bytes. Finding quotes takes longer
/// than storing articles and runs on all cores, so that few threads suffice here.
const MEMORY_OF_THREAD: usize = 48_000_000;
/// Segments are merged one batch at a time: each holds what it reads and writes in memory.
const MERGE_THREADS: usize = 1;
const MOST_THREADS: usize = 3;

/// So many segments of like size become one, as long as each has no more articles than the second number: a question is
/// asked of each segment by itself, so fewer are faster, but merging large ones takes long, and holds a whole one's store.
const SEGMENTS_TO_MERGE: usize = 4;
const MOST_TO_MERGE: usize = 30_000;

/// A segment is written anew when so large a share of its documents is deleted.
const DELETED_TO_MERGE: f32 = 0.3;

/// How many words are remembered as listed by their stem. Words beyond that are listed twice, which only takes space.
const MOST_LISTED: usize = 2_000_000;

/// Words met last that are told by their hash alone.
const MET: usize = 1 << 12;

/// Separates a stem from its word.
pub(super) const STEM_END: char = '\u{1f}';

impl Store {
    /// Begins an update. `settings` names everything besides the files that decides what is stored (the program's
    /// version, the date order, ...): files that were read with others are read again.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn begin_update(&self, settings: &str) -> Result<Update<'_>, IndexError> {
        folder::tidy(&self.dir, &self.data);
        Update::new(self, settings)
    }
}

impl Writable for Store {
    fn files(&self) -> Result<Vec<(String, FileState)>, IndexError> {
        known_files(&self.searcher(), &self.fields).map_err(|error| self.failed(error))
    }

    fn write(&self, settings: &str) -> Result<Box<dyn Writing + '_>, IndexError> {
        let writer = Writer::open(self)?;
        self.add_ways([(settings_number(settings), settings.to_string())])?;
        Ok(Box::new(writer))
    }

    fn not_locked(&self) -> IndexError {
        IndexError::Locked { dir: self.dir.clone() }
    }
}

/// An index that is being written; it holds the index's lock.
pub(super) struct Writer<'a> {
    store: &'a Store,
    writer: IndexWriter,
    /// The index as it was when the update began.
    before: Searcher,
    /// Made when the first article comes: an update that finds nothing new needs none.
    numbering: Option<Numbering>,
    /// The turn of the next article in the order of storing; made with the numbering.
    next_turn: u64,
    /// Hashes of the words whose stems are listed, and of those met last, where most are found without a search.
    listed: FxHashSet<u64>,
    met: Vec<u64>,
    /// What is to be listed with the next commit.
    to_list: String,
    stems: Stems,
    /// Files of which a memory is in the index.
    remembered: FxHashSet<u64>,
    first_error: FirstError,
    /// Goes last.
    _held: Option<WriteLock>,
}

impl<'a> Writer<'a> {
    /// Takes the index's lock.
    ///
    /// # Errors
    /// Where another process holds it, or where the index cannot be read or written.
    pub fn open(store: &'a Store) -> Result<Writer<'a>, IndexError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = (cores / 2).clamp(1, MOST_THREADS);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(MEMORY_OF_THREAD)
            .num_merge_threads(MERGE_THREADS)
            .build();
        // Of an index that nobody sees yet the store holds the lock.
        let held = match store.unpublished {
            Some(_) => None,
            None => Some(folder::lock(&store.dir)?),
        };
        if let Some(held) = &held {
            if folder::data(&store.dir)? != store.data {
                return Err(IndexError::MadeAnew { dir: store.dir.clone() });
            }
            folder::sweep(&store.dir, held, &store.data);
        }
        let (index, first_error) = store.to_write()?;
        let writer = index.writer_with_options(options).map_err(|error| store.failed(error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS_TO_MERGE);
        policy.set_max_docs_before_merge(MOST_TO_MERGE);
        policy.set_del_docs_ratio_before_merge(DELETED_TO_MERGE);
        writer.set_merge_policy(Box::new(policy));
        // What a writer left that ended before its commit may be called as what this one is about to write.
        writer.garbage_collect_files().wait().map_err(|error| failed(store, &first_error, error))?;
        // Only under the lock is it sure that nothing is committed between reading and writing.
        store.reload()?;
        Ok(Writer {
            store,
            writer,
            before: store.searcher(),
            numbering: None,
            next_turn: 0,
            listed: FxHashSet::default(),
            met: vec![0; MET],
            to_list: String::new(),
            stems: Stems::new(),
            remembered: FxHashSet::default(),
            first_error,
            _held: held,
        })
    }

    fn add(&self, document: TantivyDocument) -> Result<(), IndexError> {
        self.writer.add_document(document).map(|_| ()).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: TantivyError) -> IndexError {
        failed(self.store, &self.first_error, error)
    }

    /// The numbers of the article's labels, in their order; new ones are stored.
    fn numbers(&mut self, prepared: &Prepared) -> Result<Vec<u32>, IndexError> {
        let fields = &self.store.fields;
        let numbering = match &mut self.numbering {
            Some(numbering) => numbering,
            empty => {
                let failed = |error| self.store.failed(error);
                self.next_turn = next_turn(&self.before).map_err(failed)?;
                empty.insert(Numbering::open(&self.before, fields).map_err(failed)?)
            }
        };
        let mut numbers = Vec::with_capacity(prepared.labels.len());
        for (of, label) in &prepared.labels {
            let numbered = numbering.number(fields, *of, label);
            numbers.push(numbered.number);
            if let Some(document) = numbered.document {
                let (store, first) = (self.store, &self.first_error);
                self.writer.add_document(document).map_err(|error| failed(store, first, error))?;
            }
        }
        Ok(numbers)
    }

    /// Notes the words that are not their own stems and were not met before.
    fn list_words(&mut self, words: &str) {
        let hasher = BuildHasherDefault::<FxHasher>::default();
        let bytes = words.as_bytes();
        let mut from = 0;
        for end in memchr::memchr_iter(WORD_END as u8, bytes) {
            let word = &words[from..end];
            from = end + 1;
            let hash = hasher.hash_one(word);
            let met = &mut self.met[hash as usize % MET];
            if *met == hash {
                continue;
            }
            *met = hash;
            if !self.listed.insert(hash) {
                continue;
            }
            let stem = self.stems.of(word);
            if stem != word {
                self.to_list.push_str(&stem);
                self.to_list.push(STEM_END);
                self.to_list.push_str(word);
                self.to_list.push(WORD_END);
            }
        }
        if self.listed.len() > MOST_LISTED {
            self.listed.clear();
            self.met.fill(0);
        }
    }

    fn write_list(&mut self) -> Result<(), IndexError> {
        if self.to_list.is_empty() {
            return Ok(());
        }
        let mut document = TantivyDocument::default();
        document.add_u64(self.store.fields.head, 0);
        document.add_text(self.store.fields.forms, std::mem::take(&mut self.to_list));
        self.add(document)
    }

    fn document(&self, seen: &Seen, prepared: Prepared, numbers: &[u32], turn: u64) -> TantivyDocument {
        let fields = &self.store.fields;
        let number = |label: Option<usize>| label.and_then(|label| numbers.get(label)).copied().unwrap_or(0);
        let mut document = TantivyDocument::default();
        document.add_text(fields.doc, schema::ARTICLE);
        document.add_u64(fields.key, seen.key);
        document.add_u64(fields.file, seen.file);
        document.add_u64(fields.state, seen.state);
        if let Ok(id) = u64::from_str_radix(&prepared.article_id, 16) {
            document.add_u64(fields.article_id, id);
        }
        prepared.paths.iter().for_each(|path| document.add_text(fields.path, path));
        document.add_u64(fields.head, packed::pack_head(number(prepared.outlet), prepared.day, prepared.title));
        if let Some(day) = prepared.day {
            document.add_i64(fields.day, i64::from(day));
        }
        document.add_u64(fields.turn, turn);
        if let Some(sketch) = &prepared.sketch {
            sketch.0.iter().for_each(|number| document.add_u64(fields.sketch, *number));
        }
        if prepared.address.is_some() {
            document.add_u64(fields.address, prepared.address.0);
        }
        if let Some(day) = prepared.updated {
            document.add_i64(fields.updated, i64::from(day));
        }
        if let Some(seconds) = prepared.captured {
            document.add_i64(fields.captured, seconds);
        }
        if prepared.outlet.is_some() {
            document.add_u64(fields.outlet, u64::from(number(prepared.outlet)));
        }
        for (of, number) in prepared.labels.iter().map(|(of, _)| *of).zip(numbers) {
            match of {
                LabelOf::Party => document.add_u64(fields.party, u64::from(*number)),
                LabelOf::Office => document.add_u64(fields.office, u64::from(*number)),
                LabelOf::Speaker | LabelOf::Outlet => {}
            }
        }
        let (mut more, mut speakers) = (Vec::new(), FxHashSet::default());
        for (place, row) in prepared.rows.iter().enumerate() {
            let speaker = number(row.speaker);
            if speakers.insert(speaker) {
                document.add_u64(fields.speaker, u64::from(speaker));
            }
            let traits = packed::pack_traits(&packed::TraitsParts {
                kind: row.kind,
                confidence: row.confidence,
                party: number(row.party),
                speaker,
                is_piece: row.part_of.is_some(),
                is_mixed: row.is_mixed,
                few_words: row.few_words,
            });
            document.add_u64(fields.traits, traits);
            document.add_u64(fields.at, packed::pack(place, &row.quoted, &mut more));
            document.add_u64(fields.same_words, row.same_words);
            document.add_u64(fields.number, u64::from(row.number));
            for office in &row.offices {
                document.add_u64(fields.office_of, packed::pack_office(place, number(Some(*office))));
            }
        }
        more.iter().for_each(|number| document.add_u64(fields.more, *number));
        document.add_text(fields.words, prepared.words);
        document.add_text(fields.stored, prepared.stored);
        document
    }
}

impl Writing for Writer<'_> {
    fn articles_of(&self, file: &str) -> Result<Vec<(u64, u64)>, IndexError> {
        articles_of(&self.before, &self.store.fields, file).map_err(|error| self.store.failed(error))
    }

    fn put(&mut self, seen: &Seen, prepared: Prepared) -> Result<(), IndexError> {
        let numbers = self.numbers(&prepared)?;
        self.list_words(&prepared.words);
        let turn = prepared.turn.unwrap_or(self.next_turn);
        self.next_turn = self.next_turn.max(turn.saturating_add(1));
        let document = self.document(seen, prepared, &numbers, turn);
        // The old article goes and the new one comes in one step of the engine's: no commit can fall between.
        let mut operations = Vec::with_capacity(2);
        if let Some(key) = seen.replaces {
            operations.push(UserOperation::Delete(Term::from_field_u64(self.store.fields.key, key)));
        }
        operations.push(UserOperation::Add(document));
        self.writer.run(operations).map(|_| ()).map_err(|error| self.failed(error))
    }

    fn remove(&mut self, key: u64) -> Result<(), IndexError> {
        self.writer.delete_term(Term::from_field_u64(self.store.fields.key, key));
        Ok(())
    }

    fn remember(&mut self, file: &str, state: FileState) -> Result<(), IndexError> {
        let fields = &self.store.fields;
        let path = Term::from_field_text(fields.file_path, file);
        let is_known = !self.remembered.insert(file_number(file))
            || self.before.doc_freq(&path).map_err(|error| self.store.failed(error))? > 0;
        let mut document = TantivyDocument::default();
        document.add_u64(fields.head, 0);
        document.add_text(fields.file_path, file);
        document.add_u64(fields.file, file_number(file));
        document.add_u64(fields.size, state.size);
        document.add_i64(fields.modified, state.modified);
        document.add_i64(fields.changed, state.changed);
        found_terms(&state).for_each(|found| document.add_text(fields.found, found));
        document.add_u64(fields.hash, state.hash);
        document.add_u64(fields.settings, state.settings);
        document.add_i64(fields.seen, state.seen);
        document.add_u64(fields.articles, state.articles);
        let mut operations = Vec::with_capacity(2);
        if is_known {
            operations.push(UserOperation::Delete(path));
        }
        operations.push(UserOperation::Add(document));
        self.writer.run(operations).map(|_| ()).map_err(|error| self.failed(error))
    }

    fn forget(&mut self, file: &str) -> Result<(), IndexError> {
        self.writer.delete_term(Term::from_field_u64(self.store.fields.file, file_number(file)));
        Ok(())
    }

    fn commit(&mut self) -> Result<(), IndexError> {
        self.write_list()?;
        self.writer.commit().map(|_| ()).map_err(|error| self.failed(error))
    }

    fn finish(mut self: Box<Self>) -> Result<(), IndexError> {
        self.commit()?;
        let (store, first_error) = (self.store, self.first_error);
        let waited = self.writer.wait_merging_threads().map_err(|error| store.failed(error));
        // Parts that could not be put together stay as they are, which the engine does not tell.
        match first_error.take() {
            Some(error) => return Err(store.failed(error.into())),
            None => waited?,
        }
        store.reload()
    }
}

/// What an error of the engine means: of its threads the first thing that went wrong with a file tells more.
fn failed(store: &Store, first: &FirstError, error: TantivyError) -> IndexError {
    store.failed(first.take().map_or(error, TantivyError::from))
}

/// The turn of the next article in the order of storing: behind all that the index has given.
fn next_turn(searcher: &Searcher) -> tantivy::Result<u64> {
    let mut next = 0;
    for segment in searcher.segment_readers() {
        let turns = segment.fast_fields().u64(column::TURN)?;
        if turns.values.num_vals() > 0 {
            next = next.max(turns.max_value().saturating_add(1));
        }
    }
    Ok(next)
}

/// What the index knows of all files.
fn known_files(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<(String, FileState)>> {
    let mut known = Vec::new();
    for segment in searcher.segment_readers() {
        known.extend(files_of(segment, fields)?);
    }
    Ok(known)
}

/// What a segment knows of files.
fn files_of(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Vec<(String, FileState)>> {
    let mut known = Vec::new();
    let inverted = segment.inverted_index(fields.file_path)?;
    let columns = segment.fast_fields();
    let numbers = |name: &str| columns.u64(name);
    let (sizes, hashes, settings, articles) =
        (numbers(column::SIZE)?, numbers(column::HASH)?, numbers(column::SETTINGS)?, numbers(column::ARTICLES)?);
    let [modified, changed, seen] = [column::MODIFIED, column::CHANGED, column::SEEN].map(|name| columns.i64(name));
    let (modified, changed, seen) = (modified?, changed?, seen?);
    let mut found = found_at(segment, fields)?;
    let mut terms = inverted.terms().stream()?;
    while let Some((path, info)) = terms.next() {
        let mut docs = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while docs.doc() != TERMINATED && segment.is_deleted(docs.doc()) {
            docs.advance();
        }
        let doc = docs.doc();
        if doc == TERMINATED {
            continue;
        }
        let state = FileState {
            size: sizes.first(doc).unwrap_or(0),
            modified: modified.first(doc).unwrap_or(0),
            changed: changed.first(doc).unwrap_or(0),
            found: Vec::new(),
            stays_with: None,
            hash: hashes.first(doc).unwrap_or(0),
            settings: settings.first(doc).unwrap_or(0),
            seen: seen.first(doc).unwrap_or(0),
            articles: articles.first(doc).unwrap_or(0),
        };
        let state = match found.remove(&doc) {
            Some(found) => found.of(state),
            None => state,
        };
        known.push((String::from_utf8_lossy(path).into_owned(), state));
    }
    Ok(known)
}

/// Begins what stands beside the first place of a file; no key of a path begins so.
const NEXT_PLACE: &str = "\0/";
/// Begins the path of the file with which one stays.
const STAYS_WITH: &str = "\0>";

/// The terms that keep where a file was found: the engine keeps them in no order.
fn found_terms(state: &FileState) -> impl Iterator<Item = String> {
    let (first, next) = state.found.split_at(1.min(state.found.len()));
    let next = next.iter().map(|place| format!("{NEXT_PLACE}{place}"));
    let stays_with = state.stays_with.iter().map(|path| format!("{STAYS_WITH}{path}"));
    first.iter().cloned().chain(next).chain(stays_with)
}

/// Where a file was found, as an index keeps it.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundAt {
    places: Vec<String>,
    stays_with: Option<String>,
}

impl FoundAt {
    fn take(&mut self, term: &str) {
        match (term.strip_prefix(NEXT_PLACE), term.strip_prefix(STAYS_WITH)) {
            (Some(place), _) => self.places.push(place.to_string()),
            (None, Some(path)) => self.stays_with = Some(path.to_string()),
            (None, None) => self.places.insert(0, term.to_string()),
        }
    }

    /// The state with this in it.
    pub fn of(self, state: FileState) -> FileState {
        FileState { found: self.places, stays_with: self.stays_with, ..state }
    }
}

/// Where files were found, by their documents, of those that were not found under their own paths alone.
pub(super) fn found_at(segment: &SegmentReader, fields: &Fields) -> tantivy::Result<FxHashMap<DocId, FoundAt>> {
    let mut found: FxHashMap<DocId, FoundAt> = FxHashMap::default();
    let inverted = segment.inverted_index(fields.found)?;
    let mut terms = inverted.terms().stream()?;
    while let Some((term, info)) = terms.next() {
        let term = String::from_utf8_lossy(term);
        let mut docs = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        while docs.doc() != TERMINATED {
            found.entry(docs.doc()).or_default().take(&term);
            docs.advance();
        }
    }
    Ok(found)
}

/// Key and state of the articles that the index holds of a file.
pub(super) fn articles_of(searcher: &Searcher, fields: &Fields, path: &str) -> tantivy::Result<Vec<(u64, u64)>> {
    let mut articles = Vec::new();
    let term = Term::from_field_u64(fields.file, file_number(path));
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.file)?;
        let Some(mut docs) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let columns = segment.fast_fields();
        let (keys, states) = (columns.u64(column::KEY)?, columns.u64(column::STATE)?);
        while docs.doc() != TERMINATED {
            let doc = docs.doc();
            // Only documents of articles have a key.
            if !segment.is_deleted(doc)
                && let (Some(key), Some(state)) = (keys.first(doc), states.first(doc))
            {
                articles.push((key, state));
            }
            docs.advance();
        }
    }
    Ok(articles)
}
