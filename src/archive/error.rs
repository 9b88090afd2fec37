//! What can go wrong between a path and its documents; every message names the file and says what to do.

use super::bounds::StreamError;
use super::{Origin, shown};
use crate::size::Size;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file, or a part of one, could not be read; the rest of the archive goes on.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum ArchiveError {
    #[error("no such file or folder: {}; check the path", .path.display())]
    NotFound { path: PathBuf },
    #[error("no permission to read {}; change its permissions or leave it out", .path.display())]
    Denied { path: PathBuf },
    #[error("{} cannot be read: {source}", shown(.path))]
    Io { path: PathBuf, source: io::Error },
    #[error("{} is no kind of file that can be read ({kind}); `onrecord help index` lists those that can", .path.display())]
    Unsupported { path: PathBuf, kind: &'static str },
    #[error("{} is empty; there is nothing to read", shown(.path))]
    Empty { path: PathBuf },
    #[error("{} is not text; only text files hold articles", shown(.path))]
    NotText { path: PathBuf },
    #[error(
        "{} is {what} and is not read: it may never come to an end; name a file, or `-` for standard input", .path.display()
    )]
    Special { path: PathBuf, what: &'static str },
    #[error(
        "{} holds {}, and one article may hold {limit}; split it into its articles, or raise the limit with \
         --max-article", shown(.path), LimitShown(*.size, *.limit)
    )]
    TooLarge { path: PathBuf, size: Option<Size>, limit: Size },
    #[error(
        "{}:{line}: this message has more than {limit} and is not read; those behind it are: save it by itself, without what \
         is attached", shown(.path)
    )]
    MessageTooLarge { path: PathBuf, line: u32, limit: Size },
    #[error("{}:{line}: not JSON: {what}", shown(.path))]
    BadJson { path: PathBuf, line: u32, what: &'static str },
    #[error("{}:{line}: {what}; what stands before it was read", shown(.path))]
    BadXml { path: PathBuf, line: u32, what: &'static str },
    #[error(
        "{}:{line}: this row has {} and the header {columns}; a quotation mark or a delimiter is missing or too many",
        shown(.path), if *cells == 1 { "one cell".to_owned() } else { format!("{cells} cells") }
    )]
    BadRow { path: PathBuf, line: u32, cells: usize, columns: usize },
    #[error(
        "{}:{line}: the row that begins here goes on for more than {size}; a quotation mark is missing in it, or it must \
         be split", shown(.path)
    )]
    EndlessRow { path: PathBuf, line: u32, size: Size },
    #[error(
        "{}:{line}: this record has {size}, and one may have {limit}; split it into its articles, or raise the limit \
         of --max-article, of which a record may have four times as much", shown(.path)
    )]
    RecordTooLarge { path: PathBuf, line: u32, size: Size, limit: Size },
    #[error("{} is damaged ({format}: {what}); what could be read of it was read: fetch or pack it again", shown(.path))]
    Damaged { path: PathBuf, format: &'static str, what: &'static str },
    #[error(
        "{} unpacks to more than {times} times its size and is not read on: it may be made to fill the disk or the memory; \
         unpack it yourself and name what it holds", shown(.path)
    )]
    Expands { path: PathBuf, times: u64 },
    #[error("{} holds more than {most} members and is not read on; unpack it and name the folder", shown(.path))]
    TooManyMembers { path: PathBuf, most: u64 },
    #[error(
        "{} lies more than {most} containers deep and is not read; unpack the outer ones and name the inner one", shown(.path)
    )]
    TooDeep { path: PathBuf, most: usize },
    #[error("{} is encrypted and cannot be read; unpack it with its password", shown(.path))]
    Encrypted { path: PathBuf },
    #[error("{} is packed in a way that is not read ({method}); pack it again with a usual one", shown(.path))]
    UnknownMethod { path: PathBuf, method: String },
    #[error("{} has a name that leads out of its container and is not read; pack it again without", shown(.path))]
    BadName { path: PathBuf },
    #[error("{}:{line}: no pattern: {what}; write it as in a .gitignore", .path.display())]
    BadPattern { path: PathBuf, line: u32, what: String },
    /// What is wrong with a member of a container; `path` is the file's, and the error names both.
    #[error("{error}")]
    Within { path: PathBuf, member: String, error: Box<ArchiveError> },
}

impl ArchiveError {
    /// A short word for the kind of error, which stays the same in all releases: programs count and filter by it.
    pub fn kind(&self) -> &'static str {
        match self {
            ArchiveError::NotFound { .. } => "not_found",
            ArchiveError::Denied { .. } => "denied",
            ArchiveError::Io { .. } => "io",
            ArchiveError::Unsupported { .. } => "unsupported",
            ArchiveError::Empty { .. } => "empty",
            ArchiveError::NotText { .. } => "not_text",
            ArchiveError::Special { .. } => "special",
            ArchiveError::TooLarge { .. }
            | ArchiveError::RecordTooLarge { .. }
            | ArchiveError::MessageTooLarge { .. } => "too_large",
            ArchiveError::BadJson { .. } => "not_json",
            ArchiveError::Damaged { .. } => "damaged",
            ArchiveError::Expands { .. } => "expands",
            ArchiveError::TooManyMembers { .. } => "too_many_members",
            ArchiveError::TooDeep { .. } => "too_deep",
            ArchiveError::Encrypted { .. } => "encrypted",
            ArchiveError::UnknownMethod { .. } => "unknown_method",
            ArchiveError::BadName { .. } => "bad_name",
            ArchiveError::BadPattern { .. } => "bad_pattern",
            ArchiveError::Within { error, .. } => error.kind(),
            ArchiveError::BadXml { .. } => "bad_xml",
            ArchiveError::BadRow { .. } | ArchiveError::EndlessRow { .. } => "bad_row",
        }
    }

    /// Whether nothing is known of what lies there, because the system did not give it: it may be read another time. All
    /// others were looked at and hold no article.
    pub fn is_unreadable(&self) -> bool {
        match self {
            ArchiveError::Within { error, .. } => error.is_unreadable(),
            _ => matches!(self, ArchiveError::NotFound { .. } | ArchiveError::Denied { .. } | ArchiveError::Io { .. }),
        }
    }

    /// The line of the file that it is about, counted from 1, where it is about one.
    pub fn line(&self) -> Option<u32> {
        match self {
            ArchiveError::MessageTooLarge { line, .. } => Some(*line),
            ArchiveError::Within { error, .. } => error.line(),
            ArchiveError::BadJson { line, .. }
            | ArchiveError::BadXml { line, .. }
            | ArchiveError::BadRow { line, .. }
            | ArchiveError::EndlessRow { line, .. }
            | ArchiveError::BadPattern { line, .. }
            | ArchiveError::RecordTooLarge { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// The member of a container that it is about, where it is about one.
    pub fn member(&self) -> Option<&str> {
        match self {
            ArchiveError::Within { member, .. } => Some(member),
            _ => None,
        }
    }

    /// The same, told of a member of a file: `self` names both already, see [`Origin::called`].
    pub(super) fn within(self, origin: &Origin) -> ArchiveError {
        match &origin.within {
            Some(member) if !matches!(self, ArchiveError::Within { .. }) => {
                ArchiveError::Within { path: origin.path.clone(), member: member.clone(), error: Box::new(self) }
            }
            _ => self,
        }
    }

    /// The file or folder that could not be read.
    pub fn path(&self) -> &Path {
        match self {
            ArchiveError::NotFound { path }
            | ArchiveError::Denied { path }
            | ArchiveError::Io { path, .. }
            | ArchiveError::Unsupported { path, .. }
            | ArchiveError::Empty { path }
            | ArchiveError::NotText { path }
            | ArchiveError::Special { path, .. }
            | ArchiveError::TooLarge { path, .. }
            | ArchiveError::BadJson { path, .. }
            | ArchiveError::BadXml { path, .. }
            | ArchiveError::BadRow { path, .. }
            | ArchiveError::EndlessRow { path, .. }
            | ArchiveError::RecordTooLarge { path, .. }
            | ArchiveError::MessageTooLarge { path, .. }
            | ArchiveError::Damaged { path, .. }
            | ArchiveError::Expands { path, .. }
            | ArchiveError::TooManyMembers { path, .. }
            | ArchiveError::TooDeep { path, .. }
            | ArchiveError::Encrypted { path }
            | ArchiveError::UnknownMethod { path, .. }
            | ArchiveError::BadName { path }
            | ArchiveError::BadPattern { path, .. }
            | ArchiveError::Within { path, .. } => path,
        }
    }

    /// What it means that the system did not open or read what lies at `path`.
    pub fn from_io(path: &Path, source: io::Error) -> ArchiveError {
        let path = path.to_owned();
        if let Some(error) = StreamError::of(&source) {
            return match error {
                StreamError::Damaged(format, what) => ArchiveError::Damaged { path, format, what },
                StreamError::Expands(times) => ArchiveError::Expands { path, times },
                StreamError::TooManyMembers(most) => ArchiveError::TooManyMembers { path, most },
            };
        }
        match source.kind() {
            io::ErrorKind::NotFound => ArchiveError::NotFound { path },
            io::ErrorKind::PermissionDenied => ArchiveError::Denied { path },
            _ => ArchiveError::Io { path, source },
        }
    }
}

/// How much a text holds, where it is known: of a stream only that it is too much.
struct LimitShown(Option<Size>, Size);

impl fmt::Display for LimitShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LimitShown(Some(size), _) => size.fmt(f),
            LimitShown(None, limit) => write!(f, "more than {limit}"),
        }
    }
}
