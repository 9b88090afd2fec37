//! Arguments as the desk's requests.

use std::path::Path;

use anyhow::bail;

use super::args::{Flags, HitFormat, Question, SortBy, TimelineStep};
use super::cite::Style;
use crate::desk::{self, Filters, Request};
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

impl Flags {
    /// The conditions that they are.
    pub fn filters(&self) -> Filters {
        let Flags { speaker, party, office, outlet, kind, from, to, before, after, date, min_confidence, .. } =
            self.clone();
        Filters { speaker, party, office, outlet, kind, from, to, before, after, date, min_confidence }
    }
}

impl Question {
    /// What is asked.
    ///
    /// # Errors
    /// Where the whole question is the path of something that is there: the usual mistake.
    pub fn request(&self) -> anyhow::Result<Request> {
        if let [only] = self.words.as_slice()
            && only.contains(['/', '\\', '.'])
            && Path::new(only).exists()
        {
            bail!(
                "{only} is a file or folder, not a question: to ask about what is in it, use \
                 `onrecord search --in {only} QUESTION`; to look for the word, write it in quotation marks"
            );
        }
        Ok(Request { filters: self.flags.filters(), today: self.flags.today, ..Request::of(self.words.join(" ")) })
    }
}

impl HitFormat {
    /// The form of citation, where it is one.
    pub fn citation(self) -> Option<Style> {
        match self {
            HitFormat::Bibtex => Some(Style::Bibtex),
            HitFormat::Ris => Some(Style::Ris),
            HitFormat::Csl => Some(Style::Csl),
            HitFormat::Text | HitFormat::Json | HitFormat::Ndjson | HitFormat::Csv => None,
        }
    }
}
