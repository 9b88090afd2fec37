//! What is asked, as plain types: words with filters, in which order, how many.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::query;

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What fits best first.
    Relevance,
    /// The latest first.
    Newest,
    /// The earliest first.
    Oldest,
}

impl Sort {
    /// Its word in a question's syntax.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        }
    }
}

/// Conditions beside the words of a question; they say the same as the fields of its syntax. Several values of one field
/// mean any of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// Names or ids of speakers.
    pub speaker: Vec<String>,
    /// Parties on the article's day.
    pub party: Vec<String>,
    /// Offices held on the article's day.
    pub office: Vec<String>,
    /// Words of outlets' names.
    pub outlet: Vec<String>,
    /// `direct`, `partial`, `indirect`.
    pub kind: Vec<String>,
    /// `newest`, `earlier`, `all` versions of an address.
    pub version: Vec<String>,
    /// How quotes were changed between versions: `words`, `removed`, `added`, `any`.
    pub changed: Vec<String>,
    /// From this day, month or year on.
    pub from: Option<String>,
    /// Up to this day, month or year, itself included.
    pub to: Option<String>,
    /// Before this day, month or year.
    pub before: Option<String>,
    /// After this day, month or year.
    pub after: Option<String>,
    /// In this day, month, year or range.
    pub date: Option<String>,
    /// Only speakers that are at least so sure, from 0 to 1.
    pub min_confidence: Option<f32>,
}

/// A question with all that decides what its answer shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// Plain English or syntax; may be empty where there are filters.
    pub question: String,
    /// Conditions beside it.
    pub filters: Filters,
    /// The order, where it is not the question's own.
    pub sort: Option<Sort>,
    /// Most hits.
    pub limit: usize,
    /// Hits passed over first.
    pub offset: usize,
    /// A hit for each copy of the same words.
    pub copies: bool,
    /// Only quotes with all the words: none with some of them, none for being of the same article.
    pub all_words: bool,
    /// Behind the hits the asked speakers' other quotes of the same articles, each marked as such.
    pub same_article: bool,
    /// Why each hit stands where it does.
    pub explain: bool,
    /// How many paragraphs before and behind each hit are wanted with it.
    pub context: usize,
    /// Whether the counts by speaker, party, office, outlet, kind and time are wanted.
    pub facets: bool,
    /// The day that "today" and "last year" are counted from; today where it is not given.
    pub today: Option<NaiveDate>,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            question: String::new(),
            filters: Filters::default(),
            sort: None,
            limit: 10,
            offset: 0,
            copies: false,
            all_words: false,
            same_article: true,
            explain: false,
            context: 0,
            facets: true,
            today: None,
        }
    }
}

impl Filters {
    /// Those that are there, each as the name of its field in [`Filters`] and its value, in order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let Filters { speaker, party, office, outlet, kind, version, changed, .. } = self;
        let Filters { from, to, before, after, date, min_confidence, .. } = self;
        let mut pairs = Vec::new();
        for (name, values) in [
            ("speaker", speaker),
            ("party", party),
            ("office", office),
            ("outlet", outlet),
            ("kind", kind),
            ("version", version),
            ("changed", changed),
        ] {
            pairs.extend(values.iter().map(|value| (name, value.clone())));
        }
        for (name, value) in [("from", from), ("to", to), ("before", before), ("after", after), ("date", date)] {
            pairs.extend(value.iter().map(|value| (name, value.clone())));
        }
        pairs.extend(min_confidence.map(|least| ("min_confidence", least.to_string())));
        pairs
    }
}

/// The field of a question's syntax that says the same as a filter.
fn field_of(filter: &str) -> &str {
    match filter {
        "from" => "since",
        "to" => "until",
        "min_confidence" => "confidence",
        other => other,
    }
}

impl Request {
    /// A question in words, and everything else as it usually is.
    pub fn of(question: impl Into<String>) -> Request {
        Request { question: question.into(), ..Request::default() }
    }

    /// The words with the filters added in the question's own syntax: both say the same.
    pub(super) fn composed(&self) -> String {
        let pairs = self.filters.pairs();
        let mut filters: Vec<String> =
            pairs.iter().map(|(name, value)| query::compose_filter(field_of(name), value)).collect();
        if let Some(sort) = self.sort {
            filters.push(query::compose_filter("sort", sort.name()));
        }
        query::compose_question(&self.question, &filters)
    }
}
