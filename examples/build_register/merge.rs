//! Facts into the tables: seats, posts, titles of peers, changes of party.
//!
//! Where a file holds every member of a body from a day on, its rows take the place of the table's from that day;
//! elsewhere they are added where the tables say nothing. What differs is told as a [`Contradiction`].

use super::facts::{Change, Facts, Held, Peer, Source, Stint};
use super::identity::{Identity, Known};
use super::tables::{DatedName, Days, Post, Seat, Tables, eve, later};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What says what against what.
pub type Contradiction = String;

/// From which day on the files hold every member of a body.
const COMPLETE: [(&str, &str, (i32, u32, u32)); 6] = [
    ("Commons", "uk-commons-elections", (2024, 5, 31)),
    ("House", "us-congress", (2013, 1, 3)),
    ("Senate", "us-congress", (2013, 1, 3)),
    ("Scottish Parliament", "scottish-parliament", (2016, 5, 5)),
    ("Senedd", "senedd", (2016, 5, 5)),
    ("Northern Ireland Assembly", "ni-assembly", (2016, 5, 5)),
];

fn complete_from(body: &str, file: &str) -> Option<NaiveDate> {
    let known = COMPLETE.iter().find(|it| it.0 == body && file.contains(it.1))?;
    NaiveDate::from_ymd_opt(known.2.0, known.2.1, known.2.2)
}

/// Days that sources differ by without saying anything else.
const SLACK: u64 = 45;

fn known(stint: &Stint) -> Known<'_> {
    let prominence = match stint.body {
        "Senate" => 4,
        "Commons" | "House" => 3,
        "European Parliament" => 1,
        _ => 2,
    };
    Known {
        name: &stint.name,
        other_names: &stint.other_names,
        country: stint.country,
        body: stint.body,
        seat: &stint.seat,
        party: &stint.party,
        days: stint.days,
        gender: &stint.gender,
        key: &stint.key,
        prominence,
        office: "",
        apart: &[],
        strict: false,
    }
}

/// Puts all stints into the tables.
pub fn merge_stints(facts: &Facts, identity: &mut Identity, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let mut placed: Vec<(String, &Stint)> = Vec::new();
    for stint in &facts.stints {
        placed.push((identity.find_or_add(&known(stint), tables), stint));
    }
    let mut replaced: BTreeSet<(&str, NaiveDate)> = BTreeSet::new();
    for (_, stint) in &placed {
        replaced.extend(complete_from(stint.body, &stint.source.file).map(|from| (stint.body, from)));
    }
    for &(body, from) in &replaced {
        let named: BTreeSet<&str> = placed.iter().filter(|it| it.1.body == body).map(|(id, _)| id.as_str()).collect();
        cut_from(tables, body, from, &named, told);
    }
    placed.sort_by_key(|(_, stint)| stint.days.start());
    for (id, stint) in placed {
        let from = complete_from(stint.body, &stint.source.file);
        let begins = replaced.iter().find(|it| it.0 == stint.body).map(|it| it.1);
        match (from, begins) {
            (Some(first), _) if stint.days.end() >= first => add_row(tables, &id, stint, first),
            // The file that holds everybody says it.
            (None, Some(first)) if stint.days.start() >= first => {}
            _ => add_where_silent(tables, &id, stint, told),
        }
    }
}

/// Cuts a body's rows at a day from which a file holds everybody.
fn cut_from(tables: &mut Tables, body: &str, from: NaiveDate, named: &BTreeSet<&str>, told: &mut Vec<Contradiction>) {
    for (id, seats) in &mut tables.seats {
        for seat in seats.iter_mut().filter(|it| it.body == body && it.days.end() >= from) {
            if !named.contains(id.as_str()) {
                // Somebody whom no list caught, but whose days are known.
                if seat.days.to.is_some() && seat.days.start() >= from {
                    continue;
                }
                told.push(format!("{id}: in {body} from {:?} on, but in no file from {from} on", seat.days.from));
            }
            seat.days.to = Some(eve(from));
        }
        seats.retain(|it| it.days.start() <= it.days.end());
    }
}

fn add_row(tables: &mut Tables, id: &str, stint: &Stint, first: NaiveDate) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    let days = Days { from: Some(stint.days.start().max(first)), to: stint.days.to };
    let row = Seat { party: stint.party.clone(), body: stint.body.to_owned(), seat: stint.seat.clone(), days };
    let same = |it: &&mut Seat| it.body == row.body && it.seat == row.seat && it.party == row.party;
    let follows = |it: &&mut Seat| it.days.end() <= row.days.start() && later(it.days.end(), 4) >= row.days.start();
    match seats.iter_mut().find(|it| same(it) && (follows(it) || it.days.overlaps(row.days))) {
        Some(before) => before.days.to = row.days.to,
        None => seats.push(row),
    }
}

/// Adds a stint that the tables do not know; of one that they know in part, what is before.
fn add_where_silent(tables: &mut Tables, id: &str, stint: &Stint, told: &mut Vec<Contradiction>) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    let there: Vec<Seat> =
        seats.iter().filter(|it| it.body == stint.body && it.days.overlaps(stint.days)).cloned().collect();
    let Some(first) = there.iter().min_by_key(|it| it.days.start()) else {
        let row = Seat {
            party: stint.party.clone(),
            body: stint.body.to_owned(),
            seat: stint.seat.clone(),
            days: stint.days,
        };
        seats.push(row);
        return;
    };
    if first.party != stint.party && first.days.start() <= stint.days.start() {
        let Source { file, line } = &stint.source;
        told.push(format!(
            "{id}: {} in {} on {:?}; {file}:{line} says {}",
            first.party, stint.body, stint.days.from, stint.party
        ));
    }
    if later(stint.days.start(), SLACK) < first.days.start() {
        let days = Days { from: stint.days.from, to: Some(eve(first.days.start())) };
        let row = Seat { party: stint.party.clone(), body: stint.body.to_owned(), seat: stint.seat.clone(), days };
        seats.push(row);
    }
}

/// Splits rows of the Commons where somebody changed party or left.
pub fn merge_changes(changes: &[Change], identity: &mut Identity, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by_key(|change| change.day);
    for change in changes {
        let known = Known {
            name: &change.name,
            other_names: &[],
            country: "UK",
            body: "Commons",
            seat: "",
            party: "",
            days: Days { from: Some(change.day), to: Some(change.day) },
            gender: "",
            key: "",
            prominence: 3,
            office: "",
            apart: &[],
            strict: true,
        };
        let Some(id) = identity.find(&known, tables) else {
            told.push(format!(
                "{}:{}: nobody called {} sits on {}",
                change.source.file, change.source.line, change.name, change.day
            ));
            continue;
        };
        apply_change(change, &id, tables, told);
    }
}

fn apply_change(change: &Change, id: &str, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    let about =
        Days { from: change.day.checked_sub_days(chrono::Days::new(SLACK)), to: Some(later(change.day, SLACK)) };
    let begins = |it: &Seat| it.body == "Commons" && it.days.from.is_some_and(|from| about.contains(from));
    if let Some(party) = &change.party
        && let Some(known) = seats.iter().find(|it| begins(it) && it.party == *party)
    {
        if known.days.from != Some(change.day) {
            told.push(format!(
                "{id}: {party} from {:?}; {}:{} says {}",
                known.days.from, change.source.file, change.source.line, change.day
            ));
        }
        return;
    }
    let Some(at) = seats.iter().position(|it| it.body == "Commons" && it.days.contains(change.day)) else {
        if change.party.is_some() {
            told.push(format!(
                "{id}: no seat on {}, when {}:{} says a change",
                change.day, change.source.file, change.source.line
            ));
        }
        return;
    };
    match &change.party {
        None => seats[at].days.to = Some(change.day),
        Some(party) if *party == seats[at].party => {}
        Some(party) if seats[at].days.start() == change.day => seats[at].party.clone_from(party),
        Some(party) => {
            let mut rest = seats[at].clone();
            rest.party.clone_from(party);
            rest.days.from = Some(change.day);
            seats[at].days.to = Some(eve(change.day));
            seats.push(rest);
        }
    }
}

/// Puts posts into the tables where they do not have them.
pub fn merge_held(held: &[Held], identity: &mut Identity, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    for fact in &joined(held) {
        let known = Known {
            name: &fact.name,
            other_names: &[],
            country: &fact.country,
            body: "",
            seat: "",
            party: &fact.party,
            days: fact.days,
            gender: "",
            key: "",
            prominence: 4,
            office: &fact.office,
            apart: &[],
            strict: false,
        };
        let id = identity.find_or_add(&known, tables);
        add_post(fact, &id, tables, told);
        let seats = tables.seats.entry(id.clone()).or_default();
        if !fact.party.is_empty() && !seats.iter().any(|it| it.days.overlaps(fact.days)) {
            let days = fact.days;
            seats.push(Seat { party: fact.party.clone(), body: "party".to_owned(), seat: String::new(), days });
        }
    }
}

/// Terms of one person in one office that follow each other, as one.
fn joined(held: &[Held]) -> Vec<Held> {
    let mut facts: Vec<Held> = held.to_vec();
    facts.sort_by(|a, b| (&a.name, &a.office, a.days.start()).cmp(&(&b.name, &b.office, b.days.start())));
    let mut joined: Vec<Held> = Vec::new();
    for fact in facts {
        match joined.last_mut() {
            Some(last)
                if (&last.name, &last.office) == (&fact.name, &fact.office)
                    && later(last.days.end(), SLACK) >= fact.days.start() =>
            {
                if last.days.end() < fact.days.end() {
                    last.days.to = fact.days.to;
                }
            }
            _ => joined.push(fact),
        }
    }
    joined
}

fn add_post(fact: &Held, id: &str, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let Held { office, days, source: Source { file, line }, .. } = fact;
    let slack = Days { from: days.from, to: Some(later(days.end(), SLACK)) };
    let posts = tables.posts.entry(id.to_owned()).or_default();
    if let Some(own) = posts.iter_mut().find(|it| it.office == *office && it.days.overlaps(slack)) {
        if own.days.to.is_none() && days.to.is_some() {
            own.days.to = days.to;
        }
        let apart = |one: NaiveDate, other: NaiveDate| later(one, SLACK) < other || later(other, SLACK) < one;
        if apart(own.days.start(), days.start()) || apart(own.days.end(), days.end()) {
            told.push(format!(
                "{id}: {office} {:?} to {:?}; {file}:{line} says {:?} to {:?}",
                own.days.from, own.days.to, days.from, days.to
            ));
        }
        return;
    }
    posts.push(Post { office: office.clone(), days: *days });
}

/// Puts peers into the tables: their titles from the day on which they began, their seats.
pub fn merge_peers(peers: &[Peer], identity: &mut Identity, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let mut taken: Vec<(String, &Peer)> = Vec::new();
    for peer in peers {
        let name = if peer.name.contains(' ') { &peer.name } else { &peer.title };
        let party = peer.parties.first().map_or("", |it| it.0.as_str());
        let known = Known {
            name,
            other_names: &[],
            country: "UK",
            body: "House of Lords",
            seat: "",
            party,
            days: peer.days,
            gender: &peer.gender,
            key: &peer.key,
            prominence: 1,
            office: "",
            apart: &apart_from(peer, &taken, tables),
            strict: false,
        };
        let titled = bearer_of(peer, name, identity, tables).filter(|id| !known.apart.contains(id));
        let id = titled.unwrap_or_else(|| identity.find_or_add(&known, tables));
        taken.push((id.clone(), peer));
        date_titles(peer, &id, tables);
        add_peer_seats(peer, &id, tables, told);
    }
}

/// Those whom a peer is not: who sits in the Commons after the title was given, and who bears another title; but one
/// who was a bishop can bear another later.
fn apart_from(peer: &Peer, taken: &[(String, &Peer)], tables: &Tables) -> Vec<String> {
    let day = later(peer.days.start(), SLACK);
    let sits =
        |seats: &[Seat]| seats.iter().any(|it| it.body == "Commons" && it.days.end() > day && it.days.start() < day);
    let sitting = tables.seats.iter().filter(|(_, seats)| sits(seats)).map(|(id, _)| id.clone());
    let is_bishop = |peer: &Peer| peer.title.contains("ishop of ");
    let other = |one: &Peer| one.title != peer.title && !is_bishop(one) && !is_bishop(peer);
    let numbers = |one: &Peer| !one.key.is_empty() && one.key == peer.key;
    sitting.chain(taken.iter().filter(|it| other(it.1) && !numbers(it.1)).map(|it| it.0.clone())).collect()
}

/// Who has the title already, in full or short, and a name that fits.
fn bearer_of(peer: &Peer, name: &str, identity: &Identity, tables: &Tables) -> Option<String> {
    let mut forms: Vec<String> = vec![peer.title.clone()];
    forms.extend(short_title(&peer.title).map(str::to_owned));
    forms.extend(forms.clone().iter().filter_map(|title| spoken(title)));
    let mut bearers = tables.persons.iter().filter(|(id, person)| {
        let dated = tables.names.get(*id).into_iter().flatten().map(|it| &it.name);
        person.aliases.iter().chain(dated).any(|alias| forms.contains(alias)) && identity.is_called(person, name)
    });
    let first = bearers.next()?;
    bearers.next().is_none().then(|| first.0.clone())
}

/// `Lord Example` of `Lord Example of Somewhere`.
fn short_title(title: &str) -> Option<&str> {
    let short = title.split(" of ").next().filter(|short| *short != title && !short.starts_with("Bishop"))?;
    ["Lord ", "Baroness ", "Lady ", "Viscount ", "Earl "].iter().any(|rank| short.starts_with(rank)).then_some(short)
}

/// Whether a name is the title of a peer.
pub fn is_title(name: &str) -> bool {
    let ranks = ["Lord ", "Baroness ", "Lady ", "Viscount ", "Viscountess ", "Earl ", "Baron ", "Duke ", "Countess "];
    ranks.into_iter().chain(["Marquess ", "Bishop ", "Archbishop "]).any(|it| name.starts_with(it))
}

fn date_titles(peer: &Peer, id: &str, tables: &mut Tables) {
    let Some(person) = tables.persons.get_mut(id) else { return };
    let days =
        Days { from: peer.days.from, to: peer.days.to.filter(|_| peer.died || peer.title.starts_with("Bishop")) };
    let mut titles = vec![peer.title.clone()];
    titles.extend(short_title(&peer.title).map(str::to_owned));
    let (given, kept): (Vec<String>, Vec<String>) = person.aliases.drain(..).partition(|it| is_title(it));
    person.aliases = kept;
    titles.extend(given);
    // Papers write Lady for Baroness, and Lord for Viscount, Earl and Marquess.
    let spoken: Vec<String> = titles.iter().filter_map(|title| spoken(title)).collect();
    titles.extend(spoken);
    let names = tables.names.entry(id.to_owned()).or_default();
    for title in titles {
        if person.name != title && !names.iter().any(|it| it.name == title) {
            names.push(DatedName { name: title, days });
        }
    }
}

fn spoken(title: &str) -> Option<String> {
    let rest = title.strip_prefix("Baroness ").map(|rest| ("Lady", rest));
    let rest = rest.or_else(|| title.strip_prefix("Viscount ").map(|rest| ("Lord", rest)));
    rest.map(|(rank, name)| format!("{rank} {name}"))
}

fn add_peer_seats(peer: &Peer, id: &str, tables: &mut Tables, told: &mut Vec<Contradiction>) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    if let Some(last) = seats.iter_mut().filter(|it| it.body == "House of Lords").max_by_key(|it| it.days.start()) {
        match (last.days.to, peer.days.to) {
            (None, Some(left)) if last.days.start() <= left => last.days.to = Some(left),
            (Some(to), left) if left != Some(to) => told
                .push(format!("{id}: in the Lords to {to}; {}:{} says {left:?}", peer.source.file, peer.source.line)),
            _ => {}
        }
        return;
    }
    let mut parties = peer.parties.clone();
    if parties.is_empty() {
        parties.push((String::new(), peer.days));
    }
    let starts: Vec<Option<NaiveDate>> = parties.iter().map(|it| it.1.from).collect();
    for (at, (party, span)) in parties.iter().enumerate() {
        let from = if at == 0 { peer.days.from.or(span.from) } else { span.from };
        let next = starts.get(at + 1).copied().flatten().map(eve);
        let to = [next, peer.days.to].into_iter().flatten().min();
        let days = Days { from, to };
        if days.start() <= days.end() {
            let row = Seat { party: party.clone(), body: "House of Lords".to_owned(), seat: String::new(), days };
            seats.push(row);
        }
    }
}

/// Makes the rows of each person agree: one party a day, no row twice.
pub fn settle(tables: &mut Tables) {
    for seats in tables.seats.values_mut() {
        part_at_handover(seats);
        seats.sort_by_key(|it| (it.days.start(), rank(&it.body), it.days.end()));
        seats.dedup();
        let strong: Vec<Seat> = seats.iter().filter(|it| it.body != "party").cloned().collect();
        let mut kept: Vec<Seat> = Vec::new();
        for seat in seats.drain(..) {
            let over: Vec<&Seat> = strong
                .iter()
                .filter(|it| rank(&it.body) < rank(&seat.body) && it.party != seat.party && it.days.overlaps(seat.days))
                .collect();
            split(seat, &over, &mut kept);
        }
        kept.sort_by_key(|it| (it.days.start(), rank(&it.body), it.days.end()));
        *seats = kept;
    }
    tables.seats.retain(|_, seats| !seats.is_empty());
    tables.posts.retain(|_, posts| !posts.is_empty());
    tables.names.retain(|_, names| !names.is_empty());
}

/// Where one row of a body ends on the day on which the next begins, it ends the day before.
fn part_at_handover(seats: &mut [Seat]) {
    let begun: Vec<(String, NaiveDate)> =
        seats.iter().filter_map(|it| it.days.from.map(|from| (it.body.clone(), from))).collect();
    for seat in seats {
        let next =
            begun.iter().find(|it| it.0 == seat.body && Some(it.1) == seat.days.to && seat.days.from < Some(it.1));
        if let Some((_, from)) = next {
            seat.days.to = Some(eve(*from));
        }
    }
}

/// Whose word counts where two bodies' lists differ about a party: the lower.
fn rank(body: &str) -> u8 {
    match body {
        "Commons" | "House" | "Senate" => 0,
        "Scottish Parliament" | "Senedd" | "Northern Ireland Assembly" => 1,
        "European Parliament" | "London Assembly" => 2,
        "House of Lords" => 3,
        _ => 4,
    }
}

/// Cuts out of a row the days on which a stronger row gives another party: there a seat goes on under that party, a
/// membership without a seat ends.
fn split(seat: Seat, over: &[&Seat], kept: &mut Vec<Seat>) {
    let Some(first) = over.first() else {
        kept.push(seat);
        return;
    };
    let (own, other) = (seat.days, first.days);
    if own.start() < other.start() {
        kept.push(Seat { days: Days { from: own.from, to: other.from.map(eve) }, ..seat.clone() });
    }
    if seat.body != "party" {
        let days = Days {
            from: if own.start() < other.start() { other.from } else { own.from },
            to: if own.end() < other.end() { own.to } else { other.to },
        };
        kept.push(Seat { days, party: first.party.clone(), ..seat.clone() });
    }
    if other.end() < own.end() {
        let from = other.to.map(|to| later(to, 1));
        split(Seat { days: Days { from, to: own.to }, ..seat }, &over[1..], kept);
    }
}

/// Ends a person's last seat in a body, or time in an office, on the day that was decided.
pub fn end(tables: &mut Tables, id: &str, of: &str, day: NaiveDate) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    seats.retain(|it| it.body != of || it.days.start() <= day);
    for seat in seats.iter_mut().filter(|it| it.body == of && it.days.end() > day) {
        seat.days.to = Some(day);
    }
    let posts = tables.posts.entry(id.to_owned()).or_default();
    posts.retain(|it| it.office != of || it.days.start() <= day);
    for post in posts.iter_mut().filter(|it| it.office == of && it.days.end() > day) {
        post.days.to = Some(day);
    }
}

/// Lets a person belong to a party from the day on that was decided, not before.
pub fn begin(tables: &mut Tables, id: &str, party: &str, day: NaiveDate) {
    let seats = tables.seats.entry(id.to_owned()).or_default();
    seats.retain(|it| it.party != party || it.days.end() >= day);
    for seat in seats.iter_mut().filter(|it| it.party == party && it.days.start() < day) {
        seat.days.from = Some(day);
    }
}

/// Makes two entries of one person one: what the first has goes to the second.
pub fn join(tables: &mut Tables, gone: &str, kept: &str) {
    let Some(twin) = tables.persons.remove(gone) else { return };
    if let Some(person) = tables.persons.get_mut(kept) {
        let own = person.name.clone();
        let more = std::iter::once(twin.name).chain(twin.aliases).filter(|name| *name != own);
        person.aliases.extend(more);
        person.aliases.dedup();
    }
    let seats = tables.seats.remove(gone).unwrap_or_default();
    tables.seats.entry(kept.to_owned()).or_default().extend(seats);
    let posts = tables.posts.remove(gone).unwrap_or_default();
    tables.posts.entry(kept.to_owned()).or_default().extend(posts);
    let names = tables.names.remove(gone).unwrap_or_default();
    tables.names.entry(kept.to_owned()).or_default().extend(names);
}

/// Persons of the first tables that are not in the second.
pub fn lost<'t>(before: &'t Tables, after: &Tables) -> Vec<&'t String> {
    before.persons.keys().filter(|id| !after.persons.contains_key(*id)).collect()
}

/// How many rows each table has.
pub fn sizes(tables: &Tables) -> BTreeMap<&'static str, usize> {
    [
        ("persons", tables.persons.len()),
        ("names", tables.names.values().map(Vec::len).sum()),
        ("memberships", tables.seats.values().map(Vec::len).sum()),
        ("offices", tables.posts.values().map(Vec::len).sum()),
    ]
    .into()
}
