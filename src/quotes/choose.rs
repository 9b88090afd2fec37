//! The speaker of each quoted span, and which acts report speech: candidates weighed, rules that know better applied
//! in order, and all of it kept as a [`Decision`].

use super::acts::Bond;
use super::beside::{
    Neighbour, gapped, is_beside, is_markup, is_named_so, is_stray, is_unsigned, layout, neighbour, shares_report,
};
use super::candidates::{Candidate, candidates, describe, span_values};
use super::decision::{
    Decider, Decision, DecisionOutcome, Displaced, NotAQuote, ReportDecision, ReportOutcome, Reports, SpeakerChoice,
};
use super::indirect::{ReportedSpeech, is_denied};
use super::judge;
use super::marks::End;
use super::model::logistic;
use super::models::Models;
use super::scene::Scene;
use super::sureness::Sureness;
use super::within::{inserted_instead, is_asked, own_clause_instead, reported_instead};

/// Decides over each quoted span that is not inside another; `None` is inside another.
pub(crate) fn choose(scene: &Scene, models: &Models) -> Vec<Option<Decision>> {
    let mut chooser = Chooser {
        scene,
        models,
        last: None,
        chosen: None,
        scores: Vec::new(),
        early: vec![None; scene.mentions.len()],
    };
    let mut decisions = Vec::with_capacity(scene.quoted.len());
    for (index, quoted) in scene.quoted.iter().enumerate() {
        let decision = quoted.parent.is_none().then(|| chooser.decide(index));
        if let Some(choice) = decision.as_ref().and_then(Decision::choice) {
            chooser.last = Some(index);
            chooser.chosen = choice.candidate.mention;
        }
        decisions.push(decision);
    }
    decisions
}

struct Chooser<'c, 's, 'a> {
    scene: &'c Scene<'s, 'a>,
    models: &'c Models,
    /// The last quoted span that is a quote, and the mention chosen for it.
    last: Option<usize>,
    chosen: Option<usize>,
    /// Room for the scores of one span's candidates.
    scores: Vec<f32>,
    /// By mention: the act with which it was weighed last, and the part of its score that depends on these two alone: the
    /// mention stands beside several quoted spans.
    early: Vec<Option<(Option<usize>, f32)>>,
}

impl Chooser<'_, '_, '_> {
    fn decide(&mut self, index: usize) -> Decision {
        let scene = self.scene;
        let quoted = &scene.quoted[index];
        let continues =
            quoted.continues && index > 0 && self.last.is_some_and(|last| scene.quoted[last].end == End::Open);
        let quote = logistic(self.models.quotes.score(&judge::describe(scene, index).values()));
        let threshold = match self.last.filter(|last| shares_report(scene, *last, index)) {
            Some(_) => self.models.sureness.quote_in_report,
            None => self.models.sureness.quote,
        };
        let not = if quoted.unmarked {
            None
        } else if is_markup(scene, index) {
            Some(NotAQuote::Markup)
        } else if !continues && is_named_so(scene, index) {
            Some(NotAQuote::Name)
        } else if !continues && quote < threshold {
            Some(NotAQuote::Unlikely { least: threshold })
        } else {
            None
        };
        let outcome = match not {
            Some(not) => DecisionOutcome::NotAQuote(not),
            None => DecisionOutcome::Quote(self.choose(index, quote)),
        };
        Decision { quote, outcome }
    }

    /// Who said the words, which are a quote with that probability.
    fn choose(&mut self, index: usize, quote: f32) -> SpeakerChoice {
        let scene = self.scene;
        let by_rule = |quote, candidate, probability, decider| SpeakerChoice {
            quote,
            candidate,
            probability,
            decider,
            weighed: Vec::new(),
            overruled: Vec::new(),
        };
        if let Some(candidate) = layout(scene, index) {
            let sure = self.models.sureness.layout;
            return by_rule(quote.max(sure), candidate, sure, Decider::Layout);
        }
        if let Some(named) = self.last.and_then(|last| gapped(scene, index, last)) {
            let candidate = describe(scene, index, named, span_values(scene, index, None), None);
            return by_rule(quote, candidate, self.models.sureness.gapped, Decider::Gapped);
        }
        let mut choice = self.likeliest(index, quote);
        if let Some(neighbour) = neighbour(scene, index) {
            self.hear_neighbour(index, neighbour, &mut choice);
        }
        // "Smith never said “so”", "asked whether it was “so”, Smith said": not Smith's words.
        let denied = |act: usize| {
            let act = &scene.acts[act];
            act.cue + 1 == scene.quoted[index].outer.start && act.bond == Bond::Subject && is_denied(scene, act)
        };
        let by = match choice.candidate.act {
            Some(act) if denied(act) => Some(Decider::Denied),
            _ if is_unsigned(scene, index) => Some(Decider::Unsigned),
            _ => is_asked(scene, index).then_some(Decider::Asked),
        };
        if let Some(by) = by {
            let nobody = choice.weighed[0].0;
            let probability = choice.probability.min(self.models.sureness.named);
            overrule(&mut choice, nobody, probability, by);
        }
        choice
    }

    /// The likeliest by the weights, or whom that one only reports.
    fn likeliest(&mut self, index: usize, quote: f32) -> SpeakerChoice {
        let scene = self.scene;
        let last = self.last.map(|last| (last, self.chosen));
        let mut weighed = candidates(scene, index, last);
        self.scores.clear();
        for (candidate, _) in &weighed {
            let score = score_speaker(self.models, candidate, &mut self.early);
            self.scores.push(score);
        }
        let highest = self.scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = self.scores.iter().map(|score| (score - highest).exp()).sum();
        for ((_, share), score) in weighed.iter_mut().zip(&self.scores) {
            *share = (score - highest).exp() / sum;
        }
        let (best, probability) = likeliest(scene, &weighed, &self.scores);
        let candidate = weighed[best].0;
        let instead = reported_instead(scene, index, best, &weighed).map(|inner| (inner, Decider::ReportedInside));
        let instead =
            instead.or_else(|| inserted_instead(scene, index, best, &weighed).map(|inner| (inner, Decider::Inserted)));
        let instead = instead
            .or_else(|| own_clause_instead(scene, index, best, &weighed).map(|inner| (inner, Decider::OwnClause)));
        let overruled = Vec::new();
        let mut choice = SpeakerChoice { quote, candidate, probability, decider: Decider::Weights, weighed, overruled };
        if let Some((inner, by)) = instead {
            // "A said that B had called it “a shame”": what B said, A reports.
            let (candidate, share) = choice.weighed[inner];
            overrule(&mut choice, candidate, probability + share, by);
        }
        choice
    }

    /// Lets the sentence beside the words speak where the candidate chosen is weak, and back it where it means the same.
    fn hear_neighbour(&self, index: usize, neighbour: Neighbour, choice: &mut SpeakerChoice) {
        let scene = self.scene;
        let &Sureness { weak, neighbour: by_place, speaking, .. } = self.models.sureness;
        let SpeakerChoice { candidate, probability, .. } = *choice;
        let sure = probability * candidate.mention.map_or(1.0, |mention| scene.entities.sureness[mention]);
        let same = candidate.mention.is_some_and(|mention| scene.means_same(mention, neighbour.subject));
        let beside = is_beside(&candidate);
        let gives_way = sure < weak
            || is_stray(scene, &candidate) && (probability < by_place || !beside)
            || neighbour.speaks && !beside;
        if !same && !gives_way {
            return;
        }
        let (by, least) = match neighbour.speaks {
            true if !same => (Decider::Speaking, speaking),
            _ => (Decider::Neighbour, by_place),
        };
        let raised = if same { probability.max(least) } else { least };
        if gives_way {
            let last = self.last.map(|last| (last, self.chosen));
            let span = span_values(scene, index, self.last);
            let candidate = describe(scene, index, neighbour.subject, span, last);
            overrule(choice, candidate, raised, by);
        } else if raised > probability {
            choice.probability = raised;
            choice.decider = by;
        }
    }
}

/// Puts another candidate in the place of the one chosen so far.
fn overrule(choice: &mut SpeakerChoice, candidate: Candidate, probability: f32, by: Decider) {
    choice.overruled.push(Displaced { mention: choice.candidate.mention, probability: choice.probability, by });
    choice.candidate = candidate;
    choice.probability = probability;
    choice.decider = by;
}

/// The candidate's score; `early` holds the part of it that each mention has with the act with which it was weighed last.
fn score_speaker(models: &Models, candidate: &Candidate, early: &mut [Option<(Option<usize>, f32)>]) -> f32 {
    let values = candidate.values();
    let own = || models.speakers.score_early(&values);
    let early = match candidate.mention {
        None => own(),
        Some(mention) => match &mut early[mention] {
            Some((act, score)) if *act == candidate.act => *score,
            other => other.insert((candidate.act, own())).1,
        },
    };
    early + models.speakers.score_late(&values)
}

/// Decides which of the article's acts report speech, each cue once.
pub(crate) fn choose_reports(scene: &Scene, models: &Models, all: Vec<ReportedSpeech>) -> Reports {
    let mut reports = Reports { shares: Vec::with_capacity(all.len()), all, decisions: Vec::new() };
    let cue_of = |report: &ReportedSpeech| scene.acts[report.act].cue;
    let mut early = (usize::MAX, 0.0_f32);
    for contents in reports.all.chunk_by(|one, other| cue_of(one) == cue_of(other)) {
        let first = reports.shares.len();
        for report in contents {
            let values = report.values();
            if early.0 != report.act {
                early = (report.act, models.reports.score_early(&values));
            }
            reports.shares.push((early.1 + models.reports.score_late(&values)).exp());
        }
        // Odds against the report of nothing, whose are one.
        let odds = &mut reports.shares[first..];
        let sum = odds[1..].iter().fold(odds[0], |sum, odds| sum + odds);
        let best = (1..odds.len()).fold(0, |best, other| if odds[best] < odds[other] { other } else { best });
        odds.iter_mut().for_each(|odds| *odds /= 1.0 + sum);
        let probability = sum / (1.0 + sum);
        let outcome = if probability < models.sureness.report {
            ReportOutcome::Unlikely
        } else if reports.all[first + best].is_fragment() {
            ReportOutcome::Fragment
        } else {
            ReportOutcome::Told
        };
        let contents = first..first + contents.len();
        reports.decisions.push(ReportDecision { contents, best: first + best, probability, outcome });
    }
    // "Smith said Jones promised to stay": what Jones promised is Smith's report; it is not told twice.
    let mut outer: Option<(usize, usize)> = None;
    for decision in reports.decisions.iter_mut().filter(|decision| decision.outcome == ReportOutcome::Told) {
        let report = &reports.all[decision.best];
        let cue = cue_of(report);
        let (start, end) = report.content.hull();
        if let Some((from, to)) = outer
            && from <= cue
            && cue < to
            && (end.min(to).saturating_sub(start.max(from))) * 2 > to - from
        {
            decision.outcome = ReportOutcome::InsideAnother;
            continue;
        }
        outer = Some((start, end));
    }
    reports
}

/// The candidate that names the likeliest speaker, and how likely that speaker is: several mentions of one entity add
/// up, because it matters who spoke, not by which of his mentions he is named.
fn likeliest(scene: &Scene, weighed: &[(Candidate, f32)], scores: &[f32]) -> (usize, f32) {
    let mut speakers: Vec<(Option<u32>, usize, f32)> = Vec::with_capacity(weighed.len());
    for (index, ((candidate, share), score)) in weighed.iter().zip(scores).enumerate() {
        let entity = candidate.mention.and_then(|mention| scene.entities.entity_of(mention));
        match speakers.iter_mut().find(|(known, ..)| entity.is_some() && *known == entity) {
            Some((_, best, all)) => {
                if scores[*best] < *score {
                    *best = index;
                }
                *all += share;
            }
            None => speakers.push((entity, index, *share)),
        }
    }
    speakers.into_iter().max_by(|one, other| one.2.total_cmp(&other.2)).map_or((0, 0.0), |(_, best, all)| (best, all))
}
