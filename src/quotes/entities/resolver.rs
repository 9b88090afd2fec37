//! What is known so far of an article's mentions, as the steps of the resolution hand it on: plain state, which each of
//! them reads and adds to.

use super::super::folded_name::FoldedName;
use super::super::lexicon::*;
use super::super::marks::Quoted;
use super::super::mentions::{Mention, MentionKind};
use super::super::model::Model;
use super::super::namesakes::EntityNames;
use super::super::tokens::{Prose, fold};
use super::antecedent_form::{ActRole, Antecedent, Lesson, Standing};
use super::entity::{Entity, EntityKind, name_tokens};
use super::homes::{Era, Homes};
use crate::people::{Gender, OfficeId, PersonId, Register};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The state of the resolution of one article.
pub(super) struct Resolver<'p, 'a> {
    pub prose: &'p Prose<'a>,
    pub mentions: &'p [Mention],
    pub quoted: &'p [Quoted],
    /// By mention: what it does in the acts of saying.
    pub role_in_act: Vec<ActRole>,
    pub register: &'p Register,
    pub antecedent_model: &'p Model,
    /// Where the training collects what pronouns teach.
    pub lessons: Option<&'p mut Vec<Lesson>>,
    pub day: Option<NaiveDate>,
    pub era: Option<Era>,
    pub homes: Homes,
    pub list: Vec<Entity<'a>>,
    pub of: Vec<Option<u32>>,
    /// By mention: how sure it is that it means that entity.
    pub sure: Vec<f32>,
    pub index: EntityNames,
    /// The first entity of each person.
    pub by_person: FxHashMap<PersonId, u32>,
    /// The offices of the phrases that were asked for.
    pub offices: FxHashMap<&'a str, Rc<[OfficeId]>>,
    /// By mention.
    pub standings: Vec<Standing>,
    /// Room for those of one pronoun.
    pub antecedents: Vec<Antecedent>,
    pub lower: String,
}

pub(super) fn is_named(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Person | MentionKind::Name | MentionKind::Body | MentionKind::Place)
}

/// Reads a mention's name, suffixes and dots left out.
pub(super) fn read_name(resolver: &mut Resolver, mention: usize, name: &mut FoldedName) {
    name.clear();
    for index in name_tokens(resolver.prose, resolver.mentions[mention].head.clone()) {
        if resolver.prose.tokens[index].is(SUFFIX) && name.len() > 0 {
            continue;
        }
        fold(resolver.prose.str(index), &mut resolver.lower);
        name.push(resolver.lower.trim_end_matches('.'));
    }
}

/// Entities mentioned before, the last one first; a few dozen at the most.
pub(super) fn recent_entities(resolver: &Resolver, mention: usize) -> impl Iterator<Item = u32> {
    const REACH: usize = 64;
    (mention.saturating_sub(REACH)..mention)
        .rev()
        .filter(|index| resolver.mentions[*index].quoted.is_none())
        .filter_map(|index| resolver.of[index])
}

/// Determiners stand with a capital at the start of a sentence.
pub(super) const CLOSED_DETERMINER: Classes = DETERMINER | POSSESSIVE;

/// Whether one can be of both genders.
pub(super) fn compatible(one: Gender, other: Gender) -> bool {
    one == Gender::Unknown || other == Gender::Unknown || one == other
}

/// The entity of a person of the register, made where there is none yet.
pub(super) fn add_registered(resolver: &mut Resolver, person: PersonId) -> u32 {
    if let Some(id) = resolver.by_person.get(&person) {
        return *id;
    }
    let known = resolver.register.person(person);
    let name: FoldedName = known.name().to_lowercase().split_whitespace().collect();
    let id = resolver.list.len() as u32;
    resolver.index.add(id, &name);
    resolver.by_person.insert(person, id);
    resolver.list.push(Entity {
        gender: known.gender(),
        gender_is_sure: true,
        person: Some(person),
        ..Entity::new(name, EntityKind::Person)
    });
    id
}
