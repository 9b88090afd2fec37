//! Texts that lost the ends of their lines: paragraphs one behind the other, parted by two spaces.
//!
//! Takes a text of one line, gives its blocks, where the spaces tell them. To which side it errs: where two spaces stand
//! behind every sentence, as some typists write, they part no paragraphs.

use super::lines::ends_sentence;
use super::{Block, BlockKind};
use crate::span::Span;

/// A headline is no longer, in bytes.
const LONGEST_HEADLINE: usize = 150;

/// The blocks of a text of one line; `None` where it has more, or nothing parts them.
pub(super) fn part_one_line(text: &str) -> Option<Vec<Block>> {
    if text.contains(['\n', '\r']) {
        return None;
    }
    let pieces = pieces_of(text);
    let (first, rest) = pieces.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let headline = first.of(text);
    let has_headline =
        headline.len() <= LONGEST_HEADLINE && !ends_sentence(headline) && !headline.ends_with([',', ';', ':']);
    let parts_paragraphs = pieces.iter().any(|piece| holds_sentences(piece.of(text)));
    if !has_headline && !parts_paragraphs {
        return None;
    }
    let paragraphs = if has_headline { rest } else { pieces.as_slice() };
    let paragraphs: Vec<Span> = match paragraphs {
        [first, .., last] if !parts_paragraphs => vec![first.hull(*last)],
        paragraphs => paragraphs.to_vec(),
    };
    let block = |kind| move |span| Block { kind, span };
    let headline = has_headline.then_some(*first).map(block(BlockKind::Headline));
    Some(headline.into_iter().chain(paragraphs.into_iter().map(block(BlockKind::Paragraph))).collect())
}

/// What stands between two spaces or more.
fn pieces_of(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in text.split("  ") {
        let trimmed = piece.trim();
        let at = start + (piece.len() - piece.trim_start().len());
        if !trimmed.is_empty() {
            pieces.push(Span::new(at, at + trimmed.len()));
        }
        start += piece.len() + 2;
    }
    pieces
}

/// Whether a sentence ends within a piece.
fn holds_sentences(piece: &str) -> bool {
    piece.match_indices(". ").any(|(at, _)| {
        let behind = piece.get(at + 2..).and_then(|rest| rest.chars().next());
        // An initial or an abbreviation ends no sentence.
        let word = piece.get(..at).and_then(|before| before.rsplit(' ').next()).unwrap_or("");
        word.len() > 3 && behind.is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '“' | '‘'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> Option<Vec<String>> {
        let blocks = part_one_line(text)?;
        Some(blocks.iter().map(|block| format!("{:?}: {}", block.kind, block.span.of(text))).collect())
    }

    #[test]
    fn two_spaces_part_a_headline_and_paragraphs() {
        assert_eq!(
            parted(" Bridge row grows  \"No,\" said Ann Example.  The vote is on Monday. Nobody waits.").unwrap(),
            [
                "Headline: Bridge row grows",
                "Paragraph: \"No,\" said Ann Example.",
                "Paragraph: The vote is on Monday. Nobody waits."
            ]
        );
        assert_eq!(
            parted("Bridge row grows  \"No,\" said Ann Example.  The vote is on Monday.").unwrap(),
            ["Headline: Bridge row grows", "Paragraph: \"No,\" said Ann Example.  The vote is on Monday."]
        );
    }

    #[test]
    fn a_typists_spaces_part_nothing() {
        for text in ["It stays open.  The vote is on Monday.", "One line.", "", "  ", "One\n\ntwo  three"] {
            assert_eq!(parted(text), None, "{text}");
        }
    }
}
