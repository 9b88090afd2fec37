//! Descriptions and pronouns in order of the text: each role, body and pronoun goes to whom it means, by the rule that
//! knows best.

use super::super::lexicon::*;
use super::super::mentions::{Case, MentionKind};
use super::super::sureness::Sureness;
use super::super::tokens::Kind;
use super::assign::assign;
use super::bodies::*;
use super::entity::EntityKind;
use super::names::add_named;
use super::parties::party_of;
use super::pronouns::{likeliest_antecedent, resolve_pronoun};
use super::resolver::{Resolver, compatible, recent_entities};
use super::roles::*;
use crate::words::{self, List, MeaningTable};

/// Roles and pronouns, in order of the text.
pub(super) fn descriptions(resolver: &mut Resolver) {
    for index in 0..resolver.mentions.len() {
        if resolver.of[index].is_some() {
            continue;
        }
        match resolver.mentions[index].kind {
            kind @ (MentionKind::Role | MentionKind::Unnamed) => {
                if let Some(id) = named_next(resolver, index) {
                    assign(resolver, index, id, Sureness::embedded().named_next);
                    continue;
                }
                if let Some(id) = coordinated_with(resolver, index).filter(|_| !resolver.mentions[index].plural) {
                    assign(resolver, index, id, Sureness::embedded().coordinated);
                    continue;
                }
                let head = &resolver.prose.tokens[resolver.mentions[index].head.start];
                let paper = head.is(PAPER) && !resolver.mentions[index].plural;
                if kind == MentionKind::Role {
                    resolve_role(resolver, index);
                } else if paper && resolve_published(resolver, index) {
                    continue;
                }
                add_unnamed(resolver, index);
            }
            MentionKind::Pronoun => resolve_pronoun(resolver, index),
            _ => {}
        }
    }
}

pub(super) fn resolve_role(resolver: &mut Resolver, index: usize) {
    let mention = &resolver.mentions[index];
    let head = &resolver.prose.tokens[mention.head.start];
    let noun = resolver.prose.str(mention.head.start).to_lowercase();
    if head.is(BODY | PAPER) && !head.is(PERSON | MAN | WOMAN) {
        resolve_body_role(resolver, index, &noun);
        return;
    }
    let phrase = resolver.prose.span(mention.tokens.clone()).of(resolver.prose.text);
    let owned = is_owned_by_person(resolver, index);
    let former = resolver.prose.tokens[mention.tokens.clone()]
        .iter()
        .any(|token| token.kind == Kind::Word && List::Former.has(token.span.of(resolver.prose.text)));
    let gender = mention.gender;
    if matches!(noun.as_str(), "narrator" | "announcer")
        && let Some(id) = narrated(resolver, index)
    {
        assign(resolver, index, id, Sureness::embedded().narrator);
        return;
    }
    if !owned && let Some(seat) = seat_of(resolver, index) {
        // Whoever it is sits for that place, and nobody else is meant.
        if let Some(id) = find_by_seat(resolver, index, &seat) {
            assign(resolver, index, id, Sureness::embedded().seat);
        }
        return;
    }
    if !owned {
        let offices = if former {
            resolver.register.find_office(&without_former(resolver, mention)).into()
        } else {
            find_office(resolver, phrase)
        };
        if let Some(id) = find_legislator(resolver, index, &noun, &offices) {
            assign(resolver, index, id, Sureness::embedded().legislator);
            return;
        }
        if !offices.is_empty() && resolve_office(resolver, index, &offices, former) {
            return;
        }
    }
    let party = party_named(resolver, index);
    let found = introduced_as(resolver, index, &noun);
    let by_class = || {
        let seat = words::meanings(MeaningTable::SeatOffice).of(&noun).first()?;
        let office = resolver.register.find_office_id(seat)?;
        recent_entities(resolver, index).find(|id| {
            let entity = &resolver.list[*id as usize];
            compatible(entity.gender, gender)
                && entity.person.is_some_and(|person| resolver.register.ever_held(person, office))
        })
    };
    if let Some(id) = found {
        assign(
            resolver,
            index,
            id,
            if owned { Sureness::embedded().introduced_owned } else { Sureness::embedded().introduced },
        );
    } else if !owned && let Some(id) = by_class() {
        assign(resolver, index, id, Sureness::embedded().class_of_office);
    } else if !owned && party.is_some() && List::Contender.has(&noun) {
        let found = recent_entities(resolver, index).find(|id| {
            resolver.list[*id as usize].kind == EntityKind::Person
                && compatible(resolver.list[*id as usize].gender, gender)
                && party_of(resolver, *id) == party
        });
        if let Some(id) = found {
            assign(resolver, index, id, Sureness::embedded().member_of_party);
        }
    } else if !owned && !List::TellsNobody.has(&noun) {
        // A description that nothing else explains means the person that the story is about just then; but nobody
        // of whom it is known that the office was never held.
        let offices = find_office(resolver, phrase);
        let likeliest = likeliest_antecedent(resolver, index, gender);
        // "the chancellor": nobody who is in no register and whom the article gave no such role.
        let is_office = !offices.is_empty() || List::Office.has(&noun);
        let likeliest = likeliest.filter(|(id, _)| {
            let entity = &resolver.list[*id as usize];
            !is_office || former || entity.person.is_some()
        });
        let never_held = |id: u32| {
            !offices.is_empty()
                && resolver.list[id as usize]
                    .person
                    .is_some_and(|person| !offices.iter().any(|office| resolver.register.ever_held(person, *office)))
        };
        if let Some((id, share)) = likeliest.filter(|(id, _)| !never_held(*id)) {
            assign(resolver, index, id, share.min(Sureness::embedded().bare_description));
        }
    }
}

/// "the campaign", "the union", "a Times article": the body that the description names or that was named last
/// with its word.
pub(super) fn resolve_body_role(resolver: &mut Resolver, index: usize, noun: &str) {
    if let Some(id) = owned_body(resolver, index, noun) {
        assign(resolver, index, id, Sureness::embedded().owned_body);
        return;
    }
    if resolve_published(resolver, index) {
        return;
    }
    let mention = &resolver.mentions[index];
    if mention.tokens.len() > 2 {
        return;
    }
    if noun == "government" {
        let known =
            resolver.index.ending_with(noun, &resolver.list).find(|id| resolver.list[*id as usize].name.len() == 1);
        let id = known.unwrap_or_else(|| add_named(resolver, index, &[noun].into_iter().collect(), EntityKind::Body));
        assign(resolver, index, id, Sureness::embedded().government);
        return;
    }
    let bodies = || recent_entities(resolver, index).filter(|id| resolver.list[*id as usize].kind == EntityKind::Body);
    let called = body_called(noun).unwrap_or(noun);
    let with_word = bodies().find(|id| resolver.list[*id as usize].name.any(|word| word == called.as_bytes()));
    let kinds = words::meanings(MeaningTable::BodyKind).of(noun);
    let by_kind = || {
        bodies()
            .find(|id| resolver.list[*id as usize].name.any(|word| kinds.iter().any(|kind| kind.as_bytes() == word)))
    };
    if let Some(id) = with_word.or_else(by_kind) {
        assign(resolver, index, id, Sureness::embedded().body_of_kind);
    }
}

/// "the Times article", "an NEA report", "a complaint filed by the Example Commission": what a body publishes, it says;
/// whether it is that.
pub(super) fn resolve_published(resolver: &mut Resolver, index: usize) -> bool {
    let published = named_inside(resolver, index).or_else(|| published_by(resolver, index));
    if let Some(id) = published {
        assign(resolver, index, id, Sureness::embedded().published);
    }
    published.is_some()
}

/// The body behind "by" or "from", a participle before it left out; or the one whose website it stands on.
pub(super) fn published_by(resolver: &mut Resolver, index: usize) -> Option<u32> {
    let behind = resolver.mentions[index].tokens.end;
    let preposition = behind + usize::from(resolver.prose.str(behind).ends_with("ed"));
    let next = resolver.mentions.get(index + 1).filter(|next| next.tokens.start == preposition + 1)?;
    let site = || {
        let owned = next.tokens.end + 1;
        next.case == Case::Owner && List::Site.has(resolver.prose.str(owned))
    };
    let publishes = match resolver.prose.str(preposition) {
        "by" | "from" => next.kind == MentionKind::Body,
        "on" => matches!(next.kind, MentionKind::Body | MentionKind::Role) && site(),
        _ => false,
    };
    if !publishes {
        return None;
    }
    if next.kind == MentionKind::Role && resolver.of[index + 1].is_none() {
        resolve_role(resolver, index + 1);
    }
    resolver.of[index + 1].filter(|id| resolver.list[*id as usize].kind == EntityKind::Body)
}
