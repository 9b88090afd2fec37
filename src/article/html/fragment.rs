//! HTML that is no page: a field of a record, an entry of a feed, a part of a message.
//!
//! Takes a string of HTML, gives its text and blocks: paragraphs, quotations and items of lists as paragraphs, headings,
//! captions. Scripts, forms, buttons, asides and frames are left out; entities are decoded.

use super::flow::{FlowBlock, FlowKind, flow_of, is_hidden};
use super::tag::{HtmlTag, is_of_text};
use super::tree::PageTree;
use crate::article::draft::TextDraft;
use crate::article::entities::decode_entities;
use crate::article::labels::is_credit;
use crate::article::{Block, BlockKind};

/// The text of a fragment and its blocks, in order.
pub(crate) fn read_fragment(html: &str) -> (String, Vec<Block>) {
    let mut draft = TextDraft::default();
    add_fragment(html, &mut draft);
    draft.finish()
}

/// Adds the blocks of a fragment to a text under way.
pub(crate) fn add_fragment(html: &str, draft: &mut TextDraft) {
    let tree = PageTree::parse(html);
    for block in flow_of(&tree, 0, |node| is_left_out(&tree, node)) {
        draft.push(kind_of(&block), &block.words);
    }
}

/// The text and blocks of a body of metadata: HTML, or a paragraph in each line, in which there may be entities all the
/// same.
pub(super) fn read_body(body: &str) -> (String, Vec<Block>) {
    if looks_like_html(body) {
        return read_fragment(body);
    }
    let mut draft = TextDraft::default();
    for line in body.lines() {
        let words = decode_entities(line).0.split_whitespace().collect::<Vec<_>>().join(" ");
        draft.push(BlockKind::Paragraph, &words);
    }
    draft.finish()
}

/// The words of HTML in one line: for titles and names.
pub(crate) fn plain_words(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    PageTree::parse(html).words_up_to(0, usize::MAX)
}

fn is_left_out(tree: &PageTree, node: usize) -> bool {
    matches!(
        tree.tag(node),
        HtmlTag::Aside | HtmlTag::Nav | HtmlTag::Form | HtmlTag::Dialog | HtmlTag::Video | HtmlTag::Head
    ) || is_hidden(tree, node)
}

/// What a block is that is all known to be text.
pub(super) fn kind_of(block: &FlowBlock) -> BlockKind {
    match block.kind {
        FlowKind::Heading(_) => BlockKind::Subheading,
        FlowKind::Caption if is_credit(&block.words) => BlockKind::Credit,
        FlowKind::Caption => BlockKind::Caption,
        _ => BlockKind::Paragraph,
    }
}

/// Whether a text is HTML: an element of those that texts are made of begins or ends in it.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let is_end = rest.first() == Some(&b'/');
        let rest = rest.get(usize::from(is_end)..).unwrap_or_default();
        let length = rest.iter().take(11).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = rest.get(..length).unwrap_or_default();
        let behind = rest.get(length..).unwrap_or_default();
        if !is_of_text(&name.to_ascii_lowercase()) {
            return false;
        }
        match behind.first() {
            Some(b'>') => true,
            Some(b'/') => behind.get(1) == Some(&b'>'),
            // Attributes: a name and a value.
            Some(byte) if byte.is_ascii_whitespace() && !is_end => {
                let tag = memchr::memchr(b'>', behind).and_then(|end| behind.get(..end)).unwrap_or_default();
                tag.contains(&b'=') && !tag.contains(&b'<')
                    || tag.trim_ascii() == b"/"
                    || tag.trim_ascii().is_empty() && tag.len() < 4 && !tag.is_empty()
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(html: &str) -> Vec<String> {
        let (text, blocks) = read_fragment(html);
        let letter = |kind| match kind {
            BlockKind::Subheading => 'S',
            BlockKind::Caption => 'c',
            BlockKind::Credit => 'r',
            _ => 'P',
        };
        blocks.iter().map(|block| format!("{} {}", letter(block.kind), block.span.of(&text))).collect()
    }

    #[test]
    fn elements_are_blocks() {
        assert_eq!(
            lines(
                "<h2>One</h2><p>&ldquo;Two,&rdquo; <b>said</b>\n <a href='x'>Ann&nbsp;Example</a>.</p><ul><li>Three<li><p>Four</ul>\
                <blockquote>Five<p>Six</blockquote>Seven<div>Eight</div>nine"
            ),
            [
                "S One",
                "P “Two,” said Ann Example.",
                "P Three",
                "P Four",
                "P Five",
                "P Six",
                "P Seven",
                "P Eight",
                "P nine"
            ]
        );
        assert_eq!(
            lines(
                "<figure><img src=x><figcaption>The bridge. Photograph: Ann Example</figcaption></figure><p>Text.</p>"
            ),
            ["c The bridge. Photograph: Ann Example", "P Text."]
        );
    }

    #[test]
    fn breaks_part_paragraphs_where_two_or_behind_a_sentence() {
        assert_eq!(lines("One<br><br>two<br />three.<br>Four"), ["P One", "P two three.", "P Four"]);
        assert_eq!(lines("<p>One<br> <br/>\n</p>"), ["P One"]);
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        assert_eq!(
            lines(
                "<p>One</p><script>a()</script><style>b</style><form><p>c</p></form><aside>d</aside><iframe>e</iframe>\
                <button>f</button><p style='display:none'>g</p><p>T<span hidden>h</span>wo"
            ),
            ["P One", "P Two"]
        );
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(
            lines("a &amp;ldquo; &#8220;b&#x201d; &quot;c&quot; &pound;5 x&shy;y &xyz;"),
            ["P a &ldquo; “b” \"c\" £5 xy &xyz;"]
        );
        assert_eq!(plain_words("<i>One</i> &amp;\n two"), "One & two");
    }

    #[test]
    fn html_is_told_from_text() {
        for html in
            ["<p>One</p>", "One<BR/>two", "a <b>c</b>", "x <a href=\"y\">z</a>", "</div>", "<p class='x'>y", "<br />"]
        {
            assert!(looks_like_html(html), "{html}");
        }
        for text in [
            "1 < 2 and 3 > 2",
            "<b",
            "mail <ann@example.org>",
            "a <p and q> b",
            "<i think so",
            "if a<b and c>d",
            "",
            "<name>",
        ] {
            assert!(!looks_like_html(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_fragment_is_text_and_blocks(html in "(<(p|br|div|ul|li|b|a href=x|/p|/div|h2|table|td|script|/script)>|[a-z “”.&;]{0,5}|\\PC){0,40}") {
            let (text, blocks) = read_fragment(&html);
            let mut end = 0;
            for block in &blocks {
                let words = block.span.of(&text);
                prop_assert!(!words.is_empty() && words.trim() == words);
                prop_assert!(text[end..block.span.start()].trim().is_empty());
                end = block.span.end();
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
