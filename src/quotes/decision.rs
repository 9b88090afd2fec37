//! What was decided of the words in quotation marks and of the acts of saying, with all that led to it. The record,
//! `show --explain`, `dissect` and the training read these, so that none of them can tell another story.

use super::acts::Act;
use super::candidates::Candidate;
use super::indirect::ReportedSpeech;
use super::quote::Quote;
use std::ops::Range;

/// What was decided of one quoted span that no other one holds.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// How likely the words are a quote at all, 0 to 1.
    pub quote: f32,
    pub outcome: DecisionOutcome,
}

impl Decision {
    /// Who was chosen, where the words are a quote.
    pub fn choice(&self) -> Option<&SpeakerChoice> {
        match &self.outcome {
            DecisionOutcome::Quote(choice) => Some(choice),
            DecisionOutcome::NotAQuote(_) => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum DecisionOutcome {
    Quote(SpeakerChoice),
    NotAQuote(NotAQuote),
}

/// Why words in quotation marks are nobody's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NotAQuote {
    /// The value of an attribute in markup that was left in the text.
    Markup,
    /// They name a thing: "the novel “…”".
    Name,
    /// Below the probability from which on they would be a quote.
    Unlikely { least: f32 },
}

/// The speaker chosen for a quoted span.
#[derive(Clone, Debug)]
pub(crate) struct SpeakerChoice {
    /// How likely the words are a quote at all; a layout that names the speaker makes that surer.
    pub quote: f32,
    pub candidate: Candidate,
    /// How likely this candidate's speaker is the right one among all.
    pub probability: f32,
    pub decider: Decider,
    /// Those among whom the weights chose, with their shares, which make one together; nobody comes first. Empty where a
    /// rule chose before them.
    pub weighed: Vec<(Candidate, f32)>,
    /// Who would have been chosen else, in the order in which rules overruled them.
    pub overruled: Vec<Displaced>,
}

/// A candidate that a rule overruled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Displaced {
    /// `None` is nobody.
    pub mention: Option<usize>,
    /// How likely that one was.
    pub probability: f32,
    pub by: Decider,
}

/// What chose a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decider {
    /// The weights: the likeliest of all candidates.
    Weights,
    /// The layout: a label, a signature, an introduction before a colon.
    Layout,
    /// The verb left out because the words before have it: `branded it "a disgrace" and Mr Testby "a shame"`.
    Gapped,
    /// An act of saying inside another's report: `A said that B had called it "a shame"`.
    ReportedInside,
    /// A tag between commas before the words: `Mr Smith, said Ms Jones, was "a disgrace"`.
    Inserted,
    /// The words stand in that one's own clause: `A, whom B called "so", said`.
    OwnClause,
    /// The subject of the sentence beside the words; it overrules the weights, or backs them.
    Neighbour,
    /// As before, where that sentence says that this one was speaking.
    Speaking,
    /// The words are denied: `never said "so"`.
    Denied,
    /// The words are asked about: `was asked whether it was "so"`.
    Asked,
    /// The line that signs them names nobody: "— Name and address supplied".
    Unsigned,
    /// A name beside words within another's words.
    Within,
    /// The source of an act of saying that reports without marks.
    Report,
}

/// Why a quote has no speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WhyNobody {
    /// The article denies that the one named said so.
    Denied,
    /// The words are those of whoever asked, who is not told.
    Asked,
    /// The line that signs them names nobody: "— Name and address supplied".
    Unsigned,
    /// That nobody of the article said them is likelier than any speaker.
    Likeliest,
    /// The words that name the speaker mean nobody who is known.
    Unresolved,
    /// Somebody was chosen, and the confidence is below that from which on a speaker is named, 0 to 1.
    Unsure {
        /// That confidence.
        least: f32,
    },
}

/// What was decided of the acts of one cue that could report speech without marks.
#[derive(Clone, Debug)]
pub(crate) struct ReportDecision {
    /// What they could report, as indices into [`Reports::all`].
    pub contents: Range<usize>,
    /// The likeliest of these.
    pub best: usize,
    /// How likely the cue reports anything, 0 to 1.
    pub probability: f32,
    pub outcome: ReportOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportOutcome {
    Told,
    /// A word or two, from which nobody could tell what was said.
    Fragment,
    /// Below the probability from which on it is told.
    Unlikely,
    /// Another report holds most of it: what Jones promised in "Smith said Jones promised to stay".
    InsideAnother,
}

/// All reports that the article's acts could be, and which of them are told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reports {
    /// In order of their cues.
    pub all: Vec<ReportedSpeech>,
    /// By report: its share among all of its cue and none.
    pub shares: Vec<f32>,
    /// By cue.
    pub decisions: Vec<ReportDecision>,
}

/// Words within another's words, and the act beside them that says whose they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inner {
    pub quoted: usize,
    pub act: Act,
}

/// A quote with what it was made of.
#[derive(Clone, Debug)]
pub(crate) struct Decided {
    pub quote: Quote,
    pub origin: QuoteOrigin,
    /// Why it has no speaker, where it has none.
    pub nobody: Option<WhyNobody>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QuoteOrigin {
    /// Spans in quotation marks; the decision over the first one holds for all.
    Marks(Vec<usize>),
    /// Words within another's words, an index into the list of them.
    Within(usize),
    /// A report, an index into [`Reports::decisions`].
    Report(usize),
}
