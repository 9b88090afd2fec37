//! What an engine must do: the seam between what is asked and who finds it.
//!
//! Everything on this side (what an answer is, where a topic may stand, what a copy is, how a score is made up, how hits
//! are ordered) is plain types and pure functions; an engine stores [`Prepared`] articles and finds the quotes that meet
//! a condition. [`super::tantivy`] is the one that users have; a plain one in memory is what the tests hold it to.

use std::rc::Rc;

use chrono::NaiveDate;

use super::ask::{HitVersions, QuoteChange};
use super::entry::NamedId;
use super::error::IndexError;
use super::facets::{Facet, FacetCounts, Times, ValueDays};
use super::files::{FileState, Seen};
use super::gathering::{Gathered, Gathering};
use super::prepared::{LabelOf, Prepared};
use super::rank::{QuotePlace, Ranked};
use super::score::{RankWeights, ScoreParts};
use super::stored::StoredArticle;
use crate::query::tree::{Node, Order};
use crate::record::QuoteRecord;

/// What is wanted of the quotes that meet a condition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search<'a> {
    pub root: &'a Node,
    pub order: Order,
    /// Whether quotes with all the words go before those with as many as the condition asks for at least.
    pub tiers: bool,
    pub weights: RankWeights,
    /// How many of the first ones are wanted; 0 for counts alone.
    pub hits: usize,
    /// Whether different quotes are to be counted besides all of them.
    pub distinct: bool,
    /// Where there are any, only quotes with one of these numbers, which rise, are among the first ones (see
    /// [`FoundQuotes::same_words`]).
    pub only: &'a [u64],
    /// Whether articles are taken each by itself: which of them are copies or versions of others is then not worked out, which
    /// takes most of the time of a first question. Every version counts, and no condition may ask for one.
    pub apart: bool,
    pub facets: &'a [Facet],
    pub facet_values: usize,
    pub value_days: ValueDays,
}

impl<'a> Search<'a> {
    /// How many quotes meet the condition, and nothing more.
    pub fn count(root: &'a Node) -> Search<'a> {
        Search {
            root,
            order: Order::Relevance,
            tiers: false,
            weights: RankWeights::default(),
            hits: 0,
            distinct: false,
            only: &[],
            apart: false,
            facets: &[],
            facet_values: 0,
            value_days: ValueDays::Omitted,
        }
    }
}

/// The quotes that meet a condition.
///
/// Where a reported sentence meets it, the partial quotes in it are not found beside it, nor counted; but among the counts
/// by kind they are, since whoever asks for partial quotes finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundQuotes {
    pub total: u64,
    /// Those with all the words, where tiers were asked for; else all of them.
    pub with_all: u64,
    /// Different ones, where they were asked for.
    pub distinct: u64,
    /// The number that tells copies of every quote that was found, where different ones are to be counted.
    pub same_words: Vec<u64>,
    /// In the order in which they were asked for, [`Facet::Time`] left out.
    pub facets: Vec<(Facet, FacetCounts)>,
    /// Where [`Facet::Time`] was asked for.
    pub times: Times,
    /// At least the first ones of those wanted, in order, copies among them.
    pub ranked: Vec<Ranked>,
}

/// An index at one moment: what is committed meanwhile is not seen.
pub(super) trait Snapshot {
    /// Finds the quotes that meet a condition.
    ///
    /// # Errors
    /// Where the index cannot be read, or where the condition would cost too much.
    fn search(&self, search: &Search) -> Result<FoundQuotes, IndexError>;

    /// The quotes of some articles that meet a condition, not in the order of the articles, with the score that kind and
    /// confidence give.
    ///
    /// # Errors
    /// Where the index cannot be read, or where the condition would cost too much.
    fn search_in(&self, root: &Node, articles: &[QuotePlace], weights: &RankWeights)
    -> Result<Vec<Ranked>, IndexError>;

    /// The record of a quote that was found; `None` where it is not there.
    ///
    /// # Errors
    /// Where the index, or what is stored of the quote, cannot be read.
    fn record(&self, place: QuotePlace) -> Result<Option<QuoteRecord>, IndexError>;

    /// The article of a quote that was found; `None` where it is not there.
    ///
    /// # Errors
    /// Where the index, or what is stored of the article, cannot be read.
    fn article(&self, place: QuotePlace) -> Result<Option<Rc<StoredArticle>>, IndexError>;

    /// How many earlier versions there are of the address of a quote's article, and whether the article is one.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn versions(&self, place: QuotePlace) -> Result<HitVersions, IndexError>;

    /// How a quote was changed between versions of its article.
    ///
    /// # Errors
    /// Where the index, or what is stored of the versions, cannot be read.
    fn changes(&self, place: QuotePlace) -> Result<Vec<QuoteChange>, IndexError>;

    /// How the score of a found quote is made up under a condition.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn explain(&self, root: &Node, place: QuotePlace, weights: &RankWeights) -> Result<ScoreParts, IndexError>;

    /// Whether any article holds a word of this stem.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn holds_stem(&self, stem: &str) -> Result<bool, IndexError>;

    /// The articles that hold the most of some words close together, the best first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn gather(&self, wanted: &Gathering) -> Result<Vec<Gathered>, IndexError>;

    /// Words of the articles that are spelled nearly so, the nearest and most frequent first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError>;

    /// Words of speakers' names that are spelled nearly so, the nearest first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn speaker_words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError>;

    /// The label with exactly this id.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn label(&self, of: LabelOf, id: &str) -> Result<Option<NamedId>, IndexError>;

    /// The first and last day of all articles, as far as they can be told cheaply: days of articles that were taken
    /// out since may still count.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, IndexError>;
}

/// An index that can be updated.
pub(super) trait Writable {
    /// What the index remembers of all files, as it is now.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn files(&self) -> Result<Vec<(String, FileState)>, IndexError>;

    /// Takes the lock; what is read from here on is what the index held when it was taken. `settings` are those of
    /// [`Update::new`](super::update::Update), and are kept before anything is stored that was read with them.
    ///
    /// # Errors
    /// Where another process holds it, or where the index cannot be read or written.
    fn write(&self, settings: &str) -> Result<Box<dyn Writing + '_>, IndexError>;

    /// What is told where it should be locked and is not.
    fn not_locked(&self) -> IndexError;
}

/// An update of an index: seen by nobody before it is committed, and then as a whole.
pub(super) trait Writing {
    /// The articles that the index held of a file when the update began: key and state.
    ///
    /// # Errors
    /// Where the index cannot be read.
    fn articles_of(&self, file: &str) -> Result<Vec<(u64, u64)>, IndexError>;

    /// Stores an article under its key, in place of one that is there; both in one commit.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn put(&mut self, seen: &Seen, prepared: Prepared) -> Result<(), IndexError>;

    /// Takes an article away.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn remove(&mut self, key: u64) -> Result<(), IndexError>;

    /// Remembers a file in place of what was remembered of it.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn remember(&mut self, file: &str, state: FileState) -> Result<(), IndexError>;

    /// Takes a file away with all its articles.
    ///
    /// # Errors
    /// Where the index cannot be written.
    fn forget(&mut self, file: &str) -> Result<(), IndexError>;

    /// Makes all that was done so far safe and seen.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    fn commit(&mut self) -> Result<(), IndexError>;

    /// Commits and lets go of the index.
    ///
    /// # Errors
    /// Where the index cannot be written; the last commit stays.
    fn finish(self: Box<Self>) -> Result<(), IndexError>;
}
