//! How a question was read: against the speakers of its index and with the user's other wordings and events.

use std::borrow::Cow;
use std::path::Path;

use super::listen::Listener;
use super::request::Request;
use super::{DeskError, Result, Settings, tables};
use crate::index::{IndexSpeakers, Offer, Store};
use crate::people::Register;
use crate::query::tree::{Matching, Node, ResolvedQuery, TopicWord};
use crate::query::{self, Context, Events, Meaning, Part, Synonyms};

/// A question that was read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// As typed, the filters added as syntax.
    pub question: String,
    /// What it means.
    pub query: ResolvedQuery,
    /// The query written back as syntax: asked again, it gives the same answer.
    pub read_as: String,
    /// How it was read, as far as that needs saying.
    pub notes: Vec<query::ReadingNote>,
    /// Related wordings of its words that are not looked for, but could be.
    pub(super) offers: Vec<Offer>,
    parts: Vec<Part>,
}

impl Asked {
    /// A query that was not read from words; `read_as` says what it asks.
    pub(super) fn of_query(read_as: String, query: ResolvedQuery, notes: Vec<query::ReadingNote>) -> Asked {
        Asked { question: read_as.clone(), query, read_as, notes, offers: Vec::new(), parts: Vec::new() }
    }

    /// The question without what stands around it and is no part of it, as the name of the paper behind a headline.
    pub(super) fn without_frame(&self) -> &str {
        let is_aside = |part: &&Part| matches!(part.meaning, Meaning::SetAside);
        let (mut start, mut end) = (0, self.question.len());
        for part in self.parts.iter().filter(is_aside) {
            let is_blank = |text: Option<&str>| text.is_some_and(|text| !text.contains(char::is_alphanumeric));
            if is_blank(self.question.get(start..part.span.start())) {
                start = part.span.end();
            } else if is_blank(self.question.get(part.span.end()..end)) {
                end = part.span.start();
            }
        }
        self.question.get(start..end).unwrap_or_default()
    }

    /// Whether it holds filters.
    pub(super) fn has_filters(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.meaning, Meaning::Filter(_)))
    }

    /// Which words gave which condition, a line each.
    pub fn explained(&self) -> Vec<String> {
        self.parts.iter().map(|part| query::render_part(part, &self.question)).collect()
    }
}

/// The tables that decide how questions are read, as they were when they were read first.
pub struct QuestionTables {
    synonyms: Cow<'static, Synonyms>,
    events: Events,
}

impl QuestionTables {
    /// The built-in tables with the user's own.
    ///
    /// # Errors
    /// Where one of the user's cannot be read, or is named and not there.
    pub fn load(settings: &Settings, ear: &dyn Listener) -> Result<QuestionTables> {
        Ok(QuestionTables {
            synonyms: load_synonyms(settings.synonyms.as_deref(), ear)?,
            events: load_events(settings.events.as_deref(), ear)?,
        })
    }
}

/// What questions are read against, and written back with.
pub struct QuestionReader<'a> {
    pub settings: &'a Settings,
    pub store: &'a Store,
    pub register: &'a Register,
    pub tables: &'a QuestionTables,
}

/// Reads the question with the speakers of the index that it is asked of.
///
/// # Errors
/// Where it cannot be read: the lines of the error point at the place.
pub fn read(request: &Request, with: &QuestionReader) -> Result<Asked> {
    let text = request.composed();
    let speakers = IndexSpeakers::new(with.store);
    let context = with.context(request.today, &speakers);
    let reading = query::read_question(&text, &context);
    if let Some(error) = speakers.take_failure() {
        return Err(error.into());
    }
    if !reading.errors.is_empty() {
        let told: Vec<String> = reading.errors.iter().map(|error| query::render_error(error, &text)).collect();
        return Err(DeskError::Question(told.iter().flat_map(|error| error.lines()).map(str::to_string).collect()));
    }
    Ok(Asked {
        question: text,
        offers: offers(&reading.query.root, &with.tables.synonyms),
        query: reading.query,
        read_as: reading.read_as,
        notes: reading.notes,
        parts: reading.parts,
    })
}

impl QuestionReader<'_> {
    fn context<'a>(&'a self, today: Option<chrono::NaiveDate>, speakers: &'a IndexSpeakers) -> Context<'a> {
        Context {
            today: today.unwrap_or_else(|| chrono::Local::now().date_naive()),
            day_order: self.settings.reading.day_order,
            register: self.register,
            speakers,
            synonyms: &self.tables.synonyms,
            events: &self.tables.events,
        }
    }
}

/// Queries in the syntax of questions.
///
/// # Errors
/// Where the index cannot be read.
pub fn written_each(queries: &[ResolvedQuery], with: &QuestionReader) -> Result<Vec<String>> {
    let speakers = IndexSpeakers::new(with.store);
    let context = with.context(None, &speakers);
    let texts = queries.iter().map(|query| query::render_query(query, &context)).collect();
    speakers.take_failure().map_or(Ok(texts), |error| Err(error.into()))
}

/// So many other wordings are offered at most: each is looked for to say how many quotes it would add.
const MOST_OFFERS: usize = 6;

/// What the words of a question could also be called, as far as the tables offer it.
fn offers(root: &Node, synonyms: &Synonyms) -> Vec<Offer> {
    let of_word = |word: &TopicWord| -> Vec<Offer> {
        let Some(first) = word.wordings.first().filter(|first| first.matching == Matching::Stemmed) else {
            return Vec::new();
        };
        let offered = synonyms.offered_wordings(&first.words).into_iter();
        offered.map(|wording| Offer { typed: first.words.clone(), wording }).collect()
    };
    let nodes = match root {
        Node::All(nodes) => nodes.as_slice(),
        other => std::slice::from_ref(other),
    };
    let groups = nodes.iter().filter_map(|node| match node {
        Node::Words(group) => Some(group),
        _ => None,
    });
    groups.flat_map(|group| &group.words).flat_map(of_word).take(MOST_OFFERS).collect()
}

/// The table of the user's own other wordings, in a project's folder.
const SYNONYMS: &str = "onrecord-synonyms.tsv";

/// The built-in other wordings, and the user's own where there is a table of them.
fn load_synonyms(named: Option<&Path>, ear: &dyn Listener) -> Result<Cow<'static, Synonyms>> {
    let path = tables::find_beside(named, SYNONYMS, "synonyms.tsv", "--synonyms FILE", ear)?;
    if named.is_some() && !path.exists() {
        return Err(DeskError::Refused(format!(
            "no table of synonyms at {}: a line of it is `same`, a tab, and wordings with `; ` between them",
            path.display()
        )));
    }
    let text = tables::read_text(&path)?;
    if text.trim().is_empty() {
        return Ok(Cow::Borrowed(Synonyms::shared()));
    }
    Synonyms::with_user_table(&text).map(Cow::Owned).map_err(|error| {
        DeskError::Refused(format!("{}:{}: `{}` {}", path.display(), error.line, error.text, error.problem))
    })
}

/// The table of the user's own events, in a project's folder.
const EVENTS: &str = "onrecord-events.tsv";

/// The built-in events that times can be told by, and the user's own where there is a table of them.
fn load_events(named: Option<&Path>, ear: &dyn Listener) -> Result<Events> {
    let path = tables::find_beside(named, EVENTS, "events.tsv", "--events FILE", ear)?;
    if named.is_some() && !path.exists() {
        return Err(DeskError::Refused(format!(
            "no table of events at {}: a line of it is a title, the first day, the last day, and names with `; ` between \
             them, with tabs between these four",
            path.display()
        )));
    }
    let text = tables::read_text(&path)?;
    Events::with_user_table(&text)
        .map_err(|error| DeskError::Refused(format!("{}:{}: {}", path.display(), error.line, error.what)))
}

/// The user's tables that decide how questions are read: other wordings and events.
pub fn tables_of(settings: &Settings, ear: &dyn Listener) -> Vec<std::path::PathBuf> {
    let synonyms = tables::find_beside(settings.synonyms.as_deref(), SYNONYMS, "synonyms.tsv", "--synonyms FILE", ear);
    let events = tables::find_beside(settings.events.as_deref(), EVENTS, "events.tsv", "--events FILE", ear);
    [synonyms, events].into_iter().flatten().collect()
}
