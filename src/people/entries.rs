//! The tables' rows as entries: parties, offices, persons, memberships and tenures, each checked against the others.
//!
//! Takes the text of the tables, gives what [`Register`](super::Register) holds; an id that no table has is an error.

use super::names::surname_in;
use super::roles::RolesBuilder;
use super::tables::{RegisterError, RowPlace, list, rows};
use super::{Membership, Office, OfficeId, Party, PartyId, Period, Person, PersonId};
use std::ops::Range;

/// An office held for a while.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tenure {
    pub(super) office: OfficeId,
    pub(super) period: Period,
}

/// Rows of the persons, those of one person together.
#[derive(Clone, Debug)]
pub(super) struct ByPerson<T> {
    rows: Vec<T>,
    ranges: Vec<Range<u32>>,
}

impl<T> ByPerson<T> {
    /// Sorts rows by person and then by `key`.
    fn new<K: Ord>(mut given: Vec<(PersonId, T)>, persons: usize, key: impl Fn(&T) -> K) -> ByPerson<T> {
        given.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| key(&a.1).cmp(&key(&b.1))));
        let mut ranges = vec![0..0; persons];
        for (at, (person, _)) in (0u32..).zip(&given) {
            let range = &mut ranges[person.0 as usize];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        ByPerson { rows: given.into_iter().map(|(_, row)| row).collect(), ranges }
    }

    /// The person's rows.
    pub(super) fn of(&self, id: PersonId) -> &[T] {
        let Range { start, end } = self.ranges[id.0 as usize];
        &self.rows[start as usize..end as usize]
    }
}

pub(super) fn parse_parties(text: &'static str) -> Result<Vec<Party>, RegisterError> {
    let mut parties = Vec::new();
    for row in rows("parties.tsv", text) {
        let (place, [id, name, country, other_names]) = row?;
        parties.push(Party { id, name, country: place.parse_country(country)?, other_names });
    }
    match u16::try_from(parties.len()) {
        Ok(_) => Ok(parties),
        Err(_) => Err(RegisterError::TooMany { table: "parties.tsv", limit: usize::from(u16::MAX) }),
    }
}

/// The parties sorted by id; the table itself is in the order in which a name of several is understood.
pub(super) struct PartyIds(Vec<(&'static str, PartyId)>);

impl PartyIds {
    pub(super) fn new(parties: &[Party]) -> PartyIds {
        let mut ids: Vec<_> = parties.iter().zip((0..).map(PartyId)).map(|(party, id)| (party.id, id)).collect();
        ids.sort_unstable();
        PartyIds(ids)
    }

    /// The party of a cell; an empty one is none.
    fn parse_cell(&self, cell: &str, place: RowPlace) -> Result<Option<PartyId>, RegisterError> {
        if cell.is_empty() {
            return Ok(None);
        }
        let at = self.0.binary_search_by_key(&cell, |&(id, _)| id);
        at.map(|at| Some(self.0[at].1)).map_err(|_| place.unknown_id(cell, "parties.tsv"))
    }
}

pub(super) fn parse_offices(
    text: &'static str,
    parties: &PartyIds,
    roles: &mut RolesBuilder,
) -> Result<Vec<Office>, RegisterError> {
    let mut offices: Vec<Office> = Vec::new();
    for row in rows("office_names.tsv", text) {
        let (place, [id, title, country, class, rank, party, phrases]) = row?;
        place.check_order(offices.last().map(|office| office.id), id)?;
        let Ok(at) = u16::try_from(offices.len()) else {
            return Err(RegisterError::TooMany { table: "office_names.tsv", limit: usize::from(u16::MAX) });
        };
        let party = parties.parse_cell(party, place)?;
        let (country, class) = (place.parse_country(country)?, place.parse_class(class)?);
        offices.push(Office { id, title, country, class, rank: place.parse_rank(rank)?, party });
        list(phrases).for_each(|phrase| roles.add_phrase(phrase, OfficeId(at)));
    }
    Ok(offices)
}

fn office_id(offices: &[Office], id: &str) -> Option<OfficeId> {
    offices.binary_search_by_key(&id, |office| office.id).ok().map(|at| OfficeId(at as u16))
}

/// A chamber, or the word `party`: the office of those who sit there and how their title begins.
pub(super) struct Body {
    id: &'static str,
    office: Option<OfficeId>,
    title_prefix: &'static str,
}

pub(super) fn parse_bodies(text: &'static str, offices: &[Office]) -> Result<Vec<Body>, RegisterError> {
    let mut bodies = Vec::new();
    for row in rows("bodies.tsv", text) {
        let (place, [id, office, title_prefix]) = row?;
        let office = match office {
            "" => None,
            _ => Some(office_id(offices, office).ok_or_else(|| place.unknown_id(office, "office_names.tsv"))?),
        };
        bodies.push(Body { id, office, title_prefix });
    }
    Ok(bodies)
}

pub(super) fn parse_persons(text: &'static str) -> Result<Vec<Person>, RegisterError> {
    let mut persons: Vec<Person> = Vec::with_capacity(text.len() / 50);
    for row in rows("persons.tsv", text) {
        let (place, [slug, name, surname, aliases, gender, country, prominence]) = row?;
        place.check_order(persons.last().map(|person| person.slug), slug)?;
        persons.push(Person {
            slug,
            name,
            surname: if surname.is_empty() { surname_in(name) } else { surname },
            aliases,
            gender: place.parse_gender(gender)?,
            country: place.parse_country(country)?,
            prominence: place.parse_prominence(prominence)?,
        });
    }
    match u32::try_from(persons.len()) {
        Ok(_) => Ok(persons),
        Err(_) => Err(RegisterError::TooMany { table: "persons.tsv", limit: u32::MAX as usize }),
    }
}

/// Finds persons by slug for tables that are sorted by it: the same or the next row's person is tried first.
struct PersonCursor<'p> {
    persons: &'p [Person],
    at: usize,
}

impl PersonCursor<'_> {
    fn find(&mut self, slug: &str) -> Option<PersonId> {
        let near = self.persons.iter().enumerate().skip(self.at).take(4).find(|(_, person)| person.slug == slug);
        self.at = match near {
            Some((at, _)) => at,
            None => self.persons.binary_search_by_key(&slug, |person| person.slug).ok()?,
        };
        Some(PersonId(self.at as u32))
    }
}

pub(super) fn parse_memberships(
    text: &'static str,
    persons: &[Person],
    parties: &PartyIds,
    bodies: &[Body],
) -> Result<ByPerson<Membership>, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut memberships = Vec::with_capacity(text.len() / 60);
    for row in rows("memberships.tsv", text) {
        let (place, [person, party, body, seat, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let party = parties.parse_cell(party, place)?;
        let body = bodies.iter().find(|it| it.id == body).ok_or_else(|| place.unknown_id(body, "bodies.tsv"))?;
        let period = place.parse_period(from, to)?;
        let Body { office, title_prefix, .. } = *body;
        memberships.push((person, Membership { party, office, seat, period, title_prefix }));
    }
    Ok(ByPerson::new(memberships, persons.len(), |membership| membership.period.from))
}

pub(super) type Tenures = (ByPerson<Tenure>, Vec<(OfficeId, PersonId, Period)>);

pub(super) fn parse_tenures(
    text: &'static str,
    persons: &[Person],
    offices: &[Office],
) -> Result<Tenures, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut tenures = Vec::with_capacity(text.len() / 50);
    let mut holders = Vec::with_capacity(text.len() / 50);
    for row in rows("offices.tsv", text) {
        let (place, [person, office, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let office = office_id(offices, office).ok_or_else(|| place.unknown_id(office, "office_names.tsv"))?;
        let period = place.parse_period(from, to)?;
        tenures.push((person, Tenure { office, period }));
        holders.push((office, person, period));
    }
    holders.sort_unstable_by_key(|&(office, person, period)| (office, person, period.from));
    Ok((ByPerson::new(tenures, persons.len(), |tenure| tenure.period.from), holders))
}
