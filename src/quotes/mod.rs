//! Quotes with their speakers: an article and the register in, quotes out, each with the rule that decided and how
//! sure it is.
//!
//! Pure: no input or output, no clock, no global state; any text is answered with quotes, never with an error.

mod acts;
mod assemble;
mod beside;
mod candidates;
mod choose;
mod decision;
mod dissect;
mod entities;
mod explain;
mod extract;
mod folded_name;
mod indirect;
mod judge;
mod lexicon;
mod marks;
mod mentions;
mod model;
mod models;
mod namesakes;
mod quote;
mod scene;
mod speakers;
mod sureness;
mod tokens;
#[doc(hidden)]
pub mod training;
mod transcript;
mod values;
mod within;
mod word_class;

pub use decision::{Decider, WhyNobody};
#[doc(hidden)]
pub use dissect::ExtractionStep;
pub use explain::{Explanation, Overruled, Weighed};
pub use extract::Extractor;
pub use quote::{Quote, QuoteKind, Speaker};
