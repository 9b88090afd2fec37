//! What must hold of a PDF before any of it is parsed: what is packed unpacks to a bounded size, nothing is nested without
//! end, nothing is encrypted, where none of this could be seen.
//!
//! Takes the bytes, says whether they may be read. The library that parses them unpacks streams whole and follows arrays
//! within arrays by recursion, so that a file made for it could take all memory, or the stack.

use super::super::ArticleError;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// One stream unpacks to no more than this, in bytes: a page of pixels does, which are not looked at.
const LARGEST_STREAM: usize = 64 << 20;
/// All of them together.
const LARGEST_WHOLE: usize = 192 << 20;
/// Streams packed in the older way (LZW) cannot be tried, and are longer than text needs beyond this.
const LARGEST_LZW: usize = 256 << 10;
/// Arrays and dictionaries within each other.
const DEEPEST: usize = 400;
/// A stream's dictionary stands in so many bytes before it.
const DICTIONARY: usize = 2_048;

/// Whether a PDF may be parsed.
///
/// # Errors
/// It may not; the error says why.
pub(super) fn check(bytes: &[u8]) -> Result<(), ArticleError> {
    let refuse = |what: &str| Err(ArticleError::BadFile { what: what.to_owned() });
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return refuse("the PDF is encrypted, and is not read: save it without a password and without restrictions");
    }
    if is_tangled(bytes) {
        return refuse("the PDF has arrays within arrays without end, and is not read");
    }
    let mut whole = 0usize;
    let mut unpacker = Unpacker::default();
    let mut start_of_search = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        if at < start_of_search || bytes.get(..at).is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let before = bytes.get(at.saturating_sub(DICTIONARY)..at).unwrap_or_default();
        let dictionary = before.get(memmem::rfind(before, b"obj").unwrap_or(0)..).unwrap_or_default();
        let data = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if count(dictionary, b"Decode") > 1 && is_packed_twice(dictionary) {
            return refuse("the PDF has streams that are packed twice, and is not read");
        }
        if memmem::find(dictionary, b"LZW").is_some() {
            let length = memmem::find(data, b"endstream").unwrap_or(data.len());
            if length > LARGEST_LZW {
                return refuse("the PDF unpacks to more than a document needs, and is not read");
            }
        }
        let unpacked = unpacker.try_all(data);
        start_of_search = at + unpacked.used;
        whole = whole.saturating_add(unpacked.size);
        if unpacked.size > LARGEST_STREAM || whole > LARGEST_WHOLE {
            return refuse("the PDF unpacks to more than a document needs, and is not read");
        }
        if unpacked.is_tangled {
            return refuse("the PDF has arrays within arrays without end, and is not read");
        }
    }
    Ok(())
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    memmem::find_iter(bytes, wanted).count()
}

/// Whether a stream's data are packed in two ways that make them smaller, one upon the other.
fn is_packed_twice(dictionary: &[u8]) -> bool {
    let packing: [&[u8]; 5] = [b"FlateDecode", b"LZWDecode", b"RunLengthDecode", b"/Fl ", b"/LZW "];
    packing.iter().map(|name| count(dictionary, name)).sum::<usize>() > 1
}

/// What the beginning of some bytes unpacks to.
struct UnpackedStream {
    /// How much; nothing where they are not packed.
    size: usize,
    /// How many of the bytes that takes.
    used: usize,
    /// Whether what comes out is nested without end.
    is_tangled: bool,
}

/// Tries to unpack, with what that needs made once.
struct Unpacker {
    /// With the heading of zlib, and without, as readers accept it.
    ways: [(bool, Decompress); 2],
    buffer: Vec<u8>,
}

impl Default for Unpacker {
    fn default() -> Unpacker {
        Unpacker { ways: [true, false].map(|zlib| (zlib, Decompress::new(zlib))), buffer: vec![0; 64 << 10] }
    }
}

impl Unpacker {
    fn try_all(&mut self, data: &[u8]) -> UnpackedStream {
        let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        let mut most = UnpackedStream { size: 0, used: 0, is_tangled: false };
        for (zlib, inflate) in &mut self.ways {
            inflate.reset(*zlib);
            let mut nesting = Nesting::default();
            loop {
                let before = inflate.total_out();
                let rest = data.get(number(inflate.total_in())..).unwrap_or_default();
                let status = inflate.decompress(rest, &mut self.buffer, FlushDecompress::None);
                let written = number(inflate.total_out() - before);
                nesting.take(self.buffer.get(..written).unwrap_or_default());
                let is_going_on = matches!(status, Ok(Status::Ok | Status::BufError)) && written > 0;
                if !is_going_on || number(inflate.total_out()) > LARGEST_STREAM {
                    break;
                }
            }
            let size = number(inflate.total_out());
            if size > most.size {
                most = UnpackedStream { size, used: number(inflate.total_in()), is_tangled: nesting.is_deep() };
            }
        }
        most
    }
}

fn is_tangled(bytes: &[u8]) -> bool {
    let mut nesting = Nesting::default();
    nesting.take(bytes);
    nesting.is_deep()
}

/// How deep arrays and dictionaries stand in each other. In bytes that are no PDF brackets open and close by chance: only
/// where far more open than close is something nested.
#[derive(Default)]
struct Nesting {
    depth: usize,
    deepest: usize,
    all: usize,
    deepest_at: usize,
}

impl Nesting {
    fn take(&mut self, bytes: &[u8]) {
        let opens = memchr::memchr3_iter(b'[', b']', b'<', bytes);
        // `>>` is looked for at the places between.
        let mut at_last = 0;
        for at in opens.chain([bytes.len()]) {
            let between = bytes.get(at_last..at).unwrap_or_default();
            if !between.is_empty() {
                self.depth = self.depth.saturating_sub(count(between, b">>"));
            }
            at_last = at + 1;
            match bytes.get(at) {
                Some(b'[') => self.depth += 1,
                // The first of two.
                Some(b'<') if bytes.get(at + 1) == Some(&b'<') => self.depth += 1,
                Some(b']') => self.depth = self.depth.saturating_sub(1),
                _ => continue,
            }
            self.all += 1;
            if self.depth > self.deepest {
                (self.deepest, self.deepest_at) = (self.depth, self.all);
            }
        }
    }

    fn is_deep(&self) -> bool {
        self.deepest > DEEPEST && self.deepest > self.deepest_at / 20
    }
}
