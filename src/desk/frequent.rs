//! Which words some quotes have oftener than others: what a person speaks about most. Two words that stand beside each other
//! in most quotes that have one of them are one topic: `climate change`.
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
    /// Two words, a space between them, that stood side by side, and in how many quotes.
    pairs: FxHashMap<String, u64>,
    /// Of all pairs together.
    all_pairs: u64,
}

#[derive(Clone, Debug, Default)]
struct WordMet {
    quotes: u64,
    /// As it is printed: in small letters, if it ever is.
    printed: String,
    /// Whether it was met within a sentence.
    is_seen: bool,
}

/// A word that tells what is spoken about, or two that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FrequentWord {
    /// As it is printed; two with a space between them.
    pub word: String,
    /// Quotes with it among those that were looked at.
    pub quotes: u64,
}

impl FrequentWord {
    /// As a question asks for it: two words in this order.
    pub fn asked(&self) -> String {
        if self.word.contains(' ') { format!("\"{}\"", self.word) } else { self.word.clone() }
    }
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

/// A word of a text.
struct WordThere<'t> {
    printed: &'t str,
    /// Whether a sentence begins with it.
    begins_sentence: bool,
    /// Whether nothing but a space or a hyphen stands between it and the word before.
    follows: bool,
}

/// Whether it is two words run together, as `don't` and `we'll` are: an apostrophe and a letter or two at the end.
fn is_run_together(word: &str) -> bool {
    let end = word.rsplit_once(['\'', '’']).map(|(_, end)| end.chars().count());
    end.is_some_and(|letters| letters <= 2)
}

/// The words of a text.
fn words_of(text: &str) -> impl Iterator<Item = WordThere<'_>> {
    let (mut begins, mut follows) = (true, false);
    // An apostrophe parts no word: "don" is none.
    text.split_inclusive(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '\'' | '’')).filter_map(move |piece| {
        let word = piece.trim_matches(|sign: char| !sign.is_alphanumeric());
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let there = WordThere { printed: word, begins_sentence: begins && !word.is_empty(), follows };
        begins = piece.ends_with(['.', '?', '!', '“', '"']) || begins && word.is_empty();
        // What was taken off the word, an apostrophe or the letter behind it, parts it from the next.
        follows = !word.is_empty() && piece.strip_suffix([' ', '-']) == Some(word);
        (!word.is_empty()).then_some(there)
    })
}

/// How telling a word or a pair is.
struct WeighedTopic<'w> {
    worth: f64,
    folded: &'w str,
    /// Of a pair.
    words: Option<(&'w str, &'w str)>,
    printed: String,
    quotes: u64,
}

/// The log-odds ratio of something met so often among all here and among all of others, by its spread.
fn log_odds((own, total): (u64, u64), (other, others): (u64, u64)) -> f64 {
    let all = (others + total).max(1) as f64;
    let (own, other) = (own as f64, other as f64);
    let prior = PRIOR * (own + other) / all;
    let odds = |count: f64, total: u64| ((count + prior) / (total as f64 + PRIOR - count - prior)).ln();
    let spread = 1.0 / (own + prior) + 1.0 / (other + prior);
    (odds(own, total) - odds(other, others)) / spread.sqrt()
}

impl WordCounts {
    /// Counts the words of a quote, each once; the names of its speaker are no topic.
    pub fn add(&mut self, record: &QuoteRecord) {
        self.add_words(&record.quote, record.speaker.iter().flat_map(|speaker| fold_words(&speaker.name)).collect());
    }

    fn add_words(&mut self, text: &str, names: FxHashSet<String>) {
        let mut seen = FxHashSet::default();
        let mut seen_pairs = FxHashSet::default();
        let mut before: Option<String> = None;
        for WordThere { printed, begins_sentence, follows } in words_of(text) {
            let beside = before.take().filter(|_| follows);
            let [folded] = &fold_words(printed)[..] else { continue };
            let is_topic = folded.chars().count() >= SHORTEST
                && folded.chars().all(char::is_alphabetic)
                && !is_little_word(folded)
                && !is_run_together(printed)
                && !names.contains(folded);
            if !is_topic {
                continue;
            }
            before = Some(folded.clone());
            if let Some(pair) = beside.map(|first| format!("{first} {folded}"))
                && seen_pairs.insert(pair.clone())
            {
                *self.pairs.entry(pair).or_default() += 1;
                self.all_pairs += 1;
            }
            if !seen.insert(folded.clone()) {
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

    /// The words that these quotes have oftener than those of `others`, the most telling first. Two words that are mostly met
    /// side by side stand together, and no more each for itself.
    pub fn telling(&self, others: &WordCounts, most: usize) -> Vec<FrequentWord> {
        let mut weighed: Vec<WeighedTopic> = self.words_weighed(others).chain(self.pairs_weighed(others)).collect();
        weighed.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.folded.cmp(b.folded)));
        let mut told: Vec<WeighedTopic> = Vec::new();
        for next in weighed {
            // A pair stands where the first of its words would, and for each word that says no more than it does.
            let says = |pair: &WeighedTopic, word: &str| pair.words.is_some_and(|(a, b)| a == word || b == word);
            match next.words {
                None if told.iter().any(|pair| says(pair, next.folded) && pair.quotes * 2 >= next.quotes) => {}
                Some(_) => {
                    let is_said = |word: &WeighedTopic| {
                        word.words.is_none() && says(&next, word.folded) && next.quotes * 2 >= word.quotes
                    };
                    let place = told.iter().position(is_said).unwrap_or(told.len());
                    told.retain(|word| !is_said(word));
                    told.insert(place.min(told.len()), next);
                }
                None => told.push(next),
            }
        }
        told.truncate(most);
        told.into_iter().map(|it| FrequentWord { word: it.printed, quotes: it.quotes }).collect()
    }

    fn words_weighed<'w>(&'w self, others: &WordCounts) -> impl Iterator<Item = WeighedTopic<'w>> {
        self.words.iter().filter(|(_, met)| met.quotes >= LEAST).map(|(word, met)| {
            let weight = if met.is_name() { NAMES } else { 1.0 };
            let worth = log_odds((met.quotes, self.total), (others.quotes_with(word), others.total)) * weight;
            WeighedTopic { worth, folded: word, words: None, printed: met.printed.clone(), quotes: met.quotes }
        })
    }

    /// The pairs of which one word is mostly met in the pair.
    fn pairs_weighed<'w>(&'w self, others: &WordCounts) -> impl Iterator<Item = WeighedTopic<'w>> {
        self.pairs.iter().filter(|(_, quotes)| **quotes >= LEAST).filter_map(|(pair, quotes)| {
            let (first, second) = pair.split_once(' ')?;
            let (one, two) = (self.words.get(first)?, self.words.get(second)?);
            if quotes * 2 < one.quotes.min(two.quotes) {
                return None;
            }
            let other = others.pairs.get(pair).copied().unwrap_or(0);
            let weight = if one.is_name() || two.is_name() { NAMES } else { 1.0 };
            Some(WeighedTopic {
                worth: log_odds((*quotes, self.all_pairs), (other, others.all_pairs)) * weight,
                folded: pair,
                words: Some((first, second)),
                printed: format!("{} {}", one.printed, two.printed),
                quotes: *quotes,
            })
        })
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
        let words: Vec<WordThere> = words_of("Ferries sail. The ferry to Exampleton? “No night-ferry.”").collect();
        let begins: Vec<&str> = words.iter().filter(|it| it.begins_sentence).map(|it| it.printed).collect();
        assert_eq!(begins, ["Ferries", "The", "No"]);
        let follows: Vec<&str> = words.iter().filter(|it| it.follows).map(|it| it.printed).collect();
        assert_eq!(follows, ["sail", "ferry", "to", "Exampleton", "night", "ferry"]);
        assert_eq!(words.len(), 9);
    }

    fn counted(quotes: &[&str]) -> WordCounts {
        let mut counts = WordCounts::default();
        for quote in quotes {
            counts.add_words(quote, FxHashSet::default());
        }
        counts
    }

    #[test]
    fn two_words_that_are_met_together_are_one_topic() {
        let own = counted(&[
            "Tidal power will light the harbour.",
            "We pay for tidal power, and for the harbour.",
            "Tidal power? Power to the pier. We don't know.",
            "They don’t say, and Mona O'Testby doesn't.",
        ]);
        let others = counted(&["The council met.", "The council will meet again.", "Nobody asked the council."]);
        let told: Vec<(String, u64)> = own.telling(&others, 9).into_iter().map(|it| (it.word, it.quotes)).collect();
        assert_eq!(told, [("tidal power".to_string(), 3), ("harbour".to_string(), 2)]);
    }

    #[test]
    fn words_that_are_met_each_for_itself_stay_apart() {
        let own = counted(&[
            "Tidal power will light the harbour.",
            "Tidal power is dear.",
            "The power of the sea.",
            "Power, and more power.",
            "They have the power.",
            "The tidal gates are open.",
            "A tidal wave.",
            "Tidal mills.",
            "Tidal and free.",
        ]);
        let told: Vec<String> = own.telling(&WordCounts::default(), 9).into_iter().map(|it| it.word).collect();
        assert!(told.contains(&"power".to_string()) && told.contains(&"tidal".to_string()), "{told:?}");
        assert!(!told.contains(&"tidal power".to_string()), "{told:?}");
    }
}
