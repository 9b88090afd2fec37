//! Who each mention means: mentions of one article gathered into entities, and entities tied to the register.
//!
//! Full names come first, then what follows from them: surnames, given names and nicknames, roles ("the Labour
//! leader"), pronouns. Where two could be meant and nothing tells them apart, nobody is. The largest gap: plural
//! pronouns are never resolved.

pub(crate) mod antecedents;
mod bodies;
mod names;
pub(crate) mod parties;
mod pronouns;
mod roles;
mod times;

use super::acts::{Act, Bond};
use super::lexicon::*;
use super::marks::Quoted;
use super::mentions::{Case, Mention, MentionKind, is_party_tag};
use super::model::Model;
use super::namesakes::{FoldedName, NameIndex};
use super::sureness::Sureness;
use super::tokens::{Kind, Prose, Token, fold};
use crate::people::{Country, Gender, OfficeClass, OfficeId, PartyId, PersonId, Register, fold_name};
use antecedents::{Antecedent, Lesson, Standing};
use chrono::NaiveDate;
use parties::Homes;
use rustc_hash::FxHashMap;
use std::rc::Rc;
pub(crate) use times::Era;

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
    fn new(name: FoldedName, kind: EntityKind) -> Self {
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

/// What was found in the article before anybody is looked for.
#[derive(Clone, Copy)]
pub(crate) struct Findings<'p, 'a> {
    pub prose: &'p Prose<'a>,
    pub mentions: &'p [Mention],
    pub quoted: &'p [Quoted],
    pub acts: &'p [Act],
}

/// Resolves all mentions of the article; what its pronouns teach goes to `lessons`.
pub(crate) fn resolve<'a>(
    findings: Findings<'_, 'a>,
    register: &Register,
    antecedent_model: &Model,
    lessons: Option<&mut Vec<Lesson>>,
    day: Option<NaiveDate>,
) -> Entities<'a> {
    let Findings { prose, mentions, quoted, acts } = findings;
    let mut resolver = Resolver {
        prose,
        mentions,
        quoted,
        role_in_act: roles_in_acts(mentions.len(), acts),
        register,
        antecedent_model,
        lessons,
        day,
        era: None,
        homes: Homes::Anywhere,
        list: Vec::new(),
        of: vec![None; mentions.len()],
        sure: vec![1.0; mentions.len()],
        sureness: Sureness::embedded(),
        index: NameIndex::default(),
        by_person: FxHashMap::default(),
        offices: FxHashMap::default(),
        standings: Vec::new(),
        antecedents: Vec::new(),
        lower: String::new(),
    };
    resolver.standings = (0..mentions.len()).map(|index| resolver.standing(index)).collect();
    resolver.full_names();
    resolver.link_to_register();
    resolver.find_homes();
    resolver.infer_day();
    resolver.infer_era();
    resolver.short_names();
    resolver.note_campaigns();
    resolver.appositions();
    resolver.descriptions();
    Entities {
        day: resolver.day,
        era: resolver.era,
        homes: resolver.homes,
        list: resolver.list,
        of: resolver.of,
        sureness: resolver.sure,
    }
}

struct Resolver<'p, 'a> {
    prose: &'p Prose<'a>,
    mentions: &'p [Mention],
    quoted: &'p [Quoted],
    /// By mention: what it does in the acts of saying.
    role_in_act: Vec<ActRole>,
    register: &'p Register,
    antecedent_model: &'p Model,
    /// Where the training collects what pronouns teach.
    lessons: Option<&'p mut Vec<Lesson>>,
    day: Option<NaiveDate>,
    era: Option<Era>,
    homes: Homes,
    list: Vec<Entity<'a>>,
    of: Vec<Option<u32>>,
    /// By mention: how sure it is that it means that entity.
    sure: Vec<f32>,
    sureness: &'static Sureness,
    index: NameIndex,
    /// The first entity of each person.
    by_person: FxHashMap<PersonId, u32>,
    /// The offices of the phrases that were asked for.
    offices: FxHashMap<&'a str, Rc<[OfficeId]>>,
    /// By mention.
    standings: Vec<Standing>,
    /// Room for those of one pronoun.
    antecedents: Vec<Antecedent>,
    lower: String,
}

impl<'a> Resolver<'_, 'a> {
    pub(super) fn is_named(mention: &Mention) -> bool {
        matches!(mention.kind, MentionKind::Person | MentionKind::Name | MentionKind::Body | MentionKind::Place)
    }

    /// Reads a mention's name, suffixes and dots left out.
    pub(super) fn read_name(&mut self, mention: usize, name: &mut FoldedName) {
        name.clear();
        for index in name_tokens(self.prose, self.mentions[mention].head.clone()) {
            if self.prose.tokens[index].is(SUFFIX) && name.len() > 0 {
                continue;
            }
            fold(self.prose.str(index), &mut self.lower);
            name.push(self.lower.trim_end_matches('.'));
        }
    }

    pub(super) fn assign(&mut self, mention: usize, id: u32, sureness: f32) {
        self.of[mention] = Some(id);
        self.sure[mention] = sureness;
        let found = &self.mentions[mention];
        let entity = &mut self.list[id as usize];
        entity.mentions += 1;
        let courtesy = found.prefix.clone().any(|at| self.prose.tokens[at].is(HONORIFIC_MAN | HONORIFIC_WOMAN));
        if courtesy && found.gender != Gender::Unknown && !entity.gender_is_sure {
            // "Jan Example", and then "Ms Example".
            entity.gender = found.gender;
            entity.gender_is_sure = true;
        }
        if entity.gender == Gender::Unknown {
            entity.gender = found.gender;
        }
        if found.kind == MentionKind::Pronoun {
            return;
        }
        for index in found.prefix.clone() {
            let token = &self.prose.tokens[index];
            if token.is(SOURCE_NOUN | TITLE) {
                let word = self.prose.str(index);
                if !entity.roles.contains(&word) {
                    entity.roles.push(word);
                }
            }
        }
        self.note_party(mention, id);
    }

    /// Roles and pronouns, in order of the text.
    pub(super) fn descriptions(&mut self) {
        for index in 0..self.mentions.len() {
            if self.of[index].is_some() {
                continue;
            }
            match self.mentions[index].kind {
                kind @ (MentionKind::Role | MentionKind::Unnamed) => {
                    if let Some(id) = self.named_next(index) {
                        self.assign(index, id, self.sureness.named_next);
                        continue;
                    }
                    if let Some(id) = self.coordinated_with(index).filter(|_| !self.mentions[index].plural) {
                        self.assign(index, id, self.sureness.coordinated);
                        continue;
                    }
                    let head = &self.prose.tokens[self.mentions[index].head.start];
                    let paper = head.is(PAPER) && !self.mentions[index].plural;
                    if kind == MentionKind::Role {
                        self.resolve_role(index);
                    } else if paper && self.resolve_published(index) {
                        continue;
                    }
                    self.add_unnamed(index);
                }
                MentionKind::Pronoun => self.resolve_pronoun(index),
                _ => {}
            }
        }
    }

    /// Entities mentioned before, the last one first; a few dozen at the most.
    pub(super) fn recent_entities(&self, mention: usize) -> impl Iterator<Item = u32> {
        const REACH: usize = 64;
        (mention.saturating_sub(REACH)..mention)
            .rev()
            .filter(|index| self.mentions[*index].quoted.is_none())
            .filter_map(|index| self.of[index])
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

/// Determiners stand with a capital at the start of a sentence.
const CLOSED_DETERMINER: Classes = DETERMINER | POSSESSIVE;

/// What a mention does in the acts of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActRole {
    None,
    Speaks,
    Spoken,
}

fn roles_in_acts(mentions: usize, acts: &[Act]) -> Vec<ActRole> {
    let mut roles = vec![ActRole::None; mentions];
    for act in acts {
        let role = match act.bond {
            Bond::Addressee | Bond::Passive => ActRole::Spoken,
            Bond::OverPreposition | Bond::Coordinated | Bond::Participle | Bond::Infinitive => continue,
            _ => ActRole::Speaks,
        };
        if roles[act.mention] != ActRole::Speaks {
            roles[act.mention] = role;
        }
    }
    roles
}

fn compatible(one: Gender, other: Gender) -> bool {
    one == Gender::Unknown || other == Gender::Unknown || one == other
}
