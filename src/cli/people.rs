//! `onrecord people`: who is in the register, by name, party or body; the user's own people taken in, all written out.

use std::io::Write;

use anyhow::bail;

use super::args::{ColorWhen, PeopleArgs, PeopleCommand, PeopleFormat, PeopleTable};
use super::exit::Status;
use super::output::{self, styled};
use super::telling::Teller;
use crate::desk::{FoundPerson, Settings, counted, find_people, import_people, list_people, register, unknown_group};
use crate::harmless::{self, Cells};
use crate::people::export_popolo;

pub fn run(args: &PeopleArgs, color: ColorWhen) -> anyhow::Result<Status> {
    match &args.what {
        Some(PeopleCommand::Import { files, table }) => import(files, table),
        Some(PeopleCommand::Export { table }) => export(table),
        None => find(args, color),
    }
}

fn settings(table: &PeopleTable) -> Settings {
    Settings { people: table.people.clone(), ..Settings::default() }
}

fn import(files: &[std::path::PathBuf], table: &PeopleTable) -> anyhow::Result<Status> {
    let done = import_people(files, &settings(table), Teller::quiet().ear().as_ref())?;
    let mut told = format!("{} added", counted(done.added as u64, "person"));
    if done.replaced > 0 {
        told += &format!(", {} replaced", done.replaced);
    }
    if done.instead > 0 {
        told += &format!("; {} of them stand for people whom the program knows", done.instead);
    }
    output::say(&format!("{told}. Written to {}.", done.table.display()));
    Ok(Status::Found)
}

fn export(table: &PeopleTable) -> anyhow::Result<Status> {
    let register = register(&settings(table), Teller::quiet().ear().as_ref())?;
    let mut out = output::data_stdout();
    out.write_all(export_popolo(&register).as_bytes())?;
    out.flush()?;
    Ok(Status::Found)
}

fn find(args: &PeopleArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let register = register(&settings(&args.table), Teller::quiet().ear().as_ref())?;
    let name = args.name.join(" ");
    let found = match (args.party.as_deref(), args.body.as_deref()) {
        (None, None) => find_people(&name, args.on, &register),
        (party, body) => {
            let Some(mut found) = list_people(party, body, args.on, &register) else {
                bail!("{}", unknown_group(party, body, &register));
            };
            if !args.name.is_empty() {
                let named = find_people(&name, args.on, &register);
                found.retain(|person| named.iter().any(|it| it.id == person.id));
            }
            found
        }
    };
    match args.format {
        PeopleFormat::Text => {
            let mut out = output::text_stdout(color);
            for person in &found {
                write_person(&mut out, person)?;
            }
            out.flush()?;
        }
        PeopleFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &found)?;
            out.flush()?;
        }
        PeopleFormat::Csv => write_table(&found)?,
    }
    if found.is_empty() {
        let what = if name.is_empty() { "of that party or body on that day" } else { "so called" };
        match args.party.is_some() || args.body.is_some() {
            true => output::say(&format!("Nobody in the register is {what}.")),
            false => output::say(&format!("Nobody in the register is called “{name}”, and no office is.")),
        }
        return Ok(Status::Nothing);
    }
    Ok(Status::Found)
}

fn day(day: Option<chrono::NaiveDate>, open: &str) -> String {
    day.map_or_else(|| open.to_string(), |day| day.to_string())
}

fn write_person(out: &mut dyn Write, person: &FoundPerson<'_>) -> std::io::Result<()> {
    writeln!(out, "{}  [{}]", styled(output::SPEAKER, &harmless::clean(person.name)), person.id)?;
    for held in person.parties.iter().chain(&person.offices) {
        writeln!(out, "  {:>10} to {:<10}  {}", day(held.from, "…"), day(held.to, "…"), harmless::clean(held.name))?;
    }
    for seat in &person.seats {
        let place = if seat.seat.is_empty() { seat.body.to_owned() } else { format!("{}: {}", seat.body, seat.seat) };
        writeln!(out, "  {:>10} to {:<10}  {}", day(seat.from, "…"), day(seat.to, "…"), harmless::clean(&place))?;
    }
    Ok(())
}

/// A row for each party, office and seat of each person.
fn write_table(found: &[FoundPerson<'_>]) -> anyhow::Result<()> {
    let mut table = Cells::new(output::data_stdout(), &["id", "name", "what", "held", "place", "from", "to"], false)?;
    for person in found {
        let roles =
            |what: &'static str| move |it: &crate::desk::HeldRole<'_>| (what, it.name.to_owned(), it.from, it.to);
        let held = person.parties.iter().map(roles("party")).chain(person.offices.iter().map(roles("office")));
        for (what, name, from, to) in held {
            table.write([person.id, person.name, what, name.as_str(), "", &day(from, ""), &day(to, "")])?;
        }
        for it in &person.seats {
            table.write([person.id, person.name, "seat", it.body, it.seat, &day(it.from, ""), &day(it.to, "")])?;
        }
    }
    Ok(table.finish()?)
}
