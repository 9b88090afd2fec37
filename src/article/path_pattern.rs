//! A date in the path of a file, where the user says how it is written there: `%Y/%m/%d`, `%Y/%b`, `%Y-%m-%d-*.txt`.
//!
//! Takes a pattern with the conversions of `strftime` (POSIX) and the wildcards of a shell, gives the day that it finds in
//! a path. The parts of the pattern between slashes are whole names of folders, or of the file with or without its ending;
//! where they stand more than once, those nearest to the file count. A month, or a day, that the pattern does not have is
//! the first.

use super::ArticleError;
use super::dates::{FIRST_YEAR, LAST_YEAR, find_month, year_of_two_digits};
use chrono::{Datelike, NaiveDate};

/// How a date is written in paths.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PathPattern {
    text: String,
    /// Between slashes.
    parts: Vec<Vec<PathPiece>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathPiece {
    Letter(char),
    AnyLetter,
    AnyLetters,
    /// Digits: what they count, at least and at most how many.
    Digits(PathUnit, usize, usize),
    MonthName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathUnit {
    Year,
    ShortYear,
    Month,
    Day,
    DayOfYear,
    /// Hours and the like, which tell no day.
    Time,
}

/// What was found so far.
#[derive(Clone, Copy, Debug, Default)]
struct FoundParts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    day_of_year: Option<u32>,
}

/// Names of files are shorter than this, in characters; so what a wildcard tries is bounded.
const LONGEST_NAME: usize = 512;
const MOST_WILDCARDS: usize = 2;

impl PathPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It has no year, too many wildcards, or a conversion that is none of a date.
    pub fn parse(text: &str) -> Result<PathPattern, ArticleError> {
        let bad = |what: String| ArticleError::BadPathPattern { pattern: text.to_owned(), what };
        let spelled = text.trim().replace("%F", "%Y-%m-%d").replace('\\', "/");
        let parts = spelled.split('/').filter(|part| !part.is_empty() && *part != ".");
        let parts: Vec<Vec<PathPiece>> = parts.map(parse_part).collect::<Result<_, _>>().map_err(bad)?;
        let has_year = |piece: &PathPiece| matches!(piece, PathPiece::Digits(PathUnit::Year | PathUnit::ShortYear, ..));
        if !parts.iter().flatten().any(has_year) {
            return Err(bad("it has no year (%Y)".to_owned()));
        }
        if parts
            .iter()
            .any(|part| part.iter().filter(|piece| **piece == PathPiece::AnyLetters).count() > MOST_WILDCARDS)
        {
            return Err(bad(format!("a name in it may have {MOST_WILDCARDS} wildcards *")));
        }
        Ok(PathPattern { text: text.to_owned(), parts })
    }

    /// The day in a path; `None` where the pattern stands nowhere in it, or for no day that there is.
    pub fn find(&self, path: &str) -> Option<NaiveDate> {
        let names: Vec<&str> = path.split(['/', '\\']).filter(|name| !name.is_empty()).collect();
        let stretches = (self.parts.len()..=names.len()).rev();
        stretches.filter_map(|end| names.get(end - self.parts.len()..end).map(|stretch| (end, stretch))).find_map(
            |(end, stretch)| {
                let is_file = end == names.len();
                self.find_in(stretch).or_else(|| {
                    let (file, folders) = stretch.split_last().filter(|_| is_file)?;
                    let (stem, _) = file.rsplit_once('.')?;
                    let stretch: Vec<&str> = folders.iter().copied().chain([stem]).collect();
                    self.find_in(&stretch)
                })
            },
        )
    }

    fn find_in(&self, names: &[&str]) -> Option<NaiveDate> {
        find_in_names(&self.parts, names, FoundParts::default())
    }
}

impl TryFrom<String> for PathPattern {
    type Error = ArticleError;

    fn try_from(text: String) -> Result<PathPattern, ArticleError> {
        PathPattern::parse(&text)
    }
}

impl From<PathPattern> for String {
    fn from(pattern: PathPattern) -> String {
        pattern.text
    }
}

fn parse_part(part: &str) -> Result<Vec<PathPiece>, String> {
    let mut pieces: Vec<PathPiece> = Vec::new();
    let mut letters = part.chars();
    while let Some(letter) = letters.next() {
        pieces.push(match letter {
            '*' if pieces.last() == Some(&PathPiece::AnyLetters) => continue,
            '*' => PathPiece::AnyLetters,
            '?' => PathPiece::AnyLetter,
            // `%-d` is a day without its zero.
            '%' => match letters.by_ref().find(|c| *c != '-') {
                Some('Y') => PathPiece::Digits(PathUnit::Year, 4, 4),
                Some('y') => PathPiece::Digits(PathUnit::ShortYear, 2, 2),
                Some('m') => PathPiece::Digits(PathUnit::Month, 1, 2),
                Some('d' | 'e') => PathPiece::Digits(PathUnit::Day, 1, 2),
                Some('j') => PathPiece::Digits(PathUnit::DayOfYear, 1, 3),
                Some('b' | 'B' | 'h') => PathPiece::MonthName,
                Some('H' | 'I' | 'M' | 'S') => PathPiece::Digits(PathUnit::Time, 2, 2),
                Some('%') => PathPiece::Letter('%'),
                other => {
                    let shown = other.map_or(String::new(), String::from);
                    return Err(format!("%{shown} is none of %Y %y %m %b %B %d %e %j %F %H %M %S %%"));
                }
            },
            letter => PathPiece::Letter(letter),
        });
    }
    Ok(pieces)
}

fn find_in_names(parts: &[Vec<PathPiece>], names: &[&str], found: FoundParts) -> Option<NaiveDate> {
    match (parts.split_first(), names.split_first()) {
        (None, None) => found.day(),
        (Some((part, parts)), Some((name, names))) if name.len() <= LONGEST_NAME => {
            find_in_name(part, name, found, &|found| find_in_names(parts, names, found))
        }
        _ => None,
    }
}

/// Tries the pieces at the beginning of a name; what is found with all of it is handed to `then`.
fn find_in_name(
    pieces: &[PathPiece],
    name: &str,
    found: FoundParts,
    then: &dyn Fn(FoundParts) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let Some((piece, pieces)) = pieces.split_first() else {
        return if name.is_empty() { then(found) } else { None };
    };
    let first = name.chars().next();
    match *piece {
        PathPiece::Letter(letter) => find_in_name(pieces, name.strip_prefix(letter)?, found, then),
        PathPiece::AnyLetter => find_in_name(pieces, name.get(first?.len_utf8()..)?, found, then),
        PathPiece::AnyLetters => {
            let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.filter_map(|end| name.get(end..)).find_map(|rest| find_in_name(pieces, rest, found, then))
        }
        PathPiece::Digits(unit, least, most) => (least..=most).rev().find_map(|length| {
            let (digits, rest) = name.split_at_checked(length)?;
            let value = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
            find_in_name(pieces, rest, found.with(unit, value), then)
        }),
        PathPiece::MonthName => {
            let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
            let month = find_month(name.get(..end)?)?;
            find_in_name(pieces, name.get(end..)?, found.with(PathUnit::Month, month), then)
        }
    }
}

impl FoundParts {
    fn with(mut self, unit: PathUnit, value: u32) -> FoundParts {
        match unit {
            PathUnit::Year => self.year = Some(value),
            PathUnit::ShortYear => self.year = Some(year_of_two_digits(value)),
            PathUnit::Month => self.month = Some(value),
            PathUnit::Day => self.day = Some(value),
            PathUnit::DayOfYear => self.day_of_year = Some(value),
            PathUnit::Time => {}
        }
        self
    }

    fn day(self) -> Option<NaiveDate> {
        let year = i32::try_from(self.year?).ok()?;
        let day = match self.day_of_year {
            Some(day) => NaiveDate::from_yo_opt(year, day),
            None => NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1)),
        };
        day.filter(|day| (FIRST_YEAR..=LAST_YEAR).contains(&day.year()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(pattern: &str, path: &str) -> Option<String> {
        PathPattern::parse(pattern).unwrap().find(path).map(|day| day.to_string())
    }

    #[test]
    fn dates_are_found_where_the_pattern_says() {
        for (pattern, path, day) in [
            ("%Y/%m/%d", "news/2016/08/18/story.txt", "2016-08-18"),
            ("%Y/%m/%d", "2015/01/02/2016/8/18/a/story.txt", "2016-08-18"),
            ("%Y/%b/%d", "news/2016/aug/18/story.txt", "2016-08-18"),
            ("%Y/%B", "news/2016/August/story.txt", "2016-08-01"),
            ("%Y/%m", "c:\\news\\2016\\08\\story.txt", "2016-08-01"),
            ("%Y", "news/2016/story.txt", "2016-01-01"),
            ("%Y-%m-%d-*.txt", "a/2016-08-18-bridge.txt", "2016-08-18"),
            ("*_%d%m%y", "a/bridge_180816.txt", "2016-08-18"),
            ("%d.%m.%Y", "a/18.8.2016.txt", "2016-08-18"),
            ("%F/*", "a/2016-08-18/bridge.txt", "2016-08-18"),
            ("%Y-%j", "a/2016-231.txt", "2016-08-18"),
            ("*-%Y%m%d%H%M.*", "a/x-y-201608181030.txt", "2016-08-18"),
            ("week ?/%-d %b %Y", "week 3/18 Aug 2016.txt", "2016-08-18"),
        ] {
            assert_eq!(find(pattern, path).as_deref(), Some(day), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("%Y/%m/%d", "news/2016/08/story.txt"),
            ("%Y/%m/%d", "news/2016/02/31/story.txt"),
            ("%Y/%m/%d", "x2016/08/18/story.txt"),
            ("%Y", "news/9999/story.txt"),
            ("%Y-%m-%d", "a/2016-08-18-bridge.txt"),
            ("%Y", ""),
        ] {
            assert_eq!(find(pattern, path), None, "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        let message = |text: &str| PathPattern::parse(text).unwrap_err().to_string();
        assert!(message("%m/%d").contains("no year"), "{}", message("%m/%d"));
        assert!(message("%Y/%q").contains("%q is none of %Y"), "{}", message("%Y/%q"));
        assert!(message("%Y%").contains("% is none"), "{}", message("%Y%"));
        assert!(message("*a*b*%Y").contains("wildcards"), "{}", message("*a*b*%Y"));
    }

    #[test]
    fn a_pattern_is_kept_as_it_was_written() {
        let pattern = PathPattern::parse("%F/*.txt").unwrap();
        let kept = serde_json::to_string(&pattern).unwrap();
        assert_eq!(kept, "\"%F/*.txt\"");
        assert_eq!(serde_json::from_str::<PathPattern>(&kept).unwrap(), pattern);
        assert!(serde_json::from_str::<PathPattern>("\"%q\"").is_err());
    }

    proptest! {
        #[test]
        fn any_pattern_and_path_end(
            pattern in "(%[YymdbjFHM%-]|[*?a/é-]){0,8}",
            path in "[0-9a-z/é*.-]{0,60}",
        ) {
            if let Ok(pattern) = PathPattern::parse(&pattern) {
                pattern.find(&path);
            }
        }
    }
}
