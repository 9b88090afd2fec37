//! The tables' rows to the packed form of the register: what is looked up by name becomes a hash table.
//!
//! Takes the text of the tables, or rows that were read from them; gives numbers and one text, which
//! [`packed`](super::packed) reads. The build does it for the project's own tables, the program for a user's.

use super::entries::{DatedName, Entries};
use super::names::without_courtesies;
use super::packed::{Id, SECTIONS, Section, bucket, hash, number_of};
use super::roles::PARTY_SLOT;
use super::tables::{RegisterError, Tables, list};
use super::{Country, Gender, Office, OfficeClass, Period, Person, PersonId};
use crate::words::fold::{fold_name, name_onto};
use std::collections::HashMap;

/// A register in packed form, owned.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    /// PackedNumbers of 32 bits, the lowest byte first.
    pub(crate) numbers: Vec<u8>,
    /// The text that the numbers point into.
    pub(crate) text: String,
}

/// The register of these tables, packed.
///
/// # Errors
/// Where a row cannot be read, is out of order or names an id that no table holds.
pub(crate) fn pack_tables(tables: &Tables) -> Result<Packed, RegisterError> {
    Ok(pack(&Entries::parse(tables)?))
}

/// The rows, packed.
pub(super) fn pack(entries: &Entries) -> Packed {
    let mut packer = Packer { starts: [0; SECTIONS], ..Packer::default() };
    packer.given_names(entries);
    packer.parties_and_offices(entries);
    packer.persons(entries);
    packer.memberships(entries);
    packer.given_forms(entries);
    packer.names(entries);
    packer.roles(entries);
    packer.seats(entries);
    packer.finish()
}

#[derive(Default)]
struct Packer {
    starts: [u32; SECTIONS],
    numbers: Vec<u32>,
    text: String,
    /// Where each text stands that was written.
    seen: HashMap<String, (u32, u32)>,
}

impl Packer {
    fn begin(&mut self, section: Section, count: usize) {
        self.starts[section as usize] = (SECTIONS + self.numbers.len()) as u32;
        self.number(count);
    }

    fn number(&mut self, number: usize) {
        self.numbers.push(number as u32);
    }

    fn place(&mut self, text: &str) -> (u32, u32) {
        if let Some(place) = self.seen.get(text) {
            return *place;
        }
        let place = (self.text.len() as u32, text.len() as u32);
        self.text.push_str(text);
        self.seen.insert(text.to_owned(), place);
        place
    }

    fn text(&mut self, text: &str) {
        let (start, length) = self.place(text);
        self.numbers.extend([start, length]);
    }

    fn period(&mut self, period: Period) {
        self.numbers.extend([number_of(period.from), number_of(period.to)]);
    }

    fn given_names(&mut self, entries: &Entries) {
        let given = &entries.given_names;
        self.begin(Section::Genders, given.genders.len());
        for &(name, gender) in &given.genders {
            self.text(name);
            self.number(number_of_gender(gender));
        }
        for (section, pairs) in [(Section::ShortForms, &given.short_forms), (Section::Shortened, &given.shortened)] {
            self.begin(section, pairs.len());
            for &(one, other) in pairs {
                self.text(one);
                self.text(other);
            }
        }
    }

    fn parties_and_offices(&mut self, entries: &Entries) {
        self.begin(Section::Parties, entries.parties.len());
        for party in &entries.parties {
            [party.id, party.name, party.other_names].iter().for_each(|text| self.text(text));
            self.number(number_of_country(party.country));
        }
        self.begin(Section::Offices, entries.offices.len());
        for office in &entries.offices {
            let &Office { id, title, country, class, rank, party, phrases } = office;
            [id, title, phrases].iter().for_each(|text| self.text(text));
            self.number(number_of_country(country));
            self.number(number_of_class(class));
            self.number(usize::from(rank));
            self.number(party.map_or(0, |party| usize::from(party.0) + 1));
        }
        self.begin(Section::Bodies, entries.bodies.len());
        for body in &entries.bodies {
            self.text(body.id);
            self.text(body.title_prefix);
            self.number(body.office.map_or(0, |office| usize::from(office.0) + 1));
        }
    }

    fn persons(&mut self, entries: &Entries) {
        self.begin(Section::Persons, entries.persons.len());
        for person in &entries.persons {
            let &Person { slug, name, surname, aliases, gender, country, prominence } = person;
            self.text(slug);
            let (start, length) = self.place(name);
            self.numbers.extend([start, length]);
            match name.rfind(surname) {
                Some(at) => self.numbers.extend([start + at as u32, surname.len() as u32]),
                None => self.text(surname),
            }
            self.text(aliases);
            self.number(number_of_gender(gender) | number_of_country(country) << 8 | usize::from(prominence) << 16);
        }
    }

    fn memberships(&mut self, entries: &Entries) {
        self.begin(Section::Memberships, entries.memberships.len());
        for (person, it) in &entries.memberships {
            let body = entries.bodies.iter().position(|body| body.id == it.body).unwrap_or(0);
            self.number(person.0 as usize);
            self.number(it.party.map_or(0, |party| usize::from(party.0) + 1) | body << 16);
            self.text(it.seat);
            self.period(it.period);
        }
        self.begin(Section::Tenures, entries.tenures.len());
        for (person, tenure) in &entries.tenures {
            self.number(person.0 as usize);
            self.number(usize::from(tenure.office.0));
            self.period(tenure.period);
        }
        self.begin(Section::DatedNames, entries.names.len());
        for DatedName { person, name, period } in &entries.names {
            self.number(person.0 as usize);
            self.text(name);
            self.period(*period);
        }
    }

    /// For each person where its forms begin, then the forms: the given names in each of the person's names that ends
    /// in the surname, folded, and what the first of them is short for.
    fn given_forms(&mut self, entries: &Entries) {
        let mut all: Vec<(String, &'static str)> = Vec::new();
        let mut starts = Vec::with_capacity(entries.persons.len() + 1);
        for person in &entries.persons {
            starts.push(all.len());
            let surname = fold_name(person.surname);
            for form in std::iter::once(person.name).chain(person.aliases()) {
                let form = fold_name(form);
                let words: Vec<&str> = form.split(' ').collect();
                let words = without_courtesies(&words).join(" ");
                let Some(given) = words.strip_suffix(&*surname).map(str::trim) else { continue };
                let Some(first) = given.split(' ').next().filter(|first| !first.is_empty()) else { continue };
                all.push((given.to_owned(), entries.given_names.formal_names(first)));
            }
        }
        starts.push(all.len());
        self.begin(Section::GivenForms, starts.len());
        starts.into_iter().for_each(|start| self.number(start));
        for (words, formal) in all {
            self.text(&words);
            self.text(formal);
        }
    }

    fn names(&mut self, entries: &Entries) {
        let (mut names, mut surnames) = (Lookup::default(), Lookup::default());
        for (person, id) in entries.persons.iter().zip((0..).map(PersonId)) {
            names.add(person.name, id, Period::ALWAYS);
            person.aliases().for_each(|alias| names.add(alias, id, Period::ALWAYS));
            surnames.add(person.surname, id, Period::ALWAYS);
        }
        for it in &entries.names {
            names.add(it.name, it.person, it.period);
        }
        let rank = |id: PersonId| (std::cmp::Reverse(entries.persons[id.0 as usize].prominence), id);
        self.lookup(Section::Names, names, true, rank);
        self.lookup(Section::Surnames, surnames, false, rank);
    }

    fn roles(&mut self, entries: &Entries) {
        let mut parties = Lookup::default();
        for (party, id) in entries.parties.iter().zip((0..).map(super::PartyId)) {
            parties.add(party.name, id, Period::ALWAYS);
            party.other_names().for_each(|name| parties.add(name, id, Period::ALWAYS));
        }
        let (mut phrases, mut party_phrases) = (Lookup::default(), Lookup::default());
        for (office, id) in entries.offices.iter().zip((0..).map(super::OfficeId)) {
            for phrase in list(office.phrases) {
                let into = if phrase.contains(PARTY_SLOT) { &mut party_phrases } else { &mut phrases };
                into.add(phrase, id, Period::ALWAYS);
            }
        }
        // The order of the table: of two parties of one name the first is meant unless more is said.
        self.lookup(Section::PartyNames, parties, false, |id| id);
        self.lookup(Section::Phrases, phrases, false, |id| id);
        self.lookup(Section::PartyPhrases, party_phrases, false, |id| id);
    }

    fn seats(&mut self, entries: &Entries) {
        let mut seats = Lookup::default();
        for (person, it) in entries.memberships.iter().filter(|it| !it.1.seat.is_empty()) {
            seats.add(it.seat, *person, Period::ALWAYS);
        }
        self.lookup(Section::Seats, seats, false, |id| id);
    }

    /// A hash table; under each key the ids in the order of `rank`, each once on the same days.
    fn lookup<I: Id, R: Ord>(&mut self, section: Section, lookup: Lookup<I>, dated: bool, rank: impl Fn(I) -> R) {
        let Lookup { mut entries, texts } = lookup;
        let text = |(start, end): (u32, u32)| &texts[start as usize..end as usize];
        let days = |period: Period| (number_of(period.from), number_of(period.to));
        entries.sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| text(a.1).cmp(text(b.1)))
                .then_with(|| rank(a.2).cmp(&rank(b.2)))
                .then_with(|| days(a.3).cmp(&days(b.3)))
        });
        let mut keys: Vec<(u32, (u32, u32), usize)> = Vec::new();
        let mut ids: Vec<(I, Period)> = Vec::new();
        for &(hash, span, id, period) in &entries {
            match keys.last() {
                // A name that is always somebody's sorts first, and says all that its dated twins could.
                Some(key) if key.0 == hash && text(key.1) == text(span) => {
                    let known = |it: &&(I, Period)| it.0 == id && (it.1 == period || it.1 == Period::ALWAYS);
                    if !ids[key.2..].iter().any(|it| known(&it)) {
                        ids.push((id, period));
                    }
                }
                _ => {
                    keys.push((hash, span, ids.len()));
                    ids.push((id, period));
                }
            }
        }
        self.begin(section, keys.len());
        self.number(ids.len());
        self.number(usize::from(dated));
        for &(hash, span, first) in &keys {
            self.numbers.push(hash);
            self.text(text(span));
            self.number(first);
        }
        let mut buckets = vec![0; keys.len() + 2];
        keys.iter().for_each(|key| buckets[bucket(key.0, keys.len() + 1) + 1] += 1);
        (1..buckets.len()).for_each(|at| buckets[at] += buckets[at - 1]);
        buckets.into_iter().for_each(|first| self.number(first));
        ids.iter().for_each(|(id, _)| self.numbers.push(id.number()));
        if dated {
            ids.iter().for_each(|(_, period)| self.period(*period));
        }
    }

    fn finish(self) -> Packed {
        let numbers = self.starts.iter().chain(&self.numbers).flat_map(|number| number.to_le_bytes()).collect();
        Packed { numbers, text: self.text }
    }
}

/// Collects names, folded, with what they mean.
struct Lookup<I> {
    entries: Vec<(u32, (u32, u32), I, Period)>,
    texts: String,
}

impl<I> Default for Lookup<I> {
    fn default() -> Lookup<I> {
        Lookup { entries: Vec::new(), texts: String::new() }
    }
}

impl<I> Lookup<I> {
    /// Adds a name as it is printed; folds it.
    fn add(&mut self, name: &str, id: I, period: Period) {
        let start = self.texts.len();
        name_onto(name, &mut self.texts);
        if self.texts.len() > start {
            let span = (start as u32, self.texts.len() as u32);
            self.entries.push((hash(&self.texts[start..]), span, id, period));
        }
    }
}

fn number_of_gender(gender: Gender) -> usize {
    match gender {
        Gender::Female => 0,
        Gender::Male => 1,
        Gender::Unknown => 2,
    }
}

fn number_of_country(country: Country) -> usize {
    match country {
        Country::Uk => 0,
        Country::Us => 1,
        Country::Other => 2,
    }
}

fn number_of_class(class: OfficeClass) -> usize {
    super::tables::CLASSES.iter().position(|it| it.1 == class).unwrap_or(0)
}
