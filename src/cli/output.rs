//! What is written where: data on stdout, talk on stderr; colour only where it is wanted; foreign text made harmless.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::{AnsiColor, Style};

use super::args::ColorWhen;

/// Emphasis by meaning; plain where colour is off, because the stream takes it out.
pub const QUOTE: Style = Style::new().bold();
pub const SPEAKER: Style = AnsiColor::Cyan.on_default().bold();
pub const MATCH: Style = AnsiColor::Yellow.on_default().bold();
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

/// The error that ends the program, with what led to it; its lines are kept, because some of them point at a place.
pub fn say_error(error: &anyhow::Error) {
    let mut text = String::from("error: ");
    for (depth, cause) in error.chain().enumerate() {
        if depth > 0 {
            text.push_str(": ");
        }
        text.push_str(&cause.to_string());
    }
    let text = text.strip_prefix("error: error").map_or(text.clone(), |rest| format!("error{rest}"));
    for line in text.lines() {
        let line: String = line.chars().filter(|character| !is_steering(*character)).collect();
        let _ = writeln!(io::stderr().lock(), "{line}");
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

/// Text of strangers without what could steer a terminal or turn the reading direction; white space runs become one
/// space.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_whitespace() {
            if !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else if !is_steering(character) {
            clean.push(character);
        }
    }
    clean
}

/// Control characters, and the marks that turn or hide text.
pub fn is_steering(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// `text` in a style.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_strangers_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\n\tc\u{202e}d\u{a0}e"), "a[31mb cd e");
    }
}
