//! `onrecord`: who said what, when, and where is it written.
//!
//! Archives of political news articles go in at one end, answers come out at the other. Programs use the [`desk`], which
//! does all that the command line does:
//!
//! ```no_run
//! use onrecord::desk::{Library, Request, Settings, UpdateRequest, nobody};
//!
//! let library = Library::open_or_create(".onrecord".as_ref(), Settings::default(), nobody())?;
//! library.update(&UpdateRequest::of(["articles"]))?;
//! let response = library.ask(&Request::of("what did Corbyn say about NATO in 2016"))?;
//! println!("Read as: {}", response.asked.read_as);
//! for hit in &response.answer.hits {
//!     let speaker = hit.record.speaker.as_ref().map_or("unknown speaker", |speaker| &speaker.name);
//!     let date = hit.record.article.date.as_deref().unwrap_or("undated");
//!     println!("{speaker}, {date}: {}", hit.record.quote);
//! }
//! # Ok::<(), onrecord::desk::DeskError>(())
//! ```
//!
//! Behind it each room of the house is a module, and data flows one way through them:
//!
//! ```text
//! paths -> archive -> article -> quotes -> index <- query <- question
//!                                  ^                |
//!                               people              v
//!                                                answer -> desk -> cli, programs
//! ```
//!
//! ARCHITECTURE.md says what each room takes, gives and must not know.

pub mod archive;
pub mod article;
pub mod cli;
pub mod corrections;
pub mod desk;
mod faults;
mod harmless;
pub mod index;
pub mod people;
pub mod query;
pub mod quotes;
pub mod record;
pub mod size;
pub mod span;
pub mod web;
pub mod whole;
mod words;
