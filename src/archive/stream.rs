//! Bytes with a name: what a file, a member of a container or a record of a crawl is before anybody knows what it holds.
//!
//! Takes a reader and where it lies, gives its first bytes without taking them, and all of them once. What is to be opened
//! gives [`StreamPiece`]s: documents, further streams, and what is passed over. So containers nest without knowing each other, and
//! nothing is held of a stream but its first bytes.

use super::bounds::{Bounds, ByteReader};
use super::file_type::FileType;
use super::skip::SkipReason;
use super::{ArchiveError, Document, Envelope, Origin};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

/// What can be read from any place of it.
pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// So many first bytes tell what a stream is, at the most.
pub(super) const HEAD: usize = 64 * 1024;

/// Something that a stream holds.
pub(super) enum StreamPiece {
    Document(Document),
    /// What must be opened in turn.
    Stream(Stream),
    PassedOver(Origin, SkipReason),
    /// What is wrong with a member; the others follow.
    Error(ArchiveError),
}

/// What an opened stream holds, piece by piece. Behind an error the next pieces follow where they can be found; behind one
/// of the disk ([`ArchiveError::is_unreadable`]) nobody asks for more.
pub(super) trait StreamPieces: Send {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>>;
}

/// One piece, or an error instead.
pub(super) struct OnePiece(pub Option<Result<StreamPiece, ArchiveError>>);

impl StreamPieces for OnePiece {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        self.0.take()
    }
}

/// Bytes that can be read from any place, beside the stream of them.
#[derive(Clone)]
pub(super) enum Everywhere {
    File(PathBuf),
    Memory(Arc<Vec<u8>>),
}

impl Everywhere {
    pub fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Everywhere::File(path) => Box::new(File::open(path)?),
            Everywhere::Memory(bytes) => Box::new(Cursor::new(Shared(bytes.clone()))),
        })
    }
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// What the name of a stream tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// That it is this. What is something else all the same is an error.
    Tells(FileType),
    /// That it is this, if anything that is read: what does not show that it holds articles is passed over.
    Perhaps(FileType),
    /// Nothing: the first bytes do, and what is no text is passed over.
    Silent,
}

impl Naming {
    pub fn file_type(self) -> FileType {
        match self {
            Naming::Tells(file_type) | Naming::Perhaps(file_type) => file_type,
            Naming::Silent => FileType::Text,
        }
    }
}

/// Bytes with a name.
pub(super) struct Stream {
    /// Where it lies; a document that is all of it gets this origin.
    pub origin: Origin,
    reader: ByteReader,
    /// Whether its first bytes are at hand.
    looked: bool,
    /// Bytes, where that is known before they are read.
    pub size: Option<u64>,
    pub naming: Naming,
    /// What is known of it from around it.
    pub envelope: Envelope,
    pub everywhere: Option<Everywhere>,
    /// How many containers and compressions it lies in.
    pub depth: usize,
    pub bounds: Bounds,
}

impl Stream {
    /// `reader` gives what lies at `origin`; what it is, is not looked at.
    pub fn new(origin: Origin, reader: impl Read + Send + 'static, naming: Naming, bounds: &Bounds) -> Stream {
        Stream {
            origin,
            reader: Box::new(BufReader::with_capacity(HEAD, reader)),
            looked: false,
            size: None,
            naming,
            envelope: Envelope::default(),
            everywhere: None,
            depth: 0,
            bounds: bounds.clone(),
        }
    }

    /// The same, of which is known how many bytes it has.
    pub fn of_size(self, size: u64) -> Stream {
        Stream { size: Some(size), ..self }
    }

    /// The same, of which is known what is told around it.
    pub fn in_envelope(self, envelope: Envelope) -> Stream {
        Stream { envelope, ..self }
    }

    /// The same, whose bytes can also be read from any place.
    pub fn found_everywhere(self, everywhere: Everywhere) -> Stream {
        Stream { everywhere: Some(everywhere), ..self }
    }

    /// The same once its bytes were unpacked: nothing is known of them but their name.
    pub fn unpacked(self) -> Stream {
        Stream { looked: false, size: None, everywhere: None, depth: self.depth + 1, ..self }
    }

    /// The first bytes, up to [`HEAD`]: all of them where there are fewer.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn head(&mut self) -> Result<&[u8], ArchiveError> {
        if !self.looked {
            self.looked = true;
            // A buffer gives what one reading gave, which of a pipe or a decoder may be little.
            let mut head = Vec::new();
            let taken = (&mut self.reader).take(HEAD as u64).read_to_end(&mut head);
            let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
            self.reader = match taken {
                Ok(_) => Box::new(Cursor::new(head).chain(rest)),
                Err(error) if head.is_empty() || error.raw_os_error().is_some() => return Err(self.failed(error)),
                // What came before the damage may be read; the damage comes behind it.
                Err(error) => Box::new(Cursor::new(head).chain(Failing(Some(error))).chain(rest)),
            };
        }
        self.reader.fill_buf().map_err(|error| ArchiveError::from_io(&self.origin.called(), error))
    }

    /// Puts what the bytes were made into in their place.
    pub fn map(self, map: impl FnOnce(ByteReader) -> io::Result<ByteReader>) -> Result<Stream, ArchiveError> {
        let Stream { origin, reader, looked, size, naming, envelope, everywhere, depth, bounds } = self;
        match map(reader) {
            Ok(reader) => Ok(Stream { origin, reader, looked, size, naming, envelope, everywhere, depth, bounds }),
            Err(error) => Err(ArchiveError::from_io(&origin.called(), error)),
        }
    }

    pub fn into_reader(self) -> ByteReader {
        self.reader
    }

    /// What it means that its bytes could not be read.
    pub fn failed(&self, error: io::Error) -> ArchiveError {
        ArchiveError::from_io(&self.origin.called(), error)
    }
}

/// What is kept of a stream while its own bytes are read, for what is found in it.
#[derive(Clone)]
pub(super) struct Within {
    pub origin: Origin,
    pub envelope: Envelope,
    depth: usize,
    pub bounds: Bounds,
}

impl Within {
    pub fn of(stream: &Stream) -> Within {
        let Stream { origin, envelope, depth, bounds, .. } = stream;
        Within { origin: origin.clone(), envelope: envelope.clone(), depth: *depth, bounds: bounds.clone() }
    }

    /// A stream in it, one container deeper.
    pub fn stream(&self, origin: Origin, reader: ByteReader, naming: Naming) -> Stream {
        let (depth, bounds) = (self.depth + 1, self.bounds.clone());
        let envelope = Envelope::default();
        Stream { origin, reader, looked: false, size: None, naming, envelope, everywhere: None, depth, bounds }
    }

    /// What it means that its bytes could not be read.
    pub fn failed(&self, error: io::Error) -> ArchiveError {
        ArchiveError::from_io(&self.origin.called(), error)
    }
}

/// Gives an error once.
pub(super) struct Failing(pub Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl BufRead for Failing {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.take().map_or(Ok(&[]), Err)
    }

    fn consume(&mut self, _: usize) {}
}
