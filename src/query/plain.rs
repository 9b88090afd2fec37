//! The plain words of a question to conditions: times first, then who is excluded, the office held and the order, then
//! the form of the question ([`super::sentence`]), and at last the topics.

use super::dates::{self, Mistake, Time};
use super::draft::Draft;
use super::error::QueryError;
use super::explain::{Meaning, ReadingNote};
use super::lexemes::Sentence;
use super::ranges::intersection;
use super::sentence::{Asks, SentencePlan, find_excluded, find_held, find_order};
use super::speakers;
use super::token::QueryWord;
use super::topics::{Little, Piece, needed};
use super::tree::{DateRange, Form, Node, Order, SpeakerRef, TopicField, TopicWord, WordGroup};
use super::vocabulary::{self, Kinds};
use super::who::{Certainty, Who};
use crate::people::Country;
use crate::span::Span;
use std::ops::Range;
use std::rc::Rc;

/// A time of a plain question and its place.
struct AskedTime {
    time: Time,
    span: Span,
    words: String,
}

/// The conditions of a plain question; its dates stand last.
pub(super) fn read_plain_words(draft: &mut Draft, mut pieces: Vec<Piece>, has_speaker: bool) -> Vec<Node> {
    if pieces.is_empty() {
        return Vec::new();
    }
    let times = take_times(draft, &mut pieces);
    let context = draft.context;
    let mut sentence = Sentence::new(pieces, context);
    let mut nodes: Vec<Node> = Vec::new();
    let mut excluded: Vec<Node> = Vec::new();
    // Each turn takes words away, so there is an end to it.
    while let Some((stretch, name)) = find_excluded(&sentence) {
        if let Some(who) = take_speaker(draft, &sentence, name, Certainty::Before) {
            draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::NotSpeaker(draft.syntax(&who.node)));
            excluded.push(Node::Not(Box::new(who.node.clone())));
        }
        sentence.remove(stretch);
    }
    if let Some((stretch, held)) = find_held(&sentence) {
        if let Some(who) = take_speaker(draft, &sentence, held, Certainty::Before) {
            draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
            nodes.push(who.node.clone());
        }
        sentence.remove(stretch);
    }
    if let Some((order, stretch)) = find_order(&sentence) {
        let name = if order == Order::Oldest { "oldest first" } else { "newest first" };
        draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Order(name));
        draft.order.get_or_insert(order);
        sentence.remove(stretch);
    }
    let plan = sentence.plan(has_speaker);
    draft.form = match plan.asks {
        Asks::Quotes => draft.form.clone(),
        Asks::Count => Form::Count,
        Asks::When => Form::When,
        Asks::Who => Form::Who,
    };
    let mut country = None;
    let mut names_speaker = has_speaker || !plan.versus.is_empty();
    if let Some((stretch, certainty)) = &plan.speaker
        && let Some(who) = take_speaker(draft, &sentence, stretch.clone(), *certainty)
    {
        draft.explain(span_of(&sentence.pieces[stretch.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
        names_speaker = true;
        country = who.country;
        nodes.push(who.node.clone());
    }
    for side in &plan.versus {
        if let Some(who) = take_speaker(draft, &sentence, side.clone(), Certainty::Before) {
            draft.explain(span_of(&sentence.pieces[side.clone()]), Meaning::Speaker(draft.syntax(&who.node)));
            country = country.or(who.country);
            draft.add_side(who.node.clone());
        }
    }
    nodes.append(&mut excluded);
    nodes.extend(not_judged(draft, &sentence.pieces, &plan));
    nodes.append(&mut topic_nodes(draft, &sentence.pieces, &plan, names_speaker));
    explain_rest(draft, &sentence.pieces, &plan);
    nodes.extend(date_node(draft, times, country));
    nodes
}

/// The speaker whom a stretch of the sentence names, with the notes on how the name was read.
fn take_speaker(
    draft: &mut Draft,
    sentence: &Sentence,
    stretch: Range<usize>,
    certainty: Certainty,
) -> Option<Rc<Who>> {
    let who = sentence.speaker(stretch, certainty)?;
    draft.notes.extend(who.notes.iter().cloned());
    Some(who)
}

/// In `who called X a fraud` X is not the speaker: the condition that leaves X out.
fn not_judged(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan) -> Option<Node> {
    let stretch = plan.judged.clone().filter(|_| plan.asks == Asks::Who)?;
    let longest = (stretch.start + 4).min(stretch.end);
    let who = (stretch.start + 1..=longest).rev().find_map(|end| {
        let words: Option<Vec<&QueryWord>> = pieces[stretch.start..end].iter().map(Piece::word).collect();
        let who = speakers::resolve(&words?, Certainty::Leading, draft.context)?;
        match who.node {
            Node::Speaker(mut refs) if matches!(refs.first(), Some(SpeakerRef::Id(_))) => Some(refs.remove(0)),
            _ => None,
        }
    })?;
    let node = Node::Speaker(vec![who]);
    draft.notes.push(ReadingNote::NotSelf { name: draft.label(&node) });
    Some(Node::Not(Box::new(node)))
}

fn topic_nodes(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan, names_speaker: bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut exact: Vec<TopicWord> = Vec::new();
    let mut loose: Vec<TopicWord> = Vec::new();
    for stretch in &plan.topics {
        let pieces = &pieces[stretch.clone()];
        let only_glue = pieces.iter().all(|piece| piece.word().is_some_and(QueryWord::is_little));
        // `what did X say about it`: there is no topic.
        if only_glue && (plan.speaker.is_some() || !plan.is_bare) {
            continue;
        }
        let topics = draft.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
        draft.explain_topics(&topics);
        for topic in topics {
            if topic.exact && !plan.is_bare { exact.push(topic.word) } else { loose.push(topic.word) }
        }
    }
    if !exact.is_empty() {
        let at_least = exact.len();
        nodes.push(Node::Words(WordGroup { words: exact, at_least }));
    }
    if !loose.is_empty() {
        let all = loose.len();
        let at_least = if plan.is_bare { all } else { needed(all, names_speaker) };
        nodes.push(Node::Words(WordGroup { words: loose, at_least }));
    }
    let mut preferred: Vec<TopicWord> = Vec::new();
    for stretch in &plan.preferred {
        let pieces = &pieces[stretch.clone()];
        let topics = draft.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
        let words: Vec<String> =
            topics.iter().filter_map(|topic| topic.word.wordings.first()).map(|word| word.words.join(" ")).collect();
        draft.explain(span_of(pieces), Meaning::Preferred(words.join(", ")));
        preferred.extend(topics.into_iter().map(|topic| topic.word));
    }
    if !preferred.is_empty() {
        nodes.push(Node::Prefer(WordGroup { words: preferred, at_least: 1 }));
    }
    nodes
}

/// What became neither speaker nor topic: words that ask, and little words.
fn explain_rest(draft: &mut Draft, pieces: &[Piece], plan: &SentencePlan) {
    let asks = match plan.asks {
        Asks::Quotes => None,
        Asks::Count => Some("how many"),
        Asks::When => Some("when"),
        Asks::Who => Some("who"),
    };
    let mut pending: Option<Span> = None;
    let mut rest: Vec<(Span, Meaning)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let inside = |stretch: &Range<usize>| stretch.contains(&index);
        let is_read = draft.parts.iter().any(|part| part.span.covers(piece.span))
            || plan.speaker.as_ref().is_some_and(|(stretch, _)| inside(stretch));
        let kinds = piece.word().map(|word| vocabulary::embedded().kinds(&word.folded)).unwrap_or_default();
        if !is_read && plan.topics.iter().any(inside) {
            rest.push((piece.span, Meaning::Glue));
        } else if !is_read && (kinds.has(Kinds::COUNT) || kinds.has(Kinds::QUESTION)) && asks.is_some() {
            rest.push((piece.span, Meaning::Form(asks.unwrap_or_default())));
        } else if !is_read {
            pending = Some(pending.map_or(piece.span, |before| before.hull(piece.span)));
            continue;
        }
        rest.extend(pending.take().map(|span| (span, Meaning::Asking)));
    }
    rest.extend(pending.map(|span| (span, Meaning::Asking)));
    rest.into_iter().for_each(|(span, meaning)| draft.explain(span, meaning));
}

/// Takes the times out of the words.
fn take_times(draft: &mut Draft, pieces: &mut Vec<Piece>) -> Vec<AskedTime> {
    // A phrase is no word of a time.
    let words: Vec<&str> = pieces.iter().map(|piece| piece.word().map_or("\"", |word| word.folded.as_str())).collect();
    let found = dates::find_times(&words, draft.context.today, draft.context.day_order);
    let mut times = Vec::new();
    for time in found.iter().rev() {
        let span = span_of(&pieces[time.first..time.end]);
        let text = words[time.first..time.end].join(" ");
        match &time.time {
            Ok(time) => times.push(AskedTime { time: time.clone(), span, words: text }),
            Err(Mistake::Impossible | Mistake::Unreadable) => {
                draft.errors.push(QueryError::ImpossibleDate { span, value: text });
            }
        }
    }
    let taken: Vec<Range<usize>> = found.iter().map(|time| time.first..time.end).collect();
    let mut index = 0;
    pieces.retain(|_| {
        index += 1;
        !taken.iter().any(|range| range.contains(&(index - 1)))
    });
    times.reverse();
    times
}

fn date_node(draft: &mut Draft, times: Vec<AskedTime>, country: Option<Country>) -> Option<Node> {
    let mut all: Option<DateRange> = None;
    for asked in times {
        let (range, period) = asked.time.resolve(draft.period_choice(country));
        if let Some(period) = period {
            draft.notes.push(ReadingNote::Period { words: asked.words, title: period.title, range });
        }
        draft.explain(asked.span, Meaning::Dates(range));
        let range = match all {
            Some(before) => intersection(before, range),
            None => range,
        };
        draft.check_order(range, asked.span);
        all = Some(range);
    }
    all.map(Node::Dates)
}

fn span_of(pieces: &[Piece]) -> Span {
    let spans = pieces.iter().map(|piece| piece.span);
    spans.reduce(Span::hull).unwrap_or(Span::new(0, 0))
}
