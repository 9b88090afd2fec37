//! The posting date of a page, and that of its last change.
//!
//! Takes what the head, the JSON-LD, the lines near the heading and the address say; gives the day that a reader of the
//! site saw on it. What the address and the lines print is local; what programs stamp is often UTC and a day off, so that
//! a day next to it that is printed settles it. Days behind the capture of the page are none; the dates of other articles,
//! of adverts and pictures are not looked at.

use super::class_words::{Purpose, Purposes};
use super::flow::{FlowBlock, FlowKind};
use super::head::PageHead;
use super::instants::{DateStamp, ShownDate, dates_in, offset_of};
use super::json_ld::LinkedArticle;
use super::meta::MetaKind;
use super::tag::{HtmlAttribute, HtmlTag};
use super::tree::PageTree;
use crate::article::dates::{DayOrder, find_date_in_url};
use crate::article::labels::{Label, find_labelled};
use crate::article::posted::ArticleDays;
use crate::article::zone::Home;
use crate::article::{DateSource, Posted, ReadOptions};
use chrono::{FixedOffset, NaiveDate};

/// How a page's dates are read.
struct DateContext {
    order: DayOrder,
    home: Home,
    /// The offset of the site, where one of its stamps tells it.
    offset: Option<FixedOffset>,
    /// No article is of a later day.
    latest: Option<NaiveDate>,
}

impl DateContext {
    fn of(head: &PageHead<'_>, options: &ReadOptions) -> DateContext {
        // Where the zone of a capture is not known, it may be the next day there.
        let captured = head.captured.and_then(|moment| moment.date_naive().succ_opt());
        DateContext {
            order: options.day_order,
            home: head.home(),
            offset: stamps(head, When::Posted).chain(stamps(head, When::Changed)).find_map(offset_of),
            latest: captured.into_iter().chain(options.latest_day).min(),
        }
    }

    /// The day at the site's home of a value as programs write it.
    fn read(&self, text: &str) -> Option<NaiveDate> {
        DateStamp::read(text, self.order).map(|stamp| stamp.day(self.home, self.offset))
    }

    fn is_possible(&self, date: &NaiveDate) -> bool {
        self.latest.is_none_or(|latest| *date <= latest)
    }
}

/// What a stamp tells the moment of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Posted,
    Changed,
}

/// The stamps of JSON-LD and of the head, the most trusted first: what tells when a page was made behind what tells when
/// it was published.
fn stamps<'p>(head: &'p PageHead<'_>, when: When) -> impl Iterator<Item = &'p str> {
    let article = head.data.article.as_ref();
    let own = |stamp: fn(&LinkedArticle) -> &Option<String>| article.and_then(|article| stamp(article).as_deref());
    let [first, second] = match when {
        When::Posted => {
            [(own(|it| &it.published), MetaKind::Published), (own(|it| &it.created), MetaKind::Created)].map(Some)
        }
        When::Changed => [Some((own(|it| &it.updated), MetaKind::Updated)), None],
    };
    [first, second].into_iter().flatten().flat_map(|(own, kind)| own.into_iter().chain(head.meta.all(kind)))
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
}

/// Finds the days of a page of which these are all blocks; a day of publishing that is later than any can be goes to
/// `report`.
pub(super) fn find_dates(
    head: &PageHead<'_>,
    blocks: &[FlowBlock],
    options: &ReadOptions,
    report: impl FnOnce(String),
) -> ArticleDays {
    let context = DateContext::of(head, options);
    let read = |when| stamps(head, when).filter_map(|text| context.read(text)).collect::<Vec<NaiveDate>>();
    let (possible, to_come): (Vec<_>, Vec<_>) =
        read(When::Posted).into_iter().partition(|date| context.is_possible(date));
    if let Some(day) = to_come.first() {
        report(format!("{day} is a day to come and is not taken for the article's"));
    }
    let mut changed = read(When::Changed);
    changed.retain(|date| context.is_possible(date));
    let lines = lines_near_heading(head, blocks, &context, &possible);
    let shown = lines.iter().find(|line| !line.is_update).map(|line| line.date);
    let shown = shown.or_else(|| possible.is_empty().then(|| marked_line(head.tree, blocks, &context)).flatten());
    let addressed = head.url.as_deref().and_then(find_date_in_url).filter(|date| context.is_possible(date));
    // The address of a part of a page, of a post, is that of the page's own day.
    let is_part = head.url.as_deref().is_some_and(|url| url.contains('#'));

    let told = settle(possible.first().copied(), &changed, shown, addressed.filter(|_| !is_part))
        .or_else(|| addressed.map(|date| (date, DateSource::Url)))
        .or_else(|| times(head.tree, &context).map(|date| (date, DateSource::Meta)));
    let (first_change, shown_change) = (changed.first(), lines.iter().find(|line| line.is_update));
    let shown_change = shown_change.map(|line| &line.date);
    // A change stands in where nothing else is told.
    let stand_in = || shown_change.or(first_change).map(|date| (*date, DateSource::Meta));
    let posted = told.or_else(stand_in).map(|(date, from)| Posted { date, from });
    let is_later =
        |day: &NaiveDate| posted.is_some_and(|posted| *day > posted.date || *day == posted.date && told.is_some());
    ArticleDays { posted, updated: first_change.or(shown_change).copied().filter(is_later) }
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

/// The dates of the lines around the page's heading, in their order.
fn lines_near_heading(
    head: &PageHead<'_>,
    blocks: &[FlowBlock],
    context: &DateContext,
    stamped: &[NaiveDate],
) -> Vec<LineDate> {
    let is_heading = |block: &FlowBlock| matches!(block.kind, FlowKind::Heading(_));
    let is_title = |block: &FlowBlock| is_heading(block) && head.title.as_ref() == Some(&block.words);
    let is_first = |block: &FlowBlock| head.meta.headings.contains(&block.node);
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
fn marked_line(tree: &PageTree, blocks: &[FlowBlock], context: &DateContext) -> Option<NaiveDate> {
    let is_marked = |node: usize| Purposes::of(tree, node).has(Purpose::Head);
    let lines = blocks.iter().filter(|block| block.words.len() <= LONGEST_LINE);
    let marked = lines.filter(|block| tree.around(block.node).take(2).any(is_marked) && !is_side(tree, block.node));
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

fn add_dates(line: &str, context: &DateContext, stamped: &[NaiveDate], found: &mut Vec<LineDate>) {
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
        if is_line_of_date(&shown, &before, label) && context.is_possible(&date) {
            found.push(LineDate { date, is_update: label == Some(Label::Updated) });
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
fn times(tree: &PageTree, context: &DateContext) -> Option<NaiveDate> {
    let read = |node: usize| {
        let text = tree
            .attribute(node, HtmlAttribute::Datetime)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .unwrap_or_else(|| tree.words(node));
        context.read(&text).filter(|date| context.is_possible(date))
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
