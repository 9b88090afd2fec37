//! A file to its documents.
//!
//! Takes a file that the walk found, gives its documents one by one: a text is one, a dump has one for each record.

use super::file_type::{FileType, SNIFFED, is_text, utf16_mark};
use super::json_records::{Company, LineRecords, Record, RecordProblem, ValueRecords};
use super::utf16::Utf8Reader;
use super::{ArchiveError, Document, FileEntry, Format, LARGEST_ARTICLE, Origin, STANDARD_INPUT, Source};
use crate::size::Size;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Records hold more than their text: other fields, escapes, markup. One may have so many times an article's bytes.
const RECORD_FOR_ARTICLE: u64 = 4;

type ByteReader = Box<dyn BufRead + Send>;

/// The documents of one file; behind an error the next ones follow where the file lets them be found.
pub struct Documents {
    path: PathBuf,
    largest_record: u64,
    state: State,
}

enum State {
    /// A file that has one document, or an error instead.
    One(Option<Result<Document, ArchiveError>>),
    Lines(LineRecords<ByteReader>),
    Values(ValueRecords<ByteReader>),
}

/// Opens a file with the usual bound on what an article may hold. That it cannot be opened is its first and only item.
pub fn open_documents(entry: &FileEntry) -> Documents {
    open_documents_within(entry, LARGEST_ARTICLE)
}

/// Opens a file of which no article may hold more than `largest`; those that do are errors among the others.
pub fn open_documents_within(entry: &FileEntry, largest: Size) -> Documents {
    open_documents_of(entry, None, largest)
}

/// Opens a file whose bytes the caller has read already; where they are `None`, they are read here.
pub fn open_documents_of(entry: &FileEntry, bytes: Option<Vec<u8>>, largest: Size) -> Documents {
    let path = entry.path.clone();
    let largest_record = largest.0.saturating_mul(RECORD_FOR_ARTICLE);
    let state = match open_state(entry, bytes, largest, largest_record) {
        Ok(state) => state,
        Err(error) => State::One(Some(Err(error))),
    };
    Documents { path, largest_record, state }
}

const BUFFER: usize = 64 * 1024;

fn open_source(entry: &FileEntry, bytes: Option<Vec<u8>>) -> io::Result<ByteReader> {
    if let Some(bytes) = bytes {
        return Ok(Box::new(Cursor::new(bytes)));
    }
    let mut stream: Box<dyn Read + Send> = match entry.source {
        Source::File => return Ok(Box::new(BufReader::with_capacity(BUFFER, File::open(&entry.path)?))),
        Source::Stream if entry.path == Path::new(STANDARD_INPUT) => Box::new(io::stdin()),
        Source::Stream => Box::new(File::open(&entry.path)?),
    };
    // A pipe gives as little at a time as was written into it; what it holds is told from more than that.
    let mut head = Vec::new();
    stream.by_ref().take(BUFFER as u64).read_to_end(&mut head)?;
    Ok(Box::new(Cursor::new(head).chain(BufReader::with_capacity(BUFFER, stream))))
}

/// The bytes of a file, in UTF-8 where it is in UTF-16, and whether they are as they stand in it. Decompression
/// belongs here.
fn open_reader(entry: &FileEntry, bytes: Option<Vec<u8>>) -> io::Result<(ByteReader, bool)> {
    let mut reader = open_source(entry, bytes)?;
    Ok(match utf16_mark(reader.fill_buf()?) {
        Some(encoding) => (Box::new(BufReader::with_capacity(BUFFER, Utf8Reader::new(reader, encoding))), false),
        None => (reader, true),
    })
}

fn open_state(
    entry: &FileEntry,
    bytes: Option<Vec<u8>>,
    largest: Size,
    largest_record: u64,
) -> Result<State, ArchiveError> {
    let path = &entry.path;
    let failed = |error| ArchiveError::from_io(path, error);
    let (mut reader, as_it_stands) = open_reader(entry, bytes).map_err(failed)?;
    let head = reader.fill_buf().map_err(failed)?;
    if head.is_empty() {
        return Err(ArchiveError::Empty { path: path.clone() });
    }
    if !is_text(head.get(..SNIFFED.min(head.len())).unwrap_or_default()) {
        return Err(ArchiveError::NotText { path: path.clone() });
    }
    match sniff(head, entry.file_type) {
        FileType::JsonLines => Ok(State::Lines(LineRecords::new(reader, largest_record))),
        FileType::Json => Ok(State::Values(ValueRecords::new(reader, largest_record))),
        FileType::Text => {
            // The size of what is decoded on the way is seen while it is read.
            let size = if as_it_stands { entry.size } else { 0 };
            read_text(path.clone(), size, reader, largest).map(|document| State::One(Some(Ok(document))))
        }
    }
}

/// Reads a text of about `size` bytes; not known of a stream, it is 0 there.
fn read_text(path: PathBuf, size: u64, reader: ByteReader, largest: Size) -> Result<Document, ArchiveError> {
    if size > largest.0 {
        return Err(ArchiveError::TooLarge { path, size: Some(Size(size)), limit: largest });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // The file may have grown since the walk.
    let read = reader.take(largest.0.saturating_add(1)).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(ArchiveError::from_io(&path, error)),
        Ok(size) if size as u64 > largest.0 => Err(ArchiveError::TooLarge { path, size: None, limit: largest }),
        Ok(_) if bytes.trim_ascii().is_empty() => Err(ArchiveError::Empty { path }),
        Ok(_) => Ok(Document::new(Origin { path, member: None, line: 1 }, Format::PlainText, bytes)),
    }
}

/// What the first bytes are, given what the name says.
fn sniff(head: &[u8], named: FileType) -> FileType {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let second = head.get(1..).unwrap_or_default().trim_ascii_start().first();
    // "[Updated] A headline" is text.
    let begins_json =
        matches!((head.first(), second), (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b']')));
    let (first_line, rest) = match memchr::memchr(b'\n', head) {
        Some(at) => (head.get(..at).unwrap_or_default(), head.get(at..).unwrap_or_default()),
        None => (head, &head[..0]),
    };
    let first_line = first_line.trim_ascii();
    let has_lines =
        first_line.starts_with(b"{") && first_line.ends_with(b"}") && rest.trim_ascii_start().first() == Some(&b'{');
    match named {
        FileType::Text if !begins_json => FileType::Text,
        FileType::Text | FileType::Json if has_lines => FileType::JsonLines,
        FileType::Text | FileType::Json => FileType::Json,
        // One object over many lines, or an array, under a name that promises lines.
        FileType::JsonLines if first_line == b"{" || first_line.starts_with(b"[") => FileType::Json,
        FileType::JsonLines => FileType::JsonLines,
    }
}

impl Documents {
    fn document(&self, record: Result<Record, RecordProblem>) -> Result<Document, ArchiveError> {
        let path = self.path.clone();
        match record {
            Ok(Record { bytes, line, company }) => {
                let member = match company {
                    Company::Alone => None,
                    Company::Many => Some(format!("line {line}")),
                };
                Ok(Document::new(Origin { path, member, line }, Format::JsonRecord, bytes))
            }
            Err(RecordProblem::Io(error)) => Err(ArchiveError::from_io(&path, error)),
            Err(RecordProblem::Bad { line, what }) => Err(ArchiveError::BadJson { path, line, what }),
            Err(RecordProblem::TooLarge { line, size }) => {
                let limit = Size(self.largest_record);
                Err(ArchiveError::RecordTooLarge { path, line, size: Size(size), limit })
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match &mut self.state {
            State::One(item) => return item.take(),
            State::Lines(records) => records.next()?,
            State::Values(records) => records.next()?,
        };
        let document = self.document(record);
        if matches!(
            document,
            Err(ArchiveError::Io { .. } | ArchiveError::Denied { .. } | ArchiveError::NotFound { .. })
        ) {
            // A disk that fails goes on failing.
            self.state = State::One(None);
        }
        Some(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_overrule_names() {
        let sniffed = |text: &str, named| sniff(text.as_bytes(), named);
        assert_eq!(sniffed("A title\n\nText.", FileType::Text), FileType::Text);
        assert_eq!(sniffed("[Updated] A title", FileType::Text), FileType::Text);
        assert_eq!(sniffed("{\"a\":1}\n{\"b\":2}\n", FileType::Text), FileType::JsonLines);
        assert_eq!(sniffed("[\n {\"a\":1}]", FileType::Text), FileType::Json);
        assert_eq!(sniffed("{\"a\":1}\n{\"b\":2}\n", FileType::Json), FileType::JsonLines);
        assert_eq!(sniffed("{\"a\":1}\n", FileType::Json), FileType::Json);
        assert_eq!(sniffed("\u{feff}{\n\"a\":1}\n", FileType::JsonLines), FileType::Json);
        assert_eq!(sniffed("{\"a\":1}\n", FileType::JsonLines), FileType::JsonLines);
        assert_eq!(sniffed("rubbish", FileType::Json), FileType::Json);
    }
}
