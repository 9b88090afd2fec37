//! What a check of a draft comes to, as plain values: programs read them as JSON, faces show them.

use chrono::NaiveDate;
use serde::Serialize;

use super::align::{Alteration, Compared};
use crate::desk::printed_words;
use crate::record::{QuoteRecord, SpeakerRecord};

/// What the archive says of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationVerdict {
    /// Said so, by whom the draft names.
    Verbatim,
    /// Said in other words, nearly so.
    Altered,
    /// Said so, by somebody else.
    SaidByAnother,
    /// Said so, with something that the draft does not tell.
    Limited,
    /// Not in the archive, which may lack it.
    NotFound,
    /// Too few words to be anybody's, and nobody named.
    NotJudged,
}

impl QuotationVerdict {
    /// Each of them.
    pub const ALL: [QuotationVerdict; 6] = [
        QuotationVerdict::Verbatim,
        QuotationVerdict::Altered,
        QuotationVerdict::SaidByAnother,
        QuotationVerdict::Limited,
        QuotationVerdict::NotFound,
        QuotationVerdict::NotJudged,
    ];

    /// As programs know it: `said_by_another`.
    pub fn name(self) -> &'static str {
        match self {
            QuotationVerdict::Verbatim => "verbatim",
            QuotationVerdict::Altered => "altered",
            QuotationVerdict::SaidByAnother => "said_by_another",
            QuotationVerdict::Limited => "limited",
            QuotationVerdict::NotFound => "not_found",
            QuotationVerdict::NotJudged => "not_judged",
        }
    }

    /// As it is told.
    pub fn in_words(self) -> &'static str {
        match self {
            QuotationVerdict::Verbatim => "verbatim",
            QuotationVerdict::Altered => "altered",
            QuotationVerdict::SaidByAnother => "said by another",
            QuotationVerdict::Limited => "said with a limit",
            QuotationVerdict::NotFound => "not found",
            QuotationVerdict::NotJudged => "not judged",
        }
    }

    /// Whether there is nothing to be looked at.
    pub fn is_fine(self) -> bool {
        matches!(self, QuotationVerdict::Verbatim | QuotationVerdict::NotJudged)
    }
}

/// What a draft does not tell of words that were said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// The archive reports it in its own words: it is no quotation there.
    Reported,
    /// The speaker denied, refused, rejected or doubted it.
    Denied,
    /// The speaker asked it.
    Asked,
    /// The sentence has a condition.
    Conditional,
    /// The speaker had another party or office on the day.
    Role,
    /// The speaker's name is spelled in another way.
    Name,
}

/// One of these, with what is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Which.
    pub kind: LimitKind,
    /// The whole sentence.
    pub told: String,
}

/// A quote of the archive that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckSource {
    /// The quote's id.
    pub id: String,
    /// All its words, the segments joined by one space.
    pub quote: String,
    /// The same as they can be printed, `…` between parts that stand apart in the article.
    pub printed: String,
    /// `direct`, `partial` or `indirect`.
    pub kind: String,
    /// `[start, end]` of each segment in the article, in characters.
    pub segments: Vec<[usize; 2]>,
    /// Whom the archive names.
    pub speaker: Option<SpeakerRecord>,
    /// What the speaker did with the words.
    pub stance: Option<String>,
    /// The article's id.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its day, ISO.
    pub date: Option<String>,
    /// Where it was printed.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its file.
    pub path: String,
    /// The member or record of the file.
    pub member: Option<String>,
}

impl From<&QuoteRecord> for CheckSource {
    fn from(record: &QuoteRecord) -> CheckSource {
        let article = &record.article;
        CheckSource {
            id: record.id.clone(),
            quote: record.quote.clone(),
            printed: printed_words(record),
            kind: record.kind.clone(),
            segments: record.segments.clone(),
            speaker: record.speaker.clone(),
            stance: record.stance.clone(),
            article: article.id.clone(),
            title: article.title.clone(),
            date: article.date.clone(),
            outlet: article.outlet.clone(),
            url: article.url.clone(),
            path: article.path.clone(),
            member: article.member.clone(),
        }
    }
}

/// How often words were printed, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Printings {
    /// How many quotes of the archive have them.
    pub total: u64,
    /// The day of the first that is dated.
    pub first: Option<NaiveDate>,
    /// The day of the last.
    pub last: Option<NaiveDate>,
    /// Outlets with how often each printed them, the most first.
    pub outlets: Vec<(String, u64)>,
}

/// A near quote.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearQuote {
    /// Which.
    pub source: CheckSource,
    /// The share of the words of both that are the same, 0 to 1.
    pub nearness: f32,
}

/// An article whose own words a quotation is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnWords {
    /// The article's id.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its day, ISO.
    pub date: Option<String>,
    /// Where it was printed.
    pub outlet: Option<String>,
}

/// What came of a quotation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: QuotationVerdict,
    /// What was done to the words.
    pub alterations: Vec<Alteration>,
    /// Word by word beside the nearest words, where they are altered.
    pub compared: Vec<Compared>,
    /// What the draft does not tell.
    pub limits: Vec<Limit>,
    /// The quotes that it rests on, the first printed first.
    pub sources: Vec<CheckSource>,
    /// How often the very words were printed.
    pub printings: Printings,
    /// The nearest quotes, where none is near enough.
    pub nearest: Vec<NearQuote>,
    /// An article that has the words as its own.
    pub own_words: Option<OwnWords>,
}

impl Judged {
    /// A verdict that rests on nothing yet.
    pub(super) fn of(verdict: QuotationVerdict) -> Judged {
        Judged {
            verdict,
            alterations: Vec::new(),
            compared: Vec::new(),
            limits: Vec::new(),
            sources: Vec::new(),
            printings: Printings::default(),
            nearest: Vec::new(),
            own_words: None,
        }
    }
}

/// A quotation of a draft with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckedQuotation {
    /// From 1 on, in the order of the draft.
    pub number: usize,
    /// The draft's words; segments are joined by one space.
    pub words: String,
    /// `direct` or `partial`.
    pub kind: String,
    /// `[start, end]` of each segment, in characters of the draft's text.
    pub segments: Vec<[usize; 2]>,
    /// Line of the draft's file where the words begin, from 1 on; `None` where the file is no plain text.
    pub line: Option<usize>,
    /// Its column there, in characters, from 1 on.
    pub column: Option<usize>,
    /// Whom the draft names.
    pub speaker: Option<SpeakerRecord>,
    /// What the archive says.
    #[serde(flatten)]
    pub judged: Judged,
    /// The same in a sentence.
    pub told: String,
}

/// A draft with its quotations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckedDraft {
    /// The file; `-` is standard input.
    pub path: String,
    /// The member or record of the file.
    pub member: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day that it gives, ISO.
    pub date: Option<String>,
    /// In the order of the text.
    pub quotations: Vec<CheckedQuotation>,
    /// How many more there are, which were not checked.
    pub unchecked: usize,
    /// The text that the segments count.
    #[serde(skip)]
    pub text: String,
}

impl CheckedDraft {
    /// How many quotations have a verdict.
    pub fn count(&self, verdict: QuotationVerdict) -> usize {
        self.quotations.iter().filter(|it| it.judged.verdict == verdict).count()
    }

    /// Whether nothing has to be looked at.
    pub fn is_fine(&self) -> bool {
        self.quotations.iter().all(|it| it.judged.verdict.is_fine())
    }
}
