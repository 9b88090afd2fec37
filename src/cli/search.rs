//! `onrecord search` and `similar`, and the counts and the timeline that ask the same way.

use std::io::Write;

use super::args::{
    ColorWhen, CountArgs, HitFormat, RunArgs, SearchArgs, Shown, SimilarArgs, TableFormat, TimelineArgs,
};
use super::exit::Status;
use super::hits::{self, Headings};
use super::indexing::open_asked;
use super::look::{Look, wrap_note};
use super::requests::table_format;
use super::{output, render, why};
use crate::desk::cite;
use crate::desk::rows::{self, CsvRows};
use crate::desk::told;
use crate::desk::{
    AnswerJson, AnswerNote, Asked, CountsJson, CountsRequest, Detail, HitJson, Library, Request, Response,
    SimilarRequest, TimelineJson, counted,
};
use crate::harmless::{self, Cells, clean};
use crate::index::{Answer, Facet, FacetCounts, FacetValue, Match};
use crate::query::tree::Form;

pub(super) fn status_of(total: u64) -> Status {
    if total == 0 { Status::Nothing } else { Status::Found }
}

/// How an answer is written.
struct AnswerShape<'a> {
    format: HitFormat,
    /// The number alone.
    count: bool,
    copies: bool,
    /// The counts whole, and nothing else.
    facets: bool,
    /// Scores as numbers, too.
    verbose: bool,
    shown: &'a Shown,
    /// The command that asks, up to its question: for questions that are offered.
    command: String,
}

/// The facets that the format shows.
fn wants_facets(format: HitFormat) -> bool {
    matches!(format, HitFormat::Text | HitFormat::Json)
}

pub fn run(args: &SearchArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let format = args.shown.written.format(args.format)?;
    let shape = AnswerShape {
        format,
        count: args.count,
        copies: args.copies,
        facets: args.facets,
        verbose: args.asked.read.verbose,
        shown: &args.shown,
        command: args.asked.command("search"),
    };
    let request = Request {
        sort: args.sort.map(Into::into),
        limit: if args.count || args.facets { 0 } else { args.limit },
        offset: args.offset,
        copies: args.copies,
        all_words: args.all_words,
        same_article: args.format.marks_hits(),
        explain: args.explain,
        context: args.shown.context,
        facets: !args.count && wants_facets(format),
        ..args.question.request()?
    };
    let library = open_asked(&args.asked, &args.question.flags.wording)?;
    show(&library.ask(&request)?, &shape, color)
}

/// `similar`: as a search, for the quotes that are like one.
pub fn run_similar(args: &SimilarArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let format = args.shown.written.format(args.format)?;
    let shape = AnswerShape {
        format,
        count: false,
        copies: args.copies,
        facets: args.facets,
        verbose: args.asked.read.verbose,
        shown: &args.shown,
        command: args.asked.command("search"),
    };
    let request = Request {
        filters: args.flags.filters(),
        today: args.flags.today,
        limit: if args.facets { 0 } else { args.limit },
        offset: args.offset,
        copies: args.copies,
        context: args.shown.context,
        facets: wants_facets(format),
        ..Request::default()
    };
    let library = open_asked(&args.asked, &args.flags.wording)?;
    let like = SimilarRequest { id: args.id.clone(), request, same_article: args.same_article };
    show(&library.similar(&like)?, &shape, color)
}

/// Asks a saved question as `search` would.
pub fn run_saved(library: &Library, request: &Request, args: &RunArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let format = args.shown.written.format(args.format)?;
    let same_article = request.same_article && format.marks_hits();
    let request =
        Request { facets: wants_facets(format), context: args.shown.context, same_article, ..request.clone() };
    let shape = AnswerShape {
        format,
        count: false,
        copies: false,
        facets: false,
        verbose: args.asked.read.verbose,
        shown: &args.shown,
        command: args.asked.command("search"),
    };
    show(&library.ask(&request)?, &shape, color)
}

/// Writes an answer.
fn show(response: &Response, shape: &AnswerShape, color: ColorWhen) -> anyhow::Result<Status> {
    let answer = &response.answer;
    let written = &shape.shown.written;
    match shape.format {
        _ if shape.count => {
            let mut out = output::data_stdout();
            writeln!(out, "{}", answer.total)?;
            out.flush()?;
        }
        HitFormat::Text => {
            let mut out = output::text_stdout(color);
            write_text(&mut out, response, shape)?;
            out.flush()?;
        }
        HitFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &AnswerJson::new(response))?;
            out.flush()?;
        }
        HitFormat::Ndjson => {
            tell(&response.notes, &shape.command);
            let detail = if response.explains { Detail::Explained } else { Detail::Plain };
            let mut out = output::data_stdout();
            for hit in &answer.hits {
                harmless::write_json_line(&mut out, &HitJson::new(hit, detail))?;
            }
            out.flush()?;
        }
        HitFormat::Csv => {
            tell(&response.notes, &shape.command);
            let mut rows = CsvRows::new(output::data_stdout(), written.excel)?;
            for hit in &answer.hits {
                rows.write_around(&hit.record, hit.around.as_ref())?;
            }
            rows.finish()?;
        }
        HitFormat::Markdown => {
            tell(&response.notes, &shape.command);
            let mut out = output::data_stdout();
            for hit in &answer.hits {
                write!(out, "{}", rows::render_hit_markdown(hit))?;
            }
            out.flush()?;
        }
        HitFormat::Bibtex | HitFormat::Ris | HitFormat::Csl => {
            tell(&response.notes, &shape.command);
            if let Some(style) = shape.format.citation() {
                cite::write_all(
                    output::data_stdout(),
                    style,
                    written.accessed,
                    answer.hits.iter().map(|hit| &hit.record),
                )?;
            }
        }
    }
    Ok(status_of(answer.total))
}

/// What is said beside an answer; `command` is what asks, up to its question.
pub fn tell(notes: &[AnswerNote], command: &str) {
    notes.iter().for_each(|note| output::say(&note.in_words_for(command)));
}

/// How a question was read, before its answer is written.
pub fn tell_reading(asked: &Asked) {
    asked.notes.iter().for_each(|note| output::say(&AnswerNote::Reading(note.clone()).in_words()));
}

/// How a question was read, and what is said beside its answer.
fn write_reading(out: &mut dyn Write, asked: &Asked, notes: &[AnswerNote], command: &str) -> std::io::Result<()> {
    writeln!(out, "Read as: {}", clean(&asked.read_as))?;
    let width = output::width();
    notes.iter().try_for_each(|note| write!(out, "{}", wrap_note(&clean(&note.in_words_for(command)), width)))
}

fn write_text(out: &mut dyn Write, response: &Response, shape: &AnswerShape) -> std::io::Result<()> {
    let Response { asked, answer, notes, offset, explains } = response;
    let look = Look::new(shape.shown.mark.clone());
    write_reading(out, asked, notes, &shape.command)?;
    if *explains {
        for line in asked.explained() {
            writeln!(out, "  {}", clean(&line))?;
        }
    }
    writeln!(out, "{}", told::totals(answer))?;
    for side in &answer.sides {
        let span = told::span_in_words(&side.times);
        writeln!(out, "  {}: {}  {span}", clean(&side.label), counted(side.total, "quote"))?;
    }
    match asked.query.form {
        Form::Who => {
            if let Some(speakers) = told::speakers_in_words(answer) {
                writeln!(out, "{speakers}")?;
            }
            write!(out, "{}", facet_first(answer, Facet::Speaker, look.width))?;
        }
        Form::When => {
            if let (Some(first), Some(last)) = (answer.times.first(), answer.times.last()) {
                writeln!(out, "First {first}, last {last}.")?;
            }
        }
        Form::Quotes | Form::Count | Form::Compare(_) => {}
    }
    let mut headings = Headings::default();
    let mut matched = Match::All;
    for (place, hit) in answer.hits.iter().enumerate() {
        writeln!(out)?;
        if hit.matched != matched {
            matched = hit.matched;
            headings.interrupt();
            writeln!(out, "— {} —\n", told::tier_in_words(matched))?;
        }
        write!(out, "{}", headings.next(&hit.record.article, &hit.in_title, &look))?;
        write!(out, "{}", hits::render_hit(offset + place + 1, hit, &mut headings, &look))?;
        if *explains {
            write!(out, "{}", why::in_words(hit, answer.hits.get(place + 1), &look))?;
            if shape.verbose {
                write!(out, "{}", why::in_numbers(hit))?;
            }
        }
    }
    let shown = offset + answer.hits.len();
    let pages = if shape.copies { answer.total } else { answer.distinct } + answer.same_article.unwrap_or(0) as u64;
    if !answer.hits.is_empty() && (shown as u64) < pages {
        writeln!(out, "\n{} more: --offset {shown}", pages - shown as u64)?;
    }
    if answer.total > 0 {
        writeln!(out)?;
        let counts = match shape.facets {
            true => render::render_facets(answer, look.width),
            false => render::render_folded_facets(answer, look.width),
        };
        write!(out, "{counts}")?;
    }
    Ok(())
}

fn facet_first(answer: &Answer, facet: Facet, width: usize) -> String {
    let Some((_, counts)) = answer.facets.iter().find(|(other, _)| *other == facet) else { return String::new() };
    let rows: Vec<(String, u64)> =
        counts.values.iter().map(|value| (clean(&counts.told(value)), value.count)).collect();
    render::render_bars(&rows, width.min(60))
}

/// `speakers`, `parties`, `offices`, `outlets`.
pub fn run_counts(args: &CountArgs, facet: Facet, color: ColorWhen) -> anyhow::Result<Status> {
    let request = args.question.request()?;
    let library = open_asked(&args.asked, &args.question.flags.wording)?;
    let response = library.counts(&CountsRequest { request, facet, limit: args.limit, zero: args.zero })?;
    let (Some(counts), answer) = (&response.counts, &response.answer) else { return Ok(Status::Nothing) };
    let without = format!("({})", told::nobody(facet));
    match table_format(args.format, args.excel)? {
        TableFormat::Text => {
            let mut out = output::text_stdout(color);
            write_reading(&mut out, &response.asked, &response.notes, &args.asked.command("search"))?;
            let mut rows: Vec<(String, u64)> =
                counts.values.iter().map(|value| (value_line(value, counts), value.count)).collect();
            if counts.others > 0 {
                rows.push(("(others)".to_string(), counts.others));
            }
            if counts.without > 0 {
                rows.push((without, counts.without));
            }
            write!(out, "{}", render::render_bars(&rows, output::width()))?;
            writeln!(out, "{}", told::totals(answer))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &CountsJson::new(&response))?;
            out.flush()?;
        }
        TableFormat::Csv => {
            tell(&response.notes, &args.asked.command("search"));
            let columns = ["id", "name", "count", "first", "last"];
            let mut rows = Cells::new(output::data_stdout(), &columns, args.excel)?;
            for value in &counts.values {
                let (first, last) = value.days.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
                rows.write([value.id.as_str(), &value.name, &value.count.to_string(), &first, &last])?;
            }
            // What is not listed, so that the rows add up to the total.
            for (name, count) in [("(others)", counts.others), (without.as_str(), counts.without)] {
                if count > 0 {
                    rows.write(["", name, &count.to_string(), "", ""])?;
                }
            }
            rows.finish()?;
        }
    }
    Ok(status_of(answer.total))
}

/// A value with the months from which to which its quotes are.
fn value_line(value: &FacetValue, counts: &FacetCounts) -> String {
    let name = clean(&counts.told(value));
    match value.days.map(|(first, last)| (first.format("%Y-%m").to_string(), last.format("%Y-%m").to_string())) {
        Some((first, last)) if first == last => format!("{name}  {first}"),
        Some((first, last)) => format!("{name}  {first} to {last}"),
        None => name,
    }
}

pub fn run_timeline(args: &TimelineArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let request = args.question.request()?;
    let library = open_asked(&args.asked, &args.question.flags.wording)?;
    let timeline = library.timeline(&request, args.by.map(Into::into))?;
    let answer = &timeline.answer;
    let rows = answer.times.by(timeline.step);
    let undated = (answer.times.undated > 0).then(|| ("undated".to_string(), answer.times.undated));
    match table_format(args.format, args.excel)? {
        TableFormat::Text => {
            let mut rows = told::with_empty_periods(rows, timeline.step);
            rows.extend(undated);
            let mut out = output::text_stdout(color);
            write_reading(&mut out, &timeline.asked, &timeline.notes, &args.asked.command("search"))?;
            let held = timeline.articles.by(timeline.step).into_iter().map(|(period, _)| period).collect();
            let is_gap = |row: &str| !told::holds_any(&held, row);
            write!(out, "{}", render::render_timeline(&rows, is_gap, output::width()))?;
            writeln!(out, "{}", told::totals(answer))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &TimelineJson::new(&timeline))?;
            out.flush()?;
        }
        TableFormat::Csv => {
            tell(&timeline.notes, &args.asked.command("search"));
            let mut cells = Cells::new(output::data_stdout(), &["period", "count"], args.excel)?;
            for (period, count) in rows.iter().chain(&undated) {
                cells.write([period.as_str(), &count.to_string()])?;
            }
            cells.finish()?;
        }
    }
    Ok(status_of(answer.total))
}
