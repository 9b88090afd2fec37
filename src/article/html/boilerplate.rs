//! Lines that any page has around its article: invitations, notices, headings of other articles.
//!
//! Takes the words of a block, gives what the line is. The lines lie in `boilerplate.tsv`.

use crate::article::lines::ends_sentence;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a line of boilerplate means for the lines behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boilerplate {
    /// Nothing: only the line is none of the article.
    Line,
    /// Where it stands by itself, what follows is none of the article either.
    Ends,
}

#[derive(Default)]
struct Lines {
    whole: FxHashMap<&'static str, Boilerplate>,
    /// By the first word.
    begins: FxHashMap<&'static str, Vec<&'static str>>,
    holds: Vec<&'static str>,
    heads: Vec<&'static str>,
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let mut lines = Lines::default();
    for [line, form] in rows(include_str!("boilerplate.tsv")).filter_map(|row| row.exactly().ok()) {
        match form {
            "whole" => _ = lines.whole.insert(line, Boilerplate::Line),
            "ends" => _ = lines.whole.insert(line, Boilerplate::Ends),
            "heads" => lines.heads.push(line),
            "begins" => lines.begins.entry(line.split(' ').next().unwrap_or(line)).or_default().push(line),
            _ => lines.holds.push(line),
        }
    }
    lines
});

/// What is longer, in bytes, is a paragraph, whatever it begins with.
const LONGEST_LINE: usize = 300;
/// A heading is no longer, in bytes.
const LONGEST_HEADING: usize = 70;
/// A line that begins so may go on for so many bytes.
const LONGEST_BEGUN: usize = 260;

/// Whether a block is a line of boilerplate.
pub(super) fn find_boilerplate(words: &str) -> Option<Boilerplate> {
    if words.len() > LONGEST_LINE {
        return None;
    }
    let folded = fold(words);
    if let Some(found) = LINES.whole.get(folded.as_str()) {
        return Some(*found);
    }
    let is_begun_by =
        |line: &&str| folded.strip_prefix(*line).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    if words.len() <= LONGEST_HEADING && !ends_sentence(words) && LINES.heads.iter().any(&is_begun_by) {
        return Some(Boilerplate::Ends);
    }
    let first = folded.split(' ').next()?;
    let begins = || {
        let lines = LINES.begins.get(first).map_or(&[][..], Vec::as_slice);
        lines.iter().any(is_begun_by)
    };
    let holds = || LINES.holds.iter().any(|line| folded.contains(line));
    (words.len() <= LONGEST_BEGUN && begins() || holds()).then_some(Boilerplate::Line)
}

/// Small letters, with one space for any run of other characters.
fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_page_are_known() {
        assert_eq!(find_boilerplate("Read more: Council says “no”"), Some(Boilerplate::Line));
        assert_eq!(find_boilerplate("MOST READ"), Some(Boilerplate::Ends));
        assert_eq!(find_boilerplate("You can unsubscribe at any time. Read our policy."), Some(Boilerplate::Line));
        assert_eq!(find_boilerplate("Readmore said no"), None);
        assert_eq!(find_boilerplate(&"Sign up to it. ".repeat(30)), None);
    }

    #[test]
    fn the_table_is_folded_and_sorted() {
        let lines: Vec<&str> =
            rows(include_str!("boilerplate.tsv")).filter_map(|row| row.exactly().ok()).map(|[line, _]| line).collect();
        assert!(lines.iter().all(|line| fold(line) == *line));
        assert!(
            lines.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            lines.windows(2).find(|pair| pair[0] >= pair[1])
        );
    }
}
