//! A dump's bytes to its records, one by one, without parsing them and without holding more than one in memory.
//!
//! Takes a reader, gives each record's raw bytes and its line. Whether a record is valid JSON is seen where it is
//! parsed; here only strings and brackets are followed. An object is read whole before it is decided whether it is a
//! record or stands around a list of them ([`find_records`]); a very large one is not waited for.

use super::field_names::{LIST, TEXT, is_named};
use super::record_shape::{find_records, has_text};
use memchr::{memchr_iter, memchr3};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::ops::Range;

/// A record's raw bytes.
#[derive(Debug)]
pub(super) struct Record {
    pub bytes: Vec<u8>,
    /// Line at which it begins, counted from 1.
    pub line: u32,
    pub company: Company,
}

/// Whether the file holds other records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Company {
    Alone,
    Many,
}

#[derive(Debug)]
pub(super) enum RecordProblem {
    Io(io::Error),
    Bad {
        line: u32,
        what: &'static str,
    },
    TooLarge {
        line: u32,
        size: u64,
    },
    /// A row of a table that has not as many cells as its header.
    Cells {
        line: u32,
        cells: usize,
        columns: usize,
    },
    /// Broken XML.
    BadXml {
        line: u32,
        what: &'static str,
    },
    /// A row of a table that does not come to an end.
    RowTooLarge {
        line: u32,
        size: u64,
    },
}

impl From<io::Error> for RecordProblem {
    fn from(error: io::Error) -> RecordProblem {
        RecordProblem::Io(error)
    }
}

/// Lists deeper in an object than this are not looked for while it is read; see [`find_records`] for what is read whole.
const DEEPEST_LIST: usize = 4;
/// An object with more bytes than this around a list of records is not read to its end before they are given.
const WAITED_FOR: usize = 1 << 20;

/// Records that stand one in each line; a bad line costs that line only.
pub(super) struct LineRecords<R> {
    reader: R,
    line: u32,
    /// A longer record, in bytes, is refused and not kept in memory.
    largest: u64,
    /// Records of the last line that are still to be given.
    pending: VecDeque<Record>,
}

impl<R: BufRead> LineRecords<R> {
    pub fn new(reader: R, largest: u64) -> LineRecords<R> {
        LineRecords { reader, line: 0, largest, pending: VecDeque::new() }
    }

    fn read_record(&mut self) -> Result<Option<Record>, RecordProblem> {
        loop {
            if let Some(record) = self.pending.pop_front() {
                return Ok(Some(record));
            }
            let mut bytes = Vec::new();
            let read = (&mut self.reader).take(self.largest.saturating_add(1)).read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            self.line = self.line.saturating_add(1);
            let line = self.line;
            let read = read as u64;
            if read > self.largest {
                let rest = if bytes.last() == Some(&b'\n') { 0 } else { self.skip_line()? };
                return Err(RecordProblem::TooLarge { line, size: read.saturating_add(rest) });
            }
            bytes.truncate(bytes.trim_ascii_end().len());
            let trimmed = bytes.trim_ascii_start();
            let trimmed = if line == 1 { trimmed.strip_prefix(b"\xef\xbb\xbf").unwrap_or(trimmed) } else { trimmed };
            let before = bytes.len() - trimmed.len();
            match trimmed.first() {
                None => {}
                Some(b'{') => {
                    bytes.drain(..before);
                    self.pending.extend(part(bytes, line, Company::Many));
                }
                Some(_) => {
                    return Err(RecordProblem::Bad { line, what: "a line of such a file holds one record in braces" });
                }
            }
        }
    }

    /// Reads on behind the line's end; gives how many bytes that were.
    fn skip_line(&mut self) -> io::Result<u64> {
        let mut skipped = 0u64;
        loop {
            let buffer = self.reader.fill_buf()?;
            let (length, done) = match memchr::memchr(b'\n', buffer) {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(length);
            skipped = skipped.saturating_add(length as u64);
            if done {
                return Ok(skipped);
            }
        }
    }
}

impl<R: BufRead> Iterator for LineRecords<R> {
    type Item = Result<Record, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read_record().transpose()
    }
}

/// Records of JSON values: objects one behind the other, arrays of objects, objects around such an array. Ends at the
/// first trouble that hides where the next record begins.
pub(super) struct ValueRecords<R> {
    reader: R,
    line: u32,
    /// What is open around the next record.
    open: Vec<Around>,
    given: u64,
    /// A longer record, in bytes, is refused and not kept in memory.
    largest: usize,
    /// What is read already and still to be given.
    pending: VecDeque<Result<Record, RecordProblem>>,
    state: RecordsState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Array,
    Object,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RecordsState {
    Reading,
    Ended,
}

/// What an object turned out to be.
enum Object {
    /// It was read to its end.
    Whole,
    /// A list of records was opened in it; the first of them are pending.
    Opened,
}

/// Whether bytes that are read are kept.
enum Sink<'b> {
    Keep(&'b mut KeptBytes),
    Drop,
}

/// The bytes of a record on its way.
struct KeptBytes {
    bytes: Vec<u8>,
    largest: usize,
    /// All that were read; more than are kept where the record is too large.
    size: u64,
}

impl KeptBytes {
    /// Takes bytes as long as there is room; what is longer than a record may be is only counted.
    fn push(&mut self, bytes: &[u8]) {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size <= self.largest as u64 {
            self.bytes.extend_from_slice(bytes);
        } else {
            self.bytes = Vec::new();
        }
    }

    /// Takes what was kept for itself. What was too large there is too large here.
    fn append(&mut self, other: &KeptBytes) {
        if other.bytes.len() as u64 == other.size {
            self.push(&other.bytes);
        } else {
            self.size = self.size.saturating_add(other.size);
            self.bytes = Vec::new();
        }
    }
}

impl Sink<'_> {
    fn push(&mut self, bytes: &[u8]) {
        if let Sink::Keep(kept) = self {
            kept.push(bytes);
        }
    }
}

impl<R: BufRead> ValueRecords<R> {
    pub fn new(reader: R, largest: u64) -> ValueRecords<R> {
        let largest = usize::try_from(largest).unwrap_or(usize::MAX);
        ValueRecords {
            reader,
            line: 1,
            open: Vec::new(),
            given: 0,
            largest,
            pending: VecDeque::new(),
            state: RecordsState::Reading,
        }
    }

    fn nothing_kept(&self) -> KeptBytes {
        KeptBytes { bytes: Vec::new(), largest: self.largest, size: 0 }
    }

    /// Reads until something is pending; says whether anything is.
    fn read_on(&mut self) -> Result<bool, RecordProblem> {
        while self.pending.is_empty() {
            let next = self.skip_space()?;
            match (self.open.last(), next) {
                (None, None) if self.given > 0 => return Ok(false),
                (None, None) => return self.bad("it holds no record"),
                (Some(_), None) => return self.bad("the file ends before its last bracket is closed"),
                (None | Some(Around::Array), Some(b'{')) => {
                    let (mut kept, line) = (self.nothing_kept(), self.line);
                    if let Object::Whole = self.read_object(&mut kept, 1)? {
                        let alone = self.open.is_empty() && self.given == 0 && self.skip_space()?.is_none();
                        self.give(kept, line, if alone { Company::Alone } else { Company::Many });
                    }
                    self.given += 1;
                }
                (None | Some(Around::Array), Some(b'[')) if self.open.len() < DEEPEST_LIST => {
                    self.take_byte()?;
                    self.open.push(Around::Array);
                }
                (None, Some(_)) => return self.bad("such a file begins with { or ["),
                (Some(Around::Array), Some(b']')) | (Some(Around::Object), Some(b'}')) => {
                    self.take_byte()?;
                    self.open.pop();
                    // A file whose array is empty is in order.
                    self.given = self.given.max(1);
                }
                (Some(_), Some(b',')) => {
                    self.take_byte()?;
                }
                (Some(Around::Array), Some(_)) => return self.bad("an array of records holds something else"),
                (Some(Around::Object), Some(b'"')) => {
                    self.read_value(&mut Sink::Drop)?;
                    if self.skip_space()? == Some(b':') {
                        self.take_byte()?;
                        self.skip_space()?;
                        self.read_value(&mut Sink::Drop)?;
                    }
                }
                (Some(Around::Object), Some(_)) => return self.bad("a name in quotation marks is missing"),
            }
        }
        Ok(true)
    }

    fn give(&mut self, kept: KeptBytes, line: u32, company: Company) {
        if kept.size > kept.largest as u64 {
            self.pending.push_back(Err(RecordProblem::TooLarge { line, size: kept.size }));
        } else {
            self.pending.extend(part(kept.bytes, line, company).map(Ok));
        }
    }

    fn bad<T>(&self, what: &'static str) -> Result<T, RecordProblem> {
        Err(RecordProblem::Bad { line: self.line, what })
    }

    /// Reads an object that may be a record or stand around a list of records.
    fn read_object(&mut self, kept: &mut KeptBytes, depth: usize) -> Result<Object, RecordProblem> {
        self.keep_byte(kept)?;
        let mut is_record = false;
        loop {
            match self.read_space(&mut Sink::Keep(kept))? {
                Some(b'}') => {
                    self.keep_byte(kept)?;
                    return Ok(Object::Whole);
                }
                Some(b',') => self.keep_byte(kept)?,
                Some(b'"') => {
                    let mut key = self.nothing_kept();
                    self.read_value(&mut Sink::Keep(&mut key))?;
                    kept.append(&key);
                    if self.read_space(&mut Sink::Keep(kept))? != Some(b':') {
                        return self.bad("a colon is missing behind a name");
                    }
                    self.keep_byte(kept)?;
                    match self.read_space(&mut Sink::Keep(kept))? {
                        Some(b'[') if !is_record && depth <= DEEPEST_LIST => {
                            if let Object::Opened = self.read_list(kept, &key.bytes)? {
                                return Ok(Object::Opened);
                            }
                        }
                        Some(b'{') if !is_record && depth < DEEPEST_LIST => {
                            let around = self.open.len();
                            if let Object::Opened = self.read_object(kept, depth + 1)? {
                                self.open.insert(around, Around::Object);
                                return Ok(Object::Opened);
                            }
                        }
                        value => {
                            is_record |= value == Some(b'"') && is_named(TEXT, &key.bytes);
                            self.read_value(&mut Sink::Keep(kept))?;
                        }
                    }
                }
                Some(_) => return self.bad("a name in quotation marks is missing"),
                None => return self.bad("the file ends before its last bracket is closed"),
            }
        }
    }

    /// Reads an array that may be a list of records.
    fn read_list(&mut self, kept: &mut KeptBytes, name: &[u8]) -> Result<Object, RecordProblem> {
        let waited_for = WAITED_FOR.min(self.largest / 2) as u64;
        let mut waiting: Vec<(Vec<u8>, u32)> = Vec::new();
        let mut is_list = None;
        self.keep_byte(kept)?;
        loop {
            match self.read_space(&mut Sink::Keep(kept))? {
                Some(b']') => {
                    self.keep_byte(kept)?;
                    return Ok(Object::Whole);
                }
                Some(b',') => self.keep_byte(kept)?,
                Some(b'{') => {
                    let (mut element, line) = (self.nothing_kept(), self.line);
                    if let Err(problem) = self.read_value(&mut Sink::Keep(&mut element)) {
                        // What stands before a break is whole.
                        self.give_waiting(waiting);
                        return Err(problem);
                    }
                    kept.append(&element);
                    let is_list = *is_list.get_or_insert_with(|| is_named(LIST, name) || has_text(&element.bytes));
                    if is_list && kept.size > waited_for {
                        self.give_waiting(waiting);
                        self.give(element, line, Company::Many);
                        self.open.extend([Around::Object, Around::Array]);
                        return Ok(Object::Opened);
                    }
                    if is_list {
                        waiting.push((element.bytes, line));
                    }
                }
                Some(_) => self.read_value(&mut Sink::Keep(kept))?,
                None => {
                    self.give_waiting(waiting);
                    return self.bad("the file ends before its last bracket is closed");
                }
            }
        }
    }

    /// Gives what was read of a list before it was known to be one of records.
    fn give_waiting(&mut self, waiting: Vec<(Vec<u8>, u32)>) {
        for (bytes, line) in waiting {
            self.pending.extend(part(bytes, line, Company::Many).map(Ok));
        }
    }

    /// Reads one value, of whatever kind, from its first byte on.
    fn read_value(&mut self, sink: &mut Sink<'_>) -> Result<(), RecordProblem> {
        match self.peek()? {
            Some(b'{' | b'[') => {
                let byte = self.take_byte()?;
                sink.push(&[byte]);
                self.read_rest(sink, 1)
            }
            Some(b'"') => {
                let byte = self.take_byte()?;
                sink.push(&[byte]);
                self.read_string(sink)
            }
            _ => self.read_plain(sink),
        }
    }

    /// Reads on until so many brackets are closed.
    fn read_rest(&mut self, sink: &mut Sink<'_>, mut depth: usize) -> Result<(), RecordProblem> {
        while depth > 0 {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return self.bad("the file ends before its last bracket is closed");
            }
            let stop = buffer.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'));
            let length = stop.map_or(buffer.len(), |at| at + 1);
            let part = buffer.get(..length).unwrap_or_default();
            sink.push(part);
            self.line = self.line.saturating_add(count_lines(part));
            let mark = stop.and_then(|_| part.last().copied());
            self.reader.consume(length);
            match mark {
                Some(b'"') => self.read_string(sink)?,
                Some(b'{' | b'[') => depth += 1,
                Some(_) => depth -= 1,
                None => {}
            }
        }
        Ok(())
    }

    /// Reads on to the end of a string, its closing mark included.
    fn read_string(&mut self, sink: &mut Sink<'_>) -> Result<(), RecordProblem> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return self.bad("the file ends within quotation marks");
            }
            let stop = memchr3(b'"', b'\\', b'\n', buffer);
            let length = stop.map_or(buffer.len(), |at| at + 1);
            let part = buffer.get(..length).unwrap_or_default();
            sink.push(part);
            let mark = stop.and_then(|_| part.last().copied());
            self.reader.consume(length);
            match mark {
                Some(b'"') => return Ok(()),
                Some(b'\n') => return self.bad("the line ends within quotation marks"),
                Some(_) => {
                    let escaped = self.take_byte()?;
                    sink.push(&[escaped]);
                }
                None => {}
            }
        }
    }

    /// Reads a number or a word.
    fn read_plain(&mut self, sink: &mut Sink<'_>) -> Result<(), RecordProblem> {
        let mut read = 0usize;
        while let Some(byte) = self.peek()? {
            if byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b'"' | b':') {
                break;
            }
            let byte = self.take_byte()?;
            sink.push(&[byte]);
            read += 1;
        }
        match self.peek()? {
            _ if read > 0 => Ok(()),
            Some(_) => self.bad("a value is missing"),
            None => self.bad("the file ends before its last bracket is closed"),
        }
    }

    fn skip_space(&mut self) -> Result<Option<u8>, RecordProblem> {
        self.read_space(&mut Sink::Drop)
    }

    /// Reads white space and gives the byte behind it, which stays unread.
    fn read_space(&mut self, sink: &mut Sink<'_>) -> Result<Option<u8>, RecordProblem> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            // A byte order mark is white space here.
            let space = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf);
            let length = buffer.iter().position(|byte| !space(byte)).unwrap_or(buffer.len());
            let next = buffer.get(length).copied();
            let part = buffer.get(..length).unwrap_or_default();
            sink.push(part);
            self.line = self.line.saturating_add(count_lines(part));
            self.reader.consume(length);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, RecordProblem> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    fn take_byte(&mut self) -> Result<u8, RecordProblem> {
        let Some(byte) = self.peek()? else { return self.bad("the file ends within a record") };
        self.reader.consume(1);
        if byte == b'\n' {
            self.line = self.line.saturating_add(1);
        }
        Ok(byte)
    }

    fn keep_byte(&mut self, kept: &mut KeptBytes) -> Result<(), RecordProblem> {
        let byte = self.take_byte()?;
        kept.push(&[byte]);
        Ok(())
    }
}

fn count_lines(bytes: &[u8]) -> u32 {
    u32::try_from(memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

/// An object's records: itself, or those that it stands around.
fn part(bytes: Vec<u8>, line: u32, company: Company) -> impl Iterator<Item = Record> {
    let records = match find_records(&bytes) {
        None => vec![Record { bytes, line, company }],
        Some(places) => {
            let (mut line, mut counted) = (line, 0);
            let record = |place: Range<usize>| {
                line = line.saturating_add(count_lines(bytes.get(counted..place.start).unwrap_or_default()));
                counted = place.start;
                Record { bytes: bytes.get(place).unwrap_or_default().to_vec(), line, company: Company::Many }
            };
            places.into_iter().map(record).collect()
        }
    };
    records.into_iter()
}

impl<R: BufRead> Iterator for ValueRecords<R> {
    type Item = Result<Record, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == RecordsState::Reading && self.pending.is_empty() {
            match self.read_on() {
                Ok(true) => {}
                Ok(false) => self.state = RecordsState::Ended,
                Err(problem) => {
                    self.pending.push_back(Err(problem));
                    self.state = RecordsState::Ended;
                }
            }
        }
        self.pending.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives few bytes at a time, so that every seam is tried.
    fn trickle(text: &str) -> io::BufReader<&[u8]> {
        io::BufReader::with_capacity(3, text.as_bytes())
    }

    fn show(item: Result<Record, RecordProblem>) -> String {
        match item {
            Ok(record) => format!(
                "{}{}{}",
                record.line,
                if record.company == Company::Alone { "=" } else { ":" },
                String::from_utf8_lossy(&record.bytes)
            ),
            Err(RecordProblem::Bad { line, what }) => format!("{line}! {what}"),
            Err(RecordProblem::TooLarge { line, size }) => format!("{line}! {size} bytes"),
            Err(other) => format!("{other:?}"),
        }
    }

    fn values(text: &str) -> Vec<String> {
        ValueRecords::new(trickle(text), 1000).map(show).collect()
    }

    #[test]
    fn objects_arrays_and_wrappers_give_their_records() {
        assert_eq!(values("\u{feff} {\"a\": \"}\\\"{\"}\n"), ["1={\"a\": \"}\\\"{\"}"]);
        assert_eq!(values("[\n{\"a\":1},\n {\"b\": [2]}\n]"), ["2:{\"a\":1}", "3:{\"b\": [2]}"]);
        assert_eq!(values("{\"a\":1}\n{\"b\":2}"), ["1:{\"a\":1}", "2:{\"b\":2}"]);
        assert_eq!(
            values("{\"n\": 2, \"articles\": [ {\"a\":1}, {\"b\":2} ], \"x\": {\"y\": []}}"),
            ["1:{\"a\":1}", "1:{\"b\":2}"]
        );
        assert_eq!(values("{\"took\":1,\"hits\":{\"total\":9,\"hits\":[{\"_id\":1}]}}"), ["1:{\"_id\":1}"]);
        assert_eq!(values("{\"title\":\"t\",\"items\":[{\"a\":1}]}"), ["1={\"title\":\"t\",\"items\":[{\"a\":1}]}"]);
        assert_eq!(values("{\"data\":{\"title\":\"t\"}}"), ["1={\"data\":{\"title\":\"t\"}}"]);
        assert_eq!(values("{\"items\":[1, {\"a\": 2}]}"), ["1={\"items\":[1, {\"a\": 2}]}"]);
        assert_eq!(values("[]"), Vec::<String>::new());
    }

    #[test]
    fn rubbish_is_placed_and_what_came_before_is_kept() {
        assert_eq!(
            values("[{\"a\":1},\n{\"b\":"),
            ["1:{\"a\":1}", "2! the file ends before its last bracket is closed"]
        );
        assert_eq!(values("\n\nhello"), ["3! such a file begins with { or ["]);
        assert_eq!(values("[{\"a\":1},\n\"b\"]"), ["1:{\"a\":1}", "2! an array of records holds something else"]);
        assert_eq!(values("{\"a\": \"x\n\"}"), ["1! the line ends within quotation marks"]);
        assert_eq!(values("  "), ["1! it holds no record"]);
        assert_eq!(values("{\"a\" 1}"), ["1! a colon is missing behind a name"]);
        assert_eq!(values("{\"a\":}"), ["1! a value is missing"]);
    }

    #[test]
    fn a_bad_line_costs_that_line_only() {
        let text = "\u{feff}{\"a\":1}\r\n\nnonsense\n  {\"b\":2}";
        let lines: Vec<String> = LineRecords::new(trickle(text), 1000).map(show).collect();
        assert_eq!(lines, ["1:{\"a\":1}", "3! a line of such a file holds one record in braces", "4:{\"b\":2}"]);
    }

    #[test]
    fn a_large_record_costs_that_record_only() {
        let large = "{\"a\":\"}{\\\"12345678\"}";
        let within = |text: &str| -> Vec<String> { ValueRecords::new(trickle(text), 12).map(show).collect() };
        let neighbours = ["1:{\"a\":1}".to_owned(), format!("2! {} bytes", large.len()), "3:{\"b\":[22]}".to_owned()];
        assert_eq!(within(&format!("[{{\"a\":1}},\n{large},\n{{\"b\":[22]}}]")), neighbours);
        assert_eq!(within(&format!("{{\"a\":1}}\n{large}\n{{\"b\":[22]}}")), neighbours);
        assert_eq!(within(large), [format!("1! {} bytes", large.len())]);
        assert_eq!(within("{\"abcdefghijklmnop\": 1}"), ["1! 23 bytes"]);
        // Nor are those lost that stand before it in a list, and were waiting for its end.
        let x = |count: usize| format!("\"{}\"", "x".repeat(count));
        for (between, told) in [
            (format!("{{\"a\":{}}}", x(30)), Some(format!("1:{{\"a\":{}}}", x(30)))),
            (format!("{{\"a\":{}}}", x(50)), Some("1! 58 bytes".to_owned())),
            (x(30), None),
        ] {
            let list = format!("{{\"items\":[{{\"a\":1}},{between},{{\"b\":2}}]}}");
            let found: Vec<String> = ValueRecords::new(trickle(&list), 40).map(show).collect();
            let expected = [Some("1:{\"a\":1}".to_owned()), told, Some("1:{\"b\":2}".to_owned())];
            assert_eq!(found, expected.into_iter().flatten().collect::<Vec<_>>());
        }
        // What stands before the records is no record.
        assert_eq!(within("{\"a\": \"a long beginning\", \"items\": [{\"b\":2}]}"), ["1:{\"b\":2}"]);
        let lines = |text: &str| -> Vec<String> { LineRecords::new(trickle(text), 12).map(show).collect() };
        assert_eq!(
            lines(&format!("{{\"a\":1}}\n{large}\n{{\"b\":[22]}}")),
            ["1:{\"a\":1}", "2! 21 bytes", "3:{\"b\":[22]}"]
        );
        assert_eq!(lines(large), [format!("1! {} bytes", large.len())]);
        assert_eq!(lines("{\"a\":123456}\n{\"b\":2}"), ["1! 13 bytes", "2:{\"b\":2}"]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_come_to_an_end(text in "[\\[\\]{}\",:\\\\ \na1]{0,80}") {
            for record in ValueRecords::new(trickle(&text), 1000).flatten() {
                    proptest::prop_assert!(text.as_bytes().windows(record.bytes.len()).any(|part| part == record.bytes));
            }
            LineRecords::new(trickle(&text), 1000).for_each(drop);
        }

        #[test]
        fn arrays_of_records_come_back_whole(records in proptest::collection::vec("[a-z\"\\\\{}\\[\\]\n£]{0,20}", 0..8)) {
            let records: Vec<serde_json::Value> = records.into_iter().map(|text| serde_json::json!({"text": text})).collect();
            let array = serde_json::to_string_pretty(&records).unwrap();
            let found: Vec<serde_json::Value> = ValueRecords::new(trickle(&array), 1000)
                .map(|record| serde_json::from_slice(&record.unwrap().bytes).unwrap())
                .collect();
            proptest::prop_assert_eq!(found, records);
        }
    }
}
