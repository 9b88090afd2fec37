//! A quote's row in the columns of its article: how it is packed into numbers, and unpacked. Pure.
//!
//! Where a quote stands takes one number of 64 bits for nearly every quote: the first word, how many there are, where the
//! paragraph begins and ends around it, and how many words are nearby before and behind that. What does not fit, further
//! segments and lead-ins stand in the column `more`, a row of numbers for the whole article: for each such quote its
//! place times 8 plus flags, then what the flags say.

use crate::index::places::{QuotedWords, Stretch, Whereabouts};
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
pub(super) fn pack(place: usize, quoted: &QuotedWords, more: &mut Vec<u64>) -> u64 {
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
pub(super) fn unpack_short(packed: u64) -> Whereabouts {
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

/// Whether the column `more` says more of a quote than its packed place does.
#[inline]
pub(super) fn has_more(packed: u64) -> bool {
    packed & 1 != 0
}

/// Reads `more` from its beginning, quote by quote.
#[derive(Clone, Copy, Debug)]
pub(super) struct More<'m> {
    pub left: &'m [u64],
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
    pub fn quoted(&mut self, place: usize, short: Whereabouts) -> QuotedWords {
        while !self.left.is_empty() {
            let head = self.next();
            let mut quoted = QuotedWords { at: short, ..QuotedWords::default() };
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
        QuotedWords { at: short, ..QuotedWords::default() }
    }
}

/// What is asked of nearly every quote that is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct TraitsParts {
    pub kind: QuoteKind,
    /// In thousandths.
    pub confidence: u16,
    /// 0 is none.
    pub party: u32,
    /// 0 is none.
    pub speaker: u32,
    /// Whether it is a piece of its speaker's last report before it.
    pub is_piece: bool,
    /// Whether it is a report with such pieces.
    pub is_mixed: bool,
    /// Whether it is a partial quote of one or two words.
    pub few_words: bool,
}

/// Packs them into one number: they take one look.
pub(super) fn pack_traits(parts: &TraitsParts) -> u64 {
    let kind = QUOTE_KINDS.iter().position(|known| *known == parts.kind).unwrap_or(0) as u64;
    let party = u64::from(parts.party).min(PARTY_MASK);
    u64::from(parts.speaker) << SPEAKER_AT
        | u64::from(parts.few_words) << FEW_WORDS_AT
        | u64::from(parts.is_mixed) << MIXED_AT
        | u64::from(parts.is_piece) << PIECE_AT
        | party << PARTY_AT
        | u64::from(parts.confidence) << 2
        | kind
}

const PARTY_AT: u32 = 12;
const PARTY_MASK: u64 = (1 << 20) - 1;
const PIECE_AT: u32 = 32;
const FEW_WORDS_AT: u32 = 33;
const MIXED_AT: u32 = 34;
/// Room for five hundred million speakers.
const SPEAKER_AT: u32 = 35;

/// What [`pack_traits`] packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits(pub u64);

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

    /// Whether it is a piece of its speaker's last report before it.
    #[inline]
    pub fn is_piece(self) -> bool {
        self.0 >> PIECE_AT & 1 != 0
    }

    /// Whether it is a report with such pieces.
    #[inline]
    pub fn is_mixed(self) -> bool {
        self.0 >> MIXED_AT & 1 != 0
    }

    /// Whether it is a partial quote of one or two words.
    #[inline]
    pub fn few_words(self) -> bool {
        self.0 >> FEW_WORDS_AT & 1 != 0
    }
}

/// Which quote of an article has a speaker in which office.
pub(super) fn pack_office(place: usize, office: u32) -> u64 {
    (place as u64) << OFFICE_BITS | u64::from(office & OFFICE_MASK)
}

const OFFICE_BITS: u32 = 24;
const OFFICE_MASK: u32 = (1 << OFFICE_BITS) - 1;

/// The offices of one quote's speaker, out of those of its article, which are in the order of the quotes.
#[inline]
pub(super) fn offices_of(offices: &[u64], place: u32) -> &[u64] {
    let place = u64::from(place);
    let first = offices.partition_point(|packed| packed >> OFFICE_BITS < place);
    let own = offices[first..].iter().take_while(|packed| **packed >> OFFICE_BITS == place).count();
    &offices[first..first + own]
}

/// The place of the quote in such a number.
pub(super) fn office_place(packed: u64) -> usize {
    (packed >> OFFICE_BITS) as usize
}

/// The office in such a number.
#[inline]
pub(super) fn office(packed: u64) -> u32 {
    packed as u32 & OFFICE_MASK
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
pub(super) struct Head(pub u64);

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_stretch(most: u32) -> impl Strategy<Value = Stretch> {
        (0..most, 0..most).prop_map(|(first, length)| Stretch::new(first, first + length))
    }

    fn any_quoted() -> impl Strategy<Value = QuotedWords> {
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
        (base, rest, lead_in).prop_map(|(at, rest, lead_in)| QuotedWords {
            at,
            rest,
            lead_in: lead_in.unwrap_or_default(),
        })
    }

    #[test]
    fn offices_are_found_by_quote() {
        let offices = [(0, 7), (2, 3), (2, 9), (5, 7)].map(|(place, office)| pack_office(place, office));
        let of = |place| offices_of(&offices, place).iter().map(|packed| office(*packed)).collect::<Vec<u32>>();
        assert_eq!(of(0), [7]);
        assert_eq!(of(2), [3, 9]);
        assert_eq!(of(5), [7]);
        assert!(of(1).is_empty());
        assert!(of(6).is_empty());
        assert!(offices_of(&[], 0).is_empty());
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
                let read = if !has_more(packed) {
                    QuotedWords { at: short, ..QuotedWords::default() }
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
        fn traits_come_back(
            kind in 0usize..3,
            confidence in 0u16..=1000,
            party in 0u32..1 << 20,
            speaker in 0u32..1 << 29,
            [is_piece, is_mixed, few_words]: [bool; 3],
        ) {
            let kind_there = QUOTE_KINDS[kind];
            let parts = TraitsParts { kind: kind_there, confidence, party, speaker, is_piece, is_mixed, few_words };
            let traits = Traits(pack_traits(&parts));
            prop_assert_eq!([traits.is_piece(), traits.is_mixed(), traits.few_words()], [is_piece, is_mixed, few_words]);
            prop_assert_eq!((traits.kind(), traits.confidence()), (QUOTE_KINDS[kind], confidence));
            prop_assert_eq!((traits.party(), traits.speaker()), (party, speaker));
        }
    }
}
