//! An article made ready to be stored, by any engine and on any thread: its words in order, and for each quote where it
//! stands among them, who speaks and what else is asked of it.

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

use super::address::AddressNumber;
use super::analyze::{FoldedWords, outlet_id};
use super::entry::{ArticleEntry, NamedId, QuoteEntry};
use super::places::{QuotedWords, Stretch, Whereabouts};
use super::related::statement_number;
use super::sketch::Sketch;
use super::stored;
use crate::article::{Article, Block, BlockKind};
use crate::quotes::QuoteKind;
use crate::span::Span;

/// Paragraphs before the context that are taken for its surroundings, and behind it: measured on the development
/// questions, fewer find less and more find no more.
const PARAGRAPHS_BEFORE: usize = 3;
const PARAGRAPHS_BEHIND: usize = 2;

/// Nothing is nearby that stands further away than this, in bytes: in a text without line breaks all would be.
const LONGEST_NEARBY: usize = 8_000;

/// Words of a headline that are looked at; longer ones are no headlines.
const LONGEST_TITLE: u32 = 4_000;

/// Quotes of fewer words are the same only on the same day: "Yes" is said often.
const WORDS_THAT_ARE_TELLING: u32 = 5;

/// Names longer than that are cut in facets, in bytes; the record keeps them whole.
const LONGEST_NAME: usize = 500;

/// A partial quote of no more words says little without its sentence.
const FEW_WORDS: u32 = 2;

/// Ends each word of [`Prepared::words`]; no folded word holds it.
pub(super) const WORD_END: char = '\n';

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum LabelOf {
    Speaker,
    Party,
    Office,
    Outlet,
}

/// An article ready to be stored.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The folded words, each with a [`WORD_END`] behind it: the headline's, then those of the prose.
    pub(super) words: String,
    /// How many of them are the headline's.
    pub(super) title: u32,
    pub(super) rows: Vec<QuoteRow>,
    /// Every label of the rows and of the article, each once.
    pub(super) labels: Vec<(LabelOf, NamedId)>,
    /// Place of the outlet in `labels`.
    pub(super) outlet: Option<usize>,
    /// Days from 1 January of year 1, which is day 1.
    pub(super) day: Option<i32>,
    pub(super) article_id: String,
    /// Path and member in lower case.
    pub(super) paths: Vec<String>,
    /// See [`super::stored`].
    pub(super) stored: String,
    pub(super) address: AddressNumber,
    /// That of its prose.
    pub(super) sketch: Option<Sketch>,
    /// The day of the last change, where it tells one, and when it was fetched, in seconds since 1970.
    pub(super) updated: Option<i32>,
    pub(super) captured: Option<i64>,
    /// Which one it was in the order of storing, where it was stored before.
    pub(super) turn: Option<u64>,
}

/// A quote as questions ask of it; labels by their places in [`Prepared::labels`].
#[derive(Clone, Debug)]
pub(super) struct QuoteRow {
    pub number: u32,
    pub kind: QuoteKind,
    /// In thousandths.
    pub confidence: u16,
    pub speaker: Option<usize>,
    pub party: Option<usize>,
    pub offices: Vec<usize>,
    pub quoted: QuotedWords,
    /// The reported sentence of the same speaker that holds this partial quote, as a place in the table: always the
    /// speaker's last report before it. Where that sentence is a hit, its piece is none beside it.
    pub part_of: Option<usize>,
    /// Whether it is a report that holds partial quotes of its speaker: somebody's own words in part.
    pub is_mixed: bool,
    /// Whether it is a partial quote of one or two words, which say little by themselves.
    pub few_words: bool,
    /// See [`NumberedWords::same_words`].
    pub same_words: u64,
}

impl Prepared {
    /// Prepares an article.
    pub fn new(entry: &ArticleEntry) -> Prepared {
        let heading = &entry.heading;
        let words = NumberedWords::new(&entry.article);
        let mut labels = Labels::default();
        let outlet = heading.outlet.as_deref().and_then(|name| {
            let id = outlet_id(name);
            (!id.is_empty()).then(|| labels.place(LabelOf::Outlet, &NamedId { id, name: name.to_string() }))
        });
        let guises: Vec<(usize, Option<usize>, Vec<usize>)> = entry
            .guises
            .iter()
            .map(|guise| {
                let speaker = NamedId { id: guise.speaker.id.clone(), name: guise.speaker.name.clone() };
                let party = guise.party.as_ref().map(|party| labels.place(LabelOf::Party, party));
                let mut offices: Vec<usize> =
                    guise.offices.iter().map(|office| labels.place(LabelOf::Office, office)).collect();
                offices.sort_unstable();
                offices.dedup();
                (labels.place(LabelOf::Speaker, &speaker), party, offices)
            })
            .collect();
        let mut statements = Statements::default();
        let mut rows: Vec<QuoteRow> = entry
            .quotes
            .iter()
            .enumerate()
            .map(|(place, quote)| {
                let guise = quote.guise.and_then(|guise| guises.get(guise));
                let found = &quote.quote;
                let speaker_id = guise.map_or("", |(speaker, ..)| labels.list[*speaker].1.id.as_str());
                let quoted = words.quoted(&found.segments, found.lead_in, found.context);
                let part_of = statements.part_of(place, quote, speaker_id, &quoted);
                QuoteRow {
                    number: quote.number,
                    kind: found.kind,
                    confidence: confidence_number(found.confidence),
                    speaker: guise.map(|(speaker, ..)| *speaker),
                    party: guise.and_then(|(_, party, _)| *party),
                    offices: guise.map_or_else(Vec::new, |(_, _, offices)| offices.clone()),
                    same_words: words.same_words(&found.segments, speaker_id, heading.date.as_deref()),
                    part_of,
                    is_mixed: false,
                    few_words: found.kind == QuoteKind::Partial && quoted.length() <= FEW_WORDS,
                    quoted,
                }
            })
            .collect();
        let mixed: Vec<usize> = rows.iter().filter_map(|row| row.part_of).collect();
        mixed.into_iter().for_each(|place| rows[place].is_mixed = true);
        let paths = [Some(&heading.path), heading.member.as_ref()];
        let (title, prose) = words.title_and_prose();
        let article = &entry.article;
        Prepared {
            stored: stored::write(entry),
            address: AddressNumber::of(article.url.as_deref(), title, prose),
            sketch: Sketch::of(prose, WORD_END as u8),
            updated: article.updated.map(day_number),
            captured: article.captured.map(|moment| moment.timestamp()),
            turn: None,
            paths: paths.into_iter().flatten().map(|path| clip(&path.to_lowercase()).to_string()).collect(),
            title: words.title,
            words: words.folded,
            rows,
            labels: labels.list,
            outlet,
            day: article.posted.map(|posted| posted.date.num_days_from_ce()),
            article_id: heading.id.clone(),
        }
    }

    /// Bytes of text that storing it takes into memory, about.
    pub fn bytes(&self) -> usize {
        self.words.len() + self.stored.len()
    }
}

pub(super) fn first_number(hash: &blake3::Hash) -> u64 {
    let bytes = hash.as_bytes();
    u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// So much of a thousandth is lost where a number of thousandths is kept as a fraction.
const LOST: f64 = 0.001;

/// Confidence in whole thousandths, what is over left away: 0.9496 is less than 0.95.
pub(super) fn confidence_number(confidence: f32) -> u16 {
    (f64::from(confidence.clamp(0.0, 1.0)) * 1000.0 + LOST).floor() as u16
}

/// The least number of thousandths that is at least so much.
pub(super) fn least_confidence(least: f32) -> u16 {
    (f64::from(least.clamp(0.0, 1.0)) * 1000.0 - LOST).ceil() as u16
}

pub(super) fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

fn clip(name: &str) -> &str {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let end = (0..=LONGEST_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    &name[..end]
}

#[derive(Default)]
struct Labels {
    list: Vec<(LabelOf, NamedId)>,
    /// By kind and id.
    places: FxHashMap<(LabelOf, String), usize>,
}

impl Labels {
    /// The label's place; two names of one id are one label, by the first.
    fn place(&mut self, of: LabelOf, label: &NamedId) -> usize {
        let id = clip(&label.id);
        if let Some(known) = self.places.get(&(of, id.to_string())) {
            return *known;
        }
        self.places.insert((of, id.to_string()), self.list.len());
        self.list.push((of, NamedId { id: id.to_string(), name: clip(&label.name).to_string() }));
        self.list.len() - 1
    }
}

/// The last report of each speaker of an article, while its quotes are gone through.
#[derive(Default)]
struct Statements {
    /// By the speaker's id, empty where nobody is known: place in the table, speaker's guise, words.
    last: FxHashMap<String, (usize, Option<usize>, Vec<Stretch>)>,
}

impl Statements {
    /// The report that holds the quote at a place of the table; quotes are told in the table's order. Words are compared:
    /// marks and full stops belong now to the one and now to the other.
    fn part_of(&mut self, place: usize, entry: &QuoteEntry, speaker: &str, quoted: &QuotedWords) -> Option<usize> {
        match entry.quote.kind {
            QuoteKind::Direct => None,
            QuoteKind::Indirect => {
                self.last.insert(speaker.to_string(), (place, entry.guise, quoted.segments()));
                None
            }
            QuoteKind::Partial => {
                let (statement, guise, whole) = self.last.get(speaker)?;
                // A long quotation can go on where the report of it is cut.
                let begins_within = |part: &Stretch| {
                    !part.is_empty() && whole.iter().any(|all| all.first <= part.first && part.first < all.end)
                };
                (*guise == entry.guise && quoted.segments().first().is_some_and(begins_within)).then_some(*statement)
            }
        }
    }
}

/// An article's words, numbered.
struct NumberedWords<'a> {
    article: &'a Article,
    folded: String,
    title: u32,
    /// Where each word of the prose begins, in bytes of the text, and its folded form in bytes of `folded`; the first of
    /// them has the number `title`.
    starts: Vec<u32>,
    folds: Vec<u32>,
}

impl<'a> NumberedWords<'a> {
    fn new(article: &'a Article) -> NumberedWords<'a> {
        let mut numbered = NumberedWords {
            article,
            folded: String::with_capacity(article.text.len() + article.text.len() / 8),
            title: 0,
            starts: Vec::with_capacity(article.text.len() / 5),
            folds: Vec::with_capacity(article.text.len() / 5),
        };
        let mut title = FoldedWords::new(article.title.as_deref().unwrap_or(""));
        while numbered.title < LONGEST_TITLE && title.next_into(&mut numbered.folded).is_some() {
            numbered.folded.push(WORD_END);
            numbered.title += 1;
        }
        if article.blocks.is_empty() {
            numbered.add(Span::new(0, article.text.len()));
        }
        article.blocks.iter().filter(is_prose).for_each(|block| numbered.add(block.span));
        numbered
    }

    fn add(&mut self, span: Span) {
        let mut words = FoldedWords::new(span.of(&self.article.text));
        loop {
            let fold = self.folded.len();
            let Some((start, _)) = words.next_into(&mut self.folded) else { return };
            self.folded.push(WORD_END);
            self.starts.push((span.start() + start) as u32);
            self.folds.push(fold as u32);
        }
    }

    /// The folded words of the headline, and those of the prose.
    fn title_and_prose(&self) -> (&str, &str) {
        self.folded.split_at(self.folds.first().map_or(self.folded.len(), |fold| *fold as usize))
    }

    /// The number of the first word at or behind a byte of the text.
    fn number_at(&self, byte: usize) -> u32 {
        self.title + self.starts.partition_point(|start| (*start as usize) < byte) as u32
    }

    fn stretch(&self, span: Span) -> Stretch {
        Stretch::new(self.number_at(span.start()), self.number_at(span.end()))
    }

    /// A number that is equal where several papers carry the same words of the same speaker: of few words only on the
    /// same day.
    fn same_words(&self, segments: &[Span], speaker: &str, date: Option<&str>) -> u64 {
        let mut said = String::with_capacity(256);
        let mut count = 0;
        for segment in segments {
            let stretch = self.stretch(*segment);
            let fold = |number: u32| match self.folds.get((number - self.title) as usize) {
                Some(fold) => *fold as usize,
                None => self.folded.len(),
            };
            said.push_str(&self.folded[fold(stretch.first)..fold(stretch.end)]);
            count += stretch.len();
        }
        if count == 0 {
            // “…” is no word, and not the same as “?!”.
            segments.iter().for_each(|segment| said.push_str(segment.of(&self.article.text)));
        }
        let words = first_number(&blake3::hash(said.as_bytes()));
        said.push_str(speaker);
        if count < WORDS_THAT_ARE_TELLING {
            said.push(WORD_END);
            said.push_str(date.unwrap_or(""));
        }
        // 48 bits: among ten million different quotes two are taken for one with a chance of one in six.
        statement_number(words, first_number(&blake3::hash(said.as_bytes())))
    }

    fn quoted(&self, segments: &[Span], lead_in: Option<Span>, context: Span) -> QuotedWords {
        let context_words = self.stretch(context);
        let (from, to) = self.nearby(context);
        let mut segments = segments.iter().map(|segment| self.stretch(*segment));
        QuotedWords {
            at: Whereabouts {
                quote: segments.next().unwrap_or_default(),
                context: context_words,
                before: Stretch::new(self.number_at(from), context_words.first),
                behind: Stretch::new(context_words.end, self.number_at(to)),
            },
            rest: segments.collect(),
            lead_in: lead_in.map_or_else(Stretch::default, |span| self.stretch(span)),
        }
    }

    /// From where to where the paragraphs around a context reach, in bytes.
    fn nearby(&self, context: Span) -> (usize, usize) {
        let blocks = &self.article.blocks;
        let first_behind = blocks.partition_point(|block| block.span.start() < context.end());
        let first_within = blocks.partition_point(|block| block.span.end() <= context.start());
        let before = blocks[..first_within.min(first_behind)].iter().rev().filter(is_prose).take(PARAGRAPHS_BEFORE);
        let behind = blocks[first_behind..].iter().filter(is_prose).take(PARAGRAPHS_BEHIND);
        let from = before.last().map_or(context.start(), |block| block.span.start());
        let to = behind.last().map_or(context.end(), |block| block.span.end());
        (
            from.max(context.start().saturating_sub(LONGEST_NEARBY)).min(context.start()),
            to.min(context.end().saturating_add(LONGEST_NEARBY)).max(context.end()),
        )
    }
}

fn is_prose(block: &&Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::Subheading)
}
