//! The index's folder for writing: files are read piece by piece and not mapped. Who merges segments reads all of them, and
//! mapped files count as the program's memory for as long as they are mapped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

/// The folder of an index, whose files are read piece by piece; all else is as where they are mapped.
#[derive(Clone, Debug)]
pub(super) struct Unmapped {
    folder: MmapDirectory,
    root: PathBuf,
}

impl Unmapped {
    pub fn open(root: &Path) -> Result<Unmapped, OpenDirectoryError> {
        Ok(Unmapped { folder: MmapDirectory::open(root)?, root: root.to_path_buf() })
    }
}

impl Directory for Unmapped {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_path_buf()),
            _ => OpenReadError::wrap_io_error(error, path.to_path_buf()),
        };
        let file = File::open(self.root.join(path)).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let reading = Reading { file, first: 0, piece: OwnedBytes::empty() };
        Ok(Arc::new(Pieces { length: length as usize, reading: Mutex::new(reading) }))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.folder.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.folder.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.folder.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.folder.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

/// A file that is read piece by piece.
#[derive(Debug)]
struct Pieces {
    length: usize,
    reading: Mutex<Reading>,
}

#[derive(Debug)]
struct Reading {
    file: File,
    /// Where the piece read last begins, and what stands there: lists of words lie one behind the other, and each takes
    /// some bytes.
    first: usize,
    piece: OwnedBytes,
}

/// So much is read at once, unless more is asked for.
const PIECE: usize = 1 << 17;

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.length || range.start > range.end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if range.len() > PIECE / 2 {
            return reading.read(range);
        }
        if range.start < reading.first || range.end > reading.first + reading.piece.len() {
            reading.piece = reading.read(range.start..(range.start + PIECE).min(self.length))?;
            reading.first = range.start;
        }
        Ok(reading.piece.slice(range.start - reading.first..range.end - reading.first))
    }
}

impl Reading {
    fn read(&mut self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.seek(SeekFrom::Start(range.start as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// In whatever order it is asked for.
        #[test]
        fn every_piece_is_what_the_file_holds(ranges in prop::collection::vec((0usize..300_000, 0usize..90_000), 1..20)) {
            let dir = tempfile::tempdir().unwrap();
            let bytes: Vec<u8> = (0..300_000u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
            std::fs::write(dir.path().join("file"), &bytes).unwrap();
            let file = Unmapped::open(dir.path()).unwrap().get_file_handle(Path::new("file")).unwrap();
            prop_assert_eq!(file.len(), bytes.len());
            for (first, length) in ranges {
                let range = first..first + length;
                match file.read_bytes(range.clone()) {
                    Ok(read) => prop_assert_eq!(read.as_slice(), &bytes[range]),
                    Err(_) => prop_assert!(range.end > bytes.len()),
                }
            }
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let found = Unmapped::open(dir.path()).unwrap().get_file_handle(Path::new("none"));
        assert!(matches!(found, Err(OpenReadError::FileDoesNotExist(_))));
    }
}
