//! Who is meant by words of a question: plain data that every part of the linking of names to speakers shares.

use super::context::Context;
use super::explain::{Choice, ReadingNote};
use super::tree::{Node, SpeakerRef};
use crate::people::{Country, PersonId};

/// How sure the grammar is that the words name a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Certainty {
    /// At either end of bare words of which none is known as a name: what is spelled nearly like one.
    Slip,
    /// The last of a row of bare words.
    Trailing,
    /// The first of a row of bare words.
    Leading,
    /// What stands before `on` or before a verb of saying.
    Before,
    /// The place of a speaker (`what did … say`).
    Place,
    /// The value of `speaker:`: any word may be a name.
    Filter,
}

/// Who is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Who {
    pub node: Node,
    pub notes: Vec<ReadingNote>,
    pub country: Option<Country>,
    /// The name to show beside others.
    pub label: String,
    /// What the words mean as a name, where they were read as an exact id and as a name mean another.
    pub as_name: Option<Node>,
}

impl Who {
    pub(super) fn new(node: Node, label: String) -> Who {
        Who { node, notes: Vec::new(), country: None, label, as_name: None }
    }

    /// Whether register or archive know who is meant.
    pub(super) fn is_known(&self) -> bool {
        !matches!(&self.node, Node::Speaker(refs) if matches!(refs[..], [SpeakerRef::Named(_)]))
    }
}

/// Several speakers as one condition.
pub(super) fn join(parts: Vec<Who>) -> Who {
    let mut speakers: Vec<SpeakerRef> = Vec::new();
    let mut others: Vec<Node> = Vec::new();
    let mut joined = Who::new(Node::Any(Vec::new()), String::new());
    for part in parts {
        match part.node {
            Node::Speaker(refs) => refs.into_iter().for_each(|one| {
                if !speakers.contains(&one) {
                    speakers.push(one);
                }
            }),
            Node::Any(nodes) => others.extend(nodes),
            other => others.push(other),
        }
        joined.notes.extend(part.notes);
        joined.country = joined.country.or(part.country);
        if !joined.label.is_empty() {
            joined.label.push_str(", ");
        }
        joined.label.push_str(&part.label);
    }
    if !speakers.is_empty() {
        others.insert(0, Node::Speaker(speakers));
    }
    joined.node = if others.len() == 1 { others.remove(0) } else { Node::Any(others) };
    joined
}

/// A person of the register as a choice, with the number of quotes that the archive has.
pub(super) fn choice(id: PersonId, context: &Context) -> Choice {
    let person = context.register.person(id);
    let quotes = context.speakers.find_id(person.slug()).map_or(0, |known| known.quotes);
    Choice { id: person.slug().to_owned(), name: person.name().to_owned(), quotes }
}

/// The bearers of a name that are named in a note.
pub(super) const MOST_CHOICES: usize = 12;

/// All bearers of a name as one condition, the likeliest first, with a note where there are several.
pub(super) fn choose(words: &str, mut choices: Vec<Choice>, context: &Context) -> Option<Who> {
    if choices.is_empty() {
        return None;
    }
    let register = context.register;
    let prominence = |choice: &Choice| register.find_slug(&choice.id).map_or(0, |id| register.person(id).prominence());
    choices.sort_by(|a, b| {
        b.quotes.cmp(&a.quotes).then_with(|| prominence(b).cmp(&prominence(a))).then_with(|| a.id.cmp(&b.id))
    });
    choices.dedup_by(|a, b| a.id == b.id);
    if choices.iter().all(|choice| choice.quotes == 0) {
        // The archive has nothing by any of them.
        choices.truncate(MOST_CHOICES);
    }
    let country =
        choices.first().and_then(|choice| register.find_slug(&choice.id)).map(|id| register.person(id).country());
    let refs = choices.iter().map(|choice| SpeakerRef::Id(choice.id.clone())).collect();
    let label = if choices.len() == 1 { choices[0].name.clone() } else { words.to_owned() };
    let mut who = Who { country, ..Who::new(Node::Speaker(refs), label) };
    if choices.len() > 1 {
        choices.truncate(MOST_CHOICES);
        who.notes.push(ReadingNote::SharedName { words: words.to_owned(), choices });
    }
    Some(who)
}
