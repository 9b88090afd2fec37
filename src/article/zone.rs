//! The day of an instant where an article was published.
//!
//! Takes what is known of a site and an instant as machines stamp it, in UTC (`2016-08-18T23:30:00Z`); gives the day that
//! the site's readers saw on it: half an hour before midnight in UTC is the next day in a British summer. A stamp with an
//! offset (`+01:00`) is written in its own zone and needs none of this. To which side it errs: a site of which it is not
//! known where it is at home keeps the day that is written.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta};

/// Where a site is at home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Home {
    /// That cannot be told.
    #[default]
    Unknown,
    /// In the United Kingdom: its days are London's.
    Britain,
}

impl Home {
    /// By the address of a page or of its site (`https://www.example.co.uk/…`) and by the language that it declares
    /// (`en-GB`).
    pub fn of(address: Option<&str>, language: Option<&str>) -> Home {
        let is_british_language = |tag: &str| {
            let mut parts = tag.trim().split(['-', '_']);
            parts.next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
                && parts.any(|region| region.eq_ignore_ascii_case("gb"))
        };
        let is_british = address.is_some_and(|url| host_of(url).to_ascii_lowercase().ends_with(".uk"))
            || language.is_some_and(is_british_language);
        if is_british { Home::Britain } else { Home::Unknown }
    }

    /// The day there of an instant in UTC.
    pub fn day_of(self, utc: NaiveDateTime) -> NaiveDate {
        match self {
            Home::Britain if is_british_summer(utc) => {
                utc.checked_add_signed(TimeDelta::hours(1)).unwrap_or(utc).date()
            }
            Home::Britain | Home::Unknown => utc.date(),
        }
    }
}

/// The host of an address, without port and user: `www.example.org`.
pub(super) fn host_of(url: &str) -> &str {
    let behind_scheme = url.split_once("//").map_or(url, |(_, rest)| rest);
    let authority = behind_scheme.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    host.split(':').next().unwrap_or("").trim_end_matches('.')
}

/// Whether clocks in Britain are an hour ahead of UTC: from one o'clock UTC on the last Sunday of March to one o'clock UTC
/// on the last Sunday of October (Summer Time Order 2002; so since 1996). Stamps of machines are not older.
fn is_british_summer(utc: NaiveDateTime) -> bool {
    let turn = |month: u32| {
        let last_day = NaiveDate::from_ymd_opt(utc.year(), month, 31)?;
        let back = i64::from(last_day.weekday().num_days_from_sunday());
        last_day.checked_sub_signed(TimeDelta::days(back))?.and_hms_opt(1, 0, 0)
    };
    utc.year() >= 1996 && turn(3).is_some_and(|begin| utc >= begin) && turn(10).is_some_and(|end| utc < end)
}

/// The instant with which a text begins, where it is told in UTC: ISO 8601 with `Z`, or the date of a mail or a feed
/// (RFC 5322) with `GMT`. `None` for any other zone, for none, and for what is no date with a time.
pub(super) fn parse_utc(text: &str) -> Option<NaiveDateTime> {
    const FORMS: [&str; 6] = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%a, %d %b %Y %H:%M:%S",
        "%d %b %Y %H:%M:%S",
    ];
    // The longest of them has fewer bytes.
    const LONGEST: usize = 48;
    let text = text.trim_start();
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let text = text.get(..end)?;
    if !text.bytes().any(|byte| matches!(byte, b'Z' | b'z' | b'T' | b'C')) {
        return None;
    }
    FORMS.iter().find_map(|form| {
        let (moment, rest) = NaiveDateTime::parse_and_remainder(text, form).ok()?;
        let rest = rest.trim_start();
        let zone_end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let zone = rest.get(..zone_end)?;
        ["Z", "UTC", "GMT"].iter().any(|name| zone.eq_ignore_ascii_case(name)).then_some(moment)
    })
}

/// The instant so many seconds since 1970, in UTC.
pub(super) fn utc_of_seconds(seconds: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(seconds, 0).map(|moment| moment.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, home: Home) -> Option<String> {
        parse_utc(text).map(|utc| home.day_of(utc).to_string())
    }

    #[test]
    fn the_last_hour_of_a_summer_day_is_the_next_day_in_britain() {
        for (text, there) in [
            ("2016-08-18T23:30:00Z", "2016-08-19"),
            ("2016-08-18T22:59:59.999Z", "2016-08-18"),
            ("2016-08-18 23:30:00 UTC", "2016-08-19"),
            ("2016-08-18T23:30Z and more", "2016-08-19"),
            ("Thu, 18 Aug 2016 23:30:00 GMT", "2016-08-19"),
            ("18 Aug 2016 23:30:00 GMT", "2016-08-19"),
            ("2016-01-18T23:30:00Z", "2016-01-18"),
            // Clocks went forward on 27 March and back on 30 October.
            ("2016-03-26T23:30:00Z", "2016-03-26"),
            ("2016-03-27T23:30:00Z", "2016-03-28"),
            ("2016-10-29T23:30:00Z", "2016-10-30"),
            ("2016-10-30T23:30:00Z", "2016-10-30"),
            ("1985-08-18T23:30:00Z", "1985-08-18"),
        ] {
            assert_eq!(day(text, Home::Britain).as_deref(), Some(there), "{text}");
        }
        assert_eq!(day("2016-08-18T23:30:00Z", Home::Unknown).as_deref(), Some("2016-08-18"));
    }

    #[test]
    fn a_written_zone_is_left_alone() {
        for text in [
            "2016-08-18T23:30:00+01:00",
            "2016-08-18T23:30:00+00:00",
            "2016-08-18T23:30:00",
            "2016-08-18",
            "2016-08-18 23:30:00 +0000",
            "18 August 2016",
            "2016-08-18T25:30:00Z",
            "Zoë",
            "",
        ] {
            assert_eq!(parse_utc(text), None, "{text}");
        }
    }

    #[test]
    fn homes_are_told_by_address_and_language() {
        let of = |url: &str| Home::of(Some(url), None);
        for url in
            ["https://www.example.co.uk/news", "http://Example.UK:80", "example.org.uk", "//u@news.example.uk/x.com"]
        {
            assert_eq!(of(url), Home::Britain, "{url}");
        }
        for url in
            ["https://example.com/uk", "https://example.com/?x=.uk", "https://truk", "https://uk.example.com", ""]
        {
            assert_eq!(of(url), Home::Unknown, "{url}");
        }
        for (tag, home) in
            [("en-GB", Home::Britain), ("en_gb", Home::Britain), ("en", Home::Unknown), ("cy-GB", Home::Unknown)]
        {
            assert_eq!(Home::of(None, Some(tag)), home, "{tag}");
        }
    }
}
