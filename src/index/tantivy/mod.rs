//! The engine that users have: tantivy, embedded. The only folder that names it.
//!
//! **Shape.** One document for each article. Its words, as printed and folded, are indexed once with their numbers
//! (field `words`); its quotes are rows of columns with many values to a document, whose order the engine keeps; its text
//! and table are stored once, compressed, and records are made from them. A stem is the union of the words that have it,
//! kept in a list of words by stem (field `forms`); speakers, parties, offices and outlets are numbered, so that columns
//! are narrow and counting is an addition to an array.
//!
//! **Asking.** Conditions that an article must meet are intersected by the engine's lists; each quote of the articles that
//! remain is then tried against the whole condition, topics by the numbers of their words.
//!
//! | file | holds |
//! |---|---|
//! | `schema` | the fields |
//! | `folder` | its folder: the marker, the lock, the data in use and those made anew |
//! | `disk` | the engine's files on the disk, each with checksums |
//! | `sums` | the checksums: written, and compared where a file is read first |
//! | `store` | the index on disk: made, opened, checked |
//! | `packed` | a quote's row as numbers |
//! | `pieces` | files read piece by piece, for merging: it would map all of them |
//! | `columns` | these numbers, read from a segment; kept unpacked where they are asked for again and again |
//! | `decoded` | words' lists, decoded where they are asked for again and again |
//! | `labels` | numbers of speakers, parties, offices, outlets, and their names |
//! | `writer` | prepared articles to documents; commits |
//! | `relatives` | which articles are earlier versions or copies of others, told by columns |
//! | `condition` | a query's tree with its names resolved to numbers |
//! | `lists` | the engine's lists of articles: walked together, with the places of words |
//! | `gathering` | articles that hold some words close together |
//! | `search` | candidates, each quote tried, scores |
//! | `tally` | counts by facet and day |
//! | `snapshot` | the answers that the room's other side asks for |
//! | `remains` | an index looked through for damage, and what is taken over of it |
//! | `named` | where such articles came from, by their names |
//! | `living` | which documents count where a list of what was deleted is lost |
//! | `held` | articles read back, and made anew |
//! | `holdings` | what is held of each file; files taken out |

mod columns;
mod condition;
mod decoded;
mod disk;
mod error;
mod folder;
mod gathering;
mod held;
mod holdings;
mod labels;
mod lists;
mod living;
mod named;
mod packed;
mod pieces;
mod relatives;
mod remains;
mod schema;
mod search;
mod snapshot;
mod store;
mod sums;
mod tally;
mod writer;

pub use held::{ArticleRelatives, ArticleVersion, Held, NewerBy, Sizes};
pub use holdings::{FileHolding, lies_in};
pub use remains::{Damage, Remains, TakenOver, Verified};
pub use store::Store;
