//! What can go wrong with an index on disk, each with what to do about it.

use std::path::{Path, PathBuf};

/// Why an index could not be opened, written or asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("no index at {}: make one with `onrecord index --index {} PATH…`", dir.display(), dir.display())]
    Missing { dir: PathBuf },
    #[error(
        "{} is a folder with other things in it, not an index: choose a new or empty folder for --index",
        dir.display()
    )]
    NotAnIndex { dir: PathBuf },
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
    #[error("no space left on the disk that holds {}: what was stored before is safe; free some space and run the same command again", dir.display())]
    DiskFull { dir: PathBuf },
    #[error(
        "the index at {} is damaged ({what}): `onrecord repair --index {}` reads again what is damaged; where that \
         cannot be, rebuild it with `onrecord index --rebuild --index {} PATH…`",
        dir.display(), dir.display(), dir.display()
    )]
    Damaged { dir: PathBuf, what: String },
    #[error("cannot read or write {}: {error}", path.display())]
    Io { path: PathBuf, error: std::io::Error },
    #[error("{what}")]
    TooCostly { what: String },
    #[error("{}: {what}", dir.display())]
    Engine { dir: PathBuf, what: String },
}

impl IndexError {
    pub(super) fn io(path: &Path, error: &std::io::Error) -> IndexError {
        let dir = path.to_path_buf();
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                IndexError::ReadOnly { dir }
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => IndexError::DiskFull { dir },
            kind => IndexError::Io { path: dir, error: std::io::Error::new(kind, error.to_string()) },
        }
    }
}
