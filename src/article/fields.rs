//! Which field of a record holds what: the usual names, and those that the user gives with `--map`.
//!
//! Takes a parsed record, gives its values by [`RecordField`]. The usual names lie in `fields.tsv`.

use super::ArticleError;
use crate::words::fold::key;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::sync::LazyLock;

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
    /// Where it was published.
    Url,
}

impl RecordField {
    const ALL: [RecordField; 7] = [
        RecordField::Byline,
        RecordField::Date,
        RecordField::Id,
        RecordField::Outlet,
        RecordField::Text,
        RecordField::Title,
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

/// The rows of the table by their first cell.
static NAMES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    rows(include_str!("fields.tsv"))
        .filter_map(|row| row.exactly().ok())
        .map(|[field, names]| (field, names.split(' ').collect()))
        .collect()
});

/// The row of the objects in which some stores keep the record proper; their fields count where the outer ones say nothing.
const INNER: &str = "(inner)";
/// The row of the members under which an object that stands for a text or a name holds it.
const VALUE: &str = "(value)";
const DEEPEST_VALUE: usize = 4;

fn names(row: &str) -> &'static [&'static str] {
    NAMES.get(row).map_or(&[], Vec::as_slice)
}

fn usual_names(field: RecordField) -> &'static [&'static str] {
    names(field.name())
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
        let inner: Vec<_> = names(INNER)
            .iter()
            .filter_map(|name| outer.iter().find(|(folded, _)| folded == name))
            .filter_map(|(_, value)| value.as_object())
            .map(level)
            .collect();
        let levels = std::iter::once(outer).chain(inner).collect();
        RecordFields { record, map, levels }
    }

    /// The values that may be the field, the likeliest first; a mapped field has one at most.
    fn candidates(&self, field: RecordField) -> impl Iterator<Item = &'r Value> {
        let mapped = self.map.path(field);
        let named = mapped.and_then(|path| self.follow(path));
        let usual = if mapped.is_some() { &[][..] } else { usual_names(field) };
        let by_name = self.levels.iter().flat_map(move |level| {
            usual
                .iter()
                .flat_map(move |name| level.iter().filter(move |(folded, _)| folded == name).map(|(_, value)| *value))
        });
        named.into_iter().chain(by_name)
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

    /// The field as it stands.
    pub fn find_value(&self, field: RecordField) -> Option<&'r Value> {
        self.candidates(field).find(|value| text_of(value, ", ", 0).is_some())
    }

    /// The record's own names, for a message.
    pub fn names(&self) -> String {
        const MOST: usize = 20;
        let mut names: Vec<&str> = self.record.keys().take(MOST).map(String::as_str).collect();
        if self.record.len() > MOST {
            names.push("…");
        }
        names.join(", ")
    }
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
        Value::Object(object) => {
            names(VALUE).iter().filter_map(|name| object.get(*name)).find_map(|value| text_of(value, joint, depth + 1))
        }
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
    fn the_table_names_every_field_and_no_name_twice() {
        assert_eq!(NAMES.len(), RecordField::ALL.len() + [INNER, VALUE].len());
        assert!(!names(INNER).is_empty() && !names(VALUE).is_empty());
        let mut all: Vec<&str> = RecordField::ALL.iter().flat_map(|field| usual_names(*field)).copied().collect();
        assert!(RecordField::ALL.iter().all(|field| !usual_names(*field).is_empty()));
        assert!(all.iter().all(|name| key(name) == *name));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
