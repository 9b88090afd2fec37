//! Where the index lies: as git finds a repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::refuse;
use super::listen::Listener;
use super::{DeskError, Result, owners};
use crate::archive;

/// The folder that holds an index inside a project.
pub const FOLDER: &str = ".onrecord";

/// The index to read or write: the one named, `$ONRECORD_INDEX`, `.onrecord` here or above (if it is not somebody else's),
/// else the user's own.
///
/// # Errors
/// Where none of these can be told.
pub fn find_index(named: Option<&Path>, ear: &dyn Listener) -> Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_path_buf());
    }
    if let Some(set) = std::env::var_os("ONRECORD_INDEX").filter(|set| !set.is_empty()) {
        return Ok(PathBuf::from(set));
    }
    let here = std::env::current_dir().map_err(|error| {
        DeskError::file("the current folder cannot be read; name the index with --index DIR", error)
    })?;
    if let Some(found) = owners::find(&here, FOLDER, "--index", Path::is_dir, ear) {
        // A path from here reads better than one from the root.
        return Ok(found.strip_prefix(&here).map_or(found.clone(), Path::to_path_buf));
    }
    match dirs::data_dir() {
        Some(data) => Ok(data.join("onrecord").join("index")),
        None => refuse!("no home folder to keep an index in: name one with --index DIR"),
    }
}

/// The index of just these paths, kept in the user's cache: the paths' own folders may be read-only.
///
/// # Errors
/// Where a path does not exist or there is no cache folder.
pub fn index_of_paths(paths: &[PathBuf]) -> Result<PathBuf> {
    let mut canonical = Vec::with_capacity(paths.len());
    for path in paths {
        if archive::is_stream(path) {
            refuse!(
                "{} can be read only once, and an index of it could not be brought up to date: keep the text in a file and \
                 name that with --in, or read it with `onrecord extract -`",
                archive::shown(path)
            );
        }
        match path.canonicalize() {
            Ok(whole) => canonical.push(whole),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                refuse!("no such file or folder: {}; check the path given to --in", path.display())
            }
            Err(error) => refuse!("{} cannot be read: {error}", path.display()),
        }
    }
    canonical.sort();
    canonical.dedup();
    let mut hasher = blake3::Hasher::new();
    for path in &canonical {
        hasher.update(path.as_os_str().as_encoded_bytes());
        hasher.update(b"\0");
    }
    let Some(cache) = dirs::cache_dir() else {
        refuse!("no cache folder to keep the index of --in: name one with --index DIR");
    };
    let name = canonical.first().and_then(|path| path.file_name()).map(plain_name).unwrap_or_default();
    let hash = hasher.finalize().to_hex();
    Ok(cache.join("onrecord").join(format!("{name}-{}", &hash[..16])))
}

/// The letters of a folder's name, so that people recognise the index in the cache.
fn plain_name(name: &OsStr) -> String {
    let name = name.to_string_lossy();
    let kept: String = name.chars().filter(|letter| letter.is_ascii_alphanumeric()).take(24).collect();
    if kept.is_empty() { "archive".to_string() } else { kept }
}
