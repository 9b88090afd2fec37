//! Brings an index up to date with paths, and says what came of it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::args::{ColorWhen, IndexArgs, ReadArgs, SummaryFormat};
use super::exit::Status;
use super::json::SummaryJson;
use super::reading::{self, Batch, Troubles};
use super::{corrections, locate, output};
use crate::archive::{self, ArchiveError, Document, FileEntry};
use crate::article::{Article, ReadOptions};
use crate::corrections::Corrections;
use crate::index::{
    ArticleEntry, Counts, Ending, FileFacts, FileUpdate, IndexError, Plan, Prepared, Slot, Store, Update,
};
use crate::people::Register;
use crate::quotes::Extractor;

/// What an update came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub counts: Counts,
    pub troubles: Troubles,
    /// Quotes in the articles that were added or changed, and those of them with a speaker.
    pub quotes: u64,
    pub attributed: u64,
    /// Articles added or changed that have no date.
    pub undated: u64,
}

impl Summary {
    /// 2 where a named path is missing or nothing could be read, and under `--strict` where anything failed.
    pub fn status(&self, read: &ReadArgs) -> Status {
        let Counts { added, changed, unchanged, .. } = self.counts;
        let nothing_read = added + changed + unchanged == 0;
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
    if args.rebuild {
        Store::remove(&dir)?;
    }
    let store = Store::open_or_create(&dir)?;
    let summary = update(&store, &args.paths, &args.read, &options, register)?;
    let mut out = output::text_stdout(color);
    match args.format {
        SummaryFormat::Text => {
            for line in summary_lines(&summary) {
                writeln!(out, "{line}")?;
            }
            let sizes = store.sizes()?;
            writeln!(
                out,
                "The index at {} holds {} with {}, {} of them with a speaker.",
                output::clean(&dir.display().to_string()),
                counted(sizes.articles, "article"),
                counted(sizes.quotes, "quote"),
                share(sizes.attributed, sizes.quotes)
            )?;
        }
        SummaryFormat::Json => {
            writeln!(out, "{}", serde_json::to_string(&SummaryJson::new(&summary, &store.sizes()?))?)?;
        }
    }
    out.flush()?;
    Ok(summary.status(&args.read))
}

pub fn summary_lines(summary: &Summary) -> Vec<String> {
    let Counts { added, changed, unchanged, removed } = summary.counts;
    let mut lines = vec![format!(
        "Articles: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {} failed.",
        summary.troubles.failed
    )];
    if added + changed > 0 {
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
        lines.push(format!("With problems, told above: {}.", counted(summary.troubles.problems, "article")));
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

/// Brings the index up to date with the paths.
///
/// # Errors
/// Where the index cannot be written; what is wrong with files and articles is in the summary instead.
pub fn update(
    store: &Store,
    paths: &[PathBuf],
    read: &ReadArgs,
    options: &ReadOptions,
    register: &Register,
) -> anyhow::Result<Summary> {
    let (known, table) = corrections::load(read)?;
    // First what is there already: whatever this update adds is made with the table of now.
    corrections::bring_in(store, &table, &known, register)?;
    let settings = format!("{} {options:?}", env!("ONRECORD_BUILD"));
    let extractor = Extractor::new(register);
    let mut run = Run {
        store,
        update: Update::begin(store, &settings)?,
        options,
        register,
        extractor: &extractor,
        corrections: &known,
        summary: Summary::default(),
        batch: Batch::new(),
        open: Vec::new(),
        progress: progress(),
    };
    let mut unread = Vec::new();
    let mut troubles = Troubles::default();
    let leave_out = [store.dir().to_path_buf()];
    reading::for_each_file(paths, &leave_out, &mut troubles, &mut unread, |file, troubles| {
        run.take_file(file, troubles)
    })?;
    run.work(&mut troubles)?;
    run.update.remove_files(|known| gone(Path::new(known), paths, &unread))?;
    run.progress.finish_and_clear();
    let mut summary = run.summary;
    summary.counts = run.update.finish()?;
    summary.troubles = troubles;
    if read.strict && troubles.failed > 0 {
        output::say("--strict: the files and articles that failed make this run end with status 2");
    }
    Ok(summary)
}

/// Whether a file that was not met lies under the paths that were walked, and not where the walk could not go.
fn gone(known: &Path, paths: &[PathBuf], unread: &[PathBuf]) -> bool {
    let under =
        |paths: &[PathBuf]| paths.iter().any(|path| path.canonicalize().is_ok_and(|path| known.starts_with(path)));
    under(paths) && !under(unread)
}

fn progress() -> ProgressBar {
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
    options: &'a ReadOptions,
    register: &'a Register,
    extractor: &'a Extractor<'a>,
    corrections: &'a Corrections,
    summary: Summary,
    /// Documents with the place of their file in `open`.
    batch: Batch<usize>,
    open: Vec<OpenFile>,
    progress: ProgressBar,
}

struct OpenFile {
    update: FileUpdate,
    /// Whether all its documents were handed on.
    complete: bool,
    ending: Ending,
}

impl Run<'_> {
    fn take_file(&mut self, file: FileEntry, troubles: &mut Troubles) -> anyhow::Result<()> {
        let facts = file_facts(&file);
        let articles = match self.update.plan(&facts, || hash_file(&file.path).ok())? {
            Plan::Read => None,
            Plan::Repeated => Some(0),
            Plan::Unchanged { articles } => Some(articles),
        };
        if let Some(articles) = articles {
            self.progress.inc(articles);
            return Ok(());
        }
        let hash = match hash_file(&file.path) {
            Ok(hash) => hash,
            Err(error) => {
                // What the index holds of it stays: the file may be readable again tomorrow.
                troubles.fail(&format!("{}: cannot be read: {error}", file.path.display()));
                return Ok(());
            }
        };
        self.progress.set_message(file.path.display().to_string());
        let update = self.update.begin_file(facts, hash)?;
        self.open.push(OpenFile { update, complete: false, ending: Ending::Whole });
        for document in archive::open_documents(&file) {
            match document {
                Ok(document) => {
                    if self.batch.push(self.open.len() - 1, document) {
                        self.work(troubles)?;
                    }
                }
                Err(error) => {
                    troubles.fail(&error.to_string());
                    if let Some(last) = self.open.last_mut() {
                        last.ending = ending_after(&error, last.ending);
                    }
                }
            }
        }
        if let Some(last) = self.open.last_mut() {
            last.complete = true;
        }
        Ok(())
    }

    /// Works on all that is waiting: reads and extracts on all cores, stores in order.
    fn work(&mut self, troubles: &mut Troubles) -> anyhow::Result<()> {
        let batch = self.batch.take();
        self.progress.inc(batch.len() as u64);
        let read: Vec<(usize, Result<Article, String>)> = batch
            .into_par_iter()
            .map(|(file, document): (usize, Document)| (file, reading::read(&document, self.options)))
            .collect();
        let mut fresh: Vec<(usize, Slot, Article)> = Vec::new();
        for (file, article) in read {
            match article {
                Ok(article) => {
                    let slot = self.update.slot(&mut self.open[file].update, &article);
                    if !slot.unchanged {
                        fresh.push((file, slot, article));
                    }
                }
                Err(message) => {
                    troubles.fail(&message);
                    let open = &mut self.open[file];
                    if open.ending == Ending::Whole {
                        open.ending = Ending::Flawed;
                    }
                }
            }
        }
        let prepared: Vec<_> = fresh
            .into_par_iter()
            .map(|(file, slot, article)| {
                let quotes = self.extractor.extract(&article);
                let entry = ArticleEntry::new(article, &quotes, self.corrections, self.register);
                Prepared::new(self.store, &entry).map(|prepared| (file, slot, entry, prepared))
            })
            .collect();
        for prepared in prepared {
            let (file, slot, entry, prepared) = prepared?;
            troubles.note_problems(&entry.article);
            self.summary.undated += u64::from(entry.article.posted.is_none());
            self.summary.quotes += entry.quotes.len() as u64;
            self.summary.attributed +=
                entry.quotes.iter().filter(|quote| quote.record.speaker.is_some()).count() as u64;
            self.update.put(&self.open[file].update, slot, prepared)?;
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

fn ending_after(error: &ArchiveError, so_far: Ending) -> Ending {
    match error {
        ArchiveError::Io { .. } | ArchiveError::Denied { .. } | ArchiveError::NotFound { .. } => Ending::Interrupted,
        _ if so_far == Ending::Interrupted => so_far,
        _ => Ending::Flawed,
    }
}

fn file_facts(file: &FileEntry) -> FileFacts {
    let path = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
    FileFacts { path: path.to_string_lossy().into_owned(), size: file.size, modified: file.modified }
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
    let dir = match place {
        Some(dir) => dir.to_path_buf(),
        None => locate::index_of_paths(paths)?,
    };
    let options = reading::read_options(read)?;
    let store = match Store::open_or_create(&dir) {
        // Nothing is lost with an index that the program keeps for itself: it is made again from the paths.
        Err(IndexError::OtherVersion { .. } | IndexError::Damaged { .. }) if place.is_none() => {
            Store::remove(&dir)?;
            Store::open_or_create(&dir)?
        }
        other => other?,
    };
    let summary = update(&store, paths, read, &options, register)?;
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
