//! Text of strangers made harmless, one way out at a time: terminal, JSON, CSV, Markdown, citations.
//!
//! Titles, bylines, outlets, addresses, file names, members of dumps and the articles themselves are written by people
//! whom nobody here knows. Each function takes such text as it is and gives what its way out can bear: nothing that
//! steers a terminal, runs in a spreadsheet, leads a click astray or breaks a file of citations. All faces go through
//! here, and only through here; where a way out can hold the exact text (JSON), it does.

mod citations;
mod csv;
mod json;
mod markdown;
mod terminal;
#[cfg(test)]
mod tests;

pub use citations::{csl_note, link_target, ris_file, tex, web_address};
pub use csv::Cells;
pub use json::{json_bytes, write_json_line};
pub use markdown::{markdown_code, markdown_link, markdown_text};
pub use terminal::{clean, line, paragraph, shown_path, spaced_line};

/// Whether a character steers what shows it, or is there without being seen: control characters (C0 and C1), those that
/// turn the direction of reading, and those that Unicode tells programs to show as nothing
/// (`Default_Ignorable_Code_Point`: joiners, fillers, variation selectors, tags), behind which text can be hidden.
pub fn is_steering(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
