//! A page's tags to a tree.
//!
//! Takes decoded HTML, gives its elements and texts in the order of the page. The tokenizer is that of the WHATWG
//! standard; the tree is built by rules of our own, the standard's for which element ends which, without moving what is
//! wrongly nested: a text keeps its place, and no input, however deep its tags, costs more than its length. (A builder
//! by the whole standard looks through all open elements at each tag, which is quadratic in their depth.)

use super::tag::{HtmlAttribute, HtmlTag};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::borrow::Cow;
use std::ops::Range;

/// Elements within elements; deeper ones count as their ancestor's own content.
const DEEPEST: usize = 200;
/// Elements and texts of a page. What a browser shows has some thousands.
pub(super) const MOST_NODES: usize = 400_000;
/// Attributes that are kept of one element.
const MOST_ATTRIBUTES: u32 = 24;
/// No title, name or date is longer, in bytes.
const LONGEST_LINE: usize = 4096;
/// Longer values, in bytes, are cut: of data in an address nothing is read.
const LONGEST_VALUE: usize = 4096;

/// A page as a tree; nodes are named by their number, in the order of the page, and 0 is the page itself.
#[derive(Debug, Default)]
pub(super) struct PageTree {
    nodes: Vec<PageNode>,
    attributes: Vec<(HtmlAttribute, Range<u32>)>,
    /// The characters of texts and values, entities decoded.
    characters: String,
    /// The comments in which programs that save pages say what they saved.
    pub comments: Vec<String>,
    /// Nodes were left out because there are too many.
    pub is_cut: bool,
}

#[derive(Clone, Debug)]
struct PageNode {
    tag: HtmlTag,
    parent: u32,
    /// The node behind the last one within it.
    end: u32,
    /// Of a text: its characters; of an element: its attributes.
    holds: Range<u32>,
    in_link: bool,
}

impl PageTree {
    pub fn parse(html: &str) -> PageTree {
        let mut builder = TreeBuilder::new(html.len());
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| builder.take(event));
        emitter.naively_switch_states(true);
        // The first token that comes out says that there are too many.
        let _ = Tokenizer::new_with_emitter(html, emitter).next();
        builder.finish()
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn tag(&self, node: usize) -> HtmlTag {
        self.nodes.get(node).map_or(HtmlTag::Inline, |node| node.tag)
    }

    /// The element around a node; that of the page is the page.
    pub fn parent(&self, node: usize) -> usize {
        self.nodes.get(node).map_or(0, |node| node.parent as usize)
    }

    /// A node and the elements around it, from the inmost out.
    pub fn around(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |node| (*node != 0).then(|| self.parent(*node)))
    }

    /// The elements around a node, from the inmost out.
    pub fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        self.around(node).skip(1)
    }

    /// What stands at nodes, summed up for each node with all that is within it.
    pub fn sums(&self, values: impl Iterator<Item = (usize, u32)>) -> Vec<u32> {
        let mut sums = vec![0u32; self.len()];
        for (node, value) in values {
            if let Some(sum) = sums.get_mut(node) {
                *sum = sum.saturating_add(value);
            }
        }
        // What is within a node comes behind it.
        for node in (1..self.len()).rev() {
            let value = sums.get(node).copied().unwrap_or(0);
            if let Some(sum) = sums.get_mut(self.parent(node)) {
                *sum = sum.saturating_add(value);
            }
        }
        sums
    }

    /// A node and all within it.
    pub fn within(&self, node: usize) -> Range<usize> {
        node..self.nodes.get(node).map_or(node, |node| node.end as usize)
    }

    /// The characters of a text as they stand in the page.
    pub fn text(&self, node: usize) -> &str {
        match self.nodes.get(node) {
            Some(node) if node.tag == HtmlTag::Text => self.characters_at(&node.holds),
            _ => "",
        }
    }

    /// Whether a text is part of a link.
    pub fn in_link(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| node.in_link)
    }

    /// The value of an attribute; it may be empty.
    pub fn attribute(&self, node: usize, attribute: HtmlAttribute) -> Option<&str> {
        let node = self.nodes.get(node).filter(|node| node.tag != HtmlTag::Text)?;
        let own = self.attributes.get(node.holds.start as usize..node.holds.end as usize)?;
        own.iter().find(|(name, _)| *name == attribute).map(|(_, value)| self.characters_at(value))
    }

    fn characters_at(&self, range: &Range<u32>) -> &str {
        self.characters.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The characters within a node, white space collapsed; of what is longer than any line, only the beginning.
    pub fn words(&self, node: usize) -> String {
        self.words_up_to(node, LONGEST_LINE)
    }

    /// The same, up to so many bytes and the text that goes beyond, of which so many characters.
    pub fn words_up_to(&self, node: usize, most: usize) -> String {
        let mut words = String::new();
        for node in self.within(node) {
            if self.tag(node).is_block() || self.tag(node) == HtmlTag::Br {
                push_collapsed(&mut words, " ");
            }
            let text = self.text(node);
            let end = if text.len() > most {
                text.char_indices().nth(most).map_or(text.len(), |(at, _)| at)
            } else {
                text.len()
            };
            push_collapsed(&mut words, text.get(..end).unwrap_or(text));
            if words.len() > most {
                break;
            }
        }
        words.truncate(words.trim_end().len());
        words
    }
}

/// Adds characters, every run of white space as one space; none where there is one already.
pub(super) fn push_collapsed(words: &mut String, characters: &str) {
    for (at, piece) in characters.split(is_space).enumerate() {
        if at > 0 && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if piece.contains(is_unseen) {
            words.extend(piece.chars().filter(|c| !is_unseen(*c)));
        } else {
            words.push_str(piece);
        }
    }
}

/// White space of HTML, and the no-break space, which pages have for any.
fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{3000}' | '\u{2028}' | '\u{2029}'
    )
}

/// Characters that show nothing: soft hyphens, places where a word may break, marks of byte order, control characters.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') || c.is_control()
}

/// Whether a comment may tell of the saving; see `saved.rs`; others are not kept.
fn is_telling(comment: &str) -> bool {
    let has = |mark: &str| comment.contains(mark);
    has("SingleFile") || has("saved from url=") || has("FILE ARCHIVED ON") || has("HTTrack") || has("url:")
}

struct TreeBuilder {
    tree: PageTree,
    /// The open elements, from the outmost in, with their names where the tag does not tell.
    open: Vec<OpenElement>,
    /// Elements that are open and too deep to be kept.
    too_deep: usize,
    paragraphs: usize,
    links: usize,
    tag: (HtmlTag, Vec<u8>),
    attribute: Option<HtmlAttribute>,
    /// A start tag is being read; end tags may have attributes too, which mean nothing.
    in_start: bool,
    /// The text of scripts is kept where it is data.
    keeps_script: bool,
}

struct OpenElement {
    node: u32,
    tag: HtmlTag,
    /// Hash of the name.
    name: u32,
    /// A link whose end tag was seen while other elements within were open.
    is_over: bool,
}

/// FNV-1a of a tag's name: two names of one hash would only end each other's elements.
fn hash_of(name: &[u8]) -> u32 {
    name.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

impl TreeBuilder {
    fn new(size: usize) -> TreeBuilder {
        let root = PageNode { tag: HtmlTag::Html, parent: 0, end: 0, holds: 0..0, in_link: false };
        let nodes = Vec::with_capacity(size / 32 + 1);
        let mut tree = PageTree { nodes, characters: String::with_capacity(size / 4), ..PageTree::default() };
        tree.nodes.push(root);
        TreeBuilder {
            tree,
            open: Vec::with_capacity(32),
            too_deep: 0,
            paragraphs: 0,
            links: 0,
            tag: (HtmlTag::Inline, Vec::new()),
            attribute: None,
            in_start: false,
            keeps_script: false,
        }
    }

    fn take(&mut self, event: CallbackEvent<'_>) -> Option<()> {
        match event {
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::OpenStartTag { name } => self.start(name),
            CallbackEvent::AttributeName { name } => self.name_attribute(name),
            CallbackEvent::AttributeValue { value } => self.value_attribute(value),
            CallbackEvent::CloseStartTag { self_closing } => self.push(self_closing),
            CallbackEvent::EndTag { name } => self.end(HtmlTag::named(name), name),
            CallbackEvent::Comment { value } => self.comment(value),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        if self.tree.nodes.len() < MOST_NODES {
            return None;
        }
        self.tree.is_cut = true;
        Some(())
    }

    /// The offset at which characters are added; `None` where there are more than can be counted.
    fn characters_end(&self) -> u32 {
        u32::try_from(self.tree.characters.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, tag: HtmlTag, holds: Range<u32>) -> u32 {
        let node = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        let parent = self.open.last().map_or(0, |open| open.node);
        let in_link = self.links > 0;
        self.tree.nodes.push(PageNode { tag, parent, end: node.saturating_add(1), holds, in_link });
        node
    }

    fn text(&mut self, value: &[u8]) {
        let around = match self.tag.0 {
            // Deeper than elements are kept, a script is still no text.
            tag @ (HtmlTag::Script | HtmlTag::Skipped) if self.too_deep > 0 => tag,
            _ => self.open.last().map_or(HtmlTag::Body, |open| open.tag),
        };
        let is_kept = match around {
            HtmlTag::Script => self.keeps_script,
            HtmlTag::Skipped => false,
            _ => true,
        };
        if is_kept {
            let start = self.characters_end();
            self.tree.characters.push_str(&lossy(value));
            let holds = start..self.characters_end();
            self.add(HtmlTag::Text, holds);
        }
    }

    fn comment(&mut self, value: &[u8]) {
        const LONGEST: usize = 1000;
        const MOST: usize = 50;
        let head = lossy(value.get(..LONGEST.min(value.len())).unwrap_or_default());
        if self.tree.comments.len() < MOST && is_telling(&head) {
            self.tree.comments.push(head.into_owned());
        }
    }

    fn start(&mut self, name: &[u8]) {
        let tag = HtmlTag::named(name);
        self.end_what_cannot_hold(tag);
        self.tag.0 = tag;
        self.tag.1.clear();
        self.tag.1.extend_from_slice(name);
        self.attribute = None;
        self.in_start = true;
        let at = u32::try_from(self.tree.attributes.len()).unwrap_or(u32::MAX);
        self.add(tag, at..at);
    }

    /// The node whose start tag is being read.
    fn current(&mut self) -> Option<&mut PageNode> {
        self.tree.nodes.last_mut()
    }

    fn name_attribute(&mut self, name: &[u8]) {
        self.attribute = None;
        let Some(attribute) = HtmlAttribute::named(name).filter(|_| self.in_start) else { return };
        let end = self.characters_end();
        let Some(own) = self.current().map(|node| node.holds.clone()) else { return };
        if own.len() >= MOST_ATTRIBUTES as usize {
            return;
        }
        let given = self.tree.attributes.get(own.start as usize..).unwrap_or_default();
        if given.iter().any(|(name, _)| *name == attribute) {
            return;
        }
        self.tree.attributes.push((attribute, end..end));
        self.attribute = Some(attribute);
        if let Some(node) = self.current() {
            node.holds.end += 1;
        }
    }

    fn value_attribute(&mut self, value: &[u8]) {
        if self.attribute.take().is_none() {
            return;
        }
        let value = lossy(value.get(..LONGEST_VALUE.min(value.len())).unwrap_or_default());
        self.tree.characters.push_str(&value);
        let end = self.characters_end();
        if let Some((_, range)) = self.tree.attributes.last_mut() {
            range.end = end;
        }
    }

    /// Opens the element whose start tag has been read, unless it can hold nothing.
    fn push(&mut self, self_closing: bool) {
        let tag = self.tag.0;
        self.in_start = false;
        let node = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX).saturating_sub(1);
        self.keeps_script = tag == HtmlTag::Script && {
            let kind = self.tree.attribute(node as usize, HtmlAttribute::Type).unwrap_or("");
            kind.to_ascii_lowercase().contains("ld+json")
        };
        // Of foreign elements `/>` is the end; for those of HTML it means nothing.
        if tag.is_void(&self.tag.1) || self_closing && matches!(tag, HtmlTag::Inline | HtmlTag::Skipped) {
            return;
        }
        if self.open.len() >= DEEPEST {
            self.too_deep += 1;
            self.keeps_script = false;
            return;
        }
        self.paragraphs += usize::from(tag == HtmlTag::Paragraph);
        self.links += usize::from(tag == HtmlTag::A);
        self.open.push(OpenElement { node, tag, name: hash_of(&self.tag.1), is_over: false });
    }

    /// Ends the elements that cannot hold one of this tag.
    fn end_what_cannot_hold(&mut self, tag: HtmlTag) {
        if self.too_deep > 0 {
            return;
        }
        if tag.ends_paragraph() && self.paragraphs > 0 {
            self.end_up_to(|open| open.tag == HtmlTag::Paragraph, HtmlTag::is_scope);
        }
        match tag {
            HtmlTag::Heading(_) if matches!(self.open.last(), Some(open) if matches!(open.tag, HtmlTag::Heading(_))) => {
                self.pop();
            }
            HtmlTag::Item | HtmlTag::Definition => self.end_up_to(
                |open| open.tag == tag,
                |tag| tag.is_scope() || tag.is_block() && !matches!(tag, HtmlTag::Div | HtmlTag::Paragraph),
            ),
            HtmlTag::Cell => self.end_up_to(
                |open| open.tag == HtmlTag::Cell,
                |tag| matches!(tag, HtmlTag::Table | HtmlTag::Row | HtmlTag::Template),
            ),
            HtmlTag::Row | HtmlTag::Rows => {
                self.end_up_to(|open| open.tag == tag, |tag| matches!(tag, HtmlTag::Table | HtmlTag::Template))
            }
            HtmlTag::Option => self.end_up_to(|open| open.tag == HtmlTag::Option, |_| true),
            HtmlTag::A if self.links > 0 => {
                // A link within a link ends the outer one.
                self.end_link();
            }
            HtmlTag::Body => self.end_up_to(|open| open.tag == HtmlTag::Head, |tag| tag == HtmlTag::Html),
            _ => {}
        }
    }

    fn end(&mut self, tag: HtmlTag, name: &[u8]) {
        if self.too_deep > 0 {
            self.too_deep -= usize::from(!tag.is_void(name));
            self.tag.0 = HtmlTag::Inline;
            return;
        }
        let name = hash_of(name);
        match tag {
            HtmlTag::A => self.end_link(),
            HtmlTag::Body | HtmlTag::Html => {}
            HtmlTag::Table | HtmlTag::Cell | HtmlTag::Row | HtmlTag::Rows | HtmlTag::Caption => {
                self.end_up_to(|open| open.name == name, |tag| tag == HtmlTag::Table);
            }
            HtmlTag::Heading(_) => {
                self.end_up_to(|open| matches!(open.tag, HtmlTag::Heading(_)), HtmlTag::is_scope);
            }
            _ if tag.is_block() => self.end_up_to(|open| open.name == name, HtmlTag::is_scope),
            _ => self.end_up_to(|open| open.name == name, HtmlTag::is_block),
        }
    }

    /// Ends the inmost open element that is meant, and those within it; none where one that bounds the search comes
    /// first.
    fn end_up_to(&mut self, is_meant: impl Fn(&OpenElement) -> bool, is_bound: impl Fn(HtmlTag) -> bool) {
        for at in (0..self.open.len()).rev() {
            let Some(open) = self.open.get(at) else { return };
            if is_meant(open) {
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
            if is_bound(open.tag) {
                return;
            }
        }
    }

    /// Ends the inmost link: where other elements are open within it, what follows is no part of it.
    fn end_link(&mut self) {
        let Some(at) = self.open.iter().rposition(|open| open.tag == HtmlTag::A && !open.is_over) else { return };
        let only_inline = self.open.get(at + 1..).unwrap_or_default().iter().all(|open| !open.tag.is_block());
        if only_inline {
            while self.open.len() > at {
                self.pop();
            }
        } else if let Some(link) = self.open.get_mut(at) {
            link.is_over = true;
            self.links = self.links.saturating_sub(1);
        }
    }

    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        if let Some(node) = self.tree.nodes.get_mut(open.node as usize) {
            node.end = end;
        }
        self.paragraphs = self.paragraphs.saturating_sub(usize::from(open.tag == HtmlTag::Paragraph));
        self.links = self.links.saturating_sub(usize::from(open.tag == HtmlTag::A && !open.is_over));
    }

    fn finish(mut self) -> PageTree {
        while !self.open.is_empty() {
            self.pop();
        }
        let end = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        if let Some(root) = self.tree.nodes.first_mut() {
            root.end = end;
        }
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tree as indented lines, attributes left out.
    fn shape(html: &str) -> String {
        let tree = PageTree::parse(html);
        let mut out = String::new();
        for node in 1..tree.len() {
            let depth = tree.ancestors(node).count() - 1;
            let text = tree.text(node).trim();
            let name =
                if tree.tag(node) == HtmlTag::Text { format!("{text:?}") } else { format!("{:?}", tree.tag(node)) };
            if name != "\"\"" {
                out.push_str(&format!("{}{name}{}\n", " ".repeat(depth), if tree.in_link(node) { "*" } else { "" }));
            }
        }
        out
    }

    #[test]
    fn what_cannot_hold_another_ends() {
        assert_eq!(shape("<p>a<p>b<div>c</div>d"), "Paragraph\n \"a\"\nParagraph\n \"b\"\nDiv\n \"c\"\n\"d\"\n");
        assert_eq!(shape("<ul><li>a<li>b</ul>c"), "List\n Item\n  \"a\"\n Item\n  \"b\"\n\"c\"\n");
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "Table\n Row\n  Cell\n   \"a\"\n  Cell\n   \"b\"\n Row\n  Cell\n   \"c\"\n\"d\"\n"
        );
        assert_eq!(shape("<div>a</p></i>b</div>c"), "Div\n \"a\"\n \"b\"\n\"c\"\n");
        assert_eq!(shape("<div><b>a</div>c"), "Div\n Bold\n  \"a\"\n\"c\"\n");
    }

    #[test]
    fn a_link_ends_where_its_end_tag_stands() {
        assert_eq!(shape("<a>a<div>b</a>c</div>d"), "A\n \"a\"*\n Div*\n  \"b\"*\n  \"c\"\n \"d\"\n");
        assert_eq!(shape("<p><a>a<p>b"), "Paragraph\n A\n  \"a\"*\nParagraph\n \"b\"\n");
    }

    #[test]
    fn scripts_are_no_text_but_where_they_are_data() {
        assert_eq!(shape("<script>a<b>c</script>d"), "Script\n\"d\"\n");
        assert_eq!(shape("<script type='application/ld+json'>{}</script>"), "Script\n \"{}\"\n");
        assert_eq!(shape("<svg><path d=x /></svg><style>p</style>a"), "Skipped\n Inline\nSkipped\n\"a\"\n");
    }

    #[test]
    fn values_are_decoded_and_the_first_counts() {
        let tree = PageTree::parse("<a href='x?a&amp;b' HREF=y class>&ldquo;b&#8221;&nbsp;</a>");
        assert_eq!(tree.attribute(1, HtmlAttribute::Href), Some("x?a&b"));
        assert_eq!(tree.attribute(1, HtmlAttribute::Class), Some(""));
        assert_eq!(tree.words(1), "“b”");
    }

    #[test]
    fn deep_and_wide_pages_cost_no_more_than_their_length() {
        for (open, close) in
            [("<div>", "</div>"), ("<b><i>", "</i></b>"), ("<table><tr><td>", ""), ("<a>", "</a>"), ("<ul><li>", "")]
        {
            let html = format!("{}words{}", open.repeat(60_000), close.repeat(60_000));
            let started = std::time::Instant::now();
            let tree = PageTree::parse(&html);
            assert!(started.elapsed().as_secs() < 10, "{open}");
            assert!(
                tree.len() <= MOST_NODES && (1..tree.len()).all(|node| tree.ancestors(node).count() <= DEEPEST + 1)
            );
        }
        let (open, close) = ("<div>".repeat(5000), "</div>".repeat(5000));
        let tree = PageTree::parse(&format!("{open}deep{close}<p>after</p>"));
        assert_eq!(tree.ancestors(tree.len() - 1).count(), 2);
        let tree = PageTree::parse(&format!("{open}one <script>let a;</script>two <style>p {{}}</style>three{close}"));
        assert_eq!(tree.words(0), "one two three");
    }

    proptest! {
        #[test]
        fn every_node_lies_within_its_parent(html in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<div class='x'>", "</div>", "<a href=y>", "</a>", "<b>", "</b>", "<li>", "<ul>", "</ul>", "<td>", "<table>",
            "</table>", "text ", "&amp;", "<!-- c -->", "<script>", "</script>", "<h2>", "</h3>", "<", ">", "\"", "é", "\0", "<br>",
        ]), 0..60)) {
            let tree = PageTree::parse(&html.concat());
            for node in 1..tree.len() {
                let around = tree.within(tree.parent(node));
                prop_assert!(tree.parent(node) < node && around.contains(&node) && tree.within(node).end <= around.end);
            }
        }
    }
}
