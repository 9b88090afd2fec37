//! Whether the speaker that a draft names is the one that the archive names, and what the draft says that the speaker is.

use chrono::NaiveDate;

use super::verdict::{Limit, LimitKind};
use super::wording::words_of;
use crate::people::{OfficeClass, OfficeId, PartyId, PersonId, Register, fold_name};
use crate::record::SpeakerRecord;
use crate::words::List;

/// How two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agrees {
    /// They mean the same.
    Same,
    /// They are spelled nearly the same.
    Nearly,
    /// They mean others.
    Not,
    /// The draft's words are no name, or the archive has none.
    Unsure,
}

/// Whether the speaker of a draft is that of a record of some day.
pub fn agrees(
    draft: &SpeakerRecord,
    record: Option<&SpeakerRecord>,
    day: Option<NaiveDate>,
    register: &Register,
) -> Agrees {
    let Some(record) = record else { return Agrees::Unsure };
    if draft.id == record.id {
        return Agrees::Same;
    }
    let (ours, theirs) = (register.find_slug(&draft.id), register.find_slug(&record.id));
    if ours.is_some() && theirs.is_some() {
        return Agrees::Not;
    }
    if let Some(person) = theirs {
        let offices = register.find_office(&draft.name);
        if offices.iter().any(|office| register.held_on(person, *office, day)) {
            return Agrees::Same;
        }
        if !offices.is_empty() {
            return Agrees::Unsure;
        }
    }
    let (a, b) = (fold_name(&draft.name), fold_name(&record.name));
    let (first, second): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    if short.last() == long.last() && short.iter().all(|word| long.contains(word)) {
        return Agrees::Same;
    }
    let is_name = |name: &str| name.split(' ').all(|word| word.chars().next().is_some_and(char::is_uppercase));
    if !is_name(&draft.name) {
        return Agrees::Unsure;
    }
    let distance = strsim::osa_distance(&a, &b);
    if ours.is_none() && first.len() > 1 && second.len() > 1 && distance <= 2 && distance * 5 <= a.chars().count() {
        return Agrees::Nearly;
    }
    if first.len() > 1 || ours.is_some() { Agrees::Not } else { Agrees::Unsure }
}

/// A party or offices that a draft gives somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The draft's words.
    pub words: String,
    party: Option<PartyId>,
    offices: Vec<OfficeId>,
    /// Whether the draft says that it was before.
    is_former: bool,
}

/// Characters around a name in which a role can stand.
const AROUND: usize = 90;
/// Words of a role.
const LONGEST: usize = 8;

/// What a draft says that somebody is, beside each place of the name; each once.
pub fn claims(text: &str, name: &str, register: &Register) -> Vec<Claim> {
    let Some(surname) = name.split_whitespace().next_back().filter(|it| it.chars().count() > 1) else {
        return Vec::new();
    };
    let mut found: Vec<Claim> = Vec::new();
    for (at, _) in text.match_indices(surname) {
        let behind = &text[at + surname.len()..];
        let before = &text[..at];
        let is_inside = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        if is_inside(before.chars().next_back()) || is_inside(behind.chars().next()) {
            continue;
        }
        for claim in [claim_before(before, name, register), claim_behind(behind, register)].into_iter().flatten() {
            if !found.contains(&claim) {
                found.push(claim);
            }
        }
    }
    found
}

fn tail(text: &str, characters: usize) -> &str {
    let start = text.char_indices().rev().nth(characters - 1).map_or(0, |(at, _)| at);
    &text[start..]
}

fn head(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// In front of the name: `the then Labour leader Ann Example`.
fn claim_before(before: &str, name: &str, register: &Register) -> Option<Claim> {
    let before = tail(before, AROUND);
    let before = before.rsplit(['.', ';', ':', '(', ')', '"', '“', '”', '\n', '!', '?']).next().unwrap_or(before);
    let mut words: Vec<&str> = before.split_whitespace().collect();
    // The given names, and a comma before them: `the prime minister, Ann Example`.
    while words.last().is_some_and(|word| name.split_whitespace().any(|it| it == *word)) {
        words.pop();
    }
    let last = words.len().saturating_sub(LONGEST);
    let mut words: Vec<&str> = words[last..].iter().map(|word| word.trim_end_matches(',')).collect();
    if words.last().is_some_and(|word| is_courtesy(word)) {
        words.pop();
    }
    for start in 0..words.len() {
        let phrase = &words[start..];
        let is_former = start > 0 && is_former(words[start - 1]);
        if let Some(claim) = claim_of(phrase, is_former, register) {
            return Some(claim);
        }
    }
    None
}

/// Behind the name: `, the Labour leader,` or `(Labour)`.
fn claim_behind(behind: &str, register: &Register) -> Option<Claim> {
    let rest = behind.trim_start();
    let inner = rest.strip_prefix([',', '('])?;
    let inner = head(inner, AROUND);
    let end = inner.find([',', ')', '.', ';', ':', '"', '“', '\n'])?;
    let words: Vec<&str> = inner[..end].split_whitespace().take(LONGEST).collect();
    let skipped = words.iter().take_while(|word| List::BeforeOffice.has(word) || is_former(word)).count();
    let is_past = words[..skipped].iter().any(|word| is_former(word));
    let words = &words[skipped..];
    (1..=words.len()).rev().find_map(|end| claim_of(&words[..end], is_past, register))
}

/// `Mr`, `Dame`: before a name, and no role.
fn is_courtesy(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    [List::Honorific, List::HonorificMan, List::HonorificWoman]
        .iter()
        .any(|list| list.has_any_case(bare) || list.has_any_case(word))
}

fn is_former(word: &str) -> bool {
    List::Former.has_any_case(word) || word.to_lowercase().starts_with("ex-")
}

/// What these words claim, all of them.
fn claim_of(phrase: &[&str], is_former: bool, register: &Register) -> Option<Claim> {
    let text = phrase.join(" ");
    let offices = register.find_office(&text);
    // `Labour MP` is an office with a party; an office alone says nothing of a party.
    let party = party_of(phrase, register);
    let offices: Vec<OfficeId> =
        offices.into_iter().filter(|id| register.office(*id).class() != OfficeClass::Legislator).collect();
    (party.is_some() || !offices.is_empty()).then_some(Claim { words: text, party, offices, is_former })
}

/// The party that a phrase begins with, where nothing but nouns for members follows.
fn party_of(phrase: &[&str], register: &Register) -> Option<PartyId> {
    let first = phrase.first()?.chars().next()?;
    if !first.is_uppercase() {
        return None;
    }
    (1..=phrase.len()).rev().find_map(|end| {
        let rest_is_nouns = phrase[end..].iter().all(|word| {
            let word = word.to_lowercase();
            [List::Seat, List::Title, List::Person, List::Office].iter().any(|list| list.has(&word))
        });
        register.find_party(&phrase[..end].join(" ")).filter(|_| rest_is_nouns)
    })
}

/// What is wrong with a claim about somebody as of a day; `None` where nothing is, or the register does not tell.
pub fn check_claim(claim: &Claim, person: PersonId, day: NaiveDate, register: &Register) -> Option<Limit> {
    let name = register.person(person).name();
    let limit = |told: String| Some(Limit { kind: LimitKind::Role, told });
    if let Some(party) = claim.party {
        let held = register.party_on(person, Some(day))?;
        let same = held == party || register.party(held).name() == register.party(party).name();
        if same || claim.is_former {
            return None;
        }
        let (held, given) = (register.party(held).name(), register.party(party).name());
        return limit(format!("on {day} the party of {name} was {held}; the draft says {given}"));
    }
    let held = |on: Option<NaiveDate>| claim.offices.iter().any(|office| register.held_on(person, *office, on));
    if held(Some(day)) || (claim.is_former && held(None)) {
        return None;
    }
    let other = claim.offices.iter().flat_map(|office| register.holders(*office, Some(day))).next();
    match (held(None), other) {
        (true, _) => limit(format!("on {day} {name} was not {}{}", claim.words, instead(person, day, register))),
        (false, Some(other)) => {
            limit(format!("on {day} not {name} but {} was {}", register.person(other).name(), claim.words))
        }
        (false, None) => None,
    }
}

fn instead(person: PersonId, day: NaiveDate, register: &Register) -> String {
    register.office_title_on(person, Some(day)).map_or_else(String::new, |title| format!(", but {title}"))
}

/// Whether a text has a word that makes a condition.
pub fn has_condition(text: &str) -> bool {
    words_of(text).iter().any(|word| List::Condition.has(&word.folded))
}
