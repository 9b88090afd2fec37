//! What stands above a headline, and behind it: the menu of a page that was copied whole, the section, the site's name.
//!
//! Takes the passages at the top of a text, says how many of them are a menu, and of one line whether it names a section;
//! parts a headline from the name of its site. To which side it errs: two or three short lines are no menu, and a line of
//! several words is a headline.

use super::dates::begins_like_date;
use super::labels::{Label, find_labelled};
use super::lines::{Passage, ends_sentence};
use super::shape::{holds_quote, is_outlet_name};
use super::zone::host_of;
use crate::words::List;
use crate::words::fold::letters;

/// An entry of a menu has no more words.
const MOST_WORDS_OF_ENTRY: usize = 3;
const MOST_WORDS_OF_LONG_ENTRY: usize = 5;
/// So many entries are a menu where one of them is surely none of an article's lines.
const FEWEST_ENTRIES: usize = 3;
/// So many are one by their number.
const SURELY_ENTRIES: usize = 6;
/// A section's name has no more words, those of its parts together.
const MOST_WORDS_OF_SECTION: usize = 6;
/// A headline has at least so many words for a line above it to be its section.
const FEWEST_WORDS_OF_HEADLINE: usize = 4;

/// How many passages at the top of a text are the menu of a page.
pub(super) fn count_menu(text: &str, passages: &[Passage]) -> usize {
    let line = |at: usize| passages.get(at).map_or("", |passage| passage.span.of(text));
    // A longer entry has many others behind it.
    let is_long_entry = |at: usize| {
        line(at).split_whitespace().count() <= MOST_WORDS_OF_LONG_ENTRY
            && !ends_sentence(line(at))
            && (1..=SURELY_ENTRIES).all(|next| is_entry(line(at + next)))
    };
    let entries = (0..passages.len()).take_while(|at| is_entry(line(*at)) || is_long_entry(*at)).count();
    let surely = (0..entries).any(|at| is_furniture(line(at)) || is_run_together(line(at)));
    if entries < FEWEST_ENTRIES || !(surely || entries >= SURELY_ENTRIES) {
        return 0;
    }
    // A short headline is the last of the short lines, above the byline, the date or the first sentence.
    let below = line(entries);
    let is_short_headline = !below.is_empty()
        && (is_header_label(below) || begins_like_date(below) || ends_sentence(below))
        && !is_furniture(line(entries - 1))
        && !is_section(line(entries - 1));
    if is_short_headline { entries - 1 } else { entries }
}

fn is_entry(line: &str) -> bool {
    if is_furniture(line) || is_run_together(line) {
        return true;
    }
    let is_short = line.split_whitespace().count() <= MOST_WORDS_OF_ENTRY && line.len() <= 48;
    is_short
        && !line.is_empty()
        && (!ends_sentence(line) || line.ends_with('?'))
        && !line.contains([':', ';', ','])
        && !holds_quote(line)
        && !begins_like_date(line)
        && !is_header_label(line)
}

/// Whether the line is a byline, or tells a date.
fn is_header_label(line: &str) -> bool {
    find_labelled(line).is_some_and(|found| {
        matches!(found.label, Label::Byline | Label::Posted | Label::Published | Label::Updated | Label::Title)
    })
}

/// Whether the line is one that pages have for their readers: to sign in, to share, to skip.
fn is_furniture(line: &str) -> bool {
    find_labelled(line).is_some_and(|found| found.label == Label::Share)
}

/// Whether entries of a menu stand in one line without spaces between them: "UK NewsWorldPolitics".
fn is_run_together(line: &str) -> bool {
    let (mut joints, mut before) = (0, ' ');
    for c in line.chars() {
        joints += usize::from(c.is_uppercase() && before.is_lowercase());
        before = c;
    }
    let words = line.split_whitespace().count();
    (joints == 2 && words <= 4 || joints > 2 && joints * 3 >= words) && !ends_sentence(line)
}

/// Whether a line above a headline names the section or the kind of article: "UK news", "Home > News > Politics",
/// "Opinion | Harbour Street".
pub(super) fn is_section_above(line: &str, headline: &str) -> bool {
    headline.split_whitespace().count() >= FEWEST_WORDS_OF_HEADLINE
        && !ends_sentence(headline.trim_end_matches(['?', '!']))
        && find_labelled(headline).is_none()
        && !begins_like_date(headline)
        && (is_section(line) || is_site_name(line))
}

fn is_section(line: &str) -> bool {
    let words_of = |part: &str| -> Vec<String> {
        part.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect()
    };
    let is_named = |part: &str| {
        let words = words_of(part);
        !words.is_empty() && words.iter().all(|word| List::Section.has(word) || List::Kicker.has(word))
    };
    let parts: Vec<&str> = line.split(['|', '>', '»', '›', '/', '·', '•']).collect();
    words_of(line).len() <= MOST_WORDS_OF_SECTION
        && !ends_sentence(line)
        && parts.first().is_some_and(|part| is_named(part))
}

/// Whether the words could name a paper or a site: as [`is_outlet_name`], or "The Guardian", "BBC".
pub(super) fn is_site_name(name: &str) -> bool {
    let is_initials = |name: &str| name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let (begins_with_article, word) = match name.split_once(' ') {
        Some((article, rest)) => (article == "The" && rest.starts_with(|c: char| c.is_uppercase()), rest),
        None => (false, name),
    };
    let is_word = !word.contains(' ') && List::Outlet.has(&word.to_ascii_lowercase());
    is_outlet_name(name) || is_word && (begins_with_article || is_initials(name))
}

/// "BBC News - Bridge stays open", "BBC NEWS | Harbours | Bridge stays open".
fn split_site_before(headline: &str) -> Option<(&str, Option<&str>)> {
    let (at, mark) = [" | ", " - ", " – "].iter().filter_map(|mark| headline.find(mark).map(|at| (at, *mark))).min()?;
    let (name, rest) = (headline.get(..at)?.trim(), headline.get(at + mark.len()..)?);
    let rest = rest.rsplit(" | ").next().filter(|_| mark == " | ").unwrap_or(rest).trim();
    let is_headline = rest.split_whitespace().count() >= FEWEST_WORDS_OF_HEADLINE;
    (is_headline && is_site_name(name)).then_some((rest, Some(name)))
}

/// A headline and the name of the site behind it: "Bridge stays open | The Harbour Courier", "… - BBC News".
pub(super) fn split_site_name(headline: &str) -> (&str, Option<&str>) {
    let whole = split_site_before(headline).unwrap_or((headline, None));
    let marks = [" | ", " - ", " – ", " — ", " · ", " • ", " :: "];
    let Some((at, mark)) = marks.iter().filter_map(|mark| headline.rfind(mark).map(|at| (at, *mark))).max() else {
        return whole;
    };
    let (Some(before), Some(name)) = (headline.get(..at), headline.get(at + mark.len()..)) else { return whole };
    let name = name.trim();
    let is_word_of_papers = mark == " | " && List::Outlet.has(&name.to_ascii_lowercase());
    if before.split_whitespace().count() < 2 || !(is_site_name(name) || is_word_of_papers) {
        return whole;
    }
    // "Bridge stays open | Harbours | The Courier": what stands between bars is the section.
    let headline = before.find(" | ").and_then(|bar| before.get(..bar)).filter(|_| mark == " | ").unwrap_or(before);
    (headline.trim_end(), Some(name))
}

/// Whether an address can be that of an article: none of a picture, a script or an advertisement, and of no page of a
/// social network.
pub(super) fn is_article_address(url: &str) -> bool {
    let host = host_of(url).to_ascii_lowercase();
    let is_elsewhere = List::NoArticleHost
        .words()
        .iter()
        .any(|name| host.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    let behind_host = url.split_once("//").map_or(url, |(_, rest)| rest);
    let path = behind_host.split(['?', '#']).next().unwrap_or("");
    let file = path.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or(""));
    let is_media = file.rsplit_once('.').is_some_and(|(_, ending)| List::MediaFile.has_any_case(ending));
    !is_elsewhere && !is_media
}

/// Whether the line is the headline again, marks, case and a site's name behind it aside.
pub(super) fn repeats_title(line: &str, title: &str) -> bool {
    const LONGEST_SITE_NAME: usize = 24;
    let folded = |text: &str| -> Vec<char> { letters(text).collect() };
    if line.len() > title.len() * 3 + 64 {
        return false;
    }
    let (line, title) = (folded(line), folded(title));
    let (short, long) = if line.len() <= title.len() { (&line, &title) } else { (&title, &line) };
    !short.is_empty()
        && long.starts_with(short)
        && (long.len() == short.len() || (short.len() >= 20 && long.len() - short.len() <= LONGEST_SITE_NAME))
}

#[cfg(test)]
mod tests {
    use super::super::lines::find_passages;
    use super::*;

    fn menu(text: &str) -> usize {
        count_menu(text, &find_passages(text, |_| false))
    }

    #[test]
    fn menus_end_above_the_headline() {
        let page = "Skip to content\n\nHome\n\nNews\n\nUK NewsWorldPolitics\n\nFood & Drink\n\n";
        let headline = "Bridge stays open: what the council said\n\n";
        assert_eq!(menu(&format!("{page}{headline}The bridge stays open.")), 5);
        assert_eq!(menu(&format!("{page}Bridge open\n\nBy Ann Example\n\nThe bridge stays open.")), 5);
        assert_eq!(menu(&format!("{page}Bridge open\n\nThe bridge stays open.")), 5);
        assert_eq!(
            menu("Sign in\n\nNewsSportMusic\n\nNews | Politics\n\nBridge stays open for a year\n\nIt stays."),
            3
        );
        assert_eq!(
            menu("Home\n\nNews\n\nSport\n\nMusic\n\nWorld\n\nTravel\n\nBridge stays open for a year\n\nIt stays."),
            6
        );
        for text in [
            "Bridge open\n\nAnn Example\n\nThe bridge stays open.",
            "Harbour\n\nBridge stays open for a year\n\nThe bridge stays open.",
            "Bridge open\n\nHarbour Street\n\nNo way out\n\nThe bridge stays open.",
            "The bridge stays open.",
            "",
        ] {
            assert_eq!(menu(text), 0, "{text}");
        }
    }

    #[test]
    fn sections_stand_above_headlines() {
        let headline = "Bridge stays open for a year";
        for line in [
            "UK news",
            "Politics",
            "EXCLUSIVE",
            "Home > News > Harbours",
            "Opinion | Harbour Street",
            "News / Politics",
            "The Guardian",
            "BBC",
        ] {
            assert!(is_section_above(line, headline), "{line}");
        }
        for line in ["Bridge", "Harbour news", "News from the harbour, where a bridge stays open", "Politics.", ""] {
            assert!(!is_section_above(line, headline), "{line}");
        }
        assert!(!is_section_above("Politics", "Bridge stays"));
        assert!(!is_section_above("Politics", "The bridge stays open for a year."));
        assert!(!is_section_above("Politics", "Posted on 18 August 2016 at noon"));
    }

    #[test]
    fn a_site_is_parted_from_its_headline() {
        for (whole, headline, site) in [
            ("Bridge stays open | The Harbour Courier", "Bridge stays open", Some("The Harbour Courier")),
            ("Bridge stays open - BBC News", "Bridge stays open", Some("BBC News")),
            ("Bridge 'stays open' - CNN", "Bridge 'stays open'", Some("CNN")),
            ("Bridge stays open | Harbours | The Guardian", "Bridge stays open", Some("The Guardian")),
            ("Bridge stays open | Reuters", "Bridge stays open", Some("Reuters")),
            ("BBC News - Bridge to stay open", "Bridge to stay open", Some("BBC News")),
            ("BBC NEWS | UK | Bridge to stay open", "Bridge to stay open", Some("BBC NEWS")),
            ("Bridge - what now", "Bridge - what now", None),
            ("Bridge to stay open - Ann Example", "Bridge to stay open - Ann Example", None),
            ("Out for a record", "Out for a record", None),
            ("A long day - today", "A long day - today", None),
            ("Live | BBC News", "Live | BBC News", None),
        ] {
            assert_eq!(split_site_name(whole), (headline, site), "{whole}");
        }
    }

    #[test]
    fn addresses_of_pictures_and_profiles_are_no_articles() {
        for url in [
            "https://cdn.example.org/images/2018/07/20180714_x.jpg",
            "https://i.example.co.uk/2016/08/18/a.JPEG?w=600",
            "https://twitter.com/example/status/1",
            "https://www.facebook.com/example",
            "https://ad.doubleclick.net/2016/08/18/x",
            "http://t.co/x",
        ] {
            assert!(!is_article_address(url), "{url}");
        }
        for url in [
            "https://www.example.org/2016/08/18/a-story",
            "https://example.org/a.html",
            "https://example.org/index.php?p=1",
            "www.example.com",
            "https://nott.co/a",
            "https://example.io",
        ] {
            assert!(is_article_address(url), "{url}");
        }
    }
}
