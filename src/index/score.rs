//! What a quote is worth as an answer: for each topic word its rarity times the places where it stands, strongest in the
//! quote itself; then somebody's own words before a report of them, and a sure speaker before an unsure one.
//!
//! Every word that is there adds its worth, so that a quote with more of the words goes before one with fewer;
//! conditions on speaker, date and the like add nothing. The one place that makes scores: what `--explain` shows are
//! these sums. Pure.

use super::places::Places;
use crate::quotes::QuoteKind;

/// What a word is worth that stands around the quote, and one that stands only in the paragraphs nearby.
const AROUND: f32 = 1.0;
const ONLY_NEARBY: f32 = 0.6;
/// What it is worth besides in each place.
const CLOSER: [(Places, f32); 4] =
    [(Places::QUOTE, 2.0), (Places::LEAD_IN, 1.2), (Places::CONTEXT, 0.8), (Places::TITLE, 0.5)];

/// The least that a word is worth that nearly every article holds.
const LEAST_RARITY: f32 = 0.05;

/// Somebody's own words go before a report of them, and a sure speaker before an unsure one. Measured on the
/// development questions: with less, reports crowd out the words.
const DIRECT_WORTH: f32 = 2.0;
const PARTIAL_WORTH: f32 = 1.9;
const CONFIDENCE_WORTH: f32 = 0.1;

/// What the places of a topic word are worth: for each place what it is worth times the weight of the best wording that
/// stands there, all places added up. Takes the places of each wording with its weight.
pub(super) fn worth_of(wordings: impl Iterator<Item = (Places, f32)> + Clone) -> f32 {
    let best = |place: Places, worth: f32| {
        wordings.clone().filter(|(places, _)| places.meets(place)).map(|(_, weight)| worth * weight).fold(0.0, f32::max)
    };
    let nearby = wordings
        .clone()
        .filter(|(places, _)| places.holds(Places::NEARBY) && !places.meets(Places::AROUND))
        .map(|(_, weight)| ONLY_NEARBY * weight)
        .fold(0.0, f32::max);
    best(Places::AROUND, AROUND).max(nearby) + CLOSER.iter().map(|(place, worth)| best(*place, *worth)).sum::<f32>()
}

/// The worth of a single wording of this weight, for every set of places; the index is [`Places::number`].
pub(super) fn worths_of(weight: f32) -> [f32; Places::SETS] {
    std::array::from_fn(|number| worth_of(std::iter::once((Places::of_number(number), weight))))
}

/// The inverse document frequency of a word, as BM25 has it: the logarithm of the number of articles for each one that
/// holds its most frequent wording. The rarer a word, the more it tells.
pub(super) fn rarity(articles: u64, holding: u64) -> f32 {
    let articles = articles.max(holding) as f32;
    let holding = holding as f32;
    (1.0 + (articles - holding + 0.5) / (holding + 0.5)).ln().max(LEAST_RARITY)
}

/// The score of a quote whose topic words are worth `topic` together; `confidence` is in thousandths.
#[inline]
pub(super) fn score(topic: f32, kind: QuoteKind, confidence: u16) -> f32 {
    // Without topic words kind and confidence decide alone.
    let bonus = bonus(kind, confidence);
    topic * (1.0 + bonus) + bonus
}

#[inline]
fn bonus(kind: QuoteKind, confidence: u16) -> f32 {
    let kind = match kind {
        QuoteKind::Direct => DIRECT_WORTH,
        QuoteKind::Partial => PARTIAL_WORTH,
        QuoteKind::Indirect => 0.0,
    };
    kind + CONFIDENCE_WORTH * f32::from(confidence) / 1000.0
}

/// How a score is made up.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreParts {
    /// Each topic word as typed, its rarity, what its places are worth, and which these are.
    pub words: Vec<WordScore>,
    /// The sum of the words is multiplied by this, for the kind and the confidence of the quote; 1 leaves it as it is.
    pub factor: f32,
    /// Added after that, for the same reason; it orders quotes where no words are asked for.
    pub added: f32,
}

/// What a topic word gives to a score: its rarity times its worth.
#[derive(Clone, Debug, PartialEq)]
pub struct WordScore {
    /// As the user typed it.
    pub word: String,
    /// The rarer the word, the greater.
    pub rarity: f32,
    /// What the places are worth in which it stands.
    pub worth: f32,
    /// `quote`, `lead-in`, `paragraph`, `headline`, `nearby`.
    pub places: Vec<&'static str>,
}

impl ScoreParts {
    pub(super) fn new(words: Vec<WordScore>, kind: QuoteKind, confidence: u16) -> ScoreParts {
        let bonus = bonus(kind, confidence);
        ScoreParts { words, factor: 1.0 + bonus, added: bonus }
    }

    /// The whole.
    pub fn sum(&self) -> f32 {
        self.words.iter().map(|word| word.rarity * word.worth).sum::<f32>() * self.factor + self.added
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_a_word_stands_the_more_it_is_worth() {
        let worth = |places: Places| worth_of(std::iter::once((places, 1.0)));
        let nearest_first = [Places::QUOTE, Places::LEAD_IN, Places::CONTEXT, Places::TITLE, Places::NEARBY];
        let worths = nearest_first.map(worth);
        assert!(worths.windows(2).all(|pair| pair[0] > pair[1]), "{worths:?}");
        assert!(worths.iter().all(|worth| *worth > 0.0));
        assert_eq!(worth(Places::NONE), 0.0);
        // A place more never makes a word worth less, and a synonym is worth less than the word itself.
        assert!(worth(Places::QUOTE.with(Places::TITLE)) > worth(Places::QUOTE));
        assert!(worth_of(std::iter::once((Places::QUOTE, 0.5))) < worth(Places::QUOTE));
    }

    #[test]
    fn the_rarer_a_word_the_more_it_tells() {
        let rarities = [1, 10, 100, 1_000, 10_000].map(|holding| rarity(10_000, holding));
        assert!(rarities.windows(2).all(|pair| pair[0] > pair[1]), "{rarities:?}");
        assert_eq!(rarities[4], LEAST_RARITY);
    }

    #[test]
    fn own_words_go_before_parts_of_them_and_these_before_reports() {
        for topic in [0.0, 1.0, 20.0] {
            let of = |kind| score(topic, kind, 500);
            assert!(of(QuoteKind::Direct) > of(QuoteKind::Partial), "{topic}");
            assert!(of(QuoteKind::Partial) > of(QuoteKind::Indirect), "{topic}");
            // However sure it is who was reported.
            assert!(score(topic, QuoteKind::Partial, 0) > score(topic, QuoteKind::Indirect, 1000), "{topic}");
            assert!(score(topic, QuoteKind::Direct, 900) > score(topic, QuoteKind::Direct, 800), "{topic}");
        }
        assert!(score(3.0, QuoteKind::Direct, 900) > score(2.0, QuoteKind::Direct, 900));
    }

    #[test]
    fn the_parts_of_a_score_add_up_to_it() {
        let words = vec![
            WordScore { word: "ferry".into(), rarity: 2.0, worth: 3.0, places: Vec::new() },
            WordScore { word: "fares".into(), rarity: 0.5, worth: 1.0, places: Vec::new() },
        ];
        let parts = ScoreParts::new(words, QuoteKind::Partial, 700);
        assert!((parts.sum() - score(6.5, QuoteKind::Partial, 700)).abs() < 1e-4, "{parts:?}");
    }
}
