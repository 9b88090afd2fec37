//! Is what an index holds what was written; and what is done where it is not.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::error::refuse;
use super::listen::{Ear, Event};
use super::update::{self, Manner, Summary, UpdateRequest};
use super::{Library, Result, Settings, absent, corrections, guard};
use crate::faults;
use crate::index::{ArticleEntry, IndexError, Remains, Sizes, Store, Verified, key_path};
use crate::quotes::Extractor;

/// Reads the whole index: every file against its checksums, the counts, and every record against its text.
///
/// # Errors
/// Where there is no index, or nothing of it can be told any more.
pub fn verify(dir: &Path) -> Result<Verified> {
    Ok(guard::quietly(|| Ok::<_, IndexError>(Remains::open(dir)?.verify()))?)
}

/// An index that is to be mended.
#[derive(Clone, Debug)]
pub struct RepairRequest {
    /// Its folder.
    pub dir: PathBuf,
    /// Where the archive's files lie now, besides the places that were indexed before.
    pub paths: Vec<PathBuf>,
    /// Paths that are not read though they lie in the others.
    pub leave_out: Vec<PathBuf>,
}

/// What a repair came to.
#[derive(Clone, Debug)]
pub enum Repaired {
    /// Nothing was damaged.
    WasWhole,
    /// The index is whole again.
    Mended {
        /// How much it holds.
        sizes: Sizes,
        /// What was read again; `None` where nothing had to be.
        read_again: Option<Box<Summary>>,
        /// Files whose articles were damaged and that could not be read again.
        missing: Vec<PathBuf>,
    },
}

/// Mends an index: what is whole is kept, the rest read again from its files. The damaged one serves until the new one is
/// whole. `found` is told what is damaged, before anything is done.
///
/// # Errors
/// Where nothing of it can be told any more, its archive was read with other settings, or the new one cannot be written.
pub fn repair(
    request: &RepairRequest,
    settings: Settings,
    ear: Ear,
    found: impl FnOnce(&Verified),
) -> Result<Repaired> {
    let dir = &request.dir;
    let remains = match guard::quietly(|| Remains::open(dir)) {
        Err(IndexError::Damaged { dir, what }) => refuse!(
            "the index at {} cannot be repaired ({what}): what its parts are can no longer be told. Make it anew of its \
             archive with `onrecord index --rebuild --index {} PATH…`",
            dir.display(),
            dir.display()
        ),
        other => other?,
    };
    let verified = guard::quietly(|| remains.verify());
    if verified.is_whole() {
        return Ok(Repaired::WasWhole);
    }
    found(&verified);
    let reading = remains.reading();
    if !reading.is_empty() && reading != settings.reading.meaning() {
        refuse!(
            "the archive was read with other flags: give --month-first, --map and --max-article as with `onrecord index` \
             before, as what is read again would not be what it was; or make the index anew with `onrecord index --rebuild`"
        );
    }
    let library = Library::of_store(Store::make_anew(dir)?, settings, ear);
    if !remains.is_current() {
        library.abandon();
        return Err(IndexError::MadeAnew { dir: dir.clone() }.into());
    }
    match take_over(&remains, &library, request) {
        Ok((read_again, missing)) => {
            let library = library.into_published()?;
            Ok(Repaired::Mended { sizes: library.sizes()?, read_again, missing })
        }
        Err(error) => {
            library.abandon();
            Err(error)
        }
    }
}

/// Fills the new index: with all that is whole in the old one, and with what the files say of the rest. Gives what reading
/// these came to, and the files that could not be read again.
fn take_over(
    remains: &Remains,
    library: &Library,
    request: &RepairRequest,
) -> Result<(Option<Box<Summary>>, Vec<PathBuf>)> {
    let (store, register) = (library.store(), library.register()?);
    let (known, table) = corrections::load(library.settings(), library.ear().as_ref())?;
    let extractor = Extractor::new(register);
    let taken = guard::quietly(|| {
        remains.take_over(
            store,
            |article| {
                let quotes = extractor.extract(&article);
                ArticleEntry::new(article, quotes, &known, register)
            },
            |articles| library.ear().hear(&Event::Articles(articles)),
        )
    })?;
    faults::point("behind what was taken over");
    store.keep_corrections_applied(&table)?;
    // What was in the damaged parts, and what cannot be named: the archive is looked through for it.
    // As the user called them, where that means the same from here: articles are told by these names.
    let root = |(whole, called): (String, String)| {
        let (whole, called) = (key_path(&whole), key_path(&called));
        if absent::place_of_root(&called).is_some_and(|place| place == whole) { called } else { whole }
    };
    let mut paths: Vec<PathBuf> = remains.roots().into_iter().map(root).collect();
    paths.retain(|path| path.exists());
    paths.extend(request.paths.iter().cloned());
    paths.extend(taken.to_read.iter().filter(|path| !absent::is_gone(path)).cloned());
    let mut read_again = None;
    if !paths.is_empty() {
        // What is whole stays, also where its file is gone meanwhile: that is for an update to tell.
        let manner = Manner { keeps: true, ..Manner::default() };
        let again = UpdateRequest { paths, leave_out: request.leave_out.clone(), ..UpdateRequest::default() };
        read_again = Some(Box::new(update::update(library, &again, manner)?));
    }
    let flawed: HashSet<PathBuf> = store.flawed_files()?.into_iter().collect();
    let missing = taken.lost.into_iter().filter(|path| absent::is_gone(path) || flawed.contains(path)).collect();
    Ok((read_again, missing))
}
