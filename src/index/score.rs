//! What a quote is worth as an answer: for each topic word its rarity times the places where it stands, strongest in the
//! quote itself; then somebody's own words before a report of them, and a sure speaker before an unsure one.
//!
//! Every word that is there adds its worth, so that a quote with more of the words goes before one with fewer;
//! conditions on speaker, date and the like add nothing. The one place that makes scores: what `--explain` shows are
//! these sums. Pure.

use super::places::Places;
use crate::quotes::QuoteKind;

/// What counts for how much in the order of hits. The defaults are fitted on questions with known answers
/// (`examples/fit_ranking.rs`); others are for that fitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankWeights {
    /// What a word is worth that stands anywhere around the quote, where the reader sees it with the quote.
    pub around: f32,
    /// What it is worth where it stands only in the paragraphs nearby.
    pub only_nearby: f32,
    /// What it is worth besides in the quoted words, in the sentence that sets them up, in their paragraph, and in the
    /// headline.
    pub quote: f32,
    /// See [`RankWeights::quote`].
    pub lead_in: f32,
    /// See [`RankWeights::quote`].
    pub context: f32,
    /// See [`RankWeights::quote`].
    pub title: f32,
    /// By how much of itself the worth of the words rises for somebody's own words, for parts of them, and for parts of
    /// one or two words; a report leaves it as it is. With less, reports crowd out the words.
    pub direct: f32,
    /// See [`RankWeights::direct`].
    pub partial: f32,
    /// See [`RankWeights::direct`].
    pub few_words: f32,
    /// By how much all the words are worth less to a quote that has none of them itself, nor in its lead-in or paragraph: one
    /// that only stands under a headline about the topic, and one whose neighbours alone are about it.
    pub under_headline: f32,
    /// See [`RankWeights::under_headline`].
    pub nearby: f32,
    /// What a word that is only preferred is worth, as a share of one that is asked for.
    pub preferred: f32,
    /// The same for a speaker of confidence 1.
    pub confidence: f32,
    /// A quote stays with the best one of its article while it is worth at least this share of it; above 1 none does.
    /// Others go behind what other articles have.
    pub kept_together: f32,
}

impl Default for RankWeights {
    fn default() -> RankWeights {
        RankWeights {
            around: 1.0,
            only_nearby: 0.6,
            quote: 2.0,
            lead_in: 1.2,
            context: 0.8,
            title: 0.5,
            direct: 2.0,
            partial: 1.9,
            few_words: 0.5,
            under_headline: 0.65,
            nearby: 0.5,
            preferred: 1.0,
            confidence: 0.1,
            kept_together: 0.75,
        }
    }
}

/// The least that a word is worth that nearly every article holds.
const LEAST_RARITY: f32 = 0.05;

/// What the score of a quote depends on besides what its words are worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merits {
    pub kind: QuoteKind,
    /// Whether it is a report with words of its speaker in marks: it counts as much as these by themselves.
    pub is_mixed: bool,
    /// In thousandths.
    pub confidence: u16,
    /// Whether it is a partial quote of one or two words.
    pub few_words: bool,
    /// Where around it any of the words stand.
    pub places: Places,
}

impl RankWeights {
    /// What the places of a topic word are worth: for each place what it is worth times the weight of the best wording
    /// that stands there, all places added up. Takes the places of each wording with its weight.
    pub(super) fn worth_of(&self, wordings: impl Iterator<Item = (Places, f32)> + Clone) -> f32 {
        let best = |place: Places, worth: f32| {
            let there = wordings.clone().filter(|(places, _)| places.meets(place));
            there.map(|(_, weight)| worth * weight).fold(0.0, f32::max)
        };
        let nearby = wordings
            .clone()
            .filter(|(places, _)| places.holds(Places::NEARBY) && !places.meets(Places::AROUND))
            .map(|(_, weight)| self.only_nearby * weight)
            .fold(0.0, f32::max);
        let closer = [
            (Places::QUOTE, self.quote),
            (Places::LEAD_IN, self.lead_in),
            (Places::CONTEXT, self.context),
            (Places::TITLE, self.title),
        ];
        best(Places::AROUND, self.around).max(nearby)
            + closer.iter().map(|(place, worth)| best(*place, *worth)).sum::<f32>()
    }

    /// The worth of a single wording of this weight, for every set of places; the index is [`Places::number`].
    pub(super) fn worths_of(&self, weight: f32) -> [f32; Places::SETS] {
        std::array::from_fn(|number| self.worth_of(std::iter::once((Places::of_number(number), weight))))
    }

    /// The score of a quote whose topic words are worth `topic` together.
    #[inline]
    pub(super) fn score(&self, topic: f32, standing: Merits) -> f32 {
        // Without topic words kind and confidence decide alone.
        let bonus = self.bonus(standing);
        topic * self.share(standing.places) * (1.0 + bonus) + bonus
    }

    /// What a quote keeps of the worth of its words, by where any of them stand.
    #[inline]
    fn share(&self, places: Places) -> f32 {
        if places.meets(Places::BESIDE) {
            1.0
        } else if places.meets(Places::TITLE) {
            self.under_headline
        } else {
            self.nearby
        }
    }

    #[inline]
    fn bonus(&self, Merits { kind, is_mixed, confidence, few_words, .. }: Merits) -> f32 {
        let kind = match kind {
            QuoteKind::Direct => self.direct,
            QuoteKind::Partial if few_words => self.few_words,
            QuoteKind::Partial => self.partial,
            QuoteKind::Indirect if is_mixed => self.partial,
            QuoteKind::Indirect => 0.0,
        };
        kind + self.confidence * f32::from(confidence) / 1000.0
    }
}

/// The inverse document frequency of a word, as BM25 has it: the logarithm of the number of articles for each one that
/// holds its most frequent wording. The rarer a word, the more it tells.
pub(super) fn rarity(articles: u64, holding: u64) -> f32 {
    let articles = articles.max(holding) as f32;
    let holding = holding as f32;
    (1.0 + (articles - holding + 0.5) / (holding + 0.5)).ln().max(LEAST_RARITY)
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
    pub(super) fn new(words: Vec<WordScore>, standing: Merits, weights: &RankWeights) -> ScoreParts {
        let bonus = weights.bonus(standing);
        ScoreParts { words, factor: weights.share(standing.places) * (1.0 + bonus), added: bonus }
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
        let weights = RankWeights::default();
        let worth = |places: Places| weights.worth_of(std::iter::once((places, 1.0)));
        let nearest_first = [Places::QUOTE, Places::LEAD_IN, Places::CONTEXT, Places::TITLE, Places::NEARBY];
        let worths = nearest_first.map(worth);
        assert!(worths.windows(2).all(|pair| pair[0] > pair[1]), "{worths:?}");
        assert!(worths.iter().all(|worth| *worth > 0.0));
        assert_eq!(worth(Places::NONE), 0.0);
        // A place more never makes a word worth less, and a synonym is worth less than the word itself.
        assert!(worth(Places::QUOTE.with(Places::TITLE)) > worth(Places::QUOTE));
        assert!(weights.worth_of(std::iter::once((Places::QUOTE, 0.5))) < worth(Places::QUOTE));
    }

    #[test]
    fn the_rarer_a_word_the_more_it_tells() {
        let rarities = [1, 10, 100, 1_000, 10_000].map(|holding| rarity(10_000, holding));
        assert!(rarities.windows(2).all(|pair| pair[0] > pair[1]), "{rarities:?}");
        assert_eq!(rarities[4], LEAST_RARITY);
    }

    fn score(topic: f32, kind: QuoteKind, confidence: u16) -> f32 {
        RankWeights::default()
            .score(topic, Merits { kind, confidence, is_mixed: false, few_words: false, places: Places::QUOTE })
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
        // One or two words say little alone: they go before a report only where they are as much about the topic.
        let scrap = Merits {
            kind: QuoteKind::Partial,
            confidence: 1000,
            is_mixed: false,
            few_words: true,
            places: Places::QUOTE,
        };
        assert!(RankWeights::default().score(1.8, scrap) < score(3.8, QuoteKind::Indirect, 0));
        assert!(RankWeights::default().score(3.0, scrap) < score(3.0, QuoteKind::Partial, 0));
    }

    #[test]
    fn what_is_only_under_a_headline_or_nearby_is_worth_less() {
        let score = |places| {
            let standing =
                Merits { kind: QuoteKind::Direct, confidence: 900, is_mixed: false, few_words: false, places };
            RankWeights::default().score(2.0, standing)
        };
        assert!(score(Places::CONTEXT) > score(Places::TITLE));
        assert!(score(Places::TITLE) > score(Places::NEARBY));
        assert_eq!(score(Places::QUOTE.with(Places::TITLE)), score(Places::QUOTE));
    }

    #[test]
    fn the_parts_of_a_score_add_up_to_it() {
        let words = vec![
            WordScore { word: "ferry".into(), rarity: 2.0, worth: 3.0, places: Vec::new() },
            WordScore { word: "fares".into(), rarity: 0.5, worth: 1.0, places: Vec::new() },
        ];
        let standing = Merits {
            kind: QuoteKind::Partial,
            confidence: 700,
            is_mixed: false,
            few_words: false,
            places: Places::QUOTE,
        };
        let parts = ScoreParts::new(words, standing, &RankWeights::default());
        assert!((parts.sum() - score(6.5, QuoteKind::Partial, 700)).abs() < 1e-4, "{parts:?}");
    }
}
