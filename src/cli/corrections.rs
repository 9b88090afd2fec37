//! `onrecord correct`: who really said a quote.

use std::io::Write;

use anyhow::bail;

use super::args::{ColorWhen, CorrectArgs, WordingArgs};
use super::exit::Status;
use super::hits::{Headings, render_quote};
use super::indexing::{open_asked, settings};
use super::look::Look;
use super::output;
use super::telling::Teller;
use crate::corrections::Verdict;
use crate::desk::{CorrectRequest, Corrected, corrections_table, counted};
use crate::harmless::{clean, shown_path};

pub fn run(args: &CorrectArgs, color: ColorWhen) -> anyhow::Result<Status> {
    if args.list {
        return list(args, color);
    }
    let Some(id) = args.id.as_deref() else {
        bail!("give the id of the quote, as `onrecord search` shows it in brackets");
    };
    let what = match (&args.speaker, args.unknown, args.not_a_quote, args.undo) {
        (_, _, _, true) => CorrectRequest::TakeBack,
        (Some(name), false, false, _) => CorrectRequest::Speaker { name: name.clone(), party: args.party.clone() },
        (None, true, false, _) => CorrectRequest::Unknown,
        (None, false, true, _) => CorrectRequest::NotAQuote,
        _ => bail!("say what is right: --speaker NAME, --unknown or --not-a-quote"),
    };
    let Corrected { table, records } = open_asked(&args.asked, &WordingArgs::default())?.correct(id, &what)?;
    if what == CorrectRequest::TakeBack {
        output::say(&format!("Taken back: the correction of {id} in {}.", table.display()));
        return Ok(Status::Found);
    }
    output::say(&format!("Written to {}.", table.display()));
    let mut out = output::text_stdout(color);
    let (look, mut headings) = (Look::new(None), Headings::default());
    for record in &records {
        let heading = headings.next(&record.article, &[], &look);
        write!(out, "{heading}{}", render_quote(record, &mut headings, &look))?;
    }
    out.flush()?;
    Ok(Status::Found)
}

fn list(args: &CorrectArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let (path, lines) = corrections_table(&settings(&args.asked.read)?, &Teller::quiet().ear())?;
    let mut out = output::text_stdout(color);
    for line in &lines {
        let verdict = match &line.verdict {
            Verdict::Speaker { name, party: Some(party) } => format!("{name} ({party})"),
            Verdict::Speaker { name, party: None } => name.clone(),
            Verdict::Unknown => "unknown speaker".to_string(),
            Verdict::NotAQuote => "not a quote".to_string(),
        };
        let before = line.instead_of.as_deref().unwrap_or("unknown speaker");
        writeln!(
            out,
            "{}  {} (was: {})\n  {}\n  {}",
            clean(&line.id),
            clean(&verdict),
            clean(before),
            clean(&line.words),
            clean(&line.article)
        )?;
    }
    writeln!(out, "{} in {}.", counted(lines.len() as u64, "correction"), shown_path(&path))?;
    out.flush()?;
    Ok(if lines.is_empty() { Status::Nothing } else { Status::Found })
}
