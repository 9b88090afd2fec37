//! What must hold of the register's tables, and how complete they are.
//!
//! Takes rows, gives a line for each thing that cannot be: two seats of one body at once, two parties, an end before
//! its beginning, an office held by more than can hold it, a party before it was founded or after its end.

use super::tables::{Days, Seat, Tables, later, parse_day, rows};
use anyhow::{Context, Result};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How many can hold an office at once, and when parties were there.
#[derive(Debug, Default)]
pub struct Limits {
    holders: BTreeMap<String, usize>,
    parties: BTreeMap<String, Days>,
    /// What the members of a party were before it was founded, where they all were the same.
    before: BTreeMap<String, String>,
}

impl Limits {
    pub fn read(folder: &Path) -> Result<Limits> {
        let mut limits = Limits::default();
        let text = |name: &str| fs::read_to_string(folder.join(name)).with_context(|| format!("cannot read {name}"));
        for [office, most] in rows(&text("office_holders.tsv")?, "office_holders.tsv")? {
            limits.holders.insert(office, most.parse().context("office_holders.tsv: a number belongs here")?);
        }
        for [party, from, to, before] in rows(&text("party_days.tsv")?, "party_days.tsv")? {
            limits.before.insert(party.clone(), before);
            limits.parties.insert(party, Days { from: parse_day(&from)?, to: parse_day(&to)? });
        }
        Ok(limits)
    }
}

impl Limits {
    /// Cuts memberships to the days on which there was the party; before them its members were of the party that the
    /// table names, or nothing is known.
    pub fn cut(&self, tables: &mut Tables) {
        for seats in tables.seats.values_mut() {
            let mut before = Vec::new();
            for seat in seats.iter_mut() {
                let Some(exists) = self.parties.get(&seat.party) else { continue };
                if seat.days.start() < exists.start() && exists.start() <= seat.days.end() {
                    let earlier = self.before.get(&seat.party).filter(|party| !party.is_empty());
                    let days = Days { from: seat.days.from, to: exists.from.and_then(|day| day.pred_opt()) };
                    before.extend(earlier.map(|party| Seat { party: party.clone(), days, ..seat.clone() }));
                    seat.days.from = exists.from;
                }
            }
            seats.extend(before);
        }
    }
}

/// Days for which a predecessor's last days may overlap a successor's first.
const HANDOVER: u64 = 10;

/// Everything that cannot be.
pub fn check(tables: &Tables, limits: &Limits) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, seats) in &tables.seats {
        check_seats(id, seats, limits, &mut wrong);
    }
    for (id, posts) in &tables.posts {
        for post in posts.iter().filter(|it| it.days.end() < it.days.start()) {
            wrong.push(format!("{id}: {} ends before it begins", post.office));
        }
    }
    check_holders(tables, limits, &mut wrong);
    for (id, names) in &tables.names {
        for name in names.iter().filter(|it| it.days.end() < it.days.start()) {
            wrong.push(format!("{id}: the name {} ends before it begins", name.name));
        }
    }
    for id in tables.seats.keys().chain(tables.posts.keys()).chain(tables.names.keys()) {
        if !tables.persons.contains_key(id) {
            wrong.push(format!("{id}: in no row of persons.tsv"));
        }
    }
    wrong
}

fn check_seats(id: &str, seats: &[Seat], limits: &Limits, wrong: &mut Vec<String>) {
    for (at, one) in seats.iter().enumerate() {
        let Seat { body, party, days, .. } = one;
        if days.end() < days.start() {
            wrong.push(format!("{id}: {body} {:?} ends before it begins", days.from));
        }
        if let Some(exists) = limits.parties.get(party)
            && (days.start() < exists.start() || exists.end() < days.end())
        {
            wrong.push(format!("{id}: {party} from {:?} to {:?}, when there was none", days.from, days.to));
        }
        for other in seats[at + 1..].iter().filter(|it| it.days.overlaps(*days)) {
            if other.body == *body && body != "party" {
                wrong.push(format!("{id}: twice in {body} on {:?}", other.days.from));
            }
            if other.party != *party {
                wrong.push(format!("{id}: {party} and {} on {:?}", other.party, other.days.from));
            }
        }
    }
}

fn check_holders(tables: &Tables, limits: &Limits, wrong: &mut Vec<String>) {
    let mut by_office: BTreeMap<&str, Vec<(&str, Days)>> = BTreeMap::new();
    for (id, posts) in &tables.posts {
        for post in posts {
            by_office.entry(&post.office).or_default().push((id, post.days));
        }
    }
    for (office, holders) in by_office {
        let Some(&most) = limits.holders.get(office) else { continue };
        for &(id, days) in &holders {
            let day = later(days.start(), HANDOVER);
            if day > days.end() {
                continue;
            }
            let mut there: Vec<&str> = holders.iter().filter(|it| it.1.contains(day)).map(|it| it.0).collect();
            there.sort_unstable();
            there.dedup();
            if there.len() > most {
                wrong.push(format!("{office} on {day}: {} (from {:?} {id})", there.join(", "), days.from));
            }
        }
    }
}

/// The days on which the coverage is counted, and how many each body then had; of the Lords the number of those who
/// could sit, as Parliament published it about that day.
const BODIES: [(&str, [u32; 6]); 8] = [
    ("Commons", [659, 646, 650, 650, 650, 650]),
    ("House of Lords", [674, 743, 762, 794, 779, 780]),
    ("Scottish Parliament", [129, 129, 129, 129, 129, 129]),
    ("Senedd", [60, 60, 60, 60, 60, 96]),
    ("Northern Ireland Assembly", [108, 108, 108, 90, 90, 90]),
    ("European Parliament", [87, 78, 73, 73, 0, 0]),
    ("House", [435, 435, 435, 435, 435, 435]),
    ("Senate", [100, 100, 100, 100, 100, 100]),
];

const COUNTED_ON: [(i32, u32, u32); 6] =
    [(2003, 1, 1), (2008, 1, 1), (2013, 1, 1), (2018, 1, 1), (2023, 1, 1), (2026, 6, 1)];

/// The first day on which the files know a body, where that is later than the first day counted.
const KNOWN_FROM: [(&str, (i32, u32, u32)); 1] = [("House", (2003, 1, 7))];

/// How many of each body the tables hold on some days, as the README shows it.
pub fn coverage_table(tables: &Tables) -> String {
    let days: Vec<NaiveDate> = COUNTED_ON.iter().filter_map(|&(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)).collect();
    let mut text = String::from("| body |");
    days.iter().for_each(|day| text.push_str(&format!(" {day} |")));
    text.push_str("\n|---|---|---|---|---|---|---|\n");
    for (body, sizes) in BODIES {
        let _ = write!(text, "| {body} |");
        let known = KNOWN_FROM.iter().find(|it| it.0 == body).map(|it| it.1);
        let known = known.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
        for (day, size) in days.iter().map(|day| known.map_or(*day, |known| known.max(*day))).zip(sizes) {
            let sits = |seats: &&Vec<Seat>| seats.iter().any(|it| it.body == body && it.days.contains(day));
            let there = tables.seats.values().filter(sits).count();
            let _ = match size {
                0 => write!(text, " none |"),
                _ => write!(text, " {there} of {size} |"),
            };
        }
        text.push('\n');
    }
    text
}
