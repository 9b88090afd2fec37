//! `onrecord extract`: quotes straight from files, streamed.

use std::io::Write;

use super::args::{ColorWhen, ExtractArgs, HitFormat};
use super::cite::{Citations, Style};
use super::exit::Status;
use super::harmless;
use super::indexing::settings;
use super::output::{self, Out};
use super::render;
use super::report;
use super::rows::CsvRows;
use super::telling::Teller;
use crate::desk;
use crate::record::QuoteRecord;

pub fn run(args: &ExtractArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let settings = settings(&args.read)?;
    report::check(&args.read, false)?;
    let teller = Teller::for_reading(&args.read)?;
    let mut writer = Records::new(args.format, color)?;
    let is_json = matches!(args.format, HitFormat::Json | HitFormat::Ndjson);
    // JSON is made where the article was read, beside others.
    let shape = |record: QuoteRecord| -> anyhow::Result<Shaped> {
        Ok(match is_json {
            true => Shaped::Json(harmless::json_bytes(&record)?),
            false => Shaped::Record(Box::new(record)),
        })
    };
    let leave_out = teller.report_file().into_iter().collect();
    let extracted = desk::extract(&args.paths, leave_out, &settings, teller.ear(), shape, |shaped| match shaped {
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
    width: usize,
}

enum RecordsForm {
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
            HitFormat::Text => RecordsForm::Text(output::text_stdout(color)),
            HitFormat::Json => {
                let mut out = output::data_stdout();
                write!(out, "[")?;
                RecordsForm::Json(out)
            }
            HitFormat::Ndjson => RecordsForm::Ndjson(output::data_stdout()),
            HitFormat::Bibtex => RecordsForm::Citations(Citations::new(output::data_stdout(), Style::Bibtex)),
            HitFormat::Ris => RecordsForm::Citations(Citations::new(output::data_stdout(), Style::Ris)),
            HitFormat::Csl => RecordsForm::Citations(Citations::new(output::data_stdout(), Style::Csl)),
            HitFormat::Csv => RecordsForm::Csv(Box::new(CsvRows::new(output::data_stdout())?)),
        };
        Ok(Records { form, written: 0, width: output::width() })
    }

    pub fn write(&mut self, record: &QuoteRecord) -> anyhow::Result<()> {
        match &mut self.form {
            RecordsForm::Text(out) => writeln!(out, "{}", render::render_quote(None, record, &[], self.width))?,
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
            RecordsForm::Csv(_) | RecordsForm::Citations(_) => return Ok(()),
        }
        self.written += 1;
        Ok(())
    }

    /// Flushes; gives how many were written.
    pub fn finish(self) -> anyhow::Result<u64> {
        match self.form {
            RecordsForm::Text(mut out) | RecordsForm::Ndjson(mut out) => out.flush()?,
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
