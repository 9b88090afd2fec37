//! Entity linking in questions: the words for a speaker to persons, parties and offices.
//!
//! Takes the words of a name, title, party or office; asks the register and the archive's own speakers. Where a name
//! is shared, all its bearers are given, those whom the archive quotes first; the wrong person is never chosen for
//! being the only one who is famous. Cannot do: bodies by description (`the car makers`), people by description
//! (`Blair's wife`).

use super::context::{Context, KnownSpeaker};
use super::explain::{Choice, ReadingNote};
use super::groups;
use super::names::{is_body, is_person, is_place_or_body};
use super::near::{near_names, slips_of};
use super::posts::{resolve_former, resolve_office, resolve_post, resolve_seat};
use super::titles::{by_title, fitting, fitting_titles, titles};
use super::token::{QueryWord, text_of, without_glue, words_of};
use super::topics::Piece;
use super::tree::{Node, SpeakerRef};
use super::vocabulary::{self, Kinds};
use super::who::{Certainty, MOST_CHOICES, Who, choice, choose, join};
use crate::people::{PersonId, fold_name};
use crate::words::List;

/// Whoever has this prominence in the register, or a greater one, is known to everybody.
const KNOWN_TO_ALL: u8 = 8;

/// Longest row of words that is tried as a name.
const LONGEST_NAME: usize = 12;

/// Resolves the words for one speaker or several (`Corbyn and McDonnell`).
pub(super) fn resolve(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    let typed = words;
    let words = without_glue(words);
    if words.is_empty() {
        return None;
    }
    if certainty < Certainty::Filter && words.iter().any(|word| word.is_dash()) {
        return None;
    }
    if certainty == Certainty::Slip {
        return resolve_slip(words, context);
    }
    if let Some(who) = resolve_one(words, certainty, context) {
        return Some(who);
    }
    // `the speaker`, `the Greens`: a post or a party, for names have no article.
    if typed.len() > words.len() && words.len() == 1 {
        let text = text_of(words);
        let post = resolve_office(&text, context).or_else(|| groups::resolve(&text, context.register));
        if post.is_some() {
            return post;
        }
    }
    let is_join =
        |word: &&QueryWord| matches!(word.folded.as_str(), "and" | "or" | "nor" | "&" | "and/or" | "both" | "either");
    let parts: Vec<&[&QueryWord]> = words.split(is_join).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return match certainty {
            Certainty::Place | Certainty::Filter => resolve_unknown(words, certainty, context),
            Certainty::Before => resolve_unknown_name(words, context),
            Certainty::Leading | Certainty::Trailing | Certainty::Slip => None,
        };
    }
    let parts: Option<Vec<Who>> = parts.into_iter().map(|part| resolve(part, certainty, context)).collect();
    Some(join(parts?))
}

/// Resolves the value of `speaker:`: whatever it is, it means some speaker. An exact id means the speaker who has it,
/// whatever else the words could mean; with a capital letter they are no id.
pub(super) fn resolve_text(text: &str, context: &Context) -> Who {
    let by_id =
        |name: String, country| Who { country, ..Who::new(Node::Speaker(vec![SpeakerRef::Id(text.to_owned())]), name) };
    if let Some(person) = context.register.find_slug(text).map(|id| context.register.person(id)) {
        return by_id(person.name().to_owned(), Some(person.country()));
    }
    if let Some(known) = context.speakers.find_id(text) {
        let mut who = by_id(known.name, None);
        // `labour`, `corbyn`: one word means much else. What has several words is nearly always this one's name.
        if !text.contains('-') {
            who.as_name = other_than_id(text, resolve_name(text, context).node);
        }
        return who;
    }
    resolve_name(text, context)
}

/// What words that are exactly an id of the archive's own mean as a name, where that is another.
pub(super) fn other_than_id(id: &str, named: Node) -> Option<Node> {
    // With a capital letter they are no id.
    let can_be_id = id.chars().next().is_some_and(char::is_lowercase);
    let is_other = match &named {
        Node::Speaker(refs) => {
            !matches!(&refs[..], [SpeakerRef::Named(_)]) && refs[..] != [SpeakerRef::Id(id.to_owned())]
        }
        Node::Office(ids) => ids[..] != [id.to_owned()],
        _ => true,
    };
    (can_be_id && is_other).then_some(named)
}

fn resolve_name(text: &str, context: &Context) -> Who {
    let read = |text: &str| {
        let words = words_of(text);
        let words: Vec<&QueryWord> = words.iter().collect();
        resolve(&words, Certainty::Filter, context)
    };
    let who = read(text);
    if text.contains(['-', '_'])
        && !who.as_ref().is_some_and(Who::is_known)
        && let Some(spaced) = read(&text.replace(['-', '_'], " ")).filter(Who::is_known)
    {
        return spaced;
    }
    who.unwrap_or_else(|| Who::new(Node::Speaker(vec![SpeakerRef::Named(fold_spaces(text))]), text.to_owned()))
}

/// Resolves the speaker or speakers that pieces of a question name; commas part them, or set off what somebody is
/// (`Ann Example, Labour MP`). Exact phrases are no names.
pub(super) fn resolve_pieces(pieces: &[Piece], certainty: Certainty, context: &Context) -> Option<Who> {
    // Dashes set off as commas do: `Ann Example - Labour leader - on roads`.
    let is_dash = |piece: &Piece| piece.word().is_some_and(|word| word.is_dash());
    let mut without_dashes: Vec<Piece> = Vec::new();
    if certainty >= Certainty::Before && pieces.iter().any(is_dash) {
        let mut apart = false;
        for piece in pieces {
            if is_dash(piece) {
                apart = true;
            } else {
                without_dashes.push(Piece { apart: piece.apart || std::mem::take(&mut apart), ..*piece });
            }
        }
    }
    let pieces = if without_dashes.is_empty() { pieces } else { &without_dashes };
    let words: Option<Vec<&QueryWord>> = pieces.iter().map(Piece::word).collect();
    let words = words.filter(|words| !words.is_empty())?;
    let starts: Vec<usize> = (0..pieces.len()).filter(|&at| at == 0 || pieces[at].apart).collect();
    if starts.len() < 2 {
        return resolve(&words, certainty, context);
    }
    // `Testby, Ann`: the surname first.
    if let ([0, 1], [surname, given @ ..]) = (starts.as_slice(), words.as_slice())
        && given.len() <= 2
    {
        let name = format!("{} {}", text_of(given), surname.text);
        let found = context.register.find_name(&name).into_iter().map(|id| choice(id, context)).collect();
        let who = choose(&name, found, context).filter(|_| context.register.is_given_name(&given[0].folded));
        if who.is_some() {
            return who;
        }
    }
    let ends = starts.iter().copied().skip(1).chain([pieces.len()]);
    let parts: Option<Vec<Who>> = starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| resolve(&words[start..end], certainty.min(Certainty::Before), context))
        .collect();
    let Some(mut parts) = parts else { return resolve(&words, certainty, context) };
    let is_person = |who: &Who| matches!(who.node, Node::Speaker(_));
    let has_join = words.iter().any(|word| matches!(word.folded.as_str(), "and" | "or"));
    if !has_join && is_person(&parts[0]) && !parts[1..].iter().any(is_person) {
        return Some(parts.swap_remove(0));
    }
    Some(join(parts))
}

fn resolve_one(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    if words.len() > LONGEST_NAME || !is_credible(words, certainty, context) {
        return None;
    }
    let words = without_anyone(words);
    let text = text_of(words);
    let is_title = words.len() == 1 && vocabulary::embedded().kinds(&words[0].folded).has(Kinds::TITLE);
    resolve_id(words, &text, context)
        .or_else(|| resolve_full_name(words, &text, certainty, context))
        .or_else(|| resolve_post(&text, context))
        .or_else(|| resolve_seat(words, context))
        .or_else(|| resolve_former(words, context))
        .or_else(|| if is_title { None } else { resolve_party_or_person(words, &text, context) })
        .or_else(|| resolve_surname(words, certainty, context))
        .or_else(|| resolve_archive_name(words, &text, certainty, context))
        .or_else(|| resolve_described(words, certainty, context))
        .or_else(|| resolve_qualified(words, certainty, context))
}

/// `anyone from the Lib Dems`, `somebody in Labour`: those after the preposition are meant.
fn without_anyone<'w>(words: &'w [&'w QueryWord]) -> &'w [&'w QueryWord] {
    match words {
        [first, between, rest @ ..] if !rest.is_empty() => {
            let is_anyone = vocabulary::embedded().kinds(&first.folded).has(Kinds::ANYONE);
            if is_anyone && matches!(between.folded.as_str(), "from" | "in" | "of") { rest } else { words }
        }
        _ => words,
    }
}

/// A lone word that mostly means something else names nobody unless the place or a capital says so.
fn is_credible(words: &[&QueryWord], certainty: Certainty, context: &Context) -> bool {
    let kinds = |word: &QueryWord| vocabulary::embedded().kinds(&word.folded);
    match words {
        // `Prince Harold` is a whole name; behind it stands `of` and a place, or the topic.
        [title, given, next, ..] if certainty < Certainty::Filter && List::RoyalTitle.has(&title.folded) => {
            let goes_on = next.folded == "of" || List::NameSuffix.has(&next.folded);
            goes_on || context.register.is_given_name(&next.folded) || !context.register.is_given_name(&given.folded)
        }
        [word] => {
            let doubtful =
                kinds(word).has(Kinds::ORDINARY) || kinds(word).has(Kinds::GLUE) || kinds(word).has(Kinds::NOUN);
            match certainty {
                Certainty::Filter => true,
                Certainty::Place => !kinds(word).has(Kinds::GLUE) || word.capital() || is_famous(word, context),
                // `chancellor on payments`
                Certainty::Before => {
                    let is_post =
                        || kinds(word).has(Kinds::TITLE) && !context.register.find_office(&word.folded).is_empty();
                    !doubtful || word.capital() || is_famous(word, context) || is_post()
                }
                Certainty::Leading => {
                    !doubtful || word.capital() && (is_party(word, context) || is_famous(word, context))
                }
                // At the end of a row stand the common words: `gay rights reform`, `the cost of living`.
                Certainty::Trailing => {
                    let least = if word.capital() { 5 } else { 8 };
                    !doubtful && (is_party(word, context) || has_bearer(word, least, context))
                }
                Certainty::Slip => false,
            }
        }
        _ => true,
    }
}

/// Whether the surname is borne by somebody of this prominence or a greater one.
fn has_bearer(word: &QueryWord, least: u8, context: &Context) -> bool {
    context.register.find_surname(&word.folded).iter().any(|&id| context.register.person(id).prominence() >= least)
}

fn is_party(word: &QueryWord, context: &Context) -> bool {
    context.register.find_party(&word.text).is_some()
}

/// Whether somebody bears the surname whom a bare surname is likely to mean: `may on brexit`.
pub(super) fn is_famous(word: &QueryWord, context: &Context) -> bool {
    has_bearer(word, KNOWN_TO_ALL, context)
}

/// `jeremy-corbyn`.
fn resolve_id(words: &[&QueryWord], text: &str, context: &Context) -> Option<Who> {
    if words.len() != 1 || !text.contains('-') {
        return None;
    }
    let id = text.to_lowercase();
    let known = context.speakers.find_id(&id);
    let person = context.register.find_slug(&id);
    if known.is_none() && person.is_none() {
        return None;
    }
    let label = match (person, known) {
        (Some(person), _) => context.register.person(person).name().to_owned(),
        (None, Some(known)) => known.name,
        (None, None) => return None,
    };
    let country = person.map(|person| context.register.person(person).country());
    Some(Who { country, ..Who::new(Node::Speaker(vec![SpeakerRef::Id(id)]), label) })
}

fn resolve_full_name(words: &[&QueryWord], text: &str, certainty: Certainty, context: &Context) -> Option<Who> {
    let found = context.register.find_name(text);
    // `Testby Jr` is none of the other Testbys.
    if let [surname, suffix] = words
        && List::NameSuffix.has(&suffix.folded)
    {
        let bears = |id: &&PersonId| {
            let person = context.register.person(**id);
            let names = std::iter::once(person.name()).chain(person.aliases());
            names.map(fold_name).any(|name| name.rsplit(' ').next() == Some(suffix.folded.as_str()))
        };
        let bearers = context.register.find_surname(&surname.folded).iter().filter(bears);
        let who = choose(text, bearers.map(|&id| choice(id, context)).collect(), context);
        if who.is_some() {
            return who;
        }
    }
    // Two names side by side are no long one: `Ann Example Harold Testby` is no Ann Testby. Nor is a name with a word behind
    // it another name, with a middle one, that nobody has: `Ann Example king` is no Ann King.
    let begins_with_name = words.len() > 2 && !context.register.find_name(&text_of(&words[..2])).is_empty() && {
        let folded = fold_name(text);
        let is_called = |id: &PersonId| {
            let person = context.register.person(*id);
            std::iter::once(person.name()).chain(person.aliases()).any(|name| fold_name(name) == folded)
        };
        words.len() > 3 || !found.iter().any(is_called)
    };
    if found.is_empty() || begins_with_name {
        return None;
    }
    if let [word] = words
        && certainty == Certainty::Leading
        && !word.capital()
        && found.iter().all(|&id| context.register.person(id).prominence() < 6)
    {
        return None;
    }
    let titles = titles(words);
    let persons = fitting_titles(found, &titles, context.register);
    let mut choices: Vec<Choice> = persons.into_iter().map(|id| choice(id, context)).collect();
    if choices.iter().all(|choice| choice.quotes == 0) {
        let titled: Vec<Choice> = choices.iter().flat_map(|choice| by_title(choice, context)).collect();
        choices.extend(titled);
    }
    // `Lord Falconer`, whom the archive may know as a Falconer of its own.
    if !titles.is_empty() && choices.iter().all(|choice| choice.quotes == 0) {
        // An Ann Falconer whom nothing but the archive knows is another.
        let is_other = |one: &SpeakerRef| {
            let SpeakerRef::Id(id) = one else { return false };
            let known = context.speakers.find_id(id).filter(|_| context.register.find_slug(id).is_none());
            let begins_with = |known: KnownSpeaker| known.name.split(' ').next().map(str::to_owned);
            known.and_then(begins_with).is_some_and(|first| context.register.is_given_name(&first))
        };
        let by_surname = resolve_surname(words, certainty, context)
            .filter(|who| !matches!(&who.node, Node::Speaker(refs) if refs.iter().any(is_other)));
        if by_surname.is_some() {
            return by_surname;
        }
    }
    choose(text, choices, context)
}

/// A party or a group with a word that says what sort of its members is meant, which nobody's record tells: `senior
/// Tories`, `backbench Labour MPs`. All of them are asked for, and the user is told.
fn resolve_qualified(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    let [first, rest @ ..] = words else { return None };
    let is_one_word = List::SortOfMember.has(&first.folded);
    let (sort, group) = match rest {
        _ if is_one_word => (first.text.clone(), rest),
        // `one nation Tories` as `one-nation Tories`
        [second, group @ ..] if List::SortOfMember.has(&format!("{}-{}", first.folded, second.folded)) => {
            (format!("{} {}", first.text, second.text), group)
        }
        _ => return None,
    };
    if group.is_empty() {
        return None;
    }
    let mut who = resolve_one(group, certainty, context)?;
    let is_group = matches!(who.node, Node::Party(_) | Node::All(_))
        || matches!(&who.node, Node::Office(ids) if ids.len() > 1)
        || matches!(who.node, Node::Office(_)) && group.last().is_some_and(|last| last.folded.ends_with('s'));
    who.notes.push(ReadingNote::SetAside { words: vec![sort] });
    is_group.then_some(who)
}

fn resolve_party(text: &str, context: &Context) -> Option<Who> {
    let register = context.register;
    // `Welsh Labour`: the party in a part of the country, where it is none of its own.
    let in_part = || {
        let (part, party) = text.split_once(' ')?;
        List::PartOfCountry.has_any_case(part).then(|| register.find_party(party)).flatten()
    };
    let party = register.party(register.find_party(text).or_else(in_part)?);
    let node = Node::Party(party.id().to_owned());
    let mut who = Who { country: Some(party.country()), ..Who::new(node, party.name().to_owned()) };
    // No record tells of which part of the country a member is.
    let part = text.split_once(' ').map(|(part, _)| part).filter(|part| List::PartOfCountry.has_any_case(part));
    if let Some(part) = part.filter(|part| !fold_name(party.name()).starts_with(&*fold_name(part))) {
        who.notes.push(ReadingNote::SetAside { words: vec![part.to_owned()] });
    }
    Some(who)
}

/// A party; where persons of weight are called like it, the user is told.
fn resolve_party_or_person(words: &[&QueryWord], text: &str, context: &Context) -> Option<Who> {
    let mut who = resolve_party(text, context)?;
    let [word] = words else { return Some(who) };
    let bearers = context.register.find_surname(&word.folded).iter();
    let mut choices: Vec<Choice> = bearers
        .map(|&id| (context.register.person(id).prominence(), choice(id, context)))
        .filter(|(prominence, choice)| *prominence >= 5 || choice.quotes > 0)
        .map(|(_, choice)| choice)
        .collect();
    choices.truncate(MOST_CHOICES);
    if !choices.is_empty() {
        who.notes.push(ReadingNote::PartyNotPerson { words: text.to_owned(), party: who.label.clone(), choices });
    }
    Some(who)
}

/// Up to this prominence somebody is known by a title, and not by the bare surname.
const LITTLE_KNOWN: u8 = 1;

/// A surname, with titles before it or none.
fn resolve_surname(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    let titles = titles(words);
    let rest = &words[titles.len()..];
    // Who is royal is known by the given name: `Prince Harry`.
    if rest.len() > 3 || titles.iter().any(|title| List::RoyalTitle.has(title)) {
        return None;
    }
    // `Scotland` is the country, whoever bears the name.
    let honorifics = [List::Honorific, List::HonorificMan, List::HonorificWoman];
    let is_addressed = titles.last().is_some_and(|title| honorifics.iter().any(|list| list.has(title)));
    if let [word] = rest
        && !is_addressed
        && certainty < Certainty::Filter
        && is_place_or_body(word)
        && !is_famous(word, context)
    {
        return None;
    }
    let name = text_of(rest);
    let register = context.register;
    let mut choices: Vec<Choice> = Vec::new();
    let bearers = register.find_surname(&name);
    let is_known = |id: PersonId| register.person(id).prominence() > LITTLE_KNOWN;
    let some_known = bearers.iter().any(|id| is_known(*id));
    for &id in bearers {
        let choice = choice(id, context);
        // A peer whom papers name by a title is not meant by the bare surname that others are known by.
        if some_known && !is_known(id) && choice.quotes == 0 {
            continue;
        }
        if !choices.iter().any(|known| known.id == choice.id) {
            choices.push(choice);
        }
    }
    let folded = fold_name(&name);
    let ends = |known: &KnownSpeaker| {
        let name = fold_name(&known.name);
        name.ends_with(&*folded) && name.len() > folded.len() && name[..name.len() - folded.len()].ends_with(' ')
            || name == folded
    };
    // What stands before the surname must be a name: an archive also holds wrongly read ones.
    let is_topic = certainty < Certainty::Place && is_term(rest, context);
    let is_name = |known: &KnownSpeaker| {
        !is_topic && is_person(&known.name, register)
            || register.is_surname(&folded) && fold_name(&known.name) == folded
    };
    for known in context.speakers.named(&name).into_iter().filter(|known| ends(known) && is_name(known)) {
        if !choices.iter().any(|choice| choice.id == known.id) {
            choices.push(Choice { id: known.id, name: known.name, quotes: known.quotes });
        }
    }
    if choices.is_empty() && rest.len() == 1 {
        choices = bearers_of_given_name(rest[0], certainty, context);
    }
    // `Ms Abbott` is none of the men whom the archive quotes.
    let mut choices = fitting(&choices, &titles, register);
    let quoted = choices.iter().any(|choice| choice.quotes > 0);
    if quoted {
        // Somebody little known whom the archive quotes is not meant rather than one whom everybody knows.
        let prominence =
            |choice: &Choice| register.find_slug(&choice.id).map_or(0, |id| register.person(id).prominence());
        let most = choices.iter().filter(|choice| choice.quotes > 0).map(prominence).max().unwrap_or(0);
        choices.retain(|choice| choice.quotes > 0 || prominence(choice) >= KNOWN_TO_ALL && prominence(choice) > most);
    }
    if certainty < Certainty::Place && titles.is_empty() && !quoted {
        let least = if rest.iter().all(|word| word.capital()) { 3 } else { 5 };
        let is_known = |choice: &Choice| {
            register.find_slug(&choice.id).is_some_and(|id| register.person(id).prominence() >= least)
        };
        if !choices.iter().any(is_known) {
            return None;
        }
    }
    let fits = fitting(&choices, &titles, register);
    choose(&text_of(words), fits, context)
}

/// Those who are known by their given name alone: `Hillary`, `Bernie`.
fn bearers_of_given_name(name: &QueryWord, certainty: Certainty, context: &Context) -> Vec<Choice> {
    let register = context.register;
    if !register.is_given_name(&name.folded) {
        return Vec::new();
    }
    const KNOWN: u8 = 4;
    let folded = fold_name(&name.folded);
    let begins = |person: &PersonId| {
        let person = register.person(*person);
        person.prominence() >= KNOWN
            && person.name().split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(&folded))
    };
    let bearers: Vec<PersonId> = register.persons().filter(begins).collect();
    // Where a speaker stands, a name that one person alone has means that one, as `Melania` does.
    let is_only = bearers.len() == 1 && name.capital() && certainty >= Certainty::Before;
    let is_meant = |id: &&PersonId| is_only || register.person(**id).prominence() >= KNOWN_TO_ALL;
    bearers.iter().filter(is_meant).map(|&id| choice(id, context)).collect()
}

/// A name that only the archive knows.
fn resolve_archive_name(words: &[&QueryWord], text: &str, certainty: Certainty, context: &Context) -> Option<Who> {
    let without_titles = &words[titles(words).len()..];
    let name = text_of(without_titles);
    let enough = words.len() > 1 || certainty >= Certainty::Place || words[0].capital();
    if !enough {
        return None;
    }
    if certainty < Certainty::Filter && matches!(without_titles, [word] if List::Place.has(&word.folded)) {
        return None;
    }
    // Only where the words ask for a speaker can it be a body.
    let is_asked = certainty >= Certainty::Place;
    if !is_asked && is_term(without_titles, context) {
        return None;
    }
    // Behind a title stands the surname or the whole name: `Prince Charles` is no Charles Kennedy.
    let folded = fold_name(&name);
    let has_title = without_titles.len() < words.len();
    let is_called = |known: &KnownSpeaker| {
        let own = fold_name(&known.name);
        !has_title || own == folded || own.ends_with(&format!(" {folded}")) || own == fold_name(text)
    };
    let is_meant = |known: &KnownSpeaker| (is_asked || is_person(&known.name, context.register)) && is_called(known);
    let choices = |known: Vec<KnownSpeaker>| -> Vec<Choice> {
        known.into_iter().map(|known| Choice { id: known.id, name: known.name, quotes: known.quotes }).collect()
    };
    let known = choices(context.speakers.named(&name).into_iter().filter(is_meant).collect());
    if known.is_empty() {
        let mut read = choices(with_other_given_name(without_titles, context));
        // One person may bear several of the names.
        read.dedup();
        let mut who = choose(text, read.clone(), context)?;
        who.notes = vec![ReadingNote::Spelling { typed: text.to_owned(), read }];
        return Some(who);
    }
    let fits = fitting(&known, &titles(words), context.register);
    choose(text, fits, context)
}

/// Whether the words are a topic that has other wordings: `Paris agreement`, whoever is called so.
fn is_term(words: &[&QueryWord], context: &Context) -> bool {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    words.len() > 1 && context.synonyms.find_term(&folded) == Some(words.len())
}

/// Speakers of the archive whose given name is another form of the one typed: `Dan Testby` for `Daniel Testby`.
fn with_other_given_name(name: &[&QueryWord], context: &Context) -> Vec<KnownSpeaker> {
    let [given, rest @ ..] = name else { return Vec::new() };
    if rest.is_empty() {
        return Vec::new();
    }
    let (given, rest) = (fold_name(&given.folded), fold_name(&text_of(rest)).into_owned());
    let forms: Vec<&str> = context.register.given_name_forms(&given).collect();
    forms
        .into_iter()
        .flat_map(|form| {
            let whole = format!("{form} {rest}");
            context.speakers.named(&whole).into_iter().filter(move |known| fold_name(&known.name) == whole)
        })
        .collect()
}

/// A lone word in lower case that is a party only with a capital: `reform`.
fn is_common_word(words: &[&QueryWord]) -> bool {
    matches!(words, [word] if !word.capital() && vocabulary::embedded().kinds(&word.folded).has(Kinds::ORDINARY))
}

/// `Labour leader Jeremy Corbyn`, `Prime Minister May`, `Labour's Ed Miliband`: what stands before the name.
fn resolve_described(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    for start in 1..words.len() {
        let (before, name) = words.split_at(start);
        let description = text_of(before);
        let kinds = |word: &&QueryWord| vocabulary::embedded().kinds(&word.folded);
        let offices = context.register.find_office(&description);
        let is_description = !offices.is_empty()
            || context.register.find_party(&description).is_some() && !is_common_word(before)
            || before.iter().all(|word| kinds(word).has(Kinds::TITLE) || kinds(word).has(Kinds::FORMER))
            || groups::resolve(&description, context.register).is_some()
            || before.first().is_some_and(|first| kinds(first).has(Kinds::FORMER));
        // Who is royal has no surname: `Prince Harold` is no Ann Harold.
        if !is_description || before.last().is_some_and(|title| List::RoyalTitle.has(&title.folded)) {
            continue;
        }
        if kinds(&before[0]).has(Kinds::FORMER)
            && let Some(who) = resolve_one(name, certainty, context)
            && matches!(who.node, Node::Speaker(_))
        {
            return Some(who);
        }
        let text = text_of(name);
        let mut persons = context.register.find_name(&text);
        if persons.is_empty() && name.len() <= 2 {
            persons = context.register.find_surname(&text).to_vec();
        }
        if persons.is_empty() {
            continue;
        }
        // Who never held the office or was of the party is not who is described: `SNP Donald Trump` is two things.
        let party = context.register.find_party(&description);
        let fits = |&id: &PersonId| {
            offices.iter().any(|&office| context.register.ever_held(id, office))
                || party.is_some_and(|party| context.register.memberships(id).iter().any(|of| of.party == Some(party)))
        };
        if !offices.is_empty() || party.is_some() {
            persons.retain(fits);
            if persons.is_empty() {
                continue;
            }
        }
        let mut choices: Vec<Choice> = persons.into_iter().map(|id| choice(id, context)).collect();
        if choices.iter().any(|choice| choice.quotes > 0) {
            choices.retain(|choice| choice.quotes > 0);
        }
        return choose(&text, choices, context);
    }
    // `Corbyn ally Diane Abbott`, `campaigner Ann Example`: whatever stands before a whole name.
    const LONGEST_DESCRIPTION: usize = 4;
    let is_word_of_description =
        |word: &&QueryWord| !List::Preposition.has(&word.folded) && !List::Conjunction.has(&word.folded);
    (1..words.len().saturating_sub(1)).take(LONGEST_DESCRIPTION).find_map(|start| {
        let (before, name) = words.split_at(start);
        let is_whole = certainty >= Certainty::Before && name.len() <= 4 && before.iter().all(is_word_of_description);
        let found = if is_whole { context.register.find_name(&text_of(name)) } else { Vec::new() };
        let choices: Vec<Choice> = found.into_iter().map(|id| choice(id, context)).collect();
        let mut who = choose(&text_of(name), choices, context)?;
        who.notes.push(ReadingNote::SetAside { words: vec![text_of(before)] });
        Some(who)
    })
}

/// A name that nobody known bears: the one name that is spelled nearly so, or the name as typed.
fn resolve_unknown(words: &[&QueryWord], certainty: Certainty, context: &Context) -> Option<Who> {
    let text = text_of(words);
    let kinds = |word: &&QueryWord| vocabulary::embedded().kinds(&word.folded);
    let is_little = |word: &&QueryWord| kinds(word).has(Kinds::GLUE) || kinds(word).has(Kinds::ANYONE);
    let is_place = matches!(words, [word] if List::Place.has(&word.folded));
    if certainty < Certainty::Filter && (is_place || words.iter().all(is_little)) {
        return None;
    }
    if let Some(who) = resolve_slip(words, context) {
        return Some(who);
    }
    let near = near_names(&text, context);
    let node = |id: String| Node::Speaker(vec![SpeakerRef::Id(id)]);
    match near.as_slice() {
        [only] => {
            let mut who = Who::new(node(only.id.clone()), only.name.clone());
            who.notes.push(ReadingNote::Spelling { typed: text, read: vec![only.clone()] });
            Some(who)
        }
        choices => {
            // Who is royal is called by the title: `Prince Ann`.
            let titles = titles(words);
            let is_royal = titles.iter().any(|title| List::RoyalTitle.has(title));
            let name = fold_spaces(&text_of(if is_royal { words } else { &words[titles.len()..] }));
            let mut who = Who::new(Node::Speaker(vec![SpeakerRef::Named(name)]), text.clone());
            who.notes.push(if choices.is_empty() {
                ReadingNote::UnknownName { typed: text }
            } else {
                ReadingNote::DidYouMean { typed: text, choices: choices.to_vec() }
            });
            Some(who)
        }
    }
}

pub(super) fn fold_spaces(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Before `on` only what looks like a person's name is taken for one: two words or three with capitals, the first a
/// given name.
fn resolve_unknown_name(words: &[&QueryWord], context: &Context) -> Option<Who> {
    // `Ann Example CBI`: the body tells whose she is.
    if let [name @ .., body] = words
        && name.len() > 1
        && List::BodyLetters.has(&body.folded)
    {
        return resolve_one(name, Certainty::Before, context).or_else(|| resolve_unknown_name(name, context));
    }
    let titles = titles(words).len();
    let name = &words[titles..];
    let is_royal = titles > 0 && List::RoyalTitle.has(&words[titles - 1].folded);
    let is_name = !is_royal
        && matches!(name.len(), 2 | 3)
        && name.iter().all(|word| word.capital())
        && context.register.is_given_name(&name[0].text)
        || titles > 0 && (name.len() == 1 || name.len() == 2 && !is_royal) && name.iter().all(|word| word.capital());
    if is_name {
        return resolve_unknown(words, Certainty::Before, context);
    }
    if is_body(words) {
        let name = fold_spaces(&text_of(words));
        return Some(Who::new(Node::Speaker(vec![SpeakerRef::Named(name)]), text_of(words)));
    }
    resolve_slip(words, context)
}

/// Those of weight whose name differs from the words by a slip of the hand or ear; the user is told.
fn resolve_slip(words: &[&QueryWord], context: &Context) -> Option<Who> {
    let read = slips_of(words, context);
    let mut who = choose(&text_of(words), read.clone(), context)?;
    who.label = read.first().map_or(who.label, |first| first.name.clone());
    who.notes = vec![ReadingNote::Spelling { typed: text_of(words), read }];
    Some(who)
}
