//! Compressed bytes unpacked while they are read.
//!
//! Takes a stream of gzip, zstd, bzip2 or xz, gives one of what it holds, within the bounds of its file.

use super::ArchiveError;
use super::bounds::StreamError;
use super::file_type::FileType;
use super::gzip::GzipMembers;
use super::stream::Stream;
use std::io::{self, BufRead, Read};

/// An xz file names the memory that it wants; the usual levels want up to 65 MB. In KiB.
const XZ_MEMORY: u32 = 100 << 10;

/// Unpacks; what is inside has the same origin and lies one deeper.
///
/// # Errors
/// Where the decoder cannot be made.
pub(super) fn unpack(file_type: FileType, stream: Stream) -> Result<Stream, ArchiveError> {
    let bounds = stream.bounds.clone();
    let unpacked = stream.map(|reader| {
        let name = file_type.name();
        Ok(match file_type {
            FileType::Gzip => bounds.expanding(GzipMembers::new(reader), "gzip"),
            _ => bounds.expanding(Once { decoder: Some(decoder(file_type, reader)?), name }, name),
        })
    })?;
    Ok(unpacked.unpacked())
}

/// The decoder of a format that is no gzip.
pub(super) fn decoder(file_type: FileType, reader: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    Ok(match file_type {
        FileType::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
        FileType::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(reader)),
        FileType::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(reader, true, XZ_MEMORY)),
        other => return Err(StreamError::Damaged(other.name(), "it is not compressed").into()),
    })
}

/// A decoder that is not asked again behind an error: it may give the same for ever.
struct Once<D> {
    decoder: Option<D>,
    name: &'static str,
}

impl<D: Read> Read for Once<D> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return Ok(0) };
        let read = decoder.read(into);
        match read {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                self.decoder = None;
                Err(StreamError::of_decoder(error, self.name))
            }
            read => read,
        }
    }
}
