//! The register itself: the tables joined, and the questions on persons, parties and offices by date.

use super::names::{GivenNames, NameIndex, NameIndexBuilder, fold_name};
use super::roles::{Roles, RolesBuilder};
use super::tables::{RegisterError, Tables, list, rows};
use super::{Gender, Membership, Office, OfficeClass, OfficeId, Party, PartyId, Period, Person, PersonId};
use chrono::NaiveDate;
use std::ops::Range;

/// Who is who, and when.
#[derive(Clone, Debug)]
pub struct Register {
    /// Sorted by slug.
    persons: Vec<Person>,
    parties: Vec<Party>,
    /// Sorted by id.
    offices: Vec<Office>,
    memberships: Rows<Membership>,
    tenures: Rows<Tenure>,
    /// The tenures by office.
    office_holders: Vec<(OfficeId, PersonId, Period)>,
    names: NameIndex<PersonId>,
    surnames: NameIndex<PersonId>,
    given_names: GivenNames,
    words: NameWords,
    roles: Roles,
}

#[derive(Clone, Copy, Debug)]
struct Tenure {
    office: OfficeId,
    period: Period,
}

/// For how long before and after a membership its party still holds: the weeks between a dissolution and the new
/// house, in which nobody has a seat.
const CAMPAIGN_DAYS: i64 = 60;

impl Register {
    /// The register of the project's own tables.
    ///
    /// # Errors
    /// Where a table is damaged; a test keeps the embedded ones sound.
    pub fn embedded() -> Result<Register, RegisterError> {
        Register::with_tables(&Tables::EMBEDDED)
    }

    /// The register of these tables.
    ///
    /// # Errors
    /// Where a row cannot be read, is out of order or names an id that no table holds; the message says which.
    pub fn with_tables(tables: &Tables) -> Result<Register, RegisterError> {
        let words = NameWords::parse_table(tables.name_words)?;
        let given_names = GivenNames::parse_tables(tables.given_names, tables.nicknames)?;
        let parties = parse_parties(tables.parties)?;
        let mut roles = RolesBuilder::new(&parties, &words.articles);
        let offices = parse_offices(tables.office_names, &parties, &mut roles)?;
        let bodies = parse_bodies(tables.bodies, &offices)?;
        let persons = parse_persons(tables.persons, &words)?;
        let memberships = parse_memberships(tables.memberships, &persons, &parties, &bodies)?;
        let (tenures, office_holders) = parse_tenures(tables.offices, &persons, &offices)?;

        let mut names = NameIndexBuilder::with_capacity(persons.len() * 3);
        let mut surnames = NameIndexBuilder::with_capacity(persons.len());
        for (person, id) in persons.iter().zip((0..).map(PersonId)) {
            names.add(person.name, id);
            person.aliases().for_each(|alias| names.add(alias, id));
            surnames.add(person.surname, id);
        }
        let rank = |id: PersonId| (std::cmp::Reverse(persons[id.0 as usize].prominence), id);
        let (names, surnames) = (names.build(rank), surnames.build(rank));
        let roles = roles.build();
        Ok(Register {
            persons,
            parties,
            offices,
            memberships,
            tenures,
            office_holders,
            names,
            surnames,
            given_names,
            words,
            roles,
        })
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// All persons, by slug.
    pub fn persons(&self) -> impl Iterator<Item = PersonId> + use<> {
        (0..self.persons.len() as u32).map(PersonId)
    }

    /// All parties, in the order of their table.
    pub fn parties(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.parties.len() as u16).map(PartyId)
    }

    /// All offices, by id.
    pub fn offices(&self) -> impl Iterator<Item = OfficeId> + use<> {
        (0..self.offices.len() as u16).map(OfficeId)
    }

    pub fn person(&self, id: PersonId) -> &Person {
        &self.persons[id.0 as usize]
    }

    pub fn party(&self, id: PartyId) -> &Party {
        &self.parties[usize::from(id.0)]
    }

    pub fn office(&self, id: OfficeId) -> &Office {
        &self.offices[usize::from(id.0)]
    }

    /// The person with this slug.
    pub fn find_slug(&self, slug: &str) -> Option<PersonId> {
        self.persons.binary_search_by_key(&slug, |person| person.slug).ok().map(|at| PersonId(at as u32))
    }

    /// The office with this id.
    pub fn find_office_id(&self, id: &str) -> Option<OfficeId> {
        self.offices.binary_search_by_key(&id, |office| office.id).ok().map(|at| OfficeId(at as u16))
    }

    /// The party with this id.
    pub fn find_party_id(&self, id: &str) -> Option<PartyId> {
        self.parties.iter().position(|party| party.id == id).map(|at| PartyId(at as u16))
    }

    /// The persons who bear this full name or alias, the most prominent first. Courtesies (`Mr`, `Sir`) and suffixes
    /// (`Jr`) are dropped. Where nobody bears exactly this name, short and formal given names and initials stand for
    /// each other and middle names may be missing or added (`Edward Davey`, `Donald J. Trump`), as long as no two of
    /// them contradict each other.
    ///
    /// A bare surname finds nobody here unless it is an alias: see [`Register::find_surname`].
    pub fn find_name(&self, name: &str) -> Vec<PersonId> {
        let folded = fold_name(name);
        let exact = self.names.get(&folded);
        if !exact.is_empty() {
            return exact.to_vec();
        }
        let words: Vec<&str> = folded.split(' ').collect();
        let words = self.words.without_courtesies(&words);
        let exact = self.names.get(&words.join(" "));
        if !exact.is_empty() {
            return exact.to_vec();
        }
        let mut found: Vec<PersonId> = Vec::new();
        for split in 1..words.len() {
            let (given, surname) = words.split_at(split);
            let bearers = self.surnames.get(&surname.join(" ")).iter().copied();
            found.extend(bearers.filter(|&id| self.has_given_names(id, given)));
        }
        found
    }

    /// Whether one of the person's names has given names that fit these, which are folded.
    fn has_given_names(&self, id: PersonId, given: &[&str]) -> bool {
        let person = self.person(id);
        let surname = fold_name(person.surname);
        std::iter::once(person.name).chain(person.aliases()).any(|form| {
            let form = fold_name(form);
            let words: Vec<&str> = form.split(' ').collect();
            let words = self.words.without_courtesies(&words).join(" ");
            let Some(own) = words.strip_suffix(&*surname) else { return false };
            let own: Vec<&str> = own.split_whitespace().collect();
            match (own.split_first(), given.split_first()) {
                (Some((own, own_middle)), Some((given, middle))) => {
                    self.given_names.same(own, given) && middle_names_agree(own_middle, middle)
                }
                _ => false,
            }
        })
    }

    /// All bearers of the surname, the most prominent first. Particles belong to it (`de Blasio`), so do all the
    /// words of a surname of several (`Duncan Smith`, `Ocasio-Cortez`).
    pub fn find_surname(&self, surname: &str) -> &[PersonId] {
        self.surnames.get(&fold_name(surname))
    }

    /// Whether anybody in the register bears this surname.
    pub fn is_surname(&self, word: &str) -> bool {
        !self.find_surname(word).is_empty()
    }

    /// Whether the word is a known given name or a short form of one.
    pub fn is_given_name(&self, word: &str) -> bool {
        self.given_names.has(&fold_name(word))
    }

    /// The gender of those who bear the given name, as far as it tells one.
    pub fn gender_of_given_name(&self, name: &str) -> Gender {
        self.given_names.gender(&fold_name(name))
    }

    /// Whether the two can be one person's given name: equal when folded, one the short form of the other (`Ed`,
    /// `Edward`), or one the other's initial.
    pub fn same_given_name(&self, a: &str, b: &str) -> bool {
        self.given_names.same(&fold_name(a), &fold_name(b))
    }

    /// The person's party on the day; `None` where the record does not tell, or says that there is none.
    ///
    /// The record tells on the days of a membership; between two memberships in one party, however far apart; and for
    /// sixty days before and after, because candidates have no seat between a dissolution and the new house. Whoever
    /// keeps to a party without a seat has a membership of it in the table (body `party`). Nobody's last party is
    /// guessed beyond that. Without a day the party is told only of those who never had another.
    pub fn party_on(&self, id: PersonId, day: Option<NaiveDate>) -> Option<PartyId> {
        let memberships = self.memberships.of(id);
        let Some(day) = day else {
            let first = memberships.first()?.party;
            return first.filter(|_| memberships.iter().all(|membership| membership.party == first));
        };
        if let Some(covering) = memberships.iter().rev().find(|membership| membership.period.contains(day)) {
            return covering.party;
        }
        let before =
            memberships.iter().filter(|it| it.period.to.is_some_and(|to| to < day)).max_by_key(|it| it.period.to);
        let after = memberships.iter().find(|it| it.period.from.is_some_and(|from| day < from));
        let is_near = |end: Option<NaiveDate>| end.is_some_and(|end| (day - end).num_days().abs() <= CAMPAIGN_DAYS);
        match (before, after) {
            (Some(before), Some(after)) if before.party == after.party => before.party,
            (Some(before), _) if is_near(before.period.to) => before.party,
            (None, Some(after)) if is_near(after.period.from) => after.party,
            _ => None,
        }
    }

    /// The offices that the person held on the day, the main one first, a seat in a chamber included. Without a day:
    /// the person's only office, where there never was another.
    pub fn offices_on(&self, id: PersonId, day: Option<NaiveDate>) -> Vec<OfficeId> {
        let mut offices: Vec<OfficeId> =
            self.all_tenures(id).filter(|(_, at)| holds(*at, day)).map(|it| it.0).collect();
        offices.sort_by_key(|&office| (self.office(office).rank, office));
        offices.dedup();
        if day.is_none() && offices.len() > 1 {
            offices.clear();
        }
        offices
    }

    /// The title of the person's main office on the day; a seat is named with its place: `MP for Islington North`.
    pub fn office_title_on(&self, id: PersonId, day: Option<NaiveDate>) -> Option<String> {
        let main = *self.offices_on(id, day).first()?;
        let seat = self.memberships.of(id).iter().rev().find(|it| it.office == Some(main) && holds(it.period, day));
        Some(match seat {
            Some(seat) if !seat.seat.is_empty() && !seat.title_prefix.is_empty() => {
                format!("{} {}", seat.title_prefix, seat.seat)
            }
            _ => self.office(main).title.to_owned(),
        })
    }

    /// The persons who held the office on the day, or without a day who ever held it; by slug, each once.
    pub fn holders(&self, office: OfficeId, day: Option<NaiveDate>) -> Vec<PersonId> {
        let mut holders: Vec<PersonId> = if self.office(office).class == OfficeClass::Legislator {
            let sits = |it: &Membership| it.office == Some(office) && holds(it.period, day);
            self.persons().filter(|&id| self.memberships.of(id).iter().any(sits)).collect()
        } else {
            let first = self.office_holders.partition_point(|it| it.0 < office);
            let of_office = self.office_holders[first..].iter().take_while(|it| it.0 == office);
            of_office.filter(|it| holds(it.2, day)).map(|it| it.1).collect()
        };
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// Whether the person held the office on any day of the record.
    pub fn ever_held(&self, id: PersonId, office: OfficeId) -> bool {
        self.all_tenures(id).any(|(held, _)| held == office)
    }

    /// The person's offices with their periods, seats in chambers left out; by first day.
    pub fn tenures(&self, id: PersonId) -> impl Iterator<Item = (OfficeId, Period)> {
        self.tenures.of(id).iter().map(|tenure| (tenure.office, tenure.period))
    }

    /// The person's memberships, by first day.
    pub fn memberships(&self, id: PersonId) -> &[Membership] {
        self.memberships.of(id)
    }

    fn all_tenures(&self, id: PersonId) -> impl Iterator<Item = (OfficeId, Period)> {
        let seats = self.memberships.of(id).iter().filter_map(|it| Some((it.office?, it.period)));
        self.tenures(id).chain(seats)
    }

    /// The party that the words name: `Tories`, `the Labour Party`, `Lib Dem`, `GOP`.
    pub fn find_party(&self, words: &str) -> Option<PartyId> {
        self.roles.find_party(&fold_name(words))
    }

    /// The offices that a phrase names, several where countries share a title, the likeliest first. Articles and words
    /// such as `then` before it and the name of a party in it are understood: `the Labour leader`, `the then home
    /// secretary`, `SNP first minister`. A `former` holder is not a holder, so phrases with that word find nothing.
    pub fn find_office(&self, phrase: &str) -> Vec<OfficeId> {
        self.roles.find_office(&fold_name(phrase), |office| self.office(office))
    }
}

/// Without a day every period counts.
fn holds(period: Period, day: Option<NaiveDate>) -> bool {
    day.is_none_or(|day| period.contains(day))
}

/// Missing middle names agree with any; otherwise as many as both have must begin alike.
fn middle_names_agree(own: &[&str], other: &[&str]) -> bool {
    own.iter().zip(other).all(|(own, other)| match own.len().min(other.len()) {
        1 => own.as_bytes().first() == other.as_bytes().first(),
        _ => own == other,
    })
}

/// Words that stand before, in or after names and titles.
#[derive(Clone, Debug, Default)]
pub(super) struct NameWords {
    /// Dropped before the name of an office: `the`, `then`.
    articles: Vec<&'static str>,
    courtesies: Vec<&'static str>,
    particles: Vec<&'static str>,
    suffixes: Vec<&'static str>,
}

impl NameWords {
    fn parse_table(text: &'static str) -> Result<NameWords, RegisterError> {
        let mut words = NameWords::default();
        for row in rows("name_words.tsv", text) {
            let (place, [kind, cell]) = row?;
            let words = match kind {
                "article" => &mut words.articles,
                "courtesy" => &mut words.courtesies,
                "particle" => &mut words.particles,
                "suffix" => &mut words.suffixes,
                _ => return Err(place.unknown_id(kind, "the kinds article, courtesy, particle, suffix")),
            };
            words.extend(list(cell));
        }
        Ok(words)
    }

    /// The name's folded words without `mr`, `sir` in front and `jr` behind; at least one word stays.
    fn without_courtesies<'w, 'n>(&self, mut words: &'w [&'n str]) -> &'w [&'n str] {
        while let [first, rest @ ..] = words
            && !rest.is_empty()
            && self.courtesies.contains(first)
        {
            words = rest;
        }
        while let [rest @ .., last] = words
            && !rest.is_empty()
            && self.suffixes.contains(last)
        {
            words = rest;
        }
        words
    }

    /// The surname in a name as printed: the last word with the particles before it, a suffix left out.
    fn find_surname(&self, name: &'static str) -> &'static str {
        let mut end = name.len();
        let mut start = name.rfind(' ').map_or(0, |space| space + 1);
        if start > 0 && self.suffixes.contains(&&*fold_name(&name[start..])) {
            end = name[..start].trim_end().trim_end_matches(',').len();
            start = name[..end].rfind(' ').map_or(0, |space| space + 1);
        }
        while let Some(before) = name[..start].strip_suffix(' ') {
            let word = before.rfind(' ').map_or(0, |space| space + 1);
            // The first word is the given name even where it looks like a particle.
            if word == 0 || !self.particles.contains(&&*fold_name(&before[word..])) {
                break;
            }
            start = word;
        }
        &name[start..end]
    }
}

/// Rows of the persons, those of one person together.
#[derive(Clone, Debug)]
struct Rows<T> {
    rows: Vec<T>,
    ranges: Vec<Range<u32>>,
}

impl<T> Rows<T> {
    /// Sorts rows by person and then by `key`.
    fn new<K: Ord>(mut given: Vec<(PersonId, T)>, persons: usize, key: impl Fn(&T) -> K) -> Rows<T> {
        given.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| key(&a.1).cmp(&key(&b.1))));
        let mut ranges = vec![0..0; persons];
        for (at, (person, _)) in (0u32..).zip(&given) {
            let range = &mut ranges[person.0 as usize];
            *range = if range.start == range.end { at..at + 1 } else { range.start..at + 1 };
        }
        Rows { rows: given.into_iter().map(|(_, row)| row).collect(), ranges }
    }

    fn of(&self, id: PersonId) -> &[T] {
        let Range { start, end } = self.ranges[id.0 as usize];
        &self.rows[start as usize..end as usize]
    }
}

fn parse_parties(text: &'static str) -> Result<Vec<Party>, RegisterError> {
    let mut parties = Vec::new();
    for row in rows("parties.tsv", text) {
        let (place, [id, name, country, other_names]) = row?;
        parties.push(Party { id, name, country: place.parse_country(country)?, other_names });
    }
    match u16::try_from(parties.len()) {
        Ok(_) => Ok(parties),
        Err(_) => Err(RegisterError::TooMany { table: "parties.tsv", limit: usize::from(u16::MAX) }),
    }
}

fn party_id(parties: &[Party], id: &str) -> Option<PartyId> {
    parties.iter().position(|party| party.id == id).map(|at| PartyId(at as u16))
}

fn parse_offices(
    text: &'static str,
    parties: &[Party],
    roles: &mut RolesBuilder,
) -> Result<Vec<Office>, RegisterError> {
    let mut offices: Vec<Office> = Vec::new();
    for row in rows("office_names.tsv", text) {
        let (place, [id, title, country, class, rank, party, phrases]) = row?;
        place.check_order(offices.last().map(|office| office.id), id)?;
        let Ok(at) = u16::try_from(offices.len()) else {
            return Err(RegisterError::TooMany { table: "office_names.tsv", limit: usize::from(u16::MAX) });
        };
        let party = match party {
            "" => None,
            _ => Some(party_id(parties, party).ok_or_else(|| place.unknown_id(party, "parties.tsv"))?),
        };
        let (country, class) = (place.parse_country(country)?, place.parse_class(class)?);
        offices.push(Office { id, title, country, class, rank: place.parse_rank(rank)?, party });
        list(phrases).for_each(|phrase| roles.add_phrase(phrase, OfficeId(at)));
    }
    Ok(offices)
}

fn office_id(offices: &[Office], id: &str) -> Option<OfficeId> {
    offices.binary_search_by_key(&id, |office| office.id).ok().map(|at| OfficeId(at as u16))
}

/// A chamber, or the word `party`: the office of those who sit there and how their title begins.
struct Body {
    id: &'static str,
    office: Option<OfficeId>,
    title_prefix: &'static str,
}

fn parse_bodies(text: &'static str, offices: &[Office]) -> Result<Vec<Body>, RegisterError> {
    let mut bodies = Vec::new();
    for row in rows("bodies.tsv", text) {
        let (place, [id, office, title_prefix]) = row?;
        let office = match office {
            "" => None,
            _ => Some(office_id(offices, office).ok_or_else(|| place.unknown_id(office, "office_names.tsv"))?),
        };
        bodies.push(Body { id, office, title_prefix });
    }
    Ok(bodies)
}

fn parse_persons(text: &'static str, words: &NameWords) -> Result<Vec<Person>, RegisterError> {
    let mut persons: Vec<Person> = Vec::with_capacity(text.len() / 50);
    for row in rows("persons.tsv", text) {
        let (place, [slug, name, surname, aliases, gender, country, prominence]) = row?;
        place.check_order(persons.last().map(|person| person.slug), slug)?;
        persons.push(Person {
            slug,
            name,
            surname: if surname.is_empty() { words.find_surname(name) } else { surname },
            aliases,
            gender: place.parse_gender(gender)?,
            country: place.parse_country(country)?,
            prominence: place.parse_prominence(prominence)?,
        });
    }
    match u32::try_from(persons.len()) {
        Ok(_) => Ok(persons),
        Err(_) => Err(RegisterError::TooMany { table: "persons.tsv", limit: u32::MAX as usize }),
    }
}

/// Finds persons by slug for tables that are sorted by it: the same or the next row's person is tried first.
struct PersonCursor<'p> {
    persons: &'p [Person],
    at: usize,
}

impl PersonCursor<'_> {
    fn find(&mut self, slug: &str) -> Option<PersonId> {
        let near = self.persons.iter().enumerate().skip(self.at).take(4).find(|(_, person)| person.slug == slug);
        self.at = match near {
            Some((at, _)) => at,
            None => self.persons.binary_search_by_key(&slug, |person| person.slug).ok()?,
        };
        Some(PersonId(self.at as u32))
    }
}

fn parse_memberships(
    text: &'static str,
    persons: &[Person],
    parties: &[Party],
    bodies: &[Body],
) -> Result<Rows<Membership>, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut memberships = Vec::with_capacity(text.len() / 60);
    for row in rows("memberships.tsv", text) {
        let (place, [person, party, body, seat, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let party = match party {
            "" => None,
            _ => Some(party_id(parties, party).ok_or_else(|| place.unknown_id(party, "parties.tsv"))?),
        };
        let body = bodies.iter().find(|it| it.id == body).ok_or_else(|| place.unknown_id(body, "bodies.tsv"))?;
        let period = place.parse_period(from, to)?;
        let Body { office, title_prefix, .. } = *body;
        memberships.push((person, Membership { party, office, seat, period, title_prefix }));
    }
    Ok(Rows::new(memberships, persons.len(), |membership| membership.period.from))
}

type Tenures = (Rows<Tenure>, Vec<(OfficeId, PersonId, Period)>);

fn parse_tenures(text: &'static str, persons: &[Person], offices: &[Office]) -> Result<Tenures, RegisterError> {
    let mut cursor = PersonCursor { persons, at: 0 };
    let mut tenures = Vec::with_capacity(text.len() / 50);
    let mut holders = Vec::with_capacity(text.len() / 50);
    for row in rows("offices.tsv", text) {
        let (place, [person, office, from, to]) = row?;
        let person = cursor.find(person).ok_or_else(|| place.unknown_id(person, "persons.tsv"))?;
        let office = office_id(offices, office).ok_or_else(|| place.unknown_id(office, "office_names.tsv"))?;
        let period = place.parse_period(from, to)?;
        tenures.push((person, Tenure { office, period }));
        holders.push((office, person, period));
    }
    holders.sort_unstable_by_key(|&(office, person, period)| (office, person, period.from));
    Ok((Rows::new(tenures, persons.len(), |tenure| tenure.period.from), holders))
}
