//! Counts and timelines as text for people.

use std::fmt::Write as _;

use super::look::wrap;
use crate::desk::told::{nobody, plural};
use crate::harmless::clean;
use crate::index::{Answer, Facet, TimeStep};

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

fn labelled(label: &str, parts: &[String], width: usize) -> String {
    let first = format!("{label:<9} ");
    // A value and its count stay on one line.
    let joined = parts.iter().map(|part| part.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" · ");
    wrap(&joined, &first, "          ", width)
}

/// Rows of a name and a count with a bar, the longest bar filling what the width leaves.
pub fn render_bars(rows: &[(String, u64)], width: usize) -> String {
    bars(rows, |_| false, width)
}

/// The same for quotes over time: of an empty period `is_gap` says whether the archive has no article of it.
pub fn render_timeline(rows: &[(String, u64)], is_gap: impl Fn(&str) -> bool, width: usize) -> String {
    bars(rows, is_gap, width)
}

fn bars(rows: &[(String, u64)], is_gap: impl Fn(&str) -> bool, width: usize) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let name_width = rows.iter().map(|(name, _)| textwrap::core::display_width(name)).max().unwrap_or(0);
    let count_width = most.to_string().len();
    let room = width.saturating_sub(name_width + count_width + 3).max(1) as u64;
    let mut text = String::new();
    for (name, count) in rows {
        let padding = " ".repeat(name_width - textwrap::core::display_width(name));
        let bar = match count {
            0 if is_gap(name) => "no articles".to_string(),
            _ => "█".repeat((count * room).div_ceil(most).min(room) as usize),
        };
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
}
