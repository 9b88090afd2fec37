//! A query answered: hits in order, counts by facet and time, and what had to be said about it.

use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::collect::{self, Found};
use super::document::{Texts, read_record};
use super::error::IndexError;
use super::facets::{Counting, Facet, FacetCounts, Times, ValueDays};
use super::lower::{Lowering, Reach};
use super::matching::{self, Analyzers, Haystack, Needle};
use super::near;
use super::rank::{self, Ranked};
use super::score;
use super::store::Store;
use crate::query::tree::{Form, Matching, Node, ResolvedQuery, TopicField, TopicWord, Wording, Words};
use crate::record::QuoteRecord;

/// What to give of the answer.
#[derive(Clone, Debug)]
pub struct Asking {
    pub limit: usize,
    pub offset: usize,
    pub copies: Copies,
    /// Which facets to count.
    pub facets: Vec<Facet>,
    /// Most values to list of each facet.
    pub facet_values: usize,
    pub value_days: ValueDays,
    pub word_places: WordPlacesOf,
    pub when_empty: WhenEmpty,
}

/// What is done where nothing meets the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenEmpty {
    /// An empty answer.
    Nothing,
    /// The query is asked again without its conditions of each kind, to say which of them leaves nothing:
    /// [`Note::Without`]. As many questions more, and wider ones.
    AskWider,
}

/// For which hits it is told in which places the topic words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordPlacesOf {
    None,
    EachHit,
}

/// What becomes of the same words carried by several papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// One hit stands for all of them.
    Folded,
    /// Each is a hit of its own.
    Each,
}

impl Default for Asking {
    fn default() -> Asking {
        Asking {
            limit: 10,
            offset: 0,
            copies: Copies::Folded,
            facets: vec![Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind, Facet::Time],
            facet_values: 10,
            value_days: ValueDays::Omitted,
            word_places: WordPlacesOf::None,
            when_empty: WhenEmpty::AskWider,
        }
    }
}

/// The answer to one query.
#[derive(Clone, Debug)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// Quotes that meet the query; facets and timeline count the same ones.
    pub total: u64,
    /// Different ones among them: copies in several papers count once.
    pub distinct: u64,
    /// In the order in which they were asked for; [`Facet::Time`] is in `times`.
    pub facets: Vec<(Facet, FacetCounts)>,
    pub times: Times,
    /// The counts that a facet would have if the query did not ask for values of it: what else could be chosen. Only
    /// for facets that the query asks for.
    pub elsewhere: Vec<(Facet, FacetCounts)>,
    /// The times of the query without its dates, where it has any.
    pub times_elsewhere: Option<Times>,
    /// For "X vs Y": each side's label, count and times.
    pub sides: Vec<Side>,
    pub notes: Vec<Note>,
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Side {
    pub label: String,
    pub total: u64,
    pub times: Times,
}

/// A quote that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    pub record: QuoteRecord,
    pub score: f32,
    /// Where topic words stand, in characters of the quote, end excluded.
    pub in_quote: Vec<[usize; 2]>,
    /// The same in the context.
    pub in_context: Vec<[usize; 2]>,
    /// Which topic words stand where; empty where it was not asked for.
    pub words: Vec<WordPlaces>,
    /// The other papers that carry the same words; empty where copies are hits of their own.
    pub copies: Vec<QuoteRecord>,
    /// How many there are, those not in `copies` included.
    pub copies_total: usize,
}

/// In which places of a hit a topic word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPlaces {
    pub word: String,
    pub places: Vec<&'static str>,
}

/// What the user should be told about the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A word that no article holds was read as a near one.
    Spelling { typed: String, read: String },
    /// A word that no article holds.
    NotInIndex { word: String },
    /// Nothing was found, but without the conditions of one kind there is something.
    Without { what: Facet, count: u64 },
    /// Nothing was found, but with any one of the topic's words there is something.
    AnyWord { count: u64 },
}

/// Copies shown with a hit; the count tells of the others.
const COPIES_SHOWN: usize = 20;

impl Store {
    /// Answers a query.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn ask(&self, query: &ResolvedQuery, asking: &Asking) -> Result<Answer, IndexError> {
        Asked::new(self).ask(query, asking).map_err(|error| self.failed(error))
    }

    /// Hands on every quote that meets a query, in the query's order, copies each by itself; gives how many there
    /// were. Only their places are held in memory. The inner result is the first failure of `each`, which ends it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn for_each_quote<E>(
        &self,
        query: &ResolvedQuery,
        mut each: impl FnMut(QuoteRecord) -> Result<(), E>,
    ) -> Result<Result<u64, E>, IndexError> {
        let asked = Asked::new(self);
        let mut run = || -> tantivy::Result<Result<u64, E>> {
            let root = near::mend(&asked.searcher, &self.fields, &query.root, &mut Vec::new())?;
            let root = root_of(&root, &query.form);
            let found = asked.find_scored(&root, Reach::of(&root))?;
            let mut written = 0;
            for ranked in rank::in_order(&asked.searcher, &found, query.order, usize::MAX)? {
                let Some(record) = asked.record(ranked.address())? else { continue };
                if let Err(failed) = each(record) {
                    return Ok(Err(failed));
                }
                written += 1;
            }
            Ok(Ok(written))
        };
        run().map_err(|error| self.failed(error))
    }
}

/// The index at one moment.
pub(super) struct Asked<'a> {
    store: &'a Store,
    searcher: Searcher,
}

impl<'a> Asked<'a> {
    pub fn new(store: &'a Store) -> Asked<'a> {
        Asked { store, searcher: store.searcher() }
    }

    fn lowering(&self, reach: Reach) -> Lowering<'_> {
        Lowering { fields: &self.store.fields, reach }
    }

    /// The quotes that meet a condition; the reach is that of the whole question, of which it may be a part.
    pub fn find(&self, node: &Node, reach: Reach) -> tantivy::Result<Vec<Found>> {
        collect::find(&self.searcher, self.lowering(reach).lower(node).as_ref())
    }

    /// The same with their scores.
    fn find_scored(&self, node: &Node, reach: Reach) -> tantivy::Result<Vec<Found>> {
        let mut found = self.find(node, reach)?;
        score::score(&self.searcher, &self.lowering(reach), node, &mut found)?;
        Ok(found)
    }

    pub fn counting(&self) -> Counting<'_> {
        Counting { searcher: &self.searcher, fields: &self.store.fields }
    }

    fn ask(&self, query: &ResolvedQuery, asking: &Asking) -> tantivy::Result<Answer> {
        let mut notes = Vec::new();
        let root = near::mend(&self.searcher, &self.store.fields, &query.root, &mut notes)?;
        let asked_root = root_of(&root, &query.form);
        let reach = Reach::of(&asked_root);
        let found =
            if asking.limit == 0 { self.find(&asked_root, reach)? } else { self.find_scored(&asked_root, reach)? };
        let total = collect::total(&found);
        let counting = self.counting();
        let mut facets = Vec::new();
        let mut elsewhere = Vec::new();
        let mut times = Times::default();
        let mut times_elsewhere = None;
        for facet in &asking.facets {
            let wider = without_facet(&asked_root, *facet);
            let wider = wider.map(|node| self.find(&node, reach)).transpose()?;
            if *facet == Facet::Time {
                times = counting.times(&found)?;
                times_elsewhere = wider.as_ref().map(|found| counting.times(found)).transpose()?;
            } else {
                facets.push((*facet, counting.facet(*facet, &found, asking.facet_values, asking.value_days)?));
                if let Some(wider) = &wider {
                    elsewhere.push((*facet, counting.facet(*facet, wider, asking.facet_values, ValueDays::Omitted)?));
                }
            }
        }
        if total == 0 && asking.when_empty == WhenEmpty::AskWider {
            for facet in [Facet::Time, Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind] {
                if let Some(node) = without_facet(&asked_root, facet) {
                    let count = collect::total(&self.find(&node, reach)?);
                    if count > 0 {
                        notes.push(Note::Without { what: facet, count });
                    }
                }
            }
            if let Some(node) = with_any_word(&asked_root) {
                let count = collect::total(&self.find(&node, reach)?);
                if count > 0 {
                    notes.push(Note::AnyWord { count });
                }
            }
        }
        let mut sides = Vec::new();
        if let Form::Compare(compared) = &query.form {
            for (label, side) in compared {
                let found = self.find(&Node::All(vec![root.clone(), side.clone()]), reach)?;
                sides.push(Side {
                    label: label.clone(),
                    total: collect::total(&found),
                    times: counting.times(&found)?,
                });
            }
        }
        let (hits, distinct) = self.hits(&asked_root, query, asking, &found)?;
        Ok(Answer { hits, total, distinct, facets, times, elsewhere, times_elsewhere, sides, notes })
    }

    /// The hits of the page asked for, and how many different ones there are on all pages.
    fn hits(
        &self,
        root: &Node,
        query: &ResolvedQuery,
        asking: &Asking,
        found: &[Found],
    ) -> tantivy::Result<(Vec<Hit>, u64)> {
        let distinct = match asking.copies {
            Copies::Folded => rank::count_distinct(&self.searcher, found)?,
            Copies::Each => collect::total(found),
        };
        let wanted = asking.offset.saturating_add(asking.limit);
        if asking.limit == 0 {
            return Ok((Vec::new(), distinct));
        }
        let ranked = rank::in_order(&self.searcher, found, query.order, wanted)?;
        let page = match asking.copies {
            Copies::Folded => rank::fold(ranked),
            Copies::Each => ranked.into_iter().map(|hit| (hit, Vec::new())).collect(),
        };
        let mut words = Vec::new();
        score::topic_words(root, &mut words);
        let needles: Vec<Needle> = words.iter().map(|word| Needle::new(word)).collect();
        let mut analyzers = Analyzers::new();
        let mut hits = Vec::new();
        for (ranked, copies) in page.into_iter().skip(asking.offset).take(asking.limit) {
            let Some(record) = self.record(ranked.address())? else { continue };
            let mut hit = build_hit(record, ranked.score, &needles, &mut analyzers);
            if asking.word_places == WordPlacesOf::EachHit {
                hit.words = word_places(&hit.record, &needles, &mut analyzers);
                let lowering = self.lowering(Reach::of(root));
                for (word, places) in words.iter().zip(&mut hit.words) {
                    if places.places.is_empty()
                        && score::is_nearby(&self.searcher, &lowering, word, ranked.segment, ranked.doc)?
                    {
                        places.places.push("paragraphs nearby");
                    }
                }
            }
            hit.copies_total = copies.len();
            for copy in copies.into_iter().take(COPIES_SHOWN) {
                hit.copies.extend(self.record(copy.address())?);
            }
            hits.push(hit);
        }
        Ok((hits, distinct))
    }

    pub fn record(&self, address: DocAddress) -> tantivy::Result<Option<QuoteRecord>> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        Ok(read_record(&self.store.fields, &document))
    }
}

impl Ranked {
    fn address(&self) -> DocAddress {
        DocAddress::new(self.segment, self.doc)
    }
}

fn build_hit(record: QuoteRecord, score: f32, needles: &[Needle], analyzers: &mut Analyzers) -> Hit {
    let mut highlight = |text: &str, fields: &[TopicField]| {
        let haystack = Haystack::new(analyzers, needles, text);
        let shown = needles.iter().filter(|needle| fields.contains(&needle.field));
        let stretches = shown.flat_map(|needle| needle.find_all(&haystack)).collect();
        matching::in_characters(text, &matching::merge_stretches(stretches))
    };
    Hit {
        in_quote: highlight(&record.quote, &[TopicField::Anywhere, TopicField::Quote]),
        in_context: highlight(&record.context, &[TopicField::Anywhere]),
        record,
        score,
        words: Vec::new(),
        copies: Vec::new(),
        copies_total: 0,
    }
}

/// In which places of a record each topic word stands.
fn word_places(record: &QuoteRecord, needles: &[Needle], analyzers: &mut Analyzers) -> Vec<WordPlaces> {
    let texts = Texts::new(record);
    let places = [
        ("quote", texts.quote, &[TopicField::Anywhere, TopicField::Quote][..]),
        ("lead-in", texts.lead_in, &[TopicField::Anywhere]),
        ("paragraph", texts.context, &[TopicField::Anywhere]),
        ("headline", texts.title, &[TopicField::Anywhere, TopicField::Title]),
    ]
    .map(|(name, text, fields)| (name, Haystack::new(analyzers, needles, text), fields));
    needles
        .iter()
        .map(|needle| {
            let found = places
                .iter()
                .filter(|(_, text, fields)| fields.contains(&needle.field) && !needle.find_all(text).is_empty());
            WordPlaces { word: needle.label.clone(), places: found.map(|(name, _, _)| *name).collect() }
        })
        .collect()
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
        Node::Dates(_) => Some(Facet::Time),
        Node::Any(nodes) => {
            let mut facets = nodes.iter().map(facet_of);
            let first = facets.next()??;
            facets.all(|facet| facet == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// The query for any one word of its topic, terms of several words taken apart; `None` where that is the query itself.
fn with_any_word(root: &Node) -> Option<Node> {
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
            is_wider.then_some(Node::Words(Words { words, at_least: 1 }))
        }
        _ => None,
    }
}

/// The query without its conditions on one facet, or `None` where it has none at its top.
fn without_facet(root: &Node, facet: Facet) -> Option<Node> {
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
