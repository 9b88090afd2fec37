//! A draft laid beside the archive: of every quotation whether somebody said it so.
//!
//! The draft is read by the readers of archives and its quotations are found as those of articles are; what the archive has of
//! each is found in the index and compared word by word. Nothing is ever called false: an archive may lack what was said.

mod align;
mod evidence;
mod judge;
mod sarif;
mod speakers;
mod told;
mod verdict;
mod wording;

use std::path::PathBuf;

use super::batches::{self, FileChoice};
use super::listen::{Ear, Event};
use super::troubles::{TroubleCounts, Troubles};
use super::{Library, Result, guard};
use crate::archive::{Document, Format, Origin, WalkOptions};
use crate::article::{Article, ReadOptions};
use crate::quotes::{Extractor, Quote, QuoteKind};
use crate::record::{QuoteRecord, build_records};

use judge::{AskedQuotation, judge};
use speakers::{claims, has_condition};
use wording::QuotedParts;

pub use align::{Alteration, Compared};
pub use sarif::SarifLog;
pub use verdict::{
    CheckSource, CheckedDraft, CheckedQuotation, Judged, Limit, LimitKind, NearQuote, OwnWords, Printings,
    QuotationVerdict,
};

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckedDrafts {
    /// The drafts, in the order of their files.
    pub drafts: Vec<CheckedDraft>,
    /// What went wrong with files.
    pub troubles: TroubleCounts,
}

/// Which drafts are checked, and how they are read.
#[derive(Clone, Debug, Default)]
pub struct CheckRequest {
    /// Files and folders; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// How they are read.
    pub reading: ReadOptions,
    /// Which of the files in folders.
    pub choice: FileChoice,
}

impl Library {
    /// Checks the quotations of drafts.
    ///
    /// # Errors
    /// Where the index or a table of the user's cannot be read; what is wrong with files is in what comes back instead.
    pub fn check(&self, request: &CheckRequest, ear: Ear) -> Result<CheckedDrafts> {
        let options = &batches::until_today(&request.reading);
        let selection = request.choice.selection(options)?;
        let walking = WalkOptions { leave_out: Vec::new(), selection, format: options.format };
        let checking = Checking::new(self)?;
        let mut troubles = Troubles::new(ear);
        let mut drafts = Vec::new();
        let mut unread = Vec::new();
        batches::for_each_file(&request.paths, &walking, &mut troubles, &mut unread, |file, troubles| -> Result<()> {
            let mut documents = batches::open_documents(&file, None, options);
            while let Some(document) = documents.next(troubles) {
                match document.and_then(|document| checking.read(document, options)) {
                    Ok(draft) => {
                        troubles.note(&draft.article.origin, &draft.article.problems);
                        drafts.push(checking.check(&draft, usize::MAX)?);
                        troubles.ear().hear(&Event::Articles(1));
                    }
                    Err(trouble) => troubles.fail(trouble),
                }
            }
            Ok(())
        })?;
        Ok(CheckedDrafts { drafts, troubles: troubles.counts() })
    }

    /// Checks the first quotations, so many at most, of a text that comes from no file; `None` where it holds nothing to read.
    ///
    /// # Errors
    /// Where the index or a table of the user's cannot be read.
    pub fn check_text(&self, text: &str, most: usize) -> Result<Option<CheckedDraft>> {
        let checking = Checking::new(self)?;
        let document = Document::new(Origin::of_file("draft.txt"), Format::PlainText, text.as_bytes().to_vec());
        let options = batches::until_today(&self.settings().reading);
        match checking.read(document, &options) {
            Ok(draft) => checking.check(&draft, most).map(Some),
            Err(_) => Ok(None),
        }
    }
}

/// What drafts are checked with.
struct Checking<'l> {
    library: &'l Library,
    extractor: Extractor<'l>,
}

/// A draft that was read.
struct ReadDraft {
    article: Article,
    quotes: Vec<Quote>,
    /// The file's own text, where it is one.
    raw: Option<String>,
}

impl<'l> Checking<'l> {
    fn new(library: &'l Library) -> Result<Checking<'l>> {
        Ok(Checking { library, extractor: Extractor::new(library.register()?) })
    }

    fn read(
        &self,
        document: Document,
        options: &ReadOptions,
    ) -> std::result::Result<ReadDraft, super::trouble::Trouble> {
        let raw = match document.format {
            Format::PlainText | Format::Markdown => String::from_utf8(document.bytes.clone()).ok(),
            _ => None,
        };
        let (article, quotes) = batches::read_guarded(document, options, &self.extractor)?;
        Ok(ReadDraft { article, quotes, raw })
    }

    fn check(&self, draft: &ReadDraft, most: usize) -> Result<CheckedDraft> {
        let ReadDraft { article, quotes, raw } = draft;
        let records = build_records(article, quotes);
        let mut quotations = Vec::new();
        let mut places = FilePlaces { raw: raw.as_deref(), from: 0 };
        let quoted: Vec<(&Quote, &QuoteRecord)> =
            quotes.iter().zip(&records).filter(|(quote, _)| quote.kind != QuoteKind::Indirect).collect();
        for (quote, record) in quoted.iter().take(most) {
            let mut checked = guard::quietly(|| self.quotation(article, quote, record))?;
            checked.number = quotations.len() + 1;
            (checked.line, checked.column) = places.of(quote.segments.first().map_or("", |it| it.of(&article.text)));
            quotations.push(checked);
        }
        Ok(CheckedDraft {
            path: article.origin.path.to_string_lossy().into_owned(),
            member: article.origin.member.clone(),
            title: article.title.clone(),
            date: article.posted.map(|posted| posted.date.to_string()),
            unchecked: quoted.len().saturating_sub(most),
            quotations,
            text: article.text.clone(),
        })
    }

    fn quotation(&self, article: &Article, quote: &Quote, record: &QuoteRecord) -> Result<CheckedQuotation> {
        let register = self.library.register()?;
        let speaker = record.speaker.clone();
        let before = record.sentence.as_deref().unwrap_or_default();
        let asked = AskedQuotation {
            quoted: QuotedParts::new(quote.segments.iter().map(|segment| segment.of(&article.text))),
            stance: record.stance.clone(),
            is_conditional: has_condition(before),
            claims: speaker.as_ref().map_or_else(Vec::new, |it| claims(&article.text, &it.name, register)),
            day: article.posted.map(|posted| posted.date),
            speaker,
            register,
        };
        let judged = judge(&asked, self.library.store())?;
        let told = told::in_words(&judged, asked.speaker.as_ref());
        Ok(CheckedQuotation {
            number: 0,
            words: record.quote.clone(),
            kind: record.kind.clone(),
            segments: record.segments.clone(),
            line: None,
            column: None,
            speaker: asked.speaker,
            judged,
            told,
        })
    }
}

/// Where words stand in a file, looked for one behind the other.
struct FilePlaces<'t> {
    raw: Option<&'t str>,
    from: usize,
}

impl FilePlaces<'_> {
    /// Line and column of the words, from 1 on; `None` where they are not found as they are.
    fn of(&mut self, words: &str) -> (Option<usize>, Option<usize>) {
        let Some(raw) = self.raw.filter(|_| !words.is_empty()) else { return (None, None) };
        // A line of the file may end within the words.
        let begin = words.split(['\n', '\r']).next().unwrap_or(words);
        let found = raw[self.from..].find(begin).map(|at| self.from + at).or_else(|| raw.find(begin));
        let Some(at) = found else { return (None, None) };
        self.from = at + begin.len();
        let before = &raw[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (Some(line), Some(column))
    }
}
