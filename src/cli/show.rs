//! `onrecord show`: a whole article with its quotes marked; `stats`.

use std::io::Write;

use anyhow::bail;

use super::args::{ColorWhen, ShowArgs, ShowFormat, StatsArgs, SummaryFormat};
use super::cite::{self, Style};
use super::exit::Status;
use super::harmless::{self, clean, paragraph};
use super::json::{BlockJson, ShowJson, StatsJson};
use super::output::{self, styled};
use super::{locate, render};
use crate::article::BlockKind;
use crate::index::{Asking, Facet, Store, StoredArticle};
use crate::query::tree::{Form, Node, Order, ResolvedQuery};
use crate::record::QuoteRecord;

pub fn run(args: &ShowArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let dir = if args.paths.is_empty() {
        locate::find_index(args.place.index.as_deref())?
    } else {
        locate::index_of_paths(&args.paths)?
    };
    let store = Store::open(&dir)?;
    let asked_for = store.quotes_with_id(&args.id)?;
    let article_id = asked_for.first().map_or(args.id.as_str(), |record| record.article.id.as_str());
    let articles = store.articles_with_id(article_id)?;
    let Some(article) = articles.first() else {
        bail!("no quote and no article has the id {}: `onrecord search` shows the ids in brackets", args.id);
    };
    let quotes = store.quotes_of(&article.record)?;
    // A quote's id asks for that quote, an article's for all of its.
    let cited = if asked_for.is_empty() { &quotes } else { &asked_for };
    match args.format {
        ShowFormat::Bibtex => cite::write_all(Style::Bibtex, cited.iter())?,
        ShowFormat::Ris => cite::write_all(Style::Ris, cited.iter())?,
        ShowFormat::Csl => cite::write_all(Style::Csl, cited.iter())?,
        ShowFormat::Text => {
            let mut out = output::text_stdout(color);
            write_article(&mut out, article, &quotes, &args.id)?;
            for other in &articles[1..] {
                writeln!(out, "The same article lies at {}", clean(&other.record.path))?;
            }
            out.flush()?;
        }
        ShowFormat::Json => {
            let mut out = output::data_stdout();
            let blocks = character_blocks(article);
            let json = ShowJson::new(&article.record, &article.text, blocks, &quotes);
            harmless::write_json_line(&mut out, &json)?;
            out.flush()?;
        }
    }
    Ok(Status::Found)
}

fn write_article(
    out: &mut dyn Write,
    article: &StoredArticle,
    quotes: &[QuoteRecord],
    asked: &str,
) -> std::io::Result<()> {
    let width = output::width();
    let record = &article.record;
    writeln!(out, "{}", styled(output::HEADING, &clean(record.title.as_deref().unwrap_or("(no title)"))))?;
    let facts: Vec<String> =
        [&record.outlet, &record.byline, &record.date].into_iter().flatten().map(|f| clean(f)).collect();
    if !facts.is_empty() {
        writeln!(out, "{}", facts.join(", "))?;
    }
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
    for block in character_blocks(article) {
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
        writeln!(out, "\n{}", textwrap::fill(&text, width))?;
    }
    if !quotes.is_empty() {
        writeln!(out, "\n{}", styled(output::HEADING, "Quotes"))?;
    }
    for (number, quote) in quotes.iter().enumerate() {
        let here = if quote.id == asked { " ←" } else { "" };
        writeln!(
            out,
            "[{}] {}, {}, confidence {:.2} ({})  {}{here}",
            number + 1,
            render::speaker_line(quote),
            quote.kind,
            quote.confidence,
            quote.rule,
            quote.id
        )?;
    }
    Ok(())
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

fn character_blocks(article: &StoredArticle) -> Vec<BlockJson> {
    let mut byte = 0;
    let mut character = 0;
    let mut at = |to: usize| {
        character += article.text.get(byte..to).map_or(0, |stretch| stretch.chars().count());
        byte = to;
        character
    };
    article
        .blocks
        .iter()
        .map(|block| BlockJson { kind: kind_name(block.kind), span: [at(block.span.start()), at(block.span.end())] })
        .collect()
}

fn kind_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline => "headline",
        BlockKind::Meta => "meta",
        BlockKind::Caption => "caption",
        BlockKind::Credit => "credit",
        BlockKind::RelatedLink => "related-link",
        BlockKind::Subheading => "subheading",
        BlockKind::Paragraph => "paragraph",
    }
}

pub fn run_stats(args: &StatsArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let store = Store::open(&locate::find_index(args.place.index.as_deref())?)?;
    let sizes = store.sizes()?;
    let everything = ResolvedQuery { root: Node::All(Vec::new()), form: Form::Quotes, order: Order::Relevance };
    let asking = Asking {
        limit: 0,
        facets: vec![Facet::Speaker, Facet::Party, Facet::Outlet, Facet::Kind, Facet::Time],
        ..Asking::default()
    };
    let answer = store.ask(&everything, &asking)?;
    let path = store.dir().display().to_string();
    let bytes = store.bytes_on_disk()?;
    match args.format {
        SummaryFormat::Text => {
            let mut out = output::text_stdout(color);
            writeln!(out, "Index     {} ({:.1} MB)", clean(&path), bytes as f64 / 1e6)?;
            writeln!(out, "Files     {}", sizes.files)?;
            writeln!(out, "Articles  {}", sizes.articles)?;
            writeln!(out, "Quotes    {}, {} with a speaker", sizes.quotes, sizes.attributed)?;
            writeln!(out, "Dates     {}", render::render_span(&answer.times))?;
            write!(out, "{}", render::render_facets(&answer, output::width()))?;
            out.flush()?;
        }
        SummaryFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &StatsJson::new(path, bytes, &sizes, &answer))?;
            out.flush()?;
        }
    }
    Ok(if sizes.quotes == 0 { Status::Nothing } else { Status::Found })
}
