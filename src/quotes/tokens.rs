//! An article's prose as tokens, sentences and paragraphs; every token a span of the text, in one pass.

use super::lexicon::{ACCORDING, Lexicon, PACKED, PAST, SEAT, SOURCE_NOUN, TITLE, WORDS_SAID, Word, is_plain};
use super::word_class::WordClass;
use crate::article::{Article, BlockKind};
use crate::people::Register;
use crate::span::Span;
use crate::words::List;
pub(crate) use crate::words::fold::token_onto as fold;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    /// The `'s` of a genitive or of a short "is".
    Genitive,
    /// A quotation mark, or an apostrophe that could be one.
    Mark(Mark),
    Comma,
    Colon,
    Semicolon,
    /// `.`, `!`, `?` or `…`.
    Stop,
    Dash,
    OpenBracket,
    CloseBracket,
    Other,
}

/// The class of a token that is no word.
fn class_of_sign(kind: Kind) -> WordClass {
    match kind {
        Kind::Comma | Kind::Dash => WordClass::Comma,
        Kind::Genitive => WordClass::Genitive,
        Kind::Number => WordClass::Number,
        _ => WordClass::Sign,
    }
}

/// A sign that can be a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub style: MarkStyle,
    /// What the glyph itself says.
    pub glyph: Glyph,
    /// By its place alone it can open: after white space, an opening bracket, a dash or another mark, before a word.
    pub can_open: bool,
    /// By its place alone it can close: behind a non-space, before white space, punctuation or an end.
    pub can_close: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkStyle {
    Double,
    Single,
    Guillemet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Opening,
    Closing,
    Either,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub span: Span,
    pub kind: Kind,
    pub word: Word,
    /// The kind of word, as the models see it.
    pub class: WordClass,
    /// A finite verb by its form: a word of saying, the ending of the past, or a past that is formed in its own way.
    pub verb_form: bool,
    /// First letter is a capital.
    pub capital: bool,
    /// Two and more letters, all capitals.
    pub all_caps: bool,
    /// White space stands before it (or the paragraph's start).
    pub spaced: bool,
    /// Index of the sentence in [`Prose::sentences`].
    pub sentence: u32,
    /// Index of the paragraph in [`Prose::paragraphs`].
    pub paragraph: u32,
}

impl Token {
    pub fn is(&self, classes: super::lexicon::Classes) -> bool {
        self.word.is(classes)
    }

    pub fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Mark(_))
    }

    /// Whether the word is a finite verb of saying.
    pub fn says(&self) -> bool {
        self.word.cue.is_some_and(|cue| cue.form.is_finite())
    }
}

/// One block of the article with its tokens.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    pub span: Span,
    pub tokens: Range<usize>,
    /// Names count in headlines and captions too, quotes in paragraphs only.
    pub is_prose: bool,
}

/// Whether a headline is what somebody posted: `Ann Example on X: "…"`.
fn is_post(headline: &str) -> bool {
    let Some((before, behind)) = headline.split_once(':') else { return false };
    let mut words = before.split_whitespace().rev();
    let network = words.next().is_some_and(|last| List::Network.has_any_case(last));
    network && words.any(|word| word == "on") && behind.trim_start().starts_with(['"', '“', '‘'])
}

/// The tokens of a whole article.
pub(crate) struct Prose<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub paragraphs: Vec<Paragraph>,
    /// Tokens of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// The tokens that can be marks, and those that can say something, in order.
    marks: Vec<u32>,
    cues: Vec<u32>,
}

impl<'a> Prose<'a> {
    pub fn new(article: &'a Article, lexicon: &Lexicon, register: &Register) -> Prose<'a> {
        let text = article.text.as_str();
        let mut prose = Prose {
            text,
            tokens: Vec::with_capacity(text.len() / 4),
            paragraphs: Vec::with_capacity(article.blocks.len()),
            sentences: Vec::with_capacity(text.len() / 100),
            marks: Vec::new(),
            cues: Vec::with_capacity(text.len() / 100),
        };
        let mut lower = String::with_capacity(32);
        for block in &article.blocks {
            let is_prose = match block.kind {
                BlockKind::Paragraph => true,
                BlockKind::Headline => is_post(block.span.of(text)),
                BlockKind::Caption | BlockKind::Subheading => false,
                BlockKind::Meta | BlockKind::Credit | BlockKind::RelatedLink => continue,
            };
            let first = prose.tokens.len();
            let words = Words { lexicon, register, paragraph: prose.paragraphs.len() as u32 };
            tokenize(text, block.span, &words, &mut lower, &mut prose.tokens);
            let tokens = first..prose.tokens.len();
            prose.note_landmarks(tokens.clone());
            prose.split_sentences(tokens.clone());
            prose.paragraphs.push(Paragraph { span: block.span, tokens, is_prose });
        }
        prose
    }

    /// The text of a token.
    pub fn str(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }

    /// Whether "according to" begins there.
    pub fn is_according_to(&self, token: usize) -> bool {
        self.tokens[token].is(ACCORDING) && self.str(token + 1) == "to"
    }

    fn note_landmarks(&mut self, tokens: Range<usize>) {
        for (at, token) in (tokens.start..).zip(&self.tokens[tokens]) {
            if token.is_mark() {
                self.marks.push(at as u32);
            } else if token.word.cue.is_some() || token.is(WORDS_SAID | ACCORDING) {
                self.cues.push(at as u32);
            }
        }
    }

    /// The quotation marks among these tokens, apostrophes that could be some too.
    pub fn marks_in(&self, tokens: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        within(&self.marks, tokens)
    }

    /// The tokens among these that can say something by themselves: words of saying, nouns for what is said, "according".
    pub fn cues_in(&self, tokens: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        within(&self.cues, tokens)
    }

    /// Index of the paragraph that holds the token.
    pub fn paragraph_of(&self, token: usize) -> usize {
        self.tokens.get(token).map_or(self.paragraphs.len(), |token| token.paragraph as usize)
    }

    /// The text from the first to the last of these tokens.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.hull(last.span),
            _ => Span::new(0, 0),
        }
    }

    /// Sentences end at a stop that is followed by an end, or by a capital, a number or an opening mark. Text that goes
    /// on and on without one is cut all the same, so that whoever looks through a whole sentence stays linear.
    fn split_sentences(&mut self, tokens: Range<usize>) {
        let mut first = tokens.start;
        let mut index = tokens.start;
        while index < tokens.end {
            let stop = self.tokens[index].kind == Kind::Stop;
            let endless = index - first >= LONGEST_SENTENCE;
            let mut end = index + 1;
            if stop {
                // Closing marks and brackets, and further stops, belong to the sentence that they end.
                while end < tokens.end {
                    let token = &self.tokens[end];
                    let closes = match token.kind {
                        // « French marks stand apart from their words. »
                        Kind::Mark(mark) if mark.style == MarkStyle::Guillemet => mark.glyph == Glyph::Closing,
                        Kind::Mark(mark) => !token.spaced && mark.glyph != Glyph::Opening,
                        Kind::CloseBracket => true,
                        Kind::Stop => true,
                        _ => false,
                    };
                    if !closes {
                        break;
                    }
                    end += 1;
                }
            }
            if end == tokens.end
                || endless
                || (stop && self.starts_sentence(end) && !self.is_tag(index..end, tokens.end))
            {
                let number = self.sentences.len() as u32;
                for token in &mut self.tokens[first..end] {
                    token.sentence = number;
                }
                self.sentences.push(first..end);
                first = end;
            }
            index = end;
        }
    }

    /// “Good night!” Mr Moat shouted.: behind a question or an exclamation and its closing mark, a name with a word of
    /// saying and nothing else is of the same sentence.
    fn is_tag(&self, stop: Range<usize>, end: usize) -> bool {
        /// Words of the longest name.
        const LONGEST_NAME: usize = 5;
        let (first, name) = (&self.tokens[stop.start], stop.end);
        let asks = matches!(first.span.of(self.text), "?" | "!");
        if !asks || !self.tokens[stop].last().is_some_and(Token::is_mark) {
            return false;
        }
        let words = self.tokens[name..end].iter().take(LONGEST_NAME + 1);
        let length = words.take_while(|token| token.kind == Kind::Word && token.capital).count();
        let verb = self.tokens[name..end].get(length);
        let behind = self.tokens[name..end].get(length + 1);
        (1..=LONGEST_NAME).contains(&length)
            && verb.is_some_and(Token::says)
            && behind.is_none_or(|token| matches!(token.kind, Kind::Stop | Kind::Comma))
    }

    fn starts_sentence(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        match token.kind {
            Kind::Word => token.capital && token.spaced,
            Kind::Number | Kind::OpenBracket | Kind::Dash => token.spaced,
            Kind::Mark(mark) => mark.can_open && mark.glyph != Glyph::Closing,
            _ => false,
        }
    }
}

/// Those of the rising numbers that lie in the range.
fn within(numbers: &[u32], range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
    let first = numbers.partition_point(|number| (*number as usize) < range.start);
    numbers[first..].iter().map(|number| *number as usize).take_while(move |number| *number < range.end)
}

/// Tokens of the longest sentence that is taken as one; those of real articles stay far below.
const LONGEST_SENTENCE: usize = 400;

/// What is asked of every word, and where it stands.
struct Words<'w> {
    lexicon: &'w Lexicon,
    register: &'w Register,
    paragraph: u32,
}

/// What a word's letters tell.
#[derive(Default)]
struct Letters {
    word: Word,
    class: WordClass,
    verb_form: bool,
    capital: bool,
    all_caps: bool,
}

/// Whether a word in lower case is a finite verb by its form.
fn is_verb_form(word: Word, lower: &[u8]) -> bool {
    word.cue.is_some_and(|cue| cue.form.is_finite()) || word.is(PAST) || lower.len() > 4 && lower.ends_with(b"ed")
}

impl Words<'_> {
    /// Reads a word of any form.
    fn read(&self, stem: &str, lower: &mut String) -> Letters {
        fold(stem, lower);
        let capital = stem.chars().next().is_some_and(char::is_uppercase);
        let mut word = self.lexicon.find(lower);
        if capital && !is_plain(lower) {
            word.classes |= self.lexicon.name_classes(self.register, stem);
        }
        // "co-chairman", "ex-minister", "vice-president": the noun behind the last hyphen.
        if let Some((first, noun)) = lower.rsplit_once('-')
            && (word == Word::default() || List::OfficePrefix.has(first))
        {
            word.classes |= self.lexicon.find(noun).classes & (SOURCE_NOUN | TITLE | SEAT);
        }
        let class = word.class(lower);
        let class = if capital { class.capitalised() } else { class };
        Letters {
            word,
            class,
            verb_form: !capital && is_verb_form(word, stem.as_bytes()),
            capital,
            all_caps: is_all_caps(stem),
        }
    }

    /// Reads a word of ASCII letters and digits, as [`Self::read`] does; `signs` are the classes of all its bytes.
    fn read_plain(&self, text: &str, span: Range<usize>, signs: u8, lower: &mut String) -> Letters {
        let length = span.len();
        let bytes = text.as_bytes();
        let packed = bytes[span.start..].first_chunk::<PACKED>().filter(|_| length <= PACKED);
        let Some(packed) = packed else { return self.read(&text[span], lower) };
        let stem = &bytes[span];
        let packed = u128::from_le_bytes(*packed) & (u128::MAX >> (8 * (PACKED - length)));
        if signs & UPPER == 0 {
            let word = self.lexicon.find_common(packed);
            let class = match word.class {
                WordClass::Other => WordClass::of_unlisted(stem),
                known => known,
            };
            let verb_form = is_verb_form(word, stem);
            return Letters { word, class, verb_form, capital: false, all_caps: false };
        }
        // The bit that tells capitals from small letters; digits have it.
        const SMALL: u128 = u128::from_le_bytes([0x20; PACKED]);
        let word = self.lexicon.find_packed((packed | SMALL) & (u128::MAX >> (8 * (PACKED - length))));
        let all_caps = signs & LOWER == 0 && stem.iter().filter(|byte| byte.is_ascii_uppercase()).count() > 1;
        if stem.first().is_some_and(u8::is_ascii_uppercase) {
            return Letters { word, class: word.class.capitalised(), verb_form: false, capital: true, all_caps };
        }
        // "iPhone", "2M"
        let class = match word.class {
            WordClass::Other => WordClass::of_unlisted(&stem.to_ascii_lowercase()),
            known => known,
        };
        Letters { word, class, verb_form: is_verb_form(word, stem), capital: false, all_caps }
    }
}

/// Classes of bytes, as bits.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const LETTER: u8 = LOWER | UPPER | DIGIT;
/// Can stand inside a word or belong to one, depending on what is around it.
const JOINT: u8 = 8;
/// Joins digits only.
const DIGIT_JOINT: u8 = 16;
const SPACE: u8 = 32;
const STOP: u8 = 64;

static BYTES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\'' | b'-' | b'&' | b'@' | b'#' | b'$' | b'_' | 0x80..=0xff => JOINT,
            b',' | b':' => DIGIT_JOINT,
            b' ' | b'\t' | b'\n' | b'\r' => SPACE,
            b'.' => STOP,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The end of a run of ASCII letters and digits that is a whole word whatever the rules for joints say, and the classes
/// of all its bytes; `None` where those rules have to be asked.
fn plain_word(bytes: &[u8], start: usize, end: usize) -> Option<(usize, u8)> {
    let word = &bytes[start..end];
    let mut signs = 0;
    let mut behind = SPACE;
    let mut length = word.len();
    for (at, byte) in word.iter().enumerate() {
        let class = BYTES[*byte as usize];
        if class & LETTER == 0 {
            (behind, length) = (class, at);
            break;
        }
        signs |= class;
    }
    let whole = match behind {
        JOINT => false,
        DIGIT_JOINT => signs & DIGIT == 0,
        // The end of a sentence, and no abbreviation: all of them have a capital or end with it.
        STOP => {
            let next = word.get(length + 1).map_or(SPACE, |byte| BYTES[*byte as usize]);
            signs == LOWER && length > 2 && next & (LETTER | JOINT) == 0
        }
        _ => true,
    };
    (whole && length > 0).then_some((start + length, signs))
}

/// Appends the tokens of one block. Linear in the block's length.
fn tokenize(text: &str, span: Span, words: &Words, lower: &mut String, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let end = span.end().min(bytes.len());
    let mut at = span.start();
    let mut spaced = true;
    while at < end {
        if BYTES[bytes[at] as usize] == SPACE {
            spaced = true;
            at += 1;
            continue;
        }
        let start = at;
        let (kind, letters);
        if let Some((behind, signs)) = plain_word(bytes, at, end) {
            at = behind;
            kind = if bytes[start].is_ascii_digit() { Kind::Number } else { Kind::Word };
            letters = words.read_plain(text, start..at, signs, lower);
        } else {
            let (char, width) = char_at(text, at);
            if char.is_whitespace() {
                spaced = true;
                at += width;
                continue;
            }
            if is_word_char(char) {
                at = word_end(text, at, end);
                // "Smith's": the genitive is a token of its own.
                let whole = &text[start..at];
                let genitive = genitive_length(whole);
                let stem = &whole[..whole.len() - genitive];
                at = start + stem.len();
                if text[at..end].starts_with('.') && takes_stop(stem, text[at + 1..end].chars().next()) {
                    at += 1;
                }
                kind = if char.is_ascii_digit() { Kind::Number } else { Kind::Word };
                let signs = bytes[start..at].iter().fold(0, |signs, byte| signs | BYTES[*byte as usize]);
                letters = match signs & !LETTER {
                    0 => words.read_plain(text, start..at, signs, lower),
                    _ => words.read(&text[start..at], lower),
                };
            } else {
                let length;
                (kind, length) = if matches!(char, '\'' | '’') && is_genitive_at(text, at, end) && !spaced {
                    (Kind::Genitive, width + 1)
                } else {
                    sign(text, at, end, spaced)
                };
                at += length;
                letters = Letters::default();
            }
        }
        let Letters { word, class, verb_form, capital, all_caps } = letters;
        tokens.push(Token {
            span: Span::new(start, at),
            kind,
            word,
            class: if kind == Kind::Word { class } else { class_of_sign(kind) },
            verb_form: verb_form && kind == Kind::Word,
            capital,
            all_caps,
            spaced,
            sentence: 0,
            paragraph: words.paragraph,
        });
        spaced = false;
    }
}

fn char_at(text: &str, at: usize) -> (char, usize) {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return (byte as char, 1);
    }
    text[at..].chars().next().map_or(('\u{fffd}', 1), |char| (char, char.len_utf8()))
}

fn is_word_char(char: char) -> bool {
    char.is_ascii_alphanumeric()
        || matches!(char, '@' | '#' | '$' | '£' | '€' | '_')
        // The curly marks and dashes among them are by far the most frequent ones that are none.
        || (!char.is_ascii() && !matches!(char, '\u{2000}'..='\u{206f}') && char.is_alphanumeric())
}

/// End of the word that starts here: letters and digits with apostrophes, hyphens, dots and commas between them.
fn word_end(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    let bytes = text.as_bytes();
    while at < end {
        while at < end && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        if at == end || matches!(bytes[at], b' ' | b'\n') {
            break;
        }
        let (char, width) = char_at(text, at);
        if is_word_char(char) || ('\u{300}'..='\u{36f}').contains(&char) {
            at += width;
            continue;
        }
        let next = text[at + width..end].chars().next();
        let before = text[start..at].chars().next_back();
        let joins = match char {
            '\'' | '’' | '-' | '\u{2011}' | '&' => next.is_some_and(is_word_char) && before.is_some_and(is_word_char),
            // "3.5", "U.S", "1,000", "10:30": digits on both sides, or single letters.
            '.' => {
                let both_digits =
                    before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
                both_digits
                    || (next.is_some_and(|c| c.is_alphabetic())
                        && is_letters_and_dots(&text[start..at])
                        && followed_by_single_letter(text, at + 1, end))
            }
            ',' | ':' => before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
        if !joins {
            break;
        }
        at += width;
    }
    at
}

/// "U", "U.S", "a.m", "D-N.Y": single letters between dots, a party's letter before them.
fn is_letters_and_dots(text: &str) -> bool {
    let text = text.split_once('-').filter(|(party, _)| List::PartyLetter.has(party)).map_or(text, |(_, state)| state);
    text.len() <= 12 && text.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn followed_by_single_letter(text: &str, at: usize, end: usize) -> bool {
    let mut chars = text[at..end].chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether a full stop behind the word belongs to it: initials, "Mr.", "Sen.", "U.S.", "Jan.", "No.".
fn takes_stop(stem: &str, next: Option<char>) -> bool {
    if next.is_some_and(|c| c.is_alphabetic()) {
        return false;
    }
    let first = stem.chars().next();
    let single = stem.chars().count() == 1 && first.is_some_and(char::is_uppercase) && stem != "I";
    single || stem.contains('.') && is_letters_and_dots(stem) || is_abbreviation(stem, first)
}

/// Whether the word is one of the abbreviations; nearly all begin with a capital, and most ends of sentences do not.
fn is_abbreviation(stem: &str, first: Option<char>) -> bool {
    match first.is_some_and(char::is_uppercase) {
        true => List::Abbreviation.has_capitalised(stem),
        false => List::SmallAbbreviation.has(stem),
    }
}

fn is_all_caps(word: &str) -> bool {
    let mut letters = 0;
    for char in word.chars() {
        if char.is_alphabetic() {
            if !char.is_uppercase() {
                return false;
            }
            letters += 1;
        }
    }
    letters >= 2
}

/// Bytes of a `'s` at the end of the word, 0 where there is none.
fn genitive_length(word: &str) -> usize {
    let Some(stem) = word.strip_suffix(['s', 'S']) else { return 0 };
    match stem.strip_suffix('\'').map(|_| 2).or_else(|| stem.strip_suffix('’').map(|_| 4)) {
        Some(length) if word.len() > length => length,
        _ => 0,
    }
}

fn is_genitive_at(text: &str, at: usize, end: usize) -> bool {
    let mut chars = text[at..end].chars();
    chars.next();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(is_word_char)
}

/// A sign that is no word: its kind and its length in bytes.
fn sign(text: &str, at: usize, end: usize, spaced: bool) -> (Kind, usize) {
    let (char, width) = char_at(text, at);
    let rest = &text[at..end];
    let mark = |style, glyph, length: usize| {
        (Kind::Mark(mark_in_context(text, at, length, end, spaced, style, glyph)), length)
    };
    match char {
        '"' | '\u{201f}' | '\u{ff02}' => mark(MarkStyle::Double, Glyph::Either, width),
        '“' | '„' => mark(MarkStyle::Double, Glyph::Opening, width),
        '”' => mark(MarkStyle::Double, Glyph::Closing, width),
        '«' => mark(MarkStyle::Guillemet, Glyph::Opening, width),
        '»' => mark(MarkStyle::Guillemet, Glyph::Closing, width),
        '\'' if rest.starts_with("''") => mark(MarkStyle::Double, Glyph::Either, 2),
        '`' if rest.starts_with("``") => mark(MarkStyle::Double, Glyph::Opening, 2),
        '‘' if rest.starts_with("‘‘") => mark(MarkStyle::Double, Glyph::Opening, 2 * width),
        '’' if rest.starts_with("’’") => mark(MarkStyle::Double, Glyph::Closing, 2 * width),
        '\'' => mark(MarkStyle::Single, Glyph::Either, width),
        '‘' | '‚' | '`' => mark(MarkStyle::Single, Glyph::Opening, width),
        '’' => mark(MarkStyle::Single, Glyph::Closing, width),
        ',' => (Kind::Comma, width),
        ':' => (Kind::Colon, width),
        ';' => (Kind::Semicolon, width),
        '.' => (Kind::Stop, width + rest[1..].bytes().take_while(|byte| *byte == b'.').count()),
        '!' | '?' | '…' => (Kind::Stop, width),
        '-' => (Kind::Dash, width + rest[1..].bytes().take_while(|byte| *byte == b'-').count()),
        '–' | '—' | '―' | '‒' => (Kind::Dash, width),
        '(' | '[' => (Kind::OpenBracket, width),
        ')' | ']' => (Kind::CloseBracket, width),
        _ => (Kind::Other, width),
    }
}

fn mark_in_context(
    text: &str,
    at: usize,
    length: usize,
    end: usize,
    spaced: bool,
    style: MarkStyle,
    glyph: Glyph,
) -> Mark {
    let before = text[..at].chars().next_back();
    let after = text[at + length..end].chars().next();
    let open_before = spaced
        || before
            .is_none_or(|c| matches!(c, '(' | '[' | '—' | '–' | '-' | '―' | '/' | '“' | '‘' | '"' | '\'' | '«' | '„'));
    let solid_after = after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | ')' | ';' | ':' | '!' | '?'));
    let space_after = after.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '$' | '£' | '€' | '#' | '@')));
    Mark { style, glyph, can_open: open_before && solid_after, can_close: space_after && !spaced }
}
