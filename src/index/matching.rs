//! Where the words of a question stand in a record: for highlights and for saying why a hit ranks where it does.
//!
//! The same reading of words as the engine's, done on one record; a property test holds the two together.

use tantivy::tokenizer::TextAnalyzer;

use super::analyze::{self, Form};
use crate::query::tree::{Matching, TopicField, TopicWord, Wording};

/// A topic word, made ready for comparing.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    pub field: TopicField,
    /// As the user typed it first.
    pub label: String,
    wordings: Vec<NeedleWording>,
}

#[derive(Clone, Debug)]
struct NeedleWording {
    words: Vec<String>,
    matching: Matching,
}

/// The folded words of a wording, in the form in which it is looked for.
pub(super) fn wording_terms(wording: &Wording) -> Vec<String> {
    let form = match wording.matching {
        Matching::Stemmed => Form::Stemmed,
        Matching::Exact { .. } | Matching::Prefix => Form::Exact,
    };
    let mut analyzer = analyze::analyzer(form);
    let mut words = Vec::new();
    for word in &wording.words {
        words.extend(analyze::terms(&mut analyzer, word).into_iter().map(|term| term.text));
    }
    words
}

impl Needle {
    pub fn new(word: &TopicWord) -> Needle {
        Needle {
            field: word.field,
            label: word.wordings.first().map(|wording| wording.words.join(" ")).unwrap_or_default(),
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
    exact: Vec<analyze::Term>,
    stems: Vec<Option<String>>,
}

impl Haystack {
    pub fn new(analyzers: &mut Analyzers, needles: &[Needle], text: &str) -> Haystack {
        let exact = analyze::terms(&mut analyzers.exact, text);
        let stems = exact
            .iter()
            .map(|term| {
                let wanted = needles.iter().any(|needle| needle.may_stem_from(&term.text));
                wanted.then(|| analyzers.stem(&term.text))
            })
            .collect();
        Haystack { exact, stems }
    }
}

pub(super) struct Analyzers {
    exact: TextAnalyzer,
    stemmed: TextAnalyzer,
}

impl Analyzers {
    pub fn new() -> Analyzers {
        Analyzers { exact: analyze::analyzer(Form::Exact), stemmed: analyze::analyzer(Form::Stemmed) }
    }

    /// The stem of a folded word.
    fn stem(&mut self, word: &str) -> String {
        let mut stream = self.stemmed.token_stream(word);
        if stream.advance() { stream.token().text.clone() } else { word.to_string() }
    }
}

impl NeedleWording {
    fn find_all(&self, text: &Haystack) -> Vec<(usize, usize)> {
        (0..text.exact.len())
            .filter(|&first| self.word_fits(text, 0, first))
            .filter_map(|first| {
                let last = self.last_place(text, 1, first, self.slop())?;
                Some((text.exact[first].start, text.exact[last].end))
            })
            .collect()
    }

    /// Where the rest of the words ends, with at most `slop` further places between them.
    fn last_place(&self, text: &Haystack, word: usize, previous: usize, slop: usize) -> Option<usize> {
        if word == self.words.len() {
            return Some(previous);
        }
        let beside = text.exact[previous].position + 1;
        (previous + 1..text.exact.len())
            .take_while(|&place| text.exact[place].position <= beside + slop)
            .filter(|&place| self.word_fits(text, word, place))
            .find_map(|place| self.last_place(text, word + 1, place, slop - (text.exact[place].position - beside)))
    }

    fn word_fits(&self, text: &Haystack, word: usize, place: usize) -> bool {
        let wanted = &self.words[word];
        match self.matching {
            Matching::Stemmed => text.stems[place].as_ref() == Some(wanted),
            Matching::Prefix if word + 1 == self.words.len() => text.exact[place].text.starts_with(wanted.as_str()),
            Matching::Exact { .. } | Matching::Prefix => text.exact[place].text == *wanted,
        }
    }

    fn slop(&self) -> usize {
        match self.matching {
            Matching::Exact { slop } => super::lower::fitting_slop(self.words.len(), slop) as usize,
            Matching::Stemmed | Matching::Prefix => 0,
        }
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
        let haystack = Haystack::new(&mut Analyzers::new(), std::slice::from_ref(&needle), text);
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
    }

    #[test]
    fn stretches_become_characters() {
        assert_eq!(merge_stretches(vec![(4, 6), (0, 2), (1, 3)]), [(0, 3), (4, 6)]);
        assert_eq!(in_characters("é a é", &[(0, 2), (5, 7)]), [[0, 1], [4, 5]]);
    }
}
