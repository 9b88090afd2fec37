//! Character maps: the codes of a font to characters, or the lengths of its codes.
//!
//! Takes the bytes of a `ToUnicode` or `Encoding` map (ISO 32000-2, 9.10.3), gives what it maps. Reads as far as the map
//! can be read, and no more codes than fonts have.

use std::collections::HashMap;

/// A font has no more codes.
const MOST_CODES: usize = 1 << 16;
/// A code stands for no more characters than this: ligatures, letters with marks.
const LONGEST: usize = 32;

/// A map from codes to text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CharacterMap {
    pub text: HashMap<u32, String>,
    /// First and last code of each range, with the number of bytes of its codes.
    pub ranges: Vec<(u32, u32, usize)>,
}

impl CharacterMap {
    /// Reads a map.
    pub fn read(bytes: &[u8]) -> CharacterMap {
        let mut map = CharacterMap::default();
        let mut tokens = Tokens { bytes, at: 0 };
        while let Some(token) = tokens.next() {
            match token {
                MapToken::Word(b"begincodespacerange") => map.read_ranges(&mut tokens),
                MapToken::Word(b"beginbfchar") => map.read_characters(&mut tokens),
                MapToken::Word(b"beginbfrange") => map.read_character_ranges(&mut tokens),
                _ => {}
            }
        }
        map
    }

    /// The code at the beginning of the bytes and its length in bytes; `usual` where the map does not tell.
    pub fn code_at(&self, bytes: &[u8], usual: usize) -> (u32, usize) {
        for length in 1..=4 {
            let Some(code) = bytes.get(..length) else { break };
            let code = number(code);
            if self.ranges.iter().any(|(first, last, bytes)| *bytes == length && (*first..=*last).contains(&code)) {
                return (code, length);
            }
        }
        let length = usual.clamp(1, bytes.len().max(1));
        (number(bytes.get(..length).unwrap_or_default()), length)
    }

    fn read_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(MapToken::Hex(first)), Some(MapToken::Hex(last))) = (tokens.next(), tokens.next()) {
            if self.ranges.len() < 256 {
                self.ranges.push((number(&first), number(&last), first.len()));
            }
        }
    }

    fn read_characters(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(MapToken::Hex(code)), Some(MapToken::Hex(text))) = (tokens.next(), tokens.next()) {
            self.put(number(&code), utf16(&text));
        }
    }

    fn read_character_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(MapToken::Hex(first)), Some(MapToken::Hex(last))) = (tokens.next(), tokens.next()) {
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(MapToken::Hex(text)) => {
                    let most = u32::try_from(MOST_CODES).unwrap_or(u32::MAX);
                    for step in 0..last.saturating_sub(first).saturating_add(1).min(most) {
                        self.put(first.saturating_add(step), stepped(&text, step));
                    }
                }
                Some(MapToken::Open) => {
                    let mut code = first;
                    while let Some(MapToken::Hex(text)) = tokens.next() {
                        if code <= last {
                            self.put(code, utf16(&text));
                        }
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        if self.text.len() < MOST_CODES {
            self.text.insert(code, text);
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).take(LONGEST).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [one] => u16::from(*one),
        _ => 0,
    });
    char::decode_utf16(units).map(|it| it.unwrap_or('\u{fffd}')).filter(|it| *it != '\0').collect()
}

/// The text whose last unit is so many steps further.
fn stepped(text: &[u8], step: u32) -> String {
    let mut text = text.to_vec();
    let mut carry = step;
    for byte in text.iter_mut().rev().take(2) {
        let sum = u32::from(*byte) + (carry & 0xff);
        *byte = (sum & 0xff) as u8;
        carry = (carry >> 8) + (sum >> 8);
    }
    utf16(&text)
}

enum MapToken<'b> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'b [u8]),
}

struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    fn next(&mut self) -> Option<MapToken<'b>> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            match rest.first()? {
                byte if byte.is_ascii_whitespace() || *byte == 0 => self.at += 1,
                b'%' => self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
                b'[' => {
                    self.at += 1;
                    return Some(MapToken::Open);
                }
                b']' => {
                    self.at += 1;
                    return Some(MapToken::Close);
                }
                b'<' if rest.get(1) == Some(&b'<') => self.at += 2,
                b'>' => self.at += 1,
                b'<' => {
                    let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
                    self.at += end + 1;
                    return Some(MapToken::Hex(hex(rest.get(1..end).unwrap_or_default())));
                }
                _ => {
                    let ends =
                        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'[' | b']' | b'%' | 0);
                    let end = rest.iter().skip(1).position(ends).map_or(rest.len(), |at| at + 1);
                    self.at += end;
                    return Some(MapToken::Word(rest.get(..end).unwrap_or_default()));
                }
            }
        }
    }
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .take(4 * LONGEST)
        .map(|it| it as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit) << if pair.len() == 1 { 4 } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read() {
        let map = CharacterMap::read(
            b"/CMapName /x def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0003> <0020> <0004> <00660069> endbfchar\n\
              2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<0061> <D83DDE00>] endbfrange",
        );
        let text = |code| map.text.get(&code).map(String::as_str);
        assert_eq!([text(3), text(4), text(0x25), text(0x26)], [Some(" "), Some("fi"), Some("B"), Some("C")]);
        assert_eq!([text(0x30), text(0x31), text(0x32)], [Some("a"), Some("\u{1f600}"), None]);
        assert_eq!(map.code_at(&[0, 3, 0, 4], 1), (3, 2));
        assert_eq!(CharacterMap::default().code_at(&[7, 8], 1), (7, 1));
        assert_eq!(CharacterMap::default().code_at(&[7], 2), (7, 1));
    }

    #[test]
    fn damaged_maps_are_read_as_far_as_they_go() {
        for bytes in
            [&b"beginbfrange <0000> <FFFFFFFF> <0041>"[..], b"beginbfchar <00", b"beginbfrange <1> <2> [", b"<<<<>>>>%"]
        {
            assert!(CharacterMap::read(bytes).text.len() <= MOST_CODES);
        }
    }
}
