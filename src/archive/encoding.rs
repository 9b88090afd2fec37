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
    pub damage: Option<EncodingDamage>,
}

/// Bytes that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodingDamage {
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
        EncodingDamage {
            line: u32::try_from(lines).map_or(u32::MAX, |lines| lines.saturating_add(1)),
            places: text.matches('\u{fffd}').count(),
        }
    });
    Decoded { text, encoding: encoding.name(), damage }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_utf8_are_taken_at_their_word() {
        let decoded = decode("\u{feff}£5 – “yes”".as_bytes());
        assert_eq!((decoded.text.as_ref(), decoded.encoding, decoded.damage), ("£5 – “yes”", "UTF-8", None));
        assert_eq!(decode(b"\xff\xfea\0").text, "a");
        assert_eq!(decode(b"\xfe\xff\0a").text, "a");
        assert_eq!(decode("naïve “mark”".as_bytes()).text, "naïve “mark”");
    }

    #[test]
    fn single_bytes_are_one_character_each() {
        let english = b"The council said \x93yes\x94 to a plan that costs \xa35m \x96 it's the town\x92s, and the caf\xe9's, \
            and has been on the table since the spring of last year, when nobody had looked at what it would cost in the \
            end, nor at the wall that holds the bridge up, nor at the road that leads to it from the market.";
        let decoded = decode(english);
        assert_eq!(decoded.encoding, "windows-1252");
        assert!(decoded.text.contains("“yes”") && decoded.text.contains("£5m – it's the town’s"));
        assert_eq!(decoded.text.chars().count(), english.len());
        // Every byte, those that windows-1252 leaves open too.
        let all: Vec<u8> = (0u8..=255).chain(std::iter::repeat_n(b'a', 5000)).collect();
        assert_eq!(decode(&all).text.chars().count(), all.len());
    }

    #[test]
    fn damaged_utf8_stays_utf8_and_says_where() {
        let decoded = decode("One “mark”.\nTwo \u{2018}marks\u{2019}.\n".as_bytes());
        assert_eq!(decoded.damage, None);
        let mut bytes = "One “mark”.\nTwo ‘marks’ ".as_bytes().to_vec();
        bytes.extend_from_slice(b"\xff and \xe2\x80 more");
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.damage, Some(EncodingDamage { line: 2, places: 2 }));
    }

    #[test]
    fn other_languages_are_guessed() {
        let russian = "Премьер-министр сказал, что правительство не изменит своего решения. ".repeat(5);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&russian);
        assert_eq!(decode(&bytes).text, russian);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let decoded = decode(&bytes);
            if let Ok(text) = std::str::from_utf8(&bytes) {
                proptest::prop_assert_eq!(decoded.text.as_ref(), text.strip_prefix('\u{feff}').unwrap_or(text));
            }
        }
    }
}
