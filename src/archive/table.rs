//! Rows of a table (CSV, TSV) to records: each row an object with the header's names.
//!
//! Takes a reader, gives each row as the bytes of a JSON object in the encoding of the table, with the line at which it
//! begins. RFC 4180, and what spreadsheets and dumps make of it: any of four delimiters, cells over several lines, a byte
//! order mark, lone carriage returns, a first line `sep=;`. A row that has not as many cells as the header is told with its
//! line; where a quotation mark is missing, reading goes on at the line behind the one at which the row began.

use super::field_names::{TEXT, TITLE, field_of};
use super::file_type::utf16_mark;
use super::json_records::{Company, Record, RecordProblem};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::collections::HashSet;
use std::io::{self, BufRead};

/// What parts the cells of a row.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Rows with more cells are no rows of articles.
const MOST_CELLS: usize = 10_000;
/// A name of a column is no longer, in bytes.
const LONGEST_NAME: usize = 60;
/// So many first rows tell whether a text is a table.
const LOOKED_AT: usize = 8;
/// Bytes that are read once more behind damaged rows, for each byte of the table.
const READ_AGAIN: u64 = 3;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    delimiter: u8,
    /// Whether the first line says which delimiter it is, and is no row.
    has_sep_line: bool,
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect { delimiter: b',', has_sep_line: false }
    }
}

/// The cells of a row, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct TableRow {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl TableRow {
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start..*end).unwrap_or_default())
    }

    fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }
}

/// How a table with this name or these first bytes is written; `named` says whether the name is that of a table. A text
/// is one only where its first line is a header with names that records of articles have, and the next rows fit it.
pub(super) fn sniff_table(head: &[u8], named: bool) -> Option<Dialect> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if let Some(rest) = head.strip_prefix(b"sep=")
        && let [delimiter, b'\n' | b'\r', ..] = rest
    {
        return Some(Dialect { delimiter: *delimiter, has_sep_line: true });
    }
    let fits = |delimiter: u8| fit_of(head, delimiter).map(|fit| (fit, delimiter));
    // Of two that fit as well, the one that stands first among the delimiters.
    let best = DELIMITERS.into_iter().rev().filter_map(fits).max_by_key(|(fit, _)| *fit);
    match best {
        Some((fit, delimiter)) if named || fit.known >= 2 && fit.columns >= 3 && fit.rows >= 1 => {
            Some(Dialect { delimiter, has_sep_line: false })
        }
        // One column: a list of texts, or of what nobody can tell.
        _ if named => Some(Dialect::default()),
        _ => None,
    }
}

/// Whether the first bytes of a table show that it holds articles: a column with the name of a text or a title, or one with
/// texts under another name. Tables of other things lie beside articles in many archives.
pub(super) fn table_of_articles(head: &[u8]) -> bool {
    /// A cell of so many bytes is a text.
    const TEXT_FROM: usize = 200;
    if utf16_mark(head).is_some() {
        return true;
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let Some(Dialect { delimiter, has_sep_line }) = sniff_table(head, true) else { return false };
    let rows = first_rows(head, delimiter);
    let mut rows = rows.iter().skip(usize::from(has_sep_line));
    let named = rows
        .next()
        .is_some_and(|header| header.cells().filter_map(field_of).any(|field| matches!(field, TEXT | TITLE)));
    named || rows.flat_map(TableRow::cells).any(|cell| cell.len() >= TEXT_FROM)
}

/// How well a delimiter fits a table's first rows, the most important first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Columns whose names are those of fields.
    known: usize,
    /// How many rows behind the header have as many cells as it.
    rows: usize,
    columns: usize,
}

fn fit_of(head: &[u8], delimiter: u8) -> Option<Fit> {
    let mut rows = first_rows(head, delimiter).into_iter();
    let header = rows.next()?;
    let columns = header.ends.len();
    let names: HashSet<&[u8]> = header.cells().collect();
    let is_header = columns > 1
        && names.len() == columns
        && header.cells().all(|name| name.len() <= LONGEST_NAME && !name.contains(&b'\n'));
    if !is_header {
        return None;
    }
    let fields: HashSet<&str> = header.cells().filter_map(field_of).collect();
    let is_of_articles = fields.contains(TEXT) || fields.contains(TITLE);
    let known = if is_of_articles { fields.len() } else { 0 };
    Some(Fit { known, rows: rows.filter(|row| row.ends.len() == columns).count(), columns })
}

/// The first rows, without the last one where that may be cut.
fn first_rows(mut head: &[u8], delimiter: u8) -> Vec<TableRow> {
    let mut reader = reader_for(delimiter);
    let mut rows = Vec::new();
    while rows.len() <= LOOKED_AT {
        let mut row = TableRow::default();
        match read_row(&mut reader, &mut head, &mut row, usize::MAX) {
            RowEnd::Row if row.is_blank() => {}
            RowEnd::Row => rows.push(row),
            // The end of what is there is not the end of the file, but a short file ends so.
            RowEnd::NeedsMore | RowEnd::TooLarge => {
                if rows.len() < 2 && !row.is_blank() {
                    rows.push(row);
                }
                break;
            }
        }
    }
    rows
}

fn reader_for(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

enum RowEnd {
    Row,
    /// The bytes are used up within the row.
    NeedsMore,
    TooLarge,
}

/// Reads a row's cells out of the front of `bytes`, as far as they go.
fn read_row(reader: &mut Reader, bytes: &mut &[u8], row: &mut TableRow, largest: usize) -> RowEnd {
    const ROOM: usize = 1024;
    loop {
        let (written, ended) = (row.bytes.len(), row.ends.len());
        row.bytes.resize(written + written.max(ROOM), 0);
        row.ends.resize(ended + ROOM, 0);
        let output = row.bytes.get_mut(written..).unwrap_or_default();
        let ends = row.ends.get_mut(ended..).unwrap_or_default();
        let (result, taken, wrote, cells) = reader.read_record(bytes, output, ends);
        *bytes = bytes.get(taken..).unwrap_or_default();
        row.bytes.truncate(written + wrote);
        row.ends.truncate(ended + cells);
        match result {
            ReadRecordResult::Record => return RowEnd::Row,
            ReadRecordResult::InputEmpty | ReadRecordResult::End => return RowEnd::NeedsMore,
            _ if row.bytes.len() > largest || row.ends.len() > MOST_CELLS => return RowEnd::TooLarge,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
}

/// The rows of a table as records.
pub(super) struct TableRecords<R> {
    source: RawLines<R>,
    delimiter: u8,
    /// The columns' names; those without one hold numbers of rows.
    names: Vec<Vec<u8>>,
    /// A longer row, in bytes, is refused and not kept in memory.
    largest: usize,
    state: TableState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TableState {
    Header,
    Rows,
    Ended,
}

impl<R: BufRead> TableRecords<R> {
    pub fn new(reader: R, dialect: Dialect, largest: u64) -> TableRecords<R> {
        let largest = usize::try_from(largest).unwrap_or(usize::MAX);
        let mut source = RawLines::new(reader);
        source.skips_line = dialect.has_sep_line;
        TableRecords { source, delimiter: dialect.delimiter, names: Vec::new(), largest, state: TableState::Header }
    }

    fn read_record(&mut self) -> Result<Option<Record>, RecordProblem> {
        self.source.begin()?;
        loop {
            self.source.skip_blank_lines()?;
            let line = self.source.line;
            let Some(row) = self.read_row()? else { return Ok(None) };
            if row.is_blank() {
                self.source.keep_none();
                continue;
            }
            if self.state == TableState::Header {
                self.names = row.cells().map(|name| name.trim_ascii().to_vec()).collect();
                self.state = TableState::Rows;
                self.source.keep_none();
                continue;
            }
            let (cells, columns) = (row.ends.len(), self.names.len());
            let extra_is_blank = row.cells().skip(columns).all(|cell| cell.trim_ascii().is_empty());
            if cells < columns || !extra_is_blank {
                // A mark that opens and never closes swallows the rows behind it.
                self.source.go_back_to_second_line();
                return Err(RecordProblem::Cells { line, cells, columns });
            }
            self.source.keep_none();
            return Ok(Some(Record { bytes: object_of(&self.names, &row), line, company: Company::Many }));
        }
    }

    /// Reads the next row, whose raw bytes stay until it is known whether they must be read again.
    fn read_row(&mut self) -> Result<Option<TableRow>, RecordProblem> {
        let mut reader = reader_for(self.delimiter);
        let mut row = TableRow::default();
        let line = self.source.line;
        let mut any = false;
        loop {
            let chunk = self.source.chunk()?;
            if chunk.is_empty() {
                // The end of the file ends the row.
                let end = read_row(&mut reader, &mut &[][..], &mut row, self.largest);
                return Ok((any && (matches!(end, RowEnd::Row) || !row.ends.is_empty())).then_some(row));
            }
            any = true;
            let mut rest = chunk;
            let end = read_row(&mut reader, &mut rest, &mut row, self.largest);
            let taken = chunk.len() - rest.len();
            self.source.take(taken);
            match end {
                RowEnd::Row => {
                    // The feed of a line's end in two bytes belongs to it.
                    self.source.end_line()?;
                    return Ok(Some(row));
                }
                RowEnd::NeedsMore if self.source.kept() <= self.largest => {}
                RowEnd::NeedsMore | RowEnd::TooLarge => {
                    let size = self.source.kept() as u64;
                    self.source.go_back_to_second_line();
                    return Err(RecordProblem::RowTooLarge { line, size });
                }
            }
        }
    }
}

impl<R: BufRead> Iterator for TableRecords<R> {
    type Item = Result<Record, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == TableState::Ended {
            return None;
        }
        let item = self.read_record().transpose();
        if matches!(item, None | Some(Err(RecordProblem::Io(_)))) {
            self.state = TableState::Ended;
        }
        item
    }
}

/// Raw bytes, of which those of the row at hand are kept, so that they can be read again.
struct RawLines<R> {
    reader: R,
    /// Bytes that were read: those of the row at hand from `start` to `at`, and those that come next.
    buffer: Vec<u8>,
    start: usize,
    at: usize,
    /// Line of the next byte, and of the row's first, counted from 1.
    line: u32,
    first_line: u32,
    /// How many bytes were read out of the reader, and how many were given back.
    read: u64,
    given_back: u64,
    begun: bool,
    /// Whether the rest of the line at hand is none of the table.
    skips_line: bool,
    /// The byte that was taken last.
    last: Option<u8>,
}

impl<R: BufRead> RawLines<R> {
    fn new(reader: R) -> RawLines<R> {
        RawLines {
            reader,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            line: 1,
            first_line: 1,
            read: 0,
            given_back: 0,
            begun: false,
            skips_line: false,
            last: None,
        }
    }

    /// Steps over a byte order mark.
    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        if self.chunk()?.starts_with(b"\xef\xbb\xbf") {
            self.take(3);
        }
        self.keep_none();
        Ok(())
    }

    /// The bytes that come next; none at the end.
    fn chunk(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.buffer.drain(..self.start);
            self.at -= self.start;
            self.start = 0;
            let more = self.reader.fill_buf()?;
            let length = more.len();
            self.buffer.extend_from_slice(more);
            self.reader.consume(length);
            self.read = self.read.saturating_add(length as u64);
        }
        Ok(self.buffer.get(self.at..).unwrap_or_default())
    }

    /// Takes bytes and counts the lines that end in them: by a line feed, by a carriage return, or by both.
    fn take(&mut self, count: usize) {
        let taken = self.buffer.get(self.at..self.at + count).unwrap_or_default();
        let before = |at: usize| if at > 0 { taken.get(at - 1).copied() } else { self.last };
        let ends = memchr::memchr2_iter(b'\n', b'\r', taken);
        let is_own = |at: &usize| taken.get(*at) == Some(&b'\r') || before(*at) != Some(b'\r');
        let lines = u32::try_from(ends.filter(is_own).count()).unwrap_or(u32::MAX);
        self.last = taken.last().copied().or(self.last);
        self.line = self.line.saturating_add(lines);
        self.at += count;
    }

    /// Takes the feed of a line's end in two bytes.
    fn end_line(&mut self) -> io::Result<()> {
        if self.last == Some(b'\r') && self.chunk()?.first() == Some(&b'\n') {
            self.take(1);
        }
        Ok(())
    }

    /// Steps over the ends of blank lines, and what is left of a line that was given up.
    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            let skips = std::mem::take(&mut self.skips_line);
            let chunk = self.chunk()?;
            if chunk.is_empty() {
                return Ok(());
            }
            let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
            let count = match skips {
                true => chunk.iter().position(is_end),
                false => chunk.iter().position(|byte| !is_end(byte)),
            };
            let length = chunk.len();
            self.take(count.unwrap_or(length));
            self.keep_none();
            match (skips, count) {
                (true, None) => self.skips_line = true,
                (false, Some(_)) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Bytes of the row at hand so far.
    fn kept(&self) -> usize {
        self.at - self.start
    }

    /// Ends the row at hand.
    fn keep_none(&mut self) {
        self.start = self.at;
        self.first_line = self.line;
    }

    /// Gives the row at hand back but for its first line, as long as there is patience for that.
    fn go_back_to_second_line(&mut self) {
        let kept = self.buffer.get(self.start..self.at).unwrap_or_default();
        let length = kept.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map(|at| {
            let is_pair = kept.get(at..at + 2) == Some(b"\r\n");
            at + 1 + usize::from(is_pair)
        });
        let again = length.map_or(0, |length| kept.len() - length) as u64;
        let patience = self.read.saturating_mul(READ_AGAIN);
        if let Some(length) = length.filter(|_| again > 0 && self.given_back.saturating_add(again) <= patience) {
            self.given_back += again;
            self.line = self.first_line.saturating_add(1);
            self.start += length;
            self.at = self.start;
            self.last = Some(b'\n');
        } else if length.is_none() {
            self.skips_line = true;
        }
        self.keep_none();
    }
}

/// The row as a JSON object; its characters outside ASCII stay the bytes that they were.
fn object_of(names: &[Vec<u8>], row: &TableRow) -> Vec<u8> {
    let mut object = Vec::with_capacity(row.bytes.len() + row.bytes.len() / 8 + 32 * names.len());
    object.push(b'{');
    for (name, cell) in names.iter().zip(row.cells()).filter(|(name, _)| !name.is_empty()) {
        if object.len() > 1 {
            object.push(b',');
        }
        string_onto(name, &mut object);
        object.push(b':');
        string_onto(cell, &mut object);
    }
    object.push(b'}');
    object
}

/// Adds a JSON string of bytes in any encoding that holds ASCII.
pub(super) fn string_onto(text: &[u8], object: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    object.push(b'"');
    for &byte in text {
        match byte {
            b'"' | b'\\' => object.extend([b'\\', byte]),
            b'\n' => object.extend(b"\\n"),
            b'\r' => object.extend(b"\\r"),
            b'\t' => object.extend(b"\\t"),
            0..0x20 => {
                let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or(b'0');
                object.extend(b"\\u00");
                object.extend([digit(byte >> 4), digit(byte & 15)]);
            }
            _ => object.push(byte),
        }
    }
    object.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8], largest: u64) -> Vec<String> {
        let dialect = sniff_table(text, true).unwrap();
        TableRecords::new(io::BufReader::with_capacity(7, text), dialect, largest)
            .map(|item| match item {
                Ok(record) => format!("{}:{}", record.line, String::from_utf8_lossy(&record.bytes)),
                Err(RecordProblem::Cells { line, cells, columns }) => format!("{line}! {cells} of {columns}"),
                Err(RecordProblem::RowTooLarge { line, size }) => format!("{line}! {size} bytes"),
                Err(other) => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn rows_are_records_with_the_names_of_the_header() {
        let text = "\u{feff},id,title,content\r\n0,7,\"The \"\"depot\"\"\",\"One.\r\nTwo, three.\"\r\n\r\n1,8,A,B";
        assert_eq!(
            records(text.as_bytes(), 1000),
            [
                r#"2:{"id":"7","title":"The \"depot\"","content":"One.\r\nTwo, three."}"#,
                r#"5:{"id":"8","title":"A","content":"B"}"#
            ]
        );
        assert_eq!(records(b"title\ttext\nA\t\"B\"\n", 1000), [r#"2:{"title":"A","text":"B"}"#]);
        assert_eq!(records(b"title;text\nA, b;B\n", 1000), [r#"2:{"title":"A, b","text":"B"}"#]);
        assert_eq!(records(b"sep=|\ntitle|text\nA|B\n", 1000), [r#"3:{"title":"A","text":"B"}"#]);
        assert_eq!(
            records(b"title,text\rA,B\rC,D\r", 1000),
            [r#"2:{"title":"A","text":"B"}"#, r#"3:{"title":"C","text":"D"}"#]
        );
        assert_eq!(records(b"text\nA\n", 1000), [r#"2:{"text":"A"}"#]);
        assert_eq!(records(b"title,text\nCaf\xe9,B\n", 1000).len(), 1);
        assert_eq!(records(b"title,text\n", 1000), Vec::<String>::new());
        // Cells without a name behind the last column are nothing.
        assert_eq!(records(b"title,text\nA,B,,\n", 1000), [r#"2:{"title":"A","text":"B"}"#]);
    }

    #[test]
    fn a_damaged_row_costs_itself() {
        assert_eq!(
            records(b"title,text\nA,B,C\nD\nE,F\n", 1000),
            ["2! 3 of 2", "3! 1 of 2", r#"4:{"title":"E","text":"F"}"#]
        );
        // A mark that is never closed.
        assert_eq!(
            records(b"title,text,url\nA,\"B,u\nC,D,u\nE,F,u\n", 1000),
            ["2! 2 of 3", r#"3:{"title":"C","text":"D","url":"u"}"#, r#"4:{"title":"E","text":"F","url":"u"}"#]
        );
        let long = format!("title,text\nA,\"{}\nB,C\n", "x".repeat(100));
        assert_eq!(records(long.as_bytes(), 60)[1..], [r#"3:{"title":"B","text":"C"}"#]);
    }

    #[test]
    fn a_text_is_a_table_only_with_a_header_of_records() {
        let is_table = |text: &str| sniff_table(text.as_bytes(), false).is_some();
        assert!(is_table("title,date,text\nA,2016-08-18,B\n") && is_table("url|headline|body\nu|A|B\n"));
        assert!(!is_table("The council said on Monday, the title, and the text\nA, B, C\n"));
        assert!(!is_table("title,text\nA,B\n") && !is_table("Title\n\nText.\n") && !is_table(""));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_come_to_an_end(text in "[a,;\"\n\r|\t]{0,60}") {
            records(text.as_bytes(), 20);
            let _ = sniff_table(text.as_bytes(), false);
        }

        #[test]
        fn what_a_writer_wrote_is_read(rows in proptest::collection::vec(("[a-z,\"\n\r £;\t]{1,20}", "[a-z,\"\n; ]{1,20}"), 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["title", "text"]).unwrap();
            for (title, text) in &rows {
                writer.write_record([format!("t{title}"), format!("x{text}")]).unwrap();
            }
            let table = writer.into_inner().unwrap();
            let dialect = Dialect { delimiter: b',', has_sep_line: false };
            let found: Vec<serde_json::Value> = TableRecords::new(io::BufReader::with_capacity(5, &table[..]), dialect, 1000)
                .map(|record| serde_json::from_slice(&record.unwrap().bytes).unwrap())
                .collect();
            let expected: Vec<serde_json::Value> = rows
                .iter()
                .map(|(title, text)| serde_json::json!({"title": format!("t{title}"), "text": format!("x{text}")}))
                .collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
