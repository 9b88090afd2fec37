//! `onrecord save`, `saved`, `run` and `forget`: questions kept by name.

use std::io::Write;

use super::args::{ColorWhen, ForgetArgs, RunArgs, SaveArgs, SavedArgs, WordingArgs};
use super::exit::Status;
use super::extract::Records;
use super::indexing::{open_asked, open_if_there};
use super::look::Look;
use super::search::tell_reading;
use super::telling::Teller;
use super::{output, search};
use crate::desk::{Questions, Request, Settings, SoFar, counted};
use crate::harmless::clean;

pub fn save(args: &SaveArgs) -> anyhow::Result<Status> {
    tell_so_far(args)?;
    let questions = Questions::find(args.questions.as_deref(), Teller::quiet().ear())?;
    if let Some(before) = questions.save(&args.name, &args.question.join(" "))? {
        output::say(&format!("In place of: {before}"));
    }
    output::say(&format!("Saved in {}; ask it with `onrecord run {}`.", questions.path().display(), args.name));
    Ok(Status::Found)
}

/// Tells how a question is read and how much it finds so far, where there is an index to ask. What cannot be read is not
/// worth being saved.
fn tell_so_far(args: &SaveArgs) -> anyhow::Result<()> {
    let Some(library) = open_if_there(&args.place, Settings::default())? else { return Ok(()) };
    let request = Request { today: args.today, ..Request::of(args.question.join(" ")) };
    let (asked, SoFar { total, last_week, last }) = library.so_far(&request)?;
    tell_reading(&asked);
    let last = last.map_or(String::new(), |day| format!(", the last of {day}"));
    output::say(&format!("{} so far, {last_week} in the last week{last}.", counted(total, "quote")));
    Ok(())
}

pub fn list(args: &SavedArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let saved = Questions::find(args.questions.as_deref(), Teller::quiet().ear())?.list()?;
    let mut out = output::text_stdout(color);
    for saved in &saved {
        writeln!(out, "{}\t{}", clean(&saved.name), clean(&saved.question))?;
    }
    out.flush()?;
    Ok(if saved.is_empty() { Status::Nothing } else { Status::Found })
}

pub fn forget(args: &ForgetArgs) -> anyhow::Result<Status> {
    Questions::find(args.questions.as_deref(), Teller::quiet().ear())?.forget(&args.name)?;
    Ok(Status::Found)
}

pub fn run(args: &RunArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let questions = Questions::find(args.questions.as_deref(), Teller::quiet().ear())?;
    let request = Request { today: args.today, ..questions.request(&args.name)? };
    let library = open_asked(&args.asked, &WordingArgs::default())?;
    if !args.new {
        let request = Request { limit: args.limit.unwrap_or(10), ..request };
        return search::run_saved(&library, &request, args, color);
    }
    let asked = library.read(&request)?;
    tell_reading(&asked);
    let format = args.shown.written.format(args.format)?;
    let look = Look::new(args.shown.mark.clone());
    let mut records = Records::new(format, args.shown.written, look, color)?;
    let most = args.limit.map_or(u64::MAX, |limit| limit as u64);
    let new = questions.new_since(&args.name, &library, &asked, most, |record| records.write(record))??;
    // Only what was shown whole is remembered: a program killed before shows it again.
    records.finish()?;
    questions.remember(&new)?;
    let more = if new.left > 0 { format!(", {} more the next time", new.left) } else { String::new() };
    output::say(&format!("{} new{more}.", counted(new.shown, "quote")));
    Ok(if new.shown == 0 { Status::Nothing } else { Status::Found })
}
