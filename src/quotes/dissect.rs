//! What each step gave on the way to an article's quotes, printed from the very structures that the next step reads: for
//! people who look for the cause of a wrong speaker, and for the cases of the steps.

use super::candidates::{Candidate, SPEAKER_FORM};
use super::decision::{DecisionOutcome, NotAQuote, QuoteOrigin, ReportOutcome};
use super::explain::explanation;
use super::extract::{Decisions, Extractor};
use super::judge::{self, QUOTE_FORM};
use super::scene::Scene;
use super::tokens::Kind;
use crate::article::Article;
use std::fmt::Write;
use std::ops::Range;

/// A step on the way from the text to the quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtractionStep {
    /// The text in tokens, sentences and paragraphs.
    Tokens,
    /// Quotation marks paired.
    Marks,
    /// Words that can name a speaker.
    Mentions,
    /// Words of saying with their sources.
    Acts,
    /// Whom each mention means.
    Entities,
    /// Those who could have said the words, and who was chosen.
    Candidates,
    /// Whether words in marks are a quote.
    Judge,
    /// Reported speech.
    Indirect,
    /// The quotes.
    Assemble,
}

impl ExtractionStep {
    /// In order of the flow.
    pub const ALL: [ExtractionStep; 9] = [
        ExtractionStep::Tokens,
        ExtractionStep::Marks,
        ExtractionStep::Mentions,
        ExtractionStep::Acts,
        ExtractionStep::Entities,
        ExtractionStep::Candidates,
        ExtractionStep::Judge,
        ExtractionStep::Indirect,
        ExtractionStep::Assemble,
    ];

    /// The step's name in paths and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ExtractionStep::Tokens => "tokens",
            ExtractionStep::Marks => "marks",
            ExtractionStep::Mentions => "mentions",
            ExtractionStep::Acts => "acts",
            ExtractionStep::Entities => "entities",
            ExtractionStep::Candidates => "candidates",
            ExtractionStep::Judge => "judge",
            ExtractionStep::Indirect => "indirect",
            ExtractionStep::Assemble => "assemble",
        }
    }
}

impl Extractor<'_> {
    /// What the steps that matter for the choice of speakers gave: entities, mentions, acts, candidates, quotes.
    pub fn dissect(&self, article: &Article) -> String {
        self.steps(
            article,
            &[
                ExtractionStep::Entities,
                ExtractionStep::Mentions,
                ExtractionStep::Acts,
                ExtractionStep::Candidates,
                ExtractionStep::Assemble,
            ],
        )
    }

    /// What these steps gave, one behind the other.
    pub fn steps(&self, article: &Article, steps: &[ExtractionStep]) -> String {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        let decisions = self.decide(&scene);
        let printer = Printer { extractor: self, scene: &scene, decisions: &decisions };
        let mut out = String::new();
        for step in steps {
            // Writing to a string does not fail.
            let _ = printer.print(*step, &mut out);
        }
        out
    }
}

struct Printer<'p, 's, 'a, 'r> {
    extractor: &'p Extractor<'r>,
    scene: &'p Scene<'s, 'a>,
    decisions: &'p Decisions,
}

impl Printer<'_, '_, '_, '_> {
    fn print(&self, step: ExtractionStep, out: &mut String) -> std::fmt::Result {
        match step {
            ExtractionStep::Tokens => self.tokens(out),
            ExtractionStep::Marks => self.marks(out),
            ExtractionStep::Mentions => self.mentions(out),
            ExtractionStep::Acts => self.acts(out),
            ExtractionStep::Entities => self.entities(out),
            ExtractionStep::Candidates => self.candidates(out),
            ExtractionStep::Judge => self.judge(out),
            ExtractionStep::Indirect => self.indirect(out),
            ExtractionStep::Assemble => self.assemble(out),
        }
    }

    fn words(&self, tokens: Range<usize>) -> String {
        if tokens.is_empty() {
            return String::new();
        }
        self.scene.prose.span(tokens).of(self.scene.prose.text).replace('\n', " ")
    }

    /// A sentence a line: its tokens with their kinds, and for words what kind of word the models see.
    fn tokens(&self, out: &mut String) -> std::fmt::Result {
        let prose = self.scene.prose;
        for (number, paragraph) in prose.paragraphs.iter().enumerate() {
            writeln!(out, "paragraph {number}{}", if paragraph.is_prose { "" } else { " (no prose)" })?;
            let sentences = prose.sentences.iter().filter(|sentence| {
                !sentence.is_empty() && sentence.start >= paragraph.tokens.start && sentence.end <= paragraph.tokens.end
            });
            for sentence in sentences {
                let shown: Vec<String> = sentence
                    .clone()
                    .map(|at| {
                        let token = &prose.tokens[at];
                        let kind = match token.kind {
                            Kind::Word => format!("{:?}", token.class),
                            Kind::Mark(mark) => format!("{:?}", mark.glyph),
                            kind => format!("{kind:?}"),
                        };
                        format!("{}/{}", prose.str(at), kind.to_lowercase())
                    })
                    .collect();
                writeln!(out, "  {}", shown.join(" "))?;
            }
        }
        Ok(())
    }

    fn marks(&self, out: &mut String) -> std::fmt::Result {
        for (index, quoted) in self.scene.quoted.iter().enumerate() {
            let inside = quoted.parent.map_or(String::new(), |parent| format!(" inside {parent}"));
            let continues = if quoted.continues { " continues" } else { "" };
            writeln!(
                out,
                "quoted {index}: {:?} {:?}{continues}{inside} `{}`",
                quoted.style,
                quoted.end,
                self.words(quoted.inner.clone())
            )?;
        }
        Ok(())
    }

    fn mentions(&self, out: &mut String) -> std::fmt::Result {
        let scene = self.scene;
        for (index, mention) in scene.mentions.iter().enumerate() {
            let plural = if mention.plural { " plural" } else { "" };
            writeln!(
                out,
                "mention {index}: `{}` head `{}` {:?} {:?} {:?}{plural} quoted {:?}",
                self.words(mention.tokens.clone()),
                self.words(mention.head.clone()),
                mention.kind,
                mention.case,
                mention.gender,
                mention.quoted,
            )?;
        }
        Ok(())
    }

    fn acts(&self, out: &mut String) -> std::fmt::Result {
        let scene = self.scene;
        for act in scene.acts {
            let source = self.words(scene.mentions[act.mention].tokens.clone());
            let cue = scene.prose.str(act.cue);
            writeln!(out, "act `{cue}` by {}: `{source}` {:?} {:?}", act.mention, act.bond, act.class)?;
        }
        Ok(())
    }

    fn entities(&self, out: &mut String) -> std::fmt::Result {
        let scene = self.scene;
        let register = self.extractor.register;
        writeln!(out, "day {:?} era {:?}", scene.entities.day, scene.entities.era)?;
        for (id, entity) in scene.entities.list.iter().enumerate() {
            writeln!(
                out,
                "entity {id}: {:?} {:?} {:?} person {:?} roles {:?} party {:?} mentions {}",
                entity.name.as_str(),
                entity.kind,
                entity.gender,
                entity.person.map(|person| register.person(person).slug()),
                entity.roles,
                entity.party.map(|party| register.party(party).name()),
                entity.mentions,
            )?;
        }
        for (index, mention) in scene.mentions.iter().enumerate() {
            let Some(entity) = scene.entities.entity_of(index) else { continue };
            let sure = scene.entities.sureness[index];
            writeln!(out, "mention {index}: `{}` means {entity} ({sure:.2})", self.words(mention.tokens.clone()))?;
        }
        Ok(())
    }

    /// The candidates of each quoted span that is a quote, with their features, and what was decided.
    fn candidates(&self, out: &mut String) -> std::fmt::Result {
        for (index, decision) in self.decisions.marks.iter().enumerate() {
            let Some(decision) = decision else { continue };
            write!(out, "quoted {index}: `{}` ", self.words(self.scene.quoted[index].inner.clone()))?;
            let choice = match &decision.outcome {
                DecisionOutcome::NotAQuote(not) => {
                    writeln!(out, "{}", not_a_quote(*not))?;
                    continue;
                }
                DecisionOutcome::Quote(choice) => choice,
            };
            writeln!(
                out,
                "by {}: {} ({:.2})",
                choice.decider.name(),
                self.called(choice.candidate.mention),
                choice.probability
            )?;
            for displaced in &choice.overruled {
                let called = self.called(displaced.mention);
                writeln!(out, "  overruled {called} ({:.2}) by {}", displaced.probability, displaced.by.name())?;
            }
            let mut weighed: Vec<&(Candidate, f32)> = choice.weighed.iter().collect();
            weighed.sort_by(|one, other| other.1.total_cmp(&one.1));
            const LEAST: f32 = 0.02;
            for (candidate, share) in weighed.into_iter().filter(|(_, share)| *share > LEAST) {
                let values = SPEAKER_FORM.in_words(&candidate.values());
                writeln!(out, "  {share:.2} {} {values}", self.called(candidate.mention))?;
            }
        }
        Ok(())
    }

    fn called(&self, mention: Option<usize>) -> String {
        match mention {
            None => "nobody".to_owned(),
            Some(mention) => format!("{mention} `{}`", self.words(self.scene.mentions[mention].tokens.clone())),
        }
    }

    fn judge(&self, out: &mut String) -> std::fmt::Result {
        for (index, decision) in self.decisions.marks.iter().enumerate() {
            let Some(decision) = decision else { continue };
            let words = self.words(self.scene.quoted[index].inner.clone());
            let outcome = match &decision.outcome {
                DecisionOutcome::Quote(_) => "a quote".to_owned(),
                DecisionOutcome::NotAQuote(not) => not_a_quote(*not),
            };
            writeln!(out, "quoted {index}: `{words}` {:.2} {outcome}", decision.quote)?;
            let values = QUOTE_FORM.in_words(&judge::describe(self.scene, index).values());
            writeln!(out, "  {values}")?;
        }
        Ok(())
    }

    fn indirect(&self, out: &mut String) -> std::fmt::Result {
        let reports = &self.decisions.reports;
        for decision in &reports.decisions {
            let act = &self.scene.acts[reports.all[decision.best].act];
            let outcome = match decision.outcome {
                ReportOutcome::Told => "told",
                ReportOutcome::Fragment => "a fragment",
                ReportOutcome::Unlikely => "unlikely",
                ReportOutcome::InsideAnother => "inside another report",
            };
            let cue = self.scene.prose.str(act.cue);
            writeln!(out, "cue `{cue}`: {:.2} {outcome}", decision.probability)?;
            for at in decision.contents.clone() {
                let report = &reports.all[at];
                let source = self.words(self.scene.mentions[self.scene.acts[report.act].mention].tokens.clone());
                let words: Vec<String> = report.content.stretches().map(|tokens| self.words(tokens)).collect();
                writeln!(out, "  {:.2} `{source}`: `{}`", reports.shares[at], words.join(" … "))?;
            }
        }
        Ok(())
    }

    /// The quotes as the record has them, with what was decided over each.
    fn assemble(&self, out: &mut String) -> std::fmt::Result {
        let text = self.scene.prose.text;
        for decided in self.extractor.quotes(self.scene, self.decisions) {
            let made_of = match &decided.origin {
                QuoteOrigin::Marks(spans) => {
                    let spans: Vec<String> = spans.iter().map(usize::to_string).collect();
                    format!("quoted {}", spans.join(" "))
                }
                QuoteOrigin::Within(index) => format!("quoted {}", self.decisions.inner[*index].quoted),
                QuoteOrigin::Report(_) => "report".to_owned(),
            };
            let it = explanation(self.scene, self.decisions, decided, self.extractor.register);
            let speaker = match (&it.quote.speaker, it.nobody) {
                (Some(speaker), _) => speaker.name.clone(),
                (None, nobody) => format!("nobody ({})", nobody.map_or("", |nobody| nobody.name())),
            };
            writeln!(
                out,
                "quote {} ({made_of}): {speaker}; {:.2}; rule {}, by {}",
                it.quote.kind.name(),
                it.quote.confidence,
                it.quote.rule,
                it.decider.name()
            )?;
            for segment in &it.quote.segments {
                writeln!(out, "  `{}`", segment.of(text).replace('\n', " "))?;
            }
        }
        Ok(())
    }
}

fn not_a_quote(not: NotAQuote) -> String {
    match not {
        NotAQuote::Markup => "markup".to_owned(),
        NotAQuote::Name => "names a thing".to_owned(),
        NotAQuote::Unlikely { least } => format!("below {least:.2}, no quote"),
    }
}
