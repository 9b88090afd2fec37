//! Somebody or some body that an article speaks of, and which of them each mention means.

use super::super::folded_name::FoldedName;
use super::super::tokens::Prose;
use super::homes::{Era, Homes};
use crate::people::{Gender, PartyId, PersonId};
use chrono::NaiveDate;

/// Somebody or some body that the article speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    /// Its fullest name.
    pub name: FoldedName,
    /// The mention with the fullest name; `None` for a person known only by role, through the register, and for a body
    /// that is called by its owner's name.
    pub named_by: Option<usize>,
    /// Of a body that is called by its owner's name ("the Example campaign"): that name.
    pub title: Option<String>,
    pub kind: EntityKind,
    pub gender: Gender,
    /// The gender is told by a courtesy title, the register or the kind of noun, and not only by a given name.
    pub gender_is_sure: bool,
    pub person: Option<PersonId>,
    /// Head nouns of its titles and appositions, in lower case: what "the senator" can mean later.
    pub roles: Vec<&'a str>,
    /// The party that the article gives it.
    pub party: Option<PartyId>,
    /// The role that the article gives it, as a mention.
    pub role: Option<usize>,
    pub mentions: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntityKind {
    Person,
    /// A name that may be a person's or not.
    Name,
    Body,
    /// Somebody without a name ("a senior official"): pronouns can mean them, and then name nobody.
    Unnamed,
}

impl Entity<'_> {
    /// One of whom only the name is known.
    pub fn new(name: FoldedName, kind: EntityKind) -> Self {
        Entity {
            name,
            named_by: None,
            title: None,
            kind,
            gender: Gender::Unknown,
            gender_is_sure: false,
            person: None,
            roles: Vec::new(),
            party: None,
            role: None,
            mentions: 0,
        }
    }
}

/// The entities of an article and which of them each mention means.
pub(crate) struct Entities<'a> {
    pub list: Vec<Entity<'a>>,
    /// By mention.
    pub of: Vec<Option<u32>>,
    /// By mention: how sure it is that the mention means that entity, 0 to 1.
    pub sureness: Vec<f32>,
    /// The article's date, or a day on which all the offices that it names with their holders were held so.
    pub day: Option<NaiveDate>,
    /// The days on which it can have been written, where no day is known.
    pub era: Option<Era>,
    pub homes: Homes,
}

impl Entities<'_> {
    pub fn entity_of(&self, mention: usize) -> Option<u32> {
        self.of.get(mention).copied().flatten()
    }
}

/// The tokens of a name, a nickname in marks inside it left out.
pub(crate) fn name_tokens(prose: &Prose, head: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
    let mut inside = false;
    head.filter(move |at| {
        let mark = prose.tokens[*at].is_mark();
        inside ^= mark;
        !mark && !inside
    })
}
