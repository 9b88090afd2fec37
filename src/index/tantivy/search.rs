//! Candidates, each quote of them tried against the whole condition, and what it is worth.

use std::sync::Arc;

use tantivy::{DocId, SegmentReader, TERMINATED};

use super::columns::{Columns, Head, Rows, Scratch, Traits, offices_of};
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
    pub head: Head,
    pub traits: Traits,
    pub row: u32,
    /// The quote's place in its article.
    pub place: usize,
}

/// Articles that are looked at together.
const AHEAD: usize = 64;

/// One segment, asked one query.
pub(super) struct Searching<'a> {
    segment: &'a SegmentReader,
    compiled: &'a Compiled,
    pub columns: Arc<Columns>,
    words: WordPlaces,
    /// Where the wordings stand in the article at hand: for each topic and wording.
    standing: Vec<Vec<InArticle>>,
    /// For each path of the query the articles that hold it.
    paths: Vec<Vec<DocId>>,
    article: Article,
    /// The article whose offices were read last, and these.
    office_doc: DocId,
    office_of: Vec<(usize, u32)>,
    scratch: Scratch,
}

/// Where a wording stands in one article.
#[derive(Clone, Debug)]
struct InArticle {
    doc: DocId,
    /// From where to where, where it has several words.
    together: Vec<Stretch>,
    /// In which places around each quote.
    places: Vec<Places>,
}

/// The article at hand.
#[derive(Clone, Debug)]
struct Article {
    doc: DocId,
    head: Head,
    rows: Rows,
}

impl<'a> Searching<'a> {
    pub fn open(
        segment: &'a SegmentReader,
        columns: Arc<Columns>,
        fields: &Fields,
        compiled: &'a Compiled,
    ) -> tantivy::Result<Searching<'a>> {
        let mut paths = Vec::with_capacity(compiled.paths.len());
        for path in &compiled.paths {
            paths.push(docs_with_path(segment, fields, path)?);
        }
        let none = InArticle { doc: TERMINATED, together: Vec::new(), places: Vec::new() };
        Ok(Searching {
            segment,
            compiled,
            columns,
            words: WordPlaces::open(segment, &compiled.lists)?,
            standing: compiled.topics.iter().map(|topic| vec![none.clone(); topic.wordings.len()]).collect(),
            paths,
            article: Article { doc: TERMINATED, head: Head::default(), rows: 0..0 },
            office_doc: TERMINATED,
            office_of: Vec::new(),
            scratch: Scratch::default(),
        })
    }

    /// Calls `each` for every quote of the candidates that meets the condition, in the order of the segment.
    pub fn for_each(&mut self, mut candidates: Candidates, mut each: impl FnMut(&mut Self, Met)) {
        let alive = self.segment.alive_bitset();
        let compiled = self.compiled;
        // A topic of one wording alone: the quotes are those around which it stands.
        let plain = match &compiled.root {
            Condition::Words { words, .. } => match words.as_slice() {
                [only] if compiled.topics[*only].wordings.len() == 1 => Some((*only, compiled.topics[*only].field)),
                _ => None,
            },
            _ => None,
        };
        // Where no condition is on them they are read of the quotes alone that are found.
        let asks_traits = compiled.root.asks_traits();
        let mut doc = candidates.seek(0);
        let mut ahead: Vec<Article> = Vec::with_capacity(AHEAD);
        while doc != TERMINATED {
            // Heads and rows of several articles are read one after the other, so that the memory is waited for once and
            // not for each.
            ahead.clear();
            while doc != TERMINATED && ahead.len() < AHEAD {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    ahead.push(Article { doc, head: self.columns.head(doc), rows: 0..0 });
                }
                doc = candidates.seek(doc + 1);
            }
            ahead.retain(|article| self.may_meet(&compiled.root, article.doc, article.head));
            ahead.iter_mut().for_each(|article| article.rows = self.columns.rows(article.doc));
            self.columns.approach(ahead.iter().map(|article| article.rows.start));
            for article in ahead.drain(..) {
                self.article = article;
                if let Some((topic, field)) = plain {
                    self.for_each_about(topic, field, &mut each);
                    continue;
                }
                for row in self.article.rows.clone() {
                    let mut met = self.met(row);
                    if asks_traits {
                        met.traits = self.columns.traits(row);
                    }
                    if self.meets(&compiled.root, met) {
                        met.traits = self.columns.traits(row);
                        each(self, met);
                    }
                }
            }
        }
    }

    /// Calls `each` for every quote of the article at hand that is about a topic of one wording.
    fn for_each_about(&mut self, topic: usize, field: TopicField, each: &mut impl FnMut(&mut Self, Met)) {
        self.place_all(topic, 0);
        let wanted = places_that_count(field);
        for (place, row) in self.article.rows.clone().enumerate() {
            let found = self.standing[topic][0].places.get(place).copied().unwrap_or(Places::NONE);
            if found.meets(wanted) {
                let mut met = self.met(row);
                met.traits = self.columns.traits(row);
                each(self, met);
            }
        }
    }

    /// Takes an article in hand; they come in rising order.
    fn go_to(&mut self, doc: DocId) {
        self.article.doc = doc;
        self.article.head = self.columns.head(doc);
        self.article.rows = self.columns.rows(doc);
    }

    #[inline]
    fn met(&self, row: u32) -> Met {
        let Article { doc, head, rows, .. } = &self.article;
        Met { doc: *doc, head: *head, traits: Traits::default(), row, place: (row - rows.start) as usize }
    }

    /// What an article alone says: `false` where none of its quotes can meet the condition.
    fn may_meet(&self, condition: &Condition, doc: DocId, head: Head) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.may_meet(part, doc, head)),
            Condition::Any(parts) => parts.iter().any(|part| self.may_meet(part, doc, head)),
            Condition::Days(from, to) => head.day().is_some_and(|day| *from <= day && day <= *to),
            Condition::Undated => head.day().is_none(),
            Condition::Outlet(numbers) => numbers.binary_search(&head.outlet()).is_ok(),
            Condition::Path(path) => self.paths[*path].binary_search(&doc).is_ok(),
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
                [only] => *only == met.traits.speaker(),
                numbers => numbers.binary_search(&met.traits.speaker()).is_ok(),
            },
            Condition::Party(number) => *number == met.traits.party(),
            Condition::Office(numbers) => {
                self.offices(met).iter().any(|(_, office)| numbers.binary_search(office).is_ok())
            }
            Condition::NoOffice => self.offices(met).is_empty(),
            Condition::Kind(kind) => *kind == met.traits.kind(),
            Condition::Confidence(least) => *least <= met.traits.confidence(),
            Condition::Days(..) | Condition::Undated | Condition::Outlet(_) | Condition::Path(_) => {
                self.may_meet(condition, met.doc, met.head)
            }
        }
    }

    /// The offices of a quote's speaker.
    fn offices(&mut self, met: Met) -> &[(usize, u32)] {
        if self.office_doc != met.doc {
            self.office_doc = met.doc;
            self.office_of.clear();
            self.office_of.extend(self.columns.offices(met.doc));
        }
        offices_of(&self.office_of, met.place)
    }

    /// Whether a topic counts for a quote: wherever it stands, in whatever company it is asked for.
    #[inline]
    fn stands(&mut self, topic: usize, met: Met) -> bool {
        let compiled = self.compiled;
        let topic_here = &compiled.topics[topic];
        let wanted = places_that_count(topic_here.field);
        (0..topic_here.wordings.len()).any(|wording| self.places(topic, wording, met.place).meets(wanted))
    }

    /// In which places around a quote of the article at hand a wording stands.
    #[inline]
    fn places(&mut self, topic: usize, wording: usize, place: usize) -> Places {
        if self.standing[topic][wording].doc != self.article.doc {
            self.place_all(topic, wording);
        }
        self.standing[topic][wording].places.get(place).copied().unwrap_or(Places::NONE)
    }

    /// Finds the places of a wording around every quote of the article at hand: one pass costs little more than one
    /// quote.
    fn place_all(&mut self, topic: usize, wording: usize) {
        let Article { doc, head, rows } = &self.article;
        let title = head.title();
        let TopicWording { lists, slop, .. } = &self.compiled.topics[topic].wordings[wording];
        let standing = &mut self.standing[topic][wording];
        standing.doc = *doc;
        standing.places.clear();
        for list in lists {
            self.words.read(*list, *doc);
            if self.words.of(*list).is_empty() {
                return;
            }
        }
        let words = &self.words;
        let InArticle { together, places, .. } = standing;
        let here = if let [only] = lists.as_slice() {
            Standing::Word(words.of(*only))
        } else {
            let lists: Vec<&[u32]> = lists.iter().map(|list| words.of(*list)).collect();
            find_together(&lists, *slop, together);
            Standing::Words(together)
        };
        // The record shows the segments of a quote as one text, and words that stand together there are together.
        let in_segments = |quoted: &Quoted| {
            let segments = quoted.segments();
            let lists: Vec<Vec<u32>> = lists.iter().map(|list| joined(words.of(*list), &segments)).collect();
            let lists: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
            let mut found = Vec::new();
            find_together(&lists, *slop, &mut found);
            !found.is_empty()
        };
        self.columns.for_each_place(*doc, rows, &mut self.scratch, |at, quoted| {
            places.push(match quoted {
                None => at.places_of(here, title),
                Some(quoted) => {
                    let found = quoted.places_of(here, title);
                    let is_apart = lists.len() > 1 && !quoted.rest.is_empty() && !found.meets(Places::QUOTE);
                    if is_apart && in_segments(quoted) { found.with(Places::QUOTE) } else { found }
                }
            });
        });
    }

    /// What the words of the query are worth to a quote together.
    pub fn worth(&mut self, met: Met) -> f32 {
        let compiled = self.compiled;
        let mut sum = 0.0;
        for &topic in &compiled.scored {
            sum += compiled.topics[topic].rarity * self.worth_of(topic, met).0;
        }
        sum
    }

    /// What a topic is worth to a quote of the article at hand, and where it stands.
    #[inline]
    fn worth_of(&mut self, topic: usize, met: Met) -> (f32, Places) {
        let compiled = self.compiled;
        let Topic { field, wordings, bearers, .. } = &compiled.topics[topic];
        let is_bearer = bearers.contains(met.traits.speaker());
        let place_in = |this: &mut Self, wording: usize| {
            let found = this.places(topic, wording, met.place).only(places_that_count(*field));
            if is_bearer { found.of_own_name() } else { found }
        };
        if let [only] = wordings.as_slice() {
            let found = place_in(self, 0);
            return (only.worths[found.number()], found);
        }
        let each: Vec<(Places, f32)> =
            (0..wordings.len()).map(|wording| (place_in(self, wording), wordings[wording].weight)).collect();
        let all = each.iter().fold(Places::NONE, |all, (places, _)| all.with(*places));
        (score::worth_of(each.iter().copied()), all)
    }

    /// How the score of a quote is made up.
    pub fn explain(&mut self, doc: DocId, place: u32) -> ScoreParts {
        self.go_to(doc);
        let mut met = self.met(self.article.rows.start + place);
        met.traits = self.columns.traits(met.row);
        let compiled = self.compiled;
        let mut words = Vec::new();
        for &topic in &compiled.scored {
            let (worth, places) = self.worth_of(topic, met);
            let Topic { label, rarity, .. } = &compiled.topics[topic];
            words.push(WordScore { word: label.clone(), rarity: *rarity, worth, places: places.names() });
        }
        ScoreParts::new(words, met.traits.kind(), met.traits.confidence())
    }
}

fn find_together(places: &[&[u32]], slop: u32, found: &mut Vec<Stretch>) {
    if slop > 0 { find_near(places, slop, found) } else { find_phrase(places, found) }
}

/// Where a topic that is asked for in a field counts.
#[inline]
fn places_that_count(field: TopicField) -> Places {
    match field {
        TopicField::Anywhere => Places::AROUND.with(Places::NEARBY),
        TopicField::Quote => Places::QUOTE,
        TopicField::Title => Places::TITLE,
    }
}
