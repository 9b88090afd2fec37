//! Quotes over time as a chart: bars that are links, periods in which the archive has nothing told apart from those in
//! which nothing was found.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::{Comparison, told};
use crate::index::{TimeStep, Times};

/// A chart with the measures of its drawing, in units of its own.
#[derive(Clone, Debug)]
pub struct Chart {
    pub width: usize,
    pub height: usize,
    pub bars: Vec<Bar>,
    pub ticks: Vec<Tick>,
    /// `year`, `month`, `day`.
    pub step: &'static str,
    pub most: u64,
    /// Whether any period is one in which the archive has nothing.
    pub has_gaps: bool,
}

/// One period.
#[derive(Clone, Debug)]
pub struct Bar {
    pub x: usize,
    pub width: usize,
    pub y: usize,
    pub height: usize,
    pub period: String,
    pub count: u64,
    pub told: String,
    pub url: String,
    /// Whether it is among the days that are asked for.
    pub is_chosen: bool,
    /// Whether the archive has nothing of it.
    pub is_gap: bool,
    /// Which side of a comparison it is of.
    pub side: usize,
}

/// A label below the bars.
#[derive(Clone, Debug)]
pub struct Tick {
    pub x: usize,
    pub label: String,
}

const WIDTH: usize = 960;
const HEIGHT: usize = 96;
/// More periods than these cannot be told apart.
const MOST_PERIODS: usize = 120;
/// Labels below the bars, at most.
const TICKS: usize = 10;

/// What is drawn.
pub struct Drawn<'a> {
    /// What is found, without the condition on days.
    pub all: &'a Times,
    /// What is found.
    pub chosen: &'a Times,
    /// Everything that the archive has.
    pub archive: &'a Times,
}

pub fn step_name(step: TimeStep) -> &'static str {
    match step {
        TimeStep::Year => "year",
        TimeStep::Month => "month",
        TimeStep::Day => "day",
    }
}

/// The finest step of which not too many fit between the first and the last day.
fn step_of(times: &Times) -> TimeStep {
    times.fitting_step()
}

impl Chart {
    /// Draws quotes over time; `url` gives where a period leads. `None` where less than two periods have any.
    pub fn new(drawn: &Drawn, url: impl Fn(&str) -> String) -> Option<Chart> {
        let step = step_of(drawn.all);
        let counts: BTreeMap<String, u64> = drawn.all.by(step).into_iter().collect();
        let chosen: BTreeSet<String> = drawn.chosen.by(step).into_iter().map(|(period, _)| period).collect();
        let held: BTreeSet<String> = drawn.archive.by(step).into_iter().map(|(period, _)| period).collect();
        let periods = told::periods_between(counts.keys().next()?, counts.keys().next_back()?, step, MOST_PERIODS);
        if periods.len() < 2 {
            return None;
        }
        let most = counts.values().copied().max().unwrap_or(0).max(1);
        let slot = WIDTH / periods.len();
        let bar = |(at, period): (usize, &String)| {
            let count = counts.get(period).copied().unwrap_or(0);
            // Any quote is seen.
            let height = if count == 0 { 0 } else { ((count as usize * HEIGHT) / most as usize).max(3) };
            Bar {
                x: at * slot,
                width: slot.saturating_sub(slot / 6).max(2),
                y: HEIGHT - height,
                height,
                period: period.clone(),
                count,
                told: format!("{period}: {}", crate::desk::counted(count, "quote")),
                url: url(period),
                is_chosen: chosen.contains(period),
                is_gap: !held.contains(period),
                side: 0,
            }
        };
        let bars: Vec<Bar> = periods.iter().enumerate().map(bar).collect();
        let has_gaps = bars.iter().any(|bar| bar.is_gap);
        Some(Chart {
            width: slot * periods.len(),
            height: HEIGHT,
            ticks: ticks(&periods, slot),
            step: step_name(step),
            most,
            has_gaps,
            bars,
        })
    }

    /// Draws sides beside each other; `url` gives where a side in a period leads.
    pub fn of_comparison(table: &Comparison, url: impl Fn(usize, &str) -> String) -> Option<Chart> {
        let dated = || table.periods.iter().filter(|period| period.starts_with(|sign: char| sign.is_ascii_digit()));
        let periods = told::periods_between(dated().next()?, dated().next_back()?, table.step, MOST_PERIODS);
        let cells: Vec<BTreeMap<&str, u64>> = table
            .sides
            .iter()
            .map(|side| side.periods.iter().map(|cell| (cell.period.as_str(), cell.count)).collect())
            .collect();
        let most = cells.iter().flat_map(|cells| cells.values()).copied().max().unwrap_or(0).max(1);
        let slot = (WIDTH / periods.len().max(1)).max(cells.len() * 3 + 2);
        let width = ((slot - slot / 5) / cells.len().max(1)).clamp(2, 60);
        let mut bars = Vec::new();
        for (at, period) in periods.iter().enumerate() {
            for (side, cells) in cells.iter().enumerate() {
                let count = cells.get(period.as_str()).copied().unwrap_or(0);
                let height = if count == 0 { 0 } else { ((count as usize * HEIGHT) / most as usize).max(3) };
                let name = table.sides.get(side).map_or("", |side| side.name.as_str());
                bars.push(Bar {
                    x: at * slot + side * width,
                    width,
                    y: HEIGHT - height,
                    height,
                    period: period.clone(),
                    count,
                    told: format!("{name}, {period}: {}", crate::desk::counted(count, "quote")),
                    url: url(side, period),
                    is_chosen: true,
                    is_gap: false,
                    side,
                });
            }
        }
        Some(Chart {
            width: slot * periods.len(),
            height: HEIGHT,
            ticks: ticks(&periods, slot),
            step: step_name(table.step),
            most,
            has_gaps: false,
            bars,
        })
    }
}

fn ticks(periods: &[String], slot: usize) -> Vec<Tick> {
    let every = periods.len().div_ceil(TICKS).max(1);
    let shown = periods.iter().enumerate().filter(|(at, _)| at % every == 0);
    shown.map(|(at, period)| Tick { x: at * slot, label: period.clone() }).collect()
}
