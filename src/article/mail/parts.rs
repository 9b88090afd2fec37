//! A message to documents: itself, and the articles that are attached to it.
//!
//! Takes a document that is a message, gives it and its attachments, each as a document with a member of its own; a page
//! that was saved as a message (`.mht`) is that page alone.

use super::parse;
use crate::archive::{Document, Envelope, Format, Origin};
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

/// Messages within messages are opened to this depth.
const DEEPEST: usize = 3;
/// So many attachments of one message are opened.
const MOST_ATTACHED: usize = 200;

/// The documents of a message, itself the first; `None` where nothing is attached to it that may be an article, and it is no
/// page.
pub(crate) fn parts_of(document: &Document) -> Option<Vec<Document>> {
    let mut documents = Vec::new();
    add_parts(document, 0, &mut documents).then_some(documents)
}

/// Adds the documents of a message; gives whether they are others than the message alone.
fn add_parts(document: &Document, depth: usize, documents: &mut Vec<Document>) -> bool {
    let Ok(message) = parse(&document.bytes) else { return false };
    if is_saved_page(&message) {
        let page = page_of(&message, document);
        let is_page = page.is_some();
        documents.extend(page);
        return is_page;
    }
    let attached = attached_to(&message, document);
    if attached.is_empty() {
        return false;
    }
    documents.push(document.clone());
    for part in attached {
        let is_inner = part.format == Format::Mail && depth + 1 < DEEPEST;
        if !is_inner || !add_parts(&part, depth + 1, documents) {
            documents.push(part);
        }
    }
    true
}

/// Whether a message is a page with its pictures, as browsers save it (RFC 2557).
fn is_saved_page(message: &Message<'_>) -> bool {
    let root = message.root_part().content_type();
    let is_related = root.is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("related"));
    let is_located = message.header_raw("Snapshot-Content-Location").is_some()
        || message.header_raw("Content-Location").is_some()
        || message.parts.iter().any(|part| matches!(part.body, PartType::Html(_)) && part.content_location().is_some());
    let is_sent = message.header_raw("Received").is_some() || message.to().is_some();
    (is_related || matches!(message.root_part().body, PartType::Html(_))) && is_located && !is_sent
}

/// The page itself: the first part that is HTML.
fn page_of(message: &Message<'_>, document: &Document) -> Option<Document> {
    let (part, html) = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((part, html)),
        _ => None,
    })?;
    let header = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_owned());
    let url = header("Snapshot-Content-Location").or_else(|| part.content_location().map(str::to_owned));
    let envelope = Envelope {
        url: url.filter(|url| url.starts_with("http")),
        charset: Some("utf-8".to_owned()),
        captured: message.date().and_then(|date| chrono::DateTime::parse_from_rfc3339(&date.to_rfc3339()).ok()),
        ..Envelope::default()
    };
    Some(Document { origin: document.origin.clone(), format: Format::Html, bytes: html.as_bytes().to_vec(), envelope })
}

fn attached_to(message: &Message<'_>, document: &Document) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    for (number, id) in (1..).zip(message.attachments.iter().take(MOST_ATTACHED)) {
        let Some(part) = message.parts.get(*id as usize) else { continue };
        let Some((format, bytes)) = content_of(part, &document.bytes) else { continue };
        let name = part.attachment_name().filter(|name| !name.trim().is_empty());
        let name = name.map_or_else(|| format!("attachment {number}"), |name| name.trim().to_owned());
        let way = Some(match &document.origin.member {
            Some(outer) => format!("{outer}/{name}"),
            None => name,
        });
        let origin = Origin { path: document.origin.path.clone(), within: way.clone(), member: way, line: 1 };
        let envelope = Envelope { charset: charset_of(part), ..Envelope::default() };
        documents.push(Document { origin, format, bytes, envelope });
    }
    documents
}

/// Text was decoded when the message was read.
fn charset_of(part: &MessagePart<'_>) -> Option<String> {
    matches!(part.body, PartType::Text(_) | PartType::Html(_)).then(|| "utf-8".to_owned())
}

/// What an attachment is, where it may be an article, and its bytes.
fn content_of(part: &MessagePart<'_>, raw: &[u8]) -> Option<(Format, Vec<u8>)> {
    let name = part.attachment_name().unwrap_or_default().to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_attached = part.content_disposition().is_some_and(|it| it.is_attachment()) || !name.is_empty();
    match &part.body {
        PartType::Message(_) if part.encoding == Encoding::None => {
            let bytes = raw.get(part.offset_body as usize..part.offset_end as usize)?;
            Some((Format::Mail, bytes.to_vec()))
        }
        PartType::Message(inner) => Some((Format::Mail, inner.raw_message.to_vec())),
        PartType::Html(html) if is_attached => Some((Format::Html, html.as_bytes().to_vec())),
        PartType::Text(text) if is_attached && matches!(ending, "" | "txt" | "text") => {
            Some((Format::PlainText, text.as_bytes().to_vec()))
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            let format = match ending {
                "docx" => Format::Docx,
                "pdf" => Format::Pdf,
                "eml" => Format::Mail,
                "htm" | "html" => Format::Html,
                "txt" => Format::PlainText,
                _ if bytes.starts_with(b"%PDF-") => Format::Pdf,
                _ => return None,
            };
            Some((format, bytes.to_vec()))
        }
        _ => None,
    }
}
