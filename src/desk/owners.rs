//! What lies here or in a folder above without being named: indexes and tables, of which only those of the user or of the
//! system's administrator are taken. What anybody can put into a folder above must not decide what is answered.

use std::path::{Path, PathBuf};

use super::listen::{Listener, Notice, tell};

/// The first of that name here or above that is there and may be taken; one of somebody else's is told and passed over.
/// `flag` is how to name it all the same.
pub fn find(
    here: &Path,
    name: &str,
    flag: &'static str,
    is_it: impl Fn(&Path) -> bool,
    ear: &dyn Listener,
) -> Option<PathBuf> {
    for folder in here.ancestors() {
        let path = folder.join(name);
        if !is_it(&path) {
            continue;
        }
        if !is_trusted(&path) {
            tell(ear, Notice::AnotherUsers(path, flag));
            continue;
        }
        if folder != here {
            tell(ear, Notice::UsingAbove(path.clone()));
        }
        return Some(path);
    }
    None
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
