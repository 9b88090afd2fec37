//! What lies here or in a folder above without being named: indexes and tables, of which only those of the user or of the
//! system's administrator are taken. What anybody can put into a folder above must not decide what is answered.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::output;

/// The first of that name here or above that is there and may be taken; one of somebody else's is told and passed over.
/// `flag` is how to name it all the same.
pub fn find(here: &Path, name: &str, flag: &str, is_it: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    for folder in here.ancestors() {
        let path = folder.join(name);
        if !is_it(&path) {
            continue;
        }
        if !is_trusted(&path) {
            tell_once(&path, |path| {
                format!("{path} belongs to another user and is not used; to use it all the same, name it with {flag}")
            });
            continue;
        }
        if folder != here {
            tell_once(&path, |path| format!("using {path}"));
        }
        return Some(path);
    }
    None
}

/// Tells something of a path, once for each path.
fn tell_once(path: &Path, what: impl FnOnce(&str) -> String) {
    static TOLD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    if told.insert(path.to_path_buf()) {
        output::say(&what(&path.display().to_string()));
    }
}

/// Whether what lies there, and what it leads to if it is a link, belongs to the user or the system's administrator.
#[cfg(unix)]
fn is_trusted(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    const ADMINISTRATOR: u32 = 0;
    let user = rustix::process::geteuid().as_raw();
    [path.symlink_metadata(), path.metadata()]
        .into_iter()
        .all(|found| found.is_ok_and(|found| found.uid() == user || found.uid() == ADMINISTRATOR))
}

/// Where files have no owners that could be told cheaply.
#[cfg(not(unix))]
fn is_trusted(_: &Path) -> bool {
    true
}
