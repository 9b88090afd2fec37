//! Front matter: the fields between fences that site generators and note takers put above a text.
//!
//! Takes a text, gives the [`FrontMatter`] with which it begins: YAML between `---`, TOML between `+++`. Read is the part
//! of these notations that people write by hand or with a template: scalars plain, quoted, folded (`>`) and literal (`|`),
//! lists of them, and the `name` of an object. What is nested deeper is passed over. To which side it errs: a text that
//! only begins with a line of dashes has none, and a value that breaks the notation (a colon in a plain title) is read as
//! it was meant.

use super::fields::{RecordField, language_names, usual_names};
use super::{Block, BlockKind};
use crate::span::Span;
use crate::words::fold::key;

/// The fields above a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Bytes of the text, from the first fence to the end of the last one.
    pub span: Span,
    entries: Vec<Entry>,
}

/// A field of the outermost level.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The name folded as those of records are.
    key: String,
    values: Vec<FrontValue>,
}

/// A scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FrontValue {
    /// Without quotation marks, its lines joined.
    pub text: String,
    /// Where it is written: bytes of the text, white space at the ends excluded, quotation marks included.
    pub span: Span,
}

/// Longer front matter is none, in bytes.
const LONGEST: usize = 1 << 18;
/// A name of a field is no longer, in bytes.
const LONGEST_NAME: usize = 40;
/// Items of a list and lines of a value that are kept.
const MOST_PARTS: usize = 200;

impl FrontMatter {
    /// The first value of a field, by the names that records have for it.
    pub fn find(&self, field: RecordField) -> Option<&FrontValue> {
        self.find_all(field).first()
    }

    /// All values of a field; none where it is not there.
    pub fn find_all(&self, field: RecordField) -> &[FrontValue] {
        let named = |name: &&str| self.entries.iter().find(|entry| entry.key == **name && !entry.values.is_empty());
        usual_names(field).iter().find_map(named).map_or(&[], |entry| entry.values.as_slice())
    }

    /// The language of the text, as it is declared: `en-GB`.
    pub fn find_language(&self) -> Option<&str> {
        let named = |name: &&str| self.entries.iter().find(|entry| entry.key == **name)?.values.first();
        language_names().iter().find_map(named).map(|value| value.text.as_str())
    }

    /// The front matter as blocks: header lines, and among them the headline, where that stands in it.
    pub fn blocks(&self, text: &str, headline: Option<Span>) -> Vec<Block> {
        let headline = headline.map_or(Span::new(self.span.end(), self.span.end()), |span| span);
        let stretches = [
            (BlockKind::Meta, self.span.start(), headline.start()),
            (BlockKind::Headline, headline.start(), headline.end()),
            (BlockKind::Meta, headline.end(), self.span.end()),
        ];
        let block = |(kind, from, to): (BlockKind, usize, usize)| {
            let stretch = text.get(from..to)?;
            let body = stretch.trim_start();
            let start = to - body.len();
            let end = start + body.trim_end().len();
            (start < end).then_some(Block { kind, span: Span::new(start, end) })
        };
        stretches.into_iter().filter_map(block).collect()
    }
}

/// The front matter with which a text begins; `None` where there is none.
pub(super) fn find_front_matter(text: &str) -> Option<FrontMatter> {
    let start = text.len() - text.trim_start().len();
    let notation = match text.get(start..start + 3)? {
        "---" => Notation::Yaml,
        "+++" => Notation::Toml,
        _ => return None,
    };
    let mut lines = LinesAt { text, at: start };
    if lines.next()?.1.trim_end().len() != 3 {
        return None;
    }
    let mut reader = FrontReader { notation, entries: Vec::new(), open: Open::Nothing, strays: 0 };
    for (at, line) in lines {
        if at - start > LONGEST {
            return None;
        }
        if reader.is_fence(line) {
            let span = Span::new(start, at + line.trim_end().len());
            let entries = reader.finish();
            return entries.map(|entries| FrontMatter { span, entries });
        }
        reader.take(at, line)?;
    }
    None
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Yaml,
    Toml,
}

/// The lines of a text with the bytes at which they begin, without their ends.
struct LinesAt<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for LinesAt<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
        let at = self.at;
        let behind = rest.get(line.len()..).unwrap_or("");
        self.at += line.len() + if behind.starts_with("\r\n") { 2 } else { behind.len().min(1) };
        Some((at, line))
    }
}

/// What the lines below may go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A value of several lines: deeper ones belong to it.
    Block {
        folded: bool,
    },
    /// Items, or a plain value on lines of its own.
    Nested,
    /// A quoted value whose last mark is to come.
    Quoted {
        end: &'static str,
    },
    /// A list in square brackets whose last bracket is to come.
    Bracketed,
    /// What lies deeper than so many spaces is passed over.
    Skipped {
        indent: usize,
        within: Box<Open>,
    },
}

struct FrontReader {
    notation: Notation,
    entries: Vec<Entry>,
    open: Open,
    /// Lines that are neither a field nor part of one.
    strays: usize,
}

impl FrontReader {
    fn is_fence(&self, line: &str) -> bool {
        match (self.notation, line.trim_end()) {
            (Notation::Yaml, "---" | "...") => !matches!(self.open, Open::Quoted { .. }),
            (Notation::Toml, "+++") => true,
            _ => false,
        }
    }

    /// The entries, where they are fields rather than paragraphs between rules.
    fn finish(mut self) -> Option<Vec<Entry>> {
        for value in self.entries.iter_mut().flat_map(|entry| &mut entry.values) {
            value.text.truncate(value.text.trim_end().len());
        }
        (!self.entries.is_empty() && self.strays <= self.entries.len()).then_some(self.entries)
    }

    /// Takes a line; `None` where it shows that this is no front matter.
    fn take(&mut self, at: usize, line: &str) -> Option<()> {
        let body = line.trim();
        let indent = line.len() - line.trim_start().len();
        let body_at = at + indent;
        if self.goes_on(body, body_at, indent) {
            return Some(());
        }
        if body.is_empty() || body.starts_with('#') {
            return Some(());
        }
        if self.notation == Notation::Toml && body.starts_with('[') {
            // The fields of a section are its own.
            self.open = Open::Skipped { indent: 0, within: Box::new(Open::Nothing) };
            return Some(());
        }
        let mark = if self.notation == Notation::Yaml { ':' } else { '=' };
        match split_field(body, mark).filter(|_| indent == 0) {
            Some((name, value_at)) => {
                self.entries.push(Entry { key: key(name), values: Vec::new() });
                self.open_value(body.get(value_at..).unwrap_or(""), body_at + value_at);
            }
            // The first line decides: a text between rules begins with words.
            None if self.entries.is_empty() => return None,
            None => {
                self.strays += 1;
                self.append(body, body_at);
            }
        }
        Some(())
    }

    /// Whether the line belongs to what is open; it is taken then.
    fn goes_on(&mut self, body: &str, at: usize, indent: usize) -> bool {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => false,
            Open::Block { folded } => {
                if indent == 0 && !body.is_empty() {
                    return false;
                }
                self.open = Open::Block { folded };
                if !body.is_empty() {
                    self.add(body, at, if folded { " " } else { "\n" });
                }
                true
            }
            Open::Quoted { end } => {
                let closing = body.find(end);
                self.add(body.get(..closing.unwrap_or(body.len())).unwrap_or(""), at, " ");
                if closing.is_none() {
                    self.open = Open::Quoted { end };
                }
                true
            }
            Open::Bracketed => {
                let closing = body.ends_with(']');
                self.add_items(body.trim_end_matches([']', ',']), at);
                if !closing {
                    self.open = Open::Bracketed;
                }
                true
            }
            Open::Skipped { indent: outer, within } => {
                let is_section = self.notation == Notation::Toml;
                if is_section || body.is_empty() || indent > outer {
                    self.open = Open::Skipped { indent: outer, within };
                    return true;
                }
                self.open = *within;
                self.goes_on(body, at, indent)
            }
            Open::Nested => {
                let is_item = body.starts_with("- ") || body == "-";
                if indent == 0 && !is_item && !body.is_empty() {
                    return false;
                }
                self.open = Open::Nested;
                self.take_nested(body, at, indent);
                true
            }
        }
    }

    /// A line below a field without a value of its own: an item, a field of an object, or plain words.
    fn take_nested(&mut self, body: &str, at: usize, indent: usize) {
        let item = body.strip_prefix('-').map_or(body, str::trim_start);
        let item_at = at + (body.len() - item.len());
        if item.is_empty() || item.starts_with('#') {
            return;
        }
        match split_field(item, ':').filter(|(name, _)| !name.contains(' ')) {
            Some((name, value_at)) => {
                let value = item.get(value_at..).unwrap_or("");
                if key(name) == "name" {
                    self.push(unquoted(value), item_at + value_at, value.len());
                }
                if value.is_empty() || value.starts_with(['>', '|']) {
                    let within = Box::new(Open::Nested);
                    self.open = Open::Skipped { indent: indent + (body.len() - item.len()), within };
                }
            }
            None if item.len() < body.len() => self.push(unquoted(item), item_at, item.len()),
            None => self.append(item, item_at),
        }
    }

    /// The value that stands on the line of its field, and what it leaves open.
    fn open_value(&mut self, value: &str, at: usize) {
        let rest_of = |marks: &str| value.get(marks.len()..).unwrap_or("");
        let block_ends =
            |marks: &str| rest_of(marks).trim_matches(|c: char| c.is_ascii_digit() || "+-".contains(c)).is_empty();
        if self.notation == Notation::Yaml {
            if value.is_empty() {
                self.open = Open::Nested;
                return;
            }
            if let Some(mark) = [">", "|"].into_iter().find(|mark| value.starts_with(mark) && block_ends(mark)) {
                self.open = Open::Block { folded: mark == ">" };
                return;
            }
        }
        for quotes in ["\"\"\"", "'''", "\"", "'"] {
            let Some(behind) = value.strip_prefix(quotes) else { continue };
            // `'Well done', she said` is a plain value.
            if unescaped_marks(behind, quotes).next().is_some() {
                break;
            }
            self.add(behind, at + quotes.len(), " ");
            self.open = Open::Quoted { end: quotes };
            return;
        }
        if let Some(items) = value.strip_prefix('[') {
            let closed = items.rfind(']');
            self.add_items(items.get(..closed.unwrap_or(items.len())).unwrap_or(""), at + 1);
            if closed.is_none() {
                self.open = Open::Bracketed;
            }
            return;
        }
        if !value.starts_with('{') {
            let plain = unquoted(value);
            self.push(plain, at, value.len());
        }
    }

    fn add_items(&mut self, items: &str, at: usize) {
        let mut from = 0;
        for item in split_items(items) {
            let trimmed = item.trim();
            let item_at = at + from + (item.len() - item.trim_start().len());
            if !trimmed.is_empty() {
                self.push(unquoted(trimmed), item_at, trimmed.len());
            }
            from += item.len() + 1;
        }
    }

    /// A new value of the last field; `length` are the bytes that it takes up.
    fn push(&mut self, text: String, at: usize, length: usize) {
        let Some(entry) = self.entries.last_mut().filter(|entry| entry.values.len() < MOST_PARTS) else { return };
        if !text.is_empty() && !matches!(text.as_str(), "~" | "null") {
            entry.values.push(FrontValue { text, span: Span::new(at, at + length) });
        }
    }

    /// Words that go on with the last value of the last field.
    fn append(&mut self, words: &str, at: usize) {
        self.add(words, at, " ");
    }

    fn add(&mut self, words: &str, at: usize, joint: &str) {
        let Some(entry) = self.entries.last_mut() else { return };
        match entry.values.last_mut() {
            Some(value) => {
                value.text.push_str(joint);
                value.text.push_str(words);
                value.span = Span::new(value.span.start(), at + words.len());
            }
            None if words.is_empty() => {}
            None => entry.values.push(FrontValue { text: words.to_owned(), span: Span::new(at, at + words.len()) }),
        }
    }
}

/// The name of a field with which a line begins, and the byte of the line at which its value stands.
fn split_field(line: &str, mark: char) -> Option<(&str, usize)> {
    let end = line.find(mark).filter(|end| *end <= LONGEST_NAME)?;
    let name = line.get(..end)?.trim_end().trim_matches(['"', '\'']);
    let behind = line.get(end + 1..)?;
    let value = behind.trim_start();
    // `https://…` and `12:30` are no fields.
    let parted = mark == '=' || behind.is_empty() || behind.starts_with(char::is_whitespace);
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | ':'))
        && name.split(' ').count() <= 3;
    (parted && is_name).then_some((name, line.len() - value.len()))
}

/// Where a quoted value ends: a mark that is not escaped, with nothing or a comment behind it.
fn find_closing(behind: &str, quotes: &str) -> Option<usize> {
    unescaped_marks(behind, quotes).find(|at| {
        let rest = behind.get(at + quotes.len()..).unwrap_or("").trim_start();
        rest.is_empty() || rest.starts_with('#')
    })
}

fn unescaped_marks<'t>(text: &'t str, quotes: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(quotes).map(|(at, _)| at).filter(move |at| {
        let escapes = text.get(..*at).unwrap_or("").bytes().rev().take_while(|byte| *byte == b'\\').count();
        quotes.starts_with('\'') || escapes % 2 == 0
    })
}

/// The parts of a list between commas that stand in no quotation marks.
fn split_items(items: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut quoted) = (0, None);
    for (at, c) in items.char_indices() {
        match (c, quoted) {
            ('"' | '\'', None) if items.get(from..at).is_some_and(|before| before.trim().is_empty()) => {
                quoted = Some(c)
            }
            (c, Some(open)) if c == open => quoted = None,
            (',', None) => {
                parts.push(items.get(from..at).unwrap_or(""));
                from = at + 1;
            }
            _ => {}
        }
        if parts.len() >= MOST_PARTS {
            return parts;
        }
    }
    parts.push(items.get(from..).unwrap_or(""));
    parts
}

/// A scalar on one line, without its quotation marks, escapes and comment.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quotes in ["\"\"\"", "'''", "\"", "'"] {
        let Some(behind) = value.strip_prefix(quotes) else { continue };
        let Some(end) = find_closing(behind, quotes) else { break };
        let inner = behind.get(..end).unwrap_or("");
        return if quotes.starts_with('"') { unescaped(inner) } else { inner.replace("''", "'") };
    }
    value.find(" #").and_then(|comment| value.get(..comment)).unwrap_or(value).trim_end().to_owned()
}

/// What stands between double quotation marks, its escapes read: those of JSON, which YAML and TOML share.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match letters.next() {
            Some('n' | 'r' | 't') => out.push(' '),
            Some(mark @ ('u' | 'U' | 'x')) => {
                let digits: String = letters
                    .by_ref()
                    .take(match mark {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    })
                    .collect();
                out.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, field: RecordField) -> Option<Vec<String>> {
        let found = find_front_matter(text)?;
        let values = found.find_all(field);
        for value in values {
            assert!(!value.span.of(text).is_empty());
        }
        Some(values.iter().map(|value| value.text.clone()).collect())
    }

    const PAGE: &str = "---\ntitle: >\n  Bridge: stays\n  open\nsubtitle: |\n  Two\n  lines\ndate: \"2016-08-18 10:30:00 +0100\"\n\
        image: \"https://a.example/2016/01/02/x.jpg\"\naliases:\n - /news/1\ncomments:\n - value: >\n     title: not this\n     \
        nor this\n - value: x\nauthors:\n- Ann Example\n- name: 'Harold O''Testby'\n  email: h@a.example\ntags: [a, \"b, c\"]\n\
        empty:\nlink: https://a.example/b # where\n---\n\nText.\n";

    #[test]
    fn the_usual_notations_of_yaml_are_read() {
        assert_eq!(read(PAGE, RecordField::Title), Some(vec!["Bridge: stays open".to_owned()]));
        assert_eq!(read(PAGE, RecordField::Date), Some(vec!["2016-08-18 10:30:00 +0100".to_owned()]));
        assert_eq!(read(PAGE, RecordField::Byline), Some(vec!["Ann Example".to_owned(), "Harold O'Testby".to_owned()]));
        assert_eq!(read(PAGE, RecordField::Url), Some(vec!["https://a.example/b".to_owned()]));
        let found = find_front_matter(PAGE).unwrap();
        assert_eq!(found.span.end(), PAGE.find("\n\nText.").unwrap());
        assert_eq!(found.entries[1].values[0].text, "Two\nlines");
        assert_eq!(found.find(RecordField::Title).unwrap().span.of(PAGE), "Bridge: stays\n  open");
        assert_eq!(found.entries.iter().find(|entry| entry.key == "tags").unwrap().values[1].text, "b, c");
    }

    #[test]
    fn templates_that_break_the_notation_are_read_as_meant() {
        let title = |line: &str| read(&format!("--- \n{line}\ndate: 2016-08-18 \n--- \nText."), RecordField::Title);
        let one = |text: &str| Some(vec![text.to_owned()]);
        assert_eq!(title("title: Bridge: it 'stays' open "), one("Bridge: it 'stays' open"));
        assert_eq!(title("title: \"Bridge \\\"stays\\\" \\u2019open\\u2019\" # so"), one("Bridge \"stays\" ’open’"));
        assert_eq!(title("title: 'It''s open'"), one("It's open"));
        assert_eq!(title("title: \"Two\n  lines\""), one("Two lines"));
        assert_eq!(title("title: Bridge stays\n  open"), one("Bridge stays open"));
        assert_eq!(title("title: Bridge stays\nopen"), one("Bridge stays open"));
        assert_eq!(title("Title:\n  Bridge stays"), one("Bridge stays"));
        assert_eq!(title("title: 'Well done', she said"), one("'Well done', she said"));
        assert_eq!(title("title: ~"), Some(vec![]));
    }

    #[test]
    fn toml_is_read() {
        let text = "+++\ntitle = \"Bridge = open\"\ndate = 2016-08-18T10:30:00Z\nauthors = [\"Ann Example\",\n  \"Harold \
            Testby\",\n]\n[params]\ntitle = 'other'\n+++\nText.";
        assert_eq!(read(text, RecordField::Title), Some(vec!["Bridge = open".to_owned()]));
        assert_eq!(read(text, RecordField::Date), Some(vec!["2016-08-18T10:30:00Z".to_owned()]));
        assert_eq!(read(text, RecordField::Byline).unwrap().len(), 2);
    }

    #[test]
    fn rules_between_paragraphs_are_no_fences() {
        for text in [
            "---\n\nThe bridge stays open.\n\n---\n\nMore.",
            "---\nShe said: no.\nAnd so it was.\nAnd more.\n---\n",
            "---\ntitle: x\n\nText without an end.",
            "----\ntitle: x\n---\n",
            "--- a line\ntitle: x\n---\n",
            "---\n---\n",
            "",
            "title: x",
        ] {
            assert_eq!(find_front_matter(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(parts in prop::collection::vec(prop::sample::select(vec![
            "---\n", "+++\n", "title: ", "title = ", "\n", "\r\n", "  ", "- ", "\"", "'", "\"\"\"", "[", "]", ",", ">", "|",
            "name: x", "é", "\\", "\\u00", "#", "a", "...", ":",
        ]), 0..40)) {
            for start in ["---\ntitle: x\n", "+++\ntitle = 1\n", ""] {
                let text = format!("{start}{}", parts.concat());
                if let Some(found) = find_front_matter(&text) {
                    for value in found.entries.iter().flat_map(|entry| &entry.values) {
                        prop_assert!(found.span.start() <= value.span.start() && value.span.end() <= found.span.end());
                        prop_assert!(text.get(value.span.start()..value.span.end()).is_some());
                    }
                }
            }
        }
    }
}
