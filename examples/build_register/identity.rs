//! Which person of the tables a fact is about.
//!
//! Takes a name with what is known beside it, gives a person's id: by a decision where there is one, else by what was
//! found in the same source, else by name and seat, body, party. Who is not in the tables gets an id of their own, which
//! then stays. It errs towards two entries of one person: two persons in one entry would mix what they said.

use super::tables::{Days, Person, Tables, later};
use onrecord::people::{Register, fold_name, slug};
use std::collections::{BTreeMap, HashMap};

/// What a fact tells of a person.
pub struct Known<'f> {
    pub name: &'f str,
    pub other_names: &'f [String],
    pub country: &'f str,
    /// Empty where the fact is about no body.
    pub body: &'f str,
    pub seat: &'f str,
    pub party: &'f str,
    pub days: Days,
    pub gender: &'f str,
    pub key: &'f str,
    /// For a person who is new.
    pub prominence: u8,
    /// Empty where the fact is about none.
    pub office: &'f str,
    /// Who is surely not meant.
    pub apart: &'f [String],
    /// Whether nobody of the name in other bodies is meant.
    pub strict: bool,
}

/// Persons by their folded names and by their last words.
pub struct Identity<'r> {
    register: &'r Register,
    full: HashMap<String, Vec<String>>,
    last: HashMap<String, Vec<String>>,
    keys: HashMap<String, String>,
    /// Folded name, body or office, and seat, to an id.
    decided: BTreeMap<(String, String), String>,
    /// Names that fit several persons equally well.
    pub doubtful: Vec<String>,
    pub made: Vec<String>,
}

/// Years after which somebody of the same name is not taken to be the same person without more.
const CAREER_DAYS: u64 = 20 * 366;

impl<'r> Identity<'r> {
    pub fn new(register: &'r Register, tables: &Tables, decided: BTreeMap<(String, String), String>) -> Identity<'r> {
        let mut identity = Identity {
            register,
            full: HashMap::new(),
            last: HashMap::new(),
            keys: HashMap::new(),
            decided,
            doubtful: Vec::new(),
            made: Vec::new(),
        };
        for (id, person) in &tables.persons {
            identity.add(id, &person.name);
            person.aliases.iter().for_each(|alias| identity.add(id, alias));
            for dated in tables.names.get(id).into_iter().flatten() {
                identity.add(id, &dated.name);
            }
        }
        identity
    }

    fn add(&mut self, id: &str, name: &str) {
        let folded = fold_name(plain(name)).into_owned();
        let last = folded.rsplit(' ').next().unwrap_or("").to_owned();
        for (index, key) in [(&mut self.full, folded), (&mut self.last, last)] {
            let ids = index.entry(key).or_default();
            if !ids.iter().any(|it| it == id) {
                ids.push(id.to_owned());
            }
        }
    }

    /// The person's id; who is new is put into the tables.
    pub fn find_or_add(&mut self, known: &Known, tables: &mut Tables) -> String {
        let id = self.find(known, tables).unwrap_or_else(|| self.make(known, tables));
        if !known.key.is_empty() {
            self.keys.insert(known.key.to_owned(), id.clone());
        }
        if let Some(person) = tables.persons.get_mut(&id) {
            if person.gender == "unknown" && !known.gender.is_empty() {
                person.gender = known.gender.to_owned();
            }
            for name in std::iter::once(known.name).chain(known.other_names.iter().map(String::as_str)) {
                if !self.is_called(person, name) {
                    person.aliases.push(name.to_owned());
                    self.add(&id, name);
                }
            }
        }
        id
    }

    /// Whether the register finds the person under this name anyway.
    pub fn is_called(&self, person: &Person, name: &str) -> bool {
        let folded = fold_name(name);
        let mut names = std::iter::once(&person.name).chain(&person.aliases);
        let words = |name: &str| -> Vec<String> { fold_name(plain(name)).split(' ').map(str::to_owned).collect() };
        let asked = words(name);
        names.any(|own| {
            let own = words(own);
            fold_name(&own.join(" ")) == folded
                || own.last() == asked.last()
                    && matches!((own.first(), asked.first()), (Some(a), Some(b)) if self.register.same_given_name(a, b))
        })
    }

    /// What was decided of the name: for this body and seat, this body, or everywhere.
    fn decided(&self, known: &Known) -> Option<&String> {
        let name = fold_name(known.name).into_owned();
        let year = known.days.start().format("%Y");
        let of = if known.body.is_empty() { known.office } else { known.body };
        let exactly = format!("{of} {}", known.seat);
        let abouts = [format!("{exactly} {year}"), exactly, of.to_owned(), String::new()];
        abouts.into_iter().find_map(|about| self.decided.get(&(name.clone(), about)))
    }

    /// The person where the tables have them.
    pub fn find(&mut self, known: &Known, tables: &Tables) -> Option<String> {
        if let Some(id) = self.decided(known) {
            return tables.persons.contains_key(id).then(|| id.clone());
        }
        if let Some(id) = self.keys.get(known.key).filter(|_| !known.key.is_empty()) {
            return Some(id.clone());
        }
        let mut scored: Vec<(i32, String)> = Vec::new();
        for name in std::iter::once(known.name).chain(known.other_names.iter().map(String::as_str)) {
            let folded = fold_name(plain(name)).into_owned();
            let exact = self.full.get(&folded).into_iter().flatten();
            let last = folded.rsplit(' ').next().unwrap_or("");
            let alike = self.last.get(last).into_iter().flatten().filter(|id| self.may_be(&tables.persons[*id], name));
            for (id, is_exact) in exact.map(|id| (id, true)).chain(alike.map(|id| (id, false))) {
                let score = self.score(known, id, is_exact, tables);
                if score > 0 {
                    scored.push((score, id.clone()));
                }
            }
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let best = scored.first()?.clone();
        if let Some(other) = scored.iter().find(|it| it.0 == best.0 && it.1 != best.1) {
            self.doubtful.push(format!("{} ({} {}): {} or {}", known.name, known.body, known.seat, best.1, other.1));
        }
        Some(best.1)
    }

    fn may_be(&self, person: &Person, name: &str) -> bool {
        let given = |name: &str| fold_name(plain(name)).split(' ').next().unwrap_or("").to_owned();
        let asked = given(name);
        std::iter::once(&person.name)
            .chain(&person.aliases)
            .any(|own| self.register.same_given_name(&given(own), &asked))
    }

    fn score(&self, known: &Known, id: &str, is_exact: bool, tables: &Tables) -> i32 {
        let person = &tables.persons[id];
        let genders = [person.gender.as_str(), known.gender];
        let posts = tables.posts.get(id).map_or(&[][..], Vec::as_slice);
        let same_office = !known.office.is_empty() && posts.iter().any(|it| it.office == known.office);
        if known.apart.iter().any(|it| it == id) || genders.contains(&"male") && genders.contains(&"female") {
            return 0;
        }
        if same_office {
            return 11 + i32::from(is_exact);
        }
        if person.country != known.country {
            return i32::from(is_exact && !known.office.is_empty() && person.prominence >= 3);
        }
        let seats = tables.seats.get(id).map_or(&[][..], Vec::as_slice);
        let own_seat = fold_name(known.seat);
        let near = Days {
            from: known.days.from.and_then(|day| day.checked_sub_days(chrono::Days::new(CAREER_DAYS))),
            to: known.days.to.map(|day| later(day, CAREER_DAYS)),
        };
        let in_body = || seats.iter().filter(|it| it.body == known.body && !known.body.is_empty());
        let same_seat = !own_seat.is_empty() && in_body().any(|it| fold_name(&it.seat) == own_seat);
        let there = in_body().any(|it| it.days.overlaps(known.days));
        let elsewhere = there
            && !in_body().any(|it| it.days.overlaps(known.days) && fold_name(&it.seat) == own_seat)
            && !own_seat.is_empty();
        let same_party = seats.iter().any(|it| it.party == known.party && it.days.overlaps(near));
        let active = seats.iter().any(|it| it.days.overlaps(near)) || posts.iter().any(|it| it.days.overlaps(near));
        let nowhere = seats.is_empty() && posts.is_empty();
        match (is_exact, same_seat, there, same_party) {
            (_, true, _, _) => 12 + i32::from(is_exact),
            // Tables leave a seat open that somebody gave up for another.
            (true, _, true, true) if elsewhere => 3,
            (_, _, true, _) if elsewhere => 0,
            (true, _, true, _) => 10,
            (true, _, _, true) => 8,
            (true, ..) if nowhere => 5,
            (true, ..) if known.body.is_empty() && !known.strict && active => 4,
            (true, ..) if in_body().any(|it| it.days.overlaps(near)) => 4,
            (false, _, true, true) => 6,
            (false, _, _, true) if in_body().next().is_some() => 4,
            (false, _, _, true) if !known.strict => 2,
            _ => 0,
        }
    }

    fn make(&mut self, known: &Known, tables: &mut Tables) -> String {
        let decided = self.decided(known).cloned();
        let other = known.other_names.first().filter(|_| known.country == "US").filter(|name| is_given(name));
        let name = other.map_or(known.name, String::as_str);
        let name = if known.country == "US" { plain(name) } else { name };
        let own = slug(name);
        let about = [known.seat, known.body].into_iter().find(|it| !it.is_empty()).map(slug);
        let free = |id: &String| !id.is_empty() && !tables.persons.contains_key(id);
        let with_seat = about.map_or_else(String::new, |about| format!("{own}-{about}"));
        let numbered = (2..).map(|number| format!("{own}-{number}")).find(free).unwrap_or_default();
        let id = decided.filter(free).or_else(|| [own, with_seat].into_iter().find(free)).unwrap_or(numbered);
        let given = name.split(' ').next().unwrap_or("");
        let gender = match (known.gender, self.register.gender_of_given_name(given)) {
            ("", onrecord::people::Gender::Female) => "female",
            ("", onrecord::people::Gender::Male) => "male",
            ("", onrecord::people::Gender::Unknown) => "unknown",
            (known, _) => known,
        };
        // Somebody known by a title alone has no surname: "Devon" is not the Earl of Devon.
        let title = known.body == "House of Lords" && super::merge::is_title(name);
        let person = Person {
            name: name.to_owned(),
            surname: if title { name.to_owned() } else { String::new() },
            gender: gender.to_owned(),
            country: known.country.to_owned(),
            prominence: known.prominence,
            ..Person::default()
        };
        self.add(&id, name);
        tables.persons.insert(id.clone(), person);
        self.made.push(id.clone());
        id
    }
}

/// Whether a name begins with a given name, not with an initial.
fn is_given(name: &str) -> bool {
    name.split(' ').next().is_some_and(|first| first.trim_end_matches('.').chars().count() > 1)
}

/// An American name as papers print it: `A. Drew Ferguson, IV` is Drew Ferguson.
pub fn plain(name: &str) -> &str {
    let mut plain = name;
    for suffix in [", Jr.", ", Sr.", ", II", ", III", ", IV", " Jr.", " Jr", " Jnr", " Sr.", " II", " III", " IV"] {
        plain = plain.strip_suffix(suffix).unwrap_or(plain);
    }
    match plain.split_once(". ") {
        Some((initial, rest)) if initial.chars().count() == 1 && rest.contains(' ') && is_given(rest) => rest,
        _ => plain,
    }
}
