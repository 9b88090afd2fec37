//! What was changed in what people are quoted as saying, between versions of an address. Takes the versions as they are
//! stored, the oldest first; gives for each quote how it was changed. Pure.
//!
//! Two versions are compared with each other, each with the next. Of their quotes those with the same words are the same. Of
//! the rest, two of one speaker with near words are one quote whose words were changed: by the words that have to be taken out
//! and put in (the edit distance of Levenshtein, of words), or where the one is a part of the other. What is then left was
//! removed or added, but only if its words stand nowhere in the other version: that the program found it in the one and not in
//! the other is no change of the paper's.

use std::collections::BTreeSet;

use super::analyze::fold_words;
use super::stored::StoredArticle;
use crate::query::tree::ChangeChoice;

/// A change of one quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Changed {
    /// The version and the place in its table of the quote that was changed: of changed words the later wording.
    pub version: usize,
    pub quote: usize,
    pub kind: ChangeKind,
    /// The version that it is compared with.
    pub other: usize,
    /// The other wording there.
    pub wording: Option<usize>,
}

/// How a quote was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Other words before.
    Words,
    /// In the next version no longer.
    Removed,
    /// In the version before not yet.
    Added,
}

impl ChangeKind {
    /// The word for it that programs read, and that `changed:` takes.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Words => ChangeChoice::Words.name(),
            ChangeKind::Removed => ChangeChoice::Removed.name(),
            ChangeKind::Added => ChangeChoice::Added.name(),
        }
    }

    /// Whether it is asked for.
    pub(super) fn meets(self, asked: ChangeChoice) -> bool {
        match asked {
            ChangeChoice::Any => true,
            ChangeChoice::Words => self == ChangeKind::Words,
            ChangeChoice::Removed => self == ChangeKind::Removed,
            ChangeChoice::Added => self == ChangeKind::Added,
        }
    }
}

/// Words that are alike in so large a share are one quote; more of them where it is not known that one speaker said both.
const NEAR: f64 = 0.5;
const NEAR_OF_ANYBODY: f64 = 0.75;

/// Of fewer words nothing is told but that they are there: “a disgrace” is no other wording of “a triumph”.
const FEWEST_WORDS: usize = 4;

/// Words of a quote that are compared, and quotes of a version that are compared with those of another.
const MOST_WORDS: usize = 400;
const MOST_QUOTES: usize = 400;

/// A version as it is compared.
struct Version {
    /// All its folded words, with a space before and behind each.
    words: String,
    quotes: Vec<VersionQuote>,
}

struct VersionQuote {
    speaker: Option<String>,
    /// The first of its words, and the same by the alphabet.
    words: Vec<String>,
    sorted: Vec<String>,
    /// In the same form as [`Version::words`].
    joined: String,
}

fn joined(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

impl Version {
    fn of(article: &StoredArticle) -> Version {
        let quotes = article.quotes();
        let said = quotes.iter().enumerate().map(|(place, quote)| {
            let parts = quote.segments.iter().filter_map(|span| article.text.get(span.start()..span.end()));
            let mut words: Vec<String> = parts.flat_map(fold_words).collect();
            let speaker = article.speaker_id(place).map(str::to_string);
            let joined = joined(&words);
            words.truncate(MOST_WORDS);
            let mut sorted = words.clone();
            sorted.sort_unstable();
            VersionQuote { speaker, joined, words, sorted }
        });
        Version { quotes: said.collect(), words: joined(&fold_words(&article.text)) }
    }

    /// Whether the words of a quote stand in it.
    fn holds(&self, quote: &VersionQuote) -> bool {
        self.words.contains(&quote.joined)
    }
}

/// The changes between versions, the oldest of them first; in the order of the quotes that were changed.
pub(super) fn changes_between<'a>(articles: impl IntoIterator<Item = &'a StoredArticle>) -> Vec<Changed> {
    let versions: Vec<Version> = articles.into_iter().map(Version::of).collect();
    let mut changes = Vec::new();
    for (at, pair) in versions.windows(2).enumerate() {
        let [before, behind] = pair else { continue };
        compare(before, behind, at, &mut changes);
    }
    changes.sort_unstable();
    changes
}

/// Compares the version at a place with the next one.
fn compare(before: &Version, behind: &Version, at: usize, changes: &mut Vec<Changed>) {
    let same = |version: &Version| -> BTreeSet<String> { version.quotes.iter().map(|it| it.joined.clone()).collect() };
    let (in_before, in_behind) = (same(before), same(behind));
    let left = |version: &Version, other: &BTreeSet<String>| -> Vec<usize> {
        let of = |place: &usize| version.quotes.get(*place);
        (0..version.quotes.len()).filter(|place| of(place).is_some_and(|it| !other.contains(&it.joined))).collect()
    };
    let (mut old, mut new) = (left(before, &in_behind), left(behind, &in_before));
    let mut near: Vec<(u64, usize, usize)> = Vec::new();
    for one in old.iter().take(MOST_QUOTES) {
        for other in new.iter().take(MOST_QUOTES) {
            let (was, is) = (&before.quotes[*one], &behind.quotes[*other]);
            // Words that both versions have were not changed, wherever a quote of them is cut.
            if behind.holds(was) && before.holds(is) {
                continue;
            }
            if let Some(alike) = likeness(was, is) {
                near.push(((alike * 1e6) as u64, *one, *other));
            }
        }
    }
    // The nearest first; of equally near ones those that stand first.
    near.sort_unstable_by_key(|(alike, one, other)| (std::cmp::Reverse(*alike), *one, *other));
    for (_, one, other) in near {
        if old.contains(&one) && new.contains(&other) {
            old.retain(|place| *place != one);
            new.retain(|place| *place != other);
            let kind = ChangeKind::Words;
            changes.push(Changed { version: at + 1, quote: other, kind, other: at, wording: Some(one) });
        }
    }
    let gone = old.into_iter().filter(|place| !behind.holds(&before.quotes[*place]));
    let kind = ChangeKind::Removed;
    changes.extend(gone.map(|quote| Changed { version: at, quote, kind, other: at + 1, wording: None }));
    let come = new.into_iter().filter(|place| !before.holds(&behind.quotes[*place]));
    let kind = ChangeKind::Added;
    changes.extend(come.map(|quote| Changed { version: at + 1, quote, kind, other: at, wording: None }));
}

/// How near two wordings are, 0 to 1; `None` where they are not those of one quote.
fn likeness(was: &VersionQuote, is: &VersionQuote) -> Option<f64> {
    let (one, other) = (&was.words, &is.words);
    if one.len().min(other.len()) < FEWEST_WORDS {
        return None;
    }
    let least = match (&was.speaker, &is.speaker) {
        (Some(one), Some(other)) if one == other => NEAR,
        (Some(_), Some(_)) => return None,
        _ => NEAR_OF_ANYBODY,
    };
    let longest = one.len().max(other.len()) as f64;
    let is_part = was.joined.contains(&is.joined) || is.joined.contains(&was.joined);
    // No more words can be alike than both have, which is told quickly, and rules nearly all pairs out.
    if !is_part && (in_both(&was.sorted, &is.sorted) as f64) < least * longest {
        return None;
    }
    let distance = strsim::generic_levenshtein(&WordSequence(one), &WordSequence(other));
    let alike = 1.0 - distance as f64 / longest;
    (alike >= least || is_part).then_some(alike)
}

/// How many words two sorted lists have in common.
fn in_both(one: &[String], other: &[String]) -> usize {
    let mut others = other.iter().peekable();
    let mut count = 0;
    for word in one {
        while others.next_if(|other| *other < word).is_some() {}
        count += usize::from(others.next_if_eq(&word).is_some());
    }
    count
}

/// Words to be compared as letters are.
struct WordSequence<'w>(&'w [String]);

impl<'w> IntoIterator for &WordSequence<'w> {
    type Item = &'w String;
    type IntoIter = std::slice::Iter<'w, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(speaker: Option<&str>, words: &str) -> VersionQuote {
        let words = fold_words(words);
        let mut sorted = words.clone();
        sorted.sort_unstable();
        VersionQuote { speaker: speaker.map(str::to_string), joined: joined(&words), words, sorted }
    }

    /// A version that quotes these, with more text besides.
    fn version(quotes: &[(Option<&str>, &str)], besides: &str) -> Version {
        let quotes: Vec<VersionQuote> = quotes.iter().map(|(speaker, words)| quote(*speaker, words)).collect();
        let said: String = quotes.iter().map(|quote| quote.joined.as_str()).collect();
        Version { words: format!("{}{said}", joined(&fold_words(besides))).replace("  ", " "), quotes }
    }

    fn changes(before: &Version, behind: &Version) -> Vec<(ChangeKind, usize, Option<usize>)> {
        let mut changes = Vec::new();
        compare(before, behind, 0, &mut changes);
        changes.sort_unstable();
        changes.iter().map(|it| (it.kind, it.quote, it.wording)).collect()
    }

    const ANN: Option<&str> = Some("ann-example");
    const HAROLD: Option<&str> = Some("harold-testby");

    #[test]
    fn near_words_of_one_speaker_are_one_quote() {
        let before = version(&[(ANN, "We will never close the ferry"), (HAROLD, "I was there")], "");
        let behind = version(&[(HAROLD, "I was there"), (ANN, "We will not close the ferry")], "");
        assert_eq!(changes(&before, &behind), [(ChangeKind::Words, 1, Some(0))]);
        // Of another speaker they are another quote.
        let behind = version(&[(HAROLD, "I was there"), (HAROLD, "We will not close the ferry")], "");
        assert_eq!(changes(&before, &behind), [(ChangeKind::Removed, 0, None), (ChangeKind::Added, 1, None)]);
        // Where nobody knows the speaker, only nearer ones are.
        let behind = version(&[(None, "We will not close the ferry"), (HAROLD, "I was there")], "");
        assert_eq!(changes(&before, &behind), [(ChangeKind::Words, 0, Some(0))]);
        let behind = version(&[(None, "We did not close the ferry"), (HAROLD, "I was there")], "");
        assert_eq!(changes(&before, &behind), [(ChangeKind::Removed, 0, None), (ChangeKind::Added, 0, None)]);
    }

    #[test]
    fn a_quote_that_was_cut_was_reworded() {
        let before =
            version(&[(ANN, "We will never close the ferry, and the pier will be mended by the end of May")], "");
        let behind = version(&[(ANN, "We will never close the ferry")], "");
        assert_eq!(changes(&before, &behind), [(ChangeKind::Words, 0, Some(0))]);
        assert_eq!(changes(&behind, &before), [(ChangeKind::Words, 0, Some(0))]);
    }

    #[test]
    fn words_that_stand_in_the_other_version_were_not_changed() {
        let before = version(&[(ANN, "We will never close the ferry")], "");
        let behind = version(&[], "she said we will never close the ferry to anybody who asked");
        assert_eq!(changes(&before, &behind), []);
        assert_eq!(changes(&behind, &before), []);
        // As one quote here and as two there.
        let whole = version(&[(ANN, "We will never close the ferry and we mean it")], "");
        let parts = version(&[(ANN, "We will never close the ferry"), (ANN, "and we mean it")], "");
        assert_eq!(changes(&whole, &parts), []);
    }

    #[test]
    fn few_words_are_no_other_wording() {
        let (before, behind) = (version(&[(ANN, "a disgrace")], ""), version(&[(ANN, "a triumph")], ""));
        assert_eq!(changes(&before, &behind), [(ChangeKind::Removed, 0, None), (ChangeKind::Added, 0, None)]);
    }
}
