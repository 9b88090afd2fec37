//! Misspelled names: the persons whose names are spelled nearly as typed.

use super::context::Context;
use super::explain::Choice;
use super::who::choice;
use crate::people::fold_name;

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
