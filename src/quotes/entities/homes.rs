//! Whose politics an article is about, the parties that words can mean there, and the party of a day or an era.

use super::super::lexicon::*;
use super::super::sureness::Sureness;
use super::super::tokens::{Kind, Prose};
use crate::people::{Country, PartyId, PersonId, Register};
use chrono::NaiveDate;
use std::ops::Range;

/// Days from the first to the last on which the article can have been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Era {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Words in the longest name of a party that is looked for.
const LONGEST_NAME: usize = 4;

/// Whose politics an article is about, by the people of the register that it names: "Labor" and "Congress" are parties
/// elsewhere, and common words in an article about Americans.
#[derive(Clone, Debug)]
pub(crate) enum Homes {
    /// It is not known yet who is named.
    Anywhere,
    Of {
        /// Americans are named, and no Britons.
        american: bool,
        /// The parties of those named.
        parties: Vec<PartyId>,
    },
}

impl Homes {
    pub fn new(register: &Register, people: impl Iterator<Item = PersonId> + Clone) -> Homes {
        let of = |country: Country| people.clone().any(|person| register.person(person).country() == country);
        let memberships = people.clone().flat_map(|person| register.memberships(person));
        let parties = memberships.filter_map(|membership| membership.party).collect();
        Homes::Of { american: of(Country::Us) && !of(Country::Uk), parties }
    }

    /// The party that the words name, if it can be meant in this article.
    pub fn find_party(&self, register: &Register, words: &str) -> Option<PartyId> {
        register.find_party(words).filter(|party| self.can_mean(register, *party))
    }

    pub fn can_mean(&self, register: &Register, party: PartyId) -> bool {
        let Homes::Of { american, parties } = self else { return true };
        match register.party(party).country() {
            Country::Us => true,
            Country::Uk => !american || parties.contains(&party),
            // Independents belong nowhere.
            Country::Other => parties.contains(&party) || register.party(party).id() == "independent",
        }
    }
}

/// The first party that is named within the tokens, its longest name taken.
pub(crate) fn party_in(prose: &Prose, register: &Register, homes: &Homes, tokens: Range<usize>) -> Option<PartyId> {
    tokens.clone().find_map(|at| party_at(prose, register, homes, at, tokens.end).map(|(party, _)| party))
}

/// The party whose name begins at the token, and the token behind the name.
pub(super) fn party_at(
    prose: &Prose,
    register: &Register,
    homes: &Homes,
    at: usize,
    end: usize,
) -> Option<(PartyId, usize)> {
    let token =
        prose.tokens.get(at).filter(|token| token.kind == Kind::Word && token.capital && token.is(PARTY_START))?;
    if token.is(ANY_HONORIFIC) {
        return None;
    }
    let words =
        prose.tokens[at..end.min(at + LONGEST_NAME)].iter().take_while(|token| token.kind == Kind::Word).count();
    (at + 1..=at + words).rev().find_map(|to| {
        let plausible = to > at + 1 || token.is(PARTY_NAME);
        let name = prose.span(at..to).of(prose.text);
        plausible.then(|| homes.find_party(register, name)).flatten().map(|party| (party, to))
    })
}

/// The party on the day, or the one all through the era where there is no day.
pub(crate) fn party_then(
    register: &Register,
    person: PersonId,
    day: Option<NaiveDate>,
    era: Option<Era>,
) -> Option<PartyId> {
    let Some(era) = era.filter(|_| day.is_none()) else { return register.party_on(person, day) };
    // A party that somebody left or joined only at an end of the era is not likely to be meant.
    let mut shares: Vec<(Option<PartyId>, i64)> = Vec::new();
    // Who came to a seat by appointment in the midst of the era may be spoken of before: as the head of a charity, say.
    let is_late = |it: &crate::people::Membership| {
        it.seat.is_empty() && it.office.is_some() && it.period.from.is_some_and(|from| from > era.from)
    };
    for membership in register.memberships(person).iter().filter(|it| !is_late(it)) {
        let from = membership.period.from.map_or(era.from, |from| from.max(era.from));
        let to = membership.period.to.map_or(era.to, |to| to.min(era.to));
        let days = (to - from).num_days() + 1;
        if days <= 0 {
            continue;
        }
        match shares.iter_mut().find(|(party, _)| *party == membership.party) {
            Some((_, sum)) => *sum += days,
            None => shares.push((membership.party, days)),
        }
    }
    let all: i64 = shares.iter().map(|(_, days)| days).sum();
    shares
        .into_iter()
        .find(|(_, days)| *days as f32 >= Sureness::embedded().party_of_era * all as f32)
        .and_then(|(party, _)| party)
}
