//! Where the words of a question stand in a text, read from the text itself: for the highlights of a snippet.
//!
//! The same reading of words as the engine's, done on one record; a property test holds the two together.

use super::analyze::{self, Stems, Term};
use super::occurrences::{find_near, find_phrase};
use crate::query::tree::{Matching, TopicField, TopicWord, Wording};

/// A topic word, made ready for comparing.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    pub field: TopicField,
    wordings: Vec<NeedleWording>,
}

#[derive(Clone, Debug)]
struct NeedleWording {
    words: Vec<String>,
    matching: Matching,
}

/// The folded words of a wording, in the form in which it is looked for.
pub(super) fn wording_terms(wording: &Wording) -> Vec<String> {
    let folded = wording.words.iter().flat_map(|word| analyze::fold_words(word));
    match wording.matching {
        Matching::Stemmed => {
            let stems = Stems::new();
            folded.map(|word| stems.of(&word).into_owned()).collect()
        }
        Matching::Exact { .. } | Matching::Prefix => folded.collect(),
    }
}

impl Needle {
    pub fn new(word: &TopicWord) -> Needle {
        Needle {
            field: word.field,
            wordings: word
                .wordings
                .iter()
                .map(|wording| NeedleWording { words: wording_terms(wording), matching: wording.matching })
                .filter(|wording| !wording.words.is_empty())
                .collect(),
        }
    }

    fn may_stem_from(&self, word: &str) -> bool {
        self.wordings
            .iter()
            .filter(|wording| wording.matching == Matching::Stemmed)
            .any(|wording| wording.words.iter().any(|stem| stem.as_bytes().first() == word.as_bytes().first()))
    }

    /// Bytes of the text at which any wording stands, first byte and byte behind the last one.
    pub fn find_all(&self, text: &Haystack) -> Vec<(usize, usize)> {
        self.wordings.iter().flat_map(|wording| wording.find_all(text)).collect()
    }
}

/// A text's words, with the stems of those that a topic word could be. A stem begins as its word does, so most words
/// need none.
pub(super) struct Haystack {
    exact: Vec<Term>,
    stems: Vec<Option<String>>,
}

impl Haystack {
    pub fn new(needles: &[Needle], text: &str) -> Haystack {
        let exact = analyze::terms(text);
        let snowball = Stems::new();
        let stems = exact
            .iter()
            .map(|term| {
                let wanted = needles.iter().any(|needle| needle.may_stem_from(&term.text));
                wanted.then(|| snowball.of(&term.text).into_owned())
            })
            .collect();
        Haystack { exact, stems }
    }
}

impl NeedleWording {
    fn find_all(&self, text: &Haystack) -> Vec<(usize, usize)> {
        let lists: Vec<Vec<u32>> = (0..self.words.len()).map(|word| self.places_of(text, word)).collect();
        let lists: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
        let mut found = Vec::new();
        match self.matching {
            Matching::Exact { slop } if slop > 0 => find_near(&lists, slop, &mut found),
            _ => find_phrase(&lists, &mut found),
        }
        found
            .iter()
            .filter_map(|stretch| {
                let first = text.exact.get(stretch.first as usize)?;
                let last = text.exact.get(stretch.end as usize - 1)?;
                Some((first.start, last.end))
            })
            .collect()
    }

    /// The places in the text at which one word of the wording stands.
    fn places_of(&self, text: &Haystack, word: usize) -> Vec<u32> {
        let wanted = &self.words[word];
        let is_last = word + 1 == self.words.len();
        let fits = |place: &usize| match self.matching {
            Matching::Stemmed => text.stems[*place].as_ref() == Some(wanted),
            Matching::Prefix if is_last => text.exact[*place].text.starts_with(wanted.as_str()),
            Matching::Exact { .. } | Matching::Prefix => text.exact[*place].text == *wanted,
        };
        (0..text.exact.len()).filter(fits).map(|place| place as u32).collect()
    }
}

/// Overlapping and touching stretches made one, in order.
pub(super) fn merge_stretches(mut stretches: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    stretches.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::with_capacity(stretches.len());
    for (start, end) in stretches {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Byte stretches of a text as characters.
pub(super) fn in_characters(text: &str, stretches: &[(usize, usize)]) -> Vec<[usize; 2]> {
    let mut byte = 0;
    let mut character = 0;
    let mut at = |to: usize| {
        character += text.get(byte..to).map_or(0, |stretch| stretch.chars().count());
        byte = to;
        character
    };
    stretches.iter().map(|(start, end)| [at(*start), at(*end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &[&str], matching: Matching) -> Vec<String> {
        let word = TopicWord {
            wordings: vec![Wording {
                words: words.iter().map(|word| word.to_string()).collect(),
                matching,
                weight: 1.0,
            }],
            field: TopicField::Anywhere,
        };
        let needle = Needle::new(&word);
        let haystack = Haystack::new(std::slice::from_ref(&needle), text);
        needle.find_all(&haystack).into_iter().map(|(start, end)| text[start..end].to_string()).collect()
    }

    #[test]
    fn words_are_found_as_they_are_asked_for() {
        let text = "Nations met; the nation’s health service and service of health";
        assert_eq!(found(text, &["nation"], Matching::Stemmed), ["Nations", "nation’s"]);
        assert_eq!(found(text, &["nation"], Matching::Exact { slop: 0 }), ["nation’s"]);
        assert_eq!(found(text, &["nat"], Matching::Prefix), ["Nations", "nation’s"]);
        assert_eq!(found(text, &["health", "services"], Matching::Stemmed), ["health service"]);
        assert_eq!(found(text, &["nation", "service"], Matching::Exact { slop: 0 }), Vec::<String>::new());
        assert_eq!(found(text, &["nation", "service"], Matching::Exact { slop: 1 }), ["nation’s health service"]);
        assert_eq!(found(text, &["service", "nation"], Matching::Exact { slop: 1 }), ["nation’s health service"]);
    }

    #[test]
    fn stretches_become_characters() {
        assert_eq!(merge_stretches(vec![(4, 6), (0, 2), (1, 3)]), [(0, 3), (4, 6)]);
        assert_eq!(in_characters("é a é", &[(0, 2), (5, 7)]), [[0, 1], [4, 5]]);
    }
}
