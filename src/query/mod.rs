//! A question to a query: a plain tree that says what is asked.
//!
//! Takes the user's text, today's date, the register and the speakers that the archive knows; gives a [`Reading`]: a
//! [`tree::ResolvedQuery`] of ids and dates, the same as syntax, and notes on how the text was read. Knows nothing of
//! the engine or of how text is stored. Pure: no input or output, no clock.
//!
//! Plain English and filters share one grammar and mix freely. The stages: tokens with spans; a [`ParsedQuery`] of
//! words and spans; the resolved query. One reading gives the tree and all errors; it takes time linear in the text,
//! and what is too long, too deep or of too many words is refused.
//!
//! ```
//! use onrecord::people::Register;
//! use onrecord::query::{Context, DayOrder, NoSpeakers, Synonyms, read_question};
//!
//! let register = Register::embedded().expect("the embedded tables are sound");
//! let synonyms = Synonyms::embedded();
//! let context = Context {
//!     today: chrono::NaiveDate::from_ymd_opt(2026, 3, 18).expect("a day"),
//!     day_order: DayOrder::DayFirst,
//!     register: &register,
//!     speakers: &NoSpeakers,
//!     synonyms: &synonyms,
//! };
//! let reading = read_question("what did Jeremy Corbyn say about NATO in 2016?", &context);
//! assert!(reading.errors.is_empty());
//! assert_eq!(reading.read_as, "speaker:jeremy-corbyn nato date:2016");
//! assert_eq!(read_question(&reading.read_as, &context).query, reading.query);
//! ```

mod compose;
mod dates;
mod error;
mod explain;
mod fields;
mod groups;
mod lexemes;
mod near;
mod normal;
mod render;
mod resolve;
mod sentence;
mod similar;
mod speakers;
mod synonyms;
mod syntax;
mod token;
mod topics;
pub mod tree;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use crate::article::DayOrder;
pub use compose::{compose_filter, compose_question};
pub use error::{
    MOST_APART, MOST_CHARACTERS, MOST_DEPTH, MOST_NEAR, MOST_PREFIXES, MOST_TERMS, QueryError, SHORTEST_PREFIX,
    render_error,
};
pub use explain::{Choice, Meaning, Note, Part, Reading, render_note, render_part};
pub use render::render_query;
pub use resolve::read_question;
pub use similar::similar_to;
pub use synonyms::{SynonymError, Synonyms};
pub use syntax::{Field, ParsedQuery, parse_question};

use crate::people::Register;
use chrono::NaiveDate;

/// What a question is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub today: NaiveDate,
    /// How `3/4/2016` is read.
    pub day_order: DayOrder,
    pub register: &'a Register,
    /// The speakers of the archive that is asked.
    pub speakers: &'a dyn KnownSpeakers,
    pub synonyms: &'a Synonyms,
}

/// A speaker whom the archive quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSpeaker {
    /// The register's id where the register knows the person.
    pub id: String,
    pub name: String,
    pub quotes: u64,
}

/// The speakers of an archive.
pub trait KnownSpeakers {
    /// The speaker with this id.
    fn find_id(&self, id: &str) -> Option<KnownSpeaker>;

    /// The speakers whose names have all these words, case and accents aside; the most quoted first.
    fn named(&self, words: &str) -> Vec<KnownSpeaker>;

    /// Words of speakers' names that are spelled nearly so, the nearest first.
    fn near_words(&self, word: &str) -> Vec<String>;

    /// The archive's own label with exactly this id (lower case, hyphens), for parties that the register does not know.
    fn party_name(&self, _id: &str) -> Option<String> {
        None
    }

    /// The same for offices: `council-leader`, an office as articles call it.
    fn office_name(&self, _id: &str) -> Option<String> {
        None
    }

    /// The first and last day of the archive, where it has dated articles. `before the election` means the latest
    /// one that the archive can know of.
    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        None
    }
}

/// An archive without speakers.
#[derive(Clone, Copy, Debug)]
pub struct NoSpeakers;

impl KnownSpeakers for NoSpeakers {
    fn find_id(&self, _: &str) -> Option<KnownSpeaker> {
        None
    }

    fn named(&self, _: &str) -> Vec<KnownSpeaker> {
        Vec::new()
    }

    fn near_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
