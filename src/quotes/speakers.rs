//! Who a mention means, as the record shows it: name, id, party and office.

use super::entities::entity::Entity;
use super::entities::homes::{party_in, party_then};
use super::entities::{EntityKind, name_tokens};
use super::lexicon::{ANY_HONORIFIC, DETERMINER, PEOPLE, Word};
use super::mentions::MentionKind;
use super::quote::Speaker;
use super::scene::Scene;
use super::sureness::Sureness;
use super::tokens::Kind;
use crate::people::{PartyId, Register, slug};
use crate::words::List;

/// The person or body that the mention means, as the record shows it.
pub(crate) fn speaker_of(scene: &Scene, mention: usize, register: &Register) -> Option<Speaker> {
    let Some(id) = scene.entities.entity_of(mention) else { return unnamed(scene, mention, register) };
    let entity = &scene.entities.list[id as usize];
    let day = scene.entities.day;
    if let Some(person) = entity.person {
        let known = register.person(person);
        let party = party_then(register, person, day, scene.entities.era)
            .or(entity.party)
            .map(|party| party_name(register, party));
        let office = register.office_title_on(person, day).or_else(|| described_role(scene, entity.role));
        return Some(Speaker {
            person: Some(person),
            id: known.slug().to_owned(),
            name: known.name().to_owned(),
            party,
            office,
        });
    }
    if let Some(title) = &entity.title {
        return Some(Speaker {
            person: None,
            id: slug(title),
            name: title.clone(),
            party: entity.party.map(|party| party_name(register, party)),
            office: None,
        });
    }
    if entity.kind == EntityKind::Unnamed {
        return unnamed(scene, entity.role.unwrap_or(mention), register);
    }
    let named_by = entity.named_by?;
    if entity.kind == EntityKind::Body
        && let Some(party) = scene
            .entities
            .homes
            .find_party(register, scene.prose.span(scene.mentions[named_by].head.clone()).of(scene.prose.text))
    {
        let party = register.party(party);
        // What the body calls itself: "Labour Party", "Liberal Democrats".
        let own = |other: &&str| other.strip_prefix(party.name()).is_some_and(|rest| rest == " Party" || rest == "s");
        let name = party.other_names().find(own).unwrap_or(party.name()).to_owned();
        return Some(Speaker {
            person: None,
            id: slug(&name),
            name,
            party: Some(party.name().to_owned()),
            office: None,
        });
    }
    let found = &scene.mentions[named_by];
    let nicknamed = found.head.clone().any(|at| scene.prose.tokens[at].is_mark());
    let mut name = match nicknamed {
        true => {
            name_tokens(scene.prose, found.head.clone()).map(|at| scene.prose.str(at)).collect::<Vec<_>>().join(" ")
        }
        false => {
            scene.prose.span(found.head.clone()).of(scene.prose.text).split_whitespace().collect::<Vec<_>>().join(" ")
        }
    };
    let is_person = entity.kind != EntityKind::Body;
    if is_person && name.len() > 3 && name.chars().all(|char| !char.is_lowercase()) {
        name = title_case(&name);
    }
    if is_person && found.head.len() == 1 && !found.prefix.is_empty() {
        // Without a given name the title tells more than the bare surname.
        let title = scene.prose.span(found.prefix.end - 1..found.head.end).of(scene.prose.text);
        let surname = name.to_lowercase();
        let shares =
            |other: &Entity| other.named_by != Some(named_by) && other.name.any(|word| word == surname.as_bytes());
        let is_courtesy = scene.prose.tokens[found.prefix.end - 1].is(ANY_HONORIFIC);
        // "Mrs Testby", where there is a Harold Testby, too.
        let tells_apart = || is_courtesy && scene.entities.list.iter().any(shares);
        if List::ShownTitle.has_capitalised(scene.prose.str(found.prefix.end - 1)) || tells_apart() {
            name = title.to_owned();
        }
    }
    // "Labour MPs": people of a party, told by a name of their own.
    let people = || {
        let last = &scene.prose.tokens[found.head.end - 1];
        let named = || party_in(scene.prose, register, &scene.entities.homes, found.head.clone());
        last.is(PEOPLE).then(named).flatten()
    };
    let party = if is_person { entity.party } else { people() }.map(|party| party_name(register, party));
    let office = described_role(scene, entity.role).or_else(|| {
        let prefix = found.prefix.clone();
        let role = prefix.clone().any(|index| scene.prose.tokens[index].is(super::lexicon::SOURCE_NOUN));
        role.then(|| without_determiner(scene, prefix)).filter(|text| !text.is_empty())
    });
    Some(Speaker { person: None, id: slug(&name), name, party, office: office.filter(|_| is_person) })
}

/// The highest confidence that naming whom the mention means can have: of somebody who is in no register and of whom one
/// word is all that the article has, that word may be half a name, or none; what is very long may be a headline.
pub(crate) fn highest_confidence(scene: &Scene, mention: usize) -> f32 {
    /// Words of a personal name; what has more is a headline.
    const LONGEST_NAME: usize = 4;
    let entity = scene.entities.entity_of(mention).map(|id| &scene.entities.list[id as usize]);
    let is_doubtful = entity.is_some_and(|entity| {
        let is_person = matches!(entity.kind, EntityKind::Person | EntityKind::Name);
        is_person
            && entity.person.is_none()
            && entity.title.is_none()
            && (entity.name.len() < 2 || entity.name.len() > LONGEST_NAME)
    });
    if is_doubtful { Sureness::embedded().one_word_at_most } else { 1.0 }
}

/// Somebody without a name whose description tells the party: "a Labour spokesman", "one Democratic source". Called by
/// the description, so that the party's words can be found; without a party nobody is given.
fn unnamed(scene: &Scene, mention: usize, register: &Register) -> Option<Speaker> {
    let found = &scene.mentions[mention];
    if !matches!(found.kind, MentionKind::Unnamed | MentionKind::Role) {
        return None;
    }
    // "the Labour leader's doctor": the party is the leader's.
    let genitive = |at: &usize| scene.prose.tokens[*at].kind == Kind::Genitive;
    let own = found.tokens.clone().rev().find(genitive).map_or(found.tokens.start, |at| at + 1);
    let party = party_in(scene.prose, register, &scene.entities.homes, own..found.tokens.end)?;
    let name = without_determiner(scene, found.tokens.clone());
    Some(Speaker { person: None, id: slug(&name), name, party: Some(party_name(register, party)), office: None })
}

fn party_name(register: &Register, party: PartyId) -> String {
    register.party(party).name().to_owned()
}

fn described_role(scene: &Scene, role: Option<usize>) -> Option<String> {
    role.map(|role| without_determiner(scene, scene.mentions[role].tokens.clone()))
}

fn without_determiner(scene: &Scene, tokens: std::ops::Range<usize>) -> String {
    let start = if scene
        .prose
        .tokens
        .get(tokens.start)
        .is_some_and(|token: &super::tokens::Token| Word::is(token.word, DETERMINER))
    {
        tokens.start + 1
    } else {
        tokens.start
    };
    scene.prose.span(start..tokens.end).of(scene.prose.text).to_owned()
}

fn title_case(name: &str) -> String {
    name.split(' ')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |first| first.to_string() + &chars.as_str().to_lowercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}
