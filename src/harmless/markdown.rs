//! For Markdown, whoever renders it: text that is only text, links that lead to the web only.

use super::{line, link_target};

/// Text on one line in which no sign means anything to Markdown, to HTML within it, or to the templates of site makers.
pub fn markdown_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in line(text).chars() {
        let means_something = matches!(
            character,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' | '$' | '^'
        );
        if means_something {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// A link with this text. An address that is none of the web's (`javascript:`, `data:`, `file:`) is not linked: it stands
/// beside the text as code.
pub fn markdown_link(text: &str, address: &str) -> String {
    let shown = markdown_text(text);
    match link_target(address) {
        Some(target) => format!("[{shown}](<{target}>)"),
        None if line(address).is_empty() => format!("*{shown}*"),
        None => format!("*{shown}* {}", markdown_code(address)),
    }
}

/// Text as it is, in a span of code that it cannot end.
pub fn markdown_code(text: &str) -> String {
    let text = line(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Between spaces, of which one at each end is no part of the code.
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
