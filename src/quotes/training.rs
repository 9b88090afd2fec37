//! What the training of the weights needs of this room; not part of the public interface.

use super::acts::Bond;

use super::candidates::{Candidate, Gap, SPEAKER_FORM, candidates};
use super::decision::{Decider, QuoteOrigin};
use super::entities::antecedent_form::ANTECEDENT_FORM;
use super::extract::Extractor;
use super::indirect::{REPORT_FORM, find_reports, source_span};
use super::judge::{self, QUOTE_FORM};
use super::model::Model;
use super::scene::Scene;
use super::sureness::table_with_counts;
use crate::article::Article;
use crate::span::Span;

/// One attribution that somebody marked by hand, in bytes of the article's text.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The words that say that it was said.
    pub cue: Vec<Span>,
    /// What was said.
    pub content: Vec<Span>,
    /// Who said it; empty where that is not told.
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

fn form(weights: Weights) -> &'static super::model::ModelForm {
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
                let described = lesson
                    .antecedents
                    .iter()
                    .map(|(antecedent, agrees)| (model.features(&antecedent.known.values()), *agrees));
                described.collect::<Choices>()
            })
            .filter(|choices| choices.iter().any(|(_, right)| *right) && choices.iter().any(|(_, right)| !right))
            .collect()
    }

    /// Takes other weights for the antecedents of pronouns, as learned by the training.
    pub fn set_antecedent_weights(&mut self, weights: &[f32]) {
        self.models.antecedents.weights.copy_from_slice(weights);
    }

    /// For each cue of the article that could report speech the choices: nothing is reported (no features), or one of
    /// its sources with one of its contents.
    pub fn reported_samples(&self, article: &Article, marked: &[Marked]) -> Vec<Choices> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let model = Model::empty(&REPORT_FORM);
        let mut samples: Vec<Choices> = Vec::new();
        let mut last_cue = None;
        for report in find_reports(&scene, &self.lexicon) {
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
            let features = model.features(&report.values());
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
        for (index, quoted) in scene.quoted.iter().enumerate() {
            if quoted.parent.is_some() {
                continue;
            }
            let attribution = attribution_of(quoted.span, marked);
            let features = quotes.features(&judge::describe(&scene, index).values());
            let mut sample = Sample {
                words: quoted.span,
                mentions: Vec::new(),
                quote: (features, attribution.is_some()),
                candidates: Vec::new(),
            };
            if let Some(attribution) = attribution {
                let candidates: Vec<Candidate> =
                    candidates(&scene, index, last).into_iter().map(|(it, _)| it).collect();
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
                        sample.candidates.push((speakers.features(&candidate.values()), right(candidate)));
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

/// How a rule or threshold of `data/sureness.tsv` fared: its name, and whether the choice was right.
pub type RuleOutcome = (&'static str, bool);

/// The table of how sure the rules are, with how many of their choices were right, and of how many.
pub fn sureness_table(outcomes: &[RuleOutcome]) -> String {
    table_with_counts(|name| {
        let own = || outcomes.iter().filter(|(rule, _)| *rule == name);
        let of = own().count();
        (of > 0).then(|| (own().filter(|(_, right)| *right).count(), of))
    })
}

impl Extractor<'_> {
    /// What the article's marked attributions say of the choices that the rules made in it.
    pub fn rule_outcomes(&self, article: &Article, marked: &[Marked]) -> Vec<RuleOutcome> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let decisions = self.decide(&scene);
        let mut outcomes = Vec::new();
        for (quoted, decision) in scene.quoted.iter().zip(&decisions.marks) {
            let Some((decision, choice)) = decision.as_ref().and_then(|it| Some((it, it.choice()?))) else { continue };
            let attribution = attribution_of(quoted.span, marked);
            let is_sure = decision.quote >= self.models.sureness.quote;
            // Words that go on where others broke off pass no threshold.
            if is_sure || choice.candidate.span.gap != Gap::Continued {
                outcomes.push((if is_sure { "quote" } else { "quote-in-report" }, attribution.is_some()));
            }
            let rule = match choice.decider {
                Decider::Layout => "layout",
                Decider::Gapped => "gapped",
                Decider::Neighbour => "neighbour",
                Decider::Speaking => "speaking",
                _ => continue,
            };
            if let (Some(attribution), Some(mention)) = (attribution, choice.candidate.mention) {
                outcomes.push((rule, is_source(&scene, mention, attribution)));
            }
        }
        for decided in self.quotes(&scene, &decisions) {
            let is_named = decided.quote.speaker.is_some();
            match decided.origin {
                QuoteOrigin::Marks(spans) => {
                    let first = spans.first().copied().unwrap_or_default();
                    let mention = decisions.marks[first].as_ref().and_then(|it| it.choice()?.candidate.mention);
                    let attribution = attribution_of(scene.quoted[first].span, marked);
                    if let (true, Some(mention), Some(attribution)) = (is_named, mention, attribution) {
                        outcomes.push(("named", is_source(&scene, mention, attribution)));
                    }
                }
                // What somebody quotes of another is marked as the first one's.
                QuoteOrigin::Within(_) => {}
                QuoteOrigin::Report(index) => {
                    let report = &decisions.reports.all[decisions.reports.decisions[index].best];
                    let mention = scene.acts[report.act].mention;
                    let content = report.spans(&scene);
                    let found = marked.iter().find(|marked| half_shared(&content, &marked.content));
                    outcomes.push(("report", found.is_some()));
                    if let (true, Some(attribution)) = (is_named, found) {
                        outcomes.push(("named-in-report", is_source(&scene, mention, attribution)));
                    }
                }
            }
        }
        outcomes
    }
}

/// The marked attribution with at least half of the words, the shortest of several.
fn attribution_of(words: Span, marked: &[Marked]) -> Option<&Marked> {
    let overlap = |spans: &[Span]| -> usize {
        spans.iter().map(|span| span.end().min(words.end()).saturating_sub(span.start().max(words.start()))).sum()
    };
    marked
        .iter()
        .filter(|marked| overlap(&marked.content) * 2 >= words.len())
        .min_by_key(|marked| marked.content.iter().map(|span| span.len()).sum::<usize>())
}

/// Whether the mention is the marked source, or surely means the same as one that is.
fn is_source(scene: &Scene, mention: usize, attribution: &Marked) -> bool {
    let is_marked = |mention: usize| {
        let head = scene.prose.span(scene.mentions[mention].head.clone());
        attribution.source.iter().any(|source| source.overlaps(head))
    };
    let sure = |mention: usize| scene.entities.sureness[mention] >= SURE;
    let means = |mention: usize| scene.entities.entity_of(mention);
    let others = || (0..scene.mentions.len()).filter(|other| means(*other) == means(mention) && sure(*other));
    is_marked(mention) || means(mention).is_some() && sure(mention) && others().any(is_marked)
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
