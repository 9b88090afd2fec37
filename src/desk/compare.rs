//! Speakers, parties or topics side by side over time, as counts and as shares.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::error::refuse;
use super::notes::AnswerNote;
use super::request::{Filters, Request};
use super::{Library, Result};
use crate::index::{Asking, Facet, IndexSpeakers, TimeStep, Times, WhenEmpty};
use crate::query::KnownSpeakers;
use crate::query::tree::{Form, Node, Order, ResolvedQuery, SpeakerRef};

/// What is put side by side.
#[derive(Clone, Debug, Default)]
pub struct CompareRequest {
    /// Pieces of a question: names, parties, topics; or one question that compares ("X vs Y on Z").
    pub sides: Vec<String>,
    /// What all sides are asked about.
    pub on: Option<String>,
    /// Conditions of all sides.
    pub filters: Filters,
    /// The periods' width; whatever fits the dates where it is not given.
    pub step: Option<TimeStep>,
    /// The day that "today" is.
    pub today: Option<chrono::NaiveDate>,
}

/// Sides with their counts by period.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// In the order in which they were given; all have the same periods.
    pub sides: Vec<Column>,
    /// Periods in which any side said anything.
    #[serde(skip)]
    pub periods: Vec<String>,
    /// The periods' width.
    #[serde(skip)]
    pub step: TimeStep,
    /// What is said beside it.
    #[serde(skip)]
    pub notes: Vec<AnswerNote>,
}

/// One side.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// As it was read, in the question's syntax.
    pub side: String,
    /// The name to show: of a speaker or party its own, else as it was read.
    pub name: String,
    /// The question that finds the quotes of this side.
    #[serde(skip)]
    pub question: String,
    /// One for each period.
    pub periods: Vec<Cell>,
    /// All of them together.
    pub total: Cell,
}

/// One side in one period.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// `2016`, `2016-08`, `2016-08-18`, `undated`, `all`.
    pub period: String,
    /// Quotes that meet the side and all other conditions.
    pub count: u64,
    /// What the share is a share of: of a speaker or party all their quotes under the other conditions, of a topic all
    /// quotes under them.
    pub of: u64,
    /// `None` where there is nothing of which it could be a share.
    pub share: Option<f64>,
}

impl Cell {
    fn new(period: &str, count: u64, of: u64) -> Cell {
        Cell { period: period.to_string(), count, of, share: (of > 0).then(|| count as f64 / of as f64) }
    }
}

/// Most names of one side.
const MOST_NAMES: usize = 3;

/// The period of what has no date.
const UNDATED: &str = "undated";
/// The period of everything.
pub const TOTAL: &str = "all";

/// One side: how it was read, and what it found.
struct Side {
    label: String,
    name: String,
    question: String,
    found: Times,
    /// See [`Cell::of`].
    whole: Times,
}

impl Comparison {
    /// Quotes of all sides together.
    pub fn total(&self) -> u64 {
        self.sides.iter().map(|side| side.total.count).sum()
    }

    fn new(sides: &[Side], step: Option<TimeStep>, notes: Vec<AnswerNote>) -> Comparison {
        let step = step.unwrap_or_else(|| all(sides).fitting_step());
        let by = |times: &Times| -> BTreeMap<String, u64> {
            let mut by: BTreeMap<String, u64> = times.by(step).into_iter().collect();
            if times.undated > 0 {
                by.insert(UNDATED.to_string(), times.undated);
            }
            by
        };
        let counts: Vec<_> = sides.iter().map(|side| (by(&side.found), by(&side.whole))).collect();
        // Letters come behind digits, so "undated" is last.
        let periods: BTreeSet<&String> = counts.iter().flat_map(|(found, _)| found.keys()).collect();
        let columns = sides.iter().zip(&counts).map(|(side, (found, whole))| Column {
            side: side.label.clone(),
            name: side.name.clone(),
            question: side.question.clone(),
            periods: periods
                .iter()
                .map(|period| {
                    let of = |counts: &BTreeMap<String, u64>| counts.get(*period).copied().unwrap_or(0);
                    Cell::new(period, of(found), of(whole))
                })
                .collect(),
            total: Cell::new(TOTAL, side.found.total(), side.whole.total()),
        });
        Comparison { sides: columns.collect(), periods: periods.into_iter().cloned().collect(), step, notes }
    }
}

fn all(sides: &[Side]) -> Times {
    let mut days = BTreeMap::new();
    for (day, count) in sides.iter().flat_map(|side| &side.found.days) {
        *days.entry(*day).or_insert(0) += count;
    }
    Times { days: days.into_iter().collect(), undated: 0 }
}

impl Library {
    /// Puts sides side by side.
    ///
    /// # Errors
    /// Where a side cannot be read, one side alone compares nothing, or the index cannot be read.
    pub fn compare(&self, request: &CompareRequest) -> Result<Comparison> {
        let read = |words: &str, filters: &Filters| {
            self.read(&Request { filters: filters.clone(), today: request.today, ..Request::of(words) })
        };
        let (root, sides, mut notes) = match &request.sides[..] {
            [only] => {
                // "Corbyn vs May on Brexit" in one piece.
                let asked = read(only, &request.filters)?;
                match asked.query.form {
                    Form::Compare(sides) => (asked.query.root, sides, asked.notes),
                    _ => refuse!("one side is nothing to compare: give two, or `X vs Y on Z` in one piece"),
                }
            }
            several => {
                let on = read(request.on.as_deref().unwrap_or_default(), &request.filters)?;
                let mut notes = on.notes;
                let mut sides = Vec::with_capacity(several.len());
                for side in several {
                    let asked = read(side, &Filters::default())?;
                    notes.extend(asked.notes);
                    sides.push((asked.read_as, asked.query.root));
                }
                (on.query.root, sides, notes)
            }
        };
        notes.dedup();
        let mut counted = Vec::with_capacity(sides.len());
        for (label, side) in sides {
            let found = self.times(vec![root.clone(), side.clone()])?;
            let whole = match side.has_topic() {
                true => self.times(vec![root.clone()])?,
                false => self.times(vec![root.without_topic(), side.clone()])?,
            };
            let name = self.name_of(&side)?.unwrap_or_else(|| label.clone());
            let both = Node::All(vec![root.clone(), side]);
            let both = ResolvedQuery { root: both, form: Form::Quotes, order: Order::Relevance };
            let question = self.written(&[both])?.pop().unwrap_or_default();
            counted.push(Side { label, name, question, found, whole });
        }
        let notes = notes.into_iter().map(AnswerNote::Reading).collect();
        Ok(Comparison::new(&counted, request.step, notes))
    }

    /// The names of the speakers, the party or the offices that a condition asks for, where it asks for nothing else.
    pub(super) fn name_of(&self, side: &Node) -> Result<Option<String>> {
        let register = self.register()?;
        let known = IndexSpeakers::new(self.store());
        let names: Option<Vec<String>> = match side {
            Node::All(nodes) if nodes.len() == 1 => return self.name_of(&nodes[0]),
            Node::Speaker(refs) => refs
                .iter()
                .map(|one| match one {
                    SpeakerRef::Id(id) => match register.find_slug(id) {
                        Some(person) => Some(register.person(person).name().to_owned()),
                        None => known.find_id(id).map(|known| known.name),
                    },
                    SpeakerRef::Named(_) => None,
                })
                .collect(),
            Node::Party(id) => register.find_party_id(id).map(|party| vec![register.party(party).name().to_owned()]),
            Node::Office(ids) => ids
                .iter()
                .map(|id| register.find_office_id(id).map(|office| register.office(office).title().to_owned()))
                .collect(),
            _ => None,
        };
        Ok(names.filter(|names| names.len() <= MOST_NAMES).map(|names| names.join(", ")))
    }

    fn times(&self, conditions: Vec<Node>) -> Result<Times> {
        let query = ResolvedQuery { root: Node::All(conditions), form: Form::Quotes, order: Order::Newest };
        let asking =
            Asking { limit: 0, facets: vec![Facet::Time], when_empty: WhenEmpty::Nothing, ..Asking::default() };
        Ok(self.store().ask(&query, &asking)?.times)
    }
}
