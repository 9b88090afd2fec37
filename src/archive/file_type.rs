//! What a file is, by its name and, where that does not tell, by its first bytes.

use crate::words::table::rows;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

/// What a file is, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileType {
    /// Text of one article; its first bytes may show that it holds JSON.
    Text,
    /// JSON: one record, an array of them, or an object around such an array.
    Json,
    /// A JSON record in each line.
    JsonLines,
}

/// What the walk does with a file of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileVerdict {
    Read(FileType),
    /// Text that is seldom an article: read where the user names it.
    OnlyNamed(FileType),
    /// The name does not tell; the first bytes do.
    Sniff,
    /// Not read; the word says what it is.
    Refuse(&'static str),
}

static TYPES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("file_types.tsv"))
        .filter_map(|row| row.exactly().ok())
        .map(|[ending, verdict]| (ending, verdict))
        .collect()
});

/// Files of these names tell about an archive and are no articles.
const ABOUT_ARCHIVE: [&str; 7] = ["changelog", "contributing", "copying", "licence", "license", "notice", "readme"];

pub(super) fn judge(path: &Path) -> FileVerdict {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let about = ABOUT_ARCHIVE
        .iter()
        .any(|about| stem.strip_prefix(about).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())));
    let verdict = match TYPES.get(extension).copied() {
        Some("text") => FileVerdict::Read(FileType::Text),
        Some("json") => FileVerdict::Read(FileType::Json),
        Some("lines") => FileVerdict::Read(FileType::JsonLines),
        Some("named") => FileVerdict::OnlyNamed(FileType::Text),
        Some(kind) => FileVerdict::Refuse(kind),
        None => FileVerdict::Sniff,
    };
    match verdict {
        FileVerdict::Read(FileType::Text) | FileVerdict::Sniff if about => FileVerdict::OnlyNamed(FileType::Text),
        verdict => verdict,
    }
}

/// So many first bytes are looked at.
pub(super) const SNIFFED: usize = 8192;

/// Whether the first bytes of a file are text: no NUL outside UTF-16, and hardly any control characters.
pub(super) fn is_text(head: &[u8]) -> bool {
    if utf16_mark(head).is_some() {
        return true;
    }
    let head = head.get(..SNIFFED.min(head.len())).unwrap_or_default();
    if memchr::memchr(0, head).is_some() {
        return false;
    }
    // Tab, line feed, form feed, carriage return and escape occur in text.
    let controls = head.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | 0x1b));
    controls.count() * 20 <= head.len()
}

/// The encoding that a UTF-16 byte order mark names.
pub(super) fn utf16_mark(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    encoding_rs::Encoding::for_bom(head)
        .map(|(encoding, _)| encoding)
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        assert_eq!(judge(Path::new("a/b.TXT")), FileVerdict::Read(FileType::Text));
        assert_eq!(judge(Path::new("dump.jsonl")), FileVerdict::Read(FileType::JsonLines));
        assert_eq!(judge(Path::new("a/README.md")), FileVerdict::OnlyNamed(FileType::Text));
        assert_eq!(judge(Path::new("a/README")), FileVerdict::OnlyNamed(FileType::Text));
        assert_eq!(judge(Path::new("a/LICENSE-MIT")), FileVerdict::OnlyNamed(FileType::Text));
        assert_eq!(judge(Path::new("readmeagain.txt")), FileVerdict::Read(FileType::Text));
        assert_eq!(judge(Path::new("a/story.pdf")), FileVerdict::Refuse("document"));
        assert_eq!(judge(Path::new("a/story")), FileVerdict::Sniff);
        assert_eq!(judge(Path::new("a/mr.smith goes")), FileVerdict::Sniff);
    }

    #[test]
    fn first_bytes_tell() {
        assert!(is_text("A title\n\n“Words” – caf\u{e9}".as_bytes()));
        assert!(is_text(b"caf\xe9"));
        assert!(is_text(b"\xff\xfea\0b\0"));
        assert!(!is_text(b"a\0b"));
        assert!(!is_text(&[1, 2, 3, 4, 65, 66]));
    }

    #[test]
    fn the_table_is_sorted() {
        let rows: Vec<&str> = include_str!("file_types.tsv").lines().filter(|row| !row.starts_with('#')).collect();
        assert!(rows.is_sorted());
        assert_eq!(rows.len(), TYPES.len());
    }
}
