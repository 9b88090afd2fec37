//! Near spellings: a word that no article holds is read as the nearest one that does.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::analyze;
use super::answer::Note;
use super::matching::wording_terms;
use super::schema::Fields;
use crate::query::tree::{Matching, Node, TopicField, TopicWord, Wording, Words};

/// The tree with every topic word that the index does not hold replaced by the nearest that it does; notes say so.
/// Exact words are left as they are: they were asked for.
pub(super) fn mend(searcher: &Searcher, fields: &Fields, node: &Node, notes: &mut Vec<Note>) -> tantivy::Result<Node> {
    let mend_all = |nodes: &[Node], notes: &mut Vec<Note>| -> tantivy::Result<Vec<Node>> {
        nodes.iter().map(|node| mend(searcher, fields, node, notes)).collect()
    };
    Ok(match node {
        Node::All(nodes) => Node::All(mend_all(nodes, notes)?),
        Node::Any(nodes) => Node::Any(mend_all(nodes, notes)?),
        Node::Words(words) => {
            let mended = words
                .words
                .iter()
                .map(|word| mend_word(searcher, fields, word, notes))
                .collect::<tantivy::Result<_>>()?;
            Node::Words(Words { words: mended, at_least: words.at_least })
        }
        other => other.clone(),
    })
}

fn mend_word(
    searcher: &Searcher,
    fields: &Fields,
    word: &TopicWord,
    notes: &mut Vec<Note>,
) -> tantivy::Result<TopicWord> {
    let (stemmed, exact) = match word.field {
        TopicField::Anywhere => (fields.around, fields.around_exact),
        TopicField::Quote => (fields.quote, fields.quote_exact),
        TopicField::Title => (fields.title, fields.title_exact),
    };
    for wording in &word.wordings {
        let field = if wording.matching == Matching::Stemmed { stemmed } else { exact };
        let terms = wording_terms(wording);
        // Only plain words are mended; a prefix or an exact phrase is what it is.
        if wording.matching != Matching::Stemmed || terms.is_empty() {
            return Ok(word.clone());
        }
        let held = terms.iter().try_fold(true, |held, term| {
            Ok::<_, tantivy::TantivyError>(held && searcher.doc_freq(&Term::from_field_text(field, term))? > 0)
        })?;
        if held {
            return Ok(word.clone());
        }
    }
    let Some(first) = word.wordings.first() else { return Ok(word.clone()) };
    let typed = first.words.join(" ");
    let mut read = Vec::new();
    for folded in analyze::fold_words(&typed) {
        let stems =
            wording_terms(&Wording { words: vec![folded.clone()], matching: Matching::Stemmed, weight: first.weight });
        let held = match stems.as_slice() {
            [stem] => searcher.doc_freq(&Term::from_field_text(stemmed, stem))? > 0,
            _ => false,
        };
        let nearest = if held { Some(folded) } else { near_words(searcher, exact, &folded, 1)?.pop() };
        match nearest {
            Some(nearest) => read.push(nearest),
            None => {
                notes.push(Note::NotInIndex { word: typed });
                return Ok(word.clone());
            }
        }
    }
    let near = Wording { words: read.clone(), matching: Matching::Stemmed, weight: first.weight };
    notes.push(Note::Spelling { typed, read: read.join(" ") });
    Ok(TopicWord { wordings: vec![near], field: word.field })
}

/// Words of the field's dictionary that differ from `word` by one letter, or two in long words, or by two letters in
/// the wrong order; the nearest first, then the most frequent.
pub(super) fn near_words(searcher: &Searcher, field: Field, word: &str, most: usize) -> tantivy::Result<Vec<String>> {
    let distance = match word.chars().count() {
        0..=3 => return Ok(Vec::new()),
        4..=7 => 1,
        _ => 2,
    };
    if word.chars().any(|character| character.is_ascii_digit()) {
        // Numbers that differ by a digit are other numbers.
        return Ok(Vec::new());
    }
    let mut found: HashMap<String, u64> = HashMap::new();
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true);
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(near) = std::str::from_utf8(stream.key()) {
                *found.entry(near.to_string()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    let mut near: Vec<(usize, u64, String)> = found
        .into_iter()
        .filter(|(near, _)| near != word)
        .map(|(near, count)| (strsim::osa_distance(word, &near), count, near))
        .collect();
    // Of equally near words the more frequent one was more likely meant.
    near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    Ok(near.into_iter().take(most).map(|(_, _, near)| near).collect())
}
