//! What can go wrong between a path and its documents; every message names the file and says what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file, or a part of one, could not be read; the rest of the archive goes on.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("no such file or folder: {}; check the path", .path.display())]
    NotFound { path: PathBuf },
    #[error("no permission to read {}; change its permissions or leave it out", .path.display())]
    Denied { path: PathBuf },
    #[error("{} cannot be read: {source}", .path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{} is no kind of file that can be read ({kind}); plain text (.txt), .json and .ndjson can", .path.display())]
    Unsupported { path: PathBuf, kind: &'static str },
    #[error("{} is empty; there is nothing to read", .path.display())]
    Empty { path: PathBuf },
    #[error("{} is not text; only text files hold articles", .path.display())]
    NotText { path: PathBuf },
    #[error("{} holds {size} bytes, and a text of more than 4 GiB is not read; split it into its articles", .path.display())]
    TooLarge { path: PathBuf, size: u64 },
    #[error("{}:{line}: not JSON: {what}", .path.display())]
    BadJson { path: PathBuf, line: u32, what: &'static str },
    #[error("{}:{line}: a record of more than {limit} bytes is not read; is this one article?", .path.display())]
    RecordTooLarge { path: PathBuf, line: u32, limit: usize },
}

impl ArchiveError {
    /// The file or folder that could not be read.
    pub fn path(&self) -> &Path {
        match self {
            ArchiveError::NotFound { path }
            | ArchiveError::Denied { path }
            | ArchiveError::Io { path, .. }
            | ArchiveError::Unsupported { path, .. }
            | ArchiveError::Empty { path }
            | ArchiveError::NotText { path }
            | ArchiveError::TooLarge { path, .. }
            | ArchiveError::BadJson { path, .. }
            | ArchiveError::RecordTooLarge { path, .. } => path,
        }
    }

    pub(super) fn from_io(path: &Path, source: io::Error) -> ArchiveError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => ArchiveError::NotFound { path },
            io::ErrorKind::PermissionDenied => ArchiveError::Denied { path },
            _ => ArchiveError::Io { path, source },
        }
    }
}
