//! A question to its [`Reading`]: the parsed query resolved to ids and dates.
//!
//! Filters are resolved in [`super::fields`], plain words here: times first, then who is excluded and in which order,
//! then the form of the question, and at last names and topics.

use super::dates::{self, Mistake, PeriodChoice, Time};
use super::error::{MOST_APART, MOST_NEAR, MOST_PREFIXES, QueryError, SHORTEST_PREFIX};
use super::explain::{Meaning, Note, Part, Reading};
use super::normal::{normalise, normalise_query};
use super::render::render_query;
use super::sentence::{self, Asks, Plan};
use super::speakers::{self, Certainty, Who};
use super::syntax::{Any, Item, ItemKind, parse_question};
use super::token::Word;
use super::topics::{Little, Piece, PieceKind, Topic, needed, read_topics};
use super::tree::{DateRange, Form, Matching, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord, Words};
use super::vocabulary::{self, Kinds};
use super::{Context, KnownSpeaker, KnownSpeakers};
use crate::people::Country;
use crate::span::Span;
use chrono::{Days, NaiveDate};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// Reads a question. Any text is answered with a reading; what is wrong with it is in its `errors`.
pub fn read_question(question: &str, context: &Context) -> Reading {
    let speakers = Remembered { speakers: context.speakers, named: RefCell::default() };
    let context = Context { speakers: &speakers, ..*context };
    let (parsed, errors) = parse_question(question);
    let mut reader = Reader {
        context: &context,
        errors,
        notes: Vec::new(),
        parts: Vec::new(),
        form: Form::Quotes,
        sides: Vec::new(),
        order: None,
        near_phrases: 0,
        prefixes: 0,
    };
    let root = reader.any(&parsed.any, Level::Question);
    let form = if reader.sides.len() > 1 { Form::Compare(std::mem::take(&mut reader.sides)) } else { reader.form };
    // One thing is not compared with itself: it is a condition like others.
    let root = match reader.sides.pop() {
        Some((_, node)) => Node::All(vec![node, root]),
        None => root,
    };
    let query = normalise_query(ResolvedQuery { root, form, order: reader.order.unwrap_or(Order::Relevance) });
    let read_as = render_query(&query, &context);
    reader.parts.sort_by_key(|part| (part.span.start(), part.span.end()));
    reader.errors.sort_by_key(|error| error.span().map_or(0, Span::start));
    Reading { query, read_as, errors: reader.errors, notes: reader.notes, parts: reader.parts }
}

/// The archive's speakers, each name asked for once in a question.
struct Remembered<'a> {
    speakers: &'a dyn KnownSpeakers,
    named: RefCell<HashMap<String, Vec<KnownSpeaker>>>,
}

impl KnownSpeakers for Remembered<'_> {
    fn find_id(&self, id: &str) -> Option<KnownSpeaker> {
        self.speakers.find_id(id)
    }

    fn named(&self, words: &str) -> Vec<KnownSpeaker> {
        if let Some(known) = self.named.borrow().get(words) {
            return known.clone();
        }
        let known = self.speakers.named(words);
        self.named.borrow_mut().insert(words.to_owned(), known.clone());
        known
    }

    fn near_words(&self, word: &str) -> Vec<String> {
        self.speakers.near_words(word)
    }

    fn party_name(&self, id: &str) -> Option<String> {
        self.speakers.party_name(id)
    }

    fn office_name(&self, id: &str) -> Option<String> {
        self.speakers.office_name(id)
    }

    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.speakers.days()
    }
}

/// Where a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Its words may be a plain question.
    Question,
    /// Its words are words.
    Brackets,
}

pub(super) struct Reader<'a> {
    pub context: &'a Context<'a>,
    pub errors: Vec<QueryError>,
    pub notes: Vec<Note>,
    pub parts: Vec<Part>,
    pub form: Form,
    pub sides: Vec<(String, Node)>,
    pub order: Option<Order>,
    /// Phrases with `~` so far.
    near_phrases: usize,
    /// Words with `*` so far.
    prefixes: usize,
}

/// A time of a plain question and its place.
struct AskedTime {
    time: Time,
    span: Span,
    words: String,
}

impl<'a> Reader<'a> {
    pub(super) fn any(&mut self, any: &Any, level: Level) -> Node {
        let mut nodes = Vec::with_capacity(any.clauses.len());
        for clauses in &any.clauses {
            let all = clauses.clauses.iter().map(|items| self.clause(items, level)).collect();
            nodes.push(Node::All(all));
        }
        match nodes.len() {
            0 => Node::All(Vec::new()),
            1 => nodes.swap_remove(0),
            _ => Node::Any(nodes),
        }
    }

    /// Items side by side.
    fn clause(&mut self, items: &[Item], level: Level) -> Node {
        let mut nodes: Vec<Node> = Vec::new();
        let mut filters = super::fields::Filters::default();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut words_at = 0;
        let mut apart = false;
        for item in items {
            let kind = match &item.kind {
                ItemKind::Word(word) => Some(PieceKind::Word(word)),
                ItemKind::Phrase { text, slop } => Some(PieceKind::Phrase { text, slop: *slop }),
                ItemKind::Comma => {
                    apart = true;
                    None
                }
                ItemKind::Field { field, values, group } => {
                    if let Some(node) = self.field(item.span, *field, values, group.as_ref()) {
                        filters.add(*field, node, &mut nodes);
                    }
                    None
                }
                _ => {
                    nodes.extend(self.item(item));
                    None
                }
            };
            if let Some(kind) = kind {
                if pieces.is_empty() {
                    words_at = nodes.len();
                }
                pieces.push(Piece { span: item.span, kind, apart: std::mem::take(&mut apart) });
            }
        }
        let mut of_words = match level {
            Level::Brackets => self.required_words(&pieces, TopicField::Anywhere),
            Level::Question => {
                let has_speaker = nodes.iter().any(names_speaker);
                let mut of_words = self.plain_words(pieces, has_speaker);
                // A time in words and one in a filter limit each other.
                if let Some(Node::Dates(asked)) = of_words.last()
                    && let Some(Node::Dates(filter)) = nodes.iter_mut().find(|node| matches!(node, Node::Dates(_)))
                {
                    *filter = intersection(*filter, *asked);
                    of_words.pop();
                }
                of_words
            }
        };
        let at = words_at.min(nodes.len());
        nodes.splice(at..at, of_words.drain(..));
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            self.check_dates(&nodes, first.span.hull(last.span));
        }
        Node::All(nodes)
    }

    /// An item that is no plain word and no filter of its own list.
    pub(super) fn item(&mut self, item: &Item) -> Option<Node> {
        match &item.kind {
            ItemKind::Word(word) => {
                let piece = Piece { span: item.span, kind: PieceKind::Word(word), apart: false };
                self.required_words(&[piece], TopicField::Anywhere).pop()
            }
            ItemKind::Phrase { text, slop } => {
                let piece = Piece { span: item.span, kind: PieceKind::Phrase { text, slop: *slop }, apart: false };
                self.required_words(&[piece], TopicField::Anywhere).pop()
            }
            ItemKind::Comma => None,
            ItemKind::Everything => Some(Node::All(Vec::new())),
            ItemKind::Group(any) => Some(self.any(any, Level::Brackets)),
            ItemKind::Not(inner) => self.item(inner).map(|node| Node::Not(Box::new(node))),
            ItemKind::Field { field, values, group } => self.field(item.span, *field, values, group.as_ref()),
        }
    }

    /// All of the words, as syntax asks for.
    fn required_words(&mut self, pieces: &[Piece], field: TopicField) -> Vec<Node> {
        let topics = self.topics(pieces, field);
        let at_least = topics.len();
        if topics.is_empty() { Vec::new() } else { vec![Node::Words(Words { words: topics, at_least })] }
    }

    pub(super) fn topics(&mut self, pieces: &[Piece], field: TopicField) -> Vec<TopicWord> {
        let topics = self.read_topics(pieces, field, Little::Kept);
        self.explain_topics(&topics);
        topics.into_iter().map(|topic| topic.word).collect()
    }

    fn read_topics(&mut self, pieces: &[Piece], field: TopicField, little: Little) -> Vec<Topic> {
        let topics = read_topics(pieces, field, little, self.context);
        topics.iter().for_each(|topic| self.check_cost(topic));
        topics
    }

    /// Refuses what would be dear to look for.
    fn check_cost(&mut self, topic: &Topic) {
        let Some(typed) = topic.word.wordings.first() else { return };
        let span = topic.span;
        match typed.matching {
            Matching::Stemmed | Matching::Exact { slop: 0 } => {}
            Matching::Exact { slop } => {
                self.near_phrases += 1;
                if slop > MOST_APART {
                    self.errors.push(QueryError::TooFar { span });
                }
                if self.near_phrases == MOST_NEAR + 1 {
                    self.errors.push(QueryError::TooManyNear { span });
                }
            }
            Matching::Prefix => {
                self.prefixes += 1;
                let prefix = typed.words.last().cloned().unwrap_or_default();
                if prefix.chars().count() < SHORTEST_PREFIX {
                    self.errors.push(QueryError::ShortPrefix { span, prefix });
                }
                if self.prefixes == MOST_PREFIXES + 1 {
                    self.errors.push(QueryError::TooManyPrefixes { span });
                }
            }
        }
    }

    fn explain_topics(&mut self, topics: &[Topic]) {
        for topic in topics {
            let mut wordings = topic.word.wordings.iter().map(|wording| wording.words.join(" "));
            let word = wordings.next().unwrap_or_default();
            self.parts.push(Part { span: topic.span, meaning: Meaning::Topic { word, others: wordings.collect() } });
        }
    }

    fn explain(&mut self, span: Span, meaning: Meaning) {
        self.parts.push(Part { span, meaning });
    }

    /// The conditions of a plain question; its dates stand last.
    fn plain_words(&mut self, mut pieces: Vec<Piece>, has_speaker: bool) -> Vec<Node> {
        if pieces.is_empty() {
            return Vec::new();
        }
        let times = self.take_times(&mut pieces);
        let mut nodes: Vec<Node> = Vec::new();
        let mut excluded: Vec<Node> = Vec::new();
        // Each turn takes words away, so there is an end to it.
        while let Some((stretch, name)) = sentence::find_excluded(&pieces, self.context) {
            if let Some(who) = self.resolve(&pieces[name], Certainty::Before) {
                self.explain(span_of(&pieces[stretch.clone()]), Meaning::NotSpeaker(self.syntax(&who.node)));
                excluded.push(Node::Not(Box::new(who.node)));
            }
            pieces.drain(stretch);
        }
        if let Some((stretch, held)) = sentence::find_held(&pieces, self.context) {
            if let Some(who) = self.resolve(&pieces[held], Certainty::Before) {
                self.explain(span_of(&pieces[stretch.clone()]), Meaning::Speaker(self.syntax(&who.node)));
                nodes.push(who.node);
            }
            pieces.drain(stretch);
        }
        if let Some((order, stretch)) = sentence::find_order(&pieces, self.context) {
            let name = if order == Order::Oldest { "oldest first" } else { "newest first" };
            self.explain(span_of(&pieces[stretch.clone()]), Meaning::Order(name));
            self.order.get_or_insert(order);
            pieces.drain(stretch);
        }
        let plan = sentence::plan(&pieces, has_speaker, self.context);
        self.form = match plan.asks {
            Asks::Quotes => self.form.clone(),
            Asks::Count => Form::Count,
            Asks::When => Form::When,
            Asks::Who => Form::Who,
        };
        let mut country = None;
        let mut names_speaker = has_speaker || !plan.versus.is_empty();
        if let Some((stretch, certainty)) = &plan.speaker
            && let Some(who) = self.resolve(&pieces[stretch.clone()], *certainty)
        {
            self.explain(span_of(&pieces[stretch.clone()]), Meaning::Speaker(self.syntax(&who.node)));
            names_speaker = true;
            country = who.country;
            nodes.push(who.node);
        }
        for side in &plan.versus {
            if let Some(who) = self.resolve(&pieces[side.clone()], Certainty::Before) {
                self.explain(span_of(&pieces[side.clone()]), Meaning::Speaker(self.syntax(&who.node)));
                country = country.or(who.country);
                self.add_side(who.node);
            }
        }
        nodes.append(&mut excluded);
        nodes.extend(self.judged(&pieces, &plan));
        nodes.append(&mut self.topic_nodes(&pieces, &plan, names_speaker));
        self.explain_rest(&pieces, &plan);
        nodes.extend(self.date_node(times, country));
        nodes
    }

    fn resolve(&mut self, pieces: &[Piece], certainty: Certainty) -> Option<Who> {
        let who = speakers::resolve_pieces(pieces, certainty, self.context)?;
        self.notes.extend(who.notes.iter().cloned());
        Some(who)
    }

    pub(super) fn syntax(&self, node: &Node) -> String {
        let query = ResolvedQuery { root: normalise(node.clone()), form: Form::Quotes, order: Order::Relevance };
        render_query(&query, self.context)
    }

    pub(super) fn add_side(&mut self, node: Node) {
        let node = normalise(node);
        self.sides.push((self.label(&node), node));
    }

    /// A name to show for a condition.
    fn label(&self, node: &Node) -> String {
        let register = self.context.register;
        match node {
            Node::Speaker(refs) => {
                let name = |one: &SpeakerRef| match one {
                    SpeakerRef::Id(id) => match register.find_slug(id) {
                        Some(person) => register.person(person).name().to_owned(),
                        None => self.context.speakers.find_id(id).map_or_else(|| id.clone(), |known| known.name),
                    },
                    SpeakerRef::Named(name) => name.clone(),
                };
                refs.iter().map(name).collect::<Vec<_>>().join(", ")
            }
            Node::Party(id) => match register.find_party_id(id) {
                Some(party) => register.party(party).name().to_owned(),
                None => id.clone(),
            },
            other => self.syntax(other),
        }
    }

    /// Who calls somebody names is another than the one who is called them.
    fn judged(&mut self, pieces: &[Piece], plan: &Plan) -> Option<Node> {
        let stretch = plan.judged.clone().filter(|_| plan.asks == Asks::Who)?;
        let longest = (stretch.start + 4).min(stretch.end);
        let who = (stretch.start + 1..=longest).rev().find_map(|end| {
            let words: Option<Vec<&Word>> = pieces[stretch.start..end].iter().map(Piece::word).collect();
            let who = speakers::resolve(&words?, Certainty::Leading, self.context)?;
            match who.node {
                Node::Speaker(mut refs) if matches!(refs.first(), Some(SpeakerRef::Id(_))) => Some(refs.remove(0)),
                _ => None,
            }
        })?;
        let node = Node::Speaker(vec![who]);
        self.notes.push(Note::NotSelf { name: self.label(&node) });
        Some(Node::Not(Box::new(node)))
    }

    fn topic_nodes(&mut self, pieces: &[Piece], plan: &Plan, names_speaker: bool) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut exact: Vec<TopicWord> = Vec::new();
        let mut loose: Vec<TopicWord> = Vec::new();
        for stretch in &plan.topics {
            let pieces = &pieces[stretch.clone()];
            let only_glue = pieces.iter().all(|piece| piece.word().is_some_and(Word::is_little));
            // `what did X say about it`: there is no topic.
            if only_glue && (plan.speaker.is_some() || !plan.is_bare) {
                continue;
            }
            let topics = self.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
            self.explain_topics(&topics);
            for topic in topics {
                if topic.exact && !plan.is_bare { exact.push(topic.word) } else { loose.push(topic.word) }
            }
        }
        if !exact.is_empty() {
            let at_least = exact.len();
            nodes.push(Node::Words(Words { words: exact, at_least }));
        }
        if !loose.is_empty() {
            let all = loose.len();
            let at_least = if plan.is_bare { all } else { needed(all, names_speaker) };
            nodes.push(Node::Words(Words { words: loose, at_least }));
        }
        let mut preferred: Vec<TopicWord> = Vec::new();
        for stretch in &plan.preferred {
            let pieces = &pieces[stretch.clone()];
            let topics = self.read_topics(pieces, TopicField::Anywhere, Little::Dropped);
            let words: Vec<String> = topics
                .iter()
                .filter_map(|topic| topic.word.wordings.first())
                .map(|word| word.words.join(" "))
                .collect();
            self.explain(span_of(pieces), Meaning::Preferred(words.join(", ")));
            preferred.extend(topics.into_iter().map(|topic| topic.word));
        }
        if !preferred.is_empty() {
            nodes.push(Node::Prefer(Words { words: preferred, at_least: 1 }));
        }
        nodes
    }

    /// What became neither speaker nor topic: words that ask, and little words.
    fn explain_rest(&mut self, pieces: &[Piece], plan: &Plan) {
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
            let is_read = self.parts.iter().any(|part| part.span.covers(piece.span))
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
        rest.into_iter().for_each(|(span, meaning)| self.explain(span, meaning));
    }

    /// Takes the times out of the words.
    fn take_times(&mut self, pieces: &mut Vec<Piece>) -> Vec<AskedTime> {
        // A phrase is no word of a time.
        let words: Vec<&str> =
            pieces.iter().map(|piece| piece.word().map_or("\"", |word| word.folded.as_str())).collect();
        let found = dates::find_times(&words, self.context.today, self.context.day_order);
        let mut times = Vec::new();
        for time in found.iter().rev() {
            let span = span_of(&pieces[time.first..time.end]);
            let text = words[time.first..time.end].join(" ");
            match &time.time {
                Ok(time) => times.push(AskedTime { time: time.clone(), span, words: text }),
                Err(Mistake::Impossible | Mistake::Unreadable) => {
                    self.errors.push(QueryError::ImpossibleDate { span, value: text });
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

    fn date_node(&mut self, times: Vec<AskedTime>, country: Option<Country>) -> Option<Node> {
        let mut all: Option<DateRange> = None;
        for asked in times {
            let (range, period) = asked.time.resolve(self.period_choice(country));
            if let Some(period) = period {
                self.notes.push(Note::Period { words: asked.words, title: period.title, range });
            }
            self.explain(asked.span, Meaning::Dates(range));
            let range = match all {
                Some(before) => intersection(before, range),
                None => range,
            };
            self.check_order(range, asked.span);
            all = Some(range);
        }
        all.map(Node::Dates)
    }

    pub(super) fn period_choice(&self, country: Option<Country>) -> PeriodChoice {
        // An archive that ends shortly before an election was gathered with it in mind.
        const AHEAD: Days = Days::new(60);
        let today = self.context.today;
        let last = self.context.speakers.days().map_or(today, |(_, last)| last.min(today));
        PeriodChoice { country, last, ahead: last.checked_add_days(AHEAD).map_or(today, |ahead| ahead.min(today)) }
    }

    /// Refuses limits that contradict each other: `since:2017 until:2016`.
    fn check_dates(&mut self, nodes: &[Node], span: Span) {
        let is_told = |error: &QueryError| matches!(error, QueryError::ReversedDates { .. });
        if self.errors.iter().any(is_told) {
            return;
        }
        for node in nodes {
            if let Node::Dates(range) = node {
                self.check_order(*range, span);
            }
        }
    }

    pub(super) fn check_order(&mut self, range: DateRange, span: Span) {
        if let (Some(from), Some(to)) = (range.from, range.to)
            && from > to
        {
            self.errors.push(QueryError::ReversedDates { span, from, to });
        }
    }
}

/// Whether the condition holds only for certain speakers.
fn names_speaker(node: &Node) -> bool {
    match node {
        Node::Speaker(_) | Node::Party(_) | Node::Office(_) => true,
        Node::All(nodes) => nodes.iter().any(names_speaker),
        Node::Any(nodes) => nodes.len() == 1 && names_speaker(&nodes[0]),
        _ => false,
    }
}

/// The days that both have.
pub(super) fn intersection(a: DateRange, b: DateRange) -> DateRange {
    let from = a.from.max(b.from);
    let to = match (a.to, b.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    DateRange { from, to }
}

fn span_of(pieces: &[Piece]) -> Span {
    let spans = pieces.iter().map(|piece| piece.span);
    spans.reduce(Span::hull).unwrap_or(Span::new(0, 0))
}
