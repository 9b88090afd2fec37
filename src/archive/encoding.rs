//! Bytes to text: character encodings.
//!
//! Takes a document's bytes, gives text; never fails. A pure function, so that other rooms may call it.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memchr_iter;
use std::borrow::Cow;

/// Decoded text and how it was read. Nothing is changed besides: newlines and spaces stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// Without a leading byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding's name, as the WHATWG standard has it ("UTF-8", "windows-1252").
    pub encoding: &'static str,
    /// The first byte sequence that means nothing in this encoding; each was read as U+FFFD.
    pub damage: Option<Damage>,
}

/// Bytes that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Line of the first one within the bytes, counted from 1.
    pub line: u32,
    /// How many places of the text were replaced.
    pub places: usize,
}

/// A text with fewer characters outside ASCII than one in so many is English, or as good as: what stands there in
/// single bytes are typographic marks and pound signs of windows-1252, and too few for guessing by frequency.
const FEW: usize = 33;

/// Decodes: a byte order mark decides; else UTF-8 where the bytes are or were meant as that; else the likeliest
/// encoding, which for English text is windows-1252, one character for each byte.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark_length..).unwrap_or_default());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), damage: None };
    }
    // Damaged UTF-8 still holds whole sequences, which no text in another encoding does but by accident.
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole >= broken {
        return decode_as(UTF_8, bytes);
    }
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if high * FEW < bytes.len() {
        return decode_as(WINDOWS_1252, bytes);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_as(detector.guess(None, chardetng::Utf8Detection::Deny), bytes)
}

fn decode_as<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Decoded<'b> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let damage = had_errors.then(|| {
        // The bytes may hold a replacement character of their own; that is not told apart.
        let first = text.find('\u{fffd}').unwrap_or(0);
        let before = text.get(..first).unwrap_or("");
        let lines = memchr_iter(b'\n', before.as_bytes()).count();
        Damage {
            line: u32::try_from(lines).map_or(u32::MAX, |lines| lines.saturating_add(1)),
            places: text.matches('\u{fffd}').count(),
        }
    });
    Decoded { text, encoding: encoding.name(), damage }
}
