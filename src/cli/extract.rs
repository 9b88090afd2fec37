//! `onrecord extract`: quotes straight from files, streamed.

use std::io::Write;

use super::args::{ColorWhen, ExtractArgs, HitFormat, Written};
use super::exit::Status;
use super::hits::{self, Headings};
use super::indexing::{notes_line, settings};
use super::look::Look;
use super::output::{self, Out};
use super::report;
use super::telling::Teller;
use crate::desk::cite::{Citations, Style};
use crate::desk::rows::{self, CsvRows};
use crate::desk::{self, Printed};
use crate::harmless;
use crate::record::QuoteRecord;

pub fn run(args: &ExtractArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let settings = settings(&args.read)?;
    report::check(&args.read, false)?;
    let teller = Teller::for_reading(&args.read)?;
    let format = args.written.format(args.format)?;
    let mut writer = Records::new(format, args.written, Look::new(None), color)?;
    let is_json = matches!(format, HitFormat::Json | HitFormat::Ndjson);
    // JSON is made where the article was read, beside others.
    let shape = |record: QuoteRecord| -> anyhow::Result<Shaped> {
        Ok(match is_json {
            true => Shaped::Json(harmless::json_bytes(&record)?),
            false => Shaped::Record(Box::new(record)),
        })
    };
    let leave_out = teller.report_file().into_iter().collect();
    let choice = args.choice.choice();
    let extracted =
        desk::extract(&args.paths, leave_out, &choice, &settings, teller.ear(), shape, |shaped| match shaped {
            Shaped::Json(record) => writer.write_json(&record),
            Shaped::Record(record) => writer.write(&record),
        });
    let extracted = match extracted {
        Ok(extracted) => extracted,
        Err(error) => {
            teller.finish()?;
            return Err(error);
        }
    };
    let quotes = writer.finish()?;
    teller.finish()?;
    if let Some(notes) = notes_line(&extracted.troubles) {
        output::say(&notes);
    }
    let failed = extracted.troubles.failed > 0;
    Ok(if extracted.troubles.missing > 0 || (failed && (extracted.articles == 0 || args.read.strict)) {
        Status::Error
    } else if quotes == 0 {
        Status::Nothing
    } else {
        Status::Found
    })
}

/// A record on its way out.
enum Shaped {
    Record(Box<QuoteRecord>),
    Json(Vec<u8>),
}

/// Writes records in one of the formats as they come.
pub struct Records {
    form: RecordsForm,
    written: u64,
    look: Look,
    headings: Headings,
}

enum RecordsForm {
    Text(Out),
    /// One array.
    Json(Out),
    /// One object a line.
    Ndjson(Out),
    Csv(Box<CsvRows<Out>>),
    Markdown(Out),
    Citations(Citations<Out>),
}

impl Records {
    pub fn new(format: HitFormat, written: Written, look: Look, color: ColorWhen) -> anyhow::Result<Records> {
        let citations = |style| RecordsForm::Citations(Citations::new(output::data_stdout(), style, written.accessed));
        let form = match format {
            HitFormat::Text => RecordsForm::Text(output::text_stdout(color)),
            HitFormat::Json => {
                let mut out = output::data_stdout();
                write!(out, "[")?;
                RecordsForm::Json(out)
            }
            HitFormat::Ndjson => RecordsForm::Ndjson(output::data_stdout()),
            HitFormat::Bibtex => citations(Style::Bibtex),
            HitFormat::Ris => citations(Style::Ris),
            HitFormat::Csl => citations(Style::Csl),
            HitFormat::Csv => RecordsForm::Csv(Box::new(CsvRows::new(output::data_stdout(), written.excel)?)),
            HitFormat::Markdown => RecordsForm::Markdown(output::data_stdout()),
        };
        Ok(Records { form, written: 0, look, headings: Headings::default() })
    }

    pub fn write(&mut self, record: &QuoteRecord) -> anyhow::Result<()> {
        match &mut self.form {
            RecordsForm::Text(out) => {
                let heading = self.headings.next(&record.article, &[], &self.look);
                writeln!(out, "{heading}{}", hits::render_quote(record, &mut self.headings, &self.look))?;
            }
            RecordsForm::Markdown(out) => writeln!(out, "{}", rows::render_markdown(record, &Printed::of(record)))?,
            RecordsForm::Json(_) | RecordsForm::Ndjson(_) => return self.write_json(&harmless::json_bytes(record)?),
            RecordsForm::Csv(rows) => rows.write(record)?,
            RecordsForm::Citations(citations) => citations.write(record)?,
        }
        self.written += 1;
        Ok(())
    }

    fn write_json(&mut self, record: &[u8]) -> anyhow::Result<()> {
        match &mut self.form {
            RecordsForm::Json(out) => {
                out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
                out.write_all(record)?;
            }
            RecordsForm::Ndjson(out) | RecordsForm::Text(out) => {
                out.write_all(record)?;
                out.write_all(b"\n")?;
            }
            RecordsForm::Csv(_) | RecordsForm::Markdown(_) | RecordsForm::Citations(_) => return Ok(()),
        }
        self.written += 1;
        Ok(())
    }

    /// Flushes; gives how many were written.
    pub fn finish(self) -> anyhow::Result<u64> {
        match self.form {
            RecordsForm::Text(mut out) | RecordsForm::Ndjson(mut out) | RecordsForm::Markdown(mut out) => {
                out.flush()?
            }
            RecordsForm::Json(mut out) => {
                writeln!(out, "\n]")?;
                out.flush()?;
            }
            RecordsForm::Csv(rows) => rows.finish()?,
            RecordsForm::Citations(citations) => citations.finish()?,
        }
        Ok(self.written)
    }
}
