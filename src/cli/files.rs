//! The plain tables that users keep: where they lie, read and written whole.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::locate;

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

/// Writes a file whole or not at all.
///
/// # Errors
/// Where it or its folder cannot be written; the old file stays.
pub fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let failed = || format!("{} cannot be written", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(failed)?;
    }
    let draft = path.with_extension("new");
    std::fs::write(&draft, text).with_context(failed)?;
    std::fs::rename(&draft, path).with_context(failed)
}
