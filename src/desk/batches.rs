//! Files to articles with their quotes: walks, reads and extracts in batches, on all cores, in the archive's order.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::Datelike;
use rayon::prelude::*;

use super::document::{ReadDocument, TakenAs};
use super::guard;
use super::listen::{Ear, Event, Notice, tell};
use super::trouble::Trouble;
use super::troubles::Troubles;
use crate::archive::{self, Document, Documents, FileEntry, Found, Given, OpenOptions, Origin, Selection, SkipReason};
use crate::archive::{FileType, PatternError, WalkOptions};
use crate::article::{Article, ReadOptions, parts, read_article};
use crate::quotes::{Extractor, Quote};

/// A batch is worked on when it has so many bytes or documents: enough for all cores, little enough for memory, of which
/// finding quotes takes some twenty to forty times a text's size.
const BATCH_BYTES: usize = 2 << 20;
const BATCH_DOCUMENTS: usize = 512;
/// What is larger is worked on alone.
pub const LARGE: usize = 1 << 20;

/// The documents of a file, none of them larger than the options allow; `bytes` are the file's, where they were read
/// already.
pub fn open_documents<'o>(file: &FileEntry, bytes: Option<Vec<u8>>, options: &'o ReadOptions) -> FileDocuments<'o> {
    let opening = OpenOptions { largest: options.largest_text, format: options.format, hidden: options.hidden };
    let documents = Some(archive::open_documents_of(file, bytes, &opening));
    let (path, size) = (file.path.clone(), file.size);
    FileDocuments { documents, parts: VecDeque::new(), options, path, size, told: 0, has_given: false }
}

/// See [`open_documents`].
pub struct FileDocuments<'o> {
    /// Gone where opening stumbled.
    documents: Option<Documents>,
    /// What is left of a document that has several articles in it.
    parts: VecDeque<Document>,
    options: &'o ReadOptions,
    path: PathBuf,
    /// Bytes of the file, and how many of them were told as read.
    size: u64,
    told: u64,
    /// Whether anything was given, passed over or wrong.
    has_given: bool,
}

impl FileDocuments<'_> {
    /// The next document, or what is wrong instead, for a file that holds nothing at all, too; what is passed over is told to
    /// `troubles`.
    pub fn next(&mut self, troubles: &mut Troubles) -> Option<Result<Document, Trouble>> {
        loop {
            if let Some(part) = self.parts.pop_front() {
                return Some(Ok(part));
            }
            let documents = self.documents.as_mut()?;
            let given = guard::guard(&Origin::of_file(&self.path), || documents.next_given());
            // What comes over a pipe has no size.
            let read = if matches!(given, Ok(None)) { self.size } else { documents.bytes_read().min(self.size) };
            if read > self.told {
                troubles.ear().hear(&Event::Bytes(read - self.told));
                self.told = read;
            }
            let is_first = !std::mem::replace(&mut self.has_given, true);
            match given {
                // A dump of no rows is no article, and the user would look for it in vain.
                Ok(None) => return is_first.then(|| Err(Trouble::nothing_in(&self.path))),
                Ok(Some(Given::Document(document))) => {
                    match guard::guard(&document.origin, || parts(&document, self.options)) {
                        Ok(None) => return Some(Ok(document)),
                        Ok(Some(parts)) => self.parts.extend(parts),
                        Err(trouble) => return Some(Err(trouble)),
                    }
                }
                Ok(Some(Given::Error(error))) => return Some(Err(error.into())),
                Ok(Some(Given::PassedOver { origin, reason })) => troubles.pass_over_member(&origin, reason),
                Err(trouble) => {
                    self.documents = None;
                    return Some(Err(trouble));
                }
            }
        }
    }
}

/// The options with the latest day that an article can be of: tomorrow, as there it is today somewhere.
pub fn until_today(options: &ReadOptions) -> ReadOptions {
    // A clock that stands before this year was never set.
    const FIRST_YEAR_OF_CLOCKS: i32 = 2025;
    let today = chrono::Local::now().date_naive();
    let latest_day = today.succ_opt().filter(|day| day.year() >= FIRST_YEAR_OF_CLOCKS);
    ReadOptions { latest_day: options.latest_day.or(latest_day), ..options.clone() }
}

/// A document that is read.
pub fn read(document: &Document, options: &ReadOptions) -> Result<Article, Trouble> {
    read_article(document, options).map_err(|error| Trouble::in_article(&document.origin, &error))
}

/// A document that is read and its quotes; a panic on the way costs this article only. The document goes as soon as it
/// is read, because a large one is in the way while quotes are found.
pub fn read_guarded(
    document: Document,
    options: &ReadOptions,
    extractor: &Extractor<'_>,
) -> Result<(Article, Vec<Quote>), Trouble> {
    let origin = document.origin.clone();
    guarded(&origin, || {
        let article = read(&document, options)?;
        drop(document);
        let quotes = extractor.extract(&article);
        Ok((article, quotes))
    })
}

/// Like [`guard::guard`], for work that can fail in its own way.
pub fn guarded<T>(origin: &Origin, work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    guard::guard(origin, work).flatten()
}

/// Which of the files that are found the user wants, as patterns of gitignore(5).
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FileChoice {
    /// Where there are any, files that none of them matches are left out.
    pub include: Vec<String>,
    /// What one of them matches is left out.
    pub exclude: Vec<String>,
}

impl FileChoice {
    /// Hidden files are read where articles are read so.
    ///
    /// # Errors
    /// Where a pattern cannot be read.
    pub fn selection(&self, options: &ReadOptions) -> Result<Selection, PatternError> {
        Selection::new(&self.include, &self.exclude, options.hidden)
    }
}

/// Walks the paths; errors and what is passed over are told and counted, files handed on. `unread` gets the paths that
/// the walk could not look at.
pub fn for_each_file<E>(
    paths: &[PathBuf],
    options: &WalkOptions,
    troubles: &mut Troubles,
    unread: &mut Vec<PathBuf>,
    mut each: impl FnMut(FileEntry, &mut Troubles) -> Result<(), E>,
) -> Result<(), E> {
    let _measuring = Measuring::begin(paths, options, troubles.ear());
    let mut walk = archive::walk(paths, options);
    troubles.know_named(paths);
    while let Some(found) = walk.next_found() {
        match found {
            Found::File(file) => each(file, troubles)?,
            Found::Error(error) => {
                unread.push(error.path().to_path_buf());
                troubles.fail(error);
            }
            Found::PassedOver { path, reason } => troubles.pass_over(path, reason),
            Found::NothingIn { folder, passed_over } => troubles.find_nothing(folder, &passed_over),
        }
    }
    for (reason, count) in walk.skipped() {
        if !matches!(reason, SkipReason::Hidden | SkipReason::AboutArchive | SkipReason::LeftOut) {
            tell(troubles.ear().as_ref(), Notice::PassedOver(*reason, *count));
        }
    }
    Ok(())
}

/// All files walked beside the work, to tell how many bytes they have.
struct Measuring {
    /// Whether the work has ended.
    ended: Arc<AtomicBool>,
}

impl Measuring {
    /// Begins where anybody wants to know.
    fn begin(paths: &[PathBuf], options: &WalkOptions, ear: &Ear) -> Option<Measuring> {
        if !ear.wants_total() {
            return None;
        }
        let ended = Arc::new(AtomicBool::new(false));
        // With a format nobody opens files to see what they are.
        let options = WalkOptions { format: options.format.or(Some(FileType::Text)), ..options.clone() };
        let (mut walk, ear, has_ended) = (archive::walk(paths, &options), ear.clone(), ended.clone());
        std::thread::spawn(move || {
            let mut total = 0u64;
            while let Some(found) = walk.next_found()
                && !has_ended.load(Ordering::Relaxed)
            {
                total += if let Found::File(file) = found { file.size } else { 0 };
            }
            if !has_ended.load(Ordering::Relaxed) {
                ear.hear(&Event::Total(total));
            }
        });
        Some(Measuring { ended })
    }
}

impl Drop for Measuring {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
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
        let size = document.bytes.len();
        self.bytes += size;
        self.items.push((tag, document));
        size > LARGE || self.bytes >= BATCH_BYTES || self.items.len() >= BATCH_DOCUMENTS
    }

    pub fn take(&mut self) -> Vec<(T, Document)> {
        self.bytes = 0;
        std::mem::take(&mut self.items)
    }
}

/// Does the work on all cores and gives what came of it in the old order. What is large is worked on alone, so that the
/// memory that two take at a time is never needed.
pub fn spread<A: Send, B: Send>(
    items: Vec<A>,
    size_of: impl Fn(&A) -> usize,
    work: impl Fn(A) -> B + Send + Sync,
) -> Vec<B> {
    let mut done = Vec::with_capacity(items.len());
    let mut small = Vec::new();
    for item in items {
        if size_of(&item) > LARGE {
            done.par_extend(std::mem::take(&mut small).into_par_iter().map(&work));
            done.push(work(item));
        } else {
            small.push(item);
        }
    }
    done.par_extend(small.into_par_iter().map(&work));
    done
}

/// An article whose quotes were found.
pub struct ExtractedArticle<T> {
    pub article: Article,
    /// What is told of it, where anybody wants to know.
    pub told: Option<ReadDocument>,
    /// What was made of its quotes.
    pub made: T,
}

/// Reads a batch's documents, finds their quotes and makes something of them, all that on all cores; the order stays.
pub fn extract_all<T: Send>(
    batch: Vec<((), Document)>,
    options: &ReadOptions,
    extractor: &Extractor<'_>,
    wants_documents: bool,
    make: impl Fn(&Article, Vec<Quote>) -> T + Sync,
) -> Vec<Result<ExtractedArticle<T>, Trouble>> {
    spread(
        batch,
        |((), document)| document.bytes.len(),
        |((), document)| {
            let origin = document.origin.clone();
            let taken = TakenAs::of(&document, wants_documents);
            let (article, quotes) = read_guarded(document, options, extractor)?;
            let attributed = quotes.iter().filter(|quote| quote.speaker.is_some()).count() as u64;
            let told =
                wants_documents.then(|| ReadDocument::new(&article, taken, Some((quotes.len() as u64, attributed))));
            let made = guard::guard(&origin, || make(&article, quotes))?;
            Ok(ExtractedArticle { article, told, made })
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Format;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn large_items_are_worked_on_alone_and_the_order_stays() {
        let items = vec![1, 2, LARGE + 1, 3, LARGE + 2, LARGE + 3, 4, 5];
        let (large, any) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let done = spread(
            items.clone(),
            |size| *size,
            |size| {
                let others = any.fetch_add(1, Ordering::SeqCst);
                let is_large = usize::from(size > LARGE);
                let large_ones = large.fetch_add(is_large, Ordering::SeqCst);
                assert!(large_ones == 0 && (is_large == 0 || others == 0));
                std::thread::sleep(std::time::Duration::from_millis(5));
                large.fetch_sub(is_large, Ordering::SeqCst);
                any.fetch_sub(1, Ordering::SeqCst);
                size
            },
        );
        assert_eq!(done, items);
    }

    #[test]
    fn a_batch_is_full_by_bytes_by_number_and_with_a_large_one() {
        let document = |size| Document::new(Origin::of_file("a.txt"), Format::PlainText, vec![b'a'; size]);
        let pushed = |sizes: &[usize]| {
            let mut batch = Batch::new();
            sizes.iter().map(|size| batch.push((), document(*size))).collect::<Vec<bool>>()
        };
        assert_eq!(pushed(&[LARGE, LARGE]), [false, true]);
        assert_eq!(pushed(&[10, LARGE + 1]), [false, true]);
        assert_eq!(pushed(&[1; BATCH_DOCUMENTS]).iter().filter(|full| **full).count(), 1);
    }
}
