//! Lines that begin with a label or name a picture's source: "Posted On:", "By …", "Read more", "PA Images".
//!
//! Takes one line, gives what its label says it is. The labels and the agencies are tables of `words`.
//! To which side it errs: a line that only might be a label is none.

use super::lines::ends_sentence;
use crate::words::table::rows;
use crate::words::{self, List};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a label says of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Posted,
    Published,
    Updated,
    Byline,
    Outlet,
    Url,
    Title,
    /// Section, tags, topics and the like.
    Meta,
    Caption,
    Credit,
    Related,
    Share,
}

/// How the label parts from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Joint {
    /// By a colon.
    Colon,
    /// By a space only.
    Space,
    /// There is no value: the line holds the label and nothing else.
    Alone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    pub label: Label,
    pub joint: Joint,
    /// Bytes of the line.
    pub value: Range<usize>,
}

#[derive(Default)]
struct Forms {
    colon: Option<Label>,
    open: Option<Label>,
    whole: Option<Label>,
}

struct LabelTable {
    forms: HashMap<&'static str, Forms>,
    /// The labels whose value may follow without a colon, by first byte, the longest first.
    open: HashMap<u8, Vec<(&'static str, Label)>>,
    /// The labels behind which the line is counted: `list 2 of 4 Mayor opens bridge`.
    counted: Vec<(&'static str, Label)>,
}

/// The longest label has fewer bytes than this.
const LONGEST_LABEL: usize = 40;
/// A line longer than this, in bytes, is a paragraph, whatever it begins with.
const LONGEST_LINE: usize = 300;

static TABLE: LazyLock<LabelTable> = LazyLock::new(|| {
    let mut forms: HashMap<&'static str, Forms> = HashMap::new();
    let mut open: HashMap<u8, Vec<(&'static str, Label)>> = HashMap::new();
    let mut counted = Vec::new();
    for [text, form, label] in rows(words::labels()).filter_map(|row| row.exactly().ok()) {
        let Some(label) = find_label(label) else { continue };
        let entry = forms.entry(text).or_default();
        match form {
            "colon" => entry.colon = Some(label),
            "whole" => entry.whole = Some(label),
            "counted" => counted.push((text, label)),
            _ => {
                entry.open = Some(label);
                open.entry(text.as_bytes().first().copied().unwrap_or(b' ')).or_default().push((text, label));
            }
        }
    }
    for labels in open.values_mut() {
        labels.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    }
    LabelTable { forms, open, counted }
});

fn find_label(name: &str) -> Option<Label> {
    Some(match name {
        "posted" => Label::Posted,
        "published" => Label::Published,
        "updated" => Label::Updated,
        "byline" => Label::Byline,
        "outlet" => Label::Outlet,
        "url" => Label::Url,
        "title" => Label::Title,
        "meta" => Label::Meta,
        "caption" => Label::Caption,
        "credit" => Label::Credit,
        "related" => Label::Related,
        "share" => Label::Share,
        _ => return None,
    })
}

/// The label with which a line begins, if it does; `line` is trimmed.
pub(super) fn find_labelled(line: &str) -> Option<Labelled> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let bytes = line.as_bytes();
    let head = bytes.get(..LONGEST_LABEL.min(bytes.len())).unwrap_or_default();
    if let Some(colon) = memchr::memchr(b':', head) {
        let name = line.get(..colon)?.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
        let value = value_range(line, colon + 1);
        if let Some(forms) = find_forms(name) {
            let joint = if value.is_empty() { Joint::Alone } else { Joint::Colon };
            if let Some(label) = forms.colon.or(forms.open).or(forms.whole.filter(|_| value.is_empty())) {
                return Some(Labelled { label, joint, value });
            }
        }
    }
    if let Some(forms) = find_forms(line)
        && let Some(label) = forms.whole.or(forms.colon).or(forms.open)
    {
        return Some(Labelled { label, joint: Joint::Alone, value: line.len()..line.len() });
    }
    if let Some((_, label)) = TABLE.counted.iter().find(|(text, _)| is_counted(line, text)) {
        return Some(Labelled { label: *label, joint: Joint::Alone, value: line.len()..line.len() });
    }
    let first = bytes.first()?.to_ascii_lowercase();
    TABLE.open.get(&first)?.iter().find_map(|(text, label)| {
        let prefix = bytes.get(..text.len())?;
        let behind = bytes.get(text.len()).copied().unwrap_or(b' ');
        // "UPDATED12:00, 18 AUG 2016" is what is left of two columns.
        let ends_word = !behind.is_ascii_alphabetic() || !text.ends_with(|c: char| c.is_ascii_alphanumeric());
        (ends_word && prefix.eq_ignore_ascii_case(text.as_bytes())).then(|| Labelled {
            label: *label,
            joint: Joint::Space,
            value: value_range(line, text.len()),
        })
    })
}

/// Whether a line is announced as one of a list, or the list itself (`list of 4 items`), as pages do for screen readers. The
/// list is of links to other articles.
fn is_counted(line: &str, label: &str) -> bool {
    let Some(rest) = line.strip_prefix(label) else { return false };
    let mut words = rest.split_ascii_whitespace();
    let number = |word: Option<&str>| word.is_some_and(|word| word.parse::<u16>().is_ok());
    match words.next() {
        Some("of") => number(words.next()) && words.next() == Some("items") && words.next().is_none(),
        first => number(first) && words.next() == Some("of") && number(words.next()),
    }
}

fn find_forms(name: &str) -> Option<&'static Forms> {
    if name.is_empty() || name.len() > LONGEST_LABEL {
        return None;
    }
    TABLE.forms.get(name.to_ascii_lowercase().as_str())
}

/// The value behind the label: white space, the marks that part them, and quotation marks around all of it stripped.
fn value_range(line: &str, from: usize) -> Range<usize> {
    let rest = line.get(from..).unwrap_or("");
    let value = rest
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '-' | '–' | '—' | '|' | '*' | '_'));
    let start = from + (rest.len() - value.len());
    let quoted = ['"', '\''].into_iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    match quoted.filter(|inner| !inner.trim().is_empty() && !inner.contains(['"', '\''])) {
        Some(inner) => start + 1..start + 1 + inner.len(),
        None => start..line.len(),
    }
}

/// Whether the whole line tells what was heard in a transcript (`(CROSSTALK.)`, `[APPLAUSE]`) or whom to follow (`Follow Ann
/// Example on Twitter @example.`), also where marks of quotation stand around it. It is nobody's speech.
pub(super) fn is_aside(line: &str) -> bool {
    // Shorter words in brackets are names: "(AFP)".
    const SHORTEST_SOUND: usize = 6;
    let marks = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '.');
    let inner = line.trim_matches(marks);
    let words = || inner.split_whitespace();
    let in_brackets = inner.strip_prefix(['(', '[']).and_then(|inner| inner.strip_suffix([')', ']']));
    if let Some(heard) = in_brackets {
        let heard = heard.trim_matches(marks);
        return words().count() <= 3
            && heard.len() >= SHORTEST_SOUND
            && heard.chars().all(|c| c.is_uppercase() || c == ' ');
    }
    let handle = words().last().and_then(|last| last.strip_prefix('@'));
    handle.is_some_and(|handle| handle.chars().all(|c| c.is_alphanumeric() || c == '_'))
        && words().next().is_some_and(|first| first.eq_ignore_ascii_case("follow"))
        && words().count() <= 12
        && !inner.contains(". ")
}

/// Whether the whole line names the source of a picture: "PA Images", "Ann Example/PA", "(Picture: Getty)",
/// "Photograph: Ann Example for the Dispatch".
pub(super) fn is_credit(line: &str) -> bool {
    const LONGEST_CREDIT: usize = 120;
    let inner = strip_brackets(line);
    if inner.len() > LONGEST_CREDIT {
        return false;
    }
    if is_agency(inner) {
        return true;
    }
    if let Some(labelled) = find_labelled(inner)
        && labelled.label == Label::Credit
        && !labelled.value.is_empty()
    {
        let value = inner.get(labelled.value).unwrap_or("");
        return is_name_like(value);
    }
    // "Ann Example/PA", "Ann Example/AFP via Getty Images", "© PA"
    inner.len() <= 80
        && inner.contains(['/', '|', '©'])
        && inner.split(['/', '|', '©']).map(str::trim).any(is_agency)
        && is_name_like(inner)
}

/// Whether a credit is certainly one of a picture; an agency's name alone may also sign a story.
pub(super) fn is_picture_credit(line: &str) -> bool {
    let folded = line.to_ascii_lowercase();
    is_credit(line) && (line.contains('/') || List::Picture.words().iter().any(|word| folded.contains(word)))
}

/// Where the picture's source begins at the end of a caption ("… in Leeds (Picture: PA)", "… Photograph: Getty"), in
/// bytes.
pub(super) fn find_trailing_credit(line: &str) -> Option<usize> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let trimmed = line.trim_end_matches('.');
    if trimmed.ends_with([')', ']'])
        && let Some(open) = trimmed.rfind(['(', '['])
        && open > 0
        && is_credit(trimmed.get(open..)?)
        // "… left the country. [Reuters]" is a paragraph and where it was taken from.
        && (find_labelled(strip_brackets(trimmed.get(open..)?)).is_some() || !ends_sentence(line.get(..open)?.trim_end()))
    {
        return Some(open);
    }
    let colon = line.rfind(':')?;
    let word_start = line.get(..colon)?.trim_end().rfind(char::is_whitespace)? + 1;
    let credit = line.get(word_start..)?;
    (credit.starts_with(|c: char| c.is_uppercase()) && is_credit(credit)).then_some(word_start)
}

fn strip_brackets(line: &str) -> &str {
    line.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']'])).unwrap_or(line).trim()
}

fn is_agency(text: &str) -> bool {
    let (first, rest) = text.split_once(" via ").unwrap_or((text, ""));
    let named = |name: &str| {
        if name.len() > LONGEST_LABEL {
            return false;
        }
        let folded = name.to_ascii_lowercase();
        // Short ones are initials and written so.
        let written = name.len() > 4 || name.bytes().all(|byte| byte.is_ascii_uppercase()) || name == "Rex";
        (written && List::Agency.has(&folded)) || is_any_agency(name, &folded)
    };
    named(first.trim()) || (!rest.is_empty() && named(rest.trim()))
}

/// "Record Pictures", "The Courier Photo Library": a name of the paper's own before a word for pictures.
fn is_any_agency(name: &str, folded: &str) -> bool {
    let words = name.split(' ').count();
    let own_words = List::AgencyEnding
        .words()
        .iter()
        .find_map(|ending| folded.strip_suffix(ending)?.ends_with(' ').then(|| words - ending.split(' ').count()));
    own_words.is_some_and(|own| (1..=3).contains(&own))
        && name.split(' ').all(|word| word.starts_with(|c: char| c.is_uppercase()))
}

/// Names, not a sentence: no sentence's end within or at the end, and short.
fn is_name_like(text: &str) -> bool {
    text.len() <= 100
        && !text.contains(['“', '”', '"', '?', '!'])
        && !text.ends_with('.')
        && !text.contains(". ")
        && text.split_whitespace().count() <= 12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str) -> Option<(Label, Joint, &str)> {
        find_labelled(line).map(|found| (found.label, found.joint, &line[found.value]))
    }

    #[test]
    fn labels_are_read_in_any_case_with_or_without_colon() {
        assert_eq!(label("POSTED ON : 1 May 2016"), Some((Label::Posted, Joint::Colon, "1 May 2016")));
        assert_eq!(label("posted on 1 May 2016"), Some((Label::Posted, Joint::Space, "1 May 2016")));
        assert_eq!(label("list 2 of 14 Bridge opens"), Some((Label::Related, Joint::Alone, "")));
        for prose in [
            "list of 14 people",
            "list of 3 items that are missing",
            "list of items",
            "listed 2 of 3",
            "List 1 of 3 fell",
        ] {
            assert_eq!(label(prose), None, "{prose}");
        }
        assert_eq!(label("Posted On:"), Some((Label::Posted, Joint::Alone, "")));
        assert_eq!(label("By Ann Example"), Some((Label::Byline, Joint::Space, "Ann Example")));
        assert_eq!(label("Last updated: Monday"), Some((Label::Updated, Joint::Colon, "Monday")));
        assert_eq!(label("Read more: A headline"), Some((Label::Related, Joint::Colon, "A headline")));
        assert_eq!(label("Advertisement"), Some((Label::Share, Joint::Alone, "")));
        assert_eq!(label("Advertisement for a post"), None);
        assert_eq!(label("Bypass opened"), None);
        assert_eq!(label("é: x"), None);
    }

    #[test]
    fn credits_name_a_source_and_nothing_else() {
        for line in [
            "PA Images",
            "PA",
            "(Picture: PA)",
            "Photograph: Ann Example for the Dispatch",
            "Ann Example/AFP via Getty Images",
            "Getty Images",
            "Image copyright Reuters",
            "(AP Photo/Ann Example)",
        ] {
            assert!(is_credit(line), "{line}");
        }
        assert!(is_credit("Record Pictures") && is_credit("The Courier Photo Library") && is_credit("WR Images"));
        assert!(!is_credit("Police hold pictures") && !is_credit("Pictures"));
        assert_eq!(find_trailing_credit("The minister has left the country. [Reuters]"), None);
        for line in ["Pa said no", "The picture: it is bleak. Nobody knows.", "Image", "Ann Example", ""] {
            assert!(!is_credit(line), "{line}");
        }
        assert_eq!(find_trailing_credit("Ann Example in Leeds (Picture: PA)"), Some(21));
        assert_eq!(find_trailing_credit("Ann Example in Leeds. Photograph: Getty"), Some(22));
        assert_eq!(find_trailing_credit("She said this: no."), None);
    }

    #[test]
    fn what_was_heard_and_whom_to_follow_is_nobodys_speech() {
        for line in [
            "“(CROSSTALK.)",
            "[APPLAUSE]",
            "(AUDIENCE LAUGHS)",
            "Follow Ann Example on Twitter @ann_x.",
            "\"Follow us @ann\"",
        ] {
            assert!(is_aside(line), "{line}");
        }
        for line in ["(AFP)", "(Applause)", "(", "“NEVER AGAIN”", "Follow the money. Ask @ann", "@ann", ""] {
            assert!(!is_aside(line), "{line}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_known() {
        let sorted: Vec<_> = rows(words::labels()).collect();
        assert!(sorted.windows(2).all(|pair| pair[0].cells().lt(pair[1].cells())));
        for row in rows(words::labels()) {
            let [text, form, label] = row.exactly().unwrap();
            assert!(matches!(form, "colon" | "open" | "whole" | "counted") && find_label(label).is_some(), "{row:?}");
            assert!(text.len() < LONGEST_LABEL);
        }
    }
}
