//! Abbreviations by their definitions in the text: `European Union (EU)`. Takes articles, gives pairs.
//!
//! A. Schwartz and M. Hearst, *A simple algorithm for identifying abbreviation definitions in biomedical text*, Pacific
//! Symposium on Biocomputing 2003: from right to left each character of the short form is looked for in the words before
//! the bracket, the first at the beginning of a word. Besides, a short form has two capitals, each of its capitals begins a
//! word of the long form, the long form has fewer than two words for each, and one of the two stands in several articles.

use super::{Pairs, Prose};
use std::collections::{BTreeMap, HashSet};

/// So many articles hold the short form or the long one.
pub(super) const LEAST_ARTICLES: usize = 2;

pub(super) fn mine(articles: &[Prose]) -> Pairs {
    let mut defined: BTreeMap<[String; 2], usize> = BTreeMap::new();
    for (short, long) in articles.iter().flatten().flat_map(|paragraph| definitions(paragraph)) {
        *defined.entry([short.to_owned(), long]).or_default() += 1;
    }
    // A short form that is a word as well would find the word.
    let words: HashSet<&str> = articles.iter().flatten().flat_map(|paragraph| words(paragraph)).collect();
    let holding = |is_in: &dyn Fn(&str) -> bool| {
        articles.iter().filter(|prose| prose.iter().any(|paragraph| is_in(paragraph))).count()
    };
    let mut pairs = Pairs::new();
    for ([short, long], times) in defined {
        let with_short = holding(&|text| words_hold(text, &short));
        let with_long = holding(&|text| text.to_lowercase().replace(['’', ','], "'").contains(&long.replace(',', "'")));
        if with_short.max(with_long) >= LEAST_ARTICLES && !words.contains(short.to_lowercase().as_str()) {
            let reason = format!("defined {times} times, in {with_short} and {with_long} articles");
            pairs.insert([short.to_lowercase(), long.replace(',', "")], reason);
        }
    }
    pairs
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn words_hold(text: &str, short: &str) -> bool {
    words(text).any(|word| word == short)
}

/// Short forms in brackets, each with the words before it that it is short for.
fn definitions(text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let Some(length) = text[at..].find(')') else { break };
        let short = &text[at + 1..at + length];
        let letters = short.chars().count();
        let is_short = (2..=10).contains(&letters)
            && short.chars().all(char::is_alphanumeric)
            && short.chars().filter(|c| c.is_uppercase()).count() >= 2;
        if !is_short {
            continue;
        }
        let sentence = text[..at].rsplit(['.', ';', ':', '(', ')', '"', '“', '”']).next().unwrap_or_default();
        let words: Vec<&str> = sentence.split_whitespace().collect();
        let most = (letters + 5).min(letters * 2);
        if let Some(long) = long_form(short, &words[words.len().saturating_sub(most)..]) {
            found.push((short, long));
        }
    }
    found
}

fn long_form(short: &str, words: &[&str]) -> Option<String> {
    let text = words.join(" ");
    let characters: Vec<char> = text.to_lowercase().chars().collect();
    let begins_word = |at: usize| at == 0 || !characters[at - 1].is_alphanumeric();
    let mut at = characters.len();
    for (number, wanted) in short.to_lowercase().chars().enumerate().collect::<Vec<_>>().into_iter().rev() {
        loop {
            at = at.checked_sub(1)?;
            if characters[at] == wanted && (number > 0 || begins_word(at)) {
                break;
            }
        }
    }
    let long: String = characters[at..].iter().collect();
    let long = long.trim_start_matches(|c: char| !c.is_alphanumeric()).replace('’', "'");
    let names: Vec<&str> = long.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let initials: String = names.iter().filter_map(|word| word.chars().next()).collect();
    // Each letter of the short form begins a word, in order.
    let mut rest = initials.chars();
    let all = short.to_lowercase().chars().all(|letter| rest.any(|initial| initial == letter));
    (all && names.len() >= 2 && names.len() < 2 * short.len()).then(|| long.to_owned())
}
