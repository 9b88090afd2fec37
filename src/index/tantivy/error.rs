//! What an error of the engine means for an index on disk.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::folder::FORMAT;
use crate::index::error::IndexError;

/// What an error of the engine means for the index at `dir`.
pub(super) fn of_engine(dir: &Path, error: TantivyError) -> IndexError {
    let dir = dir.to_path_buf();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked { dir },
        TantivyError::LockFailure(LockError::IoError(error), _) => of_reading(&dir, &error),
        TantivyError::IoError(error) => of_reading(&dir, &error),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => of_reading(&dir, &io_error),
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            IndexError::Damaged { dir, what: format!("{} is missing", file.display()) }
        }
        TantivyError::DataCorruption(corruption) => IndexError::Damaged { dir, what: format!("{corruption:?}") },
        TantivyError::IncompatibleIndex(incompatible) => {
            IndexError::OtherVersion { dir, found: format!("{incompatible:?}"), expected: FORMAT }
        }
        other => {
            // The engine reports some failures of its threads as text alone.
            let what = other.to_string();
            if what.contains("No space left") || what.contains("StorageFull") {
                IndexError::DiskFull { dir }
            } else {
                IndexError::Engine { dir, what }
            }
        }
    }
}

/// What an error of reading or writing the index's files means.
fn of_reading(dir: &Path, error: &io::Error) -> IndexError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            IndexError::Damaged { dir: dir.to_path_buf(), what: error.to_string() }
        }
        _ => IndexError::io(dir, error),
    }
}
