//! What a file holds, read once: its hash, and its bytes where they are few enough to be kept until they are read as
//! documents.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// A file of more bytes is hashed first and read as documents then: a dump would fill the memory.
const KEPT: u64 = 8 << 20;

/// The content of a file.
pub struct FileContent {
    /// The first eight bytes of the BLAKE3 hash.
    pub hash: u64,
    /// All of its bytes, where they are few.
    pub bytes: Option<Vec<u8>>,
}

impl FileContent {
    /// Reads a file that had `size` bytes a moment ago.
    ///
    /// # Errors
    /// Where the system does not give it.
    pub fn read(path: &Path, size: u64) -> io::Result<FileContent> {
        let mut file = File::open(path)?;
        let mut hasher = blake3::Hasher::new();
        let mut bytes = Vec::new();
        if size <= KEPT {
            bytes.reserve_exact(usize::try_from(size).unwrap_or(0).saturating_add(1));
            // One more tells whether it has grown.
            file.by_ref().take(KEPT + 1).read_to_end(&mut bytes)?;
            hasher.update(&bytes);
        }
        let is_whole = size <= KEPT && bytes.len() as u64 <= KEPT;
        if !is_whole {
            bytes = vec![0; 64 << 10];
            loop {
                match file.read(&mut bytes)? {
                    0 => break,
                    read => hasher.update(&bytes[..read]),
                };
            }
        }
        let hash = hasher.finalize();
        let (first, _) = hash.as_bytes().split_at(8);
        let hash = first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        Ok(FileContent { hash, bytes: is_whole.then_some(bytes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_hash_whatever_is_kept_of_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        for (size, is_kept) in [(0, true), (5, true), (KEPT, true), (KEPT + 1, false), (KEPT + 100_000, false)] {
            let bytes: Vec<u8> = (0..size).map(|number| number as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            let whole = FileContent::read(&path, size).unwrap();
            assert_eq!(whole.bytes, is_kept.then_some(bytes), "{size}");
            // It was smaller, or larger, when the folder was read.
            for believed in [0, KEPT + 7] {
                assert_eq!(FileContent::read(&path, believed).unwrap().hash, whole.hash, "{size}, believed {believed}");
            }
        }
    }
}
