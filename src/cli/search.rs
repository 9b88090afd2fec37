//! `onrecord search`, and the counts, timeline and export that ask the same way.

use std::collections::HashSet;
use std::io::Write;

use anyhow::bail;

use super::args::{
    AskedIndex, ColorWhen, CountArgs, ExportArgs, ExportFormat, HitFormat, Question, SearchArgs, SimilarArgs,
    TableFormat, TimelineArgs, TimelineStep,
};
use super::cite::{self, Citations, Style};
use super::exit::Status;
use super::harmless::{self, Cells, clean};
use super::indexing::{self, counted};
use super::json::{AnswerJson, CountsJson, Detail, HitJson, ReadAs, TimelineJson};
use super::output;
use super::question::{self, Asked};
use super::render;
use super::rows::{self, CsvRows};
use crate::index::{
    Answer, Asking, Copies, Explain, Facet, FacetCounts, FacetValue, Note, Step, Store, ValueDays, WhenEmpty,
};
use crate::people::Register;
use crate::query;
use crate::query::tree::{Form, Node, Order, ResolvedQuery};

/// A question read against its index.
struct Ready {
    store: Store,
    asked: Asked,
}

fn ready(
    question: &Question,
    index: &AskedIndex,
    sort: Option<super::args::Sort>,
    register: &Register,
) -> anyhow::Result<Ready> {
    question::refuse_path(question)?;
    let store = indexing::open_asked(index.place.index.as_deref(), &index.paths, &index.read, register)?;
    let asked = question::read(question, sort, question::day_order(&index.read), &store, register)?;
    Ok(Ready { store, asked })
}

fn status_of(total: u64) -> Status {
    if total == 0 { Status::Nothing } else { Status::Found }
}

pub fn run(args: &SearchArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let Ready { store, asked } = ready(&args.question, &args.asked, args.sort, register)?;
    show(args, &store, &asked, color)
}

/// `similar`: as a search, for the quotes that are like one.
pub fn run_similar(args: &SimilarArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let question = Question { words: Vec::new(), flags: args.flags.clone() };
    let Ready { store, asked } = ready(&question, &args.asked, None, register)?;
    let records = store.quotes_with_id(&args.id)?;
    let Some(record) = records.first() else {
        bail!("no quote has the id {}: `onrecord search` shows the ids in brackets", args.id);
    };
    let Some(like) = query::similar_to(&record.quote, &record.context) else {
        bail!("the quote {} has no telling word to look for", args.id);
    };
    let mut conditions = vec![asked.query.root, like];
    if !args.same_article {
        // The article by where it lies: another one with the same words is a copy, and wanted.
        let place = [Some(&record.article.path), record.article.member.as_ref()];
        let place = place.into_iter().flatten().map(|text| Node::Path(text.to_lowercase())).collect();
        conditions.push(Node::Not(Box::new(Node::All(place))));
    }
    let query = ResolvedQuery { root: Node::All(conditions), form: Form::Quotes, order: Order::Relevance };
    let syntax = format!("quotes like {}", args.id);
    let search = SearchArgs {
        question,
        asked: args.asked.clone(),
        limit: args.limit,
        offset: args.offset,
        sort: None,
        format: args.format,
        copies: args.copies,
        count: false,
        facets: false,
        explain: false,
    };
    show(&search, &store, &Asked::of_query(syntax, query, asked.notes), color)
}

/// Asks, and writes the answer as the arguments say.
fn show(args: &SearchArgs, store: &Store, asked: &Asked, color: ColorWhen) -> anyhow::Result<Status> {
    let mut asking = Asking {
        limit: if args.count || args.facets { 0 } else { args.limit },
        offset: args.offset,
        copies: if args.copies { Copies::Each } else { Copies::Folded },
        explain: if args.explain { Explain::EachHit } else { Explain::Nothing },
        ..Asking::default()
    };
    if args.count || !matches!(args.format, HitFormat::Text | HitFormat::Json) {
        asking.facets.clear();
    }
    let answer = store.ask(&asked.query, &asking)?;
    let mut notes = all_notes(asked, &answer);
    if answer.total == 0 && store.sizes()?.articles == 0 {
        notes.push("The index holds no article yet: `onrecord index PATH…` fills it.".to_string());
    }
    match args.format {
        _ if args.count => {
            let mut out = output::data_stdout();
            writeln!(out, "{}", answer.total)?;
            out.flush()?;
        }
        HitFormat::Text => {
            let mut out = output::text_stdout(color);
            write_text(&mut out, args, asked, &answer, &notes)?;
            out.flush()?;
        }
        HitFormat::Json => {
            let explain = asked.explained();
            let read = ReadAs {
                question: &asked.question,
                syntax: &asked.syntax,
                notes: &notes,
                explain: args.explain.then_some(explain.as_slice()),
            };
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &AnswerJson::new(&read, &answer, args.offset))?;
            out.flush()?;
        }
        HitFormat::Ndjson => {
            tell(&notes);
            let detail = if args.explain { Detail::Explained } else { Detail::Plain };
            let mut out = output::data_stdout();
            for hit in &answer.hits {
                harmless::write_json_line(&mut out, &HitJson::new(hit, detail))?;
            }
            out.flush()?;
        }
        HitFormat::Csv => {
            tell(&notes);
            let mut rows = CsvRows::new(output::data_stdout())?;
            for hit in &answer.hits {
                rows.write(&hit.record)?;
            }
            rows.finish()?;
        }
        HitFormat::Bibtex | HitFormat::Ris | HitFormat::Csl => {
            tell(&notes);
            if let Some(style) = args.format.citation() {
                cite::write_all(style, answer.hits.iter().map(|hit| &hit.record))?;
            }
        }
    }
    Ok(status_of(answer.total))
}

fn tell(notes: &[String]) {
    notes.iter().for_each(|note| output::say(note));
}

/// What reading and answering have to say, as sentences.
fn all_notes(asked: &Asked, answer: &Answer) -> Vec<String> {
    let mut notes = asked.notes.clone();
    for note in &answer.notes {
        notes.push(match note {
            Note::Spelling { typed, read } => format!("No article holds “{typed}”: read as “{read}”."),
            Note::NotInIndex { word } => format!("No article holds “{word}”."),
            Note::Without { what, count } => {
                let what = match what {
                    Facet::Time => "Without the dates",
                    Facet::Speaker => "By other speakers",
                    Facet::Party => "Without the party",
                    Facet::Office => "Without the office",
                    Facet::Outlet => "From other outlets",
                    Facet::Kind => "Of other kinds",
                };
                format!("{what} there would be {}.", counted(*count, "quote"))
            }
            Note::AnyWord { count } => {
                format!("With any one of the words there would be {}.", counted(*count, "quote"))
            }
        });
    }
    notes
}

fn write_text(
    out: &mut dyn Write,
    args: &SearchArgs,
    asked: &Asked,
    answer: &Answer,
    notes: &[String],
) -> std::io::Result<()> {
    let width = output::width();
    writeln!(out, "Read as: {}", clean(&asked.syntax))?;
    for note in notes {
        writeln!(out, "{}", textwrap::fill(&clean(note), width))?;
    }
    if args.explain {
        for line in asked.explained() {
            writeln!(out, "  {}", clean(&line))?;
        }
    }
    writeln!(out, "{}", totals(answer))?;
    for side in &answer.sides {
        let span = render::render_span(&side.times);
        writeln!(out, "  {}: {}  {span}", clean(&side.label), counted(side.total, "quote"))?;
    }
    match asked.query.form {
        Form::Who => write!(out, "{}", facet_first(answer, Facet::Speaker, width))?,
        Form::When => {
            if let (Some(first), Some(last)) = (answer.times.first(), answer.times.last()) {
                writeln!(out, "First {first}, last {last}.")?;
            }
        }
        Form::Quotes | Form::Count | Form::Compare(_) => {}
    }
    for (place, hit) in answer.hits.iter().enumerate() {
        writeln!(out)?;
        write!(out, "{}", render::render_hit(args.offset + place + 1, hit, width))?;
        if args.explain {
            write!(out, "{}", render::render_score(hit))?;
        }
    }
    let shown = args.offset + answer.hits.len();
    let pages = if args.copies { answer.total } else { answer.distinct };
    if !answer.hits.is_empty() && (shown as u64) < pages {
        writeln!(out, "\n{} more: --offset {shown}", pages - shown as u64)?;
    }
    if answer.total > 0 {
        writeln!(out)?;
        write!(out, "{}", render::render_facets(answer, width))?;
    }
    Ok(())
}

fn facet_first(answer: &Answer, facet: Facet, width: usize) -> String {
    let Some((_, counts)) = answer.facets.iter().find(|(other, _)| *other == facet) else { return String::new() };
    let rows: Vec<(String, u64)> =
        counts.values.iter().map(|value| (clean(&counts.told(value)), value.count)).collect();
    render::render_bars(&rows, width.min(60))
}

/// `12 quotes (11 different), 2016-08-18 to 2017-02-01`.
fn totals(answer: &Answer) -> String {
    if answer.total == 0 {
        return "Nothing found.".to_string();
    }
    let mut text = counted(answer.total, "quote");
    if answer.distinct < answer.total {
        text.push_str(&format!(" ({} different)", answer.distinct));
    }
    let span = render::render_span(&answer.times);
    if !span.is_empty() {
        text.push_str(&format!(", {span}"));
    }
    text.push('.');
    text
}

/// `speakers`, `parties`, `offices`, `outlets`.
pub fn run_counts(args: &CountArgs, facet: Facet, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let Ready { store, asked } = ready(&args.question, &args.asked, None, register)?;
    let asking = Asking {
        limit: 0,
        facets: vec![facet],
        facet_values: if args.limit == 0 { usize::MAX } else { args.limit },
        value_days: ValueDays::Given,
        ..Asking::default()
    };
    let answer = store.ask(&asked.query, &asking)?;
    let notes = all_notes(&asked, &answer);
    let Some((_, counts)) = answer.facets.first() else { return Ok(Status::Nothing) };
    let mut counts = counts.clone();
    if args.zero {
        add_silent(&mut counts, &store, &asked.query, facet)?;
    }
    let counts = &counts;
    match args.format {
        TableFormat::Text => {
            let mut out = output::text_stdout(color);
            writeln!(out, "Read as: {}", clean(&asked.syntax))?;
            for note in &notes {
                writeln!(out, "{}", clean(note))?;
            }
            let mut rows: Vec<(String, u64)> =
                counts.values.iter().map(|value| (value_line(value, counts), value.count)).collect();
            if counts.others > 0 {
                rows.push(("(others)".to_string(), counts.others));
            }
            if counts.without > 0 {
                rows.push(("(unknown)".to_string(), counts.without));
            }
            write!(out, "{}", render::render_bars(&rows, output::width()))?;
            writeln!(out, "{}", totals(&answer))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &CountsJson::new(&asked.syntax, answer.total, counts))?;
            out.flush()?;
        }
        TableFormat::Csv => {
            tell(&notes);
            let mut rows = Cells::new(output::data_stdout(), &["id", "name", "count", "first", "last"])?;
            for value in &counts.values {
                let (first, last) = value.days.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
                rows.write([value.id.as_str(), &value.name, &value.count.to_string(), &first, &last])?;
            }
            // What is not listed, so that the rows add up to the total.
            for (name, count) in [("(others)", counts.others), ("(unknown)", counts.without)] {
                if count > 0 {
                    rows.write(["", name, &count.to_string(), "", ""])?;
                }
            }
            rows.finish()?;
        }
    }
    Ok(status_of(answer.total))
}

/// Adds, with a count of 0, the values that the question has without its topic and not with it.
fn add_silent(counts: &mut FacetCounts, store: &Store, query: &ResolvedQuery, facet: Facet) -> anyhow::Result<()> {
    let everybody = ResolvedQuery { root: query.root.without_topic(), form: Form::Quotes, order: query.order };
    let every = |query: &ResolvedQuery| -> anyhow::Result<FacetCounts> {
        let asking = Asking {
            limit: 0,
            facets: vec![facet],
            facet_values: usize::MAX,
            when_empty: WhenEmpty::Nothing,
            ..Asking::default()
        };
        Ok(store.ask(query, &asking)?.facets.pop().map(|(_, counts)| counts).unwrap_or_default())
    };
    let speaking: HashSet<String> = every(query)?.values.into_iter().map(|value| value.id).collect();
    let silent = every(&everybody)?.values.into_iter().filter(|value| !speaking.contains(&value.id));
    counts.values.extend(silent.map(|value| FacetValue { count: 0, days: None, ..value }));
    Ok(())
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

pub fn run_timeline(args: &TimelineArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let Ready { store, asked } = ready(&args.question, &args.asked, None, register)?;
    let asking = Asking { limit: 0, facets: vec![Facet::Time], ..Asking::default() };
    let answer = store.ask(&asked.query, &asking)?;
    let notes = all_notes(&asked, &answer);
    let step = match args.by {
        Some(TimelineStep::Day) => Step::Day,
        Some(TimelineStep::Month) => Step::Month,
        Some(TimelineStep::Year) => Step::Year,
        None => answer.times.fitting_step(),
    };
    let mut rows = answer.times.by(step);
    match args.format {
        TableFormat::Text => {
            if answer.times.undated > 0 {
                rows.push(("undated".to_string(), answer.times.undated));
            }
            let mut out = output::text_stdout(color);
            writeln!(out, "Read as: {}", clean(&asked.syntax))?;
            for note in &notes {
                writeln!(out, "{}", clean(note))?;
            }
            write!(out, "{}", render::render_bars(&rows, output::width()))?;
            writeln!(out, "{}", totals(&answer))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            let json = TimelineJson::new(&asked.syntax, answer.total, &answer.times, step);
            harmless::write_json_line(&mut out, &json)?;
            out.flush()?;
        }
        TableFormat::Csv => {
            tell(&notes);
            let mut cells = Cells::new(output::data_stdout(), &["period", "count"])?;
            for (period, count) in &rows {
                cells.write([period.as_str(), &count.to_string()])?;
            }
            cells.finish()?;
        }
    }
    Ok(status_of(answer.total))
}

/// `export`: every matching quote, each copy a row of its own.
pub fn run_export(args: &ExportArgs, register: &Register) -> anyhow::Result<Status> {
    let Ready { store, asked } = ready(&args.question, &args.asked, args.sort, register)?;
    tell(&asked.notes);
    let mut out = output::data_stdout();
    let written = match args.format {
        ExportFormat::Csv => {
            let mut rows = CsvRows::new(out)?;
            let written = store.for_each_quote(&asked.query, |record| rows.write(&record))??;
            rows.finish()?;
            written
        }
        ExportFormat::Ndjson => {
            let written =
                store.for_each_quote(&asked.query, |record| harmless::write_json_line(&mut out, &record))??;
            out.flush()?;
            written
        }
        ExportFormat::Bibtex => cite_all(&store, &asked, out, Style::Bibtex)?,
        ExportFormat::Ris => cite_all(&store, &asked, out, Style::Ris)?,
        ExportFormat::Csl => cite_all(&store, &asked, out, Style::Csl)?,
        ExportFormat::Markdown => {
            let written =
                store.for_each_quote(&asked.query, |record| writeln!(out, "{}", rows::render_markdown(&record)))??;
            out.flush()?;
            written
        }
    };
    output::say(&format!("{} written.", counted(written, "quote")));
    Ok(status_of(written))
}

fn cite_all(store: &Store, asked: &Asked, out: output::Out, style: Style) -> anyhow::Result<u64> {
    let mut citations = Citations::new(out, style);
    let written = store.for_each_quote(&asked.query, |record| citations.write(&record))??;
    citations.finish()?;
    Ok(written)
}
