//! What a question is read with: the day, the register, the speakers of the archive, the synonyms, the events.

use super::dates::Events;
use super::synonyms::Synonyms;
use crate::article::DayOrder;
use crate::people::Register;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::HashMap;

/// What a question is read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The day from which `last year` is counted.
    pub today: NaiveDate,
    /// How `3/4/2016` is read.
    pub day_order: DayOrder,
    /// Who is who.
    pub register: &'a Register,
    /// The speakers of the archive that is asked.
    pub speakers: &'a dyn KnownSpeakers,
    /// Which wordings find each other.
    pub synonyms: &'a Synonyms,
    /// Which events times can be told by.
    pub events: &'a Events,
}

/// A speaker whom the archive quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSpeaker {
    /// The register's id where the register knows the person.
    pub id: String,
    /// As the archive calls the speaker.
    pub name: String,
    /// How many quotes of the archive are theirs.
    pub quotes: u64,
}

/// The speakers of an archive.
pub trait KnownSpeakers {
    /// The speaker with this id.
    fn find_id(&self, id: &str) -> Option<KnownSpeaker>;

    /// The speakers whose names have all these words, case and accents aside; the most quoted first.
    fn named(&self, words: &str) -> Vec<KnownSpeaker>;

    /// Words of speakers' names that are spelled nearly so, the nearest first.
    fn near_words(&self, word: &str) -> Vec<String>;

    /// The archive's own label with exactly this id (lower case, hyphens), for parties that the register does not know.
    fn party_name(&self, _id: &str) -> Option<String> {
        None
    }

    /// The same for offices: `council-leader`, an office as articles call it.
    fn office_name(&self, _id: &str) -> Option<String> {
        None
    }

    /// The first and last day of the archive, where it has dated articles. `before the election` means the latest
    /// one that the archive can know of.
    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        None
    }
}

/// An archive without speakers.
#[derive(Clone, Copy, Debug)]
pub struct NoSpeakers;

impl KnownSpeakers for NoSpeakers {
    fn find_id(&self, _: &str) -> Option<KnownSpeaker> {
        None
    }

    fn named(&self, _: &str) -> Vec<KnownSpeaker> {
        Vec::new()
    }

    fn near_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// The archive's speakers, each name asked for once in a question.
pub(super) struct Remembered<'a> {
    speakers: &'a dyn KnownSpeakers,
    named: RefCell<HashMap<String, Vec<KnownSpeaker>>>,
}

impl<'a> Remembered<'a> {
    pub(super) fn new(speakers: &'a dyn KnownSpeakers) -> Remembered<'a> {
        Remembered { speakers, named: RefCell::default() }
    }
}

impl KnownSpeakers for Remembered<'_> {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        self.speakers.find_id(id)
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        if let Some(known) = self.named.borrow().get(words) {
            return known.clone();
        }
        let known = self.speakers.named(words);
        self.named.borrow_mut().insert(words.to_owned(), known.clone());
        known
    }

    fn near_words(&self, word: &str) -> Vec<String> {
        self.speakers.near_words(word)
    }

    fn party_name(&self, id: &str) -> Option<String> {
        self.speakers.party_name(id)
    }

    fn office_name(&self, id: &str) -> Option<String> {
        self.speakers.office_name(id)
    }

    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.speakers.days()
    }
}
