//! How the values of filters are written: what ends one, what stands for none, what needs quotation marks.

use super::token::is_quote_mark;

/// Whether a value outside quotation marks means that there is none.
pub(super) fn is_none(word: &str) -> bool {
    matches!(word, "none" | "unknown")
}

/// Signs that end the name of an outlet outside quotation marks, or that part its words.
pub(super) fn parts_outlet(char: char) -> bool {
    char.is_whitespace() || matches!(char, '-' | '_' | '(' | ')' | '[' | ']' | ',') || is_quote_mark(char)
}

/// The value in quotation marks, as [`super::token::split`] reads them.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        if char == '\\' || is_quote_mark(char) {
            quoted.push('\\');
        }
        quoted.push(char);
    }
    quoted.push('"');
    quoted
}
