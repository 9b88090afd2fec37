//! Which words some quotes have oftener than others: what a person speaks about most.
//!
//! Words are weighed by the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn, "Fightin'
//! words", Political Analysis 16, 2008): a word that everybody uses tells nothing, and one that was met once tells little.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::index::fold_words;
use crate::query::is_little_word;
use crate::record::QuoteRecord;

/// In how many quotes each word stands.
#[derive(Clone, Debug, Default)]
pub struct WordCounts {
    words: FxHashMap<String, WordMet>,
    /// Of all words together.
    total: u64,
}

#[derive(Clone, Debug, Default)]
struct WordMet {
    quotes: u64,
    /// As it is printed: in small letters, if it ever is.
    printed: String,
    /// Whether it was met within a sentence.
    is_seen: bool,
}

/// A word that tells what is spoken about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FrequentWord {
    /// As it is printed.
    pub word: String,
    /// Quotes with it among those that were looked at.
    pub quotes: u64,
}

/// Letters of the shortest word that can be a topic.
const SHORTEST: usize = 3;

/// How much is taken for known beforehand, in words: the weight of the prior.
const PRIOR: f64 = 500.0;

/// How much more a name tells of what is spoken about than another word does.
const NAMES: f64 = 1.5;

/// A word of one quote alone is no topic of several.
const LEAST: u64 = 2;

impl WordMet {
    /// Whether it is never printed in small letters.
    fn is_name(&self) -> bool {
        self.is_seen && self.printed.starts_with(char::is_uppercase)
    }
}

/// The words of a text, each with whether a sentence begins with it.
fn words_of(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut begins = true;
    // An apostrophe parts no word: "don" is none.
    text.split_inclusive(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '\'' | '’')).filter_map(move |piece| {
        let word = piece.trim_matches(|sign: char| !sign.is_alphanumeric());
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let here = begins && !word.is_empty();
        begins = piece.ends_with(['.', '?', '!', '“', '"']) || begins && word.is_empty();
        (!word.is_empty()).then_some((word, here))
    })
}

impl WordCounts {
    /// Counts the words of a quote, each once; the names of its speaker are no topic.
    pub fn add(&mut self, record: &QuoteRecord) {
        let names: FxHashSet<String> = record.speaker.iter().flat_map(|speaker| fold_words(&speaker.name)).collect();
        let mut seen = FxHashSet::default();
        for (printed, begins_sentence) in words_of(&record.quote) {
            let [folded] = &fold_words(printed)[..] else { continue };
            let is_topic = folded.chars().count() >= SHORTEST
                && folded.chars().all(char::is_alphabetic)
                && !is_little_word(folded)
                && !names.contains(folded);
            if !is_topic || !seen.insert(folded.clone()) {
                continue;
            }
            let met = self.words.entry(folded.clone()).or_default();
            met.quotes += 1;
            self.total += 1;
            // What begins a sentence has a capital letter whatever it is.
            let is_small = printed.chars().all(char::is_lowercase);
            if met.printed.is_empty() && begins_sentence {
                met.printed = printed.to_lowercase();
            } else if is_small || !met.is_seen {
                met.printed = printed.to_string();
            }
            met.is_seen |= !begins_sentence;
        }
    }

    /// Quotes with a word, folded.
    pub fn quotes_with(&self, word: &str) -> u64 {
        self.words.get(word).map_or(0, |met| met.quotes)
    }

    /// The words that these quotes have oftener than those of `others`, the most telling first.
    pub fn telling(&self, others: &WordCounts, most: usize) -> Vec<FrequentWord> {
        let all = (others.total + self.total).max(1) as f64;
        let mut weighed: Vec<(f64, &str, &WordMet)> = self
            .words
            .iter()
            .filter(|(_, met)| met.quotes >= LEAST)
            .map(|(word, met)| {
                let (own, other) = (met.quotes as f64, others.quotes_with(word) as f64);
                let prior = PRIOR * (own + other) / all;
                let odds = |count: f64, total: u64| ((count + prior) / (total as f64 + PRIOR - count - prior)).ln();
                let spread = 1.0 / (own + prior) + 1.0 / (other + prior);
                let weight = if met.is_name() { NAMES } else { 1.0 };
                let worth = (odds(own, self.total) - odds(other, others.total)) / spread.sqrt();
                (worth * weight, word.as_str(), met)
            })
            .collect();
        weighed.sort_by(|(a, word, _), (b, other, _)| b.total_cmp(a).then_with(|| word.cmp(other)));
        let told = weighed.into_iter().take(most);
        told.map(|(_, _, met)| FrequentWord { word: met.printed.clone(), quotes: met.quotes }).collect()
    }

    /// The words of most quotes, names first, the most frequent first.
    pub fn most_frequent(&self, most: usize) -> Vec<FrequentWord> {
        let mut all: Vec<&WordMet> = self.words.values().filter(|met| met.quotes >= LEAST).collect();
        all.sort_by(|a, b| {
            (b.is_name(), b.quotes).cmp(&(a.is_name(), a.quotes)).then_with(|| a.printed.cmp(&b.printed))
        });
        let told = all.into_iter().take(most);
        told.map(|met| FrequentWord { word: met.printed.clone(), quotes: met.quotes }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_behind_its_mark() {
        let words: Vec<(&str, bool)> = words_of("Ferries sail. The ferry to Exampleton? “No ferry.”").collect();
        let begins: Vec<&str> = words.iter().filter(|(_, begins)| *begins).map(|(word, _)| *word).collect();
        assert_eq!(begins, ["Ferries", "The", "No"]);
        assert_eq!(words.len(), 8);
    }
}
