//! Names: full ones gathered into entities and tied to the register, then what they are shortened to.

use super::super::folded_name::FoldedName;
use super::super::lexicon::*;
use super::super::mentions::MentionKind;
use super::super::sureness::Sureness;
use super::super::tokens::{Kind, Token};
use super::assign::assign;
use super::entity::{Entity, EntityKind};
use super::resolver::{Resolver, add_registered, compatible, is_named, read_name};
use super::roles::{is_comma, party_named, seat_of};
use crate::people::{Gender, OfficeClass, OfficeId, PersonId, fold_name};
use crate::words::List;

pub(super) fn full_names(resolver: &mut Resolver) {
    let mut name = FoldedName::default();
    for index in 0..resolver.mentions.len() {
        let mention = &resolver.mentions[index];
        if !is_named(mention) || mention.head.len() < 2 {
            continue;
        }
        read_name(resolver, index, &mut name);
        if name.len() < 2 {
            continue;
        }
        let kind = match mention.kind {
            MentionKind::Person => EntityKind::Person,
            MentionKind::Name => EntityKind::Name,
            _ => EntityKind::Body,
        };
        add_named(resolver, index, &name, kind);
    }
}

/// Puts the mention to the entity that bears the name, or makes one.
pub(super) fn add_named(resolver: &mut Resolver, mention: usize, name: &FoldedName, kind: EntityKind) -> u32 {
    let found = resolver.index.ending_with(name.last(), &resolver.list).find(|id| {
        let entity = &resolver.list[*id as usize];
        (entity.kind == EntityKind::Body) == (kind == EntityKind::Body)
            && same_name(resolver, kind, &entity.name, name)
            && (name.len() > 1 || can_mean(resolver, mention, *id))
    });
    let id = match found {
        Some(id) => {
            let entity = &mut resolver.list[id as usize];
            // A longer form counts where it stands outside quotation marks ("Crooked Hillary" is somebody's wit).
            if name.len() > entity.name.len() && resolver.mentions[mention].quoted.is_none() {
                resolver.index.add_forms(id, name);
                entity.name = name.clone();
                entity.named_by = Some(mention);
            }
            if kind == EntityKind::Person {
                entity.kind = kind;
            }
            id
        }
        None => {
            let id = resolver.list.len() as u32;
            resolver.index.add(id, name);
            resolver.list.push(Entity { named_by: Some(mention), ..Entity::new(name.clone(), kind) });
            id
        }
    };
    assign(resolver, mention, id, 1.0);
    id
}

/// Whether two names of two and more words, with the same last word, can be one person's.
pub(super) fn same_name(resolver: &Resolver, kind: EntityKind, one: &FoldedName, other: &FoldedName) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    if long.ends_with(short) {
        return true;
    }
    if kind == EntityKind::Body {
        return false;
    }
    let (a, b) = (long.first(), short.first());
    a == b || resolver.register.same_given_name(a, b) || b.chars().count() > 1 && long.has_inside(b)
}

/// Ties persons with full names to the register, and takes over what it knows.
pub(super) fn link_to_register(resolver: &mut Resolver) {
    for id in 0..resolver.list.len() {
        if resolver.list[id].kind != EntityKind::Body {
            link_entity(resolver, id);
        }
    }
}

pub(super) fn link_entity(resolver: &mut Resolver, id: usize) {
    let Some(named_by) = resolver.list[id].named_by else { return };
    let mention = &resolver.mentions[named_by];
    let last = &resolver.prose.tokens[mention.head.end - 1];
    if !last.is(NAME_END | SUFFIX) && last.span.len() > 1 {
        // Nobody's name ends so.
        return;
    }
    let name = resolver.prose.span(mention.head.clone()).of(resolver.prose.text);
    let named = || resolver.register.find_name_on(name, resolver.day);
    let mut found = if mention.head.len() > 1 { named() } else { resolver.register.find_surname(name).to_vec() };
    if mention.head.len() == 1 && found.is_empty() {
        found = named();
    }
    let mut by_title = false;
    if let Some(title) = mention.prefix.clone().last().filter(|at| resolver.prose.tokens[*at].is(ANY_HONORIFIC)) {
        // "Lord Falconer": peers are entered with their titles, which nobody bears before they are given.
        let peers = titled(resolver, title, mention.head.end);
        let peer = List::Peerage.has_capitalised(resolver.prose.str(title));
        if mention.head.len() == 1 && (peer || !peers.is_empty()) || peer && !peers.is_empty() {
            found = peers;
            by_title = peer;
        }
    }
    let gender = resolver.list[id].gender;
    if mention.head.len() == 1 {
        let full = mention.gender != Gender::Unknown;
        found.retain(|person| {
            let known = resolver.register.person(*person);
            (gender == Gender::Unknown || known.gender() == Gender::Unknown || known.gender() == gender)
                && (by_title
                    || known.prominence() >= if full { 2 } else { 4 }
                        && is_at_home(resolver, *person)
                        && plausible_on_day(resolver, *person))
        });
        // A bare surname that several of the day's politicians bear tells nobody, unless one stands out.
        if found.len() > 1 {
            let first = resolver.register.person(found[0]).prominence();
            let second = resolver.register.person(found[1]).prominence();
            if first < second + 3 && !(first >= 9 && second < first) {
                found.clear();
            }
        }
    } else {
        choose_bearer(resolver, id, &mut found);
    }
    let Some(person) = found.first().copied() else { return };
    resolver.by_person.entry(person).or_insert(id as u32);
    let entity = &mut resolver.list[id];
    entity.person = Some(person);
    entity.kind = EntityKind::Person;
    let known = resolver.register.person(person).gender();
    if known != Gender::Unknown {
        entity.gender = known;
        entity.gender_is_sure = true;
    }
}

/// Those who bear the title on the day: "Lord Example of Somewhere" where that stands there, else "Lord Example".
fn titled(resolver: &Resolver, title: usize, end: usize) -> Vec<PersonId> {
    const LONGEST: usize = 4;
    let named = |end: usize| {
        let text = resolver.prose.span(title..end).of(resolver.prose.text);
        resolver.register.find_name_on(text, resolver.day)
    };
    let tokens = &resolver.prose.tokens;
    if end < tokens.len() && resolver.prose.str(end) == "of" {
        let mut longer = (end + 2..tokens.len().min(end + 2 + LONGEST) + 1).rev().map(named);
        if let Some(found) = longer.find(|found| !found.is_empty()) {
            return found;
        }
    }
    named(end)
}

/// Of the bearers of a full name the one who is meant: in public life about that day, of the party, seat or body that the
/// article tells; where two are left whom nothing tells apart, nobody.
fn choose_bearer(resolver: &Resolver, id: usize, found: &mut Vec<PersonId>) {
    let known = |person: &PersonId| resolver.register.person(*person);
    let named = found.clone();
    found.retain(|person| plausible_on_day(resolver, *person));
    if found.is_empty() {
        // Somebody of whom the papers still speak long after; but nobody before their time.
        found.extend(named.iter().filter(|person| known(person).prominence() >= 4 && has_begun(resolver, **person)));
    }
    let narrow = |found: &mut Vec<PersonId>, is: &dyn Fn(PersonId) -> bool| {
        if found.len() > 1 && found.iter().any(|person| is(*person)) {
            found.retain(|person| is(*person));
        }
    };
    let party = resolver.list[id].party;
    narrow(found, &|person| party.is_some() && resolver.register.party_on(person, resolver.day) == party);
    let seated = resolver.list[id].named_by.is_some_and(|by| has_seat(resolver, by));
    let sits = |person| {
        let mut seats = resolver.register.memberships(person).iter().filter(|it| it.office.is_some());
        resolver.day.is_none_or(|day| seats.any(|it| it.period.contains(day)))
    };
    if seated {
        narrow(found, &sits);
    }
    let text = resolver.prose.text;
    narrow(found, &|person| {
        let mut seats = resolver.register.memberships(person).iter().map(|it| it.seat).filter(|seat| !seat.is_empty());
        seats.any(|seat| text.contains(seat))
    });
    let stands_out = |found: &[PersonId]| match found {
        [first, second, ..] => known(first).prominence() >= known(second).prominence() + 2,
        _ => true,
    };
    if resolver.day.is_some() && !stands_out(found) {
        narrow(found, &|person| !resolver.register.offices_on(person, resolver.day).is_empty());
    }
    if !stands_out(found) {
        found.clear();
    }
}

/// Whether the register knows the person on some day up to the article's.
fn has_begun(resolver: &Resolver, person: PersonId) -> bool {
    let Some(day) = resolver.day else { return true };
    let seats = resolver.register.memberships(person).iter().map(|it| it.period);
    let mut periods = seats.chain(resolver.register.tenures(person).map(|it| it.1)).peekable();
    periods.peek().is_none() || periods.any(|period| period.from.is_none_or(|from| from <= day))
}

/// Whether a bare surname can mean the person here: of the country of those whom the article names in full, or
/// known everywhere.
pub(super) fn is_at_home(resolver: &Resolver, person: PersonId) -> bool {
    let known = resolver.register.person(person);
    let mut named =
        resolver.list.iter().filter_map(|entity| entity.person).map(|other| resolver.register.person(other).country());
    let first = named.next();
    known.prominence() >= 9
        || first.is_none()
        || first == Some(known.country())
        || named.any(|country| country == known.country())
}

/// Whether the register knows the person around the article's day; without a day everybody is.
pub(super) fn plausible_on_day(resolver: &Resolver, person: PersonId) -> bool {
    let Some(day) = resolver.day else { return true };
    // Candidates and councillors are spoken of before they have a seat, and former members long after.
    let (before, after) = (chrono::Days::new(5 * 366), chrono::Days::new(15 * 366));
    let near = |period: crate::people::Period| {
        period.from.is_none_or(|from| from.checked_sub_days(before).is_none_or(|from| from <= day))
            && period.to.is_none_or(|to| to.checked_add_days(after).is_none_or(|to| day <= to))
    };
    let mut any = false;
    for period in resolver
        .register
        .memberships(person)
        .iter()
        .map(|membership| membership.period)
        .chain(resolver.register.tenures(person).map(|(_, period)| period))
    {
        if near(period) {
            return true;
        }
        any = true;
    }
    !any
}

/// Names of one word: surnames, given names, short names of bodies.
pub(super) fn short_names(resolver: &mut Resolver) {
    let mut name = FoldedName::default();
    for index in 0..resolver.mentions.len() {
        let mention = &resolver.mentions[index];
        if resolver.of[index].is_some() || !is_named(mention) {
            continue;
        }
        read_name(resolver, index, &mut name);
        if name.len() == 0 {
            continue;
        }
        let mention = &resolver.mentions[index];
        if name.len() == 1
            && let Some(person) = find_by_office(resolver, index)
        {
            let id = add_registered(resolver, person);
            assign(resolver, index, id, Sureness::embedded().office_and_surname);
            continue;
        }
        if name.len() == 1
            && (mention.kind != MentionKind::Place || is_surname_here(resolver, name.as_str()))
            && let Some((id, sureness)) = find_short(resolver, index, name.as_str())
        {
            assign(resolver, index, id, sureness);
            continue;
        }
        let kind = match mention.kind {
            MentionKind::Person => EntityKind::Person,
            MentionKind::Name => EntityKind::Name,
            _ => EntityKind::Body,
        };
        let known = resolver.list.len();
        let id = add_named(resolver, index, &name, kind);
        let entity = &mut resolver.list[id as usize];
        // "Falconer", then "Lord Falconer": the title tells who it is.
        let titled = entity.person.is_none() && !resolver.mentions[index].prefix.is_empty();
        if titled {
            entity.named_by = Some(index);
        }
        if kind != EntityKind::Body && (titled || id as usize == known) {
            link_entity(resolver, id as usize);
        }
    }
}

/// Whether somebody of the article bears the word as a surname: Jordan is a country, and Jim Jordan's name.
pub(super) fn is_surname_here(resolver: &Resolver, word: &str) -> bool {
    resolver.index.ending_with(word, &resolver.list).any(|id| {
        let entity = &resolver.list[id as usize];
        entity.kind == EntityKind::Person && entity.name.len() > 1
    })
}

/// "President Obama", "Speaker Ryan", "the home secretary, Mr Example": the bearer of the surname who held that office
/// on the day.
pub(super) fn find_by_office(resolver: &Resolver, mention: usize) -> Option<PersonId> {
    let found = &resolver.mentions[mention];
    let day = resolver.day?;
    if found.kind != MentionKind::Person {
        return None;
    }
    let prefix = found.prefix.clone();
    let titled = prefix.clone().any(|index| resolver.prose.tokens[index].is(TITLE));
    let bearers = resolver.register.find_surname(resolver.prose.span(found.head.clone()).of(resolver.prose.text));
    if bearers.is_empty() {
        return None;
    }
    let only_holder = |offices: Vec<OfficeId>| {
        let holds = |person: &PersonId| {
            resolver.register.offices_on(*person, Some(day)).iter().any(|held| offices.contains(held))
        };
        let mut holders = bearers.iter().copied().filter(holds);
        holders.next().filter(|_| holders.next().is_none())
    };
    let offices_of = |phrase| resolver.register.find_office(resolver.prose.span(phrase).of(resolver.prose.text));
    let by_title = titled.then(|| only_holder(offices_of(prefix))).flatten();
    by_title.or_else(|| {
        let described = [role_before(resolver, mention), role_behind(resolver, mention)];
        described.into_iter().flatten().find_map(|role| {
            let role = &resolver.mentions[role];
            let past = role.tokens.clone().any(|at| List::Former.has_any_case(resolver.prose.str(at)));
            let mut offices = if role.plural || past { Vec::new() } else { offices_of(role.tokens.clone()) };
            offices.retain(|office| is_held_by_one(resolver, *office));
            only_holder(offices)
        })
    })
}

/// "the home secretary" is one person of the country; "the MP" or "the mayor" can be somebody whom the register lacks.
fn is_held_by_one(resolver: &Resolver, office: OfficeId) -> bool {
    use OfficeClass::{HeadOfGovernment, HeadOfState, Minister, PartyLeader, Shadow};
    let class = resolver.register.office(office).class();
    matches!(class, HeadOfState | HeadOfGovernment | Minister | Shadow | PartyLeader)
}

/// The description that stands right before a name, with a comma or none: "the home secretary, Mr Example".
fn role_before(resolver: &Resolver, mention: usize) -> Option<usize> {
    let start = resolver.mentions[mention].tokens.start;
    mention.checked_sub(1).filter(|at| is_role(resolver, *at)).filter(|at| {
        let end = resolver.mentions[*at].tokens.end;
        end == start || end + 1 == start && is_comma(resolver, end)
    })
}

/// The description that stands right behind a name and its comma: "Mr Example, the home secretary".
fn role_behind(resolver: &Resolver, mention: usize) -> Option<usize> {
    let end = resolver.mentions[mention].tokens.end;
    Some(mention + 1).filter(|at| {
        is_role(resolver, *at) && is_comma(resolver, end) && resolver.mentions[*at].tokens.start == end + 1
    })
}

fn is_role(resolver: &Resolver, mention: usize) -> bool {
    resolver.mentions.get(mention).is_some_and(|it| matches!(it.kind, MentionKind::Role | MentionKind::Unnamed))
}

/// The entity that a name of one word means here.
pub(super) fn find_short(resolver: &Resolver, mention: usize, word: &str) -> Option<(u32, f32)> {
    let found = &resolver.mentions[mention];
    let fits = |id: &u32| {
        let entity = &resolver.list[*id as usize];
        let is_body = entity.kind == EntityKind::Body;
        (found.kind == MentionKind::Body) == is_body && can_mean(resolver, mention, *id) && entity.name.len() > 1
    };
    let mut ids: Vec<u32> = resolver.index.ending_with(word, &resolver.list).filter(fits).collect();
    if found.kind == MentionKind::Body && ids.is_empty() {
        // "the NEA" for "National Education Association".
        return resolver
            .index
            .shortened_to(word, &resolver.list, |_| true)
            .map(|id| (id, Sureness::embedded().initials));
    }
    // "Sir Harold": a knight is called by his given name.
    let knighted =
        found.prefix.clone().last().is_some_and(|at| List::Knighthood.has_capitalised(resolver.prose.str(at)));
    let titled = !knighted && found.prefix.clone().any(|index| resolver.prose.tokens[index].is(ANY_HONORIFIC | TITLE));
    if ids.is_empty() && found.kind != MentionKind::Body && !titled {
        let folded = fold_name(word);
        ids.extend(resolver.index.beginning_with(&folded));
        if resolver.prose.tokens[found.head.start].is(GIVEN) {
            ids.extend(
                resolver.register.given_name_forms(&folded).flat_map(|form| resolver.index.beginning_with(form)),
            );
        }
        ids.retain(|id| {
            let given = resolver.list[*id as usize].name.first();
            fits(id) && (given == word || nickname_of(resolver, given, word))
        });
        ids.sort_unstable();
        ids.dedup();
    }
    if ids.is_empty() && found.kind != MentionKind::Body && titled {
        // "Kim Jong-un", later "Mr Kim": the family name stands first.
        let folded = fold_name(word);
        ids.extend(resolver.index.beginning_with(&folded));
        ids.retain(|id| fits(id) && is_family_first(resolver, *id, &folded));
        ids.sort_unstable();
        ids.dedup();
    }
    if ids.len() <= 1 {
        return ids.first().map(|id| (*id, 1.0));
    }
    if let Some(id) = told_apart(resolver, mention, &ids) {
        return Some((id, Sureness::embedded().office_and_surname));
    }
    // "Mayor Example": the one whom the article called so before.
    let called_so = |id: &&u32| {
        let roles = &resolver.list[**id as usize].roles;
        let title = |at: usize| resolver.prose.tokens[at].is(TITLE) && !resolver.prose.tokens[at].is(ANY_HONORIFIC);
        found.prefix.clone().filter(|at| title(*at)).any(|at| roles.contains(&resolver.prose.str(at)))
    };
    let mut so_called = ids.iter().filter(called_so);
    if let (Some(id), None) = (so_called.next(), so_called.next()) {
        return Some((*id, Sureness::embedded().called_so));
    }
    // Several bear it: papers go on with the surname of whom they named last, unless another is all over the story.
    let paragraph = resolver.prose.paragraph_of(found.tokens.start);
    let near = resolver.mentions[..mention].iter().enumerate().rev().take(60).find_map(|(index, other)| {
        let close = resolver.prose.paragraph_of(other.tokens.start) + 2 >= paragraph && other.quoted.is_none();
        resolver.of[index].filter(|id| close && other.head.len() > 1 && ids.contains(id))
    });
    let most = ids.iter().copied().max_by_key(|id| (resolver.list[*id as usize].mentions, std::cmp::Reverse(*id)))?;
    let second = ids.iter().filter(|id| **id != most).map(|id| resolver.list[*id as usize].mentions).max().unwrap_or(0);
    let dominates = resolver.list[most as usize].mentions > 3 * second;
    match near {
        Some(id) if id == most => Some((id, Sureness::embedded().last_and_most)),
        Some(_) if dominates => Some((most, Sureness::embedded().most_not_last)),
        Some(id) => Some((id, Sureness::embedded().last_not_most)),
        None if dominates => Some((most, Sureness::embedded().most_none_near)),
        None => Some((most, Sureness::embedded().some_none_near)),
    }
}

/// Whether the first word of the entity's name is the family name: the register says so, or the name is of the form that
/// Koreans and Chinese have in papers.
fn is_family_first(resolver: &Resolver, id: u32, family: &str) -> bool {
    let entity = &resolver.list[id as usize];
    let surname = entity.person.map(|person| fold_name(resolver.register.person(person).surname()));
    surname.map_or(entity.name.len() == 2 && entity.name.last().contains('-'), |surname| surname == family)
}

/// Of several with a surname the one whose office, party or seat stands beside it: "the home secretary, Mr Example",
/// "Labour's Mr Example", "Mr Example, MP for Exampleton".
fn told_apart(resolver: &Resolver, mention: usize, ids: &[u32]) -> Option<u32> {
    let found = &resolver.mentions[mention];
    let (before, after) = (role_before(resolver, mention), role_behind(resolver, mention));
    let only = |is: &dyn Fn(PersonId) -> bool| {
        let mut fitting = ids.iter().filter(|id| resolver.list[**id as usize].person.is_some_and(is));
        fitting.next().copied().filter(|_| fitting.next().is_none())
    };
    for described in [before, after].into_iter().flatten() {
        let phrase = resolver.prose.span(resolver.mentions[described].tokens.clone()).of(resolver.prose.text);
        let offices = resolver.register.find_office(phrase);
        let holds = |person| offices.iter().any(|office| resolver.register.held_on(person, *office, resolver.day));
        let seat = seat_of(resolver, described);
        let sits = |person| {
            let mut seats = resolver.register.memberships(person).iter();
            seats.any(|it| seat.as_deref().is_some_and(|seat| fold_name(it.seat) == seat))
        };
        let party = party_named(resolver, described);
        let belongs = |person| party.is_some() && resolver.register.party_on(person, resolver.day) == party;
        if let Some(id) = only(&holds).or_else(|| only(&sits)).or_else(|| only(&belongs)) {
            return Some(id);
        }
    }
    if let Some(place) = place_behind(resolver, found.tokens.end) {
        let sits = |person| resolver.register.memberships(person).iter().any(|it| fold_name(it.seat) == place);
        if let Some(id) = only(&sits) {
            return Some(id);
        }
    }
    let named = |at: usize| {
        let token = &resolver.prose.tokens[at];
        let party = token.kind == Kind::Word && token.capital && token.is(PARTY_NAME);
        party.then(|| resolver.register.find_party(token.span.of(resolver.prose.text))).flatten()
    };
    let end = found.tokens.end;
    let opens = resolver.prose.tokens.get(end).is_some_and(|token| token.kind == Kind::OpenBracket);
    let bracket = Some(end + 1).filter(|at| opens && *at < resolver.prose.tokens.len());
    let beside = found.prefix.clone().chain(bracket);
    let party = beside.into_iter().find_map(named)?;
    only(&|person| resolver.register.party_on(person, resolver.day) == Some(party))
}

/// The place of ", MP for Exampleton North" behind a name, folded.
fn place_behind(resolver: &Resolver, comma: usize) -> Option<String> {
    const LONGEST: usize = 8;
    let tokens = &resolver.prose.tokens;
    let seat = tokens.get(comma + 1).filter(|token| is_comma(resolver, comma) && token.is(SEAT));
    if seat.is_none() || resolver.prose.str(comma + 2) != "for" {
        return None;
    }
    let from = comma + 3;
    let is_name = |token: &&Token| token.kind == Kind::Word && (token.capital || token.is(CONJUNCTION | PARTICLE));
    let length = tokens.get(from..)?.iter().take(LONGEST).take_while(is_name).count();
    if length == 0 {
        return None;
    }
    let place = resolver.prose.span(from..from + length).of(resolver.prose.text);
    Some(fold_name(place).into_owned()).filter(|place| !place.is_empty())
}

/// Whether a name of one word can mean the entity that bears it, as far as gender and titles tell: "Lady Example" is
/// not Edward Example, "Lord Example" no MP, "Mr Example" no baroness; and in "Evan Example and Mrs Example" they are two.
pub(super) fn can_mean(resolver: &Resolver, mention: usize, id: u32) -> bool {
    let (found, entity) = (&resolver.mentions[mention], &resolver.list[id as usize]);
    if !compatible(found.gender, entity.gender) {
        return false;
    }
    let named = |role: &&str| List::Peerage.has_capitalised(role);
    let mut titles = found.prefix.clone().map(|at| resolver.prose.str(at));
    let (peer, known_peer) = (titles.clone().any(|title| named(&title)), entity.roles.iter().any(named));
    if peer && !known_peer && entity.person.is_none() && entity.named_by.is_some_and(|by| has_seat(resolver, by)) {
        return false;
    }
    let plain = titles.any(|title| List::PlainAddress.has_capitalised(title));
    if plain && known_peer && entity.name.len() == 1 {
        return false;
    }
    let other = |before: usize| resolver.of[before] == Some(id) && resolver.mentions[before].head.len() > 1;
    let beside = found.tokens.start.checked_sub(1).is_some_and(|at| resolver.prose.str(at) == "and");
    !(plain && beside && mention.checked_sub(1).is_some_and(other))
}

/// "the Labour MP Ann Example", "Ann Example, the Labour MP": who sits now.
pub(super) fn has_seat(resolver: &Resolver, mention: usize) -> bool {
    const LONGEST: usize = 6;
    let found = &resolver.mentions[mention];
    let tokens = &resolver.prose.tokens;
    let behind = found.tokens.end..tokens.len().min(found.tokens.end + LONGEST);
    let apposition = tokens[behind.clone()].first().is_some_and(|token| token.kind == Kind::Comma);
    let sits = |tokens: std::ops::Range<usize>| {
        let seat = tokens.clone().find(|at| resolver.prose.tokens[*at].is(SEAT));
        seat.is_some_and(|seat| !(tokens.start..seat).any(|at| List::Former.has_any_case(resolver.prose.str(at))))
    };
    let words = tokens[behind.clone()].iter().skip(1).take_while(|token| token.kind == Kind::Word).count();
    sits(found.prefix.clone()) || apposition && sits(behind.start + 1..behind.start + 1 + words)
}

pub(super) fn nickname_of(resolver: &Resolver, given: &str, word: &str) -> bool {
    word.len() > 1 && given.len() > 1 && resolver.register.same_given_name(given, word)
}
