//! Checksums of an index's files, a block at a time.
//!
//! Behind a file's bytes stands a table: the CRC-32 of each [`BLOCK`] of them, then the tail: their number, the checksum of
//! table, number and the file's name, and [`MAGIC`]; all numbers little-endian. The name counts, so that no file passes for
//! another one of the same index. A block is compared with its checksum when it is read
//! first, whoever reads it: to answer, to show, to merge. What is not as it was written is an error and never an answer,
//! and is never copied into a new file under a new checksum.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite};

/// Stands in every error about a file that is not what was written.
pub(super) const NOT_AS_WRITTEN: &str = "not as written";

/// Bytes that have a checksum of their own: little enough that a short list of articles does not cost the reading of
/// much else, and the table takes a thousandth of the file.
pub(super) const BLOCK: usize = 4 << 10;

const SUM: usize = 4;
const TAIL: usize = 16;
const MAGIC: [u8; 4] = *b"ocr1";

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Writes a file and, when it ends, its table.
pub(super) struct Summing<W> {
    name: PathBuf,
    out: W,
    block: crc32fast::Hasher,
    /// Bytes of the block that is not full yet.
    filled: usize,
    sums: Vec<u8>,
    length: u64,
}

impl<W: TerminatingWrite> Summing<W> {
    /// `name` is the file's, in its folder.
    pub fn new(name: &Path, out: W) -> Summing<W> {
        Summing {
            name: name.to_path_buf(),
            out,
            block: crc32fast::Hasher::new(),
            filled: 0,
            sums: Vec::new(),
            length: 0,
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.sums.extend_from_slice(&block.finalize().to_le_bytes());
        self.filled = 0;
    }

    fn add(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.filled));
            self.block.update(now);
            self.filled += now.len();
            if self.filled == BLOCK {
                self.end_block();
            }
            bytes = later;
        }
    }
}

impl<W: TerminatingWrite> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.add(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: TerminatingWrite> TerminatingWrite for Summing<W> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        if self.filled > 0 {
            self.end_block();
        }
        let mut table = std::mem::take(&mut self.sums);
        table.extend_from_slice(&self.length.to_le_bytes());
        let sum = sum_with(&self.name, &table);
        table.extend_from_slice(&sum.to_le_bytes());
        table.extend_from_slice(&MAGIC);
        self.out.write_all(&table)?;
        self.out.terminate_ref(token)
    }
}

/// A file whose bytes are compared with their checksums when they are read first.
pub(super) struct Summed {
    path: PathBuf,
    file: Arc<dyn FileHandle>,
    length: usize,
    sums: OwnedBytes,
    /// A bit for each block that was compared.
    compared: Box<[AtomicU64]>,
}

impl Summed {
    /// Takes a file as it lies on the disk; `path` names it in what goes wrong.
    ///
    /// # Errors
    /// Where it cannot be read, or where its end is not as it was written.
    pub fn open(path: &Path, file: Arc<dyn FileHandle>) -> io::Result<Summed> {
        let whole = file.len();
        let cut = || damaged(&format!("it is cut off, or its end is {NOT_AS_WRITTEN}"));
        let tail = file.read_bytes(whole.checked_sub(TAIL).ok_or_else(cut)?..whole)?;
        let (numbers, magic) = tail.as_slice().split_at(TAIL - MAGIC.len());
        let length: [u8; 8] = numbers.get(..8).and_then(|bytes| bytes.try_into().ok()).ok_or_else(cut)?;
        let sum: [u8; 4] = numbers.get(8..).and_then(|bytes| bytes.try_into().ok()).ok_or_else(cut)?;
        let length = usize::try_from(u64::from_le_bytes(length)).map_err(|_| cut())?;
        let blocks = length.div_ceil(BLOCK);
        let table = blocks.checked_mul(SUM).and_then(|bytes| length.checked_add(bytes)).ok_or_else(cut)?;
        if magic != MAGIC || table.checked_add(TAIL) != Some(whole) {
            return Err(cut());
        }
        let summed = file.read_bytes(length..table + 8)?;
        if sum_with(path, &summed) != u32::from_le_bytes(sum) {
            return Err(cut());
        }
        let compared = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(Summed { path: path.to_path_buf(), file, length, sums: summed.slice(0..blocks * SUM), compared })
    }

    /// The stretches of bytes that are not as they were written, none where all are.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn damaged_blocks(&self) -> io::Result<Vec<Range<usize>>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for block in 0..self.length.div_ceil(BLOCK) {
            if self.is_as_written(block)? {
                continue;
            }
            let range = self.range(block);
            match found.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => found.push(range),
            }
        }
        Ok(found)
    }

    fn range(&self, block: usize) -> Range<usize> {
        block * BLOCK..((block + 1) * BLOCK).min(self.length)
    }

    fn is_as_written(&self, block: usize) -> io::Result<bool> {
        let bytes = self.file.read_bytes(self.range(block))?;
        let sum = self.sums.as_slice().get(block * SUM..(block + 1) * SUM);
        Ok(sum == Some(&crc32fast::hash(&bytes).to_le_bytes()[..]))
    }

    /// Compares the blocks in which the range lies, as far as they were not.
    fn compare(&self, range: &Range<usize>) -> io::Result<()> {
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        for word in first / 64..=last / 64 {
            let Some(compared) = self.compared.get(word) else { return Err(io::ErrorKind::UnexpectedEof.into()) };
            let from = if word == first / 64 { first % 64 } else { 0 };
            let to = if word == last / 64 { last % 64 } else { 63 };
            let wanted = (u64::MAX >> (63 - (to - from))) << from;
            let mut missing = wanted & !compared.load(Ordering::Relaxed);
            while missing != 0 {
                let bit = missing.trailing_zeros() as usize;
                if !self.is_as_written(word * 64 + bit)? {
                    let what = format!("{}: bytes of it are {NOT_AS_WRITTEN}", self.path.display());
                    return Err(damaged(&what));
                }
                missing &= missing - 1;
            }
            compared.fetch_or(wanted, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl FileHandle for Summed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.length || range.start > range.end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        self.compare(&range)?;
        self.file.read_bytes(range)
    }
}

impl HasLen for Summed {
    fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for Summed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Summed({}, {} bytes)", self.path.display(), self.length)
    }
}

fn sum_with(name: &Path, bytes: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(bytes);
    sum.update(name.as_os_str().as_encoded_bytes());
    sum.finalize()
}

/// A small file of this name that is written as a whole: its text, then a line with the checksum of text and name.
pub(super) fn with_sum(name: &str, text: &[u8]) -> Vec<u8> {
    let mut whole = text.to_vec();
    whole.extend_from_slice(format!("\n{:08x}\n", sum_with(Path::new(name), text)).as_bytes());
    whole
}

/// The text that [`with_sum`] was given; `None` where it is not as it was written.
pub(super) fn without_sum<'w>(name: &str, whole: &'w [u8]) -> Option<&'w [u8]> {
    const LINE: usize = 10;
    let (text, line) = whole.split_at_checked(whole.len().checked_sub(LINE)?)?;
    (line == format!("\n{:08x}\n", sum_with(Path::new(name), text)).as_bytes()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Written(Vec<u8>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Less than asked for, as disks may.
            let some = bytes.len().min(3000);
            self.0.extend_from_slice(&bytes[..some]);
            Ok(some)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl TerminatingWrite for Written {
        fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(bytes: &[u8]) -> Vec<u8> {
        let mut writer = Summing::new(Path::new("file"), Written(Vec::new()));
        writer.write_all(bytes).unwrap();
        // By reference, as a box of it is ended.
        (Box::new(&mut writer) as Box<dyn Ended + '_>).end();
        writer.out.0
    }

    trait Ended {
        fn end(self: Box<Self>);
    }

    struct Through<'w>(&'w mut Summing<Written>);

    impl Write for Through<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.flush()
        }
    }

    impl TerminatingWrite for Through<'_> {
        fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
            self.0.terminate_ref(token)
        }
    }

    impl Ended for &mut Summing<Written> {
        fn end(self: Box<Self>) {
            Through(*self).terminate().unwrap();
        }
    }

    fn open(bytes: Vec<u8>) -> io::Result<Summed> {
        Summed::open(Path::new("file"), Arc::new(OwnedBytes::new(bytes)))
    }

    fn made(length: usize) -> Vec<u8> {
        (0..length as u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            length in prop_oneof![0..20usize, (0..4usize).prop_map(|blocks| blocks * BLOCK), 0..90_000usize],
            ranges in prop::collection::vec((0usize..90_000, 0usize..30_000), 1..12),
        ) {
            let bytes = made(length);
            let file = open(written(&bytes)).unwrap();
            prop_assert_eq!(file.len(), length);
            for (first, length) in ranges {
                match file.read_bytes(first..first + length) {
                    Ok(read) => prop_assert_eq!(read.as_slice(), &bytes[first..first + length]),
                    Err(_) => prop_assert!(first + length > bytes.len()),
                }
            }
            prop_assert!(file.damaged_blocks().unwrap().is_empty());
        }

        /// A bit that turned: whoever reads there is told, whoever reads elsewhere reads what was written.
        #[test]
        fn no_turned_bit_is_read(length in 1..40_000usize, at in 0..1_000_000usize, bit in 0..8u32) {
            let bytes = made(length);
            let mut file = written(&bytes);
            let at = at % file.len();
            file[at] ^= 1 << bit;
            let Ok(file) = open(file) else {
                prop_assert!(at >= length);
                return Ok(());
            };
            prop_assert!(at < length);
            let bad = at / BLOCK;
            prop_assert_eq!(file.damaged_blocks().unwrap(), vec![file.range(bad)]);
            for block in 0..length.div_ceil(BLOCK) {
                let range = file.range(block);
                match file.read_bytes(range.clone()) {
                    Ok(read) => prop_assert!(block != bad && read.as_slice() == &bytes[range]),
                    Err(_) => prop_assert_eq!(block, bad),
                }
            }
            prop_assert!(file.read_bytes(0..length).is_err());
        }

        #[test]
        fn no_file_passes_for_another(length in 0..20_000usize) {
            let file = Arc::new(OwnedBytes::new(written(&made(length))));
            prop_assert!(Summed::open(Path::new("other"), file).is_err());
        }

        #[test]
        fn no_cut_file_is_opened(length in 0..20_000usize, cut in 1..40_000usize) {
            let mut file = written(&made(length));
            file.truncate(file.len().saturating_sub(cut));
            prop_assert!(open(file).is_err());
        }

        #[test]
        fn small_files_are_held_whole(text in "\\PC{0,200}", at in 0..1_000usize, bit in 0..8u32) {
            let mut whole = with_sum("file", text.as_bytes());
            prop_assert_eq!(without_sum("file", &whole), Some(text.as_bytes()));
            prop_assert_eq!(without_sum("other", &whole), None);
            let at = at % whole.len();
            whole[at] ^= 1 << bit;
            prop_assert_eq!(without_sum("file", &whole), None);
        }
    }
}
