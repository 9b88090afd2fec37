//! Bare words, `corbyn nato`, of which a name at either end is the speaker: the forms that are tried last, for they have
//! no word that tells.

use super::lexemes::{Sentence, is_plain_noun};
use super::plan::{Asks, SentencePlan};
use super::token::QueryWord;
use super::tree::{Node, SpeakerRef};
use super::vocabulary::Kinds;
use super::who::Certainty;
use crate::words::List;
use std::ops::Range;

/// Longest name that is looked for at either end of bare words, in lexemes.
const LONGEST_NAME: usize = 6;

impl Sentence<'_> {
    /// `corbyn nato`, `quotes corbyn nato`: the longest name at the front.
    pub(super) fn leading_name(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let start = start + usize::from(is_plain_noun(self.text(start)) && start + 1 < all);
        let longest = (start + LONGEST_NAME).min(all);
        let ends_name = |end: usize| !self.word(end - 1).is_some_and(QueryWord::is_dash) && !self.is_article(end - 1);
        let end = (start + 1..=longest)
            .rev()
            .find(|&end| ends_name(end) && self.is_speaker(start..end, Certainty::Leading))?;
        // `Ian Duncan Smith`, where there is an Ian Duncan, too: a name that goes on with a capital is meant whole.
        let goes_on = |longer: usize| {
            (start..longer).all(|at| self.word(at).is_some_and(QueryWord::capital))
                && self.word(longer - 1).is_some_and(|last| self.is_bare_surname(last))
                && self.is_known_speaker(start..longer)
        };
        let longer = (end + 1..=longest).rev().find(|&longer| end > start + 1 && goes_on(longer));
        let (end, certainty) = longer.map_or((end, Certainty::Leading), |longer| (longer, Certainty::Before));
        // `Clinton Foundation donors`: the name is a part of a term.
        let is_in_term = self.term_length(start) > self.pieces_of(start..end).len();
        if is_in_term || self.is_somebodys(end) || end == start + 1 && self.begins_other_name(start) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(start..end), certainty));
        self.add_topic(&mut plan, end..all);
        Some(plan)
    }

    /// Whether a lone name goes on as another one that nothing knows: `Goldman Sachs`, `nigel farrage`.
    fn begins_other_name(&self, start: usize) -> bool {
        let (Some(name), Some(next)) = (self.word(start), self.word(start + 1)) else { return false };
        let is_known = !self.knows_nothing_of(next) && !self.is_bare_surname(next) || self.term_length(start + 1) > 1;
        // `WhatsApp`, `TikTok` are no surnames; `McDonnell` is one.
        let is_brand = next.text.chars().skip(4).any(char::is_uppercase);
        let goes_on = name.capital() && next.capital() && !is_known && !is_brand && !self.is_famous(name);
        goes_on || start + 2 <= self.lexemes.len() && self.is_speaker(start..start + 2, Certainty::Slip)
    }

    /// `nato corbyn`, `nato quotes corbyn`, `on nato, corbyn said`: the longest name at the end. What a comma, a colon or
    /// a dash sets off is as good as at the front.
    pub(super) fn trailing_name(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let start = start + usize::from(self.is(start, Kinds::ABOUT));
        let is_said = |at: usize| self.is(at, Kinds::SAY) && self.is(at, Kinds::GLUE) || is_plain_noun(self.text(at));
        let end = (start + 1..=all).rev().find(|&end| !is_said(end - 1))?;
        let said = end < all;
        let certainty = |first: usize| {
            let is_apart = self.is_apart(first)
                || self.word(first - 1).is_some_and(QueryWord::is_dash)
                || is_plain_noun(self.text(first - 1));
            if is_apart || said { Certainty::Leading } else { Certainty::Trailing }
        };
        let shortest = end.saturating_sub(LONGEST_NAME).max(start + 1);
        // No name reaches over a comma or a colon.
        let is_whole = |first: usize| (first + 1..end).all(|at| !self.is_apart(at));
        // `talk about X`: it is the topic.
        let is_topic = |first: usize| {
            let before = first - 1;
            let judges = Kinds::JUDGE.with(Kinds::CALL);
            // `women accusing X`: X is who was accused. `said X` has the speaker behind it.
            let is_object = self.is(before, judges) && !self.is(before, Kinds::SAY) && !self.is(before, Kinds::NOUN);
            // `generals for X`, `the effect of X`; what is by X or from X, and `comments of X`, is X's.
            let is_of = self.text(before) == "of";
            let is_behind = List::Preposition.has(self.text(before))
                && (is_of && !is_plain_noun(self.text(before.saturating_sub(1)))
                    || !is_of && !self.is(before, Kinds::BY));
            first > start && (self.is(before, Kinds::ABOUT) || is_object || is_behind)
        };
        let first = (shortest..end)
            .find(|&first| is_whole(first) && !is_topic(first) && self.is_speaker(first..end, certainty(first)))?;
        let is_between = |at: usize| {
            self.word(at).is_some_and(QueryWord::is_dash)
                || is_plain_noun(self.text(at))
                || self.is(at, Kinds::CONJUNCTION)
                || self.is(at, Kinds::BY)
        };
        let topic_end = (start + 1..=first).rev().find(|&end| !is_between(end - 1))?;
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(first..end), certainty(first)));
        self.add_topic(&mut plan, start..topic_end);
        Some(plan)
    }

    /// `unions testby gold standard`: the one person named between topic words, where nothing but key words is typed.
    pub(super) fn name_between(&self, start: usize) -> Option<SentencePlan> {
        const LONGEST: usize = 3;
        let all = self.lexemes.len();
        let is_key_word = |at: usize| {
            let word =
                self.word(at).filter(|word| !word.is_little() && !word.is_dash() && !word.prefix && !word.possessive);
            word.is_some() && !self.is(at, Kinds::VERB) && !self.is_apart(at)
        };
        if !(start + 1..all).all(is_key_word) || self.word(start).is_none_or(QueryWord::is_little) {
            return None;
        }
        let is_person = |name: Range<usize>| {
            let who = self.speaker(self.pieces_of(name), Certainty::Trailing);
            who.is_some_and(
                |who| matches!(&who.node, Node::Speaker(refs) if matches!(refs[..], [SpeakerRef::Id(_), ..])),
            )
        };
        let mut named: Option<Range<usize>> = None;
        let mut at = start;
        while at < all {
            let ends = (at + 1..=all.min(at + LONGEST)).rev();
            let Some(end) = ends.into_iter().find(|&end| is_person(at..end)) else {
                at += 1;
                continue;
            };
            // Of two persons either may be the topic.
            if named.is_some() {
                return None;
            }
            named = Some(at..end);
            at = end;
        }
        let name = named.filter(|name| start < name.start && name.end < all)?;
        let is_in_term = (start..name.end).any(|at| {
            let end = self.lexemes[at].first + self.term_length(at);
            at < name.start && end > self.lexemes[name.start].first
                || at >= name.start && end > self.pieces_of(name.clone()).end
        });
        let is_other_name = self.word(name.start - 1).is_some_and(|word| self.begins_name(word))
            || name.len() == 1 && self.begins_other_name(name.start);
        if is_in_term || is_other_name || self.is_somebodys(name.end) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(name.clone()), Certainty::Trailing));
        self.add_topic(&mut plan, start..name.start);
        self.add_topic(&mut plan, name.end..all);
        Some(plan)
    }

    /// `borris johnson covid`: a name at the front, or else at the end, that is a slip of a known one.
    pub(super) fn misspelt_name(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let leading = (start + 1..=(start + 3).min(all)).rev().map(|end| start..end);
        let trailing = (all.saturating_sub(3).max(start + 1)..all).map(|first| first..all);
        let name = leading.chain(trailing).find(|name| self.is_speaker(name.clone(), Certainty::Slip))?;
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(name.clone()), Certainty::Slip));
        self.add_topic(&mut plan, if name.start == start { name.end..all } else { start..name.start });
        Some(plan)
    }
}
