//! What the desk tells meanwhile, on a terminal: troubles one by one up to a number, a bar that moves, notices, and the
//! report.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::ReadArgs;
use super::output;
use super::report::Report;
use crate::desk::{ByKind, Ear, Event, Listener, Notice, Outcome, Trouble, counted, in_words};
use crate::harmless::shown_path;

/// So many troubles are told one by one, unless all are asked for; of more only the kinds are told, at the end.
const TOLD: u64 = 25;

/// Of one kind in one file so many are told one by one: a table without texts has as many troubles as rows.
const TOLD_OF_FILE: u64 = 3;

/// Shows what the desk tells.
pub struct Teller {
    verbose: bool,
    progress: ProgressBar,
    state: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    told: u64,
    untold: ByKind,
    articles: u64,
    /// The file and kind of the last trouble in a file, and how many there were of both in a row.
    in_a_row: (PathBuf, Cow<'static, str>, u64),
    report: Option<Report>,
    /// Places of which something was told already: a command looks for them more than once.
    places: BTreeSet<PathBuf>,
}

impl Told {
    /// How many troubles of this kind in this file came one behind the other; 1 for those about whole files.
    fn count_in_file(&mut self, trouble: &Trouble) -> u64 {
        let (path, kind, count) = &mut self.in_a_row;
        if trouble.line.is_none() || *path != trouble.path || *kind != trouble.kind {
            (*path, *kind, *count) = (trouble.path.clone(), trouble.kind.clone(), 0);
        }
        *count += 1;
        *count
    }
}

/// Whether some troubles were only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    OneByOne,
    InPart,
}

impl Teller {
    /// For commands that read no files.
    pub fn quiet() -> Arc<Teller> {
        Arc::new(Teller { verbose: false, progress: hidden(), state: Mutex::default() })
    }

    /// For commands that read files; begins the report, where one is asked for.
    ///
    /// # Errors
    /// Where the report cannot be written.
    pub fn for_reading(args: &ReadArgs) -> anyhow::Result<Arc<Teller>> {
        let state = Told { report: Report::begin(args)?, ..Told::default() };
        Ok(Arc::new(Teller { verbose: args.verbose, progress: progress(), state: Mutex::new(state) }))
    }

    /// The teller as the desk takes it.
    pub fn ear(self: &Arc<Teller>) -> Ear {
        self.clone()
    }

    /// The file of the report, which is not to be read as an archive's.
    pub fn report_file(&self) -> Option<PathBuf> {
        self.state().report.as_ref().and_then(Report::file).map(Path::to_path_buf)
    }

    /// Takes the bar away, tells what was not told one by one, and ends the report.
    ///
    /// # Errors
    /// Where anything of the report could not be written.
    pub fn finish(&self) -> anyhow::Result<Telling> {
        self.progress.finish_and_clear();
        let mut state = self.state();
        let untold: u64 = state.untold.values().sum();
        if untold > 0 {
            let all = match state.report.as_ref().and_then(Report::file) {
                Some(file) => format!("all are named in {}", file.display()),
                None => "-v or --report FILE names them all".to_owned(),
            };
            output::warn(&format!("{untold} more: {}; {all}", in_words(&state.untold)));
        }
        if let Some(report) = state.report.take() {
            report.finish()?;
        }
        Ok(if untold > 0 { Telling::InPart } else { Telling::OneByOne })
    }

    fn state(&self) -> MutexGuard<'_, Told> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self, trouble: &Trouble, named: bool) {
        let mut state = self.state();
        match trouble.outcome {
            Outcome::PassedOver if named => output::warn(&trouble.reason),
            Outcome::PassedOver | Outcome::Note if self.verbose => output::say(&trouble.reason),
            Outcome::PassedOver | Outcome::Note => {}
            // Always told: it is about what was named.
            Outcome::Problem if named => output::warn(&trouble.reason),
            _ if self.verbose || (state.told < TOLD && state.count_in_file(trouble) <= TOLD_OF_FILE) => {
                state.told += 1;
                output::warn(&trouble.reason);
            }
            _ => *state.untold.entry(trouble.kind.clone()).or_default() += 1,
        }
        if let Some(report) = &mut state.report {
            report.write(trouble);
        }
    }

    fn notice(&self, notice: &Notice) {
        if let Notice::UsingAbove(path) | Notice::AnotherUsers(path, _) = notice
            && !self.state().places.insert(path.clone())
        {
            return;
        }
        match notice.is_warning() {
            true => output::warn(&notice.in_words()),
            false => output::say(&notice.in_words()),
        }
    }
}

impl Listener for Teller {
    fn hear(&self, event: &Event<'_>) {
        match event {
            Event::Trouble { trouble, named } => self.trouble(trouble, *named),
            Event::Notice(notice) => self.notice(notice),
            Event::Articles(more) => {
                let mut state = self.state();
                state.articles += more;
                self.progress.set_prefix(counted(state.articles, "article"));
            }
            Event::Total(bytes) => {
                self.progress.set_length(*bytes);
                self.progress.set_style(style(MEASURED));
            }
            Event::Bytes(more) => self.progress.inc(*more),
            Event::Document(document) => {
                if let Some(report) = &mut self.state().report {
                    report.write_document(document);
                }
            }
            Event::Unchanged(path, articles) => {
                if let Some(report) = &mut self.state().report {
                    report.write_unchanged(path, *articles);
                }
            }
            Event::Reading(file) => self.progress.set_message(shown_path(file)),
        }
    }

    fn wants_documents(&self) -> bool {
        self.state().report.is_some()
    }

    fn wants_total(&self) -> bool {
        !self.progress.is_hidden()
    }
}

fn hidden() -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
}

/// While it is not known how much there is.
const UNMEASURED: &str = "{spinner} {prefix}, {bytes} read, {elapsed} {wide_msg}";
/// With the share that is done, how fast it goes, and what time is left.
const MEASURED: &str =
    "{spinner} {percent:>3} % of {total_bytes} [{bar:24}] {prefix}, {bytes_per_sec}, {eta} left {wide_msg}";

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
    style.progress_chars("=> ")
}

/// A bar for work on articles; hidden where nobody looks.
fn progress() -> ProgressBar {
    if !output::stderr_is_terminal() {
        return hidden();
    }
    let bar = ProgressBar::new_spinner().with_prefix("0 articles");
    bar.set_style(style(UNMEASURED));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
