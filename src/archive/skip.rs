//! Why a file, or a member of a container, is passed over: in words for users, and as a word that stays for programs.

use super::file_type::FileType;
use std::borrow::Cow;

/// Why a found file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its name or a folder's above it begins with a dot.
    Hidden,
    /// The user's patterns leave it out.
    Excluded,
    /// Its name says what it is, and that is nothing that can be read: `picture`, `document`, `web page` …
    Kind(&'static str),
    /// A README, a licence or notes: read where named outright.
    AboutArchive,
    /// Its first bytes are no text.
    NotText,
    /// A link back to a folder above it.
    LinkLoop,
    /// Named among [`WalkOptions::leave_out`](super::WalkOptions::leave_out).
    LeftOut,
}

impl SkipReason {
    /// Why something is passed over whose name says that it may be this, and whose first bytes do not.
    pub(super) fn without_articles(file_type: FileType) -> SkipReason {
        match file_type {
            FileType::Markdown => SkipReason::AboutArchive,
            FileType::Table => SkipReason::Kind("table"),
            _ => SkipReason::Kind("markup"),
        }
    }

    /// A few words for the user.
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::Hidden => "hidden",
            SkipReason::Excluded => "excluded",
            SkipReason::Kind(kind) => kind,
            SkipReason::AboutArchive => "notes about the archive",
            SkipReason::NotText => "not text",
            SkipReason::LinkLoop => "link to a folder above",
            SkipReason::LeftOut => "written by this program",
        }
    }

    /// A short word, which stays the same in all releases: programs count and filter by it. Those of [`SkipReason::Kind`]
    /// are its words with `_` between them: `web_page`.
    pub fn kind(self) -> Cow<'static, str> {
        match self {
            SkipReason::Hidden => "hidden".into(),
            SkipReason::Excluded => "excluded".into(),
            SkipReason::Kind(kind) if kind.contains(' ') => kind.replace(' ', "_").into(),
            SkipReason::Kind(kind) => kind.into(),
            SkipReason::AboutArchive => "notes".into(),
            SkipReason::NotText => "not_text".into(),
            SkipReason::LinkLoop => "link_loop".into(),
            SkipReason::LeftOut => "own".into(),
        }
    }
}
