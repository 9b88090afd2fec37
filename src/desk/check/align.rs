//! A quotation laid word by word beside the words that it is nearest to, and what was done to them.
//!
//! The differences are those of `similar` (Myers): in words, of the stretch of the source that fits best, so that what stands
//! before and behind it is no change.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::wording::{QuotedParts, WordAt};
use crate::words::{List, verbs};

/// What was done to the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alteration {
    /// Another word in place of one.
    WordChanged,
    /// A pronoun in place of another.
    PronounChanged,
    /// The same word in another form: another tense, another number.
    FormChanged,
    /// Words left out.
    LeftOut,
    /// Many words left out, or a sentence's end among them, without a sign.
    CutInTheMiddle,
    /// Words that are not there.
    Added,
    /// The words of two statements as one.
    Spliced,
}

impl Alteration {
    /// As it is told.
    pub fn in_words(self) -> &'static str {
        match self {
            Alteration::WordChanged => "a word changed",
            Alteration::PronounChanged => "a pronoun changed",
            Alteration::FormChanged => "a tense or form changed",
            Alteration::LeftOut => "words left out",
            Alteration::CutInTheMiddle => "cut in the middle without a sign",
            Alteration::Added => "words added",
            Alteration::Spliced => "two statements as one",
        }
    }
}

/// A stretch of the comparison: the same words, or those of the draft and those of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Whether both are the same.
    pub same: bool,
    /// The draft's words, as written; empty where it has none.
    pub draft: String,
    /// The archive's words, as printed; empty where it has none.
    pub archive: String,
}

/// A quotation beside a source.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// How many of the quotation's words the source has there.
    pub same: usize,
    /// Of each of the quotation's words, whether the source has it.
    pub has: Vec<bool>,
    /// The words of the source that were compared: the first, and the one behind the last.
    pub window: (usize, usize),
    /// In the order of the text.
    pub compared: Vec<Compared>,
    /// What was done to the words, each once.
    pub alterations: Vec<Alteration>,
}

impl Alignment {
    /// How near the two are, 0 to 1: the share of the words of both that are the same.
    pub fn nearness(&self) -> f32 {
        let source = self.window.1 - self.window.0;
        (2 * self.same) as f32 / (self.has.len() + source).max(1) as f32
    }
}

/// Nothing is compared longer; what is then left counts as different.
const LONGEST: Duration = Duration::from_millis(50);
/// Words that are left out and are no slip any more.
const CUT: usize = 4;

fn diff(source: &[String], draft: &[String]) -> Vec<DiffOp> {
    capture_diff_slices_deadline(Algorithm::Myers, source, draft, Some(Instant::now() + LONGEST))
}

/// Lays a quotation beside the words of a source; `text` is what these words are of.
pub fn align(quoted: &QuotedParts, source: &[WordAt], text: &str) -> Alignment {
    let folded: Vec<String> = source.iter().map(|word| word.folded.clone()).collect();
    let (first, end) = window(&folded, &quoted.words);
    let ops = diff(&folded[first..end], &quoted.words);
    let mut alignment = Alignment {
        same: 0,
        has: vec![false; quoted.words.len()],
        window: (first, end),
        compared: Vec::new(),
        alterations: Vec::new(),
    };
    for op in ops {
        let (old, new) = (op.old_range(), op.new_range());
        let there = &source[first + old.start..first + old.end];
        let is_same = matches!(op, DiffOp::Equal { .. });
        if is_same {
            alignment.same += new.len();
            alignment.has[new.clone()].fill(true);
        } else {
            let is_open = there.is_empty() || new.is_empty();
            if is_open && !there.is_empty() && quoted.ends.contains(&new.start) {
                // Left out with a sign.
            } else {
                told(&quoted.words[new.clone()], there, &mut alignment.alterations);
            }
        }
        let printed = there.first().zip(there.last()).map_or("", |(first, last)| &text[first.start..last.end]);
        alignment.compared.push(Compared {
            same: is_same,
            draft: quoted.written[new].join(" "),
            archive: printed.to_owned(),
        });
    }
    alignment.alterations.sort_unstable();
    alignment.alterations.dedup();
    alignment
}

/// The stretch of a source that a quotation is compared with.
fn window(source: &[String], draft: &[String]) -> (usize, usize) {
    let runs: Vec<(usize, usize, usize)> = diff(source, draft)
        .iter()
        .filter(|op| matches!(op, DiffOp::Equal { .. }))
        .map(|op| (op.old_range().start, op.new_range().start, op.old_range().len()))
        .collect();
    let Some(longest) = (0..runs.len()).max_by_key(|at| (runs[*at].2, std::cmp::Reverse(*at))) else {
        return (0, source.len().min(draft.len()));
    };
    // From the longest run to both sides; a short run that stands far away in the source is there by chance.
    let belongs = |outer: (usize, usize, usize), gap: usize, own: usize| gap <= 2 * own + 3 * outer.2 + 2;
    let (mut low, mut high) = (longest, longest);
    while low > 0 {
        let (outer, inner) = (runs[low - 1], runs[low]);
        let (gap, own) = (inner.0 - (outer.0 + outer.2), inner.1 - (outer.1 + outer.2));
        if !belongs(outer, gap, own) {
            break;
        }
        low -= 1;
    }
    while high + 1 < runs.len() {
        let (inner, outer) = (runs[high], runs[high + 1]);
        let (gap, own) = (outer.0 - (inner.0 + inner.2), outer.1 - (inner.1 + inner.2));
        if !belongs(outer, gap, own) {
            break;
        }
        high += 1;
    }
    // What the quotation has before and behind may stand in place of as many words there.
    let first = runs[low].0.saturating_sub(runs[low].1);
    let behind = draft.len() - (runs[high].1 + runs[high].2);
    let end = (runs[high].0 + runs[high].2 + behind).min(source.len());
    (first, end)
}

/// What was done where the draft has some words and the source others.
fn told(draft: &[String], source: &[WordAt], alterations: &mut Vec<Alteration>) {
    let paired = draft.len().min(source.len());
    for (ours, theirs) in draft.iter().zip(source).take(paired) {
        alterations.push(change(ours, &theirs.folded));
    }
    let left_out = &source[paired..];
    if !left_out.is_empty() {
        let is_cut = left_out.len() >= CUT || left_out.iter().any(|word| word.ends_sentence);
        alterations.push(if is_cut { Alteration::CutInTheMiddle } else { Alteration::LeftOut });
    }
    if draft.len() > paired {
        alterations.push(Alteration::Added);
    }
}

fn change(ours: &str, theirs: &str) -> Alteration {
    let is_pronoun = |word: &str| {
        let bare = word.split('\'').next().unwrap_or(word);
        const PRONOUNS: [List; 7] =
            [List::He, List::She, List::It, List::They, List::First, List::Second, List::Possessive];
        PRONOUNS.iter().any(|list| list.has(bare)) || List::ObjectForm.has(bare)
    };
    if is_pronoun(ours) && is_pronoun(theirs) {
        return Alteration::PronounChanged;
    }
    let bare = |word: &str| word.split('\'').next().unwrap_or(word).to_owned();
    let both_in = |list: List| list.has(&bare(ours)) && list.has(&bare(theirs));
    let is_auxiliary = [List::Be, List::Have, List::Do, List::Modal].into_iter().any(both_in);
    let is_negated = |word: &str| word.ends_with("n't") || word == "cannot";
    let forms = |word: &str| verbs().iter().find(|verb| verb.forms.iter().any(|(_, form)| form == word));
    let same_verb = matches!((forms(ours), forms(theirs)), (Some(one), Some(other)) if one.lemma == other.lemma);
    if is_negated(ours) == is_negated(theirs) && (is_auxiliary || same_verb || same_stem(ours, theirs)) {
        return Alteration::FormChanged;
    }
    Alteration::WordChanged
}

fn same_stem(one: &str, other: &str) -> bool {
    let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
    stemmer.stem(one) == stemmer.stem(other)
}
