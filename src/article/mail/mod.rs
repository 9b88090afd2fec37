//! The reader of messages: newsletters, articles that were handed on, alerts.
//!
//! Takes a message's bytes (RFC 5322, MIME), gives an [`Article`] whose text is what its sender wrote: the HTML part where
//! that has the text, else the plain one. Its subject is the title, its sender the outlet or the writer, its date the
//! posting date; a message that is handed on within it comes before it. In order of the flow: `parts.rs` takes attached
//! articles out, `content.rs` chooses the parts, `plain.rs` takes plain text apart, `phrases.rs` knows what messages say
//! around their words.

mod content;
mod parts;
mod phrases;
mod plain;

pub(super) use parts::parts_of;

use super::dates::{DateError, parse_leading_date};
use super::finish::{FoundArticle, own_name};
use super::layout::{DateLabel, DateLine, ELSEWHERE, Headline};
use super::overlay::{Known, read_overlay};
use super::posted::Clues;
use super::shape::{is_names, is_outlet_name};
use super::{Article, ArticleError, BlockKind, ReadOptions, Reader};
use crate::archive::Document;
use crate::span::Span;
use chrono::NaiveDate;
use content::{MailContent, read_content};
use mail_parser::{HeaderName, Message, MessageParser};
use phrases::{bare_subject, is_footer, writer_and_paper};

/// Reads [`Format::Mail`](crate::archive::Format::Mail).
pub struct Mail;

/// A message of more parts is none that anybody wrote, and could take long to read and much of the stack.
const MOST_PARTS: usize = 300;

/// Reads the structure of a message.
fn parse(bytes: &[u8]) -> Result<Message<'_>, ArticleError> {
    let parts = count(bytes, b"multipart/") + count(bytes, b"message/");
    if parts > MOST_PARTS {
        return Err(ArticleError::TooManyParts { most: MOST_PARTS });
    }
    MessageParser::default().parse(bytes).ok_or(ArticleError::NoMessage)
}

/// How often ASCII letters stand in bytes, in small letters or large ones.
fn count(bytes: &[u8], word: &[u8]) -> usize {
    let Some(slash) = word.iter().position(|byte| *byte == b'/') else { return 0 };
    memchr::memchr_iter(b'/', bytes)
        .filter(|at| {
            let start = at.checked_sub(slash);
            start.and_then(|start| bytes.get(start..=*at)).is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
        .count()
}

impl Reader for Mail {
    fn read(&self, document: &Document, options: &ReadOptions) -> Result<Article, ArticleError> {
        let message = parse(&document.bytes)?;
        let (subject, is_forward) = bare_subject(message.subject().unwrap_or_default());
        let content = read_content(&message, &document.bytes, is_forward);
        let hands_on = is_forward || content.inner.is_some();
        let inner = content.inner.clone().unwrap_or_default();
        let inner_subject = inner.subject.as_deref().map(|subject| bare_subject(subject).0);
        let title = Some(inner_subject.unwrap_or(subject)).filter(|title| !title.is_empty()).map(one_line);
        let (text, stretches) = write_text(content, title.as_deref());
        if text.is_empty() {
            return Err(ArticleError::Empty);
        }
        options.check_length(&text)?;
        let headline = title.as_deref().map_or(Headline::PerhapsFirstLine, Headline::Known);
        let mut layout = read_overlay(&text, &stretches, headline, options.day_order);
        mark_machinery(&text, &mut layout.blocks);

        // Whoever hands an article on did not write it, and not on that day.
        let sender = match inner.from.as_deref() {
            Some(inner) => Sender::read(inner.split(['<', '[']).next().unwrap_or_default(), false),
            None if hands_on => Sender::default(),
            None => Sender::of(&message),
        };
        let mut found = FoundArticle::of_layout(document, text, layout);
        found.title = title.or(found.title);
        found.byline = found.byline.or(sender.writer);
        found.outlet = sender.paper.or(found.outlet);
        found.url = address_of(&message).or(found.url);
        let inner_day = inner.date.as_deref().and_then(|date| parse_leading_date(date, options.day_order).ok());
        let own_day = || day_of(&message, options).filter(|_| !hands_on);
        // The message's own date is a line of its heading.
        let date = inner_day.map(|(day, _)| Ok(day)).or_else(own_day);
        let line = date.map(|date| DateLine { label: DateLabel::Published, at: ELSEWHERE, date });
        found.dates.splice(0..0, line);
        let name = own_name(document);
        Ok(found.finish(Clues { name: &name, ..Clues::default() }, options))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of the stretches, with blank lines between them, and what is known of each.
fn write_text(content: MailContent, title: Option<&str>) -> (String, Vec<(Span, Known)>) {
    let mut draft = super::draft::TextDraft::default();
    let mut known = Vec::new();
    let mut has_headline = false;
    for (words, what) in content.stretches {
        let before = draft.len();
        let repeats = !has_headline && title.is_some_and(|title| one_line(&words) == title);
        has_headline |= repeats;
        draft.push(BlockKind::Paragraph, &words);
        if draft.len() > before {
            known.push(if repeats { Known::Kind(BlockKind::Headline) } else { what });
        }
    }
    let (text, blocks) = draft.finish();
    (text, blocks.iter().map(|block| block.span).zip(known).collect())
}

/// Short paragraphs at both ends that are about the sending and not of the article.
fn mark_machinery(text: &str, blocks: &mut [super::Block]) {
    /// So many blocks on top may ask whether the message can be read.
    const ON_TOP: usize = 4;
    /// What stands among the machinery is shorter than this, in bytes.
    const SHORT: usize = 200;
    let is_quote = |words: &str| words.contains(['"', '“', '”', '«', '»']);
    let footer = |block: &super::Block| is_footer(block.span.of(text)) && !is_quote(block.span.of(text));
    for block in blocks.iter_mut().take(ON_TOP) {
        if footer(block) && block.span.len() < SHORT {
            block.kind = BlockKind::Meta;
        }
    }
    // From the end up: machinery, and whatever is short enough to be a link or an address between.
    let mut first = blocks.len();
    for (at, block) in blocks.iter().enumerate().skip(1).rev() {
        if footer(block) {
            first = at;
        } else if block.kind != BlockKind::Meta && (block.span.len() >= SHORT || is_quote(block.span.of(text))) {
            break;
        }
    }
    blocks.iter_mut().skip(first).for_each(|block| block.kind = BlockKind::Meta);
}

/// Who a message is from.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sender {
    writer: Option<String>,
    paper: Option<String>,
}

impl Sender {
    /// The sender of a message.
    fn of(message: &Message<'_>) -> Sender {
        let is_bulk = [HeaderName::ListId, HeaderName::ListUnsubscribe, HeaderName::ListPost]
            .into_iter()
            .any(|name| message.header(name).is_some());
        let from = message.from().and_then(|from| from.first());
        // Programs that save pages as messages name themselves there.
        let name = from.and_then(|from| from.name.as_deref()).filter(|_| from.is_some_and(|it| it.address.is_some()));
        name.map_or_else(Sender::default, |name| Sender::read(name, is_bulk))
    }

    /// A name by itself; `is_bulk` where the message goes to many.
    fn read(name: &str, is_bulk: bool) -> Sender {
        let name = one_line(name.trim_matches(|c: char| matches!(c, '"' | '\'' | '“' | '”') || c.is_whitespace()));
        if name.is_empty() || name.contains('@') {
            return Sender::default();
        }
        if let Some((writer, paper)) = writer_and_paper(&name)
            && is_names(writer)
            && (is_bulk || is_outlet_name(paper))
            && !is_outlet_name(writer)
        {
            return Sender { writer: Some(writer.to_owned()), paper: Some(paper.to_owned()) };
        }
        if is_bulk || is_outlet_name(&name) {
            return Sender { writer: None, paper: Some(name) };
        }
        Sender { writer: Some(name).filter(|name| is_names(name)), paper: None }
    }
}

/// Where the message itself says that it can be read (RFC 5064).
fn address_of(message: &Message<'_>) -> Option<String> {
    let value = message.header_raw("Archived-At")?.trim();
    let address = value.trim_start_matches('<').split('>').next()?.trim();
    (address.starts_with("http://") || address.starts_with("https://")).then(|| address.to_owned())
}

/// The day of the message's own date, as it was where it was sent.
fn day_of(message: &Message<'_>, options: &ReadOptions) -> Option<Result<NaiveDate, DateError>> {
    let read = message
        .date()
        .and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day)));
    match (read, message.header_raw("Date")) {
        (Some(day), _) => Some(Ok(day)),
        (None, Some(raw)) => Some(parse_leading_date(raw.trim(), options.day_order).map(|(day, _)| day)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_are_papers_or_writers() {
        let read = |name, is_bulk| {
            let Sender { writer, paper } = Sender::read(name, is_bulk);
            (writer.unwrap_or_default(), paper.unwrap_or_default())
        };
        let both = |writer: &str, paper: &str| (writer.to_owned(), paper.to_owned());
        assert_eq!(read("Ann Example", false), both("Ann Example", ""));
        assert_eq!(read("The Holyrood Courier", false), both("", "The Holyrood Courier"));
        assert_eq!(read("\"Exampleton Morning\"", true), both("", "Exampleton Morning"));
        assert_eq!(read("Ann Example from The Example Letter", true), both("Ann Example", "The Example Letter"));
        assert_eq!(read("Example, Ann", false), both("Example, Ann", ""));
        assert_eq!(read("ann@exampleton.example", false), both("", ""));
    }

    #[test]
    fn words_are_counted_in_any_case() {
        assert_eq!(count(b"Multipart/mixed multipart/ ultipart/ MULTIPART/", b"multipart/"), 3);
        assert_eq!(count(b"/", b"multipart/"), 0);
    }

    #[test]
    fn messages_within_messages_without_end_are_refused() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        let parts: String =
            (0..20_000).map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n")).collect();
        for bytes in [nested, parts] {
            let started = std::time::Instant::now();
            assert_eq!(parse(bytes.as_bytes()).unwrap_err(), ArticleError::TooManyParts { most: MOST_PARTS });
            assert!(started.elapsed().as_secs() < 2);
        }
        // As many as are allowed do not take long, nor the stack.
        for line in ["Content-Type: message/rfc822\r\n\r\n", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"]
        {
            let started = std::time::Instant::now();
            drop(parse(format!("{}{}", line.repeat(MOST_PARTS), "word ".repeat(100_000)).as_bytes()));
            assert!(started.elapsed().as_secs() < 2, "{line}");
        }
    }
}
