//! A query's tree with its names resolved to numbers and its words to the lists that hold them: made once for a query,
//! the same for every segment.

use std::sync::Arc;

use chrono::Datelike;
use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::labels;
use super::relatives::Relatives;
use super::schema::{self, Fields};
use super::writer::STEM_END;
use crate::index::analyze::{fold_words, outlet_id};
use crate::index::error::IndexError;
use crate::index::matching::wording_terms;
use crate::index::mend::{near_distance, order_near};
use crate::index::numbers::SmallNumbers;
use crate::index::places::Places;
use crate::index::prepared::{LabelOf, least_confidence};
use crate::index::score::{RankWeights, rarity};
use crate::index::wider::with_standing;
use crate::query::tree::{
    Attribute, ChangeChoice, Matching, Node, OutletRef, SpeakerRef, TopicField, TopicWord, VersionChoice, WordGroup,
};
use crate::quotes::QuoteKind;

/// A condition on a quote and its article.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Words by their places in [`Compiled::topics`]; at least so many of them.
    Words {
        words: Vec<usize>,
        at_least: usize,
    },
    /// One of these numbers, rising; 0 is a quote without a speaker.
    Speaker(Vec<u32>),
    /// 0 is none.
    Party(u32),
    Office(Vec<u32>),
    NoOffice,
    /// One of these numbers, rising; 0 is an article without an outlet.
    Outlet(Vec<u32>),
    Kind(QuoteKind),
    /// First and last day.
    Days(i32, i32),
    Undated,
    Confidence(u16),
    /// Path or member holds this text; by its place in [`Compiled::paths`].
    Path(usize),
    /// The article is no earlier version of an address, or is one.
    Standing,
    Earlier,
    /// The quote was so changed between versions.
    Changed(ChangeChoice),
}

impl Condition {
    fn everything() -> Condition {
        Condition::All(Vec::new())
    }

    /// Whether something is asked that stands with the quote itself.
    pub fn asks_quotes(&self) -> bool {
        match self {
            Condition::Speaker(_) | Condition::Party(_) | Condition::Kind(_) | Condition::Confidence(_) => true,
            Condition::Office(_) | Condition::NoOffice => true,
            Condition::Not(inner) => inner.asks_quotes(),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(Condition::asks_quotes),
            Condition::Words { .. } | Condition::Changed(_) => false,
            Condition::Days(..) | Condition::Undated | Condition::Outlet(_) | Condition::Path(_) => false,
            Condition::Standing | Condition::Earlier => false,
        }
    }

    /// Whether something is asked that stands with the article, and rules it out by itself.
    pub fn asks_articles(&self) -> bool {
        match self {
            Condition::Days(..) | Condition::Undated | Condition::Outlet(_) | Condition::Path(_) => true,
            Condition::Standing | Condition::Earlier => true,
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(Condition::asks_articles),
            _ => false,
        }
    }

    /// The condition with all the words of each group; `None` where it asks for no fewer. What is left out stays so.
    fn with_all(&self) -> Option<Condition> {
        let of = |parts: &[Condition]| -> Option<Vec<Condition>> {
            let stricter: Vec<Option<Condition>> = parts.iter().map(Condition::with_all).collect();
            let is_so = stricter.iter().any(Option::is_some);
            is_so
                .then(|| stricter.into_iter().zip(parts).map(|(it, part)| it.unwrap_or_else(|| part.clone())).collect())
        };
        match self {
            Condition::All(parts) => of(parts).map(Condition::All),
            Condition::Any(parts) => of(parts).map(Condition::Any),
            Condition::Words { words, at_least } if *at_least < words.len() => {
                Some(Condition::Words { words: words.clone(), at_least: words.len() })
            }
            _ => None,
        }
    }

    /// How much it costs to try it on a quote: the cheap ones go first.
    fn cost(&self) -> u8 {
        match self {
            Condition::Days(..) | Condition::Undated | Condition::Outlet(_) | Condition::Path(_) => 0,
            Condition::Standing | Condition::Earlier => 0,
            Condition::Speaker(_) | Condition::Party(_) | Condition::Kind(_) | Condition::Confidence(_) => 1,
            Condition::Office(_) | Condition::NoOffice => 2,
            Condition::Not(inner) => inner.cost(),
            Condition::All(inner) | Condition::Any(inner) => inner.iter().map(Condition::cost).max().unwrap_or(0),
            Condition::Words { .. } => 3,
            // Texts are read.
            Condition::Changed(_) => 4,
        }
    }
}

/// A topic word with its wordings.
#[derive(Clone, Debug)]
pub(super) struct CompiledTopic {
    pub field: TopicField,
    /// As typed first.
    pub label: String,
    pub wordings: Vec<TopicWording>,
    /// How much the word tells; 0 where it adds nothing to a score: under a `not`.
    pub rarity: f32,
    /// Speakers in whose names the word stands: as a name in their own paragraph it tells nothing.
    pub bearers: SmallNumbers,
}

#[derive(Clone, Debug)]
pub(super) struct TopicWording {
    /// The words in order, by their places in [`Compiled::lists`].
    pub lists: Vec<usize>,
    pub slop: u32,
    pub weight: f32,
    /// What it is worth in each set of places.
    pub worths: [f32; Places::SETS],
}

/// The forms of one word, any of which stands for it: what the engine has a list for.
#[derive(Clone, Debug, Default)]
pub(super) struct WordForms {
    pub terms: Vec<Term>,
    /// For each segment where the lists of those terms are that it has: looked up once, and used several times.
    pub infos: Vec<Vec<TermInfo>>,
    /// In how many articles any of them stands, at most.
    pub articles: u64,
    /// How many entries their lists have together.
    pub entries: u64,
}

/// A query ready to be asked of segments.
#[derive(Debug)]
pub(super) struct Compiled {
    pub root: Condition,
    /// The condition with all the words of each of its groups, where it asks for fewer of some.
    pub with_all: Option<Condition>,
    pub weights: RankWeights,
    pub topics: Vec<CompiledTopic>,
    /// The topics that add to scores.
    pub scored: Vec<usize>,
    pub lists: Vec<WordForms>,
    pub paths: Vec<String>,
    pub relatives: Arc<Relatives>,
    /// For what is told by texts alone.
    pub searcher: Searcher,
}

/// A prefix that stands for more words than this is refused.
const MOST_FORMS: usize = 4_000;

/// The most work that one question may cause, in entries of posting lists: what about a second reads. In a large
/// archive the limit grows with the number of articles, so that a question of a few words is never refused.
const MOST_ENTRIES: u64 = 10_000_000;
const ENTRIES_OF_ARTICLE: u64 = 40;

/// Costs in the same unit, measured: reading one entry of a posting list takes about 60 ns. Trying an article's quotes
/// with one wording, comparing the positions of a phrase, and comparing those of words near each other.
const COST_TRIED: u64 = 8;
const COST_PHRASE: u64 = 30;
const COST_NEAR: u64 = 60;
/// A word of more forms than these is read through a heap of its posting lists, which is so many times as dear.
const FEW_FORMS: usize = 8;
const COST_OF_MANY_FORMS: u64 = 4;

/// What a query is compiled with.
pub(super) struct Compiler<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    /// What counts for how much, where scores are wanted.
    pub scores: Option<RankWeights>,
    relatives: Arc<Relatives>,
    articles: u64,
    topics: Vec<CompiledTopic>,
    scored: Vec<usize>,
    lists: Vec<WordForms>,
    list_places: FxHashMap<(TermForm, String), usize>,
    paths: Vec<String>,
    failed: Option<IndexError>,
}

/// The form in which a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum TermForm {
    Stem,
    Exact,
    Prefix,
}

impl<'a> Compiler<'a> {
    pub fn new(
        searcher: &'a Searcher,
        fields: &'a Fields,
        relatives: Arc<Relatives>,
        scores: Option<RankWeights>,
    ) -> Compiler<'a> {
        Compiler {
            searcher,
            fields,
            scores,
            relatives,
            articles: 0,
            topics: Vec::new(),
            scored: Vec::new(),
            lists: Vec::new(),
            list_places: FxHashMap::default(),
            paths: Vec::new(),
            failed: None,
        }
    }

    /// Compiles a condition. The inner error is a condition that would cost too much.
    pub fn compile(mut self, root: &Node) -> tantivy::Result<Result<Compiled, IndexError>> {
        self.articles = self.searcher.doc_freq(&Term::from_field_text(self.fields.doc, schema::ARTICLE))?;
        // Where nothing has versions, all of it stands.
        let standing = self.relatives.has_versions().then(|| with_standing(root));
        let root = self.condition(standing.as_ref().unwrap_or(root), self.scores.is_some())?;
        let entries = self.cost(&root);
        if entries > MOST_ENTRIES + ENTRIES_OF_ARTICLE * self.articles {
            self.failed.get_or_insert(IndexError::TooCostly {
                what: "this question holds so many common words that answering it would take too long: leave out the \
                       words that stand in nearly every article, or narrow it by a speaker, a party or a rarer word"
                    .to_string(),
            });
        }
        Ok(match self.failed {
            Some(failed) => Err(failed),
            None => Ok(Compiled {
                with_all: root.with_all(),
                root,
                weights: self.scores.unwrap_or_default(),
                topics: self.topics,
                scored: self.scored,
                lists: self.lists,
                paths: self.paths,
                relatives: self.relatives,
                searcher: self.searcher.clone(),
            }),
        })
    }

    /// An estimate of the work that a query causes, in entries of posting lists: reading the lists, and trying the
    /// quotes of each article that can meet it with each wording.
    fn cost(&self, root: &Condition) -> u64 {
        let most = self.most_articles(root);
        let list = |list: &WordForms| {
            let heaped = if list.terms.len() > FEW_FORMS { COST_OF_MANY_FORMS } else { 1 };
            list.entries.min(most.saturating_mul(list.terms.len() as u64)).saturating_mul(heaped)
        };
        let wording = |wording: &TopicWording| {
            let together = match wording.lists.len() {
                1 => 0,
                _ if wording.slop > 0 => COST_NEAR,
                _ => COST_PHRASE,
            };
            let articles = wording.lists.iter().map(|list| self.lists[*list].articles).min().unwrap_or(0);
            articles.min(most).saturating_mul(COST_TRIED + together)
        };
        let lists: u64 = self.lists.iter().map(list).fold(0, u64::saturating_add);
        self.topics.iter().flat_map(|topic| &topic.wordings).map(wording).fold(lists, u64::saturating_add)
    }

    /// How many articles can meet a condition at most, as far as its words and names tell.
    fn most_articles(&self, condition: &Condition) -> u64 {
        let of_topic = |topic: &usize| {
            let wordings = self.topics[*topic].wordings.iter();
            wordings
                .map(|wording| wording.lists.iter().map(|list| self.lists[*list].articles).min().unwrap_or(0))
                .sum::<u64>()
        };
        let of_numbers = |field: Field, numbers: &[u32]| {
            let with = |number: &u32| self.searcher.doc_freq(&Term::from_field_u64(field, u64::from(*number)));
            numbers.iter().map(|number| with(number).unwrap_or(self.articles)).sum::<u64>()
        };
        let most = match condition {
            Condition::All(parts) => parts.iter().map(|part| self.most_articles(part)).min().unwrap_or(self.articles),
            Condition::Any(parts) => parts.iter().map(|part| self.most_articles(part)).sum(),
            Condition::Words { words, at_least } if *at_least == words.len() => {
                words.iter().map(of_topic).min().unwrap_or(self.articles)
            }
            Condition::Words { words, .. } => words.iter().map(of_topic).sum(),
            Condition::Speaker(numbers) => of_numbers(self.fields.speaker, numbers),
            Condition::Party(number) if *number != 0 => of_numbers(self.fields.party, &[*number]),
            Condition::Office(numbers) => of_numbers(self.fields.office, numbers),
            _ => self.articles,
        };
        most.min(self.articles)
    }

    fn condition(&mut self, node: &Node, scored: bool) -> tantivy::Result<Condition> {
        Ok(match node {
            Node::All(nodes) => {
                let mut conditions = self.conditions(nodes, scored)?;
                conditions.sort_by_key(Condition::cost);
                if conditions.len() == 1 { conditions.remove(0) } else { Condition::All(conditions) }
            }
            Node::Any(nodes) => Condition::Any(self.conditions(nodes, scored)?),
            Node::Not(inner) => Condition::Not(Box::new(self.condition(inner, false)?)),
            Node::Words(words) => self.words(words, scored)?,
            Node::Prefer(words) => {
                if let (true, Some(weights)) = (scored, self.scores) {
                    let first = self.topics.len();
                    self.words(words, true)?;
                    self.topics[first..].iter_mut().for_each(|topic| topic.rarity *= weights.preferred);
                }
                Condition::everything()
            }
            Node::Speaker(speakers) => Condition::Speaker(self.speakers(speakers)?),
            Node::Party(id) => match self.number(LabelOf::Party, id)? {
                Some(number) => Condition::Party(number),
                None => Condition::Any(Vec::new()),
            },
            Node::Office(ids) => {
                let mut numbers = Vec::new();
                for id in ids {
                    numbers.extend(self.number(LabelOf::Office, id)?);
                }
                numbers.sort_unstable();
                Condition::Office(numbers)
            }
            Node::Outlet(outlet) => Condition::Outlet(match outlet {
                OutletRef::Exact(name) => self.number(LabelOf::Outlet, &outlet_id(name))?.into_iter().collect(),
                OutletRef::Words(words) => {
                    labels::numbers_named(self.searcher, self.fields.outlet_words, &fold_words(words))?
                }
            }),
            Node::Kind(kind) => Condition::Kind(*kind),
            Node::Dates(range) if range.from.is_none() && range.to.is_none() => Condition::everything(),
            Node::Dates(range) => Condition::Days(
                range.from.map_or(i32::MIN, |day| day.num_days_from_ce()),
                range.to.map_or(i32::MAX, |day| day.num_days_from_ce()),
            ),
            Node::Lacks(Attribute::Speaker) => Condition::Speaker(vec![0]),
            Node::Lacks(Attribute::Party) => Condition::Party(0),
            Node::Lacks(Attribute::Office) => Condition::NoOffice,
            Node::Lacks(Attribute::Outlet) => Condition::Outlet(vec![0]),
            Node::Lacks(Attribute::Date) => Condition::Undated,
            Node::ConfidenceAtLeast(least) => Condition::Confidence(least_confidence(*least)),
            Node::Path(part) => {
                self.paths.push(part.to_lowercase());
                Condition::Path(self.paths.len() - 1)
            }
            Node::Version(VersionChoice::All) => Condition::everything(),
            Node::Version(VersionChoice::Standing) => Condition::Standing,
            Node::Version(VersionChoice::Earlier) => Condition::Earlier,
            Node::Changed(choice) => Condition::Changed(*choice),
        })
    }

    fn conditions(&mut self, nodes: &[Node], scored: bool) -> tantivy::Result<Vec<Condition>> {
        nodes.iter().map(|node| self.condition(node, scored)).collect()
    }

    fn number(&self, of: LabelOf, id: &str) -> tantivy::Result<Option<u32>> {
        labels::number_of(self.searcher, self.fields, of, id)
    }

    fn speakers(&self, speakers: &[SpeakerRef]) -> tantivy::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for speaker in speakers {
            match speaker {
                SpeakerRef::Id(id) => numbers.extend(self.number(LabelOf::Speaker, id)?),
                SpeakerRef::Named(name) => {
                    numbers.extend(labels::numbers_named(self.searcher, self.fields.speaker_words, &fold_words(name))?)
                }
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    /// Words without a letter or digit are not looked for. Where no word is left, every quote meets the condition.
    fn words(&mut self, words: &WordGroup, scored: bool) -> tantivy::Result<Condition> {
        let mut places = Vec::new();
        for word in &words.words {
            places.extend(self.topic(word, scored)?);
        }
        if places.is_empty() {
            return Ok(Condition::everything());
        }
        let at_least = words.at_least.clamp(1, places.len());
        Ok(Condition::Words { words: places, at_least })
    }

    fn topic(&mut self, word: &TopicWord, scored: bool) -> tantivy::Result<Option<usize>> {
        let mut wordings = Vec::new();
        let mut holding = 0;
        let mut bearers = SmallNumbers::default();
        for wording in &word.wordings {
            let terms = wording_terms(wording);
            let mut lists = Vec::with_capacity(terms.len());
            for (place, term) in terms.iter().enumerate() {
                let form = match wording.matching {
                    Matching::Stemmed => TermForm::Stem,
                    Matching::Prefix if place + 1 == terms.len() => TermForm::Prefix,
                    Matching::Exact { .. } | Matching::Prefix => TermForm::Exact,
                };
                lists.push(self.list(form, term)?);
            }
            if lists.is_empty() {
                continue;
            }
            // Several words stand together in no more articles than the rarest of them stands in.
            holding = holding.max(lists.iter().map(|list| self.lists[*list].articles).min().unwrap_or(0));
            if scored && wording.matching != Matching::Prefix {
                for list in &lists {
                    for term in &self.lists[*list].terms {
                        let text = [term.value().as_str().unwrap_or("").to_string()];
                        let named = labels::numbers_named(self.searcher, self.fields.speaker_words, &text)?;
                        named.into_iter().for_each(|number| bearers.insert(number));
                    }
                }
            }
            let slop = if let Matching::Exact { slop } = wording.matching { slop } else { 0 };
            let worths = match &self.scores {
                Some(weights) if scored => weights.worths_of(wording.weight),
                _ => [0.0; Places::SETS],
            };
            wordings.push(TopicWording { lists, slop, weight: wording.weight, worths });
        }
        if wordings.is_empty() {
            return Ok(None);
        }
        let place = self.topics.len();
        self.topics.push(CompiledTopic {
            field: word.field,
            label: word.wordings.first().map(|wording| wording.words.join(" ")).unwrap_or_default(),
            wordings,
            rarity: if scored { rarity(self.articles, holding) } else { 0.0 },
            bearers,
        });
        if scored {
            self.scored.push(place);
        }
        Ok(Some(place))
    }

    /// The place of a word's forms; a word that is asked for twice has one.
    fn list(&mut self, form: TermForm, word: &str) -> tantivy::Result<usize> {
        let key = (form, word.to_string());
        if let Some(place) = self.list_places.get(&key) {
            return Ok(*place);
        }
        let field = self.fields.words;
        let terms: Vec<Term> = match form {
            TermForm::Exact => vec![Term::from_field_text(field, word)],
            TermForm::Stem => {
                let words = words_of_stem(self.searcher, self.fields, word)?;
                words.iter().map(|word| Term::from_field_text(field, word)).collect()
            }
            TermForm::Prefix => {
                let words = words_with_prefix(self.searcher, field, word)?;
                if words.len() > MOST_FORMS {
                    self.failed.get_or_insert(IndexError::TooCostly {
                        what: format!(
                            "`{word}*` stands for more than {MOST_FORMS} different words: write more of its letters"
                        ),
                    });
                }
                words.iter().map(|word| Term::from_field_text(field, word)).collect()
            }
        };
        let mut infos = Vec::with_capacity(self.searcher.segment_readers().len());
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut here = Vec::with_capacity(terms.len());
            for term in &terms {
                here.extend(inverted.get_term_info(term)?);
            }
            infos.push(here);
        }
        let entries = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        self.lists.push(WordForms { terms, infos, articles: self.articles.min(entries), entries });
        self.list_places.insert(key, self.lists.len() - 1);
        Ok(self.lists.len() - 1)
    }
}

/// The words that have this stem, the stem itself among them where it is a word.
fn words_of_stem(searcher: &Searcher, fields: &Fields, stem: &str) -> tantivy::Result<Vec<String>> {
    let prefix = format!("{stem}{STEM_END}");
    let mut words = vec![stem.to_string()];
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.forms)?;
        let mut terms = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
        while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            if let Ok(word) = std::str::from_utf8(&terms.key()[prefix.len()..]) {
                words.push(word.to_string());
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    // A word that is spelled like this stem can have another stem itself, and is then none of its words.
    let stems = crate::index::analyze::Stems::new();
    words.retain(|word| word != stem || stems.of(word) == stem);
    Ok(words)
}

fn words_with_prefix(searcher: &Searcher, field: Field, prefix: &str) -> tantivy::Result<Vec<String>> {
    let mut words = Vec::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
        let mut left = MOST_FORMS + 1;
        while left > 0 && terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
            left -= 1;
            if let Ok(word) = std::str::from_utf8(terms.key()) {
                words.push(word.to_string());
            }
        }
    }
    words.sort_unstable();
    words.dedup();
    Ok(words)
}

/// Whether any article holds a word of this stem.
pub(super) fn holds_stem(searcher: &Searcher, fields: &Fields, stem: &str) -> tantivy::Result<bool> {
    for word in words_of_stem(searcher, fields, stem)? {
        if searcher.doc_freq(&Term::from_field_text(fields.words, &word))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Words of the field's dictionary that differ from `word` by one letter, or two in long words, or by two letters in
/// the wrong order; the nearest first, then the most frequent.
pub(super) fn words_near(searcher: &Searcher, field: Field, word: &str, most: usize) -> tantivy::Result<Vec<String>> {
    let Some(distance) = near_distance(word) else { return Ok(Vec::new()) };
    let mut found: FxHashMap<String, u64> = FxHashMap::default();
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true);
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(near) = std::str::from_utf8(stream.key()) {
                *found.entry(near.to_string()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(order_near(word, found.into_iter(), most))
}
