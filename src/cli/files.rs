//! The plain tables that users keep: where they lie, read and written whole.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::locate;
use crate::whole::{self, folder_of};

/// Where a table lies: the file named, one of that name here or above, beside an `.onrecord` here or above, else among
/// the user's data. `flag` is how to name another.
///
/// # Errors
/// Where none of these can be told.
pub fn find_beside(named: Option<&Path>, name: &str, among_data: &str, flag: &str) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return Ok(named.to_path_buf());
    }
    let here = std::env::current_dir()
        .with_context(|| format!("the current folder cannot be read; name the table with {flag}"))?;
    let beside = |name: &str| here.ancestors().map(|folder| folder.join(name)).find(|path| path.exists());
    if let Some(table) = beside(name) {
        return Ok(table);
    }
    if let Some(index) = beside(locate::FOLDER) {
        return Ok(index.with_file_name(name));
    }
    match dirs::data_dir() {
        Some(data) => Ok(data.join("onrecord").join(among_data)),
        None => bail!("no home folder to keep a table in: name one with {flag}"),
    }
}

/// The text of a table; an absent one is empty.
///
/// # Errors
/// Where it is there and cannot be read as text.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8: save it so", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Changes a table: hands its text to `change` and writes what comes back; nothing where that is `None`. Nobody else can
/// change a table of the same folder meanwhile, so that of several changes at once none is lost.
///
/// # Errors
/// Where the table cannot be read or written, and what `change` gives; the table is then as it was.
pub fn change(path: &Path, change: impl FnOnce(&str) -> anyhow::Result<Option<String>>) -> anyhow::Result<()> {
    let failed = || format!("{} cannot be written", path.display());
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).with_context(failed)?;
    // Goes with the file.
    let held = lock_file(folder).with_context(failed)?;
    held.lock().with_context(failed)?;
    match change(&read_text(path)?)? {
        Some(text) => replace(path, &text),
        None => Ok(()),
    }
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
pub fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("{} cannot be written", path.display());
    let is_link = path.symlink_metadata().is_ok_and(|file| file.is_symlink());
    let target = if is_link { path.canonicalize().with_context(failed)? } else { path.to_path_buf() };
    let folder = folder_of(&target);
    std::fs::create_dir_all(folder).with_context(failed)?;
    let permissions = match std::fs::metadata(&target) {
        Ok(file) if !file.is_file() => bail!("{} is no file: name another table", path.display()),
        Ok(file) if file.permissions().readonly() => {
            bail!("{} is for reading only: make it writable or name another table", path.display())
        }
        Ok(file) => Some(file.permissions()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(failed),
    };
    whole::write(&target, text.as_bytes(), permissions).with_context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn of_changes_at_once_none_is_lost() {
        let dir = tempfile::tempdir().unwrap();
        let table = dir.path().join("table.tsv");
        std::thread::scope(|scope| {
            for number in 0..16 {
                let table = &table;
                scope.spawn(move || change(table, |text| Ok(Some(format!("{text}{number}\n")))).unwrap());
            }
        });
        assert_eq!(read_text(&table).unwrap().lines().count(), 16);
    }
}
