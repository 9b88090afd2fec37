//! Files that are written whole or not at all.

use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::path::Path;

use crate::faults;

/// How the names of drafts begin, which a program that was killed leaves behind: nobody calls a file of one's own so.
pub const DRAFT: &str = ".onrecord-draft-";

/// So many letters or digits follow.
pub const DRAFT_LETTERS: usize = 12;

/// Whether a name is that of a draft.
pub fn is_draft(name: &OsStr) -> bool {
    let rest = name.to_str().and_then(|name| name.strip_prefix(DRAFT));
    rest.is_some_and(|rest| rest.len() == DRAFT_LETTERS && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Takes away the drafts of files that programs left in a folder that were killed. Only for whoever keeps others from
/// writing there meanwhile.
pub fn sweep(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for draft in entries.filter(|entry| is_draft(&entry.file_name())) {
        if draft.file_type().is_ok_and(|kind| kind.is_file()) {
            // One that stays is in nobody's way.
            let _ = std::fs::remove_file(draft.path());
        }
    }
}

/// The folder in which a file lies.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file whole or not at all: it is on the disk when this returns. Without `permissions` it has those of a new
/// file. Nothing else in its folder, which must be there, is touched.
///
/// # Errors
/// Where it cannot be written; what was there before stays.
pub fn write(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    replace(path, bytes, permissions)?;
    // The new name counts when the folder is written, too.
    #[cfg(unix)]
    File::open(folder_of(path))?.sync_all()?;
    Ok(())
}

/// Like [`write()`], where the caller has the folder written to the disk before the new name must count.
///
/// # Errors
/// As [`write()`].
pub fn replace(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let folder = folder_of(path);
    // Under a name that nobody has: a file of the user's may be called like any that is made up.
    let mut builder = tempfile::Builder::new();
    builder.prefix(DRAFT).rand_bytes(DRAFT_LETTERS);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut draft = builder.tempfile_in(folder)?;
    faults::write(bytes.len())?;
    draft.write_all(bytes)?;
    if let Some(permissions) = permissions {
        draft.as_file().set_permissions(permissions)?;
    }
    draft.as_file().sync_all()?;
    faults::point("before a draft counts");
    draft.persist(path).map_err(|error| error.error)?;
    faults::point("behind a draft");
    Ok(())
}
