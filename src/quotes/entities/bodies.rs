//! Bodies that descriptions mean: "the campaign", "Ann Example's team", "a Times article".

use super::super::folded_name::FoldedName;
use super::super::lexicon::*;
use super::super::mentions::MentionKind;
use super::super::sureness::Sureness;
use super::super::tokens::fold;
use super::entity::{Entity, EntityKind};
use super::parties::party_of;
use super::pronouns::likeliest_antecedent;
use super::resolver::{CLOSED_DETERMINER, Resolver};
use crate::people::Gender;
use crate::words::{self, MeaningTable};

/// The body whose name stands in the description, before its noun.
pub(super) fn named_inside(resolver: &mut Resolver, index: usize) -> Option<u32> {
    let mention = &resolver.mentions[index];
    (mention.tokens.start..mention.head.start).find_map(|at| {
        if !resolver.prose.tokens[at].capital || resolver.prose.tokens[at].is(CLOSED_DETERMINER) {
            return None;
        }
        fold(resolver.prose.str(at), &mut resolver.lower);
        let word = resolver.lower.trim_end_matches('.');
        let is_body = |id: &u32| resolver.list[*id as usize].kind == EntityKind::Body;
        let ending = resolver.index.ending_with(word, &resolver.list).find(is_body);
        let shortened = resolver.index.shortened_to(word, &resolver.list, is_body);
        ending.into_iter().chain(shortened).min()
    })
}

/// "Ann Example's campaign", "the Example campaign", "her campaign": a body that is called by its owner's name.
pub(super) fn owned_body(resolver: &mut Resolver, index: usize, noun: &str) -> Option<u32> {
    let noun = body_called(noun)?;
    let owner = owner_of(resolver, index)?;
    let entity = &resolver.list[owner as usize];
    if entity.kind != EntityKind::Person {
        return None;
    }
    let surname = match (entity.person, entity.named_by) {
        (Some(person), _) => resolver.register.person(person).surname(),
        (None, Some(named_by)) => resolver.prose.str(resolver.mentions[named_by].head.end - 1),
        (None, None) => return None,
    };
    fold(surname, &mut resolver.lower);
    let name: FoldedName = [&resolver.lower, noun].into_iter().collect();
    let known = resolver.index.ending_with(noun, &resolver.list).find(|id| resolver.list[*id as usize].name == name);
    if known.is_some() {
        return known;
    }
    let id = resolver.list.len() as u32;
    resolver.index.add(id, &name);
    resolver.list.push(Entity {
        title: Some(format!("{surname} {noun}")),
        party: party_of(resolver, owner),
        ..Entity::new(name, EntityKind::Body)
    });
    Some(id)
}

/// Whose it is: the person named inside the description, or whom its possessive means.
pub(super) fn owner_of(resolver: &mut Resolver, index: usize) -> Option<u32> {
    const REACH: usize = 3;
    let tokens = resolver.mentions[index].tokens.clone();
    let head = resolver.mentions[index].head.start;
    let named = (index.saturating_sub(REACH)..resolver.mentions.len().min(index + REACH)).find(|other| {
        let owner = &resolver.mentions[*other];
        *other != index
            && tokens.start <= owner.tokens.start
            && owner.tokens.end <= head
            && matches!(owner.kind, MentionKind::Person | MentionKind::Name)
    });
    if let Some(named) = named {
        return resolver.of[named];
    }
    // "the Example ad": the name is no mention of its own there.
    let word = tokens.clone().take_while(|at| *at < head).find(|at| {
        let token = &resolver.prose.tokens[*at];
        token.capital && !token.is(CLOSED_DETERMINER) && token.is(NAME_END | SURNAME)
    });
    if let Some(word) = word {
        fold(resolver.prose.str(word), &mut resolver.lower);
        let bearers = resolver.index.ending_with(&resolver.lower, &resolver.list);
        let persons = bearers.filter(|id| resolver.list[*id as usize].kind == EntityKind::Person);
        return persons.max_by_key(|id| (resolver.list[*id as usize].mentions, std::cmp::Reverse(*id)));
    }
    let first = &resolver.prose.tokens[tokens.start];
    let gender = match (first.is(POSSESSIVE), first.is(HE), first.is(SHE)) {
        (true, true, _) => Gender::Male,
        (true, _, true) => Gender::Female,
        _ => return None,
    };
    likeliest_antecedent(resolver, index, gender)
        .filter(|(_, share)| *share >= Sureness::embedded().owner_share)
        .map(|(id, _)| id)
}

/// What the body is called that speaks for its owner under this noun: "campaign" of "ad".
pub(super) fn body_called(noun: &str) -> Option<&'static str> {
    words::meanings(MeaningTable::OwnedBody).of(noun).first().copied()
}
