//! An answer of a web server to its body.
//!
//! Takes the bytes of an answer as a crawl keeps them, gives status, media type, character encoding and the body, out of
//! its chunks and unpacked (RFC 9112 and 9110). Crawlers undo one or both and leave the headers as they were: what is not
//! as the headers say is taken as it stands.

use super::bounds::{Bounds, StreamError};
use super::file_type::is_text;
use super::gzip::GzipMembers;
use std::io::{self, Cursor, Read};

/// An answer's head.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct AnswerHead {
    pub status: u16,
    /// In lower case, without parameters: `text/html`.
    pub media_type: Option<String>,
    pub charset: Option<String>,
    is_chunked: bool,
    /// Outermost last.
    packed: Vec<String>,
    /// How many bytes it has.
    pub length: usize,
}

impl AnswerHead {
    /// Of a payload that stands there without the head of an answer.
    pub fn of_payload(media_type: Option<String>, charset: Option<String>) -> AnswerHead {
        AnswerHead { status: 200, media_type, charset, ..AnswerHead::default() }
    }
}

const MOST_HEADERS: usize = 512;

/// Reads the head; `None` where there is none.
pub(super) fn read_head(bytes: &[u8]) -> Option<AnswerHead> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_space_before_first_header_name(true)
        .ignore_invalid_headers_in_responses(true);
    let Ok(httparse::Status::Complete(length)) = config.parse_response(&mut answer, bytes) else { return None };
    let mut head = AnswerHead { status: answer.code?, length, ..AnswerHead::default() };
    for header in answer.headers.iter() {
        let value = String::from_utf8_lossy(header.value);
        let words = || value.split(',').map(|word| word.trim().to_ascii_lowercase()).filter(|word| !word.is_empty());
        if header.name.eq_ignore_ascii_case("content-type") {
            (head.media_type, head.charset) = read_media_type(&value);
        } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
            head.is_chunked |= words().any(|word| word == "chunked");
        } else if header.name.eq_ignore_ascii_case("content-encoding") {
            head.packed.extend(words());
        }
    }
    Some(head)
}

/// `Text/HTML; charset="utf-8"` to its type in lower case and its charset.
pub(super) fn read_media_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let media_type = parts.next().map(|word| word.trim().to_ascii_lowercase()).filter(|word| word.contains('/'));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media_type, charset)
}

/// The body: what stands behind the head, undone. `limit` is what it may come to.
///
/// # Errors
/// Where it does not unpack, or to more than it may.
pub(super) fn read_body(head: &AnswerHead, rest: &[u8], limit: u64, bounds: &Bounds) -> io::Result<Vec<u8>> {
    let joined = if head.is_chunked { join_chunks(rest) } else { None };
    let mut body = joined.unwrap_or_else(|| rest.to_vec());
    for coding in head.packed.iter().rev() {
        let is_gzip = body.starts_with(&[0x1f, 0x8b]);
        let is_zstd = body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
        let packed = Cursor::new(body);
        body = match coding.as_str() {
            "gzip" | "x-gzip" if is_gzip => unpack(GzipMembers::new(packed), "gzip", limit, bounds)?,
            "zstd" if is_zstd => unpack(zstd::stream::read::Decoder::with_buffer(packed)?, "zstd", limit, bounds)?,
            "deflate" => or_plain(packed.into_inner(), |packed| unpack_deflate(packed, limit, bounds))?,
            "br" => or_plain(packed.into_inner(), |packed| unpack_brotli(packed, limit, bounds))?,
            _ => packed.into_inner(),
        };
    }
    Ok(body)
}

fn unpack(
    decoder: impl Read + Send + 'static,
    format: &'static str,
    limit: u64,
    bounds: &Bounds,
) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    bounds.expanding(decoder, format).take(limit.saturating_add(1)).read_to_end(&mut body)?;
    Ok(body)
}

/// With the wrapper of zlib, as the standard says, or without, as some servers send it.
fn unpack_deflate(packed: Vec<u8>, limit: u64, bounds: &Bounds) -> io::Result<Vec<u8>> {
    let wrapped = unpack(flate2::bufread::ZlibDecoder::new(Cursor::new(packed.clone())), "deflate", limit, bounds);
    wrapped.or_else(|_| unpack(flate2::bufread::DeflateDecoder::new(Cursor::new(packed)), "deflate", limit, bounds))
}

fn unpack_brotli(packed: Vec<u8>, limit: u64, bounds: &Bounds) -> io::Result<Vec<u8>> {
    const BUFFER: usize = 16 * 1024;
    unpack(brotli_decompressor::Decompressor::new(Cursor::new(packed), BUFFER), "brotli", limit, bounds)
}

/// Some codings begin with nothing that tells them: what does not unpack and looks like text was unpacked by the crawler.
fn or_plain(packed: Vec<u8>, unpack: impl FnOnce(Vec<u8>) -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    let is_damaged = |error: &io::Error| matches!(StreamError::of(error), Some(StreamError::Damaged(..)));
    match unpack(packed.clone()) {
        Err(error) if is_damaged(&error) && is_text(&packed) => Ok(packed),
        unpacked => unpacked,
    }
}

/// A body out of its chunks; `None` where it is not in chunks. One that was cut gives what is there.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', rest.get(..rest.len().min(4096)).unwrap_or_default());
        let Some(end) = end else {
            return (!joined.is_empty()).then_some(joined);
        };
        let line = rest.get(..end).unwrap_or_default();
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(digits).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        rest = rest.get(end + 1..).unwrap_or_default();
        match size {
            None => return None,
            Some(0) => return Some(joined),
            Some(size) => {
                joined.extend_from_slice(rest.get(..size.min(rest.len())).unwrap_or_default());
                rest = rest.get(size..).unwrap_or_default();
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
        }
        if rest.is_empty() {
            return Some(joined);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::size::Size;
    use std::io::Write;

    fn body(answer: &[u8]) -> Vec<u8> {
        let head = read_head(answer).unwrap();
        read_body(&head, &answer[head.length..], 1000, &Bounds::new(Size(1000), None, false)).unwrap()
    }

    #[test]
    fn heads_tell_status_type_and_charset() {
        let head = read_head(b"HTTP/1.1 200 OK\r\nContent-type : Text/HTML; Charset=\"utf-8\"\r\nbad header\r\n\r\nx")
            .unwrap();
        assert_eq!(
            (head.status, head.media_type.as_deref(), head.charset.as_deref()),
            (200, Some("text/html"), Some("utf-8"))
        );
        assert_eq!(read_head(b"HTTP/1.0 404 \r\n\r\n").unwrap().status, 404);
        assert_eq!(
            read_head(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\nx").unwrap().media_type.as_deref(),
            Some("text/html")
        );
        assert!(read_head(b"HTTP/1.1 200 OK\r\nContent-Ty").is_none());
        assert!(read_head(b"<html>").is_none());
    }

    #[test]
    fn bodies_come_out_of_chunks_and_codings() {
        let text = b"The pier stays open, the council said.";
        let chunked = |bytes: &[u8]| {
            let (first, second) = bytes.split_at(7);
            [b"7\r\n", first, b"\r\n", format!("{:X};x=y\r\n", second.len()).as_bytes(), second, b"\r\n0\r\n\r\n"]
                .concat()
        };
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text).unwrap();
        let gzip = gzip.finish().unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(text).unwrap();
        let raw = raw.finish().unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(text).unwrap();
        let zlib = zlib.finish().unwrap();
        let brotli = stored_brotli(text);
        let coded = [
            ("gzip", gzip),
            ("deflate", raw),
            ("deflate", zlib),
            ("br", brotli),
            ("zstd", zstd::stream::encode_all(&text[..], 0).unwrap()),
            // As crawlers leave them.
            ("gzip", text.to_vec()),
            ("br", text.to_vec()),
            ("deflate", text.to_vec()),
            ("identity", text.to_vec()),
        ];
        for (coding, bytes) in coded {
            let plain = [format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n").as_bytes(), &bytes].concat();
            assert_eq!(body(&plain), text, "{coding}");
            let head = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {coding}\r\n\r\n");
            assert_eq!(body(&[head.as_bytes(), &chunked(&bytes)].concat()), text, "{coding} in chunks");
            assert_eq!(body(&[head.as_bytes(), &bytes].concat()), text, "{coding} out of its chunks");
        }
    }

    /// An uncompressed meta-block (RFC 7932, section 9.2) and the empty last one.
    fn stored_brotli(text: &[u8]) -> Vec<u8> {
        // WBITS 16 (one bit 0), ISLAST 0, MNIBBLES 4 (00), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, filled up to a byte.
        let bits: u32 = ((text.len() as u32 - 1) << 4) | 1 << 20;
        [&bits.to_le_bytes()[..3], text, &[3]].concat()
    }
}
