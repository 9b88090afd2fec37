//! What bytes are, by their beginning; their name is asked where that does not tell.
//!
//! Takes the first bytes and what the name says, gives the format. Content overrules names: people rename files, and servers
//! call everything text.

use super::download::{Download, sniff_download};
use super::feed::is_feed;
use super::field_names::{TITLE, field_of};
use super::file_type::{FileType, SNIFFED, is_text};
use super::mbox;
use super::table::{sniff_table, table_of_articles};
use tar::Header;

/// The mark of a PDF stands somewhere in so many first bytes (ISO 32000-2, 7.5.2, and what readers accept).
const PDF_WITHIN: usize = 1_024;

/// What the first bytes are, given what the name says; `None` where they are neither text nor any format that is read.
pub(super) fn tell(head: &[u8], named: FileType) -> Option<FileType> {
    if let Some(around) = around_others(head) {
        return Some(around);
    }
    if memchr::memmem::find(head.get(..PDF_WITHIN.min(head.len())).unwrap_or_default(), b"%PDF-").is_some() {
        return Some(FileType::Pdf);
    }
    let text = is_text(head.get(..SNIFFED.min(head.len())).unwrap_or_default());
    text.then(|| tell_text(head, named))
}

/// The format of compressed bytes and containers, by the numbers that they begin with (of gzip RFC 1952, zstd RFC 8878, xz
/// its file format 1.2, zip APPNOTE 4.3).
pub(super) fn around_others(head: &[u8]) -> Option<FileType> {
    const BZIP2_BLOCK: &[u8] = &[0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    // At the end of bytes there is no block.
    const BZIP2_END: &[u8] = &[0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    match head {
        [0x1f, 0x8b, 8, ..] => Some(FileType::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(FileType::Zstd),
        // A frame to be skipped may come first.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(FileType::Zstd),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(FileType::Xz),
        [b'B', b'Z', b'h', b'1'..=b'9', block @ ..]
            if block.starts_with(BZIP2_BLOCK) || block.starts_with(BZIP2_END) =>
        {
            Some(FileType::Bzip2)
        }
        [b'P', b'K', 3, 4, ..] if is_word_document(head) => Some(FileType::Docx),
        // A member, or nothing but the directory of none.
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(FileType::Zip),
        _ if head.starts_with(b"WARC/") => Some(FileType::Warc),
        _ if head.starts_with(b"filedesc://") => Some(FileType::Arc),
        _ if is_tar_header(head) => Some(FileType::Tar),
        _ => None,
    }
}

/// Whether a container of files is a Word document: its first file is one that such packages begin with, and the text of
/// one is named near it.
fn is_word_document(head: &[u8]) -> bool {
    const FIRST: [&[u8]; 4] = [b"[Content_Types].xml", b"_rels/", b"word/", b"docProps/"];
    // Behind the numbers of the first file stands its name.
    let name = head.get(30..).unwrap_or_default();
    FIRST.iter().any(|first| name.starts_with(first)) && memchr::memmem::find(head, b"word/").is_some()
}

/// A tar is written in blocks of so many bytes.
const TAR_BLOCK: usize = 512;

/// Whether bytes begin with a header: with a name, and the sum of its bytes as it says.
pub(super) fn is_tar_header(head: &[u8]) -> bool {
    let Some(block) = head.get(..TAR_BLOCK) else { return false };
    if block.first() == Some(&0) {
        return false;
    }
    // The sum counts its own place as spaces.
    let place = 148..156;
    let sum = (0..)
        .zip(block)
        .map(|(at, byte)| if place.contains(&at) { u32::from(b' ') } else { u32::from(*byte) })
        .sum::<u32>();
    let header = Header::from_byte_slice(block);
    header.cksum().is_ok_and(|told| told == sum)
        && block.get(place).is_some_and(|told| told.iter().any(u8::is_ascii_digit))
}

/// What a text is.
fn tell_text(head: &[u8], named: FileType) -> FileType {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins_json = begins_json(head);
    let (first_line, rest) = match memchr::memchr(b'\n', head) {
        Some(at) => (head.get(..at).unwrap_or_default(), head.get(at..).unwrap_or_default()),
        None => (head, &head[..0]),
    };
    let first_line = first_line.trim_ascii();
    let has_lines =
        first_line.starts_with(b"{") && first_line.ends_with(b"}") && rest.trim_ascii_start().first() == Some(&b'{');
    if mbox::is_separator(first_line) {
        return FileType::Mbox;
    }
    match named {
        // A box that was saved as one message begins as one.
        FileType::Mail | FileType::Mbox if !begins_json => FileType::Mail,
        FileType::Text if mbox::is_message(head) => FileType::Mail,
        FileType::Html => FileType::Html,
        _ if begins_page(head) => FileType::Html,
        FileType::Json if has_lines => FileType::JsonLines,
        FileType::Json => FileType::Json,
        // One object over many lines, or an array, under a name that promises lines.
        FileType::JsonLines if first_line == b"{" || first_line.starts_with(b"[") => FileType::Json,
        FileType::JsonLines => FileType::JsonLines,
        // A name that promises a container keeps nobody from looking.
        _ if has_lines && begins_json => FileType::JsonLines,
        _ if begins_json => FileType::Json,
        FileType::Feed => FileType::Feed,
        _ if is_feed(head) => FileType::Feed,
        FileType::Table | FileType::Markdown | FileType::Nexis | FileType::Factiva => named,
        _ => match sniff_download(head) {
            Some(Download::Factiva) => FileType::Factiva,
            Some(Download::Nexis | Download::NexisEnds) => FileType::Nexis,
            None if sniff_table(head, false).is_some() => FileType::Table,
            None => FileType::Text,
        },
    }
}

/// Whether a text begins with a JSON object or an array of objects or of such arrays. `[Updated] A headline` is text.
fn begins_json(head: &[u8]) -> bool {
    let mut rest = head;
    while let Some(inner) = rest.strip_prefix(b"[") {
        rest = inner.trim_ascii_start();
    }
    let is_array = rest.len() < head.len();
    let second = rest.get(1..).unwrap_or_default().trim_ascii_start().first();
    match rest.first() {
        Some(b'{') => is_array || matches!(second, Some(b'"' | b'}')),
        Some(b']') => is_array && !head.starts_with(b"[["),
        _ => false,
    }
}

/// Whether the bytes begin as a web page does, behind declarations and comments.
fn begins_page(head: &[u8]) -> bool {
    let mut rest = head;
    loop {
        rest = rest.trim_ascii_start();
        let end = match rest {
            [b'<', b'?', ..] => &b"?>"[..],
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        let Some(at) = memchr::memmem::find(rest, end) else { return false };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
    let begins = |mark: &[u8]| rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    begins(b"<!doctype html") || begins(b"<html") && !rest.get(5).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether the first bytes of a file whose name leaves that open show that it holds articles.
pub(super) fn shows_articles(file_type: FileType, head: &[u8]) -> bool {
    match file_type {
        FileType::Markdown => is_clipping(head),
        FileType::Feed => is_feed(head),
        FileType::Table => table_of_articles(head),
        _ => true,
    }
}

/// Whether a file begins with front matter that tells of an article: who published it and where, as clippings of pages
/// have it. Front matter with nothing but tags stands above notes, which may have a title, or a day, too.
fn is_clipping(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let fence = match lines.next() {
        Some(fence @ (b"---" | b"+++")) => fence,
        _ => return false,
    };
    let names = lines.take_while(|line| *line != fence && *line != b"...").filter_map(|line| {
        let end = line.iter().position(|byte| matches!(byte, b':' | b'='))?;
        line.get(..end)
    });
    let fields: Vec<&str> = names.filter_map(field_of).collect();
    fields.iter().any(|field| matches!(*field, "url" | "outlet" | "byline"))
        || fields.contains(&TITLE) && fields.contains(&"date")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_overrule_names() {
        let sniffed = |text: &str, named| tell(text.as_bytes(), named).unwrap();
        assert_eq!(sniffed("A title\n\nText.", FileType::Text), FileType::Text);
        assert_eq!(sniffed("A title\n\nText.", FileType::Gzip), FileType::Text);
        assert_eq!(sniffed("[Updated] A title", FileType::Text), FileType::Text);
        assert_eq!(sniffed("{\"a\":1}\n{\"b\":2}\n", FileType::Text), FileType::JsonLines);
        assert_eq!(sniffed("[\n {\"a\":1}]", FileType::Text), FileType::Json);
        assert_eq!(sniffed("{\"a\":1}\n{\"b\":2}\n", FileType::Json), FileType::JsonLines);
        assert_eq!(sniffed("{\"a\":1}\n", FileType::Json), FileType::Json);
        assert_eq!(sniffed("\u{feff}{\n\"a\":1}\n", FileType::JsonLines), FileType::Json);
        assert_eq!(sniffed("{\"a\":1}\n", FileType::JsonLines), FileType::JsonLines);
        assert_eq!(sniffed("\n<!-- saved --> <!DOCTYPE HTML><html>", FileType::Text), FileType::Html);
        assert_eq!(sniffed("<?xml version='1.0'?>\n<html lang=en>", FileType::Text), FileType::Html);
        assert_eq!(sniffed("<htmlx>", FileType::Text), FileType::Text);
        assert_eq!(sniffed("rubbish", FileType::Json), FileType::Json);
        assert_eq!(sniffed("[[ {\"a\":1}]]", FileType::Text), FileType::Json);
        assert_eq!(sniffed("[[Ann Example]] said no.", FileType::Text), FileType::Text);
        assert_eq!(sniffed("{\"a\":1}\n{\"b\":2}\n", FileType::Table), FileType::JsonLines);
        assert_eq!(sniffed("<rss><channel>", FileType::Text), FileType::Feed);
        assert_eq!(sniffed("title,date,text\nA,B,C\n", FileType::Text), FileType::Table);
        assert_eq!(sniffed(" 1 of 2 DOCUMENTS\n", FileType::Text), FileType::Nexis);
        assert_eq!(sniffed("One\n12 words\nDocument DEX0000020160818ec8i0002p\n", FileType::Text), FileType::Factiva);
        assert_eq!(sniffed("WARC/1.0\r\nWARC-Type: warcinfo\r\n", FileType::Text), FileType::Warc);
        assert_eq!(sniffed("BZh9 is how a story may begin", FileType::Text), FileType::Text);
        assert_eq!(tell(b"\x1f\x8b\x08\0\0\0\0\0", FileType::Text), Some(FileType::Gzip));
        assert_eq!(tell(b"\x7fELF\0\0", FileType::Text), None);
    }

    #[test]
    fn clippings_say_where_they_are_from() {
        for clipping in
            ["---\ntitle: A\nsource: https://a.example/1\n---\nText", "+++\ntitle = 'A'\ndate = 2016-08-18\n+++\n"]
        {
            assert!(is_clipping(clipping.as_bytes()), "{clipping}");
        }
        for note in ["---\ntags:\n  - day\n---\nsource: x", "# A\n\nText", "----\nurl: x", "---\ntitle: A\n---\n", ""] {
            assert!(!is_clipping(note.as_bytes()), "{note}");
        }
    }
}
