//! Spellings of one thing made equal, for comparing only: what is shown is never folded.
//!
//! | variant | for | gives |
//! |---|---|---|
//! | [`fold_name`] | names of persons, parties, offices | words in plain small letters, initials joined |
//! | [`word_onto`] | words of texts and of questions, as the index holds them | plain small letters, no possessive |
//! | [`wording`] | what somebody said, as a whole | words in small letters, accents kept |
//! | [`token_onto`] | a word of an article, before it is looked up in the lists | small letters, straight apostrophes |
//! | [`in_small_letters`] | a short word of ASCII, before it is looked up | its letters, or the first of them, small |
//! | [`key`] | names of fields in records | small letters and digits of ASCII |
//! | [`letters`] | lines that may repeat each other | small letters and digits, one after the other |

use super::List;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Longer words are cut, in bytes: nobody types them, and engines refuse very long terms.
pub(crate) const LONGEST_WORD: usize = 120;

/// Longer words, in bytes, are in no list that is asked in another case than it is written in.
const LONGEST_LISTED: usize = 24;

/// The one folding of names for comparison: lower case, no accents, no dots or apostrophes, hyphens as spaces, single
/// spaces, and initials that stand side by side as one word (`J. D.`, `J.D.` and `JD` are the same).
pub fn fold_name(name: &str) -> Cow<'_, str> {
    if is_folded(name) {
        return Cow::Borrowed(name);
    }
    let mut folded = String::with_capacity(name.len());
    name_onto(name, &mut folded);
    Cow::Owned(folded)
}

fn is_folded(name: &str) -> bool {
    let mut before = b' ';
    let mut word_length = 0;
    let mut initial_before = false;
    for &byte in name.as_bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {
                word_length += 1;
            }
            b' ' if before != b' ' => {
                // Two single letters in a row would be joined.
                if word_length == 1 && initial_before {
                    return false;
                }
                initial_before = word_length == 1;
                word_length = 0;
            }
            _ => return false,
        }
        before = byte;
    }
    !(name.ends_with(' ') || word_length == 1 && initial_before)
}

/// Appends the name as [`fold_name`] gives it.
pub(crate) fn name_onto(name: &str, folded: &mut String) {
    let begin = folded.len();
    if name.is_ascii() {
        for byte in name.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' => folded.push(char::from(byte)),
                b'A'..=b'Z' => folded.push(char::from(byte.to_ascii_lowercase())),
                _ => fold_char(char::from(byte), begin, folded),
            }
        }
    } else {
        name.nfkd().for_each(|char| fold_char(char, begin, folded));
    }
    if folded.len() > begin && folded.ends_with(' ') {
        folded.pop();
    }
    join_initials(begin, folded);
}

fn fold_char(char: char, begin: usize, folded: &mut String) {
    match char {
        'a'..='z' | '0'..='9' => folded.push(char),
        'A'..='Z' => folded.push(char.to_ascii_lowercase()),
        '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => {}
        'þ' | 'Þ' => folded.push_str("th"),
        // What is left of an accent after decomposition.
        '\u{300}'..='\u{36f}' => {}
        _ if char.is_alphanumeric() => char.to_lowercase().for_each(|char| push_plain(char, folded)),
        _ if folded.len() > begin && !folded.ends_with(' ') => folded.push(' '),
        _ => {}
    }
}

/// `j d vance` becomes `jd vance`.
fn join_initials(begin: usize, folded: &mut String) {
    let is_initial = |word: &str| word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
    let bytes = folded.as_bytes();
    // Two single letters in a row look like ` a b` or, in front, `a b`.
    let is_pair = |at: usize| {
        bytes[at] == b' '
            && (at == begin + 1 || at >= begin + 2 && bytes[at - 2] == b' ')
            && (at + 2 == bytes.len() || bytes.get(at + 2) == Some(&b' '))
    };
    if !(begin + 1..bytes.len()).any(is_pair) {
        return;
    }
    let mut joined = String::with_capacity(folded.len());
    let mut before = "";
    for word in folded[begin..].split(' ') {
        let continues = is_initial(before) && is_initial(word);
        if !before.is_empty() && !continues {
            joined.push(' ');
        }
        joined.push_str(word);
        before = word;
    }
    folded.truncate(begin);
    folded.push_str(&joined);
}

/// Adds a small letter, one that no decomposition makes plain by its plain letters.
fn push_plain(letter: char, folded: &mut String) {
    match letter {
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

/// Appends a word as the index holds it: lower case, no accents, nothing but letters and digits (`1.5` keeps its point), a
/// possessive `'s` taken off; cut behind [`LONGEST_WORD`] bytes. `US` and `U.S.` become `usa`, or the country could not be
/// told from the pronoun.
pub(crate) fn word_onto(word: &str, folded: &mut String) {
    let stem = without_possessive(word);
    if List::UnitedStates.has(stem) {
        folded.push_str("usa");
        return;
    }
    let before = folded.len();
    if stem.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded.push_str(stem);
        folded[before..].make_ascii_lowercase();
    } else if stem.is_ascii() {
        let decimal = stem.as_bytes()[0].is_ascii_digit();
        for byte in stem.bytes() {
            if byte.is_ascii_alphanumeric() || (byte == b'.' && decimal) {
                folded.push(byte.to_ascii_lowercase() as char);
            }
        }
    } else {
        for character in stem
            .nfd()
            .filter(|character| character.is_alphanumeric() && *character != '\u{2bc}')
            .flat_map(char::to_lowercase)
        {
            push_plain(character, folded);
        }
    }
    if folded.len() > before + LONGEST_WORD {
        let mut cut = before + LONGEST_WORD;
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

/// The words in lower case, parted by single spaces, signs left out, apostrophes without a trace.
pub(crate) fn wording(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for letter in words.chars().filter(|letter| !matches!(letter, '\'' | '’' | '‘')) {
        if letter.is_ascii_alphanumeric() {
            folded.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Lower case with straight apostrophes and plain hyphens, into a buffer that is used again.
pub(crate) fn token_onto(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    for char in word.chars() {
        match char {
            '’' => folded.push('\''),
            '\u{2011}' => folded.push('-'),
            _ => folded.extend(char.to_lowercase()),
        }
    }
}

/// What is made of a word with the letters of ASCII among its first bytes small, without an allocation; `None` for a word of
/// more than [`LONGEST_LISTED`] bytes.
pub(crate) fn in_small_letters<T>(word: &str, first: usize, make: impl FnOnce(&str) -> T) -> Option<T> {
    let mut bytes = [0; LONGEST_LISTED];
    let small = bytes.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.get_mut(..first)?.make_ascii_lowercase();
    std::str::from_utf8(small).ok().map(make)
}

/// The letters and digits of ASCII, small: `Posted On`, `posted_on` and `postedOn` are the same.
pub(crate) fn key(name: impl AsRef<[u8]>) -> String {
    let letters = name.as_ref().iter().filter(|byte| byte.is_ascii_alphanumeric());
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// The letters and digits of a text, small, without what stands between them.
pub(crate) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_makes_spellings_of_one_name_equal() {
        for (name, folded) in [
            ("Jeremy Corbyn", "jeremy corbyn"),
            ("François Hollande", "francois hollande"),
            ("Michelle O’Neill", "michelle oneill"),
            ("Alexandria Ocasio-Cortez", "alexandria ocasio cortez"),
            ("J. D. Vance", "jd vance"),
            ("J.D. Vance", "jd vance"),
            ("George H. W. Bush", "george hw bush"),
            ("Donald J. Trump", "donald j trump"),
            ("  Sinn\u{a0}Féin ", "sinn fein"),
            ("Bjørn Łukasz", "bjorn lukasz"),
            ("", ""),
        ] {
            assert_eq!(fold_name(name), folded, "{name}");
        }
        assert!(matches!(fold_name("donald j trump"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(name in "[a-zA-Z .'é’-]{0,24}") {
            let once = fold_name(&name).into_owned();
            prop_assert_eq!(fold_name(&once).into_owned(), once);
        }

        #[test]
        fn any_text_is_folded(name in "\\PC{0,40}") {
            let once = fold_name(&name).into_owned();
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }
    }

    #[test]
    fn each_variant_keeps_what_its_users_compare() {
        assert_eq!(wording("  “It’s Étienne's – tide!” "), "its étiennes tide");
        let mut folded = String::from("left over");
        token_onto("O’Neill", &mut folded);
        assert_eq!(folded, "o'neill");
        assert_eq!(key("Posted_On:"), "postedon");
        assert_eq!(letters("“É, 2!”").collect::<String>(), "é2");
        let mut folded = String::from("x");
        word_onto("Þór’s", &mut folded);
        assert_eq!(folded, "xþor", "appended, and the letter that names write as two is left");
    }
}
