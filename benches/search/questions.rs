//! What is asked: many questions of one form, with speakers, words and dates as the made archive has them. Pure but for
//! the counts by which words are chosen that so many quotes meet.

use chrono::Days;
use onrecord::query::tree::{
    DateRange, Form, Matching, Node, Order, ResolvedQuery, SpeakerRef, TopicField, TopicWord, WordGroup, Wording,
};
use onrecord::query::{MOST_APART, MOST_NEAR};

use super::made::{Made, Random};

/// Questions of each form.
const QUESTIONS: usize = 500;

/// A topic that many speak of: the share of all quotes that meet it, at least and at most.
const LEAST_COMMON: f64 = 0.04;
const MOST_COMMON: f64 = 0.06;

/// Where the words for such topics are looked for, by rank.
const COMMON_RANKS: std::ops::Range<usize> = 10..300;

/// So many common topics are enough: with fewer, words are taken together.
const ENOUGH_COMMON: usize = 24;

/// The longest question that is taken for the worst one, in bytes.
const LONGEST: usize = 1800;

/// One question's parts.
pub struct Asked {
    pub speaker: String,
    pub words: Vec<String>,
    pub range: DateRange,
}

impl Asked {
    pub fn many(made: &Made) -> Vec<Asked> {
        let mut random = Random::new(7);
        (0..QUESTIONS)
            .map(|_| {
                let from = made.day(&mut random);
                let to = from + Days::new(90 + random.below(1000));
                let words = (0..1 + random.below(2)).map(|_| made.topic(&mut random)).collect();
                Asked {
                    speaker: made.speaker(&mut random).1,
                    words,
                    range: DateRange { from: Some(from), to: Some(to) },
                }
            })
            .collect()
    }

    pub fn speaker(&self) -> Node {
        Node::Speaker(vec![SpeakerRef::Id(self.speaker.clone())])
    }

    pub fn topic(&self) -> Node {
        any_of(&self.words)
    }

    pub fn speaker_and_topic(&self) -> Node {
        Node::All(vec![self.speaker(), self.topic()])
    }

    pub fn dates(&self) -> Node {
        Node::Dates(self.range)
    }

    pub fn all(&self) -> Node {
        Node::All(vec![self.speaker(), self.topic(), self.dates()])
    }

    /// As it is typed.
    pub fn typed(&self) -> String {
        format!("speaker:{} {} date:2005..2010", self.speaker, self.words[0])
    }
}

pub fn query(root: Node) -> ResolvedQuery {
    ResolvedQuery { root, form: Form::Quotes, order: Order::Relevance }
}

/// One of these words at least.
fn any_of(words: &[String]) -> Node {
    let word = |word: &String| TopicWord {
        wordings: vec![Wording { words: vec![word.clone()], matching: Matching::Stemmed, weight: 1.0 }],
        field: TopicField::Anywhere,
    };
    Node::Words(WordGroup { words: words.iter().map(word).collect(), at_least: 1 })
}

/// Topics that about one quote in twenty meets; `share` tells the share of the quotes that meet a condition.
pub fn common_topics(made: &Made, share: impl Fn(Node) -> f64) -> Vec<Node> {
    let is_common = |share: f64| (LEAST_COMMON..=MOST_COMMON).contains(&share);
    let is_half = |share: f64| (LEAST_COMMON / 2.0..MOST_COMMON / 2.0).contains(&share);
    let mut topics = Vec::new();
    let mut halves = Vec::new();
    for rank in COMMON_RANKS {
        let words = [made.word(rank).to_string()];
        match share(any_of(&words)) {
            met if is_common(met) => topics.push(any_of(&words)),
            met if is_half(met) => halves.extend(words),
            _ => {}
        }
        if topics.len() == ENOUGH_COMMON {
            return topics;
        }
    }
    for pair in halves.chunks_exact(2) {
        if topics.len() < ENOUGH_COMMON && is_common(share(any_of(pair))) {
            topics.push(any_of(pair));
        }
    }
    assert!(!topics.is_empty(), "no words that one quote in twenty meets");
    topics
}

/// The questions that cost most of those that may be typed, each with its name.
pub fn worst(made: &Made) -> [(&'static str, String); 3] {
    // Words from a rank on, as many as fit.
    let words = |first: usize, joint: &str, longest: usize| {
        let mut text = made.word(first).to_string();
        for rank in first + 1.. {
            let word = made.word(rank);
            if text.len() + joint.len() + word.len() > longest {
                break;
            }
            text.push_str(joint);
            text.push_str(word);
        }
        text
    };
    let phrase = |words: String| format!("\"{words}\"~{MOST_APART}");
    let longest = LONGEST / MOST_NEAR - phrase(String::new()).len() - 1;
    let long: Vec<String> = (0..MOST_NEAR).map(|first| phrase(words(first, " ", longest))).collect();
    let pairs: Vec<String> =
        (0..MOST_NEAR).map(|first| phrase(format!("{} {}", made.word(first), made.word(first + 1)))).collect();
    [
        ("worst: frequent words, all of them", words(0, " AND ", LONGEST)),
        ("worst: long phrases of them far apart, all", long.join(" ")),
        ("worst: pairs of them far apart, any", pairs.join(" OR ")),
    ]
}
