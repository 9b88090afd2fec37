//! Quotes over time as a chart: bars that are links, periods of which the archive has no article told apart from those in
//! whose articles nothing was found.

use std::collections::{BTreeMap, BTreeSet};

use crate::desk::{Comparison, counted, told};
use crate::index::{TimeStep, Times};

/// A chart with the measures of its drawing: across in percent of its width, so that it fits any window; up in pixels.
#[derive(Clone, Debug)]
pub struct Chart {
    pub height: usize,
    pub bars: Vec<Bar>,
    pub ticks: Vec<Tick>,
    /// `year`, `month`, `day`.
    pub step: &'static str,
    pub most: u64,
    /// Whether the archive has no article of any of the periods.
    pub has_gaps: bool,
    /// Whether there are articles of any of them and none of these quotes.
    pub has_silence: bool,
}

/// One period.
#[derive(Clone, Debug)]
pub struct Bar {
    pub x: String,
    pub width: String,
    pub y: usize,
    pub height: usize,
    pub period: String,
    pub count: u64,
    pub told: String,
    pub url: String,
    /// Whether it is among the days that are asked for, where any are; of a comparison always.
    pub is_chosen: bool,
    /// Whether the archive has no article of it.
    pub is_gap: bool,
    /// Which side of a comparison it is of.
    pub side: usize,
}

/// A label below the bars.
#[derive(Clone, Debug)]
pub struct Tick {
    pub x: String,
    pub label: String,
    /// Whether it may go where there is little room.
    pub is_minor: bool,
}

const HEIGHT: usize = 60;
/// Percent: a bar is no wider, however few there are.
const WIDEST: f64 = 3.0;
/// How much of the place of a period its bars take.
const FILLED: f64 = 0.82;
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
    /// All articles of the archive.
    pub articles: &'a Times,
}

pub fn step_name(step: TimeStep) -> &'static str {
    match step {
        TimeStep::Year => "year",
        TimeStep::Month => "month",
        TimeStep::Day => "day",
    }
}

impl Chart {
    /// Draws quotes over time; `url` gives where a period leads. `None` where less than two periods have any.
    pub fn new(drawn: &Drawn, url: impl Fn(&str) -> String) -> Option<Chart> {
        let step = drawn.all.fitting_step();
        let counts: BTreeMap<String, u64> = drawn.all.by(step).into_iter().collect();
        let chosen: BTreeSet<String> = drawn.chosen.by(step).into_iter().map(|(period, _)| period).collect();
        let articles: BTreeMap<String, u64> = drawn.articles.by(step).into_iter().collect();
        let periods = told::periods_between(counts.keys().next()?, counts.keys().next_back()?, step, MOST_PERIODS);
        if periods.len() < 2 {
            return None;
        }
        let most = counts.values().copied().max().unwrap_or(0).max(1);
        let slot = 100.0 / periods.len() as f64;
        let is_limited = drawn.all != drawn.chosen;
        let bar = |(at, period): (usize, &String)| {
            let count = counts.get(period).copied().unwrap_or(0);
            // Any quote is seen.
            let height = if count == 0 { 0 } else { ((count as usize * HEIGHT) / most as usize).max(3) };
            let articles = articles.get(period).copied().unwrap_or(0);
            let told = match (count, articles) {
                (0, 0) => format!("{period}: no articles in the archive"),
                (0, _) => format!("{period}: no quotes in {}", counted(articles, "article")),
                _ => format!("{period}: {}", counted(count, "quote")),
            };
            Bar {
                x: percent(at as f64 * slot),
                width: percent((slot * FILLED).min(WIDEST)),
                y: HEIGHT - height,
                height,
                period: period.clone(),
                count,
                told,
                url: url(period),
                is_chosen: is_limited && chosen.contains(period),
                is_gap: count == 0 && articles == 0,
                side: 0,
            }
        };
        let bars: Vec<Bar> = periods.iter().enumerate().map(bar).collect();
        Some(Chart {
            height: HEIGHT,
            ticks: ticks(&periods, slot),
            step: step_name(step),
            most,
            has_gaps: bars.iter().any(|bar| bar.is_gap),
            has_silence: bars.iter().any(|bar| bar.count == 0 && !bar.is_gap),
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
        let slot = 100.0 / periods.len().max(1) as f64;
        let width = (slot * FILLED / cells.len().max(1) as f64).min(WIDEST);
        let mut bars = Vec::new();
        for (at, period) in periods.iter().enumerate() {
            for (side, cells) in cells.iter().enumerate() {
                let count = cells.get(period.as_str()).copied().unwrap_or(0);
                let height = if count == 0 { 0 } else { ((count as usize * HEIGHT) / most as usize).max(3) };
                let name = table.sides.get(side).map_or("", |side| side.name.as_str());
                bars.push(Bar {
                    x: percent(at as f64 * slot + side as f64 * width),
                    width: percent(width),
                    y: HEIGHT - height,
                    height,
                    period: period.clone(),
                    count,
                    told: format!("{name}, {period}: {}", counted(count, "quote")),
                    url: url(side, period),
                    is_chosen: true,
                    is_gap: false,
                    side,
                });
            }
        }
        Some(Chart {
            height: HEIGHT,
            ticks: ticks(&periods, slot),
            step: step_name(table.step),
            most,
            has_gaps: false,
            has_silence: false,
            bars,
        })
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn ticks(periods: &[String], slot: f64) -> Vec<Tick> {
    let every = periods.len().div_ceil(TICKS).max(1);
    let shown = periods.iter().enumerate().filter(|(at, _)| at % every == 0);
    shown
        .map(|(at, period)| Tick {
            x: percent(at as f64 * slot),
            label: period.clone(),
            is_minor: (at / every) % 2 == 1,
        })
        .collect()
}
