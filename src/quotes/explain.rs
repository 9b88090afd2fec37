//! Why a quote has its speaker, or has none: what was decided over it, as plain values and in words for people.

use super::candidates::Candidate;
use super::decision::{Decided, Decider, QuoteOrigin, SpeakerChoice, WhyNobody};
use super::extract::{Decisions, Extractor};
use super::quote::Quote;
use super::scene::Scene;
use super::speakers::speaker_of;
use crate::article::Article;
use crate::people::Register;
use crate::span::Span;

/// A quote with all that was weighed for its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The quote as the record has it.
    pub quote: Quote,
    /// How likely anybody says these words, 0 to 1: that words in quotation marks are a quote, that an act of saying
    /// reports anything.
    pub said: f32,
    /// What chose the speaker.
    pub decider: Decider,
    /// How likely the one chosen is the right one among all, 0 to 1.
    pub probability: f32,
    /// Those who could have said the words, the likeliest first; empty where a rule chose before the weights.
    pub candidates: Vec<Weighed>,
    /// What the cue of reported speech could report, the likeliest first, each with its share.
    pub contents: Vec<(Vec<Span>, f32)>,
    /// Who would have been chosen, had no rule known better, in order.
    pub overruled: Vec<Overruled>,
    /// How sure it is whom the words that name the speaker mean, 0 to 1; `None` where nothing names one.
    pub meant: Option<f32>,
    /// Whom they mean, whether or not that is sure enough to be told.
    pub taken_for: Option<String>,
    /// Why no speaker is given, where none is.
    pub nobody: Option<WhyNobody>,
}

/// One who could have said the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The words that name the candidate, in bytes of the article's text; `None` is nobody.
    pub mention: Option<Span>,
    /// Whom these mean.
    pub speaker: Option<String>,
    /// The share among all candidates, 0 to 1.
    pub share: f32,
    /// It is the one chosen.
    pub is_chosen: bool,
}

/// One who would have been chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Overruled {
    /// The words that name the one, in bytes of the article's text; `None` is nobody.
    pub mention: Option<Span>,
    /// Whom these mean.
    pub speaker: Option<String>,
    /// How likely this one was, 0 to 1.
    pub probability: f32,
    /// What overruled the choice.
    pub by: Decider,
}

impl Extractor<'_> {
    /// The quotes that [`Extractor::extract`] gives, in the same order, each with what was decided over it.
    pub fn explain(&self, article: &Article) -> Vec<Explanation> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let decisions = self.decide(&scene);
        let decided = self.quotes(&scene, &decisions);
        decided.into_iter().map(|decided| explanation(&scene, &decisions, decided, self.register)).collect()
    }
}

/// What was decided over one of the quotes that these decisions made.
pub(super) fn explanation(scene: &Scene, decisions: &Decisions, decided: Decided, register: &Register) -> Explanation {
    let Decided { quote, origin, nobody } = decided;
    let said = |said, decider, probability, mention: Option<usize>| Explanation {
        quote,
        said,
        decider,
        probability,
        candidates: Vec::new(),
        contents: Vec::new(),
        overruled: Vec::new(),
        meant: mention.map(|mention| scene.entities.sureness[mention]),
        taken_for: mention.and_then(|mention| name_of(scene, mention, register)),
        nobody,
    };
    match origin {
        QuoteOrigin::Marks(spans) => {
            let choice = spans.first().and_then(|span| decisions.marks[*span].as_ref()?.choice());
            // A quote in marks is made of a choice.
            let Some(choice) = choice else { return said(0.0, Decider::Weights, 0.0, None) };
            Explanation {
                candidates: weighed(scene, choice, register),
                overruled: overruled(scene, choice, register),
                ..said(choice.quote, choice.decider, choice.probability, choice.candidate.mention)
            }
        }
        QuoteOrigin::Within(index) => {
            let inner = &decisions.inner[index];
            let outer = scene.quoted[inner.quoted].parent.and_then(|parent| decisions.marks[parent].as_ref()?.choice());
            let certain = outer.map_or(0.0, |outer| outer.quote);
            said(certain, Decider::Within, 1.0, Some(inner.act.mention))
        }
        QuoteOrigin::Report(index) => {
            let decision = &decisions.reports.decisions[index];
            let reports = &decisions.reports;
            let spans = |at: usize| (reports.all[at].spans(scene), reports.shares[at]);
            let mut contents: Vec<_> = decision.contents.clone().map(spans).collect();
            contents.sort_by(|one, other| other.1.total_cmp(&one.1));
            let mention = scene.acts[reports.all[decision.best].act].mention;
            Explanation { contents, ..said(decision.probability, Decider::Report, 1.0, Some(mention)) }
        }
    }
}

/// The candidates of a choice, the likeliest first.
fn weighed(scene: &Scene, choice: &SpeakerChoice, register: &Register) -> Vec<Weighed> {
    let describe = |(candidate, share): &(Candidate, f32)| Weighed {
        mention: candidate.mention.map(|mention| words_of(scene, mention)),
        speaker: candidate.mention.and_then(|mention| name_of(scene, mention, register)),
        share: *share,
        is_chosen: candidate.mention == choice.candidate.mention,
    };
    let mut weighed: Vec<Weighed> = choice.weighed.iter().map(describe).collect();
    weighed.sort_by(|one, other| other.share.total_cmp(&one.share));
    weighed
}

fn overruled(scene: &Scene, choice: &SpeakerChoice, register: &Register) -> Vec<Overruled> {
    let describe = |displaced: &super::decision::Displaced| Overruled {
        mention: displaced.mention.map(|mention| words_of(scene, mention)),
        speaker: displaced.mention.and_then(|mention| name_of(scene, mention, register)),
        probability: displaced.probability,
        by: displaced.by,
    };
    choice.overruled.iter().map(describe).collect()
}

fn words_of(scene: &Scene, mention: usize) -> Span {
    scene.prose.span(scene.mentions[mention].tokens.clone())
}

fn name_of(scene: &Scene, mention: usize, register: &Register) -> Option<String> {
    speaker_of(scene, mention, register).map(|speaker| speaker.name)
}

/// Candidates and contents with a smaller share are counted, not told.
const LEAST_SHARE: f32 = 0.01;

impl Explanation {
    /// The explanation in words, a line for each step; `text` is the article's.
    pub fn in_words(&self, text: &str) -> Vec<String> {
        let mut lines = vec![match self.decider {
            Decider::Report => format!("An act of saying reports words without marks: {}.", share(self.said)),
            Decider::Within => format!("Words within another's words, which are a quote: {}.", share(self.said)),
            _ => format!("Words in quotation marks are a quote: {}.", share(self.said)),
        }];
        let one_line = |span: &Span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let called = |mention: &Option<Span>, speaker: &Option<String>| match (mention, speaker) {
            (None, _) => "nobody".to_owned(),
            (Some(mention), None) => format!("\"{}\", whom nothing resolves", one_line(mention)),
            (Some(mention), Some(speaker)) => format!("\"{}\", taken for {speaker}", one_line(mention)),
        };
        if !self.candidates.is_empty() {
            lines.push("Who could have said them:".to_owned());
        }
        for candidate in self.candidates.iter().filter(|it| it.share >= LEAST_SHARE || it.is_chosen) {
            let chosen = if candidate.is_chosen { " (chosen)" } else { "" };
            lines.push(format!(
                "  {} {}{chosen}",
                share(candidate.share),
                called(&candidate.mention, &candidate.speaker)
            ));
        }
        let unlikely = self.candidates.iter().filter(|it| it.share < LEAST_SHARE && !it.is_chosen).count();
        if unlikely > 0 {
            lines.push(format!("  and {unlikely} more below {}", share(LEAST_SHARE)));
        }
        if self.contents.len() > 1 {
            lines.push("What it could report:".to_owned());
            for (spans, likely) in self.contents.iter().filter(|(_, likely)| *likely >= LEAST_SHARE) {
                let words: Vec<String> = spans.iter().map(one_line).collect();
                lines.push(format!("  {} \"{}\"", share(*likely), words.join(" … ")));
            }
        }
        for overruled in &self.overruled {
            lines.push(format!(
                "Overruled: {} ({}), by {}.",
                called(&overruled.mention, &overruled.speaker),
                share(overruled.probability),
                overruled.by.in_words()
            ));
        }
        lines.push(match self.decider {
            Decider::Within | Decider::Report => format!("Decided by {}.", self.decider.in_words()),
            by => format!("Decided by {}; likely to be the right one: {}.", by.in_words(), share(self.probability)),
        });
        if let (Some(meant), Some(mention)) = (self.meant, &self.quote.mention) {
            let taken_for = self.taken_for.as_deref().unwrap_or("nobody who is known");
            lines.push(format!("\"{}\" means {taken_for}: {}.", one_line(mention), share(meant)));
        }
        lines.push(format!("Rule {}, confidence {}.", self.quote.rule, share(self.quote.confidence)));
        lines.push(match (&self.quote.speaker, self.nobody) {
            (Some(speaker), _) => format!("Speaker: {}.", speaker.name),
            (None, Some(nobody)) => format!("No speaker: {}.", nobody.in_words()),
            (None, None) => "No speaker.".to_owned(),
        });
        lines
    }
}

fn share(share: f32) -> String {
    format!("{share:.2}")
}

impl Decider {
    /// What decided, to be read behind "by".
    pub fn in_words(self) -> &'static str {
        match self {
            Decider::Weights => "the weights, which choose the likeliest speaker",
            Decider::Layout => "the layout, which names the speaker",
            Decider::Gapped => "the verb that the words before have and these leave out",
            Decider::ReportedInside => "the act of saying inside, which the likeliest one only reports",
            Decider::Inserted => "the tag between commas before the words",
            Decider::OwnClause => "the clause in which the words stand, right behind its verb",
            Decider::Neighbour => "the subject of the sentence beside the words",
            Decider::Speaking => "the sentence beside the words, which says who was speaking",
            Decider::Denied => "a denial: the article says that these words were not said",
            Decider::Asked => "a question: the words are those of whoever asked",
            Decider::Unsigned => "a signature that names nobody",
            Decider::Within => "the name beside the words within the quote",
            Decider::Report => "the source of the act of saying",
        }
    }

    /// A word for it that stays.
    pub fn name(self) -> &'static str {
        match self {
            Decider::Weights => "weights",
            Decider::Layout => "layout",
            Decider::Gapped => "gapped",
            Decider::ReportedInside => "reported-inside",
            Decider::Inserted => "inserted",
            Decider::OwnClause => "own-clause",
            Decider::Neighbour => "neighbour",
            Decider::Speaking => "speaking",
            Decider::Denied => "denied",
            Decider::Asked => "asked",
            Decider::Unsigned => "unsigned",
            Decider::Within => "within",
            Decider::Report => "report",
        }
    }
}

impl WhyNobody {
    /// The reason, to be read behind "no speaker:".
    pub fn in_words(self) -> String {
        match self {
            WhyNobody::Denied => "the article denies that these words were said".to_owned(),
            WhyNobody::Asked => "these are the words of whoever asked, who is not told".to_owned(),
            WhyNobody::Unsigned => "the line below signs them and names nobody".to_owned(),
            WhyNobody::Likeliest => "that nobody whom the article names said so is likeliest".to_owned(),
            WhyNobody::Unresolved => "the words that name the speaker mean nobody who is known".to_owned(),
            WhyNobody::Unsure { least } => {
                format!("the confidence is below {}, from which on somebody is named", share(least))
            }
        }
    }

    /// A word for it that stays.
    pub fn name(self) -> &'static str {
        match self {
            WhyNobody::Denied => "denied",
            WhyNobody::Asked => "asked",
            WhyNobody::Unsigned => "unsigned",
            WhyNobody::Likeliest => "likeliest",
            WhyNobody::Unresolved => "unresolved",
            WhyNobody::Unsure { .. } => "unsure",
        }
    }
}
