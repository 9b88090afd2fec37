//! The names that records and tables use for what they hold: the one table, asked by the name of its row.
//!
//! Takes a row's name, gives the names that stand in it. A dump's records are found by them, and an article is read from a
//! record by them.

use crate::words::fold;
use crate::words::table::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The rows of the table by their first cell.
static NAMES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    rows(include_str!("field_names.tsv"))
        .filter_map(|row| row.exactly().ok())
        .map(|[row, names]| (row, names.split(' ').collect()))
        .collect()
});

/// The rows that are no fields of an article.
pub(crate) const INNER: &str = "(inner)";
/// Names under which a file holds the list of its records.
pub(super) const LIST: &str = "(list)";
/// What stands for a text that is not there.
pub(crate) const SUMMARY: &str = "(summary)";
/// The names under which a record declares its language.
pub(crate) const LANGUAGE: &str = "(language)";
/// The members under which an object that stands for a text or a name holds it.
pub(crate) const VALUE: &str = "(value)";
/// The article itself.
pub(super) const TEXT: &str = "text";
/// The headline.
pub(super) const TITLE: &str = "title";

/// The names of a row, folded as [`fold::key`] folds them (those of [`VALUE`] as they are written), the likeliest first.
pub(crate) fn field_names(row: &str) -> &'static [&'static str] {
    NAMES.get(row).map_or(&[], Vec::as_slice)
}

/// The field of an article that a record's or a column's name is of.
pub(super) fn field_of(name: &[u8]) -> Option<&'static str> {
    let key = fold::key(name);
    NAMES.iter().find(|(row, names)| !row.starts_with('(') && names.contains(&key.as_str())).map(|(row, _)| *row)
}

/// Whether a record's or a column's name is one of a row.
pub(super) fn is_named(row: &str, name: &[u8]) -> bool {
    field_names(row).contains(&fold::key(name).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_of_two_fields_and_all_are_folded() {
        let fields = ["byline", "date", "id", "outlet", TEXT, TITLE, "updated", "url", LANGUAGE, SUMMARY];
        assert_eq!(NAMES.len(), fields.len() + [INNER, LIST, VALUE].len());
        let mut all: Vec<&str> = fields.iter().flat_map(|field| field_names(field)).copied().collect();
        assert!([INNER, LIST, VALUE].into_iter().chain(fields).all(|row| !field_names(row).is_empty()));
        assert!(
            all.iter()
                .chain(field_names(INNER))
                .chain(field_names(LIST))
                .all(|name| fold::key(name.as_bytes()) == *name)
        );
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(field_of(b"Published_At"), Some("date"));
        assert!(is_named(LIST, b"results") && !is_named(LIST, b"tags"));
    }
}
