//! The one reader of tables: text with a row in each line and cells parted by tabs, to checked rows.
//!
//! Lines that begin with `#`, white space before it aside, are comments; they and blank lines are left out. Nothing is
//! quoted: a quotation mark is a letter like any other. A row that cannot be read is a [`BadLine`], which says where it
//! stands, what is wrong and what to do; the rows behind it are read all the same.

use std::fmt::Display;
use thiserror::Error;

/// A line of a table that cannot be read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct BadLine {
    /// The number of the line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// One row; its cells borrow from the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'t> {
    /// Counted from 1.
    pub line: usize,
    /// The whole row, without the end of its line.
    pub text: &'t str,
}

impl<'t> Row<'t> {
    /// The cells as they stand.
    pub fn cells(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text.split('\t')
    }

    /// The row as so many cells.
    pub fn exactly<const N: usize>(&self) -> Result<[&'t str; N], BadLine> {
        let mut cells = [""; N];
        let mut start = 0;
        let mut ends = memchr::memchr_iter(b'\t', self.text.as_bytes());
        for (number, cell) in (1..).zip(&mut cells) {
            let end = match ends.next() {
                Some(tab) if number < N => tab,
                None if number == N => self.text.len(),
                _ => return Err(self.miscounted(N)),
            };
            *cell = &self.text[start..end];
            start = end + 1;
        }
        Ok(cells)
    }

    fn miscounted(&self, expected: usize) -> BadLine {
        let found = self.cells().count();
        self.bad(format_args!("{found} cells where {expected} belong; separate them with single tabs"))
    }

    /// That this row cannot be read, and why.
    pub fn bad(&self, what: impl Display) -> BadLine {
        BadLine { line: self.line, what: what.to_string() }
    }
}

/// The rows of a table in order. [`Rows::below_header`] steps over the line that names the columns.
///
/// Two searches, one for a line's end and one for the tabs in it, because the tables of the register are read at every start:
/// with the csv crate, which looks at each byte for what could be quoted, loading it takes a third longer.
pub(crate) struct Rows<'t> {
    rest: &'t str,
    /// The line before `rest`.
    line: usize,
}

/// The rows of a table.
pub(crate) fn rows(text: &str) -> Rows<'_> {
    Rows { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 0 }
}

impl<'t> Rows<'t> {
    /// The rows behind the first one.
    pub fn below_header(mut self) -> Rows<'t> {
        self.next();
        self
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        while !self.rest.is_empty() {
            let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
            let (text, behind) = self.rest.split_at(end);
            self.rest = behind.get(1..).unwrap_or("");
            self.line += 1;
            // A line may end as Windows ends it.
            let text = text.strip_suffix('\r').unwrap_or(text);
            let begins_plainly = text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
            if begins_plainly || !matches!(text.trim_start().as_bytes().first(), None | Some(b'#')) {
                return Some(Row { line: self.line, text });
            }
        }
        None
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
            rows(text).below_header().map(|row| (row.line, row.cells().collect())).collect();
        assert_eq!(rows, [(5, vec!["a", "\"b"]), (7, vec!["c"]), (8, vec!["", "d", ""])]);
    }

    #[test]
    fn a_row_with_too_few_or_too_many_cells_is_named_by_its_line() {
        let rows: Vec<Row> = rows("a\tb\nc\n1\t2\t3\n").collect();
        assert_eq!(rows[0].exactly(), Ok(["a", "b"]));
        let error = rows[1].exactly::<2>().unwrap_err();
        assert_eq!(error.to_string(), "line 2: 1 cells where 2 belong; separate them with single tabs");
        assert_eq!(rows[2].exactly::<2>().unwrap_err().what, "3 cells where 2 belong; separate them with single tabs");
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
                .map(|(number, line)| (number, line.strip_suffix('\r').unwrap_or(line).split('\t').collect()))
                .collect();
            let found: Vec<(usize, Vec<&str>)> = rows(&text).map(|row| (row.line, row.cells().collect())).collect();
            for row in rows(&text) {
                let cells: Vec<&str> = row.cells().collect();
                prop_assert_eq!(row.exactly::<2>().ok().map(|cells| cells.to_vec()), Some(cells).filter(|it| it.len() == 2));
            }
            prop_assert_eq!(found, lines);
        }
    }
}
