//! Titles before names in questions: which they are, and whom they fit.

use super::context::{Context, KnownSpeaker};
use super::explain::Choice;
use super::token::QueryWord;
use super::vocabulary::{self, Kinds};
use crate::people::{Gender, OfficeId, PersonId, Register, fold_name};
use crate::words::List;

/// The titles at the front of a name.
pub(super) fn titles(words: &[&QueryWord]) -> Vec<String> {
    let is_title = |word: &&&QueryWord| vocabulary::embedded().kinds(&word.folded).has(Kinds::TITLE);
    words.iter().take(words.len().saturating_sub(1)).take_while(is_title).map(|word| word.folded.clone()).collect()
}

/// Those whom the titles fit; all where they fit nobody.
pub(super) fn fitting(choices: &[Choice], titles: &[String], register: &Register) -> Vec<Choice> {
    let fits = |choice: &&Choice| match register.find_slug(&choice.id) {
        Some(id) => titles.iter().all(|title| title_fits(id, title, register)),
        None => true,
    };
    let fitting: Vec<Choice> = choices.iter().filter(fits).cloned().collect();
    if fitting.is_empty() { choices.to_vec() } else { fitting }
}

pub(super) fn fitting_titles(persons: Vec<PersonId>, titles: &[String], register: &Register) -> Vec<PersonId> {
    let fits: Vec<PersonId> =
        persons.iter().copied().filter(|&id| titles.iter().all(|title| title_fits(id, title, register))).collect();
    if fits.is_empty() { persons } else { fits }
}

fn title_fits(person: PersonId, title: &str, register: &Register) -> bool {
    let gender = register.person(person).gender();
    // Not every man is a lord.
    if (List::HonorificMan.has(title) || List::Man.has(title)) && !List::Peerage.has(title) {
        return gender != Gender::Female;
    }
    if List::HonorificWoman.has(title) || List::Woman.has(title) {
        return gender != Gender::Male;
    }
    if List::Honorific.has(title) {
        return true;
    }
    let offices: Vec<OfficeId> = register.find_office(title);
    if offices.iter().any(|&office| register.ever_held(person, office)) {
        return true;
    }
    let full = match title {
        "gov" => "governor",
        "sen" => "senator",
        "rep" => "representative",
        other => other,
    };
    register
        .tenures(person)
        .any(|(office, _)| fold_name(register.office(office).title()).split(' ').any(|word| word == full))
}

/// Speakers whom the archive knows by a title and the person's surname alone: `Lady Testby`, where `Ann Testby` was asked
/// for and nothing is by her under that name.
pub(super) fn by_title(person: &Choice, context: &Context) -> Vec<Choice> {
    let register = context.register;
    let Some(id) = register.find_slug(&person.id) else { return Vec::new() };
    let surname = fold_name(register.person(id).surname()).into_owned();
    let is_called = |known: &KnownSpeaker| {
        let name = fold_name(&known.name);
        let title = name.strip_suffix(&*surname).map(str::trim_end).filter(|title| !title.contains(' '));
        title.is_some_and(|title| {
            let is_title = [List::Peerage, List::Knighthood].iter().any(|list| list.has(title));
            is_title && title_fits(id, title, register)
        })
    };
    let known = context.speakers.named(&surname).into_iter().filter(is_called);
    known.map(|known| Choice { id: known.id, name: known.name, quotes: known.quotes }).collect()
}
