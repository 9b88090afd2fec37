//! A file as the disk tells it, as an index remembers it, its path as a key, and what names an article in it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What the disk says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// The canonical path, see [`path_key`]: the file's identity, however the user names it.
    pub path: String,
    /// Where it was found, where that is not its canonical path: a link leads to it.
    pub found: Option<String>,
    /// Bytes.
    pub size: u64,
    /// When its content was changed last; `None` where the system does not tell.
    pub modified: Option<SystemTime>,
    /// When anything of it was changed last, its times included, which nobody can put back: nanoseconds since 1970; 0
    /// where the system keeps no such time.
    pub changed: i64,
}

impl FileFacts {
    /// Where it was found.
    pub fn place(&self) -> &str {
        self.found.as_deref().unwrap_or(&self.path)
    }
}

/// A path as text, one to one: what is no UTF-8 in it is a NUL, which no path holds, and two hexadecimal digits for each
/// byte.
pub fn path_key(path: &Path) -> String {
    let mut key = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        key.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| key.push_str(&format!("\0{byte:02x}")));
    }
    key
}

/// The path of a key.
pub fn key_path(key: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(key.len());
    let mut parts = key.split('\0');
    bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(digits, 16));
        bytes.extend_from_slice(rest.as_bytes());
    }
    #[cfg(unix)]
    return PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(String::from_utf8_lossy(&bytes).into_owned());
}

/// What an index remembers of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::index) struct FileState {
    /// Where it was found, the place under which its articles are shown first; nothing where that is its own path alone.
    pub found: Vec<String>,
    /// The file with which this one stays: it moved there, and could not tell any more what is still held of this one.
    pub stays_with: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: i64,
    /// See [`FileFacts`].
    pub changed: i64,
    pub hash: u64,
    /// Hash of all besides the file that decides what is stored; of no settings at all where the file was not read to
    /// its end.
    pub settings: u64,
    /// When it was read, nanoseconds since 1970.
    pub seen: i64,
    pub articles: u64,
}

impl FileState {
    /// Of a file of which so many articles are stored and nothing else is known: it is read again.
    pub fn unknown(articles: u64) -> FileState {
        let (found, stays_with) = (Vec::new(), None);
        FileState { found, stays_with, size: 0, modified: 0, changed: 0, hash: 0, settings: 0, seen: 0, articles }
    }

    /// Where it was found; `path` is its own.
    pub fn places<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s str> {
        let own = self.found.is_empty().then_some(path);
        self.found.iter().map(String::as_str).chain(own)
    }

    /// The place under which its articles are shown.
    pub fn shown<'s>(&'s self, path: &'s str) -> &'s str {
        self.found.first().map_or(path, String::as_str)
    }

    /// Where its articles are now.
    pub fn lies_at<'s>(&'s self, path: &'s str) -> &'s str {
        self.stays_with.as_deref().unwrap_or_else(|| self.shown(path))
    }

    /// The same, also found at these places, behind those that are known; `path` is its own.
    pub fn found_at<'s>(self, path: &'s str, places: impl IntoIterator<Item = &'s str>) -> FileState {
        let mut found: Vec<String> = self.places(path).map(str::to_string).collect();
        for place in places {
            if !found.iter().any(|known| known == place) {
                found.push(place.to_string());
            }
        }
        FileState { found: without_own(found, path), ..self }
    }
}

/// Places of a file, none where that is its own path alone.
pub(in crate::index) fn without_own(places: Vec<String>, path: &str) -> Vec<String> {
    if matches!(places.as_slice(), [only] if only == path) { Vec::new() } else { places }
}

/// What an index tells of a file of which it holds articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFile {
    /// The key of its path, see [`path_key`].
    pub key: String,
    /// Where it was found: the place under which its articles are shown first.
    pub places: Vec<PathBuf>,
    /// That of its content; 0 where it is not known.
    pub hash: u64,
    /// The number of the settings with which all of it was read; another one where not all could be.
    pub settings: u64,
    /// How many articles are stored of it.
    pub articles: u64,
    /// The key of the file that it became, where that one could not tell any more what is still held of it.
    pub stays_with: Option<String>,
}

impl HeldFile {
    pub(in crate::index) fn new(key: String, state: &FileState) -> HeldFile {
        let places = state.places(&key).map(key_path).collect();
        let stays_with = state.stays_with.clone();
        HeldFile { key, places, hash: state.hash, settings: state.settings, articles: state.articles, stays_with }
    }
}

/// What names an article in an index, and what tells whether it is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) struct Seen {
    /// Hash of the file's path, the member in it, and which one of that name it is.
    pub key: u64,
    /// See [`super::file_update::file_number`].
    pub file: u64,
    /// Hash of all that is stored of it.
    pub state: u64,
    /// The key of the article that goes where this one comes: its own where it is there already, that of its place
    /// before where its file has moved.
    pub replaces: Option<u64>,
}
