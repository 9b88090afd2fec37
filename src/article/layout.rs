//! Which passage is what: headline, header lines, captions, related headlines, prose.
//!
//! Takes decoded text, gives its [`Block`]s and what the header lines say. Two passes: the first takes each passage by
//! itself (labels, dates, credits, shape), the second looks at its neighbours (a heading above a credit is a caption,
//! several in a row are links to other articles). To which side it errs: what might be prose is a paragraph.

use super::dates::{DateError, DayOrder, begins_like_date, parse_date, parse_leading_date};
use super::header_line::{
    LONGEST_BARE_DATE, before_date, begins_date_value, count_dates_alone, ends_with_by, split_parts,
    tells_more_than_day, unwrapped,
};
use super::labels::{Joint, Label, Labelled, find_labelled, find_trailing_credit, is_aside, is_credit};
use super::lines::{Passage, ends_sentence, find_passages};
use super::settle::settle;
use super::shape::{LineShape, PassageMark, find_speech_label, holds_quote, is_names, is_outlet_name, shape_of};
use super::top::{count_menu, is_article_address, is_section_above, is_site_name, repeats_title};
use super::{Block, BlockKind};
use crate::span::Span;
use crate::words::List;
use chrono::NaiveDate;

/// What stands in an article's text besides its prose.
pub(super) struct Layout {
    pub blocks: Vec<Block>,
    pub title: Option<Span>,
    pub byline: Option<Span>,
    pub outlet: Option<Span>,
    pub url: Option<Span>,
    /// The dates of header lines, in the order of the text.
    pub dates: Vec<DateLine>,
}

/// A line with a date, or with a label of a date and something else.
pub(super) struct DateLine {
    pub label: DateLabel,
    /// Byte of the text at which the date begins; [`ELSEWHERE`] where it is none of the text's.
    pub at: usize,
    pub date: Result<NaiveDate, DateError>,
}

/// The place of a date that does not stand in the text.
pub(super) const ELSEWHERE: usize = usize::MAX;

/// In falling order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateLabel {
    Posted,
    Published,
    /// A line that holds a date and no label.
    Bare,
    Updated,
    /// The day on which a data base took the article in: better than none, and no change of it.
    Stored,
}

/// Where the headline is to be found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Headline<'t> {
    /// It is the first line that is no label.
    FirstLine,
    /// It is the first line if that looks like one.
    PerhapsFirstLine,
    /// The record's own; the text may repeat it on top.
    Known(&'t str),
}

/// A passage longer than this, in bytes, is a paragraph.
const LONG: usize = 400;
const LONGEST_HEADLINE: usize = 300;
/// A first line that ends as a sentence and is longer than this, in bytes, is the story's first sentence.
const LONGEST_HEADLINE_WITH_STOP: usize = 180;
/// A paragraph below the headline that is no longer, in bytes, may be the standfirst.
const LONGEST_STANDFIRST: usize = 250;
/// What may follow the date on a line without a label, in bytes.
const LONGEST_BEHIND_DATE: usize = 48;
/// What goes on below a headline that ends in a semicolon is shorter than this, in bytes.
const LONGEST_DECK: usize = 140;
/// Header lines are shorter than this, in bytes.
const LONGEST_HEADER_LINE: usize = 160;
/// Names on a line of their own above the date are a byline up to so many words.
const MOST_WORDS_OF_NAMES: usize = 5;

pub(super) fn read_layout(text: &str, headline: Headline<'_>, order: DayOrder) -> Layout {
    let passages = find_passages(text, stands_alone);
    let mut marker = PassageMarker {
        text,
        order,
        headline,
        menu_end: if matches!(headline, Headline::FirstLine) { count_menu(text, &passages) } else { 0 },
        dates_alone: count_dates_alone(text, &passages, order),
        pending: None,
        zone: Zone::Header,
        has_headline: false,
        found: Vec::new(),
        dates: Vec::new(),
    };
    let transcript =
        passages.iter().filter(|passage| find_speech_label(passage.span.of(text)).is_some()).take(5).count() >= 5;
    let mut marks = Vec::with_capacity(passages.len());
    let mut body_start = None;
    let mut standfirst = 0;
    let is_date_line = |index: usize| {
        let below =
            [index, index + 1].into_iter().filter_map(|at| passages.get(at)).map(|passage| passage.span.of(text));
        below
            .take_while(|line| line.len() <= LONGEST_HEADER_LINE)
            .map(|line| unwrapped(line).0)
            .any(|line| begins_like_date(line) && parse_date(line, order).is_ok() && tells_more_than_day(line, order))
    };
    for (index, passage) in passages.iter().enumerate() {
        let mut mark = marker.mark(index, &passages, &marks);
        if transcript && matches!(mark, PassageMark::Shape(_)) && find_speech_label(passage.span.of(text)).is_some() {
            mark = PassageMark::Shape(LineShape::Prose);
        }
        if mark == PassageMark::Shape(LineShape::Prose) {
            standfirst += passage.span.len();
            marker.zone = match marker.zone {
                Zone::Header if standfirst <= LONGEST_STANDFIRST => Zone::Standfirst,
                // A standfirst may be two paragraphs, or a long one, where header lines follow.
                Zone::Header | Zone::Standfirst if standfirst <= 2 * LONGEST_STANDFIRST && is_date_line(index + 1) => {
                    Zone::Standfirst
                }
                _ => Zone::Body,
            };
            if marker.zone == Zone::Body {
                body_start.get_or_insert(index);
            }
        }
        marks.push(mark);
    }
    let first_prose =
        marks.iter().position(|mark| *mark == PassageMark::Shape(LineShape::Prose)).unwrap_or(marks.len());
    let last_prose = marks.iter().rposition(|mark| *mark == PassageMark::Shape(LineShape::Prose)).unwrap_or(0);
    let blocks = settle(text, &passages, &mut marks, first_prose, last_prose);
    // Between paragraphs such lines belong to links and pictures, not to the article.
    let outside = |index: usize| body_start.is_none_or(|start| index < start) || index > last_prose;
    let find = |field: Label| {
        marker.found.iter().find(|found| found.label == field && outside(found.index)).map(|found| found.value)
    };
    let (title, byline, outlet, url) = (find(Label::Title), find(Label::Byline), find(Label::Outlet), find(Label::Url));
    let dates = marker.dates.into_iter().filter(|(index, _)| outside(*index)).map(|(_, line)| line).collect();
    Layout { blocks, title, byline, outlet, url, dates }
}

impl Layout {
    /// The layout of a text that stands so many bytes behind the begin of another one, told in bytes of that.
    pub fn moved(mut self, by: usize) -> Layout {
        let moved = |span: Span| Span::new(span.start() + by, span.end() + by);
        for block in &mut self.blocks {
            block.span = moved(block.span);
        }
        for span in [&mut self.title, &mut self.byline, &mut self.outlet, &mut self.url] {
            *span = span.map(moved);
        }
        for line in &mut self.dates {
            line.at += by;
        }
        self
    }
}

/// Lines that never are part of a wrapped paragraph.
fn stands_alone(line: &str) -> bool {
    line.len() <= LONGEST_HEADER_LINE
        && (find_labelled(line).is_some_and(|found| match found.joint {
            Joint::Colon | Joint::Alone => true,
            Joint::Space => match found.label {
                Label::Byline => is_names(line.get(found.value).unwrap_or("")),
                Label::Posted | Label::Published | Label::Updated => {
                    begins_like_date(line.get(found.value).unwrap_or(""))
                }
                _ => !ends_sentence(line),
            },
        }) || is_credit(line)
            || is_url(line))
}

fn is_url(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(char::is_whitespace)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Before the first paragraph.
    Header,
    /// Behind one short paragraph, which may be the standfirst with header lines below it.
    Standfirst,
    Body,
}

/// A value of a header line; `index` is its passage's.
struct FoundLine {
    label: Label,
    value: Span,
    index: usize,
}

/// The first pass.
struct PassageMarker<'t> {
    text: &'t str,
    order: DayOrder,
    headline: Headline<'t>,
    /// The passages before this one are the menu of a page.
    menu_end: usize,
    /// How many lines are nothing but a date, two at most.
    dates_alone: usize,
    /// A label that stood alone and waits for its value.
    pending: Option<Label>,
    zone: Zone,
    has_headline: bool,
    found: Vec<FoundLine>,
    dates: Vec<(usize, DateLine)>,
}

impl PassageMarker<'_> {
    fn mark(&mut self, index: usize, passages: &[Passage], before: &[PassageMark]) -> PassageMark {
        let Some(passage) = passages.get(index) else { return PassageMark::Shape(LineShape::Prose) };
        let pending = self.pending.take();
        if index < self.menu_end {
            return PassageMark::Known(BlockKind::Meta);
        }
        if passage.span.len() > LONG {
            return PassageMark::Shape(LineShape::Prose);
        }
        let (line, before_line) = unwrapped(passage.span.of(self.text));
        let start = passage.span.start() + before_line;
        if let Some(label) = pending
            && let Some(kind) = self.mark_value(index, label, line, start)
        {
            return PassageMark::Known(kind);
        }
        // A record's own headline comes before all: "By the sea" is no byline then.
        if let Headline::Known(title) = self.headline
            && self.zone == Zone::Header
            && !self.has_headline
            && repeats_title(line, title)
        {
            self.has_headline = true;
            return PassageMark::Known(BlockKind::Headline);
        }
        if let Some(labelled) = find_labelled(line)
            && let Some(kind) = self.mark_labelled(index, passages, &labelled, line, start)
        {
            return PassageMark::Known(kind);
        }
        if is_url(line) {
            // Below the text, an address without a label is a link.
            if self.zone == Zone::Header && is_article_address(line) {
                self.found.push(FoundLine { label: Label::Url, value: passage.span, index });
            }
            return PassageMark::Known(BlockKind::Meta);
        }
        if let Some(kind) = self.mark_dated(index, line, start, before) {
            return PassageMark::Known(kind);
        }
        if self.is_names_above_date(index, passages, line) {
            let value = Span::new(start, start + line.len());
            self.found.push(FoundLine { label: Label::Byline, value, index });
            return PassageMark::Known(BlockKind::Meta);
        }
        if is_credit(line) {
            return PassageMark::Known(BlockKind::Credit);
        }
        if is_aside(line) {
            return PassageMark::Known(BlockKind::Meta);
        }
        if self.is_outlet_line(index, passages, before) {
            self.found.push(FoundLine { label: Label::Outlet, value: passage.span, index });
            return PassageMark::Known(BlockKind::Meta);
        }
        if let Some(kind) = self.mark_headline(index, passages, line, start) {
            return PassageMark::Known(kind);
        }
        if find_trailing_credit(line).is_some() {
            return PassageMark::Known(BlockKind::Caption);
        }
        // A headline that ends in a semicolon goes on below it.
        let under_headline = before.last() == Some(&PassageMark::Known(BlockKind::Headline));
        if under_headline
            && line.len() <= LONGEST_DECK
            && passages
                .get(index.wrapping_sub(1))
                .is_some_and(|above| above.stanza == passage.stanza && above.span.of(self.text).ends_with(';'))
        {
            return PassageMark::Known(BlockKind::Subheading);
        }
        PassageMark::Shape(shape_of(line))
    }

    /// The passage behind a label that stood alone.
    fn mark_value(&mut self, index: usize, label: Label, line: &str, start: usize) -> Option<BlockKind> {
        let short = line.len() <= LONGEST_HEADER_LINE && !ends_sentence(line);
        let value = Span::new(start, start + line.len());
        match label {
            Label::Posted | Label::Published | Label::Updated => {
                let date = parse_leading_date(line, self.order).map(|(date, _)| date);
                let unreadable = matches!(date, Err(DateError::Unreadable { .. }));
                if line.len() > LONGEST_HEADER_LINE || (unreadable && !begins_like_date(line)) {
                    return None;
                }
                self.dates.push((index, DateLine { label: date_label(label), at: start, date }));
            }
            Label::Byline if is_names(line) => self.found.push(FoundLine { label, value, index }),
            Label::Outlet if short => self.found.push(FoundLine { label, value, index }),
            Label::Url if is_url(line) && is_article_address(line) => {
                self.found.push(FoundLine { label, value, index })
            }
            Label::Title if line.len() <= LONGEST_HEADLINE && !self.has_headline => {
                self.has_headline = true;
                self.found.push(FoundLine { label, value, index });
                return Some(BlockKind::Headline);
            }
            Label::Caption if line.len() <= LONGEST_HEADLINE && !holds_quote(line) => return Some(BlockKind::Caption),
            Label::Meta if short => {}
            _ => return None,
        }
        Some(BlockKind::Meta)
    }

    fn mark_labelled(
        &mut self,
        index: usize,
        passages: &[Passage],
        found: &Labelled,
        line: &str,
        start: usize,
    ) -> Option<BlockKind> {
        let value = line.get(found.value.clone())?;
        let value_at = start + found.value.start;
        let value_span = Span::new(value_at, value_at + value.len());
        let in_header = self.zone != Zone::Body;
        let has_colon = found.joint == Joint::Colon || line.ends_with(':');
        if found.joint == Joint::Alone {
            return match found.label {
                Label::Share => Some(BlockKind::Meta),
                Label::Related => Some(BlockKind::RelatedLink),
                Label::Caption | Label::Credit => None,
                label if has_colon || in_header && label != Label::Meta && self.has_headline => {
                    self.pending = Some(label);
                    Some(BlockKind::Meta)
                }
                _ => None,
            };
        }
        match found.label {
            Label::Posted | Label::Published | Label::Updated => {
                let date = parse_leading_date(value, self.order);
                let behind = date.as_ref().map_or("", |(_, end)| value.get(*end..).unwrap_or(""));
                let is_line = match &date {
                    // "Published 18 August 2016, the report said …" is a sentence.
                    Ok(_) => has_colon || !ends_sentence(line) || behind.len() < 24,
                    Err(DateError::Unreadable { .. }) => has_colon && line.len() <= 80 && !ends_sentence(line),
                    Err(_) => has_colon || !ends_sentence(line),
                };
                if !is_line || line.len() > LONGEST_HEADER_LINE || !(has_colon || begins_date_value(value)) {
                    return None;
                }
                self.read_byline_behind(index, value, behind, value_at);
                let date = date.map(|(date, _)| date);
                self.dates.push((index, DateLine { label: date_label(found.label), at: value_at, date }));
                self.read_parts(index, value, value_at);
            }
            Label::Byline => {
                if self.read_parts(index, value, value_at) || self.read_byline_with_date(index, value, value_at) {
                    return Some(BlockKind::Meta);
                }
                // "By our political staff" is a byline under a headline only.
                let unnamed = in_header && self.has_headline && !ends_sentence(line) && line.split(' ').count() <= 6;
                if !(is_names(value) || unnamed) || (!in_header && line.len() > 80) {
                    return None;
                }
                self.found.push(FoundLine { label: Label::Byline, value: value_span, index });
            }
            // "description: …" above the date, whatever its length.
            Label::Meta if has_colon && self.is_among_labels(index, passages) => {}
            Label::Outlet | Label::Meta => {
                if line.len() > LONGEST_HEADER_LINE || ends_sentence(line) || !(has_colon || is_names(value)) {
                    return None;
                }
                self.found.push(FoundLine { label: found.label, value: value_span, index });
            }
            Label::Url if is_url(value) => {
                if is_article_address(value) {
                    self.found.push(FoundLine { label: Label::Url, value: value_span, index });
                }
            }
            Label::Title if in_header && !self.has_headline => {
                self.has_headline = true;
                self.found.push(FoundLine { label: Label::Title, value: value_span, index });
                return Some(BlockKind::Headline);
            }
            Label::Caption => {
                // "Image caption," stands above the caption.
                if value.is_empty() {
                    self.pending = Some(Label::Caption);
                }
                return Some(BlockKind::Caption);
            }
            Label::Related => {
                let is_link = line.len() <= 200
                    && !line.ends_with(':')
                    && !line.trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', ','])
                    && (has_colon || !holds_quote(line));
                return is_link.then_some(BlockKind::RelatedLink);
            }
            Label::Share => {
                let is_furniture = line.len() <= 200 && !holds_quote(line) && !is_credit(line);
                return is_furniture.then_some(BlockKind::Meta);
            }
            Label::Url | Label::Title | Label::Credit => return None,
        }
        Some(BlockKind::Meta)
    }

    /// A header line without a label that holds the date: by itself, behind the outlet, between bars.
    fn mark_dated(&mut self, index: usize, line: &str, start: usize, before: &[PassageMark]) -> Option<BlockKind> {
        if line.len() > LONGEST_HEADER_LINE {
            return None;
        }
        let mut push = |date| self.dates.push((index, DateLine { label: DateLabel::Bare, at: start, date }));
        if begins_like_date(line) {
            match parse_date(line, self.order) {
                Ok(date) => {
                    // By itself among others, without a time of day, it may be an entry of a chronology.
                    let is_header_line = match self.zone {
                        Zone::Header => true,
                        Zone::Standfirst => {
                            self.dates_alone == 1
                                || tells_more_than_day(line, self.order)
                                || before.last() == Some(&PassageMark::Known(BlockKind::Meta))
                        }
                        Zone::Body => false,
                    };
                    if is_header_line {
                        push(Ok(date));
                    }
                    return Some(if is_header_line { BlockKind::Meta } else { BlockKind::Subheading });
                }
                Err(error @ (DateError::NoSuchDay { .. } | DateError::NoSuchMonth { .. }))
                    if self.zone == Zone::Header && !ends_sentence(line) =>
                {
                    push(Err(error));
                    return Some(BlockKind::Meta);
                }
                Err(_) => {
                    // "August 18, 2016 / 10:30 AM / 5 years ago"
                    let leading = parse_leading_date(line, self.order).ok().filter(|(_, end)| {
                        let rest = line.get(*end..).unwrap_or("").trim_start();
                        rest.len() <= LONGEST_BEHIND_DATE
                            && rest.starts_with(['/', '|', '·', '•', ',', '(', '-', '–', '—'])
                    });
                    let is_parted =
                        self.zone != Zone::Body && !ends_sentence(line) && self.read_parts(index, line, start);
                    if is_parted {
                        return Some(BlockKind::Meta);
                    }
                    if let (Some((date, _)), true, Zone::Header) = (leading, self.has_headline, self.zone)
                        && !ends_sentence(line)
                    {
                        self.dates.push((index, DateLine { label: DateLabel::Bare, at: start, date: Ok(date) }));
                        return Some(BlockKind::Meta);
                    }
                }
            }
        }
        let is_header_line = self.zone != Zone::Body
            && !ends_sentence(line)
            && (self.read_parts(index, line, start)
                || self.has_headline
                    && (self.read_byline_with_date(index, line, start)
                        || self.read_byline_with_age(index, line, start)));
        is_header_line.then_some(BlockKind::Meta)
    }

    /// Whether the line is names, and the line below it the date.
    fn is_names_above_date(&self, index: usize, passages: &[Passage], line: &str) -> bool {
        let words = line.split_whitespace().count();
        self.has_headline
            && self.zone != Zone::Body
            && (2..=MOST_WORDS_OF_NAMES).contains(&words)
            && is_names(line)
            && !is_site_name(line)
            && !line.contains(|c: char| c.is_ascii_digit())
            && passages.get(index + 1).map(|next| unwrapped(next.span.of(self.text)).0).is_some_and(|next| {
                next.len() <= LONGEST_HEADER_LINE
                    && begins_like_date(next)
                    && !ends_sentence(next)
                    && parse_leading_date(next, self.order).is_ok()
            })
    }

    /// Whether the line above or below in the stanza begins with a label and a colon too.
    fn is_among_labels(&self, index: usize, passages: &[Passage]) -> bool {
        let has_label = |at: Option<usize>| {
            let (Some(own), Some(other)) = (passages.get(index), at.and_then(|at| passages.get(at))) else {
                return false;
            };
            own.stanza == other.stanza
                && find_labelled(other.span.of(self.text)).is_some_and(|found| found.joint == Joint::Colon)
        };
        self.zone == Zone::Header && (has_label(index.checked_sub(1)) || has_label(Some(index + 1)))
    }

    /// Reads what stands behind a date: "18 August 2016 by Ann Example".
    fn read_byline_behind(&mut self, index: usize, value: &str, behind: &str, value_at: usize) {
        let byline = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
        let Some(found) = find_labelled(byline).filter(|found| found.label == Label::Byline) else { return };
        if byline.get(found.value.clone()).is_some_and(is_names) {
            let byline_at = value_at + (value.len() - byline.len());
            let value = Span::new(byline_at + found.value.start, byline_at + found.value.end);
            self.found.push(FoundLine { label: Label::Byline, value, index });
        }
    }

    /// Reads "Ann Example5 hours ago"; gives whether it was that, or only the age.
    fn read_byline_with_age(&mut self, index: usize, line: &str, start: usize) -> bool {
        let last = line.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let Some(digits) = line.find(|c: char| c.is_ascii_digit()) else { return false };
        if line.len() > LONGEST_BARE_DATE || !List::Ago.has_any_case(last) {
            return false;
        }
        let names = before_date(line.get(..digits).unwrap_or(""));
        if names.split_whitespace().count() >= 2 && is_names(names) {
            self.found.push(FoundLine { label: Label::Byline, value: Span::new(start, start + names.len()), index });
        }
        true
    }

    /// Reads "Ann Example 08/18/2016 05:30 PM EDT"; gives whether it was that.
    fn read_byline_with_date(&mut self, index: usize, value: &str, value_at: usize) -> bool {
        let starts = value.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
        for at in starts {
            let (names, rest) = value.split_at(at);
            let names = before_date(names);
            if !begins_like_date(rest) || !is_names(names) {
                continue;
            }
            let date = parse_date(rest, self.order);
            if date.is_ok() || matches!(date, Err(DateError::NoSuchDay { .. } | DateError::NoSuchMonth { .. })) {
                let byline = Span::new(value_at, value_at + names.len());
                let label = if is_site_name(names) { Label::Outlet } else { Label::Byline };
                self.found.push(FoundLine { label, value: byline, index });
                self.dates.push((index, DateLine { label: DateLabel::Bare, at: value_at + at, date }));
                return true;
            }
        }
        false
    }

    /// Reads a line of several parts ("By Ann Example | The Dispatch | 18 August 2016"); gives whether one of them was
    /// a date or a byline, and keeps what they say only then.
    fn read_parts(&mut self, index: usize, line: &str, start: usize) -> bool {
        let parts = split_parts(line);
        if parts.len() < 2 {
            return false;
        }
        let mut found = Vec::new();
        let mut dates = Vec::new();
        let mut certain = false;
        let nexts = parts.iter().skip(1).map(|next| next.start()).chain([line.len()]);
        for (number, (span, next)) in parts.iter().zip(nexts).enumerate() {
            let is_glued = line.get(span.end()..next).is_some_and(|between| between.trim().is_empty());
            let part = span.of(line);
            let at = start + span.start();
            let labelled = find_labelled(part);
            let (label, value_start) = labelled.as_ref().map_or((None, 0), |l| (Some(l.label), l.value.start));
            let value = part.get(value_start..).unwrap_or("");
            let value_at = at + value_start;
            let value_span = Span::new(value_at, value_at + value.len());
            match label {
                Some(Label::Posted | Label::Published | Label::Updated) => {
                    if let Ok(date) = parse_date(value, self.order) {
                        let label = label.map_or(DateLabel::Bare, date_label);
                        dates.push((index, DateLine { label, at: value_at, date: Ok(date) }));
                        certain = true;
                    }
                }
                Some(Label::Byline) if is_names(value) => {
                    found.push(FoundLine { label: Label::Byline, value: value_span, index });
                    certain = true;
                }
                Some(Label::Outlet | Label::Url) if !value.is_empty() => {
                    found.push(FoundLine { label: label.unwrap_or(Label::Outlet), value: value_span, index });
                }
                _ => match parse_date(part, self.order) {
                    Ok(date) => {
                        dates.push((index, DateLine { label: DateLabel::Bare, at, date: Ok(date) }));
                        certain = true;
                    }
                    Err(_) if is_names(part) => {
                        // The part next to a byline or a date names the paper; the first after "By" is the byline.
                        let is_signed = start > 0 && self.text.get(..start).is_some_and(ends_with_by);
                        let is_before_label = is_glued && next < line.len() && !is_site_name(part);
                        let is_byline = number == 0 && (is_signed || is_before_label);
                        let label = if is_byline { Label::Byline } else { Label::Outlet };
                        found.push(FoundLine { label, value: value_span, index });
                        certain |= is_byline && is_signed;
                    }
                    Err(_) => {}
                },
            }
        }
        if certain {
            self.found.append(&mut found);
            self.dates.append(&mut dates);
        }
        certain
    }

    /// Whether the line names the paper: by itself among header lines, and with a word that papers have in their names.
    fn is_outlet_line(&self, index: usize, passages: &[Passage], before: &[PassageMark]) -> bool {
        let (Some(passage), Zone::Header) = (passages.get(index), self.zone) else { return false };
        let line_at = |index: usize| passages.get(index).map(|passage| passage.span.of(self.text));
        if !self.has_headline {
            // Data bases put the paper and the day above the headline.
            let is_heading = |line: &str| shape_of(line) == LineShape::Heading && find_labelled(line).is_none();
            let is_dated = line_at(index + 1).is_some_and(|next| parse_date(next, self.order).is_ok());
            let is_above_heading = || {
                line_at(index + 1).is_some_and(|next| is_heading(next) && next.split_whitespace().count() >= 4)
                    && passages.get(index + 2).is_some()
            };
            return is_outlet_name(passage.span.of(self.text))
                && (is_dated && line_at(index + 2).is_some_and(is_heading) || is_above_heading());
        }
        let below = passages.get(index + 1).filter(|next| next.stanza == passage.stanza).is_some_and(|next| {
            let next_line = next.span.of(self.text);
            find_labelled(next_line).is_some() || begins_like_date(next_line)
        });
        let above = || {
            let above = index.checked_sub(1).and_then(|above| passages.get(above));
            above.is_some_and(|above| above.stanza == passage.stanza)
                && before.last() == Some(&PassageMark::Known(BlockKind::Meta))
        };
        (below || above()) && is_outlet_name(passage.span.of(self.text))
    }

    fn mark_headline(&mut self, index: usize, passages: &[Passage], line: &str, start: usize) -> Option<BlockKind> {
        if self.has_headline || self.zone == Zone::Body {
            return None;
        }
        // A rule.
        if !line.contains(char::is_alphanumeric) {
            return Some(BlockKind::Meta);
        }
        match self.headline {
            Headline::FirstLine => {}
            Headline::PerhapsFirstLine if shape_of(line) != LineShape::Prose => {}
            Headline::PerhapsFirstLine | Headline::Known(_) => return None,
        }
        // Below a menu there may be notices before the headline.
        if self.menu_end > 0 && ends_sentence(line.trim_end_matches(['?', '!'])) {
            return None;
        }
        let next = passages.get(index + 1)?;
        let too_long =
            line.len() > LONGEST_HEADLINE || (line.len() > LONGEST_HEADLINE_WITH_STOP && ends_sentence(line));
        if too_long {
            return None;
        }
        // "POLITICS" above the headline names the section.
        let is_section = line.split_whitespace().count() <= 3
            && !line.chars().any(char::is_lowercase)
            && next.span.len() <= LONGEST_HEADLINE_WITH_STOP
            && next.span.of(self.text).chars().any(char::is_lowercase)
            && passages.get(index + 2).is_some()
            && find_labelled(next.span.of(self.text)).is_none()
            && !begins_like_date(next.span.of(self.text));
        let is_section = is_section
            || passages.get(index + 2).is_some() && is_section_above(line, unwrapped(next.span.of(self.text)).0);
        if is_section {
            if is_site_name(line) {
                let value = Span::new(start, start + line.len());
                self.found.push(FoundLine { label: Label::Outlet, value, index });
            }
            return Some(BlockKind::Meta);
        }
        self.has_headline = true;
        let marks = line.len() - line.trim_start_matches('#').len();
        let is_heading = line.get(marks..).is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty());
        let from = if is_heading { line.len() - line.trim_start_matches(['#', ' ']).len() } else { 0 };
        let value = Span::new(start + from, start + line.len());
        self.found.push(FoundLine { label: Label::Title, value, index });
        Some(BlockKind::Headline)
    }
}

fn date_label(label: Label) -> DateLabel {
    match label {
        Label::Posted => DateLabel::Posted,
        Label::Updated => DateLabel::Updated,
        _ => DateLabel::Published,
    }
}
