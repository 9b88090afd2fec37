//! Arguments as the desk's requests.

use std::path::Path;

use anyhow::bail;

use super::args::{AskedIndex, Flags, HitFormat, Question, SortBy, TableFormat, TimelineStep, Written};
use super::path_args::ChoiceArgs;
use crate::desk::cite::Style;
use crate::desk::{self, FileChoice, Filters, Request};
use crate::index::TimeStep;

impl From<SortBy> for desk::Sort {
    fn from(sort: SortBy) -> desk::Sort {
        match sort {
            SortBy::Relevance => desk::Sort::Relevance,
            SortBy::Newest => desk::Sort::Newest,
            SortBy::Oldest => desk::Sort::Oldest,
        }
    }
}

impl From<TimelineStep> for TimeStep {
    fn from(step: TimelineStep) -> TimeStep {
        match step {
            TimelineStep::Day => TimeStep::Day,
            TimelineStep::Month => TimeStep::Month,
            TimelineStep::Year => TimeStep::Year,
        }
    }
}

impl ChoiceArgs {
    /// Which files they choose.
    pub fn choice(&self) -> FileChoice {
        FileChoice { include: self.include.clone(), exclude: self.exclude.clone() }
    }
}

impl Flags {
    /// The conditions that they are.
    pub fn filters(&self) -> Filters {
        let Flags { speaker, party, office, outlet, kind, version, changed, .. } = self.clone();
        let Flags { from, to, before, after, date, min_confidence, .. } = self.clone();
        Filters {
            speaker,
            party,
            office,
            outlet,
            kind,
            version,
            changed,
            from,
            to,
            before,
            after,
            date,
            min_confidence,
        }
    }
}

impl Question {
    /// What is asked.
    ///
    /// # Errors
    /// Where the question, or a word of it, is the path of something that is there: the usual mistake.
    pub fn request(&self) -> anyhow::Result<Request> {
        let is_all = self.words.len() == 1;
        let is_path = |word: &&String| word.contains(['/', '\\']) || is_all && word.contains('.');
        if let Some(path) = self.words.iter().find(|word| is_path(word) && Path::new(word).exists()) {
            bail!(
                "{path} is a file or folder, not a question: to ask about what is in it, use \
                 `onrecord search --in {path} QUESTION`, with `--in` before each path; to look for the word, write it in \
                 quotation marks"
            );
        }
        Ok(Request { filters: self.flags.filters(), today: self.flags.today, ..Request::of(self.words.join(" ")) })
    }
}

impl HitFormat {
    /// Whether a hit says how much of the question it meets; what does not gets no hit that meets nothing of it.
    pub fn marks_hits(self) -> bool {
        matches!(self, HitFormat::Text | HitFormat::Json | HitFormat::Ndjson)
    }

    /// The form of citation, where it is one.
    pub fn citation(self) -> Option<Style> {
        match self {
            HitFormat::Bibtex => Some(Style::Bibtex),
            HitFormat::Ris => Some(Style::Ris),
            HitFormat::Csl => Some(Style::Csl),
            HitFormat::Text | HitFormat::Json | HitFormat::Ndjson | HitFormat::Csv | HitFormat::Markdown => None,
        }
    }
}

/// What is told where `--excel` is given for something else.
pub const NOT_CSV: &str = "--excel is for CSV: leave --format away, or write --format csv";

impl Written {
    /// The format with `--excel`, which means CSV.
    ///
    /// # Errors
    /// Where another one is asked for.
    pub fn format(&self, format: HitFormat) -> anyhow::Result<HitFormat> {
        match (self.excel, format) {
            (false, format) => Ok(format),
            (true, HitFormat::Text | HitFormat::Csv) => Ok(HitFormat::Csv),
            (true, _) => bail!("{NOT_CSV}"),
        }
    }
}

/// The same for tables of counts.
///
/// # Errors
/// Where another format is asked for.
pub fn table_format(format: TableFormat, excel: bool) -> anyhow::Result<TableFormat> {
    match (excel, format) {
        (false, format) => Ok(format),
        (true, TableFormat::Text | TableFormat::Csv) => Ok(TableFormat::Csv),
        (true, TableFormat::Json) => bail!("{NOT_CSV}"),
    }
}

impl AskedIndex {
    /// A command that asks the same index, up to its question.
    pub fn command(&self, name: &str) -> String {
        let mut command = format!("onrecord {name}");
        for path in &self.paths {
            command.push_str(&format!(" --in {}", shell_word(&path.to_string_lossy())));
        }
        if let Some(index) = &self.place.index {
            command.push_str(&format!(" --index {}", shell_word(&index.to_string_lossy())));
        }
        command
    }
}

/// A word as a shell takes it whole.
fn shell_word(word: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '/' | '.' | '-' | '_' | ':' | ',');
    if !word.is_empty() && word.chars().all(is_plain) { word.to_string() } else { desk::in_shell_quotes(word) }
}
