//! `onrecord extract`: quotes straight from files, streamed.

use std::io::Write;

use super::args::{ColorWhen, ExtractArgs, HitFormat};
use super::cite::{Citations, Style};
use super::corrections;
use super::exit::Status;
use super::harmless;
use super::output::{self, Out};
use super::reading::{self, Batch};
use super::render;
use super::report;
use super::rows::CsvRows;
use super::troubles::Troubles;
use crate::article::Article;
use crate::corrections::Outcome;
use crate::people::Register;
use crate::quotes::{Extractor, Quote};
use crate::record::{QuoteRecord, each_record};

pub fn run(args: &ExtractArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let options = reading::read_options(&args.read)?;
    report::check(&args.read, false)?;
    let extractor = Extractor::new(register);
    let (corrections, _) = corrections::load(&args.read)?;
    let mut troubles = Troubles::new(&args.read)?;
    let mut writer = Records::new(args.format, color)?;
    let mut batch = Batch::new();
    let mut unread = Vec::new();
    let mut articles = 0u64;
    let mut work = |batch: &mut Batch<()>, troubles: &mut Troubles, writer: &mut Records| -> anyhow::Result<()> {
        let corrected =
            |mut record: QuoteRecord| (corrections.apply(&mut record, register) != Outcome::Dropped).then_some(record);
        let make = |article: &Article, quotes: Vec<Quote>| -> anyhow::Result<Made> {
            if article.text.len() > reading::LARGE {
                return Ok(Made::Quotes(quotes));
            }
            Made::new(args.format, each_record(article, &quotes).filter_map(corrected))
        };
        for extracted in reading::extract_all(batch.take(), &options, &extractor, make) {
            match extracted {
                Ok((article, made)) => {
                    articles += 1;
                    troubles.note(&article.origin, &article.problems);
                    match made? {
                        Made::Quotes(quotes) => each_record(&article, &quotes)
                            .filter_map(corrected)
                            .try_for_each(|record| writer.write(&record))?,
                        Made::Records(records) => records.iter().try_for_each(|record| writer.write(record))?,
                        Made::Json(records) => records.iter().try_for_each(|record| writer.write_json(record))?,
                    }
                }
                Err(trouble) => troubles.fail(trouble),
            }
        }
        Ok(())
    };
    reading::for_each_file(&args.paths, &[], &mut troubles, &mut unread, |file, troubles| {
        for document in reading::open_documents(&file, &options) {
            match document {
                Ok(document) => {
                    if batch.push((), document) {
                        work(&mut batch, troubles, &mut writer)?;
                    }
                }
                Err(error) => troubles.fail(error),
            }
        }
        Ok(())
    })?;
    work(&mut batch, &mut troubles, &mut writer)?;
    let quotes = writer.finish()?;
    let troubles = troubles.finish()?;
    let failed = troubles.failed > 0;
    Ok(if troubles.missing > 0 || (failed && (articles == 0 || args.read.strict)) {
        Status::Error
    } else if quotes == 0 {
        Status::Nothing
    } else {
        Status::Found
    })
}

/// Writes records in one of the formats as they come.
pub struct Records {
    form: Form,
    written: u64,
    width: usize,
}

enum Form {
    Text(Out),
    /// One array.
    Json(Out),
    /// One object a line.
    Ndjson(Out),
    Csv(Box<CsvRows<Out>>),
    Citations(Citations<Out>),
}

impl Records {
    pub fn new(format: HitFormat, color: ColorWhen) -> anyhow::Result<Records> {
        let form = match format {
            HitFormat::Text => Form::Text(output::text_stdout(color)),
            HitFormat::Json => {
                let mut out = output::data_stdout();
                write!(out, "[")?;
                Form::Json(out)
            }
            HitFormat::Ndjson => Form::Ndjson(output::data_stdout()),
            HitFormat::Bibtex => Form::Citations(Citations::new(output::data_stdout(), Style::Bibtex)),
            HitFormat::Ris => Form::Citations(Citations::new(output::data_stdout(), Style::Ris)),
            HitFormat::Csl => Form::Citations(Citations::new(output::data_stdout(), Style::Csl)),
            HitFormat::Csv => Form::Csv(Box::new(CsvRows::new(output::data_stdout())?)),
        };
        Ok(Records { form, written: 0, width: output::width() })
    }

    pub fn write(&mut self, record: &QuoteRecord) -> anyhow::Result<()> {
        match &mut self.form {
            Form::Text(out) => writeln!(out, "{}", render::render_quote(None, record, &[], self.width))?,
            Form::Json(_) | Form::Ndjson(_) => return self.write_json(&harmless::json_bytes(record)?),
            Form::Csv(rows) => rows.write(record)?,
            Form::Citations(citations) => citations.write(record)?,
        }
        self.written += 1;
        Ok(())
    }

    fn write_json(&mut self, record: &[u8]) -> anyhow::Result<()> {
        match &mut self.form {
            Form::Json(out) => {
                out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
                out.write_all(record)?;
            }
            Form::Ndjson(out) | Form::Text(out) => {
                out.write_all(record)?;
                out.write_all(b"\n")?;
            }
            Form::Csv(_) | Form::Citations(_) => return Ok(()),
        }
        self.written += 1;
        Ok(())
    }

    /// Flushes; gives how many were written.
    pub fn finish(self) -> anyhow::Result<u64> {
        match self.form {
            Form::Text(mut out) | Form::Ndjson(mut out) => out.flush()?,
            Form::Json(mut out) => {
                writeln!(out, "\n]")?;
                out.flush()?;
            }
            Form::Csv(rows) => rows.finish()?,
            Form::Citations(citations) => citations.finish()?,
        }
        Ok(self.written)
    }
}

/// An article's records on their way out: what is JSON already was made where the article was read, beside others.
enum Made {
    /// The records of a large article would fill the memory together: they are made and written one by one.
    Quotes(Vec<Quote>),
    Records(Vec<QuoteRecord>),
    Json(Vec<Vec<u8>>),
}

impl Made {
    fn new(format: HitFormat, records: impl Iterator<Item = QuoteRecord>) -> anyhow::Result<Made> {
        if !matches!(format, HitFormat::Json | HitFormat::Ndjson) {
            return Ok(Made::Records(records.collect()));
        }
        Ok(Made::Json(records.map(|record| harmless::json_bytes(&record)).collect::<Result<_, _>>()?))
    }
}
