//! What programs that save pages write into them: the address a page was fetched from, and when.
//!
//! Takes comments of a page and addresses of archives of the web; gives the page's own address and the moment of saving.
//! That is no posting date, but no article is of a later day.

use super::tag::HtmlAttribute;
use super::tree::PageTree;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// What the saving program tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SavedPage {
    /// The address the page was fetched from.
    pub url: Option<String>,
    /// When it was fetched.
    pub captured: Option<DateTime<Utc>>,
}

impl SavedPage {
    pub fn of(comments: &[String]) -> SavedPage {
        let mut saved = SavedPage::default();
        for comment in comments {
            saved.url = saved.url.take().or_else(|| find_url(comment));
            saved.captured = saved.captured.or_else(|| find_moment(comment));
        }
        saved
    }
}

/// `url: https://…` of SingleFile, `saved from url=(0042)https://…` of browsers, `Mirrored from host/path by HTTrack`.
fn find_url(comment: &str) -> Option<String> {
    let behind = |mark: &str| comment.split_once(mark).map(|(_, rest)| rest);
    let from_browser = || behind("saved from url=").map(|rest| rest.split_once(')').map_or(rest, |(_, url)| url));
    let from_line = || comment.lines().find_map(|line| line.trim_start().strip_prefix("url:"));
    let from_mirror = || behind("Mirrored from ");
    let rest = from_browser().or_else(from_line).or_else(from_mirror)?;
    let url = rest.split_whitespace().next()?;
    let is_address = url.starts_with("http://") || url.starts_with("https://");
    match (is_address, url.contains('.')) {
        (true, _) => Some(url.to_owned()),
        (false, true) if comment.contains("HTTrack") => Some(format!("http://{url}")),
        _ => None,
    }
}

/// `saved date: Fri Aug 19 2016 10:20:30 GMT+0100` of SingleFile, `FILE ARCHIVED ON 00:10:11 Aug 19, 2016` of the
/// Wayback Machine.
fn find_moment(comment: &str) -> Option<DateTime<Utc>> {
    if let Some((_, rest)) = comment.split_once("saved date:") {
        let date = rest.lines().next()?.trim().split(" (").next()?;
        return DateTime::parse_from_str(date, "%a %b %d %Y %H:%M:%S GMT%z").ok().map(|moment| moment.to_utc());
    }
    let (_, rest) = comment.split_once("FILE ARCHIVED ON ")?;
    let date = rest.split(" AND ").next()?.trim();
    NaiveDateTime::parse_from_str(date, "%H:%M:%S %b %d, %Y").ok().map(|moment| moment.and_utc())
}

/// An address of an archive of the web, `https://web.archive.org/web/20160819001011/https://…`: the page's own address and
/// when it was captured.
pub(super) fn unarchived(url: &str) -> Option<(&str, Option<DateTime<Utc>>)> {
    let (_, rest) = url.split_once("://")?;
    // The moment is followed by letters where only the bytes, or a picture, were asked for: `20160819001011id_`.
    let at = ["/http:/", "/https:/"].iter().filter_map(|scheme| rest.find(scheme)).min()?;
    let moment = rest.get(..at)?.rsplit('/').next()?;
    let digits = moment.bytes().take_while(u8::is_ascii_digit).count();
    if !(4..=14).contains(&digits) || !rest.starts_with("web.archive.org/") && digits < 8 {
        return None;
    }
    Some((rest.get(at + 1..)?, moment.get(..digits).and_then(read_moment)))
}

fn read_moment(digits: &str) -> Option<DateTime<Utc>> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let day = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)?;
    // Without a time, the whole of the day counts as before it.
    let time = day.and_hms_opt(part(8, 10).unwrap_or(23), part(10, 12).unwrap_or(59), part(12, 14).unwrap_or(59))?;
    Some(time.and_utc())
}

/// Whether an element is the bar that an archive of the web puts above its copies.
pub(super) fn is_bar_of_archive(tree: &PageTree, node: usize) -> bool {
    tree.attribute(node, HtmlAttribute::Id).is_some_and(|id| id.starts_with("wm-ipp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saving_programs_tell_address_and_moment() {
        let comment = "\n Page saved with SingleFile \n url: https://www.example.co.uk/news/1 \n saved date: Fri Aug 19 2016 10:20:30 GMT+0100 (British Summer Time)\n";
        let saved = SavedPage::of(&[comment.to_owned()]);
        assert_eq!(saved.url.as_deref(), Some("https://www.example.co.uk/news/1"));
        assert_eq!(saved.captured.unwrap().to_rfc3339(), "2016-08-19T09:20:30+00:00");
        let saved = SavedPage::of(&[" saved from url=(0034)https://www.example.org/a/b ".to_owned()]);
        assert_eq!(saved.url.as_deref(), Some("https://www.example.org/a/b"));
        let saved =
            SavedPage::of(&["\n FILE ARCHIVED ON 00:10:11 Aug 19, 2016 AND RETRIEVED FROM THE\n INTERNET".to_owned()]);
        assert_eq!(saved.captured.unwrap().to_rfc3339(), "2016-08-19T00:10:11+00:00");
        assert_eq!(SavedPage::of(&[" image of url: https://www.example.org/a.png ".to_owned()]), SavedPage::default());
    }

    #[test]
    fn addresses_of_archives_hold_the_page_s_own() {
        let (url, moment) =
            unarchived("https://web.archive.org/web/20160819001011/https://www.example.co.uk/news/1").unwrap();
        assert_eq!(
            (url, moment.unwrap().to_rfc3339().as_str()),
            ("https://www.example.co.uk/news/1", "2016-08-19T00:10:11+00:00")
        );
        assert_eq!(
            unarchived("https://web.archive.org/web/20160819001011id_/http://a.example/").unwrap().0,
            "http://a.example/"
        );
        assert_eq!(unarchived("https://a.example/2016/08/19/story"), None);
        assert_eq!(unarchived("https://a.example/share?u=/https://b.example/"), None);
    }
}
