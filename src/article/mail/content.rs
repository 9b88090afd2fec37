//! Which parts of a message are its text.
//!
//! Takes a parsed message, gives its text in stretches with what is known of each: of an HTML part its blocks, of a plain
//! one what its sender wrote and what not.

use super::super::BlockKind;
use super::super::html::read_fragment;
use super::super::overlay::Known;
use super::phrases::InnerHeader;
use super::phrases::{heads_message, inner_header, message_heads, reply_marks};
use super::plain::{InnerHeading, LineBreaks, read_plain};
use crate::archive::decode;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// The text of a message.
#[derive(Clone, Debug, Default)]
pub(super) struct MailContent {
    pub stretches: Vec<(String, Known)>,
    /// What a message that is handed on says of itself.
    pub inner: Option<InnerHeading>,
}

/// The HTML is taken where it has at least this share of the plain text's words, in hundredths.
const LEAST_HTML: usize = 60;

/// Chooses and reads the parts; `raw` is the message, `is_forward` whether its subject says that it hands one on.
pub(super) fn read_content(message: &Message<'_>, raw: &[u8], is_forward: bool) -> MailContent {
    let parts = |ids: &[u32]| -> Vec<MailContent> {
        let parts = ids.iter().filter_map(|id| message.parts.get(*id as usize));
        parts.filter_map(|part| read_part(part, raw, is_forward)).collect()
    };
    let has = |ids: &[u32], wanted: fn(&PartType<'_>) -> bool| {
        ids.iter().filter_map(|id| message.parts.get(*id as usize)).any(|part| wanted(&part.body))
    };
    let is_html = |body: &PartType<'_>| matches!(body, PartType::Html(_));
    let plain = || joined(parts(&message.text_body));
    if !has(&message.html_body, is_html) {
        return plain();
    }
    let html = joined(parts(&message.html_body));
    if message.html_body == message.text_body {
        return html;
    }
    let plain = plain();
    if words_in(&html) * 100 >= words_in(&plain) * LEAST_HTML { html } else { plain }
}

/// Words of the text itself.
fn words_in(content: &MailContent) -> usize {
    let own = content.stretches.iter().filter(|(_, known)| *known != Known::Kind(BlockKind::Meta));
    own.map(|(words, _)| words.split_whitespace().count()).sum()
}

fn joined(parts: Vec<MailContent>) -> MailContent {
    let mut whole = MailContent::default();
    for part in parts {
        whole.stretches.extend(part.stretches);
        whole.inner = whole.inner.or(part.inner);
    }
    whole
}

fn read_part(part: &MessagePart<'_>, raw: &[u8], is_forward: bool) -> Option<MailContent> {
    match &part.body {
        PartType::Html(html) => Some(read_html(&decoded(part, html, raw), is_forward)),
        PartType::Text(text) => {
            let kind = part.content_type();
            let value = |name: &str| kind.and_then(|kind| kind.attribute(name));
            let is = |name: &str, wanted: &str| value(name).is_some_and(|found| found.eq_ignore_ascii_case(wanted));
            let flow = LineBreaks { is_flowed: is("format", "flowed"), drops_space: is("delsp", "yes") };
            let body = read_plain(&decoded(part, text, raw), flow, is_forward);
            let known = |is_aside: bool| if is_aside { Known::Kind(BlockKind::Meta) } else { Known::Nothing };
            let stretches = body.stretches.into_iter().map(|it| (it.text, known(it.is_aside))).collect();
            Some(MailContent { stretches, inner: body.inner })
        }
        _ => None,
    }
}

/// The text of a part; where no encoding of its characters was declared and it is not UTF-8, by the same guess as files.
fn decoded<'p>(part: &MessagePart<'_>, text: &'p str, raw: &[u8]) -> Cow<'p, str> {
    let is_declared = part.content_type().is_some_and(|kind| kind.has_attribute("charset"));
    if is_declared || !text.contains('\u{fffd}') {
        return Cow::Borrowed(text);
    }
    let bytes = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let bytes = match part.encoding {
        Encoding::None => Some(bytes.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(bytes),
        Encoding::Base64 => base64_decode(bytes),
    };
    bytes.map_or(Cow::Borrowed(text), |bytes| Cow::Owned(decode(&bytes).text.into_owned()))
}

/// The blocks of an HTML part, without what is answered.
fn read_html(html: &str, is_forward: bool) -> MailContent {
    let html = &*with_open_heading(html, is_forward);
    let blocks = blocks_of(html);
    let own = find_reply(html).and_then(|at| html.get(..at)).map(blocks_of).filter(|blocks| !blocks.is_empty());
    // What is handed on is marked as what is answered is; it begins there, and not somewhere within.
    let own_blocks = own.as_ref().map_or(blocks.len(), Vec::len);
    let forward = find_forward(&blocks, is_forward).filter(|(start, ..)| is_forward || *start <= own_blocks + 1);
    let (blocks, end, inner) = match (forward, own) {
        (Some((_, end, inner)), _) => (blocks, end, Some(inner)),
        (None, Some(own)) if !is_forward => (own, 0, None),
        (None, _) => (blocks, 0, None),
    };
    let stretches = blocks.into_iter().enumerate().map(|(at, (words, kind))| {
        let known = match kind {
            _ if at < end => Known::Kind(BlockKind::Meta),
            BlockKind::Paragraph => Known::Alone,
            kind => Known::Kind(kind),
        };
        (words, known)
    });
    MailContent { stretches: stretches.collect(), inner }
}

/// The HTML with a paragraph for each line of the heading of a message that is handed on: there, breaks part lines.
fn with_open_heading(html: &str, is_forward: bool) -> Cow<'_, str> {
    const LONGEST_HEADING: usize = 4_000;
    let lower = html.to_ascii_lowercase();
    let marks = message_heads().chain(is_forward.then_some("from:"));
    let Some(at) = marks.filter_map(|mark| lower.find(mark)).min() else { return Cow::Borrowed(html) };
    let mut end = (at + LONGEST_HEADING).min(html.len());
    while !html.is_char_boundary(end) {
        end += 1;
    }
    let (Some(heading), Some(rest)) = (html.get(at..end), html.get(end..)) else { return Cow::Borrowed(html) };
    let mut opened = html.get(..at).unwrap_or_default().to_owned();
    let mut done = 0;
    for (tag, _) in lower.get(at..end).unwrap_or_default().match_indices("<br") {
        opened.push_str(heading.get(done..tag).unwrap_or_default());
        opened.push_str("<p>");
        done = tag;
    }
    opened.push_str(heading.get(done..).unwrap_or_default());
    opened.push_str(rest);
    Cow::Owned(opened)
}

fn blocks_of(html: &str) -> Vec<(String, BlockKind)> {
    let (text, blocks) = read_fragment(html);
    blocks.iter().map(|block| (block.span.of(&text).to_owned(), block.kind)).collect()
}

/// The tag with which an answered message begins.
fn find_reply(html: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let first = reply_marks().filter_map(|mark| memchr::memmem::find(bytes, mark.as_bytes())).min()?;
    let tag = memchr::memrchr(b'<', bytes.get(..first)?)?;
    // A style sheet may name the class, too.
    let is_tag = bytes.get(tag + 1).is_some_and(u8::is_ascii_alphabetic)
        && memchr::memchr(b'>', bytes.get(tag..first)?).is_none();
    is_tag.then_some(tag)
}

/// Where the heading of a message that is handed on begins and ends among the blocks, and what it says.
fn find_forward(blocks: &[(String, BlockKind)], is_forward: bool) -> Option<(usize, usize, InnerHeading)> {
    let first_line = |at: usize| blocks.get(at).and_then(|(words, _)| words.lines().next()).unwrap_or_default();
    let headers_from = |at: usize| -> Vec<(InnerHeader, &str)> {
        let lines = blocks.iter().skip(at).take(6).flat_map(|(words, _)| words.lines());
        lines.skip_while(|line| heads_message(line).is_some()).map_while(inner_header).collect()
    };
    let begins = |at: usize| {
        let is_headed = heads_message(first_line(at)).is_some();
        (is_headed || is_forward && inner_header(first_line(at)).is_some()) && headers_from(at).len() >= 2
    };
    let start = (0..blocks.len()).find(|at| begins(*at))?;
    let mut inner = InnerHeading::default();
    for (header, value) in headers_from(start) {
        let place = match header {
            InnerHeader::From => &mut inner.from,
            InnerHeader::Date => &mut inner.date,
            InnerHeader::Subject => &mut inner.subject,
            InnerHeader::Other => continue,
        };
        place.get_or_insert_with(|| value.to_owned());
    }
    let is_heading = |(words, _): &&(String, BlockKind)| {
        words.lines().all(|line| heads_message(line).is_some() || inner_header(line).is_some())
    };
    let length = blocks.iter().skip(start).take_while(is_heading).count();
    Some((start, start + length.max(1), inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str, is_forward: bool) -> Vec<String> {
        let content = read_html(html, is_forward);
        let mark = |known| match known {
            Known::Kind(BlockKind::Meta) => '-',
            Known::Kind(_) => 'k',
            _ => '+',
        };
        content.stretches.iter().map(|(words, known)| format!("{} {words}", mark(*known))).collect()
    }

    #[test]
    fn what_is_answered_is_no_text() {
        let html = "<style>.gmail_quote {color: red}</style><p>“No,” she said.</p><div class=\"gmail_quote\"><p>Will you pay?</p></div>";
        assert_eq!(shown(&html["<style>.gmail_quote {color: red}</style>".len()..], false), ["+ “No,” she said."]);
        let forward = "<p>FYI</p><div class=\"gmail_quote\"><div>---------- Forwarded message ---------<br>From: The Courier<br>\
                       Subject: Bridge</div><p>“No,” she said.</p></div>";
        assert_eq!(shown(forward, false).last().map(String::as_str), Some("+ “No,” she said."));
        assert_eq!(shown("<blockquote type=\"cite\"><p>All of it.</p></blockquote>", false), ["+ All of it."]);
    }

    #[test]
    fn what_is_handed_on_is_the_text() {
        let html = "<p>FYI</p><div>---------- Forwarded message ---------<br>From: The Courier<br>Date: 18 August 2016<br>\
                    Subject: Bridge<br></div><h2>Bridge</h2><p>“No,” she said.</p>";
        assert_eq!(
            shown(html, false)[5..],
            ["k Bridge".to_owned(), "+ “No,” she said.".to_owned()],
            "{:?}",
            shown(html, false)
        );
        assert!(read_html(html, false).inner.is_some(), "{:?} {:?}", shown(html, false), read_html(html, false));
        assert_eq!(read_html(html, false).inner.unwrap().subject.as_deref(), Some("Bridge"));
    }
}
