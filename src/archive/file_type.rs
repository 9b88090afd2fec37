//! What a file is, by its name and, where that does not tell, by its first bytes.

use super::encoding::utf16_without_mark;
use crate::words::table::rows;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

/// What bytes are: the formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileType {
    /// Text of one article; its first bytes may show that it holds JSON.
    Text,
    /// JSON: one record, an array of them, or an object around such an array.
    Json,
    /// A JSON record in each line.
    JsonLines,
    /// Rows of cells: CSV, TSV.
    Table,
    /// Entries of RSS or Atom.
    Feed,
    /// Articles of a download from LexisNexis.
    Nexis,
    /// Articles of a download from Factiva.
    Factiva,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// A message, or a page with its pictures in the form of one.
    Mail,
    /// A box of messages.
    Mbox,
    /// A Word document.
    Docx,
    /// A document in PDF.
    Pdf,
    /// A crawl: requests and answers as they went over the net.
    Warc,
    /// The older form of it.
    Arc,
    /// A container of files.
    Tar,
    /// A container of files, each compressed.
    Zip,
    /// Compressed bytes.
    Gzip,
    /// Compressed bytes.
    Zstd,
    /// Compressed bytes.
    Bzip2,
    /// Compressed bytes.
    Xz,
}

/// The names of formats, in the table of file names and on the command line.
const NAMES: [(&str, FileType); 21] = [
    ("text", FileType::Text),
    ("json", FileType::Json),
    ("ndjson", FileType::JsonLines),
    ("csv", FileType::Table),
    ("feed", FileType::Feed),
    ("nexis", FileType::Nexis),
    ("factiva", FileType::Factiva),
    ("markdown", FileType::Markdown),
    ("html", FileType::Html),
    ("mail", FileType::Mail),
    ("mbox", FileType::Mbox),
    ("docx", FileType::Docx),
    ("pdf", FileType::Pdf),
    ("warc", FileType::Warc),
    ("arc", FileType::Arc),
    ("tar", FileType::Tar),
    ("zip", FileType::Zip),
    ("gz", FileType::Gzip),
    ("zst", FileType::Zstd),
    ("bz2", FileType::Bzip2),
    ("xz", FileType::Xz),
];

impl FileType {
    /// Its name: `text`, `ndjson`, `warc`.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, file_type)| *file_type == self).map_or("text", |(name, _)| name)
    }

    /// The format of that name.
    pub fn with_name(name: &str) -> Option<FileType> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, file_type)| *file_type)
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// What a file of this name is, as far as its name tells; a compressed one is what it is without the ending.
    pub fn of_name(path: &Path) -> FileType {
        match judge_unpacked(path) {
            FileVerdict::Read(file_type) | FileVerdict::OnlyNamed(file_type) | FileVerdict::Peek(file_type) => {
                file_type
            }
            FileVerdict::Sniff | FileVerdict::Refuse(_) => FileType::Text,
        }
    }

    /// Whether it is around other formats, and holds no article itself.
    pub fn is_around_others(self) -> bool {
        use FileType::*;
        self.is_compression() || matches!(self, Warc | Arc | Tar | Zip)
    }

    /// Whether it is one stream of bytes made smaller.
    pub(super) fn is_compression(self) -> bool {
        matches!(self, FileType::Gzip | FileType::Zstd | FileType::Bzip2 | FileType::Xz)
    }
}

impl serde::Serialize for FileType {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for FileType {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<FileType, D::Error> {
        let name = String::deserialize(from)?;
        FileType::with_name(&name).ok_or_else(|| serde::de::Error::custom(format!("no format is called {name}")))
    }
}

/// What the walk does with a file of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileVerdict {
    Read(FileType),
    /// Text that is seldom an article: read where the user names it.
    OnlyNamed(FileType),
    /// Read where it is named, and where its first bytes show that it holds articles ([`super::sniff::shows_articles`]): markup that may be
    /// a feed, Markdown that may be a clipping, a table that may be of something else.
    Peek(FileType),
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

/// What a file of this name is: the last part of the path decides. A compressed one is what its name says without the ending.
pub(super) fn judge(path: &Path) -> FileVerdict {
    let name = folded_name(path);
    // A name that somebody made may have any number of endings.
    let (mut inner, mut packed) = (&*name, None);
    loop {
        match (judge_ending(inner), packed) {
            (FileVerdict::Read(file_type), _) if file_type.is_compression() => {
                packed = packed.or(Some(file_type));
                inner = split_ending(inner).0;
            }
            (verdict @ FileVerdict::Refuse(_), _) | (verdict, None) => return verdict,
            (FileVerdict::OnlyNamed(_), Some(outermost)) => return FileVerdict::OnlyNamed(outermost),
            (_, Some(outermost)) => return FileVerdict::Read(outermost),
        }
    }
}

/// The last part of a path, in lower case.
fn folded_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// A name to what stands before its last dot, and its ending.
fn split_ending(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

/// What a name in lower case says by its last ending only.
fn judge_ending(name: &str) -> FileVerdict {
    let (stem, extension) = split_ending(name);
    let about = ABOUT_ARCHIVE
        .iter()
        .any(|about| stem.strip_prefix(about).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())));
    let verdict = match TYPES.get(extension).copied() {
        Some("xml") => FileVerdict::Peek(FileType::Feed),
        Some("markdown") => FileVerdict::Peek(FileType::Markdown),
        Some("csv") => FileVerdict::Peek(FileType::Table),
        Some("named") => FileVerdict::OnlyNamed(FileType::Text),
        Some(word) => FileType::with_name(word).map_or(FileVerdict::Refuse(word), FileVerdict::Read),
        None => FileVerdict::Sniff,
    };
    match verdict {
        FileVerdict::Read(FileType::Text) | FileVerdict::Sniff if about => FileVerdict::OnlyNamed(FileType::Text),
        FileVerdict::Peek(FileType::Markdown) if about => FileVerdict::OnlyNamed(FileType::Markdown),
        verdict => verdict,
    }
}

/// What the name of compressed bytes says of what is in them.
pub(super) fn judge_unpacked(path: &Path) -> FileVerdict {
    let name = folded_name(path);
    match judge_ending(&name) {
        FileVerdict::Read(file_type) if file_type.is_compression() => judge(Path::new(split_ending(&name).0)),
        _ => judge(Path::new(&name)),
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
        return utf16_without_mark(head).is_some();
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
        assert_eq!(judge(Path::new("a/README.md")), FileVerdict::OnlyNamed(FileType::Markdown));
        assert_eq!(judge(Path::new("a/Depot row.md")), FileVerdict::Peek(FileType::Markdown));
        assert_eq!(judge(Path::new("a/feed.xml")), FileVerdict::Peek(FileType::Feed));
        assert_eq!(judge(Path::new("a/feed.xml.gz")), FileVerdict::Read(FileType::Gzip));
        assert_eq!(judge(Path::new("a/rows.TSV")), FileVerdict::Peek(FileType::Table));
        assert_eq!(judge(Path::new("a/README")), FileVerdict::OnlyNamed(FileType::Text));
        assert_eq!(judge(Path::new("a/LICENSE-MIT")), FileVerdict::OnlyNamed(FileType::Text));
        assert_eq!(judge(Path::new("readmeagain.txt")), FileVerdict::Read(FileType::Text));
        assert_eq!(judge(Path::new("a/story.doc")), FileVerdict::Refuse("document"));
        assert_eq!(judge(Path::new("a/story")), FileVerdict::Sniff);
        assert_eq!(judge(Path::new("a/mr.smith goes")), FileVerdict::Sniff);
        assert_eq!(judge(Path::new("a/dump.ndjson.GZ")), FileVerdict::Read(FileType::Gzip));
        assert_eq!(judge(Path::new("a/photo.jpg.gz")), FileVerdict::Refuse("picture"));
        assert_eq!(judge(Path::new("a/README.xz")), FileVerdict::OnlyNamed(FileType::Xz));
        assert_eq!(judge_unpacked(Path::new("a/dump.ndjson.GZ")), FileVerdict::Read(FileType::JsonLines));
        assert_eq!(judge_unpacked(Path::new("a/dump.ndjson")), FileVerdict::Read(FileType::JsonLines));
        assert_eq!(judge_unpacked(Path::new("a/dump.gz")), FileVerdict::Sniff);
        assert_eq!(judge(Path::new("photo.jpg.gz.xz")), FileVerdict::Refuse("picture"));
        assert_eq!(judge(Path::new("..gz")), FileVerdict::Read(FileType::Gzip));
        // As long as a tar lets names be.
        assert_eq!(
            judge(Path::new(&format!("readme{}", ".gz".repeat(300_000)))),
            FileVerdict::OnlyNamed(FileType::Gzip)
        );
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
    fn every_format_has_one_name() {
        for (name, file_type) in NAMES {
            assert_eq!((file_type.name(), FileType::with_name(name)), (name, Some(file_type)));
        }
    }

    #[test]
    fn the_table_is_sorted() {
        let rows: Vec<&str> = include_str!("file_types.tsv").lines().filter(|row| !row.starts_with('#')).collect();
        assert!(rows.is_sorted());
        assert_eq!(rows.len(), TYPES.len());
    }
}
