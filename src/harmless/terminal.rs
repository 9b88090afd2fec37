//! For eyes: on a terminal and in logs.
//!
//! Escape sequences lose the character that makes them one; what stands behind it is then plain text and is shown, so
//! that a reader sees that something was there.

use std::path::Path;

use super::is_steering;

/// On one line: white space of any kind becomes one space, what steers goes. A space at either end stays.
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

/// [`clean`] without spaces at the ends: a value of its own.
pub fn line(text: &str) -> String {
    clean(text).trim().to_string()
}

/// On one line that keeps its spaces: lines of the program's own in which places are pointed at.
pub fn spaced_line(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|character| !is_steering(*character))
        .collect()
}

/// On as many lines as it has: line ends and spaces stay as they are, tabs and other signs of layout become spaces.
pub fn paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' => out.push('\n'),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            _ if character.is_whitespace() && is_steering(character) => out.push(' '),
            _ if is_steering(character) => {}
            _ => out.push(character),
        }
    }
    out
}

/// A path on one line.
pub fn shown_path(path: &Path) -> String {
    line(&crate::archive::shown(path))
}
