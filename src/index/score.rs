//! What the found quotes are worth: for each topic word its rarity times the places where it stands, strongest in the
//! quote itself. Every word that is there adds its worth, so that a quote with more of the words goes before one with
//! fewer; conditions on speaker, date and the like add nothing.
//!
//! The engine's own ranking is not used: it would read every list to its end, where here only the found quotes are
//! looked up in each, and a sum of named parts can be told to the user. For a plain word one list says in which places
//! it stands (see [`super::places`]); phrases, prefixes and exact words are looked up in each place.

use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, Term};

use super::collect::Found;
use super::lower::{Lowering, Place, Reach, Wanted};
use super::places::Places;
use crate::query::tree::{Node, TopicField, TopicWord};

/// What a word is worth that stands around the quote, and one that stands only in the paragraphs nearby.
const AROUND: f32 = 1.0;
const ONLY_NEARBY: f32 = 0.6;
/// What it is worth besides in each place.
const IN_QUOTE: f32 = 2.0;
const IN_LEAD_IN: f32 = 1.2;
const IN_CONTEXT: f32 = 0.8;
const IN_TITLE: f32 = 0.5;

/// The least that a word is worth that nearly every quote holds.
const LEAST_RARITY: f32 = 0.05;

fn worth(place: Place) -> f32 {
    match place {
        Place::Around => AROUND,
        Place::Nearby => ONLY_NEARBY,
        Place::Quote => IN_QUOTE,
        Place::LeadIn => IN_LEAD_IN,
        Place::Context => IN_CONTEXT,
        Place::Title => IN_TITLE,
    }
}

/// Gives every found quote its score.
pub(super) fn score(searcher: &Searcher, lowering: &Lowering, root: &Node, found: &mut [Found]) -> tantivy::Result<()> {
    for segment in found.iter_mut() {
        segment.scores = vec![0.0; segment.docs.len()];
    }
    let mut words = Vec::new();
    topic_words(root, &mut words);
    for wanted in words.into_iter().filter_map(Wanted::new) {
        let rarity = rarity(searcher, &lowering.telling_terms(&wanted))?;
        let plain: Vec<(Term, f32)> = lowering.plain_terms(&wanted);
        let lists = PlaceLists::new(searcher, lowering, &wanted)?;
        for segment in found.iter_mut() {
            let mut worths = vec![WordWorth::default(); segment.docs.len()];
            for (term, weight) in &plain {
                raise_by_code(searcher, segment, term, *weight, lowering.reach, &mut worths)?;
            }
            for (list, place) in &lists.0 {
                list.raise(searcher, segment, |at, weight| worths[at].raise(*place, weight))?;
            }
            segment.scores.iter_mut().zip(&worths).for_each(|(score, worth)| *score += rarity * worth.sum());
        }
    }
    Ok(())
}

/// What a word is worth to one quote in each place: that of the best wording that stands there.
#[derive(Clone, Copy, Debug, Default)]
struct WordWorth {
    base: f32,
    quote: f32,
    lead_in: f32,
    context: f32,
    title: f32,
}

impl WordWorth {
    fn raise(&mut self, place: Counted, weight: f32) {
        let slot = match place {
            Counted::Base(_) => &mut self.base,
            Counted::Closer(Place::Quote) => &mut self.quote,
            Counted::Closer(Place::LeadIn) => &mut self.lead_in,
            Counted::Closer(Place::Title) => &mut self.title,
            Counted::Closer(_) => &mut self.context,
        };
        let (Counted::Base(place) | Counted::Closer(place)) = place;
        *slot = slot.max(worth(place) * weight);
    }

    fn sum(&self) -> f32 {
        self.base + self.quote + self.lead_in + self.context + self.title
    }
}

/// A place as it counts: for the word's being there at all, or for where it is.
#[derive(Clone, Copy, Debug)]
enum Counted {
    Base(Place),
    Closer(Place),
}

/// Raises the worths by a plain word, whose frequency in the field `places` says where it stands.
fn raise_by_code(
    searcher: &Searcher,
    found: &Found,
    term: &Term,
    weight: f32,
    reach: Reach,
    worths: &mut [WordWorth],
) -> tantivy::Result<()> {
    const CLOSER: [(Places, Place); 4] = [
        (Places::QUOTE, Place::Quote),
        (Places::LEAD_IN, Place::LeadIn),
        (Places::CONTEXT, Place::Context),
        (Places::TITLE, Place::Title),
    ];
    let inverted = searcher.segment_reader(found.segment).inverted_index(term.field())?;
    let Some(mut holding) = inverted.read_postings(term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
    for (doc, worth) in found.docs.iter().zip(worths) {
        let at = if holding.doc() < *doc { holding.seek(*doc) } else { holding.doc() };
        if at != *doc {
            continue;
        }
        let Some(places) = Places::of_code(holding.term_freq()) else { continue };
        if places.holds(Places::AROUND) {
            worth.raise(Counted::Base(Place::Around), weight);
        } else if reach == Reach::Nearby {
            worth.raise(Counted::Base(Place::Nearby), weight);
        }
        for (set, place) in CLOSER {
            if places.holds(set) {
                worth.raise(Counted::Closer(place), weight);
            }
        }
    }
    Ok(())
}

/// Whether the word stands in the paragraphs nearby; asked for a hit that holds it nowhere closer.
pub(super) fn is_nearby(
    searcher: &Searcher,
    lowering: &Lowering,
    word: &TopicWord,
    segment: u32,
    doc: DocId,
) -> tantivy::Result<bool> {
    let Some(wanted) = Wanted::new(word).filter(|_| word.field == TopicField::Anywhere) else { return Ok(false) };
    if lowering.reach == Reach::Around {
        return Ok(false);
    }
    let found = Found { segment, docs: vec![doc], scores: Vec::new() };
    let mut worths = [WordWorth::default()];
    for (term, weight) in lowering.plain_terms(&wanted) {
        raise_by_code(searcher, &found, &term, weight, lowering.reach, &mut worths)?;
    }
    let mut is_there = worths[0].base > 0.0;
    for (query, weight) in lowering.in_place(&wanted, Place::Nearby) {
        let list = PlaceList { weight: query.weight(EnableScoring::disabled_from_searcher(searcher))?, worth: weight };
        list.raise(searcher, &found, |_, _| is_there = true)?;
    }
    Ok(is_there)
}

/// All topic words of a condition, those under a `not` left out.
pub(super) fn topic_words<'n>(node: &'n Node, words: &mut Vec<&'n TopicWord>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| topic_words(node, words)),
        Node::Words(group) | Node::Prefer(group) => words.extend(&group.words),
        _ => {}
    }
}

/// The engine's lists of a word's wordings that are no plain words, for each place.
struct PlaceLists(Vec<(PlaceList, Counted)>);

impl PlaceLists {
    fn new(searcher: &Searcher, lowering: &Lowering, wanted: &Wanted) -> tantivy::Result<PlaceLists> {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let mut places = vec![Counted::Base(wanted.home())];
        if lowering.reach == Reach::Nearby && wanted.home() == Place::Around {
            places.push(Counted::Base(Place::Nearby));
        }
        places.extend(wanted.closer_places().iter().copied().map(Counted::Closer));
        let mut lists = Vec::new();
        for counted in places {
            let (Counted::Base(place) | Counted::Closer(place)) = counted;
            for (query, worth) in lowering.in_place(wanted, place) {
                lists.push((PlaceList { weight: query.weight(scoring)?, worth }, counted));
            }
        }
        Ok(PlaceLists(lists))
    }
}

/// One wording in one place: the engine's list and the wording's weight.
struct PlaceList {
    weight: Box<dyn Weight>,
    worth: f32,
}

impl PlaceList {
    /// Calls `raise` for each found quote that holds the wording: its place among the found, and the weight.
    fn raise(&self, searcher: &Searcher, found: &Found, mut raise: impl FnMut(usize, f32)) -> tantivy::Result<()> {
        let mut holding = self.weight.scorer(searcher.segment_reader(found.segment), 1.0)?;
        for (place, doc) in found.docs.iter().enumerate() {
            let at = if holding.doc() < *doc { holding.seek(*doc) } else { holding.doc() };
            if at == *doc {
                raise(place, self.worth);
            }
        }
        Ok(())
    }
}

/// The rarer a word, the more it tells: by the logarithm of one in how many quotes holds its most frequent wording.
fn rarity(searcher: &Searcher, wordings: &[Vec<Term>]) -> tantivy::Result<f32> {
    let mut holding = 0;
    for terms in wordings {
        let mut least = None;
        for term in terms {
            let count = searcher.doc_freq(term)?;
            least = Some(least.map_or(count, |least: u64| least.min(count)));
        }
        holding = holding.max(least.unwrap_or(0));
    }
    let quotes = searcher.num_docs().max(holding) as f32;
    let holding = holding as f32;
    Ok((1.0 + (quotes - holding + 0.5) / (holding + 0.5)).ln().max(LEAST_RARITY))
}
