//! Is what an index holds what was written; and what is done where it is not.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::error::refuse;
use super::listen::{Ear, Event};
use super::update::{self, Manner, Summary, UpdateRequest};
use super::{Library, Result, Settings, absent, corrections, guard};
use crate::article::ReadOptions;
use crate::faults;
use crate::index::{ArticleEntry, IndexError, Remains, Sizes, Store, TakenOver, Verified, key_path, settings_number};
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
        /// What was read again, by the ways in which files were read before; empty where nothing had to be.
        read_again: Vec<Summary>,
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
    let ways = Ways::new(&remains, &settings.reading, request)?;
    let mut library = Library::of_store(Store::make_anew(dir)?, settings, ear);
    if !remains.is_current() {
        library.abandon();
        return Err(IndexError::MadeAnew { dir: dir.clone() }.into());
    }
    match take_over(&remains, &mut library, request, &ways) {
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
    library: &mut Library,
    request: &RepairRequest,
    ways: &Ways,
) -> Result<(Vec<Summary>, Vec<PathBuf>)> {
    let taken = keep_whole(remains, library)?;
    let is_told = !taken.read_as.is_empty() && taken.read_as.values().all(|way| ways.of(*way).is_some());
    if !ways.are_noted && !is_told && (taken.articles > 0 || !taken.to_read.is_empty()) {
        refuse!(
            "it can no longer be told how the archive was read: give --month-first, --map, --max-article, --date-from-path and \
             --assume-date as with `onrecord index` before; where that does not help, make the index anew with `onrecord index --rebuild --index {} PATH…`",
            remains.dir().display()
        );
    }
    library.store().add_ways(ways.settings.clone())?;
    // What was in the damaged parts, and what cannot be named: the archive is looked through for it.
    let mut groups: BTreeMap<&str, Vec<PathBuf>> = BTreeMap::new();
    let mut roots = Vec::new();
    let mut not_walked = false;
    for (whole, called) in remains.roots().unwrap_or_default() {
        let (whole, called) = (key_path(&whole), key_path(&called));
        let known = taken.read_as.iter().filter(|(place, _)| place.starts_with(&whole));
        match ways.of_all(known.map(|(_, way)| *way)) {
            // As the user called them, where that means the same from here: articles are told by these names.
            Some(way) if whole.exists() => {
                let is_same = absent::place_of_root(&called).is_some_and(|place| place == whole);
                groups.entry(way).or_default().push(if is_same { called } else { whole.clone() });
                roots.push((whole, way));
            }
            Some(_) => {}
            None => not_walked = true,
        }
    }
    for path in &request.paths {
        groups.entry(ways.only_one()?).or_default().push(path.clone());
    }
    if taken.hidden && request.paths.is_empty() && (not_walked || remains.roots().is_none()) {
        refuse!(
            "the index at {} stays as it was: what is missing in it cannot be told, nor where all of its archive lies or how \
             each part of it was read. Make it anew with `onrecord index --rebuild --index {} PATH…`",
            remains.dir().display(),
            remains.dir().display()
        );
    }
    let mut missing = Vec::new();
    for place in taken.to_read.iter().filter(|place| !absent::is_vacant(place)) {
        let of_root = || roots.iter().find(|(root, _)| place.starts_with(root)).map(|(_, way)| *way);
        match taken.read_as.get(place).map(|way| ways.of(*way)).unwrap_or_else(|| of_root().or(ways.only())) {
            Some(way) => groups.entry(way).or_default().push(place.clone()),
            // Read in another way it would not say what it said.
            None => missing.push(place.clone()),
        }
    }
    let mut read_again = Vec::new();
    for (way, paths) in groups {
        if let Some(reading) = ReadOptions::of_meaning(way) {
            library.read_as(reading);
        }
        // What is whole stays, also where its file is gone meanwhile: that is for an update to tell.
        let manner = Manner { keeps: true, ..Manner::default() };
        let again = UpdateRequest { paths, leave_out: request.leave_out.clone(), ..UpdateRequest::default() };
        read_again.push(update::update(library, &again, manner)?);
    }
    let flawed: HashSet<PathBuf> = library.store().flawed_files()?.into_iter().collect();
    missing.extend(taken.lost.into_iter().filter(|path| absent::is_vacant(path) || flawed.contains(path)));
    missing.sort();
    missing.dedup();
    Ok((read_again, missing))
}

/// Puts all that is whole into the new index.
fn keep_whole(remains: &Remains, library: &Library) -> Result<TakenOver> {
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
    Ok(taken)
}

/// How files of the archive were read before: read in another way they would not say what they said.
struct Ways {
    /// Settings by their numbers.
    settings: BTreeMap<u64, String>,
    /// Whether that was kept; else it is only what it would be if all had been read as it is to be read now.
    are_noted: bool,
    /// Meanings of options, by the numbers of the settings.
    meanings: BTreeMap<u64, String>,
    different: BTreeSet<String>,
}

impl Ways {
    /// # Errors
    /// Where the options that were given are none of those that the archive was read with.
    fn new(remains: &Remains, given: &ReadOptions, request: &RepairRequest) -> Result<Ways> {
        let given = given.meaning();
        let noted = remains.ways().cloned().unwrap_or_else(|| {
            // Only what was read as it is to be read now is known by its number.
            let settings = update::settings_text(&given);
            BTreeMap::from([(settings_number(&settings), settings)])
        });
        let meaning = |(number, settings): (&u64, &String)| Some((*number, settings.split_once(' ')?.1.to_string()));
        let meanings: BTreeMap<u64, String> = noted.iter().filter_map(meaning).collect();
        let different: BTreeSet<String> = meanings.values().cloned().collect();
        let is_usual = given == ReadOptions::default().meaning();
        if !different.is_empty() && !different.contains(&given) && !is_usual {
            refuse!(
                "the archive was read with other flags: leave --month-first, --map, --max-article, --date-from-path and \
                 --assume-date out, as it is known how it was read; or make the index anew with `onrecord index --rebuild`"
            );
        }
        let ways = Ways { settings: noted, are_noted: remains.ways().is_some(), meanings, different };
        if !request.paths.is_empty() {
            ways.only_one()?;
        }
        Ok(ways)
    }

    /// The way with this number or complement.
    fn of(&self, number: u64) -> Option<&str> {
        self.meanings.get(&number).or_else(|| self.meanings.get(&!number)).map(String::as_str)
    }

    /// The one way of all these; `None` where there are several, or one cannot be told.
    fn of_all(&self, numbers: impl Iterator<Item = u64>) -> Option<&str> {
        let all: BTreeSet<Option<&str>> = numbers.map(|number| self.of(number)).collect();
        match all.len() {
            0 => self.only(),
            1 => all.into_iter().next().flatten(),
            _ => None,
        }
    }

    /// The only way that there was.
    fn only(&self) -> Option<&str> {
        let mut all = self.different.iter();
        all.next().filter(|_| all.next().is_none()).map(String::as_str)
    }

    fn only_one(&self) -> Result<&str> {
        match self.only() {
            Some(way) => Ok(way),
            None => refuse!(
                "parts of the archive were read with different flags: what lies at another place now cannot be read again \
                 as it was. Put it back, or repair the index without it and run `onrecord index` on it"
            ),
        }
    }
}
