//! What can go wrong with an index on disk, each with what to do about it.

use std::path::{Path, PathBuf};

/// Why an index could not be opened, written or asked.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum IndexError {
    #[error("no index at {}: make one with `onrecord index --index {} PATH…`", dir.display(), dir.display())]
    Missing { dir: PathBuf },
    #[error(
        "{} is a folder with other things in it, not an index: choose a new or empty folder for --index",
        dir.display()
    )]
    NotAnIndex { dir: PathBuf },
    #[error("{} is a file: name the folder of an index with --index", path.display())]
    NotAFolder { path: PathBuf },
    #[error(
        "the index at {} was written in format {found}, this program reads format {expected}: \
         rebuild it with `onrecord index --rebuild --index {} PATH…`",
        dir.display(), dir.display()
    )]
    OtherVersion { dir: PathBuf, found: String, expected: u32 },
    #[error(
        "another process is writing the index at {}: wait until it has finished and try again \
         (searching works meanwhile)",
        dir.display()
    )]
    Locked { dir: PathBuf },
    #[error(
        "the index at {} was made anew by another process meanwhile: run the same command again", dir.display()
    )]
    MadeAnew { dir: PathBuf },
    #[error("the index at {} cannot be written: permission denied; choose a folder of yours with --index", dir.display())]
    ReadOnly { dir: PathBuf },
    #[error("the index at {} cannot be read: permission denied; ask whoever it belongs to", dir.display())]
    Unreadable { dir: PathBuf },
    #[error("no space left on the disk that holds {}: what was stored before is safe; free some space and run the same command again", dir.display())]
    DiskFull { dir: PathBuf },
    #[error(
        "the index at {} is damaged ({what}): `onrecord repair --index {}` reads again what is damaged; where that \
         cannot be, rebuild it with `onrecord index --rebuild --index {} PATH…`",
        dir.display(), dir.display(), dir.display()
    )]
    Damaged { dir: PathBuf, what: String },
    #[error(
        "writing the index at {} failed ({what}): what was stored before is safe; check the space and the permissions of \
         its folder and run the same command again", dir.display()
    )]
    WriteFailed { dir: PathBuf, what: String },
    #[error(
        "the system gave no more threads or memory to the index at {} ({what}): what was stored before is safe; end other \
         programs or raise the limits (ulimit -u, ulimit -v) and run the same command again", dir.display()
    )]
    OutOfResources { dir: PathBuf, what: String },
    #[error(
        "cannot read or write {}: {error}; check that the disk is there and well, and run the same command again",
        path.display()
    )]
    Io { path: PathBuf, error: std::io::Error },
    #[error("{what}")]
    TooCostly { what: String },
    #[error(
        "the index at {} and this program do not go together ({what}): run the same command again; if that does not help, \
         rebuild the index with `onrecord index --rebuild --index {} PATH…`, and please report it",
        dir.display(), dir.display()
    )]
    Engine { dir: PathBuf, what: String },
}

impl IndexError {
    pub(super) fn io(path: &Path, error: &std::io::Error) -> IndexError {
        let dir = path.to_path_buf();
        if is_full(&error.to_string()) {
            return IndexError::DiskFull { dir };
        }
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                IndexError::ReadOnly { dir }
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => IndexError::DiskFull { dir },
            std::io::ErrorKind::FileTooLarge => IndexError::WriteFailed {
                dir,
                what: "a file of it would be larger than the system allows (ulimit -f)".to_string(),
            },
            std::io::ErrorKind::OutOfMemory => IndexError::OutOfResources { dir, what: error.to_string() },
            kind => IndexError::Io { path: dir, error: std::io::Error::new(kind, error.to_string()) },
        }
    }
}

/// Whether a message tells of a full disk: some layers hand on the text of an error alone.
pub(super) fn is_full(what: &str) -> bool {
    ["No space left", "no storage space", "StorageFull"].iter().any(|told| what.contains(told))
}
