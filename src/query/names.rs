//! What words are the name of: a person, a place or a body. Of the names that only the archive knows, those of persons
//! alone decide how a question is read, so that it means the same whatever the archive holds.

use super::token::QueryWord;
use super::vocabulary::{self, Kinds};
use crate::people::{Register, fold_name};
use crate::words::List;

/// Whether a name of the archive is that of a person: two words or more, the first a given name, an initial or a title,
/// and none that makes a body of it.
pub(super) fn is_person(name: &str, register: &Register) -> bool {
    let folded = fold_name(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let Some((first, rest)) = words.split_first().filter(|(_, rest)| !rest.is_empty()) else { return false };
    let is_title = vocabulary::embedded().kinds(first).has(Kinds::TITLE);
    let begins = first.chars().count() == 1 || is_title || register.is_given_name(first);
    begins && !rest.iter().any(|word| is_body_word(word) || List::Place.has(word))
}

/// Whether the word makes a body of a name: `commission`, `nhs`.
fn is_body_word(folded: &str) -> bool {
    List::BodyName.has(folded)
}

/// Whether a lone word is mostly the name of a place or a body, and hardly ever that of a person.
pub(super) fn is_place_or_body(word: &QueryWord) -> bool {
    List::Place.has(&word.folded) || is_body_word(&word.folded)
}

/// Whether words before `on` name a body that can speak: known by its letters (`nhs`), or a name with capitals one word
/// of which is that of a body (`Example Commission`).
pub(super) fn is_body(words: &[&QueryWord]) -> bool {
    match words {
        [] => false,
        [word] => List::BodyLetters.has(&word.folded),
        _ => {
            let (first, last) = (words[0], words[words.len() - 1]);
            let is_little = |word: &QueryWord| vocabulary::embedded().kinds(&word.folded).has(Kinds::GLUE);
            words.iter().all(|word| word.capital() || is_little(word))
                && first.capital()
                && last.capital()
                && (is_body_word(&last.folded)
                    || is_body_word(&first.folded) && words.iter().any(|word| is_little(word)))
        }
    }
}
