//! Descriptions: appositions beside a name, offices by day, members by their seat, bodies by their kind.

use super::super::folded_name::FoldedName;
use super::super::lexicon::*;
use super::super::mentions::{Case, Mention, MentionKind};
use super::super::sureness::Sureness;
use super::super::tokens::{Kind, Token};
use super::assign::assign;
use super::entity::{Entity, EntityKind};
use super::parties::{party_of, party_of_description};
use super::resolver::{CLOSED_DETERMINER, Resolver, add_registered, compatible, recent_entities};
use crate::people::{Gender, OfficeClass, OfficeId, PartyId, PersonId, fold_name};
use crate::words::{self, List, MeaningTable};
use chrono::NaiveDate;
use std::rc::Rc;

/// Descriptions beside a name: "Smith, a Labour MP," and "the Labour leader, Ann Smith,".
pub(super) fn appositions(resolver: &mut Resolver) {
    for index in 0..resolver.mentions.len() {
        let mention = &resolver.mentions[index];
        if !matches!(mention.kind, MentionKind::Role | MentionKind::Unnamed) || mention.plural {
            continue;
        }
        let comma_before = mention.tokens.start.checked_sub(1).filter(|at| is_comma(resolver, *at));
        let named_before = comma_before.and_then(|comma| named_ending(resolver, index, comma));
        let named_after = comma_after(resolver, index).and_then(|comma| named_starting(resolver, index, comma + 1));
        // Behind a name any description will do; before one only a definite one.
        let named = match (named_before, named_after) {
            (Some(named), _) if ends_apposition(resolver, mention) => named,
            (_, Some(named))
                if mention.kind == MentionKind::Role
                    || resolver.prose.str(mention.tokens.start).eq_ignore_ascii_case("another") =>
            {
                named
            }
            _ => continue,
        };
        let Some(id) = resolver.of[named] else { continue };
        if resolver.list[id as usize].kind == EntityKind::Body {
            continue;
        }
        assign(resolver, index, id, Sureness::embedded().apposition);
        let head = resolver.prose.str(mention.head.start);
        if resolver.list[id as usize].party.is_none() {
            resolver.list[id as usize].party = party_of_description(resolver, index);
        }
        let entity = &mut resolver.list[id as usize];
        if !entity.roles.contains(&head) {
            entity.roles.push(head);
        }
        entity.role.get_or_insert(index);
        if entity.kind == EntityKind::Name {
            entity.kind = EntityKind::Person;
        }
        if entity.gender == Gender::Unknown {
            entity.gender = mention.gender;
        }
    }
}

/// Full names that a politician shares: whom the article calls by nothing but a trade or a post that nobody has beside the
/// politician's office of that day ("the judge", "the chairman of the Example Trust") is somebody else.
pub(super) fn untie_namesakes(resolver: &mut Resolver) {
    use OfficeClass::{HeadOfGovernment, HeadOfState, Legislator, Minister, PartyLeader, Shadow};
    let Some(day) = resolver.day else { return };
    for id in 0..resolver.list.len() {
        let entity = &resolver.list[id];
        let Some(person) = entity.person.filter(|_| entity.name.len() > 1 && !entity.roles.is_empty()) else {
            continue;
        };
        let offices = resolver.register.offices_on(person, Some(day));
        let classes = || offices.iter().map(|office| resolver.register.office(*office).class());
        let governs =
            classes().any(|class| matches!(class, HeadOfState | HeadOfGovernment | Minister | Shadow | PartyLeader));
        let sits = classes().any(|class| class == Legislator);
        let is_other = |role: &&str| {
            let role = role.to_lowercase();
            List::OutsideOffice.has(&role) && (governs || sits) || List::RunsBody.has(&role) && governs
        };
        if entity.roles.iter().all(is_other) {
            resolver.by_person.remove(&person);
            resolver.list[id].person = None;
        }
    }
}

/// The comma behind a description, what hangs on it left out: "the chairman of the Example Trust, Ann Testby,".
pub(super) fn comma_after(resolver: &Resolver, index: usize) -> Option<usize> {
    const REACH: usize = 3;
    let mut end = resolver.mentions[index].tokens.end;
    if is_comma(resolver, end) {
        return Some(end);
    }
    for other in &resolver.mentions[index + 1..resolver.mentions.len().min(index + REACH)] {
        let hangs_on = other.tokens.start == end + 1
            && resolver.prose.tokens[end].is(PREPOSITION)
            && matches!(other.kind, MentionKind::Body | MentionKind::Place | MentionKind::Name);
        if !hangs_on {
            return None;
        }
        end = other.tokens.end;
        if is_comma(resolver, end) {
            // The name has to be closed off: "to the head of the council, Ann Testby said" is not about her.
            let named = named_starting(resolver, index, end + 1)?;
            let behind = resolver.prose.tokens.get(resolver.mentions[named].tokens.end);
            let is_closed_off = behind.is_none_or(|next| !matches!(next.kind, Kind::Word | Kind::Genitive));
            return Some(end).filter(|_| is_closed_off);
        }
    }
    None
}

pub(super) fn is_comma(resolver: &Resolver, token: usize) -> bool {
    resolver
        .prose
        .tokens
        .get(token)
        .is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::OpenBracket))
}

pub(super) fn named_ending(resolver: &Resolver, before: usize, token: usize) -> Option<usize> {
    let from = before.saturating_sub(3);
    (from..before).rev().find(|index| {
        let other = &resolver.mentions[*index];
        other.tokens.end == token
            && matches!(other.kind, MentionKind::Person | MentionKind::Name)
            && other.case != Case::Owner
    })
}

pub(super) fn named_starting(resolver: &Resolver, after: usize, token: usize) -> Option<usize> {
    (after + 1..resolver.mentions.len().min(after + 5)).find(|index| {
        let other = &resolver.mentions[*index];
        other.tokens.start == token && other.kind == MentionKind::Person
    })
}

/// Behind the description the sentence goes on: a comma, a preposition, a stop, a relative clause.
pub(super) fn ends_apposition(resolver: &Resolver, mention: &Mention) -> bool {
    resolver
        .prose
        .tokens
        .get(mention.tokens.end)
        .is_none_or(|next| next.kind != Kind::Word || next.is(PREPOSITION | RELATIVE | CONJUNCTION))
        && !resolver.prose.tokens.get(mention.tokens.end).is_some_and(|next| next.kind == Kind::Genitive)
}

/// "A Labour MP has …" in the first paragraph, and the second begins with the name of one: papers keep the name of
/// the little known for the second paragraph.
pub(super) fn named_next(resolver: &Resolver, index: usize) -> Option<u32> {
    let mention = &resolver.mentions[index];
    let tokens = &resolver.prose.tokens;
    let indefinite = resolver.prose.str(mention.tokens.start).eq_ignore_ascii_case("a")
        || resolver.prose.str(mention.tokens.start).eq_ignore_ascii_case("an");
    if !indefinite || mention.plural || !tokens[mention.head.start].is(SEAT) {
        return None;
    }
    let mut prose = (0..resolver.prose.paragraphs.len()).filter(|at| resolver.prose.paragraphs[*at].is_prose);
    let (first, second) = (prose.next()?, prose.next()?);
    let start = resolver.prose.paragraphs[second].tokens.start;
    if tokens[mention.tokens.start].paragraph as usize != first
        || mention.tokens.start != resolver.prose.paragraphs[first].tokens.start
    {
        return None;
    }
    let named = resolver.mentions.partition_point(|other| other.tokens.start < start);
    let full = resolver.mentions.get(named).filter(|other| other.tokens.start == start && other.head.len() > 1)?;
    let id = resolver.of[named]?;
    let entity = &resolver.list[id as usize];
    let party = party_named(resolver, index)?;
    (entity.named_by == Some(named)
        && full.case == Case::Free
        && entity.kind == EntityKind::Person
        && party_of(resolver, id) == Some(party))
    .then_some(id)
}

/// One who stays without a name is somebody all the same, for the pronouns that follow.
pub(super) fn add_unnamed(resolver: &mut Resolver, index: usize) {
    let mention = &resolver.mentions[index];
    let head = &resolver.prose.tokens[mention.head.start];
    if resolver.of[index].is_some() || mention.plural || !head.is(PERSON | MAN | WOMAN) {
        return;
    }
    let id = resolver.list.len() as u32;
    resolver.list.push(Entity {
        gender: mention.gender,
        gender_is_sure: true,
        roles: vec![resolver.prose.str(mention.head.start)],
        role: Some(index),
        ..Entity::new(FoldedName::default(), EntityKind::Unnamed)
    });
    assign(resolver, index, id, 1.0);
}

/// "his spokesman", "Trump's lawyer": somebody else's; but "Scotland's justice minister", "Labour's leader" are offices.
pub(super) fn is_owned_by_person(resolver: &Resolver, index: usize) -> bool {
    let tokens = resolver.mentions[index].tokens.clone();
    let from = index.saturating_sub(3);
    tokens.clone().any(|at| {
        let token = &resolver.prose.tokens[at];
        let owner = || {
            resolver.mentions[from..index]
                .iter()
                .find(|owner| owner.tokens.end == at)
                .is_none_or(|owner| !matches!(owner.kind, MentionKind::Place | MentionKind::Body))
        };
        token.is(POSSESSIVE) || token.kind == Kind::Genitive && owner()
    })
}

/// "the ad's narrator": says what those say whose ad it is.
pub(super) fn narrated(resolver: &Resolver, index: usize) -> Option<u32> {
    let tokens = &resolver.mentions[index].tokens;
    let inside = |other: &usize| {
        let owner = &resolver.mentions[*other];
        tokens.start <= owner.tokens.start && owner.tokens.end <= resolver.mentions[index].head.start
    };
    let owner = (index.saturating_sub(2)..index).rev().find(inside)?;
    resolver.of[owner].filter(|id| resolver.list[*id as usize].kind == EntityKind::Body)
}

/// "the former first lady and senator": one person with two descriptions, where the second has no article.
pub(super) fn coordinated_with(resolver: &Resolver, index: usize) -> Option<u32> {
    let start = resolver.mentions[index].tokens.start;
    let tokens = &resolver.prose.tokens;
    if tokens[start].is(DETERMINER | POSSESSIVE) || resolver.prose.str(start.checked_sub(1)?) != "and" {
        return None;
    }
    // What hangs on the first may stand between: "the former secretary of state and …".
    const LONGEST: usize = 3;
    let ends_before = |other: &usize| {
        let end = resolver.mentions[*other].tokens.end;
        let between = end..start - 1;
        end + 1 == start
            || (1..=LONGEST).contains(&between.len())
                && tokens[end].is(PREPOSITION)
                && tokens[between].iter().all(|token| token.kind == Kind::Word && token.word.cue.is_none())
    };
    let before = (index.saturating_sub(2)..index).rev().find(ends_before)?;
    let first = &resolver.mentions[before];
    resolver.of[before].filter(|_| first.kind == MentionKind::Role && !first.plural)
}

/// The party whose name stands in the description.
pub(super) fn party_named(resolver: &Resolver, index: usize) -> Option<PartyId> {
    resolver.prose.tokens[resolver.mentions[index].tokens.clone()]
        .iter()
        .filter(|token| token.kind == Kind::Word && token.capital && token.is(PARTY_NAME))
        .find_map(|token| resolver.register.find_party(token.span.of(resolver.prose.text)))
}

/// The person last introduced with this noun, or with a title that it stands for.
pub(super) fn introduced_as(resolver: &Resolver, index: usize, noun: &str) -> Option<u32> {
    let party = party_named(resolver, index);
    recent_entities(resolver, index).find(|id| is_introduced_as(resolver, *id, index, noun, party))
}

pub(super) fn is_introduced_as(resolver: &Resolver, id: u32, index: usize, noun: &str, party: Option<PartyId>) -> bool {
    let entity = &resolver.list[id as usize];
    matches!(entity.kind, EntityKind::Person | EntityKind::Unnamed)
        && compatible(entity.gender, resolver.mentions[index].gender)
        && entity.roles.iter().any(|role| role_means(role, noun))
        && party.is_none_or(|party| party_of(resolver, id).is_none_or(|known| known == party))
}

/// "the MP", "the senator": the last one spoken of whom the article called so or who has such a seat and no higher
/// office, because nobody calls the prime minister "the MP". `None` also where the offices are no seats.
pub(super) fn find_legislator(resolver: &Resolver, index: usize, noun: &str, offices: &[OfficeId]) -> Option<u32> {
    let is_seat = |office: &OfficeId| resolver.register.office(*office).class() == OfficeClass::Legislator;
    if !offices.iter().any(is_seat) {
        return None;
    }
    let party = party_named(resolver, index);
    let then = |period: &crate::people::Period| match (resolver.day, resolver.era) {
        (Some(day), _) => period.contains(day),
        (None, Some(era)) => period.from.is_none_or(|from| from <= era.to),
        (None, None) => true,
    };
    let sits = |id: u32| {
        let entity = &resolver.list[id as usize];
        let Some(person) = entity.person else { return false };
        let is_higher = |office: OfficeId| {
            use OfficeClass::{Governor, HeadOfGovernment, HeadOfState, Mayor, Minister, PartyLeader, Shadow};
            let class = resolver.register.office(office).class();
            matches!(class, HeadOfState | HeadOfGovernment | Minister | Shadow | PartyLeader | Governor | Mayor)
        };
        let mut higher = resolver.register.tenures(person).filter(|(office, at)| is_higher(*office) && then(at));
        let holds = |office: &OfficeId| match resolver.day {
            Some(_) => resolver.register.held_on(person, *office, resolver.day),
            None => resolver.register.ever_held(person, *office),
        };
        compatible(entity.gender, resolver.mentions[index].gender)
            && offices.iter().any(|office| is_seat(office) && holds(office))
            && higher.next().is_none()
            && party.is_none_or(|party| party_of(resolver, id) == Some(party))
    };
    recent_entities(resolver, index).find(|id| is_introduced_as(resolver, *id, index, noun, party) || sits(*id))
}

/// The offices that a phrase of the article names; looked up once, because articles repeat their descriptions.
pub(super) fn find_office<'a>(resolver: &mut Resolver<'_, 'a>, phrase: &'a str) -> Rc<[OfficeId]> {
    resolver.offices.entry(phrase).or_insert_with(|| resolver.register.find_office(phrase).into()).clone()
}

/// "the former prime minister" without the "former".
pub(super) fn without_former(resolver: &Resolver, mention: &Mention) -> String {
    let words: Vec<&str> =
        mention.tokens.clone().map(|at| resolver.prose.str(at)).filter(|word| !List::Former.has(word)).collect();
    words.join(" ")
}

/// The place of "the Exampleton North MP" or "the member for Exampleton North", folded.
pub(super) fn seat_of(resolver: &Resolver, index: usize) -> Option<String> {
    const LONGEST: usize = 8;
    let mention = &resolver.mentions[index];
    let head = mention.head.start;
    let tokens = &resolver.prose.tokens;
    if !tokens[head].is(SEAT) || mention.head.len() != 1 {
        return None;
    }
    let place = if resolver.prose.str(head + 1) == "for" && mention.tokens.end > head + 2 {
        head + 2..mention.tokens.end
    } else if resolver.prose.str(mention.tokens.end) == "for" {
        let from = mention.tokens.end + 1;
        let is_name = |token: &Token| token.capital || token.is(CONJUNCTION | PARTICLE | PREPOSITION);
        let length = tokens.get(from..)?.iter().take(LONGEST).take_while(|token| is_name(token)).count();
        from..from + length
    } else {
        let from = mention.tokens.clone().find(|at| !tokens[*at].is(CLOSED_DETERMINER))?;
        let is_name =
            |token: &Token| (token.capital || token.is(CONJUNCTION)) && !token.is(ADJECTIVE | PARTY_NAME | PERSON);
        if !tokens[from..head].iter().all(is_name) {
            return None;
        }
        from..head
    };
    let first = tokens.get(place.start).filter(|token| token.kind == Kind::Word && token.capital)?;
    let place = resolver.prose.span(place).of(resolver.prose.text);
    (!first.is(CLOSED_DETERMINER)).then(|| fold_name(place).into_owned()).filter(|place| !place.is_empty())
}

/// Who of the article's people sits for the place, or sat for it.
pub(super) fn find_by_seat(resolver: &Resolver, index: usize, place: &str) -> Option<u32> {
    const AHEAD: usize = 40;
    let is_place = |seat: &str| {
        let seat = fold_name(seat);
        let begins = |long: &str, short: &str| {
            long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        !seat.is_empty() && (begins(place, &seat) || begins(&seat, place) || seat.ends_with(&format!(" {place}")))
    };
    let sits = |id: &u32, day: Option<NaiveDate>| {
        let entity = &resolver.list[*id as usize];
        compatible(entity.gender, resolver.mentions[index].gender)
            && entity.person.is_some_and(|person| {
                resolver
                    .register
                    .memberships(person)
                    .iter()
                    .any(|it| day.is_none_or(|day| it.period.contains(day)) && is_place(it.seat))
            })
    };
    let ahead = (index + 1..resolver.mentions.len().min(index + AHEAD)).filter_map(|other| resolver.of[other]);
    let near = || recent_entities(resolver, index).chain(ahead.clone());
    near().find(|id| sits(id, resolver.day)).or_else(|| near().find(|id| sits(id, None)))
}

/// An office of the register: its holder on the day, or who of the article ever held it.
pub(super) fn resolve_office(resolver: &mut Resolver, index: usize, offices: &[OfficeId], former: bool) -> bool {
    let in_article = |person: &PersonId| resolver.by_person.contains_key(person);
    let is_seat = |office: &&OfficeId| resolver.register.office(**office).class() == OfficeClass::Legislator;
    let mut holders: Vec<PersonId> = Vec::new();
    if resolver.day.is_some() && !former {
        for office in offices.iter().filter(|office| !is_seat(office)) {
            holders.extend(resolver.register.holders(*office, resolver.day));
        }
    }
    // Seats have hundreds of holders, and only those of the article can be meant.
    let mut seats = offices.iter().filter(is_seat).peekable();
    let single = holders.len() == 1 && seats.peek().is_none();
    let only = holders.first().copied().filter(|_| single);
    holders.retain(in_article);
    if resolver.day.is_some() && !former {
        for office in seats {
            let sits = |person: &&PersonId| resolver.register.held_on(**person, *office, resolver.day);
            holders.extend(resolver.by_person.keys().filter(sits));
        }
    }
    holders.sort_unstable();
    holders.dedup();
    if holders.is_empty() && (former || resolver.day.is_none() || !single) {
        // Who of the article's people, the last one spoken of first, held it at any time?
        let held = recent_entities(resolver, index).find(|id| {
            resolver.list[*id as usize]
                .person
                .is_some_and(|person| offices.iter().any(|office| resolver.register.ever_held(person, *office)))
        });
        // Or named only further down, the one of them who did.
        let held = held.or_else(|| {
            let mut ever = resolver
                .by_person
                .iter()
                .filter(|(person, _)| offices.iter().any(|office| resolver.register.ever_held(**person, *office)));
            ever.next().filter(|_| ever.next().is_none()).map(|(_, id)| *id)
        });
        if let Some(id) = held {
            assign(resolver, index, id, Sureness::embedded().ever_held);
            return true;
        }
    }
    let chosen = recent_entities(resolver, index)
        .find(|id| resolver.list[*id as usize].person.is_some_and(|person| holders.contains(&person)));
    // Named only further down, and nobody else in the article holds it; of seats too many hold one.
    let seat = offices.iter().any(|office| is_seat(&office));
    let chosen = chosen.or_else(|| match holders[..] {
        [person] if !seat => resolver.by_person.get(&person).copied(),
        _ => None,
    });
    if let Some(id) = chosen {
        // Whom the article never called so may only happen to have a seat.
        assign(
            resolver,
            index,
            id,
            if holders.len() > 1 || seat { Sureness::embedded().one_of_holders } else { Sureness::embedded().holder },
        );
        return true;
    }
    // Nobody in the article: the holder alone of the day, where it can only be one.
    if let Some(person) = only {
        let class = offices.first().map(|office| resolver.register.office(*office).class());
        if class != Some(OfficeClass::Staff) {
            let id = add_registered(resolver, person);
            assign(resolver, index, id, Sureness::embedded().unnamed_holder);
            return true;
        }
    }
    false
}

/// Whether a title or noun that introduced somebody is what a later description says: "Sen." and "senator".
fn role_means(role: &str, noun: &str) -> bool {
    let role = role.trim_end_matches('.');
    role.eq_ignore_ascii_case(noun) || words::meanings(MeaningTable::RoleNoun).of_any_case(role).contains(&noun)
}
