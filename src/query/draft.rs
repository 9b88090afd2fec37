//! A reading while it is being made: what has been found so far, and how it is added to.
//!
//! Filters ([`super::filters`]) and plain words ([`super::plain`]) both write into one [`Draft`], which is passed
//! along.

use super::context::Context;
use super::dates::PeriodChoice;
use super::error::{MOST_APART, MOST_NEAR, MOST_PREFIXES, QueryError, SHORTEST_PREFIX};
use super::explain::{Meaning, Part, ReadingNote};
use super::normal::normalise;
use super::render::render_query;
use super::topics::{Little, Piece, Topic, read_topics};
use super::tree::{
    DateRange, Form, Matching, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord, WordGroup,
};
use crate::people::Country;
use crate::span::Span;
use chrono::Days;

/// The parts of a [`super::Reading`] as they are gathered, and what is counted on the way.
pub(super) struct Draft<'a> {
    pub context: &'a Context<'a>,
    pub errors: Vec<QueryError>,
    pub notes: Vec<ReadingNote>,
    pub parts: Vec<Part>,
    pub form: Form,
    pub sides: Vec<(String, Node)>,
    pub order: Option<Order>,
    /// Stretches that are not searched, of which the user is told.
    pub set_aside: Vec<Span>,
    /// Phrases with `~` so far.
    near_phrases: usize,
    /// Words with `*` so far.
    prefixes: usize,
}

impl<'a> Draft<'a> {
    pub(super) fn new(context: &'a Context<'a>, errors: Vec<QueryError>) -> Draft<'a> {
        Draft {
            context,
            errors,
            notes: Vec::new(),
            parts: Vec::new(),
            form: Form::Quotes,
            sides: Vec::new(),
            order: None,
            set_aside: Vec::new(),
            near_phrases: 0,
            prefixes: 0,
        }
    }

    /// All of the words, as syntax asks for.
    pub(super) fn required_words(&mut self, pieces: &[Piece], field: TopicField) -> Vec<Node> {
        let topics = self.topics(pieces, field);
        let at_least = topics.len();
        if topics.is_empty() { Vec::new() } else { vec![Node::Words(WordGroup { words: topics, at_least })] }
    }

    pub(super) fn topics(&mut self, pieces: &[Piece], field: TopicField) -> Vec<TopicWord> {
        let topics = self.read_topics(pieces, field, Little::Kept);
        self.explain_topics(&topics);
        topics.into_iter().map(|topic| topic.word).collect()
    }

    pub(super) fn read_topics(&mut self, pieces: &[Piece], field: TopicField, little: Little) -> Vec<Topic> {
        let topics = read_topics(pieces, field, little, self.context);
        topics.iter().for_each(|topic| self.check_cost(topic));
        topics
    }

    /// Refuses what would cost too much to search.
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

    pub(super) fn explain_topics(&mut self, topics: &[Topic]) {
        for topic in topics {
            let mut wordings = topic.word.wordings.iter().map(|wording| wording.words.join(" "));
            let word = wordings.next().unwrap_or_default();
            self.parts.push(Part { span: topic.span, meaning: Meaning::Topic { word, others: wordings.collect() } });
        }
    }

    pub(super) fn explain(&mut self, span: Span, meaning: Meaning) {
        self.parts.push(Part { span, meaning });
    }

    /// Words that are not searched.
    pub(super) fn set_aside(&mut self, span: Span) {
        self.explain(span, Meaning::SetAside);
        self.set_aside.push(span);
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
    pub(super) fn label(&self, node: &Node) -> String {
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

    /// Tells that the words of a value are exactly an id of the archive's own and were read as it alone.
    pub(super) fn note_exact_id(&mut self, id: &str, name: String, as_name: Node) {
        let query = ResolvedQuery { root: as_name, form: Form::Quotes, order: Order::Relevance };
        let other = render_query(&query, self.context);
        self.notes.push(ReadingNote::ExactId { id: id.to_owned(), name, other });
    }

    pub(super) fn period_choice(&self, country: Option<Country>) -> PeriodChoice {
        // An archive that ends shortly before an election was gathered with it in mind.
        const AHEAD: Days = Days::new(60);
        let today = self.context.today;
        let last = self.context.speakers.days().map_or(today, |(_, last)| last.min(today));
        PeriodChoice { country, last, ahead: last.checked_add_days(AHEAD).map_or(today, |ahead| ahead.min(today)) }
    }

    pub(super) fn check_order(&mut self, range: DateRange, span: Span) {
        if let (Some(from), Some(to)) = (range.from, range.to)
            && from > to
        {
            self.errors.push(QueryError::ReversedDates { span, from, to });
        }
    }
}
