//! `onrecord show`: a whole article with its quotes marked; `stats`.

use std::io::Write;

use super::args::{ColorWhen, ShowArgs, ShowFormat, StatsArgs, SummaryFormat};
use super::exit::Status;
use super::look::wrap;
use super::output::{self, styled};
use super::telling::Teller;
use super::{explain, hits, render};
use crate::desk::cite::{self, Style};
use crate::desk::told;
use crate::desk::{Library, Settings, ShowJson, ShownArticle, StatsJson, counted, place};
use crate::harmless::{self, clean, paragraph};
use crate::index::{ArticleRelatives, NewerBy};
use crate::record::ArticleRecord;

pub fn run(args: &ShowArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let teller = Teller::quiet();
    let dir = if args.paths.is_empty() {
        place::find_index(args.place.index.as_deref(), teller.as_ref())?
    } else {
        place::index_of_paths(&args.paths)?
    };
    let library = Library::open_as_it_is(&dir, Settings::default(), teller.ear())?;
    if args.explain {
        return explain::run(&library, &args.id, color);
    }
    let shown = library.show(&args.id)?;
    match args.format {
        ShowFormat::Bibtex => cite::write_all(output::data_stdout(), Style::Bibtex, args.accessed, shown.cited.iter())?,
        ShowFormat::Ris => cite::write_all(output::data_stdout(), Style::Ris, args.accessed, shown.cited.iter())?,
        ShowFormat::Csl => cite::write_all(output::data_stdout(), Style::Csl, args.accessed, shown.cited.iter())?,
        ShowFormat::Text => {
            let mut out = output::text_stdout(color);
            write_article(&mut out, &shown, &args.id)?;
            for path in &shown.also_at {
                writeln!(out, "The same article lies at {}", clean(path))?;
            }
            write_relatives(&mut out, &shown)?;
            out.flush()?;
        }
        ShowFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &ShowJson::new(&shown))?;
            out.flush()?;
        }
    }
    Ok(Status::Found)
}

fn write_article(out: &mut dyn Write, shown: &ShownArticle, asked: &str) -> std::io::Result<()> {
    let width = output::width();
    let (quotes, article) = (&shown.quotes, &shown.article);
    let record = &article.record;
    writeln!(out, "{}", styled(output::HEADING, &clean(record.title.as_deref().unwrap_or("(no title)"))))?;
    let outlet = record.outlet.as_deref().unwrap_or("outlet unknown");
    let facts = [Some(outlet.to_string()), record.byline.clone(), Some(told::days_line(record))];
    writeln!(out, "{}", facts.iter().flatten().map(|fact| clean(fact)).collect::<Vec<_>>().join(", "))?;
    if let Some(url) = &record.url {
        writeln!(out, "{}", clean(url))?;
    }
    let place = record.member.as_ref().map_or(String::new(), |member| format!("#{}", clean(member)));
    writeln!(out, "{}", styled(output::FAINT, &format!("{}{place}  [{}]", clean(&record.path), record.id)))?;
    // Where each quote begins and ends, in characters, with its number.
    let mut marks: Vec<(usize, usize, usize)> = Vec::new();
    for (number, quote) in quotes.iter().enumerate() {
        marks.extend(quote.segments.iter().map(|[start, end]| (*start, *end, number + 1)));
    }
    marks.sort_unstable();
    for block in shown.blocks() {
        if block.kind == "headline" {
            continue;
        }
        let [start, end] = block.span;
        let text: String = article.text.chars().skip(start).take(end - start).collect();
        let inside: Vec<(usize, usize, usize)> = marks
            .iter()
            .filter(|(from, to, _)| *from < end && *to > start)
            .map(|(from, to, number)| (from.saturating_sub(start), to.saturating_sub(start), *number))
            .collect();
        let text = with_numbers(&text, &inside);
        let text = if block.kind == "paragraph" { text } else { styled(output::FAINT, &text) };
        write!(out, "\n{}", wrap(&text, "", "", width))?;
    }
    if !quotes.is_empty() {
        writeln!(out, "\n{}", styled(output::HEADING, "Quotes"))?;
    }
    for (number, quote) in quotes.iter().enumerate() {
        let here = if quote.id == asked { " ←" } else { "" };
        writeln!(
            out,
            "[{}] {}, {}{}, confidence {:.2} ({})  {}{here}",
            number + 1,
            hits::speaker_line(quote),
            quote.kind,
            quote.stance.as_deref().filter(|stance| *stance != "said").map_or(String::new(), |it| format!(" ({it})")),
            quote.confidence,
            quote.rule,
            quote.id
        )?;
    }
    Ok(())
}

/// The article's copies, and the versions of its address.
fn write_relatives(out: &mut dyn Write, shown: &ShownArticle) -> std::io::Result<()> {
    let ArticleRelatives { copies, copies_total, versions } = &shown.relatives;
    if *copies_total > 0 {
        let count = counted(*copies_total as u64, "other article");
        writeln!(out, "\n{}", styled(output::HEADING, &format!("Also in {count}")))?;
    }
    for copy in copies {
        write_relative(out, copy, told::days_line(copy), "")?;
    }
    if let Some(newest) = versions.last() {
        let earlier = counted(versions.len() as u64 - 1, "earlier version");
        writeln!(out, "\n{}", styled(output::HEADING, &format!("{earlier} of this address, and the newest")))?;
        if !newest.is_this {
            writeln!(out, "This is an earlier version. The newest is [{}].", newest.article.id)?;
        }
    }
    for version in versions {
        let told = match version.newer_by {
            Some(NewerBy::Capture) => ", fetched later",
            Some(NewerBy::Indexing) => ", taken for later because it was indexed later",
            Some(NewerBy::Date) | None => "",
        };
        let day = format!("{}{told}", told::days_line(&version.article));
        write_relative(out, &version.article, day, if version.is_this { " ←" } else { "" })?;
    }
    Ok(())
}

/// A relative on two lines: day, outlet and title; where it lies, with its id.
fn write_relative(out: &mut dyn Write, record: &ArticleRecord, day: String, mark: &str) -> std::io::Result<()> {
    let facts = [Some(day), record.outlet.clone(), record.title.clone()];
    let facts: Vec<String> = facts.iter().flatten().map(|fact| clean(fact)).collect();
    writeln!(out, "{}{mark}", facts.join(", "))?;
    let member = record.member.as_ref().map_or(String::new(), |member| format!("#{}", clean(member)));
    writeln!(out, "  {}", styled(output::FAINT, &format!("{}{member}  [{}]", clean(&record.path), record.id)))
}

/// The text, made harmless, with quotes emphasised and their numbers behind them.
fn with_numbers(text: &str, marks: &[(usize, usize, usize)]) -> String {
    let stretches: Vec<[usize; 2]> = marks.iter().map(|(from, to, _)| [*from, *to]).collect();
    let mut out = String::new();
    let mut from = 0;
    let characters: Vec<char> = text.chars().collect();
    let between = |from: usize, to: usize| paragraph(&characters[from..to].iter().collect::<String>());
    for ([start, end], (_, _, number)) in stretches.iter().zip(marks) {
        let (start, end) = ((*start).clamp(from, characters.len()), (*end).clamp(from, characters.len()));
        out.push_str(&between(from, start));
        let words: String = characters[start..end].iter().collect();
        out.push_str(&styled(output::QUOTE, &clean(&words)));
        out.push_str(&format!("[{number}]"));
        from = end;
    }
    out.push_str(&between(from, characters.len()));
    out
}

pub fn run_stats(args: &StatsArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let teller = Teller::quiet();
    let dir = place::find_index(args.place.index.as_deref(), teller.as_ref())?;
    let stats = Library::open_as_it_is(&dir, Settings::default(), teller.ear())?.stats()?;
    let sizes = &stats.sizes;
    match args.format {
        SummaryFormat::Text => {
            let mut out = output::text_stdout(color);
            writeln!(out, "Index     {} ({:.1} MB)", clean(&stats.path), stats.bytes as f64 / 1e6)?;
            writeln!(out, "Files     {}", sizes.files)?;
            writeln!(out, "Articles  {}", sizes.articles)?;
            writeln!(out, "Quotes    {}, {} with a speaker", sizes.quotes, sizes.attributed)?;
            writeln!(out, "Dates     {}", told::span_in_words(&stats.answer.times))?;
            write!(out, "{}", render::render_facets(&stats.answer, output::width()))?;
            out.flush()?;
        }
        SummaryFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &StatsJson::new(&stats))?;
            out.flush()?;
        }
    }
    Ok(if sizes.quotes == 0 { Status::Nothing } else { Status::Found })
}
