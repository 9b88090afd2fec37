//! Articles read back from the index, by id or by what they quote, and made anew where what is known besides their files
//! has changed: a correction, say. The files are not needed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::columns::Columns;
use super::relatives::address_of;
use super::schema::{self, column};
use super::snapshot::Moment;
use super::store::Store;
use super::writer::Writer;
use crate::article::Article;
use crate::index::analyze;
use crate::index::engine::{Writable, Writing};
use crate::index::entry::ArticleEntry;
use crate::index::error::IndexError;
use crate::index::files::{Seen, key_path};
use crate::index::prepared::{Prepared, day_number};
use crate::index::related::ArticlePlace;
use crate::index::stored::StoredArticle;
use crate::record::{ArticleRecord, QuoteRecord, read_quote_id};

/// An article in the index, with its place there.
pub struct Held {
    pub(super) seen: Seen,
    /// Which one it was in the order of storing, where that can be told.
    pub(super) turn: Option<u64>,
    /// The article as it was read when it was stored.
    pub article: Article,
}

impl Held {
    pub(super) fn new(seen: Seen, turn: Option<u64>, article: Article) -> Held {
        Held { seen, turn, article }
    }

    /// Made ready to be stored again, in its turn.
    pub(super) fn prepare(self, entry: impl Fn(Article) -> ArticleEntry) -> (Seen, Prepared) {
        (self.seen, Prepared { turn: self.turn, ..Prepared::new(&entry(self.article)) })
    }
}

/// Copies and versions of an article that are told of it; of more only how many there are.
const MOST_RELATIVES: usize = 200;

/// The relatives of an article.
#[derive(Clone, Debug, Default)]
pub struct ArticleRelatives {
    /// Its copies, the earliest dated first.
    pub copies: Vec<Arc<ArticleRecord>>,
    /// How many there are, those not listed included.
    pub copies_total: usize,
    /// All versions of its address, itself among them, the oldest first; none where there is no other.
    pub versions: Vec<ArticleVersion>,
}

/// A version of an address.
#[derive(Clone, Debug)]
pub struct ArticleVersion {
    /// The article.
    pub article: Arc<ArticleRecord>,
    /// Whether it is the one that was asked for, or has its words.
    pub is_this: bool,
    /// What tells that it is newer than the one before it; of the first one nothing.
    pub newer_by: Option<NewerBy>,
}

/// What tells that a version is newer than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NewerBy {
    /// The day of the last change, else the posting date.
    Date,
    /// When it was fetched.
    Capture,
    /// That it was indexed later: nothing else tells it.
    Indexing,
}

fn newer_by(before: &StoredArticle, behind: &StoredArticle) -> NewerBy {
    let day = |article: &StoredArticle| article.record.updated.clone().or(article.record.date.clone());
    if day(before) != day(behind) {
        NewerBy::Date
    } else if before.captured() != behind.captured() {
        NewerBy::Capture
    } else {
        NewerBy::Indexing
    }
}

/// What an index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Files that articles lie in.
    pub files: u64,
    /// Articles, each once for each place where it lies.
    pub articles: u64,
    /// Quotes of these articles.
    pub quotes: u64,
    /// Quotes with a speaker.
    pub attributed: u64,
}

impl Store {
    /// How many files, articles and quotes there are, and how many of the quotes have a speaker. Looks at every quote.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sizes(&self) -> Result<Sizes, IndexError> {
        self.count().map_err(|error| self.failed(error))
    }

    fn count(&self) -> tantivy::Result<Sizes> {
        let mut sizes = Sizes { files: 0, articles: 0, quotes: 0, attributed: 0 };
        for segment in self.searcher().segment_readers() {
            let columns = Columns::open(segment)?;
            let files = segment.fast_fields().u64(column::SETTINGS)?;
            let keys = segment.fast_fields().u64(column::KEY)?;
            for doc in segment.doc_ids_alive() {
                sizes.files += u64::from(files.first(doc).is_some());
                sizes.articles += u64::from(keys.first(doc).is_some());
                for row in columns.rows(doc) {
                    sizes.quotes += 1;
                    sizes.attributed += u64::from(columns.traits(row).speaker() != 0);
                }
            }
        }
        Ok(sizes)
    }

    /// Whether it holds any article; unlike [`Store::sizes`], which looks at every quote, told by the first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn has_articles(&self) -> Result<bool, IndexError> {
        let find = || -> tantivy::Result<bool> {
            for segment in self.searcher().segment_readers() {
                let keys = segment.fast_fields().u64(column::KEY)?;
                if segment.doc_ids_alive().any(|doc| keys.first(doc).is_some()) {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        find().map_err(|error| self.failed(error))
    }

    /// The quotes with this id: one, or several where the same article lies in several files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quotes_with_id(&self, id: &str) -> Result<Vec<QuoteRecord>, IndexError> {
        let Some((date, number)) = read_quote_id(id) else { return Ok(Vec::new()) };
        let day = match date.map(|date| date.parse()) {
            None => None,
            Some(Ok(day)) => Some(day_number(day)),
            Some(Err(_)) => return Ok(Vec::new()),
        };
        let moment = self.moment();
        let find = || -> tantivy::Result<Vec<(DocAddress, usize)>> {
            let mut found = Vec::new();
            for (part, segment) in (0u32..).zip(moment.searcher.segment_readers()) {
                let columns = Columns::open(segment)?;
                for doc in segment.doc_ids_alive().filter(|doc| columns.head(*doc).day() == day) {
                    let rows = columns.rows(doc);
                    let first = rows.start;
                    let same = rows.filter(|row| columns.number(*row) == number);
                    found.extend(same.map(|row| (DocAddress::new(part, doc), (row - first) as usize)));
                }
            }
            Ok(found)
        };
        let mut records = Vec::new();
        for (at, place) in find().map_err(|error| self.failed(error))? {
            let article = self.stored(&moment, at)?;
            records.extend(moment.record_in(&article, at, place).map_err(|error| self.failed(error))?);
        }
        records.sort_by(|a, b| a.article.path.cmp(&b.article.path));
        Ok(records)
    }

    /// The articles with this id: one, or several where the same article lies in several files.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_with_id(&self, id: &str) -> Result<Vec<StoredArticle>, IndexError> {
        let moment = self.moment();
        let mut articles = Vec::new();
        for at in self.with_article_id(&moment, id)? {
            articles.push(self.stored(&moment, at)?);
        }
        articles.sort_by(|a, b| a.record.path.cmp(&b.record.path));
        Ok(articles)
    }

    /// Hands on every article that the index holds, in its order, in little memory; gives how many there were.
    ///
    /// # Errors
    /// Where the index cannot be read; what `each` gives ends it, and comes back inside.
    pub fn for_each_article<E>(
        &self,
        mut each: impl FnMut(&StoredArticle) -> Result<(), E>,
    ) -> Result<Result<u64, E>, IndexError> {
        let moment = self.moment();
        let all = vec![term(Term::from_field_text(self.fields.doc, schema::ARTICLE))];
        let mut handed_on = 0;
        for at in self.find(&moment, all)? {
            if let Err(failed) = each(&self.stored(&moment, at)?) {
                return Ok(Err(failed));
            }
            handed_on += 1;
        }
        Ok(Ok(handed_on))
    }

    /// The quotes of the article at this place, in the order of the text.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quotes_of(&self, article: &ArticleRecord) -> Result<Vec<QuoteRecord>, IndexError> {
        let moment = self.moment();
        let mut records = Vec::new();
        for at in self.with_article_id(&moment, &article.id)? {
            let stored = self.stored(&moment, at)?;
            if stored.record.path != article.path || stored.record.member != article.member {
                continue;
            }
            let read = || -> tantivy::Result<Vec<Option<QuoteRecord>>> {
                let columns = Columns::open(moment.searcher.segment_reader(at.segment_ord))?;
                Ok(columns
                    .rows(at.doc_id)
                    .enumerate()
                    .map(|(place, row)| stored.quote(place, columns.number(row)))
                    .collect())
            };
            records.extend(read().map_err(|error| self.failed(error))?.into_iter().flatten());
        }
        records.sort_by_key(|record| record.segments.first().copied());
        Ok(records)
    }

    /// The copies of the article at this place and the versions of its address, in order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn relatives_of(&self, article: &ArticleRecord) -> Result<ArticleRelatives, IndexError> {
        let moment = self.moment();
        let relatives = moment.relatives().map_err(|error| self.failed(error))?;
        let mut found = ArticleRelatives::default();
        for at in self.with_article_id(&moment, &article.id)? {
            let own = self.stored(&moment, at)?.record;
            if own.path != article.path || own.member != article.member {
                continue;
            }
            let place = ArticlePlace { part: at.segment_ord, article: at.doc_id };
            let copies: Vec<ArticlePlace> =
                relatives.copies(place).iter().filter(|copy| **copy != place).copied().collect();
            found.copies_total = copies.len();
            for copy in copies.into_iter().take(MOST_RELATIVES) {
                found.copies.push(self.stored(&moment, address_of(copy))?.record);
            }
            found
                .copies
                .sort_by_cached_key(|it| (it.date.is_none(), it.date.clone(), it.outlet.clone(), it.path.clone()));
            let (versions, is_at) = relatives.versions(place);
            let skipped = versions.len().saturating_sub(MOST_RELATIVES);
            let mut before: Option<StoredArticle> = None;
            for (at, version) in versions.iter().enumerate().skip(skipped) {
                let Some(first) = version.first() else { continue };
                let stored = self.stored(&moment, address_of(*first))?;
                let newer_by = before.as_ref().map(|before| newer_by(before, &stored));
                found.versions.push(ArticleVersion { article: stored.record.clone(), is_this: at == is_at, newer_by });
                before = Some(stored);
            }
            return Ok(found);
        }
        Ok(found)
    }

    fn with_article_id(&self, moment: &Moment, id: &str) -> Result<Vec<DocAddress>, IndexError> {
        match u64::from_str_radix(id, 16) {
            Ok(number) if id.len() == 16 => {
                self.find(moment, vec![term(Term::from_field_u64(self.fields.article_id, number))])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// The articles that hold a quote with all words of one of these wordings, each once and in no order; more than those
    /// with just these words.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_quoting<'w>(&self, wordings: impl IntoIterator<Item = &'w str>) -> Result<Vec<Held>, IndexError> {
        let moment = self.moment();
        let mut found = BTreeSet::new();
        for words in wordings {
            found.extend(self.quoting(&moment, words)?);
        }
        found.into_iter().map(|at| self.held(&moment, at)).collect()
    }

    fn quoting(&self, moment: &Moment, words: &str) -> Result<Vec<DocAddress>, IndexError> {
        // The first words pick nearly as well as all of them, of which there may be millions.
        const TELLING: usize = 50;
        let words: Vec<&str> = words.split_whitespace().take(TELLING).collect();
        let words: BTreeSet<String> = analyze::fold_words(&words.join(" ")).into_iter().collect();
        let mut clauses = vec![term(Term::from_field_text(self.fields.doc, schema::ARTICLE))];
        for word in &words {
            let word = Term::from_field_text(self.fields.words, word);
            // Told without a search: of a long table most lines can be about articles that are not here.
            if moment.searcher.doc_freq(&word).map_err(|error| self.failed(error))? == 0 {
                return Ok(Vec::new());
            }
            clauses.push(term(word));
        }
        self.find(moment, clauses)
    }

    /// The articles that `wanted` picks by their text. Reads every article that the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_with_text(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Held>, IndexError> {
        let moment = self.moment();
        let all = vec![term(Term::from_field_text(self.fields.doc, schema::ARTICLE))];
        let mut held = Vec::new();
        for at in self.find(&moment, all)? {
            let article = self.held(&moment, at)?;
            if wanted(&article.article.text) {
                held.push(article);
            }
        }
        Ok(held)
    }

    /// Puts articles in place anew, each as `entry` makes it: all of them in one commit. `choose` says which, and
    /// `committed` is called when they are stored; nobody else writes the index from before the one until behind the
    /// other.
    ///
    /// # Errors
    /// Where the index is being written by another process, or cannot be written, and what the two give; up to the
    /// commit it stays as it was.
    pub fn refresh<E: From<IndexError>>(
        &self,
        choose: impl FnOnce() -> Result<Vec<Held>, E>,
        entry: impl Fn(Article) -> ArticleEntry,
        committed: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let mut writer = Writer::open(self)?;
        // An article can be held for several words: its key takes it once.
        let articles: BTreeMap<u64, Held> = choose()?.into_iter().map(|held| (held.seen.key, held)).collect();
        if !articles.is_empty() {
            for held in articles.into_values() {
                let (seen, prepared) = held.prepare(&entry);
                writer.put(&seen, prepared)?;
            }
            writer.commit()?;
        }
        committed()?;
        Ok(Box::new(writer).finish()?)
    }

    /// Where the files lie of which not everything could be read.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn flawed_files(&self) -> Result<Vec<PathBuf>, IndexError> {
        let files = Writable::files(self)?.into_iter().filter(|(_, state)| state.hash == 0);
        Ok(files.map(|(path, state)| key_path(state.lies_at(&path))).collect())
    }

    fn find(&self, moment: &Moment, clauses: Vec<Box<dyn Query>>) -> Result<Vec<DocAddress>, IndexError> {
        let found = moment
            .searcher
            .search(&BooleanQuery::intersection(clauses), &DocSetCollector)
            .map_err(|error| self.failed(error))?;
        let mut found: Vec<DocAddress> = found.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    fn stored(&self, moment: &Moment, at: DocAddress) -> Result<StoredArticle, IndexError> {
        moment
            .article(at)
            .map_err(|error| self.failed(error))?
            .ok_or_else(|| self.damaged("a stored article cannot be read"))
    }

    fn held(&self, moment: &Moment, at: DocAddress) -> Result<Held, IndexError> {
        let columns = moment.searcher.segment_reader(at.segment_ord).fast_fields();
        let number = |name: &str| -> Result<u64, IndexError> {
            let column = columns.u64(name).map_err(|error| self.failed(error))?;
            column.first(at.doc_id).ok_or_else(|| self.damaged("an article has no place"))
        };
        let key = number(column::KEY)?;
        let (file, state) = (number(column::FILE)?, number(column::STATE)?);
        let seen = Seen { key, file, state, replaces: Some(key) };
        let turn = columns.u64(column::TURN).map_err(|error| self.failed(error))?.first(at.doc_id);
        Ok(Held::new(seen, turn, self.stored(moment, at)?.into_article()))
    }
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
