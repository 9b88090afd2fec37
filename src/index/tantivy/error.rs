//! What an error of the engine means for an index on disk: ours to say, with what to do about it.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{Incompatibility, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::folder::{self, FORMAT};
use super::sums;
use crate::index::error::{IndexError, is_full};

/// What an error of the engine means for the index at `dir`.
pub(super) fn of_engine(dir: &Path, error: TantivyError) -> IndexError {
    let at = dir;
    let dir = dir.to_path_buf();
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked { dir },
        TantivyError::LockFailure(LockError::IoError(error), _)
        | TantivyError::IoError(error)
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::FailedToCreateTempDir(error)) => of_reading(at, &error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error: error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: error, .. }) => match error.kind() {
            io::ErrorKind::PermissionDenied => IndexError::Unreadable { dir },
            _ => of_reading(at, &error),
        },
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => IndexError::Missing { dir },
        TantivyError::OpenDirectoryError(OpenDirectoryError::NotADirectory(_)) => IndexError::NotAnIndex { dir },
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            IndexError::Damaged { dir, what: format!("{} is missing", file.display()) }
        }
        TantivyError::OpenWriteError(OpenWriteError::FileAlreadyExists(file)) => {
            IndexError::WriteFailed { dir, what: format!("{} is there already", file.display()) }
        }
        TantivyError::DataCorruption(corruption) => {
            let what = match file_in(&format!("{corruption:?}")) {
                Some(file) => format!("{file} is cut off or changed"),
                None => CHANGED.to_string(),
            };
            IndexError::Damaged { dir, what }
        }
        TantivyError::DeserializeError(_) => IndexError::Damaged { dir, what: CHANGED.to_string() },
        TantivyError::IncompatibleIndex(how) | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(how)) => {
            IndexError::OtherVersion { dir, found: format_of(&how), expected: FORMAT }
        }
        // A thread that writes ends with its first error, and whoever gives it more to write is only told that it ended.
        TantivyError::ErrorInThread(said) => {
            let what = "a thread that writes it ended early".to_string();
            of_system(at, &said).unwrap_or(IndexError::WriteFailed { dir, what })
        }
        TantivyError::SystemError(said) if said.contains("killed") || said.contains("erge") => {
            let what = "the thread that puts its parts together ended early".to_string();
            of_system(at, &said).unwrap_or(IndexError::WriteFailed { dir, what })
        }
        TantivyError::SystemError(said) => {
            let what = "a thread could not be started".to_string();
            of_system(at, &said).unwrap_or(IndexError::OutOfResources { dir, what })
        }
        TantivyError::InternalError(said) => {
            let what = "a part of it was not as it should be".to_string();
            of_system(at, &said).unwrap_or(IndexError::Engine { dir, what })
        }
        TantivyError::Poisoned => IndexError::Engine { dir, what: "a thread that works on it stumbled".to_string() },
        TantivyError::IndexAlreadyExists => {
            IndexError::WriteFailed { dir, what: "another process made it at the same time".to_string() }
        }
        TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::MissingPlugin(_)
        | TantivyError::ConflictingPlugins(_)
        | TantivyError::UnexpectedPlugin(_) => {
            IndexError::Engine { dir, what: "it has other fields than this program knows".to_string() }
        }
        TantivyError::InvalidArgument(_)
        | TantivyError::IndexBuilderMissingArgument(_)
        | TantivyError::AggregationError(_) => {
            IndexError::Engine { dir, what: "it was asked for what it cannot give".to_string() }
        }
    }
}

const CHANGED: &str = "a file in it is cut off or changed";

/// What an error in reading or writing the index's files means. Files that are not as they were written the engine
/// reports as files of another version; where a checksum found the damage, the file is named.
fn of_reading(dir: &Path, error: &io::Error) -> IndexError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            let said = error.to_string();
            let is_named = said.contains(sums::NOT_AS_WRITTEN) || folder::is_another_thing(&said);
            let what = if is_named { said } else { CHANGED.to_string() };
            IndexError::Damaged { dir: dir.to_path_buf(), what }
        }
        io::ErrorKind::IsADirectory => IndexError::Damaged { dir: dir.to_path_buf(), what: error.to_string() },
        // `would block` is what the system says of a thread that it does not start.
        io::ErrorKind::WouldBlock => {
            IndexError::OutOfResources { dir: dir.to_path_buf(), what: "a thread could not be started".to_string() }
        }
        _ => IndexError::io(dir, error),
    }
}

/// What an error means that the engine gives as text alone, where that text names the system's error behind it.
fn of_system(dir: &Path, said: &str) -> Option<IndexError> {
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let dir = dir.to_path_buf();
    if says(&[sums::NOT_AS_WRITTEN]) {
        Some(IndexError::Damaged { dir, what: CHANGED.to_string() })
    } else if is_full(said) || says(&["quota exceeded", "QuotaExceeded"]) {
        Some(IndexError::DiskFull { dir })
    } else if says(&["Permission denied", "PermissionDenied", "Read-only file system", "ReadOnlyFilesystem"]) {
        Some(IndexError::ReadOnly { dir })
    } else if says(&["Cannot allocate memory", "OutOfMemory", "Resource temporarily unavailable", "WouldBlock"]) {
        Some(IndexError::OutOfResources { dir, what: "a thread or its memory was refused".to_string() })
    } else {
        None
    }
}

/// The file that a corruption names: the engine gives it in its debug form alone.
fn file_in(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("(in file `")?;
    let (file, _) = rest.split_once("`)")?;
    Some(file.trim_matches('"'))
}

/// The format in which the files were written; the engine's own message says how to compile the engine instead.
fn format_of(how: &Incompatibility) -> String {
    match how {
        Incompatibility::IndexMismatch { .. } => "of another release".to_string(),
        Incompatibility::CompressionMismatch { index_compression_format, .. } => {
            format!("compressed with {index_compression_format}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tantivy::error::DataCorruption;

    /// What users read of an error.
    fn told(error: TantivyError) -> String {
        of_engine(Path::new("ix"), error).to_string()
    }

    fn io(kind: io::ErrorKind) -> Arc<io::Error> {
        Arc::new(io::Error::from(kind))
    }

    #[test]
    fn a_writer_that_ended_is_told_with_what_to_do() {
        let killed = "Any error in a worker will kill the writer. An index writer was killed.";
        assert_eq!(
            told(TantivyError::ErrorInThread(killed.to_owned())),
            "writing the index at ix failed (a thread that writes it ended early): what was stored before is safe; check \
             the space and the permissions of its folder and run the same command again"
        );
        let full = "IoError(Os { code: 28, kind: StorageFull, message: \"No space left on device\" })".to_owned();
        assert!(told(TantivyError::ErrorInThread(full.clone())).starts_with("no space left on the disk that holds ix"));
        assert!(told(TantivyError::InternalError(full)).starts_with("no space left on the disk that holds ix"));
        let file = told(TantivyError::IoError(io(io::ErrorKind::FileTooLarge)));
        assert!(
            file.contains("larger than the system allows") && file.contains("run the same command again"),
            "{file}"
        );
    }

    #[test]
    fn no_message_is_the_engines_own_and_each_says_what_to_do() {
        let text = || "Segment updater killed in tantivy::indexer".to_owned();
        let path = || "abc.store".into();
        let io_error = || io(io::ErrorKind::Other);
        let errors = [
            TantivyError::LockFailure(LockError::LockBusy, Some(text())),
            TantivyError::LockFailure(LockError::IoError(io(io::ErrorKind::PermissionDenied)), None),
            TantivyError::IoError(io_error()),
            TantivyError::IoError(io(io::ErrorKind::WouldBlock)),
            TantivyError::IoError(io(io::ErrorKind::InvalidData)),
            TantivyError::OpenWriteError(OpenWriteError::FileAlreadyExists(path())),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: io_error(), filepath: path() }),
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path())),
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(path())),
            TantivyError::OpenDirectoryError(OpenDirectoryError::NotADirectory(path())),
            TantivyError::DataCorruption(DataCorruption::new(path(), text())),
            TantivyError::DataCorruption(DataCorruption::comment_only(text())),
            TantivyError::IncompatibleIndex(Incompatibility::CompressionMismatch {
                library_compression_format: text(),
                index_compression_format: "lz4".to_owned(),
            }),
            TantivyError::Poisoned,
            TantivyError::IndexAlreadyExists,
            TantivyError::FieldNotFound(text()),
            TantivyError::InvalidArgument(text()),
            TantivyError::ErrorInThread(text()),
            TantivyError::SchemaError(text()),
            TantivyError::SystemError(text()),
            TantivyError::InternalError(text()),
            TantivyError::MissingPlugin(text()),
            TantivyError::IndexBuilderMissingArgument("schema"),
        ];
        for error in errors {
            let from = format!("{error:?}");
            let told = told(error);
            for word in ["tantivy", "egment", "Library", "Lock", "lugin", "chema", "oison", "IoError"] {
                assert!(!told.contains(word), "{from}: {told}");
            }
            let advice = ["again", "rebuild", "choose", "make one", "ask whoever"];
            assert!(advice.iter().any(|word| told.contains(word)), "{from}: {told}");
        }
        let named = told(TantivyError::DataCorruption(DataCorruption::new(path(), text())));
        assert!(
            named.starts_with("the index at ix is damaged (abc.store is cut off or changed): `onrecord repair"),
            "{named}"
        );
    }
}
