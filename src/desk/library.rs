//! An index opened, made or brought up to date, with the register of people and the user's tables beside it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::asked::{QuestionReader, QuestionTables};
use super::listen::{Ear, Notice};
use super::patience::{Patience, WRITING};
use super::update::{self, Manner, Summary, UpdateRequest};
use super::{Result, own_people, place};
use crate::article::ReadOptions;
use crate::index::{IndexError, Sizes, Store};
use crate::people::Register;

/// How articles are read, and where the user's tables lie where they do not lie in the usual places.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How articles are read; the dates of questions are read in the same order.
    pub reading: ReadOptions,
    /// The table of corrected speakers.
    pub corrections: Option<PathBuf>,
    /// The table of the user's own people.
    pub people: Option<PathBuf>,
    /// The table of the user's own other wordings.
    pub synonyms: Option<PathBuf>,
    /// The table of the user's own events.
    pub events: Option<PathBuf>,
}

/// An archive's index, ready to be asked and changed. Many threads may ask it at once.
///
/// ```no_run
/// use onrecord::desk::{Library, Request, Settings, UpdateRequest, nobody};
///
/// let library = Library::open_or_create(".onrecord".as_ref(), Settings::default(), nobody())?;
/// let summary = library.update(&UpdateRequest::of(["articles"]))?;
/// println!("{} articles added", summary.counts.added);
/// for hit in library.ask(&Request::of("what did Corbyn say about NATO"))?.answer.hits {
///     println!("{}: {}", hit.record.speaker.map_or("unknown".into(), |it| it.name), hit.record.quote);
/// }
/// # Ok::<(), onrecord::desk::DeskError>(())
/// ```
pub struct Library {
    store: Store,
    /// Made when it is asked for first: what only reads the index needs none.
    register: OnceLock<Register>,
    /// Read when a question is asked first.
    tables: OnceLock<QuestionTables>,
    settings: Settings,
    ear: Ear,
}

impl Library {
    /// Opens the index of a folder; a changed table of corrections is brought in.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open(dir: &Path, settings: Settings, ear: Ear) -> Result<Library> {
        let library = Library::of_store(Store::open(dir)?, settings, ear);
        library.bring_in_table()?;
        Ok(library)
    }

    /// Opens the index of a folder without looking for the user's tables.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open_as_it_is(dir: &Path, settings: Settings, ear: Ear) -> Result<Library> {
        Ok(Library::of_store(Store::open(dir)?, settings, ear))
    }

    /// Opens the index of a folder, or makes an empty one in it.
    ///
    /// # Errors
    /// Where it cannot be read or made, or the folder holds something else.
    pub fn open_or_create(dir: &Path, settings: Settings, ear: Ear) -> Result<Library> {
        Ok(Library::of_store(Store::open_or_create(dir)?, settings, ear))
    }

    /// The index that the program keeps of just these paths, or that of `dir`, made where there is none and brought up to
    /// date with them; gives what that came to. Other processes that write it are waited for.
    ///
    /// # Errors
    /// Where a path is not there, or the index cannot be read, made or written.
    pub fn of_paths(
        dir: Option<&Path>,
        request: &UpdateRequest,
        settings: Settings,
        ear: Ear,
    ) -> Result<(Library, Summary)> {
        let own = match dir {
            Some(dir) => dir.to_path_buf(),
            None => place::index_of_paths(&request.paths)?,
        };
        let library = Library::of_store(open_own(&own, dir.is_none(), &ear)?, settings, ear);
        let manner = Manner { waits: true, ..Manner::default() };
        let summary = update::update(&library, request, manner)?;
        Ok((library.into_published()?, summary))
    }

    /// The same index opened again, with what was written to it since; nothing is written.
    ///
    /// # Errors
    /// Where it is not there any more, or cannot be read.
    pub fn open_again(&self) -> Result<Library> {
        Library::open_as_it_is(self.dir(), self.settings.clone(), self.ear.clone())
    }

    pub(super) fn of_store(store: Store, settings: Settings, ear: Ear) -> Library {
        Library { store, register: OnceLock::new(), tables: OnceLock::new(), settings, ear }
    }

    pub(super) fn into_published(self) -> Result<Library> {
        let store = self.store.publish()?;
        Ok(Library { store, ..self })
    }

    /// Reads articles in another way from here on.
    pub(super) fn read_as(&mut self, reading: ReadOptions) {
        self.settings.reading = reading;
    }

    pub(super) fn abandon(self) {
        self.store.abandon();
    }

    /// Brings the index up to date with files and folders.
    ///
    /// # Errors
    /// Where the index cannot be written; what is wrong with files and articles is in the summary instead.
    pub fn update(&self, request: &UpdateRequest) -> Result<Summary> {
        update::update(self, request, Manner::default())
    }

    /// How much the index holds. Looks at every quote: whoever asks again and again keeps it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn sizes(&self) -> Result<Sizes> {
        Ok(self.store.sizes()?)
    }

    /// The folder of the index.
    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// The register of people.
    ///
    /// # Errors
    /// Where the program's own tables are damaged; a test keeps them sound.
    pub fn register(&self) -> Result<&Register> {
        if let Some(register) = self.register.get() {
            return Ok(register);
        }
        let register = own_people::register(&self.settings, self.ear.as_ref())?;
        Ok(self.register.get_or_init(|| register))
    }

    /// What questions are read with.
    ///
    /// # Errors
    /// Where a table cannot be read: one that was read already holds for as long as the library is open.
    pub(super) fn reader(&self) -> Result<QuestionReader<'_>> {
        let tables = match self.tables.get() {
            Some(tables) => tables,
            None => {
                let tables = QuestionTables::load(&self.settings, self.ear.as_ref())?;
                self.tables.get_or_init(|| tables)
            }
        };
        Ok(QuestionReader { settings: &self.settings, store: &self.store, register: self.register()?, tables })
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// How articles are read, and where the tables lie.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn ear(&self) -> &Ear {
        &self.ear
    }
}

/// Opens the index of named paths, or makes it. Nothing is lost with one that the program keeps for itself: where it cannot
/// be read, it is made anew from the paths.
fn open_own(dir: &Path, is_programs: bool, ear: &Ear) -> Result<Store> {
    let mut patience = Patience::of(WRITING);
    loop {
        let opened = match Store::open_or_create(dir) {
            Err(IndexError::OtherVersion { .. } | IndexError::Damaged { .. }) if is_programs => Store::make_anew(dir),
            other => other,
        };
        match opened {
            // Another process is at it.
            Err(error @ IndexError::Locked { .. }) => {
                if !patience.wait(ear.as_ref(), || Notice::Waiting(dir.to_path_buf())) {
                    return Err(error.into());
                }
            }
            other => return Ok(other?),
        }
    }
}
