//! The messages of a box as documents.
//!
//! Takes the box's bytes, gives a document for each message, called by its own id; what is wrong with one is an error among
//! them.

use super::bounds::ByteReader;
use super::mbox::{MboxMessage, MboxMessages, MboxProblem};
use super::stream::{Stream, StreamPiece, StreamPieces, Within};
use super::{ArchiveError, Document, Format, LARGEST_DOCUMENT, Origin};

/// The messages of a box.
pub(super) struct MailBox {
    messages: MboxMessages<ByteReader>,
    within: Within,
}

impl MailBox {
    pub fn new(stream: Stream) -> MailBox {
        let within = Within::of(&stream);
        MailBox { messages: MboxMessages::new(stream.into_reader(), LARGEST_DOCUMENT.0), within }
    }
}

impl StreamPieces for MailBox {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        Some(match self.messages.next()? {
            Ok(MboxMessage { bytes, line, id }) => {
                let outer = &self.within.origin;
                let origin = match id {
                    Some(id) => Origin { member: Some(outer.record(&id)), line, ..outer.clone() },
                    None => outer.of_line(line),
                };
                let envelope = self.within.envelope.clone();
                Ok(StreamPiece::Document(Document { origin, format: Format::Mail, bytes, envelope }))
            }
            Err(MboxProblem::Io(error)) => Err(self.within.failed(error)),
            Err(MboxProblem::TooLarge { line }) => {
                let path = self.within.origin.called();
                Err(ArchiveError::MessageTooLarge { path, line, limit: LARGEST_DOCUMENT })
            }
        })
    }
}
