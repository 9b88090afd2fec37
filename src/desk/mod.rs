//! The desk: everything that can be done with an archive, as plain types.
//!
//! Stands between the rooms, which know how, and the faces (the command line, a page, programs), which show. A face turns
//! arguments, requests of a browser or calls into the types here, and what comes back into text; it decides nothing. The
//! desk knows no terminal, no flags and no HTTP, and not which engine keeps the index.
//!
//! | file | what is done there |
//! |---|---|
//! | `library` | an index opened, made or brought up to date, with the register and the user's tables |
//! | `place`, `owners` | where an index or a table lies when nobody names it, and whose it is |
//! | `request`, `asked` | what is asked, and how it was read |
//! | `answers`, `counts`, `compare`, `show`, `explain`, `people` | what is answered |
//! | `conditions` | a question taken apart, and what is left of it without each part |
//! | `check` | a draft laid beside the archive: of every quotation whether somebody said it so |
//! | `overview`, `profile`, `frequent` | an archive and a person at a glance; words that tell |
//! | `freshness` | whether anything was written since |
//! | `told`, `cite`, `rows` | what is said of an answer in words; quotes as citations and as rows |
//! | `printed` | a quote as it can be printed: a denial as a denial, a few words in their sentence |
//! | `notes` | what is said beside an answer, as values and in words |
//! | `update`, `rebuild`, `absent`, `canonical`, `batches`, `guard`, `trouble`, `troubles` | files to an index |
//! | `extract` | files to quotes, without an index |
//! | `corrections`, `own_people`, `saved`, `tables` | what users keep: corrected speakers, their own people, saved questions |
//! | `verify` | is an index whole; what is mended |
//! | `holdings` | what is held of which path, and a path taken out |
//! | `listen`, `document` | what is told meanwhile; of a document, as what it was read |
//! | `json` | the shapes that programs read |

mod absent;
mod answers;
mod asked;
mod batches;
mod canonical;
mod check;
pub mod cite;
mod compare;
mod conditions;
mod content;
mod corrections;
mod counts;
mod document;
mod error;
mod explain;
mod extract;
mod frequent;
mod freshness;
pub mod guard;
mod headlines;
mod holdings;
mod json;
mod library;
mod listen;
mod notes;
mod overview;
mod own_people;
mod owners;
mod patience;
mod people;
pub mod place;
mod printed;
mod profile;
mod rebuild;
mod request;
pub mod rows;
mod saved;
mod show;
mod tables;
pub mod told;
mod trouble;
mod troubles;
mod update;
mod verify;

pub use answers::{Response, SimilarRequest};
pub use asked::Asked;
pub use batches::FileChoice;
pub use check::{
    Alteration, CheckRequest, CheckSource, CheckedDraft, CheckedDrafts, CheckedQuotation, Compared, Judged, Limit,
    LimitKind, NearQuote, OwnWords, Printings, QuotationVerdict, SarifLog,
};
pub use compare::{Cell, Column, CompareRequest, Comparison, TOTAL};
pub use conditions::{Apart, AskedCondition, Regarding};
pub use corrections::{CorrectRequest, Corrected, corrections_table};
pub use counts::{CountsRequest, CountsResponse, Timeline};
pub use document::ReadDocument;
pub use error::DeskError;
pub use explain::{Agreement, ExplainedQuote};
pub use extract::{Extracted, extract};
pub use frequent::FrequentWord;
pub use freshness::Freshness;
pub use holdings::{Forgotten, Holding};
pub use json::{
    AnswerJson, CountsJson, Detail, HitJson, HoldingsJson, PersonJson, ShowJson, StatsJson, SuggestJson, SummaryJson,
    TimelineJson,
};
pub use library::{Library, Settings};
pub use listen::{Ear, Event, Listener, Notice, nobody};
pub use notes::{AnswerNote, in_shell_quotes};
pub use overview::{Overview, Suggestion, SuggestionKind};
pub use own_people::{ImportedPeople, embedded_register, import_people, register};
pub use people::{FoundPerson, HeldRole, HeldSeat, find_people, list_people, unknown_group};
pub use printed::{PrintManner, Printed, printed_words};
pub use profile::{Companion, Profile};
pub use request::{Filters, Request, Sort};
pub use saved::{NewSince, Questions, SavedQuestion, SoFar};
pub use show::{ShownArticle, ShownBlock, Stats};
pub use trouble::{Outcome, Trouble};
pub use troubles::{ByKind, TroubleCounts, in_words};
pub use update::{Summary, UpdateRequest};
pub use verify::{RepairRequest, Repaired, repair, verify};

/// `1 quote`, `2 quotes`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

type Result<T> = std::result::Result<T, DeskError>;
