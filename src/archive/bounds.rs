//! What a file may come to, whatever it holds: how large a document may be, how far compressed bytes may expand, how deep
//! containers may nest, how many members they may have.
//!
//! Takes readers, gives readers that count; one that comes to more than it may fails with a [`StreamError`], which names
//! the bound. All that is opened out of one file counts together: bombs that nest expand a little in each step.

use super::file_type::FileType;
use crate::size::Size;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes as they come.
pub(super) type ByteReader = Box<dyn BufRead + Send>;

/// Records hold more than their text: other fields, escapes, markup. One may have so many times an article's bytes.
const RECORD_FOR_ARTICLE: u64 = 4;

/// Containers and compressions in each other: `pages.zip` in `month.tar.gz` in `year.zip` are four.
pub(super) const DEEPEST: usize = 4;

/// Compressed bytes may become so many times their number, text seldom becomes twenty times …
const EXPANSION: u64 = 200;
/// … beyond so many, because a few bytes may well stand for one long line of dashes.
const EXPANSION_FREE: u64 = 32 << 20;

/// Members of all containers of one file.
const MOST_MEMBERS: u64 = 1_000_000;

/// The bounds of one file and what it has come to.
#[derive(Clone)]
pub(super) struct Bounds {
    /// One article's text, in bytes.
    pub largest: Size,
    /// One record, in bytes.
    pub largest_record: u64,
    /// What all that is no container is read as, whatever it seems to be.
    pub format: Option<FileType>,
    /// Whether members are read whose names say that they are hidden.
    pub hidden: bool,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    /// Bytes of the file itself.
    read: AtomicU64,
    /// Bytes that decoders made.
    expanded: AtomicU64,
    members: AtomicU64,
}

impl Bounds {
    pub fn new(largest: Size, format: Option<FileType>, hidden: bool) -> Bounds {
        let largest_record = largest.0.saturating_mul(RECORD_FOR_ARTICLE);
        Bounds { largest, largest_record, format, hidden, counts: Arc::default() }
    }

    /// Counts bytes of the file itself that are read another way than by [`Bounds::count_reading`].
    pub fn count_read(&self, bytes: u64) {
        self.counts.read.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How many of the file's own bytes were read.
    pub fn bytes_read(&self) -> u64 {
        self.counts.read.load(Ordering::Relaxed)
    }

    /// Counts a member of a container.
    ///
    /// # Errors
    /// Where there are too many.
    pub fn count_member(&self) -> Result<(), StreamError> {
        let before = self.counts.members.fetch_add(1, Ordering::Relaxed);
        if before >= MOST_MEMBERS { Err(StreamError::TooManyMembers(MOST_MEMBERS)) } else { Ok(()) }
    }

    /// Counts bytes that a decoder made.
    ///
    /// # Errors
    /// Where they are more than they may be.
    pub fn count_expanded(&self, bytes: u64) -> Result<(), StreamError> {
        let expanded = self.counts.expanded.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        let may = self.bytes_read().saturating_mul(EXPANSION).saturating_add(EXPANSION_FREE);
        if expanded > may { Err(StreamError::Expands(EXPANSION)) } else { Ok(()) }
    }

    /// The file's own bytes, counted.
    pub fn count_reading<R: Read + Send>(&self, inner: R) -> Counted<R> {
        Counted { inner, counts: self.counts.clone() }
    }

    /// What a decoder makes of compressed bytes, as far as it may go.
    pub fn expanding(&self, decoder: impl Read + Send + 'static, format: &'static str) -> ByteReader {
        let bounded = Expanding { decoder, format, bounds: self.clone(), is_over: false };
        Box::new(BufReader::with_capacity(32 * 1024, bounded))
    }
}

/// Why a stream goes no further, as the payload of an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum StreamError {
    /// The bytes are not what they should be: in which format, and what is wrong.
    #[error("damaged {0}: {1}")]
    Damaged(&'static str, &'static str),
    #[error("more than {0} times as many bytes as it has")]
    Expands(u64),
    #[error("more than {0} members")]
    TooManyMembers(u64),
}

impl From<StreamError> for io::Error {
    fn from(error: StreamError) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, error)
    }
}

impl StreamError {
    /// The one that an error carries.
    pub fn of(error: &io::Error) -> Option<StreamError> {
        error.get_ref()?.downcast_ref::<StreamError>().copied()
    }

    /// What a decoder's error means: where the system did not fail, the bytes are at fault.
    pub fn of_decoder(error: io::Error, format: &'static str) -> io::Error {
        if error.raw_os_error().is_some() || StreamError::of(&error).is_some() {
            return error;
        }
        match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::UnexpectedEof => StreamError::Damaged(format, "it ends too early").into(),
            _ => StreamError::Damaged(format, "its bytes do not unpack").into(),
        }
    }
}

/// See [`Bounds::count_reading`].
pub(super) struct Counted<R> {
    inner: R,
    counts: Arc<Counts>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.counts.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// See [`Bounds::expanding`].
struct Expanding<D> {
    decoder: D,
    format: &'static str,
    bounds: Bounds,
    /// Whether it came to more than it may.
    is_over: bool,
}

impl<D: Read> Read for Expanding<D> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let read = self.decoder.read(into).map_err(|error| StreamError::of_decoder(error, self.format))?;
        let counted = self.bounds.count_expanded(read as u64);
        self.is_over = counted.is_err();
        Ok(counted.map(|()| read)?)
    }
}

/// A reader that gives at most so many bytes more, and whose end before that is damage.
pub(super) struct Exactly<R> {
    pub inner: R,
    pub left: u64,
    pub format: &'static str,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let (into, _) = into.split_at_mut(most);
        if into.is_empty() {
            return Ok(0);
        }
        let read = self.inner.read(into)?;
        if read == 0 {
            return Err(StreamError::Damaged(self.format, "it ends too early").into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}
