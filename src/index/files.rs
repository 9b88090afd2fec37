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
    /// See [`FileFacts`].
    pub found: Option<String>,
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
        FileState { found: None, size: 0, modified: 0, changed: 0, hash: 0, settings: 0, seen: 0, articles }
    }

    /// The file with which this one stays: it moved there, and could not tell any more what is still held of this one.
    pub fn stays_with(&self) -> Option<&str> {
        self.found.as_deref().filter(|_| self.hash == 0)
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
