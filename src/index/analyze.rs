//! The analyzer: text to the words that are stored and looked for, the same for articles, questions and highlights.
//!
//! Words are lower-cased, accents folded, apostrophes of either shape treated alike and a possessive `'s` taken off;
//! `N.H.S.` is `nhs`, `1,000` is `1000`. `US` and `U.S.` become `usa`, or the country could not be told from the
//! pronoun. A stem is that of the English Snowball stemmer of a folded word.
//! Cannot do: a headline in capitals ("TELL US MORE") has its pronoun taken for the country.

use crate::words::fold::{LONGEST_WORD, word_onto};
use crate::words::{List, MeaningTable, Meanings, meanings};
use unicode_normalization::char::is_combining_mark;

/// A word of a text: its folded form and its bytes, end excluded. Its position is its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// The folded words of a text.
pub(super) fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut words = FoldedWords::new(text);
    let mut folded = String::new();
    while let Some((start, end)) = words.next_into(&mut folded) {
        terms.push(Term { text: std::mem::take(&mut folded), start, end });
    }
    terms
}

/// A name or title folded word by word, for comparing: `Boris Johnson’s` and `boris johnson` are the same.
pub fn fold_words(text: &str) -> Vec<String> {
    terms(text).into_iter().map(|term| term.text).collect()
}

/// The id of an outlet: its name folded, so that one paper in two spellings is one.
pub(super) fn outlet_id(name: &str) -> String {
    fold_words(name).join("-")
}

/// Gives stems of folded words.
pub(super) struct Stems(frostem::Stemmer, &'static Meanings);

impl Stems {
    pub fn new() -> Stems {
        Stems(frostem::Stemmer::new(frostem::Algorithm::English), meanings(MeaningTable::OwnStem))
    }

    /// The stem of a folded word; of `taxes` and `taxed` it is `tax`. Words that a stemmer takes for forms of others, and
    /// that mean something else, have one of their own (`src/words/data/en/own_stems.tsv`), as search engines override
    /// their stemmers.
    pub fn of<'w>(&self, word: &'w str) -> std::borrow::Cow<'w, str> {
        match self.1.of(word) {
            [own, ..] => std::borrow::Cow::Borrowed(own),
            [] => self.0.stem(word),
        }
    }
}

/// Splits a text into folded words, one after the other and without an allocation for each.
pub(super) struct FoldedWords<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> FoldedWords<'t> {
    pub fn new(text: &'t str) -> FoldedWords<'t> {
        FoldedWords { text, at: 0 }
    }

    /// Adds the next word's folded form to `folded`; gives the word's bytes in the text, end excluded.
    pub fn next_into(&mut self, folded: &mut String) -> Option<(usize, usize)> {
        loop {
            let start = self.at + word_start(&self.text[self.at..])?;
            let rest = &self.text[start..];
            let before = folded.len();
            // Nearly every word is letters of ASCII and ends before a space or a comma.
            let plain = plain_ascii_length(rest.as_bytes());
            if plain > 0 && plain <= LONGEST_WORD {
                let word = &rest[..plain];
                self.at = start + plain;
                if List::UnitedStates.has(word) {
                    folded.push_str("usa");
                } else {
                    folded.push_str(word);
                    folded[before..].make_ascii_lowercase();
                }
                return Some((start, self.at));
            }
            let end = start + word_length(rest);
            self.at = end;
            word_onto(&self.text[start..end], folded);
            if folded.len() > before {
                return Some((start, end));
            }
        }
    }
}

/// Bytes of the word at the start, where it is letters and digits of ASCII and nothing behind them can belong to it; 0
/// where that is not plain.
fn plain_ascii_length(text: &[u8]) -> usize {
    let plain = text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    match text.get(plain) {
        Some(next) if !next.is_ascii() || matches!(next, b'.' | b',' | b'\'') => 0,
        _ => plain,
    }
}

/// Bytes before the next word.
fn word_start(text: &str) -> Option<usize> {
    let plain = text.bytes().position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    if text.as_bytes()[plain].is_ascii() {
        return Some(plain);
    }
    text[plain..].char_indices().find(|(_, character)| starts_word(*character)).map(|(offset, _)| plain + offset)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Vec<String> {
        fold_words(text)
    }

    fn stemmed(text: &str) -> Vec<String> {
        let stems = Stems::new();
        fold_words(text).iter().map(|word| stems.of(word).into_owned()).collect()
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
    fn words_that_only_look_like_forms_of_others_are_apart() {
        let pairs = [
            ("housing", "house"),
            ("aids", "aid"),
            ("customers", "customs"),
            ("important", "imports"),
            ("officer", "office"),
        ];
        for (one, other) in pairs {
            assert_ne!(stemmed(one), stemmed(other), "{one}, {other}");
        }
        assert_eq!(stemmed("customers"), stemmed("customer"));
        assert_eq!(stemmed("houses"), stemmed("housed"));
    }

    /// Each row is needed, and its stem is that of its own words alone.
    #[test]
    fn the_table_of_own_stems_is_sound() {
        let table = include_str!("../words/data/en/own_stems.tsv");
        let plain = frostem::Stemmer::new(frostem::Algorithm::English);
        let mut known = std::collections::HashSet::new();
        for row in table.lines().filter(|row| !row.starts_with('#')) {
            let (words, stem) = row.split_once('\t').unwrap_or_else(|| panic!("{row}: words and a stem"));
            assert!(known.insert(stem.to_string()), "{stem}: two rows have this stem");
            assert!(words.split(' ').any(|word| word == stem || Stems::new().of(word) == stem), "{row}");
            for word in words.split(' ') {
                assert_eq!(stemmed(word), [stem], "{word}");
            }
            let shared = words.split(' ').any(|word| plain.stem(word) != stem);
            assert!(shared, "{row}: the stemmer knows that");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_lie_in_order_on_character_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for term in terms(&text) {
                proptest::prop_assert!(last <= term.start && term.start < term.end);
                proptest::prop_assert!(text.get(term.start..term.end).is_some());
                proptest::prop_assert!(!term.text.is_empty());
                last = term.end;
            }
        }
    }
}
