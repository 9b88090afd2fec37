//! What the training of the weights needs of this room; not part of the public interface.

use super::candidates::{Candidate, SPEAKER_FORM};
use super::extract::Extractor;
use super::indirect::REPORT_FORM;
use super::judge::{self, QUOTE_FORM};
use super::model::Model;
use crate::article::Article;
use crate::span::Span;

/// One attribution that somebody marked by hand, in bytes of the article's text.
#[derive(Clone, Debug)]
pub struct Marked {
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    pub source: Vec<Span>,
}

/// The features of one quoted span's candidates, with those that are right; and of the question whether it is a quote.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Features of "this is a quote", and whether it is.
    pub quote: (Vec<u32>, bool),
    /// Features of each candidate, and whether it is right; empty where it is no quote or none is right.
    pub candidates: Vec<(Vec<u32>, bool)>,
}

/// Which of the two tables of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    Speakers,
    Quotes,
    Reports,
}

/// How many weights a table can have.
pub fn size(weights: Weights) -> usize {
    Model::empty(form(weights)).weights.len()
}

/// The table of these weights, those below `least` in size left out.
pub fn table(weights: Weights, values: &[f32], least: f32) -> String {
    let mut model = Model::empty(form(weights));
    model.weights.copy_from_slice(values);
    model.table(least)
}

fn form(weights: Weights) -> &'static super::model::Form {
    match weights {
        Weights::Speakers => &SPEAKER_FORM,
        Weights::Quotes => &QUOTE_FORM,
        Weights::Reports => &REPORT_FORM,
    }
}

impl Extractor<'_> {
    /// Features of each act of the article that could report speech, and whether somebody marked it so.
    pub fn reported_samples(&self, article: &Article, marked: &[Marked]) -> Vec<(Vec<u32>, bool)> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let model = Model::empty(&REPORT_FORM);
        let mut samples = Vec::new();
        for report in self.reports(&scene) {
            let act = &scene.acts[report.act];
            let cue = scene.prose.tokens[act.cue].span;
            let head = scene.prose.span(scene.mentions[act.mention].head.clone());
            let content = report.spans(&scene);
            let is_right = marked.iter().any(|marked| {
                marked.cue.iter().any(|span| span.overlaps(cue))
                    && marked.source.iter().any(|span| span.overlaps(head))
                    && half_shared(&content, &marked.content)
            });
            let mut features = Vec::new();
            model.features(&report.values, &mut features);
            samples.push((features, is_right));
        }
        samples
    }

    /// Samples of one article: its quoted spans held against the marked attributions.
    pub fn samples(&self, article: &Article, marked: &[Marked]) -> Vec<Sample> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let speakers = Model::empty(&SPEAKER_FORM);
        let quotes = Model::empty(&QUOTE_FORM);
        let mut samples = Vec::new();
        let mut last: Option<(usize, Option<usize>)> = None;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (index, quoted) in scene.quoted.iter().enumerate() {
            if quoted.parent.is_some() {
                continue;
            }
            let overlap = |spans: &[Span]| -> usize {
                spans
                    .iter()
                    .map(|span| span.end().min(quoted.span.end()).saturating_sub(span.start().max(quoted.span.start())))
                    .sum()
            };
            let attribution = marked
                .iter()
                .filter(|marked| overlap(&marked.content) * 2 >= quoted.span.len())
                .min_by_key(|marked| marked.content.iter().map(|span| span.len()).sum::<usize>());
            let mut features = Vec::new();
            quotes.features(&judge::describe(&scene, index), &mut features);
            let mut sample = Sample { quote: (features, attribution.is_some()), candidates: Vec::new() };
            if let Some(attribution) = attribution {
                scene.candidates(index, last, &mut candidates);
                let right = |candidate: &Candidate| match candidate.mention {
                    None => attribution.source.is_empty(),
                    Some(mention) => {
                        let head = scene.prose.span(scene.mentions[mention].head.clone());
                        attribution.source.iter().any(|source| source.overlaps(head))
                    }
                };
                let chosen = candidates.iter().find(|candidate| right(candidate)).copied();
                if let Some(chosen) = chosen {
                    for candidate in &candidates {
                        let mut features = Vec::new();
                        speakers.features(&candidate.values, &mut features);
                        sample.candidates.push((features, right(candidate)));
                    }
                    last = Some((index, chosen.mention));
                } else {
                    last = Some((index, None));
                }
            }
            samples.push(sample);
        }
        samples
    }
}

/// Whether two sets of spans share at least half of what they cover together.
fn half_shared(one: &[Span], other: &[Span]) -> bool {
    let size = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let shared: usize = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| a.end().min(b.end()).saturating_sub(a.start().max(b.start()))))
        .sum();
    shared * 2 >= (size(one) + size(other)).saturating_sub(shared)
}
