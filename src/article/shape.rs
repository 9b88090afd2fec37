//! What a line looks like, whatever it says: a sentence, a headline, names.
//!
//! Takes one passage, gives its [`LineShape`]. To which side it errs: a passage that might be prose is prose, for a
//! paragraph that is dropped takes its quotes with it.

use super::BlockKind;
use super::lines::ends_sentence;
use crate::words::List;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineShape {
    Prose,
    /// Looks like a headline, a subheading or a caption.
    Heading,
    /// Looks like a heading only among others: it ends in a question mark or in a closing single quotation mark.
    PerhapsHeading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PassageMark {
    /// Its own words tell what it is.
    Known(BlockKind),
    Shape(LineShape),
}

/// Headings are shorter than this, in bytes.
const LONGEST_HEADING: usize = 160;
const LONGEST_QUESTION: usize = 110;

pub(super) fn shape_of(passage: &str) -> LineShape {
    if passage.len() > LONGEST_HEADING || passage.contains('\n') {
        return LineShape::Prose;
    }
    let begins_headline = passage
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '\'' | '£' | '$'));
    if !begins_headline || passage.contains(['"', '“', '”', '«', '»', '„']) || passage.contains("''") {
        return LineShape::Prose;
    }
    let first = passage.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if List::OpensSentence.has_capitalised(first) {
        return LineShape::Prose;
    }
    let last = passage.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    if List::HandsOver.has(last) || begins_like_speech(passage) {
        return LineShape::Prose;
    }
    match passage.chars().next_back() {
        Some('?' | '!') if passage.len() <= LONGEST_QUESTION && !passage.contains(". ") => LineShape::PerhapsHeading,
        // "… 'a gross betrayal'" may be a headline; "'No,' he told the 'Today programme'" has a comma in a quote.
        Some('\'' | '’') if !ends_sentence(passage) && !passage.starts_with(['\'', '‘']) && !passage.contains(",'") => {
            LineShape::PerhapsHeading
        }
        Some(c) if c.is_alphanumeric() || matches!(c, ')' | '%' | '£' | '+') => {
            if ends_sentence(passage) || passage.contains(". ") && looks_like_sentences(passage) {
                LineShape::Prose
            } else {
                LineShape::Heading
            }
        }
        _ => LineShape::Prose,
    }
}

/// Whether the line holds a quotation mark; an apostrophe within or behind a word is none.
pub(super) fn holds_quote(line: &str) -> bool {
    line.contains(['"', '“', '”', '‘', '«', '»'])
        || line.starts_with('\'')
        || line.contains(" '")
        || line.contains("\u{a0}'")
        || line.contains("''")
}

/// A full stop behind a word of more than three letters ends a sentence, and so the line is prose that lost its last.
fn looks_like_sentences(passage: &str) -> bool {
    passage.match_indices(". ").any(|(at, _)| {
        let word = passage.get(..at).unwrap_or("").rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        word.chars().count() > 3 && word.chars().any(char::is_lowercase)
    })
}

/// A line of a transcript: "WALLACE: …", "Q. …", "Q: …".
fn begins_like_speech(passage: &str) -> bool {
    if passage.starts_with("Q.") || passage.starts_with("A.") || passage.starts_with("Q:") || passage.starts_with("A:")
    {
        return true;
    }
    find_speech_label(passage).is_some_and(|label| {
        label.chars().filter(|c| c.is_alphabetic()).count() > 1 && !label.chars().any(char::is_lowercase)
    })
}

/// The words before the colon where they could name who speaks: up to five capitalised words.
pub(super) fn find_speech_label(passage: &str) -> Option<&str> {
    let head = passage.as_bytes().get(..48.min(passage.len()))?;
    let label = passage.get(..memchr::memchr(b':', head)?)?;
    let behind = passage.get(label.len() + 1..)?;
    (behind.starts_with(char::is_whitespace)
        && label.split_whitespace().count() <= 5
        && label.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '(')))
    .then_some(label)
}

/// Whether the text is names and places, as in a byline: capitalised words with small ones between, no sentence.
pub(super) fn is_names(text: &str) -> bool {
    let mut words = 0;
    for word in text.split_whitespace() {
        words += 1;
        let begins = word.starts_with(|c: char| {
            c.is_uppercase() || matches!(c, '@' | '&' | '(' | '|' | '-' | '–' | '—' | '/' | '·')
        });
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
        if !begins && !List::InByline.has(bare) && !word.contains('@') {
            return false;
        }
    }
    let ends_as_name =
        !text.ends_with(['.', '!', '?', ':', ';', ',', '"', '”']) || text.ends_with("Jr.") || text.ends_with("Sr.");
    (1..=16).contains(&words)
        && ends_as_name
        && text.starts_with(|c: char| c.is_uppercase() || c == '@')
        && !text.contains(['"', '“', '”'])
}

/// Whether the words could name a paper or a station: capitalised, few, one of them a word that such names have and
/// another that makes it a name.
pub(super) fn is_outlet_name(text: &str) -> bool {
    if text.len() > 60 || text.contains([',', ':']) || !is_names(text) {
        return false;
    }
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut all, mut of_papers, mut of_sections) = (0, 0, 0);
    for word in words() {
        let word = word.to_ascii_lowercase();
        all += 1;
        of_papers += usize::from(List::Outlet.has(&word));
        of_sections += usize::from(List::Section.has(&word));
    }
    (2..=6).contains(&all) && of_papers > 0 && (of_papers > 1 || of_papers + of_sections < all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_kept_when_in_doubt() {
        for passage in [
            "“Yes.”",
            "Yes.",
            "\"We will see",
            "Ann Example said",
            "WALLACE: And what then",
            "Q. Did you go",
            "He walked out without a word",
            "the rest of a broken sentence",
            "The plan: “scrap it” or wait",
            "The vote was lost. The minister left",
            "'No, never,' he said in 'a rage'",
            "Speaking to reporters she said:",
            "It was over…",
        ] {
            assert_eq!(shape_of(passage), LineShape::Prose, "{passage}");
        }
    }

    #[test]
    fn headlines_are_headings() {
        for passage in [
            "Council leaders 'raising concerns' about bins",
            "'Raising concerns' over the harbour wall",
            "Harbour wall",
            "Mr. Example goes to town",
            "U.S. officials see no risk",
            "10 things to know about bins",
            "Bins cost £3m (again)",
        ] {
            assert_eq!(shape_of(passage), LineShape::Heading, "{passage}");
        }
        assert_eq!(shape_of("What is a bin?"), LineShape::PerhapsHeading);
        assert_eq!(shape_of("Bin plan called 'a disgrace'"), LineShape::PerhapsHeading);
    }

    #[test]
    fn outlets_have_words_of_papers() {
        assert!(is_outlet_name("The Holyrood Courier") && is_outlet_name("BBC News"));
        assert!(!is_outlet_name("Ann Example") && !is_outlet_name("Posting a letter"));
        assert!(!is_outlet_name("The Post, London") && !is_outlet_name("News"));
        assert!(!is_outlet_name("Latest UK News") && !is_outlet_name("Our Politics Live"));
    }

    #[test]
    fn bylines_hold_names() {
        for text in [
            "Ann Example",
            "Ann Example and Harold Testby in Leeds",
            "Ann van Example, Political Editor",
            "ANN EXAMPLE",
        ] {
            assert!(is_names(text), "{text}");
        }
        for text in ["contrast", "Monday evening the plan was dead.", "The way they walked", "", "Ann Example said:"] {
            assert!(!is_names(text), "{text}");
        }
    }
}
