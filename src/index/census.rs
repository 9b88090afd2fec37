//! What the index holds as a whole: sizes, and the speakers by id, name and near spelling.

use chrono::NaiveDate;
use tantivy::Term;

use super::answer::Asked;
use super::error::IndexError;
use super::facets::{Facet, FacetValue, ValueDays};
use super::lower::Reach;
use super::near;
use super::schema::{self, LabelOf};
use super::store::Store;
use crate::query::tree::{Node, SpeakerRef};

/// What an index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub files: u64,
    pub articles: u64,
    pub quotes: u64,
    /// Quotes with a speaker.
    pub attributed: u64,
}

impl Store {
    /// How many files, articles and quotes there are, and how many of the quotes have a speaker.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn sizes(&self) -> Result<Sizes, IndexError> {
        let asked = Asked::new(self);
        let attributed = Term::from_field_text(self.fields.marks, schema::ATTRIBUTED);
        let attributed = asked.counting().alive_holding(&attributed).map_err(|error| self.failed(error))?;
        Ok(Sizes {
            files: self.count_of(schema::FILE)?,
            articles: self.count_of(schema::ARTICLE)?,
            quotes: self.count_of(schema::QUOTE)?,
            attributed,
        })
    }

    /// Speakers whose names hold all the words of `name`, folded; the most quoted first, at most `most`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speakers_named(&self, name: &str, most: usize) -> Result<Vec<FacetValue>, IndexError> {
        let node = Node::Speaker(vec![SpeakerRef::Named(name.to_string())]);
        let asked = Asked::new(self);
        let counts = asked
            .find(&node, Reach::Around)
            .and_then(|found| asked.counting().facet(Facet::Speaker, &found, most, ValueDays::Omitted))
            .map_err(|error| self.failed(error))?;
        Ok(counts.values)
    }

    /// The speaker with this id, where the index has quotes of one.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speaker_with_id(&self, id: &str) -> Result<Option<FacetValue>, IndexError> {
        let asked = Asked::new(self);
        let term = Term::from_field_text(self.fields.speaker, id);
        let count = asked.counting().alive_holding(&term).map_err(|error| self.failed(error))?;
        if count == 0 {
            return Ok(None);
        }
        let label =
            asked.counting().label(LabelOf::Speaker, schema::number_of(id)).map_err(|error| self.failed(error))?;
        let (id, name) = label.unwrap_or_else(|| (id.to_string(), id.to_string()));
        Ok(Some(FacetValue { id, name, count, days: None }))
    }

    /// Words of speakers' names that are spelled nearly so, the nearest and most frequent first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn speaker_words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let folded = super::fold_words(word);
        let [folded] = folded.as_slice() else { return Ok(Vec::new()) };
        near::near_words(&self.searcher(), self.fields.speaker_words, folded, most).map_err(|error| self.failed(error))
    }

    /// The first and last day of all its quotes, as far as the columns' bounds tell: days of quotes that were taken
    /// out since may still count.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, IndexError> {
        Asked::new(self).counting().day_bounds().map_err(|error| self.failed(error))
    }

    /// The ids of all the quotes that meet a condition, found without ranking.
    #[cfg(test)]
    pub(super) fn ids_of(&self, node: &Node) -> Result<std::collections::HashSet<String>, IndexError> {
        let asked = Asked::new(self);
        let read = || -> tantivy::Result<std::collections::HashSet<String>> {
            let mut ids = std::collections::HashSet::new();
            for segment in asked.find(node, Reach::of(node))? {
                for doc in segment.docs {
                    ids.extend(asked.record(tantivy::DocAddress::new(segment.segment, doc))?.map(|record| record.id));
                }
            }
            Ok(ids)
        };
        read().map_err(|error| self.failed(error))
    }
}
