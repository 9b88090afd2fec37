//! What the desk cannot do, and what to do about it.

use std::io;

use crate::archive::PatternError;
use crate::index::IndexError;

/// Why something asked of the desk was not done. Each message says what is wrong and what to do; names of commands and
/// flags in it are those of the command line.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The index cannot be opened, read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A pattern of files that cannot be read.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// A question that cannot be read: lines that show where, and why.
    #[error("{}", .0.join("\n"))]
    Question(Vec<String>),
    /// A name that can be several people's: the question, then a line for each of them.
    #[error("{}", .0.join("\n"))]
    Several(Vec<String>),
    /// A file or folder that the system does not give or take.
    #[error("{what}")]
    File {
        /// What cannot be done with which file.
        what: String,
        /// The system's reason.
        source: io::Error,
    },
    /// No quote and no article has this id.
    #[error("no quote and no article has the id {0}: `onrecord search` shows the ids in brackets")]
    NoSuchId(String),
    /// What was asked cannot be done as it was asked.
    #[error("{0}")]
    Refused(String),
}

impl DeskError {
    /// Whether another process writes the index meanwhile.
    pub fn is_locked(&self) -> bool {
        matches!(self, DeskError::Index(IndexError::Locked { .. }))
    }

    /// Whether the question would cost more than any answer may.
    pub fn is_too_costly(&self) -> bool {
        matches!(self, DeskError::Index(IndexError::TooCostly { .. }))
    }

    /// The lines of an error that has several of the program's own; all others are one, whatever names of files they hold.
    pub fn lines(&self) -> Option<&[String]> {
        match self {
            DeskError::Question(lines) | DeskError::Several(lines) => Some(lines),
            _ => None,
        }
    }

    pub(super) fn file(what: impl Into<String>, source: io::Error) -> DeskError {
        DeskError::File { what: what.into(), source }
    }
}

/// Ends with [`DeskError::Refused`].
macro_rules! refuse {
    ($($argument:tt)*) => {
        return Err($crate::desk::DeskError::Refused(format!($($argument)*)))
    };
}
pub(super) use refuse;
