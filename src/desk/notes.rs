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
    /// The same of a question that finds more, in the syntax of questions.
    #[allow(missing_docs, reason = "the line above tells of its values")]
    Wider { note: index::Note, question: String },
    /// The question is the headline of an article, and was answered with its quotes; read as a question it is this one, which
    /// finds so many.
    #[allow(missing_docs, reason = "the line above tells of its values")]
    Headline { question: String, count: u64 },
    /// The index holds nothing at all yet.
    EmptyIndex,
}

impl AnswerNote {
    /// A sentence.
    pub fn in_words(&self) -> String {
        self.in_words_for("onrecord search")
    }

    /// A sentence without the question that it offers, for a face that shows that by itself.
    pub fn told(&self) -> String {
        match self {
            AnswerNote::Reading(note) => sentence(&query::render_note(note)),
            AnswerNote::Index(note) | AnswerNote::Wider { note, .. } => of_index(note),
            AnswerNote::Headline { count, .. } => {
                format!("That is the headline of an article. As a question it finds {}.", counted(*count, "quote"))
            }
            AnswerNote::EmptyIndex => self.in_words(),
        }
    }

    /// The question that it offers, in syntax.
    pub fn offered(&self) -> Option<&str> {
        match self {
            AnswerNote::Wider { question, .. } | AnswerNote::Headline { question, .. } => Some(question),
            AnswerNote::Reading(_) | AnswerNote::Index(_) | AnswerNote::EmptyIndex => None,
        }
    }

    /// The speakers whom the words of the question can mean, or are a name of.
    pub fn speakers(&self) -> &[query::Choice] {
        use query::ReadingNote;
        match self {
            AnswerNote::Reading(
                ReadingNote::SharedName { choices, .. }
                | ReadingNote::DidYouMean { choices, .. }
                | ReadingNote::PartyNotPerson { choices, .. }
                | ReadingNote::TopicNotSpeaker { choices, .. },
            ) => choices,
            _ => &[],
        }
    }

    /// A sentence; a question that it offers stands behind this command, so that both can be pasted.
    pub fn in_words_for(&self, command: &str) -> String {
        match self {
            AnswerNote::Reading(note) => sentence(&query::render_note(note)),
            AnswerNote::Index(note) => of_index(note),
            AnswerNote::Wider { note, question } => {
                let told = of_index(note);
                format!("{}: {command} {}", told.trim_end_matches('.'), in_shell_quotes(question))
            }
            AnswerNote::Headline { question, count } => {
                let told = counted(*count, "quote");
                format!(
                    "That is the headline of an article. As a question it finds {told}: {command} {}",
                    in_shell_quotes(question)
                )
            }
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
        Note::Also { typed, wordings } => {
            let told: Vec<String> = wordings.iter().map(|(wording, count)| format!("{wording}, {count}")).collect();
            format!("For “{typed}” also: {}.", told.join("; "))
        }
        Note::Around { count } => {
            let have = if *count == 1 { "has" } else { "have" };
            format!(
                "Counted are quotes that hold the words themselves; {count} more {have} them only around the quote."
            )
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

/// Text as shells take it for one word: in double quotes where nothing in it means anything there.
pub fn in_shell_quotes(text: &str) -> String {
    match text.contains(['"', '$', '`', '\\', '!']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::in_shell_quotes;

    #[test]
    fn a_question_can_be_pasted_into_a_shell() {
        assert_eq!(in_shell_quotes("speaker:ann-example nato"), "\"speaker:ann-example nato\"");
        assert_eq!(in_shell_quotes("\"a b\" c"), "'\"a b\" c'");
        assert_eq!(in_shell_quotes("\"it's\""), "'\"it'\\''s\"'");
    }
}
