//! Where around a quote a topic may stand, as pure arithmetic on the places of words in an article.
//!
//! An article's words are numbered from 0: the headline's first, then those of its prose (paragraphs and subheadings)
//! in order. A quote is a few stretches of these numbers, a topic word is a list of stretches where one of its wordings
//! stands, and [`Quoted::places_of`] says in which parts of the quote's surroundings it is met.

/// A stretch of an article's words: the first one's number and the number behind the last one's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub first: u32,
    pub end: u32,
}

impl Stretch {
    pub fn new(first: u32, end: u32) -> Stretch {
        Stretch { first, end: end.max(first) }
    }

    pub fn len(self) -> u32 {
        self.end - self.first
    }

    pub fn is_empty(self) -> bool {
        self.first == self.end
    }

    fn covers(self, first: u32, end: u32) -> bool {
        self.first <= first && end <= self.end
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
    /// In the paragraphs before and behind.
    pub const NEARBY: Places = Places(16);
    /// In the paragraph as the speaker's own name: a quote is not about its speaker because the speaker is named.
    const OWN_NAME: Places = Places(32);
    /// Where the reader sees it with the quote.
    pub const AROUND: Places = Places(1 | 2 | 4 | 8 | 32);

    pub fn holds(self, other: Places) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn meets(self, other: Places) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }

    /// What both sets hold.
    pub fn only(self, other: Places) -> Places {
        Places(self.0 & other.0)
    }

    /// The same for a word of the speaker's own name.
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

/// Where a quote and its surroundings stand among its article's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The quote's first segment, and the further ones in order.
    pub quote: Stretch,
    pub rest: Vec<Stretch>,
    pub lead_in: Stretch,
    pub context: Stretch,
    /// The paragraphs before the context and behind it.
    pub before: Stretch,
    pub behind: Stretch,
}

/// Where one wording of a topic stands in an article.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing<'a> {
    /// One word: the numbers at which it stands, rising.
    Word(&'a [u32]),
    /// Several words: from where to where, by the first word's number, rising.
    Words(&'a [Stretch]),
}

impl Quoted {
    /// In which parts of the surroundings the wording stands; `title` is how many words the headline has.
    pub fn places_of(&self, standing: Standing, title: u32) -> Places {
        match standing {
            Standing::Word(at) => self.collect(at, |at| Stretch { first: *at, end: *at + 1 }, title),
            Standing::Words(stretches) => self.collect(stretches, |stretch| *stretch, title),
        }
    }

    /// The least stretch that holds all the parts.
    fn hull(&self) -> Stretch {
        let mut hull = self.quote;
        for part in [self.lead_in, self.context, self.before, self.behind].iter().chain(&self.rest) {
            if !part.is_empty() {
                hull = Stretch { first: hull.first.min(part.first), end: hull.end.max(part.end) };
            }
        }
        hull
    }

    /// All segments, in order.
    pub fn segments(&self) -> Vec<Stretch> {
        std::iter::once(self.quote).chain(self.rest.iter().copied()).collect()
    }

    fn collect<T>(&self, list: &[T], stretch: impl Fn(&T) -> Stretch, title: u32) -> Places {
        let mut places = Places::NONE;
        let headline = Stretch { first: 0, end: title };
        for one in list.iter().map(&stretch).take_while(|one| one.first < title) {
            if headline.covers(one.first, one.end) {
                places = places.with(Places::TITLE);
            }
        }
        let hull = self.hull();
        let from = list.partition_point(|one| stretch(one).first < hull.first);
        for one in list[from..].iter().map(&stretch).take_while(|one| one.first < hull.end) {
            if self.quote.covers(one.first, one.end) || self.rest.iter().any(|part| part.covers(one.first, one.end)) {
                places = places.with(Places::QUOTE);
            }
            if self.context.covers(one.first, one.end) {
                places = places.with(Places::CONTEXT);
            } else if self.lead_in.covers(one.first, one.end) {
                places = places.with(Places::LEAD_IN);
            } else if self.before.covers(one.first, one.end) || self.behind.covers(one.first, one.end) {
                places = places.with(Places::NEARBY);
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(first: u32, end: u32) -> Stretch {
        Stretch::new(first, end)
    }

    fn quoted() -> Quoted {
        // A headline of 4 words, a paragraph, the lead-in, the quote's paragraph, two behind.
        Quoted {
            quote: stretch(32, 36),
            rest: vec![stretch(40, 44)],
            lead_in: stretch(25, 30),
            context: stretch(30, 50),
            before: stretch(10, 30),
            behind: stretch(50, 70),
        }
    }

    #[test]
    fn every_word_is_in_the_part_where_it_stands() {
        let places = |at: u32| quoted().places_of(Standing::Word(&[at]), 4).names();
        assert_eq!(places(3), ["headline"]);
        assert_eq!(places(4), Vec::<&str>::new());
        assert_eq!(places(10), ["nearby"]);
        assert_eq!(places(27), ["lead-in"]);
        assert_eq!(places(30), ["paragraph"]);
        assert_eq!(places(35), ["quote", "paragraph"]);
        assert_eq!(places(36), ["paragraph"]);
        assert_eq!(places(69), ["nearby"]);
        assert_eq!(places(70), Vec::<&str>::new());
    }

    #[test]
    fn several_words_must_stand_in_one_part_together() {
        let places = |first, end| quoted().places_of(Standing::Words(&[stretch(first, end)]), 4).names();
        assert_eq!(places(34, 36), ["quote", "paragraph"]);
        assert_eq!(places(35, 37), ["paragraph"]);
        assert_eq!(places(49, 51), Vec::<&str>::new());
        assert_eq!(places(2, 5), Vec::<&str>::new());
        assert_eq!(places(50, 70), ["nearby"]);
    }

    #[test]
    fn all_places_of_a_list_are_told() {
        let at = [1, 12, 26, 33, 60];
        let places = quoted().places_of(Standing::Word(&at), 4);
        assert_eq!(places.names(), ["quote", "lead-in", "paragraph", "headline", "nearby"]);
    }
}
