//! Times told by an office that somebody held: `under Cameron`, `since Starmer became leader`, `as home secretary`, `when
//! Labour was in power`.
//!
//! Takes the words of a question and finds those that tell of a tenure; the register says from when to when it was. Whom
//! `as leader` and `since he became leader` mean is known when it is known who speaks. Words that tell of an office which
//! nobody named in the question ever held are left as they are.

use super::context::Context;
use super::dates::lexicon::{self, TimePhrase, TimeWord};
use super::dates::{self, Reckoning, Relation, TimeDays, Unit};
use super::topics::Piece;
use super::tree::DateRange;
use super::vocabulary::{self, Kinds};
use crate::people::{Country, OfficeClass, OfficeId, PartyId, Period, PersonId};
use chrono::{Days, NaiveDate};

/// A tenure that words of a question tell of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AskedTenure {
    holder: Holder,
    office: HeldOffice,
    moment: Moment,
    relation: Relation,
}

/// A tenure found among words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FoundTenure {
    /// Index of its first word, its preposition included.
    pub first: usize,
    /// Index behind its last word.
    pub end: usize,
    pub tenure: AskedTenure,
}

/// Who held the office.
#[derive(Clone, Debug, PartialEq)]
enum Holder {
    /// Whoever speaks; those of the question who could be meant.
    Speaker(Vec<PersonId>),
    /// The likeliest of the bearers of a name.
    Persons(Vec<PersonId>),
    /// A party that governed; only the last time that is over.
    Party(PartyId, bool),
}

#[derive(Clone, Debug, PartialEq)]
enum HeldOffice {
    /// The head of a government or state, else of a party, else of a state or town.
    Main,
    Government,
    Leader,
    Offices(Vec<OfficeId>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Whole,
    Beginning,
    /// The day on which a president was elected, weeks before the office began.
    Election,
    End,
    /// `her first 100 days`
    First(u32, Unit),
    /// `his last year in office`
    Last(u32, Unit),
}

/// How many days `when she became leader` means.
const AROUND_MOMENT: u64 = 30;

/// The longest name and the longest office that are tried, in words.
const LONGEST_NAME: usize = 4;
const LONGEST_OFFICE: usize = 7;

/// Finds the tenures among the pieces, whose folded words are given too.
pub(super) fn find_tenures(pieces: &[Piece], words: &[&str], context: &Context) -> Vec<FoundTenure> {
    let finder = TenureFinder { pieces, words, context };
    let mut found: Vec<FoundTenure> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match finder.find_at(at) {
            Some(tenure) => {
                at = tenure.end;
                found.push(tenure);
            }
            None => at += 1,
        }
    }
    found
}

struct TenureFinder<'a> {
    pieces: &'a [Piece<'a>],
    words: &'a [&'a str],
    context: &'a Context<'a>,
}

impl TenureFinder<'_> {
    fn rest(&self, at: usize) -> &[&str] {
        self.words.get(at..).unwrap_or(&[])
    }

    fn phrase(&self, at: usize, kind: TimeWord) -> Option<TimePhrase> {
        lexicon::phrase(self.rest(at), kind)
    }

    fn article(&self, at: usize) -> usize {
        usize::from(self.words.get(at).is_some_and(|word| matches!(*word, "the" | "a" | "an")))
    }

    fn find_at(&self, at: usize) -> Option<FoundTenure> {
        let found = self
            .as_office(at)
            .or_else(|| self.under(at))
            .or_else(|| self.clause(at))
            .or_else(|| self.by_noun(at))
            .or_else(|| self.by_verbal_noun(at));
        let (tenure, end) = found?;
        let tenure = self.known(tenure)?;
        let end = self.behind_told_time(&tenure, end);
        Some(FoundTenure { first: at, end, tenure })
    }

    /// `as leader`, `as home secretary`, at the end of a part of the question.
    fn as_office(&self, at: usize) -> Option<(AskedTenure, usize)> {
        if self.words[at] != "as" || at == 0 {
            return None;
        }
        let start = at + 1 + usize::from(self.words.get(at + 1) == Some(&"the"));
        let (office, end) = self.office(start)?;
        let ends = end == self.words.len() || lexicon::is(self.words[end], TimeWord::EndsTopic);
        // `Owen Smith on Corbyn as leader` is about when Corbyn was.
        // A lone word in small letters is no name first of all: `on banks as chancellor`.
        let is_word = self.pieces[at - 1].word().is_none_or(|word| !word.capital());
        let shortest = if is_word { 2 } else { 1 };
        let before = (shortest..=LONGEST_NAME.min(at)).rev().find_map(|length| self.persons(at - length, length));
        let holder = before.map_or_else(|| self.speaker(), Holder::Persons);
        ends.then_some((AskedTenure { holder, office, moment: Moment::Whole, relation: Relation::Within }, end))
    }

    /// `under Theresa May`, `under the Cameron government`, `under the last Labour government`.
    fn under(&self, at: usize) -> Option<(AskedTenure, usize)> {
        let under = self.phrase(at, TimeWord::Tenure)?;
        // `serving under Obama` is about the service.
        if at > 0 && lexicon::is(self.words[at - 1], TimeWord::Serves) {
            return None;
        }
        let start = at + under.length;
        let start = start + self.article(start);
        let last = self.phrase(start, TimeWord::PartyLast).map_or(0, |phrase| phrase.length);
        // `under New Labour` is a time of its own.
        if dates::names_event(self.rest(start), self.context.events) {
            return None;
        }
        if let Some((party, end)) = self.party(start + last) {
            let rule = self.phrase(end, TimeWord::PartyRule);
            // `under Labour plans` is about plans.
            if rule.is_none() && self.goes_on(end) {
                return None;
            }
            let end = end + rule.map_or(0, |phrase| phrase.length);
            let holder = Holder::Party(party, last > 0);
            return Some((
                AskedTenure {
                    holder,
                    office: HeldOffice::Government,
                    moment: Moment::Whole,
                    relation: Relation::Within,
                },
                end,
            ));
        }
        let (persons, end) = self.holder_named(start)?;
        let (office, end) = match self.phrase(end, TimeWord::TenureNoun) {
            Some(noun) => (office_of_noun(noun), end + noun.length),
            None if !self.is_surely_name(start, end) => return None,
            None => (HeldOffice::Main, end),
        };
        Some((
            AskedTenure { holder: Holder::Persons(persons), office, moment: Moment::Whole, relation: Relation::Within },
            end,
        ))
    }

    /// `when Cameron was prime minister`, `since she became leader`, `since becoming leader`, `before he resigned`.
    fn clause(&self, at: usize) -> Option<(AskedTenure, usize)> {
        let (relation, length) = match (self.phrase(at, TimeWord::When), self.relation(at)) {
            (Some(phrase), _) => (Relation::Within, phrase.length),
            (None, Some((relation, length))) => (relation, length),
            // `on becoming leader`; what is on somebody is a topic.
            (None, None) if matches!(self.words[at], "on" | "upon") => (Relation::Within, 1),
            (None, None) => return None,
        };
        let is_on = matches!(self.words[at], "on" | "upon");
        let is_when = self.phrase(at, TimeWord::When).is_some();
        let start = at + length;
        let verbs = |at: usize, became, left| {
            let became = self.phrase(at, became).map(|phrase| (phrase, self.beginning(at, phrase)));
            became.or_else(|| self.phrase(at, left).map(|phrase| (phrase, Moment::End)))
        };
        // `since becoming leader`
        if let Some((phrase, moment)) = verbs(start, TimeWord::BecameIng, TimeWord::LeftIng) {
            let (office, end) = self.office_behind(start + phrase.length, phrase)?;
            return Some((AskedTenure { holder: self.speaker(), office, moment, relation }, end));
        }
        if is_on {
            return None;
        }
        let (holder, behind) = match self.phrase(start, TimeWord::Pronoun) {
            Some(phrase) => (self.speaker(), start + phrase.length),
            None => match self.party(start + self.article(start)) {
                Some((party, end)) => (Holder::Party(party, false), end),
                None => {
                    let (persons, end) = self.holder_named(start)?;
                    (Holder::Persons(persons), end)
                }
            },
        };
        if let Some((phrase, moment)) = verbs(behind, TimeWord::Became, TimeWord::Left) {
            // The day on which somebody said that they would go is another than the last one in office.
            let has_office = self.office(behind + phrase.length).is_some();
            if !has_office && dates::names_event(self.rest(start), self.context.events) {
                return None;
            }
            let (office, end) = self.office_behind(behind + phrase.length, phrase)?;
            return Some((AskedTenure { holder, office, moment, relation }, end));
        }
        let holds = self.phrase(behind, TimeWord::Holds)?;
        let (office, end) = self.office(behind + holds.length)?;
        // `when he was a Tory`, `while she was home secretary` are conditions on the speaker's office.
        if is_when && matches!(holder, Holder::Speaker(_)) && !matches!(office, HeldOffice::Leader | HeldOffice::Main) {
            return None;
        }
        Some((AskedTenure { holder, office, moment: Moment::Whole, relation }, end))
    }

    /// `during the May government`, `in the Obama years`, `during his leadership`, `in her time as home secretary`.
    fn by_noun(&self, at: usize) -> Option<(AskedTenure, usize)> {
        let (relation, length) = self.relation(at)?;
        let start = at + length;
        let start = start + self.article(start);
        let last = self.phrase(start, TimeWord::PartyLast).map_or(0, |phrase| phrase.length);
        if let Some((party, end)) = self.party(start + last)
            && let Some(rule) = self.phrase(end, TimeWord::PartyRule)
        {
            let holder = Holder::Party(party, last > 0);
            let tenure = AskedTenure { holder, office: HeldOffice::Government, moment: Moment::Whole, relation };
            return Some((tenure, end + rule.length));
        }
        let (holder, end) = match self.phrase(start, TimeWord::Pronoun) {
            Some(phrase) => (self.speaker(), start + phrase.length),
            None => {
                let (persons, end) = self.holder_named(start)?;
                (Holder::Persons(persons), end)
            }
        };
        if let Some(time) = self.phrase(end, TimeWord::TenureTime)
            && self.words.get(end + time.length) == Some(&"as")
        {
            let start = end + time.length + 1;
            let (office, end) = self.office(start + self.article(start))?;
            return Some((AskedTenure { holder, office, moment: Moment::Whole, relation }, end));
        }
        if relation == Relation::Within
            && let Some((moment, end)) = self.portion(end)
        {
            let (office, end) = match self.words.get(end) {
                Some(&"as") => self.office(end + 1 + self.article(end + 1))?,
                _ => self.office(end).unwrap_or((HeldOffice::Main, end)),
            };
            return Some((AskedTenure { holder, office, moment, relation }, end));
        }
        let noun = self.phrase(end, TimeWord::TenureNoun)?;
        let tenure = AskedTenure { holder, office: office_of_noun(noun), moment: Moment::Whole, relation };
        Some((tenure, end + noun.length))
    }

    /// `since Corbyn's election as leader`, `after her resignation`, `since the election of Corbyn as leader`.
    fn by_verbal_noun(&self, at: usize) -> Option<(AskedTenure, usize)> {
        let (relation, length) = self.relation(at)?;
        let start = at + length;
        let noun = |at: usize| {
            let became = self.phrase(at, TimeWord::BecameNoun).map(|phrase| (phrase, self.beginning(at, phrase)));
            became.or_else(|| self.phrase(at, TimeWord::LeftNoun).map(|phrase| (phrase, Moment::End)))
        };
        let (holder, behind) = match self.phrase(start, TimeWord::Pronoun) {
            Some(phrase) => (self.speaker(), start + phrase.length),
            None => {
                let (persons, end) = self.holder_named(start)?;
                (Holder::Persons(persons), end)
            }
        };
        let (phrase, moment) = noun(behind)?;
        if matches!(holder, Holder::Persons(_)) && dates::names_event(self.rest(start), self.context.events) {
            return None;
        }
        let end = behind + phrase.length;
        let (office, end) = self.office(end + self.article(end)).unwrap_or((HeldOffice::Main, end));
        Some((AskedTenure { holder, office, moment, relation }, end))
    }

    /// `first 100 days`, `last year`, of an office.
    fn portion(&self, at: usize) -> Option<(Moment, usize)> {
        let word = *self.words.get(at)?;
        let is_last = lexicon::is(word, TimeWord::Final);
        if word != "first" && !is_last {
            return None;
        }
        let (number, length) = dates::find_number(self.rest(at + 1)).unwrap_or((1, 0));
        let unit = Unit::find(self.words.get(at + 1 + length)?)?;
        let moment = if is_last { Moment::Last(number, unit) } else { Moment::First(number, unit) };
        Some((moment, at + length + 2))
    }

    fn beginning(&self, at: usize, phrase: TimePhrase) -> Moment {
        let is_election = self.rest(at).iter().take(phrase.length).any(|word| word.starts_with("elect"));
        if is_election { Moment::Election } else { Moment::Beginning }
    }

    /// The preposition that a tenure can stand behind.
    fn relation(&self, at: usize) -> Option<(Relation, usize)> {
        if let Some(phrase) = self.phrase(at, TimeWord::Relation) {
            let relation = match phrase.means {
                "since" => Relation::Since,
                "until" => Relation::Until,
                "before" | "shortly-before" | "run-up" | "eve" => Relation::Before,
                "after" | "shortly-after" => Relation::After,
                _ => Relation::Within,
            };
            return Some((relation, phrase.length));
        }
        matches!(*self.words.get(at)?, "in" | "over").then_some((Relation::Within, 1))
    }

    /// The office that words name, an article and `still` before it aside.
    fn office(&self, at: usize) -> Option<(HeldOffice, usize)> {
        if let Some(phrase) = self.phrase(at, TimeWord::InPower) {
            return Some((HeldOffice::Main, at + phrase.length));
        }
        let start = at + self.article(at);
        let leader = self.phrase(start, TimeWord::BareLeader);
        let named = (1..=LONGEST_OFFICE.min(self.words.len().saturating_sub(start))).rev().find_map(|length| {
            let offices = self.context.register.find_office(&self.rest(start)[..length].join(" "));
            (!offices.is_empty()).then_some((offices, length))
        });
        match (named, leader) {
            (Some((_, length)), Some(leader)) if leader.length >= length => {
                Some((HeldOffice::Leader, start + leader.length))
            }
            (Some((offices, length)), _) => Some((HeldOffice::Offices(offices), start + length)),
            (None, Some(leader)) => Some((HeldOffice::Leader, start + leader.length)),
            (None, None) => None,
        }
    }

    /// The office behind a verb: some verbs need one (`became`), others tell of the main one (`took power`).
    fn office_behind(&self, at: usize, verb: TimePhrase) -> Option<(HeldOffice, usize)> {
        let main = || (verb.means == "power").then_some((HeldOffice::Main, at));
        self.office(at).or_else(main)
    }

    /// Who speaks, as far as the words name somebody.
    fn speaker(&self) -> Holder {
        let mut named: Vec<PersonId> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let longest = LONGEST_NAME.min(self.words.len() - at);
            match (1..=longest).rev().find_map(|length| Some((self.persons(at, length)?, length))) {
                Some((persons, length)) => {
                    named.extend(persons);
                    at += length;
                }
                None => at += 1,
            }
        }
        Holder::Speaker(named)
    }

    /// The persons whom the longest name at this word can mean, a title before it aside.
    fn holder_named(&self, at: usize) -> Option<(Vec<PersonId>, usize)> {
        let kinds = |at: usize| self.words.get(at).map(|word| vocabulary::embedded().kinds(word)).unwrap_or_default();
        let start = at + self.article(at);
        [start, start + 1].into_iter().filter(|&from| from == start || kinds(start).has(Kinds::TITLE)).find_map(
            |from| {
                let longest = LONGEST_NAME.min(self.words.len().saturating_sub(from));
                (1..=longest).rev().find_map(|length| Some((self.persons(from, length)?, from + length)))
            },
        )
    }

    /// The persons who bear the name that these words are.
    fn persons(&self, at: usize, length: usize) -> Option<Vec<PersonId>> {
        let words: Option<Vec<&str>> =
            self.pieces.get(at..at + length)?.iter().map(|piece| piece.word().map(|word| word.text.as_str())).collect();
        let words = words?;
        // `Gordon Brown on banks` is not Gordon Banks.
        let parts = |word: &str| {
            let kinds = vocabulary::embedded().kinds(word);
            [Kinds::ABOUT, Kinds::BY, Kinds::VERSUS, Kinds::CONJUNCTION, Kinds::QUESTION]
                .iter()
                .any(|kind| kinds.has(*kind))
        };
        if length > 1 && self.words[at..at + length].iter().any(|word| parts(word)) {
            return None;
        }
        let name = words.join(" ");
        let register = self.context.register;
        let persons = if length > 1 { register.find_name(&name) } else { Vec::new() };
        let persons = if persons.is_empty() { register.find_surname(&name).to_vec() } else { persons };
        (!persons.is_empty()).then_some(persons)
    }

    /// Whether a name without more is one: several words, or a word that is no other, or stands there with a capital.
    fn is_surely_name(&self, start: usize, end: usize) -> bool {
        let is_other = |word: &str| {
            let kinds = vocabulary::embedded().kinds(word);
            kinds.has(Kinds::ORDINARY) || kinds.has(Kinds::GLUE) || kinds.has(Kinds::TITLE)
        };
        let word = self.pieces.get(end - 1).and_then(Piece::word);
        let is_name = end > start + 1 || word.is_some_and(|word| word.capital() || !is_other(&word.folded));
        // `under Brown rules` is about rules.
        is_name && !self.goes_on(end)
    }

    /// Whether a name goes on with other words.
    fn goes_on(&self, end: usize) -> bool {
        end < self.words.len() && !lexicon::is(self.words[end], TimeWord::EndsTopic) && !self.pieces[end].apart
    }

    fn party(&self, at: usize) -> Option<(PartyId, usize)> {
        let longest = 4.min(self.words.len().saturating_sub(at));
        (1..=longest).rev().find_map(|length| {
            let party = self.context.register.find_party(&self.words[at..at + length].join(" "))?;
            Some((party, at + length))
        })
    }

    /// The tenure, with those of the holders alone who held the office; `None` where nobody did.
    fn known(&self, tenure: AskedTenure) -> Option<AskedTenure> {
        let AskedTenure { holder, office, moment, relation } = tenure;
        let holders = |persons: Vec<PersonId>| {
            let held = |id: &PersonId| !periods(*id, &office, self.context).is_empty();
            let mut held: Vec<PersonId> = persons.into_iter().filter(held).collect();
            held.dedup();
            Some(held).filter(|held| !held.is_empty())
        };
        let holder = match holder {
            Holder::Speaker(named) => Holder::Speaker(holders(named)?),
            Holder::Persons(named) => Holder::Persons(holders(named)?),
            party => party,
        };
        Some(AskedTenure { holder, office, moment, relation })
    }

    /// The end of the words, a time behind them included that tells again when it was: `in September 2015`.
    fn behind_told_time(&self, tenure: &AskedTenure, end: usize) -> usize {
        if tenure.moment == Moment::Whole || !self.rest(end).first().is_some_and(|word| matches!(*word, "in" | "on")) {
            return end;
        }
        let Context { today, day_order: order, events, .. } = *self.context;
        let found = dates::find_times(self.rest(end), &[], Reckoning { today, order, events }, &|_, _| false);
        let (Holder::Speaker(persons) | Holder::Persons(persons)) = &tenure.holder else { return end };
        let choice = dates::PeriodChoice { country: None, last: today, ahead: today };
        let told = found
            .first()
            .filter(|time| time.first == 0)
            .and_then(|time| time.time.as_ref().ok().map(|it| (it.resolve(choice), time.end)));
        let Some((told, length)) = told else { return end };
        let is_told = persons.iter().flat_map(|&id| periods(id, &tenure.office, self.context)).any(|(_, period)| {
            let day = if tenure.moment == Moment::End { period.to } else { period.from };
            told.ranges
                .iter()
                .any(|range| Period { from: range.from, to: range.to }.contains(day.unwrap_or(NaiveDate::MIN)))
        });
        if is_told { end + length } else { end }
    }
}

fn office_of_noun(noun: TimePhrase) -> HeldOffice {
    match noun.means {
        "government" => HeldOffice::Government,
        "leadership" => HeldOffice::Leader,
        _ => HeldOffice::Main,
    }
}

/// When the person held such an office, as far as it has begun.
fn periods(id: PersonId, office: &HeldOffice, context: &Context) -> Vec<(OfficeId, Period)> {
    let register = context.register;
    let begun = |period: &Period| period.from.is_some_and(|from| from <= context.today);
    let tenures: Vec<(OfficeId, Period)> = register
        .tenures(id)
        .filter(|(_, period)| begun(period))
        .map(|(office, period)| (office, so_far(period, context)))
        .collect();
    let of_class = |classes: &[OfficeClass]| -> Vec<(OfficeId, Period)> {
        tenures.iter().copied().filter(|(office, _)| classes.contains(&register.office(*office).class())).collect()
    };
    const GOVERNS: [OfficeClass; 2] = [OfficeClass::HeadOfGovernment, OfficeClass::HeadOfState];
    const LEADS: [OfficeClass; 1] = [OfficeClass::PartyLeader];
    const LOCAL: [OfficeClass; 2] = [OfficeClass::Governor, OfficeClass::Mayor];
    let first_of = |classes: &[&[OfficeClass]]| {
        classes.iter().map(|classes| of_class(classes)).find(|found| !found.is_empty()).unwrap_or_default()
    };
    match office {
        HeldOffice::Main => first_of(&[&GOVERNS, &LEADS, &LOCAL]),
        HeldOffice::Government => first_of(&[&GOVERNS, &LOCAL]),
        HeldOffice::Leader => of_class(&LEADS),
        HeldOffice::Offices(offices) => tenures.into_iter().filter(|(office, _)| offices.contains(office)).collect(),
    }
}

/// The period as it is known on the day of the question: what ends later has no end yet.
fn so_far(period: Period, context: &Context) -> Period {
    Period { to: period.to.filter(|to| *to <= context.today), ..period }
}

/// The tenures, those of presidents from the day of their election on.
fn since_election(id: PersonId, tenures: Vec<(OfficeId, Period)>, context: &Context) -> Vec<(OfficeId, Period)> {
    const ELECT: &str = "president-elect-us";
    let register = context.register;
    let elected: Vec<Period> =
        register.tenures(id).filter(|(office, _)| register.office(*office).id() == ELECT).map(|(_, it)| it).collect();
    let begun = |(office, period): (OfficeId, Period)| {
        let elect = elected.iter().find(|elect| elect.to.is_some() && elect.to == period.from);
        // Somebody is president-elect from the day after.
        let from = elect.and_then(|elect| elect.from?.pred_opt()).or(period.from);
        (office, Period { from, ..period })
    };
    tenures.into_iter().map(begun).collect()
}

/// When the party governed its country.
fn party_periods(party: PartyId, context: &Context) -> Vec<(OfficeId, Period)> {
    let register = context.register;
    let office = match register.party(party).country() {
        Country::Uk => "prime-minister-uk",
        Country::Us => "president-us",
        Country::Other => return Vec::new(),
    };
    let Some(office) = register.find_office_id(office) else { return Vec::new() };
    let holders = register.holders(office, None);
    let tenures =
        holders.into_iter().flat_map(|id| register.tenures(id).map(move |(office, period)| (id, office, period)));
    tenures
        .filter(|(id, held, period)| {
            let begun = period.from.is_some_and(|from| from <= context.today);
            *held == office && begun && register.party_on(*id, period.from) == Some(party)
        })
        .map(|(_, office, period)| (office, so_far(period, context)))
        .collect()
}

impl AskedTenure {
    /// The days, and what the words were taken for; `None` where nobody whom the question names held the office. `speakers`
    /// are those who speak, as far as the register knows them.
    pub(super) fn resolve(&self, speakers: &[PersonId], context: &Context) -> Option<(TimeDays, String)> {
        let register = context.register;
        let (tenures, name) = match &self.holder {
            Holder::Party(party, is_last) => {
                let mut tenures = party_periods(*party, context);
                if *is_last {
                    tenures.retain(|(_, period)| period.to.is_some_and(|to| to < context.today));
                }
                (tenures, register.party(*party).name().to_owned())
            }
            Holder::Speaker(named) | Holder::Persons(named) => {
                let is_speaker = matches!(self.holder, Holder::Speaker(_));
                let told: Vec<PersonId> = if is_speaker { [speakers, named].concat() } else { named.clone() };
                let mut held = told.into_iter().map(|id| (id, periods(id, &self.office, context)));
                let held: Vec<_> = if is_speaker {
                    held.find(|(_, tenures)| !tenures.is_empty()).into_iter().collect()
                } else {
                    held.filter(|(_, tenures)| !tenures.is_empty()).collect()
                };
                // Of several of one name the one who governed, then the latest.
                let weight = |(id, tenures): &(PersonId, Vec<(OfficeId, Period)>)| {
                    let class = |office: &OfficeId| match register.office(*office).class() {
                        OfficeClass::HeadOfGovernment | OfficeClass::HeadOfState => 2,
                        OfficeClass::PartyLeader => 1,
                        _ => 0,
                    };
                    let best = tenures.iter().map(|(office, _)| class(office)).max();
                    (
                        best,
                        tenures.iter().filter_map(|(_, period)| period.from).max(),
                        register.person(*id).prominence(),
                    )
                };
                let (id, mut tenures) = held.into_iter().max_by_key(weight)?;
                if self.moment == Moment::Election {
                    tenures = since_election(id, tenures, context);
                }
                (tenures, register.person(id).name().to_owned())
            }
        };
        let office = tenures.first()?.0;
        let stretches = dates::joined(
            tenures.iter().map(|(_, period)| DateRange { from: period.from, to: period.to }).collect::<Vec<_>>(),
        );
        let stretches = match (&self.holder, stretches.last()) {
            (Holder::Party(_, true), Some(last)) => vec![*last],
            _ => stretches,
        };
        let ranges = self.ranges(&stretches)?;
        let title = match self.holder {
            Holder::Party(..) => format!("{name} in government"),
            _ => format!("{name} as {}", register.office(office).title()),
        };
        Some((TimeDays { ranges, left_out: false, period: None }, title))
    }

    fn ranges(&self, stretches: &[DateRange]) -> Option<Vec<DateRange>> {
        let (first, last) = (stretches.first()?, stretches.last()?);
        let open = |from: Option<NaiveDate>| DateRange { from, to: None };
        let until = |to: Option<NaiveDate>| DateRange { from: None, to };
        let before = |day: Option<NaiveDate>| until(day.and_then(|day| day.pred_opt()));
        let moved = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days));
        let range = match (self.moment, self.relation) {
            (Moment::Whole, Relation::Since) => open(first.from),
            (Moment::Whole, Relation::Before) => before(first.from),
            (Moment::Whole, Relation::After) => open(Some(last.to?.succ_opt()?)),
            (Moment::Whole, Relation::Until) => until(last.to),
            (Moment::Whole, _) => return Some(stretches.to_vec()),
            (Moment::First(number, unit), _) => {
                DateRange { from: first.from, to: unit.after(first.from?, number).pred_opt() }
            }
            (Moment::Last(number, unit), _) => {
                DateRange { from: unit.before(last.to?, number).succ_opt(), to: last.to }
            }
            (Moment::Beginning | Moment::Election, Relation::Since | Relation::After) => open(Some(first.from?)),
            (Moment::Beginning | Moment::Election, Relation::Before | Relation::Until) => before(Some(first.from?)),
            (Moment::Beginning | Moment::Election, _) => {
                DateRange { from: first.from, to: moved(first.from?, AROUND_MOMENT) }
            }
            (Moment::End, Relation::Since | Relation::After) => open(Some(last.to?)),
            (Moment::End, Relation::Before | Relation::Until) => before(Some(last.to?)),
            (Moment::End, _) => DateRange {
                from: last.to?.checked_sub_days(Days::new(AROUND_MOMENT)),
                to: moved(last.to?, AROUND_MOMENT),
            },
        };
        Some(vec![range])
    }
}
