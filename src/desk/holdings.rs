//! What an index holds, by the paths that it was made of and by kinds of files; and a path taken out of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::absent::place_to_forget;
use super::error::refuse;
use super::{Library, Result};
use crate::archive::{FileType, STANDARD_INPUT};
use crate::index::{FileHolding, STREAM, Times, key_path, lies_in};

/// What an index holds of files of one kind below one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The path that was indexed, as it was called then; `None` for files that lie under none that is remembered.
    pub root: Option<PathBuf>,
    /// What the files' names say that they are: `text`, `ndjson`, `zip`, …
    pub kind: &'static str,
    /// Files.
    pub files: u64,
    /// Articles and quotes in them, and their days.
    pub held: FileHolding,
}

/// What was taken out of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Files.
    pub files: u64,
    /// Articles and quotes in them, and their days.
    pub held: FileHolding,
}

impl Library {
    /// What the index holds, by root and kind, both in order.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn holdings(&self) -> Result<Vec<Holding>> {
        let mut roots: Vec<(PathBuf, PathBuf)> =
            self.store().roots().iter().map(|(root, called)| (key_path(root), key_path(called))).collect();
        // Of folders in each other a file belongs to the innermost.
        roots.sort_by_key(|(root, _)| std::cmp::Reverse(root.components().count()));
        let mut held: BTreeMap<(Option<PathBuf>, &'static str), (u64, FileHolding)> = BTreeMap::new();
        for (file, holding) in self.store().holdings()? {
            let (root, kind) = if file.key == STREAM {
                (Some(PathBuf::from(STANDARD_INPUT)), FileType::Text.name())
            } else {
                let place = file.places.first().cloned().unwrap_or_else(|| key_path(&file.key));
                let root = roots.iter().find(|(root, _)| place.starts_with(root));
                (root.map(|(_, called)| called.clone()), FileType::of_name(&place).name())
            };
            let (files, so_far) = held.entry((root, kind)).or_default();
            *files += 1;
            *so_far = so_far.and(holding);
        }
        let holding = |((root, kind), (files, held))| Holding { root, kind, files, held };
        Ok(held.into_iter().map(holding).collect())
    }

    /// How many articles the index holds of each day, with quotes or without: whether nothing was found of a time, or there was
    /// nothing to look in.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn article_days(&self) -> Result<Times> {
        Ok(self.store().article_days()?)
    }

    /// Takes out of the index all that it holds of a file, or of the files below a folder, whether it is there or not. Indexing
    /// it again brings it back.
    ///
    /// # Errors
    /// Where the index holds nothing of it, or cannot be written.
    pub fn forget_path(&self, path: &Path) -> Result<Forgotten> {
        let is_stream = path == Path::new(STANDARD_INPUT);
        let Some(place) = (if is_stream { Some(PathBuf::from(STREAM)) } else { place_to_forget(path) }) else {
            refuse!("{} is no path that could be in an index", path.display());
        };
        let own = path.canonicalize().ok();
        let is_meant =
            |folder: &Path| folder.starts_with(&place) || own.as_ref().is_some_and(|own| folder.starts_with(own));
        let forgotten = self.store().forget_files(
            |file| match is_stream || file.key == STREAM {
                true => is_stream && file.key == STREAM,
                false => lies_in(file, &place) || own.as_ref().is_some_and(|own| lies_in(file, own)),
            },
            |root| is_meant(&key_path(root)),
        )?;
        if forgotten.is_empty() {
            refuse!(
                "the index at {} holds nothing of {}: `onrecord list` tells what it holds",
                self.dir().display(),
                path.display()
            );
        }
        let files = forgotten.len() as u64;
        let held = forgotten.into_iter().fold(FileHolding::default(), |sum, (_, held)| sum.and(held));
        Ok(Forgotten { files, held })
    }
}
