//! Articles made anew from what the index itself holds, where what is known besides their files has changed: a
//! correction, say. The files are not needed.

use std::collections::BTreeMap;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::analyze::{self, Form};
use super::document::{self, ArticleEntry, StoredArticle, build_documents, day_of};
use super::error::IndexError;
use super::schema::{self, column};
use super::store::Store;
use super::update;
use crate::archive::Origin;
use crate::article::{Article, Block, DateSource, Posted};
use crate::span::Span;

/// An article in the index, with its place there.
pub struct Held {
    key: String,
    file: String,
    state: u64,
    pub article: Article,
}

impl Store {
    /// The articles that hold a quote with all of these words, in no order; more than those with just these words.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_quoting(&self, words: &str) -> Result<Vec<Held>, IndexError> {
        let mut exact = analyze::analyzer(Form::Exact);
        let mut clauses: Vec<Box<dyn Query>> = vec![self.term(Term::from_field_text(self.fields.doc, schema::QUOTE))];
        for term in analyze::terms(&mut exact, words) {
            clauses.push(self.term(Term::from_field_text(self.fields.quote_exact, &term.text)));
        }
        let searcher = self.searcher();
        let quotes = self.find(&searcher, clauses)?;
        let mut keys: Vec<String> = Vec::new();
        for address in quotes {
            keys.extend(self.text_of(&searcher, address, column::KEY)?);
        }
        keys.sort();
        keys.dedup();
        let mut held = Vec::new();
        for key in keys {
            let clauses = vec![
                self.term(Term::from_field_text(self.fields.doc, schema::ARTICLE)),
                self.term(Term::from_field_text(self.fields.key, &key)),
            ];
            for address in self.find(&searcher, clauses)? {
                held.push(self.held(&searcher, address)?);
            }
        }
        Ok(held)
    }

    /// The articles that `wanted` picks by their text. Reads every article that the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn articles_with_text(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Held>, IndexError> {
        let searcher = self.searcher();
        let all = vec![self.term(Term::from_field_text(self.fields.doc, schema::ARTICLE))];
        let mut held = Vec::new();
        for address in self.find(&searcher, all)? {
            let article = self.held(&searcher, address)?;
            if wanted(&article.article.text) {
                held.push(article);
            }
        }
        Ok(held)
    }

    /// Puts the articles' documents in place anew, each as `entry` makes it: all of them in one commit.
    ///
    /// # Errors
    /// Where the index is being written by another process, or cannot be written; it stays as it was.
    pub fn refresh(&self, articles: Vec<Held>, entry: impl Fn(Article) -> ArticleEntry) -> Result<(), IndexError> {
        let mut writer = update::writer(self)?;
        // An article can be held for several words: its key takes it once.
        let articles: BTreeMap<String, Held> = articles.into_iter().map(|held| (held.key.clone(), held)).collect();
        for (key, held) in articles {
            let documents = build_documents(&self.fields, &entry(held.article))
                .map_err(|error| IndexError::Engine { dir: self.dir.clone(), what: error.to_string() })?;
            writer.delete_term(Term::from_field_text(self.fields.key, &key));
            let placed = update::placed(&self.fields, documents, &key, &held.file, held.state);
            writer.run(placed).map_err(|error| self.failed(error))?;
        }
        writer.commit().map_err(|error| self.failed(error))?;
        writer.wait_merging_threads().map_err(|error| self.failed(error))?;
        self.reload()
    }

    fn term(&self, term: Term) -> Box<dyn Query> {
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn find(&self, searcher: &Searcher, clauses: Vec<Box<dyn Query>>) -> Result<Vec<DocAddress>, IndexError> {
        let query = BooleanQuery::intersection(clauses);
        let found = searcher.search(&query, &DocSetCollector).map_err(|error| self.failed(error))?;
        Ok(found.into_iter().collect())
    }

    fn text_of(&self, searcher: &Searcher, at: DocAddress, name: &str) -> Result<Option<String>, IndexError> {
        let columns = searcher.segment_reader(at.segment_ord).fast_fields();
        let Some(texts) = columns.str(name).map_err(|error| self.failed(error))? else { return Ok(None) };
        let Some(ordinal) = texts.ords().first(at.doc_id) else { return Ok(None) };
        let mut text = String::new();
        let found = texts.ord_to_str(ordinal, &mut text).map_err(|error| IndexError::io(&self.dir, &error))?;
        Ok(found.then_some(text))
    }

    fn held(&self, searcher: &Searcher, at: DocAddress) -> Result<Held, IndexError> {
        let damaged =
            || IndexError::Damaged { dir: self.dir.clone(), what: "a stored article cannot be read".to_string() };
        let stored: TantivyDocument = searcher.doc(at).map_err(|error| self.failed(error))?;
        let stored = document::read_article(&self.fields, &stored).ok_or_else(damaged)?;
        let columns = searcher.segment_reader(at.segment_ord).fast_fields();
        let states = columns.u64(column::STATE).map_err(|error| self.failed(error))?;
        Ok(Held {
            key: self.text_of(searcher, at, column::KEY)?.ok_or_else(damaged)?,
            file: self.text_of(searcher, at, column::FILE)?.ok_or_else(damaged)?,
            state: states.first(at.doc_id).ok_or_else(damaged)?,
            article: article_of(stored),
        })
    }
}

/// The article as it was when it was stored; problems of its file were told then.
fn article_of(stored: StoredArticle) -> Article {
    let record = stored.record;
    let date = record.date.as_deref().and_then(day_of);
    let from = record.date_from.as_deref().and_then(DateSource::with_name);
    Article {
        origin: Origin { path: record.path.into(), member: record.member, line: 1 },
        title: record.title,
        byline: record.byline,
        outlet: record.outlet,
        url: record.url,
        posted: date.zip(from).map(|(date, from)| Posted { date, from }),
        text: stored.text,
        blocks: stored
            .blocks
            .into_iter()
            .map(|(kind, start, end)| Block { kind, span: Span::new(start, end) })
            .collect(),
        problems: Vec::new(),
    }
}
