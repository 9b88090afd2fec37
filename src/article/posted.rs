//! The posting date: which of an article's dates counts.
//!
//! Takes what the header lines, the record's field, the URL and the file's name say; gives the day and where it was
//! read. In falling order of trust: a "Posted On" label, the record's field, other header lines, the URL, the name.
//! A date that does not exist is reported and nothing worse takes its place; words that are no date at all
//! ("yesterday") are reported and passed over.

use super::dates::{DateError, DayOrder, find_date_in_name, find_date_in_url};
use super::layout::{DateLabel, DateLine};
use super::{DateSource, Posted};
use chrono::NaiveDate;

/// What is known of an article's day.
pub(super) struct Clues<'a> {
    pub lines: &'a [DateLine],
    /// The record's date field: its words read.
    pub field: Option<Result<NaiveDate, DateError>>,
    pub url: Option<&'a str>,
    /// The file's path or the record's id.
    pub name: &'a str,
}

/// Finds the posting date; what is wrong goes to `report` with the byte of the text where it stands (0 for a field).
pub(super) fn find_posted(clues: Clues<'_>, order: DayOrder, mut report: impl FnMut(usize, String)) -> Option<Posted> {
    let mut lines: Vec<&DateLine> = clues.lines.iter().collect();
    // Stable: of two lines with the same label the first counts.
    lines.sort_by_key(|line| line.label);
    let labelled = lines.iter().filter(|line| line.label == DateLabel::Posted);
    let others = lines.iter().filter(|line| line.label != DateLabel::Posted);
    let written = labelled
        .map(|line| (DateSource::PostedOn, line.at, line.date.clone()))
        .chain(clues.field.map(|date| (DateSource::Json, 0, date)))
        .chain(others.map(|line| (DateSource::Meta, line.at, line.date.clone())));
    for (from, at, date) in written {
        match date {
            Ok(date) => return Some(Posted { date, from }),
            Err(error @ (DateError::Unreadable { .. } | DateError::NoYear { .. })) => report(at, error.to_string()),
            Err(error) => {
                report(at, format!("{error}; the article is kept without a date"));
                return None;
            }
        }
    }
    let from_url = || Some(Posted { date: find_date_in_url(clues.url?)?, from: DateSource::Url });
    let from_name = || Some(Posted { date: find_date_in_path(clues.name, order)?, from: DateSource::Filename });
    from_url().or_else(from_name)
}

/// The day in the file's name, else in the folders right above it where these are year, month and day.
fn find_date_in_path(path: &str, order: DayOrder) -> Option<NaiveDate> {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next()?;
    find_date_in_name(name, order).or_else(|| {
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| find_date_in_url(&format!("{year}/{month}/{day}"))).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clues<'a>(lines: &'a [DateLine], field: Option<&str>, url: Option<&'a str>, name: &'a str) -> Clues<'a> {
        let field = field.map(|text| super::super::dates::parse_date(text, DayOrder::DayFirst));
        Clues { lines, field, url, name }
    }

    fn line(label: DateLabel, text: &str) -> DateLine {
        DateLine { label, at: 7, date: super::super::dates::parse_date(text, DayOrder::DayFirst) }
    }

    fn read(clues: Clues<'_>) -> (Option<String>, Vec<String>) {
        let mut problems = Vec::new();
        let posted = find_posted(clues, DayOrder::DayFirst, |_, message| problems.push(message));
        (posted.map(|posted| format!("{} {}", posted.date, posted.from.name())), problems)
    }

    #[test]
    fn the_most_trusted_source_counts() {
        let url = Some("https://example.org/2016/08/04/x");
        let lines = [
            line(DateLabel::Updated, "1 August 2016"),
            line(DateLabel::Published, "2 August 2016"),
            line(DateLabel::Posted, "3 August 2016"),
        ];
        let day = |clues| read(clues).0.unwrap();
        assert_eq!(day(clues(&lines, Some("2016-08-05"), url, "2016-08-06.txt")), "2016-08-03 posted-on");
        assert_eq!(day(clues(&lines[..2], Some("2016-08-05"), url, "2016-08-06.txt")), "2016-08-05 json");
        assert_eq!(day(clues(&lines[..2], None, url, "2016-08-06.txt")), "2016-08-02 meta");
        assert_eq!(day(clues(&[], None, url, "2016-08-06.txt")), "2016-08-04 url");
        assert_eq!(day(clues(&[], None, None, "a/2016-08-06.txt")), "2016-08-06 filename");
        assert_eq!(day(clues(&[], None, None, "a/2016/08/06/x.txt")), "2016-08-06 filename");
        assert_eq!(read(clues(&[], None, None, "2016-08-06/x.txt")), (None, vec![]));
    }

    #[test]
    fn an_impossible_date_is_not_replaced() {
        let lines = [line(DateLabel::Posted, "31 February 2016"), line(DateLabel::Published, "1 March 2016")];
        let (posted, problems) = read(clues(&lines, None, None, "2016-03-01.txt"));
        assert_eq!(posted, None);
        assert_eq!(
            problems,
            ["31 February 2016 is no date; February 2016 has 29 days; the article is kept without a date"]
        );
        let lines = [line(DateLabel::Posted, "yesterday"), line(DateLabel::Published, "1 March 2016")];
        let (posted, problems) = read(clues(&lines, None, None, "x.txt"));
        assert_eq!(posted.as_deref(), Some("2016-03-01 meta"));
        assert!(problems[0].starts_with("“yesterday” is not a date"), "{problems:?}");
    }
}
