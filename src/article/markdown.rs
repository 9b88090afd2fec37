//! The reader of Markdown: clippings of pages as note takers keep them, texts of site generators.
//!
//! Takes a file's bytes, gives an [`Article`] whose text is the body as a page would show it: links by their words,
//! pictures left out, quotations and callouts as paragraphs, headings as subheadings. Front matter gives title, address,
//! author and date, and is no part of the text. The body is CommonMark with the additions of note takers (links in double
//! square brackets, callouts).

use super::clean::mend;
use super::dates::parse_leading_date;
use super::draft::TextDraft;
use super::fields::{RecordField, plain_names};
use super::finish::FoundArticle;
use super::front_matter::{FrontMatter, find_front_matter};
use super::html::add_fragment;
use super::labels::is_credit;
use super::layout::{DateLabel, DateLine, Headline, read_layout};
use super::posted::Clues;
use super::shape::is_names;
use super::zone::{Home, parse_utc};
use super::{Article, ArticleError, BlockKind, ReadOptions, Reader, find_damage};
use crate::archive::{Document, decode_document};
use crate::words::fold::letters;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::path::Path;

/// Reads [`Format::Markdown`](crate::archive::Format::Markdown).
pub struct Markdown;

impl Reader for Markdown {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let decoded = decode_document(document);
        let line = document.origin.line;
        let mut problems = find_damage(&decoded, line);
        options.check_length(&decoded.text)?;
        let whole = mend(decoded.text, line, &mut problems);
        let front = find_front_matter(&whole);
        let body = whole.get(front.as_ref().map_or(0, |front| front.span.end())..).unwrap_or("");
        let of_front =
            |field| front.as_ref()?.find(field).map(|value| value.text.trim()).filter(|text| !text.is_empty());
        let title = of_front(RecordField::Title).map(str::to_owned);

        let (mut body, first_heading) = MarkdownBody::read(body, title.as_deref());
        let (text, blocks) = std::mem::take(&mut body).finish();
        if text.is_empty() {
            return Err(ArticleError::Empty);
        }
        let title =
            title.or(first_heading).or_else(|| front.as_ref().and_then(|_| name_of(&document.origin.innermost())));
        let headline = title.as_deref().map_or(Headline::PerhapsFirstLine, Headline::Known);
        let layout = read_layout(&text, headline, options.day_order);
        let mut found = FoundArticle::of_layout(document, text, layout);
        found.problems = problems;
        found.title = title;

        // Notes name the page as their source, and papers too.
        let is_address = |text: &&str| text.contains("://");
        let source = of_front(RecordField::Outlet);
        let url = of_front(RecordField::Url).filter(is_address).or(source.filter(is_address)).map(str::to_owned);
        found.url = url.or(found.url);
        found.outlet = source.filter(|source| !is_address(source)).map(str::to_owned).or(found.outlet);
        found.byline = authors_of(front.as_ref()).or(found.byline);
        found.blocks = blocks;

        let home = Home::of(found.url.as_deref(), front.as_ref().and_then(FrontMatter::find_language));
        found.dates.splice(0..0, dates_of(front.as_ref(), options, home));
        let name = document.origin.innermost();
        Ok(found.finish(Clues { name: &name.to_string_lossy(), home, ..Clues::default() }, options))
    }
}

/// The file's name as a title: that of a note is one, if it is words.
fn name_of(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).filter(|stem| stem.contains(' '))
}

fn authors_of(front: Option<&FrontMatter>) -> Option<String> {
    let names: Vec<String> =
        front?.find_all(RecordField::Byline).iter().map(|value| plain_names(value.text.trim())).collect();
    let joined = names.join(", ");
    (!joined.is_empty() && !joined.contains("://")).then_some(joined)
}

/// The posting date of the front matter: the day on which a note was made counts only where no other stands there.
fn dates_of(front: Option<&FrontMatter>, options: &ReadOptions, home: Home) -> Vec<DateLine> {
    let date = |field, label| {
        let value = front?.find(field)?;
        let utc = parse_utc(&value.text).filter(|_| home != Home::Unknown);
        let date = match utc {
            Some(utc) => Ok(home.day_of(utc)),
            None => parse_leading_date(&value.text, options.day_order).map(|(date, _)| date),
        };
        Some(DateLine { label, at: value.span.start(), date })
    };
    [date(RecordField::Date, DateLabel::Published), date(RecordField::Updated, DateLabel::Updated)]
        .into_iter()
        .flatten()
        .collect()
}

/// A line's end that a renderer shows as a space; texts hold no such character.
const SOFT_BREAK: char = '\u{1}';

/// The body under way.
#[derive(Default)]
struct MarkdownBody {
    draft: TextDraft,
    words: String,
    /// HTML that stands between paragraphs.
    html: String,
    /// How many pictures and footnotes are open: what they hold is left out.
    left_out: usize,
    /// How many quotations are open, and whether nothing has been read of the innermost.
    quotations: usize,
    quotation_begins: bool,
    cells: usize,
    has_prose: bool,
}

impl MarkdownBody {
    /// Reads Markdown; gives the heading above the text, too, where there is one. A heading that is the `title` is the
    /// headline.
    fn read(markdown: &str, title: Option<&str>) -> (TextDraft, Option<String>) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_WIKILINKS;
        let mut body = MarkdownBody::default();
        let mut first_heading = None;
        for event in Parser::new_ext(markdown, options) {
            if let Event::End(TagEnd::Heading(_)) = event {
                let words = body.take_words();
                let is_title = match title {
                    Some(title) => letters(&words).eq(letters(title)),
                    None => first_heading.is_none() && !body.has_prose && !words.is_empty(),
                };
                let kind = if is_title && !body.has_prose { BlockKind::Headline } else { BlockKind::Subheading };
                body.draft.push(kind, &words);
                if is_title {
                    first_heading.get_or_insert(words);
                }
            } else {
                body.take(event);
            }
        }
        body.flush(BlockKind::Paragraph);
        (body.draft, first_heading)
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ if self.left_out > 0 => {}
            Event::Text(text) | Event::Code(text) => self.words.push_str(&text),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if is_break(&tag) => self.words.push('\n'),
            Event::SoftBreak => self.words.push(SOFT_BREAK),
            Event::HardBreak => self.words.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } | Tag::FootnoteDefinition(_) => self.left_out += 1,
            Tag::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.quotations += 1;
                self.quotation_begins = true;
            }
            // Words of an item above a list in it.
            Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::CodeBlock(_) | Tag::Table(_) => {
                self.flush(BlockKind::Paragraph);
            }
            Tag::TableHead | Tag::TableRow => self.cells = 0,
            Tag::TableCell => {
                if self.cells > 0 {
                    self.words.push_str(" | ");
                }
                self.cells += 1;
            }
            _ => {}
        }
        // A block of text that is indented is no code in an article.
        if let Tag::CodeBlock(CodeBlockKind::Fenced(_)) = tag {
            self.left_out += 1;
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::FootnoteDefinition => self.left_out = self.left_out.saturating_sub(1),
            TagEnd::CodeBlock if self.left_out > 0 => self.left_out -= 1,
            TagEnd::BlockQuote(_) => {
                self.flush(BlockKind::Paragraph);
                self.quotations = self.quotations.saturating_sub(1);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.flush(BlockKind::Meta),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                add_fragment(&html, &mut self.draft);
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock => self.flush(BlockKind::Paragraph),
            _ => {}
        }
    }

    /// Ends a block.
    fn flush(&mut self, kind: BlockKind) {
        if self.words.trim().is_empty() {
            self.words.clear();
            return;
        }
        let is_callout = std::mem::take(&mut self.quotation_begins) && self.quotations > 0;
        if let Some((mark, rest)) = self.words.split_once(']').filter(|(mark, _)| is_callout && mark.starts_with("[!"))
            && mark.len() < LONGEST_CALLOUT
        {
            // `[!quote]- Ann Example`: who is quoted; of other boxes what they are called.
            let names_speaker = is_quotation(mark);
            let rest = rest.trim_start_matches(['-', '+']);
            let (head, behind) = rest.split_once(SOFT_BREAK).unwrap_or((rest, ""));
            let (head, behind) = (head.trim().to_owned(), behind.to_owned());
            let is_name = names_speaker && is_names(&head);
            if is_name && !behind.trim().is_empty() {
                self.words = format!("{head}: {behind}");
            } else {
                self.draft.push(BlockKind::Subheading, &head);
                self.words = behind;
            }
            self.flush(kind);
            return;
        }
        let words = self.take_words();
        let kind = if kind == BlockKind::Paragraph && is_credit(&words) { BlockKind::Credit } else { kind };
        self.has_prose |= kind == BlockKind::Paragraph;
        self.draft.push(kind, &words);
    }

    fn take_words(&mut self) -> String {
        std::mem::take(&mut self.words).replace(SOFT_BREAK, " ").trim().to_owned()
    }
}

/// The word of a callout is shorter, in bytes.
const LONGEST_CALLOUT: usize = 40;

/// Whether the mark of a callout says that somebody is quoted in it.
fn is_quotation(mark: &str) -> bool {
    matches!(mark.trim_start_matches("[!").to_ascii_lowercase().as_str(), "quote" | "cite")
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(markdown: &str, title: Option<&str>) -> Vec<String> {
        let (text, blocks) = MarkdownBody::read(markdown, title).0.finish();
        blocks.iter().map(|block| format!("{:?}: {}", block.kind, block.span.of(&text).replace('\n', "\\n"))).collect()
    }

    #[test]
    fn a_body_is_read_as_a_page_would_show_it() {
        let markdown = "# Depot\n\nOne [link](https://a.example) and **bold**\nwords\\\nand [[Page|more]].\n\n\
            ![A picture](x.jpg)\n\n## Below\n\n- First\n- Second\n  - Third\n\n1. Fourth\n\n> “No.”\n\n<p>In HTML, <b>too</b>.</p>\n\n\
            Last[^1] &amp; least.\n\n[^1]: A note.\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n\n    indented\n";
        assert_eq!(
            blocks(markdown, Some("Depot")),
            [
                "Headline: Depot",
                "Paragraph: One link and bold words\\nand more.",
                "Subheading: Below",
                "Paragraph: First",
                "Paragraph: Second",
                "Paragraph: Third",
                "Paragraph: Fourth",
                "Paragraph: “No.”",
                "Paragraph: In HTML, too.",
                "Paragraph: Last & least.",
                "Meta: a | b",
                "Meta: c | d",
                "Paragraph: indented",
            ]
        );
        assert_eq!(
            blocks("> [!quote]+ Ann Example\n> “No.”\n> “Never.”", None),
            ["Paragraph: Ann Example: “No.” “Never.”"]
        );
        assert_eq!(blocks("> [!note]\n> Text", None), ["Paragraph: Text"]);
        assert_eq!(blocks("> [!tip] Ann Example\n> Text", None), ["Subheading: Ann Example", "Paragraph: Text"]);
    }

    #[test]
    fn the_heading_above_a_text_is_its_title() {
        let heading = |markdown: &str| MarkdownBody::read(markdown, None).1;
        assert_eq!(heading("# Depot *row*\n\nText.\n\n# More").as_deref(), Some("Depot row"));
        assert_eq!(heading("Text.\n\n# More"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_markdown_is_read(text in "[#>*_\\[\\]()!`|~\\-+a<p \n^:]{0,80}") {
            blocks(&text, None);
        }
    }
}
