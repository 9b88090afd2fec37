//! The engine's folder on the disk: files with checksums, mapped where they are searched and read piece by piece where
//! they are merged; usable where it can only be read.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use super::pieces::Pieces;
use super::sums::{self, Summed, Summing};
use crate::faults;

/// How files are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Mapped,
    Pieces,
}

/// The folder in which the engine keeps its files.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    folder: MmapDirectory,
    root: PathBuf,
    access: Access,
}

impl Disk {
    /// # Errors
    /// Where there is no such folder, or where it cannot be read.
    pub fn open(root: &Path, access: Access) -> Result<Disk, OpenDirectoryError> {
        Ok(Disk { folder: MmapDirectory::open(root)?, root: root.to_path_buf(), access })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file with its checksums.
    ///
    /// # Errors
    /// Where it is not there, cannot be read, or is damaged at its end.
    pub fn summed(&self, path: &Path) -> Result<Summed, OpenReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(name_file(path, error), path.to_path_buf()),
        };
        let file: Arc<dyn FileHandle> = match self.access {
            Access::Mapped => self.folder.get_file_handle(path)?,
            Access::Pieces => Arc::new(Pieces::open(&self.root.join(path)).map_err(failed)?),
        };
        Summed::open(path, file).map_err(failed)
    }
}

/// Names the file in what went wrong with its content.
fn name_file(path: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        kind @ (io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
            io::Error::new(kind, format!("{}: {error}", path.display()))
        }
        _ => error,
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.summed(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let out = self
            .folder
            .open_write(path)?
            .into_inner()
            .map_err(|error| OpenWriteError::wrap_io_error(error.into_error(), path.to_path_buf()))?;
        Ok(WritePtr::new(Box::new(Summing::new(Limited(out)))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let whole = self.folder.atomic_read(path)?;
        sums::without_sum(&whole).map(<[u8]>::to_vec).ok_or_else(|| {
            let error = io::Error::new(io::ErrorKind::InvalidData, format!("it is {}", sums::NOT_AS_WRITTEN));
            OpenReadError::wrap_io_error(name_file(path, error), path.to_path_buf())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let whole = sums::with_sum(data);
        faults::write(whole.len())?;
        faults::point("before the list of segments");
        self.folder.atomic_write(path, &whole)?;
        faults::point("behind the list of segments");
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.folder.acquire_lock(lock) {
            // It keeps a reader's files from being taken away while it opens them; where nothing can be written nobody
            // does, or the reader is told and opens anew.
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_only_readable(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

/// Where tests say that the disk is full, it is.
struct Limited<W>(W);

impl<W: Write> Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        faults::write(bytes.len())?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: TerminatingWrite> TerminatingWrite for Limited<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        faults::point("before a file ends");
        self.0.terminate_ref(token)
    }
}

fn is_only_readable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_told() {
        let dir = tempfile::tempdir().unwrap();
        for access in [Access::Mapped, Access::Pieces] {
            let found = Disk::open(dir.path(), access).unwrap().get_file_handle(Path::new("none"));
            assert!(matches!(found, Err(OpenReadError::FileDoesNotExist(_))));
        }
    }
}
