//! The party that the article's own words give somebody: "the Labour MP Ann Example", "Ann Example, a Liberal Democrat
//! peer,", "Ann Example, for the Tories,", "Rep. Ann Example (R-Ohio)", "Trump campaign manager Ann Example".

use super::super::lexicon::*;
use super::super::mentions::{MentionKind, is_party_tag};
use super::super::tokens::{Kind, Token};
use super::entity::EntityKind;
use super::homes::{Homes, party_at, party_in, party_then};
use super::resolver::Resolver;
use crate::people::PartyId;
use crate::words::List;

/// Takes over the party that stands in or beside the mention of a person.
pub(super) fn note_party(resolver: &mut Resolver, mention: usize, id: u32) {
    if resolver.list[id as usize].party.is_some() || resolver.list[id as usize].kind == EntityKind::Body {
        return;
    }
    let found = &resolver.mentions[mention];
    let party = party_in(resolver.prose, resolver.register, &resolver.homes, found.prefix.clone())
        .or_else(|| party_behind(resolver, mention))
        .or_else(|| party_of_owner(resolver, mention));
    resolver.list[id as usize].party = party;
}

/// Notes whose politics the article is about, and takes back the parties that cannot have been meant.
pub(super) fn find_homes(resolver: &mut Resolver) {
    resolver.homes = Homes::new(resolver.register, resolver.by_person.keys().copied());
    for entity in &mut resolver.list {
        entity.party = entity.party.filter(|party| resolver.homes.can_mean(resolver.register, *party));
    }
}

/// Takes over the parties of those whom somebody's campaign or spokespeople are named after, when everybody named is
/// known.
pub(super) fn note_campaigns(resolver: &mut Resolver) {
    for mention in 0..resolver.mentions.len() {
        let Some(id) = resolver.of[mention] else { continue };
        if resolver.mentions[mention].kind == MentionKind::Person && resolver.list[id as usize].party.is_none() {
            resolver.list[id as usize].party = party_of_campaign(resolver, mention);
        }
    }
}

/// The party in a description of a person, and in what hangs on it: "a Labour MP", "chair of the Exampleton Labour
/// Party", "president of a caucus of Democratic women".
pub(super) fn party_of_description(resolver: &Resolver, mention: usize) -> Option<PartyId> {
    const LONGEST: usize = 12;
    let tokens = resolver.mentions[mention].tokens.clone();
    let end = tokens.end;
    let hangs_on = resolver.prose.tokens.get(end).is_some_and(|next| next.kind == Kind::Word && next.is(PREPOSITION));
    let within = |token: &&Token| matches!(token.kind, Kind::Word | Kind::Genitive | Kind::Number);
    let more = match hangs_on {
        true => resolver.prose.tokens[end..].iter().take(LONGEST).take_while(within).count(),
        false => 0,
    };
    party_in(resolver.prose, resolver.register, &resolver.homes, tokens.clone())
        .or_else(|| party_in(resolver.prose, resolver.register, &resolver.homes, end..end + more))
}

/// "Ann Example (R-Ohio)", "Ann Example, D-N.Y.,", "Ann Example (Labour)", "Ann Example, for the Liberal Democrats,".
pub(super) fn party_behind(resolver: &Resolver, mention: usize) -> Option<PartyId> {
    let at = resolver.mentions[mention].tokens.end;
    let opening = resolver.prose.tokens.get(at)?;
    if !matches!(opening.kind, Kind::OpenBracket | Kind::Comma) {
        return None;
    }
    let next = at + 1;
    if is_party_tag(resolver.prose.str(next)) {
        return resolver.register.find_party(match resolver.prose.str(next).as_bytes()[0] {
            b'R' => "Republican",
            b'D' => "Democratic",
            _ => "Independent",
        });
    }
    let party_from = |at| party_at(resolver.prose, resolver.register, &resolver.homes, at, resolver.prose.tokens.len());
    let (mut from, mut speaks_for) = (next, false);
    if resolver.prose.str(next) == "for" {
        speaks_for = true;
        from += 1 + usize::from(resolver.prose.str(next + 1) == "the");
    }
    // "Ann Example, who is UKIP chairman in Exampleton, said"
    if resolver.prose.tokens.get(next).is_some_and(|token| token.is(RELATIVE))
        && resolver.prose.tokens.get(next + 1).is_some_and(|token| token.is(BE))
    {
        let determined = resolver.prose.tokens.get(next + 2).is_some_and(|token| token.is(DETERMINER));
        return party_from(next + 2 + usize::from(determined)).map(|(party, _)| party);
    }
    let (party, behind) = party_from(from)?;
    let closes = resolver
        .prose
        .tokens
        .get(behind)
        .is_some_and(|token| matches!(token.kind, Kind::CloseBracket | Kind::Comma | Kind::Colon | Kind::Stop));
    let is_person = resolver.mentions[mention].kind == MentionKind::Person;
    (closes && (is_person || speaks_for)).then_some(party)
}

/// "Labour's Ann Example".
pub(super) fn party_of_owner(resolver: &Resolver, mention: usize) -> Option<PartyId> {
    let genitive = resolver.mentions[mention].tokens.start.checked_sub(1)?;
    if resolver.prose.tokens[genitive].kind != Kind::Genitive {
        return None;
    }
    let owner = resolver.mentions[..mention].iter().rev().take(2).find(|owner| owner.tokens.end == genitive)?;
    resolver.homes.find_party(resolver.register, resolver.prose.span(owner.head.clone()).of(resolver.prose.text))
}

/// "Example campaign manager Ann Testby", "Example spokesman Tom Testby": who speaks for a politician's campaign is of
/// that politician's party.
pub(super) fn party_of_campaign(resolver: &Resolver, mention: usize) -> Option<PartyId> {
    let found = &resolver.mentions[mention];
    let speaks_for = found.prefix.clone().any(|at| List::SpeaksFor.has(resolver.prose.str(at)));
    if !speaks_for {
        return None;
    }
    let inside = |other: &&usize| {
        let other = &resolver.mentions[**other];
        found.tokens.start <= other.tokens.start && other.tokens.end <= found.head.start
    };
    let owner = [mention.checked_sub(1)?].iter().copied().find(|other| inside(&other))?;
    party_of(resolver, resolver.of[owner]?)
}

/// The party by the register on the article's day, else as the article gives it.
pub(super) fn party_of(resolver: &Resolver, id: u32) -> Option<PartyId> {
    let entity = &resolver.list[id as usize];
    entity.person.and_then(|person| party_then(resolver.register, person, resolver.day, resolver.era)).or(entity.party)
}
