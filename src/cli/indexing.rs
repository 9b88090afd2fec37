//! Brings an index up to date with paths, and says what came of it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::absent::{self, Roots};
use super::args::{ColorWhen, IndexArgs, ReadArgs, SummaryFormat};
use super::canonical::Canonical;
use super::exit::Status;
use super::harmless::{self, shown_path};
use super::json::SummaryJson;
use super::reading::{self, Batch};
use super::troubles::{Trouble, TroubleCounts, Troubles};
use super::{corrections, guard, locate, output, report};
use crate::archive::{self, ArchiveError, Document, FileEntry, Origin, Source};
use crate::article::{Article, ArticleError, Problem, ReadOptions};
use crate::corrections::Corrections;
use crate::index::{
    ArticleEntry, Counts, Ending, FileFacts, FileUpdate, IndexError, Plan, Prepared, STREAM, Slot, Store, Update,
    key_path, path_key,
};
use crate::people::Register;
use crate::quotes::Extractor;

/// What an update came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub counts: Counts,
    pub troubles: TroubleCounts,
    /// Quotes in the articles that were added or changed, and those of them with a speaker.
    pub quotes: u64,
    pub attributed: u64,
    /// Articles added or changed that have no date.
    pub undated: u64,
    /// Files and folders that could not be read at all: what the index holds of them stays.
    pub unread: u64,
}

/// How an update goes about what others do and what is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Waits for another process that writes the index.
    pub waits: bool,
    /// Takes what an emptied or missing folder held for gone.
    pub prune: bool,
    /// Takes nothing out.
    pub keeps: bool,
}

impl Summary {
    /// 2 where a named path is missing or nothing could be read, and under `--strict` where anything failed.
    pub fn status(&self, read: &ReadArgs) -> Status {
        let Counts { added, changed, unchanged, moved, .. } = self.counts;
        let nothing_read = added + changed + unchanged + moved == 0;
        let failed = self.troubles.failed > 0;
        if self.troubles.missing > 0 || (failed && (nothing_read || read.strict)) {
            Status::Error
        } else {
            Status::Found
        }
    }
}

pub fn run(args: &IndexArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let dir = locate::find_index(args.place.index.as_deref())?;
    let options = reading::read_options(&args.read)?;
    report::check(&args.read, args.format == SummaryFormat::Text)?;
    let manner = Manner { prune: args.prune, ..Manner::default() };
    // Where there is none there is nothing to stand beside.
    let (store, summary) = match args.rebuild && Store::is_at(&dir) {
        false => {
            let store = Store::open_or_create(&dir)?;
            let summary = update(&store, &args.paths, &args.read, &options, register, manner)?;
            (store, summary)
        }
        true => rebuild(args, &dir, &options, register, manner)?,
    };
    let mut out = if report::is_on_stdout(&args.read) { output::text_stderr() } else { output::text_stdout(color) };
    match args.format {
        SummaryFormat::Text => {
            for line in summary_lines(&summary) {
                writeln!(out, "{line}")?;
            }
            let sizes = store.sizes()?;
            writeln!(
                out,
                "The index at {} holds {} with {}, {} of them with a speaker.",
                shown_path(&dir),
                counted(sizes.articles, "article"),
                counted(sizes.quotes, "quote"),
                share(sizes.attributed, sizes.quotes)
            )?;
        }
        SummaryFormat::Json => {
            harmless::write_json_line(&mut out, &SummaryJson::new(&summary, &store.sizes()?))?;
        }
    }
    out.flush()?;
    Ok(summary.status(&args.read))
}

/// Makes the index anew beside the one that is there, which it replaces in one step when it is whole.
///
/// # Errors
/// Where the index cannot be written, or where something could not be read that the old one may hold: it stays.
fn rebuild(
    args: &IndexArgs,
    dir: &Path,
    options: &ReadOptions,
    register: &Register,
    manner: Manner,
) -> anyhow::Result<(Store, Summary)> {
    let store = Store::make_anew(dir)?;
    let summary = match update(&store, &args.paths, &args.read, options, register, manner) {
        Ok(summary) => summary,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    let nothing_read = summary.counts.added == 0 && summary.troubles.failed > 0;
    if summary.troubles.missing > 0 || nothing_read || summary.unread > 0 && !manner.prune {
        store.abandon();
        bail!(
            "the index at {} stays as it was: not everything could be read, as told above. Make it readable or name other \
             paths and run the command again; with --prune an index without what cannot be read takes its place",
            dir.display()
        );
    }
    // Of a damaged one it cannot be told.
    let left = Store::open(dir).and_then(|old| left_out(&old, &store, &args.paths, manner));
    let (emptied, elsewhere) = left.unwrap_or_default();
    if let Some((folder, files)) = emptied.first_key_value() {
        let (folder, files) = (archive::shown(folder).to_string(), counted(*files, "file"));
        store.abandon();
        bail!(
            "the index at {} stays as it was: {folder} is empty, and the index holds {files} of it, whose disk may not be \
             there; with --prune an index without them takes its place",
            dir.display()
        );
    }
    if let [first, ..] = elsewhere.as_slice() {
        output::warn(&format!(
            "the new index is of the paths named alone: {} of other places are not in it any more, such as {}",
            counted(elsewhere.len() as u64, "file"),
            archive::shown(first)
        ));
    }
    Ok((store.publish()?, summary))
}

/// What the old index holds and the new one does not: files of folders that are empty now, by folder, and files that lie
/// under none of the paths.
fn left_out(
    old: &Store,
    new: &Store,
    paths: &[PathBuf],
    manner: Manner,
) -> Result<(BTreeMap<PathBuf, u64>, Vec<PathBuf>), IndexError> {
    let mut roots = Roots::new(paths, manner.prune);
    let fresh: HashSet<String> =
        new.files_held()?.into_iter().inspect(|(_, found)| roots.note(found)).map(|(key, _)| key).collect();
    let mut missing = old.files_held()?;
    missing.retain(|(key, _)| !fresh.contains(key));
    let elsewhere = missing.iter().map(|(_, found)| found).filter(|found| !roots.hold(found)).cloned().collect();
    let unmet = missing.iter().map(|(key, found)| (key.as_str(), found.clone()));
    Ok((roots.absent(unmet, &[], &[], manner.prune).emptied, elsewhere))
}

pub fn summary_lines(summary: &Summary) -> Vec<String> {
    let Counts { added, changed, unchanged, moved, removed } = summary.counts;
    let moved = if moved > 0 { format!("{moved} moved, ") } else { String::new() };
    let mut lines = vec![format!(
        "Articles: {added} added, {changed} changed, {unchanged} unchanged, {moved}{removed} removed, {}.",
        summary.troubles.failed_in_words()
    )];
    if added + changed + summary.counts.moved > 0 {
        lines.push(format!(
            "Found in those added or changed: {}, {} with a speaker.",
            counted(summary.quotes, "quote"),
            share(summary.attributed, summary.quotes)
        ));
    }
    if summary.undated > 0 {
        lines.push(format!("Without a date: {}.", counted(summary.undated, "article")));
    }
    if summary.troubles.problems > 0 {
        let told = if summary.troubles.untold { "" } else { ", told above" };
        lines.push(format!("With problems{told}: {}.", counted(summary.troubles.problems, "article")));
    }
    lines
}

/// `1 quote`, `2 quotes`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn share(part: u64, whole: u64) -> String {
    match (part * 100 + whole / 2).checked_div(whole) {
        Some(percent) => format!("{part} ({percent} %)"),
        None => "none".to_string(),
    }
}

/// Brings the index up to date with the paths. Where nothing changed nobody else is kept from writing.
///
/// # Errors
/// Where the index cannot be written; what is wrong with files and articles is in the summary instead.
pub fn update(
    store: &Store,
    paths: &[PathBuf],
    read: &ReadArgs,
    options: &ReadOptions,
    register: &Register,
    manner: Manner,
) -> anyhow::Result<Summary> {
    let settings = format!("{} {}", env!("ONRECORD_BUILD"), options.meaning());
    let (corrections, table) = corrections::load(read)?;
    // First what is there already: whatever this update adds is made with the table of now.
    patiently(store, manner, || corrections::bring_in(store, &table, &corrections, register))?;
    let mut run = Run {
        store,
        update: store.begin_update(&settings)?,
        manner,
        read,
        options,
        register,
        extractor: OnceCell::new(),
        corrections,
        table,
        summary: Summary::default(),
        batch: Batch::new(),
        open: Vec::new(),
        progress: progress(),
        canonical: Canonical::default(),
        roots: Roots::new(paths, manner.prune),
    };
    let mut unread = Vec::new();
    let mut troubles = Troubles::new(read)?;
    let leave_out = [store.dir().to_path_buf()];
    let there: Vec<PathBuf> = paths
        .iter()
        .filter(|path| !(manner.prune && absent::is_gone(path) && !archive::is_stream(path)))
        .cloned()
        .collect();
    reading::for_each_file(&there, &leave_out, &mut troubles, &mut unread, |file, troubles| {
        run.take_file(file, troubles)
    })?;
    run.work(&mut troubles)?;
    run.remove_absent(&unread)?;
    run.progress.finish_and_clear();
    let mut summary = run.summary;
    summary.unread += unread.len() as u64;
    if run.update.is_locked() {
        let roots: Vec<(String, String)> =
            run.roots.paths().map(|(path, called)| (path_key(path), path_key(called))).collect();
        store.add_roots(&roots)?;
        store.keep_reading(&options.meaning())?;
    }
    summary.counts = run.update.finish()?;
    summary.troubles = troubles.finish()?;
    if read.strict && summary.troubles.failed > 0 {
        output::say("--strict: the files and articles that failed make this run end with status 2");
    }
    Ok(summary)
}

/// Does what takes the index's lock; while another process holds it, again and again, where that is the manner.
fn patiently<T>(store: &Store, manner: Manner, mut work: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<T> {
    const PAUSE: Duration = Duration::from_millis(20);
    const MOMENT: Duration = Duration::from_secs(1);
    let began = Instant::now();
    let mut told = false;
    loop {
        match work() {
            Err(error) if manner.waits && is_locked(&error) => {
                if !told && began.elapsed() > MOMENT {
                    told = true;
                    let dir = store.dir().display();
                    output::say(&format!("waiting: another process is writing the index at {dir}"));
                }
                std::thread::sleep(PAUSE);
            }
            other => return other,
        }
    }
}

fn is_locked(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<IndexError>(), Some(IndexError::Locked { .. }))
}

/// A bar for work on articles; hidden where nobody looks.
pub fn progress() -> ProgressBar {
    if !output::stderr_is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// An update that is under way.
struct Run<'a> {
    store: &'a Store,
    update: Update<'a>,
    manner: Manner,
    read: &'a ReadArgs,
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
    progress: ProgressBar,
    canonical: Canonical,
    roots: Roots,
}

struct OpenFile {
    update: FileUpdate,
    /// Whether all its documents were handed on.
    complete: bool,
    ending: Ending,
}

impl Run<'_> {
    fn take_file(&mut self, file: FileEntry, troubles: &mut Troubles) -> anyhow::Result<()> {
        let update = match file.source {
            Source::Stream => {
                self.lock()?;
                Some(self.update.begin_stream(STREAM)?)
            }
            Source::File => self.begin_file(&file, troubles)?,
        };
        let Some(update) = update else { return Ok(()) };
        self.progress.set_message(shown_path(&file.path));
        self.open.push(OpenFile { update, complete: false, ending: Ending::Whole });
        for document in reading::open_documents(&file, self.options) {
            match document {
                Ok(document) => {
                    if self.batch.push(self.open.len() - 1, document) {
                        self.work(troubles)?;
                    }
                }
                Err(error) => {
                    // What is no text any more, or stands behind a break, cannot be read: nothing of it is surely gone.
                    if let Some(last) = self.open.last_mut() {
                        last.ending = Ending::Interrupted;
                    }
                    troubles.fail(error);
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
    fn lock(&mut self) -> anyhow::Result<()> {
        while !self.update.is_locked() {
            let (store, manner, update) = (self.store, self.manner, &mut self.update);
            patiently(store, manner, || Ok(update.lock()?))?;
            if corrections::is_applied(store, &self.table) {
                break;
            }
            // Somebody brought in another one meanwhile.
            self.update.unlock();
            (self.corrections, self.table) = corrections::load(self.read)?;
            patiently(store, manner, || corrections::bring_in(store, &self.table, &self.corrections, self.register))?;
        }
        Ok(())
    }

    /// A file that must be read; `None` where it is as it was, or cannot be read at all.
    fn begin_file(&mut self, file: &FileEntry, troubles: &mut Troubles) -> anyhow::Result<Option<FileUpdate>> {
        let facts = self.facts(file);
        let content = OnceCell::new();
        let content = || content.get_or_init(|| hash_file(&file.path));
        let mut plan = self.update.plan(&facts, || content().as_ref().ok().copied());
        if plan == Plan::Read && !self.update.is_locked() {
            self.lock()?;
            plan = self.update.plan(&facts, || content().as_ref().ok().copied());
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
            self.progress.inc(articles);
            return Ok(None);
        }
        match content() {
            Ok(hash) => Ok(Some(self.update.begin_file(facts, *hash, absent::is_gone)?)),
            Err(error) => {
                // What the index holds of it stays: the file may be readable again tomorrow.
                self.summary.unread += 1;
                let failed = std::io::Error::new(error.kind(), error.to_string());
                troubles.fail(ArchiveError::from_io(&file.path, failed));
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
    fn remove_absent(&mut self, unread: &[PathBuf]) -> anyhow::Result<()> {
        if self.manner.keeps {
            return Ok(());
        }
        let prune = self.manner.prune;
        let named: Vec<PathBuf> = self.store.roots().into_iter().map(|(path, _)| key_path(&path)).collect();
        let find = |run: &Self| run.roots.absent(run.update.unmet(), &named, unread, prune);
        let mut absent = find(self);
        if !absent.gone.is_empty() && !self.update.is_locked() {
            self.lock()?;
            absent = find(self);
        }
        for file in &absent.gone {
            self.update.remove_file(file)?;
        }
        for (folder, files) in &absent.emptied {
            output::warn(&format!(
                "{} is empty, and the index holds {} of it: their articles stay, as the disk may not be there; to take \
                 them out run the command again with --prune",
                archive::shown(folder),
                counted(*files, "file")
            ));
        }
        Ok(())
    }

    /// An article that could not be read, or not be looked through: its file is read again the next time.
    fn fail(&mut self, file: usize, trouble: Trouble, troubles: &mut Troubles) {
        // Behind a torn record others may be missing that are not gone.
        let is_torn = trouble.kind == ArticleError::NOT_JSON;
        troubles.fail(trouble);
        let open = &mut self.open[file];
        if is_torn {
            open.ending = Ending::Interrupted;
        } else if open.ending == Ending::Whole {
            open.ending = Ending::Flawed;
        }
    }

    /// Works on all that is waiting: reads and extracts on all cores, stores in order.
    fn work(&mut self, troubles: &mut Troubles) -> anyhow::Result<()> {
        let batch = self.batch.take();
        self.progress.inc(batch.len() as u64);
        let options = self.options;
        let read = reading::spread(
            batch,
            |(_, document)| document.bytes.len(),
            |(file, document): (usize, Document)| {
                let origin = document.origin.clone();
                (file, reading::guarded(&origin, || reading::read(&document, options)))
            },
        );
        let mut fresh: Vec<(usize, Slot, Article)> = Vec::new();
        for (file, article) in read {
            match article {
                Ok(article) => {
                    let slot = self.update.slot(&mut self.open[file].update, &article);
                    if !slot.unchanged {
                        fresh.push((file, slot, article));
                    }
                }
                Err(trouble) => self.fail(file, trouble, troubles),
            }
        }
        let (corrections, register) = (&self.corrections, self.register);
        let extractor = self.extractor.get_or_init(|| Extractor::new(register));
        let found = reading::spread(
            fresh,
            |(_, _, article)| article.text.len(),
            |(file, slot, article)| {
                let origin = article.origin.clone();
                let found = guard::guard(&origin, || {
                    let quotes = extractor.extract(&article);
                    Found::new(&ArticleEntry::new(article, quotes, corrections, register))
                });
                (file, slot, found)
            },
        );
        for (file, slot, found) in found {
            match found {
                Ok(found) => {
                    troubles.note(&found.origin, &found.problems);
                    self.summary.undated += u64::from(found.undated);
                    self.summary.quotes += found.quotes;
                    self.summary.attributed += found.attributed;
                    self.update.put(&self.open[file].update, slot, found.prepared)?;
                }
                Err(trouble) => {
                    // What the index held of it, if anything, is not what the file holds now.
                    self.update.drop_slot(&self.open[file].update, &slot)?;
                    self.fail(file, trouble, troubles);
                }
            }
        }
        // A dump may be longer than a batch: its rest comes with the next ones, from the first place on.
        let rest = match self.open.last() {
            Some(last) if !last.complete => self.open.pop(),
            _ => None,
        };
        for file in self.open.drain(..) {
            self.update.end_file(file.update, file.ending)?;
        }
        self.open.extend(rest);
        Ok(())
    }
}

/// What was found in an article, and what of it is told.
struct Found {
    prepared: Prepared,
    origin: Origin,
    problems: Vec<Problem>,
    undated: bool,
    quotes: u64,
    attributed: u64,
}

impl Found {
    fn new(entry: &ArticleEntry) -> Found {
        Found {
            prepared: Prepared::new(entry),
            origin: entry.article.origin.clone(),
            problems: entry.article.problems.clone(),
            undated: entry.article.posted.is_none(),
            quotes: entry.quotes.len() as u64,
            attributed: entry.quotes.iter().filter(|quote| quote.guise.is_some()).count() as u64,
        }
    }
}

fn hash_file(path: &Path) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    let hash = hasher.finalize();
    let (first, _) = hash.as_bytes().split_at(8);
    Ok(first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Opens the index that a command asks: that of `--in`, brought up to date first, or the one found.
///
/// # Errors
/// Where the index cannot be opened, made or written.
pub fn open_asked(
    place: Option<&Path>,
    paths: &[PathBuf],
    read: &ReadArgs,
    register: &Register,
) -> anyhow::Result<Store> {
    if paths.is_empty() {
        let dir = locate::find_index(place)?;
        let store = match Store::open(&dir) {
            Err(IndexError::Missing { .. }) if place.is_none() => bail!(
                "there is no index yet: make one with `onrecord index PATH…`, or ask an archive directly with \
                 `onrecord search --in PATH QUESTION`"
            ),
            other => other?,
        };
        let (known, table) = corrections::load(read)?;
        if let Err(error) = corrections::bring_in(&store, &table, &known, register) {
            output::warn(&format!("the table of corrections is not in this answer yet: {error:#}"));
        }
        return Ok(store);
    }
    report::check(read, false)?;
    let dir = match place {
        Some(dir) => dir.to_path_buf(),
        None => locate::index_of_paths(paths)?,
    };
    let options = reading::read_options(read)?;
    let manner = Manner { waits: true, ..Manner::default() };
    let store = open_own(&dir, place.is_none())?;
    let summary = update(&store, paths, read, &options, register, manner)?;
    let store = store.publish()?;
    if summary.counts != (Counts { unchanged: summary.counts.unchanged, ..Counts::default() })
        || summary.troubles.failed > 0
    {
        for line in summary_lines(&summary) {
            output::say(&line);
        }
    }
    if summary.status(read) == Status::Error {
        bail!("the paths given to --in could not be read as they should be");
    }
    Ok(store)
}

/// Opens the index of `--in`, or makes it. Nothing is lost with one that the program keeps for itself: where it cannot be
/// read, it is made anew from the paths.
fn open_own(dir: &Path, is_programs: bool) -> anyhow::Result<Store> {
    const PAUSE: Duration = Duration::from_millis(50);
    loop {
        match Store::open_or_create(dir) {
            Err(IndexError::OtherVersion { .. } | IndexError::Damaged { .. }) if is_programs => {}
            other => return Ok(other?),
        }
        match Store::make_anew(dir) {
            // Another process is at it.
            Err(IndexError::Locked { .. }) => std::thread::sleep(PAUSE),
            other => return Ok(other?),
        }
    }
}
