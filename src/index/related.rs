//! Which articles are versions of one address, and which are copies of each other. Takes what tells it of each article, gives
//! the groups; pure, and the same in whatever order and in however many parts the articles come.
//!
//! Articles of one address whose words differ are versions of it: the newest stands, and the others are earlier ones. Those
//! that have nothing in common, neither words nor title, are others: archives give the address of a section, or of a feed,
//! to all its articles. What stands and is nearly the same is a group of copies, whatever its address.
//!
//! The groups are made anew when an index is opened, and never stored: so they cannot disagree with the articles that are
//! there. Only articles that share an anchor of their sketch, or an address, are compared ([`SharedNumbers`] finds them in two
//! passes over these numbers, in little memory), within each such set with a bounded number of others.

use std::collections::BTreeMap;

use super::address::AddressNumber;
use super::numbers::NumberMap;
use super::sketch::Sketch;

/// Where an article lies, for as long as the groups are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ArticlePlace {
    pub part: u32,
    pub article: u32,
}

/// How new a version is: the later day counts, then the later capture, then what was stored later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct VersionAge {
    /// The day of the last change, else the posting date; days from 1 January of year 1.
    pub day: Option<i32>,
    /// When it was fetched, in seconds since 1970.
    pub captured: Option<i64>,
    /// Which one in the order of storing.
    pub turn: u64,
}

/// What tells the relatives of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relative {
    pub place: ArticlePlace,
    /// A number of the article that is the same in every index.
    pub key: u64,
    pub address: AddressNumber,
    pub sketch: Option<Sketch>,
    pub age: VersionAge,
    /// The posting date, in days from 1 January of year 1.
    pub day: Option<i32>,
}

/// The groups of related articles, by their places.
#[derive(Clone, Debug, Default)]
pub(super) struct Related {
    /// Copies of each other, two and more: the one that stands for them first, which is the earliest dated.
    pub copies: Vec<Vec<ArticlePlace>>,
    /// Versions of one address, two and more, the oldest first; of each the articles that have its words.
    pub versions: Vec<Vec<Vec<ArticlePlace>>>,
}

/// Within a set that shares a number, an article is compared with so many others that are unlike each other: what so many
/// share says nothing (Broder leaves out what a thousand documents have).
const MOST_COMPARED: usize = 32;

impl Related {
    /// The groups of some articles: of all, or of those that share a number with another.
    pub fn of(mut articles: Vec<Relative>) -> Related {
        articles.sort_unstable_by_key(|article| article.key);
        let (versions, earlier) = versions_of(&articles);
        let copies = copies_of(&articles, &earlier);
        let place = |at: &usize| articles[*at].place;
        Related {
            copies: copies.iter().map(|group| group.iter().map(place).collect()).collect(),
            versions: versions
                .iter()
                .map(|set| set.iter().map(|version| version.iter().map(place).collect()).collect())
                .collect(),
        }
    }

    /// The articles that are earlier versions of an address.
    pub fn earlier(&self) -> impl Iterator<Item = ArticlePlace> + '_ {
        self.versions
            .iter()
            .filter_map(|set| set.split_last())
            .flat_map(|(_, earlier)| earlier.iter().flatten().copied())
    }
}

/// Sets of numbers, joined.
struct Joined(Vec<usize>);

impl Joined {
    fn new(count: usize) -> Joined {
        Joined((0..count).collect())
    }

    fn of(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }

    /// The sets of those that were joined with another.
    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.0.len() {
            let root = self.of(at);
            groups.entry(root).or_default().push(at);
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }
}

/// Joins the members of a set that are alike: each is compared with those before it that are like none before them.
fn join_alike(joined: &mut Joined, set: &[usize], are_alike: impl Fn(usize, usize) -> bool) {
    let mut unlike: Vec<usize> = Vec::new();
    for member in set {
        match unlike.iter().find(|other| are_alike(**other, *member)) {
            Some(like) => joined.join(*like, *member),
            None if unlike.len() < MOST_COMPARED => unlike.push(*member),
            None => {}
        }
    }
}

/// The places of articles by the numbers that they have; sets of one are left out.
fn by_number(numbers: impl Iterator<Item = (u64, usize)>) -> Vec<Vec<usize>> {
    let mut sets: NumberMap<Vec<usize>> = NumberMap::default();
    for (number, at) in numbers {
        let set = sets.entry(number).or_default();
        if set.last() != Some(&at) {
            set.push(at);
        }
    }
    sets.into_values().filter(|set| set.len() > 1).collect()
}

/// The versions of each address that has several, and which articles are earlier ones.
fn versions_of(articles: &[Relative]) -> (Vec<Vec<Vec<usize>>>, Vec<bool>) {
    let with_address = articles.iter().enumerate().filter(|(_, article)| article.address.is_some());
    let sets = by_number(with_address.map(|(at, article)| (article.address.address(), at)));
    let mut joined = Joined::new(articles.len());
    for set in &sets {
        join_alike(&mut joined, set, |one, other| {
            let (one, other) = (&articles[one], &articles[other]);
            let in_common = one.sketch.zip(other.sketch).is_some_and(|(one, other)| one.has_in_common(&other));
            in_common || one.address.has_title_of(other.address)
        });
    }
    let mut earlier = vec![false; articles.len()];
    let mut all = Vec::new();
    for mut set in joined.groups() {
        // The newest first, so that each version is met first by the newest article that has its words.
        set.sort_unstable_by_key(|at| std::cmp::Reverse((articles[*at].age, articles[*at].key)));
        let mut versions: Vec<Vec<usize>> = Vec::new();
        for at in set {
            let Relative { sketch, address, .. } = articles[at];
            let same = |version: &&mut Vec<usize>| {
                let first = &articles[version[0]];
                first.sketch == sketch && first.address.has_words_of(address)
            };
            match versions.iter_mut().find(same) {
                Some(version) => version.push(at),
                None => versions.push(vec![at]),
            }
        }
        if versions.len() > 1 {
            versions[1..].iter().flatten().for_each(|at| earlier[*at] = true);
            versions.reverse();
            all.push(versions);
        }
    }
    (all, earlier)
}

/// The groups of copies among the articles that are no earlier versions.
fn copies_of(articles: &[Relative], earlier: &[bool]) -> Vec<Vec<usize>> {
    let standing = articles.iter().enumerate().filter(|(at, _)| !earlier[*at]);
    let anchors = standing.flat_map(|(at, article)| {
        let anchors = article.sketch.map(|sketch| sketch.anchors().map(u64::from).collect::<Vec<u64>>());
        anchors.unwrap_or_default().into_iter().map(move |anchor| (anchor, at))
    });
    let mut joined = Joined::new(articles.len());
    for set in by_number(anchors) {
        join_alike(&mut joined, &set, |one, other| {
            articles[one].sketch.zip(articles[other].sketch).is_some_and(|(one, other)| one.is_copy(&other))
        });
    }
    let mut groups = joined.groups();
    for group in &mut groups {
        // Undated ones stand for no dated one.
        group.sort_by_key(|at| (articles[*at].day.is_none(), articles[*at].day, articles[*at].key));
    }
    groups
}

/// A quote of a copy: its speaker's number, 0 where there is none, and the number that tells its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaidInCopy {
    pub speaker: u64,
    pub same_words: u64,
}

/// The bits of a quote's number that tell its words alone, whoever said them.
const WORDS_ALONE: u32 = 24;

/// Makes a quote's number of 48 bits out of a hash of its words alone and one of all that makes it the same statement.
pub(super) fn statement_number(words: u64, all: u64) -> u64 {
    words >> (64 - WORDS_ALONE) << WORDS_ALONE | all >> (64 - WORDS_ALONE)
}

/// Which quotes of copies are the same statement though their numbers differ: a copy that lacks the paragraph that names the
/// speaker, or a short reply under another day. `group` are the quotes of the copies; given are article, quote, and the number
/// that counts.
///
/// Where two articles of the group name different speakers of the same words, each stays for itself; so does what an article
/// says twice.
pub(super) fn shared_statements(group: &[Vec<SaidInCopy>]) -> Vec<(usize, usize, u64)> {
    let mut said: BTreeMap<u64, Vec<(usize, usize, SaidInCopy)>> = BTreeMap::new();
    for (article, quotes) in group.iter().enumerate() {
        for (place, quote) in quotes.iter().enumerate() {
            said.entry(quote.same_words >> WORDS_ALONE).or_default().push((article, place, *quote));
        }
    }
    let mut shared = Vec::new();
    for quotes in said.into_values().filter(|quotes| quotes.len() > 1) {
        let is_once = quotes.windows(2).all(|pair| pair[0].0 != pair[1].0);
        let mut speakers: Vec<u64> = quotes.iter().map(|(.., quote)| quote.speaker).filter(|it| *it != 0).collect();
        speakers.sort_unstable();
        speakers.dedup();
        if !is_once || speakers.len() > 1 {
            continue;
        }
        // The number of one that names the speaker, so that papers without these copies are counted with them.
        let named = quotes.iter().find(|(.., quote)| quote.speaker != 0).or(quotes.first());
        let Some(number) = named.map(|(.., quote)| quote.same_words) else { continue };
        let others = quotes.iter().filter(|(.., quote)| quote.same_words != number);
        shared.extend(others.map(|(article, place, _)| (*article, *place, number)));
    }
    shared
}

/// Finds numbers that come more than once, of many, in little memory and two passes; a few that come once are taken for such.
pub(super) struct SharedNumbers {
    once: Vec<u64>,
    again: Vec<u64>,
    bits: u32,
}

impl SharedNumbers {
    /// For so many numbers.
    pub fn for_numbers(count: u64) -> SharedNumbers {
        /// Bits for each number: with fewer, many are taken for shared by chance.
        const ROOM: u64 = 16;
        const FEWEST: u64 = 1 << 12;
        const MOST: u64 = 1 << 30;
        let bits = (count * ROOM).clamp(FEWEST, MOST).next_power_of_two().trailing_zeros();
        SharedNumbers { once: vec![0; 1 << (bits - 6)], again: vec![0; 1 << (bits - 6)], bits }
    }

    fn place(&self, number: u64) -> (usize, u64) {
        let at = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - self.bits);
        ((at / 64) as usize, 1 << (at % 64))
    }

    /// Takes up a number.
    pub fn note(&mut self, number: u64) {
        let (word, bit) = self.place(number);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// Whether the number came more than once, when all were noted.
    pub fn has(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.again[word] & bit != 0
    }
}
