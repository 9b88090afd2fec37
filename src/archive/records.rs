//! The records of a dump as documents.
//!
//! Takes the dump's bytes, gives a document for each record; what is wrong with a record is an error among them.

use super::bounds::ByteReader;
use super::json_records::{Company, LineRecords, Record, RecordProblem, ValueRecords};
use super::stream::{Piece, Pieces, Stream, Within};
use super::{ArchiveError, Document, Format};
use crate::size::Size;

/// The records of JSON: `records` finds where each begins and ends.
pub(super) struct JsonRecords<R> {
    records: R,
    within: Within,
}

pub(super) fn json_lines(stream: Stream) -> JsonRecords<LineRecords<ByteReader>> {
    let (within, largest) = (Within::of(&stream), stream.bounds.largest_record);
    JsonRecords { records: LineRecords::new(stream.into_reader(), largest), within }
}

pub(super) fn json_values(stream: Stream) -> JsonRecords<ValueRecords<ByteReader>> {
    let (within, largest) = (Within::of(&stream), stream.bounds.largest_record);
    JsonRecords { records: ValueRecords::new(stream.into_reader(), largest), within }
}

impl<R: Iterator<Item = Result<Record, RecordProblem>> + Send> Pieces for JsonRecords<R> {
    fn next_piece(&mut self) -> Option<Result<Piece, ArchiveError>> {
        let path = self.within.origin.called();
        Some(match self.records.next()? {
            Ok(Record { bytes, line, company }) => {
                let origin = match company {
                    Company::Alone => self.within.origin.clone(),
                    Company::Many => self.within.origin.of_line(line),
                };
                let origin = super::Origin { line, ..origin };
                let envelope = self.within.envelope.clone();
                Ok(Piece::Document(Document { origin, format: Format::JsonRecord, bytes, envelope }))
            }
            Err(RecordProblem::Io(error)) => Err(self.within.failed(error)),
            Err(RecordProblem::Bad { line, what }) => Err(ArchiveError::BadJson { path, line, what }),
            Err(RecordProblem::TooLarge { line, size }) => {
                let limit = Size(self.within.bounds.largest_record);
                Err(ArchiveError::RecordTooLarge { path, line, size: Size(size), limit })
            }
        })
    }
}
