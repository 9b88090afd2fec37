//! A file to its documents.
//!
//! Takes a file that the walk found, gives its documents one by one: a text is one, a dump has one for each record, a
//! container those of its members. What is opened lies on a stack, innermost last, so that containers nest without knowing
//! of each other; a new format is one more arm of `open_as`, which makes [`StreamPieces`] of a [`Stream`].

use super::bounds::{Bounds, DEEPEST};
use super::encoding::utf16_without_mark;
use super::file_type::{FileType, FileVerdict, judge_unpacked, utf16_mark};
use super::skip::SkipReason;
use super::stream::{Everywhere, HEAD, Naming, OnePiece, Stream, StreamPiece, StreamPieces};
use super::utf16::Utf8Reader;
use super::{ArchiveError, Document, FileEntry, Format, LARGEST_ARTICLE, Origin, STANDARD_INPUT, Source};
use super::{LARGEST_DOCUMENT, compressed, mail, records, sniff, tar, warc, zip};
use crate::size::Size;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// How files are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    /// No article may hold more; those that do are errors among the others.
    pub largest: Size,
    /// What all that is neither compressed nor a container is read as; where it is one of these itself, what the file is read
    /// as. `None`: what its bytes and its name say.
    pub format: Option<FileType>,
    /// Whether members of containers are read whose names begin with a dot.
    pub hidden: bool,
}

impl Default for OpenOptions {
    fn default() -> OpenOptions {
        OpenOptions { largest: LARGEST_ARTICLE, format: None, hidden: false }
    }
}

/// What a file gives.
#[derive(Debug)]
#[allow(missing_docs, reason = "each variant's line tells of its values")]
pub enum Given {
    /// An article's bytes.
    Document(Document),
    /// Something that cannot be read; behind it others may follow.
    Error(ArchiveError),
    /// A member of a container, or what was compressed, that is nothing to read.
    PassedOver { origin: Origin, reason: SkipReason },
}

/// The documents of one file; behind an error the next ones follow where the file lets them be found.
pub struct Documents {
    open: Vec<OpenedLevel>,
    bounds: Bounds,
}

/// Something opened.
struct OpenedLevel {
    origin: Origin,
    pieces: Box<dyn StreamPieces>,
}

/// Opens a file with the usual bound on what an article may hold. That it cannot be opened is its first and only item.
pub fn open_documents(entry: &FileEntry) -> Documents {
    open_documents_within(entry, LARGEST_ARTICLE)
}

/// Opens a file of which no article may hold more than `largest`; those that do are errors among the others.
pub fn open_documents_within(entry: &FileEntry, largest: Size) -> Documents {
    open_documents_of(entry, None, &OpenOptions { largest, ..OpenOptions::default() })
}

/// Opens a file whose bytes the caller has read already; where they are `None`, they are read here.
pub fn open_documents_of(entry: &FileEntry, bytes: Option<Vec<u8>>, options: &OpenOptions) -> Documents {
    let bounds = Bounds::new(options.largest, options.format, options.hidden);
    let origin = Origin::of_file(&entry.path);
    let first = open_source(entry, bytes, &bounds)
        .map(StreamPiece::Stream)
        .map_err(|error| ArchiveError::from_io(&entry.path, error));
    let pieces: Box<dyn StreamPieces> = Box::new(OnePiece(Some(first)));
    Documents { open: vec![OpenedLevel { origin, pieces }], bounds }
}

fn open_source(entry: &FileEntry, bytes: Option<Vec<u8>>, bounds: &Bounds) -> io::Result<Stream> {
    let origin = Origin::of_file(&entry.path);
    let naming = Naming::Tells(entry.file_type);
    let stream_of = |reader: Box<dyn Read + Send>| Stream::new(origin, bounds.count_reading(reader), naming, bounds);
    let reader: Box<dyn Read + Send> = match (entry.source, bytes) {
        (_, Some(bytes)) => {
            let bytes = Arc::new(bytes);
            let everywhere = Everywhere::Memory(bytes);
            let (size, reader) = (entry.size, everywhere.open()?);
            return Ok(stream_of(Box::new(reader)).of_size(size).found_everywhere(everywhere));
        }
        (Source::File, None) => {
            let everywhere = Everywhere::File(entry.path.clone());
            let file = File::open(&entry.path)?;
            return Ok(stream_of(Box::new(file)).of_size(entry.size).found_everywhere(everywhere));
        }
        (Source::Stream, None) if entry.path == Path::new(STANDARD_INPUT) => Box::new(io::stdin()),
        (Source::Stream, None) => Box::new(File::open(&entry.path)?),
    };
    Ok(stream_of(reader))
}

impl Documents {
    /// How many of the file's own bytes were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bounds.bytes_read()
    }

    /// What comes next, `None` at the end: documents and errors as the iterator gives them, and what is passed over.
    pub fn next_given(&mut self) -> Option<Given> {
        loop {
            let level = self.open.last_mut()?;
            match level.pieces.next_piece() {
                None => {
                    self.open.pop();
                }
                Some(Ok(StreamPiece::Document(document))) => return Some(Given::Document(document)),
                Some(Ok(StreamPiece::PassedOver(origin, reason))) => return Some(Given::PassedOver { origin, reason }),
                Some(Ok(StreamPiece::Error(error))) => return Some(Given::Error(error)),
                Some(Ok(StreamPiece::Stream(stream))) => {
                    let origin = stream.origin.clone();
                    match open(stream) {
                        Ok(Opened::Pieces(pieces)) => self.open.push(OpenedLevel { origin, pieces }),
                        Ok(Opened::PassedOver(reason)) => return Some(Given::PassedOver { origin, reason }),
                        Err(error) => return Some(Given::Error(error.within(&origin))),
                    }
                }
                Some(Err(error)) => {
                    let error = error.within(&level.origin);
                    if error.is_unreadable() {
                        // A disk that fails goes on failing.
                        self.open.pop();
                    }
                    return Some(Given::Error(error));
                }
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_given()? {
                Given::Document(document) => return Some(Ok(document)),
                Given::Error(error) => return Some(Err(error)),
                Given::PassedOver { .. } => {}
            }
        }
    }
}

/// What became of a stream.
enum Opened {
    Pieces(Box<dyn StreamPieces>),
    PassedOver(SkipReason),
}

/// Finds out what a stream is and opens it.
fn open(mut stream: Stream) -> Result<Opened, ArchiveError> {
    loop {
        let (naming, format, depth) = (stream.naming, stream.bounds.format, stream.depth);
        let head = stream.head()?;
        if head.is_empty() {
            return Err(ArchiveError::Empty { path: stream.origin.called() });
        }
        if let (Naming::Perhaps(file_type), None) = (naming, format)
            && !sniff::shows_articles(file_type, head)
        {
            return Ok(Opened::PassedOver(SkipReason::without_articles(file_type)));
        }
        let told = match (format, sniff::around_others(head)) {
            (Some(format), _) if format.is_around_others() && depth == 0 => Some(format),
            // A package of another maker may not begin as usual.
            (_, Some(FileType::Zip)) if naming.file_type() == FileType::Docx => Some(FileType::Docx),
            (_, Some(around)) => Some(around),
            (Some(format), None) if !format.is_around_others() => Some(format),
            (_, None) => sniff::tell(head, naming.file_type()),
        };
        let Some(file_type) = told else {
            return match naming {
                Naming::Tells(_) => Err(ArchiveError::NotText { path: stream.origin.called() }),
                Naming::Perhaps(_) | Naming::Silent => Ok(Opened::PassedOver(SkipReason::NotText)),
            };
        };
        if file_type.is_around_others() && stream.depth >= DEEPEST {
            return Err(ArchiveError::TooDeep { path: stream.origin.called(), most: DEEPEST });
        }
        if !file_type.is_compression() {
            return open_as(file_type, stream).map(Opened::Pieces);
        }
        match judge_unpacked(&stream.origin.innermost()) {
            FileVerdict::Read(file_type) | FileVerdict::OnlyNamed(file_type) => {
                stream.naming = Naming::Tells(file_type);
            }
            FileVerdict::Peek(file_type) => stream.naming = Naming::Perhaps(file_type),
            FileVerdict::Sniff if stream.origin.path == Path::new(STANDARD_INPUT) => {}
            FileVerdict::Sniff => stream.naming = Naming::Silent,
            FileVerdict::Refuse(kind) => return Ok(Opened::PassedOver(SkipReason::Kind(kind))),
        }
        stream = compressed::unpack(file_type, stream)?;
    }
}

/// Opens a stream of which is known what it is. A format that is read has its arm here.
fn open_as(file_type: FileType, stream: Stream) -> Result<Box<dyn StreamPieces>, ArchiveError> {
    Ok(match file_type {
        FileType::Text => one_document(in_utf8(stream)?, Format::PlainText)?,
        FileType::Html => one_document(stream, Format::Html)?,
        FileType::Mail => one_document(stream, Format::Mail)?,
        FileType::Docx => one_document(stream, Format::Docx)?,
        FileType::Pdf => one_document(stream, Format::Pdf)?,
        FileType::Mbox => Box::new(mail::MailBox::new(stream)),
        FileType::Json => Box::new(records::json_values(in_utf8(stream)?)),
        FileType::JsonLines => Box::new(records::json_lines(in_utf8(stream)?)),
        FileType::Table => Box::new(records::table(in_utf8(stream)?)?),
        FileType::Feed => Box::new(records::feed(in_utf8(stream)?)?),
        FileType::Nexis => Box::new(records::download(in_utf8(stream)?, Format::Nexis)?),
        FileType::Factiva => Box::new(records::download(in_utf8(stream)?, Format::Factiva)?),
        FileType::Markdown => one_document(in_utf8(stream)?, Format::Markdown)?,
        FileType::Tar => Box::new(tar::TarMembers::new(stream)),
        FileType::Zip => Box::new(zip::ZipMembers::new(stream)?),
        FileType::Warc => Box::new(warc::WarcRecords::new(stream)),
        FileType::Arc => return Err(ArchiveError::Unsupported { path: stream.origin.called(), kind: "old ARC crawl" }),
        FileType::Gzip | FileType::Zstd | FileType::Bzip2 | FileType::Xz => {
            return Err(ArchiveError::TooDeep { path: stream.origin.called(), most: DEEPEST });
        }
    })
}

/// The same in UTF-8 where it is in UTF-16.
fn in_utf8(mut stream: Stream) -> Result<Stream, ArchiveError> {
    let head = stream.head()?;
    match utf16_mark(head).or_else(|| utf16_without_mark(head)) {
        None => Ok(stream),
        Some(encoding) => {
            // The size of what is decoded on the way is seen while it is read.
            stream.size = None;
            stream.map(|reader| Ok(Box::new(BufReader::with_capacity(HEAD, Utf8Reader::new(reader, encoding)))))
        }
    }
}

/// A page that holds its pictures has so many times a record's bytes.
const PAGE_FOR_RECORD: u64 = 4;

/// A stream that is one document: all of its bytes, as far as one may hold them.
fn one_document(stream: Stream, format: Format) -> Result<Box<dyn StreamPieces>, ArchiveError> {
    let path = stream.origin.called();
    // Of a page the markup counts, too.
    let limit = match format {
        Format::Html => Size(stream.bounds.largest_record.saturating_mul(PAGE_FOR_RECORD)),
        // What is attached and what is drawn counts, too.
        Format::Mail | Format::Docx | Format::Pdf => LARGEST_DOCUMENT.max(stream.bounds.largest),
        _ => stream.bounds.largest,
    };
    let size = stream.size.unwrap_or(0);
    if size > limit.0 {
        return Err(ArchiveError::TooLarge { path, size: Some(Size(size)), limit });
    }
    let (origin, envelope) = (stream.origin.clone(), stream.envelope.clone());
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // The file may have grown since the walk.
    let read = stream.into_reader().take(limit.0.saturating_add(1)).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(ArchiveError::from_io(&path, error)),
        Ok(size) if size as u64 > limit.0 => Err(ArchiveError::TooLarge { path, size: None, limit }),
        Ok(_) if bytes.trim_ascii().is_empty() => Err(ArchiveError::Empty { path }),
        Ok(_) => Ok(Box::new(OnePiece(Some(Ok(StreamPiece::Document(Document { origin, format, bytes, envelope })))))),
    }
}
