//! Quotes within quotes: A says that B said "…". The words are B's, and A is who reports them.
//!
//! Two forms are told: marks inside marks (`"He told me, 'We shall win,'" A said`), where B is named beside the inner
//! words; and an act of saying inside another's report (`A said that B had called it "a shame"`). It errs to silence:
//! inner words without a name beside them stay a part of A's, and whoever reports over more than one sentence is not
//! looked for.

use super::acts::{Act, ActClass, Bond};
use super::candidates::{Candidate, Scene};
use super::lexicon::*;
use super::marks::Quoted;
use super::mentions::MentionKind;
use super::tokens::Kind;

/// Inner words with fewer words than this are a term, not somebody's statement.
const FEWEST_WORDS: usize = 4;

/// Words between the inner words and the word of saying that they hang on, at most.
const NEAREST: u32 = 2;

/// Tokens around the inner words that are looked through for a word of saying.
const REACH: usize = 12;

impl Scene<'_, '_> {
    /// The act inside the outer marks that says who said these inner words, if a name stands there.
    pub fn act_within(&self, inner: &Quoted, acts: &[Act]) -> Option<Act> {
        let tokens = &self.prose.tokens;
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
            .filter(|act| self.names_somebody(act) && matches!(act.class, ActClass::Say | ActClass::Tell))
            .filter(|act| {
                let mention = &self.mentions[act.mention].tokens;
                let hull = (act.cue.min(mention.start), (act.cue + 1).max(mention.end));
                let beside = match hull.0 >= inner.outer.end {
                    true => self.words_between(inner.outer.end, hull.0) == 0,
                    false => hull.1 <= inner.outer.start && self.words_between(hull.1, inner.outer.start) <= NEAREST,
                };
                beside && (sentences.0..=sentences.1).contains(&tokens[act.cue].sentence)
            })
            .min_by_key(|act| act.cue.abs_diff(inner.outer.start))
            .copied()
    }

    fn names_somebody(&self, act: &Act) -> bool {
        matches!(self.mentions[act.mention].kind, MentionKind::Person | MentionKind::Name | MentionKind::Body)
            && matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::Inverted)
    }

    /// The candidate whose own act of saying the best candidate only reports, if the words hang on that inner act.
    pub fn reported_instead(&self, quote: usize, best: usize, candidates: &[Candidate]) -> Option<usize> {
        let reporter = candidates[best].mention?;
        candidates[best].act?;
        let outer = &self.quoted[quote].outer;
        let start = outer.start;
        candidates.iter().position(|candidate| {
            let Some(act) = candidate.act.map(|act| &self.acts[act]) else { return false };
            let says = matches!(act.class, ActClass::Say | ActClass::Tell | ActClass::Call | ActClass::Vow);
            // "The paper quoted Smith as saying he was “unfit”."
            let quoted_as = act.cue > 0 && act.cue < start && self.prose.str(act.cue - 1) == "as";
            let sentence = self.prose.tokens[act.cue].sentence;
            let hangs = if act.cue < start {
                // "After Smith asked, they became “agitated”, according to Jones": another verb's words are not Smith's.
                let between = &self.prose.tokens[act.cue + 1..start];
                let own = self.words_between(act.cue + 1, start) <= NEAREST + 1
                    || !between.iter().any(|token| token.verb_form || token.is(AUXILIARY));
                sentence == self.prose.tokens[start].sentence
                    && self.acts_between(act.cue + 1, start).next().is_none()
                    && (own || quoted_as || self.reporter_before(act).is_some())
            } else {
                // "“…,” Example told a crowd, according to the Exampleton News."
                let tag = act.cue.min(self.mentions[act.mention].tokens.start);
                sentence == self.prose.tokens[outer.end - 1].sentence
                    && tag >= outer.end
                    && self.words_between(outer.end, tag) == 0
            };
            // "She says it shows that he is “unfit”": what says so is not somebody.
            let somebody = !self.prose.tokens[self.mentions[act.mention].tokens.start].is(IT);
            let reports = || self.reporter_of(act).is_some_and(|outer| self.means_same(outer, reporter));
            says && somebody && hangs && (quoted_as || reports())
        })
    }

    /// "Mr Smith, said Ms Jones, was “a disgrace”": the candidate whose tag stands between commas in the sentence, where the
    /// best one says nothing.
    pub fn inserted_instead(&self, quote: usize, best: usize, candidates: &[Candidate]) -> Option<usize> {
        if candidates[best].act.is_some() {
            return None;
        }
        let tokens = &self.prose.tokens;
        let start = self.quoted[quote].outer.start;
        let sentence = self.prose.sentences.get(tokens[start].sentence as usize)?;
        let is_comma = |at: usize| tokens[at].kind == Kind::Comma;
        candidates.iter().position(|candidate| {
            let Some(act) = candidate.act.map(|act| &self.acts[act]) else { return false };
            let (low, high) = self.hull(act);
            act.class == ActClass::Say
                && matches!(act.bond, Bond::Subject | Bond::Inverted)
                && (sentence.start + 1..start).contains(&low)
                && high < start
                && is_comma(low - 1)
                && is_comma(high)
                && self.acts_between(act.cue + 1, start).next().is_none()
        })
    }

    /// "Smith was asked whether it was “so”", "Asked if it was “so”, Smith said": the words are the asker's, and who asked is
    /// not told.
    pub fn is_asked(&self, quote: usize) -> bool {
        let outer = &self.quoted[quote].outer;
        let tokens = &self.prose.tokens;
        let Some(sentence) = self.prose.sentences.get(tokens[outer.start].sentence as usize) else { return false };
        let plain = |at: &usize| matches!(tokens[*at].kind, Kind::Word | Kind::Number | Kind::Genitive);
        let asks = |at: &usize| {
            self.prose.str(*at).eq_ignore_ascii_case("asked") && matches!(self.prose.str(at + 1), "if" | "whether")
        };
        let asked = (sentence.start..outer.start).rev().take(REACH).take_while(plain).find(asks);
        asked.is_some_and(|at| at == sentence.start || tokens[at - 1].is(BE) || tokens[at - 1].kind == Kind::Comma)
    }

    /// Who reports that the act took place: the source of an act of saying that stands around it in the sentence, as a
    /// mention ("A said that B had called it …", "According to A, B called it …", "B called it …, according to A").
    pub fn reporter_of(&self, act: &Act) -> Option<usize> {
        self.reporter_before(act).or_else(|| self.reporter_behind(act))
    }

    fn reporter_behind(&self, act: &Act) -> Option<usize> {
        if !matches!(act.bond, Bond::Subject | Bond::OverApposition | Bond::Inverted) {
            return None;
        }
        let sentence = self.prose.sentences.get(self.prose.tokens[act.cue].sentence as usize)?;
        let next = self.acts_between(act.cue + 1, sentence.end).next()?;
        (next.bond == Bond::According && !self.means_same(next.mention, act.mention)).then_some(next.mention)
    }

    fn reporter_before(&self, act: &Act) -> Option<usize> {
        let tokens = &self.prose.tokens;
        let inner = &self.mentions[act.mention];
        if !matches!(act.bond, Bond::Subject | Bond::OverApposition) || inner.tokens.start > act.cue {
            return None;
        }
        // "A said that B would call it “a shame”": B has not said so; the words are A's.
        if tokens[inner.tokens.end..act.cue.max(inner.tokens.end)].iter().any(|token| token.is(MODAL)) {
            return None;
        }
        let sentence = self.prose.sentences.get(tokens[act.cue].sentence as usize)?;
        let end = inner.tokens.start.max(sentence.start);
        let outer = self
            .acts_between(sentence.start, end)
            .filter(|outer| {
                let reports = matches!(outer.class, ActClass::Say | ActClass::Tell | ActClass::According)
                    && matches!(outer.bond, Bond::Subject | Bond::OverApposition | Bond::According);
                reports
                    && self.mentions[outer.mention].tokens.end <= end
                    && !self.means_same(outer.mention, act.mention)
            })
            .last()?;
        // What stands between only opens the report: "said that B", "said B", "told a rally on Friday that B",
        // "According to A, B".
        let from = self.mentions[outer.mention].tokens.end.max(outer.cue + 1);
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
}
