//! Saved questions: kept by name in a plain table; asked again, whole or only for what is new since the last time.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{ColorWhen, Flags, ForgetArgs, Question, RunArgs, SaveArgs, SavedArgs, SearchArgs};
use super::exit::Status;
use super::extract::Records;
use super::files::{add_to_kept, change, find_beside, read_kept, read_text, tell_left_out};
use super::harmless::clean;
use super::{indexing, output, question, search};
use crate::people::Register;

/// The table's name in a project's folder.
const FILE: &str = "onrecord-questions.tsv";

const HEADER: &str = "\
# Saved questions of onrecord: a name, a tab, the question; one a line. `onrecord run NAME` asks it.
";

/// A name and its question.
type Saved = (String, String);

fn find_table(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    find_beside(named, FILE, "questions.tsv", "--questions FILE")
}

/// The saved questions in order; lines that are none are told.
fn parse(path: &Path, text: &str) -> Vec<Saved> {
    const LONGEST_LINE: usize = 100_000;
    let mut saved: Vec<Saved> = Vec::new();
    let mut left_out = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        match line.split_once('\t').map(|(name, question)| (name.trim(), question.trim())) {
            _ if line.len() > LONGEST_LINE => {
                left_out.push((at + 1, "longer than any question that can be asked".to_string()));
            }
            Some((name, question)) if !name.is_empty() && !question.is_empty() => {
                saved.push((name.to_string(), question.to_string()));
            }
            _ => left_out.push((at + 1, "no saved question: part the name and the question by a tab".to_string())),
        }
    }
    tell_left_out(path, left_out);
    saved
}

fn without(text: &str, name: &str) -> String {
    let is_named = |line: &&str| line.split_once('\t').is_some_and(|(known, _)| known.trim() == name);
    text.split_inclusive('\n').filter(|line| line.trim_start().starts_with('#') || !is_named(line)).collect()
}

pub fn save(args: &SaveArgs) -> anyhow::Result<Status> {
    let question = args.question.join(" ");
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if args.name.is_empty() || args.name.starts_with('#') || args.name.contains(char::is_whitespace) {
        bail!("`{}` is no name for a question: use one word", args.name);
    }
    let path = find_table(args.questions.as_deref())?;
    let mut before = None;
    change(&path, |text| {
        before = parse(&path, text).into_iter().find(|(name, _)| *name == args.name).map(|(_, question)| question);
        let mut table = if text.trim().is_empty() { HEADER.to_string() } else { without(text, &args.name) };
        if !table.ends_with('\n') {
            table.push('\n');
        }
        table.push_str(&format!("{}\t{question}\n", args.name));
        Ok(Some(table))
    })?;
    if let Some(before) = before.filter(|before| *before != question) {
        output::say(&format!("In place of: {before}"));
    }
    output::say(&format!("Saved in {}; ask it with `onrecord run {}`.", path.display(), args.name));
    Ok(Status::Found)
}

pub fn list(args: &SavedArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let path = find_table(args.questions.as_deref())?;
    let saved = parse(&path, &read_text(&path)?);
    let mut out = output::text_stdout(color);
    for (name, question) in &saved {
        writeln!(out, "{}\t{}", clean(name), clean(question))?;
    }
    out.flush()?;
    Ok(if saved.is_empty() { Status::Nothing } else { Status::Found })
}

pub fn forget(args: &ForgetArgs) -> anyhow::Result<Status> {
    let path = find_table(args.questions.as_deref())?;
    change(&path, |text| {
        let kept = without(text, &args.name);
        if kept == text {
            bail!("no question is saved as {} in {}; `onrecord saved` shows them all", args.name, path.display());
        }
        Ok(Some(kept))
    })?;
    let seen = seen_file(&path, &args.name)?;
    match std::fs::remove_file(&seen) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", seen.display()))
        }
        _ => Ok(Status::Found),
    }
}

pub fn run(args: &RunArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let path = find_table(args.questions.as_deref())?;
    let saved = parse(&path, &read_text(&path)?);
    let Some((_, words)) = saved.iter().rev().find(|(name, _)| *name == args.name) else {
        const NAMED: usize = 20;
        let names: Vec<&str> = saved.iter().take(NAMED).map(|(name, _)| name.as_str()).collect();
        let known = match saved.len() - names.len() {
            _ if names.is_empty() => "none is".to_string(),
            0 => format!("saved are: {}", names.join(", ")),
            more => format!("saved are: {} and {more} more, which `onrecord saved` shows", names.join(", ")),
        };
        bail!("no question is saved as {} in {}; {known}", args.name, path.display());
    };
    let question = Question { words: vec![words.clone()], flags: Flags { today: args.today, ..Flags::default() } };
    if !args.new {
        let search = SearchArgs {
            question,
            asked: args.asked.clone(),
            limit: args.limit.unwrap_or(10),
            offset: 0,
            sort: None,
            format: args.format,
            copies: false,
            count: false,
            facets: false,
            explain: false,
        };
        return search::run(&search, color, register);
    }
    let store = indexing::open_asked(args.asked.place.index.as_deref(), &args.asked.paths, &args.asked.read, register)?;
    let asked = question::read(&question, None, question::day_order(&args.asked.read), &store, register)?;
    asked.notes.iter().for_each(|note| output::say(note));
    let seen_path = seen_file(&path, &args.name)?;
    let seen_before = read_kept(&seen_path)?;
    let mut seen: HashSet<String> = seen_before.lines().map(str::to_string).collect();
    let mut added = String::new();
    let mut records = Records::new(args.format, color)?;
    let most = args.limit.unwrap_or(usize::MAX) as u64;
    let mut written = 0;
    let mut left = 0u64;
    store.for_each_quote(&asked.query, |record| -> anyhow::Result<()> {
        if seen.contains(&record.id) {
            return Ok(());
        }
        if written == most {
            left += 1;
            return Ok(());
        }
        records.write(&record)?;
        written += 1;
        added.push_str(&record.id);
        added.push('\n');
        seen.insert(record.id);
        Ok(())
    })??;
    // Only what was shown whole is remembered: a program killed before shows it again.
    records.finish()?;
    add_to_kept(&seen_path, &added)?;
    let more = if left > 0 { format!(", {left} more the next time") } else { String::new() };
    output::say(&format!("{} new{more}.", indexing::counted(written, "quote")));
    Ok(if written == 0 { Status::Nothing } else { Status::Found })
}

/// Where the ids of the quotes are kept that a question has shown: outside the index, which may be made anew.
fn seen_file(table: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let Some(data) = dirs::data_dir() else {
        bail!("no home folder to remember in what was shown: set HOME or XDG_DATA_HOME");
    };
    let table = table.canonicalize().unwrap_or_else(|_| table.to_path_buf());
    let mut hasher = blake3::Hasher::new();
    hasher.update(table.as_os_str().as_encoded_bytes());
    hasher.update(b"\0");
    hasher.update(name.as_bytes());
    Ok(data.join("onrecord").join("seen").join(&hasher.finalize().to_hex()[..24]))
}
