//! What the layout says of a text of which something is known by itself: styles of a document, tags, quoted lines.
//!
//! Takes a text, its stretches with what is known of each, gives the layout: header lines are read everywhere but in
//! stretches whose kind is known, and what is known to be prose is no heading, however it looks.

use super::BlockKind;
use super::dates::DayOrder;
use super::layout::{Headline, Layout, read_layout};
use crate::span::Span;

/// What is known of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing: its lines are what the layout takes them for.
    Nothing,
    /// It is a paragraph by itself, and may be a line of the header all the same.
    Alone,
    /// What it is.
    Kind(BlockKind),
}

/// Reads the layout; stretches are in order, do not overlap, and have blank lines between them.
pub(super) fn read_overlay(text: &str, stretches: &[(Span, Known)], headline: Headline<'_>, order: DayOrder) -> Layout {
    let mut layout = read_layout(text, headline, order);
    let known_at = |byte: usize| -> Known {
        let at = stretches.partition_point(|(span, _)| span.end() <= byte);
        stretches.get(at).map_or(Known::Nothing, |(_, known)| *known)
    };
    for block in &mut layout.blocks {
        block.kind = match (known_at(block.span.start()), block.kind) {
            (Known::Kind(kind), _) => kind,
            (Known::Alone, BlockKind::Subheading | BlockKind::RelatedLink) => BlockKind::Paragraph,
            (_, kind) => kind,
        };
    }
    let is_open = |byte: usize| !matches!(known_at(byte), Known::Kind(_));
    let own = |span: Option<Span>| span.filter(|span| is_open(span.start()));
    layout.dates.retain(|date| is_open(date.at));
    Layout {
        title: own(layout.title),
        byline: own(layout.byline),
        outlet: own(layout.outlet),
        url: own(layout.url),
        dates: layout.dates,
        blocks: layout.blocks,
    }
}
