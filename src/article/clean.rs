//! Text as it was stored to text as it was meant: HTML, entities and mojibake, told apart and resolved before anything is
//! looked for in it.
//!
//! Takes a decoded text, gives the text that an article has, its blocks where its markup told them, and notes of what was
//! done. What is neither stays as it is, byte for byte.

use super::entities::decode_entities;
use super::html::{looks_like_html, plain_words, read_fragment};
use super::mojibake::mend_mojibake;
use super::{Block, Problem, ProblemKind};
use std::borrow::Cow;

/// A text as it was meant.
#[derive(Debug)]
pub(super) struct CleanText {
    pub text: String,
    /// Where the text was HTML: its blocks. They are not to be guessed again.
    pub blocks: Option<Vec<Block>>,
}

/// A text of which mojibake is mended, with a note where there was any.
pub(super) fn mend<'t>(text: Cow<'t, str>, line: u32, notes: &mut Vec<Problem>) -> Cow<'t, str> {
    let (mended, count) = mend_mojibake(&text);
    if count == 0 {
        return text;
    }
    let message = format!("{} misread as another encoding {} mended", places(count), were(count));
    notes.push(Problem { line, kind: ProblemKind::Mojibake, message });
    Cow::Owned(mended.into_owned())
}

/// What the ends of lines are in a text that turns out to be HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlLines {
    /// White space, where tags part the paragraphs.
    Space,
    /// Ends of lines: the text is one of lines with tags in it, whatever these part.
    Lines,
}

/// Resolves what a text was wrapped in; a note for each kind goes to `notes`, with the document's line.
pub(super) fn clean_text(text: Cow<'_, str>, lines: HtmlLines, line: u32, notes: &mut Vec<Problem>) -> CleanText {
    let text = mend(text, line, notes);
    let mut note = |kind, message: String| notes.push(Problem { line, kind, message });
    if looks_like_html(&text) {
        note(ProblemKind::Html, "the text is HTML: it was read without its tags".to_owned());
        return without_tags(&text, lines);
    }
    let (decoded, count) = decode_entities(&text);
    if count == 0 {
        return CleanText { text: text.into_owned(), blocks: None };
    }
    // `&lt;p&gt;` is HTML that was escaped once more; a text that speaks of tags has other entities besides.
    if escaped_html(&text) && looks_like_html(&decoded) {
        note(ProblemKind::Html, "the text is HTML that was escaped: it was read without its tags".to_owned());
        return without_tags(&decoded, lines);
    }
    note(
        ProblemKind::Entities,
        format!(
            "{} of HTML {} decoded",
            if count == 1 { "one entity".to_owned() } else { format!("{count} entities") },
            were(count)
        ),
    );
    CleanText { text: decoded.into_owned(), blocks: None }
}

/// A title or a name as it was meant: in one line, without markup.
pub(super) fn clean_words(text: &str) -> String {
    let (mended, _) = mend_mojibake(text.trim());
    let text = if looks_like_html(&mended) { Cow::Owned(plain_words(&mended)) } else { mended };
    decode_entities(&text).0.trim().to_owned()
}

fn without_tags(html: &str, lines: HtmlLines) -> CleanText {
    if lines == HtmlLines::Lines || !parts_paragraphs(html) {
        return CleanText { text: with_lines(html), blocks: None };
    }
    let (text, blocks) = read_fragment(html);
    if !text.contains('&') {
        return CleanText { text, blocks: Some(blocks) };
    }
    // Entities that were escaped twice are entities still.
    let mut draft = super::draft::TextDraft::default();
    for block in blocks {
        draft.push(block.kind, &decode_entities(block.span.of(&text)).0);
    }
    let (text, blocks) = draft.finish();
    CleanText { text, blocks: Some(blocks) }
}

/// The words of HTML whose lines end where they end; what they are is told from the text as in any other.
fn with_lines(html: &str) -> String {
    /// Stands for a line's end, which the reader of HTML takes for a space: a character that no text has.
    const LINE_END: char = '\u{e000}';
    let mut marked = html.replace(LINE_END, "").replace("\r\n", "\n");
    marked = marked.replace('\n', LINE_END.encode_utf8(&mut [0; 4]));
    let (text, _) = read_fragment(&marked);
    let text = decode_entities(&text).0.replace(LINE_END, "\n");
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines().map(str::trim) {
        blank = if line.is_empty() { blank + 1 } else { 0 };
        if blank < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// Whether the paragraphs of HTML are told by its tags.
fn parts_paragraphs(html: &str) -> bool {
    memchr::memchr_iter(b'<', html.as_bytes()).any(|at| {
        let name = html.as_bytes().get(at + 1..).unwrap_or_default();
        let is_tag = |tag: &[u8]| {
            let behind = name.get(tag.len()).copied().unwrap_or(b' ');
            name.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
                && !behind.is_ascii_alphanumeric()
        };
        is_tag(b"p") || is_tag(b"br") || is_tag(b"div") || is_tag(b"li")
    })
}

/// Whether a text begins with an escaped tag, or holds an escaped end of a paragraph.
fn escaped_html(text: &str) -> bool {
    text.trim_start().starts_with("&lt;") || text.contains("&lt;/p&gt;") || text.contains("&lt;br")
}

fn places(count: usize) -> String {
    if count == 1 { "one character".to_owned() } else { format!("{count} characters") }
}

fn were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, usize, Vec<ProblemKind>) {
        let mut notes = Vec::new();
        let clean = clean_text(Cow::Borrowed(text), HtmlLines::Space, 1, &mut notes);
        (clean.text, clean.blocks.map_or(0, |blocks| blocks.len()), notes.iter().map(|note| note.kind).collect())
    }

    #[test]
    fn wrappings_are_told_apart() {
        let plain = "A & B said 1 < 2.\n\n“No,” she said.";
        assert_eq!(cleaned(plain), (plain.to_owned(), 0, vec![]));
        assert_eq!(
            cleaned("<p>&ldquo;No,&rdquo; she said.</p><p>So.</p>"),
            ("“No,” she said.\n\nSo.".to_owned(), 2, vec![ProblemKind::Html])
        );
        assert_eq!(
            cleaned("&lt;p&gt;&amp;ldquo;No,&amp;rdquo; she said.&lt;/p&gt;"),
            ("“No,” she said.".to_owned(), 1, vec![ProblemKind::Html])
        );
        assert_eq!(
            cleaned("&ldquo;No&rdquo;\nshe said."),
            ("“No”\nshe said.".to_owned(), 0, vec![ProblemKind::Entities])
        );
        assert_eq!(cleaned("â€œNo,â€\u{9d} she said."), ("“No,” she said.".to_owned(), 0, vec![ProblemKind::Mojibake]));
        assert_eq!(cleaned("<p>â€œNo,â€\u{9d} she said.</p>").2, [ProblemKind::Mojibake, ProblemKind::Html]);
    }

    #[test]
    fn lines_stay_where_tags_part_no_paragraphs() {
        let text = "A <b>title</b>\nPosted On: 1 May 2016\n\n“No,” <em>she</em> said.\r\n\r\nSo.";
        assert_eq!(cleaned(text).0, "A title\nPosted On: 1 May 2016\n\n“No,” she said.\n\nSo.");
        let mut notes = Vec::new();
        let text = "A title\nPosted On: 1 May 2016\n<p>“No,” she said.</p>\n<p>So.</p>";
        let clean = clean_text(Cow::Borrowed(text), HtmlLines::Lines, 1, &mut notes);
        assert_eq!(clean.text, "A title\nPosted On: 1 May 2016\n\n“No,” she said.\n\nSo.");
        assert!(clean.blocks.is_none());
    }

    #[test]
    fn titles_are_one_line() {
        assert_eq!(clean_words(" <b>&lsquo;No&rsquo;</b>, says\n MP "), "‘No’, says MP");
        assert_eq!(clean_words("&amp;pound;5 is Â£5 & more"), "£5 is £5 & more");
        assert_eq!(clean_words("A  title <of> old"), "A  title <of> old");
    }
}
