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
        let (emptied, elsewhere) = match Store::open(dir).and_then(|old| left_out(&old, self.store(), request)) {
            Ok(left) => left,
            Err(_) if request.prune => Default::default(),
            // Of a damaged one, or one of another version, it cannot be told what it holds: a folder in which nothing was
            // found may be a disk that is not there.
            Err(_) => match self.first_root_without_articles(request)? {
                Some(root) => refuse!(
                    "the index at {} stays as it was: nothing was found in {}, whose disk may not be there, and what the \
                     old index holds of it can no longer be told; with --prune an index without it takes its place",
                    dir.display(),
                    archive::shown(&root)
                ),
                None => {
                    tell(self.ear().as_ref(), Notice::OtherPlacesUnknown);
                    Default::default()
                }
            },
        };
        if let Some((folder, files)) = emptied.first_key_value() {
            refuse!(
                "the index at {} stays as it was: nothing of {} is there any more, and the index holds {} of it, whose \
                 disk may not be there; with --prune an index without them takes its place",
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

    /// A path of the request of which the index holds nothing.
    fn first_root_without_articles(&self, request: &UpdateRequest) -> Result<Option<PathBuf>> {
        let mut roots = Roots::new(&request.paths, request.prune);
        self.store().files_held()?.iter().for_each(|(_, found)| roots.note(found));
        Ok(roots.without_files())
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
    let (met, missing): (Vec<_>, Vec<_>) = old.files_held()?.into_iter().partition(|(key, _)| fresh.contains(key));
    let met: Vec<PathBuf> = met.into_iter().map(|(_, found)| found).collect();
    let elsewhere = missing.iter().map(|(_, found)| found).filter(|found| !roots.hold(found)).cloned().collect();
    let unmet = missing.iter().map(|(key, found)| (key.as_str(), found.clone()));
    Ok((roots.absent(unmet, met.into_iter(), &[], &[], request.prune).emptied, elsewhere))
}
