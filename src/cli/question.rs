//! What is asked: the words and flags of the command line to a query of the query room.

use std::path::Path;

use anyhow::bail;

use super::args::{Question, Sort};
use crate::index::Store;
use crate::people::Register;
use crate::query::tree::{Form, Matching, Node, Order, ResolvedQuery, TopicField, TopicWord, Wording, Words};

/// A question that was read.
pub struct Asked {
    /// As typed, the flags added as syntax.
    pub question: String,
    pub query: ResolvedQuery,
    /// The query written back as syntax.
    pub syntax: String,
    /// What the user should be told of the reading, as sentences.
    pub notes: Vec<String>,
    parts: Vec<String>,
}

impl Asked {
    /// Which words gave which condition, a line each.
    pub fn explained(&self) -> Vec<String> {
        self.parts.clone()
    }
}

/// The usual mistake: a path where a question is expected.
///
/// # Errors
/// Where the whole question is the path of something that is there.
pub fn refuse_path(question: &Question) -> anyhow::Result<()> {
    if let [only] = question.words.as_slice()
        && only.contains(['/', '\\', '.'])
        && Path::new(only).exists()
    {
        bail!(
            "{only} is a file or folder, not a question: to ask about what is in it, use \
             `onrecord search --in {only} QUESTION`; to look for the word, write it in quotation marks"
        );
    }
    Ok(())
}

/// The words with the flags added in the question's own syntax: both say the same.
fn compose(question: &Question, sort: Option<Sort>) -> String {
    let mut text = question.words.join(" ");
    let mut add = |field: &str, value: &str| {
        if !text.is_empty() {
            text.push(' ');
        }
        let value = value.replace('"', " ");
        text.push_str(&format!("{field}:\"{}\"", value.trim()));
    };
    for (field, values) in [
        ("speaker", &question.speaker),
        ("party", &question.party),
        ("office", &question.office),
        ("outlet", &question.outlet),
        ("kind", &question.kind),
    ] {
        values.iter().for_each(|value| add(field, value));
    }
    for (field, value) in [
        ("since", &question.from),
        ("until", &question.to),
        ("before", &question.before),
        ("after", &question.after),
        ("date", &question.date),
    ] {
        if let Some(value) = value {
            add(field, value);
        }
    }
    if let Some(sort) = sort {
        add("sort", sort.name());
    }
    text
}

/// Reads the question.
///
/// # Errors
/// Where it cannot be read; the error points at the place.
pub fn read(
    question: &Question,
    sort: Option<Sort>,
    _month_first: bool,
    _store: &Store,
    _register: &Register,
) -> anyhow::Result<Asked> {
    let text = compose(question, sort);
    let words: Vec<TopicWord> = text
        .split_whitespace()
        .map(|word| TopicWord {
            wordings: vec![Wording { words: vec![word.to_string()], matching: Matching::Stemmed, weight: 1.0 }],
            field: TopicField::Anywhere,
        })
        .collect();
    let mut nodes = Vec::new();
    if !words.is_empty() {
        nodes.push(Node::Words(Words { words, at_least: 1 }));
    }
    if let Some(least) = question.min_confidence {
        nodes.push(Node::ConfidenceAtLeast(least));
    }
    let query = ResolvedQuery { root: Node::All(nodes), form: Form::Quotes, order: Order::Relevance };
    Ok(Asked { syntax: text.clone(), question: text, query, notes: Vec::new(), parts: Vec::new() })
}
