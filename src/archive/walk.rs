//! Which files an archive has.
//!
//! Takes the files and folders that the user named, gives their files in a stable order: the named ones in the order
//! given, the files of a folder sorted by name. What is named is read or refused with an error; what is only found is
//! read or passed over, told and counted. Nothing is opened that could be waited for without end, and nothing is kept of
//! what was passed over but the counts.

use super::ArchiveError;
use super::file_type::{FileType, FileVerdict, SNIFFED, judge};
use super::selection::{FolderSelection, Selection};
use super::skip::SkipReason;
use super::sniff::{shows_articles, tell};
use super::special::{FileKind, is_standard_input, kind_of};
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// Where not to go.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Folders that are never entered and files that are never read, even where they are named: an index that lies inside
    /// the archive, a report that is being written. Of named folders what lies in them is read. Hidden ones are not
    /// entered anyway.
    pub leave_out: Vec<PathBuf>,
    /// What is wanted of what named folders hold.
    pub selection: Selection,
    /// What the user says that the files are: of those that are named, and of those found whose names do not tell, nobody asks
    /// further.
    pub format: Option<FileType>,
}

/// A file that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// As the user named it, or the named folder's path with the rest added.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// `None` where the file system keeps no such time.
    pub modified: Option<SystemTime>,
    /// When anything of it was changed last, its times included: nanoseconds since 1970; 0 where the file system keeps no
    /// such time.
    pub changed: i64,
    /// What its name says that it holds.
    pub file_type: FileType,
    /// What gives its bytes.
    pub source: Source,
    /// Whether the path's last part may be a link: `false` where the walk saw that it is none.
    pub may_be_link: bool,
}

/// Whether a file can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// It lies on the disk.
    File,
    /// Standard input, or a pipe that was handed to the program: opened and read once. Its size and time say nothing
    /// (0 and `None`), nor does its path say what it holds the next time.
    Stream,
}

/// What a walk comes upon.
#[derive(Debug)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
pub enum Found {
    /// A file that may hold articles.
    File(FileEntry),
    /// A file or folder that cannot be read.
    Error(ArchiveError),
    /// A file, or a hidden or left-out folder with all that is in it.
    PassedOver { path: PathBuf, reason: SkipReason },
    /// A folder that the user named has come to its end, and there was no file in it to read and no error of one to tell.
    /// With how many were passed over in it.
    NothingIn { folder: PathBuf, passed_over: BTreeMap<SkipReason, u64> },
}

/// The files of an archive, one by one; [`Walk::skipped`] tells what was passed over so far, [`Walk::next_found`] each as
/// it comes.
pub struct Walk {
    roots: std::vec::IntoIter<PathBuf>,
    /// Files named outright, so that a folder that holds them does not give them again.
    named: HashSet<PathBuf>,
    leave_out: Vec<PathBuf>,
    selection: Selection,
    format: Option<FileType>,
    folder: Option<OpenFolder>,
    skipped: BTreeMap<SkipReason, u64>,
}

/// A named folder that is being walked.
struct OpenFolder {
    path: PathBuf,
    entries: walkdir::IntoIter,
    selection: FolderSelection,
    /// Whether there was a file or an error in it.
    gave: bool,
    /// What had been passed over before it.
    before: BTreeMap<SkipReason, u64>,
}

/// Walks the named files and folders.
///
/// Each item is a file or the error of one file or folder; the walk goes on behind an error. Whoever asks for the walk's
/// [`Walk::next_found`] instead is told what is passed over, too.
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> Walk {
    let mut seen = HashSet::new();
    let is_new = |path: &&PathBuf| seen.insert(if is_standard_input(path) { "/dev/stdin".into() } else { plain(path) });
    let roots: Vec<PathBuf> = paths.iter().filter(is_new).cloned().collect();
    let named = if roots.len() > 1 { seen } else { HashSet::new() };
    let leave_out = options.leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let (selection, format) = (options.selection.clone(), options.format);
    Walk { roots: roots.into_iter(), named, leave_out, selection, format, folder: None, skipped: BTreeMap::new() }
}

/// The path without `.` parts, for comparing.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

impl Walk {
    /// How many files (for hidden and left-out folders: how many such folders) were passed over, by reason.
    pub fn skipped(&self) -> &BTreeMap<SkipReason, u64> {
        &self.skipped
    }

    /// What comes next, `None` at the end: files and errors as the iterator gives them, and what is passed over.
    pub fn next_found(&mut self) -> Option<Found> {
        loop {
            let Some(folder) = &mut self.folder else {
                let root = self.roots.next()?;
                if let Some(found) = self.open_root(root) {
                    return Some(found);
                }
                continue;
            };
            if let Some(error) = folder.selection.take_trouble() {
                return Some(Found::Error(error));
            }
            let found = match folder.entries.next() {
                None => self.end_folder(),
                Some(Ok(entry)) => self.take_entry(entry),
                Some(Err(error)) if error.loop_ancestor().is_some() => {
                    let path = error.path().map(Path::to_owned).unwrap_or_default();
                    Some(self.pass_over(path, SkipReason::LinkLoop))
                }
                Some(Err(error)) => Some(Found::Error(walk_error(error, &folder.path))),
            };
            let Some(found) = found else { continue };
            if let (Some(folder), Found::File(_) | Found::Error(_)) = (&mut self.folder, &found) {
                folder.gave = true;
            }
            return Some(found);
        }
    }

    fn pass_over(&mut self, path: PathBuf, reason: SkipReason) -> Found {
        *self.skipped.entry(reason).or_default() += 1;
        Found::PassedOver { path, reason }
    }

    fn end_folder(&mut self) -> Option<Found> {
        let OpenFolder { path: folder, gave, before, .. } = self.folder.take()?;
        if gave {
            return None;
        }
        let since = |(reason, count): (&SkipReason, &u64)| {
            let more = count - before.get(reason).copied().unwrap_or(0);
            (more > 0).then_some((*reason, more))
        };
        let passed_over = self.skipped.iter().filter_map(since).collect();
        Some(Found::NothingIn { folder, passed_over })
    }

    /// Whether the path is one of those to be left out. Paths are made whole only where their last part is that of one:
    /// that costs a call of the system for each part.
    fn is_left_out(&self, path: &Path, is_link: bool) -> bool {
        let is_alike = |left_out: &PathBuf| is_link || left_out.file_name() == path.file_name();
        self.leave_out.iter().any(is_alike) && path.canonicalize().is_ok_and(|path| self.leave_out.contains(&path))
    }

    fn open_root(&mut self, path: PathBuf) -> Option<Found> {
        if is_standard_input(&path) {
            return Some(Found::File(stream_of(path)));
        }
        let metadata = match std::fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => return Some(Found::Error(ArchiveError::from_io(&path, error))),
        };
        match kind_of(&path, &metadata) {
            FileKind::File if self.is_left_out(&path, path.is_symlink()) => {
                return Some(self.pass_over(path, SkipReason::LeftOut));
            }
            FileKind::File => {}
            FileKind::Folder => {
                // Within a folder the order of paths is that of names, and told without taking them apart.
                let walker = WalkDir::new(&path)
                    .min_depth(1)
                    .follow_links(true)
                    .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
                let before = self.skipped.clone();
                let selection = FolderSelection::new(&path, &self.selection);
                self.folder = Some(OpenFolder { path, entries: walker.into_iter(), selection, gave: false, before });
                return None;
            }
            FileKind::Stream => return Some(Found::File(stream_of(path))),
            FileKind::Special(what) => return Some(Found::Error(ArchiveError::Special { path, what })),
        }
        Some(match judge(&path) {
            FileVerdict::Read(file_type) | FileVerdict::OnlyNamed(file_type) | FileVerdict::Peek(file_type) => {
                Found::File(entry_of(path, &metadata, file_type))
            }
            FileVerdict::Sniff => Found::File(entry_of(path, &metadata, FileType::Text)),
            FileVerdict::Refuse(_) if self.format.is_some() => Found::File(entry_of(path, &metadata, FileType::Text)),
            FileVerdict::Refuse(kind) => Found::Error(ArchiveError::Unsupported { path, kind }),
        })
    }

    fn take_entry(&mut self, entry: DirEntry) -> Option<Found> {
        let is_folder = entry.file_type().is_dir();
        let unwanted = self.folder.as_mut().and_then(|folder| folder.selection.leaves_out(entry.path(), is_folder));
        if is_folder {
            let reason = match unwanted {
                Some(reason) => reason,
                None if self.is_left_out(entry.path(), entry.path_is_symlink()) => SkipReason::LeftOut,
                None => return None,
            };
            if let Some(folder) = &mut self.folder {
                folder.entries.skip_current_dir();
            }
            return Some(self.pass_over(entry.into_path(), reason));
        }
        if !self.named.is_empty() && self.named.contains(&plain(entry.path())) {
            // It is read, or refused, where it is named.
            if let Some(folder) = &mut self.folder {
                folder.gave = true;
            }
            return None;
        }
        match self.file_type_of(&entry, unwanted) {
            Ok(Ok(file_type)) => Some(match entry.metadata() {
                Ok(metadata) => {
                    let may_be_link = entry.path_is_symlink();
                    Found::File(FileEntry { may_be_link, ..entry_of(entry.into_path(), &metadata, file_type) })
                }
                Err(error) => Found::Error(walk_error(error, entry.path())),
            }),
            Ok(Err(reason)) => Some(self.pass_over(entry.into_path(), reason)),
            Err(error) => Some(Found::Error(error)),
        }
    }

    /// What a found file is, or why it is passed over.
    fn file_type_of(
        &self,
        entry: &DirEntry,
        unwanted: Option<SkipReason>,
    ) -> Result<Result<FileType, SkipReason>, ArchiveError> {
        if let Some(reason) = unwanted {
            return Ok(Err(reason));
        }
        if !entry.file_type().is_file() {
            // Reading a pipe or a device would wait for ever.
            return Ok(Err(SkipReason::Kind("special file")));
        }
        if self.is_left_out(entry.path(), entry.path_is_symlink()) {
            return Ok(Err(SkipReason::LeftOut));
        }
        Ok(match judge(entry.path()) {
            FileVerdict::Read(file_type) => Ok(file_type),
            FileVerdict::OnlyNamed(_) => Err(SkipReason::AboutArchive),
            FileVerdict::Refuse(kind) => Err(SkipReason::Kind(kind)),
            FileVerdict::Sniff | FileVerdict::Peek(_) if self.format.is_some() => Ok(FileType::Text),
            FileVerdict::Sniff if tell(&head_of(entry.path())?, FileType::Text).is_some() => Ok(FileType::Text),
            FileVerdict::Sniff => Err(SkipReason::NotText),
            FileVerdict::Peek(file_type) if shows_articles(file_type, &head_of(entry.path())?) => Ok(file_type),
            FileVerdict::Peek(file_type) => Err(SkipReason::without_articles(file_type)),
        })
    }
}

impl Iterator for Walk {
    type Item = Result<FileEntry, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_found()? {
                Found::File(file) => return Some(Ok(file)),
                Found::Error(error) => return Some(Err(error)),
                Found::PassedOver { .. } | Found::NothingIn { .. } => {}
            }
        }
    }
}

/// The first bytes of a file, by which it is told what it is.
fn head_of(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    let mut head = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(SNIFFED as u64).read_to_end(&mut head))
        .map_err(|error| ArchiveError::from_io(path, error))?;
    Ok(head)
}

fn entry_of(path: PathBuf, metadata: &std::fs::Metadata, file_type: FileType) -> FileEntry {
    let (size, modified) = (metadata.len(), metadata.modified().ok());
    FileEntry { path, size, modified, changed: changed(metadata), file_type, source: Source::File, may_be_link: true }
}

#[cfg(unix)]
fn changed(metadata: &std::fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt;
    metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &std::fs::Metadata) -> i64 {
    0
}

fn stream_of(path: PathBuf) -> FileEntry {
    let file_type = FileType::Text;
    FileEntry { path, size: 0, modified: None, changed: 0, file_type, source: Source::Stream, may_be_link: true }
}

/// `within` is where it happened at the least: of a folder behind a link that may not be entered no path is told.
fn walk_error(error: walkdir::Error, within: &Path) -> ArchiveError {
    let path = error.path().unwrap_or(within).to_owned();
    match error.into_io_error() {
        Some(source) => ArchiveError::from_io(&path, source),
        None => ArchiveError::NotFound { path },
    }
}
