//! `onrecord`: who said what, when, and where is it written.
//!
//! Archives of political news articles go in at one end, answers come out at the other; each room of the house is a
//! module, and data flows one way through them:
//!
//! ```text
//! paths -> archive -> article -> quotes -> index <- query <- question
//!                                  ^                |
//!                               people              v
//!                                                answer -> cli
//! ```
//!
//! ARCHITECTURE.md says what each room takes, gives and must not know.

pub mod archive;
pub mod article;
pub mod cli;
pub mod corrections;
mod faults;
pub mod index;
pub mod people;
pub mod query;
pub mod quotes;
pub mod record;
pub mod size;
pub mod span;
pub mod whole;
