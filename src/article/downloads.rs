//! What the articles of downloads from LexisNexis and Factiva have in common: labels of lines, paragraphs that were
//! wrapped, and an article put together.
//!
//! Takes the lines of one article, gives them with the roles of their labels (`download_labels.tsv`), and joins lines to
//! paragraphs.

use super::dates::parse_leading_date;
use super::draft::TextDraft;
use super::finish::FoundArticle;
use super::layout::{DateLabel, DateLine, ELSEWHERE};
use super::posted::Clues;
use super::{Article, ArticleError, BlockKind, Problem, ReadOptions};
use crate::archive::Document;
use crate::words::table::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a label says of what stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DownloadRole {
    Byline,
    Section,
    Length,
    Highlight,
    Headline,
    Outlet,
    Date,
    Url,
    Body,
    Caption,
    /// The day on which the service took the article in.
    Loaded,
    Skip,
}

type DownloadLabels = HashMap<(&'static str, &'static str), DownloadRole>;

static LABELS: LazyLock<DownloadLabels> = LazyLock::new(|| {
    let row = |[service, label, role]: [&'static str; 3]| Some(((service, label), role_of(role)?));
    rows(include_str!("download_labels.tsv")).filter_map(|cells| cells.exactly().ok()).filter_map(row).collect()
});

fn role_of(name: &str) -> Option<DownloadRole> {
    Some(match name {
        "byline" => DownloadRole::Byline,
        "section" => DownloadRole::Section,
        "length" => DownloadRole::Length,
        "highlight" => DownloadRole::Highlight,
        "headline" => DownloadRole::Headline,
        "outlet" => DownloadRole::Outlet,
        "date" => DownloadRole::Date,
        "url" => DownloadRole::Url,
        "body" => DownloadRole::Body,
        "caption" => DownloadRole::Caption,
        "loaded" => DownloadRole::Loaded,
        "skip" => DownloadRole::Skip,
        _ => return None,
    })
}

/// The role of a label of a service (`nexis`, `factiva`), as its table has it.
pub(super) fn label_role(service: &'static str, label: &str) -> Option<DownloadRole> {
    const LONGEST: usize = 20;
    if label.len() > LONGEST {
        return None;
    }
    let labels: &HashMap<(&str, &str), DownloadRole> = &LABELS;
    labels.get(&(service, label)).copied()
}

/// What the lines of a download tell of an article.
#[derive(Debug, Default)]
pub(super) struct DownloadedArticle {
    pub title: Option<String>,
    pub byline: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// The words of the date, and of the day on which the service took the article in.
    pub date: Option<String>,
    pub loaded: Option<String>,
    pub id: Option<String>,
    pub draft: TextDraft,
}

impl DownloadedArticle {
    /// The article of it.
    pub fn into_article(
        self,
        document: &Document,
        options: &ReadOptions,
        problems: Vec<Problem>,
    ) -> Result<Article, ArticleError> {
        let (text, blocks) = self.draft.finish();
        if text.is_empty() {
            return Err(ArticleError::Empty);
        }
        options.check_length(&text)?;
        let date = |words: Option<String>, label| {
            let date = parse_leading_date(words?.trim(), options.day_order).map(|(date, _)| date);
            Some(DateLine { label, at: ELSEWHERE, date })
        };
        let dates = [date(self.date, DateLabel::Published), date(self.loaded, DateLabel::Stored)];
        let found = FoundArticle {
            document,
            title: self.title,
            byline: self.byline,
            outlet: self.outlet,
            url: self.url,
            text,
            blocks,
            dates: dates.into_iter().flatten().collect(),
            problems,
        };
        let mut article = found.finish(Clues::default(), options);
        if let Some(id) = &self.id {
            article.origin.member = Some(article.origin.record(id));
        }
        Ok(article)
    }
}

/// Lines longer than this, in characters, were never wrapped: each is a paragraph.
const WIDEST_WRAP: usize = 110;

/// Adds lines as paragraphs: those between two blank lines are one, where they were wrapped.
pub(super) fn add_paragraphs<'t>(lines: impl IntoIterator<Item = &'t str>, kind: BlockKind, draft: &mut TextDraft) {
    let mut paragraph = String::new();
    let mut was_long = false;
    for line in lines {
        let line = line.trim();
        let is_long = line.chars().nth(WIDEST_WRAP).is_some();
        if line.is_empty() || is_long || was_long {
            draft.push(kind, &paragraph);
            paragraph.clear();
        }
        if !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
        was_long = is_long;
    }
    draft.push(kind, &paragraph);
}

/// Whether a line tells the length of an article: `355 words`.
pub(super) fn is_length(line: &str) -> bool {
    line.strip_suffix(" words")
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b','))
}

/// Whether a line says whose the article is.
pub(super) fn is_copyright(line: &str) -> bool {
    let is_word = line.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("copyright"));
    is_word || line.starts_with('©') || line.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("(c)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_known() {
        let table: Vec<[&str; 3]> =
            rows(include_str!("download_labels.tsv")).map(|row| row.exactly().unwrap()).collect();
        assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(LABELS.len(), table.len());
        assert_eq!(label_role("nexis", "load-date"), Some(DownloadRole::Loaded));
        assert_eq!(label_role("factiva", "load-date"), None);
    }

    #[test]
    fn wrapped_lines_are_joined_and_long_ones_stand_alone() {
        let long = "word ".repeat(30);
        let mut draft = TextDraft::default();
        add_paragraphs(["One", " two.", "", "Three", &long, "four"], BlockKind::Paragraph, &mut draft);
        let (text, blocks) = draft.finish();
        assert_eq!(text, format!("One two.\n\nThree\n\n{}\n\nfour", long.trim()));
        assert_eq!(blocks.len(), 4);
    }
}
