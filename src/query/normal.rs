//! One form for trees that mean the same: what is written back is read as the same tree.

use super::tree::{Form, Node, ResolvedQuery, WordGroup};

/// The query in normal form.
pub(super) fn normalise_query(query: ResolvedQuery) -> ResolvedQuery {
    let form = match query.form {
        Form::Compare(sides) => {
            Form::Compare(sides.into_iter().map(|(label, node)| (label, normalise(node))).collect())
        }
        other => other,
    };
    ResolvedQuery { root: normalise(query.root), form, order: query.order }
}

fn everything() -> Node {
    Node::All(Vec::new())
}

fn nothing() -> Node {
    Node::Any(Vec::new())
}

/// Nested lists are made flat, lists of one are replaced by what they hold, all required words of a list are one group,
/// and every `not` stands before a condition that has no shorter opposite.
pub(super) fn normalise(node: Node) -> Node {
    match node {
        Node::All(nodes) => normalise_all(nodes),
        Node::Any(nodes) => normalise_any(nodes),
        Node::Not(inner) => match normalise(*inner) {
            Node::Not(node) => *node,
            Node::Prefer(_) => nothing(),
            all if all == everything() => nothing(),
            none if none == nothing() => everything(),
            other => Node::Not(Box::new(other)),
        },
        Node::Words(words) if words.words.is_empty() => everything(),
        Node::Words(WordGroup { words, at_least }) => {
            let at_least = at_least.clamp(1, words.len());
            Node::Words(WordGroup { words, at_least })
        }
        Node::Prefer(words) if words.words.is_empty() => everything(),
        Node::Prefer(WordGroup { words, .. }) => Node::Prefer(WordGroup { words, at_least: 1 }),
        Node::Speaker(refs) if refs.is_empty() => nothing(),
        Node::Office(ids) if ids.is_empty() => nothing(),
        Node::Dates(range) if range.from.is_none() && range.to.is_none() => everything(),
        other => other,
    }
}

fn normalise_all(nodes: Vec<Node>) -> Node {
    let mut flat: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match normalise(node) {
            Node::All(inner) => inner.into_iter().for_each(|node| push_required(&mut flat, node)),
            other => push_required(&mut flat, other),
        }
    }
    match flat.len() {
        1 => flat.swap_remove(0),
        _ => Node::All(flat),
    }
}

/// Adds a condition; words of which all are needed join the first such group.
fn push_required(flat: &mut Vec<Node>, node: Node) {
    let is_required = |words: &WordGroup| words.at_least == words.words.len();
    if let Node::Words(words) = &node
        && is_required(words)
    {
        for before in flat.iter_mut() {
            if let Node::Words(group) = before
                && is_required(group)
            {
                group.words.extend(words.words.iter().cloned());
                group.at_least = group.words.len();
                return;
            }
        }
    }
    flat.push(node);
}

fn normalise_any(nodes: Vec<Node>) -> Node {
    let mut flat: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match normalise(node) {
            Node::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.contains(&everything()) {
        return everything();
    }
    match flat.len() {
        1 => flat.swap_remove(0),
        _ => Node::Any(flat),
    }
}
