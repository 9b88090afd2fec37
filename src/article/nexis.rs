//! The reader of one article of a LexisNexis download, in its older form (centred head, `LENGTH:` above the text,
//! `LOAD-DATE:` below it) and the newer one (`Body` above the text, `End of Document` below it).
//!
//! Takes the lines between two seams of the download, gives an [`Article`] whose text is its body, wrapped lines joined.
//! The day on which the service took it in is no posting date where another stands there; that of the request never is.

use super::clean::mend;
use super::dates::parse_leading_date;
use super::downloads::{DownloadRole, DownloadedArticle, add_paragraphs, is_copyright, label_role};
use super::fields::author_of;
use super::{Article, ArticleError, BlockKind, ReadOptions, Reader, find_damage};
use crate::archive::{Document, decode_document};

/// Reads [`Format::Nexis`](crate::archive::Format::Nexis).
pub struct Nexis;

impl Reader for Nexis {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_document(document);
        let mut problems = find_damage(&decoded, document.origin.line);
        options.check_length(&decoded.text)?;
        let text = mend(decoded.text, document.origin.line, &mut problems);
        let told = NexisLines::part(&text).tell();
        told.into_article(document, options, problems)
    }
}

/// A line above the body.
#[derive(Clone, Copy, Debug)]
struct HeadLine<'t> {
    words: &'t str,
    /// Whether it stands in the middle of the page.
    is_centred: bool,
    /// The number of the stretch between two blank lines in which it stands.
    stanza: usize,
}

/// The lines of an article by their place.
#[derive(Default)]
struct NexisLines<'t> {
    /// Lines without a label.
    head: Vec<HeadLine<'t>>,
    /// Values of labels.
    labelled: Vec<(DownloadRole, String)>,
    /// The stretch between two blank lines in which the last of them stands.
    labelled_in: usize,
    body: Vec<&'t str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    /// In the value of a label, which may go on in the next line.
    Label,
    Body,
    Tail,
}

impl<'t> NexisLines<'t> {
    fn part(text: &'t str) -> NexisLines<'t> {
        let lines = || text.lines().map(|line| line.trim_matches('\u{c}'));
        // In the newer form a line of its own says where the body begins; in the older it is below the last label.
        let is_new = lines().any(|line| line.trim() == "Body");
        let mut parted = NexisLines::default();
        let mut place = Place::Head;
        let mut stanza = 0;
        let mut has_length = false;
        for line in lines() {
            let words = line.trim();
            if words == "End of Document" {
                break;
            }
            if words.is_empty() {
                stanza += 1;
                match place {
                    Place::Body => parted.body.push(""),
                    Place::Label if has_length && !is_new => place = Place::Body,
                    Place::Label => place = Place::Head,
                    Place::Head | Place::Tail => {}
                }
                continue;
            }
            let label = label_of(words, is_new);
            if label.is_some() {
                parted.labelled_in = stanza;
            }
            match (place, label) {
                (Place::Head | Place::Label, Some((DownloadRole::Body, _))) => place = Place::Body,
                // The body of the older form may begin behind labels that follow the length.
                (Place::Body, Some((role, value))) if ends_body(role) => {
                    parted.label(role, value);
                    place = Place::Tail;
                }
                (Place::Body, Some((role, value))) if parted.body.iter().all(|line| line.is_empty()) => {
                    parted.label(role, value);
                    place = Place::Label;
                }
                (Place::Body, _) if is_page_mark(words) => {}
                (Place::Body, _) => parted.body.push(line),
                (_, Some((role, value))) => {
                    has_length |= role == DownloadRole::Length;
                    parted.label(role, value);
                    place = if place == Place::Tail { Place::Tail } else { Place::Label };
                }
                (Place::Label | Place::Tail, None) if place == Place::Label || stanza == parted.labelled_in => {
                    if let Some((_, value)) = parted.labelled.last_mut() {
                        value.push(' ');
                        value.push_str(words);
                    }
                }
                (Place::Head, None) if !is_copyright(words) && !is_page_mark(words) => {
                    let indent = line.len() - line.trim_start().len();
                    parted.head.push(HeadLine { words, is_centred: indent >= CENTRED, stanza });
                }
                (Place::Head | Place::Label | Place::Tail, None) => {}
            }
        }
        if parted.body.iter().all(|line| line.is_empty()) && !has_length && !is_new {
            parted.take_body_from_head();
        }
        parted
    }

    fn label(&mut self, role: DownloadRole, value: &str) {
        self.labelled.push((role, value.to_owned()));
    }

    /// An article without a label above its text: what stands behind the title is the text.
    fn take_body_from_head(&mut self) {
        let Some(date) = self.head.iter().position(|line| is_date(line.words)) else { return };
        let stanza_of = |at: usize| self.head.get(at).map(|line| line.stanza);
        let title = (date..self.head.len()).find(|at| stanza_of(*at) > stanza_of(date)).and_then(stanza_of);
        let Some(body) = self.head.iter().position(|line| Some(line.stanza) > title && title.is_some()) else { return };
        let mut stanza = title;
        for line in self.head.split_off(body) {
            if stanza != Some(line.stanza) {
                self.body.push("");
                stanza = Some(line.stanza);
            }
            self.body.push(line.words);
        }
    }

    fn value(&self, role: DownloadRole) -> Option<&str> {
        let found = self.labelled.iter().find(|(own, value)| *own == role && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }

    fn tell(self) -> DownloadedArticle {
        let (title, outlet, date) = self.heading();
        let mut told = DownloadedArticle {
            title: self.value(DownloadRole::Headline).map(str::to_owned).or(title),
            byline: self.value(DownloadRole::Byline).and_then(author_of),
            outlet,
            url: self.value(DownloadRole::Url).map(str::to_owned),
            date,
            loaded: self.value(DownloadRole::Loaded).map(str::to_owned),
            ..DownloadedArticle::default()
        };
        if let Some(highlight) = self.value(DownloadRole::Highlight) {
            told.draft.push(BlockKind::Subheading, highlight);
        }
        let body = self.body.iter().copied().filter(|line| !is_copyright(line.trim()));
        add_paragraphs(body, BlockKind::Paragraph, &mut told.draft);
        if let Some(caption) = self.value(DownloadRole::Caption) {
            told.draft.push(BlockKind::Caption, caption);
        }
        told
    }

    /// Title, outlet and date as they stand above the labels: outlet and date one below the other, the title behind them in
    /// the older form and before them in the newer.
    fn heading(&self) -> (Option<String>, Option<String>, Option<String>) {
        // A cover with the day of the request may stand above all.
        let Some(date) = self.head.iter().rposition(|line| is_date(line.words)) else {
            return (self.head.first().map(|line| line.words.to_owned()), None, None);
        };
        let stanza_of = |at: usize| self.head.get(at).map(|line| line.stanza);
        let joined = |lines: &[HeadLine<'_>]| {
            let words: Vec<&str> = lines.iter().map(|line| line.words).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let (above, behind) = self.head.split_at(date);
        let outlet = above.last().map(|line| line.words.to_owned());
        let behind: Vec<HeadLine<'_>> =
            behind.iter().copied().filter(|line| Some(line.stanza) != stanza_of(date) && !line.is_centred).collect();
        let title = match behind.first() {
            Some(first) => {
                let length = behind.iter().take_while(|line| line.stanza == first.stanza).count();
                joined(behind.get(..length).unwrap_or_default())
            }
            None => {
                let above = above.get(..above.len().saturating_sub(1)).unwrap_or_default();
                let stanza = above.last().map(|line| line.stanza);
                let length = above.iter().rev().take_while(|line| Some(line.stanza) == stanza).count();
                joined(above.get(above.len() - length..).unwrap_or_default())
            }
        };
        let date = self.head.get(date).map(|line| line.words.to_owned());
        (title, outlet, date)
    }
}

/// Lines with so many spaces before them stand in the middle of the page.
const CENTRED: usize = 8;

/// The label of a line and its value. In the older form labels are written in capitals, in the newer as words; there some
/// stand alone above their value.
fn label_of(line: &str, is_new: bool) -> Option<(DownloadRole, &str)> {
    if let Some((name, value)) = line.split_once(':') {
        let is_written = if is_new { name.starts_with(char::is_uppercase) } else { !name.contains(char::is_lowercase) };
        return label_role("nexis", &name.to_ascii_lowercase()).filter(|_| is_written).map(|role| (role, value));
    }
    let role =
        label_role("nexis", &line.to_ascii_lowercase()).filter(|_| is_new && line.starts_with(char::is_uppercase))?;
    let stands_alone = matches!(role, DownloadRole::Body | DownloadRole::Caption) || line == "Classification";
    stands_alone.then_some((role, ""))
}

/// Whether a label stands below the text.
fn ends_body(role: DownloadRole) -> bool {
    matches!(role, DownloadRole::Loaded | DownloadRole::Skip | DownloadRole::Caption | DownloadRole::Url)
}

/// `Page 2 of 3`
fn is_page_mark(line: &str) -> bool {
    let numbers = line.strip_prefix("Page ").and_then(|rest| rest.split_once(" of "));
    numbers.is_some_and(|(page, pages)| {
        [page, pages].iter().all(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Whether a line holds a date and little else: `August 18, 2016 Thursday 8:39 AM GMT`.
fn is_date(line: &str) -> bool {
    const LONGEST: usize = 60;
    let order = super::DayOrder::DayFirst;
    line.len() <= LONGEST && parse_leading_date(line, order).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (DownloadedArticle, Vec<String>) {
        let mut told = NexisLines::part(text).tell();
        let (text, blocks) = std::mem::take(&mut told.draft).finish();
        (told, blocks.iter().map(|block| format!("{:?}: {}", block.kind, block.span.of(&text))).collect())
    }

    #[test]
    fn the_older_form_has_its_title_below_the_date() {
        let text = "\n\n                The Daily Example (London)\n\n               August 18, 2016 Thursday\n               Edition 1;\n\
            \nDepot row: MP says\nit will stay\n\nBYLINE: By Ann Example\n\nSECTION: NEWS; Pg. 6\n\nLENGTH: 355 words\n\n\nDATELINE: EXAMPLETON \n\n\
            \"We will not close the depot,\" she said, in a sentence that is\nwrapped.\n\nTRANSCRIPT: no label.\n\n\
            GRAPHIC: The depot,\nseen from above\n\nLOAD-DATE: August 19, 2016\n\nLANGUAGE: ENGLISH\n\n  Copyright 2016 Example Ltd\n  All Rights Reserved\n";
        let (told, blocks) = read(text);
        assert_eq!(told.title.as_deref(), Some("Depot row: MP says it will stay"));
        assert_eq!(told.outlet.as_deref(), Some("The Daily Example (London)"));
        assert_eq!(told.byline.as_deref(), Some("Ann Example"));
        assert_eq!(told.date.as_deref(), Some("August 18, 2016 Thursday"));
        assert_eq!(told.loaded.as_deref(), Some("August 19, 2016"));
        assert_eq!(
            blocks,
            [
                "Paragraph: \"We will not close the depot,\" she said, in a sentence that is wrapped.",
                "Paragraph: TRANSCRIPT: no label.",
                "Caption: The depot, seen from above",
            ]
        );
    }

    #[test]
    fn the_newer_form_has_its_title_above_the_date() {
        let text = "User Name: somebody\nDate and Time: Friday, August 19, 2016 10:51:31 AM\n\n1. Depot row\n\nPage 1 of 2\nDepot row: MP says\n\
            The Daily Example (London)\nAugust 18, 2016 Thursday\nEdition 1; National Edition\n\nCopyright 2016 Example Ltd All Rights Reserved\n\n\
            Section: NEWS; Pg. 6\nLength: 355 words\nByline: Ann Example\nHighlight: It will stay.\n\nBody\n\n\n\"No,\" she said.\n\nPage 2 of 2\n\nThe vote: next month.\n\n\
            Graphic\n\n \nThe depot\n\nClassification\n\n\nLanguage: ENGLISH\n\nLoad-Date: August 19, 2016\n\n\nEnd of Document\n";
        let (told, blocks) = read(text);
        assert_eq!(told.title.as_deref(), Some("Depot row: MP says"));
        assert_eq!(told.outlet.as_deref(), Some("The Daily Example (London)"));
        assert_eq!(told.byline.as_deref(), Some("Ann Example"));
        assert_eq!(told.date.as_deref(), Some("August 18, 2016 Thursday"));
        assert_eq!(
            blocks,
            ["Subheading: It will stay.", "Paragraph: \"No,\" she said.", "Paragraph: The vote: next month."]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(text in "(Body|LENGTH: 3 words|August 18, 2016|BYLINE: A|LOAD-DATE: x|Page 1 of 2|         c|a|\n){0,40}") {
            read(&text);
        }
    }
}
