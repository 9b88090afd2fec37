//! An article as an export writes it and as it is read again: nothing guessed, nothing lost.
//!
//! Takes an article that an index holds, gives one JSON object with its text and blocks; takes such an object, gives the
//! same article: id, day and where that was read, blocks, offsets, outlet, byline, address, and where it lay when it was
//! read first. What does not fit together (a text that was changed by hand and blocks that were not) is refused.

use super::{Article, ArticleError, Block, BlockKind, DateSource, Posted, ReadOptions};
use crate::archive::{Document, Origin};
use crate::span::Span;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The first member of every exported article; its value is the number of the form.
const MARK: &str = "onrecord_article";
/// What is written now. A form that only has more members keeps the number.
const FORM: u32 = 1;

/// The JSON of an exported article. Members are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedArticle {
    /// Says that this is an article of an export, and in which form.
    pub onrecord_article: u32,
    /// The article's id, as records tell it.
    #[serde(default)]
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// ISO date, `null` where unknown.
    pub date: Option<String>,
    /// Where the date was read, see [`DateSource::name`].
    pub date_from: Option<String>,
    /// ISO date of the last change that was told.
    #[serde(default)]
    pub updated: Option<String>,
    /// ISO moment at which it was fetched, where that is known.
    #[serde(default)]
    pub captured: Option<DateTime<Utc>>,
    /// The paper, agency or site.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The file that it was read from first.
    pub path: String,
    /// The record or member of that file.
    pub member: Option<String>,
    /// How many quotes were found in it; not read again.
    #[serde(default)]
    pub quotes: u64,
    /// The decoded text.
    pub text: String,
    /// What each stretch of the text is, in order.
    pub blocks: Vec<ExportedBlock>,
}

/// A stretch of an exported text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedBlock {
    /// See [`BlockKind::name`].
    pub kind: String,
    /// Begin and end in characters of the text, end excluded.
    pub span: [usize; 2],
}

impl ExportedArticle {
    /// The form of an article, with its id and the number of its quotes.
    pub fn new(article: &Article, id: &str, quotes: u64) -> ExportedArticle {
        let mut places = Characters::new(&article.text);
        let blocks = article.blocks.iter().map(|block| ExportedBlock {
            kind: block.kind.name().to_owned(),
            span: [places.of_byte(block.span.start()), places.of_byte(block.span.end())],
        });
        ExportedArticle {
            onrecord_article: FORM,
            id: id.to_owned(),
            title: article.title.clone(),
            date: article.posted.map(|posted| posted.date.to_string()),
            date_from: article.posted.map(|posted| posted.from.name().to_owned()),
            updated: article.updated.map(|day| day.to_string()),
            captured: article.captured,
            outlet: article.outlet.clone(),
            byline: article.byline.clone(),
            url: article.url.clone(),
            path: article.origin.path.to_string_lossy().into_owned(),
            member: article.origin.member.clone(),
            quotes,
            blocks: blocks.collect(),
            text: article.text.clone(),
        }
    }

    /// Whether a record says that it is one. Cheap where it does not.
    pub(super) fn is_in(json: &str) -> bool {
        #[derive(Deserialize)]
        struct ExportMark {
            #[serde(default)]
            onrecord_article: Option<serde::de::IgnoredAny>,
        }
        memchr::memmem::find(json.as_bytes(), MARK.as_bytes()).is_some()
            && serde_json::from_str::<ExportMark>(json).is_ok_and(|marked| marked.onrecord_article.is_some())
    }

    /// Reads a record that is one.
    pub(super) fn read(json: &str, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let exported: ExportedArticle =
            serde_json::from_str(json).map_err(|error| ArticleError::BadExport { what: error.to_string() })?;
        options.check_length(&exported.text)?;
        exported.into_article(document.origin.line)
    }

    fn into_article(self, line: u32) -> Result<Article, ArticleError> {
        let refuse = |what: &str| Err(ArticleError::BadExport { what: what.to_owned() });
        if self.onrecord_article != FORM {
            return refuse("it is of a later form than this program reads");
        }
        if self.text.trim().is_empty() {
            return Err(ArticleError::Empty);
        }
        let Some(blocks) = read_blocks(&self.text, &self.blocks) else {
            return refuse("its blocks do not fit its text");
        };
        let day = |day: Option<&str>| -> Result<Option<NaiveDate>, ArticleError> {
            let read = |day: &str| NaiveDate::parse_from_str(day, "%Y-%m-%d");
            day.map(read).transpose().map_err(|_| ArticleError::BadExport { what: "a date in it is none".to_owned() })
        };
        let posted = match (day(self.date.as_deref())?, self.date_from.as_deref()) {
            (None, _) => None,
            (Some(date), from) => match from.and_then(DateSource::with_name) {
                Some(from) => Some(Posted { date, from }),
                None => return refuse("it does not say where its date was read"),
            },
        };
        Ok(Article {
            origin: Origin { path: self.path.into(), within: None, member: self.member, line },
            title: self.title,
            byline: self.byline,
            outlet: self.outlet,
            url: self.url,
            posted,
            updated: day(self.updated.as_deref())?,
            captured: self.captured,
            blocks,
            text: self.text,
            problems: Vec::new(),
        })
    }
}

/// The blocks in bytes, where they are as an article's are: in order, without white space at their ends, with all that is
/// not white space in one of them.
fn read_blocks(text: &str, exported: &[ExportedBlock]) -> Option<Vec<Block>> {
    let mut places = Bytes::new(text);
    let mut behind = 0;
    let mut blocks = Vec::with_capacity(exported.len().min(text.len()));
    for block in exported {
        let [start, end] = block.span;
        let (start, end) = (places.of_character(start)?, places.of_character(end)?);
        let (before, words) = (text.get(behind..start)?, text.get(start..end)?);
        if !before.trim().is_empty() || words.is_empty() || words.trim() != words {
            return None;
        }
        blocks.push(Block { kind: BlockKind::with_name(&block.kind)?, span: Span::new(start, end) });
        behind = end;
    }
    text.get(behind..)?.trim().is_empty().then_some(blocks)
}

/// Bytes of a text to characters, in rising order.
struct Characters<'t> {
    text: &'t str,
    byte: usize,
    character: usize,
}

impl<'t> Characters<'t> {
    fn new(text: &'t str) -> Characters<'t> {
        Characters { text, byte: 0, character: 0 }
    }

    fn of_byte(&mut self, byte: usize) -> usize {
        self.character += self.text.get(self.byte..byte).map_or(0, |stretch| stretch.chars().count());
        self.byte = byte;
        self.character
    }
}

/// Characters of a text to bytes, in rising order.
struct Bytes<'t> {
    text: &'t str,
    byte: usize,
    character: usize,
}

impl<'t> Bytes<'t> {
    fn new(text: &'t str) -> Bytes<'t> {
        Bytes { text, byte: 0, character: 0 }
    }

    /// `None` where the text has no such character, or the order falls.
    fn of_character(&mut self, character: usize) -> Option<usize> {
        let steps = character.checked_sub(self.character)?;
        let rest = self.text.get(self.byte..)?;
        let step = match rest.char_indices().nth(steps) {
            Some((at, _)) => at,
            None if rest.chars().count() == steps => rest.len(),
            None => return None,
        };
        (self.byte, self.character) = (self.byte + step, character);
        Some(self.byte)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_article;
    use super::*;
    use crate::archive::Format;
    use proptest::prelude::*;

    fn document(format: Format, bytes: &[u8]) -> Document {
        Document::new(Origin::of_file("old/story.txt"), format, bytes.to_vec())
    }

    fn reread(exported: &ExportedArticle) -> Result<Article, ArticleError> {
        let json = serde_json::to_string(exported).unwrap();
        let origin = Origin::of_file("new/export.ndjson").of_line(7);
        read_article(&Document::new(origin, Format::JsonRecord, json.into_bytes()), &ReadOptions::default())
    }

    fn check_same(one: &Article, other: &Article) {
        assert_eq!(
            (&one.text, &one.blocks, one.posted, one.updated),
            (&other.text, &other.blocks, other.posted, other.updated)
        );
        assert_eq!(
            (&one.title, &one.byline, &one.outlet, &one.url),
            (&other.title, &other.byline, &other.outlet, &other.url)
        );
        assert_eq!((&one.origin.path, &one.origin.member), (&other.origin.path, &other.origin.member));
    }

    proptest! {
        #[test]
        fn what_is_exported_is_read_as_the_same(text in "(Posted On: |18 August 2016|By Ann Example|\\PC{0,12}|\n|\n\n|“|”|é| said ){0,40}") {
            if let Ok(mut article) = read_article(&document(Format::PlainText, text.as_bytes()), &ReadOptions::default()) {
                article.origin.member = Some("part 2".to_owned());
                check_same(&article, &reread(&ExportedArticle::new(&article, "1f", 3)).unwrap());
            }
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let text = "Bridge stays open\n\nPosted On: 18 August 2016\n\nAnn Example said “no”.\n\nThe vote is on Monday.";
        let article = read_article(&document(Format::PlainText, text.as_bytes()), &ReadOptions::default()).unwrap();
        let whole = ExportedArticle::new(&article, "1f", 1);
        check_same(&article, &reread(&whole).unwrap());
        let refused = |change: fn(&mut ExportedArticle)| {
            let mut changed = whole.clone();
            change(&mut changed);
            reread(&changed).unwrap_err().kind()
        };
        assert_eq!(refused(|it| it.text.push_str(" And more.")), "bad_export");
        assert_eq!(refused(|it| it.text.replace_range(0..7, "")), "bad_export");
        assert_eq!(refused(|it| it.blocks.swap(0, 1)), "bad_export");
        assert_eq!(refused(|it| it.blocks[0].kind = "poem".to_owned()), "bad_export");
        assert_eq!(refused(|it| it.blocks[0].span = [0, usize::MAX]), "bad_export");
        assert_eq!(refused(|it| it.date = Some("31 February".to_owned())), "bad_export");
        assert_eq!(refused(|it| it.date_from = None), "bad_export");
        assert_eq!(refused(|it| it.onrecord_article = 2), "bad_export");
        assert_eq!(refused(|it| (it.text, it.blocks) = (" ".to_owned(), Vec::new())), "empty");
    }

    #[test]
    fn only_what_says_so_is_an_exported_article() {
        assert!(!ExportedArticle::is_in(r#"{"text": "the word onrecord_article", "title": "x"}"#));
        assert!(!ExportedArticle::is_in(r#"{"inner": {"onrecord_article": 1}}"#));
        assert!(ExportedArticle::is_in(r#"{"title": "x", "onrecord_article": 7}"#));
    }
}
