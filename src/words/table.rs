//! The one reader of tables: text with a row in each line and cells parted by tabs, to checked rows.
//!
//! Lines that begin with `#`, white space before it aside, are comments; they and blank lines are left out. Nothing is
//! quoted: a quotation mark is a letter like any other. A row that cannot be read is a [`BadLine`], which says where it
//! stands, what is wrong and what to do; the rows behind it are read all the same.

use std::fmt::Display;
use thiserror::Error;

/// A line of a table that cannot be read, counted from 1, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct BadLine {
    pub line: usize,
    pub what: String,
}

/// Cells of the widest table. What stands behind them is counted, not kept.
const MOST_CELLS: usize = 8;

/// One row; its cells borrow from the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'t> {
    /// Counted from 1.
    pub line: usize,
    /// Bytes of the whole row.
    pub length: usize,
    cells: [&'t str; MOST_CELLS],
    found: usize,
}

impl<'t> Row<'t> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.found
    }

    /// The cells as they stand.
    pub fn cells(&self) -> &[&'t str] {
        &self.cells[..self.found.min(MOST_CELLS)]
    }

    /// The row as so many cells.
    pub fn exactly<const N: usize>(&self) -> Result<[&'t str; N], BadLine> {
        match self.cells().first_chunk::<N>() {
            Some(cells) if self.found == N => Ok(*cells),
            _ => Err(self.bad(format_args!("{} cells where {N} belong; separate them with single tabs", self.found))),
        }
    }

    /// That this row cannot be read, and why.
    pub fn bad(&self, what: impl Display) -> BadLine {
        BadLine { line: self.line, what: what.to_string() }
    }
}

/// The rows of a table in order. [`Rows::below_header`] steps over the line that names the columns.
pub(crate) struct Rows<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: csv::ByteRecord,
}

/// The rows of a table.
pub(crate) fn rows(text: &str) -> Rows<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(text.as_bytes());
    Rows { text, reader, record: csv::ByteRecord::new() }
}

impl<'t> Rows<'t> {
    /// The rows behind the first one.
    pub fn below_header(mut self) -> Rows<'t> {
        self.next();
        self
    }

    /// The row that was read last: its cells lie one after the other in the text and end where the reader stands.
    fn row(&self) -> Option<Row<'t>> {
        let position = self.reader.position();
        let behind = usize::try_from(position.byte()).ok()?.min(self.text.len());
        let line = usize::try_from(position.line()).ok()?;
        let read = self.text.get(..behind)?;
        let (end, line) = read.strip_suffix('\n').map_or((behind, line), |row| (row.len(), line - 1));
        let tabs = self.record.len().saturating_sub(1);
        let start = end.checked_sub(self.record.as_slice().len() + tabs)?;
        let mut row = Row { line, length: end - start, cells: [""; MOST_CELLS], found: self.record.len() };
        let mut at = start;
        for (slot, cell) in row.cells.iter_mut().zip(&self.record) {
            *slot = self.text.get(at..at + cell.len())?;
            at += cell.len() + 1;
        }
        // The line may end as Windows ends it.
        if let Some(last) = row.found.checked_sub(1).and_then(|last| row.cells.get_mut(last)) {
            *last = last.trim_end_matches('\r');
        }
        Some(row)
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        loop {
            if !self.reader.read_byte_record(&mut self.record).is_ok_and(|read| read) {
                return None;
            }
            let row = self.row()?;
            let first = row.cells().iter().map(|cell| cell.trim_start()).find(|cell| !cell.is_empty());
            if row.found > MOST_CELLS || first.is_some_and(|first| !first.starts_with('#')) {
                return Some(row);
            }
        }
    }
}

/// The parts of a cell that is a list: parted by semicolons.
pub(crate) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_come_with_their_lines_and_without_comments() {
        let text = "\u{feff}id\tname\r\n# a comment\n\n  # another\na\t\"b\r\n \t \nc\n\td\t";
        let rows: Vec<(usize, Vec<&str>)> =
            rows(text).below_header().map(|row| (row.line, row.cells().to_vec())).collect();
        assert_eq!(rows, [(5, vec!["a", "\"b"]), (7, vec!["c"]), (8, vec!["", "d", ""])]);
    }

    #[test]
    fn a_row_with_too_few_or_too_many_cells_is_named_by_its_line() {
        let rows: Vec<Row> = rows("a\tb\nc\n1\t2\t3\t4\t5\t6\t7\t8\t9\n").collect();
        assert_eq!(rows[0].exactly(), Ok(["a", "b"]));
        let error = rows[1].exactly::<2>().unwrap_err();
        assert_eq!(error.to_string(), "line 2: 1 cells where 2 belong; separate them with single tabs");
        assert_eq!((rows[2].len(), rows[2].cells().len()), (9, 8));
        assert!(rows[2].exactly::<8>().is_err());
    }

    #[test]
    fn lists_are_parted_by_semicolons() {
        assert_eq!(list(" a b; c;; ").collect::<Vec<_>>(), ["a b", "c"]);
    }

    proptest! {
        #[test]
        fn rows_are_the_lines_of_the_text(text in "[ab#é\t\r\n\"]{0,40}") {
            let lines: Vec<(usize, Vec<&str>)> = (1..)
                .zip(text.split('\n'))
                .filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
                .map(|(number, line)| (number, line.trim_end_matches('\r').split('\t').collect()))
                .filter(|(_, cells): &(usize, Vec<&str>)| cells.len() <= MOST_CELLS)
                .collect();
            let found: Vec<(usize, Vec<&str>)> =
                rows(&text).filter(|row| row.len() <= MOST_CELLS).map(|row| (row.line, row.cells().to_vec())).collect();
            prop_assert_eq!(found, lines);
        }
    }
}
