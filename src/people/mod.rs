//! The register: who is who and when; persons with their names, parties and offices, each with dates.
//!
//! Takes names, titles and dates; gives a person, and the party and office on that day. Its tables lie in
//! `src/people/data/`. Knows nothing of articles, quotes or the index. Pure: no input or output, no clock.

use chrono::NaiveDate;

/// A person of the register: an index into it, valid for the register that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub(crate) u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    Female,
    Male,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Country {
    Uk,
    Us,
    Other,
}

/// First and last day of a membership or an office; `None` is an open end. Both days are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Whether the day lies inside, both ends included.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}
