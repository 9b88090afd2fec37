//! Files to an index: which must be read, what they hold, what is gone.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::absent::{self, Absent, Roots, Seen};
use super::batches::{self, Batch, FileChoice};
use super::canonical::Canonical;
use super::content::FileContent;
use super::document::{ReadDocument, TakenAs};
use super::listen::{Event, Notice, tell};
use super::patience::{Patience, WRITING};
use super::trouble::Trouble;
use super::troubles::{TroubleCounts, Troubles};
use super::{Library, Result, corrections, guard};
use crate::archive::{self, ArchiveError, Document, FileEntry, Origin, Selection, Source, WalkOptions};
use crate::article::{self, Article, ArticleError, Problem, ReadOptions};
use crate::corrections::Corrections;
use crate::index::{
    ArticleEntry, FileFacts, FileUpdate, Plan, Prepared, STREAM, Slot, Store, Unread, Update, UpdateCounts, key_path,
    path_key,
};
use crate::people::Register;
use crate::quotes::Extractor;

/// Files and folders that an index is brought up to date with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateRequest {
    /// Files and folders; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// Takes what an emptied or missing folder held for gone.
    pub prune: bool,
    /// Paths that are not read though they lie in the others.
    pub leave_out: Vec<PathBuf>,
    /// What is wanted of what is found in folders.
    pub choice: FileChoice,
}

impl UpdateRequest {
    /// These paths, and everything else as it usually is.
    pub fn of(paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> UpdateRequest {
        UpdateRequest { paths: paths.into_iter().map(Into::into).collect(), ..UpdateRequest::default() }
    }
}

/// What an update came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles added, changed and so on.
    pub counts: UpdateCounts,
    /// What went wrong, and what was passed over.
    pub troubles: TroubleCounts,
    /// Quotes in the articles that were added or changed.
    pub quotes: u64,
    /// Those of them with a speaker.
    pub attributed: u64,
    /// Articles added or changed that have no date.
    pub undated: u64,
    /// Files and folders that could not be read at all: what the index holds of them stays.
    pub unread: u64,
}

/// How an update goes about what others do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// Waits for another process that writes the index.
    pub waits: bool,
    /// Takes nothing out.
    pub keeps: bool,
}

impl Summary {
    /// Whether nothing at all could be read, though there was something.
    pub fn nothing_was_read(&self) -> bool {
        let UpdateCounts { added, changed, unchanged, moved, .. } = self.counts;
        added + changed + unchanged + moved == 0 && self.troubles.failed > 0
    }

    /// Whether the index is as it was.
    pub fn changed_nothing(&self) -> bool {
        self.counts == UpdateCounts { unchanged: self.counts.unchanged, ..UpdateCounts::default() }
    }
}

/// Brings the index up to date with the paths. Where nothing changed nobody else is kept from writing.
///
/// # Errors
/// Where the index cannot be written; what is wrong with files and articles is in the summary instead.
pub(super) fn update(library: &Library, request: &UpdateRequest, manner: Manner) -> Result<Summary> {
    let (store, ear) = (library.store(), library.ear());
    let options = &batches::until_today(&library.settings().reading);
    let UpdateRequest { paths, prune, leave_out, choice } = request;
    let selection = choice.selection(options)?;
    let register = library.register()?;
    let settings = settings_text(&options.meaning());
    let (corrections, table) = corrections::load(library.settings(), ear.as_ref())?;
    // First what is there already: whatever this update adds is made with the table of now.
    patiently(library, manner, || corrections::bring_in(library, &table, &corrections))?;
    let mut run = Run {
        library,
        store,
        update: store.begin_update(&settings)?,
        manner,
        prune: *prune,
        options,
        register,
        extractor: OnceCell::new(),
        corrections,
        table,
        summary: Summary::default(),
        batch: Batch::new(),
        open: Vec::new(),
        canonical: Canonical::default(),
        roots: Roots::new(paths, *prune),
        kept: 0,
        selection: selection.clone(),
    };
    let mut unread = Vec::new();
    let mut troubles = Troubles::new(ear.clone());
    let leave_out = leave_out.iter().cloned().chain([store.dir().to_path_buf()]).collect();
    let walking = WalkOptions { leave_out, selection, format: options.format };
    let there: Vec<PathBuf> = paths
        .iter()
        .filter(|path| !(*prune && absent::is_vacant(path) && !archive::is_stream(path)))
        .cloned()
        .collect();
    batches::for_each_file(&there, &walking, &mut troubles, &mut unread, |file, troubles| {
        run.take_file(file, troubles)
    })?;
    run.work(&mut troubles)?;
    run.remove_absent(&unread)?;
    if run.kept > 0 {
        tell(ear.as_ref(), Notice::Kept(run.kept));
    }
    let mut summary = run.summary;
    summary.unread += unread.len() as u64;
    if run.update.is_locked() {
        let roots: Vec<(String, String)> =
            run.roots.paths().map(|(path, called)| (path_key(path), path_key(called))).collect();
        store.add_roots(&roots)?;
    }
    summary.counts = run.update.finish()?;
    summary.troubles = troubles.counts();
    Ok(summary)
}

/// What decides besides a file what is stored of it: this build and how it is read.
pub(super) fn settings_text(meaning: &str) -> String {
    format!("{} {meaning}", env!("ONRECORD_BUILD"))
}

/// Does what takes the index's lock; while another process holds it, again and again, where that is the manner.
fn patiently<T>(library: &Library, manner: Manner, mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let mut patience = Patience::of(WRITING);
    loop {
        match work() {
            Err(error) if manner.waits && error.is_locked() => {
                let word = || Notice::Waiting(library.dir().to_path_buf());
                if !patience.wait(library.ear().as_ref(), word) {
                    return Err(error);
                }
            }
            other => return other,
        }
    }
}

/// An update that is under way.
struct Run<'a> {
    library: &'a Library,
    store: &'a Store,
    update: Update<'a>,
    manner: Manner,
    prune: bool,
    options: &'a ReadOptions,
    register: &'a Register,
    /// Made for the first article: where nothing changed there is none.
    extractor: OnceCell<Extractor<'a>>,
    corrections: Corrections,
    /// The table that they were read from.
    table: String,
    summary: Summary,
    /// Documents with the place of their file in `open`.
    batch: Batch<usize>,
    open: Vec<OpenFile>,
    canonical: Canonical,
    roots: Roots,
    /// Articles that stay though they could not be read.
    kept: u64,
    selection: Selection,
}

struct OpenFile {
    update: FileUpdate,
    /// Whether all its documents were handed on.
    complete: bool,
}

impl Run<'_> {
    fn take_file(&mut self, file: FileEntry, troubles: &mut Troubles) -> Result<()> {
        let begun = match file.source {
            Source::Stream => {
                self.lock()?;
                Some((self.update.begin_stream(STREAM)?, None))
            }
            Source::File => self.begin_file(&file, troubles)?,
        };
        let Some((update, content)) = begun else { return Ok(()) };
        self.library.ear().hear(&Event::Reading(&file.path));
        self.open.push(OpenFile { update, complete: false });
        let mut documents = batches::open_documents(&file, content, self.options);
        while let Some(document) = documents.next(troubles) {
            match document {
                Ok(document) => {
                    if self.batch.push(self.open.len() - 1, document) {
                        self.work(troubles)?;
                    }
                }
                Err(trouble) => {
                    // What is no text any more, or stands behind a break, cannot be read: nothing of it is surely gone.
                    if let Some(last) = self.open.last_mut() {
                        self.update.miss(&mut last.update, Unread::Unknown);
                    }
                    troubles.fail(trouble);
                }
            }
        }
        if let Some(last) = self.open.last_mut() {
            last.complete = true;
        }
        Ok(())
    }

    /// Takes the index's lock. Whatever is stored from here on is made with the table of corrections that the index was
    /// brought up to date with last.
    fn lock(&mut self) -> Result<()> {
        while !self.update.is_locked() {
            let (library, manner, update) = (self.library, self.manner, &mut self.update);
            patiently(library, manner, || Ok(update.lock()?))?;
            if corrections::is_applied(self.store, &self.table) {
                break;
            }
            // Somebody brought in another one meanwhile.
            self.update.unlock();
            (self.corrections, self.table) = corrections::load(library.settings(), library.ear().as_ref())?;
            patiently(library, manner, || corrections::bring_in(library, &self.table, &self.corrections))?;
        }
        Ok(())
    }

    /// A file that must be read, with its bytes where they are known by now; `None` where it is as it was, or cannot be
    /// read at all.
    fn begin_file(
        &mut self,
        file: &FileEntry,
        troubles: &mut Troubles,
    ) -> Result<Option<(FileUpdate, Option<Vec<u8>>)>> {
        let facts = self.facts(file);
        let content = OnceCell::new();
        let read = || content.get_or_init(|| FileContent::read(&file.path, file.size));
        let hash = || read().as_ref().ok().map(|content| content.hash);
        // Where it was shown before, a link may have been that leads elsewhere now.
        let leads = |place: &Path| absent::leads_to(place, &key_path(&facts.path));
        let mut plan = self.update.plan(&facts, hash, leads);
        if plan == Plan::Read && !self.update.is_locked() {
            self.lock()?;
            plan = self.update.plan(&facts, hash, leads);
        }
        let unchanged = match plan {
            Plan::Read => None,
            Plan::Repeated => {
                troubles.pass_over_repeated(&file.path);
                Some(0)
            }
            Plan::Unchanged { articles } => Some(articles),
        };
        if let Some(articles) = unchanged {
            self.library.ear().hear(&Event::Articles(articles));
            self.library.ear().hear(&Event::Bytes(file.size));
            if plan != Plan::Repeated {
                self.library.ear().hear(&Event::Unchanged(&file.path, articles));
            }
            return Ok(None);
        }
        let content = content.into_inner().unwrap_or_else(|| FileContent::read(&file.path, file.size));
        match content {
            Ok(FileContent { hash, bytes }) => Ok(Some((self.update.begin_file(facts, hash, absent::is_gone)?, bytes))),
            Err(error) => {
                // What the index holds of it stays: the file may be readable again tomorrow.
                self.summary.unread += 1;
                troubles.fail(ArchiveError::from_io(&file.path, error));
                Ok(None)
            }
        }
    }

    fn facts(&mut self, file: &FileEntry) -> FileFacts {
        let path = self.canonical.path(&file.path, file.may_be_link);
        let found = self.roots.find(&file.path);
        FileFacts {
            found: (found.as_os_str() != path.as_os_str()).then(|| path_key(&found)),
            path: path_key(&path),
            size: file.size,
            modified: file.modified,
            changed: file.changed,
        }
    }

    /// Takes out what the index holds of files that are gone.
    fn remove_absent(&mut self, unread: &[PathBuf]) -> Result<()> {
        if self.manner.keeps {
            return Ok(());
        }
        let find = |run: &Self| {
            if !run.update.has_unmet() {
                return Absent::default();
            }
            let is_met = |key: &str| run.update.is_met(key);
            let again = || run.update.met_again();
            let seen = Seen { again: &again, is_met: &is_met, unread, prune: run.prune };
            let mut absent = run.roots.absent(run.update.unmet(), run.update.partly_met(), &seen);
            // What lies elsewhere is not looked for, unless it is there twice now.
            let copies = run.update.copies().filter(|(key, places)| run.roots.is_gone_elsewhere(key, places));
            let copies: Vec<String> = copies.map(|(key, _)| key.to_string()).collect();
            if run.prune {
                absent.gone.extend(copies)
            } else {
                absent.copies = copies
            }
            run.leave_excluded(&mut absent);
            absent
        };
        let mut absent = find(self);
        let is_as_it_is = absent.gone.is_empty() && absent.left.is_empty();
        if !is_as_it_is && !self.update.is_locked() {
            self.lock()?;
            absent = find(self);
        }
        for file in &absent.gone {
            self.update.remove_file(file)?;
        }
        for (file, place) in &absent.left {
            self.update.leave_place(file, place)?;
        }
        if let Some(first) = absent.copies.first() {
            tell(self.library.ear().as_ref(), Notice::GoneCopies(absent.copies.len() as u64, key_path(first)));
        }
        if let Some(first) = absent.excluded.first() {
            tell(self.library.ear().as_ref(), Notice::ExcludedHeld(absent.excluded.len() as u64, key_path(first)));
        }
        for (folder, files) in &absent.emptied {
            tell(self.library.ear().as_ref(), Notice::Emptied(folder.clone(), *files));
        }
        Ok(())
    }

    /// Of what is there and was not met, what the user leaves out: it stays and is told, and goes where that is asked for.
    fn leave_excluded(&self, absent: &mut Absent) {
        if absent.there.is_empty() {
            return;
        }
        let excluded = self.roots.left_out(&absent.there, &self.selection);
        if self.prune {
            // They stand in the order of those that are there.
            let mut left = excluded.iter().peekable();
            absent.there.retain(|key| left.next_if_eq(&key).is_none());
            absent.gone.extend(excluded);
        } else {
            absent.excluded = excluded;
        }
    }

    /// Works on all that is waiting: reads and extracts on all cores, stores in order.
    fn work(&mut self, troubles: &mut Troubles) -> Result<()> {
        let batch = self.batch.take();
        self.library.ear().hear(&Event::Articles(batch.len() as u64));
        let options = self.options;
        let wants_documents = self.library.ear().wants_documents();
        let read = batches::spread(
            batch,
            |(_, document)| document.bytes.len(),
            |(file, document): (usize, Document)| {
                let origin = document.origin.clone();
                let article = batches::guarded(&origin, || batches::read(&document, options));
                let article = article.map(|article| (article, TakenAs::of(&document, wants_documents)));
                (file, article.map_err(|trouble| UnreadDocument::new(&document, options, trouble)))
            },
        );
        let mut fresh: Vec<(usize, Slot, Article, TakenAs)> = Vec::new();
        for (file, article) in read {
            match article {
                Ok((article, taken)) => {
                    let slot = self.update.slot(&mut self.open[file].update, &article);
                    if !slot.unchanged {
                        fresh.push((file, slot, article, taken));
                    } else if wants_documents {
                        let told = ReadDocument::new(&article, taken, None);
                        self.library.ear().hear(&Event::Document(&told));
                    }
                }
                Err(unread) => {
                    self.update.miss(&mut self.open[file].update, unread.known_by());
                    troubles.fail(unread.trouble);
                }
            }
        }
        let (corrections, register) = (&self.corrections, self.register);
        let extractor = self.extractor.get_or_init(|| Extractor::new(register));
        let found = batches::spread(
            fresh,
            |(_, _, article, _)| article.text.len(),
            |(file, slot, article, taken)| {
                let origin = article.origin.clone();
                let found = guard::guard(&origin, || {
                    let quotes = extractor.extract(&article);
                    let told = wants_documents.then(|| ReadDocument::new(&article, taken, None));
                    FoundInArticle::new(&ArticleEntry::new(article, quotes, corrections, register), told)
                });
                (file, slot, found)
            },
        );
        for (file, slot, found) in found {
            match found {
                Ok(found) => {
                    if let Some(told) = &found.told {
                        self.library.ear().hear(&Event::Document(told));
                    }
                    troubles.note(&found.origin, &found.problems);
                    self.summary.undated += u64::from(found.undated);
                    self.summary.quotes += found.quotes;
                    self.summary.attributed += found.attributed;
                    self.update.put(&self.open[file].update, slot, found.prepared)?;
                }
                Err(trouble) => {
                    self.update.give_back(&mut self.open[file].update, &slot);
                    troubles.fail(trouble);
                }
            }
        }
        // A dump may be longer than a batch: its rest comes with the next ones, from the first place on.
        let rest = match self.open.last() {
            Some(last) if !last.complete => self.open.pop(),
            _ => None,
        };
        for file in self.open.drain(..) {
            self.kept += self.update.end_file(file.update)?;
        }
        self.open.extend(rest);
        Ok(())
    }
}

/// A document that is no article, with what it is known by.
struct UnreadDocument {
    trouble: Trouble,
    id: Option<String>,
    /// Its place in the file; `None` where others may stand behind it.
    place: Option<String>,
}

impl UnreadDocument {
    fn new(document: &Document, options: &ReadOptions, trouble: Trouble) -> UnreadDocument {
        let origin = &document.origin;
        let id = guard::guard(origin, || article::id_of(document, options)).ok().flatten();
        let id = id.map(|id| origin.record(&id));
        // Behind a torn record others may be missing that are not gone.
        let is_torn = trouble.kind == ArticleError::NOT_JSON;
        let place = (!is_torn).then(|| origin.member.clone().unwrap_or_default());
        UnreadDocument { trouble, id, place }
    }

    fn known_by(&self) -> Unread<'_> {
        match (&self.id, &self.place) {
            (Some(id), _) => Unread::WithId(id),
            (None, Some(place)) => Unread::AtPlace(place),
            (None, None) => Unread::Unknown,
        }
    }
}

/// What was found in an article, and what of it is told.
struct FoundInArticle {
    prepared: Prepared,
    origin: Origin,
    problems: Vec<Problem>,
    undated: bool,
    quotes: u64,
    attributed: u64,
    /// Where anybody wants to know.
    told: Option<ReadDocument>,
}

impl FoundInArticle {
    fn new(entry: &ArticleEntry, told: Option<ReadDocument>) -> FoundInArticle {
        let quotes = entry.quotes.len() as u64;
        let attributed = entry.quotes.iter().filter(|quote| quote.guise.is_some()).count() as u64;
        let told = told.map(|told| ReadDocument { quotes: Some((quotes, attributed)), ..told });
        FoundInArticle {
            told,
            prepared: Prepared::new(entry),
            origin: entry.article.origin.clone(),
            problems: entry.article.problems.clone(),
            undated: entry.article.posted.is_none(),
            quotes,
            attributed,
        }
    }
}
