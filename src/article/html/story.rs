//! The blocks of an article within the element that was chosen.
//!
//! Takes a page's blocks and that element; gives the article's, each with its kind: captions, subheadings, paragraphs.

use super::body::BodyCandidates;
use super::boilerplate::{Boilerplate, find_boilerplate};
use super::class_words::Purpose;
use super::evidence::KnownText;
use super::flow::{FlowBlock, FlowKind, StoryBlock};
use crate::article::BlockKind;
use crate::article::dates::{DayOrder, parse_date};
use crate::article::labels::{Label, find_labelled, find_trailing_credit, is_credit};
use crate::article::lines::ends_sentence;
use crate::article::shape::holds_quote;
use rustc_hash::FxHashSet;

/// A heading of other articles ends the article only where less than this share of its text follows.
const LARGEST_TAIL: f64 = 0.4;
/// A line with a picture's source behind it is a caption where it is no longer, in bytes.
const LONGEST_CAPTION: usize = 300;
/// A line at the article's edge that is no longer, in bytes, and no sentence is none of its paragraphs.
const LONGEST_MERE_LINE: usize = 60;
/// A line that tells a date is no longer, in bytes.
const LONGEST_LINE_OF_DATE: usize = 90;
/// A bold line that is longer, in bytes, is a paragraph.
const LONGEST_BOLD_HEADING: usize = 110;

pub(super) fn story_of(candidates: &BodyCandidates<'_>, evidence: &KnownText, title: Option<&str>) -> Vec<StoryBlock> {
    let choice = candidates.choose(evidence);
    let top = choice.node;
    let range = candidates.tree.within(top);
    let mut blocks: Vec<&FlowBlock> = candidates.blocks.iter().filter(|block| range.contains(&block.first)).collect();
    cut_tail(&mut blocks);
    if choice.is_known {
        cut_to_evidence(&mut blocks, evidence);
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut story = Vec::with_capacity(blocks.len());
    for block in &blocks {
        let Some(kind) = kind_of(candidates, block, top) else { continue };
        let is_title = title.is_some_and(|title| block.is(title));
        let is_repeated = block.words.len() > 60 && !seen.insert(&block.words);
        if is_title || is_repeated {
            continue;
        }
        story.push(StoryBlock { kind, words: block.words.clone() });
    }
    trim_head(&mut story);
    let opening = candidates.standfirst(top).filter(|block| !story.iter().any(|other| other.words == block.words));
    let opening: Vec<StoryBlock> =
        opening.map(|block| StoryBlock { kind: BlockKind::Paragraph, words: block.words.clone() }).collect();
    story.splice(0..0, opening);
    while story.last().is_some_and(|block| block.kind == BlockKind::Subheading || is_mere_line(block)) {
        story.pop();
    }
    story
}

/// Whether a paragraph is only a few words and no sentence: a name, a place, a row of marks.
fn is_mere_line(block: &StoryBlock) -> bool {
    block.kind == BlockKind::Paragraph
        && block.words.len() <= LONGEST_MERE_LINE
        && !ends_sentence(&block.words)
        && !block.words.ends_with(':')
}

/// Takes off the lines above the first paragraph: who wrote it, when, where.
fn trim_head(story: &mut Vec<StoryBlock>) {
    let first = story.iter().position(|block| block.kind == BlockKind::Paragraph && !is_mere_line(block)).unwrap_or(0);
    let mut at = 0;
    story.retain(|block| {
        at += 1;
        at > first || !is_mere_line(block)
    });
}

/// What a block of the chosen element is; `None` for a line that is none of the article.
fn kind_of(candidates: &BodyCandidates<'_>, block: &FlowBlock, top: usize) -> Option<BlockKind> {
    let words = &block.words;
    if find_boilerplate(words).is_some() {
        return None;
    }
    if block.kind == FlowKind::Caption || candidates.has_around(block, top, Purpose::Caption) {
        return Some(if is_credit(words) { BlockKind::Credit } else { BlockKind::Caption });
    }
    if is_line_of_date(words) {
        return None;
    }
    if words.len() <= LONGEST_CAPTION && find_trailing_credit(words).is_some() && !holds_quote(words) {
        return Some(BlockKind::Caption);
    }
    if is_credit(words) || candidates.has_around(block, top, Purpose::Credit) && !ends_sentence(words) {
        return Some(BlockKind::Credit);
    }
    if let FlowKind::Heading(_) = block.kind {
        return (!block.is_mostly_links()).then_some(BlockKind::Subheading);
    }
    let is_short = words.len() < 200;
    if block.is_mostly_links() && (is_short || block.linked * 10 > words.len() * 8) {
        return None;
    }
    if block.bold * 10 >= words.len() * 9 && words.len() <= LONGEST_BOLD_HEADING && !ends_sentence(words) {
        return Some(BlockKind::Subheading);
    }
    Some(BlockKind::Paragraph)
}

/// Whether a line tells when the article was posted or changed, and nothing else.
fn is_line_of_date(words: &str) -> bool {
    words.len() <= LONGEST_LINE_OF_DATE
        && (find_labelled(words).is_some_and(|found| {
            matches!(found.label, Label::Posted | Label::Published | Label::Updated)
                && words
                    .get(found.value)
                    .is_some_and(|value| value.is_empty() || value.contains(|c: char| c.is_ascii_digit()))
        }) || parse_date(words, DayOrder::DayFirst).is_ok())
}

/// Cuts what stands behind a heading of other articles or of comments.
fn cut_tail(blocks: &mut Vec<&FlowBlock>) {
    let all: usize = blocks.iter().map(|block| block.words.len()).sum();
    let mut before = 0;
    let mut end = None;
    for (at, block) in blocks.iter().enumerate() {
        let tail = all.saturating_sub(before) as f64;
        if find_boilerplate(&block.words) == Some(Boilerplate::Ends) && tail < all as f64 * LARGEST_TAIL {
            end = Some(at);
            break;
        }
        before += block.words.len();
    }
    if let Some(end) = end {
        blocks.truncate(end);
    }
}

/// Cuts what stands before the first and behind the last block that is known to be of the article.
fn cut_to_evidence(blocks: &mut Vec<&FlowBlock>, evidence: &KnownText) {
    let is_known = |block: &&FlowBlock| evidence.holds(&block.words) == Some(true);
    if let (Some(first), Some(last)) = (blocks.iter().position(is_known), blocks.iter().rposition(is_known)) {
        blocks.truncate(last + 1);
        blocks.drain(..first);
    }
}
