//! A user's own people: one plain table, and the register with it.
//!
//! Takes the text of a table with a row for each stretch of time that somebody belonged to a party, sat in a body or held an
//! office; gives rows, each checked, and a register in which they count beside the program's own people. Somebody whose id the
//! register has takes that person's place with names, parties and offices: what the user says wins. Parties, bodies and
//! offices that it does not know are made from their names.

use super::entries::{Body, DatedName, Entries, Tenure};
use super::pack::pack;
use super::tables::RegisterError;
use super::{
    Country, Gender, Membership, Office, OfficeClass, OfficeId, Party, PartyId, Period, Person, PersonId, Register,
    slug,
};
use crate::words::fold::fold_name;
use crate::words::table::{BadLine, Row, list, rows};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// The first line of the table.
pub const OWN_HEADER: &str = "person\tname\tother names\tgender\tcountry\tparty\tbody\tseat\toffice\tfrom\tto";

/// The body of those who belong to a party without a seat.
const NO_BODY: &str = "party";

/// A row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnRow {
    /// The id: small letters, digits and hyphens.
    pub person: String,
    /// The name as papers print it.
    pub name: String,
    /// Other names.
    pub other_names: Vec<String>,
    /// `female`, `male`, or empty.
    pub gender: String,
    /// `UK`, `US`, another country, or empty.
    pub country: String,
    /// A party's id or any of its names; empty for none.
    pub party: String,
    /// A chamber or council; empty without a seat.
    pub body: String,
    /// The seat in it.
    pub seat: String,
    /// A title: `Leader of Exampleton Council`.
    pub office: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day, included.
    pub to: Option<NaiveDate>,
}

/// The rows of a table, and the lines that cannot be read with the reason.
pub fn parse_own(text: &str) -> (Vec<OwnRow>, Vec<BadLine>) {
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    for row in rows(text).filter(|row| row.text != OWN_HEADER) {
        match parse_row(&row) {
            Ok(own) => found.push(own),
            Err(line) => bad.push(line),
        }
    }
    (found, bad)
}

fn parse_row(row: &Row) -> Result<OwnRow, BadLine> {
    let [person, name, others, gender, country, party, body, seat, office, from, to] = row.exactly()?.map(str::trim);
    let id = if person.is_empty() { slug(name) } else { person.to_owned() };
    if name.is_empty() || id.is_empty() {
        return Err(row.bad("nobody is named; write the name as papers print it in the second cell"));
    }
    if slug(&id) != id {
        return Err(row.bad(format_args!("`{id}` is no id; write it in small letters with hyphens: {}", slug(&id))));
    }
    if !matches!(gender, "" | "female" | "male") && gender != "unknown" {
        return Err(row.bad(format_args!("`{gender}` is no gender; write one of: female, male, unknown, or nothing")));
    }
    let day = |cell: &str| match cell {
        "" => Ok(None),
        _ => NaiveDate::parse_from_str(cell, "%Y-%m-%d").map(Some).map_err(|_| {
            row.bad(format_args!("`{cell}` is not a date; write year-month-day as in 2016-08-18, or leave it empty"))
        }),
    };
    let (from, to) = (day(from)?, day(to)?);
    if matches!((from, to), (Some(from), Some(to)) if to < from) {
        return Err(row.bad("the period ends before it begins; swap the two dates or correct one"));
    }
    Ok(OwnRow {
        person: id,
        name: name.to_owned(),
        other_names: list(others).map(str::to_owned).collect(),
        gender: gender.to_owned(),
        country: country.to_owned(),
        party: party.to_owned(),
        body: body.to_owned(),
        seat: seat.to_owned(),
        office: office.to_owned(),
        from,
        to,
    })
}

/// The table of these rows, with its header, sorted by person and day.
pub fn render_own(rows: &[OwnRow]) -> String {
    let mut rows: Vec<&OwnRow> = rows.iter().collect();
    rows.sort_by_key(|row| (&row.person, row.from, *row));
    rows.dedup();
    let cell = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let mut table = format!("{OWN_HEADER}\n");
    for row in rows {
        let others = row.other_names.iter().map(|name| cell(&name.replace(';', ","))).collect::<Vec<_>>().join("; ");
        let cells = [&row.name, &others, &row.gender, &row.country, &row.party, &row.body, &row.seat, &row.office];
        let cells = cells.map(|text| cell(text)).join("\t");
        let _ = writeln!(table, "{}\t{cells}\t{}\t{}", row.person, day(row.from), day(row.to));
    }
    table
}

impl Register {
    /// This register with a user's own people in it; ids of persons and offices are those of the new one.
    ///
    /// # Errors
    /// Where the program's own register is damaged, or there would be more parties or offices than can be told apart.
    pub fn with_own(&self, rows: &[OwnRow]) -> Result<Register, RegisterError> {
        let mut entries = Entries::unpack(self.store())?;
        let titles = self.offices().map(|id| (fold_name(self.office(id).title()).into_owned(), self.office(id).id()));
        let own = Own { register: self, by_person: group(rows), titles: titles.collect() };
        own.add_parties(&mut entries)?;
        own.add_bodies_and_offices(&mut entries)?;
        own.add_persons(&mut entries);
        Register::from_packed(pack(&entries))
    }
}

fn group(rows: &[OwnRow]) -> BTreeMap<&str, Vec<&OwnRow>> {
    let mut by_person: BTreeMap<&str, Vec<&OwnRow>> = BTreeMap::new();
    rows.iter().for_each(|row| by_person.entry(&row.person).or_default().push(row));
    by_person
}

struct Own<'r> {
    register: &'r Register,
    by_person: BTreeMap<&'r str, Vec<&'r OwnRow>>,
    /// Known offices by their folded titles.
    titles: HashMap<String, &'static str>,
}

impl Own<'_> {
    fn rows(&self) -> impl Iterator<Item = &OwnRow> {
        self.by_person.values().flatten().copied()
    }

    /// The id of a known office, by id or by its title.
    fn find_office(&self, words: &str) -> Option<&'static str> {
        let by_id = self.register.find_office_id(words).map(|id| self.register.office(id).id());
        by_id.or_else(|| self.titles.get(&*fold_name(words)).copied())
    }

    fn add_parties(&self, entries: &mut Entries) -> Result<(), RegisterError> {
        for row in self.rows().filter(|row| !row.party.is_empty()) {
            if find_party(self.register, &entries.parties, &row.party).is_none() {
                let id = slug(&row.party).leak();
                let (name, country) = (row.party.clone().leak(), country_of(&row.country));
                entries.parties.push(Party { id, name, country, other_names: "" });
            }
        }
        match entries.parties.len() < usize::from(u16::MAX) {
            true => Ok(()),
            false => {
                Err(RegisterError::TooMany { table: "the table of your own people", limit: usize::from(u16::MAX) })
            }
        }
    }

    /// Adds what is not known; offices stay sorted, so that their ids change with what hangs on them.
    fn add_bodies_and_offices(&self, entries: &mut Entries) -> Result<(), RegisterError> {
        let before: Vec<&'static str> = entries.offices.iter().map(|office| office.id).collect();
        let mut new: BTreeMap<String, Office> = BTreeMap::new();
        let mut members: BTreeMap<&str, String> = BTreeMap::new();
        for row in self.rows() {
            let country = country_of(&row.country);
            if !row.body.is_empty() && body_named(&entries.bodies, &row.body).is_none() {
                let id = format!("member-{}", slug(&row.body));
                let title = format!("Member of {}", row.body);
                new.insert(id.clone(), made_office(&id, &title, country, OfficeClass::Legislator, 90));
                members.insert(&row.body, id);
            }
            if !row.office.is_empty() && self.find_office(&row.office).is_none() {
                let id = slug(&row.office);
                new.insert(id.clone(), made_office(&id, &row.office, country, OfficeClass::Official, 30));
            }
        }
        entries.offices.extend(new.into_values().filter(|office| !before.contains(&office.id)));
        entries.offices.sort_by_key(|office| office.id);
        if entries.offices.len() >= usize::from(u16::MAX) {
            let table = "the table of your own people";
            return Err(RegisterError::TooMany { table, limit: usize::from(u16::MAX) });
        }
        let moved = |id: OfficeId| office_id(&entries.offices, before.get(usize::from(id.0)).copied().unwrap_or(""));
        for body in &mut entries.bodies {
            body.office = body.office.and_then(moved);
        }
        for (_, membership) in &mut entries.memberships {
            membership.office = membership.office.and_then(moved);
        }
        for (_, tenure) in &mut entries.tenures {
            tenure.office = moved(tenure.office).unwrap_or(tenure.office);
        }
        for (body, office) in members {
            let office = office_id(&entries.offices, &office);
            entries.bodies.push(Body { id: body.to_owned().leak(), office, title_prefix: "" });
        }
        Ok(())
    }

    fn add_persons(&self, entries: &mut Entries) {
        let before: Vec<&'static str> = entries.persons.iter().map(|person| person.slug).collect();
        entries.persons.retain(|person| !self.by_person.contains_key(person.slug));
        for (id, rows) in &self.by_person {
            entries.persons.push(person_of(id, rows));
        }
        entries.persons.sort_by_key(|person| person.slug);
        let persons = std::mem::take(&mut entries.persons);
        let find = |slug: &str| persons.binary_search_by_key(&slug, |person| person.slug).ok();
        let moved = |id: PersonId| {
            let slug = before.get(id.0 as usize).filter(|slug| !self.by_person.contains_key(**slug))?;
            find(slug).map(|at| PersonId(at as u32))
        };
        entries.memberships = keep_moved(&entries.memberships, moved);
        entries.tenures = keep_moved(&entries.tenures, moved);
        entries.names = std::mem::take(&mut entries.names)
            .into_iter()
            .filter_map(|it| Some(DatedName { person: moved(it.person)?, ..it }))
            .collect();
        for row in self.rows() {
            let Some(person) = find(&row.person).map(|at| PersonId(at as u32)) else { continue };
            let period = Period { from: row.from, to: row.to };
            let body = if row.body.is_empty() { NO_BODY } else { &row.body };
            let party = find_party(self.register, &entries.parties, &row.party);
            if let Some(body) = body_named(&entries.bodies, body).filter(|_| party.is_some() || body != NO_BODY) {
                let Body { id, office, title_prefix } = *body;
                let seat = row.seat.clone().leak();
                entries.memberships.push((person, Membership { party, office, body: id, seat, period, title_prefix }));
            }
            let known = self.find_office(&row.office);
            let office = known.map_or_else(|| slug(&row.office), str::to_owned);
            if let Some(office) = office_id(&entries.offices, &office).filter(|_| !row.office.is_empty()) {
                entries.tenures.push((person, Tenure { office, period }));
            }
        }
        entries.persons = persons;
    }
}

fn keep_moved<T: Clone>(rows: &[(PersonId, T)], moved: impl Fn(PersonId) -> Option<PersonId>) -> Vec<(PersonId, T)> {
    rows.iter().filter_map(|(id, row)| Some((moved(*id)?, row.clone()))).collect()
}

/// How prominent somebody is whom a user entered: before all but those whom a bare surname meant for years.
const PROMINENCE: u8 = 7;

fn person_of(id: &str, rows: &[&OwnRow]) -> Person {
    let first = |cell: fn(&OwnRow) -> &String| rows.iter().map(|row| cell(row)).find(|cell| !cell.is_empty());
    let names: BTreeSet<&str> = rows.iter().flat_map(|row| row.other_names.iter().map(String::as_str)).collect();
    let name: &'static str = rows.first().map_or_else(String::new, |row| row.name.clone()).leak();
    Person {
        slug: id.to_owned().leak(),
        name,
        surname: super::names::surname_in(name),
        aliases: names.into_iter().collect::<Vec<_>>().join("; ").leak(),
        gender: match first(|row| &row.gender).map(String::as_str) {
            Some("female") => Gender::Female,
            Some("male") => Gender::Male,
            _ => Gender::Unknown,
        },
        country: country_of(first(|row| &row.country).map_or("", String::as_str)),
        prominence: PROMINENCE,
    }
}

fn country_of(name: &str) -> Country {
    match fold_name(name).as_ref() {
        "uk" | "united kingdom" => Country::Uk,
        "us" | "united states" => Country::Us,
        _ => Country::Other,
    }
}

fn made_office(id: &str, title: &str, country: Country, class: OfficeClass, rank: u8) -> Office {
    let phrases = fold_name(title).into_owned().leak();
    Office { id: id.to_owned().leak(), title: title.to_owned().leak(), country, class, rank, party: None, phrases }
}

fn office_id(offices: &[Office], id: &str) -> Option<OfficeId> {
    offices.binary_search_by_key(&id, |office| office.id).ok().map(|at| OfficeId(at as u16))
}

fn body_named<'b>(bodies: &'b [Body], name: &str) -> Option<&'b Body> {
    bodies.iter().find(|body| fold_name(body.id) == fold_name(name))
}

/// By id, else by name.
fn find_party(register: &Register, parties: &[Party], words: &str) -> Option<PartyId> {
    let known = register.find_party_id(words).or_else(|| register.find_party(words));
    let own = || parties.iter().position(|party| party.name == words).map(|at| PartyId(at as u16));
    known.or_else(own)
}
