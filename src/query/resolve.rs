//! A question to its [`Reading`]: the parsed query resolved to ids and dates.
//!
//! Filters are resolved in [`super::filters`], plain words in [`super::plain`]; here stands how the two are joined, in
//! lists and in brackets.

use super::context::{Context, Remembered};
use super::draft::Draft;
use super::error::QueryError;
use super::explain::{Reading, ReadingNote};
use super::field::Field;
use super::filters::{self, MergedFilters};
use super::normal::normalise_query;
use super::plain::read_plain_words;
use super::ranges::intersection;
use super::render::render_query;
use super::speakers;
use super::syntax::{Any, FilterValue, ItemKind, QueryItem, parse_question};
use super::token::QueryWord;
use super::topics::{Piece, PieceKind};
use super::tree::{Form, Node, Order, ResolvedQuery, TopicField};
use super::vocabulary::{self, Kinds};
use super::who::Certainty;
use crate::span::Span;
use std::borrow::Cow;

/// Reads a question. Any text is answered with a reading; what is wrong with it is in its `errors`.
pub fn read_question(question: &str, context: &Context) -> Reading {
    let speakers = Remembered::new(context.speakers);
    let context = Context { speakers: &speakers, ..*context };
    let (parsed, errors) = parse_question(question);
    let mut draft = Draft::new(&context, errors);
    let root = read_any(&mut draft, &parsed.any, Level::Question);
    let Draft { mut errors, mut notes, mut parts, form, mut sides, order, mut set_aside, .. } = draft;
    set_aside.sort_by_key(|span| span.start());
    if !set_aside.is_empty() {
        let words = set_aside.into_iter().map(|span| span.of(question).to_owned()).collect();
        notes.push(ReadingNote::SetAside { words });
    }
    // A single side is no comparison, but one more condition.
    let (form, root) = match sides.len() {
        0 => (form, root),
        1 => (form, Node::All(vec![sides.swap_remove(0).1, root])),
        _ => (Form::Compare(sides), root),
    };
    let query = normalise_query(ResolvedQuery { root, form, order: order.unwrap_or(Order::Relevance) });
    let read_as = render_query(&query, &context);
    parts.sort_by_key(|part| (part.span.start(), part.span.end()));
    errors.sort_by_key(|error| error.span().map_or(0, Span::start));
    Reading { query, read_as, errors, notes, parts }
}

/// So many words behind the value of a filter may belong to it.
const LONGEST_REST: usize = 6;

/// Where a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// Its words may be a plain question.
    Question,
    /// Its words are words.
    Brackets,
}

fn read_any(draft: &mut Draft, any: &Any, level: Level) -> Node {
    let mut nodes = Vec::with_capacity(any.clauses.len());
    for clauses in &any.clauses {
        let all = clauses.clauses.iter().map(|items| read_clause(draft, items, level)).collect();
        nodes.push(Node::All(all));
    }
    match nodes.len() {
        0 => Node::All(Vec::new()),
        1 => nodes.swap_remove(0),
        _ => Node::Any(nodes),
    }
}

/// Items side by side.
fn read_clause(draft: &mut Draft, items: &[QueryItem], level: Level) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    let mut filters = MergedFilters::default();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words_at = 0;
    let mut apart = false;
    let mut parted: Vec<(&QueryItem, bool)> = Vec::with_capacity(items.len());
    let mut behind_brackets = false;
    for item in items {
        if let Some(given) = parted.last().and_then(|(before, _)| bearer_in_brackets(draft, before, item)) {
            let at = parted.len() - 1;
            parted.insert(at, (given, parted[at].1));
            parted[at + 1].1 = false;
            continue;
        }
        let behind_word = parted.last().is_some_and(|(before, _)| matches!(before.kind, ItemKind::Word(_)));
        let inside = if level == Level::Question { inside_brackets(draft, item, behind_word) } else { None };
        let is_flat = inside.is_some();
        for (at, item) in inside.unwrap_or(std::slice::from_ref(item)).iter().enumerate() {
            parted.push((item, at == 0 && (is_flat || behind_brackets)));
        }
        behind_brackets = is_flat;
    }
    let mut left = parted.as_slice();
    while let Some((&(item, is_parted), rest)) = left.split_first() {
        left = rest;
        apart |= is_parted;
        let kind = match &item.kind {
            ItemKind::Word(word) => Some(PieceKind::Word(word)),
            ItemKind::Phrase { text, slop } => Some(PieceKind::Phrase { text, slop: *slop }),
            ItemKind::Comma => {
                apart = true;
                None
            }
            ItemKind::Field { field, values, group } => {
                let (values, taken) = with_rest_of_value(draft, *field, values, left);
                left = left.get(taken..).unwrap_or_default();
                if let Some(node) = read_field(draft, item.span, *field, &values, group.as_ref()) {
                    filters.add(*field, node, &mut nodes);
                }
                None
            }
            _ => {
                nodes.extend(read_item(draft, item));
                None
            }
        };
        if let Some(kind) = kind {
            if pieces.is_empty() {
                words_at = nodes.len();
            }
            pieces.push(Piece { span: item.span, kind, apart: std::mem::take(&mut apart) });
        }
    }
    let mut of_words = match level {
        Level::Brackets => draft.required_words(&pieces, TopicField::Anywhere),
        Level::Question => {
            let has_speaker = nodes.iter().any(names_speaker);
            let mut of_words = read_plain_words(draft, pieces, has_speaker);
            // A time in words and one in a filter limit each other.
            if let Some(Node::Dates(asked)) = of_words.last()
                && let Some(Node::Dates(filter)) = nodes.iter_mut().find(|node| matches!(node, Node::Dates(_)))
            {
                *filter = intersection(*filter, *asked);
                of_words.pop();
            }
            of_words
        }
    };
    let at = words_at.min(nodes.len());
    nodes.splice(at..at, of_words.drain(..));
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        check_dates(draft, &nodes, first.span.hull(last.span));
    }
    Node::All(nodes)
}

/// `Testby (Ann, not Harold)`: the given name that tells which bearer of the surname before the brackets is meant.
fn bearer_in_brackets<'q>(draft: &Draft, before: &QueryItem, item: &'q QueryItem) -> Option<&'q QueryItem> {
    let (ItemKind::Word(surname), ItemKind::Group(any)) = (&before.kind, &item.kind) else { return None };
    let (given, rest) = any.only_items()?.split_first()?;
    let ItemKind::Word(name) = &given.kind else { return None };
    let parts = |item: &QueryItem| match &item.kind {
        ItemKind::Word(word) => vocabulary::embedded().kinds(&word.folded).has(Kinds::EXCEPT),
        kind => matches!(kind, ItemKind::Comma | ItemKind::Not(_)),
    };
    let is_parted = rest.first().is_none_or(parts);
    let is_name = !draft.context.register.find_name(&format!("{} {}", name.text, surname.text)).is_empty();
    (is_parted && is_name && draft.context.register.is_given_name(&name.folded)).then_some(given)
}

/// The value of a filter with the words behind it that surely belong to it, and how many these are: `office: home
/// secretary`, `speaker:ann example`.
fn with_rest_of_value<'v>(
    draft: &Draft,
    field: Field,
    values: &'v [FilterValue],
    left: &[(&QueryItem, bool)],
) -> (Cow<'v, [FilterValue]>, usize) {
    let [only] = values else { return (Cow::Borrowed(values), 0) };
    let words: Vec<(&QueryWord, Span)> = left
        .iter()
        .map_while(|(item, is_parted)| match &item.kind {
            ItemKind::Word(word) if !is_parted && !word.prefix => Some((word, item.span)),
            _ => None,
        })
        .take(LONGEST_REST)
        .collect();
    let Some((taken, text)) = filters::rest_of_value(draft, field, only, &words) else {
        return (Cow::Borrowed(values), 0);
    };
    let span = words[..taken].iter().fold(only.span, |span, (_, word)| span.hull(*word));
    (Cow::Owned(vec![FilterValue { span, text, ..only.clone() }]), taken)
}

/// The words in brackets that are read as if commas stood around them: a time, `(2016)`, `(in August 2016)`, and behind a
/// name what somebody is, `Ann Example (Labour)`.
fn inside_brackets<'q>(draft: &Draft, item: &'q QueryItem, behind_word: bool) -> Option<&'q [QueryItem]> {
    const LONGEST: usize = 6;
    let ItemKind::Group(any) = &item.kind else { return None };
    let inside = any.only_items().filter(|inside| (1..=LONGEST).contains(&inside.len()))?;
    let words: Option<Vec<&QueryWord>> = inside
        .iter()
        .map(|item| match &item.kind {
            ItemKind::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    let words = words?;
    let is_year = |word: &QueryWord| word.folded.len() == 4 && word.folded.bytes().all(|byte| byte.is_ascii_digit());
    let is_description = || {
        let who = speakers::resolve(&words, Certainty::Before, draft.context);
        who.is_some_and(|who| matches!(who.node, Node::Party(_) | Node::Office(_) | Node::All(_)))
    };
    // `(not Ann Example)`, `(excluding tax)`
    let leaves_out =
        words.len() > 1 && words[0].folded != "no" && vocabulary::embedded().kinds(&words[0].folded).has(Kinds::EXCEPT);
    let is_time = words.last().is_some_and(|word| is_year(word));
    (is_time || leaves_out || behind_word && is_description()).then_some(inside)
}

/// An item that is no plain word and no filter of its own list.
fn read_item(draft: &mut Draft, item: &QueryItem) -> Option<Node> {
    match &item.kind {
        ItemKind::Word(word) => {
            let piece = Piece { span: item.span, kind: PieceKind::Word(word), apart: false };
            draft.required_words(&[piece], TopicField::Anywhere).pop()
        }
        ItemKind::Phrase { text, slop } => {
            let piece = Piece { span: item.span, kind: PieceKind::Phrase { text, slop: *slop }, apart: false };
            draft.required_words(&[piece], TopicField::Anywhere).pop()
        }
        ItemKind::Comma => None,
        ItemKind::Everything => Some(Node::All(Vec::new())),
        ItemKind::Group(any) => Some(read_any(draft, any, Level::Brackets)),
        ItemKind::Not(inner) => read_item(draft, inner).map(|node| Node::Not(Box::new(node))),
        ItemKind::Field { field, values, group } => read_field(draft, item.span, *field, values, group.as_ref()),
    }
}

/// The condition of a filter. In `compare:( )` stand whole conditions; the other filters hold words or values.
fn read_field(
    draft: &mut Draft,
    span: Span,
    field: Field,
    values: &[FilterValue],
    group: Option<&Any>,
) -> Option<Node> {
    match (field, group) {
        (Field::Compare, Some(any)) => {
            let node = read_any(draft, any, Level::Brackets);
            draft.add_side(node);
            None
        }
        _ => filters::read_filter(draft, span, field, values, group),
    }
}

/// Refuses limits that contradict each other: `since:2017 until:2016`.
fn check_dates(draft: &mut Draft, nodes: &[Node], span: Span) {
    let is_told = |error: &QueryError| matches!(error, QueryError::ReversedDates { .. });
    if draft.errors.iter().any(is_told) {
        return;
    }
    for node in nodes {
        if let Node::Dates(range) = node {
            draft.check_order(*range, span);
        }
    }
}

/// Whether the condition holds only for certain speakers.
fn names_speaker(node: &Node) -> bool {
    match node {
        Node::Speaker(_) | Node::Party(_) | Node::Office(_) => true,
        Node::All(nodes) => nodes.iter().any(names_speaker),
        Node::Any(nodes) => nodes.len() == 1 && names_speaker(&nodes[0]),
        _ => false,
    }
}
