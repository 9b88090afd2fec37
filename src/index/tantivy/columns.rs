//! The columns of a segment, read where they are asked of; for an index that is asked again and again, unpacked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Cardinality, Column};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader};

use super::condition::WordForms;
use super::decoded::{DecodedList, DecodedWords};
use super::packed::{self, Head, Traits, has_more, offices_of, unpack_short};
use super::schema::column;

/// The columns of one segment.
pub(super) struct Columns {
    head: Column<u64>,
    traits: Column<u64>,
    at: Column<u64>,
    more: Column<u64>,
    same_words: Column<u64>,
    number: Column<u64>,
    office_of: Column<u64>,
    key: Column<u64>,
    days: Option<(i32, i32)>,
    unpacked: Option<Unpacked>,
}

/// The rows of an article's quotes in the columns.
pub(super) type RowRange = std::ops::Range<u32>;

/// A quote in a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuoteAt {
    pub doc: DocId,
    pub row: u32,
    /// The quote's place in its article.
    pub place: u32,
}

/// What a search reads of an article before it looks at its quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArticleRow {
    pub doc: DocId,
    pub head: Head,
    /// The rows of its quotes: the first one, and the one behind the last.
    pub first_row: u32,
    pub end_row: u32,
}

impl ArticleRow {
    /// The article's quote at a place.
    #[inline]
    pub fn quote(&self, place: u32) -> QuoteAt {
        QuoteAt { doc: self.doc, row: self.first_row + place, place }
    }
}

/// The columns that every question reads, as plain arrays, with values that are read together stored together. The
/// engine unpacks a value each time it is read, and each of its columns lies elsewhere in memory: that is half the time
/// of a question that many quotes meet. Made only for an index that is asked again and again.
#[derive(Debug)]
struct Unpacked {
    /// One for each document, and one more, which says where the rows of the last document end.
    articles: Vec<UnpackedArticle>,
    /// One for each row. Kept apart from `quotes`, since it is read of many quotes of which few are found.
    reaches: Vec<Reach>,
    quotes: Vec<UnpackedQuote>,
    /// The offices of all articles, those of one article behind those of the other.
    offices: Vec<u64>,
    more: Vec<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct UnpackedArticle {
    head: Head,
    key: u64,
    first_row: u32,
    first_office: u32,
    first_more: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct UnpackedQuote {
    at: u64,
    traits: Traits,
    same_words: u64,
    /// The office of the quote's speaker; 0 is none.
    office: u32,
}

/// Stands for the offices of a speaker who has several.
const SEVERAL: u32 = u32::MAX;

/// From where to where the words around a quote reach, the paragraphs nearby included: the number of the first word,
/// and the number behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    first: u32,
    end: u32,
}

impl Reach {
    /// Says nothing: the quote itself has to be looked at.
    const UNSURE: Reach = Reach { first: 0, end: u32::MAX };

    /// The reach of the quote with this packed place.
    #[inline]
    fn of(packed: u64) -> Reach {
        let at = unpack_short(packed);
        if has_more(packed) || at.quote.end > at.behind.end {
            return Reach::UNSURE;
        }
        Reach { first: at.before.first, end: at.behind.end }
    }

    /// Whether the quote itself has to be looked at.
    #[inline]
    pub fn is_unsure(self) -> bool {
        self == Reach::UNSURE
    }

    #[inline]
    pub fn holds(self, word: u32) -> bool {
        word.wrapping_sub(self.first) < self.end - self.first
    }

    /// Whether one of these numbers is in it.
    #[inline]
    pub fn holds_any(self, words: &[u32]) -> bool {
        words.iter().fold(false, |holds, word| holds | self.holds(*word))
    }

    /// The same of numbers that rise.
    #[inline]
    pub fn holds_any_of_many(self, words: &[u32]) -> bool {
        words.get(words.partition_point(|word| *word < self.first)).is_some_and(|word| *word < self.end)
    }
}

impl Unpacked {
    fn new(columns: &Columns, docs: DocId) -> Unpacked {
        let all = |column: &Column<u64>| {
            let mut values = vec![0; column.values.num_vals() as usize];
            column.values.get_range(0, &mut values);
            values
        };
        let (at, traits, same_words) = (all(&columns.at), all(&columns.traits), all(&columns.same_words));
        let reaches = at.iter().map(|packed| Reach::of(*packed)).collect();
        let rows = at.into_iter().zip(traits).zip(same_words);
        let mut quotes: Vec<UnpackedQuote> = rows
            .map(|((at, traits), same_words)| UnpackedQuote { at, traits: Traits(traits), same_words, office: 0 })
            .collect();
        let offices = all(&columns.office_of);
        let mut articles = Vec::with_capacity(docs as usize + 1);
        // Where the next document begins: those without a value have an empty range there.
        let mut next = UnpackedArticle::default();
        let behind = |column: &Column<u64>, doc: DocId, next: &mut u32| {
            let first = *next;
            let rows = column.index.value_row_ids(doc);
            if !rows.is_empty() {
                *next = rows.end;
            }
            first
        };
        for doc in 0..docs {
            let article = UnpackedArticle {
                head: Head(columns.head.first(doc).unwrap_or(0)),
                key: columns.key.first(doc).unwrap_or(0),
                first_row: behind(&columns.traits, doc, &mut next.first_row),
                first_office: behind(&columns.office_of, doc, &mut next.first_office),
                first_more: behind(&columns.more, doc, &mut next.first_more),
            };
            for packed in &offices[article.first_office as usize..next.first_office as usize] {
                let row = article.first_row as usize + packed::office_place(*packed);
                if let Some(quote) = quotes.get_mut(row) {
                    quote.office = if quote.office == 0 { packed::office(*packed) } else { SEVERAL };
                }
            }
            articles.push(article);
        }
        articles.push(next);
        Unpacked { articles, reaches, quotes, offices, more: all(&columns.more) }
    }

    /// What is known of a document, and of the one behind it.
    #[inline]
    fn at(&self, doc: DocId) -> (&UnpackedArticle, &UnpackedArticle) {
        (&self.articles[doc as usize], &self.articles[doc as usize + 1])
    }
}

/// What is kept of an index's segments from one question to the next: their columns, opened once, and words' lists.
#[derive(Default)]
pub(super) struct Warmth(Mutex<WarmSegments>);

#[derive(Default)]
struct WarmSegments {
    asked: u32,
    segments: FxHashMap<SegmentId, Arc<Columns>>,
    words: DecodedWords,
}

impl Warmth {
    /// Questions after which columns are unpacked: a program that asks one goes without.
    const ASKED: u32 = 8;
    /// Quotes up to which an index's columns are unpacked: of more they would fill the memory, at some 45 bytes each.
    const MOST_QUOTES: u64 = 6_000_000;

    fn lock(&self) -> MutexGuard<'_, WarmSegments> {
        // A thread that panicked left at worst a segment or a word out.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For each word of a query its decoded posting list in a segment, where there is one. `number` is the segment's
    /// place in the index, `field` the field of the words.
    pub fn decoded(
        &self,
        segment: &SegmentReader,
        number: usize,
        field: Field,
        words: &[WordForms],
    ) -> tantivy::Result<Vec<Option<Arc<DecodedList>>>> {
        let mut warm = self.lock();
        words.iter().map(|word| warm.words.get(segment, number, field, word)).collect()
    }

    /// Notes for each word of a query in how many articles its positions were read from the engine's posting lists.
    pub fn note_read(&self, segment: SegmentId, words: &[WordForms], articles: impl Iterator<Item = u64>) {
        let mut warm = self.lock();
        if warm.asked <= Warmth::ASKED {
            return;
        }
        for (word, articles) in words.iter().zip(articles).filter(|(_, articles)| *articles > 0) {
            warm.words.note_read(segment, &word.terms, articles);
        }
    }

    /// The columns of all segments, in their order, for one more question.
    pub fn ask(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Columns>>> {
        {
            let mut warm = self.lock();
            warm.asked = warm.asked.saturating_add(1);
            warm.words.begin();
        }
        self.open(searcher)
    }

    /// The columns of all segments, in their order.
    pub fn open(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Columns>>> {
        let segments = searcher.segment_readers();
        let mut warm = self.lock();
        if warm.segments.len() > segments.len() {
            let is_there = |id: SegmentId| segments.iter().any(|segment| segment.segment_id() == id);
            warm.segments.retain(|id, _| is_there(*id));
            warm.words.keep(is_there);
        }
        let mut opened = Vec::with_capacity(segments.len());
        for segment in segments {
            opened.push(match warm.segments.get(&segment.segment_id()) {
                Some(columns) => Arc::clone(columns),
                None => {
                    let columns = Arc::new(Columns::open(segment)?);
                    warm.segments.insert(segment.segment_id(), Arc::clone(&columns));
                    columns
                }
            });
        }
        let quotes: u64 = opened.iter().map(|columns| u64::from(columns.traits.values.num_vals())).sum();
        if warm.asked > Warmth::ASKED && quotes <= Warmth::MOST_QUOTES {
            for (columns, segment) in opened.iter_mut().zip(segments) {
                if columns.unpacked.is_none() {
                    let unpacked = Unpacked::new(columns, segment.max_doc());
                    *columns = Arc::new(Columns { unpacked: Some(unpacked), ..Columns::open(segment)? });
                    warm.segments.insert(segment.segment_id(), Arc::clone(columns));
                }
            }
        }
        Ok(opened)
    }
}

impl Columns {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let columns = segment.fast_fields();
        let days = columns.i64(column::DAY)?;
        let days = (days.values.num_vals() > 0).then(|| (days.min_value() as i32, days.max_value() as i32));
        Ok(Columns {
            head: columns.u64(column::HEAD)?,
            traits: columns.u64(column::TRAITS)?,
            at: columns.u64(column::AT)?,
            more: columns.u64(column::MORE)?,
            same_words: columns.u64(column::SAME_WORDS)?,
            number: columns.u64(column::NUMBER)?,
            office_of: columns.u64(column::OFFICE_OF)?,
            key: columns.u64(column::KEY)?,
            days,
            unpacked: None,
        })
    }

    /// First and last day of the articles, those of deleted ones included.
    pub fn days(&self) -> Option<(i32, i32)> {
        self.days
    }

    #[inline]
    pub fn head(&self, doc: DocId) -> Head {
        if let Some(unpacked) = &self.unpacked {
            return unpacked.at(doc).0.head;
        }
        // A column without a gap holds the documents' values in their order.
        if self.head.index.get_cardinality() == Cardinality::Full {
            Head(self.head.values.get_val(doc))
        } else {
            Head(self.head.first(doc).unwrap_or(0))
        }
    }

    /// The rows of an article: they are the same in every column that has a value for each quote.
    #[inline]
    pub fn rows(&self, doc: DocId) -> RowRange {
        match &self.unpacked {
            Some(unpacked) => {
                let (article, next) = unpacked.at(doc);
                article.first_row..next.first_row
            }
            None => self.traits.index.value_row_ids(doc),
        }
    }

    #[inline]
    pub fn article(&self, doc: DocId) -> ArticleRow {
        let rows = self.rows(doc);
        ArticleRow { doc, head: self.head(doc), first_row: rows.start, end_row: rows.end }
    }

    /// Where a quote stands, packed.
    #[inline]
    pub fn at(&self, row: u32) -> u64 {
        match &self.unpacked {
            Some(unpacked) => unpacked.quotes[row as usize].at,
            None => self.at.values.get_val(row),
        }
    }

    #[inline]
    pub fn traits(&self, row: u32) -> Traits {
        match &self.unpacked {
            Some(unpacked) => unpacked.quotes[row as usize].traits,
            None => Traits(self.traits.values.get_val(row)),
        }
    }

    #[inline]
    pub fn same_words(&self, row: u32) -> u64 {
        match &self.unpacked {
            Some(unpacked) => unpacked.quotes[row as usize].same_words,
            None => self.same_words.values.get_val(row),
        }
    }

    pub fn number(&self, row: u32) -> u32 {
        self.number.values.get_val(row) as u32
    }

    #[inline]
    pub fn key(&self, doc: DocId) -> u64 {
        match &self.unpacked {
            Some(unpacked) => unpacked.at(doc).0.key,
            None => self.key.first(doc).unwrap_or(0),
        }
    }

    /// How far the words around a quote reach.
    #[inline]
    pub fn reach(&self, row: u32) -> Reach {
        match &self.unpacked {
            Some(unpacked) => unpacked.reaches[row as usize],
            None => Reach::of(self.at.values.get_val(row)),
        }
    }

    /// The reaches of several quotes; `None` where the columns are not unpacked.
    #[inline]
    pub fn reaches(&self, rows: RowRange) -> Option<&[Reach]> {
        self.unpacked.as_ref().map(|unpacked| &unpacked.reaches[rows.start as usize..rows.end as usize])
    }

    /// Brings into the processor's cache what will be read of these articles' quotes: how far the words around them
    /// reach and, where `with_quotes` asks for it, what stands with the quotes.
    pub fn approach(&self, articles: &[ArticleRow], with_quotes: bool) {
        let Some(Unpacked { reaches, quotes, .. }) = &self.unpacked else { return };
        let rows = || articles.iter().flat_map(|article| [article.first_row, article.end_row.saturating_sub(1)]);
        let reach = |row: u32| reaches.get(row as usize).map_or(0, |reach| reach.first);
        std::hint::black_box(rows().fold(0, |near, row| near ^ reach(row)));
        if with_quotes {
            let at = |row: u32| quotes.get(row as usize).map_or(0, |quote| quote.at);
            std::hint::black_box(rows().fold(0, |near, row| near ^ at(row)));
        }
    }

    /// Calls `each` with every office of a quote's speaker. `read` is used where they are not at hand.
    #[inline]
    pub fn for_each_office(&self, quote: QuoteAt, read: &mut Numbers, mut each: impl FnMut(u32)) {
        let QuoteAt { doc, row, place } = quote;
        let of_article = match &self.unpacked {
            Some(unpacked) => match unpacked.quotes[row as usize].office {
                0 => return,
                SEVERAL => {
                    let (article, next) = unpacked.at(doc);
                    &unpacked.offices[article.first_office as usize..next.first_office as usize]
                }
                only => return each(only),
            },
            None => read.of(&self.office_of, doc),
        };
        offices_of(of_article, place).iter().for_each(|packed| each(packed::office(*packed)));
    }

    /// What does not fit into the packed places of an article's quotes. `read` is used where it is not at hand.
    pub fn more<'a>(&'a self, doc: DocId, read: &'a mut Numbers) -> &'a [u64] {
        match &self.unpacked {
            Some(unpacked) => {
                let (article, next) = unpacked.at(doc);
                &unpacked.more[article.first_more as usize..next.first_more as usize]
            }
            None => read.of(&self.more, doc),
        }
    }
}

/// The numbers of the document read last, kept while its quotes are looked at.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    doc: Option<DocId>,
    numbers: Vec<u64>,
}

impl Numbers {
    fn of(&mut self, column: &Column<u64>, doc: DocId) -> &[u64] {
        if self.doc != Some(doc) {
            self.doc = Some(doc);
            self.numbers.clear();
            self.numbers.extend(column.values_for_doc(doc));
        }
        &self.numbers
    }
}
