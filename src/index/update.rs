//! Brings an index up to date with files: adds, replaces and takes away articles, each with all its quotes or not at
//! all.
//!
//! The order of work is the caller's: it asks [`Update::plan`] for each file whether it must be read, takes the index's
//! lock with [`Update::lock`] when the first one must, gives the articles to a [`FileUpdate`], and calls
//! [`Update::finish`]. An update that finds nothing to do never locks, so that many can be at it at once. What a file held
//! is kept in the same index, so that one commit moves the articles and the memory of them together; a program killed at
//! any moment leaves the last commit, and the next update does the rest again without duplicates.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::engine::{Writable, Writing};
use super::error::IndexError;
use super::file_update::{FileSource, FileUpdate, HeldBefore, HeldElsewhere, Slot, Unread};
use super::files::{FileFacts, FileState, key_path, without_own};
use super::prepared::{Prepared, first_number};
use crate::article::Article;
use crate::faults;

/// A commit is made after this much text or time, so that a killed program loses little, and so that no more than this
/// waits in memory where quotes are found faster than the engine stores them.
const COMMIT_TEXT: usize = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(60);

/// An article of so many bytes is committed at once.
const LARGE: usize = 1 << 20;

/// A file changed so shortly before it was read may have been changed again within the clock's step: its content is
/// compared, not its time.
const CLOCK_STEP_NANOS: i64 = 2_000_000_000;

/// Whether a file must be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
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
pub struct UpdateCounts {
    /// Articles that are new.
    pub added: u64,
    /// Articles that say something else now.
    pub changed: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Of files that lie at another place now.
    pub moved: u64,
    /// Articles that are no longer there.
    pub removed: u64,
}

/// What an update remembers of a file.
enum FileMemory {
    /// All its articles are stored.
    Whole { hash: u64, articles: u64 },
    /// All that could be read of it, and what stays of it though it could not: the next update must read it again, and
    /// knows it again where it has moved.
    Flawed { hash: u64, articles: u64 },
    /// Some are: the next update must read it again.
    Part,
}

/// The name under which an index keeps what came over standard input and other pipes.
pub const STREAM: &str = "-";

/// An update that is under way; it holds the index's lock from [`Update::lock`] on.
pub struct Update<'a> {
    index: &'a dyn Writable,
    writing: Option<Box<dyn Writing + 'a>>,
    known: HashMap<String, FileState>,
    /// Files by the hash of their content, made when the first new one comes.
    by_hash: Option<HashMap<u64, Vec<String>>>,
    /// Paths of files that moved and could not tell any more what is still held of them, by the path of the file with which
    /// they stay; made when the first file is read.
    leftovers: Option<HashMap<String, Vec<String>>>,
    met: HashSet<String>,
    /// Where files were met that are found by links, now or before.
    places: HashMap<String, Vec<String>>,
    /// What is remembered anew of these.
    remembered: HashMap<String, FileState>,
    /// Files of which articles were put and that have not ended.
    begun: BTreeMap<String, Begun>,
    /// Whether a commit has to wait for the end of files that the index held before: one article of such a file may
    /// take the place of another, which would be missing until it has its own place again.
    commit_waits: bool,
    /// Whether a file that the index holds has changed: what it said before may stand in another file now, which is not
    /// read yet, so that nothing is committed before all files are read.
    moves_content: bool,
    /// Files whose time did not tell whether they are as they were; their content did.
    unsettled: Vec<(FileFacts, u64)>,
    /// See [`Update::new`].
    settings_text: String,
    /// See [`settings_number`].
    settings: u64,
    started: i64,
    counts: UpdateCounts,
    put_since_commit: u64,
    text_since_commit: usize,
    last_commit: Instant,
}

/// A file of which articles were put.
#[derive(Clone)]
struct Begun {
    facts: FileFacts,
    /// The one that it was before.
    moved_from: Option<String>,
    /// Whether the index held articles of it before.
    is_known: bool,
}

impl<'a> Update<'a> {
    /// `settings` names everything besides the files that decides what is stored (the program's version, the date
    /// order, ...): files that were read with others are read again.
    pub(super) fn new(index: &'a dyn Writable, settings: &str) -> Result<Update<'a>, IndexError> {
        Ok(Update {
            index,
            writing: None,
            known: index.files()?.into_iter().collect(),
            by_hash: None,
            leftovers: None,
            met: HashSet::new(),
            places: HashMap::new(),
            remembered: HashMap::new(),
            begun: BTreeMap::new(),
            commit_waits: false,
            moves_content: false,
            unsettled: Vec::new(),
            settings_text: settings.to_string(),
            settings: settings_number(settings),
            started: nanos(SystemTime::now()),
            counts: UpdateCounts::default(),
            put_since_commit: 0,
            text_since_commit: 0,
            last_commit: Instant::now(),
        })
    }

    /// Whether the index's lock is held.
    pub fn is_locked(&self) -> bool {
        self.writing.is_some()
    }

    /// Takes the index's lock, and sees what others stored before.
    ///
    /// # Errors
    /// Where another process holds it, or where the index cannot be read or written.
    pub fn lock(&mut self) -> Result<(), IndexError> {
        if self.writing.is_none() {
            let writing = self.index.write(&self.settings_text)?;
            self.known = self.index.files()?.into_iter().collect();
            self.by_hash = None;
            self.leftovers = None;
            self.writing = Some(writing);
        }
        Ok(())
    }

    /// Lets go of the lock before anything was written.
    pub fn unlock(&mut self) {
        self.writing = None;
    }

    fn writing(&mut self) -> Result<&mut (dyn Writing + 'a), IndexError> {
        self.lock()?;
        match &mut self.writing {
            Some(writing) => Ok(writing.as_mut()),
            None => Err(self.index.not_locked()),
        }
    }

    /// Whether the file must be read; `hash` gives the hash of its content, or `None` where it cannot be read, and is
    /// asked only where size and time do not tell; `leads` says whether a place still leads to the file, and is asked only
    /// where the index shows it under another than it was found at. Where it must be read and the lock is not held, take it
    /// and ask again: others may have stored it meanwhile.
    pub fn plan(
        &mut self,
        file: &FileFacts,
        hash: impl FnOnce() -> Option<u64>,
        leads: impl FnOnce(&Path) -> bool,
    ) -> Plan {
        if self.met.contains(&file.path) {
            self.note_place(file, true);
            return Plan::Repeated;
        }
        let plan = self.compare(file, hash, leads);
        match plan {
            Plan::Unchanged { articles } => self.counts.unchanged += articles,
            _ if self.writing.is_none() => return plan,
            _ => {}
        }
        self.note_place(file, false);
        self.met.insert(file.path.clone());
        plan
    }

    /// Notes where a file was met: of one that was found under its own path alone there is nothing to note.
    fn note_place(&mut self, file: &FileFacts, again: bool) {
        if let Some(places) = self.places.get_mut(&file.path) {
            if !places.iter().any(|place| place == file.place()) {
                places.push(file.place().to_string());
            }
            return;
        }
        let has_places = |known: &FileState| !known.found.is_empty();
        if file.found.is_some() || !again && self.known.get(&file.path).is_some_and(has_places) {
            let own = again.then(|| file.path.clone());
            let places = own.into_iter().chain([file.place().to_string()]).collect();
            self.places.insert(file.path.clone(), places);
        }
    }

    fn compare(
        &mut self,
        file: &FileFacts,
        hash: impl FnOnce() -> Option<u64>,
        leads: impl FnOnce(&Path) -> bool,
    ) -> Plan {
        let Some(state) = self.known.get(&file.path) else { return Plan::Read };
        if state.settings != self.settings || state.size != file.size {
            return Plan::Read;
        }
        // Its articles are told by a path that must lead to them.
        let shown = state.shown(&file.path);
        if shown != file.place() && !leads(&key_path(shown)) {
            return Plan::Read;
        }
        let modified = file.modified.map_or(0, nanos);
        let settled = modified != 0
            && modified == state.modified
            && file.changed == state.changed
            && modified.max(file.changed) + CLOCK_STEP_NANOS < state.seen;
        if !settled {
            if hash() != Some(state.hash) {
                return Plan::Read;
            }
            self.unsettled.push((file.clone(), state.hash));
        }
        Plan::Unchanged { articles: state.articles }
    }

    /// Begins to replace what the index holds of a file; `hash` is that of its content. `is_gone` says whether a file that
    /// the index holds is surely no longer where it was: one of the same content has moved here.
    ///
    /// # Errors
    /// Where the index cannot be read or locked.
    pub fn begin_file(
        &mut self,
        file: FileFacts,
        hash: u64,
        is_gone: impl Fn(&Path) -> bool,
    ) -> Result<FileUpdate, IndexError> {
        // Also of a file that is not known: a repaired index may have lost the memory of it, and not the articles.
        let before: HashMap<u64, u64> = self.writing()?.articles_of(&file.path)?.into_iter().collect();
        // One that an update was killed over may have come here in part.
        let known = self.known.get(&file.path).map(|state| state.hash);
        self.moves_content |= !before.is_empty() && known.is_some_and(|known| known != 0 && known != hash);
        let moved_from = match before.is_empty() || known == Some(0) {
            true => self.moved_from(&file, hash, is_gone),
            false => None,
        };
        let mut paths: Vec<String> = Vec::new();
        for path in moved_from.iter().chain([&file.path]) {
            // What stayed with a file goes with it.
            let leftovers = self.leftovers_of(path);
            paths.extend(moved_from.iter().filter(|from| *from == path).cloned().chain(leftovers));
        }
        let mut elsewhere = Vec::with_capacity(paths.len());
        for path in paths {
            let left = self.writing()?.articles_of(&path)?.into_iter().map(|(key, _)| key).collect();
            elsewhere.push(HeldElsewhere { path, left });
        }
        let settings = moved_from.as_ref().map_or(self.known.get(&file.path), |from| self.known.get(from));
        let settings = settings.map(|state| state.settings);
        let held = HeldBefore { articles: before, elsewhere, has_moved: moved_from.is_some(), settings };
        Ok(FileUpdate::new(file, hash, FileSource::Named, held, self.settings))
    }

    /// See [`Update::leftovers`].
    fn leftovers_of(&mut self, path: &str) -> Vec<String> {
        let known = &self.known;
        let leftovers = self.leftovers.get_or_insert_with(|| {
            let mut leftovers: HashMap<String, Vec<String>> = HashMap::new();
            for (key, state) in known {
                if let Some(with) = state.stays_with.as_deref().filter(|with| with != key) {
                    leftovers.entry(with.to_string()).or_default().push(key.clone());
                }
            }
            leftovers
        });
        leftovers.remove(path).unwrap_or_default()
    }

    fn moved_from(&mut self, file: &FileFacts, hash: u64, is_gone: impl Fn(&Path) -> bool) -> Option<String> {
        let known = &self.known;
        let by_hash = self.by_hash.get_or_insert_with(|| {
            let mut by_hash: HashMap<u64, Vec<String>> = HashMap::new();
            for (path, state) in known.iter().filter(|(_, state)| state.hash != 0) {
                by_hash.entry(state.hash).or_default().push(path.clone());
            }
            by_hash.values_mut().for_each(|paths| paths.sort());
            by_hash
        });
        let same = by_hash.get_mut(&hash)?;
        let at = same.iter().position(|path| {
            let state = known.get(path);
            // Links to where it was may still be there: they lead nowhere, or to where it is now.
            !self.met.contains(path) && state.is_some_and(|state| state.size == file.size) && is_gone(&key_path(path))
        })?;
        Some(same.remove(at))
    }

    /// Begins to add what comes over a stream, `name` for all streams of its kind. Articles that came over one before are
    /// known again by what they say; none is taken away, and what was read is read anew the next time.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn begin_stream(&mut self, name: &str) -> Result<FileUpdate, IndexError> {
        self.met.insert(name.to_string());
        let facts = FileFacts { path: name.to_string(), found: None, size: 0, modified: None, changed: 0 };
        // Its articles are known by what they say: none takes another's place.
        let articles = self.writing()?.articles_of(name)?.into_iter().collect();
        let held = HeldBefore { articles, ..HeldBefore::default() };
        let mut file = FileUpdate::new(facts, 0, FileSource::Stream, held, self.settings);
        file.was_known = false;
        Ok(file)
    }

    /// Finds the article's place. The caller goes on with [`Update::put`], unless the slot says that it is unchanged.
    pub fn slot(&mut self, file: &mut FileUpdate, article: &Article) -> Slot {
        file.slot(article, self.settings, &mut self.counts)
    }

    /// Notes something in the file that could not be read: what the index holds of it stays, and the file is read again the
    /// next time.
    pub fn miss(&mut self, file: &mut FileUpdate, unread: Unread<'_>) {
        file.miss(unread);
    }

    /// Stores an article with its quotes in its slot, in place of what was there.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn put(&mut self, file: &FileUpdate, slot: Slot, prepared: Prepared) -> Result<(), IndexError> {
        let bytes = prepared.bytes();
        self.text_since_commit += bytes;
        if !self.begun.contains_key(&file.facts.path) {
            let (facts, moved_from, is_known) =
                (file.facts.clone(), file.came_from().map(str::to_string), file.was_known);
            self.begun.insert(file.facts.path.clone(), Begun { facts, moved_from, is_known });
        }
        self.writing()?.put(&slot.seen, prepared)?;
        faults::point("behind an article");
        self.put_since_commit += 1;
        // Large articles would wait side by side for the engine to take them in.
        let is_asked = faults::commit_every().is_some_and(|every| self.put_since_commit >= every);
        if bytes > LARGE || self.text_since_commit > COMMIT_TEXT || self.last_commit.elapsed() > COMMIT_TIME || is_asked
        {
            self.commit_when_it_may()?;
        }
        Ok(())
    }

    fn commit_when_it_may(&mut self) -> Result<(), IndexError> {
        self.commit_waits = self.moves_content || self.begun.values().any(|begun| begun.is_known);
        if self.commit_waits { Ok(()) } else { self.commit_within() }
    }

    /// Gives a slot back where the article that belongs there cannot be stored: what the index held of it stays, as of one
    /// that could not be read.
    pub fn give_back(&mut self, file: &mut FileUpdate, slot: &Slot) {
        file.give_back(slot, &mut self.counts);
    }

    fn commit_within(&mut self) -> Result<(), IndexError> {
        // Without a memory of a file nobody would take its articles away if the program were killed now and the file
        // gone afterwards.
        for Begun { facts, moved_from, .. } in self.begun.clone().into_values() {
            self.remember_part(&facts, moved_from.as_deref())?;
        }
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
        self.commit_within()
    }

    /// Ends a file: articles that it no longer holds go, and what was read is remembered. Gives how many articles stay
    /// though they could not be read.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn end_file(&mut self, file: FileUpdate) -> Result<u64, IndexError> {
        let end = file.end();
        for key in &end.gone {
            self.writing()?.remove(*key)?;
        }
        self.counts.removed += end.removed;
        self.begun.remove(&file.facts.path);
        let memory = match file.source {
            FileSource::Stream => FileMemory::Part,
            FileSource::Named if end.is_flawed => {
                FileMemory::Flawed { hash: file.hash, articles: file.articles() + end.kept }
            }
            FileSource::Named => FileMemory::Whole { hash: file.hash, articles: file.articles() },
        };
        faults::point("before a file is remembered");
        match memory {
            FileMemory::Part => self.remember_part(&file.facts, None)?,
            ended => self.remember(&file.facts, ended)?,
        }
        faults::point("behind a file that is remembered");
        for path in end.emptied {
            self.writing()?.forget(&path)?;
            self.met.insert(path);
        }
        let mut kept = end.kept;
        for (path, left) in end.leftovers {
            let stays_with = Some(file.facts.path.clone());
            let state = FileState { stays_with, settings: !self.settings, ..FileState::unknown(left) };
            self.writing()?.remember(&path, state)?;
            self.met.insert(path);
            kept += left;
        }
        if self.commit_waits {
            self.commit_when_it_may()?;
        }
        Ok(kept)
    }

    /// Remembers that only a part of a file is stored; where it has moved, so it is of what lies under its old name, which
    /// is known again by its content.
    fn remember_part(&mut self, file: &FileFacts, moved_from: Option<&str>) -> Result<(), IndexError> {
        self.remember(file, FileMemory::Part)?;
        if let Some((path, state)) = moved_from.and_then(|path| self.known.get_key_value(path)) {
            let (path, state) = (path.clone(), FileState { settings: !self.settings, articles: 0, ..state.clone() });
            self.writing()?.remember(&path, state)?;
        }
        Ok(())
    }

    fn remember(&mut self, file: &FileFacts, memory: FileMemory) -> Result<(), IndexError> {
        let (hash, articles, settings) = match memory {
            FileMemory::Whole { hash, articles } => (hash, articles, self.settings),
            FileMemory::Flawed { hash, articles } => (hash, articles, !self.settings),
            FileMemory::Part => (0, 0, !self.settings),
        };
        let state = FileState {
            found: self.places_of(file),
            stays_with: None,
            size: file.size,
            modified: file.modified.map_or(0, nanos),
            changed: file.changed,
            hash,
            settings,
            seen: self.started,
            articles,
        };
        self.remember_state(&file.path, state)
    }

    fn remember_state(&mut self, path: &str, state: FileState) -> Result<(), IndexError> {
        if self.places.contains_key(path) || self.remembered.contains_key(path) {
            self.remembered.insert(path.to_string(), state.clone());
        }
        self.writing()?.remember(path, state)
    }

    /// Where a file that is stored now was found: here and before.
    fn places_of(&self, file: &FileFacts) -> Vec<String> {
        let here = without_own(vec![file.place().to_string()], &file.path);
        let before = self.known.get(&file.path).into_iter().flat_map(|state| state.places(&file.path));
        FileState { found: here, ..FileState::unknown(0) }.found_at(&file.path, before).found
    }

    /// The files that the index holds and that this update did not meet: each with the places where it was found. Without
    /// those that stay with others.
    pub fn unmet(&self) -> impl Iterator<Item = (&str, Vec<PathBuf>)> {
        let stays = |state: &FileState| state.stays_with.as_ref().is_some_and(|path| self.known.contains_key(path));
        let unmet = self.known.iter().filter(move |(path, state)| !self.met.contains(*path) && !stays(state));
        unmet.map(|(path, state)| (path.as_str(), state.places(path).map(key_path).collect()))
    }

    /// Whether there are such files, or places where files that were met are found no longer.
    pub fn has_unmet(&self) -> bool {
        self.unmet().next().is_some() || self.partly_met().next().is_some()
    }

    /// Files that this update met, with the places where the index found them and this update did not.
    pub fn partly_met(&self) -> impl Iterator<Item = (&str, Vec<PathBuf>)> {
        self.places.iter().filter_map(|(path, met)| {
            let known = self.known.get(path)?.places(path).filter(|place| !met.iter().any(|met| met == place));
            let known: Vec<PathBuf> = known.map(key_path).collect();
            (!known.is_empty()).then_some((path.as_str(), known))
        })
    }

    /// The places of files that the index held before and where this update met them, or knew them again elsewhere.
    pub fn met_again(&self) -> Vec<PathBuf> {
        let met = self.known.iter().filter(|(path, _)| self.met.contains(*path));
        met.flat_map(|(path, state)| {
            let here = self.places.get(path);
            let is_met = move |place: &&str| here.is_none_or(|here| here.iter().any(|met| met == place));
            state.places(path).filter(is_met).map(key_path)
        })
        .collect()
    }

    /// Files that this update did not meet, of which all that the index holds is held of one that it met, too.
    pub fn copies(&self) -> impl Iterator<Item = (&str, Vec<PathBuf>)> {
        let mut unmet = self.unmet().peekable();
        let mut met: HashMap<(u64, u64), u64> = HashMap::new();
        if unmet.peek().is_some() {
            for (_, state) in self.known.iter().filter(|(path, state)| state.hash != 0 && self.met.contains(*path)) {
                let articles = met.entry((state.hash, state.size)).or_default();
                *articles = state.articles.max(*articles);
            }
        }
        unmet.filter(move |(path, _)| {
            let state = self.known.get(*path);
            state.is_some_and(|it| met.get(&(it.hash, it.size)).is_some_and(|articles| *articles >= it.articles))
        })
    }

    /// Whether this update met a file.
    pub fn is_met(&self, path: &str) -> bool {
        self.met.contains(path)
    }

    /// Forgets that a file was found at a place. Where it was shown by it, it is read again when it is met next.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub fn leave_place(&mut self, path: &str, place: &Path) -> Result<(), IndexError> {
        let Some(state) = self.remembered.get(path).or_else(|| self.known.get(path)).cloned() else { return Ok(()) };
        let is_shown = key_path(state.shown(path)) == place && !self.met.contains(path);
        let found = state.places(path).filter(|known| key_path(known) != place).map(str::to_string).collect();
        let settings = if is_shown && state.settings == self.settings { !self.settings } else { state.settings };
        let state = FileState { found: without_own(found, path), settings, ..state };
        self.remembered.insert(path.to_string(), state.clone());
        self.remember_state(path, state)
    }

    /// Takes away what the index holds of a file; `path` as [`Update::unmet`] gave it.
    ///
    /// # Errors
    /// Where the index cannot be read or written.
    pub fn remove_file(&mut self, path: &str) -> Result<(), IndexError> {
        let with_it = |(other, state): (&String, &FileState)| {
            (state.stays_with.as_deref() == Some(path) && !self.met.contains(other)).then(|| other.clone())
        };
        let paths: Vec<String> = self.known.iter().filter_map(with_it).chain([path.to_string()]).collect();
        for path in paths {
            let writing = self.writing()?;
            let articles = writing.articles_of(&path)?.len() as u64;
            writing.forget(&path)?;
            self.met.insert(path);
            self.counts.removed += articles;
        }
        Ok(())
    }

    /// Commits what was done so far: from here on it is safe.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        self.writing()?.commit()?;
        self.text_since_commit = 0;
        self.put_since_commit = 0;
        self.last_commit = Instant::now();
        Ok(())
    }

    /// Commits and lets go of the lock.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    pub fn finish(mut self) -> Result<UpdateCounts, IndexError> {
        self.settle()?;
        self.settle_places()?;
        if let Some(writing) = self.writing {
            writing.finish()?;
        }
        Ok(self.counts)
    }

    /// Remembers of the files that were compared by content that their time tells from now on. It spares the next update
    /// the work, and no more: while somebody else writes, or where nobody may, it is left.
    fn settle(&mut self) -> Result<(), IndexError> {
        if self.unsettled.is_empty() {
            return Ok(());
        }
        if !self.may_lock()? {
            return Ok(());
        }
        for (file, hash) in std::mem::take(&mut self.unsettled) {
            let state = self.known.get(&file.path);
            let same = state.filter(|state| state.hash == hash && state.settings == self.settings);
            if let Some(state) = same {
                let (modified, changed, seen) = (file.modified.map_or(0, nanos), file.changed, self.started);
                self.remember_state(&file.path, FileState { modified, changed, seen, ..state.clone() })?;
            }
        }
        Ok(())
    }

    /// Takes the lock for what can be left: not while somebody else writes, or where nobody may.
    fn may_lock(&mut self) -> Result<bool, IndexError> {
        match self.lock() {
            Err(IndexError::Locked { .. } | IndexError::ReadOnly { .. } | IndexError::MadeAnew { .. }) => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Remembers further places where files were found that are as they were.
    fn settle_places(&mut self) -> Result<(), IndexError> {
        let found = |update: &Self| {
            let found = update.places.iter().filter_map(|(path, met)| {
                let state = update.remembered.get(path).or_else(|| update.known.get(path))?;
                let is_known = |place: &String| state.places(path).any(|known| known == place);
                let found = || state.clone().found_at(path, met.iter().map(String::as_str));
                (!met.iter().all(is_known)).then(|| (path.clone(), found()))
            });
            found.collect::<Vec<_>>()
        };
        if found(self).is_empty() || !self.may_lock()? {
            return Ok(());
        }
        for (path, state) in found(self) {
            self.remember_state(&path, state)?;
        }
        Ok(())
    }
}

/// The number that stands for the settings of an update in what is remembered of files; that of a file that was not read to
/// its end is its complement.
pub fn settings_number(settings: &str) -> u64 {
    first_number(&blake3::hash(settings.as_bytes()))
}

fn nanos(time: SystemTime) -> i64 {
    let since = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => since(after),
        Err(before) => -since(before.duration()),
    }
}
