//! `onrecord check`: drafts laid beside the archive.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use anyhow::bail;
use serde::Serialize;

use super::args::{CheckArgs, CheckFormat, ColorWhen, ReadArgs, WordingArgs};
use super::exit::Status;
use super::indexing::open_asked;
use super::look::Look;
use super::output::{self, Out, styled};
use super::telling::Teller;
use crate::archive::STANDARD_INPUT;
use crate::article::ReadOptions;
use crate::desk::{
    CheckRequest, CheckedDraft, CheckedDrafts, CheckedQuotation, Compared, FileChoice, QuotationVerdict, SarifLog,
};
use crate::harmless::{self, clean};

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// `check --format json`.
#[derive(Serialize)]
struct CheckJson<'a> {
    version: u32,
    drafts: &'a [CheckedDraft],
}

/// A line of `check --format ndjson`.
#[derive(Serialize)]
struct CheckLine<'a> {
    draft: &'a str,
    member: Option<&'a str>,
    #[serde(flatten)]
    quotation: &'a CheckedQuotation,
}

pub fn run(args: &CheckArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let is_stdin = |path: &std::path::PathBuf| path.as_os_str() == STANDARD_INPUT;
    if args.asked.paths.iter().any(is_stdin) && args.drafts.iter().any(is_stdin) {
        bail!("standard input is either the draft or the archive: name a file for one of them");
    }
    let library = open_asked(&args.asked, &WordingArgs::default())?;
    // A report is of the archive's files.
    let teller = Teller::for_reading(&ReadArgs { report: None, ..args.asked.read.clone() })?;
    let reading = library.settings().reading.clone();
    let request = CheckRequest {
        paths: args.drafts.clone(),
        reading: ReadOptions { assumed_date: args.date.or(reading.assumed_date), ..reading },
        choice: FileChoice::default(),
    };
    let checked = library.check(&request, teller.ear());
    teller.finish()?;
    let checked = checked?;
    write(&checked, args, color)?;
    Ok(status(&checked))
}

fn status(checked: &CheckedDrafts) -> Status {
    if checked.troubles.failed > 0 || checked.drafts.is_empty() {
        return Status::Error;
    }
    if checked.drafts.iter().all(CheckedDraft::is_fine) { Status::Found } else { Status::Nothing }
}

fn write(checked: &CheckedDrafts, args: &CheckArgs, color: ColorWhen) -> anyhow::Result<()> {
    let mut out = match args.format {
        CheckFormat::Text => output::text_stdout(color),
        _ => output::data_stdout(),
    };
    match args.format {
        CheckFormat::Text => {
            let look = Look::new(None);
            for draft in &checked.drafts {
                write_draft(&mut out, draft, args.asked.read.verbose, &look)?;
            }
        }
        CheckFormat::Json => {
            harmless::write_json_line(&mut out, &CheckJson { version: VERSION, drafts: &checked.drafts })?;
        }
        CheckFormat::Ndjson => {
            for draft in &checked.drafts {
                for quotation in &draft.quotations {
                    let member = draft.member.as_deref();
                    harmless::write_json_line(&mut out, &CheckLine { draft: &draft.path, member, quotation })?;
                }
            }
        }
        CheckFormat::Sarif => harmless::write_json_line(&mut out, &SarifLog::new(&checked.drafts))?,
    }
    out.flush()?;
    Ok(())
}

fn style_of(verdict: QuotationVerdict) -> Style {
    let color = match verdict {
        QuotationVerdict::Verbatim => AnsiColor::Green,
        QuotationVerdict::Altered | QuotationVerdict::SaidByAnother => AnsiColor::Red,
        QuotationVerdict::Limited => AnsiColor::Yellow,
        QuotationVerdict::NotFound => AnsiColor::Magenta,
        QuotationVerdict::NotJudged => return output::FAINT,
    };
    color.on_default().bold()
}

/// Words of a quotation that are shown in its line, in characters.
const SHOWN: usize = 60;

fn write_draft(out: &mut Out, draft: &CheckedDraft, is_verbose: bool, look: &Look) -> std::io::Result<()> {
    let member = draft.member.as_deref().map_or_else(String::new, |member| format!("/{member}"));
    let file = clean(&format!("{}{member}", draft.path));
    for quotation in &draft.quotations {
        let place = match (quotation.line, quotation.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            _ => format!("{file}: quotation {}", quotation.number),
        };
        let speaker = quotation.speaker.as_ref().map_or_else(String::new, |it| format!(" {}:", clean(&it.name)));
        let verdict = styled(style_of(quotation.judged.verdict), quotation.judged.verdict.in_words());
        let words = clean(quotation.words.trim_end_matches(','));
        let words = if is_verbose { words } else { shortened(&words) };
        writeln!(out, "{place}: {verdict}:{speaker} “{words}”: {}", clean(&quotation.told))?;
        if is_verbose {
            write_closer(out, quotation, look)?;
        }
    }
    let counts: Vec<String> = QuotationVerdict::ALL
        .into_iter()
        .filter(|verdict| draft.count(*verdict) > 0)
        .map(|verdict| format!("{} {}", draft.count(verdict), verdict.in_words()))
        .collect();
    let counts = if counts.is_empty() { "no quotation".to_owned() } else { counts.join(", ") };
    writeln!(out, "{file}: {counts}.")
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= SHOWN {
        return words.to_owned();
    }
    let cut: String = words.chars().take(SHOWN).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// The comparison, the sources, and what is near.
fn write_closer(out: &mut Out, quotation: &CheckedQuotation, look: &Look) -> std::io::Result<()> {
    if !quotation.judged.compared.is_empty() {
        write!(out, "{}", look.wrap(&compared(&quotation.judged.compared), "    ", "    "))?;
    }
    for source in &quotation.judged.sources {
        let speaker = source.speaker.as_ref().map_or("nobody named", |speaker| &speaker.name);
        let title = source.title.as_deref().unwrap_or(&source.path);
        let date = source.date.as_deref().unwrap_or("undated");
        let place: Vec<&str> = [Some(title), source.outlet.as_deref(), Some(date)].into_iter().flatten().collect();
        let line = format!("{speaker}: “{}” — {} [{}]", source.printed, place.join(", "), source.id);
        write!(out, "{}", look.wrap(&clean(&line), "    ", "      "))?;
    }
    for near in &quotation.judged.nearest {
        let source = &near.source;
        let speaker = source.speaker.as_ref().map_or("nobody named", |speaker| &speaker.name);
        let line = format!("{:.0} %: {speaker}: “{}” [{}]", near.nearness * 100.0, source.printed, source.id);
        write!(out, "{}", look.wrap(&clean(&line), "    ", "      "))?;
    }
    Ok(())
}

/// The draft's words, with those that are not the archive's in `[-…-]` and the archive's in `{+…+}`.
fn compared(parts: &[Compared]) -> String {
    let told = parts.iter().map(|part| match part.same {
        true => clean(&part.draft),
        false => {
            let draft = (!part.draft.is_empty()).then(|| format!("[-{}-]", clean(&part.draft)));
            let archive = (!part.archive.is_empty()).then(|| format!("{{+{}+}}", clean(&part.archive)));
            draft.into_iter().chain(archive).collect::<Vec<_>>().join(" ")
        }
    });
    told.collect::<Vec<_>>().join(" ")
}
