//! What a question was read as: the query, and for every part of the text what it became.
//!
//! Plain data for `--explain` and for notes beside an answer; [`render_note`] and [`render_part`] make text for
//! people of it.

use super::error::QueryError;
use super::ranges::render_range;
use super::tree::{DateRange, ResolvedQuery};
use crate::span::Span;

/// A question, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Where there are errors, what could be read all the same.
    pub query: ResolvedQuery,
    /// The query as syntax; pasted back it is read as the same query.
    pub read_as: String,
    /// What is wrong, in the order of the text. Where there is anything, the query must not be answered.
    pub errors: Vec<QueryError>,
    /// What the user should be told with every answer.
    pub notes: Vec<ReadingNote>,
    /// Which words gave which condition, in the order of the text.
    pub parts: Vec<Part>,
}

/// A stretch of the question and what it was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Bytes of the question, end excluded.
    pub span: Span,
    /// What the stretch was read as.
    pub meaning: Meaning,
}

/// What a stretch of a question is.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// The words that ask: `what did`, `say about`.
    Asking,
    /// Little words that are not searched.
    Glue,
    /// The speaker, as syntax.
    Speaker(String),
    /// Who is left out, as syntax.
    NotSpeaker(String),
    /// A topic: the word searched, and the other wordings that count as it.
    Topic {
        /// As it is searched.
        word: String,
        /// Synonyms and other spellings.
        others: Vec<String>,
    },
    /// What is not to be spoken of, as syntax.
    NotTopic(String),
    /// Words that can be no topic, or lead up to the question: not searched.
    SetAside,
    /// Words that lift a quote without being needed.
    Preferred(String),
    /// A time, as days.
    Dates(DateRange),
    /// Several times, or days that are left out, as syntax.
    Times(String),
    /// First or last.
    Order(&'static str),
    /// How many, when, who.
    Form(&'static str),
    /// A filter written as syntax.
    Filter(String),
}

/// A person that words can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The speaker's id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Quotes in the archive.
    pub quotes: u64,
}

/// Something about the reading that the user should know.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
pub enum ReadingNote {
    /// Several bear the name; all are asked for, the likeliest first.
    SharedName { words: String, choices: Vec<Choice> },
    /// Several offices bear the name, or offices of other countries were left out; ids of offices.
    SharedOffice { words: String, offices: Vec<String>, left_out: Vec<String> },
    /// Nobody bears the name as typed; these bear one that is spelled nearly so, and were taken.
    Spelling { typed: String, read: Vec<Choice> },
    /// The words name a party and persons, and were read as the party.
    PartyNotPerson { words: String, party: String, choices: Vec<Choice> },
    /// Nobody bears the name; these are spelled nearly so. `speaker:` with the typed name was kept.
    DidYouMean { typed: String, choices: Vec<Choice> },
    /// Neither register nor archive knows the name; it holds for speakers whose name has all the words.
    UnknownName { typed: String },
    /// The words are exactly an id of the archive's own and were read as it alone; `other` is the filter that they
    /// are with a capital letter, which no id has.
    ExactId { id: String, name: String, other: String },
    /// What was taken for a time that the words do not tell to the day: `days` is syntax.
    Period { words: String, title: String, days: String },
    /// Words that tell of an office which nobody that the question names ever held; they limit nothing.
    NoTenure { words: String },
    /// Words that seem to tell a time, of an event that is not known: they limit nothing, and are looked for.
    UnknownTime { words: String },
    /// Who is spoken of is not the one who speaks.
    NotSelf { name: String },
    /// Words of the question that can be no topic or lead up to it were not searched.
    SetAside { words: Vec<String> },
    /// The words were read as a topic; these speakers bear them as a name.
    TopicNotSpeaker { words: String, choices: Vec<Choice> },
}

/// The note as a sentence without a full stop.
pub fn render_note(note: &ReadingNote) -> String {
    let name = |choice: &Choice| match choice.quotes {
        0 => format!("{} (speaker:{})", choice.name, choice.id),
        1 => format!("{} (speaker:{}, 1 quote)", choice.name, choice.id),
        many => format!("{} (speaker:{}, {many} quotes)", choice.name, choice.id),
    };
    let list = |choices: &[Choice]| choices.iter().map(name).collect::<Vec<_>>().join(", ");
    match note {
        ReadingNote::SharedName { words, choices } => {
            format!("{} people are called \"{words}\": {}; name one with speaker:", choices.len(), list(choices))
        }
        ReadingNote::SharedOffice { words, offices, left_out } => {
            let mut text = format!("\"{words}\" was read as office:{}", offices.join(","));
            if !left_out.is_empty() {
                text.push_str(&format!("; not asked for: {}", some_of(left_out, ", ")));
            }
            text
        }
        ReadingNote::Spelling { typed, read } => {
            format!(
                "nobody is called \"{typed}\"; read as {}; for speakers with the name as typed ask named:\"{typed}\"",
                list(read)
            )
        }
        ReadingNote::PartyNotPerson { words, party, choices } => {
            format!("\"{words}\" was read as the party {party}; for a person ask {}", list(choices))
        }
        ReadingNote::DidYouMean { typed, choices } => {
            format!("nobody is known to be called \"{typed}\"; did you mean {}?", list(choices))
        }
        ReadingNote::UnknownName { typed } => {
            format!("\"{typed}\" is not in the register; speakers whose name has these words are searched")
        }
        ReadingNote::ExactId { id, name, other } => {
            let values: Vec<String> = other.split(',').map(str::to_owned).collect();
            let other = some_of(&values, ",");
            format!("\"{id}\" was read as the id of {name} alone; with a capital letter it means {other}")
        }
        ReadingNote::Period { words, title, days } => format!("\"{words}\" was read as {days} ({title})"),
        ReadingNote::NoTenure { words } => {
            format!("\"{words}\" limits nothing: nobody whom the question names is known to have held such an office")
        }
        ReadingNote::UnknownTime { words } => format!(
            "\"{words}\" limits no dates: no such event is known (`onrecord help dates` tells which are, and how to add your own)"
        ),
        ReadingNote::SetAside { words } => {
            format!("not searched: {}", words.iter().map(|words| format!("\"{words}\"")).collect::<Vec<_>>().join(", "))
        }
        ReadingNote::TopicNotSpeaker { words, choices } => {
            format!("\"{words}\" was read as a topic; what was said by it: {}", list(choices))
        }
        ReadingNote::NotSelf { name } => {
            format!("what {name} said is left out, because the question is who spoke of {name}")
        }
    }
}

/// The first of a list, and how many more there are: some names are those of an office in every country.
fn some_of(list: &[String], between: &str) -> String {
    const MOST: usize = 5;
    let mut text = list[..list.len().min(MOST)].join(between);
    if list.len() > MOST {
        text.push_str(&format!(" and {} more", list.len() - MOST));
    }
    text
}

/// The part for `--explain`: the words and what they were read as.
pub fn render_part(part: &Part, question: &str) -> String {
    let words = part.span.of(question);
    let meaning = match &part.meaning {
        Meaning::Asking => "asks".to_owned(),
        Meaning::Glue => "not searched".to_owned(),
        Meaning::Speaker(syntax) => format!("who speaks: {syntax}"),
        Meaning::NotSpeaker(syntax) => format!("who does not speak: {syntax}"),
        Meaning::Topic { word, others } if others.is_empty() => format!("topic: {word}"),
        Meaning::Topic { word, others } => format!("topic: {word}, also {}", others.join(", ")),
        Meaning::NotTopic(syntax) => format!("left out: {syntax}"),
        Meaning::SetAside => "set aside, not searched".to_owned(),
        Meaning::Preferred(words) => format!("lifts a quote, not needed: {words}"),
        Meaning::Dates(range) => format!("when: {}", render_range(*range)),
        Meaning::Times(syntax) => format!("when: {syntax}"),
        Meaning::Order(order) => format!("order: {order}"),
        Meaning::Form(form) => format!("asks for: {form}"),
        Meaning::Filter(syntax) => format!("filter: {syntax}"),
    };
    format!("{words} -> {meaning}")
}
