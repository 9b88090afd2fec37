//! Candidates, each quote of them tried against the whole condition, and what it is worth.

use tantivy::{DocId, SegmentReader, TERMINATED};

use super::columns::{Columns, Rows};
use super::condition::{Compiled, Condition, Topic, TopicWording};
use super::lists::{Candidates, WordPlaces, docs_with_path};
use super::schema::Fields;
use crate::index::occurrences::{find_near, find_phrase, joined};
use crate::index::places::{Places, Quoted, Standing, Stretch};
use crate::index::score::{self, ScoreParts, WordScore};
use crate::query::tree::TopicField;

/// A quote that meets the condition, as it is handed on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    pub doc: DocId,
    pub row: u32,
    /// The quote's place in its article.
    pub place: usize,
}

/// One segment, asked one query.
pub(super) struct Searching<'a> {
    segment: &'a SegmentReader,
    compiled: &'a Compiled,
    pub columns: Columns,
    words: WordPlaces,
    /// Where the wordings stand in the article and around the quote at hand: for each topic and wording.
    together: Vec<Vec<Together>>,
    /// For each path of the query the articles that hold it.
    paths: Vec<Vec<DocId>>,
    article: Article,
    /// The quote at hand, by its row, and where it stands.
    row: Option<u32>,
    quoted: Quoted,
}

/// Where a wording stands: in one article, where it has several words, and around one quote.
#[derive(Clone, Debug)]
struct Together {
    found: Vec<Stretch>,
    doc: DocId,
    /// The quote that was looked at last, and in which places the wording stands around it.
    row: Option<u32>,
    places: Places,
}

/// The article at hand.
#[derive(Clone, Debug)]
struct Article {
    doc: DocId,
    rows: Rows,
    title: u32,
    day: Option<i32>,
}

impl<'a> Searching<'a> {
    pub fn open(segment: &'a SegmentReader, fields: &Fields, compiled: &'a Compiled) -> tantivy::Result<Searching<'a>> {
        let mut paths = Vec::with_capacity(compiled.paths.len());
        for path in &compiled.paths {
            paths.push(docs_with_path(segment, fields, path)?);
        }
        let none = Together { found: Vec::new(), doc: TERMINATED, row: None, places: Places::NONE };
        Ok(Searching {
            segment,
            compiled,
            columns: Columns::open(segment)?,
            words: WordPlaces::open(segment, &compiled.lists)?,
            together: compiled.topics.iter().map(|topic| vec![none.clone(); topic.wordings.len()]).collect(),
            paths,
            article: Article { doc: TERMINATED, rows: 0..0, title: 0, day: None },
            row: None,
            quoted: Quoted::default(),
        })
    }

    /// Calls `each` for every quote of the candidates that meets the condition, in the order of the segment.
    pub fn for_each(&mut self, mut candidates: Candidates, mut each: impl FnMut(&mut Self, Met)) {
        let alive = self.segment.alive_bitset();
        let compiled = self.compiled;
        let mut doc = candidates.seek(0);
        while doc != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                self.go_to(doc);
                if self.may_meet(&compiled.root) {
                    for row in self.article.rows.clone() {
                        let met = Met { doc, row, place: (row - self.article.rows.start) as usize };
                        if self.meets(&compiled.root, met) {
                            each(self, met);
                        }
                    }
                }
            }
            doc = candidates.seek(doc + 1);
        }
    }

    /// Takes an article in hand; they come in rising order.
    pub fn go_to(&mut self, doc: DocId) {
        self.article =
            Article { doc, rows: self.columns.rows(doc), title: self.columns.title(doc), day: self.columns.day(doc) };
    }

    /// The day of the article at hand.
    pub fn day(&self) -> Option<i32> {
        self.article.day
    }

    /// What the article alone says: `false` where none of its quotes can meet the condition.
    fn may_meet(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.may_meet(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.may_meet(part)),
            Condition::Days(from, to) => self.article.day.is_some_and(|day| *from <= day && day <= *to),
            Condition::Undated => self.article.day.is_none(),
            Condition::Outlet(numbers) => numbers.binary_search(&self.columns.outlet(self.article.doc)).is_ok(),
            Condition::Path(path) => self.paths[*path].binary_search(&self.article.doc).is_ok(),
            _ => true,
        }
    }

    fn meets(&mut self, condition: &Condition, met: Met) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.meets(part, met)),
            Condition::Any(parts) => parts.iter().any(|part| self.meets(part, met)),
            Condition::Not(inner) => !self.meets(inner, met),
            Condition::Words { words, at_least } => {
                let mut missing = words.len() - at_least;
                words.iter().all(|word| {
                    if self.stands(*word, met) {
                        return true;
                    }
                    missing = missing.wrapping_sub(1);
                    missing != usize::MAX
                })
            }
            Condition::Speaker(numbers) => match numbers.as_slice() {
                [only] => *only == self.columns.speaker(met.row),
                numbers => numbers.binary_search(&self.columns.speaker(met.row)).is_ok(),
            },
            Condition::Party(number) => *number == self.columns.traits(met.row).party(),
            Condition::Office(numbers) => self
                .columns
                .offices(met.doc)
                .any(|(place, office)| place == met.place && numbers.binary_search(&office).is_ok()),
            Condition::NoOffice => !self.columns.offices(met.doc).any(|(place, _)| place == met.place),
            Condition::Kind(kind) => *kind == self.columns.traits(met.row).kind(),
            Condition::Confidence(least) => *least <= self.columns.traits(met.row).confidence(),
            Condition::Days(..) | Condition::Undated | Condition::Outlet(_) | Condition::Path(_) => {
                self.may_meet(condition)
            }
        }
    }

    /// Takes a quote of the article at hand in hand.
    fn look_at(&mut self, met: Met) {
        if self.row != Some(met.row) {
            self.row = Some(met.row);
            self.quoted = self.columns.quoted(met.doc, met.row, met.place);
        }
    }

    /// Whether a topic counts for a quote: wherever it stands, in whatever company it is asked for.
    fn stands(&mut self, topic: usize, met: Met) -> bool {
        self.look_at(met);
        let compiled = self.compiled;
        let topic_here = &compiled.topics[topic];
        let wanted = places_that_count(topic_here.field);
        (0..topic_here.wordings.len()).any(|wording| self.places(topic, wording).meets(wanted))
    }

    /// In which places around the quote at hand a wording stands.
    fn places(&mut self, topic: usize, wording: usize) -> Places {
        let together = &mut self.together[topic][wording];
        if together.row == self.row {
            return together.places;
        }
        together.row = self.row;
        let doc = self.article.doc;
        let TopicWording { lists, slop, .. } = &self.compiled.topics[topic].wordings[wording];
        for list in lists {
            self.words.read(*list, doc);
        }
        let (words, quoted, title) = (&self.words, &self.quoted, self.article.title);
        if let [only] = lists.as_slice() {
            together.places = quoted.places_of(Standing::Word(words.of(*only)), title);
            return together.places;
        }
        if together.doc != doc {
            together.doc = doc;
            let places: Vec<&[u32]> = lists.iter().map(|list| words.of(*list)).collect();
            find_together(&places, *slop, &mut together.found);
        }
        let mut found = quoted.places_of(Standing::Words(&together.found), title);
        if !quoted.rest.is_empty() && !found.meets(Places::QUOTE) {
            // The record shows the segments as one text, and words that stand together there are together.
            let segments = quoted.segments();
            let places: Vec<Vec<u32>> = lists.iter().map(|list| joined(words.of(*list), &segments)).collect();
            let places: Vec<&[u32]> = places.iter().map(Vec::as_slice).collect();
            let mut in_quote = Vec::new();
            find_together(&places, *slop, &mut in_quote);
            if !in_quote.is_empty() {
                found = found.with(Places::QUOTE);
            }
        }
        together.places = found;
        found
    }

    /// What the words of the query are worth to a quote together.
    pub fn worth(&mut self, met: Met) -> f32 {
        let compiled = self.compiled;
        let mut sum = 0.0;
        if compiled.scored.is_empty() {
            return sum;
        }
        self.look_at(met);
        let speaker = u64::from(self.columns.speaker(met.row));
        for &topic in &compiled.scored {
            sum += compiled.topics[topic].rarity * self.worth_of(topic, speaker).0;
        }
        sum
    }

    /// What a topic is worth to the quote at hand, and where it stands.
    fn worth_of(&mut self, topic: usize, speaker: u64) -> (f32, Places) {
        let compiled = self.compiled;
        let Topic { field, wordings, bearers, .. } = &compiled.topics[topic];
        let mut all = Places::NONE;
        let mut place_in = |this: &mut Self, wording: usize| {
            let found = this.places(topic, wording).only(places_that_count(*field));
            let found = if bearers.contains(&speaker) { found.of_own_name() } else { found };
            all = all.with(found);
            (found, wordings[wording].weight)
        };
        let worth = if wordings.len() == 1 {
            let only = place_in(self, 0);
            score::worth_of(std::iter::once(only))
        } else {
            let each: Vec<(Places, f32)> = (0..wordings.len()).map(|wording| place_in(self, wording)).collect();
            score::worth_of(each.iter().copied())
        };
        (worth, all)
    }

    /// How the score of a quote of the article at hand is made up.
    pub fn explain(&mut self, met: Met) -> ScoreParts {
        let compiled = self.compiled;
        self.look_at(met);
        let speaker = u64::from(self.columns.speaker(met.row));
        let mut words = Vec::new();
        for &topic in &compiled.scored {
            let (worth, places) = self.worth_of(topic, speaker);
            let Topic { label, rarity, .. } = &compiled.topics[topic];
            words.push(WordScore { word: label.clone(), rarity: *rarity, worth, places: places.names() });
        }
        let traits = self.columns.traits(met.row);
        ScoreParts::new(words, traits.kind(), traits.confidence())
    }
}

fn find_together(places: &[&[u32]], slop: u32, found: &mut Vec<Stretch>) {
    if slop > 0 { find_near(places, slop, found) } else { find_phrase(places, found) }
}

/// Where a topic that is asked for in a field counts.
fn places_that_count(field: TopicField) -> Places {
    match field {
        TopicField::Anywhere => Places::AROUND.with(Places::NEARBY),
        TopicField::Quote => Places::QUOTE,
        TopicField::Title => Places::TITLE,
    }
}
