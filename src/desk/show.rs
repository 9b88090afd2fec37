//! A whole article with its quotes; what an index holds.

use super::{DeskError, Library, Result};
use crate::index::{Answer, ArticleRelatives, Asking, Facet, Sizes, StoredArticle};
use crate::query::tree::{Form, Node, Order, ResolvedQuery};
use crate::record::QuoteRecord;

/// An article and what it reports people to have said.
#[derive(Clone, Debug)]
pub struct ShownArticle {
    /// The article.
    pub article: StoredArticle,
    /// All its quotes.
    pub quotes: Vec<QuoteRecord>,
    /// The quotes that were asked for: all of them where the id was the article's.
    pub cited: Vec<QuoteRecord>,
    /// Other files that hold the same article, by the paths at which they lie.
    pub also_at: Vec<String>,
    /// Its copies, and the versions of its address.
    pub relatives: ArticleRelatives,
}

/// A stretch of an article's text that is one thing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ShownBlock {
    /// `headline`, `paragraph` and the like.
    pub kind: &'static str,
    /// Begin and end in characters of the text, end excluded.
    pub span: [usize; 2],
}

impl ShownArticle {
    /// The text's blocks in order.
    pub fn blocks(&self) -> Vec<ShownBlock> {
        let (text, mut byte, mut character) = (&self.article.text, 0, 0);
        let mut at = |to: usize| {
            character += text.get(byte..to).map_or(0, |stretch| stretch.chars().count());
            byte = to;
            character
        };
        let blocks = self.article.blocks.iter();
        blocks
            .map(|block| ShownBlock { kind: block.kind.name(), span: [at(block.span.start()), at(block.span.end())] })
            .collect()
    }
}

/// What an index holds.
#[derive(Clone, Debug)]
pub struct Stats {
    /// The index's folder, as text.
    pub path: String,
    /// Bytes on the disk.
    pub bytes: u64,
    /// Numbers of files, articles and quotes.
    pub sizes: Sizes,
    /// Counts by speaker, party, outlet, kind and time.
    pub answer: Answer,
}

impl Library {
    /// The article with this id, or that of the quote with this id, with its quotes.
    ///
    /// # Errors
    /// Where there is none, or the index cannot be read.
    pub fn show(&self, id: &str) -> Result<ShownArticle> {
        let store = self.store();
        let asked_for = store.quotes_with_id(id)?;
        let article_id = asked_for.first().map_or(id, |record| record.article.id.as_str());
        let mut articles = store.articles_with_id(article_id)?.into_iter();
        let Some(article) = articles.next() else { return Err(DeskError::NoSuchId(id.to_string())) };
        let quotes = store.quotes_of(&article.record)?;
        let cited = if asked_for.is_empty() { quotes.clone() } else { asked_for };
        let relatives = store.relatives_of(&article.record)?;
        let also_at = articles.map(|other| other.record.path.clone()).collect();
        Ok(ShownArticle { article, quotes, cited, also_at, relatives })
    }

    /// The quote with this id; of several articles that carry it the first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn quote(&self, id: &str) -> Result<Option<QuoteRecord>> {
        Ok(self.store().quotes_with_id(id)?.into_iter().next())
    }

    /// What the index holds.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn stats(&self) -> Result<Stats> {
        let everything = ResolvedQuery { root: Node::All(Vec::new()), form: Form::Quotes, order: Order::Relevance };
        let asking = Asking {
            limit: 0,
            facets: vec![Facet::Speaker, Facet::Party, Facet::Outlet, Facet::Kind, Facet::Time],
            ..Asking::default()
        };
        Ok(Stats {
            path: self.dir().display().to_string(),
            bytes: self.store().bytes_on_disk()?,
            sizes: self.sizes()?,
            answer: self.store().ask(&everything, &asking)?,
        })
    }
}
