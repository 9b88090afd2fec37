//! The text of an article whose layout is known: blocks written one behind the other, each of a kind that is told and not
//! guessed.
//!
//! Takes the blocks of a page, a message or a document of paragraphs; gives a text with a blank line between them, and
//! their spans in it.

use super::{Block, BlockKind};
use crate::span::Span;

/// A text under way.
#[derive(Debug, Default)]
pub(super) struct TextDraft {
    text: String,
    blocks: Vec<Block>,
}

impl TextDraft {
    /// Adds a block, white space at its ends taken off; one of nothing else is none. The words stay as they are.
    pub fn push(&mut self, kind: BlockKind, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(Block { kind, span: Span::new(start, self.text.len()) });
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text, and its blocks in order.
    pub fn finish(self) -> (String, Vec<Block>) {
        (self.text, self.blocks)
    }
}
