//! The table of corrections on disk: found, read, written, brought into an index; and `onrecord correct`.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{ColorWhen, CorrectArgs, ReadArgs};
use super::exit::Status;
use super::files::{change, find_beside, read_text, tell_left_out};
use super::harmless::{clean, shown_path};
use super::output::Lines;
use super::{indexing, output, render};
use crate::corrections::{self, Correction, Corrections, Verdict, Wordings};
use crate::index::{ArticleEntry, Held, Store};
use crate::people::{PersonId, Register};
use crate::quotes::Extractor;
use crate::record::QuoteRecord;

/// The table's name in a project's folder.
const FILE: &str = "onrecord-corrections.tsv";

fn find_table(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    find_beside(named, FILE, "corrections.tsv", "--corrections FILE")
}

/// The corrections that hold for this command; lines that cannot be read are told and left out.
///
/// # Errors
/// Where the table is there and cannot be read.
pub fn load(read: &ReadArgs) -> anyhow::Result<(Corrections, String)> {
    let path = find_table(read.corrections.as_deref())?;
    if read.corrections.is_some() && !path.exists() {
        output::warn(&format!("no table of corrections at {} yet: nothing is corrected", path.display()));
    }
    let text = read_text(&path)?;
    let (lines, bad) = corrections::parse(&text);
    tell_left_out(&path, bad.into_iter().map(|line| (line.line, line.what)));
    Ok((Corrections::new(lines), text))
}

/// Whether this is the table that the index was last brought up to date with. While somebody writes the index nobody
/// else can change that.
pub fn is_applied(store: &Store, table: &str) -> bool {
    store.corrections_applied().is_ok_and(|applied| applied == table)
}

/// Brings an index that was made with another table up to date with this one: only the articles that the lines which
/// differ are about. Other articles are not touched, and no file is read.
///
/// # Errors
/// Where the index cannot be read or written, or is being written: it then counts as it was, and the next command brings
/// it up to date.
pub fn bring_in(store: &Store, table: &str, now: &Corrections, register: &Register) -> anyhow::Result<()> {
    if is_applied(store, table) {
        return Ok(());
    }
    let extractor = OnceCell::new();
    store.refresh(
        // Only now is it sure that nobody else is at it.
        || concerned(store, &store.corrections_applied()?, now),
        |article| {
            let quotes = extractor.get_or_init(|| Extractor::new(register)).extract(&article);
            ArticleEntry::new(article, quotes, now, register)
        },
        || Ok(store.keep_corrections_applied(table)?),
    )
}

/// The articles that the lines are about in which a table differs from the one before.
fn concerned(store: &Store, before: &str, now: &Corrections) -> anyhow::Result<Vec<Held>> {
    let before = corrections::parse(before).0;
    let words = |lines: &[Correction], others: &[Correction], not_quotes: bool| -> BTreeSet<String> {
        let others: HashSet<&Correction> = others.iter().collect();
        lines
            .iter()
            .filter(|line| !others.contains(line) && (!not_quotes || line.verdict == Verdict::NotAQuote))
            .map(|line| line.words.clone())
            .collect()
    };
    let mut changed = words(&now.lines, &before, false);
    changed.extend(words(&before, &now.lines, false));
    let mut held = store.articles_quoting(changed.iter().map(String::as_str))?;
    // What was struck out stands in no quote of the index: the articles' own texts tell where it was.
    let restored = Wordings::new(words(&before, &now.lines, true));
    if !restored.is_empty() {
        held.extend(store.articles_with_text(|text| restored.any_in(text))?);
    }
    Ok(held)
}

pub fn run(args: &CorrectArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let path = find_table(args.asked.read.corrections.as_deref())?;
    let text = read_text(&path)?;
    if args.list {
        return list(&path, &text, color);
    }
    let Some(id) = args.id.as_deref() else {
        bail!("give the id of the quote, as `onrecord search` shows it in brackets");
    };
    if args.undo {
        change(&path, |text| {
            let without = corrections::without_id(text, id);
            if without == text {
                bail!("{} has no correction of {id}; `onrecord correct --list` shows them all", path.display());
            }
            Ok(Some(without))
        })?;
        output::say(&format!("Taken back: the correction of {id} in {}.", path.display()));
        apply_now(args, register)?;
        return Ok(Status::Found);
    }
    let store = match path.exists() {
        true => apply_now(args, register)?,
        false => {
            let read = ReadArgs { corrections: None, ..args.asked.read.clone() };
            indexing::open_asked(args.asked.place.index.as_deref(), &args.asked.paths, &read, register)?
        }
    };
    let records = store.quotes_with_id(id)?;
    let Some(record) = records.first() else {
        bail!(
            "no quote {id} in the index at {}: copy the id from the answer of `onrecord search`",
            store.dir().display()
        );
    };
    let verdict = match (&args.speaker, args.unknown, args.not_a_quote) {
        (Some(name), false, false) => {
            Verdict::Speaker { name: speaker_to_write(name, record, register)?, party: args.party.clone() }
        }
        (None, true, false) => Verdict::Unknown,
        (None, false, true) => Verdict::NotAQuote,
        _ => bail!("say what is right: --speaker NAME, --unknown or --not-a-quote"),
    };
    let correction = Correction::new(record, verdict);
    change(&path, |text| Ok(Some(corrections::with_line(text, &correction))))?;
    drop(store);
    let store = apply_now(args, register)?;
    output::say(&format!("Written to {}.", path.display()));
    let mut out = output::text_stdout(color);
    for record in store.quotes_with_id(id)? {
        write!(out, "{}", render::render_quote(None, &record, &[], output::width()))?;
    }
    out.flush()?;
    Ok(Status::Found)
}

/// Opens the index again, which brings the changed table in.
fn apply_now(args: &CorrectArgs, register: &Register) -> anyhow::Result<Store> {
    let mut read = args.asked.read.clone();
    read.corrections = Some(find_table(read.corrections.as_deref())?);
    indexing::open_asked(args.asked.place.index.as_deref(), &args.asked.paths, &read, register)
}

/// The name as it is written to the table: the register's where it is plain whom it means, the id where several bear
/// the name, and as typed where the register knows nobody.
fn speaker_to_write(typed: &str, record: &QuoteRecord, register: &Register) -> anyhow::Result<String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.starts_with('(') {
        bail!("`{typed}` is no name: give a name, or --unknown or --not-a-quote");
    }
    if register.find_slug(typed).is_some() {
        return Ok(typed.to_string());
    }
    let day = record.article.date.as_deref().and_then(|date| date.parse().ok());
    let found = corrections::find_person(typed, day, register);
    match found[..] {
        [] => {
            output::say(&format!("The register knows nobody called {typed}: the name is kept as you gave it."));
            Ok(typed.to_string())
        }
        [person] => Ok(written_name(person, register)),
        [first, ..] if typed.contains(' ') && stands_out(&found, register) => Ok(written_name(first, register)),
        _ => {
            let listed = found.iter().take(12).map(|person| {
                let known = register.person(*person);
                let party = register.party_on(*person, day).map_or("", |party| register.party(party).name());
                format!("  --speaker {}   {} {party}", known.slug(), known.name()).trim_end().to_string()
            });
            let asked = format!("{typed} can be several people; say which one:");
            Err(Lines(std::iter::once(asked).chain(listed).collect()).into())
        }
    }
}

/// Whether the first of several bearers of a full name is far better known than the second.
fn stands_out(found: &[PersonId], register: &Register) -> bool {
    let of = |at: usize| found.get(at).map_or(0, |person| register.person(*person).prominence());
    of(0) >= of(1) + 3
}

/// The person's name, or the id where others bear the name.
fn written_name(person: PersonId, register: &Register) -> String {
    let known = register.person(person);
    match register.find_name(known.name())[..] {
        [only] if only == person => known.name().to_string(),
        _ => known.slug().to_string(),
    }
}

fn list(path: &Path, text: &str, color: ColorWhen) -> anyhow::Result<Status> {
    let (lines, bad) = corrections::parse(text);
    tell_left_out(path, bad.into_iter().map(|line| (line.line, line.what)));
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
            "{}  {} (was: {})\n  “{}”\n  {}",
            clean(&line.id),
            clean(&verdict),
            clean(before),
            clean(&line.words),
            clean(&line.article)
        )?;
    }
    writeln!(out, "{} in {}.", indexing::counted(lines.len() as u64, "correction"), shown_path(path))?;
    out.flush()?;
    Ok(if lines.is_empty() { Status::Nothing } else { Status::Found })
}
