//! Mojibake: text that was UTF-8, was read as another encoding, and stored so (`â€œNoâ€`, `Â£5`, `‚ÄúNo‚Äù`).
//!
//! Takes text, gives it mended where it surely is such a text. The idea is that of ftfy (R. Speer, "ftfy", 2019): whoever
//! writes the characters back as the bytes that they were read from gets valid UTF-8, which text that was meant as it
//! stands does not give but by accident. Here the whole text bears witness: sequences that stand for typographic marks are
//! sure by themselves, as nobody writes them; those of two characters only where nothing in the text speaks against them.
//! To which side it errs: what might have been meant stays as it is.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use std::borrow::Cow;

/// A text is encoded twice, or in rare cases three times.
const MOST_ROUNDS: usize = 3;

/// The text mended, and how many characters were; borrowed where nothing had to be.
pub(super) fn mend_mojibake(text: &str) -> (Cow<'_, str>, usize) {
    let mut mended = Cow::Borrowed(text);
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let found = [WINDOWS_1252, MACINTOSH].into_iter().find_map(|encoding| mend_once(&mended, encoding));
        let Some((next, places)) = found else { break };
        mended = Cow::Owned(next);
        count = count.max(places);
    }
    (mended, count)
}

/// The byte that a character was read from, if that is one of those of UTF-8's sequences.
fn byte_of(character: char, encoding: &'static Encoding) -> Option<u8> {
    let number = u32::from(character);
    if encoding == WINDOWS_1252 {
        match number {
            // Bytes that windows-1252 leaves open were read as control characters; so were all of them as Latin-1.
            0x80..=0xff => return u8::try_from(number).ok(),
            0..0x80 => return None,
            _ => {}
        }
    } else if number < 0x80 {
        return None;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = encoding.encode(character.encode_utf8(&mut buffer));
    match (bytes.as_ref(), failed) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// What the characters of a text are as bytes, one of UTF-8's sequences after the other.
struct Sequence {
    /// Bytes of the text.
    length: usize,
    meaning: char,
    /// Whether nobody writes these characters side by side.
    sure: bool,
}

/// The sequence that begins with a text, if one does.
fn sequence_at(rest: &str, encoding: &'static Encoding) -> Option<Sequence> {
    let mut chars = rest.chars();
    let first = byte_of(chars.next()?, encoding)?;
    let count = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut length = rest.chars().next().map_or(0, char::len_utf8);
    for byte in bytes.get_mut(1..count)? {
        let character = chars.next()?;
        *byte = byte_of(character, encoding).filter(|byte| (0x80..=0xbf).contains(byte))?;
        length += character.len_utf8();
    }
    let meaning = std::str::from_utf8(bytes.get(..count)?).ok()?.chars().next()?;
    let is_mark = matches!(meaning, '\u{2010}'..='\u{2044}' | '\u{20ac}' | '\u{2122}' | '\u{feff}' | '\u{fffd}');
    // `Â£`, `Â½` and a space; what else two characters mean is a letter.
    let is_sign = count == 2 && matches!(meaning, '\u{a0}'..='\u{bf}') && encoding == WINDOWS_1252;
    Some(Sequence { length, meaning, sure: is_mark || is_sign || count == 4 })
}

/// What is left of a sequence that lost a byte on the way, and what it stood for: the last byte of a closing quotation
/// mark means nothing in windows-1252, and a space that holds words together was made a plain one.
fn torn_at(rest: &str, encoding: &'static Encoding) -> Option<(usize, &'static str)> {
    if encoding != WINDOWS_1252 {
        return None;
    }
    if let Some(behind) = rest.strip_prefix("â€") {
        let is_end = behind.chars().next().is_none_or(|next| next.is_whitespace() || next.is_ascii_punctuation());
        return is_end.then_some(("â€".len(), "”"));
    }
    rest.starts_with("Â ").then_some(("Â".len(), ""))
}

/// What speaks for and against a text's being mojibake.
#[derive(Default)]
struct MojibakeEvidence {
    sure: usize,
    other: usize,
    /// Characters outside ASCII that no such text holds: they would have been bytes of a sequence themselves.
    against: usize,
}

fn weigh(text: &str, encoding: &'static Encoding) -> MojibakeEvidence {
    let mut evidence = MojibakeEvidence::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        // ASCII is the same in all of them.
        let plain = rest.bytes().position(|byte| !byte.is_ascii());
        let Some(plain) = plain else { break };
        let rest = rest.get(plain..).unwrap_or_default();
        at += plain;
        match sequence_at(rest, encoding) {
            Some(sequence) => {
                if sequence.sure {
                    evidence.sure += 1;
                } else {
                    evidence.other += 1;
                }
                at += sequence.length;
            }
            None => {
                let torn = torn_at(rest, encoding).map(|(length, _)| length);
                evidence.against += usize::from(torn.is_none());
                at += torn.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
            }
        }
    }
    evidence
}

fn mend_once(text: &str, encoding: &'static Encoding) -> Option<(String, usize)> {
    // The first bytes of UTF-8's sequences, as the other encoding has them; in the second, those of marks and letters.
    let is_first =
        |c: char| if encoding == WINDOWS_1252 { matches!(c, '\u{c2}'..='\u{f4}') } else { matches!(c, '‚' | '√') };
    if text.is_ascii() || !text.contains(is_first) {
        return None;
    }
    let evidence = weigh(text, encoding);
    let mends_all = evidence.against == 0 && (evidence.sure > 0 || evidence.other > 1);
    if evidence.sure == 0 && !mends_all {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        out.push_str(rest.get(..plain).unwrap_or_default());
        let rest = rest.get(plain..).unwrap_or_default();
        at += plain;
        let Some(first) = rest.chars().next() else { break };
        let sequence = sequence_at(rest, encoding).filter(|sequence| sequence.sure || mends_all);
        if let Some(Sequence { length, meaning, .. }) = sequence {
            match meaning {
                '\u{feff}' => {}
                '\u{a0}' => out.push(' '),
                _ => out.push(meaning),
            }
            at += length;
            count += 1;
        } else if let Some((length, meaning)) = torn_at(rest, encoding).filter(|_| evidence.sure > 0) {
            out.push_str(meaning);
            at += length;
            count += 1;
        } else {
            out.push(first);
            at += first.len_utf8();
        }
    }
    (count > 0).then_some((out, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mended(text: &str) -> String {
        mend_mojibake(text).0.into_owned()
    }

    fn misread(text: &str, encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn utf_8_read_as_another_encoding_is_mended() {
        let text = "“It isn’t closed,” she said – and it cost £5m in the café… ‘Not €6m?’";
        assert_eq!(mended(&misread(text, WINDOWS_1252)), text);
        assert_eq!(mended(&misread(&misread(text, WINDOWS_1252), WINDOWS_1252)), text);
        assert_eq!(mended(&misread(text, MACINTOSH)), text);
        let latin_1: String = text.bytes().map(char::from).collect();
        assert_eq!(mended(&latin_1), text);
    }

    #[test]
    fn a_closing_mark_whose_last_byte_was_lost_is_one_all_the_same() {
        assert_eq!(mended("â€œYes,â€ she said. â€œNo.â€"), "“Yes,” she said. “No.”");
        assert_eq!(mended("â€œYes,â€\u{9d} she said."), "“Yes,” she said.");
        assert_eq!(mended("It costs Â£5."), "It costs £5.");
    }

    #[test]
    fn what_might_have_been_meant_stays() {
        for text in [
            "“Café”, naïve – £5",
            "Â",
            "São Paulo, Ã",
            "â",
            "DÉJÀ VU",
            "Ünal and Öz",
            "Ä€",
            "È il mio",
            "fa\u{e7}ade Ã©",
        ] {
            assert_eq!(mend_mojibake(text), (Cow::Borrowed(text), 0), "{text}");
        }
        // Marks of an own text beside those of a quoted one: the letters may be meant.
        assert_eq!(mended("“Café” – â€œyesâ€\u{9d}, Ã©"), "“Café” – “yes”, Ã©");
    }

    proptest! {
        #[test]
        fn english_is_never_changed(text in "[A-Za-z “”‘’–£é.,]{0,60}") {
            prop_assert_eq!(mended(&text), text);
        }

        #[test]
        fn any_text_is_mended_or_stays(text in "[â€œ™Ã¢Â£‚Äúa \u{9d}]{0,40}") {
            let _ = mended(&text);
        }
    }
}
