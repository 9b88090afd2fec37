//! A JSON value to the records in it: an answer of an API, a page of a search engine, lists in lists.
//!
//! Takes the bytes of one object, says whether it is a record itself or stands around records, and where these are. What
//! holds an article's text is a record, whatever lists it holds besides; what holds none and stands around lists of
//! objects that do is not. Sites are not told apart: lists are known by what their objects hold, and only where that does
//! not tell by their name.

use super::field_names::{INNER, LIST, SUMMARY, TEXT, TITLE, VALUE, field_names, is_named};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Lists deeper in an object than this, counted in objects and lists around them, are not looked for.
const DEEPEST: usize = 6;
/// A text of so many bytes is an article's, whatever its name.
const LONG_TEXT: usize = 400;
/// A list's first objects tell what the others are.
const LOOKED_AT: usize = 5;

/// The members of an object, in order, not parsed.
struct Members<'j>(Vec<(Cow<'j, str>, &'j RawValue)>);

impl<'de: 'j, 'j> Deserialize<'de> for Members<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<'j>, D::Error> {
        struct InOrder<'j>(std::marker::PhantomData<&'j ()>);
        impl<'de: 'j, 'j> Visitor<'de> for InOrder<'j> {
            type Value = Members<'j>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'j>, A::Error> {
                let mut members = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder(std::marker::PhantomData))
    }
}

/// A member's name, borrowed where it holds no escapes.
#[derive(Deserialize)]
struct Name<'j>(#[serde(borrow)] Cow<'j, str>);

/// How surely an object is a record, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    /// It has a title or a summary: something is told of an article whose text is not there.
    Told,
    /// It holds a long text under a name that is not known.
    Long,
    /// It holds a text by its name.
    Text,
}

/// Where in an object's bytes its records are: in order, without overlaps. `None` where the object is one record itself,
/// or cannot be read.
pub(super) fn find_records(object: &[u8]) -> Option<Vec<Range<usize>>> {
    let text = std::str::from_utf8(object).ok()?;
    let members = members_of(text)?;
    let own = likeness_of(&members);
    if own == Likeness::Text {
        return None;
    }
    let mut best = FoundRecords { likeness: Likeness::None, values: Vec::new(), has_empty_list: false };
    best.look_into(&members, 1);
    // A title above a list is the list's, where the list's objects hold texts.
    let is_around = best.likeness > own || own == Likeness::None && (!best.values.is_empty() || best.has_empty_list);
    if !is_around {
        return None;
    }
    let start = text.as_ptr() as usize;
    let place = |value: &&str| {
        let at = (value.as_ptr() as usize).saturating_sub(start);
        at..at + value.len()
    };
    Some(best.values.iter().map(place).collect())
}

/// Whether an object in a list looks like a record that has a text.
pub(super) fn has_text(object: &[u8]) -> bool {
    std::str::from_utf8(object).ok().and_then(members_of).is_some_and(|members| likeness_of(&members) >= Likeness::Long)
}

fn members_of(object: &str) -> Option<Members<'_>> {
    serde_json::from_str(object).ok()
}

/// The records found so far: those of the lists that are the surest.
struct FoundRecords<'j> {
    likeness: Likeness,
    values: Vec<&'j str>,
    /// Whether a list of records is there and holds none: an answer that found nothing.
    has_empty_list: bool,
}

impl<'j> FoundRecords<'j> {
    fn offer(&mut self, likeness: Likeness, values: impl IntoIterator<Item = &'j str>) {
        if likeness > self.likeness {
            self.likeness = likeness;
            self.values.clear();
        }
        if likeness == self.likeness && likeness > Likeness::None {
            self.values.extend(values);
        }
    }

    fn look_into(&mut self, members: &Members<'j>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for (name, value) in &members.0 {
            let value = value.get();
            if value.starts_with('[') {
                self.look_into_list(name, value, depth);
            } else if let Some(inner) = value.starts_with('{').then(|| members_of(value)).flatten() {
                // A single record, as an API gives it that was asked for one.
                match likeness_of(&inner) {
                    likeness @ (Likeness::Text | Likeness::Long) => self.offer(likeness, [value]),
                    _ => self.look_into(&inner, depth + 1),
                }
            }
        }
    }

    fn look_into_list(&mut self, name: &str, list: &'j str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let Ok(values) = serde_json::from_str::<Vec<&'j RawValue>>(list) else { return };
        let is_object = |value: &str| value.starts_with('{');
        let objects = || values.iter().map(|value| value.get()).filter(|value| is_object(value));
        let heads: Vec<Members<'_>> = objects().take(LOOKED_AT).filter_map(members_of).collect();
        let likeness = heads.iter().map(likeness_of).max().unwrap_or(Likeness::None);
        let is_list = is_named(LIST, name.as_bytes());
        self.has_empty_list |= is_list && values.is_empty();
        match likeness {
            // Comments have texts, too, and no titles.
            Likeness::Text if is_list || heads.iter().any(|head| has_title(head, DEEPEST)) => {
                self.offer(likeness, objects())
            }
            Likeness::Long => self.offer(likeness, objects()),
            // Tags and pictures have titles, too.
            Likeness::Told if is_list => self.offer(likeness, objects()),
            _ => {
                let found = self.values.len();
                for value in &values {
                    if is_object(value.get()) {
                        if let Some(members) = members_of(value.get()) {
                            self.look_into(&members, depth + 1);
                        }
                    } else if value.get().starts_with('[') {
                        self.look_into_list(name, value.get(), depth + 1);
                    }
                }
                // The user may say with a map which fields these objects have.
                let is_all_objects = values.iter().all(|value| is_object(value.get()));
                if is_list && is_all_objects && likeness == Likeness::None && self.likeness == Likeness::None {
                    self.values.truncate(found);
                    self.values.extend(objects());
                }
            }
        }
    }
}

/// Whether an object, or the one in it that is the record proper, so many objects deep at the most, has a title.
fn has_title(members: &Members<'_>, most: usize) -> bool {
    members.0.iter().any(|(name, value)| {
        let may_be_inner = most > 0 && value.get().starts_with('{') && is_named(INNER, name.as_bytes());
        is_named(TITLE, name.as_bytes())
            || may_be_inner && members_of(value.get()).is_some_and(|members| has_title(&members, most - 1))
    })
}

fn likeness_of(members: &Members<'_>) -> Likeness {
    let own = members.0.iter().map(|(name, value)| likeness_of_member(name, value.get(), true)).max();
    own.unwrap_or(Likeness::None)
}

fn likeness_of_member(name: &str, value: &str, may_be_inner: bool) -> Likeness {
    match value.as_bytes().first() {
        Some(b'"') if value.len() <= 2 || value.bytes().skip(1).rev().skip(1).all(|byte| byte == b' ') => {
            Likeness::None
        }
        Some(b'"') if is_named(TEXT, name.as_bytes()) => Likeness::Text,
        Some(b'"') if is_named(TITLE, name.as_bytes()) || is_named(SUMMARY, name.as_bytes()) => Likeness::Told,
        Some(b'"') if value.len() >= LONG_TEXT => Likeness::Long,
        // Paragraphs.
        Some(b'[')
            if is_named(TEXT, name.as_bytes())
                && value.get(1..).is_some_and(|rest| rest.trim_start().starts_with('"')) =>
        {
            Likeness::Text
        }
        Some(b'{') if is_named(TEXT, name.as_bytes()) || is_named(TITLE, name.as_bytes()) => {
            let is_text = is_named(TEXT, name.as_bytes());
            let value_of = |members: Members<'_>| {
                let names = field_names(VALUE);
                members.0.iter().any(|(name, value)| names.contains(&name.as_ref()) && value.get().starts_with('"'))
            };
            match members_of(value).filter(|members| !holds_record(members)).is_some_and(value_of) {
                true if is_text => Likeness::Text,
                true => Likeness::Told,
                false if may_be_inner => likeness_within(name, value),
                false => Likeness::None,
            }
        }
        Some(b'{') if may_be_inner => likeness_within(name, value),
        _ => Likeness::None,
    }
}

/// Whether an object under a name of texts is a record rather than a text: it has a title and a text of its own.
fn holds_record(members: &Members<'_>) -> bool {
    let has = |row| members.0.iter().any(|(name, value)| is_named(row, name.as_bytes()) && value.get() != "null");
    has(TITLE) && has(TEXT)
}

/// What an object in which some stores keep the record proper makes of the one around it.
fn likeness_within(name: &str, value: &str) -> Likeness {
    if !is_named(INNER, name.as_bytes()) {
        return Likeness::None;
    }
    let Some(members) = members_of(value) else { return Likeness::None };
    let within = members.0.iter().map(|(name, value)| likeness_of_member(name, value.get(), false)).max();
    // The name of a source is no title of an article.
    within.filter(|likeness| *likeness == Likeness::Text).unwrap_or(Likeness::None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(object: &str) -> Option<Vec<&str>> {
        find_records(object.as_bytes()).map(|places| places.into_iter().map(|place| &object[place]).collect())
    }

    #[test]
    fn what_holds_a_text_is_a_record_whatever_lists_it_holds() {
        for record in [
            r#"{"tags":[{"title":"t","text":"x"}],"title":"t","text":"x"}"#,
            r#"{"id":1,"fields":{"bodyText":"x"},"tags":[{"webTitle":"t","webUrl":"u"}]}"#,
            r#"{"_id":1,"_source":{"title":"t","body":"x"}}"#,
            r#"{"title":{"rendered":"t"},"content":{"rendered":"<p>x</p>"}}"#,
            r#"{"paragraphs":["x"],"related":[{"title":"t","content":"x"}]}"#,
            r#"{"title":"t","keywords":[{"name":"x"}],"media":[{"caption":"c"}]}"#,
            r#"{"a":1}"#,
            "{",
        ] {
            assert_eq!(found(record), None, "{record}");
        }
    }

    #[test]
    fn lists_are_known_by_what_their_objects_hold() {
        assert_eq!(
            found(r#"{"response":{"status":"ok","results":[{"webTitle":"t","fields":{"body":"x"}}]}}"#).unwrap(),
            [r#"{"webTitle":"t","fields":{"body":"x"}}"#]
        );
        // A list has a title of its own; its name is not known.
        assert_eq!(
            found(r#"{"title":"Feed","stuff":[ {"title":"a","text":"x"}, {"title":"b","text":"y"} ]}"#).unwrap(),
            [r#"{"title":"a","text":"x"}"#, r#"{"title":"b","text":"y"}"#]
        );
        // One record asked for.
        assert_eq!(
            found(r#"{"response":{"content":{"webTitle":"t","fields":{"body":"x"}}}}"#).unwrap(),
            [r#"{"webTitle":"t","fields":{"body":"x"}}"#]
        );
        // Lists in lists, and an object for each entry.
        assert_eq!(
            found(r#"{"data":{"children":[{"kind":"t3","data":{"title":"t","selftext":"x"}}]}}"#).unwrap(),
            [r#"{"kind":"t3","data":{"title":"t","selftext":"x"}}"#]
        );
        assert_eq!(found(r#"{"pages":[[{"title":"a","text":"x"}],[{"title":"b","text":"y"}]]}"#).unwrap().len(), 2);
        // No texts at all: by its name.
        assert_eq!(found(r#"{"articles":[{"title":"t","url":"u"}],"tags":[{"title":"x"}]}"#).unwrap().len(), 1);
        assert_eq!(found(r#"{"rows":[{"a":"t"}]}"#).unwrap(), [r#"{"a":"t"}"#]);
        assert_eq!(found(r#"{"status":"ok","results":[]}"#), Some(Vec::new()));
        // The outermost list, where each may be meant.
        assert_eq!(
            found(r#"{"items":[{"rows":[{"a":"t"}]},{"b":"u"}]}"#).unwrap(),
            [r#"{"rows":[{"a":"t"}]}"#, r#"{"b":"u"}"#]
        );
        // What readers write below an article is none.
        assert_eq!(found(r#"{"title":"t","comments":[{"author":"x","body":"y"}]}"#), None);
    }

    #[test]
    fn objects_in_objects_are_not_followed_without_end() {
        let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for (value, is_list) in
            [(deep("{\"data\":", "}"), false), (deep("[", "]"), false), (deep("{\"items\":[", "]}"), true)]
        {
            let object = format!("{{\"stuff\":[{{\"text\":\"x\",\"data\":{value}}}]}}");
            assert_eq!(found(&object).is_some(), is_list);
        }
    }

    /// A value, and now and then one that is cut.
    fn any_json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![Just("\"x\"".to_owned()), Just("1".to_owned()), Just("".to_owned())];
        leaf.prop_recursive(5, 60, 4, |inner| {
            let member = ("(title|text|items|rows|data|node|a)", inner.clone());
            let members = prop::collection::vec(member.prop_map(|(name, value)| format!("\"{name}\": {value}")), 0..4);
            prop_oneof![
                members.prop_map(|members| format!("{{{}}}", members.join(","))),
                prop::collection::vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(", "))),
            ]
        })
    }

    proptest! {
        #[test]
        fn records_are_parts_of_the_object_in_order(object in any_json()) {
            let mut end = 0;
            for place in find_records(object.as_bytes()).unwrap_or_default() {
                let begins = object[place.clone()].starts_with('{');
                prop_assert!(end <= place.start && begins);
                end = place.end;
            }
        }

        #[test]
        fn any_lists_of_records_are_found(depth in 0usize..4, count in 1usize..5) {
            let record = r#"{"title":"t","text":"x"}"#;
            let records = vec![record; count].join(",");
            let mut object = format!(r#"{{"items":[{records}]}}"#);
            for _ in 0..depth {
                object = format!(r#"{{"a":{object}}}"#);
            }
            prop_assert_eq!(found(&object).unwrap(), vec![record; count]);
        }
    }
}
