//! The posting date: which of an article's dates counts, and when the article was changed last.
//!
//! Takes what the header lines, the record's fields, the URL, the path and the user say; gives the day and where it was
//! read. In falling order of trust: a "Posted On" label, the record's field, other header lines, the record's field of the
//! last change, the URL, the path by the user's pattern, the name, the day that the user assumes, the day on which the file was
//! made.
//! A date that does not exist is reported and nothing worse takes its place; words that are no date at all
//! ("yesterday") and days to come are reported and passed over.

use super::dates::{DateError, DayOrder, find_date_in_name, find_date_in_url};
use super::layout::{DateLabel, DateLine};
use super::zone::{Home, parse_utc};
use super::{DateSource, Posted, Problem, ProblemKind, ReadOptions};
use crate::archive::Origin;
use chrono::NaiveDate;

/// What is known of an article's day.
#[derive(Default)]
pub(super) struct Clues<'a> {
    pub lines: &'a [DateLine],
    /// The text in which the lines stand.
    pub text: &'a str,
    /// The record's date field: its words read.
    pub field: Option<Result<NaiveDate, DateError>>,
    /// The record's field of the last change, likewise.
    pub updated: Option<Result<NaiveDate, DateError>>,
    /// The address of the article itself.
    pub url: Option<&'a str>,
    /// The file's path or the record's id.
    pub name: &'a str,
    /// Where the document lies, for the user's pattern.
    pub origin: Option<&'a Origin>,
    /// No article is of a later day than that on which it was captured.
    pub captured: Option<NaiveDate>,
    /// Where the site is at home.
    pub home: Home,
    /// The day on which the document's file was made, as that itself says.
    pub created: Option<NaiveDate>,
}

/// The days of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ArticleDays {
    pub posted: Option<Posted>,
    /// The last change, where one is told beside the posting date.
    pub updated: Option<NaiveDate>,
}

/// Finds the days; what is wrong goes to `report` with the byte of the text where it stands (0 for a field).
pub(super) fn find_days(
    clues: &Clues<'_>,
    options: &ReadOptions,
    mut report: impl FnMut(usize, String),
) -> ArticleDays {
    let latest = latest_day(clues, options);
    let posted = find_posted(clues, options, latest, &mut report);
    let Some(posted) = posted else { return ArticleDays::default() };
    let lines = clues.lines.iter().filter(|line| line.label == DateLabel::Updated).map(|line| line.day(clues));
    let told = clues.updated.iter().cloned().chain(lines).filter_map(Result::ok);
    // The last change is not before the posting, and a line that stands in for a posting date tells none beside it.
    let is_posted_day = |day: NaiveDate| day == posted.date && stands_in(clues, posted);
    let updated = told
        .filter(|day| *day >= posted.date && !is_posted_day(*day) && latest.is_none_or(|latest| *day <= latest))
        .max();
    ArticleDays { posted: Some(posted), updated }
}

/// Whether nothing but a change tells the posting date.
fn stands_in(clues: &Clues<'_>, posted: Posted) -> bool {
    let tells = |day: &Result<NaiveDate, DateError>| *day == Ok(posted.date);
    let by_field = posted.from == DateSource::Json && !clues.field.as_ref().is_some_and(tells);
    let by_line = posted.from == DateSource::Meta
        && !clues.lines.iter().any(|line| line.label != DateLabel::Updated && tells(&line.day(clues)));
    by_field || by_line
}

/// The last day that is believed: that of the user's clock, and the day behind a capture, as a crawler's day may have
/// ended when it was noon elsewhere.
fn latest_day(clues: &Clues<'_>, options: &ReadOptions) -> Option<NaiveDate> {
    let captured = clues.captured.and_then(|day| day.succ_opt());
    match (captured, options.latest_day) {
        (Some(captured), Some(latest)) => Some(captured.min(latest)),
        (captured, latest) => captured.or(latest),
    }
}

impl DateLine {
    /// The day of the line where the site is at home.
    fn day(&self, clues: &Clues<'_>) -> Result<NaiveDate, DateError> {
        let utc =
            clues.text.get(self.at..).filter(|_| clues.home != Home::Unknown && self.date.is_ok()).and_then(parse_utc);
        utc.map_or_else(|| self.date.clone(), |utc| Ok(clues.home.day_of(utc)))
    }
}

fn find_posted(
    clues: &Clues<'_>,
    options: &ReadOptions,
    latest: Option<NaiveDate>,
    report: &mut impl FnMut(usize, String),
) -> Option<Posted> {
    let mut lines: Vec<&DateLine> = clues.lines.iter().collect();
    // Stable: of two lines with the same label the first counts.
    lines.sort_by_key(|line| line.label);
    let labelled = lines.iter().filter(|line| line.label == DateLabel::Posted);
    let others = lines.iter().filter(|line| line.label != DateLabel::Posted);
    let written = labelled
        .map(|line| (DateSource::PostedOn, line.at, line.day(clues)))
        .chain(clues.field.clone().map(|date| (DateSource::Json, 0, date)))
        .chain(others.map(|line| (DateSource::Meta, line.at, line.day(clues))))
        .chain(clues.updated.clone().map(|date| (DateSource::Json, 0, date)));
    for (from, at, date) in written {
        match date {
            Ok(date) if latest.is_some_and(|latest| date > latest) => {
                report(at, format!("{date} is a day to come and is not taken for the article's"));
            }
            Ok(date) => return Some(Posted { date, from }),
            Err(error @ (DateError::Unreadable { .. } | DateError::NoYear { .. })) => report(at, error.to_string()),
            Err(error) => {
                report(at, format!("{error}; the article is kept without a date"));
                return None;
            }
        }
    }
    // What only looks like a date may be another number, and is passed over without a word.
    let believed = |date: &NaiveDate| latest.is_none_or(|latest| *date <= latest);
    let from = |from: DateSource, date: Option<NaiveDate>| date.filter(believed).map(|date| Posted { date, from });
    let in_path = || {
        let (pattern, origin) = (options.date_from_path.as_ref()?, clues.origin?);
        let in_container = origin.within.as_deref().and_then(|way| pattern.find(way));
        in_container.or_else(|| pattern.find(&origin.path.to_string_lossy()))
    };
    from(DateSource::Url, clues.url.and_then(find_date_in_url))
        .or_else(|| from(DateSource::PathPattern, in_path()))
        .or_else(|| from(DateSource::Filename, find_date_in_path(clues.name, options.day_order)))
        .or_else(|| from(DateSource::Assumed, options.assumed_date))
        .or_else(|| from(DateSource::Created, clues.created))
}

/// What is told where the day on which a file was made stands for the day of the article.
pub(super) fn weak_date(posted: Option<Posted>, line: u32) -> Option<Problem> {
    let Posted { date, .. } = posted.filter(|posted| posted.from == DateSource::Created)?;
    let message = format!(
        "the document tells no date; {date}, on which the file was made, stands for it: check it before you rely on it"
    );
    Some(Problem { line, kind: ProblemKind::WeakDate, message })
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
    use super::super::PathPattern;
    use super::super::dates::parse_date;
    use super::*;

    fn clues<'a>(lines: &'a [DateLine], field: Option<&str>, url: Option<&'a str>, name: &'a str) -> Clues<'a> {
        let field = field.map(|text| parse_date(text, DayOrder::DayFirst));
        Clues { lines, field, url, name, ..Clues::default() }
    }

    fn line(label: DateLabel, text: &str) -> DateLine {
        DateLine { label, at: 7, date: parse_date(text, DayOrder::DayFirst) }
    }

    fn day(text: &str) -> NaiveDate {
        parse_date(text, DayOrder::DayFirst).unwrap()
    }

    fn days(clues: &Clues<'_>, options: &ReadOptions) -> (Option<String>, Option<String>, Vec<String>) {
        let mut problems = Vec::new();
        let ArticleDays { posted, updated } = find_days(clues, options, |_, message| problems.push(message));
        let posted = posted.map(|posted| format!("{} {}", posted.date, posted.from.name()));
        (posted, updated.map(|day| day.to_string()), problems)
    }

    fn read(clues: Clues<'_>) -> (Option<String>, Vec<String>) {
        let (posted, _, problems) = days(&clues, &ReadOptions::default());
        (posted, problems)
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

    #[test]
    fn the_last_change_is_told_beside_the_posting_date() {
        let changed = |lines: &[DateLine], field: Option<&str>, updated: Option<&str>| {
            let updated = updated.map(|text| parse_date(text, DayOrder::DayFirst));
            let (posted, updated, _) =
                days(&Clues { updated, ..clues(lines, field, None, "x.txt") }, &ReadOptions::default());
            (posted.unwrap_or_default(), updated.unwrap_or_default())
        };
        let told = |posted: &str, updated: &str| (posted.to_owned(), updated.to_owned());
        let published = || line(DateLabel::Published, "2 August 2016");
        let updated = |text: &str| line(DateLabel::Updated, text);
        assert_eq!(
            changed(&[updated("4 August 2016"), published()], None, None),
            told("2016-08-02 meta", "2016-08-04")
        );
        assert_eq!(
            changed(&[updated("2 August 2016"), published()], None, None),
            told("2016-08-02 meta", "2016-08-02")
        );
        assert_eq!(changed(&[updated("1 August 2016"), published()], None, None), told("2016-08-02 meta", ""));
        assert_eq!(changed(&[updated("4 August 2016")], None, None), told("2016-08-04 meta", ""));
        assert_eq!(changed(&[], Some("2 August 2016"), Some("3 August 2016")), told("2016-08-02 json", "2016-08-03"));
        assert_eq!(changed(&[], None, Some("3 August 2016")), told("2016-08-03 json", ""));
        assert_eq!(changed(&[published()], None, Some("3 August 2016")), told("2016-08-02 meta", "2016-08-03"));
    }

    #[test]
    fn days_to_come_are_refused_and_told() {
        let options = ReadOptions { latest_day: Some(day("2016-08-20")), ..ReadOptions::default() };
        let lines = [line(DateLabel::Posted, "18 August 2036"), line(DateLabel::Updated, "19 August 2016")];
        let (posted, updated, problems) = days(&clues(&lines, None, None, "20360818.txt"), &options);
        assert_eq!((posted.as_deref(), updated), (Some("2016-08-19 meta"), None));
        assert_eq!(problems, ["2036-08-18 is a day to come and is not taken for the article's"]);
        assert_eq!(days(&clues(&lines[..1], None, None, "20360818.txt"), &options).0, None);
        let lines = [line(DateLabel::Posted, "20 August 2016"), line(DateLabel::Updated, "30 August 2016")];
        assert_eq!(days(&clues(&lines, None, None, ""), &options).1, None);
        let captured = Clues { captured: Some(day("2016-08-17")), ..clues(&lines, None, None, "2016-08-18.txt") };
        assert_eq!(days(&captured, &options).0.as_deref(), Some("2016-08-18 filename"));
    }

    #[test]
    fn the_user_tells_what_nothing_else_does() {
        let options = ReadOptions {
            date_from_path: PathPattern::parse("%Y/%m").ok(),
            assumed_date: Some(day("1 January 2016")),
            ..ReadOptions::default()
        };
        let read = |origin: &Origin, url: Option<&str>, name: &str| {
            days(&Clues { origin: Some(origin), ..clues(&[], None, url, name) }, &options).0.unwrap()
        };
        let (in_folder, elsewhere) = (Origin::of_file("2016/08/x.txt"), Origin::of_file("x.txt"));
        assert_eq!(read(&in_folder, Some("https://a.example/2016/07/01/x"), ""), "2016-07-01 url");
        assert_eq!(read(&in_folder, None, "2016-08-05"), "2016-08-01 path-pattern");
        assert_eq!(read(&in_folder.of_member("2015/01/x.txt"), None, ""), "2015-01-01 path-pattern");
        assert_eq!(read(&in_folder.of_member("x.txt"), None, ""), "2016-08-01 path-pattern");
        assert_eq!(read(&elsewhere, None, "2016-08-05"), "2016-08-05 filename");
        assert_eq!(read(&elsewhere, None, "x"), "2016-01-01 assumed");
    }

    #[test]
    fn a_stamp_is_of_the_day_where_the_site_is_at_home() {
        let text = "Posted: 2016-08-18T23:30:00Z";
        let lines = [DateLine { at: 8, ..line(DateLabel::Posted, "2016-08-18") }];
        let read = |home| days(&Clues { text, home, ..clues(&lines, None, None, "") }, &ReadOptions::default()).0;
        assert_eq!(read(Home::Britain).as_deref(), Some("2016-08-19 posted-on"));
        assert_eq!(read(Home::Unknown).as_deref(), Some("2016-08-18 posted-on"));
    }
}
