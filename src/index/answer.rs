//! A query answered by whatever engine there is: hits in order, counts by facet and time, and what had to be said about
//! it.

use super::around;
use super::ask::{Answer, AnswerSide, Asking, Copies, Explain, Hit, Note, WhenEmpty};
use super::engine::{FoundQuotes, Search, Snapshot};
use super::error::IndexError;
use super::facets::{Facet, FacetValue, ValueDays};
use super::matching::{self, Haystack, Needle};
use super::mend;
use super::numbers::NumberMap;
use super::rank::{self, Ranked};
use crate::query::tree::{
    Attribute, Form, Matching, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord, WordGroup, Wording,
};
use crate::record::QuoteRecord;

/// Copies shown with a hit; the count tells of the others.
const COPIES_SHOWN: usize = 20;

/// Answers a query.
///
/// # Errors
/// Where the index cannot be read, or where the query would cost too much.
pub(super) fn ask(snapshot: &dyn Snapshot, query: &ResolvedQuery, asking: &Asking) -> Result<Answer, IndexError> {
    let mut notes = Vec::new();
    let root = mend::mend(snapshot, &query.root, &mut notes)?;
    let asked_root = root_of(&root, &query.form);
    let search = Search {
        root: &asked_root,
        order: query.order,
        hits: if asking.limit == 0 { 0 } else { asking.offset.saturating_add(asking.limit) },
        distinct: asking.copies == Copies::Folded,
        facets: &asking.facets,
        facet_values: asking.facet_values,
        value_days: asking.value_days,
    };
    let mut found = snapshot.search(&search)?;
    let mut elsewhere = Vec::new();
    let mut times_elsewhere = None;
    for facet in &asking.facets {
        let Some(wider) = without_facet(&asked_root, *facet) else { continue };
        let facets = [*facet];
        let wider = Search { root: &wider, facets: &facets, value_days: ValueDays::Omitted, ..counts_of(&search) };
        let Some(mut wider) = affordable(snapshot.search(&wider))? else { continue };
        match *facet {
            Facet::Time => times_elsewhere = Some(wider.times),
            _ => elsewhere.append(&mut wider.facets),
        }
    }
    if found.total == 0 && asking.when_empty == WhenEmpty::AskWider {
        for facet in [Facet::Time, Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind] {
            if let Some(node) = without_facet(&asked_root, facet) {
                let count = affordable(snapshot.search(&Search::count(&node)))?.map_or(0, |found| found.total);
                if count > 0 {
                    notes.push(Note::Without { what: facet, count });
                }
            }
        }
        if let Some(node) = with_any_word(&asked_root) {
            let count = affordable(snapshot.search(&Search::count(&node)))?.map_or(0, |found| found.total);
            if count > 0 {
                notes.push(Note::AnyWord { count });
            }
        }
    }
    let mut sides = Vec::new();
    if let Form::Compare(compared) = &query.form {
        for (label, side) in compared {
            let root = Node::All(vec![root.clone(), side.clone()]);
            let found = snapshot.search(&Search { facets: &[Facet::Time], ..Search::count(&root) })?;
            sides.push(AnswerSide { label: label.clone(), total: found.total, times: found.times });
        }
    }
    let distinct = if search.distinct { found.distinct } else { found.total };
    let hits = if asking.limit == 0 { Vec::new() } else { hits(snapshot, &search, asking, &mut found)? };
    Ok(Answer {
        hits,
        total: found.total,
        distinct,
        facets: found.facets,
        times: found.times,
        elsewhere,
        times_elsewhere,
        sides,
        notes,
    })
}

/// Turns the error of a search that would cost too much into `None`: for searches that the program adds by itself,
/// beside the one that was asked for.
fn affordable(found: Result<FoundQuotes, IndexError>) -> Result<Option<FoundQuotes>, IndexError> {
    match found {
        Err(IndexError::TooCostly { .. }) => Ok(None),
        other => other.map(Some),
    }
}

/// The same search for its counts alone.
fn counts_of<'a>(search: &Search<'a>) -> Search<'a> {
    Search { hits: 0, distinct: false, order: Order::Relevance, ..*search }
}

/// Hands on every quote that meets a query, in the query's order, copies each by itself; gives how many there were. Only
/// their places are held in memory. The inner result is the first failure of `each`, which ends it.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn for_each_quote<E>(
    snapshot: &dyn Snapshot,
    query: &ResolvedQuery,
    mut each: impl FnMut(QuoteRecord) -> Result<(), E>,
) -> Result<Result<u64, E>, IndexError> {
    let root = mend::mend(snapshot, &query.root, &mut Vec::new())?;
    let root = root_of(&root, &query.form);
    let search = Search { hits: usize::MAX, order: query.order, ..Search::count(&root) };
    let mut written = 0;
    for ranked in snapshot.search(&search)?.ranked {
        let Some(record) = snapshot.record(ranked.place)? else { continue };
        if let Err(failed) = each(record) {
            return Ok(Err(failed));
        }
        written += 1;
    }
    Ok(Ok(written))
}

/// The speakers that are meant by an id or by words of a name; the most quoted first, at most `most`.
///
/// # Errors
/// Where the index cannot be read.
pub(super) fn speakers(
    snapshot: &dyn Snapshot,
    speaker: SpeakerRef,
    most: usize,
) -> Result<Vec<FacetValue>, IndexError> {
    let root = Node::Speaker(vec![speaker]);
    let search = Search { facets: &[Facet::Speaker], facet_values: most, ..Search::count(&root) };
    Ok(snapshot.search(&search)?.facets.pop().map(|(_, counts)| counts.values).unwrap_or_default())
}

/// The hits of the page asked for.
fn hits(
    snapshot: &dyn Snapshot,
    search: &Search,
    asking: &Asking,
    found: &mut FoundQuotes,
) -> Result<Vec<Hit>, IndexError> {
    let root = search.root;
    let page = pages(snapshot, search, asking, found)?;
    let mut copies_of: NumberMap<usize> = NumberMap::default();
    for (ranked, _) in page.iter().skip(asking.offset).take(asking.limit) {
        copies_of.insert(ranked.same_words, 0);
    }
    // Most of the found quotes are no copies of a hit on this page; a look at the six lowest bits of their numbers
    // rules nearly all of them out.
    let bit = |words: u64| 1u64 << (words % 64);
    let bits = copies_of.keys().fold(0, |bits, words| bits | bit(*words));
    for words in found.same_words.iter().filter(|words| bits & bit(**words) != 0) {
        if let Some(count) = copies_of.get_mut(words) {
            *count += 1;
        }
    }
    let mut words = Vec::new();
    topic_words(root, &mut words);
    let needles: Vec<Needle> = words.iter().map(|word| Needle::new(word)).collect();
    let mut hits = Vec::new();
    for (ranked, copies) in page.into_iter().skip(asking.offset).take(asking.limit) {
        let Some(record) = snapshot.record(ranked.place)? else { continue };
        let mut hit = build_hit(record, ranked.score, &needles);
        let article = snapshot.article(ranked.place)?;
        let article = article.as_deref().map(|article| (article, ranked.place.quote as usize));
        around::tell_elsewhere(&mut hit, root, article);
        if asking.context > 0 {
            hit.around = article.and_then(|(article, quote)| around::paragraphs(article, quote, asking.context));
        }
        if asking.explain == Explain::EachHit {
            hit.explained = Some(snapshot.explain(root, ranked.place)?);
        }
        // The one that is shown is no copy.
        hit.copies_total = copies_of.get(&ranked.same_words).copied().unwrap_or(0).saturating_sub(1);
        for copy in copies.into_iter().take(COPIES_SHOWN) {
            hit.copies.extend(snapshot.record(copy.place)?);
        }
        hits.push(hit);
    }
    Ok(hits)
}

/// The hits of the page asked for and of those before it, each with its copies, as far as they were found.
fn pages(
    snapshot: &dyn Snapshot,
    search: &Search,
    asking: &Asking,
    found: &mut FoundQuotes,
) -> Result<Vec<(Ranked, Vec<Ranked>)>, IndexError> {
    let mut ranked = std::mem::take(&mut found.ranked);
    if asking.copies == Copies::Each {
        return Ok(ranked.into_iter().map(|hit| (hit, Vec::new())).collect());
    }
    // Where many papers carry the same words, the best quotes are few different ones, and more have to be looked for.
    const MORE: usize = 16;
    let mut wanted = search.hits;
    loop {
        let all = ranked.len() as u64 == found.total;
        let folded = rank::fold(&ranked, search.hits);
        let enough = folded.len() >= search.hits || folded.len() as u64 >= found.distinct;
        if all || enough {
            return Ok(folded);
        }
        wanted = wanted.saturating_mul(MORE);
        ranked = snapshot.search(&Search { hits: wanted, facets: &[], distinct: false, ..*search })?.ranked;
    }
}

/// All topic words of a condition, those under a `not` left out.
pub(super) fn topic_words<'n>(node: &'n Node, words: &mut Vec<&'n TopicWord>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| topic_words(node, words)),
        Node::Words(group) | Node::Prefer(group) => words.extend(&group.words),
        _ => {}
    }
}

fn build_hit(record: QuoteRecord, score: f32, needles: &[Needle]) -> Hit {
    let highlight = |text: &str, fields: &[TopicField]| {
        let haystack = Haystack::new(needles, text);
        let shown = needles.iter().filter(|needle| fields.contains(&needle.field));
        let stretches = shown.flat_map(|needle| needle.find_all(&haystack)).collect();
        matching::in_characters(text, &matching::merge_stretches(stretches))
    };
    Hit {
        in_quote: highlight(&record.quote, &[TopicField::Anywhere, TopicField::Quote]),
        in_context: highlight(&record.context, &[TopicField::Anywhere]),
        in_sentence: highlight(record.sentence.as_deref().unwrap_or_default(), &[TopicField::Anywhere]),
        in_title: highlight(
            record.article.title.as_deref().unwrap_or_default(),
            &[TopicField::Anywhere, TopicField::Title],
        ),
        elsewhere: Vec::new(),
        around: None,
        record,
        score,
        explained: None,
        copies: Vec::new(),
        copies_total: 0,
    }
}

/// The condition that every hit meets: for a comparison one of its sides.
fn root_of(root: &Node, form: &Form) -> Node {
    match form {
        Form::Compare(sides) => {
            Node::All(vec![root.clone(), Node::Any(sides.iter().map(|(_, side)| side.clone()).collect())])
        }
        _ => root.clone(),
    }
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
                        first.words.iter().map(alone).collect()
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
