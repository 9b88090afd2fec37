//! The records of a crawl (WARC 1.0 and 1.1, ISO 28500; WET of Common Crawl), one by one.
//!
//! Takes its bytes, gives a stream for each page, text or JSON that was answered with status 200. What is damaged costs up
//! to the next line that begins a record: crawls run for weeks and are cut, joined and copied, and readers that stop at the
//! first bad byte lose what stands behind. Of the same payload only the first is given; of what was not changed since an
//! earlier crawl (`revisit`) there is none.

use super::bounds::{ByteReader, StreamError};
use super::file_type::FileType;
use super::http::{AnswerHead, read_body, read_head, read_media_type};
use super::lookahead::Lookahead;
use super::skip::SkipReason;
use super::stream::{Naming, Stream, StreamPiece, StreamPieces, Within};
use super::{ArchiveError, Envelope};
use crate::size::Size;
use crate::words::table::rows;
use chrono::DateTime;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Cursor, Read};
use std::sync::LazyLock;

const FORMAT: &str = "WARC";

/// A head has no longer line, and no more of them.
const LONGEST_LINE: usize = 64 << 10;
const MOST_LINES: usize = 1_000;

/// What media types are: the name of a format, or the word for what is not read.
static MEDIA_TYPES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("media_types.tsv"))
        .filter_map(|row| row.exactly().ok())
        .map(|[media_type, word]| (media_type, word))
        .collect()
});

/// Pages of a site that are for programs.
const FOR_PROGRAMS: [&str; 5] = ["/ads.txt", "/app-ads.txt", "/humans.txt", "/robots.txt", "/.well-known/security.txt"];

pub(super) struct WarcRecords {
    reader: Lookahead<ByteReader>,
    within: Within,
    /// Hashes of payloads that were given.
    given: HashSet<u64>,
    state: WarcState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WarcState {
    Reading,
    /// Behind damage, which was told.
    Lost,
    Ended,
}

/// A record's head, as far as it tells what to do.
#[derive(Debug, Default)]
struct RecordHead {
    kind: String,
    url: String,
    id: String,
    date: String,
    media_type: Option<String>,
    charset: Option<String>,
    is_http: bool,
    length: Option<u64>,
    is_cut: bool,
}

/// A record's bytes.
struct RecordBlock {
    /// The first ones, as many as may be needed.
    bytes: Vec<u8>,
    /// Whether that is all of them.
    is_whole: bool,
}

impl WarcRecords {
    pub fn new(stream: Stream) -> WarcRecords {
        let within = Within::of(&stream);
        let reader = Lookahead::new(stream.into_reader());
        WarcRecords { reader, within, given: HashSet::new(), state: WarcState::Reading }
    }

    /// The next line with its end, as far as it may be long; empty at the end.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut self.reader).take(LONGEST_LINE as u64).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    fn damaged<T>(&mut self, what: &'static str) -> io::Result<T> {
        self.state = WarcState::Lost;
        Err(StreamError::Damaged(FORMAT, what).into())
    }

    /// Reads up to the next record's first line, and that; `None` at the end.
    fn find_record(&mut self) -> io::Result<Option<()>> {
        let mut is_start = true;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(None);
            }
            // What was cut may end in the middle of a line, and the next record stands behind it.
            let is_first = is_start && line.starts_with(b"WARC/");
            if is_first || self.state == WarcState::Lost && ends_with_version(&line) {
                return Ok(Some(()));
            }
            is_start = line.ends_with(b"\n");
            if self.state == WarcState::Reading && !line.trim_ascii().is_empty() {
                return self.damaged("no record begins where one should");
            }
        }
    }

    /// The lines of a record's head, behind the first.
    fn read_record_head(&mut self) -> io::Result<RecordHead> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for _ in 0..MOST_LINES {
            let line = self.line()?;
            if line.starts_with(b"WARC/") {
                // The one before was cut.
                self.reader.give_back(&line);
                return self.damaged("a record's head is not whole");
            }
            let text = String::from_utf8_lossy(&line);
            if line.is_empty() {
                return self.damaged("it ends within a record's head");
            }
            if text.trim().is_empty() {
                return Ok(RecordHead::of(&fields));
            }
            let begins = |(name, _): (&str, &str)| name.trim().eq_ignore_ascii_case("warc-type");
            if text.split_once(':').is_some_and(begins) && fields.iter().any(|(name, _)| name == "warc-type") {
                // The one before was cut in the middle of a line, and this is the next one's head.
                self.reader.give_back(&[b"WARC/1.0\r\n", &line[..]].concat());
                return self.damaged("a record's head is not whole");
            }
            match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                (_, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
                _ => {}
            }
        }
        self.damaged("a record's head has no end")
    }

    /// A record's bytes, and past them. Where another record begins in them, the length is not right: that one comes next.
    fn read_block(&mut self, length: u64, kept: u64) -> io::Result<RecordBlock> {
        let mut bytes = Vec::new();
        (&mut self.reader).take(length.min(kept)).read_to_end(&mut bytes)?;
        let mut missing = length - bytes.len() as u64;
        let is_end = |ahead: &[u8]| ahead.is_empty() || ahead.starts_with(b"\r\n") || ahead.starts_with(b"\n");
        let is_followed = missing == 0 && {
            let ahead = self.reader.ahead(2)?;
            is_end(ahead) || ahead.starts_with(b"WA")
        };
        if !is_followed && let Some(at) = find_record_in(&bytes) {
            let rest = bytes.split_off(at);
            if self.reader.may_give_back(rest.len()) {
                self.reader.give_back(&rest);
            }
            return self.damaged("a record is shorter than its head says");
        }
        while missing > 0 {
            let ahead = self.reader.fill_buf()?.len();
            if ahead == 0 {
                return self.damaged("it ends within a record");
            }
            let more = usize::try_from(missing).unwrap_or(usize::MAX).min(ahead);
            self.reader.consume(more);
            missing -= more as u64;
        }
        let is_whole = bytes.len() as u64 == length;
        Ok(RecordBlock { bytes, is_whole })
    }

    fn next_record(&mut self) -> io::Result<Option<StreamPiece>> {
        loop {
            if self.find_record()?.is_none() {
                return Ok(None);
            }
            self.state = WarcState::Reading;
            let head = self.read_record_head()?;
            let Some(length) = head.length else { return self.damaged("a record does not say how long it is") };
            // What is packed may be as large as what it becomes; a head of an answer comes before it.
            let kept = self.within.bounds.largest_record.saturating_add(LONGEST_LINE as u64);
            let block = match self.read_block(length, kept) {
                Ok(block) => block,
                Err(error) => return self.cut(&head, error),
            };
            if let Some(piece) = self.take_record(&head, block) {
                return Ok(Some(piece));
            }
        }
    }

    /// What is damaged is told of the record's address, where it has one.
    fn cut(&mut self, head: &RecordHead, error: io::Error) -> io::Result<Option<StreamPiece>> {
        if StreamError::of(&error).is_none() || head.name().is_empty() {
            return Err(error);
        }
        self.state = WarcState::Lost;
        let origin = self.within.origin.of_member(head.name());
        Ok(Some(StreamPiece::Error(ArchiveError::from_io(&origin.called(), error).within(&origin))))
    }

    /// What a record gives; `None` for what holds no payload of the net.
    fn take_record(&mut self, head: &RecordHead, block: RecordBlock) -> Option<StreamPiece> {
        let is_of_net = head.url.starts_with("http:") || head.url.starts_with("https:");
        let origin = self.within.origin.of_member(head.name());
        let passed_over = |kind| Some(StreamPiece::PassedOver(origin.clone(), SkipReason::Kind(kind)));
        let failed = |error: ArchiveError| Some(StreamPiece::Error(error.within(&origin)));
        match head.kind.as_str() {
            "revisit" => return passed_over("unchanged since an earlier crawl"),
            "response" if is_of_net => {}
            "resource" | "conversion" => {}
            _ => return None,
        }
        let answer = match head.is_http {
            false => AnswerHead::of_payload(head.media_type.clone(), head.charset.clone()),
            true => match read_head(&block.bytes) {
                Some(answer) => answer,
                None => {
                    let (path, what) = (origin.called(), "an answer has no head that can be read");
                    return failed(ArchiveError::Damaged { path, format: FORMAT, what });
                }
            },
        };
        if answer.status != 200 {
            return passed_over("other status than 200");
        }
        let path_of_url = head.url.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap_or_default();
        if FOR_PROGRAMS.contains(&path_of_url.as_str()) {
            return Some(StreamPiece::PassedOver(origin, SkipReason::AboutArchive));
        }
        let rest = block.bytes.get(answer.length..).unwrap_or_default();
        let file_type = match told_by_media_type(answer.media_type.as_deref(), rest) {
            Ok(file_type) => file_type,
            Err(kind) => return passed_over(kind),
        };
        let limit = self.within.bounds.largest_record;
        let too_large = |size| ArchiveError::TooLarge { path: origin.called(), size, limit: Size(limit) };
        if !block.is_whole {
            return failed(too_large(head.length.map(Size)));
        }
        let body = match read_body(&answer, rest, limit, &self.within.bounds) {
            Ok(body) if body.len() as u64 > limit => return failed(too_large(None)),
            Ok(body) => body,
            Err(error) => return failed(ArchiveError::from_io(&origin.called(), error)),
        };
        let hash = blake3::hash(&body);
        let (first, _) = hash.as_bytes().split_at(8);
        let hash = first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        if !self.given.insert(hash) {
            return passed_over("same as another record");
        }
        let size = body.len() as u64;
        let envelope = Envelope {
            url: is_of_net.then(|| head.url.clone()),
            charset: answer.charset,
            captured: DateTime::parse_from_rfc3339(&head.date).ok(),
            is_cut: head.is_cut,
        };
        let stream = self.within.stream(origin, Box::new(Cursor::new(body)), Naming::Tells(file_type));
        Some(StreamPiece::Stream(stream.of_size(size).in_envelope(envelope)))
    }
}

impl StreamPieces for WarcRecords {
    fn next_piece(&mut self) -> Option<Result<StreamPiece, ArchiveError>> {
        if self.state == WarcState::Ended {
            return None;
        }
        match self.next_record() {
            Ok(None) => {
                self.state = WarcState::Ended;
                None
            }
            Ok(Some(piece)) => Some(Ok(piece)),
            Err(error) => {
                self.state = match StreamError::of(&error) {
                    // Also where it was unpacked: behind a damaged member others may follow.
                    Some(StreamError::Damaged(..)) => WarcState::Lost,
                    _ => WarcState::Ended,
                };
                Some(Err(self.within.failed(error)))
            }
        }
    }
}

impl RecordHead {
    fn of(fields: &[(String, String)]) -> RecordHead {
        let mut head = RecordHead::default();
        for (name, value) in fields {
            let bare = || value.trim_start_matches('<').trim_end_matches('>').to_owned();
            match name.as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => head.url = bare(),
                "warc-record-id" => head.id = bare(),
                "warc-date" => head.date = value.clone(),
                "warc-truncated" => head.is_cut = true,
                "content-length" => head.length = value.parse().ok(),
                "content-type" => {
                    (head.media_type, head.charset) = read_media_type(value);
                    head.is_http = head.media_type.as_deref() == Some("application/http");
                }
                _ => {}
            }
        }
        head
    }

    /// What a record is called: its address, or its id.
    fn name(&self) -> &str {
        if self.url.is_empty() { &self.id } else { &self.url }
    }
}

/// What a payload is; else the words for why it is not read.
fn told_by_media_type(media_type: Option<&str>, body: &[u8]) -> Result<FileType, &'static str> {
    let Some(media_type) = media_type else {
        return Ok(if body.trim_ascii_start().starts_with(b"<") { FileType::Html } else { FileType::Text });
    };
    let of_kind = || media_type.split('/').next().and_then(|kind| MEDIA_TYPES.get(kind));
    let word = MEDIA_TYPES.get(media_type).or_else(of_kind).copied().unwrap_or("data");
    FileType::with_name(word).ok_or(word)
}

/// Whether a line ends with the version that is the first line of a record.
fn ends_with_version(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line.ends_with(b"WARC/1.0") || line.ends_with(b"WARC/1.1")
}

/// Where in a record's bytes another one begins.
fn find_record_in(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"WARC/1.").find(|at| {
        let line = bytes.get(*at..).unwrap_or_default();
        let next = memchr::memchr(b'\n', line.get(..line.len().min(20)).unwrap_or_default());
        next.and_then(|next| line.get(next + 1..next + 6)).is_some_and(|name| name.eq_ignore_ascii_case(b"warc-"))
    })
}
