//! What stands beside quoted words and binds them to a speaker without a word of saying of their own: a label, a
//! signature, an introduction before a colon, the subject of the sentence before or behind; and what tells that they
//! name a thing.

use super::acts::{Act, ActClass, Bond};
use super::candidates::{Candidate, CandidatePlace, Last, PairValues, SourceValues, span_values, tagged};
use super::entities::EntityKind;
use super::lexicon::*;
use super::marks::{End, Quoted};
use super::mentions::{Case, MentionKind};
use super::scene::Scene;
use super::tokens::{Kind, Token};
use super::values::{QuotedShape, Sides};
use crate::words::List;

/// The subject of the sentence beside the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour {
    pub subject: usize,
    /// The sentence says that this one was speaking just then.
    pub speaks: bool,
}

/// A few words right behind one that names things: "the novel “…”", "so-called “…”", "nicknamed “…”".
pub(crate) fn is_named_so(scene: &Scene, quote: usize) -> bool {
    let quoted = &scene.quoted[quote];
    // A nickname inside a name.
    let before = scene.mentions.partition_point(|mention| mention.tokens.start < quoted.outer.start);
    if before.checked_sub(1).is_some_and(|at| {
        let around = &scene.mentions[at];
        around.head.start < quoted.outer.start && quoted.outer.end < around.head.end
    }) {
        return true;
    }
    let names = |at: usize| scene.prose.tokens[at].is(NAMING) && !scene.prose.tokens[at].capital;
    let tokens = &scene.prose.tokens;
    // "In his memoir, “A Life in Iron”, …"
    let is_title = || quoted.inner.len() > 1 && is_title_case(&tokens[quoted.inner.clone()]);
    let naming = quoted.outer.start.checked_sub(1).is_some_and(|at| {
        let behind_comma = tokens[at].kind == Kind::Comma && at > 0 && names(at - 1) && is_title();
        names(at) || behind_comma || is_inscribed(scene, quoted, at)
    });
    naming && matches!(QuotedShape::of(scene.prose, quoted), QuotedShape::One | QuotedShape::Few | QuotedShape::Some)
}

/// Whether all words that titles write with capitals have them.
fn is_title_case(tokens: &[Token]) -> bool {
    let small = |token: &Token| token.is(DETERMINER | PREPOSITION | CONJUNCTION | POSSESSIVE | SUBORDINATE);
    tokens.iter().filter(|token| token.kind == Kind::Word).all(|token| token.capital || small(token))
}

/// "The placard read “…”", "with a banner saying “…”": nobody says what stands there.
fn is_inscribed(scene: &Scene, quoted: &Quoted, before: usize) -> bool {
    const REACH: usize = 3;
    let tokens = &scene.prose.tokens;
    let verb = if tokens[before].kind == Kind::Colon { before.checked_sub(1) } else { Some(before) };
    let reads = |at: &usize| {
        List::Reads.has(scene.prose.str(*at)) && tokens[*at].sentence == tokens[quoted.outer.start].sentence
    };
    verb.filter(reads)
        .is_some_and(|verb| (verb.saturating_sub(REACH)..verb).any(|at| List::Inscribed.has(scene.prose.str(at))))
}

/// Whether the marks hold the value of an attribute in markup that was left in the text: `<tweet author="…">`.
pub(crate) fn is_markup(scene: &Scene, quote: usize) -> bool {
    let quoted = &scene.quoted[quote];
    let before = quoted.outer.start.checked_sub(1);
    before.is_some_and(|at| scene.prose.str(at) == "=" && !scene.prose.tokens[quoted.outer.start].spaced)
}

/// Whether both quoted spans stand behind one word of saying in one sentence: what is marked in reported speech is
/// the speaker's ("said it was “a shame” and had to be “done again”").
pub(crate) fn shares_report(scene: &Scene, before: usize, quote: usize) -> bool {
    let (before, quoted) = (&scene.quoted[before], &scene.quoted[quote]);
    let sentence = scene.prose.tokens[quoted.outer.start].sentence;
    let Some(tokens) = scene.prose.sentences.get(sentence as usize) else { return false };
    let said = |act: &Act| {
        matches!(act.class, ActClass::Say | ActClass::Tell)
            && matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::OverPreposition)
    };
    before.style == quoted.style
        && tokens.contains(&before.outer.start)
        && scene.acts_between(tokens.start, before.outer.start).any(said)
}

/// Whether the candidate's word of saying or the candidate stands in the sentence of the words.
pub(crate) fn is_beside(candidate: &Candidate) -> bool {
    candidate.pair.place.is_some_and(|place| place.is_right_after() || place.is_right_before())
}

/// Whether the candidate is nobody, or one that nothing binds to the words: no word of saying, not the one who spoke
/// before, not the subject of a sentence.
pub(crate) fn is_stray(scene: &Scene, candidate: &Candidate) -> bool {
    let Some(mention) = candidate.mention else { return true };
    let carried = candidate.pair.last.is_same();
    candidate.act.is_none() && !carried && scene.mentions[mention].case != Case::Free
}

/// Whole sentences in marks without a tag, in a paragraph beside one person's doings: the subject of the sentence
/// before or behind (`Ann Example took the stage. "We can win."`). `None` where both sides name another.
///
/// It cannot tell a sentence about the one who answers (`"We can win." Mr Testby disagrees.`) from one about the
/// one who spoke, and is not sure for that.
pub(crate) fn neighbour(scene: &Scene, quote: usize) -> Option<Neighbour> {
    let quoted = &scene.quoted[quote];
    let whole = QuotedShape::of(scene.prose, quoted).is_whole();
    if !whole || tagged(scene, quote) != Sides::No {
        return None;
    }
    let tokens = &scene.prose.tokens;
    let paragraph = &scene.prose.paragraphs[quoted.paragraph].tokens;
    let before = (quoted.outer.start > paragraph.start)
        .then(|| quoted.outer.start - 1)
        .filter(|at| tokens[*at].kind == Kind::Stop)
        .and_then(|at| subject(scene, tokens[at].sentence));
    const MOST_PARAGRAPHS: usize = 24;
    let goes_on =
        |at: &usize| scene.quoted[*at].end == End::Open && scene.quoted.get(*at + 1).is_some_and(|next| next.continues);
    let last = quote + (quote..).take(MOST_PARAGRAPHS).take_while(goes_on).count();
    let last = &scene.quoted[last];
    let behind = (last.outer.end < scene.prose.paragraphs[last.paragraph].tokens.end)
        .then_some(last.outer.end)
        .filter(|at| tokens[*at].capital && tokens[*at].sentence != tokens[*at - 1].sentence)
        .and_then(|at| subject(scene, tokens[at].sentence));
    if let Some(subject) = behind.filter(|subject| is_speaking(scene, *subject)) {
        return Some(Neighbour { subject, speaks: true });
    }
    let subject = match (before, behind) {
        (Some(one), Some(other)) if !scene.means_same(one, other) => return None,
        (one, other) => one.or(other)?,
    };
    Some(Neighbour { subject, speaks: false })
}

/// "Ann Example was speaking at a rally."
fn is_speaking(scene: &Scene, subject: usize) -> bool {
    let behind = scene.mentions[subject].tokens.end;
    scene.prose.tokens.get(behind).is_some_and(|token| token.is(BE))
        && scene.prose.tokens.get(behind + 1).is_some_and(|token| token.is(SPEAKING))
}

/// The person with whom a sentence begins, a phrase before a comma left out, where nothing in it is quoted.
fn subject(scene: &Scene, sentence: u32) -> Option<usize> {
    let sentence = scene.prose.sentences.get(sentence as usize)?;
    let first = scene.mentions.partition_point(|mention| mention.tokens.start < sentence.start);
    const LONGEST_PHRASE: usize = 6;
    let mention = scene.mentions.get(first)?;
    let phrase = mention.tokens.start.checked_sub(sentence.start)?;
    let begins =
        phrase == 0 || phrase <= LONGEST_PHRASE && scene.prose.tokens[mention.tokens.start - 1].kind == Kind::Comma;
    if !begins {
        return None;
    }
    let entity = &scene.entities.list[scene.entities.entity_of(first)? as usize];
    let plain = (sentence.clone()).all(|at| !scene.prose.tokens[at].is_mark());
    (plain && mention.case == Case::Free && entity.kind == EntityKind::Person).then_some(first)
}

/// The act that ends the paragraph before with a colon ("Asked about it, Ms Example said:"), where the words open the
/// next one.
fn introduction(scene: &Scene, quoted: &Quoted) -> Option<usize> {
    const REACH: usize = 8;
    let paragraphs = &scene.prose.paragraphs;
    if quoted.outer.start != paragraphs[quoted.paragraph].tokens.start {
        return None;
    }
    let before = paragraphs[..quoted.paragraph].iter().rfind(|paragraph| paragraph.is_prose)?;
    let colon = before.tokens.end.checked_sub(1).filter(|at| *at > before.tokens.start)?;
    if scene.prose.tokens[colon].kind != Kind::Colon {
        return None;
    }
    let from = scene.acts.partition_point(|act| act.cue < colon.saturating_sub(REACH).max(before.tokens.start));
    let to = scene.acts.partition_point(|act| act.cue < colon);
    // Of several the plainest binding: "as his aides were told, Mr Testby said:".
    (from..to)
        .filter(|act| {
            let Act { cue, mention, bond, class } = scene.acts[*act];
            matches!(bond, Bond::Subject | Bond::Inverted | Bond::OverApposition | Bond::Relative)
                && matches!(class, ActClass::Say | ActClass::Tell)
                && scene.mentions[mention].tokens.end <= colon
                && cue < colon
        })
        .max_by_key(|act| {
            let Act { cue, mention, bond, .. } = scene.acts[*act];
            (cue, bond == Bond::Subject, std::cmp::Reverse(mention))
        })
}

/// Whether a whole paragraph is signed in a short line below it, by nobody who could be named: "— Name and address
/// supplied".
pub(crate) fn is_unsigned(scene: &Scene, quote: usize) -> bool {
    const LONGEST: usize = 12;
    let quoted = &scene.quoted[quote];
    let paragraphs = &scene.prose.paragraphs;
    let own = &paragraphs[quoted.paragraph].tokens;
    let below = paragraphs.get(quoted.paragraph + 1).map(|below| &below.tokens);
    *own == quoted.outer
        && below.is_some_and(|below| {
            (2..=LONGEST).contains(&below.len()) && scene.prose.tokens[below.start].kind == Kind::Dash
        })
}

/// The speaker whom the layout names: a label inside the marks ("SMITH: We will") or a signature behind them.
pub(crate) fn layout(scene: &Scene, quote: usize) -> Option<Candidate> {
    let quoted = &scene.quoted[quote];
    let by = |mention, act: Option<usize>, bond, place| Candidate {
        mention: Some(mention),
        act,
        source: SourceValues { bond: Some(bond), class: act.map(|act| scene.acts[act].class), ..SourceValues::UNKNOWN },
        span: span_values(scene, quote, None),
        pair: PairValues::at(Some(place), Last::None),
    };
    if let Some(mention) = label(scene, quoted) {
        return Some(by(mention, None, Bond::Colon, CandidatePlace::BeforeColon));
    }
    if let Some(act) = introduction(scene, quoted) {
        return Some(by(scene.acts[act].mention, Some(act), scene.acts[act].bond, CandidatePlace::BeforeColon));
    }
    if quoted.unmarked {
        let colon = quoted.outer.start.checked_sub(1)?;
        let first = scene.acts.partition_point(|act| act.cue < colon);
        let labels = |act: &Act| act.cue == colon && act.bond == Bond::Colon;
        let act = (first..scene.acts.len()).take(2).find(|act| labels(&scene.acts[*act]))?;
        return Some(by(scene.acts[act].mention, Some(act), Bond::Colon, CandidatePlace::BeforeColon));
    }
    let first = scene.acts.partition_point(|act| act.cue < quoted.outer.end);
    let act = (first..scene.acts.len())
        .take_while(|act| scene.acts[*act].cue == quoted.outer.end)
        .find(|act| scene.acts[*act].bond == Bond::Dash)?;
    Some(by(scene.acts[act].mention, Some(act), Bond::Dash, CandidatePlace::AfterAdjacent))
}

/// "Ms Example branded it “a disgrace” and Mr Testby “a shame”": the second sentence leaves out its verb, and the name
/// right before the words is who said them. Told only where the first one's object is a thing ("it", "this"): of
/// "called Ms Example “a liar” and Mr Testby “a fool”" both are called so by somebody else.
pub(crate) fn gapped(scene: &Scene, quote: usize, last: usize) -> Option<usize> {
    let (before, quoted) = (&scene.quoted[last], &scene.quoted[quote]);
    let tokens = &scene.prose.tokens;
    let same_sentence = tokens[before.outer.start].sentence == tokens[quoted.outer.start].sentence;
    let object = before.outer.start.checked_sub(1).filter(|at| tokens[*at].is(IT) || is_pointing(scene, *at))?;
    let called = scene.acts_between(object.saturating_sub(1), object).any(|act| act.class == ActClass::Call);
    let behind = scene.mentions.partition_point(|mention| mention.tokens.end <= quoted.outer.start);
    let named =
        (behind.saturating_sub(3)..behind).rev().find(|at| scene.mentions[*at].tokens.end == quoted.outer.start)?;
    let mention = &scene.mentions[named];
    let joined = mention.tokens.start == before.outer.end + 1 && tokens[before.outer.end].is(CONJUNCTION);
    let person = matches!(mention.kind, MentionKind::Person | MentionKind::Body) && mention.case == Case::Free;
    (same_sentence && called && joined && person).then_some(named)
}

fn is_pointing(scene: &Scene, token: usize) -> bool {
    List::ThingPronoun.has(scene.prose.str(token))
}

/// The mention that labels the words inside the marks, if any.
pub(crate) fn label(scene: &Scene, quoted: &Quoted) -> Option<usize> {
    let first = scene.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
    let mention = scene.mentions.get(first).filter(|mention| mention.tokens.start == quoted.inner.start)?;
    let colon = scene.prose.tokens.get(mention.tokens.end).is_some_and(|token| token.kind == Kind::Colon);
    let named = matches!(mention.kind, MentionKind::Person | MentionKind::Name);
    let capitals = scene.prose.tokens[mention.head.clone()].iter().all(|token| token.all_caps);
    (colon && named && capitals && mention.tokens.end + 1 < quoted.inner.end).then_some(first)
}
