//! `onrecord verify` and `onrecord repair`: is what the index holds what was written, and what to do where it is not.

use std::cell::Cell;
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;

use super::args::{ColorWhen, RepairArgs, VerifyArgs};
use super::exit::Status;
use super::harmless::{clean, shown_path};
use super::indexing::{self, Manner, counted};
use super::output;
use super::{absent, corrections, guard, locate, reading};
use crate::faults;
use crate::index::{ArticleEntry, IndexError, Remains, Store, Verified, key_path};
use crate::people::Register;
use crate::quotes::Extractor;

/// Files of the archive that are named one by one; more are counted.
const NAMED: usize = 25;

pub fn run_verify(args: &VerifyArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let dir = locate::find_index(args.place.index.as_deref())?;
    let verified = guard::quietly(|| Ok::<_, anyhow::Error>(Remains::open(&dir)?.verify()))?;
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

pub fn run_repair(args: &RepairArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let dir = locate::find_index(args.place.index.as_deref())?;
    let options = reading::read_options(&args.read)?;
    let remains = match guard::quietly(|| Remains::open(&dir)) {
        Err(IndexError::Damaged { dir, what }) => bail!(
            "the index at {} cannot be repaired ({what}): what its parts are can no longer be told. Make it anew of its \
             archive with `onrecord index --rebuild --index {} PATH…`",
            dir.display(),
            dir.display()
        ),
        other => other?,
    };
    let verified = guard::quietly(|| remains.verify());
    let mut out = output::text_stdout(color);
    let shown = shown_path(&dir);
    if verified.is_whole() {
        writeln!(out, "The index at {shown} is whole: nothing to repair.")?;
        out.flush()?;
        return Ok(Status::Found);
    }
    for line in damage_lines(&verified) {
        output::say(&line);
    }
    let reading = remains.reading();
    if !reading.is_empty() && reading != options.meaning() {
        bail!(
            "the archive was read with other flags: give --month-first, --map and --max-article as with `onrecord index` \
             before, as what is read again would not be what it was; or make the index anew with `onrecord index --rebuild`"
        );
    }
    let store = Store::make_anew(&dir)?;
    if !remains.is_current() {
        store.abandon();
        return Err(IndexError::MadeAnew { dir }.into());
    }
    match take_over(&remains, &store, args, &options, register) {
        Ok(missing) => {
            let store = store.publish()?;
            let sizes = store.sizes()?;
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
        Err(error) => {
            store.abandon();
            Err(error)
        }
    }
}

/// Fills the new index: with all that is whole in the old one, and with what the files say of the rest. Gives the files that
/// could not be read again.
fn take_over(
    remains: &Remains,
    store: &Store,
    args: &RepairArgs,
    options: &crate::article::ReadOptions,
    register: &Register,
) -> anyhow::Result<Vec<PathBuf>> {
    let read = &args.read;
    let (known, table) = corrections::load(read)?;
    let progress = indexing::progress();
    let extractor = Extractor::new(register);
    let done = Cell::new(0);
    let taken = guard::quietly(|| {
        remains.take_over(
            store,
            |article| {
                let quotes = extractor.extract(&article);
                ArticleEntry::new(article, quotes, &known, register)
            },
            |articles| {
                done.set(done.get() + articles);
                progress.set_position(done.get());
            },
        )
    })?;
    progress.finish_and_clear();
    faults::point("behind what was taken over");
    store.keep_corrections_applied(&table)?;
    // What was in the damaged parts, and what cannot be named: the archive is looked through for it.
    // As the user called them, where that means the same from here: articles are told by these names.
    let root = |(whole, called): (String, String)| {
        let (whole, called) = (key_path(&whole), key_path(&called));
        if absent::place_of_root(&called).is_some_and(|place| place == whole) { called } else { whole }
    };
    let mut paths: Vec<PathBuf> = remains.roots().into_iter().map(root).collect();
    paths.retain(|path| path.exists());
    paths.extend(args.paths.iter().cloned());
    paths.extend(taken.to_read.iter().filter(|path| !absent::is_gone(path)).cloned());
    if !paths.is_empty() {
        // What is whole stays, also where its file is gone meanwhile: that is for `index` to tell.
        let manner = Manner { keeps: true, ..Manner::default() };
        let summary = indexing::update(store, &paths, read, options, register, manner)?;
        for line in indexing::summary_lines(&summary) {
            output::say(&line);
        }
    }
    let known: std::collections::HashSet<PathBuf> = store.flawed_files()?.into_iter().collect();
    Ok(taken.lost.into_iter().filter(|path| absent::is_gone(path) || known.contains(path)).collect())
}
