//! The rows of the register as entries: parties, offices, persons, memberships and tenures, each checked against the
//! others.
//!
//! Takes the text of the tables, or a packed register; gives the rows. An id that no table has is an error.

use super::names::{GivenNames, gender_of, surname_in};
use super::packed::{PackedRegister, RegisterReader, Section};
use super::tables::{CLASSES, RegisterError, RowPlace, Tables, rows};
use super::{Country, Membership, Office, OfficeClass, OfficeId, Party, PartyId, Period, Person, PersonId};
use std::ops::Range;

/// All rows of the tables.
#[derive(Clone, Debug)]
pub(super) struct Entries {
    pub(super) given_names: GivenNames,
    pub(super) parties: Vec<Party>,
    /// Sorted by id.
    pub(super) offices: Vec<Office>,
    pub(super) bodies: Vec<Body>,
    /// Sorted by slug.
    pub(super) persons: Vec<Person>,
    pub(super) memberships: Vec<(PersonId, Membership)>,
    pub(super) tenures: Vec<(PersonId, Tenure)>,
    pub(super) names: Vec<DatedName>,
}

impl Entries {
    /// The rows of the tables, each checked.
    pub(super) fn parse(tables: &Tables) -> Result<Entries, RegisterError> {
        let given_names = GivenNames::parse_tables(tables.given_names, tables.nicknames)?;
        let parties = parse_parties(tables.parties)?;
        let party_ids = PartyIds::new(&parties);
        let offices = parse_offices(tables.office_names, &party_ids)?;
        let bodies = parse_bodies(tables.bodies, &offices)?;
        let persons = parse_persons(tables.persons)?;
        let memberships = parse_memberships(tables.memberships, &persons, &party_ids, &bodies)?;
        let tenures = parse_tenures(tables.offices, &persons, &offices)?;
        let names = parse_names(tables.names, &persons)?;
        Ok(Entries { given_names, parties, offices, bodies, persons, memberships, tenures, names })
    }
}

impl Entries {
    /// The rows of a packed register.
    pub(super) fn unpack(store: PackedRegister) -> Result<Entries, RegisterError> {
        Ok(Entries {
            given_names: GivenNames::read(store)?,
            parties: unpack::parties(store)?,
            offices: unpack::offices(store)?,
            bodies: unpack::bodies(store)?,
            persons: unpack::persons(store)?,
            memberships: unpack::memberships(store)?,
            tenures: unpack::tenures(store)?,
            names: unpack::names(store)?,
        })
    }
}

/// A name that is somebody's from a day on or up to one: a title, a married name.
#[derive(Clone, Copy, Debug)]
pub(super) struct DatedName {
    pub(super) person: PersonId,
    pub(super) name: &'static str,
    pub(super) period: Period,
}

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
    pub(super) fn new<K: Ord>(mut given: Vec<(PersonId, T)>, persons: usize, key: impl Fn(&T) -> K) -> ByPerson<T> {
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

pub(super) fn parse_offices(text: &'static str, parties: &PartyIds) -> Result<Vec<Office>, RegisterError> {
    let mut offices: Vec<Office> = Vec::new();
    for row in rows("office_names.tsv", text) {
        let (place, [id, title, country, class, rank, party, phrases]) = row?;
        place.check_order(offices.last().map(|office| office.id), id)?;
        if offices.len() >= usize::from(u16::MAX) {
            return Err(RegisterError::TooMany { table: "office_names.tsv", limit: usize::from(u16::MAX) });
        }
        let party = parties.parse_cell(party, place)?;
        let (country, class) = (place.parse_country(country)?, place.parse_class(class)?);
        offices.push(Office { id, title, country, class, rank: place.parse_rank(rank)?, party, phrases });
    }
    Ok(offices)
}

fn office_id(offices: &[Office], id: &str) -> Option<OfficeId> {
    offices.binary_search_by_key(&id, |office| office.id).ok().map(|at| OfficeId(at as u16))
}

/// A chamber, or the word `party`: the office of those who sit there and how their title begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) id: &'static str,
    pub(super) office: Option<OfficeId>,
    pub(super) title_prefix: &'static str,
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
) -> Result<Vec<(PersonId, Membership)>, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut memberships = Vec::with_capacity(text.len() / 60);
    for row in rows("memberships.tsv", text) {
        let (place, [person, party, body, seat, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let party = parties.parse_cell(party, place)?;
        let body = bodies.iter().find(|it| it.id == body).ok_or_else(|| place.unknown_id(body, "bodies.tsv"))?;
        memberships.push((person, body.membership(party, seat, place.parse_period(from, to)?)));
    }
    Ok(memberships)
}

impl Body {
    fn membership(&self, party: Option<PartyId>, seat: &'static str, period: Period) -> Membership {
        let Body { id, office, title_prefix } = *self;
        Membership { party, office, body: id, seat, period, title_prefix }
    }
}

fn parse_tenures(
    text: &'static str,
    persons: &[Person],
    offices: &[Office],
) -> Result<Vec<(PersonId, Tenure)>, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut tenures = Vec::with_capacity(text.len() / 50);
    for row in rows("offices.tsv", text) {
        let (place, [person, office, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let office = office_id(offices, office).ok_or_else(|| place.unknown_id(office, "office_names.tsv"))?;
        tenures.push((person, Tenure { office, period: place.parse_period(from, to)? }));
    }
    Ok(tenures)
}

fn parse_names(text: &'static str, persons: &[Person]) -> Result<Vec<DatedName>, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut names = Vec::with_capacity(text.len() / 40);
    for row in rows("names.tsv", text) {
        let (place, [person, name, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        names.push(DatedName { person, name, period: place.parse_period(from, to)? });
    }
    Ok(names)
}

/// The rows of a packed register.
pub(super) mod unpack {
    use super::*;

    pub(in super::super) fn parties(store: PackedRegister) -> Result<Vec<Party>, RegisterError> {
        store.section(Section::Parties).rows(|row| {
            let (id, name, other_names) = (row.text()?, row.text()?, row.text()?);
            Ok(Party { id, name, other_names, country: country(row)? })
        })
    }

    pub(in super::super) fn offices(store: PackedRegister) -> Result<Vec<Office>, RegisterError> {
        store.section(Section::Offices).rows(|row| {
            let (id, title, phrases) = (row.text()?, row.text()?, row.text()?);
            let country = country(row)?;
            let class = CLASSES.get(row.number()? as usize).map_or(OfficeClass::Official, |it| it.1);
            let rank = row.number()? as u8;
            Ok(Office { id, title, country, class, rank, party: party(row.number()?), phrases })
        })
    }

    pub(in super::super) fn bodies(store: PackedRegister) -> Result<Vec<Body>, RegisterError> {
        store.section(Section::Bodies).rows(|row| {
            let (id, title_prefix) = (row.text()?, row.text()?);
            let office = row.number()?.checked_sub(1).map(|at| OfficeId(at as u16));
            Ok(Body { id, title_prefix, office })
        })
    }

    pub(in super::super) fn persons(store: PackedRegister) -> Result<Vec<Person>, RegisterError> {
        store.section(Section::Persons).rows(|row| {
            let (slug, name, surname, aliases) = (row.text()?, row.text()?, row.text()?, row.text()?);
            let marks = row.number()?;
            let (gender, country) = (gender_of(marks & 0xff), country_of(marks >> 8 & 0xff));
            Ok(Person { slug, name, surname, aliases, gender, country, prominence: (marks >> 16) as u8 })
        })
    }

    pub(in super::super) fn memberships(store: PackedRegister) -> Result<Vec<(PersonId, Membership)>, RegisterError> {
        let bodies = bodies(store)?;
        store.section(Section::Memberships).rows(|row| {
            let (person, marks, seat) = (PersonId(row.number()?), row.number()?, row.text()?);
            let body = bodies.get((marks >> 16) as usize).ok_or(RegisterError::Damaged)?;
            Ok((person, body.membership(party(marks & 0xffff), seat, row.period()?)))
        })
    }

    pub(in super::super) fn tenures(store: PackedRegister) -> Result<Vec<(PersonId, Tenure)>, RegisterError> {
        store.section(Section::Tenures).rows(|row| {
            let (person, office) = (PersonId(row.number()?), OfficeId(row.number()? as u16));
            Ok((person, Tenure { office, period: row.period()? }))
        })
    }

    pub(in super::super) fn names(store: PackedRegister) -> Result<Vec<DatedName>, RegisterError> {
        store.section(Section::DatedNames).rows(|row| {
            let (person, name) = (PersonId(row.number()?), row.text()?);
            Ok(DatedName { person, name, period: row.period()? })
        })
    }

    fn party(number: u32) -> Option<PartyId> {
        number.checked_sub(1).map(|at| PartyId(at as u16))
    }

    fn country(row: &mut RegisterReader) -> Result<Country, RegisterError> {
        row.number().map(country_of)
    }

    fn country_of(number: u32) -> Country {
        match number {
            0 => Country::Uk,
            1 => Country::Us,
            _ => Country::Other,
        }
    }
}
