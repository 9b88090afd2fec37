//! Files that are read piece by piece and not mapped: who merges segments reads all of them, and mapped files count as
//! the program's memory for as long as they are mapped.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file that is read piece by piece.
#[derive(Debug)]
pub(super) struct Pieces {
    length: usize,
    reading: Mutex<FilePieces>,
}

impl Pieces {
    /// # Errors
    /// Where there is no such file, or where it cannot be read.
    pub fn open(path: &Path) -> io::Result<Pieces> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let reading = FilePieces { file, first: 0, piece: OwnedBytes::empty() };
        Ok(Pieces { length, reading: Mutex::new(reading) })
    }
}

#[derive(Debug)]
struct FilePieces {
    file: File,
    /// Where the piece read last begins, and its bytes. It is kept because posting lists are small and lie one behind
    /// the other.
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

impl FilePieces {
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
            let file = Pieces::open(&dir.path().join("file")).unwrap();
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
}
