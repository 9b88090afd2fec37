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
//! use onrecord::query::{Context, DayOrder, Events, NoSpeakers, Synonyms, read_question};
//!
//! let register = Register::embedded().expect("the embedded tables are sound");
//! let synonyms = Synonyms::embedded();
//! let events = Events::embedded();
//! let context = Context {
//!     today: chrono::NaiveDate::from_ymd_opt(2026, 3, 18).expect("a day"),
//!     day_order: DayOrder::DayFirst,
//!     register: &register,
//!     speakers: &NoSpeakers,
//!     synonyms: &synonyms,
//!     events: &events,
//! };
//! let reading = read_question("what did Jeremy Corbyn say about NATO in 2016?", &context);
//! assert!(reading.errors.is_empty());
//! assert_eq!(reading.read_as, "speaker:jeremy-corbyn nato date:2016");
//! assert_eq!(read_question(&reading.read_as, &context).query, reading.query);
//! ```

mod asides;
mod bare;
mod compose;
mod context;
mod dates;
mod draft;
mod error;
mod explain;
mod field;
mod filters;
mod groups;
mod lexemes;
mod names;
mod near;
mod negation;
mod normal;
mod outlets;
mod plain;
mod plan;
mod posts;
mod ranges;
mod render;
mod request;
mod resolve;
mod sentence;
mod similar;
mod speakers;
mod synonyms;
mod syntax;
mod tenures;
mod times;
mod titles;
mod token;
mod topics;
pub mod tree;
mod values;
mod vocabulary;
mod who;

#[cfg(test)]
mod tests;

pub use crate::article::DayOrder;
pub use compose::{compose_filter, compose_question};
pub use context::{Context, KnownSpeaker, KnownSpeakers, NoSpeakers};
pub use dates::Events;
pub use error::{
    MOST_APART, MOST_CHARACTERS, MOST_DEPTH, MOST_NEAR, MOST_PREFIXES, MOST_TERMS, QueryError, SHORTEST_PREFIX,
    render_error,
};
pub use explain::{Choice, Meaning, Part, Reading, ReadingNote, render_note, render_part};
pub use field::Field;
pub use render::render_query;
pub use resolve::read_question;
pub use similar::similar_to;
pub use synonyms::{SynonymError, Synonyms};
pub use syntax::{ParsedQuery, parse_question};
pub(crate) use vocabulary::is_little_word;
