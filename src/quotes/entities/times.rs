//! When an undated article was written, as far as those whom it names tell.

use super::super::mentions::MentionKind;
use super::homes::Era;
use super::resolver::Resolver;
use crate::people::PersonId;
use crate::words::List;
use chrono::NaiveDate;

/// Without a posting date: a day on which the persons named with their offices held them.
pub(super) fn infer_day(resolver: &mut Resolver) {
    if resolver.day.is_some() {
        return;
    }
    let (mut from, mut to) = (None::<NaiveDate>, None::<NaiveDate>);
    for (index, mention) in resolver.mentions.iter().enumerate() {
        if mention.prefix.is_empty() || mention.kind != MentionKind::Person {
            continue;
        }
        let Some(person) = resolver.of[index].and_then(|id| resolver.list[id as usize].person) else { continue };
        let phrase = resolver.prose.span(mention.prefix.clone()).of(resolver.prose.text);
        let lower = phrase.to_lowercase();
        if lower.contains("former") || lower.contains("ex-") {
            continue;
        }
        for office in resolver.register.find_office(phrase) {
            let held: Vec<_> = resolver.register.tenures(person).filter(|(held, _)| *held == office).collect();
            if let [(_, period)] = held[..] {
                let (new_from, new_to) = (from.max(period.from), earliest(to, period.to));
                // Offices that were never held at once say nothing more.
                if new_from.zip(new_to).is_none_or(|(from, to)| from <= to) {
                    (from, to) = (new_from, new_to);
                }
            }
        }
    }
    resolver.day = match (from, to) {
        (Some(from), Some(to)) => Some(from + (to - from) / 2),
        _ => None,
    };
}

/// Without a posting date: the days on which most of the persons whom the article names in full sat in a house or
/// led a party at once. A party that somebody kept to all through them is the party on the article's day, whichever
/// that was.
pub(super) fn infer_era(resolver: &mut Resolver) {
    const FEWEST: usize = 2;
    if resolver.day.is_some() {
        return;
    }
    let (earliest_day, latest_day) = (NaiveDate::MIN, NaiveDate::MAX);
    let mut changes: Vec<(NaiveDate, i32)> = Vec::new();
    let persons: Vec<PersonId> = resolver.by_person.keys().copied().collect();
    for person in persons {
        // Who sits by appointment had a life before: such a seat tells the time only of whom the article calls a peer.
        let is_peer = is_called_peer(resolver, person);
        let mut spells: Vec<(NaiveDate, NaiveDate)> = resolver
            .register
            .memberships(person)
            .iter()
            .filter(|it| is_peer || it.office.is_none() || !it.seat.is_empty())
            .map(|membership| membership.period)
            .map(|period| (period.from.unwrap_or(earliest_day), period.to.unwrap_or(latest_day)))
            .collect();
        spells.sort_unstable();
        let mut last: Option<(NaiveDate, NaiveDate)> = None;
        for spell in spells {
            match &mut last {
                // A dissolution between two terms is no absence.
                Some(open) if (spell.0 - open.1).num_days() <= DISSOLUTION_DAYS => open.1 = open.1.max(spell.1),
                _ => {
                    changes.extend(last.iter().flat_map(|open| [(open.0, 1), (open.1, -1)]));
                    last = Some(spell);
                }
            }
        }
        changes.extend(last.iter().flat_map(|open| [(open.0, 1), (open.1, -1)]));
    }
    changes.sort_unstable();
    let (mut present, mut most, mut era) = (0, 0, None);
    for (index, (from, change)) in changes.iter().enumerate() {
        present += change;
        let to = changes.get(index + 1).map_or(latest_day, |(day, _)| *day);
        if present > most && *from < to {
            most = present;
            era = Some(Era { from: *from, to });
        } else if present == most
            && let Some(era) = &mut era
        {
            // Equally many at two times: any day between could be meant.
            era.to = to;
        }
    }
    resolver.era = era.filter(|_| most as usize >= FEWEST);
}

/// Whether a mention of the person bears a peer's title: "Lord Example".
fn is_called_peer(resolver: &Resolver, person: PersonId) -> bool {
    let id = resolver.by_person.get(&person).copied();
    resolver.mentions.iter().zip(&resolver.of).any(|(mention, of)| {
        of.is_some()
            && *of == id
            && mention.prefix.clone().any(|at| List::Peerage.has_capitalised(resolver.prose.str(at)))
    })
}

/// Days between two parliaments.
const DISSOLUTION_DAYS: i64 = 60;

fn earliest(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
