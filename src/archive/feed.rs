//! Entries of a feed (RSS 0.9 to 2.0, RSS 1.0 in RDF, Atom) to records: each an object with the names of its elements.
//!
//! Takes a reader in UTF-8, gives each entry as the bytes of a JSON object, with the line at which it begins: `title`,
//! `link`, `pubDate`, `content:encoded` and so on as they are called there, and the feed's own title as `channel`. What an
//! entry holds in elements of its own (XHTML) is given as HTML. Entries before a place where the XML is broken are given.

use super::json_records::{Company, Record, RecordProblem};
use super::table::string_onto;
use memchr::memchr_iter;
use quick_xml::errors::Error as XmlError;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};
use std::collections::HashSet;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// Whether the first bytes of a text are those of a feed.
pub(super) fn is_feed(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"<") {
        return false;
    }
    let mut rest = head;
    // The first element behind declarations and comments.
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let end =
            if rest.starts_with(b"!--") { memchr::memmem::find(rest, b"-->") } else { memchr::memchr(b'>', rest) };
        match rest.first() {
            Some(b'?' | b'!') => rest = rest.get(end.unwrap_or(rest.len())..).unwrap_or_default(),
            _ => break,
        }
    }
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':').count();
    let name = rest.get(..length).unwrap_or_default();
    match name {
        b"rss" | b"rdf:RDF" => true,
        b"feed" | b"atom:feed" => memchr::memmem::find(rest, b"www.w3.org/2005/Atom").is_some(),
        _ => false,
    }
}

/// The encoding that an XML declaration names; none where it names none or UTF-8.
pub(super) fn declared_encoding(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memchr::memmem::find(declaration, b"?>")?)?;
    let value =
        declaration.get(memchr::memmem::find(declaration, b"encoding")? + b"encoding".len()..)?.trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (mark, value) = value.split_first().filter(|(mark, _)| matches!(mark, b'"' | b'\''))?;
    let name = value.get(..memchr::memchr(*mark, value)?)?;
    encoding_rs::Encoding::for_label(name)
        .filter(|encoding| *encoding != encoding_rs::UTF_8 && encoding.is_ascii_compatible())
}

/// Elements deeper in an entry than this are left out.
const DEEPEST: usize = 64;
/// No feed has so many elements open.
const MOST_OPEN: usize = 256;

/// The entries of a feed as records.
pub(super) struct FeedRecords<R> {
    reader: Reader<LineCounter<R>>,
    /// The names of the elements that are open.
    open: Vec<String>,
    channel: String,
    largest: u64,
    buffer: Vec<u8>,
    state: FeedState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FeedState {
    Reading,
    Ended,
}

/// An entry under way.
#[derive(Default)]
struct FeedEntry {
    line: u32,
    /// How deep its element lies.
    depth: usize,
    fields: Vec<(String, String)>,
    /// The field that is being read.
    field: Option<EntryField>,
    /// Bytes of text so far.
    size: u64,
}

/// A child of an entry under way.
struct EntryField {
    name: String,
    text: String,
    /// The same with the tags of elements in it.
    html: String,
    has_tags: bool,
    /// Only the text of this element in it counts.
    within: Option<&'static str>,
}

impl<R: BufRead> FeedRecords<R> {
    pub fn new(reader: R, largest: u64) -> FeedRecords<R> {
        // One piece of text is in memory whole, before anybody can see how long it is.
        let most = largest.saturating_mul(2);
        let counted = LineCounter { inner: reader, line: 1, left: most, largest: most };
        let mut reader = Reader::from_reader(counted);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        FeedRecords {
            reader,
            open: Vec::new(),
            channel: String::new(),
            largest,
            buffer: Vec::new(),
            state: FeedState::Reading,
        }
    }

    fn read_record(&mut self) -> Result<Option<Record>, RecordProblem> {
        let mut entry: Option<FeedEntry> = None;
        let mut title = None::<String>;
        loop {
            let line = self.reader.get_ref().line;
            if entry.is_none() {
                let counted = self.reader.get_mut();
                counted.left = counted.largest;
            }
            self.buffer.clear();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => {
                    return Err(problem_of(error, self.reader.get_ref(), entry.map_or(line, |entry| entry.line)));
                }
            };
            match event {
                Event::Start(_) if self.open.len() >= MOST_OPEN => {
                    return Err(RecordProblem::BadXml { line, what: "elements lie too deep in each other here" });
                }
                Event::Start(start) => {
                    let name = name_of(start.name());
                    let is_entry = entry.is_none() && matches!(name.as_str(), "item" | "entry");
                    if is_entry {
                        entry = Some(FeedEntry { line, depth: self.open.len(), ..FeedEntry::default() });
                    } else if let Some(entry) = &mut entry {
                        entry.start(&start, &name, self.open.len());
                    } else if name == "title" && self.channel.is_empty() && self.open.len() <= 2 {
                        title = Some(String::new());
                    }
                    self.open.push(name);
                }
                Event::Empty(start) => {
                    if let Some(entry) = &mut entry {
                        let name = name_of(start.name());
                        let depth = self.open.len();
                        entry.start(&start, &name, depth);
                        if depth == entry.depth + 1 {
                            entry.end(&name, depth);
                        }
                    }
                }
                Event::End(end) => {
                    // What was opened in an element and not closed ends with it.
                    let name = name_of(end.name());
                    let Some(depth) = self.open.iter().rposition(|open| *open == name) else { continue };
                    self.open.truncate(depth);
                    if let Some(mut whole) = entry.take_if(|entry| depth <= entry.depth) {
                        whole.end("", whole.depth + 1);
                        let FeedEntry { line, size, .. } = whole;
                        let is_too_large = size > self.largest;
                        return match is_too_large {
                            true => Err(RecordProblem::TooLarge { line, size }),
                            false => Ok(Some(whole.into_record(&self.channel))),
                        };
                    }
                    if let Some(entry) = &mut entry {
                        entry.end(&name, depth);
                    } else if let Some(title) = title.take() {
                        self.channel = title.trim().to_owned();
                    }
                }
                Event::Text(text) => add(&mut entry, &mut title, &text.xml10_content(), self.largest),
                Event::CData(text) => add(&mut entry, &mut title, &text.xml10_content(), self.largest),
                Event::GeneralRef(reference) => add(&mut entry, &mut title, &meaning_of(&reference), self.largest),
                Event::Eof if entry.is_some() => {
                    return Err(RecordProblem::BadXml { line, what: "the file ends within an entry" });
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }
}

/// Adds text to what is being read; of an entry that is too large only its size is kept.
fn add(entry: &mut Option<FeedEntry>, title: &mut Option<String>, text: &str, largest: u64) {
    if let Some(entry) = entry {
        entry.size = entry.size.saturating_add(text.len() as u64);
        if entry.size > largest {
            (entry.field, entry.fields) = (None, Vec::new());
        }
        entry.add(text);
    } else if let Some(title) = title {
        title.push_str(text);
    }
}

impl FeedEntry {
    fn start(&mut self, start: &BytesStart<'_>, name: &str, depth: usize) {
        if depth == self.depth + 1 {
            self.field = Some(EntryField {
                name: name.to_owned(),
                text: String::new(),
                html: String::new(),
                has_tags: false,
                // A person has an address, too.
                within: matches!(name, "author" | "contributor").then_some("name"),
            });
            let is_page = attribute(start, "rel").is_none_or(|rel| rel == "alternate");
            if name == "link"
                && is_page
                && let Some(address) = attribute(start, "href")
            {
                self.fields.push((name.to_owned(), address));
            }
        } else if let Some(field) = &mut self.field
            && depth < self.depth + DEEPEST
        {
            if field.within == Some(name) {
                field.text.clear();
            }
            field.has_tags = true;
            field.html.push('<');
            field.html.push_str(local(name));
            field.html.push('>');
        }
    }

    fn end(&mut self, name: &str, depth: usize) {
        let Some(mut field) = self.field.take() else { return };
        if depth > self.depth + 1 {
            if depth < self.depth + DEEPEST {
                field.html.push_str("</");
                field.html.push_str(local(name));
                field.html.push('>');
            }
            // What stands behind a person's name is none of it.
            if field.within == Some(name) {
                self.fields.push((field.name.clone(), field.text.trim().to_owned()));
                field.name.clear();
            }
            self.field = Some(field);
            return;
        }
        let text = if field.has_tags && field.within.is_none() { field.html } else { field.text };
        if !field.name.is_empty() && !text.trim().is_empty() {
            self.fields.push((field.name, text.trim().to_owned()));
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(field) = &mut self.field {
            field.text.push_str(text);
            for c in text.chars() {
                match c {
                    '<' => field.html.push_str("&lt;"),
                    '>' => field.html.push_str("&gt;"),
                    '&' => field.html.push_str("&amp;"),
                    c => field.html.push(c),
                }
            }
        }
    }

    fn into_record(self, channel: &str) -> Record {
        let has_link = self.fields.iter().any(|(name, _)| name == "link");
        let mut object = vec![b'{'];
        let mut names: HashSet<String> = HashSet::new();
        let channel = (!channel.is_empty()).then(|| ("channel".to_owned(), channel.to_owned()));
        for (name, text) in self.fields.into_iter().chain(channel) {
            // An entry without a link is named by its address.
            let name = if name == "guid" && !has_link && text.contains("://") { "link".to_owned() } else { name };
            if names.contains(&name) {
                continue;
            }
            if !names.is_empty() {
                object.push(b',');
            }
            string_onto(name.as_bytes(), &mut object);
            object.push(b':');
            string_onto(text.as_bytes(), &mut object);
            names.insert(name);
        }
        object.push(b'}');
        Record { bytes: object, line: self.line, company: Company::Many }
    }
}

/// The name of an element as records have it: those of Dublin Core and of Atom in another feed without their prefix, all
/// others as they stand, so that the title of a picture is no title.
fn name_of(name: QName<'_>) -> String {
    let name: &str = name.as_ref();
    match name.split_once(':') {
        Some(("dc" | "dcterms" | "atom" | "rss", local)) => local.to_owned(),
        _ => name.to_owned(),
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok()??;
    attribute
        .normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_html5_entity)
        .ok()
        .map(|value| value.into_owned())
}

fn meaning_of(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => resolve_html5_entity(reference).map_or_else(|| format!("&{};", &**reference), str::to_owned),
    }
}

fn problem_of<R>(error: XmlError, reader: &LineCounter<R>, line: u32) -> RecordProblem {
    match error {
        XmlError::Io(_) if reader.left == 0 => {
            RecordProblem::BadXml { line, what: "this entry is too large, and what stands behind it cannot be found" }
        }
        XmlError::Io(error) => RecordProblem::Io(
            Arc::try_unwrap(error).unwrap_or_else(|error| io::Error::new(error.kind(), error.to_string())),
        ),
        _ => RecordProblem::BadXml { line: reader.line, what: "the XML is broken here" },
    }
}

impl<R: BufRead> Iterator for FeedRecords<R> {
    type Item = Result<Record, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == FeedState::Ended {
            return None;
        }
        let item = self.read_record().transpose();
        // What a very long text hides is lost, and said to be.
        let is_over = self.reader.get_ref().left == 0;
        if is_over || !matches!(item, Some(Ok(_) | Err(RecordProblem::TooLarge { .. }))) {
            self.state = FeedState::Ended;
        }
        item
    }
}

/// A reader that counts lines, and gives no more bytes than one entry may have until it is told to go on.
struct LineCounter<R> {
    inner: R,
    line: u32,
    left: u64,
    largest: u64,
}

impl<R: BufRead> Read for LineCounter<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut buffer = self.fill_buf()?;
        let count = buffer.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for LineCounter<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let buffer = self.inner.fill_buf()?;
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("an entry is too large"));
        }
        Ok(buffer.get(..buffer.len().min(left)).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        if let Ok(buffer) = self.inner.fill_buf() {
            let lines = memchr_iter(b'\n', buffer.get(..count).unwrap_or_default()).count();
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        }
        self.left = self.left.saturating_sub(count as u64);
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(feed: &str) -> Vec<String> {
        FeedRecords::new(io::BufReader::with_capacity(11, feed.as_bytes()), 2000)
            .map(|item| match item {
                Ok(record) => format!("{}:{}", record.line, String::from_utf8(record.bytes).unwrap()),
                Err(RecordProblem::BadXml { line, what }) => format!("{line}! {what}"),
                Err(RecordProblem::TooLarge { line, .. }) => format!("{line}! too large"),
                Err(other) => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn items_have_the_names_of_their_elements() {
        let feed = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>The Dispatch &amp; Post</title>\n\
            <image><title>Logo</title></image>\n\
            <item>\n<title>Depot &#8216;stays&#8217;</title><link>https://a.example/1</link>\
            <guid>https://a.example/1#0</guid><dc:creator>Ann Example</dc:creator><media:title>A picture</media:title>\
            <description>&lt;p&gt;R&amp;amp;D &nbsp;&unknown;&lt;/p&gt;</description>\
            <content:encoded><![CDATA[<p>“No,” she said.</p>]]></content:encoded></item></channel></rss>";
        assert!(is_feed(feed.as_bytes()));
        let expected = "4:{\"title\":\"Depot ‘stays’\",\"link\":\"https://a.example/1\",\"guid\":\"https://a.example/1#0\",\
            \"creator\":\"Ann Example\",\"media:title\":\"A picture\",\"description\":\"<p>R&amp;D \u{a0}&unknown;</p>\",\
            \"content:encoded\":\"<p>“No,” she said.</p>\",\"channel\":\"The Dispatch & Post\"}";
        assert_eq!(records(feed), [expected]);
    }

    #[test]
    fn entries_of_atom_have_links_persons_and_xhtml() {
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>The Dispatch</title>\n\
            <entry><title>Depot</title><link rel='enclosure' href='x.mp3'/><link href='https://a.example/1?a=1&amp;b=2'/>\
            <author><name>Ann Example</name><email>ann@a.example</email></author><published>2016-08-18</published>\
            <content type='xhtml'><div><p>One &lt; two.</p><br/></div></content></entry></feed>";
        assert!(is_feed(feed.as_bytes()));
        let expected = "2:{\"title\":\"Depot\",\"link\":\"https://a.example/1?a=1&b=2\",\"author\":\"Ann Example\",\
            \"published\":\"2016-08-18\",\"content\":\"<div><p>One &lt; two.</p><br></div>\",\"channel\":\"The Dispatch\"}";
        assert_eq!(records(feed), [expected]);
    }

    #[test]
    fn what_stands_before_a_break_is_given() {
        let item = "<item><title>A</title></item>";
        assert_eq!(
            records(&format!("<rss>{item}\n<item><title>B")),
            ["1:{\"title\":\"A\"}", "2! the file ends within an entry"]
        );
        assert_eq!(records(&format!("<rss>{item}\n<item><<")).len(), 2);
        // An element that is not closed ends with the one around it; an end of nothing is none.
        let open = "<item><title>A</title><description>One<br>Two</b></description></item>";
        assert_eq!(
            records(&format!("<rss>{open}<item><title>B{item}")),
            ["1:{\"title\":\"A\",\"description\":\"One<br>Two\"}", "1! the file ends within an entry"]
        );
        assert_eq!(
            records(&format!("<rss>{item}{}", "<a>".repeat(1_000_000))),
            ["1:{\"title\":\"A\"}", "1! elements lie too deep in each other here"]
        );
        let large = |size| records(&format!("<rss>{item}<item><title>{}</title></item>{item}</rss>", "x".repeat(size)));
        assert_eq!(large(3000), ["1:{\"title\":\"A\"}", "1! too large", "1:{\"title\":\"A\"}"]);
        assert_eq!(large(5000)[1..], ["1! this entry is too large, and what stands behind it cannot be found"]);
        assert_eq!(records(&format!("<rss>{}</rss>", item.repeat(200))).len(), 200);
    }

    #[test]
    fn feeds_are_told_from_other_markup() {
        assert!(is_feed(b"\xef\xbb\xbf<?xml version='1.0'?><!-- <a> -->\n<rdf:RDF xmlns=''>"));
        for other in ["<html>", "<feed>", "<?xml version='1.0'?><opml>", "rss", "<", "", "<!--"] {
            assert!(!is_feed(other.as_bytes()), "{other}");
        }
        let declared = |head: &str| declared_encoding(head.as_bytes()).map(|encoding| encoding.name());
        assert_eq!(declared("<?xml version=\"1.0\" encoding='ISO-8859-1'?><rss>"), Some("windows-1252"));
        assert_eq!(declared("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_feed_comes_to_an_end(text in "(<item>|</item>|<title>|</title>|<link href='a'/>|&amp;|&|<!\\[CDATA\\[|\\]\\]>|<|a|\n){0,40}") {
            records(&format!("<rss>{text}"));
        }
    }
}
