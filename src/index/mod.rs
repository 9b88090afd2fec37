//! Quotes in, hits and counts out: a searchable, updatable store on disk. The only room that names the engine.
//!
//! Takes articles with their quotes, and resolved queries; gives answers. Knows nothing of how the user is talked to.

mod analyze;
mod answer;
mod census;
mod collect;
mod document;
mod error;
mod facets;
mod lower;
mod matching;
mod near;
mod numbers;
mod on_days;
mod places;
mod rank;
mod refresh;
mod schema;
mod score;
mod steady;
mod store;
mod update;

pub use analyze::fold_words;
pub use answer::{Answer, Asking, Copies, Hit, Note, Side, WhenEmpty, WordPlaces, WordPlacesOf};
pub use census::Sizes;
pub use document::{ArticleEntry, Label, QuoteEntry, StoredArticle};
pub use error::IndexError;
pub use facets::{Facet, FacetCounts, FacetValue, Step, Times, ValueDays};
pub use refresh::Held;
pub use store::Store;
pub use update::{Counts, Ending, FileFacts, FileUpdate, Plan, Prepared, Slot, Update};

#[cfg(test)]
mod tests;
