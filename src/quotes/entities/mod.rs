//! Who each mention means: mentions of one article gathered into entities, and entities tied to the register.
//!
//! Full names come first, then what follows from them: surnames, given names and nicknames, roles ("the Labour
//! leader"), pronouns. Where two could be meant and nothing tells them apart, nobody is. The largest gap: plural
//! pronouns are never resolved.

pub(crate) mod antecedent_form;
mod antecedents;
mod assign;
mod bodies;
mod descriptions;
pub(crate) mod entity;
pub(crate) mod homes;
mod names;
mod parties;
mod pronouns;
mod resolver;
mod roles;
mod times;

pub(crate) use entity::{Entities, EntityKind, name_tokens};

use super::acts::{Act, Bond};
use super::marks::Quoted;
use super::mentions::Mention;
use super::model::Model;
use super::namesakes::EntityNames;
use super::tokens::Prose;
use crate::people::Register;
use antecedent_form::{ActRole, Lesson};
use antecedents::standing;
use chrono::NaiveDate;
use descriptions::descriptions;
use homes::Homes;
use names::{full_names, link_to_register, short_names};
use parties::{find_homes, note_campaigns};
use resolver::Resolver;
use roles::{appositions, untie_namesakes};
use rustc_hash::FxHashMap;
use times::{infer_day, infer_era};

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
        index: EntityNames::default(),
        by_person: FxHashMap::default(),
        offices: FxHashMap::default(),
        standings: Vec::new(),
        antecedents: Vec::new(),
        lower: String::new(),
    };
    resolver.standings = (0..mentions.len()).map(|index| standing(&resolver, index)).collect();
    full_names(&mut resolver);
    link_to_register(&mut resolver);
    find_homes(&mut resolver);
    infer_day(&mut resolver);
    infer_era(&mut resolver);
    short_names(&mut resolver);
    note_campaigns(&mut resolver);
    appositions(&mut resolver);
    untie_namesakes(&mut resolver);
    descriptions(&mut resolver);
    Entities {
        day: resolver.day,
        era: resolver.era,
        homes: resolver.homes,
        list: resolver.list,
        of: resolver.of,
        sureness: resolver.sure,
    }
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
