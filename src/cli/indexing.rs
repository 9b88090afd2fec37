//! `onrecord index`, and the index that other commands ask.

use std::io::Write;

use anyhow::{Context, bail};

use super::args::{AskedIndex, ColorWhen, IndexArgs, IndexPlace, ReadArgs, SummaryFormat, WordingArgs};
use super::exit::Status;
use super::telling::{Teller, Telling};
use super::{output, report};
use crate::archive::LARGEST_ARTICLE;
use crate::article::{DayOrder, FieldMap, ReadOptions};
use crate::desk::{
    DeskError, Library, Settings, Summary, SummaryJson, TroubleCounts, UpdateRequest, counted, in_words, place,
};
use crate::harmless::{self, shown_path};
use crate::index::{IndexError, UpdateCounts};
use crate::size::Size;

/// How articles are read and where tables lie, as the arguments say.
///
/// # Errors
/// Where `--map` or `--max-article` cannot be read.
pub fn settings(args: &ReadArgs) -> anyhow::Result<Settings> {
    let field_map = match &args.map {
        Some(map) => FieldMap::parse(map).context("--map")?,
        None => FieldMap::default(),
    };
    let day_order = if args.month_first { DayOrder::MonthFirst } else { DayOrder::DayFirst };
    let largest_text = args.max_article.unwrap_or(LARGEST_ARTICLE);
    if !(1..=u64::from(u32::MAX)).contains(&largest_text.0) {
        bail!("--max-article: an article can hold from 1 byte to {}", Size(u32::MAX.into()));
    }
    let reading = ReadOptions {
        day_order,
        field_map,
        largest_text,
        format: args.format_in,
        hidden: args.hidden,
        date_from_path: args.date_from_path.clone(),
        assumed_date: args.assume_date,
        ..ReadOptions::default()
    };
    Ok(Settings {
        reading,
        corrections: args.corrections.clone(),
        people: args.people.clone(),
        synonyms: None,
        events: None,
    })
}

pub fn run(args: &IndexArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let settings = settings(&args.read)?;
    report::check(&args.read, args.format == SummaryFormat::Text)?;
    let teller = Teller::for_reading(&args.read)?;
    let dir = place::find_index(args.place.index.as_deref(), teller.ear().as_ref())?;
    let leave_out = teller.report_file().into_iter().collect();
    let request =
        UpdateRequest { paths: args.paths.clone(), prune: args.prune, leave_out, choice: args.choice.choice() };
    let done = match args.rebuild {
        true => Library::rebuild(&dir, &request, settings, teller.ear()),
        false => Library::open_or_create(&dir, settings, teller.ear())
            .and_then(|library| Ok((library.update(&request)?, library)))
            .map(|(summary, library)| (library, summary)),
    };
    let telling = teller.finish();
    let (library, summary) = done?;
    let telling = telling?;
    say_strict(&args.read, &summary);
    let mut out = if report::is_on_stdout(&args.read) { output::text_stderr() } else { output::text_stdout(color) };
    match args.format {
        SummaryFormat::Text => {
            for line in summary_lines(&summary, telling) {
                writeln!(out, "{line}")?;
            }
            let sizes = library.sizes()?;
            writeln!(
                out,
                "The index at {} holds {} with {}, {} of them with a speaker.",
                shown_path(&dir),
                counted(sizes.articles, "article"),
                counted(sizes.quotes, "quote"),
                share(sizes.attributed, sizes.quotes)
            )?;
        }
        SummaryFormat::Json => {
            harmless::write_json_line(&mut out, &SummaryJson::new(&summary, &library.sizes()?))?;
        }
    }
    out.flush()?;
    Ok(status(&summary, &args.read))
}

/// 2 where a named path is missing or nothing could be read, and under `--strict` where anything failed.
pub fn status(summary: &Summary, read: &ReadArgs) -> Status {
    let is_strict = read.strict && summary.troubles.failed > 0;
    if summary.troubles.missing > 0 || summary.nothing_was_read() || is_strict { Status::Error } else { Status::Found }
}

fn say_strict(read: &ReadArgs, summary: &Summary) {
    if read.strict && summary.troubles.failed > 0 {
        output::say("--strict: the files and articles that failed make this run end with status 2");
    }
}

pub fn summary_lines(summary: &Summary, telling: Telling) -> Vec<String> {
    let UpdateCounts { added, changed, unchanged, moved, removed } = summary.counts;
    let shown_moved = if moved > 0 { format!("{moved} moved, ") } else { String::new() };
    let mut lines = vec![format!(
        "Articles: {added} added, {changed} changed, {unchanged} unchanged, {shown_moved}{removed} removed, {}.",
        summary.troubles.failed_in_words()
    )];
    if added + changed + moved > 0 {
        lines.push(format!(
            "Found in those added or changed: {}, {} with a speaker.",
            counted(summary.quotes, "quote"),
            share(summary.attributed, summary.quotes)
        ));
    }
    if summary.undated > 0 {
        lines.push(format!("Without a date: {}.", counted(summary.undated, "article")));
    }
    lines.extend(notes_line(&summary.troubles));
    if summary.troubles.problems > 0 {
        let told = if telling == Telling::InPart { "" } else { ", told above" };
        lines.push(format!("With problems{told}: {}.", counted(summary.troubles.problems, "article")));
    }
    lines
}

/// In which ways articles were read that somebody may want to know of.
pub fn notes_line(troubles: &TroubleCounts) -> Option<String> {
    let notes = &troubles.notes;
    (!notes.is_empty()).then(|| format!("Worth knowing: {}; -v or --report FILE names them.", in_words(notes)))
}

fn share(part: u64, whole: u64) -> String {
    match (part * 100 + whole / 2).checked_div(whole) {
        Some(percent) => format!("{part} ({percent} %)"),
        None => "none".to_string(),
    }
}

/// Opens the index that is meant; `None` where none is named and there is none yet.
///
/// # Errors
/// Where it cannot be opened.
pub fn open_if_there(place: &IndexPlace, settings: Settings) -> anyhow::Result<Option<Library>> {
    let teller = Teller::quiet();
    let named = place.index.as_deref();
    let dir = place::find_index(named, teller.ear().as_ref())?;
    match Library::open(&dir, settings, teller.ear()) {
        Err(DeskError::Index(IndexError::Missing { .. })) if named.is_none() => Ok(None),
        other => Ok(Some(other?)),
    }
}

/// Opens the index that a command asks: that of `--in`, brought up to date first, or the one found. `flags` name the user's
/// tables.
///
/// # Errors
/// Where the index cannot be opened, made or written.
pub fn open_asked(asked: &AskedIndex, wording: &WordingArgs) -> anyhow::Result<Library> {
    let AskedIndex { place, paths, read, choice } = asked;
    let named = place.index.as_deref();
    let settings = Settings { synonyms: wording.synonyms.clone(), events: wording.events.clone(), ..settings(read)? };
    if paths.is_empty() {
        let Some(library) = open_if_there(place, settings)? else {
            bail!(
                "there is no index yet: make one with `onrecord index PATH…`, or ask an archive directly with \
                 `onrecord search --in PATH QUESTION`"
            );
        };
        return Ok(library);
    }
    report::check(read, false)?;
    let teller = Teller::for_reading(read)?;
    let leave_out = teller.report_file().into_iter().collect();
    let request = UpdateRequest { paths: paths.clone(), prune: false, leave_out, choice: choice.choice() };
    let done = Library::of_paths(named, &request, settings, teller.ear());
    let telling = teller.finish();
    let (library, summary) = done?;
    let telling = telling?;
    say_strict(read, &summary);
    if !summary.changed_nothing() || summary.troubles.failed > 0 {
        for line in summary_lines(&summary, telling) {
            output::say(&line);
        }
    }
    if status(&summary, read) == Status::Error {
        bail!("the paths given to --in could not be read as they should be");
    }
    Ok(library)
}
