//! A reader that one can look ahead in as far as one likes, and give bytes back to: what is damaged is gone on behind by
//! looking for the next beginning.

use std::io::{self, BufRead, Read};

/// Bytes of `inner`, with some of the next ones at hand.
pub(super) struct Lookahead<R> {
    inner: R,
    /// What is at hand, from `taken` on.
    held: Vec<u8>,
    taken: usize,
    /// How many bytes came out of `inner`, and how many were given back.
    read: u64,
    given_back: u64,
}

const CHUNK: usize = 32 * 1024;

/// Bytes may be given back so many times their number …
const READ_AGAIN: u64 = 3;
/// … beyond so many.
const READ_AGAIN_FREE: u64 = 64 << 20;

impl<R: Read> Lookahead<R> {
    pub fn new(inner: R) -> Lookahead<R> {
        Lookahead { inner, held: Vec::new(), taken: 0, read: 0, given_back: 0 }
    }

    fn at_hand(&self) -> &[u8] {
        self.held.get(self.taken..).unwrap_or_default()
    }

    /// The next bytes, at least so many unless they end before.
    ///
    /// # Errors
    /// Where they cannot be read; what is at hand stays.
    pub fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.at_hand().len() < wanted {
            self.held.drain(..self.taken);
            self.taken = 0;
            let before = self.held.len();
            self.held.resize(before + CHUNK.max(wanted - before), 0);
            let read = self.inner.read(self.held.get_mut(before..).unwrap_or_default());
            self.held.truncate(before + read.as_ref().map_or(0, |read| *read));
            match read {
                Ok(0) => break,
                Ok(read) => self.read = self.read.saturating_add(read as u64),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.at_hand())
    }

    /// Whether there is patience to look at so many bytes again: what was made so that each of its parts leads back would
    /// be read for ever.
    pub fn may_give_back(&self, count: usize) -> bool {
        let patience = self.read.saturating_mul(READ_AGAIN).saturating_add(READ_AGAIN_FREE);
        self.given_back.saturating_add(count as u64) <= patience
    }

    /// Puts bytes before the next ones.
    pub fn give_back(&mut self, bytes: &[u8]) {
        self.given_back = self.given_back.saturating_add(bytes.len() as u64);
        let start = self.taken.saturating_sub(bytes.len());
        match self.held.get_mut(start..self.taken).filter(|place| place.len() == bytes.len()) {
            // Those that come next stay where they are.
            Some(place) => place.copy_from_slice(bytes),
            None => drop(self.held.splice(..self.taken, bytes.iter().copied())),
        }
        self.taken = start;
    }
}

impl<R: Read> Read for Lookahead<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Lookahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead(1)
    }

    fn consume(&mut self, count: usize) {
        self.taken = (self.taken + count).min(self.held.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_looked_at_taken_and_given_back() {
        let bytes: Vec<u8> = (0..100_000u32).map(|number| number as u8).collect();
        let mut reader = Lookahead::new(&bytes[..]);
        assert_eq!(reader.ahead(70_000).unwrap()[..70_000], bytes[..70_000]);
        reader.consume(50_000);
        assert_eq!(reader.ahead(3).unwrap()[..3], bytes[50_000..50_003]);
        reader.give_back(&bytes[..50_000]);
        assert!(reader.may_give_back(60_000_000) && !reader.may_give_back(90_000_000));
        let mut all = Vec::new();
        reader.read_to_end(&mut all).unwrap();
        assert!(all == bytes);
        for back in [&b"c"[..], b"ab", b"", &bytes[..]] {
            reader.give_back(back);
        }
        all.clear();
        reader.read_to_end(&mut all).unwrap();
        assert!(all == [&bytes[..], b"abc"].concat());
        assert_eq!(reader.ahead(5).unwrap(), b"");
    }
}
