//! The plain tables that users keep: where they lie, read and written whole.

use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::refuse;
use super::listen::{Listener, Notice, tell};
use super::patience::{self, Patience};
use super::{DeskError, Result, owners, place};
use crate::archive;
use crate::size::Size;
use crate::whole::{self, folder_of};

/// Where a table lies: the file named, one of that name here or above, beside an `.onrecord` here or above, else among
/// the user's data. Those of somebody else are passed over. `flag` is how to name another.
///
/// # Errors
/// Where none of these can be told.
pub fn find_beside(
    named: Option<&Path>,
    name: &str,
    among_data: &str,
    flag: &'static str,
    ear: &dyn Listener,
) -> Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_path_buf());
    }
    let here = std::env::current_dir().map_err(|error| {
        DeskError::file(format!("the current folder cannot be read; name the table with {flag}"), error)
    })?;
    if let Some(table) = owners::find(&here, name, flag, Path::exists, ear) {
        return Ok(table);
    }
    // One that is there and was not found belongs to somebody else.
    let beside =
        owners::find(&here, place::FOLDER, "--index", Path::is_dir, ear).map(|index| index.with_file_name(name));
    if let Some(beside) = beside.filter(|path| !path.exists()) {
        return Ok(beside);
    }
    match dirs::data_dir() {
        Some(data) => Ok(data.join("onrecord").join(among_data)),
        None => refuse!("no home folder to keep a table in: name one with {flag}"),
    }
}

/// Most bytes of a table that is read for a command: some 300,000 lines, which take a second.
const LARGEST_TABLE: Size = Size(32_000_000);

/// Most bytes of anything that is kept here: what was shown of a question is a line for each quote.
const LARGEST_KEPT: Size = Size(1_000_000_000);

/// The text of a table; an absent one is empty.
///
/// # Errors
/// Where it is there and cannot be read as text, is no file, or is larger than any table.
pub fn read_text(path: &Path) -> Result<String> {
    read_within(path, LARGEST_TABLE)
}

/// The text of a list that the program keeps for itself.
///
/// # Errors
/// As [`read_text`], with a bound that nothing kept comes near.
pub fn read_kept(path: &Path) -> Result<String> {
    read_within(path, LARGEST_KEPT)
}

fn read_within(path: &Path, largest: Size) -> Result<String> {
    if let Some(what) = archive::not_to_be_read(path) {
        refuse!("{} is {what} and is not read: it may never come to an end; name a file", path.display());
    }
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(largest.0 + 1).read_to_end(&mut bytes)) {
        Ok(size) if size as u64 > largest.0 => {
            refuse!("{} is larger than {largest}, and no table is: split it, or name another", path.display())
        }
        Ok(_) => String::from_utf8(bytes).map_err(|error| {
            let why = std::io::Error::new(std::io::ErrorKind::InvalidData, error.to_string());
            DeskError::file(format!("{} is not UTF-8: save it so", path.display()), why)
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(DeskError::file(format!("{} cannot be read", path.display()), error)),
    }
}

/// Tells the lines of a table that are left out, each with its number and what is wrong with it: the first of them one
/// by one, the others as a number.
pub fn tell_left_out(path: &Path, lines: impl IntoIterator<Item = (usize, String)>, ear: &dyn Listener) {
    const TOLD: usize = 25;
    let mut lines = lines.into_iter();
    for (number, what) in lines.by_ref().take(TOLD) {
        tell(ear, Notice::LineLeftOut(path.to_path_buf(), number, what));
    }
    match lines.count() {
        0 => {}
        more => tell(ear, Notice::MoreLinesLeftOut(path.to_path_buf(), more)),
    }
}

/// Changes a table: hands its text to `change` and writes what comes back; nothing where that is `None`. Nobody else can
/// change a table of the same folder meanwhile, so that of several changes at once none is lost; whoever does is waited for,
/// which is told.
///
/// # Errors
/// Where the table cannot be read or written, where somebody else holds its folder too long, and what `change` gives; the table is then as it was.
pub fn change(path: &Path, ear: &dyn Listener, change: impl FnOnce(&str) -> Result<Option<String>>) -> Result<()> {
    change_within(path, LARGEST_TABLE, patience::TABLE, ear, change)
}

/// Adds to a list that the program keeps for itself, as [`change`] changes a table.
///
/// # Errors
/// Where it cannot be read or written; it is then as it was.
pub fn add_to_kept(path: &Path, ear: &dyn Listener, lines: &str) -> Result<()> {
    change_within(path, LARGEST_KEPT, patience::TABLE, ear, |before| Ok(Some(format!("{before}{lines}"))))
}

fn change_within(
    path: &Path,
    largest: Size,
    most: Duration,
    ear: &dyn Listener,
    change: impl FnOnce(&str) -> Result<Option<String>>,
) -> Result<()> {
    let failed = |error| DeskError::file(format!("{} cannot be written", path.display()), error);
    // Of a link what it leads to: whoever comes by another link, or by none, must come to the same lock.
    let target = target_of(path).map_err(failed)?;
    let folder = folder_of(&target);
    std::fs::create_dir_all(folder).map_err(failed)?;
    // Goes with the file.
    let held = lock_file(folder).map_err(failed)?;
    let mut patience = Patience::of(most);
    loop {
        match held.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(failed(error)),
            // Whoever may read the folder can hold it.
            Err(TryLockError::WouldBlock) if patience.wait(ear, || Notice::WaitingForTable(path.to_path_buf())) => {}
            Err(TryLockError::WouldBlock) => refuse!(
                "{} was not written: another program has held the lock of its folder for {} seconds; end it or wait until it \
                 has ended, and run the same command again",
                path.display(),
                most.as_secs()
            ),
        }
    }
    whole::sweep(folder);
    match change(&read_within(path, largest)?)? {
        Some(text) => replace(path, &text),
        None => Ok(()),
    }
}

/// The file that a path leads to.
fn target_of(path: &Path) -> std::io::Result<PathBuf> {
    let is_link = path.symlink_metadata().is_ok_and(|file| file.is_symlink());
    if is_link { path.canonicalize() } else { Ok(path.to_path_buf()) }
}

/// What is locked for the tables of a folder: the folder itself, so that nothing is left lying in it.
#[cfg(unix)]
fn lock_file(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

/// What is locked for the tables of a folder: a file for temporary things, as folders cannot be locked here.
#[cfg(not(unix))]
fn lock_file(folder: &Path) -> std::io::Result<File> {
    let folder = folder.canonicalize()?;
    let name = blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex();
    File::create(std::env::temp_dir().join(format!("onrecord-{}.lock", &name[..24])))
}

/// Writes a file whole or not at all: it is on the disk when this returns. A link stays one, and what it leads to is
/// written; who may read and write the file stays as it was.
///
/// # Errors
/// Where it or its folder cannot be written, or where it is for reading only; the old file stays.
pub fn replace(path: &Path, text: &str) -> Result<()> {
    let failed = |error| DeskError::file(format!("{} cannot be written", path.display()), error);
    let target = target_of(path).map_err(failed)?;
    let folder = folder_of(&target);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let permissions = match std::fs::metadata(&target) {
        Ok(file) if !file.is_file() => refuse!("{} is no file: name another table", path.display()),
        Ok(file) if file.permissions().readonly() => {
            refuse!("{} is for reading only: make it writable or name another table", path.display())
        }
        Ok(file) => Some(file.permissions()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    whole::write(&target, text.as_bytes(), permissions).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::listen::{Event, Nobody};

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_touched() {
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        std::fs::write(place("table.new"), "the user's own").unwrap();
        replace(&place("table.tsv"), "one").unwrap();
        replace(&place("table.tsv"), "two").unwrap();
        assert_eq!(read_text(&place("table.tsv")).unwrap(), "two");
        assert_eq!(read_text(&place("table.new")).unwrap(), "the user's own");
        let mut names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["table.new", "table.tsv"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let place = |name: &str| dir.path().join(name);
        std::fs::create_dir(place("elsewhere")).unwrap();
        std::fs::write(place("elsewhere/table.tsv"), "old").unwrap();
        std::fs::set_permissions(place("elsewhere/table.tsv"), PermissionsExt::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(place("elsewhere/table.tsv"), place("table.tsv")).unwrap();
        replace(&place("table.tsv"), "new").unwrap();
        assert!(place("table.tsv").symlink_metadata().unwrap().is_symlink());
        assert_eq!(read_text(&place("elsewhere/table.tsv")).unwrap(), "new");
        let mode = std::fs::metadata(place("elsewhere/table.tsv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);

        std::fs::set_permissions(place("elsewhere/table.tsv"), PermissionsExt::from_mode(0o440)).unwrap();
        let refused = replace(&place("table.tsv"), "newer").unwrap_err();
        assert!(refused.to_string().contains("for reading only"), "{refused}");
        assert_eq!(read_text(&place("elsewhere/table.tsv")).unwrap(), "new");
    }

    /// Somebody else can hold the lock of a folder for ever.
    #[test]
    fn a_folder_that_is_held_is_not_waited_for_without_end() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock_file(dir.path()).unwrap();
        held.lock().unwrap();
        let table = dir.path().join("table.tsv");
        let most = Duration::from_millis(1200);
        let told = Told::default();
        let refused = change_within(&table, LARGEST_TABLE, most, &told, |_| Ok(Some("one".into()))).unwrap_err();
        assert!(refused.to_string().contains("another program has held"), "{refused}");
        assert!(told.0.lock().unwrap().starts_with("waiting: "), "{told:?}");
        assert!(!table.exists());
        drop(held);
        change(&table, &Nobody, |_| Ok(Some("one".into()))).unwrap();
    }

    #[derive(Debug, Default)]
    struct Told(std::sync::Mutex<String>);

    impl Listener for Told {
        fn hear(&self, event: &Event<'_>) {
            if let Event::Notice(notice) = event {
                self.0.lock().unwrap().push_str(&notice.in_words());
            }
        }
    }

    #[test]
    fn of_changes_at_once_none_is_lost() {
        let dir = tempfile::tempdir().unwrap();
        let table = dir.path().join("table.tsv");
        #[cfg(unix)]
        let places = {
            std::fs::write(&table, "").unwrap();
            std::fs::create_dir(dir.path().join("elsewhere")).unwrap();
            let link = dir.path().join("elsewhere/link.tsv");
            std::os::unix::fs::symlink(&table, &link).unwrap();
            [table.clone(), link]
        };
        #[cfg(not(unix))]
        let places = [table.clone()];
        std::thread::scope(|scope| {
            for number in 0..16 {
                let table = &places[number % places.len()];
                scope.spawn(move || change(table, &Nobody, |text| Ok(Some(format!("{text}{number}\n")))).unwrap());
            }
        });
        assert_eq!(read_text(&table).unwrap().lines().count(), 16);
    }
}
