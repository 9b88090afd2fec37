//! `onrecord people`: a name, surname, id or office looked up in the register.

use std::io::Write;

use chrono::NaiveDate;

use super::args::{ColorWhen, PeopleArgs, SummaryFormat};
use super::exit::Status;
use super::harmless;
use super::json::{HeldJson, PersonJson};
use super::output::{self, styled};
use crate::people::{Period, PersonId, Register};

pub fn run(args: &PeopleArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let name = args.name.join(" ");
    let found = find_people(&name, args.on, register);
    match args.format {
        SummaryFormat::Text => {
            let mut out = output::text_stdout(color);
            for person in &found {
                write_person(&mut out, *person, args.on, register)?;
            }
            out.flush()?;
        }
        SummaryFormat::Json => {
            let people: Vec<PersonJson> = found.iter().map(|person| person_json(*person, args.on, register)).collect();
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &people)?;
            out.flush()?;
        }
    }
    if found.is_empty() {
        output::say(&format!("Nobody in the register is called “{name}”, and no office is."));
        return Ok(Status::Nothing);
    }
    Ok(Status::Found)
}

/// By id, by name, by surname, then the holders of an office.
fn find_people(name: &str, on: Option<NaiveDate>, register: &Register) -> Vec<PersonId> {
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

fn parties(person: PersonId, on: Option<NaiveDate>, register: &Register) -> Vec<HeldJson<'_>> {
    let mut held: Vec<HeldJson> = Vec::new();
    for membership in register.memberships(person) {
        let Some(party) = membership.party else { continue };
        if on.is_some_and(|day| !membership.period.contains(day)) {
            continue;
        }
        let party = register.party(party);
        let (from, to) = days(membership.period);
        match held.last_mut() {
            // Terms that follow each other in one party read as one stretch.
            Some(last) if last.id == party.id() => last.to = to,
            _ => held.push(HeldJson { id: party.id(), name: party.name(), from, to }),
        }
    }
    held
}

fn offices(person: PersonId, on: Option<NaiveDate>, register: &Register) -> Vec<HeldJson<'_>> {
    register
        .tenures(person)
        .filter(|(_, period)| on.is_none_or(|day| period.contains(day)))
        .map(|(office, period)| {
            let office = register.office(office);
            let (from, to) = days(period);
            HeldJson { id: office.id(), name: office.title(), from, to }
        })
        .collect()
}

fn days(period: Period) -> (Option<String>, Option<String>) {
    (period.from.map(|day| day.to_string()), period.to.map(|day| day.to_string()))
}

fn person_json(person: PersonId, on: Option<NaiveDate>, register: &Register) -> PersonJson<'_> {
    PersonJson {
        id: register.person(person).slug(),
        name: register.person(person).name(),
        parties: parties(person, on, register),
        offices: offices(person, on, register),
    }
}

fn write_person(
    out: &mut dyn Write,
    person: PersonId,
    on: Option<NaiveDate>,
    register: &Register,
) -> std::io::Result<()> {
    let entry = register.person(person);
    writeln!(out, "{}  [{}]", styled(output::SPEAKER, entry.name()), entry.slug())?;
    for held in parties(person, on, register).iter().chain(&offices(person, on, register)) {
        let from = held.from.as_deref().unwrap_or("…");
        let to = held.to.as_deref().unwrap_or("…");
        writeln!(out, "  {from:>10} to {to:<10}  {}", held.name)?;
    }
    Ok(())
}
