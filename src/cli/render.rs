//! Answers as text for people.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use textwrap::Options;

use super::harmless::clean;
use super::output::{self, styled};
use crate::corrections::RULE;
use crate::index::{Answer, Facet, FacetCounts, Hit, Times};
use crate::record::{ArticleRecord, QuoteRecord};

/// How far around a match the paragraph is shown, in characters.
const SNIPPET: usize = 90;

/// A quote with its source, wrapped and indented; `number` stands before it.
pub fn render_quote(number: Option<usize>, record: &QuoteRecord, in_quote: &[[usize; 2]], width: usize) -> String {
    let mut text = String::new();
    let marker = number.map_or_else(|| "  ".to_string(), |number| format!("{number:>2}. "));
    let indent = " ".repeat(marker.chars().count());
    let words = marked(&record.quote, in_quote);
    let quoted = if record.kind == "indirect" { format!("(reported) {words}") } else { format!("“{words}”") };
    text.push_str(&wrap(&quoted, &marker, &indent, width));
    let _ = writeln!(text, "{indent}{}, {}", speaker_line(record), date_line(&record.article));
    let source = source_line(&record.article);
    if !source.is_empty() {
        text.push_str(&wrap(&source, &indent, &indent, width));
    }
    let _ = writeln!(text, "{indent}{}", styled(output::FAINT, &place_line(record)));
    text
}

/// A hit: its quote, and where the quote itself does not hold the topic, the words around it that do.
pub fn render_hit(number: usize, hit: &Hit, width: usize) -> String {
    let mut text = render_quote(Some(number), &hit.record, &hit.in_quote, width);
    if hit.in_quote.is_empty()
        && let Some(first) = hit.in_context.first()
    {
        let snippet = snippet(&hit.record.context, *first);
        text.push_str(&wrap(&format!("… {snippet} …"), "    ", "    ", width));
    }
    if hit.copies_total > 0 {
        let others = if hit.copies_total == 1 { "1 other".to_string() } else { format!("{} others", hit.copies_total) };
        let mut outlets: Vec<String> =
            hit.copies.iter().filter_map(|copy| copy.article.outlet.as_deref().map(clean)).collect();
        outlets.sort();
        outlets.dedup();
        let named = if outlets.is_empty() { String::new() } else { format!(": {}", outlets.join(", ")) };
        text.push_str(&wrap(&format!("also in {others}{named}"), "    ", "    ", width));
    }
    text
}

fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut wrapped = textwrap::fill(text, Options::new(width).initial_indent(first).subsequent_indent(rest));
    wrapped.push('\n');
    wrapped
}

/// Foreign text made harmless, with the characters at `stretches` emphasised.
pub fn marked(text: &str, stretches: &[[usize; 2]]) -> String {
    let mut out = String::with_capacity(text.len() + stretches.len() * 12);
    let mut stretches = stretches.iter().peekable();
    let mut stretch = String::new();
    let mut inside = false;
    for (place, character) in text.chars().enumerate() {
        if stretches.peek().is_some_and(|[start, _]| *start == place) {
            out.push_str(&spaced(&stretch, &out));
            stretch.clear();
            inside = true;
        }
        stretch.push(character);
        if inside && stretches.peek().is_some_and(|[_, end]| *end == place + 1) {
            out.push_str(&styled(output::MATCH, &clean(&stretch)));
            stretch.clear();
            inside = false;
            stretches.next();
        }
    }
    out.push_str(&spaced(&stretch, &out));
    out.trim_end().to_string()
}

/// Cleaned text that does not double a space at its start.
fn spaced(stretch: &str, before: &str) -> String {
    let cleaned = clean(stretch);
    if before.is_empty() || before.ends_with(' ') { cleaned.trim_start().to_string() } else { cleaned }
}

fn snippet(context: &str, [start, end]: [usize; 2]) -> String {
    let characters: Vec<char> = context.chars().collect();
    let mut from = start.saturating_sub(SNIPPET);
    let mut to = (end + SNIPPET).min(characters.len());
    while from > 0 && from < start && !characters[from - 1].is_whitespace() {
        from += 1;
    }
    while to < characters.len() && to > end && !characters[to].is_whitespace() {
        to -= 1;
    }
    let part: String = characters[from..to].iter().collect();
    marked(&part, &[[start - from, end - from]])
}

/// `Jeremy Corbyn (Labour, Leader of the Labour Party)`, or that the speaker is unknown.
pub fn speaker_line(record: &QuoteRecord) -> String {
    let Some(speaker) = &record.speaker else {
        return styled(output::FAINT, "unknown speaker");
    };
    let roles: Vec<String> = [&speaker.party, &speaker.office].into_iter().flatten().map(|role| clean(role)).collect();
    let name = styled(output::SPEAKER, &clean(&speaker.name));
    let roles = if roles.is_empty() { String::new() } else { format!(" ({})", roles.join(", ")) };
    let told = record.reported_by.as_ref().map_or(String::new(), |by| format!(", as told by {}", clean(&by.name)));
    let corrected = match &record.corrected_from {
        Some(before) => format!(", corrected from {}", clean(&before.name)),
        None if record.rule == RULE => ", corrected".to_string(),
        None => String::new(),
    };
    format!("{name}{roles}{told}{corrected}")
}

fn date_line(article: &ArticleRecord) -> String {
    let day = article.date.as_deref().and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok());
    day.map_or_else(|| "undated".to_string(), |day| format!("{} {} {}", day.day(), day.format("%B"), day.year()))
}

fn source_line(article: &ArticleRecord) -> String {
    let parts: Vec<String> = [&article.outlet, &article.title].into_iter().flatten().map(|part| clean(part)).collect();
    parts.join(": ")
}

/// Path, member and id; the URL where there is one.
fn place_line(record: &QuoteRecord) -> String {
    let article = &record.article;
    let mut place = clean(&article.path);
    if let Some(member) = &article.member {
        let _ = write!(place, "#{}", clean(member));
    }
    if let Some(url) = &article.url {
        let _ = write!(place, "  {}", clean(url));
    }
    format!("{place}  [{}]", record.id)
}

/// The counts below the hits: a line for each facet that tells more than one thing.
pub fn render_facets(answer: &Answer, width: usize) -> String {
    let mut text = String::new();
    for (facet, counts) in &answer.facets {
        let label = match facet {
            Facet::Speaker => "Speakers",
            Facet::Party => "Parties",
            Facet::Office => "Offices",
            Facet::Outlet => "Outlets",
            Facet::Kind => "Kinds",
            Facet::Time => continue,
        };
        if counts.values.is_empty() {
            continue;
        }
        facet_line(&mut text, label, counts, width);
    }
    let years = answer.times.by(crate::index::TimeStep::Year);
    if !years.is_empty() {
        let mut parts: Vec<String> = years.iter().map(|(year, count)| format!("{year} {count}")).collect();
        if answer.times.undated > 0 {
            parts.push(format!("undated {}", answer.times.undated));
        }
        text.push_str(&labelled("Years", &parts, width));
    }
    text
}

fn facet_line(text: &mut String, label: &str, counts: &FacetCounts, width: usize) {
    let mut parts: Vec<String> =
        counts.values.iter().map(|value| format!("{} {}", clean(&counts.told(value)), value.count)).collect();
    if counts.others > 0 {
        parts.push(format!("others {}", counts.others));
    }
    if counts.without > 0 {
        parts.push(format!("{} {}", if label == "Speakers" { "unknown" } else { "none" }, counts.without));
    }
    text.push_str(&labelled(label, &parts, width));
}

fn labelled(label: &str, parts: &[String], width: usize) -> String {
    let first = format!("{label:<9} ");
    // A value and its count stay on one line.
    let joined = parts.iter().map(|part| part.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(" · ");
    wrap(&joined, &first, "          ", width).replace('\u{a0}', " ")
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
        let _ = writeln!(text, "{name}{padding} {count:>count_width$} {bar}");
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

/// How a hit's score is made up, a line for each topic word and one for the sum.
pub fn render_score(hit: &Hit) -> String {
    let mut text = String::new();
    let record = &hit.record;
    if let Some(parts) = &hit.explained {
        for word in &parts.words {
            let places = if word.places.is_empty() { "nowhere".to_string() } else { word.places.join(", ") };
            text.push_str(&format!(
                "      {}: {places}; rarity {:.2} × {:.2} = {:.2}\n",
                clean(&word.word),
                word.rarity,
                word.worth,
                word.rarity * word.worth
            ));
        }
        let words = if parts.words.is_empty() { "0".to_string() } else { "the words".to_string() };
        text.push_str(&format!(
            "      score {:.2} = {words} × {:.2} + {:.2} ({}, confidence {:.2}); rule {}\n",
            hit.score, parts.factor, parts.added, record.kind, record.confidence, record.rule
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_fall_on_the_characters_meant() {
        let styled = marked("é nato, \u{1b}[0m nato", &[[2, 6]]);
        let plain = anstream::adapter::strip_str(&styled).to_string();
        assert_eq!(plain, "é nato, [0m nato");
        assert!(styled.contains("nato\u{1b}[0m,"), "{styled:?}");
    }

    #[test]
    fn bars_share_the_width() {
        let rows = [("2016".to_string(), 4), ("2017".to_string(), 1)];
        let text = render_bars(&rows, 20);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0].chars().filter(|c| *c == '█').count(), 12);
        assert_eq!(lines[1].chars().filter(|c| *c == '█').count(), 3);
    }
}
