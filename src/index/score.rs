//! What the found quotes are worth: for each topic word its rarity times the places where it stands, strongest in the
//! quote itself. Every word that is there adds its worth, so that a quote with more of the words goes before one with
//! fewer; conditions on speaker, date and the like add nothing.
//!
//! The engine's own ranking is not used: it would read every list to its end, where here only the found quotes are
//! looked up in each, and a sum of named parts can be told to the user.

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, Searcher, Term};

use super::collect::Found;
use super::lower::{Lowering, Place, Reach, Wanted};
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
        let mut base = vec![PlaceWorth::new(searcher, lowering, &wanted, wanted.home())?];
        if lowering.reach == Reach::Nearby && wanted.home() == Place::Around {
            base.push(PlaceWorth::new(searcher, lowering, &wanted, Place::Nearby)?);
        }
        let closer: Vec<PlaceWorth> = wanted
            .closer_places()
            .iter()
            .map(|place| PlaceWorth::new(searcher, lowering, &wanted, *place))
            .collect::<tantivy::Result<_>>()?;
        for segment in found.iter_mut() {
            let mut best = vec![0.0; segment.docs.len()];
            for place in &base {
                place.raise(searcher, segment, &mut best)?;
            }
            for place in &closer {
                let mut more = vec![0.0; segment.docs.len()];
                place.raise(searcher, segment, &mut more)?;
                best.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
            segment.scores.iter_mut().zip(best).for_each(|(score, word)| *score += rarity * word);
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
    let mut best = vec![0.0];
    let found = Found { segment, docs: vec![doc], scores: Vec::new() };
    PlaceWorth::new(searcher, lowering, &wanted, Place::Nearby)?.raise(searcher, &found, &mut best)?;
    Ok(best[0] > 0.0)
}

/// All topic words of a condition, those under a `not` left out.
pub(super) fn topic_words<'n>(node: &'n Node, words: &mut Vec<&'n TopicWord>) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| topic_words(node, words)),
        Node::Words(group) | Node::Prefer(group) => words.extend(&group.words),
        _ => {}
    }
}

/// A topic word in one place: for each wording the engine's lists, and what it is worth there.
struct PlaceWorth {
    wordings: Vec<(Box<dyn Weight>, f32)>,
}

impl PlaceWorth {
    fn new(searcher: &Searcher, lowering: &Lowering, wanted: &Wanted, place: Place) -> tantivy::Result<PlaceWorth> {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let wordings = lowering
            .in_place(wanted, place)
            .into_iter()
            .map(|(query, weight)| Ok((query.weight(scoring)?, worth(place) * weight)))
            .collect::<tantivy::Result<_>>()?;
        Ok(PlaceWorth { wordings })
    }

    /// Raises the worth of each found quote that holds a wording to that of the best wording it holds.
    fn raise(&self, searcher: &Searcher, found: &Found, best: &mut [f32]) -> tantivy::Result<()> {
        let reader = searcher.segment_reader(found.segment);
        for (weight, worth) in &self.wordings {
            let mut holding = weight.scorer(reader, 1.0)?;
            for (doc, best) in found.docs.iter().zip(best.iter_mut()) {
                let at = if holding.doc() < *doc { holding.seek(*doc) } else { holding.doc() };
                if at == *doc {
                    *best = best.max(*worth);
                }
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
