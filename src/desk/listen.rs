//! What the desk tells while it works: things worth knowing as values, for a face to show in its way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::counted;
use super::document::ReadDocument;
use super::trouble::Trouble;
use crate::archive::{self, SkipReason};

/// Something to tell while work is under way.
#[derive(Debug)]
pub enum Event<'a> {
    /// Something went wrong with a path or an article, or it was passed over. `named` says whether it is about a path that
    /// the user named outright.
    Trouble {
        /// What and where.
        trouble: &'a Trouble,
        /// Whether the user named the path.
        named: bool,
    },
    /// Something about the whole run.
    Notice(&'a Notice),
    /// So many more articles were looked at.
    Articles(u64),
    /// This file is being read now.
    Reading(&'a Path),
    /// A document that was read as an article; only for whoever wants to know ([`Listener::wants_documents`]).
    Document(&'a ReadDocument),
    /// A file that is in the index as it is, with so many articles.
    Unchanged(&'a Path, u64),
    /// How many bytes all files have; only for whoever wants to know ([`Listener::wants_total`]), some time after the work
    /// has begun.
    Total(u64),
    /// So many more bytes of files were read, or need not be read.
    Bytes(u64),
}

/// Something about a whole run, a table or an index that the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An index or table of a folder above is used.
    UsingAbove(PathBuf),
    /// An index or table of another user lies here or above, and is passed over; how to name it all the same.
    AnotherUsers(PathBuf, &'static str),
    /// A line of a table cannot be read and is left out: the table, the line's number from 1, what is wrong with it.
    LineLeftOut(PathBuf, usize, String),
    /// So many more lines of a table.
    MoreLinesLeftOut(PathBuf, usize),
    /// The table of corrections that was named is not there yet.
    NoCorrectionsYet(PathBuf),
    /// The table of the user's own people has changed, and in so many articles it was looked anew who speaks.
    PeopleBroughtIn(usize),
    /// The table of corrections could not be brought into the index; why.
    CorrectionsNotIn(String),
    /// Another process writes the index, and is waited for.
    Waiting(PathBuf),
    /// So many articles stay in the index as they were stored, because what may be theirs could not be read.
    Kept(u64),
    /// Another process holds the folder of this table, and is waited for.
    WaitingForTable(PathBuf),
    /// So many files of other places are gone, and all that is held of them is held of files of the paths, too; one of them.
    GoneCopies(u64, PathBuf),
    /// A folder is empty, and the index holds so many files of it, which stay.
    Emptied(PathBuf, u64),
    /// So many files that the index holds are left out now; one of them.
    ExcludedHeld(u64, PathBuf),
    /// A new index is without so many files that the old one held of other places; one of them.
    WithoutOtherPlaces(u64, PathBuf),
    /// What an old index held of other places than the paths of the new one cannot be told.
    OtherPlacesUnknown,
    /// So many files were passed over for one reason.
    PassedOver(SkipReason, u64),
    /// The register knows nobody of this name, which is kept as it was given.
    NobodyCalled(String),
}

impl Notice {
    /// Whether something may be wrong.
    pub fn is_warning(&self) -> bool {
        !matches!(
            self,
            Notice::UsingAbove(_)
                | Notice::AnotherUsers(..)
                | Notice::Waiting(_)
                | Notice::WaitingForTable(_)
                | Notice::PassedOver(..)
                | Notice::NobodyCalled(_)
        )
    }

    /// In words, with what to do on the command line.
    pub fn in_words(&self) -> String {
        match self {
            Notice::UsingAbove(path) => format!("using {}", path.display()),
            Notice::AnotherUsers(path, flag) => format!(
                "{} belongs to another user and is not used; to use it all the same, name it with {flag}",
                path.display()
            ),
            Notice::LineLeftOut(path, line, what) => {
                format!("{}:{line}: {what}; the line is left out", path.display())
            }
            Notice::MoreLinesLeftOut(path, more) => {
                format!("{}: {more} more lines cannot be read and are left out", path.display())
            }
            Notice::PeopleBroughtIn(articles) => {
                let articles = super::counted(*articles as u64, "article");
                format!("your own people have changed: speakers looked up again in {articles} that can name them")
            }
            Notice::NoCorrectionsYet(path) => {
                format!("no table of corrections at {} yet: nothing is corrected", path.display())
            }
            Notice::CorrectionsNotIn(why) => format!("the table of corrections is not in this answer yet: {why}"),
            Notice::Waiting(dir) => format!("waiting: another process is writing the index at {}", dir.display()),
            Notice::Kept(articles) => format!(
                "{} of what could not be read {} in the index as before",
                counted(*articles, "article"),
                if *articles == 1 { "stays" } else { "stay" }
            ),
            Notice::WaitingForTable(table) => {
                format!("waiting: another program holds the folder of {}", table.display())
            }
            Notice::GoneCopies(files, first) => format!(
                "what the index holds of {} of other places, such as {}, is in it twice now: the same lies in the paths named. \
                 They are not there any more, or their disk is not; to take them out run the command again with --prune",
                counted(*files, "file"),
                archive::shown(first)
            ),
            Notice::Emptied(folder, files) => format!(
                "nothing of {} is there any more, and the index holds {} of it: their articles stay, as the disk may not \
                 be there; to take them out run the command again with --prune",
                archive::shown(folder),
                counted(*files, "file")
            ),
            Notice::ExcludedHeld(files, first) => format!(
                "the index holds {} that {} left out now (excluded or hidden), such as {}: their articles stay in it; to take \
                 them out run the command again with --prune, or `onrecord forget-path`",
                counted(*files, "file"),
                if *files == 1 { "is" } else { "are" },
                archive::shown(first)
            ),
            Notice::WithoutOtherPlaces(files, first) => format!(
                "the new index is of the paths named alone: {} of other places are not in it any more, such as {}",
                counted(*files, "file"),
                archive::shown(first)
            ),
            Notice::OtherPlacesUnknown => {
                "the new index is of the paths named alone; what the old one held of other places cannot be told"
                    .to_string()
            }
            Notice::PassedOver(reason, count) => format!("passed over: {count} ({})", reason.name()),
            Notice::NobodyCalled(name) => {
                format!("The register knows nobody called {name}: the name is kept as you gave it.")
            }
        }
    }
}

/// Whoever shows what the desk tells: a terminal, a log, nobody.
pub trait Listener: Send + Sync {
    /// Takes an event as it happens; events of one run come one after the other, but for [`Event::Total`], which comes from
    /// beside them.
    fn hear(&self, event: &Event<'_>);

    /// Whether [`Event::Document`] is wanted.
    fn wants_documents(&self) -> bool {
        false
    }

    /// Whether [`Event::Total`] is wanted: the folders are then walked twice.
    fn wants_total(&self) -> bool {
        false
    }
}

/// A listener that many may hold.
pub type Ear = Arc<dyn Listener>;

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Listener for Nobody {
    fn hear(&self, _: &Event<'_>) {}
}

/// A listener for programs that want no word of what happens meanwhile.
pub fn nobody() -> Ear {
    Arc::new(Nobody)
}

pub(super) fn tell(ear: &dyn Listener, notice: Notice) {
    ear.hear(&Event::Notice(&notice));
}
