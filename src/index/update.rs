//! Brings an index up to date with files: adds, replaces and takes away articles, each with all its quotes or not at
//! all.
//!
//! The order of work is the caller's: it asks [`Update::plan`] for each file whether it must be read, gives the
//! articles of those that must to a [`FileUpdate`], and calls [`Update::finish`]. What a file held is kept in the same
//! index, so that one commit moves the articles and the memory of them together; a program killed at any moment leaves
//! the last commit, and the next update does the rest again without duplicates.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::engine::Writing;
use super::error::IndexError;
use super::prepared::{Prepared, first_number};
use crate::article::Article;
use crate::record::ArticleRecord;

/// A commit is made after so much text or time, so that a killed program loses little, and so that no more than this
/// waits in memory for the engine to take it in where finding quotes is the faster of the two.
const COMMIT_TEXT: usize = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(60);

/// An article of so many bytes is committed at once.
const LARGE: usize = 1 << 20;

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

/// What an index remembers of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileState {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: i64,
    pub hash: u64,
    /// Hash of all besides the file that decides what is stored; of no settings at all where the file was not read to
    /// its end.
    pub settings: u64,
    /// When it was read, nanoseconds since 1970.
    pub seen: i64,
    pub articles: u64,
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
    writing: Box<dyn Writing + 'a>,
    known: HashMap<String, FileState>,
    met: HashSet<String>,
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
    before: HashMap<u64, u64>,
    /// How often each member name came.
    members: HashMap<String, u32>,
    articles: u64,
    source: FileSource,
}

/// What articles are known by from one update to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileSource {
    /// The file's path and the member in it: an update replaces what it held before.
    Named,
    /// What they say: a stream has no name, and the next one is another.
    Stream,
}

/// An article's place in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    seen: Seen,
    /// Whether the index holds the article as it is, so that it need not be given.
    pub unchanged: bool,
}

/// What names an article in an index, and what tells whether it is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Hash of the file's path, the member in it, and which one of that name it is.
    pub key: u64,
    /// See [`file_number`].
    pub file: u64,
    /// Hash of all that is stored of it.
    pub state: u64,
    /// Whether an article of this key is there already.
    pub replaces: bool,
}

impl<'a> Update<'a> {
    /// `settings` names everything besides the files that decides what is stored (the program's version, the date
    /// order, ...): files that were read with others are read again.
    pub(super) fn new(writing: Box<dyn Writing + 'a>, settings: &str) -> Result<Update<'a>, IndexError> {
        let known = writing.files()?.into_iter().collect();
        Ok(Update {
            writing,
            known,
            met: HashSet::new(),
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
            self.remember(file, FileMemory::Whole { hash: state.hash, articles: state.articles })?;
        }
        self.counts.unchanged += state.articles;
        Ok(Plan::Unchanged { articles: state.articles })
    }

    /// Begins to replace what the index holds of a file; `hash` is that of its content.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn begin_file(&mut self, file: FileFacts, hash: u64) -> Result<FileUpdate, IndexError> {
        let before = if self.known.is_empty() {
            HashMap::new()
        } else {
            self.writing.articles_of(&file.path)?.into_iter().collect()
        };
        Ok(FileUpdate { facts: file, hash, before, members: HashMap::new(), articles: 0, source: FileSource::Named })
    }

    /// Begins to add what comes over a stream, `name` for all streams of its kind. Articles that came over one before are
    /// known again by what they say; none is taken away, and what was read is read anew the next time.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn begin_stream(&mut self, name: &str) -> Result<FileUpdate, IndexError> {
        self.met.insert(name.to_string());
        let facts = FileFacts { path: name.to_string(), size: 0, modified: None };
        Ok(FileUpdate { source: FileSource::Stream, ..self.begin_file(facts, 0)? })
    }

    /// Finds the article's place. The caller goes on with [`Update::put`], unless the slot says that it is unchanged.
    pub fn slot(&mut self, file: &mut FileUpdate, article: &Article) -> Slot {
        let record = ArticleRecord::new(article);
        let member = match file.source {
            FileSource::Named => article.origin.member.clone().unwrap_or_default(),
            FileSource::Stream => record.id.clone(),
        };
        let occurrence = file.members.entry(member.clone()).and_modify(|count| *count += 1).or_insert(0);
        let key = first_number(&hash_text(&[&file.facts.path, &member, &occurrence.to_string()]));
        let state = first_number(&hash_text(&[
            &record.id,
            record.outlet.as_deref().unwrap_or(""),
            record.byline.as_deref().unwrap_or(""),
            record.date_from.as_deref().unwrap_or(""),
            &record.path,
            &self.settings.to_string(),
        ]));
        file.articles += 1;
        let before = file.before.remove(&key);
        let unchanged = before == Some(state);
        match before {
            Some(_) if unchanged => self.counts.unchanged += 1,
            Some(_) => self.counts.changed += 1,
            None => self.counts.added += 1,
        }
        Slot { seen: Seen { key, file: file_number(&file.facts.path), state, replaces: before.is_some() }, unchanged }
    }

    /// Stores an article with its quotes in its slot, in place of what was there.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(&mut self, file: &FileUpdate, slot: Slot, prepared: Prepared) -> Result<(), IndexError> {
        let bytes = prepared.bytes();
        self.text_since_commit += bytes;
        self.writing.put(&slot.seen, prepared)?;
        // Large articles would wait side by side for the engine to take them in.
        if bytes > LARGE || self.text_since_commit > COMMIT_TEXT || self.last_commit.elapsed() > COMMIT_TIME {
            self.commit_within(file)?;
        }
        Ok(())
    }

    /// Takes away what the slot held where the article that belongs there cannot be stored: it is not what it was.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn drop_slot(&mut self, slot: &Slot) -> Result<(), IndexError> {
        if slot.seen.replaces {
            self.writing.remove(slot.seen.key)?;
            self.counts.changed -= 1;
            self.counts.removed += 1;
        } else {
            self.counts.added -= 1;
        }
        Ok(())
    }

    fn commit_within(&mut self, file: &FileUpdate) -> Result<(), IndexError> {
        // Without a memory of the file nobody would take its articles away if the program were killed now and the
        // file gone afterwards.
        self.remember(&file.facts, FileMemory::Part)?;
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
        if ending != Ending::Interrupted && file.source == FileSource::Named {
            for key in file.before.keys() {
                self.writing.remove(*key)?;
                self.counts.removed += 1;
            }
        }
        let memory = match ending {
            _ if file.source == FileSource::Stream => FileMemory::Part,
            Ending::Whole => FileMemory::Whole { hash: file.hash, articles: file.articles },
            Ending::Flawed | Ending::Interrupted => FileMemory::Part,
        };
        self.remember(&file.facts, memory)
    }

    fn remember(&mut self, file: &FileFacts, memory: FileMemory) -> Result<(), IndexError> {
        let (hash, articles, settings) = match memory {
            FileMemory::Whole { hash, articles } => (hash, articles, self.settings),
            FileMemory::Part => (0, 0, !self.settings),
        };
        let state = FileState {
            size: file.size,
            modified: file.modified.map_or(0, nanos),
            hash,
            settings,
            seen: self.started,
            articles,
        };
        self.writing.remember(&file.path, state)
    }

    /// Takes away the files that `gone` picks among those that the index holds and that this update did not meet.
    ///
    /// # Errors
    /// Where the index cannot be read or written.
    pub fn remove_files(&mut self, gone: impl Fn(&str) -> bool) -> Result<(), IndexError> {
        let files: Vec<String> =
            self.known.keys().filter(|path| !self.met.contains(*path) && gone(path)).cloned().collect();
        for path in files {
            self.counts.removed += self.writing.articles_of(&path)?.len() as u64;
            self.writing.forget(&path)?;
        }
        Ok(())
    }

    /// Commits what was done so far: from here on it is safe.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.writing.commit()?;
        self.text_since_commit = 0;
        self.last_commit = Instant::now();
        Ok(())
    }

    /// Commits and lets go of the lock.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn finish(self) -> Result<Counts, IndexError> {
        self.writing.finish()?;
        Ok(self.counts)
    }
}

/// The number that stands for a file's path.
pub(super) fn file_number(path: &str) -> u64 {
    first_number(&blake3::hash(path.as_bytes()))
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
