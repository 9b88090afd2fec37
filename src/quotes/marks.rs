//! Pairs quotation marks: tokens in, quoted spans out, with damaged marks repaired as a reader would.
//!
//! Repairs never reach beyond the paragraph that they stand in, so that one lost mark cannot swallow the article. Not
//! told apart: an apostrophe behind a plural (*the workers' rights*) from a closing single mark, where a single mark
//! is open and no other can close it.

use super::lexicon::{CueClass, HE, SHE, THEY};
use super::tokens::{Glyph, Kind, Mark, MarkStyle, Prose, Token};
use crate::span::Span;
use crate::words::List;
use std::ops::Range;

/// Words between quotation marks.
#[derive(Clone, Debug)]
pub(crate) struct Quoted {
    /// Tokens of the words, marks outside; never empty.
    pub inner: Range<usize>,
    /// Tokens with the marks that are there.
    pub outer: Range<usize>,
    pub span: Span,
    pub paragraph: usize,
    pub style: MarkStyle,
    pub end: End,
    /// Carries on the quoted span before it, which was left open for that.
    pub continues: bool,
    /// There are no marks: the layout tells that somebody speaks.
    pub unmarked: bool,
    /// The quoted span around it, as an index into the same list.
    pub parent: Option<usize>,
}

/// How a quoted span ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With its closing mark.
    Closed,
    /// Left open on purpose: the next paragraph opens again.
    Open,
    /// The closing mark is missing; this is where a reader would put it.
    Repaired,
}

/// Pairs the marks of all prose paragraphs; the list, with the speeches of a transcript among it, is in order of the text, a
/// parent before what it holds.
pub(crate) fn find_quoted(prose: &Prose, speeches: Vec<Quoted>) -> Vec<Quoted> {
    let mut pairing = Pairing { prose, found: Vec::new() };
    let mut carried = None;
    for index in 0..prose.paragraphs.len() {
        if prose.paragraphs[index].is_prose {
            carried = pairing.pair_paragraph(index, carried);
        }
    }
    let mut found = pairing.found;
    found.extend(speeches);
    found.sort_by_key(|quoted| (quoted.outer.start, std::cmp::Reverse(quoted.outer.end)));
    let mut open: Vec<usize> = Vec::new();
    for index in 0..found.len() {
        while open.last().is_some_and(|last| found[*last].outer.end <= found[index].outer.start) {
            open.pop();
        }
        found[index].parent = open.last().copied();
        open.push(index);
    }
    found
}

/// How many single marks are looked at to close one: keeps a paragraph full of lone marks linear.
const REACH: usize = 48;

struct Pairing<'p, 'a> {
    prose: &'p Prose<'a>,
    found: Vec<Quoted>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Open,
    Close,
}

impl Pairing<'_, '_> {
    /// Pairs one paragraph. `carried` is the style of a quote that the paragraph before left open; the same is given
    /// back for the next one.
    fn pair_paragraph(&mut self, paragraph: usize, carried: Option<MarkStyle>) -> Option<MarkStyle> {
        let tokens = self.prose.paragraphs[paragraph].tokens.clone();
        let first = self.found.len();
        let open = self.pair_strong(paragraph, tokens.clone(), carried);
        let open_single = self.pair_single(paragraph, tokens, first, carried);
        open.or(open_single)
    }

    fn mark(&self, token: usize) -> Option<Mark> {
        match self.prose.tokens[token].kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Double marks and guillemets, which are never apostrophes.
    fn pair_strong(&mut self, paragraph: usize, tokens: Range<usize>, carried: Option<MarkStyle>) -> Option<MarkStyle> {
        let marks: Vec<(usize, Mark)> = self
            .prose
            .marks_in(tokens.clone())
            .filter_map(|token| self.mark(token).map(|mark| (token, mark)))
            .filter(|(token, mark)| mark.style != MarkStyle::Single && !self.is_inch_mark(*token, *mark))
            .collect();
        let carried = carried.filter(|style| *style != MarkStyle::Single);
        let mut open: Option<(usize, bool)> = None;
        let mut nested = false;
        for (position, (token, mark)) in marks.iter().copied().enumerate() {
            match (turn(mark, open.is_some()), open) {
                (Turn::Open, None) => {
                    let continues = carried.is_some() && token == tokens.start;
                    open = Some((token, continues));
                }
                (Turn::Close, Some(_)) if nested => nested = false,
                (Turn::Close, Some((start, continues))) => {
                    self.push(paragraph, start + 1..token, start..token + 1, mark.style, End::Closed, continues);
                    open = None;
                }
                (Turn::Close, None) => {
                    // The paragraph carries on a quote without opening it again.
                    if carried.is_some() && position == 0 && token > tokens.start {
                        self.push(
                            paragraph,
                            tokens.start..token,
                            tokens.start..token + 1,
                            mark.style,
                            End::Closed,
                            true,
                        );
                    } else if position == 0 && marks.len() % 2 == 1 && self.lost_its_opening(tokens.start, token) {
                        let words = tokens.start..token;
                        self.push(paragraph, words, tokens.start..token + 1, mark.style, End::Repaired, false);
                    }
                }
                (Turn::Open, Some((start, continues))) => {
                    if !nested && closes_twice(&marks[position + 1..]) && !self.ends_sentence(start, token) {
                        nested = true;
                        continue;
                    }
                    nested = false;
                    let reopened = self.close_before(paragraph, start, token, mark.style, continues);
                    open = Some((token, reopened));
                }
            }
        }
        let (start, continues) = open?;
        let style = self.mark(start).map_or(MarkStyle::Double, |mark| mark.style);
        if self.next_opens(paragraph, style) && !self.has_tag(start + 1..tokens.end) {
            self.push(paragraph, start + 1..tokens.end, start..tokens.end, style, End::Open, continues);
            return Some(style);
        }
        let end = self.repaired_end(start, tokens.end);
        self.push(paragraph, start + 1..end, start..end, style, End::Repaired, continues);
        None
    }

    /// A quote is open and another opens: where did the first one end? Gives whether the new one carries it on.
    fn close_before(
        &mut self,
        paragraph: usize,
        start: usize,
        token: usize,
        style: MarkStyle,
        continues: bool,
    ) -> bool {
        if self.ends_sentence(start, token) && !self.has_tag(start + 1..token) {
            // Two paragraphs run together on one line.
            self.push(paragraph, start + 1..token, start..token, style, End::Open, continues);
            return true;
        }
        let end = self.repaired_end(start, token);
        self.push(paragraph, start + 1..end, start..end, style, End::Repaired, continues);
        false
    }

    fn ends_sentence(&self, start: usize, token: usize) -> bool {
        token > start + 1 && self.prose.tokens[token - 1].kind == Kind::Stop
    }

    /// `6'2"`: a mark right behind a number while nothing is open.
    fn is_inch_mark(&self, token: usize, mark: Mark) -> bool {
        mark.glyph == Glyph::Either
            && mark.can_close
            && token > 0
            && self.prose.tokens[token - 1].kind == Kind::Number
            && token.checked_sub(2).and_then(|before| self.mark(before)).is_some_and(|m| m.style == MarkStyle::Single)
    }

    fn next_opens(&self, paragraph: usize, style: MarkStyle) -> bool {
        self.prose.paragraphs[paragraph + 1..].iter().find(|next| next.is_prose).is_some_and(|next| {
            self.mark(next.tokens.start)
                .is_some_and(|mark| mark.style == style && mark.glyph != Glyph::Closing && next.tokens.len() > 1)
        })
    }

    /// Where a reader would close a quote that lost its closing mark: before a speaker tag (", he said"), else at the
    /// end of the sentence in which it opened, or at the limit if that sentence runs so far.
    fn repaired_end(&self, start: usize, limit: usize) -> usize {
        if let Some(tag) = self.find_tag(start + 1..limit) {
            return tag;
        }
        let whole =
            start == 0 || self.prose.tokens[start - 1].kind != Kind::Word || !self.same_paragraph(start - 1, start);
        if whole {
            return limit;
        }
        let sentence = self.prose.tokens[start].sentence as usize;
        self.prose.sentences.get(sentence).map_or(limit, |tokens| tokens.end.min(limit)).max(start + 1)
    }

    /// Words from the head of a paragraph to a closing mark, with a tag behind that and none among them.
    fn lost_its_opening(&self, start: usize, close: usize) -> bool {
        /// Words of "the former health minister said".
        const LONGEST_TAG: usize = 5;
        let all = &self.prose.tokens;
        let ends = |at: usize| matches!(all[at].kind, Kind::Comma | Kind::Stop);
        let behind = all.iter().skip(close + 1).take(LONGEST_TAG).take_while(|token| token.kind == Kind::Word);
        let says = |token: &Token| token.word.cue.is_some_and(|cue| cue.class == CueClass::Say && cue.form.is_finite());
        close > start + 2 && ends(close - 1) && { behind }.any(says) && !self.has_tag(start..close)
    }

    fn same_paragraph(&self, one: usize, other: usize) -> bool {
        self.prose.paragraph_of(one) == self.prose.paragraph_of(other)
    }

    fn has_tag(&self, tokens: Range<usize>) -> bool {
        self.find_tag(tokens).is_some()
    }

    /// The first ", he said", ", said Smith" or ", Smith said" among the tokens: the index behind its comma or stop.
    fn find_tag(&self, tokens: Range<usize>) -> Option<usize> {
        let all = &self.prose.tokens;
        let says = |index: usize| {
            all.get(index)
                .and_then(|token| token.word.cue)
                .is_some_and(|cue| cue.class == CueClass::Say && cue.form.is_finite())
        };
        let names = |index: usize| {
            all.get(index).is_some_and(|token| token.kind == Kind::Word && (token.capital || token.is(HE | SHE | THEY)))
        };
        (tokens.start + 1..tokens.end).find(|index| {
            let before = &all[index - 1];
            matches!(before.kind, Kind::Comma | Kind::Stop)
                && ((names(*index)
                    && (says(index + 1) || names(index + 1) && !all[*index].is(HE | SHE | THEY) && says(index + 2)))
                    && before.kind == Kind::Comma
                    || says(*index) && names(index + 1) && !all[index + 1].is(HE | SHE | THEY)
                    || says(*index)
                        && before.kind == Kind::Comma
                        && all.get(index + 1).is_some_and(|t| t.is(HE | SHE | THEY)))
        })
    }

    /// Single marks outside double ones: British style. Those inside are quotes within quotes.
    fn pair_single(
        &mut self,
        paragraph: usize,
        tokens: Range<usize>,
        first: usize,
        carried: Option<MarkStyle>,
    ) -> Option<MarkStyle> {
        let singles: Vec<(usize, Mark)> = self
            .prose
            .marks_in(tokens.clone())
            .filter_map(|token| self.mark(token).map(|mark| (token, mark)))
            .filter(|(_, mark)| mark.style == MarkStyle::Single)
            .collect();
        if singles.is_empty() {
            return None;
        }
        let doubles: Vec<Range<usize>> = self.found[first..].iter().map(|quoted| quoted.inner.clone()).collect();
        // In order of the text, so that a binary search finds the span around a mark.
        let around = |token: usize| {
            let after = doubles.partition_point(|range| range.start <= token);
            after.checked_sub(1).filter(|index| doubles[*index].contains(&token))
        };
        let mut position = 0;
        while position < singles.len() {
            let (start, mark) = singles[position];
            position += 1;
            if !self.opens_single(start, mark) {
                continue;
            }
            let room = around(start);
            let continues = carried == Some(MarkStyle::Single) && start == tokens.start;
            let mut close = None;
            for (next, (token, mark)) in singles.iter().enumerate().skip(position).take(REACH) {
                if around(*token) != room {
                    if room.is_some() {
                        break;
                    }
                    continue;
                }
                if self.opens_single(*token, *mark) && close.is_some() {
                    break;
                }
                if mark.glyph != Glyph::Opening && mark.can_close && *token > start + 1 {
                    close = Some((next, *token));
                    if !self.could_be_plural_genitive(*token) {
                        break;
                    }
                }
            }
            if let Some((next, token)) = close {
                self.push(paragraph, start + 1..token, start..token + 1, MarkStyle::Single, End::Closed, continues);
                position = next + 1;
            } else if room.is_none()
                && self.begins_statement(&tokens, start)
                && self.next_opens(paragraph, MarkStyle::Single)
            {
                self.push(paragraph, start + 1..tokens.end, start..tokens.end, MarkStyle::Single, End::Open, continues);
                return Some(MarkStyle::Single);
            }
        }
        None
    }

    /// A mark at the head of a paragraph, or behind a stop or a colon of one that ends in a stop.
    fn begins_statement(&self, paragraph: &Range<usize>, start: usize) -> bool {
        start == paragraph.start
            || matches!(self.prose.tokens[start - 1].kind, Kind::Stop | Kind::Colon)
                && self.prose.tokens[paragraph.end - 1].kind == Kind::Stop
    }

    fn opens_single(&self, token: usize, mark: Mark) -> bool {
        if !mark.can_open || mark.glyph == Glyph::Closing {
            return false;
        }
        // '90s, '45, 'em, 'til: the apostrophe of a shortened word.
        let next = self.prose.str(token + 1);
        let digits = next.trim_end_matches('s');
        let is_year = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let short = is_year || List::Clipped.has_any_case(next);
        !short
    }

    /// *the workers' rights*: the mark stands behind an s and another word follows in the same sentence.
    fn could_be_plural_genitive(&self, token: usize) -> bool {
        token > 0
            && self.prose.str(token - 1).ends_with(['s', 'S'])
            && self.prose.tokens.get(token + 1).is_some_and(|next| next.kind == Kind::Word && next.spaced)
    }

    fn push(
        &mut self,
        paragraph: usize,
        inner: Range<usize>,
        outer: Range<usize>,
        style: MarkStyle,
        end: End,
        continues: bool,
    ) {
        if inner.start < inner.end {
            let span = self.prose.span(inner.clone());
            self.found.push(Quoted {
                inner,
                outer,
                span,
                paragraph,
                style,
                end,
                continues,
                unmarked: false,
                parent: None,
            });
        }
    }
}

/// Whether a double mark opens or closes here.
fn turn(mark: Mark, is_open: bool) -> Turn {
    let by_glyph = match mark.glyph {
        Glyph::Opening => Some(Turn::Open),
        Glyph::Closing => Some(Turn::Close),
        Glyph::Either => None,
    };
    let by_place = match (mark.can_open, mark.can_close) {
        (true, false) => Some(Turn::Open),
        (false, true) => Some(Turn::Close),
        _ => None,
    };
    let by_state = if is_open { Turn::Close } else { Turn::Open };
    match (by_glyph, by_place) {
        // A curly mark turned the wrong way: place and state together overrule it.
        (Some(glyph), Some(place)) if glyph != place && place == by_state => place,
        (Some(glyph), _) => glyph,
        (None, Some(place)) => place,
        (None, None) => by_state,
    }
}

/// Whether the next two marks both close: what opened just now stands inside what was open before.
fn closes_twice(marks: &[(usize, Mark)]) -> bool {
    matches!(marks, [(_, first), (_, second), ..]
        if turn(*first, true) == Turn::Close && turn(*second, true) == Turn::Close)
}
