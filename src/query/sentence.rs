//! The grammar of plain questions: which words name the speaker, which the topic, and what is asked for.
//!
//! Takes the plain words and phrases of a question, times taken out already; gives a [`SentencePlan`] of stretches of them.
//! Forms are tried from the most telling to the least: questions (`what did X say about Y`), nouns of saying (`X's
//! comments on Y`), comparisons (`X vs Y on Z`), `X on Y`, `X said Y`, `Y by X`, and at last bare words, of which a
//! name at the front is the speaker. Words that fit no form are all topic. Cannot do: relative clauses about the
//! speaker (`the MP who resigned on …`).

use super::lexemes::{Sentence, is_plain_noun};
use super::plan::{Asks, SentencePlan};
use super::token::QueryWord;
use super::tree::Node;
use super::vocabulary::Kinds;
use super::who::{Certainty, Who};
use crate::words::List;
use std::ops::Range;

impl Sentence<'_> {
    /// Reads the form of a question. `has_speaker` says that a filter names the speaker already, so that bare words are
    /// topics.
    pub(super) fn plan(&self, has_speaker: bool) -> SentencePlan {
        let all = self.lexemes.len();
        if all == 0 {
            return SentencePlan::new(Asks::Quotes);
        }
        let compares = self.is(0, Kinds::COMPARE);
        let start = (0..all).find(|&at| !self.is_opener(at)).unwrap_or(all);
        // `the quotes where X talks about Y`
        let is_relative = |at: usize| List::Subordinate.has(self.text(at)) || List::That.has(self.text(at));
        let noun = start + usize::from(self.is_article(start));
        let is_described = is_plain_noun(self.text(noun)) && is_relative(noun + 1) && noun + 2 < all;
        let is_all_that = start > 0 && List::That.has(self.text(start)) && start + 1 < all;
        let start = match () {
            () if is_described => noun + 2,
            () if is_all_that => start + 1,
            () => start,
        };
        if self.is_term(start) {
            let mut plan = SentencePlan::new(Asks::Quotes);
            plan.topics.push(self.pieces_of(start..all));
            plan.is_bare = true;
            return plan;
        }
        let plan = self
            .versus(start, compares)
            .or_else(|| self.question(start))
            .or_else(|| self.speaker_who(start))
            .or_else(|| self.noun_of_saying(start))
            .or_else(|| self.by_speaker(start))
            .or_else(|| self.speaker_on_topic(start))
            .or_else(|| self.speaker_said(start))
            .or_else(|| self.topic_by_speaker(start))
            .or_else(|| self.late_question(start));
        let plan = plan.or_else(|| {
            if has_speaker {
                return None;
            }
            self.leading_name(start)
                .or_else(|| self.trailing_name(start))
                .or_else(|| self.misspelt_name(start))
                .or_else(|| self.name_between(start))
        });
        plan.unwrap_or_else(|| {
            let mut plan = SentencePlan::new(Asks::Quotes);
            // `all about Europe`: words that only seemed to open a question are topics like the others.
            let first = if start < all && self.is(start, Kinds::ABOUT) { start + 1 } else { start };
            let from = if first < all { first } else { 0 };
            plan.topics.push(self.pieces_of(from..all));
            plan.is_bare = true;
            plan
        })
    }

    /// Whether all that is left is one term that names nobody: `Prime Minister's Questions`.
    fn is_term(&self, start: usize) -> bool {
        let all = self.lexemes.len();
        let length = self.pieces_of(start..all).len();
        length > 1 && self.term_length(start) == length && !self.is_speaker(start..all, Certainty::Leading)
    }

    /// `X vs Y on Z`, `compare X and Y on Z`.
    fn versus(&self, start: usize, compares: bool) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let versus = self.next_of(start, Kinds::VERSUS);
        let between = match versus {
            Some(at) => at,
            None if compares => (start..all).find(|&at| matches!(self.text(at), "and" | "with" | "to"))?,
            None => return None,
        };
        let about = self.next_of(between + 1, Kinds::ABOUT);
        // `what X and Y said on Z`
        let said = (between + 1..all).find(|&at| self.is(at, Kinds::SAY) && self.is(at, Kinds::GLUE));
        let end = about.into_iter().chain(said).min().unwrap_or(all);
        let mut first = self.trimmed(start..between);
        if compares && self.is(first.start, Kinds::QUESTION) {
            first.start += 1;
        }
        let mut sides = vec![first];
        let mut from = between + 1;
        for at in between + 1..end {
            if self.is(at, Kinds::VERSUS) || compares && self.text(at) == "and" {
                sides.push(from..at);
                from = at + 1;
            }
        }
        sides.push(from..end);
        if !sides.iter().all(|side| self.is_known_speaker(side.clone())) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.versus = sides.into_iter().map(|side| self.pieces_of(side)).collect();
        self.add_topic(&mut plan, about.map_or(end, |at| at + 1)..all);
        Some(plan)
    }

    pub(super) fn add_topic(&self, plan: &mut SentencePlan, mut lexemes: Range<usize>) {
        while !lexemes.is_empty() && (self.is(lexemes.start, Kinds::ABOUT) || self.is(lexemes.start, Kinds::AUDIENCE)) {
            lexemes.start += 1;
        }
        let pieces = self.pieces_of(lexemes);
        if !pieces.is_empty() {
            plan.topics.push(pieces);
        }
    }

    pub(super) fn prefer(&self, plan: &mut SentencePlan, lexemes: Range<usize>) {
        let pieces = self.pieces_of(lexemes);
        if !pieces.is_empty() {
            plan.preferred.push(pieces);
        }
    }

    fn question(&self, start: usize) -> Option<SentencePlan> {
        if self.is(start, Kinds::COUNT) {
            if self.counts_people(start) {
                return self.clause(start + 1, Asks::Who);
            }
            return self.clause(start + 1, Asks::Count);
        }
        match self.text(start) {
            "when" | "when's" => return self.clause(start + 1, Asks::When),
            "who" | "who's" | "whom" => return self.who(start + 1),
            "which" => return self.which(start + 1),
            text if text.starts_with("whose") => return self.who(start + 1),
            _ => {}
        }
        if self.is(start, Kinds::QUESTION) {
            // `what Tory MPs said` is a statement, `what were X's words` a noun.
            return self.clause(start + 1, Asks::Quotes);
        }
        // `did Corbyn say …`, `has Blair said …`
        if self.is(start, Kinds::AUX) && !self.word(start).is_some_and(QueryWord::capital_may) {
            return self.clause(start + 1, Asks::Quotes);
        }
        None
    }

    /// `how many Labour MPs spoke about Y`: those who did are counted, and not what they said.
    fn counts_people(&self, count: usize) -> bool {
        let Some(verb) = self.next_of(count + 1, Kinds::VERB) else { return false };
        let counted = self.trimmed(count + 1..verb);
        let is_many = |who: &Who| !matches!(who.node, Node::Speaker(_));
        let name_many =
            || self.speaker(self.pieces_of(counted.clone()), Certainty::Before).is_some_and(|who| is_many(&who));
        !counted.is_empty() && self.text(count) == "how many" && (self.is_anyone(&counted) || name_many())
    }

    /// `did X say about Y`; the word that asks stands before.
    fn clause(&self, start: usize, asks: Asks) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let mut plan = SentencePlan::new(asks);
        let is_be = matches!(self.text(start), "is" | "was" | "are" | "were")
            || start > 0 && self.text(start - 1) == "what" && self.is_possessive(start - 1);
        if is_be && let Some(noun) = self.noun_of_saying(start + usize::from(self.is(start, Kinds::AUX))) {
            return Some(SentencePlan { asks, ..noun });
        }
        // A verb that begins the clause has its speaker behind `by`.
        let first = self.next_of(start, Kinds::VERB);
        if let Some(first) = first {
            let subject = self.trimmed(start..first);
            if subject.is_empty() {
                return Some(self.passive(plan, first));
            }
            if self.is_anyone(&subject) {
                self.add_said(&mut plan, first);
                return Some(plan);
            }
        }
        // Names may hold words that are also verbs (`secretary of state`): a known speaker before any of the verbs goes
        // before an unknown one before the first.
        for certainty in [Certainty::Before, Certainty::Place] {
            let verbs = (start..all).filter(|&at| self.is(at, Kinds::VERB) && !(at > 0 && self.text(at - 1) == "of"));
            for verb in verbs {
                let subject = self.trimmed(start..verb);
                if !subject.is_empty() && self.is_speaker(subject.clone(), certainty) {
                    plan.speaker = Some((self.pieces_of(subject), Certainty::Place));
                    self.add_said(&mut plan, verb);
                    return Some(plan);
                }
            }
        }
        // No verb of saying: `where is Corbyn on Nato`, `what about May on Brexit`.
        let is_aux = self.is(start, Kinds::AUX) || start > 0 && self.is(start - 1, Kinds::AUX);
        let rest = self.trimmed(start..all);
        let start = if self.is(rest.start, Kinds::ABOUT) { rest.start + 1 } else { rest.start };
        let found = self.noun_of_saying(start).or_else(|| self.speaker_on_topic(start));
        if let Some(found) = found {
            return Some(SentencePlan { asks, ..found });
        }
        // `why did X leave Y`: what X said of it.
        let longest = (rest.start + 6).min(rest.end);
        let subject = (rest.start + 1..longest)
            .rev()
            .map(|end| rest.start..end)
            .find(|subject| is_aux && self.is_speaker(subject.clone(), Certainty::Before));
        if let Some(subject) = subject {
            self.add_topic(&mut plan, subject.end..all);
            plan.speaker = Some((self.pieces_of(subject), Certainty::Before));
            return Some(plan);
        }
        if asks == Asks::Quotes {
            return None;
        }
        self.add_topic(&mut plan, rest);
        Some(plan)
    }

    fn is_anyone(&self, subject: &Range<usize>) -> bool {
        subject.clone().all(|at| {
            let is_name = matches!(self.text(at), "the" | "may");
            self.is(at, Kinds::ANYONE) || self.is(at, Kinds::GLUE) && !is_name
        })
    }

    /// What follows the verb at `verb`.
    fn add_said(&self, plan: &mut SentencePlan, verb: usize) {
        let all = self.lexemes.len();
        if !self.is(verb, Kinds::SAY) && !self.is(verb, Kinds::CALL) {
            self.prefer(plan, verb..verb + 1);
        }
        let start = verb + 1;
        plan.says_words =
            self.is(verb, Kinds::SAY) && start < all && !self.is(verb, Kinds::ABOUT) && !self.is(start, Kinds::ABOUT);
        // Who was told is not the topic where a topic follows.
        let tells = self.text(verb).starts_with("tell")
            || matches!(
                self.text(verb),
                "told" | "ask" | "asked" | "inform" | "informed" | "remind" | "reminded" | "assure" | "assured"
            )
            || self.is(start, Kinds::AUDIENCE);
        if tells
            && let Some(about) = self.next_of(start, Kinds::ABOUT)
            && about > start
            && about + 1 < all
        {
            self.prefer(plan, start + usize::from(self.is(start, Kinds::AUDIENCE))..about);
            self.add_topic(plan, about + 1..all);
            return;
        }
        if tells && !plan.topics.is_empty() {
            self.prefer(plan, start + usize::from(self.is(start, Kinds::AUDIENCE))..all);
            return;
        }
        self.add_topic(plan, start..all);
    }

    /// `been said about Y by X`.
    fn passive(&self, mut plan: SentencePlan, verb: usize) -> SentencePlan {
        let all = self.lexemes.len();
        if let Some(by) = self.last_by(verb + 1) {
            plan.speaker = Some((self.pieces_of(by + 1..all), Certainty::Before));
            self.add_topic(&mut plan, verb + 1..by);
        } else {
            self.add_said(&mut plan, verb);
        }
        plan
    }

    /// The last `by` or `from` with a speaker behind it.
    fn last_by(&self, from: usize) -> Option<usize> {
        let all = self.lexemes.len();
        (from..all).rev().find(|&at| {
            self.is(at, Kinds::BY) && self.text(at) != "of" && self.is_speaker(at + 1..all, Certainty::Before)
        })
    }

    /// `who called X a fraud`, `who in Labour said …`, `who did X attack`.
    fn who(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let mut at = start;
        let asks_object = matches!(self.text(at), "did" | "does" | "do");
        while at < all
            && (self.is(at, Kinds::AUX)
                || matches!(self.text(at), "else" | "ever" | "first" | "also" | "publicly" | "all"))
        {
            at += 1;
        }
        let verb = self.next_of(at, Kinds::VERB);
        if asks_object && let Some(verb) = verb {
            let subject = self.trimmed(at..verb);
            if !subject.is_empty() && self.is_speaker(subject.clone(), Certainty::Place) {
                let mut plan = SentencePlan::new(Asks::Quotes);
                plan.speaker = Some((self.pieces_of(subject), Certainty::Place));
                self.add_said(&mut plan, verb);
                return Some(plan);
            }
        }
        let mut plan = SentencePlan::new(Asks::Who);
        let Some(verb) = verb else {
            self.add_topic(&mut plan, at..all);
            return Some(plan);
        };
        if verb > at {
            // `who in the cabinet`, `who from Labour`
            let from = at + usize::from(matches!(self.text(at), "in" | "from" | "among" | "within" | "of" | "at"));
            let group = self.trimmed(from..verb);
            if from > at && self.is_speaker(group.clone(), Certainty::Before) {
                plan.speaker = Some((self.pieces_of(group), Certainty::Before));
            } else {
                self.add_topic(&mut plan, at..verb);
            }
        }
        self.add_judged(&mut plan, verb);
        self.add_said(&mut plan, verb);
        Some(plan)
    }

    fn add_judged(&self, plan: &mut SentencePlan, verb: usize) {
        if (self.is(verb, Kinds::JUDGE) || self.is(verb, Kinds::CALL)) && !self.is(verb, Kinds::SAY) {
            plan.judged = Some(self.pieces_of(verb + 1..self.lexemes.len())).filter(|pieces| !pieces.is_empty());
        }
    }

    /// `which union leaders attacked …`
    fn which(&self, start: usize) -> Option<SentencePlan> {
        let mut verb = start + 1;
        while let Some(at) = self.next_of(verb, Kinds::VERB) {
            let group = self.trimmed(start..at);
            let noun_too = self.is(at, Kinds::NOUN) && self.next_of(at + 1, Kinds::VERB).is_some();
            if group.is_empty() || noun_too {
                verb = at + 1;
                continue;
            }
            let mut plan = SentencePlan::new(Asks::Who);
            if self.is_speaker(group.clone(), Certainty::Before) {
                plan.speaker = Some((self.pieces_of(group), Certainty::Before));
            } else if !self.is_anyone(&group) {
                self.prefer(&mut plan, group);
            }
            self.add_judged(&mut plan, at);
            self.add_said(&mut plan, at);
            return Some(plan);
        }
        self.which_did(start)
    }

    /// `which Example MPs rebelled on …`: a verb that is in no list stands between a group and what it was about.
    fn which_did(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let about = (start + 2..all).find(|&at| self.is(at, Kinds::ABOUT) || List::Preposition.has(self.text(at)))?;
        let verb = about - 1;
        let group = self.speaker(self.pieces_of(start..verb), Certainty::Before)?;
        if !matches!(group.node, Node::All(_) | Node::Office(_)) || !self.text(verb).ends_with("ed") {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Who);
        plan.speaker = Some((self.pieces_of(start..verb), Certainty::Before));
        self.prefer(&mut plan, verb..about);
        self.add_topic(&mut plan, about + 1..all);
        Some(plan)
    }

    /// `Labour MPs who criticised X`
    fn speaker_who(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let who = (start + 1..all).find(|&at| List::Relative.has(self.text(at)) || List::That.has(self.text(at)))?;
        let verb = self.next_of(who + 1, Kinds::VERB)?;
        let is_verb_next = self.trimmed(who + 1..verb).is_empty();
        if !is_verb_next || !self.is_known_speaker(start..who) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Who);
        plan.speaker = Some((self.pieces_of(start..who), Certainty::Before));
        self.add_judged(&mut plan, verb);
        self.add_said(&mut plan, verb);
        Some(plan)
    }

    /// `X's comments on Y`, `quotes by X about Y`, `quotes about Y by X`, `criticism of Y by X`.
    fn noun_of_saying(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        (start..all).filter(|&at| self.is(at, Kinds::NOUN)).find_map(|at| self.noun_at(start, at))
    }

    fn noun_at(&self, start: usize, noun: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let mut plan = SentencePlan::new(Asks::Quotes);
        let is_plain = is_plain_noun(self.text(noun));
        let before = start..noun;
        let is_described = |at: usize| {
            !self.word(at).is_some_and(QueryWord::capital_may)
                && (self.is(at, Kinds::FIRST)
                    || self.is(at, Kinds::LAST)
                    || self.is(at, Kinds::GLUE)
                    || self.is(at, Kinds::OPENER)
                    || self.is(at, Kinds::ASK)
                    || matches!(
                        self.text(at),
                        "public"
                            | "direct"
                            | "famous"
                            | "controversial"
                            | "own"
                            | "exact"
                            | "full"
                            | "official"
                            | "recorded"
                    ))
        };
        let owner = (before.start..before.end).rev().find(|&at| !is_described(at)).map(|last| before.start..last + 1);
        if let Some(plan) = owner.clone().and_then(|owner| self.owner_of_term(owner, noun)) {
            return Some(plan);
        }
        let mut has_owner = false;
        if let Some(owner) = owner {
            let owns = self.is_possessive(owner.end - 1);
            let certainty = if owns { Certainty::Place } else { Certainty::Before };
            let has_object = self.text(noun + 1) == "of" || self.is(noun + 1, Kinds::ABOUT);
            // `NHS quotes by X`, `NHS quotes X`: only a known name owns them without a sign of it.
            let is_topic = !owns && is_plain && {
                let behind = noun + 1 + usize::from(self.is(noun + 1, Kinds::BY));
                behind < all
                    && !self.is(behind, Kinds::ABOUT)
                    && (behind > noun + 1 || !self.is_known_speaker(owner.clone()))
                    && self.is_speaker(behind..all, Certainty::Before)
            };
            if is_topic && !self.is(noun + 1, Kinds::BY) {
                return None;
            }
            if !is_topic && (owns || is_plain || has_object) && self.is_speaker(owner.clone(), certainty) {
                plan.speaker = Some((self.pieces_of(owner), certainty));
                has_owner = true;
            } else if self.is(noun + 1, Kinds::BY) && is_plain {
                // `Nato quotes by X`
                self.add_topic(&mut plan, owner);
            } else {
                return None;
            }
        }
        if !is_plain {
            self.prefer(&mut plan, noun..noun + 1);
        }
        if has_owner {
            let ends = noun + 1 == all
                || self.is(noun + 1, Kinds::ABOUT)
                || self.is(noun + 1, Kinds::BY)
                || self.is(noun + 1, Kinds::AUDIENCE);
            if !ends && !self.is_possessive(noun - 1) && !is_plain {
                return None;
            }
            self.add_topic(&mut plan, noun + 1 + usize::from(self.text(noun + 1) == "of")..all);
            return Some(plan);
        }
        if self.is(noun + 1, Kinds::BY) {
            let of_object = self.text(noun + 1) == "of" && !is_plain;
            let about = (noun + 2..all).find(|&at| self.is(at, Kinds::ABOUT) || self.is(at, Kinds::AUDIENCE));
            let end = about.unwrap_or(all);
            let named = self.trimmed(noun + 2..end);
            if !of_object && !named.is_empty() && self.is_speaker(named.clone(), Certainty::Place) {
                if !self.is_anyone(&named) {
                    plan.speaker = Some((self.pieces_of(named), Certainty::Place));
                }
                if let Some(about) = about {
                    self.add_topic(&mut plan, about + 1..all);
                }
                return Some(plan);
            }
        }
        let is_about = self.is(noun + 1, Kinds::ABOUT) || self.is(noun + 1, Kinds::BY);
        if is_about && (is_plain || self.last_by(noun + 2).is_some()) {
            match self.last_by(noun + 2) {
                Some(by) => {
                    plan.speaker = Some((self.pieces_of(by + 1..all), Certainty::Before));
                    self.add_topic(&mut plan, noun + 2..by);
                }
                None => self.add_topic(&mut plan, noun + 2..all),
            }
            return Some(plan);
        }
        (noun + 1 == all && is_plain && plan.speaker.is_none() && plan.topics.is_empty()).then_some(plan)
    }

    /// `X's Y comments`, and `Y: X's comments`: between the owner and the noun, or parted from the owner, stands the topic.
    fn owner_of_term(&self, before: Range<usize>, noun: usize) -> Option<SentencePlan> {
        let owns = (before.start..before.end).rev().find(|&at| self.is_possessive(at))?;
        let first = (before.start + 1..owns + 1).rev().find(|&at| self.is_apart(at)).unwrap_or(before.start);
        if first == before.start && owns + 1 == before.end || !self.is_known_speaker(first..owns + 1) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(first..owns + 1), Certainty::Place));
        if !is_plain_noun(self.text(noun)) {
            self.prefer(&mut plan, noun..noun + 1);
        }
        self.add_topic(&mut plan, before.start..first);
        self.add_topic(&mut plan, owns + 1..before.end);
        self.add_topic(&mut plan, noun + 1 + usize::from(self.text(noun + 1) == "of")..self.lexemes.len());
        Some(plan)
    }

    /// `X on Y`.
    fn speaker_on_topic(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let about = (start + 1..all).find(|&at| {
            self.is(at, Kinds::ABOUT)
                && self.text(at) != "into"
                && self.is_speaker(self.trimmed(start..at), Certainty::Before)
        })?;
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(self.trimmed(start..about)), Certainty::Before));
        self.add_topic(&mut plan, about + 1..all);
        Some(plan)
    }

    /// `X said Y`, `X has promised Y`.
    fn speaker_said(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        let verb = (start + 1..all).find(|&at| self.is(at, Kinds::VERB))?;
        let subject = self.trimmed(start..verb);
        // `Nato, X said`: what a comma parts from a known speaker is the topic.
        let parted = (subject.start + 1..subject.end).rev().find(|&at| self.is_apart(at));
        let parted = parted.filter(|&parted| {
            self.is_known_speaker(parted..subject.end) && !self.is_known_speaker(subject.start..parted)
        });
        if subject.is_empty() || parted.is_none() && !self.is_speaker(subject.clone(), Certainty::Before) {
            return None;
        }
        let mut plan = SentencePlan::new(Asks::Quotes);
        if let Some(parted) = parted {
            plan.speaker = Some((self.pieces_of(parted..subject.end), Certainty::Before));
            self.add_topic(&mut plan, subject.start..parted);
        } else {
            plan.speaker = Some((self.pieces_of(subject), Certainty::Before));
        }
        self.add_said(&mut plan, verb);
        Some(plan)
    }

    /// `Nato according to X`, `about Nato by X`.
    fn topic_by_speaker(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        // `leaving the EU`, `money from the EU`: of a body only `by` says that it speaks.
        let by = self.last_by(start)?;
        // `distancing themselves from X` says nothing by X.
        let is_moved = |at: usize| {
            let word = self.text(at);
            word.ends_with("ing") || word.ends_with("selves") || word.ends_with("self") || List::Particle.has(word)
        };
        let speaks = self.text(by) != "from" || !(by > start && is_moved(by - 1)) && self.is_known_speaker(by + 1..all);
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(by + 1..all), Certainty::Before));
        self.add_topic(&mut plan, start..by);
        speaks.then_some(plan)
    }

    /// `Brexit: what did X say?`
    fn late_question(&self, start: usize) -> Option<SentencePlan> {
        let at = (start + 1..self.lexemes.len()).find(|&at| self.is(at, Kinds::QUESTION))?;
        let mut plan = self.question(at).filter(|plan| plan.speaker.is_some())?;
        plan.topics.insert(0, self.pieces_of(start..at));
        Some(plan)
    }

    /// Whether the lexemes name a speaker whom register or archive know.
    pub(super) fn is_known_speaker(&self, lexemes: Range<usize>) -> bool {
        let who = self.speaker(self.pieces_of(lexemes), Certainty::Before);
        who.is_some_and(|who| who.is_known())
    }

    pub(super) fn is_article(&self, at: usize) -> bool {
        List::Determiner.has(self.text(at))
    }

    /// `by X on Y`, as after `everything`.
    fn by_speaker(&self, start: usize) -> Option<SentencePlan> {
        let all = self.lexemes.len();
        if !self.is(start, Kinds::BY) || self.text(start) == "of" {
            return None;
        }
        let abouts = (start + 2..all).filter(|&at| self.is(at, Kinds::ABOUT)).chain([all]);
        let end = abouts.into_iter().find(|&end| self.is_speaker(start + 1..end, Certainty::Before))?;
        let mut plan = SentencePlan::new(Asks::Quotes);
        plan.speaker = Some((self.pieces_of(start + 1..end), Certainty::Before));
        self.add_topic(&mut plan, end..all);
        Some(plan)
    }
}
