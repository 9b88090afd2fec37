//! The one path of a file, whatever it was called by.

use std::path::{Path, PathBuf};

/// Makes paths canonical; files of one folder, which come one after the other, have the folder's looked up once.
#[derive(Debug, Default)]
pub struct Canonical {
    /// The folder met last as it was called, and its one path.
    folder: Option<(PathBuf, PathBuf)>,
}

impl Canonical {
    /// The file's one path: absolute, without links; as it was called where it cannot be found out.
    pub fn path(&mut self, file: &Path, may_be_link: bool) -> PathBuf {
        let (Some(folder), Some(name), false) = (file.parent(), file.file_name(), may_be_link) else {
            return file.canonicalize().unwrap_or_else(|_| file.to_path_buf());
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Some((known, canonical)) = &self.folder
            && known == folder
        {
            return canonical.join(name);
        }
        match folder.canonicalize() {
            Ok(canonical) => {
                let path = canonical.join(name);
                self.folder = Some((folder.to_path_buf(), canonical));
                path
            }
            Err(_) => file.to_path_buf(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_that_the_system_tells() {
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        std::fs::create_dir_all(place("a/b")).unwrap();
        for file in ["a/one.txt", "a/two.txt", "a/b/three.txt"] {
            std::fs::write(place(file), "").unwrap();
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place("a/b/three.txt"), place("a/link.txt")).unwrap();
            std::os::unix::fs::symlink(place("a"), place("also-a")).unwrap();
        }
        let mut canonical = Canonical::default();
        for called in
            ["a/one.txt", "a/two.txt", "a/b/three.txt", "a/b/../one.txt", "a/./two.txt", "a/link.txt", "also-a/one.txt"]
        {
            let called = place(called);
            let expected = called.canonicalize().unwrap_or_else(|_| called.clone());
            let is_link = std::fs::symlink_metadata(&called).is_ok_and(|file| file.is_symlink());
            assert_eq!(canonical.path(&called, is_link), expected, "{}", called.display());
            assert_eq!(canonical.path(&called, true), expected, "{}", called.display());
        }
    }
}
