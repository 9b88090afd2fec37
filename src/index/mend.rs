//! Near spellings: a word that no article holds is read as the nearest one that a slip of hand or ear can have made it of. Other
//! words that are near are other words: `fracking` is never read as *tracking*.

use super::analyze;
use super::ask::Note;
use super::engine::Snapshot;
use super::error::IndexError;
use super::matching::wording_terms;
use crate::query::tree::{Matching, Node, TopicWord, WordGroup, Wording};
use crate::words::slips;

/// The tree with every topic word that the index does not hold replaced by the nearest that it does; notes say so.
/// Exact words are left as they are: they were asked for.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn mend(snapshot: &dyn Snapshot, node: &Node, notes: &mut Vec<Note>) -> Result<Node, IndexError> {
    let mend_all = |nodes: &[Node], notes: &mut Vec<Note>| -> Result<Vec<Node>, IndexError> {
        nodes.iter().map(|node| mend(snapshot, node, notes)).collect()
    };
    Ok(match node {
        Node::All(nodes) => Node::All(mend_all(nodes, notes)?),
        Node::Any(nodes) => Node::Any(mend_all(nodes, notes)?),
        Node::Words(words) => {
            let mended = words.words.iter().map(|word| mend_word(snapshot, word, notes)).collect::<Result<_, _>>()?;
            Node::Words(WordGroup { words: mended, at_least: words.at_least })
        }
        other => other.clone(),
    })
}

/// How many of the nearest words are looked at for one that is a slip away.
const NEAR_LOOKED_AT: usize = 8;

fn mend_word(snapshot: &dyn Snapshot, word: &TopicWord, notes: &mut Vec<Note>) -> Result<TopicWord, IndexError> {
    for wording in &word.wordings {
        let terms = wording_terms(wording);
        // Only plain words are mended; a prefix or an exact phrase is what it is.
        if wording.matching != Matching::Stemmed || terms.is_empty() {
            return Ok(word.clone());
        }
        let held = terms.iter().try_fold(true, |held, stem| Ok::<_, IndexError>(held && snapshot.holds_stem(stem)?))?;
        if held {
            return Ok(word.clone());
        }
    }
    let Some(first) = word.wordings.first() else { return Ok(word.clone()) };
    let typed = first.words.join(" ");
    let mut read = Vec::new();
    for folded in analyze::fold_words(&typed) {
        let held = snapshot.holds_stem(&analyze::Stems::new().of(&folded))?;
        let nearest = if held {
            Some(folded.clone())
        } else {
            let near = snapshot.words_near(&folded, NEAR_LOOKED_AT)?;
            let slips = slips(&folded);
            near.into_iter().find(|near| slips.contains(near))
        };
        match nearest {
            Some(nearest) => read.push(nearest),
            None => {
                notes.push(Note::NotInIndex { word: folded });
                return Ok(word.clone());
            }
        }
    }
    let near = Wording { words: read.clone(), matching: Matching::Stemmed, weight: first.weight };
    notes.push(Note::Spelling { typed, read: read.join(" ") });
    Ok(TopicWord { wordings: vec![near], field: word.field })
}

/// How many letters may differ in a word that is spelled nearly so; `None` where none may: short words and numbers
/// that differ are others.
pub(super) fn near_distance(word: &str) -> Option<u8> {
    if word.chars().any(|character| character.is_ascii_digit()) {
        return None;
    }
    match word.chars().count() {
        0..=3 => None,
        4..=7 => Some(1),
        _ => Some(2),
    }
}

/// Of words with how often they are met, the nearest first; of equally near ones the more frequent one was more likely
/// meant.
pub(super) fn order_near(word: &str, found: impl Iterator<Item = (String, u64)>, most: usize) -> Vec<String> {
    let mut near: Vec<(usize, u64, String)> = found
        .filter(|(near, _)| near != word)
        .map(|(near, count)| (strsim::osa_distance(word, &near), count, near))
        .collect();
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    near.into_iter().take(most).map(|(_, _, near)| near).collect()
}
