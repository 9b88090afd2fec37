//! The times of a plain question: taken out of its words, and at last made into conditions.
//!
//! They are taken first, for no name and no topic has part in them; they become days last, when it is known who speaks:
//! that tells which election is meant, and when somebody was leader.

use super::context::Context;
use super::dates::lexicon::{self, TimeWord};
use super::dates::{self, FoundTime, Mistake, NameSide, Reckoning, Time, TimeDays};
use super::draft::Draft;
use super::error::QueryError;
use super::explain::{Meaning, ReadingNote};
use super::normal::normalise;
use super::ranges::{intersection, render_range};
use super::speakers;
use super::tenures::{AskedTenure, FoundTenure, find_tenures};
use super::topics::Piece;
use super::tree::{DateRange, Node, SpeakerRef};
use super::who::Certainty;
use crate::people::{Country, PersonId};
use crate::span::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A time of a plain question and its place.
pub(super) struct AskedTime {
    time: ToldBy,
    span: Span,
    words: String,
}

/// What tells the time.
enum ToldBy {
    /// Words of times, and what they were taken for where they do not tell exactly.
    Time(Time, Option<&'static str>),
    /// An office that somebody held.
    Tenure(AskedTenure),
}

/// Takes the times out of the words.
pub(super) fn take_times(draft: &mut Draft, pieces: &mut Vec<Piece>) -> Vec<AskedTime> {
    let context = draft.context;
    let folded: Vec<Cow<'_, str>> = pieces.iter().map(folded).collect();
    let words: Vec<&str> = folded.iter().map(|word| &**word).collect();
    let apart: Vec<bool> = pieces.iter().map(|piece| piece.apart).collect();
    let reckoning = Reckoning { today: context.today, order: context.day_order, events: context.events };
    let mut times = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut left = words.clone();
    for FoundTenure { first, end, tenure } in find_tenures(pieces, &words, context) {
        let span = span_of(&pieces[first..end]);
        times.push(AskedTime { time: ToldBy::Tenure(tenure), span, words: words[first..end].join(" ") });
        taken.push(first..end);
        left[first..end].fill(NO_WORD);
    }
    let is_beside_name = |at: usize, side| match side {
        NameSide::BeginsAt => {
            (1..=LONGEST_NAME.min(pieces.len() - at)).any(|length| is_name(&pieces[at..at + length], context))
        }
        NameSide::EndsBefore => (1..=LONGEST_NAME.min(at)).any(|length| is_name(&pieces[at - length..at], context)),
    };
    if let Some(at) = year_behind_name(pieces, context).filter(|&at| left[at] != NO_WORD)
        && let Some(FoundTime { time: Ok(time), taken_for, .. }) =
            dates::find_times(&["in", words[at]], &[false; 2], reckoning, &|_, _| false).pop()
    {
        let words = words[at].to_owned();
        times.push(AskedTime { time: ToldBy::Time(time, taken_for), span: pieces[at].span, words });
        taken.push(at..at + 1);
        left[at] = NO_WORD;
    }
    for FoundTime { first, end, time, taken_for } in dates::find_times(&left, &apart, reckoning, &is_beside_name) {
        // `between 2015-17`
        let first = first - usize::from(first > 0 && left[first - 1] == "between");
        let span = span_of(&pieces[first..end]);
        let words = words[first..end].join(" ");
        match time {
            Ok(time) => times.push(AskedTime { time: ToldBy::Time(time, taken_for), span, words }),
            Err(Mistake::Impossible(last)) => {
                draft.errors.push(QueryError::ImpossibleDate { span, value: words, last })
            }
            Err(Mistake::Unreadable) => draft.errors.push(QueryError::BadDate { span, value: words }),
        }
        taken.push(first..end);
    }
    // What is recent has no first day; the order is taken from the sentence, and told here.
    if let Some(words) = words.iter().find(|word| lexicon::is(word, TimeWord::Newest)) {
        let (title, days) = ("newest first, whatever their dates".to_owned(), "sort:newest".to_owned());
        draft.notes.push(ReadingNote::Period { words: (*words).to_owned(), title, days });
    }
    times.sort_by_key(|asked| asked.span.start());
    let mut index = 0;
    pieces.retain(|_| {
        index += 1;
        !taken.iter().any(|range| range.contains(&(index - 1)))
    });
    times
}

/// The longest name of a speaker that is looked for beside a year, in words.
const LONGEST_NAME: usize = 6;

/// Whether the pieces are the name of a person, a party or an office, as at the front of a question.
fn is_name(pieces: &[Piece], context: &Context) -> bool {
    speakers::resolve_pieces(pieces, Certainty::Leading, context).is_some()
}

/// The year that stands directly behind the name at the front, `Corbyn 2016 Brexit`: it belongs to nothing that follows.
fn year_behind_name(pieces: &[Piece], context: &Context) -> Option<usize> {
    let is_year = |piece: &Piece| piece.word().is_some_and(|word| is_number_of_year(&word.folded));
    let at = pieces.iter().take(LONGEST_NAME + 1).position(is_year).filter(|&at| at > 0)?;
    // `Corbyn 2016 to 2018` is longer.
    let goes_on = pieces.get(at + 1).and_then(Piece::word).is_some_and(|word| {
        let joins = matches!(word.folded.as_str(), "to" | "or");
        joins || word.is_dash() || word.folded.starts_with(|first: char| first.is_ascii_digit())
    });
    (!goes_on && is_name(&pieces[..at], context)).then_some(at)
}

fn is_number_of_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands in the place of what is no word of a time.
const NO_WORD: &str = "\"";

/// A word as times are read: an apostrophe that stands for a century is kept. A phrase is no word of a time.
fn folded<'q>(piece: &Piece<'q>) -> Cow<'q, str> {
    match piece.word() {
        Some(word) if word.cut => Cow::Owned(format!("'{}", word.folded)),
        Some(word) => Cow::Borrowed(&word.folded),
        None => Cow::Borrowed(NO_WORD),
    }
}

/// Adds the conditions of the times: what is left out, then one of several, and at last the days that all of them share.
pub(super) fn date_nodes(draft: &mut Draft, times: Vec<AskedTime>, country: Option<Country>, nodes: &mut Vec<Node>) {
    let mut shared: Option<DateRange> = None;
    for asked in times {
        let (days, title) = match &asked.time {
            ToldBy::Time(time, taken_for) => {
                let days = time.resolve(draft.period_choice(country));
                let title = days.period.as_ref().map(|period| period.title.to_string());
                (days, title.or_else(|| taken_for.map(str::to_owned)))
            }
            ToldBy::Tenure(tenure) => match tenure.resolve(&speakers_of(draft, nodes), draft.context) {
                Some((days, title)) => (days, Some(title)),
                None => {
                    draft.notes.push(ReadingNote::NoTenure { words: asked.words });
                    continue;
                }
            },
        };
        if let Some(title) = title {
            let days = days_as_text(&days);
            draft.notes.push(ReadingNote::Period { words: asked.words, title, days });
        }
        match days {
            TimeDays { ref ranges, left_out: false, .. } if ranges.len() == 1 => {
                let range = ranges[0];
                draft.explain(asked.span, Meaning::Dates(range));
                let range = shared.map_or(range, |before| intersection(before, range));
                draft.check_order(range, asked.span);
                shared = Some(range);
            }
            TimeDays { ranges, left_out, .. } => {
                let any = normalise(Node::Any(ranges.into_iter().map(Node::Dates).collect()));
                let node = if left_out { Node::Not(Box::new(any)) } else { any };
                draft.explain(asked.span, Meaning::Times(draft.syntax(&node)));
                nodes.push(node);
            }
        }
    }
    nodes.extend(shared.map(Node::Dates));
}

/// The persons of the register whom the conditions name as speakers.
fn speakers_of(draft: &Draft, nodes: &[Node]) -> Vec<PersonId> {
    let mut speakers = Vec::new();
    for node in nodes.iter().chain(draft.sides.iter().map(|(_, node)| node)) {
        if let Node::Speaker(refs) = node {
            speakers.extend(refs.iter().filter_map(|one| match one {
                SpeakerRef::Id(id) => draft.context.register.find_slug(id),
                SpeakerRef::Named(_) => None,
            }));
        }
    }
    speakers
}

fn days_as_text(days: &TimeDays) -> String {
    let ranges: Vec<String> = days.ranges.iter().map(|range| render_range(*range)).collect();
    format!("{}{}", if days.left_out { "all but " } else { "" }, ranges.join(" or "))
}

fn span_of(pieces: &[Piece]) -> Span {
    let spans = pieces.iter().map(|piece| piece.span);
    spans.reduce(Span::hull).unwrap_or(Span::new(0, 0))
}
