//! The article's text as a page's metadata have it, held against the page's blocks.
//!
//! Takes the `articleBody` of a page's JSON-LD, which often has lost its paragraphs or is cut; says which blocks of the page
//! are in it. The blocks are the text; this only tells which.

use super::flow::{FlowBlock, StoryBlock};
use super::fragment::{looks_like_html, read_fragment};
use super::tree::PageTree;
use crate::article::draft::TextDraft;
use crate::article::{Block, BlockKind};
use memchr::memmem;

/// What is known of the article's words from elsewhere.
#[derive(Default)]
pub(super) struct KnownText<'a> {
    body: &'a str,
    /// Letters and digits only, in small letters.
    folded: String,
}

/// A body with fewer letters tells nothing.
const SHORTEST_BODY: usize = 400;
/// A body with fewer letters may be only the beginning.
const SHORTEST_WHOLE: usize = 900;
/// So much of a block is looked for, in bytes of its letters.
const LOOKED_FOR: usize = 60;
/// Bytes that are looked through for the blocks of one page.
const MOST_LOOKED_THROUGH: usize = 500_000_000;
/// Blocks with fewer letters occur anywhere.
const SHORTEST_BLOCK: usize = 12;

impl<'a> KnownText<'a> {
    pub fn of(body: Option<&'a str>) -> KnownText<'a> {
        let body = body.unwrap_or("");
        let folded = if looks_like_html(body) || body.contains('&') {
            fold(&read_fragment(body).0, usize::MAX)
        } else {
            fold(body, usize::MAX)
        };
        if folded.len() < SHORTEST_BODY { KnownText::default() } else { KnownText { body, folded } }
    }

    /// The known text itself where the page shows hardly anything of it, as pages do that are filled in by a program.
    pub fn instead_of(&self, story: &[StoryBlock]) -> Option<Vec<StoryBlock>> {
        if !self.is_small(story.len()) {
            return None;
        }
        let shown: usize =
            story.iter().filter(|block| self.holds(&block.words) == Some(true)).map(|block| block.words.len()).sum();
        let all: usize = story.iter().map(|block| block.words.len()).sum();
        if self.folded.is_empty() || shown * 4 > self.folded.len() || all * 2 > self.folded.len() {
            return None;
        }
        let (text, blocks) = if looks_like_html(self.body) || !self.body.contains('\n') && self.body.contains('&') {
            read_fragment(self.body)
        } else {
            lines(self.body)
        };
        Some(
            blocks
                .iter()
                .map(|block| StoryBlock { kind: block.kind, words: block.span.of(&text).to_owned() })
                .collect(),
        )
    }

    /// Whether a text of this length can be looked for block by block.
    fn is_small(&self, blocks: usize) -> bool {
        self.folded.len().saturating_mul(blocks) <= MOST_LOOKED_THROUGH
    }

    /// Whether it is likely to be all of the article and not its beginning.
    fn is_whole(&self) -> bool {
        let end = self.body.trim_end();
        self.folded.len() >= SHORTEST_WHOLE
            && !["…", "...", "&hellip;", "&#8230;", "[…]"].iter().any(|mark| end.ends_with(mark))
    }

    /// Whether the block stands in the text; `None` where nothing is known.
    pub fn holds(&self, words: &str) -> Option<bool> {
        if self.folded.is_empty() {
            return None;
        }
        let looked_for = fold(words, LOOKED_FOR);
        if looked_for.len() < SHORTEST_BLOCK {
            return None;
        }
        Some(memmem::find(self.folded.as_bytes(), looked_for.as_bytes()).is_some())
    }

    /// The bytes of known blocks within each node; `None` where the page shows less than most of the known text.
    pub fn matched_within(&self, tree: &PageTree, blocks: &[FlowBlock]) -> Option<Vec<u32>> {
        if !self.is_whole() || !self.is_small(blocks.len()) {
            return None;
        }
        let mut sums = vec![0u32; tree.len()];
        for block in blocks.iter().filter(|block| self.holds(&block.words) == Some(true)) {
            let size = u32::try_from(block.words.len()).unwrap_or(u32::MAX);
            for node in std::iter::once(block.node).chain(tree.ancestors(block.node)) {
                if let Some(sum) = sums.get_mut(node) {
                    *sum = sum.saturating_add(size);
                }
            }
        }
        let all = sums.first().copied().unwrap_or(0) as usize;
        (all * 10 > self.folded.len() * 7).then_some(sums)
    }
}

/// A text of which each line is a paragraph.
fn lines(text: &str) -> (String, Vec<Block>) {
    let mut draft = TextDraft::default();
    for line in text.lines() {
        draft.push(BlockKind::Paragraph, &line.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    draft.finish()
}

fn fold(text: &str, most: usize) -> String {
    let mut folded = String::with_capacity(text.len().min(most));
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        if folded.len() >= most {
            break;
        }
        folded.extend(c.to_lowercase());
    }
    folded
}
