//! Text to the terms that are stored and looked for: the same for articles, questions and highlights.
//!
//! Words are lower-cased, accents folded, apostrophes of either shape treated alike and a possessive `'s` taken off;
//! `N.H.S.` is `nhs`, `1,000` is `1000`. `US` and `U.S.` become `usa`, or the country could not be told from the
//! pronoun. The stemmed form is that of the English Snowball stemmer; the exact form has everything but the stem.
//! Cannot do: a headline in capitals ("TELL US MORE") has its pronoun taken for the country.

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names under which the analyzers are registered with the engine.
pub(super) const STEMMED: &str = "onrecord_stemmed";
pub(super) const EXACT: &str = "onrecord_exact";

/// Stands between texts that share a field, so that no phrase reaches from one into the next.
pub(super) const TEXT_BREAK: char = '\u{1e}';
/// How many places apart that sets them; more than any slop that a question may ask for.
pub(super) const BREAK_PLACES: usize = 1000;

/// Longer words are cut: nobody types them, and the engine refuses very long terms.
const LONGEST_WORD: usize = 120;

/// The form in which a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Stemmed,
    Exact,
}

pub(super) fn analyzer(form: Form) -> TextAnalyzer {
    match form {
        Form::Stemmed => TextAnalyzer::builder(Words::default()).filter(Stemmer::new(Language::English)).build(),
        Form::Exact => TextAnalyzer::from(Words::default()),
    }
}

/// A word of a text: its form, its place in the text's order and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub text: String,
    pub position: usize,
    /// Bytes of the text, end excluded.
    pub start: usize,
    pub end: usize,
}

pub(super) fn terms(analyzer: &mut TextAnalyzer, text: &str) -> Vec<Term> {
    let mut stream = analyzer.token_stream(text);
    let mut terms = Vec::new();
    while stream.advance() {
        let token = stream.token();
        terms.push(Term {
            text: token.text.clone(),
            position: token.position,
            start: token.offset_from,
            end: token.offset_to,
        });
    }
    terms
}

/// A name or title folded word by word, for comparing: `Boris Johnson’s` and `boris johnson` are the same.
pub fn fold_words(text: &str) -> Vec<String> {
    terms(&mut analyzer(Form::Exact), text).into_iter().map(|term| term.text).collect()
}

/// Splits a text into folded words.
#[derive(Clone, Default)]
pub(super) struct Words {
    token: Token,
}

pub(super) struct WordStream<'a> {
    text: &'a str,
    position: usize,
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, position: 0, at: 0, token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let rest = &self.text[self.at..];
            let Some((offset, first)) =
                rest.char_indices().find(|(_, character)| starts_word(*character) || *character == TEXT_BREAK)
            else {
                return false;
            };
            let start = self.at + offset;
            if first == TEXT_BREAK {
                self.position += BREAK_PLACES;
                self.at = start + first.len_utf8();
                continue;
            }
            let end = start + word_length(&self.text[start..]);
            self.at = end;
            self.token.text.clear();
            fold_word(&self.text[start..end], &mut self.token.text);
            if self.token.text.is_empty() {
                continue;
            }
            self.token.offset_from = start;
            self.token.offset_to = end;
            self.token.position = self.position;
            self.token.position_length = 1;
            self.position += 1;
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Letters and digits. One of the apostrophes counts as a letter with the Unicode Standard, and begins no word here.
fn starts_word(character: char) -> bool {
    character.is_alphanumeric() && character != '\u{2bc}'
}

/// Bytes of the word at the start of `text`.
fn word_length(text: &str) -> usize {
    abbreviation_length(text).unwrap_or_else(|| plain_length(text))
}

/// Single letters with full stops between them, the last full stop left out: `N.H.S`.
fn abbreviation_length(text: &str) -> Option<usize> {
    let mut length = 0;
    let mut letters = 0;
    let mut at = 0;
    loop {
        let mut characters = text[at..].chars();
        let Some(letter) = characters.next().filter(|letter| letter.is_alphabetic()) else { break };
        let after = characters.next();
        if after.is_some_and(char::is_alphanumeric) {
            break;
        }
        letters += 1;
        length = at + letter.len_utf8();
        if after != Some('.') {
            break;
        }
        at = length + 1;
    }
    (letters > 1).then_some(length)
}

/// Letters and digits, with apostrophes before letters, and full stops and commas between digits.
fn plain_length(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((offset, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let inside = match character {
            '\'' | '\u{2019}' | '\u{2bc}' => previous.is_alphanumeric() && next.is_alphabetic(),
            '.' | ',' => previous.is_ascii_digit() && next.is_ascii_digit(),
            other => other.is_alphanumeric() || is_combining_mark(other),
        };
        if !inside {
            return offset;
        }
        previous = character;
    }
    text.len()
}

/// Adds the folded form of a word to `folded`.
fn fold_word(word: &str, folded: &mut String) {
    let stem = without_possessive(word);
    if matches!(stem, "US" | "U.S" | "U.S.A" | "u.s" | "u.s.a") {
        folded.push_str("usa");
        return;
    }
    if stem.is_ascii() {
        let decimal = stem.as_bytes()[0].is_ascii_digit();
        for byte in stem.bytes() {
            if byte.is_ascii_alphanumeric() || (byte == b'.' && decimal) {
                folded.push(byte.to_ascii_lowercase() as char);
            }
        }
    } else {
        for character in stem.nfd().filter(|character| starts_word(*character)).flat_map(char::to_lowercase) {
            match character {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'ı' => folded.push('i'),
                other => folded.push(other),
            }
        }
    }
    if folded.len() > LONGEST_WORD {
        let mut cut = LONGEST_WORD;
        while !folded.is_char_boundary(cut) {
            cut -= 1;
        }
        folded.truncate(cut);
    }
}

fn without_possessive(word: &str) -> &str {
    let Some(rest) = word.strip_suffix(['s', 'S']) else { return word };
    rest.strip_suffix(['\'', '\u{2019}', '\u{2bc}']).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Vec<String> {
        fold_words(text)
    }

    fn stemmed(text: &str) -> Vec<String> {
        terms(&mut analyzer(Form::Stemmed), text).into_iter().map(|term| term.text).collect()
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(exact("Trump’s NATO, Nato's “Nato”"), ["trump", "nato", "nato", "nato"]);
        assert_eq!(exact("O’Brien don't workers’ pay"), ["obrien", "dont", "workers", "pay"]);
        assert_eq!(exact("Sinn Féin, naïve Øster"), ["sinn", "fein", "naive", "oster"]);
        assert_eq!(exact("anti-semitism"), ["anti", "semitism"]);
        assert_eq!(exact("\u{2bc}tis \u{2bc} O\u{2bc}Brien\u{2bc}s"), ["tis", "obrien"]);
    }

    #[test]
    fn abbreviations_and_numbers_are_one_word() {
        assert_eq!(exact("the N.H.S. and the NHS"), ["the", "nhs", "and", "the", "nhs"]);
        assert_eq!(exact("U.S. troops told us. The US, U.S.A."), ["usa", "troops", "told", "us", "the", "usa", "usa"]);
        assert_eq!(exact("1,000 at 3.5% in 2016. Then"), ["1000", "at", "3.5", "in", "2016", "then"]);
        assert_eq!(exact("John F. Kennedy J.F.Kennedy"), ["john", "f", "kennedy", "jf", "kennedy"]);
        assert_eq!(exact("end.Next"), ["end", "next"]);
    }

    #[test]
    fn stems_meet() {
        assert_eq!(stemmed("nations"), stemmed("nation"));
        assert_eq!(stemmed("attacked"), stemmed("attacks"));
    }

    #[test]
    fn a_break_sets_texts_apart() {
        let terms = terms(&mut analyzer(Form::Exact), "one two\u{1e}three");
        assert_eq!(terms[1].position, 1);
        assert_eq!(terms[2].position, 2 + BREAK_PLACES);
    }

    proptest::proptest! {
        #[test]
        fn words_lie_in_order_on_character_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for term in terms(&mut analyzer(Form::Exact), &text) {
                proptest::prop_assert!(last <= term.start && term.start < term.end);
                proptest::prop_assert!(text.get(term.start..term.end).is_some());
                proptest::prop_assert!(!term.text.is_empty());
                last = term.end;
            }
        }
    }
}
