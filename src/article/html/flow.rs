//! Elements to blocks of text, as a browser would set them one below the other.
//!
//! Takes a part of a page's tree, gives its [`FlowBlock`]s in order: the words of each with white space collapsed, which
//! element it is and how much of it are links. Says nothing of what belongs to the article.

use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::{PageTree, push_collapsed};
use crate::article::BlockKind;
use crate::article::lines::ends_sentence;

/// What an element makes of the block in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FlowKind {
    /// `p`
    Paragraph,
    /// Words in a container, in no paragraph.
    Bare,
    /// `h1` to `h6`, by the number.
    Heading(u8),
    /// `li`, `dt`, `dd`
    Item,
    /// `figcaption`, `caption`
    Caption,
    /// `td`, `th`
    Cell,
    /// `pre`
    Pre,
}

/// Words that stand by themselves.
#[derive(Clone, Debug)]
pub(super) struct FlowBlock {
    pub kind: FlowKind,
    pub words: String,
    /// The innermost block element around the words.
    pub node: usize,
    /// The first text node in it.
    pub first: usize,
    /// Bytes of the words that are links.
    pub linked: usize,
    /// Bytes of the words that are bold.
    pub bold: usize,
}

impl FlowBlock {
    /// Whether the words are those of a title.
    pub fn is(&self, title: &str) -> bool {
        self.words.eq_ignore_ascii_case(title)
    }

    /// Whether a good part of the words are links.
    pub fn is_mostly_links(&self) -> bool {
        self.linked * 2 > self.words.len()
    }
}

/// A block of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StoryBlock {
    pub kind: BlockKind,
    pub words: String,
}

/// What an element does with the blocks around it and in it.
struct OpenBlock {
    end: usize,
    node: usize,
    kind: FlowKind,
    bold: bool,
    is_block: bool,
}

/// A run of texts that becomes a block.
#[derive(Default)]
struct TextRun {
    words: String,
    first: Option<usize>,
    linked: usize,
    bold: usize,
    /// `br` since the last words.
    breaks: u8,
}

/// Blocks of a tree, one behind the other.
pub(super) struct Flow<'t> {
    tree: &'t PageTree,
    open: Vec<OpenBlock>,
    run: TextRun,
    blocks: Vec<FlowBlock>,
}

/// The blocks of all that is within a node; an element for which `is_skipped` says so is passed over with all that is in
/// it.
pub(super) fn flow_of(tree: &PageTree, node: usize, is_skipped: impl Fn(usize) -> bool) -> Vec<FlowBlock> {
    let range = tree.within(node);
    let outermost = OpenBlock { end: range.end, node, kind: FlowKind::Bare, bold: false, is_block: true };
    let mut flow = Flow { tree, open: vec![outermost], run: TextRun::default(), blocks: Vec::new() };
    let mut at = range.start;
    while at < range.end {
        flow.leave(at);
        match tree.tag(at) {
            HtmlTag::Text => flow.text(at),
            HtmlTag::Br => flow.line_break(),
            HtmlTag::Script | HtmlTag::Skipped | HtmlTag::Template | HtmlTag::Option | HtmlTag::Title => {
                at = tree.within(at).end;
                continue;
            }
            _ if at != node && is_skipped(at) => {
                if tree.tag(at).is_block() {
                    flow.end_run();
                }
                at = tree.within(at).end;
                continue;
            }
            tag => flow.enter(at, tag),
        }
        at += 1;
    }
    flow.end_run();
    flow.blocks
}

impl Flow<'_> {
    /// Ends the elements that end before a node.
    fn leave(&mut self, at: usize) {
        while self.open.len() > 1 && self.open.last().is_some_and(|open| open.end <= at) {
            if self.open.last().is_some_and(|open| open.is_block) {
                self.end_run();
            }
            self.open.pop();
        }
    }

    fn enter(&mut self, at: usize, tag: HtmlTag) {
        let (kind, bold) = self.open.last().map_or((FlowKind::Bare, false), |open| (open.kind, open.bold));
        let is_block = tag.is_block();
        if is_block {
            self.end_run();
        }
        let within = match tag {
            HtmlTag::Paragraph => match kind {
                // A paragraph of a list's item, a caption or a heading is still that.
                FlowKind::Item | FlowKind::Caption | FlowKind::Heading(_) => kind,
                _ => FlowKind::Paragraph,
            },
            HtmlTag::Heading(level) => FlowKind::Heading(level),
            HtmlTag::Item | HtmlTag::Definition => FlowKind::Item,
            HtmlTag::Figcaption | HtmlTag::Caption => FlowKind::Caption,
            HtmlTag::Cell => FlowKind::Cell,
            HtmlTag::Pre => FlowKind::Pre,
            HtmlTag::Table | HtmlTag::List | HtmlTag::Article | HtmlTag::Section => FlowKind::Bare,
            _ => kind,
        };
        let end = self.tree.within(at).end;
        if end > at + 1 {
            let bold = !is_block && (bold || tag == HtmlTag::Bold);
            let node = if is_block { at } else { self.open.last().map_or(at, |open| open.node) };
            self.open.push(OpenBlock { end, node, kind: within, bold, is_block });
        }
    }

    fn text(&mut self, at: usize) {
        let characters = self.tree.text(at);
        let before = self.run.words.len();
        let is_blank = characters.trim().is_empty();
        if self.run.breaks > 0 && !is_blank {
            let parts = self.run.breaks > 1 || ends_sentence(self.run.words.trim_end());
            self.run.breaks = 0;
            if parts {
                self.end_run();
            } else {
                push_collapsed(&mut self.run.words, " ");
            }
        }
        let before = before.min(self.run.words.len());
        push_collapsed(&mut self.run.words, characters);
        if is_blank {
            return;
        }
        self.run.first.get_or_insert(at);
        let added = self.run.words.len() - before;
        self.run.linked += if self.tree.in_link(at) { added } else { 0 };
        self.run.bold += if self.open.last().is_some_and(|open| open.bold) { added } else { 0 };
    }

    fn line_break(&mut self) {
        if !self.run.words.trim().is_empty() {
            self.run.breaks = self.run.breaks.saturating_add(1);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let mut words = run.words;
        words.truncate(words.trim_end().len());
        let (Some(first), Some(open), false) = (run.first, self.open.last(), words.is_empty()) else { return };
        let (linked, bold) = (run.linked.min(words.len()), run.bold.min(words.len()));
        self.blocks.push(FlowBlock { kind: open.kind, words, node: open.node, first, linked, bold });
    }
}

/// Whether an element is not shown, by its own attributes: it is there for programs or for readers of screens.
pub(super) fn is_hidden(tree: &PageTree, node: usize) -> bool {
    let has = |attribute| tree.attribute(node, attribute);
    has(HtmlAttribute::Hidden).is_some()
        || has(HtmlAttribute::AriaHidden).is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || has(HtmlAttribute::Style).is_some_and(|style| {
            style.contains("display:none") || style.contains("display: none") || style.contains("visibility:hidden")
        })
}
