//! Entity linking in questions: the words for offices, seats and groups, and for those who held an office once.

use super::context::Context;
use super::explain::{Choice, ReadingNote};
use super::groups;
use super::normal::normalise;
use super::token::{QueryWord, text_of, without_glue};
use super::tree::{Attribute, DateRange, Node, SpeakerRef};
use super::vocabulary::{self, Kinds};
use super::who::{Who, choice, choose};
use crate::people::{Country, OfficeId, slug};
use crate::words::List;
use chrono::NaiveDate;

/// What stands before the id of an office in `office:`, for those who held it and do no more.
pub(super) const FORMER: &str = "former-";

/// Former holders of an office that are listed one by one; a greater office is a group.
const MOST_FORMER: usize = 200;

/// An office or a group: `home secretary`, `Labour MPs`, `the shadow cabinet`.
pub(super) fn resolve_post(text: &str, context: &Context) -> Option<Who> {
    let office = resolve_office(text, context);
    let group = groups::resolve(text, context.register);
    match (office, group) {
        // `Labour MPs` is more than `MPs`, `Labour leader` is an office of its own.
        (Some(office), Some(group)) => {
            Some(if matches!(group.node, Node::All(_)) && !groups::is_of_party(&office.node, context.register) {
                group
            } else {
                office
            })
        }
        (office, group) => office.or(group),
    }
}

/// Offices of that name; where Britain or America has one, those of other countries are not meant.
pub(super) fn resolve_office(text: &str, context: &Context) -> Option<Who> {
    let register = context.register;
    let mut offices = register.find_office(text);
    if offices.is_empty() {
        offices = register.find_office(&singular_of(text));
    }
    let is_other = |id: &OfficeId| register.office(*id).country() == Country::Other;
    let mut left_out = Vec::new();
    if !offices.iter().all(is_other) {
        left_out = offices.iter().filter(|id| is_other(id)).map(|&id| register.office(id).id().to_owned()).collect();
        offices.retain(|id| !is_other(id));
    }
    let Some(&first) = offices.first() else { return office_of_archive(text, context) };
    let country = register.office(first).country();
    let is_one_country = offices.iter().all(|&id| register.office(id).country() == country);
    let ids: Vec<String> = offices.iter().map(|&id| register.office(id).id().to_owned()).collect();
    let mut who = Who::new(Node::Office(ids.clone()), text.to_owned());
    who.country = is_one_country.then_some(country);
    if ids.len() > 1 || !left_out.is_empty() {
        who.notes.push(ReadingNote::SharedOffice { words: text.to_owned(), offices: ids, left_out });
    }
    Some(who)
}

/// An office that articles of the archive name so: `deputy press secretary`.
fn office_of_archive(text: &str, context: &Context) -> Option<Who> {
    let id = slug(text);
    let name = context.speakers.office_name(&id).filter(|_| text.contains(' '))?;
    Some(Who::new(Node::Office(vec![id]), name))
}

/// `home secretaries` to `home secretary`.
fn singular_of(text: &str) -> String {
    match text.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => text.strip_suffix('s').unwrap_or(text).to_owned(),
    }
}

/// Those who sit or sat for a place: `MP for Exampleton`, `Exampleton MP`.
pub(super) fn resolve_seat(words: &[&QueryWord], context: &Context) -> Option<Who> {
    let is_seat_noun = |word: &QueryWord| {
        let singular = word.folded.strip_suffix('s').unwrap_or(&word.folded);
        List::Seat.has(&word.folded) || List::Seat.has(singular)
    };
    let place = match words {
        [noun, between, place @ ..] if is_seat_noun(noun) && between.folded == "for" => place,
        [place @ .., noun] if is_seat_noun(noun) => place,
        _ => return None,
    };
    let seat = text_of(without_glue(place));
    let choices: Vec<Choice> = context.register.find_seat(&seat).iter().map(|&id| choice(id, context)).collect();
    choose(&text_of(words), choices, context)
}

/// Those who held an office and hold it no more: `former prime ministers`.
pub(super) fn resolve_former(words: &[&QueryWord], context: &Context) -> Option<Who> {
    let [first, office @ ..] = words else { return None };
    if !vocabulary::embedded().kinds(&first.folded).has(Kinds::FORMER) || office.is_empty() {
        return None;
    }
    let named = resolve_office(&text_of(office), context)?;
    let Node::Office(ids) = &named.node else { return None };
    let offices: Vec<OfficeId> = ids.iter().filter_map(|id| context.register.find_office_id(id)).collect();
    let node = former_holders(&offices, context)?;
    Some(Who { country: named.country, ..Who::new(node, text_of(words)) })
}

/// Those who held one of the offices and hold none of them today: each from the day after the last one in it, and in
/// articles without a date where they are not named in it. `None` where there are none, or too many.
pub(super) fn former_holders(offices: &[OfficeId], context: &Context) -> Option<Node> {
    let register = context.register;
    let mut former: Vec<(&str, NaiveDate)> = register
        .persons()
        .filter_map(|id| {
            let tenures = register.tenures(id).filter(|(office, _)| offices.contains(office));
            let ends: Option<Vec<NaiveDate>> = tenures.map(|(_, period)| period.to).collect();
            let last = ends?.into_iter().max().filter(|last| *last < context.today)?;
            Some((register.person(id).slug(), last.succ_opt()?))
        })
        .collect();
    if former.is_empty() || former.len() > MOST_FORMER {
        return None;
    }
    former.sort_unstable();
    let is_one = |slug: &str| SpeakerRef::Id(slug.to_owned());
    let mut nodes: Vec<Node> = former
        .iter()
        .map(|(slug, from)| {
            let since = Node::Dates(DateRange { from: Some(*from), to: None });
            Node::All(vec![Node::Speaker(vec![is_one(slug)]), since])
        })
        .collect();
    let held = offices.iter().map(|id| register.office(*id).id().to_owned()).collect();
    nodes.push(Node::All(vec![
        Node::Speaker(former.iter().map(|(slug, _)| is_one(slug)).collect()),
        Node::Lacks(Attribute::Date),
        Node::Not(Box::new(Node::Office(held))),
    ]));
    Some(normalise(Node::Any(nodes)))
}

/// The office whose former holders these conditions are.
pub(super) fn former_office<'r>(nodes: &[Node], context: &Context<'r>) -> Option<&'r str> {
    let register = context.register;
    let Some(Node::All(last)) = nodes.last() else { return None };
    let office = last.iter().find_map(|node| match node {
        Node::Not(inner) => match &**inner {
            Node::Office(ids) => register.find_office_id(ids.first().filter(|_| ids.len() == 1)?),
            _ => None,
        },
        _ => None,
    })?;
    let Some(Node::Any(those)) = former_holders(&[office], context) else { return None };
    (those == nodes).then(|| register.office(office).id())
}
