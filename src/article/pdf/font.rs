//! A font: the bytes of a string to characters and widths.
//!
//! Takes the font's dictionary, gives for each code its text and how far it moves. Where a font has a map to Unicode that
//! counts; else the names of its glyphs or a usual encoding. What none of these tell is U+FFFD, and told.

use super::cmap::CharacterMap;
use crate::words::table::rows;
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The names of glyphs with their characters.
static GLYPHS: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let row = |[name, code, _]: [&'static str; 3]| Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?));
    rows(include_str!("glyphs.tsv")).filter_map(|it| row(it.exactly().ok()?)).collect()
});

/// The encoding that PDF calls standard, where it is not ASCII.
static STANDARD: LazyLock<HashMap<u8, char>> = LazyLock::new(|| {
    let row = |[_, code, standard]: [&'static str; 3]| {
        Some((u8::from_str_radix(standard, 16).ok()?, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    };
    rows(include_str!("glyphs.tsv")).filter_map(|it| row(it.exactly().ok()?)).collect()
});

/// The widths of the fonts that a document need not bring along, from the space to the tilde.
static WIDTHS: LazyLock<HashMap<&'static str, Vec<f32>>> = LazyLock::new(|| {
    let row = |[font, widths]: [&'static str; 2]| (font, widths.split(' ').filter_map(|it| it.parse().ok()).collect());
    rows(include_str!("widths.tsv")).filter_map(|it| Some(row(it.exactly().ok()?))).collect()
});

/// Accents in names of glyphs, with the mark that is put behind a letter.
const ACCENTS: [(&str, char); 13] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
];

/// The width of a letter where the font does not tell it, in thousandths of its size.
const USUAL_WIDTH: f32 = 500.0;
/// Widths of so many codes are kept.
const MOST_WIDTHS: usize = 1 << 16;

/// A font, ready to be asked.
pub(super) struct Font {
    map: CharacterMap,
    /// Texts of codes of one byte, where the map does not tell.
    simple: Option<Box<[Option<char>; 256]>>,
    /// Codes are Unicode in UTF-16.
    is_utf16: bool,
    bytes_of_code: usize,
    widths: HashMap<u32, f32>,
    usual_width: f32,
    /// What a width is multiplied with to be a share of the font's size.
    scale: f32,
}

/// A code of a string, read.
pub(super) struct ShownCode {
    /// Nothing where the code's character cannot be told.
    pub text: Option<String>,
    /// How far it moves, as a share of the font's size.
    pub width: f32,
    /// Whether it is the space of one byte, which alone is stretched between words.
    pub is_space: bool,
}

impl Font {
    pub fn read(dict: &Dict<'_>) -> Font {
        let subtype = dict.get::<Name<'_>>("Subtype");
        let is_composite = subtype.as_ref().is_some_and(|it| it.as_str() == "Type0");
        let map = dict
            .get::<Stream<'_>>("ToUnicode")
            .and_then(|stream| stream.decoded().ok().map(|it| CharacterMap::read(&it)));
        let mut font = Font {
            map: map.unwrap_or_default(),
            simple: None,
            is_utf16: false,
            bytes_of_code: if is_composite { 2 } else { 1 },
            widths: HashMap::new(),
            usual_width: USUAL_WIDTH,
            scale: 0.001,
        };
        if is_composite {
            font.read_composite(dict);
        } else {
            font.read_simple(dict);
            if subtype.is_some_and(|it| it.as_str() == "Type3") {
                let matrix = dict.get::<Array<'_>>("FontMatrix").and_then(|it| it.iter::<Number>().next());
                font.scale = matrix.map_or(0.001, |it| it.as_f32().abs()).clamp(1e-6, 1.0);
            }
        }
        font
    }

    fn read_composite(&mut self, dict: &Dict<'_>) {
        match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => {
                self.is_utf16 = name.as_str().contains("UTF16") || name.as_str().contains("UCS2");
                self.map.ranges.clear();
            }
            Some(Object::Stream(stream)) => {
                // How long the codes are, the encoding says.
                self.map.ranges = stream.decoded().map(|it| CharacterMap::read(&it).ranges).unwrap_or_default();
            }
            _ => {}
        }
        let descendant = dict.get::<Array<'_>>("DescendantFonts").and_then(|it| it.iter::<Dict<'_>>().next());
        let Some(descendant) = descendant else { return };
        self.usual_width = descendant.get::<Number>("DW").map_or(1000.0, |it| it.as_f32());
        let Some(widths) = descendant.get::<Array<'_>>("W") else { return };
        let mut entries = widths.iter::<Object<'_>>();
        while let (Some(Object::Number(first)), Some(second)) = (entries.next(), entries.next()) {
            let first = code_of(first);
            match second {
                Object::Array(list) => {
                    for (code, width) in (first..).zip(list.iter::<Number>()) {
                        self.put_width(code, width.as_f32());
                    }
                }
                Object::Number(last) => {
                    let Some(Object::Number(width)) = entries.next() else { return };
                    for code in first..=code_of(last) {
                        if self.widths.len() >= MOST_WIDTHS {
                            return;
                        }
                        self.put_width(code, width.as_f32());
                    }
                }
                _ => return,
            }
        }
    }

    fn read_simple(&mut self, dict: &Dict<'_>) {
        let first = dict.get::<Number>("FirstChar").map_or(0, code_of);
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            for (code, width) in (first..256).zip(widths.iter::<Number>()) {
                self.put_width(code, width.as_f32());
            }
        }
        let missing = dict.get::<Dict<'_>>("FontDescriptor").and_then(|it| it.get::<Number>("MissingWidth"));
        if let Some(missing) = missing.map(|it| it.as_f32()).filter(|it| *it > 0.0) {
            self.usual_width = missing;
        }
        let (base, differences) = match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => (Some(name.as_str().to_owned()), None),
            Some(Object::Dict(encoding)) => (
                encoding.get::<Name<'_>>("BaseEncoding").map(|it| it.as_str().to_owned()),
                encoding.get::<Array<'_>>("Differences"),
            ),
            _ => (None, None),
        };
        let mut simple: [Option<char>; 256] = match base.as_deref() {
            Some("WinAnsiEncoding") => of_encoding(WINDOWS_1252),
            Some("MacRomanEncoding") => of_encoding(MACINTOSH),
            _ => standard(),
        };
        let mut code = 0usize;
        for entry in differences.iter().flat_map(|it| it.iter::<Object<'_>>()) {
            match entry {
                Object::Number(number) => code = code_of(number) as usize,
                Object::Name(name) => {
                    if let Some(place) = simple.get_mut(code) {
                        *place = character_named(name.as_str());
                    }
                    code += 1;
                }
                _ => {}
            }
        }
        if self.widths.is_empty() {
            let name = dict.get::<Name<'_>>("BaseFont").map(|it| it.as_str().to_lowercase()).unwrap_or_default();
            self.put_usual_widths(&name, &simple);
        }
        self.simple = Some(Box::new(simple));
    }

    /// The widths of a font that the document does not tell, by its name.
    fn put_usual_widths(&mut self, name: &str, characters: &[Option<char>; 256]) {
        let is = |word: &str| name.contains(word);
        if is("courier") || is("mono") {
            self.usual_width = 600.0;
            return;
        }
        let family = if is("times") || is("serif") && !is("sans") { "times" } else { "helvetica" };
        let bold = if is("bold") { " bold" } else { "" };
        let italic = if family == "times" && (is("italic") || is("oblique")) { " italic" } else { "" };
        let Some(widths) = WIDTHS.get(format!("{family}{bold}{italic}").as_str()) else { return };
        for (code, character) in (0u32..).zip(characters) {
            // A letter with an accent is as wide as without; a typographic mark about as its plain form.
            let plain = character.and_then(|it| match it {
                '‘' | '’' => Some('\''),
                '“' | '”' => Some('"'),
                '–' => Some('0'),
                '—' => Some('M'),
                it => it.nfd().next(),
            });
            let place = plain.and_then(|it| (it as usize).checked_sub(0x20));
            if let Some(width) = place.and_then(|place| widths.get(place)) {
                self.put_width(code, *width);
            }
        }
    }

    fn put_width(&mut self, code: u32, width: f32) {
        if self.widths.len() < MOST_WIDTHS && width.is_finite() {
            self.widths.insert(code, width);
        }
    }

    /// The codes of a string in order.
    pub fn show<'s>(&'s self, string: &'s [u8]) -> impl Iterator<Item = ShownCode> + 's {
        let mut rest = string;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (code, length) = match self.bytes_of_code {
                1 => (u32::from(*rest.first()?), 1),
                usual => self.map.code_at(rest, usual),
            };
            rest = rest.get(length..).unwrap_or_default();
            let width = self.widths.get(&code).copied().unwrap_or(self.usual_width) * self.scale;
            Some(ShownCode { text: self.text_of(code), width, is_space: length == 1 && code == 32 })
        })
    }

    fn text_of(&self, code: u32) -> Option<String> {
        if let Some(text) = self.map.text.get(&code) {
            return Some(text.clone());
        }
        let character = match &self.simple {
            Some(simple) => *simple.get(code as usize)?,
            None if self.is_utf16 => char::from_u32(code),
            None => None,
        };
        character.map(String::from)
    }
}

fn code_of(number: Number) -> u32 {
    u32::try_from(number.as_i64()).unwrap_or(0)
}

fn of_encoding(encoding: &'static Encoding) -> [Option<char>; 256] {
    std::array::from_fn(|code| {
        let byte = [u8::try_from(code).ok()?];
        let character = encoding.decode_without_bom_handling(&byte).0.chars().next()?;
        // Codes that an encoding leaves open show a bullet.
        Some(if ('\u{80}'..='\u{9f}').contains(&character) { '•' } else { character })
    })
}

fn standard() -> [Option<char>; 256] {
    std::array::from_fn(|code| {
        let byte = u8::try_from(code).ok()?;
        STANDARD.get(&byte).copied().or_else(|| (byte.is_ascii() && byte >= b' ').then(|| char::from(byte)))
    })
}

/// The character that a glyph's name stands for: a name of the table, a letter, a letter with an accent, a code.
fn character_named(name: &str) -> Option<char> {
    // `a.sc` is an `a` in another shape.
    let name = match name.split_once('.') {
        Some((bare, _)) if !bare.is_empty() => bare,
        _ => name,
    };
    if let Some(character) = GLYPHS.get(name) {
        return Some(*character);
    }
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    let with_accent = || {
        let (letter, mark) = ACCENTS.iter().find_map(|(accent, mark)| Some((name.strip_suffix(accent)?, mark)))?;
        let letter = letter.chars().next().filter(|_| letter.len() == 1)?;
        let mut composed = [letter, *mark].into_iter().nfc();
        composed.next().filter(|_| composed.next().is_none())
    };
    let by_code = || {
        let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
        let is_code = (4..=6).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit());
        char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| is_code)?)
    };
    with_accent().or_else(by_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_characters() {
        let named = |name| character_named(name).unwrap_or('?');
        assert_eq!(
            ["quotedblleft", "a", "Z", "eacute", "Scaron", "uni20AC", "u1F600", "seven.oldstyle", "g12", "cid:5"]
                .map(named),
            ['“', 'a', 'Z', 'é', 'Š', '€', '😀', '7', '?', '?']
        );
        assert_eq!(standard()[0xa3], Some('£'));
        assert_eq!(standard()[b'\'' as usize], Some('’'));
        assert_eq!(of_encoding(WINDOWS_1252)[0x93], Some('“'));
        assert!(WIDTHS.len() == 6 && WIDTHS.values().all(|widths| widths.len() == 95));
        assert!(rows(include_str!("glyphs.tsv")).all(|row| row.exactly::<3>().is_ok()));
        assert!(GLYPHS.len() > 100 && STANDARD.len() > 50, "{} {}", GLYPHS.len(), STANDARD.len());
    }
}
