//! What is said beside an answer: how the question was read, and what else there would be. Values, and one renderer.

use super::counted;
use crate::index::{self, Facet};
use crate::query;

/// Something to say beside an answer.
#[derive(Clone, Debug)]
pub enum AnswerNote {
    /// How the question was read.
    Reading(query::ReadingNote),
    /// What the index knows besides.
    Index(index::Note),
    /// The index holds nothing at all yet.
    EmptyIndex,
}

impl AnswerNote {
    /// A sentence.
    pub fn in_words(&self) -> String {
        match self {
            AnswerNote::Reading(note) => sentence(&query::render_note(note)),
            AnswerNote::Index(note) => of_index(note),
            AnswerNote::EmptyIndex => "The index holds no article yet: `onrecord index PATH…` fills it.".to_string(),
        }
    }
}

fn of_index(note: &index::Note) -> String {
    use index::Note;
    match note {
        Note::Spelling { typed, read } => format!("No article holds “{typed}”: read as “{read}”."),
        Note::NotInIndex { word } => format!("No article holds “{word}”."),
        Note::Without { what, count } => {
            let what = match what {
                Facet::Time => "Without the dates",
                Facet::Speaker => "By other speakers",
                Facet::Party => "Without the party",
                Facet::Office => "Without the office",
                Facet::Outlet => "From other outlets",
                Facet::Kind => "Of other kinds",
            };
            format!("{what} there would be {}.", counted(*count, "quote"))
        }
        Note::AnyWord { count } => {
            format!("With any one of the words there would be {}.", counted(*count, "quote"))
        }
    }
}

/// With a capital at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}
