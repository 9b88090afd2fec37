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
use super::token::{BAR, QueryWord};
use super::topics::Piece;
use super::tree::{DateRange, Node, SpeakerRef};
use super::vocabulary::{self, Kinds};
use super::who::{Certainty, Who};
use crate::people::{Country, PersonId};
use crate::span::Span;
use crate::words::List;
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

/// A time of a plain question and its place.
pub(super) struct AskedTime {
    time: ToldBy,
    /// Whom its words name, if somebody, where the question says `he` or `she`: `when Testby was chancellor`.
    named: Option<Rc<Who>>,
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
    let mut apart: Vec<bool> = pieces.iter().map(|piece| piece.apart).collect();
    // `manifesto 2005 quotes`: the year stands at the end of what is asked.
    let is_aside = |piece: &Piece| {
        piece.word().is_some_and(|word| vocabulary::embedded().kinds(&word.folded).has(Kinds::SET_ASIDE))
    };
    if let Some(last) = pieces.iter().rposition(|piece| !is_aside(piece)).filter(|last| last + 1 < pieces.len()) {
        apart[last + 1] = true;
    }
    let reckoning = Reckoning { today: context.today, order: context.day_order, events: context.events };
    let mut times = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut left = words.clone();
    let asks_of_them = pieces.iter().filter_map(Piece::word).any(QueryWord::is_he_or_she);
    let asked = |time: ToldBy, stretch: Range<usize>| {
        let words_of_time = &pieces[stretch.clone()];
        let named = if asks_of_them { named_in(words_of_time, &time, context) } else { None };
        AskedTime { time, named, span: span_of(&pieces[stretch.clone()]), words: words[stretch].join(" ") }
    };
    for FoundTenure { first, end, tenure } in find_tenures(pieces, &words, context) {
        times.push(asked(ToldBy::Tenure(tenure), first..end));
        taken.push(first..end);
        left[first..end].fill(NO_WORD);
    }
    // `in the Sunday Times` is a paper.
    for at in 0..left.len().saturating_sub(1) {
        let is_paper = pieces[at + 1].word().is_some_and(|next| next.capital() && List::Outlet.has(&next.folded));
        if is_paper && List::OutletFirst.has(left[at]) {
            left[at] = NO_WORD;
        }
    }
    // `over winter fuel` tells no winter, `in the autumn statement` a day.
    for at in 0..left.len() {
        let length =
            if lexicon::is(left[at], TimeWord::Season) { context.synonyms.find_term(&left[at..]) } else { None };
        let Some(length) = length.filter(|&length| length > 1) else { continue };
        let mut told = vec!["in"];
        told.extend(&left[at..at + length]);
        let found = dates::find_times(&told, &vec![false; told.len()], reckoning, &|_, _| false);
        if !found.iter().any(|time| time.end == told.len()) {
            left[at..at + length].fill(NO_WORD);
        }
    }
    // So is what stands behind a bar: `| USA Today`.
    let is_bar = |piece: &Piece| piece.word().is_some_and(|word| word.folded == BAR);
    if let Some(bar) = pieces.iter().rposition(is_bar) {
        let mut behind = pieces[bar..].iter().filter_map(Piece::word);
        if behind.any(|word| List::Outlet.has(&word.folded)) {
            left[bar..].fill(NO_WORD);
        }
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
        times.push(asked(ToldBy::Time(time, taken_for), at..at + 1));
        taken.push(at..at + 1);
        left[at] = NO_WORD;
    }
    for FoundTime { first, end, time, taken_for } in dates::find_times(&left, &apart, reckoning, &is_beside_name) {
        // `between 2015-17`
        let first = first - usize::from(first > 0 && left[first - 1] == "between");
        let span = span_of(&pieces[first..end]);
        match time {
            Ok(time) => {
                times.push(asked(ToldBy::Time(time, taken_for), first..end));
                taken.push(first..end);
                continue;
            }
            Err(Mistake::Impossible(last)) => {
                draft.errors.push(QueryError::ImpossibleDate { span, value: words[first..end].join(" "), last })
            }
            Err(Mistake::Unreadable) => {
                draft.errors.push(QueryError::BadDate { span, value: words[first..end].join(" ") })
            }
        }
        taken.push(first..end);
    }
    if let Some(words) = unknown_time(pieces, &words, &taken) {
        draft.notes.push(ReadingNote::UnknownTime { words });
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

/// Whom the words of a time name. `May` is nobody in `in May 2016`.
fn named_in(pieces: &[Piece], time: &ToldBy, context: &Context) -> Option<Rc<Who>> {
    const LONGEST: usize = 4;
    let is_month = |words: &[Piece]| {
        let lone = words.first().filter(|_| words.len() == 1).and_then(Piece::word);
        matches!(time, ToldBy::Time(..)) && lone.is_some_and(|word| List::Month.has(&word.folded) && !word.possessive)
    };
    (0..pieces.len()).find_map(|first| {
        let ends = (first + 1..=pieces.len().min(first + LONGEST)).rev();
        let ends = ends.filter(|&end| !is_month(&pieces[first..end]));
        let who = ends.filter_map(|end| speakers::resolve_pieces(&pieces[first..end], Certainty::Leading, context));
        who.into_iter().find(|who| matches!(who.node, Node::Speaker(_))).map(Rc::new)
    })
}

/// The person whom `he` or `she` means, where the words of a time name somebody: `when Testby was chancellor, what did he
/// say`.
pub(super) fn named_before(times: &[AskedTime]) -> Option<Rc<Who>> {
    times.iter().find_map(|asked| asked.named.clone())
}

/// Words that stand behind `before`, `after` and the like and tell no time that is known.
fn unknown_time(pieces: &[Piece], words: &[&str], taken: &[Range<usize>]) -> Option<String> {
    const LONGEST: usize = 5;
    let is_taken = |at: usize| taken.iter().any(|range| range.contains(&at));
    (0..words.len()).filter(|&at| !is_taken(at)).find_map(|at| {
        let length = lexicon::phrase(&words[at..], TimeWord::TellsTime)?.length;
        let ends = |at: usize| {
            is_taken(at) || pieces[at].apart || words[at] == NO_WORD || lexicon::is(words[at], TimeWord::EndsTopic)
        };
        let end = (at + length..words.len()).find(|&at| ends(at)).unwrap_or(words.len());
        let tells = pieces[at + length..end].iter().any(|piece| piece.word().is_some_and(|word| !word.is_little()));
        // `after politics` is no event; `after the summit`, `before Chelmsford` may be one.
        let is_named = pieces.get(at + length).and_then(Piece::word).is_some_and(|word| {
            let belongs = [List::Determiner, List::Possessive].iter().any(|list| list.has(&word.folded));
            belongs || word.capital()
        });
        let is_told = end < words.len() && is_taken(end);
        (tells && is_named && !is_told && end - at <= length + LONGEST).then(|| words[at..end].join(" "))
    })
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
    // `Blair, May 2005` is a month, `Theresa May 2017` is not.
    let folded = |at: usize| pieces[at].word().map_or("", |word| word.folded.as_str());
    let is_month = List::Month.has(folded(at - 1))
        && (at < 2 || pieces[at - 1].apart || !is_whole_name(&pieces[at - 2..at], context));
    (!goes_on && !is_month && is_name(&pieces[..at], context)).then_some(at)
}

/// Whether the pieces are a title or a given name, and a surname.
fn is_whole_name(pieces: &[Piece], context: &Context) -> bool {
    let names: Vec<&str> = pieces.iter().filter_map(Piece::word).map(|word| word.text.as_str()).collect();
    let is_title = |word: &str| vocabulary::embedded().kinds(&word.to_lowercase()).has(Kinds::TITLE);
    names.first().is_some_and(|first| is_title(first)) || !context.register.find_name(&names.join(" ")).is_empty()
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
