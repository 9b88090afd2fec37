//! For reference managers and what they feed: addresses, TeX, RIS, CSL.

use super::line;

/// Schemes of addresses that may be clicked.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// An address of the web in which nothing ends a link or a field: what may not stand in one is percent-encoded. `None`
/// where it is another kind of address, which a click could run or which leads to the reader's own files.
pub fn web_address(address: &str) -> Option<String> {
    let address = line(address);
    let is_of = |scheme: &&str| {
        address.get(..scheme.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    SCHEMES.iter().any(is_of).then(|| {
        let mut encoded = String::with_capacity(address.len());
        for character in address.chars() {
            let may_not = character.is_whitespace()
                || matches!(character, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']');
            if may_not {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    encoded.push_str(&format!("%{byte:02X}"));
                }
            } else {
                encoded.push(character);
            }
        }
        encoded
    })
}

/// A [`web_address`] for a link of Markdown, where `&copy;` in an address would be read as a sign.
pub fn link_target(address: &str) -> Option<String> {
    let address = web_address(address)?;
    let mut target = String::with_capacity(address.len());
    let mut rest = address.as_str();
    while let Some((before, behind)) = rest.split_once('&') {
        let name = behind.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric() || letter == '#');
        target.push_str(before);
        target.push_str(if name.starts_with(';') { "&amp;" } else { "&" });
        rest = behind;
    }
    target.push_str(rest);
    Some(target)
}

/// Text on one line in which no sign means anything to TeX. Braces are named: BibTeX counts them even behind a backslash,
/// and one without its fellow would take the rest of the file with it.
pub fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in line(text).chars() {
        match letter {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '$' | '&' | '#' | '_' | '%' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A path for RIS, whose readers open what they find there: one that looks like an address is told to be a file's.
pub fn ris_file(path: &str) -> String {
    let path = line(path);
    let first = path.split(['/', '\\']).next().unwrap_or_default();
    // `C:` is a drive.
    let is_like_address = first.split_once(':').is_some_and(|(scheme, _)| scheme.chars().count() > 1);
    if is_like_address { format!("./{path}") } else { path }
}

/// Text on one line for the note of CSL, in which some programs read `{:variable: value}` as a field of the citation.
pub fn csl_note(text: &str) -> String {
    line(text).replace("{:", "{ :")
}
