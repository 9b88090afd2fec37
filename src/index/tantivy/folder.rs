//! The folder of an index: its marker, its lock, and the folder with the engine's files that the marker names. What is not
//! the index's own is never touched.
//!
//! An index that is made anew is made in a data folder beside the one in use; the marker, which is written whole or not
//! at all, then names it. Whoever opens the index finds the old one or the new one, and a program that is killed leaves
//! the old one.

use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{DirEntry, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::sums;
use crate::faults;
use crate::index::error::IndexError;
use crate::whole::{self, is_draft};

/// Changes with every change to the fields or to what they hold.
pub(super) const FORMAT: u32 = 10;

pub(super) const MARKER: &str = "onrecord.json";
const LOCK: &str = "onrecord.lock";
/// How the names of data folders begin; a number follows.
const DATA: &str = "data-";
/// Keeps which table of corrections the index was last brought up to date with.
const CORRECTIONS_APPLIED: &str = "corrections.applied";
/// In which ways files of the archive were read.
const READING: &str = "reading.json";
/// Which files and folders were named as the archive.
pub(super) const ROOTS: &str = "roots.json";
/// Says that a data folder was made by this program: without it nothing in a folder of that name is touched. And whether
/// a marker named it ever: one that was begun and no more is not whole.
const OWNER: &str = "onrecord.data";
const BEGUN: &str = "begun";
const PUBLISHED: &str = "published";
/// Files of the engine that its own list does not name.
const OF_ENGINE: [&str; 3] = [SEGMENTS, COPY_OF_SEGMENTS, MANAGED];
const LOCKS_OF_ENGINE: [&str; 2] = [".tantivy-writer.lock", ".tantivy-meta.lock"];
/// What is kept beside the segments, from the beginning on.
const NOTES: [&str; 5] = [CORRECTIONS_APPLIED, READING, ROOTS, OWNER, LAST];
/// The engine's list of segments, and a copy of it for a repair.
pub(super) const SEGMENTS: &str = "meta.json";
pub(super) const COPY_OF_SEGMENTS: &str = "meta.copy.json";
/// Tells which list of segments was written last.
pub(super) const LAST: &str = "meta.last";
/// The engine's list of the files of segments.
pub(super) const MANAGED: &str = ".managed.json";

/// Says that a folder is an index, of which format, and where its data lie; those of formats before 6 lie beside it.
#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
    program: String,
    #[serde(default)]
    data: Option<String>,
}

/// What is called so directly in a folder, where the name was read from a file; `None` where it is no plain name, and may
/// lead anywhere. No other way leads from a name in a file of the index to a path.
pub(super) fn within(folder: &Path, name: &Path) -> Option<PathBuf> {
    let mut parts = name.components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(only)), None) if only == name.as_os_str() => Some(folder.join(only)),
        _ => None,
    }
}

/// The bytes of a file. What is none (a pipe, a device) is refused: it may never come to an end.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() && !found.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, NO_FILE));
    }
    std::fs::read(path)
}

/// What is wrong with what stands in a file's place and is none.
pub(super) const NO_FILE: &str = "it is no file";

const A_LINK: &str = "it is a link";

/// Whether what is wrong with a file is that another thing stands in its place.
pub(super) fn is_another_thing(said: &str) -> bool {
    said.contains(NO_FILE) || said.contains(A_LINK)
}

/// What is wrong with what stands in the place of one of the engine's locks, which it opens as it is.
pub(super) fn wrong_lock(place: &Path) -> Option<&'static str> {
    let found = place.symlink_metadata().ok()?;
    match found.file_type() {
        kind if kind.is_file() => None,
        kind if kind.is_dir() => Some("it is a folder"),
        kind if kind.is_symlink() => Some(A_LINK),
        _ => Some(NO_FILE),
    }
}

/// The lock of whoever writes the index; it goes with this, or with the process.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

/// Whether a folder holds an index, of whatever version.
pub(super) fn is_index(dir: &Path) -> bool {
    let path = dir.join(MARKER);
    match read(&path) {
        // A file of that name may be somebody else's: what is damaged lies beside data.
        Ok(bytes) => {
            serde_json::from_slice::<Marker>(&bytes).is_ok()
                || dir.join(MANAGED).is_file()
                || data_folders(dir).is_ok_and(|folders| !folders.is_empty())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => has_lost_its_marker(dir),
        Err(_) => path.is_file() || has_lost_its_marker(dir),
    }
}

/// Whether there are data without a marker that one named and that hold anything, whatever else lies there.
fn has_lost_its_marker(dir: &Path) -> bool {
    let was_named = |folder: &PathBuf| note(folder, OWNER).is_none_or(|state| state != BEGUN);
    made_here(dir).iter().any(|folder| was_named(folder) && holds_segments(folder))
}

/// The folder with the data of an index of this format.
///
/// # Errors
/// Where there is none, where it is of another format, or where its marker cannot be read.
pub(super) fn data(dir: &Path) -> Result<PathBuf, IndexError> {
    let path = dir.join(MARKER);
    let damaged = |what: String| IndexError::Damaged { dir: dir.to_path_buf(), what };
    let bytes = match read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if has_lost_its_marker(dir) {
                return Err(damaged(format!("{MARKER} is missing")));
            }
            if dir.exists() && !is_vacant(dir)? {
                return Err(IndexError::NotAnIndex { dir: dir.to_path_buf() });
            }
            return Err(IndexError::Missing { dir: dir.to_path_buf() });
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(IndexError::NotAFolder { path: dir.to_path_buf() });
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            return Err(IndexError::Unreadable { dir: dir.to_path_buf() });
        }
        Err(error) if error.kind() == io::ErrorKind::IsADirectory && has_lost_its_marker(dir) => {
            return Err(damaged(format!("{} is a folder", path.display())));
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData && has_lost_its_marker(dir) => {
            return Err(damaged(format!("{}: {error}", path.display())));
        }
        Err(error) => return Err(IndexError::io(&path, &error)),
    };
    let marker = match serde_json::from_slice::<Marker>(&bytes) {
        Ok(marker) => marker,
        Err(_) if is_index(dir) => return Err(damaged(format!("{MARKER} cannot be read"))),
        Err(_) => return Err(IndexError::NotAnIndex { dir: dir.to_path_buf() }),
    };
    if marker.format != FORMAT {
        return Err(IndexError::OtherVersion {
            dir: dir.to_path_buf(),
            found: marker.format.to_string(),
            expected: FORMAT,
        });
    }
    let named = marker.data.filter(|name| number_of(OsStr::new(name)).is_some());
    let Some((data, name)) = named.and_then(|name| Some((within(dir, Path::new(&name))?, name))) else {
        return Err(damaged(format!("{MARKER} names no data")));
    };
    match data.symlink_metadata() {
        Ok(found) if found.is_dir() => Ok(data),
        // What it leads to is somebody else's, and would be changed.
        Ok(found) if found.is_symlink() => Err(damaged(format!("{name} is a link"))),
        Ok(_) => Err(damaged(format!("{name} is no folder"))),
        Err(_) => Err(damaged(format!("{} is missing", data.display()))),
    }
}

/// The data folder of an index whose marker is damaged: the last of those that a marker named; where none tells that, the
/// only one that may be meant.
pub(super) fn only_data(dir: &Path) -> Option<PathBuf> {
    let mut folders = made_here(dir);
    folders.sort_by_key(|folder| folder.file_name().and_then(number_of));
    let state = |folder: &PathBuf| note(folder, OWNER);
    if let Some(last) = folders.iter().rfind(|folder| state(folder).is_some_and(|state| state == PUBLISHED)) {
        return Some(last.clone());
    }
    folders.retain(|folder| state(folder).is_none());
    let only = folders.pop()?;
    folders.is_empty().then_some(only)
}

/// What tells whether an index was written meanwhile: its marker and its list of segments.
pub(super) type MarkerFiles = [Option<Vec<u8>>; 2];

pub(super) fn state(dir: &Path, data: Option<&Path>) -> MarkerFiles {
    [Some(dir.join(MARKER)), data.map(|data| data.join(SEGMENTS))].map(|path| read(&path?).ok())
}

/// The data folder, also where the marker is damaged and no other could be meant.
pub(super) fn data_or_only(dir: &Path) -> Option<PathBuf> {
    data(dir).ok().or_else(|| only_data(dir))
}

/// The number of a data folder, by its name.
fn number_of(name: &OsStr) -> Option<u64> {
    let number = name.to_str()?.strip_prefix(DATA)?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok())?
}

/// The data folders, in use and not: those that hold nothing but files of the index.
fn data_folders(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if is_data(&entry) {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}

/// The folders that this program made for data, whatever was put into them.
fn made_here(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let made = entries.filter(|entry| number_of(&entry.file_name()).is_some() && is_made_here(entry));
    made.map(|entry| entry.path()).collect()
}

fn holds_segments(data: &Path) -> bool {
    let names = std::fs::read_dir(data).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_str().is_some_and(is_segments))
}

/// Whether it is a data folder that holds nothing but files of the index.
fn is_data(entry: &DirEntry) -> bool {
    number_of(&entry.file_name()).is_some()
        && is_made_here(entry)
        && own_files(&entry.path()).is_ok_and(|(_, only)| only)
}

/// Whether it is a folder that this program made for data. A link that is called so leads to what is somebody else's.
fn is_made_here(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir()) && entry.path().join(OWNER).is_file()
}

/// Whether a folder is empty but for what a program leaves that was killed while it made an index.
fn is_vacant(dir: &Path) -> Result<bool, IndexError> {
    let failed = |error: io::Error| IndexError::io(dir, &error);
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        // The marker was not there a moment ago: just now somebody makes an index here.
        let is_own = [MARKER, LOCK].iter().any(|own| name == *own) || is_draft(&name) || is_data(&entry);
        // What goes while this looks is no longer in the way.
        if !is_own && entry.path().symlink_metadata().is_ok() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the lock of whoever writes the index.
///
/// # Errors
/// Where another process holds it, or where it cannot be taken.
pub(super) fn lock(dir: &Path) -> Result<WriteLock, IndexError> {
    let path = dir.join(LOCK);
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => IndexError::Missing { dir: dir.to_path_buf() },
        _ => IndexError::io(dir, error),
    };
    let file = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(WriteLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(IndexError::Locked { dir: dir.to_path_buf() }),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// Makes a new data folder, which nobody sees before [`publish`] names it.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn begin(dir: &Path, _: &WriteLock) -> Result<PathBuf, IndexError> {
    let failed = |error: io::Error| IndexError::io(dir, &error);
    let marker = dir.join(MARKER);
    if marker.is_dir() {
        return Err(IndexError::io(&marker, &io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    let numbers = std::fs::read_dir(dir).map_err(failed)?.filter_map(|entry| number_of(&entry.ok()?.file_name()));
    let number = numbers.max().unwrap_or(0) + 1;
    let (data, draft) = (dir.join(format!("{DATA}{number}")), draft_of(dir, number));
    // What a program left that was killed here; a link that is called so leads to what is somebody else's.
    if draft.symlink_metadata().is_ok_and(|draft| draft.is_dir()) {
        remove(&draft);
    }
    std::fs::create_dir(&draft).map_err(failed)?;
    faults::point("before a data folder says whose it is");
    let notes = [(OWNER, BEGUN), (CORRECTIONS_APPLIED, ""), (READING, "{}"), (ROOTS, "[]")];
    notes.iter().try_for_each(|(name, text)| write_note(&draft, name, text.as_bytes())).map_err(failed)?;
    // Whoever sees it under its own name sees whose it is.
    std::fs::rename(&draft, &data).map_err(failed)?;
    Ok(data)
}

/// Where a data folder lies that does not say yet, or says no longer, whose it is: it is known by its name.
fn draft_of(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{}{number:0width$}", whole::DRAFT, width = whole::DRAFT_LETTERS))
}

/// Removes a folder with the index's own files in it; it stays where somebody put something there.
fn remove(folder: &Path) {
    take_away(folder);
    faults::point("while old data go");
    let _ = std::fs::remove_dir(folder);
}

/// Removes a data folder under a name that says that it goes, so that it is known for what it is when its files are gone
/// and it is not.
fn remove_data(dir: &Path, folder: &Path) {
    let doomed = draft_of(dir, folder.file_name().and_then(number_of).unwrap_or(0));
    let is_renamed = own_files(folder).is_ok_and(|(_, only)| only) && std::fs::rename(folder, &doomed).is_ok();
    remove(if is_renamed { &doomed } else { folder });
}

/// Names the data folder in the marker: from here on the index is this. What the index was before goes.
///
/// # Errors
/// Where the marker cannot be written; the index is then what it was.
pub(super) fn publish(dir: &Path, held: &WriteLock, data: &Path) -> Result<(), IndexError> {
    let failed = |error: io::Error| IndexError::io(dir, &error);
    let name = data.file_name().map(|name| name.to_string_lossy().into_owned());
    let marker = Marker { format: FORMAT, program: env!("CARGO_PKG_VERSION").to_string(), data: name };
    let text = serde_json::to_vec(&marker).map_err(|error| failed(error.into()))?;
    faults::point("before the marker");
    write_note(data, OWNER, PUBLISHED.as_bytes()).map_err(failed)?;
    faults::point("behind what says that data are whole");
    let marker = dir.join(MARKER);
    whole::write(&marker, &text, None).map_err(|error| IndexError::io(&marker, &error))?;
    faults::point("behind the marker");
    sweep(dir, held, data);
    Ok(())
}

/// Takes away what is left of the index as it was before, and of programs that were killed. What cannot be taken away
/// stays for the next time: it is in nobody's way.
pub(super) fn sweep(dir: &Path, _: &WriteLock, in_use: &Path) {
    let drafts = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter(|entry| is_draft(&entry.file_name())).map(|entry| entry.path()).collect()
    };
    for draft in drafts(dir).into_iter().chain(drafts(in_use)) {
        if draft.symlink_metadata().is_ok_and(|draft| draft.is_dir()) {
            // Data that were begun, or went, when a program was killed.
            remove(&draft);
        } else {
            let _ = std::fs::remove_file(draft);
        }
    }
    // Formats before 6 kept their data beside the marker: what their list names and is called so, and what they wrote
    // besides. The list itself goes last.
    if let Some(listed) = listed(dir) {
        let segments = listed.iter().map(String::as_str).filter(|name| is_segments(name));
        for name in segments.chain([CORRECTIONS_APPLIED]).chain(LOCKS_OF_ENGINE).chain(OF_ENGINE) {
            // A link goes as a link.
            within(dir, Path::new(name)).map(std::fs::remove_file);
        }
    }
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    for entry in
        entries.filter(|entry| number_of(&entry.file_name()).is_some() && is_made_here(entry) && entry.path() != in_use)
    {
        remove_data(dir, &entry.path());
    }
}

/// Takes away what programs left that were killed, where there is anything and nobody writes the index: whoever finds
/// nothing to write takes no lock.
pub(super) fn tidy(dir: &Path, in_use: &Path) {
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_left = |entry: &DirEntry| {
        is_draft(&entry.file_name())
            || entry.path() != in_use && number_of(&entry.file_name()).is_some() && is_data(entry)
    };
    if !entries(dir).any(|entry| is_left(&entry)) && !entries(in_use).any(|entry| is_draft(&entry.file_name())) {
        return;
    }
    if let Ok(held) = lock(dir)
        && data(dir).is_ok_and(|named| named == in_use)
    {
        sweep(dir, &held, in_use);
    }
}

/// Takes a data folder away that was begun and is not to be published.
pub(super) fn abandon(dir: &Path, _: &WriteLock, data: &Path) {
    remove_data(dir, data);
}

/// Removes the index's own files from a folder of data; the list of them goes last.
fn take_away(folder: &Path) {
    let Ok((mut own, _)) = own_files(folder) else { return };
    own.sort_by_key(|name| (name == OWNER, name == MANAGED));
    for name in own {
        let _ = std::fs::remove_file(folder.join(name));
    }
}

/// The names of the index's own files in a folder of data, and whether it holds nothing else.
fn own_files(folder: &Path) -> io::Result<(Vec<OsString>, bool)> {
    let (mut own, mut only) = (Vec::new(), true);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && is_own(&entry.file_name()) {
            own.push(entry.file_name());
        } else {
            only = false;
        }
    }
    Ok((own, only))
}

/// The files that the engine's list names; `None` where it cannot be read.
fn listed(folder: &Path) -> Option<HashSet<String>> {
    let bytes = read(&folder.join(MANAGED)).ok()?;
    serde_json::from_slice(sums::without_sum(MANAGED, &bytes).unwrap_or(&bytes)).ok()
}

/// Whether a file in a data folder is called as only the index's own are: no list is believed, as anything may stand in it.
fn is_own(name: &OsStr) -> bool {
    if is_draft(name) {
        return true;
    }
    let Some(name) = name.to_str() else { return false };
    NOTES.contains(&name) || LOCKS_OF_ENGINE.contains(&name) || OF_ENGINE.contains(&name) || is_segments(name)
}

/// Whether a file is called as the engine calls those of segments.
fn is_segments(name: &str) -> bool {
    const ENDINGS: [&str; 8] = ["idx", "pos", "term", "store", "store.temp", "fast", "fieldnorm", "del"];
    name.split_once('.').is_some_and(|(id, rest)| {
        let is_list = || rest.strip_suffix(".del").is_some_and(|stamp| stamp.bytes().all(|it| it.is_ascii_digit()));
        id.len() == 32 && id.bytes().all(|it| it.is_ascii_hexdigit()) && (ENDINGS.contains(&rest) || is_list())
    })
}

/// The text of a file that [`write_note`] wrote; `None` where it is not there or not as it was written.
fn note(data: &Path, name: &str) -> Option<String> {
    let of = if name == COPY_OF_SEGMENTS { SEGMENTS } else { name };
    let bytes = read(&data.join(name)).ok()?;
    String::from_utf8(sums::without_sum(of, &bytes)?.to_vec()).ok()
}

pub(super) fn write_note(data: &Path, name: &str, text: &[u8]) -> io::Result<()> {
    whole::write(&data.join(name), &sums::with_sum(name, text), None)
}

/// The files beside the segments that are not as they were written, each with what is wrong with it.
pub(super) fn damaged_notes(data: &Path) -> Vec<(&'static str, &'static str)> {
    let wrong = |name: &'static str| {
        let place = data.join(name);
        if LOCKS_OF_ENGINE.contains(&name) {
            return wrong_lock(&place).map(|what| (name, what));
        }
        match place.metadata() {
            Err(_) => Some((name, "it is missing")),
            Ok(found) if found.is_dir() => Some((name, "it is a folder")),
            Ok(found) if !found.is_file() => Some((name, NO_FILE)),
            Ok(_) if note(data, name).is_some() => None,
            Ok(_) => Some((name, "it is not as it was written")),
        }
    };
    let mut found: Vec<_> = NOTES.into_iter().chain(OF_ENGINE).chain(LOCKS_OF_ENGINE).filter_map(wrong).collect();
    if found.is_empty() && !is_newest(data) {
        found.push((SEGMENTS, "it is an older one"));
    }
    found
}

/// Whether the list of segments is the one that was written last: an older one would answer as the index was once.
pub(super) fn is_newest(data: &Path) -> bool {
    const TRIES: u32 = 100;
    let path = data.join(SEGMENTS);
    for _ in 0..TRIES {
        let before = read(&path).ok();
        let last = note(data, LAST);
        // Somebody may write just now.
        if read(&path).ok() == before {
            return before.zip(last).is_some_and(|(bytes, last)| last.lines().any(|line| line == digest(&bytes)));
        }
    }
    true
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Notes which lists of segments may stand there, as whole files: the one that does and the one that is about to.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn note_segments<'b>(data: &Path, lists: impl Iterator<Item = &'b [u8]>) -> io::Result<()> {
    let lines: Vec<String> = lists.map(digest).collect();
    whole::replace(&data.join(LAST), &sums::with_sum(LAST, lines.join("\n").as_bytes()), None)
}

/// The table of corrections that the data were last brought up to date with, as it was then; `None` where that can no
/// longer be told.
pub(super) fn corrections_applied(data: &Path) -> Option<String> {
    note(data, CORRECTIONS_APPLIED)
}

/// Keeps the table of corrections that the data were brought up to date with.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn keep_corrections_applied(data: &Path, table: &str) -> io::Result<()> {
    faults::point("before the corrections are kept");
    write_note(data, CORRECTIONS_APPLIED, table.as_bytes())
}

/// In which ways files of the archive were read: settings by the number that stands for them; `None` where that can no longer
/// be told.
pub(super) fn ways(data: &Path) -> Option<BTreeMap<u64, String>> {
    serde_json::from_str(&note(data, READING)?).ok()
}

/// Adds ways in which files of the archive are read.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn add_ways(data: &Path, new: impl IntoIterator<Item = (u64, String)>) -> io::Result<()> {
    let before = ways(data).unwrap_or_default();
    let mut all = before.clone();
    all.extend(new);
    if all == before { Ok(()) } else { write_note(data, READING, &serde_json::to_vec(&all)?) }
}

/// The files and folders that were named as the archive so far, as keys of paths: each with how it was called; `None` where
/// that can no longer be told.
pub(super) fn roots(data: &Path) -> Option<Vec<(String, String)>> {
    serde_json::from_str(&note(data, ROOTS)?).ok()
}

/// Adds files and folders to those that were named as the archive.
///
/// # Errors
/// Where they cannot be written.
pub(super) fn add_roots(data: &Path, new: &[(String, String)]) -> io::Result<()> {
    let mut all = roots(data).unwrap_or_default();
    let before = all.clone();
    for (root, called) in new {
        match all.iter_mut().find(|(known, _)| known == root) {
            Some(known) => known.1.clone_from(called),
            None => all.push((root.clone(), called.clone())),
        }
    }
    if all == before {
        return Ok(());
    }
    write_note(data, ROOTS, &serde_json::to_vec(&all)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEGMENT: &str = "0123456789abcdef0123456789abcdef.idx";

    fn made(dir: &Path) -> PathBuf {
        std::fs::create_dir_all(dir).unwrap();
        let held = lock(dir).unwrap();
        let data = begin(dir, &held).unwrap();
        std::fs::write(data.join(MANAGED), format!(r#"["{SEGMENT}"]"#)).unwrap();
        std::fs::write(data.join(SEGMENT), "").unwrap();
        publish(dir, &held, &data).unwrap();
        data
    }

    #[test]
    fn the_new_takes_the_place_of_the_old_in_one_step() {
        let dir = tempfile::tempdir().unwrap();
        let old = made(dir.path());
        assert_eq!(data(dir.path()).unwrap(), old);
        let held = lock(dir.path()).unwrap();
        let new = begin(dir.path(), &held).unwrap();
        assert_eq!(data(dir.path()).unwrap(), old);
        std::fs::write(dir.path().join(".onrecord-draft-Ab12Cd34Ef56"), "a draft").unwrap();
        publish(dir.path(), &held, &new).unwrap();
        assert_eq!(data(dir.path()).unwrap(), new);
        assert!(!old.exists() && !dir.path().join(".onrecord-draft-Ab12Cd34Ef56").exists());
    }

    #[test]
    fn what_is_not_its_own_stays() {
        let dir = tempfile::tempdir().unwrap();
        let old = made(dir.path());
        std::fs::write(old.join("article.txt"), "the user's own").unwrap();
        std::fs::write(dir.path().join("letter.txt"), "the user's own").unwrap();
        std::fs::create_dir(dir.path().join("data-7")).unwrap();
        std::fs::write(dir.path().join("data-7/article.txt"), "the user's own").unwrap();
        let held = lock(dir.path()).unwrap();
        let new = begin(dir.path(), &held).unwrap();
        assert_eq!(new, dir.path().join("data-8"));
        publish(dir.path(), &held, &new).unwrap();
        assert!(!old.join(SEGMENT).exists());
        for own in [old.join("article.txt"), dir.path().join("letter.txt"), dir.path().join("data-7/article.txt")] {
            assert!(own.exists(), "{}", own.display());
        }
    }

    #[test]
    fn the_data_of_older_formats_go_with_the_engines_list() {
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        std::fs::write(place(MARKER), r#"{"format": 5, "program": "0.1.0"}"#).unwrap();
        std::fs::write(place(MANAGED), format!(r#"["{SEGMENT}"]"#)).unwrap();
        for name in [SEGMENT, "meta.json", "article.txt"] {
            std::fs::write(place(name), "").unwrap();
        }
        assert!(matches!(data(dir.path()), Err(IndexError::OtherVersion { .. })));
        made(dir.path());
        assert!(!place(SEGMENT).exists() && !place("meta.json").exists() && place("article.txt").exists());
    }

    #[test]
    fn a_file_that_is_called_like_the_marker_makes_no_index() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(MARKER), r#"{"title": "an article"}"#).unwrap();
        assert!(!is_index(dir.path()));
        assert!(matches!(data(dir.path()), Err(IndexError::NotAnIndex { .. })));
        let index = dir.path().join("index");
        made(&index);
        std::fs::write(index.join(MARKER), "{").unwrap();
        assert!(is_index(&index));
        assert!(matches!(data(&index), Err(IndexError::Damaged { .. })));
    }

    #[test]
    fn a_folder_that_was_begun_is_vacant() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path()).unwrap();
        begin(dir.path(), &held).unwrap();
        assert!(matches!(data(dir.path()), Err(IndexError::Missing { .. })));
        assert!(matches!(lock(dir.path()), Err(IndexError::Locked { .. })));
        drop(held);
        std::fs::write(dir.path().join("data-1/article.txt"), "the user's own").unwrap();
        assert!(matches!(data(dir.path()), Err(IndexError::NotAnIndex { .. })));
    }

    #[test]
    fn the_engines_files_are_known_by_their_names() {
        assert!(is_own("0123456789abcdef0123456789abcdef.12.del".as_ref()));
        assert!(is_own(SEGMENT.as_ref()));
        assert!(!is_own("0123456789abcdef0123456789abcdef.txt".as_ref()));
        assert!(!is_own("notes.idx".as_ref()));
        assert!(!is_own(".tmp".as_ref()));
    }

    #[test]
    fn only_plain_names_become_paths() {
        let folder = Path::new("ix");
        assert_eq!(within(folder, Path::new("a.store")), Some(folder.join("a.store")));
        for name in ["", ".", "..", "../a", "/a", "./a", "a/", "a/b", "a/../b", "//a"] {
            assert_eq!(within(folder, Path::new(name)), None, "{name}");
        }
    }

    #[test]
    fn a_program_that_was_killed_while_it_began_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(draft_of(dir.path(), 1)).unwrap();
        assert!(matches!(data(dir.path()), Err(IndexError::Missing { .. })));
        assert_eq!(made(dir.path()), dir.path().join("data-1"));
        assert!(!draft_of(dir.path(), 1).exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_under_a_drafts_name_is_not_followed() {
        let (dir, others) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(others.path().join("meta.json"), "the user's own").unwrap();
        std::os::unix::fs::symlink(others.path(), draft_of(dir.path(), 1)).unwrap();
        let held = lock(dir.path()).unwrap();
        assert!(begin(dir.path(), &held).is_err());
        assert!(others.path().join("meta.json").exists());
    }
}
