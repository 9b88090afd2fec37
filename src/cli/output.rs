//! What is written where: data on stdout, talk on stderr; colour only where it is wanted.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};

use super::args::ColorWhen;
use crate::desk::DeskError;
use crate::harmless::{clean, spaced_line};

/// Emphasis by meaning; plain where colour is off, because the stream takes it out.
pub const QUOTE: Style = Style::new().bold();
pub const SPEAKER: Style = AnsiColor::Cyan.on_default().bold();
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
/// The word of saying: what makes a denial one.
pub const CUE: Style = Style::new().underline();
pub const FAINT: Style = Style::new().dimmed();
pub const HEADING: Style = Style::new().bold().underline();

/// Standard output, buffered.
pub type Out = Box<dyn Write>;

/// For text: emphasis is taken out where it is not wanted.
pub fn text_stdout(when: ColorWhen) -> Out {
    let out = BufWriter::new(io::stdout());
    let colored = match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    if colored { Box::new(out) } else { Box::new(StripStream::new(Box::new(out) as Box<dyn Write>)) }
}

/// For talk about the work, where standard output carries something else.
pub fn text_stderr() -> Out {
    Box::new(StripStream::new(Box::new(BufWriter::new(io::stderr())) as Box<dyn Write>))
}

/// For data: every byte goes out as it is.
pub fn data_stdout() -> Out {
    Box::new(BufWriter::with_capacity(64 << 10, io::stdout()))
}

/// A line of talk.
pub fn say(text: &str) {
    // Nobody is left to be told where stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{}", clean(text));
}

/// The error that ends the program, with what led to it.
pub fn say_error(error: &anyhow::Error) {
    for line in error_lines(error) {
        let _ = writeln!(io::stderr().lock(), "{line}");
    }
}

/// The lines of an error. Nothing in it can begin one, but those that the desk made so.
fn error_lines(error: &anyhow::Error) -> Vec<String> {
    let causes: Vec<String> = error
        .chain()
        .map(|cause| match cause.downcast_ref::<DeskError>().and_then(DeskError::lines) {
            Some(lines) => lines.iter().map(|line| spaced_line(line)).collect::<Vec<_>>().join("\n"),
            None => clean(&cause.to_string()),
        })
        .collect();
    let text = causes.join(": ");
    // An error of a question says so itself, with its kind.
    let is_question = matches!(error.downcast_ref(), Some(DeskError::Question(_)));
    let says_so = is_question && text.starts_with("error");
    let text = if says_so { text } else { format!("error: {text}") };
    text.lines().map(str::to_string).collect()
}

/// A wrong command line, told as the parser of arguments tells it. `print` gives what it says to these arguments; they
/// can be names of files that a shell put there, and are made harmless before.
pub fn say_usage(error: &clap::Error, arguments: &[OsString], again: impl Fn(Vec<OsString>) -> Option<clap::Error>) {
    let harmless = arguments.iter().map(|argument| clean(&argument.to_string_lossy()).into()).collect();
    match again(harmless) {
        Some(again) if again.kind() == error.kind() => {
            let _ = again.print();
        }
        _ => error.to_string().lines().for_each(|line| {
            let _ = writeln!(io::stderr().lock(), "{}", spaced_line(line));
        }),
    }
}

pub fn warn(text: &str) {
    say(&format!("warning: {text}"));
}

pub fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Columns for text: the terminal's width within what reads well.
pub fn width() -> usize {
    const WIDEST: usize = 100;
    const NARROWEST: usize = 40;
    let width = terminal_size::terminal_size().map_or(WIDEST, |(width, _)| usize::from(width.0));
    width.clamp(NARROWEST, WIDEST)
}

/// `text` in a style.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn no_name_of_a_file_begins_a_line_of_an_error() {
        let path = "a\nerror: the index is lost\u{1b}[2J";
        let error = Err::<(), _>(std::io::Error::other(path)).context(format!("{path} cannot be read")).unwrap_err();
        assert_eq!(
            error_lines(&error),
            ["error: a error: the index is lost[2J cannot be read: a error: the index is lost[2J"]
        );
        let lines = DeskError::Question(vec!["error[x]: y\u{7}".into(), "    ^^\nz".into()]);
        assert_eq!(error_lines(&lines.into()), ["error[x]: y", "    ^^ z"]);
        let lines = anyhow::Error::from(DeskError::Several(vec!["which?".into(), "  this".into()])).context("a\nb");
        assert_eq!(error_lines(&lines), ["error: a b: which?", "  this"]);
    }
}
