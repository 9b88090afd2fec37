//! `onrecord verify` and `onrecord repair`: is what the index holds what was written, and what to do where it is not.

use std::io::Write;

use anyhow::bail;

use super::args::{ColorWhen, RepairArgs, VerifyArgs};
use super::exit::Status;
use super::indexing::{settings, summary_lines};
use super::output;
use super::telling::Teller;
use crate::desk::{self, RepairRequest, Repaired, counted, place};
use crate::harmless::{clean, shown_path};
use crate::index::{Verified, key_path};

/// Files of the archive that are named one by one; more are counted.
const NAMED: usize = 25;

pub fn run_verify(args: &VerifyArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let dir = place::find_index(args.place.index.as_deref(), Teller::quiet().as_ref())?;
    let verified = desk::verify(&dir)?;
    let mut out = output::text_stdout(color);
    let shown = shown_path(&dir);
    if verified.is_whole() {
        let (articles, quotes) = (counted(verified.articles, "article"), counted(verified.quotes, "quote"));
        writeln!(out, "The index at {shown} is whole: {articles}, {quotes}.")?;
        out.flush()?;
        return Ok(Status::Found);
    }
    writeln!(out, "The index at {shown} is damaged:")?;
    for line in damage_lines(&verified) {
        writeln!(out, "  {line}")?;
    }
    out.flush()?;
    bail!("the index at {} is damaged: `onrecord repair --index {}` mends it", dir.display(), dir.display());
}

/// What is damaged and whose articles lie there, a line each.
fn damage_lines(verified: &Verified) -> Vec<String> {
    let mut lines: Vec<String> = verified
        .damages
        .iter()
        .map(|damage| format!("{}: {}", shown_path(&damage.file), clean(&damage.what)))
        .collect();
    let concerned = verified.concerned.iter().take(NAMED);
    lines.extend(
        concerned.map(|(name, articles)| {
            format!("holds {} of {}", counted(*articles, "article"), shown_path(&key_path(name)))
        }),
    );
    let more = verified.concerned.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(format!("holds articles of {more} more files"));
    }
    if verified.unnamed {
        lines.push("may hold articles of other files, which cannot be named".to_string());
    }
    lines
}

pub fn run_repair(args: &RepairArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let settings = settings(&args.read)?;
    let teller = Teller::for_reading(&args.read)?;
    let dir = place::find_index(args.place.index.as_deref(), teller.as_ref())?;
    let leave_out = teller.report_file().into_iter().collect();
    let request = RepairRequest { dir: dir.clone(), paths: args.paths.clone(), leave_out };
    let repaired = desk::repair(&request, settings, teller.ear(), |verified| {
        damage_lines(verified).iter().for_each(|line| output::say(line));
    });
    let telling = teller.finish();
    let (repaired, telling) = (repaired?, telling?);
    let mut out = output::text_stdout(color);
    let shown = shown_path(&dir);
    match repaired {
        Repaired::WasWhole => {
            writeln!(out, "The index at {shown} is whole: nothing to repair.")?;
            out.flush()?;
            Ok(Status::Found)
        }
        Repaired::Mended { sizes, read_again, missing } => {
            read_again.iter().flat_map(|summary| summary_lines(summary, telling)).for_each(|line| output::say(&line));
            writeln!(
                out,
                "Repaired: the index at {shown} holds {} with {}.",
                counted(sizes.articles, "article"),
                counted(sizes.quotes, "quote")
            )?;
            out.flush()?;
            if missing.is_empty() {
                return Ok(Status::Found);
            }
            for file in missing.iter().take(NAMED) {
                output::warn(&format!("{}: no longer there or cannot be read", file.display()));
            }
            bail!(
                "articles of {} were damaged and could not be read again; put the files back and run `onrecord index` \
                 on them",
                counted(missing.len() as u64, "file")
            );
        }
    }
}
