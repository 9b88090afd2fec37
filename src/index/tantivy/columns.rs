//! A quote's row in the columns of its article: packed where it is stored, read where it is asked of.
//!
//! Where a quote stands takes one number of 64 bits for nearly every quote: the first word, how many there are, where the
//! paragraph begins and ends around it, and how many words are nearby before and behind that. What does not fit, further
//! segments and lead-ins stand in the column `more`, a row of numbers for the whole article: for each such quote its
//! place times 8 plus flags, then what the flags say.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::schema::column;
use crate::index::places::{Quoted, Stretch};
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
    let packed = pack_short(quoted);
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
        for part in [quoted.quote, quoted.context, quoted.before, quoted.behind] {
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
fn pack_short(quoted: &Quoted) -> Option<u64> {
    let Quoted { quote, context, before, behind, .. } = quoted;
    let touches = before.end == context.first && behind.first == context.end;
    let context_before = quote.first.checked_sub(context.first)?;
    let mut packed = 0;
    let mut at = FLAG;
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
        packed |= part << at;
        at += width;
    }
    touches.then_some(packed)
}

fn unpack_short(packed: u64) -> Quoted {
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
    Quoted {
        quote: Stretch::new(first, first + length),
        rest: Vec::new(),
        lead_in: Stretch::default(),
        context: Stretch::new(context_first, context_end),
        before: Stretch::new(context_first.saturating_sub(before), context_first),
        behind: Stretch::new(context_end, context_end.wrapping_add(behind)),
    }
}

/// Adds what `more` says of the quote at `place`.
fn add_more(quoted: &mut Quoted, place: usize, more: &[u64]) {
    let mut at = 0;
    let mut next = || {
        let number = more.get(at).copied();
        at += 1;
        number
    };
    while let Some(head) = next() {
        let mut stretch = || {
            let first = next().unwrap_or(0) as u32;
            Stretch::new(first, first.saturating_add(next().unwrap_or(0) as u32))
        };
        let mut this = Quoted::default();
        if head & IN_FULL != 0 {
            (this.quote, this.context, this.before, this.behind) = (stretch(), stretch(), stretch(), stretch());
        }
        if head & SEGMENTS != 0 {
            // A count and nothing else: no stretch.
            let count = next().unwrap_or(0);
            let mut stretch = || {
                let first = next().unwrap_or(0) as u32;
                Stretch::new(first, first.saturating_add(next().unwrap_or(0) as u32))
            };
            this.rest = (0..count).map_while(|_| Some(stretch())).take(more.len()).collect();
        }
        if head & LEAD_IN != 0 {
            let first = next().unwrap_or(0) as u32;
            this.lead_in = Stretch::new(first, first.saturating_add(next().unwrap_or(0) as u32));
        }
        if head >> 3 == place as u64 {
            if head & IN_FULL == 0 {
                this.quote = quoted.quote;
                (this.context, this.before, this.behind) = (quoted.context, quoted.before, quoted.behind);
            }
            *quoted = this;
            return;
        }
    }
}

/// Kind, confidence and party in one number.
pub(super) fn pack_traits(kind: QuoteKind, confidence: u16, party: u32) -> u64 {
    let kind = QUOTE_KINDS.iter().position(|known| *known == kind).unwrap_or(0) as u64;
    u64::from(party) << 12 | u64::from(confidence) << 2 | kind
}

/// Kind, confidence in thousandths and party (0 is none) of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits(u64);

impl Traits {
    pub fn kind(self) -> QuoteKind {
        QUOTE_KINDS.get((self.0 & 3) as usize).copied().unwrap_or(QuoteKind::Indirect)
    }

    pub fn confidence(self) -> u16 {
        (self.0 >> 2 & 0x3ff) as u16
    }

    pub fn party(self) -> u32 {
        (self.0 >> 12) as u32
    }
}

/// Which quote of an article has a speaker in which office.
pub(super) fn pack_office(place: usize, office: u32) -> u64 {
    (place as u64) << 24 | u64::from(office & 0x00ff_ffff)
}

/// The columns of one segment.
pub(super) struct Columns {
    speaker: Column<u64>,
    traits: Column<u64>,
    at: Column<u64>,
    more: Column<u64>,
    same_words: Column<u64>,
    number: Column<u64>,
    office_of: Column<u64>,
    outlet: Column<u64>,
    day: Column<i64>,
    title: Column<u64>,
    key: Column<u64>,
}

/// The rows of an article's quotes in the columns.
pub(super) type Rows = std::ops::Range<u32>;

impl Columns {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let columns = segment.fast_fields();
        Ok(Columns {
            speaker: columns.u64(column::SPEAKER)?,
            traits: columns.u64(column::TRAITS)?,
            at: columns.u64(column::AT)?,
            more: columns.u64(column::MORE)?,
            same_words: columns.u64(column::SAME_WORDS)?,
            number: columns.u64(column::NUMBER)?,
            office_of: columns.u64(column::OFFICE_OF)?,
            outlet: columns.u64(column::OUTLET)?,
            day: columns.i64(column::DAY)?,
            title: columns.u64(column::TITLE)?,
            key: columns.u64(column::KEY)?,
        })
    }

    /// The rows of an article: they are the same in every column that has a value for each quote.
    pub fn rows(&self, doc: DocId) -> Rows {
        self.speaker.index.value_row_ids(doc)
    }

    pub fn speaker(&self, row: u32) -> u32 {
        self.speaker.values.get_val(row) as u32
    }

    pub fn traits(&self, row: u32) -> Traits {
        Traits(self.traits.values.get_val(row))
    }

    pub fn same_words(&self, row: u32) -> u64 {
        self.same_words.values.get_val(row)
    }

    pub fn number(&self, row: u32) -> u32 {
        self.number.values.get_val(row) as u32
    }

    /// Where the quote stands; `place` is its place in the article.
    pub fn quoted(&self, doc: DocId, row: u32, place: usize) -> Quoted {
        let packed = self.at.values.get_val(row);
        let mut quoted = unpack_short(packed);
        if packed & 1 != 0 {
            let more: Vec<u64> = self.more.values_for_doc(doc).collect();
            add_more(&mut quoted, place, &more);
        }
        quoted
    }

    /// Places of quotes with the offices of their speakers, by place.
    pub fn offices(&self, doc: DocId) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.office_of.values_for_doc(doc).map(|value| ((value >> 24) as usize, (value & 0x00ff_ffff) as u32))
    }

    /// 0 where the article names none.
    pub fn outlet(&self, doc: DocId) -> u32 {
        self.outlet.first(doc).unwrap_or(0) as u32
    }

    pub fn day(&self, doc: DocId) -> Option<i32> {
        self.day.first(doc).map(|day| day as i32)
    }

    /// First and last day of the column, where it has any.
    pub fn days(&self) -> Option<(i32, i32)> {
        (self.day.values.num_vals() > 0).then(|| (self.day.min_value() as i32, self.day.max_value() as i32))
    }

    pub fn title(&self, doc: DocId) -> u32 {
        self.title.first(doc).unwrap_or(0) as u32
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
                Quoted {
                    quote: Stretch::new(first, first + length),
                    rest: Vec::new(),
                    lead_in: Stretch::default(),
                    before: Stretch::new(context.first.saturating_sub(before), context.first),
                    behind: Stretch::new(context.end, context.end + behind),
                    context,
                }
            },
        );
        let odd = [any_stretch(1 << 30), any_stretch(1 << 30), any_stretch(1 << 30), any_stretch(1 << 30)].prop_map(
            |[quote, context, before, behind]| Quoted { quote, context, before, behind, ..Quoted::default() },
        );
        let base = prop_oneof![4 => usual, 1 => odd];
        let rest = prop::collection::vec(any_stretch(1000), 0..4);
        let lead_in = prop::option::of(any_stretch(1000).prop_filter("not empty", |stretch| !stretch.is_empty()));
        (base, rest, lead_in).prop_map(|(mut quoted, rest, lead_in)| {
            quoted.rest = rest;
            quoted.lead_in = lead_in.unwrap_or_default();
            quoted
        })
    }

    proptest! {
        #[test]
        fn a_quotes_place_comes_back(all in prop::collection::vec(any_quoted(), 1..6)) {
            let mut more = Vec::new();
            let packed: Vec<u64> =
                all.iter().enumerate().map(|(place, quoted)| pack(place, quoted, &mut more)).collect();
            for (place, (quoted, packed)) in all.iter().zip(packed).enumerate() {
                let mut read = unpack_short(packed);
                if packed & 1 != 0 {
                    add_more(&mut read, place, &more);
                }
                prop_assert_eq!(&read, quoted);
            }
        }

        #[test]
        fn traits_come_back(kind in 0usize..3, confidence in 0u16..=1000, party in 0u32..=u32::MAX) {
            let traits = Traits(pack_traits(QUOTE_KINDS[kind], confidence, party));
            prop_assert_eq!((traits.kind(), traits.confidence(), traits.party()), (QUOTE_KINDS[kind], confidence, party));
        }
    }
}
