//! What quotes are like another one: its telling words, any of which may be missing.

use super::tree::{Matching, Node, TopicField, TopicWord, WordGroup, Wording};
use super::vocabulary::{self, Kinds};

/// Words that are asked for at the most: the longest of a long quote, which are the rarest as a rule.
const MOST_WORDS: usize = 16;

/// A quote with fewer telling words takes those around it too.
const FEWEST_WORDS: usize = 4;

/// The condition that quotes like this one meet: some of the telling words of the quote, or where it has few also of its
/// context. What is rare among them counts most when the answer is ranked. `None` where there is no telling word.
pub fn similar_to(quote: &str, context: &str) -> Option<Node> {
    let mut words = telling_words(quote);
    if words.len() < FEWEST_WORDS {
        for word in telling_words(context) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(MOST_WORDS);
    // A quarter of them, but at least two where there are two: one shared word makes no likeness.
    let at_least = words.len().div_ceil(4).max(2).min(words.len());
    let words: Vec<TopicWord> = words
        .into_iter()
        .map(|word| TopicWord {
            wordings: vec![Wording { words: vec![word], matching: Matching::Stemmed, weight: 1.0 }],
            field: TopicField::Anywhere,
        })
        .collect();
    (!words.is_empty()).then_some(Node::Words(WordGroup { words, at_least }))
}

fn telling_words(text: &str) -> Vec<String> {
    const SHORTEST: usize = 3;
    let vocabulary = vocabulary::embedded();
    let little = [
        Kinds::GLUE,
        Kinds::AUX,
        Kinds::ANYONE,
        Kinds::CONJUNCTION,
        Kinds::QUESTION,
        Kinds::SAY,
        Kinds::BY,
        Kinds::ABOUT,
    ];
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-'))) {
        let word = word.trim_matches(['\'', '’', '-']).to_lowercase().replace('’', "'");
        let telling = word.chars().count() >= SHORTEST
            && !word.contains('\'')
            && !little.iter().any(|kind| vocabulary.kinds(&word).has(*kind));
        if telling && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_words_are_asked_for() {
        let node = similar_to("We shall never leave the European Union without a deal.", "").expect("words");
        let Node::Words(WordGroup { words, at_least }) = node else { panic!("words") };
        let asked: Vec<&str> = words.iter().map(|word| word.wordings[0].words[0].as_str()).collect();
        assert!(asked.contains(&"european") && asked.contains(&"union") && asked.contains(&"deal"), "{asked:?}");
        assert!(!asked.contains(&"the") && !asked.contains(&"without"), "{asked:?}");
        assert_eq!(at_least, 2);
        assert_eq!(similar_to("No, we are not.", ""), None);
    }
}
