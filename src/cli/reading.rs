//! Files to articles with their quotes: walks, reads and extracts in batches, on all cores, in the archive's order.

use std::path::{Path, PathBuf};

use anyhow::Context;
use rayon::prelude::*;

use super::args::ReadArgs;
use super::output;
use crate::archive::{self, Document, FileEntry};
use crate::article::{Article, DayOrder, FieldMap, ReadOptions, read_article};
use crate::quotes::{Extractor, Quote};

/// A batch is worked on when it has so many bytes or documents: enough for all cores, little enough for memory.
const BATCH_BYTES: usize = 8 << 20;
const BATCH_DOCUMENTS: usize = 2048;

/// Problems that are told one by one; more are only counted.
const PROBLEMS_TOLD: u64 = 25;

/// How the articles are to be read, as the arguments say.
///
/// # Errors
/// Where `--map` cannot be read.
pub fn read_options(args: &ReadArgs) -> anyhow::Result<ReadOptions> {
    let field_map = match &args.map {
        Some(map) => FieldMap::parse(map).context("--map")?,
        None => FieldMap::default(),
    };
    let day_order = if args.month_first { DayOrder::MonthFirst } else { DayOrder::DayFirst };
    Ok(ReadOptions { day_order, field_map })
}

/// What went wrong on the way, told as it comes and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Troubles {
    /// Files and articles that could not be read.
    pub failed: u64,
    /// Among them paths that the user named and that are not there.
    pub missing: u64,
    /// Articles with something wrong that could be lived with.
    pub problems: u64,
    told: u64,
}

impl Troubles {
    pub fn fail(&mut self, message: &str) {
        self.failed += 1;
        self.tell(message);
    }

    pub fn note_problems(&mut self, article: &Article) {
        self.problems += u64::from(!article.problems.is_empty());
        for problem in &article.problems {
            self.tell(&format!("{}:{}: {}", article.origin.path.display(), problem.line, problem.message));
        }
    }

    fn tell(&mut self, message: &str) {
        self.told += 1;
        if self.told <= PROBLEMS_TOLD {
            output::warn(message);
        } else if self.told == PROBLEMS_TOLD + 1 {
            output::warn("more of the kind is only counted from here on");
        }
    }
}

/// A document that is read, with the file's name for what goes wrong.
pub fn read(document: &Document, options: &ReadOptions) -> Result<Article, String> {
    read_article(document, options).map_err(|error| {
        let origin = &document.origin;
        match &origin.member {
            Some(_) => format!("{}:{}: {error}", origin.path.display(), origin.line),
            None => format!("{}: {error}", origin.path.display()),
        }
    })
}

/// Walks the paths; errors are told and counted, files handed on.
pub fn for_each_file(
    paths: &[PathBuf],
    leave_out: &[PathBuf],
    troubles: &mut Troubles,
    unread: &mut Vec<PathBuf>,
    mut each: impl FnMut(FileEntry, &mut Troubles) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let options = archive::WalkOptions { leave_out: leave_out.to_vec() };
    let mut walk = archive::walk(paths, &options);
    for found in walk.by_ref() {
        match found {
            Ok(file) => each(file, troubles)?,
            Err(error) => {
                if matches!(error, archive::ArchiveError::NotFound { .. }) && named(paths, error.path()) {
                    troubles.missing += 1;
                }
                unread.push(error.path().to_path_buf());
                troubles.fail(&error.to_string());
            }
        }
    }
    for (reason, count) in walk.skipped() {
        if !matches!(reason, archive::SkipReason::Hidden | archive::SkipReason::AboutArchive) {
            output::say(&format!("passed over: {count} ({})", reason.name()));
        }
    }
    Ok(())
}

fn named(paths: &[PathBuf], path: &Path) -> bool {
    paths.iter().any(|named| named == path)
}

/// Documents on their way, with what to do with each.
pub struct Batch<T> {
    items: Vec<(T, Document)>,
    bytes: usize,
}

impl<T> Batch<T> {
    pub fn new() -> Batch<T> {
        Batch { items: Vec::new(), bytes: 0 }
    }

    /// Adds a document; says whether the batch should be worked on now.
    pub fn push(&mut self, tag: T, document: Document) -> bool {
        self.bytes += document.bytes.len();
        self.items.push((tag, document));
        self.bytes >= BATCH_BYTES || self.items.len() >= BATCH_DOCUMENTS
    }

    pub fn take(&mut self) -> Vec<(T, Document)> {
        self.bytes = 0;
        std::mem::take(&mut self.items)
    }
}

/// Reads a batch's documents, finds their quotes and makes something of them, all that on all cores; the order stays.
pub fn extract_all<T: Send>(
    batch: Vec<((), Document)>,
    options: &ReadOptions,
    extractor: &Extractor<'_>,
    make: impl Fn(&Article, &[Quote]) -> T + Sync,
) -> Vec<Result<(Article, T), String>> {
    batch
        .into_par_iter()
        .map(|((), document)| {
            let article = read(&document, options)?;
            let made = make(&article, &extractor.extract(&article));
            Ok((article, made))
        })
        .collect()
}
