//! A name, surname, id or office looked up in the register.

use chrono::NaiveDate;
use serde::Serialize;

use crate::people::{Period, PersonId, Register};

/// A person of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundPerson<'r> {
    /// The register's id.
    pub id: &'r str,
    /// The usual name.
    pub name: &'r str,
    /// Parties, in the order of time.
    pub parties: Vec<HeldRole<'r>>,
    /// Offices.
    pub offices: Vec<HeldRole<'r>>,
}

/// A party or office with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldRole<'r> {
    /// The register's id.
    pub id: &'r str,
    /// Its name.
    pub name: &'r str,
    /// The first day; `None` is open.
    pub from: Option<NaiveDate>,
    /// The last day, included; `None` is open.
    pub to: Option<NaiveDate>,
}

/// The people with this id, else of this name, else of this surname, else the holders of this office; with a day their
/// parties and offices are those of the day.
pub fn find_people<'r>(name: &str, on: Option<NaiveDate>, register: &'r Register) -> Vec<FoundPerson<'r>> {
    let found = find_ids(name, on, register);
    found
        .into_iter()
        .map(|person| FoundPerson {
            id: register.person(person).slug(),
            name: register.person(person).name(),
            parties: parties(person, on, register),
            offices: offices(person, on, register),
        })
        .collect()
}

fn find_ids(name: &str, on: Option<NaiveDate>, register: &Register) -> Vec<PersonId> {
    if let Some(person) = register.find_slug(name) {
        return vec![person];
    }
    let named = register.find_name(name);
    if !named.is_empty() {
        return named;
    }
    let bearers = register.find_surname(name);
    if !bearers.is_empty() {
        return bearers.to_vec();
    }
    let mut holders: Vec<PersonId> =
        register.find_office(name).into_iter().flat_map(|office| register.holders(office, on)).collect();
    holders.dedup();
    holders
}

fn parties(person: PersonId, on: Option<NaiveDate>, register: &Register) -> Vec<HeldRole<'_>> {
    let mut held: Vec<HeldRole> = Vec::new();
    for membership in register.memberships(person) {
        let Some(party) = membership.party else { continue };
        if on.is_some_and(|day| !membership.period.contains(day)) {
            continue;
        }
        let party = register.party(party);
        let Period { from, to } = membership.period;
        match held.last_mut() {
            // Terms that follow each other in one party read as one stretch.
            Some(last) if last.id == party.id() => last.to = to,
            _ => held.push(HeldRole { id: party.id(), name: party.name(), from, to }),
        }
    }
    held
}

fn offices(person: PersonId, on: Option<NaiveDate>, register: &Register) -> Vec<HeldRole<'_>> {
    register
        .tenures(person)
        .filter(|(_, period)| on.is_none_or(|day| period.contains(day)))
        .map(|(office, Period { from, to })| {
            let office = register.office(office);
            HeldRole { id: office.id(), name: office.title(), from, to }
        })
        .collect()
}
