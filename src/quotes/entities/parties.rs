//! The party that the article's own words give somebody: "the Labour MP Ann Example", "Ann Example, a Liberal Democrat
//! peer,", "Ann Example, for the Tories,", "Rep. Ann Example (R-Ohio)", "Trump campaign manager Ann Example".

use super::*;
use std::ops::Range;

/// Words in the longest name of a party that is looked for.
const LONGEST_NAME: usize = 4;

impl Resolver<'_, '_> {
    /// Takes over the party that stands in or beside the mention of a person.
    pub(super) fn note_party(&mut self, mention: usize, id: u32) {
        if self.list[id as usize].party.is_some() || self.list[id as usize].kind == EntityKind::Body {
            return;
        }
        let found = &self.mentions[mention];
        let party = self
            .party_in(found.prefix.clone())
            .or_else(|| self.party_behind(mention))
            .or_else(|| self.party_of_owner(mention));
        self.list[id as usize].party = party;
    }

    /// Notes whose politics the article is about, and takes back the parties that cannot have been meant.
    pub(super) fn find_homes(&mut self) {
        self.homes = Homes::new(self.register, self.by_person.keys().copied());
        for entity in &mut self.list {
            entity.party = entity.party.filter(|party| self.homes.can_mean(self.register, *party));
        }
    }

    /// Takes over the parties of those whom somebody's campaign or spokespeople are named after, when everybody named is
    /// known.
    pub(super) fn note_campaigns(&mut self) {
        for mention in 0..self.mentions.len() {
            let Some(id) = self.of[mention] else { continue };
            if self.mentions[mention].kind == MentionKind::Person && self.list[id as usize].party.is_none() {
                self.list[id as usize].party = self.party_of_campaign(mention);
            }
        }
    }

    fn party_in(&self, tokens: Range<usize>) -> Option<PartyId> {
        party_in(self.prose, self.register, &self.homes, tokens)
    }

    /// The party in a description of a person, and in what hangs on it: "a Labour MP", "chair of the Exampleton Labour
    /// Party", "president of a caucus of Democratic women".
    pub(super) fn party_of_description(&self, mention: usize) -> Option<PartyId> {
        const LONGEST: usize = 12;
        let tokens = self.mentions[mention].tokens.clone();
        let end = tokens.end;
        let hangs_on = self.prose.tokens.get(end).is_some_and(|next| next.kind == Kind::Word && next.is(PREPOSITION));
        let within = |token: &&Token| matches!(token.kind, Kind::Word | Kind::Genitive | Kind::Number);
        let more = match hangs_on {
            true => self.prose.tokens[end..].iter().take(LONGEST).take_while(within).count(),
            false => 0,
        };
        self.party_in(tokens.clone()).or_else(|| self.party_in(end..end + more))
    }

    /// "Ann Example (R-Ohio)", "Ann Example, D-N.Y.,", "Ann Example (Labour)", "Ann Example, for the Liberal Democrats,".
    fn party_behind(&self, mention: usize) -> Option<PartyId> {
        let at = self.mentions[mention].tokens.end;
        let opening = self.prose.tokens.get(at)?;
        if !matches!(opening.kind, Kind::OpenBracket | Kind::Comma) {
            return None;
        }
        let next = at + 1;
        if is_party_tag(self.prose.str(next)) {
            return self.register.find_party(match self.prose.str(next).as_bytes()[0] {
                b'R' => "Republican",
                b'D' => "Democratic",
                _ => "Independent",
            });
        }
        let party_from = |at| party_at(self.prose, self.register, &self.homes, at, self.prose.tokens.len());
        let (mut from, mut speaks_for) = (next, false);
        if self.prose.str(next) == "for" {
            speaks_for = true;
            from += 1 + usize::from(self.prose.str(next + 1) == "the");
        }
        // "Ann Example, who is UKIP chairman in Exampleton, said"
        if self.prose.tokens.get(next).is_some_and(|token| token.is(RELATIVE))
            && self.prose.tokens.get(next + 1).is_some_and(|token| token.is(BE))
        {
            let determined = self.prose.tokens.get(next + 2).is_some_and(|token| token.is(DETERMINER));
            return party_from(next + 2 + usize::from(determined)).map(|(party, _)| party);
        }
        let (party, behind) = party_from(from)?;
        let closes = self
            .prose
            .tokens
            .get(behind)
            .is_some_and(|token| matches!(token.kind, Kind::CloseBracket | Kind::Comma | Kind::Colon | Kind::Stop));
        let is_person = self.mentions[mention].kind == MentionKind::Person;
        (closes && (is_person || speaks_for)).then_some(party)
    }

    /// "Labour's Ann Example".
    fn party_of_owner(&self, mention: usize) -> Option<PartyId> {
        let genitive = self.mentions[mention].tokens.start.checked_sub(1)?;
        if self.prose.tokens[genitive].kind != Kind::Genitive {
            return None;
        }
        let owner = self.mentions[..mention].iter().rev().take(2).find(|owner| owner.tokens.end == genitive)?;
        self.homes.find_party(self.register, self.prose.span(owner.head.clone()).of(self.prose.text))
    }

    /// "Example campaign manager Ann Testby", "Example spokesman Tom Testby": who speaks for a politician's campaign is of
    /// that politician's party.
    fn party_of_campaign(&self, mention: usize) -> Option<PartyId> {
        let found = &self.mentions[mention];
        let speaks_for = found
            .prefix
            .clone()
            .any(|at| matches!(self.prose.str(at), "campaign" | "spokesman" | "spokeswoman" | "spokesperson"));
        if !speaks_for {
            return None;
        }
        let inside = |other: &&usize| {
            let other = &self.mentions[**other];
            found.tokens.start <= other.tokens.start && other.tokens.end <= found.head.start
        };
        let owner = [mention.checked_sub(1)?].iter().copied().find(|other| inside(&other))?;
        self.party_of(self.of[owner]?)
    }

    /// The party by the register on the article's day, else as the article gives it.
    pub(super) fn party_of(&self, id: u32) -> Option<PartyId> {
        let entity = &self.list[id as usize];
        entity.person.and_then(|person| party_then(self.register, person, self.day, self.era)).or(entity.party)
    }
}

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
fn party_at(prose: &Prose, register: &Register, homes: &Homes, at: usize, end: usize) -> Option<(PartyId, usize)> {
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
    for membership in register.memberships(person) {
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
