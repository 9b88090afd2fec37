//! `onrecord export`: every quote that a question finds, each copy a row of its own; or the articles, whole, in a form that
//! `onrecord index` reads again.

use std::io::Write;

use anyhow::bail;

use super::args::{ExportArgs, ExportFormat, ExportWhat};
use super::exit::Status;
use super::indexing::open_asked;
use super::output;
use super::requests::NOT_CSV;
use super::search::{status_of, tell_reading};
use crate::article::ExportedArticle;
use crate::desk::cite::{Citations, Style};
use crate::desk::rows::{self, CsvRows};
use crate::desk::{Asked, Library, Printed, Request, counted};
use crate::harmless::{self, Cells};

pub fn run(args: &ExportArgs) -> anyhow::Result<Status> {
    if args.written.excel && args.format != ExportFormat::Csv {
        bail!("{NOT_CSV}");
    }
    if args.what == ExportWhat::Articles && !matches!(args.format, ExportFormat::Csv | ExportFormat::Ndjson) {
        bail!("articles are written as csv or ndjson; the other formats are for quotes: leave --what away");
    }
    let request = Request { sort: args.sort.map(Into::into), ..args.question.request()? };
    let library = open_asked(&args.asked, &args.question.flags.wording)?;
    let asked = library.read(&request)?;
    tell_reading(&asked);
    let (written, noun) = match args.what {
        ExportWhat::Quotes => (write_quotes(args, &library, &asked)?, "quote"),
        ExportWhat::Articles => (write_articles(args, &library, &asked)?, "article"),
    };
    output::say(&format!("{} written.", counted(written, noun)));
    Ok(status_of(written))
}

fn write_quotes(args: &ExportArgs, library: &Library, asked: &Asked) -> anyhow::Result<u64> {
    let accessed = args.written.accessed;
    let mut out = output::data_stdout();
    Ok(match args.format {
        ExportFormat::Csv => {
            let mut rows = CsvRows::new(out, args.written.excel)?;
            let written = library.for_each_quote(asked, |record| rows.write(&record))??;
            rows.finish()?;
            written
        }
        ExportFormat::Ndjson => {
            let written = library.for_each_quote(asked, |record| harmless::write_json_line(&mut out, &record))??;
            out.flush()?;
            written
        }
        ExportFormat::Bibtex => cite_all(library, asked, Citations::new(out, Style::Bibtex, accessed))?,
        ExportFormat::Ris => cite_all(library, asked, Citations::new(out, Style::Ris, accessed))?,
        ExportFormat::Csl => cite_all(library, asked, Citations::new(out, Style::Csl, accessed))?,
        ExportFormat::Markdown => {
            let written = library.for_each_quote(asked, |record| {
                writeln!(out, "{}", rows::render_markdown(&record, &Printed::of(&record)))
            })??;
            out.flush()?;
            written
        }
    })
}

fn cite_all(library: &Library, asked: &Asked, mut citations: Citations<output::Out>) -> anyhow::Result<u64> {
    let written = library.for_each_quote(asked, |record| citations.write(&record))??;
    citations.finish()?;
    Ok(written)
}

fn write_articles(args: &ExportArgs, library: &Library, asked: &Asked) -> anyhow::Result<u64> {
    let mut out = output::data_stdout();
    if args.format == ExportFormat::Csv {
        let mut rows = ArticleRows::new(out, args.written.excel)?;
        let written = library.for_each_article(asked, |article| rows.write(&article))??;
        rows.0.finish()?;
        return Ok(written);
    }
    let written = library.for_each_article(asked, |article| harmless::write_json_line(&mut out, &article))??;
    out.flush()?;
    Ok(written)
}

/// The columns of articles, in order. New ones are added at the end.
const COLUMNS: [&str; 12] =
    ["date", "title", "outlet", "byline", "url", "path", "member", "id", "date_from", "updated", "quotes", "text"];

/// Articles as CSV, one a row.
struct ArticleRows<W: Write>(Cells<W>);

impl<W: Write> ArticleRows<W> {
    fn new(out: W, for_excel: bool) -> Result<ArticleRows<W>, csv::Error> {
        Ok(ArticleRows(Cells::new(out, &COLUMNS, for_excel)?))
    }

    fn write(&mut self, article: &ExportedArticle) -> Result<(), csv::Error> {
        self.0.write([
            article.date.as_deref().unwrap_or_default(),
            article.title.as_deref().unwrap_or_default(),
            article.outlet.as_deref().unwrap_or_default(),
            article.byline.as_deref().unwrap_or_default(),
            article.url.as_deref().unwrap_or_default(),
            &article.path,
            article.member.as_deref().unwrap_or_default(),
            &article.id,
            article.date_from.as_deref().unwrap_or_default(),
            article.updated.as_deref().unwrap_or_default(),
            &article.quotes.to_string(),
            &article.text,
        ])
    }
}
