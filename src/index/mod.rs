//! Articles in, hits and counts out: a searchable, updatable store on disk.
//!
//! Takes articles with their quotes, and resolved queries; gives answers. Knows nothing of how the user is talked to.
//! What is asked and answered, where a topic may stand, what a copy is and how a score is made up are plain types and
//! pure functions here; an engine finds, behind the seam in `engine`. Only the folder `tantivy` names its engine.

mod address;
mod analyze;
mod answer;
mod around;
mod ask;
mod changes;
mod copies;
mod engine;
mod entry;
mod error;
mod facets;
mod file_update;
mod files;
mod gathering;
mod matching;
mod mend;
mod numbers;
mod occurrences;
mod places;
mod prepared;
mod rank;
mod related;
mod said;
mod score;
mod sketch;
mod speakers;
mod stored;
mod tantivy;
mod update;
mod wider;

pub use analyze::fold_words;
pub use ask::{
    Answer, AnswerSide, Asking, Copies, Elsewhere, Explain, Hit, HitVersions, Looser, Note, Offer, ParagraphsAround,
    QuoteChange, WhenEmpty,
};
pub use changes::ChangeKind;
pub use entry::{ArticleEntry, Guise, NamedId, QuoteEntry};
pub use error::IndexError;
pub use facets::{Facet, FacetCounts, FacetValue, TimeStep, Times, ValueDays};
pub use file_update::{FileUpdate, Slot, Unread};
pub use files::{FileFacts, HeldFile, key_path, path_key};
pub use prepared::Prepared;
pub use rank::Match;
pub use said::{NearArticle, SaidAs, SaidQuotes};
pub use score::{RankWeights, ScoreParts, WordScore};
pub use speakers::IndexSpeakers;
pub use stored::StoredArticle;
pub use tantivy::{
    ArticleRelatives, ArticleVersion, Damage, FileHolding, Held, NewerBy, Remains, Sizes, Store, TakenOver, Verified,
    lies_in,
};
pub use update::{Plan, STREAM, Update, UpdateCounts, settings_number};
pub(crate) use wider::{around_quotes, with_any_word, with_wordings, without_facet};

#[cfg(test)]
mod plain;
#[cfg(test)]
mod tests;
