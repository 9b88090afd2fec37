//! An index made anew beside the one that is there, which it replaces in one step when it is whole.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::absent::{Roots, Seen};
use super::error::refuse;
use super::listen::{Ear, Notice, tell};
use super::update::{self, Manner, Summary, UpdateRequest};
use super::{Library, Result, Settings, counted};
use crate::archive;
use crate::index::{HeldFile, IndexError, Store, settings_number};

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
        let old = Store::open(dir).and_then(|old| self.left_out(&old, request));
        let LeftOut { emptied, elsewhere, unread } = match old {
            Ok(left) => left,
            Err(_) if request.prune => LeftOut::default(),
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
                    LeftOut::default()
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
        if let (false, Some((file, _))) = (request.prune, unread.first_key_value()) {
            let others = match unread.len() - 1 {
                0 => String::new(),
                others => format!(" and {}", counted(others as u64, "other file")),
            };
            refuse!(
                "the index at {} stays as it was: it holds {} of {}{others} that could not be read now. Make that readable, or \
                 name what was passed over, and run the command again; with --prune an index without them takes its place",
                dir.display(),
                counted(unread.values().sum(), "article"),
                archive::shown(file)
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
        for file in self.store().files_held()? {
            file.places.iter().for_each(|place| roots.note(place));
        }
        Ok(roots.without_files())
    }

    /// What the old index holds and the new one does not.
    fn left_out(&self, old: &Store, request: &UpdateRequest) -> std::result::Result<LeftOut, IndexError> {
        let mut roots = Roots::new(&request.paths, request.prune);
        let new = self.store();
        let fresh: HashMap<String, HeldFile> =
            new.files_held()?.into_iter().map(|file| (file.key.clone(), file)).collect();
        fresh.values().flat_map(|file| &file.places).for_each(|place| roots.note(place));
        let (with_others, held): (Vec<_>, Vec<_>) =
            old.files_held()?.into_iter().partition(|file| file.stays_with.is_some());
        let (met, missing): (Vec<_>, Vec<_>) = held.into_iter().partition(|file| fresh.contains_key(&file.key));
        let mut left = LeftOut::default();

        // Of files of which not all could be read, what the old one holds besides.
        let whole = settings_number(&update::settings_text(&self.settings().reading.meaning()));
        for file in fresh.values().filter(|file| file.settings != whole) {
            let stayed: u64 =
                with_others.iter().filter(|it| it.stays_with.as_ref() == Some(&file.key)).map(|it| it.articles).sum();
            let same = |other: &&HeldFile| other.key == file.key || other.hash == file.hash && file.hash != 0;
            let unread = match met.iter().find(|other| other.key == file.key).or_else(|| missing.iter().find(same)) {
                Some(before) if before.key == file.key => {
                    let now = new.articles_of(&file.key)?;
                    old.articles_of(&file.key)?.difference(&now).count() as u64
                }
                // It has another path now.
                Some(before) => before.articles.saturating_sub(file.articles),
                None => 0,
            };
            if stayed + unread > 0 {
                left.unread.insert(file.places.first().cloned().unwrap_or_default(), stayed + unread);
            }
        }

        let again = || met.iter().flat_map(|file| file.places.clone()).collect();
        let is_met = |key: &str| fresh.contains_key(key);
        let seen = Seen { again: &again, is_met: &is_met, unread: &[], prune: request.prune };
        let unmet = missing.iter().map(|file| (file.key.as_str(), file.places.clone()));
        let absent = roots.absent(unmet, std::iter::empty(), &seen);
        for file in missing.iter().filter(|file| file.articles > 0) {
            let place = file.places.first().cloned().unwrap_or_default();
            if !file.places.iter().any(|place| roots.hold(place)) {
                left.elsewhere.push(place);
            } else if absent.there.binary_search(&file.key).is_ok() {
                left.unread.insert(place, file.articles);
            }
        }
        left.emptied = absent.emptied;
        Ok(left)
    }
}

/// What the old index holds and the new one does not.
#[derive(Debug, Default)]
struct LeftOut {
    /// Files of folders that are empty now, by folder.
    emptied: BTreeMap<PathBuf, u64>,
    /// Files that lie under none of the paths.
    elsewhere: Vec<PathBuf>,
    /// Articles that could not be read now, or were passed over, by their files.
    unread: BTreeMap<PathBuf, u64>,
}
