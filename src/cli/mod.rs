//! The command line: arguments to requests of the desk, its answers as text, and the exit status. Decides nothing itself.

mod arg_values;
mod args;
mod check;
mod compare;
mod completions;
mod corrections;
mod exit;
mod explain;
mod export;
mod extract;
mod flags;
mod help;
mod hits;
mod holdings;
mod indexing;
mod look;
mod marks;
mod output;
mod path_args;
mod people;
mod render;
mod report;
mod requests;
mod saved;
mod search;
mod serve;
mod show;
mod telling;
mod verify;
mod why;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use exit::Status;

use crate::desk::guard;
use crate::index::Facet;

/// Runs the program with these arguments, the program's own name first; gives its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            output::say_usage(&error, &arguments, |arguments| Cli::try_parse_from(arguments).err());
            return Status::Error.into();
        }
        // Help and version are answers.
        Err(answer) => {
            return match answer.print() {
                Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe => Status::Error.into(),
                _ => Status::Found.into(),
            };
        }
    };
    let done = guard::stumbling(|| dispatch(&cli)).unwrap_or_else(|said| {
        Err(anyhow::anyhow!(
            "the program stumbled ({said}), which should not happen: check the index with `onrecord verify`, and please \
             report it"
        ))
    });
    match done {
        Ok(status) => status.into(),
        // Whoever read the output has seen enough.
        Err(error) if is_closed_pipe(&error) => Status::Found.into(),
        Err(error) => {
            output::say_error(&error);
            Status::Error.into()
        }
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Status> {
    let color = cli.color;
    match &cli.command {
        Command::Index(args) => indexing::run(args, color),
        Command::Search(args) => search::run(args, color),
        Command::Similar(args) => search::run_similar(args, color),
        Command::Check(args) => check::run(args, color),
        Command::Extract(args) => extract::run(args, color),
        Command::Show(args) => show::run(args, color),
        Command::Speakers(args) => search::run_counts(args, Facet::Speaker, color),
        Command::Parties(args) => search::run_counts(args, Facet::Party, color),
        Command::Offices(args) => search::run_counts(args, Facet::Office, color),
        Command::Outlets(args) => search::run_counts(args, Facet::Outlet, color),
        Command::Timeline(args) => search::run_timeline(args, color),
        Command::Compare(args) => compare::run(args, color),
        Command::Correct(args) => corrections::run(args, color),
        Command::Save(args) => saved::save(args),
        Command::Saved(args) => saved::list(args, color),
        Command::Run(args) => saved::run(args, color),
        Command::Forget(args) => saved::forget(args),
        Command::People(args) => people::run(args, color),
        Command::Export(args) => export::run(args),
        Command::List(args) => holdings::list(args, color),
        Command::ForgetPath(args) => holdings::forget_path(args, color),
        Command::Stats(args) => show::run_stats(args, color),
        Command::Verify(args) => verify::run_verify(args, color),
        Command::Repair(args) => verify::run_repair(args, color),
        Command::Serve(args) => serve::run(args),
        Command::Completions { shell } => write_all(&completions::script(&Cli::command(), *shell)),
        Command::Man(args) => help::man(args),
        Command::Help { page } => help::run(page.as_deref(), color),
        Command::Notices => write_all(include_bytes!("../../THIRD-PARTY.md")),
    }
}

fn write_all(bytes: &[u8]) -> anyhow::Result<Status> {
    let mut out = output::data_stdout();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Status::Found)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        let csv = match cause.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            Some(csv::ErrorKind::Io(error)) => Some(error.kind()),
            _ => None,
        };
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}
