//! The conditions of a question one by one, each with the question that is left without it: what a face shows so that a
//! reader can take one away, or choose another value in its place.

use super::{Asked, Library, Result, asked};
use crate::index::{self, Facet};
use crate::query::tree::{Attribute, Form, Matching, Node, Order, ResolvedQuery, TopicWord, WordGroup};

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regarding {
    /// A topic word.
    Topic,
    /// A speaker, party or office.
    Who,
    /// Days.
    When,
    /// An outlet.
    Outlet,
    /// Direct, partial or indirect.
    Kind,
    /// The order of the hits.
    Order,
    /// What is to be told: how many, when, who, side by side.
    Form,
    /// Something else, told as syntax.
    Other,
}

/// One condition of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedCondition {
    /// What it is about.
    pub regarding: Regarding,
    /// For people: a name, a word, days.
    pub words: String,
    /// Other wordings that count as the topic word.
    pub others: Vec<String>,
    /// The question without it; empty where nothing is left.
    pub without: String,
}

/// A question taken apart.
#[derive(Clone, Debug, Default)]
pub struct Apart {
    /// Its conditions in order.
    pub conditions: Vec<AskedCondition>,
    /// For each facet that it asks for values of, the question without these; empty where nothing is left.
    pub without: Vec<(Facet, String)>,
}

const FACETS: [Facet; 6] = [Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind, Facet::Time];

impl Library {
    /// Takes a question apart.
    ///
    /// # Errors
    /// Where the index or a table of the user's cannot be read.
    pub fn take_apart(&self, asked: &Asked) -> Result<Apart> {
        let query = &asked.query;
        let mut found: Vec<(AskedCondition, ResolvedQuery)> = Vec::new();
        let nodes = match &query.root {
            Node::All(nodes) => nodes.as_slice(),
            other => std::slice::from_ref(other),
        };
        for (at, node) in nodes.iter().enumerate() {
            let with = |other: Option<Node>| {
                let before = nodes[..at].iter().cloned();
                let behind = nodes[at + 1..].iter().cloned();
                ResolvedQuery { root: one_or_all(before.chain(other).chain(behind).collect()), ..query.clone() }
            };
            match node {
                Node::Words(group) if group.words.len() > 1 => {
                    for (place, word) in group.words.iter().enumerate() {
                        let mut words = group.words.clone();
                        words.remove(place);
                        let at_least = group.at_least.min(words.len()).max(1);
                        found.push((of_word(word), with(Some(Node::Words(WordGroup { words, at_least })))));
                    }
                }
                other => found.push((self.condition_of(other)?, with(None))),
            }
        }
        if let Some(words) = form_in_words(&query.form) {
            found.push((plain(Regarding::Form, words), ResolvedQuery { form: Form::Quotes, ..query.clone() }));
        }
        if let Some(words) = order_in_words(query.order) {
            found.push((plain(Regarding::Order, words), ResolvedQuery { order: Order::Relevance, ..query.clone() }));
        }
        let facets = FACETS.into_iter().filter_map(|facet| {
            let root = match index::without_facet(&query.root, facet)? {
                Node::All(nodes) => one_or_all(nodes),
                other => other,
            };
            Some((facet, ResolvedQuery { root, ..query.clone() }))
        });
        let facets: Vec<(Facet, ResolvedQuery)> = facets.collect();
        let queries: Vec<ResolvedQuery> =
            found.iter().map(|(_, query)| query).chain(facets.iter().map(|(_, query)| query)).cloned().collect();
        let mut texts = self.written(&queries)?.into_iter().map(|text| if text == "*" { String::new() } else { text });
        let conditions = found
            .into_iter()
            .map(|(condition, _)| AskedCondition { without: texts.next().unwrap_or_default(), ..condition })
            .collect();
        let without = facets.into_iter().map(|(facet, _)| (facet, texts.next().unwrap_or_default())).collect();
        Ok(Apart { conditions, without })
    }

    /// Queries in the syntax of questions.
    ///
    /// # Errors
    /// Where the index or a table of the user's cannot be read.
    pub(super) fn written(&self, queries: &[ResolvedQuery]) -> Result<Vec<String>> {
        asked::written_each(queries, &self.reader()?)
    }

    fn condition_of(&self, node: &Node) -> Result<AskedCondition> {
        if let Node::Words(group) = node
            && let [word] = group.words.as_slice()
        {
            return Ok(of_word(word));
        }
        if let Some(name) = self.name_of(node)? {
            return Ok(plain(Regarding::Who, name));
        }
        let query = ResolvedQuery { root: node.clone(), form: Form::Quotes, order: Order::Relevance };
        let syntax = self.written(&[query])?.pop().unwrap_or_default();
        let value = syntax.split_once(':').map_or(syntax.as_str(), |(_, value)| value);
        let value = value.trim_matches('"').to_string();
        Ok(match node {
            Node::Dates(_) => plain(Regarding::When, value.replace("..", " to ")),
            Node::Outlet(outlet) => plain(Regarding::Outlet, outlet.text().to_string()),
            Node::Kind(kind) => plain(Regarding::Kind, kind.name().to_string()),
            Node::Lacks(Attribute::Date) => plain(Regarding::When, "undated".to_string()),
            Node::Speaker(_) | Node::Party(_) | Node::Office(_) => plain(Regarding::Who, value),
            _ => plain(Regarding::Other, syntax),
        })
    }
}

fn one_or_all(mut nodes: Vec<Node>) -> Node {
    if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::All(nodes) }
}

fn plain(regarding: Regarding, words: String) -> AskedCondition {
    AskedCondition { regarding, words, others: Vec::new(), without: String::new() }
}

fn of_word(word: &TopicWord) -> AskedCondition {
    let mut wordings = word.wordings.iter().map(|wording| {
        let words = wording.words.join(" ");
        match wording.matching {
            Matching::Stemmed => words,
            Matching::Exact { .. } => format!("“{words}”"),
            Matching::Prefix => format!("{words}…"),
        }
    });
    let words = wordings.next().unwrap_or_default();
    AskedCondition { others: wordings.collect(), ..plain(Regarding::Topic, words) }
}

fn form_in_words(form: &Form) -> Option<String> {
    match form {
        Form::Quotes => None,
        Form::Count => Some("how many".to_string()),
        Form::When => Some("when".to_string()),
        Form::Who => Some("who".to_string()),
        Form::Compare(sides) => {
            Some(sides.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join(" beside "))
        }
    }
}

fn order_in_words(order: Order) -> Option<String> {
    match order {
        Order::Relevance => None,
        Order::Newest => Some("newest first".to_string()),
        Order::Oldest => Some("oldest first".to_string()),
    }
}
