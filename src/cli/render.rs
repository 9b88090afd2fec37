//! Counts and timelines as text for people.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::harmless::clean;
use super::look::wrap;
use crate::index::{Answer, Facet, TimeStep, Times};

/// All counts: a line for each facet that tells anything. The counts of a line add up to the answer's, but for offices, of
/// which one speaker can hold several.
pub fn render_facets(answer: &Answer, width: usize) -> String {
    let mut text = String::new();
    for (facet, counts) in &answer.facets {
        if *facet == Facet::Time || counts.values.is_empty() {
            continue;
        }
        let mut parts: Vec<String> =
            counts.values.iter().map(|value| format!("{} {}", clean(&counts.told(value)), value.count)).collect();
        if counts.others > 0 {
            parts.push(format!("others {}", counts.others));
        }
        if counts.without > 0 {
            parts.push(format!("{} {}", nobody(*facet), counts.without));
        }
        let sum = counts.values.iter().map(|value| value.count).sum::<u64>() + counts.others + counts.without;
        if sum > answer.total {
            parts.push("(some hold several)".to_string());
        }
        text.push_str(&labelled(plural(*facet), &parts, width));
    }
    let years = answer.times.by(TimeStep::Year);
    if !years.is_empty() {
        let mut parts: Vec<String> = years.iter().map(|(year, count)| format!("{year} {count}")).collect();
        if answer.times.undated > 0 {
            parts.push(format!("undated {}", answer.times.undated));
        }
        text.push_str(&labelled("Years", &parts, width));
    }
    text
}

/// The counts in one line: the speakers, as many as there is room for, and how to see the others.
pub fn render_folded_facets(answer: &Answer, width: usize) -> String {
    const ALL: &str = "  (--facets: all counts)";
    let Some((_, counts)) = answer.facets.iter().find(|(facet, _)| *facet == Facet::Speaker) else {
        return String::new();
    };
    let line = |shown: usize| {
        let mut parts: Vec<String> = counts.values[..shown]
            .iter()
            .map(|value| format!("{} {}", clean(&counts.told(value)), value.count))
            .collect();
        let others = counts.others + counts.values[shown..].iter().map(|value| value.count).sum::<u64>();
        if others > 0 {
            parts.push(format!("others {others}"));
        }
        if counts.without > 0 {
            parts.push(format!("unknown {}", counts.without));
        }
        format!("Speakers  {}{ALL}\n", parts.join(" · "))
    };
    let fits = |shown: &usize| textwrap::core::display_width(line(*shown).trim_end()) <= width;
    line((0..=counts.values.len()).rev().find(fits).unwrap_or(0))
}

fn plural(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "Speakers",
        Facet::Party => "Parties",
        Facet::Office => "Offices",
        Facet::Outlet => "Outlets",
        Facet::Kind => "Kinds",
        Facet::Time => "Years",
    }
}

/// What is said of quotes without a value.
pub fn nobody(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker | Facet::Outlet => "unknown",
        Facet::Time => "undated",
        Facet::Party | Facet::Office | Facet::Kind => "none",
    }
}

fn labelled(label: &str, parts: &[String], width: usize) -> String {
    let first = format!("{label:<9} ");
    // A value and its count stay on one line.
    let joined = parts.iter().map(|part| part.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" · ");
    wrap(&joined, &first, "          ", width)
}

/// The periods of a timeline with those in which nothing was said: many of them together are one row.
pub fn with_empty_periods(rows: Vec<(String, u64)>, step: TimeStep) -> Vec<(String, u64)> {
    const MOST_EMPTY: usize = 24;
    let mut whole: Vec<(String, u64)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut empty = Vec::new();
        if let Some((last, _)) = whole.last() {
            let mut next = period_behind(last, step).filter(|_| row.0.starts_with(|sign: char| sign.is_ascii_digit()));
            while let Some(period) = next.filter(|period| *period < row.0) {
                next = period_behind(&period, step);
                empty.push(period);
            }
        }
        match (empty.first(), empty.last()) {
            (Some(first), Some(last)) if empty.len() > MOST_EMPTY => whole.push((format!("{first} to {last}"), 0)),
            _ => whole.extend(empty.into_iter().map(|period| (period, 0))),
        }
        whole.push(row);
    }
    whole
}

/// `2017` behind `2016`, `2017-01` behind `2016-12`, the next day behind a day.
fn period_behind(period: &str, step: TimeStep) -> Option<String> {
    let mut numbers = period.split('-').map(|number| number.parse::<i32>().ok());
    let year = numbers.next()??;
    match step {
        TimeStep::Year => Some(format!("{:04}", year + 1)),
        TimeStep::Month => match numbers.next()?? {
            12 => Some(format!("{:04}-01", year + 1)),
            month => Some(format!("{year:04}-{:02}", month + 1)),
        },
        TimeStep::Day => period.parse::<NaiveDate>().ok()?.succ_opt().map(|day| day.to_string()),
    }
}

/// `2016-08-18 to 2017-02-01`, or nothing where no quote is dated.
pub fn render_span(times: &Times) -> String {
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    }
}

/// Rows of a name and a count with a bar, the longest bar filling what the width leaves.
pub fn render_bars(rows: &[(String, u64)], width: usize) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let name_width = rows.iter().map(|(name, _)| textwrap::core::display_width(name)).max().unwrap_or(0);
    let count_width = most.to_string().len();
    let room = width.saturating_sub(name_width + count_width + 3).max(1) as u64;
    let mut text = String::new();
    for (name, count) in rows {
        let padding = " ".repeat(name_width - textwrap::core::display_width(name));
        let bar = "█".repeat((count * room).div_ceil(most).min(room) as usize);
        let line = format!("{name}{padding} {count:>count_width$} {bar}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Rows of cells as columns: the first to the left, the others to the right.
pub fn render_columns(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| textwrap::core::display_width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - textwrap::core::display_width(cell));
            let _ = match column {
                0 => write!(line, "{cell}{padding}"),
                _ => write!(line, "  {padding}{cell}"),
            };
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_share_the_width() {
        let rows = [("2016".to_string(), 4), ("2017".to_string(), 1)];
        let text = render_bars(&rows, 20);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0].chars().filter(|c| *c == '█').count(), 12);
        assert_eq!(lines[1].chars().filter(|c| *c == '█').count(), 3);
    }

    #[test]
    fn empty_periods_are_seen() {
        let rows = |periods: &[&str]| periods.iter().map(|period| (period.to_string(), 1)).collect::<Vec<_>>();
        let filled = |periods: &[&str], step| {
            let whole = with_empty_periods(rows(periods), step);
            whole.into_iter().map(|(period, count)| format!("{period} {count}")).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(filled(&["2016", "2018"], TimeStep::Year), "2016 1, 2017 0, 2018 1");
        assert_eq!(filled(&["2016-11", "2017-02"], TimeStep::Month), "2016-11 1, 2016-12 0, 2017-01 0, 2017-02 1");
        assert_eq!(filled(&["2016-02-28", "2016-03-01"], TimeStep::Day), "2016-02-28 1, 2016-02-29 0, 2016-03-01 1");
        assert_eq!(filled(&["2001-01", "2016-03"], TimeStep::Month), "2001-01 1, 2001-02 to 2016-02 0, 2016-03 1");
        assert_eq!(filled(&[], TimeStep::Day), "");
    }
}
