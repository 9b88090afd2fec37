//! The quote record: the stable JSON that `extract`, `search` and the index share, and the one place where byte spans
//! become the character offsets that users see.
//!
//! Fields are only ever added. Offsets count Unicode scalar values of the article's decoded text, ends excluded.

use serde::{Deserialize, Serialize};

/// One quote, with all that is needed to show and to find it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// `2016-08-18-5f0c9a1e`: the article's date (or `undated`) and a hash of the article's heading and the words.
    pub id: String,
    /// The words, verbatim; the segments are joined by one space.
    pub quote: String,
    /// `direct`, `partial` or `indirect`.
    pub kind: String,
    /// `[start, end]` of each segment, in characters.
    pub segments: Vec<[usize; 2]>,
    pub speaker: Option<SpeakerRecord>,
    pub mention: Option<String>,
    pub cue: Option<String>,
    pub confidence: f32,
    pub rule: String,
    /// The paragraphs around the quote, verbatim.
    pub context: String,
    /// The sentence that sets up the quote, where it stands before the context's paragraph.
    pub lead_in: Option<String>,
    pub article: ArticleRecord,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerRecord {
    pub id: String,
    pub name: String,
    pub party: Option<String>,
    pub office: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    pub id: String,
    pub title: Option<String>,
    /// ISO date, `null` where unknown.
    pub date: Option<String>,
    pub date_from: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub url: Option<String>,
    pub path: String,
    pub member: Option<String>,
}
