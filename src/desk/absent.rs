//! Which files that an index holds are surely gone. What cannot be seen (a folder without permission, a disk that is not
//! mounted) is not gone: what the index holds of it stays.
//!
//! A file has one path, without links, and places: the names under which it was found, be they its path or links that lead
//! to it. What is told of a place under the paths that an update was given:
//!
//! | at the place is | it is |
//! |---|---|
//! | the file, or what cannot be told | there |
//! | something, in what the walk could not enter or read | there |
//! | another file, which this update has read | gone |
//! | a link that leads nowhere, and the file's own path is not under the paths | there; gone with `--prune` |
//! | nothing, or another file, under a path of which nothing is left that was there | emptied; gone with `--prune` |
//! | the same, and the nearest folder above that is there has nothing in it | emptied; gone with `--prune` |
//! | the same, and that folder cannot be read | there |
//! | the same, and there are other things in it | gone |
//!
//! What the user leaves out (patterns, hidden files) is there: what the index holds of it stays, and is told; with `--prune` it
//! goes.
//!
//! | a file that was not met | it |
//! |---|---|
//! | is not at its own path any more, which is under the paths | is what its own path is |
//! | has a place that is there, or one under none of the paths | stays; its other places are forgotten where they are gone |
//! | has a place that is emptied | is emptied |
//! | has places that are gone, and no other | is gone |

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::archive::{FolderSelection, Selection};
use crate::index::{key_path, path_key};

/// The files and folders that the user named.
#[derive(Debug, Default)]
pub struct Roots {
    list: Vec<Root>,
    /// The root in which the last file was found: the next one is, too, mostly.
    last: usize,
    /// The folder of the last file as it was called, and its place.
    folder: Option<(PathBuf, PathBuf)>,
}

#[derive(Debug)]
struct Root {
    called: PathBuf,
    /// Absolute, without links but for its own name; those inside the archive are kept.
    path: PathBuf,
    /// How many files were found in it.
    files: u64,
}

/// What is to be done about the files that an update did not meet.
#[derive(Debug, Default)]
pub struct Absent {
    /// Keys of files that are gone.
    pub gone: Vec<String>,
    /// Keys of files under the paths that are not gone, for all that can be told.
    pub there: Vec<String>,
    /// Those of them that the user leaves out now; filled by who knows what is left out.
    pub excluded: Vec<String>,
    /// Folders of which nothing is left, with how many files the index holds of each: they may be on a disk that is not
    /// there.
    pub emptied: BTreeMap<PathBuf, u64>,
    /// Keys of files under none of the paths that are gone, and of which all is held of other files, too.
    pub copies: Vec<String>,
    /// Places where files are no longer found that are there, with the files' keys.
    pub left: Vec<(String, PathBuf)>,
}

/// What an update came upon.
pub struct Seen<'s> {
    /// Gives the places of files that the index held before and that were met there again; asked only where that matters.
    pub again: &'s dyn Fn() -> Vec<PathBuf>,
    /// Whether a file was read, or was as it was, by its key.
    pub is_met: &'s dyn Fn(&str) -> bool,
    /// What the walk could not enter or read, as it was called.
    pub unread: &'s [PathBuf],
    /// Whether emptied and missing folders are what they seem.
    pub prune: bool,
}

impl Roots {
    /// `also_missing` takes those, too, that are not there any more.
    pub fn new(paths: &[PathBuf], also_missing: bool) -> Roots {
        let root = |called: &PathBuf| {
            let path = match called.canonicalize() {
                Ok(_) => place_of_root(called)?,
                Err(error) if also_missing && error.kind() == ErrorKind::NotFound => place_of_missing(called)?,
                Err(_) => return None,
            };
            Some(Root { called: called.clone(), path, files: 0 })
        };
        Roots { list: paths.iter().filter_map(root).collect(), last: 0, folder: None }
    }

    /// Their paths, each with how it was called.
    pub fn paths(&self) -> impl Iterator<Item = (&Path, &Path)> {
        self.list.iter().map(|root| (root.path.as_path(), root.called.as_path()))
    }

    /// Notes a file that was found and gives its place.
    pub fn find(&mut self, file: &Path) -> PathBuf {
        if let (Some((called, place)), Some(folder), Some(name)) = (&self.folder, file.parent(), file.file_name())
            && called.as_os_str() == folder.as_os_str()
        {
            self.list[self.last].files += 1;
            return place.join(name);
        }
        let Some((at, path)) = self.root_of(file) else { return file.to_path_buf() };
        self.last = at;
        self.list[at].files += 1;
        // Not of a root that is a file: another of its folder may be called otherwise.
        let within = path.as_os_str() != self.list[at].path.as_os_str();
        self.folder = match (file.parent(), path.parent()) {
            (Some(called), Some(place)) if within => Some((called.to_path_buf(), place.to_path_buf())),
            _ => None,
        };
        path
    }

    /// Notes a file that was found at this place.
    pub fn note(&mut self, place: &Path) {
        if let Some(root) = self.list.iter_mut().find(|root| place.starts_with(&root.path)) {
            root.files += 1;
        }
    }

    /// The first of them under which no file was found.
    pub fn without_files(&self) -> Option<PathBuf> {
        self.list.iter().find(|root| root.files == 0).map(|root| root.called.clone())
    }

    /// Whether a place lies under one of them.
    pub fn hold(&self, place: &Path) -> bool {
        self.list.iter().any(|root| place.starts_with(&root.path))
    }

    /// Which of these files lie in a folder of theirs and are left out by this selection.
    pub fn left_out(&self, keys: &[String], selection: &Selection) -> Vec<String> {
        let folder = |root: &Root| root.path.is_dir().then(|| FolderSelection::new(&root.path, selection));
        let mut selections: Vec<(&Path, Option<FolderSelection>)> =
            self.list.iter().map(|root| (root.path.as_path(), folder(root))).collect();
        let mut leaves_out = |key: &&String| {
            let place = key_path(key);
            let of_place = selections.iter_mut().find(|(root, _)| place.starts_with(root));
            of_place.and_then(|(_, selection)| selection.as_mut()).is_some_and(|it| it.leaves_out_below(&place))
        };
        keys.iter().filter(|key| leaves_out(key)).cloned().collect()
    }

    /// Whether a file that was found under none of them is surely no longer at its one path.
    pub fn is_gone_elsewhere(&self, key: &str, places: &[PathBuf]) -> bool {
        let target = key_path(key);
        !self.hold(&target) && !places.iter().any(|place| self.hold(place)) && is_gone(&target)
    }

    /// The place of a file or folder under the roots: its root's path with the rest as it was called.
    pub fn place(&self, path: &Path) -> PathBuf {
        self.root_of(path).map_or_else(|| path.to_path_buf(), |(_, path)| path)
    }

    fn root_of(&self, path: &Path) -> Option<(usize, PathBuf)> {
        let in_root = |at: usize| {
            let root = self.list.get(at)?;
            let rest = path.strip_prefix(&root.called).ok()?;
            Some(if rest.as_os_str().is_empty() { root.path.clone() } else { root.path.join(rest) })
        };
        let others = (0..self.list.len()).filter(|at| *at != self.last);
        std::iter::once(self.last).chain(others).find_map(|at| Some((at, in_root(at)?)))
    }

    /// Tells which of the files that were not met are gone: each with its key and its places. Of `partly`, files that were
    /// met, the places where they were not.
    pub fn absent<'u>(
        &self,
        unmet: impl Iterator<Item = (&'u str, Vec<PathBuf>)>,
        partly: impl Iterator<Item = (&'u str, Vec<PathBuf>)>,
        seen: &Seen<'_>,
    ) -> Absent {
        let mut absent = Absent::default();
        let mut judge = Judge::new(self, seen);
        for (key, places) in unmet {
            let target = key_path(key);
            let is_under = self.hold(&target);
            if !is_under && !places.iter().any(|place| self.hold(place)) {
                continue;
            }
            let mut left = Vec::new();
            let told = match is_under && is_gone(&target) {
                true => judge.place(&target, &target),
                false => {
                    let mut told = PlaceNow::Gone;
                    for place in places {
                        match judge.place(&place, &target) {
                            PlaceNow::Gone => left.push((key.to_string(), place)),
                            PlaceNow::Emptied(folder) if told == PlaceNow::Gone => told = PlaceNow::Emptied(folder),
                            PlaceNow::Emptied(_) => {}
                            PlaceNow::There => told = PlaceNow::There,
                        }
                    }
                    told
                }
            };
            match told {
                PlaceNow::Gone => absent.gone.push(key.to_string()),
                PlaceNow::Emptied(folder) => *absent.emptied.entry(folder).or_default() += 1,
                PlaceNow::There => {
                    absent.there.push(key.to_string());
                    absent.left.append(&mut left);
                }
            }
        }
        for (key, places) in partly {
            let target = key_path(key);
            let left = places.into_iter().filter(|place| judge.place(place, &target) == PlaceNow::Gone);
            absent.left.extend(left.map(|place| (key.to_string(), place)));
        }
        absent.gone.sort();
        absent.there.sort();
        absent
    }
}

/// What is told of a place.
#[derive(Debug, PartialEq, Eq)]
enum PlaceNow {
    There,
    Gone,
    /// The folder that may be the place of a disk.
    Emptied(PathBuf),
}

/// Tells of places, see the table above.
struct Judge<'j> {
    roots: &'j Roots,
    seen: &'j Seen<'j>,
    unread: Vec<PathBuf>,
    /// Which of the roots hold anything that was there before; told when the first place is.
    alive: OnceCell<Vec<bool>>,
    folders: HashMap<PathBuf, Folder>,
}

impl<'j> Judge<'j> {
    fn new(roots: &'j Roots, seen: &'j Seen<'j>) -> Judge<'j> {
        let unread = seen.unread.iter().map(|path| roots.place(path)).collect();
        Judge { roots, seen, unread, alive: OnceCell::new(), folders: HashMap::new() }
    }

    /// Whether anything is left under the root that was there before.
    fn is_alive(&self, root: usize) -> bool {
        let alive = self.alive.get_or_init(|| {
            let list = &self.roots.list;
            let mut alive = vec![false; list.len()];
            for place in (self.seen.again)() {
                if let Some(root) = list.iter().position(|root| place.starts_with(&root.path)) {
                    alive[root] = true;
                }
                if alive.iter().all(|alive| *alive) {
                    break;
                }
            }
            alive
        });
        alive.get(root).copied().unwrap_or(false)
    }

    /// Tells of a place where the file was found whose own path is `target`.
    fn place(&mut self, place: &Path, target: &Path) -> PlaceNow {
        let Some(root) = self.roots.list.iter().position(|root| place.starts_with(&root.path)) else {
            return PlaceNow::There;
        };
        let lead = LeadsTo::of(place, target);
        if let Some(unread) = self.unread.iter().find(|path| place.starts_with(path)) {
            let leads_nowhere = lead == LeadsTo::Nowhere && unread.is_symlink();
            return if leads_nowhere && self.seen.prune { PlaceNow::Gone } else { PlaceNow::There };
        }
        match lead {
            LeadsTo::There | LeadsTo::Unknown => return PlaceNow::There,
            LeadsTo::Elsewhere(now) if (self.seen.is_met)(&path_key(&now)) => return PlaceNow::Gone,
            LeadsTo::Elsewhere(_) | LeadsTo::Nowhere => {}
        }
        let emptied = match self.is_alive(root) {
            false => self.roots.list[root].path.clone(),
            true => {
                let folder = place.parent().unwrap_or(place);
                match self.folders.entry(folder.to_path_buf()).or_insert_with(|| Folder::of(folder)) {
                    Folder::Unseen => return PlaceNow::There,
                    Folder::InUse => return PlaceNow::Gone,
                    Folder::Emptied(folder) => folder.clone(),
                }
            }
        };
        if self.seen.prune { PlaceNow::Gone } else { PlaceNow::Emptied(emptied) }
    }
}

/// Where a place leads to.
#[derive(Debug, PartialEq, Eq)]
enum LeadsTo {
    /// To the file that was found there.
    There,
    /// To this one, or to a folder.
    Elsewhere(PathBuf),
    /// Nothing is there, or a link to nothing.
    Nowhere,
    /// It cannot be told.
    Unknown,
}

impl LeadsTo {
    fn of(place: &Path, target: &Path) -> LeadsTo {
        match place.canonicalize() {
            Ok(now) if now.as_os_str() != target.as_os_str() => LeadsTo::Elsewhere(now),
            Ok(now) if now.is_dir() => LeadsTo::Elsewhere(now),
            Ok(_) => LeadsTo::There,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => LeadsTo::Nowhere,
            Err(_) => LeadsTo::Unknown,
        }
    }
}

/// Whether a place leads to a file, by its one path.
pub fn leads_to(place: &Path, target: &Path) -> bool {
    LeadsTo::of(place, target) == LeadsTo::There
}

/// Whether a file is surely no longer at its one path: nothing is there, or a folder, or a link.
pub fn is_gone(path: &Path) -> bool {
    matches!(LeadsTo::of(path, path), LeadsTo::Elsewhere(_) | LeadsTo::Nowhere)
}

/// Whether nothing is at a place, not even a link.
pub fn is_vacant(place: &Path) -> bool {
    place.symlink_metadata().is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// What is left of a folder in which a file was.
#[derive(Clone, Debug)]
enum Folder {
    /// It cannot be told.
    Unseen,
    /// It, or the nearest folder above it that is there, holds nothing but what is hidden.
    Emptied(PathBuf),
    InUse,
}

impl Folder {
    fn of(folder: &Path) -> Folder {
        for folder in folder.ancestors() {
            match std::fs::read_dir(folder) {
                Ok(entries) => {
                    // What is hidden may be what keeps the place of a disk.
                    let is_hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
                    for entry in entries {
                        match entry {
                            Ok(entry) if is_hidden(&entry.file_name()) => {}
                            Ok(_) => return Folder::InUse,
                            Err(_) => return Folder::Unseen,
                        }
                    }
                    return Folder::Emptied(folder.to_path_buf());
                }
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(_) => return Folder::Unseen,
            }
        }
        Folder::Unseen
    }
}

/// The place of what is there and was named as the archive: a link keeps its name, so that it is known what was found by it
/// when it leads elsewhere.
pub fn place_of_root(called: &Path) -> Option<PathBuf> {
    place_of_name(called).or_else(|| called.canonicalize().ok())
}

/// The path of what is called by its folder and name, be it a link or not.
fn place_of_name(called: &Path) -> Option<PathBuf> {
    let folder = called.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(called.file_name()?))
}

/// The place of what is to be forgotten, be it there or not.
pub fn place_to_forget(called: &Path) -> Option<PathBuf> {
    match called.symlink_metadata() {
        Ok(_) => place_of_root(called),
        Err(_) => place_of_missing(called),
    }
}

/// Where something was that is not there: the nearest folder above that is, with the rest.
fn place_of_missing(called: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(called).ok()?;
    let above = whole.ancestors().find(|folder| folder.exists())?;
    Some(above.canonicalize().ok()?.join(whole.strip_prefix(above).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Tried {
        dir: tempfile::TempDir,
    }

    impl Tried {
        /// `a/one.txt`, `a/deep/two.txt`, `b/three.txt`, of which all but `kept` are taken away again.
        fn with(kept: &[&str]) -> Tried {
            let dir = tempfile::tempdir().unwrap();
            for file in ["a/one.txt", "a/deep/two.txt", "b/three.txt"] {
                let path = dir.path().join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                if kept.contains(&file) {
                    std::fs::write(path, "").unwrap();
                }
            }
            Tried { dir }
        }

        fn absent(&self, roots: &[&str], unread: &[&str], prune: bool) -> (Vec<String>, Vec<(String, u64)>) {
            let base = self.dir.path();
            let whole = base.canonicalize().unwrap();
            let paths: Vec<PathBuf> = roots.iter().map(|root| base.join(root)).collect();
            let mut roots = Roots::new(&paths, prune);
            let files = ["a/one.txt", "a/deep/two.txt", "b/three.txt"];
            let met: Vec<&str> = files.into_iter().filter(|file| base.join(file).exists()).collect();
            met.iter().for_each(|file| assert!(roots.find(&base.join(file)).is_absolute()));
            let keys: Vec<(String, &str)> = files.iter().map(|file| (path_key(&whole.join(file)), *file)).collect();
            let unmet = keys.iter().filter(|(_, file)| !met.contains(file));
            let unmet = unmet.map(|(key, file)| (key.as_str(), vec![whole.join(file)]));
            let unread: Vec<PathBuf> = unread.iter().map(|path| base.join(path)).collect();
            let again = || met.iter().map(|file| whole.join(file)).collect();
            let seen = Seen { again: &again, is_met: &|_| false, unread: &unread, prune };
            let Absent { gone, emptied, .. } = roots.absent(unmet, std::iter::empty(), &seen);
            let name = |path: &Path| path.strip_prefix(&whole).unwrap().display().to_string();
            let gone = gone.iter().map(|key| name(&key_path(key))).collect();
            let emptied = emptied.into_iter().map(|(path, files)| (name(&path), files)).collect();
            (gone, emptied)
        }
    }

    #[test]
    fn a_file_that_was_taken_away_is_gone() {
        let tried = Tried::with(&["a/deep/two.txt"]);
        assert_eq!(tried.absent(&["a"], &[], false), (vec!["a/one.txt".to_string()], vec![]));
        assert_eq!(tried.absent(&["b"], &[], true).0, ["b/three.txt"]);
    }

    #[test]
    fn what_could_not_be_seen_stays() {
        let tried = Tried::with(&["a/deep/two.txt"]);
        assert_eq!(tried.absent(&["a"], &["a/one.txt"], false), (vec![], vec![]));
        let tried = Tried::with(&["a/one.txt"]);
        std::fs::write(tried.dir.path().join("a/deep/new.txt"), "").unwrap();
        assert_eq!(tried.absent(&["a"], &["a/deep"], true).0, Vec::<String>::new());
        assert_eq!(tried.absent(&["a"], &[], false).0, ["a/deep/two.txt"]);
    }

    #[test]
    fn emptied_folders_may_be_disks_that_are_not_there() {
        let tried = Tried::with(&["a/one.txt"]);
        let none = Vec::<String>::new();
        assert_eq!(tried.absent(&["a", "b"], &[], false), (none.clone(), vec![("a/deep".into(), 1), ("b".into(), 1)]));
        assert_eq!(tried.absent(&["a", "b"], &[], true).0, ["a/deep/two.txt", "b/three.txt"]);
        std::fs::remove_dir(tried.dir.path().join("a/deep")).unwrap();
        assert_eq!(tried.absent(&["a"], &[], false).0, ["a/deep/two.txt"]);
        std::fs::remove_dir(tried.dir.path().join("b")).unwrap();
        assert_eq!(tried.absent(&["b"], &[], false), (none, vec![]));
        assert_eq!(tried.absent(&["b"], &[], true).0, ["b/three.txt"]);
    }
}
