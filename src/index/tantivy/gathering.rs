//! Articles that hold some words close together, by the engine's lists.
//!
//! One pass over the lists of the rarest words adds up what each article holds of them; the places of words are read of the
//! best of these alone.

use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TERMINATED, Term};

use super::lists::Union;
use super::schema::{self, Fields};
use crate::index::gathering::{Gathered, Gathering, HeldWord, best_of, telling, told_together};
use crate::index::rank::QuotePlace;

/// For each article that is wanted so many are looked at closer.
const LOOKED_AT: usize = 12;

/// The best articles. Earlier versions and copies are among them.
pub(super) fn gather(searcher: &Searcher, fields: &Fields, wanted: &Gathering) -> tantivy::Result<Vec<Gathered>> {
    let terms: Vec<Term> = wanted.words.iter().map(|word| Term::from_field_text(fields.words, word)).collect();
    let mut held = Vec::with_capacity(terms.len());
    for (word, term) in terms.iter().enumerate() {
        held.push(HeldWord { word, articles: searcher.doc_freq(term)? });
    }
    // Other documents of the index are no articles.
    let articles = searcher.doc_freq(&Term::from_field_text(fields.doc, schema::ARTICLE))?;
    let chosen = telling(held, articles);
    let rarities: Vec<f32> = chosen.iter().map(|(_, rarity)| *rarity).collect();
    let mut best = Vec::new();
    for (part, segment) in (0u32..).zip(searcher.segment_readers()) {
        let mut sums = vec![0.0f32; segment.max_doc() as usize];
        for (word, rarity) in &chosen {
            let mut list = Union::open(segment, &terms[*word..=*word], IndexRecordOption::Basic)?;
            let mut doc = list.seek(0);
            while doc != TERMINATED {
                sums[doc as usize] += rarity;
                doc = list.seek(doc + 1);
            }
        }
        let mut docs: Vec<u32> = (0..segment.max_doc()).filter(|doc| sums[*doc as usize] > 0.0).collect();
        docs.retain(|doc| segment.alive_bitset().is_none_or(|alive| alive.is_alive(*doc)));
        let most = wanted.most * LOOKED_AT;
        let by_sum = |a: &u32, b: &u32| sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b));
        if docs.len() > most {
            docs.select_nth_unstable_by(most, by_sum);
            docs.truncate(most);
        }
        docs.sort_unstable();
        let mut places: Vec<Vec<(u32, usize)>> = vec![Vec::new(); docs.len()];
        let mut here = Vec::new();
        for (at, (word, _)) in chosen.iter().enumerate() {
            let record = IndexRecordOption::WithFreqsAndPositions;
            let mut list = Union::open(segment, &terms[*word..=*word], record)?;
            for (doc, places) in docs.iter().zip(&mut places) {
                if list.seek(*doc) == *doc {
                    here.clear();
                    list.places(&mut here);
                    places.extend(here.iter().map(|place| (*place, at)));
                }
            }
        }
        best.extend(docs.iter().zip(&mut places).map(|(doc, places)| Gathered {
            article: QuotePlace { part, article: *doc, quote: 0 },
            told: told_together(places, &rarities, wanted.reach),
        }));
    }
    Ok(best_of(best, wanted.most))
}
