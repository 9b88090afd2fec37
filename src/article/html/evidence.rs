//! The article's text as a page's metadata have it, held against the page's blocks.
//!
//! Takes the `articleBody` of a page's JSON-LD, which often has lost its paragraphs or is cut; says which blocks of the page
//! are in it. The blocks are the text; this only tells which.

use super::flow::{FlowBlock, StoryBlock};
use super::fragment::read_body;
use super::tree::PageTree;
use crate::article::Block;
use crate::words::fold::letters;
use memchr::memmem;

/// What is known of the article's words from elsewhere.
#[derive(Default)]
pub(super) struct KnownText {
    text: String,
    blocks: Vec<Block>,
    /// Letters and digits only, in small letters.
    folded: String,
}

/// A body with fewer letters tells nothing.
const SHORTEST_BODY: usize = 400;
/// A body with fewer letters may be only the beginning.
const SHORTEST_WHOLE: usize = 900;
/// So many letters of a block are looked for.
const LOOKED_FOR: usize = 60;
/// Bytes that are looked through for the blocks of one page.
const MOST_LOOKED_THROUGH: usize = 500_000_000;
/// Blocks with fewer letters occur anywhere.
const SHORTEST_BLOCK: usize = 12;

impl KnownText {
    pub fn of(body: Option<&str>) -> KnownText {
        Some(KnownText::read(body.unwrap_or("")))
            .filter(|known| known.folded.len() >= SHORTEST_BODY)
            .unwrap_or_default()
    }

    /// What is known from a text of any length.
    pub fn read(body: &str) -> KnownText {
        let (text, blocks) = read_body(body);
        let folded = letters(&text).collect();
        KnownText { text, blocks, folded }
    }

    /// The known text itself where the page shows hardly anything of it, as pages do that are filled in by a program.
    pub fn instead_of(&self, story: &[StoryBlock]) -> Option<Vec<StoryBlock>> {
        if self.folded.is_empty() || !self.is_small(story.len()) {
            return None;
        }
        let shown: usize =
            story.iter().filter(|block| self.holds(&block.words) == Some(true)).map(|block| block.words.len()).sum();
        let all: usize = story.iter().map(|block| block.words.len()).sum();
        if shown * 4 > self.folded.len() || all * 2 > self.folded.len() {
            return None;
        }
        let own = |block: &Block| StoryBlock { kind: block.kind, words: block.span.of(&self.text).to_owned() };
        Some(self.blocks.iter().map(own).collect())
    }

    /// Whether a text of this length can be looked for block by block.
    pub fn is_small(&self, blocks: usize) -> bool {
        self.folded.len().saturating_mul(blocks) <= MOST_LOOKED_THROUGH
    }

    /// Whether it is likely to be all of the article and not its beginning.
    fn is_whole(&self) -> bool {
        self.folded.len() >= SHORTEST_WHOLE && !["…", "...", "[…]"].iter().any(|mark| self.text.ends_with(mark))
    }

    /// Whether the block stands in the text; `None` where nothing is known.
    pub fn holds(&self, words: &str) -> Option<bool> {
        if self.folded.is_empty() {
            return None;
        }
        let looked_for: String = letters(words).take(LOOKED_FOR).collect();
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
        let known = blocks.iter().filter(|block| self.holds(&block.words) == Some(true));
        let sums = tree.sums(known.map(|block| (block.node, u32::try_from(block.words.len()).unwrap_or(u32::MAX))));
        let all = sums.first().copied().unwrap_or(0) as usize;
        (all * 10 > self.folded.len() * 7).then_some(sums)
    }
}
