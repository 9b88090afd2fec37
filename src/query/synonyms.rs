//! Other wordings of a topic: synonyms, abbreviations, British and American spelling.
//!
//! Takes the words of a topic, gives what else is to be looked for, with weights. The tables are
//! `data/synonyms.tsv` and `data/spellings.tsv`; users add their own in the same form
//! ([`Synonyms::with_user_table`]).

use super::tree::{Matching, Wording};
use std::collections::HashMap;
use thiserror::Error;

const TABLE: &str = include_str!("data/synonyms.tsv");
const SPELLINGS: &str = include_str!("data/spellings.tsv");

/// What the user typed weighs 1; another wording of the same thing, a related one, another spelling.
const SAME: f32 = 0.9;
const NEAR: f32 = 0.5;
const ALSO: f32 = 0.6;
const SPELLING: f32 = 0.95;

/// A table of synonyms that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "line {line} of the synonyms cannot be read: `{text}`; write `same`, `near` or `also`, a tab, then wordings with `; ` between them"
)]
pub struct SynonymError {
    /// Counted from 1.
    pub line: usize,
    pub text: String,
}

/// Which wordings find which.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    wordings: Vec<Box<str>>,
    /// From the folded key of a wording to the other wordings, the weightiest first.
    others: HashMap<Box<str>, Vec<(u32, f32)>>,
    /// First words of keys of several words, with the number of words of the longest.
    longest: HashMap<Box<str>, usize>,
    spellings: HashMap<&'static str, &'static str>,
}

impl Synonyms {
    /// The project's own tables.
    pub fn embedded() -> Synonyms {
        let mut synonyms = Synonyms::default();
        // A test keeps the embedded table sound.
        let _ = synonyms.add_table(TABLE);
        for row in SPELLINGS.lines().filter(|row| !row.starts_with('#')) {
            if let Some((british, american)) = row.split_once('\t') {
                synonyms.spellings.insert(british, american);
                if !american.is_empty() {
                    synonyms.spellings.entry(american).or_insert(british);
                }
            }
        }
        synonyms
    }

    /// The project's own tables and the user's: rows of `same`, `near` or `also`, a tab, and wordings with `; `
    /// between them; empty lines and lines that begin with `#` do not count.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn with_user_table(table: &str) -> Result<Synonyms, SynonymError> {
        let mut synonyms = Synonyms::embedded();
        synonyms.add_table(table)?;
        Ok(synonyms)
    }

    fn add_table(&mut self, table: &str) -> Result<(), SynonymError> {
        for (index, row) in table.lines().enumerate() {
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let refused = || SynonymError { line: index + 1, text: row.to_owned() };
            let (kind, list) = row.split_once('\t').ok_or_else(refused)?;
            let wordings: Vec<&str> = list.split(';').map(str::trim).filter(|wording| !wording.is_empty()).collect();
            let weight = match kind.trim() {
                "same" => SAME,
                "near" => NEAR,
                "also" => ALSO,
                _ => return Err(refused()),
            };
            if wordings.len() < 2 {
                return Err(refused());
            }
            let first = self.wordings.len() as u32;
            self.wordings.extend(wordings.iter().map(|&wording| wording.into()));
            let finders = if kind.trim() == "also" { 1 } else { wordings.len() };
            for (from, wording) in wordings.iter().enumerate().take(finders) {
                self.add(wording, (0..wordings.len()).filter(|&to| to != from).map(|to| first + to as u32), weight);
            }
        }
        Ok(())
    }

    fn add(&mut self, wording: &str, others: impl Iterator<Item = u32>, weight: f32) {
        let words: Vec<String> = wording.split(' ').map(fold_key).collect();
        if let [first, _, ..] = words.as_slice() {
            let longest = self.longest.entry(first.as_str().into()).or_insert(0);
            *longest = words.len().max(*longest);
        }
        let known = self.others.entry(words.join(" ").into_boxed_str()).or_default();
        known.extend(others.map(|other| (other, weight)));
    }

    /// The number of words, from the first, that are one term of the table: the longest there is.
    pub(super) fn find_term(&self, folded: &[&str]) -> Option<usize> {
        let first = fold_key(folded.first()?);
        let longest = self.longest.get(first.as_str()).copied().unwrap_or(1).min(folded.len());
        (1..=longest).rev().find(|&length| self.others.contains_key(key(&folded[..length]).as_str()))
    }

    /// The other wordings of a term, the weightiest first; one wording is given once.
    pub(super) fn other_wordings(&self, folded: &[&str]) -> Vec<Wording> {
        let own = key(folded);
        let mut found: Vec<Wording> = Vec::new();
        let mut seen: Vec<String> = vec![own.clone()];
        let mut others = self.others.get(own.as_str()).cloned().unwrap_or_default();
        others.sort_by(|a, b| b.1.total_cmp(&a.1));
        if let [word] = folded
            && let Some(spelled) = self.other_spelling(word)
        {
            seen.push(fold_key(&spelled));
            found.push(Wording { words: vec![spelled], matching: Matching::Stemmed, weight: SPELLING });
        }
        for (other, weight) in others {
            let Some(text) = self.wordings.get(other as usize) else { continue };
            let words: Vec<&str> = text.split(' ').collect();
            let other_key = key(&words);
            if seen.contains(&other_key) {
                continue;
            }
            seen.push(other_key);
            let words = words.into_iter().map(str::to_owned).collect();
            found.push(Wording { words, matching: Matching::Stemmed, weight });
        }
        found
    }

    /// `defence` for `defense`, `organize` for `organise`, and the other way round.
    fn other_spelling(&self, word: &str) -> Option<String> {
        if let Some(&other) = self.spellings.get(word) {
            return (!other.is_empty()).then(|| other.to_owned());
        }
        const ENDINGS: [&str; 8] = ["e", "ed", "es", "ing", "ation", "ations", "er", "ers"];
        let swap = |from: &str, to: &str| {
            ENDINGS.iter().find_map(|ending| {
                let stem = word.strip_suffix(ending)?.strip_suffix(from)?;
                // `wise`, `prize`: too short for the ending to be one.
                (stem.chars().count() >= 4).then(|| format!("{stem}{to}{ending}"))
            })
        };
        // `adviser` and `wiser` are no verbs in -ise; of the nouns in -iser most are.
        swap("is", "iz")
            .filter(|_| !word.ends_with("adviser") && !word.ends_with("advisers"))
            .or_else(|| swap("iz", "is"))
    }
}

fn key(folded: &[&str]) -> String {
    folded.iter().map(|word| fold_key(word)).collect::<Vec<_>>().join(" ")
}

/// One key for singular and plural, with and without apostrophe and accents.
fn fold_key(word: &str) -> String {
    let folded = crate::people::fold_name(word).into_owned();
    let is_plural = folded.len() > 3
        && folded.ends_with('s')
        && !["ss", "us", "is", "os"].iter().any(|ending| folded.ends_with(ending));
    if !is_plural {
        return folded;
    }
    match folded.strip_suffix("ies") {
        Some(stem) if folded.len() > 4 => format!("{stem}y"),
        _ => folded[..folded.len() - 1].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(words: &[&str]) -> Vec<String> {
        Synonyms::embedded().other_wordings(words).into_iter().map(|wording| wording.words.join(" ")).collect()
    }

    #[test]
    fn the_tables_are_sound_and_sorted() {
        assert_eq!(Synonyms::default().add_table(TABLE), Ok(()));
        for table in [TABLE, SPELLINGS] {
            let rows: Vec<&str> = table.lines().skip(1).collect();
            let unsorted: Vec<_> = rows.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
            assert_eq!(unsorted, Vec::<&[&str]>::new());
        }
    }

    #[test]
    fn wordings_find_each_other() {
        assert!(others(&["nhs"]).contains(&"health service".to_owned()));
        assert!(others(&["health", "service"]).contains(&"nhs".to_owned()));
        assert!(others(&["migrant"]).contains(&"refugees".to_owned()));
        assert_eq!(others(&["organise"]), ["organize"]);
        assert_eq!(others(&["defense"]), ["defence"]);
        assert_eq!(others(&["surprise"]), Vec::<String>::new());
        assert!(others(&["china"]).contains(&"beijing".to_owned()));
        assert!(!others(&["beijing"]).contains(&"china".to_owned()));
    }

    #[test]
    fn the_longest_term_counts() {
        let synonyms = Synonyms::embedded();
        assert_eq!(synonyms.find_term(&["national", "health", "service", "cuts"]), Some(3));
        assert_eq!(synonyms.find_term(&["asylum", "seekers"]), Some(2));
        assert_eq!(synonyms.find_term(&["penguin"]), None);
    }

    #[test]
    fn users_extend_the_table() {
        let synonyms = Synonyms::with_user_table("# mine\nsame\tfoodstuff; groceries\n").unwrap();
        assert_eq!(synonyms.other_wordings(&["groceries"])[0].words, ["foodstuff"]);
        let error = Synonyms::with_user_table("same\tone").unwrap_err();
        assert_eq!(error.line, 1);
        assert!(error.to_string().contains("`same\tone`"));
    }
}
