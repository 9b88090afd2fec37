//! The register itself: the tables joined, and the questions on persons, parties and offices by date.

use super::entries::{ByPerson, DatedName, Tenure, unpack};
use super::names::{GivenNames, same_given, without_courtesies};
use super::pack::{Packed, pack_tables};
use super::packed::{NameLookup, PackedRegister, RegisterReader, Section};
use super::roles::Roles;
use super::tables::{RegisterError, Tables};
use super::{Gender, Membership, Office, OfficeClass, OfficeId, Party, PartyId, Period, Person, PersonId};
use crate::words::fold::fold_name;
use chrono::NaiveDate;
use std::sync::OnceLock;

/// The project's own tables, packed by the build.
const NUMBERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/register.numbers"));
/// The text that its numbers point into.
const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/register.txt"));

/// Who is who, and when.
#[derive(Clone, Debug)]
pub struct Register {
    /// Sorted by slug.
    persons: Vec<Person>,
    parties: Vec<Party>,
    /// Sorted by id.
    offices: Vec<Office>,
    names: NameLookup<PersonId>,
    surnames: NameLookup<PersonId>,
    given_names: GivenNames,
    roles: Roles,
    /// From folded names of seats to those who sit or sat for them.
    sitters: NameLookup<PersonId>,
    store: PackedRegister,
    // Each is read when it is first asked for: not every question needs it.
    memberships: OnceLock<ByPerson<Membership>>,
    tenures: OnceLock<ByPerson<Tenure>>,
    /// The tenures by office.
    office_holders: OnceLock<Vec<(OfficeId, PersonId, Period)>>,
    dated_names: OnceLock<ByPerson<DatedName>>,
}

/// The given names in one form of a person's name.
#[derive(Clone, Copy, Debug)]
struct GivenForm {
    /// Folded.
    words: &'static str,
    /// What the first of them is short for.
    formal: &'static str,
}

impl GivenForm {
    fn first(&self) -> &'static str {
        self.words.split(' ').next().unwrap_or("")
    }
}

/// For how long before and after a membership its party still holds: the weeks between a dissolution and the new
/// house, in which nobody has a seat.
const CAMPAIGN_DAYS: i64 = 60;

/// No name is longer than this, in words; it bounds the work on text that a user entered.
const NAME_WORDS: usize = 12;

impl Register {
    /// The register of the project's own tables.
    ///
    /// # Errors
    /// Where the program is damaged.
    pub fn embedded() -> Result<Register, RegisterError> {
        Register::read(PackedRegister::new(NUMBERS, TEXT))
    }

    /// The register of these tables, which stay for the life of the process.
    ///
    /// # Errors
    /// Where a row cannot be read, is out of order or names an id that no table holds; the message says which.
    pub fn with_tables(tables: &Tables) -> Result<Register, RegisterError> {
        Register::from_packed(pack_tables(tables)?)
    }

    pub(super) fn from_packed(packed: Packed) -> Result<Register, RegisterError> {
        Register::read(PackedRegister::new(packed.numbers.leak(), packed.text.leak()))
    }

    pub(super) fn store(&self) -> PackedRegister {
        self.store
    }

    fn read(store: PackedRegister) -> Result<Register, RegisterError> {
        Ok(Register {
            persons: unpack::persons(store)?,
            parties: unpack::parties(store)?,
            offices: unpack::offices(store)?,
            names: NameLookup::read(store.section(Section::Names))?,
            surnames: NameLookup::read(store.section(Section::Surnames))?,
            given_names: GivenNames::read(store)?,
            roles: Roles::read(store)?,
            sitters: NameLookup::read(store.section(Section::Seats))?,
            store,
            memberships: OnceLock::new(),
            tenures: OnceLock::new(),
            office_holders: OnceLock::new(),
            dated_names: OnceLock::new(),
        })
    }

    fn membership_rows(&self) -> &ByPerson<Membership> {
        self.memberships.get_or_init(|| {
            let rows = unpack::memberships(self.store).unwrap_or_default();
            ByPerson::new(rows, self.persons.len(), |membership| membership.period.from)
        })
    }

    fn tenure_rows(&self) -> &ByPerson<Tenure> {
        self.tenures.get_or_init(|| {
            let rows = unpack::tenures(self.store).unwrap_or_default();
            ByPerson::new(rows, self.persons.len(), |tenure| tenure.period.from)
        })
    }

    fn holder_rows(&self) -> &[(OfficeId, PersonId, Period)] {
        self.office_holders.get_or_init(|| {
            let rows = unpack::tenures(self.store).unwrap_or_default();
            let mut holders: Vec<_> = rows.into_iter().map(|(id, it)| (it.office, id, it.period)).collect();
            holders.sort_unstable_by_key(|&(office, person, period)| (office, person, period.from));
            holders
        })
    }

    /// The person's names that are theirs from a day on or up to one: titles, married names; by first day.
    pub fn dated_names(&self, id: PersonId) -> impl Iterator<Item = (&'static str, Period)> {
        let rows = self.dated_names.get_or_init(|| {
            let rows = unpack::names(self.store).unwrap_or_default();
            let rows = rows.into_iter().map(|it| (it.person, it)).collect();
            ByPerson::new(rows, self.persons.len(), |it: &DatedName| it.period.from)
        });
        rows.of(id).iter().map(|it| (it.name, it.period))
    }

    /// Those who sit or sat for a seat: `Islington North`; capitals and accents aside.
    pub fn find_seat(&self, seat: &str) -> &[PersonId] {
        self.sitters.get(&fold_name(seat))
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether it knows nobody.
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

    /// The person with this id of this register.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.persons[id.0 as usize]
    }

    /// The party with this id of this register.
    pub fn party(&self, id: PartyId) -> &Party {
        &self.parties[usize::from(id.0)]
    }

    /// The office with this id of this register.
    pub fn office(&self, id: OfficeId) -> &Office {
        &self.offices[usize::from(id.0)]
    }

    /// The names of all chambers, and of what else people have seats in.
    pub fn bodies(&self) -> impl Iterator<Item = &'static str> {
        unpack::bodies(self.store).unwrap_or_default().into_iter().filter(|body| body.office.is_some()).map(|it| it.id)
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
        self.find_name_on(name, None)
    }

    /// As [`Register::find_name`], where names that are somebody's from a day on or up to one count on these days alone:
    /// a peer's title before it was given is not that peer. Without a day all count.
    pub fn find_name_on(&self, name: &str, day: Option<NaiveDate>) -> Vec<PersonId> {
        let folded = fold_name(name);
        let exact = self.named_exactly(&folded, day);
        if !exact.is_empty() {
            return exact;
        }
        let words: Vec<&str> = folded.split(' ').take(NAME_WORDS + 1).collect();
        if words.len() > NAME_WORDS {
            return Vec::new();
        }
        let words = without_courtesies(&words);
        let exact = self.named_exactly(&words.join(" "), day);
        if !exact.is_empty() {
            return exact;
        }
        let mut found: Vec<PersonId> = Vec::new();
        let formal = words.first().map_or("", |first| self.given_names.formal_names(first));
        for split in 1..words.len() {
            let (given, surname) = words.split_at(split);
            let bearers = self.surnames.get(&surname.join(" ")).iter().copied();
            found.extend(bearers.filter(|&id| self.has_given_names(id, given, formal)));
        }
        found
    }

    fn named_exactly(&self, folded: &str, day: Option<NaiveDate>) -> Vec<PersonId> {
        let mut found: Vec<PersonId> = Vec::new();
        for (id, _) in self.names.get_dated(folded).filter(|(_, period)| holds(*period, day)) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// Whether one of the person's names has given names that fit these, which are folded; `formal` is what the first
    /// of them is short for.
    fn has_given_names(&self, id: PersonId, given: &[&str], formal: &'static str) -> bool {
        let Some((first, middle)) = given.split_first() else { return false };
        self.given_forms(id).any(|own| {
            let own_middle = own.words.split(' ').skip(1);
            same_given((own.first(), own.formal), (first, formal)) && middle_names_agree(own_middle, middle)
        })
    }

    /// The given names in each of the person's names that ends in the surname, folded.
    fn given_forms(&self, id: PersonId) -> impl Iterator<Item = GivenForm> {
        let RegisterReader { numbers, text } = self.store.section(Section::GivenForms);
        let (count, at) = (numbers.get(0) as usize, id.0 as usize + 1);
        let rows = numbers.from(1 + count);
        let row = move |at: u32| {
            let mut reader = RegisterReader { numbers: rows.from(at as usize * 4), text };
            Some(GivenForm { words: reader.text().ok()?, formal: reader.text().ok()? })
        };
        (numbers.get(at)..numbers.get(at + 1)).filter_map(row)
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

    /// All given names and their short forms, folded; some more than once.
    pub fn given_names(&self) -> impl Iterator<Item = &'static str> {
        self.given_names.all()
    }

    /// All surnames, folded.
    pub fn surnames(&self) -> impl Iterator<Item = &'static str> {
        self.surnames.texts()
    }

    /// All full names and aliases, folded.
    pub fn full_names(&self) -> impl Iterator<Item = &'static str> {
        self.names.texts()
    }

    /// All names of parties, folded.
    pub fn party_names(&self) -> impl Iterator<Item = &'static str> {
        self.roles.party_names()
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

    /// The given names, folded, that stand for this folded one or that it stands for.
    pub fn given_name_forms<'n>(&'n self, folded: &'n str) -> impl Iterator<Item = &'static str> + 'n {
        self.given_names.forms(folded)
    }

    /// The person's party on the day; `None` where the record does not tell, or says that there is none.
    ///
    /// The record tells on the days of a membership; between two memberships in one party, however far apart; and for
    /// sixty days before and after, because candidates have no seat between a dissolution and the new house. Whoever
    /// keeps to a party without a seat has a membership of it in the table (body `party`). Nobody's last party is
    /// guessed beyond that. Without a day the party is told only of those who never had another, and not of
    /// those who never had more than a seat by appointment.
    pub fn party_on(&self, id: PersonId, day: Option<NaiveDate>) -> Option<PartyId> {
        let memberships = self.membership_rows().of(id);
        let Some(day) = day else {
            // Who sits by appointment, for no place, had a life before, of which nothing is known.
            if memberships.iter().all(|it| it.office.is_some() && it.seat.is_empty()) {
                return None;
            }
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
        let seat =
            self.membership_rows().of(id).iter().rev().find(|it| it.office == Some(main) && holds(it.period, day));
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
            self.persons().filter(|&id| self.membership_rows().of(id).iter().any(sits)).collect()
        } else {
            let rows = self.holder_rows();
            let first = rows.partition_point(|it| it.0 < office);
            let of_office = rows[first..].iter().take_while(|it| it.0 == office);
            of_office.filter(|it| holds(it.2, day)).map(|it| it.1).collect()
        };
        holders.sort_unstable();
        holders.dedup();
        holders
    }

    /// Whether the person held the office on the day, or without a day ever.
    pub fn held_on(&self, id: PersonId, office: OfficeId, day: Option<NaiveDate>) -> bool {
        self.all_tenures(id).any(|(held, period)| held == office && holds(period, day))
    }

    /// Whether the person held the office on any day of the record.
    pub fn ever_held(&self, id: PersonId, office: OfficeId) -> bool {
        self.all_tenures(id).any(|(held, _)| held == office)
    }

    /// The person's offices with their periods, seats in chambers left out; by first day.
    pub fn tenures(&self, id: PersonId) -> impl Iterator<Item = (OfficeId, Period)> {
        self.tenure_rows().of(id).iter().map(|tenure| (tenure.office, tenure.period))
    }

    /// The person's memberships, by first day.
    pub fn memberships(&self, id: PersonId) -> &[Membership] {
        self.membership_rows().of(id)
    }

    fn all_tenures(&self, id: PersonId) -> impl Iterator<Item = (OfficeId, Period)> {
        let seats = self.membership_rows().of(id).iter().filter_map(|it| Some((it.office?, it.period)));
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
fn middle_names_agree<'n>(own: impl Iterator<Item = &'n str>, other: &[&str]) -> bool {
    own.zip(other).all(|(own, other)| match own.len().min(other.len()) {
        1 => own.as_bytes().first() == other.as_bytes().first(),
        _ => own == *other,
    })
}

#[cfg(test)]
mod tests {
    use super::Register;
    use crate::people::{Country, Gender, OfficeClass, RegisterError, Tables};
    use chrono::NaiveDate;

    const SMALL: Tables = Tables {
        bodies: "body\toffice\ttitle\nCommons\tmp\tMP for\nparty\t\t\n",
        given_names: "name\tgender\nann\tfemale\nharold\tmale\n",
        memberships: "person\tparty\tbody\tseat\tfrom\tto\n\
                      ann-example\tred\tCommons\tUpper Town\t2001-06-07\t2005-04-11\n\
                      ann-example\tred\tCommons\tLower Town\t2010-05-06\t2012-01-31\n\
                      ann-example\tblue\tparty\t\t2012-06-01\t\n\
                      harold-testby\tred\tCommons\tMiddle Town\t2010-05-06\t2015-03-30\n",
        names: "person\tname\tfrom\tto\nann-example\tLady Example\t2012-06-01\t\n",
        nicknames: "short\tformal\nharry\tharold\n",
        office_names: "id\ttitle\tcountry\tclass\trank\tparty\tphrases\n\
                       mp\tMP\tUK\tlegislator\t90\t\tmp; mps\n\
                       red-leader\tLeader of the Reds\tUK\tparty-leader\t5\tred\t{party} leader; leader of the {party}\n",
        offices: "person\toffice\tfrom\tto\nharold-testby\tred-leader\t2011-01-01\t2012-12-31\n",
        parties: "id\tname\tcountry\tothers\nred\tRed\tUK\tReds; Red Party\nblue\tBlue\tUK\tBlues\n",
        persons: "id\tname\tsurname\taliases\tgender\tcountry\tprominence\n\
                  ann-example\tAnn Example\t\tDame Ann\tfemale\tUK\t5\n\
                  harold-testby\tHarold B. Testby Jr.\t\t\tmale\tUK\t5\n",
    };

    fn day(text: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(text, "%F").ok()
    }

    #[test]
    fn a_party_holds_between_seats_and_through_a_campaign_but_is_not_guessed_further() {
        let register = Register::with_tables(&SMALL).unwrap();
        let ann = register.find_slug("ann-example").unwrap();
        let party_on = |text| register.party_on(ann, day(text)).map(|party| register.party(party).id());
        assert_eq!(party_on("2001-04-01"), None);
        assert_eq!(party_on("2001-05-01"), Some("red"), "a candidate");
        assert_eq!(party_on("2008-01-01"), Some("red"), "between two seats of one party");
        assert_eq!(party_on("2012-02-28"), Some("red"), "soon after");
        assert_eq!(party_on("2012-05-01"), None, "between two parties");
        assert_eq!(party_on("2012-06-01"), Some("blue"));
        assert_eq!(register.party_on(ann, None), None, "she changed");
        let harold = register.find_slug("harold-testby").unwrap();
        assert_eq!(register.party_on(harold, None), register.find_party("the Red Party"));
        assert_eq!(register.party_on(harold, day("2016-01-01")), None, "long after");
    }

    #[test]
    fn offices_come_with_the_main_one_first_and_seats_are_named() {
        let register = Register::with_tables(&SMALL).unwrap();
        let harold = register.find_slug("harold-testby").unwrap();
        let title = |text| register.office_title_on(harold, day(text));
        assert_eq!(title("2011-06-01").as_deref(), Some("Leader of the Reds"));
        assert_eq!(title("2013-06-01").as_deref(), Some("MP for Middle Town"));
        assert_eq!(register.office_title_on(harold, None), None, "he held two");
        let leader = register.find_office("the new Red leader");
        assert_eq!(leader.len(), 1);
        assert_eq!(register.office(leader[0]).class(), OfficeClass::PartyLeader);
        assert_eq!(register.holders(leader[0], day("2011-06-01")), [harold]);
        assert_eq!(register.holders(leader[0], day("2014-06-01")), []);
        assert!(register.find_office("Blue leader").is_empty());
        assert_eq!(register.holders(register.find_office("Red MPs")[0], day("2011-06-01")).len(), 2);
    }

    #[test]
    fn names_are_found_in_their_forms_and_namesakes_kept_apart() {
        let register = Register::with_tables(&SMALL).unwrap();
        let harold = register.find_slug("harold-testby").unwrap();
        for name in ["Harold Testby", "Mr Harry Testby", "HAROLD B TESTBY", "H. Testby", "Harold Bertram Testby"] {
            assert_eq!(register.find_name(name), [harold], "{name}");
        }
        for name in ["Harold C. Testby", "Testby", "Ann Testby", "Harold", ""] {
            assert_eq!(register.find_name(name), [], "{name}");
        }
        assert_eq!(register.find_name(&"Harold ".repeat(100_000)), []);
        assert_eq!(register.find_office(&"the Red leader ".repeat(100_000)), []);
        assert_eq!(register.person(harold).surname(), "Testby");
        assert_eq!(register.person(harold).country(), Country::Uk);
        assert!(register.is_surname("testby") && register.is_given_name("Harry"));
        assert_eq!(register.gender_of_given_name("Ann"), Gender::Female);
        assert_eq!(register.gender_of_given_name("Zork"), Gender::Unknown);
        assert!(register.same_given_name("Harry", "Harold") && register.same_given_name("H", "Harold"));
        assert!(!register.same_given_name("Harry", "Ann") && !register.same_given_name("", "Ann"));
    }

    #[test]
    fn a_damaged_table_is_refused_with_its_place() {
        let refuse = |tables: Tables| Register::with_tables(&tables).map(|_| ()).unwrap_err().to_string();
        let head = "person\tparty\tbody\tseat\tfrom\tto\n";
        let row = |row: &str| -> &'static str { String::leak(format!("{head}{row}\n")) };
        for (memberships, message) in [
            (
                row("nobody\tred\tCommons\t\t\t"),
                "memberships.tsv line 2: `nobody` is not in persons.tsv; add it there or correct it here",
            ),
            (
                row("ann-example\tgreen\tCommons\t\t\t"),
                "memberships.tsv line 2: `green` is not in parties.tsv; add it there or correct it here",
            ),
            (
                row("ann-example\tred\tCommons\t\t2001-02-30\t"),
                "memberships.tsv line 2: `2001-02-30` is not a date; write year-month-day as in 2016-08-18, or leave it \
                 empty",
            ),
            (
                row("ann-example\tred\tCommons\t\t2002-01-01\t2001-01-01"),
                "memberships.tsv line 2: the period ends before it begins; swap the two dates or correct one",
            ),
        ] {
            assert_eq!(refuse(Tables { memberships, ..SMALL }), message);
        }
        let persons = "id\tname\tsurname\taliases\tgender\tcountry\tprominence\n\
                       b\tB\t\t\tmale\tUK\t1\na\tA\t\t\tmale\tUK\t1\n";
        let unsorted = Register::with_tables(&Tables { persons, ..SMALL }).unwrap_err();
        assert_eq!(unsorted, RegisterError::NotSorted { table: "persons.tsv", line: 3, id: "a".to_owned() });
        let persons = "id\tname\tsurname\taliases\tgender\tcountry\tprominence\na\tA\t\t\tm\tUK\t1\n";
        assert_eq!(
            refuse(Tables { persons, ..SMALL }),
            "persons.tsv line 2: `m` is no gender; write one of: female, male, unknown"
        );
    }
}
