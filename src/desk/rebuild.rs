//! An index made anew beside the one that is there, which it replaces in one step when it is whole.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::absent::Roots;
use super::error::refuse;
use super::listen::{Ear, Notice, tell};
use super::update::{self, Manner, Summary, UpdateRequest};
use super::{Library, Result, Settings, counted};
use crate::archive;
use crate::index::{IndexError, Store};

impl Library {
    /// Makes the index of a folder anew, of the request's paths and nothing else; gives it with what that came to. Where
    /// there is none, one is made.
    ///
    /// # Errors
    /// Where the index cannot be written, or where something could not be read that the old one may hold, unless `prune`
    /// is set: the old one then stays.
    pub fn rebuild(dir: &Path, request: &UpdateRequest, settings: Settings, ear: Ear) -> Result<(Library, Summary)> {
        // Where there is none there is nothing to stand beside.
        if !Store::is_at(dir) {
            let library = Library::open_or_create(dir, settings, ear)?;
            let summary = library.update(request)?;
            return Ok((library, summary));
        }
        let library = Library::of_store(Store::make_anew(dir)?, settings, ear);
        match library.fill_anew(request) {
            Ok(summary) => Ok((library.into_published()?, summary)),
            Err(error) => {
                library.abandon();
                Err(error)
            }
        }
    }

    fn fill_anew(&self, request: &UpdateRequest) -> Result<Summary> {
        let dir = self.dir();
        let summary = update::update(self, request, Manner::default())?;
        let nothing_read = summary.counts.added == 0 && summary.troubles.failed > 0;
        if summary.troubles.missing > 0 || nothing_read || summary.unread > 0 && !request.prune {
            refuse!(
                "the index at {} stays as it was: not everything could be read, as told above. Make it readable or name \
                 other paths and run the command again; with --prune an index without what cannot be read takes its place",
                dir.display()
            );
        }
        // Of a damaged one it cannot be told.
        let left = Store::open(dir).and_then(|old| left_out(&old, self.store(), request));
        let (emptied, elsewhere) = left.unwrap_or_default();
        if let Some((folder, files)) = emptied.first_key_value() {
            refuse!(
                "the index at {} stays as it was: {} is empty, and the index holds {} of it, whose disk may not be there; \
                 with --prune an index without them takes its place",
                dir.display(),
                archive::shown(folder),
                counted(*files, "file")
            );
        }
        if let [first, ..] = elsewhere.as_slice() {
            tell(self.ear().as_ref(), Notice::WithoutOtherPlaces(elsewhere.len() as u64, first.clone()));
        }
        Ok(summary)
    }
}

/// What the old index holds and the new one does not: files of folders that are empty now, by folder, and files that lie
/// under none of the paths.
fn left_out(
    old: &Store,
    new: &Store,
    request: &UpdateRequest,
) -> std::result::Result<(BTreeMap<PathBuf, u64>, Vec<PathBuf>), IndexError> {
    let mut roots = Roots::new(&request.paths, request.prune);
    let fresh: HashSet<String> =
        new.files_held()?.into_iter().inspect(|(_, found)| roots.note(found)).map(|(key, _)| key).collect();
    let mut missing = old.files_held()?;
    missing.retain(|(key, _)| !fresh.contains(key));
    let elsewhere = missing.iter().map(|(_, found)| found).filter(|found| !roots.hold(found)).cloned().collect();
    let unmet = missing.iter().map(|(key, found)| (key.as_str(), found.clone()));
    Ok((roots.absent(unmet, &[], &[], request.prune).emptied, elsewhere))
}
