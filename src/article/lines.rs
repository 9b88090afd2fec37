//! Text to passages: which lines belong together.
//!
//! Takes decoded text, gives [`Passage`]s in order: stretches without white space at their ends that between them
//! hold every other character. A passage is a line of its own, or the lines of a paragraph that was wrapped at a fixed
//! width. Every step looks at a line and its neighbour only, so the cost grows with the text and not faster.

use crate::span::Span;
use memchr::memchr2_iter;

/// A paragraph, or any other line that stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Bytes of the text, end excluded.
    pub span: Span,
    /// Number of the stretch between two blank lines in which the passage stands.
    pub stanza: u32,
}

#[derive(Clone, Copy, Debug)]
struct WrappedLine {
    span: Span,
    stanza: u32,
    indent: Indent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Indent {
    None,
    Some,
}

/// Wrapped text is narrower than this, in characters; longer lines were never wrapped.
const WIDEST_WRAP: usize = 100;
/// Lines shorter than this are lists, headings and captions, not wrapped text.
const NARROWEST_WRAP: usize = 45;
/// Lines longer than this, in bytes, are paragraphs whatever their width in characters.
const LONG_LINE: usize = 4 * WIDEST_WRAP;

/// Cuts the text into passages. `stands_alone` knows lines that are never part of a paragraph (labels, dates).
pub(super) fn find_passages(text: &str, stands_alone: impl Fn(&str) -> bool) -> Vec<Passage> {
    let lines = find_lines(text);
    let wrap = find_wrap_width(text, &lines);
    let mut passages: Vec<Passage> = Vec::with_capacity(lines.len());
    let mut previous: Option<WrappedLine> = None;
    for line in lines {
        let joined = previous.is_some_and(|previous| {
            previous.stanza == line.stanza
                && continues(text, previous, line, wrap)
                && !stands_alone(previous.span.of(text))
                && !stands_alone(line.span.of(text))
        });
        match passages.last_mut().filter(|_| joined) {
            Some(passage) => passage.span = passage.span.hull(line.span),
            None => passages.push(Passage { span: line.span, stanza: line.stanza }),
        }
        previous = Some(line);
    }
    passages
}

/// The lines that hold more than white space.
fn find_lines(text: &str) -> Vec<WrappedLine> {
    let mut lines = Vec::with_capacity(text.len() / 128 + 1);
    let mut stanza = 0;
    let mut start = 0;
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]);
    for end in ends {
        // The line feed of a CR LF pair ends no line of its own.
        let within_pair = end == start && start > 0 && text.as_bytes().get(start - 1..=start) == Some(b"\r\n");
        let line = text.get(start..end).unwrap_or("");
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let body = body.trim_end();
        if !body.is_empty() {
            let span = Span::new(start + indent, start + indent + body.len());
            let indent = if line.starts_with('\t') || line.starts_with("  ") { Indent::Some } else { Indent::None };
            lines.push(WrappedLine { span, stanza, indent });
        } else if !within_pair {
            stanza += 1;
        }
        start = end + 1;
    }
    lines
}

/// The width at which the text was wrapped, in characters, if it was: nearly every line that ends within a sentence
/// must be one that could not have held the next line's first word.
fn find_wrap_width(text: &str, lines: &[WrappedLine]) -> Option<usize> {
    let breaks = || {
        lines.windows(2).filter_map(|pair| {
            let [line, next] = pair else { return None };
            (line.stanza == next.stanza).then_some((*line, *next))
        })
    };
    let (mut all, mut too_long, mut width) = (0usize, 0usize, 0usize);
    for (line, _) in breaks() {
        all += 1;
        match count_chars(text, line.span) {
            Some(chars) if chars <= WIDEST_WRAP => width = width.max(chars),
            _ => too_long += 1,
        }
    }
    if width < NARROWEST_WRAP || too_long * 5 > all {
        return None;
    }
    let (mut within_sentence, mut full, mut lower) = (0usize, 0usize, 0usize);
    for (line, next) in breaks() {
        let Some(chars) = count_chars(text, line.span).filter(|chars| *chars <= WIDEST_WRAP) else { continue };
        // Titles, bylines and the last lines of paragraphs are short in wrapped text too.
        if chars * 2 < width || ends_sentence(line.span.of(text)) {
            continue;
        }
        within_sentence += 1;
        if chars + 1 + first_word_chars(next.span.of(text)) > width {
            full += 1;
            lower += usize::from(next.span.of(text).starts_with(char::is_lowercase));
        }
    }
    // Where sentences are broken, most of the words that begin a line are small ones.
    (full >= 2 && full * 5 >= within_sentence * 4 && lower * 2 >= full).then_some(width)
}

/// Whether `next` carries on the paragraph that `line` began; both stand in one stanza.
fn continues(text: &str, line: WrappedLine, next: WrappedLine, wrap: Option<usize>) -> bool {
    let (line_text, next_text) = (line.span.of(text), next.span.of(text));
    // A sentence broken in two by a stray line end, in any layout.
    if !ends_sentence(line_text) && next_text.chars().next().is_some_and(char::is_lowercase) {
        return true;
    }
    let Some(width) = wrap else { return false };
    if next.indent == Indent::Some && line.indent == Indent::None {
        return false;
    }
    count_chars(text, line.span).is_some_and(|chars| chars <= width && chars + 1 + first_word_chars(next_text) > width)
}

fn count_chars(text: &str, span: Span) -> Option<usize> {
    (span.len() <= LONG_LINE).then(|| span.of(text).chars().count())
}

fn first_word_chars(line: &str) -> usize {
    line.chars().take_while(|c| !c.is_whitespace()).take(WIDEST_WRAP).count()
}

/// Whether the line ends as a sentence does, closing quotation marks and brackets aside.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str) -> Vec<&str> {
        find_passages(text, |line| line.starts_with("By ")).iter().map(|passage| passage.span.of(text)).collect()
    }

    #[test]
    fn long_lines_stand_for_themselves() {
        let text = "Title\r\n\r\nOne sentence here.\r\nAnother one.\rAnd a third\nthat goes on.\n\n\u{a0}\n";
        assert_eq!(passages(text), ["Title", "One sentence here.", "Another one.", "And a third\nthat goes on."]);
        let stanzas: Vec<u32> = find_passages("A\r\n\r\nB\r\nC\n\nD", |_| false).iter().map(|p| p.stanza).collect();
        assert_eq!(stanzas, [0, 1, 1, 2]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "A short title\nBy Ann Example\n\
            The council said on Monday that it would look again at the plan for\n\
            Harbour Street, which has been closed to lorries since the spring of\n\
            last year, when a wall fell down after a week of heavy rain and high\n\
            winds from the north.\n\
            Traders have asked for the road to be opened before Easter, when the\n\
            Town expects its first visitors of the season and most hotels open.\n";
        let all = passages(text);
        assert_eq!(all.len(), 4, "{all:#?}");
        assert!(all[2].starts_with("The council") && all[2].ends_with("the north."));
    }

    #[test]
    fn a_list_of_headlines_is_not_wrapped_text() {
        let text = "Council looks again at the plan for Harbour Street\nTraders ask for the road to be opened\n\
            Mayor opens new library in front of a crowd of hundreds\nBins";
        assert_eq!(passages(text).len(), 4);
    }
}
