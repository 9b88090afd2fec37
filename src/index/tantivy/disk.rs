//! The engine's folder on the disk: files with checksums, mapped where they are searched and read piece by piece where
//! they are merged; usable where it can only be read.

use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

use super::folder::{self, COPY_OF_SEGMENTS, MANAGED, SEGMENTS};
use super::pieces::Pieces;
use super::sums::{self, Summed, Summing};
use crate::faults;
use crate::whole;

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
    /// Whether what stands for the engine's lists is read where they are damaged.
    is_for_repair: bool,
    first_error: FirstError,
}

/// The first error in reading or writing a folder's files. It ends a thread of the engine, and whoever waits for the
/// thread learns from the engine only that it ended.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstError(Arc<Mutex<Option<io::Error>>>);

impl FirstError {
    fn note<T>(&self, done: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &done {
            let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| io::Error::new(error.kind(), error.to_string()));
        }
        done
    }

    /// Gives it, once.
    pub fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Disk {
    /// # Errors
    /// Where there is no such folder, or where it cannot be read.
    pub fn open(root: &Path, access: Access) -> Result<Disk, OpenDirectoryError> {
        Ok(Disk {
            folder: MmapDirectory::open(root)?,
            root: root.to_path_buf(),
            access,
            is_for_repair: false,
            first_error: FirstError::default(),
        })
    }

    /// The same folder to be read where the engine's lists are damaged.
    pub fn for_repair(self) -> Disk {
        Disk { is_for_repair: true, ..self }
    }

    /// What went wrong first, of all that is read and written through this or its clones.
    pub fn first_error(&self) -> FirstError {
        self.first_error.clone()
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the folder lies. The engine takes names from its lists as they stand there.
    fn place(&self, path: &Path) -> io::Result<PathBuf> {
        let elsewhere = || io::Error::new(io::ErrorKind::NotFound, "it lies elsewhere");
        folder::within(&self.root, path).ok_or_else(elsewhere)
    }

    /// Writes a small file whole or not at all; who may read other new files may read it.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let place = self.place(path);
        self.first_error.note(place.and_then(|place| whole::replace(&place, bytes, None)))
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
        let place = self.place(path).and_then(readable).map_err(failed)?;
        let file: Arc<dyn FileHandle> = match self.access {
            Access::Mapped => self.folder.get_file_handle(path)?,
            Access::Pieces => Arc::new(Pieces::open(&place).map_err(failed)?),
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
        let summed = self.summed(path)?;
        Ok(match self.access {
            Access::Mapped => Arc::new(summed),
            Access::Pieces => Arc::new(Noting { file: summed, first_error: self.first_error() }),
        })
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.place(path).map_err(|_| DeleteError::FileDoesNotExist(path.to_path_buf()))?;
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.place(path).is_ok() && self.folder.exists(path)?)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.place(path).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_path_buf()))?;
        let out = self
            .folder
            .open_write(path)?
            .into_inner()
            .map_err(|error| OpenWriteError::wrap_io_error(error.into_error(), path.to_path_buf()))?;
        Ok(WritePtr::new(Box::new(Summing::new(path, Limited { out, first_error: self.first_error() }))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let name = path.to_string_lossy();
        let place = self.place(path).map_err(|_| OpenReadError::FileDoesNotExist(path.to_path_buf()))?;
        let failed = |error| OpenReadError::wrap_io_error(name_file(path, error), path.to_path_buf());
        let mut whole = match readable(place) {
            Ok(_) => self.folder.atomic_read(path),
            Err(error) => Err(failed(error)),
        };
        let is_sound = |whole: &[u8]| {
            sums::without_sum(&name, whole).is_some() && (path != Path::new(SEGMENTS) || folder::is_newest(&self.root))
        };
        if self.is_for_repair && !whole.as_ref().is_ok_and(|whole| is_sound(whole)) {
            whole = match path {
                // Only a writer has need of it.
                _ if path == Path::new(MANAGED) => Err(OpenReadError::FileDoesNotExist(path.to_path_buf())),
                _ if path == Path::new(SEGMENTS) => {
                    let copy = folder::read(&self.root.join(COPY_OF_SEGMENTS)).ok();
                    let copy = copy.filter(|copy| sums::without_sum(&name, copy).is_some());
                    copy.map_or(whole, Ok)
                }
                _ => whole,
            };
        }
        let whole = whole.map_err(|error| name_folder(error, path))?;
        sums::without_sum(&name, &whole).map(<[u8]>::to_vec).ok_or_else(|| {
            let error = io::Error::new(io::ErrorKind::InvalidData, format!("it is {}", sums::NOT_AS_WRITTEN));
            OpenReadError::wrap_io_error(name_file(path, error), path.to_path_buf())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // The checksum is made for the name of the original, so that the copy can take its place.
        let whole = sums::with_sum(&path.to_string_lossy(), data);
        let is_segments = path == Path::new(SEGMENTS);
        if is_segments {
            // Of a program that is killed here the one before or this one stands there.
            let before = folder::read(&self.place(path)?).ok();
            let lists = before.as_deref().into_iter().chain([whole.as_slice()]);
            self.first_error.note(folder::note_segments(&self.root, lists))?;
            // Without it nothing of an index could be read. First, so that it never names what is taken away already.
            self.replace(Path::new(COPY_OF_SEGMENTS), &whole)?;
        }
        faults::point("before the list of segments");
        self.replace(path, &whole)?;
        faults::point("behind the list of segments");
        if is_segments {
            // It stands there: that the one before may, too, does no harm.
            let _ = folder::note_segments(&self.root, std::iter::once(whole.as_slice()));
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let place = self.place(&lock.filepath).map_err(LockError::wrap_io_error)?;
        // What a link leads to would be made; a pipe would be waited for.
        if let Some(what) = folder::wrong_lock(&place).filter(|_| !place.is_dir()) {
            let error = io::Error::new(io::ErrorKind::InvalidData, what);
            return Err(LockError::wrap_io_error(name_file(&lock.filepath, error)));
        }
        match self.folder.acquire_lock(lock) {
            // It keeps a reader's files from being taken away while it opens them; where nothing can be written nobody
            // does, or the reader is told and opens anew.
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_only_readable(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            Err(LockError::IoError(error)) if error.kind() == io::ErrorKind::IsADirectory => {
                Err(LockError::wrap_io_error(is_a_folder(&lock.filepath)))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

/// A place where no pipe or device stands.
fn readable(place: PathBuf) -> io::Result<PathBuf> {
    match place.metadata() {
        Ok(found) if !found.is_file() && !found.is_dir() => {
            Err(io::Error::new(io::ErrorKind::InvalidData, folder::NO_FILE))
        }
        _ => Ok(place),
    }
}

fn is_a_folder(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::IsADirectory, format!("{} is a folder", path.display()))
}

fn name_folder(error: OpenReadError, path: &Path) -> OpenReadError {
    match error {
        OpenReadError::IoError { io_error, .. } if io_error.kind() == io::ErrorKind::IsADirectory => {
            OpenReadError::wrap_io_error(is_a_folder(path), path.to_path_buf())
        }
        other => other,
    }
}

/// A file for merging.
#[derive(Debug)]
struct Noting {
    file: Summed,
    first_error: FirstError,
}

impl FileHandle for Noting {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.first_error.note(self.file.read_bytes(range))
    }
}

impl HasLen for Noting {
    fn len(&self) -> usize {
        self.file.len()
    }
}

/// Where tests say that the disk is full, it is.
struct Limited<W> {
    out: W,
    first_error: FirstError,
}

impl<W: Write> Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.first_error.note(faults::write(bytes.len()).and_then(|()| self.out.write(bytes)))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.first_error.note(self.out.flush())
    }
}

impl<W: TerminatingWrite> TerminatingWrite for Limited<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        faults::point("before a file ends");
        self.first_error.note(self.out.terminate_ref(token))
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
