//! The folder of an index: its marker, how it is made and taken away. What is not the index's own is never touched.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};

use super::error::of_engine;
use crate::index::error::IndexError;
use crate::whole;

/// Changes with every change to the fields or to what they hold.
pub(super) const FORMAT: u32 = 5;

/// Keeps which table of corrections the index was last brought up to date with.
pub const CORRECTIONS_APPLIED: &str = "corrections.applied";

const MARKER: &str = "onrecord.json";
/// How the engine's drafts begin.
const ENGINES_DRAFT: &str = ".tmp";

/// Files of the engine that its own list does not name.
const OF_ENGINE: [&str; 4] = ["meta.json", MANAGED, ".tantivy-writer.lock", ".tantivy-meta.lock"];
/// The engine's list of the files of segments.
const MANAGED: &str = ".managed.json";

/// Says that a folder is an index and of which format.
#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
    program: String,
}

/// Whether a folder holds an index, of whatever version.
pub(super) fn is_index(dir: &Path) -> bool {
    dir.join(MARKER).is_file()
}

/// Whether a folder is an index of this format.
///
/// # Errors
/// Where it is none, of another format, or its marker cannot be read.
pub(super) fn check(dir: &Path) -> Result<(), IndexError> {
    let path = dir.join(MARKER);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if dir.exists() && !is_empty(dir)? {
                return Err(IndexError::NotAnIndex { dir: dir.to_path_buf() });
            }
            return Err(IndexError::Missing { dir: dir.to_path_buf() });
        }
        Err(error) => return Err(IndexError::io(&path, &error)),
    };
    match serde_json::from_slice::<Marker>(&bytes) {
        Ok(marker) if marker.format == FORMAT => Ok(()),
        Ok(marker) => {
            Err(IndexError::OtherVersion { dir: dir.to_path_buf(), found: marker.format.to_string(), expected: FORMAT })
        }
        Err(_) => Err(IndexError::Damaged { dir: dir.to_path_buf(), what: format!("{MARKER} cannot be read") }),
    }
}

fn is_empty(dir: &Path) -> Result<bool, IndexError> {
    let mut entries = std::fs::read_dir(dir).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotADirectory => IndexError::NotAnIndex { dir: dir.to_path_buf() },
        _ => IndexError::io(dir, &error),
    })?;
    // A draft of the marker is left by a program that was killed while it made the folder, or is being written.
    Ok(!entries.any(|entry| entry.map_or(true, |entry| !entry.file_name().to_str().is_some_and(is_draft))))
}

/// Makes the folder and its marker; the marker comes first, so that a killed program leaves an index that the next
/// run completes.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn make(dir: &Path) -> Result<(), IndexError> {
    std::fs::create_dir_all(dir).map_err(|error| IndexError::io(dir, &error))?;
    let marker = Marker { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_string() };
    let text = serde_json::to_vec(&marker).map_err(|error| IndexError::io(dir, &error.into()))?;
    whole::write(&dir.join(MARKER), &text, None).map_err(|error| IndexError::io(dir, &error))
}

/// Takes the lock of whoever writes the index, which goes with what is given.
///
/// # Errors
/// Where another process holds it, or where it cannot be taken.
pub(super) fn lock(dir: &Path) -> Result<DirectoryLock, IndexError> {
    let folder = MmapDirectory::open(dir).map_err(|error| of_engine(dir, error.into()))?;
    folder.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| match error {
        LockError::LockBusy => IndexError::Locked { dir: dir.to_path_buf() },
        LockError::IoError(error) => IndexError::io(dir, &error),
    })
}

/// Takes an index away with all that it holds. A folder that holds other things besides is left as it is.
///
/// # Errors
/// Where the folder is no index, or not only one, where it is being written, or where it cannot be removed.
pub(super) fn remove(dir: &Path) -> Result<(), IndexError> {
    if !dir.exists() {
        return Ok(());
    }
    if !is_index(dir) {
        return if is_empty(dir)? { Ok(()) } else { Err(IndexError::NotAnIndex { dir: dir.to_path_buf() }) };
    }
    // Even the lock would be a file more in a folder that is somebody else's.
    own_files(dir)?;
    let held = lock(dir)?;
    let failed = |error: std::io::Error| IndexError::io(dir, &error);
    let own = own_files(dir)?;
    // The marker last: what a killed program leaves can be removed by the next one.
    let (last, first): (Vec<OsString>, Vec<OsString>) = own.into_iter().partition(|name| name == MARKER);
    for name in first.iter().chain(&last) {
        match std::fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    drop(held);
    match std::fs::remove_dir(dir) {
        // Somebody put something there meanwhile: it is not the index's.
        Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(failed),
    }
}

/// The names of all that an index's folder holds.
///
/// # Errors
/// Where something of it is not the index's.
fn own_files(dir: &Path) -> Result<Vec<OsString>, IndexError> {
    let failed = |error: std::io::Error| IndexError::io(dir, &error);
    let listed = listed(dir);
    let mut own = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_file = entry.file_type().map_err(failed)?.is_file();
        if !is_file || !is_own(&entry.file_name(), listed.as_ref()) {
            let what = entry.file_name().to_string_lossy().into_owned();
            return Err(IndexError::NotOnlyAnIndex { dir: dir.to_path_buf(), what });
        }
        own.push(entry.file_name());
    }
    Ok(own)
}

/// The files that the engine's list names; `None` where it cannot be read.
fn listed(dir: &Path) -> Option<HashSet<String>> {
    serde_json::from_slice(&std::fs::read(dir.join(MANAGED)).ok()?).ok()
}

fn is_own(name: &std::ffi::OsStr, listed: Option<&HashSet<String>>) -> bool {
    let Some(name) = name.to_str() else { return false };
    if name == MARKER || name == CORRECTIONS_APPLIED || OF_ENGINE.contains(&name) {
        return true;
    }
    let is_segments =
        || name.split_once('.').is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|it| it.is_ascii_hexdigit()));
    is_draft(name) || listed.map_or_else(is_segments, |listed| listed.contains(name))
}

/// Whether it is what a program that was killed left of a file that it wrote.
fn is_draft(name: &str) -> bool {
    let rest = name.strip_prefix(whole::DRAFT).or_else(|| name.strip_prefix(ENGINES_DRAFT));
    rest.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_its_own_is_taken_away() {
        let dir = tempfile::tempdir().unwrap();
        let index = dir.path().join("index");
        make(&index).unwrap();
        std::fs::write(index.join(MANAGED), r#"["0123456789abcdef0123456789abcdef.idx"]"#).unwrap();
        std::fs::write(index.join("0123456789abcdef0123456789abcdef.idx"), "").unwrap();
        std::fs::write(index.join(".tmpAb12Cd"), "").unwrap();
        std::fs::write(index.join("article.txt"), "the user's own").unwrap();
        let refused = remove(&index).unwrap_err();
        assert!(refused.to_string().contains("article.txt"), "{refused}");
        assert!(index.join("0123456789abcdef0123456789abcdef.idx").exists());
        std::fs::remove_file(index.join("article.txt")).unwrap();
        remove(&index).unwrap();
        assert!(!index.exists());
        remove(&index).unwrap();
    }

    #[test]
    fn nothing_is_taken_away_while_somebody_writes() {
        let dir = tempfile::tempdir().unwrap();
        make(dir.path()).unwrap();
        let held = lock(dir.path()).unwrap();
        assert!(matches!(remove(dir.path()), Err(IndexError::Locked { .. })));
        assert!(is_index(dir.path()));
        drop(held);
        remove(dir.path()).unwrap();
        assert!(!is_index(dir.path()));
    }

    #[test]
    fn without_the_engines_list_its_names_tell() {
        assert!(is_own("0123456789abcdef0123456789abcdef.12.del".as_ref(), None));
        assert!(!is_own("0123456789abcdef0123456789abcdef.idx".as_ref(), Some(&HashSet::new())));
        assert!(!is_own("notes.idx".as_ref(), None));
        assert!(!is_own(".tmp".as_ref(), None));
    }
}
