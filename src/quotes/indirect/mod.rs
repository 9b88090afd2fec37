//! Reported speech in the writer's words: *Mr Smith said the plan would fail*; source, cue and content. A few of the
//! words may stand in quotation marks (*said the plan was "a shame" for the town*): those are a partial quote besides.
//!
//! Each act outside quotation marks gets a few guesses at its content ([`extents`]); a model weighs for each whether the
//! act reports just that ([`describe`]), and the likeliest stays. Errs to silence. It cannot do: a content that runs
//! over several sentences, or whose source stands in another one.

mod describe;
mod extents;
mod listed;
mod sums;

pub(crate) use describe::REPORT_FORM;

use super::acts::{Act, ActClass, Bond};
use super::lexicon::Lexicon;
use super::lexicon::{NEGATION, RELATIVE, THAT};
use super::model::Values;
use super::scene::Scene;
use super::tokens::Kind;
use crate::span::Span;
use describe::{ActValues, ContentValues};
use std::ops::Range;
use sums::Sums;

/// An act with the content that it would report.
#[derive(Clone, Debug)]
pub(crate) struct ReportedSpeech {
    /// Index of the act.
    pub act: usize,
    pub content: Content,
    act_values: ActValues,
    content_values: ContentValues,
}

impl ReportedSpeech {
    /// The values of [`REPORT_FORM`]'s variables.
    pub fn values(&self) -> Values {
        describe::values(&self.act_values, &self.content_values)
    }

    /// Whether the content is a word or two without a verb or words in marks: "the memo", "an hour", "whether Smith".
    pub fn is_fragment(&self) -> bool {
        self.content_values.is_fragment()
    }

    pub fn spans(&self, scene: &Scene) -> Vec<Span> {
        self.content.stretches().map(|tokens| scene.prose.span(with_marks(scene, tokens))).collect()
    }
}

/// The tokens with the mark before or behind them that belongs to words among them: `was “a shame”`, also where a stop or
/// a comma stands between these and their mark: `was “a shame.”`
fn with_marks(scene: &Scene, tokens: Range<usize>) -> Range<usize> {
    let first = scene.quoted.partition_point(|quoted| quoted.outer.end <= tokens.start);
    let within = scene.quoted[first..].iter().take_while(|quoted| quoted.outer.start < tokens.end);
    let is_sign = |at: usize| matches!(scene.prose.tokens[at].kind, Kind::Stop | Kind::Comma);
    within
        .filter(|quoted| quoted.inner.start >= tokens.start && (tokens.end..quoted.inner.end).all(is_sign))
        .fold(tokens.clone(), |tokens, quoted| tokens.start.min(quoted.outer.start)..tokens.end.max(quoted.outer.end))
}

/// What an act reports: the tokens of one stretch, or of two around the tag, in order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    first: (u32, u32),
    second: Option<(u32, u32)>,
}

impl Content {
    fn new(first: Range<usize>, second: Option<Range<usize>>) -> Content {
        let pair = |tokens: Range<usize>| (tokens.start as u32, tokens.end as u32);
        Content { first: pair(first), second: second.map(pair) }
    }

    pub fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        let range = |(start, end): (u32, u32)| start as usize..end as usize;
        std::iter::once(range(self.first)).chain(self.second.map(range))
    }

    fn last(&self) -> Range<usize> {
        let (start, end) = self.second.unwrap_or(self.first);
        start as usize..end as usize
    }

    /// Its first token, and the one behind its last.
    pub fn hull(&self) -> (usize, usize) {
        (self.first.0 as usize, self.last().end)
    }
}

/// The reports that the acts could be, in order of their cues; several of one cue stand side by side.
pub(crate) fn find_reports(scene: &Scene, lexicon: &Lexicon) -> Vec<ReportedSpeech> {
    let mut reports = Vec::new();
    let mut extents = Vec::new();
    let mut sums = Sums::default();
    for (index, act) in scene.acts.iter().enumerate() {
        // What somebody thinks, sees or wants is not said.
        if matches!(act.class, ActClass::Layout | ActClass::Think) || matches!(act.bond, Bond::Addressee) {
            continue;
        }
        if is_denied(scene, act) {
            continue;
        }
        extents::find(scene, &mut sums, act, &mut extents);
        extents.retain(|extent| !is_mostly_quoted(&sums, &extent.content) && !opens_with_quote(scene, extent));
        if extents.is_empty() {
            continue;
        }
        let act_values = describe::act_values(scene, lexicon, act);
        for extent in extents.drain(..) {
            let content_values = describe::content_values(scene, &sums, &extent);
            reports.push(ReportedSpeech { act: index, content: extent.content, act_values, content_values });
        }
    }
    reports
}

/// "Smith did not say", "Smith has never claimed": nobody is to read what follows as Smith's words.
pub(crate) fn is_denied(scene: &Scene, act: &Act) -> bool {
    const REACH: usize = 3;
    let tokens = &scene.prose.tokens;
    let source = &scene.mentions[act.mention].tokens;
    let first = if source.end <= act.cue { source.end } else { 0 };
    (first..act.cue).rev().take(REACH).take_while(|at| tokens[*at].sentence == tokens[act.cue].sentence).any(|at| {
        let word = scene.prose.str(at);
        tokens[at].is(NEGATION) || word.ends_with("n't") || word.ends_with("n’t")
    })
}

/// `“It is over,” Smith said, according to the paper`: a quote with its tag is no report of the paper's.
fn opens_with_quote(scene: &Scene, extent: &extents::Extent) -> bool {
    let (start, _) = extent.content.hull();
    let behind = scene.quoted.partition_point(|quoted| quoted.inner.start <= start);
    let opening = scene.quoted[..behind].iter().rev().take(2).find(|quoted| quoted.inner.contains(&start));
    extent.order == extents::ContentOrder::Before && opening.is_some()
}

/// More than half of the words in marks: quoted, not reported.
fn is_mostly_quoted(sums: &Sums, content: &Content) -> bool {
    let counts = sums.of_all(content);
    counts.quoted * 2 > counts.words
}

/// The words that name the source there, as a span: behind "Smith, who said" it is the "who".
pub(crate) fn source_span(scene: &Scene, act: &super::acts::Act) -> Span {
    let mention = &scene.mentions[act.mention];
    if act.bond == Bond::Relative {
        let tokens = &scene.prose.tokens;
        let relative = (mention.tokens.end..act.cue).find(|at| tokens[*at].is(RELATIVE | THAT));
        if let Some(relative) = relative {
            return tokens[relative].span;
        }
    }
    scene.prose.span(mention.tokens.clone())
}
