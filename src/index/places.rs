//! Where around a quote a topic may stand, as pure arithmetic on the places of words in an article.
//!
//! An article's words are numbered from 0: the headline's first, then those of its prose (paragraphs and subheadings)
//! in order. A quote is a few stretches of these numbers, a topic word is a list of stretches where one of its wordings
//! stands, and [`QuotedWords::places_of`] says in which parts of the quote's surroundings it is met.

/// A stretch of an article's words: the first one's number and the number behind the last one's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub first: u32,
    pub end: u32,
}

impl Stretch {
    #[inline]
    pub fn new(first: u32, end: u32) -> Stretch {
        Stretch { first, end: end.max(first) }
    }

    #[inline]
    pub fn len(self) -> u32 {
        self.end - self.first
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.first == self.end
    }

    #[inline]
    fn covers(self, first: u32, end: u32) -> bool {
        (self.first <= first) & (end <= self.end)
    }
}

/// In which parts of a quote's surroundings something stands, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(u8);

impl Places {
    pub const NONE: Places = Places(0);
    /// In the quoted words.
    pub const QUOTE: Places = Places(1);
    /// In the sentence that sets up the quote.
    pub const LEAD_IN: Places = Places(2);
    /// In the paragraph around it.
    pub const CONTEXT: Places = Places(4);
    /// In the headline.
    pub const TITLE: Places = Places(8);
    /// In the paragraphs before and behind, where a lead-in may stand, too.
    pub const NEARBY: Places = Places(16);
    /// In the paragraph as the speaker's own name: a quote is not about its speaker because the speaker is named.
    const OWN_NAME: Places = Places(32);
    /// In the quote, its lead-in or its paragraph.
    pub const BESIDE: Places = Places(1 | 2 | 4 | 32);
    /// Where the reader sees it with the quote.
    pub const AROUND: Places = Places(1 | 2 | 4 | 8 | 32);

    #[inline]
    pub fn holds(self, other: Places) -> bool {
        self.0 & other.0 == other.0
    }

    #[inline]
    pub fn meets(self, other: Places) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub fn with(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }

    /// The set as a number below [`Places::SETS`].
    #[inline]
    pub fn number(self) -> usize {
        self.0.into()
    }

    /// How many sets there are.
    pub const SETS: usize = 64;

    /// The set of a number.
    pub fn of_number(number: usize) -> Places {
        Places((number % Places::SETS) as u8)
    }

    /// What both sets hold.
    #[inline]
    pub fn only(self, other: Places) -> Places {
        Places(self.0 & other.0)
    }

    /// The same for a word of the speaker's own name.
    #[inline]
    pub fn of_own_name(self) -> Places {
        if self.meets(Places::CONTEXT) { Places(self.0 & !Places::CONTEXT.0).with(Places::OWN_NAME) } else { self }
    }

    /// The parts by the names that users read, the nearest first.
    pub fn names(self) -> Vec<&'static str> {
        [
            (Places::QUOTE, "quote"),
            (Places::LEAD_IN, "lead-in"),
            (Places::CONTEXT, "paragraph"),
            (Places::OWN_NAME, "paragraph, as the speaker's name"),
            (Places::TITLE, "headline"),
            (Places::NEARBY, "nearby"),
        ]
        .into_iter()
        .filter(|(place, _)| self.holds(*place))
        .map(|(_, name)| name)
        .collect()
    }
}

/// Where a quote and its surroundings stand among its article's words, as nearly every quote does: in one piece, and
/// without a sentence that sets it up from afar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Whereabouts {
    /// The quote's first segment.
    pub quote: Stretch,
    pub context: Stretch,
    /// The paragraphs before the context and behind it.
    pub before: Stretch,
    pub behind: Stretch,
}

/// The same of any quote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct QuotedWords {
    pub at: Whereabouts,
    /// The further segments, in order.
    pub rest: Vec<Stretch>,
    pub lead_in: Stretch,
}

/// Where one wording of a topic stands in an article.
#[derive(Clone, Copy, Debug)]
pub(super) enum WordStanding<'a> {
    /// One word: the numbers at which it stands, rising.
    Word(&'a [u32]),
    /// Several words: from where to where, by the first word's number, rising.
    Words(&'a [Stretch]),
}

/// Lists longer than this are searched for where they begin to matter; shorter ones are read through.
const LONG: usize = 16;

impl WordStanding<'_> {
    /// Whether the wording stands in the headline, which has the article's first `title` words.
    pub fn in_title(self, title: u32) -> Places {
        let stands = match self {
            WordStanding::Word(at) => at.first().is_some_and(|at| *at < title),
            WordStanding::Words(stretches) => {
                stretches.iter().take_while(|one| one.first < title).any(|one| one.end <= title)
            }
        };
        if stands { Places::TITLE } else { Places::NONE }
    }
}

impl Whereabouts {
    /// In which parts of the surroundings the wording stands; the headline is none of them.
    // It is asked of every quote that can meet a question, and most of its arguments are the same for many of them.
    #[inline(always)]
    pub fn places_of(&self, standing: WordStanding) -> Places {
        match standing {
            WordStanding::Word(at) => self.collect(at, |at| Stretch { first: *at, end: *at + 1 }),
            WordStanding::Words(stretches) => self.collect(stretches, |stretch| *stretch),
        }
    }

    #[inline(always)]
    fn collect<T>(&self, list: &[T], stretch: impl Fn(&T) -> Stretch) -> Places {
        let mut list = list;
        if list.len() > LONG {
            let low = self.before.first.min(self.context.first).min(self.quote.first);
            let high = self.behind.end.max(self.context.end).max(self.quote.end);
            list = &list[list.partition_point(|one| stretch(one).first < low)..];
            list = &list[..list.partition_point(|one| stretch(one).first < high)];
        }
        // Without branches: where a word stands follows no pattern, and guessing wrong takes longer than looking.
        let mut places = 0;
        for one in list.iter().map(&stretch) {
            let in_context = self.context.covers(one.first, one.end);
            let nearby = self.before.covers(one.first, one.end) | self.behind.covers(one.first, one.end);
            places |= u8::from(self.quote.covers(one.first, one.end)) * Places::QUOTE.0;
            places |= u8::from(in_context) * Places::CONTEXT.0;
            places |= u8::from(nearby & !in_context) * Places::NEARBY.0;
        }
        Places(places)
    }
}

impl QuotedWords {
    /// In which parts of the surroundings the wording stands; the headline is none of them.
    #[inline]
    pub fn places_of(&self, standing: WordStanding) -> Places {
        let mut places = self.at.places_of(standing);
        match standing {
            WordStanding::Word(at) => self.add_rest(at, |at| Stretch { first: *at, end: *at + 1 }, &mut places),
            WordStanding::Words(stretches) => self.add_rest(stretches, |stretch| *stretch, &mut places),
        }
        places
    }

    fn add_rest<T>(&self, list: &[T], stretch: impl Fn(&T) -> Stretch, places: &mut Places) {
        let stands_in = |part: &Stretch| {
            let from = list.partition_point(|one| stretch(one).first < part.first);
            list[from..]
                .iter()
                .map(&stretch)
                .take_while(|one| one.first < part.end)
                .any(|one| part.covers(one.first, one.end))
        };
        if self.rest.iter().any(stands_in) {
            *places = places.with(Places::QUOTE);
        }
        if stands_in(&self.lead_in) {
            *places = places.with(Places::LEAD_IN);
        }
    }

    /// How many words were quoted.
    pub fn length(&self) -> u32 {
        self.segments().into_iter().map(Stretch::len).sum()
    }

    /// All segments, in order.
    pub fn segments(&self) -> Vec<Stretch> {
        std::iter::once(self.at.quote).chain(self.rest.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(first: u32, end: u32) -> Stretch {
        Stretch::new(first, end)
    }

    fn quoted() -> QuotedWords {
        // A headline of 4 words, a paragraph, the lead-in, the quote's paragraph, two behind.
        QuotedWords {
            at: Whereabouts {
                quote: stretch(32, 36),
                context: stretch(30, 50),
                before: stretch(10, 30),
                behind: stretch(50, 70),
            },
            rest: vec![stretch(40, 44)],
            lead_in: stretch(25, 30),
        }
    }

    #[test]
    fn every_word_is_in_the_part_where_it_stands() {
        let places = |at: u32| {
            let standing = WordStanding::Word(std::slice::from_ref(&at));
            quoted().places_of(standing).with(standing.in_title(4)).names()
        };
        assert_eq!(places(3), ["headline"]);
        assert_eq!(places(4), Vec::<&str>::new());
        assert_eq!(places(10), ["nearby"]);
        assert_eq!(places(27), ["lead-in", "nearby"]);
        assert_eq!(places(30), ["paragraph"]);
        assert_eq!(places(35), ["quote", "paragraph"]);
        assert_eq!(places(36), ["paragraph"]);
        assert_eq!(places(69), ["nearby"]);
        assert_eq!(places(70), Vec::<&str>::new());
    }

    #[test]
    fn several_words_must_stand_in_one_part_together() {
        let places = |first, end| {
            let stretches = [stretch(first, end)];
            let standing = WordStanding::Words(&stretches);
            quoted().places_of(standing).with(standing.in_title(4)).names()
        };
        assert_eq!(places(34, 36), ["quote", "paragraph"]);
        assert_eq!(places(35, 37), ["paragraph"]);
        assert_eq!(places(49, 51), Vec::<&str>::new());
        assert_eq!(places(2, 5), Vec::<&str>::new());
        assert_eq!(places(50, 70), ["nearby"]);
    }

    #[test]
    fn all_places_of_a_list_are_told() {
        let at = [1, 12, 26, 33, 60];
        let standing = WordStanding::Word(&at);
        let places = quoted().places_of(standing).with(standing.in_title(4));
        assert_eq!(places.names(), ["quote", "lead-in", "paragraph", "headline", "nearby"]);

        // A long list is searched, with the same outcome.
        let long: Vec<u32> = (0..90).collect();
        let standing = WordStanding::Word(&long);
        let places = quoted().places_of(standing).with(standing.in_title(4));
        assert_eq!(places.names(), ["quote", "lead-in", "paragraph", "headline", "nearby"]);
    }
}
