//! Quotes within quotes: A says that B said "…". The words are B's, and A is who reports them.
//!
//! Two forms are told: marks inside marks (`"He told me, 'We shall win,'" A said`), where B is named beside the inner
//! words; and an act of saying inside another's report (`A said that B had called it "a shame"`). It errs to silence:
//! inner words without a name beside them stay a part of A's, and whoever reports over more than one sentence is not
//! looked for.

use super::acts::{Act, ActClass, Bond};
use super::candidates::Candidate;
use super::lexicon::*;
use super::marks::Quoted;
use super::mentions::MentionKind;
use super::scene::Scene;
use super::tokens::{Kind, Token};

/// Inner words with fewer words than this are a term, not somebody's statement.
const FEWEST_WORDS: usize = 4;

/// Words between the inner words and the word of saying that they hang on, at most.
const NEAREST: u32 = 2;

/// Tokens around the inner words that are looked through for a word of saying.
const REACH: usize = 12;

/// The act inside the outer marks that says who said these inner words, if a name stands there.
pub(crate) fn act_within(scene: &Scene, inner: &Quoted, acts: &[Act]) -> Option<Act> {
    let tokens = &scene.prose.tokens;
    let words = tokens[inner.inner.clone()].iter().filter(|token| token.kind == Kind::Word).count();
    if words < FEWEST_WORDS {
        return None;
    }
    let sentences = (tokens[inner.outer.start].sentence, tokens[inner.outer.end - 1].sentence);
    let reach = inner.outer.start.saturating_sub(REACH)..inner.outer.end + REACH;
    let first = acts.partition_point(|act| act.cue < reach.start);
    acts[first..]
        .iter()
        .take_while(|act| act.cue < reach.end)
        .filter(|act| names_somebody(scene, act) && matches!(act.class, ActClass::Say | ActClass::Tell))
        .filter(|act| {
            let mention = &scene.mentions[act.mention].tokens;
            let hull = (act.cue.min(mention.start), (act.cue + 1).max(mention.end));
            let beside = match hull.0 >= inner.outer.end {
                true => scene.words_between(inner.outer.end, hull.0) == 0,
                false => hull.1 <= inner.outer.start && scene.words_between(hull.1, inner.outer.start) <= NEAREST,
            };
            beside && (sentences.0..=sentences.1).contains(&tokens[act.cue].sentence)
        })
        .min_by_key(|act| act.cue.abs_diff(inner.outer.start))
        .copied()
}

fn names_somebody(scene: &Scene, act: &Act) -> bool {
    matches!(scene.mentions[act.mention].kind, MentionKind::Person | MentionKind::Name | MentionKind::Body)
        && matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::Inverted)
}

/// The candidate whose own act of saying the best candidate only reports, if the words hang on that inner act.
pub(crate) fn reported_instead(
    scene: &Scene,
    quote: usize,
    best: usize,
    candidates: &[(Candidate, f32)],
) -> Option<usize> {
    let reporter = candidates[best].0.mention?;
    candidates[best].0.act?;
    let outer = &scene.quoted[quote].outer;
    let start = outer.start;
    candidates.iter().position(|(candidate, _)| {
        let Some(act) = candidate.act.map(|act| &scene.acts[act]) else { return false };
        let says = matches!(act.class, ActClass::Say | ActClass::Tell | ActClass::Call | ActClass::Vow);
        // "The paper quoted Smith as saying he was “unfit”."
        let quoted_as = act.cue > 0 && act.cue < start && scene.prose.str(act.cue - 1) == "as";
        let sentence = scene.prose.tokens[act.cue].sentence;
        let hangs = if act.cue < start {
            // "After Smith asked, they became “agitated”, according to Jones": another verb's words are not Smith's.
            let between = &scene.prose.tokens[act.cue + 1..start];
            let own = scene.words_between(act.cue + 1, start) <= NEAREST + 1
                || !between.iter().any(|token| token.verb_form || token.is(AUXILIARY));
            sentence == scene.prose.tokens[start].sentence
                && scene.acts_between(act.cue + 1, start).next().is_none()
                && (own || quoted_as || reporter_before(scene, act).is_some())
        } else {
            // "“…,” Example told a crowd, according to the Exampleton News."
            let tag = act.cue.min(scene.mentions[act.mention].tokens.start);
            sentence == scene.prose.tokens[outer.end - 1].sentence
                && tag >= outer.end
                && scene.words_between(outer.end, tag) == 0
        };
        // "She says it shows that he is “unfit”": what says so is not somebody.
        let somebody = !scene.prose.tokens[scene.mentions[act.mention].tokens.start].is(IT);
        let reports = || reporter_of(scene, act).is_some_and(|outer| scene.means_same(outer, reporter));
        says && somebody && hangs && (quoted_as || reports())
    })
}

/// "A said “…”, while B said that “…”", "A, whom B called “…”, said", "A, who once said: “…”", "described by A as “…”",
/// "“…,” said A, whose B said": the candidate in whose own clause the words stand, right behind its word of saying or right
/// before it, where the best one speaks further off in the sentence.
pub(crate) fn own_clause_instead(
    scene: &Scene,
    quote: usize,
    best: usize,
    candidates: &[(Candidate, f32)],
) -> Option<usize> {
    let tokens = &scene.prose.tokens;
    let outer = &scene.quoted[quote].outer;
    let sentence = tokens[outer.start].sentence;
    let farther = candidates[best].0.act.map(|act| scene.acts[act].cue)?;
    let is_small = |token: &Token| token.kind == Kind::Word && !token.capital && token.word.cue.is_none();
    candidates.iter().position(|(candidate, _)| {
        let Some(act) = candidate.act.map(|act| &scene.acts[act]) else { return false };
        let mention = &scene.mentions[act.mention].tokens;
        let says = matches!(act.class, ActClass::Say | ActClass::Tell | ActClass::Call | ActClass::Vow);
        if !says || act.cue == farther || tokens[mention.start].is(IT) {
            return false;
        }
        if act.bond == Bond::Inverted {
            return act.class == ActClass::Say && act.cue == outer.end && farther > act.cue;
        }
        let (low, high) = scene.hull(act);
        if high > outer.start || tokens[act.cue].sentence != sentence {
            return false;
        }
        let opened = match act.bond {
            Bond::Subject => mention.start.checked_sub(1).is_some_and(|before| {
                tokens[before].is(SUBORDINATE | RELATIVE | CONJUNCTION) && !tokens[before].is(THAT)
            }),
            Bond::Relative | Bond::Agent => true,
            _ => false,
        };
        // "B would call it", "B did not call it": nobody has.
        let denied = tokens[low..act.cue].iter().any(|token| token.is(MODAL | NEGATION));
        let between = &tokens[high..outer.start];
        let colon = between.last().is_some_and(|last| last.kind == Kind::Colon);
        let words = &between[..between.len() - usize::from(colon)];
        let right_behind = words.len() <= NEAREST as usize && words.iter().all(is_small);
        // The best one speaks neither inside this clause nor behind the words, where a tag would stand.
        let is_outer = farther < low || farther >= outer.end;
        opened && !denied && right_behind && is_outer
    })
}

/// "Mr Smith, said Ms Jones, was “a disgrace”": the candidate whose tag stands between commas in the sentence, where the
/// best one says nothing.
pub(crate) fn inserted_instead(
    scene: &Scene,
    quote: usize,
    best: usize,
    candidates: &[(Candidate, f32)],
) -> Option<usize> {
    if candidates[best].0.act.is_some() {
        return None;
    }
    let tokens = &scene.prose.tokens;
    let start = scene.quoted[quote].outer.start;
    let sentence = scene.prose.sentences.get(tokens[start].sentence as usize)?;
    let is_comma = |at: usize| tokens[at].kind == Kind::Comma;
    candidates.iter().position(|(candidate, _)| {
        let Some(act) = candidate.act.map(|act| &scene.acts[act]) else { return false };
        let (low, high) = scene.hull(act);
        act.class == ActClass::Say
            && matches!(act.bond, Bond::Subject | Bond::Inverted)
            && (sentence.start + 1..start).contains(&low)
            && high < start
            && is_comma(low - 1)
            && is_comma(high)
            && scene.acts_between(act.cue + 1, start).next().is_none()
    })
}

/// "Smith was asked whether it was “so”", "Asked if it was “so”, Smith said": the words are the asker's, and who asked is
/// not told.
pub(crate) fn is_asked(scene: &Scene, quote: usize) -> bool {
    let outer = &scene.quoted[quote].outer;
    let tokens = &scene.prose.tokens;
    let Some(sentence) = scene.prose.sentences.get(tokens[outer.start].sentence as usize) else { return false };
    let plain = |at: &usize| matches!(tokens[*at].kind, Kind::Word | Kind::Number | Kind::Genitive);
    let asks = |at: &usize| {
        scene.prose.str(*at).eq_ignore_ascii_case("asked") && matches!(scene.prose.str(at + 1), "if" | "whether")
    };
    let asked = (sentence.start..outer.start).rev().take(REACH).take_while(plain).find(asks);
    asked.is_some_and(|at| at == sentence.start || tokens[at - 1].is(BE) || tokens[at - 1].kind == Kind::Comma)
}

/// Who reports that the act took place: the source of an act of saying that stands around it in the sentence, as a
/// mention ("A said that B had called it …", "According to A, B called it …", "B called it …, according to A").
pub(crate) fn reporter_of(scene: &Scene, act: &Act) -> Option<usize> {
    reporter_before(scene, act).or_else(|| reporter_behind(scene, act))
}

fn reporter_behind(scene: &Scene, act: &Act) -> Option<usize> {
    if !matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::Inverted) {
        return None;
    }
    let sentence = scene.prose.sentences.get(scene.prose.tokens[act.cue].sentence as usize)?;
    let next = scene.acts_between(act.cue + 1, sentence.end).next()?;
    (next.bond == Bond::According && !scene.means_same(next.mention, act.mention)).then_some(next.mention)
}

fn reporter_before(scene: &Scene, act: &Act) -> Option<usize> {
    let tokens = &scene.prose.tokens;
    let inner = &scene.mentions[act.mention];
    if !matches!(act.bond, Bond::Subject | Bond::OverApposition) || inner.tokens.start > act.cue {
        return None;
    }
    // "A said that B would call it “a shame”": B has not said so; the words are A's.
    if tokens[inner.tokens.end..act.cue.max(inner.tokens.end)].iter().any(|token| token.is(MODAL)) {
        return None;
    }
    let sentence = scene.prose.sentences.get(tokens[act.cue].sentence as usize)?;
    let end = inner.tokens.start.max(sentence.start);
    let outer = scene
        .acts_between(sentence.start, end)
        .filter(|outer| {
            let reports = matches!(outer.class, ActClass::Say | ActClass::Tell | ActClass::According)
                && matches!(outer.bond, Bond::Subject | Bond::OverApposition | Bond::According);
            reports && scene.mentions[outer.mention].tokens.end <= end && !scene.means_same(outer.mention, act.mention)
        })
        .last()?;
    // What stands between only opens the report: "said that B", "said B", "told a rally on Friday that B",
    // "According to A, B".
    let from = scene.mentions[outer.mention].tokens.end.max(outer.cue + 1);
    let between = &tokens[from..end];
    let opening = match outer.bond {
        Bond::According => between.iter().all(|token| token.kind == Kind::Comma),
        _ => {
            between.iter().all(|token| matches!(token.kind, Kind::Word | Kind::Number | Kind::Genitive))
                && (between.is_empty() || between.last().is_some_and(|token| token.is(THAT | TIME | WEEKDAY)))
        }
    };
    opening.then_some(outer.mention)
}
