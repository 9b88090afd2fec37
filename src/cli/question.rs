//! What is asked: the words and flags of the command line to a query of the query room.

use std::path::Path;

use anyhow::bail;

use super::args::{Question, ReadArgs, Sort};
use super::files::{find_beside, read_text};
use super::output::Lines;
use crate::index::{IndexSpeakers, Store};
use crate::people::Register;
use crate::query::tree::ResolvedQuery;
use crate::query::{self, Context, Part, Synonyms};

/// A question that was read.
pub struct Asked {
    /// As typed, the flags added as syntax.
    pub question: String,
    pub query: ResolvedQuery,
    /// The query written back as syntax.
    pub syntax: String,
    /// What the user should be told of the reading, as sentences.
    pub notes: Vec<String>,
    parts: Vec<Part>,
}

impl Asked {
    /// A query that was not read from words; `syntax` says what it asks.
    pub fn of_query(syntax: String, query: ResolvedQuery, notes: Vec<String>) -> Asked {
        Asked { question: syntax.clone(), query, syntax, notes, parts: Vec::new() }
    }

    /// Which words gave which condition, a line each.
    pub fn explained(&self) -> Vec<String> {
        self.parts.iter().map(|part| query::render_part(part, &self.question)).collect()
    }
}

/// The usual mistake: a path where a question is expected.
///
/// # Errors
/// Where the whole question is the path of something that is there.
pub fn refuse_path(question: &Question) -> anyhow::Result<()> {
    if let [only] = question.words.as_slice()
        && only.contains(['/', '\\', '.'])
        && Path::new(only).exists()
    {
        bail!(
            "{only} is a file or folder, not a question: to ask about what is in it, use \
             `onrecord search --in {only} QUESTION`; to look for the word, write it in quotation marks"
        );
    }
    Ok(())
}

/// The words with the flags added in the question's own syntax: both say the same.
fn compose(question: &Question, sort: Option<Sort>) -> String {
    let mut filters = Vec::new();
    let mut add = |field: &str, value: &str| filters.push(query::compose_filter(field, value));
    for (field, values) in [
        ("speaker", &question.flags.speaker),
        ("party", &question.flags.party),
        ("office", &question.flags.office),
        ("outlet", &question.flags.outlet),
        ("kind", &question.flags.kind),
    ] {
        values.iter().for_each(|value| add(field, value));
    }
    for (field, value) in [
        ("since", &question.flags.from),
        ("until", &question.flags.to),
        ("before", &question.flags.before),
        ("after", &question.flags.after),
        ("date", &question.flags.date),
    ] {
        if let Some(value) = value {
            add(field, value);
        }
    }
    if let Some(least) = question.flags.min_confidence {
        add("confidence", &least.to_string());
    }
    if let Some(sort) = sort {
        add("sort", sort.name());
    }
    query::compose_question(&question.words.join(" "), &filters)
}

/// How the dates of a question are read: as those of the articles.
pub fn day_order(read: &ReadArgs) -> query::DayOrder {
    if read.month_first { query::DayOrder::MonthFirst } else { query::DayOrder::DayFirst }
}

/// Reads the question with the speakers of the index that it is asked of.
///
/// # Errors
/// Where it cannot be read; the error points at the place.
pub fn read(
    question: &Question,
    sort: Option<Sort>,
    day_order: query::DayOrder,
    store: &Store,
    register: &Register,
) -> anyhow::Result<Asked> {
    let text = compose(question, sort);
    let synonyms = load_synonyms(question.flags.synonyms.as_deref())?;
    let speakers = IndexSpeakers::new(store);
    let context = Context {
        today: question.flags.today.unwrap_or_else(|| chrono::Local::now().date_naive()),
        day_order,
        register,
        speakers: &speakers,
        synonyms: &synonyms,
    };
    let reading = query::read_question(&text, &context);
    if let Some(error) = speakers.take_failure() {
        return Err(error.into());
    }
    if !reading.errors.is_empty() {
        let told: Vec<String> = reading.errors.iter().map(|error| query::render_error(error, &text)).collect();
        return Err(Lines(told.iter().flat_map(|error| error.lines()).map(str::to_string).collect()).into());
    }
    let notes = reading.notes.iter().map(|note| sentence(&query::render_note(note))).collect();
    Ok(Asked { question: text, query: reading.query, syntax: reading.read_as, notes, parts: reading.parts })
}

/// The table of the user's own other wordings, in a project's folder.
const SYNONYMS: &str = "onrecord-synonyms.tsv";

/// The built-in other wordings, and the user's own where there is a table of them.
fn load_synonyms(named: Option<&Path>) -> anyhow::Result<Synonyms> {
    let path = find_beside(named, SYNONYMS, "synonyms.tsv", "--synonyms FILE")?;
    if named.is_some() && !path.exists() {
        bail!(
            "no table of synonyms at {}: a line of it is `same`, a tab, and wordings with `; ` between them",
            path.display()
        );
    }
    let text = read_text(&path)?;
    match Synonyms::with_user_table(&text) {
        Ok(synonyms) => Ok(synonyms),
        Err(error) => bail!("{}:{}: `{}` {}", path.display(), error.line, error.text, error.problem),
    }
}

/// With a capital at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", characters.as_str())
}
