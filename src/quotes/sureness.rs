//! How sure the rules are and from which probability on something is told, as `data/sureness.tsv` has them.

use std::sync::LazyLock;

const TABLE: &str = include_str!("data/sureness.tsv");

/// The table of the program.
static SURENESS: LazyLock<Sureness> = LazyLock::new(|| Sureness::read(TABLE).unwrap_or_else(|error| panic!("{error}")));

macro_rules! sureness {
    ($($field:ident = $name:literal,)+) => {
        /// The numbers of the table by their names, which say there what they are.
        #[derive(Clone, Debug)]
        pub(crate) struct Sureness { $(pub $field: f32,)+ }

        impl Sureness {
            /// Reads a table: every number once, and nothing else.
            ///
            /// # Errors
            /// The first bad row, with its line; or the first number that is missing.
            fn read(table: &str) -> Result<Sureness, String> {
                $(let mut $field: Option<f32> = None;)+
                for (line, row) in (1..).zip(table.lines()).filter(|(_, row)| !row.starts_with('#')) {
                    let wrong = |what: &str| format!("sureness.tsv, line {line}: {what}: {row}");
                    let SurenessRow { name, value, .. } = SurenessRow::read(row).ok_or_else(|| wrong("not five cells"))?;
                    let slot = match name {
                        $($name => &mut $field,)+
                        _ => return Err(wrong("no rule has this name")),
                    };
                    let value = value.parse().map_err(|_| wrong("no number"))?;
                    if slot.replace(value).is_some() {
                        return Err(wrong("the row is there twice"));
                    }
                }
                Ok(Sureness {
                    $($field: $field.ok_or_else(|| format!("sureness.tsv has no row {}", $name))?,)+
                })
            }
        }
    };
}

sureness! {
    quote = "quote",
    quote_in_report = "quote-in-report",
    report = "report",
    named = "named",
    named_in_report = "named-in-report",
    one_word_at_most = "one-word-at-most",
    nobody_at_most = "nobody-at-most",
    scale_slope = "scale-slope",
    scale_offset = "scale-offset",
    layout = "layout",
    gapped = "gapped",
    neighbour = "neighbour",
    speaking = "speaking",
    weak = "weak",
    within = "within",
    unknown_gender = "unknown-gender",
    other_gender = "other-gender",
    unknown_name = "unknown-name",
    body_meant = "body-meant",
    body_share = "body-share",
    owner_share = "owner-share",
    party_of_era = "party-of-era",
    named_next = "named-next",
    coordinated = "coordinated",
    apposition = "apposition",
    narrator = "narrator",
    seat = "seat",
    legislator = "legislator",
    introduced = "introduced",
    introduced_owned = "introduced-owned",
    class_of_office = "class-of-office",
    member_of_party = "member-of-party",
    bare_description = "bare-description",
    ever_held = "ever-held",
    holder = "holder",
    one_of_holders = "one-of-holders",
    unnamed_holder = "unnamed-holder",
    office_and_surname = "office-and-surname",
    initials = "initials",
    called_so = "called-so",
    last_and_most = "last-and-most",
    most_not_last = "most-not-last",
    last_not_most = "last-not-most",
    most_none_near = "most-none-near",
    some_none_near = "some-none-near",
    owned_body = "owned-body",
    government = "government",
    body_of_kind = "body-of-kind",
    published = "published",
}

impl Sureness {
    /// Those of the program's table.
    pub fn embedded() -> &'static Sureness {
        &SURENESS
    }
}

/// A row of the table.
struct SurenessRow<'t> {
    name: &'t str,
    value: &'t str,
    meaning: &'t str,
}

impl SurenessRow<'_> {
    fn read(row: &str) -> Option<SurenessRow<'_>> {
        match row.split('\t').collect::<Vec<_>>()[..] {
            [name, value, _right, _of, meaning] => Some(SurenessRow { name, value, meaning }),
            _ => None,
        }
    }
}

/// The table with these counts: for a rule's name how many of its choices are right, and of how many. Rows that nobody
/// counted say so.
pub(super) fn table_with_counts(count: impl Fn(&str) -> Option<(usize, usize)>) -> String {
    let mut table = String::new();
    for row in TABLE.lines() {
        let counted = SurenessRow::read(row).filter(|_| !row.starts_with('#'));
        match counted.map(|row| (count(row.name), row)) {
            Some((Some((right, of)), SurenessRow { name, value, meaning })) => {
                table.push_str(&format!("{name}\t{value}\t{right}\t{of}\t{meaning}\n"));
            }
            Some((None, SurenessRow { name, value, meaning })) => {
                table.push_str(&format!("{name}\t{value}\t-\t-\t{meaning}\n"));
            }
            None => table.push_str(&format!("{row}\n")),
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_is_read_whole_and_a_bad_row_is_told_by_its_line() {
        let rows: Vec<&str> = TABLE.lines().collect();
        assert!(Sureness::read(TABLE).is_ok());
        let first = rows.iter().position(|row| !row.starts_with('#')).unwrap();
        for (row, what) in [
            ("nothing\t0.5\t-\t-\tno rule", "no rule has this name"),
            ("named\thalf\t-\t-\tno number", "no number"),
            ("named\t0.5", "not five cells"),
            (rows[first + 1], "the row is there twice"),
        ] {
            let mut changed = rows.clone();
            changed[first] = row;
            let error = Sureness::read(&changed.join("\n")).unwrap_err();
            assert!(error.contains(what) && error.starts_with("sureness.tsv, line "), "{error}");
        }
        let missing = Sureness::read(&rows[..rows.len() - 1].join("\n")).unwrap_err();
        assert!(missing.contains("has no row"), "{missing}");
    }

    #[test]
    fn values_are_shares_and_the_readme_tells_those_of_naming() {
        for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
            let value: f32 = SurenessRow::read(row).unwrap().value.parse().unwrap();
            assert!(row.starts_with("scale-") || (0.0..=1.0).contains(&value), "{row}");
        }
        let Sureness { named, named_in_report, .. } = Sureness::embedded();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let readme = std::fs::read_to_string(root.join("README.md")).unwrap().replace('\n', " ");
        let told = format!("a confidence of at least {named} (reported speech without marks: {named_in_report})");
        assert!(readme.contains(&told), "the README does not say: {told}");
    }
}
