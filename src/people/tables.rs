//! The register's tables: tab-separated text in, checked rows out.
//!
//! A table has one header line, then one row a line; `#` begins a comment line. Lists inside a cell are separated by
//! semicolons. `data/README.md` says what each column means.

use super::{Country, Gender, OfficeClass, Period};
use crate::words::table;
pub(super) use crate::words::table::list;
use chrono::NaiveDate;
use thiserror::Error;

/// The text of the register's tables.
///
/// They are `'static` so that persons borrow their names from them; whoever loads tables of a user's own keeps them
/// for the life of the process.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each is the table of its name in `src/people/data`")]
pub struct Tables {
    pub bodies: &'static str,
    pub given_names: &'static str,
    pub memberships: &'static str,
    pub names: &'static str,
    pub nicknames: &'static str,
    pub office_names: &'static str,
    pub offices: &'static str,
    pub parties: &'static str,
    pub persons: &'static str,
}

impl Tables {
    /// The project's own.
    pub const EMBEDDED: Tables = Tables {
        bodies: include_str!("data/bodies.tsv"),
        given_names: include_str!("data/given_names.tsv"),
        memberships: include_str!("data/memberships.tsv"),
        names: include_str!("data/names.tsv"),
        nicknames: include_str!("data/nicknames.tsv"),
        office_names: include_str!("data/office_names.tsv"),
        offices: include_str!("data/offices.tsv"),
        parties: include_str!("data/parties.tsv"),
        persons: include_str!("data/persons.tsv"),
    };
}

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "each message says what is wrong, and with which of the values")]
pub enum RegisterError {
    #[error("{table} line {line}: {found} cells where {expected} belong; separate them with single tabs")]
    Cells { table: &'static str, line: u32, found: usize, expected: usize },
    #[error("{table} line {line}: `{id}` is not in {other}; add it there or correct it here")]
    UnknownId { table: &'static str, line: u32, id: String, other: &'static str },
    #[error(
        "{table} line {line}: `{id}` does not come after the row before it; sort the rows by id and name each once"
    )]
    NotSorted { table: &'static str, line: u32, id: String },
    #[error("{table} line {line}: `{value}` is not a date; write year-month-day as in 2016-08-18, or leave it empty")]
    Date { table: &'static str, line: u32, value: String },
    #[error("{table} line {line}: the period ends before it begins; swap the two dates or correct one")]
    Period { table: &'static str, line: u32 },
    #[error("{table} line {line}: `{value}` is no {what}; write one of: {allowed}")]
    Value { table: &'static str, line: u32, value: String, what: &'static str, allowed: &'static str },
    #[error("the register in the program is damaged; install the program again")]
    Damaged,
    #[error("{table}: more than {limit} rows; split what is kept in it")]
    TooMany { table: &'static str, limit: usize },
}

/// Where a row stands, for errors.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowPlace {
    pub(super) table: &'static str,
    pub(super) line: u32,
}

/// The rows below the header of a table, each with its place and its cells.
pub(super) fn rows<const N: usize>(
    table: &'static str,
    text: &'static str,
) -> impl Iterator<Item = Result<(RowPlace, [&'static str; N]), RegisterError>> {
    table::rows(text).below_header().map(move |row| {
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        let cells =
            row.exactly().map_err(|_| RegisterError::Cells { table, line, found: row.cells().count(), expected: N })?;
        Ok((RowPlace { table, line }, cells))
    })
}

impl RowPlace {
    pub(super) fn unknown_id(self, id: &str, other: &'static str) -> RegisterError {
        RegisterError::UnknownId { table: self.table, line: self.line, id: id.to_owned(), other }
    }

    pub(super) fn check_order(self, before: Option<&str>, id: &str) -> Result<(), RegisterError> {
        match before.is_none_or(|before| before < id) {
            true => Ok(()),
            false => Err(RegisterError::NotSorted { table: self.table, line: self.line, id: id.to_owned() }),
        }
    }

    pub(super) fn parse_period(self, from: &str, to: &str) -> Result<Period, RegisterError> {
        let period = Period { from: self.parse_end(from)?, to: self.parse_end(to)? };
        match (period.from, period.to) {
            (Some(from), Some(to)) if to < from => Err(RegisterError::Period { table: self.table, line: self.line }),
            _ => Ok(period),
        }
    }

    fn parse_end(self, cell: &str) -> Result<Option<NaiveDate>, RegisterError> {
        if cell.is_empty() {
            return Ok(None);
        }
        let error = || RegisterError::Date { table: self.table, line: self.line, value: cell.to_owned() };
        find_day(cell).map(Some).ok_or_else(error)
    }

    pub(super) fn parse_gender(self, cell: &str) -> Result<Gender, RegisterError> {
        match cell {
            "female" => Ok(Gender::Female),
            "male" => Ok(Gender::Male),
            "unknown" => Ok(Gender::Unknown),
            _ => Err(self.value(cell, "gender", "female, male, unknown")),
        }
    }

    pub(super) fn parse_country(self, cell: &str) -> Result<Country, RegisterError> {
        match cell {
            "UK" => Ok(Country::Uk),
            "US" => Ok(Country::Us),
            "other" => Ok(Country::Other),
            _ => Err(self.value(cell, "country", "UK, US, other")),
        }
    }

    pub(super) fn parse_prominence(self, cell: &str) -> Result<u8, RegisterError> {
        match cell.as_bytes() {
            [digit @ b'0'..=b'9'] => Ok(digit - b'0'),
            _ => Err(self.value(cell, "prominence", "0 to 9")),
        }
    }

    pub(super) fn parse_rank(self, cell: &str) -> Result<u8, RegisterError> {
        cell.parse().map_err(|_| self.value(cell, "rank", "0 to 255"))
    }

    pub(super) fn parse_class(self, cell: &str) -> Result<OfficeClass, RegisterError> {
        CLASSES.iter().find(|(name, _)| *name == cell).map(|&(_, class)| class).ok_or_else(|| {
            self.value(
                cell,
                "class of office",
                "head-of-state, head-of-government, minister, shadow, party-leader, party-officer, legislator, chair, \
                 governor, mayor, candidate, staff, official, association",
            )
        })
    }

    fn value(self, value: &str, what: &'static str, allowed: &'static str) -> RegisterError {
        RegisterError::Value { table: self.table, line: self.line, value: value.to_owned(), what, allowed }
    }
}

/// The classes by the names that the tables use.
pub(super) const CLASSES: [(&str, OfficeClass); 14] = [
    ("head-of-state", OfficeClass::HeadOfState),
    ("head-of-government", OfficeClass::HeadOfGovernment),
    ("minister", OfficeClass::Minister),
    ("shadow", OfficeClass::Shadow),
    ("party-leader", OfficeClass::PartyLeader),
    ("party-officer", OfficeClass::PartyOfficer),
    ("legislator", OfficeClass::Legislator),
    ("chair", OfficeClass::Chair),
    ("governor", OfficeClass::Governor),
    ("mayor", OfficeClass::Mayor),
    ("candidate", OfficeClass::Candidate),
    ("staff", OfficeClass::Staff),
    ("official", OfficeClass::Official),
    ("association", OfficeClass::Association),
];

/// `2016-08-18`. By hand, because the tables hold some twenty thousand dates and are read at every start.
fn find_day(cell: &str) -> Option<NaiveDate> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = cell.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(&[a, b, c, d])?).ok()?, number(&[e, f])?, number(&[g, h])?)
}

#[cfg(test)]
mod tests {
    use super::{RegisterError, find_day, rows};
    use chrono::NaiveDate;

    #[test]
    fn days_are_read_strictly() {
        assert_eq!(find_day("2016-02-29"), NaiveDate::from_ymd_opt(2016, 2, 29));
        for wrong in ["2015-02-29", "2016-2-29", "20160229", "2016-02-2x", "+016-02-01", ""] {
            assert_eq!(find_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_row_with_too_few_or_too_many_cells_is_named_by_its_line() {
        let rows: Vec<_> = rows::<2>("t.tsv", "id\tname\n# comment\na\tb\nc\n").collect();
        assert_eq!(rows.len(), 2);
        let error = rows[1].as_ref().map(|_| ()).unwrap_err();
        assert_eq!(*error, RegisterError::Cells { table: "t.tsv", line: 4, found: 1, expected: 2 });
        assert_eq!(error.to_string(), "t.tsv line 4: 1 cells where 2 belong; separate them with single tabs");
    }
}
