//! A name, surname, id or office looked up in the register.

use chrono::NaiveDate;
use serde::Serialize;

use crate::people::{Period, PersonId, Register, fold_name};

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
    /// Seats in chambers and councils.
    pub seats: Vec<HeldSeat<'r>>,
}

/// A seat with its days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldSeat<'r> {
    /// The chamber.
    pub body: &'r str,
    /// The place, empty where there is none.
    pub seat: &'r str,
    /// The first day; `None` is open.
    pub from: Option<NaiveDate>,
    /// The last day, included; `None` is open.
    pub to: Option<NaiveDate>,
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
    found.into_iter().map(|person| shown(person, on, register)).collect()
}

/// The people of a party, of a body, or of both, on a day or ever; by surname. `None` where there is no such party or body.
pub fn list_people<'r>(
    party: Option<&str>,
    body: Option<&str>,
    on: Option<NaiveDate>,
    register: &'r Register,
) -> Option<Vec<FoundPerson<'r>>> {
    let party = match party {
        Some(words) => Some(register.find_party_id(words).or_else(|| register.find_party(words))?),
        None => None,
    };
    let body = match body {
        Some(words) => Some(body_named(words, register)?),
        None => None,
    };
    let is = |person: &PersonId| {
        let of_day = |period: Period| on.is_none_or(|day| period.contains(day));
        let mut seats = register.memberships(*person).iter().filter(|it| of_day(it.period));
        let of_party = || match on {
            Some(_) => register.party_on(*person, on) == party,
            None => register.memberships(*person).iter().any(|it| it.party == party),
        };
        (party.is_none() || of_party()) && body.is_none_or(|body| seats.any(|it| it.body == body))
    };
    let mut found: Vec<PersonId> = register.persons().filter(is).collect();
    found.sort_by_cached_key(|id| (fold_name(register.person(*id).surname()).into_owned(), *id));
    Some(found.into_iter().map(|person| shown(person, on, register)).collect())
}

/// A body by any words of its name: `commons`, `house of lords`, `lords`.
fn body_named<'r>(words: &str, register: &'r Register) -> Option<&'r str> {
    let words = fold_name(words);
    let words = words.strip_prefix("house of ").unwrap_or(&words);
    let bodies = || register.bodies();
    let exact = bodies().find(|body| fold_name(body) == words);
    exact.or_else(|| bodies().find(|body| fold_name(body).split(' ').any(|word| word == words)))
}

fn shown<'r>(person: PersonId, on: Option<NaiveDate>, register: &'r Register) -> FoundPerson<'r> {
    FoundPerson {
        id: register.person(person).slug(),
        name: register.person(person).name(),
        parties: parties(person, on, register),
        offices: offices(person, on, register),
        seats: seats(person, on, register),
    }
}

fn seats(person: PersonId, on: Option<NaiveDate>, register: &Register) -> Vec<HeldSeat<'_>> {
    let mut held: Vec<HeldSeat> = Vec::new();
    let sits = register.memberships(person).iter().filter(|it| it.office.is_some());
    for it in sits.filter(|it| on.is_none_or(|day| it.period.contains(day))) {
        let Period { from, to } = it.period;
        match held.last_mut() {
            // A seat is one stretch whatever became of the party.
            Some(last) if (last.body, last.seat) == (it.body, it.seat) => last.to = to,
            _ => held.push(HeldSeat { body: it.body, seat: it.seat, from, to }),
        }
    }
    held
}

fn find_ids(name: &str, on: Option<NaiveDate>, register: &Register) -> Vec<PersonId> {
    if let Some(person) = register.find_slug(name) {
        return vec![person];
    }
    let named = register.find_name_on(name, on);
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

/// What is said where the register has no such party or body, with the bodies that it has.
pub fn unknown_group(party: Option<&str>, body: Option<&str>, register: &Register) -> String {
    let is_party = |words: &str| register.find_party_id(words).or_else(|| register.find_party(words)).is_some();
    match (party.filter(|party| !is_party(party)), body) {
        (Some(party), _) => format!("no party of the register is called `{party}`"),
        (None, body) => {
            let bodies: Vec<&str> = register.bodies().collect();
            format!("no body of the register is called `{}`; there are: {}", body.unwrap_or(""), bodies.join(", "))
        }
    }
}
