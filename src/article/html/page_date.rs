//! The posting date of a page, and that of its last change.
//!
//! Takes what the head, the JSON-LD, the lines near the heading and the address say; gives the day that a reader of the
//! site saw on it. What the address and the lines print is local; what programs stamp is often UTC and a day off, so that
//! a day next to it that is printed settles it. Days behind the capture of the page are none; the dates of other articles,
//! of adverts and pictures are not looked at.

use super::class_words::{Purpose, Purposes};
use super::flow::{FlowBlock, FlowKind};
use super::instants::{DateStamp, ShownDate, dates_in, offset_of};
use super::json_ld::LinkedData;
use super::meta::{MetaKind, PageMeta};
use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::article::dates::{DayOrder, find_date_in_url};
use crate::article::labels::{Label, find_labelled};
use crate::article::zone::Home;
use crate::article::{DateSource, Posted};
use chrono::{FixedOffset, NaiveDate};

/// What is known beside the page itself.
pub(super) struct DateContext<'a> {
    pub order: DayOrder,
    pub home: Home,
    pub url: Option<&'a str>,
    /// The article's title, near which its date stands.
    pub title: Option<&'a str>,
    /// No article is of a later day.
    pub latest: Option<NaiveDate>,
}

/// The dates of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PageDates {
    pub posted: Option<Posted>,
    pub updated: Option<NaiveDate>,
    /// A day of publishing that is later than any can be.
    pub to_come: Option<NaiveDate>,
}

/// Blocks before and behind the heading in which its date stands.
const BEFORE_HEADING: usize = 6;
const BEHIND_HEADING: usize = 16;
/// A line with a date is not longer, in bytes.
const LONGEST_LINE: usize = 160;

/// A paragraph of the text is longer than a line above it, in bytes.
const SHORTEST_TEXT: usize = 80;
/// A line that is a link and a date is not longer, in bytes.
const LONGEST_LINKED_LINE: usize = 40;

/// A date of a line, and whether the line says that it is of a change.
struct LineDate {
    date: NaiveDate,
    is_update: bool,
    is_labelled: bool,
}

pub(super) fn find_dates(
    tree: &PageTree,
    meta: &PageMeta<'_>,
    data: &LinkedData,
    blocks: &[FlowBlock],
    context: &DateContext<'_>,
) -> PageDates {
    let offset = common_offset(meta, data);
    let day = |text: &str| {
        DateStamp::read(text, context.order)
            .map(|instant| instant.day(context.home, offset))
            .filter(|date| is_possible(*date, context))
    };
    let linked = data.article.as_ref();
    let stamped: Vec<NaiveDate> = linked
        .and_then(|article| article.published.as_deref())
        .into_iter()
        .chain(meta.all(MetaKind::Published))
        .chain(linked.and_then(|article| article.created.as_deref()))
        .chain(meta.all(MetaKind::Created))
        .filter_map(day)
        .collect();
    let changed: Vec<NaiveDate> = linked
        .and_then(|article| article.updated.as_deref())
        .into_iter()
        .chain(meta.all(MetaKind::Updated))
        .filter_map(day)
        .collect();
    let lines = lines_near_heading(meta, blocks, context, &stamped);
    let shown = lines.iter().find(|line| !line.is_update).map(|line| line.date);
    let timed = || times(tree, context, offset);
    let addressed = context.url.and_then(find_date_in_url).filter(|date| is_possible(*date, context));

    let shown = shown.or_else(|| stamped.is_empty().then(|| marked_line(tree, blocks, context)).flatten());
    let posted = settle(stamped.first().copied(), &changed, shown, addressed)
        .or_else(|| timed().map(|date| (date, DateSource::Meta)))
        .or_else(|| {
            lines.iter().find(|line| line.is_labelled || line.is_update).map(|line| (line.date, DateSource::Meta))
        })
        .or_else(|| changed.first().map(|date| (*date, DateSource::Meta)));
    let posted = posted.map(|(date, from)| Posted { date, from });
    let updated = changed.first().copied().or_else(|| lines.iter().find(|line| line.is_update).map(|line| line.date));
    let updated = updated.filter(|updated| posted.is_some_and(|posted| *updated >= posted.date));
    let published = linked.and_then(|article| article.published.as_deref()).into_iter();
    let to_come = published
        .chain(meta.all(MetaKind::Published))
        .chain(meta.all(MetaKind::Created))
        .filter_map(|text| DateStamp::read(text, context.order).map(|stamp| stamp.day(context.home, offset)));
    let mut to_come = to_come;
    let to_come = to_come.find(|date| !is_possible(*date, context));
    PageDates { posted, updated, to_come }
}

/// The posting day by what is stamped, shown and addressed.
fn settle(
    stamped: Option<NaiveDate>,
    changed: &[NaiveDate],
    shown: Option<NaiveDate>,
    addressed: Option<NaiveDate>,
) -> Option<(NaiveDate, DateSource)> {
    let apart = |one: NaiveDate, other: NaiveDate| one.signed_duration_since(other).num_days().abs();
    match (stamped, shown, addressed) {
        (Some(stamped), _, Some(addressed)) if stamped == addressed => Some((stamped, DateSource::Meta)),
        // Two against one: the address is made when the article is begun.
        (Some(stamped), Some(shown), Some(addressed)) if stamped == shown && apart(stamped, addressed) == 1 => {
            Some((stamped, DateSource::Meta))
        }
        (_, _, Some(addressed)) => Some((addressed, DateSource::Url)),
        (Some(stamped), Some(shown), None) if apart(stamped, shown) <= 1 => Some((shown, DateSource::Meta)),
        // What is shown may be the last change.
        (Some(stamped), Some(shown), None) if shown < stamped && !changed.contains(&shown) => {
            Some((shown, DateSource::Meta))
        }
        (Some(stamped), _, None) => Some((stamped, DateSource::Meta)),
        (None, Some(shown), None) => Some((shown, DateSource::Meta)),
        (None, None, None) => None,
    }
}

fn is_possible(date: NaiveDate, context: &DateContext<'_>) -> bool {
    context.latest.is_none_or(|latest| date <= latest)
}

/// The offset in which some stamp of the page is written: those in UTC are of the same site.
fn common_offset(meta: &PageMeta<'_>, data: &LinkedData) -> Option<FixedOffset> {
    let linked = data
        .article
        .iter()
        .flat_map(|article| [&article.published, &article.created, &article.updated])
        .flatten()
        .map(String::as_str);
    linked
        .chain(meta.all(MetaKind::Published))
        .chain(meta.all(MetaKind::Created))
        .chain(meta.all(MetaKind::Updated))
        .find_map(offset_of)
}

/// The dates of the lines around the page's heading, in their order.
fn lines_near_heading(
    meta: &PageMeta<'_>,
    blocks: &[FlowBlock],
    context: &DateContext<'_>,
    stamped: &[NaiveDate],
) -> Vec<LineDate> {
    let is_heading = |block: &FlowBlock| matches!(block.kind, FlowKind::Heading(_));
    let is_title = |block: &FlowBlock| is_heading(block) && context.title == Some(block.words.as_str());
    let is_first = |block: &FlowBlock| meta.headings.contains(&block.node);
    let heading = blocks
        .iter()
        .position(is_title)
        .or_else(|| blocks.iter().position(is_first))
        .or_else(|| blocks.iter().position(is_heading));
    // Without a heading it stands above the text.
    let is_text = |block: &FlowBlock| block.words.len() >= SHORTEST_TEXT && !block.is_mostly_links();
    let Some(heading) = heading.or_else(|| blocks.iter().position(is_text)) else { return Vec::new() };
    let behind = blocks.iter().skip(heading + 1).take(BEHIND_HEADING);
    let before = blocks.iter().take(heading).rev().take(BEFORE_HEADING);
    let mut found = Vec::new();
    for block in behind.chain(before).filter(|block| {
        block.words.len() <= LONGEST_LINE && (!block.is_mostly_links() || block.words.len() <= LONGEST_LINKED_LINE)
    }) {
        add_dates(&block.words, context, stamped, &mut found);
    }
    found
}

/// The date of the first line whose class says that it holds one, outside of lists and boxes.
fn marked_line(tree: &PageTree, blocks: &[FlowBlock], context: &DateContext<'_>) -> Option<NaiveDate> {
    let is_marked = |node: usize| Purposes::of(tree, node).has(Purpose::Head);
    let lines = blocks.iter().filter(|block| block.words.len() <= LONGEST_LINE);
    let marked = lines.filter(|block| {
        std::iter::once(block.node).chain(tree.ancestors(block.node)).take(2).any(is_marked)
            && !is_side(tree, block.node)
    });
    let mut found = Vec::new();
    for block in marked.take(BEHIND_HEADING) {
        add_dates(&block.words, context, &[], &mut found);
    }
    found.iter().find(|line| !line.is_update).map(|line| line.date)
}

/// Whether a node is part of a list or a box beside the article.
fn is_side(tree: &PageTree, node: usize) -> bool {
    tree.ancestors(node)
        .any(|around| matches!(tree.tag(around), HtmlTag::Aside | HtmlTag::Nav | HtmlTag::Footer | HtmlTag::Item))
}

fn add_dates(line: &str, context: &DateContext<'_>, stamped: &[NaiveDate], found: &mut Vec<LineDate>) {
    let own = dates_in(line, context.order);
    let other_order = if context.order == DayOrder::DayFirst { DayOrder::MonthFirst } else { DayOrder::DayFirst };
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut label_from = 0;
    for shown in own {
        // 07/08/2016 is of the order in which it is the day that the page is stamped with.
        let swapped =
            || dates_in(line, other_order).into_iter().find(|other| other.at == shown.at).map(|other| other.date);
        let date = match shown.is_all_digits && !stamped.contains(&shown.date) {
            true => swapped().filter(|date| stamped.contains(date)).unwrap_or(shown.date),
            false => shown.date,
        };
        let before = words.get(label_from..shown.at.min(words.len())).unwrap_or_default().join(" ");
        label_from = shown.at;
        let label = label_in(&before);
        if is_line_of_date(&shown, &before, label) && is_possible(date, context) {
            found.push(LineDate { date, is_update: label == Some(Label::Updated), is_labelled: label.is_some() });
        }
    }
}

/// The label of a date: the last words before it that are one.
fn label_in(before: &str) -> Option<Label> {
    let words: Vec<&str> = before.split_whitespace().collect();
    (0..words.len()).rev().take(4).find_map(|at| {
        let tail = words.get(at..).unwrap_or_default().join(" ");
        let tail = tail.trim_end_matches([':', '-', '–', ',']);
        find_labelled(tail)
            .map(|found| found.label)
            .filter(|label| matches!(label, Label::Posted | Label::Published | Label::Updated))
    })
}

/// Whether a line is there for its date: few words besides, or a label.
fn is_line_of_date(shown: &ShownDate, before: &str, label: Option<Label>) -> bool {
    label.is_some()
        || shown.others <= 12 && !before.ends_with(" in") && !before.ends_with(" on") && !before.ends_with(" since")
}

/// The day of the page's `time` elements: the first that says it is that of publishing, else the only one.
fn times(tree: &PageTree, context: &DateContext<'_>, offset: Option<FixedOffset>) -> Option<NaiveDate> {
    let read = |node: usize| {
        let text = tree
            .attribute(node, HtmlAttribute::Datetime)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .unwrap_or_else(|| tree.words(node));
        DateStamp::read(&text, context.order)
            .map(|instant| instant.day(context.home, offset))
            .filter(|date| is_possible(*date, context))
    };
    let nodes = || (1..tree.len()).filter(|node| tree.tag(*node) == HtmlTag::Time);
    let is_published = |node: &usize| {
        let says = |attribute| {
            tree.attribute(*node, attribute).is_some_and(|value| value.to_ascii_lowercase().contains("publish"))
        };
        says(HtmlAttribute::Itemprop) || says(HtmlAttribute::Class)
    };
    let marked = nodes().filter(is_published).find_map(read);
    marked
        .or_else(|| nodes().filter(|node| !is_side(tree, *node)).find_map(read))
        .or_else(|| (nodes().count() == 1).then(|| nodes().find_map(read)).flatten())
}
