//! The speakers of an index as the reading of questions asks for them.

use std::cell::RefCell;

use chrono::NaiveDate;

use super::Store;
use super::error::IndexError;
use super::facets::FacetValue;
use crate::query::{KnownSpeaker, KnownSpeakers};

/// The speakers that an index knows.
pub struct IndexSpeakers<'a> {
    store: &'a Store,
    /// The first failure to read the index: without a name in it a question is read as another one.
    failed: RefCell<Option<IndexError>>,
}

impl<'a> IndexSpeakers<'a> {
    /// The speakers of this index.
    pub fn new(store: &'a Store) -> IndexSpeakers<'a> {
        IndexSpeakers { store, failed: RefCell::new(None) }
    }

    /// The first failure to read the index, once: what was read of a question meanwhile may not be what it means.
    pub fn take_failure(&self) -> Option<IndexError> {
        self.failed.take()
    }

    fn kept<T: Default>(&self, found: Result<T, IndexError>) -> T {
        found.unwrap_or_else(|error| {
            // What is too much to look for is nobody's name.
            if !matches!(error, IndexError::TooCostly { .. }) {
                self.failed.borrow_mut().get_or_insert(error);
            }
            T::default()
        })
    }
}

/// Most bearers of a name that are told apart.
const MOST_BEARERS: usize = 50;
/// Most near spellings that are offered.
const MOST_NEAR: usize = 8;

impl KnownSpeakers for IndexSpeakers<'_> {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        self.kept(self.store.speaker_with_id(id)).map(known)
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        self.kept(self.store.speakers_named(words, MOST_BEARERS)).into_iter().map(known).collect()
    }

    fn near_words(&self, word: &str) -> Vec<String> {
        self.kept(self.store.speaker_words_near(word, MOST_NEAR))
    }

    fn party_name(&self, id: &str) -> Option<String> {
        self.kept(self.store.party_name(id))
    }

    fn office_name(&self, id: &str) -> Option<String> {
        self.kept(self.store.office_name(id))
    }

    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.kept(self.store.days())
    }
}

fn known(value: FacetValue) -> KnownSpeaker {
    KnownSpeaker { id: value.id, name: value.name, quotes: value.count }
}
