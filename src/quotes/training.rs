//! What the training of the weights needs of this room; not part of the public interface.

use super::acts::Bond;
use super::candidates::{Candidate, SPEAKER_FORM};
use super::entities::antecedents::ANTECEDENT_FORM;
use super::extract::Extractor;
use super::indirect::{REPORT_FORM, source_span};
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
    /// The quoted words.
    pub words: Span,
    /// The mentions of the candidates; `None` is nobody.
    pub mentions: Vec<Option<Span>>,
    /// Features of "this is a quote", and whether it is.
    pub quote: (Vec<u32>, bool),
    /// Features of each candidate, and whether it is right; empty where it is no quote or none is right.
    pub candidates: Choices,
}

/// Which of the tables of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    Speakers,
    Quotes,
    Reports,
    Antecedents,
}

/// Those among whom to choose: the features of each, and whether it is right.
pub type Choices = Vec<(Vec<u32>, bool)>;

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
        Weights::Antecedents => &ANTECEDENT_FORM,
    }
}

impl Extractor<'_> {
    /// What each pronoun of the article teaches: the people before it whose gender is known, and which of them agree.
    /// Left out are pronouns that all of them or none of them agree with.
    pub fn antecedent_samples(&self, article: &Article) -> Vec<Choices> {
        let mut lessons = Vec::new();
        self.analyse_with(article, Some(&mut lessons));
        let model = Model::empty(&ANTECEDENT_FORM);
        lessons
            .iter()
            .map(|lesson| {
                let described = lesson.antecedents.iter().map(|(antecedent, agrees)| {
                    let mut features = Vec::new();
                    model.features(&antecedent.values, &mut features);
                    (features, *agrees)
                });
                described.collect::<Choices>()
            })
            .filter(|choices| choices.iter().any(|(_, right)| *right) && choices.iter().any(|(_, right)| !right))
            .collect()
    }

    /// Takes other weights for the antecedents of pronouns, as learned by the training.
    pub fn set_antecedent_weights(&mut self, weights: &[f32]) {
        self.antecedents.weights.copy_from_slice(weights);
    }

    /// For each cue of the article that could report speech the choices: nothing is reported (no features), or one of
    /// its sources with one of its contents.
    pub fn reported_samples(&self, article: &Article, marked: &[Marked]) -> Vec<Choices> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let model = Model::empty(&REPORT_FORM);
        let mut samples: Vec<Choices> = Vec::new();
        let mut last_cue = None;
        for report in self.reports(&scene) {
            let act = &scene.acts[report.act];
            let cue = scene.prose.tokens[act.cue].span;
            let head = match act.bond {
                Bond::Relative => source_span(&scene, act),
                _ => scene.prose.span(scene.mentions[act.mention].head.clone()),
            };
            let content = report.spans(&scene);
            let is_right = marked.iter().any(|marked| {
                marked.cue.iter().any(|span| span.overlaps(cue))
                    && marked.source.iter().any(|span| span.overlaps(head))
                    && half_shared(&content, &marked.content)
            });
            let mut features = Vec::new();
            model.features(&report.values, &mut features);
            if last_cue.replace(act.cue) != Some(act.cue) {
                samples.push(vec![(Vec::new(), true)]);
            }
            if let Some(choices) = samples.last_mut() {
                choices.push((features, is_right));
                choices[0].1 &= !is_right;
            }
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
            let mut sample = Sample {
                words: quoted.span,
                mentions: Vec::new(),
                quote: (features, attribution.is_some()),
                candidates: Vec::new(),
            };
            if let Some(attribution) = attribution {
                scene.candidates(index, last, &mut candidates);
                let marked = |mention: usize| {
                    let head = scene.prose.span(scene.mentions[mention].head.clone());
                    attribution.source.iter().any(|source| source.overlaps(head))
                };
                // Any mention of the marked source's entity names the right speaker.
                let entities: Vec<u32> = candidates
                    .iter()
                    .filter_map(|candidate| candidate.mention.filter(|mention| marked(*mention)))
                    .filter(|mention| scene.entities.sureness[*mention] >= SURE)
                    .filter_map(|mention| scene.entities.entity_of(mention))
                    .collect();
                let right = |candidate: &Candidate| match candidate.mention {
                    None => attribution.source.is_empty(),
                    Some(mention) => {
                        marked(mention)
                            || scene.entities.sureness[mention] >= SURE
                                && scene.entities.entity_of(mention).is_some_and(|id| entities.contains(&id))
                    }
                };
                let chosen = candidates
                    .iter()
                    .find(|candidate| candidate.mention.map_or_else(|| right(candidate), marked))
                    .copied();
                if let Some(chosen) = chosen {
                    for candidate in &candidates {
                        let mut features = Vec::new();
                        speakers.features(&candidate.values, &mut features);
                        sample.candidates.push((features, right(candidate)));
                        let mention = candidate.mention.map(|at| scene.prose.span(scene.mentions[at].tokens.clone()));
                        sample.mentions.push(mention);
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

/// How sure it must be whom a mention means for it to count as another name of a marked source.
const SURE: f32 = 0.85;

/// Whether two sets of spans share at least half of what they cover together.
fn half_shared(one: &[Span], other: &[Span]) -> bool {
    let size = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let shared: usize = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| a.end().min(b.end()).saturating_sub(a.start().max(b.start()))))
        .sum();
    shared * 2 >= (size(one) + size(other)).saturating_sub(shared)
}

impl Extractor<'_> {
    /// What was found in an article on the way to its quotes, for people who look for the cause of a wrong speaker:
    /// each mention with its kind, case and entity, each act with its bond, each quoted span with its likeliest
    /// candidates.
    pub fn dissect(&self, article: &Article) -> String {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let mut out = String::new();
        let words = |tokens: &std::ops::Range<usize>| scene.prose.span(tokens.clone()).of(scene.prose.text);
        for (id, entity) in scene.entities.list.iter().enumerate() {
            out.push_str(&format!(
                "entity {id}: {:?} {:?} {:?} person {:?} roles {:?} party {:?} mentions {}\n",
                entity.name.as_str(),
                entity.kind,
                entity.gender,
                entity.person.map(|person| self.register.person(person).slug()),
                entity.roles,
                entity.party.map(|party| self.register.party(party).name()),
                entity.mentions,
            ));
        }
        out.push_str(&format!("day {:?} era {:?}\n", scene.entities.day, scene.entities.era));
        for (index, mention) in scene.mentions.iter().enumerate() {
            out.push_str(&format!(
                "mention {index}: `{}` head `{}` {:?} {:?} {:?} quoted {:?} entity {:?} ({:.2})\n",
                words(&mention.tokens),
                words(&mention.head),
                mention.kind,
                mention.case,
                mention.gender,
                mention.quoted,
                scene.entities.entity_of(index),
                scene.entities.sureness[index],
            ));
        }
        for act in scene.acts {
            let cue = scene.prose.str(act.cue);
            let source = words(&scene.mentions[act.mention].tokens);
            out.push_str(&format!("act `{cue}` by {}: `{source}` {:?} {:?}\n", act.mention, act.bond, act.class));
        }
        for (index, candidates) in self.weighed(&scene) {
            let quoted = &scene.quoted[index];
            out.push_str(&format!("quoted {index}: `{}`\n", quoted.span.of(scene.prose.text)));
            for (candidate, share) in candidates.iter().filter(|(_, share)| *share > 0.02) {
                let source = candidate.mention.map_or("nobody", |at| words(&scene.mentions[at].tokens));
                let values: Vec<String> = SPEAKER_FORM
                    .variables
                    .iter()
                    .zip(candidate.values)
                    .map(|(variable, value)| format!("{}={}", variable.name, variable.values[value as usize]))
                    .collect();
                out.push_str(&format!("  {share:.2} {:?} `{source}` {}\n", candidate.mention, values.join(" ")));
            }
        }
        out
    }

    /// The candidates of each quoted span with their shares, the likeliest first.
    fn weighed(&self, scene: &super::candidates::Scene) -> Vec<(usize, Vec<(Candidate, f32)>)> {
        let mut last: Option<(usize, Option<usize>)> = None;
        let mut candidates = Vec::new();
        let mut weighed = Vec::new();
        for index in (0..scene.quoted.len()).filter(|index| scene.quoted[*index].parent.is_none()) {
            scene.candidates(index, last, &mut candidates);
            let scores: Vec<f32> =
                candidates.iter().map(|candidate| self.speakers.score(&candidate.values).exp()).collect();
            let all: f32 = scores.iter().sum();
            let mut shares: Vec<(Candidate, f32)> =
                candidates.iter().copied().zip(scores).map(|(candidate, score)| (candidate, score / all)).collect();
            shares.sort_by(|one, other| other.1.total_cmp(&one.1));
            last = Some((index, shares.first().and_then(|(candidate, _)| candidate.mention)));
            weighed.push((index, shares));
        }
        weighed
    }
}
