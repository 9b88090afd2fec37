//! What went wrong on the way or was passed over: handed to whoever listens, and counted by kind.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::listen::{Ear, Event};
use super::trouble::{Outcome, Trouble};
use crate::archive::{self, Origin, SkipReason};
use crate::article::Problem;

/// Numbers by kind; the kinds' words stay the same in all releases.
pub type ByKind = BTreeMap<Cow<'static, str>, u64>;

/// How many of what there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TroubleCounts {
    /// Files and articles that could not be read.
    pub failed: u64,
    /// The same by kind.
    pub failed_by_kind: ByKind,
    /// Among them paths that the user named and that are not there.
    pub missing: u64,
    /// Articles with something wrong that could be lived with.
    pub problems: u64,
    /// Articles that were read in a way that somebody may want to know of, by kind: `html_inside`, `mojibake`, …
    pub notes: ByKind,
    /// Files, and hidden folders.
    pub passed_over: ByKind,
}

impl TroubleCounts {
    /// `3 failed: 2 not JSON, 1 too large`.
    pub fn failed_in_words(&self) -> String {
        match self.failed {
            0 => "0 failed".to_owned(),
            failed => format!("{failed} failed: {}", in_words(&self.failed_by_kind)),
        }
    }
}

/// Hands on what went wrong as it comes, counts it, and keeps nothing else of it.
pub struct Troubles {
    counts: TroubleCounts,
    /// What the user named outright, which is never passed over in silence.
    named: HashSet<PathBuf>,
    ear: Ear,
}

impl Troubles {
    pub fn new(ear: Ear) -> Troubles {
        Troubles { counts: TroubleCounts::default(), named: HashSet::new(), ear }
    }

    /// Whoever listens.
    pub fn ear(&self) -> &Ear {
        &self.ear
    }

    /// Says what the user named.
    pub fn know_named(&mut self, paths: &[PathBuf]) {
        self.named.extend(paths.iter().cloned());
    }

    /// A file or an article that could not be read.
    pub fn fail(&mut self, trouble: impl Into<Trouble>) {
        let trouble = trouble.into();
        self.counts.failed += 1;
        *self.counts.failed_by_kind.entry(trouble.kind.clone()).or_default() += 1;
        let named = self.named.contains(&trouble.path);
        self.counts.missing += u64::from(trouble.kind == "not_found" && named);
        self.hand_on(&trouble, named);
    }

    /// What was wrong with an article and could be lived with, and how it was read.
    pub fn note(&mut self, origin: &Origin, problems: &[Problem]) {
        self.counts.problems += u64::from(problems.iter().any(|problem| !problem.kind.is_note()));
        let notes: BTreeSet<&'static str> =
            problems.iter().filter(|problem| problem.kind.is_note()).map(|problem| problem.kind.name()).collect();
        for kind in notes {
            *self.counts.notes.entry(kind.into()).or_default() += 1;
        }
        for problem in problems {
            self.hand_on(&Trouble::of_problem(origin, problem), false);
        }
    }

    /// A file that the walk passed over, or a folder with all that is in it.
    pub fn pass_over(&mut self, path: PathBuf, reason: SkipReason) {
        self.pass_over_as(path, reason.kind(), reason.name());
    }

    /// A member of a container that is not read.
    pub fn pass_over_member(&mut self, origin: &Origin, reason: SkipReason) {
        let kind = reason.kind();
        *self.counts.passed_over.entry(kind.clone()).or_default() += 1;
        // A file that is no container was compressed, and is passed over whole.
        let named = origin.within.is_none() && self.named.contains(&origin.path);
        let (path, member) = (origin.path.clone(), origin.within.clone());
        let told = format!("{}: passed over: {}", archive::shown(&origin.called()), reason.name());
        self.hand_on(&Trouble { outcome: Outcome::PassedOver, kind, path, member, line: None, reason: told }, named);
    }

    /// A file that was read already under another name.
    pub fn pass_over_repeated(&mut self, path: &Path) {
        self.pass_over_as(path.to_path_buf(), "repeated".into(), "the same file as one that was read already");
    }

    fn pass_over_as(&mut self, path: PathBuf, kind: Cow<'static, str>, name: &str) {
        *self.counts.passed_over.entry(kind.clone()).or_default() += 1;
        let named = self.named.contains(&path);
        let reason = format!("{}: passed over: {name}", archive::shown(&path));
        self.hand_on(&Trouble { outcome: Outcome::PassedOver, kind, path, member: None, line: None, reason }, named);
    }

    /// A folder that the user named and in which there was nothing to read.
    pub fn find_nothing(&mut self, folder: PathBuf, passed_over: &BTreeMap<SkipReason, u64>) {
        let by_kind: ByKind = passed_over.iter().map(|(reason, count)| (reason.kind(), *count)).collect();
        let why = match (by_kind.values().sum::<u64>(), passed_over.keys().next()) {
            (_, None) => "there is no file in it".to_owned(),
            (all, Some(reason)) => {
                let which = if passed_over.len() == 1 { reason.name().to_owned() } else { in_words(&by_kind) };
                format!("{all} passed over ({which}); `onrecord help index` lists what can be read")
            }
        };
        let reason = format!("nothing to read in {}: {why}", archive::shown(&folder));
        let kind = "nothing_to_read".into();
        let trouble = Trouble { outcome: Outcome::Problem, kind, path: folder, member: None, line: None, reason };
        self.hand_on(&trouble, true);
    }

    fn hand_on(&self, trouble: &Trouble, named: bool) {
        self.ear.hear(&Event::Trouble { trouble, named });
    }

    /// How many of what there were.
    pub fn counts(self) -> TroubleCounts {
        self.counts
    }
}

/// Numbers by kind as people read them, the most first: `2 not JSON, 1 too large`.
pub fn in_words(by_kind: &ByKind) -> String {
    let mut kinds: Vec<(&str, u64)> = by_kind.iter().map(|(kind, count)| (&**kind, *count)).collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {}", words_of(kind))).collect();
    words.join(", ")
}

/// The words for a kind.
fn words_of(kind: &str) -> Cow<'_, str> {
    match kind {
        "not_found" => "not there".into(),
        "denied" => "without permission".into(),
        "io" => "not readable".into(),
        "unsupported" => "of a kind that is not read".into(),
        "special" => "no file".into(),
        "not_json" => "not JSON".into(),
        "no_text" => "without text".into(),
        "too_many_values" => "with too many values".into(),
        "bad_bytes" => "with bad bytes".into(),
        "bad_date" => "with a bad date".into(),
        "cut_short" => "with a text that was cut short".into(),
        "encoding_guessed" => "in an encoding that was guessed".into(),
        "entities" => "with entities of HTML".into(),
        "html_inside" => "with HTML in their text".into(),
        "mojibake" => "with misread characters".into(),
        "only_summary" => "with only a summary".into(),
        "too_deep" => "in too many containers".into(),
        "bad_name" => "with a bad name".into(),
        "bad_pattern" => "patterns that cannot be read".into(),
        "expands" => "that unpack to too much".into(),
        "unknown_method" => "packed in an unknown way".into(),
        "weak_date" => "dated by their file".into(),
        "pdf_text" => "put together from a PDF".into(),
        "no_text_layer" => "without a text layer".into(),
        "bad_file" => "damaged or not to be read".into(),
        "stumbled" => "over which the program stumbled".into(),
        "notes" => "notes about the archive".into(),
        "link_loop" => "link to a folder above".into(),
        "own" => "written by this program".into(),
        other if other.contains('_') => other.replace('_', " ").into(),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_come_first_and_kinds_read_as_words() {
        let by_kind =
            |kinds: &[(&'static str, u64)]| kinds.iter().map(|(kind, count)| ((*kind).into(), *count)).collect();
        assert_eq!(in_words(&by_kind(&[("too_large", 1), ("not_json", 2)])), "2 not JSON, 1 too large");
        assert_eq!(in_words(&by_kind(&[("sound_or_film", 7), ("hidden", 7)])), "7 hidden, 7 sound or film");
        let counts = TroubleCounts { failed: 3, failed_by_kind: by_kind(&[("empty", 3)]), ..TroubleCounts::default() };
        assert_eq!(counts.failed_in_words(), "3 failed: 3 empty");
    }

    /// A reason that the walk gives has the same words whether it is told alone or counted.
    #[test]
    fn the_words_of_what_is_passed_over_are_the_walks_own() {
        use SkipReason::*;
        for reason in [Hidden, Excluded, Kind("web page"), Kind("picture"), AboutArchive, NotText, LinkLoop, LeftOut] {
            assert_eq!(words_of(&reason.kind()), reason.name());
        }
    }
}
