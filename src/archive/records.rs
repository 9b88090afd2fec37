//! The records of a dump, a table, a feed or a download as documents.
//!
//! Takes the bytes, gives a document for each record; what is wrong with a record is an error among them.

use super::bounds::ByteReader;
use super::download::{Download, DownloadRecords, sniff_download};
use super::feed::{FeedRecords, declared_encoding};
use super::json_records::{Company, LineRecords, Record, RecordProblem, ValueRecords};
use super::stream::{HEAD, Stream, StreamPiece, StreamPieces, Within};
use super::table::{TableRecords, sniff_table};
use super::utf16::Utf8Reader;
use super::{ArchiveError, Document, Format};
use crate::size::Size;
use std::io::BufReader;

/// The records of one format: `records` finds where each begins and ends.
pub(super) struct RecordPieces<R> {
    records: R,
    format: Format,
    /// A record may have so many bytes.
    largest: u64,
    within: Within,
}

fn records<R>(stream: Stream, format: Format, find: impl FnOnce(ByteReader, u64) -> R) -> RecordPieces<R> {
    let largest = match format {
        Format::JsonRecord => stream.bounds.largest_record,
        _ => stream.bounds.largest.0,
    };
    let within = Within::of(&stream);
    RecordPieces { records: find(stream.into_reader(), largest), format, largest, within }
}

pub(super) fn json_lines(stream: Stream) -> RecordPieces<LineRecords<ByteReader>> {
    records(stream, Format::JsonRecord, LineRecords::new)
}

pub(super) fn json_values(stream: Stream) -> RecordPieces<ValueRecords<ByteReader>> {
    records(stream, Format::JsonRecord, ValueRecords::new)
}

/// The rows of a table.
pub(super) fn table(mut stream: Stream) -> Result<RecordPieces<TableRecords<ByteReader>>, ArchiveError> {
    let dialect = sniff_table(stream.head()?, true).unwrap_or_default();
    Ok(records(stream, Format::JsonRecord, |reader, largest| TableRecords::new(reader, dialect, largest)))
}

/// The entries of a feed, which is in the encoding that it declares.
pub(super) fn feed(mut stream: Stream) -> Result<RecordPieces<FeedRecords<ByteReader>>, ArchiveError> {
    let encoding = declared_encoding(stream.head()?).unwrap_or(encoding_rs::UTF_8);
    let in_utf8 = |reader| BufReader::with_capacity(HEAD, Utf8Reader::new(reader, encoding));
    let find = |reader, largest| FeedRecords::new(Box::new(in_utf8(reader)) as ByteReader, largest);
    Ok(records(stream, Format::JsonRecord, find))
}

/// The articles of a download.
pub(super) fn download(
    mut stream: Stream,
    format: Format,
) -> Result<RecordPieces<DownloadRecords<ByteReader>>, ArchiveError> {
    let otherwise = if format == Format::Factiva { Download::Factiva } else { Download::NexisEnds };
    let download = sniff_download(stream.head()?).unwrap_or(otherwise);
    Ok(records(stream, format, |reader, largest| DownloadRecords::new(reader, download, largest)))
}

impl<R: Iterator<Item = Result<Record, RecordProblem>> + Send> StreamPieces for RecordPieces<R> {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        let path = self.within.origin.called();
        Some(match self.records.next()? {
            Ok(Record { bytes, line, company }) => {
                let origin = match company {
                    Company::Alone => self.within.origin.clone(),
                    Company::Many => self.within.origin.of_line(line),
                };
                let origin = super::Origin { line, ..origin };
                let envelope = self.within.envelope.clone();
                Ok(StreamPiece::Document(Document { origin, format: self.format, bytes, envelope }))
            }
            Err(RecordProblem::Io(error)) => Err(self.within.failed(error)),
            Err(RecordProblem::Bad { line, what }) => Err(ArchiveError::BadJson { path, line, what }),
            Err(RecordProblem::BadXml { line, what }) => Err(ArchiveError::BadXml { path, line, what }),
            Err(RecordProblem::Cells { line, cells, columns }) => {
                Err(ArchiveError::BadRow { path, line, cells, columns })
            }
            Err(RecordProblem::RowTooLarge { line, size }) => {
                Err(ArchiveError::EndlessRow { path, line, size: Size(size) })
            }
            Err(RecordProblem::TooLarge { line, size }) => {
                let limit = Size(self.largest);
                Err(ArchiveError::RecordTooLarge { path, line, size: Size(size), limit })
            }
        })
    }
}
