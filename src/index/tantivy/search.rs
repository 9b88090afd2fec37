//! Candidates, each quote of them tried against the whole condition, and what it is worth.
//!
//! The quotes of an article are tried together, up to [`TOGETHER`] at a time: a condition gives the set of those that meet
//! it, as bits, and what comes behind it is asked of these alone.

use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED, TantivyError};

use super::columns::{ArticleRow, Columns, Numbers, QuoteAt, Reach, RowRange};
use super::condition::{Compiled, CompiledTopic, Condition, TopicWording};
use super::lists::{AHEAD, AtSegment, Candidates, WordPlaces, docs_with_path};
use super::packed::{Head, More, Traits, has_more, unpack_short};
use super::schema::Fields;
use super::snapshot::read_article;
use crate::index::occurrences::{find_near, find_phrase, joined};
use crate::index::places::{Places, QuotedWords, Stretch, WordStanding};
use crate::index::rank::Match;
use crate::index::related::ArticlePlace;
use crate::index::score::{Merits, ScoreParts, WordScore};
use crate::query::tree::{ChangeChoice, TopicField};
use crate::quotes::QuoteKind;

/// A quote that meets the condition, as it is handed on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    pub head: Head,
    pub traits: Traits,
    pub at: QuoteAt,
    pub matched: Match,
    /// What the words of the query are worth to it together; 0 where scores are not wanted.
    pub worth: f32,
    /// Where around it any of these words stand.
    pub places: Places,
}

impl Met {
    /// What its score depends on besides its words.
    #[inline]
    pub fn standing(&self) -> Merits {
        let traits = self.traits;
        Merits {
            kind: traits.kind(),
            is_mixed: traits.is_mixed(),
            confidence: traits.confidence(),
            few_words: traits.few_words(),
            places: self.places,
        }
    }
}

/// Quotes of an article that are tried together: as many as a set of bits has room for.
const TOGETHER: u32 = u64::BITS;

/// A set of the quotes that are tried together, the first one in the lowest bit.
type QuoteSet = u64;

/// The places of the members of a set, rising.
fn members(mut set: QuoteSet) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let next = set.trailing_zeros();
        set &= set.wrapping_sub(1);
        (next < QuoteSet::BITS).then_some(next)
    })
}

/// The members of a set of which something is true.
#[inline]
fn those(set: QuoteSet, is_so: impl Fn(u32) -> bool) -> QuoteSet {
    members(set).fold(0, |so, member| so | QuoteSet::from(is_so(member)) << member)
}

/// One segment, asked one query.
pub(super) struct Searching<'a> {
    segment: &'a SegmentReader,
    /// The segment's place in the index.
    part: usize,
    /// The field of stored articles.
    stored: Field,
    /// What went wrong first where texts were read.
    pub failed: Option<TantivyError>,
    compiled: &'a Compiled,
    pub columns: Arc<Columns>,
    pub words: WordPlaces,
    /// Where the wordings stand in the article at hand: for each topic and wording.
    standing: Vec<Vec<InArticle>>,
    /// For each path of the query the articles that hold it.
    paths: Vec<Vec<DocId>>,
    article: ArticleRow,
    /// Its number among those that are looked at together.
    number: usize,
    /// The place of the first of the quotes that are tried together.
    first: u32,
    pub offices: Numbers,
    more: Numbers,
}

/// Where a wording stands in one article, and around which of the quotes that are tried together.
#[derive(Clone, Debug)]
struct InArticle {
    doc: DocId,
    /// Whether it stands there at all.
    is_there: bool,
    title: Places,
    /// From where to where, where it has several words.
    together: Vec<Stretch>,
    /// The place of the first of these quotes.
    first: u32,
    /// The quotes around which it was looked for so far; `places` holds what was found.
    tried: QuoteSet,
    places: [Places; TOGETHER as usize],
    /// How much of the article's column `more` belongs to the quotes before these, and how much was read.
    more_before: usize,
    more_read: usize,
}

impl InArticle {
    const NONE: InArticle = InArticle {
        doc: TERMINATED,
        is_there: false,
        title: Places::NONE,
        together: Vec::new(),
        first: 0,
        tried: 0,
        places: [Places::NONE; TOGETHER as usize],
        more_before: 0,
        more_read: 0,
    };

    /// Takes up the quotes from `first` on.
    fn go_to(&mut self, first: u32) {
        if self.first != first {
            // Quotes are asked for in their order; where they are not, it is read from the beginning again.
            self.more_before = if self.first < first { self.more_read } else { 0 };
            self.more_read = self.more_before;
            self.first = first;
            self.tried = 0;
        }
    }
}

impl<'a> Searching<'a> {
    pub fn open(
        at: &AtSegment<'a>,
        columns: Arc<Columns>,
        fields: &Fields,
        compiled: &'a Compiled,
    ) -> tantivy::Result<Searching<'a>> {
        let segment = at.segment;
        let mut paths = Vec::with_capacity(compiled.paths.len());
        for path in &compiled.paths {
            paths.push(docs_with_path(segment, fields, path)?);
        }
        Ok(Searching {
            segment,
            part: at.number,
            stored: fields.stored,
            failed: None,
            compiled,
            columns,
            words: WordPlaces::open(at, fields, &compiled.lists)?,
            standing: compiled.topics.iter().map(|topic| vec![InArticle::NONE; topic.wordings.len()]).collect(),
            paths,
            article: ArticleRow { doc: TERMINATED, head: Head::default(), first_row: 0, end_row: 0 },
            number: 0,
            first: 0,
            offices: Numbers::default(),
            more: Numbers::default(),
        })
    }

    /// Calls `each` with the quotes of the candidates that meet the condition, some at a time, in the order of the
    /// segment, and with the partial quotes that meet it, too, but whose sentence does so.
    /// The same is read of several articles or quotes in a row with nothing else in between, so that the processor
    /// waits for memory once and not for each: with many quotes this waiting is most of the time of a question.
    pub fn for_each(&mut self, mut candidates: Candidates, mut each: impl FnMut(&mut Self, &[Met], &[Met])) {
        let alive = self.segment.alive_bitset();
        let compiled = self.compiled;
        let asks_quotes = compiled.root.asks_quotes();
        let asks_articles = compiled.root.asks_articles();
        // Where words stand together is found for one article at a time, and scores are made before the next one.
        let is_word = |topic: &usize| compiled.topics[*topic].wordings.iter().all(|wording| wording.lists.len() == 1);
        let scores_later = compiled.scored.iter().all(is_word);
        let mut docs = Vec::with_capacity(AHEAD);
        let mut articles: Vec<ArticleRow> = Vec::with_capacity(AHEAD);
        // The quotes that are found, and the numbers of their articles.
        let (mut found, mut numbers) = (Vec::new(), Vec::new());
        let mut pieces = Vec::new();
        let mut doc = candidates.seek(0);
        while doc != TERMINATED {
            docs.clear();
            while doc != TERMINATED && docs.len() < AHEAD {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    docs.push(doc);
                }
                doc = candidates.seek(doc + 1);
            }
            articles.clear();
            articles.extend(docs.iter().map(|doc| self.columns.article(*doc)));
            if asks_articles {
                articles.retain(|article| self.may_meet(&compiled.root, article.doc, article.head));
            }
            self.columns.approach(&articles, asks_quotes);
            self.words.go_on();
            found.clear();
            numbers.clear();
            for (number, article) in articles.iter().enumerate() {
                self.take(number, *article);
                self.find_quotes(&mut found);
                let before = numbers.len();
                if found.len() == before {
                    continue;
                }
                numbers.resize(found.len(), number);
                self.read_scored();
                if scores_later {
                    continue;
                }
                self.complete(&articles, &mut found[before..], &numbers[before..]);
            }
            if scores_later {
                self.complete(&articles, &mut found, &numbers);
            }
            if !found.is_empty() {
                self.part_pieces(&mut found, &mut pieces);
                each(self, &found, &pieces);
            }
        }
    }

    /// Parts from the found quotes those whose reported sentence is among them.
    fn part_pieces(&self, found: &mut Vec<Met>, pieces: &mut Vec<Met>) {
        pieces.clear();
        for number in 0..found.len() {
            let met = found[number];
            if !met.traits.is_piece() {
                continue;
            }
            // The quotes of an article stand behind each other.
            let before = found[..number].iter().rev().take_while(|other| other.at.doc == met.at.doc);
            let mut reports = before.filter(|other| other.traits.kind() == QuoteKind::Indirect);
            if let Some(statement) = self.statement_of(&met)
                && reports.any(|other| other.at.row == statement)
            {
                pieces.push(met);
            }
        }
        if !pieces.is_empty() {
            let mut left = pieces.iter().map(|piece| piece.at.row).peekable();
            found.retain(|met| left.next_if_eq(&met.at.row).is_none());
        }
    }

    /// The row of the reported sentence that holds a piece: its speaker's last report before it.
    fn statement_of(&self, piece: &Met) -> Option<u32> {
        let first = piece.at.row - piece.at.place;
        (first..piece.at.row).rev().find(|row| {
            let traits = self.columns.traits(*row);
            traits.kind() == QuoteKind::Indirect && traits.speaker() == piece.traits.speaker()
        })
    }

    /// Takes an article in hand, which has a number among those that are looked at together.
    fn take(&mut self, number: usize, article: ArticleRow) {
        self.number = number;
        self.article = article;
    }

    /// Reads where the scored words stand in the article at hand. Posting lists only go forward, and scores are made
    /// when the lists stand at later articles already.
    fn read_scored(&mut self) {
        let compiled = self.compiled;
        let topics = compiled.scored.iter().map(|topic| &compiled.topics[*topic]);
        for list in topics.flat_map(|topic| &topic.wordings).flat_map(|wording| &wording.lists) {
            self.words.read(*list, self.number, self.article.doc);
        }
    }

    /// Finds the quotes of the article at hand that meet the condition, not yet complete.
    fn find_quotes(&mut self, found: &mut Vec<Met>) {
        let compiled = self.compiled;
        let article = self.article;
        let quotes = article.end_row - article.first_row;
        self.first = 0;
        while self.first < quotes {
            let tried = (quotes - self.first).min(TOGETHER);
            let meeting = self.meeting(&compiled.root, QuoteSet::MAX >> (TOGETHER - tried));
            let with_all = match &compiled.with_all {
                Some(with_all) => self.meeting(with_all, meeting),
                None => meeting,
            };
            for member in members(meeting) {
                let at = article.quote(self.first + member);
                let matched = if with_all >> member & 1 == 1 { Match::All } else { Match::Some };
                let (traits, worth, places) = (Traits::default(), 0.0, Places::NONE);
                found.push(Met { head: article.head, traits, at, matched, worth, places });
            }
            self.first += TOGETHER;
        }
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
            Condition::Standing => !self.is_earlier(doc),
            Condition::Earlier => self.is_earlier(doc),
            _ => true,
        }
    }

    /// Those of the quotes that meet a condition.
    fn meeting(&mut self, condition: &Condition, quotes: QuoteSet) -> QuoteSet {
        if quotes == 0 {
            return 0;
        }
        match condition {
            Condition::All(parts) => parts.iter().fold(quotes, |left, part| self.meeting(part, left)),
            Condition::Any(parts) => parts.iter().fold(0, |met, part| met | self.meeting(part, quotes & !met)),
            Condition::Not(inner) => quotes & !self.meeting(inner, quotes),
            Condition::Words { words, at_least } => self.about(words, *at_least, quotes),
            Condition::Speaker(numbers) => match numbers.as_slice() {
                [only] => self.with_traits(quotes, |traits| traits.speaker() == *only),
                numbers => self.with_traits(quotes, |traits| numbers.binary_search(&traits.speaker()).is_ok()),
            },
            Condition::Party(number) => self.with_traits(quotes, |traits| traits.party() == *number),
            Condition::Kind(kind) => self.with_traits(quotes, |traits| traits.kind() == *kind),
            Condition::Confidence(least) => self.with_traits(quotes, |traits| *least <= traits.confidence()),
            Condition::Office(numbers) => self.with_offices(quotes, |office| numbers.binary_search(&office).is_ok()),
            Condition::NoOffice => quotes & !self.with_offices(quotes, |_| true),
            Condition::Changed(choice) => self.changed(*choice, quotes),
            Condition::Days(..)
            | Condition::Undated
            | Condition::Outlet(_)
            | Condition::Path(_)
            | Condition::Standing
            | Condition::Earlier => {
                if self.may_meet(condition, self.article.doc, self.article.head) {
                    quotes
                } else {
                    0
                }
            }
        }
    }

    /// Whether an article is an earlier version of its address.
    fn is_earlier(&self, doc: DocId) -> bool {
        self.compiled.relatives.parts.get(self.part).is_some_and(|part| part.earlier.binary_search(&doc).is_ok())
    }

    /// Those of the quotes that were so changed between versions.
    fn changed(&mut self, choice: ChangeChoice, quotes: QuoteSet) -> QuoteSet {
        let Compiled { relatives, searcher, .. } = self.compiled;
        let place = ArticlePlace { part: self.part as u32, article: self.article.doc };
        let changes = relatives.changes(place, |at| read_article(searcher, self.stored, at));
        let changes = match changes {
            Ok(changes) => changes,
            Err(error) => {
                self.failed.get_or_insert(error);
                return 0;
            }
        };
        let changed = |member| {
            let quote = (self.first + member) as usize;
            changes.iter().any(|change| change.quote == quote && change.kind.meets(choice))
        };
        those(quotes, changed)
    }

    #[inline]
    fn with_traits(&self, quotes: QuoteSet, is_so: impl Fn(Traits) -> bool) -> QuoteSet {
        let first = self.article.first_row + self.first;
        those(quotes, |member| is_so(self.columns.traits(first + member)))
    }

    /// Those of the quotes whose speaker has an office of which something is true.
    fn with_offices(&mut self, quotes: QuoteSet, is_so: impl Fn(u32) -> bool) -> QuoteSet {
        let mut so = 0;
        for member in members(quotes) {
            let quote = self.article.quote(self.first + member);
            self.columns.for_each_office(quote, &mut self.offices, |office| {
                so |= QuoteSet::from(is_so(office)) << member;
            });
        }
        so
    }

    /// Those of the quotes that are about so many of the topics.
    fn about(&mut self, topics: &[usize], at_least: usize, quotes: QuoteSet) -> QuoteSet {
        if at_least == 1 {
            return topics.iter().fold(0, |met, topic| met | self.about_topic(*topic, quotes & !met));
        }
        if at_least == topics.len() {
            return topics
                .iter()
                .fold(quotes, |left, topic| if left == 0 { 0 } else { self.about_topic(*topic, left) });
        }
        // The quotes that lack one of them, two, and so on.
        let mut lacking = vec![0; topics.len() - at_least + 1];
        let mut left = quotes;
        for topic in topics {
            let mut lacks = left & !self.about_topic(*topic, left);
            for already in &mut lacking {
                (*already, lacks) = (*already | lacks, *already & lacks);
            }
            left &= !lacking[lacking.len() - 1];
        }
        left
    }

    /// The quotes that are about a topic. It counts in the same places whatever else is asked for beside it.
    #[inline]
    fn about_topic(&mut self, topic: usize, quotes: QuoteSet) -> QuoteSet {
        let compiled = self.compiled;
        let CompiledTopic { field, wordings, .. } = &compiled.topics[topic];
        let wanted = places_that_count(*field);
        let mut met = 0;
        for (wording, TopicWording { lists, .. }) in wordings.iter().enumerate() {
            let mut left = quotes & !met;
            if left == 0 {
                break;
            }
            if *field == TopicField::Anywhere
                && let [only] = lists.as_slice()
            {
                let (sure, unsure) = self.in_reach(*only, left);
                met |= sure;
                left = unsure;
            }
            if left != 0
                && let Some(standing) = self.look(topic, wording, left)
            {
                met |= those(left, |member| standing.places[member as usize].meets(wanted));
            }
        }
        met
    }

    /// The quotes around which a word stands, and those that have to be looked at themselves to tell.
    #[inline]
    fn in_reach(&mut self, word: usize, quotes: QuoteSet) -> (QuoteSet, QuoteSet) {
        let ArticleRow { doc, head, first_row, end_row } = self.article;
        let words = self.words.read(word, self.number, doc);
        match words.first() {
            None => return (0, 0),
            // A word in the headline is around all quotes of the article.
            Some(first) if *first < head.title() => return (quotes, 0),
            Some(_) => {}
        }
        let first = first_row + self.first;
        let rows = first..end_row.min(first + TOGETHER);
        // With more places than these a binary search is faster than a look at each.
        const LONG: usize = 16;
        let columns = &self.columns;
        let near = match words {
            [only] => around(columns, rows, quotes, |reach| reach.holds(*only)),
            few if few.len() <= LONG => around(columns, rows, quotes, |reach| reach.holds_any(few)),
            many => around(columns, rows, quotes, |reach| reach.holds_any_of_many(many)),
        };
        let unsure = those(near, |member| columns.reach(first + member).is_unsure());
        (near & !unsure, near & unsure)
    }

    /// In which places around a quote of those that are tried a wording stands.
    #[inline]
    fn places(&mut self, topic: usize, wording: usize, place: u32) -> Places {
        let member = place - self.first;
        self.look(topic, wording, 1 << member).map_or(Places::NONE, |standing| standing.places[member as usize])
    }

    /// Looks for a wording around some of the quotes; `None` where the article does not hold it.
    #[inline]
    fn look(&mut self, topic: usize, wording: usize, quotes: QuoteSet) -> Option<&InArticle> {
        if self.standing[topic][wording].doc != self.article.doc {
            self.find_in_article(topic, wording);
        }
        let standing = &mut self.standing[topic][wording];
        if !standing.is_there {
            return None;
        }
        standing.go_to(self.first);
        if quotes & !standing.tried != 0 {
            self.look_around(topic, wording, quotes);
        }
        Some(&self.standing[topic][wording])
    }

    /// Finds a wording in the article at hand.
    fn find_in_article(&mut self, topic: usize, wording: usize) {
        let ArticleRow { doc, head, .. } = &self.article;
        let TopicWording { lists, slop, .. } = &self.compiled.topics[topic].wordings[wording];
        let standing = &mut self.standing[topic][wording];
        standing.doc = *doc;
        standing.first = 0;
        standing.tried = 0;
        (standing.more_before, standing.more_read) = (0, 0);
        standing.is_there = lists.iter().all(|list| !self.words.read(*list, self.number, *doc).is_empty());
        if !standing.is_there {
            return;
        }
        if lists.len() > 1 {
            let lists: Vec<&[u32]> = lists.iter().map(|list| self.words.of(*list, self.number)).collect();
            find_together(&lists, *slop, &mut standing.together);
        }
        standing.title = standing_at(lists, &self.words, self.number, &standing.together).in_title(head.title());
    }

    /// Finds the places of a wording around those of the quotes for which it was not done.
    fn look_around(&mut self, topic: usize, wording: usize, quotes: QuoteSet) {
        let ArticleRow { doc, first_row, .. } = &self.article;
        let TopicWording { lists, slop, .. } = &self.compiled.topics[topic].wordings[wording];
        let (words, number) = (&self.words, self.number);
        let InArticle { title, together, tried, places, more_before, more_read, .. } =
            &mut self.standing[topic][wording];
        let here = standing_at(lists, words, number, together);
        // The record shows the segments of a quote as one text, and words that stand together there are together.
        let in_segments = |quoted: &QuotedWords| {
            let segments = quoted.segments();
            let lists: Vec<Vec<u32>> = lists.iter().map(|list| joined(words.of(*list, number), &segments)).collect();
            let lists: Vec<&[u32]> = lists.iter().map(Vec::as_slice).collect();
            let mut found = Vec::new();
            find_together(&lists, *slop, &mut found);
            !found.is_empty()
        };
        let first = first_row + self.first;
        let mut with_more = 0;
        for member in members(quotes & !*tried) {
            let packed = self.columns.at(first + member);
            with_more |= QuoteSet::from(has_more(packed)) << member;
            places[member as usize] = unpack_short(packed).places_of(here).with(*title);
        }
        *tried |= quotes;
        if with_more == 0 {
            return;
        }
        let all = self.columns.more(*doc, &mut self.more);
        let mut more = More { left: all.get(*more_before..).unwrap_or_default() };
        for member in members(with_more) {
            let short = unpack_short(self.columns.at(first + member));
            let quoted = more.quoted((self.first + member) as usize, short);
            let found = quoted.places_of(here).with(*title);
            let is_apart = lists.len() > 1 && !quoted.rest.is_empty() && !found.meets(Places::QUOTE);
            places[member as usize] = if is_apart && in_segments(&quoted) { found.with(Places::QUOTE) } else { found };
        }
        *more_read = (*more_read).max(all.len() - more.left.len());
    }

    /// Reads the traits of quotes that were found, and makes what the words are worth to them; `numbers` are those of
    /// their articles.
    fn complete(&mut self, articles: &[ArticleRow], found: &mut [Met], numbers: &[usize]) {
        found.iter_mut().for_each(|met| met.traits = self.columns.traits(met.at.row));
        let compiled = self.compiled;
        for topic in &compiled.scored {
            self.add_worths(*topic, articles, found, numbers);
        }
    }

    /// Adds what a topic is worth to each of the quotes that were found; `numbers` are those of their articles.
    fn add_worths(&mut self, topic: usize, articles: &[ArticleRow], found: &mut [Met], numbers: &[usize]) {
        let compiled = self.compiled;
        let CompiledTopic { field, wordings, rarity, bearers, .. } = &compiled.topics[topic];
        // Most topics are a single word, and most quotes in one piece: then its numbers alone are looked at.
        let only = match wordings.as_slice() {
            [TopicWording { lists, worths, .. }] if lists.len() == 1 => Some((lists[0], worths)),
            _ => None,
        };
        for (met, number) in found.iter_mut().zip(numbers) {
            let packed = self.columns.at(met.at.row);
            if let Some((list, worths)) = only
                && !has_more(packed)
            {
                let standing = WordStanding::Word(self.words.of(list, *number));
                let places = unpack_short(packed).places_of(standing).with(standing.in_title(met.head.title()));
                let places = places_that_score(places, *field, bearers.contains(met.traits.speaker()));
                met.worth += rarity * worths[places.number()];
                met.places = met.places.with(places);
                continue;
            }
            if *number != self.number {
                self.take(*number, articles[*number]);
            }
            self.first = met.at.place - met.at.place % TOGETHER;
            let (worth, places) = self.worth_of(topic, met);
            met.worth += rarity * worth;
            met.places = met.places.with(places);
        }
    }

    /// What a topic is worth to a quote of the article at hand, and where it stands.
    #[inline]
    fn worth_of(&mut self, topic: usize, met: &Met) -> (f32, Places) {
        let compiled = self.compiled;
        let CompiledTopic { field, wordings, bearers, .. } = &compiled.topics[topic];
        let is_bearer = bearers.contains(met.traits.speaker());
        let place_in = |this: &mut Self, wording: usize| {
            places_that_score(this.places(topic, wording, met.at.place), *field, is_bearer)
        };
        if let [only] = wordings.as_slice() {
            let found = place_in(self, 0);
            return (only.worths[found.number()], found);
        }
        let each: Vec<(Places, f32)> =
            (0..wordings.len()).map(|wording| (place_in(self, wording), wordings[wording].weight)).collect();
        let all = each.iter().fold(Places::NONE, |all, (places, _)| all.with(*places));
        (compiled.weights.worth_of(each.iter().copied()), all)
    }

    /// How the score of a quote is made up.
    pub fn explain(&mut self, doc: DocId, place: u32) -> ScoreParts {
        self.words.go_on();
        self.take(0, self.columns.article(doc));
        self.first = place - place % TOGETHER;
        let at = self.article.quote(place);
        let traits = self.columns.traits(at.row);
        let (matched, places) = (Match::All, Places::NONE);
        let mut met = Met { head: self.article.head, traits, at, matched, worth: 0.0, places };
        let compiled = self.compiled;
        let mut words = Vec::new();
        for &topic in &compiled.scored {
            let (worth, places) = self.worth_of(topic, &met);
            let CompiledTopic { label, rarity, .. } = &compiled.topics[topic];
            met.places = met.places.with(places);
            words.push(WordScore { word: label.clone(), rarity: *rarity, worth, places: places.names() });
        }
        ScoreParts::new(words, met.standing(), &compiled.weights)
    }
}

/// Those of the quotes of these rows around which something stands.
#[inline]
fn around(columns: &Columns, rows: RowRange, quotes: QuoteSet, holds: impl Fn(Reach) -> bool) -> QuoteSet {
    let first = rows.start;
    match columns.reaches(rows) {
        // Where the columns are unpacked, looking at all of them is faster than choosing.
        Some(reaches) => {
            let all = (0u32..).zip(reaches);
            quotes & all.fold(0, |set, (member, reach)| set | QuoteSet::from(holds(*reach)) << member)
        }
        None => those(quotes, |member| holds(columns.reach(first + member))),
    }
}

/// Where a wording stands, of one word or of several.
#[inline]
fn standing_at<'w>(lists: &[usize], words: &'w WordPlaces, number: usize, together: &'w [Stretch]) -> WordStanding<'w> {
    match lists {
        [only] => WordStanding::Word(words.of(*only, number)),
        _ => WordStanding::Words(together),
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

/// The places that count for the score of a topic asked for in this field; for a quote of somebody who bears the word
/// as a name, the name in their own paragraph counts as less.
#[inline]
fn places_that_score(places: Places, field: TopicField, is_bearer: bool) -> Places {
    let counted = places.only(places_that_count(field));
    if is_bearer { counted.of_own_name() } else { counted }
}
