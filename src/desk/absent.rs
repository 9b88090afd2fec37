//! Which files that an index holds are surely gone. What cannot be seen (a folder without permission, a disk that is not
//! mounted) is not gone: what the index holds of it stays.

use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::index::key_path;

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
    /// Absolute, without links; those inside the archive are kept.
    path: PathBuf,
    /// How many files were found in it.
    files: u64,
}

/// What is to be done about the files that an update did not meet.
#[derive(Debug, Default)]
pub struct Absent {
    /// Keys of files that are gone.
    pub gone: Vec<String>,
    /// Folders of which nothing is left, with how many files the index holds of each: they may be on a disk that is not
    /// there.
    pub emptied: BTreeMap<PathBuf, u64>,
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

    /// Tells which of the files that were not met are gone: each with its key and where it was found; `met` are the places
    /// of those that were. A root of which nothing is left that was there may be on a disk that is not. `named` is all that
    /// was ever named as the archive, and what lies there counts for itself when a link to it goes; `unread` is what the
    /// walk could not enter or read; `prune` takes emptied folders for what they seem.
    pub fn absent<'u>(
        &self,
        unmet: impl Iterator<Item = (&'u str, PathBuf)>,
        met: impl Iterator<Item = PathBuf>,
        named: &[PathBuf],
        unread: &[PathBuf],
        prune: bool,
    ) -> Absent {
        let unread: Vec<PathBuf> = unread.iter().map(|path| self.place(path)).collect();
        let mut absent = Absent::default();
        let mut folders: HashMap<PathBuf, Folder> = HashMap::new();
        let mut unmet = unmet.peekable();
        // Looked for only where something is missing.
        let mut alive: Vec<bool> = vec![false; self.list.len()];
        if unmet.peek().is_some() {
            for place in met {
                if let Some(root) = self.list.iter().position(|root| place.starts_with(&root.path)) {
                    alive[root] = true;
                }
                if alive.iter().all(|alive| *alive) {
                    break;
                }
            }
        }
        for (key, found) in unmet {
            let Some(at) = self.list.iter().position(|root| found.starts_with(&root.path)) else { continue };
            if unread.iter().any(|path| found.starts_with(path)) {
                continue;
            }
            let target = key_path(key);
            if !is_another_now(&found, &target) {
                continue;
            }
            if target != found && !is_gone(&target) && named.iter().any(|named| target.starts_with(named)) {
                continue;
            }
            let parent = found.parent().unwrap_or(&found);
            let emptied = match alive[at] {
                false => Some(self.list[at].path.clone()),
                true => match folders.entry(parent.to_path_buf()).or_insert_with(|| Folder::of(parent)) {
                    Folder::Unseen => continue,
                    Folder::Emptied(folder) => Some(folder.clone()),
                    Folder::InUse => None,
                },
            };
            match emptied.filter(|_| !prune) {
                Some(folder) => *absent.emptied.entry(folder).or_default() += 1,
                None => absent.gone.push(key.to_string()),
            }
        }
        absent.gone.sort();
        absent
    }
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

/// Whether what was found at a place, and lay at `target` then, is surely not found there any more: nothing is there, or
/// what is there is no file, or another file: a link leads elsewhere.
fn is_another_now(found: &Path, target: &Path) -> bool {
    match found.metadata() {
        Ok(there) if !there.is_file() => true,
        // Where it cannot be told, it is there: it was named outright before, or stored by somebody else meanwhile.
        Ok(_) => found.canonicalize().is_ok_and(|now| now.as_os_str() != target.as_os_str()),
        Err(error) => matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
    }
}

/// Whether a file is surely not at its place.
pub fn is_gone(place: &Path) -> bool {
    place.symlink_metadata().is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// The path of what is there and was named as the archive; a file that is called by a link is found under the link's name.
pub fn place_of_root(called: &Path) -> Option<PathBuf> {
    if called.is_file() { place_of_name(called) } else { called.canonicalize().ok() }
}

/// The path of what is called by its folder and name, be it a link or not.
fn place_of_name(called: &Path) -> Option<PathBuf> {
    let folder = called.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(called.file_name()?))
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
            let unmet = files.into_iter().filter(|file| !met.contains(file)).map(|file| (file, whole.join(file)));
            let unread: Vec<PathBuf> = unread.iter().map(|path| base.join(path)).collect();
            let met = met.iter().map(|file| whole.join(file));
            let Absent { gone, emptied } = roots.absent(unmet, met, &[], &unread, prune);
            let name = |path: PathBuf| path.strip_prefix(&whole).unwrap().display().to_string();
            (gone, emptied.into_iter().map(|(path, files)| (name(path), files)).collect())
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
