//! What is asked of an index and what it answers, as plain types.

use std::sync::Arc;

use super::changes::ChangeKind;
use super::facets::{Facet, FacetCounts, Times, ValueDays};
use super::rank::Match;
use super::score::{RankWeights, ScoreParts};
use crate::query::tree::Wording;
use crate::record::{ArticleRecord, QuoteRecord};

/// What to give of the answer.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Most hits to give.
    pub limit: usize,
    /// How many hits to leave out before the first that is given.
    pub offset: usize,
    /// What is done with the same words in several papers.
    pub copies: Copies,
    /// Which facets to count.
    pub facets: Vec<Facet>,
    /// Most values to list of each facet.
    pub facet_values: usize,
    /// Whether each value is to say from when to when its quotes are.
    pub value_days: ValueDays,
    /// For which hits to say how their scores are made up.
    pub explain: Explain,
    /// What to do where nothing meets the query.
    pub when_empty: WhenEmpty,
    /// How many paragraphs before and behind each hit are to be given with it.
    pub context: usize,
    /// What becomes of quotes with some of the words.
    pub looser: Looser,
    /// Whether the asked speakers' other quotes of the same articles follow behind the hits.
    pub same_article: bool,
    /// Related wordings of which it is to be told how many quotes they would add.
    pub offers: Vec<Offer>,
    /// What counts for how much in the order.
    pub weights: RankWeights,
}

/// What becomes of quotes that have fewer of the topic's words than there are, where the query allows that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looser {
    /// They follow behind those with all the words.
    Behind,
    /// They stand among the others: for queries of many words of which each may be missing.
    Among,
    /// They are not given.
    Nowhere,
}

/// A related wording of a topic word, offered and not mixed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The topic word's first wording, as typed.
    pub typed: Vec<String>,
    /// The wording.
    pub wording: Wording,
}

/// What is done where nothing meets the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenEmpty {
    /// An empty answer.
    Nothing,
    /// The query is asked again without its conditions of each kind, to say which of them leaves nothing:
    /// [`Note::Without`]. As many questions more, and wider ones.
    AskWider,
}

/// For which hits it is told how their scores are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explain {
    /// For none.
    Nothing,
    /// For every one that is given.
    EachHit,
}

/// What becomes of the same words carried by several papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// One hit stands for all of them.
    Folded,
    /// Each is a hit of its own.
    Each,
}

impl Default for Asking {
    fn default() -> Asking {
        Asking {
            limit: 10,
            offset: 0,
            copies: Copies::Folded,
            facets: vec![Facet::Speaker, Facet::Party, Facet::Office, Facet::Outlet, Facet::Kind, Facet::Time],
            facet_values: 10,
            value_days: ValueDays::Omitted,
            explain: Explain::Nothing,
            when_empty: WhenEmpty::AskWider,
            context: 0,
            looser: Looser::Behind,
            same_article: false,
            offers: Vec::new(),
            weights: RankWeights::default(),
        }
    }
}

/// The answer to one query.
#[derive(Clone, Debug)]
pub struct Answer {
    /// In the order that the query asks for.
    pub hits: Vec<Hit>,
    /// Quotes that meet the query; facets and timeline count the same ones. The counts by kind hold besides them the
    /// partial quotes that stand in a reported sentence which is a hit: they are found where they are asked for.
    pub total: u64,
    /// Those of them that have all the words; the others have as many as the query asks for at least.
    pub with_all: u64,
    /// Other quotes of the asked speakers in the same articles, copies folded or not as the hits are; they follow behind
    /// the hits and are counted nowhere else. `None` where this page does not reach them.
    pub same_article: Option<usize>,
    /// Different ones among them: copies in several papers count once.
    pub distinct: u64,
    /// In the order in which they were asked for; [`Facet::Time`] is in `times`.
    pub facets: Vec<(Facet, FacetCounts)>,
    /// The quotes by day.
    pub times: Times,
    /// The counts that a facet would have if the query did not ask for values of it: what else could be chosen. Only
    /// for facets that the query asks for.
    pub elsewhere: Vec<(Facet, FacetCounts)>,
    /// The times of the query without its dates, where it has any.
    pub times_elsewhere: Option<Times>,
    /// For "X vs Y": each side's label, count and times.
    pub sides: Vec<AnswerSide>,
    /// What the user should be told.
    pub notes: Vec<Note>,
}

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct AnswerSide {
    /// The name to show.
    pub label: String,
    /// Quotes that meet the query and the condition of this side.
    pub total: u64,
    /// The quotes of this side by day.
    pub times: Times,
}

/// The versions of a hit's article: what else was published under its address, one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct HitVersions {
    /// Versions before the newest one.
    pub earlier: usize,
    /// Whether the hit's article is one of these.
    pub is_earlier: bool,
}

/// How a quote was changed between two versions of its article.
#[derive(Clone, Debug)]
pub struct QuoteChange {
    /// Of changed words the hit is the later wording.
    pub kind: ChangeKind,
    /// The version that has it otherwise, or not.
    pub other: Arc<ArticleRecord>,
    /// The other wording there.
    pub wording: Option<QuoteRecord>,
}

/// A quote that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The quote.
    pub record: QuoteRecord,
    /// How much of the query it meets.
    pub matched: Match,
    /// What it is worth as an answer; only the order means something.
    pub score: f32,
    /// Where topic words stand, in characters of the quote, end excluded.
    pub in_quote: Vec<[usize; 2]>,
    /// The same in the context.
    pub in_context: Vec<[usize; 2]>,
    /// The same in the quote's sentence.
    pub in_sentence: Vec<[usize; 2]>,
    /// The same in the article's headline.
    pub in_title: Vec<[usize; 2]>,
    /// Where else around it topic words stand that neither the quote nor, where that is printed, its sentence holds.
    pub elsewhere: Vec<Elsewhere>,
    /// The paragraphs around it, where they were asked for.
    pub around: Option<ParagraphsAround>,
    /// How the score is made up, and in which places each topic word stands; `None` where it was not asked for.
    pub explained: Option<ScoreParts>,
    /// The other papers that carry the same words; empty where copies are hits of their own.
    pub copies: Vec<QuoteRecord>,
    /// How many there are, those not in `copies` included.
    pub copies_total: usize,
    /// Other versions of its article.
    pub versions: HitVersions,
    /// How it was changed between versions; empty where the query does not ask for that.
    pub changes: Vec<QuoteChange>,
}

/// A passage of a hit's article that holds a topic word which the hit itself does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// `lead-in`, `paragraph`, `headline` or `nearby`.
    pub place: &'static str,
    /// The sentence or the headline, verbatim.
    pub text: String,
    /// Where topic words stand in it, in characters, ends excluded.
    pub matches: Vec<[usize; 2]>,
}

/// The paragraphs around a quote, verbatim, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ParagraphsAround {
    /// Before the quote's own.
    pub before: Vec<String>,
    /// In which the quote stands.
    pub own: Vec<String>,
    /// Behind them.
    pub behind: Vec<String>,
}

/// What the user should be told about the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
pub enum Note {
    /// A word that no article holds was read as a near one.
    Spelling { typed: String, read: String },
    /// A word that no article holds.
    NotInIndex { word: String },
    /// Nothing was found, but without the conditions of one kind there is something.
    Without { what: Facet, count: u64 },
    /// Nothing was found, but with any one of the topic's words there is something.
    AnyWord { count: u64 },
    /// Related wordings of a word, and how many quotes each would add.
    Also { typed: String, wordings: Vec<(String, u64)> },
    /// The quotes that hold the words themselves are counted; so many more have them only around the quote.
    Around { count: u64 },
}
