//! A file to its documents.
//!
//! Takes a file that the walk found, gives its documents one by one: a text is one, a dump has one for each record.

use super::file_type::{FileType, SNIFFED, is_text, utf16_mark};
use super::json_records::{Company, LARGEST_RECORD, LineRecords, Record, Trouble, ValueRecords};
use super::utf16::Utf8Reader;
use super::{ArchiveError, Document, FileEntry, Format, Origin};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

type Reader = Box<dyn BufRead + Send>;

/// The documents of one file; behind an error the next ones follow where the file lets them be found.
pub struct Documents {
    path: PathBuf,
    state: State,
}

enum State {
    /// A file that has one document, or an error instead.
    One(Option<Result<Document, ArchiveError>>),
    Lines(LineRecords<Reader>),
    Values(ValueRecords<Reader>),
}

/// Opens a file. That it cannot be opened is its first and only item.
pub fn open_documents(entry: &FileEntry) -> Documents {
    let path = entry.path.clone();
    let state = match open_state(entry) {
        Ok(state) => state,
        Err(error) => State::One(Some(Err(error))),
    };
    Documents { path, state }
}

/// The bytes of a file, in UTF-8 where it is in UTF-16. Decompression belongs here.
fn open_reader(path: &Path) -> io::Result<Reader> {
    const BUFFER: usize = 64 * 1024;
    let mut reader = BufReader::with_capacity(BUFFER, File::open(path)?);
    Ok(match utf16_mark(reader.fill_buf()?) {
        Some(encoding) => Box::new(BufReader::with_capacity(BUFFER, Utf8Reader::new(reader, encoding))),
        None => Box::new(reader),
    })
}

fn open_state(entry: &FileEntry) -> Result<State, ArchiveError> {
    let path = &entry.path;
    let failed = |error| ArchiveError::from_io(path, error);
    let mut reader = open_reader(path).map_err(failed)?;
    let head = reader.fill_buf().map_err(failed)?;
    if head.is_empty() {
        return Err(ArchiveError::Empty { path: path.clone() });
    }
    if !is_text(head.get(..SNIFFED.min(head.len())).unwrap_or_default()) {
        return Err(ArchiveError::NotText { path: path.clone() });
    }
    match sniff(head, entry.file_type) {
        FileType::JsonLines => Ok(State::Lines(LineRecords::new(reader))),
        FileType::Json => Ok(State::Values(ValueRecords::new(reader))),
        FileType::Text => read_text(entry, reader).map(|document| State::One(Some(Ok(document)))),
    }
}

fn read_text(entry: &FileEntry, reader: Reader) -> Result<Document, ArchiveError> {
    // Spans count in 32 bits.
    const LARGEST_TEXT: u64 = u32::MAX as u64;
    let path = entry.path.clone();
    if entry.size > LARGEST_TEXT {
        return Err(ArchiveError::TooLarge { path, size: entry.size });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
    // The file may have grown since the walk.
    let read = reader.take(LARGEST_TEXT + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(ArchiveError::from_io(&path, error)),
        Ok(size) if size as u64 > LARGEST_TEXT => Err(ArchiveError::TooLarge { path, size: size as u64 }),
        Ok(_) if bytes.trim_ascii().is_empty() => Err(ArchiveError::Empty { path }),
        Ok(_) => Ok(Document { origin: Origin { path, member: None, line: 1 }, format: Format::PlainText, bytes }),
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
    fn document(&self, record: Result<Record, Trouble>) -> Result<Document, ArchiveError> {
        let path = self.path.clone();
        match record {
            Ok(Record { bytes, line, company }) => {
                let member = match company {
                    Company::Alone => None,
                    Company::Many => Some(format!("line {line}")),
                };
                Ok(Document { origin: Origin { path, member, line }, format: Format::JsonRecord, bytes })
            }
            Err(Trouble::Io(error)) => Err(ArchiveError::from_io(&path, error)),
            Err(Trouble::Bad { line, what }) => Err(ArchiveError::BadJson { path, line, what }),
            Err(Trouble::TooLarge { line }) => Err(ArchiveError::RecordTooLarge { path, line, limit: LARGEST_RECORD }),
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
