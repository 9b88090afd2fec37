//! Bytes to text: character encodings.
//!
//! Takes a document's bytes, gives text; never fails. A pure function, so that other rooms may call it.

use super::Document;
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr_iter;
use std::borrow::Cow;

/// Decoded text and how it was read. Nothing is changed besides: newlines and spaces stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// Without a leading byte order mark.
    pub text: Cow<'b, str>,
    /// The encoding's name, as the WHATWG standard has it ("UTF-8", "windows-1252").
    pub encoding: &'static str,
    /// Whether nothing declared the encoding, and the bytes are not valid in the one that is usual.
    pub is_guessed: bool,
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
    decode_declared(bytes, None)
}

/// Decodes a document, of which the encoding may have been declared.
pub fn decode_document(document: &Document) -> Decoded<'_> {
    decode_declared(&document.bytes, document.envelope.charset.as_deref())
}

/// Decodes bytes of an encoding that somebody declared, by any of the names that the WHATWG standard knows
/// (`iso-8859-1` means windows-1252 there). A byte order mark and valid UTF-8 tell more than what is declared: servers
/// declare for all files what is true of some.
pub fn decode_declared<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark_length..).unwrap_or_default());
    }
    let declared = declared.and_then(|name| Encoding::for_label_no_replacement(name.trim().as_bytes()));
    // Pages that were UTF-16 when they were made go on saying so when they are saved as UTF-8.
    let is_utf16 = |encoding: &Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let is_narrow = || memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok();
    let declared = declared.filter(|encoding| !is_utf16(encoding) || !is_narrow());
    let wide = utf16_without_mark(bytes);
    if let Some(encoding) = declared.filter(|encoding| !encoding.is_ascii_compatible()).or(wide) {
        return Decoded { is_guessed: declared.is_none(), ..decode_as(encoding, bytes) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), is_guessed: false, damage: None };
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
    match declared {
        Some(encoding) if encoding != UTF_8 => decode_as(encoding, bytes),
        _ => Decoded { is_guessed: true, ..decode_as(guess(bytes), bytes) },
    }
}

/// The likeliest encoding of bytes that are not UTF-8.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if is_macintosh(bytes) {
        return MACINTOSH;
    }
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if high * FEW < bytes.len() {
        return WINDOWS_1252;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Whether typographic marks stand where those of MacRoman do: an apostrophe within a word, quotation marks around words.
/// In windows-1252 the same bytes are capital letters with accents, which stand in no such place.
fn is_macintosh(bytes: &[u8]) -> bool {
    let (mut mac, mut windows) = (0usize, 0usize);
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        let opens = !before.is_ascii_alphanumeric() && before.is_ascii() && after.is_ascii_alphanumeric();
        let closes =
            before.is_ascii() && !before.is_ascii_whitespace() && !after.is_ascii_alphanumeric() && after.is_ascii();
        let within = before.is_ascii_lowercase() && after.is_ascii_lowercase();
        let between = before == b' ' && after == b' ';
        match byte {
            // “ ” ‘ ’ – —
            0xd2 | 0xd4 if opens => mac += 1,
            0xd3 if closes => mac += 1,
            0xd5 if within || closes => mac += 1,
            0xd0 | 0xd1 if between => mac += 1,
            0x91 | 0x93 if opens => windows += 1,
            0x94 if closes => windows += 1,
            0x92 if within || closes => windows += 1,
            0x96 | 0x97 if between => windows += 1,
            _ => {}
        }
        before = byte;
    }
    mac > windows
}

/// So many bytes tell whether a text is UTF-16.
const LOOKED_AT: usize = 4096;

/// The UTF-16 that bytes without a byte order mark are in: of English text, nearly every second byte is zero there, and
/// none of the others.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
    let (pairs, _) = head.as_chunks::<2>();
    memchr::memchr(0, head)?;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs.len() - pairs.len() / 5;
    match (first, second) {
        (0, second) if second >= most && pairs.len() > 1 => Some(UTF_16LE),
        (first, 0) if first >= most && pairs.len() > 1 => Some(UTF_16BE),
        _ => None,
    }
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
    Decoded { text, encoding: encoding.name(), is_guessed: false, damage }
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
    fn what_is_declared_is_taken_where_the_bytes_do_not_tell() {
        let bytes = b"It\x92s \xa35m, and the caf\xe9 is open.";
        let decoded = decode_declared(bytes, Some("ISO-8859-1"));
        assert_eq!((decoded.text.as_ref(), decoded.is_guessed), ("It’s £5m, and the café is open.", false));
        assert_eq!(decode_declared("naïve".as_bytes(), Some("latin1")).text, "naïve");
        let (cyrillic, _, _) = encoding_rs::KOI8_R.encode("Мы не закроем склад");
        assert_eq!(decode_declared(&cyrillic, Some("koi8-r")).text, "Мы не закроем склад");
        assert!(decode_declared(bytes, Some("no such encoding")).is_guessed);
        // What was UTF-16 once, and what is known and nobody decodes.
        for name in ["utf-16", "utf-16be", "hz-gb-2312"] {
            assert_eq!(decode_declared("naïve “mark”".as_bytes(), Some(name)).text, "naïve “mark”", "{name}");
        }
        let wide: Vec<u8> = "Мы не закроем склад".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_declared(&wide, Some("utf-16")).text, "Мы не закроем склад");
    }

    #[test]
    fn utf_16_without_a_mark_and_macroman_are_seen() {
        let text = "“It isn’t closed,” Ann Example said – it cost £5.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mac: Vec<u8> = text
            .chars()
            .map(|c| match c {
                '“' => 0xd2,
                '”' => 0xd3,
                '’' => 0xd5,
                '–' => 0xd0,
                '£' => 0xa3,
                c => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect();
        for bytes in [little, big, mac] {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.is_guessed, decoded.damage), (text, true, None));
        }
        assert_eq!(utf16_without_mark(b"a\0"), None);
        assert_eq!(utf16_without_mark(&[0; 100]), None);
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
