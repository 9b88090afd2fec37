//! `onrecord compare`: speakers, parties or topics side by side over time, as counts or as shares.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::bail;
use serde::Serialize;

use super::args::{ColorWhen, CompareArgs, Flags, Question, TableFormat, TimelineStep};
use super::exit::Status;
use super::harmless::{self, Cells, clean};
use super::output;
use super::question::{self, Asked};
use super::{indexing, render};
use crate::index::{Asking, Facet, Step, Store, Times, WhenEmpty};
use crate::people::Register;
use crate::query::tree::{Form, Node, ResolvedQuery};

/// One side: how it was read, its own condition, and what it found.
struct Side {
    label: String,
    /// Quotes that meet the side and all other conditions.
    found: Times,
    /// What the share is a share of: of a speaker or party all their quotes under the other conditions, of a topic all
    /// quotes under them.
    whole: Times,
}

pub fn run(args: &CompareArgs, color: ColorWhen, register: &Register) -> anyhow::Result<Status> {
    let place = args.asked.place.index.as_deref();
    let store = indexing::open_asked(place, &args.asked.paths, &args.asked.read, register)?;
    let read = |words: &[String], flags: &Flags| -> anyhow::Result<Asked> {
        let question = Question { words: words.to_vec(), flags: flags.clone() };
        question::read(&question, None, question::day_order(&args.asked.read), &store, register)
    };
    let nothing = Flags { today: args.flags.today, ..Flags::default() };
    let (root, sides, mut notes) = match &args.sides[..] {
        [only] => {
            // "Corbyn vs May on Brexit" in one piece.
            let asked = read(std::slice::from_ref(only), &args.flags)?;
            match asked.query.form {
                Form::Compare(sides) => (asked.query.root, sides, asked.notes),
                _ => bail!("one side is nothing to compare: give two, or `X vs Y on Z` in one piece"),
            }
        }
        several => {
            let on = read(&args.on.iter().cloned().collect::<Vec<_>>(), &args.flags)?;
            let mut notes = on.notes;
            let mut sides = Vec::with_capacity(several.len());
            for side in several {
                let asked = read(std::slice::from_ref(side), &nothing)?;
                notes.extend(asked.notes);
                sides.push((asked.syntax, asked.query.root));
            }
            (on.query.root, sides, notes)
        }
    };
    notes.dedup();
    let mut counted = Vec::with_capacity(sides.len());
    for (label, side) in sides {
        let found = times(&store, vec![root.clone(), side.clone()])?;
        let whole = match side.has_topic() {
            true => times(&store, vec![root.clone()])?,
            false => times(&store, vec![root.without_topic(), side])?,
        };
        counted.push(Side { label, found, whole });
    }
    let step = match args.by {
        Some(TimelineStep::Day) => Step::Day,
        Some(TimelineStep::Month) => Step::Month,
        Some(TimelineStep::Year) => Step::Year,
        None => all(&counted).fitting_step(),
    };
    let total: u64 = counted.iter().map(|side| side.found.total()).sum();
    let table = Table::new(&counted, step);
    match args.format {
        TableFormat::Text => {
            let mut out = output::text_stdout(color);
            for note in &notes {
                writeln!(out, "{}", clean(note))?;
            }
            write!(out, "{}", table.render(args.rate))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &table)?;
            out.flush()?;
        }
        TableFormat::Csv => {
            notes.iter().for_each(|note| output::say(note));
            let mut rows = Cells::new(output::data_stdout(), &["side", "period", "count", "of", "share"])?;
            for side in &table.sides {
                for cell in side.periods.iter().chain([&side.total]) {
                    let share = cell.share.map(|share| format!("{share:.4}")).unwrap_or_default();
                    let (count, of) = (cell.count.to_string(), cell.of.to_string());
                    rows.write([side.side.as_str(), &cell.period, &count, &of, &share])?;
                }
            }
            rows.finish()?;
        }
    }
    Ok(if total == 0 { Status::Nothing } else { Status::Found })
}

fn times(store: &Store, conditions: Vec<Node>) -> anyhow::Result<Times> {
    let query =
        ResolvedQuery { root: Node::All(conditions), form: Form::Quotes, order: crate::query::tree::Order::Newest };
    let asking = Asking { limit: 0, facets: vec![Facet::Time], when_empty: WhenEmpty::Nothing, ..Asking::default() };
    Ok(store.ask(&query, &asking)?.times)
}

fn all(sides: &[Side]) -> Times {
    let mut days = BTreeMap::new();
    for (day, count) in sides.iter().flat_map(|side| &side.found.days) {
        *days.entry(*day).or_insert(0) += count;
    }
    Times { days: days.into_iter().collect(), undated: 0 }
}

#[derive(Serialize)]
struct Table {
    sides: Vec<Column>,
    #[serde(skip)]
    periods: Vec<String>,
}

#[derive(Serialize)]
struct Column {
    /// As it was read, in the question's syntax.
    side: String,
    periods: Vec<Cell>,
    total: Cell,
}

#[derive(Serialize)]
struct Cell {
    period: String,
    count: u64,
    /// What the share is a share of.
    of: u64,
    share: Option<f64>,
}

impl Cell {
    fn new(period: &str, count: u64, of: u64) -> Cell {
        Cell { period: period.to_string(), count, of, share: (of > 0).then(|| count as f64 / of as f64) }
    }

    fn shown(&self, rate: bool) -> String {
        match (rate, self.share) {
            (false, _) => self.count.to_string(),
            (true, Some(share)) => format!("{:.1} % of {}", share * 100.0, self.of),
            (true, None) => "-".to_string(),
        }
    }
}

const UNDATED: &str = "undated";
const TOTAL: &str = "all";

impl Table {
    fn new(sides: &[Side], step: Step) -> Table {
        let by = |times: &Times| -> BTreeMap<String, u64> {
            let mut by: BTreeMap<String, u64> = times.by(step).into_iter().collect();
            if times.undated > 0 {
                by.insert(UNDATED.to_string(), times.undated);
            }
            by
        };
        let counts: Vec<_> = sides.iter().map(|side| (by(&side.found), by(&side.whole))).collect();
        // Periods in which any side said anything; letters come behind digits, so "undated" is last.
        let periods: BTreeSet<&String> = counts.iter().flat_map(|(found, _)| found.keys()).collect();
        let columns = sides.iter().zip(&counts).map(|(side, (found, whole))| Column {
            side: side.label.clone(),
            periods: periods
                .iter()
                .map(|period| {
                    let of = |counts: &BTreeMap<String, u64>| counts.get(*period).copied().unwrap_or(0);
                    Cell::new(period, of(found), of(whole))
                })
                .collect(),
            total: Cell::new(TOTAL, side.found.total(), side.whole.total()),
        });
        Table { sides: columns.collect(), periods: periods.into_iter().cloned().collect() }
    }

    /// A row for each period, a column for each side.
    fn render(&self, rate: bool) -> String {
        let mut rows: Vec<Vec<String>> =
            vec![std::iter::once(String::new()).chain(self.sides.iter().map(|side| clean(&side.side))).collect()];
        for (at, period) in self.periods.iter().enumerate() {
            let cells = self.sides.iter().map(|side| side.periods[at].shown(rate));
            rows.push(std::iter::once(period.clone()).chain(cells).collect());
        }
        let totals = self.sides.iter().map(|side| side.total.shown(rate));
        rows.push(std::iter::once(TOTAL.to_string()).chain(totals).collect());
        render::render_columns(&rows)
    }
}
