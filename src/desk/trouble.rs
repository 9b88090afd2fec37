//! Something that went wrong with a path or an article, or was passed over: what, where, and the whole sentence.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::archive::{self, ArchiveError, Origin};
use crate::article::{ArticleError, Problem};

/// What became of a path or an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was looked at, and holds no article that can be read.
    Failed,
    /// The system did not give it: it may be read another time.
    Unreadable,
    /// It was read, and something in it was wrong that could be lived with.
    Problem,
    /// It was read, in a way that somebody may want to know of: nothing is wrong.
    Note,
    /// It is of a kind that is not read.
    PassedOver,
}

impl Outcome {
    /// Its word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Failed => "failed",
            Outcome::Unreadable => "unreadable",
            Outcome::Problem => "problem",
            Outcome::Note => "note",
            Outcome::PassedOver => "passed_over",
        }
    }
}

/// Something worth telling of a path or of an article in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What became of it.
    pub outcome: Outcome,
    /// A word that stays the same in all releases: `not_json`, `too_large`, …
    pub kind: Cow<'static, str>,
    /// The file or folder, as it was called.
    pub path: PathBuf,
    /// The article inside a container.
    pub member: Option<String>,
    /// Counted from 1; `None` where it is about the whole file.
    pub line: Option<u32>,
    /// The whole sentence, which names the place and says what to do.
    pub reason: String,
}

impl Trouble {
    /// That a document holds no article.
    pub fn in_article(origin: &Origin, error: &ArticleError) -> Trouble {
        let line = error.line().or((origin.member != origin.within).then_some(origin.line));
        let reason = format!("{origin}: {error}");
        Trouble::in_document(Outcome::Failed, error.kind(), origin, line, reason)
    }

    /// That a file came to its end without a document, and without anything that is wrong with it.
    pub fn nothing_in(path: &Path) -> Trouble {
        let reason = format!("{}: there is no article in it, only what stands around articles", archive::shown(path));
        Trouble::in_document(Outcome::Failed, "empty", &Origin::of_file(path), None, reason)
    }

    /// That the program itself failed over an article, and what the panic said.
    pub fn stumbled(origin: &Origin, said: &str) -> Trouble {
        let place = match origin.member == origin.within {
            false => origin.to_string(),
            true => format!("{origin}:{}", origin.line),
        };
        let reason =
            format!("{place}: this article made the program stumble ({said}): it is left out; please report it");
        Trouble::in_document(Outcome::Failed, "stumbled", origin, Some(origin.line), reason)
    }

    pub(super) fn of_problem(origin: &Origin, problem: &Problem) -> Trouble {
        let reason = format!("{}:{}: {}", archive::shown(&origin.called()), problem.line, problem.message);
        let outcome = if problem.kind.is_note() { Outcome::Note } else { Outcome::Problem };
        Trouble::in_document(outcome, problem.kind.name(), origin, Some(problem.line), reason)
    }

    fn in_document(
        outcome: Outcome,
        kind: &'static str,
        origin: &Origin,
        line: Option<u32>,
        reason: String,
    ) -> Trouble {
        let (path, member) = (origin.path.clone(), origin.member.clone());
        Trouble { outcome, kind: kind.into(), path, member, line, reason }
    }
}

impl From<ArchiveError> for Trouble {
    fn from(error: ArchiveError) -> Trouble {
        Trouble {
            outcome: if error.is_unreadable() { Outcome::Unreadable } else { Outcome::Failed },
            kind: error.kind().into(),
            path: error.path().to_path_buf(),
            member: error.member().map(str::to_owned),
            line: error.line(),
            reason: error.to_string(),
        }
    }
}
