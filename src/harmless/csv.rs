//! For spreadsheets, and for programs that read tables: CSV whose cells run nowhere.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, which can call programs and send what
//! the table holds elsewhere. Such a cell gets an apostrophe before it, as OWASP advises; plain numbers need none. Where
//! a `;` or a line end would begin a cell, for a spreadsheet that parts cells so, the same holds behind it. The rule can
//! be turned back without loss: one apostrophe goes where what is behind it would have got one.

use std::io::Write;

use super::paragraph;

/// Writes a table as CSV.
pub struct Cells<W: Write>(csv::Writer<W>);

impl<W: Write> Cells<W> {
    /// Begins with the names of the columns; for Excel with the mark before them without which it takes another encoding.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn new(mut out: W, columns: &[&str], for_excel: bool) -> Result<Cells<W>, csv::Error> {
        if for_excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut cells = Cells(csv::Writer::from_writer(out));
        cells.0.write_record(columns)?;
        Ok(cells)
    }

    /// Writes a row of cells, all of them made harmless.
    ///
    /// # Errors
    /// Where the output cannot be written.
    pub fn write<'a>(&mut self, row: impl IntoIterator<Item = &'a str>) -> Result<(), csv::Error> {
        for cell in row {
            self.0.write_field(guarded(&paragraph(cell)))?;
        }
        self.0.write_record(None::<&[u8]>)
    }

    /// # Errors
    /// Where the output cannot be written.
    pub fn finish(mut self) -> Result<(), csv::Error> {
        self.0.flush().map_err(csv::Error::from)
    }
}

/// The cell with an apostrophe wherever a formula could begin.
pub(super) fn guarded(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    for piece in cell.split_inclusive([';', '\n']) {
        if is_formula(piece) {
            out.push('\'');
        }
        out.push_str(piece);
    }
    out
}

/// Whether a spreadsheet could take the text for a formula: white space and quotation marks before it do not help.
pub(super) fn is_formula(text: &str) -> bool {
    let text = text.trim_end_matches([';', '\n']);
    let is_mark = |character: char| matches!(character, '"' | '\'' | '＂' | '＇');
    let begins = text.trim_start_matches(|character: char| character.is_whitespace() || is_mark(character));
    begins.starts_with(is_sign) && !is_number(text)
}

/// The signs with which formulas begin, also in their full-width and small forms.
fn is_sign(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '−')
}

/// `-5`, `+3.2`: what any spreadsheet takes for a number.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(part)
}
