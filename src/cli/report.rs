//! `--report FILE`: what became of each document and path of a run, one JSON object a line, for programs and for reading
//! later.
//!
//! Lines are written into the file itself as they come, and whole: a run of hours can be watched, one that fails leaves
//! all that it knew, and one that is killed all that went wrong. Only what was passed over may wait for others of its
//! kind, because of that there may be a million.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::Serialize;

use super::args::ReadArgs;
use super::output;
use crate::archive::{STANDARD_INPUT, shown};
use crate::desk::{Outcome, ReadDocument, Trouble, counted};
use crate::harmless;

/// A report that is being written.
pub struct Report {
    path: PathBuf,
    /// Gone where writing failed.
    out: Option<Box<dyn Write + Send>>,
    flushed: Instant,
    failed: Option<io::Error>,
}

/// What may wait for others is written out when the next comes so much later.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// One line. Fields are only ever added.
#[derive(Serialize)]
struct Line<'a> {
    /// As messages name it; what of it is not Unicode is `U+FFFD`, because JSON holds nothing else.
    path: &'a str,
    /// The record's id inside a dump, or `line 7` where it has none.
    member: Option<&'a str>,
    line: Option<u32>,
    outcome: &'static str,
    kind: &'a str,
    reason: &'a str,
    /// Of a document that was read.
    #[serde(flatten)]
    document: Option<DocumentFields<'a>>,
    /// Of a file that is in the index as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<u64>,
}

/// What a line tells besides of a document that was read.
#[derive(Serialize)]
struct DocumentFields<'a> {
    title: Option<&'a str>,
    date: Option<String>,
    date_from: Option<&'static str>,
    encoding: Option<&'static str>,
    /// `null` where the index has them already.
    quotes: Option<u64>,
    attributed: Option<u64>,
    problems: &'a [&'static str],
}

/// Whether the report goes to standard output.
pub fn is_on_stdout(args: &ReadArgs) -> bool {
    args.report.as_deref() == Some(Path::new(STANDARD_INPUT))
}

/// Refuses a report that cannot be written, before anything is done. `stdout_is_free` says whether standard output
/// carries no data of the command's own.
///
/// # Errors
/// Where its place is no file, or a file that is no report, or cannot be written.
pub fn check(args: &ReadArgs, stdout_is_free: bool) -> anyhow::Result<()> {
    match &args.report {
        Some(_) if is_on_stdout(args) && !stdout_is_free => {
            bail!("--report -: standard output carries the answer; name a file for the report")
        }
        Some(path) if !is_on_stdout(args) => open(path).map(|_| ()),
        _ => Ok(()),
    }
}

impl Report {
    /// The report that the arguments ask for; what an earlier run wrote into it is gone.
    ///
    /// # Errors
    /// As [`check`].
    pub fn begin(args: &ReadArgs) -> anyhow::Result<Option<Report>> {
        let Some(path) = args.report.clone() else { return Ok(None) };
        let out: Box<dyn Write + Send> = if is_on_stdout(args) {
            Box::new(BufWriter::with_capacity(64 << 10, io::stdout()))
        } else {
            let file = open(&path)?;
            file.set_len(0).with_context(|| cannot(&path))?;
            Box::new(BufWriter::with_capacity(64 << 10, file))
        };
        Ok(Some(Report { path, out: Some(out), flushed: Instant::now(), failed: None }))
    }

    /// Where it lies; `None` for standard output.
    pub fn file(&self) -> Option<&Path> {
        (self.path != Path::new(STANDARD_INPUT)).then_some(&*self.path)
    }

    /// Writes a line. What goes wrong is told once, here, and again at the end: the run itself is worth more.
    pub fn write(&mut self, trouble: &Trouble) {
        let line = Line {
            path: &trouble.path.to_string_lossy(),
            member: trouble.member.as_deref(),
            line: trouble.line,
            outcome: trouble.outcome.name(),
            kind: &trouble.kind,
            reason: &trouble.reason,
            document: None,
            articles: None,
        };
        self.write_line(&line, !matches!(trouble.outcome, Outcome::PassedOver | Outcome::Note));
    }

    /// Writes what became of a document that was read.
    pub fn write_document(&mut self, document: &ReadDocument) {
        let path = document.path.to_string_lossy();
        let date = document.date.map(|(date, from)| (date.to_string(), from));
        let dated = date.as_ref().map_or("without a date".to_owned(), |(date, from)| format!("dated {date} ({from})"));
        let found = match document.quotes {
            Some((quotes, _)) => counted(quotes, "quote"),
            None => "in the index as it is".to_owned(),
        };
        let member = document.member.as_ref().map(|member| format!(" ({member})")).unwrap_or_default();
        let shown = shown(&document.path);
        let line = Line {
            path: &path,
            member: document.member.as_deref(),
            line: document.line,
            outcome: "read",
            kind: document.format,
            reason: &format!("{shown}{member}: read as {}, {dated}, {found}", document.format),
            document: Some(DocumentFields {
                title: document.title.as_deref(),
                date: date.as_ref().map(|(date, _)| date.clone()),
                date_from: date.map(|(_, from)| from),
                encoding: document.encoding,
                quotes: document.quotes.map(|(quotes, _)| quotes),
                attributed: document.quotes.map(|(_, attributed)| attributed),
                problems: &document.problems,
            }),
            articles: None,
        };
        self.write_line(&line, false);
    }

    /// Writes that a file is in the index as it is.
    pub fn write_unchanged(&mut self, path: &Path, articles: u64) {
        let line = Line {
            path: &path.to_string_lossy(),
            member: None,
            line: None,
            outcome: "unchanged",
            kind: "file",
            reason: &format!("{}: unchanged since it was indexed, {}", shown(path), counted(articles, "article")),
            document: None,
            articles: Some(articles),
        };
        self.write_line(&line, false);
    }

    fn write_line(&mut self, line: &Line<'_>, at_once: bool) {
        if let Err(error) = self.try_to_write(line, at_once) {
            output::warn(&format!("{}: {error}; the run goes on without it", cannot(&self.path)));
            self.out = None;
            self.failed = Some(error);
        }
    }

    fn try_to_write(&mut self, line: &Line<'_>, at_once: bool) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        let mut text = harmless::json_bytes(line)?;
        text.push(b'\n');
        // In one piece: a buffer parts no line.
        out.write_all(&text)?;
        if at_once || self.flushed.elapsed() > LONGEST_WAIT {
            out.flush()?;
            self.flushed = Instant::now();
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Where anything of the report could not be written.
    pub fn finish(mut self) -> anyhow::Result<()> {
        let flushed = self.out.take().map_or(Ok(()), |mut out| out.flush());
        self.failed.map_or(flushed, Err).with_context(|| cannot(&self.path))
    }
}

fn cannot(path: &Path) -> String {
    format!("--report: {} cannot be written", path.display())
}

/// Opens the file, which is made where there is none, and leaves what is in it.
fn open(path: &Path) -> anyhow::Result<File> {
    // Asked first: opening a pipe may wait for ever.
    if let Ok(there) = std::fs::metadata(path) {
        refuse_other_than_file(path, &there)?;
    }
    let mut options = File::options();
    let file = options.read(true).write(true).create(true).truncate(false).open(path).with_context(|| cannot(path))?;
    refuse_other_than_file(path, &file.metadata().with_context(|| cannot(path))?)?;
    if !is_report(&file).with_context(|| cannot(path))? {
        bail!("--report: {} holds something else than a report; name another file", path.display());
    }
    Ok(file)
}

fn refuse_other_than_file(path: &Path, metadata: &std::fs::Metadata) -> anyhow::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let what = if metadata.is_dir() { "a folder" } else { "no file but a device, a pipe or the like" };
    bail!("--report: {} is {what}; name a file, or with `index` - for standard output", path.display())
}

/// Whether the file is empty or was written by an earlier run: a wrong word on the command line must not cost an
/// article. A report's first line has been whole since it was written.
fn is_report(mut file: &File) -> io::Result<bool> {
    /// Longer than a path and the reason why it could not be read.
    const FIRST_LINE: u64 = 1 << 20;
    let mut line = Vec::new();
    BufReader::new(io::Read::take(file, FIRST_LINE)).read_until(b'\n', &mut line)?;
    file.rewind()?;
    let fields = ["path", "outcome", "kind", "reason"];
    Ok(line.is_empty()
        || serde_json::from_slice::<serde_json::Value>(&line)
            .is_ok_and(|value| fields.iter().all(|field| value.get(field).is_some_and(serde_json::Value::is_string))))
}
