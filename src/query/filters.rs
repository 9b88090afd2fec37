//! Filters to conditions: `speaker:`, `party:`, `date:` and the others.

use super::dates::{self, Mistake, Reckoning, Relation, Time, TimeDays};
use super::draft::Draft;
use super::error::QueryError;
use super::explain::{Meaning, Part};
use super::field::Field;
use super::outlets;
use super::posts;
use super::ranges::intersection;
use super::speakers;
use super::syntax::{Any, FilterValue, ItemKind, QueryItem};
use super::token::{QueryWord, words_of};
use super::topics::{Piece, PieceKind};
use super::tree::{
    Attribute, ChangeChoice, DateRange, Form, Node, Order, OutletRef, SpeakerRef, TopicField, TopicWord, VersionChoice,
    WordGroup,
};
use super::values::{is_none, parts_outlet};
use crate::people::{fold_name, slug};
use crate::quotes::QuoteKind;
use crate::span::Span;

/// The filters of one list: one that is given twice holds for either value, open ends of time limit each other.
#[derive(Default)]
pub(super) struct MergedFilters {
    /// Places in the list, by the kind of condition.
    merged: Vec<(Merge, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    Either(Field),
    /// Since, until, before, after.
    Limits,
}

impl MergedFilters {
    /// Adds a filter's condition to the list.
    pub(super) fn add(&mut self, field: Field, node: Node, nodes: &mut Vec<Node>) {
        let merge = match field {
            Field::Since | Field::Until | Field::Before | Field::After => Merge::Limits,
            Field::Speaker | Field::Named => Merge::Either(Field::Speaker),
            Field::Party | Field::Office | Field::Outlet | Field::Date | Field::Kind | Field::Path => {
                Merge::Either(field)
            }
            Field::Version | Field::Changed => Merge::Either(field),
            _ => return nodes.push(node),
        };
        let date = nodes.iter().position(|node| matches!(node, Node::Dates(_)));
        match (self.merged.iter().find(|(known, _)| *known == merge), merge) {
            (Some(&(_, at)), Merge::Either(_)) => {
                let before = std::mem::replace(&mut nodes[at], Node::Any(Vec::new()));
                nodes[at] = either(before, node);
            }
            // A limit and a stretch of days, or two limits: both hold.
            (_, Merge::Limits | Merge::Either(Field::Date)) if date.is_some() && matches!(node, Node::Dates(_)) => {
                if let (Some(at), Node::Dates(range)) = (date, node)
                    && let Node::Dates(before) = nodes[at]
                {
                    nodes[at] = Node::Dates(intersection(before, range));
                    self.merged.push((merge, at));
                }
            }
            _ => {
                self.merged.push((merge, nodes.len()));
                nodes.push(node);
            }
        }
    }
}

/// One condition for either.
fn either(a: Node, b: Node) -> Node {
    let listed = |node: Node| match node {
        Node::Any(nodes) => nodes,
        other => vec![other],
    };
    let mut nodes = listed(a);
    listed(b).into_iter().for_each(|node| add_either(&mut nodes, node));
    if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Any(nodes) }
}

/// Adds to conditions of which one must hold; speakers join the list of speakers, offices that of offices.
fn add_either(nodes: &mut Vec<Node>, node: Node) {
    fn join<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
        for one in more {
            if !list.contains(&one) {
                list.push(one);
            }
        }
    }
    if nodes.contains(&node) {
        return;
    }
    let like = nodes.iter_mut().find(|other| std::mem::discriminant(*other) == std::mem::discriminant(&node));
    match (like, node) {
        (Some(Node::Speaker(refs)), Node::Speaker(more)) => join(refs, more),
        (Some(Node::Office(ids)), Node::Office(more)) => join(ids, more),
        (_, node) => nodes.push(node),
    }
}

/// `speaker:none`, `party:unknown`, `date:undated`: what has no value there. In quotation marks it is a name.
fn lacking(field: Field, value: &FilterValue) -> Option<Node> {
    let attribute = match field {
        Field::Speaker => Attribute::Speaker,
        Field::Party => Attribute::Party,
        Field::Office => Attribute::Office,
        Field::Outlet => Attribute::Outlet,
        Field::Date => Attribute::Date,
        _ => return None,
    };
    let word = value.text.to_lowercase();
    let says_none = is_none(&word) || attribute == Attribute::Date && word == "undated";
    (value.quoted.is_none() && says_none).then_some(Node::Lacks(attribute))
}

/// The condition of a filter; `None` where it is none (`sort:`) or wrong.
pub(super) fn read_filter(
    draft: &mut Draft,
    span: Span,
    field: Field,
    values: &[FilterValue],
    group: Option<&Any>,
) -> Option<Node> {
    match field {
        Field::About => return word_group(draft, values, group, TopicField::Anywhere, usize::MAX),
        Field::AtLeast(least) => {
            return word_group(draft, values, group, TopicField::Anywhere, usize::from(least));
        }
        Field::Quote => return word_group(draft, values, group, TopicField::Quote, usize::MAX),
        Field::Title => return word_group(draft, values, group, TopicField::Title, usize::MAX),
        Field::Prefer => {
            let node = word_group(draft, values, group, TopicField::Anywhere, 1)?;
            let Node::Words(words) = node else { return None };
            return Some(Node::Prefer(words));
        }
        Field::Compare => {
            for value in values {
                let node = read_speaker(draft, value, values.len() == 1);
                draft.add_side(node);
            }
            return None;
        }
        _ => {}
    }
    let from_group;
    let values = match group {
        Some(any) => {
            from_group = group_values(any);
            from_group.as_slice()
        }
        None => values,
    };
    if values.iter().all(|value| value.text.trim().is_empty()) {
        draft.errors.push(QueryError::EmptyValue { span, field: field.name() });
        return None;
    }
    let node = match field {
        Field::Speaker => {
            let is_alone = values.len() == 1;
            each(draft, field, values, |draft, value| Some(read_speaker(draft, value, is_alone)))
        }
        Field::Named => each(draft, field, values, |_, value| {
            Some(Node::Speaker(vec![SpeakerRef::Named(speakers::fold_spaces(&value.text))]))
        }),
        Field::Party => each(draft, field, values, read_party),
        Field::Office => each(draft, field, values, read_office),
        Field::Outlet => each(draft, field, values, read_outlet),
        Field::Path => each(draft, field, values, |_, value| Some(Node::Path(value.text.clone()))),
        Field::Kind => each(draft, field, values, read_kind),
        Field::Version => each(draft, field, values, read_version),
        Field::Changed => each(draft, field, values, read_changed),
        Field::Has => each(draft, field, values, read_has),
        Field::Confidence => each(draft, field, values, read_confidence),
        Field::Date => {
            each(draft, field, &joined_ranges(values), |draft, value| read_dates(draft, value, Relation::Within))
        }
        Field::Since => each(draft, field, values, |draft, value| read_dates(draft, value, Relation::Since)),
        Field::Until => each(draft, field, values, |draft, value| read_dates(draft, value, Relation::Until)),
        Field::Before => each(draft, field, values, |draft, value| read_dates(draft, value, Relation::Before)),
        Field::After => each(draft, field, values, |draft, value| read_dates(draft, value, Relation::After)),
        Field::Sort => {
            read_sort(draft, &values[0]);
            None
        }
        Field::Show => {
            read_show(draft, &values[0]);
            None
        }
        Field::About | Field::AtLeast(_) | Field::Quote | Field::Title | Field::Prefer | Field::Compare => None,
    };
    if let Some(node) = &node {
        let syntax = draft.syntax(node);
        draft.parts.push(Part { span, meaning: Meaning::Filter(syntax) });
    }
    node
}

/// One condition for any of the values.
fn each(
    draft: &mut Draft,
    field: Field,
    values: &[FilterValue],
    mut read: impl FnMut(&mut Draft, &FilterValue) -> Option<Node>,
) -> Option<Node> {
    let nodes: Vec<Node> =
        values.iter().filter_map(|value| lacking(field, value).or_else(|| read(draft, value))).collect();
    nodes.into_iter().reduce(either)
}

fn read_speaker(draft: &mut Draft, value: &FilterValue, is_alone: bool) -> Node {
    let who = speakers::resolve_text(&value.text, draft.context);
    // In quotation marks it is a name as counts show it, where it would be read as something else.
    if value.quoted.is_some() && !matches!(who.node, Node::Speaker(_)) {
        let known = draft.context.speakers.named(&value.text);
        let called = known.into_iter().filter(|known| known.name == value.text);
        let called: Vec<SpeakerRef> = called.map(|known| SpeakerRef::Id(known.id)).collect();
        if !called.is_empty() {
            return Node::Speaker(called);
        }
    }
    draft.notes.extend(who.notes);
    // In a list of ids, as a query is written back, each means what it says.
    if is_alone && let Some(as_name) = who.as_name {
        draft.note_exact_id(&value.text, who.label, as_name);
    }
    who.node
}

/// How many of the words behind a value surely belong to it, and the whole: `office: home secretary`, `speaker:ann
/// example`. Behind a value without white space before it, as queries are written back, only what is nothing by itself
/// goes on.
pub(super) fn rest_of_value(
    draft: &Draft,
    field: Field,
    value: &FilterValue,
    words: &[(&QueryWord, Span)],
) -> Option<(usize, String)> {
    let Draft { context, .. } = draft;
    let (register, archive) = (context.register, context.speakers);
    let is_post =
        |text: &str| posts::resolve_post(text, context).is_some() || archive.office_name(&slug(text)).is_some();
    let is_party = |text: &str| register.find_party(text).is_some() || archive.party_name(&slug(text)).is_some();
    let is_called = |text: &str| archive.named(text).iter().any(|known| fold_name(&known.name) == fold_name(text));
    let is_name = |text: &str| !register.find_name(text).is_empty() || is_called(text);
    let is_meant = |text: &str| match field {
        Field::Speaker => is_name(text) || is_post(text),
        Field::Office => is_post(text),
        Field::Party => is_party(text),
        Field::Outlet => {
            let words = words_of(text);
            outlets::is_name(&words.iter().collect::<Vec<_>>())
        }
        Field::Date | Field::Since | Field::Until | Field::Before | Field::After => {
            let reckoning = Reckoning { today: context.today, order: context.day_order, events: context.events };
            dates::parse_value(text, Relation::Within, reckoning).is_ok()
        }
        _ => false,
    };
    let is_whole = match field {
        Field::Speaker => register.find_slug(&value.text).is_some() || archive.find_id(&value.text).is_some(),
        Field::Office => is_post(&value.text),
        Field::Party => is_party(&value.text),
        _ => true,
    };
    if value.quoted.is_some() || !value.spaced && is_whole {
        return None;
    }
    let whole = |count: usize| {
        let behind = words[..count].iter().map(|(word, _)| word.text.as_str());
        (count, std::iter::once(value.text.as_str()).chain(behind).collect::<Vec<_>>().join(" "))
    };
    (1..=words.len()).rev().map(whole).find(|(_, text)| is_meant(text))
}

/// Most parties that are listed where one is unknown, and most offices that are like an unknown one.
const MOST_KNOWN: usize = 14;
const MOST_LIKE: usize = 4;

/// An exact id comes before names: the register's, then one of the archive's own labels.
fn read_party(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let (register, archive) = (draft.context.register, draft.context.speakers);
    if let Some(party) = register.find_party_id(&value.text.to_lowercase()) {
        return Some(Node::Party(register.party(party).id().to_owned()));
    }
    let spaced = value.text.replace(['-', '_'], " ");
    let named = register.find_party(&value.text).or_else(|| register.find_party(&spaced));
    let named = named.map(|party| Node::Party(register.party(party).id().to_owned()));
    if let Some(name) = archive.party_name(&value.text) {
        note_exact_id(draft, value, name, named);
        return Some(Node::Party(value.text.clone()));
    }
    if named.is_some() {
        return named;
    }
    let slug = slug(&value.text);
    if archive.party_name(&slug).is_some() {
        return Some(Node::Party(slug));
    }
    let folded = spaced.to_lowercase();
    let near = register
        .parties()
        .map(|id| register.party(id))
        .flat_map(|party| std::iter::once(party.name()).chain(party.other_names()).map(move |name| (name, party.id())))
        .map(|(name, id)| (strsim::osa_distance(&name.to_lowercase(), &folded), id))
        .filter(|(distance, id)| *distance <= 2 && *distance < id.len().min(folded.len()) / 2)
        .min_by_key(|(distance, _)| *distance);
    let near = near.map(|(_, id)| id.to_owned());
    let known = register.parties().take(MOST_KNOWN).map(|id| register.party(id).id().to_owned()).collect();
    draft.errors.push(QueryError::UnknownParty { span: value.span, name: value.text.clone(), near, known });
    None
}

/// As with parties.
fn read_office(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let (register, archive) = (draft.context.register, draft.context.speakers);
    if register.find_office_id(&value.text.to_lowercase()).is_some() {
        return Some(Node::Office(vec![value.text.to_lowercase()]));
    }
    let spaced = value.text.replace(['-', '_'], " ");
    let former = value.text.to_lowercase().strip_prefix(posts::FORMER).and_then(|id| register.find_office_id(id));
    if let Some(node) = former.and_then(|office| posts::former_holders(&[office], draft.context)) {
        return Some(node);
    }
    let of_words = |text: &str| {
        let words = words_of(text);
        posts::resolve_former(&words.iter().collect::<Vec<_>>(), draft.context)
    };
    let named = [&value.text, &spaced].into_iter().find_map(|text| posts::resolve_post(text, draft.context));
    let named = named.or_else(|| of_words(&spaced));
    // In quotation marks it is a name as counts show it; but `"prime minister"`, as anybody types it, is the office
    // of that name and not what some article calls one.
    let called = if value.quoted.is_some() { offices_called(draft, &value.text) } else { Vec::new() };
    let is_typed = !value.text.contains(char::is_uppercase)
        && named.as_ref().is_some_and(|who| matches!(who.node, Node::Office(_)));
    if !called.is_empty() && !is_typed {
        return Some(Node::Office(called));
    }
    if let Some(name) = archive.office_name(&value.text) {
        note_exact_id(draft, value, name, named.map(|who| who.node));
        return Some(Node::Office(vec![value.text.clone()]));
    }
    if let Some(who) = named {
        draft.notes.extend(who.notes);
        return Some(who.node);
    }
    let slug = slug(&value.text);
    if archive.office_name(&slug).is_some() {
        return Some(Node::Office(vec![slug]));
    }
    let called = offices_called(draft, &value.text);
    if !called.is_empty() {
        return Some(Node::Office(called));
    }
    let folded = value.text.to_lowercase().replace(' ', "-");
    let near = register
        .offices()
        .map(|id| register.office(id).id())
        .map(|id| (strsim::osa_distance(id, &folded), id))
        .filter(|(distance, id)| *distance <= 2 && *distance * 3 < id.len())
        .min();
    let near = near.map(|(_, id)| id.to_owned());
    // Those that share a word with it, as it may be spelled, the highest first.
    let words: Vec<&str> = folded.split('-').filter(|word| word.len() > 3).collect();
    let is_like = |one: &str| words.iter().any(|word| strsim::osa_distance(one, word) <= usize::from(word.len() > 5));
    let mut like: Vec<_> = register
        .offices()
        .map(|id| register.office(id))
        .filter(|office| office.id().split('-').any(is_like))
        .map(|office| (office.rank(), office.id().to_owned()))
        .collect();
    like.sort();
    let known = like.into_iter().take(MOST_LIKE).map(|(_, id)| id).collect();
    draft.errors.push(QueryError::UnknownOffice { span: value.span, name: value.text.clone(), near, known });
    None
}

/// The ids of the offices that are called exactly so, the register's and the archive's own.
fn offices_called(draft: &mut Draft, title: &str) -> Vec<String> {
    let (register, archive) = (draft.context.register, draft.context.speakers);
    let known = register.offices().map(|id| register.office(id)).filter(|office| office.title() == title);
    let mut ids: Vec<String> = known.map(|office| office.id().to_owned()).collect();
    let slug = slug(title);
    if archive.office_name(&slug).is_some_and(|name| name == title) {
        ids.push(slug);
    }
    ids.sort();
    ids.dedup();
    ids
}

/// Tells that a value was read as an id of the archive's own, where as a name it means another.
fn note_exact_id(draft: &mut Draft, value: &FilterValue, name: String, named: Option<Node>) {
    if let Some(as_name) = named.and_then(|named| speakers::other_than_id(&value.text, named)) {
        draft.note_exact_id(&value.text, name, as_name);
    }
}

fn read_outlet(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let outlet = match value.quoted {
        Some(_) => OutletRef::Exact(words(&value.text)),
        // What stands between words is no part of them, so that they can be written back with hyphens.
        None => OutletRef::Words(words(&value.text.replace(parts_outlet, " "))),
    };
    match outlet {
        OutletRef::Words(text) | OutletRef::Exact(text) if text.is_empty() => {
            draft.errors.push(QueryError::EmptyValue { span: value.span, field: Field::Outlet.name() });
            None
        }
        // `outlet:-none`
        OutletRef::Words(text) if is_none(&text.to_lowercase()) => Some(Node::Lacks(Attribute::Outlet)),
        outlet => Some(Node::Outlet(outlet)),
    }
}

fn read_kind(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let kind = match value.text.to_lowercase().as_str() {
        "direct" => QuoteKind::Direct,
        "partial" | "mixed" => QuoteKind::Partial,
        "indirect" | "reported" => QuoteKind::Indirect,
        _ => {
            draft.errors.push(QueryError::UnknownKind { span: value.span, name: value.text.clone() });
            return None;
        }
    };
    Some(Node::Kind(kind))
}

fn read_has(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    const ATTRIBUTES: [Attribute; 5] =
        [Attribute::Speaker, Attribute::Party, Attribute::Office, Attribute::Outlet, Attribute::Date];
    let found = ATTRIBUTES.into_iter().find(|attribute| value.text.eq_ignore_ascii_case(attribute.name()));
    if found.is_none() {
        unknown_choice(draft, value, "has", "speaker, party, office, outlet or date");
    }
    found.map(|attribute| Node::Not(Box::new(Node::Lacks(attribute))))
}

fn read_version(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let named = |choice: &VersionChoice| value.text.eq_ignore_ascii_case(choice.name());
    let found = VersionChoice::CHOICES.into_iter().find(named);
    if found.is_none() {
        unknown_choice(draft, value, "version", "newest, earlier or all");
    }
    found.map(Node::Version)
}

fn read_changed(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let named = |choice: &ChangeChoice| value.text.eq_ignore_ascii_case(choice.name());
    let found = ChangeChoice::CHOICES.into_iter().find(named);
    if found.is_none() {
        unknown_choice(draft, value, "changed", "words, removed, added or any");
    }
    found.map(Node::Changed)
}

fn unknown_choice(draft: &mut Draft, value: &FilterValue, field: &'static str, choices: &'static str) {
    draft.errors.push(QueryError::UnknownChoice { span: value.span, field, value: value.text.clone(), choices });
}

fn read_confidence(draft: &mut Draft, value: &FilterValue) -> Option<Node> {
    let number = value.text.trim_start_matches(['>', '=']);
    match number.parse::<f32>() {
        Ok(least) if (0.0..=1.0).contains(&least) => Some(Node::ConfidenceAtLeast(least)),
        _ => {
            draft.errors.push(QueryError::BadConfidence { span: value.span, value: value.text.clone() });
            None
        }
    }
}

fn read_sort(draft: &mut Draft, value: &FilterValue) {
    let order = match value.text.to_lowercase().as_str() {
        "newest" | "newest-first" | "latest" | "last" | "date" => Order::Newest,
        "oldest" | "oldest-first" | "earliest" | "first" => Order::Oldest,
        "relevance" | "best" => Order::Relevance,
        _ => return unknown_choice(draft, value, "sort", "newest, oldest or relevance"),
    };
    draft.order = Some(order);
}

fn read_show(draft: &mut Draft, value: &FilterValue) {
    draft.form = match value.text.to_lowercase().as_str() {
        "quotes" => Form::Quotes,
        "count" => Form::Count,
        "when" => Form::When,
        "who" | "speakers" => Form::Who,
        _ => return unknown_choice(draft, value, "show", "quotes, count, when or who"),
    };
}

/// A day, month, year or stretch of days.
fn read_dates(draft: &mut Draft, value: &FilterValue, relation: Relation) -> Option<Node> {
    let context = draft.context;
    let reckoning = Reckoning { today: context.today, order: context.day_order, events: context.events };
    let parse = |text: &str, relation| dates::parse_value(text.trim(), relation, reckoning);
    let choice = draft.period_choice(None);
    let read = match value.text.split_once("..").filter(|_| relation == Relation::Within) {
        Some((from, to)) => {
            let end = |text: &str, relation| match text.trim_matches(['.', ' ']) {
                "" | "*" => Ok(DateRange { from: None, to: None }),
                text => parse(text, relation).map(|time| hull(&time.resolve(choice))),
            };
            end(from, Relation::Since)
                .and_then(|from| Ok(intersection(from, end(to, Relation::Until)?)))
                .map(|range| TimeDays { ranges: vec![range], left_out: false, period: None })
        }
        None => match parse(&value.text, relation) {
            Ok(time) => Ok(time.resolve(choice)),
            Err(mistake) => {
                dates_in_words(&value.text, relation, reckoning).map(|time| time.resolve(choice)).ok_or(mistake)
            }
        },
    };
    match read {
        Ok(days) => {
            days.ranges.iter().for_each(|range| draft.check_order(*range, value.span));
            Some(dates_node(days))
        }
        Err(Mistake::Impossible(last)) => {
            draft.errors.push(QueryError::ImpossibleDate { span: value.span, value: value.text.clone(), last });
            None
        }
        Err(Mistake::Unreadable) => {
            draft.errors.push(QueryError::BadDate { span: value.span, value: value.text.clone() });
            None
        }
    }
}

/// From the first day to the last.
fn hull(days: &TimeDays) -> DateRange {
    let from = days.ranges.first().and_then(|range| range.from);
    DateRange { from, to: days.ranges.last().and_then(|range| range.to) }
}

/// The condition that an article is of these days.
fn dates_node(days: TimeDays) -> Node {
    let mut ranges: Vec<Node> = days.ranges.into_iter().map(Node::Dates).collect();
    let node = if ranges.len() == 1 { ranges.swap_remove(0) } else { Node::Any(ranges) };
    if days.left_out { Node::Not(Box::new(node)) } else { node }
}

/// `date:"between 1 March and 3 April 2016"`.
fn dates_in_words(text: &str, relation: Relation, reckoning: Reckoning) -> Option<Time> {
    let folded = text.to_lowercase();
    let words: Vec<&str> = folded.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let mut found = dates::find_times(&words, &[], reckoning, &|_, _| true);
    match found.as_slice() {
        [only] if relation == Relation::Within && only.first == 0 && only.end == words.len() => {
            found.remove(0).time.ok()
        }
        _ => None,
    }
}

/// Words in a field that holds words; at least `least` of them are needed.
fn word_group(
    draft: &mut Draft,
    values: &[FilterValue],
    group: Option<&Any>,
    field: TopicField,
    least: usize,
) -> Option<Node> {
    let words = match group.map(|any| any.only_items().unwrap_or(&[])) {
        Some(items) => group_words(draft, items, field),
        None => values.iter().flat_map(|value| value_words(draft, value, field)).collect(),
    };
    let at_least = least.clamp(1, words.len().max(1));
    (!words.is_empty()).then_some(Node::Words(WordGroup { words, at_least }))
}

fn value_words(draft: &mut Draft, value: &FilterValue, field: TopicField) -> Vec<TopicWord> {
    if let Some(slop) = value.quoted {
        let piece = Piece { span: value.span, kind: PieceKind::Phrase { text: &value.text, slop }, apart: false };
        return draft.topics(&[piece], field);
    }
    let words = words_of(&value.text);
    let pieces: Vec<Piece> =
        words.iter().map(|word| Piece { span: value.span, kind: PieceKind::Word(word), apart: false }).collect();
    draft.topics(&pieces, field)
}

fn group_words(draft: &mut Draft, items: &[QueryItem], field: TopicField) -> Vec<TopicWord> {
    let mut words = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut apart = false;
    for item in items {
        let kind = match &item.kind {
            ItemKind::Word(word) => PieceKind::Word(word),
            ItemKind::Phrase { text, slop } => PieceKind::Phrase { text, slop: *slop },
            ItemKind::Field { field, values, group } => {
                words.append(&mut topics_of(draft, &mut pieces, TopicField::Anywhere));
                let inner = if *field == Field::Title { TopicField::Title } else { TopicField::Quote };
                if let Some(Node::Words(more)) = word_group(draft, values, group.as_ref(), inner, usize::MAX) {
                    words.extend(more.words);
                }
                continue;
            }
            _ => {
                apart = true;
                continue;
            }
        };
        pieces.push(Piece { span: item.span, kind, apart: std::mem::take(&mut apart) });
    }
    words.append(&mut topics_of(draft, &mut pieces, field));
    words
}

fn topics_of(draft: &mut Draft, pieces: &mut Vec<Piece>, field: TopicField) -> Vec<TopicWord> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let topics = draft.topics(pieces, field);
    pieces.clear();
    topics
}

/// `date:"1 March 2016".."June 2017"` comes in pieces.
fn joined_ranges(values: &[FilterValue]) -> Vec<FilterValue> {
    let mut joined: Vec<FilterValue> = Vec::with_capacity(values.len());
    for value in values {
        match joined.last_mut() {
            Some(before) if value.text.starts_with("..") || before.text.ends_with("..") => {
                before.text.push_str(&value.text);
                before.span = before.span.hull(value.span);
            }
            _ => joined.push(value.clone()),
        }
    }
    joined
}

/// `speaker:(corbyn OR "Owen Smith")`: the words of each clause are one value, a lone phrase one in quotation marks.
fn group_values(any: &Any) -> Vec<FilterValue> {
    let mut values: Vec<FilterValue> = Vec::new();
    for items in any.clauses.iter().flat_map(|clauses| &clauses.clauses) {
        let mut words: Vec<&str> = Vec::new();
        let mut span: Option<Span> = None;
        let mut phrase = None;
        for item in items {
            let text = match &item.kind {
                ItemKind::Word(word) => word.text.as_str(),
                ItemKind::Phrase { text, slop } => {
                    phrase = Some(*slop);
                    text.as_str()
                }
                _ => continue,
            };
            words.push(text);
            span = Some(span.map_or(item.span, |before| before.hull(item.span)));
        }
        if let Some(span) = span {
            let quoted = phrase.filter(|_| words.len() == 1);
            values.push(FilterValue { span, text: words.join(" "), quoted, spaced: false });
        }
    }
    values
}
