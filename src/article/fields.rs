//! Which field of a record holds what: the usual names, and those that the user gives with `--map`.
//!
//! Takes a parsed record, gives its values by [`RecordField`]. The usual names lie in `src/archive/field_names.tsv`.

use super::ArticleError;
use crate::archive::{INNER, LANGUAGE, SUMMARY, VALUE, field_names};
use crate::words::fold::key;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What a record can say of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum RecordField {
    /// Who wrote the article.
    Byline,
    /// When it was posted.
    Date,
    /// The archive's own id of the article.
    Id,
    /// The paper, agency or site.
    Outlet,
    /// The text itself.
    Text,
    /// The headline.
    Title,
    /// When it was changed last.
    Updated,
    /// Where it was published.
    Url,
}

impl RecordField {
    const ALL: [RecordField; 8] = [
        RecordField::Byline,
        RecordField::Date,
        RecordField::Id,
        RecordField::Outlet,
        RecordField::Text,
        RecordField::Title,
        RecordField::Updated,
        RecordField::Url,
    ];

    fn name(self) -> &'static str {
        match self {
            RecordField::Byline => "byline",
            RecordField::Date => "date",
            RecordField::Id => "id",
            RecordField::Outlet => "outlet",
            RecordField::Text => "text",
            RecordField::Title => "title",
            RecordField::Updated => "updated",
            RecordField::Url => "url",
        }
    }
}

/// The user's own names of fields; the usual ones serve for what is not mapped.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct FieldMap {
    /// The path to each field: names, from the outermost in.
    paths: Vec<(RecordField, Vec<String>)>,
}

const DEEPEST_VALUE: usize = 4;

/// The names under which a record declares its language.
pub(super) fn language_names() -> &'static [&'static str] {
    field_names(LANGUAGE)
}

pub(super) fn usual_names(field: RecordField) -> &'static [&'static str] {
    field_names(field.name())
}

impl FieldMap {
    /// Reads `title=hl,text=content.raw`: what it is, then the record's name for it; dots lead into objects.
    ///
    /// # Errors
    /// A part is no `FIELD=NAME`, or there is no such field.
    pub fn parse(text: &str) -> Result<FieldMap, ArticleError> {
        let mut map = FieldMap::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (field, path) = part
                .split_once('=')
                .map(|(field, path)| (field.trim(), path.trim()))
                .filter(|(field, path)| !field.is_empty() && !path.is_empty())
                .ok_or_else(|| ArticleError::BadMap { part: part.to_owned() })?;
            let folded = key(field);
            let known = RecordField::ALL
                .into_iter()
                .find(|known| known.name() == folded)
                .or_else(|| RecordField::ALL.into_iter().find(|known| usual_names(*known).contains(&folded.as_str())))
                .ok_or_else(|| ArticleError::UnknownField { field: field.to_owned() })?;
            map.paths.retain(|(other, _)| *other != known);
            map.paths.push((known, path.split('.').map(str::to_owned).collect()));
        }
        Ok(map)
    }

    fn path(&self, field: RecordField) -> Option<&[String]> {
        self.paths.iter().find(|(known, _)| *known == field).map(|(_, path)| path.as_slice())
    }
}

/// A record's fields, ready to be asked by [`RecordField`].
pub(super) struct RecordFields<'r> {
    record: &'r Map<String, Value>,
    map: &'r FieldMap,
    /// The record's members and then those of its inner objects, each with its folded name.
    levels: Vec<Vec<(String, &'r Value)>>,
}

impl<'r> RecordFields<'r> {
    pub fn new(record: &'r Map<String, Value>, map: &'r FieldMap) -> RecordFields<'r> {
        let level = |object: &'r Map<String, Value>| -> Vec<(String, &'r Value)> {
            object.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (key(name), value)).collect()
        };
        let outer = level(record);
        let inner: Vec<_> = field_names(INNER)
            .iter()
            .filter_map(|name| outer.iter().find(|(folded, _)| folded == name))
            .filter_map(|(_, value)| value.as_object())
            // An object with a name stands for a paper or a person.
            .filter(|object| !object.contains_key("name"))
            .map(level)
            .collect();
        let levels = std::iter::once(outer).chain(inner).collect();
        RecordFields { record, map, levels }
    }

    /// The values that may be the field, the likeliest first; a mapped field has one at most.
    fn candidates(&self, field: RecordField) -> impl Iterator<Item = &'r Value> {
        let mapped = self.map.path(field);
        let named = mapped.and_then(|path| self.follow(path));
        let is_mapped = mapped.is_some();
        let usual = if is_mapped { &[][..] } else { usual_names(field) };
        // Clippings name their page as their source.
        let otherwise = match field {
            RecordField::Url if !is_mapped => field_names(RecordField::Outlet.name()),
            _ => &[],
        };
        let own = self.named(usual).filter(move |value| fits(field, value));
        let others = self.named(otherwise).filter(move |value| field != RecordField::Url || is_address(value));
        named.into_iter().chain(own).chain(others)
    }

    /// The values under one of some names: of the outermost level first, and in the order of the names.
    fn named(&self, names: &'static [&'static str]) -> impl Iterator<Item = &'r Value> {
        self.levels.iter().flat_map(move |level| {
            names
                .iter()
                .flat_map(move |name| level.iter().filter(move |(folded, _)| folded == name).map(|(_, value)| *value))
        })
    }

    fn follow(&self, path: &[String]) -> Option<&'r Value> {
        // A name may hold dots itself.
        if let Some(value) = self.record.get(&path.join(".")) {
            return Some(value);
        }
        let (first, rest) = path.split_first()?;
        let member = |object: &'r Map<String, Value>, name: &str| {
            object.get(name).or_else(|| object.iter().find(|(own, _)| key(own) == key(name)).map(|(_, value)| value))
        };
        rest.iter().try_fold(member(self.record, first)?, |value, name| member(value.as_object()?, name))
    }

    /// The field's text: a string, a number, a list of them joined by commas, or an object's name.
    pub fn find_text(&self, field: RecordField) -> Option<Cow<'r, str>> {
        self.candidates(field).find_map(|value| text_of(value, ", ", 0))
    }

    /// The article's text: a string, or a list of paragraphs.
    pub fn find_body(&self) -> Option<Cow<'r, str>> {
        self.candidates(RecordField::Text)
            .filter(|value| !value.is_number() && !value.is_boolean())
            .find_map(|value| text_of(value, "\n\n", 0))
    }

    /// The language of the text, as it is declared: `en-GB`.
    pub fn find_language(&self) -> Option<&'r str> {
        let members = || self.levels.iter().flatten();
        let named = |name: &&str| members().find(|(folded, _)| folded == name).and_then(|(_, value)| value.as_str());
        language_names().iter().find_map(named)
    }

    /// The field as it stands.
    pub fn find_value(&self, field: RecordField) -> Option<&'r Value> {
        self.candidates(field).find(|value| text_of(value, ", ", 0).is_some())
    }

    /// What stands for a text that the record does not have: its summary or its first paragraph. With the field's name.
    pub fn find_summary(&self) -> Option<(&'static str, Cow<'r, str>)> {
        if self.map.path(RecordField::Text).is_some() {
            return None;
        }
        field_names(SUMMARY).iter().find_map(|name| {
            let own = |level: &&Vec<(String, &'r Value)>| level.iter().any(|(folded, _)| folded == name);
            let level = self.levels.iter().find(own)?;
            level
                .iter()
                .filter(|(folded, _)| folded == name)
                .find_map(|(_, value)| Some((*name, text_of(value, "\n\n", 0)?)))
        })
    }

    /// The record's own names, for a message, and of those that hold text the one that holds the most.
    pub fn names(&self) -> (String, Option<String>) {
        const MOST: usize = 20;
        let mut names: Vec<&str> = self.record.keys().take(MOST).map(String::as_str).collect();
        if self.record.len() > MOST {
            names.push("…");
        }
        let mut longest = LongestText { length: SHORTEST_GUESS, path: None };
        longest.look_into(self.record, "", 0);
        (names.join(", "), longest.path)
    }
}

/// A shorter text, in bytes, is not guessed to be an article's.
const SHORTEST_GUESS: usize = 60;
const DEEPEST_GUESS: usize = 4;

/// The longest text of a record, by the path that leads to it.
struct LongestText {
    length: usize,
    path: Option<String>,
}

impl LongestText {
    fn look_into(&mut self, object: &Map<String, Value>, above: &str, depth: usize) {
        for (name, value) in object {
            // A map's parts are parted by commas, and a name may hold no sign that parts it from its field.
            if name.is_empty() || name.contains([',', '=']) {
                continue;
            }
            let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
            match value {
                Value::String(text) if text.len() > self.length && is_prose(text) => {
                    self.length = text.len();
                    self.path = Some(path);
                }
                Value::Object(inner) if depth < DEEPEST_GUESS => self.look_into(inner, &path, depth + 1),
                _ => {}
            }
        }
    }
}

/// Words with spaces between them.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().take(8).count() == 8
}

fn holds_text(object: &Map<String, Value>) -> bool {
    object.keys().any(|name| usual_names(RecordField::Text).contains(&key(name).as_str()))
}

fn is_address(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains("://"))
}

/// Whether a value can be what its name says: an address is no name of a paper or a person.
fn fits(field: RecordField, value: &Value) -> bool {
    match field {
        // The record proper lies in a member that is called source, too.
        RecordField::Outlet => !is_address(value) && !value.as_object().is_some_and(holds_text),
        // A profile's address, or the site's own name where nobody is named.
        RecordField::Byline => {
            let text = text_of(value, ", ", 0).unwrap_or_default();
            !is_address(value) && (text.trim().contains(' ') || !text.contains('.'))
        }
        _ => true,
    }
}

/// Names without the brackets with which notes link them (`[[Ann Example]]`, `[[people/ann|Ann Example]]`) and without the
/// address that feeds put before them (`press@a.example (Ann Example)`).
pub(super) fn plain_names(names: &str) -> String {
    if let Some((address, name)) = names.strip_suffix(')').and_then(|names| names.split_once(" ("))
        && address.contains('@')
        && !address.contains(' ')
    {
        return name.to_owned();
    }
    if !names.contains("[[") {
        return names.to_owned();
    }
    let parts = names.split("[[").map(|part| match part.split_once("]]") {
        Some((link, behind)) => format!("{}{behind}", link.rsplit(['|', '/']).next().unwrap_or(link)),
        None => part.to_owned(),
    });
    parts.collect()
}

/// A name of an author without `By`, and nothing where there is no name.
pub(super) fn author_of(words: &str) -> Option<String> {
    let words = words.trim();
    let is_by = words.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    let name = if is_by { words.get(3..).unwrap_or("").trim() } else { words };
    (!name.is_empty()).then(|| name.to_owned())
}

pub(super) fn text_of<'r>(value: &'r Value, joint: &str, depth: usize) -> Option<Cow<'r, str>> {
    if depth > DEEPEST_VALUE {
        return None;
    }
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(values) => {
            let mut texts = values.iter().filter_map(|value| text_of(value, joint, depth + 1));
            let first = texts.next()?;
            Some(texts.fold(first, |mut joined, text| {
                let whole = joined.to_mut();
                whole.push_str(joint);
                whole.push_str(&text);
                joined
            }))
        }
        Value::Object(object) => field_names(VALUE)
            .iter()
            .filter_map(|name| object.get(*name))
            .find_map(|value| text_of(value, joint, depth + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(json: &str, map: &str, field: RecordField) -> Option<String> {
        let record: Map<String, Value> = serde_json::from_str(json).unwrap();
        let map = FieldMap::parse(map).unwrap();
        RecordFields::new(&record, &map).find_text(field).map(Cow::into_owned)
    }

    #[test]
    fn usual_names_are_known_in_any_writing() {
        let found = |json, field| ask(json, "", field);
        assert_eq!(found(r#"{"Posted On": "x"}"#, RecordField::Date).as_deref(), Some("x"));
        assert_eq!(found(r#"{"published_at": "x", "DATE": "y"}"#, RecordField::Date).as_deref(), Some("x"));
        assert_eq!(
            found(r#"{"authors": [{"name": "Ann Example"}, "Harold Testby"]}"#, RecordField::Byline).as_deref(),
            Some("Ann Example, Harold Testby")
        );
        assert_eq!(
            found(r#"{"source": {"id": null, "name": "Dispatch"}}"#, RecordField::Outlet).as_deref(),
            Some("Dispatch")
        );
        assert_eq!(found(r#"{"_id": 7}"#, RecordField::Id).as_deref(), Some("7"));
        assert_eq!(found(r#"{"_source": {"headline": "x"}}"#, RecordField::Title).as_deref(), Some("x"));
        assert_eq!(found(r#"{"title": {"rendered": "x"}}"#, RecordField::Title).as_deref(), Some("x"));
        assert_eq!(found(r#"{"title": " ", "headline": "x"}"#, RecordField::Title).as_deref(), Some("x"));
        assert_eq!(found(r#"{"title": null}"#, RecordField::Title), None);
    }

    #[test]
    fn a_map_comes_before_the_usual_names() {
        let json = r#"{"title": "a", "hl": "b", "c": {"Raw Text": "d"}, "e.f": "g"}"#;
        assert_eq!(ask(json, "title=hl", RecordField::Title).as_deref(), Some("b"));
        assert_eq!(ask(json, "headline=hl, body=c.raw_text", RecordField::Text).as_deref(), Some("d"));
        assert_eq!(ask(json, "url=e.f", RecordField::Url).as_deref(), Some("g"));
        assert_eq!(ask(json, "title=none", RecordField::Title), None);
        for bad in ["title", "title=", "=x", "colour=x"] {
            assert!(FieldMap::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_table_names_every_field() {
        assert!(RecordField::ALL.iter().all(|field| !usual_names(*field).is_empty()));
    }

    #[test]
    fn a_value_that_cannot_be_what_its_name_says_is_passed_over() {
        let found = |json, field| ask(json, "", field);
        let clipping = r#"{"source": "https://a.example/1", "author": "a.example"}"#;
        assert_eq!(found(clipping, RecordField::Url).as_deref(), Some("https://a.example/1"));
        assert_eq!(found(clipping, RecordField::Outlet), None);
        assert_eq!(found(clipping, RecordField::Byline), None);
        assert_eq!(found(r#"{"source": "The Dispatch"}"#, RecordField::Url), None);
        // The name of a paper is no title.
        assert_eq!(found(r#"{"source": {"id": 7, "name": "The Dispatch"}}"#, RecordField::Title), None);
        assert_eq!(
            found(r#"{"thread": {"title": "x"}, "source": {"name": "y"}}"#, RecordField::Title).as_deref(),
            Some("x")
        );
        assert_eq!(
            found(r#"{"byline": {"original": "By A", "person": []}}"#, RecordField::Byline).as_deref(),
            Some("By A")
        );
        assert_eq!(found(r#"{"updated": "x", "date": ""}"#, RecordField::Date), None);
    }

    #[test]
    fn the_longest_text_is_told_with_its_path() {
        let text = "a ".repeat(50);
        let record: Map<String, Value> =
            serde_json::from_value(serde_json::json!({"id": "x".repeat(900), "a": {"b c": text}, "d": "a b"})).unwrap();
        let map = FieldMap::default();
        let names = RecordFields::new(&record, &map).names();
        assert_eq!(names, ("a, d, id".to_owned(), Some("a.b c".to_owned())));
    }
}
