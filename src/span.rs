//! A stretch of an article's text, in bytes.
//!
//! Inside the program every offset counts bytes of the article's decoded text and every end is excluded; only
//! [`crate::record`] turns them into the character offsets that users see.

use std::fmt;

/// A half-open range of bytes of one article's decoded text; `start <= end` always holds.
///
/// Texts are at most 4 GiB (the article room refuses longer ones), so that a span takes eight bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to and without `end`; ends given the wrong way round are swapped.
    pub fn new(start: usize, end: usize) -> Span {
        let (low, high) = if start <= end { (start, end) } else { (end, start) };
        // The article room keeps texts below 4 GiB; saturating keeps the order of the ends in any case.
        Span { start: u32::try_from(low).unwrap_or(u32::MAX), end: u32::try_from(high).unwrap_or(u32::MAX) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte behind the last one.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text at this span, or the empty string where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Whether the byte at `position` lies inside (the end is outside).
    pub fn contains(self, position: usize) -> bool {
        self.start() <= position && position < self.end()
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn ends_are_excluded() {
        let span = Span::new(2, 4);
        assert!(span.contains(2) && span.contains(3) && !span.contains(4));
        assert!(!span.overlaps(Span::new(4, 6)) && span.overlaps(Span::new(3, 4)));
        assert_eq!(span.of("abcdef"), "cd");
        assert_eq!(Span::new(4, 2), span);
    }
}
