//! Where articles hold many of some words close together: how near words are found of a statement that was perhaps altered.
//!
//! The rarest words tell most, so articles are looked for by a few of these alone; how close they stand in an article is then
//! told by the numbers of their places. Plain types and pure functions; an engine gives lists and places.

use super::score;

/// Words that are looked for, and within how many words of a text.
#[derive(Clone, Debug)]
pub(super) struct Gathering<'a> {
    /// Folded, each once.
    pub words: &'a [String],
    /// So many words of a text count together.
    pub reach: u32,
    /// So many articles are wanted at most.
    pub most: usize,
}

/// An article that holds some of the words close together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gathered {
    pub article: super::rank::QuotePlace,
    /// What the words that stand together tell: their rarities added.
    pub told: f32,
}

/// A word with the number of articles that hold it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeldWord {
    /// Its place among the words that are looked for.
    pub word: usize,
    pub articles: u64,
}

/// Words by which articles are looked for.
const MOST_WORDS: usize = 12;
/// So many are taken however long their lists are.
const FEWEST_WORDS: usize = 4;
/// Entries of lists that are read for one statement, about: bounds the time.
const MOST_ENTRIES: u64 = 300_000;

/// The words to look by, the rarest first, with their rarities; those that no article holds are left out.
pub(super) fn telling(mut held: Vec<HeldWord>, articles: u64) -> Vec<(usize, f32)> {
    held.retain(|it| it.articles > 0);
    held.sort_by_key(|it| (it.articles, it.word));
    let mut entries = 0;
    let chosen = held.iter().enumerate().take(MOST_WORDS).take_while(|(place, it)| {
        entries += it.articles;
        *place < FEWEST_WORDS || entries <= MOST_ENTRIES
    });
    chosen.map(|(_, it)| (it.word, score::rarity(articles, it.articles))).collect()
}

/// The most that words tell which stand within `reach` of each other. `places` are numbers of words of the text with the
/// place of the word in `rarities`, in any order; each word counts once.
pub(super) fn told_together(places: &mut [(u32, usize)], rarities: &[f32], reach: u32) -> f32 {
    places.sort_unstable();
    let mut inside = vec![0u32; rarities.len()];
    let (mut told, mut best) = (0.0f32, 0.0f32);
    let mut first = 0;
    for at in 0..places.len() {
        let (place, word) = places[at];
        inside[word] += 1;
        if inside[word] == 1 {
            told += rarities[word];
        }
        while place - places[first].0 >= reach {
            let gone = places[first].1;
            inside[gone] -= 1;
            if inside[gone] == 0 {
                told -= rarities[gone];
            }
            first += 1;
        }
        best = best.max(told);
    }
    best
}

/// The best ones of some articles, at most so many; by what they tell, then by their places.
pub(super) fn best_of(mut found: Vec<Gathered>, most: usize) -> Vec<Gathered> {
    found.sort_by(|a, b| b.told.total_cmp(&a.told).then_with(|| a.article.cmp(&b.article)));
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_once_and_only_within_reach() {
        let rarities = [1.0, 2.0, 4.0];
        let told = |places: &[(u32, usize)], reach| told_together(&mut places.to_vec(), &rarities, reach);
        assert_eq!(told(&[(0, 0), (1, 0), (2, 1)], 5), 3.0);
        assert_eq!(told(&[(0, 0), (4, 1), (5, 2)], 5), 6.0);
        assert_eq!(told(&[(90, 2), (0, 0), (4, 1)], 5), 4.0);
        assert_eq!(told(&[], 5), 0.0);
    }

    #[test]
    fn the_rarest_words_are_taken_and_the_cost_is_bounded() {
        let held = |counts: &[u64]| {
            let counts = counts.iter().enumerate();
            telling(counts.map(|(word, articles)| HeldWord { word, articles: *articles }).collect(), 1_000_000)
        };
        let words = |counts: &[u64]| held(counts).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words(&[5, 0, 1]), [2, 0]);
        assert_eq!(words(&[900_000; 9]), [0, 1, 2, 3]);
        assert_eq!(words(&[1; 20]).len(), MOST_WORDS);
    }
}
