//! An engine in memory that looks at every quote of every article, text by text: slow, and plain enough to be seen to be
//! right. What the tests hold the real one to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use chrono::NaiveDate;

use super::analyze::{Stems, fold_words, outlet_id};
use super::ask::{HitVersions, QuoteChange};
use super::changes::{Changed, changes_between};
use super::engine::{FoundQuotes, Search, Snapshot, Writable, Writing};
use super::entry::NamedId;
use super::error::IndexError;
use super::facets::{Facet, FacetCounts, FacetValue, Times, ValueDays};
use super::files::{FileState, Seen};
use super::gathering::{Gathered, Gathering, HeldWord, best_of, telling, told_together};
use super::matching::{Haystack, Needle, wording_terms};
use super::mend::{near_distance, order_near};
use super::places::Places;
use super::prepared::{LabelOf, Prepared, WORD_END, confidence_number, day_number, first_number};
use super::rank::{Best, Match, QuotePlace, Ranked};
use super::related::{ArticlePlace, Related, Relative, SaidInCopy, VersionAge, shared_statements};
use super::score::{self, Merits, RankWeights, ScoreParts, WordScore};
use super::stored::{self, QUOTE_KINDS, StoredArticle};
use super::update::Update;
use super::wider::with_standing;
use crate::article::{Block, BlockKind};
use crate::query::tree::*;
use crate::quotes::QuoteKind;
use crate::record::QuoteRecord;

/// Articles by key.
#[derive(Default)]
pub(super) struct Plain {
    held: RefCell<Contents>,
}

#[derive(Clone, Default)]
struct Contents {
    articles: BTreeMap<u64, PlainArticle>,
    files: BTreeMap<String, FileState>,
}

#[derive(Clone)]
struct PlainArticle {
    seen: Seen,
    article: StoredArticle,
    prepared: Prepared,
    turn: u64,
    versions: HitVersions,
    /// The number that tells which statement it is, of each quote.
    statements: Vec<u64>,
    /// With the key of the version that each is compared with.
    changes: Vec<(Changed, u64)>,
}

impl Contents {
    /// Tells versions and copies anew, each article compared with each.
    fn relate(&mut self) {
        let mut held: Vec<&mut PlainArticle> = self.articles.values_mut().collect();
        let relatives = held.iter().enumerate().map(|(at, held)| {
            let PlainArticle { seen, prepared, turn, .. } = &**held;
            Relative {
                place: ArticlePlace { part: 0, article: at as u32 },
                key: seen.key,
                address: prepared.address,
                sketch: prepared.sketch,
                age: VersionAge { day: prepared.updated.or(prepared.day), captured: prepared.captured, turn: *turn },
                day: prepared.day,
            }
        });
        let related = Related::of(relatives.collect());
        for held in &mut held {
            held.versions = HitVersions::default();
            held.changes.clear();
            held.statements = held.prepared.rows.iter().map(|row| row.same_words).collect();
        }
        for group in &related.copies {
            let said: Vec<Vec<SaidInCopy>> = group.iter().map(|place| said_in(held[place.article as usize])).collect();
            for (article, quote, number) in shared_statements(&said) {
                held[group[article].article as usize].statements[quote] = number;
            }
        }
        for set in &related.versions {
            let first: Vec<usize> = set.iter().map(|version| version[0].article as usize).collect();
            let changes = changes_between(first.iter().map(|at| &held[*at].article));
            for changed in changes {
                let other = held[first[changed.other]].seen.key;
                held[first[changed.version]].changes.push((changed, other));
            }
            let earlier = set.len() - 1;
            for (version, places) in set.iter().enumerate() {
                for place in places {
                    let is_earlier = version < earlier;
                    held[place.article as usize].versions = HitVersions { earlier, is_earlier };
                }
            }
        }
    }
}

fn said_in(held: &PlainArticle) -> Vec<SaidInCopy> {
    let speaker = |at: &usize| first_number(&blake3::hash(held.prepared.labels[*at].1.id.as_bytes()));
    let rows = held.prepared.rows.iter();
    rows.map(|row| SaidInCopy { speaker: row.speaker.as_ref().map_or(0, speaker), same_words: row.same_words })
        .collect()
}

/// One quote with all the texts around it.
struct QuoteView<'a> {
    held: &'a PlainArticle,
    place: usize,
    record: QuoteRecord,
    party: Option<&'a NamedId>,
    offices: Vec<&'a NamedId>,
    outlet: Option<&'a NamedId>,
    texts: Vec<(Places, String)>,
}

impl Plain {
    pub fn begin_update(&self, settings: &str) -> Update<'_> {
        Update::new(self, settings).expect("memory can be read")
    }

    fn each<T>(&self, mut look: impl FnMut(&QuoteView) -> T) -> Vec<T> {
        let contents = self.held.borrow();
        let mut seen = Vec::new();
        for held in contents.articles.values() {
            for place in 0..held.prepared.rows.len() {
                seen.push(look(&QuoteView::new(held, place)));
            }
        }
        seen
    }

    fn words(&self) -> BTreeMap<String, u64> {
        let mut words: BTreeMap<String, u64> = BTreeMap::new();
        for held in self.held.borrow().articles.values() {
            let distinct: BTreeSet<&str> = held.prepared.words.split_terminator(WORD_END).collect();
            distinct.into_iter().for_each(|word| *words.entry(word.to_string()).or_default() += 1);
        }
        words
    }

    /// Of a topic word: how much it tells.
    fn rarity(&self, word: &TopicWord) -> f32 {
        let articles = self.held.borrow().articles.len() as u64;
        let words = self.words();
        let stems = Stems::new();
        let of_wording = |wording: &Wording| {
            let terms = wording_terms(wording);
            let last = terms.len().saturating_sub(1);
            let held = |(place, term): (usize, &String)| {
                let fits = |word: &str| match wording.matching {
                    Matching::Stemmed => stems.of(word) == *term,
                    Matching::Prefix if place == last => word.starts_with(term.as_str()),
                    _ => word == term,
                };
                words.iter().filter(|(word, _)| fits(word)).map(|(_, count)| count).sum::<u64>().min(articles)
            };
            terms.iter().enumerate().map(held).min().unwrap_or(0)
        };
        score::rarity(articles, word.wordings.iter().map(of_wording).max().unwrap_or(0))
    }
}

impl<'a> QuoteView<'a> {
    fn new(held: &'a PlainArticle, place: usize) -> QuoteView<'a> {
        let row = &held.prepared.rows[place];
        let label = |at: &usize| &held.prepared.labels[*at].1;
        let record = held.article.quote(place, row.number).expect("a quote of the table");
        let context = held.article.context_of(place);
        let prose = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Subheading);
        let blocks = &held.article.blocks;
        let before: Vec<&Block> =
            blocks.iter().filter(prose).filter(|block| block.span.end() <= context.start()).collect();
        let behind: Vec<&Block> =
            blocks.iter().filter(prose).filter(|block| block.span.start() >= context.end()).collect();
        let from = before.iter().rev().take(3).next_back().map_or(context.start(), |block| block.span.start());
        let to = behind.iter().take(2).next_back().map_or(context.end(), |block| block.span.end());
        let text = &held.article.text;
        QuoteView {
            held,
            place,
            party: row.party.as_ref().map(label),
            offices: row.offices.iter().map(label).collect(),
            outlet: held.prepared.outlet.as_ref().map(label),
            texts: vec![
                (Places::QUOTE, record.quote.clone()),
                (Places::LEAD_IN, record.lead_in.clone().unwrap_or_default()),
                (Places::CONTEXT, record.context.clone()),
                (Places::TITLE, record.article.title.clone().unwrap_or_default()),
                (Places::NEARBY, text[from..context.start()].to_string()),
                (Places::NEARBY, text[context.end()..to].to_string()),
            ],
            record,
        }
    }

    fn holds(&self, node: &Node) -> bool {
        let record = &self.record;
        match node {
            Node::All(nodes) => nodes.iter().all(|node| self.holds(node)),
            Node::Any(nodes) => nodes.iter().any(|node| self.holds(node)),
            Node::Not(node) => !self.holds(node),
            Node::Words(words) => {
                let tellable: Vec<&TopicWord> = words.words.iter().filter(|word| !is_empty(word)).collect();
                let found = tellable.iter().filter(|word| self.stands(word)).count();
                tellable.is_empty() || found >= words.at_least.clamp(1, tellable.len())
            }
            Node::Prefer(_) => true,
            Node::Speaker(speakers) => speakers.iter().any(|speaker| match (speaker, &record.speaker) {
                (_, None) => false,
                (SpeakerRef::Id(id), Some(speaker)) => *id == speaker.id,
                (SpeakerRef::Named(name), Some(speaker)) => all_words_in(name, &speaker.name),
            }),
            Node::Party(id) => self.party.is_some_and(|party| party.id == *id),
            Node::Office(ids) => self.offices.iter().any(|office| ids.contains(&office.id)),
            Node::Outlet(OutletRef::Words(name)) => self.outlet.is_some_and(|outlet| all_words_in(name, &outlet.name)),
            Node::Outlet(OutletRef::Exact(name)) => self.outlet.is_some_and(|outlet| outlet.id == outlet_id(name)),
            Node::Kind(kind) => record.kind == kind.name(),
            Node::Dates(DateRange { from: None, to: None }) => true,
            Node::Dates(range) => self
                .day()
                .is_some_and(|day| range.from.is_none_or(|from| from <= day) && range.to.is_none_or(|to| day <= to)),
            Node::Lacks(Attribute::Speaker) => record.speaker.is_none(),
            Node::Lacks(Attribute::Party) => self.party.is_none(),
            Node::Lacks(Attribute::Office) => self.offices.is_empty(),
            Node::Lacks(Attribute::Outlet) => self.outlet.is_none(),
            Node::Lacks(Attribute::Date) => record.article.date.is_none(),
            Node::ConfidenceAtLeast(least) => record.confidence >= *least,
            Node::Version(VersionChoice::All) => true,
            Node::Version(VersionChoice::Standing) => !self.held.versions.is_earlier,
            Node::Version(VersionChoice::Earlier) => self.held.versions.is_earlier,
            Node::Changed(choice) => {
                self.held.changes.iter().any(|(changed, _)| changed.quote == self.place && changed.kind.meets(*choice))
            }
            Node::Path(part) => {
                let part = part.to_lowercase();
                let holds = |text: &String| text.to_lowercase().contains(&part);
                holds(&record.article.path) || record.article.member.as_ref().is_some_and(holds)
            }
        }
    }

    fn day(&self) -> Option<NaiveDate> {
        self.record.article.date.as_deref().map(|date| date.parse().expect("a date"))
    }

    fn stands(&self, word: &TopicWord) -> bool {
        word.wordings.iter().any(|wording| self.places(wording, word.field) != Places::NONE)
    }

    /// In which of the texts a wording stands.
    fn places(&self, wording: &Wording, field: TopicField) -> Places {
        let needles = [Needle::new(&TopicWord { wordings: vec![wording.clone()], field })];
        let mut found = Places::NONE;
        for (place, text) in &self.texts {
            let counts = match field {
                TopicField::Anywhere => true,
                TopicField::Quote => *place == Places::QUOTE,
                TopicField::Title => *place == Places::TITLE,
            };
            if counts && !needles[0].find_all(&Haystack::new(&needles, text)).is_empty() {
                found = found.with(*place);
            }
        }
        found
    }

    /// Whether it is a piece of a reported sentence that meets the condition, too.
    fn is_piece_of_hit(&self, root: &Node) -> bool {
        let statement = self.held.prepared.rows[self.place].part_of;
        statement.is_some_and(|statement| QuoteView::new(self.held, statement).holds(root))
    }

    fn parts(&self, root: &Node, plain: &Plain, weights: &RankWeights) -> ScoreParts {
        let mut words = Vec::new();
        super::answer::topic_words(root, &mut words);
        let mut anywhere = Places::NONE;
        let words = words
            .into_iter()
            .filter(|(word, _)| !is_empty(word))
            .map(|(word, is_asked)| {
                let each: Vec<(Places, f32)> =
                    word.wordings.iter().map(|wording| (self.places(wording, word.field), wording.weight)).collect();
                let places = each.iter().fold(Places::NONE, |all, (places, _)| all.with(*places));
                anywhere = anywhere.with(places);
                WordScore {
                    word: word.wordings[0].words.join(" "),
                    rarity: plain.rarity(word) * if is_asked { 1.0 } else { weights.preferred },
                    worth: weights.worth_of(each.iter().copied()),
                    places: places.names(),
                }
            })
            .collect();
        let standing = Merits {
            kind: self.kind(),
            confidence: confidence_number(self.record.confidence),
            is_mixed: self.held.prepared.rows.iter().any(|row| row.part_of == Some(self.place)),
            few_words: self.record.kind == "partial" && fold_words(&self.record.quote).len() <= 2,
            places: anywhere,
        };
        ScoreParts::new(words, standing, weights)
    }

    fn kind(&self) -> QuoteKind {
        *QUOTE_KINDS.iter().find(|kind| kind.name() == self.record.kind).expect("a kind")
    }

    fn values(&self, facet: Facet) -> Vec<NamedId> {
        let plain = |id: &str| NamedId { id: id.to_string(), name: id.to_string() };
        match facet {
            Facet::Speaker => self
                .record
                .speaker
                .iter()
                .map(|speaker| NamedId { id: speaker.id.clone(), name: speaker.name.clone() })
                .collect(),
            Facet::Party => self.party.into_iter().cloned().collect(),
            Facet::Office => self.offices.iter().map(|office| (*office).clone()).collect(),
            Facet::Outlet => self.outlet.into_iter().cloned().collect(),
            Facet::Kind => vec![plain(&self.record.kind)],
            Facet::Time => Vec::new(),
        }
    }
}

fn is_empty(word: &TopicWord) -> bool {
    word.wordings.iter().all(|wording| wording_terms(wording).is_empty())
}

fn all_words_in(wanted: &str, name: &str) -> bool {
    let (wanted, words) = (fold_words(wanted), fold_words(name));
    !wanted.is_empty() && wanted.iter().all(|word| words.contains(word))
}

/// A quote's values of a facet, and its day.
type Valued = (Vec<NamedId>, Option<NaiveDate>);

fn tally(facet: Facet, found: &[Valued], most: usize, days: ValueDays) -> FacetCounts {
    let mut counts: BTreeMap<String, FacetValue> = BTreeMap::new();
    let mut without = 0;
    for (labels, day) in found {
        without += u64::from(labels.is_empty());
        for NamedId { id, name } in labels {
            let value = counts.entry(id.clone()).or_insert_with(|| FacetValue {
                id: id.clone(),
                name: name.clone(),
                count: 0,
                days: None,
            });
            value.count += 1;
            if let (Some(day), ValueDays::Given, true) = (day, days, facet != Facet::Kind) {
                let span = value.days.get_or_insert((*day, *day));
                *span = (span.0.min(*day), span.1.max(*day));
            }
        }
    }
    let mut values: Vec<FacetValue> = counts.into_values().collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    let others = values.iter().skip(most).map(|value| value.count).sum();
    values.truncate(most);
    FacetCounts { values, others, without }
}

impl Snapshot for Plain {
    fn search(&self, search: &Search) -> Result<FoundQuotes, IndexError> {
        let root = with_standing(search.root);
        let search = &Search { root: &root, ..*search };
        let mut found = FoundQuotes::default();
        let mut best = Best::new(search.order, search.hits, search.weights.kept_together);
        let with_all = if search.tiers { super::wider::with_all_words(search.root) } else { None };
        let mut different = BTreeSet::new();
        let (mut days, mut undated) = (BTreeMap::new(), 0);
        let mut values: BTreeMap<Facet, Vec<Valued>> = BTreeMap::new();
        self.each(|quote| {
            if !quote.holds(search.root) {
                return;
            }
            if quote.is_piece_of_hit(search.root) {
                if search.facets.contains(&Facet::Kind) {
                    values.entry(Facet::Kind).or_default().push((quote.values(Facet::Kind), quote.day()));
                }
                return;
            }
            let statement = quote.held.statements[quote.place];
            let matched = if with_all.as_ref().is_none_or(|root| quote.holds(root)) { Match::All } else { Match::Some };
            found.total += 1;
            found.with_all += u64::from(matched == Match::All);
            different.insert(statement);
            if search.distinct {
                found.same_words.push(statement);
            }
            match quote.day() {
                Some(day) => *days.entry(day).or_default() += 1,
                None => undated += 1,
            }
            for facet in search.facets {
                values.entry(*facet).or_default().push((quote.values(*facet), quote.day()));
            }
            if search.hits > 0 && (search.only.is_empty() || search.only.contains(&statement)) {
                best.push(self.ranked(quote, search.root, matched, &search.weights));
            }
        });
        found.distinct = if search.distinct { different.len() as u64 } else { 0 };
        for facet in search.facets {
            if *facet == Facet::Time {
                found.times = Times { days: days.clone().into_iter().collect(), undated };
            } else {
                let values = values.remove(facet).unwrap_or_default();
                found.facets.push((*facet, tally(*facet, &values, search.facet_values, search.value_days)));
            }
        }
        found.ranked = best.in_order();
        Ok(found)
    }

    fn record(&self, place: QuotePlace) -> Result<Option<QuoteRecord>, IndexError> {
        Ok(self.with_quote(place, |quote| quote.record.clone()))
    }

    fn article(&self, place: QuotePlace) -> Result<Option<Rc<StoredArticle>>, IndexError> {
        let contents = self.held.borrow();
        Ok(contents.articles.values().nth(place.article as usize).map(|held| Rc::new(held.article.clone())))
    }

    fn search_in(
        &self,
        root: &Node,
        articles: &[QuotePlace],
        weights: &RankWeights,
    ) -> Result<Vec<Ranked>, IndexError> {
        let root = &with_standing(root);
        let all = self.each(|quote| {
            let here = self.place_of(quote).article;
            let is_asked = articles.iter().any(|place| place.article == here);
            let is_found = is_asked && quote.holds(root) && !quote.is_piece_of_hit(root);
            is_found.then(|| self.ranked(quote, root, Match::All, weights))
        });
        Ok(all.into_iter().flatten().collect())
    }

    fn versions(&self, place: QuotePlace) -> Result<HitVersions, IndexError> {
        Ok(self.with_quote(place, |quote| quote.held.versions).expect("a quote that was found"))
    }

    fn changes(&self, place: QuotePlace) -> Result<Vec<QuoteChange>, IndexError> {
        let contents = self.held.borrow();
        let told = self.with_quote(place, |quote| {
            let of_quote = quote.held.changes.iter().filter(|(changed, _)| changed.quote == quote.place);
            of_quote
                .map(|(changed, key)| {
                    let other = &contents.articles[key];
                    let wording = changed.wording.map(|at| QuoteView::new(other, at).record);
                    QuoteChange { kind: changed.kind, other: Arc::clone(&other.article.record), wording }
                })
                .collect()
        });
        Ok(told.expect("a quote that was found"))
    }

    fn explain(&self, root: &Node, place: QuotePlace, weights: &RankWeights) -> Result<ScoreParts, IndexError> {
        Ok(self.with_quote(place, |quote| quote.parts(root, self, weights)).expect("a quote that was found"))
    }

    fn holds_stem(&self, stem: &str) -> Result<bool, IndexError> {
        let stems = Stems::new();
        Ok(self.words().keys().any(|word| stems.of(word) == stem))
    }

    fn gather(&self, wanted: &Gathering) -> Result<Vec<Gathered>, IndexError> {
        let contents = self.held.borrow();
        let holding = |word: &String| {
            let holds = |held: &&PlainArticle| held.prepared.words.split_terminator(WORD_END).any(|it| it == word);
            contents.articles.values().filter(holds).count() as u64
        };
        let held = wanted.words.iter().enumerate().map(|(word, text)| HeldWord { word, articles: holding(text) });
        let chosen = telling(held.collect(), contents.articles.len() as u64);
        let rarities: Vec<f32> = chosen.iter().map(|(_, rarity)| *rarity).collect();
        let found = contents.articles.values().enumerate().map(|(article, held)| {
            let at = |text: &str| chosen.iter().position(|(word, _)| wanted.words[*word] == text);
            let words = held.prepared.words.split_terminator(WORD_END);
            let mut places: Vec<(u32, usize)> = (0..).zip(words).filter_map(|(n, it)| Some((n, at(it)?))).collect();
            let told = told_together(&mut places, &rarities, wanted.reach);
            Gathered { article: QuotePlace { part: 0, article: article as u32, quote: 0 }, told }
        });
        Ok(best_of(found.filter(|it| it.told > 0.0).collect(), wanted.most))
    }

    fn words_near(&self, word: &str, most: usize) -> Result<Vec<String>, IndexError> {
        let Some(distance) = near_distance(word) else { return Ok(Vec::new()) };
        let near = self.words().into_iter().filter(|(near, _)| strsim::osa_distance(word, near) <= distance.into());
        Ok(order_near(word, near, most))
    }

    fn speaker_words_near(&self, _: &str, _: usize) -> Result<Vec<String>, IndexError> {
        Ok(Vec::new())
    }

    fn label(&self, of: LabelOf, id: &str) -> Result<Option<NamedId>, IndexError> {
        let contents = self.held.borrow();
        let mut labels = contents.articles.values().flat_map(|held| &held.prepared.labels);
        Ok(labels.find(|(kind, label)| *kind == of && label.id == id).map(|(_, label)| label.clone()))
    }

    fn days(&self) -> Result<Option<(NaiveDate, NaiveDate)>, IndexError> {
        let days: Vec<NaiveDate> = self.each(|quote| quote.day()).into_iter().flatten().collect();
        Ok(days.iter().min().copied().zip(days.iter().max().copied()))
    }
}

impl Plain {
    fn ranked(&self, quote: &QuoteView, root: &Node, matched: Match, weights: &RankWeights) -> Ranked {
        Ranked {
            place: self.place_of(quote),
            matched,
            score: quote.parts(root, self, weights).sum(),
            day: quote.day().map(day_number),
            article: quote.held.seen.key,
            same_words: quote.held.statements[quote.place],
        }
    }

    fn place_of(&self, quote: &QuoteView) -> QuotePlace {
        let contents = self.held.borrow();
        let article = contents.articles.keys().position(|key| *key == quote.held.seen.key).expect("held");
        QuotePlace { part: 0, article: article as u32, quote: quote.place as u32 }
    }

    fn with_quote<T>(&self, place: QuotePlace, look: impl FnOnce(&QuoteView) -> T) -> Option<T> {
        let contents = self.held.borrow();
        let held = contents.articles.values().nth(place.article as usize)?;
        Some(look(&QuoteView::new(held, place.quote as usize)))
    }
}

struct PlainWriting<'a> {
    plain: &'a Plain,
    contents: Contents,
}

impl Writable for Plain {
    fn files(&self) -> Result<Vec<(String, FileState)>, IndexError> {
        Ok(self.held.borrow().files.iter().map(|(path, state)| (path.clone(), state.clone())).collect())
    }

    fn write(&self, _: &str) -> Result<Box<dyn Writing + '_>, IndexError> {
        Ok(Box::new(PlainWriting { plain: self, contents: self.held.borrow().clone() }))
    }

    fn not_locked(&self) -> IndexError {
        IndexError::Locked { dir: "memory".into() }
    }
}

impl Writing for PlainWriting<'_> {
    fn articles_of(&self, file: &str) -> Result<Vec<(u64, u64)>, IndexError> {
        let file = super::file_update::file_number(file);
        let held = self.plain.held.borrow();
        let of_file = held.articles.values().filter(|held| held.seen.file == file);
        Ok(of_file.map(|held| (held.seen.key, held.seen.state)).collect())
    }

    fn put(&mut self, seen: &Seen, prepared: Prepared) -> Result<(), IndexError> {
        let article = stored::read(&prepared.stored).expect("what was written can be read");
        if let Some(key) = seen.replaces {
            self.contents.articles.remove(&key);
        }
        let next = self.contents.articles.values().map(|held| held.turn + 1).max().unwrap_or(0);
        let turn = prepared.turn.unwrap_or(next);
        let (versions, statements, changes) = Default::default();
        let held = PlainArticle { seen: *seen, article, prepared, turn, versions, statements, changes };
        self.contents.articles.insert(seen.key, held);
        Ok(())
    }

    fn remove(&mut self, key: u64) -> Result<(), IndexError> {
        self.contents.articles.remove(&key);
        Ok(())
    }

    fn remember(&mut self, file: &str, state: FileState) -> Result<(), IndexError> {
        self.contents.files.insert(file.to_string(), state);
        Ok(())
    }

    fn forget(&mut self, file: &str) -> Result<(), IndexError> {
        let number = super::file_update::file_number(file);
        self.contents.articles.retain(|_, held| held.seen.file != number);
        self.contents.files.remove(file);
        Ok(())
    }

    fn commit(&mut self) -> Result<(), IndexError> {
        self.contents.relate();
        *self.plain.held.borrow_mut() = self.contents.clone();
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), IndexError> {
        self.commit()
    }
}
