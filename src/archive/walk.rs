//! Which files an archive has.
//!
//! Takes the files and folders that the user named, gives their files in a stable order: the named ones in the order
//! given, the files of a folder sorted by name. What is named is read or refused with an error; what is only found is
//! read or passed over and counted. Nothing is opened that could be waited for without end.

use super::ArchiveError;
use super::file_type::{FileType, SNIFFED, Verdict, is_text, judge};
use super::special::{Kind, is_standard_input, kind_of};
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// Where not to go.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Folders that are never entered: an index that lies inside the archive. Hidden ones are not entered anyway.
    pub leave_out: Vec<PathBuf>,
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
    pub file_type: FileType,
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

/// Why a found file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its name or a folder's above it begins with a dot.
    Hidden,
    /// Its name says what it is, and that is nothing that can be read: `picture`, `document`, `web page` …
    Kind(&'static str),
    /// A README, a licence or notes: read where named outright.
    AboutArchive,
    /// Its first bytes are no text.
    NotText,
    /// A link back to a folder above it.
    LinkLoop,
}

impl SkipReason {
    /// A few words for the user.
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::Hidden => "hidden",
            SkipReason::Kind(kind) => kind,
            SkipReason::AboutArchive => "notes about the archive",
            SkipReason::NotText => "not text",
            SkipReason::LinkLoop => "link to a folder above",
        }
    }
}

/// The files of an archive, one by one; [`Walk::skipped`] tells what was passed over so far.
pub struct Walk {
    roots: std::vec::IntoIter<PathBuf>,
    /// Files named outright, so that a folder that holds them does not give them again.
    named: HashSet<PathBuf>,
    leave_out: Vec<PathBuf>,
    folder: Option<walkdir::IntoIter>,
    skipped: BTreeMap<SkipReason, u64>,
}

/// Walks the named files and folders.
///
/// Each item is a file or the error of one file or folder; the walk goes on behind an error.
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> Walk {
    let mut seen = HashSet::new();
    let is_new = |path: &&PathBuf| seen.insert(if is_standard_input(path) { "/dev/stdin".into() } else { plain(path) });
    let roots: Vec<PathBuf> = paths.iter().filter(is_new).cloned().collect();
    let named = if roots.len() > 1 { seen } else { HashSet::new() };
    let leave_out = options.leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    Walk { roots: roots.into_iter(), named, leave_out, folder: None, skipped: BTreeMap::new() }
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

    fn skip(&mut self, reason: SkipReason) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    fn open_root(&mut self, path: PathBuf) -> Option<Result<FileEntry, ArchiveError>> {
        if is_standard_input(&path) {
            return Some(Ok(stream_of(path)));
        }
        let metadata = match std::fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => return Some(Err(ArchiveError::from_io(&path, error))),
        };
        match kind_of(&path, &metadata) {
            Kind::File => {}
            Kind::Folder => {
                // Within a folder the order of paths is that of names, and told without taking them apart.
                let walker = WalkDir::new(path)
                    .min_depth(1)
                    .follow_links(true)
                    .sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
                self.folder = Some(walker.into_iter());
                return None;
            }
            Kind::Stream => return Some(Ok(stream_of(path))),
            Kind::Special(what) => return Some(Err(ArchiveError::Special { path, what })),
        }
        Some(match judge(&path) {
            Verdict::Read(file_type) | Verdict::OnlyNamed(file_type) => Ok(entry_of(path, &metadata, file_type)),
            Verdict::Sniff => Ok(entry_of(path, &metadata, FileType::Text)),
            Verdict::Refuse(kind) => Err(ArchiveError::Unsupported { path, kind }),
        })
    }

    fn take_found(&mut self, found: DirEntry) -> Option<Result<FileEntry, ArchiveError>> {
        let hidden = found.file_name().to_string_lossy().starts_with('.');
        if found.file_type().is_dir() {
            let left_out = || found.path().canonicalize().is_ok_and(|path| self.leave_out.contains(&path));
            if hidden || (!self.leave_out.is_empty() && left_out()) {
                if let Some(folder) = &mut self.folder {
                    folder.skip_current_dir();
                }
                if hidden {
                    self.skip(SkipReason::Hidden);
                }
            }
            return None;
        }
        if !self.named.is_empty() && self.named.contains(&plain(found.path())) {
            return None;
        }
        if hidden {
            self.skip(SkipReason::Hidden);
            return None;
        }
        if !found.file_type().is_file() {
            // Reading a pipe or a device would wait for ever.
            self.skip(SkipReason::Kind("special file"));
            return None;
        }
        let file_type = match judge(found.path()) {
            Verdict::Read(file_type) => file_type,
            Verdict::OnlyNamed(_) => {
                self.skip(SkipReason::AboutArchive);
                return None;
            }
            Verdict::Refuse(kind) => {
                self.skip(SkipReason::Kind(kind));
                return None;
            }
            Verdict::Sniff => {
                let mut head = Vec::new();
                let read =
                    std::fs::File::open(found.path()).and_then(|file| file.take(SNIFFED as u64).read_to_end(&mut head));
                match read {
                    Err(error) => return Some(Err(ArchiveError::from_io(found.path(), error))),
                    Ok(_) if is_text(&head) => FileType::Text,
                    Ok(_) => {
                        self.skip(SkipReason::NotText);
                        return None;
                    }
                }
            }
        };
        match found.metadata() {
            Ok(metadata) => {
                let may_be_link = found.path_is_symlink();
                Some(Ok(FileEntry { may_be_link, ..entry_of(found.into_path(), &metadata, file_type) }))
            }
            Err(error) => Some(Err(walk_error(error))),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<FileEntry, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(folder) = &mut self.folder else {
                let root = self.roots.next()?;
                if let Some(item) = self.open_root(root) {
                    return Some(item);
                }
                continue;
            };
            match folder.next() {
                None => self.folder = None,
                Some(Ok(found)) => {
                    if let Some(item) = self.take_found(found) {
                        return Some(item);
                    }
                }
                Some(Err(error)) if error.loop_ancestor().is_some() => self.skip(SkipReason::LinkLoop),
                Some(Err(error)) => return Some(Err(walk_error(error))),
            }
        }
    }
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

fn walk_error(error: walkdir::Error) -> ArchiveError {
    let path = error.path().map(Path::to_owned).unwrap_or_default();
    match error.into_io_error() {
        Some(source) => ArchiveError::from_io(&path, source),
        None => ArchiveError::NotFound { path },
    }
}
