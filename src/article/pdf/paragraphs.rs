//! The lines of all pages to paragraphs.
//!
//! Takes the columns of each page, gives paragraphs with their sizes: lines are joined where one goes on in the next, words
//! that a line's end broke are put together only where the document itself has the whole word, and what stands at the
//! edges of several pages is left out.

use super::columns::LinePiece;
use std::collections::{HashMap, HashSet};

/// A paragraph, or a heading.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LetterRun {
    pub words: String,
    /// The height of its letters.
    pub size: f32,
    /// The page that it begins on, from 0.
    pub page: usize,
}

/// The columns of a page, and its height.
pub(super) struct PageColumns {
    pub columns: Vec<Vec<LinePiece>>,
    pub height: f32,
}

/// What stands so near the edge of a page may be its header or footer, as a share of its height.
const EDGE: f32 = 0.09;
/// Lines of one paragraph have no more white between them than this, in usual distances of lines.
const WIDEST: f32 = 1.4;
/// Lines of headings, in letters of this size, in points, and larger, are broken where it looks well.
const LARGE: f32 = 14.0;
/// Letters of one paragraph differ by no more than this in size.
const SAME_SIZE: f32 = 0.12;

/// The paragraphs of all pages in the order of reading.
pub(super) fn paragraphs_of(mut pages: Vec<PageColumns>) -> Vec<LetterRun> {
    drop_edges(&mut pages);
    let whole = WholeWords::of(&pages);
    let mut paragraphs: Vec<LetterRun> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for column in &page.columns {
            let mut first = true;
            for lines in split_column(column) {
                let next = join_lines(lines, number, &whole);
                // A paragraph goes on in the next column or on the next page.
                let goes_on = first && paragraphs.last().is_some_and(|last| continues(last, &next));
                first = false;
                match paragraphs.last_mut().filter(|_| goes_on) {
                    Some(last) => join(&mut last.words, &next.words, &whole),
                    None => paragraphs.push(next),
                }
            }
        }
    }
    paragraphs
}

/// What is the same on several pages, figures aside.
fn key_of(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect::<String>()
        .to_lowercase()
}

fn is_at_edge(piece: &LinePiece, height: f32) -> bool {
    piece.base > height * (1.0 - EDGE) || piece.base < height * EDGE
}

/// Leaves out lines at the upper and lower edge that stand on several pages, and numbers of pages.
fn drop_edges(pages: &mut [PageColumns]) {
    let mut met: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let at_edge = page.columns.iter().flatten().filter(|piece| is_at_edge(piece, page.height));
        let keys: HashSet<String> = at_edge.map(|piece| key_of(&piece.words)).collect();
        keys.into_iter().for_each(|key| *met.entry(key).or_default() += 1);
    }
    let least = (pages.len() / 3).max(2);
    for page in pages.iter_mut() {
        let height = page.height;
        for column in &mut page.columns {
            column.retain(|piece| {
                let key = key_of(&piece.words);
                let is_number =
                    !key.is_empty() && key.len() <= 12 && key.chars().all(|c| matches!(c, '#' | '-' | '–' | '|' | '/'));
                !is_at_edge(piece, height) || !is_number && met.get(&key).is_none_or(|count| *count < least)
            });
        }
    }
}

/// The lines of a column in the stretches that are paragraphs.
fn split_column(column: &[LinePiece]) -> Vec<&[LinePiece]> {
    let steps = column.windows(2).filter_map(|pair| match pair {
        [one, other] => Some(one.base - other.base).filter(|step| *step > 0.0),
        _ => None,
    });
    let mut steps: Vec<f32> = steps.collect();
    steps.sort_by(f32::total_cmp);
    // The distance of lines is the usual one of the narrower half: the wider ones part paragraphs.
    let leading = steps.get(steps.len() / 3).copied().unwrap_or(0.0);
    let left = column.iter().map(|line| line.start).fold(f32::INFINITY, f32::min);
    // Headings may be wider than the text.
    let mut rights: HashMap<i32, f32> = HashMap::new();
    for line in column {
        let right = rights.entry(line.size.round() as i32).or_insert(f32::NEG_INFINITY);
        *right = right.max(line.end);
    }
    let parts = |one: &LinePiece, other: &LinePiece| -> bool {
        let size = one.size.max(other.size);
        let step = one.base - other.base;
        let right = rights.get(&(one.size.round() as i32)).copied().unwrap_or(one.end);
        let is_indented =
            other.start - left > 0.7 * size && one.start - left < 0.4 * size && other.start - left < 4.0 * size;
        let is_short = right - one.end > 0.25 * (right - left) && ends_sentence(&one.words);
        (one.size - other.size).abs() > SAME_SIZE * size
            || step > WIDEST * leading.max(0.9 * size)
            || step < -0.5 * size
            || is_indented
            || is_short
            || ends_early(one, other, right)
    };
    let mut stretches = Vec::new();
    let mut start = 0;
    for end in 1..=column.len() {
        let is_end = match (column.get(end - 1), column.get(end)) {
            (Some(one), Some(other)) => parts(one, other),
            _ => true,
        };
        if is_end {
            let stretch = column.get(start..end).unwrap_or_default();
            let parts = if is_header(stretch) { 1 } else { stretch.len().max(1) };
            stretches.extend(stretch.chunks(parts));
            start = end;
        }
    }
    stretches
}

/// Whether lines that stand together are a header's, one thing each: a writer, a day, a place.
fn is_header(lines: &[LinePiece]) -> bool {
    const MOST: usize = 5;
    const LONGEST: usize = 60;
    let stands_alone = |line: &LinePiece| {
        let words = line.words.trim();
        line.size < LARGE
            && words.len() <= LONGEST
            && !words.starts_with(char::is_lowercase)
            && !words.ends_with(['.', ',', '”', '"'])
            && !ends_in_hyphen(words)
    };
    lines.len() <= MOST && lines.iter().all(stands_alone)
}

/// Whether a line ends where the first word of the next one would have had room, and that word may begin a line of its own:
/// lines of a header, of an address, of a table.
fn ends_early(one: &LinePiece, other: &LinePiece, right: f32) -> bool {
    let begins_small = other.words.starts_with(char::is_lowercase);
    let letters = other.words.chars().count().max(1) as f32;
    let first = other.words.split(' ').next().unwrap_or("").chars().count() as f32 + 1.0;
    let needed = (other.end - other.start) / letters * first;
    !begins_small && one.size < LARGE && !ends_in_hyphen(&one.words) && one.end + needed < right - 0.5 * one.size
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['.', '!', '?', '”', '"', '’', ':', '…', ')'])
}

fn continues(last: &LetterRun, next: &LetterRun) -> bool {
    let is_same_size = (last.size - next.size).abs() <= SAME_SIZE * last.size;
    let begins_small = next.words.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    let is_broken = ends_in_hyphen(&last.words);
    // Lines of a list or a table are short.
    is_same_size && last.words.len() > 40 && (is_broken || begins_small) && !ends_sentence(&last.words)
}

fn join_lines(lines: &[LinePiece], page: usize, whole: &WholeWords) -> LetterRun {
    let mut words = String::new();
    for line in lines {
        join(&mut words, &line.words, whole);
    }
    let size = lines.iter().map(|line| line.size).fold(0.0, f32::max);
    LetterRun { words, size, page }
}

fn ends_in_hyphen(words: &str) -> bool {
    words.ends_with(['-', '\u{ad}', '\u{2010}'])
}

/// Adds a line to those before it.
fn join(words: &mut String, line: &str, whole: &WholeWords) {
    let line = line.trim();
    let kept = words.trim_end().len();
    words.truncate(kept);
    if words.is_empty() || line.is_empty() {
        words.push_str(line);
        return;
    }
    if !ends_in_hyphen(words) {
        words.push(' ');
        words.push_str(line);
        return;
    }
    // Programs that break words draw a hyphen that nobody types.
    let is_soft = words.ends_with('\u{ad}') || words.ends_with('\u{2010}') && !whole.types_hyphen;
    let bare = words.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
    let first = bare.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let second = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if is_soft || whole.is_broken(first, second) {
        let kept = bare.len();
        words.truncate(kept);
    } else if first.is_empty() {
        // A dash.
        words.push(' ');
    }
    words.push_str(line);
}

/// The words of a document that no line's end breaks.
struct WholeWords {
    all: HashSet<String>,
    /// Whether the sign that Unicode calls hyphen stands within lines: most documents have the one of keyboards there.
    types_hyphen: bool,
}

impl WholeWords {
    fn of(pages: &[PageColumns]) -> WholeWords {
        let mut all = HashSet::new();
        let mut types_hyphen = false;
        for line in pages.iter().flat_map(|page| page.columns.iter().flatten()) {
            types_hyphen |= line.words.trim_end_matches('\u{2010}').contains('\u{2010}');
            for word in line.words.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\u{2010}')) {
                if !word.is_empty() && !ends_in_hyphen(word) {
                    all.insert(word.to_lowercase());
                }
            }
        }
        WholeWords { all, types_hyphen }
    }

    /// Whether two halves are surely one word: the document has it whole, and does not have it with a hyphen.
    fn is_broken(&self, first: &str, second: &str) -> bool {
        let is_small = second.chars().all(char::is_lowercase) && !first.is_empty() && !second.is_empty();
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        is_small && self.all.contains(&format!("{first}{second}")) && !self.all.contains(&format!("{first}-{second}"))
    }
}
