//! The extractor: one article through tokens, marks, mentions, entities and acts to its quotes.

use super::Quote;
use super::acts::{Act, Bond, MentionIndex, find_acts, find_acts_within};
use super::assemble::{SPEAKER_THRESHOLD, assemble};
use super::candidates::{Candidate, SPEAKER_FORM, Scene};
use super::entities::antecedents::{ANTECEDENT_FORM, Lesson};
use super::entities::{Entities, Findings, resolve};
use super::indirect::{REPORT_FORM, Report, find_reports, is_denied};
use super::judge::{self, QUOTE_FORM};
use super::lexicon::Lexicon;
use super::marks::{End, Quoted, find_quoted};
use super::mentions::{Mention, find_mentions};
use super::model::{Model, logistic};
use super::tokens::Prose;
use crate::article::Article;
use crate::people::Register;

/// Words in marks are a quote from this probability on.
const QUOTE_THRESHOLD: f32 = 0.6;

/// As [`QUOTE_THRESHOLD`], where the same sentence already reports other words in marks as said.
const SHARED_THRESHOLD: f32 = 0.2;

/// An act reports speech from this probability on.
const REPORT_THRESHOLD: f32 = 0.4;

/// How sure a speaker is whom the layout names ("SMITH: …", "…" - Ann Smith): too rare in running text to be learned.
const LAYOUT: f32 = 0.95;

/// How sure a speaker is whose word of saying is left out because the sentence before it has it.
const GAPPED: f32 = 0.85;

/// How sure a speaker is who is only the subject of the sentence beside the words, where nobody is named better.
const NEIGHBOUR: f32 = 0.6;

/// Below this share a chosen speaker gives way to the neighbour.
const WEAK: f32 = 0.35;

/// As [`NEIGHBOUR`], where that sentence says that this one "was speaking".
const SPEAKING: f32 = 0.8;

/// Finds quotes; made once, used for any number of articles by any number of threads.
pub struct Extractor<'r> {
    pub(super) register: &'r Register,
    lexicon: Lexicon,
    pub(super) speakers: Model,
    quotes: Model,
    reports: Model,
    pub(super) antecedents: Model,
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
            lexicon: Lexicon::with_register(register),
            speakers: Model::with_table(&SPEAKER_FORM, include_str!("data/speaker_weights.tsv")),
            quotes: Model::with_table(&QUOTE_FORM, include_str!("data/quote_weights.tsv")),
            reports: Model::with_table(&REPORT_FORM, include_str!("data/report_weights.tsv")),
            antecedents: Model::with_table(&ANTECEDENT_FORM, include_str!("data/antecedent_weights.tsv")),
        }
    }

    /// The quotes of the article, in order of the text.
    pub fn extract(&self, article: &Article) -> Vec<Quote> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let choices = self.choose(&scene);
        let reports = self.choose_reports(&scene);
        let within = self.find_within(&scene, &choices);
        assemble(&scene, &choices, &within, &reports, self.register)
    }

    /// The inner quotes whose speaker stands beside them, as the quoted span and the act.
    fn find_within(&self, scene: &Scene, choices: &[Option<Choice>]) -> Vec<(usize, Act)> {
        let mut found = Vec::new();
        let mut index = None;
        let mut last: Option<(usize, Vec<Act>)> = None;
        for (child, quoted) in scene.quoted.iter().enumerate() {
            let Some(parent) = quoted.parent.filter(|parent| choices[*parent].is_some()) else { continue };
            let index = index.get_or_insert_with(|| MentionIndex::new(scene.prose, scene.mentions));
            let (_, acts) = match last.take_if(|(known, _)| *known == parent) {
                Some(known) => last.insert(known),
                None => last.insert((
                    parent,
                    find_acts_within(scene.prose, scene.quoted, parent, scene.mentions, index, &self.lexicon),
                )),
            };
            found.extend(scene.act_within(quoted, acts).map(|act| (child, act)));
        }
        found
    }

    pub(crate) fn analyse<'a>(&self, article: &'a Article) -> Analysis<'a> {
        self.analyse_with(article, None)
    }

    /// As [`Self::analyse`]; what the article's pronouns teach goes to `lessons`.
    pub(crate) fn analyse_with<'a>(&self, article: &'a Article, lessons: Option<&mut Vec<Lesson>>) -> Analysis<'a> {
        let prose = Prose::new(article, &self.lexicon, self.register);
        let quoted = find_quoted(&prose);
        let mentions = find_mentions(&prose, &quoted, &self.lexicon, self.register);
        let index = MentionIndex::new(&prose, &mentions);
        let acts = find_acts(&prose, &quoted, &mentions, &index, &self.lexicon);
        let findings = Findings { prose: &prose, mentions: &mentions, quoted: &quoted, acts: &acts };
        let day = article.posted.map(|posted| posted.date);
        let entities = resolve(findings, self.register, &self.antecedents, lessons, day);
        Analysis { prose, quoted, mentions, entities, acts }
    }

    /// The acts that report speech, each cue once, with how likely that is.
    fn choose_reports(&self, scene: &Scene) -> Vec<(Report, f32)> {
        let mut chosen: Vec<(Report, f32)> = Vec::new();
        // Among the reports of one cue and none: the likeliest one's odds, and the sum of all.
        let mut open: Option<(Report, f32, f32)> = None;
        let mut close = |open: &mut Option<(Report, f32, f32)>| {
            if let Some((report, _, sum)) = open.take()
                && sum / (1.0 + sum) >= REPORT_THRESHOLD
            {
                chosen.push((report, sum / (1.0 + sum)));
            }
        };
        let mut known = (usize::MAX, 0.0);
        for report in find_reports(scene, &self.lexicon) {
            if known.0 != report.act {
                known = (report.act, self.reports.score_early(&report.values));
            }
            let odds = (known.1 + self.reports.score_late(&report.values)).exp();
            let cue = scene.acts[report.act].cue;
            match &mut open {
                Some((best, highest, sum)) if scene.acts[best.act].cue == cue => {
                    *sum += odds;
                    if *highest < odds {
                        (*best, *highest) = (report, odds);
                    }
                }
                _ => {
                    close(&mut open);
                    open = Some((report, odds, odds));
                }
            }
        }
        close(&mut open);
        // "Smith said Jones promised to stay": what Jones promised is Smith's report; it is not told twice.
        let mut outer: Option<(usize, usize)> = None;
        chosen.retain(|(report, _)| {
            let cue = scene.acts[report.act].cue;
            let (start, end) = report.content.hull();
            if let Some((from, to)) = outer
                && from <= cue
                && cue < to
                && (end.min(to).saturating_sub(start.max(from))) * 2 > to - from
            {
                return false;
            }
            outer = Some((start, end));
            true
        });
        chosen
    }

    pub(crate) fn reports(&self, scene: &Scene) -> Vec<Report> {
        find_reports(scene, &self.lexicon)
    }

    /// The candidate's score. `known` holds for each mention what it is worth by itself with the act that it was asked
    /// for last with: it stands beside several quoted spans.
    fn score_speaker(&self, candidate: &Candidate, known: &mut [Option<(Option<usize>, f32)>]) -> f32 {
        let own = || self.speakers.score_early(&candidate.values);
        let early = match candidate.mention {
            None => own(),
            Some(mention) => match &mut known[mention] {
                Some((act, score)) if *act == candidate.act => *score,
                other => other.insert((candidate.act, own())).1,
            },
        };
        early + self.speakers.score_late(&candidate.values)
    }

    /// Chooses for each quoted span that is not inside another; `None` is no quote.
    fn choose(&self, scene: &Scene) -> Vec<Option<Choice>> {
        let mut choices: Vec<Option<Choice>> = vec![None; scene.quoted.len()];
        let mut last: Option<usize> = None;
        let mut candidates = Vec::new();
        let mut scores = Vec::new();
        let mut known = vec![None; scene.mentions.len()];
        for index in 0..scene.quoted.len() {
            let quoted = &scene.quoted[index];
            if quoted.parent.is_some() {
                continue;
            }
            let continued =
                quoted.continues && index > 0 && last.is_some_and(|last| scene.quoted[last].end == End::Open);
            let quote = logistic(self.quotes.score(&judge::describe(scene, index)));
            if scene.is_markup(index) || scene.is_named_so(index) && !continued {
                continue;
            }
            let threshold = match last.filter(|last| scene.shares_report(*last, index)) {
                Some(_) => SHARED_THRESHOLD,
                None => QUOTE_THRESHOLD,
            };
            if quote < threshold && !continued {
                continue;
            }
            if let Some(candidate) = scene.layout(index) {
                choices[index] = Some(Choice { quote: quote.max(LAYOUT), candidate, probability: LAYOUT });
                last = Some(index);
                continue;
            }
            if let Some(named) = last.and_then(|last| scene.gapped(index, last)) {
                let candidate = scene.describe(index, named, scene.shared_values(index, None), None);
                choices[index] = Some(Choice { quote, candidate, probability: GAPPED });
                last = Some(index);
                continue;
            }
            let chosen = last.map(|last| (last, choices[last].and_then(|choice| choice.candidate.mention)));
            scene.candidates(index, chosen, &mut candidates);
            scores.clear();
            scores.extend(candidates.iter().map(|candidate| self.score_speaker(candidate, &mut known)));
            let (best, probability) = likeliest(scene, &candidates, &scores);
            let instead = scene.reported_instead(index, best, &candidates);
            let instead = instead.or_else(|| scene.inserted_instead(index, best, &candidates));
            let (mut candidate, mut probability) = match instead {
                // "A said that B had called it “a shame”": what B said, A reports.
                Some(inner) => (candidates[inner], probability + share_of(&scores, inner)),
                None => (candidates[best], probability),
            };
            if let Some(neighbour) = scene.neighbour(index) {
                let sureness = |mention: usize| scene.entities.sureness[mention];
                let sure = probability * candidate.mention.map_or(1.0, sureness);
                let same = candidate.mention.is_some_and(|mention| scene.means_same(mention, neighbour.subject));
                let beside = scene.is_beside(&candidate);
                let weak = sure < WEAK
                    || scene.is_stray(&candidate) && (probability < NEIGHBOUR || !beside)
                    || neighbour.speaks && !beside;
                if same || weak {
                    probability = match same {
                        true => probability.max(NEIGHBOUR),
                        false if neighbour.speaks => SPEAKING,
                        false => NEIGHBOUR,
                    };
                    if weak {
                        let shared = scene.shared_values(index, chosen);
                        candidate = scene.describe(index, neighbour.subject, shared, chosen);
                    }
                }
            }
            // "Smith never said “so”", "asked whether it was “so”, Smith said": not Smith's words.
            let denied = |act: usize| {
                let act = &scene.acts[act];
                act.cue + 1 == quoted.outer.start && act.bond == Bond::Subject && is_denied(scene, act)
            };
            if candidate.act.is_some_and(denied) || scene.is_asked(index) {
                (candidate, probability) = (candidates[0], probability.min(SPEAKER_THRESHOLD));
            }
            choices[index] = Some(Choice { quote, candidate, probability });
            last = Some(index);
        }
        choices
    }
}

/// The share of one candidate among all.
fn share_of(scores: &[f32], index: usize) -> f32 {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    (scores[index] - highest).exp() / scores.iter().map(|score| (score - highest).exp()).sum::<f32>()
}

impl<'a> Analysis<'a> {
    pub fn scene(&self) -> Scene<'_, 'a> {
        Scene::new(&self.prose, &self.quoted, &self.mentions, &self.entities, &self.acts)
    }
}

/// The candidate that names the likeliest speaker, and how likely that speaker is: several mentions of one entity add
/// up, because it matters who spoke, not by which of his mentions he is named.
fn likeliest(scene: &Scene, candidates: &[Candidate], scores: &[f32]) -> (usize, f32) {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    let mut speakers: Vec<(Option<u32>, usize, f32)> = Vec::with_capacity(candidates.len());
    for (index, (candidate, score)) in candidates.iter().zip(scores).enumerate() {
        let share = (score - highest).exp() / sum;
        let entity = candidate.mention.and_then(|mention| scene.entities.entity_of(mention));
        match speakers.iter_mut().find(|(known, ..)| entity.is_some() && *known == entity) {
            Some((_, best, all)) => {
                if scores[*best] < *score {
                    *best = index;
                }
                *all += share;
            }
            None => speakers.push((entity, index, share)),
        }
    }
    speakers.into_iter().max_by(|one, other| one.2.total_cmp(&other.2)).map_or((0, 0.0), |(_, best, all)| (best, all))
}
