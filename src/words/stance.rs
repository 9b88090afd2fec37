//! What a speaker does with the words that a verb of saying carries: says them, denies them, asks them. A record tells it,
//! so that a denial is never taken for an assertion.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{CueClass, List, MeaningTable, fold, meanings, verbs};

/// Each form of each verb of saying, with its stance.
static STANCES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut stances = FxHashMap::default();
    for verb in verbs() {
        let listed = meanings(MeaningTable::Stance).of(verb.lemma).first().copied();
        let stance = listed.unwrap_or(match verb.class {
            CueClass::Say | CueClass::Weak => SAID,
            CueClass::Call => "judged",
            CueClass::Vow => "urged",
            CueClass::Think => "thought",
        });
        for (_, form) in &verb.forms {
            stances.entry(form.as_str()).or_insert(stance);
        }
    }
    stances
});

const SAID: &str = "said";
const REFUSED: &str = "refused";

/// How many words before a verb can turn it round: "did not at any point say".
const REACH: usize = 4;

/// The stance of a cue; `before` is what stands between the source and the cue, which can turn it round. `said` where the
/// cue is no verb ("according to", a colon). A turned one is told with `not-`: `not-denied`; who would not say something,
/// or declined to, `refused`.
pub(crate) fn stance(cue: &str, before: &str) -> String {
    let folded = |word: &str| {
        let mut text = String::new();
        fold::token_onto(word, &mut text);
        text
    };
    let of = |word: &str| STANCES.get(folded(word).as_str()).copied();
    let stance = of(cue.trim()).unwrap_or(SAID);
    let words: Vec<String> = before
        .rsplit([',', ';', ':', '.', '!', '?', '"', '“', '”', '(', ')'])
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(folded)
        .collect();
    let near = &words[words.len().saturating_sub(REACH)..];
    // "declined to comment", "has refused to say": the act is the refusal, whatever the cue is.
    let refuses = near.len() > 1
        && near.last().is_some_and(|word| word == "to")
        && near.iter().any(|word| STANCES.get(word.as_str()) == Some(&REFUSED));
    let turned = near.iter().enumerate().any(|(at, word)| {
        let only = near.get(at + 1).is_some_and(|next| next == "only");
        (List::Negation.has(word) || word.ends_with("n't") || word == "cannot") && !only
    });
    let wills = turned && near.iter().any(|word| List::Modal.has(word));
    match (refuses, turned) {
        (true, false) => REFUSED.to_owned(),
        (false, true) if wills && stance == SAID => REFUSED.to_owned(),
        (false, true) => format!("not-{stance}"),
        (true, true) | (false, false) => stance.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::stance;

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
            ("according", "said"),
            (":", "said"),
        ] {
            assert_eq!(stance(cue, ""), told, "{cue}");
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
            ("refused to", "deny", "refused"),
            ("who was never asked,", "said", "said"),
            ("not only", "said", "said"),
            ("told reporters on Friday that she", "said", "said"),
        ] {
            assert_eq!(stance(cue, before), told, "{before} {cue}");
        }
    }
}
