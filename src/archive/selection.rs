//! Which of the files that a walk finds are wanted: patterns of the command line, `.onrecordignore` files, hidden ones.
//!
//! Takes patterns in the syntax of `.gitignore` (gitignore(5)), says of a path below a named folder whether it is left out.
//! They are about what is found: what the user names is read. They are about files: a container is read whole or not.

use super::ArchiveError;
use super::skip::SkipReason;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file in a folder that names what of it, and of the folders in it, is left out.
pub const IGNORE_FILE: &str = ".onrecordignore";

/// A pattern that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{pattern}” is no pattern ({what}); write it as in a .gitignore: drafts/, *.html, 2016/**")]
pub struct PatternError {
    pattern: String,
    what: String,
}

/// What is wanted of what is found; usually all but what is hidden.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    include: Option<Arc<Gitignore>>,
    exclude: Option<Arc<Gitignore>>,
    hidden: bool,
}

impl Selection {
    /// Where there are patterns to include, files that none of them matches are left out; what a pattern to exclude matches is
    /// in any case. `hidden`: what begins with a dot is wanted, too.
    ///
    /// # Errors
    /// Where a pattern cannot be read.
    pub fn new(include: &[String], exclude: &[String], hidden: bool) -> Result<Selection, PatternError> {
        Ok(Selection { include: patterns(include)?, exclude: patterns(exclude)?, hidden })
    }
}

fn patterns(lines: &[String]) -> Result<Option<Arc<Gitignore>>, PatternError> {
    let mut builder = GitignoreBuilder::new("");
    for line in lines {
        let error = |error: ignore::Error| PatternError { pattern: line.clone(), what: plainly(&error) };
        builder.add_line(None, line).map_err(error)?;
    }
    let error = |error: ignore::Error| PatternError { pattern: lines.join(" "), what: plainly(&error) };
    let built = builder.build().map_err(error)?;
    Ok((!lines.is_empty()).then(|| Arc::new(built)))
}

/// What is wrong with a pattern, without the pattern.
fn plainly(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithPath { err, .. } => plainly(err),
        other => other.to_string(),
    }
}

/// The selection below one folder, with the `.onrecordignore` files in it.
pub struct FolderSelection {
    root: PathBuf,
    selection: Selection,
    /// By folder; none where it has no such file.
    ignores: HashMap<PathBuf, Option<Gitignore>>,
    troubles: VecDeque<ArchiveError>,
}

impl FolderSelection {
    /// Below this folder.
    pub fn new(root: &Path, selection: &Selection) -> FolderSelection {
        let (root, selection) = (root.to_owned(), selection.clone());
        FolderSelection { root, selection, ignores: HashMap::new(), troubles: VecDeque::new() }
    }

    /// Why a file or folder below the root is left out, where it is; of the folders above it that is not asked.
    pub fn leaves_out(&mut self, path: &Path, is_folder: bool) -> Option<SkipReason> {
        let name = path.file_name().unwrap_or_default();
        if name == IGNORE_FILE {
            return Some(SkipReason::AboutArchive);
        }
        if !self.selection.hidden && name.as_encoded_bytes().starts_with(b".") {
            return Some(SkipReason::Hidden);
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        let matches = |patterns: &Gitignore| patterns.matched_path_or_any_parents(&relative, is_folder).is_ignore();
        let is_excluded = self.selection.exclude.as_deref().is_some_and(matches);
        let is_missing = !is_folder && self.selection.include.as_deref().is_some_and(|patterns| !matches(patterns));
        (is_excluded || is_missing || self.is_ignored(path, is_folder)).then_some(SkipReason::Excluded)
    }

    /// The same, of a file that lies in whatever folders.
    pub fn leaves_out_below(&mut self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return false };
        let folders: Vec<PathBuf> = relative.ancestors().skip(1).map(|part| self.root.join(part)).collect();
        let root = self.root.clone();
        let above = folders.iter().rev().filter(|folder| **folder != root);
        above.into_iter().any(|folder| self.leaves_out(folder, true).is_some())
            || self.leaves_out(path, false).is_some()
    }

    /// The innermost file that says something of the path decides, and in it the last line that does.
    fn is_ignored(&mut self, path: &Path, is_folder: bool) -> bool {
        let root = self.root.clone();
        for folder in path.ancestors().skip(1).take_while(|folder| folder.starts_with(&root)) {
            if !self.ignores.contains_key(folder) {
                let read = self.read_ignore_file(folder);
                self.ignores.insert(folder.to_owned(), read);
            }
            let Some(Some(patterns)) = self.ignores.get(folder) else { continue };
            let within = path.strip_prefix(folder).unwrap_or(path);
            let told = patterns.matched(within, is_folder);
            if !told.is_none() {
                return told.is_ignore();
            }
        }
        false
    }

    fn read_ignore_file(&mut self, folder: &Path) -> Option<Gitignore> {
        let path = folder.join(IGNORE_FILE);
        // Asked first: whatever else has that name may be waited for without end.
        if !path.is_file() {
            return None;
        }
        let text = match std::fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                self.troubles.push_back(ArchiveError::from_io(&path, error));
                return None;
            }
        };
        let mut builder = GitignoreBuilder::new("");
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if let Err(error) = builder.add_line(None, line) {
                let (path, what) = (path.clone(), plainly(&error));
                self.troubles.push_back(ArchiveError::BadPattern { path, line: number, what });
            }
        }
        builder.build().ok()
    }

    /// What was wrong with `.onrecordignore` files and was not told yet, the first of it.
    pub fn take_trouble(&mut self) -> Option<ArchiveError> {
        self.troubles.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(
        include: &[&str],
        exclude: &[&str],
        hidden: bool,
        ignores: &[(&str, &str)],
        paths: &[&str],
    ) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (place, text) in ignores {
            std::fs::create_dir_all(folder.path().join(place)).unwrap();
            std::fs::write(folder.path().join(place).join(IGNORE_FILE), text).unwrap();
        }
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&owned(include), &owned(exclude), hidden).unwrap();
        let mut selection = FolderSelection::new(folder.path(), &selection);
        let wanted = paths.iter().filter(|path| !selection.leaves_out_below(&folder.path().join(path)));
        wanted.map(|path| (*path).to_owned()).collect()
    }

    const PATHS: [&str; 6] =
        ["a.txt", "a.html", "2016/a.txt", "2016/drafts/b.txt", "2017/c.html", "2016/.hidden/d.txt"];

    #[test]
    fn patterns_are_those_of_gitignore() {
        let all = &PATHS[..5];
        assert_eq!(select(&[], &[], false, &[], &PATHS), all);
        assert_eq!(select(&[], &[], true, &[], &PATHS), PATHS);
        assert_eq!(select(&["*.html"], &[], false, &[], &PATHS), ["a.html", "2017/c.html"]);
        assert_eq!(select(&["2016/"], &["drafts/"], false, &[], &PATHS), ["2016/a.txt"]);
        assert_eq!(
            select(&[], &["*.txt", "!a.txt"], false, &[], &PATHS),
            ["a.txt", "a.html", "2016/a.txt", "2017/c.html"]
        );
        assert_eq!(select(&[], &["/a.*"], false, &[], &PATHS), ["2016/a.txt", "2016/drafts/b.txt", "2017/c.html"]);
        assert!(Selection::new(&[], &["a[z-a]".to_owned()], false).is_err());
    }

    #[test]
    fn the_innermost_ignore_file_decides() {
        let ignores = [("", "# text\n*.txt\n"), ("2016/drafts", "!b.txt\n")];
        assert_eq!(select(&[], &[], false, &ignores, &PATHS), ["a.html", "2016/drafts/b.txt", "2017/c.html"]);
        assert_eq!(select(&[], &["drafts"], false, &ignores, &PATHS), ["a.html", "2017/c.html"]);
        assert_eq!(
            select(&[], &[], false, &[("2016", "/drafts\n")], &PATHS),
            ["a.txt", "a.html", "2016/a.txt", "2017/c.html"]
        );
    }
}
