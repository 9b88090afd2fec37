//! The words of times and of tenures, from `data/time_words.tsv`: what kind of word each is, and what it means.

use crate::words::table::{BadLine, Row, list, rows};
use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../data/time_words.tsv");

macro_rules! kinds {
    ($($kind:ident $name:literal),* $(,)?) => {
        /// The kinds of words that the table has. What each is for is told where it is asked for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum TimeWord { $($kind),* }

        impl TimeWord {
            fn named(name: &str) -> Option<TimeWord> {
                match name { $($name => Some(TimeWord::$kind),)* _ => None }
            }
        }
    };
}

kinds! {
    AboutPreposition "about-preposition", Ago "ago", BareLeader "bare-leader", Became "became", BecameIng "became-ing", BecameNoun "became-noun",
    DayPart "day-part", Decade "decade", Document "document", EndsTopic "ends-topic", Final "final", Half "half", Holds "holds",
    InPower "in-power", Join "join", Last "last", Left "left", LeftIng "left-ing", LeftNoun "left-noun",
    NameGoesOn "name-goes-on", NamesFollow "names-follow", Newest "newest", Not "not", Occasion "occasion", Now "now", Number "number", Onwards "onwards",
    Ordinal "ordinal", Part "part", PartyLast "party-last", PartyRule "party-rule", RangeBegins "range-begins",
    Preposition "preposition", Pronoun "pronoun", Recent "recent", Relation "relation", Season "season", Serves "serves",
    ShortPeriod "short-period", ShortQuarter "short-quarter", ShortWeekday "short-weekday", Side "side",
    SoFar "so-far", Splits "splits", StretchBegins "stretch-begins", Tenure "tenure", TenureNoun "tenure-noun", TenureTime "tenure-time", This "this", ThroughPreposition "through-preposition",
    TellsTime "tells-time", TimeLimit "time-limit", TitleBeforeName "title-before-name", To "to", Today "today",
    TopicLeads "topic-leads", TopicPreposition "topic-preposition", Unit "unit", WeekBegins "week-begins", WeekBeginsShort "week-begins-short",
    WeekEnds "week-ends", WeekEndsShort "week-ends-short", Weekday "weekday", When "when", Yesterday "yesterday",
}

/// A word or phrase that was found: what it means, and its number of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimePhrase {
    pub means: &'static str,
    pub length: usize,
}

struct TimeLexicon {
    meanings: HashMap<&'static str, Vec<(TimeWord, &'static str)>>,
    /// First words of phrases, with the number of words of the longest.
    longest: HashMap<&'static str, usize>,
}

static EMBEDDED: LazyLock<TimeLexicon> = LazyLock::new(|| TimeLexicon::read(TABLE).0);

impl TimeLexicon {
    /// The table, and the rows that cannot be read; a test keeps the embedded one free of them.
    fn read(table: &'static str) -> (TimeLexicon, Vec<BadLine>) {
        let mut lexicon = TimeLexicon { meanings: HashMap::with_capacity(700), longest: HashMap::new() };
        let bad = rows(table).filter_map(|row| lexicon.take(&row).err()).collect();
        (lexicon, bad)
    }

    fn take(&mut self, row: &Row<'static>) -> Result<(), BadLine> {
        let [kind, means, forms] = row.exactly()?;
        let kind = TimeWord::named(kind)
            .ok_or_else(|| row.bad(format_args!("there is no kind `{kind}`; add it to the code")))?;
        for form in list(forms) {
            let meanings = self.meanings.entry(form).or_default();
            if meanings.iter().any(|(known, _)| *known == kind) {
                return Err(row.bad(format_args!("`{form}` is of this kind already; take it out here")));
            }
            meanings.push((kind, means));
            if let Some((first, _)) = form.split_once(' ') {
                let words = form.split(' ').count();
                let longest = self.longest.entry(first).or_insert(words);
                *longest = words.max(*longest);
            }
        }
        Ok(())
    }
}

/// What a word means as one of this kind.
pub(crate) fn meaning(word: &str, kind: TimeWord) -> Option<&'static str> {
    let meanings = EMBEDDED.meanings.get(word)?;
    meanings.iter().find(|(known, _)| *known == kind).map(|(_, means)| *means)
}

/// Whether a word is of this kind.
pub(crate) fn is(word: &str, kind: TimeWord) -> bool {
    meaning(word, kind).is_some()
}

/// The longest word or phrase of this kind that the words begin with.
pub(crate) fn phrase(words: &[&str], kind: TimeWord) -> Option<TimePhrase> {
    let first = words.first()?;
    let longest = EMBEDDED.longest.get(first).copied().unwrap_or(1).min(words.len());
    let long = (2..=longest)
        .rev()
        .find_map(|length| Some(TimePhrase { means: meaning(&words[..length].join(" "), kind)?, length }));
    long.or_else(|| Some(TimePhrase { means: meaning(first, kind)?, length: 1 }))
}

/// What the word means as one of this kind, as a number.
pub(crate) fn number(word: &str, kind: TimeWord) -> Option<u32> {
    meaning(word, kind)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let (lexicon, bad) = TimeLexicon::read(TABLE);
        assert_eq!(bad, []);
        assert!(lexicon.meanings.keys().all(|form| *form == form.to_lowercase() && !form.is_empty()));
    }

    #[test]
    fn the_longest_phrase_is_found() {
        let found = |text: &str, kind| {
            let words: Vec<&str> = text.split(' ').collect();
            phrase(&words, kind).map(|found| (found.means, found.length))
        };
        assert_eq!(found("in the run-up to the election", TimeWord::Relation), Some(("run-up", 4)));
        assert_eq!(found("up to 2016", TimeWord::Relation), Some(("until", 2)));
        assert_eq!(found("nato", TimeWord::Relation), None);
    }
}
