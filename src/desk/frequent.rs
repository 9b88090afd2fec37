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
    words: FxHashMap<String, Met>,
    /// Of all words together.
    total: u64,
}

#[derive(Clone, Debug, Default)]
struct Met {
    quotes: u64,
    /// As it is printed: in small letters, if it ever is.
    printed: String,
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

/// A word of one quote alone is no topic of several.
const LEAST: u64 = 2;

impl WordCounts {
    /// Counts the words of a quote, each once; the names of its speaker are no topic.
    pub fn add(&mut self, record: &QuoteRecord) {
        let names: FxHashSet<String> = record.speaker.iter().flat_map(|speaker| fold_words(&speaker.name)).collect();
        let mut seen = FxHashSet::default();
        for printed in record.quote.split(|sign: char| !sign.is_alphanumeric()) {
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
            let is_small = printed.chars().all(char::is_lowercase);
            if met.printed.is_empty() || is_small {
                met.printed = printed.to_string();
            }
        }
    }

    /// Quotes with a word, folded.
    pub fn quotes_with(&self, word: &str) -> u64 {
        self.words.get(word).map_or(0, |met| met.quotes)
    }

    /// The words that these quotes have oftener than those of `others`, the most telling first.
    pub fn telling(&self, others: &WordCounts, most: usize) -> Vec<FrequentWord> {
        let all = (others.total + self.total).max(1) as f64;
        let mut weighed: Vec<(f64, &str, &Met)> = self
            .words
            .iter()
            .filter(|(_, met)| met.quotes >= LEAST)
            .map(|(word, met)| {
                let (own, other) = (met.quotes as f64, others.quotes_with(word) as f64);
                let prior = PRIOR * (own + other) / all;
                let odds = |count: f64, total: u64| ((count + prior) / (total as f64 + PRIOR - count - prior)).ln();
                let spread = 1.0 / (own + prior) + 1.0 / (other + prior);
                ((odds(own, self.total) - odds(other, others.total)) / spread.sqrt(), word.as_str(), met)
            })
            .collect();
        weighed.sort_by(|(a, word, _), (b, other, _)| b.total_cmp(a).then_with(|| word.cmp(other)));
        let told = weighed.into_iter().take(most);
        told.map(|(_, _, met)| FrequentWord { word: met.printed.clone(), quotes: met.quotes }).collect()
    }

    /// The words of most quotes, the most frequent first.
    pub fn most_frequent(&self, most: usize) -> Vec<FrequentWord> {
        let mut all: Vec<&Met> = self.words.values().filter(|met| met.quotes >= LEAST).collect();
        all.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.printed.cmp(&b.printed)));
        let told = all.into_iter().take(most);
        told.map(|met| FrequentWord { word: met.printed.clone(), quotes: met.quotes }).collect()
    }
}
