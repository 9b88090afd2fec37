//! What a speaker does with the words that a verb of saying carries: says them, denies them, asks them. A record tells it,
//! so that a denial is never taken for an assertion.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{CueClass, List, MeaningTable, fold, meanings, verbs};

/// Each form of each verb of saying, with its dictionary form and its stance.
static STANCES: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let mut stances = FxHashMap::default();
    for verb in verbs() {
        let listed = listed(verb.lemma);
        let stance = listed.unwrap_or(match verb.class {
            CueClass::Say | CueClass::Weak => SAID,
            CueClass::Call => "judged",
            CueClass::Vow => "urged",
            CueClass::Think => "thought",
        });
        for (_, form) in &verb.forms {
            stances.entry(form.as_str()).or_insert((verb.lemma, stance));
        }
    }
    stances
});

/// The stance that the table has for a verb, or for a verb with its particle.
fn listed(verb: &str) -> Option<&'static str> {
    meanings(MeaningTable::Stance).of(verb).first().copied()
}

/// The forms of verbs of what was said that a sentence has where it reports: "said", "denies".
static REPORTING: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let said = verbs().iter().filter(|verb| verb.class == CueClass::Say);
    said.flat_map(|verb| &verb.forms).filter(|(form, _)| form.is_finite()).map(|(_, text)| text.as_str()).collect()
});

const SAID: &str = "said";
const REFUSED: &str = "refused";

/// The stance of a cue; `before` is what stands between the source and the cue, which can turn it round, `behind` what
/// follows it, which can make another verb of it ("called for"). `said` where the cue is no verb ("according to", a colon). A turned one is told with `not-`: `not-denied`; who would not say something,
/// or declined to, `refused`.
pub(crate) fn stance(cue: &str, before: &str, behind: &str) -> String {
    let folded = |word: &str| {
        let mut text = String::new();
        fold::token_onto(word, &mut text);
        text
    };
    let particle = behind.split_whitespace().next().map(folded).unwrap_or_default();
    let stance = STANCES
        .get(folded(cue.trim()).as_str())
        .map_or(SAID, |(lemma, stance)| listed(&format!("{lemma} {particle}")).unwrap_or(stance));
    let words: Vec<String> = before
        .rsplit([',', ';', ':', '.', '!', '?', '"', '“', '”', '(', ')'])
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(folded)
        .collect();
    // The verb group of the cue: auxiliaries, adverbs, a negation, and for "declined to say" what stands before the "to".
    let is_small = |word: &String| {
        [List::Adverb, List::Modal, List::Be, List::Have, List::Do, List::Negation].iter().any(|list| list.has(word))
            || word.ends_with("ly")
            || word.ends_with("n't")
            || word == "to"
    };
    let group: Vec<&String> = words.iter().rev().take_while(|word| is_small(word)).collect();
    let behind_to = words.len().checked_sub(group.len() + 1).and_then(|at| words.get(at));
    let refuses = group.last().is_some_and(|word| *word == "to" || word.ends_with("ly"))
        && group.iter().any(|word| *word == "to")
        && behind_to.is_some_and(|word| STANCES.get(word.as_str()).is_some_and(|(_, stance)| *stance == REFUSED));
    let is_only = group.first().is_some_and(|word| *word == "only");
    let turned =
        !is_only && group.iter().any(|word| List::Negation.has(word) || word.ends_with("n't") || *word == "cannot");
    let wills = turned && group.iter().any(|word| List::Modal.has(word));
    match (refuses, turned) {
        (true, false) => REFUSED.to_owned(),
        (false, true) if wills && stance == SAID => REFUSED.to_owned(),
        (false, true) => format!("not-{stance}"),
        (true, true) | (false, false) => stance.to_owned(),
    }
}

/// Whether any word of the text is a verb for what was said, in the past or present: the text reports something of its own.
pub(crate) fn reports(text: &str) -> bool {
    text.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '\'' | '’' | '-')).any(|word| {
        let mut folded = String::new();
        fold::token_onto(word, &mut folded);
        REPORTING.contains(folded.as_str())
    })
}

/// Whether what begins so is no sentence by itself: "who said", "while he said".
pub(crate) fn depends(text: &str) -> bool {
    text.split_whitespace().take(2).any(|word| {
        let mut folded = String::new();
        fold::token_onto(word, &mut folded);
        List::Relative.has(&folded) || List::Subordinate.has(&folded) || List::That.has(&folded)
    })
}

/// Whether the word joins clauses: "and", "but".
pub(crate) fn is_conjunction(word: &str) -> bool {
    List::Conjunction.has(word)
}

/// Whether a word of the text can turn round, or make doubtful, what stands behind it: "it is not true that", "if".
pub(crate) fn may_turn_round(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let mut folded = String::new();
        fold::token_onto(word.trim_matches(|sign: char| !sign.is_alphanumeric()), &mut folded);
        List::Negation.has(&folded) || folded.ends_with("n't") || List::Subordinate.has(&folded) || folded == "nobody"
    })
}

#[cfg(test)]
mod tests {
    use super::{depends, may_turn_round, reports, stance};

    #[test]
    fn a_stretch_is_told_to_report_or_to_turn_round() {
        assert!(reports("but she denied that") && !reports("in the rain of the morning"));
        assert!(may_turn_round("It is not true that") && may_turn_round("Nobody thinks") && may_turn_round("If"));
        assert!(!may_turn_round("In a speech on Friday,"));
        assert!(depends("who said so") && depends("Even as he said") && !depends("She said that"));
    }

    #[test]
    fn a_verb_says_what_is_done_with_the_words() {
        for (cue, told) in [
            ("said", "said"),
            ("denied", "denied"),
            ("denying", "denied"),
            ("refuses", "refused"),
            ("declined", "refused"),
            ("asked", "asked"),
            ("pledged", "promised"),
            ("Warned", "warned"),
            ("believes", "thought"),
            ("urged", "urged"),
            ("called", "judged"),
            ("called for a ban", "urged"),
            ("calling on", "urged"),
            ("ruled out a ban", "rejected"),
            ("according", "said"),
            (":", "said"),
        ] {
            let (cue, behind) = cue.split_once(' ').unwrap_or((cue, ""));
            assert_eq!(stance(cue, "", behind), told, "{cue} {behind}");
        }
    }

    #[test]
    fn what_stands_before_it_can_turn_it_round() {
        for (before, cue, told) in [
            ("would not", "say", "refused"),
            ("wouldn’t", "say", "refused"),
            ("has refused to", "say", "refused"),
            ("declined to", "comment", "refused"),
            ("did not", "say", "not-said"),
            ("has never", "promised", "not-promised"),
            ("did not", "deny", "not-denied"),
            ("had pointedly declined to", "say", "refused"),
            ("asked officers not to shoot and", "said", "said"),
            ("does not think so but", "said", "said"),
            ("refused to", "deny", "refused"),
            ("who was never asked,", "said", "said"),
            ("not only", "said", "said"),
            ("told reporters on Friday that she", "said", "said"),
        ] {
            assert_eq!(stance(cue, before, ""), told, "{before} {cue}");
        }
    }
}
