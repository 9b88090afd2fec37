//! The reader of one article of a Factiva download, in both of its forms: with a code before each part (`HD`, `BY`, `PD`,
//! `LP`, `TD`), and as it is shown to readers (title, author, length, date, source, text).
//!
//! Takes the lines between two seams of the download, gives an [`Article`] whose text is its body; its id is the number that
//! Factiva keeps it under.

use super::clean::mend;
use super::dates::parse_leading_date;
use super::downloads::{DownloadRole, DownloadedArticle, add_paragraphs, is_copyright, is_length, label_role};
use super::fields::author_of;
use super::shape::is_names;
use super::{Article, ArticleError, BlockKind, DayOrder, ReadOptions, Reader, find_damage};
use crate::archive::{Document, decode_document};

/// Reads [`Format::Factiva`](crate::archive::Format::Factiva).
pub struct Factiva;

impl Reader for Factiva {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_document(document);
        let mut problems = find_damage(&decoded, document.origin.line);
        options.check_length(&decoded.text)?;
        let text = mend(decoded.text, document.origin.line, &mut problems);
        tell(&text).into_article(document, options, problems)
    }
}

impl Factiva {
    /// See [`super::id_of`].
    pub fn id(document: &Document) -> Option<String> {
        number_of(&decode_document(document).text)
    }
}

fn tell(text: &str) -> DownloadedArticle {
    let has_codes = text.lines().filter_map(code_of).filter(|(role, _)| *role != DownloadRole::Skip).count() >= 3;
    let mut told = if has_codes { tell_by_codes(text) } else { tell_as_shown(text) };
    told.id = number_of(text);
    told
}

/// The number of the document: `Document DEX0000020160818ec8i0002p`.
fn number_of(text: &str) -> Option<String> {
    let number = |line: &str| {
        let number = line.trim().rsplit_once("Document ").filter(|(before, _)| matches!(before.trim(), "" | "AN"))?.1;
        (!number.contains(' ') && number.len() > 15).then(|| number.to_owned())
    };
    text.lines().rev().find_map(number)
}

/// The code with which a line begins, and what stands behind it.
fn code_of(line: &str) -> Option<(DownloadRole, &str)> {
    let line = line.trim_end();
    let code = line.split([' ', '\t']).next().filter(|code| matches!(code.len(), 2 | 3))?;
    let behind = line.get(code.len()..)?;
    // A word in capitals at the head of a line of text is followed by one space.
    let parts =
        behind.is_empty() || behind.starts_with("  ") || behind.starts_with('\t') || behind.trim_start().len() < 60;
    label_role("factiva", code).filter(|_| parts).map(|role| (role, behind.trim()))
}

fn tell_by_codes(text: &str) -> DownloadedArticle {
    let mut parts: Vec<(DownloadRole, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match code_of(line) {
            Some((role, value)) => parts.push((role, vec![value])),
            None => {
                if let Some((_, lines)) = parts.last_mut() {
                    lines.push(line);
                }
            }
        }
    }
    let value = |role: DownloadRole| {
        let lines = &parts.iter().find(|(own, _)| *own == role)?.1;
        let words: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let mut told = DownloadedArticle {
        title: value(DownloadRole::Headline),
        byline: value(DownloadRole::Byline).as_deref().and_then(author_of),
        outlet: value(DownloadRole::Outlet),
        date: value(DownloadRole::Date),
        ..DownloadedArticle::default()
    };
    for (role, kind) in [(DownloadRole::Body, BlockKind::Paragraph), (DownloadRole::Caption, BlockKind::Caption)] {
        for (_, lines) in parts.iter().filter(|(own, _)| *own == role) {
            add_paragraphs(lines.iter().copied(), kind, &mut told.draft);
        }
    }
    told
}

/// Lines between the length and the text are no more than this.
const MOST_LINES: usize = 12;

fn tell_as_shown(text: &str) -> DownloadedArticle {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let line_at = |at: usize| lines.get(at).copied().unwrap_or("");
    let mut told = DownloadedArticle::default();
    let Some(length) = lines.iter().position(|line| is_length(line)) else {
        add_paragraphs(
            lines.iter().copied().filter(|line| !line.starts_with("Document ")),
            BlockKind::Paragraph,
            &mut told.draft,
        );
        return told;
    };
    let head: Vec<&str> = lines.iter().take(length).copied().filter(|line| !line.is_empty()).collect();
    let (byline, head) = match head.split_last() {
        Some((last, above)) if !above.is_empty() && (last.starts_with("By ") || is_names(last) && last.len() < 60) => {
            (author_of(last), above)
        }
        _ => (None, head.as_slice()),
    };
    (told.byline, told.title) = (byline, head.last().map(|line| (*line).to_owned()));
    let behind = || length + 1..lines.len().min(length + 1 + MOST_LINES);
    let date = behind().find(|at| parse_leading_date(line_at(*at), DayOrder::DayFirst).is_ok());
    told.date = date.map(|at| line_at(at).to_owned());
    // Behind the date may stand the time.
    let is_time = |line: &str| line.contains(':') && line.len() <= 12;
    told.outlet = date
        .and_then(|date| (date + 1..lines.len()).find(|at| !line_at(*at).is_empty() && !is_time(line_at(*at))))
        .map(|at| line_at(at).to_owned());
    let copyright = behind().rfind(|at| is_copyright(line_at(*at)));
    let blank = || behind().find(|at| line_at(*at).is_empty() && date.is_some_and(|date| *at > date));
    let body = copyright.map(|at| at + 1).or_else(blank).unwrap_or(length + 1);
    let end = lines.iter().rposition(|line| line.starts_with("Document ")).unwrap_or(lines.len());
    add_paragraphs(
        lines.get(body..end.max(body)).unwrap_or_default().iter().copied(),
        BlockKind::Paragraph,
        &mut told.draft,
    );
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (DownloadedArticle, String) {
        let mut told = tell(text);
        let (text, _) = std::mem::take(&mut told.draft).finish();
        (told, text)
    }

    fn check(text: &str) {
        let (told, text) = read(text);
        assert_eq!(told.title.as_deref(), Some("Depot row: MP says it will stay open"));
        assert_eq!(told.byline.as_deref(), Some("Ann Example"));
        assert_eq!(told.outlet.as_deref(), Some("The Daily Example"));
        assert_eq!(told.date.as_deref(), Some("18 August 2016"));
        assert_eq!(told.id.as_deref(), Some("DEX0000020160818ec8i0002p"));
        assert_eq!(text, "“We will not close the depot,” she said on Tuesday.\n\nThe vote is next month.");
    }

    #[test]
    fn both_forms_tell_the_same() {
        check(
            "SE   Politics\nHD   Depot row: MP says it will\n     stay open\nBY   By Ann Example\nWC   355 words\nPD   18 August 2016\n\
             SN   The Daily Example\nSC   DEX\nLA   English\nCY   (c) 2016 Example Ltd\n\nLP\n\n“We will not close the depot,” she said\n\
             on Tuesday.\n\nTD\n\nThe vote is next month.\n\nNS   gpol : Domestic Politics\n\nAN   Document DEX0000020160818ec8i0002p\n",
        );
        check(
            "\nPolitics\nDepot row: MP says it will stay open\nBy Ann Example\n355 words\n18 August 2016\n10:51\nThe Daily Example\nDEX\n1; National\n\
             12\nEnglish\n© 2016 Example Ltd. All rights reserved.\n\n“We will not close the depot,” she said\non Tuesday.\n\nThe vote is next month.\n\n\
             Document DEX0000020160818ec8i0002p\n",
        );
    }

    proptest::proptest! {
        #[test]
        fn any_lines_are_read(text in "(HD  a|BY|LP|TD  b|PD 18 August 2016|355 words|Document DEX0000020160818ec8i0002p|© a|a|\n){0,40}") {
            read(&text);
        }
    }
}
