//! A quote's row in the columns of its article: packed where it is stored, read where it is asked of.
//!
//! Where a quote stands takes one number of 64 bits for nearly every quote: the first word, how many there are, where the
//! paragraph begins and ends around it, and how many words are nearby before and behind that. What does not fit, further
//! segments and lead-ins stand in the column `more`, a row of numbers for the whole article: for each such quote its
//! place times 8 plus flags, then what the flags say.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::columnar::{Cardinality, Column};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::schema::column;
use crate::index::places::{Quoted, Stretch, Whereabouts};
use crate::index::stored::QUOTE_KINDS;
use crate::quotes::QuoteKind;

/// Widths of the parts in bits, from the lowest; above them stands the first word's number.
const BEHIND: u32 = 9;
const BEFORE: u32 = 10;
const CONTEXT: u32 = 10;
const CONTEXT_BEFORE: u32 = 9;
const LENGTH: u32 = 8;
/// The lowest bit says that there is more.
const FLAG: u32 = 1;
const FIRST_AT: u32 = FLAG + BEHIND + BEFORE + CONTEXT + CONTEXT_BEFORE + LENGTH;

/// Flags of a quote in `more`: its stretches in full, further segments, a lead-in.
const IN_FULL: u64 = 1;
const SEGMENTS: u64 = 2;
const LEAD_IN: u64 = 4;

/// Packs a quote's place; adds to `more` what does not fit. `place` is the quote's in its article.
pub(super) fn pack(place: usize, quoted: &Quoted, more: &mut Vec<u64>) -> u64 {
    let packed = pack_short(&quoted.at);
    let mut flags = 0;
    if packed.is_none() {
        flags |= IN_FULL;
    }
    if !quoted.rest.is_empty() {
        flags |= SEGMENTS;
    }
    if !quoted.lead_in.is_empty() {
        flags |= LEAD_IN;
    }
    if flags == 0 {
        return packed.unwrap_or(0);
    }
    more.push((place as u64) << 3 | flags);
    let push = |stretch: Stretch, more: &mut Vec<u64>| {
        more.push(u64::from(stretch.first));
        more.push(u64::from(stretch.len()));
    };
    if packed.is_none() {
        let Whereabouts { quote, context, before, behind } = quoted.at;
        for part in [quote, context, before, behind] {
            push(part, more);
        }
    }
    if !quoted.rest.is_empty() {
        more.push(quoted.rest.len() as u64);
        quoted.rest.iter().for_each(|part| push(*part, more));
    }
    if !quoted.lead_in.is_empty() {
        push(quoted.lead_in, more);
    }
    packed.unwrap_or(0) | 1
}

/// The stretches in one number, where they fit.
fn pack_short(at: &Whereabouts) -> Option<u64> {
    let Whereabouts { quote, context, before, behind } = at;
    let touches = before.end == context.first && behind.first == context.end;
    let context_before = quote.first.checked_sub(context.first)?;
    let mut packed = 0;
    let mut place = FLAG;
    let parts = [
        (behind.len(), BEHIND),
        (before.len(), BEFORE),
        (context.len(), CONTEXT),
        (context_before, CONTEXT_BEFORE),
        (quote.len(), LENGTH),
        (quote.first, u64::BITS - FIRST_AT),
    ];
    for (part, width) in parts {
        let part = u64::from(part);
        if part >> width != 0 {
            return None;
        }
        packed |= part << place;
        place += width;
    }
    touches.then_some(packed)
}

#[inline]
fn unpack_short(packed: u64) -> Whereabouts {
    let mut left = packed >> FLAG;
    let mut next = |width: u32| {
        let part = (left & ((1 << width) - 1)) as u32;
        left >>= width;
        part
    };
    let (behind, before, context, context_before, length) =
        (next(BEHIND), next(BEFORE), next(CONTEXT), next(CONTEXT_BEFORE), next(LENGTH));
    let first = left as u32;
    let context_first = first.wrapping_sub(context_before);
    let context_end = context_first.wrapping_add(context);
    Whereabouts {
        quote: Stretch::new(first, first.wrapping_add(length)),
        context: Stretch::new(context_first, context_end),
        before: Stretch::new(context_first.saturating_sub(before), context_first),
        behind: Stretch::new(context_end, context_end.wrapping_add(behind)),
    }
}

/// Reads `more` from its beginning, quote by quote.
struct More<'m> {
    left: &'m [u64],
}

impl More<'_> {
    fn next(&mut self) -> u64 {
        let Some((first, left)) = self.left.split_first() else { return 0 };
        self.left = left;
        *first
    }

    fn stretch(&mut self) -> Stretch {
        let first = self.next() as u32;
        Stretch::new(first, first.saturating_add(self.next() as u32))
    }

    /// What is said of the quote at `place`, which says that there is more; places are asked for in rising order.
    fn quoted(&mut self, place: usize, short: Whereabouts) -> Quoted {
        while !self.left.is_empty() {
            let head = self.next();
            let mut quoted = Quoted { at: short, ..Quoted::default() };
            if head & IN_FULL != 0 {
                quoted.at = Whereabouts {
                    quote: self.stretch(),
                    context: self.stretch(),
                    before: self.stretch(),
                    behind: self.stretch(),
                };
            }
            if head & SEGMENTS != 0 {
                let count = (self.next() as usize).min(self.left.len());
                quoted.rest = (0..count).map(|_| self.stretch()).collect();
            }
            if head & LEAD_IN != 0 {
                quoted.lead_in = self.stretch();
            }
            if head >> 3 == place as u64 {
                return quoted;
            }
        }
        Quoted { at: short, ..Quoted::default() }
    }
}

/// Speaker, party, confidence in thousandths and kind in one number: what is asked of nearly every quote that is found
/// takes one look. A speaker or party of 0 is none.
pub(super) fn pack_traits(kind: QuoteKind, confidence: u16, party: u32, speaker: u32) -> u64 {
    let kind = QUOTE_KINDS.iter().position(|known| *known == kind).unwrap_or(0) as u64;
    let party = u64::from(party).min(PARTY_MASK);
    u64::from(speaker) << SPEAKER_AT | party << PARTY_AT | u64::from(confidence) << 2 | kind
}

const PARTY_AT: u32 = 12;
const PARTY_MASK: u64 = (1 << 20) - 1;
const SPEAKER_AT: u32 = 32;

/// What [`pack_traits`] packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(u64);

impl Traits {
    #[inline]
    pub fn kind(self) -> QuoteKind {
        QUOTE_KINDS[self.kind_number()]
    }

    /// The kind's place in [`QUOTE_KINDS`].
    #[inline]
    pub fn kind_number(self) -> usize {
        ((self.0 & 3) as usize).min(QUOTE_KINDS.len() - 1)
    }

    #[inline]
    pub fn confidence(self) -> u16 {
        (self.0 >> 2 & 0x3ff) as u16
    }

    #[inline]
    pub fn party(self) -> u32 {
        (self.0 >> PARTY_AT & PARTY_MASK) as u32
    }

    #[inline]
    pub fn speaker(self) -> u32 {
        (self.0 >> SPEAKER_AT) as u32
    }
}

/// Which quote of an article has a speaker in which office.
pub(super) fn pack_office(place: usize, office: u32) -> u64 {
    (place as u64) << 24 | u64::from(office & 0x00ff_ffff)
}

/// Of an article's offices those of one quote's speaker; they are in the order of the quotes.
pub(super) fn offices_of(offices: &[(usize, u32)], place: usize) -> &[(usize, u32)] {
    let from = offices.partition_point(|(other, _)| *other < place);
    let to = offices.partition_point(|(other, _)| *other <= place);
    &offices[from..to]
}

/// What is asked of every article first, in one number: outlet, day, and how many words the headline has. Documents of
/// other kinds have a head as well, so that the column needs no list of those that have one.
pub(super) fn pack_head(outlet: u32, day: Option<i32>, title: u32) -> u64 {
    let day = day.and_then(|day| u64::try_from(day).ok()).filter(|day| *day <= DAY_MASK).unwrap_or(0);
    u64::from(outlet) << OUTLET_AT | day << DAY_AT | u64::from(title).min(TITLE_MASK)
}

const TITLE_MASK: u64 = (1 << 12) - 1;
const DAY_AT: u32 = 12;
/// Days of the common era up to the year 5,000 and more; 0 is no day.
const DAY_MASK: u64 = (1 << 21) - 1;
const OUTLET_AT: u32 = 33;

/// The head of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head(u64);

impl Head {
    /// 0 where the article names none.
    #[inline]
    pub fn outlet(self) -> u32 {
        (self.0 >> OUTLET_AT) as u32
    }

    #[inline]
    pub fn day(self) -> Option<i32> {
        let day = self.0 >> DAY_AT & DAY_MASK;
        (day > 0).then_some(day as i32)
    }

    /// How many words the headline has.
    #[inline]
    pub fn title(self) -> u32 {
        (self.0 & TITLE_MASK) as u32
    }
}

/// Room for what is read of an article, used for one after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    packed: Vec<u64>,
    more: Vec<u64>,
}

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
pub(super) type Rows = std::ops::Range<u32>;

/// The columns that every question reads, as plain arrays: the engine unpacks a value each time it is asked for, which
/// takes a third of the time of a question that many quotes meet. Made for indexes that are asked again and again.
#[derive(Debug)]
pub(super) struct Unpacked {
    head: Vec<u64>,
    /// For each document the first row of its quotes, and at the end how many rows there are.
    first_rows: Vec<u32>,
    traits: Vec<u64>,
    at: Vec<u64>,
    same_words: Vec<u64>,
}

impl Unpacked {
    fn new(columns: &Columns, docs: DocId) -> Unpacked {
        let all = |column: &Column<u64>| {
            let mut values = vec![0; column.values.num_vals() as usize];
            column.values.get_range(0, &mut values);
            values
        };
        let mut first_rows = Vec::with_capacity(docs as usize + 1);
        let mut behind = 0;
        for doc in 0..docs {
            let rows = columns.traits.index.value_row_ids(doc);
            if !rows.is_empty() {
                behind = rows.end;
                first_rows.push(rows.start);
            } else {
                first_rows.push(behind);
            }
        }
        first_rows.push(behind);
        Unpacked {
            head: (0..docs).map(|doc| columns.head.first(doc).unwrap_or(0)).collect(),
            first_rows,
            traits: all(&columns.traits),
            at: all(&columns.at),
            same_words: all(&columns.same_words),
        }
    }
}

/// The columns of an index's segments, opened once.
#[derive(Default)]
pub(super) struct Warmth(Mutex<WarmSegments>);

#[derive(Default)]
struct WarmSegments {
    asked: u32,
    segments: FxHashMap<SegmentId, Arc<Columns>>,
}

impl Warmth {
    /// Questions after which columns are unpacked: a program that asks one goes without.
    const ASKED: u32 = 8;
    /// Quotes up to which an index's columns are unpacked: of more they would fill the memory, at 24 bytes each.
    const MOST_QUOTES: u64 = 8_000_000;

    /// The columns of all segments, in their order, for one more question.
    pub fn ask(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Columns>>> {
        {
            let mut warm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            warm.asked = warm.asked.saturating_add(1);
        }
        self.open(searcher)
    }

    /// The columns of all segments, in their order.
    pub fn open(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Columns>>> {
        let segments = searcher.segment_readers();
        // A thread that panicked left at worst a segment out.
        let mut warm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if warm.segments.len() > segments.len() {
            warm.segments.retain(|id, _| segments.iter().any(|segment| segment.segment_id() == *id));
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
            return Head(unpacked.head.get(doc as usize).copied().unwrap_or(0));
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
    pub fn rows(&self, doc: DocId) -> Rows {
        match &self.unpacked {
            Some(unpacked) => unpacked.first_rows[doc as usize]..unpacked.first_rows[doc as usize + 1],
            None => self.traits.index.value_row_ids(doc),
        }
    }

    #[inline]
    pub fn traits(&self, row: u32) -> Traits {
        match &self.unpacked {
            Some(unpacked) => Traits(unpacked.traits[row as usize]),
            None => Traits(self.traits.values.get_val(row)),
        }
    }

    #[inline]
    pub fn same_words(&self, row: u32) -> u64 {
        match &self.unpacked {
            Some(unpacked) => unpacked.same_words[row as usize],
            None => self.same_words.values.get_val(row),
        }
    }

    pub fn number(&self, row: u32) -> u32 {
        self.number.values.get_val(row) as u32
    }

    /// Has the values of these rows brought near: they are asked for soon. Tells nothing.
    pub fn approach(&self, rows: impl Iterator<Item = u32>) {
        if let Some(unpacked) = &self.unpacked {
            let near = rows.fold(0, |near, row| {
                let at = |column: &[u64]| column.get(row as usize).copied().unwrap_or(0);
                near ^ at(&unpacked.at) ^ at(&unpacked.traits) ^ at(&unpacked.same_words)
            });
            std::hint::black_box(near);
        }
    }

    /// Calls `each` with where every quote of an article stands, in their order: in short, and in full where that does
    /// not say all.
    #[inline]
    pub fn for_each_place(
        &self,
        doc: DocId,
        rows: &Rows,
        scratch: &mut Scratch,
        mut each: impl FnMut(Whereabouts, Option<&Quoted>),
    ) {
        let Scratch { packed, more } = scratch;
        let packed = match &self.unpacked {
            Some(unpacked) => &unpacked.at[rows.start as usize..rows.end as usize],
            None => {
                packed.resize(rows.len(), 0);
                self.at.values.get_range(rows.start.into(), packed);
                packed.as_slice()
            }
        };
        more.clear();
        if packed.iter().any(|packed| packed & 1 != 0) {
            more.extend(self.more.values_for_doc(doc));
        }
        let mut more = More { left: more };
        for (place, packed) in packed.iter().enumerate() {
            let short = unpack_short(*packed);
            if packed & 1 == 0 {
                each(short, None);
            } else {
                let quoted = more.quoted(place, short);
                each(quoted.at, Some(&quoted));
            }
        }
    }

    /// Places of quotes with the offices of their speakers, by place.
    pub fn offices(&self, doc: DocId) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.office_of.values_for_doc(doc).map(|value| ((value >> 24) as usize, (value & 0x00ff_ffff) as u32))
    }

    pub fn key(&self, doc: DocId) -> u64 {
        self.key.first(doc).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_stretch(most: u32) -> impl Strategy<Value = Stretch> {
        (0..most, 0..most).prop_map(|(first, length)| Stretch::new(first, first + length))
    }

    fn any_quoted() -> impl Strategy<Value = Quoted> {
        let usual = (0u32..90_000, 0u32..300, 0u32..600, 0u32..600, 0u32..1200, 0u32..1200).prop_map(
            |(first, length, context_before, context, before, behind)| {
                let context_first = first.saturating_sub(context_before);
                let context = Stretch::new(context_first, context_first + context);
                Whereabouts {
                    quote: Stretch::new(first, first + length),
                    before: Stretch::new(context.first.saturating_sub(before), context.first),
                    behind: Stretch::new(context.end, context.end + behind),
                    context,
                }
            },
        );
        let odd = [any_stretch(1 << 30), any_stretch(1 << 30), any_stretch(1 << 30), any_stretch(1 << 30)]
            .prop_map(|[quote, context, before, behind]| Whereabouts { quote, context, before, behind });
        let base = prop_oneof![4 => usual, 1 => odd];
        let rest = prop::collection::vec(any_stretch(1000), 0..4);
        let lead_in = prop::option::of(any_stretch(1000).prop_filter("not empty", |stretch| !stretch.is_empty()));
        (base, rest, lead_in).prop_map(|(at, rest, lead_in)| Quoted { at, rest, lead_in: lead_in.unwrap_or_default() })
    }

    #[test]
    fn offices_are_found_by_quote() {
        let offices = [(0, 7), (2, 3), (2, 9), (5, 7)];
        assert_eq!(offices_of(&offices, 2), [(2, 3), (2, 9)]);
        assert_eq!(offices_of(&offices, 5), [(5, 7)]);
        assert_eq!(offices_of(&offices, 1), []);
        assert_eq!(offices_of(&offices, 6), []);
    }

    proptest! {
        #[test]
        fn a_quotes_place_comes_back(all in prop::collection::vec(any_quoted(), 1..6)) {
            let mut more = Vec::new();
            let packed: Vec<u64> =
                all.iter().enumerate().map(|(place, quoted)| pack(place, quoted, &mut more)).collect();
            let mut more = More { left: &more };
            for (place, (quoted, packed)) in all.iter().zip(packed).enumerate() {
                let short = unpack_short(packed);
                let read = if packed & 1 == 0 {
                    Quoted { at: short, ..Quoted::default() }
                } else {
                    more.quoted(place, short)
                };
                prop_assert_eq!(&read, quoted);
            }
        }

        #[test]
        fn heads_come_back(outlet in 0u32..1 << 30, day in prop::option::of(1i32..1 << 21), title in 0u32..4096) {
            let head = Head(pack_head(outlet, day, title));
            prop_assert_eq!((head.outlet(), head.day(), head.title()), (outlet, day, title));
        }

        #[test]
        fn traits_come_back(kind in 0usize..3, confidence in 0u16..=1000, party in 0u32..1 << 20, speaker: u32) {
            let traits = Traits(pack_traits(QUOTE_KINDS[kind], confidence, party, speaker));
            prop_assert_eq!((traits.kind(), traits.confidence()), (QUOTE_KINDS[kind], confidence));
            prop_assert_eq!((traits.party(), traits.speaker()), (party, speaker));
        }
    }
}
