//! Popolo, the standard of civic data for people, organisations and memberships (popoloproject.com), read and written.
//!
//! Takes JSON, gives rows of a user's own people; takes the register, gives JSON. What is read is what every publisher has:
//! persons with names, organisations (parties and chambers), memberships with dates, on whose behalf, with an area, a post or
//! a role. A membership without days of its own has those of its legislative period. Nothing is half taken: what cannot be
//! understood is an error that says where.

use super::own::OwnRow;
use super::{Gender, Period, Register, slug};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use thiserror::Error;

/// What is wrong with a Popolo document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "each message says what is wrong and where")]
pub enum PopoloError {
    #[error(
        "line {line}: {what}; a Popolo document is one JSON object with `persons`, `organizations` and `memberships`"
    )]
    Json { line: usize, what: String },
    #[error("`persons` holds nobody; is it a Popolo document?")]
    Nobody,
    #[error("persons[{at}]: neither `id` nor `name` says who it is")]
    Unnamed { at: usize },
    #[error("memberships[{at}]: `{id}` is the id of no {what} in the document")]
    UnknownId { at: usize, id: String, what: &'static str },
    #[error("memberships[{at}]: `{value}` is not a date; write 2016, 2016-08 or 2016-08-18")]
    Date { at: usize, value: String },
    #[error("memberships[{at}]: it ends before it begins; swap the two dates or correct one")]
    Period { at: usize },
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct PopoloDocument {
    persons: Vec<PopoloPerson>,
    organizations: Vec<Organization>,
    posts: Vec<Post>,
    areas: Vec<Area>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<PopoloEvent>,
    memberships: Vec<PopoloMembership>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct PopoloPerson {
    id: Option<String>,
    name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_names: Vec<OtherName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    memberships: Vec<PopoloMembership>,
}

#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct OtherName {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Organization {
    id: String,
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Post {
    id: String,
    label: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct Area {
    id: String,
    name: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct PopoloEvent {
    id: String,
    start_date: Option<String>,
    end_date: Option<String>,
}

#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct PopoloMembership {
    person_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislative_period_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
}

/// How publishers classify parties.
const PARTY: &str = "party";

/// Whether a role says no more than that somebody has a seat.
const MEMBER: &str = "member";

/// The rows that a document tells; a person without a membership is one row with the name alone.
///
/// # Errors
/// Where it is no such document, or a membership names what is not in it or has days that are none.
pub fn parse_popolo(json: &str) -> Result<Vec<OwnRow>, PopoloError> {
    let document: PopoloDocument = serde_json::from_str(json.strip_prefix('\u{feff}').unwrap_or(json))
        .map_err(|error| PopoloError::Json { line: error.line(), what: error.to_string() })?;
    if document.persons.is_empty() {
        return Err(PopoloError::Nobody);
    }
    let mut people: HashMap<&str, OwnRow> = HashMap::new();
    let mut taken = BTreeSet::new();
    let mut rows = Vec::new();
    let mut memberships: Vec<(&str, &PopoloMembership)> = Vec::new();
    for (at, person) in document.persons.iter().enumerate() {
        let name = person.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let (Some(name), Some(id)) = (name, person.id.as_deref().or(name)) else {
            return Err(PopoloError::Unnamed { at });
        };
        let row = person_row(person, name, id, &mut taken);
        memberships.extend(person.memberships.iter().map(|it| (id, it)));
        rows.push(row.clone());
        people.insert(id, row);
    }
    memberships.extend(document.memberships.iter().map(|it| (it.person_id.as_deref().unwrap_or(""), it)));
    let names = Names::new(&document);
    for (at, (id, membership)) in memberships.into_iter().enumerate() {
        let unknown = || PopoloError::UnknownId { at, id: id.to_owned(), what: "person" };
        let person = people.get(id).ok_or_else(unknown)?;
        rows.push(names.row(at, person, membership)?);
    }
    let told: BTreeSet<String> = rows.iter().filter(|row| tells(row)).map(|row| row.person.clone()).collect();
    rows.retain(|row| tells(row) || !told.contains(&row.person));
    Ok(rows)
}

fn tells(row: &OwnRow) -> bool {
    [&row.party, &row.body, &row.office].iter().any(|cell| !cell.is_empty())
}

/// A person's row; the id is the document's where it is one of ours, else made of the name.
fn person_row(person: &PopoloPerson, name: &str, id: &str, taken: &mut BTreeSet<String>) -> OwnRow {
    let plain = if slug(id) == id && id.chars().any(|char| char.is_ascii_alphabetic()) && !is_number(id) {
        id.to_owned()
    } else {
        slug(name)
    };
    let mut free = (1..).map(|number| if number == 1 { plain.clone() } else { format!("{plain}-{number}") });
    let own = free.find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(own.clone());
    let others = person.other_names.iter().filter_map(|other| other.name.clone()).filter(|other| other != name);
    OwnRow {
        person: own,
        name: name.to_owned(),
        other_names: others.collect::<BTreeSet<_>>().into_iter().collect(),
        gender: person.gender.as_deref().filter(|it| matches!(*it, "female" | "male")).unwrap_or("").to_owned(),
        ..OwnRow::default()
    }
}

/// Ids that are numbers to machines (`6d214635-2a00-…`) tell people nothing.
fn is_number(id: &str) -> bool {
    let hex = id.chars().filter(|char| char.is_ascii_hexdigit()).count();
    id.len() >= 16 && hex + id.matches('-').count() == id.len()
}

/// What the ids of a document stand for.
struct Names<'d> {
    organizations: HashMap<&'d str, &'d Organization>,
    areas: HashMap<&'d str, &'d str>,
    posts: HashMap<&'d str, &'d str>,
    events: HashMap<&'d str, &'d PopoloEvent>,
}

impl<'d> Names<'d> {
    fn new(document: &'d PopoloDocument) -> Names<'d> {
        let named = |id: &'d String, name: &'d Option<String>| (id.as_str(), name.as_deref().unwrap_or(id));
        Names {
            organizations: document.organizations.iter().map(|it| (it.id.as_str(), it)).collect(),
            areas: document.areas.iter().map(|it| named(&it.id, &it.name)).collect(),
            posts: document.posts.iter().map(|it| named(&it.id, &it.label)).collect(),
            events: document.events.iter().map(|it| (it.id.as_str(), it)).collect(),
        }
    }

    fn organization(&self, at: usize, id: &Option<String>) -> Result<Option<&'d Organization>, PopoloError> {
        let Some(id) = id.as_deref().filter(|id| !id.is_empty()) else { return Ok(None) };
        let unknown = || PopoloError::UnknownId { at, id: id.to_owned(), what: "organization" };
        self.organizations.get(id).copied().map(Some).ok_or_else(unknown)
    }

    fn row(&self, at: usize, person: &OwnRow, membership: &PopoloMembership) -> Result<OwnRow, PopoloError> {
        let mut row = person.clone();
        let name = |it: &Organization| it.name.clone().unwrap_or_else(|| it.id.clone());
        if let Some(party) = self.organization(at, &membership.on_behalf_of_id)? {
            row.party = name(party);
        }
        let role = membership.role.as_deref().map(str::trim).filter(|role| !role.is_empty());
        let plain = role.is_none_or(|role| role.eq_ignore_ascii_case(MEMBER));
        match self.organization(at, &membership.organization_id)? {
            Some(it) if it.classification.as_deref() == Some(PARTY) => row.party = name(it),
            Some(it) if plain => row.body = name(it),
            _ => {}
        }
        let post = membership.post_id.as_deref().and_then(|id| self.posts.get(id)).copied();
        if let Some(office) = role.filter(|_| !plain).or(post) {
            row.office = office.to_owned();
        }
        let area = membership.area_id.as_deref().and_then(|id| self.areas.get(id)).copied();
        row.seat = area.filter(|_| !row.body.is_empty()).unwrap_or("").to_owned();
        let period = membership.legislative_period_id.as_deref().and_then(|id| self.events.get(id));
        let (start, end) = (&membership.start_date, &membership.end_date);
        let from = start.as_deref().or_else(|| period.and_then(|it| it.start_date.as_deref()));
        let to = end.as_deref().or_else(|| period.and_then(|it| it.end_date.as_deref()));
        row.from = day(at, from.unwrap_or(""), DayOf::First)?;
        row.to = day(at, to.unwrap_or(""), DayOf::Last)?;
        match (row.from, row.to) {
            (Some(from), Some(to)) if to < from => Err(PopoloError::Period { at }),
            _ => Ok(row),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum DayOf {
    First,
    Last,
}

/// A day, or the first or last of a month or year.
fn day(at: usize, value: &str, end: DayOf) -> Result<Option<NaiveDate>, PopoloError> {
    if value.is_empty() {
        return Ok(None);
    }
    let parts: Vec<Option<u32>> = value.split('-').map(|part| part.parse().ok()).collect();
    let ymd = |year: u32, month, day| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day);
    let last_of = |year: u32, month| {
        let next = if month == 12 { ymd(year + 1, 1, 1) } else { ymd(year, month + 1, 1) };
        next.and_then(|day| day.pred_opt())
    };
    let day = match (parts.as_slice(), end) {
        ([Some(year), Some(month), Some(day)], _) => ymd(*year, *month, *day),
        ([Some(year), Some(month)], DayOf::First) => ymd(*year, *month, 1),
        ([Some(year), Some(month)], DayOf::Last) if *month <= 12 => last_of(*year, *month),
        ([Some(year)], DayOf::First) => ymd(*year, 1, 1),
        ([Some(year)], DayOf::Last) => ymd(*year, 12, 31),
        _ => None,
    };
    day.map(Some).ok_or_else(|| PopoloError::Date { at, value: value.to_owned() })
}

/// The register as a Popolo document; with the days on which names, seats and offices were somebody's.
pub fn export_popolo(register: &Register) -> String {
    let mut document = PopoloDocument::default();
    let mut bodies: BTreeSet<&str> = BTreeSet::new();
    let mut areas: BTreeMap<String, &str> = BTreeMap::new();
    for id in register.parties() {
        let party = register.party(id);
        document.organizations.push(organization(&format!("party/{}", party.id()), party.name(), PARTY));
    }
    for id in register.offices() {
        let office = register.office(id);
        document.posts.push(Post { id: office.id().to_owned(), label: Some(office.title().to_owned()) });
    }
    for id in register.persons() {
        let person = register.person(id);
        let dated = register.dated_names(id).map(|(name, period)| other_name(name, period));
        let others = person.aliases().map(|name| other_name(name, Period { from: None, to: None })).chain(dated);
        document.persons.push(PopoloPerson {
            id: Some(person.slug().to_owned()),
            name: Some(person.name().to_owned()),
            other_names: others.collect(),
            gender: gender_name(person.gender()),
            memberships: Vec::new(),
        });
        for it in register.memberships(id) {
            let party = it.party.map(|party| format!("party/{}", register.party(party).id()));
            let in_party = it.office.is_none() && it.body == PARTY;
            let area = (!it.seat.is_empty()).then(|| slug(it.seat));
            if let Some(area) = &area {
                areas.entry(area.clone()).or_insert(it.seat);
            }
            if !in_party {
                bodies.insert(it.body);
            }
            document.memberships.push(PopoloMembership {
                person_id: Some(person.slug().to_owned()),
                organization_id: if in_party { party.clone() } else { Some(format!("body/{}", slug(it.body))) },
                on_behalf_of_id: party.filter(|_| !in_party),
                area_id: area,
                role: Some(MEMBER.to_owned()),
                start_date: it.period.from.map(|day| day.to_string()),
                end_date: it.period.to.map(|day| day.to_string()),
                ..PopoloMembership::default()
            });
        }
        for (office, period) in register.tenures(id) {
            document.memberships.push(PopoloMembership {
                person_id: Some(person.slug().to_owned()),
                post_id: Some(register.office(office).id().to_owned()),
                role: Some(register.office(office).title().to_owned()),
                start_date: period.from.map(|day| day.to_string()),
                end_date: period.to.map(|day| day.to_string()),
                ..PopoloMembership::default()
            });
        }
    }
    let chambers = bodies.into_iter().map(|name| organization(&format!("body/{}", slug(name)), name, "chamber"));
    document.organizations.extend(chambers);
    document.areas = areas.into_iter().map(|(id, name)| Area { id, name: Some(name.to_owned()) }).collect();
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

fn organization(id: &str, name: &str, classification: &str) -> Organization {
    Organization { id: id.to_owned(), name: Some(name.to_owned()), classification: Some(classification.to_owned()) }
}

fn other_name(name: &str, period: Period) -> OtherName {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    OtherName { name: Some(name.to_owned()), start_date: day(period.from), end_date: day(period.to) }
}

fn gender_name(gender: Gender) -> Option<String> {
    match gender {
        Gender::Female => Some("female".to_owned()),
        Gender::Male => Some("male".to_owned()),
        Gender::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{parse_own, render_own};

    const DOCUMENT: &str = r#"{"persons": [{"id": "6d214635-2a00-4ec1-b0ab-ac0a6596b70c", "name": "Ann Example",
        "other_names": [{"name": "Annie Example"}], "gender": "female"}, {"id": "p2", "name": "Harold Testby"}],
        "organizations": [{"id": "g", "name": "Green Lane Party", "classification": "party"},
        {"id": "c", "name": "Exampleton Council", "classification": "legislature"}],
        "areas": [{"id": "a", "name": "Harbour"}], "events": [{"id": "t", "start_date": "2015", "end_date": "2019-05"}],
        "memberships": [{"person_id": "6d214635-2a00-4ec1-b0ab-ac0a6596b70c", "organization_id": "c", "role": "member",
        "on_behalf_of_id": "g", "area_id": "a", "legislative_period_id": "t"},
        {"person_id": "6d214635-2a00-4ec1-b0ab-ac0a6596b70c", "organization_id": "c", "role": "Leader of Exampleton Council",
        "start_date": "2016-05-03"}]}"#;

    #[test]
    fn a_document_becomes_rows_and_these_a_register_that_gives_it_back() {
        let rows = parse_popolo(DOCUMENT).unwrap();
        let table = render_own(&rows);
        assert_eq!(parse_own(&table), (sorted(rows.clone()), Vec::new()));
        let register = Register::embedded().unwrap().with_own(&rows).unwrap();
        let ann = register.find_name("Annie Example")[0];
        let day = NaiveDate::from_ymd_opt(2017, 1, 1);
        assert_eq!(register.person(ann).slug(), "ann-example");
        assert_eq!(register.party_on(ann, day).map(|party| register.party(party).name()), Some("Green Lane Party"));
        assert_eq!(register.office_title_on(ann, day).as_deref(), Some("Leader of Exampleton Council"));
        assert_eq!(register.memberships(ann)[0].seat, "Harbour");
        let corbyn = register.find_name("Jeremy Corbyn")[0];
        let day = NaiveDate::from_ymd_opt(2016, 8, 18);
        assert_eq!(register.office_title_on(corbyn, day).as_deref(), Some("Leader of the Labour Party"));
        let again = parse_popolo(&export_popolo(&register)).unwrap();
        assert!(again.iter().any(|row| row.person == "ann-example" && row.body == "Exampleton Council"));
    }

    fn sorted(mut rows: Vec<OwnRow>) -> Vec<OwnRow> {
        rows.sort_by(|a, b| (&a.person, a.from, a).cmp(&(&b.person, b.from, b)));
        rows
    }

    #[test]
    fn somebody_of_the_register_is_replaced() {
        let rows = parse_own("jeremy-corbyn\tJeremy Corbyn\t\t\tUK\tgreen\t\t\t\t2010-01-01\t\n").0;
        let register = Register::embedded().unwrap().with_own(&rows).unwrap();
        let corbyn = register.find_slug("jeremy-corbyn").unwrap();
        let day = NaiveDate::from_ymd_opt(2016, 8, 18);
        assert_eq!(register.party_on(corbyn, day).map(|party| register.party(party).id()), Some("green"));
        assert_eq!(register.memberships(corbyn).len(), 1);
    }

    #[test]
    fn what_cannot_be_understood_says_where() {
        let broken = parse_popolo("{\n\"persons\": [}").unwrap_err().to_string();
        assert!(broken.starts_with("line 2:"), "{broken}");
        assert_eq!(parse_popolo("{}"), Err(PopoloError::Nobody));
        let unknown = DOCUMENT.replace("\"on_behalf_of_id\": \"g\"", "\"on_behalf_of_id\": \"x\"");
        let unknown = parse_popolo(&unknown).unwrap_err().to_string();
        assert_eq!(unknown, "memberships[0]: `x` is the id of no organization in the document");
        let dated = parse_popolo(&DOCUMENT.replace("2016-05-03", "May 2016")).unwrap_err();
        assert_eq!(dated, PopoloError::Date { at: 1, value: "May 2016".to_owned() });
    }

    #[test]
    fn bad_lines_say_what_to_do() {
        let bad = |line: &str| parse_own(line).1.into_iter().map(|bad| bad.what).collect::<String>();
        assert_eq!(bad("a\tb"), "2 cells where 11 belong; separate them with single tabs");
        assert!(bad("Ann\tAnn Example\t\t\t\t\t\t\t\t\t").contains("small letters with hyphens: ann"));
        assert!(bad("\tAnn Example\t\t\t\t\t\t\t\t2016\t").contains("is not a date"));
        assert!(bad("\tAnn Example\t\t\t\t\t\t\t\t2016-01-02\t2016-01-01").contains("ends before it begins"));
    }
}
