//! Where sentences begin and end in a piece of prose: for showing words in the sentence in which they stand.
//!
//! The finder of quotes has its own division into sentences, made of tokens; this one needs the text alone. Where it is not
//! sure that a sentence ends, it goes on: a sentence too many is shown rather than half of one.

use std::ops::Range;

use super::{List, fold};

/// The sentences of `text` that hold all of the stretch (bytes), without white space at the ends.
pub(crate) fn sentences_around(text: &str, stretch: Range<usize>) -> Range<usize> {
    let mut around = 0..text.len();
    for (end, next) in breaks(text) {
        if next <= stretch.start {
            around.start = next;
        } else if end >= stretch.end {
            around.end = end;
            break;
        }
    }
    let shown = text.get(around.clone()).unwrap_or_default();
    let before = shown.len() - shown.trim_start().len();
    around.start + before..around.start + before + shown.trim().len()
}

/// The end of each sentence and the begin of the next one.
fn breaks(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut signs = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((at, sign)) = signs.next() {
            if sign == '\n' {
                // An empty line.
                let mut is_empty = false;
                while let Some((_, space)) = signs.next_if(|(_, next)| next.is_whitespace()) {
                    is_empty |= space == '\n';
                }
                if is_empty {
                    return Some((at, signs.peek().map_or(text.len(), |(next, _)| *next)));
                }
                continue;
            }
            if !is_stop(sign) {
                continue;
            }
            // Further stops, closing marks and brackets belong to the sentence that they end.
            while signs.next_if(|(_, next)| is_stop(*next) || is_closing(*next)).is_some() {}
            let end = signs.peek().map_or(text.len(), |(end, _)| *end);
            let rest = &text[end..];
            let begin = rest.trim_start();
            let next = text.len() - begin.len();
            let is_apart = next > end && !rest[..next - end].contains("\n\n");
            if is_apart && begins(begin) && !(sign == '.' && end == at + 1 && is_abbreviation(&text[..at])) {
                return Some((end, next));
            }
        }
        None
    })
}

fn is_stop(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '…')
}

fn is_closing(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '”' | '’' | '»' | ')' | ']')
}

/// Whether a sentence can begin so: with a capital, a number, an opening mark or bracket.
fn begins(text: &str) -> bool {
    let opens =
        |sign: char| matches!(sign, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '–' | '—' | '-' | '£' | '$' | '€');
    text.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit() || opens(sign))
}

/// Whether the full stop behind this text shortens its last word: `Mr`, `J`, `U.S`.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '“' | '"' | '‘')).next();
    let word = word.unwrap_or_default();
    let mut folded = String::new();
    fold::token_onto(word, &mut folded);
    let is_initial = word.chars().count() == 1 && word != "I" && word.chars().all(char::is_uppercase);
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    let is_dotted = word.contains('.') && word.chars().all(|sign| sign == '.' || sign.is_alphabetic());
    is_initial || is_dotted || is_capital && List::Abbreviation.has(&folded) || List::SmallAbbreviation.has(&folded)
}

#[cfg(test)]
mod tests {
    use super::sentences_around;

    fn around<'t>(text: &'t str, words: &str) -> &'t str {
        let start = text.find(words).expect("the words stand in the text");
        &text[sentences_around(text, start..start + words.len())]
    }

    #[test]
    fn words_stand_in_their_sentence() {
        let text = "It was late. Mr. Testby of the U.S. team said he was “not amused”. He left.\n\nA new day (and a bright one.) \
                    “Stay. Now!” said J. R. Example. Why? 30 came.";
        for (words, sentence) in [
            ("late", "It was late."),
            ("not amused", "Mr. Testby of the U.S. team said he was “not amused”."),
            ("He left", "He left."),
            ("A new", "A new day (and a bright one.)"),
            ("Stay. Now!", "“Stay. Now!” said J. R. Example."),
            ("Stay", "“Stay."),
            ("Why", "Why?"),
            ("came", "30 came."),
            ("late. Mr", "It was late. Mr. Testby of the U.S. team said he was “not amused”."),
        ] {
            assert_eq!(around(text, words), sentence, "{words}");
        }
        assert_eq!(&text[sentences_around(text, 0..text.len())], text);
        assert_eq!(sentences_around("", 0..0), 0..0);
    }
}
