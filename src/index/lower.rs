//! The tree of a query to the engine's query: a pure function of tree and fields.
//!
//! The lowered query decides only which quotes are answers; what they are worth is [`super::score`]'s. Topic words are
//! lowered place by place, because the scores need them so.

use std::ops::Bound;

use chrono::Datelike;
use tantivy::index::SegmentReader;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery,
    RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::analyze;
use super::document::confidence_number;
use super::matching::wording_terms;
use super::on_days::OnDays;
use super::schema::{self, Fields, column};
use super::steady::Steady;
use crate::query::tree::{Attribute, DateRange, Matching, Node, SpeakerRef, TopicField, TopicWord, Wording, Words};

/// Most words that a prefix at the end of a phrase may stand for.
const PREFIX_EXPANSIONS: u32 = 1000;

/// Most ways of spreading a phrase's words that are looked for.
const MOST_SPREADS: u64 = 256;

#[derive(Clone, Copy)]
pub(super) struct Lowering<'a> {
    pub fields: &'a Fields,
    pub reach: Reach,
}

/// How far from the quote a topic is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Where the reader sees it with the quote: in it, before it, in its paragraph, in the headline.
    Around,
    /// In the paragraphs nearby as well.
    Nearby,
}

impl Reach {
    /// Where a query says whose words are wanted, what these are about may be said a few paragraphs earlier. Where it
    /// asks for a topic alone, everybody who speaks in its neighbourhood would be too many.
    pub fn of(root: &Node) -> Reach {
        if names_somebody(root) { Reach::Nearby } else { Reach::Around }
    }
}

fn names_somebody(node: &Node) -> bool {
    match node {
        Node::Speaker(_) | Node::Party(_) | Node::Office(_) => true,
        Node::All(nodes) => nodes.iter().any(names_somebody),
        Node::Any(nodes) => !nodes.is_empty() && nodes.iter().all(names_somebody),
        _ => false,
    }
}

type Clause = (Occur, Box<dyn Query>);

/// A topic word's wordings with their folded words, ready to be looked for.
pub(super) struct Wanted<'w> {
    wordings: Vec<(&'w Wording, Vec<String>)>,
    field: TopicField,
}

impl<'w> Wanted<'w> {
    /// `None` for a word without a letter or digit: there is nothing to look for.
    pub fn new(word: &'w TopicWord) -> Option<Wanted<'w>> {
        let wordings: Vec<_> = word
            .wordings
            .iter()
            .map(|wording| (wording, wording_terms(wording)))
            .filter(|(_, terms)| !terms.is_empty())
            .collect();
        (!wordings.is_empty()).then_some(Wanted { wordings, field: word.field })
    }

    /// A single stem wanted anywhere.
    fn is_plain(&self, wording: &Wording, terms: &[String]) -> bool {
        self.field == TopicField::Anywhere && wording.matching == Matching::Stemmed && terms.len() == 1
    }

    /// The place that decides whether the word is there.
    pub fn home(&self) -> Place {
        match self.field {
            TopicField::Anywhere => Place::Around,
            TopicField::Quote => Place::Quote,
            TopicField::Title => Place::Title,
        }
    }

    /// The places that say more closely where it is.
    pub fn closer_places(&self) -> &'static [Place] {
        match self.field {
            TopicField::Anywhere => &[Place::Quote, Place::LeadIn, Place::Context, Place::Title],
            TopicField::Quote => &[Place::Quote],
            TopicField::Title => &[Place::Title],
        }
    }
}

impl Lowering<'_> {
    /// The engine's query for a condition; it finds quotes only.
    pub fn lower(&self, node: &Node) -> Box<dyn Query> {
        match node {
            Node::All(nodes) => self.lower_all(nodes),
            Node::Any(nodes) => any_of(nodes.iter().map(|node| self.lower(node)).collect()),
            Node::Not(_) | Node::Prefer(_) => self.lower_all(std::slice::from_ref(node)),
            Node::Words(words) => self.lower_words(words),
            Node::Speaker(speakers) => any_of(speakers.iter().map(|speaker| self.speaker(speaker)).collect()),
            Node::Party(id) => self.raw(self.fields.party, id),
            Node::Office(ids) => any_of(ids.iter().map(|id| self.raw(self.fields.office, id)).collect()),
            Node::Outlet(outlet) => self.all_words(self.fields.outlet_words, outlet.text()),
            Node::Kind(kind) => self.raw(self.fields.marks, kind.name()),
            Node::Dates(range) => self.dates(*range),
            Node::Lacks(Attribute::Speaker) => self.raw(self.fields.marks, schema::UNATTRIBUTED),
            Node::Lacks(_) => Box::new(EmptyQuery),
            Node::ConfidenceAtLeast(least) => confidence_at_least(*least),
            Node::Path(part) => self.path(part),
        }
    }

    fn lower_all(&self, nodes: &[Node]) -> Box<dyn Query> {
        let mut clauses: Vec<Clause> = Vec::with_capacity(nodes.len() + 1);
        let mut ranges = Vec::new();
        for node in nodes {
            match node {
                Node::Not(inner) => {
                    // What is not wanted must stand with the quote to count against it.
                    let strict = Lowering { reach: Reach::Around, ..*self };
                    clauses.push((Occur::MustNot, Box::new(Steady(strict.lower(inner)))));
                }
                Node::Prefer(_) => {}
                Node::All(inner) if inner.is_empty() => {}
                Node::Dates(range) => ranges.push(*range),
                other => clauses.push((Occur::Must, self.lower(other))),
            }
        }
        let is_narrowed = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
        // Among the few quotes that meet the other conditions each one's day is looked at; alone, the days are read
        // through in blocks.
        if !is_narrowed {
            clauses.extend(ranges.drain(..).map(|range| (Occur::Must, self.dates(range))));
        }
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, self.raw(self.fields.doc, schema::QUOTE)));
        }
        let query = only_or(clauses, |clauses| Box::new(BooleanQuery::new(clauses)));
        ranges
            .into_iter()
            .filter(|range| range.from.is_some() || range.to.is_some())
            .fold(query, |inner, range| Box::new(OnDays { inner, days: day_bounds(range) }))
    }

    fn lower_words(&self, words: &Words) -> Box<dyn Query> {
        let lowered: Vec<Box<dyn Query>> =
            words.words.iter().filter_map(Wanted::new).map(|wanted| self.decide(&wanted)).collect();
        if lowered.is_empty() {
            return self.raw(self.fields.doc, schema::QUOTE);
        }
        let at_least = words.at_least.clamp(1, lowered.len());
        if at_least == lowered.len() {
            let clauses = lowered.into_iter().map(|query| (Occur::Must, query)).collect();
            return only_or(clauses, |clauses| Box::new(BooleanQuery::new(clauses)));
        }
        if at_least == 1 {
            return any_of(lowered);
        }
        Box::new(BooleanQuery::union_with_minimum_required_clauses(lowered, at_least))
    }

    /// Whether the word is there at all.
    fn decide(&self, wanted: &Wanted) -> Box<dyn Query> {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        for (wording, terms) in &wanted.wordings {
            // Where the neighbourhood counts, its field holds what stands around the quote as well: one list to read
            // and not two to join. Exact words are wanted with the quote.
            let nearby = wanted.field == TopicField::Anywhere
                && self.reach == Reach::Nearby
                && wording.matching == Matching::Stemmed;
            queries.push(self.wording(wording, terms, if nearby { Place::Nearby } else { wanted.home() }));
        }
        any_of(queries)
    }

    /// The wordings that are plain words wanted anywhere, as terms of the field that says where they stand.
    pub fn plain_terms(&self, wanted: &Wanted) -> Vec<(Term, f32)> {
        let plain = wanted.wordings.iter().filter(|(wording, terms)| wanted.is_plain(wording, terms));
        plain.map(|(wording, terms)| (Term::from_field_text(self.fields.places, &terms[0]), wording.weight)).collect()
    }

    /// The wordings that are no plain words in one place, each by itself with its weight.
    pub fn in_place(&self, wanted: &Wanted, place: Place) -> Vec<(Box<dyn Query>, f32)> {
        let others = wanted.wordings.iter().filter(|(wording, terms)| !wanted.is_plain(wording, terms));
        others.map(|(wording, terms)| (self.wording(wording, terms, place), wording.weight)).collect()
    }

    /// The terms by which the rarity of each wording is told: all of them must be there for the wording to be.
    pub fn telling_terms(&self, wanted: &Wanted) -> Vec<Vec<Term>> {
        wanted
            .wordings
            .iter()
            .map(|(wording, terms)| {
                let field = self.field(wanted.home(), wording.matching);
                let whole = if wording.matching == Matching::Prefix { terms.len() - 1 } else { terms.len() };
                terms[..whole].iter().map(|term| Term::from_field_text(field, term)).collect()
            })
            .collect()
    }

    fn wording(&self, wording: &Wording, terms: &[String], place: Place) -> Box<dyn Query> {
        if place == Place::Nearby && wording.matching != Matching::Stemmed {
            return Box::new(EmptyQuery);
        }
        // Where only stems are kept, an exact wording is looked for by its stems.
        let stems;
        let (terms, matching) = if place.has_exact_form() || wording.matching == Matching::Stemmed {
            (terms, wording.matching)
        } else if wording.matching == Matching::Prefix {
            return Box::new(EmptyQuery);
        } else {
            stems = wording_terms(&Wording { matching: Matching::Stemmed, ..wording.clone() });
            (stems.as_slice(), Matching::Stemmed)
        };
        let field = self.field(place, matching);
        let term = |text: &String| Term::from_field_text(field, text);
        match (terms, matching) {
            ([], _) => Box::new(EmptyQuery),
            ([only], Matching::Prefix) => Box::new(FuzzyTermQuery::new_prefix(term(only), 0, true)),
            ([only], _) => Box::new(TermQuery::new(term(only), IndexRecordOption::Basic)),
            (several, Matching::Prefix) => {
                let mut phrase = PhrasePrefixQuery::new(several.iter().map(term).collect());
                phrase.set_max_expansions(PREFIX_EXPANSIONS);
                Box::new(phrase)
            }
            (several, Matching::Stemmed | Matching::Exact { slop: 0 }) => {
                Box::new(PhraseQuery::new(several.iter().map(term).collect()))
            }
            (several, Matching::Exact { slop }) => {
                let slop = fitting_slop(several.len(), slop) as usize;
                any_of(
                    spreads(several.len(), slop)
                        .into_iter()
                        .map(|places| -> Box<dyn Query> {
                            let placed = places.into_iter().zip(several.iter().map(term)).collect();
                            Box::new(PhraseQuery::new_with_offset(placed))
                        })
                        .collect(),
                )
            }
        }
    }

    fn field(&self, place: Place, matching: Matching) -> Field {
        let stemmed = matching == Matching::Stemmed;
        match place {
            Place::Around if stemmed => self.fields.around,
            Place::Around => self.fields.around_exact,
            Place::Quote if stemmed => self.fields.quote,
            Place::Quote => self.fields.quote_exact,
            Place::Title if stemmed => self.fields.title,
            Place::Title => self.fields.title_exact,
            Place::Nearby => self.fields.nearby,
            Place::LeadIn => self.fields.lead_in,
            Place::Context => self.fields.context,
        }
    }

    fn speaker(&self, speaker: &SpeakerRef) -> Box<dyn Query> {
        match speaker {
            SpeakerRef::Id(id) => self.raw(self.fields.speaker, id),
            SpeakerRef::Named(name) => self.all_words(self.fields.speaker_words, name),
        }
    }

    fn raw(&self, field: Field, value: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
    }

    /// Every word of the name; a name without words is nobody's.
    fn all_words(&self, field: Field, name: &str) -> Box<dyn Query> {
        let words = analyze::fold_words(name);
        if words.is_empty() {
            return Box::new(EmptyQuery);
        }
        let clauses = words.iter().map(|word| (Occur::Must, self.raw(field, word))).collect();
        only_or(clauses, |clauses| Box::new(BooleanQuery::new(clauses)))
    }

    fn dates(&self, range: DateRange) -> Box<dyn Query> {
        if range.from.is_none() && range.to.is_none() {
            return self.raw(self.fields.doc, schema::QUOTE);
        }
        let (from, to) = day_bounds(range);
        Box::new(RangeQuery::new(
            Bound::Included(Term::from_field_i64(self.fields.day, from)),
            Bound::Included(Term::from_field_i64(self.fields.day, to)),
        ))
    }

    fn path(&self, part: &str) -> Box<dyn Query> {
        let mut pattern = String::from(".*");
        for character in part.to_lowercase().chars() {
            if !character.is_alphanumeric() {
                pattern.push('\\');
            }
            pattern.push(character);
        }
        pattern.push_str(".*");
        match RegexQuery::from_pattern(&pattern, self.fields.path) {
            Ok(query) => Box::new(query),
            Err(_) => Box::new(EmptyQuery),
        }
    }
}

/// A place where a topic can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the quote, before it, in its paragraph or in the headline.
    Around,
    /// There, or in the paragraphs nearby.
    Nearby,
    Quote,
    LeadIn,
    Context,
    Title,
}

impl Place {
    fn has_exact_form(self) -> bool {
        !matches!(self, Place::Nearby | Place::LeadIn | Place::Context)
    }
}

/// First and last day as their column holds them.
fn day_bounds(range: DateRange) -> (i64, i64) {
    let number = |day: chrono::NaiveDate| i64::from(day.num_days_from_ce());
    (range.from.map_or(i64::MIN, number), range.to.map_or(i64::MAX, number))
}

fn confidence_at_least(least: f32) -> Box<dyn Query> {
    let least = confidence_number(least);
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let confidence = segment.fast_fields().u64(column::CONFIDENCE)?;
        Ok(move |doc: DocId| confidence.first(doc).is_some_and(|value| value >= least))
    });
    Box::new(DocPredicateQuery::from(predicate))
}

fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// The one clause that is a must, or all of them built together.
fn only_or(mut clauses: Vec<Clause>, build: impl FnOnce(Vec<Clause>) -> Box<dyn Query>) -> Box<dyn Query> {
    match clauses.as_slice() {
        [] => Box::new(AllQuery),
        [(Occur::Must, _)] => clauses.remove(0).1,
        _ => build(clauses),
    }
}

/// The largest slop not above the one asked for that a phrase of so many words can be searched with.
pub(super) fn fitting_slop(words: usize, slop: u32) -> u32 {
    if words < 2 {
        return 0;
    }
    // Ways to give up to `slop` further places to the gaps between the words.
    let mut ways = 1u64;
    for fitting in 1..=slop {
        ways = ways.saturating_mul(u64::from(fitting) + words as u64 - 1) / u64::from(fitting);
        if ways > MOST_SPREADS {
            return fitting - 1;
        }
    }
    slop
}

/// The places of each word of a phrase, for all ways of letting up to `slop` further words in between.
fn spreads(words: usize, slop: usize) -> Vec<Vec<usize>> {
    let mut spreads = vec![(vec![0], slop)];
    for _ in 1..words {
        spreads = spreads
            .into_iter()
            .flat_map(|(places, left)| {
                (0..=left).map(move |gap| {
                    let mut longer = places.clone();
                    longer.push(places[places.len() - 1] + 1 + gap);
                    (longer, left - gap)
                })
            })
            .collect();
    }
    spreads.into_iter().map(|(places, _)| places).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_spread_in_every_way_that_the_slop_allows() {
        assert_eq!(spreads(2, 2), [[0, 1], [0, 2], [0, 3]]);
        assert_eq!(spreads(3, 1), [[0, 1, 2], [0, 1, 3], [0, 2, 3]]);
        for (words, slop) in [(2, 3), (3, 4), (4, 5), (5, 4)] {
            let fitting = fitting_slop(words, slop);
            assert_eq!(fitting, slop);
            let ways = spreads(words, slop as usize).len() as u64;
            assert!(ways <= MOST_SPREADS, "{words} words, slop {slop}: {ways}");
        }
        assert!(fitting_slop(40, 1_000_000) < 3);
        assert!(spreads(40, fitting_slop(40, 9) as usize).len() as u64 <= MOST_SPREADS);
    }
}
