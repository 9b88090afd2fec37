//! `onrecord extract`: quotes straight from files, streamed.

use std::io::Write;

use super::args::{ColorWhen, ExtractArgs, HitFormat};
use super::cite::{Citations, Style};
use super::corrections;
use super::exit::Status;
use super::output::{self, Out};
use super::reading::{self, Batch, Troubles};
use super::render;
use super::rows::CsvRows;
use crate::archive;
use crate::corrections::Outcome;
use crate::people::Register;
use crate::quotes::Extractor;
use crate::record::{QuoteRecord, build_records};

pub fn run(args: &ExtractArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let options = reading::read_options(&args.read)?;
    let extractor = Extractor::new(register);
    let (corrections, _) = corrections::load(&args.read)?;
    let mut writer = Records::new(args.format, color)?;
    let mut batch = Batch::new();
    let mut unread = Vec::new();
    let mut troubles = Troubles::default();
    let mut articles = 0u64;
    let mut work = |batch: &mut Batch<()>, troubles: &mut Troubles, writer: &mut Records| -> anyhow::Result<()> {
        for extracted in reading::extract_all(batch.take(), &options, &extractor) {
            match extracted {
                Ok((article, quotes)) => {
                    articles += 1;
                    troubles.note_problems(&article);
                    for mut record in build_records(&article, &quotes) {
                        if corrections.apply(&mut record, register) != Outcome::Dropped {
                            writer.write(&record)?;
                        }
                    }
                }
                Err(message) => troubles.fail(&message),
            }
        }
        Ok(())
    };
    reading::for_each_file(&args.paths, &[], &mut troubles, &mut unread, |file, troubles| {
        for document in archive::open_documents(&file) {
            match document {
                Ok(document) => {
                    if batch.push((), document) {
                        work(&mut batch, troubles, &mut writer)?;
                    }
                }
                Err(error) => troubles.fail(&error.to_string()),
            }
        }
        Ok(())
    })?;
    work(&mut batch, &mut troubles, &mut writer)?;
    let quotes = writer.finish()?;
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
    Json(Lines),
    /// One object a line.
    Ndjson(Lines),
    Csv(Box<CsvRows<Out>>),
    Citations(Citations<Out>),
}

impl Records {
    pub fn new(format: HitFormat, color: ColorWhen) -> anyhow::Result<Records> {
        let form = match format {
            HitFormat::Text => Form::Text(output::text_stdout(color)),
            HitFormat::Json => {
                let mut lines = Lines::new();
                write!(lines.out, "[")?;
                Form::Json(lines)
            }
            HitFormat::Ndjson => Form::Ndjson(Lines::new()),
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
            Form::Json(lines) => {
                let before = if self.written == 0 { "\n" } else { ",\n" };
                lines.write(before, record, "")?;
            }
            Form::Ndjson(lines) => lines.write("", record, "\n")?,
            Form::Csv(rows) => rows.write(record)?,
            Form::Citations(citations) => citations.write(record)?,
        }
        self.written += 1;
        Ok(())
    }

    /// Flushes; gives how many were written.
    pub fn finish(self) -> anyhow::Result<u64> {
        match self.form {
            Form::Text(mut out) => out.flush()?,
            Form::Ndjson(mut lines) => lines.out.flush()?,
            Form::Json(mut lines) => {
                writeln!(lines.out, "\n]")?;
                lines.out.flush()?;
            }
            Form::Csv(rows) => rows.finish()?,
            Form::Citations(citations) => citations.finish()?,
        }
        Ok(self.written)
    }
}

/// Records as JSON, each put together before it goes out: a record is dozens of small pieces.
struct Lines {
    out: Out,
    buffer: Vec<u8>,
}

impl Lines {
    fn new() -> Lines {
        Lines { out: output::data_stdout(), buffer: Vec::with_capacity(8 << 10) }
    }

    fn write(&mut self, before: &str, record: &QuoteRecord, behind: &str) -> anyhow::Result<()> {
        self.buffer.clear();
        self.buffer.extend_from_slice(before.as_bytes());
        serde_json::to_writer(&mut self.buffer, record)?;
        self.buffer.extend_from_slice(behind.as_bytes());
        self.out.write_all(&self.buffer)?;
        Ok(())
    }
}
