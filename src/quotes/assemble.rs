//! Choices to quotes: segments put together, the kind told, the speaker named as far as that is sure, the context and
//! the rule given.

use super::acts::{ActClass, Bond};
use super::beside::{is_beside, label};
use super::candidates::{CandidatePlace, Gap};
use super::decision::{
    Decided, Decider, Decision, Inner, QuoteOrigin, ReportOutcome, Reports, SpeakerChoice, WhyNobody,
};
use super::indirect::source_span;
use super::marks::Quoted;
use super::mentions::MentionKind;
use super::model::logistic;
use super::quote::{Quote, QuoteKind, Speaker};
use super::scene::Scene;
use super::speakers::{highest_confidence, speaker_of};
use super::sureness::Sureness;
use super::tokens::{Kind, Prose};
use super::values::Sides;
use super::within::reporter_of;
use crate::people::Register;
use crate::span::Span;

/// What the models' own probability of a quote's speaker is worth, as measured on articles with known speakers: Platt's
/// scaling (1999).
fn calibrated(sureness: &Sureness, probability: f32) -> f32 {
    let probability = probability.clamp(1e-4, 0.9995);
    logistic(sureness.scale_slope * (probability / (1.0 - probability)).ln() + sureness.scale_offset)
}

/// Puts the article's quotes together, in order of the text.
pub(crate) fn assemble(
    scene: &Scene,
    decisions: &[Option<Decision>],
    inner: &[Inner],
    reports: &Reports,
    register: &Register,
) -> Vec<Decided> {
    let mut quotes: Vec<Decided> = Vec::new();
    // The choice of the last quote that can take a further segment.
    let mut open: Option<(usize, &SpeakerChoice)> = None;
    for (index, decision) in decisions.iter().enumerate() {
        let Some(choice) = decision.as_ref().and_then(Decision::choice) else { continue };
        let quoted = &scene.quoted[index];
        let kind = kind_of(scene, quoted, choice);
        let segment = words_of(scene, quoted);
        if let (Some((last, before)), Some(Decided { quote, origin: QuoteOrigin::Marks(spans), .. })) =
            (open, quotes.last_mut())
            && joins(scene, before, choice)
            && !is_introduced(scene, &scene.quoted[last], quoted)
            && (kind == QuoteKind::Direct && !in_sentence(choice)
                || resumes(scene, &scene.quoted[last], quoted, choice))
        {
            quote.segments.push(segment);
            quote.context = quote.context.hull(scene.prose.paragraphs[quoted.paragraph].span);
            spans.push(index);
            open = Some((index, choice));
            continue;
        }
        quotes.push(quote_of(scene, index, choice, kind, register));
        open = (kind == QuoteKind::Direct).then_some((index, choice));
    }
    quotes.extend((0..inner.len()).filter_map(|index| quote_within(scene, inner, index, decisions, register)));
    let told = (0..reports.decisions.len()).filter(|at| reports.decisions[*at].outcome == ReportOutcome::Told);
    quotes.extend(told.map(|index| reported(scene, reports, index, register)));
    quotes.sort_by_key(|decided| decided.quote.segments.first().map(|span| span.start()));
    for Decided { quote, .. } in &mut quotes {
        quote.context = narrowed(scene.prose, quote.context, &quote.segments);
    }
    quotes
}

/// Longer contexts are cut around the quote, in bytes; paragraphs of real articles stay below, those of a text without
/// line breaks do not, and each of its quotes would carry all of it.
const LONGEST_CONTEXT: usize = 8_000;
/// What then stays before the quote and behind it.
const CONTEXT_BEFORE: usize = 3_000;
const CONTEXT_BEHIND: usize = 1_500;

/// The context, or where it is too long what of it stands close to the quote, cut between tokens.
fn narrowed(prose: &Prose, context: Span, segments: &[Span]) -> Span {
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return context };
    if context.len() <= LONGEST_CONTEXT {
        return context;
    }
    let mut narrow = first.hull(*last);
    let low = narrow.start().saturating_sub(CONTEXT_BEFORE);
    let high = narrow.end() + CONTEXT_BEHIND;
    let opening = prose.tokens.partition_point(|token| token.span.start() < low);
    let closing = prose.tokens.partition_point(|token| token.span.end() <= high);
    if let (Some(opening), Some(closing)) = (prose.tokens.get(opening), closing.checked_sub(1)) {
        narrow = narrow.hull(opening.span).hull(prose.tokens[closing].span);
    }
    Span::new(narrow.start().max(context.start()), narrow.end().min(context.end()))
}

/// Words that the speaker of the words around them quotes of somebody else.
fn quote_within(
    scene: &Scene,
    inner: &[Inner],
    index: usize,
    decisions: &[Option<Decision>],
    register: &Register,
) -> Option<Decided> {
    let known = Sureness::embedded();
    let Inner { quoted, act } = inner[index];
    let quoted = &scene.quoted[quoted];
    let outer = decisions[quoted.parent?].as_ref().and_then(Decision::choice)?;
    let speaker = speaker_of(scene, act.mention, register)?;
    let confidence = known.within * scene.entities.sureness[act.mention] * outer.quote;
    let confidence = confidence.min(highest_confidence(scene, act.mention));
    let reported_by = outer.candidate.mention.and_then(|mention| speaker_of(scene, mention, register));
    let (context, lead_in) = surroundings(scene, quoted, Some(act.mention));
    // Who quotes himself says nothing new.
    if reported_by.as_ref() == Some(&speaker) {
        return None;
    }
    let (speaker, nobody) = named_from(known.named, Some(speaker), confidence);
    let quote = Quote {
        kind: QuoteKind::Partial,
        segments: vec![quoted.span],
        speaker,
        reported_by,
        mention: Some(scene.prose.span(scene.mentions[act.mention].tokens.clone())),
        cue: Some(scene.prose.tokens[act.cue].span),
        confidence,
        rule: "within",
        context,
        lead_in,
    };
    Some(Decided { quote, origin: QuoteOrigin::Within(index), nobody })
}

/// The speaker, if the confidence reaches what naming one takes; and why nobody is named else.
fn named_from(least: f32, named: Option<Speaker>, confidence: f32) -> (Option<Speaker>, Option<WhyNobody>) {
    match named {
        None => (None, Some(WhyNobody::Unresolved)),
        // Not `confidence < least`: what is no number names nobody.
        Some(speaker) if confidence >= least => (Some(speaker), None),
        Some(_) => (None, Some(WhyNobody::Unsure { least })),
    }
}

/// A quote without marks.
fn reported(scene: &Scene, reports: &Reports, index: usize, register: &Register) -> Decided {
    let known = Sureness::embedded();
    let decision = &reports.decisions[index];
    let report = &reports.all[decision.best];
    let act = &scene.acts[report.act];
    let named = speaker_of(scene, act.mention, register);
    let confidence = match named {
        Some(_) => {
            let confidence = decision.probability * scene.entities.sureness[act.mention];
            confidence.min(highest_confidence(scene, act.mention))
        }
        None => decision.probability,
    };
    let paragraph = scene.prose.paragraph_of(act.cue);
    let (speaker, nobody) = named_from(known.named_in_report, named, confidence);
    let quote = Quote {
        kind: QuoteKind::Indirect,
        segments: report.spans(scene),
        speaker,
        reported_by: None,
        mention: Some(source_span(scene, act)),
        cue: Some(scene.prose.tokens[act.cue].span),
        confidence,
        rule: "reported",
        context: scene.prose.paragraphs[paragraph].span,
        lead_in: None,
    };
    Decided { quote, origin: QuoteOrigin::Report(index), nobody }
}

/// The quoted words without a label that names their speaker.
fn words_of(scene: &Scene, quoted: &Quoted) -> Span {
    match label(scene, quoted) {
        Some(label) => scene.prose.span(scene.mentions[label].tokens.end + 1..quoted.inner.end),
        None => quoted.span,
    }
}

/// Whether a direct quote goes on with these words: after its speaker tag, or in a new paragraph without another tag.
fn joins(scene: &Scene, before: &SpeakerChoice, choice: &SpeakerChoice) -> bool {
    let same = match (before.candidate.mention, choice.candidate.mention) {
        (Some(one), Some(other)) => scene.means_same(one, other),
        (None, None) => true,
        _ => false,
    };
    let own_tag = choice.candidate.mention != before.candidate.mention && choice.candidate.span.tagged != Sides::No;
    match choice.candidate.span.gap {
        // A closing mark may be missing before a paragraph that has a speaker of its own.
        Gap::Continued => same || !own_tag || choice.candidate.mention.is_none(),
        // "…," she said on Monday. On Friday she told them: "…": two statements.
        Gap::Interrupted => same && !own_tag,
        Gap::SameSentence => same,
        Gap::NextParagraph | Gap::NextParagraphTagged => same && !own_tag,
        Gap::First | Gap::SameParagraph | Gap::Far => false,
    }
}

/// Whether a sentence behind the words before begins anew with an act of saying: "…," Smith said on Monday. On Friday he
/// told them: "…".
fn is_introduced(scene: &Scene, before: &Quoted, quoted: &Quoted) -> bool {
    let tokens = &scene.prose.tokens;
    let (own, last) = (tokens[quoted.outer.start].sentence, tokens[before.outer.end - 1].sentence);
    before.outer.end <= quoted.outer.start
        && own != last
        && scene.acts_between(before.outer.end, quoted.outer.start).any(|act| {
            matches!(act.class, ActClass::Say | ActClass::Tell)
                && act.bond == Bond::Subject
                && tokens[act.cue].sentence == own
        })
}

fn in_sentence(choice: &SpeakerChoice) -> bool {
    choice.candidate.span.gap == Gap::SameSentence
}

/// `"If they go," she said, "we shall stay."`: the tag stands between commas inside one sentence.
fn resumes(scene: &Scene, before: &Quoted, quoted: &Quoted, choice: &SpeakerChoice) -> bool {
    const LONGEST_TAG: u32 = 16;
    let is_comma = |at: usize| scene.prose.tokens.get(at).is_some_and(|token| token.kind == Kind::Comma);
    let (from, to) = (before.outer.end, quoted.outer.start);
    in_sentence(choice)
        && from < to
        && (is_comma(before.inner.end - 1) || is_comma(from))
        && is_comma(to - 1)
        && scene.words_between(from, to) <= LONGEST_TAG
        && (choice.candidate.act.is_some_and(|act| (from..to).contains(&scene.acts[act].cue))
            || choice.candidate.mention.is_some_and(|at| (from..to).contains(&scene.mentions[at].tokens.start)))
}

/// A whole statement, or a few words in the writer's sentence.
fn kind_of(scene: &Scene, quoted: &Quoted, choice: &SpeakerChoice) -> QuoteKind {
    let tokens = &scene.prose.tokens;
    let inner = &tokens[quoted.inner.clone()];
    let words = inner.iter().filter(|token| token.kind == Kind::Word).count();
    let first = inner.iter().find(|token| matches!(token.kind, Kind::Word | Kind::Number));
    let capital = first.is_some_and(|token| token.capital || token.kind == Kind::Number);
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let before = quoted.outer.start.checked_sub(1).filter(|at| *at >= paragraph.start).map(|at| tokens[at].kind);
    let opens = match before {
        None => true,
        Some(Kind::Colon | Kind::Stop | Kind::Comma | Kind::Dash) => true,
        Some(_) => tokens[quoted.outer.start].sentence != tokens[quoted.outer.start.saturating_sub(1)].sentence,
    };
    let ended = inner.last().is_some_and(|token| matches!(token.kind, Kind::Stop | Kind::Comma | Kind::Dash));
    let continued = choice.candidate.span.gap == Gap::Continued;
    let interrupted = matches!(choice.candidate.span.gap, Gap::Interrupted | Gap::SameSentence);
    if continued
        || opens && ended && (capital || interrupted)
        || opens && capital && words > 3
        || capital && ended && words > 5
    {
        QuoteKind::Direct
    } else {
        QuoteKind::Partial
    }
}

fn quote_of(scene: &Scene, index: usize, choice: &SpeakerChoice, kind: QuoteKind, register: &Register) -> Decided {
    let known = Sureness::embedded();
    let quoted = &scene.quoted[index];
    let mention = choice.candidate.mention;
    let named = mention.and_then(|mention| speaker_of(scene, mention, register));
    let sureness = mention.map_or(1.0, |mention| scene.entities.sureness[mention]);
    let probability = choice.probability * choice.quote.max(0.5);
    let confidence = match named {
        Some(_) => {
            let most = mention.map_or(1.0, |mention| highest_confidence(scene, mention));
            calibrated(known, probability * sureness).min(most)
        }
        None => probability.min(known.nobody_at_most),
    };
    let (speaker, nobody) = match (mention, choice.decider) {
        (None, Decider::Denied) => (None, Some(WhyNobody::Denied)),
        (None, Decider::Asked) => (None, Some(WhyNobody::Asked)),
        (None, Decider::Unsigned) => (None, Some(WhyNobody::Unsigned)),
        (None, _) => (None, Some(WhyNobody::Likeliest)),
        (Some(_), _) => named_from(known.named, named, confidence),
    };
    let rule = if speaker.is_none() && mention.is_none() { "unknown" } else { rule_of(choice, scene) };
    let cue = choice.candidate.act.map(|act| scene.acts[act].cue).map(|cue| scene.prose.tokens[cue].span);
    let (context, lead_in) = surroundings(scene, quoted, mention);
    let quote = Quote {
        kind,
        segments: vec![words_of(scene, quoted)],
        reported_by: speaker.as_ref().and_then(|speaker| {
            let act = &scene.acts[choice.candidate.act?];
            let reporter = speaker_of(scene, reporter_of(scene, act)?, register)?;
            (reporter != *speaker).then_some(reporter)
        }),
        speaker,
        mention: mention.map(|mention| scene.prose.span(scene.mentions[mention].tokens.clone())),
        cue: cue.filter(|_| mention.is_some()),
        confidence: confidence.clamp(0.0, 1.0),
        rule,
        context,
        lead_in,
    };
    Decided { quote, origin: QuoteOrigin::Marks(vec![index]), nobody }
}

/// The paragraphs around the words, with the one that leads in; and the sentence that sets them up, where it stands
/// outside their paragraph.
fn surroundings(scene: &Scene, quoted: &Quoted, mention: Option<usize>) -> (Span, Option<Span>) {
    let prose = scene.prose;
    let paragraph = &prose.paragraphs[quoted.paragraph];
    let mut context = paragraph.span;
    if let Some(mention) = mention {
        let at = prose.paragraph_of(scene.mentions[mention].tokens.start);
        if at + 1 == quoted.paragraph || at == quoted.paragraph + 1 {
            context = context.hull(prose.paragraphs[at].span);
        }
    }
    let quoted_share = quoted.outer.len() * 2 > paragraph.tokens.len();
    if !quoted_share {
        return (context, None);
    }
    // The nearest paragraph before that is not itself mostly quotation.
    const REACH: usize = 6;
    let mut lead_in = None;
    for index in (quoted.paragraph.saturating_sub(REACH)..quoted.paragraph).rev() {
        let candidate = &prose.paragraphs[index];
        if !candidate.is_prose || candidate.tokens.is_empty() {
            continue;
        }
        let first = scene.quoted.partition_point(|other| other.outer.start < candidate.tokens.start);
        let inside: usize = scene.quoted[first..]
            .iter()
            .take_while(|other| other.outer.start < candidate.tokens.end)
            .filter(|other| other.parent.is_none())
            .map(|other| other.outer.len())
            .sum();
        if inside * 2 <= candidate.tokens.len() {
            let sentence = prose.tokens[candidate.tokens.end - 1].sentence as usize;
            lead_in = prose.sentences.get(sentence).map(|tokens| prose.span(tokens.clone()));
            if index + 1 == quoted.paragraph {
                context = context.hull(candidate.span);
            }
            break;
        }
    }
    (context, lead_in)
}

/// The name of the rule: how the words and their speaker are bound.
fn rule_of(choice: &SpeakerChoice, scene: &Scene) -> &'static str {
    let candidate = &choice.candidate;
    if candidate.span.gap == Gap::Continued && candidate.span.tagged == Sides::No {
        return "continued";
    }
    let place = candidate.pair.place;
    let bond = candidate.act.map(|act| scene.acts[act].bond);
    let beside = is_beside(candidate);
    match bond {
        Some(Bond::According) => "according-to",
        Some(Bond::Colon | Bond::Dash) => "layout",
        Some(Bond::Agent) if beside => "agent",
        Some(Bond::Inverted) if beside => "inverted",
        Some(_) if place.is_some_and(CandidatePlace::is_right_after) => "tag-after",
        Some(_) if place == Some(CandidatePlace::BeforeColon) => "colon",
        Some(_) if beside => "tag-before",
        _ if candidate.pair.last.is_same() => "carried",
        Some(_) if place.is_some_and(CandidatePlace::is_before) => "sentence-before",
        Some(_) => "sentence-after",
        None => match choice.candidate.mention.map(|mention| scene.mentions[mention].kind) {
            Some(MentionKind::Pronoun) => "near-pronoun",
            Some(_) => "near-name",
            None => "unknown",
        },
    }
}
