//! Misspelled names: the persons whose names are spelled nearly as typed.

use super::context::Context;
use super::explain::Choice;
use super::token::QueryWord;
use super::vocabulary;
use super::who::choice;
use crate::people::{PersonId, fold_name};
use crate::words::{List, slips};

/// Persons whose names are spelled nearly so; where the archive quotes any of them, only those.
pub(super) fn near_names(text: &str, context: &Context) -> Vec<Choice> {
    let typed = fold_name(text).into_owned();
    let words: Vec<&str> = typed.split(' ').collect();
    let register = context.register;
    let length = typed.chars().count();
    if words.len() > 4 || length < 5 {
        return Vec::new();
    }
    let allowed = if length >= 10 { 2 } else { 1 };
    let first = typed.chars().next();
    let mut found: Vec<(usize, Choice)> = Vec::new();
    for id in register.persons() {
        let person = register.person(id);
        let name = if words.len() == 1 { person.surname() } else { person.name() };
        if name.len().abs_diff(typed.len()) > 4 || name.chars().next().map(|c| c.to_ascii_lowercase()) != first {
            continue;
        }
        let folded = fold_name(name);
        let distance = strsim::osa_distance(&typed, &folded);
        if distance <= allowed {
            let mut choice = choice(id, context);
            if words.len() == 1 && choice.quotes == 0 && person.prominence() < 6 {
                continue;
            }
            choice.name = person.name().to_owned();
            found.push((distance, choice));
        }
    }
    // Names of the archive: each typed word is replaced in turn by the words of names that are spelled nearly so.
    for (index, word) in words.iter().enumerate() {
        for near in context.speakers.near_words(word) {
            let mut spelled = words.clone();
            spelled[index] = &near;
            for known in context.speakers.named(&spelled.join(" ")) {
                let distance = strsim::osa_distance(word, &near);
                let choice = Choice { id: known.id, name: known.name, quotes: known.quotes };
                if distance <= allowed && !found.iter().any(|(_, other)| other.id == choice.id) {
                    found.push((distance, choice));
                }
            }
        }
    }
    if found.iter().any(|(_, choice)| choice.quotes > 0) {
        found.retain(|(_, choice)| choice.quotes > 0);
    }
    let nearest = found.iter().map(|(distance, _)| *distance).min();
    found.retain(|(distance, _)| Some(*distance) == nearest);
    found.sort_by(|a, b| b.1.quotes.cmp(&a.1.quotes).then_with(|| a.1.id.cmp(&b.1.id)));
    found.truncate(5);
    found.into_iter().map(|(_, choice)| choice).collect()
}

/// The persons of weight whose name is that of the words but for one slip: a letter doubled or left single, two letters
/// swapped, one vowel for another, letters that sound alike. Only a word that nothing knows is taken for a slip: no
/// name, no place, no word of questions or of the topics that have other wordings. None at all where different names fit.
pub(super) fn slips_of(words: &[&QueryWord], context: &Context) -> Vec<Choice> {
    /// A surname alone must be long enough to be told from a common word, and its bearer well known.
    const SHORTEST: usize = 6;
    const FAMOUS: u8 = 7;
    const WEIGHTY: u8 = 5;
    let register = context.register;
    // Where a given name belongs, a surname of little weight is none: `jermy corbyn`.
    let in_wrong_place = |at: usize| {
        let bearers = register.find_surname(&words[at].folded);
        at == 0
            && words.len() > 1
            && !register.is_given_name(&words[at].folded)
            && !is_common(words[at], context)
            && !bearers.is_empty()
            && bearers.iter().all(|id| register.person(*id).prominence() < WEIGHTY)
    };
    let mut unknown = (0..words.len()).filter(|&at| is_unknown(words[at], context) || in_wrong_place(at));
    let (Some(at), None, true) = (unknown.next(), unknown.next(), words.len() <= 3) else { return Vec::new() };
    let mut found: Vec<(String, Choice)> = Vec::new();
    let mut add = |meant: &str, id| {
        let choice = choice(id, context);
        if !found.iter().any(|(_, known)| known.id == choice.id) {
            found.push((meant.to_owned(), choice));
        }
    };
    let typed = fold_name(&words[at].folded).into_owned();
    if words.len() == 1 {
        if typed.chars().count() >= SHORTEST {
            let is_famous = |id: &&PersonId| register.person(**id).prominence() >= FAMOUS;
            for meant in slips(&typed) {
                register.find_surname(&meant).iter().filter(is_famous).for_each(|&id| add(&meant, id));
            }
        }
    } else {
        let is_name = |word: &String| register.is_given_name(word) || register.is_surname(word);
        for meant in slips(&typed).into_iter().filter(is_name) {
            let name: Vec<&str> = words
                .iter()
                .enumerate()
                .map(|(place, word)| if place == at { meant.as_str() } else { word.folded.as_str() })
                .collect();
            register.find_name(&name.join(" ")).into_iter().for_each(|id| add(&meant, id));
        }
    }
    // Of several bearers of the name, those whom the archive quotes.
    if found.iter().any(|(_, choice)| choice.quotes > 0) {
        found.retain(|(_, choice)| choice.quotes > 0);
    }
    let is_one_name = found.windows(2).all(|pair| pair[0].0 == pair[1].0);
    if is_one_name { found.into_iter().map(|(_, choice)| choice).collect() } else { Vec::new() }
}

/// Whether no table knows the word.
pub(super) fn is_unknown(word: &QueryWord, context: &Context) -> bool {
    let register = context.register;
    let folded = word.folded.as_str();
    !word.prefix
        && folded.chars().all(char::is_alphabetic)
        && !register.is_given_name(folded)
        && !register.is_surname(folded)
        && !is_common(word, context)
}

/// Whether it is a word of questions, a place, or a topic that has other wordings.
pub(super) fn is_common(word: &QueryWord, context: &Context) -> bool {
    let folded = word.folded.as_str();
    !vocabulary::embedded().kinds(folded).is_empty()
        || context.synonyms.find_term(&[folded]).is_some()
        || List::Place.has(folded)
}
