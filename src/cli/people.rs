//! `onrecord people`: a name, surname, id or office looked up in the register.

use std::io::Write;

use super::args::{ColorWhen, PeopleArgs, SummaryFormat};
use super::exit::Status;
use super::harmless;
use super::output::{self, styled};
use crate::desk::{FoundPerson, embedded_register, find_people};

pub fn run(args: &PeopleArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let register = embedded_register()?;
    let name = args.name.join(" ");
    let found = find_people(&name, args.on, &register);
    match args.format {
        SummaryFormat::Text => {
            let mut out = output::text_stdout(color);
            for person in &found {
                write_person(&mut out, person)?;
            }
            out.flush()?;
        }
        SummaryFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &found)?;
            out.flush()?;
        }
    }
    if found.is_empty() {
        output::say(&format!("Nobody in the register is called “{name}”, and no office is."));
        return Ok(Status::Nothing);
    }
    Ok(Status::Found)
}

fn write_person(out: &mut dyn Write, person: &FoundPerson<'_>) -> std::io::Result<()> {
    writeln!(out, "{}  [{}]", styled(output::SPEAKER, person.name), person.id)?;
    for held in person.parties.iter().chain(&person.offices) {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "…".to_string(), |day| day.to_string());
        writeln!(out, "  {:>10} to {:<10}  {}", day(held.from), day(held.to), held.name)?;
    }
    Ok(())
}
