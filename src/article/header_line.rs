//! A header line to its parts: "By Ann Example | The Courier | 18 August 2016", "Ann ExamplePublished 18 August 2016".
//!
//! Takes one line, gives the spans of its parts in bytes: between bars, dots and dashes, before a date behind a comma, and
//! before a label of a date, also one that lost the space before it when a page was copied.

use super::dates::{DayOrder, begins_like_date, find_month, parse_date, parse_leading_date};
use super::labels::{Label, find_labelled};
use super::lines::Passage;
use crate::span::Span;
use crate::words::List;

/// A line that is a date and nothing else is shorter than this, in bytes.
pub(super) const LONGEST_BARE_DATE: usize = 60;

/// The parts in order, trimmed.
pub(super) fn split_parts(line: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    let starts = find_date_labels(line);
    let mut from = 0;
    for to in starts.into_iter().chain([line.len()]) {
        split_at_marks(line, from, to, &mut parts);
        from = to;
    }
    parts
}

/// The bytes behind the first at which a label of a date begins: "… BSTLast modified on", "… Updated:".
fn find_date_labels(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return starts;
    }
    let mut before = None;
    // "Last modified on" holds "modified on".
    let mut label_end = 0;
    for (at, c) in line.char_indices() {
        let follows = before.replace(c);
        let begins = match follows {
            None => false,
            Some(follows) if !follows.is_alphabetic() => c.is_alphabetic(),
            // "NamePublished", "GMTUpdated"
            Some(_) => c.is_uppercase(),
        };
        if begins && at >= label_end && line.get(at..).is_some_and(begins_with_date_label) {
            starts.push(at);
            label_end = at + line.get(at..).and_then(find_labelled).map_or(0, |found| found.value.start);
        }
    }
    starts
}

/// Whether the text begins with a label of a date and a date or a time.
fn begins_with_date_label(text: &str) -> bool {
    find_labelled(text).is_some_and(|found| {
        let value = text.get(found.value).unwrap_or("");
        matches!(found.label, Label::Posted | Label::Published | Label::Updated) && begins_date_value(value)
    })
}

/// Whether what stands behind a label is a day or a time of day: "18 August 2016", "on the 18th of August", "at 12:59".
pub(super) fn begins_date_value(value: &str) -> bool {
    begins_like_date(value)
        || begins_like_date(without_fillers(value))
        || parse_leading_date(value, DayOrder::DayFirst).is_ok()
}

/// Without the small words of dates before it.
fn without_fillers(mut text: &str) -> &str {
    while let Some((word, rest)) = text.split_once(' ')
        && List::InDate.has_any_case(word)
            | (List::Clock.has_any_case(word) && rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        text = rest.trim_start();
    }
    text
}

fn split_at_marks(line: &str, from: usize, to: usize, parts: &mut Vec<Span>) {
    let mut start = from;
    let mut push = |from: usize, to: usize| {
        let part = line.get(from..to).unwrap_or("");
        let body = part.trim_start();
        let begin = from + (part.len() - body.len());
        let body = body.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ',' | ';' | '*'));
        if !body.is_empty() {
            parts.push(Span::new(begin, begin + body.len()));
        }
    };
    for (at, mark) in line.get(from..to).unwrap_or("").char_indices().map(|(at, c)| (from + at, c)) {
        let spaced = line.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
        let is_part_end = match mark {
            '|' | '·' | '•' => true,
            '-' | '–' | '—' => {
                spaced && line.get(at + mark.len_utf8()..).is_some_and(|r| r.starts_with(char::is_whitespace))
            }
            ',' => {
                let behind = line.get(at + 1..to).unwrap_or("").trim_start();
                let whole = line.get(start..at).unwrap_or("").trim_start();
                // "Thursday, 18 August 2016" is one part, and "Published Thursday, 18 August 2016".
                begins_like_date(behind) && !begins_like_date(whole) && !begins_with_date_label(whole)
            }
            _ => false,
        };
        if is_part_end {
            push(start, at);
            start = at + mark.len_utf8();
        }
    }
    push(start, to);
}

/// Names before a date without the small words and marks between them: "Ann Example on".
pub(super) fn before_date(names: &str) -> &str {
    let mut names = names;
    loop {
        let trimmed =
            names.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '—' | ':'));
        let last = trimmed.rsplit(char::is_whitespace).next().unwrap_or("");
        let is_filler =
            last.len() < trimmed.len() && (List::InDate.has_any_case(last) || last.eq_ignore_ascii_case("at"));
        let shorter = if is_filler { trimmed.get(..trimmed.len() - last.len()).unwrap_or("") } else { trimmed };
        if shorter.len() == names.len() {
            return names;
        }
        names = shorter;
    }
}

/// Names without what ran into them when the space between was lost: the writer's job ("Ann ExampleNews Reporter"), and the
/// word before them ("BYAnn Example").
pub(super) fn clean_names(names: &str) -> &str {
    let ran_into =
        names.get(..2).filter(|word| List::Signs.has_any_case(word)).and_then(|_| names.get(2..)).filter(|rest| {
            let mut letters = rest.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
        });
    without_job(ran_into.unwrap_or(names))
}

fn without_job(names: &str) -> &str {
    // "McExample" and "FitzExample" are names.
    const SHORTEST_BEFORE_JOINT: usize = 5;
    let is_job = |words: &str| {
        !words.contains(',') && words.split(|c: char| !c.is_alphabetic()).any(|word| List::PressJob.has_any_case(word))
    };
    let (mut before, mut word_length) = (' ', 0);
    for (at, c) in names.char_indices() {
        let is_joint = before.is_lowercase() && c.is_uppercase() && word_length >= SHORTEST_BEFORE_JOINT;
        if is_joint && names.get(at..).is_some_and(is_job) {
            return names.get(..at).unwrap_or(names);
        }
        word_length = if c.is_alphabetic() { word_length + 1 } else { 0 };
        before = c;
    }
    names
}

/// The line without the marks of emphasis or the brackets around all of it, and how many bytes stand before it:
/// "*Posted on 18 August 2016*".
pub(super) fn unwrapped(line: &str) -> (&str, usize) {
    let marks = line.len() - line.trim_start_matches(['*', '_']).len();
    let (before, behind) = line.split_at(marks);
    let inner = behind.strip_suffix(before.chars().rev().collect::<String>().as_str());
    // "**Published:** 18 August 2016"
    let is_label = || {
        behind.split_once(':').is_some_and(|(label, value)| {
            label.len() < LONGEST_BARE_DATE && (label.ends_with(before) || value.starts_with(before))
        })
    };
    match inner.filter(|inner| marks > 0 && !inner.trim().is_empty() && !inner.contains(['*', '_'])) {
        Some(inner) => (inner.trim(), marks + (inner.len() - inner.trim_start().len())),
        None if marks > 0 && is_label() => (behind, marks),
        None if ["- ", "– ", "• ", "* "].iter().any(|mark| line.strip_prefix(mark).is_some_and(begins_like_date)) =>
        {
            let value = line.trim_start_matches(['-', '–', '•', '*', ' ']);
            (value, line.len() - value.len())
        }
        None => {
            let bracketed = line.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
            bracketed.filter(|inner| begins_with_date_label(inner)).map_or((line, 0), |inner| (inner, 1))
        }
    }
}

/// Whether a line that is a date also tells the time of day or the day of the week.
pub(super) fn tells_more_than_day(line: &str, order: DayOrder) -> bool {
    let behind = parse_leading_date(line, order).ok().and_then(|(_, end)| line.get(end..)).unwrap_or("");
    behind.contains(|c: char| c.is_ascii_digit()) || line.contains(':') || {
        let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        !first.is_empty() && find_month(first).is_none()
    }
}

/// How many lines are a date and nothing else; no more than two are counted.
pub(super) fn count_dates_alone(text: &str, passages: &[Passage], order: DayOrder) -> usize {
    let lines = passages.iter().filter(|passage| passage.span.len() <= LONGEST_BARE_DATE);
    let lines = lines.map(|passage| passage.span.of(text));
    lines.filter(|line| begins_like_date(line) && parse_date(line, order).is_ok()).take(2).count()
}

/// Whether a text ends with a word that stands before the writer's name.
pub(super) fn ends_with_by(before: &str) -> bool {
    let word = before.trim_end().trim_end_matches(':').rsplit(char::is_whitespace).next().unwrap_or("");
    List::Signs.has_any_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Vec<&str> {
        split_parts(line).iter().map(|span| span.of(line)).collect()
    }

    #[test]
    fn lines_are_parted_at_marks_and_labels() {
        assert_eq!(
            parts("By Ann Example | The Courier | August 18, 2016"),
            ["By Ann Example", "The Courier", "August 18, 2016"]
        );
        assert_eq!(parts("Exampleton, Thursday, 18 August 2016"), ["Exampleton", "Thursday, 18 August 2016"]);
        assert_eq!(
            parts("Thu 18 Aug 2016 12.30 BSTLast modified on Fri 19 Aug 2016 10.00 BST"),
            ["Thu 18 Aug 2016 12.30 BST", "Last modified on Fri 19 Aug 2016 10.00 BST"]
        );
        assert_eq!(
            parts("Ann ExamplePublished Aug 18, 2016, 11:21am|Updated Aug 19, 2016, 03:15pm"),
            ["Ann Example", "Published Aug 18, 2016, 11:21am", "Updated Aug 19, 2016, 03:15pm"]
        );
        assert_eq!(parts("18 August 2016 Last updated at 12:59 ET"), ["18 August 2016", "Last updated at 12:59 ET"]);
        assert_eq!(
            parts("10:30, 18 AUG 2016UPDATED12:00, 19 AUG 2016"),
            ["10:30, 18 AUG 2016", "UPDATED12:00, 19 AUG 2016"]
        );
        assert_eq!(parts("18 August 2016 (updated 19 August 2016)"), ["18 August 2016", "updated 19 August 2016)"]);
        assert_eq!(parts("The plan was Published in August"), ["The plan was Published in August"]);
        assert_eq!(parts(" | , é·"), [", é"]);
    }

    #[test]
    fn small_words_stand_between_names_and_date() {
        assert_eq!(before_date("Ann Example on the "), "Ann Example");
        assert_eq!(before_date("Ann Example, "), "Ann Example");
        assert_eq!(before_date("on"), "on");
        assert_eq!(clean_names("Ann ExampleNews Reporter"), "Ann Example");
        assert_eq!(clean_names("BYAnn Example"), "Ann Example");
        assert_eq!((clean_names("BYRON Example"), clean_names("By")), ("BYRON Example", "By"));
        assert_eq!(unwrapped("- 18 August 2016"), ("18 August 2016", 2));
        for names in ["Ann McExample Reporter", "Ann ExampleHouse, Reporter", "Ann Example", "News Reporter", ""] {
            assert_eq!(clean_names(names), names);
        }
        assert!(
            begins_date_value("on the 18th of August") && begins_date_value("at 12:59") && begins_date_value("May 1")
        );
        assert!(!begins_date_value("at last") && !begins_date_value("the council") && !begins_date_value(""));
    }

    #[test]
    fn emphasis_is_taken_off_a_whole_line() {
        assert_eq!(unwrapped("*Posted on 1 May 2016*"), ("Posted on 1 May 2016", 1));
        assert_eq!(unwrapped("**By Ann Example**"), ("By Ann Example", 2));
        assert_eq!(unwrapped("**Published:** 1 May"), ("Published:** 1 May", 2));
        assert_eq!(unwrapped("(Updated 1 May 2016)"), ("Updated 1 May 2016", 1));
        for line in ["* a note", "*one* and *two*", "(see page 5)", "**", "*", "", "_a"] {
            assert_eq!(unwrapped(line), (line, 0), "{line}");
        }
    }
}
