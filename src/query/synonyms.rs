//! Query expansion: other wordings of a topic, which are synonyms, abbreviations, British and American spelling.
//!
//! Takes the words of a topic, gives what else is to be looked for, with weights. The tables are
//! `data/synonyms.tsv`, `data/spellings.tsv` and `data/mined.tsv`, which holds what was mined from articles and is only
//! offered (`examples/mine_wordings`); users add their own in the same form ([`Synonyms::with_user_table`]).

use super::tree::{Matching, Wording};
use crate::people::fold_name;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use thiserror::Error;

const TABLE: &str = include_str!("data/synonyms.tsv");
const MINED: &str = include_str!("data/mined.tsv");
const SPELLINGS: &str = include_str!("data/spellings.tsv");

/// What the user typed weighs 1; another wording of the same thing, a related one, another spelling.
const SAME: f32 = 0.9;
const NEAR: f32 = 0.5;
const ALSO: f32 = 0.6;
const SPELLING: f32 = 0.95;

/// A table of synonyms that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} of the synonyms: `{text}` {problem}")]
pub struct SynonymError {
    /// Counted from 1.
    pub line: usize,
    /// The row, or the wording that is meant; the beginning of a long one.
    pub text: String,
    /// What is wrong with it.
    pub problem: SynonymProblem,
}

/// What is wrong with a row, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SynonymProblem {
    #[error(
        "is no row of synonyms: write `same` (or `near`, `also`, `offer`, `term`), a tab, and two or more wordings with `; ` between them"
    )]
    NoRow,
    #[error("is a wording of more than {MOST_WORDS} words: write a shorter one")]
    TooLong,
    #[error("has more than {MOST_WORDINGS} other wordings: take some away")]
    TooMany,
}

/// Words of the longest wording.
const MOST_WORDS: usize = 16;
/// Other wordings that a term can have, all rows together: each is looked for.
const MOST_WORDINGS: usize = 100;

/// Which wordings find which.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    rows: Vec<SynonymRow>,
    /// From the folded key of a wording to the rows in which it finds the others; none for a mere term.
    keys: HashMap<Box<str>, Vec<u32>>,
    /// First words of keys of several words, with the number of words of the longest.
    longest: HashMap<Box<str>, usize>,
    spellings: HashMap<&'static str, &'static str>,
}

#[derive(Clone, Debug)]
struct SynonymRow {
    /// Wordings with `;` between them.
    list: Cow<'static, str>,
    weight: f32,
    /// Offered to who asks, and not looked for unasked.
    is_offer: bool,
}

impl SynonymRow {
    fn wordings(&self) -> impl Iterator<Item = &str> {
        self.list.split(';').map(str::trim).filter(|wording| !wording.is_empty())
    }
}

static EMBEDDED: LazyLock<Synonyms> = LazyLock::new(Synonyms::embedded);

impl Synonyms {
    /// The project's own tables, read once: what a program that asks many questions uses.
    pub fn shared() -> &'static Synonyms {
        &EMBEDDED
    }

    /// The project's own tables.
    pub fn embedded() -> Synonyms {
        let mut synonyms =
            Synonyms { keys: HashMap::with_capacity(4000), rows: Vec::with_capacity(1000), ..Synonyms::default() };
        // Pairs that were looked at and refused stand in the mined table for its program alone.
        let mined = MINED.lines().filter(|row| !row.starts_with("no\t"));
        for (index, row) in TABLE.lines().chain(mined).enumerate() {
            // A test keeps the embedded tables sound.
            let _ = synonyms.add_row(index, Cow::Borrowed(row));
        }
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

    /// The project's own tables and the user's: rows of `same`, `near`, `also`, `offer` or `term`, a tab, and wordings with
    /// `; ` between them, behind which a tab and a reason may follow; empty lines and lines that begin with `#` do not count.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn with_user_table(table: &str) -> Result<Synonyms, SynonymError> {
        let mut synonyms = Synonyms::embedded();
        for (index, row) in table.lines().enumerate() {
            synonyms.add_row(index, Cow::Owned(row.to_owned()))?;
        }
        Ok(synonyms)
    }

    fn add_row(&mut self, index: usize, row: Cow<'static, str>) -> Result<(), SynonymError> {
        if row.trim().is_empty() || row.starts_with('#') {
            return Ok(());
        }
        let refused = |text: &str, problem| {
            const SHOWN: usize = 60;
            let mut shown: String = text.chars().take(SHOWN).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            SynonymError { line: index + 1, text: shown, problem }
        };
        let no_row = || refused(&row, SynonymProblem::NoRow);
        let (kind, list) = row.split_once('\t').ok_or_else(no_row)?;
        // The weight of the other wordings, how many of the first find them, and how many are terms.
        let all = usize::MAX;
        let (weight, finders, terms, is_offer) = match kind.trim() {
            "same" => (SAME, all, all, false),
            "near" => (NEAR, all, all, false),
            "also" => (ALSO, 1, 1, false),
            "offer" => (NEAR, 1, all, true),
            "term" => (SAME, 0, all, false),
            _ => return Err(no_row()),
        };
        let list_start = row.len() - list.len();
        let list_end = list.find('\t').map_or(row.len(), |reason| list_start + reason);
        let list = match row {
            Cow::Borrowed(row) => Cow::Borrowed(&row[list_start..list_end]),
            Cow::Owned(ref row) => Cow::Owned(row[list_start..list_end].to_owned()),
        };
        let new = SynonymRow { list, weight, is_offer };
        let others = new.wordings().count().saturating_sub(1);
        if others == 0 && finders > 0 || new.wordings().next().is_none() {
            return Err(no_row());
        }
        if let Some(long) = new.wordings().find(|wording| wording.split(' ').nth(MOST_WORDS).is_some()) {
            return Err(refused(long, SynonymProblem::TooLong));
        }
        let number = self.rows.len() as u32;
        let mut folded = String::new();
        for (place, wording) in new.wordings().take(terms).enumerate() {
            folded.clear();
            push_key(wording.split(' '), &mut folded);
            if let Some((first, rest)) = folded.split_once(' ') {
                let words = 2 + rest.bytes().filter(|&byte| byte == b' ').count();
                match self.longest.get_mut(first) {
                    Some(longest) => *longest = words.max(*longest),
                    None => {
                        self.longest.insert(first.into(), words);
                    }
                }
            }
            if place >= finders {
                self.keys.entry(folded.as_str().into()).or_default();
                continue;
            }
            let known = self.keys.get(folded.as_str()).map_or(&[][..], Vec::as_slice);
            let known =
                known.iter().filter_map(|row| self.rows.get(*row as usize)).map(|row| row.wordings().count() - 1);
            if known.sum::<usize>() + others > MOST_WORDINGS {
                return Err(refused(wording, SynonymProblem::TooMany));
            }
            match self.keys.get_mut(folded.as_str()) {
                Some(rows) => rows.push(number),
                None => {
                    self.keys.insert(folded.as_str().into(), vec![number]);
                }
            }
        }
        // Phrases that are each one thing and do not stand for each other leave no row.
        if finders > 0 {
            self.rows.push(new);
        }
        Ok(())
    }

    /// All wordings of the tables.
    #[cfg(test)]
    pub(super) fn wordings(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flat_map(SynonymRow::wordings)
    }

    /// The number of words, from the first, that are one term of the table: the longest there is.
    pub(super) fn find_term(&self, folded: &[&str]) -> Option<usize> {
        let first = key(folded.get(..1)?);
        let first = first.split(' ').next().unwrap_or_default();
        let longest = self.longest.get(first).copied().unwrap_or(1).min(folded.len());
        (1..=longest).rev().find(|&length| self.keys.contains_key(key(&folded[..length]).as_str()))
    }

    /// The other wordings of a term, the weightiest first; one wording is given once.
    pub(super) fn other_wordings(&self, folded: &[&str]) -> Vec<Wording> {
        let own = key(folded);
        let mut found: Vec<Wording> = Vec::new();
        let mut seen: Vec<String> = vec![own.clone()];
        if let [word] = folded
            && let Some(spelled) = self.other_spelling(word)
        {
            seen.push(key(&[&spelled]));
            found.push(Wording { words: vec![spelled], matching: Matching::Stemmed, weight: SPELLING });
        }
        self.add_wordings(&own, false, &mut seen, &mut found);
        found
    }

    /// Related wordings of a term that are too wide to be looked for unasked: to be offered.
    pub fn offered_wordings(&self, words: &[String]) -> Vec<Wording> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let own = key(&words);
        let mixed = self.other_wordings(&words).into_iter().map(|wording| key_of(&wording));
        let (mut found, mut seen) = (Vec::new(), mixed.chain([own.clone()]).collect());
        self.add_wordings(&own, true, &mut seen, &mut found);
        found
    }

    /// Adds the wordings of a key's rows, offers or others, the weightiest first; none whose key was `seen`.
    fn add_wordings(&self, own: &str, offers: bool, seen: &mut Vec<String>, found: &mut Vec<Wording>) {
        let rows = self.keys.get(own).map_or(&[][..], Vec::as_slice);
        let rows = rows.iter().map(|&row| &self.rows[row as usize]);
        let mut rows: Vec<&SynonymRow> = rows.filter(|row| row.is_offer == offers).collect();
        rows.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        for (row, wording) in rows.into_iter().flat_map(|row| row.wordings().map(move |wording| (row, wording))) {
            let words: Vec<&str> = wording.split(' ').collect();
            let other = key(&words);
            if seen.contains(&other) {
                continue;
            }
            seen.push(other);
            let words = words.into_iter().map(str::to_owned).collect();
            found.push(Wording { words, matching: Matching::Stemmed, weight: row.weight });
        }
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

fn key_of(wording: &Wording) -> String {
    key(&wording.words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn key(folded: &[&str]) -> String {
    let mut key = String::new();
    push_key(folded.iter().copied(), &mut key);
    key
}

/// Appends one key for singular and plural, with and without apostrophe and accents.
fn push_key<'w>(words: impl Iterator<Item = &'w str>, key: &mut String) {
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        let folded = fold_name(word);
        let is_plural = folded.len() > 3
            && folded.ends_with('s')
            && !["ss", "us", "is", "os"].iter().any(|ending| folded.ends_with(ending));
        match folded.strip_suffix("ies").filter(|_| is_plural && folded.len() > 4) {
            Some(stem) => {
                key.push_str(stem);
                key.push('y');
            }
            None => key.push_str(if is_plural { &folded[..folded.len() - 1] } else { &folded }),
        }
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
        assert!(Synonyms::with_user_table(TABLE).is_ok());
        for table in [TABLE, SPELLINGS, MINED] {
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

    /// Pairs that were brought together once, and are two things.
    #[test]
    fn nothing_wide_is_mixed_in() {
        for (asked, other) in [
            ("gcses", "tests"),
            ("church", "archbishop"),
            ("guns", "weapons"),
            ("manifesto", "platform"),
            ("detention", "belmarsh"),
            ("hiv", "aids"),
            ("national union of teachers", "nut"),
            ("proportional representation", "pr"),
            ("border wall", "wall"),
            ("bullying", "attack"),
            ("attacked", "criticised"),
            ("health", "pneumonia"),
            ("white house", "president"),
        ] {
            let words: Vec<&str> = asked.split(' ').collect();
            assert!(!others(&words).contains(&other.to_owned()), "{asked} brings {other}");
        }
    }

    #[test]
    fn what_is_too_wide_is_offered() {
        let offered = |words: &str| -> Vec<String> {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            let synonyms = Synonyms::embedded();
            synonyms.offered_wordings(&words).into_iter().map(|wording| wording.words.join(" ")).collect()
        };
        assert!(offered("foreign aid").contains(&"aid budget".to_owned()));
        assert!(!offered("aid budget").contains(&"foreign aid".to_owned()), "the first finds the others");
        assert_eq!(offered("penguin"), Vec::<String>::new());
        // Nothing is offered that is looked for anyhow.
        let synonyms = Synonyms::embedded();
        for row in synonyms.rows.iter().filter(|row| row.is_offer) {
            let first: Vec<&str> = row.wordings().next().unwrap().split(' ').collect();
            let mixed = others(&first);
            let offers = offered(row.wordings().next().unwrap());
            let twice: Vec<&String> = offers.iter().filter(|it| mixed.contains(it)).collect();
            assert_eq!(twice, Vec::<&String>::new(), "{}", row.list);
        }
    }

    /// Each row of the mined table is what its program's rules let through, both ways round, and nothing that the other
    /// table knows.
    #[test]
    fn what_was_mined_is_precise_by_its_own_rules() {
        let rows = || MINED.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
        let offers: Vec<&str> = rows().filter(|row| row[0] == "offer").map(|row| row[1]).collect();
        assert!(offers.len() >= 50);
        for row in rows() {
            let [kind, list, reason] = row[..] else { panic!("{row:?} has three cells") };
            let (one, other) = list.split_once("; ").unwrap();
            let of_one = |wording: &str| wording.split(' ').map(str::to_owned).collect::<Vec<_>>();
            assert!(kind == "offer" || kind == "no" && !offers.contains(&list), "{list}");
            assert!(list.chars().all(|c| !c.is_uppercase()), "{list}");
            if kind == "no" {
                continue;
            }
            assert!(offers.contains(&format!("{other}; {one}").as_str()), "{list} is offered one way only");
            let synonyms = Synonyms::embedded();
            let mut offered = synonyms.offered_wordings(&of_one(one)).into_iter();
            assert!(offered.any(|it| it.words == of_one(other)), "{list}");
            let numbers = reason.split([' ', ',']).filter_map(|word| word.parse::<f64>().ok()).collect::<Vec<_>>();
            match numbers[..] {
                [likeness, first, second] if reason.starts_with("likeness") => {
                    assert!(likeness >= 0.06 && first.min(second) >= 4.0, "{list}: {reason}");
                    let (one, other) = (of_one(one), of_one(other));
                    assert!(one.len() == 2 && other.len() == 2, "{list}");
                }
                [times, first, second] if reason.starts_with("defined") => {
                    assert!(times >= 1.0 && first.max(second) >= 2.0, "{list}: {reason}");
                    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
                    let mut letters = long.chars();
                    assert!(short.chars().all(|letter| letters.any(|it| it == letter)), "{list}");
                }
                _ => panic!("{list}: {reason}"),
            }
        }
    }

    /// Each related wording is of one kind of thing with the asked one, so a word does not lead on and on: of those
    /// mixed in unasked none stands in many rows, and no row is long.
    #[test]
    fn what_is_mixed_in_stays_narrow() {
        let synonyms = Synonyms::embedded();
        let mut rows_of: HashMap<String, usize> = HashMap::new();
        for row in synonyms.rows.iter().filter(|row| !row.is_offer) {
            assert!(row.wordings().count() <= 10, "{}", row.list);
            for wording in row.wordings() {
                *rows_of.entry(key(&wording.split(' ').collect::<Vec<_>>())).or_default() += 1;
            }
        }
        let hubs: Vec<(&String, &usize)> = rows_of.iter().filter(|(_, rows)| **rows > 3).collect();
        assert_eq!(hubs, Vec::<(&String, &usize)>::new());
    }

    #[test]
    fn a_reason_may_stand_behind_a_row() {
        let synonyms = Synonyms::with_user_table("same\tfoodstuff; groceries\tone thing\n").unwrap();
        assert_eq!(synonyms.other_wordings(&["foodstuff"])[0].words, ["groceries"]);
        assert_eq!(synonyms.other_wordings(&["foodstuff"]).len(), 1);
    }

    #[test]
    fn the_longest_term_counts() {
        let synonyms = Synonyms::embedded();
        assert_eq!(synonyms.find_term(&["national", "health", "service", "cuts"]), Some(3));
        assert_eq!(synonyms.find_term(&["asylum", "seekers"]), Some(2));
        assert_eq!(synonyms.find_term(&["penguin"]), None);
        // A set phrase without another wording is one thing, too.
        assert_eq!(synonyms.find_term(&["mansion", "tax", "bands"]), Some(2));
        assert_eq!(others(&["mansion", "tax"]), Vec::<String>::new());
    }

    #[test]
    fn users_extend_the_table() {
        let synonyms = Synonyms::with_user_table("# mine\nsame\tfoodstuff; groceries\n").unwrap();
        assert_eq!(synonyms.other_wordings(&["groceries"])[0].words, ["foodstuff"]);
        let error = Synonyms::with_user_table("same\tone").unwrap_err();
        assert_eq!(error.line, 1);
        assert!(error.to_string().contains("`same\tone` is no row"));
    }

    #[test]
    fn rows_that_would_explode_are_refused() {
        let problem =
            |table: &str| Synonyms::with_user_table(table).map(|_| ()).map_err(|error| (error.line, error.problem));
        let many = |count: usize| (0..count).map(|number| format!("word{number}")).collect::<Vec<_>>().join("; ");
        assert_eq!(problem(&format!("same\tgroceries; {}", many(100))), Ok(()));
        assert_eq!(problem(&format!("same\tgroceries; {}", many(101))), Err((1, SynonymProblem::TooMany)));
        let rows: String = (0..101).map(|number| format!("near\tgroceries; word{number}\n")).collect();
        assert_eq!(problem(&rows), Err((101, SynonymProblem::TooMany)));
        assert_eq!(problem(&format!("same\tgroceries; {}", "word ".repeat(17))), Err((1, SynonymProblem::TooLong)));
        let error = Synonyms::with_user_table(&"word ".repeat(1000)).unwrap_err();
        assert!(error.to_string().chars().count() < 250, "{error}");
    }
}
