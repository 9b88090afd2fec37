//! What several rooms know of a language, and how tables are read.
//!
//! Articles, persons, quotes and questions ask here which words are months, titles or verbs of saying; which language that
//! is, only `en.rs` and the tables in `data/en` know. Knows nothing of any other room.

mod current;
mod en;
pub(crate) mod fold;
mod language;
mod lists;
mod sentences;
mod set;
mod slips;
mod stance;
pub(crate) mod table;
mod verbs;

pub(crate) use current::{labels, mail_phrases, meanings, months, number, verbs};
pub(crate) use language::{MeaningTable, Month};
pub(crate) use lists::List;
pub(crate) use sentences::sentences_around;
pub(crate) use set::{Meanings, WordSet};
pub(crate) use slips::slips;
pub(crate) use stance::{depends, is_conjunction, may_turn_round, reports, stance};
pub use table::BadLine;
pub(crate) use verbs::{CueClass, Verb, VerbForm};
