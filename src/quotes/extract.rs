//! The extractor: one article through tokens, marks, mentions, entities and acts to its quotes.

use super::Quote;
use super::acts::{Act, MentionIndex, find_acts};
use super::assemble::assemble;
use super::candidates::{Candidate, SPEAKER_FORM, Scene};
use super::entities::{Entities, resolve};
use super::judge::{self, QUOTE_FORM};
use super::lexicon::Lexicon;
use super::marks::{End, Quoted, find_quoted};
use super::mentions::{Mention, find_mentions};
use super::model::{Model, logistic};
use super::tokens::Prose;
use crate::article::Article;
use crate::people::Register;

/// Words in marks are a quote from this probability on.
const QUOTE_THRESHOLD: f32 = 0.5;

/// Finds quotes; made once, used for any number of articles by any number of threads.
pub struct Extractor<'r> {
    register: &'r Register,
    lexicon: Lexicon,
    speakers: Model,
    quotes: Model,
}

/// What was found out about an article on the way to its quotes.
pub(crate) struct Analysis<'a> {
    pub prose: Prose<'a>,
    pub quoted: Vec<Quoted>,
    pub mentions: Vec<Mention>,
    pub entities: Entities<'a>,
    pub acts: Vec<Act>,
}

/// The speaker chosen for a quoted span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    /// How likely the words are a quote at all.
    pub quote: f32,
    pub candidate: Candidate,
    /// How likely this candidate is the right one among all.
    pub probability: f32,
}

impl<'r> Extractor<'r> {
    /// An extractor with the project's own word lists and weights.
    pub fn new(register: &'r Register) -> Extractor<'r> {
        Extractor {
            register,
            lexicon: Lexicon::new(),
            speakers: Model::with_table(&SPEAKER_FORM, include_str!("data/speaker_weights.tsv")),
            quotes: Model::with_table(&QUOTE_FORM, include_str!("data/quote_weights.tsv")),
        }
    }

    /// The quotes of the article, in order of the text.
    pub fn extract(&self, article: &Article) -> Vec<Quote> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let choices = self.choose(&scene);
        assemble(&scene, &choices, self.register)
    }

    pub(crate) fn analyse<'a>(&self, article: &'a Article) -> Analysis<'a> {
        let prose = Prose::new(article, &self.lexicon);
        let quoted = find_quoted(&prose);
        let mentions = find_mentions(&prose, &quoted, &self.lexicon, self.register);
        let entities = resolve(&prose, &mentions, self.register, article.posted.map(|posted| posted.date));
        let index = MentionIndex::new(&prose, &mentions);
        let acts = find_acts(&prose, &quoted, &mentions, &index, &self.lexicon);
        Analysis { prose, quoted, mentions, entities, acts }
    }

    /// Chooses for each quoted span that is not inside another; `None` is no quote.
    fn choose(&self, scene: &Scene) -> Vec<Option<Choice>> {
        let mut choices: Vec<Option<Choice>> = vec![None; scene.quoted.len()];
        let mut last: Option<usize> = None;
        let mut candidates = Vec::new();
        let mut scores = Vec::new();
        for index in 0..scene.quoted.len() {
            let quoted = &scene.quoted[index];
            if quoted.parent.is_some() {
                continue;
            }
            let continued =
                quoted.continues && index > 0 && last.is_some_and(|last| scene.quoted[last].end == End::Open);
            let quote = logistic(self.quotes.score(&judge::describe(scene, index)));
            if quote < QUOTE_THRESHOLD && !continued {
                continue;
            }
            let chosen = last.map(|last| (last, choices[last].and_then(|choice| choice.candidate.mention)));
            scene.candidates(index, chosen, &mut candidates);
            scores.clear();
            scores.extend(candidates.iter().map(|candidate| self.speakers.score(&candidate.values)));
            let (best, probability) = softmax_best(&scores);
            choices[index] = Some(Choice { quote, candidate: candidates[best], probability });
            last = Some(index);
        }
        choices
    }
}

impl<'a> Analysis<'a> {
    pub fn scene(&self) -> Scene<'_, 'a> {
        Scene::new(&self.prose, &self.quoted, &self.mentions, &self.entities, &self.acts)
    }
}

/// The index of the highest score and its share of the whole.
fn softmax_best(scores: &[f32]) -> (usize, f32) {
    let (best, highest) =
        scores.iter().copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((0, 0.0));
    let sum: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    (best, 1.0 / sum.max(1.0))
}
