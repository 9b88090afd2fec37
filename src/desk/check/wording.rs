//! A quotation as words that can be compared, stricter than the index folds them: what changes a word changes what was said.
//!
//! Case, accents, marks around words, hyphens and the form of apostrophes make no difference; an ending does, a possessive
//! does, a sign before a number does.

use crate::words::List;

/// A word of a text with its bytes, end excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordAt {
    /// As it is compared.
    pub folded: String,
    /// First byte.
    pub start: usize,
    /// Byte behind the last one.
    pub end: usize,
    /// Whether a sentence ends behind it.
    pub ends_sentence: bool,
}

/// The words of a text.
pub fn words_of(text: &str) -> Vec<WordAt> {
    let mut words: Vec<WordAt> = Vec::new();
    let mut start = None;
    let parts = |character: char| character.is_whitespace() || is_joint(character);
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if !parts(character) {
            start.get_or_insert(at);
            continue;
        }
        let Some(first) = start.take() else { continue };
        // An ellipsis without spaces around it stands between two words.
        let mut from = first;
        for (dots, length) in ellipses(&text[first..at]) {
            push(text, from, first + dots, &mut words);
            from = first + dots + length;
        }
        push(text, from, at, &mut words);
    }
    words
}

/// Hyphens, dashes and strokes, which part words.
fn is_joint(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '/' | '\u{ad}')
}

/// Where ellipses stand in a text, and how long they are, in bytes.
fn ellipses(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find("...").into_iter().chain(text[at..].find('…')).min() {
        let begin = at + offset;
        let length = text[begin..].chars().take_while(|it| matches!(it, '.' | '…')).map(char::len_utf8).sum();
        found.push((begin, length));
        at = begin + length;
    }
    found
}

fn push(text: &str, start: usize, end: usize, words: &mut Vec<WordAt>) {
    let raw = &text[start..end];
    let ends_sentence = raw.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '?', '!']);
    let kept = |character: char| character.is_alphanumeric() || matches!(character, '£' | '$' | '€' | '%' | '&' | '+');
    let Some(first) = raw.find(kept) else {
        if let Some(last) = words.last_mut() {
            last.ends_sentence |= ends_sentence;
        }
        return;
    };
    let last = raw.rfind(kept).map_or(raw.len(), |at| at + raw[at..].chars().next().map_or(0, char::len_utf8));
    let folded = fold(&raw[first..last]);
    if !folded.is_empty() {
        words.push(WordAt { folded, start: start + first, end: start + last, ends_sentence });
    }
}

/// A word as it is compared. The country is told from the pronoun by its capitals.
fn fold(word: &str) -> String {
    if List::UnitedStates.has(word) {
        return "usa".to_owned();
    }
    let mut folded = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let is_between_digits = before.is_ascii_digit() && characters.peek().is_some_and(char::is_ascii_digit);
        match character {
            '\'' | '’' | '‘' | '\u{2bc}' | '`' | '´' => folded.push('\''),
            '.' if is_between_digits => folded.push('.'),
            '.' | ',' | '(' | ')' | '[' | ']' | '"' | '“' | '”' => {}
            ':' if is_between_digits => folded.push(':'),
            other if other.is_ascii() => folded.push(other.to_ascii_lowercase()),
            other => push_plain(other, &mut folded),
        }
        before = character;
    }
    folded
}

/// A letter without its accents, in lower case; what is there without being seen is left out.
fn push_plain(letter: char, folded: &mut String) {
    use unicode_normalization::UnicodeNormalization;
    if crate::harmless::is_steering(letter) {
        return;
    }
    let plain = std::iter::once(letter).nfkd().filter(|it| !unicode_normalization::char::is_combining_mark(*it));
    plain.flat_map(char::to_lowercase).for_each(|it| folded.push(it));
}

/// The words that a draft gives as somebody's, in the parts that it says are parts: at an ellipsis, at brackets, and where
/// the quotation is interrupted behind a whole sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotedParts {
    /// All words, those in brackets left out.
    pub words: Vec<String>,
    /// Where each part ends among the words, rising; the last one is their number.
    pub ends: Vec<usize>,
    /// As they are written, one for each word.
    pub written: Vec<String>,
}

impl QuotedParts {
    /// Of the segments of a quotation.
    pub fn new<'t>(segments: impl IntoIterator<Item = &'t str>) -> QuotedParts {
        let mut quoted = QuotedParts::default();
        for segment in segments {
            let before = quoted.words.len();
            if before > 0 && quoted.written.last().is_some_and(|last| last.ends_with(['.', '?', '!'])) {
                quoted.end_part();
            }
            for (at, piece) in open_cuts(segment).into_iter().enumerate() {
                if at > 0 {
                    quoted.end_part();
                }
                for word in words_of(piece) {
                    // With the full stop that is behind it: a segment's last word tells whether a sentence ended.
                    let stop = if word.ends_sentence { "." } else { "" };
                    quoted.written.push(format!("{}{stop}", &piece[word.start..word.end]));
                    quoted.words.push(word.folded);
                }
            }
        }
        quoted.end_part();
        quoted.written.iter_mut().for_each(|word| {
            if word.ends_with('.') {
                word.pop();
            }
        });
        quoted
    }

    fn end_part(&mut self) {
        let end = self.words.len();
        if end > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(end);
        }
    }

    /// The words of each part.
    pub fn parts(&self) -> impl Iterator<Item = &[String]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.words[start..*end])
    }

    /// The words of the longest part, as they are written.
    pub fn longest_part(&self) -> String {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let longest = starts.zip(&self.ends).max_by_key(|(start, end)| *end - start);
        longest.map_or_else(String::new, |(start, end)| self.written[start..*end].join(" "))
    }
}

/// A quotation at its ellipses and brackets.
fn open_cuts(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(offset) = text[at..].find(['…', '.', '[']) {
        let here = at + offset;
        let rest = &text[here..];
        let length = match rest.chars().next() {
            Some('[') => rest.find(']').map_or(0, |end| end + 1),
            _ => {
                let dots: usize = rest.chars().take_while(|it| matches!(it, '.' | '…')).map(char::len_utf8).sum();
                if rest.starts_with('…') || dots >= 3 { dots } else { spaced_dots(rest) }
            }
        };
        if length == 0 {
            at = here + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        pieces.push(&text[from..here]);
        from = here + length;
        at = from;
    }
    pieces.push(&text[from..]);
    pieces
}

/// Bytes of `. . .` at the start of a text; 0 where it is none.
fn spaced_dots(text: &str) -> usize {
    const DOTS: &str = ". . .";
    if text.starts_with(DOTS) { DOTS.len() } else { 0 }
}

/// Whether the parts stand in the words one behind the other, each whole; gives where each begins.
pub fn find_parts(quoted: &QuotedParts, words: &[String]) -> Option<Vec<usize>> {
    let mut from = 0;
    let mut starts = Vec::new();
    for part in quoted.parts() {
        let rest = &words[from..];
        if part.len() > rest.len() {
            return None;
        }
        let at = rest.windows(part.len()).position(|window| window == part)?;
        starts.push(from + at);
        from += at + part.len();
    }
    (!starts.is_empty()).then_some(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words_of(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn what_is_no_change_is_folded() {
        assert_eq!(folded("“We’ll build – not break – it.”"), ["we'll", "build", "not", "break", "it"]);
        assert_eq!(folded("anti-semitism / Féin, 1,000"), ["anti", "semitism", "fein", "1000"]);
        assert_eq!(folded("the N.H.S. … said...Well"), ["the", "nhs", "said", "well"]);
        assert_eq!(folded("us and the US"), ["us", "and", "the", "usa"]);
    }

    #[test]
    fn what_is_a_change_stays() {
        assert_ne!(folded("Britain's"), folded("Britain"));
        assert_ne!(folded("£5"), folded("5"));
        assert_ne!(folded("5%"), folded("5"));
        assert_ne!(folded("1.5"), folded("15"));
        assert_ne!(folded("can't"), folded("can"));
    }

    #[test]
    fn open_cuts_part_a_quotation() {
        let parts = |text: &str| {
            let quoted = QuotedParts::new([text]);
            quoted.parts().map(|part| part.join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(parts("We will … not stop"), ["we will", "not stop"]);
        assert_eq!(parts("We will [...] not stop"), ["we will", "not stop"]);
        assert_eq!(parts("[He] will not stop. Ever."), ["will not stop ever"]);
        assert_eq!(parts("We will . . . stop... now"), ["we will", "stop", "now"]);
        assert_eq!(parts("…"), Vec::<String>::new());
        assert_eq!(parts("an [open bracket"), ["an open bracket"]);
        let two = QuotedParts::new(["We will not stop.", "We never did,", "you know"]);
        assert_eq!(two.ends, [4, 9]);
        let source: Vec<String> = folded("We will not stop. It is hard. We never did, you know");
        assert_eq!(find_parts(&two, &source), Some(vec![0, 7]));
        assert_eq!(find_parts(&QuotedParts::new(["stop. We never"]), &source), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_words_in_order(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in words_of(&text) {
                proptest::prop_assert!(last <= word.start && word.start < word.end);
                proptest::prop_assert!(text.get(word.start..word.end).is_some());
                last = word.end;
            }
            let quoted = QuotedParts::new([text.as_str(), text.as_str()]);
            proptest::prop_assert_eq!(quoted.words.len(), quoted.written.len());
            proptest::prop_assert_eq!(quoted.ends.last().copied().unwrap_or(0), quoted.words.len());
        }
    }
}
