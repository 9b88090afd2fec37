//! Why a quote has its speaker, or has none: its stored article extracted again, and held against what is stored.

use super::error::refuse;
use super::{Library, Result};
use crate::quotes::{Explanation, Extractor};
use crate::record::{QuoteRecord, build_records};

/// A stored quote with the decision that this version of the program comes to.
#[derive(Clone, Debug)]
pub struct ExplainedQuote {
    /// The quote as the index has it.
    pub stored: QuoteRecord,
    /// The text of its article, which the spans of the explanation are about.
    pub text: String,
    /// The decision; `None` where the quote is found no more.
    pub explanation: Option<Explanation>,
    /// Whether the index says the same.
    pub agreement: Agreement,
}

/// How what an index holds stands to what would be decided now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are the same.
    Same,
    /// The stored speaker is a correction.
    Corrected,
    /// Another version of the program decided otherwise.
    Other,
    /// Another version of the program found the quote, and this one does not.
    Gone,
}

impl Library {
    /// Why the quote with this id has its speaker.
    ///
    /// # Errors
    /// Where there is no such quote, or the index cannot be read.
    pub fn explain(&self, id: &str) -> Result<ExplainedQuote> {
        let shown = self.show(id)?;
        let path = &shown.article.record.path;
        let Some(stored) = shown.cited.into_iter().find(|record| record.id == id && record.article.path == *path)
        else {
            refuse!("{id} is the id of an article: give that of one of its quotes");
        };
        let article = shown.article.into_article();
        let explanations = Extractor::new(self.register()?).explain(&article);
        let quotes: Vec<_> = explanations.iter().map(|it| it.quote.clone()).collect();
        let place = build_records(&article, &quotes).into_iter().zip(explanations).find(|(now, _)| now.id == stored.id);
        let agreement = match &place {
            None => Agreement::Gone,
            Some(_) if stored.rule == crate::corrections::RULE => Agreement::Corrected,
            Some((now, _)) if is_same(&stored, now) => Agreement::Same,
            Some(_) => Agreement::Other,
        };
        let explanation = place.map(|(_, explanation)| explanation);
        Ok(ExplainedQuote { stored, text: article.text, explanation, agreement })
    }
}

/// Whether the record says what is decided now. The index keeps confidence in thousandths.
fn is_same(stored: &QuoteRecord, now: &QuoteRecord) -> bool {
    let speaker = |record: &QuoteRecord| record.speaker.as_ref().map(|speaker| speaker.id.clone());
    speaker(stored) == speaker(now) && stored.rule == now.rule && (stored.confidence - now.confidence).abs() < 0.002
}
