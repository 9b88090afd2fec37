//! Text of a known encoding to UTF-8 while it is read: dumps in UTF-16 that a Windows shell has written, feeds that declare
//! their encoding.
//!
//! Takes bytes as they come, gives them in UTF-8; what means nothing in their encoding becomes U+FFFD.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{self, BufRead, Read};

/// Gives the bytes of `inner` as UTF-8, without a byte order mark.
pub(super) struct Utf8Reader<R> {
    inner: R,
    decoder: Decoder,
    /// Decoded and not yet taken.
    decoded: Vec<u8>,
    taken: usize,
    state: DecodingState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DecodingState {
    Reading,
    Done,
}

const CHUNK: usize = 16 * 1024;

impl<R: BufRead> Utf8Reader<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Utf8Reader<R> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Utf8Reader { inner, decoder, decoded: Vec::new(), taken: 0, state: DecodingState::Reading }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.taken = 0;
        self.decoded.clear();
        while self.decoded.is_empty() && self.state == DecodingState::Reading {
            let input = self.inner.fill_buf()?;
            let last = input.is_empty();
            self.decoded.resize(CHUNK, 0);
            let (result, read, written, _) = self.decoder.decode_to_utf8(input, &mut self.decoded, last);
            self.decoded.truncate(written);
            self.inner.consume(read);
            if last && result == CoderResult::InputEmpty {
                self.state = DecodingState::Done;
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Utf8Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.decoded.len() {
            self.refill()?;
        }
        let mut waiting = self.decoded.get(self.taken..).unwrap_or_default();
        let count = waiting.read(into)?;
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_become_utf8() {
        let text = "{\"title\": \"£5 – “yes” 😀\"}\n".repeat(3000);
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for (bytes, encoding) in [(little, encoding_rs::UTF_16LE), (big, encoding_rs::UTF_16BE)] {
            let mut read = String::new();
            Utf8Reader::new(&bytes[..], encoding).read_to_string(&mut read).unwrap();
            assert!(read == text);
        }
    }
}
