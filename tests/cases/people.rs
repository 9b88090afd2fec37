//! The register's cases: who a name is, and the party and office on a day; what a phrase of a role or party means.
//!
//! One case a line, blank lines and `#` lines aside; `-` is nothing, a day of `-` is no day:
//! - `who.*.case`: `name | day | slug | party | title of the main office` (`*` for a title that does not matter)
//! - `role.*.case`: `phrase | day | slugs of the holders, sorted`
//! - `name.*.case`: `name | slugs in order`
//! - `title.*.case`: `name | day | slugs of those whose name it is on that day, in order`
//! - `surname.*.case`: `surname | slugs that come first, in order`
//! - `party.*.case`: `words | id of the party`

use chrono::NaiveDate;
use onrecord::people::{PersonId, Register};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
fn every_case_holds() {
    let register = Register::embedded().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/people");
    let mut failures = String::new();
    let mut cases = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let (expected, found) = match (file.split('.').next(), cells.as_slice()) {
                (Some("who"), [name, day, slug, party, title]) => {
                    (format!("{slug} | {party} | {title}"), answer_who(&register, name, day, *title == "*"))
                }
                (Some("role"), [phrase, day, slugs]) => ((*slugs).to_owned(), answer_role(&register, phrase, day)),
                (Some("name"), [name, slugs]) => ((*slugs).to_owned(), slugs_of(&register, &register.find_name(name))),
                (Some("title"), [name, day, slugs]) => {
                    let mut found = register.find_name_on(name, parse_day(day));
                    found.sort_unstable();
                    ((*slugs).to_owned(), slugs_of(&register, &found))
                }
                (Some("surname"), [surname, slugs]) => {
                    let bearers = register.find_surname(surname);
                    let shown = slugs.split(' ').filter(|slug| *slug != "-").count();
                    ((*slugs).to_owned(), slugs_of(&register, &bearers[..bearers.len().min(shown.max(1))]))
                }
                (Some("party"), [words, id]) => {
                    let found = register.find_party(words).map_or("-", |party| register.party(party).id());
                    ((*id).to_owned(), found.to_owned())
                }
                _ => panic!("{file} line {number}: this is no case: {line}"),
            };
            cases += 1;
            if expected != found {
                writeln!(failures, "{file}:{number}: {line}\n    found {found}").unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(cases > 250, "only {cases} cases in {}", folder.display());
}

fn answer_who(register: &Register, name: &str, day: &str, any_title: bool) -> String {
    let day = parse_day(day);
    let Some(&person) = register.find_name(name).first() else { return "nobody".to_owned() };
    let party = register.party_on(person, day).map_or("-", |party| register.party(party).name());
    let title =
        if any_title { "*".to_owned() } else { register.office_title_on(person, day).unwrap_or("-".to_owned()) };
    format!("{} | {party} | {title}", register.person(person).slug())
}

fn answer_role(register: &Register, phrase: &str, day: &str) -> String {
    let day = parse_day(day);
    let offices = register.find_office(phrase);
    let mut holders: Vec<PersonId> = offices.iter().flat_map(|&office| register.holders(office, day)).collect();
    holders.sort_unstable();
    holders.dedup();
    slugs_of(register, &holders)
}

fn slugs_of(register: &Register, persons: &[PersonId]) -> String {
    match persons {
        [] => "-".to_owned(),
        _ => persons.iter().map(|&id| register.person(id).slug()).collect::<Vec<_>>().join(" "),
    }
}

fn parse_day(cell: &str) -> Option<NaiveDate> {
    (cell != "-").then(|| NaiveDate::parse_from_str(cell, "%F").expect("a day of a case is written 2016-08-18"))
}

#[test]
fn every_person_is_found_by_every_name() {
    let register = Register::embedded().unwrap();
    for id in register.persons() {
        let person = register.person(id);
        assert_eq!(register.find_slug(person.slug()), Some(id));
        for name in std::iter::once(person.name()).chain(person.aliases()) {
            assert!(register.find_name(name).contains(&id), "{name} does not find {}", person.slug());
        }
        assert!(register.find_surname(person.surname()).contains(&id), "surname of {}", person.slug());
        for (name, period) in register.dated_names(id) {
            assert!(register.find_name(name).contains(&id), "{name} does not find {}", person.slug());
            if let Some(before) = period.from.and_then(|from| from.pred_opt()) {
                let then = register.find_name_on(name, Some(before));
                assert!(!then.contains(&id), "{name} finds {} on {before}", person.slug());
            }
        }
    }
}

#[test]
fn nobody_is_in_two_parties_on_one_day() {
    let register = Register::embedded().unwrap();
    let far = NaiveDate::MAX;
    for id in register.persons() {
        let memberships = register.memberships(id);
        for (at, one) in memberships.iter().enumerate() {
            for other in memberships[at + 1..].iter().filter(|other| other.party != one.party) {
                let overlap = other.period.from.is_none_or(|from| from <= one.period.to.unwrap_or(far));
                assert!(!overlap, "{}: {one:?} and {other:?}", register.person(id).slug());
            }
        }
    }
}

#[test]
fn every_office_and_party_is_found_by_its_words() {
    let register = Register::embedded().unwrap();
    for id in register.parties() {
        let party = register.party(id);
        assert_eq!(register.find_party_id(party.id()), Some(id), "{} stands twice", party.id());
        for name in std::iter::once(party.name()).chain(party.other_names()) {
            // Parties of several countries share names; the first of the table is meant.
            let found = register.find_party(name);
            assert!(found.is_some_and(|found| found <= id), "{name} does not find {}", party.id());
        }
    }
    for id in register.offices() {
        let office = register.office(id);
        assert_eq!(register.find_office_id(office.id()), Some(id));
        let ever = register.holders(id, None);
        assert!(!ever.is_empty(), "nobody ever held {}", office.id());
        assert!(ever.iter().all(|&holder| register.ever_held(holder, id)), "{}", office.id());
    }
}

#[test]
fn the_tables_rows_are_sorted_so_that_people_can_edit_them() {
    for table in ["memberships.tsv", "names.tsv", "offices.tsv", "persons.tsv", "office_names.tsv", "given_names.tsv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/people/data").join(table);
        let text = fs::read_to_string(path).unwrap();
        let ids: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
        let unsorted = ids.windows(2).find(|pair| pair[0] > pair[1]);
        assert_eq!(unsorted, None, "{table}: these two rows stand the wrong way round");
    }
}
