//! The members of a zip, by its directory; of one whose directory is lost, as they stand one behind the other (PKWARE
//! APPNOTE 6.3.10).
//!
//! Takes its bytes, gives a stream for each file in it. The directory is read by the `zip` crate, which keeps the last of
//! several members of one name; that there were others is told. A zip that comes over a pipe, or lies in another container,
//! is put aside first: its directory stands at its end.

use super::ArchiveError;
use super::bounds::{ByteReader, Exactly, StreamError};
use super::compressed::decoder;
use super::file_type::FileType;
use super::members::{Member, judge_member};
use super::skip::SkipReason;
use super::stream::{HEAD, ReadSeek, Stream, StreamPiece, StreamPieces, Within};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipArchive;

const FORMAT: &str = "zip";

/// A zip that cannot be read from any place is kept in memory up to so many bytes, and in a file without a name beyond.
const IN_MEMORY: usize = 8 << 20;
/// … and not at all beyond these.
const SET_ASIDE: u64 = 4 << 30;

/// The bytes of a zip, shared by those who read members of it.
type SharedZip = Arc<Mutex<Box<dyn ReadSeek>>>;

/// What the directory tells of a member.
struct ZipEntry {
    name: String,
    /// Where its own header stands.
    header: u64,
    compressed: u64,
    size: u64,
    crc: u32,
    is_encrypted: bool,
    is_link: bool,
}

pub(super) struct ZipMembers {
    zip: SharedZip,
    within: Within,
    entries: std::vec::IntoIter<ZipEntry>,
    /// Where the next member's header stands, where there is no directory.
    next_header: Option<u64>,
    /// What is wrong with the directory; told at the end.
    trouble: Option<ArchiveError>,
}

impl ZipMembers {
    /// Reads the directory.
    ///
    /// # Errors
    /// Where its bytes cannot be read or set aside.
    pub fn new(stream: Stream) -> Result<ZipMembers, ArchiveError> {
        let within = Within::of(&stream);
        let failed = |error| within.failed(error);
        if let (Some(_), Some(size)) = (&stream.everywhere, stream.size) {
            within.bounds.count_read(size);
        }
        let mut zip = match &stream.everywhere {
            Some(everywhere) => everywhere.open().map_err(failed)?,
            None => set_aside(stream.into_reader()).map_err(failed)?,
        };
        let (entries, trouble) = match directory(&mut zip, &within) {
            Ok(found) => found,
            Err(error) => return Err(within.failed(error)),
        };
        let next_header = (trouble.is_some() && entries.is_empty()).then_some(0);
        let trouble = trouble.map(|error| within.failed(error));
        Ok(ZipMembers { zip: Arc::new(Mutex::new(zip)), within, entries: entries.into_iter(), next_header, trouble })
    }

    /// The next member by the directory; `None` behind the last one.
    fn next_entry(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        loop {
            let entry = self.entries.next()?;
            if entry.name.ends_with(['/', '\\']) {
                continue;
            }
            return Some(Ok(self.open_entry(entry)));
        }
    }

    fn open_entry(&mut self, entry: ZipEntry) -> StreamPiece {
        if entry.is_link {
            return StreamPiece::PassedOver(self.within.origin.of_member(&entry.name), SkipReason::Kind("link"));
        }
        let (origin, naming) = match judge_member(&self.within, &entry.name) {
            Member::PassedOver(origin, reason) => return StreamPiece::PassedOver(origin, reason),
            Member::Refused(error) => return StreamPiece::Error(error),
            Member::Read(origin, naming) => (origin, naming),
        };
        let path = origin.called();
        let failed = |error: ArchiveError| StreamPiece::Error(error.within(&origin));
        if entry.is_encrypted {
            return failed(ArchiveError::Encrypted { path });
        }
        let local = LocalHeader::read(&mut **self.zip.lock().unwrap_or_else(PoisonError::into_inner), entry.header);
        let local = match local {
            Ok(Some(local)) => local,
            Ok(None) => return failed(ArchiveError::Damaged { path, format: FORMAT, what: "its header is not whole" }),
            Err(error) => return failed(ArchiveError::from_io(&path, error)),
        };
        let place = ZipPlace { zip: self.zip.clone(), at: local.data };
        let compressed = Exactly { inner: place, left: entry.compressed, format: FORMAT };
        match decoder_of(local.method, BufReader::with_capacity(room(entry.compressed), compressed)) {
            Err(error) => failed(ArchiveError::from_io(&path, error)),
            Ok(None) => failed(ArchiveError::UnknownMethod { path, method: format!("method {}", local.method) }),
            Ok(Some(decoder)) => {
                let checked = Checked {
                    inner: decoder,
                    left: entry.size,
                    crc: entry.crc,
                    hasher: crc32fast::Hasher::new(),
                    is_over: false,
                };
                // What is only stored counts, too: many members may say that they are the same bytes.
                let reader = self.within.bounds.expanding(checked, FORMAT);
                StreamPiece::Stream(self.within.stream(origin, reader, naming).of_size(entry.size))
            }
        }
    }

    /// The next member of a zip without a directory; `None` where no further one can be found.
    fn next_in_order(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        loop {
            let at = self.next_header.take()?;
            let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
            let local = LocalHeader::read(&mut **zip, at).ok().flatten()?;
            // Of one that was packed into a pipe the sizes stand behind it: they are seen when it is unpacked.
            let bytes = match local.has_sizes {
                true => None,
                false => Some(unpack_unsized(&mut **zip, &local, self.within.bounds.largest_record)?),
            };
            drop(zip);
            let compressed = bytes.as_ref().map_or(local.compressed, |(_, compressed)| *compressed);
            let descriptor = if local.has_sizes { 0 } else { LocalHeader::DESCRIPTOR };
            self.next_header = local.data.checked_add(compressed)?.checked_add(descriptor);
            if local.name.ends_with(['/', '\\']) {
                continue;
            }
            let bounds = &self.within.bounds;
            let unpacked = bytes.as_ref().map_or(0, |(bytes, _)| bytes.len() as u64);
            if let Err(error) = bounds.count_member().and_then(|()| bounds.count_expanded(unpacked)) {
                self.next_header = None;
                return Some(Err(self.within.failed(error.into())));
            }
            let Some((bytes, _)) = bytes else {
                let LocalHeader { name, compressed, size, crc, is_encrypted, .. } = local;
                let entry = ZipEntry { name, header: at, compressed, size, crc, is_encrypted, is_link: false };
                return Some(Ok(self.open_entry(entry)));
            };
            return Some(Ok(match judge_member(&self.within, &local.name) {
                Member::PassedOver(origin, reason) => StreamPiece::PassedOver(origin, reason),
                Member::Refused(error) => StreamPiece::Error(error),
                Member::Read(origin, naming) => {
                    StreamPiece::Stream(self.within.stream(origin, Box::new(Cursor::new(bytes)), naming))
                }
            }));
        }
    }
}

impl StreamPieces for ZipMembers {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        let next = if self.next_header.is_some() { self.next_in_order() } else { self.next_entry() };
        next.or_else(|| self.trouble.take().map(Err))
    }
}

fn room(size: u64) -> usize {
    usize::try_from(size).unwrap_or(HEAD).clamp(16, HEAD / 2)
}

/// Copies a zip to where it can be read from any place.
fn set_aside(reader: ByteReader) -> io::Result<Box<dyn ReadSeek>> {
    let mut aside = tempfile::spooled_tempfile(IN_MEMORY);
    let copied = io::copy(&mut reader.take(SET_ASIDE + 1), &mut aside);
    match copied {
        Ok(copied) if copied > SET_ASIDE => {
            return Err(StreamError::Damaged(FORMAT, "it is too large to be read within another container").into());
        }
        Ok(_) => {}
        // What came before the damage may hold members.
        Err(error) if StreamError::of(&error).is_some() => {}
        Err(error) => return Err(error),
    }
    aside.rewind()?;
    Ok(Box::new(aside))
}

/// All members by the directory, and what is wrong with it.
#[allow(clippy::type_complexity, reason = "named where it is taken apart")]
fn directory(zip: &mut Box<dyn ReadSeek>, within: &Within) -> io::Result<(Vec<ZipEntry>, Option<io::Error>)> {
    let damaged = |what| Some(StreamError::Damaged(FORMAT, what).into());
    let mut entries = Vec::new();
    // Each entry is looked for anew, which empties the buffer: a large one would be filled for each.
    let buffered = BufReader::with_capacity(4096, &mut **zip);
    let directory = match ZipArchive::new(buffered) {
        Ok(directory) => directory,
        Err(zip::result::ZipError::Io(error)) if error.raw_os_error().is_some() => return Err(error),
        Err(_) => return Ok((entries, damaged("its directory cannot be read, as where it was cut"))),
    };
    for number in 0..directory.len() {
        let Ok(entry) = directory.by_index_data(number) else {
            return Ok((entries, damaged("its directory is not whole")));
        };
        within.bounds.count_member()?;
        let name = entry
            .name()
            .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), |name| name.into_owned());
        entries.push(ZipEntry {
            name,
            header: entry.header_start(),
            compressed: entry.compressed_size(),
            size: entry.size(),
            crc: entry.crc32(),
            is_encrypted: entry.encrypted(),
            is_link: entry.is_symlink(),
        });
    }
    let doubled = directory.has_duplicate_names();
    Ok((entries, damaged("several members have one name, and only the last is read").filter(|_| doubled)))
}

/// The header before a member's bytes.
struct LocalHeader {
    name: String,
    method: u16,
    /// Whether the sizes stand in it, and not behind the member.
    has_sizes: bool,
    is_encrypted: bool,
    crc: u32,
    compressed: u64,
    size: u64,
    /// Where the member's bytes begin.
    data: u64,
}

impl LocalHeader {
    /// Bytes of what stands behind a member of which the sizes were not known before.
    const DESCRIPTOR: u64 = 16;

    /// The header at this place; `None` where there is none.
    fn read(zip: &mut dyn ReadSeek, at: u64) -> io::Result<Option<LocalHeader>> {
        zip.seek(SeekFrom::Start(at))?;
        let mut head = Vec::new();
        zip.take(30).read_to_end(&mut head)?;
        let two = |at: usize| {
            head.get(at..at + 2)
                .map_or(0, |bytes| bytes.iter().rev().fold(0u16, |sum, byte| sum << 8 | u16::from(*byte)))
        };
        let four = |at: usize| u32::from(two(at)) | u32::from(two(at + 2)) << 16;
        if head.len() < 30 || !head.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        let (flags, name_length, extra_length) = (two(6), two(26), two(28));
        let mut name = Vec::new();
        zip.take(u64::from(name_length)).read_to_end(&mut name)?;
        Ok(Some(LocalHeader {
            name: String::from_utf8_lossy(&name).into_owned(),
            method: two(8),
            // A size of all ones stands elsewhere, in the form for large files.
            has_sizes: flags & 8 == 0 && four(18) != u32::MAX,
            is_encrypted: flags & 1 != 0,
            crc: four(14),
            compressed: four(18).into(),
            size: four(22).into(),
            data: at + 30 + u64::from(name_length) + u64::from(extra_length),
        }))
    }
}

/// Unpacks a member of which is not told how long it is; with how many bytes it had. `None` where that cannot be found out.
fn unpack_unsized(zip: &mut dyn ReadSeek, local: &LocalHeader, largest: u64) -> Option<(Vec<u8>, u64)> {
    if local.method != DEFLATED || local.is_encrypted {
        return None;
    }
    zip.seek(SeekFrom::Start(local.data)).ok()?;
    let mut decoder = flate2::bufread::DeflateDecoder::new(BufReader::with_capacity(HEAD, zip));
    let mut bytes = Vec::new();
    let read = (&mut decoder).take(largest.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    (read as u64 <= largest).then(|| (bytes, decoder.total_in()))
}

/// A place in a zip, from which one reads on.
struct ZipPlace {
    zip: SharedZip,
    at: u64,
}

impl Read for ZipPlace {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        zip.seek(SeekFrom::Start(self.at))?;
        let read = zip.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

// Numbers of methods, APPNOTE 4.4.5.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const BZIP2: u16 = 12;
const ZSTD: u16 = 93;
const XZ: u16 = 95;

/// The decoder of a method; `None` for one that is not read.
fn decoder_of(method: u16, reader: impl BufRead + Send + 'static) -> io::Result<Option<Box<dyn Read + Send>>> {
    Ok(Some(match method {
        STORED => Box::new(reader),
        DEFLATED => Box::new(flate2::bufread::DeflateDecoder::new(reader)),
        BZIP2 => decoder(FileType::Bzip2, reader)?,
        ZSTD => decoder(FileType::Zstd, reader)?,
        XZ => decoder(FileType::Xz, reader)?,
        _ => return Ok(None),
    }))
}

/// A member's bytes, which are as many as the directory says and have its checksum. Behind an error nothing more comes.
struct Checked<R> {
    inner: R,
    left: u64,
    crc: u32,
    hasher: crc32fast::Hasher,
    is_over: bool,
}

impl<R: Read> Checked<R> {
    fn read_on(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into).map_err(|error| StreamError::of_decoder(error, FORMAT))?;
        self.hasher.update(into.get(..read).unwrap_or_default());
        let is_end = read == 0 && !into.is_empty();
        let damaged = |what| Err(StreamError::Damaged(FORMAT, what).into());
        match self.left.checked_sub(read as u64) {
            None => return damaged("it is longer than its directory says"),
            Some(left) if is_end && left > 0 => return damaged("it ends too early"),
            Some(left) => self.left = left,
        }
        if is_end && self.hasher.clone().finalize() != self.crc {
            return damaged("its checksum is not right");
        }
        Ok(read)
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let read = self.read_on(into);
        self.is_over = !into.is_empty() && !matches!(read, Ok(1..));
        read
    }
}
