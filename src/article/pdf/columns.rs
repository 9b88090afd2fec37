//! The letters of a page to its lines in the order of reading.
//!
//! Takes letters with their places, gives pieces of lines, and these in columns: a page is cut along the white between its
//! parts, again and again, the gutters between columns first (recursive X-Y cut: Nagy and Seth 1984). Where no white parts
//! what stands side by side, the order in which it was drawn is kept.

use super::page::Letter;

/// White between letters that is a space, as a share of their height.
const SPACE: f32 = 0.18;
/// White between letters of two strings that parts columns rather than words; within one string, justified lines have more.
const GAP: f32 = 1.2;
const GAP_IN_STRING: f32 = 3.0;
/// The least white between two columns, and between two parts one above the other.
const GUTTER: f32 = 0.7;
const BETWEEN_PARTS: f32 = 1.1;
/// Cuts within cuts.
const DEEPEST: usize = 48;
/// A page of more pieces is no article's, and is kept in the order in which it was drawn.
const MOST_PIECES: usize = 20_000;

/// A piece of a line: letters that stand together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LinePiece {
    pub words: String,
    pub start: f32,
    pub end: f32,
    /// The base line, from below.
    pub base: f32,
    pub size: f32,
    string: usize,
    ends_in_space: bool,
}

impl LinePiece {
    fn top(&self) -> f32 {
        self.base + self.size * 0.8
    }

    fn bottom(&self) -> f32 {
        self.base - self.size * 0.2
    }
}

/// Letters to pieces, in the order in which they were drawn.
pub(super) fn pieces_of(letters: &[Letter]) -> Vec<LinePiece> {
    let mut pieces: Vec<LinePiece> = Vec::new();
    for letter in letters {
        let is_space = letter.text.chars().all(char::is_whitespace);
        let last = pieces.last_mut().filter(|last| {
            let size = last.size.max(letter.size);
            let gap = letter.start - last.end;
            let widest = if last.string == letter.string { GAP_IN_STRING } else { GAP };
            (letter.base - last.base).abs() < 0.35 * size && gap > -0.6 * size && gap < widest * size
        });
        match last {
            Some(last) if is_space => {
                last.ends_in_space = true;
                last.end = last.end.max(letter.end);
                last.string = letter.string;
            }
            Some(last) => {
                // A space that was drawn may be narrower than one, or a letter drawn twice for bold.
                let is_apart = last.ends_in_space || letter.start - last.end > SPACE * letter.size;
                let is_again = last.words.ends_with(&*letter.text)
                    && (letter.start - last.end).abs() > 0.4 * (letter.end - letter.start)
                    && letter.start < last.end - 0.6 * (letter.end - letter.start);
                if is_again {
                    continue;
                }
                if is_apart && !last.words.ends_with(' ') {
                    last.words.push(' ');
                }
                last.words.push_str(&letter.text);
                last.end = last.end.max(letter.end);
                last.size = last.size.max(letter.size);
                last.string = letter.string;
                last.ends_in_space = false;
            }
            None if is_space => {}
            None => pieces.push(LinePiece {
                words: letter.text.clone(),
                start: letter.start,
                end: letter.end,
                base: letter.base,
                size: letter.size,
                string: letter.string,
                ends_in_space: false,
            }),
        }
    }
    pieces
}

/// The pieces of a page in columns, each from above to below, in the order of reading.
pub(super) fn columns_of(pieces: Vec<LinePiece>) -> Vec<Vec<LinePiece>> {
    let mut columns = Vec::new();
    if pieces.len() > MOST_PIECES {
        return vec![join_drawn(pieces)];
    }
    cut(pieces, 0, &mut columns);
    columns
}

fn median(mut numbers: Vec<f32>) -> f32 {
    numbers.sort_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

fn cut(pieces: Vec<LinePiece>, depth: usize, columns: &mut Vec<Vec<LinePiece>>) {
    if pieces.is_empty() {
        return;
    }
    let size = median(pieces.iter().map(|piece| piece.size).collect());
    if pieces.len() > 1 && depth < DEEPEST {
        let gutter =
            widest_white(&pieces, |piece| (piece.start, piece.end)).filter(|(white, _)| *white >= GUTTER * size);
        if let Some((_, at)) = gutter {
            let (left, right): (Vec<LinePiece>, Vec<LinePiece>) = pieces.into_iter().partition(|piece| piece.end <= at);
            cut(left, depth + 1, columns);
            return cut(right, depth + 1, columns);
        }
        let white = widest_white(&pieces, |piece| (piece.bottom(), piece.top()));
        if let Some((_, at)) =
            white.filter(|(white, _)| *white >= BETWEEN_PARTS * size || stands_side_by_side(&pieces) && *white > 0.0)
        {
            let (below, above): (Vec<LinePiece>, Vec<LinePiece>) =
                pieces.into_iter().partition(|piece| piece.top() <= at);
            cut(above, depth + 1, columns);
            return cut(below, depth + 1, columns);
        }
    }
    columns.push(if stands_side_by_side(&pieces) { join_drawn(pieces) } else { join_lines(pieces) });
}

/// The widest white between pieces along one direction, and where it ends.
fn widest_white(pieces: &[LinePiece], extent: impl Fn(&LinePiece) -> (f32, f32)) -> Option<(f32, f32)> {
    let mut extents: Vec<(f32, f32)> = pieces.iter().map(extent).collect();
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end = extents.first()?.1;
    let mut widest: Option<(f32, f32)> = None;
    for (start, next) in extents.into_iter().skip(1) {
        let white = start - end;
        if white > 0.0 && widest.is_none_or(|(most, _)| white > most) {
            widest = Some((white, (start + end) / 2.0));
        }
        end = end.max(next);
    }
    widest
}

/// Whether many pieces have another one beside them, far enough to be of another column.
fn stands_side_by_side(pieces: &[LinePiece]) -> bool {
    let mut by_base: Vec<&LinePiece> = pieces.iter().collect();
    by_base.sort_by(|a, b| b.base.total_cmp(&a.base).then(a.start.total_cmp(&b.start)));
    let beside = by_base.windows(2).filter(|pair| match pair {
        [one, other] => {
            (one.base - other.base).abs() < 0.5 * one.size.min(other.size) && other.start - one.end > 1.5 * one.size
        }
        _ => false,
    });
    pieces.len() > 5 && beside.count() * 5 > pieces.len()
}

/// Pieces of one line joined, lines from above to below.
fn join_lines(mut pieces: Vec<LinePiece>) -> Vec<LinePiece> {
    pieces.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines: Vec<Vec<LinePiece>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|first| is_of_line(first, &piece)) => line.push(piece),
            _ => lines.push(vec![piece]),
        }
    }
    lines
        .into_iter()
        .filter_map(|mut line| {
            line.sort_by(|a, b| a.start.total_cmp(&b.start));
            line.into_iter().reduce(joined)
        })
        .collect()
}

/// Pieces in the order in which they were drawn, joined where the next one goes on in the line.
fn join_drawn(pieces: Vec<LinePiece>) -> Vec<LinePiece> {
    let mut lines: Vec<LinePiece> = Vec::new();
    for piece in pieces {
        let goes_on = lines.last().is_some_and(|last| {
            is_of_line(last, &piece)
                && piece.start >= last.end - last.size
                && piece.start - last.end < GAP_IN_STRING * last.size
        });
        match lines.pop_if(|_| goes_on) {
            Some(last) => lines.push(joined(last, piece)),
            None => lines.push(piece),
        }
    }
    lines
}

fn is_of_line(one: &LinePiece, other: &LinePiece) -> bool {
    (one.base - other.base).abs() < 0.45 * one.size.max(other.size)
}

fn joined(mut one: LinePiece, other: LinePiece) -> LinePiece {
    if !one.words.ends_with(' ') && (one.ends_in_space || other.start - one.end > SPACE * one.size) {
        one.words.push(' ');
    }
    one.words.push_str(&other.words);
    one.end = one.end.max(other.end);
    // A raised figure does not make a line larger or smaller.
    if other.words.len() > one.words.len() / 2 {
        (one.size, one.base) = (other.size, other.base);
    }
    one.string = other.string;
    one.ends_in_space = other.ends_in_space;
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(words: &str, start: f32, base: f32) -> LinePiece {
        let end = start + 5.0 * words.len() as f32;
        LinePiece { words: words.to_owned(), start, end, base, size: 10.0, string: 0, ends_in_space: false }
    }

    fn words(columns: &[Vec<LinePiece>]) -> Vec<Vec<&str>> {
        columns.iter().map(|column| column.iter().map(|piece| piece.words.as_str()).collect()).collect()
    }

    #[test]
    fn columns_are_read_one_behind_the_other() {
        // Drawn line by line across both columns, under a headline of the whole width.
        let mut pieces = vec![piece("a headline of the whole width of the page", 0.0, 140.0)];
        for line in 0..4u8 {
            let base = 100.0 - 12.0 * f32::from(line);
            pieces.push(piece(["left one", "left two", "left three", "left four"][usize::from(line)], 0.0, base));
            pieces.push(piece(["right one", "right two", "right three", "right four"][usize::from(line)], 120.0, base));
        }
        let columns = columns_of(pieces);
        assert_eq!(
            words(&columns),
            [
                vec!["a headline of the whole width of the page"],
                vec!["left one", "left two", "left three", "left four"],
                vec!["right one", "right two", "right three", "right four"]
            ]
        );
    }

    #[test]
    fn letters_are_words() {
        let letter = |text: &str, start: f32, string| Letter {
            text: text.to_owned(),
            start,
            end: start + 5.0,
            base: 10.0,
            size: 10.0,
            string,
        };
        let letters = [
            letter("a", 0.0, 0),
            letter("b", 5.0, 0),
            letter("c", 12.5, 0),
            letter(" ", 17.5, 0),
            letter("d", 20.0, 1),
            letter("e", 60.0, 2),
        ];
        let pieces = pieces_of(&letters);
        assert_eq!(pieces.iter().map(|piece| piece.words.as_str()).collect::<Vec<_>>(), ["ab c d", "e"]);
    }
}
