//! The members of a tar, while it is read (POSIX.1-2017, `pax`; long names of GNU tar).
//!
//! Takes its bytes, gives a stream for each file in it. Headers are read by the `tar` crate; that each is looked for here
//! is so that members need not be unpacked, and that a damaged header costs what stands up to the next one only. Links and
//! devices are passed over.

use super::ArchiveError;
use super::bounds::{ByteReader, StreamError};
use super::members::{Member, judge_member};
use super::skip::SkipReason;
use super::sniff::is_tar_header;
use super::stream::{HEAD, Stream, StreamPiece, StreamPieces, Within};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};
use tar::{EntryType, Header, PaxExtensions};

const FORMAT: &str = "tar";
const BLOCK: usize = 512;
/// A long name, or what POSIX tells of a member beside its header, has no more bytes.
const MOST_ABOUT_MEMBER: u64 = 1 << 20;

/// The tar's bytes, shared with the member that is being read.
type SharedTar = Arc<Mutex<TarBytes>>;

struct TarBytes {
    reader: ByteReader,
    /// What of the member was not read.
    left: u64,
    /// What fills its last block.
    padding: u64,
}

pub(super) struct TarMembers {
    tar: SharedTar,
    within: Within,
    /// The name of the next member, where its header has no room for it, and its size.
    long_name: Option<Vec<u8>>,
    long_size: Option<u64>,
    state: TarState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TarState {
    Reading,
    /// Behind a damaged header, which was told.
    Lost,
    Ended,
}

impl TarMembers {
    pub fn new(stream: Stream) -> TarMembers {
        let within = Within::of(&stream);
        let tar = Arc::new(Mutex::new(TarBytes { reader: stream.into_reader(), left: 0, padding: 0 }));
        TarMembers { tar, within, long_name: None, long_size: None, state: TarState::Reading }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, TarBytes> {
        self.tar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn damaged<T>(&mut self, what: &'static str, then: TarState) -> io::Result<T> {
        self.state = then;
        // What was told of the next member is not of the one that is found behind the damage.
        (self.long_name, self.long_size) = (None, None);
        Err(StreamError::Damaged(FORMAT, what).into())
    }

    /// The next header; `None` at the end.
    fn next_header(&mut self) -> io::Result<Option<Header>> {
        self.lock().skip_member()?;
        loop {
            let mut block = [0; BLOCK];
            let read = self.lock().read_block(&mut block)?;
            if read == 0 {
                return Ok(None);
            }
            if read < BLOCK {
                return self.damaged("it ends within a header", TarState::Ended);
            }
            if is_tar_header(&block) {
                self.state = TarState::Reading;
                return Ok(Some(Header::from_byte_slice(&block).clone()));
            }
            // Two blocks of zeros end a tar; where several were joined another one follows.
            if self.state == TarState::Reading && block.iter().any(|byte| *byte != 0) {
                return self.damaged("a header is not whole", TarState::Lost);
            }
        }
    }

    /// All that belongs to the next member; `None` at the end.
    fn next_member(&mut self) -> io::Result<Option<StreamPiece>> {
        loop {
            let Some(header) = self.next_header()? else { return Ok(None) };
            let Ok(told) = header.entry_size() else {
                return self.damaged("a member's size cannot be read", TarState::Lost);
            };
            let kind = header.entry_type();
            let is_about_next = kind.is_gnu_longname() || kind.is_gnu_longlink() || kind.is_pax_local_extensions();
            let size = if is_about_next { told } else { self.long_size.take().unwrap_or(told) };
            self.lock().begin(size);
            if is_about_next {
                self.take_about_next(kind, size)?;
                continue;
            }
            if kind.is_pax_global_extensions() {
                continue;
            }
            let name = self.long_name.take().unwrap_or_else(|| header.path_bytes().into_owned());
            let name = String::from_utf8_lossy(&name).trim_end_matches('\0').to_owned();
            self.within.bounds.count_member().map_err(io::Error::from).inspect_err(|_| self.state = TarState::Ended)?;
            if let Some(piece) = self.take_member(kind, &name, size) {
                return Ok(Some(piece));
            }
        }
    }

    fn take_about_next(&mut self, kind: EntryType, size: u64) -> io::Result<()> {
        if size > MOST_ABOUT_MEMBER {
            return self.damaged("a name has no end", TarState::Lost);
        }
        let mut about = Vec::new();
        MemberReader { tar: self.tar.clone() }.read_to_end(&mut about)?;
        if kind.is_gnu_longname() {
            self.long_name = Some(about);
        } else if kind.is_pax_local_extensions() {
            for extension in PaxExtensions::new(&about).flatten() {
                match extension.key_bytes() {
                    b"path" => self.long_name = Some(extension.value_bytes().to_owned()),
                    b"size" => self.long_size = extension.value().ok().and_then(|size| size.parse().ok()),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn take_member(&mut self, kind: EntryType, name: &str, size: u64) -> Option<StreamPiece> {
        let passed_over =
            |kind| Some(StreamPiece::PassedOver(self.within.origin.of_member(name), SkipReason::Kind(kind)));
        if kind.is_dir() || (kind.is_file() && name.ends_with('/')) {
            return None;
        }
        if kind.is_symlink() || kind.is_hard_link() {
            return passed_over("link");
        }
        if kind.is_gnu_sparse() || !(kind.is_file() || kind.is_contiguous()) {
            return passed_over("special file");
        }
        Some(match judge_member(&self.within, name) {
            Member::PassedOver(origin, reason) => StreamPiece::PassedOver(origin, reason),
            Member::Refused(error) => StreamPiece::Error(error),
            Member::Read(origin, naming) => {
                let room = usize::try_from(size).unwrap_or(HEAD).clamp(1, HEAD);
                let reader = BufReader::with_capacity(room, MemberReader { tar: self.tar.clone() });
                StreamPiece::Stream(self.within.stream(origin, Box::new(reader), naming).of_size(size))
            }
        })
    }
}

impl StreamPieces for TarMembers {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        if self.state == TarState::Ended {
            return None;
        }
        let before = self.state;
        match self.next_member() {
            Ok(piece) => piece.map(Ok),
            Err(error) => {
                // What is beneath it does not go on, unless it was this that found the damage.
                if self.state == before {
                    self.state = TarState::Ended;
                }
                Some(Err(self.within.failed(error)))
            }
        }
    }
}

impl TarBytes {
    fn begin(&mut self, size: u64) {
        self.left = size;
        self.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    }

    /// Reads past what was not read of a member.
    fn skip_member(&mut self) -> io::Result<()> {
        let (left, padding) = (std::mem::take(&mut self.left), std::mem::take(&mut self.padding));
        let wanted = left.saturating_add(padding);
        let skipped = io::copy(&mut (&mut self.reader).take(wanted), &mut io::sink())?;
        // The last member may be without what fills its block.
        if skipped < left { Err(StreamError::Damaged(FORMAT, "it ends within a member").into()) } else { Ok(()) }
    }

    fn read_block(&mut self, block: &mut [u8; BLOCK]) -> io::Result<usize> {
        let mut read = 0;
        while let Some(rest) = block.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match self.reader.read(rest) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }
}

/// The bytes of the member that was begun last.
struct MemberReader {
    tar: SharedTar,
}

impl Read for MemberReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut tar = self.tar.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(tar.left).unwrap_or(usize::MAX).min(into.len());
        if most == 0 {
            return Ok(0);
        }
        let read = tar.reader.fill_buf()?.read(into.get_mut(..most).unwrap_or_default())?;
        tar.reader.consume(read);
        if read == 0 {
            tar.left = 0;
            tar.padding = 0;
            return Err(StreamError::Damaged(FORMAT, "it ends within a member").into());
        }
        tar.left -= read as u64;
        Ok(read)
    }
}
