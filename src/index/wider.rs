//! What is asked besides a query to say what else there would be: without one of its conditions, with fewer or all of its
//! words, with another wording, by the same speakers in the same articles. Trees to trees; pure.

use super::ask::Offer;
use super::facets::Facet;
use crate::query::is_little_word;
use crate::query::tree::{Attribute, Matching, Node, TopicField, TopicWord, VersionChoice, WordGroup, Wording};

/// A tree with each of its nodes that stand for themselves made another; `None` where none is. What is left out stays as
/// it is.
fn with_changed(root: &Node, change: &impl Fn(&Node) -> Option<Node>) -> Option<Node> {
    let of = |nodes: &[Node]| -> Option<Vec<Node>> {
        let changed: Vec<Option<Node>> = nodes.iter().map(|node| with_changed(node, change)).collect();
        let is_so = changed.iter().any(Option::is_some);
        is_so.then(|| changed.into_iter().zip(nodes).map(|(it, node)| it.unwrap_or_else(|| node.clone())).collect())
    };
    match root {
        Node::All(nodes) => of(nodes).map(Node::All),
        Node::Any(nodes) => of(nodes).map(Node::Any),
        Node::Not(_) => None,
        other => change(other),
    }
}

/// The query for all the words of each of its groups; `None` where it asks for no fewer.
pub(super) fn with_all_words(root: &Node) -> Option<Node> {
    with_changed(root, &|node| match node {
        Node::Words(group) if group.at_least < group.words.len() => {
            Some(Node::Words(WordGroup { words: group.words.clone(), at_least: group.words.len() }))
        }
        _ => None,
    })
}

/// The query for quotes that hold all its words themselves; `None` where it asks for nothing else already.
pub(super) fn in_quotes(root: &Node) -> Option<Node> {
    with_changed(root, &|node| {
        let Node::Words(group) = node else { return None };
        let is_wider = |word: &TopicWord| word.field == TopicField::Anywhere;
        (group.at_least < group.words.len() || group.words.iter().any(is_wider)).then(|| {
            let mut words = group.words.clone();
            words.iter_mut().filter(|word| is_wider(word)).for_each(|word| word.field = TopicField::Quote);
            Node::Words(WordGroup { at_least: words.len(), words })
        })
    })
}

/// The query with the words that it asks of the quotes themselves asked for around them, too; `None` where it asks for
/// none.
pub(crate) fn around_quotes(root: &Node) -> Option<Node> {
    with_changed(root, &|node| {
        let Node::Words(group) = node else { return None };
        let is_narrow = |word: &TopicWord| word.field == TopicField::Quote;
        group.words.iter().any(is_narrow).then(|| {
            let mut group = group.clone();
            group.words.iter_mut().filter(|word| is_narrow(word)).for_each(|word| word.field = TopicField::Anywhere);
            Node::Words(group)
        })
    })
}

/// The query with a wording more for one of its words; `None` where it has no such word, or has that wording already.
pub(super) fn offered(root: &Node, offer: &Offer) -> Option<Node> {
    with_changed(root, &|node| {
        let Node::Words(group) = node else { return None };
        let is_meant = |word: &TopicWord| {
            word.wordings.first().is_some_and(|first| first.words == offer.typed)
                && word.wordings.iter().all(|known| known.words != offer.wording.words)
        };
        group.words.iter().any(is_meant).then(|| {
            let mut group = group.clone();
            let meant = group.words.iter_mut().filter(|word| is_meant(word));
            meant.for_each(|word| word.wordings.push(offer.wording.clone()));
            Node::Words(group)
        })
    })
}

/// Whether a condition says which versions of an address count: by `version:`, or by asking for what was changed.
fn says_versions(node: &Node) -> bool {
    match node {
        Node::Version(_) | Node::Changed(_) => true,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(says_versions),
        // What was not changed is asked of what stands.
        Node::Not(inner) => matches!(**inner, Node::Version(_)),
        _ => false,
    }
}

/// Whether a condition says so for all that it holds beside it, however deep its parts lie in one another.
fn decides_versions(node: &Node) -> bool {
    match node {
        Node::All(nodes) => nodes.iter().any(decides_versions),
        Node::Any(_) => false,
        other => says_versions(other),
    }
}

/// Whether a condition asks for what was changed between versions.
pub(super) fn asks_changes(node: &Node) -> bool {
    match node {
        Node::Changed(_) => true,
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(asks_changes),
        _ => false,
    }
}

/// The query as it is answered: where a part of it does not say which versions of an address count, those that stand do.
pub(super) fn with_standing(root: &Node) -> Node {
    let standing = || Node::Version(VersionChoice::Standing);
    match root {
        root if !says_versions(root) => Node::All(vec![root.clone(), standing()]),
        Node::Any(nodes) => Node::Any(nodes.iter().map(with_standing).collect()),
        Node::All(nodes) if !nodes.iter().any(decides_versions) => {
            let of = |node: &Node| if says_versions(node) { with_standing(node) } else { node.clone() };
            Node::All(nodes.iter().map(of).collect())
        }
        other => other.clone(),
    }
}

fn is_who(node: &Node) -> bool {
    match node {
        Node::Speaker(_) | Node::Party(_) | Node::Office(_) => true,
        Node::All(nodes) | Node::Any(nodes) => !nodes.is_empty() && nodes.iter().all(is_who),
        _ => false,
    }
}

/// The query with other wordings beside one of its words, in the form in which a question says so: `(a OR b)`. `None`
/// where the word is not one that is needed on the query's first level.
pub(crate) fn with_wordings(root: &Node, typed: &str, wordings: &[&str]) -> Option<Node> {
    let nodes = match root {
        Node::All(nodes) => nodes.as_slice(),
        other => std::slice::from_ref(other),
    };
    let is_meant = |word: &TopicWord| word.wordings.first().is_some_and(|first| first.words.join(" ") == typed);
    let mut wider = Vec::new();
    let mut found = false;
    for node in nodes {
        let Node::Words(group) = node else {
            wider.push(node.clone());
            continue;
        };
        let needs_all = group.at_least == group.words.len();
        let (meant, rest): (Vec<&TopicWord>, Vec<&TopicWord>) =
            group.words.iter().partition(|word| needs_all && is_meant(word));
        let group_of = |words: Vec<TopicWord>| Node::Words(WordGroup { at_least: words.len(), words });
        match meant.as_slice() {
            [word] if !found => {
                found = true;
                if !rest.is_empty() {
                    wider.push(group_of(rest.into_iter().cloned().collect()));
                }
                let other = |text: &&str| {
                    let words = text.split(' ').map(str::to_string).collect();
                    let wording = Wording { words, matching: Matching::Stemmed, weight: 1.0 };
                    group_of(vec![TopicWord { wordings: vec![wording], field: word.field }])
                };
                let own = group_of(vec![(*word).clone()]);
                wider.push(Node::Any(std::iter::once(own).chain(wordings.iter().map(other)).collect()));
            }
            _ => wider.push(node.clone()),
        }
    }
    found.then_some(Node::All(wider))
}

/// What else the speakers that a query names said, whatever it was about: the query with its words only preferred.
/// `None` where it does not ask on its first level both for a speaker, a party or an office and for words.
pub(super) fn others_of_speakers(root: &Node) -> Option<Node> {
    let Node::All(nodes) = root else { return None };
    let is_topic = |node: &Node| !matches!(node, Node::Not(_) | Node::Prefer(_)) && node.has_topic();
    if !nodes.iter().any(is_who) || !nodes.iter().any(is_topic) {
        return None;
    }
    let others = nodes.iter().map(|node| match node {
        Node::Words(group) => Node::Prefer(group.clone()),
        topic if is_topic(topic) => Node::All(Vec::new()),
        other => other.clone(),
    });
    Some(Node::All(others.collect()))
}

/// The facet that a condition is about, where it is about one alone.
fn facet_of(node: &Node) -> Option<Facet> {
    match node {
        Node::Speaker(_) => Some(Facet::Speaker),
        Node::Party(_) => Some(Facet::Party),
        Node::Office(_) => Some(Facet::Office),
        Node::Outlet(_) => Some(Facet::Outlet),
        Node::Kind(_) => Some(Facet::Kind),
        Node::Dates(_) | Node::Lacks(Attribute::Date) => Some(Facet::Time),
        Node::Lacks(Attribute::Speaker) => Some(Facet::Speaker),
        Node::Lacks(Attribute::Party) => Some(Facet::Party),
        Node::Lacks(Attribute::Office) => Some(Facet::Office),
        Node::Lacks(Attribute::Outlet) => Some(Facet::Outlet),
        Node::Any(nodes) => {
            let mut facets = nodes.iter().map(facet_of);
            let first = facets.next()??;
            facets.all(|facet| facet == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// The query for any one word of its topic, terms of several words taken apart; `None` where that is the query itself.
pub(crate) fn with_any_word(root: &Node) -> Option<Node> {
    match root {
        Node::All(nodes) => {
            let wider: Vec<Option<Node>> = nodes.iter().map(with_any_word).collect();
            let changed = wider.iter().any(Option::is_some);
            let kept = wider.into_iter().zip(nodes).map(|(wider, node)| wider.unwrap_or_else(|| node.clone()));
            changed.then(|| Node::All(kept.collect()))
        }
        Node::Words(group) => {
            let apart = |word: &TopicWord| -> Vec<TopicWord> {
                match word.wordings.first() {
                    Some(first) if first.matching == Matching::Stemmed && first.words.len() > 1 => {
                        let single = |text: &String| Wording { words: vec![text.clone()], ..first.clone() };
                        let alone = |text| TopicWord { wordings: vec![single(text)], field: word.field };
                        first.words.iter().filter(|word| !is_little_word(word)).map(alone).collect()
                    }
                    _ => vec![word.clone()],
                }
            };
            let words: Vec<TopicWord> = group.words.iter().flat_map(apart).collect();
            let is_wider = words.len() > group.words.len() || group.words.len() > 1 && group.at_least > 1;
            is_wider.then_some(Node::Words(WordGroup { words, at_least: 1 }))
        }
        _ => None,
    }
}

/// The query without its conditions on one facet, or `None` where it has none at its top.
pub(crate) fn without_facet(root: &Node, facet: Facet) -> Option<Node> {
    match root {
        Node::All(nodes) => {
            let mut dropped = false;
            let kept: Vec<Node> = nodes
                .iter()
                .filter_map(|node| {
                    if facet_of(node) == Some(facet) {
                        dropped = true;
                        return None;
                    }
                    match without_facet(node, facet) {
                        Some(inner) if matches!(node, Node::All(_)) => {
                            dropped = true;
                            Some(inner)
                        }
                        _ => Some(node.clone()),
                    }
                })
                .collect();
            dropped.then_some(Node::All(kept))
        }
        other => (facet_of(other) == Some(facet)).then(|| Node::All(Vec::new())),
    }
}
